"""Functions of Arrow data find ``pyarrow.compute`` without importing it."""

import pyarrow as pa
import pytest

from pyrite.sql import SparkSession
from pyrite.sql import functions as F


@pytest.fixture(scope="module")
def spark():
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    # The workers are up before a function needs anything.
    session.sparkContext.parallelize([1]).count()
    yield session
    session.stop()


def test_functions_of_arrays(spark):
    @F.arrow_udf("long")
    def twice(values: pa.Array) -> pa.Array:
        return pa.compute.multiply(values, 2)

    assert spark.range(3).select(twice("id")).collect() == [(0,), (2,), (4,)]


def test_functions_of_groups(spark):
    def largest(table):
        return pa.table({"most": [pa.compute.max(table["id"]).as_py()]})

    found = spark.range(6).groupBy((F.col("id") % 2).alias("k")).applyInArrow(largest, "most long").collect()
    assert sorted(found) == [(4,), (5,)]


def test_table_functions(spark):
    @F.arrow_udtf(returnType="n long")
    class Twice:
        def eval(self, n: pa.Array):
            yield pa.table({"n": pa.compute.multiply(n, 2)})

    assert Twice(F.lit(4)).collect() == [(8,)]
