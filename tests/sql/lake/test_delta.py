"""Delta tables at paths, and what Delta Lake's own library makes of the same tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pyrite.errors import AnalysisException, PySparkNotImplementedError, SparkRuntimeException
from pyrite.sql import DataFrame, SparkSession

deltalake = pytest.importorskip("deltalake")
pa = pytest.importorskip("pyarrow")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "a table")


@pytest.fixture
def frame(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame([(1, "a b"), (2, "ü/%"), (3, None)], "id int, p string")


def library(path: str, version: int | None = None) -> list[tuple]:
    """The rows as the library reads them."""
    table = pa.table(deltalake.DeltaTable(path, version=version).to_pyarrow_table())
    return sorted([tuple(row.values()) for row in table.to_pylist()], key=repr)


def pyrite(spark: SparkSession, path: str) -> list[tuple]:
    return sorted([tuple(row) for row in spark.read.format("delta").load(path).collect()], key=repr)


def test_written_here_read_there(spark: SparkSession, frame: DataFrame, path: str) -> None:
    frame.write.format("delta").partitionBy("p").save(path)
    spark.sql(f"INSERT INTO delta.`{path}` VALUES (4, 'a b'), (5, 'z')")
    spark.sql(f"UPDATE delta.`{path}` SET id = id * 10 WHERE p = 'a b' OR p IS NULL")
    spark.sql(f"DELETE FROM delta.`{path}` WHERE id = 5")
    assert library(path) == pyrite(spark, path) == [(10, "a b"), (2, "ü/%"), (30, None), (40, "a b")]
    assert library(path, 0) == [(1, "a b"), (2, "ü/%"), (3, None)]
    handle = deltalake.DeltaTable(path)
    assert handle.metadata().partition_columns == ["p"]
    assert pa.table(handle.get_add_actions()).column("num_records").null_count == 0


def test_written_there_read_here(spark: SparkSession, path: str) -> None:
    table = pa.table({"id": pa.array([1, 2, 3], pa.int64()), "p": ["x", "y z", None]})
    deltalake.write_deltalake(path, table, partition_by=["p"])
    deltalake.write_deltalake(path, table.slice(0, 1), mode="append")
    deltalake.DeltaTable(path).delete("p = 'y z'")
    more = pa.table({"id": pa.array([7], pa.int64()), "p": ["x"], "q": [1.5]})
    deltalake.write_deltalake(path, more, mode="append", schema_mode="merge")
    assert pyrite(spark, path) == [(1, "x", None), (1, "x", None), (3, None, None), (7, "x", 1.5)]
    deltalake.DeltaTable(path).optimize.compact()
    deltalake.DeltaTable(path).create_checkpoint()
    assert pyrite(spark, path) == [(1, "x", None), (1, "x", None), (3, None, None), (7, "x", 1.5)]


def test_changes_by_turns(spark: SparkSession, frame: DataFrame, path: str) -> None:
    frame.write.format("delta").save(path)
    for number in range(12):
        spark.sql(f"UPDATE delta.`{path}` SET id = id + 1")
        deltalake.DeltaTable(path).update({"p": f"'{number}'"})
    assert library(path) == pyrite(spark, path) == [(13, "11"), (14, "11"), (15, "11")]
    deltalake.DeltaTable(path).vacuum(0, dry_run=False, enforce_retention_duration=False)
    assert library(path) == pyrite(spark, path)
    assert len(list(Path(path).rglob("*.parquet"))) == len(spark.read.format("delta").load(path).inputFiles())


def test_modes(spark: SparkSession, frame: DataFrame, path: str) -> None:
    write = frame.write.format("delta")
    write.save(path)
    with pytest.raises(AnalysisException) as caught:
        write.mode("error").save(path)
    assert caught.value.getCondition() == "PATH_ALREADY_EXISTS"
    write.mode("ignore").save(path)
    assert len(library(path)) == 3
    write.mode("append").save(path)
    assert len(library(path)) == 6
    write.mode("overwrite").save(path)
    assert len(library(path)) == 3
    assert len(deltalake.DeltaTable(path).history()) == 3


def test_overwrite_schema(spark: SparkSession, frame: DataFrame, path: str) -> None:
    frame.write.format("delta").save(path)
    other = spark.createDataFrame([("x", 1.5)], "n string, m double")
    with pytest.raises(AnalysisException):
        other.write.format("delta").mode("overwrite").save(path)
    other.write.format("delta").mode("overwrite").option("overwriteSchema", True).partitionBy("n").save(path)
    assert library(path) == pyrite(spark, path) == [("x", 1.5)]
    assert deltalake.DeltaTable(path).metadata().partition_columns == ["n"]
    assert spark.read.format("delta").option("versionAsOf", 0).load(path).columns == ["id", "p"]


def test_replace_where_and_dynamic(spark: SparkSession, path: str) -> None:
    spark.range(10).selectExpr("id", "id % 3 AS k").write.format("delta").partitionBy("k").save(path)
    new = spark.sql("SELECT 100L AS id, 1L AS k")
    new.write.format("delta").mode("overwrite").option("replaceWhere", "k = 1").save(path)
    assert [row[0] for row in library(path) if row[1] == 1] == [100] and len(library(path)) == 8
    new.selectExpr("id", "2L AS k").write.format("delta").mode("overwrite").option(
        "partitionOverwriteMode", "dynamic"
    ).save(path)
    assert sorted(library(path)) == [(0, 0), (3, 0), (6, 0), (9, 0), (100, 1), (100, 2)]


def test_a_table_at_a_place(spark: SparkSession, frame: DataFrame, path: str) -> None:
    frame.write.format("delta").save(path)
    spark.sql(f"CREATE TABLE placed USING delta LOCATION '{path}'")
    spark.sql("INSERT INTO placed VALUES (9, 'n')")
    deltalake.write_deltalake(path, pa.table({"id": pa.array([10], pa.int32()), "p": ["m"]}), mode="append")
    assert spark.table("placed").count() == 5
    spark.sql("DROP TABLE placed")
    assert len(library(path)) == 5


def test_replace_table(spark: SparkSession) -> None:
    spark.sql("CREATE OR REPLACE TABLE replaced (a INT) USING delta")
    spark.sql("INSERT INTO replaced VALUES (1)")
    spark.sql("REPLACE TABLE replaced USING delta PARTITIONED BY (c) AS SELECT 'x' AS b, 2 AS c")
    assert spark.table("replaced").collect() == [("x", 2)]
    assert spark.sql("SELECT * FROM replaced VERSION AS OF 1").collect() == [(1,)]
    spark.sql("DROP TABLE replaced")
    with pytest.raises(AnalysisException):
        spark.sql("REPLACE TABLE replaced (a INT) USING delta")


def test_create_like(spark: SparkSession) -> None:
    spark.sql("CREATE TABLE first (a INT NOT NULL, b STRING) USING delta PARTITIONED BY (b)")
    spark.sql("CREATE TABLE second LIKE first")
    spark.sql("INSERT INTO second VALUES (1, 'x')")
    assert spark.table("second").collect() == [(1, "x")]
    assert spark.table("second").schema == spark.table("first").schema
    with pytest.raises(AnalysisException, match="bucketBy"):
        spark.range(1).write.format("delta").bucketBy(2, "id").saveAsTable("third")
    for name in ("first", "second"):
        spark.sql(f"DROP TABLE {name}")


def test_versions_of_a_path(spark: SparkSession, frame: DataFrame, path: str) -> None:
    frame.write.format("delta").save(path)
    frame.write.format("delta").mode("append").save(path)
    assert spark.sql(f"SELECT count(*) FROM delta.`{path}` VERSION AS OF 0").collect() == [(3,)]
    assert spark.sql(f"SELECT count(*) FROM delta.`{path}`@v1").collect() == [(6,)]
    moment = deltalake.DeltaTable(path).history()[0]["timestamp"]
    text = spark.sql(f"SELECT string(timestamp_millis({moment}))").collect()[0][0]
    assert spark.read.format("delta").option("timestampAsOf", text).load(path).count() == 6
    with pytest.raises(AnalysisException, match="newest is 1"):
        spark.read.format("delta").option("versionAsOf", 7).load(path)


def test_defaults_stay_with_the_table(spark: SparkSession) -> None:
    spark.sql("CREATE TABLE given (a INT, b STRING DEFAULT 'q', c VARCHAR(3)) USING delta")
    spark.sql("INSERT INTO given (a) VALUES (1)")
    spark.sql("UPDATE given SET a = 2, b = DEFAULT, c = 'xyz'")
    assert spark.table("given").collect() == [(2, "q", "xyz")]
    with pytest.raises(SparkRuntimeException) as caught:
        spark.sql("UPDATE given SET c = 'long'")
    assert caught.value.getCondition() == "EXCEED_LIMIT_LENGTH"
    spark.sql("DROP TABLE given")


def test_constraints(spark: SparkSession, frame: DataFrame, path: str) -> None:
    frame.write.format("delta").save(path)
    deltalake.DeltaTable(path).alter.add_constraint({"some": "id > 0"})
    with pytest.raises(SparkRuntimeException):
        spark.sql(f"INSERT INTO delta.`{path}` VALUES (0, 'x')")
    with pytest.raises(PySparkNotImplementedError, match="CHECK"):
        spark.sql(f"UPDATE delta.`{path}` SET id = 0")
    assert len(library(path)) == 3


def test_append_only(spark: SparkSession, path: str) -> None:
    deltalake.write_deltalake(path, pa.table({"id": [1]}), configuration={"delta.appendOnly": "true"})
    spark.range(2).write.format("delta").mode("append").save(path)
    with pytest.raises(PySparkNotImplementedError, match="only ever added"):
        spark.sql(f"DELETE FROM delta.`{path}` WHERE id = 1")
    assert len(library(path)) == 3


def test_what_is_no_table(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(AnalysisException) as caught:
        spark.read.format("delta").load(str(tmp_path / "nothing"))
    assert caught.value.getCondition() == "PATH_NOT_FOUND"
    spark.range(3).write.parquet(str(tmp_path / "files"))
    with pytest.raises(AnalysisException, match="no delta table"):
        spark.read.format("delta").load(str(tmp_path / "files"))


def test_types_that_are_none(spark: SparkSession, path: str) -> None:
    for text in ("INTERVAL 1 DAY", "NULL", "parse_json('1')"):
        with pytest.raises(AnalysisException) as caught:
            spark.sql(f"SELECT {text} AS a").write.format("delta").save(path)
        assert caught.value.getCondition() == "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE"
    assert not Path(path).exists()


def test_many_rows_come_as_a_stream(spark: SparkSession, path: str) -> None:
    spark.range(3_000_000).selectExpr("id", "repeat('x', 20) AS v").write.format("delta").save(path)
    spark.sql(f"DELETE FROM delta.`{path}` WHERE id % 2 = 1")
    found = spark.sql(f"SELECT count(*), sum(id) FROM delta.`{path}`").collect()
    assert found == [(1_500_000, sum(range(0, 3_000_000, 2)))]


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['deltalake'] = None\n"
        "from pyrite.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local[1]').getOrCreate()\n"
        f"try: spark.range(1).write.format('delta').save({str(tmp_path / 't')!r})\n"
        "except OSError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'pyrite[delta]'" in done.stdout


ON_S3 = """
import sys
from pyrite.sql import SparkSession
builder = SparkSession.builder.master("local[2]")
for key, value in {
    "endpoint": sys.argv[1], "connection.ssl.enabled": "false", "path.style.access": "true",
    "access.key": "user", "secret.key": "secret", "endpoint.region": "us-east-1",
}.items():
    builder = builder.config(f"spark.hadoop.fs.s3a.{key}", value)
spark = builder.getOrCreate()
path = "s3a://bucket/a table"
spark.range(4).selectExpr("id", "id % 2 AS k").write.format("delta").partitionBy("k").save(path)
spark.sql(f"UPDATE delta.`{path}` SET id = id + 10 WHERE k = 1")
spark.sql(f"INSERT INTO delta.`{path}` VALUES (20, 0)")
spark.sql(f"DELETE FROM delta.`{path}` WHERE id = 0")
print(sorted(row.id for row in spark.read.format("delta").load(path).collect()))
"""


def test_on_s3() -> None:
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    pytest.importorskip("s3fs")
    import boto3

    server.start()
    try:
        host, port = server.get_host_and_port()
        keys = {"aws_access_key_id": "user", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=f"http://{host}:{port}", **keys).create_bucket(Bucket="bucket")
        program = [sys.executable, "-c", ON_S3, f"{host}:{port}"]
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        assert done.stdout.splitlines()[-1:] == ["[2, 11, 13, 20]"], done.stderr
    finally:
        server.stop()
