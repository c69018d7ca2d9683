"""What table-valued functions take."""

from __future__ import annotations

__all__ = ["TableValuedFunctionArgument"]


class TableValuedFunctionArgument:
    """An argument of a table-valued function: a Column, or a DataFrame that was made a table argument."""
