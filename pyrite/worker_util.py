"""PySpark's set-up of its worker process; Pyrite's is in its engine."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "Pyrite's workers are started by its own engine"

add_path = absent("worker_util.add_path", _REASON)
read_command = absent("worker_util.read_command", _REASON)
check_python_version = absent("worker_util.check_python_version", _REASON)
setup_memory_limits = absent("worker_util.setup_memory_limits", _REASON)
setup_spark_files = absent("worker_util.setup_spark_files", _REASON)
setup_broadcasts = absent("worker_util.setup_broadcasts", _REASON)
send_accumulator_updates = absent("worker_util.send_accumulator_updates", _REASON)
