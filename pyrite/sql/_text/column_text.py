"""The text of a Column: what ``repr`` shows before anything is known of the tables.

Functions and operators alike are shown as calls by their names: ``+(a, 1)``. What was written as SQL is shown as it
was written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._result.text import double_text, float_text
from pyrite.sql._types.ddl import quoted_text
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DoubleType,
    FloatType,
    LongType,
    StringType,
    TimestampType,
    TimeType,
)

__all__ = ["column_text"]


def column_text(node: Any) -> str:
    """The text of an expression.

    >>> column_text(e.Call("+", (e.Name(("a",)), e.Name(("t", "b")))))
    '+(a, t.b)'
    """
    origin = node.origin
    if origin is not None and origin.in_sql and origin.text:
        # The place of an IN begins at the word, its text with the value.
        places = [part.origin for part in node.walk() if part.origin is not None]
        start = min([place.start for place in places if place.text == origin.text])
        written = origin.text[start : origin.stop]
        return origin.text if written == origin.text.strip() else written
    show = _SHOWN.get(type(node))
    return show(node) if show is not None else f"{type(node).__name__.lower()}()"


def _listed(nodes: Any) -> str:
    return ", ".join([column_text(node) for node in nodes])


def _part(name: str) -> str:
    return f"`{name}`" if "." in name else name


def _star(star: e.Star) -> str:
    # Spark shows the star of a table twice.
    return ".".join([*map(_part, star.target), "*", "*"]) if star.target else "*"


def _call(call: e.Call) -> str:
    arguments = [column_text(argument) for argument in call.arguments]
    if call.ignore_nulls is not None:
        arguments.append("true" if call.ignore_nulls else "false")
    return f"{call.name}({', '.join(arguments)})"


def _case(case: e.Case) -> str:
    branches = [f"WHEN {column_text(test)} THEN {column_text(value)} " for test, value in case.branches]
    default = f"ELSE {column_text(case.default)} " if case.default is not None else ""
    return f"CASE {''.join(branches)}{default}END"


def _alias(alias: e.As) -> str:
    names = alias.names[0] if len(alias.names) == 1 else f"({', '.join(alias.names)})"
    return f"{column_text(alias.child)} AS {names}"


def _cast(cast: e.Cast) -> str:
    return f"{'TRY_CAST' if cast.mode == 'try' else 'CAST'}({column_text(cast.child)} AS {cast.type._sql()})"


def _with_field(change: e.WithField) -> str:
    if change.value is None:
        return f"drop_field({column_text(change.child)}, {change.name})"
    return f"update_field({column_text(change.child)}, {change.name}, {column_text(change.value)})"


def _lambda(function: e.LambdaFunction) -> str:
    parameters = ", ".join(function.parameters)
    left = parameters if len(function.parameters) == 1 else f"({parameters})"
    return f"{left} -> {column_text(function.body)}"


def _order(order: e.SortOrder) -> str:
    nulls = "FIRST" if order.puts_nulls_first else "LAST"
    return f"{column_text(order.child)} {'ASC' if order.ascending else 'DESC'} NULLS {nulls}"


def _over(over: e.Over) -> str:
    window, parts = over.window, []
    if window.partition:
        parts.append(f"PARTITION BY {_listed(window.partition)}")
    if window.order:
        parts.append(f"ORDER BY {_listed(window.order)}")
    if window.frame is not None:
        frame = window.frame
        start, end = _bound(frame.start, "PRECEDING"), _bound(frame.end, "FOLLOWING")
        parts.append(f"{frame.kind.upper()} BETWEEN {start} AND {end}")
    return f"{column_text(over.function)} OVER ({' '.join(parts)})"


def _bound(bound: e.Expression | int | None, side: str) -> str:
    if bound is None:
        return f"UNBOUNDED {side}"
    return column_text(bound) if isinstance(bound, e.Expression) else "CURRENT ROW"


def _plan(plan: Any) -> str:
    columns = [f"{attribute.name}: {attribute.type.simpleString()}" for attribute in plan.output]
    if len(columns) > 3:
        rest = len(columns) - 2
        return f"[{', '.join(columns[:2])} ... {rest} more field{'s' if rest > 1 else ''}]"
    return f"[{', '.join(columns)}]"


_SHOWN: dict[type, Callable[[Any], str]] = {
    e.As: _alias,
    e.Call: _call,
    e.Case: _case,
    e.Cast: _cast,
    e.ColumnRegex: lambda regex: "unresolvedregex()",
    e.DatasetColumn: lambda column: column.attribute.name,
    e.Exists: lambda test: f"EXISTS ({_plan(test.plan)})",
    e.Field: lambda field: f"{column_text(field.child)}.{field.name}",
    e.In: lambda test: f"in({_listed((test.value, *test.options))})",
    e.InQuery: lambda test: f"({_listed(test.values)}) IN ({_plan(test.plan)})",
    e.Item: lambda item: f"{column_text(item.child)}[{column_text(item.key)}]",
    e.LambdaFunction: _lambda,
    e.Literal: lambda literal: _literal(literal.value, literal.type),
    e.Name: lambda name: ".".join(map(_part, name.parts)),
    e.Outer: lambda outer: f"lazy({column_text(outer.child)})",
    e.Over: _over,
    e.SortOrder: _order,
    e.Star: _star,
    e.Subquery: lambda query: f"({_plan(query.plan)})",
    e.WithField: _with_field,
}


# ---------------------------------------------------------------------------------------------- literals


def _literal(value: Any, kind: DataType) -> str:
    if value is None:
        return "NULL"
    show = _LITERALS.get(type(kind))
    return show(value, kind) if show is not None else str(value)


def _text(value: str, kind: DataType) -> str:
    return quoted_text(value)


def _timestamp(micros: int, kind: TimestampType) -> str:
    moment = kind.fromInternal(micros)
    assert moment is not None
    text = moment.isoformat(" ", "microseconds").rstrip("0")
    return text + "0" if text.endswith(".") else text


def _time(nanos: int, kind: TimeType) -> str:
    """As Java writes it: only as many of seconds, thousandths and millionths as it needs."""
    seconds, rest = divmod(nanos, 1_000_000_000)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if seconds % 60 or rest:
        text += f":{seconds % 60:02d}"
    if rest:
        digits = f"{rest:09d}"
        while digits.endswith("000"):
            digits = digits[:-3]
        text += f".{digits}"
    return text


def _duration(micros: int, kind: DataType) -> str:
    """As ISO 8601 and Java write it: ``PT25H0.5S``."""
    sign, size = ("-" if micros < 0 else ""), abs(micros)
    hours, rest = divmod(size, 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    text = (f"{sign}{hours}H" if hours else "") + (f"{sign}{minutes}M" if minutes else "")
    if rest or not text:
        fraction = f".{rest % 1_000_000:06d}".rstrip("0").rstrip(".")
        text += f"{sign}{rest // 1_000_000}{fraction}S"
    return f"PT{text}"


def _array(values: Any, kind: ArrayType) -> str:
    return f"[{', '.join([_literal(value, kind.elementType) for value in values])}]"


_LITERALS: dict[type, Callable[[Any, Any], str]] = {
    ArrayType: _array,
    BinaryType: lambda value, kind: f"X'{value.hex().upper()}'",
    BooleanType: lambda value, kind: "true" if value else "false",
    DateType: lambda value, kind: kind.fromInternal(value).isoformat(),
    DayTimeIntervalType: _duration,
    DoubleType: lambda value, kind: double_text(value),
    FloatType: lambda value, kind: float_text(value),
    LongType: lambda value, kind: f"{value}L",
    StringType: _text,
    TimeType: _time,
    TimestampType: _timestamp,
}
