"""Mathematics: rounding, powers, logarithms, angles, bases, bits and random numbers."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import replace

from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.coercion import adjusted_decimal, decimal_for, is_string
from pyrite.sql._analysis.errors import analysis_error, data_diff_types, unexpected_input, wrong_number
from pyrite.sql._analysis.functions.operators import (
    division_by_zero,
    is_orderable,
    numeric_operands,
    remainder,
    wrapped,
)
from pyrite.sql._analysis.functions.registry import (
    ANSI_INTERVAL,
    ANY,
    DAY_TIME,
    DOUBLE,
    INT,
    LONG,
    NUMERIC,
    STRING,
    YEAR_MONTH,
    Accepts,
    Binding,
    Function,
    Rendering,
    Unplaced,
    declare,
    one_of,
    quoted,
    scalar,
    strictly,
    type_of,
)
from pyrite.sql._analysis.functions.texts import sorted_list
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._analysis.references import computed_once
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
    NumericType,
    ShortType,
    StringType,
    StructType,
    YearMonthIntervalType,
)

_DOUBLE, _LONG, _INT, _STRING = DoubleType(), LongType(), IntegerType(), StringType()
_FLOATING = (FloatType, DoubleType)
_BITS: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}

# ------------------------------------------------------------------------------- functions of one double


def _of_double(name: str, sql: str) -> None:
    show = None if name in ("ln", "rint") else _upper_name
    scalar(name, (DOUBLE,), _DOUBLE, sql, nullable=True, show=show)


def _upper_name(apply: e.Apply, args: Sequence[str]) -> str:
    return f"{apply.name.upper()}({', '.join(args)})"


def _within(domain: str, sql: str) -> str:
    """NaN outside of the domain, where DuckDB raises."""
    return "CASE WHEN " + domain + " THEN " + sql + " WHEN {0} IS NOT NULL THEN CAST('NaN' AS DOUBLE) END"


def _log(domain: str, sql: str) -> str:
    """Null up to the domain's limit; NaN stays."""
    return "CASE WHEN " + domain + " THEN " + sql + " END"


_of_double("sqrt", _within("{0} >= 0", "sqrt({0})"))
_of_double("cbrt", "cbrt({0})")
_of_double("exp", "exp({0})")
_of_double(
    "expm1",
    "CASE WHEN {0} = 0 THEN {0} WHEN abs({0}) < 1e-5 THEN {0} + {0} * {0} / 2 + {0} * {0} * {0} / 6 "
    "ELSE exp({0}) - 1 END",
)
_of_double("ln", _log("{0} > 0", "ln({0})"))
_of_double("log2", _log("{0} > 0", f"(ln({{0}}) / {math.log(2)!r})"))
_of_double("log10", _log("{0} > 0", "log10({0})"))
_of_double(
    "log1p",
    "CASE WHEN {0} = 0 THEN {0} WHEN {0} > -1 THEN "
    "CASE WHEN abs({0}) < 1e-5 THEN {0} - {0} * {0} / 2 + {0} * {0} * {0} / 3 "
    "ELSE ln(1 + {0}) END END",
)
_of_double("rint", "round_even({0}, 0)")
_of_double("degrees", "degrees({0})")
_of_double("radians", "radians({0})")
for _name in ("sin", "cos", "tan", "cot"):
    _of_double(
        _name,
        _within("isfinite({0})", f"{_name}({{0}})")
        if _name != "cot"
        else _within("isfinite({0})", "(1 / tan({0}))"),
    )
_of_double("sec", _within("isfinite({0})", "(1 / cos({0}))"))
_of_double("csc", _within("isfinite({0})", "(1 / sin({0}))"))
_of_double("asin", _within("{0} BETWEEN -1 AND 1", "asin({0})"))
_of_double("acos", _within("{0} BETWEEN -1 AND 1", "acos({0})"))
_of_double("atan", "atan({0})")
_of_double(
    "sinh",
    "CASE WHEN {0} = 0 THEN {0} WHEN abs({0}) < 1e-5 THEN {0} + {0} * {0} * {0} / 6 "
    "ELSE ((exp({0}) - exp(-({0}))) / 2) END",
)
_of_double("cosh", "((exp({0}) + exp(-({0}))) / 2)")
_of_double("tanh", "tanh({0})")
_of_double("asinh", "asinh({0})")
_of_double("acosh", _within("{0} >= 1", "acosh({0})"))
_of_double("atanh", _within("{0} BETWEEN -1 AND 1", "atanh({0})"))
scalar(
    "atan2",
    (DOUBLE, DOUBLE),
    _DOUBLE,
    "atan2({0} + 0.0, {1} + 0.0)",
    show=lambda a, s: f"ATAN2({s[0]}, {s[1]})",
)
scalar(
    "hypot",
    (DOUBLE, DOUBLE),
    _DOUBLE,
    "CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL WHEN isinf({0}) OR isinf({1}) THEN CAST('Infinity' AS DOUBLE) "
    "WHEN isnan({0}) OR isnan({1}) THEN CAST('NaN' AS DOUBLE) "
    "WHEN {0} = 0 AND {1} = 0 THEN CAST(0 AS DOUBLE) "
    "WHEN greatest(abs({0}), abs({1})) BETWEEN 1e-140 AND 1e140 THEN sqrt({0} * {0} + {1} * {1}) "
    "ELSE greatest(abs({0}), abs({1})) "
    "* sqrt(1 + pow(least(abs({0}), abs({1})) / greatest(abs({0}), abs({1})), 2)) END",
    show=_upper_name,
)
scalar(
    "pow power",
    (DOUBLE, DOUBLE),
    _DOUBLE,
    "CASE WHEN abs({0}) = 1 AND NOT isfinite({1}) THEN CAST('NaN' AS DOUBLE) ELSE pow({0}, {1}) END",
    show=lambda a, s: f"{a.name if a.name == 'pow' else 'POWER'}({s[0]}, {s[1]})",
)
scalar("pi", (), _DOUBLE, f"CAST('{math.pi!r}' AS DOUBLE)", nullable=False, show=lambda a, s: "PI()")
scalar("e", (), _DOUBLE, f"CAST('{math.e!r}' AS DOUBLE)", nullable=False, show=lambda a, s: "E()")


