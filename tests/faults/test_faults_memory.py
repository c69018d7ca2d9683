"""Data that is larger than memory: groups, caches, results, and tables of very many blocks."""

from __future__ import annotations

import glob
import os
import random
import threading
import time

import faulty
import pytest

from pyrite import StorageLevel
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(90)

MB = 1 << 20


class Peaks:
    """The most memory that each worker held while the block ran, and how many files the driver held open."""

    def __init__(self, sc):
        self._sc = sc
        self._done = threading.Event()
        self.memory: dict[int, int] = {}
        self.files = 0

    def _watch(self):
        while not self._done.wait(0.01):
            self.files = max(self.files, faulty.open_files())
            for pid in dict(self._sc._engine.loop.executor.pids).values():
                try:
                    self.memory[pid] = max(self.memory.get(pid, 0), faulty.resident(pid))
                    self.files = max(self.files, faulty.open_files(pid))
                except OSError:
                    pass

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()


# ---------------------------------------------------------------------------------------------- groups


def big_group(sc, values, limit):
    def pairs(split, it):
        return (("hot", x) for x in it)

    rdd = sc.range(0, values, 1, 4).mapPartitionsWithIndex(pairs)

    def measure(group):
        count = total = 0
        for x in group:
            count += 1
            total += x
        return count, total

    with Peaks(sc) as peaks:
        found = rdd.groupByKey(2).mapValues(measure).collect()
    assert found == [("hot", (values, values * (values - 1) // 2))]
    assert max(peaks.memory.values()) <= limit * 1.5, {k: v >> 20 for k, v in peaks.memory.items()}


def test_group_larger_than_memory(start):
    big_group(start("local[2]", **{"spark.python.worker.memory": "64m"}), 3_000_000, 64 * MB)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_group_of_ten_million_values(start):
    big_group(start("local[2]", **{"spark.python.worker.memory": "256m"}), 10_000_000, 256 * MB)


@pytest.mark.parametrize("what", ["group", "cogroup", "sort", "reduce"])
def test_big_values_and_many_keys_stay_within_memory(start, what):
    """Values of 10 kB under few keys, beside many keys: values move to disk, and come back in bounded pieces."""
    limit = 96
    sc = start("local[2]", **{"spark.python.worker.memory": f"{limit}m"})
    big = sc.range(0, 20_000, 1, 4).map(lambda i: (i % 3, bytes(10_000)))
    small = sc.range(0, 100_000, 1, 4).map(lambda i: (100 + i, b"x"))
    both = big.union(small)
    with Peaks(sc) as peaks:
        if what == "group":
            found = both.groupByKey(2).mapValues(lambda vs: sum(map(len, vs))).values().sum()
        elif what == "cogroup":
            empty = sc.parallelize([(1, b"")], 1)
            found = both.cogroup(empty, 2).mapValues(lambda sides: sum(map(len, sides[0]))).values().sum()
        elif what == "sort":
            found = both.sortByKey(numPartitions=2).map(lambda kv: len(kv[1])).sum()
        else:
            found = both.mapValues(len).reduceByKey(lambda a, b: a + b, 2).values().sum()
    assert found == 20_000 * 10_000 + 100_000
    assert max(peaks.memory.values()) <= limit * MB * 1.5, {k: v >> 20 for k, v in peaks.memory.items()}


# ---------------------------------------------------------------------------------------------- many blocks


def many_blocks(sc, maps, reducers):
    faulty.warm(sc)
    before = faulty.resident(os.getpid())
    started = time.monotonic()
    with Peaks(sc) as peaks:
        rdd = sc.range(0, maps * 1000, 1, maps).map(lambda x: (x, 1)).partitionBy(reducers)
        assert rdd.count() == maps * 1000
    assert time.monotonic() - started < 120
    assert faulty.resident(os.getpid()) - before < 500 * MB
    assert peaks.files <= 1024


def test_forty_thousand_blocks(start):
    many_blocks(start("local[2]"), 200, 200)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_million_blocks(start):
    many_blocks(start("local[2]"), 1000, 1000)


# ---------------------------------------------------------------------------------------------- caches


def test_deleted_or_damaged_cached_blocks_are_made_again(sc, marks, local_dir, seed):
    def run(split, it):
        faulty.mark(marks, f"p{split}")
        return it

    rdd = sc.parallelize(range(8000), 8).mapPartitionsWithIndex(run).persist(StorageLevel.DISK_ONLY)
    assert rdd.sum() == sum(range(8000))
    assert faulty.marks(marks) == 8
    chance = random.Random(seed)
    files = sorted(glob.glob(f"{local_dir}/pyrite-*/blocks/*"))
    assert len(files) == 8
    os.unlink(files[0])
    with open(files[1], "r+b") as file:
        file.truncate(chance.randrange(os.path.getsize(files[1])))
    with open(files[2], "r+b") as file:
        file.seek(chance.randrange(os.path.getsize(files[2])))
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 16]))
    assert rdd.sum() == sum(range(8000))
    assert faulty.marks(marks) == 11
    assert rdd.sum() == sum(range(8000))
    assert faulty.marks(marks) == 11


