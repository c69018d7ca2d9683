"""Statements about the catalog with Hive support, against what real PySpark answered."""

from __future__ import annotations

from pathlib import Path

import statement_cases as cases
from test_statements import DIFFERENT, RECORDED

from pyrite.sql import SparkSession


def test_statements_with_hive_support_as_pyspark(tmp_path: Path) -> None:
    active = SparkSession.getActiveSession()
    if active is not None:
        active.stop()
    warehouse = tmp_path / "warehouse"
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(warehouse))
    places, differ = cases.Places(warehouse, tmp_path / "files"), {}
    assert [text for text, _ in RECORDED["hive"]] == cases.statements("hive")
    with builder.enableHiveSupport().getOrCreate() as session:
        for text, wanted in RECORDED["hive"]:
            found = cases.outcome(session, text, "hive", places)
            if found != wanted and ("hive", text) not in DIFFERENT:
                differ[text] = (wanted, found)
    assert not differ