def _bind_log(b: Binding) -> e.Value:
    if len(b.arguments) == 1:
        b = replace(b, arguments=(b.invoke("e"), *b.arguments))  # type: ignore[type-var]
    return b.apply(b.coerced((DOUBLE, DOUBLE)), _DOUBLE, nullable=True)


declare(
    "log",
    Function(
        "log", (DOUBLE, DOUBLE), _DOUBLE,
        "CASE WHEN {0} > 0 AND {1} > 0 THEN "
        "CASE WHEN {0} = 1 THEN ln({1}) / 0.0::DOUBLE ELSE ln({1}) / ln({0}) END END",
        optional=1, bind=_bind_log, show=lambda a, s: f"LOG({', '.join(s)})",
    ),
)  # fmt: skip

# ------------------------------------------------------------------------------------- sign and rounding

_NUMBER_OR_INTERVAL = one_of(NUMERIC, ANSI_INTERVAL)


def overflow(
    r: Rendering, kind: DataType, function: str = "", message: str = "", located: bool = True
) -> str:
    """What raises ARITHMETIC_OVERFLOW for integers; ``function`` is the one to use instead."""
    alternative = f" Use '{function}' to tolerate overflow and return NULL instead." if function else ""
    return r.fail(
        "ARITHMETIC_OVERFLOW",
        {
            "message": quoted(message if message else "overflow"),
            "alternative": quoted(alternative),
            "config": quoted('"spark.sql.ansi.enabled"'),
        },
        kind,
        located=located,
    )


def _render_abs(r: Rendering) -> str:
    kind = r.apply.type
    if isinstance(kind, (IntegralType, DayTimeIntervalType, YearMonthIntervalType)):
        bits = _BITS.get(type(kind), 64 if isinstance(kind, DayTimeIntervalType) else 32)
        raises = r.settings.ansi or not isinstance(kind, IntegralType)
        wrong = overflow(r, kind, message="overflow", located=False) if raises else ""
        low = f"({-(1 << (bits - 1))})"
        return r.bound(
            r.args[0],
            lambda v: f"CASE WHEN {v} = {low} THEN {wrong or v} ELSE CAST(abs({v}) AS {r.type(kind)}) END",
        )
    return f"abs({r.args[0]})"


scalar("abs", (_NUMBER_OR_INTERVAL,), type_of(), _render_abs)


scalar(
    "signum sign",
    (one_of(DOUBLE, YEAR_MONTH, DAY_TIME),),
    _DOUBLE,
    "CASE WHEN isnan(CAST({0} AS DOUBLE)) OR {0} = 0 THEN CAST({0} AS DOUBLE) ELSE CAST(sign({0}) AS DOUBLE) END",
    nullable=True,
    show=lambda a, s: f"{'SIGNUM' if a.name == 'signum' else a.name}({s[0]})",
)


def _whole_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    if isinstance(kind, DecimalType):
        return (
            adjusted_decimal(kind.precision - kind.scale + 1, 0)
            if kind.scale
            else DecimalType(min(38, kind.precision + 1), 0)
        )
    return _LONG


