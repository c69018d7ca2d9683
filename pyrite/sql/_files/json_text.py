"""Rows as lines of JSON."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._result.tojson import to_json
from pyrite.sql.types import (
    ArrayType,
    DataType,
    DateType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

__all__ = ["json_lines"]


def json_lines(table: pa.Table, schema: StructType, times: TimeForms, omit_nulls: bool) -> list[str]:
    """Each row as a JSON object.

    Raises
    ------
    PySparkNotImplementedError
        For dates and timestamps inside of other values, where the writer has patterns for them.
    """
    columns, fields = [], []
    for column, field in zip(table.columns, schema):
        kind = field.dataType
        if _has_pattern(kind, times):
            columns.append(pa.chunked_array([pa.array(texts(column, kind, times), pa.string())]))
            fields.append(StructField(field.name, StringType(), field.nullable))
            continue
        if any(_has_pattern(part, times) for part in _inner(kind)):
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED",
                messageParameters={"feature": "patterns for dates and timestamps inside of other values"},
            )
        columns.append(column)
        fields.append(field)
    names = [str(index) for index in range(len(columns))]
    return to_json(pa.table(columns, names), StructType(fields), times.zone, omit_nulls)


def _has_pattern(kind: DataType, times: TimeForms) -> bool:
    """Whether values of a type are written in another way than by default."""
    if isinstance(kind, DateType):
        return times.date is not None
    return isinstance(kind, TimestampType) and times.timestamp != TimeForms.timestamp


def _inner(kind: Any) -> list[DataType]:
    """All types inside of a type."""
    if isinstance(kind, StructType):
        parts = [field.dataType for field in kind]
    elif isinstance(kind, ArrayType):
        parts = [kind.elementType]
    elif isinstance(kind, MapType):
        parts = [kind.keyType, kind.valueType]
    else:
        return []
    return [*parts, *[inner for part in parts for inner in _inner(part)]]
