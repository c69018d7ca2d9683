"""The interface between the scheduler's loop and whatever runs tasks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import field
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._runtime.shuffle import MapOutput
from pyrite._runtime.task import Outcome, TaskSpec


@dataclass(frozen=True)
class WorkerReady:
    """A worker can take a task."""

    worker: int


@dataclass(frozen=True)
class WorkerLost:
    """A worker is gone, and with it what it cached. ``reason`` is for the user."""

    worker: int
    reason: str
    everything: bool = False  # the shuffle outputs are to be distrusted too (another hash of None)


@dataclass(frozen=True)
class TaskEnded:
    worker: int
    outcome: Outcome


@dataclass(frozen=True)
class BarrierCall:
    """A barrier task waits: for the others (``barrier``) or for their messages (``allGather``)."""

    worker: int
    task_id: int
    kind: str
    message: str


Event = WorkerReady | WorkerLost | TaskEnded | BarrierCall


@dataclass
class Launch:
    """One task with what its worker may not have yet."""

    spec: TaskSpec
    #: The shuffles that the task reads, with the epoch of their map-output tables.
    shuffles: Sequence[tuple[int, int]] = field(default_factory=tuple)


class Executor(ABC):
    """Runs tasks on numbered workers. All methods are called from one thread, except :meth:`wake` and
    :meth:`threads`.

    The providers are asked for a stage's pickled program and a shuffle's map outputs when a worker first needs them.
    """

    program_of: Callable[[int], bytes]
    outputs_of: Callable[[int], list[MapOutput]]
    #: Entered around all that the loop does in the threads of its callers.
    interrupts: AbstractContextManager[None] = nullcontext()
    #: Asked with the size of each result before it is read; ``False`` throws the result away.
    admit: Callable[[int, int], bool]

    @property
    @abstractmethod
    def slots(self) -> int:
        """How many tasks run at once."""

    @abstractmethod
    def start(self) -> None:
        """Bring the workers up; each reports itself by a :class:`WorkerReady`."""

    @abstractmethod
    def prepare(self, modules: Sequence[str]) -> None:
        """Have the workers that are to come load modules before their first task. Without effect once they are up."""

    @abstractmethod
    def launch(self, worker: int, launch: Launch) -> None:
        """Run a task on an idle worker; a :class:`TaskEnded` or :class:`WorkerLost` follows."""

    @abstractmethod
    def kill(self, worker: int, hard: bool, reason: str = "") -> None:
        """Interrupt the worker's task; ``hard`` ends the worker itself."""

    @abstractmethod
    def threads(self, worker: int) -> list[dict[str, Any]] | None:
        """What the threads of a worker do now; ``None`` where they are the driver's. Safe from any thread.

        Raises ProcessLookupError for a worker that is gone, TimeoutError for one that does not answer.
        """

    @abstractmethod
    def answer(self, worker: int, messages: list[str] | None) -> None:
        """Answer a :class:`BarrierCall`; ``None`` fails it."""

    @abstractmethod
    def forget(self, kind: str, number: int) -> None:
        """Let all workers drop a ``stage``, ``shuffle``, ``rdd`` or ``broadcast``."""

    @abstractmethod
    def poll(self, timeout: float | None) -> list[Event]:
        """Wait for events for up to ``timeout`` seconds."""

    @abstractmethod
    def wake(self) -> None:
        """Make a waiting :meth:`poll` return. Safe from any thread."""

    @abstractmethod
    def stop(self) -> None:
        """End all workers."""

    @abstractmethod
    def abandon(self) -> None:
        """In a forked child: let go of what connects to the workers, so that the parent's end still counts."""
