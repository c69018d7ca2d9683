"""Arithmetic, comparison, logic and bits: the operators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from importlib import import_module
from typing import Any

from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.char_padding import evenly_padded
from pyrite.sql._analysis.coercion import adjusted_decimal, decimal_of_literal, is_string
from pyrite.sql._analysis.functions.registry import (
    ANY,
    BOOLEAN,
    Binding,
    Function,
    Rendering,
    declare,
    once,
    operator,
    quoted,
    scalar,
    strictly,
)
from pyrite.sql._analysis.functions.texts import ordered_key
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._analysis.references import computed_once
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
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
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    NumericType,
    ShortType,
    SpatialType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    YearMonthIntervalType,
)

_ANSI_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)
_INTERVALS = (*_ANSI_INTERVALS, CalendarIntervalType)
_DATETIMES = (DateType, TimestampType, TimestampNTZType, TimeType)
_OPERAND = '("NUMERIC" or "INTERVAL DAY TO SECOND" or "INTERVAL YEAR TO MONTH" or "INTERVAL")'

_DIVISIBLE = '("BIGINT" or "DECIMAL" or "INTERVAL YEAR TO MONTH" or "INTERVAL DAY TO SECOND")'
_OPERANDS = {"*": '"NUMERIC"', "/": '("DOUBLE" or "DECIMAL")', "%": '"NUMERIC"', "div": _DIVISIBLE}

# --------------------------------------------------------------------------------------------- arithmetic


def _sum_type(one: DecimalType, other: DecimalType) -> DecimalType:
    scale = max(one.scale, other.scale)
    integral = max(one.precision - one.scale, other.precision - other.scale)
    return adjusted_decimal(integral + scale + 1, scale)


def _product_type(one: DecimalType, other: DecimalType) -> DecimalType:
    return adjusted_decimal(one.precision + other.precision + 1, one.scale + other.scale)


def _quotient_type(one: DecimalType, other: DecimalType) -> DecimalType:
    scale = max(6, one.scale + other.precision + 1)
    return adjusted_decimal(one.precision - one.scale + other.scale + scale, scale)


def _remainder_type(one: DecimalType, other: DecimalType) -> DecimalType:
    scale = max(one.scale, other.scale)
    return adjusted_decimal(min(one.precision - one.scale, other.precision - other.scale) + scale, scale)


_DECIMAL_RULES = {
    "+": _sum_type,
    "-": _sum_type,
    "*": _product_type,
    "/": _quotient_type,
    "%": _remainder_type,
    "pmod": _remainder_type,
}


def numeric_operands(b: Binding, one: e.Value, other: e.Value) -> tuple[e.Value, e.Value]:
    """Both sides of an arithmetic operator as numbers of one type; decimals keep their own sizes.

    Raises
    ------
    AnalysisException
        DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES or BINARY_OP_WRONG_TYPE.
    """
    ansi = b.settings.ansi
    texts = [value.type for value in (one, other) if is_string(value.type)]
    if ansi and texts and all(is_string(v.type) or isinstance(v.type, NullType) for v in (one, other)):
        operand = _OPERANDS.get(b.function.name, _OPERAND)
        raise b.mismatch("BINARY_OP_WRONG_TYPE", inputType=operand, actualDataType=quoted_type(texts[0]))
    one = _as_number(b, one, other.type)
    other = _as_number(b, other, one.type)
    if not isinstance(one.type, NumericType) or not isinstance(other.type, NumericType):
        if type(one.type) is type(other.type):
            raise b.mismatch("BINARY_OP_WRONG_TYPE", inputType=_OPERAND, actualDataType=quoted_type(one.type))
        kinds = [
            written.type if isinstance(written.type, NullType) else value.type
            for written, value in zip(b.arguments, (one, other))
        ]
        for place, given in enumerate(kinds):
            beside = kinds[1 - place]
            if is_string(given) and isinstance(beside, AtomicType) and not isinstance(beside, NumericType):
                kinds[place] = beside if ansi else DoubleType()
        if kinds[0] == kinds[1]:
            operand = _OPERANDS.get(b.function.name, _OPERAND)
            raise b.mismatch("BINARY_OP_WRONG_TYPE", inputType=operand, actualDataType=quoted_type(kinds[0]))
        raise b.mismatch("BINARY_OP_DIFF_TYPES", left=quoted_type(kinds[0]), right=quoted_type(kinds[1]))
    if isinstance(one.type, DecimalType) or isinstance(other.type, DecimalType):
        if isinstance(one.type, (FloatType, DoubleType)) or isinstance(other.type, (FloatType, DoubleType)):
            return b.cast(one, DoubleType()), b.cast(other, DoubleType())
        return b.cast(one, decimal_of_literal(one)), b.cast(other, decimal_of_literal(other))
    kind = coercion.widest_numeric(one.type, other.type, ansi)
    assert kind is not None
    return b.cast(one, kind), b.cast(other, kind)


def promoted_types(one: e.Value, other: e.Value, ansi: bool) -> tuple[DataType, DataType]:
    """The types that both sides of an operator of numbers have in Spark when it checks them: errors show these."""
    kinds = [one.type, other.type]
    texts = [is_string(kind) for kind in kinds]
    if ansi and texts[0] != texts[1]:
        common = coercion.common_type(one.type, other.type, ansi)
        if common is not None:
            return common, common
    if not ansi and not any(isinstance(kind, _INTERVALS) for kind in kinds):
        kinds = [DoubleType() if text else kind for text, kind in zip(texts, kinds)]
    for place, value in enumerate((one, other)):
        kind, beside = kinds[place], kinds[1 - place]
        if isinstance(kind, DecimalType) and isinstance(beside, (FloatType, DoubleType)):
            kinds[place] = DoubleType()
        elif isinstance(kind, IntegralType) and isinstance(beside, DecimalType):
            kinds[place] = decimal_of_literal(value)
    return kinds[0], kinds[1]


def _refuse(b: Binding, kinds: Sequence[DataType], taken: Any, required: str) -> None:
    """Raise for the sides of an operator, of these types, unless both are ``taken`` or null."""
    if all(isinstance(kind, (taken, NullType)) for kind in kinds):
        return
    one, other = kinds
    if one == other:
        raise b.mismatch("BINARY_OP_WRONG_TYPE", inputType=required, actualDataType=quoted_type(one))
    raise b.mismatch("BINARY_OP_DIFF_TYPES", left=quoted_type(one), right=quoted_type(other))


def _as_number(b: Binding, value: e.Value, beside: DataType) -> e.Value:
    if isinstance(value.type, NullType):
        return b.cast(value, beside if isinstance(beside, NumericType) else DoubleType())
    if is_string(value.type) and (isinstance(beside, (NumericType, NullType)) or is_string(beside)):
        if b.settings.ansi and isinstance(beside, IntegralType):
            return b.cast(value, LongType())
        return b.cast(value, DoubleType())
    return value


def _bind_arithmetic(b: Binding) -> e.Value:
    one, other = b.arguments
    symbol = b.function.name
    if isinstance(one.type, (*_DATETIMES, *_INTERVALS)) or isinstance(other.type, (*_DATETIMES, *_INTERVALS)):
        # That topic is built on this one, and loaded when it is needed.
        intervals = import_module("pyrite.sql._analysis.functions.intervals")
        rewritten: e.Value | None = intervals.arithmetic(symbol, b, one, other)
        if rewritten is not None:
            return rewritten
    if symbol == "/" and isinstance(one.type, NullType) and not is_string(other.type):
        one = b.cast(one, DoubleType())
    one, other = numeric_operands(b, one, other)
    if symbol == "/" and not isinstance(one.type, DecimalType):
        one, other = b.cast(one, DoubleType()), b.cast(other, DoubleType())
    kind = one.type
    if isinstance(one.type, DecimalType) and isinstance(other.type, DecimalType):
        kind = _DECIMAL_RULES[symbol](one.type, other.type)
    nullable = one.nullable or other.nullable
    if symbol in ("/", "%"):
        nullable = True
    if isinstance(kind, DecimalType) and not b.settings.ansi:
        nullable = True
    return b.apply((one, other), kind, nullable=nullable, shown=b.arguments)


def _render_arithmetic(r: Rendering) -> str:
    symbol, kind = r.apply.function.name, r.apply.type
    one, other = r.args
    if isinstance(kind, DecimalType):
        return r.decimal(symbol)
    if symbol == "/":
        return _divided(r, f"({one} / {other})", other)
    if symbol == "%":
        return _divided(r, remainder(r, one, other, kind), other)
    plain = f"({one} {symbol} {other})"
    if isinstance(kind, IntegralType) and not r.settings.ansi:
        return _wrapped(r, symbol, kind)
    if isinstance(kind, IntegralType):
        r.foresee(f"{_WORDS[symbol]} of INT{_BITS[type(kind)]}")
    return plain


def remainder(r: Rendering, one: str, other: str, kind: DataType) -> str:
    """The remainder of a division by another number than zero, in a type of integers or floats."""
    if _floating(kind):
        return f"({one} % {other})"
    # DuckDB's remainder overflows for the lowest number and -1.
    return f"CASE WHEN {other} = -1 THEN {one} & CAST(0 AS {r.type(kind)}) ELSE {one} % {other} END"


_WORDS = {"+": "addition", "-": "subtraction", "*": "multiplication"}


def _floating(kind: DataType) -> bool:
    return isinstance(kind, (FloatType, DoubleType))


#: How long a text may be that is written once more: null by zero is null, but quotients stand in quotients.
_REPEATED = 1000


def _divided(r: Rendering, plain: str, divisor: str) -> str:
    """A division that raises or gives null for a divisor of zero."""
    if _known_not_zero(r.apply.arguments[1]):
        return plain
    if not r.settings.ansi:
        return f"CASE WHEN {divisor} = 0 THEN NULL ELSE {plain} END"
    test, dividend = f"{divisor} = 0", r.args[0]
    if r.apply.arguments[0].nullable and len(dividend) < _REPEATED:
        test += f" AND {dividend} IS NOT NULL"
    return f"CASE WHEN {test} THEN {division_by_zero(r)} ELSE {plain} END"


def division_by_zero(r: Rendering, condition: str = "DIVIDE_BY_ZERO") -> str:
    """What raises Spark's error of a division by zero."""
    if r.apply.function.name in ("%", "pmod"):
        condition = "REMAINDER_BY_ZERO"
    return r.fail(condition, {"config": "'\"spark.sql.ansi.enabled\"'"}, r.apply.type)


