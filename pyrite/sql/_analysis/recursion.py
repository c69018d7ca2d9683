"""``WITH RECURSIVE``: a table whose rows are made from those of the round before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite.sql._analysis import coercion, selection, setops
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.registry import Function, Rendering
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Node
from pyrite.sql.types import BooleanType, IntegerType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

__all__ = ["names_itself", "recursive_table"]

#: How many rounds there may be, unless the table or the session tells another number.
_ROUNDS = 100
_LIMIT = "spark.sql.cteRecursionLevelLimit"
_INT = IntegerType()


def names_itself(table: r.CommonTable) -> bool:
    """Whether a common table reads from a table of its own name."""
    return _reads(table.plan, table.name.lower())


def _reads(node: Node, name: str) -> bool:
    if isinstance(node, r.TableName):
        return len(node.name) == 1 and node.name[0].lower() == name
    return any(_reads(child, name) for child in node.children())


def recursive_table(
    analyzer: Analyzer, table: r.CommonTable, node: r.With, outer: Scope | None
) -> r.Relation:
    """The rows of a table that names itself: those of its first part, then those that the second makes of them.

    Raises
    ------
    AnalysisException
        Unless it is a UNION ALL whose first part does not name the table.
    """
    union, key = table.plan, table.name.lower()
    if not isinstance(union, r.SetOperation) or union.kind != "union" or _reads(union.left, key):
        raise analysis_error("INVALID_RECURSIVE_CTE", {})
    if not union.all:
        raise analysis_error("UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE", {}, node.origin)
    anchor = selection.rename(analyzer.relation(union.left, outer), table.columns, table.origin)
    columns = tuple([r.as_nullable(attribute) for attribute in anchor.output])
    number, level = e.new_id(), e.Attribute("level", _INT, False)
    before = analyzer.common_tables
    analyzer.common_tables = {**before, key: _input(number, columns, level, table.name)}
    try:
        step = analyzer.relation(union.right, outer)
    finally:
        analyzer.common_tables = before
    _refuse_places(step)
    united = setops.set_operation(analyzer, replace(union, left=anchor, right=step), outer)
    step, levels = selection.widened_by(step, level)
    mode = "ansi" if analyzer.settings.ansi else "legacy"
    values = [_named(coercion.cast(new, old.type, mode), old) for new, old in zip(step.output, columns)]
    if not levels:
        anchor_of = r.Project(anchor, anchor.output)
        step = r.Project(step, tuple(values))
        return r.Recursion(_typed(united.output, columns), anchor_of, step, number)
    limit = (
        table.limit if table.limit is not None else int((analyzer.settings.conf or {}).get(_LIMIT, _ROUNDS))
    )
    # A filter: what is only computed, and not asked for, DuckDB leaves out.
    step = r.Filter(step, e.Apply(_WITHIN, (level, e.Literal(limit, _INT)), BooleanType(), False))
    next_level = e.Apply(_NEXT_LEVEL, (level,), _INT, False)
    first = r.Project(anchor, (*anchor.output, e.Alias(e.Literal(0, _INT), "level")))
    again = r.Project(step, (*values, e.Alias(next_level, "level")))
    found = (*_typed(united.output, columns), replace(level, id=e.new_id()))
    return r.Shown(r.Recursion(found, first, again, number), found[:-1])


def _input(
    number: int, columns: tuple[e.Attribute, ...], level: e.Attribute, name: str
) -> Callable[[], r.Relation]:
    """What gives the rows of the round before; its first use tells the round too."""
    levels = iter([level])

    def use() -> r.Relation:
        shown = tuple([replace(column, id=e.new_id(), qualifier=()) for column in columns])
        rows = r.RecursionInput((*shown, next(levels, replace(level, id=e.new_id()))), number)
        return r.Named(r.Shown(rows, shown), name)

    return use


def _typed(united: tuple[e.Attribute, ...], columns: tuple[e.Attribute, ...]) -> tuple[e.Attribute, ...]:
    """New columns: of the first part's types, null where either part may be."""
    return tuple(
        [
            e.Attribute(old.name, old.type, new.nullable, metadata=old.metadata)
            for new, old in zip(united, columns)
        ]
    )


def _named(value: e.Value, column: e.Attribute) -> e.Value:
    return value if isinstance(value, e.Attribute) else e.Alias(value, column.name)


def _refuse_places(relation: r.Relation) -> bool:
    """Whether it reads the rows of the round before. Raises where it may not: grouped, sorted, missed by a join."""
    inside = [_refuse_places(part) for part in relation.inputs]
    if isinstance(relation, r.Join):
        left, right = inside
        wrong = (right and relation.how in ("left", "semi", "anti")) or (left and relation.how == "right")
        wrong = wrong or (any(inside) and relation.how == "full")
    else:
        wrong = any(inside) and isinstance(relation, (r.Aggregate, r.Sort))
    if wrong:
        raise analysis_error("INVALID_RECURSIVE_REFERENCE.PLACE", {}, None)
    return any(inside) or isinstance(relation, r.RecursionInput)


def _render_within(rendering: Rendering) -> str:
    level, limit = rendering.args
    shown = {"levelLimit": f"CAST({limit} AS VARCHAR)"}
    over = rendering.fail("RECURSION_LEVEL_LIMIT_EXCEEDED", shown, BooleanType(), located=False)
    return f"CASE WHEN {level} >= {limit} THEN {over} ELSE TRUE END"


_WITHIN = Function("within", (), BooleanType(), _render_within, nullable=False)
_NEXT_LEVEL = Function("level", (), _INT, "({0} + 1)", nullable=False)
