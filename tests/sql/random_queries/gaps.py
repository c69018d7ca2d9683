"""Where Pyrite chooses to differ from PySpark: group, query and the reason."""

from __future__ import annotations

GAPS: dict[str, dict[str, str]] = {}
