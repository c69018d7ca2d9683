"""Which types the user may cast to which, and the errors for the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyrite.sql._analysis.coercion import is_string, never_null, same_type
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
    IntegralType,
    MapType,
    NullType,
    NumericType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["explicit_cast"]

_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)
_DATETIMES = (DateType, TimestampType, TimestampNTZType)


def explicit_cast(child: e.Value, cast: e.Cast, ansi: bool) -> e.Cast:
    """A cast as the user wrote it, checked. Raises DATATYPE_MISMATCH where Spark has no such cast."""
    mode = cast.mode or ("ansi" if ansi else "legacy")
    done = replace(cast, child=child, mode=mode)
    if not _allowed(child.type, cast.type, mode != "legacy"):
        raise _refused(child.type, done)
    nullable = child.nullable or mode == "try" or not (mode == "ansi" or never_null(child.type, cast.type))
    return replace(done, nullable=nullable)


def _refused(given: DataType, cast: e.Cast) -> Exception:
    parameters = {"srcType": quoted_type(given), "targetType": quoted_type(cast.type)}
    if cast.mode == "ansi" and _allowed(given, cast.type, False):
        parameters |= {"config": '"spark.sql.ansi.enabled"', "configVal": "'false'"}
        return datatype_mismatch("CAST_WITH_CONF_SUGGESTION", cast, parameters, cast.origin)
    return datatype_mismatch("CAST_WITHOUT_SUGGESTION", cast, parameters, cast.origin)


def _allowed(given: DataType, wanted: DataType, ansi: bool) -> bool:
    if same_type(given, wanted) or isinstance(given, NullType):
        return True
    if isinstance(wanted, NullType):
        return False
    if isinstance(given, UserDefinedType) or isinstance(wanted, UserDefinedType):
        return False
    if isinstance(wanted, VariantType):
        return not isinstance(given, (CalendarIntervalType, *_INTERVALS))
    if isinstance(given, VariantType):
        return not isinstance(wanted, (CalendarIntervalType, *_INTERVALS))
    if is_string(wanted):
        return True
    if isinstance(given, ArrayType) and isinstance(wanted, ArrayType):
        return _allowed(given.elementType, wanted.elementType, ansi)
    if isinstance(given, MapType) and isinstance(wanted, MapType):
        return _allowed(given.keyType, wanted.keyType, ansi) and _allowed(
            given.valueType, wanted.valueType, ansi
        )
    if isinstance(given, StructType) and isinstance(wanted, StructType):
        return len(given) == len(wanted) and all(
            _allowed(one.dataType, other.dataType, ansi) for one, other in zip(given, wanted)
        )
    if is_string(given):
        return isinstance(wanted, (AtomicType, CalendarIntervalType))
    return any(
        isinstance(given, one) and isinstance(wanted, other) for one, other in (_ALWAYS if ansi else _LEGACY)
    )


_ALWAYS: tuple[tuple[Any, Any], ...] = (
    (NumericType, NumericType),
    (NumericType, BooleanType),
    (BooleanType, NumericType),
    (_DATETIMES, _DATETIMES),
    (NumericType, TimestampType),
    (TimestampType, NumericType),
    (IntegralType, _INTERVALS),
    (NumericType, _INTERVALS),
    (_INTERVALS, NumericType),
    (DayTimeIntervalType, DayTimeIntervalType),
    (YearMonthIntervalType, YearMonthIntervalType),
    (IntegralType, BinaryType),
    (TimeType, TimeType),
)
_LEGACY = (
    *_ALWAYS,
    (BooleanType, TimestampType),
    (TimestampType, BooleanType),
    (DateType, (NumericType, BooleanType)),
)
