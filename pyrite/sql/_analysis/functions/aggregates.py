"""Aggregates: count, sum, avg, the extremes, the first and the last, collections and truth values.

Statistics and percentiles have files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pyrite.sql._analysis.coercion import bounded_decimal, is_string
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error, data_diff_types, invalid_cast
from pyrite.sql._analysis.functions.operators import holds_map, is_orderable
from pyrite.sql._analysis.functions.registry import (
    ANY,
    INT,
    NUMERIC,
    STRING_OR_BINARY,
    Accepts,
    Binding,
    Function,
    Rendering,
    aggregate,
    declare,
    exactly,
    once,
    scalar,
    type_of,
)
from pyrite.sql._analysis.functions.texts import ordered_key
from pyrite.sql._analysis.naming import pretty, qualified, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    DataType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    StringType,
    StructType,
    YearMonthIntervalType,
)

_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)


def over(r: Rendering, condition: str = "") -> str:
    """The FILTER and OVER of a call; with ``condition``, only rows that meet it too are taken."""
    if not condition:
        return r.over
    if not r.filtered:
        return f" FILTER (WHERE {condition}){r.over}"
    rest = r.over.removeprefix(f" FILTER (WHERE {r.filtered})")
    return f" FILTER (WHERE {r.filtered} AND {condition}){rest}"


def check_ordered(b: Binding) -> None:
    """Raise when the last argument is of a type without an order."""
    kind = b.arguments[-1].type
    if not is_orderable(kind):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(kind)
        )


# ---------------------------------------------------------------------------------------------- count


def _bind_count(b: Binding) -> e.Value:
    if not b.arguments and not b.settings.flag("spark.sql.legacy.allowParameterlessCount", False):
        raise analysis_error(
            "WRONG_NUM_ARGS.WITH_SUGGESTION",
            {
                "functionName": "`count`",
                "expectedNum": " >= 1",
                "actualNum": "0",
                "legacyNum": "0",
                "legacyConfKey": '"spark.sql.legacy.allowParameterlessCount"',
                "legacyConfValue": '"true"',
            },
        )
    return b.apply(b.arguments, LongType())


def _render_count(r: Rendering) -> str:
    if not r.args:
        return f"count(NULL){r.over}"
    if len(r.args) == 1 and isinstance(r.apply.arguments[0], e.Literal) and not r.distinct:
        return f"count(*){r.over}" if r.apply.arguments[0].value is not None else f"count(NULL){r.over}"
    if len(r.args) == 1:
        return f"count({r.distinct}{r.args[0]}){r.over}"
    row = f"row({', '.join(r.args)})"
    missing = " OR ".join([f"{arg} IS NULL" for arg in r.args])
    return f"count({r.distinct}CASE WHEN {missing} THEN NULL ELSE {row} END){r.over}"


aggregate(
    "count", (ANY,), LongType(), _render_count, optional=1, variadic=True, nullable=False, bind=_bind_count
)


def _truth(given: DataType, ansi: bool) -> DataType | None:
    fits = isinstance(given, (BooleanType, NullType)) or (ansi and is_string(given))
    return BooleanType() if fits else None


TRUTH = Accepts('"BOOLEAN"', _truth)
aggregate("count_if", (TRUTH,), LongType(), "count({distinct}CASE WHEN {0} THEN 1 END){over}", nullable=False)

# ---------------------------------------------------------------------------------------- sum and average


def _summed(given: DataType, ansi: bool) -> DataType | None:
    return given if isinstance(given, _INTERVALS) else NUMERIC.fit(given, ansi)


_SUMMED = Accepts('"NUMERIC" or "ANSI INTERVAL"', _summed)


def _sum_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    if isinstance(kind, DecimalType):
        return bounded_decimal(kind.precision + 10, kind.scale)
    if isinstance(kind, _INTERVALS):
        return kind
    return LongType() if isinstance(kind, IntegralType) else DoubleType()


def _render_sum(r: Rendering) -> str:
    kind = r.apply.type
    lenient = r.apply.function.name == "try_sum"
    if isinstance(kind, DoubleType):
        return f"sum({r.distinct}CAST({r.args[0]} AS DOUBLE)){r.over}"
    total = f"sum({r.distinct}{r.args[0]}){r.over}"
    if isinstance(kind, DecimalType):
        given = r.apply.arguments[0].type
        assert isinstance(given, DecimalType)
        if given.precision > _SAFE and (lenient or not r.settings.ansi):
            return _decimal_total(r, "decimal_total", given)
        return r.cast(total, DecimalType(38, kind.scale), kind, "try" if lenient else "")
    bits = 32 if isinstance(kind, YearMonthIntervalType) else 64
    half = f"CAST('{1 << (bits - 1)}' AS HUGEINT)"

    def text(args: Sequence[str]) -> str:
        (sum_,) = args
        inside = f"{sum_} BETWEEN -{half} AND {half} - 1"
        plain = f"CAST({sum_} AS {r.type(kind)})"
        if lenient:
            return f"CASE WHEN {inside} THEN {plain} END"
        if not r.settings.ansi and isinstance(kind, LongType):
            full = f"CAST('{1 << bits}' AS HUGEINT)"
            return f"CAST((({sum_} + {half}) % {full} + {full}) % {full} - {half} AS BIGINT)"
        return f"CASE WHEN {sum_} IS NULL OR {inside} THEN {plain} ELSE {_overflow(r)} END"

    return once([f"CAST({total} AS HUGEINT)"], text)


#: The digits of decimals of which a thousand million can be added up.
_SAFE = 28


def _decimal_total(r: Rendering, name: str, given: DecimalType) -> str:
    """A sum or mean of decimals that gives null where DuckDB's would overflow."""
    rows = f"list({r.distinct}{r.args[0]}){over(r, f'{r.args[0]} IS NOT NULL')}"
    return r.kernel(name, [rows], [ArrayType(given, False)], r.apply.type)


