"""Which partition rows are in. The expected numbers are those of PySpark 4.3.0 with local[4]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pyrite.sql import Column, DataFrame, SparkSession
from pyrite.sql import functions as F


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with SparkSession.builder.master("local[4]").getOrCreate() as session:
        yield session


def numbers(spark: SparkSession, count: int, partitions: int) -> DataFrame:
    return spark.range(0, count, 1, partitions)


PLACES: dict[str, tuple[Any, list[list[int]]]] = {
    "of a list": (
        lambda s: s.createDataFrame([(i,) for i in range(10)], ["a"]),
        [[0, 1], [2, 3], [4, 5], [6, 7, 8, 9]],
    ),
    "of a short list": (lambda s: s.createDataFrame([(i,) for i in range(3)], ["a"]), [[], [0], [1], [2]]),
    "of a range": (lambda s: numbers(s, 10, 3), [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]),
    "of a range by default": (lambda s: s.range(10), [[0, 1], [2, 3, 4], [5, 6], [7, 8, 9]]),
    "of a range downwards": (lambda s: s.range(10, 0, -3, 2), [[7, 10], [1, 4]]),
    "fewer": (lambda s: numbers(s, 10, 5).coalesce(2), [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9]]),
    "not more": (lambda s: numbers(s, 4, 2).coalesce(5), [[0, 1], [2, 3]]),
    "by hash": (lambda s: numbers(s, 10, 2).repartition(3, "id"), [[3, 6, 7], [0], [1, 2, 4, 5, 8, 9]]),
    "by hash, in one": (lambda s: numbers(s, 4, 2).repartition("id"), [[0, 1, 2, 3]]),
    "by range": (
        lambda s: numbers(s, 10, 2).repartitionByRange(3, "id"),
        [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]],
    ),
    "by range downwards": (
        lambda s: numbers(s, 10, 2).repartitionByRange(3, F.desc("id")),
        [[6, 7, 8, 9], [3, 4, 5], [0, 1, 2]],
    ),
    "by range of few keys": (
        lambda s: s.createDataFrame([(i % 3,) for i in range(10)], ["a"]).repartitionByRange(2, "a"),
        [[0, 0, 0, 0, 1, 1, 1], [2, 2, 2]],
    ),
    "by number": (
        lambda s: numbers(s, 6, 2).repartitionById(3, F.col("id").cast("int")),
        [[0, 3], [1, 4], [2, 5]],
    ),
    "of a union": (lambda s: numbers(s, 4, 2).union(numbers(s, 4, 2)), [[0, 1], [2, 3], [0, 1], [2, 3]]),
    "of groups": (lambda s: s.range(9).groupBy((F.col("id") % 3).alias("k")).count(), [[0, 1, 2]]),
    "in order": (lambda s: s.range(4).sort(F.desc("id")), [[0, 1, 2, 3]]),
    "of the first": (lambda s: s.range(10).limit(3), [[0, 1, 2]]),
    "after the first": (lambda s: numbers(s, 4, 2).offset(1), [[1, 2, 3]]),
    "filtered": (lambda s: numbers(s, 10, 4).filter("id > 4"), [[], [], [5, 6], [7, 8, 9]]),
    "joined": (lambda s: s.range(4).join(s.range(2, 6), "id"), [[], [], [2], [3]]),
    "exploded": (
        lambda s: numbers(s, 2, 2).select("id", F.explode(F.array(F.lit(1), F.lit(2)))),
        [[0, 0], [1, 1]],
    ),
    "crossed": (lambda s: numbers(s, 3, 3).crossJoin(numbers(s, 2, 2)), [[0, 0], [1, 1], [2, 2]]),
    "over a window": (
        lambda s: numbers(s, 3, 3).selectExpr("id", "row_number() over (order by id) r"),
        [[0, 1, 2]],
    ),
    "cached": (lambda s: numbers(s, 6, 3).cache(), [[0, 1], [2, 3], [4, 5]]),
    "by hash, then fewer": (
        lambda s: numbers(s, 10, 3).repartition(4, "id").filter("id > 2").coalesce(2),
        [[4, 5, 6, 8, 9], [3, 7]],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_rows_are_where_pyspark_has_them(spark: SparkSession, name: str) -> None:
    make, expected = PLACES[name]
    frame = make(spark)
    assert frame.rdd.getNumPartitions() == len(expected)
    assert [sorted(row[0] for row in part) for part in frame.rdd.glom().collect()] == expected
    found: list[list[int]] = [[] for _ in expected]
    for row in frame.withColumn("place", F.spark_partition_id()).collect():
        found[row.place].append(row[0])
    assert [sorted(part) for part in found] == expected


def test_rows_without_a_key_are_dealt_out(spark: SparkSession) -> None:
    lengths = [len(part) for part in numbers(spark, 10, 2).repartition(3).rdd.glom().collect()]
    assert sum(lengths) == 10 and max(lengths) - min(lengths) <= 1


def test_increasing_ids_count_within_partitions(spark: SparkSession) -> None:
    ids = numbers(spark, 10, 3).filter("id % 2 = 0").withColumn("n", F.monotonically_increasing_id())
    assert [tuple(row) for row in ids.collect()] == [
        (0, 0), (2, 1), (4, 1 << 33), (6, 2 << 33), (8, (2 << 33) + 1)
    ]  # fmt: skip


def test_ids_of_partitions_are_values_like_others(spark: SparkSession) -> None:
    frame = numbers(spark, 10, 3)
    assert sorted(map(tuple, frame.groupBy(F.spark_partition_id()).count().collect())) == [
        (0, 3),
        (1, 3),
        (2, 4),
    ]
    assert [row.id for row in frame.filter(F.spark_partition_id() == 1).collect()] == [3, 4, 5]
    assert spark.range(1).select(F.spark_partition_id()).columns == ["SPARK_PARTITION_ID()"]


def ids(frame: DataFrame) -> list[int]:
    return [row.id for row in frame.collect()]


def test_draws_with_a_seed_are_those_of_pysparks_partitions(spark: SparkSession) -> None:
    assert ids(numbers(spark, 10, 1).sample(fraction=0.5, seed=3)) == [0, 4, 5, 8]
    assert ids(numbers(spark, 100, 4).sample(fraction=0.2, seed=7)) == [
        8,
        11,
        13,
        20,
        32,
        35,
        43,
        46,
        49,
        52,
        58,
        67,
        69,
        71,
        73,
        75,
        86,
        95,
        97,
    ]
    assert [ids(part) for part in numbers(spark, 20, 3).randomSplit([0.5, 0.3, 0.2], 11)] == [
        [0, 1, 2, 3, 4, 6, 9, 10, 11, 12, 13, 15, 17],
        [8, 16, 19],
        [5, 7, 14, 18],
    ]
    keys = numbers(spark, 100, 5).select((F.col("id") % 3).alias("key"))
    sampled = keys.sampleBy("key", fractions={0: 0.1, 1: 0.2}, seed=0).groupBy("key").count().orderBy("key")
    assert [tuple(row) for row in sampled.collect()] == [(0, 4), (1, 9)]


def test_random_numbers_with_a_seed_are_pysparks(spark: SparkSession) -> None:
    def drawn(column: Column) -> list[float]:
        return [round(row[0], 12) for row in numbers(spark, 6, 3).select(column).collect()]

    assert drawn(F.rand(42)) == [
        0.619189370225,
        0.509601884245,
        0.801753242786,
        0.656555294999,
        0.798533468719,
        0.867961729246,
    ]
    assert drawn(F.randn(42)) == [
        2.384479054241,
        0.192093404129,
        1.102705448146,
        0.572104462368,
        0.29214347276,
        0.360085647637,
    ]
    assert ids(numbers(spark, 8, 4).orderBy(F.rand(5))) == [0, 2, 1, 4, 5, 6, 7, 3]
