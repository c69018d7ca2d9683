"""Cached partitions of one process: deserialized in memory, least recently used first out, or on disk."""

from __future__ import annotations

import os
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from itertools import chain, islice
from typing import Any, NamedTuple

from pyrite._dataclasses import dataclass
from pyrite._runtime import frames
from pyrite._runtime.disk import creating, private, write_all
from pyrite._runtime.memory import deep_size

CHUNK = 1000
_EMPTY = sys.getsizeof([])


class Level(NamedTuple):
    """A storage level as the runtime needs it."""

    memory: bool
    disk: bool


class BlockKey(NamedTuple):
    rdd: int
    partition: int


@dataclass
class Block:
    records: list[Any]
    size: int
    level: Level


@dataclass
class Changes:
    """What a task did to the store: told to the driver with its result."""

    added: dict[BlockKey, tuple[int, int]] = field(default_factory=dict)  # bytes in memory, bytes on disk
    dropped: set[BlockKey] = field(default_factory=set)


class BlockStore:
    """The cache of one worker. ``capacity`` is in (estimated) bytes of deserialized records."""

    def __init__(self, capacity: int, directory: str):
        self.capacity = capacity
        self.used = 0
        self._directory = directory
        self._memory: OrderedDict[BlockKey, Block] = OrderedDict()
        self._on_disk: dict[BlockKey, int] = {}
        self.changes = Changes()
        self._made: set[BlockKey] = set()

    def take_changes(self) -> Changes:
        changes, self.changes = self.changes, Changes()
        self._made.clear()
        return changes

    def unmake(self) -> None:
        """Drop the blocks computed since the changes were last taken: they are to be computed, and counted, again."""
        for key in self._made:
            block = self._memory.pop(key, None)
            if block is not None:
                self.used -= block.size
            if self._on_disk.pop(key, None) is not None:
                _unlink(self._path(key))
            self.changes.added.pop(key, None)
            self.changes.dropped.add(key)
        self._made.clear()

    def records(self, key: BlockKey) -> list[Any] | None:
        """The records if they are in this process's memory."""
        block = self._memory.get(key)
        if block is None:
            return None
        self._memory.move_to_end(key)
        return block.records

    def get_or_compute(
        self, key: BlockKey, level: Level, compute: Callable[[], Iterable[Any]]
    ) -> Iterable[Any]:
        """The cached records, or those computed now, which are kept as ``level`` and the capacity allow."""
        held = self.records(key)
        if held is not None:
            return held
        if level.disk:
            found = self._read_disk(key)
            if found is not None:
                return found
        self._made.add(key)
        return self._keep(key, level, iter(compute()))

    def remove_rdd(self, rdd: int) -> None:
        for key in [key for key in self._memory if key.rdd == rdd]:
            self.used -= self._memory.pop(key).size
        for key in [key for key in self._on_disk if key.rdd == rdd]:
            del self._on_disk[key]
            _unlink(self._path(key))

    def _keep(self, key: BlockKey, level: Level, source: Iterator[Any]) -> Iterable[Any]:
        if not level.memory:
            size = self._write_disk(key, source) if level.disk else None
            if size is None:
                return source
            self.changes.added[key] = (0, size)
            return self._read_disk(key) or ()
        records: list[Any] = []
        size = 0
        while True:
            part = list(islice(source, CHUNK))
            if not part:
                break
            size += deep_size(part, 8)
            records.extend(part)
            if not self._make_room(key.rdd, size):
                return self._too_large(key, level, records, source)
        self._memory[key] = Block(records, size, level)
        self.used += size
        # One without records takes a list's room: nothing at all would mean that it is gone.
        self.changes.added[key] = (size or _EMPTY, 0)
        self.changes.dropped.discard(key)
        return records

    def _too_large(
        self, key: BlockKey, level: Level, records: list[Any], rest: Iterator[Any]
    ) -> Iterable[Any]:
        """It does not fit in memory: keep it on disk if the level says so, else only pass it on."""
        if level.disk:
            size = self._write_disk(key, chain(_drained(records), rest))
            self.changes.added[key] = (0, size)
            found = self._read_disk(key)
            if found is not None:
                return found
        return chain(_drained(records), rest)

    def _make_room(self, rdd: int, size: int) -> bool:
        """Evict other RDDs' blocks, oldest first, until ``size`` more bytes fit."""
        while self.used + size > self.capacity:
            victim = next((key for key in self._memory if key.rdd != rdd), None)
            if victim is None:
                return False
            self._evict(victim)
        return True

    def _evict(self, key: BlockKey) -> None:
        block = self._memory.pop(key)
        self.used -= block.size
        if block.level.disk:
            self.changes.added[key] = (0, self._write_disk(key, iter(block.records)))
        else:
            self.changes.dropped.add(key)
            self.changes.added.pop(key, None)

    def _path(self, key: BlockKey) -> str:
        return os.path.join(self._directory, f"rdd_{key.rdd}_{key.partition}")

    def _write_disk(self, key: BlockKey, source: Iterator[Any]) -> int:
        """Frames, then their checksum; visible only when whole. Another process's block of the same name is as good."""
        path = self._path(key)
        partial = f"{path}.{os.getpid()}.partial"
        checksum = size = 0
        try:
            with creating(partial, lambda: open(partial, "wb", buffering=0, opener=private)) as file:
                while True:
                    part = list(islice(source, CHUNK))
                    if not part:
                        break
                    for data in frames.pack(part):
                        checksum = zlib.crc32(data, checksum)
                        size += write_all(file.fileno(), data, path)
                write_all(file.fileno(), checksum.to_bytes(4, "little"), path)
            os.replace(partial, path)
        except BaseException:
            _unlink(partial)
            raise
        self._on_disk[key] = size
        return size

    def _read_disk(self, key: BlockKey) -> Iterable[Any] | None:
        """The records of a block on disk, written by this process or another; ``None`` if it is missing or damaged."""
        path = self._path(key)
        try:
            size = os.path.getsize(path) - 4
            with open(path, "rb") as file:
                checksum, left = 0, size
                while left > 0:
                    data = file.read(min(1 << 20, left))
                    if not data:
                        break
                    checksum = zlib.crc32(data, checksum)
                    left -= len(data)
                intact = size >= 0 and left == 0 and checksum == int.from_bytes(file.read(4), "little")
        except OSError:
            intact = False
        if not intact:
            _unlink(path)
            if self._on_disk.pop(key, None) is not None:
                self.changes.dropped.add(key)
            return None
        return chain.from_iterable(_stream(path, size))


def _stream(path: str, size: int) -> Iterator[list[Any]]:
    with open(path, "rb") as file:
        yield from frames.read_frames(file, size)


def _drained(records: list[Any]) -> Iterator[Any]:
    """Yield and let go, chunk by chunk, so that what was gathered is not held while the rest streams."""
    records.reverse()
    while records:
        part = records[-CHUNK:]
        del records[-CHUNK:]
        part.reverse()
        yield from part


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass
