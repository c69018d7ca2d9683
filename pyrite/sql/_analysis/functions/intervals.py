"""Intervals: made of numbers, computed with, added to dates and timestamps.

The operators come here with dates, times and intervals (:func:`arithmetic`), and so does ``sequence``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pyrite.errors import ArithmeticException, IllegalArgumentException
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.coercion import is_string
from pyrite.sql._analysis.errors import datatype_mismatch, unexpected_input
from pyrite.sql._analysis.functions.datetime import (
    ANY_TIMESTAMP,
    DAY,
    DAYS,
    MICROS_PER_DAY,
    MOMENT,
    local,
    need_times,
    truncated_div,
)
from pyrite.sql._analysis.functions.registry import (
    INT,
    Binding,
    Function,
    Rendering,
    declare,
    exactly,
    once,
    operator,
    quoted,
)
from pyrite.sql._analysis.functions.strings import number
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FractionalType,
    IntegerType,
    IntegralType,
    NullType,
    NumericType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    YearMonthIntervalType,
)

DAY_TIME, YEAR_MONTH, CALENDAR = (
    DayTimeIntervalType(0, 3),
    YearMonthIntervalType(0, 1),
    CalendarIntervalType(),
)
_ANSI = (DayTimeIntervalType, YearMonthIntervalType)
_INTERVALS = (*_ANSI, CalendarIntervalType)
_TIMESTAMPS = (TimestampType, TimestampNTZType)
_DATETIMES = (DateType, *_TIMESTAMPS)
_OVERFLOW = "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION"

# ---------------------------------------------------------------------------------------- put together


def checked(r: Rendering, exact: str, kind: DataType, failure: str) -> str:
    """An interval's months or microseconds, computed as HUGEINT, as its type; the failure where they do not fit."""
    low, high = (-(2**31), 2**31 - 1) if isinstance(kind, YearMonthIntervalType) else (-(2**63), 2**63 - 1)
    return once(
        [exact],
        lambda a: (
            f"CASE WHEN {a[0]} BETWEEN {low} AND {high} THEN CAST({a[0]} AS {r.type(kind)}) "
            f"WHEN {a[0]} IS NOT NULL THEN {failure} END"
        ),
    )


def _huge(sql: str) -> str:
    return f"CAST({sql} AS HUGEINT)"


def _micros(seconds: str) -> str:
    """The microseconds of DECIMAL(18,6) seconds."""
    return f"CAST(CAST({seconds} AS DECIMAL(38,6)) * 1000000 AS HUGEINT)"


_SECONDS = exactly(DecimalType(18, 6))
_NONE = e.Literal(Decimal("0.000000"), DecimalType(18, 6))


def _made(
    kinds: Sequence[Any], defaults: Sequence[e.Value], result: DataType
) -> Callable[[Binding], e.Value]:
    def bind(b: Binding) -> e.Value:
        b.arguments += tuple(defaults[len(b.arguments) :])
        arguments = b.coerced(kinds)
        nullable = any(value.nullable for value in arguments) or b.function.name.startswith("try_")
        nullable = nullable or (isinstance(result, CalendarIntervalType) and not b.settings.ansi)
        return b.apply(arguments, result, nullable=nullable, shown=b.arguments)

    return bind


def _render_make_dt(r: Rendering) -> str:
    days, hours, minutes, seconds = r.args
    clock = f"{_huge(hours)} * 3600000000 + {_huge(minutes)} * 60000000 + {_micros(seconds)}"
    exact = f"({_huge(days)} * {MICROS_PER_DAY} + {clock})"
    return checked(r, exact, DAY_TIME, r.fail(_OVERFLOW, {}, DAY_TIME))


def _render_make_ym(r: Rendering) -> str:
    exact = f"({_huge(r.args[0])} * 12 + {r.args[1]})"
    return checked(r, exact, YEAR_MONTH, r.fail(_OVERFLOW, {}, YEAR_MONTH))


