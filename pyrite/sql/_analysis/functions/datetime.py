"""Dates and timestamps: their fields, the clock, days and months, truncation, parts put together, epochs, zones.

A timestamp is read on the clock of the session's zone as a TIMESTAMP without zone (:func:`local`), and put back by
:func:`instant`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pyrite.errors import ArithmeticException, DateTimeException, IllegalArgumentException
from pyrite.sql._analysis.coercion import implicit_cast, is_string
from pyrite.sql._analysis.errors import analysis_error, unexpected_input, wrong_number
from pyrite.sql._analysis.functions.registry import (
    ANY,
    BOOLEAN,
    DATE,
    INT,
    LONG,
    STRING,
    STRUCT,
    TIMESTAMP,
    Accepts,
    Binding,
    Function,
    Rendering,
    declare,
    exactly,
    once,
    quoted,
    scalar,
    strictly,
)
from pyrite.sql._analysis.functions.strings import NUMBER, TEXT, defaulted, or_fail, plainly, text
from pyrite.sql._analysis.naming import quoted_sql
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    BooleanType,
    ByteType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FractionalType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    ShortType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    YearMonthIntervalType,
)

DAY, MOMENT, CLOCK, BIG = DateType(), TimestampType(), TimestampNTZType(), LongType()
SECONDS = DecimalType(8, 6)
MICROS_PER_DAY = 86_400_000_000
_ANSI = '"spark.sql.ansi.enabled"'


def local(sql: str, kind: DataType) -> str:
    """A date or timestamp on the session's clock, as a TIMESTAMP."""
    return sql if isinstance(kind, TimestampNTZType) else f"CAST({sql} AS TIMESTAMP)"


def instant(clock: str) -> str:
    """The moment when the session's clock shows this: the first one, when it shows it twice."""

    def body(args: Sequence[str]) -> str:
        moment = f"CAST({args[0]} AS TIMESTAMPTZ)"
        before = f"make_timestamptz(epoch_us({moment}) - 3600000000)"
        return f"CASE WHEN CAST({before} AS TIMESTAMP) = {args[0]} THEN {before} ELSE {moment} END"

    return once([clock], body)


def floor_div(value: str, divisor: int) -> str:
    """Integer division, rounded down; ``value`` stands in it twice."""
    return f"(({value} - (({value} % {divisor}) + {divisor}) % {divisor}) // {divisor})"


def truncated_div(value: str, divisor: int) -> str:
    """Integer division, rounded to zero; ``value`` stands in it twice."""
    return f"(({value} - {value} % {divisor}) // {divisor})"


def _fit_timestamp(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, (TimestampType, TimestampNTZType)):
        return given
    return implicit_cast(given, MOMENT, ansi)


ANY_TIMESTAMP = Accepts(
    '("(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)" or "(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])")',
    _fit_timestamp,
)


def _fit_clock(given: DataType, ansi: bool) -> DataType | None:
    return given if isinstance(given, TimeType) else _fit_timestamp(given, ansi)


_CLOCK = Accepts('"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)"', _fit_clock)
#: No string nor date.
STRICT_TIMESTAMP = strictly(ANY_TIMESTAMP.shown, (TimestampType, TimestampNTZType), MOMENT)

# ------------------------------------------------------------------------------------------------- fields

_DATE_FIELDS = {
    "year": "year({0})",
    "quarter": "quarter({0})",
    "month": "month({0})",
    "day dayofmonth": "day({0})",
    "dayofweek": "dayofweek({0}) + 1",
    "weekday": "isodow({0}) - 1",
    "dayofyear": "dayofyear({0})",
    "weekofyear": "week({0})",
}
for _names, _sql in _DATE_FIELDS.items():
    scalar(_names, (DATE,), NUMBER, f"CAST({_sql} AS INTEGER)")
scalar("monthname", (DATE,), TEXT, "strftime({0}, '%b')")
scalar("dayname", (DATE,), TEXT, "strftime({0}, '%a')")


def need_times(settings: Settings) -> None:
    """Most that takes times is off by default, as in Spark."""
    if not settings.flag("spark.sql.timeType.enabled", False):
        raise analysis_error("UNSUPPORTED_TIME_TYPE", {})


def _refuse_time(b: Binding) -> None:
    if any(isinstance(value.type, TimeType) for value in b.arguments):
        need_times(b.settings)


def _bind_clock_field(b: Binding) -> e.Value:
    if not b.arguments:
        raise wrong_number(b.call.name.lower(), "> 0", 0, b.call.origin)
    # What follows the first argument is not looked at.
    b.arguments = b.arguments[:1]
    _refuse_time(b)
    (value,) = b.coerced((_CLOCK,))
    return b.apply((value,), NUMBER, nullable=value.nullable or isinstance(value.type, TimeType))


