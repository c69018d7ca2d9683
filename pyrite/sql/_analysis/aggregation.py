"""GROUP BY, HAVING, and what may be written over groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.coercion import holds
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import name_text, pretty, qualified, quoted_parts, quoted_sql, quoted_type
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._analysis.references import is_lateral
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import IntegerType, VariantType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

# ----------------------------------------------------------------------------------------- walks over values


def own_values(value: e.Value) -> Iterator[e.Value]:
    """The value and all in it, but not what subqueries compute."""
    yield value
    for child in _parts(value):
        yield from own_values(child)


def _parts(value: e.Value) -> Iterator[e.Value]:
    if isinstance(value, e.WindowValue):
        yield value.function
        window = value.window
        yield from window.partition  # type: ignore[misc]
        yield from window.order
        return
    for child in value.children():
        if isinstance(child, e.Value):
            yield child


def rewrite(value: Any, change: Callable[[e.Value], e.Value | None]) -> Any:
    """The value with parts replaced, from the top: where ``change`` gives None it looks further inside."""
    if isinstance(value, e.Value):
        new = change(value)
        if new is not None:
            return new
    elif isinstance(value, r.Relation):
        return value
    return value.with_children(lambda child: rewrite(child, change))


def is_aggregate(value: e.Value) -> bool:
    """Whether it is a call of an aggregate function."""
    if isinstance(value, e.PythonCall):
        return bool(value.function.aggregates)
    return isinstance(value, e.Apply) and value.function.kind == "aggregate"


def _asks_grouping(value: e.Value) -> bool:
    return isinstance(value, e.Apply) and value.function.name in ("grouping", "grouping_id")


def has_aggregate(value: e.Value) -> bool:
    """Whether a group is computed in it: an aggregate that is not over a window."""
    if isinstance(value, e.WindowValue):
        inner = chain(_parts(value.function), value.window.partition, value.window.order)
        return any(has_aggregate(part) for part in inner)  # type: ignore[arg-type]
    return is_aggregate(value) or any(has_aggregate(part) for part in _parts(value))


def _refuse_outer_columns(output: e.Value, origin: Any) -> None:
    """Raise for an aggregate function over columns of the query around it."""
    for part in own_values(output):
        inside = list(own_values(part)) if is_aggregate(part) else []
        outer = {id(reference.attribute) for reference in inside if isinstance(reference, e.OuterReference)}
        if not outer:
            continue
        what = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY"
        if any(isinstance(column, e.Attribute) and id(column) not in outer for column in inside):
            what += ".AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES"
            raise analysis_error(what, {"function": qualified(part)}, part.origin)
        shown = pretty(rewrite(output, lambda v: v.attribute if isinstance(v, e.OuterReference) else None))
        raise analysis_error(what + ".CORRELATED_REFERENCE", {"sqlExprs": f'"{shown}"'}, origin)


def _refuse_correlated(value: e.Value, grouped: set[Any]) -> None:
    """Raise for a correlated subquery that is neither grouped by nor aggregated."""
    if is_aggregate(value) or value.key in grouped:
        return
    if isinstance(value, e.ScalarQuery) and value.plan.outer_references:
        shown = {"sqlExpr": quoted_sql(value)}
        raise analysis_error("SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION", shown, value.origin)
    for part in _parts(value):
        _refuse_correlated(part, grouped)


def refuse_generators(values: Sequence[e.Value], operator: str) -> None:
    """Raise for a generator that stands where no SELECT list is."""
    for value in values:
        if any(isinstance(part, e.Apply) and part.function.kind == "generator" for part in own_values(value)):
            shown = {"plan": f"{operator} {pretty(value)}"}
            raise analysis_error("UNSUPPORTED_GENERATOR.OUTSIDE_SELECT", shown)


def _refuse_laterals(value: e.Value) -> None:
    """Raise when an argument of an aggregate names another column of the SELECT list."""
    for part in own_values(value):
        inside = own_values(part) if is_aggregate(part) else ()
        for name in filter(is_lateral, inside):
            shown = {"lca": quoted_parts((name.name,)), "aggFunc": quoted_sql(part)}  # type: ignore[attr-defined]
            raise analysis_error("UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_AGGREGATE_FUNC", shown)


def refuse_nested(value: e.Value, inside: bool = False) -> None:
    """Raise for an aggregate or a window function inside of an aggregate."""
    if isinstance(value, e.WindowValue):
        if inside:
            raise analysis_error("_LEGACY_ERROR_TEMP_1031", {})
        for part in (*_parts(value.function), *value.window.partition, *value.window.order):
            refuse_nested(part)  # type: ignore[arg-type]
        return
    if is_aggregate(value):
        if inside:
            raise analysis_error("NESTED_AGGREGATE_FUNCTION", {}, value.origin)
        _refuse_chance(value)
        inside = True
    for part in _parts(value):
        refuse_nested(part, inside)


def is_chance(value: e.Value) -> bool:
    """Whether a value is drawn, or is another the next time."""
    return any(map(is_draw, own_values(value)))


def is_draw(value: e.Value) -> bool:
    """Whether it is a call of a function that may give another value the next time."""
    if not isinstance(value, e.Apply) or _asks_grouping(value):
        return False
    return value.function.kind == "scalar" and not value.function.deterministic


def _refuse_chance(aggregate: e.Value) -> None:
    """Raise for an argument of an aggregate that may be another the next time."""
    for argument in aggregate.arguments if isinstance(aggregate, e.Apply) else ():
        if is_chance(argument):
            shown = {"sqlExpr": quoted_sql(aggregate)}
            raise analysis_error(
                "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION", shown, argument.origin
            )


def refuse_windows(value: e.Value, clause: str) -> None:
    """Raise for a window function in a clause that is computed before them."""
    if any(isinstance(part, e.WindowValue) for part in own_values(value)):
        raise analysis_error("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", {"clauseName": clause})


def refuse_bare(value: e.Value, origin: Any) -> None:
    """Raise for a function that only a window computes without one, and for ``grouping`` without grouping sets."""
    if isinstance(value, e.WindowValue):
        for part in (*_parts(value.function), *value.window.partition, *value.window.order):
            refuse_bare(part, origin)  # type: ignore[arg-type]
        return
    if isinstance(value, e.Apply) and value.function.kind == "window":
        raise analysis_error("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", {"funcName": quoted_sql(value)}, origin)
    if _asks_grouping(value):
        raise analysis_error("UNSUPPORTED_GROUPING_EXPRESSION", {}, value.origin)
    for part in _parts(value):
        refuse_bare(part, origin)


def is_misplaced_in_where(value: e.Value) -> bool:
    """Whether it may not stand in a WHERE."""
    return (
        isinstance(value, e.WindowValue)
        or is_aggregate(value)
        or (isinstance(value, e.Apply) and value.function.kind == "generator")
    )


def outer_references(value: e.Value) -> Iterator[e.Attribute]:
    """The columns around it that the subqueries in a value refer to."""
    for part in own_values(value):
        if isinstance(part, (e.ScalarQuery, e.ExistsQuery, e.InQueryValue)):
            yield from part.plan.outer_references


# -------------------------------------------------------------------------------------------------- GROUP BY


def aggregate(
    analyzer: Analyzer,
    child: r.Relation,
    node: r.Aggregate,
    values: Sequence[e.Value],
    outer: Scope | None,
) -> r.Relation:
    """``GROUP BY`` over the resolved ``child``, with the resolved output columns ``values``."""
    binder = analyzer.binder(child, outer=outer)
    if node.all:
        groupings: list[Any] = [_plain(value) for value in values if not has_aggregate(value)]
        return build(analyzer, child, groupings, values, outer, node.origin)
    key = analyzer.settings.name_key
    if analyzer.settings.flag("spark.sql.groupByAliases", True):
        binder.scope.aliases = {key(v.name): [v.child] for v in values if isinstance(v, e.Alias)}
    groupings = [_grouping(analyzer, binder, part, values) for part in node.groupings]
    return build(analyzer, child, groupings, values, outer, node.origin)


def _plain(value: e.Value) -> e.Value:
    return value.child if isinstance(value, e.Alias) else value


def _grouping(analyzer: Analyzer, binder: Any, part: Any, values: Sequence[e.Value]) -> Any:
    if isinstance(part, r.GroupingSets):
        return replace(part, sets=tuple([_grouping(analyzer, binder, unit, values) for unit in part.sets]))
    if isinstance(part, tuple):
        return tuple([_grouping(analyzer, binder, unit, values) for unit in part])
    index = _ordinal(analyzer, part)
    if index is not None:
        if not 1 <= index <= len(values):
            raise analysis_error(
                "GROUP_BY_POS_OUT_OF_RANGE", {"index": str(index), "size": str(len(values))}, part.origin
            )
        value = _plain(values[index - 1])
        if has_aggregate(value):
            named = values[index - 1]
            shown = f"{qualified(value)} AS {name_text(named.name)}"  # type: ignore[attr-defined]
            raise analysis_error(
                "GROUP_BY_POS_AGGREGATE", {"index": str(index), "aggExpr": shown}, part.origin
            )
        return value
    value = _plain(binder.value(part))
    if has_aggregate(value):
        raise analysis_error("GROUP_BY_AGGREGATE", {"sqlExpr": qualified(value)}, value.origin or part.origin)
    return value


def _ordinal(analyzer: Analyzer, part: Any) -> int | None:
    if isinstance(part, e.Ordinal):
        return part.index
    if isinstance(part, e.Literal) and isinstance(part.type, IntegerType) and part.value is not None:
        return part.value if analyzer.settings.flag("spark.sql.groupByOrdinal", True) else None
    return None


def _sets(part: Any) -> list[tuple[e.Value, ...]]:
    """The grouping sets of one element of GROUP BY."""
    if not isinstance(part, r.GroupingSets):
        return [part if isinstance(part, tuple) else (part,)]
    units = [unit if isinstance(unit, tuple) else (unit,) for unit in part.sets]
    if part.kind == "rollup":
        return [tuple(chain.from_iterable(units[:size])) for size in range(len(units), -1, -1)]
    if part.kind == "cube":
        sizes = range(len(units), -1, -1)
        return [tuple(chain.from_iterable(some)) for size in sizes for some in combinations(units, size)]
    found: list[tuple[e.Value, ...]] = []
    for unit in part.sets:
        found += _sets(unit)
    return found


def build(
    analyzer: Analyzer,
    child: r.Relation,
    groupings: Sequence[Any],
    values: Sequence[e.Value],
    outer: Scope | None,
    origin: Any = None,
) -> r.Relation:
    """The aggregate of resolved groupings (values and GroupingSets of values) and named outputs."""
    analytic = any(isinstance(part, r.GroupingSets) for part in groupings)
    sets = [tuple(chain.from_iterable(combo)) for combo in product(*map(_sets, groupings))]
    distinct: dict[Any, e.Value] = {}
    for part in chain.from_iterable(sets):
        if holds(part.type, VariantType):
            shown = {"sqlExpr": quoted_sql(part), "dataType": quoted_type(part.type)}
            raise analysis_error("GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE", shown, part.origin)
        distinct.setdefault(part.key, part)
    if not analytic:
        sets = []
    keys: dict[Any, e.Attribute] = {}
    computed: list[e.Value] = []
    for key, value in distinct.items():
        if isinstance(value, e.Attribute) and not analytic:
            keys[key] = value
            continue
        name = value.name if isinstance(value, e.Attribute) else pretty(value)
        alias = e.Alias(value, name, qualifier=value.qualifier if isinstance(value, e.Attribute) else ())
        computed.append(alias)
        attribute = alias.attribute
        missed = any(all(part.key != key for part in some) for some in sets)
        keys[key] = replace(attribute, nullable=True) if missed else attribute
    if computed:
        child = r.Project(child, (*child.output, *computed))
    order = list(distinct)
    positions = tuple([tuple(dict.fromkeys([order.index(part.key) for part in some])) for some in sets])
    groups = tuple(keys.values())
    outputs = tuple([_output(value, keys, groups, analytic) for value in values])
    if not groups:
        for output in outputs:
            _check(output, groups, origin)
    grouped = {part.key for part in distinct.values()}
    for value, output in zip(values, outputs):
        _refuse_outer_columns(output, origin)
        _refuse_correlated(value, grouped)
        _refuse_laterals(output)
        refuse_nested(output)
        _check(output, groups, origin)
    _refuse_mixed(outputs)
    return r.Aggregate(child, groups, outputs, positions if analytic else None)


def _refuse_mixed(outputs: Sequence[e.Value]) -> None:
    """Raise for users' aggregates beside others, which Spark does not compute together."""
    found = [part for output in outputs for part in own_values(output) if is_aggregate(part)]
    users = [part.name for part in found if isinstance(part, e.PythonCall)]
    if users and len(users) < len(found):
        shown = ", ".join([quoted_parts((name,)) for name in users])
        raise analysis_error("INVALID_PANDAS_UDF_PLACEMENT", {"functionList": shown})


