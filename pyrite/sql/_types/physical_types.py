"""The Arrow types in which the engine takes and gives the values of each of Spark's types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkTypeError
from pyrite.sql._types.datatypes import (
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
    IntegerType,
    LongType,
    NullType,
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
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType

if TYPE_CHECKING:
    import pyarrow as pa

#: The number of Arrow's year-month interval, which pyarrow has no name for.
_INTERVAL_MONTHS = 21

_PLAIN: dict[type[DataType], Callable[[Any], Any]] = {
    NullType: lambda pa: pa.null(),
    BooleanType: lambda pa: pa.bool_(),
    ByteType: lambda pa: pa.int8(),
    ShortType: lambda pa: pa.int16(),
    IntegerType: lambda pa: pa.int32(),
    LongType: lambda pa: pa.int64(),
    FloatType: lambda pa: pa.float32(),
    DoubleType: lambda pa: pa.float64(),
    StringType: lambda pa: pa.string(),
    CharType: lambda pa: pa.string(),
    VarcharType: lambda pa: pa.string(),
    BinaryType: lambda pa: pa.binary(),
    DateType: lambda pa: pa.date32(),
    TimeType: lambda pa: pa.time64("us"),
    TimestampType: lambda pa: pa.timestamp("us", tz="UTC"),
    TimestampNTZType: lambda pa: pa.timestamp("us"),
    # Months and microseconds: Arrow's own intervals have no arithmetic in the engine.
    YearMonthIntervalType: lambda pa: pa.int32(),
    DayTimeIntervalType: lambda pa: pa.int64(),
    CalendarIntervalType: lambda pa: pa.month_day_nano_interval(),
    VariantType: lambda pa: pa.struct([("value", pa.binary()), ("metadata", pa.binary())]),
}


def physical_type(dt: DataType) -> pa.DataType:
    """The Arrow type for a type's values.

    Raises
    ------
    PySparkTypeError
        When there is none.
    """
    import pyarrow as pa

    plain = _PLAIN.get(type(dt))
    if plain is not None:
        return plain(pa)
    if isinstance(dt, DecimalType):
        return pa.decimal128(dt.precision, dt.scale)
    if isinstance(dt, ArrayType):
        return pa.list_(pa.field("element", physical_type(dt.elementType)))
    if isinstance(dt, MapType):
        key = pa.field("key", physical_type(dt.keyType), nullable=False)
        return pa.map_(key, pa.field("value", physical_type(dt.valueType)))
    if isinstance(dt, StructType):
        return pa.struct([pa.field(field.name, physical_type(field.dataType)) for field in dt.fields])
    if isinstance(dt, UserDefinedType):
        return physical_type(dt.sqlType())
    if isinstance(dt, SpatialType):
        return pa.struct([("srid", pa.int32()), ("wkb", pa.binary())])
    raise PySparkTypeError(
        errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION", messageParameters={"data_type": str(dt)}
    )


def physical_schema(schema: StructType) -> pa.Schema:
    """The Arrow schema for a table's rows. Everything in it is nullable: Spark's type tells what is not."""
    import pyarrow as pa

    return pa.schema([pa.field(field.name, physical_type(field.dataType)) for field in schema.fields])


# ------------------------------------------------------------------------------------------- conversion


def to_physical(column: pa.ChunkedArray, dt: DataType) -> pa.ChunkedArray:
    """A column in the engine's own Arrow type for its type, whatever near Arrow type it comes in.

    Large and view layouts, dictionaries, other widths, units, zones and names of fields are near. A timestamp
    without a zone counts as UTC.

    Raises
    ------
    pyarrow.ArrowInvalid
        When a value does not fit.
    """
    import pyarrow as pa

    target = physical_type(dt)
    if column.type.equals(target):
        return column
    return pa.chunked_array([_array_to_physical(chunk, dt) for chunk in column.iterchunks()], target)


def _array_to_physical(array: pa.Array, dt: DataType) -> pa.Array:
    import pyarrow as pa
    import pyarrow.types as types

    if isinstance(dt, UserDefinedType):
        return _array_to_physical(array, dt.sqlType())
    target = physical_type(dt)
    if array.type.equals(target):
        return array
    if types.is_null(target):
        return pa.nulls(len(array))
    if types.is_dictionary(array.type):
        return _array_to_physical(array.dictionary_decode(), dt)
    if types.is_duration(array.type):
        return array.cast(pa.duration("us")).view(pa.int64())
    if array.type.id == _INTERVAL_MONTHS:
        return array.view(pa.int32())
    if types.is_time(array.type):
        # Spark's nanoseconds are none of Python's or the engine's.
        return array.cast(target, safe=False)
    if isinstance(dt, StructType) and types.is_struct(array.type):
        children = [
            _array_to_physical(array.field(place), field.dataType) for place, field in enumerate(dt.fields)
        ]
        if not children:
            return array
        mask = array.is_null() if array.null_count else None
        return pa.StructArray.from_arrays(children, fields=list(target), mask=mask)
    if isinstance(dt, MapType) and types.is_map(array.type):
        keys, items = (
            _array_to_physical(array.keys, dt.keyType),
            _array_to_physical(array.items, dt.valueType),
        )
        return with_nulls_of(array, pa.MapArray.from_arrays(array.offsets, keys, items, target))
    if isinstance(dt, ArrayType) and types.is_list(array.type):
        elements = _array_to_physical(array.values, dt.elementType)
        return with_nulls_of(array, pa.ListArray.from_arrays(array.offsets, elements, target))
    if isinstance(dt, ArrayType) and not types.is_list(array.type):
        return _array_to_physical(array.cast(pa.list_(array.type.value_field)), dt)
    return array.cast(target)


def with_nulls_of(array: pa.Array, rebuilt: pa.Array) -> pa.Array:
    """The rebuilt array with nulls where the array has them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not array.null_count:
        return rebuilt
    return pc.if_else(array.is_valid(), rebuilt, pa.scalar(None, rebuilt.type))