def _bind_whole(b: Binding) -> e.Value:
    name = b.function.name
    if not 1 <= len(b.arguments) <= 2:
        raise wrong_number(b.call.name.lower(), "2", len(b.arguments), b.call.origin)
    if len(b.arguments) == 2:
        value, scale = b.arguments
        small = isinstance(scale.type, (ByteType, ShortType, IntegerType))
        if not scale.foldable or not small or b.constant(1) is None:
            parameters = {
                "funcName": f"`{b.call.name.lower()}`",
                "paramName": "`scale`",
                "paramType": '"INT"',
            }
            raise b.error("NON_FOLDABLE_ARGUMENT", **parameters)
        if is_string(value.type) or isinstance(value.type, NullType):
            value = b.cast(value, DecimalType(38, 18))
        elif not isinstance(value.type, NumericType):
            raise unexpected_input(b.plain(), 0, value, '"DECIMAL"')
        value = b.cast(value, decimal_for(value.type))
        digits = b.constant(1)
        assert isinstance(value.type, DecimalType)
        kind = _rounded_decimal(value.type, digits)
        return b.apply((value, scale), kind, options=(digits, name), nullable=True)
    (value,) = b.arguments
    if isinstance(value.type, DecimalType):
        return b.apply((value,), _whole_type((value,)), nullable=True)
    if isinstance(value.type, IntegralType):
        return b.apply((b.cast(value, _LONG),), _LONG, nullable=True)
    (value,) = b.coerced((_ROUNDED,))
    return b.apply((value,), _LONG, nullable=True)


_ROUNDED = Accepts('("DOUBLE" or "DECIMAL" or "BIGINT")', DOUBLE.fit)


def _rounded_decimal(kind: DecimalType, digits: int) -> DecimalType:
    """The type of a decimal rounded to so many digits of its fraction."""
    before = kind.precision - kind.scale + 1
    if digits < 0:
        return DecimalType(min(max(before, -digits + 1), 38), 0)
    scale = min(kind.scale, digits)
    return DecimalType(min(before + scale, 38), scale)


def _render_whole(r: Rendering) -> str:
    name, kind = r.apply.function.name, r.apply.type
    word = "ceil" if name.startswith("ceil") else "floor"
    given = r.apply.arguments[0].type
    if len(r.args) == 2:
        digits = r.apply.options[0]
        assert isinstance(given, DecimalType)
        if digits >= given.scale:
            return f"CAST({r.args[0]} AS {r.type(kind)})"
        if digits == 0:
            return f"CAST({word}({r.args[0]}) AS {r.type(kind)})"
        if digits <= -kind.precision:  # type: ignore[attr-defined]
            return _beyond_digits(r, word, digits)
        up = "TRUE" if word == "ceil" else "FALSE"
        return r.kernel("whole_decimal", [r.args[0], f"{digits}", up], [given, _INT, BooleanType()], kind)
    if isinstance(given, IntegralType):
        return r.args[0]
    if isinstance(given, DecimalType):
        return f"CAST({word}({r.args[0]}) AS {r.type(kind)})"
    # A double beyond 64 bits becomes the largest or smallest BIGINT, as in Java; in ANSI mode it is an error.
    if not r.settings.ansi:
        return r.cast(f"{word}({r.args[0]})", _DOUBLE, _LONG, "legacy")
    wrong = overflow(r, kind, message="overflow")

    def checked(v: str) -> str:
        found = f"coalesce(TRY_CAST({word}({v}) AS BIGINT), CASE WHEN isnan({v}) THEN 0 ELSE {wrong} END)"
        return f"CASE WHEN {v} IS NOT NULL THEN {found} END"

    return r.bound(r.args[0], checked)


def _beyond_digits(r: Rendering, word: str, digits: int) -> str:
    """A decimal rounded to a power of ten that has too many digits: zero, or an error."""
    kind = r.apply.type
    sign, compared = ("", ">") if word == "ceil" else ("-", "<")
    parameters = {
        "originalValue": quoted(f"{sign}1E+{-digits}"),
        "roundedValue": quoted(f"{sign}{10**-digits}"),
        "precision": quoted(str(kind.precision)),  # type: ignore[attr-defined]
        "scale": quoted("0"),
    }
    wrong = r.fail("NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", parameters, kind, located=False)
    zero = f"CAST(0 AS {r.type(kind)})"
    return r.bound(
        r.args[0], lambda v: f"CASE WHEN {v} {compared} 0 THEN {wrong} WHEN {v} IS NOT NULL THEN {zero} END"
    )


def _show_whole(apply: e.Apply, args: Sequence[str]) -> str:
    name = apply.name if apply.name != "ceil" and apply.name != "floor" else apply.name.upper()
    return f"{name if len(args) == 1 else apply.name}({', '.join(args)})"


declare(
    "ceil ceiling",
    Function(
        "ceil",
        (ANY,),
        NullType(),
        _render_whole,
        optional=1,
        variadic=True,
        bind=_bind_whole,
        show=_show_whole,
    ),
)
declare(
    "floor",
    Function(
        "floor",
        (ANY,),
        NullType(),
        _render_whole,
        optional=1,
        variadic=True,
        bind=_bind_whole,
        show=_show_whole,
    ),
)


def _bind_round(b: Binding) -> e.Value:
    digits = 0
    if len(b.arguments) == 1:
        b = replace(b, arguments=(*b.arguments, e.Literal(0, _INT)))  # type: ignore[type-var]
        value, scale = b.coerced()
    else:
        value, scale = b.coerced()
        if not scale.foldable:
            parameters = {"inputType": quoted_type(scale.type), "inputExpr": quoted_sql(scale)}
            raise b.mismatch("NON_FOLDABLE_INPUT", inputName="`scale`", **parameters)
        found = b.constant(1)
        if found is None:
            kind = _rounded_decimal(value.type, 0) if isinstance(value.type, DecimalType) else value.type
            return b.apply((value, scale), kind, nullable=True, options=(None,))
        digits = int(found)
    kind = value.type
    if isinstance(kind, DecimalType):
        kind = _rounded_decimal(kind, digits)
    return b.apply((value, scale), kind, nullable=True, options=(digits,))


