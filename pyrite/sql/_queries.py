"""The part of a session that deals in queries. It is loaded at the first one, and with it DuckDB and Arrow."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pyarrow as pa

from pyrite._conf.units import parse_bytes
from pyrite._io.paths import is_local
from pyrite.core.rdd import RDD
from pyrite.errors import IllegalArgumentException
from pyrite.errors._tracebacks import brief
from pyrite.sql import _commands
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_expression, parse_identifier, parse_statement
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._analysis.zones import clock_of
from pyrite.sql._arrow_start import keep_pandas_out
from pyrite.sql._catalog.metastore import Metastore
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import GLOBAL_TEMP, SessionCatalog
from pyrite.sql._depth import types_within_limits
from pyrite.sql._duckdb.engine import Engine
from pyrite.sql._inputs import to_arrow_rows
from pyrite.sql._inputs.rows import infer_rdd_rows, infer_rows
from pyrite.sql._physical.query_rdd import json_rdd, rows_rdd
from pyrite.sql._physical.stores import Store
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.execution import Execution
from pyrite.sql._query.names import SessionNames
from pyrite.sql._query.parameters import bind_parameters
from pyrite.sql._query.watching import QueryWatcher
from pyrite.sql._text.formatter import SQLFormatter
from pyrite.sql._text.local_zone import local_zone
from pyrite.sql._types.timestamp_word import read_under
from pyrite.sql.column import literal
from pyrite.sql.dataframe import DataFrame
from pyrite.sql.types import LongType, StructType, TimestampNTZType, TimestampType
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext
    from pyrite.sql.readwriter import DataFrameReader
    from pyrite.sql.session import SparkSession

__all__ = ["Queries"]

keep_pandas_out()

_engines: dict[int, Engine] = {}
_metastores: dict[int, Metastore] = {}
_lock = threading.Lock()


def engine_of(sc: SparkContext) -> Engine:
    """The one engine of a SparkContext."""
    with _lock:
        engine = _engines.get(id(sc))
        if engine is None:
            engine = _engines[id(sc)] = Engine(
                _engine_settings(sc),
                sc._query,
                parse_bytes(sc.getConf().get("spark.driver.maxResultSize") or "1g"),
            )
            engine.python_runner = lambda: import_module("pyrite.sql._physical.python_runs").PythonRunner(sc)
            engine.watcher = QueryWatcher(sc)
            sc._on_stop(lambda: _engines.pop(id(sc)).close())
        return engine


def metastore_of(sc: SparkContext, conf: Mapping[str, str], warehouse: str) -> Metastore:
    """The one metastore of a SparkContext: in memory, or with Hive support a file that outlives it."""
    with _lock:
        found = _metastores.get(id(sc))
        if found is None:
            path = None
            if conf.get("spark.sql.catalogImplementation") == "hive":
                path = conf.get("spark.pyrite.metastore.path")
                if path is None and not is_local(warehouse):
                    raise IllegalArgumentException(
                        "The metastore cannot be a file of a warehouse that is not local: "
                        f"{warehouse}. Set spark.pyrite.metastore.path to a local file."
                    )
                path = path or os.path.join(warehouse, ".metastore.db")
            found = _metastores[id(sc)] = Metastore(path)
            sc._on_stop(lambda: _metastores.pop(id(sc)).close())
        return found


def _catalog(session: SparkSession) -> SessionCatalog:
    """The catalog of a program's first session."""
    sc = session.sparkContext
    conf = session.conf.getAll
    storage = sc._storage()
    warehouse = storage.qualify(conf.get("spark.sql.warehouse.dir") or os.path.abspath("spark-warehouse"))
    return SessionCatalog(metastore_of(sc, conf, warehouse), storage, warehouse)


def _engine_settings(sc: SparkContext) -> dict[str, str | int]:
    """DuckDB's settings, from the SparkContext's."""
    settings: dict[str, str | int] = {"threads": max(1, sc.defaultParallelism)}
    memory = sc.getConf().get("spark.driver.memory") or sc.getConf().get("spark.executor.memory")
    if memory:
        settings["memory_limit"] = f"{parse_bytes(memory, 'm')}B"
    settings["temp_directory"] = os.path.join(sc._directory.part("spill"), "duckdb")
    return settings


