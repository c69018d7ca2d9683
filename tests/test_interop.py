"""Frames that go from library to library and come back the same."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest

from pyrite import SparkContext, interop
from pyrite.sql import DataFrame, SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = SparkSession.builder.master("local[2]").getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def rows(spark: SparkSession) -> DataFrame:
    moment = datetime.datetime(2024, 2, 29, 12, 30, 1, 5)
    return spark.createDataFrame(
        [
            (1, "a", 1.5, datetime.date(2020, 1, 1), moment, Decimal("1.10"), [1, 2], (3, "x")),
            (2, None, None, None, None, None, None, None),
        ],
        "id int, s string, x double, d date, t timestamp, m decimal(10,2), l array<int>, n struct<a:int,b:string>",
    )


def test_polars(spark: SparkSession, rows: DataFrame) -> None:
    pl = pytest.importorskip("polars")
    frame = interop.to_polars(rows)
    assert isinstance(frame, pl.DataFrame)
    assert frame["id"].to_list() == [1, 2]
    back = interop.from_polars(spark, frame)
    assert back.schema.simpleString() == rows.schema.simpleString()
    assert back.collect() == rows.collect()
    assert interop.from_polars(spark, frame.lazy().filter(pl.col("id") == 2)).collect()[0].id == 2
    assert interop.from_polars(spark, pl.Series("z", [1, None])).collect() == [(1,), (None,)]


def test_duckdb(spark: SparkSession, rows: DataFrame) -> None:
    import duckdb

    connection = duckdb.connect()
    relation = interop.to_duckdb(rows, connection)
    assert relation.aggregate("sum(id), count(s)").fetchall() == [(3, 1)]
    back = interop.from_duckdb(spark, relation)
    assert back.schema.simpleString() == rows.schema.simpleString()
    assert back.collect() == rows.collect()
    assert interop.from_duckdb(spark, connection.sql("SELECT 42 AS answer")).collect() == [(42,)]
    assert interop.to_duckdb(spark.range(4)).aggregate("sum(id)").fetchall() == [(6,)]


def test_dask(spark: SparkSession) -> None:
    pytest.importorskip("dask.dataframe")
    frame = spark.range(0, 100, 1, 4).selectExpr("id", "cast(id % 3 as string) AS s")
    dask = interop.to_dask(frame)
    assert dask.npartitions == 4
    assert len(dask.partitions[0]) == 25
    assert dask["id"].sum().compute() == 4950
    assert dask.groupby("s")["id"].count().compute().to_dict() == {"0": 34, "1": 33, "2": 33}
    back = interop.from_dask(spark, dask[dask["id"] > 40])
    assert back.schema.simpleString() == frame.schema.simpleString()
    assert sorted(back.collect()) == frame.where("id > 40").collect()
    assert interop.from_dask(spark, dask[dask["id"] > 400]).count() == 0


def test_a_dask_frame_of_one_empty_partition(spark: SparkSession) -> None:
    pytest.importorskip("dask.dataframe")
    dask = interop.to_dask(spark.range(10).where("id > 100"))
    assert len(dask) == 0 and list(dask.columns) == ["id"]


def test_dask_bags(spark: SparkSession) -> None:
    pytest.importorskip("dask.bag")
    sc: SparkContext = spark.sparkContext
    bag = interop.rdd_to_dask_bag(sc.parallelize(range(10), 3))
    assert bag.npartitions == 3
    back = interop.from_dask_bag(sc, bag.map(lambda x: x * 2))
    assert back.getNumPartitions() == 3
    assert back.collect() == [x * 2 for x in range(10)]


def test_a_missing_package_is_named() -> None:
    code = (
        "import sys; sys.modules['dask'] = None\n"
        "from pyrite import interop\n"
        "try: interop.rdd_to_dask_bag(None)\n"
        "except OSError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'pyrite[dask]'" in done.stdout