def _render_round(r: Rendering) -> str:
    kind, given = r.apply.type, r.apply.arguments[0].type
    (digits,) = r.apply.options
    even = r.apply.function.name == "bround"
    if digits is None:
        return f"CAST(NULL AS {r.type(kind)})"
    v = r.args[0]
    if isinstance(given, IntegralType):
        return _round_integer(r, v, kind, digits, even)
    if isinstance(given, DecimalType):
        assert isinstance(kind, DecimalType)
        if digits >= given.scale:
            return f"CAST({v} AS {r.type(kind)})"
        if even or digits < 0:
            return r.kernel(
                "round_decimal",
                [v, f"{digits}", "TRUE" if even else "FALSE"],
                [given, _INT, BooleanType()],
                kind,
            )
        return f"CAST({v} AS {r.type(kind)})"
    return r.bound(v, lambda x: _round_float(r, x, given, digits, even))


def _round_float(r: Rendering, x: str, given: DataType, digits: int, even: bool) -> str:
    """Spark rounds the shortest text of a float, not its value."""
    kind = r.apply.type
    exact = r.kernel(
        "round_float", [x, f"{digits}", "TRUE" if even else "FALSE"], [given, _INT, BooleanType()], kind
    )
    if digits == 0:
        return f"({'round_even' if even else 'round'}({x}{', 0' if even else ''}) + 0.0)"
    if even or not 0 < digits <= 12:
        return exact
    rounded = f"CAST(CAST(CAST(CAST({x} AS DOUBLE) AS VARCHAR) AS DECIMAL(18,{digits})) AS {r.type(kind)})"
    plain = f"abs({x}) >= 0.001 AND abs({x}) < {10 ** (15 - digits)}"
    return f"CASE WHEN {plain} THEN {rounded} ELSE {exact} END"


def _round_integer(r: Rendering, v: str, kind: DataType, digits: int, even: bool) -> str:
    if digits >= 0:
        return v
    if digits < -19:
        return f"CASE WHEN {v} IS NOT NULL THEN CAST(0 AS {r.type(kind)}) END"
    unit = 10**-digits
    half = unit // 2

    def rounded(x: str) -> str:
        wide = f"CAST({x} AS HUGEINT)"
        up = f"(({wide} + sign({wide}) * {half}::HUGEINT) // {unit}::HUGEINT * {unit}::HUGEINT)"
        if even:
            tie = f"abs({wide}) % {unit}::HUGEINT = {half} AND abs({wide}) // {unit}::HUGEINT % 2 = 0"
            up = f"CASE WHEN {tie} THEN {wide} // {unit}::HUGEINT * {unit}::HUGEINT ELSE {up} END"
        bits = _BITS[type(kind)]
        if not r.settings.ansi:
            return wrapped(up, bits, r.type(kind))
        wrong = overflow(r, kind, message="Overflow")
        return f"CASE WHEN {x} IS NOT NULL THEN coalesce(TRY_CAST(({up}) AS {r.type(kind)}), {wrong}) END"

    return r.bound(v, rounded)


for _name in ("round", "bround"):
    declare(
        _name,
        Function(_name, (NUMERIC, INT), NullType(), _render_round, optional=1, bind=_bind_round),
    )

# ------------------------------------------------------------------------------------ operators as functions


def _bind_mod(b: Binding) -> e.Value:
    try:
        rest = b.invoke("%", *b.arguments)
    except AnalysisException as error:
        wrong = error.getMessageParameters() or {}
        if "sqlExpr" not in wrong:
            raise
        raise analysis_error(
            error.getCondition() or "", {**wrong, "sqlExpr": quoted_sql(b.plain())}, b.call.origin
        ) from None
    return b.apply((rest,), rest.type, nullable=rest.nullable, shown=b.arguments)


declare("mod", Function("mod", (ANY, ANY), NullType(), "{0}", bind=_bind_mod))


def _bind_pmod(b: Binding) -> e.Value:
    one, other = numeric_operands(b, *b.arguments)
    kind = one.type
    if isinstance(one.type, DecimalType) and isinstance(other.type, DecimalType):
        scale = max(one.type.scale, other.type.scale)
        whole = min(one.type.precision - one.type.scale, other.type.precision - other.type.scale)
        kind = adjusted_decimal(whole + scale, scale)
    return b.apply((one, other), kind, nullable=True, shown=b.arguments)


