"""Values as Spark writes them: for ``show``, and for casts to text."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkTypeError
from pyrite.sql._result.numbers import double_text, float_text
from pyrite.sql._result.variants import variant_json
from pyrite.sql._text.zones import clock_readings
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
    IntegerType,
    LongType,
    NullType,
    ShortType,
    SpatialType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType
from pyrite.sql._types.physical_types import to_physical
from pyrite.sql._types.values import VariantVal

if TYPE_CHECKING:
    import pyarrow as pa

Texts = list[str | None]


@dataclass(frozen=True)
class TextForm:
    """How values are written.

    Parameters
    ----------
    zone : str
        The session's time zone.
    pretty : bool
        For a person, as ``show`` does: nulls inside of values are ``NULL``, and bytes are shown by
        ``binary_style``. Otherwise as a cast to text does: ``null``, and bytes are taken for UTF-8.
    plain_decimals : bool
        Whether decimals never have an exponent, as in ANSI mode.
    binary_style : str
        spark.sql.binaryOutputStyle.
    null_inside : str
        What else stands for a null inside of a value.
    """

    zone: str = "UTC"
    pretty: bool = False
    plain_decimals: bool = True
    binary_style: str = "HEX_DISCRETE"
    null_inside: str = ""

    @property
    def null(self) -> str:
        """What stands for a null inside of a value."""
        return self.null_inside or ("NULL" if self.pretty else "null")


def column_texts(column: pa.ChunkedArray, dataType: DataType, form: TextForm) -> Texts:
    """The text of each value of a column; None where that is null.

    >>> import pyarrow as pa
    >>> column_texts(pa.chunked_array([[1e10, None]]), DoubleType(), TextForm())
    ['1.0E10', None]
    """
    chunks = to_physical(column, dataType).iterchunks()
    found = [text for chunk in chunks for text in _texts(chunk, dataType, form)]
    if isinstance(dataType, VariantType) and not form.pretty:
        return _cast_variants(column, form.zone)
    return found


def cast_to_text(
    column: pa.ChunkedArray, dataType: DataType, zone: str = "UTC", plain_decimals: bool = True
) -> pa.ChunkedArray:
    """A column cast to STRING: the Arrow form of :func:`column_texts`."""
    import pyarrow as pa

    form = TextForm(zone, plain_decimals=plain_decimals)
    return pa.chunked_array([pa.array(column_texts(column, dataType, form), pa.string())])


def _texts(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    write = _WRITERS.get(type(dataType))
    if write is not None:
        return write(array, dataType, form)
    if isinstance(dataType, UserDefinedType):
        if dataType._has_text:
            return _each(array.to_pylist(), dataType._text)
        return _texts(array, dataType.sqlType(), form)
    if isinstance(dataType, SpatialType) and form.pretty:
        return _binary(array.field("wkb"), dataType, form)
    raise PySparkTypeError(
        errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": dataType.simpleString()}
    )


def _each(values: Iterable[Any], write: Callable[[Any], str]) -> Texts:
    return [None if value is None else write(value) for value in values]


# ------------------------------------------------------------------------------------------- numbers


def _doubles(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(array.to_pylist(), double_text)


def _floats(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(array.to_pylist(), float_text)


def _decimals(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(array.to_pylist(), lambda value: format(value, "f") if form.plain_decimals else str(value))


def _integers(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(array.to_pylist(), str)


def _booleans(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(array.to_pylist(), lambda value: "true" if value else "false")


# ------------------------------------------------------------------------------------------- times


_MICROS_OF_DAY = 86_400_000_000
#: The days and microseconds since 1970 of the years 1 to 9999, whose text Arrow knows.
_DAYS = (-719_162, 2_932_896)
_MICROS = (_DAYS[0] * _MICROS_OF_DAY, (_DAYS[1] + 1) * _MICROS_OF_DAY - 1)


def _within(array: pa.Array, bounds: tuple[int, int]) -> bool:
    import pyarrow.compute as pc

    ends = pc.min_max(array).as_py()
    return ends["min"] is None or (bounds[0] <= ends["min"] and ends["max"] <= bounds[1])


def date_text(days: int) -> str:
    """A date, by its days since 1970; years beyond 9999 have a sign.

    >>> date_text(2_932_897)
    '+10000-01-01'
    """
    # Civil dates by shifting into years that Python knows, in whole cycles of the calendar.
    import datetime

    cycles = (days + 719_162) // 146_097
    found = datetime.date.fromordinal(days - cycles * 146_097 + 719_163)
    year = found.year + cycles * 400
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04d}-{found:%m-%d}"


def clock_text(micros: int, separator: str = " ") -> str:
    """A date and a time, by its microseconds since 1970, without trailing zeros in the fraction."""
    days, rest = divmod(micros, _MICROS_OF_DAY)
    return f"{date_text(days)}{separator}{time_text(rest)}"


def time_text(micros: int) -> str:
    """A time of day, by its microseconds, without trailing zeros in the fraction."""
    seconds, fraction = divmod(micros, 1_000_000)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return text + f".{fraction:06d}".rstrip("0") if fraction else text


def dates(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    """The texts of dates."""
    import pyarrow as pa

    days = array.view(pa.int32())
    if _within(days, _DAYS):
        return array.cast(pa.string()).to_pylist()
    return _each(days.to_pylist(), date_text)


def _clocks(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    import pyarrow as pa

    micros = array.view(pa.int64())
    if _within(micros, _MICROS):
        return _without_zeros(array.cast(pa.string()))
    return _each(micros.to_pylist(), clock_text)


def _moments(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _clocks(clock_readings(array, form.zone), dataType, form)


def _times(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    import pyarrow as pa

    return _without_zeros(array.cast(pa.string()))


def _without_zeros(texts: pa.Array) -> Texts:
    """Texts without the zeros at the end of their fractions, and without a fraction that is none."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(texts, r"\.?0*$", "").to_pylist()


