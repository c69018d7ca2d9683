"""``spark.sql.timestampType`` in programs, against what real PySpark 4.3.0 answered; in SQL see test_statements."""

from __future__ import annotations

import json
from pathlib import Path

import timestamp_word as word

from pyrite.sql import SparkSession


def test_programs_as_pyspark(tmp_path: Path) -> None:
    recorded = json.loads(word.RECORDED.read_text(encoding="utf-8"))
    with SparkSession.builder.master("local[2]").getOrCreate() as spark:
        found = word.outcomes("pyrite", spark, tmp_path)
    assert found.keys() == recorded.keys()
    assert {name: (recorded[name], found[name]) for name in found if found[name] != recorded[name]} == {}
