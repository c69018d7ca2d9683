"""Queries that are interrupted, cancelled, or run by many threads; and writes whose driver dies."""

from __future__ import annotations

import os
import random
import signal
import threading
import time

import faulty
import pytest

from pyrite.errors import PySparkException, SparkRuntimeException

pytestmark = pytest.mark.timeout(120)

ENDLESS = {
    "join": "SELECT count(*) FROM range(3000000) a CROSS JOIN range(3000000) b WHERE a.id * b.id % 7 = 3",
    "rows": "SELECT id, repeat('x', 10) AS v FROM range(1000000000000)",
    "sort": "SELECT id FROM range(100000000000) ORDER BY hash(id) LIMIT 5",
    "regexp": "SELECT sum(length(regexp_replace(repeat(id, 10), '(1|2)+', 'c'))) FROM range(1000000000)",
}

# -------------------------------------------------------------------------------------------------- Ctrl-C


def interrupted(spark, text, after):
    """Ctrl-C in a query ends it soon, with KeyboardInterrupt; the session goes on."""
    threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT)).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        spark.sql(text).collect()
    assert time.monotonic() - started < after + 2
    faulty.assert_queries_run(spark)


@pytest.mark.parametrize("name", ENDLESS)
def test_an_interrupted_query_leaves_a_usable_session(session, name):
    spark = session("local[2]", **{"spark.driver.memory": "1g", "spark.driver.maxResultSize": "0"})
    faulty.assert_queries_run(spark)
    for after in (0.05, 0.3):
        interrupted(spark, ENDLESS[name], after)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_queries_interrupted_fifty_times(session):
    spark = session("local[2]", **{"spark.driver.memory": "1g", "spark.driver.maxResultSize": "0"})
    faulty.assert_queries_run(spark)
    chance = random.Random(7)
    for _ in range(50):
        interrupted(spark, chance.choice(list(ENDLESS.values())), chance.random())
    assert faulty.open_files() < 200


def test_an_interrupted_write_leaves_nothing(spark, tmp_path):
    path = tmp_path / "t"
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        spark.sql(ENDLESS["join"]).write.parquet(str(path))
    assert not path.exists()
    spark.range(3).write.parquet(str(path))
    assert spark.read.parquet(str(path)).count() == 3


# -------------------------------------------------------------------------------------------------- threads


def in_threads(count, work):
    """Run ``work(number)`` in threads; raises what any of them raised."""
    jobs = [faulty.job_in_thread(lambda number=number: work(number)) for number in range(count)]
    return [faulty.finished(thread, out, 60) for thread, out in jobs]


@pytest.mark.parametrize("rounds", [10, pytest.param(50, marks=pytest.mark.long)])
def test_queries_of_many_threads_while_a_group_is_cancelled(spark, rounds):
    """Eight threads run queries, and two others one without end, which are cancelled."""
    sc = spark.sparkContext
    errors = []

    def endless():
        sc.setJobGroup("doomed", "queries without end")
        try:
            spark.sql(ENDLESS["join"]).collect()
        except SparkRuntimeException as error:
            errors.append(error.getCondition())

    doomed = [threading.Thread(target=endless) for _ in range(2)]
    for thread in doomed:
        thread.start()

    def work(number):
        sc.setJobGroup(f"group {number}", "")
        spark.range(number + 5).createOrReplaceTempView(f"v{number}")
        for turn in range(rounds):
            shown = "count(*) AS n, sum(id) AS s, count(DISTINCT id % 3) AS d"
            text = f"SELECT {shown} FROM v{number} WHERE id >= {turn % 3}"
            rows = list(range(turn % 3, number + 5))
            found = tuple(spark.sql(text).collect()[0])
            assert found == (len(rows), sum(rows), len({row % 3 for row in rows}))
            if number == 0 and turn == rounds // 2:
                sc.cancelJobGroup("doomed")
        return rounds

    assert in_threads(8, work) == [rounds] * 8
    sc.cancelJobGroup("doomed")
    for thread in doomed:
        thread.join(10)
    assert errors == ["SPARK_JOB_CANCELLED"] * 2
    faulty.assert_queries_run(spark)


def test_threads_write_side_by_side(spark, tmp_path):
    def work(number):
        df = spark.range(1000).selectExpr(f"id + {number * 1000} AS id", f"{number} AS p")
        df.write.partitionBy("p").mode("append").parquet(str(tmp_path / "t"))

    in_threads(8, work)
    found = spark.read.parquet(str(tmp_path / "t"))
    assert found.count() == 8000 and found.distinct().count() == 8000
    assert not (tmp_path / "t/_temporary").exists()