def _render_make_interval(r: Rendering) -> str:
    years, months, weeks, days, hours, minutes, seconds = r.args
    overflow = "NULL"
    if not r.apply.function.name.startswith("try_") and r.settings.ansi:
        parameters = {
            "message": quoted("overflow"),
            "alternative": quoted(""),
            "config": quoted('"spark.sql.ansi.enabled"'),
        }
        overflow = r.fail("ARITHMETIC_OVERFLOW", parameters, CALENDAR, located=False)
    parts = [
        f"{_huge(years)} * 12 + {months}",
        f"{_huge(weeks)} * 7 + {days}",
        f"{_huge(hours)} * 3600000000 + {_huge(minutes)} * 60000000 + {_micros(seconds)}",
    ]

    def body(args: Sequence[str]) -> str:
        fits = " AND ".join(
            [f"{args[i]} BETWEEN {-(2**31)} AND {2**31 - 1}" for i in (0, 1)]
            + [f"{args[2]} BETWEEN {-(2**63)} AND {2**63 - 1}"]
        )
        made = calendar(
            *[f"CAST({args[i]} AS {kind})" for i, kind in enumerate(("INTEGER", "INTEGER", "BIGINT"))]
        )
        there = " AND ".join([f"{arg} IS NOT NULL" for arg in args])
        return f"CASE WHEN {fits} THEN {made} WHEN {there} THEN {overflow} END"

    return once(parts, body)


def calendar(months: str, days: str, micros: str) -> str:
    """A legacy interval."""
    return f"(to_months({months}) + to_days({days}) + to_microseconds({micros}))"


def parts(interval: str) -> tuple[str, str, str]:
    """The months, days and microseconds of a legacy interval."""
    return (
        f"CAST(datepart('year', {interval}) * 12 + datepart('month', {interval}) AS INTEGER)",
        f"CAST(datepart('day', {interval}) AS INTEGER)",
        f"(datepart('hour', {interval}) * 3600000000 + datepart('minute', {interval}) * 60000000 "
        f"+ datepart('microsecond', {interval}))",
    )


_ZERO = number(0)
_PARTS = (INT, INT, INT, INT, INT, INT, _SECONDS)
for _name in ("make_interval", "try_make_interval"):
    declare(
        _name,
        Function(
            _name,
            _PARTS,
            CALENDAR,
            _render_make_interval,
            optional=6 if _name.startswith("try_") else 7,
            bind=_made(_PARTS, [*[_ZERO] * 6, _NONE], CALENDAR),
        ),
    )
declare(
    "make_dt_interval",
    Function(
        "make_dt_interval",
        (INT, INT, INT, _SECONDS),
        DAY_TIME,
        _render_make_dt,
        optional=4,
        bind=_made((INT, INT, INT, _SECONDS), [*[_ZERO] * 3, _NONE], DAY_TIME),
    ),
)
declare(
    "make_ym_interval",
    Function(
        "make_ym_interval",
        (INT, INT),
        YEAR_MONTH,
        _render_make_ym,
        optional=2,
        bind=_made((INT, INT), [_ZERO, _ZERO], YEAR_MONTH),
    ),
)

# ----------------------------------------------------------------------------- intervals among themselves


def _render_sum(r: Rendering) -> str:
    symbol, kind = r.apply.options[0], r.apply.type
    if isinstance(kind, CalendarIntervalType):
        return f"({r.args[0]} {symbol} {r.args[1]})"
    failure = r.fail(
        "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION",
        {"functionName": quoted("`try_add`" if symbol == "+" else "`try_subtract`")},
        kind,
        located=False,
    )
    return checked(r, f"({_huge(r.args[0])} {symbol} {_huge(r.args[1])})", kind, failure)


_SUM = {symbol: Function(symbol, (), NullType(), _render_sum, show=operator(symbol)) for symbol in ("+", "-")}


