"""Intervals as written: ``'1-2' YEAR TO MONTH``, ``3 DAYS 2 HOURS``, and the text of ``INTERVAL '3 days'``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from pyrite._dataclasses import dataclass
from pyrite.sql.types import DataType, DayTimeIntervalType, YearMonthIntervalType

__all__ = ["MULTI_UNITS", "IntervalError", "from_to", "months_days_micros", "of_units", "units_in"]

_MICROS = {
    "microsecond": 1,
    "millisecond": 1_000,
    "second": 1_000_000,
    "minute": 60_000_000,
    "hour": 3_600_000_000,
}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_SINGULAR = (*_MONTHS, *_DAYS, *_MICROS)

#: The units of ``INTERVAL 1 unit``; the last one is grammatical, and means nothing.
MULTI_UNITS = frozenset(f"{unit}{s}".upper() for unit in (*_SINGULAR, "nanosecond") for s in ("", "s"))

_YEAR_MONTH = {"year": YearMonthIntervalType.YEAR, "month": YearMonthIntervalType.MONTH}
_DAY_TIME = {
    "day": DayTimeIntervalType.DAY,
    "hour": DayTimeIntervalType.HOUR,
    "minute": DayTimeIntervalType.MINUTE,
    "second": DayTimeIntervalType.SECOND,
    "week": DayTimeIntervalType.DAY,
    "millisecond": DayTimeIntervalType.SECOND,
    "microsecond": DayTimeIntervalType.SECOND,
}


@dataclass(frozen=True)
class IntervalError(Exception):
    """What is wrong with an interval: a condition and its parameters."""

    condition: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def _invalid(reason: str, text: str, **parameters: str) -> IntervalError:
    return IntervalError(f"INVALID_INTERVAL_FORMAT.{reason}", {"input": text, **parameters})


_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"(?P<sign>[+-]?)\s*(?P<whole>\d*)(?P<fraction>\.\d*)?(?=\s|\Z)")
_WORD = re.compile(r"\S+")


def months_days_micros(text: str) -> tuple[int, int, int]:
    """The interval that a text of numbers and units tells.

    Raises
    ------
    IntervalError
        When it tells none.
    """
    words = text.strip().lower()
    if not words:
        raise _invalid("INPUT_IS_EMPTY", text)
    at = len("interval") if re.match(r"interval\s", words) else 0
    totals = {"months": 0, "days": 0, "micros": 0}
    while at < len(words):
        at = _SPACE.match(words, at).end()  # type: ignore[union-attr]
        match = _NUMBER.match(words, at)
        if match is None or not (match["whole"] or len(match["fraction"] or "") > 1):
            raise _invalid("UNRECOGNIZED_NUMBER", text, number=_word_at(words, at))
        at = _SPACE.match(words, match.end()).end()  # type: ignore[union-attr]
        word = _word_at(words, at)
        if not word:
            raise _invalid("MISSING_UNIT", text, word=match.group())
        at += len(word)
        _add(totals, match, word, text)
    months, days, micros = totals["months"], totals["days"], totals["micros"]
    if not (-(2**31) <= months < 2**31 and -(2**31) <= days < 2**31 and -(2**63) <= micros < 2**63):
        raise _invalid("ARITHMETIC_EXCEPTION", text)
    return months, days, micros


def _word_at(words: str, at: int) -> str:
    match = _WORD.match(words, at)
    return match.group() if match else ""


def _add(totals: dict[str, int], number: re.Match[str], word: str, text: str) -> None:
    unit = word[:-1] if word.endswith("s") else word
    if unit not in _SINGULAR:
        raise _invalid("INVALID_UNIT", text, unit=word)
    fraction = (number["fraction"] or ".")[1:]
    if number["fraction"] is not None and unit != "second":
        raise _invalid("INVALID_FRACTION", text, unit=word)
    if len(fraction) > 9:
        raise _invalid("INVALID_PRECISION", text, value=f"{number['whole']}.{fraction}")
    sign, whole = -1 if number["sign"] == "-" else 1, int(number["whole"] or 0)
    if unit in _MONTHS:
        totals["months"] += sign * whole * _MONTHS[unit]
    elif unit in _DAYS:
        totals["days"] += sign * whole * _DAYS[unit]
    else:
        totals["micros"] += sign * (whole * _MICROS[unit] + int(fraction[:6].ljust(6, "0")))


def units_in(text: str) -> list[str]:
    """The units that a text names."""
    return [
        word.removesuffix("s")
        for word in text.lower().split()
        if re.fullmatch("[a-z]+", word) and word != "interval"
    ]


def of_units(interval: tuple[int, int, int], units: list[str]) -> tuple[int, DataType] | None:
    """The value and type of an interval that is written in these units; None when they do not go together."""
    months, days, micros = interval
    year_month = [_YEAR_MONTH[unit] for unit in units if unit in _YEAR_MONTH]
    day_time = [_DAY_TIME[unit] for unit in units if unit in _DAY_TIME]
    if year_month and day_time:
        return None
    if year_month:
        return months, YearMonthIntervalType(min(year_month), max(year_month))
    return days * 86_400_000_000 + micros, DayTimeIntervalType(min(day_time), max(day_time))


_FIELDS = ("day", "hour", "minute", "second")
_PATTERNS = {
    ("day", "hour"): (r"(?P<day>\d+)\s+(?P<hour>\d+)", "d h"),
    ("day", "minute"): (r"(?P<day>\d+)\s+(?P<hour>\d+):(?P<minute>\d+)", "d h:m"),
    ("day", "second"): (
        r"(?P<day>\d+)\s+(?P<hour>\d+):(?P<minute>\d+):(?P<second>\d+)(?:\.(?P<fraction>\d{1,9}))?",
        "d h:m:s.n",
    ),
    ("hour", "minute"): (r"(?P<hour>\d+):(?P<minute>\d+)", "h:m"),
    ("hour", "second"): (
        r"(?P<hour>\d+):(?P<minute>\d+):(?P<second>\d+)(?:\.(?P<fraction>\d{1,9}))?",
        "h:m:s.n",
    ),
    ("minute", "second"): (r"(?P<minute>\d+):(?P<second>\d+)(?:\.(?P<fraction>\d{1,9}))?", "m:s.n"),
}
_LIMITS = {"hour": 23, "minute": 59, "second": 59}


def from_to(text: str, first: str, last: str) -> tuple[int, DataType]:
    """The value and type of ``'text' first TO last``.

    Raises
    ------
    IntervalError
        When there is no interval of these units, or the text is none.
    """
    if (first, last) == ("year", "month"):
        return _year_to_month(text)
    if (first, last) not in _PATTERNS:
        raise _invalid("UNSUPPORTED_FROM_TO_EXPRESSION", text, **{"from": first, "to": last})
    pattern, shown = _PATTERNS[first, last]
    match = re.fullmatch(r"(?P<sign>[+-]?)" + pattern, text.strip())
    if match is None:
        raise _invalid(
            "UNMATCHED_FORMAT_STRING_WITH_NOTICE",
            text,
            intervalStr="day-time",
            supportedFormat=f"`[+|-]{shown}`, `INTERVAL [+|-]'[+|-]{shown}' {first.upper()} TO {last.upper()}`",
            typeName=f"interval {first} to {last}",
        )
    found = match.groupdict()
    micros = int((found.get("fraction") or "")[:6].ljust(6, "0"))
    for unit in _FIELDS[_FIELDS.index(first) : _FIELDS.index(last) + 1]:
        amount = int(found[unit])
        if unit != first and amount > _LIMITS[unit]:
            message = f"The {unit} {amount} of the interval is not from 0 to {_LIMITS[unit]}"
            raise IntervalError("_LEGACY_ERROR_TEMP_0063", {"msg": message})
        micros += amount * (86_400_000_000 if unit == "day" else _MICROS[unit])
    sign = -1 if match["sign"] == "-" else 1
    return sign * micros, DayTimeIntervalType(_DAY_TIME[first], _DAY_TIME[last])


def _year_to_month(text: str) -> tuple[int, DataType]:
    match = re.fullmatch(r"([+-]?)(\d+)-(\d+)", text.strip())
    if match is None or int(match[3]) > 11:
        raise _invalid("INTERVAL_PARSING", text, interval="year-month")
    months = int(match[2]) * 12 + int(match[3])
    if months >= 2**31:
        raise _invalid("ARITHMETIC_EXCEPTION", text)
    return -months if match[1] == "-" else months, YearMonthIntervalType(0, 1)
