"""Avro files, with fastavro as the reference: PySpark alone has none."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import matrix_cases
import matrix_outcomes
import pytest

from pyrite.errors import AnalysisException, IllegalArgumentException, PySparkException, SparkRuntimeException
from pyrite.sql import SparkSession
from pyrite.sql import functions as F
from pyrite.sql._files import avro, optional
from pyrite.sql.avro.functions import from_avro, to_avro

fastavro = pytest.importorskip("fastavro")

#: The types that Avro gives back as others: it has no smaller integers.
WIDER = {"tinyint": "int", "smallint": "int"}


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = matrix_outcomes.session("pyrite")
    yield session
    session.stop()


def records(path: Path) -> tuple[Any, list[Any]]:
    """The schema and the records of the one file of a folder."""
    (file,) = path.glob("part-*.avro")
    with file.open("rb") as stream:
        reader = fastavro.reader(stream)
        return reader.writer_schema, list(reader)


@pytest.mark.parametrize("kind", [kind for kind in matrix_cases.TYPES if kind != "map<int,string>"])
def test_types_go_round(spark: SparkSession, tmp_path: Path, kind: str) -> None:
    frame = spark.sql(matrix_cases.query(kind, "avro")).coalesce(1)
    frame.write.format("avro").save(str(tmp_path / "t"))
    back = spark.read.format("avro").load(str(tmp_path / "t"))
    shown = WIDER.get(kind, kind)
    assert back.schema.simpleString() == f"struct<id:int,v:{shown}>"
    texts = [f"CAST(v AS STRING) AS v FROM {name}" for name in ("one", "other")]
    frame.createOrReplaceTempView("one")
    back.createOrReplaceTempView("other")
    one, other = (spark.sql(f"SELECT {text} ORDER BY id").collect() for text in texts)
    assert one == other


def test_other_programs_read_what_is_written(spark: SparkSession, tmp_path: Path) -> None:
    query = """SELECT 1 AS a, CAST(null AS STRING) AS b, array(1L, null) AS c, map('x', 1.5d) AS m,
        named_struct('q', 1L, 'r', date'2020-01-01') AS s, timestamp'2020-01-01 10:00:00.123456' AS t,
        timestamp_ntz'2020-01-01 10:00:00' AS n, 1.25BD AS d, X'01' AS x, interval 1 day AS i"""
    spark.sql(query).write.format("avro").save(str(tmp_path / "t"))
    schema, rows = records(tmp_path / "t")
    assert rows == [
        {
            "a": 1,
            "b": None,
            "c": [1, None],
            "m": {"x": 1.5},
            "s": {"q": 1, "r": datetime.date(2020, 1, 1)},
            "t": datetime.datetime(2020, 1, 1, 10, 0, 0, 123456, tzinfo=datetime.timezone.utc),
            "n": datetime.datetime(2020, 1, 1, 10, 0),
            "d": Decimal("1.25"),
            "x": b"\x01",
            "i": 86_400_000_000,
        }
    ]
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    assert schema["name"] == "topLevelRecord" and kinds["a"] == "int" and kinds["b"] == ["string", "null"]
    assert kinds["i"] == {"spark.sql.catalyst.type": "interval day", "type": "long"}
    assert (kinds["d"]["type"], kinds["d"]["size"], kinds["d"]["name"]) == (
        "fixed",
        2,
        "topLevelRecord.d.fixed",
    )


def written(path: Path, schema: Any, rows: list[Any], codec: str = "null") -> str:
    with path.open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema(schema), rows, codec=codec)
    return str(path)


def record(*fields: Any) -> Any:
    return {
        "type": "record",
        "name": "r",
        "namespace": "n.s",
        "fields": [{"name": name, "type": kind} for name, kind in fields],
    }


def test_unions_enums_and_logical_types(spark: SparkSession, tmp_path: Path) -> None:
    inner = {"type": "record", "name": "in", "fields": [{"name": "x", "type": "int"}]}
    schema = record(
        ("u1", ["int", "long"]),
        ("u2", ["null", "int", "string", inner]),
        ("u3", ["float", "double"]),
        ("e", {"type": "enum", "name": "E", "symbols": ["A", "B"]}),
        ("f", {"type": "fixed", "name": "F", "size": 2}),
        ("t", {"type": "long", "logicalType": "timestamp-millis"}),
        ("l", {"type": "long", "logicalType": "local-timestamp-millis"}),
        ("d", {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}),
        ("again", "E"),
        ("nothing", "null"),
    )
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    row = {
        "e": "A",
        "f": b"ab",
        "t": moment,
        "l": datetime.datetime(2020, 1, 1),
        "again": "B",
        "nothing": None,
    }
    path = written(
        tmp_path / "x.avro",
        schema,
        [
            {**row, "u1": 1, "u2": "a", "u3": 1.5, "d": Decimal("-1.25")},
            {**row, "u1": 5_000_000_000, "u2": {"x": 5}, "u3": 2.5, "d": Decimal("99")},
            {**row, "u1": 2, "u2": None, "u3": 3.5, "d": Decimal(0)},
        ],
    )
    frame = spark.read.format("avro").load(path)
    members = "struct<member0:int,member1:string,member2:struct<x:int>>"
    assert frame.schema.simpleString() == (
        f"struct<u1:bigint,u2:{members},u3:double,e:string,f:binary,t:timestamp,l:timestamp_ntz,d:decimal(5,2),"
        "again:string,nothing:void>"
    )
    rows = frame.select("u1", "u2", "d", "again").collect()
    assert [tuple(row) for row in rows] == [
        (1, (None, "a", None), Decimal("-1.25"), "B"),
        (5_000_000_000, (None, None, (5,)), Decimal("99.00"), "B"),
        (2, None, Decimal("0.00"), "B"),
    ]
    stable = spark.read.format("avro").option("enableStableIdentifiersForUnionType", True).load(path)
    assert stable.select("u2.*").columns == ["member_int", "member_string", "member_in"]


def test_a_schema_to_read_as(spark: SparkSession, tmp_path: Path) -> None:
    path = written(tmp_path / "x.avro", record(("a", "int"), ("b", "string")), [{"a": 1, "b": "x"}])
    wanted = record(("b", "string"))
    wanted["fields"].append({"name": "new", "type": "long", "default": 7})
    given = spark.read.format("avro").option("avroSchema", json.dumps(wanted))
    assert [tuple(row) for row in given.load(path).collect()] == [("x", 7)]
    assert given.load(path).count() == 1
    asked = spark.read.format("avro").schema("A bigint, zz string, b binary").load(path)
    assert [tuple(row) for row in asked.collect()] == [(1, None, b"x")]
    with pytest.raises(PySparkException) as caught:
        spark.read.format("avro").schema("a string").load(path).collect()
    assert caught.value.getCondition() == "FAILED_READ_FILE.NO_HINT"


def test_a_schema_to_write_in(spark: SparkSession, tmp_path: Path) -> None:
    schema = record(
        ("s", {"type": "enum", "name": "E", "symbols": ["A", "B"]}),
        ("I", "long"),
        ("t", {"type": "long", "logicalType": "timestamp-millis"}),
        ("z", ["null", "string"]),
        ("more", ["null", "int"]),
    )
    frame = spark.sql(
        "SELECT 'A' AS s, 1 AS i, timestamp'2020-01-01 00:00:00.123456' AS t, CAST(null AS STRING) AS z"
    )
    frame.write.format("avro").option("avroSchema", json.dumps(schema)).save(str(tmp_path / "t"))
    _, rows = records(tmp_path / "t")
    moment = datetime.datetime(2020, 1, 1, microsecond=123_000, tzinfo=datetime.timezone.utc)
    assert rows == [{"s": "A", "I": 1, "t": moment, "z": None, "more": None}]
    for fields in (
        [("q", "int")],
        [("s", "string")],
        [("s", "int"), ("i", "int"), ("t", "long"), ("z", "string")],
    ):
        with pytest.raises(AnalysisException):
            frame.write.format("avro").option("avroSchema", json.dumps(record(*fields))).save(
                str(tmp_path / "u")
            )
    with pytest.raises(SparkRuntimeException) as caught:
        frame.select("z").write.format("avro").option("avroSchema", json.dumps(record(("z", "string")))).save(
            str(tmp_path / "v")
        )
    assert caught.value.getCondition() == "AVRO_CANNOT_WRITE_NULL_FIELD"
    assert not (tmp_path / "v").exists()


@pytest.mark.parametrize("codec", ["uncompressed", "deflate", "snappy", "bzip2", "xz", "zstandard"])
def test_codecs(spark: SparkSession, tmp_path: Path, codec: str) -> None:
    frame = spark.range(5_000).coalesce(1)
    frame.write.format("avro").option("compression", codec).save(str(tmp_path / "t"))
    (name,) = [name for name in os.listdir(tmp_path / "t") if name.startswith("part-")]
    assert name.endswith("-c000.avro")
    with open(tmp_path / "t" / name, "rb") as file:
        assert avro._header(file, name)[1] == ("null" if codec == "uncompressed" else codec)
    assert (
        spark.read.format("avro").load(str(tmp_path / "t")).selectExpr("sum(id)").collect()[0][0]
        == 12_497_500
    )
    if codec != "zstandard":
        assert len(records(tmp_path / "t")[1]) == 5_000
        again = written(tmp_path / "x.avro", record(("a", "int")), [{"a": 1}] * 9, avro._CODECS[codec])
        assert spark.read.format("avro").load(again).count() == 9


def test_what_is_refused(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(IllegalArgumentException) as caught:
        spark.range(1).write.format("avro").option("compression", "lz4").save(str(tmp_path / "t"))
    assert caught.value.getCondition() == "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION"
    with pytest.raises(AnalysisException):
        spark.sql("SELECT map(1, 2) AS m").write.format("avro").save(str(tmp_path / "t"))
    itself = {"type": "record", "name": "r", "fields": [{"name": "next", "type": ["null", "r"]}]}
    with pytest.raises(AnalysisException):
        spark.read.format("avro").load(written(tmp_path / "x.avro", itself, []))
    (tmp_path / "junk.avro").write_bytes(b"Obj\x01\x02")
    with pytest.raises(PySparkException) as failed:
        spark.read.format("avro").load(str(tmp_path / "junk.avro"))
    assert failed.value.getCondition() == "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER"
    monkeypatch.setattr(optional, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    with pytest.raises(OSError, match=r"pip install 'pyrite\[avro\]'"):
        spark.range(1).write.format("avro").save(str(tmp_path / "t"))


def test_damaged_files(spark: SparkSession, tmp_path: Path) -> None:
    path = Path(written(tmp_path / "x.avro", record(("a", "int")), [{"a": n} for n in range(9)], "deflate"))
    whole = path.read_bytes()
    for size in range(len(whole) - 25, len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(PySparkException):
            spark.read.schema("a int").format("avro").load(str(path)).collect()


def test_partitions(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path / "t")
    frame = spark.sql("SELECT id, id % 2 AS p FROM range(4)")
    frame.write.format("avro").partitionBy("p").option("recordName", "x").option("recordNamespace", "y").save(
        path
    )
    back = spark.read.format("avro").load(path)
    assert back.schema.simpleString() == "struct<id:bigint,p:int>"
    assert sorted(row.id for row in back.where("p = 1").collect()) == [1, 3]


def test_values(spark: SparkSession) -> None:
    frame = spark.sql("SELECT id, struct(id AS a, array('x', null) AS b) AS s, 1.25BD AS d FROM range(2)")
    schema = json.dumps(record(("a", "long"), ("b", {"type": "array", "items": ["string", "null"]})))
    packed = frame.select(to_avro("s").alias("x"), to_avro("d").alias("d"), to_avro("id"))
    assert packed.schema.simpleString() == "struct<x:binary,d:binary,to_avro(id):binary>"
    assert [row.x for row in packed.collect()] == [b"\x00\x04\x00\x02x\x02\x00", b"\x02\x04\x00\x02x\x02\x00"]
    back = packed.select(from_avro("x", schema).alias("s"))
    assert back.schema.simpleString() == "struct<s:struct<a:bigint,b:array<string>>>"
    assert [tuple(row.s) for row in back.collect()] == [(0, ["x", None]), (1, ["x", None])]
    wanted = json.dumps(record(("a", "double")))
    assert packed.select(from_avro("x", schema, {"avroSchema": wanted})).collect()[1][0] == (1.0,)
    text = """SELECT from_avro(to_avro(array(1, 2)), '{"type": "array", "items": "int"}') AS x"""
    assert spark.sql(text).collect()[0].x == [1, 2]


def test_malformed_values(spark: SparkSession) -> None:
    frame = spark.range(1).select(F.lit(b"\xff").alias("x"))
    schema = json.dumps(record(("a", "string")))
    with pytest.raises(SparkRuntimeException) as caught:
        frame.select(from_avro("x", schema)).collect()
    assert caught.value.getCondition() == "MALFORMED_AVRO_MESSAGE"
    assert frame.select(from_avro("x", schema, {"mode": "PERMISSIVE"})).collect()[0][0] is None
    with pytest.raises(AnalysisException) as failed:
        spark.range(1).select(from_avro("id", schema))
    assert failed.value.getCondition() == "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE"
    with pytest.raises(AnalysisException):
        frame.select(from_avro("x", "no schema"))
