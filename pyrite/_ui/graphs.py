"""What the pictures show: jobs and stages as bars, stages as graphs of RDDs, plans as graphs of operators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyrite._ui import drawing, formats, task_metrics
from pyrite._ui.drawing import Bar, Box, Moment
from pyrite._ui.plans import Execution, PlanNode
from pyrite._ui.store import Application, Job, Rdd, Stage


def jobs_timeline(app: Application, jobs: Iterable[Job], base: str | None, now: int) -> str:
    """The newest jobs as bars, and when workers came and went; without ``base`` they link to the report's own parts."""
    newest = sorted(jobs, key=lambda job: job.id)[-app.limits.drawn_jobs :]
    bars = [
        Bar(
            job.submitted,
            job.completed or max(now, job.submitted),
            f"{job.id} · {job.description or job.name}",
            job.status.lower(),
            f"Job {job.id}: {job.description or job.name}\n{job.status.lower()}, "
            f"{formats.long_span(job.duration(now))}",
            f"#job-{job.id}" if base is None else f"{base}/jobs/job/?id={job.id}",
        )
        for job in newest
    ]
    moments = []
    start = bars[0].start if bars else 0
    for each in app.executors.values():
        if each.id != "driver" and each.added >= start:
            moments.append(Moment(each.added, "added", f"Executor {each.id} added"))
        if each.removed is not None and each.removed >= start:
            moments.append(Moment(each.removed, "removed", f"Executor {each.id} removed: {each.removed_for}"))
    return drawing.timeline(bars, moments[-app.limits.drawn_executors :], "Jobs over time")


def stages_timeline(app: Application, stages: Iterable[Stage], base: str, now: int) -> str:
    """The newest stages of a job as bars."""
    ran = [stage for stage in stages if stage.submitted is not None][-app.limits.drawn_stages :]
    return drawing.timeline(
        [
            Bar(
                stage.submitted or 0,
                stage.completed or max(now, stage.submitted or 0),
                f"{stage.id} · {stage.name}",
                stage.status.lower(),
                f"Stage {stage.id}.{stage.attempt}: {stage.name}\n{stage.succeeded} of {stage.tasks_wanted} tasks",
                f"{base}/stages/stage/?id={stage.id}&attempt={stage.attempt}",
            )
            for stage in ran
        ],
        (),
        "Stages over time",
    )


def tasks_timeline(app: Application, stage: Stage, now: int) -> str:
    """The newest tasks of a stage as thin bars by executor; within each, darker, the time that it computed."""
    newest = sorted(stage.tasks.values(), key=lambda task: task.id)[-app.limits.drawn_tasks :]
    bars = []
    for task in newest:
        length = max(1, task.duration(now))
        core = None
        hint = f"Task {task.id} (partition {task.index}): {task.status.lower()}, {formats.long_span(length)}"
        if task.metrics is not None:
            load = task.metrics[task_metrics.INDEX["executorDeserializeTime"]]
            run = task.metrics[task_metrics.INDEX["executorRunTime"]]
            before = task.scheduler_delay() / 2 + load
            core = (min(1.0, before / length), min(1.0, (before + run) / length))
            hint += f"\ncomputing {formats.long_span(run)}, scheduler delay {formats.long_span(task.scheduler_delay())}"
        bars.append(
            Bar(
                task.launched,
                task.finished or max(now, task.launched),
                "",
                task.status.lower(),
                hint,
                group=f"Executor {task.executor} ({task.host})",
                core=core,
            )
        )
    return drawing.timeline(bars, (), "Tasks over time", thin=True)


def stage_graph(
    stages: Sequence[Stage], base: str | None = None, names: str = "Stages and their RDDs"
) -> str:
    """Each stage as a frame around its RDDs, with arrows from an RDD to those that are computed from it.

    Without ``base`` nothing links to pages.
    """
    boxes: list[Box] = []
    edges: list[tuple[object, object]] = []
    homes: dict[int, list[int]] = {}
    for stage in stages:
        for rdd in stage.rdds:
            homes.setdefault(rdd.id, []).append(stage.id)
    for stage in stages:
        boxes.append(
            Box(
                ("stage", stage.id),
                _stage_title(stage),
                style=stage.status.lower(),
                frame=True,
                hint=stage.name,
                link=f"{base}/stages/stage/?id={stage.id}&attempt={stage.attempt}"
                if base is not None
                else "",
            )
        )
        for rdd in stage.rdds:
            boxes.append(_rdd_box(stage, rdd))
            for parent in rdd.parents:
                for home in (
                    homes.get(parent, ())[-1:] if stage.id not in homes.get(parent, ()) else (stage.id,)
                ):
                    edges.append(((home, parent), (stage.id, rdd.id)))
    return drawing.frames(boxes, edges, names)


