"""Kernels that are a plain Python function of the values of one row."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructType,
    UserDefinedType,
)

__all__ = ["of_arity", "row_kernel", "values_of"]

_ARROW: dict[type, pa.DataType] = {
    StringType: pa.string(),
    BinaryType: pa.binary(),
    BooleanType: pa.bool_(),
    IntegerType: pa.int32(),
    LongType: pa.int64(),
    DoubleType: pa.float64(),
}


def row_kernel(name: str, function: Callable[..., Any], *, nulls: bool = False) -> None:
    """Declare a kernel: ``function`` is given the values of a row, null as None only with ``nulls``."""

    def make(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
        result = _arrow_type(kind)

        def run(*arrays: Any) -> pa.Array:
            rows = zip(*[values_of(array, type_) for array, type_ in zip(arrays, given)])
            if nulls:
                return pa.array([function(*row) for row in rows], result)
            return pa.array([None if None in row else function(*row) for row in rows], result)

        return of_arity(run, len(given))

    KERNELS[name] = make


def of_arity(function: Callable[..., Any], count: int) -> Callable[..., Any]:
    """A function of any number of arrays as one of so many: DuckDB counts a function's parameters."""
    kind = inspect.Parameter.POSITIONAL_ONLY
    names = [inspect.Parameter(f"a{index}", kind) for index in range(count)]
    function.__signature__ = inspect.Signature(names)  # type: ignore[attr-defined]
    return function


def _arrow_type(kind: DataType) -> pa.DataType:
    if isinstance(kind, ArrayType):
        return pa.list_(_arrow_type(kind.elementType))
    if isinstance(kind, DecimalType):
        return pa.decimal128(kind.precision, kind.scale)
    return _ARROW[type(kind)]


def values_of(array: Any, kind: DataType) -> list[Any]:
    """The values in Spark's internal form: dates and times are numbers, structs and maps tuples."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(kind, UserDefinedType):
        return values_of(array, kind.sqlType())
    if isinstance(kind, StructType):
        children = [values_of(array.field(i), field.dataType) for i, field in enumerate(kind)]
        rows = list(zip(*children)) if children else [()] * len(array)
        return [row if there else None for row, there in zip(rows, array.is_valid().to_pylist())]
    if isinstance(kind, ArrayType):
        items = values_of(array.values, kind.elementType)
        return _cut(array, items)
    if isinstance(kind, MapType):
        keys, values = values_of(array.keys, kind.keyType), values_of(array.items, kind.valueType)
        return _cut(array, list(zip(keys, values)))
    if pa.types.is_date32(array.type):
        return array.cast(pa.int32()).to_pylist()
    if pa.types.is_timestamp(array.type) or pa.types.is_time64(array.type):
        return array.cast(pa.int64()).to_pylist()
    return array.to_pylist()


def _cut(array: Any, items: list[Any]) -> list[Any]:
    offsets = array.offsets.to_pylist()
    return [
        items[start:stop] if there else None
        for start, stop, there in zip(offsets, offsets[1:], array.is_valid().to_pylist())
    ]
