"""Arrow's files and streams, Feather, and HDF5."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import matrix_cases
import matrix_outcomes
import pyarrow as pa
import pytest
from pyarrow import ipc

from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkException,
    PySparkNotImplementedError,
)
from pyrite.sql import SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = matrix_outcomes.session("pyrite")
    yield session
    session.stop()


TABLE = pa.table(
    {
        "a": pa.array(["x", None]).dictionary_encode(),
        "t": pa.array([datetime.datetime(2020, 1, 1)] * 2, pa.timestamp("ns")),
        "l": pa.array([[1], None], pa.large_list(pa.int32())),
        "s": pa.array(["u", "v"], pa.large_string()),
        "n": pa.array([{"x": 1, "y": Decimal("1.50")}, None]),
    }
)
ROWS = [
    ("x", datetime.datetime(2020, 1, 1), [1], "u", (1, Decimal("1.50"))),
    (None, datetime.datetime(2020, 1, 1), None, "v", None),
]


@pytest.mark.parametrize("make", [ipc.new_file, ipc.new_stream])
@pytest.mark.parametrize("format", ["arrow", "feather"])
def test_files_and_streams(spark: SparkSession, tmp_path: Path, make: object, format: str) -> None:
    path = str(tmp_path / "x")
    with make(path, TABLE.schema) as writer:  # type: ignore[operator]
        writer.write_table(TABLE, max_chunksize=1)
    frame = spark.read.format(format).load(path)
    kinds = "a:string,t:timestamp_ntz,l:array<int>,s:string,n:struct<x:bigint,y:decimal(3,2)>"
    assert frame.schema.simpleString() == f"struct<{kinds}>"
    assert [tuple(row) for row in frame.collect()] == ROWS
    assert [row.s for row in frame.select("s").collect()] == ["u", "v"] and frame.count() == 2
    other = spark.read.format(format).schema("S string, none int").load(path)
    assert [tuple(row) for row in other.collect()] == [("u", None), ("v", None)]


@pytest.mark.parametrize("format", ["arrow", "feather"])
@pytest.mark.parametrize("kind", list(matrix_cases.TYPES))
def test_types_go_round(spark: SparkSession, tmp_path: Path, format: str, kind: str) -> None:
    frame = spark.sql(matrix_cases.query(kind, format)).coalesce(1)
    frame.write.format(format).option("compression", "zstd").save(str(tmp_path / "t"))
    back = spark.read.format(format).load(str(tmp_path / "t"))
    assert back.schema.simpleString() == f"struct<id:int,v:{kind}>"
    found = [name.suffix for name in (tmp_path / "t").glob("part-*")]
    assert found == [f".{format}"]
    one, other = (frame_.selectExpr("id", "string(v)").collect() for frame_ in (frame, back))
    assert one == other


def test_what_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "junk").write_text("no file of the kind")
    for format in ("arrow", "feather"):
        with pytest.raises(PySparkException) as caught:
            spark.read.format(format).load(str(tmp_path / "junk"))
        assert caught.value.getCondition() == "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER"
    with pytest.raises(IllegalArgumentException):
        spark.range(1).write.format("arrow").option("compression", "gzip").save(str(tmp_path / "t"))
    with pytest.raises(PySparkNotImplementedError):
        spark.range(1).write.format("hdf5").save(str(tmp_path / "t"))


def test_hdf5(spark: SparkSession, tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    numpy = pytest.importorskip("numpy")
    side_by_side, tables = str(tmp_path / "x.h5"), str(tmp_path / "y.h5")
    with h5py.File(side_by_side, "w") as file:
        file["a"] = numpy.arange(3)
        file["b"] = numpy.array([b"x", b"yy", b"z"])
        file["c"] = numpy.arange(6.0).reshape(3, 2)
        file["d"] = numpy.array(["é", "u", "v"], dtype=h5py.string_dtype())
    with h5py.File(tables, "w") as file:
        file["g/t"] = numpy.array([(1, 2.5, b"q")], dtype=[("i", "i4"), ("f", "f8"), ("s", "S3")])
        file["g/u"] = numpy.arange(2)
    reader = spark.read.format("hdf5")
    frame = reader.load(side_by_side)
    assert frame.schema.simpleString() == "struct<a:bigint,b:string,c:array<double>,d:string>"
    assert tuple(frame.collect()[1]) == (1, "yy", [2.0, 3.0], "u")
    assert [row.d for row in frame.select("d").collect()] == ["é", "u", "v"]
    with pytest.raises(AnalysisException):
        reader.load(tables)
    assert [tuple(row) for row in reader.option("dataset", "g/t").load(tables).collect()] == [(1, 2.5, "q")]
    assert [row.u for row in reader.option("dataset", "g/u").load(tables).collect()] == [0, 1]
    (tmp_path / "junk").write_text("no file of the kind")
    with pytest.raises(PySparkException):
        spark.read.format("hdf5").load(str(tmp_path / "junk"))
