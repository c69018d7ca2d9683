"""``window`` and ``session_window``: spans of time that rows fall into, made a column below the query's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error, datatype_mismatch, unexpected_input, wrong_number
from pyrite.sql._analysis.functions.registry import Function, Rendering, once
from pyrite.sql._analysis.parser.intervals import IntervalError, months_days_micros
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import (
    CalendarIntervalType,
    DataType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer
    from pyrite.sql._analysis.scope import Scope

__all__ = ["after_windows"]

Resolve = Callable[["Analyzer", Any, "Scope | None"], r.Relation]
_NAMES = ("window", "session_window")
_DAY = 86_400_000_000


def after_windows(resolve: Resolve) -> Resolve:
    """``resolve`` for SELECT lists whose calls of ``window`` have become a column."""

    def run(analyzer: Analyzer, node: Any, outer: Scope | None) -> r.Relation:
        calls = [call for value in _written(node) for call in _calls(value)]
        return resolve(analyzer, _lifted(analyzer, node, calls, outer) if calls else node, outer)

    return run


def _written(node: Any) -> Iterator[e.Expression]:
    for part in node.children():
        if isinstance(part, e.Expression):
            yield part


def _calls(value: e.Expression) -> Iterator[e.Call]:
    if isinstance(value, e.Call) and value.name.lower() in _NAMES:
        yield value
        return
    for part in _written(value):
        yield from _calls(part)


def _lifted(analyzer: Analyzer, node: Any, calls: list[e.Call], outer: Scope | None) -> Any:
    child = analyzer.relation(node.child, outer)
    binder = analyzer.binder(child, outer=outer)
    made = [(_session if _is_session(call) else _window)(binder, call) for call in calls]
    if len({value.key for value in made}) > 1:
        raise analysis_error("_LEGACY_ERROR_TEMP_1039", {}, node.origin)
    value = made[0]
    below: r.Relation
    if value.function is _SESSION:
        below, column = _sessions(analyzer, node, child, value, outer)
    elif value.function is _SLIDING:
        column = e.Attribute("window", _span(value.arguments[0].type), True)
        below = r.Generate(child, value, (column,))
    else:
        there = binder.value(e.Call("isnotnull", value.arguments))
        alias = e.Alias(value, "window")
        column = alias.attribute
        below = r.Project(r.Filter(child, there), (*child.output, alias))

    def put(part: Any) -> Any:
        if isinstance(part, r.Relation):
            return part
        return column if part in calls else part.with_children(put)

    return replace(node.with_children(put), child=below)


def _is_session(call: e.Expression) -> bool:
    return isinstance(call, e.Call) and call.name.lower() == "session_window"


def _session(binder: Any, call: e.Call) -> e.Apply:
    """The session of a row by itself: from its time on, as long as the gap."""
    arguments = [binder.value(argument) for argument in call.arguments]
    if len(arguments) != 2:
        raise wrong_number("session_window", "2", len(arguments), call.origin)
    time, gap = arguments
    plain = e.Apply(_SESSION, (time, gap), NullType(), name="sessionwindow", origin=call.origin)
    if not isinstance(time.type, (TimestampType, TimestampNTZType)):
        kind = None
        if coercion.is_string(time.type) or isinstance(time.type, NullType):
            kind = coercion.implicit_cast(time.type, TimestampType(), binder.settings.ansi)
        if kind is None:
            raise unexpected_input(plain, 0, time, _TIMES)
        time = binder.cast(time, kind)
    if isinstance(gap.type, NullType):
        gap = e.Literal(None, CalendarIntervalType())
    if not coercion.is_string(gap.type) and not isinstance(gap.type, CalendarIntervalType):
        name = repr(gap.type).replace("()", "").replace(" ", "")
        raise analysis_error("_LEGACY_ERROR_TEMP_1040", {"dt": name})
    if coercion.is_string(gap.type):
        # What is no interval is no gap, and the row belongs to no session.
        gap = e.Cast(gap, CalendarIntervalType(), "try", False, True)
    end = binder.value(e.Call("+", (time, gap)))
    return e.Apply(_SESSION, (time, end), _span(time.type), False, "session_window", origin=call.origin)


def _sessions(
    analyzer: Analyzer, node: Any, child: r.Relation, session: e.Apply, outer: Scope | None
) -> tuple[r.Relation, e.Attribute]:
    """The input of a SELECT list with its rows' sessions; of groups, rows of touching sessions share one."""
    binder = analyzer.binder(child, outer=outer)
    start, end = (e.Alias(value, name) for value, name in zip(session.arguments, ("start", "end")))
    keys = []
    if isinstance(node, r.Aggregate):
        keys = [
            e.Alias(_grouping(binder, node, key), "key")
            for key in node.groupings
            if not _is_session(_meant(node, key))
        ]
    long = binder.value(e.Call(">", (session.arguments[1], session.arguments[0])))
    below: r.Relation = r.Project(r.Filter(child, long), (*child.output, start, end, *keys))

    def over(name: str, value: e.Value, partition: list[e.Value], frame: e.Frame | None) -> e.Value:
        order = () if frame is None else (e.SortOrder(start.attribute, True, True),)
        spec = e.WindowSpec(tuple(partition), order, frame)
        return analyzer.binder(below).value(e.Over(e.Call(name, (value,)), spec))

    if isinstance(node, r.Aggregate):
        parts: list[e.Value] = [key.attribute for key in keys]
        last = e.Alias(over("max", end.attribute, parts, e.Frame("rows", None, e.Literal(-1, _INT))), "last")
        below = r.Project(below, (*below.output, last))
        opens = e.Call("if", (e.Call("<=", (start.attribute, last.attribute)), _ZERO, _ONE))
        opening = e.Alias(analyzer.binder(below).value(opens), "opening")
        below = r.Project(below, (*below.output, opening))
        number = e.Alias(over("sum", opening.attribute, parts, e.Frame("rows", None, 0)), "number")
        below = r.Project(below, (*below.output, number))
        parts.append(number.attribute)
        first, final = over("min", start.attribute, parts, None), over("max", end.attribute, parts, None)
        start, end = e.Alias(first, "start"), e.Alias(final, "end")
        below = r.Project(below, (*child.output, start, end))
    whole = e.Alias(replace(session, arguments=(start.attribute, end.attribute)), "session_window")
    return r.Project(below, (*child.output, whole)), whole.attribute


