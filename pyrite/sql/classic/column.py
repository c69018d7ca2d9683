"""Column, under its path in classic PySpark."""

from __future__ import annotations

from pyrite.sql.column import Column

__all__ = ["Column"]
