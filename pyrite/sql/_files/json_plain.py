"""Large files of plain JSON lines, which DuckDB may read itself: what it makes of them is then what Spark does.

A regular expression looks at all bytes of a file: each line is an object of the members that the first lines have, with
values that are written as their column's type wants. It costs a tenth of what reading them does.
"""

from __future__ import annotations

import mmap
import os
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from pyrite._io.codecs import codec_for_path
from pyrite._io.paths import is_local
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.blocks import Odd
from pyrite.sql._files.json_fast import can_be_plain, is_utf8, parsed
from pyrite.sql._files.json_layouts import TEXT, Unsure, matches, pattern_of
from pyrite.sql._files.options import Options
from pyrite.sql._files.records import Malformed
from pyrite.sql._files.source import FileSource
from pyrite.sql.types import (
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["LookedAt", "plain_files"]

#: The size of a file from which on it is worth a look; how much is looked at at once; how much has the first lines.
_LARGE, _PART, _FIRST = 1 << 20, 4 << 20, 1 << 16
#: How many looks are remembered.
_KNOWN = 10_000
_FORMATS = {
    DateType: ("dateFormat",),
    TimestampType: ("timestampFormat", "enableDateTimeParsingFallback", "timeZone"),
    TimestampNTZType: ("timestampNTZFormat",),
}
_DAYS = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_LEAP = r"(?:(?:1[6-9]|[2-9][0-9])(?:0[48]|[2468][048]|[13579][26])|2000)-02-29"
_DATE = rf"(?:(?:1[6-9]|[2-9][0-9])[0-9]{{2}}-{_DAYS}|{_LEAP})"
#: The years in which all time zone data agrees.
_KNOWN_LEAP = r"(?:20(?:[02][048]|[13][26])|19[79][26]|198[048])-02-29"
_KNOWN_DATE = rf"(?:(?:19[7-9][0-9]|20[0-2][0-9]|203[0-6])-{_DAYS}|{_KNOWN_LEAP})"
_CLOCK = r"[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_VALUES: dict[type[DataType], str] = {
    BooleanType: "true|false",
    ShortType: r"-?(?:0|[1-9][0-9]{0,3})",
    IntegerType: r"-?(?:0|[1-9][0-9]{0,8})",
    LongType: r"-?(?:0|[1-9][0-9]{0,17})",
    DoubleType: r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?",
    StringType: TEXT,
    DateType: f'"{_DATE}"',
    TimestampType: f'"{_KNOWN_DATE}{_CLOCK}"',
    TimestampNTZType: f'"{_DATE}{_CLOCK}"',
}


class LookedAt(NamedTuple):
    """A file as it was when it was looked at."""

    path: str
    size: int
    changed: int

    @classmethod
    def now(cls, path: str) -> LookedAt:
        """The file as it is. Raises OSError."""
        status = os.stat(path)
        return cls(path, status.st_size, status.st_mtime_ns)

    @property
    def is_same(self) -> bool:
        """Whether it still is as it was."""
        try:
            return LookedAt.now(self.path) == self
        except OSError:
            return False


_lock = threading.Lock()
_looks: dict[tuple[LookedAt, str], bool] = {}


def plain_files(
    source: FileSource,
    data: StructType,
    required: StructType,
    options: Options,
    settings: Settings,
    anew: bool = True,
) -> list[LookedAt] | None:
    """The files, looked at; None where one is not plain, or not worth the look.

    Parameters
    ----------
    source : FileSource
        The files.
    data, required : StructType
        The columns inside the files, and those of them that are asked for.
    options : Options
        The reader's.
    settings : Settings
        The session's.
    anew : bool
        Whether to look at files that have not been looked at yet.
    """
    files = source.files
    if not files or sum(file.size for file in files) < _LARGE * len(files) or not required.fields:
        return None
    if not can_be_plain(options) or not _are_permissive(data, options, settings):
        return None
    names = [field.name for field in data]
    if len({name.lower() for name in names}) < len(names):
        return None
    wanted = {field.name: _value(field.dataType, options) for field in required}
    if not all(wanted.values()):
        return None
    if not all(is_local(file.path) and codec_for_path(file.path) is None for file in files):
        return None
    found = []
    try:
        for file in files:
            looked = LookedAt.now(file.path)
            if looked.size != file.size or not _is_plain(looked, wanted, settings.parallelism, anew):
                return None
            found.append(looked)
    except OSError:
        return None
    return found


def _are_permissive(data: StructType, options: Options, settings: Settings) -> bool:
    """Whether malformed values become nulls, and nobody wants to see them."""
    malformed = Malformed.of(data, options, settings)
    return malformed.mode == "PERMISSIVE" and malformed.column is None


def _value(kind: Any, options: Options) -> str:
    """The pattern of the values of a type, or of null; empty for types that DuckDB reads otherwise."""
    if any(name in options for name in _FORMATS.get(type(kind), ())):
        return ""
    if isinstance(kind, DecimalType):
        # Numbers pass through doubles, which keep fifteen digits.
        whole = kind.precision - kind.scale
        if kind.precision > 15 or whole < 1:
            return ""
        fraction = rf"(?:\.[0-9]{{1,{kind.scale}}})?" if kind.scale else ""
        return rf"(?:-?(?:0|[1-9][0-9]{{0,{whole - 1}}}){fraction}|null)"
    found = _VALUES.get(type(kind))
    return f"(?:{found}|null)" if found else ""


def _is_plain(looked: LookedAt, wanted: dict[str, str], threads: int, anew: bool) -> bool:
    with open(looked.path, "rb") as file:
        head = file.read(_FIRST)
        try:
            pattern = _pattern(head, wanted)
        except (Odd, Unsure):
            return False
        key = (looked, pattern)
        with _lock:
            known = _looks.get(key)
        if known is None and not anew:
            return False
        if known is None:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                known = _all_match(data, pattern, threads)
            with _lock:
                if len(_looks) >= _KNOWN:
                    _looks.clear()
                _looks[key] = known
        return known


def _pattern(head: bytes, wanted: dict[str, str]) -> str:
    """The pattern of lines like the first ones."""
    return pattern_of(parsed(head[: head.rfind(b"\n") + 1], None), wanted)


def _all_match(data: mmap.mmap, pattern: str, threads: int) -> bool:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max(1, threads), "pyrite-look") as pool:
        waiting: list[Any] = []
        for part in _parts(data):
            waiting.append(pool.submit(partial(_matches, part, pattern)))
            if len(waiting) > threads and not waiting.pop(0).result():
                pool.shutdown(wait=True, cancel_futures=True)
                return False
        return all(one.result() for one in waiting)


def _matches(part: bytes, pattern: str) -> bool:
    return b"\r" not in part and matches(part, pattern) and is_utf8(part)


def _parts(data: mmap.mmap) -> Iterator[bytes]:
    """The bytes of a file in whole lines; the last has its end too."""
    start, size = 0, len(data)
    while start < size:
        stop = size if size - start <= _PART else data.rfind(b"\n", start, start + _PART) + 1
        if not stop:
            stop = data.find(b"\n", start) + 1 or size
        part = data[start:stop]
        yield part if part.endswith(b"\n") else part + b"\n"
        start = stop
