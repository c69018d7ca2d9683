"""The entry points of Spark 1: what SparkSession replaced."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from pyrite._globals import _NoValue
from pyrite.sql._not_yet import NotYet
from pyrite.sql.session import SparkSession

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.readwriter import DataFrameReader

__all__ = ["HiveContext", "SQLContext"]


class SQLContext:
    """A session under the names that Spark 1 had for its methods.

    Parameters
    ----------
    sparkContext : SparkContext
        What runs its jobs.
    sparkSession : SparkSession, optional
        The session; by default the active one, or a new one.
    """

    _instantiatedContext: ClassVar[SQLContext | None] = None

    def __init__(
        self, sparkContext: SparkContext, sparkSession: SparkSession | None = None, jsqlContext: Any = None
    ):
        warnings.warn(
            "Deprecated in 3.0.0. Use SparkSession.builder.getOrCreate() instead.",
            FutureWarning,
            stacklevel=2,
        )
        self._sc = sparkContext
        self.sparkSession = sparkSession or SparkSession.builder.getOrCreate()
        known = SQLContext._instantiatedContext
        if known is None or known._sc._stopped:
            SQLContext._instantiatedContext = self

    @classmethod
    def getOrCreate(cls, sc: SparkContext) -> SQLContext:
        """The first context there is, or a new one."""
        known = cls._instantiatedContext
        if known is None or known._sc._stopped:
            return cls(sc)
        return known

    def newSession(self) -> SQLContext:
        """A context with settings and views of its own, on the same SparkContext."""
        return type(self)(self._sc, self.sparkSession.newSession())

    def setConf(self, key: str, value: str | int | bool) -> None:
        """Change a setting."""
        self.sparkSession.conf.set(key, value)

    def getConf(self, key: str, defaultValue: Any = _NoValue) -> str | None:
        """A setting, or the default if one is given."""
        conf = self.sparkSession.conf
        return conf.get(key) if defaultValue is _NoValue else conf.get(key, defaultValue)

    @property
    def udf(self) -> Any:
        """As :attr:`SparkSession.udf`."""
        return self.sparkSession.udf

    @property
    def udtf(self) -> Any:
        """As :attr:`SparkSession.udtf`."""
        return self.sparkSession.udtf

    def registerFunction(self, name: str, f: Callable[..., Any], returnType: Any = None) -> Any:
        """The old name of ``spark.udf.register``."""
        warnings.warn("Deprecated in 2.3.0. Use spark.udf.register instead.", FutureWarning, stacklevel=2)
        return self.sparkSession.udf.register(name, f, returnType)

    def registerJavaFunction(self, name: str, javaClassName: str, returnType: Any = None) -> None:
        """The old name of ``spark.udf.registerJavaFunction``."""
        warnings.warn(
            "Deprecated in 2.3.0. Use spark.udf.registerJavaFunction instead.", FutureWarning, stacklevel=2
        )
        self.sparkSession.udf.registerJavaFunction(name, javaClassName, returnType)

    def range(
        self, start: int, end: int | None = None, step: int = 1, numPartitions: int | None = None
    ) -> DataFrame:
        """As :meth:`SparkSession.range`."""
        return self.sparkSession.range(start, end, step, numPartitions)

    def createDataFrame(
        self, data: Any, schema: Any = None, samplingRatio: float | None = None, verifySchema: bool = True
    ) -> DataFrame:
        """As :meth:`SparkSession.createDataFrame`."""
        return self.sparkSession.createDataFrame(data, schema, samplingRatio, verifySchema)

    def registerDataFrameAsTable(self, df: DataFrame, tableName: str) -> None:
        """The old name of :meth:`DataFrame.createOrReplaceTempView`."""
        df.createOrReplaceTempView(tableName)

    def dropTempTable(self, tableName: str) -> None:
        """The old name of :meth:`Catalog.dropTempView`."""
        self.sparkSession.catalog.dropTempView(tableName)

    def createExternalTable(
        self,
        tableName: str,
        path: str | None = None,
        source: str | None = None,
        schema: Any = None,
        **options: str,
    ) -> DataFrame:
        """As :meth:`Catalog.createExternalTable`."""
        made: DataFrame = self.sparkSession.catalog.createExternalTable(
            tableName, path, source, schema, **options
        )
        return made

    def sql(self, sqlQuery: str) -> DataFrame:
        """As :meth:`SparkSession.sql`."""
        return self.sparkSession.sql(sqlQuery)

    def table(self, tableName: str) -> DataFrame:
        """As :meth:`SparkSession.table`."""
        return self.sparkSession.table(tableName)

    def tables(self, dbName: str | None = None) -> DataFrame:
        """The tables and views, as ``SHOW TABLES`` tells them."""
        return self.sparkSession.sql("SHOW TABLES" if dbName is None else f"SHOW TABLES IN `{dbName}`")

    def tableNames(self, dbName: str | None = None) -> list[str]:
        """The names of the tables and views."""
        return [row.tableName for row in self.tables(dbName).collect()]

    def cacheTable(self, tableName: str) -> None:
        """As :meth:`Catalog.cacheTable`."""
        self.sparkSession.catalog.cacheTable(tableName)

    def uncacheTable(self, tableName: str) -> None:
        """As :meth:`Catalog.uncacheTable`."""
        self.sparkSession.catalog.uncacheTable(tableName)

    def clearCache(self) -> None:
        """As :meth:`Catalog.clearCache`."""
        self.sparkSession.catalog.clearCache()

    @property
    def read(self) -> DataFrameReader:
        """As :attr:`SparkSession.read`."""
        return self.sparkSession.read

    readStream = NotYet()
    streams = NotYet()


class HiveContext(SQLContext):
    """A SQLContext over a Hive catalog. Pyrite has one catalog only, which it takes."""

    def refreshTable(self, tableName: str) -> None:
        """As :meth:`Catalog.refreshTable`."""
        self.sparkSession.catalog.refreshTable(tableName)