def _meant(node: r.Aggregate, key: Any) -> Any:
    """What a grouping stands for: an item of the SELECT list by its place or its name, or itself."""
    if isinstance(key, e.Literal) and isinstance(key.value, int) and 0 < key.value <= len(node.expressions):
        key = node.expressions[key.value - 1]
        return key.child if isinstance(key, e.As) else key
    for item in node.expressions:
        if isinstance(item, e.As) and isinstance(key, e.Name) and key.parts == item.names:
            return item.child
    return key


def _grouping(binder: Any, node: r.Aggregate, key: Any) -> e.Value:
    """A grouping's value: what is written, or an item of the SELECT list by its place or its name."""
    if isinstance(key, e.Literal) and isinstance(key.value, int) and 0 < key.value <= len(node.expressions):
        key = node.expressions[key.value - 1]
        key = key.child if isinstance(key, e.As) else key
    try:
        return binder.value(key)
    except AnalysisException:
        for item in node.expressions:
            if isinstance(item, e.As) and isinstance(key, e.Name) and key.parts == item.names:
                return binder.value(item.child)
        raise


_WINDOWED = (
    '("(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)" or "STRUCT<start: TIMESTAMP, end: TIMESTAMP>"'
    ' or "STRUCT<start: TIMESTAMP_NTZ, end: TIMESTAMP_NTZ>")'
)


