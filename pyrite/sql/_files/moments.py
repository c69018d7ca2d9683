"""Dates and timestamps as casts read them: parts may be missing from the end, and zones may follow."""

from __future__ import annotations

import re
import time
from datetime import date

from pyrite.errors import PySparkValueError
from pyrite.sql._files.patterns import local_micros, zone_micros
from pyrite.sql._text.zones import utc_offset

__all__ = ["parse_date", "parse_timestamp"]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_EPOCH = date(1970, 1, 1)
_BLANK = "".join(map(chr, range(33)))
_DATE = re.compile(r"([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?", re.DOTALL)
_TIMESTAMP = re.compile(
    r"(?:([+-]?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?)?"
    r"(?:(?P<mark>[ T])?(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?(?P<zone>[^\d.:].*)?)?"
)
_PLAIN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?")
_OFFSET = re.compile(r"(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?")


def parse_date(text: str) -> int:
    """The days since 1970.

    Raises
    ------
    ValueError
        When the text is no date.

    >>> parse_date("1970-01")
    0
    """
    found = _DATE.fullmatch(text.strip(_BLANK))
    if found is None:
        raise ValueError(text)
    year, month, day = found.groups(default="1")
    return days_of(int(year), int(month), int(day))


def days_of(year: int, month: int, day: int) -> int:
    """The days since 1970 of a date of any year; ValueError for one that is none."""
    # The calendar repeats every 400 years.
    cycles, inside = divmod(year - 2000, 400)
    return cycles * 146_097 + (date(2000 + inside, month, day) - _EPOCH).days


def parse_timestamp(text: str, zone: str, with_zone: bool = True) -> int:
    """The microseconds since 1970: of the moment, or without a zone of the clock's reading.

    Raises
    ------
    ValueError
        When the text is no timestamp; without ``with_zone`` also when it has a zone.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        year, month, day, hour, minute, second, fraction = plain.groups(default="0")
        micros = _clock(int(hour), int(minute), int(second), fraction)
        reading = days_of(int(year), int(month), int(day)) * _DAY + micros
        return zone_micros(reading, zone) if with_zone else reading
    found = _TIMESTAMP.fullmatch(text.strip(_BLANK))
    if found is None or not found[0]:
        raise ValueError(text)
    year, month, day, mark, hour, minute, second, fraction, told = found.groups()
    if told is not None and not with_zone:
        raise ValueError(text)
    if hour is None and year is None:
        raise ValueError(text)
    if hour is not None:
        if year is not None and (day is None or mark is None):
            raise ValueError(text)
        if year is None and (not with_zone or (mark is None and minute is None) or mark == " "):
            raise ValueError(text)
    micros = _clock(int(hour or 0), int(minute or 0), int(second or 0), fraction or "")
    where = zone if told is None else told.strip(_BLANK)
    if year is None:
        reading = local_micros(time.time_ns() // 1000, zone) // _DAY * _DAY + micros
    else:
        reading = days_of(int(year), int(month or 1), int(day or 1)) * _DAY + micros
    if not with_zone:
        return reading
    offset = _OFFSET.fullmatch(where)
    if offset is not None:
        sign, hours, minutes, seconds = offset.groups(default="0")
        size = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * _SECOND
        if size > 18 * 3600 * _SECOND:
            raise ValueError(text)
        return reading + size if sign == "-" else reading - size
    try:
        utc_offset(where)
    except PySparkValueError:
        raise ValueError(text) from None
    return zone_micros(reading, where)


def _clock(hour: int, minute: int, second: int, fraction: str) -> int:
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("no time of day")
    return ((hour * 60 + minute) * 60 + second) * _SECOND + int(fraction[:6].ljust(6, "0"))
