"""Compression codecs by file extension, Hadoop class name or short name; streaming both ways.

Readers return bounded pieces, whatever the compression ratio, and raise CorruptFileError when the stream ends
early. zstd, lz4 and snappy need optional packages, imported when first used.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zlib
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any, BinaryIO, Protocol, cast

from pyrite._dataclasses import dataclass
from pyrite._io.errors import CorruptFileError, MissingDependencyError, UnsupportedFormatError
from pyrite._io.paths import display

READ_SIZE = 1 << 16
BLOCK_SIZE = 1 << 17
_HADOOP = "org.apache.hadoop.io.compress."


class Reader(Protocol):
    """A stream of decompressed bytes."""

    def read(self, size: int, /) -> bytes:
        """Return up to about `size` bytes; b'' only at the end."""


class Writer(Protocol):
    """A stream that compresses what is written; closing it flushes, and leaves the file below open."""

    def write(self, data: bytes, /) -> Any: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Codec:
    """One compression format: its names, its file extension and how to open it."""

    name: str
    class_name: str | None
    extension: str
    reader: Callable[[BinaryIO], Reader]
    writer: Callable[[BinaryIO], Writer]

    def compress(self, data: bytes) -> bytes:
        """Compress a whole buffer."""
        buffer = io.BytesIO()
        writer = self.writer(buffer)
        writer.write(data)
        writer.close()
        return buffer.getvalue()

    def decompress(self, data: bytes) -> bytes:
        """Decompress a whole buffer."""
        reader, pieces = self.reader(io.BytesIO(data)), []
        while piece := reader.read(1 << 20):
            pieces.append(piece)
        return b"".join(pieces)

    def __reduce__(self) -> tuple[object, ...]:
        return codec_named, (self.name,)


def codec_for_path(path: str) -> Codec | None:
    """Return the codec that a file's extension asks for.

    >>> codec_for_path("/logs/a.txt.gz").name
    'gzip'
    """
    return _BY_EXTENSION.get("." + path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path else "")


def codec_named(name: str) -> Codec:
    """Return a codec by Hadoop class name ('org.apache.hadoop.io.compress.GzipCodec') or as 'gzip'."""
    found = _BY_NAME.get(name) or _BY_NAME.get(name.lower())
    if found is None:
        known = ", ".join(sorted(c.class_name for c in _CODECS if c.class_name))
        raise UnsupportedFormatError(
            f"Compression codec {name} was not found; known are {known}",
            java_class="java.lang.ClassNotFoundException",
        )
    return found


def _extra(module: str, extra: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingDependencyError(
            f"{extra} files need the package {module.partition('.')[0]}: pip install 'pyrite[{extra}]'"
        ) from error


def _file_name(raw: BinaryIO) -> str:
    path = getattr(raw, "name", None) or getattr(raw, "path", None)
    return display(path) if isinstance(path, str) else "compressed data"


def _ended_early(raw: BinaryIO) -> CorruptFileError:
    name = _file_name(raw)
    return CorruptFileError(f"Unexpected end of input stream: {name} is cut short", name)


def _corrupt(raw: BinaryIO, reason: object) -> CorruptFileError:
    return CorruptFileError(f"{_file_name(raw)} is corrupt: {reason}", _file_name(raw), "java.io.IOException")


class _Zlib:
    """zlib's decompressor with the interface of bz2's and lzma's; `wbits` chooses the format."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail and not self._inner.eof

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class _MemberReader:
    """Reads a file of one or more compressed members, one after the other."""

    def __init__(self, raw: BinaryIO, make: Callable[[], Any], padding: bytes = b"") -> None:
        self._raw = raw
        self._make = make
        self._padding = padding
        self._member: Any = None
        self._input = b""

    def read(self, size: int, /) -> bytes:
        while True:
            if self._member is None and not self._start_member():
                return b""
            member = self._member
            if not self._input and member.needs_input:
                self._input = self._raw.read(READ_SIZE)
                if not self._input:
                    raise _ended_early(self._raw)
            data, self._input = self._input, b""
            try:
                piece: bytes = member.decompress(data, size)
            except (zlib.error, OSError, lzma.LZMAError, ValueError) as error:
                raise _corrupt(self._raw, error) from None
            if member.eof:
                self._input = member.unused_data
                self._member = None
            if piece:
                return piece

    def _start_member(self) -> bool:
        if not self._input:
            self._input = self._raw.read(READ_SIZE)
        while self._padding and self._input and not self._input.strip(self._padding):
            self._input = self._raw.read(READ_SIZE)
        if self._input:
            self._member = self._make()
        return bool(self._input)


