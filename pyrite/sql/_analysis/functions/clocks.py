"""Times of day as numbers, and the buckets of time that timestamps fall into."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyrite.errors import DateTimeException, IllegalArgumentException
from pyrite.sql._analysis import casting
from pyrite.sql._analysis.coercion import is_string
from pyrite.sql._analysis.errors import unexpected_input
from pyrite.sql._analysis.functions.datetime import MICROS_PER_DAY, instant, local, need_times, truncated_div
from pyrite.sql._analysis.functions.registry import (
    ANSI_INTERVAL,
    ANY,
    INT,
    STRING,
    Accepts,
    Binding,
    Rendering,
    exactly,
    once,
    quoted,
    scalar,
)
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._analysis.zones import moment_of
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FractionalType,
    IntegralType,
    LongType,
    NullType,
    NumericType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    YearMonthIntervalType,
)

_TIME, _BIG, _WIDE = TimeType(6), LongType(), DecimalType(38, 0)
_OUT = "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION"

# --------------------------------------------------------------------------------------------- times of day


def _refused(r: Rendering, nanos: str) -> str:
    shown = r.cast(nanos, _WIDE, StringType())
    message = f"'A TIME lies from 00:00:00 to 23:59:59.999999999, but this has ' || {shown} || ' nanoseconds'"
    return r.fail(_OUT, {"rangeMessage": message}, _TIME, DateTimeException, located=False)


def _from(name: str, accepts: Accepts, nanos: int) -> None:
    """The time so many units after midnight; a unit has so many nanoseconds."""

    def render(r: Rendering) -> str:
        kind = r.apply.arguments[0].type
        odd = ""
        if isinstance(kind, FractionalType) and not isinstance(kind, DecimalType):
            whole = f"trunc(CAST({{}} AS DOUBLE) * {nanos})"
            message = quoted("NaN and infinity are no time of day")
            wrong = r.fail(_OUT, {"rangeMessage": message}, _TIME, DateTimeException, located=False)
            odd = f"WHEN NOT isfinite({{}}) THEN {wrong} "
        else:
            whole = f"trunc({{}} * CAST({nanos} AS HUGEINT))"

        def body(args: Sequence[str]) -> str:
            found = f"CAST({whole.format(args[0])} AS DECIMAL(38,0))"
            moment = f"TIME '00:00:00' + to_microseconds(CAST({found} // 1000 AS BIGINT))"
            inside = f"{found} BETWEEN 0 AND {MICROS_PER_DAY * 1000 - 1}"
            return (
                f"CASE WHEN {args[0]} IS NULL THEN NULL {odd.format(args[0])}"
                f"WHEN {inside} THEN {moment} ELSE {_refused(r, found)} END"
            )

        return once(r.args, body)

    scalar(name, (accepts,), _TIME, render, nullable=True)


def _number(classes: type[NumericType], shown: str, default: DataType) -> Accepts:
    def fit(given: DataType, ansi: bool) -> DataType | None:
        return given if isinstance(given, classes) else default if isinstance(given, NullType) else None

    return Accepts(shown, fit)


_INTEGER = _number(IntegralType, '"INTEGRAL"', _BIG)
_from("time_from_seconds", _number(NumericType, '"NUMERIC"', DoubleType()), 10**9)
_from("time_from_millis", _INTEGER, 10**6)
_from("time_from_micros", _INTEGER, 10**3)

_MOMENT = Accepts(
    '"TIME"',
    lambda given, ansi: (
        given if isinstance(given, TimeType) else TimeType() if isinstance(given, NullType) else None
    ),
)
scalar("time_to_micros", (_MOMENT,), _BIG, "epoch_us({0})", nullable=True)
scalar("time_to_millis", (_MOMENT,), _BIG, "(epoch_us({0}) // 1000)", nullable=True)
scalar(
    "time_to_seconds",
    (_MOMENT,),
    DecimalType(14, 6),
    "CAST(CAST(epoch_us({0}) AS DECIMAL(12,0)) * CAST(0.000001 AS DECIMAL(7,6)) AS DECIMAL(14,6))",
    nullable=True,
)

_UNITS = {
    "HOUR": 3_600_000_000,
    "MINUTE": 60_000_000,
    "SECOND": 1_000_000,
    "MILLISECOND": 1000,
    "MICROSECOND": 1,
}


def _fit_clock(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, TimeType):
        return given
    fits = is_string(given) or isinstance(given, NullType) or (ansi and isinstance(given, _MOMENTS))
    return TimeType() if fits else None


_TIMESTAMPS = (TimestampType, TimestampNTZType)
_MOMENTS = (DateType, *_TIMESTAMPS)
_CLOCK = Accepts('"TIME"', _fit_clock)


def _bind_with_unit(b: Binding) -> e.Value:
    need_times(b.settings)
    for value in b.arguments[1:]:
        if isinstance(value.type, DateType) and b.settings.ansi:
            # No cast leads from it.
            cast = e.Cast(value, TimeType(), "ansi", False, origin=b.call.origin)
            casting.explicit_cast(value, cast, True)
    unit, *times = b.coerced()
    return b.apply((unit, *times), times[0].type if len(times) == 1 else _BIG, nullable=True)


def _by_unit(r: Rendering, unit: str, result: Callable[[int], str]) -> str:
    """What ``result`` gives for the length of the unit that the text ``unit`` names."""
    branches = " ".join([f"WHEN {quoted(name)} THEN {result(size)}" for name, size in _UNITS.items()])
    wrong = {
        "functionName": quoted(f"`{r.apply.function.name}`"),
        "parameter": quoted("`unit`"),
        "invalidValue": f"chr(39) || {unit} || chr(39)",
    }
    condition = "INVALID_PARAMETER_VALUE.TIME_UNIT"
    failure = r.fail(condition, wrong, r.apply.type, IllegalArgumentException, located=False)
    return f"CASE upper({unit}) {branches} ELSE {failure} END"


def _render_time_trunc(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        unit, time = args
        found = _by_unit(r, unit, lambda size: f"({time} - to_microseconds(epoch_us({time}) % {size}))")
        return f"CASE WHEN {unit} IS NOT NULL AND {time} IS NOT NULL THEN {found} END"

    return once(r.args, body)


def _render_time_diff(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        unit, one, other = args
        micros = f"(epoch_us({other}) - epoch_us({one}))"
        found = _by_unit(r, unit, lambda size: truncated_div(micros, size))
        there = " AND ".join([f"{arg} IS NOT NULL" for arg in args])
        return f"CASE WHEN {there} THEN {found} END"

    return once(r.args, body)


scalar("time_trunc", (STRING, _CLOCK), _TIME, _render_time_trunc, bind=_bind_with_unit)
scalar("time_diff", (STRING, _CLOCK, _CLOCK), _BIG, _render_time_diff, bind=_bind_with_unit)


def _bind_make_time(b: Binding) -> e.Value:
    need_times(b.settings)
    return b.apply(b.coerced(), _TIME, nullable=True)


def _render_make_time(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        hour, minute, seconds = args
        micros = (
            f"CAST({hour} AS BIGINT) * 3600000000 + CAST({minute} AS BIGINT) * 60000000 "
            f"+ CAST(CAST({seconds} AS DECIMAL(38,6)) * 1000000 AS BIGINT)"
        )
        faults = ""
        fields = (("HourOfDay", hour, 23), ("MinuteOfHour", minute, 59), ("SecondOfMinute", seconds, 59))
        for name, value, most in fields:
            shown = value if value is not seconds else f"CAST(trunc({value}) AS INTEGER)"
            message = f"'Invalid value for {name} (valid values 0 - {most}): ' || {shown}"
            wrong = r.fail(_OUT, {"rangeMessage": message}, _TIME, DateTimeException, located=False)
            faults += f"WHEN {value} < 0 OR {value} >= {most + 1} THEN {wrong} "
        there = " AND ".join([f"{arg} IS NOT NULL" for arg in args])
        return f"CASE WHEN {there} THEN CASE {faults}ELSE TIME '00:00:00' + to_microseconds({micros}) END END"

    return once(r.args, body)


scalar("make_time", (INT, INT, exactly(DecimalType(16, 6))), _TIME, _render_make_time, bind=_bind_make_time)

# -------------------------------------------------------------------------------------------------- buckets

_ANY = '"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)"'


def _bind_bucket(b: Binding) -> e.Value:
    size, moment, *origins = b.arguments
    kind = moment.type if isinstance(moment.type, _TIMESTAMPS) else TimestampType()
    if origins:
        (origin,) = origins
    elif isinstance(kind, TimestampNTZType):
        origin = e.Literal(0, kind, "TIMESTAMP_NTZ '1970-01-01 00:00:00'")
    else:
        origin = e.Literal(moment_of(b.settings.zone, 0), kind, "TIMESTAMP '1970-01-01 00:00:00'")
    b.arguments = arguments = (size, moment, origin)
    plain = b.apply(arguments, kind)
    if ANSI_INTERVAL.fit(size.type, True) is None:
        raise unexpected_input(plain, 0, size, ANSI_INTERVAL.shown)
    for index, value in enumerate(arguments[1:], 1):
        if not isinstance(value.type, (*_TIMESTAMPS, NullType)):
            raise unexpected_input(plain, index, value, _ANY)
    if not isinstance(origin.type, (type(kind), NullType)):
        raise unexpected_input(plain, 2, origin, quoted_type(kind))
    for name, value in (("bucketSize", size), ("origin", origin)):
        if not value.foldable:
            raise b.mismatch(
                "NON_FOLDABLE_INPUT",
                inputName=f"`{name}`",
                inputType=quoted_type(value.type),
                inputExpr=quoted_sql(value),
            )
    span = b.constant(0)
    if span is not None and span <= 0:
        error = {"exprName": "`bucketSize`", "valueRange": "(0, inf)", "currentValue": quoted_sql(size)[1:-1]}
        raise b.mismatch("VALUE_OUT_OF_RANGE", **error)
    values = tuple([b.cast(value, kind) for value in (moment, origin)])
    nullable = any(value.nullable for value in arguments)
    months = isinstance(size.type, YearMonthIntervalType)
    return b.apply(values, kind, nullable=nullable, shown=arguments, options=(span, months))


def _render_bucket(r: Rendering) -> str:
    span, months = r.apply.options
    kind = r.apply.type
    if span is None:
        return f"CAST(NULL AS {r.type(kind)})"
    zoned = isinstance(kind, TimestampType)
    # Spans of a day and more are counted on the session's clock.
    by_clock = zoned and (months or span >= MICROS_PER_DAY)
    moment, origin = [local(arg, kind) if by_clock else arg for arg in r.args]

    def by_months(args: Sequence[str]) -> str:
        at, start = args
        count = f"CAST(floor(datediff('month', {start}, {at}) / {span}.0) AS INTEGER)"
        ends = [f"({start} + to_months(CAST({span} * ({count} - {back}) AS INTEGER)))" for back in (0, 1)]
        return f"CASE WHEN {ends[0]} <= {at} THEN {ends[0]} ELSE {ends[1]} END"

    def by_micros(args: Sequence[str]) -> str:
        at, start = args
        rest = f"((({at} - {start}) % {span}) + {span}) % {span}"
        make = "make_timestamptz" if zoned and not by_clock else "make_timestamp"
        return f"{make}({at} - {rest})"

    if months:
        found = once([moment, origin], by_months)
    else:
        found = once([f"epoch_us({moment})", f"epoch_us({origin})"], by_micros)
    return instant(found) if by_clock else found


scalar(
    "time_bucket",
    (ANSI_INTERVAL, ANY, ANY),
    NullType(),
    _render_bucket,
    optional=1,
    bind=_bind_bucket,
)
