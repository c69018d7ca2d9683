"""Hostile names, parameters and texts: they are names and values, and nothing of DuckDB's own language is reached."""

from __future__ import annotations

import os

import pytest

from pyrite.errors import IllegalArgumentException, PySparkException
from pyrite.sql import Window
from pyrite.sql import functions as F

pytestmark = pytest.mark.timeout(60)

NAMES = [
    'a"b',
    "a'b",
    "a`b",
    '";DROP VIEW canary;--',
    "'; DROP VIEW canary; --",
    "a\0b",
    "a;b",
    "a\nb",
    "a\\b",
    "a.b",
    "$1",
    "{x}",
    "é日本😀",
    "input_0",
    '"',
    "''",
    "/*x*/",
    "--",
    "%s",
    "\x02[]\x03",
    "x" * 5000,
]


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


@pytest.fixture
def canary(spark):
    """A session with a view that must be there afterwards."""
    spark.range(3).createOrReplaceTempView("canary")
    yield spark
    assert [row.id for row in spark.table("canary").collect()] == [0, 1, 2]


# ------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_are_names_everywhere(canary, name):
    spark = canary
    df = spark.createDataFrame([(1, "x"), (2, "y")], [name, "other"])
    column = F.col(quoted(name))
    assert df.columns == [name, "other"] and df.collect()[0].asDict() == {name: 1, "other": "x"}
    assert df.select(column).collect()[1].asDict() == {name: 2}
    assert spark.range(1).withColumn(name, F.lit(7)).collect()[0].asDict() == {"id": 0, name: 7}
    assert spark.range(1).withColumnRenamed("id", name).collect()[0].asDict() == {name: 0}
    assert spark.range(1).toDF(name).columns == [name]
    assert df.drop(name).columns == ["other"]
    assert df.groupBy(column).count().orderBy(column).collect()[0].asDict() == {name: 1, "count": 1}
    assert (
        df.withColumn("r", F.row_number().over(Window.orderBy(column.desc()))).filter("r = 1").first()[0] == 2
    )
    packed = df.select(F.struct(column).alias("s"))
    assert packed.collect()[0].s.asDict() == {name: 1}
    assert packed.select(F.col("s").getField(name)).collect()[1][0] == 2
    pivoted = spark.createDataFrame([(1, name)], "a int, p string").groupBy("a").pivot("p").count()
    assert pivoted.collect()[0].asDict() == {"a": 1, name: 1}
    assert df.alias(name).select(F.col(f"{quoted(name)}.other")).count() == 2
    assert df.toArrow().column_names == [name, "other"]
    assert df.observe(name, F.count(F.lit(1)).alias("n")).count() == 2
    df.createOrReplaceTempView(quoted(name))
    assert spark.sql(f"SELECT * FROM {quoted(name)}").count() == 2
    assert spark.sql(f"WITH {quoted(name)} AS (SELECT 5 AS a) SELECT a FROM {quoted(name)}").first().a == 5
    assert spark.sql(f"SELECT 1 AS {quoted(name)}").columns == [name]
    assert spark.sql(f"SELECT {quoted(name)}.id FROM canary AS {quoted(name)}").count() == 3
    spark.sql(f"DECLARE OR REPLACE VARIABLE {quoted(name)} = 5")
    assert spark.sql(f"SELECT session.{quoted(name)}").first()[0] == 5
    spark.sparkContext.setJobGroup(name, name)
    spark.conf.set(f"my.{name}", name)
    assert spark.conf.get(f"my.{name}") == name and df.cache().count() == 2


@pytest.mark.parametrize("value", NAMES, ids=range(len(NAMES)))
def test_values_are_values_everywhere(canary, value):
    spark = canary
    assert spark.sql("SELECT ? AS a, ? AS b", [value, 1]).first().a == value
    assert spark.sql("SELECT :p AS a", {"p": value}).first().a == value
    assert spark.sql("SELECT :p AS a", {"p": F.lit(value)}).first().a == value
    assert spark.sql("SELECT array(:p)[0] AS a, map(:p, 1) AS m", {"p": value}).first().m == {value: 1}
    assert spark.sql("SELECT id FROM canary WHERE CAST(id AS STRING) = :p", {"p": value}).count() == 0
    assert spark.sql("SELECT {v} AS a FROM {d}", v=value, d=spark.range(1)).first().a == value
    assert (
        spark.sql(
            "SELECT IDENTIFIER(:p) FROM {d}", {"p": quoted(value)}, d=spark.range(2).toDF(value)
        ).count()
        == 2
    )
    frame = spark.createDataFrame([(value,), ("other",)], "v string")
    assert frame.filter(F.col("v") == value).collect() == frame.filter(F.col("v").isin(value, "q")).collect()
    assert frame.filter(F.col("v").contains(value)).first().v == value
    for failing in (F.col("v").cast("int"), F.col("v").cast("date"), F.raise_error(F.lit(value))):
        with pytest.raises(PySparkException) as caught:
            frame.select(failing).collect()
        assert caught.value.getCondition()


