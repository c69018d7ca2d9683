"""The traceback of a mistake has the user's frames and a few of ours, not those that found it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pyrite
from pyrite.errors import PySparkException
from pyrite.sql import SparkSession
from pyrite.sql import functions as F

OURS = str(Path(pyrite.__file__).parent)

MISTAKES: dict[str, Callable[[SparkSession], Any]] = {
    "filter": lambda spark: spark.range(3).filter("nope > 1"),
    "select": lambda spark: spark.range(3).select("nope"),
    "aggregate": lambda spark: spark.range(3).groupBy("id").agg(F.sum("nope")),
    "join": lambda spark: spark.range(3).join(spark.range(3), "k"),
    "sql": lambda spark: spark.sql("SELECT nope FROM range(3)"),
    "syntax": lambda spark: spark.sql("SELEC 1"),
    "command": lambda spark: spark.sql("DROP TABLE nope"),
    "table": lambda spark: spark.table("nope"),
    "read": lambda spark: spark.read.parquet("/nope"),
    "write": lambda spark: spark.range(3).write.partitionBy("id").parquet("/nope"),
    "folder": lambda spark: spark.range(3).write.parquet("/dev/null/nope"),
    "save": lambda spark: spark.range(3).write.insertInto("nope"),
    "expr": lambda spark: F.expr("a +"),
    "create": lambda spark: spark.createDataFrame([(1, "a")], "a int, b int"),
    "collect": lambda spark: spark.range(3).selectExpr("1 / id").collect(),
    "show": lambda spark: spark.range(3).selectExpr("1 / id").show(),
    "udf": lambda spark: spark.range(3).select(F.udf(lambda x: 1 / x)("id")).collect(),
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    warehouse = str(tmp_path_factory.mktemp("warehouse"))
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", warehouse)
    with builder.getOrCreate() as session:
        yield session


def frames(error: BaseException) -> list[str]:
    """Where the traceback's frames of ours are."""
    found = traceback.extract_tb(error.__traceback__)
    return [frame.name for frame in found if frame.filename.startswith(OURS)]


@pytest.mark.parametrize("name", MISTAKES)
def test_few_frames_are_ours(spark: SparkSession, name: str) -> None:
    with pytest.raises((PySparkException, OSError)) as caught:
        MISTAKES[name](spark)
    assert 1 <= len(frames(caught.value)) <= 6
    told = traceback.format_exception(caught.value)
    assert not any("During handling of the above exception" in line for line in told)


def test_what_the_user_was_handling_is_told(spark: SparkSession) -> None:
    with pytest.raises(PySparkException) as caught:
        try:
            {}["key"]
        except KeyError:
            spark.table("nope")
    assert "KeyError: 'key'" in "".join(traceback.format_exception(caught.value))


def test_all_frames_are_there_when_they_are_asked_for(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYRITE_TRACEBACKS", "full")
    with pytest.raises(PySparkException) as caught:
        MISTAKES["filter"](spark)
    assert len(frames(caught.value)) > 10


def test_mistakes_of_ours_keep_their_frames(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyrite.sql._query.execution import Execution

    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Execution, "_run_now", broken)
    with pytest.raises(RuntimeError, match="a bug") as caught:
        spark.range(3).collect()
    assert frames(caught.value)[-1] == "_run" and "call" in frames(caught.value)