def _known_not_zero(value: e.Value) -> bool:
    while isinstance(value, e.Cast) and isinstance(value.type, NumericType):
        if not isinstance(value.child, e.Value):
            return False
        value = value.child
    return isinstance(value, e.Literal) and value.value not in (None, 0) and not is_string(value.type)


_BITS: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}


def _wrapped(r: Rendering, symbol: str, kind: DataType) -> str:
    """Integer arithmetic that wraps around, as Java's."""
    bits = _BITS[type(kind)]
    one, other = (f"CAST({arg} AS HUGEINT)" for arg in r.args)
    exact = f"({one} {symbol} {other})"
    if bits < 64:
        exact = f"(CAST({r.args[0]} AS BIGINT) {symbol} CAST({r.args[1]} AS BIGINT))"
    return wrapped(exact, bits, r.type(kind))


def wrapped(whole: str, bits: int, name: str) -> str:
    """The lowest bits of a whole number as DuckDB's type ``name``, as Java's integers keep them."""
    full, half = f"{1 << bits}::HUGEINT", f"{1 << (bits - 1)}::HUGEINT"
    return f"CAST(((CAST({whole} AS HUGEINT) + {half}) % {full} + {full}) % {full} - {half} AS {name})"


for _symbol in "+-*/%":
    declare(
        _symbol,
        Function(
            _symbol, (ANY, ANY), NullType(), _render_arithmetic, bind=_bind_arithmetic, show=operator(_symbol)
        ),
    )


