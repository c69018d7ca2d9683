"""The names under which PySpark programs catch errors from the JVM.

There is no JVM here; what a program wants to catch under these names is the failure of a job.
"""

from __future__ import annotations

from pyrite.errors import EngineError

__all__ = ["Py4JError", "Py4JJavaError", "Py4JNetworkError"]

Py4JJavaError = EngineError
# In py4j this is the base of the other two: `except Py4JError` must catch failed jobs as well.
Py4JError = EngineError


class Py4JNetworkError(EngineError):
    """A lost connection to the JVM. Never raised: there is none."""
