"""PySpark's bridge to the JVM, which Pyrite does without."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "there is no JVM"

launch_gateway = absent("java_gateway.launch_gateway", _REASON)
ensure_callback_server_started = absent("java_gateway.ensure_callback_server_started", _REASON)
