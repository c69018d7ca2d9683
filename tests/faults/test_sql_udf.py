"""Functions of users in queries that die, hang, raise, take all memory or give what they should not."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faulty
import pytest
from test_faults_errors import _base, _foreign, _long, _mute, _stop_iteration, _un_unpicklable, _unpicklable
from test_faults_workers import _exit_0, _exit_42, _exit_text, _leave_0, _leave_42

from pyrite import TaskContext
from pyrite._executor import pool
from pyrite.errors import PySparkException
from pyrite.sql import functions as F
from pyrite.sql._physical.python_runs import ChunkSource, PythonRunner

pytestmark = pytest.mark.timeout(90)

#: Every so many rows the function under test is called; a group has so many.
STEP = 5000
MANY = 12 * STEP

KINDS = ["rows", "pandas", "arrow", "groups", "map"]
#: One for each way in which a stage of Python runs.
WAYS = ["rows", "pandas", "groups"]


def query(spark: Any, kind: str, body: Callable[[int], Any], count: int = 1) -> Any:
    """The numbers below ``count``, by way of a function that gives every STEP-th to ``body``."""
    frame = spark.range(0, count, 1, 1)

    def each(number: int) -> Any:
        return body(number) if number % STEP == 0 else number

    if kind == "rows":
        return frame.select(F.udf(each, "long")("id").alias("id"))
    if kind == "pandas":
        return frame.select(F.pandas_udf(lambda ids: ids.map(each), "long")("id").alias("id"))
    if kind == "arrow":
        import pyarrow as pa

        made = F.arrow_udf(lambda ids: pa.array([each(i) for i in ids.to_pylist()], pa.int64()), "long")
        return frame.select(made("id").alias("id"))
    if kind == "groups":
        groups = frame.groupBy((F.col("id") / STEP).cast("long"))
        return groups.applyInPandas(lambda rows: rows.assign(id=rows["id"].map(each)), "id long")
    return frame.mapInPandas(
        lambda frames: (rows.assign(id=rows["id"].map(each)) for rows in frames), "id long"
    )


def numbers(frame: Any) -> list[int]:
    return sorted(row.id for row in frame.collect())


@pytest.fixture
def spark(session: Callable[..., Any]) -> Any:
    """A SparkSession on ``local[4]`` with its workers up."""
    made = session("local[4]")
    faulty.warm(made.sparkContext)
    return made


def assert_usable(spark: Any) -> None:
    """USABLE: queries, jobs and functions in queries."""
    faulty.assert_queries_run(spark)
    faulty.assert_usable(spark.sparkContext)
    assert numbers(query(spark, "rows", lambda number: number, 3)) == [0, 1, 2]


# ---------------------------------------------------------------------------------------------- killed


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_killed_in_a_function_changes_no_row(spark: Any, marks: str, kind: str) -> None:
    def slow(number: int) -> int:
        faulty.mark(marks, f"n{number}")
        time.sleep(0.1)
        return number

    thread, out = faulty.job_in_thread(lambda: numbers(query(spark, kind, slow, MANY)))
    faulty.wait_until(lambda: faulty.marks(marks), 10)
    started = time.monotonic()
    faulty.kill(faulty.wait_until(lambda: faulty.busy_pids(spark.sparkContext), 5)[0])
    assert faulty.finished(thread, out, 30) == list(range(MANY))
    assert time.monotonic() - started < 12 * 0.1 * 2 + 5
    assert_usable(spark)


def test_a_query_after_all_workers_but_one_are_killed(spark: Any) -> None:
    *victims, survivor = faulty.pids(spark.sparkContext).values()
    for pid in victims:
        faulty.kill(pid)
    assert numbers(query(spark, "pandas", lambda number: number, MANY)) == list(range(MANY))
    assert survivor in faulty.pids(spark.sparkContext).values()


# ---------------------------------------------------------------------------------------------- bounds


@pytest.mark.parametrize("kind", WAYS)
def test_a_function_that_fails_once_runs_once_more(session: Any, marks: str, kind: str) -> None:
    spark = session("local[2,4]")

    def fail_once(number: int) -> int:
        faulty.mark(marks, "run")
        if TaskContext.get().attemptNumber() == 0:
            raise ValueError("the first time")
        return number

    assert numbers(query(spark, kind, fail_once)) == [0]
    assert faulty.marks(marks) == 2


@pytest.mark.parametrize(
    ("kind", "master", "attempts"),
    [(kind, "local[2,4]", 4) for kind in WAYS] + [("rows", "local[2]", 1), ("pandas", "local", 1)],
)
def test_a_function_that_always_fails(
    session: Any, marks: str, kind: str, master: str, attempts: int
) -> None:
    spark = session(master)

    def fail(number: int) -> int:
        faulty.mark(marks, "run")
        raise ValueError(f"attempt {TaskContext.get().attemptNumber()} of many")

    started = time.monotonic()
    with pytest.raises(PySparkException) as failure:
        query(spark, kind, fail).collect()
    assert time.monotonic() - started < 10
    assert faulty.marks(marks) == attempts
    text = str(failure.value)
    assert f"attempt {attempts - 1} of many" in text
    assert "raise ValueError" in text and "test_sql_udf.py" in text
    assert_usable(spark)


@pytest.mark.parametrize("kind", WAYS)
def test_only_the_query_at_fault_is_blamed(spark: Any, marks: str, kind: str) -> None:
    def poison(number: int) -> int:
        if number == 6 * STEP:
            faulty.mark(marks, "poison")
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    other, result = faulty.job_in_thread(lambda: numbers(query(spark, kind, lambda number: number, MANY)))
    with pytest.raises(PySparkException, match="failed 4 times") as failure:
        query(spark, kind, poison, MANY).collect()
    assert "SIGKILL" in str(failure.value)
    assert faulty.marks(marks) == 4
    assert faulty.finished(other, result, 30) == list(range(MANY))
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- leaving, crashing


@pytest.mark.parametrize("kind", WAYS)
def test_exit_in_a_function_fails_the_query_and_names_the_code(spark: Any, kind: str) -> None:
    ways = [(_leave_42, "exited with code 42"), (_exit_0, "sys.exit(0)")]
    if kind == "rows":
        ways += [
            (_leave_0, "exited with code 0"),
            (_exit_42, "sys.exit(42)"),
            (_exit_text, "sys.exit('enough')"),
        ]
    for function, named in ways:
        by_value = eval("lambda x: f(x)", {"f": function})
        started = time.monotonic()
        with pytest.raises(PySparkException) as failure:
            query(spark, kind, by_value).collect()
        assert time.monotonic() - started < 15
        assert named in str(failure.value)
    assert_usable(spark)


@pytest.mark.parametrize("kind", WAYS)
def test_a_segfault_in_a_function_shows_the_python_stack(spark: Any, kind: str) -> None:
    def crash_here(number: int) -> Any:
        return ctypes.string_at(0)

    with pytest.raises(PySparkException) as failure:
        query(spark, kind, crash_here).collect()
    text = str(failure.value)
    assert "SIGSEGV" in text and "Segmentation fault" in text
    assert "crash_here" in text and "string_at" in text
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- exceptions


@pytest.mark.parametrize("kind", KINDS)
def test_any_exception_of_a_function_arrives(spark: Any, kind: str) -> None:
    for function, parts in (
        (_unpicklable, ["Unpicklable", "has a lock"]),
        (_un_unpicklable, ["UnUnpicklable", "this and that"]),
        (_base, ["Base", "not an Exception"]),
        (_stop_iteration, ["StopIteration", "stop here"]),
        (_mute, ["Mute", "__str__"]),
        (_foreign, ["grüß 世界", "\\ud800", "end"]),
        (_long, ["AAAA", "BBBB"]),
    ):
        fail = eval("lambda *_: f()", {"f": function})
        started = time.monotonic()
        with pytest.raises(PySparkException) as failure:
            query(spark, kind, fail, 10).collect()
        assert time.monotonic() - started < 10
        text = str(failure.value)
        for part in parts:
            assert part in text
        assert len(text) < 1_000_000
    assert_usable(spark)


@pytest.mark.parametrize("kind", KINDS)
def test_stop_iteration_never_cuts_rows_short(spark: Any, kind: str) -> None:
    def stop(number: int) -> int:
        if number == 2 * STEP:
            next(iter(()))
        return number

    with pytest.raises(PySparkException, match="StopIteration"):
        query(spark, kind, stop, MANY).collect()
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- unpicklable


@pytest.mark.parametrize("kind", WAYS)
def test_a_lock_in_a_function_of_a_query_is_named(spark: Any, kind: str) -> None:
    guard = threading.Lock()

    def locked(number: int) -> int:
        with guard:
            return number

    with pytest.raises(Exception, match="'guard'") as failure:
        query(spark, kind, locked).collect()
    assert "test_sql_udf.py" in str(failure.value)
    assert_usable(spark)


@pytest.mark.parametrize("what", ["context", "session", "frame"])
def test_a_context_session_or_frame_in_a_function_is_explained(spark: Any, what: str) -> None:
    sc, frame = spark.sparkContext, spark.range(3)
    functions = {
        "context": lambda number: sc.parallelize([number]).count(),
        "session": lambda number: spark.range(number).count(),
        "frame": lambda number: frame.count(),
    }
    with pytest.raises(Exception, match=r"SPARK-5063|'frame' is a DataFrame"):
        query(spark, "rows", functions[what]).collect()
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- wrong results


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_of_the_wrong_type_is_an_error(spark: Any, kind: str) -> None:
    for wrong in (lambda _: "text", lambda _: object(), lambda _: [1], lambda _: {"a": 1}, lambda _: 2**80):
        with pytest.raises(PySparkException):
            query(spark, kind, wrong).collect()
    assert_usable(spark)


def test_a_result_of_the_wrong_length_is_told(spark: Any) -> None:
    import pandas as pd

    short = F.pandas_udf(lambda ids: pd.Series([1]), "long")
    with pytest.raises(PySparkException, match="RESULT_ROWS_MISMATCH"):
        spark.range(10).select(short("id")).collect()
    other = spark.range(10).groupBy("id").applyInPandas(lambda rows: pd.DataFrame({"q": [1]}), "id long")
    with pytest.raises(PySparkException, match="RESULT_COLUMN_NAMES_MISMATCH"):
        other.collect()
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- cancelled, hung, frozen


@pytest.mark.parametrize("kind", WAYS)
def test_a_cancelled_function_ends_soon(spark: Any, marks: str, kind: str) -> None:
    sc = spark.sparkContext

    def sleep(number: int) -> int:
        faulty.mark(marks, "asleep")
        time.sleep(100)
        return number

    def job() -> Any:
        sc.setJobGroup("sleepers", "sleeps")
        return query(spark, kind, sleep, MANY).collect()

    thread, out = faulty.job_in_thread(job)
    faulty.wait_until(lambda: faulty.marks(marks), 10)
    started = time.monotonic()
    sc.cancelJobGroup("sleepers")
    with pytest.raises(PySparkException, match="cancelled"):
        faulty.finished(thread, out, 5)
    faulty.wait_until(lambda: not faulty.busy_pids(sc), 5)
    assert time.monotonic() - started < 5
    assert faulty.alive(faulty.server_pid(sc))
    assert_usable(spark)


@pytest.mark.parametrize("kind", WAYS)
def test_an_interrupted_function_ends_soon(spark: Any, kind: str) -> None:
    def sleep(number: int) -> int:
        time.sleep(100)
        return number

    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        query(spark, kind, sleep, MANY).collect()
    assert time.monotonic() - started < 20
    assert_usable(spark)


def test_a_query_cancelled_before_its_first_rows_ends(spark: Any) -> None:
    class Slow(ChunkSource):
        def _produce(self) -> None:
            self._stopped.wait()
            self._put(None)

    stopped = threading.Event()
    source = Slow(None, PythonRunner(spark.sparkContext), stopped)  # type: ignore[arg-type]
    thread, out = faulty.job_in_thread(lambda: list(source))
    stopped.set()
    with pytest.raises(PySparkException, match="cancelled"):
        faulty.finished(thread, out, 5)


def test_a_function_that_swallows_every_interrupt_is_killed(spark: Any, marks: str) -> None:
    sc = spark.sparkContext

    def stubborn(number: int) -> int:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        faulty.mark(marks, "hung")
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass

    def job() -> Any:
        sc.setJobGroup("hung", "never ends")
        return query(spark, "rows", stubborn).collect()

    thread, out = faulty.job_in_thread(job)
    faulty.wait_until(lambda: faulty.marks(marks), 10)
    hung = faulty.busy_pids(sc)
    started = time.monotonic()
    sc.cancelJobGroup("hung")
    with pytest.raises(PySparkException, match="cancelled"):
        faulty.finished(thread, out, 5)
    other, result = faulty.job_in_thread(lambda: numbers(query(spark, "rows", lambda number: number, 3)))
    faulty.wait_until(lambda: not any(map(faulty.alive, hung)), 7)
    assert faulty.finished(other, result, 10) == [0, 1, 2]
    assert time.monotonic() - started < 10
    assert_usable(spark)


def test_a_worker_frozen_in_a_function_is_replaced(
    spark: Any, marks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "FROZEN_SECONDS", 1.0)

    def freeze_once(number: int) -> int:
        if not faulty.marks(marks):
            faulty.mark(marks, "frozen")
            os.kill(os.getpid(), signal.SIGSTOP)
        return number

    started = time.monotonic()
    assert numbers(query(spark, "pandas", freeze_once, MANY)) == list(range(MANY))
    assert time.monotonic() - started < 30
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- memory


@pytest.mark.parametrize("kind", WAYS)
def test_a_function_at_the_address_space_limit_gets_memory_error(spark: Any, kind: str) -> None:
    def grow(number: int) -> int:
        import resource

        with open("/proc/self/statm") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + (512 << 20), resource.RLIM_INFINITY))
        return len(bytearray(2 << 30))

    with pytest.raises(PySparkException, match="MemoryError"):
        query(spark, kind, grow).collect()
    assert_usable(spark)


OOM_PROGRAM = """
import os, sys
group, folder = sys.argv[1:]
from pyrite import SparkConf, SparkContext
from pyrite.sql import SparkSession, functions as F
spark = SparkSession(SparkContext("local[2]", "oom", conf=SparkConf().set("spark.local.dir", folder)))
assert spark.range(100).count() == 100
def grow(x):
    with open(os.path.join(group, "cgroup.procs"), "w") as file:
        file.write(str(os.getpid()))
    open(os.path.join(folder, "..", f"attempt-{os.getpid()}"), "w").close()
    held = []
    while True:
        held.append(bytearray(1 << 20))
