"""Shuffle files: one for each map task, in it a block for each reduce partition that got records.

The index (where each block lies, and its checksum) travels with the map task's result and is kept by the
scheduler; a reduce task is handed the indexes of all map outputs and reads the blocks itself.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._runtime import frames
from pyrite._runtime.disk import creating, write_all

FLUSH_BYTES = 8 << 20
SMALL_FILE = 128 << 10
CACHED_FILES = 32 << 20


class FetchFailed(Exception):
    """A block is missing or damaged; the map task that wrote it must run again."""

    def __init__(self, shuffle_id: int, map_id: int, path: str, reason: str):
        super().__init__(shuffle_id, map_id, path, reason)
        self.shuffle_id, self.map_id, self.path, self.reason = shuffle_id, map_id, path, reason

    def __str__(self) -> str:
        return f"block of shuffle {self.shuffle_id}, map {self.map_id} in {self.path}: {self.reason}"


@dataclass(frozen=True)
class MapOutput:
    """Where one map task's blocks lie: four parallel arrays as bytes, one entry for each segment of a block."""

    path: str
    reducers: bytes  # array 'I'
    offsets: bytes  # array 'Q'
    lengths: bytes  # array 'Q'
    checksums: bytes  # array 'I'
    size: int
    records: int


class ShuffleWriter:
    """Collects records by reduce partition and appends them to one file; ``commit`` makes it visible."""

    def __init__(self, path: str):
        self._path = path
        self._partial = path + ".partial"
        self._fd: int | None = None
        self._pending: dict[int, list[bytes]] = {}
        self._pending_bytes = 0
        self._offset = 0
        self._reducers, self._offsets = array("I"), array("Q")
        self._lengths, self._checksums = array("Q"), array("I")
        self.records = 0

    def add(self, reducer: int, records: Sequence[Any]) -> None:
        self.records += len(records)
        for frame in frames.pack(records):
            pending = self._pending.get(reducer)
            if pending is None:
                self._pending[reducer] = [frame]
            else:
                pending.append(frame)
            self._pending_bytes += len(frame)
            if self._pending_bytes > FLUSH_BYTES:
                self.flush()

    def flush(self) -> int:
        """Write what is pending; one segment for each reducer. Returns the bytes written."""
        if not self._pending:
            return 0
        out: list[bytes] = []
        start = offset = self._offset
        for reducer in sorted(self._pending):
            length = checksum = 0
            for frame in self._pending[reducer]:
                length += len(frame)
                checksum = zlib.crc32(frame, checksum)
                out.append(frame)
            self._reducers.append(reducer)
            self._offsets.append(offset)
            self._lengths.append(length)
            self._checksums.append(checksum)
            offset += length
        fd = self._fd
        if fd is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
            fd = self._fd = creating(self._partial, lambda: os.open(self._partial, flags, 0o600))
        write_all(fd, b"".join(out), self._partial)
        self._offset = offset
        self._pending.clear()
        self._pending_bytes = 0
        return offset - start

    def commit(self) -> MapOutput:
        self.flush()
        if self._fd is not None:
            self._close()
            os.replace(self._partial, self._path)
        return MapOutput(
            self._path,
            self._reducers.tobytes(),
            self._offsets.tobytes(),
            self._lengths.tobytes(),
            self._checksums.tobytes(),
            self._offset,
            self.records,
        )

    def abort(self) -> None:
        """Remove what was written, committed or not."""
        self._close()
        for path in (self._partial, self._path):
            try:
                os.unlink(path)
            except OSError:
                pass

    def _close(self) -> None:
        # A task that is interrupted here must not close it twice.
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)


class MapOutputs:
    """All map outputs of one shuffle as a worker sees them, looked up by reduce partition."""

    def __init__(self, shuffle_id: int, outputs: Sequence[MapOutput]):
        self.shuffle_id = shuffle_id
        self._paths = [output.path for output in outputs]
        self._indexes = [
            (
                _array("I", output.reducers),
                _array("Q", output.offsets),
                _array("Q", output.lengths),
                _array("I", output.checksums),
            )
            for output in outputs
        ]
        self._by_reducer: dict[int, list[tuple[int, int]]] | None = None

    def blocks(self, reducer: int) -> Iterator[tuple[int, str, int, int, int]]:
        """(map, path, offset, length, checksum) of each segment for ``reducer``, in the order of the maps."""
        if self._by_reducer is None:
            by_reducer: dict[int, list[tuple[int, int]]] = {}
            for map_id, index in enumerate(self._indexes):
                for entry, found in enumerate(index[0]):
                    by_reducer.setdefault(found, []).append((map_id, entry))
            self._by_reducer = by_reducer
        for map_id, entry in self._by_reducer.get(reducer, ()):
            _, offsets, lengths, checksums = self._indexes[map_id]
            yield map_id, self._paths[map_id], offsets[entry], lengths[entry], checksums[entry]


def _array(code: str, data: bytes) -> array[int]:
    found: array[int] = array(code)
    found.frombytes(data)
    return found


class ShuffleReader:
    """Reads and checks blocks. Small files are read once and kept, so that a shuffle of many small map outputs
    opens each file once for each worker and not once for each block."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._kept = 0
        self.bytes_read = self.blocks_read = self.records_read = 0

    def read(self, outputs: MapOutputs, reducer: int) -> Iterator[list[Any]]:
        """The batches that all maps wrote for ``reducer``. Raises :class:`FetchFailed`."""
        for map_id, path, offset, length, checksum in outputs.blocks(reducer):
            try:
                block = self._block(path, offset, length)
            except OSError as error:
                raise FetchFailed(outputs.shuffle_id, map_id, path, str(error)) from None
            if len(block) != length:
                reason = f"{len(block)} of {length} bytes at {offset} are there"
                raise FetchFailed(outputs.shuffle_id, map_id, path, reason)
            if zlib.crc32(block) != checksum:
                raise FetchFailed(
                    outputs.shuffle_id, map_id, path, f"the checksum of {length} bytes at {offset} is wrong"
                )
            self.bytes_read += length
            self.blocks_read += 1
            for batch in frames.unpack(block):
                self.records_read += len(batch)
                yield batch

    def forget(self) -> None:
        self._files.clear()
        self._kept = 0

    def _block(self, path: str, offset: int, length: int) -> bytes | memoryview:
        kept = self._files.get(path)
        if kept is not None:
            return memoryview(kept)[offset : offset + length]
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            size = os.fstat(fd).st_size
            if length < size <= SMALL_FILE:
                whole = _pread(fd, size, 0)
                self._files[path] = whole
                self._kept += size
                while self._kept > CACHED_FILES:
                    self._kept -= len(self._files.popitem(last=False)[1])
                return memoryview(whole)[offset : offset + length]
            return _pread(fd, length, offset)
        finally:
            os.close(fd)


def _pread(fd: int, length: int, offset: int) -> bytes:
    data = os.pread(fd, length, offset)
    if len(data) == length or not data:
        return data
    parts = [data]
    got = len(data)
    while got < length:
        data = os.pread(fd, length - got, offset + got)
        if not data:
            break
        parts.append(data)
        got += len(data)
    return b"".join(parts)
