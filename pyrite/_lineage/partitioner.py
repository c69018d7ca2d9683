"""Which partition a key belongs to."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from pyrite._dataclasses import dataclass


def portable_hash(x: Hashable) -> int:
    """Hash a key the way PySpark's default partition function does.

    ``None`` hashes to 0 and tuples are mixed element by element; anything else is the built-in ``hash``.
    The engine recognizes this function and partitions by the (much faster) built-in ``hash`` itself, which
    is fixed in every worker.

    >>> portable_hash((None, 1)) & 0xFFFFFFFF
    219750521
    """
    if x is None:
        return 0
    if isinstance(x, tuple):
        mixed = 0x345678
        for item in x:
            mixed ^= portable_hash(item)
            mixed *= 1000003
            mixed &= sys.maxsize
        mixed ^= len(x)
        return -2 if mixed == -1 else int(mixed)
    return hash(x)


class Partitioner:
    """``numPartitions`` and the function from a key to an integer; equal when both are.

    >>> Partitioner(2, lambda k: k)(5)
    1
    """

    def __init__(self, numPartitions: int, partitionFunc: Callable[[Any], int]):
        self.numPartitions = numPartitions
        self.partitionFunc = partitionFunc

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Partitioner)
            and self.numPartitions == other.numPartitions
            and self.partitionFunc == other.partitionFunc
        )

    def __hash__(self) -> int:
        return hash((self.numPartitions, self.partitionFunc))

    def __call__(self, k: Any) -> int:
        return self.partitionFunc(k) % self.numPartitions

    @property
    def is_default(self) -> bool:
        return self.partitionFunc is portable_hash


@dataclass(frozen=True, eq=False)
class RangeFunction:
    """A partition function that keeps keys in order: binary search in the sampled ``bounds``."""

    bounds: Sequence[Any]
    key: Callable[[Any], Any] | None
    ascending: bool

    def __call__(self, k: Any) -> int:
        found = bisect_left(self.bounds, k if self.key is None else self.key(k))
        return found if self.ascending else len(self.bounds) - found


_MASK32, _MASK64 = (1 << 32) - 1, (1 << 64) - 1


def murmur3(data: bytes, seed: int) -> int:
    """MurmurHash3, 32-bit x86 variant (A. Appleby, public domain), for data of whole 4-byte words."""
    h = seed & _MASK32
    for i in range(0, len(data), 4):
        k = (int.from_bytes(data[i : i + 4], "little") * 0xCC9E2D51) & _MASK32
        k = ((k << 15 | k >> 17) * 0x1B873593) & _MASK32
        h ^= k
        h = ((h << 13 | h >> 19) & _MASK32) * 5 + 0xE6546B64 & _MASK32
    h ^= len(data)
    h = ((h ^ h >> 16) * 0x85EBCA6B) & _MASK32
    h = ((h ^ h >> 13) * 0xC2B2AE35) & _MASK32
    return h ^ h >> 16


class XorShiftRandom:
    """Marsaglia's xorshift generator (2003) over a seed that is hashed first, as Spark uses it.

    Round-robin repartitioning starts at a position drawn from it, so that records land where Spark puts them.
    """

    def __init__(self, seed: int):
        data = seed.to_bytes(8, "big", signed=True)
        low = murmur3(data, 0x3C074A61)
        self._state = murmur3(data, low) << 32 | low

    def _next(self, bits: int) -> int:
        x = self._state
        x ^= x << 21 & _MASK64
        x ^= x >> 35
        x ^= x << 4 & _MASK64
        self._state = x
        return x & ((1 << bits) - 1)

    def next_int(self, bound: int) -> int:
        """A number in ``[0, bound)``, drawn as java.util.Random documents it."""
        if bound & (bound - 1) == 0:
            return bound * self._next(31) >> 31
        while True:
            bits = self._next(31)
            value = bits % bound
            if bits - value + (bound - 1) < 1 << 31:
                return value


def round_robin_start(partition: int, num_partitions: int) -> int:
    """The position before the first that map partition ``partition`` deals a batch to."""
    return XorShiftRandom(partition).next_int(num_partitions)