try:
    spark.range(1).select(F.udf(grow, "long")("id")).collect()
except Exception as error:
    print(repr(str(error)), flush=True)
print(spark.range(100).count(), flush=True)
spark.stop()
"""


def test_a_function_killed_for_lack_of_memory_is_named(tmp_path: Path, local_dir: str) -> None:
    root = "/sys/fs/cgroup/memory" if os.path.isdir("/sys/fs/cgroup/memory") else "/sys/fs/cgroup"
    group = os.path.join(root, f"pyrite-test-udf-{os.getpid()}")
    limit = "memory.limit_in_bytes" if root.endswith("memory") else "memory.max"
    try:
        os.mkdir(group)
        Path(group, limit).write_text(str(200 << 20))
    except OSError:
        if os.path.isdir(group):
            os.rmdir(group)
        pytest.skip("a control group cannot be made here")
    try:
        child = faulty.driver(OOM_PROGRAM, group, local_dir)
        out, err = child.communicate(timeout=60)
        lines = out.splitlines()
        assert len(lines) == 2, err[-2000:]
        assert "SIGKILL" in lines[0]
        assert lines[1] == "100"
        attempts = [name for name in os.listdir(tmp_path) if name.startswith("attempt")]
        assert 1 <= len(attempts) <= 4
        faulty.assert_nothing_left({child.pid}, local_dir)
    finally:
        faulty.wait_until(lambda: not Path(group, "cgroup.procs").read_text(), 10)
        os.rmdir(group)


# ---------------------------------------------------------------------------------------------- what functions do


@pytest.mark.parametrize("kind", WAYS)
def test_what_functions_print_goes_to_the_console(
    session: Any, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    spark = session("local[2]")

    def loud(number: int) -> int:
        print(f"number {number}", "x" * 100_000, flush=True)
        print("to stderr", file=sys.stderr, flush=True)
        return number

    assert numbers(query(spark, kind, loud, 3)) == [0, 1, 2]
    spark.stop()
    out, err = capfd.readouterr()
    assert "number 0" in out + err and "to stderr" in out + err


def test_functions_import_what_addpyfile_sent(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "sent_module.py").write_text("def more(number):\n    return number + 1\n")
    spark.sparkContext.addPyFile(str(tmp_path / "sent_module.py"))

    def use(number: int) -> int:
        from importlib import import_module

        return int(import_module("sent_module").more(number))

    for kind in KINDS:
        assert numbers(query(spark, kind, use)) == [1]
    faulty.kill(next(iter(faulty.pids(spark.sparkContext).values())))
    assert numbers(query(spark, "rows", use)) == [1]


def test_functions_of_functions_of_aggregates_and_tables_fail_alike(spark: Any) -> None:
    import pandas as pd

    def fail(*values: Any) -> Any:
        raise ValueError("of this function")

    def aggregate(ids):
        raise ValueError("of this function")

    aggregate.__annotations__ = {"ids": pd.Series, "return": int}

    class Rows:
        def eval(self, value: int) -> Any:
            raise ValueError("of this function")

    frame = spark.range(10)
    spark.udtf.register("rows_of", F.udtf(Rows, returnType="a int"))
    queries = [
        frame.select(F.udf(lambda x: x + 1, "long")(F.udf(fail, "long")("id"))),
        frame.groupBy().agg(F.pandas_udf(aggregate, "long")("id")),
        frame.where(F.udf(fail, "boolean")("id")),
        frame.groupBy("id").cogroup(frame.groupBy("id")).applyInPandas(lambda one, two: fail(), "id long"),
        spark.sql("SELECT * FROM rows_of(1)"),
        frame.mapInArrow(lambda batches: fail(), "id long"),
    ]
    for made in queries:
        with pytest.raises(PySparkException, match="of this function"):
            made.collect()
    assert_usable(spark)


# ---------------------------------------------------------------------------------------------- again and again


def chaos(spark: Any, seed: int, seconds: float, mean: float) -> None:
    expected, rounds, until = list(range(MANY)), 0, time.monotonic() + seconds

    def sometimes_leave(number: int) -> int:
        if os.urandom(1) < b"\2" and not TaskContext.get().attemptNumber():
            os._exit(3)
        return number

    with faulty.killing(spark.sparkContext, seed, mean) as killed:
        while time.monotonic() < until:
            for kind in WAYS:
                assert numbers(query(spark, kind, sometimes_leave, MANY)) == expected
            rounds += 1
    assert killed and rounds
    assert_usable(spark)


def test_queries_in_chaos_for_some_seconds(session: Any) -> None:
    # On a loaded machine kills come faster than tasks end: no task may run out of attempts.
    chaos(session("local[4]", **{"spark.task.maxFailures": 100}), 0, 4, 0.5)


@pytest.mark.long
@pytest.mark.timeout(200)
def test_queries_in_chaos(spark: Any, seed: int) -> None:
    chaos(spark, seed, 60, 4)


def leak(spark: Any, rounds: int) -> None:
    sc = spark.sparkContext
    for kind in WAYS:
        numbers(query(spark, kind, lambda number: number, MANY))
    server = faulty.server_pid(sc)
    files, memory = faulty.open_files(), faulty.resident(os.getpid())
    for i in range(rounds):
        faulty.kill(random.Random(i).choice(list(faulty.pids(sc).values())))
        assert len(numbers(query(spark, WAYS[i % 3], lambda number: number, MANY))) == MANY
    faulty.wait_until(lambda: not faulty.zombies(), 5, "no zombies")
    faulty.wait_until(lambda: len(faulty.descendants(server)) == 4, 5)
    assert faulty.open_files() - files <= 5
    assert faulty.resident(os.getpid()) - memory <= 60 << 20


def test_queries_and_kills_leak_nothing(spark: Any) -> None:
    leak(spark, 6)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_many_queries_and_kills_leak_nothing(spark: Any) -> None:
    leak(spark, 100)
