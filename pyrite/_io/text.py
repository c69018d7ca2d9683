"""Text files as lines: planning and the hot reading path.

Lines end with LF, CR LF or CR, or with a delimiter of the user's. A split owns the lines after the first
line end at or behind its start, up to the first line end at or behind its end (Hadoop's rule), so that any
cut of a file gives every line exactly once.
"""

from __future__ import annotations

import codecs as python_codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.bzip2 import SplitReader
from pyrite._io.codecs import codec_for_path
from pyrite._io.filesystem import Storage
from pyrite._io.listing import input_files
from pyrite._io.splits import FileSplit, old_splits

# About what a core caches: bigger blocks are slower.
BLOCK = 1 << 16
BZIP2 = "bzip2"
DELIMITER = "textinputformat.record.delimiter"
_BOM = b"\xef\xbb\xbf"
_REPLACEMENT = "\ufffd"


def _as_java(error: UnicodeError) -> tuple[str, int]:
    """Replace malformed UTF-8 as Java does: as Python, but one mark for an encoded surrogate, not three."""
    assert isinstance(error, UnicodeDecodeError)
    data, start = error.object, error.start
    if data[start] == 0xED and b"\xa0" <= data[start + 1 : start + 2] <= b"\xbf":
        third = data[start + 2 : start + 3]
        return _REPLACEMENT, start + (3 if b"\x80" <= third <= b"\xbf" else 2)
    return _REPLACEMENT, error.end


python_codecs.register_error("pyrite-java", _as_java)


def decode(data: bytes) -> str:
    """Decode UTF-8, with U+FFFD where it is malformed, as Java's decoder does.

    >>> decode(b"a\\xffb")
    'a\\ufffdb'
    """
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError:
        return str(data, "utf-8", "pyrite-java")


def well_formed(data: bytes) -> bytes:
    """Return the bytes with malformed UTF-8 replaced."""
    if data.isascii():
        return data
    try:
        str(data, "utf-8")
    except UnicodeDecodeError:
        return decode(data).encode("utf-8")
    return data


@dataclass(frozen=True)
class TextInput:
    """The lines of some files, as str, or as (well-formed UTF-8) bytes without `use_unicode`."""

    storage: Storage
    splits: Sequence[FileSplit]
    use_unicode: bool = True
    delimiter: bytes | None = None

    def read(self, split: FileSplit) -> Iterator[Sequence[Any]]:
        """Yield the split's lines, about 64 KiB of text per batch."""
        for offset, block in line_blocks(self.storage, split, self.delimiter):
            lines = _lines(block, offset, self.use_unicode)
            if lines:
                yield lines


def plan_text(paths: str, min_partitions: int, storage: Storage, use_unicode: bool = True) -> TextInput:
    """List the files and cut them into at least about `min_partitions` splits (see `splits.old_splits`)."""
    files = input_files(storage, paths)
    delimiter = storage.options.get(DELIMITER)
    splittable = is_splittable if delimiter else _is_splittable_by_lines
    splits = old_splits(files, min_partitions, storage, splittable)
    return TextInput(storage, tuple(splits), use_unicode, delimiter.encode() if delimiter else None)


def _is_splittable_by_lines(path: str) -> bool:
    codec = codec_for_path(path)
    return codec is None or codec.name == BZIP2


def is_splittable(path: str) -> bool:
    """Tell whether a text file can be read from any byte on: not when it is compressed."""
    return codec_for_path(path) is None


def _lines(block: bytes | list[bytes], offset: int, use_unicode: bool) -> list[Any]:
    """Decode a block: whole lines with their ends, or lines already cut at the delimiter."""
    if isinstance(block, list):
        if not offset and block:
            block[0] = block[0].removeprefix(_BOM)
        return [decode(line) if use_unicode else well_formed(line) for line in block]
    if not offset and block.startswith(_BOM):
        block = block[3:]
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines: list[Any] = decode(block).split("\n") if use_unicode else well_formed(block).split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


def numbered_lines(
    storage: Storage, split: FileSplit, delimiter: bytes | None
) -> Iterator[list[tuple[int, bytes]]]:
    """Yield batches of (byte offset in the decompressed file, line without its end)."""
    for offset, block in line_blocks(storage, split, delimiter):
        lines: list[tuple[int, bytes]] = []
        if isinstance(block, list):
            for line in block:
                lines.append((offset, line))
                offset += len(line) + len(delimiter or b"")
        else:
            lines.extend((offset + found.start(), found[1]) for found in _LINE.finditer(block) if found[0])
        if lines and not lines[0][0]:
            lines[0] = (0, lines[0][1].removeprefix(_BOM))
            if len(lines) == 1 and not lines[0][1] and block == _BOM:
                return
        if lines:
            yield lines


_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


