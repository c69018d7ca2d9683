"""Reading a bzip2 file from the middle: its blocks can be told apart and decompressed one by one.

Blocks begin, at any bit, with a 48-bit magic number, and the stream ends with another one. A false magic
number inside a block (once in some 17,000 GB) may make a decompression fail, never give wrong data.
"""

from __future__ import annotations

import bz2
from collections.abc import Iterator
from typing import BinaryIO

from pyrite._io.errors import CorruptFileError
from pyrite._io.paths import display

_BLOCK = 0x314159265359
_END = 0x177245385090
_HEADER = int.from_bytes(b"BZh9", "big")
_WINDOW = 1 << 20
# A block holds 900 kB at most, before a compression that may lengthen it a little.
_LONGEST = 4 << 20
_UNKNOWN = 1 << 62


def _needles() -> list[tuple[bytes, int, int, int, int, int, bool]]:
    """For both magic numbers at all eight bit offsets: the five whole bytes inside, and masked edge bytes."""
    found = []
    for magic in (_BLOCK, _END):
        for shift in range(8):
            seven = (magic << (8 - shift)).to_bytes(7, "big")
            last_mask = (0xFF << (8 - shift)) & 0xFF
            found.append((seven[1:6], shift, 0xFF >> shift, seven[0], last_mask, seven[6], magic == _BLOCK))
    return found


_NEEDLES = _needles()


def find_marks(data: bytes) -> list[tuple[int, bool]]:
    """Return (bit position, is it a block's) of all magic numbers in the data, in order."""
    marks = []
    padded = data + b"\0"
    for middle, shift, first_mask, first, last_mask, last, is_block in _NEEDLES:
        at = data.find(middle, 1)
        while at > 0:
            whole = at + 5 + (shift > 0) <= len(data)
            if whole and padded[at - 1] & first_mask == first and padded[at + 5] & last_mask == last:
                marks.append(((at - 1) * 8 + shift, is_block))
            at = data.find(middle, at + 1)
    return sorted(marks)


def decompress_block(data: bytes, begin: int, end: int) -> bytes | None:
    """Decompress the block between two bit positions; None when that is not one whole block."""
    size = end - begin
    bits = int.from_bytes(data[begin // 8 : (end + 7) // 8], "big") >> (-end % 8)
    bits &= (1 << size) - 1
    if size < 80:
        return None
    checksum = (bits >> (size - 80)) & 0xFFFFFFFF
    # A stream of just this block: its checksum is the stream's.
    total = 32 + size + 80
    stream = ((((_HEADER << size | bits) << 48) | _END) << 32 | checksum) << (-total % 8)
    unpacker = bz2.BZ2Decompressor()
    try:
        block = unpacker.decompress(stream.to_bytes((total + 7) // 8, "big"))
    except (OSError, EOFError, ValueError):
        return None
    return block if unpacker.eof else None


class SplitReader:
    """The decompressed blocks that begin in bytes [start, end) of a file, and then the following ones.

    `end` is the position in this stream where the following blocks begin; it is known once the first of them
    has been read. No piece holds both. Positions count from `first` (0 at the file's start, else 1).
    """

    def __init__(self, raw: BinaryIO, path: str, start: int, end: int) -> None:
        self._raw = raw
        self._path = path
        self._limit = end
        self.start = 1 if start else 0
        self.end = _UNKNOWN
        self._position = self.start
        self._pieces = self._blocks(start)
        self._piece = b""

    def seek(self, position: int) -> None:
        """Do nothing: the stream begins where the split does."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; b'' at the end of the file."""
        while not self._piece:
            found = next(self._pieces, None)
            if found is None:
                return b""
            self._piece, ours = found
            if not ours and self._piece:
                self.end = min(self.end, self._position)
        data, self._piece = self._piece[:size], self._piece[size:]
        self._position += len(data)
        return data

    def _blocks(self, start: int) -> Iterator[tuple[bytes, bool]]:
        """Yield (decompressed block, is it the split's)."""
        origin, data, searched = start, b"", 0
        if not start and self._raw.read(3) != b"BZh":
            raise self._corrupt()
        self._raw.seek(start)
        begin: int | None = None
        while window := self._raw.read(_WINDOW):
            data += window
            for mark, is_block in self._new_marks(data, searched):
                if begin is not None:
                    block = decompress_block(data, begin, mark)
                    if block is None:
                        if mark - begin > _LONGEST * 8:
                            raise self._corrupt()
                        continue
                    yield block, origin + begin // 8 < self._limit
                begin = mark if is_block else None
            searched = len(data)
            keep = max(min(begin // 8 if begin is not None else searched, searched - 7), 0)
            if begin is not None:
                begin -= keep * 8
                if searched - keep > 2 * _LONGEST:
                    raise self._corrupt()
            data, origin, searched = data[keep:], origin + keep, searched - keep
        if begin is not None:
            raise CorruptFileError(
                f"Unexpected end of input stream: {display(self._path)} is cut short", self._path
            )

    def _new_marks(self, data: bytes, searched: int) -> list[tuple[int, bool]]:
        # A magic number at the very end of what was searched may have lacked its last bytes.
        base = max(searched - 7, 0)
        marks = [(base * 8 + mark, is_block) for mark, is_block in find_marks(data[base:])]
        done = (searched * 8) - 48
        return [(mark, kind) for mark, kind in marks if mark > done or not searched]

    def _corrupt(self) -> CorruptFileError:
        return CorruptFileError(f"{display(self._path)} is corrupt: no whole bzip2 block", self._path)
