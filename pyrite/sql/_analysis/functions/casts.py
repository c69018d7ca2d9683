"""Casts that are called by the name of a type: ``int(x)``, ``date(x)``."""

from __future__ import annotations

from collections.abc import Callable

from pyrite.sql._analysis.casting import explicit_cast
from pyrite.sql._analysis.functions.registry import ANY, Binding, Function, declare
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    BinaryType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    TimestampType,
    TimeType,
)


def _bind(kind: DataType) -> Callable[[Binding], e.Value]:
    def bind(b: Binding) -> e.Value:
        (value,) = b.arguments
        cast = e.Cast(value, kind, explicit=False, origin=b.call.origin)
        return explicit_cast(value, cast, b.settings.ansi)

    return bind


for _name, _kind in (
    ("bigint", LongType()),
    ("binary", BinaryType()),
    ("boolean", BooleanType()),
    ("date", DateType()),
    ("decimal", DecimalType(10, 0)),
    ("double", DoubleType()),
    ("float", FloatType()),
    ("int", IntegerType()),
    ("smallint", ShortType()),
    ("string", StringType()),
    ("time", TimeType()),
    ("timestamp", TimestampType()),
    ("tinyint", ByteType()),
):
    declare(_name, Function(_name, (ANY,), _kind, bind=_bind(_kind)))
