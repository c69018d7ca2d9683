"""Which partition a key belongs to."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any


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


class JavaRandom:
    """The 48-bit linear congruential generator of java.util.Random, as its documentation specifies it.

    Round-robin repartitioning starts at a position drawn from it, so that records land where Spark puts them.
    """

    def __init__(self, seed: int):
        self._state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def _next(self, bits: int) -> int:
        self._state = (self._state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        value = self._state >> (48 - bits)
        return value - (1 << bits) if value >> (bits - 1) else value

    def next_int(self, bound: int) -> int:
        """A number in ``[0, bound)``."""
        if bound & (bound - 1) == 0:
            return (bound * self._next(31)) >> 31
        while True:
            bits = self._next(31)
            value = bits % bound
            if bits - value + (bound - 1) < 1 << 31:
                return value


def byteswap32(value: int) -> int:
    """Scala's ``scala.util.hashing.byteswap32``: spreads small seeds over 32 bits (signed)."""
    mixed = (value * 0x9E3775CD) & 0xFFFFFFFF
    mixed = int.from_bytes(mixed.to_bytes(4, "big"), "little")
    mixed = (mixed * 0x9E3775CD) & 0xFFFFFFFF
    return mixed - (1 << 32) if mixed >> 31 else mixed


def round_robin_start(partition: int, num_partitions: int) -> int:
    """The first position that map partition ``partition`` deals its batches to."""
    return JavaRandom(byteswap32(partition)).next_int(num_partitions)