def _bind_div(b: Binding) -> e.Value:
    one, other = b.arguments
    if isinstance(one.type, _ANSI_INTERVALS) and type(one.type) is type(other.type):
        return b.apply((one, other), LongType(), nullable=True)
    kinds = [LongType() if isinstance(v.type, IntegralType) else v.type for v in (one, other)]
    if not all(isinstance(kind, LongType) for kind in kinds):
        promoted = promoted_types(one, other, b.settings.ansi)
        whole = [LongType() if isinstance(k, IntegralType) else k for k in promoted]
        if not all(isinstance(kind, DecimalType) for kind in promoted):
            _refuse(b, whole, (LongType, DecimalType), _DIVISIBLE)
    one, other = numeric_operands(b, one, other)
    if isinstance(one.type, IntegralType):
        one, other = b.cast(one, LongType()), b.cast(other, LongType())
    return b.apply((one, other), LongType(), nullable=True, shown=b.arguments)


def _render_div(r: Rendering) -> str:
    if isinstance(r.apply.arguments[0].type, DecimalType):
        return _divided(r, r.decimal("div"), r.args[1])
    wide = r.fail(
        "ARITHMETIC_OVERFLOW",
        {
            "message": "'Overflow in integral divide'",
            "alternative": quoted(" Use 'try_divide' to tolerate overflow and return NULL instead."),
            "config": quoted('"spark.sql.ansi.enabled"'),
        },
        r.apply.type,
    )
    one, other = r.args
    lowest = wide if r.settings.ansi else one
    overflows = f"{other} = -1 AND {one} = (-9223372036854775808)"
    return _divided(r, f"CASE WHEN {overflows} THEN {lowest} ELSE {one} // {other} END", other)


