"""Queries that need more memory, disk or room for their result than there is."""

from __future__ import annotations

import os
import subprocess
import threading
import time

import faulty
import pytest

from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(120)

MB = 1 << 20


def joined(spark, rows):
    """A join and an aggregate of tables that do not fit, down to a few numbers that tell of every row."""
    one = spark.range(rows).selectExpr("id", "concat('left of the row number ', id) AS v", "id * 3 AS x")
    other = spark.range(rows).selectExpr(
        f"(id * 7919) % {rows} AS id", "concat('right of the row number ', id) AS w"
    )
    both = one.join(other, "id").groupBy("id", "v", "w", "x").count()
    found = both.selectExpr(
        "count(*) AS n", "sum(id) AS i", "sum(x) AS x", "sum(length(v) * length(w)) AS l", "max(w) AS w"
    )
    return tuple(found.collect()[0])


class Spill:
    """The most bytes that were in a session's spill folder while the block ran."""

    def __init__(self, folder):
        self._folder, self._done, self.most = folder, threading.Event(), 0

    def _watch(self):
        while not self._done.wait(0.005):
            sizes = []
            for path in faulty.files_below(self._folder):
                try:
                    sizes.append(os.path.getsize(path) if "duckdb" in path else 0)
                except OSError:
                    pass
            self.most = max(self.most, sum(sizes))

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()


def spilled(folder):
    """The files of DuckDB that are there, but for the mark of who owns the folder."""
    return [
        path for path in faulty.files_below(folder) if "duckdb_temp" in path and not path.endswith("_owner")
    ]


def out_of_core(session, local_dir, memory, threads, rows, expected):
    spark = session(f"local[{threads}]", **{"spark.driver.memory": memory})
    with Spill(local_dir) as spill:
        assert joined(spark, rows) == expected
    assert spill.most > MB
    faulty.wait_until(lambda: not spilled(local_dir), 5, "spilled files vanish")
    faulty.assert_queries_run(spark)
    spark.stop()


@pytest.fixture(scope="module")
def answers():
    return {}


def answer(session, answers, rows):
    """What the join gives with all the memory."""
    if rows not in answers:
        spark = session("local[2]", **{"spark.driver.memory": "4g"})
        answers[rows] = joined(spark, rows)
        spark.stop()
    return answers[rows]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_join_larger_than_memory(session, local_dir, answers, threads):
    out_of_core(session, local_dir, "100m", threads, 600_000, answer(session, answers, 600_000))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("memory", ["300m", "600m"])
def test_a_large_join_out_of_core(session, local_dir, answers, memory, threads):
    out_of_core(session, local_dir, memory, threads, 6_000_000, answer(session, answers, 6_000_000))


def test_too_little_memory_is_told(session, local_dir):
    spark = session("local[2]", **{"spark.driver.memory": "8m"})
    started = time.monotonic()
    with pytest.raises(PySparkException) as caught:
        joined(spark, 400_000)
    assert caught.value.getCondition() == "UNABLE_TO_ACQUIRE_MEMORY" and time.monotonic() - started < 30
    assert "spark.driver.memory" in str(caught.value) and "SET memory_limit" not in str(caught.value)
    assert not spilled(local_dir)
    faulty.assert_queries_run(spark)


@pytest.mark.parametrize("size", [4, 16])
def test_a_full_spill_folder_is_named(session, tmp_path, size):
    small = tmp_path / "small"
    small.mkdir()
    options = f"size={size}m"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", small], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        spark = session("local[2]", **{"spark.driver.memory": "40m", "spark.local.dir": str(small)})
        with pytest.raises(PySparkException) as caught:
            joined(spark, 800_000)
        assert str(small) in str(caught.value) and "spark.local.dir" in str(caught.value)
        faulty.wait_until(lambda: not spilled(str(small)), 5, "spilled files vanish")
        faulty.assert_queries_run(spark)
        spark.stop()
        assert not faulty.files_below(str(small))
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def test_memory_and_folder_come_from_the_configuration(session, local_dir):
    for given, told in (
        ("100m", "100.0 MiB"),
        ("2g", "2.0 GiB"),
        ("300", "300.0 MiB"),
        ("51200k", "50.0 MiB"),
    ):
        spark = session("local[3]", **{"spark.driver.memory": given})
        asked = "SELECT name, value FROM duckdb_settings() WHERE name IN ('memory_limit', 'threads', 'temp_directory')"
        found = {row["name"]: row["value"] for row in spark._queries.engine.run(asked).to_pylist()}
        assert found["memory_limit"] == told and found["threads"] == "3"
        assert found["temp_directory"].startswith(local_dir)
        spark.stop()


# --------------------------------------------------------------------------------------------------- results

_COLLECT = {
    "collect": lambda df: df.collect(),
    "toArrow": lambda df: df.toArrow(),
    "toPandas": lambda df: df.toPandas(),
    "toLocalIterator": lambda df: list(df.toLocalIterator()),
}


@pytest.mark.parametrize("how", _COLLECT)
def test_a_result_above_the_limit_ends_the_query(session, how):
    spark = session("local[2]", **{"spark.driver.maxResultSize": "64m", "spark.driver.memory": "1g"})
    assert len(spark.range(1_000_000).collect()) == 1_000_000
    endless = spark.range(5_000_000_000).selectExpr("id", "repeat('x', 100) AS v")
    before = faulty.resident(os.getpid())
    started = time.monotonic()
    with pytest.raises(PySparkException, match=r"bigger than spark.driver.maxResultSize \(64.0 MiB\)"):
        _COLLECT[how](endless)
    assert time.monotonic() - started < 10
    assert faulty.resident(os.getpid()) - before < 100 * MB
    faulty.assert_queries_run(spark)


def test_wide_rows_count_as_what_they_are(session):
    """Few rows of a megabyte each come to as much."""
    spark = session("local[2]", **{"spark.driver.maxResultSize": "16m"})
    assert len(spark.range(10).selectExpr("repeat('x', 1048576) AS v").collect()[9].v) == MB
    with pytest.raises(PySparkException, match="maxResultSize"):
        spark.range(20).selectExpr("repeat('x', 1048576) AS v").collect()


def test_writes_and_counts_are_no_results(session, tmp_path):
    spark = session("local[2]", **{"spark.driver.maxResultSize": "1m"})
    df = spark.range(1_000_000)
    df.write.parquet(str(tmp_path / "t"))
    assert spark.read.parquet(str(tmp_path / "t")).count() == 1_000_000
    assert df.cache().count() == 1_000_000 and len(df.take(5)) == 5


def test_no_limit(session):
    spark = session("local[2]", **{"spark.driver.maxResultSize": "0"})
    assert len(spark.range(300_000).collect()) == 300_000
