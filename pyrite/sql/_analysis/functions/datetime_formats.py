"""Dates and timestamps as text by a pattern, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pyrite.errors import (
    DateTimeException,
    IllegalArgumentException,
    SparkRuntimeException,
    SparkUpgradeException,
)
from pyrite.sql._analysis import casting
from pyrite.sql._analysis.coercion import is_string, never_null
from pyrite.sql._analysis.errors import unexpected_input
from pyrite.sql._analysis.functions.datetime import (
    BIG,
    CLOCK,
    DAY,
    MOMENT,
    instant,
    need_times,
    truncated_div,
)
from pyrite.sql._analysis.functions.patterns import constant_text
from pyrite.sql._analysis.functions.registry import (
    ANY,
    LONG,
    STRING,
    TIMESTAMP,
    Accepts,
    Binding,
    Function,
    Rendering,
    declare,
    once,
    quoted,
    scalar,
    strictly,
)
from pyrite.sql._analysis.functions.strings import TEXT, defaulted, or_fail, plainly, text
from pyrite.sql._plan import expressions as e
from pyrite.sql._text.datetime_patterns import (
    PatternError,
    pattern_error,
    pattern_of,
    refuse_legacy,
    strftime_text,
    strptime_text,
)
from pyrite.sql.types import (
    AtomicType,
    CharType,
    DataType,
    DateType,
    NullType,
    NumericType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
)

_DEFAULT = text("yyyy-MM-dd HH:mm:ss")


def _pattern_fault(r: Rendering, pattern: e.Value, parsing: bool, kind: DataType) -> str | None:
    """What raises for a constant pattern that is none. Patterns of the old kind are refused here, too."""
    refuse_legacy(r.settings.conf)
    known = constant_text(pattern)
    if known is None:
        return None
    try:
        pattern_of(known, parsing)
    except PatternError as found:
        fault = pattern_error(known) if parsing and isinstance(kind, TimestampNTZType) else found
        error: type = IllegalArgumentException
        if fault.condition.endswith("PATTERN_RECOGNITION"):
            error = SparkUpgradeException
        elif fault.condition.endswith("SUGGESTION"):
            error = SparkRuntimeException
        parameters = {name: quoted(value) for name, value in fault.parameters.items()}
        return r.fail(fault.condition, parameters, kind, error, located=False)
    return None


# -------------------------------------------------------------------------------------------------- writing


def _render_format(r: Rendering, moment: str, pattern: e.Value, sql: str) -> str:
    fault = _pattern_fault(r, pattern, False, TEXT)
    if fault is not None:
        return f"CASE WHEN {moment} IS NOT NULL THEN {fault} END"

    def body(args: Sequence[str]) -> str:
        clock = f"CAST({args[0]} AS TIMESTAMP)"
        given = [f"epoch_us({clock})", f"epoch_us({args[0]})", args[1], quoted(r.settings.zone)]
        slow = r.kernel("date_format", given, [BIG, BIG, TEXT, TEXT], TEXT)
        known = constant_text(pattern)
        fast = None if known is None else strftime_text(pattern_of(known, False))
        if fast:
            quick = f"strftime({clock}, {quoted(fast)})"
            return f"CASE WHEN year({clock}) BETWEEN 1000 AND 9999 THEN {quick} ELSE {slow} END"
        if known is not None:
            return slow
        parameters = {
            "pattern": f"('''' || {args[1]} || '''')",
            "docroot": quoted("https://spark.apache.org/docs/latest"),
        }
        wrong = r.fail("INVALID_DATETIME_PATTERN.WITH_SUGGESTION", parameters, TEXT, located=False)
        return or_fail(slow, args, wrong)

    return once([moment, sql], body)


_WRITTEN = Accepts(
    '("TIMESTAMP" or "TIME" or "(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])")',
    lambda given, ansi: given if isinstance(given, TimeType) else TIMESTAMP.fit(given, ansi),
)


#: What stands in quotes in a pattern.
_LITERALS = quoted("'[^']*'")


def _bind_format(b: Binding) -> e.Value:
    if isinstance(b.arguments[0].type, TimeType):
        need_times(b.settings)
    return plainly(b)


def _render_date_format(r: Rendering) -> str:
    if isinstance(r.apply.arguments[0].type, TimeType):
        return once(r.args, lambda args: _time_format(r, args))
    return _render_format(r, r.args[0], r.apply.arguments[1], r.args[1])


def _time_format(r: Rendering, args: Sequence[str]) -> str:
    """A time of day by a pattern, which may ask for nothing of a day or a zone."""
    time, pattern = args
    words = f"regexp_replace({pattern}, {_LITERALS}, {quoted('')}, {quoted('g')})"
    shown = f"chr(39) || {pattern} || chr(39)"
    asked = {"functionName": quoted("`date_format`"), "parameter": quoted("`format`"), "value": shown}
    of_days = r.fail("INVALID_PARAMETER_VALUE.PATTERN", asked, TEXT, located=False)
    docroot = quoted("https://spark.apache.org/docs/latest")
    invalid = {"pattern": shown, "docroot": docroot}
    wrong = r.fail("INVALID_DATETIME_PATTERN.WITH_SUGGESTION", invalid, TEXT, located=False)
    given = [f"epoch_us({time})", f"epoch_us({time})", pattern, quoted("UTC")]
    found = r.kernel("date_format", given, [BIG, BIG, TEXT, TEXT], TEXT)
    plain = or_fail(found, args, wrong)
    days = f"{time} IS NOT NULL AND regexp_matches({words}, {quoted('[GyYuDMLdQqwWEecFVOXxZz]')})"
    return f"CASE WHEN {days} THEN {of_days} ELSE {plain} END"


scalar(
    "date_format",
    (_WRITTEN, STRING),
    TEXT,
    _render_date_format,
    bind=_bind_format,
)


def _wrapped(seconds: str) -> str:
    """Microseconds of seconds in 64 bits, which overflow as in Java."""

    def body(args: Sequence[str]) -> str:
        wide = f"(CAST({args[0]} AS HUGEINT) * 1000000 + 9223372036854775808)"
        whole = f"(({wide} % 18446744073709551616 + 18446744073709551616) % 18446744073709551616)"
        within = f"{args[0]} BETWEEN -9223372036854 AND 9223372036854"
        return f"CASE WHEN {within} THEN {args[0]} * 1000000 ELSE CAST({whole} - 9223372036854775808 AS BIGINT) END"

    return once([seconds], body)


scalar(
    "from_unixtime",
    (LONG, STRING),
    TEXT,
    lambda r: _render_format(r, f"make_timestamptz({_wrapped(r.args[0])})", r.apply.arguments[1], r.args[1]),
    optional=1,
    bind=defaulted(_DEFAULT),
    nullable=True,
)

# -------------------------------------------------------------------------------------------------- reading


def _of_micros(micros: str, kind: DataType) -> str:
    if isinstance(kind, DateType):
        return f"CAST(make_timestamp({micros}) AS DATE)"
    make = "make_timestamptz" if isinstance(kind, TimestampType) else "make_timestamp"
    return f"{make}({micros})"


def _render_parse(r: Rendering, kind: DataType, strict: bool, func: str) -> str:
    """The first argument read by the pattern in the second."""
    fault = _pattern_fault(r, r.apply.arguments[1], True, kind)
    if fault is not None:
        return f"CASE WHEN {r.args[0]} IS NOT NULL THEN {fault} END"

    def body(args: Sequence[str]) -> str:
        zone = r.settings.zone if isinstance(kind, TimestampType) else ""
        found = r.kernel("parse_datetime", [args[0], args[1], quoted(zone)], [TEXT, TEXT, TEXT], BIG)
        slow = _of_micros(found, kind)
        if strict:
            message = r.kernel("parse_datetime_fault", args, [TEXT, TEXT], TEXT)
            parameters = {"func": quoted(func), "message": message}
            wrong = r.fail("CANNOT_PARSE_TIMESTAMP", parameters, kind, DateTimeException, located=False)
            slow = or_fail(slow, args, wrong)
        known = constant_text(r.apply.arguments[1])
        fast = None if known is None else strptime_text(pattern_of(known, True))
        if fast is None:
            return slow
        clock = f"try_strptime({args[0]}, {quoted(fast[0])})"
        quick = clock
        if not isinstance(kind, TimestampNTZType):
            quick = f"CAST({clock} AS DATE)" if isinstance(kind, DateType) else instant(clock)
        plain = f"regexp_matches({args[0]}, {quoted(fast[1])}) AND {clock} IS NOT NULL"
        return f"CASE WHEN {plain} THEN {quick} ELSE {slow} END"

    return once(r.args, body)


_AS_CLOCK = Function("to_timestamp_ntz", (), CLOCK, "make_timestamp(epoch_us({0}))")
_MOMENTS = (DateType, TimestampType, TimestampNTZType)
_SHOWN_MOMENTS = '"STRING" or "DATE" or "TIMESTAMP" or "TIMESTAMP_NTZ"'


def _reading(names: str, declared: DataType, attempt: bool, func: str, word: bool = False) -> None:
    """A function that reads a text: by Spark's cast without a pattern, else by the pattern.

    With ``word`` it gives what ``TIMESTAMP`` means.
    """
    nanos = ' or "(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])"'
    more: dict[DataType, str] = {DAY: "", MOMENT: ' or "NUMERIC"', CLOCK: nanos}

    def bind(b: Binding) -> e.Value:
        kind = CLOCK if word and b.settings.timestamp_ntz else declared
        takes: tuple[type, ...] = () if isinstance(kind, (DateType, TimestampNTZType)) else (NumericType,)
        mode: Literal["ansi", "legacy", "try"] = "try" if attempt else "ansi" if b.settings.ansi else "legacy"
        value = b.arguments[0]
        if not (is_string(value.type) or isinstance(value.type, (NullType, *_MOMENTS, *takes))):
            if not isinstance(value.type, AtomicType):
                shown = "" if kind is not declared else more[kind]
                raise unexpected_input(b.plain(), 0, value, f"({_SHOWN_MOMENTS}{shown})")
            value = b.cast(value, TEXT)
        plain = not (is_string(value.type) or isinstance(value.type, NullType))
        if plain and len(b.arguments) == 2 and isinstance(kind, TimestampNTZType):
            # Spark takes the moment for the clock.
            moment = b.cast(value, MOMENT)
            nullable = moment.nullable or mode != "ansi"
            return b.apply((moment,), kind, nullable=nullable, shown=b.arguments, function=_AS_CLOCK)
        if len(b.arguments) == 1 or plain:
            cast = casting.explicit_cast(
                value, e.Cast(value, kind, mode, origin=b.call.origin), b.settings.ansi
            )
            nullable = value.nullable or not never_null(value.type, kind)
            nullable = nullable or (len(b.arguments) == 2 and mode != "ansi")
            return b.apply((cast,), kind, nullable=nullable, shown=b.arguments)
        arguments = b.coerced((STRING, STRING))
        nullable = any(v.nullable for v in arguments) or mode != "ansi"
        return b.apply(arguments, kind, nullable=nullable, shown=b.arguments)

    def render(r: Rendering) -> str:
        if len(r.args) == 1:
            return r.args[0]
        return _render_parse(r, r.apply.type, r.settings.ansi and not attempt, func)

    declare(names, Function(names.split()[0], (ANY, ANY), declared, render, optional=1, bind=bind))


_reading("to_date", DAY, False, "`try_to_date`")
_reading("try_to_date", DAY, True, "")
_reading("to_timestamp", MOMENT, False, "`try_to_timestamp`", word=True)
_reading("to_timestamp_ltz", MOMENT, False, "`try_to_timestamp`")
_reading("to_timestamp_ntz", CLOCK, False, "`try_to_timestamp`")
_reading("try_to_timestamp", MOMENT, True, "", word=True)


_TEXTS = (StringType, CharType, VarcharType)
_ONLY_TEXT = strictly('"STRING"', _TEXTS, TEXT)
_UNIX = strictly(
    f'({_SHOWN_MOMENTS} or "(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])")', _TEXTS, TEXT
)


def _bind_unix_timestamp(b: Binding) -> e.Value:
    if not b.arguments:
        b.arguments = (b.invoke("current_timestamp"),)
    if len(b.arguments) == 1:
        b.arguments += (_DEFAULT,)
    value = b.arguments[0]
    if isinstance(value.type, (DateType, TimestampType, TimestampNTZType)):
        moment = b.cast(value, MOMENT) if isinstance(value.type, DateType) else value
        return b.apply((moment,), BIG, nullable=value.nullable or not b.settings.ansi, shown=b.arguments)
    arguments = b.coerced((_UNIX, _ONLY_TEXT))
    nullable = any(v.nullable for v in arguments) or not b.settings.ansi
    return b.apply(arguments, BIG, nullable=nullable, shown=b.arguments)


def _render_unix_timestamp(r: Rendering) -> str:
    moment = r.args[0]
    if len(r.args) == 2:
        moment = _render_parse(r, MOMENT, r.settings.ansi, "`try_to_timestamp`")
    return once([f"epoch_us({moment})"], lambda args: truncated_div(args[0], 1_000_000))


for _name, _optional in (("unix_timestamp", 2), ("to_unix_timestamp", 1)):
    declare(
        _name,
        Function(
            _name, (ANY, ANY), BIG, _render_unix_timestamp, optional=_optional, bind=_bind_unix_timestamp
        ),
    )

# ---------------------------------------------------------------------------------------- times of day


def _bind_to_time(b: Binding) -> e.Value:
    need_times(b.settings)
    b.shown = "to_time"
    return b.apply(b.coerced((_ONLY_TEXT, STRING)), _TIME, nullable=True)


def _show_to_time(apply: e.Apply, args: Sequence[str]) -> str:
    shown = f"to_time({', '.join(args)})"
    tried = apply.function.name.startswith("try_") and not isinstance(apply.type, NullType)
    return f"try_to_time({shown})" if tried else shown


def _render_to_time(r: Rendering) -> str:
    strict = r.apply.function.name == "to_time"
    if len(r.args) == 2 and strict:
        fault = _pattern_fault(r, r.apply.arguments[1], True, _TIME)
        if fault is not None:
            return f"CASE WHEN {r.args[0]} IS NOT NULL THEN {fault} END"

    def body(args: Sequence[str]) -> str:
        if len(args) == 1:
            found = r.cast(args[0], TEXT, _TIME, "try")
            form = quoted("HH:mm:ss.SSSSSS")
        else:
            micros = r.kernel("parse_datetime", [*args, quoted("")], [TEXT, TEXT, TEXT], BIG)
            found = (
                f"(TIME '00:00:00' + to_microseconds((({micros}) % 86400000000 + 86400000000) % 86400000000))"
            )
            form = args[1]
        if not strict:
            return found
        parameters = {
            name: f"chr(39) || {value} || chr(39)" for name, value in (("input", args[0]), ("format", form))
        }
        return or_fail(
            found, args, r.fail("CANNOT_PARSE_TIME", parameters, _TIME, DateTimeException, located=False)
        )

    return once(r.args, body)


_TIME = TimeType()
for _name in ("to_time", "try_to_time"):
    declare(
        _name,
        Function(
            _name, (ANY, ANY), _TIME, _render_to_time, optional=1, bind=_bind_to_time, show=_show_to_time
        ),
    )
