"""The rows of a query as the records of an RDD."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pyrite._dataclasses import dataclass
from pyrite.sql._result.rows import to_rows
from pyrite.sql._result.tojson import to_json
from pyrite.sql.types import StructType

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrite.core.context import SparkContext
    from pyrite.core.rdd import RDD
    from pyrite.sql._query.execution import Execution

__all__ = ["json_rdd", "rows_rdd"]

_BATCH = 4096


@dataclass(frozen=True)
class QueryInput:
    """A query's result, cut into partitions: each an Arrow stream. Workers turn it into Rows."""

    splits: Sequence[bytes]
    schema: StructType
    label: ClassVar[str] = "MapPartitionsRDD"

    def read(self, split: bytes) -> Iterator[list[Any]]:
        import pyarrow as pa

        for batch in pa.ipc.open_stream(split):
            for start in range(0, batch.num_rows, _BATCH):
                yield to_rows(pa.Table.from_batches([batch.slice(start, _BATCH)]), self.schema)


@dataclass(frozen=True)
class JsonInput(QueryInput):
    """As :class:`QueryInput`, its rows as JSON texts."""

    zone: str = "UTC"

    def read(self, split: bytes) -> Iterator[list[Any]]:
        import pyarrow as pa

        yield to_json(pa.ipc.open_stream(split).read_all(), self.schema, self.zone)


def json_rdd(execution: Execution, sc: SparkContext) -> RDD[Any]:
    """An RDD of the query's rows as JSON texts. The query runs when the first job needs it."""
    plan = execution.analyzed

    def run() -> JsonInput:
        return JsonInput(_splits(execution), plan.schema, execution.settings.zone)

    return sc._source(run)


def rows_rdd(execution: Execution, sc: SparkContext) -> RDD[Any]:
    """An RDD of the query's Rows. The query runs when the first job needs it."""
    plan = execution.analyzed

    def run() -> QueryInput:
        return QueryInput(_splits(execution), plan.schema)

    return sc._source(run)


def _splits(execution: Execution) -> list[bytes]:
    return [_stream(table) for table in execution.partitions()]


def _stream(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data
