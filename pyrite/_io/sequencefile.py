"""SequenceFiles, version 6: plain, record-compressed and block-compressed, read by splits and written.

Layout: header (classes, compression, metadata, 16 random sync bytes), then records, with an escape (-1 and
the sync bytes) every 100 KiB or before every block. A split owns what follows the escapes that begin in it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from io import BufferedReader
from typing import Any, BinaryIO, cast

from pyrite._dataclasses import dataclass
from pyrite._io.codecs import Codec, codec_named
from pyrite._io.errors import CorruptFileError
from pyrite._io.filesystem import Storage
from pyrite._io.listing import input_files
from pyrite._io.options import Compression as Compression
from pyrite._io.paths import display
from pyrite._io.splits import FileSplit, new_splits, old_splits
from pyrite._io.writables import (
    Writable,
    WritableTypeError,
    decoder,
    encode_text,
    encode_vlong,
    encoder,
    parse_vlong,
    writable_named,
)

SYNC_INTERVAL = 100 * 1024
BLOCK_SIZE = 1_000_000
BATCH = 1000
_ESCAPE = b"\xff\xff\xff\xff"
_HEADER_LIMIT = 1 << 20


@dataclass(frozen=True)
class Header:
    """What a SequenceFile says of itself; `end` is the offset of the first record."""

    key: str
    value: str
    codec: Codec | None
    by_block: bool
    sync: bytes
    end: int
    metadata: dict[str, str] = field(default_factory=dict)


class _Stream:
    """A file read forward, with its position known and lengths checked before bytes are asked for."""

    def __init__(self, raw: BinaryIO, path: str, size: int) -> None:
        self._buffered = BufferedReader(cast(Any, raw), 1 << 18)
        self.path = path
        self._size = size
        self.position = 0

    def seek(self, position: int) -> None:
        self._buffered.seek(position)
        self.position = position

    def exactly(self, size: int) -> bytes:
        if size < 0 or size > max(self._size - self.position, 0):
            raise self.corrupt(
                f"{size} bytes wanted at {self.position}, where the file has no more", early=True
            )
        data = self._buffered.read(size)
        if len(data) < size:
            raise self.corrupt(f"the file ends at {self.position + len(data)}", early=True)
        self.position += size
        return data

    def at_end(self) -> bool:
        return self.position >= self._size

    def int32(self) -> int:
        return int.from_bytes(self.exactly(4), "big", signed=True)

    def vlong(self) -> int:
        data = self.exactly(1)
        first = data[0] - 256 if data[0] > 127 else data[0]
        if first < -112:
            data += self.exactly(-120 - first if first < -120 else -112 - first)
        return parse_vlong(data, 0)[0]

    def chunk(self) -> bytes:
        """Read a length and that many bytes."""
        return self.exactly(self.vlong())

    def text(self) -> str:
        return self.chunk().decode("utf-8", "replace")

    def corrupt(self, reason: str, early: bool = False) -> CorruptFileError:
        return CorruptFileError(
            f"{display(self.path)} is corrupt: {reason}",
            self.path,
            "java.io.EOFException" if early else "java.io.IOException",
        )


def read_header(stream: _Stream) -> Header:
    """Read a file's header.

    Raises:
        CorruptFileError: this is not a SequenceFile of version 6, or it ends early.
    """
    magic = stream.exactly(4) if not stream.at_end() else b""
    if magic[:3] != b"SEQ":
        raise CorruptFileError(
            f"{display(stream.path)} not a SequenceFile", stream.path, "java.io.IOException"
        )
    if magic[3] != 6:
        raise stream.corrupt(f"SequenceFile version {magic[3]}; version 6 is supported")
    key, value = stream.text(), stream.text()
    compressed, by_block = stream.exactly(2)
    codec = codec_named(stream.text()) if compressed else None
    metadata = {}
    for _ in range(stream.int32()):
        name = stream.text()
        metadata[name] = stream.text()
    sync = stream.exactly(16)
    return Header(key, value, codec, bool(by_block), sync, stream.position, metadata)


Decode = Callable[[bytes], Any]


@dataclass(frozen=True)
class SequenceInput:
    """The (key, value) pairs of SequenceFiles, as Python values."""

    storage: Storage
    splits: Sequence[FileSplit]

    def read(self, split: FileSplit) -> Iterator[list[tuple[Any, Any]]]:
        """Yield the pairs of a split in batches."""
        with self.storage.open(split.path) as raw:
            stream = _Stream(raw, split.path, split.size)
            header = read_header(stream)
            key = decoder(writable_named(header.key), display(split.path))
            value = decoder(writable_named(header.value), display(split.path))
            for pairs in raw_batches(stream, header, split):
                yield [(key(k), value(v)) for k, v in pairs]


def plan_sequence_file(
    paths: str, min_partitions: int, storage: Storage, new_api: bool = False
) -> SequenceInput:
    """List the files and cut them into splits of at least 100 KiB."""
    files = input_files(storage, paths, new_api)
    if new_api:
        return SequenceInput(storage, tuple(new_splits(files, storage, _always, SYNC_INTERVAL)))
    return SequenceInput(storage, tuple(old_splits(files, min_partitions, storage, _always, SYNC_INTERVAL)))


def _always(_: str) -> bool:
    return True


def raw_batches(stream: _Stream, header: Header, split: FileSplit) -> Iterator[list[tuple[bytes, bytes]]]:
    """Yield a split's pairs as undecoded bytes, decompressed."""
    if split.start and not _seek_escape(stream, header.sync, split):
        return
    records = _block_records if header.by_block else _plain_records
    yield from records(stream, header, split.end)


