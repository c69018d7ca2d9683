"""Expressions over the columns of a DataFrame."""

from __future__ import annotations

import sys
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import DataType, NullType, StringType, _infer_type, _parse_datatype_string

__all__ = ["Column"]

_HERE = __name__.split(".")[0] + "."


def call_site(fragment: str) -> Origin:
    """Where the user called the method or function named ``fragment``."""
    frame: Any = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_HERE):
        frame = frame.f_back
    return Origin(fragment=fragment, call_site=f"{frame.f_code.co_filename}:{frame.f_lineno}")


class Column:
    """A value computed from each row."""

    def __init__(self, expression: e.Expression):
        self._expression = expression

    def alias(self, *alias: str, **kwargs: Any) -> Column:
        return Column(e.As(self._expression, alias, kwargs.get("metadata")))

    def cast(self, dataType: DataType | str) -> Column:
        kind = _parse_datatype_string(dataType) if isinstance(dataType, str) else dataType
        return Column(e.Cast(self._expression, kind, origin=call_site("cast")))


def literal(value: Any) -> e.Expression:
    """A Python value as an expression; a Column as its own."""
    if isinstance(value, Column):
        return value._expression
    if value is None:
        return e.Literal(None, NullType())
    if isinstance(value, str):
        return e.Literal(value, StringType())
    kind = _infer_type(value)
    return e.Literal(kind.toInternal(value) if kind.needConversion() else value, kind)
