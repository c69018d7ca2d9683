"""Plans without what does not change their rows: the ids and names of columns, and the order of equal operands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from zlib import crc32

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Node

__all__ = ["plan_hash", "same_plan"]

#: Functions whose arguments may change places.
_SYMMETRIC = {"and", "or", "&", "|", "^", "+", "*", "=", "==", "<=>", "greatest", "least"}


def same_plan(one: r.Relation, other: r.Relation) -> bool:
    """Whether two resolved plans give the same rows for the same reasons, whatever their columns are called."""
    return one is other or _form(one, {}) == _form(other, {})


def plan_hash(plan: r.Relation) -> int:
    """A number that is equal for plans that are the same."""
    return crc32(repr(_form(plan, {})).encode())


def _form(plan: r.Relation, outer: Mapping[int, int]) -> tuple[Any, ...]:
    """The plan as nested tuples. Columns are numbered by their place in the inputs."""
    if isinstance(plan, (r.Named, r.Hint)):
        return _form(plan.child, outer)
    if isinstance(plan, (r.ArrowRows, r.RDDRows, r.Stored, r.Files)):
        held = getattr(
            plan, {r.ArrowRows: "table", r.RDDRows: "rdd", r.Stored: "store", r.Files: "source"}[type(plan)]
        )
        return (type(plan).__name__, id(held) if not isinstance(plan, r.Files) else held.files)
    places = dict(outer)
    inputs: list[Any] = []
    for child in plan.inputs:
        inputs.append(_form(child, outer))
        for column in (*child.output, *child.hidden):
            places.setdefault(column.id, len(places))
    own = [
        _part(getattr(plan, field.name), places)
        for field in fields(plan)
        if field.name != "origin" and not isinstance(getattr(plan, field.name), r.Relation)
    ]
    return (type(plan).__name__, *inputs, *own)


def _part(value: Any, places: Mapping[int, int]) -> Any:
    if isinstance(value, e.Alias):
        return _part(value.child, places)
    if isinstance(value, e.Attribute):
        return places.get(value.id, value.type.simpleString())
    if isinstance(value, e.Apply):
        arguments = [_part(argument, places) for argument in value.arguments]
        if value.function.name in _SYMMETRIC:
            arguments = sorted(_operands(value, places), key=repr)
        rest = (value.distinct, _part(value.filter, places), _part(value.order, places), value.options)
        return (value.function.name, tuple(arguments), *rest)
    if isinstance(value, r.Relation):
        return _form(value, places)
    if isinstance(value, tuple):
        return tuple([_part(part, places) for part in value])
    if isinstance(value, Node):
        return (
            type(value).__name__,
            *[_part(getattr(value, field.name), places) for field in fields(value) if field.name != "origin"],
        )
    return value if isinstance(value, (str, int, float, bool, type(None))) else repr(value)


def _operands(value: e.Apply, places: Mapping[int, int]) -> list[Any]:
    """The operands of a chain of one operator: those of ``a + b + c``."""
    found: list[Any] = []
    for argument in value.arguments:
        if isinstance(argument, e.Apply) and argument.function.name == value.function.name:
            found += _operands(argument, places)
        else:
            found.append(_part(argument, places))
    return found
