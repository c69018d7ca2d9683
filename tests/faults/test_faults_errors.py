"""Exceptions that are hard to carry, and closures and results that cannot be pickled."""

from __future__ import annotations

import threading
import time

import faulty
import pytest

from pyrite.errors import PySparkException
from pyrite.errors.exceptions.base import PySparkPicklingError

pytestmark = pytest.mark.timeout(60)


class Unpicklable(Exception):
    def __init__(self, text):
        super().__init__(text)
        self.lock = threading.Lock()


class UnUnpicklable(Exception):
    """Pickles, and cannot be made again: its arguments are not those of ``__init__``."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


class Base(BaseException):
    pass


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


def _unpicklable():
    raise Unpicklable("has a lock")


def _un_unpicklable():
    raise UnUnpicklable("this", "that")


def _base():
    raise Base("not an Exception")


def _stop_iteration():
    raise StopIteration("stop here")


def _mute():
    raise Mute


def _foreign():
    raise ValueError("gr\u00fc\u00df \u4e16\u754c \ud800 \x00 end")


def _long():
    raise ValueError("A" * 5_000_000 + "B" * 5_000_000)


@pytest.mark.parametrize(
    ("function", "parts"),
    [
        (_unpicklable, ["Unpicklable", "has a lock"]),
        (_un_unpicklable, ["UnUnpicklable", "this and that"]),
        (_base, ["Base", "not an Exception"]),
        (_stop_iteration, ["StopIteration", "stop here"]),
        (_mute, ["Mute", "__str__"]),
        (_foreign, ["gr\u00fc\u00df \u4e16\u754c", "\\ud800", "end"]),
        (_long, ["AAAA", "BBBB"]),
    ],
)
@pytest.mark.parametrize("where", ["map", "filter", "flatMap", "mapPartitions", "reduceByKey", "foreach"])
def test_any_exception_arrives(sc, function, parts, where):
    rdd = sc.parallelize(range(10), 2)
    fail = eval("lambda *_: f()", {"f": function})
    started = time.monotonic()
    with pytest.raises(PySparkException) as failure:
        if where == "foreach":
            rdd.foreach(fail)
        elif where == "reduceByKey":
            rdd.map(lambda x: (0, x)).reduceByKey(fail).collect()
        else:
            getattr(rdd, where)(fail).collect()
    assert time.monotonic() - started < 10
    text = str(failure.value)
    for part in parts:
        assert part in text
    assert len(text) < 1_000_000
    faulty.assert_usable(sc)


@pytest.mark.parametrize("where", ["key", "generator", "sort"])
def test_stop_iteration_never_cuts_a_partition_short(sc, where):
    def stop(x):
        raise StopIteration

    def generate(it):
        for x in it:
            if x == 3:
                next(iter(()))
            yield x

    rdd = sc.parallelize(range(10), 2)
    actions = {
        "key": lambda: rdd.groupBy(stop).collect(),
        "generator": lambda: rdd.mapPartitions(generate).collect(),
        "sort": lambda: rdd.sortBy(stop).collect(),
    }
    with pytest.raises(PySparkException, match="StopIteration"):
        actions[where]()
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- unpicklable


def launched(sc):
    return sc._engine.loop.scheduler.task_ids.given


def test_lock_in_a_closure_fails_before_any_task_and_names_the_variable(sc):
    guard = threading.Lock()

    def locked(x):
        with guard:
            return x

    before = launched(sc)
    with pytest.raises(Exception, match="'guard'") as failure:
        sc.parallelize([1, 2], 2).map(locked).collect()
    assert isinstance(failure.value, PySparkPicklingError) or "pickl" in type(failure.value).__name__.lower()
    assert "test_faults_errors.py" in str(failure.value)
    assert launched(sc) == before
    faulty.assert_usable(sc)


def test_unpicklable_behind_a_shuffle_leaves_the_session_whole(sc):
    guard = threading.Lock()
    pairs = sc.parallelize([(1, 1), (2, 2)], 2).map(lambda kv: (kv[0], guard and 1)).reduceByKey(max)
    before = launched(sc)
    for _ in range(2):
        with pytest.raises(Exception, match="'guard'"):
            pairs.map(lambda kv: kv).collect()
    assert launched(sc) == before
    faulty.assert_usable(sc)


@pytest.mark.parametrize("what", ["context", "rdd"])
def test_context_or_rdd_in_a_closure_is_explained(sc, what):
    rdd = sc.parallelize([1, 2], 2)
    before = launched(sc)
    with pytest.raises(
        Exception, match=r"SPARK-5063|CONTEXT_ONLY_VALID_ON_DRIVER|RDD_TRANSFORM_ONLY_VALID_ON_DRIVER"
    ):
        if what == "context":
            rdd.map(lambda x: sc.parallelize([x]).count()).collect()
        else:
            rdd.map(lambda x: rdd.count()).collect()
    assert launched(sc) == before
    faulty.assert_usable(sc)


def test_unpicklable_result_is_not_tried_again(start, marks):
    sc = start("local[2,4]")

    def lock(x):
        import threading

        faulty.mark(marks, "run")
        return threading.Lock()

    with pytest.raises(PySparkException, match="cannot be pickled"):
        sc.parallelize([1], 1).map(lock).collect()
    assert faulty.marks(marks) == 1
    faulty.assert_usable(sc)


def test_unpicklable_value_in_a_shuffle_fails_the_job(sc):
    def lock(x):
        import threading

        return (x, threading.Lock())

    with pytest.raises(PySparkException, match="pickle"):
        sc.parallelize([1], 1).map(lock).partitionBy(2).count()
    faulty.assert_usable(sc)


def test_split_that_cannot_be_pickled_fails_the_job_only(sc):
    # Custom records travel as bytes made early, so the driver says so before any job.
    with pytest.raises(Exception, match="pickle"):
        sc.parallelize([threading.Lock()], 1).count()
    faulty.assert_usable(sc)
