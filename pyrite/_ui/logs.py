"""Finding and reading event logs: plain and compressed files, rolling folders, finished and unfinished ones."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from importlib import import_module
from threading import RLock
from typing import Any, BinaryIO

from pyrite._dataclasses import dataclass
from pyrite._io.filesystem import Storage
from pyrite._io.paths import is_local, qualify
from pyrite._ui.mirror import Mirror
from pyrite._ui.store import Application, Limits
from pyrite.errors import PySparkRuntimeError

log = logging.getLogger("pyrite")

_IN_PROGRESS = ".inprogress"
#: Applications that stay read, the one used last at the end.
_KEPT = 8
_HEAD_BYTES, _TAIL_BYTES = 256 << 10, 64 << 10


@dataclass(frozen=True)
class Entry:
    """What the list of applications shows of a log."""

    id: str
    #: Which try to run it this was, where a cluster counts them.
    attempt: str | None
    name: str
    user: str
    spark_version: str
    started: int
    ended: int | None
    exit_code: int | None
    updated: int
    bytes: int
    path: str


class Log:
    """The logs in a directory, or one log alone.

    Parameters
    ----------
    path : str
        A directory of logs, a log file, or the folder of a rolling log; on a store too, as ``s3a://bucket/logs``.
    storage : Storage, optional
        How stores are reached.

    Raises
    ------
    FileNotFoundError
        When there is nothing at ``path``.
    """

    def __init__(self, path: str, storage: Storage | None = None) -> None:
        path = qualify(os.path.expanduser(path))
        self.where = path
        self._mirror: Mirror | None = None
        if not is_local(path):
            self._mirror = Mirror(path, storage or Storage())
            path = self._mirror.path
        elif not os.path.exists(path):
            raise FileNotFoundError(f"there is no event log at {path}")
        self._path = path
        self._lock = RLock()
        self._entries: dict[str, tuple[tuple[int, int], Entry | None]] = {}
        self._read: OrderedDict[str, tuple[tuple[int, int], Application]] = OrderedDict()

    def entries(self) -> list[Entry]:
        """The applications that have a log here, the newest first."""
        with self._lock:
            found = [entry for path in self._paths() if (entry := self._entry(path)) is not None]
        return sorted(found, key=lambda entry: entry.started, reverse=True)

    def of(self, number: str) -> list[Entry]:
        """The logs of the application of this id, one for each attempt, the newest first."""
        return [each for each in self.entries() if each.id == number]

    def application(self, number: str, attempt: str | None = None) -> Application | None:
        """The application of this id, read anew when its log has grown; None if there is none."""
        with self._lock:
            entry = next((each for each in self.of(number) if each.attempt == attempt), None)
            if entry is None:
                return None
            state = _state(entry.path)
            kept = self._read.get(entry.path)
            if kept is None or kept[0] != state:
                kept = (state, read(entry.path))
                self._read[entry.path] = kept
            self._read.move_to_end(entry.path)
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
            return kept[1]

    def _paths(self) -> Iterator[str]:
        if self._mirror is not None:
            self._mirror.update()
        if os.path.isfile(self._path) or _is_rolling(self._path):
            yield self._path
            return
        for name in sorted(os.listdir(self._path)):
            path = os.path.join(self._path, name)
            if not name.startswith(".") and (os.path.isfile(path) or _is_rolling(path)):
                yield path

    def _entry(self, path: str) -> Entry | None:
        state = _state(path)
        known = self._entries.get(path)
        if known is None or known[0] != state:
            known = (state, _brief(path, state))
            self._entries[path] = known
        return known[1]


def read(path: str, limits: Limits | None = None) -> Application:
    """Read a whole log."""
    app = Application(limits)
    for line in _lines(path):
        _apply(app, line)
    return app


def _apply(app: Application, line: bytes) -> None:
    """Take in a line; an event that is not as it should be costs its own numbers alone."""
    try:
        app.apply(_event(line) or {})
    except Exception:
        log.debug("an event cannot be read: %.500r", line, exc_info=True)


def zipped(entries: Sequence[Entry]) -> Iterator[bytes]:
    """Logs as they are, in one zip, piece by piece."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w") as archive:
        for path, name in _named(entries):
            info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(path, "rb") as log, archive.open(info, "w", force_zip64=True) as out:
                while piece := log.read(1 << 20):
                    out.write(piece)
                    yield pieces.taken()
    yield pieces.taken()


