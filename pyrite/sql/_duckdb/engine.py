"""DuckDB itself: one database for a program, a connection for each running query."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from pyrite.core._groups import RunningQuery
from pyrite.errors import IllegalArgumentException, PySparkException, SparkRuntimeException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._analysis.zones import zone_name
from pyrite.sql._duckdb import literals
from pyrite.sql._duckdb.compiler import Compiled, Kernel
from pyrite.sql._duckdb.failures import Overhasty, error_of, spark_error
from pyrite.sql._duckdb.interrupts import apart, interruptible
from pyrite.sql._duckdb.remote import PREFIX
from pyrite.sql._duckdb.results import bounded, streamed, whole
from pyrite.sql._duckdb.typenames import type_name
from pyrite.sql.types import ArrayType, DataType, MapType, StructType, UserDefinedType, VariantType

__all__ = ["Engine"]


#: No code is fetched or loaded, no variable of a program is read as a table, and no setting is changed later.
_LOCKED: dict[str, Any] = {
    "allow_community_extensions": "false",
    "allowed_configs": ["TimeZone", "enable_profiling"],
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def _interrupted(query: RunningQuery) -> BaseException:
    """What a query that was ended raises: a Ctrl-C's exception, or the reason why it was cancelled."""
    if query.cancelled is None:
        return KeyboardInterrupt()
    return SparkRuntimeException(
        errorClass="SPARK_JOB_CANCELLED",
        messageParameters={"jobId": str(query.job), "reason": query.cancelled},
    )


Rows = TypeVar("Rows", pa.Table, pa.RecordBatch)

_SHOWN = 4000  # characters of a query, in an error that is not foreseen

_GIVEN_UP = "database has been invalidated"


class _GivenUp(Exception):
    """DuckDB does not go on after an error inside of it."""


