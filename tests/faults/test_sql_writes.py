"""Writes as a stream: full disks, drivers that are killed, and two programs that write at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import faulty
import pytest

from pyrite.errors import PySparkException
from pyrite.sql._files import outputs

pytestmark = pytest.mark.timeout(120)

FORMATS = ("parquet", "csv", "json")


@pytest.fixture
def small_blocks(monkeypatch):
    """Everything is too large to be held: rows go into files as they come."""
    monkeypatch.setattr(outputs, "FEW", 64 << 10)
    monkeypatch.setattr(outputs, "BLOCK", 32 << 10)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 4 MB."""
    path = tmp_path / "disk"
    path.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", path], check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield path
    subprocess.run(["umount", path], check=True)


def rows_of(spark, count):
    return spark.range(0, count, 1, 4).selectExpr("id", "uuid() AS v", "id % 7 AS p")


# ------------------------------------------------------------------------------------------------- streams


@pytest.mark.parametrize("by", [(), ("p",)])
@pytest.mark.parametrize("form", FORMATS)
def test_rows_larger_than_what_is_held_arrive_once(spark, tmp_path, small_blocks, form, by):
    df = rows_of(spark, 20_000)
    df.write.partitionBy(*by).format(form).save(str(tmp_path / "t"))
    back = spark.read.schema("id bigint, v string, p bigint").format(form).load(str(tmp_path / "t"))
    found = [row.id for row in back.collect()]
    assert sorted(found) == list(range(20_000))
    files = list((tmp_path / "t").rglob("part-*"))
    assert len(files) == (28 if by else 4)


def test_files_of_many_rows_are_cut(spark, tmp_path, small_blocks):
    for by in ((), ("p",)):
        path = tmp_path / f"t{len(by)}"
        rows_of(spark, 20_000).coalesce(1).write.partitionBy(*by).option("maxRecordsPerFile", 1000).parquet(
            str(path)
        )
        counts = [spark.read.parquet(str(file)).count() for file in path.rglob("part-*")]
        assert sum(counts) == 20_000 and max(counts) == 1000


# -------------------------------------------------------------------------------------------------- disks


@pytest.mark.parametrize("by", [(), ("p",)])
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_takes_back_the_whole_write(spark, small_disk, form, by):
    path = small_disk / "t"
    few = rows_of(spark, 100)
    few.write.partitionBy(*by).format(form).save(str(path))
    for mode in ("append", "overwrite"):
        with pytest.raises((PySparkException, OSError)):
            rows_of(spark, 400_000).write.mode(mode).partitionBy(*by).format(form).save(str(path))
        back = spark.read.schema("id bigint, v string, p bigint").format(form).load(str(path))
        assert sorted(row.id for row in back.collect()) == list(range(100))
        assert not (path / "_temporary").exists()
    few.write.mode("overwrite").partitionBy(*by).format(form).save(str(path))
    faulty.assert_queries_run(spark)


# -------------------------------------------------------------------------------------------------- killed

STREAM = """
import sys
from pyrite.sql import SparkSession
from pyrite.sql._files import outputs
path, local, form, mode, by = sys.argv[1:]
outputs.FEW, outputs.BLOCK = 1 << 18, 1 << 17
spark = SparkSession.builder.master("local[2]").config("spark.local.dir", local).getOrCreate()
df = spark.range(200000).selectExpr("id", "concat('new ', id) AS v", "id % 10 AS p")
print("ready", flush=True)
df.write.format(form).mode(mode).partitionBy(*by.split()).save(path)
print("done", flush=True)
"""
SCHEMA = "id bigint, v string, p int"


def test_a_stream_killed_at_any_time_shows_no_part_of_a_file(spark, tmp_path, seed):
    chance = random.Random(f"stream {seed}")
    form, mode, by = chance.choice(FORMATS), chance.choice(["append", "overwrite"]), chance.choice(["", "p"])
    path = tmp_path / "t"
    old = spark.range(30).selectExpr("id - 1000 AS id", "'old' AS v", "CAST(id % 3 AS INT) AS p")
    old.write.partitionBy(*by.split()).format(form).save(str(path))
    before = {row.id for row in old.collect()}
    child = faulty.driver(STREAM, path, tmp_path, form, mode, by)
    faulty.read_line(child)
    time.sleep(chance.random() * 1.5)
    child.kill()
    finished = "done" in child.communicate(timeout=30)[0]
    assert child.returncode == -signal.SIGKILL or finished
    found = [row.id for row in spark.read.schema(SCHEMA).format(form).load(str(path)).collect()]
    assert len(found) == len(set(found))
    if (path / "_SUCCESS").exists():
        whole = set(range(200_000)) | (before if mode == "append" else set())
        assert set(found) in (before, whole)
    old.write.mode("overwrite").partitionBy(*by.split()).format(form).save(str(path))
    assert {row.id for row in spark.read.schema(SCHEMA).format(form).load(str(path)).collect()} == before
    assert not (path / "_temporary").exists()


def test_two_programs_append_at_once(spark, tmp_path):
    path = tmp_path / "t"
    children = [faulty.driver(STREAM, path, tmp_path, "parquet", "append", "p") for _ in range(2)]
    for child in children:
        assert child.communicate(timeout=60)[0].split() == ["ready", "done"]
    found = [row.id for row in spark.read.parquet(str(path)).collect()]
    assert sorted(found) == sorted([*range(200_000)] * 2)
    assert not (path / "_temporary").exists() and os.path.exists(path / "_SUCCESS")
