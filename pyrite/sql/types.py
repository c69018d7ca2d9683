"""Spark SQL's types, and the row.

The classes stand in modules of their own beside this one; they bear this module's name, which pickles, messages
and programs know.
"""

from __future__ import annotations

from typing import Any

from pyrite.sql._types.atomic_names import NAMED as _all_mappable_types
from pyrite.sql._types.datatypes import (
    AnsiIntervalType,
    AnyTimeType,
    AtomicType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DatetimeType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    FractionalType,
    GeographyType,
    GeometryType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    NumericType,
    ShortType,
    SpatialType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)
from pyrite.sql._types.infer import (
    _from_numpy_type,
    _has_nulltype,
    _has_type,
    _infer_schema,
    _infer_type,
    _merge_type,
)
from pyrite.sql._types.nested import (
    ArrayType,
    MapType,
    StructField,
    StructType,
    UserDefinedType,
    _from_json_value,
    _parse_datatype_json_string,
    _parse_datatype_string,
)
from pyrite.sql._types.row import Row, _create_row
from pyrite.sql._types.values import Geography, Geometry, VariantVal
from pyrite.sql._types.verify import _create_converter, _make_type_verifier, _need_converter

__all__ = [
    "ArrayType",
    "BinaryType",
    "BooleanType",
    "ByteType",
    "CalendarIntervalType",
    "CharType",
    "DataType",
    "DateType",
    "DayTimeIntervalType",
    "DecimalType",
    "DoubleType",
    "FloatType",
    "Geography",
    "GeographyType",
    "Geometry",
    "GeometryType",
    "IntegerType",
    "LongType",
    "MapType",
    "NullType",
    "Row",
    "ShortType",
    "StringType",
    "StructField",
    "StructType",
    "TimeType",
    "TimestampNTZType",
    "TimestampType",
    "VarcharType",
    "VariantType",
    "VariantVal",
    "YearMonthIntervalType",
]

#: PySpark's further names, that programs and libraries import although they are not in its public list.
_FURTHER: tuple[Any, ...] = (
    AnsiIntervalType,
    AnyTimeType,
    AtomicType,
    DatetimeType,
    FractionalType,
    IntegralType,
    NumericType,
    SpatialType,
    UserDefinedType,
    _all_mappable_types,
    _create_converter,
    _create_row,
    _from_numpy_type,
    _has_nulltype,
    _has_type,
    _infer_schema,
    _infer_type,
    _make_type_verifier,
    _merge_type,
    _need_converter,
    _parse_datatype_json_string,
    _parse_datatype_string,
)

_parse_datatype_json_value = _from_json_value


def _drop_metadata(d: Any) -> Any:
    """The same type or field without metadata in it."""
    if isinstance(d, StructField):
        return StructField(d.name, _drop_metadata(d.dataType), d.nullable)
    if isinstance(d, StructType):
        return StructType([_drop_metadata(field) for field in d.fields])
    if isinstance(d, ArrayType):
        return ArrayType(_drop_metadata(d.elementType), d.containsNull)
    if isinstance(d, MapType):
        return MapType(_drop_metadata(d.keyType), _drop_metadata(d.valueType), d.valueContainsNull)
    return d


def _bear_this_name() -> None:
    """Let the classes be found here by whoever loads a pickle, wherever their code stands."""
    for public in (*map(globals().__getitem__, __all__), *_FURTHER):
        if isinstance(public, type):
            public.__module__ = __name__


_bear_this_name()
