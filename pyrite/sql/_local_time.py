"""Moments on the clock of the machine's zone, as Python's ``time`` and ``datetime`` count them, for whole columns.

Spark's Python side reads a ``datetime`` without a zone on this clock, and shows moments on it, whatever the
session's zone is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_SECONDS_OF_DAY = 86_400
_MICROS = 1_000_000


def to_utc(clock: pa.Array) -> pa.Array:
    """The moments (``timestamp[us, UTC]``) at which the local clock shows these readings (``timestamp[us]``)."""
    import pyarrow as pa

    def offset(seconds: int) -> int:
        return seconds - int(time.mktime((*time.gmtime(seconds)[:8], -1)))

    def exactly(micros: int) -> int:
        seconds, rest = divmod(micros, _MICROS)
        return (seconds - offset(seconds)) * _MICROS + rest

    return _shifted(clock, offset, -1, exactly).view(pa.timestamp("us", tz="UTC"))


def from_utc(moments: pa.Array) -> pa.Array:
    """What the local clock shows (``timestamp[us]``) at these moments (``timestamp[us, UTC]``)."""
    import pyarrow as pa

    def offset(seconds: int) -> int:
        return time.localtime(seconds).tm_gmtoff

    def exactly(micros: int) -> int:
        return micros + offset(micros // _MICROS) * _MICROS

    return _shifted(moments, offset, 1, exactly).view(pa.timestamp("us"))


def _shifted(
    column: pa.Array, offset: Callable[[int], int], sign: int, exactly: Callable[[int], int]
) -> pa.Array:
    """The column as integers, moved by the zone's offset.

    The offset is asked for once for each day; only on days when it changes, for each value.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    micros = column.view(pa.int64())
    days = pc.floor_temporal(micros.view(pa.timestamp("us")), unit="day").dictionary_encode()
    moves: list[int | None] = []
    for day in days.dictionary.view(pa.int64()).to_pylist():
        start = day // _MICROS
        before = offset(start)
        moves.append(sign * before * _MICROS if before == offset(start + _SECONDS_OF_DAY) else None)
    shifted = pc.add(micros, pa.array(moves, pa.int64()).take(days.indices))
    if None not in moves:
        return shifted
    return pa.array(
        [
            exactly(value) if there is None and value is not None else there
            for value, there in zip(micros.to_pylist(), shifted.to_pylist())
        ],
        pa.int64(),
    )


def local_zone_of_pandas() -> str:
    """pandas's name for the local clock's zone."""
    return os.environ.get("TZ", "dateutil/:")
