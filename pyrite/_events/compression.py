"""How event logs are compressed: as the JVM's libraries do, in pieces that can be read as soon as they are there."""

from __future__ import annotations

import struct
from collections.abc import Callable
from importlib import import_module
from typing import Protocol

__all__ = ["COMPRESSORS", "Compressor", "Plain"]


class Compressor(Protocol):
    """Compresses a stream piece by piece."""

    def piece(self, data: bytes) -> bytes:
        """The data compressed, so that a reader of all pieces so far has it."""

    def end(self) -> bytes:
        """What ends the stream."""


class Plain:
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
        self._hash = import_module("xxhash").xxh32_intdigest

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
        checksum = self._hash(data, self.SEED) & 0x0FFFFFFF
        return self._head(method, len(packed), len(data), checksum) + packed

    def _head(self, method: int, packed: int, length: int, checksum: int) -> bytes:
        level = 5  # 2 ** (10 + 5) bytes in a block
        numbers = b"".join([number.to_bytes(4, "little") for number in (packed, length, checksum)])
        return self.MAGIC + bytes([method | level]) + numbers


class _Snappy:
    """The blocks of snappy-java's streams."""

    HEAD = b"\x82SNAPPY\0" + struct.pack(">II", 1, 1)
    BLOCK = 1 << 15

    def __init__(self) -> None:
        self._compress = import_module("cramjam").snappy.compress_raw
        self._head = self.HEAD

    def piece(self, data: bytes) -> bytes:
        found, self._head = [self._head], b""
        for start in range(0, len(data), self.BLOCK):
            packed = bytes(self._compress(data[start : start + self.BLOCK]))
            found += [struct.pack(">I", len(packed)), packed]
        return b"".join(found)

    def end(self) -> bytes:
        return b""


COMPRESSORS: dict[str, Callable[[], Compressor]] = {"zstd": _Zstd, "lz4": _LZ4, "snappy": _Snappy}
