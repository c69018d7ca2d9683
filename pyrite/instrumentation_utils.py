"""PySpark's hooks for logging the use of its API."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "calls are not logged"

_attach = absent("instrumentation_utils._attach", _REASON)
