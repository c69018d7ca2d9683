"""Merging, sorting and grouping more data than memory holds, as tools of their own.

The engine has its own shuffle; these classes are for programs that use them directly. Memory limits are
MiB of the whole process.
"""

from __future__ import annotations

import gc
import heapq
import io
import os
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import IO, Any, ClassVar

from pyrite._runtime.memory import rss
from pyrite.serializers import (
    AutoBatchedSerializer,
    BatchedSerializer,
    CompressedSerializer,
    CPickleSerializer,
    FlattenedValuesSerializer,
)
from pyrite.util import fail_on_stopiteration

#: Bytes that were written to disk, and by which memory shrank then.
MemoryBytesSpilled = 0
DiskBytesSpilled = 0

_HEADROOM = 1.05  # how far above what is left after spilling memory may grow before the next time


def get_used_memory() -> int:
    """The memory of this process in MiB."""
    return rss() >> 20


def _next_limit(memory_limit: float) -> float:
    return max(memory_limit, get_used_memory() * _HEADROOM)


def _roots() -> list[str]:
    return os.environ.get("SPARK_LOCAL_DIRS", tempfile.gettempdir()).split(",")


def _get_local_dirs(sub: str) -> list[str]:
    """This process's directories of a name in ``SPARK_LOCAL_DIRS``, in random order. They are not made."""
    roots = _roots()
    return [os.path.join(root, "python", str(os.getpid()), sub) for root in random.sample(roots, len(roots))]


def _temporary_file(directories: Sequence[str] | None = None) -> IO[bytes]:
    """A file without a name, which vanishes when it is closed."""
    directory = random.choice(directories or _roots())
    os.makedirs(directory, exist_ok=True)
    return tempfile.TemporaryFile(dir=directory)


