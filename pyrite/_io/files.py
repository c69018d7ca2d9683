"""Whole files as records (wholeTextFiles, binaryFiles) and files of fixed-length records (binaryRecords)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.codecs import codec_for_path
from pyrite._io.errors import CorruptFileError, StorageError, UnsupportedFormatError
from pyrite._io.filesystem import Storage
from pyrite._io.listing import input_files
from pyrite._io.paths import display
from pyrite._io.splits import FileSplit, new_splits
from pyrite._io.status import FileStatus
from pyrite._io.text import decode, well_formed

MAX_PARTITION_BYTES = "spark.files.maxPartitionBytes"
OPEN_COST = "spark.files.openCostInBytes"
_PIECE = 1 << 20
_BATCH = 1000


@dataclass(frozen=True)
class WholeFilesInput:
    """One record (path, content) per file; a split is some files' paths.

    As `text`, files are decompressed by extension and decoded (or made well-formed UTF-8 bytes, path and
    content, without `use_unicode`); else contents are the files' bytes.
    """

    storage: Storage
    splits: Sequence[tuple[str, ...]]
    text: bool
    use_unicode: bool = True

    def read(self, split: tuple[str, ...]) -> Iterator[list[tuple[Any, Any]]]:
        """Yield one batch per file, so that a reader holds one file at a time."""
        for path in split:
            if not self.text:
                yield [(display(path), self._content(path, decompress=False))]
                continue
            data = self._content(path, decompress=True)
            if self.use_unicode:
                yield [(display(path), decode(data))]
            else:
                yield [(display(path).encode("utf-8", "surrogateescape"), well_formed(data))]

    def _content(self, path: str, decompress: bool) -> bytes:
        codec = codec_for_path(path) if decompress else None
        with self.storage.open(path) as raw:
            reader: Any = codec.reader(raw) if codec else raw
            return b"".join(iter(lambda: reader.read(_PIECE), b""))


def plan_whole_text_files(
    paths: str, min_partitions: int, storage: Storage, use_unicode: bool = True
) -> WholeFilesInput:
    """Plan `wholeTextFiles`: whole files are packed until a partition has its share of all bytes."""
    files = input_files(storage, paths, new_api=True, skip_directories=True)
    share = math.ceil(sum(file.size for file in files) / max(min_partitions, 1))
    return WholeFilesInput(storage, pack(files, share), True, use_unicode)


def plan_binary_files(
    paths: str, min_partitions: int, default_parallelism: int, storage: Storage
) -> WholeFilesInput:
    """Plan `binaryFiles`: partitions of up to 128 MiB, where opening a file counts as 4 MiB.

    The two figures are the options `spark.files.maxPartitionBytes` and `spark.files.openCostInBytes`.
    """
    files = input_files(storage, paths, new_api=True, skip_directories=True)
    cost = storage.bytes_option(OPEN_COST, 4 << 20)
    total = sum(file.size + cost for file in files)
    share = total // max(default_parallelism, min_partitions, 1)
    return WholeFilesInput(
        storage,
        pack(files, min(storage.bytes_option(MAX_PARTITION_BYTES, 128 << 20), max(cost, share))),
        False,
    )


def pack(files: Sequence[FileStatus], share: int) -> tuple[tuple[str, ...], ...]:
    """Group files as Hadoop's CombineFileInputFormat does on one host: a group is full from `share` bytes on.

    What fills no group goes together, with the empty files, into a last one.
    """
    groups: list[tuple[str, ...]] = []
    current: list[str] = []
    size = 0
    for file in files:
        if not file.size:
            continue
        current.append(file.path)
        size += file.size
        if share and size >= share:
            groups.append(tuple(current))
            current, size = [], 0
    left = set(current)
    rest = tuple(file.path for file in files if not file.size or file.path in left)
    return tuple([*groups, rest] if rest else groups)


@dataclass(frozen=True)
class FixedRecordsInput:
    """Records of `length` bytes each."""

    storage: Storage
    splits: Sequence[FileSplit]
    length: int

    def read(self, split: FileSplit) -> Iterator[list[bytes]]:
        """Yield the split's records in batches.

        Raises:
            CorruptFileError: the file's size is not a multiple of the record length.
        """
        length = self.length
        batch = max(min(_BATCH, _PIECE // length), 1) * length
        with self.storage.open(split.path) as raw:
            raw.seek(split.start)
            left = split.length
            while left:
                data = _up_to(raw, min(batch, left))
                left -= len(data)
                if len(data) % length or not data:
                    raise CorruptFileError(
                        f"{display(split.path)} has {split.size} bytes, "
                        f"which is not a multiple of the record length {length}",
                        split.path,
                    )
                yield [data[i : i + length] for i in range(0, len(data), length)]


def _up_to(raw: Any, size: int) -> bytes:
    data = raw.read(size)
    while data and len(data) < size and (more := raw.read(size - len(data))):
        data += more
    return bytes(data)


def plan_binary_records(paths: str, length: int, storage: Storage) -> FixedRecordsInput:
    """Plan `binaryRecords`: splits by block size, at multiples of the record length."""
    if length <= 0:
        raise StorageError(f"Record length must be positive, not {length}", paths)
    files = input_files(storage, paths, new_api=True)
    for file in files:
        if codec_for_path(file.path) is not None:
            raise UnsupportedFormatError(
                f"{display(file.path)}: fixed-length records are not read from compressed files", file.path
            )
    splits = new_splits(files, storage, lambda _: True, multiple_of=length)
    return FixedRecordsInput(storage, tuple(splits), length)
