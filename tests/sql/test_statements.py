"""Scripts, SQL functions and other statements against what real PySpark answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import statement_cases as cases

from pyrite.sql import SparkSession

RECORDED = json.loads((Path(__file__).parent / "data" / "statements_4.3.0.json").read_text(encoding="utf-8"))
#: Statements about the catalog that Pyrite answers otherwise: by topic, a line each, with the reason.
DIFFERENT = {
    tuple(line.split("\t")[:2])
    for line in (cases.FOLDER / "differences.txt").read_text(encoding="utf-8").splitlines()
}

#: Where Pyrite differs, and why.
KNOWN = {
    "CREATE OR REPLACE TEMPORARY FUNCTION tq(n BIGINT) RETURNS TABLE RETURN SELECT id, id * n AS m FROM range(n)": (
        "both refuse a parameter as the argument of range, under different conditions"
    ),
    "SELECT from_json('{\"a\":1}', 'a NOTYPE')": "Spark tells how the text is no schema, we that there is no such type",
    "SELECT to_json(map(1, 'x', 2, 'y')), to_json(map(named_struct('a', 1), 2))": "structs as keys",
    "SELECT to_json(named_struct('b', X'0102', 'i', INTERVAL '1' DAY, 'y', INTERVAL '2' YEAR))": (
        "all of an interval's units are written"
    ),
    "SELECT to_json(named_struct('a', 1), map('pretty', 'true'))": "the option is not there",
    "SELECT schema_of_json('nope')": "Spark lets an error of its JSON library through",
    "BEGIN FOR r AS SELECT named_struct('a', 1) AS s, array(1,2) AS a, map('k', 2) AS m DO "
    "SELECT r.s.a, a[0], m['k']; END FOR; END": "Spark names the columns after objects of the JVM",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("statements")


@pytest.fixture(scope="module")
def spark(folder: Path) -> Iterator[SparkSession]:
    builder = SparkSession.builder.master("local[2]")
    with builder.config("spark.sql.warehouse.dir", str(folder / "warehouse")).getOrCreate() as session:
        yield session


@pytest.mark.parametrize("topic", [topic for topic in cases.topics() if topic != "hive"])
def test_statements_as_pyspark(spark: SparkSession, folder: Path, topic: str) -> None:
    session, places = spark.newSession(), cases.Places(folder / "warehouse", folder / "files" / topic)
    assert [text for text, _ in RECORDED[topic]] == cases.statements(topic)
    differ = {}
    for text, wanted in RECORDED[topic]:
        found = cases.outcome(session, text, topic, places)
        if found != wanted and (topic, text) not in DIFFERENT:
            differ[text] = (wanted, found)
    assert differ.keys() <= KNOWN.keys(), differ


def test_a_script_leaves_no_variables(spark: SparkSession) -> None:
    assert spark.sql("BEGIN DECLARE x INT DEFAULT 1; SELECT x; END").collect() == [(1,)]
    with pytest.raises(Exception, match="UNRESOLVED_COLUMN"):
        spark.sql("SELECT x")


def test_a_script_takes_parameters(spark: SparkSession) -> None:
    text = "BEGIN DECLARE x INT DEFAULT :first; WHILE x < :last DO SET x = x + 1; END WHILE; SELECT x; END"
    assert spark.sql(text, {"first": 2, "last": 9}).collect() == [(9,)]
