"""Event logs as Spark writes them: one file for an application, or a folder of files that roll.

Names, ``.inprogress`` and compression are Spark's, so that its history server reads them. A file on this machine is
appended to while the application runs: after every few events it holds all that was told, however the program ends.
One on a remote store is there when it is closed, where the store gives no earlier sight of it (S3, say).
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from typing import BinaryIO

from pyrite._conf.units import parse_bytes
from pyrite._events.compression import COMPRESSORS, Compressor, Plain
from pyrite._events.schema import Lines
from pyrite._io.credentials import connection
from pyrite._io.filesystem import Storage
from pyrite._io.paths import base_name, is_local, join, qualify, split_root
from pyrite.errors import IllegalArgumentException, PySparkRuntimeError

__all__ = ["EventLog", "open_log"]

log = logging.getLogger("pyrite")

IN_PROGRESS = ".inprogress"
DEFAULT_DIRECTORY = "/tmp/spark-events"
#: The least size of a file of a rolling log.
LEAST_SIZE = 10 << 20


def open_log(conf: Mapping[str, str], storage: Storage, application: str, translator: Lines) -> EventLog:
    """The log of an application, as ``spark.eventLog.*`` say.

    Raises
    ------
    PySparkRuntimeError
        Where the folder is not there, or holds a log of this application.
    IllegalArgumentException
        For a codec, a size or a place that cannot be.
    StorageError
        Where the store cannot be reached.
    """
    # What fs.defaultFS says is not asked, nor is it by Spark.
    directory = qualify(conf.get("spark.eventLog.dir") or DEFAULT_DIRECTORY)
    if not _can_hold_files(storage, directory):
        raise PySparkRuntimeError(
            f"The folder for event logs is not there: {directory}. Make it, or set spark.eventLog.dir."
        )
    codec = _codec(conf)
    overwrite = _flag(conf, "spark.eventLog.overwrite", False)
    name = re.sub(r"[ :/]", "-", application)
    name = re.sub(r"[.${}'\"]", "_", name).lower()
    files: _Files
    if _flag(conf, "spark.eventLog.rolling.enabled", True):
        size = parse_bytes(conf.get("spark.eventLog.rolling.maxFileSize") or "128m")
        if size < LEAST_SIZE:
            raise IllegalArgumentException(
                "'spark.eventLog.rolling.maxFileSize' is invalid: "
                f"it is to be at least 10 MiB, and is {size} bytes"
            )
        files = _Rolling(storage, directory, name, codec, overwrite, size)
    else:
        files = _Single(storage, directory, name, codec, overwrite)
    return EventLog(files, translator.start())


def _can_hold_files(storage: Storage, directory: str) -> bool:
    try:
        return storage.status(directory).is_dir
    except FileNotFoundError:
        # In a bucket there are no folders to make; but the bucket is there.
        root, _ = split_root(directory)
        return (
            not is_local(directory) and connection(directory, storage.options).flat and storage.exists(root)
        )


def _flag(conf: Mapping[str, str], key: str, default: bool) -> bool:
    return (conf.get(key) or str(default)).strip().lower() == "true"


def _codec(conf: Mapping[str, str]) -> str | None:
    if not _flag(conf, "spark.eventLog.compress", True):
        return None
    asked = conf.get("spark.eventLog.compression.codec")
    name = (asked or "zstd").rpartition(".")[2].lower().removesuffix("compressioncodec")
    if name not in COMPRESSORS:
        raise IllegalArgumentException(
            f"spark.eventLog.compression.codec={asked}: Pyrite writes event logs with {', '.join(COMPRESSORS)}"
        )
    try:
        COMPRESSORS[name]()
    except ImportError as error:
        if asked:
            raise IllegalArgumentException(
                f"spark.eventLog.compression.codec={asked} needs the package {error.name}"
            ) from None
        # Nobody has asked for this codec: the log is rather written plainly than not at all.
        return None
    return name


class EventLog:
    """Writes lines, until that fails: what comes behind a line that was cut could not be read.

    Parameters
    ----------
    files : _Files
        Where they go.
    first : str
        What the log begins with.
    """

    def __init__(self, files: _Files, first: str):
        self._files = files
        self._failed = False
        self._files.open(_bytes([first]))

    @property
    def path(self) -> str:
        """The log's file or folder, as it is called now."""
        return self._files.path

    @property
    def remote(self) -> bool:
        """Whether it is on a store."""
        return not is_local(self.path)

    def __call__(self, lines: list[str]) -> None:
        """Write these lines, so that they stay."""
        if self._failed:
            return
        try:
            self._files.write(_bytes(lines))
        except Exception as error:
            self._failed = True
            log.error("the event log %s ends here: %s", self.path, error)

    def close(self) -> None:
        """The application has ended: the log gets the name of a whole one, if it is that."""
        if not self._failed:
            self._files.close()


