"""Kernels of casts: what strings mean as dates, times, decimals and intervals, and how some values are written."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from typing import Any

import pyarrow as pa

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.naming import calendar_text, day_time_text, year_month_text
from pyrite.sql._analysis.parser.interval_texts import day_time_of_text, year_month_of_text
from pyrite.sql._analysis.parser.intervals import IntervalError, months_days_micros
from pyrite.sql._analysis.parser.literals import date_days, time_nanos, timestamp_parts, zone_offset
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    DataType,
    DayTimeIntervalType,
    DecimalType,
    UserDefinedType,
    YearMonthIntervalType,
)

_BLANKS = "".join(map(chr, (*range(33), *range(127, 160))))
_MAX_LONG = 2**63 - 1
_CONFIG = '"spark.sql.ansi.enabled"'


def casting_kernel(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a kernel: the decorated function is given the result's type and a row's values, none of them null."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        def make(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
            result = physical_type(kind)

            def run(*arrays: Any) -> pa.Array:
                rows = zip(*[array.to_pylist() for array in arrays])
                values = [None if None in row else function(kind, given[0], *row) for row in rows]
                return pa.array(values, result)

            one = inspect.Parameter.POSITIONAL_ONLY
            names = [inspect.Parameter(f"a{index}", one) for index in range(len(given))]
            run.__signature__ = inspect.Signature(names)  # type: ignore[attr-defined]
            return run

        KERNELS[name] = make
        return function

    return declare


# ------------------------------------------------------------------------------------------------- numbers

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,10})?")
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
#: No decimal of these many digits fits any type; there is no use in writing it out.
_MOST_DIGITS = 76


def _decimal(text: str) -> Decimal | None:
    text = text.strip(_BLANKS)
    if not _DECIMAL.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@casting_kernel("decimal_of_text")
def _decimal_of_text(kind: DecimalType, given: DataType, text: str) -> Decimal | None:
    value = _decimal(text)
    if value is None or value.adjusted() > _MOST_DIGITS:
        return None
    with localcontext(_WIDE):
        if value.adjusted() < -_MOST_DIGITS:
            value = Decimal(0)
        rounded = value.quantize(Decimal(1).scaleb(-kind.scale))
    return rounded if len(rounded.as_tuple().digits) <= kind.precision or not rounded else None


@casting_kernel("decimal_plain_text")
def _decimal_plain_text(kind: DataType, given: DataType, text: str) -> str | None:
    """The number without an exponent, as errors show it; nothing for one that is too large to be written out."""
    value = _decimal(text)
    if value is None:
        return None
    if value.adjusted() >= 38:
        return ""
    if value.as_tuple().exponent < -38:  # type: ignore[operator]
        with localcontext(_WIDE):
            value = value.quantize(Decimal(1).scaleb(-38))
    return f"{value:f}"


@casting_kernel("plain_number")
def _plain_number(kind: DataType, given: DataType, text: str) -> str:
    """A float's text without an exponent."""
    return f"{Decimal(text):f}" if text[-1].isdigit() else text


@casting_kernel("decimal_scientific")
def _decimal_scientific(kind: DataType, given: DataType, value: Decimal) -> str:
    return str(value)


@casting_kernel("hexadecimal_float")
def _hexadecimal_float(kind: DataType, given: DataType, text: str) -> float | None:
    try:
        return float.fromhex(text.rstrip("dDfF") if "p" in text.lower() else text)
    except (ValueError, OverflowError):
        return None


# --------------------------------------------------------------------------------------- dates and times


@casting_kernel("date_of_text")
def _date_of_text(kind: DataType, given: DataType, text: str) -> int | None:
    return date_days(text)


@casting_kernel("timestamp_of_text")
def _timestamp_of_text(kind: DataType, given: DataType, text: str, zone: str) -> int | None:
    parts = timestamp_parts(text)
    if parts is None:
        return None
    if parts[0] is None:
        return _today_at(text, parts[1] or zone)
    offset = zone_offset(parts[1] or zone, parts[0])
    return None if offset is None else _in_long(parts[0] - offset)


def _today_at(text: str, zone: str) -> int | None:
    """A time of this day, by the clock of a zone."""
    now = time.time_ns() // 1000
    offset = zone_offset(zone, now)
    if offset is None:
        return None
    today = datetime.fromtimestamp((now + offset) // 1_000_000, timezone.utc).date()
    parts = timestamp_parts(f"{today} {text.strip(_BLANKS).removeprefix('T')}")
    return None if parts is None or parts[0] is None else _in_long(parts[0] - offset)


@casting_kernel("timestamp_ntz_of_text")
def _timestamp_ntz_of_text(kind: DataType, given: DataType, text: str) -> int | None:
    parts = timestamp_parts(text)
    return None if parts is None or parts[0] is None else _in_long(parts[0])


def _in_long(value: int) -> int | None:
    return value if -_MAX_LONG - 1 <= value <= _MAX_LONG else None


#: What of a fraction of seconds does not count.
_FRACTION = re.compile(r"(\.\d{6})\d+|\.(?=\D|$)")


@casting_kernel("time_of_text")
def _time_of_text(kind: DataType, given: DataType, text: str) -> int | None:
    text = _FRACTION.sub(r"\1", text.strip(_BLANKS).removeprefix("T"))
    found = time_nanos(text)
    return None if found is None else found[0] // 1000


# --------------------------------------------------------------------------------------------- intervals


@casting_kernel("user_defined_text")
def _user_defined_text(kind: DataType, given: UserDefinedType, value: dict[str, Any]) -> str:
    return given._text(value)


@casting_kernel("interval_text")
def _interval_text(kind: DataType, given: DataType, value: Any) -> str:
    if isinstance(given, DayTimeIntervalType):
        return day_time_text(value, given)
    if isinstance(given, YearMonthIntervalType):
        return year_month_text(value, given)
    months, days, nanoseconds = value
    return calendar_text((months, days, nanoseconds // 1000))


def _interval_of_text(kind: DataType, text: str) -> Any:
    if isinstance(kind, DayTimeIntervalType):
        return day_time_of_text(text, kind)
    if isinstance(kind, YearMonthIntervalType):
        return year_month_of_text(text, kind)
    months, days, micros = months_days_micros(text)
    if not -_MAX_LONG <= micros * 1000 <= _MAX_LONG:
        # Arrow's intervals count nanoseconds.
        raise KernelError(
            "ARITHMETIC_OVERFLOW", {"message": "overflow", "alternative": "", "config": _CONFIG}
        )
    return pa.MonthDayNano([months, days, micros * 1000])


def _strict(kind: DataType, given: DataType, text: str) -> Any:
    try:
        return _interval_of_text(kind, text)
    except IntervalError as error:
        raise KernelError(error.condition, error.parameters, IllegalArgumentException) from None


def _tolerant(kind: DataType, given: DataType, text: str) -> Any:
    try:
        return _interval_of_text(kind, text)
    except IntervalError:
        return None


casting_kernel("interval_of_text_ansi")(_strict)
casting_kernel("interval_of_text_legacy")(_strict)
casting_kernel("interval_of_text_try")(_tolerant)


@casting_kernel("utf8_text")
def _utf8_text(kind: DataType, given: DataType, value: bytes) -> str:
    """Bytes as text; what is no UTF-8 becomes the replacement character."""
    return value.decode("utf-8", "replace")