def test_surrogates_are_refused_as_names_and_values(canary):
    for make in (
        lambda: canary.range(1).select(F.lit("a\ud800")),
        lambda: canary.range(1).toDF("a\ud800").toArrow(),
        lambda: canary.sql("SELECT 'a\ud800'"),
    ):
        with pytest.raises((PySparkException, UnicodeEncodeError)):
            make().collect()


def test_files_have_hostile_names_of_columns(canary, tmp_path):
    for number, name in enumerate(NAMES):
        df = canary.createDataFrame([(1, "x"), (2, "y")], [name, "other"])
        for form in ("parquet", "json"):
            path = str(tmp_path / f"{form}{number}")
            df.write.format(form).save(path)
            back = canary.read.format(form).load(path).select(quoted(name), "other")
            assert sorted(back.collect()) == sorted(df.collect())


# --------------------------------------------------------------------------------- DuckDB behind the parser

_REFUSED = [
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_parquet('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM `{secret}`",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM pragma_version()",
    "SELECT * FROM query('select 1')",
    "SELECT * FROM query_table('canary')",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM input_0",
    "SELECT * FROM store_1",
    "SELECT * FROM local_variable",
    "SELECT getenv('HOME')",
    "SELECT current_setting('threads')",
    "SELECT read_text('{secret}')",
    "SELECT query('select 1')",
    "SELECT error('x')",
    "SELECT COLUMNS('*') FROM canary",
    "SELECT * EXCLUDE (id) FROM canary",
    "SELECT CAST('x' AS REGCLASS)",
    "COPY canary TO '{folder}/made'",
    "COPY (SELECT 1) TO '{folder}/made'",
    "COPY canary FROM '{secret}'",
    "ATTACH '{folder}/made'",
    "ATTACH DATABASE '{folder}/made' AS x",
    "DETACH x",
    "INSTALL httpfs",
    "FORCE INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{folder}/evil.so'",
    "PRAGMA database_list",
    "PRAGMA enable_external_access",
    "CALL pragma_version()",
    "EXPORT DATABASE '{folder}/made'",
    "IMPORT DATABASE '{folder}/made'",
    "CREATE MACRO f(a) AS a",
    "CREATE SECRET s (TYPE S3)",
    "VACUUM",
    "CHECKPOINT",
    "SUMMARIZE canary",
    "SELECT 1; COPY canary TO '{folder}/made'",
    "SELECT 1; DROP VIEW canary",
    "EXECUTE IMMEDIATE 'COPY canary TO \"{folder}/made\"'",
    "SELECT reflect('java.lang.Runtime', 'getRuntime')",
]


@pytest.mark.parametrize("text", _REFUSED)
def test_no_text_reaches_duckdb(canary, tmp_path, text):
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    local_variable = canary.range(3).toArrow()
    assert local_variable.num_rows == 3
    before = os.listdir(tmp_path)
    with pytest.raises(PySparkException):
        canary.sql(text.format(secret=tmp_path / "secret.csv", folder=tmp_path)).collect()
    with pytest.raises(PySparkException):
        canary.range(3).selectExpr(text.format(secret=tmp_path / "secret.csv", folder=tmp_path)).collect()
    with pytest.raises(PySparkException):
        canary.range(3).filter(text.format(secret=tmp_path / "secret.csv", folder=tmp_path)).collect()
    assert os.listdir(tmp_path) == before


def test_settings_of_duckdb_are_names_without_meaning(canary):
    engine = canary._queries.engine
    asked = "SELECT name, value FROM duckdb_settings() ORDER BY name"
    before = engine.run(asked).to_pylist()
    for text in (
        "SET threads = 1",
        "SET memory_limit = '1MB'",
        "SET enable_external_access = true",
        "RESET threads",
    ):
        canary.sql(text).collect()
        canary.conf.set("temp_directory", "/")
    assert engine.run(asked).to_pylist() == before
    # Nor could a text change them that got through.
    for text in ("SET threads = 7", "SET lock_configuration = false", "SET allowed_configs = ['threads']"):
        with pytest.raises(Exception, match="locked"):
            engine.run(text)


@pytest.mark.parametrize("zone", ["UTC'; COPY (SELECT 1) TO '{}'; --", "x", "", "\0", "../../etc/passwd"])
def test_a_time_zone_is_no_text(session, tmp_path, zone):
    made = tmp_path / "made"
    hostile = zone.format(made)
    spark = session()
    with pytest.raises(IllegalArgumentException) as caught:
        spark.conf.set("spark.sql.session.timeZone", hostile)
    assert caught.value.getCondition() == "INVALID_CONF_VALUE.TIME_ZONE"
    spark.sql("SET spark.sql.session.timeZone = UTC").collect()
    assert spark.range(3).count() == 3 and not made.exists()


def test_a_time_zone_of_the_configuration_is_no_text(session, tmp_path):
    made = tmp_path / "made"
    spark = session(**{"spark.sql.session.timeZone": f"UTC'; COPY (SELECT 1) TO '{made}'; --"})
    with pytest.raises(IllegalArgumentException):
        spark.range(3).collect()
    assert not made.exists()


def test_paths_stay_paths(canary, tmp_path):
    """Quotes and calls in the names of files end no text that is made of them."""
    hostile = ["'", "a', 'b", "x') AS t; COPY (SELECT 1) TO 'made", 'a"b', "a'||chr(0)||'b", "$$", "é😀"]
    for number, name in enumerate(hostile):
        for form in ("parquet", "csv", "json"):
            path = str(tmp_path / f"{number}{form}{name}")
            canary.range(3).selectExpr("CAST(id AS STRING) AS v").write.format(form).save(path)
            assert canary.read.schema("v string").format(form).load(path).count() == 3
    assert "made" not in os.listdir(tmp_path) + os.listdir(".")


# ------------------------------------------------------------------------------------------ paths and tables

_OUTSIDE = [
    "../../evil",
    "..",
    ".",
    "a/../../../evil",
    "/etc/evil",
    "..%2f..%2fevil",
    "a\\..\\evil",
    "~",
    "\0",
    "a\nb",
    "%",
]


def _tree(root):
    """All that is below a folder."""
    return {os.path.join(folder, name) for folder, _, files in os.walk(root) for name in files}


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_values_of_partitions_stay_inside_of_their_directory(canary, tmp_path, form):
    rows = [(number, value) for number, value in enumerate(_OUTSIDE) if value != "\0"]
    frame = canary.createDataFrame(rows, "id int, part string")
    inside = tmp_path / "files" / "a" / "table"
    frame.write.partitionBy("part").format(form).save(str(inside))
    assert all(path.startswith(f"{inside}{os.sep}") for path in _tree(tmp_path / "files"))
    assert os.listdir(inside.parent) == ["table"] and len(os.listdir(inside)) == len(rows) + 1
    assert not any("evil" in path for path in _tree(tmp_path) - _tree(inside))
    back = canary.read.schema("id int, part string").format(form).load(str(inside))
    assert sorted(tuple(row) for row in back.collect()) == rows


def test_names_of_columns_that_partition_stay_inside(canary, tmp_path):
    for number, name in enumerate(_OUTSIDE):
        inside = tmp_path / "files" / "a" / str(number)
        frame = canary.createDataFrame([(1, "x")], "id int, part string").withColumnRenamed("part", name)
        try:
            frame.write.partitionBy(name).parquet(str(inside))
        except (PySparkException, ValueError):
            # No file has a NUL in its name.
            assert "\0" in name
        assert all(path.startswith(f"{inside.parent}{os.sep}") for path in _tree(tmp_path / "files"))
    assert len(os.listdir(tmp_path / "files" / "a")) >= len(_OUTSIDE) - 1


def test_names_of_tables_stay_inside_of_the_warehouse(session, tmp_path):
    spark = session(**{"spark.sql.warehouse.dir": str(tmp_path / "a" / "warehouse")})
    made = 0
    for name in [*_OUTSIDE, "';DROP TABLE t;--", 'a"b', "a`b"]:
        for make in (
            lambda name=name: spark.range(3).write.saveAsTable(quoted(name)),
            lambda name=name: spark.sql(f"CREATE DATABASE {quoted(name)}"),
            lambda name=name: spark.sql(f"CREATE TABLE {quoted(name)} (id int) USING parquet"),
        ):
            try:
                make()
                made += 1
            except PySparkException:
                pass
    outside = [path for path in _tree(tmp_path) if not path.startswith(f"{tmp_path}/a/warehouse/")]
    # The catalog's own file is where it is told to be.
    assert not [path for path in outside if "evil" in path or path.endswith(".parquet")]
    assert made == 0 or _tree(tmp_path)


def test_directories_with_hostile_names_are_values(canary, tmp_path):
    """What a tree of partitions says of its rows is never part of a query's text."""
    hostile = ["'; DROP VIEW canary; --", 'x"', "a'||'b", "%2e%2e%2fevil", "..%2F", "$1", "{x}", "é😀"]
    for number, value in enumerate(hostile):
        folder = tmp_path / "t" / f"part={value}"
        folder.mkdir(parents=True)
        (folder / f"f{value.replace('%', '')}.csv").write_text(f"{number}\n")
    back = canary.read.schema("id int, part string").csv(str(tmp_path / "t"))
    found = {row.id: row.part for row in back.collect()}
    assert found == dict(enumerate([*hostile[:3], "../evil", "../", *hostile[5:]]))
    for number, value in found.items():
        assert [row.id for row in back.filter(F.col("part") == value).collect()] == [number]
        assert back.filter(F.col("part").eqNullSafe(value)).select("_metadata.file_name").count() == 1
