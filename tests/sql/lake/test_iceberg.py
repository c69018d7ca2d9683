"""Iceberg tables, and what Iceberg's own library makes of the same tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyrite.errors import AnalysisException, PySparkNotImplementedError
from pyrite.sql import SparkSession

pytest.importorskip("pyiceberg")
pa = pytest.importorskip("pyarrow")


@pytest.fixture
def catalog(spark: SparkSession, warehouse: Path) -> Any:
    """The session's catalog, opened by the library alone."""
    from pyiceberg.catalog import load_catalog

    place = warehouse / "iceberg"
    spark.sql("CREATE DATABASE IF NOT EXISTS lake.db")
    found = load_catalog(
        "other", type="sql", uri=f"sqlite:///{place}/.catalog.db", warehouse=f"file://{place}"
    )
    # The library keeps each catalog's tables by the catalog's name.
    found.name = "lake"
    yield found
    for _, name in found.list_tables("db"):
        found.drop_table(("db", name))


def library(catalog: Any, name: str) -> list[tuple]:
    rows = catalog.load_table(("db", name)).scan().to_arrow().to_pylist()
    return sorted([tuple(row.values()) for row in rows], key=repr)


def pyrite(spark: SparkSession, name: str) -> list[tuple]:
    return sorted([tuple(row) for row in spark.table(f"lake.db.{name}").collect()], key=repr)


def test_written_here_read_there(spark: SparkSession, catalog: Any) -> None:
    spark.sql("CREATE TABLE lake.db.a (id INT COMMENT 'number', p STRING) USING iceberg PARTITIONED BY (p)")
    spark.sql("INSERT INTO lake.db.a VALUES (1, 'a b'), (2, 'ü/%'), (3, NULL)")
    spark.sql("UPDATE lake.db.a SET id = id * 10 WHERE p = 'a b' OR p IS NULL")
    spark.sql("DELETE FROM lake.db.a WHERE id = 2")
    assert library(catalog, "a") == pyrite(spark, "a") == [(10, "a b"), (30, None)]
    table = catalog.load_table("db.a")
    assert [(field.name, field.doc) for field in table.schema().fields] == [("id", "number"), ("p", None)]
    assert [f"{field.transform}" for field in table.spec().fields] == ["identity"]


def test_written_there_read_here(spark: SparkSession, catalog: Any) -> None:
    rows = pa.table({"id": pa.array([1, 2, 3], pa.int64()), "p": ["x", "y z", None]})
    table = catalog.create_table("db.b", schema=rows.schema)
    table.append(rows)
    table.delete("id = 2")
    with table.update_schema() as change:
        from pyiceberg.types import DoubleType

        change.add_column("q", DoubleType())
    table.append(pa.table({"id": pa.array([7], pa.int64()), "p": ["x"], "q": [1.5]}))
    assert pyrite(spark, "b") == library(catalog, "b") == [(1, "x", None), (3, None, None), (7, "x", 1.5)]
    spark.sql("INSERT INTO lake.db.b VALUES (8, 'n', 2.5)")
    assert (8, "n", 2.5) in library(catalog, "b")


def test_partitions_by_days(spark: SparkSession, catalog: Any) -> None:
    from pyiceberg.transforms import DayTransform

    rows = spark.sql("SELECT id, TIMESTAMP '2024-01-01' + make_dt_interval(id) AS t FROM range(3)")
    table = catalog.create_table("db.c", schema=rows.toArrow().schema)
    with table.update_spec() as change:
        change.add_field("t", DayTransform())
    rows.writeTo("lake.db.c").append()
    assert len(spark.table("lake.db.c").inputFiles()) == 3
    spark.sql("UPDATE lake.db.c SET id = 20 WHERE t = TIMESTAMP '2024-01-03'")
    assert [row[0] for row in pyrite(spark, "c")] == [0, 1, 20]
    rows.where("id = 2").writeTo("lake.db.c").overwritePartitions()
    assert [row[0] for row in library(catalog, "c")] == [0, 1, 2]


def test_renamed_columns_are_refused(spark: SparkSession, catalog: Any) -> None:
    table = catalog.create_table("db.d", schema=pa.schema([("id", pa.int64())]))
    table.append(pa.table({"id": [1]}))
    with table.update_schema() as change:
        change.rename_column("id", "number")
    with pytest.raises(PySparkNotImplementedError, match="renamed"):
        spark.table("lake.db.d").collect()


def test_catalogs_of_type_sql(spark: SparkSession, tmp_path: Path) -> None:
    settings = {
        "": "org.apache.iceberg.spark.SparkCatalog",
        ".type": "sql",
        ".uri": f"sqlite:///{tmp_path}/names.db",
        ".warehouse": f"file://{tmp_path}",
    }
    for key, value in settings.items():
        spark.conf.set(f"spark.sql.catalog.named{key}", value)
    spark.sql("CREATE TABLE named.x.t AS SELECT 1 AS a")
    assert spark.table("named.x.t").collect() == [(1,)]
    spark.sql("DROP TABLE named.x.t")
    assert (tmp_path / "names.db").exists()


def test_what_is_not_there(spark: SparkSession) -> None:
    with pytest.raises(AnalysisException):
        spark.table("nothing.db.t")
    with pytest.raises(PySparkNotImplementedError, match="catalog"):
        spark.sql("CREATE TABLE here (a INT) USING iceberg")
