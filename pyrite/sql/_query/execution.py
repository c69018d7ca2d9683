"""One query: from the plan as written to Arrow data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from pyrite.errors import AnalysisException
from pyrite.errors._tracebacks import brief
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.errors import OuterColumnMissing
from pyrite.sql._analysis.functions.registry import Unplaced
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._depth import deeply
from pyrite.sql._duckdb.compiler import Compiled, NeedsPython, compile_plan
from pyrite.sql._duckdb.failures import Overhasty
from pyrite.sql._physical.input_files import with_input_files
from pyrite.sql._physical.order import in_sparks_order
from pyrite.sql._physical.partitions import parted, partition_count
from pyrite.sql._physical.placement import Placement
from pyrite.sql._physical.python_plan import cut
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._result.rows import to_rows

if TYPE_CHECKING:
    from pyrite.sql._duckdb.engine import Engine
    from pyrite.sql._query.names import SessionNames

__all__ = ["Execution"]

T = TypeVar("T")


class Execution:
    """A query of one session. Each step is computed when it is first asked for.

    Parameters
    ----------
    written : Relation
        The plan as SQL text or the DataFrame API wrote it.
    settings : Settings
        The session's settings when the query was made.
    names : SessionNames
        The session's views, functions and variables.
    engine : Engine
        Where it runs.
    """

    def __init__(self, written: r.Relation, settings: Settings, names: SessionNames, engine: Engine):
        self.written = written
        self.settings = settings
        self.names = names
        self.engine = engine
        self._changes = 0

    @cached_property
    def analyzed(self) -> r.Relation:
        """The resolved plan. Raises Spark's analysis errors."""
        try:
            return self._resolved
        except OuterColumnMissing as error:
            condition, parameters = error.getCondition(), error.getMessageParameters()
            raise AnalysisException(str(error), errorClass=condition, messageParameters=parameters) from None

    @cached_property
    def _resolved(self) -> r.Relation:
        return deeply(lambda: Analyzer(self.settings, self.names).relation(self.written))

    @cached_property
    def plan(self) -> r.Relation:
        """The resolved plan; while it waits for the query around it, whose columns it names, as it was written."""
        try:
            return self._resolved
        except OuterColumnMissing:
            return self.written

    @cached_property
    def compiled(self) -> Compiled:
        """The DuckDB query."""
        return self._compile(True)

    def _compile(self, optimistic: bool) -> Compiled:
        plan = self.analyzed
        while True:
            found = deeply(lambda: self._compiled_or_changed(plan, optimistic))  # noqa: B023 - called at once
            if isinstance(found, Compiled):
                return found
            plan = found

    def _compiled_or_changed(self, plan: r.Relation, optimistic: bool) -> Compiled | r.Relation:
        """The DuckDB query of a plan, or the plan with what it needs before it can be one."""
        try:
            return compile_plan(_filtered(plan, self.settings), self.settings, optimistic)
        except Unplaced:
            analyzer = Analyzer(self.settings, self.names)
            return with_input_files(plan, analyzer) or self.placement.told(plan)
        except NeedsPython:
            return cut(plan)

    def cautious(self) -> Execution:
        """The query, compiled so that it never has to be run a second time."""
        self.compiled = self._compile(False)
        return self

    @property
    def placement(self) -> Placement:
        """Tells which partition each row is in."""
        return Placement(Analyzer(self.settings, self.names), self.settings.parallelism)

    def table(self) -> pa.Table:
        """The result, its columns named by their position. Raises Spark's run-time errors."""
        table = self._run(self.engine.table)
        self._tell_observations()
        return table

    def collect(self) -> pa.Table:
        """As :meth:`table`, for rows that the program takes in: not more than ``spark.driver.maxResultSize``."""
        plan = deeply(lambda: in_sparks_order(self.analyzed))
        if plan is not self.analyzed:
            return Execution(plan, self.settings, self.names, self.engine).collect()
        table = self._run(self.engine.collect)
        self._tell_observations()
        return table

    def stream(self, consume: Callable[[Iterator[pa.RecordBatch]], None]) -> None:
        """Give the result to somebody who takes it as it comes: he is called again where it is computed again."""
        self._run(self.engine.stream, consume)
        self._tell_observations()

    def partitions(self) -> list[pa.Table]:
        """As :meth:`table`, a table for each partition."""
        count = partition_count(self.analyzed, self.settings.parallelism)
        if count == 1:
            return [self.table()]
        plan, number = deeply(lambda: self.placement.placed(self.analyzed))
        named = number if isinstance(number, e.Attribute) else e.Alias(number, "partition")
        placed = Execution(
            r.Project(plan, (*self.analyzed.output, named)), self.settings, self.names, self.engine
        )
        return parted(placed.table(), count)

    def store(self, name: str) -> None:
        """Compute the result into a table of the engine."""
        self._run(self.engine.store, name)
        self._tell_observations()

    def physical_plan(self) -> str:
        """DuckDB's plan."""
        self._refresh()
        return self._run_now(self.engine.explain)

    def _refresh(self) -> None:
        """Read the tables' files as they are now, where this program has changed them."""
        changes = self.names.catalog.changed_times
        if changes == self._changes:
            return
        self._changes = changes
        plan = self.analyzed
        refreshed = import_module("pyrite.sql._catalog.tables").refreshed
        fresh: r.Relation = deeply(lambda: refreshed(plan))
        if fresh is not plan:
            self.__dict__["analyzed"] = fresh
            self.__dict__.pop("compiled", None)

    @brief
    def _run(self, method: Callable[..., T], *more: Any) -> T:
        """Have the engine run the query; again and without trust where a number overflows."""
        self._refresh()
        if not all(file.is_same for file in self.compiled.looked):
            self.compiled = self._compile(self.compiled.optimistic)
        watcher = self.engine.watcher
        if watcher is None:
            return self._run_now(method, *more)
        self.compiled  # noqa: B018 - what is wrong with a query is raised before it begins
        with watcher.watching(self):
            return self._run_now(method, *more)

    def _run_now(self, method: Callable[..., T], *more: Any) -> T:
        try:
            return method(self.compiled, self.settings, self._inputs(), *more)
        except Overhasty:
            self.compiled = self._compile(False)
            return method(self.compiled, self.settings, self._inputs(), *more)

    def _tell_observations(self) -> None:
        """Compute the metrics that somebody waits for, now that the rows are."""
        for node in deeply(lambda: list(_observed(self.analyzed))):
            plan = r.Aggregate(node.child, (), node.metrics)
            table = Execution(plan, self.settings, self.names, self.engine).table()
            (row,) = to_rows(table, plan.schema)
            node.observation._tell(row.asDict())

    def _inputs(self) -> dict[str, Any]:
        for store in self.compiled.stores:
            store.fill()
        return {name: self._rows(relation) for name, relation in self.compiled.inputs.items()}

    def _rows(self, relation: r.Relation) -> Any:
        if isinstance(relation, r.PythonInput):
            made = import_module("pyrite.sql._physical.python_inputs")
            return made.python_input(relation, self._below, self)
        return _rows(relation, self.settings)

    def _below(self, plan: r.Relation) -> Execution:
        return Execution(plan, self.settings, self.names, self.engine).cautious()


