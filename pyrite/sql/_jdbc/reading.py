"""Tables of databases as relations: partitions, the columns and filters that are asked of the database, and rows."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite.errors import AnalysisException, IllegalArgumentException, SparkRuntimeException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.moments import parse_date, parse_timestamp
from pyrite.sql._files.options import Options
from pyrite.sql._files.records import arrow_column
from pyrite.sql._jdbc.dialects import Dialect, dialect_of
from pyrite.sql._jdbc.options import JdbcOptions
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import (
    DataType,
    DateType,
    NumericType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    _parse_datatype_string,
)

__all__ = ["JdbcSource", "connected", "jdbc_batches", "jdbc_relation"]

_BATCH = 10_000


@dataclass(frozen=True)
class JdbcSource:
    """A table of a database, where other relations of the reader have files.

    Parameters
    ----------
    options : JdbcOptions
        What the reader was told.
    clauses : tuple of str
        What the rows of each partition fulfil; empty texts for all rows.
    filters : tuple of str
        What all rows fulfil that are asked for.
    """

    options: JdbcOptions
    clauses: tuple[str, ...] = ("",)
    filters: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    files: tuple[Any, ...] = ()
    roots: tuple[str, ...] = ()
    dialect: Dialect = field(default_factory=Dialect)

    def groups(self) -> Iterator[tuple[tuple[Any, ...], JdbcSource]]:
        """The one source, which no directories tell anything of."""
        yield (), self

    def partitions(self, parallelism: int, cut: bool) -> int:
        """How many partitions there are."""
        return len(self.clauses)

    def query(self, columns: Sequence[str], clause: str) -> str:
        """The query for some columns of a partition's rows."""
        shown = ", ".join([self.dialect.quoted(name) for name in columns]) or "1"
        where = " AND ".join([f"({text})" for text in (*self.filters, clause) if text])
        return f"SELECT {shown} FROM {self.options.table}{f' WHERE {where}' if where else ''}"


def connected(dialect: Dialect, options: JdbcOptions) -> Any:
    """A new connection, after its first statement.

    Raises
    ------
    SparkRuntimeException
        FAILED_JDBC.CONNECTION.
    """
    try:
        connection = dialect.connect(options.url, options.given)
    except (OSError, ImportError):
        raise
    except Exception as error:
        failure = SparkRuntimeException(
            errorClass="FAILED_JDBC.CONNECTION", messageParameters={"url": _without_secrets(options.url)}
        )
        raise failure from error
    first = options.given.text("sessionInitStatement")
    if first:
        cursor = connection.cursor()
        cursor.execute(first)
        cursor.close()
        connection.commit()
    return connection


def _without_secrets(url: str) -> str:
    return url.partition("?")[0].partition("@")[0] if "@" in url else url.partition("?")[0]


def syntax_error(query: str, error: Exception, when: str) -> SparkRuntimeException:
    """The error for a query that a database refuses."""
    failure = SparkRuntimeException(
        errorClass=f"JDBC_EXTERNAL_ENGINE_SYNTAX_ERROR.{when}",
        messageParameters={"jdbcQuery": query, "externalEngineError": str(error).strip()},
    )
    failure.__cause__ = error
    return failure


# -------------------------------------------------------------------------------------------------- relation


def jdbc_relation(
    given: Options, schema: StructType | None, settings: Settings, predicates: Sequence[str] | None = None
) -> r.Files:
    """The relation of a reader.

    Parameters
    ----------
    given : Options
        The reader's options.
    schema : StructType, optional
        The columns that were asked for: those that are there.
    settings : Settings
        The session's.
    predicates : list of str, optional
        What the rows of each partition fulfil.
    """
    options = JdbcOptions.reading(given)
    dialect = dialect_of(options.url)
    with closing(connected(dialect, options)) as connection:
        try:
            data = dialect.columns(connection, options.table, given)
        except Exception as error:
            query = f"SELECT * FROM {options.table} WHERE 1=0"
            raise syntax_error(query, error, "DURING_OUTPUT_SCHEMA_RESOLUTION") from error
    custom = given.text("customSchema")
    if custom:
        asked = _parse_datatype_string(custom)
        assert isinstance(asked, StructType)
        kinds = {settings.name_key(f.name): f.dataType for f in asked}
        data = StructType(
            [StructField(f.name, kinds.get(settings.name_key(f.name), f.dataType), True) for f in data]
        )
    if schema is not None and [(f.name, f.dataType) for f in schema] != [(f.name, f.dataType) for f in data]:
        raise AnalysisException(
            errorClass="USER_SPECIFIED_AND_ACTUAL_SCHEMA_MISMATCH",
            messageParameters={"schema": _ddl(schema), "actualSchema": _ddl(data)},
        )
    clauses = tuple(predicates) if predicates else _clauses(options, data, dialect, settings)
    source = JdbcSource(options, clauses, dialect=dialect)
    attributes = [e.Attribute(f.name, f.dataType, True) for f in data]
    return r.Files(tuple(attributes), "jdbc", source, data, given.given)


def _ddl(schema: StructType) -> str:
    return ",".join([f"{f.name} {f.dataType.simpleString().upper()}" for f in schema])


