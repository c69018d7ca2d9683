"""Drivers that are killed, interrupted, forked, started again and used from many threads."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time

import faulty
import pytest

import pyrite
from pyrite import InheritableThread, SparkConf, SparkContext, StorageLevel
from pyrite._executor import session
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(90)

HEAD = """
import os, signal, sys, threading, time
from pyrite import SparkConf, SparkContext
folder = sys.argv[1]
def start(master="local[3]"):
    return SparkContext(master, "driver", conf=SparkConf().set("spark.local.dir", folder))
"""


def ended(child: subprocess.Popen[str], seconds: float = 20) -> tuple[int, str, str]:
    out, err = child.communicate(timeout=seconds)
    return child.returncode, out, err


# ---------------------------------------------------------------------------------------------- killed

BUSY = {
    "idle": "print('ready', flush=True); time.sleep(60)",
    "computing": """
def slowly(it):
    time.sleep(60); return it
threading.Timer(0.3, lambda: print('ready', flush=True)).start()
sc.parallelize(range(9), 9).mapPartitions(slowly).collect()
""",
    "shuffling": """
threading.Timer(0.5, lambda: print('ready', flush=True)).start()
while True:
    sc.parallelize(range(200000), 9).map(lambda x: (x, 'v' * 50)).partitionBy(9).count()
""",
    "stubborn": """
def stubborn(x):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        try:
            while True: pass
        except BaseException: pass
threading.Timer(0.5, lambda: print('ready', flush=True)).start()
sc.parallelize(range(3), 3).map(stubborn).collect()
""",
    "piping": """
threading.Timer(0.5, lambda: print('ready', flush=True)).start()
sc.parallelize(range(3), 3).pipe('sleep 50').collect()
""",
}


@pytest.mark.parametrize("busy", list(BUSY))
def test_killed_driver_takes_everything_with_it(local_dir, busy):
    child = faulty.driver(HEAD + "sc = start(); sc.range(10).count()\n" + BUSY[busy], local_dir)
    assert faulty.read_line(child) == "ready"
    time.sleep(random.random() * 0.3)
    family = faulty.descendants(child.pid)
    assert len(family) >= 4
    child.kill()
    ended(child)
    faulty.assert_nothing_left(family, local_dir)


def test_workers_that_outlive_their_driver_leave_in_silence(local_dir):
    """Their task ends when nobody is there to be told: no traceback of ours reaches the terminal."""
    program = """
