"""Workers that are killed, crash, leave, hang, freeze or run out of memory."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import faulty
import pytest

from pyrite import TaskContext
from pyrite._executor import pool
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(60)


def slow(marks: str, seconds: float):
    """A function of a partition that leaves a mark at each run and takes its time."""

    def run(split, iterator):
        faulty.mark(marks, f"p{split}")
        time.sleep(seconds)
        return [sum(iterator)]

    return run


# ---------------------------------------------------------------------------------------------- killed


def test_killed_worker_costs_one_extra_attempt(sc, marks, seed):
    started = time.monotonic()
    thread, out = faulty.job_in_thread(
        lambda: sc.parallelize(range(800), 8).mapPartitionsWithIndex(slow(marks, 0.3)).collect()
    )
    time.sleep(0.05 + random.Random(seed).random() * 0.4)
    victims = faulty.wait_until(lambda: faulty.busy_pids(sc), 5)
    faulty.kill(random.Random(seed).choice(victims))
    assert faulty.finished(thread, out, 20) == [sum(range(100 * i, 100 * i + 100)) for i in range(8)]
    assert time.monotonic() - started < 0.6 + 5
    # The victim may have just ended its task, and then lost nothing.
    assert faulty.marks(marks) in (8, 9)
    faulty.assert_usable(sc)


def test_all_idle_workers_but_one_are_killed(sc):
    *victims, survivor = faulty.pids(sc).values()
    for pid in victims:
        faulty.kill(pid)
    started = time.monotonic()
    assert sc.parallelize(range(1000), 16).map(lambda x: x * 2).sum() == 999_000
    assert time.monotonic() - started < 5
    assert survivor in faulty.pids(sc).values()
    faulty.wait_until(lambda: len(faulty.pids(sc)) == 4, 5)


def test_killed_forking_server_takes_the_workers_and_not_the_session(sc):
    pairs = sc.parallelize(range(1000), 8).map(lambda x: (x % 10, x)).reduceByKey(lambda a, b: a + b)
    expected = sorted(pairs.collect())
    old = set(faulty.pids(sc).values())
    faulty.kill(faulty.server_pid(sc))
    assert sorted(pairs.collect()) == expected
    faulty.wait_until(lambda: not any(map(faulty.alive, old)), 5)
    faulty.assert_usable(sc)


def test_server_killed_in_the_middle_of_a_reduce_loses_no_rows(sc, seed):
    # The map outputs are distrusted then; no reduce task may run on a part of them.
    pairs = sc.parallelize(range(4000), 8).map(lambda x: (x % 100, 1)).reduceByKey(lambda a, b: a + b, 8)

    def slowly(it):
        time.sleep(0.1)
        return it

    thread, out = faulty.job_in_thread(lambda: pairs.mapPartitions(slowly).collect())
    time.sleep(0.1 + random.Random(seed).random() * 0.15)
    faulty.kill(faulty.server_pid(sc))
    assert sorted(faulty.finished(thread, out, 20)) == [(k, 40) for k in range(100)]
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- bounds


def test_task_that_fails_once_runs_once_more(start, marks):
    sc = start("local[2,4]")

    def fail_once(split, iterator):
        faulty.mark(marks, f"p{split}")
        if split == 1 and TaskContext.get().attemptNumber() == 0:
            raise ValueError("the first time")
        return list(iterator)

    assert sc.parallelize(range(3), 3).mapPartitionsWithIndex(fail_once).collect() == [0, 1, 2]
    assert faulty.marks(marks) == 4


@pytest.mark.parametrize(("master", "attempts"), [("local[2,4]", 4), ("local[2]", 1), ("local", 1)])
def test_task_that_always_fails_is_tried_as_often_as_the_master_says(start, marks, master, attempts):
    sc = start(master)

    def fail(x):
        faulty.mark(marks, "run")
        raise ValueError(f"attempt {TaskContext.get().attemptNumber()} of many")

    started = time.monotonic()
    with pytest.raises(PySparkException) as failure:
        sc.parallelize([1], 1).map(fail).collect()
    assert time.monotonic() - started < 10
    assert faulty.marks(marks) == attempts
    text = str(failure.value)
    assert f"attempt {attempts - 1} of many" in text
    assert "raise ValueError" in text and "test_faults_workers.py" in text
    if attempts > 1:
        assert f"failed {attempts} times" in text
    faulty.assert_usable(sc)


def test_only_the_culprit_is_blamed(start, marks):
    sc = start("local[4]")

    def poison(split, iterator):
        if split == 50:
            faulty.mark(marks, "poison")
            os.kill(os.getpid(), signal.SIGKILL)
        return list(iterator)

    with pytest.raises(PySparkException, match=r"Task 50 in stage .* failed 4 times") as failure:
        sc.parallelize(range(101), 101).mapPartitionsWithIndex(poison).collect()
    assert "SIGKILL" in str(failure.value)
    assert faulty.marks(marks) == 4
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- leaving, crashing


def _leave_0(x):
    os._exit(0)


def _leave_42(x):
    os._exit(42)


def _exit_0(x):
    raise SystemExit(0)


def _exit_42(x):
    import sys

    sys.exit(42)


def _exit_text(x):
    raise SystemExit("enough")


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (_leave_0, "exited with code 0"),
        (_leave_42, "exited with code 42"),
        (_exit_0, "sys.exit(0)"),
        (_exit_42, "sys.exit(42)"),
        (_exit_text, "sys.exit('enough')"),
    ],
)
def test_exit_fails_the_job_and_names_the_code(sc, function, named):
    by_value = eval(f"lambda x: f(x)", {"f": function})  # noqa: F541
    started = time.monotonic()
    with pytest.raises(PySparkException) as failure:
        sc.parallelize([1, 2], 2).map(by_value).collect()
    assert time.monotonic() - started < 15
    assert named in str(failure.value)
    faulty.assert_usable(sc)


def test_segfault_shows_the_python_stack(sc):
    def crash_here(x):
        import ctypes

        return ctypes.string_at(0)

    with pytest.raises(PySparkException) as failure:
        sc.parallelize([1], 1).map(crash_here).collect()
    text = str(failure.value)
    assert "SIGSEGV" in text and "Segmentation fault" in text
    assert "crash_here" in text and "string_at" in text
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- cancelled, hung, frozen


def test_cancelled_sleep_ends_soon(sc):
    def sleep(it):
        time.sleep(100)
        return it

    def job():
        sc.setJobGroup("sleepers", "sleeps")
        return sc.parallelize(range(8), 8).mapPartitions(sleep).collect()

    thread, out = faulty.job_in_thread(job)
    faulty.wait_until(lambda: len(faulty.busy_pids(sc)) == 4, 5)
    started = time.monotonic()
    sc.cancelJobGroup("sleepers")
    with pytest.raises(PySparkException, match="cancelled"):
        faulty.finished(thread, out, 5)
    faulty.wait_until(lambda: not faulty.busy_pids(sc), 5)
    assert time.monotonic() - started < 5
    assert faulty.alive(faulty.server_pid(sc))
    faulty.assert_usable(sc)


def test_interruption_that_comes_too_late_does_not_hit_the_next_task(sc):
    attempts = []
    for _ in range(40):
        # Both tasks end at once: the failure of one interrupts the other, which has just ended.
        with pytest.raises(PySparkException):
            sc.parallelize([1, 0], 2).barrier().mapPartitions(lambda it: [1 // x for x in it]).collect()
        attempts += sc.parallelize(range(4), 4).map(lambda _: TaskContext.get().attemptNumber()).collect()
    assert attempts == [0] * len(attempts)


def test_task_that_swallows_every_interrupt_is_killed(sc):
    def stubborn(x):
        import signal

        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass

    def job():
        sc.setJobGroup("hung", "never ends")
        return sc.parallelize(range(4), 4).map(stubborn).collect()

    thread, out = faulty.job_in_thread(job)
    hung = faulty.wait_until(lambda: len(found := faulty.busy_pids(sc)) == 4 and found, 5)
    time.sleep(0.2)
    started = time.monotonic()
    sc.cancelJobGroup("hung")
    with pytest.raises(PySparkException, match="cancelled"):
        faulty.finished(thread, out, 5)
    other, result = faulty.job_in_thread(lambda: sc.parallelize(range(8), 8).sum())
    faulty.wait_until(lambda: not any(map(faulty.alive, hung)), 7)
    assert faulty.finished(other, result, 10) == 28
    assert time.monotonic() - started < 10
    faulty.assert_usable(sc)


def frozen_task(sc, marks):
    def freeze_once(split, iterator):
        import signal

        if split == 0 and not faulty.marks(marks):
            faulty.mark(marks, "frozen")
            os.kill(os.getpid(), signal.SIGSTOP)
        return list(iterator)

    started = time.monotonic()
    assert sc.parallelize(range(8), 8).mapPartitionsWithIndex(freeze_once).collect() == list(range(8))
    assert time.monotonic() - started < 30
    faulty.assert_usable(sc)


def test_frozen_worker_is_replaced(sc, marks, monkeypatch):
    monkeypatch.setattr(pool, "FROZEN_SECONDS", 1.0)
    frozen_task(sc, marks)


@pytest.mark.long
def test_frozen_worker_is_replaced_in_full_time(sc, marks):
    frozen_task(sc, marks)


def test_worker_frozen_for_a_moment_goes_on(sc, marks):
    thread, out = faulty.job_in_thread(
        lambda: sc.parallelize(range(4), 4).mapPartitionsWithIndex(slow(marks, 0.5)).collect()
    )
    victim = faulty.wait_until(lambda: faulty.busy_pids(sc), 5)[0]
    os.kill(victim, signal.SIGSTOP)
    time.sleep(0.7)
    os.kill(victim, signal.SIGCONT)
    assert faulty.finished(thread, out, 10) == [0, 1, 2, 3]
    assert faulty.marks(marks) == 4


def test_idle_frozen_worker_does_not_stop_the_driver_from_sending(sc, monkeypatch):
    # The program is larger than any socket's buffer: the send to the frozen worker cannot end.
    monkeypatch.setattr(pool, "FROZEN_SECONDS", 1.0)
    victim = next(iter(faulty.pids(sc).values()))
    os.kill(victim, signal.SIGSTOP)
    ballast = b"x" * (8 << 20)
    thread, out = faulty.job_in_thread(
        lambda: sc.parallelize(range(8), 8).map(lambda x: x + len(ballast)).sum()
    )
    assert faulty.finished(thread, out, 20) == 28 + 8 * len(ballast)
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- memory


def test_address_space_limit_gives_memory_error(sc):
    def grow(x):
        import resource

        with open("/proc/self/statm") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + (512 << 20), resource.RLIM_INFINITY))
        return len(bytearray(2 << 30))

    with pytest.raises(PySparkException, match="MemoryError"):
        sc.parallelize([1], 1).map(grow).collect()
    faulty.assert_usable(sc)


OOM_PROGRAM = """
import os, sys
group, folder = sys.argv[1:]
with open(os.path.join(group, "cgroup.procs"), "w") as file:
    file.write(str(os.getpid()))
