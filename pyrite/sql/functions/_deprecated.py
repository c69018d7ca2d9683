"""Functions under names that PySpark has given up. All but ``countDistinct`` warn."""

from __future__ import annotations

import warnings

from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions import _aggregates, _math, partitioning

__all__ = [
    "approxCountDistinct",
    "bitwiseNOT",
    "bucket",
    "countDistinct",
    "days",
    "hours",
    "months",
    "shiftLeft",
    "shiftRight",
    "shiftRightUnsigned",
    "sumDistinct",
    "toDegrees",
    "toRadians",
    "years",
]


def _warn(since: str, new: str) -> None:
    warnings.warn(f"Deprecated in {since}, use {new} instead.", FutureWarning, stacklevel=3)


def countDistinct(col: ColumnOrName, *cols: ColumnOrName) -> Column:
    """As :func:`count_distinct`."""
    return _aggregates.count_distinct(col, *cols)


def approxCountDistinct(col: ColumnOrName, rsd: float | None = None) -> Column:
    """As :func:`approx_count_distinct`."""
    _warn("2.1", "approx_count_distinct")
    return _aggregates.approx_count_distinct(col, rsd)


def sumDistinct(col: ColumnOrName) -> Column:
    """As :func:`sum_distinct`."""
    _warn("3.2", "sum_distinct")
    return _aggregates.sum_distinct(col)


def bitwiseNOT(col: ColumnOrName) -> Column:
    """As :func:`bitwise_not`."""
    _warn("3.2", "bitwise_not")
    return _math.bitwise_not(col)


def shiftLeft(col: ColumnOrName, numBits: int) -> Column:
    """As :func:`shiftleft`."""
    _warn("3.2", "shiftleft")
    return _math.shiftleft(col, numBits)


def shiftRight(col: ColumnOrName, numBits: int) -> Column:
    """As :func:`shiftright`."""
    _warn("3.2", "shiftright")
    return _math.shiftright(col, numBits)


def shiftRightUnsigned(col: ColumnOrName, numBits: int) -> Column:
    """As :func:`shiftrightunsigned`."""
    _warn("3.2", "shiftrightunsigned")
    return _math.shiftrightunsigned(col, numBits)


def toDegrees(col: ColumnOrName) -> Column:
    """As :func:`degrees`."""
    _warn("2.1", "degrees")
    return _math.degrees(col)


def toRadians(col: ColumnOrName) -> Column:
    """As :func:`radians`."""
    _warn("2.1", "radians")
    return _math.radians(col)


def years(col: ColumnOrName) -> Column:
    """As :func:`partitioning.years`."""
    _warn("4.0.0", "partitioning.years")
    return partitioning.years(col)


def months(col: ColumnOrName) -> Column:
    """As :func:`partitioning.months`."""
    _warn("4.0.0", "partitioning.months")
    return partitioning.months(col)


def days(col: ColumnOrName) -> Column:
    """As :func:`partitioning.days`."""
    _warn("4.0.0", "partitioning.days")
    return partitioning.days(col)


def hours(col: ColumnOrName) -> Column:
    """As :func:`partitioning.hours`."""
    _warn("4.0.0", "partitioning.hours")
    return partitioning.hours(col)


def bucket(numBuckets: Column | int, col: ColumnOrName) -> Column:
    """As :func:`partitioning.bucket`."""
    _warn("4.0.0", "partitioning.bucket")
    return partitioning.bucket(numBuckets, col)
