"""Accumulators are exact, and outputs are committed once, whatever is tried twice."""

from __future__ import annotations

import os
import random
import time

import faulty
import pytest

from pyrite import AccumulatorParam, StorageLevel, TaskContext
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(60)

SPECULATION = {
    "spark.speculation": "true",
    "spark.speculation.quantile": "0.5",
    "spark.speculation.multiplier": "1.1",
    "spark.speculation.minTaskRuntime": "50ms",
}
#: So many workers are killed that one task may well lose more than four of them.
MANY_LOSSES = {"spark.task.maxFailures": 100}


# ---------------------------------------------------------------------------------------------- accumulators


def test_failed_attempts_do_not_count(start, marks):
    sc = start("local[4,4]")
    seen = sc.accumulator(0)

    def count(split, it):
        for i, _ in enumerate(it):
            seen.add(1)
            if split % 3 == 0 and i == 50 and TaskContext.get().attemptNumber() < 2:
                raise ValueError("once more")
        return [split]

    assert sc.parallelize(range(1000), 10).mapPartitionsWithIndex(count).count() == 10
    assert seen.value == 1000


def test_accumulators_are_exact_while_workers_are_killed(start, seed):
    sc = start("local[4]", **MANY_LOSSES)
    jobs = 10
    seen = sc.accumulator(0)
    total = sc.accumulator(0.0)

    def see(x):
        seen.add(1)
        total.add(x)
        time.sleep(0.0005)

    with faulty.killing(sc, seed, 0.15) as killed:
        for _ in range(jobs):
            sc.parallelize(range(400), 8).foreach(see)
    assert killed
    assert seen.value == 400 * jobs
    assert total.value == sum(range(400)) * jobs


@pytest.mark.long
@pytest.mark.timeout(300)
def test_accumulators_are_exact_a_hundred_times(start, local_dir):
    """Attempts fail, workers are killed and map outputs are lost, all in the same jobs."""
    sc = start("local[4,4]", **MANY_LOSSES)
    faulty.read_files_anew(sc)
    seen = sc.accumulator(0)
    chance = random.Random(0)

    def see(kv):
        seen.add(1)
        context = TaskContext.get()
        if kv[0] % 97 == 0 and context.attemptNumber() == 0:
            raise ValueError("once more")

    def slowly(it):
        time.sleep(0.02)
        return it

    rdd = sc.parallelize(range(2000), 8).map(lambda x: (x, x)).partitionBy(8)
    for done in range(1, 101):
        thread, out = faulty.job_in_thread(lambda: rdd.mapPartitions(slowly).foreach(see))
        time.sleep(chance.random() * 0.1)
        for path in chance.sample(
            found := [p for p in faulty.files_below(local_dir) if p.endswith(".data")], min(2, len(found))
        ):
            os.unlink(path)
        faulty.kill(chance.choice(list(faulty.pids(sc).values())))
        faulty.finished(thread, out, 30)
        assert seen.value == 2000 * done


def test_accumulators_are_exact_when_map_outputs_are_lost(sc, local_dir):
    faulty.read_files_anew(sc)
    in_action = sc.accumulator(0)
    in_map = sc.accumulator(0)

    def count_map(x):
        in_map.add(1)
        return x % 10, x

    rdd = sc.parallelize(range(1000), 4).map(count_map).partitionBy(4)
    for done in range(1, 4):
        rdd.foreach(lambda kv: in_action.add(1))
        assert in_action.value == 1000 * done
        os.unlink(
            random.Random(done).choice([p for p in faulty.files_below(local_dir) if p.endswith(".data")])
        )
    # Transformations may count what they do again.
    assert in_map.value == 1000 + 2 * 250


@pytest.mark.parametrize("level", ["MEMORY_ONLY", "DISK_ONLY", "MEMORY_AND_DISK"])
def test_failing_after_caching_does_not_lose_counts(start, level):
    sc = start("local[2,4]")
    computed = sc.accumulator(0)

    def see(x):
        computed.add(1)
        return x

    rdd = sc.parallelize(range(100), 2).map(see).persist(getattr(StorageLevel, level))

    def fail_once(it):
        found = list(it)
        if TaskContext.get().attemptNumber() == 0:
            raise ValueError("after the partition was cached")
        return found

    assert rdd.mapPartitions(fail_once).count() == 100
    assert computed.value == 100
    assert rdd.count() == 100
    assert computed.value == 100


class Failing(AccumulatorParam):
    def zero(self, value):
        return 0

    def addInPlace(self, value1, value2):
        if os.getpid() == self.driver and value1 >= 0:
            raise ValueError("cannot merge here")
        return value1 + value2


def test_accumulator_that_cannot_merge_harms_nobody_else(sc):
    param = Failing()
    param.driver = os.getpid()
    bad, good = sc.accumulator(0, param), sc.accumulator(0)

    def see(x):
        bad.add(1)
        good.add(1)

    sc.parallelize(range(100), 4).foreach(see)
    assert good.value == 100
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- speculation


def slow_first_attempt(marks):
    """Partition 0's first attempt hangs about; its copy does not."""

    def run(split, it):
        records = list(it)
        if split == 0 and not faulty.marks(marks, "first"):
            faulty.mark(marks, f"first-{os.getpid()}")
            time.sleep(30)
        return records

    return run


def test_speculative_copy_wins_and_the_loser_goes(start, marks):
    sc = start("local[4]", **SPECULATION)
    faulty.warm(sc)
    seen = sc.accumulator(0)
    ended = []
    sc._bus.add(lambda event: event.kind == "TaskEnd" and ended.append(event.facts["status"]))

    def see(x):
        seen.add(1)
        return x

    rdd = sc.parallelize(range(80), 8).map(see).mapPartitionsWithIndex(slow_first_attempt(marks))
    started = time.monotonic()
    assert rdd.collect() == list(range(80))
    assert time.monotonic() - started < 10
    assert seen.value == 80
    faulty.wait_until(lambda: not faulty.busy_pids(sc), 2, "the loser ends")
    assert "failed" not in ended and ended.count("success") == 8
    faulty.assert_usable(sc)


