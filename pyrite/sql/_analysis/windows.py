"""Functions over windows: partitions, order and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.operators import is_orderable
from pyrite.sql._analysis.naming import frame_text, pretty, qualified, quoted_sql, quoted_type, window_text
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    IntegerType,
    NumericType,
    TimestampNTZType,
    TimestampType,
    YearMonthIntervalType,
)

if TYPE_CHECKING:
    from pyrite.sql._analysis.binder import Binder

__all__ = ["Windows"]

_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType, CalendarIntervalType)
_MEASURED = '("NUMERIC" or "INTERVAL DAY TO SECOND" or "INTERVAL YEAR TO MONTH" or "INTERVAL")'


class Windows:
    """The named windows of a query, and the binding of functions over windows."""

    def __init__(self) -> None:
        self.named: Mapping[str, e.WindowSpec] = {}

    def bind(self, binder: Binder, over: e.Over) -> e.Value:
        """``function OVER window``, resolved.

        Raises
        ------
        AnalysisException
            For a function that no window computes, and for windows and frames that Spark refuses.
        """
        written_function = over.function
        if isinstance(written_function, e.Call):
            written_function = written_function.at(over.origin)
        function = binder.window_function(written_function)
        kind = function.function.kind if isinstance(function, e.Apply) else None
        if kind not in ("aggregate", "window") and not (
            isinstance(function, e.PythonCall) and function.function.aggregates
        ):
            raise analysis_error(
                "UNSUPPORTED_EXPR_FOR_WINDOW", {"sqlExpr": quoted_sql(function)}, over.origin
            )
        window = self._spec(over.window)
        partition = tuple([_partition(binder, part) for part in window.partition])
        order = tuple([_orderable(binder.order(part)) for part in window.order])
        own = function.function.frame if isinstance(function, e.Apply) else None
        written = self._written(binder, window, order)
        if isinstance(function, e.Apply) and function.function.needs_order and not order:
            raise analysis_error(
                "WINDOW_FUNCTION_FRAME_NOT_ORDERED",
                {"wf_name": function.function.name, "wf_expr": qualified(function)},
            )
        if isinstance(function, e.Apply) and function.function.name in _UNORDERED and (order or written):
            what = {"aggFunc": quoted_sql(function)}
            raise analysis_error("INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC", what, over.origin)
        if own is not None:
            frame = own(function)
            _refuse_other_frame(function, frame, written)
        elif written is not None:
            frame = written
        else:
            frame = e.Frame("range", None, 0) if order else e.Frame("rows", None, None)
        value = e.WindowValue(function, e.WindowSpec(partition, order, frame), origin=over.origin)
        if getattr(function, "distinct", False):
            raise analysis_error(
                "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", {"windowExpr": quoted_sql(value)}, over.origin
            )
        return value

    def _spec(self, window: e.WindowSpec) -> e.WindowSpec:
        if window.name is None:
            return window
        found = self.named.get(window.name.lower())
        if found is None:
            raise analysis_error(
                "MISSING_WINDOW_SPECIFICATION",
                {"windowName": window.name, "docroot": "https://spark.apache.org/docs/latest"},
            )
        base = self._spec(found)
        return replace(
            base,
            partition=window.partition or base.partition,
            order=window.order or base.order,
            frame=window.frame or base.frame,
        )

    def _written(
        self, binder: Binder, window: e.WindowSpec, order: tuple[e.SortOrder, ...]
    ) -> e.Frame | None:
        """The frame as it was written, with its bounds in the type that the order asks for."""
        if window.frame is None:
            return None
        frame = e.Frame(
            window.frame.kind, _bound(binder, window.frame.start), _bound(binder, window.frame.end)
        )
        check = _Frame(frame, order, window)
        return check.rows() if frame.kind == "rows" else check.range(binder)


#: Aggregates with an order of their own: a window of theirs has none, and no frame.
_UNORDERED = ("median", "percentile_cont", "percentile_disc")


class _Frame:
    """The checks of a frame."""

    def __init__(self, frame: e.Frame, order: tuple[e.SortOrder, ...], window: e.WindowSpec):
        self.frame = frame
        self.order = order
        self.window = window
        self.bounds = [
            (where, bound)
            for where, bound in (("lower", frame.start), ("upper", frame.end))
            if isinstance(bound, e.Value)
        ]

    def rows(self) -> e.Frame:
        """A frame of rows."""
        for where, bound in self.bounds:
            if not isinstance(bound.type, IntegerType):
                raise self._unaccepted(self.frame, where, bound.type, '"INT"')
        self._compare()
        return self.frame

    def range(self, binder: Binder) -> e.Frame:
        """A frame of values."""
        if not self.bounds:
            return self.frame
        whole = e.WindowSpec((), self.order, self.frame)
        shown = {"sqlExpr": f'"{window_text(whole)}"'}
        if not self.order:
            raise self._refused("RANGE_FRAME_WITHOUT_ORDER", **shown)
        if len(self.order) > 1:
            spec = ",".join([pretty(part) for part in self.order])
            raise self._refused("RANGE_FRAME_MULTI_ORDER", orderSpec=spec, **shown)
        key = self.order[0].type
        cast: dict[str, Any] = {}
        for where, bound in self.bounds:
            wanted = _step(key, bound.type)
            if wanted is None:
                raise self._refused(
                    "RANGE_FRAME_INVALID_TYPE",
                    orderSpecType=quoted_type(key),
                    valueBoundaryType=quoted_type(bound.type),
                    **shown,
                )
            cast[where] = binder.cast(bound, wanted)
        frame = e.Frame("range", cast.get("lower", self.frame.start), cast.get("upper", self.frame.end))
        for where, bound in cast.items():
            if not isinstance(bound.type, (NumericType, *_INTERVALS)):
                raise self._unaccepted(frame, where, bound.type, _MEASURED)
        if len(cast) == 2 and cast["lower"].type != cast["upper"].type:
            raise self._refused(
                "SPECIFIED_WINDOW_FRAME_DIFF_TYPES",
                sqlExpr=f'"{frame_text(frame)}"',
                lower=quoted_sql(cast["lower"]),
                upper=quoted_sql(cast["upper"]),
                lowerType=quoted_type(cast["lower"].type),
                upperType=quoted_type(cast["upper"].type),
            )
        self._compare()
        return frame

    def _compare(self) -> None:
        if len(self.bounds) < 2:
            return
        try:
            low, high = [constant_value(bound) for _, bound in self.bounds]
        except NotConstant:
            return
        if low is not None and high is not None and low > high:
            raise self._refused(
                "SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON",
                sqlExpr=f'"{frame_text(self.frame)}"',
                comparison="less than or equal",
            )

    def _unaccepted(self, frame: e.Frame, where: str, kind: DataType, wanted: str) -> Exception:
        return self._refused(
            "SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
            sqlExpr=f'"{frame_text(frame)}"',
            location=where,
            exprType=quoted_type(kind),
            expectedType=wanted,
        )

    def _refused(self, reason: str, **parameters: str) -> Exception:
        return analysis_error(f"DATATYPE_MISMATCH.{reason}", parameters, self.window.origin)


def _step(key: DataType, bound: DataType) -> DataType | None:
    """The type in which a bound is added to the key of the order; None where Spark has none."""
    if isinstance(key, DateType) and isinstance(bound, IntegerType):
        return bound
    if isinstance(key, (DateType, TimestampType, TimestampNTZType)):
        return bound if isinstance(bound, _INTERVALS) else None
    return key


def _partition(binder: Binder, part: e.Expression) -> e.Value:
    value = binder.value(part)
    value = value.child if isinstance(value, e.Alias) else value
    if not is_orderable(value.type):
        raise analysis_error(
            "EXPRESSION_TYPE_IS_NOT_ORDERABLE",
            {"expr": quoted_sql(value), "exprType": quoted_type(value.type)},
            value.origin,
        )
    return value


def _orderable(order: e.SortOrder) -> e.SortOrder:
    if not is_orderable(order.type):
        raise analysis_error(
            "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
            {
                "sqlExpr": quoted_sql(order),
                "functionName": "`sortorder`",
                "dataType": quoted_type(order.type),
            },
            order.child.origin,
        )
    return order


def _bound(binder: Binder, bound: Any) -> Any:
    return binder.value(bound) if isinstance(bound, e.Expression) else bound


def _refuse_other_frame(function: Any, own: e.Frame, written: e.Frame | None) -> None:
    """Raise when a function that has a frame of its own was given another."""
    if written is None or _places(written) == _places(own):
        return
    if function.function.ignores_nulls:
        raise analysis_error("_LEGACY_ERROR_TEMP_1035", {"prettyName": function.function.name})
    raise analysis_error("_LEGACY_ERROR_TEMP_1036", {"wf": _raw(written), "required": _raw(own)})


def _places(frame: e.Frame) -> tuple[Any, ...]:
    return (frame.kind, *[_place(bound) for bound in (frame.start, frame.end)])


def _place(bound: Any) -> Any:
    return constant_value(bound) if isinstance(bound, e.Value) else bound


def _raw(frame: e.Frame) -> str:
    start, end = _place(frame.start), _place(frame.end)
    shown = [
        "unboundedpreceding$()" if start is None else start if start else "currentrow$()",
        "unboundedfollowing$()" if end is None else end if end else "currentrow$()",
    ]
    return f"specifiedwindowframe({frame.kind.capitalize()}Frame, {shown[0]}, {shown[1]})".replace(
        "RowsFrame", "RowFrame"
    )
