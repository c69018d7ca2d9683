"""A warehouse made by PySpark 4.3.0 opens here, and one made here opens there."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warehouse import MAKE, RECORDED, TABLES, VIEWS, opened, statement, told

from pyrite.sql import SparkSession

RECORD = json.loads((RECORDED / "tables.json").read_text(encoding="utf-8"))


@pytest.fixture
def spark(tmp_path: Path) -> Iterator[Any]:
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(tmp_path / "w"))
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    yield session
    session.stop()


def test_a_warehouse_of_pyspark_opens(spark: Any, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    shutil.copytree(RECORDED / "spark-warehouse", folder)
    statements = {name: text.replace("{folder}", str(folder)) for name, text in RECORD["statements"].items()}
    opened(spark, statements, ["parted", "both_ways"])
    found = told(spark)
    assert found == RECORD["answers"]
    # And it is a table like any other: rows go in beside theirs.
    spark.sql("INSERT INTO parted VALUES (9, 'x', 1)")
    spark.sql("INSERT INTO bucketed VALUES (100, 'n100')")
    assert spark.table("parted").count() == 5
    assert spark.sql("SELECT name FROM bucketed WHERE id = 100").collect()[0].name == "n100"


def test_pyspark_opens_a_warehouse_of_pyrite(spark: Any, tmp_path: Path) -> None:
    """PySpark has opened the tables of these very statements; see ``record_warehouse.py``."""
    assert RECORD["differs when PySpark opens it"] == {}
    for text in MAKE:
        spark.sql(text)
    made = {name: statement(spark, name, Path("{folder}")) for name in (*TABLES, *VIEWS)}
    assert made == RECORD["made by Pyrite"]
    assert made == RECORD["statements"]
    assert told(spark) == RECORD["answers"]