def _overflow(r: Rendering) -> str:
    parameters = {
        "message": "'overflow'",
        "alternative": "' Use ''try_add'' to tolerate overflow and return NULL instead.'",
        "config": "'\"spark.sql.ansi.enabled\"'",
    }
    return r.fail("ARITHMETIC_OVERFLOW", parameters, r.apply.type)


def _avg_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    if isinstance(kind, DecimalType):
        return bounded_decimal(kind.precision + 4, kind.scale + 4)
    return type(kind)() if isinstance(kind, _INTERVALS) else DoubleType()


def _render_avg(r: Rendering) -> str:
    kind = r.apply.type
    given = r.apply.arguments[0].type
    tolerant = not r.settings.ansi or r.apply.function.name == "try_avg"
    if isinstance(given, DecimalType) and given.precision > _SAFE and tolerant:
        return _decimal_total(r, "decimal_average", given)
    if isinstance(kind, DecimalType):
        return r.decimal("avg")
    if isinstance(kind, _INTERVALS):
        return f"CAST(round(avg({r.distinct}{r.args[0]}){r.over}) AS {r.type(kind)})"
    return f"avg({r.distinct}CAST({r.args[0]} AS DOUBLE)){r.over}"


for _name in ("sum", "try_sum"):
    aggregate(_name, (_SUMMED,), _sum_type, _render_sum, nullable=True)
for _names in ("avg mean", "try_avg"):
    aggregate(_names, (_SUMMED,), _avg_type, _render_avg, nullable=True)
#: Of DataFrames only.
aggregate("product", (exactly(DoubleType()),), DoubleType(), "product({distinct}{0}){over}", nullable=True)

# --------------------------------------------------------------------------------------------- extremes


def _extreme(name: str) -> Callable[[Rendering], str]:
    def render(r: Rendering) -> str:
        if not isinstance(r.apply.type, (ArrayType, StructType)):
            return f"{name}({r.args[0]}){r.over}"
        return f"arg_{name}({r.args[0]}, {ordered_key(r, r.args[0], r.apply.type)}){r.over}"

    return render


_MOST = 100000


def _bind_extreme_by(b: Binding) -> e.Value:
    """With a third argument, so many values from the extreme on."""
    value, measure, *count = b.arguments
    if not is_orderable(measure.type):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(measure.type)
        )
    if not count:
        return b.apply((value, measure), value.type, nullable=True)
    number = b.coerced((ANY, ANY, INT))[2]
    if not number.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="k",
            inputType=number.type.simpleString(),
            inputExpr=qualified(count[0]),
        )
    try:
        most = constant_value(number) or 0
    except NotConstant:
        if b.settings.ansi:
            raise invalid_cast(b.constant(2), number.type, b.call.origin) from None
        most = 0
    if not 1 <= most <= _MOST:
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE", exprName="`k`", valueRange=f"[1, {_MOST}]", currentValue=str(most)
        )
    return b.apply((value, measure), ArrayType(value.type), nullable=True, shown=b.arguments, options=(most,))