class Engine:
    """Runs queries.

    Parameters
    ----------
    settings : mapping
        DuckDB's settings: threads, memory_limit, temp_directory.
    begin : callable
        ``begin(interrupt, session)`` is entered while a query of a session runs, which ``interrupt()`` ends; it tells
        who cancels it.
    most : int
        The most bytes that :meth:`collect` takes; 0 for any number.
    """

    def __init__(
        self,
        settings: Mapping[str, str | int],
        begin: Callable[[Callable[[], None], str], AbstractContextManager[RunningQuery]] | None = None,
        most: int = 0,
    ):
        self._begin = begin or (
            lambda interrupt, session: nullcontext(RunningQuery(None, frozenset(), interrupt))
        )
        self._most = most
        self._spill = str(settings.get("temp_directory", ""))
        self._config: dict[str, Any] = {"preserve_insertion_order": True, **_LOCKED, **settings}
        self._database = self._opened()
        #: How often the database was opened: what it kept is gone with each one before.
        self.generation = 1
        self._lock = threading.Lock()
        self._kernels: set[str] = set()
        self._closed = False
        self._reads_remote_files = False
        self._idle: list[tuple[str, duckdb.DuckDBPyConnection]] = []
        #: Makes what runs users' functions (a ``PythonRunner``), where there are workers.
        self.python_runner: Callable[[], Any] | None = None
        #: Is told of each query (a ``QueryWatcher``), where there is a SparkContext.
        self.watcher: Any = None

    def _opened(self) -> duckdb.DuckDBPyConnection:
        database = duckdb.connect(":memory:", config=self._config)
        database.execute("SET scalar_subquery_error_on_multiple_rows = true")
        database.execute("SET lock_configuration = true")
        return database

    def _reopen(self, generation: int) -> None:
        """Open a new database in the place of this one, which DuckDB has given up after an error inside of it."""
        with self._lock:
            if self.generation == generation:
                self._database, self._idle = self._opened(), []
                self._kernels.clear()
                self._reads_remote_files = False
                self.generation += 1

    def table(self, compiled: Compiled, settings: Settings, inputs: Mapping[str, Any]) -> pa.Table:
        """The result of a query. ``inputs`` are Arrow tables or readers for what it reads by name.

        Raises
        ------
        PySparkException
            Spark's error for whatever goes wrong while it runs.
        """
        return _as_told(self._run(compiled, settings, inputs, whole), compiled)

    def collect(self, compiled: Compiled, settings: Settings, inputs: Mapping[str, Any]) -> pa.Table:
        """As :meth:`table`, for rows that a program takes in: they may not come to more than a bound."""
        return _as_told(self._run(compiled, settings, inputs, bounded(self._most)), compiled)

    def stream(
        self,
        compiled: Compiled,
        settings: Settings,
        inputs: Mapping[str, Any],
        consume: Callable[[Iterator[pa.RecordBatch]], None],
    ) -> None:
        """Give the rows of a query to ``consume``, which takes them as they come.

        Where the query has to be run again, it is called again.
        """

        def told(batches: Iterator[pa.RecordBatch]) -> None:
            consume(_as_told(batch, compiled) for batch in batches)

        self._run(compiled, settings, inputs, streamed(told))

    def give(
        self,
        settings: Settings,
        batches: Iterator[pa.RecordBatch],
        consume: Callable[[Iterator[pa.RecordBatch]], None],
    ) -> None:
        """As :meth:`stream`, for rows that need no query, which are ended like those of one."""
        ended = threading.Event()
        with self._begin(ended.set, settings.session) as query:

            def told() -> Iterator[pa.RecordBatch]:
                for batch in batches:
                    if ended.is_set():
                        raise _interrupted(query)
                    yield batch

            consume(told())

    @property
    def spill_folder(self) -> str:
        """Where queries keep what does not fit in memory."""
        return self._spill

    def explain(self, compiled: Compiled, settings: Settings, inputs: Mapping[str, Any]) -> str:
        """DuckDB's plan of a query, as text."""

        def take(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
            return str(connection.execute(f"EXPLAIN {sql}").fetchall()[0][1])

        text: str = self._run(compiled, settings, inputs, take)
        return text

    def store(self, compiled: Compiled, settings: Settings, inputs: Mapping[str, Any], name: str) -> None:
        """Compute a query into a table of this name, whose columns are named by their position."""
        columns = ", ".join([f'"{index}"' for index in range(max(1, len(compiled.output)))])
        create = f'CREATE TABLE "{name}" AS SELECT * FROM ({{}}) AS stored({columns})'
        self._run(compiled, settings, inputs, lambda connection, sql: connection.execute(create.format(sql)))

    def kept(self) -> tuple[int, int]:
        """The bytes of all tables that :meth:`store` has made, in memory and spilled."""
        cursor = self._database.cursor()
        try:
            text = "SELECT sum(memory_usage_bytes), sum(temporary_storage_bytes) FROM duckdb_memory()"
            found = cursor.execute(f"{text} WHERE tag = 'IN_MEMORY_TABLE'").fetchone() or (0, 0)
            return int(found[0] or 0), int(found[1] or 0)
        finally:
            cursor.close()

    def drop(self, name: str) -> None:
        """Drop a table that :meth:`store` made, if it is there."""
        with self._lock:
            if self._closed:
                return
        cursor = self._database.cursor()
        try:
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        finally:
            cursor.close()

    def run(self, sql: str) -> pa.Table:
        """The result of DuckDB's own text: for tests, explain and settings."""
        connection = self._database.cursor()
        try:
            return connection.execute(sql).to_arrow_table()
        finally:
            connection.close()

    def _run(
        self,
        compiled: Compiled,
        settings: Settings,
        inputs: Mapping[str, Any],
        take: Callable[[duckdb.DuckDBPyConnection, str], Any],
    ) -> Any:
        generation = self.generation
        try:
            return self._run_once(compiled, settings, inputs, take)
        except _GivenUp:
            self._reopen(generation)
            return self._run_once(compiled, settings, inputs, take)

    def _run_once(
        self,
        compiled: Compiled,
        settings: Settings,
        inputs: Mapping[str, Any],
        take: Callable[[duckdb.DuckDBPyConnection, str], Any],
    ) -> Any:
        connection = self._connection(settings.zone)
        self._register_kernels(compiled.kernels)
        if PREFIX in compiled.sql:
            self._register_remote_files()
        try:
            for name, rows in inputs.items():
                connection.register(name, rows)
            others = [rows.cancel for rows in inputs.values() if hasattr(rows, "cancel")]
            with (
                interruptible(connection, others) as interrupt,
                self._begin(interrupt, settings.session) as query,
            ):
                run = self.watcher.current if self.watcher is not None else None
                if run is None or not run.measured:
                    return self._taken(take, connection, compiled, inputs, query)
                connection.execute("SET enable_profiling = 'no_output'")
                try:
                    found = self._taken(take, connection, compiled, inputs, query)
                    run.took(connection.get_profiling_information("json"))
                    return found
                finally:
                    connection.disable_profiling()
        finally:
            for name in inputs:
                connection.unregister(name)
            self._release(settings.zone, connection)

    def _taken(
        self,
        take: Callable[[duckdb.DuckDBPyConnection, str], Any],
        connection: duckdb.DuckDBPyConnection,
        compiled: Compiled,
        inputs: Mapping[str, Any],
        query: RunningQuery,
    ) -> Any:
        try:
            if any(hasattr(rows, "cancel") for rows in inputs.values()):
                return apart(lambda: take(connection, compiled.sql))
            return take(connection, compiled.sql)
        except duckdb.InterruptException:
            raise _interrupted(query) from None
        except RuntimeError as error:
            # DuckDB has taken the signal of a Ctrl-C.
            if str(error) != "Query interrupted":
                raise
            raise _interrupted(query) from None
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            if compiled.optimistic and error_of(str(error), compiled.failures) is None:
                raise Overhasty(str(error)) from None
            raise _reading_error(inputs) or self._spark_error(error, compiled, connection) from None
        except duckdb.Error as error:
            if _GIVEN_UP in str(error):
                raise _GivenUp from None
            if "KeyboardInterrupt" in str(error) and "executing the UDF" in str(error):
                # The signal of a Ctrl-C came in the middle of a kernel.
                raise _interrupted(query) from None
            raise _reading_error(inputs) or self._spark_error(error, compiled, connection) from None

    def _spark_error(
        self, error: duckdb.Error, compiled: Compiled, connection: duckdb.DuckDBPyConnection
    ) -> PySparkException:
        message = str(error)
        planted = error_of(message, compiled.failures)
        if planted is not None:
            return planted
        native = import_module("pyrite.sql._duckdb.native_errors")
        found: PySparkException | None = native.native_error(message, compiled.failures)
        found = found or native.limit_error(message, self._spill)
        if found is not None:
            return found
        damaged = _damaged_file(message, compiled, connection)
        if damaged is not None:
            return _unreadable(damaged)
        return SparkRuntimeException(f"{message}\n{compiled.sql[:_SHOWN]}")

    def _connection(self, zone: str) -> duckdb.DuckDBPyConnection:
        with self._lock:
            for index, (known, connection) in enumerate(self._idle):
                if known == zone:
                    del self._idle[index]
                    return connection
        connection = self._database.cursor()
        try:
            connection.execute(f"SET TimeZone = {literals.text(_zone_name(zone))}")
        except duckdb.Error as error:
            connection.close()
            if _GIVEN_UP in str(error):
                raise _GivenUp from None
            raise spark_error(
                "INVALID_CONF_VALUE.TIME_ZONE",
                {"confName": "spark.sql.session.timeZone", "confValue": zone},
                None,
                IllegalArgumentException,
            ) from None
        return connection

    def _release(self, zone: str, connection: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            if len(self._idle) < 8:
                self._idle.append((zone, connection))
                return
        connection.close()

    def _register_remote_files(self) -> None:
        with self._lock:
            if not self._reads_remote_files:
                files = import_module("pyrite.sql._duckdb.remote_files").RemoteFiles()
                self._database.register_filesystem(files)
                self._reads_remote_files = True

    def _register_kernels(self, kernels: Mapping[str, Kernel]) -> None:
        if not kernels:
            return
        declared = import_module("pyrite.sql._duckdb.kernels_all").KERNELS
        # On the connection that lives longest: one that made a function must not end before its calls do.
        create: Any = self._database.create_function
        with self._lock:
            for name, kernel in kernels.items():
                if name not in self._kernels:
                    function = declared[kernel.function](kernel.given, kernel.kind)
                    given = [type_name(kind) for kind in kernel.given]
                    create(
                        name, function, given, type_name(kernel.kind), type="arrow", null_handling="special"
                    )
                    self._kernels.add(name)

    def close(self) -> None:
        """End all connections."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._closed = True
        for _, connection in idle:
            connection.close()
        self._database.close()


def _as_told(table: Rows, compiled: Compiled) -> Rows:
    """The rows, if they have the columns' types: of a damaged file, DuckDB may think otherwise than its footer told."""
    if compiled.files and not all(map(_is_of, table.schema.types, [a.type for a in compiled.output])):
        raise _unreadable(next(iter(compiled.files.values())))
    return table


def _is_of(given: pa.DataType, kind: DataType) -> bool:
    """Whether Arrow's type has the parts that Spark's has."""
    if isinstance(kind, ArrayType):
        return pa.types.is_list(given) and _is_of(given.value_type, kind.elementType)
    if isinstance(kind, MapType):
        return (
            pa.types.is_map(given)
            and _is_of(given.key_type, kind.keyType)
            and _is_of(given.item_type, kind.valueType)
        )
    if isinstance(kind, StructType):
        return pa.types.is_struct(given) and all(
            _is_of(given.field(index).type, field.dataType)
            for index, field in enumerate(kind.fields[: given.num_fields])
        )
    return isinstance(kind, (VariantType, UserDefinedType)) or not pa.types.is_nested(given)


def _zone_name(zone: str) -> str:
    """A zone by the name that DuckDB has for it."""
    name = zone_name(zone)
    if name[:1] in ("+", "-"):
        return f"GMT{name.removesuffix(':00')}"
    return "UTC" if name in ("Z", "UT") else name


def _unreadable(path: str) -> PySparkException:
    made: PySparkException = import_module("pyrite.sql._files.parquet").read_failure("NO_HINT", path)
    return made


def _damaged_file(message: str, compiled: Compiled, connection: duckdb.DuckDBPyConnection) -> str | None:
    """The file that a query could not read. Where DuckDB's message does not name it, each is read on its own."""
    for path in compiled.files.values():
        if f'"{path}"' in message:
            return path
    for text, path in compiled.files.items():
        rows = import_module("pyrite.sql._duckdb.files").read_parquet([text])
        try:
            for _ in connection.sql(f"FROM {rows}").to_arrow_reader():
                pass
        except duckdb.InterruptException:
            return None
        except (duckdb.Error, OSError, pa.ArrowException):
            return path
    return None


def _reading_error(inputs: Mapping[str, Any]) -> BaseException | None:
    """What went wrong while an input was read: DuckDB keeps only its text."""
    for rows in inputs.values():
        error: BaseException | None = getattr(rows, "error", None)
        if error is not None:
            return error
    return None