sc = start(); sc.range(10).count()
print(sc._engine.loop.executor._server.pid, flush=True)
threading.Timer(0.3, lambda: print('ready', flush=True)).start()
sc.parallelize(range(3), 3).map(lambda _: time.sleep(1.5)).collect()
"""
    child = faulty.driver(HEAD + program, local_dir)
    server = int(faulty.read_line(child))
    workers = faulty.descendants(server)
    assert len(workers) == 3
    assert faulty.read_line(child) == "ready"
    os.kill(server, signal.SIGSTOP)  # It would end them at once.
    child.kill()
    child.wait()
    faulty.wait_until(lambda: not any(map(faulty.alive, workers)), 10, "the workers leave by themselves")
    os.kill(server, signal.SIGCONT)
    _, _, err = ended(child)
    assert err == ""
    faulty.assert_nothing_left({server, *workers}, local_dir)


def test_driver_killed_at_any_moment(local_dir, seed):
    """Also while it starts: what nobody could remove yet is removed by the next session."""
    child = faulty.driver(HEAD + "sc = start(); sc.range(10).count()\n" + BUSY["shuffling"], local_dir)
    until = time.monotonic() + random.Random(seed).random() * 2
    family = set()
    while time.monotonic() < until:
        family |= faulty.descendants(child.pid)
        time.sleep(0.005)
    child.kill()
    ended(child)
    faulty.wait_until(lambda: not family & faulty.processes().keys(), 10, "all processes end")
    time.sleep(0.1)
    for name in os.listdir(local_dir):
        # As if it had been there for more than a minute.
        os.utime(os.path.join(local_dir, name), (0, 0))
    session.reap(local_dir)
    faulty.wait_until(lambda: not os.listdir(local_dir), 10, "no files are left")


def test_files_of_a_session_that_died_whole_are_reaped_by_the_next(local_dir, start):
    program = "sc = start(); sc.parallelize(range(9), 3).map(lambda x: (x, x)).partitionBy(3).count()\n"
    child = faulty.driver(HEAD + program + BUSY["idle"], local_dir)
    assert faulty.read_line(child) == "ready"
    for pid in [child.pid, *faulty.descendants(child.pid)]:
        faulty.kill(pid)
    ended(child)
    left = os.listdir(local_dir)
    assert len(left) == 1 and faulty.files_below(local_dir)
    # Somebody else's folder with such a name, and a link, are none of our business.
    sc = start("local[2]")
    faulty.wait_until(lambda: left[0] not in os.listdir(local_dir), 60)
    assert len(os.listdir(local_dir)) == 1
    faulty.assert_usable(sc)


def test_living_sessions_are_not_reaped(local_dir, start):
    child = faulty.driver(HEAD + "sc = start(); sc.range(10).count()\n" + BUSY["idle"], local_dir)
    assert faulty.read_line(child) == "ready"
    (theirs,) = os.listdir(local_dir)
    sc = start("local[2]")
    faulty.assert_usable(sc)
    assert theirs in os.listdir(local_dir)
    child.kill()
    ended(child)


def test_reaping_follows_no_link(tmp_path, local_dir, start):
    canary = tmp_path / "canary"
    canary.mkdir()
    (canary / "kept").write_text("kept")
    os.symlink(canary, os.path.join(local_dir, f"pyrite-{os.getuid()}-link"))
    dead = os.path.join(local_dir, f"pyrite-{os.getuid()}-dead")
    os.mkdir(dead)
    os.symlink(canary, os.path.join(dead, "lock"))
    os.symlink(canary, os.path.join(dead, "shuffle"))
    os.utime(dead, (1, 1))
    start("local[2]")
    assert (canary / "kept").read_text() == "kept"
    os.unlink(os.path.join(local_dir, f"pyrite-{os.getuid()}-link"))
    subprocess.run(["rm", "-rf", dead], check=True)


# ---------------------------------------------------------------------------------------------- exits


@pytest.mark.parametrize(
    ("program", "code"),
    [
        (BUSY["computing"], -signal.SIGTERM),
        (BUSY["idle"], -signal.SIGTERM),
        ("raise ValueError('uncaught')", 1),
        ("sys.exit(3)", 3),
        ("pass", 0),
        ("sc.stop(); sc.stop()", 0),
        ("threading.Thread(target=lambda: sc.range(1000).count()).start()", 0),
    ],
)
def test_every_exit_is_clean(local_dir, program, code):
    child = faulty.driver(
        HEAD + "sc = start(); sc.range(10).count()\nprint('up', flush=True)\n" + program, local_dir
    )
    assert faulty.read_line(child) == "up"
    family = faulty.descendants(child.pid)
    if code == -signal.SIGTERM:
        assert faulty.read_line(child) == "ready"
        child.terminate()
    found, _, err = ended(child)
    assert found == code, err
    assert ("uncaught" in err) == (code == 1)
    faulty.assert_nothing_left(family, local_dir)


def test_exit_code_of_a_terminated_driver_as_a_shell_sees_it(local_dir):
    program = HEAD + "sc = start(); sc.range(10).count(); os.kill(os.getpid(), signal.SIGTERM); time.sleep(9)"
    environment = {**os.environ, "PYTHONPATH": faulty.REPOSITORY}
    shell = subprocess.run(
        ["bash", "-c", '"$0" -c "$1" "$2"; exit $?', sys.executable, program, local_dir],
        check=False,
        env=environment,
    )
    assert shell.returncode == 143
    faulty.assert_nothing_left(set(), local_dir)


# ---------------------------------------------------------------------------------------------- Ctrl-C

INTERRUPTED = (
    HEAD
    + """
master, runs = sys.argv[2], int(sys.argv[3])
sc = start(master)
sc.range(10).count()
rdd = sc.parallelize(range(60), 6)
def slowly(x):
    time.sleep(5); return (x % 3, x)
