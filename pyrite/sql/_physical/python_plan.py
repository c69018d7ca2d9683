"""Where a plan is cut for users' functions: their calls become columns of a stage of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pyrite.sql._analysis.aggregation import is_aggregate, rewrite
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._duckdb.needed import needed_columns
from pyrite.sql._physical.python_groups import has_windows, over_groups, over_windows
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

__all__ = ["cut"]


def cut(plan: r.Relation) -> r.Relation:
    """The plan with its calls of users' functions in stages.

    Raises
    ------
    AnalysisException
        For calls where Spark has none: in lambdas, and in the conditions of outer joins.
    """

    def change(node: Any) -> Any:
        return _relation(node) if isinstance(node, r.Relation) else node

    made: r.Relation = plan.transform_up(change)
    needed = needed_columns(made)
    result: r.Relation = made.transform_up(lambda node: _narrowed(node, needed))
    return result


def _narrowed(node: Any, needed: set[int]) -> Any:
    """A stage without the columns that nobody asks for."""
    if not isinstance(node, r.PythonValues):
        return node
    kept = tuple([column for column in node.kept if column.id in needed])
    results = node.columns[len(node.kept) :]
    return replace(node, kept=kept, columns=(*kept, *results))


def _relation(node: r.Relation) -> r.Relation:
    if isinstance(node, r.Join) and node.lateral:
        return _lateral(node)
    if isinstance(node, r.Project) and has_windows(node):
        node = over_windows(node)
    if isinstance(node, r.Aggregate):
        return _aggregate(node)
    calls = list(_calls_of(node))
    if not calls:
        return _moved(node)
    if isinstance(node, r.Join):
        return _join(node)
    if not isinstance(node, (r.Project, r.Filter, r.Sort, r.Generate)):
        raise analysis_error("UNSUPPORTED_FEATURE.PYTHON_UDF_IN_OPERATOR", {"operator": type(node).__name__})
    found: r.Relation = _staged(node, _calls_of)
    if isinstance(node, (r.Filter, r.Sort)):
        return r.Project(found, node.output)
    return found


def _calls_of(node: r.Relation) -> Iterator[e.PythonCall]:
    """The scalar calls in a relation's own expressions, outermost first."""
    for part in node.children():
        if not isinstance(part, r.Relation):
            yield from _calls_in(part)


def _calls_in(value: Any) -> Iterator[e.PythonCall]:
    if isinstance(value, e.PythonCall) and not value.function.aggregates:
        yield value
        return
    if isinstance(value, e.Lambda) and any(isinstance(part, e.PythonCall) for part in value.walk()):
        name = next(part.name for part in value.walk() if isinstance(part, e.PythonCall))
        raise analysis_error("UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_PYTHON_UDF", {"funcName": f'"{name}"'})
    for part in value.children():
        if not isinstance(part, r.Relation):
            yield from _calls_in(part)


def _staged(node: Any, calls_of: Callable[[Any], Iterator[e.PythonCall]]) -> Any:
    """The node over a stage that has the calls that ``calls_of`` finds in it, which become columns."""
    while True:
        ready = _ready(list(calls_of(node)))
        if not ready:
            return node
        child, columns = stage(node.child, ready)
        node = _replaced(replace(node, child=child), ready, columns)


def _replaced(node: Any, calls: Sequence[e.PythonCall], columns: Sequence[e.Attribute]) -> Any:
    """The node with columns in the place of calls."""
    by_key = {call.key: column for call, column in zip(calls, columns)}

    def change(value: e.Value) -> e.Value | None:
        return by_key.get(value.key) if isinstance(value, e.PythonCall) else None

    return node.with_children(lambda part: part if isinstance(part, r.Relation) else rewrite(part, change))


def _aggregate(node: r.Aggregate) -> r.Relation:
    """Groups: what is grouped or aggregated is computed below them, what is made of aggregates above."""
    found: r.Aggregate = _staged(node, _calls_below)
    groups = over_groups(found)
    if groups is not None:
        return _relation(groups)
    if not any(True for _ in _calls_of(found)):
        return found
    keys = {grouping.key for grouping in found.groupings if isinstance(grouping, e.Value)}
    parts: dict[Any, e.Alias] = {}

    def lifted(value: e.Value) -> e.Value | None:
        if is_aggregate(value) or value.key in keys or isinstance(value, e.Attribute):
            alias = parts.setdefault(value.key, e.Alias(value, "part"))
            return alias.attribute
        return None

    above: list[e.Value] = []
    for expression in found.expressions:
        if isinstance(expression, e.Alias):
            above.append(replace(expression, child=rewrite(expression.child, lifted)))
        else:
            assert isinstance(expression, e.Attribute)
            inner = lifted(expression)
            assert inner is not None
            above.append(e.Alias(inner, expression.name, expression.id, expression.qualifier))
    groups = replace(found, expressions=tuple(parts.values()))
    return _relation(r.Project(groups, tuple(above)))