declare("div", Function("div", (ANY, ANY), LongType(), _render_div, bind=_bind_div, show=operator("div")))


def _bind_sign(b: Binding) -> e.Value:
    (value,) = b.arguments
    if isinstance(value.type, NullType) or is_string(value.type):
        value = b.cast(value, DoubleType())
    if not isinstance(value.type, (NumericType, *_INTERVALS)):
        raise b.mismatch(
            "UNEXPECTED_INPUT_TYPE",
            paramIndex="first",
            inputSql=quoted_sql(value),
            inputType=quoted_type(value.type),
            requiredType=_OPERAND,
        )
    return b.apply((value,), value.type)


def _render_negative(r: Rendering) -> str:
    kind = r.apply.type
    bits = _BITS.get(type(kind))
    if bits is None:
        return f"(-({r.args[0]}))"
    low = f"({-(1 << (bits - 1))})"
    wrong = ""
    if r.settings.ansi:
        parameters = {
            "message": "'overflow'",
            "alternative": "''",
            "config": quoted('"spark.sql.ansi.enabled"'),
        }
        wrong = r.fail("ARITHMETIC_OVERFLOW", parameters, kind, located=False)
    return r.bound(
        r.args[0], lambda v: f"CASE WHEN {v} = {low} THEN {wrong or v} ELSE CAST(-{v} AS {r.type(kind)}) END"
    )


#: As a function it shows its name, as an operator (``unary-``) its sign.
declare("negative", Function("negative", (ANY,), NullType(), _render_negative, bind=_bind_sign))
declare(
    "unary-",
    Function(
        "negative", (ANY,), NullType(), _render_negative, bind=_bind_sign, show=lambda a, s: f"(- {s[0]})"
    ),
)
declare(
    "positive",
    Function("positive", (ANY,), NullType(), "{0}", bind=_bind_sign, show=lambda a, s: f"(+ {s[0]})"),
)

# --------------------------------------------------------------------------------------------- comparison


