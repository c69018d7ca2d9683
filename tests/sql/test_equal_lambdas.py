"""Lambda functions that compute the same are equal, whatever their parameters are called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pyrite.errors import AnalysisException
from pyrite.sql import SparkSession
from pyrite.sql import functions as F


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with SparkSession.builder.master("local[1]").getOrCreate() as made:
        made.createDataFrame([([1, 2],), ([3],), ([1, 2],)], "a array<int>").createOrReplaceTempView("lists")
        yield made


@pytest.mark.parametrize(
    ("selected", "grouped"),
    [
        ("transform(a, x -> x + 1)", "transform(a, y -> y + 1)"),
        ("transform(a, (x, i) -> x - i)", "transform(a, (i, x) -> i - x)"),
        ("transform(a, x -> filter(a, y -> y > x))", "transform(a, p -> filter(a, q -> q > p))"),
        ("transform(a, x -> exists(a, x -> x > 1))", "transform(a, p -> exists(a, q -> q > 1))"),
    ],
)
def test_groups_are_selected(spark: SparkSession, selected: str, grouped: str) -> None:
    rows = spark.sql(f"SELECT {selected}, count(*) AS n FROM lists GROUP BY {grouped} ORDER BY n").collect()
    assert [row.n for row in rows] == [1, 2]


@pytest.mark.parametrize(
    ("selected", "grouped"),
    [
        ("transform(a, (x, i) -> x - i)", "transform(a, (x, i) -> i - x)"),
        ("transform(a, x -> filter(a, y -> y > x))", "transform(a, p -> filter(a, q -> p > q))"),
        ("transform(a, x -> filter(a, y -> y > 0))", "transform(a, x -> filter(a, y -> x > 0))"),
    ],
)
def test_others_are_not(spark: SparkSession, selected: str, grouped: str) -> None:
    with pytest.raises(AnalysisException, match="MISSING_AGGREGATION"):
        spark.sql(f"SELECT {selected}, count(*) AS n FROM lists GROUP BY {grouped}")


def test_groups_by_columns(spark: SparkSession) -> None:
    made = F.transform("a", lambda x: x + 1).alias("made")
    rows = spark.table("lists").groupBy(made).count().orderBy("count").collect()
    assert [tuple(row) for row in rows] == [([4], 1), ([2, 3], 2)]
