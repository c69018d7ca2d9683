"""Java's patterns for dates and times, as far as files use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._text.zones import utc_offset

__all__ = ["TimePattern", "local_micros", "time_pattern", "zone_micros"]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_EPOCH = datetime(1970, 1, 1)
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LETTERS = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|(\[)|(\])|([^A-Za-z\[\]']+)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?(?::?(\d\d))?")


class _Field(NamedTuple):
    """One piece of a pattern: how it is written, the regular expression that reads it, and what it tells."""

    write: Callable[[datetime, int, str], str]
    pattern: str
    name: str = ""


@lru_cache(maxsize=64)
def time_pattern(pattern: str) -> TimePattern:
    """A pattern such as ``dd/MM/yyyy HH:mm``.

    Raises
    ------
    PySparkNotImplementedError
        For letters that Pyrite does not know.

    >>> time_pattern("dd.MM.yyyy").text(86_400_000_000, "UTC")
    '02.01.1970'
    """
    return TimePattern(pattern)


def local_micros(moment: int, zone: str) -> int:
    """What the zone's clock shows at a moment, as microseconds since 1970."""
    return moment + utc_offset(zone)(moment // _SECOND) * _SECOND


class TimePattern:
    """A pattern for dates and times; see :func:`time_pattern`."""

    def __init__(self, pattern: str):
        self._fields: list[_Field] = []
        expression = ""
        for index, found in enumerate(_LETTERS.finditer(pattern)):
            literal, letter, opening, closing, other = found.groups()
            if opening:
                expression += "(?:"
                continue
            if closing:
                expression += ")?"
                continue
            if letter is None:
                text = "'" if literal == "" else (literal or other or "").replace("''", "'")
                field = _literal(text)
            else:
                field = _field(letter, len(found[0]), pattern)
            self._fields.append(field)
            group = f"(?P<{field.name}_{index}>{field.pattern})" if field.name else field.pattern
            expression += group
        self._expression = re.compile(expression, re.IGNORECASE)

    def text(self, micros: int, zone: str, local: bool = False) -> str:
        """A moment on the zone's clock; with ``local``, ``micros`` are a reading of a clock without a zone."""
        offset = 0 if local else utc_offset(zone)(micros // _SECOND)
        try:
            moment = _EPOCH + timedelta(microseconds=micros + offset * _SECOND)
        except OverflowError:
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED",
                messageParameters={"feature": "years out of 1 to 9999 in patterns"},
            ) from None
        return "".join([field.write(moment, offset, zone) for field in self._fields])

    def micros(self, text: str, zone: str, local: bool = False) -> int:
        """The moment that a text tells; with ``local`` the clock's reading.

        Raises
        ------
        ValueError
            When the text does not follow the pattern.
        """
        found = self._expression.fullmatch(text)
        if found is None:
            raise ValueError(text)
        told: dict[str, str] = {}
        for name, value in found.groupdict().items():
            if value is not None:
                told[name.rpartition("_")[0]] = value
        reading = _reading(told)
        micros = (reading - _EPOCH) // timedelta(microseconds=1)
        if local:
            return micros
        offset = _told_offset(told, reading)
        return zone_micros(micros, zone) if offset is None else micros - offset * _SECOND


def zone_micros(reading: int, zone: str) -> int:
    """The moment at which the zone's clock shows a reading: the first one where there are two."""
    offset = utc_offset(zone)
    seconds = reading // _SECOND
    before, after = offset(seconds - 86_400), offset(seconds + 86_400)
    ahead = before
    if before != after and offset(seconds - before) != before and offset(seconds - after) == after:
        ahead = after
    return reading - ahead * _SECOND


def _reading(told: dict[str, str]) -> datetime:
    year = int(told.get("year", "1970"))
    if "shortyear" in told:
        year = 2000 + int(told["shortyear"])
    month = int(told.get("month", "1"))
    if "monthname" in told:
        month = _named(_MONTHS, told["monthname"])
    day = int(told.get("day", "1"))
    hour = int(told.get("hour", "0"))
    if "halfhour" in told:
        hour = int(told["halfhour"]) % 12 + (12 if told.get("half", "AM").upper() == "PM" else 0)
    fraction = int(told.get("fraction", "0").ljust(6, "0")[:6])
    if "dayofyear" in told:
        first = date(year, 1, 1) + timedelta(days=int(told["dayofyear"]) - 1)
        month, day = first.month, first.day
    return datetime(
        year, month, day, hour, int(told.get("minute", "0")), int(told.get("second", "0")), fraction
    )


def _named(names: list[str], text: str) -> int:
    for index, name in enumerate(names):
        if name[:3].lower() == text[:3].lower():
            return index + 1
    raise ValueError(text)


def _told_offset(told: dict[str, str], reading: datetime) -> int | None:
    text = told.get("offset")
    if text is not None:
        found = _OFFSET.fullmatch(text)
        if found is None:
            return 0
        sign, hours, minutes, seconds = found.groups(default="0")
        size = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        return -size if sign == "-" else size
    zone = told.get("zone")
    if zone is None:
        return None
    try:
        aware = reading.replace(
            tzinfo=timezone.utc if zone.upper() in ("Z", "UTC", "GMT") else ZoneInfo(zone)
        )
    except (KeyError, OSError):
        raise ValueError(zone) from None
    offset = aware.utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _literal(text: str) -> _Field:
    return _Field(lambda moment, offset, zone: text, re.escape(text))


def _number(name: str, width: int, read: Callable[[datetime], int], most: int = 2) -> _Field:
    digits = f"\\d{{{width}}}" if width > 1 else f"\\d{{1,{most}}}"
    return _Field(lambda moment, offset, zone: f"{read(moment):0{width}d}", digits, name)


def _offset_text(offset: int, colon: str, zero: str, short: bool = False) -> str:
    if not offset and zero:
        return zero
    size = abs(offset)
    minutes = "" if short and not size % 3600 else f"{colon}{size // 60 % 60:02d}"
    return f"{'-' if offset < 0 else '+'}{size // 3600:02d}{minutes}"


#: A quarter in one to four letters; none is read.
_QUARTERS = ("{0}", "{0:02d}", "Q{0}", "{0}{1} quarter")
_ENDINGS = ("st", "nd", "rd", "th")


def _quarter(moment: datetime, letters: int) -> str:
    number = (moment.month + 2) // 3
    return _QUARTERS[letters - 1].format(number, _ENDINGS[number - 1])


def _field(letter: str, count: int, pattern: str) -> _Field:
    if letter in "yu":
        if count == 2:
            return _Field(lambda moment, offset, zone: f"{moment.year % 100:02d}", r"\d\d", "shortyear")
        digits = r"\d{4}|[+-]\d{5,9}" if count == 4 else rf"[+-]?\d{{{count},9}}"
        return _Field(lambda moment, offset, zone: f"{moment.year:0{count}d}", digits, "year")
    if letter in "ML":
        if count <= 2:
            return _number("month", count, lambda moment: moment.month)
        names = _MONTHS if count == 4 else [name[:3] for name in _MONTHS]
        return _Field(lambda moment, offset, zone: names[moment.month - 1], "|".join(names), "monthname")
    if letter == "E":
        names = _WEEKDAYS if count == 4 else [name[:3] for name in _WEEKDAYS]
        return _Field(lambda moment, offset, zone: names[moment.weekday()], "|".join(names), "weekday")
    if letter == "S":
        return _Field(
            lambda moment, offset, zone: f"{moment.microsecond:06d}".ljust(count, "0")[:count],
            f"\\d{{{count}}}",
            "fraction",
        )
    if letter == "a":
        return _Field(lambda moment, offset, zone: "AM" if moment.hour < 12 else "PM", "AM|PM", "half")
    if letter in "Xx":
        zero = "Z" if letter == "X" else ""
        colon = ":" if count in (3, 5) else ""
        shape = r"[+-]\d\d(?:\d\d)?" if count == 1 else rf"[+-]\d\d{colon}\d\d"
        return _Field(
            lambda moment, offset, zone: _offset_text(offset, colon, zero, count == 1),
            f"Z|{shape}" if zero else shape,
            "offset",
        )
    if letter == "Z" and count <= 3:
        return _Field(lambda moment, offset, zone: _offset_text(offset, "", ""), r"[+-]\d{4}", "offset")
    if letter in "Qq" and count <= 4:
        return _Field(lambda moment, offset, zone: _quarter(moment, count), "(?!)")
    if letter in "zV":
        return _Field(lambda moment, offset, zone: zone, r"[A-Za-z][\w/+\-]*", "zone")
    known = _NUMBERS.get(letter)
    if known is None or count > known[2]:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": f"{letter * count} in the pattern {pattern}"},
        )
    name, read, most = known
    return _number(name, count, read, most)


_NUMBERS: dict[str, tuple[str, Callable[[datetime], int], int]] = {
    "d": ("day", lambda moment: moment.day, 2),
    "D": ("dayofyear", lambda moment: moment.timetuple().tm_yday, 3),
    "H": ("hour", lambda moment: moment.hour, 2),
    "h": ("halfhour", lambda moment: moment.hour % 12 or 12, 2),
    "m": ("minute", lambda moment: moment.minute, 2),
    "s": ("second", lambda moment: moment.second, 2),
}
