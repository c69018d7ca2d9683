"""Queries that are nested deeply or very long: they work, or are refused in plain words; nothing crashes."""

from __future__ import annotations

import threading
import time

import faulty
import pytest

from pyrite.errors import ParseException, PySparkException, SparkRuntimeException
from pyrite.sql import functions as F
from pyrite.sql.types import ArrayType, IntegerType, StructField, StructType

pytestmark = pytest.mark.timeout(120)

_ID = F.col("id")

STEPS = {
    "withColumn": lambda spark, df, i: df.withColumn("c", (F.col("c") if i else _ID) + 1),
    "filter": lambda spark, df, i: df.filter(i + 100 != _ID),
    "union": lambda spark, df, i: df.union(spark.range(1)),
    "select": lambda spark, df, i: df.select((_ID + 1).alias("id")),
    "limit": lambda spark, df, i: df.limit(1000 + i),
    "distinct": lambda spark, df, i: df.distinct(),
    "groupBy": lambda spark, df, i: df.groupBy("id").count().select("id"),
    "join": lambda spark, df, i: df.join(spark.range(20), "id", "semi"),
    "orderBy": lambda spark, df, i: df.orderBy("id"),
    "alias": lambda spark, df, i: df.alias(f"a{i}"),
    "drop": lambda spark, df, i: df.withColumn("x", F.lit(i)).drop("x"),
}
#: What these do is seen in the end; of the others DuckDB takes so many that 5,000 are refused.
FLAT = {"withColumn": 10, "filter": 10, "select": 10, "alias": 10, "drop": 10, "union": None}


def chained(spark, name, count):
    df = spark.range(10)
    for i in range(count):
        df = STEPS[name](spark, df, i)
    return df


def refused_or(found, expected):
    """The result is right, or the query is refused in words that tell of its depth."""
    try:
        assert found() == expected
    except SparkRuntimeException as error:
        assert "nested too deeply" in str(error) and len(str(error)) < 1000


@pytest.mark.parametrize("name", STEPS)
def test_chained_operations(spark, name):
    """Of each more than Python's stack holds."""
    count = 150 if name == "join" else 450
    df = chained(spark, name, count)
    expected = FLAT.get(name, 10) or 10 + count
    if name in FLAT:
        assert len(df.collect()) == expected
    else:
        refused_or(df.count, expected)
    faulty.assert_queries_run(spark)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", STEPS)
def test_five_thousand_chained_operations(spark, name):
    df = chained(spark, name, 5000)
    expected = FLAT.get(name, 10) or 5010
    if name in FLAT:
        assert df.count() == expected
    else:
        refused_or(df.count, expected)
    faulty.assert_queries_run(spark)


