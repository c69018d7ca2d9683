"""The PySpark release whose API Pyrite follows."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "4.3.0"
