"""Shapes: their functions, types, casts and errors as PySpark's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spatial_cases as cases

from pyrite.errors import AnalysisException
from pyrite.sql import Geography, Geometry, SparkSession
from pyrite.sql import functions as F
from pyrite.sql._types.wkb import WkbError, reordered
from pyrite.sql.types import GeographyType, GeometryType, StructType

RECORDED = json.loads(Path(__file__).with_name("data").joinpath("spatial.json").read_text())
POINT = cases.SHAPES["point"]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with SparkSession.builder.master("local[1]").getOrCreate() as made:
        yield made


@pytest.mark.parametrize(("query", "expected"), RECORDED, ids=[query for query, _ in RECORDED])
def test_as_pyspark(spark: SparkSession, query: str, expected: Any) -> None:
    assert cases.outcome(spark, query) == expected


def test_every_query_is_recorded() -> None:
    assert [query for query, _ in RECORDED] == cases.QUERIES


def test_functions_and_columns(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(POINT, 4326), (None, 0)], "wkb binary, srid int")
    shape = F.st_setsrid(F.st_geomfromwkb("wkb", 0), "srid")
    rows = frame.select(
        shape.alias("g"), F.st_srid(shape).alias("s"), F.st_asbinary(shape, "XDR").alias("b")
    ).collect()
    assert rows[0].g == Geometry(POINT, 4326)
    assert (rows[0].s, rows[0].b, tuple(rows[1])) == (4326, reordered(POINT, big=True), (None, None, None))


def test_shapes_go_in_and_out(spark: SparkSession) -> None:
    schema = StructType().add("g", GeometryType("ANY")).add("h", GeographyType(4326))
    rows = [(Geometry(POINT, 3857), Geography(POINT, 4326)), (None, None)]
    frame = spark.createDataFrame(rows, schema)
    assert [tuple(row) for row in frame.collect()] == rows
    assert [row[0] for row in frame.selectExpr("st_srid(g)").collect()] == [3857, None]
    assert frame.schema == schema


def test_the_tree_of_the_schema(spark: SparkSession, capsys: pytest.CaptureFixture[str]) -> None:
    spark.sql(f"SELECT {cases.GLOBE} AS a").printSchema()
    assert capsys.readouterr().out == "root\n |-- a: geography(4326) (nullable = false)\n\n"


def test_switched_off(spark: SparkSession) -> None:
    spark.conf.set("spark.sql.geospatial.enabled", "false")
    try:
        with pytest.raises(AnalysisException) as error:
            spark.sql(f"SELECT {cases.PLANE}")
        assert error.value.getCondition() == "UNSUPPORTED_FEATURE.GEOSPATIAL_DISABLED"
    finally:
        spark.conf.unset("spark.sql.geospatial.enabled")


@pytest.mark.parametrize("name", cases.SHAPES)
def test_bytes_turned_twice_are_the_same(name: str) -> None:
    try:
        shape = reordered(cases.SHAPES[name])
    except WkbError:
        return
    assert reordered(reordered(shape, big=True)) == shape
    for end in range(len(shape)):
        with pytest.raises(WkbError):
            reordered(shape[:end])
