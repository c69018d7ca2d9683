"""Assertions for tests of PySpark programs."""

from __future__ import annotations

from pyrite.testing.unittestutils import main
from pyrite.testing.utils import assertDataFrameEqual, assertSchemaEqual

__all__ = ["assertDataFrameEqual", "assertSchemaEqual", "main"]