def _render_pmod(r: Rendering) -> str:
    kind = r.apply.type
    if isinstance(kind, DecimalType):
        return r.decimal("pmod")

    def positive(v: str, n: str) -> str:
        wide, divisor = v, n
        if not isinstance(kind, _FLOATING):
            wide, divisor = f"CAST({v} AS HUGEINT)", f"nullif(CAST({n} AS HUGEINT), 0)"
        rest = f"({wide} % {divisor})"
        total = f"({rest} + {divisor})"
        if isinstance(kind, (IntegerType, LongType)):
            # As in Java, the sum wraps around.
            bits = 32 if isinstance(kind, IntegerType) else 64
            low, full = f"(-{1 << (bits - 1)}::HUGEINT)", f"{1 << bits}::HUGEINT"
            total = f"(CASE WHEN {total} < {low} THEN {total} + {full} ELSE {total} END)"
        again = f"({total} % {divisor})"
        zero = division_by_zero(r) if r.settings.ansi else "NULL"
        found = f"CAST(CASE WHEN {rest} < 0 THEN {again} ELSE {rest} END AS {r.type(kind)})"
        return f"CASE WHEN {n} <> 0 THEN {found} WHEN {v} IS NOT NULL AND {n} IS NOT NULL THEN {zero} END"

    return r.bound_both(r.args, positive)


declare("pmod", Function("pmod", (ANY, ANY), NullType(), _render_pmod, bind=_bind_pmod))

# ------------------------------------------------------------------------------------------- extremes, nulls


def _bind_extreme(b: Binding) -> e.Value:
    if len(b.arguments) < 2:
        raise wrong_number(b.function.name, "> 1", len(b.arguments))
    kinds = [value.type for value in b.arguments]
    common = coercion.common_of(kinds, b.settings.ansi, strings=False)
    if common is None:
        shown = ", ".join([quoted_type(kind) for kind in kinds])
        raise b.mismatch("DATA_DIFF_TYPES", functionName=f"`{b.function.name}`", dataType=f"[{shown}]")
    if not is_orderable(common):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(common)
        )
    values = [b.cast(value, common) for value in b.arguments]
    return b.apply(values, common, nullable=all(value.nullable for value in values), shown=b.arguments)


def _render_extreme(r: Rendering) -> str:
    name, kind, listed = r.apply.function.name, r.apply.type, ", ".join(r.args)
    if isinstance(kind, (ArrayType, StructType)):
        ascending = "DESC" if name == "greatest" else "ASC"
        return f"({sorted_list(r, f'[{listed}]', kind, ascending, 'LAST')})[1]"
    return f"{name}({listed})"


for _name in ("greatest", "least"):
    declare(
        _name,
        Function(_name, (ANY,), NullType(), _render_extreme, optional=1, variadic=True, bind=_bind_extreme),
    )


def _bind_nullif(b: Binding) -> e.Value:
    one, other = b.arguments
    equal = b.invoke("=", computed_once(one), other)
    missing = e.Literal(None, one.type)
    return b.apply((equal, missing, one), one.type, nullable=True, shown=b.arguments)


declare(
    "nullif",
    Function("nullif", (ANY, ANY), NullType(), "CASE WHEN {0} THEN {1} ELSE {2} END", bind=_bind_nullif),
)


def _bind_nvl2(b: Binding) -> e.Value:
    test, one, other = b.arguments
    chosen = b.invoke("if", b.invoke("isnotnull", test), one, other)
    assert isinstance(chosen, e.Apply)
    return b.apply(chosen.arguments, chosen.type, nullable=chosen.nullable, shown=b.arguments)


declare(
    "nvl2",
    Function("nvl2", (ANY, ANY, ANY), NullType(), "CASE WHEN {0} THEN {1} ELSE {2} END", bind=_bind_nvl2),
)


def _bind_equal_null(b: Binding) -> e.Value:
    equal = b.invoke("<=>", *b.arguments)
    return b.apply((equal,), BooleanType(), nullable=False, shown=b.arguments)


declare(
    "equal_null",
    Function("equal_null", (ANY, ANY), BooleanType(), "{0}", bind=_bind_equal_null),
)


def _bind_nullifzero(b: Binding) -> e.Value:
    (value,) = b.arguments
    chosen = b.invoke("if", b.invoke("=", value, e.Literal(0, _INT)), e.Literal(None, NullType()), value)
    assert isinstance(chosen, e.Apply)
    return b.apply(chosen.arguments, chosen.type, nullable=True, shown=b.arguments)


declare(
    "nullifzero",
    Function("nullifzero", (ANY,), NullType(), "CASE WHEN {0} THEN {1} ELSE {2} END", bind=_bind_nullifzero),
)


def _bind_zeroifnull(b: Binding) -> e.Value:
    (value,) = b.arguments
    chosen = b.invoke("coalesce", value, e.Literal(0, _INT))
    assert isinstance(chosen, e.Apply)
    return b.apply(chosen.arguments, chosen.type, nullable=chosen.nullable, shown=b.arguments)


declare("zeroifnull", Function("zeroifnull", (ANY,), NullType(), "coalesce({args})", bind=_bind_zeroifnull))

