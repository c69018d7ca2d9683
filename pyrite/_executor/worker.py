"""The life of a worker: read a message, run a task, answer."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from types import FrameType
from typing import Any

from pyrite import _alias, taskcontext
from pyrite._executor import wire
from pyrite._executor.platform import LINUX
from pyrite._runtime.disk import private
from pyrite._runtime.task import Outcome, Settings, TaskKilled, TaskRunner, TaskSpec
from pyrite.core import broadcast, files


def work(sock: socket.socket, worker: int, configuration: dict[str, Any]) -> None:
    """Serve the driver on ``sock`` until it closes. Called in a freshly forked process."""
    serving = Worker(sock, worker, configuration)
    with suppress(BrokenPipeError, ConnectionResetError):
        # A driver that has gone in the middle of a task wants no answer, and its user no traceback of ours.
        serving.run()


class Worker:
    def __init__(self, sock: socket.socket, worker: int, configuration: dict[str, Any]):
        self._sock = sock
        self._number = worker
        self._runner = TaskRunner(Settings(**configuration["settings"]))
        self._files = configuration["files"]
        self._session = configuration["session"]
        self._setup(configuration)

    def _setup(self, configuration: dict[str, Any]) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGUSR1, lambda *_: self._runner.interrupt())
        signal.signal(signal.SIGUSR2, self._tell_threads)
        # What tasks print goes where Spark's local mode sends it, and never into the program's own output.
        os.dup2(2, 1)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        self._faults: Any = sys.stderr
        with suppress(OSError):
            # Without room for it the stack of a crash is printed, and does not reach the driver.
            path = os.path.join(self._session, f"worker-{self._number}.fault")
            self._faults = open(path, "a", opener=private)  # noqa: SIM115
            if LINUX:
                # For who asks what a worker does that is in native code: stacks.py.
                faulthandler.register(signal.SIGRTMIN, self._faults, all_threads=False)
        faulthandler.enable(self._faults, all_threads=False)
        gc.enable()
        gc.set_threshold(50_000, 20, 50)
        files.SparkFiles._root_directory = self._files
        files.SparkFiles._is_running_on_worker = True
        taskcontext._in_worker()
        if configuration["alias"]:
            _alias.install()

    def run(self) -> None:
        while (message := wire.receive(self._sock)) is not None:
            head, body = message
            kind = head[0]
            if kind == "task":
                if head[2]:
                    self._runner.pardon()
                self._task(head[1])
            elif kind == "stage":
                self._runner.add_program(head[1], body)
            elif kind == "outputs":
                self._runner.add_outputs(head[1], head[2])
            elif kind == "path":
                self._add_path(head[1])
            elif kind == "forget":
                self._forget(head[1], head[2])
            elif kind == "exit":
                return

    def _task(self, spec: TaskSpec) -> None:
        try:
            outcome = self._runner.run(spec, self._barrier)
        except TaskKilled:
            # The signal came while another exception was handled.
            outcome = Outcome(spec.task_id, killed=True)
        with suppress(OSError, ValueError):
            # Whoever reads what tasks print may have gone.
            sys.stdout.flush()
            sys.stderr.flush()
        value, outcome.value = outcome.value, None
        has_value = value is not None
        wire.send(self._sock, ("ended", outcome, has_value), value or b"")

    def _tell_threads(self, number: int, frame: FrameType | None) -> None:
        with suppress(Exception):
            # Loaded when somebody asks.
            stacks = import_module("pyrite._executor.stacks")
            stacks.tell(os.path.join(self._session, f"worker-{self._number}.threads"), self._faults, frame)

    def _barrier(self, kind: str, message: str) -> list[str]:
        wire.send(self._sock, ("barrier", kind, message))
        answer = wire.receive(self._sock)
        if answer is None:
            os._exit(0)
        messages: list[str] | None = answer[0][1]
        if messages is None:
            raise RuntimeError(
                "another task of the barrier stage has failed, or did not come to the same barrier"
            )
        return messages

    def _add_path(self, path: str) -> None:
        if path not in sys.path:
            sys.path.insert(1, path)
            sys.path_importer_cache.pop(path, None)

    def _forget(self, kind: str, number: int) -> None:
        if kind == "stage":
            self._runner.drop_stage(number)
        elif kind == "shuffle":
            self._runner.drop_shuffle(number)
        elif kind == "rdd":
            self._runner.store.remove_rdd(number)
        elif kind == "broadcast":
            broadcast._forget(number)
