"""DataFrame, under its path in classic PySpark."""

from __future__ import annotations

from pyrite.sql.dataframe import DataFrame, DataFrameNaFunctions, DataFrameStatFunctions

__all__ = ["DataFrame", "DataFrameNaFunctions", "DataFrameStatFunctions"]
