"""What Pyrite answers to a query, in the form of the recordings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import outcomes
import pyarrow as pa

from pyrite.sql._query.execution import Execution
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    DataType,
    DateType,
    DecimalType,
    MapType,
    NullType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
)


def outcome(text: str, execution: Callable[[], Execution]) -> Any:
    """What Pyrite answers to the query ``text``, which ``execution()`` reads."""
    try:
        query = execution()
        fields = query.analyzed.schema.fields
        table = query.table()
        columns = [
            [internal(item, field.dataType) for item in _plain(column, field.dataType)]
            for column, field in zip(table.columns, fields)
        ]
    except Exception as error:
        if not hasattr(error, "getCondition"):
            return {"error": f"{type(error).__name__}: {error}"}
        return outcomes.failed(error)
    return outcomes.computed(fields, list(zip(*columns)) if columns else [[]] * table.num_rows, text)


def _plain(column: pa.ChunkedArray, kind: DataType) -> list:
    """A column's values, with dates and times as numbers wherever they stand."""
    return pa.chunked_array(
        [_numbers(chunk) for chunk in column.chunks], _number_type(column.type)
    ).to_pylist()


def _number_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_date32(kind):
        return pa.int32()
    if pa.types.is_timestamp(kind) or pa.types.is_time64(kind):
        return pa.int64()
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, _number_type(field.type)) for field in kind])
    if pa.types.is_map(kind):
        return pa.map_(_number_type(kind.key_type), _number_type(kind.item_type))
    if pa.types.is_list(kind):
        return pa.list_(_number_type(kind.value_type))
    return kind


def _numbers(array: pa.Array) -> pa.Array:
    kind = _number_type(array.type)
    if kind == array.type:
        return array
    if pa.types.is_struct(kind):
        children = [_numbers(array.field(place)) for place in range(kind.num_fields)]
        return pa.StructArray.from_arrays(children, fields=list(kind), mask=array.is_null())
    if pa.types.is_map(kind):
        return pa.MapArray.from_arrays(
            _offsets(array), _numbers(array.keys), _numbers(array.items), type=kind
        )
    if pa.types.is_list(kind):
        return pa.ListArray.from_arrays(_offsets(array), _numbers(array.values), type=kind)
    return array.cast(kind)


def _offsets(array: pa.Array) -> pa.Array:
    """The offsets of a list or map array, null where it is null."""
    missing = [*array.is_null().to_pylist(), False]
    return pa.array(
        [None if gone else offset for gone, offset in zip(missing, array.offsets.to_pylist())], pa.int32()
    )


def internal(value, kind: DataType):
    """A value of an Arrow column in Spark's internal form."""
    if value is None or isinstance(kind, NullType):
        return None
    if isinstance(kind, ArrayType):
        return [internal(item, kind.elementType) for item in value]
    if isinstance(kind, MapType):
        return [[internal(key, kind.keyType), internal(item, kind.valueType)] for key, item in value]
    if isinstance(kind, StructType):
        return [internal(item, field.dataType) for item, field in zip(value.values(), kind.fields)]
    if isinstance(kind, TimeType):
        return value * 1000
    if isinstance(kind, CalendarIntervalType):
        months, days, nanoseconds = value
        return [months, days, nanoseconds // 1000]
    if isinstance(kind, VariantType):
        return [value["value"], value["metadata"]]
    if isinstance(kind, DecimalType):
        return f"{value:f}"
    assert isinstance(kind, (DateType, TimestampType, TimestampNTZType)) or not hasattr(value, "isoformat")
    return value
