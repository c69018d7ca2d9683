"""Inferring types and schemas from Python values, and merging what was inferred from several."""

from __future__ import annotations

import datetime
import decimal
from array import array
from collections.abc import Iterable
from functools import reduce
from itertools import islice
from typing import Any

from pyrite.errors import PySparkTypeError
from pyrite.sql._types.datatypes import (
    AtomicType,
    BinaryType,
    BooleanType,
    ByteType,
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
    VariantType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType, UserDefinedType
from pyrite.sql._types.values import Geography, Geometry, VariantVal

#: By the exact class: a subclass of ``int`` is no integer.
_BY_CLASS: dict[type, DataType] = {
    type(None): NullType(),
    bool: BooleanType(),
    int: LongType(),
    float: DoubleType(),
    str: StringType(),
    bytearray: BinaryType(),
    bytes: BinaryType(),
    # The digits differ from row to row: room for most.
    decimal.Decimal: DecimalType(38, 18),
    datetime.date: DateType(),
    datetime.datetime: TimestampType(),
    datetime.time: TimeType(),
    datetime.timedelta: DayTimeIntervalType(),
}
_BY_BITS: list[tuple[int, DataType]] = [
    (8, ByteType()),
    (16, ShortType()),
    (32, IntegerType()),
    (64, LongType()),
]


def _array_element(typecode: str) -> DataType | None:
    """The type for the elements of an ``array.array``; an unsigned integer takes one bit more."""
    fixed: dict[str, DataType] = {"f": FloatType(), "d": DoubleType(), "u": StringType()}
    if typecode not in "bhilBHIL":
        return fixed.get(typecode)
    bits = array(typecode).itemsize * 8 + typecode.isupper()
    return next((kind for width, kind in _BY_BITS if bits <= width), None)


def _from_numpy_type(nt: Any) -> DataType | None:
    """The type for a NumPy dtype, or None."""
    import numpy as np

    dtypes: list[tuple[str, DataType]] = [
        ("bool", BooleanType()),
        ("int8", ByteType()),
        ("int16", ShortType()),
        ("int32", IntegerType()),
        ("int64", LongType()),
        ("float32", FloatType()),
        ("float64", DoubleType()),
    ]
    for name, kind in dtypes:
        if nt == np.dtype(name):
            return kind
    return StringType() if nt.type == np.dtype("str") else None


def _infer_type(
    obj: Any,
    infer_dict_as_struct: bool = False,
    infer_array_from_first_element: bool = False,
    infer_map_from_first_pair: bool = False,
    prefer_timestamp_ntz: bool = False,
) -> DataType:
    """The type of a value.

    Parameters
    ----------
    obj : object
        The value. An object of no known class is a struct of its attributes.
    infer_dict_as_struct : bool
        Dicts are structs, not maps (spark.sql.pyspark.inferNestedDictAsStruct.enabled).
    infer_array_from_first_element, infer_map_from_first_pair : bool
        Only the first element, or the first pair without ``None``, counts
        (spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled and its like for maps).
    prefer_timestamp_ntz : bool
        A ``datetime`` without a zone is a TIMESTAMP_NTZ (spark.sql.timestampType).

    Raises
    ------
    PySparkTypeError
        When there is no type for it, or elements have types that do not go together.
    """
    found = _BY_CLASS.get(type(obj))
    if found is not None:
        ntz = prefer_timestamp_ntz and isinstance(found, TimestampType) and obj.tzinfo is None
        return TimestampNTZType() if ntz else found
    if hasattr(obj, "__UDT__"):
        return obj.__UDT__
    if type(obj) is Geography:
        return GeographyType(obj.getSrid())
    if type(obj) is Geometry:
        return GeometryType(obj.getSrid())
    flags = (
        infer_dict_as_struct,
        infer_array_from_first_element,
        infer_map_from_first_pair,
        prefer_timestamp_ntz,
    )
    if isinstance(obj, dict):
        return _infer_struct(obj, flags) if infer_dict_as_struct else _infer_map(obj, flags)
    if isinstance(obj, list):
        return _infer_array(obj, flags)
    if isinstance(obj, array):
        element = _array_element(obj.typecode)
        if element is None:
            raise _unsupported(f"array({obj.typecode})")
        return ArrayType(element, False)
    if isinstance(obj, VariantVal):
        return VariantType()
    try:
        # Inside an object, maps are always inferred from all pairs.
        return _infer_schema(
            obj,
            infer_dict_as_struct=infer_dict_as_struct,
            infer_array_from_first_element=infer_array_from_first_element,
            prefer_timestamp_ntz=prefer_timestamp_ntz,
        )
    except TypeError:
        raise _unsupported(type(obj).__name__) from None


_Flags = tuple[bool, bool, bool, bool]


def _unsupported(name: str) -> PySparkTypeError:
    return PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": name})


def _infer_struct(obj: dict[Any, Any], flags: _Flags) -> StructType:
    pairs = ((key, value) for key, value in obj.items() if key is not None and value is not None)
    return StructType([StructField(key, _infer_type(value, *flags)) for key, value in pairs])


def _infer_map(obj: dict[Any, Any], flags: _Flags) -> MapType:
    from_first_pair = flags[2]
    if from_first_pair:
        whole = ((key, value) for key, value in obj.items() if key is not None and value is not None)
        obj = dict(islice(whole, 1))
    key_type = value_type = NullType()
    for key, value in obj.items():
        key_type = _merge_type(key_type, _infer_type(key, *flags))
        value_type = _merge_type(value_type, _infer_type(value, *flags))
    return MapType(key_type, value_type)


def _infer_array(obj: list[Any], flags: _Flags) -> ArrayType:
    if not obj:
        return ArrayType(NullType())
    # PySpark passes the last flag on in the place of the one before it; its answers depend on that.
    structs, from_first_element, _, ntz = flags
    passed = (structs, from_first_element, ntz, False)
    counted = obj[:1] if from_first_element else obj
    return ArrayType(reduce(_merge_type, (_infer_type(value, *passed) for value in counted)))


def _infer_schema(
    row: Any,
    names: list[str] | None = None,
    infer_dict_as_struct: bool = False,
    infer_array_from_first_element: bool = False,
    infer_map_from_first_pair: bool = False,
    prefer_timestamp_ntz: bool = False,
) -> StructType:
    """The schema of a row: a dict, a Row, a named or plain tuple, a list, or an object with attributes.

    Parameters
    ----------
    row : object
        The row.
    names : list of str, optional
        Names for the values of a plain tuple or list; others are called ``_1``, ``_2``, ...

    The further parameters are those of :func:`_infer_type`.

    Raises
    ------
    PySparkTypeError
        When it is no row, or a field has no type.
    """
    flags = (
        infer_dict_as_struct,
        infer_array_from_first_element,
        infer_map_from_first_pair,
        prefer_timestamp_ntz,
    )
    fields = []
    for name, value in _items(row, names):
        try:
            fields.append(StructField(name, _infer_type(value, *flags)))
        except TypeError:
            raise PySparkTypeError(
                errorClass="CANNOT_INFER_TYPE_FOR_FIELD", messageParameters={"field_name": name}
            ) from None
    return StructType(fields)


def _items(row: Any, names: list[str] | None) -> Iterable[tuple[str, Any]]:
    """A row's names and values."""
    if isinstance(row, dict):
        return sorted(row.items())
    if isinstance(row, (tuple, list)):
        own = getattr(row, "__fields__", None) or getattr(row, "_fields", None)
        if own is None:
            given = names or []
            own = [*given, *(f"_{index}" for index in range(len(given) + 1, len(row) + 1))]
        return zip(own, row)
    if hasattr(row, "__dict__"):
        return sorted(row.__dict__.items())
    raise PySparkTypeError(
        errorClass="CANNOT_INFER_SCHEMA_FOR_TYPE", messageParameters={"data_type": type(row).__name__}
    )


def _has_type(dt: DataType, dts: type | tuple[type, ...]) -> bool:
    """Whether a type is, or holds, one of these classes."""
    if isinstance(dt, dts):
        return True
    if isinstance(dt, UserDefinedType):
        return _has_type(dt.sqlType(), dts)
    return any(_has_type(part, dts) for part in _parts(dt))


def _has_nulltype(dt: DataType) -> bool:
    """Whether a type is, or holds, the type of what could not be inferred."""
    return isinstance(dt, NullType) or any(map(_has_nulltype, _parts(dt)))


def _parts(dt: DataType) -> list[DataType]:
    """The types inside a type."""
    if isinstance(dt, StructType):
        return [field.dataType for field in dt.fields]
    if isinstance(dt, ArrayType):
        return [dt.elementType]
    return [dt.keyType, dt.valueType] if isinstance(dt, MapType) else []


def _merge_type(a: DataType, b: DataType, name: str | None = None) -> Any:
    """The type that values of both types have: text for unlike single values, all fields for structs.

    ``name`` is accepted as PySpark accepts it; no message tells it.

    Raises
    ------
    PySparkTypeError
        ``CANNOT_MERGE_TYPE`` when there is none.
    """
    if isinstance(a, NullType) or isinstance(b, NullType):
        return b if isinstance(a, NullType) else a
    moments = {type(a), type(b)}
    if moments == {TimestampType, TimestampNTZType}:
        return TimestampType()
    for shape in (GeometryType, GeographyType):
        if isinstance(a, shape) and isinstance(b, shape) and a.srid != b.srid:
            return shape("ANY")
    if isinstance(a, AtomicType) and isinstance(b, StringType):
        return b
    if isinstance(a, StringType) and isinstance(b, AtomicType):
        return a
    if type(a) is not type(b):
        raise PySparkTypeError(
            errorClass="CANNOT_MERGE_TYPE",
            messageParameters={"data_type1": type(a).__name__, "data_type2": type(b).__name__},
        )
    if isinstance(a, StructType) and isinstance(b, StructType):
        return _merge_structs(a, b)
    if isinstance(a, ArrayType) and isinstance(b, ArrayType):
        return ArrayType(_merge_type(a.elementType, b.elementType))
    if isinstance(a, MapType) and isinstance(b, MapType):
        return MapType(_merge_type(a.keyType, b.keyType), _merge_type(a.valueType, b.valueType))
    return a


def _merge_structs(a: StructType, b: StructType) -> StructType:
    """The fields of the first, then those that only the second has."""
    others = {field.name: field.dataType for field in b.fields}
    merged = [
        StructField(field.name, _merge_type(field.dataType, others.get(field.name, NullType())))
        for field in a.fields
    ]
    known = {field.name for field in merged}
    merged += [StructField(name, kind) for name, kind in others.items() if name not in known]
    return StructType(merged)