def _clauses(options: JdbcOptions, data: StructType, dialect: Dialect, settings: Settings) -> tuple[str, ...]:
    """What the rows of each partition fulfil, by the option ``partitionColumn`` and its bounds."""
    name = options.given.text("partitionColumn")
    count = options.partitions
    if name is None or count is None:
        return ("",)
    found = next((f for f in data if settings.same_name(f.name, name.strip('"`'))), None)
    if found is None:
        raise AnalysisException(
            errorClass="_LEGACY_ERROR_TEMP_1286",
            messageParameters={"columnName": name, "schema": data.simpleString()},
        )
    kind = found.dataType
    if not isinstance(kind, (NumericType, DateType, TimestampType, TimestampNTZType)):
        raise AnalysisException(
            errorClass="_LEGACY_ERROR_TEMP_1287",
            messageParameters={
                "numericType": "numeric",
                "dateType": "date",
                "timestampType": "timestamp",
                "dataType": kind.simpleString(),
            },
        )
    zone = settings.zone
    lower, upper = (_bound(options.given[key], kind, zone, key) for key in ("lowerBound", "upperBound"))
    if lower > upper:
        raise IllegalArgumentException(
            "requirement failed: Operation not allowed: the lower bound of partitioning column is larger than "
            f"the upper bound. Lower bound: {lower}; Upper bound: {upper}"
        )
    if count <= 1 or lower == upper:
        return ("",)
    if 0 <= upper - lower < count:
        count = upper - lower
    return tuple(_strides(dialect.quoted(found.name), lower, upper, count, _shown(kind, dialect)))


def _bound(text: str, kind: DataType, zone: str, name: str) -> int:
    try:
        if isinstance(kind, DateType):
            return parse_date(text)
        if isinstance(kind, (TimestampType, TimestampNTZType)):
            return parse_timestamp(text, zone, isinstance(kind, TimestampType))
        return int(text)
    except ValueError:
        raise IllegalArgumentException(f"The option {name} is no {kind.simpleString()}: {text}") from None


def _shown(kind: DataType, dialect: Dialect) -> Callable[[int], str]:
    if isinstance(kind, NumericType):
        return str
    return lambda value: f"'{dialect.to_database(value, kind)}'"


def _strides(column: str, lower: int, upper: int, count: int, shown: Callable[[int], str]) -> Iterator[str]:
    """The clauses of partitions of equal width; the first and the last take what is out of bounds."""
    unit = Decimal(1).scaleb(-18)
    precise = (Decimal(upper) / count).quantize(unit, ROUND_HALF_EVEN) - (Decimal(lower) / count).quantize(
        unit, ROUND_HALF_EVEN
    )
    stride = int(precise)
    lost = (precise - stride) * count / stride
    at = lower + int(((lost / 2) * stride).quantize(Decimal(1), ROUND_HALF_UP))
    for place in range(count):
        low = f"{column} >= {shown(at)}" if place else ""
        at += stride
        high = f"{column} < {shown(at)}" if place < count - 1 else ""
        if low and high:
            yield f"{low} AND {high}"
        else:
            yield low or f"{high} or {column} is null"


# ------------------------------------------------------------------------------------------------------ rows


def jdbc_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of a table, partition by partition; several are read at a time."""
    source: JdbcSource = plan.source
    required = plan.required
    if len(source.clauses) == 1:
        yield from _rows(source, required, source.clauses[0], threading.Event())
        return
    stop = threading.Event()
    ready: list[queue.Queue[Any]] = [queue.Queue(maxsize=4) for _ in source.clauses]
    workers = max(min(len(source.clauses), settings.parallelism), 1)
    with ThreadPoolExecutor(workers, thread_name_prefix="jdbc") as pool:
        try:
            for clause, line in zip(source.clauses, ready):
                pool.submit(_fill, line, source, required, clause, stop)
            for line in ready:
                while (found := line.get()) is not None:
                    if isinstance(found, BaseException):
                        raise found
                    yield found
        finally:
            stop.set()


def _fill(
    line: queue.Queue[Any], source: JdbcSource, required: StructType, clause: str, stop: threading.Event
) -> None:
    """Put a partition's batches into a queue, and None behind them, or the error."""
    try:
        for batch in _rows(source, required, clause, stop):
            if not _put(line, batch, stop):
                return
        _put(line, None, stop)
    except BaseException as error:
        _put(line, error, stop)


def _put(line: queue.Queue[Any], item: Any, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            line.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False


def _rows(
    source: JdbcSource, required: StructType, clause: str, stop: threading.Event
) -> Iterator[pa.RecordBatch]:
    dialect, options = source.dialect, source.options
    size = options.fetch_size or _BATCH
    if size < 0:
        raise IllegalArgumentException(f"The option fetchsize is no negative number: {size}")
    query = source.query(required.names, clause)
    with closing(connected(dialect, options)) as connection:
        try:
            cursor = dialect.stream(connection, query, size)
        except Exception as error:
            raise syntax_error(query, error, "DURING_QUERY_EXECUTION") from error
        while not stop.is_set() and (rows := cursor.fetchmany(size)):
            yield _batch(rows, required, dialect)
        cursor.close()


def _batch(rows: Sequence[Any], required: StructType, dialect: Dialect) -> pa.RecordBatch:
    if not required.fields:
        return pa.RecordBatch.from_arrays([pa.nulls(len(rows), pa.string())], ["0"])
    columns = []
    for values, found in zip(zip(*rows), required):
        read = dialect.from_database(found.dataType)
        try:
            made = [None if value is None else read(value) for value in values]
        except (ValueError, TypeError, ArithmeticError) as error:
            kind = found.dataType.simpleString()
            raise SparkRuntimeException(f"The column {found.name} has a value that is no {kind}") from error
        columns.append(arrow_column(made, found.dataType))
    return pa.RecordBatch.from_arrays(columns, [str(index) for index in range(len(columns))])
