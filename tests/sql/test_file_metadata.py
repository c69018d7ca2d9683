"""What files tell of themselves: ``_metadata``, ``input_file_name()`` and its like. Checked against PySpark 4.3."""

from __future__ import annotations

import os
from datetime import datetime, timezone

import pytest

from pyrite.errors import AnalysisException
from pyrite.sql import SparkSession
from pyrite.sql import functions as F

NAMES = [
    "file_path",
    "file_name",
    "file_size",
    "file_block_start",
    "file_block_length",
    "file_modification_time",
]
FORMATS = ["parquet", "csv", "json", "orc", "avro", "text", "binaryFile"]


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
    with builder.getOrCreate() as session:
        yield session


@pytest.fixture
def stored(spark, tmp_path):
    """Reads four rows that are in one file of a format; tells the file's path too."""

    def store(form):
        df = spark.createDataFrame([(1, "a"), (2, "b"), (3, "c"), (4, "d")], "id int, s string").coalesce(1)
        folder = tmp_path / form
        written = form if form != "binaryFile" else "text"
        (df.select("s") if written == "text" else df).write.format(written).save(str(folder))
        (path,) = [folder / name for name in os.listdir(folder) if name.startswith("part-")]
        reader = spark.read if form in ("text", "binaryFile") else spark.read.schema("id int, s string")
        return reader.format(form).load(str(folder)), path

    return store


@pytest.mark.parametrize("form", FORMATS)
def test_metadata_of_a_format(stored, form):
    df, path = stored(form)
    names = [*NAMES, "row_index"] if form == "parquet" else NAMES
    assert "_metadata" not in df.columns
    assert df.select("*", "_metadata").columns == [*df.columns, "_metadata"]
    (field,) = df.select("_metadata").schema
    assert field.dataType.names == names and not field.nullable
    assert not any(part.nullable for part in field.dataType)
    assert field.metadata == {"__file_source_metadata_col": True, "__metadata_col": "_metadata"}
    rows = df.select("_metadata.*").collect()
    assert len(rows) == (1 if form == "binaryFile" else 4)
    size = path.stat().st_size
    assert rows[0].file_path == f"file:{path}" and rows[0].file_name == path.name
    assert (rows[0].file_size, rows[0].file_block_start, rows[0].file_block_length) == (size, 0, size)
    changed = datetime.fromtimestamp(path.stat().st_mtime_ns // 10**6 / 1000, timezone.utc)
    assert rows[0].file_modification_time.astimezone(timezone.utc) == changed
    if form == "parquet":
        assert [row.row_index for row in rows] == [0, 1, 2, 3]
    asked = df.select(
        F.input_file_name(), F.expr("input_file_block_start()"), F.expr("input_file_block_length()")
    )
    assert asked.columns == ["input_file_name()", "input_file_block_start()", "input_file_block_length()"]
    assert tuple(asked.first()) == (f"file://{path}", 0, size)


def test_metadata_is_found_through_what_keeps_rows(spark, stored):
    df, _ = stored("parquet")
    index = F.col("_metadata.row_index")
    assert [tuple(row) for row in df.where(index > 1).select(index, "id").collect()] == [(2, 3), (3, 4)]
    assert [row.id for row in df.orderBy(index.desc()).collect()] == [4, 3, 2, 1]
    assert df.where(index == 0).columns == ["id", "s"]
    assert df.alias("t").select("t._metadata.row_index").count() == 4
    for other in (
        df.select("id"), df.withColumn("x", F.lit(1)), df.drop("s"), df.toDF("x", "y"), df.limit(3), df.na.drop(),
        df.repartition(2), df.selectExpr("*", "explode(array(1)) e"), df.distinct(),
        df.withColumn("n", F.expr("row_number() OVER (ORDER BY id)")),
    ):  # fmt: skip
        found = sorted([row[0] for row in other.select("_metadata.row_index").collect()])
        assert found == [0, 1, 2, 3][: len(found)] and len(found) >= 3
    assert [row[0][6] for row in df.select(df["_metadata"]).collect()] == [0, 1, 2, 3]
    assert df.select(df.metadataColumn("_metadata")).columns == ["_metadata"]
    with pytest.raises(AnalysisException, match="`_metadata`"):
        df.metadataColumn("other")
    for gone in (df.groupBy("id").count(), df.union(df), df.join(df.alias("b"), "id")):
        with pytest.raises(AnalysisException) as caught:
            gone.select("_metadata")
        assert caught.value.getCondition() == "UNRESOLVED_COLUMN.WITH_SUGGESTION"
    with pytest.raises(AnalysisException) as caught:
        stored("csv")[0].select("_metadata.row_index")
    assert caught.value.getCondition() == "FIELD_NOT_FOUND"


def test_metadata_of_tables_partitions_and_odd_names(spark, stored, tmp_path):
    df, _ = stored("parquet")
    df.write.partitionBy("id").parquet(str(tmp_path / "parted"))
    parted = spark.read.parquet(str(tmp_path / "parted"))
    assert [row.s for row in parted.where("_metadata.file_path LIKE '%id=2%'").collect()] == ["b"]
    df.write.saveAsTable("told")
    try:
        assert [row[0] for row in spark.table("told").select("_metadata.row_index").collect()] == [0, 1, 2, 3]
    finally:
        spark.sql("DROP TABLE told")
    own = df.selectExpr("id", "s AS _metadata")
    own.write.parquet(str(tmp_path / "own"))
    assert spark.read.parquet(str(tmp_path / "own")).select("_metadata").first()[0] == "a"
    (tmp_path / "sp ace").mkdir()
    (tmp_path / "sp ace" / "a b%.csv").write_text("1\n")
    odd = spark.read.csv(str(tmp_path / "sp ace"))
    found = odd.select("_metadata.file_path", "_metadata.file_name", F.input_file_name()).first()
    assert found[0] == f"file:{tmp_path}/sp%20ace/a%20b%25.csv" and found[1] == "a%20b%25.csv"
    assert found[2] == f"file://{tmp_path}/sp%20ace/a%20b%25.csv"


def test_input_file_name_where_rows_stay_and_where_they_move(spark, stored):
    df, path = stored("parquet")
    name = f"file://{path}"

    def names(other):
        return [row[0] for row in other.select(F.input_file_name()).collect()]

    assert names(df) == [name] * 4
    for still in (df.where("id > 1"), df.select(F.explode(F.array("id"))), df.coalesce(1), df.alias("a")):
        assert set(names(still)) == {name}
    assert names(df.join(spark.range(5), "id")) == [name] * 4
    for moved in (df.orderBy("id"), df.limit(2), df.repartition(2), df.groupBy("id").count(), spark.range(2)):
        assert set(names(moved)) == {""}
    one = spark.createDataFrame([(9, "z")], "id int, s string")
    assert names(df.union(one)) == [name] * 4 + [""]
    assert names(one.union(df)) == [""] + [name] * 4
    assert df.where(F.input_file_name() != "").count() == 4
    assert [tuple(row) for row in df.groupBy(F.input_file_name()).count().collect()] == [(name, 4)]
    assert spark.range(1).selectExpr("input_file_block_start()", "input_file_block_length()").first() == (
        -1,
        -1,
    )
    with pytest.raises(AnalysisException) as caught:
        df.join(df.alias("b"), "id").select(F.input_file_name()).collect()
    assert caught.value.getCondition() == "MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION"
