"""Rows put into tables of Delta Lake and Iceberg, changed, and read at earlier versions: the same for both."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

import pyrite.sql.functions as F
from pyrite.errors import AnalysisException, ArithmeticException, SparkRuntimeException
from pyrite.sql import SparkSession
from pyrite.sql._catalog.lake import lake_table_of
from pyrite.sql._commands.lake import commit_rows
from pyrite.sql._lake.formats import LakeConflict, LakeTable

Rows = Callable[[str], list[tuple]]
FOUR = [(1, "one", "a"), (2, "two", "a"), (3, "three", "b"), (4, None, None)]


def opened(spark: SparkSession, name: str) -> LakeTable:
    queries = spark._queries
    catalog, settings = queries.names.catalog, queries.settings()
    found = catalog.find(tuple(name.split(".")), settings)
    assert found is not None
    return lake_table_of(catalog.storage, found, settings)


def test_insert(spark: SparkSession, table: str, rows: Rows) -> None:
    assert rows(table) == FOUR
    spark.sql(f"INSERT INTO {table} (part, id) VALUES ('c', 5)")
    spark.sql(f"INSERT INTO {table} BY NAME SELECT 'six' AS v, 6 AS id")
    assert rows(table) == [*FOUR, (5, None, "c"), (6, "six", None)]


def test_a_failing_insert_changes_nothing(spark: SparkSession, table: str, rows: Rows) -> None:
    version = opened(spark, table).version
    with pytest.raises(ArithmeticException):
        spark.sql(f"INSERT INTO {table} SELECT CAST(id / (id - 9) AS INT), 'x', 'y' FROM range(20)")
    assert rows(table) == FOUR
    assert opened(spark, table).version == version


def test_overwrite_all(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"INSERT OVERWRITE {table} SELECT id + 10, v, part FROM {table} WHERE id < 3")
    assert rows(table) == [(11, "one", "a"), (12, "two", "a")]


def test_overwrite_a_partition(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"INSERT OVERWRITE {table} PARTITION (part = 'a') VALUES (9, 'nine')")
    assert rows(table) == [(3, "three", "b"), (4, None, None), (9, "nine", "a")]


def test_overwrite_the_partitions_of_the_rows(spark: SparkSession, table: str, rows: Rows) -> None:
    new = spark.createDataFrame([(7, "seven", "b"), (8, "eight", None)], "id int, v string, part string")
    new.writeTo(table).overwritePartitions()
    assert rows(table) == [*FOUR[:2], (7, "seven", "b"), (8, "eight", None)]


def test_overwrite_where(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"INSERT INTO {table} REPLACE WHERE id <= 2 SELECT 1, 'uno', 'z'")
    assert rows(table) == [(1, "uno", "z"), (3, "three", "b"), (4, None, None)]
    new = spark.createDataFrame([(3, "tres", "b")], "id int, v string, part string")
    new.writeTo(table).overwrite(F.col("part") == "b")
    assert rows(table) == [(1, "uno", "z"), (3, "tres", "b"), (4, None, None)]
    with pytest.raises(AnalysisException, match="condition"):
        new.writeTo(table).overwrite(F.col("part") == "z")


def test_rows_of_more_columns(spark: SparkSession, table: str, rows: Rows) -> None:
    new = spark.createDataFrame([(5, 1.5)], "id int, x double")
    with pytest.raises(AnalysisException) as caught:
        new.writeTo(table).append()
    assert caught.value.getCondition() == "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS"
    new.writeTo(table).option("mergeSchema", "true").append()
    assert spark.table(table).columns == ["id", "v", "part", "x"]
    assert rows(table) == [*[(*row, None) for row in FOUR], (5, None, None, 1.5)]


def test_a_setting_adds_columns(spark: SparkSession, table: str, rows: Rows) -> None:
    merge = f"MERGE INTO {table} AS t USING (SELECT 5 AS id, 'five' AS v, 'a' AS part, 2 AS y) AS s ON t.id = s.id"
    spark.sql(f"{merge} WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED BY SOURCE AND t.id = 4 THEN DELETE")
    assert spark.table(table).columns == ["id", "v", "part"]
    spark.conf.set("spark.databricks.delta.schema.autoMerge.enabled", "true")
    try:
        spark.sql(f"INSERT INTO {table} BY NAME SELECT 6 AS id, 1.5D AS x")
        spark.sql(f"{merge} WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)")
        assert spark.table(table).columns == ["id", "v", "part", "x"]
        spark.sql(f"{merge} WHEN MATCHED THEN UPDATE SET *")
    finally:
        spark.conf.unset("spark.databricks.delta.schema.autoMerge.enabled")
    assert spark.table(table).columns == ["id", "v", "part", "x", "y"]
    assert rows(table)[-2:] == [(5, "five", "a", None, 2), (6, None, None, 1.5, None)]


def test_add_columns(spark: SparkSession, table: str, rows: Rows) -> None:
    before = spark.table(table)
    spark.sql(f"ALTER TABLE {table} ADD COLUMNS (x STRUCT<a: INT, b: ARRAY<STRING>>)")
    spark.sql(f"INSERT INTO {table} VALUES (5, 'five', 'a', named_struct('a', 1, 'b', array('q')))")
    assert rows(table) == [*[(*row, None) for row in FOUR], (5, "five", "a", (1, ["q"]))]
    assert before.columns == ["id", "v", "part"]
    assert before.count() == 5


def test_delete(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"DELETE FROM {table} AS q WHERE q.v LIKE 't%' AND q.id > 2")
    assert rows(table) == [FOUR[0], FOUR[1], FOUR[3]]
    spark.sql(f"DELETE FROM {table} WHERE part = 'a'")
    assert rows(table) == [FOUR[3]]
    version = opened(spark, table).version
    spark.sql(f"DELETE FROM {table} WHERE id = 1000")
    assert opened(spark, table).version == version
    spark.sql(f"DELETE FROM {table}")
    assert rows(table) == []


def test_delete_by_a_query(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"DELETE FROM {table} WHERE id IN (SELECT max(id) FROM {table})")
    assert rows(table) == FOUR[:3]


def test_truncate(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"TRUNCATE TABLE {table}")
    assert rows(table) == []
    assert spark.table(table).columns == ["id", "v", "part"]


def test_update(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(f"UPDATE {table} SET v = upper(v), part = 'm' WHERE id IN (2, 3)")
    assert rows(table) == [FOUR[0], (2, "TWO", "m"), (3, "THREE", "m"), FOUR[3]]
    spark.sql(f"UPDATE {table} AS q SET q.id = q.id * 10L")
    assert [row[0] for row in rows(table)] == [10, 20, 30, 40]


@pytest.mark.parametrize(
    "text, condition",
    [
        ("UPDATE {t} SET z = 1", "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        ("UPDATE {t} SET id = array(1)", "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST"),
        ("UPDATE {t} SET id = 1, id = 2", "DUPLICATE_ASSIGNMENTS"),
        ("DELETE FROM {t} WHERE z", "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        ("DELETE FROM {t} WHERE 1", "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN"),
        ("UPDATE {t} SET v = 'x' WHERE id", "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN"),
    ],
)
def test_wrong_changes(spark: SparkSession, table: str, rows: Rows, text: str, condition: str) -> None:
    with pytest.raises(AnalysisException) as caught:
        spark.sql(text.format(t=table))
    assert caught.value.getCondition() == condition
    assert rows(table) == FOUR


#: The clauses of a MERGE, and the rows that it leaves of 1, 2, 3 and 4 where the source has 2, 3 and 5.
MERGES = [
    (
        "WHEN MATCHED THEN UPDATE SET v = s.v",
        [(1, "one", "a"), (2, "dos", "a"), (3, "tres", "b"), (4, None, None)],
    ),
    (
        "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
        [(1, "one", "a"), (2, "dos", "z"), (3, "tres", "z"), (4, None, None), (5, "cinco", "z")],
    ),
    ("WHEN MATCHED THEN DELETE", [(1, "one", "a"), (4, None, None)]),
    (
        "WHEN MATCHED AND s.id = 2 THEN DELETE WHEN MATCHED AND t.part = 'b' THEN UPDATE SET v = t.v || s.v",
        [(1, "one", "a"), (3, "threetres", "b"), (4, None, None)],
    ),
    (
        "WHEN NOT MATCHED AND s.id > 9 THEN INSERT * WHEN NOT MATCHED THEN INSERT (id, part) VALUES (s.id, 'new')",
        [*FOUR, (5, None, "new")],
    ),
    (
        "WHEN NOT MATCHED BY SOURCE AND part IS NULL THEN UPDATE SET v = 'left' "
        "WHEN NOT MATCHED BY SOURCE THEN DELETE",
        [(2, "two", "a"), (3, "three", "b"), (4, "left", None)],
    ),
    (
        "WHEN MATCHED AND s.id = 3 THEN UPDATE SET id = 30 WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id + 1) "
        "WHEN NOT MATCHED BY SOURCE AND id = 1 THEN DELETE",
        [(2, "two", "a"), (4, None, None), (6, None, None), (30, "three", "b")],
    ),
]


@pytest.mark.parametrize("clauses, expected", MERGES)
def test_merge(spark: SparkSession, table: str, rows: Rows, clauses: str, expected: list[tuple]) -> None:
    values = "(2, 'dos', 'z'), (3, 'tres', 'z'), (5, 'cinco', 'z')"
    source = f"(SELECT * FROM VALUES {values} AS x(id, v, part)) AS s"
    spark.sql(f"MERGE INTO {table} AS t USING {source} ON t.id = s.id {clauses}")
    assert rows(table) == sorted(expected, key=lambda row: row[0])


def test_merge_into(spark: SparkSession, table: str, rows: Rows) -> None:
    source = spark.createDataFrame([(1, "uno", "a"), (9, "nueve", "c")], "id int, v string, part string")
    writer = source.alias("s").mergeInto(table, F.expr(f"{table}.id = s.id"))
    writer.whenMatched().updateAll().whenNotMatched().insertAll().whenNotMatchedBySource(
        F.expr("part = 'b'")
    ).delete().merge()
    assert rows(table) == [(1, "uno", "a"), FOUR[1], FOUR[3], (9, "nueve", "c")]


def test_merge_with_the_table_itself(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(
        f"MERGE INTO {table} t USING (SELECT id + 1 AS id FROM {table}) s ON t.id = s.id "
        "WHEN MATCHED THEN UPDATE SET v = 'next' WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)"
    )
    assert [row[:2] for row in rows(table)] == [(1, "one"), (2, "next"), (3, "next"), (4, "next"), (5, None)]


def test_merge_of_several_rows_into_one(spark: SparkSession, table: str, rows: Rows) -> None:
    merge = f"MERGE INTO {table} t USING (SELECT explode(array(1, 1)) AS id) AS s ON t.id = s.id "
    for clause in (
        "WHEN MATCHED THEN UPDATE SET v = 'x'",
        "WHEN MATCHED AND t.v = 'none' THEN UPDATE SET v = 'x'",
        "WHEN MATCHED AND t.v = 'one' THEN DELETE",
    ):
        with pytest.raises(SparkRuntimeException) as caught:
            spark.sql(merge + clause)
        assert caught.value.getCondition() == "MERGE_CARDINALITY_VIOLATION"
        assert rows(table) == FOUR
    spark.sql(merge + "WHEN MATCHED THEN DELETE")
    assert rows(table) == FOUR[1:]


def test_merge_with_more_columns(spark: SparkSession, table: str, rows: Rows) -> None:
    spark.sql(
        f"MERGE WITH SCHEMA EVOLUTION INTO {table} t USING (SELECT 1 AS id, 2.5D AS x) s ON t.id = s.id "
        "WHEN MATCHED THEN UPDATE SET *"
    )
    assert rows(table) == [(1, "one", "a", 2.5), *[(*row, None) for row in FOUR[1:]]]


def test_versions(spark: SparkSession, table: str, rows: Rows, form: str) -> None:
    first = opened(spark, table).version
    spark.sql(f"DELETE FROM {table} WHERE id < 4")
    old = f"SELECT id, v, part FROM {table} VERSION AS OF {first} ORDER BY id"
    assert [tuple(row) for row in spark.sql(old).collect()] == FOUR
    assert spark.sql(f"SELECT * FROM {table} TIMESTAMP AS OF '2999-01-01'").count() == 1
    option = "versionAsOf" if form == "delta" else "snapshot-id"
    assert spark.read.option(option, first).table(table).count() == 4
    for wrong in ("VERSION AS OF 123456789", "TIMESTAMP AS OF 'never'"):
        with pytest.raises(AnalysisException):
            spark.sql(f"SELECT * FROM {table} {wrong}")


def test_history(spark: SparkSession, table: str, form: str) -> None:
    spark.sql(f"DELETE FROM {table} WHERE id = 1")
    found = spark.sql(f"DESCRIBE HISTORY {table}").collect()
    numbers = [row.version if form == "delta" else row.snapshot_id for row in found]
    assert opened(spark, table).version in numbers
    assert len(numbers) >= 2
    for number in numbers:
        spark.sql(f"SELECT * FROM {table} VERSION AS OF {number}").collect()


def test_a_version_stays_as_it_is(spark: SparkSession, table: str) -> None:
    first = opened(spark, table).version
    newest, pinned = spark.table(table), spark.sql(f"SELECT * FROM {table} VERSION AS OF {first}")
    assert newest.count() == pinned.count() == 4
    spark.sql(f"DELETE FROM {table} WHERE id = 1")
    assert newest.count() == 3
    assert pinned.count() == 4


def test_a_filter_leaves_files_unread(spark: SparkSession, table: str) -> None:
    frame = spark.table(table).where("part = 'a'")
    assert len(spark.table(table).inputFiles()) == 3
    compiled = frame._execution.compiled.sql
    assert compiled.count("read_parquet") == 1
    assert sorted(row.id for row in frame.collect()) == [1, 2]


def test_files_tell_of_themselves(spark: SparkSession, table: str) -> None:
    found = spark.table(table).select("id", "_metadata.file_name", "_metadata.row_index").collect()
    assert len({row.file_name for row in found}) == 3
    assert sorted(row.row_index for row in found if row.id < 3) == [0, 1]


def test_create_as_select(spark: SparkSession, form: str, name: str, rows: Rows) -> None:
    spark.sql(f"CREATE TABLE {name} USING {form} AS SELECT CAST(id AS INT) AS id, 'x' AS v FROM range(3)")
    assert rows(name) == [(0, "x"), (1, "x"), (2, "x")]
    with pytest.raises(AnalysisException) as caught:
        spark.range(1).writeTo(name).using(form).create()
    assert caught.value.getCondition() == "TABLE_OR_VIEW_ALREADY_EXISTS"
    spark.sql(f"CREATE TABLE IF NOT EXISTS {name} (a INT) USING {form}")
    assert rows(name) == [(0, "x"), (1, "x"), (2, "x")]


def test_save_as_table(spark: SparkSession, form: str, name: str, rows: Rows) -> None:
    new = spark.createDataFrame([(1, "a")], "id int, v string")
    for mode in ("error", "append", "ignore"):
        new.write.format(form).mode(mode).saveAsTable(name)
    assert rows(name) == [(1, "a"), (1, "a")]
    new.write.format(form).mode("overwrite").saveAsTable(name)
    new.selectExpr("id + 1", "v").write.insertInto(name)
    assert rows(name) == [(1, "a"), (2, "a")]
    with pytest.raises(AnalysisException):
        new.write.format(form).saveAsTable(name)


def test_types(spark: SparkSession, form: str, name: str) -> None:
    frame = spark.sql(
        "SELECT true AS b, 1 AS i, 2L AS l, CAST(1.5 AS FLOAT) AS f, 2.5D AS x, 1.10BD AS m, 'a' AS s, X'00ff' AS y, "
        "DATE '1960-02-29' AS d, TIMESTAMP '2024-01-01 12:00:00.000001' AS t, "
        "TIMESTAMP_NTZ '1900-01-01 00:00:00' AS n, "
        "array(1, NULL) AS a, map('k', 1.0D) AS k, named_struct('p', 1, 'q', array(named_struct('r', 'z'))) AS st"
    )
    frame.write.format(form).saveAsTable(name)
    found = spark.table(name)
    assert found.schema.simpleString() == frame.schema.simpleString()
    assert found.collect() == frame.collect()
    nulls = spark.sql("SELECT " + ", ".join(f"NULL AS {column}" for column in frame.columns))
    nulls.write.format(form).mode("append").saveAsTable(name)
    assert found.where("i IS NULL").collect() == [tuple([None] * len(frame.columns))]


def test_columns_without_nulls(spark: SparkSession, form: str, name: str, rows: Rows) -> None:
    spark.sql(f"CREATE TABLE {name} (id INT NOT NULL, v STRING) USING {form}")
    spark.sql(f"INSERT INTO {name} VALUES (1, NULL)")
    for text in (f"INSERT INTO {name} VALUES (NULL, 'x')", f"UPDATE {name} SET id = NULL"):
        with pytest.raises(SparkRuntimeException):
            spark.sql(text)
    assert rows(name) == [(1, None)]


def test_partitions_of_many_types(spark: SparkSession, form: str, name: str) -> None:
    frame = spark.sql(
        "SELECT id, DATE '2020-01-01' + CAST(id AS INT) AS d, id % 2 = 0 AS b, "
        "TIMESTAMP '2020-01-01 00:00:00.5' AS t, CONCAT('a/b %=', id) AS s, CAST(id AS DECIMAL(5,2)) AS m FROM range(4)"
    )
    frame.write.format(form).partitionBy("d", "b", "t", "s", "m").saveAsTable(name)
    assert spark.table(name).orderBy("id").select(*frame.columns).collect() == frame.collect()
    assert spark.table(name).where("d = DATE '2020-01-03' AND s = 'a/b %=2' AND m = 2").count() == 1
    spark.sql(f"DELETE FROM {name} WHERE d > DATE '2020-01-02'")
    assert spark.table(name).count() == 2


def test_writers_at_the_same_time(spark: SparkSession, table: str) -> None:
    failed: list[BaseException] = []

    def add(number: int) -> None:
        try:
            spark.createDataFrame([(number, "x", "a")], "id int, v string, part string").writeTo(
                table
            ).append()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=add, args=(100 + number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert spark.table(table).count() == 10


@pytest.mark.parametrize(
    "other", ["INSERT INTO {t} VALUES (9, 'n', 'a')", "UPDATE {t} SET v = 'other' WHERE id = 1"]
)
def test_a_conflict_loses_nothing(spark: SparkSession, table: str, rows: Rows, other: str) -> None:
    queries = spark._queries
    known = queries.names.catalog.find(tuple(table.split(".")), queries.settings())
    assert known is not None
    stale = opened(spark, table)
    files = stale.source().files
    spark.sql(other.format(t=table))
    expected = rows(table)
    data = sorted(spark.table(table).inputFiles())
    with pytest.raises(LakeConflict, match="run it again"):
        commit_rows(queries, known, stale, spark.table(table).limit(1)._plan, files, "DELETE")
    assert rows(table) == expected
    assert sorted(spark.table(table).inputFiles()) == data


def test_names_that_are_none(spark: SparkSession, form: str, name: str) -> None:
    for text in (
        f"SELECT * FROM {name}",
        f"DELETE FROM {name}",
        f"DROP TABLE {name}",
        f"INSERT INTO {name} VALUES (1)",
    ):
        with pytest.raises(AnalysisException) as caught:
            spark.sql(text)
        assert caught.value.getCondition() == "TABLE_OR_VIEW_NOT_FOUND"
