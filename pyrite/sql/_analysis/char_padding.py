"""CHAR columns compared: the shorter side has as many blanks as the longer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyrite.sql._analysis.functions.registry import Function, Rendering
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import StringType

__all__ = ["TYPE_WORDS", "evenly_padded"]

#: Where a column of strings keeps the type that it was declared with.
TYPE_WORDS = "__CHAR_VARCHAR_TYPE_STRING"
_CHAR = re.compile(r"char\((\d+)\)")


def _length(value: e.Value) -> int | None:
    """The length of a CHAR column."""
    if not isinstance(value, e.Attribute) or not value.metadata:
        return None
    found = _CHAR.fullmatch(str(value.metadata.get(TYPE_WORDS, "")))
    return int(found[1]) if found else None


def evenly_padded(values: Sequence[e.Value]) -> Sequence[e.Value]:
    """The values of a comparison: of the same length where CHAR columns meet each other or constants."""
    lengths: list[int] = []
    for value in values:
        length = _length(value)
        if length is None:
            if not isinstance(value, e.Literal) or not isinstance(value.value, str):
                return values
            length = len(value.value)
        lengths.append(length)
    if all(isinstance(value, e.Literal) for value in values):
        return values
    most = max(lengths)
    return [value if n == most else _padded(value, most) for value, n in zip(values, lengths)]


def _padded(value: e.Value, length: int) -> e.Value:
    if isinstance(value, e.Literal):
        return e.Literal(value.value.ljust(length), value.type, origin=value.origin)
    return e.Apply(_PADDED, (value,), StringType(), value.nullable, "rpad", options=(length,))


def _padded_sql(rendering: Rendering) -> str:
    (text,), (length,) = rendering.args, rendering.apply.options
    return f"rpad({text}, {length}, ' ')"


_PADDED = Function("rpad", (), StringType(), _padded_sql)
