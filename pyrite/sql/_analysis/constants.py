"""The value of an expression that needs no row, as far as the analyzer must know it (a format, a seed, a name)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql.types import DecimalType, DoubleType, FloatType, IntegralType, StringType

__all__ = ["NotConstant", "constant_value"]


class NotConstant(Exception):
    """The expression is none that the analyzer can compute."""


def constant_value(value: e.Expression) -> Any:
    """The value in Spark's internal form. Raises ``NotConstant``."""
    if isinstance(value, e.Literal):
        return value.value
    if isinstance(value, e.Alias):
        return constant_value(value.child)
    if isinstance(value, e.Cast):
        return _cast(constant_value(value.child), value)
    if isinstance(value, e.Apply):
        compute = _COMPUTED.get(value.function.name)
        if compute is not None:
            arguments = [constant_value(argument) for argument in value.arguments]
            return None if any(argument is None for argument in arguments) else compute(*arguments)
    raise NotConstant


def _cast(value: Any, cast: e.Cast) -> Any:
    if value is None:
        return None
    kind = cast.type
    try:
        if isinstance(kind, StringType) and isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
        if isinstance(kind, IntegralType) and isinstance(value, (int, float, str, Decimal)):
            return int(value)
        if isinstance(kind, (DoubleType, FloatType)) and isinstance(value, (int, float, str, Decimal)):
            return float(value)
        if isinstance(kind, DecimalType) and isinstance(value, (int, str, Decimal)):
            return Decimal(value)
    except (ValueError, ArithmeticError):
        raise NotConstant from None
    raise NotConstant


_COMPUTED: dict[str, Any] = {
    "variable": lambda x: x,
    "negative": lambda x: -x,
    "positive": lambda x: x,
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "concat": lambda *texts: "".join(texts) if all(isinstance(t, str) for t in texts) else texts,
    "array": lambda *items: tuple(items),
    "lower": lambda x: x.lower(),
    "upper": lambda x: x.upper(),
}