for _name in ("hour", "minute", "second"):
    _sql = f"CAST({_name}({{0}}) AS INTEGER)"
    scalar(_name, (ANY,), NUMBER, _sql, variadic=True, optional=1, bind=_bind_clock_field)

_YEAR_OF_WEEK = Function("yearofweek", (DATE,), NUMBER, "CAST(isoyear({0}) AS INTEGER)")
_ISO_DAY = Function("dayofweek_iso", (DATE,), NUMBER, "CAST(isodow({0}) AS INTEGER)")
_SECOND = Function(
    "secondwithfraction",
    (ANY_TIMESTAMP,),
    SECONDS,
    "CAST(CAST(microsecond({0}) AS DECIMAL(8,0)) * CAST(0.000001 AS DECIMAL(7,6)) AS DECIMAL(8,6))",
)

#: Fields of dates and timestamps: names to functions.
_FIELDS: dict[str, str | Function] = {}
for _words, _function in (
    ("year y years yr yrs", "year"),
    ("yearofweek", _YEAR_OF_WEEK),
    ("quarter qtr", "quarter"),
    ("month mon mons months", "month"),
    ("week w weeks", "weekofyear"),
    ("day d days", "day"),
    ("dayofweek dow", "dayofweek"),
    ("dayofweek_iso dow_iso", _ISO_DAY),
    ("doy", "dayofyear"),
    ("hour h hours hr hrs", "hour"),
    ("minute m min mins minutes", "minute"),
    ("second s sec seconds secs", _SECOND),
):
    for _word in _words.split():
        _FIELDS[_word] = _function

_TINY = ByteType()
_MONTHS = {"year": (NUMBER, 12, None), "month": (_TINY, 1, 12)}
_MICROS = {
    "day": (NUMBER, MICROS_PER_DAY, None),
    "hour": (_TINY, 3_600_000_000, 24),
    "minute": (_TINY, 60_000_000, 60),
    "second": (SECONDS, 1, 60_000_000),
}
_INTERVAL_WORDS = {
    word: name
    for words, name in (
        ("year y years yr yrs", "year"),
        ("month mon mons months", "month"),
        ("day d days", "day"),
        ("hour h hours hr hrs", "hour"),
        ("minute m min mins minutes", "minute"),
        ("second s sec seconds secs", "second"),
    )
    for word in words.split()
}


def _interval_field(r: Rendering) -> str:
    field, total = r.apply.options
    kind, size, wrap = (_MONTHS if total == "months" else _MICROS)[field]
    given = r.apply.arguments[0].type
    value = r.args[0]
    if isinstance(given, CalendarIntervalType):
        if total == "months":
            value = f"(datepart('year', {value}) * 12 + datepart('month', {value}))"
        elif field == "day":
            return f"CAST(datepart('day', {value}) AS INTEGER)"
        else:
            units = (("hour", 3_600_000_000), ("minute", 60_000_000), ("microsecond", 1))
            value = " + ".join([f"datepart('{unit}', {value}) * {size}" for unit, size in units])
    else:
        value = f"CAST({value} AS BIGINT)"

    def body(args: Sequence[str]) -> str:
        found = truncated_div(args[0], size) if size > 1 else args[0]
        if wrap is not None:
            found = f"({found} % {wrap})"
        if field == "second":
            exact = f"CAST({found} AS DECIMAL(8,0)) * CAST(0.000001 AS DECIMAL(7,6))"
            return f"CAST({exact} AS DECIMAL(8,6))"
        return f"CAST({found} AS {r.type(kind)})"

    return once([value], body)


_INTERVAL_FIELD = Function("intervalfield", (), NullType(), _interval_field)


def _bind_extract(b: Binding) -> e.Value:
    word, source = b.arguments
    if not word.foldable or not (is_string(word.type) or isinstance(word.type, NullType)):
        wanted = {"funcName": f"`{b.call.name.lower()}`", "paramName": "`field`", "paramType": '"STRING"'}
        raise b.error("NON_FOLDABLE_ARGUMENT", **wanted)
    field = b.constant(0)
    if field is None:
        return b.apply((e.Literal(None, DoubleType()),), DoubleType(), nullable=True, shown=b.arguments)
    found = _field_value(b, str(field).lower(), source)
    if found is None:
        raise b.error("INVALID_EXTRACT_FIELD", field=f"`{field}`", expr=quoted_sql(source))
    return b.apply((found,), found.type, nullable=found.nullable, shown=b.arguments)