def _output(
    value: e.Value, keys: dict[Any, e.Attribute], groups: tuple[e.Attribute, ...], analytic: bool
) -> e.Value:
    found = _over_groups(value, keys, groups, analytic)
    if (
        isinstance(value, e.Attribute)
        and found is not value
        and isinstance(found, e.Attribute)
        and not analytic
    ):
        return e.Alias(found, value.name)
    return found


def _over_groups(
    value: e.Value, keys: dict[Any, e.Attribute], groups: tuple[e.Attribute, ...], analytic: bool
) -> Any:
    """The value with the grouping expressions in it read from the groups."""

    def change(part: e.Value) -> e.Value | None:
        if isinstance(part, e.Alias):
            return None
        found = keys.get(part.key)
        if found is not None:
            return found
        if isinstance(part, e.Apply) and _asks_grouping(part):
            return _grouping_call(part, keys, groups, analytic)
        if isinstance(part, e.WindowValue):
            return _over_window(part, change)
        return part if is_aggregate(part) else None

    if isinstance(value, e.Alias):
        child = rewrite(value.child, change)
        return value if child is value.child else replace(value, child=child)
    return rewrite(value, change)


def _over_window(value: e.WindowValue, change: Callable[[e.Value], e.Value | None]) -> e.Value:
    """A function over a window of groups, rewritten: the function itself is no aggregate of a group."""
    function = value.function.with_children(lambda child: rewrite(child, change))
    return replace(value, function=function, window=rewrite(value.window, change))


