"""``arrow_udtf``: as PySpark's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import arrow_udtf_cases as cases
import pyarrow as pa
import pytest
import python_outcomes as outcomes

from pyrite._alias import install, uninstall
from pyrite.sql import SparkSession, functions

RECORDED: dict[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("data", "arrow_udtf_4.3.0.json").read_text(encoding="utf-8")
)


#: Where Pyrite does otherwise: constants are as long as the batch beside them, and not as Spark's own batch is.
RECORDED["query: beside a constant"] = [
    text.replace("[5, 5, 5, 5, 5, 5]", "[5, 5, 5]") for text in RECORDED["query: beside a constant"]
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    install()
    builder = SparkSession.builder.master("local[2]")
    with builder.config("spark.sql.session.timeZone", "America/New_York").getOrCreate() as session:
        yield session
    uninstall()


@pytest.mark.parametrize("name", RECORDED)
def test_as_pyspark(spark: SparkSession, name: str) -> None:
    assert outcomes.outcome(cases.calls(spark, functions)[name]) == RECORDED[name]


def test_every_case_is_recorded(spark: SparkSession) -> None:
    assert set(cases.calls(spark, functions)) == set(RECORDED)


def test_batches_are_as_large_as_set_and_of_one_partition(spark: SparkSession) -> None:
    class Sizes:
        def eval(self, batch: pa.RecordBatch) -> Any:
            yield pa.table({"k": batch.column("k").slice(0, 1), "rows": [batch.num_rows]})

    spark.udtf.register("sizes", functions.arrow_udtf(Sizes, returnType="k bigint, rows bigint"))
    spark.range(25).selectExpr("id % 2 AS k", "id").createOrReplaceTempView("many")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "10")
    try:
        found = spark.sql("SELECT * FROM sizes(TABLE(many) PARTITION BY k)").collect()
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert sorted(tuple(row) for row in found) == [(0, 3), (0, 10), (1, 2), (1, 10)]


def test_null_keys_and_nan_are_partitions(spark: SparkSession) -> None:
    class Count:
        def eval(self, batch: pa.RecordBatch) -> Any:
            yield pa.table({"rows": [batch.num_rows]})

    count = functions.arrow_udtf(Count, returnType="rows bigint")
    data = spark.sql("SELECT * FROM VALUES (NULL), (NULL), (double('NaN')), (double('NaN')), (1.0D) AS t(x)")
    assert sorted(row.rows for row in count(data.asTable().partitionBy("x")).collect()) == [1, 2, 2]


def test_a_subquery_with_outer_columns_is_refused(spark: SparkSession) -> None:
    cases.calls(spark, functions)
    with pytest.raises(Exception, match="LATERAL_JOIN_WITH_ARROW_UDTF_UNSUPPORTED"):
        spark.sql("SELECT v, (SELECT max(a) FROM Describe(v)) FROM t").collect()