def _field_value(b: Binding, field: str, source: e.Value) -> e.Value | None:
    kind = source.type
    _refuse_time(b)
    if isinstance(kind, (YearMonthIntervalType, DayTimeIntervalType, CalendarIntervalType)):
        name = _INTERVAL_WORDS.get(field)
        months = not isinstance(kind, DayTimeIntervalType) and name in _MONTHS
        micros = not isinstance(kind, YearMonthIntervalType) and name in _MICROS
        if isinstance(kind, (YearMonthIntervalType, DayTimeIntervalType)) and name is not None:
            order = ("year", "month") if months else ("day", "hour", "minute", "second")
            if not (months or micros) or not kind.startField <= order.index(name) <= kind.endField:
                return None
        if not (months or micros):
            return None
        assert name is not None
        total = "months" if months else "micros"
        result = (_MONTHS if months else _MICROS)[name][0]
        return e.Apply(_INTERVAL_FIELD, (source,), result, source.nullable, options=(name, total))
    function = _FIELDS.get(field)
    if function is None:
        return None
    if isinstance(kind, TimeType):
        if function is _SECOND:
            return e.Apply(_SECOND, (source,), SECONDS, True)
        if function not in ("hour", "minute"):
            return None
    if isinstance(function, str):
        return b.invoke(function, source)
    wanted = function.parameters[0]
    assert isinstance(wanted, Accepts)
    fitted = wanted.fit(kind, b.settings.ansi)
    if fitted is None:
        return None
    value = b.cast(source, fitted)
    returns = function.returns
    assert isinstance(returns, DataType)
    return e.Apply(function, (value,), returns, value.nullable)


def _show_extract(apply: e.Apply, args: Sequence[str]) -> str:
    return f"{apply.name}({args[0]} FROM {args[1]})"


_EXTRACT = Function("extract", (ANY, ANY), NullType(), "{0}", bind=_bind_extract, show=_show_extract)
declare("extract datepart:datepart", _EXTRACT)
declare("date_part", Function("date_part", (ANY, ANY), NullType(), "{0}", bind=_bind_extract))

# -------------------------------------------------------------------------------------------------- clock

scalar("current_date curdate:current_date", (), DAY, "CAST(now() AS DATE)", nullable=False)
scalar("current_timestamp", (), MOMENT, "now()", nullable=False)
scalar("now", (), MOMENT, "now()", nullable=False)
scalar("localtimestamp", (), CLOCK, "CAST(now() AS TIMESTAMP)", nullable=False)
scalar("current_timezone", (), TEXT, lambda r: quoted(r.settings.zone), nullable=False)


def _bind_current_time(b: Binding) -> e.Value:
    digits = 6
    if b.arguments:
        b.coerced()
        given = b.constant(0)
        if not isinstance(given, (int, float, Decimal)) and not str(given).isdigit():
            raise b.mismatch("UNEXPECTED_NULL", exprName="precision")
        digits = int(given)
        if not 0 <= digits <= 9:
            wrong = {"exprName": "`precision`", "valueRange": "[0, 9]", "currentValue": str(digits)}
            raise b.mismatch("VALUE_OUT_OF_RANGE", **wrong)
    shown = b.arguments or (e.Literal(digits, NUMBER),)
    return b.apply((), TimeType(digits), nullable=False, shown=shown, options=(digits,))


def _render_current_time(r: Rendering) -> str:
    unit = 10 ** (6 - r.apply.options[0])
    micros = f"(epoch_us(CAST(now() AS TIMESTAMP)) % {MICROS_PER_DAY})"
    return f"(TIME '00:00:00' + to_microseconds({micros} - {micros} % {unit}))"


declare(
    "current_time localtime:current_time",
    Function("current_time", (INT,), TimeType(), _render_current_time, optional=1, bind=_bind_current_time),
)

# ---------------------------------------------------------------------------------------- days and months


def _fit_days(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, (IntegerType, ShortType, ByteType, NullType)):
        return NUMBER
    return NUMBER if ansi and is_string(given) else None


DAYS = Accepts('("INT" or "SMALLINT" or "TINYINT")', _fit_days)


def _bind_days(b: Binding) -> e.Value:
    """Without ANSI mode a number of days may be a constant string, which is read at once."""
    day, count = b.arguments
    if not b.settings.ansi and is_string(count.type) and count.foldable:
        try:
            found = int(b.constant(1))
        except (TypeError, ValueError):
            condition = "SECOND_FUNCTION_ARGUMENT_NOT_INTEGER"
            raise analysis_error(condition, {"functionName": b.function.name}) from None
        b.arguments = (day, e.Literal(found, NUMBER))
    return plainly(b)


scalar("date_add dateadd:date_add", (DATE, DAYS), DAY, "({0} + {1})", bind=_bind_days)
scalar("date_sub", (DATE, DAYS), DAY, "({0} - {1})", bind=_bind_days)
scalar("datediff date_diff:date_diff", (DATE, DATE), NUMBER, "CAST({0} - {1} AS INTEGER)")


