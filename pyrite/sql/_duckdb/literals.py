"""Constants as DuckDB's text."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from pyrite.sql._duckdb.typenames import field_names, identifier, type_name
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    CalendarIntervalType,
    CharType,
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
    TimeType,
    UserDefinedType,
    VarcharType,
    VariantType,
)

__all__ = ["literal"]


def literal(value: Any, kind: DataType) -> str:
    """The text of a value in Spark's internal form; it has DuckDB's type for ``kind``."""
    name = type_name(kind)
    if value is None:
        return f"CAST(NULL AS {name})"
    write = _WRITERS.get(type(kind))
    if write is not None:
        return write(value, kind)
    if isinstance(kind, UserDefinedType):
        return literal(value, kind.sqlType())
    return f"CAST({value} AS {name})" if value >= 0 else f"CAST(({value}) AS {name})"


def text(value: str) -> str:
    """A string literal."""
    if "\0" in value:
        parts = [f"'{part}'" for part in value.replace("'", "''").split("\0")]
        return "(" + " || chr(0) || ".join(parts) + ")"
    return "'" + value.replace("'", "''") + "'"


def _double(value: float, kind: DataType) -> str:
    name = type_name(kind)
    if math.isnan(value):
        return f"CAST('NaN' AS {name})"
    if math.isinf(value):
        return f"CAST('{'-' if value < 0 else ''}Infinity' AS {name})"
    return f"CAST('{value!r}' AS {name})"


def _binary(value: bytes, kind: DataType) -> str:
    return "CAST('" + "".join([f"\\x{byte:02X}" for byte in value]) + "' AS BLOB)"


def _array(value: Any, kind: Any) -> str:
    return f"CAST([{', '.join([literal(v, kind.elementType) for v in value])}] AS {type_name(kind)})"


def _map(value: Any, kind: Any) -> str:
    keys = ", ".join([literal(key, kind.keyType) for key, _ in value])
    values = ", ".join([literal(item, kind.valueType) for _, item in value])
    return f"CAST(map([{keys}], [{values}]) AS {type_name(kind)})"


def _struct(value: Any, kind: Any) -> str:
    parts = [
        f"{identifier(name)} := {literal(item, field.dataType)}"
        for name, item, field in zip(field_names(kind), value, kind)
    ]
    return f"struct_pack({', '.join(parts)})"


def _calendar(value: tuple[int, int, int], kind: DataType) -> str:
    months, days, micros = value
    return f"(to_months({months}) + to_days({days}) + to_microseconds({micros}))"


_WRITERS: dict[type, Callable[[Any, Any], str]] = {
    StringType: lambda value, kind: text(value),
    CharType: lambda value, kind: text(value),
    VarcharType: lambda value, kind: text(value),
    BooleanType: lambda value, kind: "TRUE" if value else "FALSE",
    DoubleType: _double,
    FloatType: _double,
    DecimalType: lambda value, kind: f"CAST('{value:f}' AS {type_name(kind)})",
    BinaryType: _binary,
    DateType: lambda value, kind: f"(DATE '1970-01-01' + CAST({value} AS INTEGER))",
    TimestampType: lambda value, kind: f"make_timestamptz(CAST({value} AS BIGINT))",
    TimestampNTZType: lambda value, kind: f"make_timestamp(CAST({value} AS BIGINT))",
    TimeType: lambda value, kind: f"(TIME '00:00:00' + to_microseconds({value // 1000}))",
    CalendarIntervalType: _calendar,
    ArrayType: _array,
    MapType: _map,
    StructType: _struct,
    VariantType: lambda value, kind: (
        f'struct_pack("value" := {_binary(value[0], kind)}, "metadata" := {_binary(value[1], kind)})'
    ),
}
