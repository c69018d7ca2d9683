"""Rows as JSON, as Spark's writer writes them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException
from pyrite.sql._result.numbers import double_text, float_text
from pyrite.sql._result.text import (
    TextForm,
    calendar_text,
    column_texts,
    date_text,
    dates,
    day_time_text,
    year_month_text,
)
from pyrite.sql._result.variants import quoted, variant_json
from pyrite.sql._text.zones import clock_readings, utc_offset
from pyrite.sql._types.datatypes import (
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    NullType,
    ShortType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    YearMonthIntervalType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType
from pyrite.sql._types.physical_types import to_physical

if TYPE_CHECKING:
    import pyarrow as pa

Texts = list[str | None]
_MICROS_OF_DAY = 86_400_000_000


def to_json(table: pa.Table, schema: StructType, zone: str = "UTC", omit_nulls: bool = True) -> list[str]:
    """Each row of a table as a JSON object.

    Parameters
    ----------
    table : pyarrow.Table
        The rows.
    schema : StructType
        What its columns are, and their names.
    zone : str
        The session's time zone.
    omit_nulls : bool
        Whether fields that are null are left out (the option ignoreNullFields).

    Raises
    ------
    AnalysisException
        ``UNSUPPORTED_TIME_TYPE`` for times of day.
    """
    columns = [
        [
            text
            for chunk in to_physical(column, field.dataType).iterchunks()
            for text in _texts(chunk, field.dataType, zone, omit_nulls)
        ]
        for column, field in zip(table.columns, schema.fields)
    ]
    return _objects(schema.names, columns, table.num_rows, omit_nulls)


def json_texts(array: pa.Array, dataType: DataType, zone: str, omit_nulls: bool) -> Texts:
    """The JSON of each value; None where that is null."""
    return _texts(array, dataType, zone, omit_nulls)


def _objects(names: list[str], columns: list[Texts], length: int, omit_nulls: bool) -> list[str]:
    keys = [f"{quoted(name)}:" for name in names]
    rows: Iterable[tuple[str | None, ...]] = zip(*columns) if columns else [()] * length
    if omit_nulls:
        return [
            "{" + ",".join([key + text for key, text in zip(keys, row) if text is not None]) + "}"
            for row in rows
        ]
    return ["{" + ",".join([key + (text or "null") for key, text in zip(keys, row)]) + "}" for row in rows]


def _texts(array: pa.Array, dataType: Any, zone: str, omit_nulls: bool) -> Texts:
    """The JSON of each value; None where that is null."""
    if isinstance(dataType, UserDefinedType):
        return _texts(array, dataType.sqlType(), zone, omit_nulls)
    if isinstance(dataType, StructType):
        columns = [
            _texts(array.field(place), field.dataType, zone, omit_nulls)
            for place, field in enumerate(dataType.fields)
        ]
        return _where_valid(array, _objects(dataType.names, columns, len(array), omit_nulls))
    if isinstance(dataType, ArrayType):
        elements = _sliced(
            array, array.values, lambda part: _texts(part, dataType.elementType, zone, omit_nulls)
        )
        return _where_valid(array, [f"[{','.join([text or 'null' for text in row])}]" for row in elements])
    if isinstance(dataType, MapType):
        keys = _sliced(array, array.keys, lambda part: _keys(part, dataType.keyType))
        items = _sliced(array, array.items, lambda part: _texts(part, dataType.valueType, zone, omit_nulls))
        return _where_valid(array, list(map(_map, keys, items)))
    if isinstance(dataType, TimestampType):
        return _moments(array, zone)
    if isinstance(dataType, VariantType):
        return [
            None if value is None else variant_json(value["value"], value["metadata"], zone)
            for value in array.to_pylist()
        ]
    write = _WRITERS.get(type(dataType))
    if write is not None:
        return [None if value is None else write(value) for value in array.to_pylist()]
    if isinstance(dataType, TimestampNTZType):
        return [None if text is None else f'"{text}"' for text in _clocks(array)]
    if isinstance(dataType, DateType):
        return [None if text is None else f'"{text}"' for text in dates(array, dataType, TextForm())]
    if isinstance(dataType, TimeType):
        raise AnalysisException(errorClass="UNSUPPORTED_TIME_TYPE", messageParameters={})
    return [None if value is None else quoted(value) for value in _plain(array, dataType)]


def _plain(array: pa.Array, dataType: DataType) -> Texts:
    import pyarrow as pa

    return column_texts(pa.chunked_array([array]), dataType, TextForm())


def _map(keys: list[str | None], items: list[str | None]) -> str:
    return "{" + ",".join([f"{key}:{item or 'null'}" for key, item in zip(keys, items)]) + "}"


def _keys(array: pa.Array, dataType: DataType) -> Texts:
    """The names that a map's keys make: for times and intervals Spark writes its internal numbers."""
    import pyarrow as pa

    if isinstance(dataType, DateType):
        array = array.view(pa.int32())
    elif isinstance(dataType, (TimestampType, TimestampNTZType)):
        array = array.view(pa.int64())
    if pa.types.is_integer(array.type):
        return [quoted(str(value)) for value in array.to_pylist()]
    return [quoted(text or "null") for text in _plain(array, dataType)]


