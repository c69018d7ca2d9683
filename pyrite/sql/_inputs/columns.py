"""Columns of Python values as Arrow arrays.

There are two ways. The fast one takes whole columns whose values are just of the classes that verification wants,
and refuses all else with :class:`Unfit`. The careful one takes the internal form that ``toInternal`` makes, value
by value, and treats what does not go with the type as Spark does: as null.
"""

from __future__ import annotations

import datetime
import decimal
import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pyrite.errors import ArithmeticException, IllegalArgumentException
from pyrite.sql._text.local_time import to_utc
from pyrite.sql._types.datatypes import (
    BinaryType,
    BooleanType,
    ByteType,
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
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql._types.values import Geography, Geometry, VariantVal

if TYPE_CHECKING:
    import pyarrow as pa

Values = Sequence[Any]
#: Halves of surrogate pairs: no characters.
_HALVES = re.compile("[\ud800-\udfff]")
_Text = (StringType, CharType, VarcharType)
_None = type(None)


class Unfit(Exception):
    """Values that the fast way leaves to the careful one."""


def classes_of(values: Iterable[Any]) -> set[type]:
    """The classes of values that are not ``None``."""
    return set(map(type, values)) - {_None}


def spark_text(value: Any) -> str:
    """What a value is where text belongs."""
    return str(value).lower() if isinstance(value, bool) else str(value)


# ------------------------------------------------------------------------------------------- the fast way


def fast_array(values: Values, dataType: DataType, nullable: bool = True) -> pa.Array:
    """The Arrow array of a column's values, in the engine's type.

    Parameters
    ----------
    values : sequence
        The values, as users give them.
    dataType : DataType
        Their type.
    nullable : bool
        Whether ``None`` may be among them.

    Raises
    ------
    Unfit
        When a value is not of the type's own classes, or does not fit in.
    """

    # Arrow's errors are ValueErrors and TypeErrors.
    try:
        found = _fast(values, dataType)
    except (ValueError, TypeError, OverflowError, AttributeError, decimal.InvalidOperation) as error:
        raise Unfit from error
    if not nullable and found.null_count:
        raise Unfit
    return found


def _fast(values: Values, dataType: DataType) -> pa.Array:
    import pyarrow as pa

    if isinstance(dataType, _Text):
        return _texts(values)
    build = _NESTED.get(type(dataType)) or _BUILDERS.get(type(dataType))
    if build is not None:
        return build(values, dataType)
    if isinstance(dataType, UserDefinedType):
        return _user_defined(values, dataType)
    if isinstance(dataType, SpatialType):
        return _shapes(values, dataType)
    accepted = _CLASSES.get(type(dataType))
    if accepted is None or not classes_of(values) <= accepted:
        raise Unfit
    return pa.array(values, physical_type(dataType))


#: What needs nothing but Arrow's own conversion, by the only classes that it may see.
_CLASSES: dict[type[DataType], set[type]] = {
    NullType: set(),
    BooleanType: {bool},
    ByteType: {int},
    ShortType: {int},
    IntegerType: {int},
    LongType: {int},
    FloatType: {float},
    DoubleType: {float},
    BinaryType: {bytes, bytearray},
    DateType: {datetime.date, datetime.datetime},
    TimeType: {datetime.time},
}


def _texts(values: Values) -> pa.Array:
    import pyarrow as pa

    if classes_of(values) != {str}:
        values = [None if value is None else spark_text(value) for value in values]
    return pa.array(values, pa.string())


def _only(values: Values, wanted: type) -> None:
    if not classes_of(values) <= {wanted}:
        raise Unfit


def _decimals(values: Values, dataType: Any) -> pa.Array:
    import pyarrow as pa

    _only(values, decimal.Decimal)
    try:
        return pa.array(values, physical_type(dataType))
    except pa.ArrowInvalid:
        pass
    try:
        return _rounded(values, dataType)
    except ArithmeticException as error:
        # Other columns may hold what is told first.
        raise Unfit from error


def _rounded(values: Iterable[Any], dataType: DecimalType) -> pa.Array:
    import pyarrow as pa

    unit = decimal.Decimal(1).scaleb(-dataType.scale)
    # Room for any number of digits: a digit too many is an error of ours, not of the arithmetic.
    context = decimal.Context(prec=2000, rounding=decimal.ROUND_HALF_UP)

    def rounded(value: decimal.Decimal | None) -> decimal.Decimal | None:
        if value is None or value.is_nan():
            return None
        found = value.quantize(unit, context=context)
        if len(found.as_tuple().digits) > dataType.precision:
            raise _does_not_fit(value, found, dataType)
        return found

    return pa.array(map(rounded, values), physical_type(dataType))


def _does_not_fit(value: Any, rounded: Any, dataType: DecimalType) -> ArithmeticException:
    return ArithmeticException(
        errorClass="NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION",
        messageParameters={
            "roundedValue": f"{rounded:f}",
            "originalValue": str(value),
            "precision": str(dataType.precision),
            "scale": str(dataType.scale),
        },
    )


def _zones(values: Values) -> set[Any]:
    _only(values, datetime.datetime)
    return set(map(attrgetter("tzinfo"), filter(None, values)))


def _timestamps(values: Values, dataType: DataType) -> pa.Array:
    import pyarrow as pa

    zones = _zones(values)
    if zones <= {None}:
        return to_utc(pa.array(values, pa.timestamp("us")))
    if None not in zones:
        return pa.array(values, physical_type(dataType))
    return pa.array(map(dataType.toInternal, values), pa.int64()).view(physical_type(dataType))


def _clock_readings(values: Values, dataType: DataType) -> pa.Array:
    import pyarrow as pa

    if not _zones(values) <= {None}:
        values = [None if value is None else value.replace(tzinfo=None) for value in values]
    return pa.array(values, pa.timestamp("us"))


def _durations(values: Values, dataType: DataType) -> pa.Array:
    import pyarrow as pa

    _only(values, datetime.timedelta)
    return pa.array(values, pa.duration("us")).view(pa.int64())


def _variants(values: Values, dataType: DataType) -> pa.Array:
    import pyarrow as pa

    _only(values, VariantVal)
    return pa.array(map(dataType.toInternal, values), physical_type(dataType))


_BUILDERS: dict[type[DataType], Callable[[Values, DataType], pa.Array]] = {
    DecimalType: _decimals,
    TimestampType: _timestamps,
    TimestampNTZType: _clock_readings,
    DayTimeIntervalType: _durations,
    VariantType: _variants,
}


def _shapes(values: Values, dataType: SpatialType) -> pa.Array:
    import pyarrow as pa

    if not classes_of(values) <= {Geometry, Geography}:
        raise Unfit
    if any(value is not None and not isinstance(value, dataType._value) for value in values):
        raise Unfit
    return pa.array(map(dataType.toInternal, values), physical_type(dataType))


def _user_defined(values: Values, dataType: UserDefinedType) -> pa.Array:
    for value in values:
        if value is not None and not (hasattr(value, "__UDT__") and dataType == value.__UDT__):
            raise Unfit
    serialize = dataType.serialize
    return fast_array(
        [None if value is None else serialize(value) for value in values], dataType._cachedSqlType()
    )


# Nested columns are built from the values that are there, then spread over the rows.


def _spread(whole: pa.Array, values: Values) -> pa.Array:
    import pyarrow as pa

    if len(whole) == len(values):
        return whole
    places = accumulate((value is not None for value in values), initial=0)
    indices = [None if value is None else place for place, value in zip(places, values)]
    return whole.take(pa.array(indices, pa.int64()))


def _present(values: Values) -> Values:
    return [value for value in values if value is not None] if _None in map(type, values) else values


def _offsets(values: Values) -> pa.Array:
    import pyarrow as pa

    return pa.array(accumulate(map(len, values), initial=0), pa.int32())


def _arrays(values: Values, dataType: Any) -> pa.Array:
    import pyarrow as pa

    if not classes_of(values) <= {list, tuple, array}:
        raise Unfit
    there = _present(values)
    elements = fast_array(list(chain.from_iterable(there)), dataType.elementType, dataType.containsNull)
    return _spread(pa.ListArray.from_arrays(_offsets(there), elements, physical_type(dataType)), values)


def _maps(values: Values, dataType: Any) -> pa.Array:
    import pyarrow as pa

    if not classes_of(values) <= {dict}:
        raise Unfit
    there = _present(values)
    names = list(chain.from_iterable(there))
    if isinstance(dataType.keyType, _Text) and not classes_of(names) <= {str}:
        # Two keys may become one text.
        raise Unfit
    keys = fast_array(names, dataType.keyType, False)
    items = list(chain.from_iterable(map(dict.values, there)))
    found = fast_array(items, dataType.valueType, dataType.valueContainsNull)
    return _spread(pa.MapArray.from_arrays(_offsets(there), keys, found, physical_type(dataType)), values)


def _structs(values: Values, dataType: Any) -> pa.Array:
    there = _present(values)
    columns = columns_of(there, dataType)
    children = [
        fast_array(column, field.dataType, field.nullable) for column, field in zip(columns, dataType.fields)
    ]
    return _spread(struct_array(children, dataType, len(there)), values)


_NESTED: dict[type[DataType], Callable[[Values, Any], pa.Array]] = {
    ArrayType: _arrays,
    MapType: _maps,
    StructType: _structs,
}


def struct_array(children: list[pa.Array], dataType: StructType, length: int) -> pa.Array:
    """The struct array of its fields' arrays; fields may share names."""
    import pyarrow as pa

    if not children:
        return pa.array([{}] * length, physical_type(dataType))
    return pa.StructArray.from_arrays(children, fields=list(physical_type(dataType)))


def columns_of(rows: Values, struct: StructType) -> list[Values]:
    """The columns of rows: of tuples and lists by position, of dicts and objects by name.

    Raises
    ------
    Unfit
        When a tuple or list is of another length than the struct.
    """
    kinds = set(map(type, rows))
    width = len(struct.names)
    if not any(issubclass(kind, (tuple, list, dict)) for kind in kinds):
        rows = [vars(row) for row in rows]
        kinds = {dict}
    if all(issubclass(kind, dict) for kind in kinds):
        return [[row.get(name) for row in rows] for name in struct.names]
    if not all(issubclass(kind, (tuple, list)) for kind in kinds):
        rows = [tuple(struct._values(row)) for row in rows]
    if not set(map(len, rows)) <= {width}:
        raise Unfit
    flat = list(chain.from_iterable(rows))
    return [flat[place::width] for place in range(width)]


# ------------------------------------------------------------------------------------------- the careful way


def careful_array(values: Values, dataType: DataType) -> pa.Array:
    """The Arrow array of a column of internal forms, as ``toInternal`` makes them.

    What does not go with the type is null, and integers are cut to the type's bits, as Spark does without
    verification.

    Raises
    ------
    ArithmeticException
        When a decimal has more digits than the type.
    IllegalArgumentException
        When a row is of another length than its struct.
    """
    import pyarrow as pa

    if isinstance(dataType, UserDefinedType):
        return careful_array(values, dataType.sqlType())
    nested = _CAREFUL_NESTED.get(type(dataType))
    if nested is not None:
        return nested(values, dataType)
    if isinstance(dataType, DecimalType):
        return _rounded((value if type(value) is decimal.Decimal else None for value in values), dataType)
    if isinstance(dataType, SpatialType):
        return pa.array(values, physical_type(dataType))
    into = _INTO[type(dataType)]
    found = pa.array((None if value is None else into(value) for value in values), _form(dataType))
    return found.view(physical_type(dataType))


def _form(dataType: DataType) -> pa.DataType:
    """The Arrow type of what :data:`_INTO` makes."""
    import pyarrow as pa

    if isinstance(dataType, DateType):
        return pa.int32()
    if isinstance(dataType, (TimeType, TimestampType, TimestampNTZType)):
        return pa.int64()
    return physical_type(dataType)


def _integer(bits: int) -> Callable[[Any], int | None]:
    def cut(value: Any) -> int | None:
        if type(value) is not int or not -(2**63) <= value < 2**63:
            return None
        return (value + (1 << bits - 1)) % (1 << bits) - (1 << bits - 1)

    return cut


def _exactly(*wanted: type) -> Callable[[Any], Any]:
    return lambda value: value if type(value) in wanted else None


def _bytes(value: Any) -> bytes | None:
    if isinstance(value, str):
        return _text(value).encode()
    return bytes(value) if isinstance(value, (bytes, bytearray)) else None


def _text(value: Any) -> str:
    return _HALVES.sub("\ufffd", spark_text(value))


_INTO: dict[type[DataType], Callable[[Any], Any]] = {
    NullType: lambda value: None,
    BooleanType: _exactly(bool),
    ByteType: _integer(8),
    ShortType: _integer(16),
    IntegerType: _integer(32),
    LongType: _integer(64),
    FloatType: _exactly(float),
    DoubleType: _exactly(float),
    StringType: _text,
    CharType: _text,
    VarcharType: _text,
    BinaryType: _bytes,
    DateType: _integer(32),
    # Spark keeps nanoseconds.
    TimeType: lambda value: value // 1000 if type(value) is int else None,
    TimestampType: _integer(64),
    TimestampNTZType: _integer(64),
    YearMonthIntervalType: _integer(32),
    DayTimeIntervalType: _integer(64),
    VariantType: _exactly(dict),
}


def _careful_arrays(values: Values, dataType: Any) -> pa.Array:
    import pyarrow as pa

    values = [value if isinstance(value, (list, tuple, array)) else None for value in values]
    there = _present(values)
    elements = careful_array(list(chain.from_iterable(there)), dataType.elementType)
    return _spread(pa.ListArray.from_arrays(_offsets(there), elements, physical_type(dataType)), values)


def _careful_maps(values: Values, dataType: Any) -> pa.Array:
    import pyarrow as pa

    values = [value if isinstance(value, dict) else None for value in values]
    there = _present(values)
    keys = careful_array(list(chain.from_iterable(there)), dataType.keyType)
    items = careful_array(list(chain.from_iterable(map(dict.values, there))), dataType.valueType)
    return _spread(pa.MapArray.from_arrays(_offsets(there), keys, items, physical_type(dataType)), values)


def _careful_structs(values: Values, dataType: Any) -> pa.Array:
    values = [value if isinstance(value, (list, tuple)) else None for value in values]
    there = _present(values)
    children = [
        careful_array(column, field.dataType)
        for column, field in zip(careful_columns(there, dataType), dataType.fields)
    ]
    return _spread(struct_array(children, dataType, len(there)), values)


_CAREFUL_NESTED: dict[type[DataType], Callable[[Values, Any], pa.Array]] = {
    ArrayType: _careful_arrays,
    MapType: _careful_maps,
    StructType: _careful_structs,
}


def careful_columns(rows: Values, struct: StructType) -> list[Values]:
    """The columns of rows that are tuples, each as long as the struct."""
    width = len(struct.names)
    for row in rows:
        if len(row) != width:
            raise IllegalArgumentException(
                errorClass="STRUCT_ARRAY_LENGTH_MISMATCH",
                messageParameters={"expected": str(width), "actual": str(len(row))},
            )
    return [[row[place] for row in rows] for place in range(width)]
