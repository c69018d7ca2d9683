"""Kernels of dates and times: parts put together, zones."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from pyrite.sql._analysis.parser.literals import zone_offset
from pyrite.sql._analysis.zones import offset_at, zone_name
from pyrite.sql._duckdb.kernels_rows import row_kernel
from pyrite.sql._text.datetime_patterns import PatternError, Unparsed, pattern_of

MICROS_PER_DAY = 86_400_000_000
_MONTHS = tuple(name.upper() for name in calendar.month_name)


def _from_utc(micros: int, zone: str) -> int | None:
    offset = offset_at(zone, micros)
    return None if offset is None else micros + offset


def _to_utc(micros: int, zone: str) -> int | None:
    offset = zone_offset(zone_name(zone), micros)
    return None if offset is None else micros - offset


row_kernel("from_utc", _from_utc)
row_kernel("to_utc", _to_utc)

# ------------------------------------------------------------------------------------------- put together


def days_of(year: int, month: int, day: int) -> int:
    """The days since 1970 of a date of the proleptic Gregorian calendar, in any year."""
    cycles, year = divmod(year - 1, 400)
    return cycles * 146_097 + date(year + 1, month, day).toordinal() - 719_163


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year % 400 + 2000, month)[1]


def date_fault(year: int, month: int, day: int, title: bool = False) -> str | None:
    """What is wrong with a date, in Java's words; None when nothing is."""
    if not -999_999_999 <= year <= 999_999_999:
        return f"Invalid value for Year (valid values -999999999 - 999999999): {year}"
    if not 1 <= month <= 12:
        return f"Invalid value for MonthOfYear (valid values 1 - 12): {month}"
    if not 1 <= day <= 31:
        return f"Invalid value for DayOfMonth (valid values 1 - 28/31): {day}"
    if day > _last_day(year, month):
        if day == 29:
            return f"Invalid date 'February 29' as '{year}' is not a leap year"
        return f"Invalid date '{_MONTHS[month]} {day}'"
    return None


row_kernel("date_fault", date_fault)


def _timestamp_fault(
    year: int, month: int, day: int, hour: int, minute: int, seconds: Decimal, zone: str
) -> str | None:
    whole = int(seconds // 1)
    if whole == 60 and seconds != 60:
        return "seconds"
    if not -1 < seconds < 61 and seconds != 60:
        return f"Invalid value for SecondOfMinute (valid values 0 - 59): {whole}"
    if (fault := date_fault(year, month, day)) is not None:
        return fault
    for name, value, most in (("HourOfDay", hour, 23), ("MinuteOfHour", minute, 59)):
        if not 0 <= value <= most:
            return f"Invalid value for {name} (valid values 0 - {most}): {value}"
    if seconds < 0:
        return f"Invalid value for SecondOfMinute (valid values 0 - 59): {whole}"
    return "zone" if zone_offset(zone_name(zone), 0) is None else None


def _make_timestamp(
    year: int, month: int, day: int, hour: int, minute: int, seconds: Decimal, zone: str
) -> int | None:
    if _timestamp_fault(year, month, day, hour, minute, seconds, zone) is not None:
        return None
    micros = days_of(year, month, day) * MICROS_PER_DAY
    micros += (hour * 3600 + minute * 60) * 1_000_000 + int(seconds * 1_000_000)
    return _to_utc(micros, zone)


row_kernel("timestamp_fault", _timestamp_fault)
row_kernel("make_timestamp", _make_timestamp)

# ------------------------------------------------------------------------------------------------ patterns


def _date_format(clock: int, moment: int, pattern: str, zone: str) -> str | None:
    try:
        return pattern_of(pattern, False).format(clock, clock - moment, zone)
    except PatternError:
        return None


def _parse(text: str, pattern: str, zone: str) -> int | None:
    """The moment of a text; on the clock, when ``zone`` is empty."""
    try:
        found = pattern_of(pattern, True).parse(text)
    except (PatternError, Unparsed):
        return None
    if not zone:
        return found.micros
    return _to_utc(found.micros, found.zone or zone)


def _parse_fault(text: str, pattern: str) -> str | None:
    try:
        pattern_of(pattern, True).parse(text)
    except PatternError:
        return None
    except Unparsed as error:
        return str(error)
    return f"Text '{text}' could not be parsed"


row_kernel("date_format", _date_format)
row_kernel("parse_datetime", _parse)
row_kernel("parse_datetime_fault", _parse_fault)
