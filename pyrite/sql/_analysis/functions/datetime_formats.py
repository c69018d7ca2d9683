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
from pyrite.sql._analysis.coercion import is_string
from pyrite.sql._analysis.functions.datetime import BIG, CLOCK, DAY, MOMENT, instant, truncated_div
from pyrite.sql._analysis.functions.patterns import constant_text
from pyrite.sql._analysis.functions.registry import (
    ANY,
    LONG,
    STRING,
    TIMESTAMP,
    Binding,
    Function,
    Rendering,
    declare,
    once,
    quoted,
    scalar,
)
from pyrite.sql._analysis.functions.strings import TEXT, defaulted, or_fail, text
from pyrite.sql._plan import expressions as e
from pyrite.sql._text.datetime_patterns import PatternError, pattern_of, strftime_text, strptime_text
from pyrite.sql.types import DataType, DateType, NullType, TimestampNTZType, TimestampType

_DEFAULT = text("yyyy-MM-dd HH:mm:ss")


def _pattern_fault(r: Rendering, pattern: e.Value, parsing: bool, kind: DataType) -> str | None:
    """What raises for a constant pattern that is none."""
    known = constant_text(pattern)
    if known is None:
        return None
    try:
        pattern_of(known, parsing)
    except PatternError as fault:
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


scalar(
    "date_format",
    (TIMESTAMP, STRING),
    TEXT,
    lambda r: _render_format(r, r.args[0], r.apply.arguments[1], r.args[1]),
)
scalar(
    "from_unixtime",
    (LONG, STRING),
    TEXT,
    lambda r: _render_format(r, f"make_timestamptz({r.args[0]} * 1000000)", r.apply.arguments[1], r.args[1]),
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


def _reading(names: str, kind: DataType, attempt: bool, func: str) -> None:
    """A function that reads a text: by Spark's cast without a pattern, else by the pattern."""

    def bind(b: Binding) -> e.Value:
        mode: Literal["ansi", "legacy", "try"] = "try" if attempt else "ansi" if b.settings.ansi else "legacy"
        value = b.arguments[0]
        if len(b.arguments) == 1 or not (is_string(value.type) or isinstance(value.type, NullType)):
            cast = casting.explicit_cast(
                value, e.Cast(value, kind, mode, origin=b.call.origin), b.settings.ansi
            )
            return b.apply((cast,), kind, nullable=cast.nullable, shown=b.arguments)
        arguments = b.coerced((STRING, STRING))
        nullable = any(v.nullable for v in arguments) or mode != "ansi"
        return b.apply(arguments, kind, nullable=nullable, shown=b.arguments)

    def render(r: Rendering) -> str:
        if len(r.args) == 1:
            return r.args[0]
        return _render_parse(r, kind, r.settings.ansi and not attempt, func)

    declare(names, Function(names.split()[0], (ANY, ANY), kind, render, optional=1, bind=bind))


_reading("to_date", DAY, False, "`try_to_date`")
_reading("try_to_date", DAY, True, "")
_reading("to_timestamp", MOMENT, False, "`try_to_timestamp`")
_reading("to_timestamp_ltz", MOMENT, False, "`try_to_timestamp`")
_reading("to_timestamp_ntz", CLOCK, False, "`try_to_timestamp`")
_reading("try_to_timestamp", MOMENT, True, "")


def _bind_unix_timestamp(b: Binding) -> e.Value:
    if not b.arguments:
        b.arguments = (b.invoke("current_timestamp"),)
    if len(b.arguments) == 1:
        b.arguments += (_DEFAULT,)
    value = b.arguments[0]
    if isinstance(value.type, (DateType, TimestampType, TimestampNTZType)):
        moment = b.cast(value, MOMENT) if isinstance(value.type, DateType) else value
        return b.apply((moment,), BIG, nullable=value.nullable or not b.settings.ansi, shown=b.arguments)
    arguments = b.coerced((STRING, STRING))
    nullable = any(v.nullable for v in arguments) or not b.settings.ansi
    return b.apply(arguments, BIG, nullable=nullable, shown=b.arguments)


def _render_unix_timestamp(r: Rendering) -> str:
    moment = r.args[0]
    if len(r.args) == 2:
        moment = _render_parse(r, MOMENT, r.settings.ansi, "`try_to_timestamp`")
    return once([f"epoch_us({moment})"], lambda args: truncated_div(args[0], 1_000_000))


for _name in ("unix_timestamp", "to_unix_timestamp"):
    declare(
        _name,
        Function(_name, (ANY, ANY), BIG, _render_unix_timestamp, optional=2, bind=_bind_unix_timestamp),
    )
