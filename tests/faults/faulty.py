"""What fault tests share: looking at processes, files and sockets from outside, and injecting faults.

Imported by workers too (functions defined here travel by name), so it loads nothing that is slow.
"""

from __future__ import annotations

import glob
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


# ---------------------------------------------------------------------------------------------- processes


def _stat(pid: int) -> tuple[str, int] | None:
    """State letter and parent of a process."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1])


def processes() -> dict[int, tuple[str, int]]:
    """State and parent of every process."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            stat = _stat(int(name))
            if stat is not None:
                found[int(name)] = stat
    return found


def descendants(root: int | None = None) -> set[int]:
    """All processes below ``root`` (ours), zombies included."""
    known = processes()
    found: set[int] = set()
    todo = [os.getpid() if root is None else root]
    while todo:
        parent = todo.pop()
        children = [pid for pid, (_, above) in known.items() if above == parent and pid not in found]
        found.update(children)
        todo.extend(children)
    return found


def zombies(root: int | None = None) -> set[int]:
    known = processes()
    return {pid for pid in descendants(root) if known.get(pid, ("", 0))[0] == "Z"}


def alive(pid: int) -> bool:
    stat = _stat(pid)
    return stat is not None and stat[0] != "Z"


def resident(pid: int) -> int:
    """Resident bytes."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files(pid: int | None = None) -> int:
    return len(os.listdir(f"/proc/{pid or os.getpid()}/fd"))


def listeners(pids: set[int]) -> list[str]:
    """Addresses on which any of these processes listens, TCP and UDP, and named Unix sockets."""
    inodes: set[str] = set()
    for pid in pids:
        for link in glob.glob(f"/proc/{pid}/fd/*"):
            try:
                target = os.readlink(link)
            except OSError:
                continue
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    found = []
    for kind, listening in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        try:
            with open(f"/proc/net/{kind}") as file:
                lines = file.read().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == listening and fields[9] in inodes:
                found.append(f"{kind} {fields[1]}")
    with open("/proc/net/unix") as file:
        for line in file.read().splitlines()[1:]:
            fields = line.split()
            if fields[6] in inodes and len(fields) > 7:
                found.append(f"unix {fields[7]}")
    return found


def files_below(folder: str) -> list[str]:
    return sorted(os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)


def wait_until(condition: Callable[[], Any], seconds: float, what: str = "") -> Any:
    """Wait for something to become true; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what or condition}")
        time.sleep(0.01)


# ---------------------------------------------------------------------------------------------- sessions


def pids(sc: Any) -> dict[int, int]:
    """Process ids of the workers, once all are there."""

    def all_there() -> dict[int, int] | None:
        found = dict(sc._engine.loop.executor.pids)
        return found if found and all(found.values()) else None

    return wait_until(all_there, 10, "all workers are forked")


def server_pid(sc: Any) -> int:
    return int(sc._engine.loop.executor._server.pid)


def read_files_anew(sc: Any) -> None:
    """Have the workers read shuffle files each time: what they keep of small files would hide a fault."""

    def everywhere(it: Any) -> list[int]:
        from pyrite import BarrierTaskContext
        from pyrite._runtime import shuffle

        shuffle.SMALL_FILE = 0
        BarrierTaskContext.get().barrier()
        return [os.getpid()]

    warm(sc)
    workers = len(pids(sc))
    rdd = sc.parallelize(range(workers), workers).barrier().mapPartitions(everywhere)
    assert len(set(rdd.collect())) == workers


def busy_pids(sc: Any) -> list[int]:
    """Process ids of workers that run a task now."""
    executor, scheduler = sc._engine.loop.executor, sc._engine.loop.scheduler
    known = dict(executor.pids)
    return [known[worker] for worker in list(scheduler.busy) if known.get(worker)]


def warm(sc: Any) -> None:
    """Have all workers up."""
    assert sc.parallelize(range(100), 8).count() == 100
    pids(sc)


