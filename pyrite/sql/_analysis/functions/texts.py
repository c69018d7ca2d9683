"""Pieces of DuckDB's text that functions of several topics are made of."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.sql._analysis.functions.registry import Rendering, quoted
from pyrite.sql.types import ArrayType, DataType, StructType

__all__ = ["has_null", "ordered_key", "sorted_list", "struct_text", "unless_null"]


def has_null(array: str) -> str:
    """Whether an array holds a null; null for no array."""
    return f"(list_count({array}) < len({array}))"


def unless_null(args: Sequence[str], sql: str) -> str:
    """``sql``, or null where one of ``args`` is null."""
    missing = " OR ".join([f"{arg} IS NULL" for arg in args])
    return f"CASE WHEN {missing} THEN NULL ELSE {sql} END"


def struct_text(r: Rendering, kind: DataType, values: list[str]) -> str:
    """A struct of type ``kind`` with these fields."""
    names = r.field_names(kind)
    if not names:
        return "struct_pack(empty := CAST(NULL AS INTEGER))"
    return f"struct_pack({', '.join([f'{r.identifier(n)} := {v}' for n, v in zip(names, values)])})"


def _is_nested(kind: DataType) -> bool:
    return isinstance(kind, (ArrayType, StructType))


def ordered_key(r: Rendering, sql: str, kind: DataType, depth: int = 0) -> str:
    """What DuckDB orders as Spark orders ``sql``.

    Inside of structs and arrays, nulls are the greatest to DuckDB and the least to Spark.
    """
    if isinstance(kind, StructType):
        parts = []
        for index, (name, field) in enumerate(zip(r.field_names(kind), kind)):
            value = f"struct_extract({sql}, {quoted(name)})"
            parts.append(f"n{index} := {value} IS NOT NULL")
            parts.append(f"v{index} := {ordered_key(r, value, field.dataType, depth)}")
        return f"CASE WHEN {sql} IS NOT NULL THEN struct_pack({', '.join(parts)}) END" if parts else "0"
    if isinstance(kind, ArrayType):
        item = f"item_{depth}"
        inner = ordered_key(r, item, kind.elementType, depth + 1)
        return f"list_transform({sql}, lambda {item}: struct_pack(n := {item} IS NOT NULL, v := {inner}))"
    return sql


def sorted_list(r: Rendering, array: str, kind: DataType, ascending: str, nulls: str) -> str:
    """An array of elements of type ``kind``, sorted; ``ascending`` and ``nulls`` are SQL's words for the order."""
    order = f"{quoted(ascending)}, {quoted('NULLS ' + nulls)}"
    if not _is_nested(kind):
        return f"list_sort({array}, {order})"
    # A struct never is null: the first field says where nulls go.
    missing = "1" if (nulls == "LAST") == (ascending == "ASC") else "0"
    first = f"CASE WHEN item IS NULL THEN {missing} ELSE {1 - int(missing)} END"
    keyed = f"struct_pack(n := {first}, k := {ordered_key(r, 'item', kind)}, v := item)"
    return f"list_transform(list_sort(list_transform({array}, lambda item: {keyed}), {order}), lambda item: item.v)"
