"""Arrow tables, and what becomes one without a look at single values: NumPy arrays and frames of Polars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkValueError
from pyrite.sql._inputs.rows import table_of
from pyrite.sql._types.arrow_types import from_arrow_schema, from_arrow_type, to_arrow_schema
from pyrite.sql._types.datatypes import DataType, TimestampType
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.physical_types import physical_schema, to_physical, with_nulls_of

if TYPE_CHECKING:
    import pyarrow as pa


def table_to_arrow(table: pa.Table, schema: Any, settings: Mapping[str, str]) -> tuple[pa.Table, StructType]:
    """The engine's table of an Arrow table.

    Timestamps without a zone are on the session's clock, unless their type has no zone either.

    Parameters
    ----------
    table : pyarrow.Table
        The table.
    schema : StructType or list of str, optional
        The types to cast to, by the table's own names; or new names. Anything else is ignored, as by Spark.
    settings : mapping
        The session's settings.

    Raises
    ------
    PySparkTypeError
        For a type that Spark does not take.
    UnsupportedOperationException
        For structs with fields of the same name.
    ValueError
        pyarrow's own, for names or values that do not go with the schema.
    """
    without_zone = settings.get("spark.sql.timestampType") == "TIMESTAMP_NTZ"
    if isinstance(schema, (list, tuple)):
        table = table.rename_columns(list(schema))
        struct = StructType(
            [
                StructField(field.name, from_arrow_type(field.type, without_zone), field.nullable)
                for field in table.schema
            ]
        )
    elif isinstance(schema, StructType):
        struct = schema
    else:
        struct = from_arrow_schema(table.schema, without_zone)
    if not struct.fields:
        return table_of([], struct, table.num_rows), struct
    wanted = to_arrow_schema(struct, error_on_duplicated_field_names_in_struct=True, timezone="UTC")
    zone = settings.get("spark.sql.session.timeZone", "UTC")
    if table.num_columns == len(struct.fields):
        columns = [
            _localized(column, field.dataType, zone) for column, field in zip(table.columns, struct.fields)
        ]
        table = type(table).from_arrays(columns, names=table.column_names)
    return physical_table(table.cast(wanted), struct), struct


def physical_table(table: pa.Table, struct: StructType) -> pa.Table:
    """The table with its columns in the engine's own Arrow types."""
    columns = [to_physical(column, field.dataType) for column, field in zip(table.columns, struct.fields)]
    return type(table).from_arrays(columns, schema=physical_schema(struct))


def _localized(column: pa.ChunkedArray, dataType: DataType, zone: str) -> pa.ChunkedArray:
    """The column with timestamps in microseconds, rounded down, and with a zone where the type has one."""
    import pyarrow as pa
    import pyarrow.types as types

    if types.is_nested(column.type) or types.is_timestamp(column.type) or types.is_dictionary(column.type):
        chunks = column.chunks or [pa.array([], column.type)]
        return pa.chunked_array([_localized_array(chunk, dataType, zone) for chunk in chunks])
    return column


def _localized_array(array: pa.Array, dataType: Any, zone: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as types

    kind = array.type
    if types.is_dictionary(kind):
        return _localized_array(array.dictionary_decode(), dataType, zone)
    if types.is_timestamp(kind):
        if kind.unit == "ns":
            array = pc.floor_temporal(array, unit="microsecond")
        if kind.tz is None and isinstance(dataType, TimestampType):
            return pc.assume_timezone(array, zone)
        return array
    if isinstance(dataType, ArrayType) and (types.is_list(kind) or types.is_large_list(kind)):
        rebuilt = type(array).from_arrays(
            array.offsets, _localized_array(array.values, dataType.elementType, zone)
        )
        return with_nulls_of(array, rebuilt)
    if isinstance(dataType, MapType) and types.is_map(kind):
        keys = _localized_array(array.keys, dataType.keyType, zone)
        items = _localized_array(array.items, dataType.valueType, zone)
        return with_nulls_of(array, pa.MapArray.from_arrays(array.offsets, keys, items))
    if isinstance(dataType, StructType) and types.is_struct(kind) and kind.num_fields == len(dataType) > 0:
        children = [
            _localized_array(array.field(place), field.dataType, zone)
            for place, field in enumerate(dataType.fields)
        ]
        mask = array.is_null() if array.null_count else None
        return pa.StructArray.from_arrays(children, names=[field.name for field in kind], mask=mask)
    return array


def ndarray_to_table(data: Any, schema: Any) -> pa.Table:
    """The Arrow table of a NumPy array of one or two dimensions, whose columns are called by the schema.

    Raises
    ------
    PySparkValueError
        ``INVALID_NDARRAY_DIMENSION`` for other numbers of dimensions.
    """
    import pyarrow as pa

    if data.ndim not in (1, 2):
        raise PySparkValueError(
            errorClass="INVALID_NDARRAY_DIMENSION", messageParameters={"dimensions": "1 or 2"}
        )
    columns = [data] if data.ndim == 1 else [data[:, place] for place in range(data.shape[1])]
    if isinstance(schema, StructType):
        names = schema.names
    elif isinstance(schema, list):
        names = schema
    else:
        names = ["value"] if len(columns) == 1 else [f"_{place + 1}" for place in range(len(columns))]
    return pa.Table.from_arrays([pa.array(column) for column in columns], names=names)
