"""The pages: what each one shows, for the templates."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from pyrite._ui import formats, graphs, rest, task_metrics
from pyrite._ui.plans import Execution
from pyrite._ui.redaction import Redaction
from pyrite._ui.rest import NotFound
from pyrite._ui.store import (
    ACTIVE,
    COMPLETE,
    FAILED,
    PENDING,
    RUNNING,
    SKIPPED,
    Application,
    Job,
    Stage,
    Task,
)
from pyrite._ui.tables import Column, Parameters, Table
from pyrite.version import __version__


@dataclass(slots=True)
class Site:
    """What all pages of an application share."""

    app: Application
    #: Before every address: empty, or ``/history/<id>``.
    base: str = ""
    live: bool = False
    #: Whether jobs and stages can be killed, and the token that a request to do so must carry.
    kill: bool = False
    csrf: str = ""
    #: Before the addresses of static files.
    root: str = ""
    home: str = ""
    now: Callable[[], int] = field(default=lambda: int(time.time() * 1000))

    def time(self) -> int:
        return self.app.clock(self.now()) if self.live else (self.app.ended or self.app.last_event)


Context = dict[str, Any]
Page = Callable[[Site, Parameters], Context]


def _number(parameters: Parameters, name: str, default: int | None = None) -> int:
    text = dict(parameters).get(name)
    if text is None and default is not None:
        return default
    try:
        return int(text or "")
    except ValueError:
        raise NotFound(f"the address has no number {name}") from None


# ---------------------------------------------------------------------------------------- jobs


def jobs(site: Site, parameters: Parameters) -> Context:
    app, now = site.app, site.time()
    running = [job for job in app.jobs.values() if job.status == RUNNING]
    done = [job for job in app.jobs.values() if job.status == "SUCCEEDED"]
    failed = [job for job in app.jobs.values() if job.status == FAILED]
    return {
        "title": "Jobs",
        "tab": "jobs",
        "timeline": graphs.jobs_timeline(app, app.jobs.values(), site.base, now),
        "running": _job_table("active", running, parameters, now),
        "done": _job_table("completed", done, parameters, now),
        "failed": _job_table("failed", failed, parameters, now),
    }


def _job_table(name: str, found: list[Job], parameters: Parameters, now: int) -> Table:
    columns = (
        Column("id", "Job", lambda job: job.id, True),
        Column("name", "Description", lambda job: job.description or job.name),
        Column("submitted", "Submitted", lambda job: job.submitted),
        Column("duration", "Duration", lambda job: job.duration(now), True),
        Column("stages", "Stages", lambda job: len(job.stages), True, "Stages that have ended, of all"),
        Column("tasks", "Tasks", lambda job: job.tasks, False, "Tasks that have ended, of all"),
    )
    return Table(
        name,
        columns,
        found,
        parameters,
        "-id",
        text=lambda job: f"{job.id} {job.name} {job.description} {job.group}",
    )


def job(site: Site, parameters: Parameters) -> Context:
    app, now = site.app, site.time()
    number = _number(parameters, "id")
    found = app.jobs.get(number)
    if found is None:
        raise NotFound(f"There is no job {number}, or it is no longer kept.")
    stages = [stage for each in sorted(found.stages) for stage in app.attempts(each)]
    groups = (
        ("Active stages", "active", [stage for stage in stages if stage.status == ACTIVE]),
        ("Pending stages", "pending", [stage for stage in stages if stage.status == PENDING]),
        ("Failed stages", "failed", [stage for stage in stages if stage.status == FAILED]),
        ("Completed stages", "completed", [stage for stage in stages if stage.status == COMPLETE]),
        ("Skipped stages", "skipped", [stage for stage in stages if stage.status == SKIPPED]),
    )
    execution = app.executions.get(found.execution) if found.execution is not None else None
    return {
        "title": f"Job {number}",
        "tab": "jobs",
        "job": found,
        "execution": execution,
        "timeline": graphs.stages_timeline(app, stages, site.base, now),
        "graph": graphs.stage_graph([stage for stage in stages if stage.attempt == 0], site.base),
        "groups": [
            (title, name, _stage_table(name, each, parameters, now)) for title, name, each in groups if each
        ],
    }


# ---------------------------------------------------------------------------------------- stages


def stages(site: Site, parameters: Parameters) -> Context:
    now = site.time()
    groups = []
    for title, name, status in (
        ("Active stages", "active", ACTIVE),
        ("Pending stages", "pending", PENDING),
        ("Failed stages", "failed", FAILED),
        ("Completed stages", "completed", COMPLETE),
        ("Skipped stages", "skipped", SKIPPED),
    ):
        found = [stage for stage in site.app.stages.values() if stage.status == status]
        if found:
            groups.append((title, name, _stage_table(name, found, parameters, now)))
    return {"title": "Stages", "tab": "stages", "groups": groups}


def _stage_table(name: str, found: list[Stage], parameters: Parameters, now: int) -> Table:
    def of(metric: str) -> Callable[[Stage], int]:
        return lambda stage: stage.metrics[task_metrics.INDEX[metric]]

    columns = [
        Column("id", "Stage", lambda stage: (stage.id, stage.attempt), True),
        Column("name", "Description", lambda stage: stage.description or stage.name),
        Column("submitted", "Submitted", lambda stage: stage.submitted),
        Column("duration", "Duration", lambda stage: stage.duration(now), True),
        Column("tasks", "Tasks", lambda stage: stage.tasks_wanted, False, "Tasks that have ended, of all"),
    ]
    sizes: tuple[tuple[str, str, Callable[[Stage], int]], ...] = (
        ("input", "Input", of("inputBytes")),
        ("output", "Output", of("outputBytes")),
        ("read", "Shuffle read", lambda stage: task_metrics.shuffle_read_bytes(stage.metrics)),
        ("written", "Shuffle write", of("shuffleWriteBytes")),
        ("spilled", "Spilled", of("diskBytesSpilled")),
    )
    # Columns with nothing in them only take room.
    columns += [Column(key, title, by, True) for key, title, by in sizes if any(by(stage) for stage in found)]
    return Table(
        name,
        columns,
        found,
        parameters,
        "-id",
        text=lambda stage: f"{stage.id} {stage.name} {stage.description}",
    )


#: The rows of a stage's summary: name, the value of a task, how it is written, what it says.
_SUMMARY: tuple[tuple[str, Callable[[Task], int], Callable[[float], str], str], ...] = (
    ("Duration", lambda task: task.duration(0), formats.long_span, "From launch to end"),
    (
        "Computing",
        lambda task: _of(task, "executorRunTime"),
        formats.long_span,
        "Time in the task's own code",
    ),
    ("Scheduler delay", Task.scheduler_delay, formats.long_span, "Waiting, sending the task and its result"),
    ("Deserializing the task", lambda task: _of(task, "executorDeserializeTime"), formats.long_span, ""),
    ("Serializing the result", lambda task: _of(task, "resultSerializationTime"), formats.long_span, ""),
    ("Garbage collection", lambda task: _of(task, "jvmGcTime"), formats.long_span, ""),
    ("Result size", lambda task: _of(task, "resultSize"), formats.short_size, ""),
    ("Peak memory", lambda task: _of(task, "peakExecutionMemory"), formats.short_size, ""),
    ("Input", lambda task: _of(task, "inputBytes"), formats.short_size, ""),
    ("Input records", lambda task: _of(task, "inputRecords"), formats.count, ""),
    ("Output", lambda task: _of(task, "outputBytes"), formats.short_size, ""),
    ("Output records", lambda task: _of(task, "outputRecords"), formats.count, ""),
    (
        "Shuffle read",
        lambda task: task_metrics.shuffle_read_bytes(task.metrics or task_metrics.ZERO),
        formats.short_size,
        "",
    ),
    ("Shuffle records read", lambda task: _of(task, "shuffleReadRecords"), formats.count, ""),
    ("Shuffle read wait", lambda task: _of(task, "fetchWaitTime"), formats.long_span, "Waiting for blocks"),
    ("Shuffle write", lambda task: _of(task, "shuffleWriteBytes"), formats.short_size, ""),
    ("Shuffle records written", lambda task: _of(task, "shuffleWriteRecords"), formats.count, ""),
    ("Spilled from memory", lambda task: _of(task, "memoryBytesSpilled"), formats.short_size, ""),
    ("Spilled to disk", lambda task: _of(task, "diskBytesSpilled"), formats.short_size, ""),
)
_ALWAYS = ("Duration", "Computing")
_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


def _of(task: Task, name: str) -> int:
    return 0 if task.metrics is None else task.metrics[task_metrics.INDEX[name]]


def stage(site: Site, parameters: Parameters) -> Context:
    app, now = site.app, site.time()
    number = _number(parameters, "id")
    known = app.attempts(number)
    if not known:
        raise NotFound(f"There is no stage {number}, or it is no longer kept.")
    attempt = _number(parameters, "attempt", known[-1].attempt)
    found = app.stages.get((number, attempt))
    if found is None:
        raise NotFound(f"Stage {number} has no attempt {attempt}.")
    summary, skew = stage_summary(found)
    failing = next((task for task in reversed(found.tasks.values()) if task.status == FAILED), None)
    return {
        "title": f"Stage {number}" + (f", attempt {attempt}" if attempt or len(known) > 1 else ""),
        "tab": "stages",
        "stage": found,
        "attempts": known,
        "failing": failing,
        "summary": summary,
        "skew": skew,
        "histogram": graphs.tasks_histogram(found),
        "timeline": graphs.tasks_timeline(app, found, now),
        "timeline_tasks": min(len(found.tasks), app.limits.drawn_tasks),
        "graph": graphs.stage_graph([found], site.base),
        "shares": [(name, share, rest._share_json(share)) for name, share in sorted(found.shares.items())],
        "tasks": _task_table(found, parameters, now),
        "sums": rest.stage_json(found, {}, now, details=False),
    }


def stage_summary(found: Stage) -> tuple[list[tuple[str, list[str], str]], str]:
    """Quartiles of what tasks report, and a sentence when some take far longer than most."""
    tasks = rest.measured(found)
    if not tasks:
        return [], ""
    rows = []
    for name, value, write, hint in _SUMMARY:
        values = [value(task) for task in tasks]
        if name in _ALWAYS or any(values):
            rows.append((name, [write(each) for each in task_metrics.quantiles(values, _QUANTILES)], hint))
    durations = task_metrics.quantiles([task.duration(0) for task in tasks], _QUANTILES)
    median, longest = durations[2], durations[4]
    skew = ""
    if len(tasks) >= 4 and longest > 4 * max(median, 1) and longest > 500:
        slowest = max(tasks, key=lambda task: task.duration(0))
        skew = (
            f"The slowest task (partition {slowest.index}) took {longest / max(median, 1):.0f} times as long as the "
            f"median one: {formats.long_span(longest)} against {formats.long_span(median)}."
        )
        read = [task_metrics.shuffle_read_bytes(task.metrics or task_metrics.ZERO) for task in tasks]
        usual = sorted(read)[len(read) // 2]
        own = task_metrics.shuffle_read_bytes(slowest.metrics or task_metrics.ZERO)
        if own > 3 * max(usual, 1):
            skew += f" It read {formats.short_size(own)} of shuffled data, the median task {formats.short_size(usual)}."
    return rows, skew


def _task_table(found: Stage, parameters: Parameters, now: int) -> Table:
    columns = [
        Column("index", "Partition", lambda task: (task.index, task.attempt), True),
        Column("id", "Task", lambda task: task.id, True),
        Column("status", "Status", lambda task: task.status),
        Column("locality", "Locality", lambda task: task.locality),
        Column("executor", "Executor", lambda task: (task.executor, task.host)),
        Column("launched", "Launched", lambda task: task.launched),
        Column("duration", "Duration", lambda task: task.duration(now), True),
        Column("run", "Computing", lambda task: _of(task, "executorRunTime"), True),
        Column("delay", "Delay", Task.scheduler_delay, True, "Scheduler delay"),
    ]
    sizes: tuple[tuple[str, str, Callable[[Task], int]], ...] = (
        ("gc", "GC", lambda task: _of(task, "jvmGcTime")),
        ("input", "Input", lambda task: _of(task, "inputBytes")),
        ("output", "Output", lambda task: _of(task, "outputBytes")),
        (
            "read",
            "Shuffle read",
            lambda task: task_metrics.shuffle_read_bytes(task.metrics or task_metrics.ZERO),
        ),
        ("written", "Shuffle write", lambda task: _of(task, "shuffleWriteBytes")),
        ("spilled", "Spilled", lambda task: _of(task, "diskBytesSpilled")),
    )
    index = {
        "gc": found.metrics[task_metrics.INDEX["jvmGcTime"]],
        "input": found.metrics[task_metrics.INDEX["inputBytes"]],
        "output": found.metrics[task_metrics.INDEX["outputBytes"]],
        "read": task_metrics.shuffle_read_bytes(found.metrics),
        "written": found.metrics[task_metrics.INDEX["shuffleWriteBytes"]],
        "spilled": found.metrics[task_metrics.INDEX["diskBytesSpilled"]],
    }
    columns += [Column(key, title, by, True) for key, title, by in sizes if index[key]]
    if found.failed or found.killed:
        columns.append(Column("error", "Error", lambda task: task.error or ""))
    return Table(
        "tasks",
        columns,
        found.tasks.values(),
        parameters,
        "index",
        size=100,
        text=lambda task: (
            f"{task.id} {task.status} {task.executor} {task.host} {task.locality} {task.error or ''}"
        ),
    )


# ---------------------------------------------------------------------------------------- the rest


def storage(site: Site, parameters: Parameters) -> Context:
    columns = (
        Column("id", "RDD", lambda each: each["id"], True),
        Column("name", "Name", lambda each: each["name"]),
        Column("level", "Level", lambda each: each["storageLevel"]),
        Column("cached", "Partitions", lambda each: each["numCachedPartitions"]),
        Column("memory", "In memory", lambda each: each["memoryUsed"], True),
        Column("disk", "On disk", lambda each: each["diskUsed"], True),
    )
    table = Table(
        "rdds",
        columns,
        rest.cached_rdds(site.app),
        parameters,
        "id",
        text=lambda each: f"{each['id']} {each['name']}",
    )
    return {"title": "Storage", "tab": "storage", "table": table}


def rdd(site: Site, parameters: Parameters) -> Context:
    number = _number(parameters, "id")
    try:
        found = rest.cached_rdd(site.app, number)
    except NotFound:
        raise NotFound(f"RDD {number} is not cached.") from None
    columns = (
        Column("name", "Block", lambda each: int(each["blockName"].rpartition("_")[2])),
        Column("level", "Level", lambda each: each["storageLevel"]),
        Column("memory", "In memory", lambda each: each["memoryUsed"], True),
        Column("disk", "On disk", lambda each: each["diskUsed"], True),
        Column("executors", "Executors"),
    )
    return {
        "title": f"RDD {number}",
        "tab": "storage",
        "rdd": found,
        "table": Table("blocks", columns, found["partitions"], parameters, "name", size=100),
    }


#: Before the name of a setting, in the system's properties: where its value comes from.
_ORIGIN = "pyrite.origin."


def environment(site: Site, parameters: Parameters) -> Context:
    kept = site.app.environment
    redact = Redaction(kept.spark).pairs
    origins = sorted(
        (name.removeprefix(_ORIGIN), value) for name, value in kept.system.items() if name.startswith(_ORIGIN)
    )
    system = {name: value for name, value in kept.system.items() if not name.startswith(_ORIGIN)}
    found = (
        ("Runtime", "runtime", redact(kept.runtime)),
        ("Spark properties", "spark", redact(kept.spark)),
        ("Where Spark properties come from", "origins", origins),
        ("Hadoop properties", "hadoop", redact(kept.hadoop)),
        ("System properties", "system", redact(system)),
        ("Metrics properties", "metrics", redact(kept.metrics)),
        ("Class path", "classpath", sorted(kept.classpath.items())),
    )
    columns = (Column("key", "Name", lambda pair: pair[0]), Column("value", "Value", lambda pair: pair[1]))
    tables = [
        (title, Table(name, columns, pairs, parameters, "key", size=500, text=lambda pair: " ".join(pair)))
        for title, name, pairs in found
        if pairs
    ]
    return {"title": "Environment", "tab": "environment", "tables": tables, "profiles": site.app.profiles}


def executors(site: Site, parameters: Parameters) -> Context:
    found = rest.executors(site.app, site.time(), dead=True)
    columns = (
        Column("id", "Executor", lambda each: each["id"]),
        Column("host", "Address", lambda each: each.get("hostPort", "")),
        Column("active", "Status", lambda each: each["isActive"]),
        Column("cores", "Cores", lambda each: each["totalCores"], True),
        Column("running", "Running", lambda each: each["activeTasks"], True, "Tasks that run now"),
        Column("done", "Done", lambda each: each["completedTasks"], True, "Tasks that have succeeded"),
        Column("failed", "Failed", lambda each: each["failedTasks"], True),
        Column("time", "Task time", lambda each: _task_time(site.app, each["id"]), True),
        Column("blocks", "RDD blocks", lambda each: each["rddBlocks"], True),
        Column("memory", "Storage memory", lambda each: each["memoryUsed"], True),
        Column("disk", "Disk", lambda each: each["diskUsed"], True),
        Column("input", "Input", lambda each: each["totalInputBytes"], True),
        Column("read", "Shuffle read", lambda each: each["totalShuffleRead"], True),
        Column("written", "Shuffle write", lambda each: each["totalShuffleWrite"], True),
    )
    live = [each for each in found if each["isActive"]]
    return {
        "title": "Executors",
        "tab": "executors",
        "table": Table(
            "executors",
            columns,
            found,
            parameters,
            "id",
            text=lambda each: f"{each['id']} {each.get('hostPort', '')}",
        ),
        "task_time": lambda name: _task_time(site.app, name),
        "live": live,
        "used": sum(each["memoryUsed"] for each in live),
        "room": sum(each["maxMemory"] for each in live),
    }


def _task_time(app: Application, name: str) -> int:
    return app.executors[name].duration if name in app.executors else 0


def queries(site: Site, parameters: Parameters) -> Context:
    now = site.time()
    columns = (
        Column("id", "Query", lambda each: each.id, True),
        Column("description", "Description", lambda each: each.description),
        Column("submitted", "Submitted", lambda each: each.submitted),
        Column("duration", "Duration", lambda each: each.duration(now), True),
        Column("jobs", "Jobs"),
        Column("error", "Error", lambda each: each.error or ""),
    )
    kept = site.app.executions
    parts = _parts(site.app)
    roots = [each for each in kept.values() if each.root == each.id or each.root not in kept]
    groups = []
    for title, name, status in (
        ("Running queries", "running", "RUNNING"),
        ("Failed queries", "failed", "FAILED"),
        ("Completed queries", "completed", "COMPLETED"),
    ):
        found = [each for each in roots if each.status == status]
        if found:
            own = columns if status == "FAILED" else columns[:-1]
            text = _query_text
            groups.append((title, name, Table(name, own, found, parameters, "-id", text=text)))
    jobs = {
        each.id: sorted(job for one in (each, *parts.get(each.id, ())) for job in one.jobs.items())
        for each in roots
    }
    return {"title": "SQL / DataFrame", "tab": "sql", "groups": groups, "parts": parts, "jobs": jobs}


def _parts(app: Application) -> dict[int, list[Execution]]:
    """The executions that others needed, by the one that began it."""
    found: dict[int, list[Execution]] = {}
    for each in app.executions.values():
        if each.root != each.id:
            found.setdefault(each.root, []).append(each)
    return found


def _query_text(each: Execution) -> str:
    return f"{each.id} {each.description} {each.error or ''}"


def query(site: Site, parameters: Parameters) -> Context:
    number = _number(parameters, "id")
    found = site.app.executions.get(number)
    if found is None:
        raise NotFound(f"There is no query {number}, or it is no longer kept.")
    operators = []
    for node in found.graph.nodes:
        metrics = found.metric_values(node)
        operators.append((node, [(name, value.splitlines()) for name, value in metrics]))
    redaction = Redaction(site.app.environment.spark)
    return {
        "title": f"Query {number}",
        "tab": "sql",
        "query": found,
        "parts": _parts(site.app).get(number, ()),
        "graph": graphs.plan_graph(found),
        "operators": operators,
        "jobs": [site.app.jobs.get(each) or each for each in sorted(found.jobs)],
        "settings": redaction.pairs(found.settings),
    }


def streaming(site: Site, parameters: Parameters) -> Context:
    columns = (
        Column("name", "Query", lambda each: each["name"] or ""),
        Column("status", "Status", lambda each: each["active"]),
        Column("started", "Started", lambda each: each["started"]),
        Column("batches", "Batches", lambda each: len(each["progress"]), True),
        Column("input", "Rows a second", lambda each: _rate(each, "inputRowsPerSecond"), True),
        Column("processed", "Processed a second", lambda each: _rate(each, "processedRowsPerSecond"), True),
    )
    table = Table("streams", columns, site.app.streams.values(), parameters, "-started")
    return {"title": "Structured Streaming", "tab": "streaming", "table": table, "rate": _rate}


def _rate(stream: Mapping[str, Any], key: str) -> float:
    return float((stream["progress"] or [{}])[-1].get(key) or 0.0)


#: Path below the base, and the template that shows what the function says.
PAGES: dict[str, tuple[str, Page]] = {
    "/jobs/": ("jobs.html", jobs),
    "/jobs/job/": ("job.html", job),
    "/stages/": ("stages.html", stages),
    "/stages/stage/": ("stage.html", stage),
    "/storage/": ("storage.html", storage),
    "/storage/rdd/": ("rdd.html", rdd),
    "/environment/": ("environment.html", environment),
    "/executors/": ("executors.html", executors),
    "/SQL/": ("queries.html", queries),
    "/SQL/execution/": ("query.html", query),
    "/StreamingQuery/": ("streaming.html", streaming),
}
_TABS = (
    ("jobs", "/jobs/", "Jobs", "j"),
    ("stages", "/stages/", "Stages", "s"),
    ("storage", "/storage/", "Storage", "c"),
    ("sql", "/SQL/", "SQL", "q"),
    ("executors", "/executors/", "Executors", "x"),
    ("environment", "/environment/", "Environment", "e"),
    ("streaming", "/StreamingQuery/", "Streaming", "w"),
)


class Templates:
    """The templates, loaded once; everything put into them is escaped."""

    def __init__(self) -> None:
        # Loaded with the server only: nothing else of Pyrite needs a template engine.
        jinja2 = import_module("jinja2")
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("pyrite._ui", "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.filters.update(
            size=formats.short_size,
            span=formats.long_span,
            clock=formats.clock,
            count=formats.count,
            last_line=formats.last_line,
        )
        self._environment.globals.update(
            INDEX=task_metrics.INDEX, shuffle_read=task_metrics.shuffle_read_bytes, pyrite_version=__version__
        )
        self.safe = jinja2.utils.markupsafe.Markup

    def page(self, site: Site, path: str, parameters: Parameters) -> str:
        """Render the page at a path of :data:`PAGES`."""
        template, prepare = PAGES[path]
        return self.render(template, site, prepare(site, parameters))

    def render(self, template: str, site: Site, context: Context) -> str:
        """Render a template with what all pages share."""
        for name in ("graph", "timeline", "histogram"):
            if name in context:
                # Made by the drawing module, which escapes what it is given.
                context[name] = self.safe(context[name])
        tabs = [tab for tab in _TABS if tab[0] != "streaming" or site.app.streams]
        shared = {"site": site, "app": site.app, "now": site.time(), "base": site.base, "tabs": tabs}
        return str(self._environment.get_template(template).render(**shared, **context))

    def plain(self, template: str, **context: Any) -> str:
        """Render a page that belongs to no application."""
        return str(self._environment.get_template(template).render(**context))
