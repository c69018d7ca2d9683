"""How a table is partitioned: for ``DataFrameWriterV2.partitionedBy`` only."""

from __future__ import annotations

from pyrite.sql._arguments import unexpected_type
from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, whole

__all__ = ["bucket", "days", "hours", "months", "years"]


def years(col: ColumnOrName) -> Column:
    """By the year of a date or timestamp."""
    return call("years", col)


def months(col: ColumnOrName) -> Column:
    """By the month of a date or timestamp."""
    return call("months", col)


def days(col: ColumnOrName) -> Column:
    """By the day of a date or timestamp."""
    return call("days", col)


def hours(col: ColumnOrName) -> Column:
    """By the hour of a timestamp."""
    return call("hours", col)


def bucket(numBuckets: Column | int, col: ColumnOrName) -> Column:
    """By hash, in so many buckets."""
    if not isinstance(numBuckets, (int, Column)):
        raise unexpected_type("numBuckets", numBuckets, "Column or int")
    return call("bucket", whole(numBuckets), col)
