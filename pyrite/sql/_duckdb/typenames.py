"""How Spark's types travel on DuckDB.

A string is VARCHAR, a timestamp TIMESTAMPTZ, one without zone TIMESTAMP. Year-month and day-time intervals are their
months and microseconds, a void column is INTEGER, a variant a struct of two blobs; only the legacy interval is
INTERVAL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    GeographyType,
    GeometryType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["field_names", "identifier", "type_name"]

_SHAPE = 'STRUCT("srid" INTEGER, "wkb" BLOB)'

_PLAIN: dict[type, str] = {
    NullType: "INTEGER",
    StringType: "VARCHAR",
    CharType: "VARCHAR",
    VarcharType: "VARCHAR",
    BinaryType: "BLOB",
    BooleanType: "BOOLEAN",
    ByteType: "TINYINT",
    ShortType: "SMALLINT",
    IntegerType: "INTEGER",
    LongType: "BIGINT",
    FloatType: "FLOAT",
    DoubleType: "DOUBLE",
    DateType: "DATE",
    TimestampType: "TIMESTAMPTZ",
    TimestampNTZType: "TIMESTAMP",
    TimeType: "TIME",
    DayTimeIntervalType: "BIGINT",
    YearMonthIntervalType: "INTEGER",
    CalendarIntervalType: "INTERVAL",
    VariantType: 'STRUCT("value" BLOB, "metadata" BLOB)',
    GeographyType: _SHAPE,
    GeometryType: _SHAPE,
}


def identifier(name: str) -> str:
    """A name in DuckDB's quotes."""
    return '"' + name.replace('"', '""') + '"'


def field_names(kind: StructType) -> list[str]:
    """The names of a struct's fields in DuckDB.

    Their own; but DuckDB tells no names apart that differ in case only, so those get their position behind them.
    """
    names: list[str] = []
    seen: set[str] = set()
    for index, field in enumerate(kind):
        name = field.name
        if not name or name.lower() in seen:
            name = f"{name}#{index}"
        seen.add(name.lower())
        names.append(name)
    return names


def type_name(kind: DataType) -> str:
    """The name of DuckDB's type for a type of Spark.

    Raises
    ------
    PySparkNotImplementedError
        For types that no query can hold yet.
    """
    plain = _PLAIN.get(type(kind))
    if plain is not None:
        return plain
    build = _BUILT.get(type(kind))
    if build is not None:
        return build(kind)
    if isinstance(kind, UserDefinedType):
        return type_name(kind.sqlType())
    raise PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"{kind.simpleString()} in a query"}
    )


def _struct(kind: StructType) -> str:
    if not kind.fields:
        return 'STRUCT("empty" INTEGER)'
    fields = [f"{identifier(n)} {type_name(f.dataType)}" for n, f in zip(field_names(kind), kind)]
    return f"STRUCT({', '.join(fields)})"


_BUILT: dict[type, Callable[[Any], str]] = {
    DecimalType: lambda kind: f"DECIMAL({kind.precision},{kind.scale})",
    ArrayType: lambda kind: f"{type_name(kind.elementType)}[]",
    MapType: lambda kind: f"MAP({type_name(kind.keyType)}, {type_name(kind.valueType)})",
    StructType: _struct,
}
