"""Pictures of DataFrames: ``df.plot``."""

from __future__ import annotations

from pyrite.sql.plot.core import PySparkPlotAccessor

__all__ = ["PySparkPlotAccessor"]
