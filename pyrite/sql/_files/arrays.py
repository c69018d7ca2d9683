"""Arrow data of files in the types that a reader asks for: structs by the names of their fields, the rest by parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from pyrite.sql._analysis.settings import Settings
from pyrite.sql._types.physical_types import physical_type, with_nulls_of
from pyrite.sql.types import ArrayType, DataType, MapType, StructType, UserDefinedType

__all__ = ["batches_of", "found_columns", "shaped", "whole"]

#: Makes of an array without parts one of a type.
Leaf = Callable[[pa.Array, DataType], pa.Array]


def whole(column: Any) -> pa.Array:
    """A column as one array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def shaped(array: pa.Array, kind: Any, leaf: Leaf, key: Callable[[str], str]) -> pa.Array:
    """An array in the engine's Arrow type for a type.

    Parameters
    ----------
    array : pyarrow.Array
        As it is in a file.
    kind : DataType
        What is asked for.
    leaf : callable
        Converts what has no parts, and what has other parts than are asked for.
    key : callable
        Makes names equal that mean the same field.
    """
    types = pa.types
    if isinstance(kind, UserDefinedType):
        return shaped(array, kind.sqlType(), leaf, key)
    if types.is_dictionary(array.type):
        return shaped(array.dictionary_decode(), kind, leaf, key)
    if types.is_null(array.type):
        return pa.nulls(len(array), physical_type(kind))
    target = physical_type(kind)
    if isinstance(kind, StructType) and types.is_struct(array.type):
        return _struct(array, kind, target, leaf, key)
    if isinstance(kind, MapType) and types.is_map(array.type):
        keys = shaped(array.keys, kind.keyType, leaf, key)
        items = shaped(array.items, kind.valueType, leaf, key)
        return with_nulls_of(array, pa.MapArray.from_arrays(array.offsets, keys, items, target))
    if isinstance(kind, ArrayType):
        if types.is_large_list(array.type) or types.is_fixed_size_list(array.type):
            array = array.cast(pa.list_(array.type.value_field))
        if types.is_list(array.type):
            elements = shaped(array.values, kind.elementType, leaf, key)
            return with_nulls_of(array, pa.ListArray.from_arrays(array.offsets, elements, target))
    return leaf(array, kind)


def _struct(
    array: pa.Array, kind: StructType, target: pa.DataType, leaf: Leaf, key: Callable[[str], str]
) -> pa.Array:
    if not kind.fields:
        return array.cast(target)
    places = {key(array.type.field(place).name): place for place in range(array.type.num_fields)}
    parts = array.flatten()
    children = []
    for field in kind:
        place = places.get(key(field.name))
        children.append(
            pa.nulls(len(array), physical_type(field.dataType))
            if place is None
            else shaped(parts[place], field.dataType, leaf, key)
        )
    return pa.StructArray.from_arrays(children, fields=list(target), mask=array.is_null())


def found_columns(required: StructType, names: Sequence[str], settings: Settings) -> list[int | None]:
    """Where each required column is among the columns of a file; None where it is not."""
    places = {settings.name_key(name): place for place, name in enumerate(names)}
    return [places.get(settings.name_key(field.name)) for field in required]


def batches_of(
    required: StructType, columns: Sequence[pa.Array | None], rows: int, leaf: Leaf, key: Callable[[str], str]
) -> Iterator[pa.RecordBatch]:
    """The batch of a part of a file, its columns named by their position: null where the file has none."""
    made = [
        pa.nulls(rows, physical_type(field.dataType))
        if column is None
        else shaped(whole(column), field.dataType, leaf, key)
        for column, field in zip(columns, required)
    ]
    made = made or [pa.nulls(rows, pa.string())]
    yield pa.RecordBatch.from_arrays(made, [str(index) for index in range(len(made))])
