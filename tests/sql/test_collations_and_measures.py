"""What is there of collations and of metric views: their functions, as far as Pyrite has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pyrite.errors import AnalysisException, PySparkNotImplementedError
from pyrite.sql import SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with SparkSession.builder.master("local[1]").getOrCreate() as made:
        yield made


def test_the_collation_that_is_there(spark: SparkSession) -> None:
    found = spark.sql("SELECT * FROM collations()")
    assert found.schema.simpleString() == (
        "struct<CATALOG:string,SCHEMA:string,NAME:string,LANGUAGE:string,COUNTRY:string,ACCENT_SENSITIVITY:string,"
        "CASE_SENSITIVITY:string,PAD_ATTRIBUTE:string,ICU_VERSION:string>"
    )
    assert [field.nullable for field in found.schema] == [*[False] * 3, *[True] * 2, *[False] * 3, True]
    row = (
        "SYSTEM",
        "BUILTIN",
        "UTF8_BINARY",
        None,
        None,
        "ACCENT_SENSITIVE",
        "CASE_SENSITIVE",
        "NO_PAD",
        None,
    )
    assert [tuple(each) for each in found.collect()] == [row]
    assert [tuple(each) for each in spark.tvf.collations().collect()] == [row]
    named = spark.sql("SELECT name FROM collations() AS c WHERE c.catalog = 'SYSTEM' LIMIT 1")
    assert [each.name for each in named.collect()] == ["UTF8_BINARY"]


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("SELECT * FROM collations(1)", "WRONG_NUM_ARGS.WITHOUT_SUGGESTION"),
        ("SELECT collations()", "NOT_A_SCALAR_FUNCTION"),
        ("SELECT measure()", "WRONG_NUM_ARGS.WITHOUT_SUGGESTION"),
        ("SELECT measure(id, 1) FROM range(2)", "WRONG_NUM_ARGS.WITHOUT_SUGGESTION"),
    ],
)
def test_errors_are_sparks(spark: SparkSession, query: str, condition: str) -> None:
    with pytest.raises(AnalysisException) as error:
        spark.sql(query)
    assert error.value.getCondition() == condition


@pytest.mark.parametrize(
    ("query", "schema"),
    [
        ("SELECT measure(id) FROM range(2)", "struct<measure(id):bigint>"),
        ("SELECT measure('x') AS m", "struct<m:string>"),
        (
            "SELECT measure(1), measure(DISTINCT id) FROM range(2)",
            "struct<measure(1):int,measure(DISTINCT id):bigint>",
        ),
    ],
)
def test_a_measure_is_bound_and_not_computed(spark: SparkSession, query: str, schema: str) -> None:
    frame = spark.sql(query)
    assert frame.schema.simpleString() == schema
    assert not any(field.nullable for field in frame.schema)
    with pytest.raises(PySparkNotImplementedError, match="metric views"):
        frame.collect()