class _ZstdReader:
    """Reads zstd frames. Input goes in by small pieces, as the package cannot bound what comes out of one."""

    _PIECE = 1 << 12

    def __init__(self, raw: BinaryIO) -> None:
        self._zstd = _extra("zstandard", "zstd")
        self._raw = raw
        self._input = memoryview(b"")
        self._frame: Any = None

    def read(self, size: int, /) -> bytes:
        while True:
            if not self._input:
                self._input = memoryview(self._raw.read(READ_SIZE))
                if not self._input:
                    if self._frame is not None:
                        raise _ended_early(self._raw)
                    return b""
            if self._frame is None:
                self._frame = self._zstd.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
            data = self._input[: self._PIECE]
            self._input = self._input[self._PIECE :]
            try:
                piece: bytes = self._frame.decompress(data)
            except self._zstd.ZstdError as error:
                raise _corrupt(self._raw, error) from None
            if self._frame.eof:
                self._input = memoryview(self._frame.unused_data + bytes(self._input))
                self._frame = None
            if piece:
                return piece


class _BlockReader:
    """Reads Hadoop's block framing: [length BE32], then ([packed length BE32][chunk])+."""

    def __init__(self, raw: BinaryIO, head: bytes, decompress: Callable[[bytes, int], bytes]) -> None:
        self._raw = raw
        self._head = head
        self._decompress = decompress
        self._left = 0

    def _exactly(self, size: int) -> bytes:
        data = self._head[:size]
        self._head = self._head[size:]
        while len(data) < size:
            more = self._raw.read(min(size - len(data), 1 << 20))
            if not more:
                break
            data += more
        return data

    def _length(self, at_boundary: bool) -> int | None:
        data = self._exactly(4)
        if not data and at_boundary:
            return None
        if len(data) < 4:
            raise _ended_early(self._raw)
        return int.from_bytes(data, "big")

    def read(self, size: int, /) -> bytes:
        while not self._left:
            length = self._length(at_boundary=True)
            if length is None:
                return b""
            self._left = length
        chunk_length = cast(int, self._length(at_boundary=False))
        chunk = self._exactly(chunk_length)
        if len(chunk) < chunk_length:
            raise _ended_early(self._raw)
        try:
            piece = self._decompress(chunk, self._left)
        except Exception as error:
            raise _corrupt(self._raw, error) from None
        if not piece or len(piece) > self._left:
            raise _corrupt(self._raw, "a chunk has a wrong length")
        self._left -= len(piece)
        return piece


class _BlockWriter:
    """Writes Hadoop's block framing, a chunk per block."""

    def __init__(self, raw: BinaryIO, compress: Callable[[bytes], bytes]) -> None:
        self._raw = raw
        self._compress = compress
        self._buffer = bytearray()

    def write(self, data: bytes, /) -> None:
        self._buffer += data
        while len(self._buffer) >= BLOCK_SIZE:
            self._flush(BLOCK_SIZE)

    def _flush(self, size: int) -> None:
        chunk = bytes(self._buffer[:size])
        del self._buffer[:size]
        packed = self._compress(chunk)
        self._raw.write(struct.pack(">II", len(chunk), len(packed)))
        self._raw.write(packed)

    def close(self) -> None:
        if self._buffer:
            self._flush(len(self._buffer))


class _DeflateWriter:
    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._deflater = zlib.compressobj()

    def write(self, data: bytes, /) -> None:
        self._raw.write(self._deflater.compress(data))

    def close(self) -> None:
        self._raw.write(self._deflater.flush())


