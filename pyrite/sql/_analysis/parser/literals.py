"""Constants in Spark's internal form: numbers, and the times, bytes and intervals of ``TYPE 'text'``."""

from __future__ import annotations

import re
import struct
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pyrite._dataclasses import dataclass
from pyrite.sql.types import (
    ByteType,
    DataType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
)

__all__ = ["NumberOutOfRange", "binary", "date_days", "number", "time_nanos", "timestamp_parts"]


@dataclass(frozen=True)
class NumberOutOfRange(Exception):
    """A number too large for the type that it says."""

    digits: str
    least: str
    greatest: str
    type_name: str


_INTEGRAL: dict[str, tuple[DataType, int]] = {
    "Y": (ByteType(), 8),
    "S": (ShortType(), 16),
    "L": (LongType(), 64),
}
_INT, _LONG, _FLOAT, _DOUBLE = IntegerType(), LongType(), FloatType(), DoubleType()
_DOUBLE_MAX = "1.7976931348623157E+308"
_FLOAT_MAX = "3.4028234663852886E+38"


def number(text: str) -> tuple[Any, DataType]:
    """The value and type of a number as written, with its sign and suffix.

    Raises
    ------
    NumberOutOfRange
        When its suffix tells a type that does not hold it.
    OverflowError
        With the precision, when it needs more digits than decimals have.
    """
    last = text[-1].upper()
    if last.isdigit() or last == ".":
        digits = text.lstrip("-")
        if digits.isdigit():
            return _integer(text)
        return _fractional(text) if "e" in text.lower() else _decimal(text)
    if last in _INTEGRAL:
        return _sized(text[:-1], *_INTEGRAL[last])
    if text[-2:].upper() == "BD":
        return _decimal(text[:-2])
    return _fractional(text[:-1], single=last == "F")


def _integer(text: str) -> tuple[Any, DataType]:
    value = int(text)
    if -(2**31) <= value < 2**31:
        return value, _INT
    if -(2**63) <= value < 2**63:
        return value, _LONG
    return _decimal(text)


def _sized(text: str, kind: DataType, bits: int) -> tuple[Any, DataType]:
    value, limit = int(text), 2 ** (bits - 1)
    if -limit <= value < limit:
        return value, kind
    raise NumberOutOfRange(text, str(-limit), str(limit - 1), kind.simpleString())


def _decimal(text: str) -> tuple[Any, DataType]:
    value = Decimal(text)
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    scale = max(-exponent, 0)
    precision = max(len(digits) + max(exponent, 0), scale)
    if precision > 38:
        raise OverflowError(precision)
    return Decimal(f"{value:f}"), DecimalType(precision, scale)


def _fractional(text: str, single: bool = False) -> tuple[Any, DataType]:
    value = Decimal(text)
    greatest = Decimal(_FLOAT_MAX if single else _DOUBLE_MAX)
    if abs(value) > greatest:
        most = _FLOAT_MAX if single else _DOUBLE_MAX
        raise NumberOutOfRange(text, f"-{most}", most, "float" if single else "double")
    if single:
        return struct.unpack("f", struct.pack("f", float(text)))[0], _FLOAT
    return float(text), _DOUBLE


def binary(text: str) -> bytes | None:
    """The bytes of ``X'...'``; None for a text that is not hexadecimal."""
    padded = "0" * (len(text) % 2) + text
    return bytes.fromhex(padded) if re.fullmatch("[0-9A-Fa-f]*", padded) else None


_DATE = re.compile(
    r"(?P<sign>[+-]?)(?P<year>\d{4,7})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:[ T].*)?)?)?", re.S
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.(?P<fraction>\d*))?)?)?(?P<zone>(?!\d).*)?",
    re.S,
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.(?P<fraction>\d{1,9}))?)?"
    r"(?:(?P<space> ?)(?P<half>[AaPp][Mm]))?"
)
_DATE_PART = re.compile(r"(?P<sign>[+-]?)(?P<year>\d{4,6})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_OFFSET = re.compile(
    r"(?:UTC|GMT|UT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{1,2}))?(?::?(?P<seconds>\d{2}))?"
)
_EPOCH = date(1970, 1, 1).toordinal()
#: The days of 400 years, after which the calendar repeats.
_CYCLE = 146097
_DAY = 86_400_000_000


def _days(year: int, month: int, day: int) -> int | None:
    """Days since 1970, in the Gregorian calendar of all times; None for a day that does not exist."""
    cycles, within = divmod(year - 1, 400)
    within += 1
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(within, month)[1]:
        return None
    return date(within, month, day).toordinal() - _EPOCH + cycles * _CYCLE


