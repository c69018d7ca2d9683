"""Spark's types as Arrow's, and back.

Only what both sides know survives the way there and back: CHAR and VARCHAR have no Arrow type, a collation, the
digits of a TIME, the fields of an interval and the class of a user-defined type are lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkTypeError, UnsupportedOperationException
from pyrite.sql._types.datatypes import (
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
    SpatialType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    YearMonthIntervalType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType, UserDefinedType

if TYPE_CHECKING:
    import pyarrow as pa

#: Where Spark keeps a field's metadata in Arrow's.
metadata_key = b"SPARK::metadata::json"

#: Types that need nothing but Arrow's function of the same kind.
_PLAIN: dict[type[DataType], Callable[[Any], Any]] = {
    NullType: lambda pa: pa.null(),
    BooleanType: lambda pa: pa.bool_(),
    ByteType: lambda pa: pa.int8(),
    ShortType: lambda pa: pa.int16(),
    IntegerType: lambda pa: pa.int32(),
    LongType: lambda pa: pa.int64(),
    FloatType: lambda pa: pa.float32(),
    DoubleType: lambda pa: pa.float64(),
    DateType: lambda pa: pa.date32(),
    TimestampNTZType: lambda pa: pa.timestamp("us"),
    DayTimeIntervalType: lambda pa: pa.duration("us"),
    TimeType: lambda pa: pa.time64("ns"),
}
#: Shapes travel as structs; metadata on the bytes tells which shape, and where.
_SHAPES: dict[type[SpatialType], bytes] = {GeometryType: b"geometry", GeographyType: b"geography"}
#: The number of Arrow's year-month interval, which pyarrow has no name for.
_INTERVAL_MONTHS = 21


def to_arrow_metadata(metadata: dict[str, Any] | None = None) -> dict[bytes, bytes] | None:
    """A field's metadata in Arrow's form; None without any."""
    return {metadata_key: json.dumps(metadata).encode()} if metadata else None


def from_arrow_metadata(metadata: dict[bytes, bytes] | None) -> dict[str, Any] | None:
    """A field's metadata from Arrow's form; None without any."""
    found = (metadata or {}).get(metadata_key)
    return None if found is None else json.loads(found)


def to_arrow_type(
    dt: DataType,
    *,
    error_on_duplicated_field_names_in_struct: bool = False,
    timezone: str | None = None,
    prefers_large_types: bool = False,
) -> pa.DataType:
    """Arrow's type for one of Spark's.

    Parameters
    ----------
    dt : DataType
        Spark's type.
    error_on_duplicated_field_names_in_struct : bool
        Whether structs must not have fields of the same name.
    timezone : str, optional
        The session's time zone; TIMESTAMP needs it.
    prefers_large_types : bool
        Whether text and bytes get offsets of 64 bits.

    Raises
    ------
    PySparkTypeError
        When Arrow has no such type.
    UnsupportedOperationException
        For fields of the same name.
    """
    import pyarrow as pa

    def inner(kind: DataType) -> pa.DataType:
        return to_arrow_type(
            kind,
            error_on_duplicated_field_names_in_struct=error_on_duplicated_field_names_in_struct,
            timezone=timezone,
            prefers_large_types=prefers_large_types,
        )

    plain = _PLAIN.get(type(dt))
    if plain is not None:
        return plain(pa)
    if isinstance(dt, StringType):
        return pa.large_string() if prefers_large_types else pa.string()
    if isinstance(dt, BinaryType):
        return pa.large_binary() if prefers_large_types else pa.binary()
    if isinstance(dt, DecimalType):
        return pa.decimal128(dt.precision, dt.scale)
    if isinstance(dt, TimestampType):
        assert timezone is not None
        return pa.timestamp("us", tz=timezone)
    if isinstance(dt, ArrayType):
        return pa.list_(pa.field("element", inner(dt.elementType), nullable=dt.containsNull))
    if isinstance(dt, MapType):
        key = pa.field("key", inner(dt.keyType), nullable=False)
        return pa.map_(key, pa.field("value", inner(dt.valueType), nullable=dt.valueContainsNull))
    if isinstance(dt, StructType):
        if error_on_duplicated_field_names_in_struct and len(set(dt.names)) < len(dt.names):
            raise UnsupportedOperationException(
                errorClass="DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT",
                messageParameters={"field_names": str(dt.names)},
            )
        return pa.struct([_arrow_field(field, inner) for field in dt.fields])
    if isinstance(dt, UserDefinedType):
        return inner(dt.sqlType())
    if isinstance(dt, VariantType):
        mark = {b"variant": b"true"}
        return pa.struct(
            [
                pa.field("value", pa.binary(), nullable=False),
                pa.field("metadata", pa.binary(), nullable=False, metadata=mark),
            ]
        )
    if isinstance(dt, SpatialType):
        mark = {_SHAPES[type(dt)]: b"true", b"srid": str(dt.srid).encode()}
        return pa.struct(
            [
                pa.field("srid", pa.int32(), nullable=False),
                pa.field("wkb", pa.binary(), nullable=False, metadata=mark),
            ]
        )
    raise _unsupported(dt)


def _arrow_field(field: StructField, inner: Callable[[DataType], pa.DataType]) -> pa.Field:
    import pyarrow as pa

    metadata = to_arrow_metadata(field.metadata)
    return pa.field(field.name, inner(field.dataType), nullable=field.nullable, metadata=metadata)


def to_arrow_schema(
    schema: StructType,
    *,
    error_on_duplicated_field_names_in_struct: bool = False,
    timezone: str | None = None,
    prefers_large_types: bool = False,
) -> pa.Schema:
    """Arrow's schema for a struct. Its own fields may share names; see :func:`to_arrow_type` for the rest."""
    import pyarrow as pa

    def inner(kind: DataType) -> pa.DataType:
        return to_arrow_type(
            kind,
            error_on_duplicated_field_names_in_struct=error_on_duplicated_field_names_in_struct,
            timezone=timezone,
            prefers_large_types=prefers_large_types,
        )

    return pa.schema([_arrow_field(field, inner) for field in schema.fields])


