"""Users' data sources, read and written in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkRuntimeError
from pyrite.sql._python.results import arrow_results
from pyrite.sql._python.wire import from_bytes, to_bytes
from pyrite.sql._result.rows import to_rows
from pyrite.sql._types.nested import StructType
from pyrite.sql._types.physical_types import physical_type

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ReadStage", "WriteStage"]

_ROWS = 10_000


@dataclass(frozen=True)
class ReadStage:
    """Reads one part of a source, whatever the chunks are."""

    reader: Any
    partition: Any
    schema: StructType

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        import pyarrow as pa

        for _ in chunks:
            for batch in self._batches(self.reader.read(self.partition), pa):
                yield to_bytes([batch], batch.schema)

    def _batches(self, rows: Iterable[Any], pa: Any) -> Iterator[pa.RecordBatch]:
        held: list[Sequence[Any]] = []
        for row in rows:
            if isinstance(row, pa.RecordBatch):
                yield self._as_asked(row, pa)
                continue
            if not isinstance(row, (tuple, list)):
                raise PySparkRuntimeError(
                    errorClass="DATA_SOURCE_INVALID_RETURN_TYPE",
                    messageParameters={
                        "type": type(row).__name__,
                        "name": type(self.reader).__name__,
                        "supported_types": "tuple, list, Row, RecordBatch",
                    },
                )
            if len(row) != len(self.schema):
                raise self._mismatch(len(row))
            held.append(row)
            if len(held) >= _ROWS:
                yield self._batch(held, pa)
                held = []
        if held:
            yield self._batch(held, pa)

    def _mismatch(self, found: int) -> PySparkRuntimeError:
        return PySparkRuntimeError(
            errorClass="DATA_SOURCE_RETURN_SCHEMA_MISMATCH",
            messageParameters={"expected": str(len(self.schema)), "actual": str(found)},
        )

    def _batch(self, rows: Sequence[Sequence[Any]], pa: Any) -> pa.RecordBatch:
        arrays = []
        for place, field in enumerate(self.schema):
            named = getattr(rows[0], "__fields__", None)
            at = named.index(field.name) if named is not None and field.name in named else place
            arrays.append(arrow_results([row[at] for row in rows], field.dataType))
        return pa.RecordBatch.from_arrays(arrays, [str(index) for index in range(len(arrays))])

    def _as_asked(self, batch: pa.RecordBatch, pa: Any) -> pa.RecordBatch:
        if batch.num_columns != len(self.schema):
            raise self._mismatch(batch.num_columns)
        arrays = []
        for place, field in enumerate(self.schema):
            at = batch.schema.get_field_index(field.name)
            array = batch.column(at if at >= 0 else place)
            kind = physical_type(field.dataType)
            arrays.append(array if array.type == kind else array.cast(kind))
        return pa.RecordBatch.from_arrays(arrays, [str(index) for index in range(len(arrays))])


@dataclass(frozen=True)
class WriteStage:
    """Writes the rows of a chunk into a source, and gives what the writer says of it."""

    writer: Any
    schema: StructType
    by_arrow: bool

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[Any]:
        for chunk in chunks:
            yield self.writer.write(self._items(chunk))

    def _items(self, chunk: bytes) -> Iterator[Any]:
        import pyarrow as pa

        for batch in from_bytes(chunk):
            if self.by_arrow:
                yield batch.rename_columns(self.schema.names)
            else:
                yield from to_rows(pa.Table.from_batches([batch]), self.schema)
