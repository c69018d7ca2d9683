"""What stands in FROM: tables and views, common table expressions, inline tables, table functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite.sql._analysis import coercion, joins, recursion, selection
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.naming import quoted_parts, quoted_sql
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import LongType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer


def table_name(analyzer: Analyzer, node: r.TableName, outer: Scope | None) -> r.Relation:
    """A common table expression, a view or a table."""
    if len(node.name) == 1:
        common = analyzer.common_tables.get(node.name[0].lower())
        if common is not None:
            return common()
    found = analyzer.names.table(node.name, node.options)
    if found is None:
        raise analysis_error(
            "TABLE_OR_VIEW_NOT_FOUND",
            {"relationName": quoted_parts(node.name), "searchPath": analyzer.search_path()},
            node.origin,
        )
    return found


def common_tables(analyzer: Analyzer, node: r.With, outer: Scope | None) -> r.Relation:
    """``WITH``: the query below may use the tables by name, and each table those before it."""
    before = analyzer.common_tables
    analyzer.common_tables = dict(before)
    try:
        names: set[str] = set()
        for table in node.tables:
            if table.name.lower() in names:
                raise analysis_error(
                    "_LEGACY_ERROR_TEMP_0038",
                    {"duplicateNames": f"'{table.name}'"},
                    node.origin,
                )
            names.add(table.name.lower())
            if node.recursive and recursion.names_itself(table):
                plan = recursion.recursive_table(analyzer, table, node, outer)
            else:
                plan = analyzer.relation(table.plan, outer)
                plan = selection.rename(plan, table.columns, table.origin)
            analyzer.common_tables[table.name.lower()] = _sharer(table.name, plan)
        return analyzer.relation(node.child, outer)
    finally:
        analyzer.common_tables = before


def _sharer(name: str, plan: r.Relation) -> Callable[[], r.Relation]:
    """What gives the table anew at each use."""

    def use() -> r.Relation:
        if plan.outer_references:
            return r.Named(joins.renew(plan), name)
        columns = tuple([replace(column, id=e.new_id(), qualifier=()) for column in plan.output])
        return r.Named(r.Shared(columns, plan, name), name)

    return use


def inline_values(analyzer: Analyzer, node: r.Values, outer: Scope | None) -> r.Relation:
    """``VALUES``: the values of each column brought to a common type."""
    binder = analyzer.binder(outer=outer)
    rows = [[binder.value(value) for value in row] for row in node.rows]
    width = len(rows[0])
    for index, row in enumerate(rows):
        if len(row) != width:
            raise analysis_error(
                "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                {"expectedNumCols": str(width), "actualNumCols": str(len(row)), "rowIndex": str(index)},
                node.origin,
            )
    columns = []
    for index in range(width):
        kind = coercion.common_of([row[index].type for row in rows], analyzer.settings.ansi)
        if kind is None:
            raise analysis_error(
                "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE",
                {"colName": f"`col{index + 1}`"},
                node.origin,
            )
        for row in rows:
            row[index] = binder.cast(row[index], kind)
        columns.append(e.Attribute(f"col{index + 1}", kind, any(row[index].nullable for row in rows)))
    return r.ValueRows(tuple(columns), tuple([tuple(row) for row in rows]))


def table_function(analyzer: Analyzer, node: r.TableFunction, outer: Scope | None) -> r.Relation:
    """A table function: ``range``, a generator, or a user's."""
    call = node.call
    user = analyzer.names.table_function(call.name)
    if user is not None:
        return user(analyzer, call, outer)
    if call.name.lower() == "range":
        return _range(analyzer, call)
    function = FUNCTIONS.get(call.name.lower())
    if function is None or function.kind != "generator":
        raise analysis_error(
            "UNRESOLVABLE_TABLE_VALUED_FUNCTION", {"name": quoted_parts((call.name,))}, call.origin
        )
    return selection.project(analyzer, r.Project(r.OneRow(), (call,)), outer)


def _range(analyzer: Analyzer, call: e.Call) -> r.Relation:
    binder = analyzer.binder()
    numbers: list[int] = []
    for argument in call.arguments:
        value = binder.value(argument)
        try:
            numbers.append(int(constant_value(value)))
        except (NotConstant, TypeError, ValueError):
            raise analysis_error(
                "FAILED_FUNCTION_CALL", {"funcName": "`range`", "sql": quoted_sql(value)}, call.origin
            ) from None
    if not 1 <= len(numbers) <= 4:
        raise analysis_error(
            "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
            {
                "functionName": "`range`",
                "expectedNum": "[1, 2, 3, 4]",
                "actualNum": str(len(numbers)),
                "docroot": "https://spark.apache.org/docs/latest",
            },
            call.origin,
        )
    start, end = (0, numbers[0]) if len(numbers) == 1 else numbers[:2]
    step = numbers[2] if len(numbers) > 2 else 1
    partitions = numbers[3] if len(numbers) > 3 else None
    return r.Range((e.Attribute("id", LongType(), False),), start, end, step, partitions)