# --------------------------------------------------------------------------------------------------- writes

WRITE = """
import os, signal, sys
from pyrite.sql import SparkSession
from pyrite._io import Storage
path, local, form, mode, at, step = sys.argv[1:]
spark = SparkSession.builder.master("local[2]").config("spark.local.dir", local).getOrCreate()
df = spark.range(20000).selectExpr("id", "concat('new ', id) AS v", "id % 10 AS p")
calls = 0
def counted(method):
    def run(*args, **options):
        global calls
        found = method(*args, **options)
        calls += 1
        if calls == int(step):
            os.kill(os.getpid(), signal.SIGKILL)
        return found
    return run
if at != "time":
    setattr(Storage, at, counted(getattr(Storage, at)))
print("ready", flush=True)
df.write.format(form).mode(mode).partitionBy("p").save(path)
print("done", flush=True)
"""
SCHEMA = "id bigint, v string, p int"


def killed_write(spark, tmp_path, chance, at):
    """SIGKILL in a write, at a call of the file system or any time; then look, and write again."""
    path = str(tmp_path / f"t{chance.random()}")
    form, mode = chance.choice(["parquet", "csv", "json"]), chance.choice(["append", "overwrite", "error"])
    if mode != "error":
        old = spark.range(30).selectExpr("id - 1000 AS id", "'old' AS v", "id % 3 AS p")
        old.write.format(form).partitionBy("p").save(path)
    limits = {"create": 11, "rename": 10, "delete": 4, "time": 1}
    child = faulty.driver(WRITE, path, tmp_path, form, mode, at, chance.randrange(1, limits[at] + 1))
    faulty.read_line(child)
    if at == "time":
        time.sleep(chance.random() * 0.6)
        child.kill()
    finished = "done" in child.communicate(timeout=30)[0]
    assert child.returncode == -signal.SIGKILL or (finished and child.returncode == 0)

    def rows():
        if not os.path.isdir(path):
            return []
        return sorted(tuple(row) for row in spark.read.schema(SCHEMA).format(form).load(path).collect())

    before = [(i - 1000, "old", i % 3) for i in range(30)] if mode != "error" else []
    new = [(i, f"new {i}", i % 10) for i in range(20000)]
    after = new if mode != "append" else sorted(before + new)
    found = rows()
    if os.path.exists(f"{path}/_SUCCESS"):
        assert found in (before, after), f"{form} {mode} {at}: {len(found)} rows beside _SUCCESS"
    assert len(set(found)) == len(found)
    df = spark.range(20000).selectExpr("id", "concat('new ', id) AS v", "id % 10 AS p")
    df.write.format(form).mode("overwrite").partitionBy("p").save(path)
    assert rows() == new and sorted(os.listdir(path))[0] == "_SUCCESS"
    assert not os.path.exists(f"{path}/_temporary")


@pytest.mark.parametrize("at", ["create", "rename", "delete", "time"])
def test_killed_writes_show_nothing_that_is_not_whole(spark, tmp_path, at, seed):
    killed_write(spark, tmp_path, random.Random(f"{at}{seed}"), at)


def test_a_failed_write_leaves_nothing(spark, tmp_path):
    path = tmp_path / "t"
    failing = spark.sql("SELECT 1 / (id - 500) AS x, id % 3 AS p FROM range(1000)")
    for form in ("parquet", "csv", "json"):
        for mode in ("error", "append", "overwrite"):
            with pytest.raises(PySparkException):
                failing.write.format(form).mode(mode).partitionBy("p").save(str(path))
            assert not path.exists()
    spark.range(3).write.csv(str(path))
    for mode in ("append", "overwrite"):
        with pytest.raises(PySparkException):
            failing.write.mode(mode).csv(str(path))
        assert spark.read.csv(str(path)).count() == 3 and not (path / "_temporary").exists()


def test_a_write_that_the_disk_refuses_leaves_nothing(spark, tmp_path):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
        for form in ("parquet", "csv", "json"):
            with pytest.raises((PySparkException, OSError)):
                spark.range(100_000).selectExpr("uuid() AS v").write.format(form).save(str(tmp_path / "t"))
            assert not (tmp_path / "t").exists()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    faulty.assert_queries_run(spark)
