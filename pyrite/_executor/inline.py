"""Tasks run in the driver's own process and calling thread (master ``local``): a debugger works in them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from pyrite._executor.base import Event, Executor, Launch, TaskEnded, WorkerReady
from pyrite._executor.platform import HeldInterrupts
from pyrite._runtime.task import Outcome, Settings, TaskRunner
from pyrite.core import broadcast


class InlineExecutor(Executor):
    """One worker, number 0: a launched task is run by the next :meth:`poll`, in the thread that polls."""

    def __init__(self, settings: Settings):
        self._runner = TaskRunner(settings)
        self._stages: set[int] = set()
        self._shuffles: dict[int, int] = {}
        self._queue: list[Launch] = []
        self._events: list[Event] = []
        self._woken = threading.Event()
        self._held = self.interrupts = HeldInterrupts(lambda: self._runner.running)
        self._runner.ctrl_c_waits = lambda: self._held.came

    @property
    def slots(self) -> int:
        return 1

    def prepare(self, modules: Sequence[str]) -> None:
        """There is nothing to bring up."""

    def start(self) -> None:
        self._events.append(WorkerReady(0))

    def launch(self, worker: int, launch: Launch) -> None:
        key = launch.spec.stage_key
        if key not in self._stages:
            self._runner.add_program(key, self.program_of(key))
            self._stages.add(key)
        for shuffle_id, epoch in launch.shuffles:
            if self._shuffles.get(shuffle_id) != epoch:
                self._runner.add_outputs(shuffle_id, self.outputs_of(shuffle_id))
                self._shuffles[shuffle_id] = epoch
        self._queue.append(launch)

    def kill(self, worker: int, hard: bool, reason: str = "") -> None:
        """Take back a task that has not begun. One that runs, in a driver's thread, cannot be interrupted from outside;
        Ctrl-C reaches it by itself."""
        for launch in self._queue:
            self._events.append(TaskEnded(0, Outcome(launch.spec.task_id, killed=True)))
        self._queue.clear()

    def threads(self, worker: int) -> None:
        """The worker is the driver."""

    def answer(self, worker: int, messages: list[str] | None) -> None:
        raise AssertionError("barrier calls are answered in place")

    def forget(self, kind: str, number: int) -> None:
        if kind == "stage":
            self._stages.discard(number)
            self._runner.drop_stage(number)
        elif kind == "shuffle":
            self._shuffles.pop(number, None)
            self._runner.drop_shuffle(number)
        elif kind == "rdd":
            self._runner.store.remove_rdd(number)
        elif kind == "broadcast":
            broadcast._forget(number)

    def poll(self, timeout: float | None) -> list[Event]:
        events, self._events = self._events, []
        if self._queue:
            launch = self._queue.pop(0)
            # A barrier stage has one task here: it never waits for others.
            outcome = self._runner.run(launch.spec, lambda kind, message: [message])
            if self._runner.ctrl_c:
                self._runner.ctrl_c, self._held.came = False, True
            if outcome.value is not None and not self.admit(outcome.task_id, len(outcome.value)):
                outcome.too_large, outcome.value = len(outcome.value), None
            events.append(TaskEnded(0, outcome))
        elif not events:
            self._woken.wait(timeout)
            self._woken.clear()
        return events

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._queue.clear()

    def abandon(self) -> None:
        self._queue.clear()
