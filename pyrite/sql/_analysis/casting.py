"""Which types the user may cast to which, and the errors for the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyrite.sql._analysis.coercion import (
    NUMERIC,
    decimal_for,
    is_string,
    never_null,
    same_type,
    wider_decimal,
)
from pyrite.sql._analysis.errors import datatype_mismatch
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    BinaryType,
    BooleanType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    NumericType,
    SpatialType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["castable", "explicit_cast"]

_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)
_DATETIMES = (DateType, TimestampType, TimestampNTZType)


def explicit_cast(child: e.Value, cast: e.Cast, ansi: bool) -> e.Cast:
    """A cast as the user wrote it, checked. Raises DATATYPE_MISMATCH where Spark has no such cast."""
    mode = cast.mode or ("ansi" if ansi else "legacy")
    done = replace(cast, child=child, mode=mode)
    if not castable(child.type, cast.type, mode):
        raise _refused(child.type, done)
    sure = (_widens if mode == "try" else never_null)(child.type, cast.type)
    nullable = child.nullable or not sure
    return replace(done, nullable=nullable)


def _widens(given: DataType, wanted: DataType) -> bool:
    """Whether no value of a type can fail to be one of the other."""
    if same_type(given, wanted):
        return True
    if isinstance(given, ArrayType) and isinstance(wanted, ArrayType):
        return _widens(given.elementType, wanted.elementType)
    if isinstance(given, MapType) and isinstance(wanted, MapType):
        return _widens(given.keyType, wanted.keyType) and _widens(given.valueType, wanted.valueType)
    if isinstance(given, StructType) and isinstance(wanted, StructType):
        return len(given) == len(wanted) and all(
            _widens(one.dataType, other.dataType) for one, other in zip(given, wanted)
        )
    if is_string(wanted) or isinstance(wanted, BinaryType):
        return isinstance(given, (AtomicType, CalendarIntervalType)) and not isinstance(given, VariantType)
    if isinstance(given, NumericType) and isinstance(wanted, NumericType):
        if isinstance(wanted, DecimalType):
            return (
                not isinstance(given, (FloatType, DoubleType))
                and wider_decimal(decimal_for(given), wanted) == wanted
            )
        return not isinstance(given, DecimalType) and NUMERIC.index(type(given)) < NUMERIC.index(type(wanted))
    return any(isinstance(given, one) and isinstance(wanted, other) for one, other in _WIDENING)


def _refused(given: DataType, cast: e.Cast) -> Exception:
    parameters = {"srcType": quoted_type(given), "targetType": quoted_type(cast.type)}
    function = next(
        (name for one, other, name in _INSTEAD if isinstance(given, one) and isinstance(cast.type, other)),
        None,
    )
    if function is not None and cast.mode != "legacy":
        parameters["functionNames"] = f"`{function}`"
        return datatype_mismatch("CAST_WITH_FUNC_SUGGESTION", cast, parameters, cast.origin)
    if cast.mode == "ansi" and castable(given, cast.type, "legacy"):
        parameters |= {"config": '"spark.sql.ansi.enabled"', "configVal": "'false'"}
        return datatype_mismatch("CAST_WITH_CONF_SUGGESTION", cast, parameters, cast.origin)
    return datatype_mismatch("CAST_WITHOUT_SUGGESTION", cast, parameters, cast.origin)


def castable(given: DataType, wanted: DataType, mode: str) -> bool:
    """Whether there is a cast between two types in a mode (``ansi``, ``legacy``, ``try``)."""
    if same_type(given, wanted) or isinstance(given, NullType):
        return True
    if isinstance(wanted, NullType):
        return False
    if isinstance(given, UserDefinedType) or isinstance(wanted, UserDefinedType):
        return isinstance(given, UserDefinedType) and given._has_text and is_string(wanted)
    if isinstance(given, SpatialType) or isinstance(wanted, SpatialType):
        return _are_shapes(given, wanted)
    if isinstance(wanted, VariantType):
        return _has_variant(given)
    if isinstance(given, VariantType):
        return _of_variant(wanted)
    if is_string(wanted):
        return True
    if isinstance(given, ArrayType) and isinstance(wanted, ArrayType):
        return castable(given.elementType, wanted.elementType, mode)
    if isinstance(given, MapType) and isinstance(wanted, MapType):
        if mode != "ansi" and not never_null(given.keyType, wanted.keyType):
            return False
        return castable(given.keyType, wanted.keyType, mode) and castable(
            given.valueType, wanted.valueType, mode
        )
    if isinstance(given, StructType) and isinstance(wanted, StructType):
        return len(given) == len(wanted) and all(
            castable(one.dataType, other.dataType, mode) for one, other in zip(given, wanted)
        )
    if is_string(given):
        return isinstance(wanted, (AtomicType, CalendarIntervalType))
    return any(
        isinstance(given, one) and isinstance(wanted, other)
        for one, other in (_LEGACY if mode == "legacy" else _ALWAYS)
    )


def _are_shapes(given: DataType, wanted: DataType) -> bool:
    """Whether shapes become others: those of one spatial reference those of any, and on the globe those in a plane."""
    if not (isinstance(given, SpatialType) and isinstance(wanted, SpatialType)):
        return False
    if type(given) is type(wanted):
        return wanted.srid == SpatialType.MIXED_SRID
    return given.srid == wanted.srid == SpatialType.DEFAULT_SRID


def _has_variant(kind: DataType) -> bool:
    """Whether values of a type can become variants."""
    if isinstance(kind, ArrayType):
        return _has_variant(kind.elementType)
    return isinstance(kind, AtomicType) and not isinstance(
        kind, (CalendarIntervalType, *_INTERVALS, TimeType)
    )


def _of_variant(kind: DataType) -> bool:
    """Whether variants can be read as a type."""
    if isinstance(kind, ArrayType):
        return _of_variant(kind.elementType)
    if isinstance(kind, MapType):
        return isinstance(kind.keyType, StringType) and _of_variant(kind.valueType)
    if isinstance(kind, StructType):
        return all(_of_variant(field.dataType) for field in kind)
    return _has_variant(kind) or isinstance(kind, (TimeType, VariantType))


_WIDENING: tuple[tuple[Any, Any], ...] = (
    (DateType, (TimestampType, TimestampNTZType)),
    (TimestampType, (TimestampNTZType, LongType)),
    (TimestampNTZType, TimestampType),
    (LongType, TimestampType),
    (DayTimeIntervalType, DayTimeIntervalType),
    (YearMonthIntervalType, YearMonthIntervalType),
)
_ALWAYS: tuple[tuple[Any, Any], ...] = (
    (NumericType, NumericType),
    (NumericType, BooleanType),
    (BooleanType, NumericType),
    (_DATETIMES, _DATETIMES),
    (NumericType, TimestampType),
    (TimestampType, NumericType),
    ((IntegralType, DecimalType), _INTERVALS),
    (_INTERVALS, (IntegralType, DecimalType)),
    (DayTimeIntervalType, DayTimeIntervalType),
    (YearMonthIntervalType, YearMonthIntervalType),
    (TimeType, (TimeType, IntegralType, DecimalType, TimestampType, TimestampNTZType)),
    ((TimestampType, TimestampNTZType), TimeType),
)
_LEGACY = (
    *_ALWAYS,
    (BooleanType, TimestampType),
    (TimestampType, BooleanType),
    (DateType, (NumericType, BooleanType)),
    (IntegralType, BinaryType),
)
#: The functions to use where there is no cast in ANSI mode.
_INSTEAD: tuple[tuple[Any, Any, str], ...] = (
    (NumericType, DateType, "DATE_FROM_UNIX_DATE"),
    (DateType, NumericType, "UNIX_DATE"),
)
