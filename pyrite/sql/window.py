"""Windows: the rows that a function over a window sees from each row."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from pyrite.errors import AnalysisException
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import expression_of
from pyrite.sql.types import IntegerType, LongType

if TYPE_CHECKING:
    from pyrite.sql.column import ColumnOrName

__all__ = ["Window", "WindowSpec"]

_LONG_MIN, _LONG_MAX = -(1 << 63), (1 << 63) - 1
_INT_MIN, _INT_MAX = -(1 << 31), (1 << 31) - 1


class Window:
    """Where windows begin: each method makes a :class:`WindowSpec`.

    >>> from pyrite.sql.functions import sum
    >>> running = Window.partitionBy("team").orderBy("day").rowsBetween(Window.unboundedPreceding, 0)
    >>> sum("pay").over(running)     # doctest: +NORMALIZE_WHITESPACE
    Column<'sum(pay) OVER (PARTITION BY team ORDER BY day ASC NULLS FIRST
     ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)'>
    """

    _PRECEDING_THRESHOLD = max(-sys.maxsize, _LONG_MIN)
    _FOLLOWING_THRESHOLD = min(sys.maxsize, _LONG_MAX)

    unboundedPreceding: int = _LONG_MIN
    unboundedFollowing: int = _LONG_MAX
    currentRow: int = 0

    @staticmethod
    def partitionBy(*cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """A window of the rows that have equal values in these columns, given one by one or as a list."""
        return WindowSpec().partitionBy(*cols)

    @staticmethod
    def orderBy(*cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """A window in this order, given one by one or as a list."""
        return WindowSpec().orderBy(*cols)

    @staticmethod
    def rowsBetween(start: int, end: int) -> WindowSpec:
        """A window from one row to another, counted from the current one: see :meth:`WindowSpec.rowsBetween`."""
        return WindowSpec().rowsBetween(start, end)

    @staticmethod
    def rangeBetween(start: int, end: int) -> WindowSpec:
        """A window of a range of values around the current row's: see :meth:`WindowSpec.rangeBetween`."""
        return WindowSpec().rangeBetween(start, end)


class WindowSpec:
    """Which rows make a window, in which order, and which of them count. Made by :class:`Window`; never changed.

    Without a frame it reaches from the first row to the current one and its equals when there is an order, else over
    all rows.
    """

    def __init__(self, spec: e.WindowSpec | None = None):
        self._spec = e.WindowSpec() if spec is None else spec

    def partitionBy(self, *cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """The same with these columns to partition by, instead of those before."""
        return WindowSpec(replace(self._spec, partition=_expressions(cols)))

    def orderBy(self, *cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """The same with this order, instead of the one before."""
        order = [
            key if isinstance(key, e.SortOrder) else e.SortOrder(key, origin=key.origin)
            for key in _expressions(cols)
        ]
        return WindowSpec(replace(self._spec, order=tuple(order)))

    def rowsBetween(self, start: int, end: int) -> WindowSpec:
        """The same with a frame of rows: from ``start`` to ``end``, both counted in.

        Parameters
        ----------
        start, end : int
            How many rows after the current one, negative for before; ``Window.currentRow``,
            ``Window.unboundedPreceding`` and ``Window.unboundedFollowing`` read well.

        Raises
        ------
        AnalysisException
            INVALID_BOUNDARY for a number of more than 32 bits.
        """
        return self._framed("rows", start, end)

    def rangeBetween(self, start: int, end: int) -> WindowSpec:
        """The same with a frame of values: from the current row's plus ``start`` to it plus ``end``.

        Needs an order by one number, date or time, unless the bounds are the named ones of :class:`Window`.
        """
        return self._framed("range", start, end)

    def _framed(self, kind: OneOf["rows", "range"], start: int, end: int) -> WindowSpec:
        if start <= Window._PRECEDING_THRESHOLD:
            start = Window.unboundedPreceding
        if end >= Window._FOLLOWING_THRESHOLD:
            end = Window.unboundedFollowing
        frame = e.Frame(kind, _bound(kind, "start", start), _bound(kind, "end", end))
        return WindowSpec(replace(self._spec, frame=frame))


def _expressions(columns: Sequence[Any]) -> tuple[e.Expression, ...]:
    if len(columns) == 1 and isinstance(columns[0], list):
        columns = columns[0]
    return tuple([expression_of(column) for column in columns])


def _bound(kind: str, side: str, offset: int) -> e.Expression | int | None:
    if not isinstance(offset, int):
        raise unexpected_type(side, offset, "int")
    if offset == (Window.unboundedPreceding if side == "start" else Window.unboundedFollowing):
        return None
    if offset == Window.currentRow:
        return 0
    if kind == "range":
        return e.Literal(offset, LongType())
    if _INT_MIN <= offset <= _INT_MAX:
        return e.Literal(offset, IntegerType())
    limit = {"longMinValue": f"{_LONG_MIN}L"} if side == "start" else {"longMaxValue": f"{_LONG_MAX}L"}
    raise AnalysisException(
        errorClass=f"INVALID_BOUNDARY.{side.upper()}",
        messageParameters={
            "boundary": f"`{side}`",
            "invalidValue": f"{offset}L",
            "intMinValue": str(_INT_MIN),
            "intMaxValue": str(_INT_MAX),
            **limit,
        },
    )