actions = [
    lambda: rdd.map(slowly).collect(),
    lambda: rdd.map(slowly).reduceByKey(max).count(),
    lambda: rdd.map(slowly).sortByKey().take(3),
    lambda: list(rdd.map(slowly).toLocalIterator(True)),
    lambda: [sc.parallelize(range(50), 5).map(lambda x: (x % 5, x)).reduceByKey(max).collect() for _ in range(10**6)],
]
for run in range(runs):
    try:
        print("go", flush=True)
        actions[run % len(actions)]()
        print("not interrupted", flush=True)
    except KeyboardInterrupt:
        since = time.monotonic()
        assert sorted(sc.parallelize(range(50), 5).map(lambda x: (x % 5, x)).reduceByKey(max).collect())[4] == (4, 49)
        assert sc.range(100).count() == 100
        print("usable", time.monotonic() - since, flush=True)
busy = getattr(sc._engine.loop.scheduler, "busy")
until = time.monotonic() + 5
while busy and time.monotonic() < until: time.sleep(0.01)
print("over", len(busy), len(sc._engine.loop.scheduler.jobs), flush=True)
"""
)


def interrupt(local_dir, master, runs, seed):
    chance = random.Random(seed)
    child = faulty.driver(INTERRUPTED, local_dir, master, runs, start_new_session=True)
    for _ in range(runs):
        line = faulty.read_line(child)
        assert line == "go", child.communicate()
        time.sleep(chance.choice([0.0, 0.002, 0.01, 0.05, 0.2]) * chance.random())
        sent = time.monotonic()
        os.killpg(child.pid, signal.SIGINT)
        line = faulty.read_line(child)
        assert line.startswith("usable"), (line, child.communicate())
        # To the answer of two further jobs.
        assert time.monotonic() - sent < 2 + 5
    assert faulty.read_line(child) == "over 0 0"
    code, _, err = ended(child)
    assert code == 0 and "Traceback" not in err, err


@pytest.mark.parametrize("master", ["local[3]", "local"])
def test_interrupted_job_leaves_a_usable_session(local_dir, master):
    interrupt(local_dir, master, 10, 0)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("master", ["local[3]", "local"])
def test_session_interrupted_fifty_times(local_dir, master, seed):
    interrupt(local_dir, master, 50, seed)


def test_interrupt_just_before_a_task_ends_it(start, monkeypatch):
    sc = start("local")
    executor = sc._engine.loop.executor
    poll = executor.poll
    sent = []

    def poll_and_interrupt(timeout):
        if executor._queue and not sent:
            sent.append(True)
            os.kill(os.getpid(), signal.SIGINT)
        return poll(timeout)

    monkeypatch.setattr(executor, "poll", poll_and_interrupt)
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        sc.parallelize([10], 1).map(time.sleep).collect()
    assert time.monotonic() - started < 5
    faulty.assert_usable(sc)


def test_interrupt_on_the_way_into_the_engine_leaves_the_next_ones_heard(start, monkeypatch):
    sc = start("local")
    assert sc.range(10).count() == 10
    real = signal.signal

    def interrupted(number, handler):
        monkeypatch.setattr(signal, "signal", real)
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "signal", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sc.range(10).count()
    faulty.assert_usable(sc)
    main = threading.main_thread().ident
    threading.Timer(0.5, lambda: signal.pthread_kill(main, signal.SIGINT)).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        sc.parallelize([10], 1).map(time.sleep).collect()
    assert time.monotonic() - started < 5
    faulty.assert_usable(sc)


@pytest.mark.parametrize("what", ["shuffle", "cached", "broadcast"])
def test_no_python_runs_where_an_interrupt_would_be_lost(start, local_dir, what):
    """What goes away is noted without a line of our Python, and cleaned up by the loop."""
    sc = start("local[2]")
    folder = {"shuffle": "shuffle", "cached": "blocks", "broadcast": "broadcast"}[what]
    rdd = sc.parallelize(range(100), 2).map(lambda x: (x % 5, x))
    if what == "shuffle":
        thing = rdd.groupByKey(2)
    else:
        thing = rdd.persist(StorageLevel.DISK_ONLY) if what == "cached" else sc.broadcast("x" * 1000)
    assert (rdd if what == "broadcast" else thing).count()
    kept = [path for path in faulty.files_below(local_dir) if f"/{folder}/" in path]
    assert kept
    del rdd
    gc.collect()
    ran = []
    sys.setprofile(lambda frame, event, _: event == "call" and ran.append(frame.f_code))
    try:
        del thing
    finally:
        sys.setprofile(None)
    assert not [code for code in ran if pyrite.__path__[0] in code.co_filename]
    faulty.wait_until(lambda: not any(map(os.path.exists, kept)), 5, "files are deleted")


def test_interrupt_kills_no_idle_session(local_dir):
    program = """