def _sliced(array: pa.Array, values: pa.Array, write: Callable[[pa.Array], Texts]) -> list[Texts]:
    offsets = array.offsets.to_pylist()
    start = offsets[0]
    texts = write(values.slice(start, offsets[-1] - start))
    return [texts[begin - start : end - start] for begin, end in pairwise(offsets)]


def _where_valid(array: pa.Array, texts: list[str]) -> Texts:
    if not array.null_count:
        return list(texts)
    return [text if valid else None for text, valid in zip(texts, array.is_valid().to_pylist())]


# ------------------------------------------------------------------------------------------- single values


def _number(value: float, write: Callable[[float], str]) -> str:
    text = write(value)
    # JSON has no such numbers.
    return f'"{text}"' if text[-1] in "Ny" else text


def _clocks(array: pa.Array) -> list[str | None]:
    """Readings of a clock, to the millisecond."""
    import pyarrow as pa

    def write(micros: int) -> str:
        days, rest = divmod(micros, _MICROS_OF_DAY)
        seconds, fraction = divmod(rest, 1_000_000)
        time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return f"{date_text(days)}T{time}.{fraction // 1000:03d}"

    return [None if micros is None else write(micros) for micros in array.view(pa.int64()).to_pylist()]


def _moments(array: pa.Array, zone: str) -> Texts:
    """Moments on the zone's clock, each with its offset from UTC."""
    import pyarrow as pa

    offset = utc_offset(zone)
    clocks = _clocks(clock_readings(array, zone))
    micros = array.view(pa.int64()).to_pylist()
    return [
        None if at is None else f'"{clock}{_offset_text(offset(at // 1_000_000))}"'
        for clock, at in zip(clocks, micros)
    ]


def _offset_text(seconds: int) -> str:
    if not seconds:
        return "Z"
    size = abs(seconds)
    text = f"{'-' if seconds < 0 else '+'}{size // 3600:02d}:{size // 60 % 60:02d}"
    return f"{text}:{size % 60:02d}" if size % 60 else text


_WRITERS: dict[type[DataType], Callable[[Any], str]] = {
    NullType: lambda value: "null",
    BooleanType: lambda value: "true" if value else "false",
    ByteType: str,
    ShortType: str,
    IntegerType: str,
    LongType: str,
    FloatType: lambda value: _number(value, float_text),
    DoubleType: lambda value: _number(value, double_text),
    DecimalType: str,
    BinaryType: lambda value: f'"{base64.b64encode(value).decode()}"',
    # Intervals are written with all their fields, whatever their type's are.
    YearMonthIntervalType: lambda value: f'"{year_month_text(value, YearMonthIntervalType())}"',
    DayTimeIntervalType: lambda value: f'"{day_time_text(value, DayTimeIntervalType())}"',
    CalendarIntervalType: lambda value: (
        f'"{calendar_text(value.months, value.days, value.nanoseconds // 1000)}"'
    ),
}
