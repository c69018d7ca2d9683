"""Functions of windows, and windows of time."""

from __future__ import annotations

from typing import Any

from pyrite.sql._arguments import unexpected_type
from pyrite.sql._literals import value_of
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import Column, ColumnOrName, call_site, expression_of
from pyrite.sql.functions._calls import call, given, plain
from pyrite.sql.functions._normal import lit

__all__ = [
    "counter_diff",
    "cume_dist",
    "dense_rank",
    "lag",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
    "session_window",
    "window",
    "window_time",
]


# ---------------------------------------------------------------------------------- functions of windows


def row_number() -> Column:
    """The row's number in its window, from 1."""
    return call("row_number")


def rank() -> Column:
    """The row's rank in its window, from 1; equals share one, and leave a gap after them."""
    return call("rank")


def dense_rank() -> Column:
    """The row's rank in its window, from 1; equals share one, without a gap after them."""
    return call("dense_rank")


def percent_rank() -> Column:
    """The row's rank less 1, as a part of the other rows: 0 for the first, 1 for the last."""
    return call("percent_rank")


def cume_dist() -> Column:
    """Which part of the rows comes before or is equal."""
    return call("cume_dist")


def ntile(n: int) -> Column:
    """Which of ``n`` parts of about one size the row is in, from 1."""
    return call("ntile", lit(int(value_of(n))))


def lag(col: ColumnOrName, offset: int = 1, default: Any | None = None) -> Column:
    """The value ``offset`` rows before, or ``default`` where there is no such row."""
    return _call_with_nulls("lag", False, col, plain(offset), plain(default))


def lead(col: ColumnOrName, offset: int = 1, default: Any | None = None) -> Column:
    """The value ``offset`` rows after, or ``default`` where there is no such row."""
    return _call_with_nulls("lead", False, col, plain(offset), plain(default))


def nth_value(col: ColumnOrName, offset: int, ignoreNulls: bool | None = False) -> Column:
    """The value of the frame's row number ``offset``, from 1; with ``ignoreNulls`` nulls are not counted."""
    return _call_with_nulls("nth_value", bool(ignoreNulls), col, plain(offset))


def counter_diff(value: ColumnOrName, startTime: ColumnOrName | None = None) -> Column:
    """How much a counter grew since the row before, where it may begin anew from zero."""
    return call("counter_diff", value, *given(startTime))


def _call_with_nulls(name: str, ignore: bool, *columns: ColumnOrName) -> Column:
    arguments = tuple([expression_of(column) for column in columns])
    return Column(e.Call(name, arguments, ignore_nulls=ignore, origin=call_site(name)))


# --------------------------------------------------------------------------------------- windows of time


def window(
    timeColumn: ColumnOrName,
    windowDuration: str,
    slideDuration: str | None = None,
    startTime: str | None = None,
) -> Column:
    """The window of time that a moment falls in, to group by: a struct of ``start`` and ``end``.

    Parameters
    ----------
    timeColumn
        The moments.
    windowDuration, slideDuration, startTime : str
        How long windows are, how far apart they begin (as long as they are, at first), and how far from 1970 the
        first one begins: intervals as ``"10 minutes"``.

    >>> window("time", "1 hour", "5 minutes")
    Column<'window(time, '1 hour', '5 minutes', '0 second')'>
    """
    column = expression_of(timeColumn)
    length = _interval("windowDuration", windowDuration)
    slide = _interval("slideDuration", slideDuration) if slideDuration else length
    start = _interval("startTime", startTime) if startTime else "0 second"
    return call("window", Column(column), lit(length), lit(slide), lit(start))


def window_time(windowColumn: ColumnOrName) -> Column:
    """The time of a window's rows: one microsecond before its end."""
    return call("window_time", windowColumn)


def session_window(timeColumn: ColumnOrName, gapDuration: Column | str) -> Column:
    """The session that a moment falls in, to group by: it ends where for ``gapDuration`` nothing comes."""
    gap = value_of(gapDuration)
    if not isinstance(gap, (str, Column)):
        raise unexpected_type("gapDuration", gap, "Column or str")
    return call("session_window", timeColumn, lit(gap))


def _interval(name: str, value: Any) -> str:
    value = value_of(value)
    if not value or type(value) is not str:
        raise unexpected_type(name, value, "str")
    return value
