"""Structs whose fields share names, with names of their own: what pandas' dicts and Arrow's need."""

from __future__ import annotations

from collections import Counter

from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType

__all__ = ["distinct_names", "with_distinct_names"]


def distinct_names(names: list[str]) -> list[str]:
    """The names, where several are the same each with a number at its end.

    >>> distinct_names(["a", "b", "a"])
    ['a_0', 'b', 'a_1']
    """
    counts = Counter(names)
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        found.append(name if counts[name] == 1 else f"{name}_{seen[name]}")
        seen[name] += 1
    return found


def with_distinct_names(dataType: DataType) -> DataType:
    """The type with distinct names in each of its structs."""
    if isinstance(dataType, ArrayType):
        return ArrayType(with_distinct_names(dataType.elementType), dataType.containsNull)
    if isinstance(dataType, MapType):
        key, value = with_distinct_names(dataType.keyType), with_distinct_names(dataType.valueType)
        return MapType(key, value, dataType.valueContainsNull)
    if isinstance(dataType, StructType):
        return StructType(
            [
                StructField(name, with_distinct_names(field.dataType), field.nullable, field.metadata)
                for name, field in zip(distinct_names(dataType.names), dataType.fields)
            ]
        )
    return dataType
