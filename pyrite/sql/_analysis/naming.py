"""How Spark writes expressions and types: in the names of columns, and in errors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.relations import Relation
from pyrite.sql._result.text import double_text, float_text, time_text
from pyrite.sql._types.ddl import quoted_name, quoted_text
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    LongType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    YearMonthIntervalType,
)

__all__ = ["pretty", "quoted_parts", "quoted_sql", "quoted_type", "type_sql"]

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def type_sql(kind: DataType) -> str:
    """A type as SQL writes it: ``BIGINT``, ``ARRAY<INT>``."""
    return kind._sql()


def quoted_type(kind: DataType) -> str:
    """A type as errors show it: ``"BIGINT"``, ``UDT("BIGINT")`` for one that users define."""
    shown = f'"{type_sql(kind)}"'
    return f"UDT({shown})" if isinstance(kind, UserDefinedType) else shown


def quoted_sql(value: e.Expression) -> str:
    """An expression as errors show it: ``"(a + 1)"``; names that are given inside of it are left out."""
    inside = value.with_children(lambda child: _changed(child, _without_alias))
    return f'"{pretty(inside)}"'


def quoted_parts(parts: tuple[str, ...]) -> str:
    """A name of several parts as errors show it: each in backquotes."""
    return ".".join("`" + part.replace("`", "``") + "`" for part in parts)


def pretty(value: e.Expression) -> str:
    """The text of an expression, as Spark names a column that it computes."""
    show = _SHOWN.get(type(value))
    return show(value) if show is not None else f"<{type(value).__name__}>"


def qualified(value: e.Value) -> str:
    """As :func:`pretty`, but columns with the names of their relations, and with all casts: some errors show it so."""
    return pretty(_changed(value, _in_full))


def _changed(node: Any, change: Callable[[Any], Any]) -> Any:
    """An expression with its parts changed from the leaves up; subqueries stay as they are."""
    if isinstance(node, Relation):
        return node
    return change(node.with_children(lambda child: _changed(child, change)))


def _without_alias(node: Any) -> Any:
    return node.child if isinstance(node, (e.Alias, e.As)) else node


def _in_full(node: Any) -> Any:
    if isinstance(node, e.Attribute):
        return e.Name((*node.qualifier, node.name))
    if isinstance(node, e.Cast) and not node.explicit:
        return replace(node, explicit=True)
    if isinstance(node, e.Apply) and node.shown is not None and len(node.shown) == len(node.arguments):
        return replace(node, shown=None)
    return node


# ---------------------------------------------------------------------------------------------- literals


def _literal(literal: e.Literal) -> str:
    value, kind = literal.value, literal.type
    if value is None:
        return "NULL"
    if literal.shown is not None:
        return literal.shown
    if isinstance(kind, StringType):
        return value
    show = _LITERALS.get(type(kind))
    return show(value, kind) if show is not None else str(value)


def _double(value: float, kind: DataType) -> str:
    return float_text(value) if isinstance(kind, FloatType) else double_text(value)


def _decimal(value: Decimal, kind: DataType) -> str:
    """Small ones with an exponent, as Java does: ``1E-7``; large ones never."""
    exponent = value.as_tuple().exponent
    return str(value) if isinstance(exponent, int) and exponent <= 0 else format(value, "f")


_SUFFIXES: dict[type, str] = {ByteType: "Y", ShortType: "S", LongType: "L", DoubleType: "D"}


def _array(values: tuple[Any, ...], kind: DataType) -> str:
    """Constant elements are written as SQL tells their types: ``ARRAY(1L, 2L)``."""
    assert isinstance(kind, ArrayType)
    element = kind.elementType
    if isinstance(element, StringType):
        return f"ARRAY({', '.join([quoted_text(value) for value in values])})"
    suffix = _SUFFIXES.get(type(element), "")
    return f"ARRAY({', '.join([_literal(e.Literal(value, element)) + suffix for value in values])})"


def literal_sql(literal: e.Literal) -> str:
    """A constant as SQL writes it, so that its type can be told: ``'a'``, ``1L``, ``CAST(NULL AS DATE)``."""
    value, kind = literal.value, literal.type
    if isinstance(kind, NullType):
        return "NULL"
    if value is None:
        return f"CAST(NULL AS {type_sql(kind)})"
    if isinstance(kind, StringType):
        return quoted_text(value)
    if isinstance(kind, FloatType):
        return f"CAST({pretty(literal)} AS FLOAT)"
    return pretty(literal) + ("BD" if isinstance(kind, DecimalType) else _SUFFIXES.get(type(kind), ""))


#: The days of 400 years, after which the calendar repeats, and those from 1970 to 2000.
_CYCLE, _TO_2000 = 146097, 10957


def date_text(days: int) -> str:
    """A date, by its days since 1970; years before 1 and after 9999 are signed."""
    cycles, within = divmod(days - _TO_2000, _CYCLE)
    day = datetime.date(2000, 1, 1) + datetime.timedelta(within)
    year = day.year + 400 * cycles
    sign = "+" if year > 9999 else "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}{day:-%m-%d}"


def timestamp_text(micros: int) -> str:
    """A timestamp without zone, by its microseconds since 1970; without trailing zeros in the fraction."""
    days, rest = divmod(micros, 86_400_000_000)
    clock = datetime.datetime(2000, 1, 1) + datetime.timedelta(microseconds=rest)
    text = f"{clock:%H:%M:%S.%f}".rstrip("0").rstrip(".")
    return f"{date_text(days)} {text}"


def _day_time(micros: int, kind: DataType) -> str:
    assert isinstance(kind, DayTimeIntervalType)
    return day_time_text(micros, kind)


def day_time_text(micros: int, kind: DayTimeIntervalType) -> str:
    """A day-time interval, as ``INTERVAL '1 02:03:04.5' DAY TO SECOND``."""
    names = ("DAY", "HOUR", "MINUTE", "SECOND")
    start, end = kind.startField, kind.endField
    sign, rest = ("-" if micros < 0 else ""), abs(micros)
    sizes = (86_400_000_000, 3_600_000_000, 60_000_000)
    fields: list[str] = []
    for index in range(start, end + 1):
        if index == 3:
            seconds, fraction = divmod(rest, 1_000_000)
            text = f"{seconds:02d}"
            fields.append(text + (f".{fraction:06d}".rstrip("0") if fraction else ""))
        else:
            count, rest = divmod(rest, sizes[index])
            fields.append(str(count) if index == 0 else f"{count:02d}")
    text = fields[0]
    for position, part in enumerate(fields[1:], start + 1):
        text += (" " if position == 1 else ":") + part
    unit = names[start] if start == end else f"{names[start]} TO {names[end]}"
    return f"INTERVAL '{sign}{text}' {unit}"


def year_month_text(months: int, kind: YearMonthIntervalType) -> str:
    """A year-month interval, as ``INTERVAL '1-2' YEAR TO MONTH``."""
    sign, rest = ("-" if months < 0 else ""), abs(months)
    if (kind.startField, kind.endField) == (0, 0):
        return f"INTERVAL '{sign}{rest // 12}' YEAR"
    if (kind.startField, kind.endField) == (1, 1):
        return f"INTERVAL '{sign}{rest}' MONTH"
    return f"INTERVAL '{sign}{rest // 12}-{rest % 12}' YEAR TO MONTH"


def _year_month(months: int, kind: DataType) -> str:
    assert isinstance(kind, YearMonthIntervalType)
    return year_month_text(months, kind)


def _calendar(value: tuple[int, int, int], kind: DataType) -> str:
    return f"INTERVAL '{calendar_text(value)}'"


def calendar_text(value: tuple[int, int, int]) -> str:
    """An interval of months, days and microseconds, as ``1 years 2 days 3.5 seconds``."""
    months, days, micros = value
    parts = []
    for count, unit in (
        (int(months / 12), "years"),
        (months - int(months / 12) * 12, "months"),
        (days, "days"),
    ):
        if count:
            parts.append(f"{count} {unit}")
    hours, rest = divmod(abs(micros), 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    sign = "-" if micros < 0 else ""
    if hours:
        parts.append(f"{sign}{hours} hours")
    if minutes:
        parts.append(f"{sign}{minutes} minutes")
    if rest:
        seconds = f"{rest // 1_000_000}" + (
            f".{rest % 1_000_000:06d}".rstrip("0") if rest % 1_000_000 else ""
        )
        parts.append(f"{sign}{seconds} seconds")
    return " ".join(parts) or "0 seconds"


_LITERALS: dict[type, Callable[[Any, DataType], str]] = {
    ArrayType: _array,
    NullType: lambda value, kind: "NULL",
    BooleanType: lambda value, kind: "true" if value else "false",
    DoubleType: _double,
    FloatType: _double,
    DecimalType: _decimal,
    BinaryType: lambda value, kind: f"X'{value.hex().upper()}'",
    DateType: lambda value, kind: f"DATE '{date_text(value)}'",
    TimeType: lambda value, kind: f"TIME '{time_text(value // 1000)}'",
    TimestampNTZType: lambda value, kind: f"TIMESTAMP_NTZ '{timestamp_text(value)}'",
    TimestampType: lambda value, kind: f"TIMESTAMP '{timestamp_text(value)}'",
    DayTimeIntervalType: _day_time,
    YearMonthIntervalType: _year_month,
    CalendarIntervalType: _calendar,
}


# ------------------------------------------------------------------------------------------- expressions


def _apply(value: e.Apply) -> str:
    arguments = value.arguments if value.shown is None else value.shown
    show = value.function.show
    if show is not None:
        text = show(value, [pretty(argument) for argument in arguments])
    else:
        distinct = "DISTINCT " if value.distinct else ""
        text = f"{value.name}({distinct}{', '.join([pretty(argument) for argument in arguments])})"
    if value.filter is not None:
        text += f" FILTER (WHERE {pretty(value.filter)})"
    return text


def _python_arguments(call: e.PythonCall) -> list[str]:
    plain = len(call.arguments) - len(call.keywords)
    named = [f"{name} => {pretty(a)}" for name, a in zip(call.keywords, call.arguments[plain:])]
    return [*[pretty(a) for a in call.arguments[:plain]], *named]


def _call(call: e.Call) -> str:
    if len(call.arguments) == 2 and not call.name.replace("_", "").isalnum():
        one, other = call.arguments
        return f"({pretty(one)} {'=' if call.name == '==' else call.name} {pretty(other)})"
    if call.name in ("isnull", "isnotnull") and len(call.arguments) == 1:
        return f"({pretty(call.arguments[0])} IS{' NOT' * (call.name == 'isnotnull')} NULL)"
    distinct = "DISTINCT " if call.distinct else ""
    return f"{call.name}({distinct}{', '.join([pretty(argument) for argument in call.arguments])})"


def _cast(cast: e.Cast) -> str:
    child = pretty(cast.child)
    if not cast.explicit or isinstance(cast.type, (ArrayType, MapType, StructType)):
        return child
    return f"{'TRY_CAST' if cast.mode == 'try' else 'CAST'}({child} AS {type_sql(cast.type)})"


def _window(value: e.WindowValue) -> str:
    return f"{pretty(value.function)} OVER {window_text(value.window)}"


def unframed_text(value: e.WindowValue) -> str:
    """A window function whose frame is not known yet, as errors show it."""
    inside = window_text(replace(value.window, frame=None))[1:-1]
    parts = " ".join([part for part in (inside, "unspecifiedframe$()") if part])
    return f"{pretty(value.function)} OVER ({parts})"


def window_text(window: e.WindowSpec) -> str:
    """A window as Spark writes it, in its parentheses."""
    parts = []
    if window.partition:
        parts.append("PARTITION BY " + ", ".join([pretty(part) for part in window.partition]))
    if window.order:
        parts.append("ORDER BY " + ", ".join([pretty(order) for order in window.order]))
    if window.frame is not None:
        parts.append(frame_text(window.frame))
    return f"({' '.join(parts)})"


def frame_text(frame: e.Frame) -> str:
    """A frame as Spark writes it."""
    start = _bound(frame.start, "UNBOUNDED PRECEDING")
    end = _bound(frame.end, "UNBOUNDED FOLLOWING")
    return f"{frame.kind.upper()} BETWEEN {start} AND {end}"


def _bound(bound: Any, unbounded: str) -> str:
    if bound is None:
        return unbounded
    if not isinstance(bound, e.Expression):
        return "CURRENT ROW"
    if isinstance(bound, e.Apply) and bound.function.name == "negative":
        return f"{pretty(bound.arguments[0])} PRECEDING"
    return f"{pretty(bound)} FOLLOWING"


def _order(order: e.SortOrder) -> str:
    nulls = "FIRST" if order.puts_nulls_first else "LAST"
    return f"{pretty(order.child)} {'ASC' if order.ascending else 'DESC'} NULLS {nulls}"


def _lambda(value: e.Lambda) -> str:
    parameters = ", ".join(["namedlambdavariable()"] * len(value.parameters))
    return f"lambdafunction({pretty(value.body)}, {parameters})"


def _case(case: e.Case) -> str:
    branches = "".join([f" WHEN {pretty(test)} THEN {pretty(value)}" for test, value in case.branches])
    default = f" ELSE {pretty(case.default)}" if case.default is not None else ""
    return f"CASE{branches}{default} END"


def _outer_name(column: e.Expression) -> str:
    """A column of the query around, with the name of its relation."""
    if isinstance(column, e.Attribute):
        return ".".join((*column.qualifier[-1:], column.name))
    return pretty(column)


def _outer_names(plan: Any) -> str:
    """The columns of the query around it that a subquery names."""
    return ", ".join([attribute.name for attribute in plan.outer_references])


def _in_query(value: e.InQueryValue) -> str:
    if len(value.values) == 1:
        shown = pretty(value.values[0])
    else:
        fields = [f"'{_field_name(v, index)}', {pretty(v)}" for index, v in enumerate(value.values)]
        shown = f"named_struct({', '.join(fields)})"
    return f"({shown} IN (listquery({_outer_names(value.plan)})))"


def _field_name(value: e.Value, index: int) -> str:
    return value.name if isinstance(value, (e.Attribute, e.Alias)) else f"_{index}"


def name_text(name: str) -> str:
    """A column's name in an expression's text: in backquotes unless it is a plain word."""
    return name if _PLAIN.match(name) else quoted_name(name)


_SHOWN: dict[type, Callable[[Any], str]] = {
    e.Literal: _literal,
    e.Attribute: lambda value: value.name,
    e.DatasetColumn: lambda value: value.attribute.name,
    e.OuterReference: lambda value: f"outer({_outer_name(value.attribute)})",
    e.Alias: lambda value: f"{pretty(value.child)} AS {name_text(value.name)}",
    e.As: lambda value: f"{pretty(value.child)} AS {', '.join([name_text(name) for name in value.names])}",
    e.Name: lambda value: ".".join(value.parts),
    e.Star: lambda value: ".".join((*value.target, "*")),
    e.Apply: _apply,
    e.Call: _call,
    e.Cast: _cast,
    e.Case: _case,
    e.PythonCall: lambda value: f"{value.name}({', '.join(_python_arguments(value))})",
    e.WindowValue: _window,
    e.Over: _window,
    e.SortOrder: _order,
    e.Lambda: _lambda,
    e.LambdaFunction: lambda value: f"lambdafunction({', '.join([pretty(value.body), *value.parameters])})",
    e.LambdaVariable: lambda value: "namedlambdavariable()",
    e.ScalarQuery: lambda value: f"scalarsubquery({_outer_names(value.plan)})",
    e.ExistsQuery: lambda value: f"exists({_outer_names(value.plan)})",
    e.InQueryValue: _in_query,
    e.Item: lambda value: f"{pretty(value.child)}[{pretty(value.key)}]",
    e.Field: lambda value: f"{pretty(value.child)}.{value.name}",
}
