"""Temporary runs on disk that vanish with their last reader."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from pyrite._runtime import frames
from pyrite._runtime.disk import creating, write_all


class Run:
    """Records in one unlinked temporary file, written in segments and read back in batches.

    The file has no name from the start, so nothing is left behind however the process ends.
    """

    def __init__(self, directory: str):
        self._path = os.path.join(directory, "spill-")
        handle, path = creating(self._path, lambda: tempfile.mkstemp(prefix="spill-", dir=directory))
        os.unlink(path)
        self._file = open(handle, "w+b", buffering=0)  # noqa: SIM115
        self.size = 0

    def write(self, records: Sequence[Any]) -> tuple[int, int]:
        """Append ``records``; returns (offset, length) of the segment."""
        start = self.size
        fd = self._file.fileno()
        os.lseek(fd, start, os.SEEK_SET)
        # A frame at a time: what is pickled must not come to as much as what is to be let go.
        for frame in frames.pack(records):
            self.size += write_all(fd, frame, self._path)
        return start, self.size - start

    def read(self, offset: int, length: int) -> Iterator[list[Any]]:
        """The batches of one segment. Segments may be read in turns: each batch seeks for itself."""
        at, end = offset, offset + length
        fd = self._file.fileno()
        while at < end:
            size = int.from_bytes(os.pread(fd, 4, at), "little")
            yield frames.loads(os.pread(fd, size, at + 4))
            at += 4 + size

    def batches(self) -> Iterator[list[Any]]:
        return self.read(0, self.size)


class SpilledList:
    """A list of values of which the first part may lie in a run on disk. Iterable, sized, appendable.

    Pickling it gives an ordinary list.
    """

    __slots__ = ("_run", "_segments", "_spilled", "tail")

    def __init__(self, run: Run, values: list[Any]):
        self._run = run
        self._segments: list[tuple[int, int]] = []
        self._spilled = 0
        self.tail = values
        self.spill()

    def spill(self) -> None:
        self._segments.append(self._run.write(self.tail))
        self._spilled += len(self.tail)
        self.tail = []

    def append(self, value: Any) -> None:
        self.tail.append(value)

    def extend(self, values: Any) -> None:
        self.tail.extend(values)

    def __len__(self) -> int:
        return self._spilled + len(self.tail)

    def batches(self) -> Iterator[list[Any]]:
        for offset, length in self._segments:
            yield from self._run.read(offset, length)
        yield self.tail

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(self.batches())

    def __reduce__(self) -> Any:
        return list, (list(self),)
