"""The values of expressions over columns of which the value is known, as far as Python computes them as Spark does."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    BooleanType,
    ByteType,
    DataType,
    DateType,
    IntegerType,
    IntegralType,
    LongType,
    ShortType,
    StringType,
)

__all__ = ["Unknown", "value_of"]

_BITS: dict[type[DataType], int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d{1,18}")
_EPOCH = date(1970, 1, 1)


class Unknown(Exception):
    """What the known columns do not tell, or what is not computed here."""


def value_of(value: e.Expression, known: Mapping[int, Any]) -> Any:
    """The value of an expression, in Spark's internal form.

    Parameters
    ----------
    value : Expression
        A resolved one.
    known : mapping
        Columns' values by the columns' ids.

    Raises
    ------
    Unknown
        Where it cannot be told.
    """
    if not isinstance(value, (e.Literal, e.Attribute, e.Apply, e.Cast)) or not _is_plain(value.type):
        raise Unknown
    if isinstance(value, e.Literal):
        return value.value
    if isinstance(value, e.Attribute):
        if value.id not in known:
            raise Unknown
        return known[value.id]
    if isinstance(value, e.Cast):
        return _cast(value_of(value.child, known), value.child.type, value.type)  # type: ignore[attr-defined]
    name = value.function.name
    if name in ("and", "between"):
        return _and(value, known)
    found = [value_of(part, known) for part in value.arguments]
    logical = _LOGICAL.get(name)
    if logical is not None:
        return logical(*found)
    compute = _COMPUTED.get(name)
    if compute is None or (value.options and name not in ("like", "+", "-", "*")):
        raise Unknown
    if None in found:
        return None
    if name == "like" and value.options != ("\\",):
        raise Unknown
    return _fitting(compute(*found), value.type)


def _is_plain(kind: Any) -> bool:
    """Whether values of a type compare as Python's do."""
    return isinstance(kind, (IntegralType, DateType, BooleanType)) or kind == StringType()


def _and(value: e.Apply, known: Mapping[int, Any]) -> Any:
    """A part that is not true is enough, whatever the others are."""
    found = []
    for part in value.arguments:
        try:
            found.append(value_of(part, known))
        except Unknown:
            found.append(Unknown)
    if False in found:
        return False
    if Unknown in found:
        # Null or false: no row passes; but NOT would turn it.
        raise Unknown
    return None if None in found else True


def _or(*parts: Any) -> Any:
    return True if True in parts else None if None in parts else False


def _in(first: Any, *others: Any) -> Any:
    if first is None:
        return None
    return True if first in others else None if None in others else False


#: What takes null as a value.
_LOGICAL: dict[str, Callable[..., Any]] = {
    "or": _or,
    "in": _in,
    "not": lambda x: None if x is None else not x,
    "isnull": lambda x: x is None,
    "isnotnull": lambda x: x is not None,
    "<=>": lambda x, y: x == y,
    "commonexpressionref": lambda x: x,
    "coalesce": lambda *parts: next((part for part in parts if part is not None), None),
}


def _like(text: str, pattern: str) -> bool:
    if "\\" in pattern:
        raise Unknown
    parts = [{"%": ".*", "_": "."}.get(char) or re.escape(char) for char in pattern]
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def _day(days: int) -> date:
    try:
        return _EPOCH + timedelta(days=days)
    except OverflowError:
        raise Unknown from None


def _remainder(one: int, other: int) -> int:
    if one < 0 or other <= 0:
        raise Unknown
    return one % other


def _substring(text: str, start: int, length: int) -> str:
    if start < 1 or length < 0:
        raise Unknown
    return text[start - 1 : start - 1 + length]


def _ascii(change: Callable[[str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        if not text.isascii():
            raise Unknown
        return change(text)

    return changed


#: What is null where an argument is.
_COMPUTED: dict[str, Callable[..., Any]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "%": _remainder,
    "like": _like,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": lambda text, part: part in text,
    "upper": _ascii(str.upper),
    "lower": _ascii(str.lower),
    "length": len,
    "substring": _substring,
    "left": lambda text, length: _substring(text, 1, max(length, 0)),
    "concat": lambda *texts: "".join(texts),
    "year": lambda days: _day(days).year,
    "quarter": lambda days: (_day(days).month + 2) // 3,
    "month": lambda days: _day(days).month,
    "day": lambda days: _day(days).day,
    "dayofmonth": lambda days: _day(days).day,
    "date_add": operator.add,
    "date_sub": operator.sub,
}


def _fitting(value: Any, kind: DataType) -> Any:
    """The value, if it is one of its type: what overflows is not computed here."""
    bits = _BITS.get(type(kind))
    wanted: type = (
        int if bits or isinstance(kind, DateType) else bool if isinstance(kind, BooleanType) else str
    )
    is_wanted = type(value) is wanted
    if not is_wanted or (bits and not -(1 << bits - 1) <= value < 1 << bits - 1):
        raise Unknown
    return value


def _cast(value: Any, given: DataType, kind: DataType) -> Any:
    if value is None:
        return None
    if isinstance(given, IntegralType):
        if isinstance(kind, IntegralType):
            return _fitting(value, kind)
        if isinstance(kind, StringType):
            return str(value)
    if isinstance(given, DateType) and isinstance(kind, StringType):
        return _day(value).isoformat()
    if isinstance(given, StringType):
        if isinstance(kind, DateType) and _DAY.fullmatch(value) and value.isascii():
            try:
                return (date.fromisoformat(value) - _EPOCH).days
            except ValueError:
                raise Unknown from None
        if isinstance(kind, IntegralType) and _NUMBER.fullmatch(value) and value.isascii():
            return _fitting(int(value), kind)
    raise Unknown