sc = start()
before = dict(sc._engine.loop.executor.pids) if sc.range(10).count() else None
print("ready", flush=True)
try:
    time.sleep(30)
except KeyboardInterrupt:
    pass
time.sleep(0.3)
assert sc.range(100).count() == 100 and dict(sc._engine.loop.executor.pids) == before
print("usable", flush=True)
"""
    child = faulty.driver(HEAD + program, local_dir, start_new_session=True)
    assert faulty.read_line(child) == "ready"
    time.sleep(0.1)
    os.killpg(child.pid, signal.SIGINT)
    assert faulty.read_line(child) == "usable"
    code, _, err = ended(child)
    assert code == 0 and not err


# ---------------------------------------------------------------------------------------------- again and twice


def restart(local_dir, times):
    def once():
        conf = SparkConf(loadDefaults=False).set("spark.local.dir", local_dir)
        sc = SparkContext("local[2]", "again", conf=conf)
        assert sc.parallelize(range(10), 2).map(lambda x: (x % 2, x)).reduceByKey(max).count() == 2
        sc.stop()
        sc.stop()

    once()
    before = faulty.descendants()
    files, threads = faulty.open_files(), threading.active_count()
    for _ in range(times):
        once()
    assert faulty.open_files() <= files + 1
    assert threading.active_count() <= threads
    faulty.assert_nothing_left(faulty.descendants() - before, local_dir)


def test_start_and_stop_again_and_again(local_dir):
    restart(local_dir, 10)


@pytest.mark.long
def test_start_and_stop_a_hundred_times(local_dir):
    restart(local_dir, 100)


def test_stop_while_jobs_run_fails_them(start):
    sc = start("local[2]")

    def slowly(x):
        time.sleep(30)

    jobs = [faulty.job_in_thread(lambda: sc.parallelize(range(4), 4).map(slowly).collect()) for _ in range(3)]
    faulty.wait_until(lambda: len(faulty.busy_pids(sc)) == 2, 5)
    sc.stop()
    for job in jobs:
        with pytest.raises(PySparkException):
            faulty.finished(*job, 5)
    with pytest.raises(PySparkException):
        sc.range(3).count()


def test_jobs_submitted_while_the_session_stops_end(start, seed):
    sc = start("local[2]")
    faulty.warm(sc)
    done = threading.Event()

    def submit():
        while not done.is_set():
            sc.range(10).count()

    jobs = [faulty.job_in_thread(submit) for _ in range(4)]
    time.sleep(0.05 + random.Random(seed).random() * 0.1)
    sc.stop()
    for job in jobs:
        with pytest.raises(PySparkException):
            faulty.finished(*job, 5)
    done.set()


def test_nothing_is_written_to_files_that_were_opened_after_the_stop(start, tmp_path):
    sc = start("local[2]")
    rdd = sc.parallelize(range(10), 2).map(lambda x: (x, 1)).reduceByKey(max)
    table = sc.broadcast([1])
    assert rdd.count() == 10 and table.value
    sc.stop()
    # They get the numbers that the session's pipes had.
    mine = [os.open(tmp_path / f"file{i}", os.O_RDWR | os.O_CREAT) for i in range(40)]
    del rdd, table
    gc.collect()
    for file in mine:
        assert os.fstat(file).st_size == 0
        os.close(file)


def test_second_context_is_refused_and_the_first_lives(sc):
    for make in (lambda: SparkContext("local[2]", "second"), lambda: SparkContext("local", "second")):
        with pytest.raises(ValueError, match="Cannot run multiple SparkContexts at once"):
            make()
    assert SparkContext.getOrCreate() is sc
    faulty.assert_usable(sc)


def test_context_inside_a_task_is_refused(sc):
    def make(x):
        from pyrite import SparkContext

        SparkContext("local", "inside")

    with pytest.raises(PySparkException, match="CONTEXT_ONLY_VALID_ON_DRIVER"):
        sc.parallelize([1], 1).map(make).collect()
    faulty.assert_usable(sc)


def test_two_processes_share_a_local_dir(local_dir, start):
    program = """
sc = start()
print("up", flush=True)
for i in range(20):
    found = sorted(sc.parallelize(range(3000), 6).map(lambda x: (x % 7, x)).reduceByKey(max).collect())
    assert found == [(k, max(range(k, 3000, 7))) for k in range(7)], found
