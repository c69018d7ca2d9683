"""The engine's tables with the Arrow types that Spark gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.sql._types.arrow_types import to_arrow_schema, to_arrow_type
from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType
from pyrite.sql._types.physical_types import to_physical, with_nulls_of

if TYPE_CHECKING:
    import pyarrow as pa


def spark_table(
    table: pa.Table, schema: StructType, zone: str = "UTC", large_types: bool = False
) -> pa.Table:
    """What ``toArrow`` gives: times in nanoseconds, day-time intervals as durations, moments in UTC.

    Parameters
    ----------
    table : pyarrow.Table
        The engine's table.
    schema : StructType
        What its columns are, their names and metadata.
    zone : str
        The session's time zone; moments are in UTC whatever it is.
    large_types : bool
        Whether text and bytes get offsets of 64 bits (spark.sql.execution.arrow.useLargeVarTypes).

    Raises
    ------
    PySparkTypeError
        For a type that Arrow does not have.
    UnsupportedOperationException
        For structs with fields of the same name.
    """
    import pyarrow as pa

    wanted = to_arrow_schema(
        schema,
        error_on_duplicated_field_names_in_struct=True,
        timezone="UTC",
        prefers_large_types=large_types,
    )
    if not schema.fields:
        return table
    columns = [
        spark_column(column, field.dataType, large_types)
        for column, field in zip(table.columns, schema.fields)
    ]
    return pa.Table.from_arrays(columns, schema=wanted)


def spark_column(
    column: pa.ChunkedArray, dataType: DataType, large_types: bool = False, zone: str = "UTC"
) -> pa.ChunkedArray:
    """A column in the Arrow type that Spark gives it, moments in a zone; structs may have fields of the same name."""
    import pyarrow as pa

    target = to_arrow_type(dataType, timezone=zone, prefers_large_types=large_types)
    chunks = to_physical(column, dataType).iterchunks()
    return pa.chunked_array([_to_spark(chunk, dataType, target) for chunk in chunks], target)


def _to_spark(array: pa.Array, dataType: Any, target: Any) -> pa.Array:
    import pyarrow as pa

    if array.type.equals(target):
        return array
    if isinstance(dataType, UserDefinedType):
        return _to_spark(array, dataType.sqlType(), target)
    if pa.types.is_duration(target):
        return array.view(target)
    if isinstance(dataType, ArrayType):
        elements = _to_spark(array.values, dataType.elementType, target.value_type)
        return with_nulls_of(array, pa.ListArray.from_arrays(array.offsets, elements, target))
    if isinstance(dataType, MapType):
        keys = _to_spark(array.keys, dataType.keyType, target.key_type)
        items = _to_spark(array.items, dataType.valueType, target.item_type)
        return with_nulls_of(array, pa.MapArray.from_arrays(array.offsets, keys, items, target))
    if pa.types.is_struct(target) and target.num_fields:
        # Variants and shapes too, whose fields are not Spark's.
        kinds = [field.dataType for field in dataType.fields] if isinstance(dataType, StructType) else []
        children = [
            _to_spark(array.field(place), kinds[place] if kinds else None, field.type)
            for place, field in enumerate(target)
        ]
        mask = array.is_null() if array.null_count else None
        return pa.StructArray.from_arrays(children, fields=list(target), mask=mask)
    return array.cast(target)