class Queries:
    """Makes the DataFrames of a session."""

    def __init__(self, session: SparkSession, shared: SessionNames | None = None):
        self._session = session
        catalog = _catalog(session) if shared is None else shared.catalog.beside()
        shared_space = session.conf.getAll.get("spark.sql.globalTempDatabase") or GLOBAL_TEMP
        self.names = SessionNames(catalog, shared, shared_space)
        self._engine: Engine | None = None
        self.stores: WeakSet[Store] = WeakSet()

    @property
    def engine(self) -> Engine:
        """DuckDB, started at the first need."""
        if self._engine is None:
            self._engine = engine_of(self._session.sparkContext)
        return self._engine

    def conf_map(self) -> Mapping[str, str]:
        """All settings of the session."""
        return self._session.conf.getAll

    def settings(self) -> Settings:
        """The settings that decide what a query means, as they are now."""
        conf = self._session._conf._settings
        return Settings(
            conf.get("spark.sql.ansi.enabled", "true").lower() == "true",
            conf.get("spark.sql.caseSensitive", "false").lower() == "true",
            conf.get("spark.sql.session.timeZone") or local_zone(),
            conf,
            self._session.sparkContext.defaultParallelism,
            self._session._tag,
        )

    def analyzer(self) -> Analyzer:
        """Resolves what is written, under the session's settings and names."""
        return Analyzer(self.settings(), self.names)

    def expressions(self, texts: Iterable[str]) -> tuple[e.Expression, ...]:
        """The expressions of texts, as the session reads them."""
        with read_under(self._session._conf._settings):
            return tuple([parse_expression(text) for text in texts])

    @brief
    def frame(self, written: r.Relation) -> DataFrame:
        """A DataFrame of this plan. Raises Spark's analysis errors."""
        execution = Execution(written, self.settings(), self.names, self.engine)
        execution.plan  # noqa: B018 - mistakes are raised where they are made
        return DataFrame(execution, self._session)

    # ---------------------------------------------------------------------------------------------- sources

    def range(self, start: int, end: int | None, step: int, partitions: int | None) -> DataFrame:
        """The numbers of a range in a column ``id``."""
        if end is None:
            start, end = 0, start
        return self.frame(
            r.Range((e.Attribute("id", LongType(), False),), int(start), int(end), int(step), partitions)
        )

    @brief
    def create(
        self, data: Any, schema: Any, sampling: float | None, verify: bool, answer: bool = False
    ) -> DataFrame:
        """A DataFrame of the driver's data, or of an RDD's; ``answer`` tells that it is a command's."""
        if isinstance(data, RDD):
            data, schema = self._collected(data, schema, sampling)
        table, struct = types_within_limits(lambda: to_arrow_rows(data, schema, verify, self.conf_map()))
        return self.frame(arrow_rows(table, struct, answer))

    def _collected(self, rdd: RDD[Any], schema: Any, sampling: float | None) -> tuple[list[Any], Any]:
        """The records of an RDD, and the schema: inferred from a part of them where it is not given."""
        names = schema if isinstance(schema, (list, tuple)) else None
        if schema is not None and names is None:
            return rdd.collect(), schema
        labels = None if names is None else list(names)
        if sampling is None:
            return rdd.collect(), infer_rdd_rows(rdd.take(100), labels, self.conf_map())
        sample = rdd.sample(False, sampling).collect() if sampling < 0.99 else rdd.collect()
        return rdd.collect(), infer_rows(sample, labels, self.conf_map())

    def rdd_of(self, execution: Execution) -> RDD[Any]:
        """The rows of a query as an RDD."""
        return rows_rdd(execution, self._session.sparkContext)

    def json_of(self, execution: Execution) -> RDD[str]:
        """The rows of a query as JSON texts in an RDD."""
        return json_rdd(execution, self._session.sparkContext)

    def reader(self) -> DataFrameReader:
        """A reader of files."""
        made: DataFrameReader = import_module("pyrite.sql.readwriter").DataFrameReader(self._session)
        return made

    def table(self, name: str) -> DataFrame:
        """A view or table by name."""
        return self.frame(r.TableName(parse_identifier(name)))

    @brief
    def sql(self, text: str, args: Any = None, values: Mapping[str, Any] | None = None) -> DataFrame:
        """What a SQL text computes, with ``values`` in place of ``{name}``. A command takes effect at once."""
        with read_under(self._session._conf._settings):
            return self._sql_with(text, args, values)

    def _sql_with(self, text: str, args: Any, values: Mapping[str, Any] | None) -> DataFrame:
        if not values:
            return self._sql(text, args)
        formatter = SQLFormatter(lambda value: value._plan if isinstance(value, DataFrame) else None)
        text = formatter.vformat(text, (), values)
        for name, plan in formatter.views.items():
            self.names.add_view(name, plan)
        try:
            return self._sql(text, args)
        finally:
            for name in formatter.views:
                self.names.drop_view(name)

    def _sql(self, text: str, args: Any) -> DataFrame:
        statement = parse_statement(text)
        if args:
            statement = bind_parameters(statement, args, self._parameter)
        if isinstance(statement, r.Relation):
            return self.frame(statement)
        watcher = self.engine.watcher
        if watcher is None:
            return _commands.run_statement(self, statement)
        with watcher.carrying_out(statement, self.settings().session):
            return _commands.run_statement(self, statement)

    def _parameter(self, value: Any) -> e.Expression:
        """The value of a parameter. Spark puts it into the text, where a moment reads ``TIMESTAMP '...'``."""
        found = value if isinstance(value, e.Expression) else literal(value)
        settings = self.settings()
        if not settings.timestamp_ntz:
            return found

        def clock(node: Any) -> Any:
            if (
                not isinstance(node, e.Literal)
                or node.value is None
                or not isinstance(node.type, TimestampType)
            ):
                return node
            return e.Literal(clock_of(settings.zone, node.value), TimestampNTZType(), origin=node.origin)

        return found.transform_up(clock)

    # ---------------------------------------------------------------------------------------------- caching

    def cache_table(
        self, name: tuple[str, ...], lazy: bool = False, level: StorageLevel | None = None
    ) -> None:
        """Keep the rows of a view or table."""
        if self.is_cached(name):
            return
        level = level or StorageLevel.MEMORY_AND_DISK_DESER
        found = self.names.find_view(name)
        plan = found[1] if found is not None else self.frame(r.TableName(name))._plan
        store = Store(self.frame(plan)._execution, level)
        self.stores.add(store)
        if not lazy:
            store.fill()
        kept = r.Stored(plan.output, store)
        if found is not None:
            self.names.add_view(found[0], kept, self.names.is_global(name))
        else:
            self.names.cached[self.names.catalog.identify(name, self.settings())] = kept

    def uncache_table(self, name: tuple[str, ...]) -> None:
        """Drop the kept rows of a view or table."""
        found = self.names.find_view(name)
        if found is not None:
            shown, plan = found
            if isinstance(plan, r.Stored) and plan.store.plan is not None:
                plan.store.release()
                self.names.add_view(shown, plan.store.plan, self.names.is_global(name))
            return
        kept = self.names.cached.pop(self._in_catalog(name), None)
        if kept is not None:
            kept.store.release()

    def recache(self, table: Table) -> None:
        """Have the kept rows of a table, and of the views over it, computed anew when they are next asked for."""
        for key, kept in list(self.names.cached.items()):
            reads = (table.database, table.name) == key or any(
                isinstance(part, r.Named) and (*part.space[1:], part.name) == (table.database, table.name)
                for part in kept.store.plan.walk()
            )
            if reads:
                del self.names.cached[key]
                kept.store.release()
                self.cache_table(("spark_catalog", *key), lazy=True)

    def is_cached(self, name: tuple[str, ...]) -> bool:
        """Whether the rows of a view or table are kept."""
        found = self.names.find_view(name)
        if found is not None:
            return isinstance(found[1], r.Stored) and found[1].store.active
        kept = self.names.cached.get(self._in_catalog(name))
        return kept is not None and kept.store.active

    def refresh(self, name: tuple[str, ...]) -> None:
        """Forget what is known of a table's files, and of the rows that are kept of it."""
        if self.names.find_view(name) is not None:
            return
        table = self.names.catalog.metastore.table(*self._in_catalog(name))
        if table is not None:
            self.names.catalog.changed(table)
            self.recache(table)

    def refresh_path(self, path: str) -> None:
        """Forget what is known of the files under a path."""
        catalog = self.names.catalog
        below = catalog.storage.qualify(path)
        for database, name in list(self.names.cached):
            table = catalog.metastore.table(database, name)
            if table is None or not table.location:
                continue
            place = catalog.storage.qualify(table.location)
            if place == below or place.startswith(below.rstrip("/") + "/"):
                catalog.changed(table)
                self.recache(table)

    def _in_catalog(self, name: tuple[str, ...]) -> tuple[str, str]:
        """Database and name of a table or view of the catalog. Raises TABLE_OR_VIEW_NOT_FOUND."""
        settings = self.settings()
        if self.names.catalog.find(name, settings) is None:
            shown = {"relationName": quoted_parts(name), "searchPath": self.names.search_path()}
            raise analysis_error("TABLE_OR_VIEW_NOT_FOUND", shown)
        return self.names.catalog.identify(name, settings)

    def clear_cache(self) -> None:
        """Drop all rows that are kept."""
        self.names.cached.clear()
        for store in list(self.stores):
            if store.plan is not None:
                store.release()


def arrow_rows(table: pa.Table, struct: StructType, answer: bool = False) -> r.ArrowRows:
    """Arrow data as a relation."""
    columns = [
        e.Attribute(field.name, field.dataType, field.nullable, metadata=field.metadata or None)
        for field in struct
    ]
    return r.ArrowRows(tuple(columns), table, answer)
