"""PySpark's worker process; Pyrite's is in its engine."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "Pyrite's workers are started by its own engine"

main = absent("worker.main", _REASON)
