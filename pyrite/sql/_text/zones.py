"""Time zones by the names that Java knows: what their clocks show at a moment, for whole columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pyrite.errors import PySparkValueError
from pyrite.sql._text.local_time import moved_micros

if TYPE_CHECKING:
    import pyarrow as pa

_MICROS = 1_000_000
#: Java's short names for zones.
_SHORT = {
    "ACT": "Australia/Darwin",
    "AET": "Australia/Sydney",
    "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo",
    "AST": "America/Anchorage",
    "BET": "America/Sao_Paulo",
    "BST": "Asia/Dhaka",
    "CAT": "Africa/Harare",
    "CNT": "America/St_Johns",
    "CST": "America/Chicago",
    "CTT": "Asia/Shanghai",
    "EAT": "Africa/Addis_Ababa",
    "ECT": "Europe/Paris",
    "EST": "-05:00",
    "HST": "-10:00",
    "IET": "America/Indiana/Indianapolis",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "MIT": "Pacific/Apia",
    "MST": "-07:00",
    "NET": "Asia/Yerevan",
    "NST": "Pacific/Auckland",
    "PLT": "Asia/Karachi",
    "PNT": "America/Phoenix",
    "PRT": "America/Puerto_Rico",
    "PST": "America/Los_Angeles",
    "SST": "Pacific/Guadalcanal",
    "VST": "Asia/Ho_Chi_Minh",
}
_FIXED = re.compile(r"(?:UTC|GMT|UT|Z)?(?:([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?)?")
# The calendar repeats every 400 years, so a year out of Python's reach has the zone's last or first rule.
_CYCLE = 146_097 * 86_400
_FIRST, _LAST = -62_135_510_400, 253_402_214_400


@lru_cache(maxsize=64)
def utc_offset(zone: str) -> Callable[[int], int]:
    """A function from seconds since 1970 to the seconds that the zone's clock is ahead of UTC then.

    Parameters
    ----------
    zone : str
        A region, one of Java's short names, or a fixed offset such as ``+01:00`` or ``UTC-3``.

    Raises
    ------
    PySparkValueError
        When there is no such zone.
    """
    zone = _SHORT.get(zone, zone)
    fixed = _FIXED.fullmatch(zone)
    if fixed is not None:
        sign, *parts = fixed.groups(default="0")
        hours, minutes, seconds = map(int, parts)
        ahead = (hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)
        return lambda moment: ahead
    try:
        info = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise PySparkValueError(f"Unknown time zone: {zone}") from None

    def offset(moment: int) -> int:
        if moment >= _LAST:
            moment -= ((moment - _LAST) // _CYCLE + 1) * _CYCLE
        # Before the first change of its offset, a zone has but one.
        found = datetime.fromtimestamp(max(moment, _FIRST), timezone.utc).astimezone(info).utcoffset()
        assert found is not None
        return found.days * 86_400 + found.seconds

    return offset


def clock_readings(moments: pa.Array, zone: str) -> pa.Array:
    """What the zone's clock shows (``timestamp[us]``) at these moments (``timestamp[us, UTC]``)."""
    import pyarrow as pa

    offset = utc_offset(zone)
    micros, moved = moved_micros(moments, offset)
    if moved.null_count > micros.null_count:
        moved = pa.array(
            [
                value + offset(value // _MICROS) * _MICROS if at is None and value is not None else at
                for value, at in zip(micros.to_pylist(), moved.to_pylist())
            ],
            pa.int64(),
        )
    return moved.view(pa.timestamp("us"))