def _window(binder: Any, call: e.Call) -> e.Apply:
    arguments = [binder.value(argument) for argument in call.arguments]
    plain = e.Apply(_TUMBLING, tuple(arguments), NullType(), name="window", origin=call.origin)
    if not 2 <= len(arguments) <= 4:
        raise analysis_error(
            "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
            {
                "functionName": "`window`",
                "expectedNum": "[2, 3, 4]",
                "actualNum": str(len(arguments)),
                "docroot": "https://spark.apache.org/docs/latest",
            },
            call.origin,
        )
    time = arguments[0]
    if not isinstance(time.type, (TimestampType, TimestampNTZType)):
        kind = coercion.implicit_cast(time.type, TimestampType(), binder.settings.ansi)
        if kind is None:
            spans = [_micros(value, plain) for value in arguments[1:]]
            three = (spans[0], spans[min(1, len(spans) - 1)], spans[2] if len(spans) > 2 else 0)
            shown = tuple([e.Literal(number, LongType()) for number in three])
            raise unexpected_input(replace(plain, arguments=(time, *shown)), 0, time, _WINDOWED)
        time = binder.cast(time, kind)
    spans = [_micros(value, plain) for value in arguments[1:]]
    length = spans[0]
    slide = spans[1] if len(spans) > 1 else length
    start = spans[2] if len(spans) > 2 else 0
    numbers = [e.Literal(span, LongType()) for span in (length, slide, start)]
    plain = replace(plain, arguments=(time, *numbers))
    for name, span in (("window_duration", length), ("slide_duration", slide)):
        if span <= 0:
            raise datatype_mismatch(
                "VALUE_OUT_OF_RANGE",
                plain,
                {"exprName": f"`{name}`", "valueRange": f"(0, {2**63 - 1}]", "currentValue": f"{span}L"},
            )
    if slide > length:
        raise datatype_mismatch(
            "PARAMETER_CONSTRAINT_VIOLATION",
            plain,
            {
                "leftExprName": "`slide_duration`",
                "leftExprValue": f"{slide}L",
                "constraint": "<=",
                "rightExprName": "`window_duration`",
                "rightExprValue": f"{length}L",
            },
        )
    if abs(start) >= slide:
        raise datatype_mismatch(
            "PARAMETER_CONSTRAINT_VIOLATION",
            plain,
            {
                "leftExprName": "`abs(start_time)`",
                "leftExprValue": f"{abs(start)}L",
                "constraint": "<",
                "rightExprName": "`slide_duration`",
                "rightExprValue": f"{slide}L",
            },
        )
    options = (length, slide, start)
    if slide == length:
        return e.Apply(_TUMBLING, (time,), _span(time.type), False, "window", options=options)
    row = StructType([StructField("window", _span(time.type))])
    return e.Apply(_SLIDING, (time,), row, True, "window", options=options)


def _span(kind: DataType) -> StructType:
    return StructType([StructField("start", kind), StructField("end", kind)])


def _micros(value: e.Value, window: e.Apply) -> int:
    """A constant span of time in microseconds."""
    try:
        text = constant_value(value)
    except NotConstant:
        text = None
    if isinstance(text, int) and isinstance(value.type, IntegralType):
        return text
    if not isinstance(text, str):
        raise analysis_error("_LEGACY_ERROR_TEMP_1207", {}, window.origin)
    try:
        parts = months_days_micros(text)
    except IntervalError:
        raise analysis_error(
            "CANNOT_PARSE_INTERVAL", {"intervalString": f"'{text}'"}, window.origin
        ) from None
    months, days, micros = parts
    if months:
        condition = "_LEGACY_ERROR_TEMP_3231"
        raise analysis_error(condition, {"interval": str(text)}, kind=IllegalArgumentException)
    return int(days * _DAY + micros)


def _starting(r: Rendering, micros: str, back: int) -> str:
    """The span that starts ``back`` slides before the last one that holds a moment."""
    length, slide, offset = r.apply.options
    make = "make_timestamp" if isinstance(r.apply.arguments[0].type, TimestampNTZType) else "make_timestamptz"
    start = f"({micros} - ((({micros} - {offset}) % {slide}) + {slide}) % {slide} - {back * slide})"
    return f'struct_pack("start" := {make}({start}), "end" := {make}({start} + {length}))'


def _render_tumbling(r: Rendering) -> str:
    return once([f"epoch_us({r.args[0]})"], lambda args: _starting(r, args[0], 0))


def _render_sliding(r: Rendering) -> str:
    length, slide, _ = r.apply.options

    def body(args: tuple[str, ...]) -> str:
        spans = [
            f'struct_pack("window" := {_starting(r, args[0], i)})'
            for i in reversed(range(-(-length // slide)))
        ]
        inside = f"lambda w: epoch_us(struct_extract(struct_extract(w, 'window'), 'end')) > {args[0]}"
        return f"CASE WHEN {args[0]} IS NOT NULL THEN list_filter([{', '.join(spans)}], {inside}) ELSE [] END"

    return once([f"epoch_us({r.args[0]})"], body)  # type: ignore[arg-type]


_INT = IntegerType()
_ZERO, _ONE = e.Literal(0, _INT), e.Literal(1, _INT)
_TIMES = (
    '("(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)" or "STRUCT<start: TIMESTAMP, end: TIMESTAMP>" '
    'or "STRUCT<start: TIMESTAMP_NTZ, end: TIMESTAMP_NTZ>")'
)
_SESSION = Function("session_window", (), NullType(), 'struct_pack("start" := {0}, "end" := {1})')
_TUMBLING = Function("window", (), NullType(), _render_tumbling)
_SLIDING = Function("window", (), NullType(), _render_sliding, kind="generator")
