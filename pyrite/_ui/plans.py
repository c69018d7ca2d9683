"""Executions of SQL: the plan as a graph, and the values of its operators' metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyrite._ui import formats

if TYPE_CHECKING:
    from pyrite._ui.store import Task

Event = Mapping[str, Any]

#: Steps of adaptive execution that are no operators: what they hold stands in their place.
_TRANSPARENT = (
    "ResultQueryStage",
    "BroadcastQueryStage",
    "ShuffleQueryStage",
    "TableCacheQueryStage",
    "InputAdapter",
)


@dataclass(slots=True)
class PlanNode:
    """An operator of a plan, or a cluster of operators that run as one loop."""

    id: int
    name: str
    text: str
    metrics: list[tuple[str, int, str]]
    cluster: PlanNode | None = None
    members: list[PlanNode] | None = None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PlanGraph:
    """Operators in the order of their numbers, and edges from an operator to the one that reads it."""

    nodes: list[PlanNode] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)

    @staticmethod
    def of(plan: Event) -> PlanGraph:
        graph = PlanGraph()
        graph._add(plan, None, None, {})
        return graph

    def _add(
        self, plan: Event, parent: PlanNode | None, cluster: PlanNode | None, exchanges: dict[str, PlanNode]
    ) -> None:
        name = str(plan.get("nodeName", ""))
        children = plan.get("children") or ()
        if name.startswith("WholeStageCodegen"):
            self._children(children, parent, self._new(plan, None, []), exchanges)
        elif name in _TRANSPARENT and children:
            known = exchanges.get(_signature(children[0]))
            if known is not None and parent is not None:
                self.edges.append((known.id, parent.id))
            else:
                self._children(children, parent, None, exchanges)
        elif name == "Subquery" and cluster is not None:
            self._add(plan, parent, None, exchanges)
        elif name == "ReusedExchange" and children and _signature(children[0]) in exchanges:
            if parent is not None:
                self.edges.append((exchanges[_signature(children[0])].id, parent.id))
        else:
            node = self._new(plan, cluster, None)
            if "Exchange" in name:
                exchanges[_signature(plan)] = node
            if parent is not None:
                self.edges.append((node.id, parent.id))
            self._children(children, node, cluster, exchanges)

    def _children(
        self,
        children: Iterable[Event],
        parent: PlanNode | None,
        cluster: PlanNode | None,
        exchanges: dict[str, PlanNode],
    ) -> None:
        for child in children:
            self._add(child, parent, cluster, exchanges)

    def _new(self, plan: Event, cluster: PlanNode | None, members: list[PlanNode] | None) -> PlanNode:
        node = PlanNode(
            id=len(self.nodes),
            name=str(plan.get("nodeName", "")),
            text=str(plan.get("simpleString", "")),
            metrics=[
                (str(each["name"]), int(each["accumulatorId"]), str(each.get("metricType", "sum")))
                for each in plan.get("metrics") or ()
            ],
            cluster=cluster,
            members=members,
            metadata={str(key): str(value) for key, value in (plan.get("metadata") or {}).items()},
        )
        self.nodes.append(node)
        if cluster is not None and cluster.members is not None:
            cluster.members.append(node)
        return node

    def in_api_order(self) -> Iterable[PlanNode]:
        """The last operator first."""
        return reversed(self.nodes)


def _signature(plan: Event) -> str:
    """What tells one exchange from another: its text and the accumulators of its metrics."""
    return f"{plan.get('simpleString')}{[each.get('accumulatorId') for each in plan.get('metrics') or ()]}"


@dataclass(slots=True)
class Values:
    """What tasks and the driver have reported of one metric."""

    #: By attempt at a stage, the value of each of its partitions.
    by_stage: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    driver: list[int] = field(default_factory=list)
    largest: tuple[int, tuple[int, int], int] | None = None

    def all(self) -> list[int]:
        return [value for values in self.by_stage.values() for value in values] + self.driver


@dataclass(slots=True, eq=False)
class Execution:
    """One query: its plan, its jobs, its metrics."""

    id: int
    root: int
    description: str
    details: str
    plan_text: str
    plan: Event
    submitted: int
    query_id: str | None = None
    settings: dict[str, str] = field(default_factory=dict)
    group: str | None = None
    tags: tuple[str, ...] = ()
    completed: int | None = None
    error: str | None = None
    jobs: dict[int, str] = field(default_factory=dict)
    stages: list[int] = field(default_factory=list)
    metric_types: dict[int, tuple[str, str]] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=dict)
    _graph: PlanGraph | None = None

    @staticmethod
    def of(event: Event) -> Execution:
        execution = Execution(
            id=int(event["executionId"]),
            root=int(event.get("rootExecutionId", event["executionId"])),
            description=str(event.get("description", "")),
            details=str(event.get("details", "")),
            plan_text=str(event.get("physicalPlanDescription", "")),
            plan=event.get("sparkPlanInfo") or {},
            submitted=int(event.get("time", 0)),
            query_id=event.get("queryId"),
            settings={str(key): str(value) for key, value in (event.get("modifiedConfigs") or {}).items()},
            group=event.get("jobGroupId"),
            tags=tuple(event.get("jobTags") or ()),
        )
        execution._learn(execution.plan)
        return execution

    @property
    def status(self) -> str:
        if self.error or any(status == "FAILED" for status in self.jobs.values()):
            return "FAILED" if self.completed is not None or self.error else "RUNNING"
        return "RUNNING" if self.completed is None else "COMPLETED"

    @property
    def command(self) -> str:
        """What a statement that is carried out does, as ``CreateTable``; empty for a query."""
        name = str(self.plan.get("nodeName", ""))
        return name.removeprefix("Execute ") if name.startswith("Execute ") else ""

    @property
    def graph(self) -> PlanGraph:
        if self._graph is None:
            self._graph = PlanGraph.of(self.plan)
        return self._graph

    def duration(self, now: int) -> int:
        return max(0, (self.completed or now) - self.submitted)

    def jobs_with(self, status: str) -> list[int]:
        return sorted(job for job, found in self.jobs.items() if found == status)

    # ------------------------------------------------------------------------------------ what happens to it

    def replan(self, event: Event) -> None:
        self.plan = event.get("sparkPlanInfo") or self.plan
        self.plan_text = str(event.get("physicalPlanDescription") or self.plan_text)
        self._graph = None
        self._learn(self.plan)

    def more_metrics(self, metrics: Iterable[Event]) -> None:
        for each in metrics:
            self.metric_types[int(each["accumulatorId"])] = (
                str(each.get("name", "")),
                str(each.get("metricType", "sum")),
            )

    def job_started(self, job: int, stages: Iterable[int]) -> None:
        self.jobs[job] = "RUNNING"
        self.stages.extend(stages)

    def job_ended(self, job: int, succeeded: bool) -> None:
        self.jobs[job] = "SUCCEEDED" if succeeded else "FAILED"

    def task_reported(
        self, metric: int, update: Any, stage: tuple[int, int], partitions: int, task: Task
    ) -> None:
        if task.status != "SUCCESS":
            return
        try:
            value = int(update)
        except (TypeError, ValueError):
            return
        kept = self.values.setdefault(metric, Values())
        column = kept.by_stage.setdefault(stage, [0] * partitions)
        if task.index < len(column):
            column[task.index] = value
        if kept.largest is None or value > kept.largest[0]:
            kept.largest = (value, stage, task.id)

    def driver_reported(self, metric: int, value: int) -> None:
        self.values.setdefault(metric, Values()).driver.append(value)

    def end(self, event: Event) -> None:
        self.completed = int(event.get("time", 0))
        self.error = event.get("errorMessage") or None
        self.query_id = event.get("queryId") or self.query_id

    def _learn(self, plan: Event) -> None:
        self.more_metrics(plan.get("metrics") or ())
        for child in plan.get("children") or ():
            self._learn(child)

    # ------------------------------------------------------------------------------------ metrics

    def metric_values(self, node: PlanNode) -> list[tuple[str, str]]:
        """The metrics of an operator that something was reported of, by name, as Spark writes them."""
        return [
            (name, write(kind, self.values[number]))
            for name, number, kind in node.metrics
            if number in self.values
        ]

    def total(self, node: PlanNode, *names: str) -> int | None:
        """The sum of the first of the metrics ``names`` that an operator has values of."""
        for name in names:
            for declared, number, _ in node.metrics:
                if declared == name and number in self.values:
                    return sum(self.values[number].all())
        return None


_DETAIL = "(min, med, max (stageId: taskId))"


def write(kind: str, values: Values) -> str:
    """The value of a metric as text: a sum, or a total with its spread over the tasks."""
    numbers = [value for value in values.all() if value >= 0]
    if kind == "sum":
        return formats.count(sum(numbers))
    form = _FORMS.get(kind, formats.span)
    if len(numbers) <= 1:
        return form(sum(numbers))
    ordered = sorted(numbers) or [0]
    where = ""
    if values.largest is not None:
        _, stage, task = values.largest
        where = f" (stage {stage[0]}.{stage[1]}: task {task})"
    spread = f"({form(ordered[0])}, {form(ordered[len(ordered) // 2])}, {form(ordered[-1])}{where})"
    if kind == "average":
        return f"{_DETAIL}:\n{spread}"
    return f"total {_DETAIL}\n{form(sum(numbers))} {spread}"


def _tenth(value: float) -> str:
    return f"{value / 10:.1f}".removesuffix(".0")


def _nanoseconds(value: float) -> str:
    return formats.span(value // 1_000_000)


_FORMS: dict[str, Callable[[float], str]] = {
    "average": _tenth,
    "size": formats.size,
    "nsTiming": _nanoseconds,
    "timing": formats.span,
}
