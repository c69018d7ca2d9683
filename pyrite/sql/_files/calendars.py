"""Days of the hybrid calendar, Julian before 1582-10-15, and of the Gregorian one that Spark counts by."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from pyrite.sql._files.moments import days_of

__all__ = ["days_from_hybrid", "days_to_hybrid", "micros_from_hybrid", "micros_to_hybrid"]

#: The first day of the Gregorian calendar, 1582-10-15.
_SWITCH = -141_427
_DAY = 86_400_000_000
#: The number of 1970-01-01 when days are counted from the start of the Julian period.
_EPOCH = 2_440_588


def _from_hybrid(days: int) -> int:
    """The day with the date that a day before the switch has in the Julian calendar."""
    since = days + _EPOCH + 32_082
    years = (4 * since + 3) // 1461
    rest = since - 1461 * years // 4
    months = (5 * rest + 2) // 153
    day = rest - (153 * months + 2) // 5 + 1
    return days_of(years - 4800 + months // 10, months + 3 - 12 * (months // 10), 1) + day - 1


def _to_hybrid(days: int) -> int:
    """The day that has in the Julian calendar the date of a day before the switch in the Gregorian one."""
    since = days + 719_468
    era, inside = divmod(since, 146_097)
    year = (inside - inside // 1460 + inside // 36_524 - inside // 146_096) // 365
    rest = inside - (365 * year + year // 4 - year // 100)
    months = (5 * rest + 2) // 153
    day = rest - (153 * months + 2) // 5 + 1
    # Years that begin in March, and their leap days of the Julian calendar.
    years = year + era * 400 + 4800
    found = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32_083 - _EPOCH
    return min(found, _SWITCH)


def _rebased(days: pa.Array, rebase: Callable[[int], int]) -> pa.Array:
    """The numbers of days, those before the switch changed."""
    early = pc.less(days, _SWITCH)
    if not pc.any(early).as_py():
        return days
    known: dict[int, int] = {}
    changed = []
    for day in days.to_pylist():
        if day is not None and day < _SWITCH:
            if day not in known:
                known[day] = rebase(day)
            day = known[day]
        changed.append(day)
    return pa.array(changed, days.type)


def days_from_hybrid(days: pa.Array) -> pa.Array:
    """Days since 1970 of dates, from the hybrid calendar's."""
    return _rebased(days, _from_hybrid)


def days_to_hybrid(days: pa.Array) -> pa.Array:
    """Days since 1970 of dates, into the hybrid calendar's."""
    return _rebased(days, _to_hybrid)


def _rebased_micros(micros: pa.Array, rebase: Callable[[int], int]) -> pa.Array:
    early = pc.less(micros, _SWITCH * _DAY)
    if not pc.any(early).as_py():
        return micros
    changed = []
    for value in micros.to_pylist():
        if value is not None and value < _SWITCH * _DAY:
            day, inside = divmod(value, _DAY)
            value = rebase(day) * _DAY + inside
        changed.append(value)
    return pa.array(changed, pa.int64())


def micros_from_hybrid(micros: pa.Array) -> pa.Array:
    """Microseconds since 1970 of clocks' readings, from the hybrid calendar's."""
    return _rebased_micros(micros, _from_hybrid)


def micros_to_hybrid(micros: pa.Array) -> pa.Array:
    """Microseconds since 1970 of clocks' readings, into the hybrid calendar's."""
    return _rebased_micros(micros, _to_hybrid)
