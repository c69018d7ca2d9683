"""ORC files: schemas that are asked for, codecs, calendars, and damaged files."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import matrix_outcomes
import pyarrow as pa
import pyarrow.orc as po
import pytest

from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkException,
    PySparkNotImplementedError,
)
from pyrite.sql import SparkSession
from pyrite.sql._files import calendars

ROW = """SELECT 1 AS a, 'x' AS vc, array(1, null) AS c, map('x', 1.5d) AS m, named_struct('q', 1L, 'r', 'z') AS s,
    1.23BD AS d1, CAST(1.5 AS DECIMAL(20,3)) AS d2, X'0102' AS bin, CAST(1 AS TINYINT) AS t, CAST(1.5 AS FLOAT) AS f,
    300 AS w, timestamp'2020-01-01 10:00:00' AS ts, date'0001-01-01' AS dd, interval 1 day AS iv"""

#: What PySpark 4.3.0 reads of the row above with other types.
CONVERSIONS: list[tuple[str, Any]] = [
    ("a double", 1.0),
    ("a string", "1"),
    ("a boolean", True),
    ("a decimal(10,2)", Decimal("1.00")),
    ("a timestamp", datetime.datetime(1970, 1, 1, 0, 0, 1)),
    ("w tinyint", None),
    ("f string", "1.5"),
    ("f int", 1),
    ("ts bigint", 1577872800),
    ("ts string", "2020-01-01 10:00:00"),
    ("ts date", datetime.date(2020, 1, 1)),
    ("dd string", "0001-01-01"),
    ("bin string", "01 02"),
    ("vc int", None),
    ("d1 double", 1.23),
    ("d1 string", "1.23"),
    ("d2 decimal(5,1)", Decimal("1.5")),
    ("s struct<r:string,zz:int>", ("z", None)),
    ("s struct<q:int>", (1,)),
    ("c array<bigint>", [1, None]),
    ("m map<string,float>", {"x": 1.5}),
    ("iv bigint", 86_400_000_000),
    ("zz int", None),
    ("A bigint", 1),
]
REFUSED = ["a binary", "a date", "a array<int>"]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = matrix_outcomes.session("pyrite")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def row(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("orc") / "t")
    spark.sql(ROW).write.orc(path)
    return path


@pytest.mark.parametrize("schema, value", CONVERSIONS)
def test_columns_are_read_as_other_types(spark: SparkSession, row: str, schema: str, value: Any) -> None:
    assert spark.read.schema(schema).orc(row).collect()[0][0] == value


@pytest.mark.parametrize("schema", REFUSED)
def test_what_is_no_other_type(spark: SparkSession, row: str, schema: str) -> None:
    with pytest.raises(PySparkException) as caught:
        spark.read.schema(schema).orc(row).collect()
    assert caught.value.getCondition() == "FAILED_READ_FILE.NO_HINT"


def test_schemas_are_merged(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path)
    spark.sql("SELECT 1L AS id, 'x' AS b").write.orc(f"{path}/t/p=1")
    spark.sql("SELECT 2L AS id, 'q' AS c").write.orc(f"{path}/t/p=2")
    merged = spark.read.orc(f"{path}/t", mergeSchema=True)
    assert merged.schema.simpleString() == "struct<id:bigint,b:string,c:string,p:int>"
    assert sorted(tuple(found) for found in merged.collect()) == [(1, "x", None, 1), (2, None, "q", 2)]
    spark.sql("SELECT 'z' AS id").write.orc(f"{path}/t/p=3")
    with pytest.raises(PySparkException) as caught:
        spark.read.orc(f"{path}/t", mergeSchema=True)
    assert caught.value.getCondition() == "CANNOT_MERGE_SCHEMAS"


@pytest.mark.parametrize("codec", ["none", "uncompressed", "zlib", "snappy", "lz4", "zstd"])
def test_codecs(spark: SparkSession, tmp_path: Path, codec: str) -> None:
    spark.range(100).coalesce(1).write.orc(str(tmp_path / "t"), compression=codec)
    (name,) = [name for name in os.listdir(tmp_path / "t") if name.startswith("part-")]
    assert name.endswith("-c000.orc" if codec in ("none", "uncompressed") else f"-c000.{codec}.orc")
    expected = "UNCOMPRESSED" if codec in ("none", "uncompressed") else codec.upper()
    assert po.ORCFile(tmp_path / "t" / name).compression == expected
    assert spark.read.orc(str(tmp_path / "t")).count() == 100


def test_codecs_that_are_not_there(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(IllegalArgumentException) as caught:
        spark.range(1).write.orc(str(tmp_path / "t"), compression="gzip")
    assert caught.value.getCondition() == "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION"
    with pytest.raises(PySparkNotImplementedError):
        spark.range(1).write.orc(str(tmp_path / "t"), compression="lzo")


@pytest.mark.parametrize("value", ["CAST(null AS VOID)", "make_interval(1)", "array(null)"])
def test_types_that_orc_does_not_hold(spark: SparkSession, tmp_path: Path, value: str) -> None:
    with pytest.raises(AnalysisException) as caught:
        spark.sql(f"SELECT {value} AS x").write.orc(str(tmp_path / "t"))
    assert caught.value.getCondition() == "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE"


def test_what_is_no_orc(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(AnalysisException) as caught:
        spark.read.orc(str(tmp_path))
    assert caught.value.getCondition() == "UNABLE_TO_INFER_SCHEMA"
    (tmp_path / "x.orc").write_text("no file of the kind")
    with pytest.raises(PySparkException) as failed:
        spark.read.orc(str(tmp_path))
    assert failed.value.getCondition() == "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER"
    with pytest.raises(PySparkException) as failed:
        spark.read.schema("a int").orc(str(tmp_path)).collect()
    assert failed.value.getCondition() == "FAILED_READ_FILE.NO_HINT"
    assert spark.read.schema("a int").option("ignoreCorruptFiles", True).orc(str(tmp_path)).count() == 0


def test_stripes_names_with_dots_and_pruning(spark: SparkSession, tmp_path: Path) -> None:
    table = pa.table(
        {"a.b": range(50_000), "c": [str(place) for place in range(50_000)], "d": [1.5] * 50_000}
    )
    po.write_table(table, tmp_path / "x.orc", stripe_size=4096)
    assert po.ORCFile(tmp_path / "x.orc").nstripes > 1
    frame = spark.read.orc(str(tmp_path / "x.orc"))
    assert frame.selectExpr("sum(`a.b`)").collect()[0][0] == sum(range(50_000))
    assert frame.count() == 50_000
    assert frame.where("c = '777'").select("d").collect()[0].d == 1.5


def test_timestamps_that_arrow_does_not_hold(spark: SparkSession, tmp_path: Path) -> None:
    pytest.importorskip("pyorc")
    query = """SELECT timestamp'1500-01-01 10:00:00.123456' AS t,
        array(named_struct('x', timestamp'1960-01-01 00:00:00.5', 'm', map('k', 1.50BD))) AS a, 'é' AS s"""
    spark.sql(query).write.orc(str(tmp_path / "t"))
    assert spark.read.orc(str(tmp_path / "t")).collect() == spark.sql(query).collect()
    assert spark.read.orc(str(tmp_path / "t")).select("s").collect()[0].s == "é"


def test_days_of_both_calendars() -> None:
    days = pa.array([-141_428, -141_427, 0, None, -719_162, -354_285], pa.int32())
    hybrid = calendars.days_to_hybrid(days)
    # Days that the hybrid calendar leaves out become its first Gregorian one.
    assert hybrid.to_pylist() == [-141_427, -141_427, 0, None, -719_164, -354_280]
    assert calendars.days_from_hybrid(hybrid).to_pylist()[1:] == days.to_pylist()[1:]


def test_timestamps_are_what_clocks_here_read(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PySpark 4.3.0 writes and reads them with this zone as Java's."""
    monkeypatch.setenv("TZ", "America/New_York")
    frame = spark.sql("SELECT timestamp'2020-07-01 12:00:00' AS t, timestamp_ntz'2020-07-01 12:00:00' AS n")
    frame.coalesce(1).write.orc(str(tmp_path / "t"))
    (file,) = (tmp_path / "t").glob("part-*")
    clock = po.read_table(file).column("t").cast(pa.timestamp("us")).to_pylist()
    assert clock == [datetime.datetime(2020, 7, 1, 8)]
    query = "unix_micros(t)", "n"
    noon = datetime.datetime(2020, 7, 1, 12)
    assert tuple(spark.read.orc(str(tmp_path / "t")).selectExpr(*query).collect()[0]) == (
        1593604800000000,
        noon,
    )
    monkeypatch.setenv("TZ", "UTC")
    assert tuple(spark.read.orc(str(tmp_path / "t")).selectExpr(*query).collect()[0]) == (
        1593590400000000,
        noon,
    )
