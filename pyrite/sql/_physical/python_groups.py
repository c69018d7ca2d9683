"""Where a plan is cut for users' aggregates: over groups, and over windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis.aggregation import own_values, rewrite
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import IntegerType

__all__ = ["has_windows", "over_groups", "over_windows"]

_INT = IntegerType()


def over_groups(node: r.Aggregate) -> r.Relation | None:
    """Groups with users' aggregates: the groups in a relation of their own, what is made of them above it.

    None where there are no such aggregates.
    """
    calls = list(_aggregates(node.expressions))
    if not calls:
        return None
    if node.sets is not None:
        feature = "Python aggregates over grouping sets"
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})
    groupings: list[e.Value] = [part for part in node.groupings if isinstance(part, e.Value)]
    columns = _Columns()
    keys = [columns.alias(grouping, "key") for grouping in groupings]
    flat = tuple([columns.flat(call) for call in calls])
    results = [e.Attribute(call.name, call.type, call.nullable) for call in calls]
    below = r.Project(node.child, tuple(columns.computed))
    groups = r.PythonGroups(below, (*keys, *results), tuple(keys), flat)
    places = {value.key: column for value, column in zip((*groupings, *calls), (*keys, *results))}

    def change(value: e.Value) -> e.Value | None:
        return places.get(value.key)

    above: list[e.Value] = []
    for expression in node.expressions:
        if isinstance(expression, e.Alias):
            above.append(replace(expression, child=rewrite(expression.child, change)))
        else:
            assert isinstance(expression, e.Attribute)
            above.append(
                e.Alias(places[expression.key], expression.name, expression.id, expression.qualifier)
            )
    return r.Project(groups, tuple(above))


def _aggregates(expressions: Sequence[Any]) -> Iterator[e.PythonCall]:
    """The different calls of users' aggregates."""
    found: dict[Any, e.PythonCall] = {}
    for expression in expressions:
        for part in own_values(expression):
            if isinstance(part, e.PythonCall) and part.function.aggregates:
                found.setdefault(part.key, part)
    yield from found.values()


# ------------------------------------------------------------------------------------------------- windows


def has_windows(node: r.Project) -> bool:
    """Whether users' aggregates are computed over windows in it."""
    return any(True for _ in _windows(node))


def _windows(node: r.Project) -> Iterator[e.WindowValue]:
    for expression in node.expressions:
        for part in expression.walk():
            if isinstance(part, e.WindowValue) and isinstance(part.function, e.PythonCall):
                yield part


def over_windows(node: r.Project) -> r.Project:
    """The projection with its users' aggregates over windows as columns, which relations below compute."""
    different = {value.key: value for value in _windows(node)}
    by_window: dict[Any, list[e.WindowValue]] = {}
    for value in different.values():
        window = value.window
        partition = tuple([part.key for part in window.partition])  # type: ignore[attr-defined]
        by_window.setdefault((partition, tuple([o.key for o in window.order])), []).append(value)
    child = node.child
    places: dict[Any, e.Attribute] = {}
    for values in by_window.values():
        child, results = _window(child, values)
        places.update({value.key: column for value, column in zip(values, results)})

    def change(value: e.Value) -> e.Value | None:
        return places.get(value.key) if isinstance(value, e.WindowValue) else None

    return replace(node, child=child, expressions=tuple([rewrite(v, change) for v in node.expressions]))


def _window(child: r.Relation, values: Sequence[e.WindowValue]) -> tuple[r.Relation, list[e.Attribute]]:
    """The rows with calls over one window, and the columns of their results."""
    kept = child.output
    columns = _Columns(kept)
    window = values[0].window
    partition = tuple([columns.alias(part, "key") for part in window.partition])
    order = tuple([replace(part, child=columns.alias(part.child, "order")) for part in window.order])
    functions: list[e.PythonCall] = [value.function for value in values]  # type: ignore[misc]
    calls = tuple([columns.flat(function) for function in functions])
    computed = r.Project(child, tuple(columns.computed))
    whole = e.Frame("rows", None, 0)
    number = _over("row_number", (), e.WindowSpec(partition, order, whole))
    counted = r.Project(computed, (*computed.output, number))
    bounds: list[e.Alias] = []
    frames: list[Any] = []
    for value in values:
        frame = value.window.frame
        assert frame is not None
        if frame.kind == "rows" or (frame.start is None and frame.end is None):
            frames.append(e.Frame("rows", frame.start, frame.end))
            continue
        spec = e.WindowSpec(partition, order, frame)
        pair = [_over(name, (number.attribute,), spec) for name in ("min", "max")]
        bounds += pair
        frames.append(tuple([bound.attribute for bound in pair]))
    below: r.Relation = r.Project(counted, (*counted.output, *bounds)) if bounds else counted
    results = [e.Attribute(call.name, call.type, call.nullable) for call in calls]
    made = r.PythonWindows(below, (*kept, *results), partition, number.attribute, calls, tuple(frames))
    return made, results


def _over(name: str, arguments: tuple[e.Value, ...], window: e.WindowSpec) -> e.Alias:
    function = FUNCTIONS[name]
    call = e.Apply(function, arguments, _INT, name != "row_number", name)
    return e.Alias(e.WindowValue(call, window), name)


class _Columns:
    """Values that become columns of a projection, each once."""

    def __init__(self, kept: Sequence[e.Attribute] = ()):
        self.computed: list[e.Value] = list(kept)
        self._known: dict[Any, e.Attribute] = {}

    def alias(self, value: Any, name: str) -> e.Attribute:
        """The column of a value."""
        known = self._known.get(value.key)
        if known is None:
            alias = e.Alias(value, name)
            self.computed.append(alias)
            known = self._known[value.key] = alias.attribute
        return known

    def flat(self, call: e.PythonCall) -> e.PythonCall:
        """A call whose arguments are columns."""
        return replace(call, arguments=tuple([self.alias(part, "argument") for part in call.arguments]))