_FLOAT_OR_DOUBLE = Accepts(
    '("DOUBLE" or "FLOAT")',
    lambda given, ansi: given if isinstance(given, FloatType) else DOUBLE.fit(given, ansi),
)
scalar("isnan", (_FLOAT_OR_DOUBLE,), BooleanType(), "coalesce(isnan({0}), FALSE)", nullable=False)


def _bind_nanvl(b: Binding) -> e.Value:
    one, other = b.coerced((_FLOAT_OR_DOUBLE, _FLOAT_OR_DOUBLE))
    kind = _DOUBLE if isinstance(one.type, DoubleType) or isinstance(other.type, DoubleType) else one.type
    return b.apply((b.cast(one, kind), b.cast(other, kind)), kind, shown=b.arguments)


declare(
    "nanvl",
    Function("nanvl", (ANY, ANY), NullType(), "CASE WHEN isnan({0}) THEN {1} ELSE {0} END", bind=_bind_nanvl),
)

# ------------------------------------------------------------------------------------------- bases and bits

scalar(
    "factorial", (INT,), _LONG,
    "CASE WHEN {0} BETWEEN 0 AND 20 THEN CAST(factorial(CAST({0} AS INTEGER)) AS BIGINT) END", nullable=True,
)  # fmt: skip
scalar("bin", (LONG,), _STRING, "CASE WHEN {0} = 0 THEN '0' ELSE ltrim(bin({0}), '0') END")


def _render_hex(r: Rendering) -> str:
    kind = r.apply.arguments[0].type
    return (
        f"CASE WHEN {r.args[0]} = 0 THEN '0' ELSE ltrim(to_hex({r.args[0]}), '0') END"
        if isinstance(kind, LongType)
        else f"hex({r.args[0]})"
    )


_HEX = Accepts(
    '("BIGINT" or "BINARY" or "STRING")',
    lambda given, ansi: (
        given
        if is_string(given) or quoted_type(given) == '"BINARY"'
        else LONG.fit(given, ansi) or STRING.fit(given, ansi)
    ),
)
scalar("hex", (_HEX,), _STRING, _render_hex)


scalar(
    "unhex",
    (STRING,),
    BinaryType(),
    "CASE WHEN regexp_full_match({0}, '[0-9a-fA-F]*') "
    "THEN unhex(CASE length({0}) % 2 WHEN 1 THEN '0' ELSE '' END || {0}) END",
    nullable=True,
)


def _bind_shift(b: Binding) -> e.Value:
    given = b.arguments[0].type
    number = Accepts('("INT" or "BIGINT")', (LONG if isinstance(given, LongType) else INT).fit)
    value, count = b.coerced((number, INT))
    if not isinstance(value.type, (IntegerType, LongType)):
        value = b.cast(value, _INT)
    return b.apply((value, count), value.type, shown=b.arguments)


def _render_shift(r: Rendering) -> str:
    kind, name = r.apply.type, r.apply.function.name
    bits = _BITS[type(kind)]
    count = f"(CAST({r.args[1]} AS INTEGER) & {bits - 1})"
    full = f"{1 << bits}::HUGEINT"
    if name in ("shiftleft", "<<"):
        wide = f"(CAST({r.args[0]} AS HUGEINT) * CAST(pow(2, {count} % 32) AS HUGEINT)"
        shifted = f"{wide} * CASE WHEN {count} >= 32 THEN 4294967296::HUGEINT ELSE 1 END)"
        return wrapped(shifted, bits, r.type(kind))
    power = f"CAST(pow(2, {count}) AS HUGEINT)"
    if name in ("shiftright", ">>"):

        def down(v: str) -> str:
            wide = f"CAST({v} AS HUGEINT)"
            negative = f"-((-{wide} - 1) // {power}) - 1"
            return f"CAST(CASE WHEN {v} >= 0 THEN {wide} // {power} ELSE {negative} END AS {r.type(kind)})"

        return r.bound(r.args[0], down)

    def unsigned(v: str) -> str:
        wide = f"CAST({v} AS HUGEINT)"
        moved = f"CASE WHEN {v} >= 0 THEN {wide} ELSE {wide} + {full} END // {power}"
        return f"CAST(CASE WHEN {count} = 0 THEN {wide} ELSE {moved} END AS {r.type(kind)})"

    return r.bound(r.args[0], unsigned)


for _name, _symbol in (("shiftleft", "<<"), ("shiftright", ">>"), ("shiftrightunsigned", ">>>")):
    declare(_name, Function(_name, (INT, INT), NullType(), _render_shift, bind=_bind_shift))
    declare(
        _symbol,
        Function(
            _symbol,
            (INT, INT),
            NullType(),
            _render_shift,
            bind=_bind_shift,
            show=lambda a, s: f"({s[0]} {a.function.name} {s[1]})",
        ),
    )

WHOLE = strictly('"INTEGRAL"', IntegralType, _LONG)
_BOOLEAN_OR_INTEGRAL = Accepts(
    '("INTEGRAL" or "BOOLEAN")',
    lambda given, ansi: given if isinstance(given, BooleanType) else WHOLE.fit(given, ansi),
)