def _grouping_call(
    call: e.Apply, keys: dict[Any, e.Attribute], groups: tuple[e.Attribute, ...], analytic: bool
) -> e.Value:
    if not analytic:
        raise analysis_error("UNSUPPORTED_GROUPING_EXPRESSION", {}, call.origin)
    if not call.arguments:
        return replace(call, arguments=groups, shown=())
    if call.function.name == "grouping_id":
        asked = [keys.get(argument.key) for argument in call.arguments]
        if [column and column.id for column in asked] != [group.id for group in groups]:
            raise analysis_error(
                "GROUPING_ID_COLUMN_MISMATCH",
                {
                    "groupingIdColumn": ",".join([pretty(argument) for argument in call.arguments]),
                    "groupByColumns": ",".join([group.name for group in groups]),
                },
            )
    found: list[e.Value] = []
    for argument in call.arguments:
        attribute = keys.get(argument.key)
        if attribute is None:
            columns = ", ".join([group.name for group in groups])
            raise analysis_error(
                "GROUPING_COLUMN_MISMATCH",
                {"grouping": pretty(argument), "groupingColumns": columns},
            )
        found.append(attribute)
    return replace(call, arguments=tuple(found))


def _check(output: e.Value, groups: tuple[e.Attribute, ...], origin: Any) -> None:
    """Raise for a column that is neither grouped by nor aggregated."""
    allowed = {group.id for group in groups}
    bad = _ungrouped(output, allowed)
    if bad is None:
        return
    if not groups:
        raise analysis_error("MISSING_GROUP_BY", {}, origin)
    raise analysis_error(
        "MISSING_AGGREGATION",
        {"expression": quoted_sql(bad), "expressionAnyValue": f'"any_value({pretty(bad)})"'},
    )


