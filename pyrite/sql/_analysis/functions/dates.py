"""Dates with intervals, and their parts."""

from __future__ import annotations

from pyrite.sql._analysis.functions.operators import DATETIME_ARITHMETIC
from pyrite.sql._analysis.functions.registry import ANY, DATE, Binding, Function, declare, scalar
from pyrite.sql._analysis.naming import quoted_sql
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    DateType,
    DayTimeIntervalType,
    IntegerType,
    IntegralType,
    NullType,
    YearMonthIntervalType,
)

_ADD_MONTHS = Function(
    "date_add_months",
    (),
    NullType(),
    lambda r: f"CAST({r.args[0]} {r.apply.options[0]} to_months({r.args[1]}) AS DATE)",
    show=lambda apply, args: f"{args[0]} {apply.options[0]} {args[1]}",
)
_DAYS = Function("extractansiintervaldays", (), NullType(), "CAST({0} // 86400000000 AS INTEGER)")
_ADD_DAYS = Function("date_add", (), NullType(), "({0} + {1})")
_SUBTRACT_DAYS = Function("date_sub", (), NullType(), "({0} - {1})")


def _date_arithmetic(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    """A date and an interval of months or days, or a number of days."""
    if symbol == "+" and isinstance(other.type, DateType):
        one, other = other, one
    if not isinstance(one.type, DateType) or symbol not in ("+", "-"):
        return None
    nullable = one.nullable or other.nullable
    if isinstance(other.type, YearMonthIntervalType):
        return e.Apply(
            _ADD_MONTHS, (one, other), DateType(), nullable, options=(symbol,), origin=b.call.origin
        )
    whole_days = isinstance(other.type, DayTimeIntervalType) and other.type.endField == 0
    if whole_days:
        other = e.Apply(_DAYS, (other,), IntegerType(), other.nullable, "extractansiintervaldays")
    if whole_days or isinstance(other.type, IntegralType):
        function = _ADD_DAYS if symbol == "+" else _SUBTRACT_DAYS
        days = b.cast(other, IntegerType())
        return e.Apply(function, (one, days), DateType(), nullable, function.name, origin=b.call.origin)
    return None


DATETIME_ARITHMETIC.append(_date_arithmetic)

scalar("year", (DATE,), IntegerType(), "CAST(year({0}) AS INTEGER)")


def _bind_extract(b: Binding) -> e.Value:
    field = str(b.constant(0)).lower()
    if field not in ("year", "y", "years", "yr", "yrs"):
        raise b.error("INVALID_EXTRACT_FIELD", field=f"`{field}`", expr=quoted_sql(b.arguments[1]))
    year = b.invoke("year", b.arguments[1])
    assert isinstance(year, e.Apply)
    return b.apply(year.arguments, IntegerType(), shown=b.arguments)


declare(
    "extract",
    Function(
        "extract",
        (ANY, ANY),
        IntegerType(),
        "CAST(year({0}) AS INTEGER)",
        bind=_bind_extract,
        show=lambda apply, args: f"extract({args[0]} FROM {args[1]})",
    ),
)
