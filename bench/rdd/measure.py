"""Runs one program in a process of its own and takes its time and its workers' peak memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.rdd.environments import ROOT

PROGRAMS = Path(__file__).resolve().parent / "programs"
LIBRARY = Path(__file__).resolve().parent / "lib"
MARK = "RESULT "
LOOK_EVERY = 0.05  # Seconds between looks at the workers' memory.


@dataclass(frozen=True)
class Run:
    """What a run of a program gave: seconds, answer, the workers' peak memory in bytes; or why it gave nothing."""

    seconds: float = 0.0
    answer: Any = None
    peak: int = 0
    error: str = ""


def run_program(
    system: str,
    python: str,
    program: str,
    arguments: list[str],
    timeout: float,
    whole_process: bool = False,
    watch_memory: bool = False,
    library: Path = LIBRARY,
) -> Run:
    """Run it; with ``whole_process`` the time is from its start to its result, else what it reports."""
    command = [python, *(["-m", "pyrite"] if system == "pyrite" else []), str(PROGRAMS / program), *arguments]
    path = [str(library), *([str(ROOT)] if system == "pyrite" else [])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYSPARK_PYTHON": python}
    with tempfile.TemporaryFile("w+") as errors, tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        alarm = threading.Timer(timeout, end_session, [process.pid])
        alarm.start()
        watch = Watch(process.pid) if watch_memory else None
        try:
            line, seconds = first_result(process, start)
            process.wait()
        finally:
            timed_out = not alarm.is_alive()
            alarm.cancel()
            end_session(process.pid)
            peak = watch.stop() if watch else 0
        if line is None:
            errors.seek(0)
            last = [text for text in errors.read().splitlines() if text.strip()][-1:]
            return Run(error=f"more than {timeout:g} s" if timed_out else f"failed: {''.join(last)[:200]}")
        found = json.loads(line)
        return Run(seconds if whole_process else found["seconds"], found["answer"], peak)


def first_result(process: subprocess.Popen[str], start: float) -> tuple[str | None, float]:
    assert process.stdout is not None
    found, seconds = None, 0.0
    for line in process.stdout:
        if line.startswith(MARK) and found is None:
            found, seconds = line[len(MARK) :], time.perf_counter() - start
    return found, seconds


def end_session(pid: int) -> None:
    """End what a program left behind: everything in the session that was made for it."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Watch:
    """Looks at the peak memory of the Python processes below ``pid``, where there is a /proc to look at."""

    def __init__(self, pid: int):
        self.pid = pid
        self.peaks: dict[int, int] = {}
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        if Path("/proc/self/status").exists():
            self.thread.start()

    def stop(self) -> int:
        """The greatest resident memory that any of them reached."""
        self.done.set()
        if self.thread.ident:
            self.thread.join()
        return max(self.peaks.values(), default=0)

    def _look(self) -> None:
        while not self.done.wait(LOOK_EVERY):
            for pid in descendants(self.pid):
                try:
                    facts = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                name = facts.split("\n", 1)[0].split("\t")[-1]
                if "VmHWM:" in facts and not name.startswith("java"):
                    peak = int(facts.split("VmHWM:")[1].split()[0]) * 1024
                    self.peaks[pid] = max(peak, self.peaks.get(pid, 0))


def descendants(root: int) -> set[int]:
    """The processes that ``root`` started, and theirs."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry)] = int(fields[1])
    found: set[int] = set()
    grown = {root}
    while grown:
        grown = {pid for pid, parent in parents.items() if parent in grown and pid not in found}
        found |= grown
    return found
