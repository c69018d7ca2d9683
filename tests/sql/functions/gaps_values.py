"""Where Pyrite differs from PySpark in the tables of functions of values, and why."""

from __future__ import annotations

VALUES: dict[str, dict[str, dict[str, str]]] = {}
