"""What a stage asks of its executors and tasks."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping
from threading import RLock
from typing import Any

from pyrite.resource.requests import (
    ExecutorResourceRequest,
    ExecutorResourceRequests,
    TaskResourceRequest,
    TaskResourceRequests,
)

__all__ = ["ResourceProfile", "ResourceProfileBuilder"]

_ids = itertools.count(1)  # 0 is the profile that every RDD has by default
_lock = RLock()


def _has_context() -> bool:
    # The context stands above this module, hence no import.
    context = sys.modules.get("pyrite.core.context")
    return context is not None and context.SparkContext._active_spark_context is not None


class ResourceProfile:
    """What the stages of an RDD ask of executors and tasks. :class:`ResourceProfileBuilder` makes it.

    >>> profile = ResourceProfileBuilder().require(TaskResourceRequests().cpus(2)).build
    >>> profile.taskResources["cpus"].amount
    2.0
    """

    def __init__(
        self,
        _java_resource_profile: Any = None,
        _exec_req: Mapping[str, ExecutorResourceRequest] | None = None,
        _task_req: Mapping[str, TaskResourceRequest] | None = None,
    ):
        self._id: int | None = None
        self._executor_resource_requests = dict(_exec_req or {})
        self._task_resource_requests = dict(_task_req or {})

    @property
    def id(self) -> int:
        """A number of its own, from 1.

        Raises:
            RuntimeError: there is no SparkContext when it is first asked for.
        """
        with _lock:
            if self._id is None:
                if not _has_context():
                    raise RuntimeError("SparkContext must be created to get the profile id.")
                self._id = next(_ids)
            return self._id

    @property
    def taskResources(self) -> dict[str, TaskResourceRequest]:
        """What a task asks for, by resource."""
        return self._task_resource_requests

    @property
    def executorResources(self) -> dict[str, ExecutorResourceRequest]:
        """What an executor must have, by resource."""
        return self._executor_resource_requests


class ResourceProfileBuilder:
    """Gathers requests for a :class:`ResourceProfile`."""

    def __init__(self) -> None:
        self._executor_resource_requests: dict[str, ExecutorResourceRequest] = {}
        self._task_resource_requests: dict[str, TaskResourceRequest] = {}

    def require(
        self, resourceRequest: ExecutorResourceRequests | TaskResourceRequests
    ) -> ResourceProfileBuilder:
        """Add requests, in place of earlier ones for the same resources; returns the builder."""
        if isinstance(resourceRequest, TaskResourceRequests):
            self._task_resource_requests.update(resourceRequest.requests)
        else:
            self._executor_resource_requests.update(resourceRequest.requests)
        return self

    def clearExecutorResourceRequests(self) -> None:
        """Forget the executors' requests."""
        self._executor_resource_requests = {}

    def clearTaskResourceRequests(self) -> None:
        """Forget the tasks' requests."""
        self._task_resource_requests = {}

    @property
    def taskResources(self) -> dict[str, TaskResourceRequest]:
        """The tasks' requests so far."""
        return self._task_resource_requests

    @property
    def executorResources(self) -> dict[str, ExecutorResourceRequest]:
        """The executors' requests so far."""
        return self._executor_resource_requests

    @property
    def build(self) -> ResourceProfile:
        """A profile of the requests so far."""
        return ResourceProfile(
            _exec_req=self._executor_resource_requests, _task_req=self._task_resource_requests
        )
