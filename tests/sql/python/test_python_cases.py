"""Functions of users, compared with what PySpark makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import python_outcomes as outcomes

from pyrite.sql import SparkSession, functions

RECORDED: dict[str, dict[str, Any]] = json.loads(outcomes.RECORDED.read_text(encoding="utf-8"))
#: Where Pyrite does otherwise: the case, and why.
DIFFERENCES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("differences.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    builder = SparkSession.builder.master("local[2]")
    with builder.config("spark.sql.session.timeZone", "America/New_York").getOrCreate() as session:
        yield session


@pytest.mark.parametrize("group", list(RECORDED))
def test_as_pyspark(spark: SparkSession, group: str) -> None:
    calls = outcomes.groups(spark, functions)[group]
    assert set(calls) == set(RECORDED[group])
    expected = {name: known["found"] for name, known in DIFFERENCES.get(group, {}).items()}
    found = {name: outcomes.outcome(call) for name, call in calls.items()}
    wrong = {name: made for name, made in found.items() if made != expected.get(name, RECORDED[group][name])}
    assert wrong == {}


def test_differences_are_such() -> None:
    for group, known in DIFFERENCES.items():
        for name, difference in known.items():
            assert RECORDED[group][name] != difference["found"], name
