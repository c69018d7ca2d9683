"""What a query gives, as Arrow data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import duckdb
import pyarrow as pa

from pyrite.errors import JobFailedError

__all__ = ["bounded", "streamed", "whole"]

T = TypeVar("T")

_BATCH = 10_000  # rows
_CELLS = 1 << 20
_ERRORS = {
    "Conversion Error": duckdb.ConversionException,
    "INTERRUPT Error": duckdb.InterruptException,
    "Out of Range Error": duckdb.OutOfRangeException,
}


def whole(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """All rows, however many there are."""
    return connection.sql(sql).to_arrow_table()


def bounded(most: int) -> Callable[[duckdb.DuckDBPyConnection, str], pa.Table]:
    """What takes all rows, and ends the query as soon as they come to more than so many bytes; 0 sets no bound.

    Raises
    ------
    JobFailedError
        For results that are too large.
    """
    if most <= 0:
        return whole

    def take(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
        reader = connection.sql(sql).to_arrow_reader(_BATCH)
        batches = []
        size = 0
        for batch in _batches(reader):
            batches.append(batch)
            size += batch.nbytes
            if size > most:
                raise _too_large(size, most)
        return pa.Table.from_batches(batches, reader.schema)

    return take


def _native(message: str) -> duckdb.Error:
    """DuckDB's error in the middle of a result, of which Arrow hands on only the text."""
    return _ERRORS.get(message.partition(":")[0], duckdb.Error)(message)


def _too_large(size: int, most: int) -> JobFailedError:
    return JobFailedError(
        f"Job aborted due to stage failure: Total size of serialized results ({size / 2**20:.1f} MiB) is bigger "
        f"than spark.driver.maxResultSize ({most / 2**20:.1f} MiB)"
    )


def streamed(
    consume: Callable[[Iterator[pa.RecordBatch]], T],
) -> Callable[[duckdb.DuckDBPyConnection, str], T]:
    """What gives all rows to somebody who takes them as they come."""

    def take(connection: duckdb.DuckDBPyConnection, sql: str) -> T:
        relation = connection.sql(sql)
        reader = relation.to_arrow_reader(max(1, min(_CELLS // len(relation.columns), _CELLS >> 4)))
        try:
            return consume(_batches(reader))
        finally:
            # An error that somebody keeps would keep the result open, and the connection busy.
            reader.close()

    return take


def _batches(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except (OSError, pa.ArrowException) as error:
            raise _native(str(error)) from None
        yield batch
