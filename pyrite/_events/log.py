"""Event logs as Spark writes them: one file for an application, or a folder of files that roll.

Names, ``.inprogress`` and compression are Spark's, so that its history server reads them. Each file is open to be
appended to while the application runs; after every few events it holds all that was told, however the program ends.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO, Protocol

from pyrite._conf.units import parse_bytes
from pyrite._events.schema import Lines
from pyrite.errors import IllegalArgumentException, PySparkRuntimeError

__all__ = ["EventLog", "compressors", "open_log"]

IN_PROGRESS = ".inprogress"
DEFAULT_DIRECTORY = "/tmp/spark-events"
#: The least size of a file of a rolling log.
LEAST_SIZE = 10 << 20


class Compressor(Protocol):
    """Compresses a stream piece by piece."""

    def piece(self, data: bytes) -> bytes:
        """The data compressed, so that a reader of all pieces so far has it."""

    def end(self) -> bytes:
        """What ends the stream."""


class _Plain:
    def piece(self, data: bytes) -> bytes:
        return data

    def end(self) -> bytes:
        return b""


class _Zstd:
    """Each piece is a frame of its own: readers go on with the next, and a file that was cut is whole so far."""

    def __init__(self) -> None:
        try:
            module = import_module("compression.zstd")
            self.piece = module.compress
        except ImportError:
            self.piece = import_module("zstandard").ZstdCompressor(level=1).compress

    piece: Callable[[bytes], bytes]

    def end(self) -> bytes:
        return b""


class _LZ4:
    """The blocks of lz4-java's streams."""

    MAGIC = b"LZ4Block"
    BLOCK = 1 << 15
    SEED = 0x9747B28C

    def __init__(self) -> None:
        self._compress = import_module("lz4.block").compress

    def piece(self, data: bytes) -> bytes:
        return b"".join(
            [self._block(data[start : start + self.BLOCK]) for start in range(0, len(data), self.BLOCK)]
        )

    def end(self) -> bytes:
        return self._head(0x10, 0, 0, 0)

    def _block(self, data: bytes) -> bytes:
        packed: bytes = self._compress(data, store_size=False)
        method = 0x20
        if len(packed) >= len(data):
            method, packed = 0x10, data
        checksum = _xxh32(data, self.SEED) & 0x0FFFFFFF
        return self._head(method, len(packed), len(data), checksum) + packed

    def _head(self, method: int, packed: int, length: int, checksum: int) -> bytes:
        level = 5  # 2 ** (10 + 5) bytes in a block
        numbers = b"".join([number.to_bytes(4, "little") for number in (packed, length, checksum)])
        return self.MAGIC + bytes([method | level]) + numbers


def _xxh32(data: bytes, seed: int) -> int:
    """The hash xxHash32, which lz4-java puts beside each block."""
    one, two, three, four, five = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1
    mask = 0xFFFFFFFF
    words = struct.unpack_from(f"<{len(data) // 4}I", data)
    whole = len(data) // 16 * 4
    if whole:
        lanes = []
        for lane, start in enumerate((seed + one + two, seed + two, seed, seed - one)):
            value = start & mask
            for word in words[lane:whole:4]:
                value = (value + word * two) & mask
                value = (value << 13 | value >> 19) * one & mask
            lanes.append(value)
        turned = zip(lanes, (1, 7, 12, 18))
        found = sum([(value << by | value >> (32 - by)) & mask for value, by in turned])
    else:
        found = seed + five
    found = (found + len(data)) & mask
    for word in words[whole:]:
        found = (found + word * three) & mask
        found = (found << 17 | found >> 15) * four & mask
    for byte in data[len(words) * 4 :]:
        found = (found + byte * five) & mask
        found = (found << 11 | found >> 21) * one & mask
    found = (found ^ found >> 15) * two & mask
    found = (found ^ found >> 13) * three & mask
    return found ^ found >> 16


_COMPRESSORS: dict[str, Callable[[], Compressor]] = {"zstd": _Zstd, "lz4": _LZ4}


def compressors() -> list[str]:
    """The names of the codecs that are installed here."""
    found = []
    for name, make in _COMPRESSORS.items():
        with suppress(ImportError):
            make()
            found.append(name)
    return found


def open_log(conf: Mapping[str, str], application: str, translator: Lines) -> EventLog:
    """The log of an application, as ``spark.eventLog.*`` say.

    Raises
    ------
    PySparkRuntimeError
        Where the folder is not there, or holds a log of this application.
    IllegalArgumentException
        For a codec, a size or a place that cannot be.
    """
    directory = _local(conf.get("spark.eventLog.dir") or DEFAULT_DIRECTORY)
    if not os.path.isdir(directory):
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
        files = _Rolling(directory, name, codec, overwrite, size)
    else:
        files = _Single(directory, name, codec, overwrite)
    return EventLog(files, translator.start())