def _calls_below(node: r.Aggregate) -> Iterator[e.PythonCall]:
    """The calls in what is grouped by, and in what is aggregated."""
    for grouping in node.groupings:
        yield from _calls_in(grouping)
    for expression in node.expressions:
        yield from _calls_in_aggregates(expression)


def _calls_in_aggregates(value: Any) -> Iterator[e.PythonCall]:
    if isinstance(value, r.Relation):
        return
    if isinstance(value, e.Value) and is_aggregate(value):
        for part in value.children():
            yield from _calls_in(part)
        return
    for part in value.children():
        yield from _calls_in_aggregates(part)


def _ready(calls: Sequence[e.PythonCall]) -> list[e.PythonCall]:
    """The calls whose arguments DuckDB can compute, or functions of the same kind in the same pass."""
    found: dict[Any, e.PythonCall] = {}
    for call in calls:
        for ready in _ready_in(call):
            found.setdefault(ready.key, ready)
    return list(found.values())


def _ready_in(call: e.PythonCall) -> Iterator[e.PythonCall]:
    if _chains(call):
        yield call
        return
    for argument in call.arguments:
        for inner in _calls_in(argument):
            yield from _ready_in(inner)


def _chains(call: e.PythonCall) -> bool:
    """Whether the only calls among a call's arguments are arguments themselves, of its kind, and so on."""
    for argument in call.arguments:
        if isinstance(argument, e.PythonCall) and not argument.function.aggregates:
            if argument.function.kind != call.function.kind or not _chains(argument):
                return False
        elif any(True for _ in _calls_in(argument)):
            return False
    return True


def stage(child: r.Relation, calls: Sequence[e.PythonCall]) -> tuple[r.Relation, list[e.Attribute]]:
    """A stage over a relation, and the columns of its calls' results."""
    kept = child.output
    computed: list[e.Value] = list(kept)
    places: dict[Any, e.Attribute] = {}

    def as_column(value: e.Value) -> e.Value:
        if isinstance(value, e.PythonCall):
            return replace(value, arguments=tuple([as_column(part) for part in value.arguments]))
        if isinstance(value, e.Attribute):
            return value
        known = places.get(value.key)
        if known is None:
            alias = e.Alias(value, "argument")
            computed.append(alias)
            known = places[value.key] = alias.attribute
        return known

    flat = tuple([as_column(call) for call in calls])
    below = child if len(computed) == len(kept) else r.Project(child, tuple(computed))
    results = [e.Attribute(call.name, call.type, call.nullable) for call in calls]
    return r.PythonValues((*kept, *results), below, kept, flat), results


# ------------------------------------------------------------------------------------------------------ joins


def _lateral(node: r.Join) -> r.Relation:
    """A table function that is called for each row of the left side: a stage over that side."""
    above: list[r.Relation] = []
    right = node.right
    while isinstance(right, (r.Named, r.Project, r.Filter, r.Renewed, r.Shown)):
        above.append(right)
        right = right.inputs[0]
    if not isinstance(right, r.PythonTable) or not right.outer_references:
        return node
    if node.how == "left" and (node.condition is not None or any(isinstance(x, r.Filter) for x in above)):
        raise analysis_error("UNSUPPORTED_FEATURE.PYTHON_UDF_IN_ON_CLAUSE", {"joinType": "LEFT OUTER"})

    def inner(value: e.Value) -> e.Value | None:
        return value.attribute if isinstance(value, e.OuterReference) else None

    project = right.plan
    assert isinstance(project, r.Project)
    given = tuple([rewrite(value, inner) for value in project.expressions])
    left = node.left.output
    plan = _relation(r.Project(node.left, (*left, *given)))
    call = replace(right.call, outer=node.how == "left")
    made: r.Relation = r.PythonTable((*left, *right.columns), plan, left, call)
    for wrapper in reversed(above):
        if isinstance(wrapper, r.Project):
            made = r.Project(made, (*left, *[rewrite(value, inner) for value in wrapper.expressions]))
        elif isinstance(wrapper, r.Filter):
            made = r.Filter(made, rewrite(wrapper.condition, inner))
        elif isinstance(wrapper, (r.Renewed, r.Shown)):
            old = wrapper.inputs[0].output
            new = [e.Alias(o, n.name, n.id) for o, n in zip(old, wrapper.output)]
            made = r.Project(made, (*left, *new))
    if node.condition is not None:
        made = r.Filter(made, node.condition)
    return made


