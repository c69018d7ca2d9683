"""Workers that are killed, crash, leave, hang, freeze or run out of memory."""

from __future__ import annotations

import os
import random
import signal
import time

import faulty
import pytest

from pyrite import TaskContext
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

    with pytest.raises(PySparkException, match="Task 50 in stage .* failed 4 times") as failure:
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