print("right", flush=True)
"""
    first = faulty.driver(HEAD + program, local_dir)
    second = faulty.driver(HEAD + program, local_dir)
    sc = start("local[2]")
    assert [faulty.read_line(first), faulty.read_line(second)] == ["up", "up"]
    pairs = sc.parallelize(range(3000), 6).map(lambda x: (x % 7, x)).groupByKey().mapValues(len)
    assert sum(pairs.values().collect()) == 3000
    assert faulty.read_line(first) == "right"
    assert ended(first)[0] == 0
    assert sum(pairs.values().collect()) == 3000
    assert faulty.read_line(second) == "right"
    assert ended(second)[0] == 0
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- threads


def threads(sc, count, jobs):
    wrong: list[object] = []
    shared = sc.parallelize(range(500), 5).map(lambda x: (x % 10, x)).reduceByKey(lambda a, b: a + b)
    expected = sorted((k, sum(range(k, 500, 10))) for k in range(10))

    def run(number):
        chance = random.Random(number)
        sc.setLocalProperty("who", str(number))
        for job in range(jobs):
            try:
                kind = chance.randrange(4)
                if kind == 0:
                    ok = sc.range(number * 100, number * 100 + 100, 1, 3).sum() == sum(
                        range(number * 100, number * 100 + 100)
                    )
                elif kind == 1:
                    ok = sorted(shared.collect()) == expected
                elif kind == 2:
                    mine = sc.parallelize(range(200), 4).map(lambda x: (x % 3, number))
                    ok = sorted(mine.reduceByKey(max, 3).collect()) == [(k, number) for k in range(3)]
                else:
                    who = sc.parallelize([0], 1).map(_who).collect()
                    ok = who == [str(number)] and sc.getLocalProperty("who") == str(number)
                if not ok:
                    wrong.append((number, job, kind))
            except BaseException as error:
                wrong.append((number, job, error))

    started = time.monotonic()
    running = [InheritableThread(target=run, args=(number,)) for number in range(count)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
        assert not thread.is_alive()
    assert not wrong, wrong[:5]
    assert time.monotonic() - started < 60


def _who(_):
    from pyrite import TaskContext

    return TaskContext.get().getLocalProperty("who")


@pytest.mark.parametrize("master", ["local[4]", "local"])
def test_jobs_from_many_threads(start, master):
    threads(start(master), 8, 12)


@pytest.mark.long
@pytest.mark.parametrize("master", ["local[4]", "local"])
def test_fifty_jobs_from_each_of_eight_threads(start, master, seed):
    threads(start(master), 8, 50)


def test_threads_that_meet_a_new_shuffle_together(start):
    sc = start("local[4]")
    for run in range(20):
        pairs = sc.parallelize(range(100), 4).map(lambda x: (x % 5, 1)).reduceByKey(lambda a, b: a + b)
        barrier = threading.Barrier(6)

        def collect(pairs=pairs, barrier=barrier):
            barrier.wait()
            return sorted(pairs.collect())

        jobs = [faulty.job_in_thread(collect) for _ in range(6)]
        for job in jobs:
            assert faulty.finished(*job, 20) == [(k, 20) for k in range(5)], run


def test_cancelling_one_group_leaves_the_others(sc):
    def slowly(x):
        time.sleep(0.3)
        return x

    def job(group):
        sc.setJobGroup(group, "")
        return sc.parallelize(range(8), 8).map(slowly).collect()

    jobs = {group: faulty.job_in_thread(lambda group=group: job(group)) for group in ("a", "b", "c")}
    faulty.wait_until(lambda: len(sc._engine.loop.active()) == 3, 5)
    sc.cancelJobGroup("b")
    with pytest.raises(PySparkException, match="cancelled part of cancelled job group b"):
        faulty.finished(*jobs["b"], 5)
    for group in ("a", "c"):
        assert faulty.finished(*jobs[group], 20) == list(range(8))
    faulty.assert_usable(sc)


def test_cancelling_one_of_two_jobs_that_share_a_stage(sc, marks):
    def slowly(split, it):
        faulty.mark(marks, f"map{split}")
        time.sleep(0.3)
        return ((x % 5, 1) for x in it)

    pairs = sc.parallelize(range(100), 8).mapPartitionsWithIndex(slowly).reduceByKey(lambda a, b: a + b)

    def job(group):
        sc.setJobGroup(group, "")
        return sorted(pairs.collect())

    jobs = {group: faulty.job_in_thread(lambda group=group: job(group)) for group in ("first", "second")}
    faulty.wait_until(lambda: len(sc._engine.loop.active()) == 2 and faulty.marks(marks) >= 4, 5)
    sc.cancelJobGroup("first")
    with pytest.raises(PySparkException, match="cancelled"):
        faulty.finished(*jobs["first"], 5)
    assert faulty.finished(*jobs["second"], 20) == [(k, 20) for k in range(5)]
    assert faulty.marks(marks) == 8


# ---------------------------------------------------------------------------------------------- forks

FORKS = (
    HEAD
    + """
