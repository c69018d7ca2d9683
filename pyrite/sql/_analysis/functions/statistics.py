"""Aggregates of statistics: moments, correlation, regression, percentiles, the mode."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import datatype_mismatch, invalid_cast, ordinal, unexpected_input
from pyrite.sql._analysis.functions.aggregates import TRUTH, over
from pyrite.sql._analysis.functions.registry import (
    ANY,
    DOUBLE,
    INT,
    LONG,
    NUMERIC,
    Accepts,
    Binding,
    Function,
    Rendering,
    aggregate,
    array_of,
    declare,
    once,
    one_of,
    type_of,
)
from pyrite.sql._analysis.naming import pretty, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    NumericType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    YearMonthIntervalType,
)

_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)
_NAN = "CAST('NaN' AS DOUBLE)"

# --------------------------------------------------------------------------------------------- moments


def _always_finite(value: e.Value) -> bool:
    while isinstance(value, e.Cast) and isinstance(value.child, e.Value):
        value = value.child
    return isinstance(value.type, (IntegralType, DecimalType))


def _finite(r: Rendering, make: Callable[[Sequence[str], str], str], least: int = 1) -> str:
    """An aggregate of numbers that DuckDB refuses to compute where one is infinite or NaN: then it is NaN.

    ``make(args, over)`` is its text; for fewer than ``least`` rows it is null all the same.
    """
    present = " AND ".join([f"{arg} IS NOT NULL" for arg in r.args])
    if all(map(_always_finite, r.apply.arguments)):
        return make(r.args, over(r, present) if len(r.args) > 1 else r.over)
    finite = " AND ".join([f"isfinite({arg})" for arg in r.args])
    safe = make(r.args, over(r, f"({finite})"))
    rows, odd = f"count(*){over(r, present)}", f"count(*){over(r, f'{present} AND NOT ({finite})')}"
    return f"CASE WHEN {rows} < {least} THEN NULL WHEN {odd} > 0 THEN {_NAN} ELSE {safe} END"


def _moment(names: str, sql: str, least: int = 1) -> None:
    def render(r: Rendering) -> str:
        return _finite(r, lambda args, over_: f"{sql}({r.distinct}{args[0]}){over_}", least)

    aggregate(names, (DOUBLE,), DoubleType(), render, nullable=True)


_moment("stddev_samp stddev std", "stddev_samp", 2)
_moment("stddev_pop", "stddev_pop")
_moment("var_samp variance", "var_samp", 2)
_moment("var_pop", "var_pop")


def _render_skewness(r: Rendering) -> str:
    def text(args: Sequence[str], over_: str) -> str:
        x = f"{r.distinct}{args[0]}"
        rows, spread = f"count({x}){over_}", f"var_pop({x}){over_}"
        # DuckDB's is corrected for samples, and has none of two rows.
        whole = f"skewness({x}){over_} * ({rows} - 2) / sqrt({rows}::DOUBLE * ({rows} - 1))"
        return f"CASE WHEN {spread} > 0 THEN CASE WHEN {rows} = 2 THEN 0.0 ELSE {whole} END END"

    return _finite(r, text)


def _render_kurtosis(r: Rendering) -> str:
    def text(args: Sequence[str], over_: str) -> str:
        x = f"{r.distinct}{args[0]}"
        return f"CASE WHEN var_pop({x}){over_} > 0 THEN kurtosis_pop({x}){over_} END"

    return _finite(r, text)


aggregate("skewness", (DOUBLE,), DoubleType(), _render_skewness, nullable=True)
aggregate("kurtosis", (DOUBLE,), DoubleType(), _render_kurtosis, nullable=True)


def _of_pairs(name: str, least: int = 1) -> None:
    def render(r: Rendering) -> str:
        def text(args: Sequence[str], over_: str) -> str:
            found = f"{name}({r.distinct}{args[0]}, {args[1]}){over_}"
            # Where DuckDB divides by a spread of zero.
            return f"CASE WHEN NOT isnan({found}) THEN {found} END"

        return _finite(r, text, least)

    aggregate(name, (DOUBLE, DOUBLE), DoubleType(), render, nullable=True)


for _name in ("covar_pop", "regr_sxy"):
    _of_pairs(_name)


def _of_one(name: str, place: int) -> None:
    """What only one of both numbers tells, in the rows that have both."""

    def render(r: Rendering) -> str:
        other = f"CASE WHEN {r.args[1 - place]} IS NOT NULL THEN 1.0::DOUBLE END"

        def text(args: Sequence[str], over_: str) -> str:
            pair = (args[0], other) if place == 0 else (other, args[0])
            return f"{name}({r.distinct}{', '.join(pair)}){over_}"

        given = r.args[place]
        present = f"{given} IS NOT NULL AND {r.args[1 - place]} IS NOT NULL"
        if _always_finite(r.apply.arguments[place]):
            return text([given], over(r, present))
        rows, odd = (
            f"count(*){over(r, present)}",
            f"count(*){over(r, f'{present} AND NOT isfinite({given})')}",
        )
        safe = text([given], over(r, f"isfinite({given})"))
        return f"CASE WHEN {rows} < 1 THEN NULL WHEN {odd} > 0 THEN {_NAN} ELSE {safe} END"

    aggregate(name, (DOUBLE, DOUBLE), DoubleType(), render, nullable=True)


_of_one("regr_syy", 0)
_of_one("regr_sxx", 1)


def _bind_average(b: Binding) -> e.Value:
    """The average of one number in the rows that have both."""
    both = b.coerced((NUMERIC, NUMERIC))
    there = b.invoke("and", *[b.invoke("isnotnull", value) for value in both])
    value = both[0 if b.function.name == "regr_avgy" else 1]
    average = b.invoke("avg", b.invoke("when", there, value))
    assert isinstance(average, e.Apply)
    changes: dict[str, Any] = {"function": average.function, "options": average.options, "nullable": True}
    return b.apply(average.arguments, average.type, shown=b.arguments, **changes)


for _name in ("regr_avgx", "regr_avgy"):
    aggregate(_name, (NUMERIC, NUMERIC), NullType(), "", bind=_bind_average)
for _name in ("covar_samp", "regr_slope", "regr_intercept"):
    _of_pairs(_name, 2)


def _of_moments(name: str, make: Callable[[str, str, str], str], least: int) -> None:
    """What is computed as Spark does from the sums of squares and of products about the means."""

    def render(r: Rendering) -> str:
        def text(args: Sequence[str], over_: str) -> str:
            sums = [f"regr_{sum_}({r.distinct}{args[0]}, {args[1]}){over_}" for sum_ in ("sxy", "syy", "sxx")]
            return once(sums, lambda found: make(*found))

        return _finite(r, text, least)

    aggregate(name, (DOUBLE, DOUBLE), DoubleType(), render, nullable=True)


_of_moments("corr", lambda both, one, other: f"{both} / nullif(sqrt({one} * {other}), 0)", 2)
# A level line fits wholly.
_of_moments(
    "regr_r2",
    lambda both, one, other: (
        f"CASE WHEN {other} = 0 THEN NULL WHEN {one} = 0 THEN 1.0 ELSE {both} * {both} / {one} / {other} END"
    ),
    1,
)


def _render_count(r: Rendering) -> str:
    pairs = f"DISTINCT struct_pack(a := {r.args[0]}, b := {r.args[1]})" if r.distinct else "*"
    return f"count({pairs}){over(r, f'{r.args[0]} IS NOT NULL AND {r.args[1]} IS NOT NULL')}"


aggregate("regr_count", (NUMERIC, NUMERIC), LongType(), _render_count, nullable=False)

# ------------------------------------------------------------------------------------------- percentiles


def _number_or_interval(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, _INTERVALS):
        return given
    return DoubleType() if isinstance(given, (NumericType, NullType)) else DOUBLE.fit(given, ansi)


_MEASURED = Accepts(
    '(("NUMERIC" or "INTERVAL DAY TO SECOND" or "INTERVAL YEAR TO MONTH") or "TIME")', _number_or_interval
)
_SHARES = one_of(DOUBLE, array_of(DOUBLE))


def _shares(b: Binding, value: e.Value, index: int) -> Any:
    """The percentages of a call: a number or a tuple of them. Raises DATATYPE_MISMATCH for bad ones."""
    if not value.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`percentage`",
            inputType=quoted_type(value.type),
            inputExpr=quoted_sql(value),
        )
    given = b.arguments[index]
    if isinstance(given.type, ArrayType) and given.type.containsNull:
        required = '"ARRAY<DOUBLE>"' if b.function.name == "percentile" else '("DOUBLE" or "ARRAY<DOUBLE>")'
        raise unexpected_input(b.plain(), index, given, required)
    found = b.constant(index)
    if found is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName="percentage")
    if isinstance(found, str):
        found = float(found)
    shares = found if isinstance(found, tuple) else (found,)
    if any(share is None or not 0 <= share <= 1 for share in shares):
        shown = ",".join(["null" if share is None else str(float(share)) for share in shares])
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE",
            exprName="percentage",
            valueRange="[0.0, 1.0]",
            currentValue=shown if isinstance(found, tuple) else f"{shown}D",
        )
    return tuple([float(share) for share in found]) if isinstance(found, tuple) else float(found)


def _shares_text(shares: Any) -> str:
    """As DuckDB reads them: it wants constants."""
    if isinstance(shares, tuple):
        return f"[{', '.join([repr(share) for share in shares])}]"
    return repr(shares)


def _widest(kind: DataType) -> DataType:
    """An interval of all its fields; the type itself for others."""
    return type(kind)() if isinstance(kind, _INTERVALS) else kind


def _result(kind: DataType, shares: Any) -> DataType:
    return ArrayType(kind, False) if isinstance(shares, tuple) else kind


def _bind_percentile(b: Binding) -> e.Value:
    value, share, count = b.coerced((_MEASURED, _SHARES, LONG))
    shares = _shares(b, share, 1)
    kind = _widest(value.type) if isinstance(value.type, _INTERVALS) else DoubleType()
    return b.apply((value, count), _result(kind, shares), nullable=True, shown=b.arguments, options=(shares,))


def _render_percentile(r: Rendering) -> str:
    value, count = r.args
    shares = r.apply.options[0]
    frequency = r.apply.arguments[1]
    while isinstance(frequency, e.Cast) and isinstance(frequency.child, e.Value):
        frequency = frequency.child
    if isinstance(frequency, e.Literal) and frequency.value == 1:
        return _as_type(r, f"quantile_cont({r.distinct}{value}, {_shares_text(shares)}){r.over}")
    negative = r.fail(
        "NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION",
        {"frequencyExpression": f"'{quoted_sql(frequency)}'", "negativeValue": f"{count} || 'L'"},
        LongType(),
        IllegalArgumentException,
        located=False,
    )
    times = f"range(CASE WHEN {count} < 0 THEN {negative} ELSE {count} END)"
    repeated = f"list_transform({times}, lambda i: {value})"
    every = f"flatten(list({r.distinct}{repeated}){over(r, f'{value} IS NOT NULL AND {count} <> 0')})"
    return _as_type(r, f"list_aggregate({every}, 'quantile_cont', {_shares_text(shares)})")


def _as_type(r: Rendering, sql: str) -> str:
    if r.apply.options and r.apply.options[0] == ():
        return f"CASE WHEN {sql} IS NULL THEN NULL END"
    return f"CAST({sql} AS {r.type(r.apply.type)})"


aggregate(
    "percentile",
    (_MEASURED, _SHARES, LONG),
    NullType(),
    _render_percentile,
    optional=1,
    defaults=(e.Literal(1, IntegerType()),),
    bind=_bind_percentile,
)
aggregate(
    "median",
    (_MEASURED,),
    lambda args: _widest(args[0].type),
    lambda r: _as_type(r, f"quantile_cont({r.distinct}{r.args[0]}, 0.5){r.over}"),
    nullable=True,
)


def _bind_approximate(b: Binding) -> e.Value:
    value, share, accuracy = b.coerced((_RANKED, _SHARES, LONG))
    shares = _shares(b, share, 1)
    if not accuracy.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`accuracy`",
            inputType=quoted_type(b.arguments[2].type),
            inputExpr=quoted_sql(accuracy),
        )
    number = b.constant(2)
    if number is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName="accuracy")
    if not 0 < number <= 2147483647:
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE",
            exprName="accuracy",
            valueRange="(0, 2147483647]",
            currentValue=f"{number}L",
        )
    kind = _result(value.type, shares)
    return b.apply((value,), kind, nullable=True, shown=b.arguments, options=(shares,))


def _ranked(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, (NumericType, DateType, TimestampType, TimestampNTZType, *_INTERVALS)):
        return given
    return DOUBLE.fit(given, ansi)


_RANKED = Accepts(
    '("NUMERIC" or "DATE" or "TIMESTAMP" or "TIMESTAMP_NTZ" or "INTERVAL YEAR TO MONTH"'
    ' or "INTERVAL DAY TO SECOND" or "TIME")',
    _ranked,
)
#: The exact one: no worse than Spark's sketch, which is exact too while there are fewer rows than ``accuracy``.
_APPROXIMATE = Function(
    "percentile_approx",
    (_RANKED, _SHARES, LONG),
    NullType(),
    lambda r: _as_type(
        r, f"quantile_disc({r.distinct}{r.args[0]}, {_shares_text(r.apply.options[0])}){r.over}"
    ),
    "aggregate",
    optional=1,
    defaults=(e.Literal(10000, IntegerType()),),
    bind=_bind_approximate,
)
declare("percentile_approx approx_percentile", _APPROXIMATE)


def _one_order(b: Binding, order: Sequence[e.SortOrder]) -> e.SortOrder:
    if not order:
        raise b.error("INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING", funcName=f"`{b.function.name}`")
    if len(order) != 1:
        raise b.error(
            "INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS",
            funcName="`PercentileDisc`" if b.function.name == "percentile_disc" else f"`{b.function.name}`",
            expectedNum="1",
            actualNum=str(len(order)),
        )
    return order[0]


def _bind_within_group(b: Binding) -> e.Value:
    (share,) = b.coerced()
    if b.call.distinct:
        condition = "INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED"
        raise b.error(condition, funcName=f"`{b.function.name}`")
    order = _one_order(b, b.order)
    shares = _shares(b, share, 0)
    wanted = _MEASURED.fit(order.child.type, b.settings.ansi)
    if wanted is None:
        raise b.mismatch(
            "UNEXPECTED_INPUT_TYPE",
            paramIndex=ordinal(0),
            requiredType=_MEASURED.shown,
            inputSql=quoted_sql(order.child),
            inputType=quoted_type(order.child.type),
        )
    value = b.cast(order.child, wanted)
    options = (shares, order.ascending)
    shown = (*b.arguments, order.child)
    kind = _result(_widest(wanted), shares)
    return b.apply((value,), kind, nullable=True, shown=shown, options=options, order=())


def _render_within_group(r: Rendering) -> str:
    shares, ascending = r.apply.options
    name = "quantile_cont" if r.apply.function.name == "percentile_cont" else "quantile_disc"
    order = "" if ascending else f" ORDER BY {r.args[0]} DESC"
    return _as_type(r, f"{name}({r.distinct}{r.args[0]}, {_shares_text(shares)}{order}){r.over}")


def _show_within_group(apply: e.Apply, args: Sequence[str]) -> str:
    if not apply.options:
        return f"{apply.name}({', '.join([*[pretty(part.child) for part in apply.order], *args])})"
    direction = "" if apply.options[1] else " DESC"
    return (
        f"{apply.name}({'DISTINCT ' * apply.distinct}{args[0]}) WITHIN GROUP (ORDER BY {args[1]}{direction})"
    )


for _name in ("percentile_cont", "percentile_disc"):
    aggregate(
        _name,
        (_SHARES,),
        NullType(),
        _render_within_group,
        bind=_bind_within_group,
        ordered=True,
        show=_show_within_group,
    )

# -------------------------------------------------------------------------------------------------- mode


def _bind_mode(b: Binding) -> e.Value:
    if b.call.distinct:
        raise b.error("INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED", funcName="`mode`")
    if not b.arguments:
        order = _one_order(b, b.order)
        # Among those as frequent the first in this order wins; Spark shows the reverse.
        shown = replace(order, ascending=not order.ascending, nulls_first=None)
        return b.apply((order.child,), order.child.type, nullable=True, options=(shown,))
    value, *flag = b.arguments
    if flag:
        if isinstance(flag[0], e.Literal) and flag[0].value is None:
            raise datatype_mismatch(
                "UNEXPECTED_NULL", flag[0], {"exprName": "`deterministic`"}, b.call.origin
            )
        if TRUTH.fit(flag[0].type, b.settings.ansi) is None:
            raise b.error(
                "UNEXPECTED_INPUT_TYPE",
                functionName="`mode`",
                paramIndex="second",
                requiredType='"BOOLEAN"',
                inputSql=quoted_sql(flag[0]),
                inputType=quoted_type(flag[0].type),
            )
        (_, sure) = b.coerced((ANY, TRUTH))
        if not sure.foldable:
            raise b.error(
                "NON_FOLDABLE_ARGUMENT",
                funcName="`mode`",
                paramName="`deterministic`",
                paramType='"BOOLEAN"',
            )
        if isinstance(sure, e.Literal) and sure.value:
            descending = e.SortOrder(value, False)
            lowest = e.SortOrder(value, True)
            return b.apply((value,), value.type, nullable=True, order=(lowest,), options=(descending,))
    return b.apply((value,), value.type, nullable=True)


def _show_mode(apply: e.Apply, args: Sequence[str]) -> str:
    if not apply.options:
        return f"{apply.name}({'DISTINCT ' * apply.distinct}{args[0] if args else ''})"
    (order,) = apply.options
    direction = "" if order.ascending else " DESC"
    return f"{apply.name}() WITHIN GROUP (ORDER BY {pretty(order.child)}{direction})"


aggregate(
    "mode",
    (ANY, ANY),
    type_of(),
    "mode({0}{order}){over}",
    optional=2,
    bind=_bind_mode,
    ordered=True,
    show=_show_mode,
)

# ----------------------------------------------------------------------------------------- approximate


def _check_deviation(b: Binding) -> None:
    """The deviation is a constant double or decimal, and at most 39%: Spark's sketch has at least 16 places."""
    if len(b.arguments) < 2:
        return
    given = b.arguments[1]
    if not isinstance(given, e.Literal) or not isinstance(given.type, (DoubleType, DecimalType)):
        raise b.error("_LEGACY_ERROR_TEMP_1104")
    if given.value is None or not given.value > 0 or 2 * math.log2(1.106 / float(given.value)) <= 3:
        raise b.error("FAILED_FUNCTION_CALL", funcName="`approx_count_distinct`")