def assert_usable(sc: Any, seconds: float = 5.0) -> None:
    """USABLE: a small job on the same session gives its answer soon."""
    started = time.monotonic()
    assert sc.range(100).count() == 100
    assert sorted(sc.parallelize(range(10), 4).map(lambda x: (x % 2, 1)).countByKey().items()) == [
        (0, 5),
        (1, 5),
    ]
    assert time.monotonic() - started < seconds


def job_in_thread(action: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Run an action in a thread; the list gets its result or its exception."""
    out: list[Any] = []

    def run() -> None:
        try:
            out.append(action())
        except BaseException as error:
            out.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, out


def finished(thread: threading.Thread, out: list[Any], seconds: float) -> Any:
    """The result of :func:`job_in_thread`; raises what the action raised."""
    thread.join(seconds)
    assert not thread.is_alive(), f"the job still runs after {seconds} s"
    if isinstance(out[0], BaseException):
        raise out[0]
    return out[0]


def mark(folder: str, name: str) -> None:
    """Leave a sign for the test, from inside a task: an empty file that no other attempt makes."""
    with open(os.path.join(folder, f"{name}-{os.getpid()}-{time.monotonic_ns()}"), "x"):
        pass


def marks(folder: str, prefix: str = "") -> int:
    return sum(name.startswith(prefix) for name in os.listdir(folder))


@contextmanager
def killing(sc: Any, seed: int, mean: float, how: Callable[[int], None] | None = None) -> Iterator[list[int]]:
    """Within it, a thread kills a random worker every ``mean`` seconds (exponential); yields those killed."""
    chance = random.Random(seed)
    done = threading.Event()
    killed: list[int] = []

    def run() -> None:
        while not done.wait(chance.expovariate(1 / mean)):
            living = [pid for pid in dict(sc._engine.loop.executor.pids).values() if pid]
            if living:
                victim = chance.choice(living)
                killed.append(victim)
                try:
                    (how or kill)(victim)
                except ProcessLookupError:
                    pass

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        done.set()
        thread.join()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


# ---------------------------------------------------------------------------------------------- child drivers


def driver(text: str, *args: Any, **options: Any) -> subprocess.Popen[str]:
    """Start a program of its own that uses the repository's package."""
    environment = {**os.environ, "PYTHONPATH": REPOSITORY + os.pathsep + os.path.dirname(__file__)}
    environment.update(options.pop("env", {}))
    return subprocess.Popen(
        [sys.executable, "-c", text, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=environment,
        **options,
    )


def read_line(child: subprocess.Popen[str], seconds: float = 20) -> str:
    """The next line that the child prints; fails with its stderr when it ends first."""
    out: list[str] = []
    assert child.stdout is not None
    thread = threading.Thread(target=lambda: out.append(child.stdout.readline()), daemon=True)
    thread.start()
    thread.join(seconds)
    if not out or not out[0]:
        child.kill()
        raise AssertionError(f"no line from the child: {child.communicate()[1][-3000:]}")
    return out[0].strip()


def assert_nothing_left(found: set[int], folder: str, seconds: float = 10.0) -> None:
    """CLEAN: none of the processes lives or is a zombie, no file of a session is below ``folder``, none listens."""
    wait_until(
        lambda: not (found & processes().keys()),
        seconds,
        f"processes {sorted(found & processes().keys())} end",
    )
    wait_until(
        lambda: not os.path.isdir(folder) or not os.listdir(folder),
        seconds,
        f"files vanish: {files_below(folder)[:5]}",
    )


# ---------------------------------------------------------------------------------------------- queries


def assert_queries_run(spark: Any, seconds: float = 5.0) -> None:
    """USABLE: a small query on the same session gives its answer soon."""
    started = time.monotonic()
    assert spark.range(100).count() == 100
    assert spark.range(10).selectExpr("sum(id) AS s").collect()[0].s == 45
    assert time.monotonic() - started < seconds
