"""What a task knows about itself."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from pyrite.errors import PySparkRuntimeError
from pyrite.resource.information import ResourceInformation

__all__ = ["BarrierTaskContext", "BarrierTaskInfo", "TaskContext"]

#: How a barrier task talks to the scheduler: ("barrier" | "allGather", message) -> every task's message.
BarrierCall = Callable[[str, str], "list[str]"]


class _Current(threading.local):
    """The task of this thread, where the driver runs tasks itself; a worker runs one, and all its threads are in it."""

    context: TaskContext | None = None


class _WorkersCurrent:
    context: TaskContext | None = None


_current: _Current | _WorkersCurrent = _Current()


def _in_worker() -> None:
    """This process is a worker's: from now on all its threads see the running task."""
    global _current
    _current = _WorkersCurrent()


class TaskContext:
    """Facts about the running task: ids, attempt, local properties, resources.

    >>> sc.parallelize([1, 2], 2).map(lambda x: TaskContext.get().partitionId()).collect()
    [0, 1]
    """

    _taskContext: ClassVar[TaskContext | None] = None

    _stageId: int = 0
    _partitionId: int = 0
    _attemptNumber: int = 0
    _taskAttemptId: int = 0
    _stageAttemptNumber: int = 0
    _localProperties: Mapping[str, str] = {}
    _cpus: float = 1
    _resources: Mapping[str, ResourceInformation] = {}
    #: What it has written into files: its metrics ``output_bytes`` and ``output_records``.
    _written: Mapping[str, int] = {}

    def __new__(cls, **facts: Any) -> Any:
        # Within a task, as PySpark's does: the task's own.
        return object.__new__(cls) if facts or type(_current.context) is not cls else _current.context

    def __init__(self, **facts: Any):
        for name, value in facts.items():
            setattr(self, name, value)

    @classmethod
    def _set(cls, context: TaskContext | None) -> None:
        _current.context = context

    @classmethod
    def get(cls) -> TaskContext | None:
        """The running task's context, or ``None`` in the driver."""
        return _current.context

    def stageId(self) -> int:
        """The id of the stage that this task belongs to."""
        return self._stageId

    def partitionId(self) -> int:
        """The partition that this task computes."""
        return self._partitionId

    def attemptNumber(self) -> int:
        """How often this task was tried before: 0 on the first attempt."""
        return self._attemptNumber

    def taskAttemptId(self) -> int:
        """An id that no other attempt of this application bears."""
        return self._taskAttemptId

    def getLocalProperty(self, key: str) -> str | None:
        """A local property of the thread that submitted the job, or ``None``."""
        return self._localProperties.get(key)

    def cpus(self) -> int:
        """Whole CPUs of this task (``spark.task.cpus``): a part of one counts as one."""
        return math.ceil(self._cpus)

    def cpuAmount(self) -> Decimal:
        """CPUs of this task, which may be a fraction."""
        return Decimal(f"{self._cpus:g}")

    def resources(self) -> dict[str, ResourceInformation]:
        """Resources of this task by name, as its resource profile asks for them."""
        return dict(self._resources)


class BarrierTaskInfo:
    """Where a task of a barrier stage runs.

    Attributes
    ----------
    address : str
        ``host:port``-like address; here the host's loopback name.
    """

    def __init__(self, address: str):
        self.address = address

    def __repr__(self) -> str:
        return f"BarrierTaskInfo(address={self.address!r})"


class BarrierTaskContext(TaskContext):
    """The context of a task in a barrier stage, whose tasks run all at once and can wait for each other.

    >>> def meet(it):
    ...     BarrierTaskContext.get().barrier()
    ...     return it
    >>> sc.parallelize([1, 2], 1).barrier().mapPartitions(meet).collect()
    [1, 2]
    """

    _call: BarrierCall | None = None
    _addresses: tuple[str, ...] = ()

    @classmethod
    def get(cls) -> BarrierTaskContext:
        """The running barrier task's context. Raises ``PySparkRuntimeError`` elsewhere."""
        context = _current.context
        if not isinstance(context, BarrierTaskContext):
            raise PySparkRuntimeError(errorClass="NOT_IN_BARRIER_STAGE", messageParameters={})
        return context

    def barrier(self) -> None:
        """Wait until every task of the stage has called it. Raises when one of them fails."""
        self._ask("barrier", "")

    def allGather(self, message: str = "") -> list[str]:
        """Wait for every task of the stage and return their messages, by partition."""
        if not isinstance(message, str):
            raise TypeError(f"Argument `message` must be of type `str`, got {type(message).__name__}.")
        return self._ask("allGather", message)

    def getTaskInfos(self) -> list[BarrierTaskInfo]:
        """One :class:`BarrierTaskInfo` for each task of the stage, by partition."""
        return [BarrierTaskInfo(address) for address in self._addresses]

    def _ask(self, kind: str, message: str) -> list[str]:
        if self._call is None:
            raise PySparkRuntimeError(
                errorClass="CALL_BEFORE_INITIALIZE",
                messageParameters={"func_name": kind, "object": "BarrierTaskContext"},
            )
        return self._call(kind, message)
