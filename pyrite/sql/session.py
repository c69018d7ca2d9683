"""The entry point of PySpark programs. What deals in queries is loaded when the first one is made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from itertools import count
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar

from pyrite.conf import SparkConf
from pyrite.core.context import SparkContext
from pyrite.errors import PySparkNotImplementedError, PySparkRuntimeError
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._not_yet import ConnectOnly, ConnectOnlyProperty, NotYet
from pyrite.sql._tags import SessionTags
from pyrite.sql._types.timestamp_word import tell_active
from pyrite.sql.conf import RuntimeConfig, as_text
from pyrite.util import disable_gc

if TYPE_CHECKING:
    from pyrite.core.rdd import RDD
    from pyrite.sql._analysis.settings import Settings
    from pyrite.sql._plan.relations import Relation
    from pyrite.sql._queries import Queries
    from pyrite.sql._query.execution import Execution
    from pyrite.sql._query.names import SessionNames
    from pyrite.sql.catalog import Catalog
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.datasource import DataSourceRegistration
    from pyrite.sql.readwriter import DataFrameReader
    from pyrite.sql.tvf import TableValuedFunction
    from pyrite.sql.udf import UDFRegistration
    from pyrite.sql.udtf import UDTFRegistration

__all__ = ["SparkSession"]

_numbers = count()


class Builder:
    """Collects settings, then makes the session, or finds the one there is. Its setters chain.

    >>> SparkSession.builder.master("local[2]").appName("report").getOrCreate()     # doctest: +SKIP
    """

    __qualname__ = "SparkSession.Builder"

    def __init__(self) -> None:
        self._options: dict[str, str] = {}

    def config(
        self,
        key: str | None = None,
        value: Any = None,
        conf: SparkConf | None = None,
        *,
        map: Mapping[str, Any] | None = None,
    ) -> Builder:
        """Set one setting, all of a SparkConf, or all of a dict."""
        if conf is not None:
            self._options.update(conf.getAll())
        elif map is not None:
            self._options.update({name: as_text(setting) for name, setting in map.items()})
        elif key is not None:
            self._options[key] = as_text(value)
        return self

    def master(self, master: str) -> Builder:
        """Where the program runs, as ``local[4]``."""
        return self.config("spark.master", master)

    def remote(self, url: str) -> Builder:
        """The address of a Spark Connect server."""
        return self.config("spark.remote", url)

    def appName(self, name: str) -> Builder:
        """The application's name."""
        return self.config("spark.app.name", name)

    def enableHiveSupport(self) -> Builder:
        """Ask for a Hive catalog."""
        return self.config("spark.sql.catalogImplementation", "hive")

    def getOrCreate(self) -> SparkSession:
        """The session there is, with these settings as far as it can still take them; else a new one.

        A new session takes the SparkContext there is; else it makes one with these settings.
        """
        self._refuse_connect()
        SparkContext._assert_on_driver()
        with SparkSession._lock:
            session = SparkSession._instantiatedSession
            if session is None or session._is_stopped:
                return SparkSession(SparkContext.getOrCreate(self._conf()), options=self._options)
            session.conf._apply(self._options)
            return session

    def create(self) -> SparkSession:
        """A new session with settings of its own, on the SparkContext there is or a new one."""
        self._refuse_connect()
        SparkContext._assert_on_driver()
        with SparkSession._lock:
            context = SparkContext.getOrCreate(self._conf())
            settings = RuntimeConfig(context._conf._conf)
            settings._apply(self._options)
            return SparkSession(context, settings)

    def _conf(self) -> SparkConf:
        return SparkConf().setAll(self._options.items())

    def _refuse_connect(self) -> None:
        if "spark.remote" in self._options:
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "Spark Connect (spark.remote)"}
            )


class classproperty(property):
    """A property of a class: read on the class itself."""

    def __get__(self, instance: object | None, owner: type | None = None) -> Any:
        assert self.fget is not None
        return self.fget(owner)


_Builder = Builder