for name in ("duckdb", "grpc", "pyarrow", "numpy"):
    try:
        __import__(name)
    except ImportError:
        pass
stop = threading.Event()
for _ in range(4):
    threading.Thread(target=lambda: [None for _ in iter(lambda: stop.wait(0.001), True)], daemon=True).start()
for _ in range(int(sys.argv[2])):
    sc = start("local[2]")
    assert sc.parallelize(range(100), 4).map(lambda x: (x % 2, x)).reduceByKey(max).count() == 2
    sc.stop()
print("right", flush=True)
"""
)


def test_starts_beside_threads_of_other_libraries(local_dir):
    child = faulty.driver(FORKS, local_dir, 5)
    code, out, err = ended(child, 60)
    assert (code, out.strip()) == (0, "right"), err
    faulty.assert_nothing_left(set(), local_dir)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_two_hundred_starts_beside_threads_of_other_libraries(local_dir):
    child = faulty.driver(FORKS, local_dir, 200)
    code, out, err = ended(child, 280)
    assert (code, out.strip()) == (0, "right"), err


FORKED = (
    HEAD
    + """
master = sys.argv[2]
sc = start(master)
rdd = sc.parallelize(range(100), 4).map(lambda x: (x % 5, x)).reduceByKey(max)
expected = sorted(rdd.collect())
cached = sc.parallelize(range(100), 4).persist()
cached.count()
table = sc.broadcast(list(range(10)))
pid = os.fork()
if pid == 0:
    since = time.monotonic()
    try:
        sc.range(10).count()
    except Exception as error:
        said = str(error)
    else:
        os._exit(2)
    if time.monotonic() - since > 1 or "fork" not in said:
        os._exit(3)
    # Whatever is let go here must not be deleted: it is the parent's.
    del rdd, table, cached
    import gc
    gc.collect()
    sc.stop()
    if sys.argv[3] == "new":
        again = start(master)
        if again.range(10).count() != 10:
            os._exit(4)
        again.stop()
    sys.exit(0)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print("child", code, flush=True)
assert sorted(rdd.collect()) == expected
assert cached.count() == 100
for worker in list(getattr(sc._engine.loop.executor, "pids", {}).values()):
    os.kill(worker, signal.SIGKILL)
assert sc.parallelize(range(4), 4).map(lambda x: table.value[x]).collect() == [0, 1, 2, 3]
assert sorted(rdd.collect()) == expected
print("right", flush=True)
"""
)


@pytest.mark.parametrize("master", ["local[2]", "local"])
@pytest.mark.parametrize("then", ["leave", "new"])
def test_forked_child_cannot_use_the_session_and_deletes_nothing(local_dir, master, then):
    child = faulty.driver(FORKED, local_dir, master, then)
    code, out, err = ended(child, 30)
    assert out.split("\n")[:2] == ["child 0", "right"] and code == 0, (out, err)
    faulty.assert_nothing_left(set(), local_dir)


def test_killed_driver_with_a_forked_child_left_is_cleaned_up(local_dir):
    program = """
sc = start()
sc.range(10).count()
pid = os.fork()
if pid == 0:
    time.sleep(30)
    os._exit(0)
print(pid, flush=True)
time.sleep(60)
"""
    child = faulty.driver(HEAD + program, local_dir)
    orphan = int(faulty.read_line(child))
    family = faulty.descendants(child.pid) - {orphan}
    child.kill()
    child.wait()
    try:
        faulty.assert_nothing_left(family, local_dir)
        assert faulty.alive(orphan)
    finally:
        faulty.kill(orphan)
        child.communicate()