def test_chained_operations_in_a_thread(spark):
    """Threads have smaller stacks; and several at once do not disturb each other."""
    found = []

    def run(name):
        found.append(chained(spark, name, 400).count())

    threads = [threading.Thread(target=run, args=(name,)) for name in ("filter", "select", "union", "filter")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == [10, 10, 10, 410]


def test_columns_added_one_by_one_cost_what_they_are(spark):
    """1,000 withColumn: each call costs no more than to copy the list of columns."""
    df = spark.range(10)
    started = time.monotonic()
    for i in range(1000):
        df = df.withColumn(f"c{i}", _ID + i)
    assert time.monotonic() - started < 15
    assert df.filter("c999 = 1000").select("c0", "c500").collect()[0].asDict() == {"c0": 1, "c500": 501}


def test_deep_expressions(spark):
    def nested(count):
        value = _ID
        for _ in range(count):
            value = value + 1
        return spark.range(3).select(value.alias("v")).orderBy("v")

    assert [row.v for row in nested(200).collect()] == [200, 201, 202]
    refused_or(lambda: nested(1200).first().v, 1200)
    either = F.lit(False)
    for i in range(300):
        either = either | (i == _ID)
    assert spark.range(10).filter(either).count() == 10


_N = 200
TEXTS = {
    "parentheses": lambda n: "SELECT " + "(" * n + "1" + ")" * n,
    "not": lambda n: "SELECT " + "NOT " * n + "true",
    "minus": lambda n: "SELECT " + "- " * n + "1",
    "plus": lambda n: "SELECT " + " + ".join(["1"] * n),
    "or": lambda n: "SELECT 1 WHERE " + " OR ".join(f"1 = {i}" for i in range(n)),
    "and": lambda n: "SELECT 1 WHERE " + " AND ".join(f"1 <> {i + 2}" for i in range(n)),
    "arrays": lambda n: "SELECT " + "array(" * n + "1" + ")" * n,
    "case": lambda n: "SELECT " + "CASE WHEN true THEN " * n + "1" + " END" * n,
    "subqueries": lambda n: "SELECT * FROM " + "(SELECT * FROM " * n + "range(1)" + ")" * n,
    "in": lambda n: "SELECT 1 WHERE 1 IN " + "(SELECT id FROM range(3) WHERE id IN " * n + "(1)" + ")" * n,
    "unions": lambda n: " UNION ALL ".join(["SELECT 1 AS a"] * n),
    "intersections": lambda n: " INTERSECT ".join(["SELECT 1 AS a"] * n),
    "common tables": lambda n: (
        "WITH c0 AS (SELECT 1 AS a)"
        + "".join([f", c{i} AS (SELECT * FROM c{i - 1})" for i in range(1, n)])
        + f" SELECT * FROM c{n - 1}"
    ),
    "types": lambda n: "SELECT CAST(NULL AS " + "array<" * n + "int" + ">" * n + ")",
    "brackets": lambda n: "SELECT array(1)" + "[0]" * n,
    "list": lambda n: "SELECT 1 WHERE 1 IN (" + ", ".join(map(str, range(n * 10))) + ")",
    "columns": lambda n: "SELECT " + ", ".join([f"{i} AS c{i}" for i in range(n)]),
}


@pytest.mark.parametrize("count", [_N, pytest.param(5000, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", TEXTS)
def test_deep_and_long_texts(spark, name, count):
    try:
        spark.sql(TEXTS[name](count)).collect()
    except ParseException as error:
        assert error.getCondition() in ("FAILED_TO_PARSE_TOO_COMPLEX", "PARSE_SYNTAX_ERROR")
    except SparkRuntimeException as error:
        assert "nested too deeply" in str(error) or "nested 62 levels" in str(error)
    except PySparkException as error:
        assert name == "brackets" and error.getCondition()
    faulty.assert_queries_run(spark)


# ------------------------------------------------------------------------------------------------ deep types


def deep(count):
    kind, value = IntegerType(), 1
    for _ in range(count):
        kind, value = ArrayType(kind), [value]
    return value, StructType([StructField("a", kind)])


@pytest.mark.parametrize("count", [60, 70, 400])
def test_deep_values_are_intact_or_refused(spark, tmp_path, count):
    value, schema = deep(count)
    lists, objects = tmp_path / "lists.json", tmp_path / "objects.json"
    lists.write_text('{"a":' + "[" * count + "1" + "]" * count + "}")
    objects.write_text('{"a":' * count + "1" + "}" * count)
    for rows in (
        lambda: spark.createDataFrame([(value,)], schema).collect(),
        lambda: spark.createDataFrame([(value,)], ["a"]).collect(),
        lambda: spark.read.json(str(lists)).collect(),
        lambda: spark.read.json(str(objects)).collect(),
    ):
        if count == 60:
            assert len(rows()) == 1
        else:
            with pytest.raises(SparkRuntimeException, match="62 levels deep"):
                rows()
    assert spark.createDataFrame([(deep(60)[0],)], ["a"]).collect()[0].a == deep(60)[0]
    faulty.assert_queries_run(spark)


def test_deep_json_is_text_where_text_is_asked_for(spark, tmp_path):
    """A thousand levels, as many as Spark reads; more of them make a record malformed."""
    for count, known in ((999, True), (5000, False)):
        (tmp_path / "deep.json").write_text('{"a":' * count + "1" + "}" * count)
        row = spark.read.schema("a string, _corrupt_record string").json(str(tmp_path / "deep.json")).first()
        assert (row.a is not None) == known and (row._corrupt_record is None) == known


def test_no_depth_crashes_the_program():
    """In a program of its own: a crash would end the tests too."""
    text = """
from pyrite.sql import SparkSession, functions as F
from pyrite.errors import PySparkException
spark = SparkSession.builder.master("local[2]").getOrCreate()
for count in (480, 900):
    for name in ("limit", "distinct", "cross"):
        df = spark.range(2)
        for i in range(count):
            df = {"limit": df.limit, "distinct": lambda n: df.distinct(), "cross": lambda n: df.offset(0)}[name](9)
        try:
            df.count()
        except PySparkException as error:
            print(type(error).__name__)
print(spark.range(100).count())
"""
    child = faulty.driver(text)
    out, errors = child.communicate(timeout=100)
    assert child.returncode == 0 and out.split()[-1] == "100", errors[-2000:]
