"""The loop that carries out the scheduler's actions: it owns the executor and talks to waiting threads."""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._events.bus import Bus
from pyrite._executor import base
from pyrite._runtime.program import Layout
from pyrite._runtime.shuffle import MapOutput
from pyrite._runtime.task import Outcome, TaskSpec
from pyrite._scheduler import model, state

log = logging.getLogger("pyrite")

SHUT_DOWN = "SparkContext was shut down"
#: How often an idle loop looks for what has gone.
SWEEP_SECONDS = 1.0


@dataclass(eq=False)
class StageProgram:
    """What the loop keeps of a stage: its pickled program and the layout that finds a task's splits."""

    pickled: bytes
    layout: Layout
    reads: tuple[int, ...]  # ids of the shuffles read


@dataclass(eq=False)
class JobHandle:
    """A running job as the waiting thread sees it."""

    plan: model.JobPlan
    group: str | None = None
    tags: frozenset[str] = frozenset()
    max_result_size: int = 0
    results: dict[int, Outcome] = field(default_factory=dict)
    received: int = 0
    error: model.JobError | None = None
    done: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)
    on_result: Callable[[int, Outcome], None] | None = None


class Loop:
    """Runs the state machine, in a thread of its own or, when tasks run inline, in the calling threads.

    Threads ask for something by :meth:`call`; the loop does it between two events.
    """

    def __init__(
        self,
        executor: base.Executor,
        scheduler: state.Scheduler,
        bus: Bus,
        merge_accumulator: Callable[[int, bytes], None],
        inline: bool,
    ):
        self.executor = executor
        self.scheduler = scheduler
        self.bus = bus
        self.inline = inline
        self._merge_accumulator = merge_accumulator
        self._programs: dict[int, StageProgram] = {}
        self._jobs: dict[int, JobHandle] = {}
        self._ended: list[JobHandle] = []
        self._requests: deque[Callable[[], None]] = deque()
        self._watched: dict[int, tuple[weakref.ref[Any], Callable[[], None]]] = {}
        self._gone: deque[weakref.ref[Any]] = deque()
        self._lock = threading.RLock()
        self._stopped = False
        self._closed = False
        self._turning = False
        self._started = False
        self._thread: threading.Thread | None = None
        executor.program_of = lambda key: self._programs[key].pickled
        executor.outputs_of = self._outputs_of
        executor.admit = self._admit

    # ------------------------------------------------------------------------------------------ from any thread

    def add_program(self, key: int, program: StageProgram) -> None:
        self._programs[key] = program

    def program(self, key: int) -> StageProgram | None:
        return self._programs.get(key)

    def run(self, handle: JobHandle) -> None:
        """Submit a job and wait until it has ended. Ctrl-C in the waiting thread cancels it first."""
        self.submit(handle)
        try:
            self.wait(handle)
        except BaseException:
            self.cancel([handle.plan.id], "Job {job} cancelled")
            raise

    def submit(self, handle: JobHandle) -> None:
        self._jobs[handle.plan.id] = handle
        self.call(lambda: self.do(self.scheduler.submit(handle.plan, time.monotonic())))
        if self._closed:
            self._fail_all(SHUT_DOWN)

    def wait(
        self, handle: JobHandle, until: Callable[[], bool] | None = None, timeout: float | None = None
    ) -> bool:
        """Wait until the job has ended or ``until()`` holds; ``False`` when ``timeout`` seconds have passed first."""
        deadline = None if timeout is None else time.monotonic() + timeout

        def ready() -> bool:
            return handle.done or (until is not None and until())

        if self.inline:
            while not ready():
                if deadline is not None and time.monotonic() >= deadline:
                    return False
                with self._lock, self.executor.interrupts:
                    if not ready():
                        self._turn(0.05)
            return True
        with handle.changed:
            while not ready():
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    return False
                handle.changed.wait(left)
        return True

    def cancel(self, jobs: list[int], reason: str, kind: str = "cancelled") -> None:
        self.call(lambda: self.do(self.scheduler.cancel(jobs, reason, time.monotonic(), kind)))

    def call(self, request: Callable[[], None]) -> None:
        """Have ``request`` done by the loop, soon; not at all after its end."""
        if self._closed:
            return
        self._requests.append(request)
        if self.inline:
            if self._lock.acquire(blocking=False):
                try:
                    with self.executor.interrupts:
                        self._ensure_started()
                        self._serve()
                finally:
                    self._lock.release()
            return
        if self._thread is None:
            with self._lock:
                if self._thread is None and not self._stopped:
                    self._thread = threading.Thread(
                        target=self._forever, name="pyrite-scheduler", daemon=True
                    )
                    self._thread.start()
        self.executor.wake()

    def prepare(self, modules: Sequence[str]) -> None:
        """Bring the workers up, with these modules, while the program still prepares its job."""
        if not (self.started or self.inline):
            self.executor.prepare(modules)
            self.call(lambda: None)

    @property
    def started(self) -> bool:
        """Whether there are workers, or a job has asked for them."""
        return self._started or self._thread is not None

    def when_gone(self, thing: Any, action: Callable[[], None]) -> None:
        """Have ``action`` done by the loop, some time after ``thing`` has gone.

        A Ctrl-C that comes while Python code runs in a finalizer is lost. So there is none: the callback is C's.
        """
        ref = weakref.ref(thing, self._gone.append)
        self._watched[id(ref)] = ref, action

    def active(self) -> dict[int, JobHandle]:
        return dict(self._jobs)

    def stop(self) -> None:
        """Fail what still runs and end the workers."""
        self._stopped = True
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            self.executor.wake()
            thread.join(timeout=15)
        elif thread is None:
            self._closed = True
            self._fail_all(SHUT_DOWN)
            self.executor.stop()

    def abandon(self) -> None:
        """In a child that the user's program forked: nothing that the parent owns may be touched."""
        self._stopped = self._closed = True
        self.executor.abandon()

    # ------------------------------------------------------------------------------------------ in the loop

    def _forever(self) -> None:
        try:
            self._ensure_started()
            while not self._stopped:
                self._turn(SWEEP_SECONDS if self._watched else None)
        except BaseException as error:
            if not self._stopped:
                log.exception("the scheduler has stopped on an error of its own")
                self._fail_all(
                    f"the scheduler has stopped on an error of its own: {type(error).__name__}: {error}"
                )
        finally:
            self._stopped = self._closed = True
            self._fail_all(SHUT_DOWN)
            with suppress(Exception):
                self.executor.stop()

    def _ensure_started(self) -> None:
        if not self._started:
            self._started = True
            self.executor.start()

    def _turn(self, timeout: float | None) -> None:
        """One round: requests, then what the executor reports, then what time brings."""
        self._serve()
        self._turning = True
        try:
            self._round(timeout)
        finally:
            self._turning = False
        self._serve()

    def _round(self, timeout: float | None) -> None:
        now = time.monotonic()
        tick = self.scheduler.next_tick(now)
        if tick is not None:
            timeout = tick if timeout is None else min(tick, timeout)
        for event in self.executor.poll(0 if self._requests else timeout):
            self.do(self._react(event, time.monotonic()))
        if tick is not None:
            self.do(self.scheduler.tick(time.monotonic()))

    def _serve(self) -> None:
        # A finalizer may call in the middle of a turn, or of a request, from the very thread that is at it.
        if self._turning:
            return
        self._turning = True
        try:
            while self._gone:
                _, action = self._watched.pop(id(self._gone.popleft()))
                action()
            while self._requests:
                self._requests.popleft()()
        finally:
            self._turning = False

    def _react(self, event: base.Event, now: float) -> list[model.Action]:
        scheduler = self.scheduler
        if isinstance(event, base.TaskEnded):
            if event.outcome.fetch_failed is not None:
                self._look_after(*event.outcome.fetch_failed[:3])
            return scheduler.task_ended(event.worker, event.outcome, now)
        if isinstance(event, base.WorkerReady):
            self.bus.post("ExecutorAdded", {"worker": event.worker})
            return scheduler.worker_ready(event.worker, now)
        if isinstance(event, base.WorkerLost):
            return scheduler.worker_lost(event.worker, event.reason, now, event.everything)
        return scheduler.barrier_called(event.worker, event.task_id, event.message, now)

    def _look_after(self, shuffle: int, map_id: int, path: str) -> None:
        """Where one output is lost, others may be: find them now, and not by one failed attempt for each."""
        outputs = self.scheduler.outputs.get(shuffle, [])
        if map_id >= len(outputs) or (reported := outputs[map_id]) is None or reported.path != path:
            return
        gone = [
            (i, output.path) for i, output in enumerate(outputs) if output is not None and not _whole(output)
        ]
        self.do(self.scheduler.outputs_gone(shuffle, gone, time.monotonic()))

    def do(self, actions: list[model.Action]) -> None:
        """Carry out what the scheduler answered. Called in the loop only."""
        try:
            for action in actions:
                _DO[type(action)](self, action)
        finally:
            self._wake()

    def _launch(self, action: model.Launch) -> None:
        stage = action.stage
        program = self._programs[stage.plan.key]
        properties: Mapping[str, str] = {}
        for job in stage.jobs:
            properties = self.scheduler.jobs[job].plan.properties
            break
        spec = TaskSpec(
            task_id=action.task_id,
            stage_key=stage.plan.key,
            stage_id=stage.id,
            stage_attempt=stage.attempt,
            partition=action.partition,
            attempt=action.attempt,
            payload=program.layout.payload(action.partition),
            properties=properties,
            barrier_addresses=tuple(f"localhost:{i}" for i in range(action.barrier_size)),
        )
        epochs = self.scheduler.epochs
        shuffles = [(shuffle, epochs[shuffle]) for shuffle in program.reads if shuffle in epochs]
        try:
            self.executor.launch(action.worker, base.Launch(spec, shuffles))
        except Exception as error:
            # A split that cannot be pickled, say: the job fails, not the scheduler.
            log.debug("a task could not be sent", exc_info=True)
            self.executor.kill(action.worker, hard=True, reason="could not be sent its task")
            message = f"the task could not be sent to its worker: {type(error).__name__}: {error}"
            jobs = sorted(stage.jobs)
            self._requests.append(
                lambda: self.do(
                    self.scheduler.cancel(
                        jobs, message.replace("{", "{{").replace("}", "}}"), time.monotonic(), "failed"
                    )
                )
            )

    def _kill(self, action: model.Kill) -> None:
        self.executor.kill(action.worker, action.hard, action.reason if action.hard else "")

    def _answer(self, action: model.Answer) -> None:
        self.executor.answer(action.worker, action.messages)

    def _merge(self, action: model.Merge) -> None:
        for aid, value in action.updates.items():
            try:
                self._merge_accumulator(aid, value)
            except Exception:
                log.exception("accumulator %s could not take an update", aid)

    def _deliver(self, action: model.Deliver) -> None:
        handle = self._jobs.get(action.job)
        if handle is None:
            return
        with handle.changed:
            handle.results[action.index] = action.outcome
            if handle.on_result is not None:
                handle.on_result(action.index, action.outcome)
            handle.changed.notify_all()

    def _finish(self, action: model.Finish) -> None:
        handle = self._jobs.pop(action.job, None)
        if handle is None:
            return
        error = action.error
        if error is not None and error.stage_key is not None:
            self.last_failure = (error, self._programs.get(error.stage_key))
        handle.error = error
        self._ended.append(handle)

    def _wake(self) -> None:
        """Tell who waits for jobs that they have ended: after the events that say so."""
        while self._ended:
            handle = self._ended.pop()
            with handle.changed:
                handle.done = True
                handle.changed.notify_all()

    #: The error and program of the newest failed task, kept for the debugger.
    last_failure: tuple[model.JobError, StageProgram | None] | None = None

    def _drop_stage(self, action: model.DropStage) -> None:
        self._programs.pop(action.key, None)
        self.executor.forget("stage", action.key)

    def drop_program(self, key: int) -> None:
        """A shuffle's program is not needed any more."""
        self._programs.pop(key, None)
        self.executor.forget("stage", key)

    def _delete_output(self, action: model.DeleteOutput) -> None:
        with suppress(OSError):
            os.unlink(action.output.path)

    def _post(self, action: model.Post) -> None:
        self.bus.post(action.kind, action.facts)

    def _outputs_of(self, shuffle: int) -> list[MapOutput]:
        return [output for output in self.scheduler.outputs[shuffle] if output is not None]

    def _admit(self, task_id: int, size: int) -> bool:
        """Keep a result unless all results of its job together pass the limit."""
        task = self.scheduler.tasks.get(task_id)
        if task is None:
            return False
        if task.stage.plan.shuffle_id is not None:
            return True
        (job,) = task.stage.jobs
        handle = self._jobs.get(job)
        if handle is None:
            return False
        handle.received += size
        return not handle.max_result_size or handle.received <= handle.max_result_size

    def _fail_all(self, message: str) -> None:
        for handle in list(self._jobs.values()):
            self._finish(model.Finish(handle.plan.id, model.JobError(message, "cancelled")))
            self.bus.post("JobEnd", {"job": handle.plan.id, "error": message})
        self._wake()


def _whole(output: MapOutput) -> bool:
    try:
        return os.path.getsize(output.path) == output.size
    except OSError:
        return not output.size


_DO: dict[type, Callable[[Loop, Any], None]] = {
    model.Launch: Loop._launch,
    model.Kill: Loop._kill,
    model.Answer: Loop._answer,
    model.Merge: Loop._merge,
    model.Deliver: Loop._deliver,
    model.Finish: Loop._finish,
    model.DropStage: Loop._drop_stage,
    model.DeleteOutput: Loop._delete_output,
    model.Post: Loop._post,
}