def _render_add_months(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        message = {"message": quoted("overflow"), "alternative": quoted(""), "config": quoted(_ANSI)}
        wrong = r.fail("ARITHMETIC_OVERFLOW", message, DAY, located=False)
        near = f"{args[1]} BETWEEN -60000000 AND 60000000"
        there = f"{args[0]} IS NOT NULL AND {args[1]} IS NOT NULL"
        found = f"CAST({args[0]} + to_months({args[1]}) AS DATE)"
        return f"CASE WHEN {near} THEN {found} WHEN {there} THEN {wrong} END"

    return once(r.args, body)


scalar("add_months", (DATE, INT), DAY, _render_add_months)
scalar("last_day", (DATE,), DAY, "last_day({0})")

_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def _render_next_day(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        branches = " ".join(
            [
                f"WHEN '{name[:size]}' THEN {number}"
                for number, name in enumerate(_WEEKDAYS, 1)
                for size in (2, 3, len(name))
            ]
        )
        wrong = "NULL"
        if r.settings.ansi:
            wrong = r.fail(
                "ILLEGAL_DAY_OF_WEEK", {"string": args[1]}, NUMBER, IllegalArgumentException, located=False
            )
        there = f"{args[0]} IS NOT NULL AND {args[1]} IS NOT NULL"
        wanted = f"CASE upper({args[1]}) {branches} ELSE CASE WHEN {there} THEN {wrong} END END"
        return f"({args[0]} + CAST(({wanted} - isodow({args[0]}) + 6) % 7 + 1 AS INTEGER))"

    return once(r.args, body)


scalar("next_day", (DATE, STRING), DAY, _render_next_day, nullable=True)


def _render_months_between(r: Rendering) -> str:
    def clock(moment: str) -> str:
        return f"CAST({moment} AS TIMESTAMP)"

    def body(args: Sequence[str]) -> str:
        one, other = clock(args[0]), clock(args[1])
        months = f"((year({one}) - year({other})) * 12 + month({one}) - month({other}))"
        ends = f"day({one}) = day(last_day({one})) AND day({other}) = day(last_day({other}))"
        seconds = []
        for moment in args[:2]:
            midnight = truncated(moment, "day")
            seconds.append(floor_div(f"(epoch_us({moment}) - epoch_us({midnight}))", 1_000_000))
        rest = f"((day({one}) - day({other})) * 86400 + {seconds[0]} - {seconds[1]})"
        exact = f"({months} + {rest} / CAST(2678400 AS DOUBLE))"
        rounded = f"CASE WHEN {args[2]} THEN floor({exact} * 100000000 + 0.5) / 100000000 ELSE {exact} END"
        whole = f"day({one}) = day({other}) OR ({ends})"
        there = f"{args[2]} IS NOT NULL"
        return (
            f"CASE WHEN {there} THEN CASE WHEN {whole} THEN CAST({months} AS DOUBLE) ELSE {rounded} END END"
        )

    return once(r.args, body)


scalar(
    "months_between",
    (TIMESTAMP, TIMESTAMP, BOOLEAN),
    DoubleType(),
    _render_months_between,
    optional=1,
    bind=defaulted(e.Literal(True, BooleanType())),
)

_UNITS = {
    "MICROSECOND": ("micros", 1),
    "MILLISECOND": ("micros", 1000),
    "SECOND": ("micros", 1_000_000),
    "MINUTE": ("micros", 60_000_000),
    "HOUR": ("micros", 3_600_000_000),
    "DAY": ("days", 1),
    "DAYOFYEAR": ("days", 1),
    "WEEK": ("days", 7),
    "MONTH": ("months", 1),
    "QUARTER": ("months", 3),
    "YEAR": ("months", 12),
}


def _unit_of(b: Binding) -> tuple[str, int]:
    unit = str(b.constant(0))
    found = _UNITS.get(unit.upper())
    wrong = {"parameter": "`unit`", "invalidValue": f"'{unit}'"}
    if found is None:
        raise b.error("INVALID_PARAMETER_VALUE.DATETIME_UNIT", functionName=f"`{b.function.name}`", **wrong)
    return found


#: How many months, days or microseconds lie between the timestamps that DuckDB holds.
_MOST = {"micros": 2**63 - 1, "days": 213_503_982, "months": 7_014_648}


def _bind_timestampadd(b: Binding) -> e.Value:
    unit = _unit_of(b)
    _, count, moment = b.coerced((STRING, LONG, ANY_TIMESTAMP))
    options = (*unit, str(b.constant(0)))
    return b.apply((count, moment), moment.type, options=options, shown=b.arguments)


def _render_timestampadd(r: Rendering) -> str:
    unit, size, shown = r.apply.options
    kind = r.apply.type
    most = _MOST[unit] // size

    def body(args: Sequence[str]) -> str:
        amount, moment = args
        count = amount if size == 1 else f"({amount} * {size})"
        step = f"to_microseconds({count})" if unit == "micros" else f"to_{unit}(CAST({count} AS INTEGER))"
        # Spark tells the moment on the session's clock, whatever its type.
        at = moment if isinstance(kind, TimestampType) else f"make_timestamptz(epoch_us({moment}))"
        what = f"'add ' || {amount} || 'L {shown} to TIMESTAMP ' || chr(39) || {r.cast(at, MOMENT, TEXT)} || chr(39)"
        wrong = r.fail("DATETIME_OVERFLOW", {"operation": what}, kind, located=False)
        inside = f"{amount} BETWEEN {-most} AND {most}"
        there = f"{amount} IS NOT NULL AND {moment} IS NOT NULL"
        return f"coalesce(CASE WHEN {inside} THEN TRY({moment} + {step}) END, CASE WHEN {there} THEN {wrong} END)"

    return once(r.args, body)


declare(
    "timestampadd",
    Function("timestampadd", (STRING, LONG, ANY), MOMENT, _render_timestampadd, bind=_bind_timestampadd),
)


def _bind_timestampdiff(b: Binding) -> e.Value:
    unit = _unit_of(b)
    if str(b.constant(0)).upper() == "DAYOFYEAR":
        wrong = {"functionName": "`TIMESTAMPDIFF`", "parameter": "`unit`", "invalidValue": "'DAYOFYEAR'"}
        raise analysis_error("INVALID_PARAMETER_VALUE.DATETIME_UNIT", wrong, kind=IllegalArgumentException)
    for index, value in enumerate(b.arguments[1:]):
        if TIMESTAMP.fit(value.type, b.settings.ansi) is None:
            raise unexpected_input(b.plain(), index, value, TIMESTAMP.shown)
    _, one, other = b.coerced((STRING, TIMESTAMP, TIMESTAMP))
    return b.apply((one, other), BIG, options=unit, shown=b.arguments)


def _render_timestampdiff(r: Rendering) -> str:
    unit, size = r.apply.options

    def body(args: Sequence[str]) -> str:
        one, other = [f"CAST({arg} AS TIMESTAMP)" for arg in args]
        if unit != "months":
            micros = f"(epoch_us({other}) - epoch_us({one}))"
            return truncated_div(micros, size * (MICROS_PER_DAY if unit == "days" else 1))
        months = f"((year({other}) - year({one})) * 12 + month({other}) - month({one}))"
        # A month counts when the day and the time of the day are reached, too.
        rest = [
            f"((day({moment}) * {MICROS_PER_DAY}) + epoch_us({moment}) - epoch_us(date_trunc('day', {moment})))"
            for moment in (one, other)
        ]
        whole = (
            f"({months} - CASE WHEN {months} > 0 AND {rest[1]} < {rest[0]} THEN 1 "
            f"WHEN {months} < 0 AND {rest[1]} > {rest[0]} THEN -1 ELSE 0 END)"
        )
        return once([whole], lambda found: f"CAST({truncated_div(found[0], size)} AS BIGINT)")

    return once(r.args, body)


declare(
    "timestampdiff",
    Function("timestampdiff", (STRING, ANY, ANY), BIG, _render_timestampdiff, bind=_bind_timestampdiff),
)

# --------------------------------------------------------------------------------------------- truncation

_DATE_UNITS = {
    "week": ("WEEK",),
    "month": ("MONTH", "MON", "MM"),
    "quarter": ("QUARTER",),
    "year": ("YEAR", "YYYY", "YY"),
}
_TIME_UNITS = {
    **_DATE_UNITS,
    "day": ("DAY", "DD"),
    "hour": ("HOUR",),
    "minute": ("MINUTE",),
    "second": ("SECOND",),
    "millisecond": ("MILLISECOND",),
    "microsecond": ("MICROSECOND",),
}


def _by_unit(
    unit: e.Value, sql: str, units: dict[str, tuple[str, ...]], result: Callable[[str], str], nothing: str
) -> str:
    """What ``result`` gives for the unit that ``unit`` names; ``nothing`` for none."""
    if isinstance(unit, e.Literal):
        word = str(unit.value).upper()
        return next((result(name) for name, words in units.items() if word in words), nothing)
    branches = [
        f"WHEN {', '.join([quoted(word) for word in words])} THEN {result(name)}"
        if len(words) == 1
        else " ".join([f"WHEN {quoted(word)} THEN {result(name)}" for word in words])
        for name, words in units.items()
    ]
    return f"CASE upper({sql}) {' '.join(branches)} END"


def _render_trunc(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        return _by_unit(
            r.apply.arguments[1],
            args[1],
            _DATE_UNITS,
            lambda name: f"CAST(date_trunc('{name}', {args[0]}) AS DATE)",
            "CAST(NULL AS DATE)",
        )

    return once(r.args, body)


scalar("trunc", (DATE, STRING), DAY, _render_trunc, nullable=True)


def truncated(moment: str, unit: str) -> str:
    """A TIMESTAMPTZ cut to a unit on the session's clock."""
    clock = f"CAST({moment} AS TIMESTAMP)"
    if unit in ("year", "quarter", "month", "week", "day"):
        return instant(f"date_trunc('{unit}', {clock})")
    if unit in ("second", "millisecond", "microsecond"):
        return f"date_trunc('{unit}', {moment})"
    rest = f"(epoch_us({clock}) - epoch_us(date_trunc('{unit}', {clock})))"
    return f"make_timestamptz(epoch_us({moment}) - {rest})"


def _render_date_trunc(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        return _by_unit(
            r.apply.arguments[0],
            args[0],
            _TIME_UNITS,
            lambda name: truncated(args[1], name),
            "CAST(NULL AS TIMESTAMPTZ)",
        )

    return once(r.args, body)


_TRUNCATED = Accepts(
    '("TIMESTAMP" or "(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])")', TIMESTAMP.fit
)
scalar("date_trunc", (STRING, _TRUNCATED), MOMENT, _render_date_trunc, nullable=True)

# ---------------------------------------------------------------------------------------------- put together

_OUT_OF_BOUNDS = "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION"


def _render_make_date(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        found = f"TRY(make_date({args[0]}, {args[1]}, {args[2]}))"
        if not r.settings.ansi:
            return found
        message = r.kernel("date_fault", args, [NUMBER] * 3, TEXT)
        return or_fail(
            found,
            args,
            r.fail(_OUT_OF_BOUNDS, {"rangeMessage": message}, DAY, DateTimeException, located=False),
        )

    return once(r.args, body)


def _bind_make_date(b: Binding) -> e.Value:
    arguments = b.coerced()
    nullable = any(argument.nullable for argument in arguments) or not b.settings.ansi
    return b.apply(arguments, DAY, nullable=nullable)


declare("make_date", Function("make_date", (INT, INT, INT), DAY, _render_make_date, bind=_bind_make_date))


_ONLY_DAY = strictly('"DATE"', DateType, DAY)
_ONLY_TIME = strictly('"TIME"', TimeType, TimeType())
#: How many arguments they take, as errors tell it.
_COUNTS = {
    "make_timestamp": "[1, 2, 3, 6, 7]",
    "try_make_timestamp": "[1, 2, 3, 6, 7]",
    "make_timestamp_ltz": "[2, 6]",
    "make_timestamp_ntz": "[2, 6]",
}


def _bind_make_timestamp(b: Binding) -> e.Value:
    count = len(b.arguments)
    name = b.function.name
    if count not in (2, 6) and (name.endswith("_ntz") or count not in (3, 7)):
        raise wrong_number(name, _COUNTS.get(name, "6"), count, b.call.origin)
    if count in (2, 3):
        b.shown = name.removeprefix("try_").removesuffix("_ltz")
        day, time = b.coerced((_ONLY_DAY, _ONLY_TIME, STRING))[:2]
        zone = b.coerced((_ONLY_DAY, _ONLY_TIME, STRING))[2] if count == 3 else text(b.settings.zone)
        nullable = any(v.nullable for v in (day, time, zone)) or name.endswith("_ntz")
        shown_name = name if name == "try_make_timestamp" else b.shown
        made = CLOCK if name.endswith("_ntz") else MOMENT
        found = b.apply((day, time, zone), made, nullable=nullable, shown=b.arguments, name=shown_name)
        if name != "try_make_timestamp_ntz":
            return found
        return b.apply((found,), found.type, nullable=True, function=_TRIED, name=name)
    kinds = (INT, INT, INT, INT, INT, exactly(DecimalType(16, 6)), STRING)
    if name == "try_make_timestamp":
        b.shown = "make_timestamp"
    arguments = list(b.coerced(kinds))
    b.shown = name
    word = name in ("make_timestamp", "try_make_timestamp") and b.settings.timestamp_ntz
    made = CLOCK if word or name.endswith("_ntz") else MOMENT
    if count == 6:
        arguments.append(text("UTC" if made is CLOCK else b.settings.zone))
    nullable = any(argument.nullable for argument in arguments)
    nullable = nullable or not b.settings.ansi or b.function.name.startswith("try_")
    # Spark forgets the zone here.
    shown = b.arguments[:6] if b.function.name == "try_make_timestamp" else b.arguments
    return b.apply(arguments, made, nullable=nullable, shown=shown)


_TRIED = Function("try", (), NullType(), "{0}")


_UTC = quoted("UTC")


def _render_make_timestamp(r: Rendering) -> str:
    kind = r.apply.type
    make = "make_timestamp" if isinstance(kind, TimestampNTZType) else "make_timestamptz"
    parts = r.args
    if len(r.args) == 3:
        day, time, zone = r.args
        clock = f"({day} + {time})"
        if isinstance(kind, TimestampNTZType):
            return clock
        if zone == quoted(r.settings.zone):
            return instant(clock)
        units = [f"CAST({unit}({day}) AS INTEGER)" for unit in ("year", "month", "day")]
        units += [f"CAST({unit}({time}) AS INTEGER)" for unit in ("hour", "minute")]
        micros = f"CAST(epoch_us({time}) % 60000000 AS DECIMAL(10,0))"
        parts = [*units, f"CAST({micros} * CAST(0.000001 AS DECIMAL(7,6)) AS DECIMAL(16,6))", zone]

    def body(args: Sequence[str]) -> str:
        given = [NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, DecimalType(16, 6), TEXT]
        micros = r.kernel("make_timestamp", args, given, BIG)
        if isinstance(kind, TimestampNTZType) and args[6] != _UTC:
            # The zone must be one, and changes nothing.
            clock = r.kernel("make_timestamp", [*args[:6], _UTC], given, BIG)
            micros = f"CASE WHEN {micros} IS NOT NULL THEN {clock} END"
        found = f"{make}({micros})"
        fault = r.kernel("timestamp_fault", args, given, TEXT)
        zone = r.fail("INVALID_TIMEZONE", {"timeZone": args[6]}, kind, DateTimeException, located=False)
        tolerant = not r.settings.ansi or r.apply.function.name.startswith("try_")
        if tolerant and len(r.args) != 3:
            known = args[6] in (_UTC, quoted(r.settings.zone))
            return found if known else f"coalesce({found}, CASE {fault} WHEN 'zone' THEN {zone} END)"
        fields = r.fail(_OUT_OF_BOUNDS, {"rangeMessage": fault}, kind, DateTimeException, located=False)
        seconds = {"secAndMicros": f"rtrim(rtrim(CAST({args[5]} AS VARCHAR), '0'), '.')"}
        fraction = r.fail("INVALID_FRACTION_OF_SECOND", seconds, kind, DateTimeException, located=False)
        failure = f"CASE {fault} WHEN 'seconds' THEN {fraction} WHEN 'zone' THEN {zone} ELSE {fields} END"
        return or_fail(found, args, failure)

    return once(parts, body)


for _name in ("make_timestamp", "make_timestamp_ltz", "make_timestamp_ntz"):
    for _prefix in ("", "try_"):
        declare(
            _prefix + _name,
            Function(
                _prefix + _name,
                (ANY,),
                NullType(),
                _render_make_timestamp,
                optional=1,
                variadic=True,
                bind=_bind_make_timestamp,
            ),
        )

# -------------------------------------------------------------------------------------------------- epoch


def _fit_number(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, (IntegralType, FractionalType)):
        return given
    return BIG if isinstance(given, NullType) else None


def _of_epoch(unit: str, size: int) -> Callable[[Rendering], str]:
    def render(r: Rendering) -> str:
        kind = r.apply.arguments[0].type
        if isinstance(kind, IntegralType):
            most = (2**63 - 1) // size

            def body(args: Sequence[str]) -> str:
                what = f"'create a TIMESTAMP from ' || {args[0]} || 'L {unit} since the epoch'"
                wrong = r.fail("DATETIME_OVERFLOW", {"operation": what}, MOMENT, located=False)
                inside = f"{args[0]} BETWEEN {-most} AND {most}"
                found = f"make_timestamptz(CAST({args[0]} AS BIGINT) * {size})"
                return f"CASE WHEN {inside} THEN {found} WHEN {args[0]} IS NOT NULL THEN {wrong} END"

            return once(r.args, body) if size > 1 else f"make_timestamptz(CAST({r.args[0]} AS BIGINT))"
        if isinstance(kind, DecimalType):

            def exact(args: Sequence[str]) -> str:
                micros = f"(CAST({args[0]} AS DECIMAL(38,{kind.scale})) * {size})"
                whole = f"CAST(trunc({micros}) AS BIGINT)"
                message = {"message": quoted("Rounding necessary")}
                wrong = r.fail("", message, MOMENT, ArithmeticException, located=False)
                shown = (
                    f"'create a TIMESTAMP from ' || CAST({args[0]} AS VARCHAR) || 'BD {unit} since the epoch'"
                )
                wide = r.fail("DATETIME_OVERFLOW", {"operation": shown}, MOMENT, located=False)
                return (
                    f"CASE WHEN abs({args[0]}) >= {2**63 // size} THEN {wide} "
                    f"WHEN {micros} <> trunc({micros}) THEN {wrong} ELSE make_timestamptz({whole}) END"
                )

            return once(r.args, exact)
        return once(
            r.args,
            lambda args: (
                f"CASE WHEN isfinite({args[0]}) THEN "
                f"make_timestamptz(CAST(trunc(CAST({args[0]} AS DOUBLE) * {size}) AS BIGINT)) END"
            ),
        )

    return render


def _never_exact(args: Sequence[e.Value]) -> bool:
    return args[0].nullable or not isinstance(args[0].type, (IntegralType, DecimalType))


scalar(
    "timestamp_seconds",
    (Accepts('"NUMERIC"', _fit_number),),
    MOMENT,
    _of_epoch("seconds", 1_000_000),
    nullable=_never_exact,
)
_INTEGER = strictly('"INTEGRAL"', IntegralType, BIG)
scalar("timestamp_millis", (_INTEGER,), MOMENT, _of_epoch("milliseconds", 1000))
scalar("timestamp_micros", (_INTEGER,), MOMENT, _of_epoch("microseconds", 1))


def _to_epoch(size: int) -> Callable[[Rendering], str]:
    return lambda r: once([f"epoch_us({r.args[0]})"], lambda args: floor_div(args[0], size))


scalar("unix_seconds", (STRICT_TIMESTAMP,), BIG, _to_epoch(1_000_000))
scalar("unix_millis", (STRICT_TIMESTAMP,), BIG, _to_epoch(1000))
scalar("unix_micros", (STRICT_TIMESTAMP,), BIG, "epoch_us({0})")
scalar("unix_date", (strictly('"DATE"', DateType, DAY),), NUMBER, "CAST({0} - DATE '1970-01-01' AS INTEGER)")
scalar("date_from_unix_date", (INT,), DAY, "(DATE '1970-01-01' + {0})")

# -------------------------------------------------------------------------------------------------- zones


def _shifted(name: str) -> Callable[[Rendering], str]:
    def render(r: Rendering) -> str:
        def body(args: Sequence[str]) -> str:
            found = r.kernel(name, [f"epoch_us({args[0]})", args[1]], [BIG, TEXT], BIG)
            wrong = r.fail(
                "INVALID_TIMEZONE", {"timeZone": args[1]}, MOMENT, DateTimeException, located=False
            )
            return or_fail(f"make_timestamptz({found})", args, wrong)

        return once(r.args, body)

    return render


scalar("from_utc_timestamp", (TIMESTAMP, STRING), MOMENT, _shifted("from_utc"))
scalar("to_utc_timestamp", (TIMESTAMP, STRING), MOMENT, _shifted("to_utc"))


def _bind_convert_timezone(b: Binding) -> e.Value:
    if len(b.arguments) == 2:
        b.arguments = (b.invoke("current_timezone"), *b.arguments)
    return b.apply(b.coerced((STRING, STRING, exactly(CLOCK))), CLOCK, shown=b.arguments)


def _render_convert_timezone(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        moment = r.kernel("to_utc", [f"epoch_us({args[2]})", args[0]], [BIG, TEXT], BIG)
        found = r.kernel("from_utc", [moment, args[1]], [BIG, TEXT], BIG)
        unknown = f"CASE WHEN {moment} IS NULL THEN {args[0]} ELSE {args[1]} END"
        wrong = r.fail("INVALID_TIMEZONE", {"timeZone": unknown}, CLOCK, DateTimeException, located=False)
        return or_fail(f"make_timestamp({found})", args, wrong)

    return once(r.args, body)


declare(
    "convert_timezone",
    Function(
        "convert_timezone",
        (STRING, ANY, ANY),
        CLOCK,
        _render_convert_timezone,
        optional=1,
        bind=_bind_convert_timezone,
    ),
)

# ------------------------------------------------------------------------------------------------ windows


def _bind_window_time(b: Binding) -> e.Value:
    (value,) = b.coerced()
    assert isinstance(value.type, StructType)
    if "end" not in value.type.fieldNames():
        raise unexpected_input(b.plain(), 0, value, '"WINDOW"')
    return b.apply((value,), value.type["end"].dataType, nullable=True)


def _render_window_time(r: Rendering) -> str:
    make = "make_timestamp" if isinstance(r.apply.type, TimestampNTZType) else "make_timestamptz"
    return f"{make}(epoch_us(struct_extract({r.args[0]}, 'end')) - 1)"


declare(
    "window_time",
    Function("window_time", (STRUCT,), NullType(), _render_window_time, bind=_bind_window_time),
)
