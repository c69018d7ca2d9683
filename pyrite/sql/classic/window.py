"""Windows, under their path in classic PySpark."""

from __future__ import annotations

from pyrite.sql.window import Window, WindowSpec

__all__ = ["Window", "WindowSpec"]
