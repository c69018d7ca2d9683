"""The names that types of single values have in Spark's JSON form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkValueError
from pyrite.sql._types.datatypes import (
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
    NullType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)

NAMED: dict[str, type[DataType]] = {
    "string": StringType,
    "binary": BinaryType,
    "boolean": BooleanType,
    "decimal": DecimalType,
    "float": FloatType,
    "double": DoubleType,
    "byte": ByteType,
    "short": ShortType,
    "integer": IntegerType,
    "long": LongType,
    "date": DateType,
    "timestamp": TimestampType,
    "timestamp_ntz": TimestampNTZType,
    "void": NullType,
    "variant": VariantType,
    "interval": CalendarIntervalType,
}


def _interval(kind: Any) -> Callable[..., DataType]:
    def build(start: str, end: str | None) -> DataType:
        return kind(kind._inverted_fields[start], kind._inverted_fields.get(end))

    return build


#: Names with parameters, each with what makes the type of its groups. They match from the start on.
_PATTERNS: list[tuple[str, Callable[..., DataType]]] = [
    (r"decimal\(\s*(\d+)\s*,\s*(-?\d+)\s*\)", lambda p, s: DecimalType(int(p), int(s))),
    (r"time\(\s*(\d+)\s*\)", lambda precision: TimeType(int(precision))),
    (
        r"interval (day|hour|minute|second)(?: to (day|hour|minute|second))?",
        _interval(DayTimeIntervalType),
    ),
    (r"interval (year|month)(?: to (year|month))?", _interval(YearMonthIntervalType)),
    (r"string\s+collate\s+(\w+)", StringType),
    (r"char\(\s*(\d+)\s*\)", lambda length: CharType(int(length))),
    (r"varchar\(\s*(\d+)\s*\)", lambda length: VarcharType(int(length))),
    (r"geometry$", lambda: GeometryType._from_crs(GeometryType.DEFAULT_CRS)),
    (r"geometry\(\s*(\w+:-?\w+)\s*\)", GeometryType._from_crs),
    (
        r"geography$",
        lambda: GeographyType._from_crs(GeographyType.DEFAULT_CRS, GeographyType.DEFAULT_ALG),
    ),
    (
        r"geography\(\s*(\w+:-?\w+)\s*\)",
        lambda crs: GeographyType._from_crs(crs, GeographyType.DEFAULT_ALG),
    ),
    (r"geography\(\s*(\w+:-?\w+)\s*,\s*(\w+)\s*\)", GeographyType._from_crs),
    (
        r"geography\(\s*(\w+)\s*\)",
        lambda algorithm: GeographyType._from_crs(GeographyType.DEFAULT_CRS, algorithm),
    ),
]


def atomic_type(name: str) -> DataType:
    """The type of this name. Raises ``PySparkValueError`` for what is none."""
    if name in NAMED:
        return NAMED[name]()
    for pattern, build in _PATTERNS:
        match = re.match(pattern, name)
        if match:
            return build(*match.groups())
    raise PySparkValueError(errorClass="CANNOT_PARSE_DATATYPE", messageParameters={"msg": str(name)})
