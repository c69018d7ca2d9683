"""Scripts carried out, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyrite.errors import PySparkException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._commands.commands import declared_value, nothing, run_command
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan import scripts as s
from pyrite.sql._plan.tree import Node
from pyrite.sql._query.constants import constant, literal_of
from pyrite.sql.types import BooleanType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = ["run_statement"]


def run_statement(queries: Queries, statement: Node) -> DataFrame:
    """Carry a script or a command out."""
    if isinstance(statement, s.Compound):
        return _run_script(queries, statement)
    assert isinstance(statement, c.Statement)
    return run_command(queries, statement)


def _run_script(queries: Queries, script: s.Compound) -> DataFrame:
    """Carry a script out: what its last query gave.

    Raises
    ------
    PySparkException
        What no handler of the script takes.
    """
    run = _Run(queries)
    run.statement(script)
    return nothing(queries) if run.result is None else run.result


class _Jump(Exception):
    """``LEAVE`` or ``ITERATE`` on its way to its label."""

    def __init__(self, label: str):
        self.label = label


class _Leave(_Jump):
    pass


class _Iterate(_Jump):
    pass


class _Run:
    """One run of a script. ``result`` is what the last query gave."""

    def __init__(self, queries: Queries):
        self.result: DataFrame | None = None
        self._queries = queries

    def statement(self, node: Node) -> None:
        """Carry one statement out."""
        if isinstance(node, s.Compound):
            self._compound(node)
        elif isinstance(node, s.If):
            self._if(node)
        elif isinstance(node, s.Loop):
            self._loop(node)
        elif isinstance(node, s.For):
            self._for(node)
        elif isinstance(node, s.Leave):
            raise _Leave(node.label)
        elif isinstance(node, s.Iterate):
            raise _Iterate(node.label)
        elif isinstance(node, c.DeclareVariable):
            self._declare(node)
        elif isinstance(node, c.Statement):
            frame = run_command(self._queries, node)
            if frame.columns:
                self.result = frame
        else:
            assert isinstance(node, r.Relation)
            self.result = self._computed(node)

    def _computed(self, query: r.Relation) -> DataFrame:
        """A query that is run once, here."""
        frame = self._queries.frame(query)
        rows = frame._execution.collect()
        columns = tuple(
            [e.Attribute(a.name, a.type, a.nullable, metadata=a.metadata) for a in frame._plan.output]
        )
        return self._queries.frame(r.ArrowRows(columns, rows, answer=True))

    def _statements(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            self.statement(node)

    @contextmanager
    def _block(self, label: str | None, variables: dict[str, e.Literal]) -> Iterator[None]:
        blocks = self._queries.names.script
        blocks.append((label.lower() if label else None, variables))
        try:
            yield
        finally:
            blocks.pop()

    # ---------------------------------------------------------------------------------------- statements

    def _compound(self, node: s.Compound) -> None:
        with self._block(node.label, {}):
            try:
                self._statements(node.body)
            except _Leave as leave:
                if leave.label != node.label:
                    raise
            except PySparkException as error:
                handler = _handler(node, error)
                if handler is None:
                    raise
                self.statement(handler.body)

    def _declare(self, node: c.DeclareVariable) -> None:
        _, variables = self._queries.names.script[-1]
        for (name,) in node.names:
            if name.lower() in variables:
                raise analysis_error("VARIABLE_ALREADY_EXISTS", {"variableName": f"`{name.lower()}`"})
        value = declared_value(self._queries, node)
        for (name,) in node.names:
            variables[name.lower()] = value

    def _holds(self, test: e.Expression) -> bool:
        if isinstance(test, e.Subquery):
            frame = self._queries.frame(test.plan)
            if len(frame.columns) == 1 and isinstance(frame.schema[0].dataType, BooleanType):
                return literal_of(self._queries, test, None).value is True
        else:
            value = literal_of(self._queries, test, None)
            if isinstance(value.type, BooleanType):
                return value.value is True
        origin = test.origin
        shown = origin.text[origin.start : origin.stop].upper() if origin is not None else ""
        raise analysis_error("INVALID_BOOLEAN_STATEMENT", {"invalidStatement": shown})

    def _if(self, node: s.If) -> None:
        for test, body in node.branches:
            if self._holds(test):
                self._statements(body)
                return
        self._statements(node.otherwise)

    def _once(self, label: str | None, body: tuple[Node, ...]) -> bool:
        """Carry a loop's body out once; whether the loop goes on."""
        try:
            self._statements(body)
        except _Jump as jump:
            if jump.label != label:
                raise
            return isinstance(jump, _Iterate)
        return True

    def _loop(self, node: s.Loop) -> None:
        while node.before is None or self._holds(node.before):
            if not self._once(node.label, node.body):
                return
            if node.until is not None and self._holds(node.until):
                return

    def _for(self, node: s.For) -> None:
        frame = self._queries.frame(node.query)
        columns = frame._plan.output
        for row in frame.toLocalIterator():
            variables = {
                column.name.lower(): constant(value, column.type) for column, value in zip(columns, row)
            }
            with self._block(node.name, variables):
                if not self._once(node.label, node.body):
                    return


def _handler(node: s.Compound, error: PySparkException) -> s.Handler | None:
    """The handler of a block that takes an error: the one that names it most closely."""
    condition, state = (error.getCondition() or "").upper(), error.getSqlState() or ""
    for takes in (
        lambda h: condition in h.conditions,
        lambda h: condition.split(".")[0] in h.conditions,
        lambda h: state in h.states,
        lambda h: h.not_found and state.startswith("02"),
        lambda h: h.any_error and state[:2] not in ("00", "01", "02"),
    ):
        found = next(filter(takes, node.handlers), None)
        if found is not None:
            return found
    return None