def _sum(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    kind = _sum_type(one.type, other.type)
    if kind is None:
        return None
    one, other = [b.cast(v, kind) if isinstance(v.type, NullType) else v for v in (one, other)]
    return b.apply((one, other), kind, function=_SUM[symbol], options=(symbol,))


def _sum_type(one: DataType, other: DataType) -> DataType | None:
    if isinstance(one, NullType):
        return other if isinstance(other, _INTERVALS) else None
    if isinstance(other, NullType):
        return one if isinstance(one, _INTERVALS) else None
    for family in _ANSI:
        if isinstance(one, family) and isinstance(other, family):
            return family(min(one.startField, other.startField), max(one.endField, other.endField))
    return (
        CALENDAR
        if isinstance(one, CalendarIntervalType) and isinstance(other, CalendarIntervalType)
        else None
    )


def _rounded(quotient: str) -> str:
    """A DOUBLE or DECIMAL rounded half up, away from zero."""
    return f"CAST(round({quotient}) AS HUGEINT)"


def _checked_double(r: Rendering, quotient: str, kind: DataType, overflow: str) -> str:
    def body(args: Sequence[str]) -> str:
        inside = f"isfinite({args[0]}) AND abs({args[0]}) < 1e19"
        found = checked(r, _rounded(f"CASE WHEN {inside} THEN {args[0]} END"), kind, overflow)
        return f"CASE WHEN {args[0]} IS NOT NULL AND NOT ({inside}) THEN {overflow} ELSE {found} END"

    return once([quotient], body)


def _render_product(r: Rendering) -> str:
    kind, factor = r.apply.type, r.apply.arguments[1].type
    overflow = r.fail("", {"message": quoted("overflow")}, kind, ArithmeticException, located=False)
    interval, times = r.args
    if isinstance(factor, IntegralType):
        return checked(r, f"({_huge(interval)} * {times})", kind, overflow)
    if isinstance(factor, DecimalType):
        times = f"CAST({times} AS DECIMAL({min(factor.precision, 19)},{factor.scale}))"
        wide = f"(CAST({interval} AS DECIMAL(19,0)) * {times})"
        return checked(r, _rounded(wide), kind, overflow)
    return _checked_double(r, f"(CAST({interval} AS DOUBLE) * {times})", kind, overflow)


def _render_quotient(r: Rendering) -> str:
    kind, divisor = r.apply.type, r.apply.arguments[1].type
    overflow = r.fail("", {"message": quoted("overflow")}, kind, ArithmeticException, located=False)
    zero = r.fail("INTERVAL_DIVIDED_BY_ZERO", {}, kind)

    def body(args: Sequence[str]) -> str:
        interval, by = args
        if isinstance(divisor, FractionalType):
            scale = divisor.scale if isinstance(divisor, DecimalType) else 0
            exact = f"({interval} / CAST({by} AS DOUBLE))"
            if isinstance(divisor, DecimalType):
                top = f"({_huge(interval)} * {10**scale})"
                bottom = f"CAST({by} * {10**scale} AS HUGEINT)"
                found = checked(r, _half_up(top, bottom), kind, overflow)
            else:
                found = _checked_double(r, exact, kind, overflow)
        else:
            found = checked(r, _half_up(_huge(interval), _huge(by)), kind, overflow)
        return f"CASE WHEN {by} = 0 AND {interval} IS NOT NULL THEN {zero} ELSE {found} END"

    return once(r.args, body)


def _half_up(top: str, bottom: str) -> str:
    """An integer quotient rounded half up, away from zero; null for a bottom of zero."""

    def body(a: Sequence[str]) -> str:
        sign = f"CASE WHEN ({a[0]} < 0) = ({a[1]} < 0) THEN 1 ELSE -1 END"
        return f"({sign} * ((2 * abs({a[0]}) + abs({a[1]})) // (2 * abs(nullif({a[1]}, 0)))))"

    return once([top, bottom], body)


_PRODUCT = Function("*", (), NullType(), _render_product, show=operator("*"))
_QUOTIENT = Function("/", (), NullType(), _render_quotient, show=operator("/"))


def _render_scaled(r: Rendering) -> str:
    """A legacy interval times or by a DOUBLE: what is left of months is dropped, of days goes on as time."""
    symbol = r.apply.options[0]

    def body(args: Sequence[str]) -> str:
        months, days, micros = [f"({part} {symbol} {args[1]})" for part in parts(args[0])]
        rest = f"({micros} + ({days} - trunc({days})) * {MICROS_PER_DAY})"
        made = calendar(
            f"CAST(trunc({months}) AS INTEGER)",
            f"CAST(trunc({days}) AS INTEGER)",
            f"CAST(round({rest}) AS BIGINT)",
        )
        nothing = calendar("0::INTEGER", "0::INTEGER", "0::BIGINT")
        made = f"CASE WHEN isnan({args[1]}) THEN {nothing} ELSE {made} END"
        if symbol == "*":
            return made
        zero = "NULL"
        if r.settings.ansi:
            zero = r.fail("INTERVAL_DIVIDED_BY_ZERO", {}, CALENDAR, located=False)
        return f"CASE WHEN {args[1]} = 0 AND {args[0]} IS NOT NULL THEN {zero} ELSE {made} END"

    return once(r.args, body)


_SCALED = {
    "*": Function("multiply_interval", (), NullType(), _render_scaled),
    "/": Function("divide_interval", (), NullType(), _render_scaled),
}


def _scale(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    """An interval times or by a number."""
    if symbol == "*" and isinstance(other.type, _INTERVALS):
        one, other = other, one
    if symbol not in ("*", "/") or not isinstance(one.type, _INTERVALS):
        return None
    by = other
    if isinstance(other.type, NullType) or is_string(other.type):
        by = b.cast(other, DoubleType())
    if not isinstance(by.type, NumericType):
        plain = b.apply((one, other), NullType(), function=_PRODUCT if symbol == "*" else _QUOTIENT)
        raise unexpected_input(plain, 1, other, '"NUMERIC"')
    if isinstance(one.type, CalendarIntervalType):
        function = _SCALED[symbol]
        by = b.cast(by, DoubleType())
        return b.apply(
            (one, by),
            CALENDAR,
            nullable=True,
            function=function,
            name=function.name,
            options=(symbol,),
            shown=(one, other),
        )
    kind = YEAR_MONTH if isinstance(one.type, YearMonthIntervalType) else DAY_TIME
    function = _PRODUCT if symbol == "*" else _QUOTIENT
    return b.apply((one, by), kind, function=function, shown=(one, other))


# ------------------------------------------------------------------------ dates and timestamps with intervals


def _plus(apply: e.Apply, args: Sequence[str]) -> str:
    return f"{args[0]} {apply.options[0]} {args[1]}"


def _render_moved(r: Rendering) -> str:
    """A date or timestamp moved by an interval: first the months, then the days, then the time."""
    symbol = r.apply.options[0]
    start, interval = r.apply.arguments
    moment, by = r.args
    if isinstance(start.type, DateType) and isinstance(interval.type, CalendarIntervalType):
        if r.settings.ansi:
            wrong = r.fail(
                "INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION",
                {},
                DAY,
                IllegalArgumentException,
                located=False,
            )

            def body(a: Sequence[str]) -> str:
                months, days, micros = parts(a[1])
                moved = f"CAST({a[0]} {symbol} to_months({months}) {symbol} to_days({days}) AS DATE)"
                return f"CASE WHEN {micros} <> 0 AND {a[0]} IS NOT NULL THEN {wrong} ELSE {moved} END"

            return once(r.args, body)
        return f"CAST({moment} {symbol} {by} AS DATE)"
    if isinstance(interval.type, YearMonthIntervalType):
        moved = f"{moment} {symbol} to_months({by})"
        return f"CAST({moved} AS DATE)" if isinstance(start.type, DateType) else f"({moved})"
    if isinstance(interval.type, CalendarIntervalType):

        def one_by_one(a: Sequence[str]) -> str:
            months, days, micros = parts(a[1])
            return f"({a[0]} {symbol} to_months({months}) {symbol} to_days({days}) {symbol} to_microseconds({micros}))"

        return once(r.args, one_by_one)

    def in_days(a: Sequence[str]) -> str:
        days = f"CAST({truncated_div(a[1], MICROS_PER_DAY)} AS INTEGER)"
        return f"({a[0]} {symbol} to_days({days}) {symbol} to_microseconds({a[1]} % {MICROS_PER_DAY}))"

    return once(r.args, in_days)


_MOVED = Function("timeadd", (), NullType(), _render_moved, show=_plus)
_INTERVAL_DAYS = Function(
    "extractansiintervaldays", (), NullType(), f"CAST({{0}} // {MICROS_PER_DAY} AS INTEGER)"
)


def _move(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    if symbol == "+" and isinstance(one.type, _INTERVALS) and not isinstance(other.type, _INTERVALS):
        one, other = other, one
    if symbol not in ("+", "-") or not isinstance(other.type, _INTERVALS):
        return None
    nullable = one.nullable or other.nullable
    kind = one.type
    if isinstance(kind, DateType) and isinstance(other.type, DayTimeIntervalType):
        if other.type.endField == 0:
            days: e.Value = e.Apply(
                _INTERVAL_DAYS, (other,), IntegerType(), other.nullable, _INTERVAL_DAYS.name
            )
            return b.invoke("date_add", one, b.invoke("unary-", days) if symbol == "-" else days)
        shown, one = one, b.cast(one, MOMENT)
        return b.apply((one, other), MOMENT, function=_MOVED, options=(symbol,), shown=(shown, other))
    if is_string(kind) and not isinstance(other.type, YearMonthIntervalType):
        moment = b.cast(one, MOMENT)
        moved = b.apply(
            (moment, other), MOMENT, function=_MOVED, options=(symbol,), shown=(one, other), nullable=True
        )
        return b.cast(moved, StringType())
    if isinstance(kind, NullType):
        moment = b.cast(one, MOMENT)
        return b.apply((moment, other), MOMENT, function=_MOVED, options=(symbol,), shown=(one, other))
    if isinstance(kind, _DATETIMES):
        return b.apply((one, other), kind, function=_MOVED, options=(symbol,), nullable=nullable)
    if isinstance(kind, _INTERVALS):
        if isinstance(kind, DayTimeIntervalType) and isinstance(other.type, YearMonthIntervalType):
            if symbol == "-":
                return _refused(symbol, b, one, other)
            one, other = other, one
        plain = b.apply((one, other), NullType(), function=_MOVED, options=(symbol,))
        raise unexpected_input(plain, 0, one, ANY_TIMESTAMP.shown)
    if not isinstance(other.type, YearMonthIntervalType):
        by = b.invoke("unary-", other) if symbol == "-" else other
        plain = b.apply((one, by), NullType(), function=_MOVED, options=("+",))
        raise unexpected_input(plain, 0, one, ANY_TIMESTAMP.shown)
    return None


def _shift(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    """A date and a number of days; a timestamp and null."""
    if (symbol == "+" and not isinstance(one.type, (DateType, *_TIMESTAMPS))) or (
        symbol == "+" and isinstance(other.type, DateType) and isinstance(one.type, _TIMESTAMPS)
    ):
        one, other = other, one
    if symbol == "+" and isinstance(one.type, _TIMESTAMPS) and isinstance(other.type, NullType):
        null = e.Literal(None, DAY_TIME)
        return b.apply((one, null), one.type, function=_MOVED, options=(symbol,), shown=(one, other))
    if symbol not in ("+", "-") or not isinstance(one.type, DateType):
        return None
    name = "date_add" if symbol == "+" else "date_sub"
    if isinstance(other.type, NullType) and symbol == "+":
        moment = b.cast(one, MOMENT)
        null = e.Literal(None, DAY_TIME)
        return b.apply((moment, null), MOMENT, function=_MOVED, options=(symbol,), shown=(one, other))
    if is_string(other.type) and symbol == "+":
        other = b.cast(other, DAY)
        raise unexpected_input(
            e.Apply(_DATE_ADD, (one, other), DAY, name=name, origin=b.call.origin), 1, other, DAYS.shown
        )
    return b.invoke(name, one, other)


_DATE_ADD = Function("date_add", (), NullType(), "")

# -------------------------------------------------------------------------------------------- differences

_DAYS_BETWEEN = Function(
    "-", (), NullType(), f"(CAST({{0}} - {{1}} AS BIGINT) * {MICROS_PER_DAY})", show=operator("-")
)


def _render_between(r: Rendering) -> str:
    one, other = [local(sql, value.type) for sql, value in zip(r.args, r.apply.arguments)]
    return f"(epoch_us({one}) - epoch_us({other}))"


_TIME_BETWEEN = Function("-", (), NullType(), _render_between, show=operator("-"))


def _difference(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    """Two dates or timestamps."""
    if symbol != "-":
        return None
    kinds = (one.type, other.type)
    if any(isinstance(kind, _TIMESTAMPS) for kind in kinds):
        for place, value in enumerate((one, other)):
            if place == 1 and isinstance(value.type, _INTERVALS):
                return None
            if not isinstance(value.type, (*_DATETIMES, NullType)) and not is_string(value.type):
                plain = b.apply((one, other), NullType(), function=_TIME_BETWEEN)
                raise unexpected_input(plain, place, value, ANY_TIMESTAMP.shown)
        common = next(
            (kind for kind in kinds if isinstance(kind, TimestampType)),
            next(kind for kind in kinds if isinstance(kind, _TIMESTAMPS)),
        )
        values = [v if isinstance(v.type, _TIMESTAMPS) else b.cast(v, common) for v in (one, other)]
        return b.apply(values, DAY_TIME, function=_TIME_BETWEEN, shown=(one, other))
    if all(isinstance(kind, (DateType, NullType)) or is_string(kind) for kind in kinds):
        kind = DayTimeIntervalType(0, 0)
        return b.apply(
            (b.cast(one, DAY), b.cast(other, DAY)), kind, function=_DAYS_BETWEEN, shown=(one, other)
        )
    if isinstance(other.type, DateType):
        plain = b.apply((one, other), NullType(), function=_DAYS_BETWEEN)
        raise unexpected_input(plain, 0, one, '"DATE"')
    return None


# -------------------------------------------------------------------------------------------------- rules


def _refused(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    plain = b.apply((one, other), NullType())
    raise datatype_mismatch(
        "BINARY_OP_DIFF_TYPES", plain, {"left": quoted_type(one.type), "right": quoted_type(other.type)}
    )


def _add(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    return _sum(symbol, b, one, other) if symbol in ("+", "-") else None


def _refuse_time(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    if symbol in ("+", "-") and (isinstance(one.type, TimeType) or isinstance(other.type, TimeType)):
        need_times(b.settings)
        return _time_of_day(symbol, b, one, other)
    return None


def _time_of_day(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    """A time of day moved by an interval, or the interval between two."""
    spans = (DayTimeIntervalType, NullType)
    if symbol == "+" and isinstance(other.type, TimeType) and isinstance(one.type, spans):
        one, other = other, one
    if isinstance(one.type, TimeType) and isinstance(other.type, DayTimeIntervalType):
        kinds: tuple[DataType, DataType] = (one.type, other.type)
    elif isinstance(one.type, TimeType) and isinstance(other.type, NullType) and symbol == "+":
        kinds = (one.type, DAY_TIME)
    elif symbol == "-" and all(isinstance(kind, (TimeType, NullType)) for kind in (one.type, other.type)):
        both = (b.cast(one, TimeType()), b.cast(other, TimeType()))
        return b.apply(
            both, DayTimeIntervalType(1, 3), function=_BETWEEN_TIMES, nullable=True, shown=(one, other)
        )
    else:
        return None
    moved = (b.cast(one, kinds[0]), b.cast(other, kinds[1]))
    return b.apply(
        moved, TimeType(6), function=_MOVED_TIME, nullable=True, shown=(one, other), options=(symbol,)
    )


def _render_moved_time(r: Rendering) -> str:
    (symbol,) = r.apply.options

    def body(args: Sequence[str]) -> str:
        time, span = args
        sum_ = f"(CAST(epoch_us({time}) AS HUGEINT) {symbol} {span})"
        operation = f"'add ' || {span} || ' microseconds to the time value ' || CAST({time} AS VARCHAR)"
        wrong = r.fail("DATETIME_OVERFLOW", {"operation": operation}, r.apply.type, located=False)
        found = f"TIME '00:00:00' + to_microseconds(CAST({sum_} AS BIGINT))"
        inside = f"{sum_} BETWEEN 0 AND {MICROS_PER_DAY - 1}"
        return f"CASE WHEN {inside} THEN {found} WHEN {sum_} IS NOT NULL THEN {wrong} END"

    return once(r.args, body)


def _show_operator(apply: e.Apply, args: Sequence[str]) -> str:
    symbol = apply.options[0] if apply.options else "-"
    return f"{args[0]} {symbol} {args[1]}"


_MOVED_TIME = Function("time", (), NullType(), _render_moved_time, show=_show_operator)
_BETWEEN_TIMES = Function("time", (), NullType(), "(epoch_us({0}) - epoch_us({1}))", show=_show_operator)


def arithmetic(symbol: str, b: Binding, one: e.Value, other: e.Value) -> e.Value | None:
    """What an operator means between dates, times and intervals."""
    for rule in (_refuse_time, _add, _scale, _difference, _move, _shift, _refused):
        value = rule(symbol, b, one, other)
        if value is not None:
            return value
    return None


# ---------------------------------------------------------------------------------------------- sequences


def sequence(b: Binding) -> e.Value | None:
    """``sequence`` of dates or timestamps; None for any other."""
    start, stop, *steps = b.arguments
    dates = [value.type for value in (start, stop) if isinstance(value.type, _DATETIMES)]
    if not dates:
        return None
    common = coercion.common_of([start.type, stop.type], b.settings.ansi)
    if not isinstance(common, _DATETIMES) or any(
        not isinstance(step.type, (*_INTERVALS, NullType)) for step in steps
    ):
        return None
    values = [b.cast(start, common), b.cast(stop, common), *steps]
    nullable = any(value.nullable for value in values)
    made = e.Apply(
        _SEQUENCE, tuple(values), ArrayType(common, False), nullable, "sequence", origin=b.call.origin
    )
    return replace(made, shown=b.arguments)


def _render_sequence(r: Rendering) -> str:
    kind = r.apply.arguments[0].type
    step_type = r.apply.arguments[2].type if len(r.args) > 2 else None

    def body(args: Sequence[str]) -> str:
        start, stop = args[:2]
        if step_type is None:
            months, days, micros = "0", f"(CASE WHEN {start} <= {stop} THEN 1 ELSE -1 END)", "0"
        elif isinstance(step_type, YearMonthIntervalType):
            months, days, micros = args[2], "0", "0"
        elif isinstance(step_type, DayTimeIntervalType):
            months = "0"
            days, micros = truncated_div(args[2], MICROS_PER_DAY), f"({args[2]} % {MICROS_PER_DAY})"
        else:
            months, days, micros = parts(args[2])
        clock = [local(moment, kind) for moment in (start, stop)]
        span = f"abs(epoch_us({clock[1]}) - epoch_us({clock[0]}))"
        size = f"({months} * {28 * MICROS_PER_DAY} + {days} * {MICROS_PER_DAY} + {micros})"
        count = f"({span} // abs(nullif({size}, 0)) + 2)"
        moved = f"{start} + to_months(CAST(i * {months} AS INTEGER)) + to_days(CAST(i * {days} AS INTEGER))"
        moved = f"({moved} + to_microseconds(CAST(i * {micros} AS BIGINT)))"
        inside = f"CASE WHEN {size} > 0 THEN x <= {stop} ELSE x >= {stop} END"
        made = f"list_filter(list_transform(range({count}), lambda i: {moved}), lambda x: {inside})"
        if isinstance(kind, DateType):
            made = f"list_transform({made}, lambda x: CAST(x AS DATE))"
        shown = " || ' to ' || ".join([f"CAST({moment} AS VARCHAR)" for moment in (start, stop)])
        message = {"message": f"'No sequence leads from ' || {shown}"}
        wrong = r.fail("", message, r.apply.type, IllegalArgumentException, located=False)
        refused = ""
        if isinstance(kind, DateType) and isinstance(step_type, (DayTimeIntervalType, CalendarIntervalType)):
            name = "interval" if isinstance(step_type, CalendarIntervalType) else "interval day to second"
            shown_type = {"intervalType": quoted(name)}
            condition = "_LEGACY_ERROR_TEMP_3242"
            short = r.fail(condition, shown_type, r.apply.type, IllegalArgumentException, located=False)
            refused = f"WHEN {months} = 0 AND {days} = 0 THEN {short} "
        return (
            f"CASE {refused}WHEN {start} = {stop} THEN [{start}] "
            f"WHEN {size} = 0 OR ({size} > 0) <> ({start} < {stop}) THEN {wrong} ELSE {made} END"
        )

    return once(r.args, body)


_SEQUENCE = Function("sequence", (), NullType(), _render_sequence)
