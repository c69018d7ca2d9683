"""Kernels of what an aggregate has collected: bitmaps and histograms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import and_, or_

from pyrite.errors import ArrayIndexOutOfBoundsException
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels_random import JavaRandom
from pyrite.sql._duckdb.kernels_rows import row_kernel

# ------------------------------------------------------------------------------------------------ bitmaps

_BYTES = 4096


def _construct(positions: Sequence[int]) -> bytes:
    found = bytearray(_BYTES)
    for position in positions:
        if not 0 <= position < _BYTES * 8:
            parameters = {
                "bitPosition": str(position),
                "bitmapNumBytes": str(_BYTES),
                "bitmapNumBits": str(_BYTES * 8),
            }
            raise KernelError("INVALID_BITMAP_POSITION", parameters, ArrayIndexOutOfBoundsException)
        found[position // 8] |= 1 << position % 8
    return bytes(found)


def _merged(start: int, operation: Callable[[int, int], int]) -> Callable[[Sequence[bytes]], bytes]:
    def merge(bitmaps: Sequence[bytes]) -> bytes:
        found = start
        for bitmap in bitmaps:
            found = operation(found, int.from_bytes(bitmap[:_BYTES].ljust(_BYTES, b"\0"), "big"))
        return found.to_bytes(_BYTES, "big")

    return merge


row_kernel("bitmap_count", lambda bitmap: int.from_bytes(bitmap, "big").bit_count())
row_kernel("bitmap_construct_agg", _construct)
row_kernel("bitmap_or_agg", _merged(0, or_))
row_kernel("bitmap_and_agg", _merged((1 << 8 * _BYTES) - 1, and_))

# --------------------------------------------------------------------------------------------- histograms


def _histogram(values: Sequence[float], most: int) -> list[list[float]]:
    """At most so many bins, each a place and a count: the two nearest are merged when there are more."""
    chance = JavaRandom(31183)
    bins: list[list[float]] = []
    for value in values:
        place, low, high = 0, 0, len(bins)
        while low < high:
            place = (low + high) // 2
            if bins[place][0] > value:
                high = place
            elif bins[place][0] < value:
                place += 1
                low = place
            else:
                break
        if place < len(bins) and bins[place][0] == value:
            bins[place][1] += 1
            continue
        bins.insert(place, [value, 1.0])
        if len(bins) > most:
            _merge_nearest(bins, chance)
    return bins


def _merge_nearest(bins: list[list[float]], chance: JavaRandom) -> None:
    nearest, at, ties = bins[1][0] - bins[0][0], 0, 1
    for place in range(1, len(bins) - 1):
        gap = bins[place + 1][0] - bins[place][0]
        if gap < nearest:
            nearest, at, ties = gap, place, 1
        elif gap == nearest:
            ties += 1
            if chance.next_double() <= 1.0 / ties:
                at = place
    one, other = bins[at], bins.pop(at + 1)
    total = one[1] + other[1]
    one[0] = one[0] * (one[1] / total) + other[0] / total * other[1]
    one[1] = total


row_kernel("histogram_numeric", _histogram)
