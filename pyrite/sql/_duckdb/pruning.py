"""Which files a filter leaves, by what their directories tell: others are not opened."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import BooleanType, DateType, IntegralType, StringType

__all__ = ["pruned"]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class _Unknown(Exception):
    """What the directories alone do not tell."""


def pruned(plan: r.Relation, condition: e.Value) -> r.Relation:
    """The relation below a filter without the files of which no row passes it."""
    if isinstance(plan, (r.Named, r.Hint, r.Filter)):
        child = pruned(plan.child, condition)
        return plan if child is plan.child else replace(plan, child=child)
    if not isinstance(plan, r.Files) or not plan.source.names:
        return plan
    places = {
        column.id: plan.source.names.index(column.name)
        for column in plan.columns
        if column.name in plan.source.names
    }
    tests = list(_conjuncts(condition))
    passing: dict[tuple[Any, ...], bool] = {}
    for file in plan.source.files:
        if file.values not in passing:
            known = {number: file.values[place] for number, place in places.items()}
            passing[file.values] = all(_may_pass(test, known) for test in tests)
    if all(passing.values()):
        return plan
    files = tuple([file for file in plan.source.files if passing[file.values]])
    return replace(plan, source=replace(plan.source, files=files))


def _conjuncts(value: e.Value) -> Iterator[e.Value]:
    if isinstance(value, e.Apply) and value.function.name in ("and", "between"):
        for part in value.arguments:
            yield from _conjuncts(part)
    else:
        yield value


def _may_pass(test: e.Value, known: Mapping[int, Any]) -> bool:
    try:
        return _value(test, known) is True
    except _Unknown:
        return True


def _value(value: e.Value, known: Mapping[int, Any]) -> Any:
    """The value of an expression over what directories tell. Raises _Unknown."""
    if isinstance(value, (e.Literal, e.Attribute)) and _is_plain(value.type):
        if isinstance(value, e.Literal):
            return value.value
        if value.id in known:
            return known[value.id]
    if not isinstance(value, e.Apply):
        raise _Unknown
    name = value.function.name
    if name == "or":
        # One that is true is enough; what is unknown may be.
        found = [_value(part, known) for part in value.arguments]
        return True if True in found else None if None in found else False
    if name == "in":
        first, *others = [_value(part, known) for part in value.arguments]
        if first is None:
            return None
        return True if first in others else None if None in others else False
    if name in _COMPARE and len(value.arguments) == 2:
        one, other = (_value(part, known) for part in value.arguments)
        if one is None or other is None:
            return None
        if type(one) is not type(other):
            raise _Unknown
        return _COMPARE[name](one, other)
    raise _Unknown


def _is_plain(kind: Any) -> bool:
    """Whether values of a type compare as Python's do."""
    return isinstance(kind, (IntegralType, DateType, BooleanType)) or kind == StringType()
