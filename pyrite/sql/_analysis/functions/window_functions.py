"""Functions that only a window computes: ranks, neighbours, the n-th value of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error, invalid_cast
from pyrite.sql._analysis.functions.arrays import NARROW
from pyrite.sql._analysis.functions.registry import ANY, INT, Accepts, Binding, Rendering, once, window
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    BooleanType,
    DataType,
    DoubleType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    NumericType,
    StringType,
    TimestampNTZType,
    TimestampType,
)


def _rows_so_far(apply: e.Apply) -> e.Frame:
    return e.Frame("rows", None, 0)


def _peers_so_far(apply: e.Apply) -> e.Frame:
    return e.Frame("range", None, 0)


def _rank(name: str, shown: str, kind: DataType, frame: Any = _rows_so_far, **more: Any) -> None:
    call = f"{name}()" + "{over}"
    sql = f"CAST({call} AS INTEGER)" if isinstance(kind, IntegerType) else call
    window(
        name,
        (ANY,) * more.get("optional", 0),
        kind,
        sql,
        nullable=False,
        needs_order=True,
        frame=frame,
        show=lambda apply, args: f"{shown}()",
        **more,
    )


_rank("row_number", "row_number", IntegerType())
_rank("rank", "RANK", IntegerType(), optional=1, variadic=True)
_rank("dense_rank", "DENSE_RANK", IntegerType(), optional=1, variadic=True)
_rank("percent_rank", "PERCENT_RANK", DoubleType(), optional=1, variadic=True)
_rank("cume_dist", "cume_dist", DoubleType(), _peers_so_far)


def _constant(b: Binding, index: int, name: str, value: e.Value, suffix: str, most: int) -> int:
    """A constant argument from one to ``most``. Raises DATATYPE_MISMATCH."""
    if not value.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName=f"`{name}`",
            inputType=quoted_type(value.type),
            inputExpr=quoted_sql(value),
        )
    number = b.constant(index)
    if number is None or not 0 < number <= most:
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE",
            exprName=name,
            valueRange=f"(0, {most}]",
            currentValue="null" if number is None else f"{number}{suffix}",
        )
    return number


def _bind_ntile(b: Binding) -> e.Value:
    (buckets,) = b.coerced()
    _constant(b, 0, "buckets", buckets, "", 2**31 - 1)
    return b.apply((buckets,), IntegerType(), nullable=False)


window(
    "ntile",
    (NARROW,),
    IntegerType(),
    "CAST(ntile({0}){over} AS INTEGER)",
    optional=1,
    defaults=(e.Literal(1, IntegerType()),),
    bind=_bind_ntile,
    needs_order=True,
    frame=_rows_so_far,
)

# ------------------------------------------------------------------------------------------ neighbours


def _ignored(b: Binding, flag: e.Value) -> bool:
    """Whether nulls are passed over: by the clause, or by an argument that says so."""
    if not isinstance(flag, e.Literal) or not isinstance(flag.value, bool):
        wrong = {"parameter": "`ignoreNulls`", "functionName": f"`{b.function.name}`"}
        raise b.error("INVALID_PARAMETER_VALUE.BOOLEAN", invalidValue=quoted_sql(flag), **wrong)
    return flag.value or bool(b.call.ignore_nulls)


def _bind_neighbour(b: Binding) -> e.Value:
    ignore = _ignored(b, b.arguments[3])
    b.arguments = b.arguments[:3]
    if isinstance(b.arguments[1].type, NumericType) and NARROW.fit(b.arguments[1].type, True) is None:
        raise analysis_error("_LEGACY_ERROR_TEMP_1035", {"prettyName": b.function.name})
    value, offset, default = b.coerced()
    if not offset.foldable:
        shown = f"(- {quoted_sql(offset)[1:-1]})" if b.function.name == "lag" else quoted_sql(offset)[1:-1]
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`offset`",
            inputType=quoted_type(offset.type),
            inputExpr=f'"{shown}"',
        )
    if b.constant(1) is None:
        raise analysis_error("_LEGACY_ERROR_TEMP_1035", {"prettyName": b.function.name})
    default = b.cast(default, value.type)
    nullable = value.nullable or default.nullable
    options = (b.constant(1),)
    return b.apply(
        (value, offset, default),
        value.type,
        nullable=nullable,
        shown=b.arguments,
        options=options,
        ignore_nulls=ignore,
    )


def _render_neighbour(r: Rendering) -> str:
    ignore = " IGNORE NULLS" if r.apply.ignore_nulls else ""
    return f"{r.apply.function.name}({', '.join(r.args)}{ignore}){r.over}"


def _neighbours_row(apply: e.Apply) -> e.Frame:
    (offset,) = apply.options
    row = e.Literal(-offset if apply.function.name == "lag" else offset, IntegerType())
    return e.Frame("rows", row, row)


_OFFSET = Accepts(
    '"INT"', lambda given, ansi: IntegerType() if isinstance(given, NullType) else NARROW.fit(given, ansi)
)
_NULL = e.Literal(None, NullType())
for _name in ("lag", "lead"):
    window(
        _name,
        (ANY, _OFFSET, ANY, ANY),
        NullType(),
        _render_neighbour,
        optional=4,
        defaults=(_NULL, e.Literal(1, IntegerType()), _NULL, e.Literal(False, BooleanType())),
        bind=_bind_neighbour,
        ignores_nulls=True,
        needs_order=True,
        frame=_neighbours_row,
    )


def _bind_nth(b: Binding) -> e.Value:
    ignore = bool(b.call.ignore_nulls)
    if len(b.arguments) == 3:
        ignore = _ignored(b, b.arguments[2])
        b.arguments = b.arguments[:2]
    value, place = b.coerced()
    try:
        number = constant_value(place) or 0
    except NotConstant:
        number = 1
        if place.foldable:
            if b.settings.ansi:
                raise invalid_cast(b.constant(1), place.type, b.call.origin) from None
            number = 0
    if number == 0:
        shown = {"valueRange": f"(0, {2**63 - 1}]", "currentValue": "0L"}
        raise b.mismatch("VALUE_OUT_OF_RANGE", exprName="offset", **shown)
    if isinstance(b.arguments[1].type, (IntegralType, NullType)):
        _constant(b, 1, "offset", place, "L", 2**63 - 1)
    return b.apply((value, place), value.type, nullable=True, shown=b.arguments, ignore_nulls=ignore)


def _render_nth(r: Rendering) -> str:
    ignore = " IGNORE NULLS" if r.apply.ignore_nulls else ""
    return f"nth_value({r.args[0]}, {r.args[1]}{ignore}){r.over}"


def _show_nth(apply: e.Apply, args: Sequence[str]) -> str:
    return f"nth_value({', '.join(args)}){' ignore nulls' * apply.ignore_nulls}"


_PLACE = Accepts(
    '"BIGINT"', lambda given, ansi: LongType() if isinstance(given, LongType) else INT.fit(given, ansi)
)
window(
    "nth_value",
    (ANY, _PLACE, ANY),
    NullType(),
    _render_nth,
    optional=1,
    bind=_bind_nth,
    ignores_nulls=True,
    needs_order=True,
    show=_show_nth,
)

# -------------------------------------------------------------------------------------------- counters


def _render_counter(r: Rendering) -> str:
    """What a counter has grown since the last row that has one; null where it was reset in between."""
    kind = r.apply.type
    count, *starts = r.args
    fields = [f"count := {count}", *[f"start := {start}" for start in starts]]
    row = f"struct_pack({', '.join(fields)})"
    before = f"lag(CASE WHEN {count} IS NOT NULL THEN {row} END IGNORE NULLS){r.over}"

    def body(args: Sequence[str]) -> str:
        last, now, *started = args
        negative = r.fail(
            "COUNTER_DIFF_NEGATIVE_COUNTER_VALUE",
            {"function": "'`counter_diff`'", "value": r.cast(now, kind, StringType())},
            kind,
            located=False,
        )
        reset = f"{now} < {last}.count"
        cases = f"CASE WHEN {now} < 0 THEN {negative} "
        for start in started:
            moment = r.apply.arguments[1].type
            parameters = {
                "currentStartTime": r.cast(start, moment, StringType()),
                "function": "'`counter_diff`'",
                "previousStartTime": r.cast(f"{last}.start", moment, StringType()),
            }
            earlier = r.fail("COUNTER_DIFF_START_TIME_DECREASED", parameters, kind, located=False)
            cases += f"WHEN {start} < {last}.start THEN {earlier} "
            reset += f" OR {start} > {last}.start"
        return f"{cases}WHEN {reset} THEN NULL ELSE {now} - {last}.count END"

    return f"CAST({once([before, count, *starts], body)} AS {r.type(kind)})"


_COUNTER = Accepts(
    '"NUMERIC"',
    lambda given, ansi: (
        DoubleType() if isinstance(given, NullType) else given if isinstance(given, NumericType) else None
    ),
)
_MOMENT = Accepts(
    '("TIMESTAMP" or "TIMESTAMP_NTZ")',
    lambda given, ansi: given if isinstance(given, (TimestampType, TimestampNTZType)) else None,
)
window(
    "counter_diff",
    (_COUNTER, _MOMENT),
    lambda args: args[0].type,
    _render_counter,
    optional=1,
    nullable=True,
    needs_order=True,
    frame=_rows_so_far,
)