def _known(columns: Mapping[Any, e.Attribute], value: e.Value) -> e.Value | None:
    return columns.get(value.key)


def _join(node: r.Join) -> r.Relation:
    """A join whose condition calls functions: of one side before it; of both, as a filter after it."""
    left, right = node.left, node.right
    condition = node.condition
    assert condition is not None
    for side in ("left", "right"):
        part: r.Relation = left if side == "left" else right
        ids = {column.id for column in part.output}
        own = [
            call
            for call in _ready(list(_calls_in(condition)))
            if {a.id for a in call.walk() if isinstance(a, e.Attribute)} <= ids
        ]
        if not own:
            continue
        made, columns = stage(part, own)
        by_key = {call.key: column for call, column in zip(own, columns)}
        condition = rewrite(condition, partial(_known, by_key))
        left, right = (made, right) if side == "left" else (left, made)
    changed = replace(node, left=left, right=right, condition=condition)
    rest = list(_calls_in(condition))
    if not rest:
        return r.Project(changed, node.output)
    if node.how not in ("inner", "cross"):
        shown = {
            "joinType": f"{node.how.upper()} OUTER" if node.how in ("left", "right", "full") else node.how
        }
        raise analysis_error("UNSUPPORTED_FEATURE.PYTHON_UDF_IN_ON_CLAUSE", shown)
    below = replace(changed, how="cross", condition=None)
    return _relation(r.Project(_relation(r.Filter(below, condition)), node.output))


# --------------------------------------------------------------------------------------------------- moving


def _moved(node: r.Relation) -> r.Relation:
    """A filter or limit below a stage, which then has less to do."""
    if not isinstance(node, (r.Limit, r.Filter)):
        return node
    project = node.child if isinstance(node.child, r.Project) else None
    inner = project.child if project is not None else node.child
    if not isinstance(inner, r.PythonValues) or (project is not None and not _is_plain(project)):
        return node
    if isinstance(node, r.Limit):
        inner = replace(inner, plan=r.Limit(inner.plan, node.count))
        return inner if project is None else replace(project, child=inner)
    made = {column.id for column in inner.columns[len(inner.kept) :]}
    behind = {} if project is None else {e.attribute_of(v).id: v for v in project.expressions}  # type: ignore[arg-type]

    def below(value: e.Value) -> e.Value | None:
        found: Any = behind.get(value.id) if isinstance(value, e.Attribute) else None
        return found.child if isinstance(found, e.Alias) else found

    down: list[e.Value] = []
    stay: list[e.Value] = []
    assert isinstance(node.condition, e.Value)
    for part in _conjuncts(node.condition):
        lowered = rewrite(part, below)
        used = {a.id for a in lowered.walk() if isinstance(a, e.Attribute)}
        moves = used.isdisjoint(made) and _is_fixed(lowered)
        (down if moves else stay).append(lowered if moves else part)
    if not down or not all(call.function.deterministic for call in inner.calls):
        return node
    plan: r.Relation = inner.plan
    for part in down:
        plan = r.Filter(plan, part)
    lower: r.Relation = replace(inner, plan=plan)
    lower = lower if project is None else replace(project, child=lower)
    for part in stay:
        lower = r.Filter(lower, part)
    return lower


def _conjuncts(condition: e.Value) -> Iterator[e.Value]:
    if isinstance(condition, e.Apply) and condition.function.name == "and":
        for part in condition.arguments:
            yield from _conjuncts(part)
    else:
        yield condition


def _is_fixed(value: e.Value) -> bool:
    """Whether it has the same value wherever in a plan it is computed."""
    for part in value.walk():
        if isinstance(part, (e.ScalarQuery, e.ExistsQuery, e.InQueryValue, e.OuterReference)):
            return False
        if isinstance(part, e.Apply) and not part.function.deterministic:
            return False
    return True


def _is_plain(project: r.Project) -> bool:
    """Whether each row of it is one row of its child."""
    return not any(
        isinstance(part, e.Apply) and part.function.kind in ("generator", "aggregate", "window")
        for value in project.expressions
        for part in value.walk()
    )
