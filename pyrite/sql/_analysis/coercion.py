"""Spark's implicit casts: which types become which, and what several types have in common.

The rules in ANSI mode and out of it (``AnsiTypeCoercion`` and ``TypeCoercion`` in Spark) differ mainly for strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyrite.sql._plan.expressions import Attribute, Cast, Literal, Value
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    FractionalType,
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    NumericType,
    ShortType,
    SpatialType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = [
    "bounded_decimal",
    "cast",
    "common_type",
    "decimal_for",
    "force_nullable",
    "holds",
    "is_string",
    "same_type",
    "widest_numeric",
]

#: Numeric types from narrow to wide; decimals stand apart.
NUMERIC = (ByteType, ShortType, IntegerType, LongType, FloatType, DoubleType)

_DIGITS: dict[type, int] = {ByteType: 3, ShortType: 5, IntegerType: 10, LongType: 20}


def is_string(kind: DataType) -> bool:
    """Whether it is a string of any length."""
    return isinstance(kind, (StringType, CharType, VarcharType))


def same_type(one: DataType, other: DataType) -> bool:
    """Whether two types are the same, whatever may be null in them."""
    return one == other or force_nullable(one) == force_nullable(other)


def force_nullable(kind: DataType) -> DataType:
    """The type where everything inside may be null."""
    return kind._as_nullable() if isinstance(kind, (ArrayType, MapType, StructType)) else kind


def holds(kind: DataType, wanted: type[DataType]) -> bool:
    """Whether a type is one of a class, or has one inside."""
    if isinstance(kind, ArrayType):
        inside = [kind.elementType]
    elif isinstance(kind, MapType):
        inside = [kind.keyType, kind.valueType]
    else:
        inside = [field.dataType for field in kind] if isinstance(kind, StructType) else []
    return isinstance(kind, wanted) or any(holds(part, wanted) for part in inside)


def cast(value: Value, kind: DataType, mode: str) -> Value:
    """``value`` as the type ``kind``: an implicit cast, unless it has that type; ``mode`` as in ``Cast``."""
    if value.type == kind or same_type(value.type, kind):
        return value
    if isinstance(value, Literal) and value.value is None:
        return Literal(None, kind, origin=value.origin)
    nullable = value.nullable or not never_null(value.type, kind)
    return Cast(value, kind, mode, False, nullable, origin=value.origin)  # type: ignore[arg-type]


def never_null(given: DataType, kind: DataType) -> bool:
    """Whether a cast between these types is declared to give null for null only, in whatever mode but ``try``."""
    if isinstance(given, NullType):
        return False
    if isinstance(given, VariantType):
        return isinstance(kind, VariantType)
    if given == kind or is_string(kind):
        return True
    if is_string(given):
        return isinstance(kind, BinaryType)
    if isinstance(given, DateType):
        return isinstance(kind, TimestampType)
    if isinstance(given, TimestampType) and isinstance(kind, IntegralType):
        return isinstance(kind, LongType)
    if isinstance(given, TimeType) and isinstance(kind, IntegralType):
        return not isinstance(kind, (ByteType, ShortType))
    if isinstance(kind, DateType):
        return isinstance(given, TimestampType)
    if isinstance(kind, DecimalType):
        return _keeps_digits(given, kind)
    if isinstance(given, (FloatType, DoubleType)) and isinstance(kind, TimestampType):
        return False
    if isinstance(given, FractionalType) and isinstance(kind, IntegralType):
        return False
    return not isinstance(kind, CalendarIntervalType)


def _keeps_digits(given: DataType, kind: DecimalType) -> bool:
    integral = kind.precision - kind.scale
    if isinstance(given, BooleanType):
        return integral >= 1
    if isinstance(given, DecimalType):
        before = given.precision - given.scale
        return integral > before or (integral >= before and kind.scale >= given.scale)
    return isinstance(given, IntegralType) and integral >= _DIGITS[type(given)]


# -------------------------------------------------------------------------------------------- decimals


def decimal_for(kind: DataType) -> DecimalType:
    """The decimal that holds every value of a numeric type."""
    if isinstance(kind, DecimalType):
        return kind
    if isinstance(kind, FloatType):
        return DecimalType(14, 7)
    if isinstance(kind, DoubleType):
        return DecimalType(30, 15)
    return DecimalType(_DIGITS[type(kind)], 0)


def decimal_of_literal(value: Value) -> DecimalType:
    """As :func:`decimal_for`; an integer literal takes no more digits than it has."""
    wide = (ShortType, IntegerType, LongType)
    if isinstance(value, Literal) and isinstance(value.type, wide) and value.value is not None:
        return DecimalType(max(1, len(str(abs(value.value)))), 0)
    return decimal_for(value.type)


def holds_integer(kind: DataType, literal: Literal) -> bool:
    """Whether ``kind`` is a decimal with room for this integer literal."""
    if (
        not isinstance(kind, DecimalType)
        or not isinstance(literal.type, IntegralType)
        or literal.value is None
    ):
        return False
    return len(str(abs(literal.value))) <= kind.precision - kind.scale


def bounded_decimal(precision: int, scale: int) -> DecimalType:
    """A decimal of this size, cut to 38 digits."""
    return DecimalType(min(precision, 38), min(scale, 38))


def adjusted_decimal(precision: int, scale: int) -> DecimalType:
    """A decimal of this size; above 38 digits the fraction gives way, down to six digits."""
    if precision <= 38:
        return DecimalType(precision, scale)
    integral = precision - scale
    least = min(scale, 6)
    return DecimalType(38, max(38 - integral, least))


def wider_decimal(one: DecimalType, other: DecimalType) -> DecimalType:
    """The decimal that holds the values of both."""
    scale = max(one.scale, other.scale)
    integral = max(one.precision - one.scale, other.precision - other.scale)
    if integral + scale <= 38:
        return DecimalType(integral + scale, scale)
    return bounded_decimal(integral + scale, scale) if integral > 38 else DecimalType(38, 38 - integral)


# ------------------------------------------------------------------------------------------ common types


def widest_numeric(one: DataType, other: DataType, ansi: bool) -> DataType | None:
    """The numeric type of an operation between two numeric types."""
    if isinstance(one, DecimalType) or isinstance(other, DecimalType):
        if isinstance(one, (FloatType, DoubleType)) or isinstance(other, (FloatType, DoubleType)):
            return DoubleType()
        return wider_decimal(decimal_for(one), decimal_for(other))
    first, second = NUMERIC.index(type(one)), NUMERIC.index(type(other))
    if ansi and FloatType in (type(one), type(other)):
        narrow = one if first < second else other
        if isinstance(narrow, IntegralType):
            return DoubleType()
    return one if first >= second else other


_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)


def common_type(
    one: DataType, other: DataType, ansi: bool, strings: bool = True, decimals: bool = True
) -> DataType | None:
    """The type that both become when they must be the same, or None.

    With ``strings``, a string and another atomic type have one too: the other in ANSI mode, the string without it.
    With ``decimals``, a decimal and another number always have one; else only a decimal that holds any integer of
    the other type.
    """
    if one == other:
        return one
    if isinstance(one, NullType):
        return other
    if isinstance(other, NullType):
        return one
    if isinstance(one, NumericType) and isinstance(other, NumericType):
        if not decimals and (isinstance(one, DecimalType) or isinstance(other, DecimalType)):
            return next((kind for kind in (one, other) if _holds_both(kind, one, other)), None)
        return widest_numeric(one, other, ansi)
    if is_string(one) and is_string(other):
        return StringType()
    if isinstance(one, SpatialType) and type(one) is type(other):
        return type(one)("ANY")
    for kind in _INTERVALS:
        if isinstance(one, kind) and isinstance(other, kind):
            return kind(min(one.startField, other.startField), max(one.endField, other.endField))
    if isinstance(one, _DATETIMES) and isinstance(other, _DATETIMES):
        return max(one, other, key=lambda kind: _DATETIMES.index(type(kind)))
    if strings and (is_string(one) or is_string(other)):
        text, rest = (one, other) if is_string(one) else (other, one)
        return _with_string(text, rest, ansi)
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        element = common_type(one.elementType, other.elementType, ansi, strings, decimals)
        if element is None:
            return None
        kinds = (one.elementType, other.elementType)
        return ArrayType(element, one.containsNull or other.containsNull or _may_lose(kinds, element))
    if isinstance(one, MapType) and isinstance(other, MapType):
        key = common_type(one.keyType, other.keyType, ansi, strings, decimals)
        item = common_type(one.valueType, other.valueType, ansi, strings, decimals)
        if key is None or item is None:
            return None
        if _may_lose((one.keyType, other.keyType), key):
            return None
        items = (one.valueType, other.valueType)
        return MapType(key, item, one.valueContainsNull or other.valueContainsNull or _may_lose(items, item))
    if isinstance(one, StructType) and isinstance(other, StructType):
        return _common_struct(one, other, ansi, strings, decimals)
    return None


_DATETIMES = (DateType, TimestampNTZType, TimestampType)


def _holds_both(kind: DataType, one: DataType, other: DataType) -> bool:
    """Whether one of two types is a decimal that holds every value of the other, which is one of integers."""
    rest = other if kind is one else one
    if not isinstance(kind, DecimalType) or not isinstance(rest, IntegralType):
        return False
    return kind.precision - kind.scale >= _DIGITS[type(rest)]


def same_shape(one: DataType, other: DataType) -> bool:
    """Whether two types differ at most in the names of fields, and in what may be null in them."""
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        return same_shape(one.elementType, other.elementType)
    if isinstance(one, StructType) and isinstance(other, StructType):
        pairs = zip(one.fields, other.fields)
        return len(one) == len(other) and all(same_shape(a.dataType, b.dataType) for a, b in pairs)
    return same_type(one, other)


def _may_lose(kinds: Iterable[DataType], common: DataType) -> bool:
    """Whether casts from some of these types to the common one are declared to give null."""
    return not all(isinstance(kind, NullType) or kind == common or never_null(kind, common) for kind in kinds)


def _with_string(text: DataType, other: DataType, ansi: bool) -> DataType | None:
    if not isinstance(other, AtomicType) or (ansi and isinstance(other, _INTERVALS)):
        return None
    if not ansi:
        return None if isinstance(other, (BinaryType, BooleanType)) else StringType()
    if isinstance(other, IntegralType):
        return LongType()
    if isinstance(other, FractionalType):
        return DoubleType()
    return other


def _common_struct(
    one: StructType, other: StructType, ansi: bool, strings: bool, decimals: bool
) -> DataType | None:
    if len(one) != len(other):
        return None
    fields = []
    for left, right in zip(one, other):
        if left.name.lower() != right.name.lower():
            return None
        kind = common_type(left.dataType, right.dataType, ansi, strings, decimals)
        if kind is None:
            return None
        nullable = left.nullable or right.nullable or _may_lose((left.dataType, right.dataType), kind)
        fields.append(StructField(left.name, kind, nullable))
    return StructType(fields)


def common_of(kinds: Iterable[DataType], ansi: bool, strings: bool = True) -> DataType | None:
    """The common type of several types. Strings come first, since they win over what two others agree on."""
    ordered: Sequence[DataType] = list(kinds)
    found: DataType = NullType()
    for kind in [k for k in ordered if is_string(k)] + [k for k in ordered if not is_string(k)]:
        wider = common_type(found, kind, ansi, strings)
        if wider is None:
            return None
        found = wider
    return found


# ---------------------------------------------------------------------------------------- implicit casts


def implicit_cast(given: DataType, wanted: DataType, ansi: bool) -> DataType | None:
    """The type that an argument of type ``given`` takes where ``wanted`` is asked for, or None."""
    if same_type(given, wanted):
        return given
    if isinstance(given, NullType):
        return wanted
    if isinstance(given, SpatialType):
        return None
    if is_string(given):
        if is_string(wanted):
            return given
        if isinstance(wanted, BooleanType) and not ansi:
            return None
        return wanted if isinstance(wanted, AtomicType) and not isinstance(wanted, _INTERVALS) else None
    if is_string(wanted):
        return StringType() if isinstance(given, AtomicType) else None
    if isinstance(given, NumericType) and isinstance(wanted, NumericType):
        return decimal_for(given) if wanted == DecimalType() and not ansi else wanted
    if isinstance(given, _DATETIMES) and isinstance(wanted, _DATETIMES):
        return wanted
    if type(given) is type(wanted) and isinstance(given, _INTERVALS):
        return given
    if isinstance(given, ArrayType) and isinstance(wanted, ArrayType):
        element = implicit_cast(given.elementType, wanted.elementType, ansi)
        return None if element is None else ArrayType(element, given.containsNull)
    if isinstance(given, MapType) and isinstance(wanted, MapType):
        key = implicit_cast(given.keyType, wanted.keyType, ansi)
        value = implicit_cast(given.valueType, wanted.valueType, ansi)
        if key is None or value is None:
            return None
        return MapType(key, value, given.valueContainsNull)
    return None


def output_nullable(attributes: Iterable[Attribute]) -> bool:
    """Whether any of these may be null."""
    return any(attribute.nullable for attribute in attributes)
