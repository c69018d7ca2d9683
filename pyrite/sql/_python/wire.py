"""Record batches as bytes, between the driver and its workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite.sql._arrow_start import keep_pandas_out

__all__ = ["Chunks", "from_bytes", "to_bytes"]

keep_pandas_out()


@dataclass(frozen=True)
class Chunks:
    """Chunks as an RDD's input, a partition each."""

    splits: Sequence[bytes]
    label: ClassVar[str] = "PythonChunks"

    def read(self, split: bytes) -> Iterator[list[bytes]]:
        yield [split]


def to_bytes(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> bytes:
    """An Arrow stream of the batches."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_bytes(data: bytes) -> Sequence[pa.RecordBatch]:
    """The batches of an Arrow stream."""
    with pa.ipc.open_stream(data) as reader:
        return list(reader)