def _bytes(lines: list[str]) -> bytes:
    # Lone surrogates come from names of files, say.
    return "\n".join([*lines, ""]).encode("utf-8", "backslashreplace")


class _Files:
    """What both kinds of logs share."""

    def __init__(self, storage: Storage, directory: str, name: str, codec: str | None, overwrite: bool):
        self._storage = storage
        self._directory = directory
        self._name = name
        self._extension = f".{codec}" if codec else ""
        self._make = COMPRESSORS[codec] if codec else Plain
        self._overwrite = overwrite
        self._file: BinaryIO | None = None
        self._compressor: Compressor = Plain()
        self.path = ""

    def open(self, first: bytes) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def write(self, lines: bytes) -> int:
        """Append lines, and give them to the system or the store. Returns how many bytes they have become."""
        assert self._file is not None
        data = self._compressor.piece(lines)
        self._file.write(data)
        self._file.flush()
        return len(data)

    def _refuse_what_is_there(self, *paths: str) -> None:
        for path in paths:
            if not self._overwrite and self._storage.exists(path):
                raise PySparkRuntimeError(
                    f"Target log already exists ({path}); spark.eventLog.overwrite replaces it"
                )

    def _create(self, path: str) -> BinaryIO:
        if not is_local(path):
            return self._storage.create(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        return os.fdopen(os.open(path, flags, 0o660), "wb", buffering=0)

    def _begin(self, path: str) -> None:
        self._file = self._create(path)
        self._compressor = self._make()

    def _end(self) -> None:
        assert self._file is not None
        self._file.write(self._compressor.end())
        self._file.close()


class _Single(_Files):
    def open(self, first: bytes) -> None:
        self._whole = join(self._directory, self._name + self._extension)
        self.path = self._whole + IN_PROGRESS
        self._refuse_what_is_there(self.path, self._whole)
        self._begin(self.path)
        self.write(first)

    def close(self) -> None:
        self._end()
        self._storage.rename(self.path, self._whole)
        self.path = self._whole


class _Rolling(_Files):
    def __init__(
        self, storage: Storage, directory: str, name: str, codec: str | None, overwrite: bool, size: int
    ):
        super().__init__(storage, directory, name, codec, overwrite)
        self._size = size
        self._written = 0
        self._number = 0

    def open(self, first: bytes) -> None:
        self.path = join(self._directory, f"eventlog_v2_{self._name}")
        self._status = join(self.path, f"appstatus_{self._name}")
        self._refuse_what_is_there(self.path)
        if self._storage.exists(self.path):
            self._remove_logs()
        elif is_local(self.path):
            os.mkdir(self.path, 0o770)
        self._create(self._status + IN_PROGRESS).close()
        self._next()
        self.write(first)

    def _remove_logs(self) -> None:
        for found in self._storage.children(self.path):
            if base_name(found.path).startswith(("events_", "appstatus_")):
                self._storage.delete(found.path)

    def _next(self) -> None:
        self._number += 1
        self._written = 0
        name = f"events_{self._number}_{self._name}{self._extension}"
        self._begin(join(self.path, name))

    def write(self, lines: bytes) -> int:
        written = super().write(lines)
        self._written += written
        if self._written >= self._size:
            self._end()
            self._next()
        return written

    def close(self) -> None:
        self._end()
        self._storage.rename(self._status + IN_PROGRESS, self._status)
