"""From Arrow to rows, with the values that ``collect`` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pyrite.sql._text.local_time import datetimes, local_datetimes, python_list
from pyrite.sql._types.datatypes import (
    BinaryType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    SpatialType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    YearMonthIntervalType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType
from pyrite.sql._types.physical_types import to_physical
from pyrite.sql._types.row import Row, rows_of
from pyrite.sql._types.values import VariantVal
from pyrite.util import disable_gc

if TYPE_CHECKING:
    import pyarrow as pa

#: The first and the last day, since 1970, of Python's years.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896


def to_rows(table: pa.Table, schema: StructType, binary_as_bytes: bool = True) -> list[Row]:
    """The rows of a table.

    Parameters
    ----------
    table : pyarrow.Table
        The table; its columns count by position.
    schema : StructType
        What the columns are, and their names.
    binary_as_bytes : bool
        Whether bytes become ``bytes``, not ``bytearray`` (spark.sql.execution.pyspark.binaryAsBytes).

    Raises
    ------
    PySparkNotImplementedError
        For intervals that Python has no values for.
    ValueError
        For dates and timestamps outside of the years 1 to 9999.
    """
    with disable_gc():
        columns = [
            column_values(column, field.dataType, binary_as_bytes)
            for column, field in zip(table.columns, schema.fields)
        ]
        return rows_of(schema.names, columns, table.num_rows)


def iterate_rows(
    batches: Iterable[pa.RecordBatch], schema: StructType, binary_as_bytes: bool = True
) -> Iterator[Row]:
    """The rows of batches, read as they are asked for; see :func:`to_rows`."""
    import pyarrow as pa

    for batch in batches:
        yield from to_rows(pa.Table.from_batches([batch]), schema, binary_as_bytes)


def column_values(column: pa.ChunkedArray, dataType: DataType, binary_as_bytes: bool = True) -> list[Any]:
    """The Python values of a column; see :func:`to_rows`."""
    chunks = [
        _values(chunk, dataType, binary_as_bytes) for chunk in to_physical(column, dataType).iterchunks()
    ]
    return chunks[0] if len(chunks) == 1 else [value for chunk in chunks for value in chunk]


def _values(array: pa.Array, dataType: DataType, binary_as_bytes: bool) -> list[Any]:
    if not binary_as_bytes and isinstance(dataType, BinaryType):
        return _each(array, bytearray)
    single = _SINGLE.get(type(dataType))
    if single is not None:
        return single(array)
    if isinstance(dataType, (YearMonthIntervalType, CalendarIntervalType)):
        # PYSPARK_YM_INTERVAL_LEGACY lets months be integers; otherwise this raises, for nulls too.
        return list(map(dataType.fromInternal if dataType.needConversion() else int, array.to_pylist()))
    there = array.drop_null() if array.null_count else array
    values: Iterable[Any]
    if isinstance(dataType, StructType):
        columns = [
            _values(there.field(place), field.dataType, binary_as_bytes)
            for place, field in enumerate(dataType.fields)
        ]
        values = rows_of(dataType.names, columns, len(there))
    elif isinstance(dataType, ArrayType):
        elements, bounds = _flat(there, there.values)
        values = _slices(_values(elements, dataType.elementType, binary_as_bytes), bounds)
    elif isinstance(dataType, MapType):
        keys, bounds = _flat(there, there.keys)
        items, _ = _flat(there, there.items)
        pairs = zip(
            _slices(_values(keys, dataType.keyType, binary_as_bytes), bounds),
            _slices(_values(items, dataType.valueType, binary_as_bytes), bounds),
        )
        values = [dict(zip(keys, items)) for keys, items in pairs]
    elif isinstance(dataType, UserDefinedType):
        values = map(dataType.deserialize, _values(there, dataType.sqlType(), binary_as_bytes))
    elif isinstance(dataType, VariantType):
        parts = zip(*(there.field(name).to_pylist() for name in ("value", "metadata")))
        # Spark's own are of bytearrays, which show in their repr.
        values = [
            VariantVal(*map(bytearray, part))  # type: ignore[arg-type]
            for part in parts
        ]
    elif isinstance(dataType, SpatialType):
        parts = zip(there.field("wkb").to_pylist(), there.field("srid").to_pylist())
        values = [dataType._value(bytearray(wkb), srid) for wkb, srid in parts]
    else:
        return array.to_pylist()
    return _with_nulls(values, array)


def _each(array: pa.Array, convert: Callable[[Any], Any]) -> list[Any]:
    return [None if value is None else convert(value) for value in array.to_pylist()]


def _days(array: pa.Array) -> list[Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    days = array.view(pa.int32())
    ends = pc.min_max(days).as_py()
    if ends["min"] is not None and not (ends["min"] >= _FIRST_DAY and ends["max"] <= _LAST_DAY):
        # This raises, by the first day that is out of Python's years.
        return list(map(DateType().fromInternal, days.to_pylist()))
    return python_list(array)


def _durations(array: pa.Array) -> list[Any]:
    import pyarrow as pa

    found = python_list(array.view(pa.duration("us")))
    # The very first is what NumPy has for "no time at all".
    if array.null_count < found.count(None):
        return _each(array, lambda micros: timedelta(microseconds=micros))
    return found


_SINGLE: dict[type[DataType], Callable[[pa.Array], list[Any]]] = {
    DecimalType: python_list,
    DateType: _days,
    TimeType: python_list,
    TimestampType: local_datetimes,
    TimestampNTZType: datetimes,
    DayTimeIntervalType: _durations,
}


def _flat(array: pa.Array, values: pa.Array) -> tuple[pa.Array, list[int]]:
    """The part of a list's or map's values that its rows have, and where each row starts and ends in that."""
    offsets = array.offsets.to_pylist()
    start = offsets[0]
    return values.slice(start, offsets[-1] - start), [offset - start for offset in offsets]


def _slices(values: list[Any], bounds: list[int]) -> list[list[Any]]:
    return [values[start:end] for start, end in pairwise(bounds)]


def _with_nulls(values: Iterable[Any], array: pa.Array) -> list[Any]:
    """The values with ``None`` where the array has nulls."""
    if not array.null_count:
        return values if isinstance(values, list) else list(values)
    following = iter(values)
    return [next(following) if valid else None for valid in array.is_valid().to_pylist()]
