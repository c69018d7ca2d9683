"""XML: what PySpark makes of it, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matrix_outcomes
import pytest
import xml_cases as cases
import xml_outcomes as outcomes

from pyrite.errors import AnalysisException, PySparkNotImplementedError
from pyrite.sql import SparkSession

RECORDED: dict[str, list[Any]] = json.loads(outcomes.RECORDED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = matrix_outcomes.session("pyrite")
    yield session
    session.stop()


def matches(found: Any, recorded: Any) -> bool:
    """Whether an outcome is the recorded one. What PySpark has no condition for is any error of ours."""
    if isinstance(recorded, dict) and recorded["error"] == "other":
        return isinstance(found, dict)
    return bool(found == recorded)


@pytest.mark.parametrize("place", range(len(cases.READS)))
def test_xml_is_read_as_by_spark(spark: SparkSession, tmp_path: Path, place: int) -> None:
    assert matches(outcomes.read(spark, place, tmp_path), RECORDED["reads"][place])


@pytest.mark.parametrize("place", range(len(cases.WRITES)))
def test_xml_is_written_as_by_spark(spark: SparkSession, tmp_path: Path, place: int) -> None:
    assert matches(outcomes.write(spark, place, tmp_path), RECORDED["writes"][place])


@pytest.mark.parametrize("place", range(len(cases.CALLS)))
def test_functions_of_xml(spark: SparkSession, place: int) -> None:
    assert matches(outcomes.call(spark, place), RECORDED["calls"][place])


def rows(spark: SparkSession, path: Path, text: str, schema: str = "a string, _corrupt_record string") -> Any:
    path.write_text(text)
    return [row.a for row in spark.read.schema(schema).xml(str(path), rowTag="r").collect()]


def test_hostile_xml_is_malformed(spark: SparkSession, tmp_path: Path) -> None:
    """Entities are never expanded, files never opened, and depth is bounded."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    file = tmp_path / "x.xml"
    bomb = "".join([f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)])
    start = f'<!DOCTYPE rs [<!ENTITY e0 "ha">{bomb}]>'
    assert rows(spark, file, f"{start}<rs><r><a>&e11;</a></r></rs>") == [None]
    assert rows(spark, file, f'{start}<rs><r a="&e11;"><a>1</a></r></rs>') == [None]
    outside = f'<!DOCTYPE rs [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert rows(spark, file, f"{outside}<rs><r><a>&x;</a></r><r><a>1</a></r></rs>") == [None, "1"]
    assert rows(spark, file, "<rs><r>" + "<a>" * 100_000 + "</a>" * 100_000 + "</r></rs>") == [None]


def test_wide_and_long_xml(spark: SparkSession, tmp_path: Path) -> None:
    many = "".join([f"<r><a>{place}</a></r>" for place in range(20_000)])
    assert len(rows(spark, tmp_path / "many.xml", f"<rs>{many}</rs>")) == 20_000
    assert len(rows(spark, tmp_path / "long.xml", f"<rs><r><a>{'x' * (1 << 22)}</a></r></rs>")[0]) == 1 << 22


def test_partitions_and_columns(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path / "t")
    spark.sql("SELECT id, id % 2 AS p, 'x' AS s FROM range(4)").write.partitionBy("p").xml(path, rowTag="r")
    back = spark.read.xml(path, rowTag="r")
    assert back.schema.simpleString() == "struct<id:bigint,s:string,p:int>"
    assert sorted(row.id for row in back.where("p = 1").select("id").collect()) == [1, 3]


def test_texts_that_are_rows(spark: SparkSession) -> None:
    lines = spark.sparkContext.parallelize(["<x><a>1</a></x>", "<y><a>2</a></y>"])
    assert [tuple(row) for row in spark.read.xml(lines).collect()] == [(1,), (2,)]


def test_what_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(AnalysisException) as caught:
        spark.range(1).write.xml(str(tmp_path / "x"))
    assert caught.value.getCondition() == "XML_ROW_TAG_MISSING"
    (tmp_path / "f.xml").write_text("<r/>")
    with pytest.raises(PySparkNotImplementedError):
        spark.read.xml(str(tmp_path / "f.xml"), rowTag="r", rowValidationXSDPath="x.xsd")
