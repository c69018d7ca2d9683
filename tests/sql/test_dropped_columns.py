"""Columns that a projection dropped: a filter and a sort over it still find them, unless it bears a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pyrite.errors import AnalysisException
from pyrite.sql import DataFrame, SparkSession


@pytest.fixture(scope="module")
def frame() -> Iterator[DataFrame]:
    with SparkSession.builder.master("local[2]").getOrCreate() as spark:
        found = spark.createDataFrame([(1, "a"), (9, "x")], "id int, v string")
        found.createOrReplaceTempView("m")
        yield found


def test_found_below(frame: DataFrame) -> None:
    assert frame.select("id").where("v = 'x'").collect() == [(9,)]
    assert frame.select("id").orderBy(frame.v.desc()).collect() == [(9,), (1,)]


def test_hidden_by_a_name(frame: DataFrame) -> None:
    for wrong in (
        lambda: frame.select("id").alias("x").where("v = 'x'"),
        lambda: frame.select("id").alias("x").orderBy("v"),
        lambda: frame.sparkSession.sql("SELECT 1 FROM (SELECT id FROM m) x WHERE m.id = 9"),
    ):
        with pytest.raises(AnalysisException) as caught:
            wrong()
        assert caught.value.getCondition() == "UNRESOLVED_COLUMN.WITH_SUGGESTION"


def test_a_subquery_means_the_query_around_it(frame: DataFrame) -> None:
    text = "SELECT * FROM m WHERE EXISTS (SELECT 1 FROM (SELECT id FROM m) x WHERE x.id = m.id AND x.id = 9)"
    assert frame.sparkSession.sql(text).collect() == [(9, "x")]
