"""The operations a plan node can bear: frozen, picklable, without their parents.

An operation says what a partition is made of; how that is done in a worker is ``_runtime``'s affair.
``parents_of(p)`` names the parent partitions that partition ``p`` reads: (position of the parent, partition).
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, Protocol

from pyrite._dataclasses import dataclass

Kind = Literal["map", "flatmap", "filter", "mapvalues", "flatmapvalues", "partitions"]


class Input(Protocol):
    """Where records come from: planned in the driver, read in a worker, one split for each partition."""

    @property
    def splits(self) -> Sequence[Any]: ...

    def read(self, split: Any) -> Iterator[Sequence[Any]]:
        """Yield the split's records in batches."""
        ...


class Op:
    """Base of all operations; by default partition ``p`` reads partition ``p`` of its only parent."""

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return ((0, p),)


@dataclass(frozen=True, eq=False)
class Source(Op):
    """Records of an input. The splits stay in the driver: each task is sent its own."""

    input: Input

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return ()


@dataclass(frozen=True, eq=False)
class Transform(Op):
    """One record-wise (or, for ``partitions``, iterator-wise) function: ``f(record)`` or ``f(split, iterator)``."""

    kind: Kind
    function: Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Union(Op):
    """The parents' partitions one after the other; ``ends`` are the running totals of their numbers."""

    ends: tuple[int, ...]

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        parent = bisect.bisect_right(self.ends, p)
        return ((parent, p - (self.ends[parent - 1] if parent else 0)),)


@dataclass(frozen=True, eq=False)
class AlignedUnion(Op):
    """Partition ``p`` is every parent's partition ``p`` in turn (all parents are partitioned alike)."""

    parents: int

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return tuple((i, p) for i in range(self.parents))


@dataclass(frozen=True, eq=False)
class Zip(Op):
    """Pairs of records at the same place of two equally long partitions."""

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return ((0, p), (1, p))


@dataclass(frozen=True, eq=False)
class Cartesian(Op):
    """Every record of a left partition with every record of a right one."""

    right_partitions: int

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return ((0, p // self.right_partitions), (1, p % self.right_partitions))


@dataclass(frozen=True, eq=False)
class Coalesce(Op):
    """Fewer partitions, each a run of the parent's, without a shuffle."""

    parent_partitions: int
    partitions: int

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        start = p * self.parent_partitions // self.partitions
        end = (p + 1) * self.parent_partitions // self.partitions
        return tuple((0, i) for i in range(start, end))


@dataclass(frozen=True, eq=False)
class Aggregator:
    """How values of one key become one combined value. ``create=None`` means that the first value is it."""

    create: Callable[[Any], Any] | None
    merge_value: Callable[[Any, Any], Any]
    merge_combiners: Callable[[Any, Any], Any]


@dataclass(frozen=True, eq=False)
class Grouping:
    """All values of a key in a list, which may lie on disk in part."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs as they come."""


@dataclass(frozen=True, eq=False)
class RoundRobin:
    """Records without keys, dealt out in batches of ``batch``."""

    batch: int = 10


@dataclass(frozen=True, eq=False)
class Sorting:
    """Pairs sorted by ``key(k)`` within the partition (``key=None``: by the key itself)."""

    key: Callable[[Any], Any] | None
    ascending: bool


WriteMode = Aggregator | Grouping | Pairs | RoundRobin
ReadMode = Aggregator | Grouping | Pairs | RoundRobin | Sorting


@dataclass(frozen=True, eq=False)
class ShuffleRead(Op):
    """What the map tasks of a shuffle wrote for this partition, merged as ``mode`` says."""

    shuffle_id: int
    mode: ReadMode

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return ()


@dataclass(frozen=True, eq=False)
class LocalMerge(Op):
    """Merging within partitions that already lie right: what ``ShuffleRead`` does, without the shuffle."""

    mode: ReadMode


@dataclass(frozen=True, eq=False)
class CoGroup(Op):
    """For each key the list of values of every side.

    A side is the id of a shuffle, or ``None`` for a parent that is partitioned right already (those are the
    node's parents, in order).
    """

    sides: tuple[int | None, ...]

    def parents_of(self, p: int) -> tuple[tuple[int, int], ...]:
        return tuple((i, p) for i in range(sum(side is None for side in self.sides)))