def _extreme_by(name: str) -> Callable[[Rendering], str]:
    direction = " DESC" if name == "max" else ""

    def first(r: Rendering, key: str) -> str:
        there = over(r, f"{r.args[1]} IS NOT NULL")
        if not r.distinct:
            found = f"list({r.args[0]} ORDER BY {key}{direction}){there}"
        else:
            pair = f"struct_pack(k := {key}, v := {r.args[0]})"
            pairs = f"list(DISTINCT {pair} ORDER BY {pair}{direction}){there}"
            found = f"list_transform({pairs}, lambda p: p.v)"
        return f"({found})[1:{r.apply.options[0]}]"

    def render(r: Rendering) -> str:
        key = ordered_key(r, r.args[1], r.apply.arguments[1].type)
        if r.apply.options:
            return first(r, key)
        return f"arg_{name}_null({r.args[0]}, {key}){over(r, f'{r.args[1]} IS NOT NULL')}"

    return render


for _name in ("min", "max"):
    aggregate(_name, (ANY,), type_of(), _extreme(_name), nullable=True, check=check_ordered)
    aggregate(
        f"{_name}_by", (ANY, ANY, INT), NullType(), _extreme_by(_name), optional=1, bind=_bind_extreme_by
    )

# -------------------------------------------------------------------------------------- bits and truth


def _integral(given: DataType, ansi: bool) -> DataType | None:
    return (
        given if isinstance(given, IntegralType) else IntegerType() if isinstance(given, NullType) else None
    )


_INTEGRAL = Accepts('"INTEGRAL"', _integral)
for _name in ("bit_and", "bit_or", "bit_xor"):
    aggregate(_name, (_INTEGRAL,), type_of(), _name + "({distinct}{0}){over}", nullable=True)
aggregate("bool_or any some", (TRUTH,), BooleanType(), "bool_or({0}){over}", nullable=True)
aggregate("bool_and every", (TRUTH,), BooleanType(), "bool_and({0}){over}", nullable=True)

# ---------------------------------------------------------------------------------------- first and last


def _bind_first(b: Binding) -> e.Value:
    value, *flags = b.arguments
    ignore = bool(b.call.ignore_nulls)
    for flag in flags:
        if not isinstance(flag, e.Literal) or not isinstance(flag.value, bool):
            raise b.error("_LEGACY_ERROR_TEMP_1210", funcName=b.function.name.replace("t_value", "t"))
        ignore = ignore or flag.value
    name = b.function.name
    # With IGNORE NULLS, Spark forgets the alias.
    told = b.call.ignore_nulls is not None
    shown = {"name": name.removesuffix("_value")} if told and name != "any_value" else {}
    return b.apply((value,), value.type, nullable=True, ignore_nulls=ignore, **shown)


def _render_first(r: Rendering) -> str:
    end = "last" if r.apply.function.name.startswith("last") else "first"
    kept = over(r, f"{r.args[0]} IS NOT NULL" if r.apply.ignore_nulls else "")
    if " OVER (" in r.over:
        if r.apply.filter is None:
            return f"{end}_value({r.args[0]}{' IGNORE NULLS' if r.apply.ignore_nulls else ''}){r.over}"
        # DuckDB takes no FILTER in a window function, which it reads these as.
        return f"list({r.args[0]}){kept}[{'-1' if end == 'last' else '1'}]"
    return f"{end}({r.distinct}{r.args[0]}){kept}"


for _name in ("first", "first_value", "last", "last_value", "any_value"):
    aggregate(
        _name,
        (ANY, ANY),
        NullType(),
        _render_first,
        optional=1,
        bind=_bind_first,
        ignores_nulls=True,
        show=lambda apply, args: f"{apply.name}({'DISTINCT ' * apply.distinct}{args[0]})",
    )

# ------------------------------------------------------------------------------------------- collections


def _list_type(args: Sequence[e.Value]) -> DataType:
    return ArrayType(args[0].type, False)


def _render_list(r: Rendering) -> str:
    distinct = "DISTINCT " if r.apply.function.name == "collect_set" else r.distinct
    value = r.args[0]
    if distinct and isinstance(r.apply.arguments[0].type, (FloatType, DoubleType)):
        # No set tells a negative zero.
        value = f"({value} + 0)"
    found = f"list({distinct}{value}){over(r, f'{r.args[0]} IS NOT NULL')}"
    return f"coalesce({found}, CAST([] AS {r.type(r.apply.type)}))"


def _union_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    assert isinstance(kind, ArrayType)
    return ArrayType(kind.elementType, False)


def _render_union(r: Rendering) -> str:
    (arrays,) = r.args
    found = f"list_distinct(flatten(list({arrays}){over(r, f'{arrays} IS NOT NULL')}))"
    return f"coalesce({found}, CAST([] AS {r.type(r.apply.type)}))"