def _bind_comparison(b: Binding) -> e.Value:
    symbol = b.function.name
    one, other = b.arguments
    plainer = None
    if symbol in _ROUNDING:
        plainer = _compared_to_whole(b, symbol, one, other)
    elif not b.settings.ansi:
        plainer = _compared_to_truth(b, symbol, one, other) or _compared_to_truth(b, symbol, other, one)
    if plainer is not None:
        return plainer
    one, other = comparable(b, *evenly_padded((one, other)))
    nullable = symbol != "<=>" and (one.nullable or other.nullable)
    return b.apply((one, other), BooleanType(), nullable=nullable, shown=b.arguments)


#: How the decimal on the right of an integer is made whole.
_ROUNDING = {"<": ROUND_CEILING, "<=": ROUND_FLOOR, ">": ROUND_FLOOR, ">=": ROUND_CEILING}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _compared_to_whole(b: Binding, symbol: str, one: e.Value, other: e.Value) -> e.Value | None:
    """An integer compared to a decimal constant is compared to a whole number."""
    if not isinstance(other.type, DecimalType):
        one, other, symbol = other, one, _MIRRORED[symbol]
    if not isinstance(other, e.Literal) or not isinstance(other.type, DecimalType) or other.value is None:
        return None
    if not isinstance(one.type, IntegralType):
        return None
    value = Decimal(other.value)
    if not -(2**63) <= value < 2**63:
        return e.Literal((value > 0) == (symbol in ("<", "<=")), BooleanType(), origin=b.call.origin)
    whole = e.Literal(int(value.to_integral_value(_ROUNDING[symbol])), LongType(), origin=other.origin)
    sides = (whole, one) if other is b.arguments[0] else (one, whole)
    return b.invoke(b.function.name, *sides)


def _compared_to_truth(b: Binding, symbol: str, one: e.Value, other: e.Value) -> e.Value | None:
    """A boolean and a number: one is true, zero is false, and any other number is compared to the truth's."""
    if not isinstance(one.type, BooleanType) or not isinstance(other.type, NumericType):
        return None
    if isinstance(other, e.Literal) and other.value in (0, 1):
        truth = one if other.value == 1 else b.invoke("not", one)
        return truth if symbol == "=" else b.invoke("and", b.invoke("isnotnull", one), truth)
    cast = b.cast(one, other.type)
    sides = (cast, other) if one is b.arguments[0] else (other, cast)
    nullable = symbol != "<=>" and (one.nullable or other.nullable)
    return b.apply(sides, BooleanType(), nullable=nullable, shown=b.arguments)


def comparable(b: Binding, one: e.Value, other: e.Value) -> tuple[e.Value, e.Value]:
    """Both sides of a comparison in one type.

    Raises
    ------
    AnalysisException
        DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES, or INVALID_ORDERING_TYPE for types without an order.
    """
    kind = comparison_type(one.type, other.type, b.settings.ansi)
    for value in (one, other):
        if (
            isinstance(value, e.Literal)
            and isinstance(value.type, IntegralType)
            and isinstance(kind, DecimalType)
        ):
            # Sized by its digits, as beside other operators.
            digits = [v if v is not value else b.cast(v, decimal_of_literal(v)) for v in (one, other)]
            one, other = digits
            kind = comparison_type(one.type, other.type, b.settings.ansi)
    if kind is None:
        raise b.mismatch("BINARY_OP_DIFF_TYPES", left=quoted_type(one.type), right=quoted_type(other.type))
    if not is_orderable(kind):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(kind)
        )
    return b.cast(one, kind), b.cast(other, kind)


def comparison_type(one: DataType, other: DataType, ansi: bool) -> DataType | None:
    """The type in which two values are compared."""
    if not ansi and (is_string(one) != is_string(other)):
        text, rest = (one, other) if is_string(one) else (other, one)
        if isinstance(rest, NullType):
            return text
        if isinstance(rest, (FloatType, DoubleType, DecimalType)):
            return DoubleType()
        if isinstance(rest, (NumericType, BooleanType, BinaryType, *_DATETIMES)):
            return rest
        if isinstance(rest, _INTERVALS):
            return None
    if isinstance(one, (ArrayType, StructType)) and type(one) is type(other):
        if coercion.same_shape(one, other):
            return one
        return coercion.common_type(one, other, ansi, strings=False, decimals=False)
    return coercion.common_type(one, other, ansi)


