"""Small DataFrame programs do what they did on real PySpark, which ``dataframes/record.py`` wrote down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyrite.sql import SparkSession

sys.path.insert(0, str(Path(__file__).parent / "dataframes"))
from programs import Outcome, names_of, outcome, programs, recorded

PROGRAMS = programs()
RECORDED = recorded()

#: Where Pyrite differs: what it gives, and why.
DIFFERENT: dict[str, tuple[Outcome, str]] = {
    'selection: people.select(F.explode("tags")[0])': (
        ["error", "AnalysisException", "INVALID_EXTRACT_FIELD_TYPE", {"extraction": '"0"'}],
        "says what cannot be extracted first",
    ),
    'selection: people.to(T.StructType([T.StructField("new", T.StringType(), False)]))': (
        [
            "error",
            "AnalysisException",
            "UNRESOLVED_COLUMN.WITH_SUGGESTION",
            {"objectName": "`new`", "proposal": "`age`, `id`, `name`, `tags`, `address`"},
        ],
        "proposes names in another order",
    ),
    'joins: other = people.select("id", "name"); '
    'people.join(other, people["id"] == other["id"]).select(people["name"], "age")': (
        [
            "rows",
            ["name: string", "age: bigint"],
            [
                "Row(name='Al', age=31)",
                "Row(name='Bea', age=25)",
                "Row(name='Cy', age=None)",
                "Row(name='Di', age=31)",
            ],
        ],
        "knows which of the two DataFrames is meant",
    ),
    'joins: other = people.withColumnRenamed("id", "pid"); '
    'people.join(other, people["id"] == other["pid"]).select(people["age"], other["pid"])': (
        [
            "rows",
            ["age: bigint", "pid: bigint"],
            ["Row(age=25, pid=2)", "Row(age=31, pid=1)", "Row(age=31, pid=4)", "Row(age=None, pid=3)"],
        ],
        "knows which of the two DataFrames is meant",
    ),
    'joins: other = people.select((people.id + 1).alias("id"), people.name); '
    'people.join(other, people["id"] == other["id"]).select(people["id"], other["name"])': (
        [
            "rows",
            ["id: bigint", "name: string"],
            ["Row(id=2, name='Al')", "Row(id=3, name='Bea')", "Row(id=4, name='Cy')"],
        ],
        "knows which of the two DataFrames is meant",
    ),
    'groups: orders.groupBy("person").pivot("item", ["pen"]).agg(F.sum("price").alias("s"), F.count("*").alias("n"))': (
        [
            "rows",
            ["person: bigint", "pen_s: double", "pen_n: bigint"],
            [
                "Row(person=1, pen_s=1.5, pen_n=1)",
                "Row(person=2, pen_s=2.5, pen_n=1)",
                "Row(person=9, pen_s=None, pen_n=None)",
            ],
        ],
        "PySpark cannot count all rows in a pivot",
    ),
    'statistics: orders.crosstab("person", "item")': (
        [
            "rows",
            [
                "person_item: string not null",
                "cup: bigint not null",
                "ink: bigint not null",
                "pen: bigint not null",
            ],
            [
                "Row(person_item='1', cup=0, ink=1, pen=1)",
                "Row(person_item='2', cup=0, ink=0, pen=1)",
                "Row(person_item='9', cup=1, ink=0, pen=0)",
            ],
        ],
        "the key is never null",
    ),
}


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, Any]]:
    with SparkSession.builder.master("local[2]").appName("dataframes").getOrCreate() as spark:
        yield names_of("pyrite", spark)


def test_each_program_is_recorded() -> None:
    assert PROGRAMS.keys() == RECORDED.keys()
    assert DIFFERENT.keys() <= PROGRAMS.keys()


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, names: dict[str, Any]) -> None:
    found = outcome(PROGRAMS[name], names)
    expected = RECORDED[name]
    if name in DIFFERENT:
        expected, reason = DIFFERENT[name]
        assert expected != RECORDED[name], f"{name} does not differ any more, though: {reason}"
    assert found == expected
