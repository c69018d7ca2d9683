"""Part files of text: one record per line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.codecs import Codec, Writer, codec_named
from pyrite._io.filesystem import Storage
from pyrite._io.options import output_compression

_BATCH = 1000


@dataclass(frozen=True)
class TextOutput:
    """Lines as `saveAsTextFile` writes them: str in UTF-8, bytes as they are, anything else by str()."""

    storage: Storage
    codec: Codec | None = None

    @property
    def extension(self) -> str:
        """What part file names end with."""
        return self.codec.extension if self.codec else ""

    def write(self, path: str, records: Iterator[Any]) -> int:
        """Write all records into a new file at `path`; return how many there were.

        Raises:
            UnicodeEncodeError: a string holds a lone surrogate.
        """
        return write_lines(self.storage, path, self.codec, records)


def text_output(storage: Storage, codec: str | None = None) -> TextOutput:
    """Return the output of `saveAsTextFile`; without a `codec` the options decide on compression."""
    compression = output_compression(storage, codec)
    return TextOutput(storage, codec_named(compression.codec) if compression else None)


def write_lines(storage: Storage, path: str, codec: Codec | None, records: Iterator[Any]) -> int:
    """Write records as lines; return their number."""
    count = 0
    with storage.create(path) as raw:
        stream: Writer = codec.writer(raw) if codec else raw
        while batch := list(islice(records, _BATCH)):
            stream.write(_encoded(batch))
            count += len(batch)
        if codec:
            stream.close()
    return count


def _encoded(batch: list[Any]) -> bytes:
    try:
        return "\n".join(batch).encode("utf-8") + b"\n"
    except TypeError:
        return b"\n".join([_bytes(record) for record in batch]) + b"\n"


def _bytes(record: Any) -> bytes:
    if isinstance(record, bytes):
        return record
    return (record if isinstance(record, str) else str(record)).encode("utf-8")
