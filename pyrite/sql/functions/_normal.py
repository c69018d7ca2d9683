"""Columns by name, constants, and hints."""

from __future__ import annotations

from typing import Any

from pyrite.sql._arguments import unexpected_type
from pyrite.sql._literals import is_numpy, numpy_type
from pyrite.sql._plan import expressions as e
from pyrite.sql._types.attribute_names import named
from pyrite.sql.column import Column, call_site, literal
from pyrite.sql.types import NumericType

__all__ = ["col", "column", "lit"]


def col(col: str) -> Column:
    """The column of this name: ``col("a")``, ``col("t.a")``, ``col("*")``; dots in names need backquotes.

    >>> col("age") + 1
    Column<'+(age, 1)'>

    Raises
    ------
    AnalysisException
        INVALID_ATTRIBUTE_NAME_SYNTAX for a name that cannot be read.
    """
    if not isinstance(col, str):
        raise unexpected_type("col", col, "str")
    return Column(named(col, call_site("col")))


column = col


def lit(col: Any) -> Column:
    """A constant; a Column as it is.

    Parameters
    ----------
    col : object
        None, a bool, int, float, str, bytes, Decimal, date, datetime, time, timedelta, a list of those (an array),
        a NumPy scalar or array, or a member of an enum, which stands for its value.

    Raises
    ------
    PySparkTypeError
        For a value of another type.
    PySparkValueError
        COLUMN_IN_LIST for a list that holds Columns: use ``array`` for those.

    >>> lit(5), lit([1, 2])
    (Column<'5'>, Column<'array(1, 2)'>)
    """
    if isinstance(col, Column):
        return col
    if is_numpy(col) and not col.ndim:
        kind = numpy_type(col)
        constant = literal(col)
        if isinstance(kind, NumericType):
            return Column(e.As(e.Cast(constant, kind), (str(col),)))
        return Column(constant)
    return Column(literal(col))