def line_blocks(
    storage: Storage, file_split: FileSplit, delimiter: bytes | None = None
) -> Iterator[tuple[int, bytes | list[bytes]]]:
    """Yield (offset, lines) over a split: bytes that end at a line end, or with a delimiter a list.

    Raises:
        CorruptFileError: a compressed file ends too early.
    """
    codec = codec_for_path(file_split.path)
    with storage.open(file_split.path) as raw:
        reader: Any = raw
        split: FileSplit | SplitReader = file_split
        if codec is not None and codec.name == BZIP2 and file_split.length < file_split.size:
            reader = split = SplitReader(raw, file_split.path, file_split.start, file_split.end)
        elif codec is not None:
            reader, split = codec.reader(raw), FileSplit(file_split.path, 0, _ENDLESS, _ENDLESS)
        yield from _plain(reader, split) if delimiter is None else _delimited(reader, split, delimiter)


_ENDLESS = 1 << 62


def _plain(raw: Any, split: FileSplit | SplitReader) -> Iterator[tuple[int, bytes]]:
    position, chunk = _skip_line(raw, split) if split.start else (0, b"")
    if position > split.end:
        return
    begin, pending = position, [b""]
    while chunk := chunk or raw.read(BLOCK):
        limit = split.end - position
        if len(chunk) <= limit:
            cut = _last_line_end(chunk)
        else:
            cut, chunk = _line_end(raw, chunk, max(limit, 0))
        if cut:
            pending.append(chunk[:cut])
            block = b"".join(pending)
            pending = [chunk[cut:]]
            yield begin, block
            if cut > limit:
                return
            begin += len(block)
        else:
            pending.append(chunk)
        position += len(chunk)
        chunk = b""
    rest = b"".join(pending)
    if rest:
        yield begin, rest


def _last_line_end(chunk: bytes) -> int:
    """Return the end of the last line that surely ends in the chunk; 0 for none."""
    # A CR at the very end may be half of a CR LF.
    return chunk.rfind(b"\n") + 1 or chunk.rfind(b"\r", 0, len(chunk) - 1) + 1


def _line_end(raw: Any, chunk: bytes, start: int) -> tuple[int, bytes]:
    """Return the end of the first line end from `start` on (0: none), and the chunk, maybe lengthened."""
    cut = chunk.find(b"\n", start) + 1
    carriage = chunk.find(b"\r", start, cut or len(chunk)) + 1
    if not carriage:
        return cut, chunk
    if carriage == len(chunk):
        chunk += raw.read(1)
    return carriage + (chunk[carriage : carriage + 1] == b"\n"), chunk


def _skip_line(raw: Any, split: FileSplit | SplitReader) -> tuple[int, bytes]:
    """Find the split's first line: return its position and what was read from there on."""
    raw.seek(split.start)
    position = split.start
    # A line that starts behind the split's end is not ours: no need to look further.
    while position < split.end and (chunk := raw.read(BLOCK)):
        if position >= split.end:
            break  # A bzip2 split learns its end by reading on.
        cut, chunk = _line_end(raw, chunk, 0)
        if cut:
            return position + cut, chunk[cut:]
        position += len(chunk)
    return split.end + 1, b""


def _delimited(
    raw: Any, split: FileSplit | SplitReader, delimiter: bytes
) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the records between delimiters, scanned from left to right, that start in (start, end]."""
    begin = _synchronized(raw, split.start, delimiter) if split.start else 0
    wanted = split.start if split.start else -1
    pending: list[bytes] = []
    tail = b""
    while chunk := raw.read(BLOCK):
        records = (tail + chunk).split(delimiter)
        if len(records) == 1:
            pending.append(chunk)
            tail = (tail + chunk)[1 - len(delimiter) :] if len(delimiter) > 1 else b""
            continue
        head = b"".join(pending)
        records[0] = head[: len(head) - len(tail)] + records[0]
        last = records.pop()
        pending, tail = [last], last[1 - len(delimiter) :] if len(delimiter) > 1 else b""
        offset, ours = begin, []
        for record in records:
            if begin > split.end:
                break
            if begin > wanted:
                ours.append(record)
            else:
                offset = begin + len(record) + len(delimiter)
            begin += len(record) + len(delimiter)
        if ours:
            yield offset, ours
        if begin > split.end:
            return
    rest = b"".join(pending)
    if rest and wanted < begin <= split.end:
        yield begin, [rest]


def _synchronized(raw: Any, start: int, delimiter: bytes) -> int:
    """Seek to a place before `start` from which a scan finds what one from the file's start would.

    Occurrences of a delimiter such as '||' may overlap; a scan is in step where none overlaps the place.
    """
    size = len(delimiter)
    place = max(start + 1 - size, 0)
    while place:
        first = max(place + 1 - size, 0)
        raw.seek(first)
        found = raw.read(place + size - 1 - first).find(delimiter)
        if found < 0 or first + found >= place:
            break
        place = first + found
    raw.seek(place)
    return place