# ------------------------------------------------------------------------------------------- intervals


def year_month_text(months: int, kind: YearMonthIntervalType) -> str:
    """A year-month interval in the form of a literal.

    >>> year_month_text(-14, YearMonthIntervalType())
    "INTERVAL '-1-2' YEAR TO MONTH"
    """
    sign, size = "-" if months < 0 else "", abs(months)
    whole = {(0, 0): str(size // 12), (1, 1): str(size)}
    value = whole.get((kind.startField, kind.endField), f"{size // 12}-{size % 12}")
    return f"INTERVAL '{sign}{value}' {kind.simpleString()[9:].upper()}"


def day_time_text(micros: int, kind: DayTimeIntervalType) -> str:
    """A day-time interval in the form of a literal.

    >>> day_time_text(90_000_000_000, DayTimeIntervalType(0, 1))
    "INTERVAL '1 01' DAY TO HOUR"
    """
    sign, rest = "-" if micros < 0 else "", abs(micros)
    units = (_MICROS_OF_DAY, 3_600_000_000, 60_000_000, 1_000_000)
    parts = []
    for field in range(kind.startField, kind.endField + 1):
        count, rest = divmod(rest, units[field])
        parts.append(str(count) if field == 0 else f"{count:02d}")
    value = parts[0] if len(parts) == 1 else f"{parts[0]}{' ' if kind.startField == 0 else ':'}"
    value += ":".join(parts[1:])
    if kind.endField == DayTimeIntervalType.SECOND and rest:
        value += f".{rest:06d}".rstrip("0")
    return f"INTERVAL '{sign}{value}' {kind.simpleString()[9:].upper()}"


def calendar_text(months: int, days: int, micros: int) -> str:
    """A calendar interval, in words.

    >>> calendar_text(14, -3, 1_500_000)
    '1 years 2 months -3 days 1.5 seconds'
    """
    years, months = _truncated(months, 12)
    hours, micros = _truncated(micros, 3_600_000_000)
    minutes, micros = _truncated(micros, 60_000_000)
    counts = {"years": years, "months": months, "days": days, "hours": hours, "minutes": minutes}
    parts = [f"{count} {unit}" for unit, count in counts.items() if count]
    if micros:
        seconds, fraction = divmod(abs(micros), 1_000_000)
        text = f"{seconds}.{fraction:06d}".rstrip("0").rstrip(".")
        parts.append(f"{'-' if micros < 0 else ''}{text} seconds")
    return " ".join(parts) or "0 seconds"


def _truncated(value: int, unit: int) -> tuple[int, int]:
    """How many units are in a value, and what is left, both with its sign."""
    count = abs(value) // unit * (-1 if value < 0 else 1)
    return count, value - count * unit


def _year_months(array: pa.Array, dataType: Any, form: TextForm) -> Texts:
    return _each(array.to_pylist(), lambda months: year_month_text(months, dataType))


def _day_times(array: pa.Array, dataType: Any, form: TextForm) -> Texts:
    return _each(array.to_pylist(), lambda micros: day_time_text(micros, dataType))


def _calendars(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(
        array.to_pylist(),
        lambda value: calendar_text(value.months, value.days, value.nanoseconds // 1000),
    )


# ------------------------------------------------------------------------------------------- the rest


def _strings(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return array.to_pylist()


def _nothing(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return [None] * len(array)


_BYTES: dict[str, Callable[[bytes], str]] = {
    "UTF-8": lambda value: value.decode("utf-8", "replace"),
    "BASIC": lambda value: str([byte - 256 if byte > 127 else byte for byte in value]),
    "BASE64": lambda value: base64.b64encode(value).decode().rstrip("="),
    "HEX": lambda value: value.hex().upper(),
    "HEX_DISCRETE": lambda value: f"[{value.hex(' ').upper()}]",
}


def _binary(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    return _each(array.to_pylist(), _BYTES[form.binary_style if form.pretty else "UTF-8"])


def _variants(array: pa.Array, dataType: DataType, form: TextForm) -> Texts:
    # Spark does not ask for the session's zone here.
    return _each(array.to_pylist(), lambda value: variant_json(value["value"], value["metadata"]))


def _cast_variants(column: pa.ChunkedArray, zone: str) -> Texts:
    """The cast of a variant to text: a text in it stands for itself, and its null is none."""

    def write(value: dict[str, bytes]) -> str | None:
        plain = VariantVal(value["value"], value["metadata"]).toPython()
        if plain is None or isinstance(plain, str):
            return plain
        return variant_json(value["value"], value["metadata"], zone)

    return [None if value is None else write(value) for value in column.to_pylist()]


def _parts(array: pa.Array, values: pa.Array, dataType: DataType, form: TextForm) -> list[list[str]]:
    """The texts inside of each list, where there are no nulls."""
    offsets = array.offsets.to_pylist()
    start = offsets[0] if offsets else 0
    found = _texts(values.slice(start, offsets[-1] - start), dataType, form)
    texts = [form.null if text is None else text for text in found]
    return [texts[begin - start : end - start] for begin, end in pairwise(offsets)]


def _arrays(array: pa.Array, dataType: Any, form: TextForm) -> Texts:
    rows = _parts(array, array.values, dataType.elementType, form)
    return _where_valid(array, [f"[{', '.join(texts)}]" for texts in rows])


def _maps(array: pa.Array, dataType: Any, form: TextForm) -> Texts:
    keys = _parts(array, array.keys, dataType.keyType, form)
    items = _parts(array, array.items, dataType.valueType, form)
    rows = (", ".join(map(" -> ".join, zip(*row))) for row in zip(keys, items))
    return _where_valid(array, [f"{{{row}}}" for row in rows])


def _structs(array: pa.Array, dataType: Any, form: TextForm) -> Texts:
    columns = [
        [form.null if text is None else text for text in _texts(array.field(place), field.dataType, form)]
        for place, field in enumerate(dataType.fields)
    ]
    rows = zip(*columns) if columns else [()] * len(array)
    return _where_valid(array, [f"{{{', '.join(row)}}}" for row in rows])


def _where_valid(array: pa.Array, texts: list[str]) -> Texts:
    if not array.null_count:
        return list(texts)
    return [text if valid else None for text, valid in zip(texts, array.is_valid().to_pylist())]


_WRITERS: dict[type[DataType], Callable[[pa.Array, Any, TextForm], Texts]] = {
    NullType: _nothing,
    BooleanType: _booleans,
    ByteType: _integers,
    ShortType: _integers,
    IntegerType: _integers,
    LongType: _integers,
    FloatType: _floats,
    DoubleType: _doubles,
    DecimalType: _decimals,
    StringType: _strings,
    CharType: _strings,
    VarcharType: _strings,
    BinaryType: _binary,
    DateType: dates,
    TimeType: _times,
    TimestampType: _moments,
    TimestampNTZType: _clocks,
    YearMonthIntervalType: _year_months,
    DayTimeIntervalType: _day_times,
    CalendarIntervalType: _calendars,
    VariantType: _variants,
    ArrayType: _arrays,
    MapType: _maps,
    StructType: _structs,
}
