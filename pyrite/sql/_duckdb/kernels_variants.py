"""Kernels of variants."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pyrite.errors import PySparkValueError
from pyrite.sql._duckdb.casts_variants import PARTS
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql._duckdb.kernels_rows import of_arity, values_of
from pyrite.sql._files.records import arrow_column
from pyrite.sql._result.variants import variant_json, variant_text
from pyrite.sql._types import variant_trees as trees
from pyrite.sql._types.variant import number
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    MapType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    VariantType,
)


def _kernel(name: str, function: Callable[..., Any]) -> None:
    """Declare a kernel of a row's values, of which none is null; variants are pairs of bytes."""

    def make(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
        def run(*arrays: Any) -> pa.Array:
            rows = zip(*[_values(array, type_) for array, type_ in zip(arrays, given)])
            try:
                found = [None if None in row else function(*row) for row in rows]
            except PySparkValueError as error:
                raise KernelError(str(error.getCondition()), error.getMessageParameters() or {}) from None
            return arrow_column(found, kind)

        return of_arity(run, len(given))

    KERNELS[name] = make


def _values(array: Any, kind: DataType) -> list[Any]:
    found = values_of(array, kind)
    if isinstance(kind, VariantType):
        return [None if item is None else (item["value"], item["metadata"]) for item in found]
    return found


# ------------------------------------------------------------------------------------------------- JSON


class _Duplicate(ValueError):
    """An object has a name twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Duplicate(next(name for place, name in enumerate(names) if name in names[:place]))
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


_STRICT = json.JSONDecoder(parse_float=number, parse_constant=_no_number, object_pairs_hook=_once)
_LENIENT = json.JSONDecoder(parse_float=number, parse_constant=_no_number)


def _parsed(text: str, duplicates: bool) -> tuple[bytes, bytes]:
    # What stands behind the first value is not read.
    text = text.lstrip(_BLANKS)
    value, end = (_LENIENT if duplicates else _STRICT).raw_decode(text)
    if text[end - 1].isdigit() and text[end : end + 1] not in _BLANKS:
        raise ValueError(text)
    return trees.pack(value)


def _parse_json(text: str, duplicates: bool) -> tuple[bytes, bytes]:
    try:
        return _parsed(text, duplicates)
    except _Duplicate as error:
        raise KernelError("VARIANT_DUPLICATE_KEY", {"key": str(error)}) from None
    except (ValueError, RecursionError):
        parameters = {"badRecord": text, "failFastMode": "FAILFAST"}
        raise KernelError("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", parameters) from None


def _try_parse_json(text: str, duplicates: bool) -> tuple[bytes, bytes] | None:
    try:
        return _parsed(text, duplicates)
    except (ValueError, RecursionError, PySparkValueError):
        return None


_BLANKS = " \t\r\n"


_kernel("parse_json", _parse_json)
_kernel("try_parse_json", _try_parse_json)
_kernel("variant_json", lambda variant, zone: variant_json(variant[0], variant[1], zone))
_kernel("variant_text", variant_text)

# ---------------------------------------------------------------------------------------------- to variants


def _node(value: Any, kind: DataType) -> Any:
    """The tree of a value in Spark's internal form."""
    if value is None:
        return trees.NULL
    if isinstance(kind, VariantType):
        return trees.tree(value["value"], value["metadata"])
    if isinstance(kind, ArrayType):
        return [_node(item, kind.elementType) for item in value]
    if isinstance(kind, MapType):
        return {key: _node(item, kind.valueType) for key, item in value}
    if isinstance(kind, StructType):
        return {field.name: _node(item, field.dataType) for field, item in zip(kind, value)}
    if isinstance(kind, StringType):
        return trees.text_node(value)
    if isinstance(kind, DecimalType):
        return trees.decimal_node(value)
    for family, name in _NAMES.items():
        if isinstance(kind, family):
            return trees.scalar_node(name, value)
    return trees.int_node(value)


_NAMES: dict[type, str] = {
    BooleanType: "boolean", BinaryType: "binary", DoubleType: "double", FloatType: "float",
    DateType: "date", TimestampType: "timestamp", TimestampNTZType: "timestamp_ntz",
}  # fmt: skip


def _make_to_variant(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
    def run(array: Any) -> pa.Array:
        found = [
            None if item is None else trees.pack(_node(item, given[0])) for item in values_of(array, given[0])
        ]
        return arrow_column(found, kind)

    return run


KERNELS["to_variant"] = _make_to_variant

# ---------------------------------------------------------------------------------------------- looking up


def _path(text: str, function: str, condition: str) -> list[Any]:
    try:
        return trees.parsed_path(text)
    except trees.PathError:
        raise KernelError(condition, {"path": text, "functionName": f"`{function}`"}) from None


def _get(variant: tuple[bytes, bytes], path: str, function: str) -> tuple[bytes, bytes] | None:
    steps = _path(path, function, "INVALID_VARIANT_GET_PATH")
    node = trees.found(trees.tree(*variant), steps)
    return None if node is None else trees.pack(node)


def _parts(variant: tuple[bytes, bytes]) -> tuple[Any, ...]:
    node = trees.tree(*variant)
    kind = trees.kind_of(node)
    slots = dict.fromkeys(_SLOTS)
    if kind == "decimal":
        value = trees.value_of(node)
        slots["decimal"], slots["whole"] = _plain(value), str(int(value))
    elif kind in slots:
        slots[kind] = trees.value_of(node)
    return (kind, *slots.values())


_SLOTS = tuple(field.name for field in PARTS)[1:]


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _items(variant: tuple[bytes, bytes]) -> list[Any] | None:
    node = trees.tree(*variant)
    return [trees.pack(item) for item in node] if isinstance(node, list) else None


def _entries(variant: tuple[bytes, bytes]) -> list[Any] | None:
    node = trees.tree(*variant)
    return [(name, trees.pack(item)) for name, item in node.items()] if isinstance(node, dict) else None


def _field(variant: tuple[bytes, bytes], name: str) -> tuple[bytes, bytes] | None:
    node = trees.tree(*variant)
    return trees.pack(node[name]) if isinstance(node, dict) and name in node else None


def _exploded(variant: tuple[bytes, bytes]) -> list[Any]:
    """Each element with its place; they keep the names of the whole."""
    return [(place, name, (value, variant[1])) for place, (name, value) in enumerate(trees.members(*variant))]


def _is_valid(variant: tuple[bytes, bytes]) -> bool:
    try:
        trees.tree(*variant)
    except (PySparkValueError, UnicodeDecodeError):
        return False
    return True


_kernel("is_valid_variant", _is_valid)
_kernel("variant_get", _get)
_kernel("variant_kind", lambda variant: trees.kind_of(trees.tree(*variant)))
_kernel("variant_parts", _parts)
_kernel("variant_items", _items)
_kernel("variant_entries", _entries)
_kernel("variant_field", _field)
_kernel("variant_explode", _exploded)

# ------------------------------------------------------------------------------------------------ changes


def _changed(change: Callable[..., Any]) -> Callable[..., Any]:
    def run(
        variant: tuple[bytes, bytes],
        path: str,
        value: tuple[bytes, bytes],
        function: str,
        create: bool = True,
    ) -> tuple[bytes, bytes] | None:
        steps = _path(path, function, "INVALID_VARIANT_PATH")
        if not steps and change is not trees.appended:
            raise KernelError("INVALID_VARIANT_PATH", {"path": path, "functionName": f"`{function}`"})
        parameters = {"functionName": f"`{function}`", "path": path}
        try:
            return trees.pack(change(trees.tree(*variant), steps, trees.tree(*value), create))
        except trees.Mismatch as error:
            if function.startswith("try_"):
                return None
            failed = trees.path_text(steps[: len(steps) - error.left])
            raise KernelError("VARIANT_PATH_TYPE_MISMATCH", {"failedAt": failed, **parameters}) from None
        except trees.Present as error:
            if function.startswith("try_"):
                return None
            raise KernelError("VARIANT_DUPLICATE_KEY", {"key": str(error)}) from None

    return run


def _delete(variant: tuple[bytes, bytes], paths: list[str | None]) -> tuple[bytes, bytes] | None:
    there = [path for path in paths if path is not None]
    if not there:
        return variant
    node = trees.tree(*variant)
    for path in there:
        steps = _path(path, "variant_delete", "INVALID_VARIANT_PATH")
        if not steps:
            raise KernelError("INVALID_VARIANT_PATH", {"path": path, "functionName": "`variant_delete`"})
        node = trees.deleted(node, steps)
    return trees.pack(node)


_kernel("variant_insert", _changed(trees.inserted))
_kernel("variant_set", _changed(trees.replaced))
_kernel("variant_array_append", _changed(trees.appended))
_kernel("variant_delete", _delete)
_kernel(
    "variant_strip_nulls",
    lambda variant, arrays: trees.pack(trees.without_nulls(trees.tree(*variant), arrays)),
)

# ------------------------------------------------------------------------------------------------ schemas


def _schema_of_many(variants: list[Any]) -> str:
    found: Any = "VOID"
    for variant in variants:
        found = trees.merged(found, trees.schema(trees.tree(variant["value"], variant["metadata"])))
    return trees.schema_text(found)


_kernel("schema_of_variant", lambda variant: trees.schema_text(trees.schema(trees.tree(*variant))))
_kernel("schema_of_variant_agg", _schema_of_many)
