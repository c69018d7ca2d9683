"""Groups, partitions and windows in functions of users: where chunks are cut, and what goes wrong in them."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrite.errors import PySparkException
from pyrite.sql import SparkSession, functions
from pyrite.sql._physical import python_runs
from pyrite.sql._python.borders import group_starts


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with SparkSession.builder.master("local[2]").getOrCreate() as session:
        yield session


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_runs, "_FIRST", 3)
    monkeypatch.setattr(python_runs, "_MOST", 5)


def counted(key: Any, data: pd.DataFrame) -> pd.DataFrame:
    assert list(data.index) == list(range(len(data)))
    return pd.DataFrame({"k": [key[0]], "n": [len(data)]})


KEYS = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=60)


@given(KEYS)
@settings(max_examples=15)
def test_groups_are_never_cut(spark: SparkSession, keys: list[int | None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(python_runs, "_FIRST", 3)
        patch.setattr(python_runs, "_MOST", 5)
        frame = spark.createDataFrame([(key,) for key in keys], "k int")
        rows = frame.groupBy("k").applyInPandas(counted, "k int, n int").collect()
        assert Counter(keys) == {row.k: row.n for row in rows}
        assert len(rows) == len(set(keys))


@given(st.lists(st.sampled_from([0.0, -0.0, 1.5, float("nan"), None]), max_size=20))
def test_borders_of_floats(values: list[float | None]) -> None:
    array = pa.array(values, pa.float64(), from_pandas=False)

    def same(one: float | None, other: float | None) -> bool:
        return one == other or (one is not None and other is not None and one != one and other != other)

    wanted = [i for i in range(len(values)) if not i or not same(values[i - 1], values[i])]
    assert group_starts([array], len(values)) == wanted


def test_borders_of_nested_keys() -> None:
    rows = [{"a": 1, "b": None}, {"a": 1, "b": None}, {"a": 1, "b": 0}, None, None, {"a": None, "b": None}]
    array = pa.array(rows, pa.struct([("a", pa.int32()), ("b", pa.int32())]))
    assert group_starts([array], len(rows)) == [0, 2, 3, 5]
    lists = pa.array([[1], [1], [2], None, None], pa.list_(pa.int32()))
    assert group_starts([lists], 5) == [0, 2, 3]
    assert group_starts([], 3) == [0]
    assert group_starts([lists.slice(0, 0)], 0) == []


def test_windows_over_small_chunks(spark: SparkSession, small_chunks: None) -> None:
    @functions.pandas_udf("long")
    def total(v: pd.Series) -> int:
        return int(v.sum())

    spark.udf.register("total", total)
    spark.range(40).selectExpr("id", "id % 3 AS k").createOrReplaceTempView("numbers")
    frame = "OVER (PARTITION BY k ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)"
    for row in spark.sql(f"SELECT total(id) {frame} AS a, sum(id) {frame} AS b FROM numbers").collect():
        assert row.a == row.b


def test_cogroups_over_small_chunks(spark: SparkSession, small_chunks: None) -> None:
    def lengths(key: Any, one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"k": [key[0]], "a": [len(one)], "b": [len(other)]})

    left = spark.range(20).selectExpr("id % 4 AS k")
    right = spark.range(10).selectExpr("id % 5 AS k")
    rows = (
        left.groupBy("k")
        .cogroup(right.groupBy("k"))
        .applyInPandas(lengths, "k long, a long, b long")
        .collect()
    )
    assert [tuple(row) for row in rows] == [(0, 5, 2), (1, 5, 2), (2, 5, 2), (3, 5, 2), (4, 0, 2)]


def test_a_function_of_partitions_sees_each_once(spark: SparkSession) -> None:
    def sums(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        yield pd.DataFrame({"n": [sum(len(frame) for frame in frames)]})

    rows = spark.range(0, 50_000, 1, 4).mapInPandas(sums, "n long").collect()
    assert [row.n for row in rows] == [12_500] * 4


def test_partitions_of_a_barrier_run_together(spark: SparkSession) -> None:
    def meet(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        from pyrite import BarrierTaskContext

        context = BarrierTaskContext.get()
        context.barrier()
        for _ in frames:
            yield pd.DataFrame({"n": [len(context.getTaskInfos())]})

    rows = spark.range(0, 4, 1, 2).mapInPandas(meet, "n long", barrier=True).collect()
    assert [row.n for row in rows] == [2, 2]


def leave(data: pd.DataFrame) -> pd.DataFrame:
    os._exit(3)


def sleep(data: pd.DataFrame) -> pd.DataFrame:
    time.sleep(60)
    return data


def test_a_worker_that_exits_fails_the_query_alone(spark: SparkSession) -> None:
    groups = spark.range(5).groupBy("id")
    with pytest.raises(PySparkException):
        groups.applyInPandas(leave, "id long").collect()
    assert groups.applyInPandas(lambda data: data, "id long").count() == 5


def test_a_group_that_sleeps_is_cancelled(spark: SparkSession) -> None:
    context = spark.sparkContext
    context.setJobGroup("sleepers", "functions that sleep")
    try:
        timer = threading.Timer(1, lambda: context.cancelJobGroup("sleepers"))
        timer.start()
        start = time.monotonic()
        with pytest.raises(PySparkException):
            spark.range(5).groupBy("id").applyInPandas(sleep, "id long").collect()
        assert time.monotonic() - start < 30
    finally:
        context.setLocalProperty("spark.jobGroup.id", None)
    assert spark.range(5).groupBy("id").applyInPandas(lambda data: data, "id long").count() == 5


def test_stop_iteration_is_an_error(spark: SparkSession) -> None:
    def stops(data: pd.DataFrame) -> pd.DataFrame:
        return next(iter([]))

    with pytest.raises(PySparkException, match="StopIteration"):
        spark.range(5).groupBy("id").applyInPandas(stops, "id long").collect()


def test_integers_of_groups_keep_their_type_where_nothing_is_missing(spark: SparkSession) -> None:
    def dtype(key: Any, data: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"k": [key[0]], "t": [str(data["v"].dtype)]})

    frame = spark.createDataFrame([(1, 1), (1, 2), (2, None), (2, 3)], "k int, v int")
    rows = frame.groupBy("k").applyInPandas(dtype, "k int, t string").collect()
    assert {row.k: row.t for row in rows} == {1: "int32", 2: "float64"}
