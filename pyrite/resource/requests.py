"""What executors and tasks ask for: cores, memory, GPUs and other resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pyrite.util import _parse_memory

__all__ = [
    "ExecutorResourceRequest",
    "ExecutorResourceRequests",
    "TaskResourceRequest",
    "TaskResourceRequests",
]


class ExecutorResourceRequest:
    """How much of a resource an executor needs.

    Args:
        resourceName: such as ``"cores"``, ``"memory"`` or ``"gpu"``.
        amount: how many units; MiB for memory.
        discoveryScript: a program that finds the addresses of the units.
        vendor: whose units they are.
    """

    def __init__(self, resourceName: str, amount: int, discoveryScript: str = "", vendor: str = ""):
        self._name = resourceName
        self._amount = amount
        self._discovery_script = discoveryScript
        self._vendor = vendor

    @property
    def resourceName(self) -> str:
        """The resource's name."""
        return self._name

    @property
    def amount(self) -> int:
        """How many units; MiB for memory."""
        return self._amount

    @property
    def discoveryScript(self) -> str:
        """The program that finds the addresses, or an empty string."""
        return self._discovery_script

    @property
    def vendor(self) -> str:
        """The vendor, or an empty string."""
        return self._vendor


class ExecutorResourceRequests:
    """Requests of an executor, one per resource. All methods but :attr:`requests` return the object itself.

    Amounts of memory are text such as ``"512m"`` or ``"2g"``, in MiB without a unit; other text raises
    ``ValueError``.

    >>> requests = ExecutorResourceRequests().cores(4).memory("2g").resource("gpu", 1)
    >>> {name: request.amount for name, request in requests.requests.items()}
    {'cores': 4, 'memory': 2048, 'gpu': 1}
    """

    _CORES: ClassVar[str] = "cores"
    _MEMORY: ClassVar[str] = "memory"
    _OVERHEAD_MEM: ClassVar[str] = "memoryOverhead"
    _PYSPARK_MEM: ClassVar[str] = "pyspark.memory"
    _OFFHEAP_MEM: ClassVar[str] = "offHeap"

    def __init__(self, _jvm: Any = None, _requests: Mapping[str, ExecutorResourceRequest] | None = None):
        self._executor_resources = dict(_requests or {})

    def memory(self, amount: str) -> ExecutorResourceRequests:
        """Ask for memory."""
        return self._memory(self._MEMORY, amount)

    def memoryOverhead(self, amount: str) -> ExecutorResourceRequests:
        """Ask for memory besides."""
        return self._memory(self._OVERHEAD_MEM, amount)

    def pysparkMemory(self, amount: str) -> ExecutorResourceRequests:
        """Ask for memory of Python workers."""
        return self._memory(self._PYSPARK_MEM, amount)

    def offheapMemory(self, amount: str) -> ExecutorResourceRequests:
        """Ask for memory outside the heap."""
        return self._memory(self._OFFHEAP_MEM, amount)

    def cores(self, amount: int) -> ExecutorResourceRequests:
        """Ask for cores."""
        return self.resource(self._CORES, amount)

    def resource(
        self, resourceName: str, amount: int, discoveryScript: str = "", vendor: str = ""
    ) -> ExecutorResourceRequests:
        """Ask for any resource; see :class:`ExecutorResourceRequest`."""
        request = ExecutorResourceRequest(resourceName, amount, discoveryScript, vendor)
        self._executor_resources[resourceName] = request
        return self

    @property
    def requests(self) -> dict[str, ExecutorResourceRequest]:
        """All requests by resource."""
        return self._executor_resources

    def _memory(self, kind: str, amount: str) -> ExecutorResourceRequests:
        return self.resource(kind, int(amount) if amount.isdecimal() else _parse_memory(amount))


class TaskResourceRequest:
    """How much of a resource a task needs.

    Args:
        resourceName: such as ``"cpus"`` or ``"gpu"``.
        amount: how many units; 0.5 lets two tasks share one.
    """

    def __init__(self, resourceName: str, amount: float):
        self._name = resourceName
        self._amount = float(amount)

    @property
    def resourceName(self) -> str:
        """The resource's name."""
        return self._name

    @property
    def amount(self) -> float:
        """How many units."""
        return self._amount


class TaskResourceRequests:
    """Requests of a task, one per resource. All methods but :attr:`requests` return the object itself.

    >>> TaskResourceRequests().cpus(2).requests["cpus"].amount
    2.0
    """

    _CPUS: ClassVar[str] = "cpus"

    def __init__(self, _jvm: Any = None, _requests: Mapping[str, TaskResourceRequest] | None = None):
        self._task_resources = dict(_requests or {})

    def cpus(self, amount: float) -> TaskResourceRequests:
        """Ask for cores."""
        return self.resource(self._CPUS, amount)

    def resource(self, resourceName: str, amount: float) -> TaskResourceRequests:
        """Ask for any resource; see :class:`TaskResourceRequest`."""
        self._task_resources[resourceName] = TaskResourceRequest(resourceName, amount)
        return self

    @property
    def requests(self) -> dict[str, TaskResourceRequest]:
        """All requests by resource."""
        return self._task_resources
