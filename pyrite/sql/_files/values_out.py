"""Values of Arrow columns in Spark's internal form: days, microseconds, lists, tuples, pairs."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pyrite.sql._types.physical_types import to_physical
from pyrite.sql.types import ArrayType, DataType, MapType, StructType, UserDefinedType

__all__ = ["internal_values"]


def internal_values(column: Any, kind: DataType) -> list[Any]:
    """The values of a column; None for null.

    >>> internal_values(pa.array([{"a": 1}, None]), StructType().add("a", "bigint"))
    [(1,), None]
    """
    if isinstance(column, pa.ChunkedArray):
        return [value for chunk in column.chunks for value in internal_values(chunk, kind)]
    return _values(to_physical(pa.chunked_array([column]), kind).chunk(0), kind)


def _values(array: pa.Array, kind: Any) -> list[Any]:
    types = pa.types
    if isinstance(kind, UserDefinedType):
        return _values(array, kind.sqlType())
    if types.is_date(array.type):
        return list(array.view(pa.int32()).to_pylist())
    if types.is_timestamp(array.type):
        return list(array.view(pa.int64()).to_pylist())
    if isinstance(kind, StructType):
        there = array.is_valid().to_pylist()
        if not kind.fields:
            return [() if valid else None for valid in there]
        parts = [_values(part, field.dataType) for part, field in zip(array.flatten(), kind)]
        return [row if valid else None for row, valid in zip(zip(*parts), there)]
    if isinstance(kind, (ArrayType, MapType)):
        ends = array.offsets.to_pylist()
        there = array.is_valid().to_pylist()
        inner: list[Any]
        if isinstance(kind, MapType):
            inner = list(zip(_values(array.keys, kind.keyType), _values(array.items, kind.valueType)))
        else:
            inner = _values(array.values, kind.elementType)
        return [inner[a:b] if valid else None for a, b, valid in zip(ends, ends[1:], there)]
    return list(array.to_pylist())
