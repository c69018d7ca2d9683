"""Sort keys."""

from __future__ import annotations

from pyrite.sql.column import Column, ColumnOrName, expression_of

__all__ = [
    "asc",
    "asc_nulls_first",
    "asc_nulls_last",
    "desc",
    "desc_nulls_first",
    "desc_nulls_last",
]


def asc(col: ColumnOrName) -> Column:
    """Smallest first, and nulls before all."""
    return _column(col).asc()


def asc_nulls_first(col: ColumnOrName) -> Column:
    """Smallest first, and nulls before all."""
    return _column(col).asc_nulls_first()


def asc_nulls_last(col: ColumnOrName) -> Column:
    """Smallest first, and nulls after all."""
    return _column(col).asc_nulls_last()


def desc(col: ColumnOrName) -> Column:
    """Largest first, and nulls after all."""
    return _column(col).desc()


def desc_nulls_first(col: ColumnOrName) -> Column:
    """Largest first, and nulls before all."""
    return _column(col).desc_nulls_first()


def desc_nulls_last(col: ColumnOrName) -> Column:
    """Largest first, and nulls after all."""
    return _column(col).desc_nulls_last()


def _column(column: ColumnOrName) -> Column:
    return Column(expression_of(column))
