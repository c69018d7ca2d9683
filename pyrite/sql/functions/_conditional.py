"""Choosing among values: nulls, cases, the greatest and the least."""

from __future__ import annotations

from typing import Any

from pyrite.errors import PySparkValueError
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import Column, ColumnOrName, call_site, operand
from pyrite.sql.functions._calls import call

__all__ = [
    "coalesce",
    "equal_null",
    "greatest",
    "ifnull",
    "isnan",
    "isnotnull",
    "isnull",
    "least",
    "nanvl",
    "nullif",
    "nullifzero",
    "nvl",
    "nvl2",
    "when",
    "zeroifnull",
]


def when(condition: Column, value: Any) -> Column:
    """``value`` where ``condition`` is true, else null; ``.when(...)`` and ``.otherwise(...)`` add cases.

    >>> when(col("age") < 18, "minor").otherwise("adult")     # doctest: +SKIP
    Column<'CASE WHEN <(age, 18) THEN 'minor' ELSE 'adult' END'>

    Raises
    ------
    PySparkTypeError
        NOT_EXPECTED_TYPE for a condition that is no Column.
    """
    if not isinstance(condition, Column):
        raise unexpected_type("condition", condition, "Column")
    branch = (condition._expression, operand(value))
    return Column(e.Case((branch,), origin=call_site("when")))


def coalesce(*cols: ColumnOrName) -> Column:
    """The first of the values that is not null, or null."""
    return call("coalesce", *cols)


def ifnull(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first value, or the second where that is null."""
    return call("ifnull", col1, col2)


def nvl(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first value, or the second where that is null."""
    return call("nvl", col1, col2)


def nvl2(col1: ColumnOrName, col2: ColumnOrName, col3: ColumnOrName) -> Column:
    """The second value where the first is not null, else the third."""
    return call("nvl2", col1, col2, col3)


def nullif(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """Null where both are equal, else the first."""
    return call("nullif", col1, col2)


def nullifzero(col: ColumnOrName) -> Column:
    """Null for zero, else the number."""
    return call("nullifzero", col)


def zeroifnull(col: ColumnOrName) -> Column:
    """Zero for null, else the number."""
    return call("zeroifnull", col)


def nanvl(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first number, or the second where that is NaN."""
    return call("nanvl", col1, col2)


def equal_null(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """Whether both are equal, where null equals null."""
    return call("equal_null", col1, col2)


def isnan(col: ColumnOrName) -> Column:
    """Whether a number is NaN."""
    return call("isNaN", col)


def isnull(col: ColumnOrName) -> Column:
    """Whether it is null."""
    return call("isNull", col)


def isnotnull(col: ColumnOrName) -> Column:
    """Whether it is not null."""
    return call("isnotnull", col)


def greatest(*cols: ColumnOrName) -> Column:
    """The greatest of at least two values, nulls left out: ``greatest`` of 1, null and 3 is 3."""
    return _of_two_or_more("greatest", cols)


def least(*cols: ColumnOrName) -> Column:
    """The least of at least two values, nulls left out: ``least`` of 1, null and 3 is 1."""
    return _of_two_or_more("least", cols)


def _of_two_or_more(name: str, columns: tuple[ColumnOrName, ...]) -> Column:
    if len(columns) < 2:
        raise PySparkValueError(
            errorClass="WRONG_NUM_COLUMNS", messageParameters={"func_name": name, "num_cols": "2"}
        )
    return call(name, *columns)
