"""Runs a module's examples in a fresh process, under a time limit for each docstring."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from conformance.areas import Setup
from conformance.extract import Docstring, docstrings, import_statements, module_path

ROOT = Path(__file__).resolve().parent.parent
SETUP_SECONDS = 120.0
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Outcome:
    """How one docstring fared: ``pass``, ``fail``, ``skip`` (nothing to run), ``timeout`` or ``crash``."""

    name: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Engine:
    """Where examples run: ``pyspark`` or ``pyrite``, and the Python that has it."""

    name: str
    python: str


@dataclass(frozen=True)
class Job:
    """One process's work."""

    engine: str
    module: str
    path: str
    setup: Setup
    imports: list[str]
    docstrings: list[Docstring]


def run_module(
    engine: Engine, package: Path, module: str, setup: Setup, seconds: float, only: str | None = None
) -> list[Outcome]:
    """Run all examples of one module.

    Parameters
    ----------
    package : Path
        The folder of the installed PySpark, whose source is read.
    module : str
        Its path below ``pyspark``, as ``core.rdd``.
    seconds : float
        The time limit for each docstring. When it runs out, the rest goes on in a new process.
    only : str, optional
        Run just the docstrings whose name contains this.
    """
    path = module_path(package, module)
    source = path.read_text(encoding="utf-8")
    todo = [
        doc for doc in docstrings(source) if setup.examines(doc.name) and (only is None or only in doc.name)
    ]
    job = Job(engine.name, f"pyspark.{module}", str(path), setup, import_statements(source), [])
    together = [doc for doc in todo if doc.name not in setup.alone]
    outcomes = _run_job(engine, replace(job, docstrings=together), seconds)
    for doc in todo:
        if doc.name in setup.alone:
            bare = replace(setup, context=None, session=None)
            outcomes += _run_job(engine, replace(job, setup=bare, docstrings=[doc]), seconds)
    return outcomes


def _run_job(engine: Engine, job: Job, seconds: float) -> list[Outcome]:
    outcomes: list[Outcome] = []
    while job.docstrings:
        done = _run_process(engine, job, seconds)
        outcomes += done
        names = {outcome.name for outcome in done}
        job = replace(job, docstrings=[doc for doc in job.docstrings if doc.name not in names])
    return outcomes


def _run_process(engine: Engine, job: Job, seconds: float) -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True) as folder:
        job_file, results, log = (Path(folder, name) for name in ("job.json", "results", "log"))
        cwd = Path(folder, "cwd")
        cwd.mkdir()
        job_file.write_text(json.dumps(asdict(job)))
        results.touch()
        with log.open("w") as sink:
            child = subprocess.Popen(
                [engine.python, "-m", "conformance.child", str(job_file), str(results)],
                cwd=cwd,
                env=environment(engine.python),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
            try:
                timed_out = _watch(child, results, seconds)
            finally:
                end_session(child)
        tail = log.read_text(errors="replace")[-2000:]
        return _outcomes(_events(results), job, timed_out, child.returncode, tail)


def environment(python: str) -> dict[str, str]:
    """The child's environment: as ours, with the repository importable, PySpark's own paths unset, and workers that
    run the child's ``python``.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK_", "PYSPARK_"))}
    own = {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONHASHSEED": "0",
        "PYSPARK_PYTHON": python,
    }
    return {**kept, **own}


def end_session(child: subprocess.Popen[Any]) -> None:
    """Kill the child, and what it started, if it is still there."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()


def _events(results: Path) -> list[dict[str, Any]]:
    lines = results.read_text().split("\n")
    # A line without its line end is still being written.
    return [json.loads(line) for line in lines[:-1]]


def _watch(child: subprocess.Popen[Any], results: Path, seconds: float) -> bool:
    """Wait for the child's end; True when a docstring exceeded its time."""
    size, changed, limit = 0, time.monotonic(), SETUP_SECONDS
    while child.poll() is None:
        time.sleep(POLL_SECONDS)
        if results.stat().st_size != size:
            size, changed = results.stat().st_size, time.monotonic()
            limit = SETUP_SECONDS if len(_events(results)) < 2 else seconds
        elif time.monotonic() - changed > limit:
            return True
    return False


def _outcomes(
    events: Iterable[dict[str, Any]], job: Job, timed_out: bool, code: int | None, log: str
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    running = "(set-up)"
    for event in events:
        if event["event"] == "start":
            running = event["name"]
        else:
            outcomes.append(_judge(event))
            running = ""
    if len(outcomes) == len(job.docstrings):
        return outcomes
    state = "timeout" if timed_out else "crash"
    detail = f"exit code {code}\n{log}" if state == "crash" else log
    if running == "(set-up)":
        return [Outcome(doc.name, state, f"in set-up: {detail}") for doc in job.docstrings]
    if not running:
        running = next(doc.name for doc in job.docstrings if doc.name not in {o.name for o in outcomes})
    return [*outcomes, Outcome(running, state, detail)]


def _judge(event: dict[str, Any]) -> Outcome:
    if event["failed"]:
        state = "fail"
    else:
        state = "pass" if event["tried"] else "skip"
    return Outcome(event["name"], state, event["output"])