def _local(place: str) -> str:
    """The folder behind a URI. Raises for what is not of this machine."""
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", place)
    if found is None:
        return os.path.abspath(place)
    if found[1].lower() != "file":
        raise IllegalArgumentException(
            f"Event logs are appended to: spark.eventLog.dir must be a folder of this machine, not {place}"
        )
    return os.path.abspath(re.sub(r"^//[^/]*", "", found[2]))


def _flag(conf: Mapping[str, str], key: str, default: bool) -> bool:
    return (conf.get(key) or str(default)).strip().lower() == "true"


def _codec(conf: Mapping[str, str]) -> str | None:
    if not _flag(conf, "spark.eventLog.compress", True):
        return None
    asked = conf.get("spark.eventLog.compression.codec")
    name = (asked or "zstd").rpartition(".")[2].lower().removesuffix("compressioncodec")
    if name not in _COMPRESSORS:
        raise IllegalArgumentException(
            f"spark.eventLog.compression.codec={asked}: Pyrite writes event logs with {', '.join(_COMPRESSORS)}"
        )
    try:
        _COMPRESSORS[name]()
    except ImportError as error:
        if asked:
            raise IllegalArgumentException(
                f"spark.eventLog.compression.codec={asked} needs the package {error.name}"
            ) from None
        # Nobody has asked for this codec: the log is rather written plainly than not at all.
        return None
    return name


class EventLog:
    """Writes lines.

    Parameters
    ----------
    files : _Files
        Where they go.
    first : str
        What the log begins with.
    """

    def __init__(self, files: _Files, first: str):
        self._files = files
        self._files.open(_bytes([first]))

    @property
    def path(self) -> str:
        """The log's file or folder, as it is called now."""
        return self._files.path

    def __call__(self, lines: list[str]) -> None:
        """Write these lines, so that they stay."""
        self._files.write(_bytes(lines))

    def close(self) -> None:
        """The application has ended: the log gets the name of a whole one."""
        self._files.close()


def _bytes(lines: list[str]) -> bytes:
    # Lone surrogates come from names of files, say.
    return "\n".join([*lines, ""]).encode("utf-8", "backslashreplace")


class _Files:
    """What both kinds of logs share."""

    def __init__(self, directory: str, name: str, codec: str | None, overwrite: bool):
        self._directory = directory
        self._name = name
        self._extension = f".{codec}" if codec else ""
        self._make: Callable[[], Compressor] = _COMPRESSORS[codec] if codec else _Plain
        self._overwrite = overwrite
        self._file: BinaryIO | None = None
        self._compressor: Compressor = _Plain()
        self.path = ""

    def open(self, first: bytes) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def write(self, lines: bytes) -> int:
        """Append lines, and give them to the system. Returns how many bytes they have become."""
        assert self._file is not None
        data = self._compressor.piece(lines)
        self._file.write(data)
        return len(data)

    def _begin(self, path: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        self._file = os.fdopen(os.open(path, flags, 0o660), "wb", buffering=0)
        self._compressor = self._make()

    def _end(self) -> None:
        assert self._file is not None
        self._file.write(self._compressor.end())
        self._file.close()


class _Single(_Files):
    def open(self, first: bytes) -> None:
        self._whole = os.path.join(self._directory, self._name + self._extension)
        self.path = self._whole + IN_PROGRESS
        if not self._overwrite:
            for path in (self.path, self._whole):
                if os.path.exists(path):
                    raise PySparkRuntimeError(
                        f"Target log file already exists ({path}); spark.eventLog.overwrite replaces it"
                    )
        self._begin(self.path)
        self.write(first)

    def close(self) -> None:
        self._end()
        os.replace(self.path, self._whole)
        self.path = self._whole


class _Rolling(_Files):
    def __init__(self, directory: str, name: str, codec: str | None, overwrite: bool, size: int):
        super().__init__(directory, name, codec, overwrite)
        self._size = size
        self._written = 0
        self._number = 0

    def open(self, first: bytes) -> None:
        self.path = os.path.join(self._directory, f"eventlog_v2_{self._name}")
        self._status = os.path.join(self.path, f"appstatus_{self._name}")
        if os.path.exists(self.path):
            if not self._overwrite:
                raise PySparkRuntimeError(
                    f"Target log directory already exists ({self.path}); spark.eventLog.overwrite replaces it"
                )
            self._remove_logs()
        os.makedirs(self.path, 0o770, exist_ok=True)
        os.close(os.open(self._status + IN_PROGRESS, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o660))
        self._next()
        self.write(first)

    def _remove_logs(self) -> None:
        for name in os.listdir(self.path):
            if name.startswith(("events_", "appstatus_")):
                os.unlink(os.path.join(self.path, name))

    def _next(self) -> None:
        self._number += 1
        self._written = 0
        name = f"events_{self._number}_{self._name}{self._extension}"
        self._begin(os.path.join(self.path, name))

    def write(self, lines: bytes) -> int:
        written = super().write(lines)
        self._written += written
        if self._written >= self._size:
            self._end()
            self._next()
        return written

    def close(self) -> None:
        self._end()
        os.replace(self._status + IN_PROGRESS, self._status)
