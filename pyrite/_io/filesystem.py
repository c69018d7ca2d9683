"""Which file system a path is on, and the few operations the rest of this room needs of it.

Local files go through plain `os` calls; fsspec is imported when the first remote URL is met (see `remote`).
"""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from typing import Any, BinaryIO, Protocol, cast

from pyrite._dataclasses import dataclass
from pyrite._io.errors import BrokenLinkError, StorageError, UnreadableFileError, WriteError
from pyrite._io.paths import (
    base_name,
    component_regex,
    display,
    expand_braces,
    has_wildcard,
    is_hidden,
    is_local,
    join,
    qualify,
    split_root,
    unescape,
)
from pyrite._io.remote import connect
from pyrite._io.status import FileStatus

LOCAL_BLOCK_SIZE = 32 << 20
_SIZE = re.compile(r"(\d+)\s*([bkmgtp]?)(?:i?b)?")
_SHIFTS = {"b": 0, "k": 10, "m": 20, "g": 30, "t": 40, "p": 50}
BUFFER_SIZE = 1 << 18


class FileSystem(Protocol):
    """What the room needs of a file system. Paths are qualified; a missing path raises FileNotFoundError."""

    def status(self, path: str) -> FileStatus: ...
    def children(self, path: str) -> list[FileStatus]: ...
    def open(self, path: str) -> BinaryIO: ...
    def create(self, path: str) -> BinaryIO: ...
    def make_directory(self, path: str) -> None: ...
    def rename(self, source: str, target: str) -> None: ...
    def delete(self, path: str) -> None: ...
    def delete_empty(self, path: str) -> None: ...


#: How often a tree is removed in which others are at work.
DELETE_ATTEMPTS = 10


@dataclass(frozen=True)
class LocalFileSystem:
    """The local file system by plain calls. Only regular files and directories are let through."""

    block_size: int = LOCAL_BLOCK_SIZE

    def status(self, path: str) -> FileStatus:
        try:
            found = os.stat(path)
        except OSError as error:
            raise _explained(error, path) from None
        return self._status(path, found)

    def _status(self, path: str, found: os.stat_result) -> FileStatus:
        if stat.S_ISDIR(found.st_mode):
            return FileStatus(path, 0, True, self.block_size)
        if stat.S_ISREG(found.st_mode):
            changed = found.st_mtime_ns // 1_000_000
            return FileStatus(path, found.st_size, False, self.block_size, modified=changed)
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "a special file")
        raise UnreadableFileError(f"{display(path)} is {kind}, not a regular file or directory", path)

    def children(self, path: str) -> list[FileStatus]:
        return [status for name in self.names(path) if (status := self._found(join(path, name))) is not None]

    def _found(self, path: str) -> FileStatus | None:
        try:
            return self.status(path)
        except FileNotFoundError:
            return None

    def names(self, path: str) -> list[str]:
        """Return the names in a directory, sorted."""
        return sorted(os.listdir(path))

    def open(self, path: str) -> BinaryIO:
        # Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
        try:
            file = io.FileIO(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))
        except OSError as error:
            raise _explained(error, path) from None
        try:
            self._status(path, os.fstat(file.fileno()))
        except BaseException:
            file.close()
            raise
        return cast(BinaryIO, file)

    def create(self, path: str) -> BinaryIO:
        self.make_directory(os.path.dirname(path))
        return cast(BinaryIO, io.BufferedWriter(_OutputFile(path, "wb"), BUFFER_SIZE))

    def make_directory(self, path: str) -> None:
        for attempt in range(DELETE_ATTEMPTS):
            try:
                os.makedirs(path, exist_ok=True)
                return
            except FileNotFoundError:
                # Another one has removed a directory above, which was empty still.
                if attempt == DELETE_ATTEMPTS - 1:
                    raise

    def rename(self, source: str, target: str) -> None:
        self.make_directory(os.path.dirname(target))
        os.replace(source, target)

    def delete(self, path: str) -> None:
        """Remove a file, a link (never what it points to) or a tree (not following links in it).

        Another process may remove a part of the tree, or still write into it, at the same time.
        """
        for attempt in range(DELETE_ATTEMPTS):
            try:
                if stat.S_ISDIR(os.lstat(path).st_mode):
                    shutil.rmtree(path)
                else:
                    os.unlink(path)
            except FileNotFoundError:
                if not os.path.lexists(path):
                    return
            except OSError as error:
                if error.errno != errno.ENOTEMPTY or attempt == DELETE_ATTEMPTS - 1:
                    raise

    def delete_empty(self, path: str) -> None:
        """Remove a directory, unless there is something in it, or it is gone."""
        with suppress(OSError):
            os.rmdir(path)


def real_path(path: str) -> str:
    """Return what a qualified path is with its links followed (remote paths have none)."""
    return os.path.realpath(path) if is_local(path) else path


