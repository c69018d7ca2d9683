"""Time zones by the names that Java takes, and their offsets at moments."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from pyrite.sql._analysis.parser.literals import zone_offset

__all__ = ["clock_of", "moment_of", "offset_at", "zone_name"]

#: Java's three-letter names of zones.
_SHORT = {
    "ACT": "Australia/Darwin", "AET": "Australia/Sydney", "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo", "AST": "America/Anchorage", "BET": "America/Sao_Paulo", "BST": "Asia/Dhaka",
    "CAT": "Africa/Harare", "CNT": "America/St_Johns", "CST": "America/Chicago", "CTT": "Asia/Shanghai",
    "EAT": "Africa/Addis_Ababa", "ECT": "Europe/Paris", "EST": "-05:00", "HST": "-10:00",
    "IET": "America/Indiana/Indianapolis", "IST": "Asia/Kolkata", "JST": "Asia/Tokyo", "MIT": "Pacific/Apia",
    "MST": "-07:00", "NET": "Asia/Yerevan", "NST": "Pacific/Auckland", "PLT": "Asia/Karachi",
    "PNT": "America/Phoenix", "PRT": "America/Puerto_Rico", "PST": "America/Los_Angeles",
    "SST": "Pacific/Guadalcanal", "VST": "Asia/Ho_Chi_Minh",
}  # fmt: skip
#: The microseconds after which the calendar repeats.
_CYCLE = 146_097 * 86_400_000_000
_PREFIXED = re.compile(r"(?:UTC|GMT|UT)([+-].*)")
_LOOSE = re.compile(r"([+-])(\d{1,2})(?::?(\d{1,2}))?(?::?(\d{2}))?")


@lru_cache(maxsize=256)
def zone_name(name: str) -> str:
    """A zone's name as Java reads it: short names and loose offsets made plain."""
    name = _SHORT.get(name, name)
    prefixed = _PREFIXED.fullmatch(name)
    name = prefixed[1] if prefixed else name
    loose = _LOOSE.fullmatch(name)
    if loose is None:
        return name
    return f"{loose[1]}{int(loose[2]):02d}:{int(loose[3] or 0):02d}:{int(loose[4] or 0):02d}"


def offset_at(zone: str, micros: int) -> int | None:
    """The microseconds that a zone's clock is ahead of UTC at a moment; None for no zone."""
    name = zone_name(zone)
    fixed = zone_offset(name, 0)
    if fixed is None or name[:1] in "+-" or name in ("Z", "UTC", "GMT", "UT"):
        return fixed
    # Before the years of datetime the zone's first rule holds; after them the calendar of 400 years before.
    bounded = max(micros, -62_135_510_400_000_000)
    late = bounded - 253_402_214_400_000_000
    if late > 0:
        bounded -= (late // _CYCLE + 1) * _CYCLE
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=bounded)
    offset = moment.astimezone(ZoneInfo(name)).utcoffset()
    return None if offset is None else offset // timedelta(microseconds=1)


def clock_of(zone: str, micros: int) -> int:
    """What a zone's clock shows at a moment."""
    return micros + (offset_at(zone, micros) or 0)


def moment_of(zone: str, clock: int) -> int:
    """The moment when a zone's clock shows this: the first one, or the moment that it jumped over."""
    return clock - (zone_offset(zone_name(zone), clock) or 0)
