"""Moments on the clock of the machine's zone, as Python's ``time`` and ``datetime`` count them, for whole columns.

Spark's Python side reads a ``datetime`` without a zone on this clock, and shows moments on it, whatever the
session's zone is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pyrite.sql._types.datatypes import TimestampNTZType, TimestampType

if TYPE_CHECKING:
    import pyarrow as pa

_SECONDS_OF_DAY = 86_400
_MICROS = 1_000_000
#: The first and the last microsecond, since 1970, of what ``datetime`` can say.
_FIRST, _LAST = -62_135_596_800 * _MICROS, 253_402_300_800 * _MICROS - 1


def to_utc(clock: pa.Array) -> pa.Array:
    """The moments (``timestamp[us, UTC]``) at which the local clock shows these readings (``timestamp[us]``)."""
    import pyarrow as pa

    def offset(seconds: int) -> int:
        return int(time.mktime((*time.gmtime(seconds)[:8], -1))) - seconds

    def exactly(micros: int) -> int:
        seconds, rest = divmod(micros, _MICROS)
        return (seconds + offset(seconds)) * _MICROS + rest

    micros, moved = moved_micros(clock, offset)
    if moved.null_count > micros.null_count:
        pairs = zip(micros.to_pylist(), moved.to_pylist())
        moved = pa.array(
            [exactly(value) if at is None and value is not None else at for value, at in pairs], pa.int64()
        )
    return moved.view(pa.timestamp("us", tz="UTC"))


def local_datetimes(moments: pa.Array) -> list[datetime | None]:
    """What the local clock shows at these moments (``timestamp[us, UTC]``), as ``datetime`` without a zone.

    Raises
    ------
    ValueError
        For a moment outside of the years 1 to 9999.
    """
    micros, moved = moved_micros(moments, lambda seconds: time.localtime(seconds).tm_gmtoff)
    found = datetimes(moved)
    if moved.null_count > micros.null_count:
        # Which of two equal readings it is, only the exact way tells.
        show = TimestampType().fromInternal
        found = [show(value) if at is None else at for value, at in zip(micros.to_pylist(), found)]
    return found


def datetimes(clock: pa.Array) -> list[datetime | None]:
    """The readings of a clock (``timestamp[us]``, or its microseconds), as ``datetime`` without a zone.

    Raises
    ------
    ValueError
        For a moment outside of the years 1 to 9999.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    micros = clock.view(pa.int64())
    ends = pc.min_max(micros).as_py()
    if ends["min"] is not None and not (ends["min"] >= _FIRST and ends["max"] <= _LAST):
        # This raises, by the first moment that is out of the years.
        return list(map(TimestampNTZType().fromInternal, micros.to_pylist()))
    return python_list(micros.view(pa.timestamp("us")))


def python_list(array: pa.Array) -> list:
    """The array's Python values, by NumPy, which makes times and decimals ten times as fast as pyarrow."""
    try:
        return array.to_numpy(zero_copy_only=False).tolist()
    except ImportError:
        return array.to_pylist()


def moved_micros(column: pa.Array, offset: Callable[[int], int]) -> tuple[pa.Array, pa.Array]:
    """The column's microseconds, and the same moved by the zone's offset: null on days when that changes.

    The offset in seconds is asked for once for each day.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    micros = column.view(pa.int64())
    days = pc.floor_temporal(column.view(pa.timestamp("us")), unit="day").dictionary_encode()
    moves = []
    for day in days.dictionary.view(pa.int64()).to_pylist():
        start = day // _MICROS
        before = offset(start)
        moves.append(before * _MICROS if before == offset(start + _SECONDS_OF_DAY) else None)
    return micros, pc.add(micros, pa.array(moves, pa.int64()).take(days.indices))


def local_zone_of_pandas() -> str:
    """pandas's name for the local clock's zone."""
    return os.environ.get("TZ", "dateutil/:")
