"""How long a shell takes in a terminal: to its prompt, and to the answer of its first job."""

from __future__ import annotations

import os
import pty
import select
import signal
import tempfile
import time
from pathlib import Path

from bench.rdd.environments import ROOT
from bench.rdd.measure import Run, end_session

QUIET = (
    "--master",
    "local[2]",
    "--conf",
    "spark.ui.enabled=false",
    "--conf",
    "spark.ui.showConsoleProgress=false",
)
#: What is waited for, and what is typed then.
STEPS = ((b">>> ", b"sc.parallelize(range(1000)).sum()\n"), (b"499500", b"exit()\n"))


def shell(system: str, python: str, timeout: float) -> list[Run]:
    """Start a shell in a terminal: the seconds to its prompt, and to the answer of its first job."""
    own = [python, "-m", "pyrite", "shell", "--plain"]
    command = [*(own if system == "pyrite" else [str(Path(python).parent / "pyspark")]), *QUIET]
    environment = {**os.environ, "TERM": "dumb", "PYSPARK_PYTHON": python}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if system == "pyrite":
        environment["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        pid, fd = pty.fork()
        if pid == 0:
            os.chdir(folder)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.execvpe(command[0], command, environment)
        try:
            return _steps(fd, start, timeout)
        finally:
            # The terminal's session is that of the process; what it started may be in groups of their own.
            end_session(pid)
            os.close(fd)
            os.waitpid(pid, 0)


def _steps(fd: int, start: float, timeout: float) -> list[Run]:
    runs, seen = [], b""
    for wanted, typed in STEPS:
        while wanted not in seen:
            left = start + timeout - time.perf_counter()
            if left < 0:
                return [*runs, *[Run(error=f"more than {timeout:g} s")] * (len(STEPS) - len(runs))]
            if select.select([fd], [], [], left)[0]:
                try:
                    seen += os.read(fd, 65536)
                except OSError:
                    return [*runs, *[Run(error="it has ended")] * (len(STEPS) - len(runs))]
        runs.append(Run(time.perf_counter() - start, wanted.decode().strip()))
        seen = b""
        os.write(fd, typed)
    return runs