def _check_set(b: Binding) -> None:
    if holds_map(b.arguments[0].type):
        raise b.mismatch(
            "UNSUPPORTED_INPUT_TYPE",
            functionName=f"`{b.function.name}`",
            dataType='"MAP" or "COLLATED STRING"',
        )


aggregate("collect_list array_agg:collect_list", (ANY,), _list_type, _render_list, nullable=False)
aggregate("collect_set", (ANY,), _list_type, _render_list, nullable=False, check=_check_set)
aggregate(
    "collect_union",
    (Accepts('"ARRAY"', lambda given, ansi: given if isinstance(given, ArrayType) else None),),
    _union_type,
    _render_union,
    nullable=False,
    check=_check_set,
)


def _bind_listagg(b: Binding) -> e.Value:
    value, delimiter = b.coerced((STRING_OR_BINARY, ANY))
    kind: DataType = BinaryType() if isinstance(value.type, BinaryType) else StringType()
    if isinstance(value.type, NullType):
        value = b.cast(value, kind)
    binary = isinstance(kind, BinaryType)
    if is_string(delimiter.type) if binary else isinstance(delimiter.type, BinaryType):
        shown = replace(b.plain(), function=replace(_LISTAGG, show=_show_with_order))
        raise data_diff_types(shown, "listagg", [value.type, delimiter.type])
    if not delimiter.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`delimiter`",
            inputType=quoted_type(delimiter.type if binary else kind),
            inputExpr=quoted_sql(delimiter),
        )
    apply = b.apply((value, b.cast(delimiter, kind)), kind, nullable=True, shown=b.arguments)
    if apply.distinct and apply.order:
        plain = [part.child.child if _is_shown_cast(part.child) else part.child for part in apply.order]
        if len(plain) > 1 or plain[0].key != b.arguments[0].key:
            raise analysis_error(
                "INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT",
                {
                    "funcName": "`listagg`",
                    "funcArg": quoted_sql(b.arguments[0]),
                    "orderingExpr": ", ".join([quoted_sql(part.child) for part in apply.order]),
                },
            )
        order = tuple([replace(part, child=value) for part in apply.order])
        return replace(apply, order=order)
    return apply


def _show_with_order(apply: e.Apply, args: Sequence[str]) -> str:
    return f"listagg({', '.join([*args, *map(pretty, apply.order)])})"


def _is_shown_cast(value: e.Value) -> bool:
    return isinstance(value, e.Cast) and is_string(value.type)


def _render_listagg(r: Rendering) -> str:
    delimiter = r.apply.arguments[1]
    # Without an order of its own, what is distinct comes sorted: always the same.
    item = f"hex({r.args[0]})" if isinstance(r.apply.type, BinaryType) else r.args[0]
    order = r.order or (f" ORDER BY {item}" if r.distinct else "")
    shown = "''" if isinstance(delimiter, e.Literal) and delimiter.value is None else r.args[1]
    if isinstance(r.apply.type, BinaryType):
        text = "list({}){}".format(f"{r.distinct}{item}{order}", over(r, f"{r.args[0]} IS NOT NULL"))
        between = "''" if shown == "''" else f"hex({shown})"
        return f"unhex(array_to_string({text}, {between}))"
    return f"string_agg({r.distinct}{item}, {shown}{order}){r.over}"


def _show_listagg(apply: e.Apply, args: Sequence[str]) -> str:
    name = "listagg" if apply.order else apply.name
    text = f"{name}({'DISTINCT ' * apply.distinct}{', '.join(args)})"
    if apply.order:
        text += f" WITHIN GROUP (ORDER BY {', '.join([pretty(part) for part in apply.order])})"
    return text


_LISTAGG = Function(
    "listagg",
    (STRING_OR_BINARY, ANY),
    NullType(),
    _render_listagg,
    "aggregate",
    optional=1,
    defaults=(e.Literal(None, NullType()),),
    bind=_bind_listagg,
    ordered=True,
    show=_show_listagg,
)
declare("listagg string_agg", _LISTAGG)

# --------------------------------------------------------------------------------------- grouping sets

scalar("grouping", (ANY,), ByteType(), "CAST(grouping({0}) AS TINYINT)", nullable=False, deterministic=False)
scalar(
    "grouping_id",
    (ANY,),
    LongType(),
    "CAST(grouping({args}) AS BIGINT)",
    show=lambda apply, args: (
        apply.name if apply.name == "grouping__id" else f"{apply.name}({', '.join(args)})"
    ),
    optional=1,
    variadic=True,
    nullable=False,
    deterministic=False,
)