class SparkSession(SessionTags):
    """The entry point of a PySpark program.

    Parameters
    ----------
    sparkContext : SparkContext
        What runs its jobs.
    jsparkSession : RuntimeConfig, optional
        The settings of a session that does not share them with the first session.
    options : dict, optional
        Settings on top of the SparkContext's.

    >>> with SparkSession.builder.master("local[2]").getOrCreate() as spark:     # doctest: +SKIP
    ...     spark.sparkContext.parallelize([1, 2, 3]).sum()
    6
    """

    Builder = Builder

    @classproperty
    def builder(cls) -> _Builder:
        """A new builder at each use, so that settings do not leak."""
        return Builder()

    _lock: ClassVar[threading.RLock] = threading.RLock()
    _instantiatedSession: ClassVar[SparkSession | None] = None
    _active: ClassVar[threading.local] = threading.local()

    def __init__(
        self,
        sparkContext: SparkContext,
        jsparkSession: RuntimeConfig | None = None,
        options: Mapping[str, Any] | None = None,
    ):
        self._sc = sparkContext
        self._tag = f"session {next(_numbers)}"
        self._sql_part: Queries | None = None
        sparkContext._make_frame = self.createDataFrame
        with SparkSession._lock:
            first = SparkSession._instantiatedSession
            if jsparkSession is not None:
                self._conf = jsparkSession
            elif first is not None and not first._is_stopped:
                self._conf = first._conf
            else:
                self._conf = RuntimeConfig(sparkContext._conf._conf)
            self._conf._apply(options or {})
            if first is None or first._is_stopped:
                SparkSession._instantiatedSession = self
                SparkSession._active.session = self

    @property
    def _is_stopped(self) -> bool:
        return self._sc._stopped

    @classmethod
    def getActiveSession(cls) -> SparkSession | None:
        """This thread's session, or None."""
        session = getattr(cls._active, "session", None)
        return None if session is None or session._is_stopped else session

    @classmethod
    def active(cls) -> SparkSession:
        """This thread's session, else the first one of the process.

        Raises
        ------
        PySparkRuntimeError
            When there is none.
        """
        session = cls.getActiveSession() or cls._instantiatedSession
        if session is None or session._is_stopped:
            raise PySparkRuntimeError(
                "No active or default Spark session found. "
                "Please create a new Spark session before running the code.",
                errorClass="NO_ACTIVE_OR_DEFAULT_SESSION",
                messageParameters={},
            )
        return session

    @property
    def sparkContext(self) -> SparkContext:
        """What runs this session's jobs."""
        return self._sc

    @property
    def version(self) -> str:
        """The version of Spark whose API this is."""
        return self._sc.version

    @property
    def conf(self) -> RuntimeConfig:
        """This session's settings."""
        return self._conf

    def newSession(self) -> SparkSession:
        """Another session on the same SparkContext, with settings of its own."""
        return SparkSession(self._sc, RuntimeConfig(self._sc._conf._conf))

    def stop(self) -> None:
        """Stop the SparkContext. A second call does nothing."""
        with SparkSession._lock:
            self._sc.stop()
            SparkSession._instantiatedSession = None
            SparkSession._active.session = None

    def __enter__(self) -> SparkSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _repr_html_(self) -> str:
        catalog = self._conf.get("spark.sql.catalogImplementation")
        return f"<div><p><b>SparkSession - {catalog}</b></p>{self._sc._repr_html_()}</div>"

    # ------------------------------------------------------------------------------------------- queries

    @property
    def _queries(self) -> Queries:
        """What deals in queries; loaded, with DuckDB and Arrow, when it is first used."""
        if self._sql_part is None:
            with SparkSession._lock:
                if self._sql_part is None:
                    first = SparkSession._instantiatedSession
                    shared = None if first is None or first is self else first._queries.names
                    with disable_gc():
                        part = import_module("pyrite.sql._queries")
                    self._sql_part = part.Queries(self, shared)
        return self._sql_part

    @cached_property
    def catalog(self) -> Catalog:
        """What the session knows by name."""
        made: Catalog = import_module("pyrite.sql.catalog").Catalog(self)
        return made

    @cached_property
    def tvf(self) -> TableValuedFunction:
        """Table-valued functions."""
        made: TableValuedFunction = import_module("pyrite.sql.tvf").TableValuedFunction(self)
        return made

    @cached_property
    def udf(self) -> UDFRegistration:
        """What makes Python functions known to SQL."""
        made: UDFRegistration = import_module("pyrite.sql.udf").UDFRegistration(self)
        return made

    @cached_property
    def dataSource(self) -> DataSourceRegistration:
        """What makes data sources in Python known."""
        made: DataSourceRegistration = import_module("pyrite.sql.datasource").DataSourceRegistration(self)
        return made

    @cached_property
    def udtf(self) -> UDTFRegistration:
        """What makes Python table functions known to SQL."""
        made: UDTFRegistration = import_module("pyrite.sql.udtf").UDTFRegistration(self)
        return made

    def createDataFrame(
        self, data: Any, schema: Any = None, samplingRatio: float | None = None, verifySchema: bool = True
    ) -> DataFrame:
        """A DataFrame of data in the driver, or of an RDD.

        Parameters
        ----------
        data : iterable, RDD, pandas.DataFrame, numpy.ndarray, pyarrow.Table or polars.DataFrame
            Rows: tuples, lists, Rows, dicts or objects; or values of the one type that ``schema`` is.
        schema : StructType, DataType, str or list of str, optional
            The columns; a DDL string; or their names only, then types are inferred.
        samplingRatio : float, optional
            How much of an RDD is read to infer types; by default its first row.
        verifySchema : bool
            Whether each row is checked against the schema.

        >>> spark.createDataFrame([("Alice", 1)], "name string, age int").collect()     # doctest: +SKIP
        [Row(name='Alice', age=1)]
        """
        SparkSession._active.session = self
        return self._queries.create(data, schema, samplingRatio, verifySchema)

    def emptyDataFrame(self, schema: Any) -> DataFrame:
        """A DataFrame without rows."""
        return self.createDataFrame([], schema)

    def range(
        self, start: int, end: int | None = None, step: int = 1, numPartitions: int | None = None
    ) -> DataFrame:
        """A column ``id`` of the numbers from ``start`` to ``end`` (exclusive); from 0 when only one is given."""
        return self._queries.range(start, end, step, numPartitions)

    def sql(self, sqlQuery: str, args: Any = None, **kwargs: Any) -> DataFrame:
        """What a SQL query computes.

        Parameters
        ----------
        sqlQuery : str
            One statement.
        args : dict or list, optional
            The values of its parameters ``:name`` or ``?``.
        **kwargs
            DataFrames, columns and values that ``{name}`` in the text stands for.

        >>> spark.sql("SELECT id * :n AS x FROM range(3)", {"n": 2}).collect()     # doctest: +SKIP
        [Row(x=0), Row(x=2), Row(x=4)]
        """
        return self._queries.sql(sqlQuery, args, kwargs)

    @property
    def read(self) -> DataFrameReader:
        """A reader of files.

        >>> spark.read.text("README.md").first()     # doctest: +SKIP
        """
        return self._queries.reader()

    def table(self, tableName: str) -> DataFrame:
        """A table or view."""
        if not isinstance(tableName, str):
            raise unexpected_type("tableName", tableName, "str")
        return self._queries.table(tableName)

    def _frame(self, written: Relation) -> DataFrame:
        return self._queries.frame(written)

    def _settings(self) -> Settings:
        return self._queries.settings()

    def _conf_map(self) -> Mapping[str, str]:
        return self._queries.conf_map()

    def _json_of(self, execution: Execution) -> RDD[str]:
        return self._queries.json_of(execution)

    def _rdd_of(self, execution: Execution) -> RDD[Any]:
        return self._queries.rdd_of(execution)

    @property
    def _names(self) -> SessionNames:
        return self._queries.names

    # ---------------------------------------------------------------------------------------------- progress

    def registerProgressHandler(self, handler: Callable[..., None]) -> None:
        """Call ``handler(stages, inflight_tasks, operation_id, done)``, by keyword, while a query of this session runs.

        It is called every now and then, in a thread of its own, and with ``done=True`` when the query has ended.
        """
        handlers = self._progress_handlers
        if handler not in handlers:
            handlers.append(handler)

    def removeProgressHandler(self, handler: Callable[..., None]) -> None:
        """Call it no more."""
        if handler in self._progress_handlers:
            self._progress_handlers.remove(handler)

    def clearProgressHandlers(self) -> None:
        """Call none any more."""
        self._progress_handlers.clear()

    @property
    def _progress_handlers(self) -> list[Callable[..., None]]:
        return self.sparkContext._progress_handlers.setdefault(self._tag, [])

    profile = NotYet()
    readStream = NotYet()
    streams = NotYet()

    client = ConnectOnlyProperty()
    copyFromLocalToFs = ConnectOnly()


def _active_settings() -> Mapping[str, str]:
    session = SparkSession.getActiveSession() or SparkSession._instantiatedSession
    return {} if session is None else session._conf._settings


tell_active(_active_settings)
