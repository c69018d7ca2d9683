"""Queries that are interrupted or cancelled, and the session that goes on."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from pyrite.errors import SparkRuntimeException
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
