"""What real PySpark answers to a query. Only a Python that has PySpark can run it."""

from __future__ import annotations

import logging
import struct
from typing import Any

import outcomes

VERSION = "4.3.0"


def start() -> Any:
    """A session of PySpark that answers small queries quickly."""
    from pyspark import __version__
    from pyspark.sql import SparkSession

    assert __version__ == VERSION
    builder = SparkSession.builder.master("local[1]")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.session.timeZone": outcomes.ZONE,
        "spark.sql.timeType.enabled": "true",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    logging.getLogger("SQLQueryContextLogger").disabled = True
    return session


def outcome(session: Any, text: str, ansi: bool, args: Any = None) -> Any:
    """What PySpark answers to a query, as the recordings hold it."""
    session.conf.set("spark.sql.ansi.enabled", str(ansi).lower())
    try:
        frame = session.sql(text, args=args)
        fields = frame.schema.fields
        rows = frame._jdf.queryExecution().executedPlan().executeCollect()
        values = [
            [_internal(row, place, field.dataType) for place, field in enumerate(fields)] for row in rows
        ]
    except Exception as error:
        return outcomes.failed(error)
    return outcomes.computed(fields, values, text)


def _internal(row: Any, place: int, kind: Any) -> Any:
    """A value of Spark's internal rows and arrays, as Pyrite's literals hold it."""
    from pyspark.sql import types as t

    if row.isNullAt(place):
        return None
    if isinstance(kind, t.StringType):
        return row.getUTF8String(place).toString()
    if isinstance(kind, t.BinaryType):
        return bytes(row.getBinary(place))
    if isinstance(kind, t.DecimalType):
        return row.getDecimal(place, kind.precision, kind.scale).toPlainString()
    if isinstance(kind, t.FloatType):
        return struct.unpack("f", struct.pack("f", row.getFloat(place)))[0]
    if isinstance(kind, t.ArrayType):
        items = row.getArray(place)
        return [_internal(items, index, kind.elementType) for index in range(items.numElements())]
    if isinstance(kind, t.MapType):
        pairs = row.getMap(place)
        keys, items = pairs.keyArray(), pairs.valueArray()
        return [
            [_internal(keys, index, kind.keyType), _internal(items, index, kind.valueType)]
            for index in range(pairs.numElements())
        ]
    if isinstance(kind, t.StructType):
        inner = row.getStruct(place, len(kind))
        return [_internal(inner, index, field.dataType) for index, field in enumerate(kind.fields)]
    if isinstance(kind, t.CalendarIntervalType):
        found = row.getInterval(place)
        return [_field(found, name) for name in ("months", "days", "microseconds")]
    if isinstance(kind, t.VariantType):
        found = row.getVariant(place)
        return [bytes(found.getValue()), bytes(found.getMetadata())]
    if isinstance(kind, t.NullType):
        return None
    getter = {
        t.BooleanType: row.getBoolean,
        t.ByteType: row.getByte,
        t.ShortType: row.getShort,
        t.IntegerType: row.getInt,
        t.DateType: row.getInt,
        t.YearMonthIntervalType: row.getInt,
        t.DoubleType: row.getDouble,
    }.get(type(kind), row.getLong)
    return getter(place)


def _field(found: Any, name: str) -> Any:
    from py4j.java_gateway import get_field

    return get_field(found, name)
