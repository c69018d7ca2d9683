"""Pickle files: SequenceFiles of BytesWritables that hold Java-serialized arrays of pickled batches.

That is what `RDD.saveAsPickleFile` of Spark writes, so files go both ways. Reading unpickles: only
read files that you trust.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import cloudpickle

from pyrite._dataclasses import dataclass
from pyrite._io.errors import CorruptFileError
from pyrite._io.filesystem import Storage
from pyrite._io.paths import display
from pyrite._io.sequencefile import Compression, SequenceInput, plan_sequence_file, write_pairs
from pyrite._io.splits import FileSplit
from pyrite._io.writables import BYTES, NULL

_GROUP = 10
_PROTOCOL = 5
# Java's object stream: magic and version; array classes byte[][] and byte[] with their serial numbers.
_STREAM = b"\xac\xed\x00\x05"
_OUTER = b"ur\x00\x03[[BK\xfd\x19\x15gg\xdb7\x02\x00\x00xp"
_INNER = b"ur\x00\x02[B\xac\xf3\x17\xf8\x06\x08T\xe0\x02\x00\x00xp"
_INNER_AGAIN = b"uq\x00~\x00\x02"
_NULL = b"p"


def pack_arrays(arrays: Sequence[bytes]) -> bytes:
    """Serialize byte arrays as Java serializes a byte[][]."""
    parts = [_STREAM, _OUTER, struct.pack(">i", len(arrays))]
    for i, data in enumerate(arrays):
        parts += (_INNER if not i else _INNER_AGAIN, struct.pack(">i", len(data)), data)
    return b"".join(parts)


def unpack_arrays(data: bytes) -> list[bytes]:
    """Return the byte arrays of a Java-serialized byte[][].

    Raises:
        ValueError: the data is anything else.
    """
    head = _STREAM + _OUTER
    if not data.startswith(head):
        raise ValueError("it holds Java objects, not the byte arrays of a pickle file")
    at = len(head)
    (count,) = struct.unpack_from(">i", data, at)
    at += 4
    arrays: list[bytes] = []
    for _ in range(count):
        for prefix in (_INNER_AGAIN, _INNER):
            if data.startswith(prefix, at):
                at += len(prefix)
                break
        else:
            raise ValueError(f"no byte array at {at}")
        (size,) = struct.unpack_from(">i", data, at)
        at += 4
        if size < 0 or at + size > len(data):
            raise ValueError("a byte array is cut short")
        arrays.append(data[at : at + size])
        at += size
    return arrays


@dataclass(frozen=True)
class PickleInput:
    """The objects of pickle files."""

    pairs: SequenceInput

    @property
    def splits(self) -> Sequence[FileSplit]:
        """One split per partition."""
        return self.pairs.splits

    def read(self, split: FileSplit) -> Iterator[list[Any]]:
        """Yield the objects of a split in the batches they were written in (some together)."""
        for pairs in self.pairs.read(split):
            for _, data in pairs:
                try:
                    arrays = unpack_arrays(bytes(data))
                except (ValueError, struct.error, TypeError) as error:
                    reason = f"{display(split.path)} is not a pickle file: {error}"
                    raise CorruptFileError(reason, split.path, "java.io.IOException") from None
                batch: list[Any] = []
                for array in arrays:
                    batch.extend(pickle.loads(array))
                if batch:
                    yield batch


def plan_pickle_file(paths: str, min_partitions: int, storage: Storage) -> PickleInput:
    """List the files and cut them into splits of at least 100 KiB."""
    return PickleInput(plan_sequence_file(paths, min_partitions, storage))


@dataclass(frozen=True)
class PickleOutput:
    """Objects in pickled batches of `batch_size` (0: by 1,000)."""

    storage: Storage
    batch_size: int = 10
    compression: Compression | None = None
    extension: str = ""

    def write(self, path: str, records: Iterator[Any]) -> int:
        """Write all objects into a new file at `path`; return how many there were."""
        count = 0

        def batches() -> Iterator[bytes]:
            nonlocal count
            while batch := list(islice(records, self.batch_size or 1000)):
                count += len(batch)
                yield cloudpickle.dumps(batch, _PROTOCOL)

        def groups() -> Iterator[tuple[None, bytes]]:
            pickled = batches()
            while group := list(islice(pickled, _GROUP)):
                yield None, pack_arrays(group)

        with self.storage.create(path) as raw:
            write_pairs(raw, NULL, BYTES, groups(), self.compression)
        return count
