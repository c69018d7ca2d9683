"""Queries and statements on the pages of a program."""

import gc
import re

import pytest
import requests
from ui_recorded import until

from pyrite import SparkConf
from pyrite._ui.formats import last_line
from pyrite.errors import AnalysisException
from pyrite.sql import SparkSession
from pyrite.sql.functions import udf


@pytest.fixture
def spark(tmp_path):
    conf = SparkConf(loadDefaults=False).setAll(
        [("spark.ui.enabled", "true"), ("spark.ui.port", "0"), ("spark.sql.warehouse.dir", str(tmp_path))]
    )
    with (
        SparkSession.builder.master("local[2]").appName("queries").config(conf=conf).getOrCreate() as session
    ):
        yield session


def told(spark, count):
    """What REST tells of the queries, once there are so many and none runs."""
    sc, found = spark.sparkContext, []
    url = f"{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/sql?length=100"

    def ready():
        found[:] = requests.get(url, timeout=30).json()
        return len(found) >= count and all(each["status"] != "RUNNING" for each in found)

    until(ready)
    assert len(found) == count
    return found


def test_statements_are_executions_with_their_queries_as_parts(spark):
    """As in Spark: CREATE TABLE AS SELECT is one, and its query another that belongs to it."""
    spark.sql("CREATE TABLE t USING parquet AS SELECT 1 AS a")
    spark.sql("DROP TABLE t")
    with pytest.raises(AnalysisException):
        spark.sql("DROP TABLE nothing")
    made, query, dropped, refused = told(spark, 4)
    assert [(each["id"], each["rootExecutionId"]) for each in (made, query, dropped, refused)] == [
        (0, 0),
        (1, 0),
        (2, 2),
        (3, 3),
    ]
    assert [each["status"] for each in (made, query, dropped, refused)] == ["COMPLETED"] * 3 + ["FAILED"]
    assert all(
        each["description"].startswith("sql at test_ui_queries.py:") for each in (made, query, dropped)
    )
    assert (made["successJobIds"], query["successJobIds"]) == ([], [0])
    page = requests.get(f"{spark.sparkContext.uiWebUrl}/SQL/", timeout=30).text
    completed = page.split("Completed queries")[1]
    rows = re.findall(r'<td class="number"><a href="/SQL/execution/\?id=(\d+)">', completed)
    assert rows == ["2", "0"]
    assert "<small>CreateTable</small>" in completed and "<small>DropTable</small>" in completed
    assert 'with <a href="/SQL/execution/?id=1">1</a>' in completed
    assert 'class="job succeeded" href="/jobs/job/?id=0"' in completed
    assert "There is no table or view" in page.split("Completed queries")[0]
    one = requests.get(f"{spark.sparkContext.uiWebUrl}/SQL/execution/?id=0", timeout=30).text
    assert "<dd>CreateTable</dd>" in one and ">query 1</a>" in one


def test_all_of_a_query_is_at_the_place_that_began_it(spark):
    """Its parts run in threads of their own."""
    sc = spark.sparkContext
    spark.range(10).select(udf(lambda x: x + 1, "long")("id")).collect()
    found = told(spark, 2)
    (place,) = {each["description"] for each in found}
    assert re.fullmatch(r"collect at test_ui_queries\.py:\d+", place)
    jobs = requests.get(f"{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/jobs", timeout=30).json()
    assert len(jobs) == 3 and {each["name"] for each in jobs} == {place}
    sc.setLocalProperty("callSite.short", "a name of its own")
    sc.parallelize([1]).count()
    sc.setLocalProperty("callSite.short", None)
    url = f"{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/jobs/3"
    until(lambda: requests.get(url, timeout=30).ok)
    assert requests.get(url, timeout=30).json()["name"] == "a name of its own"


def test_cached_tables_are_kept_like_rdds(spark):
    """With their rows' bytes, in the driver, until they are dropped."""
    sc = spark.sparkContext
    url = f"{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/storage/rdd"

    def kept():
        return requests.get(url, timeout=30).json()

    spark.range(100_000).createOrReplaceTempView("numbers")
    spark.sql("CACHE TABLE numbers")
    frame = spark.range(10).selectExpr("id AS a", "id * 2 AS b").cache()
    assert frame.count() == 10
    empty = sc.parallelize([1], 3).cache()
    assert empty.count() == 1
    until(lambda: len(kept()) == 3)
    table, rows, rdd = kept()
    assert (rows["name"], table["numPartitions"], table["numCachedPartitions"]) == (
        "DataFrame[a: bigint, b: bigint]",
        1,
        1,
    )
    assert table["memoryUsed"] > rows["memoryUsed"] > 0
    # Partitions without records are kept as well.
    assert (rdd["numPartitions"], rdd["numCachedPartitions"]) == (3, 3)
    assert "DataFrame[a: bigint, b: bigint]" in requests.get(f"{sc.uiWebUrl}/storage/", timeout=30).text
    frame.unpersist()
    spark.sql("UNCACHE TABLE numbers")
    until(lambda: [each["id"] for each in kept()] == [rdd["id"]])
    lost = spark.range(5).cache()
    lost.count()
    until(lambda: len(kept()) == 2)
    del lost
    gc.collect()
    sc.parallelize([1]).count()
    until(lambda: [each["id"] for each in kept()] == [rdd["id"]])


def test_the_line_of_an_error_that_says_what_went_wrong():
    context = "== SQL (line 1, position 8) ==\nselect a/0\n       ^^^"
    assert (
        last_line(f"[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012\n{context}")
        == "[DIVIDE_BY_ZERO] Division by zero."
    )
    assert last_line("Traceback:\n  File x\nValueError: no\n") == "ValueError: no"
    raised = "[PYTHON_EXCEPTION] An exception was thrown: Traceback:\nValueError: no\n SQLSTATE: 38000"
    assert last_line(raised) == "ValueError: no"
    assert last_line("") == ""