class _OutputFile(io.FileIO):
    """A file whose write errors (a full disk, say) name it."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise WriteError.of(error, str(self.name)) from None


_KINDS = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
    stat.S_IFSOCK: "a socket",
}


def _explained(error: OSError, path: str) -> OSError:
    if error.errno == errno.ELOOP:
        return BrokenLinkError(f"{display(path)} is a circular symbolic link", path)
    if error.errno == errno.ENOENT and os.path.islink(path):
        target = os.readlink(path)
        return BrokenLinkError(f"{display(path)} is a symbolic link to {target}, which does not exist", path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return FileNotFoundError(errno.ENOENT, f"File {display(path)} does not exist")
    return error


@dataclass(frozen=True)
class Storage:
    """All file systems, with the options (`spark.hadoop.*` keys without that prefix) that configure them.

    Picklable: workers build their own connections from the options.

    >>> Storage({"fs.s3a.endpoint": "http://127.0.0.1:5000"}).qualify("s3a://bucket/x/")
    's3a://bucket/x'
    """

    options: Mapping[str, str] = field(default_factory=dict)

    def option(self, name: str, default: str = "") -> str:
        """Return an option's text."""
        return str(self.options.get(name, default))

    def int_option(self, name: str, default: int) -> int:
        """Return an option as a whole number."""
        text = self.options.get(name)
        return default if text is None or not str(text).strip() else int(text)

    def bytes_option(self, name: str, default: int) -> int:
        """Return an option as a number of bytes; '64m' and '1 GiB' are read as Spark reads them."""
        text = str(self.options.get(name, "")).strip().lower()
        if not text:
            return default
        match = _SIZE.fullmatch(text)
        if match is None:
            raise ValueError(f"{name} must be a size in bytes such as 67108864 or 64m, not {text!r}")
        return int(match[1]) << _SHIFTS[match[2] or "b"]

    def updated(self, options: Mapping[str, str] | None) -> Storage:
        """Return a storage with more options laid over these."""
        return Storage({**self.options, **options}) if options else self

    def flag(self, name: str, default: bool = False) -> bool:
        """Return an option as a boolean."""
        text = str(self.options.get(name, default)).strip().lower()
        return text == "true"

    def qualify(self, path: str) -> str:
        """Return the absolute form of a user's path (see `paths.qualify`)."""
        return qualify(path, self.option("fs.defaultFS") or self.option("fs.default.name") or "file:///")

    def filesystem(self, path: str) -> FileSystem:
        """Return the file system that a qualified path is on."""
        if is_local(path):
            return LocalFileSystem(self.int_option("fs.local.block.size", LOCAL_BLOCK_SIZE))
        return connect(path, self.options)

    def status(self, path: str) -> FileStatus:
        """Return what is at a qualified path; FileNotFoundError when nothing is."""
        return self.filesystem(path).status(path)

    def exists(self, path: str) -> bool:
        """Tell whether there is anything at a qualified path (a dangling link counts)."""
        try:
            self.status(path)
        except (BrokenLinkError, UnreadableFileError):
            return True
        except FileNotFoundError:
            return False
        return True

    def children(self, path: str) -> list[FileStatus]:
        """Return a directory's children, sorted by path."""
        return self.filesystem(path).children(path)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading (seekable; local files unbuffered)."""
        return self.filesystem(path).open(path)

    def create(self, path: str) -> BinaryIO:
        """Open a new file for writing, making its directory."""
        return self.filesystem(path).create(path)

    def make_directory(self, path: str) -> None:
        """Make a directory and its parents."""
        self.filesystem(path).make_directory(path)

    def rename(self, source: str, target: str) -> None:
        """Move a file; both paths are on one file system. A file at `target` is replaced."""
        self.filesystem(source).rename(source, target)

    def delete(self, path: str) -> None:
        """Remove a file or a tree, if it is there; links are removed, never followed."""
        self.filesystem(path).delete(path)

    def delete_empty(self, path: str) -> None:
        """Remove a directory if nothing is in it."""
        self.filesystem(path).delete_empty(path)

    def glob(self, pattern: str) -> list[FileStatus] | None:
        """Return what a qualified Hadoop glob matches, sorted; None when a path without wildcards is missing.

        Entries whose last name begins with '_' or '.' are left out, as all Hadoop inputs do.
        """
        patterns = expand_braces(pattern) if has_wildcard(pattern) else [pattern]
        found: dict[str, FileStatus] = {}
        wild = len(patterns) > 1
        for one in patterns:
            root, below = split_root(one)
            components = [c for c in below.split("/") if c]
            wild = wild or any(component_regex(c) is not None for c in components)
            for status in self._match(root, components):
                if not is_hidden(status.path):
                    found[status.path] = status
        if not found and not wild:
            return None
        return [found[path] for path in sorted(found)]

    def _match(self, root: str, components: list[str]) -> Iterator[FileStatus]:
        directories = [root]
        for i, component in enumerate(components):
            regex = component_regex(component)
            if regex is None:
                name = unescape(component)
                directories = [join(directory, name) for directory in directories]
                continue
            last = i == len(components) - 1
            listed = [path for directory in directories for path in self._listed(directory)]
            matched = [path for path in listed if regex.fullmatch(base_name(path))]
            directories = matched if last else [path for path in matched if self._is_dir(path)]
        for path in directories:
            try:
                status = self.status(path)
            except FileNotFoundError:
                continue
            yield status

    def _listed(self, directory: str) -> list[str]:
        filesystem = self.filesystem(directory)
        try:
            if isinstance(filesystem, LocalFileSystem):
                return [join(directory, name) for name in filesystem.names(directory)]
            return [status.path for status in filesystem.children(directory)]
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _is_dir(self, path: str) -> bool:
        try:
            return self.status(path).is_dir
        except StorageError:
            return False
        except FileNotFoundError:
            return False
