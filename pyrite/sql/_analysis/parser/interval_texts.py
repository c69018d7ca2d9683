"""Texts that are cast to intervals: ``1 02:03:04``, ``INTERVAL '1-2' YEAR TO MONTH``."""

from __future__ import annotations

import functools
import re

from pyrite.sql._analysis.parser.intervals import IntervalError
from pyrite.sql.types import DayTimeIntervalType, YearMonthIntervalType

__all__ = ["day_time_of_text", "year_month_of_text"]

_BLANKS = "".join(map(chr, (*range(33), *range(127, 160))))
_FIELDS = ("day", "hour", "minute", "second")
_LIMITS = {"hour": 23, "minute": 59, "second": 59}
_MICROS = {"day": 86_400_000_000, "hour": 3_600_000_000, "minute": 60_000_000, "second": 1_000_000}
_PATTERNS = {
    "day": r"(?P<day>\d{1,9})",
    "hour": r"(?P<hour>\d{1,10})",
    "minute": r"(?P<minute>\d{1,12})",
    "second": r"(?P<second>\d{1,13})(?:\.(?P<fraction>\d{1,9}))?",
}
_SHOWN = {"day": "d", "hour": "h", "minute": "m", "second": "s.n"}


def _either_way(body: str, unit: str) -> str:
    """The pattern of an interval's text, alone or as SQL writes it with its unit."""
    words = unit.replace(" ", r"\s+")
    inner = body.replace("?P<", "?P<q")
    return rf"(?:(?P<sign>[+-])?{body})|(?:INTERVAL\s+(?P<outer>[+-])?'(?P<inner>[+-])?{inner}'\s+{words})"


@functools.cache
def _day_time_form(start: int, end: int) -> tuple[re.Pattern[str], str, str]:
    """The pattern of a text, the formats to show and the name of a day-time interval."""
    fields = _FIELDS[start : end + 1]
    body, shown = _PATTERNS[fields[0]], _SHOWN[fields[0]]
    for field in fields[1:]:
        body += (r"\s+" if field == "hour" else ":") + _PATTERNS[field]
        shown += (" " if field == "hour" else ":") + _SHOWN[field]
    unit = fields[0].upper() if start == end else f"{fields[0].upper()} TO {fields[-1].upper()}"
    pattern = _either_way(body, unit)
    return (
        re.compile(pattern, re.I | re.ASCII),
        f"`[+|-]{shown}`, `INTERVAL [+|-]'[+|-]{shown}' {unit}`",
        f"interval {unit.lower()}",
    )


def day_time_of_text(text: str, kind: DayTimeIntervalType) -> int:
    """The microseconds of a day-time interval's text. Raises ``IntervalError``."""
    pattern, formats, name = _day_time_form(kind.startField, kind.endField)
    match = pattern.fullmatch(text.strip(_BLANKS))
    if match is None:
        raise IntervalError(
            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE",
            {"intervalStr": "day-time", "supportedFormat": formats, "typeName": name, "input": text},
        )
    found = {key.removeprefix("q"): value for key, value in match.groupdict().items() if value is not None}
    micros = int(found.get("fraction", "")[:6].ljust(6, "0"))
    for place in range(kind.startField, kind.endField + 1):
        field = _FIELDS[place]
        amount = int(found[field])
        if place > kind.startField and amount > _LIMITS[field]:
            raise IntervalError(
                "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING", {"input": text, "interval": "day-time"}
            )
        micros += amount * _MICROS[field]
    negative = [found.get(key) for key in ("sign", "outer", "inner")].count("-") % 2
    value = -micros if negative else micros
    if not -(2**63) <= value < 2**63:
        raise IntervalError(
            "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING", {"input": text, "interval": "day-time"}
        )
    return value


@functools.cache
def _year_month_form(start: int, end: int) -> tuple[re.Pattern[str], str, str]:
    body, shown, unit = {
        (0, 0): (r"(?P<year>\d+)", "y", "YEAR"),
        (1, 1): (r"(?P<month>\d+)", "m", "MONTH"),
        (0, 1): (r"(?P<year>\d+)-(?P<month>\d+)", "y-m", "YEAR TO MONTH"),
    }[start, end]
    pattern = _either_way(body, unit)
    return (
        re.compile(pattern, re.I | re.ASCII),
        f"`[+|-]{shown}`, `INTERVAL [+|-]'[+|-]{shown}' {unit}`",
        f"interval {unit.lower()}",
    )


def year_month_of_text(text: str, kind: YearMonthIntervalType) -> int:
    """The months of a year-month interval's text. Raises ``IntervalError``."""
    pattern, formats, name = _year_month_form(kind.startField, kind.endField)
    match = pattern.fullmatch(text.strip(_BLANKS))
    if match is None:
        raise IntervalError(
            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING",
            {"intervalStr": "year-month", "supportedFormat": formats, "typeName": name, "input": text},
        )
    found = {key.removeprefix("q"): value for key, value in match.groupdict().items() if value is not None}
    years, months = int(found.get("year", 0)), int(found.get("month", 0))
    negative = [found.get(key) for key in ("sign", "outer", "inner")].count("-") % 2
    value = (years * 12 + months) * (-1 if negative else 1)
    if (kind.startField != kind.endField and months > 11) or not -(2**31) <= value < 2**31:
        raise IntervalError(
            "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING", {"input": text, "interval": "year-month"}
        )
    return value
