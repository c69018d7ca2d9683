"""Blocks of JSON lines read by Arrow, where each line is one plain object."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json

from pyrite.sql._files.blocks import Odd
from pyrite.sql._files.options import Options
from pyrite.sql._files.plain_values import plain_column
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["PlainObjects", "can_be_plain", "is_utf8", "one_array", "parsed", "type_of_table"]

#: Options with which the exact way reads all.
_OTHERWISE = ("lineSep", "encoding", "charset", "allowNonNumericNumbers")
_FORMATS: dict[type[DataType], tuple[str, ...]] = {
    DateType: ("dateFormat",),
    TimestampType: ("timestampFormat", "enableDateTimeParsingFallback"),
    TimestampNTZType: ("timestampNTZFormat",),
}
_NUMBERS = (ShortType, IntegerType, LongType, DoubleType, FloatType, DecimalType)
#: How many objects and arrays are in one line at most.
_DEEP = 500


class PlainObjects:
    """Reads blocks of objects, one on each line.

    Parameters
    ----------
    data : StructType
        The members to read.
    zone : str
        The time zone of timestamps.
    """

    def __init__(self, data: StructType, zone: str):
        self._data = data
        self._zone = zone
        fields = [pa.field(field.name, _arrow_type(field.dataType)) for field in data]
        # Of no columns Arrow does not count the rows.
        self._schema = pa.schema(fields or [pa.field("\0", pa.null())])

    @staticmethod
    def can_read(data: StructType, options: Options) -> bool:
        """Whether members of these types can be plain, by a reader's options."""
        return (
            can_be_plain(options)
            and len(set(data.names)) == len(data.fields)
            and all(_can_be_plain(field.dataType, options, outside=True) for field in data)
        )

    def read(self, data: bytes) -> tuple[list[pa.Array], int]:
        """The columns of all lines, and how many lines there are.

        Raises
        ------
        Odd
            Where a line is not plain.
        """
        table = parsed(data, self._schema)
        columns = [
            _values(one_array(table.column(index)), field.dataType, self._zone)
            for index, field in enumerate(self._data)
        ]
        return columns, table.num_rows


def can_be_plain(options: Options) -> bool:
    """Whether a reader's options leave room for plain lines."""
    return not any(name in options for name in _OTHERWISE) and not options.flag("multiLine")


def parsed(data: bytes, schema: pa.Schema | None) -> pa.Table:
    """The objects of a block; without a schema, all that is in them.

    Raises
    ------
    Odd
        Where a line is not one object, or has what Arrow does not read.
    """
    lines = data.count(b"\n")
    # An object that ends in another line would have a brace before its line's end, and no comma.
    whole = data.startswith(b"{") and data.endswith(b"}\n") and data.count(b"}\n{") == lines - 1
    if not whole or b"\0" in data or _is_deep(data, lines):
        raise Odd
    if not is_utf8(data):
        raise Odd
    parse = pa_json.ParseOptions(
        explicit_schema=schema,
        unexpected_field_behavior="ignore" if schema is not None else "infer",
        newlines_in_values=False,
    )
    try:
        table = pa_json.read_json(
            pa.py_buffer(data), pa_json.ReadOptions(use_threads=False, block_size=len(data) + 1), parse
        )
        # Arrow makes broken arrays of lists that begin with null, where it infers their type.
        table.validate()
    except (pa.ArrowException, UnicodeDecodeError):
        raise Odd from None
    if table.num_rows != lines:
        raise Odd
    return table


def is_utf8(data: bytes) -> bool:
    """Whether bytes are a text's."""
    try:
        return data.isascii() or bool(str(data, "utf-8"))
    except UnicodeDecodeError:
        return False


def _is_deep(data: bytes, lines: int) -> bool:
    lists = data.count(b"[") if b"[" in data else 0
    if lists + data.count(b"{") - lines < _DEEP:
        return False
    return any(line.count(b"[") + line.count(b"{") > _DEEP for line in data.split(b"\n"))


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """The values of a column in one piece."""
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        return found.chunk(0) if found.num_chunks else pa.array([], found.type)
    return found


# --------------------------------------------------------------------------------------------------- values


def _can_be_plain(kind: Any, options: Options, outside: bool = False) -> bool:
    if isinstance(kind, StructType):
        names = set(kind.names)
        return (
            bool(names)
            and len(names) == len(kind.fields)
            and all(_can_be_plain(field.dataType, options) for field in kind)
        )
    if isinstance(kind, ArrayType):
        return _can_be_plain(kind.elementType, options)
    if type(kind) in _FORMATS:
        return outside and not any(name in options for name in _FORMATS[type(kind)])
    return type(kind) is StringType or isinstance(kind, (BooleanType, *_NUMBERS))


def _arrow_type(kind: Any) -> pa.DataType:
    """What Arrow reads values of a type as."""
    if isinstance(kind, StructType):
        return pa.struct([pa.field(field.name, _arrow_type(field.dataType)) for field in kind])
    if isinstance(kind, ArrayType):
        return pa.list_(_arrow_type(kind.elementType))
    if isinstance(kind, FloatType):
        return pa.float64()
    return pa.string() if type(kind) in _FORMATS else physical_type(kind)


def _values(column: pa.Array, kind: Any, zone: str) -> pa.Array:
    """The values of what Arrow has read. Raises Odd."""
    if type(kind) in _FORMATS:
        return plain_column(column, kind, zone)
    _refuse_infinite(column)
    target = physical_type(kind)
    if column.type == target:
        return column
    try:
        return column.cast(target, safe=False)
    except pa.ArrowException:
        raise Odd from None


def _refuse_infinite(column: pa.Array) -> None:
    """Refuse numbers, in whatever, that are too large for their type."""
    if pa.types.is_struct(column.type):
        for part in column.flatten():
            _refuse_infinite(part)
    elif pa.types.is_list(column.type):
        _refuse_infinite(column.flatten())
    elif pa.types.is_floating(column.type):
        most = pc.max(pc.abs(column)).as_py()
        if most is not None and not most < 3e38:
            raise Odd


# ------------------------------------------------------------------------------------------------ inference


def type_of_table(table: pa.Table) -> DataType:
    """The type of the objects of a block, sorted by name.

    Raises
    ------
    Odd
        Where numbers are too large to be sure of their types.
    """
    names = sorted(table.column_names)
    return StructType([StructField(name, _type_of(one_array(table.column(name)))) for name in names])


def _type_of(column: pa.Array) -> DataType:
    kind = column.type
    types = pa.types
    if types.is_null(kind):
        return NullType()
    if types.is_boolean(kind):
        return BooleanType()
    if types.is_int64(kind):
        return LongType()
    if types.is_floating(kind):
        most = pc.max(pc.abs(column)).as_py()
        if most is None or not most < 9e18:
            raise Odd
        return DoubleType()
    if types.is_timestamp(kind):
        return StringType()
    if types.is_string(kind):
        # Empty texts tell nothing.
        return StringType() if (pc.max(pc.binary_length(column)).as_py() or 0) > 0 else NullType()
    if types.is_list(kind):
        return ArrayType(_type_of(column.flatten()))
    if types.is_struct(kind):
        parts = {field.name: part for field, part in zip(kind, column.flatten())}
        return StructType([StructField(name, _type_of(parts[name])) for name in sorted(parts)])
    raise Odd