def _ungrouped(value: e.Value, allowed: set[int]) -> e.Value | None:
    if isinstance(value, e.Attribute):
        return None if value.id in allowed else value
    if isinstance(value, e.WindowValue):
        inner = [*_parts(value.function), *value.window.partition, *value.window.order]
        return next((bad for part in inner if (bad := _ungrouped(part, allowed))), None)  # type: ignore[arg-type]
    if is_aggregate(value):
        return None
    if isinstance(value, (e.ScalarQuery, e.ExistsQuery, e.InQueryValue)):
        outer = [reference for reference in value.plan.outer_references if reference.id not in allowed]
        if outer:
            return outer[0]
    return next((bad for part in _parts(value) if (bad := _ungrouped(part, allowed))), None)


# ------------------------------------------------------------------------------- HAVING and ORDER BY above


def having(analyzer: Analyzer, node: r.Having, outer: Scope | None) -> r.Relation:
    """``HAVING``: a filter over groups, or over all rows as one group."""
    written = node.child
    if isinstance(written, r.Project):
        # Without GROUP BY all rows are one group.
        written = r.Aggregate(written.child, (), written.expressions)
    child = analyzer.relation(written, outer)
    return analyzer.filtered(r.Filter(child, node.condition, origin=node.origin), outer, "HAVING")