aggregate(
    "approx_count_distinct",
    (ANY, ANY),
    LongType(),
    "approx_count_distinct({0}){over}",
    check=_check_deviation,
    optional=1,
    nullable=False,
    show=lambda apply, args: f"approx_count_distinct({'DISTINCT ' * apply.distinct}{args[0]})",
)


def _bind_histogram(b: Binding) -> e.Value:
    value, most = b.coerced((_RANKED, INT))
    if not most.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`nb`",
            inputType=quoted_type(most.type),
            inputExpr=quoted_sql(most),
        )
    try:
        number = constant_value(most)
    except NotConstant:
        if b.settings.ansi:
            raise invalid_cast(b.constant(1), IntegerType(), b.call.origin) from None
        number = None
    if number is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName="nb")
    if number < 2:
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE", exprName="nb", valueRange="[2, 2147483647]", currentValue=str(number)
        )
    bins = StructType([StructField("x", value.type), StructField("y", DoubleType())])
    return b.apply((value,), ArrayType(bins), nullable=True, shown=b.arguments, options=(number,))


def _render_histogram(r: Rendering) -> str:
    kind = r.apply.arguments[0].type
    value, back = f"CAST({r.args[0]} AS DOUBLE)", ""
    if isinstance(kind, DateType):
        value, back = (
            f"CAST({r.args[0]} - DATE '1970-01-01' AS DOUBLE)",
            "DATE '1970-01-01' + CAST({} AS INTEGER)",
        )
    elif isinstance(kind, (TimestampType, TimestampNTZType)):
        make = "make_timestamptz" if isinstance(kind, TimestampType) else "make_timestamp"
        value, back = f"CAST(epoch_us({r.args[0]}) AS DOUBLE)", make + "(CAST({} AS BIGINT))"
    elif isinstance(kind, _INTERVALS):
        back = f"CAST({{}} AS {r.type(kind)})"
    pairs = ArrayType(ArrayType(DoubleType()))
    collected = f"list({r.distinct}{value}){over(r, f'{r.args[0]} IS NOT NULL')}"
    bins = r.kernel(
        "histogram_numeric",
        [collected, str(r.apply.options[0])],
        [ArrayType(DoubleType()), IntegerType()],
        pairs,
    )
    place = back.format("trunc(bin[1])") if back else r.cast("bin[1]", DoubleType(), kind, "legacy")
    return f"list_transform({bins}, lambda bin: struct_pack(x := {place}, y := bin[2]))"


aggregate("histogram_numeric", (_RANKED, INT), NullType(), _render_histogram, bind=_bind_histogram)
