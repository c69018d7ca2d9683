"""Where a plan is cut for users' functions: their calls become columns of a stage of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pyrite.sql._analysis.aggregation import rewrite
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._duckdb.needed import needed_columns
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
    calls = list(_calls_of(node))
    if not calls:
        return _moved(node)
    if isinstance(node, r.Join):
        return _join(node)
    if not isinstance(node, (r.Project, r.Filter, r.Sort, r.Aggregate, r.Generate)):
        raise analysis_error("UNSUPPORTED_FEATURE.PYTHON_UDF_IN_OPERATOR", {"operator": type(node).__name__})
    above, child = _staged(node, node.child)
    found: r.Relation = replace(above, child=child)
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


def _staged(node: Any, child: r.Relation) -> tuple[Any, r.Relation]:
    """The node with its calls as columns, and the child that has these columns."""
    while True:
        ready = _ready(list(_calls_of(node)))
        if not ready:
            return node, child
        child, columns = stage(child, ready)
        by_key = {call.key: column for call, column in zip(ready, columns)}

        def change(value: e.Value, by_key: dict[Any, e.Attribute] = by_key) -> e.Value | None:
            return by_key.get(value.key) if isinstance(value, e.PythonCall) else None

        node = node.with_children(
            lambda part, change=change: part if isinstance(part, r.Relation) else rewrite(part, change)
        )


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
        condition = rewrite(
            condition,
            lambda value, by_key=by_key: by_key.get(value.key) if isinstance(value, e.PythonCall) else None,
        )
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
    if isinstance(node, r.Limit) and isinstance(node.child, (r.Project, r.PythonValues)):
        below = node.child
        if isinstance(below, r.Project) and isinstance(below.child, r.PythonValues) and _is_plain(below):
            inner = below.child
            return replace(below, child=replace(inner, plan=r.Limit(inner.plan, node.count)))
        if isinstance(below, r.PythonValues):
            return replace(below, plan=r.Limit(below.plan, node.count))
    return node


def _is_plain(project: r.Project) -> bool:
    """Whether each row of it is one row of its child."""
    return not any(
        isinstance(part, e.Apply) and part.function.kind in ("generator", "aggregate", "window")
        for value in project.expressions
        for part in value.walk()
    )