from pyrite import SparkConf, SparkContext
sc = SparkContext("local[2]", "oom", conf=SparkConf().set("spark.local.dir", folder))
assert sc.range(100).count() == 100
def grow(x):
    open(os.path.join(folder, "..", f"attempt-{os.getpid()}"), "w").close()
    held = []
    while True:
        held.append(bytearray(1 << 20))
try:
    sc.parallelize([1], 1).map(grow).collect()
except Exception as error:
    print(repr(str(error)), flush=True)
print(sc.range(100).count(), flush=True)
sc.stop()
"""


def test_worker_killed_for_lack_of_memory_is_named(tmp_path, local_dir):
    root = "/sys/fs/cgroup/memory" if os.path.isdir("/sys/fs/cgroup/memory") else "/sys/fs/cgroup"
    group = os.path.join(root, f"pyrite-test-{os.getpid()}")
    limit = "memory.limit_in_bytes" if root.endswith("memory") else "memory.max"
    try:
        os.mkdir(group)
        with open(os.path.join(group, limit), "w") as file:
            file.write(str(200 << 20))
    except OSError:
        if os.path.isdir(group):
            os.rmdir(group)
        pytest.skip("a control group cannot be made here")
    try:
        child = faulty.driver(OOM_PROGRAM, group, local_dir)
        out, err = child.communicate(timeout=50)
        lines = out.splitlines()
        assert len(lines) == 2, err[-2000:]
        assert "the kernel found no more memory (out of memory)" in lines[0] and "SIGKILL" in lines[0]
        assert lines[1] == "100"
        attempts = [name for name in os.listdir(tmp_path) if name.startswith("attempt")]
        assert 1 <= len(attempts) <= 4
        faulty.assert_nothing_left({child.pid}, local_dir)
    finally:
        faulty.wait_until(lambda: not Path(group, "cgroup.procs").read_text(), 10)
        os.rmdir(group)


# ---------------------------------------------------------------------------------------------- again and again


def _ways_to_die(seed):
    chance = random.Random(seed)

    def die(pid):
        os.kill(pid, chance.choice([signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM, signal.SIGABRT]))

    return die


def chaos(sc, seed, seconds, mean):
    def sometimes_leave(it):
        if os.urandom(1) < b"\2":
            os._exit(3)
        return it

    rdd = sc.parallelize(range(20_000), 16).map(lambda x: (x % 1000, x))
    expected = sorted(rdd.reduceByKey(lambda a, b: a + b).collect())
    until = time.monotonic() + seconds
    rounds = 0
    with faulty.killing(sc, seed, mean, _ways_to_die(seed)) as killed:
        while time.monotonic() < until:
            step = (
                rdd.mapPartitions(sometimes_leave)
                .partitionBy(8)
                .mapValues(lambda x: x)
                .groupByKey(6)
                .mapValues(sum)
            )
            assert sorted(step.collect()) == expected
            assert sorted(rdd.sortByKey().reduceByKey(lambda a, b: a + b).collect()) == expected
            rounds += 1
    assert killed and rounds
    faulty.assert_usable(sc)


def test_chaos_for_some_seconds(start):
    chaos(start("local[4]"), 0, 4, 0.25)


@pytest.mark.long
@pytest.mark.timeout(200)
def test_chaos(start, seed):
    chaos(start("local[4]"), seed, 120, 4)


def leak(sc, tasks, kills):
    faulty.warm(sc)
    sc.parallelize(range(1000), 1000).count()
    server = faulty.server_pid(sc)
    driver_files, server_files = faulty.open_files(), faulty.open_files(server)
    driver_memory, server_memory = faulty.resident(os.getpid()), faulty.resident(server)
    for i in range(kills):
        faulty.kill(random.Random(i).choice(list(faulty.pids(sc).values())))
        assert sc.range(0, tasks // kills, 1, tasks // kills).count() == tasks // kills
    faulty.wait_until(lambda: not faulty.zombies(), 5, "no zombies")
    assert len(faulty.descendants(server)) == 4
    assert faulty.open_files() - driver_files <= 5
    assert faulty.open_files(server) - server_files <= 5
    assert faulty.resident(os.getpid()) - driver_memory <= 20 << 20
    assert faulty.resident(server) - server_memory <= 20 << 20


def test_many_tasks_and_kills_leak_nothing(start):
    leak(start("local[4]"), 1000, 10)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_ten_thousand_tasks_and_a_hundred_kills_leak_nothing(start):
    leak(start("local[4]"), 10_000, 100)


def test_workers_that_die_at_once_are_not_forked_in_a_mad_rush(sc):
    executor = sc._engine.loop.executor
    first = executor._next
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        for pid in dict(executor.pids).values():
            if pid:
                with suppress(ProcessLookupError):
                    faulty.kill(pid)
        time.sleep(0.001)
    assert executor._next - first < 100
    assert sc.range(100).count() == 100
    faulty.wait_until(lambda: len(faulty.pids(sc)) == 4, 10)
    faulty.assert_usable(sc)