def _render_bit_count(r: Rendering) -> str:
    kind = r.apply.arguments[0].type
    if isinstance(kind, BooleanType):
        return f"CAST({r.args[0]} AS INTEGER)"
    return f"CAST(bit_count(CAST({r.args[0]} AS BIGINT)) AS INTEGER)"


scalar("bit_count", (_BOOLEAN_OR_INTEGRAL,), _INT, _render_bit_count)


def _render_bit_get(r: Rendering) -> str:
    bits = _BITS[type(r.apply.arguments[0].type)]

    def got(v: str, p: str) -> str:
        parameters = {
            "functionName": quoted(f"`{r.apply.name}`"),
            "parameter": quoted("`pos`"),
            "upper": quoted(str(bits)),
            "invalidValue": f"CAST({p} AS VARCHAR)",
        }
        wrong = r.fail(
            "INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE",
            parameters,
            r.apply.type,
            IllegalArgumentException,
            located=False,
        )
        bit = f"CAST((CAST({v} AS BIGINT) >> {p}) & 1 AS TINYINT)"
        inside = f"{p} >= 0 AND {p} < {bits}"
        return f"CASE WHEN {inside} THEN {bit} WHEN {v} IS NOT NULL AND {p} IS NOT NULL THEN {wrong} END"

    return r.bound_both(r.args, got)


scalar("bit_get getbit", (WHOLE, INT), ByteType(), _render_bit_get)


def _render_width_bucket(r: Rendering) -> str:
    return r.kernel("width_bucket", r.args, [a.type for a in r.apply.arguments], _LONG)


def _check_bucket(b: Binding) -> None:
    kinds = [value.type for value in b.arguments[:3]]
    spans = [kind for kind in kinds if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType))]
    if spans and len({type(kind) for kind in kinds if not isinstance(kind, NullType)}) > 1:
        shown = [kind if kind in spans else _DOUBLE for kind in kinds]
        raise data_diff_types(b.plain(), "width_bucket", shown)


def _render_conv(r: Rendering) -> str:
    given = [_STRING, _INT, _INT]
    converted = r.kernel("conv", r.args, given, _STRING)
    if not r.settings.ansi:
        return converted
    wrong = r.fail(
        "ARITHMETIC_OVERFLOW",
        {
            "message": quoted("Overflow in function conv()"),
            "alternative": "''",
            "config": quoted('"spark.sql.ansi.enabled"'),
        },
        _STRING,
    )
    return f"CASE WHEN {r.kernel('conv_overflows', r.args, given, BooleanType())} THEN {wrong} ELSE {converted} END"


scalar("conv", (STRING, INT, INT), _STRING, _render_conv, nullable=True)
scalar(
    "width_bucket",
    (one_of(DOUBLE, ANSI_INTERVAL), one_of(DOUBLE, ANSI_INTERVAL), one_of(DOUBLE, ANSI_INTERVAL), LONG),
    _LONG,
    _render_width_bucket,
    nullable=True,
    check=_check_bucket,
)

# ------------------------------------------------------------------------------------------ tolerant operators


_TOLERANT = {"try_add": "+", "try_subtract": "-", "try_multiply": "*", "try_divide": "/", "try_mod": "%"}


def _bind_try(b: Binding) -> e.Value:
    value = b.invoke(_TOLERANT[b.function.name], *b.arguments)
    return b.apply((value,), value.type, nullable=True, shown=b.arguments)


def _render_try(r: Rendering) -> str:
    (value,) = r.apply.arguments
    symbol = _TOLERANT[r.apply.function.name]
    if not isinstance(value, e.Apply) or not isinstance(value.type, (IntegralType, *_FLOATING)):
        return f"TRY({r.args[0]})"
    # Casts that the operator brings in are tried too; what is given as a number fails by itself.
    given = all(isinstance(one.type, NumericType) for one in value.shown or value.arguments)
    one, other = (text if given else f"TRY({text})" for text in map(r.sql, value.arguments))
    if value.function.name != symbol:
        return f"TRY({r.args[0]})"
    if symbol == "/":
        return f"CASE WHEN {other} <> 0 THEN {one} / {other} END"
    if symbol == "%":
        return f"CASE WHEN {other} <> 0 THEN {remainder(r, one, other, value.type)} END"
    if isinstance(value.type, _FLOATING):
        return f"({one} {symbol} {other})"
    # Out of ANSI mode the operator itself wraps around.
    return f"TRY_CAST(CAST({one} AS HUGEINT) {symbol} CAST({other} AS HUGEINT) AS {r.type(value.type)})"


for _name in _TOLERANT:
    declare(_name, Function(_name, (ANY, ANY), NullType(), _render_try, bind=_bind_try))

# ------------------------------------------------------------------------------------------------- random