def _seek_escape(stream: _Stream, sync: bytes, split: FileSplit) -> bool:
    """Go to the first escape at or behind the split's start; False when none begins in the split."""
    wanted = _ESCAPE + sync
    position, data = split.start, b""
    while position < split.end:
        stream.seek(position + len(data))
        piece = stream.exactly(min(1 << 16, split.size - stream.position))
        data += piece
        found = data.find(wanted)
        if found >= 0:
            stream.seek(position + found)
            return position + found < split.end
        if not piece:
            return False
        keep = min(len(data), len(wanted) - 1)
        position += len(data) - keep
        data = data[len(data) - keep :]
    return False


def _check_sync(stream: _Stream, sync: bytes) -> None:
    if stream.exactly(16) != sync:
        raise stream.corrupt(f"no sync mark at {stream.position - 16}")


def _plain_records(stream: _Stream, header: Header, end: int) -> Iterator[list[tuple[bytes, bytes]]]:
    pairs: list[tuple[bytes, bytes]] = []
    size = 0
    while not stream.at_end():
        begin = stream.position
        length = stream.int32()
        if length == -1:
            _check_sync(stream, header.sync)
            if begin >= end:
                break
            if stream.at_end():
                break
            length = stream.int32()
        key_length = stream.int32()
        if not 0 <= key_length <= length:
            raise stream.corrupt(f"a record of {length} bytes at {begin} has a key of {key_length}")
        data = stream.exactly(length)
        value = data[key_length:]
        pairs.append((data[:key_length], header.codec.decompress(value) if header.codec else value))
        size += length
        if len(pairs) >= BATCH or size > 1 << 20:
            yield pairs
            pairs, size = [], 0
    if pairs:
        yield pairs


def _block_records(stream: _Stream, header: Header, end: int) -> Iterator[list[tuple[bytes, bytes]]]:
    codec = cast(Codec, header.codec)
    while not stream.at_end() and stream.position < end:
        if stream.int32() != -1:
            raise stream.corrupt(f"no block begins at {stream.position - 4}")
        _check_sync(stream, header.sync)
        count = stream.vlong()
        key_lengths, keys, value_lengths, values = (codec.decompress(stream.chunk()) for _ in range(4))
        try:
            pairs = list(zip(_cut(key_lengths, keys, count), _cut(value_lengths, values, count), strict=True))
        except (IndexError, ValueError) as error:
            raise stream.corrupt(f"the block before {stream.position}: {error}") from None
        for i in range(0, len(pairs), BATCH):
            yield pairs[i : i + BATCH]


def _cut(lengths: bytes, data: bytes, count: int) -> list[bytes]:
    items, at, begin = [], 0, 0
    for _ in range(count):
        length, at = parse_vlong(lengths, at)
        if length < 0 or begin + length > len(data):
            raise ValueError("a record is longer than its block")
        items.append(data[begin : begin + length])
        begin += length
    return items