def _stage_title(stage: Stage) -> str:
    told = "skipped" if stage.status == "SKIPPED" else f"{stage.succeeded}/{stage.tasks_wanted}"
    return f"Stage {stage.id} · {told}"


def _rdd_box(stage: Stage, rdd: Rdd) -> Box:
    marks = ["cached"] if rdd.cached else []
    if rdd.barrier:
        marks.append("barrier")
    title = rdd.scope or rdd.name
    line = f"{rdd.name} [{rdd.id}]" if rdd.scope and rdd.scope != rdd.name else f"[{rdd.id}]"
    hint = f"{rdd.name} [{rdd.id}], {rdd.partitions} partitions\n{rdd.call_site}"
    return Box(
        (stage.id, rdd.id),
        _cut(title, 40),
        [_cut(line, 44)],
        "cached" if rdd.cached else "",
        ("stage", stage.id),
        hint=hint + ("\ncached" if rdd.cached else ""),
        marks=marks,
    )


#: Metrics that say how many rows left an operator, and how long it worked, first found first taken.
ROWS = ("number of output rows", "records read", "number of rows")
TIMES = (
    "duration", "time", "operator time", "time in aggregation build", "sort time", "scan time", "time to build",
    "time to collect", "fetch wait time",
)  # fmt: skip
_SIZES = (
    "peak memory",
    "data size",
    "shuffle bytes written",
    "size of files read",
    "bytes read",
    "spill size",
)


def plan_graph(execution: Execution, names: str = "Plan of the query") -> str:
    """Operators with their rows and times; a bar under each says what share of the time it took."""
    graph = execution.graph
    times = {node.id: _milliseconds(execution, node) for node in graph.nodes}
    longest = max((value for value in times.values() if value), default=0)
    boxes = []
    for node in graph.nodes:
        if node.members is not None and not node.members:
            continue
        metrics = execution.metric_values(node)
        lines = [] if node.members is not None else _plan_lines(execution, node)
        title = node.name.strip()
        if node.members is not None and metrics:
            title += " · " + _first_number(metrics[0][1])
        value = times[node.id]
        boxes.append(
            Box(
                node.id,
                _cut(title, 44),
                lines,
                "cluster" if node.members is not None else "",
                None if node.cluster is None else node.cluster.id,
                frame=node.members is not None,
                hint="\n".join([_cut(node.text, 400), *(f"{name}: {text}" for name, text in metrics)]),
                heat=value / longest if value and longest and node.members is None else None,
            )
        )
    return drawing.graph(boxes, graph.edges, names)


def _plan_lines(execution: Execution, node: PlanNode) -> list[str]:
    lines = []
    detail = (
        node.text.strip()[len(node.name.strip()) :].strip()
        if node.text.startswith(node.name.strip())
        else node.text
    )
    if detail:
        lines.append(_cut(detail, 46))
    found = dict(execution.metric_values(node))
    rows = next((name for name in ROWS if name in found), None)
    if rows is not None:
        lines.append(f"{_first_number(found[rows])} rows")
    took = _milliseconds(execution, node)
    if took is not None:
        name = next(name for name in TIMES if name in found)
        lines.append(formats.fine_span(took) + ("" if name in ("time", "duration") else f" {name}"))
    size = next((name for name in _SIZES if name in found), None)
    if size is not None:
        lines.append(f"{_first_number(found[size])} {size}")
    return lines


def _milliseconds(execution: Execution, node: PlanNode) -> float | None:
    for name in TIMES:
        for declared, _, kind in node.metrics:
            if declared == name:
                total = execution.total(node, name)
                if total is not None:
                    return total / 1e6 if kind == "nsTiming" else float(total)
    return None


def _first_number(text: str) -> str:
    """The total of ``total (min, med, max ...)``, or the text itself."""
    last = text.rpartition("\n")[2]
    return last.partition(" (")[0] if last.endswith(")") else last


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def tasks_histogram(stage: Stage) -> str:
    """How the durations of the tasks that have succeeded are spread."""
    values = [task.duration(0) for task in stage.tasks.values() if task.finished and task.status == "SUCCESS"]
    return drawing.histogram(values, "Durations of tasks")