def _is_marked(at: pa.DataType, marked: str, mark: bytes, other: str) -> bool:
    """Whether a struct has a field of that name with that mark, and another field."""
    fields = {field.name: field for field in at if (field.metadata or {}).get(mark) == b"true"}
    return marked in fields and any(field.name == other for field in at)


def is_variant(at: pa.DataType) -> bool:
    """Whether an Arrow struct stands for a variant."""
    return _is_marked(at, "metadata", b"variant", "value")


def is_geometry(at: pa.DataType) -> bool:
    """Whether an Arrow struct stands for a geometry."""
    return _is_marked(at, "wkb", b"geometry", "srid")


def is_geography(at: pa.DataType) -> bool:
    """Whether an Arrow struct stands for a geography."""
    return _is_marked(at, "wkb", b"geography", "srid")


#: Arrow's types by the function of ``pyarrow.types`` that tells them.
_FROM_ARROW: dict[str, DataType] = {
    "is_boolean": BooleanType(),
    "is_int8": ByteType(),
    "is_int16": ShortType(),
    "is_int32": IntegerType(),
    "is_int64": LongType(),
    "is_float32": FloatType(),
    "is_float64": DoubleType(),
    "is_string": StringType(),
    "is_large_string": StringType(),
    "is_binary": BinaryType(),
    "is_fixed_size_binary": BinaryType(),
    "is_large_binary": BinaryType(),
    "is_date32": DateType(),
    "is_time64": TimeType(),
    "is_duration": DayTimeIntervalType(),
    "is_null": NullType(),
}


def from_arrow_type(at: pa.DataType, prefer_timestamp_ntz: bool = True) -> DataType:
    """Spark's type for one of Arrow's; the units of times do not count.

    Parameters
    ----------
    at : pyarrow.DataType
        Arrow's type.
    prefer_timestamp_ntz : bool
        Whether a timestamp without a zone is a TIMESTAMP_NTZ.

    Raises
    ------
    PySparkTypeError
        When Spark has no such type.
    """
    import pyarrow.types as types

    for test, kind in _FROM_ARROW.items():
        if getattr(types, test)(at):
            return kind
    if types.is_decimal(at):
        return DecimalType(at.precision, at.scale)
    if types.is_timestamp(at):
        return TimestampNTZType() if at.tz is None and prefer_timestamp_ntz else TimestampType()
    if at.id == _INTERVAL_MONTHS:
        return YearMonthIntervalType()
    if types.is_list(at) or types.is_large_list(at) or types.is_fixed_size_list(at):
        return ArrayType(from_arrow_type(at.value_type, prefer_timestamp_ntz), at.value_field.nullable)
    if types.is_map(at):
        key = from_arrow_type(at.key_type, prefer_timestamp_ntz)
        value = from_arrow_type(at.item_type, prefer_timestamp_ntz)
        return MapType(key, value, at.item_field.nullable)
    if types.is_struct(at):
        return _from_arrow_struct(at, prefer_timestamp_ntz)
    if types.is_dictionary(at):
        return from_arrow_type(at.value_type, prefer_timestamp_ntz)
    raise _unsupported(at)


def _from_arrow_struct(at: pa.DataType, prefer_timestamp_ntz: bool) -> DataType:
    if is_variant(at):
        return VariantType()
    for shape, mark in _SHAPES.items():
        if _is_marked(at, "wkb", mark, "srid"):
            srid = int(at.field("wkb").metadata[b"srid"])
            return shape("ANY" if srid == shape.MIXED_SRID else srid)
    return StructType([_spark_field(field, prefer_timestamp_ntz) for field in at])


def _spark_field(field: pa.Field, prefer_timestamp_ntz: bool) -> StructField:
    kind = from_arrow_type(field.type, prefer_timestamp_ntz)
    return StructField(field.name, kind, field.nullable, from_arrow_metadata(field.metadata))


def from_arrow_schema(arrow_schema: pa.Schema, prefer_timestamp_ntz: bool = True) -> StructType:
    """The struct for Arrow's schema; see :func:`from_arrow_type`."""
    return StructType([_spark_field(field, prefer_timestamp_ntz) for field in arrow_schema])


def _unsupported(dataType: object) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION",
        messageParameters={"data_type": str(dataType)},
    )
