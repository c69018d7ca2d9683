"""What stands in FROM: tables and views, common table expressions, inline tables, table functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite.errors import AnalysisException, ParseException
from pyrite.sql._analysis import aggregation, coercion, joins, recursion, selection
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error, invalid_cast, ordinal
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.naming import qualified, quoted_parts, quoted_sql, quoted_type
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import DataType, IntegerType, LongType, NumericType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer


_CATALOG = "spark_catalog"


def table_name(analyzer: Analyzer, node: r.TableName, outer: Scope | None) -> r.Relation:
    """A common table expression, a view or a table."""
    if len(node.name) == 1:
        common = analyzer.common_tables.get(node.name[0].lower())
        if common is not None:
            return common()
    other = f"spark.sql.catalog.{node.name[0]}" in (analyzer.settings.conf or {})
    if len(node.name) > 2 and node.name[0].lower() != _CATALOG and not other:
        shown = {"sessionCatalog": _CATALOG, "identifier": quoted_parts(node.name)}
        raise analysis_error("REQUIRES_SINGLE_PART_NAMESPACE", shown)
    found = analyzer.names.table(node.name, node.options, analyzer, node.version)
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


def inline_values(
    analyzer: Analyzer,
    node: r.Values,
    outer: Scope | None,
    names: Sequence[str] = (),
    origin: Origin | None = None,
) -> r.Relation:
    """``VALUES``, its columns under ``names`` if there are any: those of each column brought to a common type.

    Raises
    ------
    AnalysisException
        For rows of different sizes or types, and what cannot be computed; a ParseException where all is constant.
    """
    origin, kind = origin or node.origin, ParseException if node.plain else AnalysisException
    width = len(names) or len(node.rows[0])
    for index, written in enumerate(node.rows):
        if len(written) != width:
            shown = {
                "expectedNumCols": f"{width}",
                "actualNumCols": f"{len(written)}",
                "rowIndex": f"{index}",
            }
            raise analysis_error("INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", shown, origin, kind)
    binder = analyzer.binder(outer=outer)
    rows = [[_computable(binder.value(value), value) for value in row] for row in node.rows]
    columns = []
    for index, name in enumerate(names or [f"col{index + 1}" for index in range(width)]):
        common = coercion.common_of([row[index].type for row in rows], analyzer.settings.ansi, strings=False)
        if common is None:
            shown = {"colName": quoted_parts((name,))}
            raise analysis_error(
                "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", shown, origin, kind
            )
        nullable = any(row[index].nullable for row in rows)
        for row in rows:
            row[index] = binder.cast(row[index], common)
        columns.append(e.Attribute(name, common, nullable))
    return r.ValueRows(tuple(columns), tuple([tuple(row) for row in rows]))


def _computable(value: e.Value, written: e.Expression) -> e.Value:
    """The value, unless it needs rows or differs from one time to the next."""
    for part in aggregation.own_values(value):
        wrong = isinstance(part, (e.OuterReference, e.WindowValue))
        if isinstance(part, e.Apply):
            wrong = part.function.kind != "scalar" or not part.function.deterministic
        if wrong:
            what = "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE"
            raise analysis_error(what, {"expr": f'"{qualified(value)}"'}, written.origin)
    return value


def table_function(analyzer: Analyzer, node: r.TableFunction, outer: Scope | None) -> r.Relation:
    """A table function: ``range``, a generator, or a user's."""
    call = node.call
    user = analyzer.names.table_function(call.name, analyzer.settings)
    if user is not None:
        return user(analyzer, call, outer)
    if call.name.lower() == "range":
        return _range(analyzer, call)
    function = FUNCTIONS.get(call.name.lower())
    if function is None or function.kind != "generator":
        raise analysis_error(
            "UNRESOLVABLE_TABLE_VALUED_FUNCTION", {"name": quoted_parts((call.name,))}, call.origin
        )
    return selection.project(analyzer, r.Project(r.OneRow(), (replace(call, of_table=True),)), outer)


def call_table(analyzer: Analyzer, node: r.CallTable, outer: Scope | None) -> r.Relation:
    """A table function that a program has at hand."""
    found: r.Relation = node.function(analyzer, node.call, outer)
    return found


def _whole(analyzer: Analyzer, call: e.Call, place: int) -> int:
    """An argument of ``range``."""
    binder = analyzer.binder()
    value = binder.value(call.arguments[place])
    wanted: DataType = IntegerType() if place == 3 else LongType()
    text = coercion.is_string(value.type)
    try:
        if isinstance(value.type, NumericType) or text:
            return int(constant_value(value))
    except (NotConstant, TypeError, ValueError):
        if text and analyzer.settings.ansi:
            raise invalid_cast(value.value, wanted, call.origin) from None  # type: ignore[attr-defined]
    parameters = {
        "functionName": "`range`",
        # A single argument is the end.
        "paramIndex": ordinal(max(place, 1) if len(call.arguments) == 1 else place),
        "requiredType": quoted_type(wanted),
        "inputSql": quoted_sql(value),
        "inputType": quoted_type(value.type),
    }
    raise analysis_error("UNEXPECTED_INPUT_TYPE", parameters, call.origin)


def _range(analyzer: Analyzer, call: e.Call) -> r.Relation:
    numbers = [_whole(analyzer, call, place) for place in range(len(call.arguments))]
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
    if step == 0:
        raise analysis_error("FAILED_FUNCTION_CALL", {"funcName": "`range`"}, call.origin)
    partitions = numbers[3] if len(numbers) > 3 else None
    return r.Range((e.Attribute("id", LongType(), False),), start, end, step, partitions)