def _date_of(match: re.Match[str]) -> int | None:
    year = int(match["year"]) * (-1 if match["sign"] == "-" else 1)
    return _days(year, int(match["month"] or 1), int(match["day"] or 1))


def date_days(text: str) -> int | None:
    """The days since 1970 of a date's text; None when it is none."""
    match = _DATE.fullmatch(_trimmed(text))
    days = _date_of(match) if match else None
    return days if days is not None and -(2**31) <= days < 2**31 else None


def _trimmed(text: str) -> str:
    return text.strip("".join(map(chr, range(33))) + "\x7f")


def time_nanos(text: str) -> tuple[int, int] | None:
    """The nanoseconds since midnight of a time's text, and the precision of its type; None when it is none."""
    match = _CLOCK.fullmatch(_trimmed(text))
    if match is None:
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].upper() == "PM" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    fraction = match["fraction"] or ""
    nanos = ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + int(fraction.ljust(9, "0"))
    return nanos, max(6, len(fraction))


def timestamp_parts(text: str) -> tuple[int | None, str | None] | None:
    """The microseconds of a timestamp's text by the clock, and the zone it names; None when it is none.

    The first is None for a text with a time and no date, which is today's.
    """
    trimmed = _trimmed(text)
    head = _DATE_PART.match(trimmed)
    if head is None:
        clock = _TIME.fullmatch(trimmed.removeprefix("T"))
        if clock is None or _micros_of(clock) is None or (clock["minute"] is None and trimmed[0] != "T"):
            return None
        return None, clock["zone"] or None
    days = _date_of(head)
    if days is None:
        return None
    rest = trimmed[head.end() :]
    if not rest:
        return days * _DAY, None
    if head["day"] is None or rest[0] not in "T ":
        return None
    clock = _TIME.fullmatch(rest[1:])
    micros = _micros_of(clock) if clock else None
    if clock is None or micros is None:
        return None
    zone = (clock["zone"] or "").strip()
    # A zone follows seconds only.
    if zone and (clock["second"] is None or zone_offset(zone, 0) is None):
        return None
    return days * _DAY + micros, zone or None


def _micros_of(clock: re.Match[str]) -> int | None:
    hour, minute, second = int(clock["hour"]), int(clock["minute"] or 0), int(clock["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    micros = int((clock["fraction"] or "")[:6].ljust(6, "0"))
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros


#: Java's abbreviations of zones.
_SHORT_ZONES = {
    "ACT": "Australia/Darwin", "AET": "Australia/Sydney", "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo",
    "AST": "America/Anchorage", "BET": "America/Sao_Paulo", "BST": "Asia/Dhaka", "CAT": "Africa/Harare",
    "CNT": "America/St_Johns", "CST": "America/Chicago", "CTT": "Asia/Shanghai", "EAT": "Africa/Addis_Ababa",
    "ECT": "Europe/Paris", "IET": "America/Indiana/Indianapolis", "IST": "Asia/Kolkata", "JST": "Asia/Tokyo",
    "MIT": "Pacific/Apia", "NET": "Asia/Yerevan", "NST": "Pacific/Auckland", "PLT": "Asia/Karachi",
    "PNT": "America/Phoenix", "PRT": "America/Puerto_Rico", "PST": "America/Los_Angeles", "SST": "Pacific/Guadalcanal",
    "VST": "Asia/Ho_Chi_Minh",
}  # fmt: skip


def zone_offset(zone: str, micros: int) -> int | None:
    """The microseconds that a zone's clock is ahead of UTC when it shows ``micros``; None for no zone."""
    if zone in ("Z", "UTC", "GMT", "UT"):
        return 0
    match = _OFFSET.fullmatch(zone)
    if match:
        hours, minutes, seconds = int(match["hours"]), int(match["minutes"] or 0), int(match["seconds"] or 0)
        if hours > 18 or minutes > 59 or seconds > 59 or (hours == 18 and minutes + seconds):
            return None
        return (-1 if match["sign"] == "-" else 1) * (hours * 3600 + minutes * 60 + seconds) * 1_000_000
    try:
        info = ZoneInfo(_SHORT_ZONES.get(zone, zone))
    except (KeyError, ValueError, OSError):
        return None
    # Before the years of datetime the zone's first rule holds; after them the calendar of 400 years before.
    bounded = max(micros, -62_135_510_400_000_000)
    late = bounded - 253_402_214_400_000_000
    if late > 0:
        bounded -= (late // (_CYCLE * _DAY) + 1) * _CYCLE * _DAY
    local = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=bounded)
    offset = local.replace(tzinfo=info).utcoffset()
    return None if offset is None else offset // timedelta(microseconds=1)