def _bind_random(b: Binding) -> e.Value:
    if (
        b.arguments
        and not b.arguments[0].foldable
        and isinstance(b.arguments[0].type, (IntegerType, LongType))
    ):
        shown = {"exprWithSeed": quoted_sql(b.plain()), "seedExpr": quoted_sql(b.arguments[0])}
        raise b.error("SEED_EXPRESSION_IS_UNFOLDABLE", **shown)
    seed = b.constant(0) if b.arguments else secrets.randbits(63)
    if b.arguments and not isinstance(b.arguments[0].type, (IntegerType, LongType, NullType)):
        raise b.mismatch(
            "UNEXPECTED_INPUT_TYPE",
            paramIndex="first",
            requiredType='("INT" or "BIGINT")',
            inputSql=quoted_sql(b.arguments[0]),
            inputType=quoted_type(b.arguments[0].type),
        )
    options = (int(seed or 0), bool(b.arguments), False)
    return b.apply((), _DOUBLE, nullable=False, options=options, shown=b.arguments)


#: Without a seed no stream is asked for: each row's number is hashed.
_DRAW = "(hash(row_number() OVER () + CAST({seed} AS HUGEINT)) / 18446744073709551616.0::DOUBLE)"


def drawn(r: Rendering, name: str, seed: int, kind: DataType, *lengths: str) -> str:
    """What Spark's generator draws for each row: of a single partition, or where the arguments tell its place."""
    args = ["row_number() OVER ()", r.constant(seed, _LONG), *lengths]
    if name in ("rand", "randn") and r.apply.arguments:
        number, place = r.args
        args = [f"{place} + 1", f"{r.constant(seed, _LONG)} + CAST({number} AS BIGINT)"]
    return r.kernel(name, args, [_LONG, _LONG, *[_INT] * len(lengths)], kind)


def _placed(r: Rendering) -> None:
    """Ask for the places of rows, which a seed's stream goes by; once."""
    seeded, placed = r.apply.options[1:]
    if seeded and not placed:
        raise Unplaced


def _render_rand(r: Rendering) -> str:
    _placed(r)
    if r.apply.options[1]:
        return drawn(r, "rand", r.apply.options[0], _DOUBLE)
    return _DRAW.replace("{seed}", f"({r.apply.options[0]})")


def _render_randn(r: Rendering) -> str:
    _placed(r)
    seed = r.apply.options[0]
    if r.apply.options[1]:
        return drawn(r, "randn", seed, _DOUBLE)
    one, other = (_DRAW.replace("{seed}", f"({number})") for number in (seed, seed ^ 0x5DEECE66D))
    return f"(sqrt(-2 * ln(1 - {one})) * cos({2 * math.pi!r} * {other}))"


declare(
    "rand random:rand",
    Function("rand", (ANY,), _DOUBLE, _render_rand, optional=1, bind=_bind_random, deterministic=False),
)
declare(
    "randn",
    Function("randn", (ANY,), _DOUBLE, _render_randn, optional=1, bind=_bind_random, deterministic=False),
)


def _bind_uniform(b: Binding) -> e.Value:
    """A draw stretched from one bound to the other."""
    for index, value in enumerate(b.arguments[:2]):
        if not isinstance(value.type, (NumericType, NullType)):
            raise b.mismatch(
                "UNEXPECTED_INPUT_TYPE",
                paramIndex=("first", "second")[index],
                requiredType='"NUMERIC"',
                inputSql=quoted_sql(value),
                inputType=quoted_type(value.type),
            )
        if not value.foldable:
            raise b.mismatch(
                "NON_FOLDABLE_INPUT",
                inputName=("`min`", "`max`")[index],
                inputType="integer or floating-point",
                inputExpr=quoted_sql(value),
            )
    low, high, *seed = b.arguments
    if seed and not isinstance(seed[0].type, (IntegerType, LongType, NullType)):
        raise b.mismatch(
            "UNEXPECTED_INPUT_TYPE",
            paramIndex="third",
            requiredType='("INT" or "BIGINT")',
            inputSql=quoted_sql(seed[0]),
            inputType=quoted_type(seed[0].type),
        )
    if isinstance(low.type, NullType) or isinstance(high.type, NullType):
        return b.apply((e.Literal(None, _DOUBLE),), _DOUBLE, nullable=False, shown=b.arguments)
    if seed and not seed[0].foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`seed`",
            inputType="integer or floating-point",
            inputExpr=quoted_sql(seed[0]),
        )
    kinds = [value.type for value in (low, high)]
    if any(isinstance(one, DecimalType) for one in kinds):
        kinds = [
            coercion.decimal_of_literal(v) if isinstance(v.type, IntegralType) else v.type
            for v in (low, high)
        ]
    kind = coercion.widest_numeric(kinds[0], kinds[1], False)
    assert kind is not None
    low, high = (b.cast(value, _DOUBLE) for value in (low, high))
    width = b.invoke("*", b.invoke("-", high, low), b.invoke("rand", *seed))
    drawn_ = e.Cast(b.invoke("+", low, width), kind, "ansi" if b.settings.ansi else "legacy", False, True)
    return b.apply((drawn_,), kind, nullable=False, shown=b.arguments)


declare(
    "uniform",
    Function(
        "uniform", (ANY, ANY, ANY), NullType(), "{0}", optional=1, bind=_bind_uniform, deterministic=False
    ),
)
