"""Files as rows, and files chosen by when they were changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import matrix_outcomes
import pytest

from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkException,
    UnsupportedOperationException,
)
from pyrite.sql import SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = matrix_outcomes.session("pyrite")
    yield session
    session.stop()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "p=1").mkdir()
    for name, content in (("a.bin", b"\x00\x01"), ("b.txt", b"text"), ("empty", b"")):
        (tmp_path / "p=1" / name).write_bytes(content)
        os.utime(tmp_path / "p=1" / name, (1_600_000_000.123456, 1_600_000_000.123456))
    return str(tmp_path)


def test_each_file_is_a_row(spark: SparkSession, folder: str) -> None:
    frame = spark.read.format("binaryFile").load(folder)
    names = "path:string,modificationTime:timestamp,length:bigint,content:binary,p:int"
    assert frame.schema.simpleString() == f"struct<{names}>"
    rows = frame.selectExpr("path", "unix_micros(modificationTime)", "length", "content", "p").collect()
    # Empty files are none, and times have milliseconds, as in Spark.
    assert sorted(tuple(row) for row in rows) == [
        (f"file:{folder}/p=1/a.bin", 1_600_000_000_123_000, 2, b"\x00\x01", 1),
        (f"file:{folder}/p=1/b.txt", 1_600_000_000_123_000, 4, b"text", 1),
    ]
    only = spark.read.format("binaryFile").option("pathGlobFilter", "*.bin").load(folder)
    assert [row.length for row in only.select("length").collect()] == [2]


def test_long_files_are_read_only_without_their_content(spark: SparkSession, folder: str) -> None:
    spark.conf.set("spark.sql.sources.binaryFile.maxLength", 3)
    try:
        frame = spark.read.format("binaryFile").load(folder)
        assert frame.count() == 2
        with pytest.raises(PySparkException) as caught:
            frame.collect()
        assert caught.value.getCondition() == "FAILED_READ_FILE.NO_HINT"
    finally:
        spark.conf.unset("spark.sql.sources.binaryFile.maxLength")


def test_what_is_refused(spark: SparkSession, folder: str) -> None:
    with pytest.raises(UnsupportedOperationException) as caught:
        spark.range(1).write.format("binaryFile").save(f"{folder}/out")
    assert caught.value.getCondition() == "UNSUPPORTED_FEATURE.WRITE_FOR_BINARY_SOURCE"
    with pytest.raises((IllegalArgumentException, PySparkException)):
        spark.read.format("binaryFile").schema("content binary").load(folder).collect()


@pytest.mark.parametrize(
    "option, text, count",
    [
        ("modifiedBefore", "2020-09-13T12:26:41", 2),
        ("modifiedBefore", "2020-09-13T12:26:40", 0),
        ("modifiedAfter", "2020-09-13T12:26:40", 2),
        ("modifiedAfter", "2020-09-13T12:26:41", 0),
        ("modifiedAfter", "2020-09-13", 2),
    ],
)
def test_files_by_their_time(spark: SparkSession, folder: str, option: str, text: str, count: int) -> None:
    assert spark.read.format("binaryFile").option(option, text).load(folder).count() == count


def test_times_are_those_of_a_zone(spark: SparkSession, folder: str) -> None:
    reader = spark.read.option("modifiedAfter", "2020-09-13 14:26:40").option("timeZone", "Europe/Berlin")
    assert reader.text(folder).count() == 2


def test_a_time_that_is_none(spark: SparkSession, folder: str) -> None:
    with pytest.raises(AnalysisException) as caught:
        spark.read.option("modifiedBefore", "x").text(folder)
    assert caught.value.getCondition() == "_LEGACY_ERROR_TEMP_1294"
