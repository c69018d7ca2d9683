"""What can go wrong between an RDD and its files.

Every error carries the path (or the paths) it is about and is a subclass of the OSError family, so that
``except FileNotFoundError`` works. The public layer maps them onto PySpark's classes by `java_class`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.errors import EngineError

_HADOOP = "org.apache.hadoop"


class StorageError(OSError, EngineError):
    """Base of all errors of this room. `path` is the path concerned, `java_class` the name users know."""

    java_class = "java.io.IOException"

    def __init__(self, message: str, path: str = "", java_class: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        if java_class is not None:
            self.java_class = java_class

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.path), {"java_class": self.java_class}


class InvalidInputException(StorageError, FileNotFoundError):
    """Input paths that do not exist, or globs that match nothing."""

    java_class = f"{_HADOOP}.mapred.InvalidInputException"

    def __init__(
        self, message: str, path: str = "", paths: Sequence[str] = (), java_class: str | None = None
    ) -> None:
        super().__init__(message, path, java_class)
        self.paths = tuple(paths) or (path,)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.path, self.paths), {"java_class": self.java_class}


class FileAlreadyExistsException(StorageError, FileExistsError):
    """The output directory is already there."""

    java_class = f"{_HADOOP}.mapred.FileAlreadyExistsException"


class IllegalPathError(StorageError, ValueError):
    """A string that cannot be a path."""

    java_class = "java.lang.IllegalArgumentException"


class NotAFileException(StorageError, IsADirectoryError):
    """A directory stands where a file is needed."""

    java_class = "java.io.IOException"


class UnreadableFileError(StorageError):
    """Neither a regular file nor a directory: FIFO, device, socket."""


class BrokenLinkError(StorageError, FileNotFoundError):
    """A symbolic link to nothing, or to itself. Directory listings leave such links out, as Spark does."""

    java_class = "java.io.FileNotFoundException"


class CorruptFileError(StorageError, EOFError):
    """A file ends too early, or its content is not what its format promises."""

    java_class = "java.io.EOFException"


class UnsupportedFormatError(StorageError, NotImplementedError):
    """A codec, a format, a class or a converter that Pyrite does not have."""


class WriteError(StorageError):
    """Writing failed: a full disk, a quota, a lost mount. `errno` is the system's."""

    @classmethod
    def of(cls, error: OSError, path: str) -> WriteError:
        """Name the file in an error of the operating system."""
        named = cls(f"Cannot write file:{path}: {error.strerror or error}", path)
        named.errno = error.errno
        return named

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.path), {"java_class": self.java_class, "errno": self.errno}


class MissingDependencyError(StorageError):
    """An optional package is needed for this path or codec; the message says how to install it."""


class CommitError(StorageError):
    """Output was to be committed twice, or after it was aborted."""
