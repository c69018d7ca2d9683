"""Which files a DataFrame reads, and the values that their directories tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import groupby
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io import Storage, real_path
from pyrite._io.errors import UnreadableFileError
from pyrite._io.paths import base_name, display, has_wildcard
from pyrite._io.status import FileStatus
from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._files.moments import parse_timestamp
from pyrite.sql._files.options import Options
from pyrite.sql._files.partitions import partition_columns, partition_values
from pyrite.sql._text.local_zone import local_zone
from pyrite.sql.types import DataType, StructType

__all__ = ["DataFile", "FileSource", "find_files"]

_OPEN_COST = 4 << 20
_MOST_BYTES = 128 << 20


@dataclass(frozen=True)
class DataFile:
    """One file. ``values`` are its directories': texts unescaped, None for null. ``modified`` is in milliseconds."""

    path: str
    size: int
    whole: bool = False
    values: tuple[Any, ...] = ()
    modified: int = 0


@dataclass(frozen=True)
class FileSource:
    """The files that a DataFrame reads, as they were found when it was made.

    Parameters
    ----------
    storage : Storage
        Where they are.
    roots : tuple of str
        The qualified paths that were asked for, globs expanded.
    files : tuple of DataFile
        The files, in the order of their rows.
    names : tuple of str
        The columns that directories tell.
    """

    storage: Storage
    roots: tuple[str, ...]
    files: tuple[DataFile, ...]
    names: tuple[str, ...] = ()

    def groups(self) -> Iterator[tuple[tuple[Any, ...], FileSource]]:
        """The files of each directory's values, in order."""
        for values, files in groupby(self.files, key=lambda file: file.values):
            yield values, replace(self, files=tuple(files))

    def typed(self, kinds: Sequence[DataType], zone: str) -> FileSource:
        """The source with its values in Spark's internal form.

        Raises
        ------
        SparkRuntimeException
            INVALID_PARTITION_VALUE where one is not of its type.
        """
        known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        files = []
        for file in self.files:
            if file.values not in known:
                known[file.values] = partition_values(self.names, file.values, kinds, zone)
            files.append(replace(file, values=known[file.values]))
        return replace(self, files=tuple(files))

    def partitions(self, parallelism: int, cut: bool) -> int:
        """How many partitions Spark makes of the files; ``cut`` tells whether files of this format can be cut."""
        costs = sum(file.size + _OPEN_COST for file in self.files)
        most = min(_MOST_BYTES, max(_OPEN_COST, costs // max(parallelism, 1)))
        count, filled = 0, 0
        for size in sorted(_pieces(self.files, most, cut), reverse=True):
            if count == 0 or filled + size > most:
                count, filled = count + 1, 0
            filled += size + _OPEN_COST
        return max(count, 1)


def _pieces(files: Iterable[DataFile], most: int, cut: bool) -> Iterator[int]:
    for file in files:
        if not cut or file.whole:
            yield file.size
            continue
        for start in range(0, file.size, most):
            yield min(most, file.size - start)


def find_files(
    storage: Storage, paths: Sequence[str], options: Options, settings: Mapping[str, str]
) -> tuple[FileSource, StructType]:
    """The files below the paths, and the columns that their directories tell.

    Hidden files are left out. Directories ``name=value`` become columns; others below a path are read only with
    ``recursiveFileLookup``.

    Raises
    ------
    AnalysisException
        PATH_NOT_FOUND.
    SparkRuntimeException
        Where directories contradict each other.
    """
    roots = [status for path in paths for status in _found(storage, path)]
    listed = [(root, list(_leaves(storage, root, frozenset()))) for root in roots]
    columns = StructType()
    values: dict[str, tuple[str | None, ...]] = {}
    below = [file for _, files in listed for file in files]
    if not options.flag("recursiveFileLookup"):
        base = options.text("basePath")
        bases = {storage.qualify(base)} if base else {_base(root) for root in roots}
        if base:
            _check_base(storage.qualify(base), roots)
        columns, values = partition_columns([_parent(f.path) for f in below], bases, settings)
        if not columns.fields:
            below = [f for root, files in listed for f in files if root.path in (f.path, _parent(f.path))]
    wanted = options.text("pathGlobFilter", "*") or "*"
    after, before = _modification_bounds(options, settings)
    found = [
        DataFile(f.path, f.size, f.whole, values.get(_parent(f.path), ()), f.modified)
        for f in below
        if fnmatchcase(base_name(f.path), wanted) and after < f.modified < before
    ]
    # Large files first, as Spark deals them out.
    files = tuple(sorted(found, key=lambda file: -file.size))
    return FileSource(storage, tuple([root.path for root in roots]), files, tuple(columns.names)), columns


def _modification_bounds(options: Options, settings: Mapping[str, str]) -> tuple[float, float]:
    """Between which times files must have been changed, in milliseconds since 1970.

    Raises
    ------
    AnalysisException
        For options that are no timestamps.
    """
    zone = options.text("timeZone") or settings.get("spark.sql.session.timeZone") or local_zone()
    bounds = []
    for name, unbounded in (("modifiedAfter", -math.inf), ("modifiedBefore", math.inf)):
        text = options.text(name)
        try:
            bounds.append(unbounded if text is None else parse_timestamp(text, zone) // 1000)
        except (ValueError, OverflowError):
            raise AnalysisException(
                errorClass="_LEGACY_ERROR_TEMP_1294",
                messageParameters={"strategy": name.lower(), "timeString": str(text)},
            ) from None
    return bounds[0], bounds[1]


def _check_base(base: str, roots: Sequence[FileStatus]) -> None:
    """Refuse a base path that is not above all paths."""
    for root in roots:
        if root.path != base and not root.path.startswith(base.rstrip("/") + "/"):
            raise IllegalArgumentException(f"The base path {display(base)} is not above {display(root.path)}")


def _base(root: FileStatus) -> str:
    return root.path if root.is_dir else _parent(root.path)


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _found(storage: Storage, path: str) -> list[FileStatus]:
    qualified = storage.qualify(path)
    if has_wildcard(qualified):
        found = storage.glob(qualified) or []
        if not found and storage.exists(qualified):
            found = [storage.status(qualified)]
    else:
        found = [storage.status(qualified)] if storage.exists(qualified) else []
    if not found:
        raise AnalysisException(errorClass="PATH_NOT_FOUND", messageParameters={"path": display(qualified)})
    return found


def _leaves(storage: Storage, status: FileStatus, above: frozenset[str]) -> Iterator[FileStatus]:
    """All files of a tree that are not hidden, sorted by path."""
    if not status.is_dir:
        if not _is_hidden(status.path):
            yield status
        return
    own = real_path(status.path)
    if own in above:
        raise UnreadableFileError(f"{display(status.path)} is a circular symbolic link", status.path)
    for child in storage.children(status.path):
        if not _is_hidden(child.path):
            yield from _leaves(storage, child, above | {own})


def _is_hidden(path: str) -> bool:
    name = base_name(path)
    return (name.startswith("_") and "=" not in name) or name.startswith(".") or name.endswith("._COPYING_")
