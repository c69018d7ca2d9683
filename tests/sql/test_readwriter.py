"""Reading and writing files from DataFrames, compared with what PySpark does, and on its own."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import readwriter_cases as cases
import readwriter_outcomes as outcomes

from pyrite.errors import AnalysisException, PySparkException, SparkRuntimeException
from pyrite.sql import SparkSession
from pyrite.sql import functions as F

RECORDED: dict[str, list[Any]] = json.loads(outcomes.RECORDED.read_text(encoding="utf-8"))
PARQUET = outcomes.DATA / "parquet_4.3.0"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    with builder.getOrCreate() as session:
        yield session


def numbered(group: list[Any]) -> list[Any]:
    return [pytest.param(index, id=str(index)) for index in range(len(group))]


@pytest.mark.parametrize("index", numbered(cases.CSV))
def test_csv_is_read_as_by_spark(spark: SparkSession, tmp_path: Path, index: int) -> None:
    found = outcomes.read_outcome(spark, cases.CSV[index], "csv", tmp_path)
    assert as_recorded(found, RECORDED["csv"][index])


@pytest.mark.parametrize("index", numbered(cases.JSON))
def test_json_is_read_as_by_spark(spark: SparkSession, tmp_path: Path, index: int) -> None:
    found = outcomes.read_outcome(spark, cases.JSON[index], "json", tmp_path)
    assert as_recorded(found, RECORDED["json"][index])


@pytest.mark.parametrize("index", numbered(cases.malformed("csv")))
@pytest.mark.parametrize("name", cases.MALFORMED)
def test_malformed_records_are_read_as_by_spark(
    spark: SparkSession, tmp_path: Path, name: str, index: int
) -> None:
    """Every mode, with and without ``multiLine`` and the column of malformed records."""
    found = outcomes.read_outcome(spark, cases.malformed(name)[index], name, tmp_path)
    assert as_recorded(found, RECORDED[f"malformed {name}"][index])


@pytest.mark.parametrize("index", numbered(cases.TREES))
def test_partition_directories_are_read_as_by_spark(spark: SparkSession, tmp_path: Path, index: int) -> None:
    found = outcomes.tree_outcome(spark, cases.TREES[index], tmp_path)
    assert as_recorded(found, RECORDED["trees"][index])


@pytest.mark.parametrize("index", numbered(cases.WRITES))
def test_files_are_written_as_by_spark(spark: SparkSession, tmp_path: Path, index: int) -> None:
    found = outcomes.write_outcome(spark, cases.WRITES[index], tmp_path)
    assert as_recorded(found, RECORDED["writes"][index])


@pytest.mark.parametrize("name, schema, rows", RECORDED["parquet"])
def test_parquet_of_spark_is_read(spark: SparkSession, name: str, schema: str, rows: list[str]) -> None:
    frame = spark.read.parquet(str(PARQUET / f"{name}.parquet"))
    assert json.loads(frame.schema.json()) == json.loads(schema)
    assert [repr(row) for row in frame.collect()] == rows


@pytest.mark.parametrize("name", [case[0] for case in RECORDED["parquet"]])
def test_parquet_goes_round(spark: SparkSession, tmp_path: Path, name: str) -> None:
    frame = spark.read.parquet(str(PARQUET / f"{name}.parquet"))
    frame.write.parquet(str(tmp_path / "out"))
    again = spark.read.parquet(str(tmp_path / "out"))
    assert again.schema == frame.schema
    assert again.collect() == frame.collect()


def as_recorded(found: Any, recorded: Any) -> bool:
    """Whether an outcome is the recorded one; where PySpark has no class for an error, any error is."""
    if isinstance(recorded, dict) and recorded.get("error") == "other":
        return isinstance(found, dict) and "error" in found
    if isinstance(recorded, dict) and "error" in recorded and "parameters" not in recorded:
        return isinstance(found, dict) and "error" in found
    assert json.loads(json.dumps(found)) == recorded
    return True


@pytest.mark.parametrize(
    "text, row", [('"a""b","c"', ('a"b', "c")), ('"c"', ("c",)), ('"",""', (None, None))]
)
def test_csv_with_a_quote_as_escape(spark: SparkSession, tmp_path: Path, text: str, row: tuple[Any]) -> None:
    (tmp_path / "f.csv").write_text(text + "\n")
    assert [tuple(found) for found in spark.read.csv(str(tmp_path), escape='"').collect()] == [row]


# ------------------------------------------------------------------------------------------ text and paths


def test_text(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffé\r\nb\rc\n\nd".encode())
    (tmp_path / "_hidden").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "z.gz").write_bytes(gzip.compress(b"e\n"))
    values = [row.value for row in spark.read.text(str(tmp_path)).collect()]
    assert sorted(values) == ["", "b", "c", "d", "e", "é"]
    assert spark.read.text(f"file:{tmp_path}/*.txt", lineSep="c").count() == 2
    assert spark.read.text([str(tmp_path / "a.txt")] * 2, wholetext=True).count() == 2


@pytest.mark.parametrize(
    "name", ["a b", "a%41", "a*b", "a?b", "[x]", "{a,b}", "a'b", 'a"b', "a\nb", "a\\b", "é"]
)
def test_strange_names(spark: SparkSession, tmp_path: Path, name: str) -> None:
    frame = spark.createDataFrame([(1, name)], "a int, p string")
    frame.write.partitionBy("p").parquet(str(tmp_path / "t"))
    assert [tuple(row) for row in spark.read.parquet(str(tmp_path / "t")).collect()] == [(1, name)]
    file = next((tmp_path / "t").rglob("part-*"))
    os.link(file, tmp_path / f"{name}.parquet")
    assert spark.read.option("pathGlobFilter", "*.parquet").parquet(str(tmp_path / "t")).count() == 1
    (tmp_path / "only").mkdir()
    os.link(file, tmp_path / "only" / f"{name}.parquet")
    assert spark.read.parquet(str(tmp_path / "only")).collect()[0].a == 1


def test_no_value_leaves_the_directory(spark: SparkSession, tmp_path: Path) -> None:
    frame = spark.createDataFrame([(1, "../../x"), (2, ".."), (3, None), (4, "/etc")], "a int, p string")
    frame.write.partitionBy("p").csv(str(tmp_path / "in" / "t"))
    assert os.listdir(tmp_path) == ["in"]
    assert os.listdir(tmp_path / "in") == ["t"]
    back = spark.read.schema("a int, p string").csv(str(tmp_path / "in" / "t"))
    assert {(row.a, row.p) for row in back.collect()} == {(1, "../../x"), (2, ".."), (3, None), (4, "/etc")}


def test_missing_paths(spark: SparkSession, tmp_path: Path) -> None:
    for path in ("nope", "nope*"):
        with pytest.raises(AnalysisException) as caught:
            spark.read.text(str(tmp_path / path))
        assert caught.value.getCondition() == "PATH_NOT_FOUND"
    for name in ("parquet", "csv", "json"):
        with pytest.raises(AnalysisException) as caught:
            spark.read.format(name).load(str(tmp_path))
        assert caught.value.getCondition() == "UNABLE_TO_INFER_SCHEMA"


def test_links_and_devices(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "loop").symlink_to(tmp_path / "d")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "fifo")
    for path in ("d", "fifo", "/dev/zero"):
        with pytest.raises((PySparkException, OSError)):
            spark.read.text(str(tmp_path / path)).count()


# --------------------------------------------------------------------------------------------------- writing


def test_modes(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path / "t")
    spark.range(3).write.parquet(path)
    with pytest.raises(AnalysisException) as caught:
        spark.range(1).write.parquet(path)
    assert caught.value.getCondition() == "PATH_ALREADY_EXISTS"
    spark.range(1).write.mode("ignore").parquet(path)
    assert spark.read.parquet(path).count() == 3
    spark.range(2).write.mode("append").parquet(path)
    assert spark.read.parquet(path).count() == 5
    spark.range(1).write.mode("overwrite").parquet(path)
    assert spark.read.parquet(path).count() == 1
    with pytest.raises(AnalysisException) as caught:
        spark.read.parquet(path).write.mode("overwrite").parquet(path)
    assert caught.value.getCondition() == "UNSUPPORTED_OVERWRITE.PATH"
    assert spark.read.parquet(path).count() == 1
    assert os.path.exists(f"{path}/_SUCCESS")
    assert not os.path.exists(f"{path}/_temporary")


def test_a_failed_write_leaves_nothing(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "t"
    spark.range(3).write.csv(str(path))
    before = sorted(os.listdir(path))
    with pytest.raises(PySparkException):
        spark.sql("SELECT 1 / (id - 1) AS x FROM range(3)").write.mode("overwrite").csv(str(path))
    assert sorted(os.listdir(path)) == before


def test_dynamic_overwrite(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path / "t")
    spark.createDataFrame([(1, 1), (2, 2)], "a int, p int").write.partitionBy("p").parquet(path)
    spark.createDataFrame([(3, 2)], "a int, p int").write.mode("overwrite").option(
        "partitionOverwriteMode", "dynamic"
    ).partitionBy("p").parquet(path)
    assert sorted(tuple(row) for row in spark.read.parquet(path).collect()) == [(1, 1), (3, 2)]


def test_one_file_for_each_partition(spark: SparkSession, tmp_path: Path) -> None:
    spark.range(10).repartition(3).write.csv(str(tmp_path / "t"), compression="gzip")
    files = [name for name in os.listdir(tmp_path / "t") if name.startswith("part-")]
    assert sorted(name[:10] for name in files) == ["part-00000", "part-00001", "part-00002"]
    assert all(name.endswith("-c000.csv.gz") for name in files)
    assert spark.read.csv(str(tmp_path / "t")).count() == 10


# ---------------------------------------------------------------------------------------------------- schemas


def test_parquet_columns_by_name(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path)
    spark.createDataFrame([(1, "x")], "a int, b string").write.parquet(f"{path}/t/k=1")
    spark.createDataFrame([(2, 1.5)], "a int, C double").write.parquet(f"{path}/t/k=2")
    merged = spark.read.option("mergeSchema", True).parquet(f"{path}/t")
    assert merged.schema.simpleString() == "struct<a:int,b:string,C:double,k:int>"
    asked = spark.read.schema("c double, A bigint, z struct<q:int>, k string").parquet(f"{path}/t")
    rows = sorted(asked.collect(), key=lambda row: row.A)
    assert [tuple(row) for row in rows] == [(None, 1, None, "1"), (1.5, 2, None, "2")]
    with pytest.raises(SparkRuntimeException) as caught:
        spark.read.schema("a string").parquet(f"{path}/t").collect()
    assert caught.value.getCondition() == "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH"


@pytest.mark.parametrize("content", [b"PAR1xxxxxxxx", b"x", b"PAR1" + b"\0" * 40 + b"PAR1"])
def test_what_is_no_parquet(spark: SparkSession, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(SparkRuntimeException) as caught:
        spark.read.parquet(str(tmp_path))
    assert caught.value.getCondition() == "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER"


def test_a_cut_archive(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"line\n" * 100_000)[:-100])
    for name in ("text", "csv", "json"):
        with pytest.raises((PySparkException, OSError)):
            spark.read.schema("value string").format(name).load(str(tmp_path / "x.gz")).collect()


def test_huge_rows(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(",".join(map(str, range(10_000))) + "\n")
    row = spark.read.csv(str(tmp_path / "wide.csv")).first()
    assert row is not None and len(row) == 10_000
    (tmp_path / "long.txt").write_text("x" * (1 << 24))
    assert len(spark.read.text(str(tmp_path / "long.txt")).collect()[0].value) == 1 << 24
    (tmp_path / "deep.json").write_text('{"a":' * 999 + "1" + "}" * 999)
    deep = spark.read.schema("a string").json(str(tmp_path / "deep.json")).collect()[0].a
    assert deep == '{"a":' * 998 + "1" + "}" * 998


def test_lines_of_an_rdd(spark: SparkSession) -> None:
    lines = spark.sparkContext.parallelize(["a,b", "1,x", "2,y"])
    assert [tuple(row) for row in spark.read.csv(lines, header=True, inferSchema=True).collect()] == [
        (1, "x"),
        (2, "y"),
    ]
    objects = spark.sparkContext.parallelize(['{"a": 1}', '{"b": "x"}'])
    assert [tuple(row) for row in spark.read.json(objects).collect()] == [(1, None), (None, "x")]


def test_words_of_a_file(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("a b\na c\n")
    lines = spark.read.text(str(tmp_path / "words.txt")).rdd.map(lambda row: row[0])
    counts = (
        lines.flatMap(lambda line: line.split(" "))
        .map(lambda word: (word, 1))
        .reduceByKey(lambda a, b: a + b)
    )
    assert dict(counts.collect()) == {"a": 2, "b": 1, "c": 1}


@pytest.mark.parametrize("name", ["parquet", "csv", "json"])
def test_remote_files(spark: SparkSession, name: str) -> None:
    path = f"memory://bucket/{name}"
    spark.sql("SELECT id, id % 2 AS p FROM range(5)").write.mode("overwrite").partitionBy("p").format(
        name
    ).save(path)
    back = spark.read.schema("id bigint, p int").format(name).load(path)
    assert sorted(tuple(row) for row in back.collect()) == [(0, 0), (1, 1), (2, 0), (3, 1), (4, 0)]
    assert back.filter("p = 1").count() == 2


# ------------------------------------------------------------------------------------------- files left out


@pytest.mark.parametrize("form", ["parquet", "csv", "json", "text"])
def test_missing_and_corrupt_files_are_left_out(spark: SparkSession, tmp_path: Path, form: str) -> None:
    frame = spark.range(0, 100, 1, 4).selectExpr("CAST(id AS STRING) AS value")
    frame.write.option("compression", "gzip").format(form).save(str(tmp_path / "t"))
    names = sorted(path for path in (tmp_path / "t").iterdir() if path.name.startswith("part-"))
    reader = spark.read.schema("value string").format(form)
    lenient = {
        name: reader.option(name, "true").load(str(tmp_path / "t")) for name in ("ignoreMissingFiles",)
    }
    names[0].unlink()
    with pytest.raises((PySparkException, OSError)):
        spark.read.schema("value string").format(form).load(
            [str(n) for n in names[1:]] + [str(names[0])]
        ).count()
    assert lenient["ignoreMissingFiles"].count() == 75
    names[1].write_bytes(b"no such thing")
    strict = spark.read.schema("value string").format(form).load(str(tmp_path / "t"))
    with pytest.raises((PySparkException, OSError)):
        strict.select("value").collect()
    corrupt = spark.read.schema("value string").option("ignoreCorruptFiles", "true").format(form)
    assert corrupt.load(str(tmp_path / "t")).count() == 50


# ------------------------------------------------------------------------------------------------- pruning


@pytest.fixture(scope="module")
def parted(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Any]:
    """A tree of partitions, its rows, and the same rows from memory."""
    path = tmp_path_factory.mktemp("parted") / "t"
    rows = (
        "id",
        "if(id % 5 = 4, null, id % 5) AS p",
        "concat('x', id % 2) AS q",
        "date_add(date'2020-01-01', id % 3) AS d",
    )
    spark.range(40).selectExpr("CAST(id AS INT) AS id").selectExpr(*rows).write.partitionBy(
        "p", "q", "d"
    ).csv(str(path))
    frame = spark.read.schema("id int, p int, q string, d date").csv(str(path))
    return path, frame, spark.createDataFrame(frame.collect(), frame.schema)


@pytest.mark.parametrize(
    "condition",
    [
        "p = 3", "p IN (1, 2) AND q = 'x1'", "p > 2 AND id < 5", "p BETWEEN 1 AND 2", "p IS NULL", "NOT p = 3",
        "p = 1 OR q = 'x0'", "p = 1 OR id = 3", "p IN (1, NULL)", "p NOT IN (1, 2)", "d > '2020-01-01'", "p = 100",
        "d = date'2020-01-02' AND p <=> NULL", "p = 1.0", "p + 1 = 2", "p = id", "q > 'x0'", "q = 'X1'", "1 = 0",
        "p IS NOT NULL AND NOT p IN (0, 1)", "q LIKE 'x_' AND upper(q) = 'X1'", "q LIKE '%0'", "q LIKE 'x\\\\%'",
        "NOT (p BETWEEN 1 AND 2 AND id > 3)", "NOT (p = 1 AND q = 'x1')", "year(d) = 2020 AND day(d) = 2",
        "p % 2 = 1", "-p % 2 = -1", "substring(q, 2, 1) = '1'", "substring(q, -1, 1) = '1'", "length(q) = p",
        "CAST(p AS STRING) = '1'", "CAST(d AS STRING) LIKE '2020-01-02'", "d > '2020-1-2'", "d + 1 = '2020-01-03'",
        "coalesce(p, 7) = 7", "startswith(q, 'x') AND endswith(q, '1')", "p * 2 > 5", "left(q, 1) = 'y' OR p = 0",
        "concat(q, p) = 'x13'", "d BETWEEN '2020-01-01' AND '2020-01-02'", "p IS NULL OR id IS NULL",
    ],
)  # fmt: skip
def test_filters_on_partitions(parted: tuple[Path, Any, Any], condition: str) -> None:
    _, read, memory = parted
    found, wanted = (sorted(map(str, frame.filter(condition).collect())) for frame in (read, memory))
    assert found == wanted


def test_files_of_other_partitions_are_not_opened(spark: SparkSession, parted: tuple[Path, Any, Any]) -> None:
    path, read, _ = parted
    found = read.filter("p = 3 AND q = 'x0'").count()
    for file in path.glob("p=1/*/*/*.csv"):
        file.unlink()
    read.createOrReplaceTempView("parted")
    assert spark.sql("SELECT * FROM parted AS t WHERE t.q = 'x0' AND t.p = 3").count() == found == 4
    with pytest.raises((PySparkException, OSError)):
        read.filter("p = 1").collect()


@pytest.mark.parametrize("table", [False, True], ids=["files", "table"])
def test_what_is_said_of_partitions_leaves_others_unopened(
    spark: SparkSession, tmp_path: Path, table: bool
) -> None:
    rows = ("id", "if(id % 3 = 2, null, id % 3) AS p", "date_add(date'2020-01-31', CAST(id % 3 AS INT)) AS d")
    frame = spark.range(9).selectExpr(*rows)
    if table:
        frame.write.partitionBy("p", "d").option("path", str(tmp_path / "t")).saveAsTable("left_unopened")
        read = spark.table("left_unopened")
    else:
        frame.write.partitionBy("p", "d").parquet(str(tmp_path / "t"))
        read = spark.read.parquet(str(tmp_path / "t"))
    try:
        # The partition of which nothing may be read: p=1/d=2020-02-01.
        for file in tmp_path.glob("t/p=1/*/*.parquet"):
            file.write_bytes(b"damaged")
        for condition, count in {
            "p IS NULL": 3, "p IS NOT NULL AND p < 1": 3, "coalesce(p, 5) = 5": 3, "NOT p <=> 1": 6,
            "d BETWEEN '2020-02-02' AND '2020-02-03'": 3, "month(d) = 1": 3, "CAST(d AS STRING) LIKE '2020-01%'": 3,
            "p + 1 = 1 AND id >= 0": 3, "d = date_add(date'2020-01-31', 2)": 3,
        }.items():  # fmt: skip
            assert read.filter(condition).count() == count, condition
        assert read.select("p", "id", (F.col("id") + 1).alias("n")).filter("p = 0").count() == 3
        with pytest.raises((PySparkException, OSError)):
            read.filter("id + p > 0").collect()
    finally:
        spark.sql("DROP TABLE IF EXISTS left_unopened")
