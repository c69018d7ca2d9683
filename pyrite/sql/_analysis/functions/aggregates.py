"""Aggregates: count, sum, avg, min, max and their kind."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.sql._analysis.coercion import bounded_decimal
from pyrite.sql._analysis.functions.operators import is_orderable
from pyrite.sql._analysis.functions.registry import (
    ANSI_INTERVAL,
    ANY,
    NUMERIC,
    Binding,
    Rendering,
    aggregate,
    one_of,
    type_of,
)
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    DataType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    IntegralType,
    LongType,
    YearMonthIntervalType,
)

_NUMERIC_OR_INTERVAL = one_of(NUMERIC, ANSI_INTERVAL)


def _render_count(r: Rendering) -> str:
    if len(r.args) == 1 and isinstance(r.apply.arguments[0], e.Literal) and not r.distinct:
        return f"count(*){r.over}" if r.apply.arguments[0].value is not None else f"count(NULL){r.over}"
    if len(r.args) == 1:
        return f"count({r.distinct}{r.args[0]}){r.over}"
    row = f"row({', '.join(r.args)})"
    missing = " OR ".join([f"{arg} IS NULL" for arg in r.args])
    return f"count({r.distinct}CASE WHEN {missing} THEN NULL ELSE {row} END){r.over}"


aggregate("count", (ANY,), LongType(), _render_count, variadic=True, nullable=False)


def _sum_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    if isinstance(kind, DecimalType):
        return bounded_decimal(kind.precision + 10, kind.scale)
    if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType)):
        return kind
    return LongType() if isinstance(kind, IntegralType) else DoubleType()


def _render_sum(r: Rendering) -> str:
    total = f"sum({r.distinct}{r.args[0]}){r.over}"
    kind = r.apply.type
    if isinstance(kind, DecimalType):
        return r.cast(total, DecimalType(38, kind.scale), kind)
    if isinstance(kind, (LongType, DayTimeIntervalType, YearMonthIntervalType)):
        return f"CAST({total} AS {r.type(kind)})"
    return total


aggregate("sum", (_NUMERIC_OR_INTERVAL,), _sum_type, _render_sum, nullable=True)


def _avg_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    if isinstance(kind, DecimalType):
        return bounded_decimal(kind.precision + 4, kind.scale + 4)
    return kind if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType)) else DoubleType()


def _render_avg(r: Rendering) -> str:
    kind = r.apply.type
    if isinstance(kind, DecimalType):
        return r.decimal("avg")
    if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType)):
        return f"CAST(round(avg({r.distinct}{r.args[0]}){r.over}) AS {r.type(kind)})"
    return f"avg({r.distinct}CAST({r.args[0]} AS DOUBLE)){r.over}"


aggregate("avg mean", (_NUMERIC_OR_INTERVAL,), _avg_type, _render_avg, nullable=True)


def _check_ordered(b: Binding) -> None:
    kind = b.arguments[0].type
    if not is_orderable(kind):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(kind)
        )


aggregate("min", (ANY,), type_of(), "min({0}){over}", nullable=True, check=_check_ordered)
aggregate("max", (ANY,), type_of(), "max({0}){over}", nullable=True, check=_check_ordered)