def holds_map(kind: DataType) -> bool:
    """Whether a type is a map or has one inside: such values are no keys."""
    if isinstance(kind, ArrayType):
        return holds_map(kind.elementType)
    if isinstance(kind, StructType):
        return any(holds_map(field.dataType) for field in kind)
    return isinstance(kind, MapType)


def is_orderable(kind: DataType) -> bool:
    """Whether values of a type can be compared and sorted."""
    if isinstance(kind, (MapType, VariantType, CalendarIntervalType, SpatialType)):
        return False
    inner = getattr(kind, "elementType", None)
    if inner is not None:
        return is_orderable(inner)
    fields = getattr(kind, "fields", None)
    return all(is_orderable(field.dataType) for field in fields) if fields is not None else True


def _in_order(symbol: str) -> Callable[[Rendering], str]:
    """A comparison by order; inside of arrays and structs nulls come first."""

    def render(r: Rendering) -> str:
        kind = r.apply.arguments[0].type
        if not isinstance(kind, (ArrayType, StructType)):
            return f"({r.args[0]} {symbol} {r.args[1]})"
        one, other = [once([arg], lambda args: ordered_key(r, args[0], kind)) for arg in r.args]
        return f"({one} {symbol} {other})"

    return render


def _comparison(names: str, symbol: str, sql: str | Callable[[Rendering], str]) -> None:
    declare(
        names,
        Function(symbol, (ANY, ANY), BooleanType(), sql, bind=_bind_comparison, show=operator(symbol)),
    )


_comparison("=", "=", "({0} = {1})")
_comparison("==", "=", "({0} = {1})")
_comparison("<", "<", _in_order("<"))
_comparison("<=", "<=", _in_order("<="))
_comparison(">", ">", _in_order(">"))
_comparison(">=", ">=", _in_order(">="))
_comparison("<=>", "<=>", "({0} IS NOT DISTINCT FROM {1})")


def _bind_unequal(b: Binding) -> e.Value:
    return b.invoke("not", e.Call("=", b.call.arguments, origin=b.call.origin))


declare("!=", Function("!=", (ANY, ANY), BooleanType(), "", bind=_bind_unequal))
declare("<>", Function("!=", (ANY, ANY), BooleanType(), "", bind=_bind_unequal))

# -------------------------------------------------------------------------------------------------- logic


def _bind_logic(b: Binding) -> e.Value:
    one, other = b.arguments
    kinds = (one.type, other.type)
    if b.settings.ansi or not any(map(is_string, kinds)):
        kinds = promoted_types(one, other, b.settings.ansi)
    _refuse(b, kinds, BooleanType, '"BOOLEAN"')
    one, other = b.cast(one, BooleanType()), b.cast(other, BooleanType())
    return b.apply((one, other), BooleanType(), shown=b.arguments)


for _name, _word in (("and", "AND"), ("or", "OR")):
    declare(
        _name,
        Function(
            _name,
            (ANY, ANY),
            BooleanType(),
            "({0} " + _word + " {1})",
            bind=_bind_logic,
            show=operator(_word),
        ),
    )
scalar("not !", (BOOLEAN,), BooleanType(), "(NOT {0})", show=lambda apply, args: f"(NOT {args[0]})")


def _postfix(words: str) -> Any:
    return lambda apply, args: f"({args[0]} {words})"


scalar("isnull", (ANY,), BooleanType(), "({0} IS NULL)", nullable=False, show=_postfix("IS NULL"))


def _unknown(words: str) -> Any:
    """Spark keeps the word only where what shows a name leaves the argument as it is."""

    def show(apply: e.Apply, args: Sequence[str]) -> str:
        (value,) = apply.arguments
        kept = isinstance(value, e.Literal) and value.value is not None
        kept = kept and not (isinstance(value.type, NumericType) or is_string(value.type))
        return f"({args[0]} {words.replace('NULL', 'UNKNOWN') if kept else words})"

    return show