def _named(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """The files of logs, with their names in a zip."""
    for entry in entries:
        name = os.path.basename(entry.path)
        if os.path.isdir(entry.path):
            for part in sorted(os.listdir(entry.path)):
                yield os.path.join(entry.path, part), f"{name}/{part}"
        else:
            yield entry.path, name


class _Pieces(io.RawIOBase):
    """A file that is written to, and taken away."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken


def _event(line: bytes) -> dict[str, object] | None:
    """An event; None for a line that was cut when the program ended."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _is_rolling(path: str) -> bool:
    return os.path.isdir(path) and os.path.basename(path).startswith("eventlog_v2_")


def _files(path: str) -> list[str]:
    """The files of a log in their order; of a compacted part on, what it replaces is left out."""
    if not os.path.isdir(path):
        return [path]
    parts = []
    for name in os.listdir(path):
        found = re.match(r"events_(\d+)_", name)
        if found:
            parts.append((int(found[1]), name.endswith(".compact"), name))
    parts.sort()
    compact = max((index for index, part in enumerate(parts) if part[1]), default=0)
    return [os.path.join(path, name) for _, _, name in parts[compact:]]


def _state(path: str) -> tuple[int, int]:
    """What changes when the log grows: its size and its time."""
    stats = [os.stat(each) for each in _files(path)]
    return sum(each.st_size for each in stats), max((each.st_mtime_ns for each in stats), default=0)


def _lines(path: str) -> Iterator[bytes]:
    for each in _files(path):
        with open(each, "rb") as raw:
            try:
                yield from _opened(each, raw)
            except (EOFError, OSError, _errors()):
                # A program that was killed leaves a stream without an end: what was whole has been read.
                continue


def _errors() -> type[Exception]:
    try:
        error: type[Exception] = import_module("zstandard").ZstdError
    except ImportError:
        return EOFError
    return error


def _opened(path: str, raw: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, uncompressed by what its name ends with."""
    suffix = path.removesuffix(_IN_PROGRESS).removesuffix(".compact").rpartition(".")[2]
    if suffix in ("zstd", "zst"):
        zstandard = _extra("zstandard", "zstd")
        stream = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        yield from io.BufferedReader(stream)
    elif suffix == "lz4":
        yield from _split(_lz4_blocks(raw))
    elif suffix == "snappy":
        yield from _split(_snappy_blocks(raw))
    else:
        yield from raw


def _extra(module: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise PySparkRuntimeError(
            f"reading this event log needs a package more: pip install 'pyrite[{extra}]'"
        ) from None


def _split(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _lz4_blocks(raw: BinaryIO) -> Iterator[bytes]:
    """The blocks of lz4-java's streams: magic, method, packed and unpacked length, checksum, data."""
    block = _extra("lz4.block", "lz4")
    while (head := raw.read(21)) and len(head) == 21 and head[:8] == b"LZ4Block":
        packed, length = int.from_bytes(head[9:13], "little"), int.from_bytes(head[13:17], "little")
        data = raw.read(packed)
        if len(data) < packed:
            return
        if length:
            yield data if head[8] & 0xF0 == 0x10 else block.decompress(data, uncompressed_size=length)


def _snappy_blocks(raw: BinaryIO) -> Iterator[bytes]:
    """The blocks of snappy-java's streams: a head of 16 bytes, then length and data."""
    snappy = _extra("cramjam", "snappy").snappy
    raw.read(16)
    while len(head := raw.read(4)) == 4:
        if head == b"\x82SNA":
            raw.read(12)
            continue
        size = int.from_bytes(head, "big")
        data = raw.read(size)
        if len(data) < size:
            return
        yield bytes(snappy.decompress_raw(data))


_BEGINNINGS = (b'"SparkListenerLogStart"', b'"SparkListenerApplicationStart"')
_END = b'"SparkListenerApplicationEnd"'


def _brief(path: str, state: tuple[int, int]) -> Entry | None:
    """What the list shows, from the head and the end of a log; None for a file that is no log."""
    app = Application()
    read_bytes = 0
    try:
        for line in _lines(path):
            read_bytes += len(line)
            if any(each in line[:120] for each in _BEGINNINGS):
                _apply(app, line)
            if app.started or read_bytes > _HEAD_BYTES:
                break
        if not app.started:
            return None
        for line in _last_lines(path):
            if _END in line[:120]:
                _apply(app, line)
    except (OSError, PySparkRuntimeError):
        return None
    name = os.path.basename(path).removesuffix(_IN_PROGRESS).partition(".")[0].removeprefix("eventlog_v2_")
    return Entry(
        id=app.id or name,
        attempt=app.attempt,
        name=app.name,
        user=app.user,
        spark_version=app.spark_version,
        started=app.started,
        ended=app.ended,
        exit_code=app.exit_code,
        updated=state[1] // 1_000_000,
        bytes=state[0],
        path=path,
    )


def _last_lines(path: str) -> Iterator[bytes]:
    last = _files(path)[-1]
    if re.search(r"\.(zstd|zst|lz4|snappy)(\.inprogress)?$", last):
        yield from _lines(path)
        return
    with open(last, "rb") as raw:
        raw.seek(max(0, os.path.getsize(last) - _TAIL_BYTES))
        yield from raw.read().splitlines()
