"""Queries as observers see them: a query is one execution, with one job of one stage and one task in the driver.

Jobs that users' functions need in the middle of it are jobs of the same execution. While somebody looks (or the event
log is written) DuckDB measures its operators: then the plan is told again as it was run, with rows and times.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pyrite._events.progress import QueryProgress
from pyrite.core._groups import DESCRIPTION, GROUP, PLACE, TAGS
from pyrite.core.rdd import place
from pyrite.sql._analysis.naming import pretty
from pyrite.sql._depth import TooDeep, deeply
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext
    from pyrite.sql._physical.stores import Store
    from pyrite.sql._plan.commands import Statement
    from pyrite.sql._query.execution import Execution

__all__ = ["QueryWatcher", "spark_name"]

EXECUTION, ROOT = "spark.sql.execution.id", "spark.sql.execution.root.id"
#: The properties that a query's jobs carry.
_OURS = (EXECUTION, ROOT, PLACE)
DRIVER = -1
#: Characters of an operator's details, and of the query that DuckDB is given.
SHORT, LONG = 200, 20_000
#: Operators one above the other that are told of.
DEEP = 100

#: name, details, children, metadata, metrics: as (label, accumulator, type)
PlanFacts = tuple[str, str, list[Any], dict[str, str], list[tuple[str, int, str]]]


class QueryWatcher:
    """Tells the bus of a SparkContext about the queries that run.

    Parameters
    ----------
    sc : SparkContext
        Whose bus, ids and local properties.
    """

    def __init__(self, sc: SparkContext):
        self._sc = sc

    @property
    def current(self) -> QueryRun | None:
        """The query that this thread runs."""
        found = getattr(self._sc._local, "query_run", None)
        return found if isinstance(found, QueryRun) else None

    def watching(self, execution: Execution) -> Run:
        """Entered while a query runs. What ends it ends its job and its execution too."""
        return QueryRun(self._sc, execution)

    @contextmanager
    def keeping(self, store: Store) -> Iterator[None]:
        """Entered while rows are computed to be kept: they are told of as a cached RDD of one partition."""
        sc, plan, engine = self._sc, store.plan, store.engine
        if store.number is None:
            store.number = sc._engine.next_id()
            sc._engine.loop.when_gone(store, partial(sc._bus.post, "UnpersistRDD", {"rdd": store.number}))
        sc._local.kept_rdd = (store.number, _kept_name(plan), place(), (), 1, (True, True), False)
        before = engine.kept()
        try:
            yield
        finally:
            sc._local.kept_rdd = None
        memory, disk = (max(0, now - then) for now, then in zip(engine.kept(), before))
        facts = {
            "rdd": store.number,
            "partition": 0,
            "worker": DRIVER,
            "sizes": (memory or int(not disk), disk),
        }
        sc._bus.post("BlockUpdated", facts)

    def dropped(self, store: Store) -> None:
        """Kept rows are given up."""
        if store.number is not None:
            self._sc._bus.post("UnpersistRDD", {"rdd": store.number})

    def carrying_out(self, statement: Statement, session: str) -> Run:
        """Entered while a statement is carried out: an execution whose parts are the queries that it needs."""
        return StatementRun(self._sc, statement, session)


class Run:
    """One execution, of a query or of a statement, while it runs."""

    #: Its job, which is told of from then on.
    job = -1

    def __init__(self, sc: SparkContext, session: str):
        self._sc = sc
        self._session = session
        self.number = sc._engine.execution_ids.next()
        self._query = str(uuid4())
        self._progress: QueryProgress | None = None

    def __enter__(self) -> Run:
        local, properties = self._sc._local, self._sc._properties()
        self._properties = properties
        self.name = properties.get(PLACE) or place()
        self._before = [properties.get(key) for key in _OURS]
        self._outer: Run | None = getattr(local, "query_run", None)
        self.root = int(properties.get(ROOT) or self.number)
        properties.update(zip(_OURS, (str(self.number), str(self.root), self.name)))
        local.query_run = self
        handlers = self._sc._progress_handlers.get(self._session)
        if handlers and self.root == self.number:
            look = partial(self._sc._status.query_stages, str(self.root))
            self._progress = QueryProgress(tuple(handlers), look, self._query)
        try:
            self._start()
        except BaseException as error:
            self._leave(str(error))
            raise
        return self

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._leave("" if error is None else str(error) or type(error).__name__)

    def _leave(self, error: str) -> None:
        self._end(error)
        if self._progress is not None:
            self._progress.end()
        self._sc._local.query_run = self._outer
        for key, value in zip(_OURS, self._before):
            if value is None:
                self._properties.pop(key, None)
            else:
                self._properties[key] = value

    @property
    def _plan_text(self) -> str:
        raise NotImplementedError

    def _plan(self) -> PlanFacts:
        raise NotImplementedError

    def _start(self) -> None:
        sc, properties = self._sc, self._properties
        sc._bus.post(
            "SQLExecutionStart",
            {
                "execution": self.number,
                "root": self.root,
                "description": properties.get(DESCRIPTION) or self.name,
                "details": self.name,
                "plan_text": self._plan_text,
                "plan": self._plan(),
                "configs": {},
                "tags": tuple(sorted(sc.getJobTags())) if properties.get(TAGS) else (),
                "group": properties.get(GROUP),
                "query": self._query,
            },
        )

    def _end(self, error: str) -> None:
        self._sc._bus.post(
            "SQLExecutionEnd", {"execution": self.number, "error": error, "query": self._query}
        )


class StatementRun(Run):
    """A statement while it is carried out."""

    def __init__(self, sc: SparkContext, statement: Statement, session: str):
        super().__init__(sc, session)
        self._statement = type(statement).__name__

    @property
    def _plan_text(self) -> str:
        return f"== Statement ==\n{self._statement}\n"

    def _plan(self) -> PlanFacts:
        return f"Execute {self._statement}", f"Execute {self._statement}", [], {}, []


class QueryRun(Run):
    """A query while it runs: its job has one stage, with one task."""

    def __init__(self, sc: SparkContext, execution: Execution):
        super().__init__(sc, execution.settings.session)
        self._execution = execution
        self._metrics: dict[str, int] = {}
        self._profile: Any = None
        self._begun = 0.0

    @property
    def measured(self) -> bool:
        """Whether DuckDB is to measure its operators."""
        return self._sc._observers.looking

    def _start(self) -> None:
        super()._start()
        sc, name = self._sc, self.name
        scheduler = sc._engine.loop.scheduler
        self.job = sc._engine.job_ids.next()
        stage, task = scheduler.stage_ids.next(), scheduler.task_ids.next()
        kept, sc._local.kept_rdd = getattr(sc._local, "kept_rdd", None), None
        self._info = (stage, 0, name, 1, () if kept is None else (kept,), ())
        self._task = {
            "stage": stage, "stage_attempt": 0, "task": task, "partition": 0, "attempt": 0, "worker": DRIVER,
            "speculative": False,
        }  # fmt: skip
        told, post = dict(self._properties), sc._bus.post
        post("JobStart", {"job": self.job, "properties": told, "stages": [self._info]})
        post("StageSubmitted", {"info": self._info, "jobs": [self.job], "properties": told})
        post("TaskStart", self._task)
        self._begun = time.perf_counter()

    def _plan(self) -> PlanFacts:
        return _told(self._execution.plan)

    @property
    def _plan_text(self) -> str:
        sql = self._execution.__dict__.get("compiled")
        return f"== DuckDB ==\n{sql.sql[:LONG]}\n" if sql is not None else ""

    def wrote(self, size: int, rows: int) -> None:
        """What has become of the rows: bytes in files."""
        self._metrics |= {"output_bytes": size, "output_records": rows}

    def took(self, profile: str) -> None:
        """What DuckDB has measured."""
        self._profile = json.loads(profile)

    def _end(self, error: str) -> None:
        post = self._sc._bus.post
        if self._begun:
            metrics = self._metrics
            metrics["run_us"] = int((time.perf_counter() - self._begun) * 1e6)
            if self._profile is not None and "operator" in self._profile:
                self._tell_profile()
            status = "failed" if error else "success"
            reason = ("DuckDB", error, error) if error else None
            post(
                "TaskEnd",
                {**self._task, "status": status, "metrics": metrics, "error": reason, "writes": False},
            )
            post("StageCompleted", {"info": self._info, "error": error})
            post("JobEnd", {"job": self.job, "error": error})
        super()._end(error)

    def _tell_profile(self) -> None:
        """The plan as DuckDB has run it, and what it has measured."""
        values: list[tuple[int, int]] = []
        found = [self._operator(operator, values) for operator in self._profile["operator"]]
        if len(found) != 1:
            return
        facts = {"execution": self.number, "plan_text": self._plan_text, "plan": found[0]}
        self._sc._bus.post("SQLAdaptiveExecutionUpdate", facts)
        self._sc._bus.post("DriverAccumUpdates", {"execution": self.number, "updates": values})

    def _operator(self, operator: Mapping[str, Any], values: list[tuple[int, int]]) -> PlanFacts:
        children = [self._operator(child, values) for child in operator.get("children", ())]
        kind = str(operator.get("type", "?"))
        if kind in ("RESULT_COLLECTOR", "ARROW_COLLECTOR") and len(children) == 1:
            return children[0]
        info = {key: _text(value) for key, value in operator.get("extra_info", {}).items()}
        name = " ".join([word.capitalize() for word in kind.split("_")])
        metrics = []
        numbers = (
            ("number of output rows", "sum", operator.get("intermediate_rows", 0)),
            ("time", "nsTiming", int(operator.get("timing", 0) * 1e9)),
            ("rows scanned", "sum", operator.get("rows_scanned", 0)),
        )
        for label, unit, value in numbers:
            if value:
                accumulator = self._sc._engine.metric_ids.next()
                metrics.append((label, accumulator, unit))
                values.append((accumulator, int(value)))
                if label == "rows scanned":
                    self._metrics["input_records"] = self._metrics.get("input_records", 0) + int(value)
        shown = ", ".join([text for key, text in info.items() if key != "Estimated Cardinality"])
        return name, f"{name} {shown}"[:SHORT], children, info, metrics


def _kept_name(plan: r.Relation | None) -> str:
    if isinstance(plan, r.Named):
        return f"In-memory table {plan.name}"
    columns = (
        [] if plan is None else [f"{each.name}: {each.type.simpleString()}" for each in plan.output[:10]]
    )
    return f"DataFrame[{', '.join(columns)}]"[:SHORT]


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _told(plan: r.Relation) -> PlanFacts:
    """The plan as the program wrote it; its topmost operator alone where it is nested too deeply to be told."""
    try:
        return deeply(lambda: written_plan(plan))
    except TooDeep:
        return type(plan).__name__, type(plan).__name__, [], {}, []


def written_plan(plan: r.Relation, depth: int = 0) -> PlanFacts:
    """The plan as the program wrote it, under the names that Spark has for its operators, as deep as can be seen."""
    if isinstance(plan, (r.Renewed, r.Shown)):
        # For the analyzer alone.
        return written_plan(plan.child, depth)
    name = spark_name(type(plan).__name__)
    details, metadata = "", {}
    if isinstance(plan, r.Files):
        name = f"Scan {plan.format} "
        metadata = {"Format": plan.format, "ReadSchema": plan.required.simpleString()[:SHORT]}
        details = _names(plan.output)
    elif isinstance(plan, r.Filter):
        details = pretty(plan.condition)
    elif isinstance(plan, r.Named):
        details = plan.name
    elif isinstance(plan, r.Aggregate):
        groups = [group for group in plan.groupings if isinstance(group, e.Attribute)]
        details = f"(keys={_names(groups)})"
    elif isinstance(plan, r.Join):
        details = plan.how + (f", {pretty(plan.condition)}" if plan.condition is not None else "")
    elif plan.resolved:
        details = _names(plan.output)
    children = [written_plan(child, depth + 1) for child in _inputs(plan)] if depth < DEEP else []
    return name, f"{name} {details}".strip()[:SHORT], children, metadata, []


def spark_name(operator: str) -> str:
    """What Spark calls an operator."""
    return _NAMES.get(operator, operator)


def _inputs(plan: r.Relation) -> tuple[r.Relation, ...]:
    if isinstance(plan, r.Unary):
        return (plan.child,)
    return () if isinstance(plan, r.Leaf) else tuple(plan.inputs)


def _names(columns: Any) -> str:
    shown = ", ".join([column.name for column in columns[:10]])
    return f"[{shown}{', ...' if len(columns) > 10 else ''}]"


_NAMES = {
    "Aggregate": "HashAggregate",
    "ArrowRows": "LocalTableScan",
    "ValueRows": "LocalTableScan",
    "OneRow": "Scan OneRowRelation",
    "Named": "SubqueryAlias",
    "SetOperation": "Union",
    "Stored": "InMemoryTableScan",
    "Limit": "CollectLimit",
    "Windows": "Window",
}
