"""What a query gives, as Arrow data."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pyarrow as pa

from pyrite.errors import JobFailedError

__all__ = ["bounded", "whole"]

_BATCH = 10_000  # rows
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
        try:
            for batch in reader:
                batches.append(batch)
                size += batch.nbytes
                if size > most:
                    raise _too_large(size, most)
        except (OSError, pa.ArrowException) as error:
            raise _native(str(error)) from None
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