class _Reader(io.RawIOBase):
    """Reads an open file from its start, with a position of its own."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = os.pread(self._file.fileno(), len(buffer), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _compressed_serializer(serializer: Any = None) -> AutoBatchedSerializer:
    return AutoBatchedSerializer(CompressedSerializer(serializer or CPickleSerializer()))


class _Spilling:
    """Counts what a block of code writes to disk and frees in memory."""

    def __init__(self, *files: IO[bytes]):
        self._files = files

    def __enter__(self) -> None:
        self._memory = rss()
        self._written = sum(file.tell() for file in self._files)

    def __exit__(self, *error: object) -> None:
        global MemoryBytesSpilled, DiskBytesSpilled
        gc.collect()
        DiskBytesSpilled += sum(file.tell() for file in self._files) - self._written
        MemoryBytesSpilled += max(self._memory - rss(), 0)


# ---- Merging by key


class Aggregator:
    """How values are combined by key.

    Args:
        createCombiner: makes a combiner of the first value.
        mergeValue: adds a value to a combiner.
        mergeCombiners: makes one combiner of two.
    """

    def __init__(
        self,
        createCombiner: Callable[[Any], Any],
        mergeValue: Callable[[Any, Any], Any],
        mergeCombiners: Callable[[Any, Any], Any],
    ):
        self.createCombiner = fail_on_stopiteration(createCombiner)
        self.mergeValue = fail_on_stopiteration(mergeValue)
        self.mergeCombiners = fail_on_stopiteration(mergeCombiners)


class SimpleAggregator(Aggregator):
    """Combines values of which two make another one of their kind."""

    def __init__(self, combiner: Callable[[Any, Any], Any]):
        super().__init__(lambda value: value, combiner, combiner)


class Merger:
    """The base of what merges pairs by key."""

    def __init__(self, aggregator: Aggregator):
        self.agg = aggregator

    def mergeValues(self, iterator: Iterable[tuple[Any, Any]]) -> None:
        """Add (key, value) pairs."""
        raise NotImplementedError

    def mergeCombiners(self, iterator: Iterable[tuple[Any, Any]]) -> None:
        """Add (key, combiner) pairs."""
        raise NotImplementedError

    def items(self) -> Iterable[tuple[Any, Any]]:
        """All keys with their combiners, in no order."""
        raise NotImplementedError


class ExternalMerger(Merger):
    """Merges in a dict; above the memory limit, parts it by hash into files, merged one by one later.

    Args:
        aggregator: how values are combined.
        memory_limit: MiB above which data are written to disk.
        serializer: what writes them; by default pickle, compressed.
        localdirs: directories for the files.
        scale: how many partitions the data were parted into before they came here.
        partitions: how many files.
        batch: how many pairs are merged before memory is looked at.

    >>> merger = ExternalMerger(SimpleAggregator(lambda x, y: x + y), memory_limit=1)
    >>> merger.mergeValues((i % 3, i) for i in range(5000))
    >>> merger.spills > 0, sorted(merger.items())
    (True, [(0, 4165833), (1, 4167500), (2, 4164167)])
    """

    MAX_TOTAL_PARTITIONS: ClassVar[int] = 4096

    def __init__(
        self,
        aggregator: Aggregator,
        memory_limit: float = 512,
        serializer: Any = None,
        localdirs: list[str] | None = None,
        scale: int = 1,
        partitions: int = 59,
        batch: int = 1000,
    ):
        super().__init__(aggregator)
        self.memory_limit = memory_limit
        self.serializer = _compressed_serializer(serializer)
        self.localdirs = localdirs or None
        self.scale = scale
        self.partitions = partitions
        self.batch = batch
        self.data: dict[Any, Any] = {}
        self.spills = 0
        self._files: list[IO[bytes]] = []

    def mergeValues(self, iterator: Iterable[tuple[Any, Any]]) -> None:
        create, merge = self.agg.createCombiner, self.agg.mergeValue
        data = self.data
        for batch in self._batches(iterator, self.memory_limit):
            for key, value in batch:
                data[key] = merge(data[key], value) if key in data else create(value)

    def mergeCombiners(self, iterator: Iterable[tuple[Any, Any]], limit: float | None = None) -> None:
        """Add (key, combiner) pairs.

        Args:
            iterator: the pairs.
            limit: MiB above which data are written to disk, in place of the object's; 0 for never.
        """
        merge = self.agg.mergeCombiners
        data = self.data
        for batch in self._batches(iterator, self.memory_limit if limit is None else limit):
            for key, combiner in batch:
                data[key] = merge(data[key], combiner) if key in data else combiner

    def _batches(self, iterator: Iterable[Any], limit: float) -> Iterator[list[Any]]:
        pairs = iter(iterator)
        while batch := list(islice(pairs, self.batch)):
            yield batch
            if limit and get_used_memory() >= limit:
                self._spill()
                limit = _next_limit(self.memory_limit)

    def _partition(self, key: Any) -> int:
        return hash((key, self.scale)) % self.partitions  # with each scale, a file's keys part anew

    def _spill(self) -> None:
        if not self._files:
            self._files = [_temporary_file(self.localdirs) for _ in range(self.partitions)]
        parts: list[list[tuple[Any, Any]]] = [[] for _ in range(self.partitions)]
        for pair in self.data.items():
            parts[self._partition(pair[0])].append(pair)
        with _Spilling(*self._files):
            for part, file in zip(parts, self._files):
                self.serializer.dump_stream(part, file)
            self.data.clear()
            parts.clear()
        self.spills += 1

    def items(self) -> Iterable[tuple[Any, Any]]:
        """All keys with their combiners, in no order. Can be asked for once after data went to disk."""
        return self._external_items() if self.spills else self.data.items()

    def _external_items(self) -> Iterator[tuple[Any, Any]]:
        if self.data:
            self._spill()
        try:
            for file in self._files:
                with file:
                    size = file.tell()
                    file.seek(0)
                    yield from self._merged_items(self.serializer.load_stream(file), size)
        finally:
            for file in self._files:
                file.close()

    def _merged_items(self, pairs: Iterable[tuple[Any, Any]], size: int) -> Iterable[tuple[Any, Any]]:
        """The pairs of one file of ``size`` bytes, merged."""
        scale = self.scale * self.partitions
        rest = type(self)(
            self.agg, self.memory_limit, localdirs=self.localdirs, scale=scale, partitions=self.partitions
        )
        rest.serializer = self.serializer
        too_fine = scale * self.partitions >= self.MAX_TOTAL_PARTITIONS
        rest.mergeCombiners(pairs, 0 if too_fine else _next_limit(self.memory_limit))
        return rest.items()


# ---- Sorting


class ExternalSorter:
    """Sorts in memory, and above the limit by merging sorted files.

    Args:
        memory_limit: MiB above which data are written to disk.
        serializer: what writes them; by default pickle.

    >>> list(ExternalSorter(1).sorted([3, 1, 2], reverse=True))
    [3, 2, 1]
    """

    BATCH: ClassVar[int] = 1000

    def __init__(self, memory_limit: float, serializer: Any = None):
        self.memory_limit = memory_limit
        self.serializer = serializer or AutoBatchedSerializer(CPickleSerializer())

    def sorted(
        self, iterator: Iterable[Any], key: Callable[[Any], Any] | None = None, reverse: bool = False
    ) -> Iterable[Any]:
        """The elements in order; equal ones stay in the order that they came in."""
        elements = iter(iterator)
        runs: list[Iterable[Any]] = []
        run: list[Any] = []
        limit = _next_limit(self.memory_limit)
        while batch := list(islice(elements, self.BATCH)):
            run += batch
            if get_used_memory() > limit:
                run.sort(key=key, reverse=reverse)
                runs.append(self._spill(run))
                run = []
                limit = _next_limit(self.memory_limit)
        run.sort(key=key, reverse=reverse)
        return heapq.merge(*runs, run, key=key, reverse=reverse) if runs else run

    def _spill(self, run: list[Any]) -> Iterator[Any]:
        file = _temporary_file()
        with _Spilling(file):
            self.serializer.dump_stream(run, file)
            run.clear()
        return self._load(file)

    def _load(self, file: IO[bytes]) -> Iterator[Any]:
        with file:
            file.seek(0)
            yield from self.serializer.load_stream(file)


# ---- Grouping


class ExternalList(Iterable[Any]):
    """A list to append to, whose older values are on disk. It can be pickled.

    >>> values = ExternalList([1, 2])
    >>> values.append(3)
    >>> len(values), list(values)
    (3, [1, 2, 3])
    """

    LIMIT: ClassVar[int] = 10240  # values in memory

    def __init__(self, values: list[Any]):
        self.values = values
        self.count = len(values)
        self._file: IO[bytes] | None = None

    def __getstate__(self) -> tuple[list[Any], int, bytes]:
        return self.values, self.count, self._written() if self._file else b""

    def __setstate__(self, state: tuple[list[Any], int, bytes]) -> None:
        self.values, self.count, written = state
        self._file = None
        if written:
            self._file = _temporary_file()
            self._file.write(written)

    def __iter__(self) -> Iterator[Any]:
        if self._file is not None:
            self._file.flush()
            yield from self._serializer().load_stream(io.BufferedReader(_Reader(self._file)))
        yield from self.values

    def __len__(self) -> int:
        return self.count

    def append(self, value: Any) -> None:
        """Add a value at the end."""
        self.values.append(value)
        self.count += 1
        if len(self.values) >= self.LIMIT:
            self._spill()

    @staticmethod
    def _serializer() -> BatchedSerializer:
        return BatchedSerializer(CompressedSerializer(CPickleSerializer()), 1024)

    def _written(self) -> bytes:
        assert self._file is not None
        self._file.flush()
        return os.pread(self._file.fileno(), self._file.tell(), 0)

    def _spill(self) -> None:
        self._file = self._file or _temporary_file()
        with _Spilling(self._file):
            self._serializer().dump_stream(self.values, self._file)
            self.values = []


class ExternalListOfList(ExternalList):
    """An :class:`ExternalList` of lists that looks like one list of all their elements.

    >>> values = ExternalListOfList([[1, 2], [3]])
    >>> len(values), list(values)
    (3, [1, 2, 3])
    """

    def __init__(self, values: list[Any]):
        super().__init__(values)
        self.count = sum(map(len, values))

    def append(self, value: Any) -> None:
        """Add a list at the end."""
        super().append(value)
        self.count += len(value) - 1

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(super().__iter__())


class GroupByKey(Iterable[tuple[Any, ExternalListOfList]]):
    """Pairs of a key and a list, those with the same key side by side, as one pair per key.

    >>> [(key, list(values)) for key, values in GroupByKey([("a", [1]), ("a", [2]), ("b", [3])])]
    [('a', [1, 2]), ('b', [3])]
    """

    def __init__(self, iterator: Iterable[tuple[Any, list[Any]]]):
        self.iterator = iterator

    def __iter__(self) -> Iterator[tuple[Any, ExternalListOfList]]:
        key: Any = None
        values: ExternalListOfList | None = None
        for next_key, more in self.iterator:
            if values is not None and next_key == key:
                values.append(more)
                continue
            if values is not None:
                yield key, values
            key, values = next_key, ExternalListOfList([more])
        if values is not None:
            yield key, values


class ExternalGroupBy(ExternalMerger):
    """An :class:`ExternalMerger` of lists. A file too big for memory is sorted by key and then grouped.

    >>> lists = Aggregator(lambda x: [x], lambda xs, x: xs + [x], lambda xs, ys: xs + ys)
    >>> groups = ExternalGroupBy(lists)
    >>> groups.mergeValues([("a", 1), ("b", 2), ("a", 3)])
    >>> [(key, list(values)) for key, values in groups.items()]
    [('a', [1, 3]), ('b', [2])]
    """

    _FILE_SHARE: ClassVar[int] = 8  # data in memory are about so many times as big as their compressed file

    def flattened_serializer(self) -> FlattenedValuesSerializer:
        """Writes long lists as several short ones."""
        return FlattenedValuesSerializer(self.serializer, 20)

    def _merged_items(self, pairs: Iterable[tuple[Any, Any]], size: int) -> Iterable[tuple[Any, Any]]:
        if size * self._FILE_SHARE < self.memory_limit * (1 << 20):
            merged = ExternalMerger(self.agg)
            merged.mergeCombiners(pairs, 0)
            return merged.items()
        sorter = ExternalSorter(self.memory_limit, self.flattened_serializer())
        return GroupByKey(sorter.sorted(pairs, key=itemgetter(0)))