_TRUTH = strictly('"BOOLEAN"', BooleanType, BooleanType())
for _name, _words in (("isunknown", "IS NULL"), ("isnotunknown", "IS NOT NULL")):
    _sql = "({0} " + _words + ")"
    scalar(_name, (_TRUTH,), BooleanType(), _sql, nullable=False, show=_unknown(_words))
scalar(
    "isnotnull",
    (ANY,),
    BooleanType(),
    "({0} IS NOT NULL)",
    nullable=False,
    show=_postfix("IS NOT NULL"),
)


def _bind_truth(b: Binding) -> e.Value:
    """``IS TRUE`` and its like are ``<=>`` with a constant."""
    truth = e.Literal(b.function.name.endswith("true"), BooleanType())
    (value,) = b.coerced()
    test = b.invoke("<=>", value, truth)
    return b.invoke("not", test) if "not" in b.function.name else test


for _name in ("istrue", "isfalse", "isnottrue", "isnotfalse"):
    declare(_name, Function(_name, (BOOLEAN,), BooleanType(), "", bind=_bind_truth))


# --------------------------------------------------------------------------------------------------- bits


def _bind_bits(b: Binding) -> e.Value:
    one, other = b.arguments
    _refuse(b, promoted_types(one, other, b.settings.ansi), IntegralType, '"INTEGRAL"')
    if isinstance(one.type, NullType) and isinstance(other.type, NullType):
        one, other = b.cast(one, IntegerType()), b.cast(other, IntegerType())
    one, other = numeric_operands(b, one, other)
    return b.apply((one, other), one.type, shown=b.arguments)


for _symbol, _sql in (("&", "({0} & {1})"), ("|", "({0} | {1})"), ("^", "xor({0}, {1})")):
    declare(_symbol, Function(_symbol, (ANY, ANY), NullType(), _sql, bind=_bind_bits, show=operator(_symbol)))
_WHOLE = strictly('"INTEGRAL"', IntegralType, IntegerType())
scalar("~", (_WHOLE,), lambda args: args[0].type, "(~({0}))", show=lambda apply, args: f"~{args[0]}")


# ------------------------------------------------------------------------------------------ in and between


def _bind_in(b: Binding) -> e.Value:
    kinds = [value.type for value in b.arguments]
    common = coercion.common_of(kinds, b.settings.ansi)
    if common is None:
        shown = ", ".join([quoted_type(kind) for kind in kinds])
        raise b.mismatch("DATA_DIFF_TYPES", functionName="`in`", dataType=f"[{shown}]")
    if not is_orderable(common):
        raise b.mismatch("INVALID_ORDERING_TYPE", functionName="`in`", dataType=quoted_type(common))
    values = [b.cast(value, common) for value in evenly_padded(b.arguments)]
    return b.apply(values, BooleanType(), shown=b.arguments)


def _render_in(r: Rendering) -> str:
    if len(r.args) == 1:
        return f"CASE WHEN {r.args[0]} IS NULL THEN NULL ELSE FALSE END"
    return f"({r.args[0]} IN ({', '.join(r.args[1:])}))"


def _show_in(apply: e.Apply, args: Sequence[str]) -> str:
    return f"({args[0]} IN ({', '.join(args[1:])}))"


declare(
    "in",
    Function(
        "in", (ANY, ANY), BooleanType(), _render_in, optional=1, variadic=True, bind=_bind_in, show=_show_in
    ),
)


def _bind_between(b: Binding) -> e.Value:
    value, low, high = b.arguments
    value = computed_once(value)
    both = b.invoke("and", b.invoke(">=", value, low), b.invoke("<=", value, high))
    assert isinstance(both, e.Apply)
    return b.apply(both.arguments, BooleanType(), nullable=both.nullable, shown=b.arguments)


declare("between", Function("between", (ANY, ANY, ANY), BooleanType(), "({0} AND {1})", bind=_bind_between))