def _observed(plan: r.Relation) -> Iterator[r.Observed]:
    """The observed parts of a plan whose metrics somebody waits for."""
    if isinstance(plan, r.Observed) and plan.observation is not None and not plan.observation._known.is_set():
        yield plan
    for part in plan.inputs:
        yield from _observed(part)


def _rows(relation: r.Relation, settings: Settings) -> Any:
    """The Arrow data of an input, its columns named by their position."""
    if isinstance(relation, r.Files):
        return import_module("pyrite.sql._files.reading").FileRows(relation, settings)
    assert isinstance(relation, r.ArrowRows)
    table = relation.table
    if not table.num_columns:
        # DuckDB has no tables without columns: this one is never read.
        return pa.table({"0": pa.nulls(table.num_rows)})
    return table.rename_columns([str(index) for index in range(table.num_columns)])


def _filtered(plan: r.Relation, settings: Settings) -> r.Relation:
    """The plan with its filters in the tables of other databases, and in users' sources, that it reads."""
    if "pyrite.sql._jdbc.reading" in sys.modules:
        plan = import_module("pyrite.sql._jdbc.pushdown").pushed(plan)
    if "pyrite.sql._dataframe.source_filters" in sys.modules:
        plan = import_module("pyrite.sql._dataframe.source_filters").with_filters(plan, settings.zone)
    return plan
