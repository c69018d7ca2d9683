"""DataFrames and RDDs from and to other libraries: polars, DuckDB and Dask. PySpark has nothing of this module.

What PySpark itself has: ``df.toPandas()``, ``df.toArrow()``, and ``spark.createDataFrame`` of a frame of pandas or
polars or an Arrow table. Rows go from library to library as Arrow data wherever both sides can take it, in memory.

>>> from pyrite import interop                            # doctest: +SKIP
>>> interop.to_polars(spark.table("events")).describe()   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from pyrite._io.errors import MissingDependencyError

if TYPE_CHECKING:
    import dask.bag
    import dask.dataframe
    import duckdb
    import polars as pl

    from pyrite.core.context import SparkContext
    from pyrite.core.rdd import RDD
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = [
    "from_dask",
    "from_dask_bag",
    "from_duckdb",
    "from_polars",
    "rdd_to_dask_bag",
    "to_dask",
    "to_duckdb",
    "to_polars",
]

T = TypeVar("T")


def _package(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise MissingDependencyError(
            f"This needs the package {package!r}; install it with: pip install 'pyrite[{extra}]'"
        ) from None


# ------------------------------------------------------------------------------------------------ polars


def to_polars(df: DataFrame) -> pl.DataFrame:
    """All rows as a frame of polars.

    Parameters
    ----------
    df : DataFrame
        The rows.

    Returns
    -------
    polars.DataFrame

    >>> to_polars(spark.range(3))["id"].sum()     # doctest: +SKIP
    3
    """
    found: pl.DataFrame = _package("polars", "polars").from_arrow(df.toArrow())
    return found


def from_polars(spark: SparkSession, frame: pl.DataFrame | pl.LazyFrame | pl.Series) -> DataFrame:
    """A DataFrame of a frame of polars; a lazy one is computed, and a series becomes a column.

    Parameters
    ----------
    spark : SparkSession
        The session of the DataFrame.
    frame : polars.DataFrame, polars.LazyFrame or polars.Series
        The rows.

    >>> from_polars(spark, pl.DataFrame({"a": [1, 2]})).count()     # doctest: +SKIP
    2
    """
    polars = _package("polars", "polars")
    if isinstance(frame, polars.LazyFrame):
        frame = frame.collect()
    elif isinstance(frame, polars.Series):
        frame = frame.to_frame()
    return spark.createDataFrame(frame)


# ------------------------------------------------------------------------------------------------ DuckDB


def to_duckdb(df: DataFrame, connection: duckdb.DuckDBPyConnection | None = None) -> duckdb.DuckDBPyRelation:
    """All rows as a relation of DuckDB.

    Parameters
    ----------
    df : DataFrame
        The rows.
    connection : duckdb.DuckDBPyConnection, optional
        The user's database; by default the package's own. It is never the one in which Pyrite computes.

    Returns
    -------
    duckdb.DuckDBPyRelation

    >>> to_duckdb(spark.range(3)).aggregate("sum(id)").fetchall()     # doctest: +SKIP
    [(3,)]
    """
    package = _package("duckdb", "")
    where = package.default_connection() if connection is None else connection
    found: duckdb.DuckDBPyRelation = where.from_arrow(df.toArrow())
    return found


def from_duckdb(spark: SparkSession, relation: duckdb.DuckDBPyRelation) -> DataFrame:
    """A DataFrame of a relation of DuckDB, or of the result of a query, which is computed now.

    Parameters
    ----------
    spark : SparkSession
        The session of the DataFrame.
    relation : duckdb.DuckDBPyRelation
        As ``connection.sql(text)`` and ``connection.table(name)`` give it.

    >>> from_duckdb(spark, duckdb.sql("SELECT 42 AS answer")).collect()     # doctest: +SKIP
    [Row(answer=42)]
    """
    return spark.createDataFrame(relation.to_arrow_table())


# -------------------------------------------------------------------------------------------------- Dask


def to_dask(df: DataFrame) -> dask.dataframe.DataFrame:
    """The rows as a DataFrame of Dask, each partition one of Dask's.

    They are computed now, and kept as Arrow data until Dask asks for them as pandas.

    Parameters
    ----------
    df : DataFrame
        The rows.

    Returns
    -------
    dask.dataframe.DataFrame

    >>> to_dask(spark.range(10)).id.sum().compute()     # doctest: +SKIP
    45
    """
    frames = _package("dask.dataframe", "dask")
    to_pandas = import_module("pyrite.sql._result.pandas").to_pandas
    schema, conf = df.schema, dict(df.sparkSession._conf_map())
    tables = df._execution.partitions()

    def frame(table: Any) -> Any:
        return to_pandas(table, schema, conf)

    return frames.from_map(frame, tables, meta=frame(tables[0].slice(0, 0)))


def from_dask(spark: SparkSession, frame: dask.dataframe.DataFrame) -> DataFrame:
    """A DataFrame of one of Dask's. Its partitions are computed now, one after the other; its index is left out.

    Parameters
    ----------
    spark : SparkSession
        The session of the DataFrame.
    frame : dask.dataframe.DataFrame
        The rows.

    >>> from_dask(spark, dd.from_pandas(pd.DataFrame({"a": [1, 2]}), npartitions=2)).count()     # doctest: +SKIP
    2
    """
    _package("dask.dataframe", "dask")
    pa = import_module("pyarrow")
    tables = []
    for part in frame.partitions:
        found = part.compute()
        if len(found):
            tables.append(spark.createDataFrame(found).toArrow())
    if not tables:
        return spark.createDataFrame(pa.Table.from_pandas(frame._meta, preserve_index=False))
    return spark.createDataFrame(pa.concat_tables(tables, promote_options="permissive"))


def rdd_to_dask_bag(rdd: RDD[T]) -> dask.bag.Bag:
    """The records of an RDD as a bag of Dask, each partition one of Dask's. They are computed now.

    Parameters
    ----------
    rdd : RDD
        The records.

    Returns
    -------
    dask.bag.Bag

    >>> rdd_to_dask_bag(sc.parallelize(range(10), 2)).sum().compute()     # doctest: +SKIP
    45
    """
    bags, delayed = _package("dask.bag", "dask"), _package("dask.delayed", "dask").delayed
    return bags.from_delayed([delayed(part) for part in rdd.glom().collect()])


def from_dask_bag(sc: SparkContext, bag: dask.bag.Bag) -> RDD[Any]:
    """An RDD of the records of a bag of Dask, which are computed now; its partitions are the bag's.

    Parameters
    ----------
    sc : SparkContext
        The context of the RDD.
    bag : dask.bag.Bag
        The records.

    >>> from_dask_bag(sc, db.from_sequence([1, 2, 3])).sum()     # doctest: +SKIP
    6
    """
    compute = _package("dask", "dask").compute
    parts = [list(part) for part in compute(*bag.to_delayed())]
    return sc.parallelize(parts, max(1, len(parts))).flatMap(_records)


def _records(part: list[Any]) -> Iterator[Any]:
    return iter(part)