@pytest.mark.parametrize("level", ["MEMORY_ONLY", "MEMORY_AND_DISK", "DISK_ONLY"])
def test_partly_computed_partitions_are_never_cached(sc, local_dir, level):
    def slowly(it):
        for i, x in enumerate(it):
            if i % 100 == 99:
                time.sleep(0.02)
            yield x

    rdd = sc.parallelize(range(8000), 4).mapPartitions(slowly).persist(getattr(StorageLevel, level))

    def job():
        sc.setJobGroup("cut", "")
        return rdd.count()

    thread, out = faulty.job_in_thread(job)
    faulty.wait_until(lambda: len(faulty.busy_pids(sc)) == 4, 5)
    time.sleep(0.1)
    sc.cancelJobGroup("cut")
    with pytest.raises(PySparkException):
        faulty.finished(thread, out, 5)
    # A job that needs the head of each partition only caches nothing of them either.
    assert rdd.take(1) == [0]
    faulty.wait_until(lambda: not faulty.busy_pids(sc), 5)
    assert not [path for path in faulty.files_below(local_dir) if path.endswith(".partial")]
    assert rdd.collect() == list(range(8000))
    assert rdd.count() == 8000


def test_killed_workers_lose_cached_partitions_and_no_rows(sc, marks, seed):
    def run(split, it):
        faulty.mark(marks, f"p{split}")
        return it

    rdd = sc.parallelize(range(800), 8).mapPartitionsWithIndex(run).cache()
    assert rdd.sum() == sum(range(800))
    victims = random.Random(seed).sample(list(faulty.pids(sc).values()), 2)
    for pid in victims:
        faulty.kill(pid)
    assert rdd.sum() == sum(range(800))
    assert 8 < faulty.marks(marks) <= 16


@pytest.mark.parametrize("level", ["MEMORY_ONLY", "MEMORY_AND_DISK"])
def test_caching_three_times_the_memory(start, level):
    memory = 120
    sc = start("local[2]", **{"spark.executor.memory": f"{memory}m"})
    faulty.warm(sc)
    before = sum(faulty.resident(pid) for pid in faulty.pids(sc).values())
    # About 10 kB for each record.
    rdd = sc.range(0, 36_000, 1, 36).map(lambda i: (i, bytes(10_000)))
    rdd = rdd.persist(getattr(StorageLevel, level))
    with Peaks(sc) as peaks:
        for _ in range(2):
            assert rdd.map(lambda x: len(x[1])).sum() == 360_000_000
    assert sum(peaks.memory.values()) - before <= 1.2 * memory * MB, {
        k: v >> 20 for k, v in peaks.memory.items()
    }


def test_cache_on_a_full_disk_fails_or_does_without(start, local_dir):
    sc = start("local[2]", **{"spark.executor.memory": "20m"})

    def limited(it):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
        return it

    rdd = sc.range(0, 8000, 1, 8).mapPartitions(limited).map(lambda i: bytes(10_000))
    cached = rdd.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        assert cached.map(len).sum() == 80_000_000
    except PySparkException as error:
        assert local_dir in str(error)
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- results

RESULTS = """
import resource, sys
from pyrite import SparkConf, SparkContext
folder, limit, parts, each, what = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
conf = SparkConf().set("spark.local.dir", folder).set("spark.driver.maxResultSize", f"{limit}m")
sc = SparkContext("local[2]", "results", conf=conf)
sc.range(100).count()
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
def peak():  # of this process: ru_maxrss begins with that of the one that started it
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))
before = resident()
rdd = sc.range(0, parts, 1, parts).flatMap(lambda i: (bytes([i % 250]) * 1000 for _ in range(each * 1000)))
actions = {
    "collect": rdd.collect,
    "runJob": lambda: sc.runJob(rdd, lambda it: [b"".join(it)]),
    "reduce": lambda: rdd.glom().reduce(lambda a, b: a + b),
}
try:
    actions[what]()
    print("no error")
except Exception as error:
    print(type(error).__name__, str(error).replace("\\n", " "))
print(peak() - before)
print(sc.range(100).count())
sc.stop()
"""


@pytest.mark.parametrize(
    ("limit", "parts", "each", "what"),
    [
        (64, 8, 20, "collect"),
        (64, 3, 30, "collect"),
        (64, 2, 100, "collect"),
        (64, 60, 2, "collect"),
        (64, 4, 30, "runJob"),
        (64, 4, 30, "reduce"),
        pytest.param(1024, 20, 100, "collect", marks=[pytest.mark.long, pytest.mark.timeout(300)]),
    ],
)
def test_results_above_the_limit_end_the_job(local_dir, limit, parts, each, what):
    child = faulty.driver(RESULTS, local_dir, limit, parts, each, what)
    out, err = child.communicate(timeout=280)
    lines = out.splitlines()
    assert len(lines) == 3, err[-3000:]
    assert "spark.driver.maxResultSize" in lines[0] and f"({limit}.0 MiB)" in lines[0]
    assert int(lines[1]) <= 1.3 * limit * MB, int(lines[1]) / MB
    assert lines[2] == "100"


def test_results_below_the_limit_arrive(start):
    sc = start("local[2]", **{"spark.driver.maxResultSize": "16m"})
    for _ in range(3):
        assert sum(map(len, sc.range(0, 12, 1, 12).map(lambda i: bytes(1_000_000)).collect())) == 12_000_000
    unlimited = sc.range(0, 4, 1, 4).map(lambda i: bytes(1_000_000))
    assert len(list(unlimited.toLocalIterator())) == 4
