"""Python's values as constants of Spark's types."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Any

from pyrite.errors import ArithmeticException, PySparkTypeError, PySparkValueError, SparkRuntimeException
from pyrite.sql._plan.expressions import Literal
from pyrite.sql._types.timestamp_word import means_ntz
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    Geography,
    GeographyType,
    Geometry,
    GeometryType,
    IntegerType,
    LongType,
    NullType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    VariantVal,
    _from_numpy_type,
)

__all__ = ["constant", "is_numpy", "numpy_type", "value_of"]

_INT, _LONG = 1 << 31, 1 << 63
_MAX_PRECISION = 38


def constant(value: Any) -> Literal:
    """A single value as a constant; an enum's member is its value.

    Raises
    ------
    PySparkValueError
        VALUE_NOT_BETWEEN for an integer of more than 64 bits.
    ArithmeticException
        DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION for a decimal of more than 38 digits.
    SparkRuntimeException
        UNSUPPORTED_FEATURE.LITERAL_TYPE for a list, tuple, set or dict.
    PySparkTypeError
        UNSUPPORTED_DATA_TYPE for anything else.
    """
    value = value_of(value)
    for kind in type(value).__mro__:
        make = _BY_CLASS.get(kind)
        if make is not None:
            return make(value)
    if is_numpy(value):
        return _of_array(value) if hasattr(value, "ndim") and value.ndim else constant(value.item())
    raise PySparkTypeError(
        errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": type(value).__name__}
    )


def value_of(value: Any) -> Any:
    """What an enum's member stands for; any other value as it is."""
    return value.value if isinstance(value, Enum) else value


def is_numpy(value: Any) -> bool:
    """Whether this is one of NumPy's scalars or arrays (which needs no NumPy to tell)."""
    return any(kind.__module__ == "numpy" and kind.__name__ in _NUMPY for kind in type(value).__mro__)


_NUMPY = ("generic", "ndarray")


def numpy_type(value: Any) -> DataType:
    """The type of a NumPy scalar, or of an array's elements.

    Raises
    ------
    PySparkTypeError
        UNSUPPORTED_NUMPY_ARRAY_SCALAR when there is none.
    """
    kind = _from_numpy_type(value.dtype)
    if kind is None:
        raise PySparkTypeError(
            errorClass="UNSUPPORTED_NUMPY_ARRAY_SCALAR", messageParameters={"dtype": value.dtype.name}
        )
    return kind


def _of_array(value: Any) -> Literal:
    if value.ndim > 1:
        return _no_literal("ArrayList", str)(value.tolist())
    return Literal(tuple(value.tolist()), ArrayType(numpy_type(value), True))


def _of_int(value: int) -> Literal:
    if -_INT <= value < _INT:
        return Literal(int(value), IntegerType())
    if -_LONG <= value < _LONG:
        return Literal(int(value), LongType())
    raise PySparkValueError(
        errorClass="VALUE_NOT_BETWEEN",
        messageParameters={"arg_name": "value", "min": str(-_LONG), "max": str(_LONG - 1)},
    )


def _of_decimal(value: Decimal) -> Literal:
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise PySparkValueError(f"A decimal must be finite: {value}")
    scale = max(-exponent, 0)
    precision = max(len(digits) + max(exponent, 0), scale)
    if precision > _MAX_PRECISION:
        raise ArithmeticException(
            errorClass="DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
            messageParameters={"precision": str(precision), "maxPrecision": str(_MAX_PRECISION)},
        )
    return Literal(value, DecimalType(precision, scale))


def _no_literal(java: str, shown: Callable[[Any], str]) -> Callable[[Any], Literal]:
    def refuse(value: Any) -> Literal:
        raise SparkRuntimeException(
            errorClass="UNSUPPORTED_FEATURE.LITERAL_TYPE",
            messageParameters={"value": shown(value), "type": f"class java.util.{java}"},
        )

    return refuse


def _listed(values: Any) -> str:
    return f"[{', '.join([str(value) for value in values])}]"


def _mapped(values: dict[Any, Any]) -> str:
    return "{" + ", ".join([f"{key}={value}" for key, value in values.items()]) + "}"


def _of_datetime(value: datetime.datetime) -> Literal:
    kind = TimestampNTZType() if value.tzinfo is None and means_ntz() else TimestampType()
    return Literal(kind.toInternal(value), kind)


def _internal(kind: DataType) -> Callable[[Any], Literal]:
    return lambda value: Literal(kind.toInternal(value), kind)


_BY_CLASS: dict[type, Callable[[Any], Literal]] = {
    type(None): lambda value: Literal(None, NullType()),
    bool: lambda value: Literal(value, BooleanType()),
    int: _of_int,
    float: lambda value: Literal(float(value), DoubleType()),
    str: lambda value: Literal(str(value), StringType()),
    bytes: lambda value: Literal(bytes(value), BinaryType()),
    bytearray: lambda value: Literal(bytes(value), BinaryType()),
    Decimal: _of_decimal,
    datetime.datetime: _of_datetime,
    datetime.date: _internal(DateType()),
    datetime.time: _internal(TimeType()),
    datetime.timedelta: _internal(DayTimeIntervalType()),
    VariantVal: lambda value: Literal((value.value, value.metadata), VariantType()),
    Geography: lambda value: Literal(value.getBytes(), GeographyType(value.getSrid())),
    Geometry: lambda value: Literal(value.getBytes(), GeometryType(value.getSrid())),
    list: _no_literal("ArrayList", _listed),
    tuple: _no_literal("ArrayList", _listed),
    set: _no_literal("HashSet", _listed),
    dict: _no_literal("HashMap", _mapped),
}