def test_copies_that_finish_together_count_once(start, marks, seed):
    sc = start("local[4]", **SPECULATION)
    faulty.warm(sc)
    seen = sc.accumulator(0)
    chance = random.Random(seed)
    pause = 0.1 + chance.random() * 0.1

    def see(split, it):
        # Copies start about 0.1 s after the original, and both of them end about then.
        time.sleep(pause if split == 0 and TaskContext.get().attemptNumber() == 0 else 0.01)
        for x in it:
            seen.add(1)
            yield x

    for done in range(1, 6):
        assert sc.parallelize(range(80), 8).mapPartitionsWithIndex(see).collect() == list(range(80))
        assert seen.value == 80 * done


# ---------------------------------------------------------------------------------------------- commits


def parts(path):
    return sorted(name for name in os.listdir(path))


def lines(path):
    found = []
    for name in os.listdir(path):
        if name.startswith("part-"):
            with open(os.path.join(path, name)) as file:
                found += file.read().split()
    return found


def test_two_attempts_of_a_partition_commit_one(start, marks, tmp_path):
    sc = start("local[4]", **SPECULATION)
    faulty.warm(sc)
    out = str(tmp_path / "out")
    rdd = sc.parallelize(range(80), 8).mapPartitionsWithIndex(slow_first_attempt(marks))
    rdd.saveAsTextFile(out)
    time.sleep(0.5)
    assert parts(out) == ["_SUCCESS", *(f"part-{i:05d}" for i in range(8))]
    assert sorted(map(int, lines(out))) == list(range(80))


def test_attempts_that_write_together_commit_one(start, tmp_path, seed):
    sc = start("local[4]", **SPECULATION)
    faulty.warm(sc)
    pause = 0.1 + random.Random(seed).random() * 0.1

    def slowly(split, it):
        for i, x in enumerate(it):
            if i == 5 and split == 0 and TaskContext.get().attemptNumber() == 0:
                time.sleep(pause)
            yield x

    for run in range(4):
        out = str(tmp_path / f"out{run}")
        sc.parallelize(range(80), 8).mapPartitionsWithIndex(slowly).saveAsTextFile(out)
        assert parts(out) == ["_SUCCESS", *(f"part-{i:05d}" for i in range(8))]
        assert sorted(map(int, lines(out))) == list(range(80))
    time.sleep(0.3)
    for run in range(4):
        assert "_temporary" not in parts(tmp_path / f"out{run}")


def test_worker_killed_after_it_has_written_and_before_it_tells(start, marks, tmp_path):
    sc = start("local[4]")
    faulty.warm(sc)
    out = str(tmp_path / "out")

    def die_at_the_end(split, it):
        yield from it
        if split == 2 and not faulty.marks(marks):
            faulty.mark(marks, "died")
            import signal
            import threading

            # The file is closed when the generator has ended; the answer follows at once.
            threading.Timer(0.0005, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()

    sc.parallelize(range(80), 8).mapPartitionsWithIndex(die_at_the_end).saveAsTextFile(out)
    assert parts(out) == ["_SUCCESS", *(f"part-{i:05d}" for i in range(8))]
    assert sorted(map(int, lines(out))) == list(range(80))


def test_workers_killed_while_they_save(start, tmp_path, seed):
    sc = start("local[4]", **MANY_LOSSES)

    def slowly(it):
        for x in it:
            time.sleep(0.001)
            yield x

    with faulty.killing(sc, seed, 0.15):
        for run in range(4):
            out = str(tmp_path / f"out{run}")
            sc.parallelize(range(400), 8).mapPartitions(slowly).saveAsTextFile(out)
            assert sorted(map(int, lines(out))) == list(range(400))
            assert parts(out) == ["_SUCCESS", *(f"part-{i:05d}" for i in range(8))]


DRIVER = """
import sys, time
from pyrite import SparkConf, SparkContext
folder, out = sys.argv[1:]
sc = SparkContext("local[2]", "commit", conf=SparkConf().set("spark.local.dir", folder))
sc.range(10).count()
print("ready", flush=True)
sc.parallelize(range(4000), 200).saveAsTextFile(out)
print("done", flush=True)
time.sleep(60)
"""


def test_driver_killed_while_it_commits(local_dir, tmp_path, seed):
    out = str(tmp_path / "out")
    child = faulty.driver(DRIVER, local_dir, out)
    assert faulty.read_line(child) == "ready"
    faulty.wait_until(lambda: os.path.isdir(out), 10)
    # Somewhere in writing and moving 200 files.
    moved = random.Random(seed).randrange(0, 200)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and sum(n.startswith("part-") for n in os.listdir(out)) < moved:
        pass
    child.kill()
    child.communicate()
    found = sorted(map(int, lines(out)))
    assert len(found) == len(set(found))
    if "_SUCCESS" in parts(out):
        assert found == list(range(4000))
    faulty.assert_nothing_left({child.pid}, local_dir)


def test_failed_save_leaves_no_file(sc, tmp_path):
    out = str(tmp_path / "out")

    def fail(x):
        if x == 77:
            raise ValueError("no more")
        return x

    with pytest.raises(PySparkException, match="no more"):
        sc.parallelize(range(80), 8).map(fail).saveAsTextFile(out)
    time.sleep(0.3)
    assert not faulty.files_below(out)