def _lz4_reader(raw: BinaryIO) -> Reader:
    """Read Hadoop's framing, or the frames that the lz4 command writes."""
    head = raw.read(4)
    if head == b"\x04\x22\x4d\x18":
        frame = _extra("lz4.frame", "lz4")
        reader = _MemberReader(raw, lambda: _Lz4Frame(frame))
        reader._input = head
        return reader
    block = _extra("lz4.block", "lz4")

    def decompress(chunk: bytes, limit: int) -> bytes:
        # lz4 expands at most 255 times: a lying header cannot make us allocate more.
        return bytes(block.decompress(chunk, uncompressed_size=min(limit, 255 * len(chunk) + 64)))

    return _BlockReader(raw, head, decompress)


class _Lz4Frame:
    def __init__(self, frame: ModuleType) -> None:
        self._inner = frame.LZ4FrameDecompressor()
        self._failure = RuntimeError

    def decompress(self, data: bytes, max_length: int) -> bytes:
        try:
            return bytes(self._inner.decompress(data, max_length))
        except RuntimeError as error:
            raise ValueError(str(error)) from None

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.needs_input)

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data or b""


def _lz4_writer(raw: BinaryIO) -> Writer:
    block = _extra("lz4.block", "lz4")
    return _BlockWriter(raw, lambda data: bytes(block.compress(data, store_size=False)))


def _snappy_reader(raw: BinaryIO) -> Reader:
    snappy = _extra("cramjam", "snappy").snappy

    def decompress(chunk: bytes, limit: int) -> bytes:
        if _snappy_length(chunk) > limit:
            raise ValueError("a chunk is longer than its block")
        return bytes(snappy.decompress_raw(chunk))

    return _BlockReader(raw, b"", decompress)


def _snappy_length(chunk: bytes) -> int:
    value = shift = 0
    for byte in chunk[:5]:
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7
    raise ValueError("a chunk has no length")


def _snappy_writer(raw: BinaryIO) -> Writer:
    snappy = _extra("cramjam", "snappy").snappy
    return _BlockWriter(raw, lambda data: bytes(snappy.compress_raw(data)))


def _zstd_writer(raw: BinaryIO) -> Writer:
    return cast(Writer, _extra("zstandard", "zstd").ZstdCompressor().stream_writer(raw, closefd=False))


def _gzip_writer(raw: BinaryIO) -> Writer:
    return cast(Writer, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0))


def _bzip2_writer(raw: BinaryIO) -> Writer:
    return cast(Writer, bz2.BZ2File(raw, "wb"))


def _xz_writer(raw: BinaryIO) -> Writer:
    return cast(Writer, lzma.LZMAFile(raw, "wb"))


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=1 << 29)


def _members(make: Callable[[], Any], padding: bytes = b"") -> Callable[[BinaryIO], Reader]:
    return lambda raw: _MemberReader(raw, make, padding)


_CODECS = (
    Codec("gzip", _HADOOP + "GzipCodec", ".gz", _members(lambda: _Zlib(31), b"\0"), _gzip_writer),
    Codec("deflate", _HADOOP + "DefaultCodec", ".deflate", _members(lambda: _Zlib(15)), _DeflateWriter),
    Codec("bzip2", _HADOOP + "BZip2Codec", ".bz2", _members(bz2.BZ2Decompressor), _bzip2_writer),
    Codec("xz", None, ".xz", _members(_xz, b"\0"), _xz_writer),
    Codec("zstd", _HADOOP + "ZStandardCodec", ".zst", _ZstdReader, _zstd_writer),
    Codec("lz4", _HADOOP + "Lz4Codec", ".lz4", _lz4_reader, _lz4_writer),
    Codec("snappy", _HADOOP + "SnappyCodec", ".snappy", _snappy_reader, _snappy_writer),
)
_BY_EXTENSION = {codec.extension: codec for codec in _CODECS}
_BY_NAME = {
    **{codec.name: codec for codec in _CODECS},
    **{codec.extension[1:]: codec for codec in _CODECS},
    **{codec.class_name: codec for codec in _CODECS if codec.class_name},
}
_BY_NAME[_HADOOP + "DeflateCodec"] = _BY_NAME["deflate"]
