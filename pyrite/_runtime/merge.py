"""Merging by key within one partition, in a dict that moves to disk when memory runs short.

Each table follows one plan: entries are gathered in a dict; when the meter asks, they are dealt by key into
``FANOUT`` runs on disk and the dict starts again empty; at the end each run is merged in a table of its own
(one level deeper, with another deal). Where few keys hold very many values, only the values move.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from pyrite._runtime import frames
from pyrite._runtime.memory import Meter
from pyrite._runtime.spill import Run, SpilledList

FANOUT = 32
DEEPEST = 4
#: A key with so many values is hot. Where most values are under hot keys, the values are spilled and the keys stay.
HOT = 64
#: At most so many values of a key are written together.
PIECE = 10_000


class Table:
    """Base: the dict, its runs, and the walk over both."""

    def __init__(self, meter: Meter, directory: str, level: int = 0):
        self.entries: dict[Any, Any] = {}
        self.meter = meter
        self._directory = directory
        self._level = level
        self._runs: list[Run | None] = [None] * FANOUT
        self.spilled = False

    def absorb(self, batches: Iterable[list[Any]]) -> None:
        """Merge batches of (key, combined value)."""
        raise NotImplementedError

    def deeper(self) -> Table:
        """An empty table of the same kind, one level down."""
        raise NotImplementedError

    def portable(self, entry: Any) -> Iterator[Any]:
        """What is written for one entry: combined values in bounded pieces."""
        yield entry

    def gather(self, batches: Iterable[list[Any]]) -> Iterator[tuple[Any, Any]]:
        """Merge all of ``batches`` and yield (key, merged value)."""
        with self.meter.holding(self.spill):
            self.absorb(batches)
        return self.items()

    def items(self) -> Iterator[tuple[Any, Any]]:
        if not self.spilled:
            return iter(self.entries.items())
        self._spill_entries()
        return chain.from_iterable(self._merge(run) for run in self._runs if run is not None)

    def _merge(self, run: Run) -> Iterator[tuple[Any, Any]]:
        return self.deeper().gather(run.batches())

    def spill(self) -> int:
        # Keys that agree in every deal cannot be told apart by one more: they have to fit.
        if not self.entries or self._level >= DEEPEST:
            return 0
        return self._spill_entries()

    def _spill_entries(self) -> int:
        self.spilled = True
        level = self._level
        buckets: list[list[Any]] = [[] for _ in range(FANOUT)]
        written = 0
        # Emptied in place: loops that are under way hold this very dict.
        entries = self.entries
        while entries:
            key, entry = entries.popitem()
            # Keys of one partition agree in their hash's remainder; mixing in the level deals them anew.
            number = hash((key, level)) % FANOUT
            bucket = buckets[number]
            pieces = self.portable(entry)
            bucket.append((key, next(pieces)))
            for piece in pieces:
                written += self._write(number, bucket)
                bucket[:] = [(key, piece)]
            if len(bucket) >= 1000:
                written += self._write(number, bucket)
                bucket.clear()
        for number, bucket in enumerate(buckets):
            if bucket:
                written += self._write(number, bucket)
        return written

    def _write(self, number: int, records: list[Any]) -> int:
        run = self._runs[number]
        if run is None:
            run = self._runs[number] = Run(self._directory)
        return run.write(records)[1]


class CombineTable(Table):
    """Merges combined values; ``loop(batch, entries)`` does it for one batch."""

    def __init__(
        self,
        loop: Callable[[Sequence[Any], dict[Any, Any]], None],
        meter: Meter,
        directory: str,
        level: int = 0,
    ):
        super().__init__(meter, directory, level)
        self._loop = loop

    def absorb(self, batches: Iterable[list[Any]]) -> None:
        loop, tick, entries = self._loop, self.meter.tick, self.entries
        for batch in batches:
            tick()
            loop(batch, entries)

    def deeper(self) -> Table:
        return CombineTable(self._loop, self.meter, self._directory, self._level + 1)


class GroupTable(Table):
    """Lists of values by key; batches hold (key, list of values)."""

    def __init__(self, meter: Meter, directory: str, level: int = 0):
        super().__init__(meter, directory, level)
        self._value_run: Run | None = None

    def absorb(self, batches: Iterable[list[Any]]) -> None:
        tick = self.meter.tick
        for batch in batches:
            tick()
            entries = self.entries
            for key, values in batch:
                if key in entries:
                    entries[key].extend(values)
                else:
                    entries[key] = values

    def deeper(self) -> Table:
        return GroupTable(self.meter, self._directory, self._level + 1)

    def portable(self, entry: Any) -> Iterator[Any]:
        return pieces(entry)

    def spill(self) -> int:
        if not self.entries:
            return 0
        if self._level < DEEPEST and not _mostly_hot(self.entries.values()):
            return super().spill()
        if self._value_run is None:
            self._value_run = Run(self._directory)
        before = self._value_run.size
        for key, values in self.entries.items():
            self.entries[key] = _moved(values, self._value_run)
        return self._value_run.size - before


def pieces(values: Any) -> Iterator[list[Any]]:
    """A list of values (plain or spilled) in lists that are not large."""
    if type(values) is SpilledList:
        yield from values.batches()
        return
    step = frames.fitting(values, PIECE)
    if len(values) <= step:
        yield values
    else:
        yield from (values[at : at + step] for at in range(0, len(values), step))


def _mostly_hot(lists: Iterable[Any]) -> bool:
    """Whether most of the values in memory are under keys with very many of them."""
    hot = cold = 0
    for values in lists:
        if type(values) is SpilledList:
            hot += len(values.tail)
        elif len(values) >= HOT:
            hot += len(values)
        else:
            cold += len(values)
    return hot >= cold


def _moved(values: Any, run: Run) -> Any:
    """The same values on disk, if they are many."""
    if type(values) is SpilledList:
        if values.tail:
            values.spill()
        return values
    return SpilledList(run, values) if len(values) >= HOT else values


def _two_lists() -> tuple[list[Any], ...]:
    return [], []


class CoGroupTable(Table):
    """For each key one list of values for each side; batches hold (key, tuple of lists)."""

    def __init__(self, sides: int, meter: Meter, directory: str, level: int = 0):
        super().__init__(meter, directory, level)
        self._sides = sides
        self._value_run: Run | None = None

    def _empty(self) -> tuple[list[Any], ...]:
        return tuple([] for _ in range(self._sides))

    def absorb_side(self, side: int, batches: Iterable[list[Any]], grouped: bool) -> None:
        """Merge the values of one side: batches of (key, value), or of (key, list of values) if ``grouped``."""
        tick, empty = self.meter.tick, _two_lists if self._sides == 2 else self._empty
        for batch in batches:
            tick()
            entries = self.entries
            for key, value in batch:
                entry = entries.get(key)
                if entry is None:
                    entry = entries[key] = empty()
                if grouped:
                    entry[side].extend(value)
                else:
                    entry[side].append(value)

    def absorb(self, batches: Iterable[list[Any]]) -> None:
        tick = self.meter.tick
        for batch in batches:
            tick()
            entries = self.entries
            for key, lists in batch:
                entry = entries.get(key)
                if entry is None:
                    entries[key] = lists
                else:
                    for mine, more in zip(entry, lists):
                        mine.extend(more)

    def deeper(self) -> Table:
        return CoGroupTable(self._sides, self.meter, self._directory, self._level + 1)

    def spill(self) -> int:
        if not self.entries:
            return 0
        if self._level < DEEPEST and not _mostly_hot(chain.from_iterable(self.entries.values())):
            return super().spill()
        if self._value_run is None:
            self._value_run = Run(self._directory)
        before = self._value_run.size
        for key, entry in self.entries.items():
            self.entries[key] = tuple(_moved(values, self._value_run) for values in entry)
        return self._value_run.size - before

    def portable(self, entry: Any) -> Iterator[Any]:
        if max(map(len, entry)) < HOT:
            yield tuple(values if type(values) is list else list(values) for values in entry)
            return
        for side, values in enumerate(entry):
            for piece in pieces(values):
                yield tuple(piece if other == side else [] for other in range(self._sides))


class Sorter:
    """Sorts records by ``key(record)``; runs that do not fit in memory are sorted on disk and merged."""

    def __init__(self, key: Callable[[Any], Any] | None, reverse: bool, meter: Meter, directory: str):
        self._key = key
        self._reverse = reverse
        self._meter = meter
        self._directory = directory
        self._held: list[Any] = []
        self._runs: list[Run] = []

    def gather(self, batches: Iterable[list[Any]]) -> Iterator[Any]:
        with self._meter.holding(self.spill):
            for batch in batches:
                self._meter.tick()
                self._held.extend(batch)
        held = self._held
        held.sort(key=self._key, reverse=self._reverse)
        if not self._runs:
            return iter(held)
        streams: list[Iterable[Any]] = [chain.from_iterable(run.batches()) for run in self._runs]
        return heapq.merge(*streams, held, key=self._key, reverse=self._reverse)

    def spill(self) -> int:
        if not self._held:
            return 0
        self._held.sort(key=self._key, reverse=self._reverse)
        run = Run(self._directory)
        written = run.write(self._held)[1]
        self._held.clear()
        self._runs.append(run)
        return written


def pair_sort_key(key: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """The sort key of a pair: its first item, or ``key`` of it."""
    if key is None:
        return itemgetter(0)
    return lambda pair: key(pair[0])
