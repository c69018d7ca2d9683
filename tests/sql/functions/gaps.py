"""Where Pyrite differs from PySpark: topic, group, case and the reason."""

from __future__ import annotations

GAPS: dict[str, dict[str, dict[str, str]]] = {}
