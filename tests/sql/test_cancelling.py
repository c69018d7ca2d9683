"""Queries that are interrupted or cancelled, and the session that goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from pyrite.errors import (
    IllegalArgumentException,
    PySparkRuntimeError,
    PySparkValueError,
    SparkRuntimeException,
)
from pyrite.sql import SparkSession

ENDLESS = "SELECT count(*) FROM range(3000000) a CROSS JOIN range(3000000) b WHERE a.id * b.id % 7 = 3"


@pytest.fixture
def spark():
    with SparkSession.builder.master("local[2]").getOrCreate() as session:
        session.range(1).collect()  # what is loaded at the first query
        yield session


def usable(spark: SparkSession) -> bool:
    start = time.monotonic()
    return spark.range(100).count() == 100 and time.monotonic() - start < 5


def test_interrupted_query_raises_keyboard_interrupt_and_leaves_a_usable_session(spark: SparkSession) -> None:
    for step in range(1, 11):
        threading.Timer(step / 20, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            spark.sql(ENDLESS).collect()
        assert usable(spark)


def test_cancelling_a_group_ends_its_query_and_no_other(spark: SparkSession) -> None:
    sc = spark.sparkContext
    errors: dict[str, BaseException] = {}

    def run(group: str) -> None:
        sc.setJobGroup(group, "a query without end")
        try:
            spark.sql(ENDLESS).collect()
        except SparkRuntimeException as error:
            errors[group] = error

    threads = {group: threading.Thread(target=run, args=(group,)) for group in ("one", "other")}
    for thread in threads.values():
        thread.start()
    time.sleep(0.5)
    sc.cancelJobGroup("one")
    threads["one"].join(10)
    assert not threads["one"].is_alive() and threads["other"].is_alive()
    assert errors["one"].getCondition() == "SPARK_JOB_CANCELLED"
    sc.cancelAllJobs()
    threads["other"].join(10)
    assert "other" in errors and usable(spark)


def test_queries_of_many_threads_run_side_by_side(spark: SparkSession) -> None:
    found: list[int] = []

    def run(number: int) -> None:
        for _ in range(10):
            found.append(spark.range(number * 100).selectExpr("count(*) AS n").collect()[0].n - number * 100)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [0] * 80


def test_tags_are_those_of_a_thread_and_a_session(spark: SparkSession) -> None:
    spark.addTag("a")
    spark.addTag("b")
    spark.removeTag("a")
    spark.removeTag("unknown")
    assert spark.getTags() == {"b"} and spark.newSession().getTags() == set()
    assert spark.sparkContext.getJobTags() == set()
    for wrong, words in (("", "empty string"), ("x,y", "','"), (None, "null")):
        with pytest.raises(IllegalArgumentException, match=words):
            spark.addTag(wrong)
    spark.clearTags()
    assert spark.getTags() == set()


@pytest.mark.parametrize("how", ["tag", "operation", "all"])
def test_interrupting_ends_the_sessions_own_queries(spark: SparkSession, how: str) -> None:
    other = spark.newSession()
    errors: dict[str, BaseException] = {}

    def run(session: SparkSession, name: str) -> None:
        session.addTag(name)
        try:
            session.sql(ENDLESS).collect()
        except SparkRuntimeException as error:
            errors[name] = error

    threads = [threading.Thread(target=run, args=pair) for pair in ((spark, "ours"), (other, "theirs"))]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert spark.interruptTag("none") == spark.interruptOperation("123456789") == []
    numbers = [str(q.number) for q in spark.sparkContext._running_queries if q.session == spark._tag]
    ended = {
        "tag": lambda: spark.interruptTag("ours"),
        "operation": lambda: spark.interruptOperation(numbers[0]),
        "all": spark.interruptAll,
    }[how]()
    assert ended == numbers and len(numbers) == 1
    threads[0].join(10)
    assert errors["ours"].getCondition() == "SPARK_JOB_CANCELLED"
    assert threads[1].is_alive()
    assert len(other.interruptAll()) == 1
    threads[1].join(10)
    assert usable(spark)


def test_an_operations_number_is_a_number(spark: SparkSession) -> None:
    with pytest.raises(IllegalArgumentException, match="must be a number"):
        spark.interruptOperation("x")


def test_artifacts_are_files_for_the_workers(spark: SparkSession, tmp_path: Path) -> None:
    module = tmp_path / "sent_by_a_session.py"
    module.write_text("NUMBER = 7")
    spark.addArtifact(str(module), pyfile=True)
    found = spark.sparkContext.range(2).map(lambda _: __import__("sent_by_a_session").NUMBER).collect()
    assert found == [7, 7]
    with pytest.raises(PySparkValueError) as caught:
        spark.addArtifacts(str(module), pyfile=True, file=True)
    assert caught.value.getCondition() == "INVALID_MULTIPLE_ARGUMENT_CONDITIONS"
    module.write_text("NUMBER = 8")
    with pytest.raises(PySparkRuntimeError) as different:
        spark.addArtifacts(str(module), pyfile=True)
    assert different.value.getCondition() == "DUPLICATED_ARTIFACT"
