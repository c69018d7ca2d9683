"""Resources of executors and tasks. Names are imported when first used: workers need one of them only."""

from __future__ import annotations

from importlib import import_module

# As typing.TYPE_CHECKING, but without importing typing.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.resource.information import ResourceInformation as ResourceInformation
    from pyrite.resource.profile import ResourceProfile as ResourceProfile
    from pyrite.resource.profile import ResourceProfileBuilder as ResourceProfileBuilder
    from pyrite.resource.requests import ExecutorResourceRequest as ExecutorResourceRequest
    from pyrite.resource.requests import ExecutorResourceRequests as ExecutorResourceRequests
    from pyrite.resource.requests import TaskResourceRequest as TaskResourceRequest
    from pyrite.resource.requests import TaskResourceRequests as TaskResourceRequests

_HOMES = {
    "ExecutorResourceRequest": "requests",
    "ExecutorResourceRequests": "requests",
    "ResourceInformation": "information",
    "ResourceProfile": "profile",
    "ResourceProfileBuilder": "profile",
    "TaskResourceRequest": "requests",
    "TaskResourceRequests": "requests",
}

__all__ = [
    "ExecutorResourceRequest",
    "ExecutorResourceRequests",
    "ResourceInformation",
    "ResourceProfile",
    "ResourceProfileBuilder",
    "TaskResourceRequest",
    "TaskResourceRequests",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
