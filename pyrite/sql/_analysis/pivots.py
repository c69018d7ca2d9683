"""PIVOT and UNPIVOT, written with aggregates and generators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis import aggregation, coercion
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import pretty, quoted_sql
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import IntegerType, LongType, StringType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer
    from pyrite.sql._analysis.binder import Binder


def pivot(analyzer: Analyzer, node: r.Pivot, outer: Scope | None) -> r.Relation:
    """One column for each value (and aggregate): the aggregate of the rows that have it."""
    child = analyzer.relation(node.child, outer)
    binder = analyzer.binder(child, outer=outer)
    columns = [binder.value(column.at(node.origin)) for column in node.columns]
    aggregates = [binder.value(value) for value in node.aggregates]
    for part in [part for value in aggregates for part in aggregation.own_values(value)]:
        if isinstance(part, e.PythonCall) and part.function.aggregates:
            raise analysis_error("UNSUPPORTED_FEATURE.PANDAS_UDAF_IN_PIVOT", {})
    for value in aggregates:
        if not aggregation.has_aggregate(value):
            raise analysis_error("_LEGACY_ERROR_TEMP_1006", {"sql": pretty(value)})
    if node.groupings is None:
        used = {part.key for value in (*columns, *aggregates) for part in aggregation.own_values(value)}
        groupings: list[e.Value] = [a for a in child.output if a.key not in used]
    else:
        groupings = [binder.value(grouping) for grouping in node.groupings]
    outputs: list[e.Value] = [binder.name(value) for value in groupings]
    assert node.values is not None
    for written in node.values:
        value = binder.value(written)
        name = value.name if isinstance(value, e.Alias) else None
        value = value.child if isinstance(value, e.Alias) else value
        test = _matches(binder, columns, value, node.origin)
        for aggregate in aggregates:
            plain = aggregate.child if isinstance(aggregate, e.Alias) else aggregate
            shown = name if name is not None else _value_name(value)
            if len(aggregates) > 1:
                label = aggregate.name if isinstance(aggregate, e.Alias) else pretty(plain)
                shown = f"{shown}_{label}"
            outputs.append(e.Alias(_where_any(_only(plain, test, binder), test, binder), shown))
    plain_groupings = [g.child if isinstance(g, e.Alias) else g for g in groupings]
    return aggregation.build(analyzer, child, plain_groupings, outputs, outer)


def _matches(binder: Binder, columns: list[e.Value], value: e.Value, origin: Any) -> e.Value:
    try:
        constant_value(value)
    except NotConstant:
        if not value.foldable:
            raise analysis_error(
                "NON_LITERAL_PIVOT_VALUES", {"expression": quoted_sql(value)}, value.origin
            ) from None
    parts: list[e.Value] = [value]
    if len(columns) > 1 and isinstance(value, e.Apply):
        parts = list(value.arguments)
    test: e.Value | None = None
    for column, part in zip(columns, parts):
        cast = binder.cast(part, column.type)
        equal = binder.invoke("<=>", column, cast if cast is part else cast.at(origin))
        test = equal if test is None else binder.invoke("and", test, equal)
    assert test is not None
    return test


def _value_name(value: e.Value) -> str:
    if isinstance(value, e.Literal) and value.value is None:
        return "null"
    if isinstance(value, e.Apply) and value.function.name in ("struct", "named_struct"):
        return "{" + ", ".join(map(_value_name, value.arguments)) + "}"
    return pretty(value)


def _only(value: e.Value, test: e.Value, binder: Binder) -> e.Value:
    """The value with its aggregates over the rows that pass the test only."""

    def change(part: e.Value) -> e.Value | None:
        if isinstance(part, e.Apply) and aggregation.is_aggregate(part):
            both = test if part.filter is None else binder.invoke("and", part.filter, test)
            return replace(part, filter=both)
        return None

    found = aggregation.rewrite(value, change)
    assert isinstance(found, e.Value)
    return found


def _where_any(value: e.Value, test: e.Value, binder: Binder) -> e.Value:
    """The value where rows pass the test at all, else null: also of a count."""
    if value.nullable:
        return value
    rows = binder.invoke("count", e.Literal(1, IntegerType()))
    assert isinstance(rows, e.Apply)
    return binder.invoke(
        "when", binder.invoke(">", replace(rows, filter=test), e.Literal(0, LongType())), value
    )


def unpivot(analyzer: Analyzer, node: r.Unpivot, outer: Scope | None) -> r.Relation:
    """Each row becomes one row for each of the values: a generator of structs."""
    child = analyzer.relation(node.child, outer)
    binder = analyzer.binder(child, outer=outer)
    if node.values is None:
        ids = binder.values(node.ids or ())
        taken = {value.key for value in ids}
        groups = [((a,), None) for a in child.output if a.key not in taken]
    else:
        groups = [(tuple(binder.values(group)), alias) for group, alias in node.values]  # type: ignore[misc]
        used = {value.key for group, _ in groups for value in group}
        ids = (
            binder.values(node.ids)
            if node.ids is not None
            else [a for a in child.output if a.key not in used]
        )
    if not groups:
        raise analysis_error("UNPIVOT_REQUIRES_VALUE_COLUMNS", {}, node.origin)
    width = len(node.value_names)
    kinds = []
    for index in range(width):
        kind = coercion.common_of([group[index].type for group, _ in groups], analyzer.settings.ansi, False)
        if kind is None:
            types = ", ".join(
                sorted({f'"{group[index].type._sql()}" (`{pretty(group[index])}`)' for group, _ in groups})
            )
            raise analysis_error("UNPIVOT_VALUE_DATA_TYPE_MISMATCH", {"types": types})
        kinds.append(kind)
    rows = []
    for group, alias in groups:
        label = alias if alias is not None else "_".join([pretty(value) for value in group])
        parts: list[e.Expression] = [
            e.Literal(node.variable_name, StringType()),
            e.Literal(label, StringType()),
        ]
        for name, value, kind in zip(node.value_names, group, kinds):
            plain = value.child if isinstance(value, e.Alias) else value
            parts += [e.Literal(name, StringType()), binder.cast(plain, kind)]
        rows.append(e.Call("named_struct", tuple(parts)))
    call = binder.value(e.Call("inline", (e.Call("array", tuple(rows)),)))
    assert isinstance(call, e.Apply)
    names = (node.variable_name, *node.value_names)
    nullable = [False, *[any(group[index].nullable for group, _ in groups) for index in range(width)]]
    columns = tuple(map(e.Attribute, names, [StringType(), *kinds], nullable))
    made: r.Relation = r.Generate(child, call, columns)
    if not node.keep_nulls:
        test: e.Value | None = None
        for column in columns[1:]:
            present = binder.invoke("isnotnull", column)
            test = present if test is None else binder.invoke("or", test, present)
        assert test is not None
        made = r.Filter(made, test)
    return r.Project(made, (*[binder.name(value) for value in ids], *columns))
