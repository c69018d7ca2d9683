"""Checking values against a type, and bringing rows into the form of a schema."""

from __future__ import annotations

import datetime
import decimal
from array import array
from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._types.datatypes import (
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    GeographyType,
    GeometryType,
    IntegerType,
    LongType,
    NullType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    VariantType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType
from pyrite.sql._types.values import Geography, Geometry

_Check = Callable[[Any], None]

#: The classes of values that a type takes; a subclass of them is not taken.
_ACCEPTED: dict[type[DataType], tuple[type, ...]] = {
    BooleanType: (bool,),
    ByteType: (int,),
    ShortType: (int,),
    IntegerType: (int,),
    LongType: (int,),
    FloatType: (float,),
    DoubleType: (float,),
    DecimalType: (decimal.Decimal,),
    BinaryType: (bytearray, bytes),
    DateType: (datetime.date, datetime.datetime),
    TimeType: (datetime.time,),
    TimestampType: (datetime.datetime,),
    TimestampNTZType: (datetime.datetime,),
    DayTimeIntervalType: (datetime.timedelta,),
    ArrayType: (list, tuple, array),
    MapType: (dict,),
    GeometryType: (Geometry,),
    GeographyType: (Geography,),
}
#: Integers by their bits.
_BITS: dict[type[DataType], int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}


def _make_type_verifier(dataType: DataType, nullable: bool = True, name: str | None = None) -> _Check:
    """A function that raises unless a value goes with the type.

    Parameters
    ----------
    dataType : DataType
        The type.
    nullable : bool
        Whether ``None`` (and a decimal NaN, which becomes null) is allowed.
    name : str, optional
        What errors call the value.

    Raises
    ------
    PySparkTypeError, PySparkValueError
        By the function, for a value of another class, out of range, of another length, or missing. Text takes
        any value, and floats are not checked for their range.

    >>> _make_type_verifier(ArrayType(ByteType()))([1, None, 127])
    """
    check = _value_check(dataType, name)

    def verify(obj: Any) -> None:
        if obj is not None and not (isinstance(obj, decimal.Decimal) and obj.is_nan()):
            check(obj)
        elif not nullable:
            raise _not_nullable(name)

    return verify


def _value_check(dataType: DataType, name: str | None) -> _Check:
    """The check of a value that is not ``None``."""
    if isinstance(dataType, (StringType, CharType, VarcharType, VariantType)):
        return lambda obj: None
    if isinstance(dataType, UserDefinedType):
        return _udt_check(dataType, name)
    if isinstance(dataType, StructType):
        return _struct_check(dataType, name)
    check_class = _class_check(dataType, name)
    if type(dataType) in _BITS:
        return _integer_check(check_class, _BITS[type(dataType)])
    if isinstance(dataType, ArrayType):
        return _array_check(dataType, name, check_class)
    if isinstance(dataType, MapType):
        return _map_check(dataType, name, check_class)
    return check_class


def _class_check(dataType: DataType, name: str | None) -> _Check:
    accepted = _ACCEPTED.get(type(dataType))

    def check(obj: Any) -> None:
        if accepted is None:
            # PySpark asserts here, and programs that catch it catch that.
            text = f"unknown datatype: {dataType} for object {obj!r}"
            raise AssertionError(text if name is None else f"{name}: {text}")
        if type(obj) not in accepted:
            raise _unacceptable(dataType, obj, name)

    return check


def _integer_check(check_class: _Check, bits: int) -> _Check:
    lower, upper = -(1 << bits - 1), (1 << bits - 1) - 1

    def check(obj: Any) -> None:
        check_class(obj)
        if not lower <= obj <= upper:
            raise PySparkValueError(
                errorClass="VALUE_OUT_OF_BOUNDS",
                messageParameters={
                    "arg_name": "obj",
                    "lower_bound": str(lower),
                    "upper_bound": str(upper),
                    "actual": str(obj),
                },
            )

    return check


def _array_check(dataType: ArrayType, name: str | None, check_class: _Check) -> _Check:
    element = _make_type_verifier(dataType.elementType, dataType.containsNull, f"element in array {name}")

    def check(obj: Any) -> None:
        check_class(obj)
        for value in obj:
            element(value)

    return check


def _map_check(dataType: MapType, name: str | None, check_class: _Check) -> _Check:
    key_check = _make_type_verifier(dataType.keyType, False, f"key of map {name}")
    value_check = _make_type_verifier(dataType.valueType, dataType.valueContainsNull, f"value of map {name}")

    def check(obj: Any) -> None:
        check_class(obj)
        for key, value in obj.items():
            key_check(key)
            value_check(value)

    return check


def _struct_check(dataType: StructType, name: str | None) -> _Check:
    place = "" if name is None else f" in {name}"
    checks = [
        (field.name, _make_type_verifier(field.dataType, field.nullable, f"field {field.name}{place}"))
        for field in dataType.fields
    ]

    def check(obj: Any) -> None:
        if isinstance(obj, (tuple, list)):
            if len(obj) != len(checks):
                raise _other_length(len(obj), len(checks), name)
            for value, (_, verify) in zip(obj, checks):
                verify(value)
            return
        if not isinstance(obj, dict) and not hasattr(obj, "__dict__"):
            raise _unacceptable(dataType, obj, name)
        values = obj if isinstance(obj, dict) else obj.__dict__
        for field, verify in checks:
            verify(values.get(field))

    return check


def _udt_check(dataType: UserDefinedType, name: str | None) -> _Check:
    inner = _make_type_verifier(dataType.sqlType(), name=name)

    def check(obj: Any) -> None:
        if not (hasattr(obj, "__UDT__") and dataType == obj.__UDT__):
            raise _other_udt(dataType, obj, name)
        inner(dataType.toInternal(obj))

    return check


def _not_nullable(name: str | None) -> PySparkValueError:
    if name is None:
        return PySparkValueError(errorClass="FIELD_NOT_NULLABLE", messageParameters={})
    return PySparkValueError(
        errorClass="FIELD_NOT_NULLABLE_WITH_NAME", messageParameters={"field_name": str(name)}
    )


def _unacceptable(dataType: DataType, obj: Any, name: str | None) -> PySparkTypeError:
    parameters = {"data_type": str(dataType), "obj": repr(obj), "obj_type": str(type(obj))}
    if name is None:
        return PySparkTypeError(errorClass="FIELD_DATA_TYPE_UNACCEPTABLE", messageParameters=parameters)
    return PySparkTypeError(
        errorClass="FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
        messageParameters={"field_name": str(name), **parameters},
    )


def _other_length(length: int, wanted: int, name: str | None) -> PySparkValueError:
    parameters = {"object_length": str(length), "field_length": str(wanted)}
    if name is None:
        return PySparkValueError(errorClass="FIELD_STRUCT_LENGTH_MISMATCH", messageParameters=parameters)
    return PySparkValueError(
        errorClass="FIELD_STRUCT_LENGTH_MISMATCH_WITH_NAME",
        messageParameters={"field_name": str(name), **parameters},
    )


def _other_udt(dataType: DataType, obj: Any, name: str | None) -> PySparkValueError:
    parameters = {"obj": str(obj), "data_type": str(dataType)}
    if name is None:
        return PySparkValueError(errorClass="FIELD_TYPE_MISMATCH", messageParameters=parameters)
    return PySparkValueError(
        errorClass="FIELD_TYPE_MISMATCH_WITH_NAME",
        messageParameters={"field_name": str(name), **parameters},
    )


# ---------------------------------------------------------------------------------------------- converting


def _need_converter(dataType: DataType) -> bool:
    """Whether values of a type change in :func:`_create_converter`."""
    if isinstance(dataType, ArrayType):
        return _need_converter(dataType.elementType)
    if isinstance(dataType, MapType):
        return _need_converter(dataType.keyType) or _need_converter(dataType.valueType)
    return isinstance(dataType, (StructType, NullType, StringType))


def _create_converter(dataType: DataType) -> Callable[[Any], Any]:
    """A function from values as users give them to plain ones of the type.

    Rows, dicts and objects become tuples in the order of the fields, and what stands where text belongs
    becomes text. The function raises ``PySparkTypeError`` for a value that is no row.
    """
    if not _need_converter(dataType):
        return lambda value: value
    convert = _converter(dataType)
    return lambda value: None if value is None else convert(value)


def _converter(dataType: DataType) -> Callable[[Any], Any]:
    """The same for types whose values change, and for values that are not ``None``."""
    if isinstance(dataType, NullType):
        return lambda value: None
    if isinstance(dataType, StringType):
        return lambda value: str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(dataType, StructType):
        return _struct_converter(dataType)
    if isinstance(dataType, ArrayType):
        element = _create_converter(dataType.elementType)
        return lambda value: [element(item) for item in value]
    assert isinstance(dataType, MapType)
    key, item = _create_converter(dataType.keyType), _create_converter(dataType.valueType)
    return lambda value: {key(k): item(v) for k, v in value.items()}


def _struct_converter(dataType: StructType) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in dataType.fields]
    converters = [_create_converter(field.dataType) for field in dataType.fields]
    changes = any(_need_converter(field.dataType) for field in dataType.fields)

    def convert(obj: Any) -> tuple[Any, ...]:
        if isinstance(obj, (tuple, list)):
            # Without a field to convert, surplus values pass: verification tells them.
            return tuple(fn(value) for fn, value in zip(converters, obj)) if changes else tuple(obj)
        if not isinstance(obj, dict) and not hasattr(obj, "__dict__"):
            raise PySparkTypeError(
                errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": type(obj).__name__}
            )
        values = obj if isinstance(obj, dict) else obj.__dict__
        return tuple(fn(values.get(name)) for fn, name in zip(converters, names))

    return convert
