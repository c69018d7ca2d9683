"""Cutting files into splits, by the arithmetic of Hadoop's FileInputFormats."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyrite._dataclasses import dataclass
from pyrite._io.filesystem import Storage
from pyrite._io.status import FileStatus

SPLIT_SLOP = 1.1
MIN_SIZE = "mapreduce.input.fileinputformat.split.minsize"
MAX_SIZE = "mapreduce.input.fileinputformat.split.maxsize"


@dataclass(frozen=True)
class FileSplit:
    """Bytes [start, start + length) of a file; `size` is the whole file's."""

    path: str
    start: int
    length: int
    size: int

    @property
    def end(self) -> int:
        """The first byte after the split."""
        return self.start + self.length


def old_splits(
    files: Iterable[FileStatus],
    min_partitions: int,
    storage: Storage,
    splittable: Callable[[str], bool],
    format_min_size: int = 1,
) -> list[FileSplit]:
    """Plan as `mapred.FileInputFormat`: aim at `min_partitions` equal parts of all files together."""
    files = list(files)
    goal = sum(file.size for file in files) // max(min_partitions, 1)
    least = max(storage.int_option(MIN_SIZE, storage.int_option("mapred.min.split.size", 1)), format_min_size)
    return _splits(files, splittable, lambda file: max(least, min(goal, file.block_size)))


def new_splits(
    files: Iterable[FileStatus],
    storage: Storage,
    splittable: Callable[[str], bool],
    format_min_size: int = 1,
    multiple_of: int = 1,
) -> list[FileSplit]:
    """Plan as `mapreduce.lib.input.FileInputFormat`: by block size, whatever the wanted parallelism."""

    def size(file: FileStatus) -> int:
        wanted = max(least, min(most, file.block_size))
        return max(wanted // multiple_of, 1) * multiple_of

    least = max(storage.int_option(MIN_SIZE, 1), format_min_size)
    most = storage.int_option(MAX_SIZE, (1 << 63) - 1)
    return _splits(files, splittable, size)


def _splits(
    files: Iterable[FileStatus], splittable: Callable[[str], bool], size: Callable[[FileStatus], int]
) -> list[FileSplit]:
    def parts(file: FileStatus) -> list[FileSplit]:
        return _cut(file, size(file) if splittable(file.path) and not file.whole else file.size)

    return [split for file in files for split in parts(file)]


def _cut(file: FileStatus, split_size: int) -> list[FileSplit]:
    """Cut one file; the last split may be a tenth longer. Empty files have none, as in Spark."""
    splits, left = [], file.size
    while split_size and left / split_size > SPLIT_SLOP:
        splits.append(FileSplit(file.path, file.size - left, split_size, file.size))
        left -= split_size
    if left:
        splits.append(FileSplit(file.path, file.size - left, left, file.size))
    return splits