def lift(
    analyzer: Analyzer, child: r.Relation, values: Sequence[e.Value], origin: Any = None
) -> tuple[list[e.Value], r.Relation] | None:
    """Values above an aggregate that use other aggregates or groupings of it: these become columns of it.

    Returns the values over the new relation, or None when they only use the aggregate's columns.
    """
    core = child
    above: list[r.Unary] = []
    while not isinstance(core, r.Aggregate):
        assert isinstance(core, r.Unary)
        above.append(core)
        core = core.child
    node = core
    here = {attribute.id for attribute in node.output}
    if not any(
        is_aggregate(part) or _asks_grouping(part) or (isinstance(part, e.Attribute) and part.id not in here)
        for value in values
        for part in (*own_values(value), *outer_references(value))
    ):
        return None
    known: dict[Any, e.Attribute] = {}
    computed_as: dict[int, e.Value] = {}
    for output in node.expressions:
        assert isinstance(output, (e.Attribute, e.Alias))
        value = output.child if isinstance(output, e.Alias) else output
        known.setdefault(value.key, e.attribute_of(output))
        computed_as[output.id] = value
    keys: dict[Any, e.Attribute] = {group.key: group for group in node.groupings}
    if isinstance(node.child, r.Project):
        groups = {group.id: group for group in node.groupings}
        for computed in node.child.expressions:
            if isinstance(computed, e.Alias) and computed.id in groups:
                keys.setdefault(computed.child.key, groups[computed.id])
    extra: list[e.Value] = []

    def column(part: e.Value) -> e.Value:
        over = _over_groups(part, keys, node.groupings, node.sets is not None)
        found = known.get(over.key)
        if found is None:
            alias = over if isinstance(over, e.Attribute) else e.Alias(over, pretty(part))
            extra.append(alias)
            found = known[over.key] = e.attribute_of(alias)
        return found

    def change(part: e.Value) -> e.Value | None:
        if isinstance(part, e.Attribute) and part.id in here:
            return part
        if is_aggregate(part) or part.key in keys:
            return column(part)
        if isinstance(part, e.Apply) and _asks_grouping(part):
            keyed = [computed_as.get(getattr(a, "id", -1), a) for a in part.arguments]
            return column(replace(part, arguments=tuple(keyed), shown=part.arguments))
        return None

    done = [rewrite(value, change) for value in values]
    new: r.Relation = r.Aggregate(node.child, node.groupings, (*node.expressions, *extra), node.sets)
    for relation in reversed(above):
        if isinstance(relation, r.Project):
            shown = {attribute.id for attribute in relation.output}
            rest = [attribute for attribute in new.output if attribute.id not in shown]
            new = replace(relation, child=new, expressions=(*relation.expressions, *rest))
        else:
            new = replace(relation, child=new)
    for value in done:
        bad = _ungrouped(value, {attribute.id for attribute in new.output})
        if bad is None or isinstance(value, e.WindowValue):
            continue
        place = bad.origin
        if place is None:
            raise _missing(bad, child, origin or value.origin)
        written: tuple[str, ...] = (pretty(bad),)
        if place.text:
            written = parse_identifier(place.text[place.start : place.stop])
        raise Scope((child,), analyzer.settings).unresolved(written, None if place == Origin() else place)
    return done, new


def _missing(column: e.Value, child: r.Relation, origin: Any) -> Exception:
    """The error for a column below a relation, which it does not give."""
    return analysis_error(
        "MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT",
        {
            "missingAttributes": quoted_sql(column),
            "input": ", ".join(map(quoted_sql, child.output)),
            "operator": type(child).__name__,
        },
        origin,
    )
