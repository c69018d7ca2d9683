"""Kernels of mathematics: what needs Java's decimals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Any

from pyrite.sql._duckdb.kernels_casts import casting_kernel
from pyrite.sql.types import ArrayType, DataType, DecimalType

_WIDE = Context(prec=1000)


def _rounded(value: Decimal, digits: int, even: bool) -> Decimal:
    rounding = ROUND_HALF_EVEN if even else ROUND_HALF_UP
    return value.quantize(Decimal(1).scaleb(-digits), rounding, _WIDE)


@casting_kernel("round_float")
def _round_float(kind: DataType, given: DataType, value: float, digits: int, even: bool) -> float:
    if not math.isfinite(value) or digits > 330:
        return value
    rounded = float(_rounded(Decimal(repr(value)), digits, even)) if digits >= -330 else 0.0
    # Java's decimals know no negative zero.
    return rounded + 0.0


@casting_kernel("round_decimal")
def _round_decimal(
    kind: DecimalType, given: DataType, value: Decimal, digits: int, even: bool
) -> Decimal | None:
    rounded = _rounded(value, digits, even).quantize(Decimal(1).scaleb(-kind.scale), context=_WIDE)
    return rounded if len(rounded.as_tuple().digits) <= kind.precision else None


@casting_kernel("whole_decimal")
def _whole_decimal(kind: DecimalType, given: DataType, value: Decimal, digits: int, up: bool) -> Decimal:
    """The next number of so many digits of fraction: ``ceil`` and ``floor`` with two arguments."""
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    whole = value.quantize(Decimal(1).scaleb(-digits), rounding, _WIDE)
    return whole.quantize(Decimal(1).scaleb(-kind.scale), context=_WIDE)


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _read(text: str, base: int) -> int:
    """The number that the first digits of a text make."""
    value = 0
    for sign in text:
        digit = _DIGITS.find(sign.upper())
        if not 0 <= digit < base:
            break
        value = value * base + digit
    return value


@casting_kernel("conv_overflows")
def _conv_overflows(kind: DataType, given: DataType, text: str, source: int, target: int) -> bool:
    return (
        2 <= source <= 36
        and 2 <= abs(target) <= 36
        and _read(text.strip(" ").removeprefix("-"), source) >= 2**64
    )


@casting_kernel("conv")
def _conv(kind: DataType, given: DataType, text: str, source: int, target: int) -> str | None:
    """A number's text in another base: unsigned, in 64 bits, or signed for a negative target base."""
    text = text.strip(" ")
    if not text or not 2 <= source <= 36 or not 2 <= abs(target) <= 36:
        return None
    value = min(_read(text.removeprefix("-"), source), 2**64 - 1)
    large = value >= 2**63  # negative to Java
    sign = ""
    if target > 0 and text.startswith("-"):
        value = 2**64 - 1 if large else -value % 2**64
    elif target < 0 and (large or text.startswith("-")):
        sign, value = "-", 2**64 - value if large else value
    digits = ""
    while value:
        value, rest = divmod(value, abs(target))
        digits = _DIGITS[rest] + digits
    return sign + (digits or "0")


@casting_kernel("width_bucket")
def _width_bucket(kind: DataType, given: DataType, value: Any, low: Any, high: Any, count: int) -> int | None:
    if count <= 0 or count == 2**63 - 1 or low == high:
        return None
    if any(isinstance(v, float) and not math.isfinite(v) for v in (low, high)) or value != value:
        return None
    lower, upper = min(low, high), max(low, high)
    rising = low < high
    if value < lower:
        return 0 if rising else count + 1
    if value >= upper if rising else value > upper:
        return count + 1 if rising else 0
    if not rising and value == lower:
        return count + 1
    part = (value - lower) if rising else (upper - value)
    return int(count * float(part) / float(upper - lower)) + 1


# ------------------------------------------------------------------------------------------------- decimals

#: Spark divides to this many digits of fraction before it rounds to the result's.
_DIVISION = Decimal(1).scaleb(-39)


#: And multiplies with this precision.
_PRODUCT = Context(prec=39, rounding=ROUND_DOWN)


def _operation(symbol: str, one: Decimal, other: Decimal) -> Decimal:
    if symbol == "+":
        return _WIDE.add(one, other)
    if symbol == "-":
        return _WIDE.subtract(one, other)
    if symbol == "*":
        return _PRODUCT.multiply(one, other)
    if symbol == "/":
        return _WIDE.divide(one, other).quantize(_DIVISION, ROUND_HALF_UP, _WIDE)
    if symbol == "div":
        return _WIDE.divide_int(one, other)
    rest = _WIDE.remainder(one, other)
    return _WIDE.remainder(_WIDE.add(rest, other), other) if symbol == "pmod" and rest < 0 else rest


@casting_kernel("decimal_operation")
def _decimal_operation(kind: DataType, given: DataType, symbol: str, one: Decimal, other: Decimal) -> Any:
    if symbol not in ("+", "-", "*") and not other:
        return None
    value = _operation(symbol, one, other)
    if not isinstance(kind, DecimalType):
        return (int(value) + 2**63) % 2**64 - 2**63
    value = value.quantize(Decimal(1).scaleb(-kind.scale), ROUND_HALF_UP, _WIDE)
    return value if not value or value.adjusted() + kind.scale < kind.precision else None


@casting_kernel("decimal_operation_text")
def _decimal_operation_text(
    kind: DataType, given: DataType, symbol: str, one: Decimal, other: Decimal, scale: int
) -> str:
    value = _operation(symbol, one, other)
    if symbol == "/":
        value = value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP, _WIDE)
    return f"{value:f}"


def _rescaled(value: Decimal, kind: DecimalType) -> Decimal | None:
    found = value.quantize(Decimal(1).scaleb(-kind.scale), ROUND_HALF_UP, _WIDE)
    return found if not found or found.adjusted() + kind.scale < kind.precision else None


def _total(values: Sequence[Decimal], scale: int) -> Decimal | None:
    """A sum, unless it has more digits than a decimal can hold."""
    total = Decimal(0)
    for value in values:
        total = _WIDE.add(total, value)
    return _rescaled(total, DecimalType(38, scale))


@casting_kernel("decimal_total")
def _decimal_total(kind: DecimalType, given: ArrayType, values: Sequence[Decimal]) -> Decimal | None:
    return _total(values, kind.scale)


@casting_kernel("decimal_average")
def _decimal_average(kind: DecimalType, given: ArrayType, values: Sequence[Decimal]) -> Decimal | None:
    assert isinstance(given.elementType, DecimalType)
    total = _total(values, given.elementType.scale)
    return None if total is None else _rescaled(_WIDE.divide(total, Decimal(len(values))), kind)
