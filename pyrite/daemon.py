"""PySpark's server of workers; Pyrite's is in its engine."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "Pyrite's workers are started by its own engine"

manager = absent("daemon.manager", _REASON)
worker = absent("daemon.worker", _REASON)
