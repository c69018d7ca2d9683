"""Record batches as bytes, between the driver and its workers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["from_bytes", "to_bytes"]


def to_bytes(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> bytes:
    """An Arrow stream of the batches."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_bytes(data: bytes) -> Sequence[pa.RecordBatch]:
    """The batches of an Arrow stream."""
    import pyarrow as pa

    with pa.ipc.open_stream(data) as reader:
        return list(reader)