@dataclass(frozen=True)
class SequenceOutput:
    """Pairs as one SequenceFile per partition; `key_class` and `value_class` are Java class names."""

    storage: Storage
    key_class: str
    value_class: str
    compression: Compression | None = None
    extension: str = ""

    def write(self, path: str, records: Iterator[Any]) -> int:
        """Write all pairs into a new file at `path`; return how many there were.

        Raises:
            WritableTypeError: a key or a value is not of its class, or a record is not a pair.
        """
        key, value = writable_named(self.key_class), writable_named(self.value_class)
        with self.storage.create(path) as raw:
            return write_pairs(raw, key, value, records, self.compression)


def write_pairs(
    raw: BinaryIO,
    key: Writable,
    value: Writable,
    records: Iterator[Any],
    compression: Compression | None = None,
) -> int:
    """Write a SequenceFile of pairs into a stream; return their number."""
    codec = codec_named(compression.codec) if compression else None
    by_block = bool(compression and compression.by_block)
    encode_key, encode_value = encoder(key, "key"), encoder(value, "value")
    sync = os.urandom(16)
    header = _header(key, value, codec, by_block, sync)
    raw.write(header)
    pairs = ((encode_key(k), encode_value(v)) for k, v in _pairs(records))
    if by_block:
        return _write_blocks(raw, pairs, cast(Codec, codec), sync)
    return _write_records(raw, pairs, codec, sync, len(header))


def _pairs(records: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    from_pair = (tuple, list)
    for record in records:
        if not isinstance(record, from_pair) or len(record) != 2:
            raise pair_error(record)
        yield record[0], record[1]


def pair_error(record: Any) -> TypeError:
    """Return the error for a record that is not a (key, value) pair."""
    return WritableTypeError(f"RDD element of type {type(record).__name__} cannot be used: {record!r:.80}")


def _header(key: Writable, value: Writable, codec: Codec | None, by_block: bool, sync: bytes) -> bytes:
    names = encode_text(key.class_name) + encode_text(value.class_name)
    packed = encode_text(java_name(codec)) if codec else b""
    return b"SEQ\x06" + names + bytes([codec is not None, by_block]) + packed + struct.pack(">i", 0) + sync


def java_name(codec: Codec) -> str:
    """Return the codec's Hadoop class name (xz has none, and cannot be used in SequenceFiles)."""
    if codec.class_name is None:
        raise CorruptFileError(f"Hadoop has no codec class for {codec.name}")
    return codec.class_name


def _write_records(
    raw: BinaryIO, pairs: Iterator[tuple[bytes, bytes]], codec: Codec | None, sync: bytes, position: int
) -> int:
    count, last_sync = 0, 0
    for key, value in pairs:
        if codec:
            value = codec.compress(value)
        if position >= last_sync + SYNC_INTERVAL:
            raw.write(_ESCAPE + sync)
            position += 20
            last_sync = position
        raw.write(struct.pack(">ii", len(key) + len(value), len(key)) + key + value)
        position += 8 + len(key) + len(value)
        count += 1
    return count


def _write_blocks(raw: BinaryIO, pairs: Iterator[tuple[bytes, bytes]], codec: Codec, sync: bytes) -> int:
    count, size = 0, 0
    keys: list[bytes] = []
    values: list[bytes] = []
    for key, value in pairs:
        keys.append(key)
        values.append(value)
        size += len(key) + len(value)
        count += 1
        if size >= BLOCK_SIZE:
            _write_block(raw, keys, values, codec, sync)
            keys, values, size = [], [], 0
    if keys:
        _write_block(raw, keys, values, codec, sync)
    return count


def _write_block(raw: BinaryIO, keys: list[bytes], values: list[bytes], codec: Codec, sync: bytes) -> None:
    raw.write(_ESCAPE + sync + encode_vlong(len(keys)))
    for items in (keys, values):
        for data in (b"".join([encode_vlong(len(item)) for item in items]), b"".join(items)):
            packed = codec.compress(data)
            raw.write(encode_vlong(len(packed)) + packed)
