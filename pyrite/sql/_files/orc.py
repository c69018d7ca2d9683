"""ORC files: read by Arrow, with Spark's types beside ORC's, and its conversions where others are asked for.

ORC keeps a timestamp as a clock's reading, which counts in the zone of the machine that reads it, and dates before
1582-10-15 by the Julian calendar. Arrow holds no timestamps before 1677 and writes fractions of seconds before 1970
wrong: files with such ones go through the optional package ``pyorc``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.orc as po

from pyrite._io.paths import display
from pyrite.errors import (
    PySparkException,
    PySparkNotImplementedError,
    SparkRuntimeException,
)
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.arrays import batches_of, found_columns, whole
from pyrite.sql._files.calendars import (
    days_from_hybrid,
    days_to_hybrid,
    micros_from_hybrid,
    micros_to_hybrid,
)
from pyrite.sql._files.optional import codec_choice, optional_module
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import _merged as merged_columns
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._plan import relations as r
from pyrite.sql._text.local_zone import local_zone
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql._types.timestamp_word import read_under
from pyrite.sql.types import (
    ArrayType,
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
    MapType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    UserDefinedType,
    VarcharType,
    YearMonthIntervalType,
    _parse_datatype_string,
)
from pyrite.version import __version__

if TYPE_CHECKING:
    from pyrite.sql._files.writing import WriteTask

__all__ = ["orc_batches", "orc_columns", "orc_extension", "write_orc"]

#: Where Spark keeps a column's type in a file.
_TYPE = b"spark.sql.catalyst.type"

#: Arrow's names of the codecs, and the ends of files' names; in the order in which Spark lists them.
_CODECS: dict[str, tuple[str, str]] = {
    "brotli": ("brotli", ".brotli"),
    "uncompressed": ("uncompressed", ""),
    "lz4": ("lz4", ".lz4"),
    "lzo": ("lzo", ".lzo"),
    "snappy": ("snappy", ".snappy"),
    "zlib": ("zlib", ".zlib"),
    "none": ("uncompressed", ""),
    "zstd": ("zstd", ".zstd"),
}


# -------------------------------------------------------------------------------------------------- columns


def orc_columns(source: FileSource, options: Options, session: Settings) -> StructType | None:
    """The columns of the files: those of one file, or with ``mergeSchema`` of all; None without files.

    Raises
    ------
    SparkRuntimeException
        For files that are not ORC, and CANNOT_MERGE_SCHEMAS.
    """
    settings = session.conf or {}
    files = sorted([file for file in source.files if file.size], key=lambda file: file.path)
    merge = options.flag("mergeSchema", settings.get("spark.sql.orc.mergeSchema", "false") == "true")
    ignore = _ignores_corrupt(options, settings)
    merged: StructType | None = None
    for file in files:
        try:
            found = _schema(source, file)
        except PySparkException:
            if not ignore:
                raise
            continue
        if not merge:
            return found
        merged = found if merged is None else merged_columns(merged, found, settings)
    return merged


def _ignores_corrupt(options: Options, conf: Mapping[str, str]) -> bool:
    return options.flag("ignoreCorruptFiles", conf.get("spark.sql.files.ignoreCorruptFiles") == "true")


def _schema(source: FileSource, file: DataFile) -> StructType:
    with source.storage.open(file.path) as stream:
        return StructType([_field(field) for field in _opened(stream, file.path).schema])


def _opened(stream: BinaryIO, path: str) -> po.ORCFile:
    try:
        return po.ORCFile(stream)
    except (pa.ArrowException, OSError) as error:
        failure = SparkRuntimeException(
            errorClass="FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", messageParameters={"path": display(path)}
        )
        raise failure from error


def _field(field: pa.Field) -> StructField:
    told = (field.metadata or {}).get(_TYPE)
    with read_under(None):
        kind = _parse_datatype_string(told.decode()) if told is not None else _spark_type(field.type)
    return StructField(field.name, kind, True)


_PLAIN: dict[str, type[DataType]] = {
    "bool": BooleanType,
    "int8": ByteType,
    "int16": ShortType,
    "int32": IntegerType,
    "int64": LongType,
    "float": FloatType,
    "double": DoubleType,
    "string": StringType,
    "binary": BinaryType,
    "date32[day]": DateType,
}


def _spark_type(kind: pa.DataType) -> DataType:
    plain = _PLAIN.get(str(kind))
    if plain is not None:
        return plain()
    types = pa.types
    if types.is_timestamp(kind):
        return TimestampType()
    if types.is_decimal(kind):
        return DecimalType(kind.precision, kind.scale)
    if types.is_fixed_size_binary(kind):
        return BinaryType()
    if types.is_map(kind):
        return MapType(_field(kind.key_field).dataType, _field(kind.item_field).dataType)
    if types.is_list(kind):
        return ArrayType(_field(kind.value_field).dataType)
    if types.is_struct(kind):
        return StructType([_field(field) for field in kind])
    raise PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"ORC files with the type {kind}"}
    )


# -------------------------------------------------------------------------------------------------- reading


def orc_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of ORC files: only the required columns are read, a stripe at a time."""
    ignore = _ignores_corrupt(Options(plan.options), settings.conf or {})
    for file in plan.source.files:
        if not file.size:
            continue
        try:
            yield from _file_batches(plan, settings, file)
        except (pa.ArrowException, OSError, SparkRuntimeException) as error:
            if ignore:
                continue
            if isinstance(error, FileNotFoundError):
                raise read_failure("FILE_NOT_EXIST", file.path) from None
            if isinstance(error, SparkRuntimeException) and error.getCondition() != _FOOTER:
                raise
            raise read_failure("NO_HINT", file.path) from error


_FOOTER = "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER"


def _file_batches(plan: r.Files, settings: Settings, file: DataFile) -> Iterator[pa.RecordBatch]:
    required = plan.required
    with plan.source.storage.open(file.path) as stream:
        opened = _opened(stream, file.path)
        schema = opened.schema
        places = found_columns(required, schema.names, settings)
        wanted = sorted({place for place in places if place is not None})
        leaf = _Leaf(file.path)
        if not wanted:
            yield from batches_of(required, [None] * len(places), opened.nrows, leaf, settings.name_key)
            return
        # A name with a dot would be taken for that of a field in a struct.
        names = [schema.names[place] for place in wanted]
        dotted = any("." in name for name in names)
        for stripe in range(opened.nstripes):
            try:
                found = opened.read_stripe(stripe, None if dotted else names)
            except pa.ArrowInvalid as error:
                if "out of range" not in str(error):
                    raise
                break
            columns = [None if p is None else found.column(schema.names[p]) for p in places]
            yield from batches_of(required, columns, found.num_rows, leaf, settings.name_key)
        else:
            return
        stream.seek(0)
        rows = _exact_rows(stream, schema, wanted, sum(_stripe_rows(opened, names, s) for s in range(stripe)))
        columns = [None if p is None else rows[wanted.index(p)] for p in places]
        yield from batches_of(required, columns, len(rows[0]), leaf, settings.name_key)


def _stripe_rows(opened: po.ORCFile, names: Sequence[str], stripe: int) -> int:
    rows: int = opened.read_stripe(stripe, list(names[:1])).num_rows
    return rows


class _Clock:
    """Timestamps of ``pyorc`` as microseconds, of any year."""

    @staticmethod
    def from_orc(seconds: int, nanoseconds: int, timezone: Any) -> int:
        return seconds * 1_000_000 + nanoseconds // 1000

    @staticmethod
    def to_orc(micros: int, timezone: Any) -> tuple[int, int]:
        return micros // 1_000_000, micros % 1_000_000 * 1000


class _Days:
    """Dates of ``pyorc`` as days."""

    @staticmethod
    def from_orc(days: int) -> int:
        return days

    @staticmethod
    def to_orc(days: int) -> int:
        return days


def _pyorc() -> Any:
    return optional_module(
        "pyorc", "orc", "ORC timestamps before 1677, or before 1970 with fractions of seconds"
    )


def _converters(pyorc: Any) -> dict[Any, Any]:
    kinds = pyorc.TypeKind
    return {kinds.TIMESTAMP: _Clock, kinds.TIMESTAMP_INSTANT: _Clock, kinds.DATE: _Days}


def _exact_rows(stream: BinaryIO, schema: pa.Schema, wanted: Sequence[int], skipped: int) -> list[pa.Array]:
    """Columns of a file from a row on, read without Arrow's bounds of timestamps."""
    pyorc = _pyorc()
    reader = pyorc.Reader(stream, column_indices=list(wanted), converters=_converters(pyorc))
    reader.seek(skipped)
    rows = [_pairs(row) for row in reader]
    kinds = [_in_micros(schema.field(place).type) for place in wanted]
    return [pa.array([row[at] for row in rows], kind) for at, kind in enumerate(kinds)]


def _pairs(value: Any) -> Any:
    """A value with pairs for maps."""
    if isinstance(value, dict):
        return [(_pairs(key), _pairs(item)) for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return type(value)([_pairs(item) for item in value])
    return value


def _in_micros(kind: pa.DataType) -> pa.DataType:
    types = pa.types
    if types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if types.is_map(kind):
        return pa.map_(_in_micros(kind.key_type), _in_micros(kind.item_type))
    if types.is_list(kind):
        return pa.list_(_in_micros(kind.value_type))
    if types.is_struct(kind):
        return pa.struct([(field.name, _in_micros(field.type)) for field in kind])
    return kind


_BOUNDS: dict[type, int] = {ByteType: 7, ShortType: 15, IntegerType: 31, LongType: 63}


class _Leaf:
    """Converts arrays without parts as ORC's schema evolution does: what does not fit becomes null."""

    def __init__(self, path: str):
        self._path = path
        self._zone = local_zone()

    def __call__(self, array: pa.Array, kind: DataType) -> pa.Array:
        types = pa.types
        given = array.type
        if types.is_timestamp(given):
            return self._of_timestamp(array, kind)
        if types.is_date(given):
            return self._of_date(array, kind)
        if types.is_integer(given) and isinstance(
            kind, (TimestampNTZType, DayTimeIntervalType, YearMonthIntervalType)
        ):
            target = physical_type(kind)
            return array.cast(pa.int64()).view(target) if types.is_timestamp(target) else array.cast(target)
        if types.is_integer(given) and isinstance(kind, TimestampType):
            return pc.multiply(array.cast(pa.int64()), 1_000_000).view(physical_type(kind))
        if types.is_boolean(given) or types.is_integer(given) or types.is_floating(given):
            return self._of_number(array, kind)
        if types.is_decimal(given):
            return self._of_decimal(array, kind)
        if types.is_string(given):
            return self._of_text(array, kind)
        if types.is_binary(given) or types.is_fixed_size_binary(given):
            if isinstance(kind, BinaryType):
                return array.cast(pa.binary())
            if _is_text(kind):
                return pa.array([None if v is None else v.hex(" ") for v in array.to_pylist()], pa.string())
        raise self._refused()

    def _refused(self) -> SparkRuntimeException:
        return read_failure("NO_HINT", self._path)

    def _of_timestamp(self, array: pa.Array, kind: DataType) -> pa.Array:
        zoned = array.type.tz is not None
        clock = micros_from_hybrid(array.cast(pa.timestamp("us", array.type.tz), safe=False).view(pa.int64()))
        if isinstance(kind, TimestampNTZType):
            return clock.view(pa.timestamp("us"))
        moment = clock if zoned or self._zone == "UTC" else _moments(clock, self._zone)
        if isinstance(kind, TimestampType):
            return moment.view(physical_type(kind))
        if isinstance(kind, DateType):
            return pc.floor_temporal(clock.view(pa.timestamp("us")), unit="day").cast(pa.date32())
        if isinstance(kind, LongType):
            whole_seconds = pc.floor_temporal(moment.view(pa.timestamp("us")), unit="second")
            return whole_seconds.cast(pa.timestamp("s")).view(pa.int64())
        if _is_text(kind):
            texts = clock.view(pa.timestamp("us")).cast(pa.string())
            return pc.replace_substring_regex(texts, r"\.?0{1,6}$", "")
        raise self._refused()

    def _of_date(self, array: pa.Array, kind: DataType) -> pa.Array:
        dates = days_from_hybrid(array.view(pa.int32())).view(pa.date32())
        if isinstance(kind, DateType):
            return dates
        if _is_text(kind):
            return dates.cast(pa.string())
        if isinstance(kind, (TimestampType, TimestampNTZType)):
            clock = dates.cast(pa.timestamp("us")).view(pa.int64())
            if isinstance(kind, TimestampType) and self._zone != "UTC":
                clock = _moments(clock, self._zone)
            return clock.view(physical_type(kind))
        raise self._refused()

    def _of_number(self, array: pa.Array, kind: DataType) -> pa.Array:
        if isinstance(kind, BooleanType):
            return array if pa.types.is_boolean(array.type) else pc.not_equal(array, 0)
        if pa.types.is_boolean(array.type):
            if _is_text(kind):
                return pc.utf8_upper(array.cast(pa.string()))
            array = array.cast(pa.int8())
        if type(kind) in _BOUNDS:
            bits = _BOUNDS[type(kind)]
            if pa.types.is_floating(array.type):
                array = pc.trunc(array)
            elif array.type.bit_width <= bits + 1:
                return array.cast(physical_type(kind))
            fits = pc.and_(pc.less(array, float(1 << bits)), pc.greater_equal(array, -float(1 << bits)))
            return pc.if_else(fits, array, pa.scalar(None, array.type)).cast(physical_type(kind))
        if isinstance(kind, (FloatType, DoubleType)):
            return array.cast(physical_type(kind), safe=False)
        if _is_text(kind):
            return array.cast(pa.string())
        if isinstance(kind, DecimalType):
            return _decimals(array.cast(pa.string()), kind)
        raise self._refused()

    def _of_decimal(self, array: pa.Array, kind: DataType) -> pa.Array:
        if isinstance(kind, DecimalType):
            given = array.type
            if (given.precision, given.scale) == (kind.precision, kind.scale):
                return array
            return _decimals(array.cast(pa.string()), kind)
        if _is_text(kind):
            return array.cast(pa.string())
        return self._of_number(array.cast(pa.float64()), kind)

    def _of_text(self, array: pa.Array, kind: DataType) -> pa.Array:
        if _is_text(kind):
            if isinstance(kind, CharType):
                return pc.utf8_rpad(array, kind.length, " ")
            return array
        if isinstance(kind, BinaryType):
            return array.cast(pa.binary())
        if isinstance(kind, DecimalType):
            return _decimals(array, kind)
        if isinstance(kind, (FloatType, DoubleType)):
            return pa.array([_number(text) for text in array.to_pylist()], pa.float64()).cast(
                physical_type(kind), safe=False
            )
        if type(kind) in _BOUNDS or isinstance(kind, BooleanType):
            wide = DecimalType(38, 0)
            return self._of_number(_decimals(array, wide).cast(pa.float64()), kind)
        raise self._refused()


def _is_text(kind: DataType) -> bool:
    return isinstance(kind, (StringType, CharType, VarcharType))


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _decimals(texts: pa.Array, kind: DecimalType) -> pa.Array:
    context = Context(prec=38, rounding=ROUND_HALF_UP)
    unit = Decimal(1).scaleb(-kind.scale)
    found: list[Decimal | None] = []
    for text in texts.to_pylist():
        try:
            value = None if text is None else Decimal(text).quantize(unit, context=context)
        except InvalidOperation:
            value = None
        if value is not None and value.copy_abs() >= Decimal(10) ** (kind.precision - kind.scale):
            value = None
        found.append(value)
    return pa.array(found, physical_type(kind))


def _moments(clock: pa.Array, zone: str) -> pa.Array:
    """The moments when a zone's clocks read so."""
    return pc.assume_timezone(
        clock.view(pa.timestamp("us")), zone, ambiguous="earliest", nonexistent="latest"
    ).view(pa.int64())


# -------------------------------------------------------------------------------------------------- writing


def orc_extension(options: Options, conf: Mapping[str, str]) -> str:
    """The end of files' names."""
    return _codec(options, conf)[1] + ".orc"


def _codec(options: Options, conf: Mapping[str, str]) -> tuple[str, str]:
    name = options.text("compression", options.text("orc.compress"))
    found = codec_choice(name or conf.get("spark.sql.orc.compression.codec", "zstd"), _CODECS)
    if found[0] in ("brotli", "lzo"):
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": f"ORC files with the codec {found[0]}"},
        )
    return found


def write_orc(task: WriteTask, path: str, table: pa.Table) -> None:
    """Write rows into a new ORC file."""
    zone = local_zone()
    fields = [_written_field(column.name, column.dataType) for column in task.schema]
    columns = [
        _written(whole(column), field.dataType, zone) for column, field in zip(table.columns, task.schema)
    ]
    made = pa.Table.from_arrays(columns, schema=pa.schema(fields, {"org.apache.spark.version": __version__}))
    codec = _codec(task.options, task.conf)[0]
    with task.storage.create(path) as file:
        if any(_has_early_fractions(column) for column in columns):
            _write_exactly(file, made, codec)
            return
        with po.ORCWriter(file, compression=codec) as writer:
            writer.write(made)


def _written_field(name: str, kind: Any) -> pa.Field:
    """A column as it is in files, with Spark's type beside it where ORC has another."""
    if isinstance(kind, UserDefinedType):
        return _written_field(name, kind.sqlType())
    told = {_TYPE: kind.simpleString().encode()}
    if isinstance(kind, TimestampType):
        return pa.field(name, pa.timestamp("us"), metadata=told)
    if isinstance(kind, TimestampNTZType):
        return pa.field(name, pa.int64(), metadata=told)
    if isinstance(kind, (StringType, CharType, VarcharType, DayTimeIntervalType, YearMonthIntervalType)):
        return pa.field(name, physical_type(kind), metadata=told)
    if isinstance(kind, StructType):
        return pa.field(name, pa.struct([_written_field(f.name, f.dataType) for f in kind]))
    if isinstance(kind, ArrayType):
        return pa.field(name, pa.list_(_written_field("element", kind.elementType)))
    if isinstance(kind, MapType):
        key = _written_field("key", kind.keyType).with_nullable(False)
        return pa.field(name, pa.map_(key, _written_field("value", kind.valueType)))
    return pa.field(name, physical_type(kind))


def _written(array: pa.Array, kind: Any, zone: str) -> pa.Array:
    """Values as they are in files."""
    if isinstance(kind, UserDefinedType):
        return _written(array, kind.sqlType(), zone)
    target = _written_field("x", kind).type
    if isinstance(kind, DateType):
        return days_to_hybrid(array.view(pa.int32())).view(target)
    if isinstance(kind, TimestampNTZType):
        return array.view(pa.int64())
    if isinstance(kind, TimestampType):
        clock = array.view(pa.int64())
        if zone != "UTC":
            clock = pc.local_timestamp(clock.view(pa.timestamp("us", zone))).view(pa.int64())
        return micros_to_hybrid(clock).view(target)
    if isinstance(kind, StructType) and kind.fields:
        parts = [_written(part, field.dataType, zone) for part, field in zip(array.flatten(), kind)]
        return pa.StructArray.from_arrays(parts, fields=list(target), mask=array.is_null())
    if isinstance(kind, ArrayType):
        elements = _written(array.flatten(), kind.elementType, zone)
        return pa.ListArray.from_arrays(_offsets(array), elements, target)
    if isinstance(kind, MapType):
        pairs = _entries(array)
        keys = _written(pairs.field(0), kind.keyType, zone)
        items = _written(pairs.field(1), kind.valueType, zone)
        return pa.MapArray.from_arrays(_offsets(array), keys, items, target)
    return array.cast(target)


def _entries(array: pa.Array) -> pa.StructArray:
    """The pairs of all maps."""
    first, last = array.offsets[0].as_py(), array.offsets[-1].as_py()
    return pa.StructArray.from_arrays(
        [array.keys.slice(first, last - first), array.items.slice(first, last - first)], ["key", "value"]
    )


def _offsets(array: pa.Array) -> pa.Array:
    """Where each list of an array starts among the elements of all that are not null; null for null."""
    lengths = (
        pc.list_value_length(array)
        if not pa.types.is_map(array.type)
        else pc.subtract(array.offsets.slice(1), array.offsets.slice(0, len(array)))
    )
    offsets: list[int | None] = []
    at = 0
    for length, there in zip(lengths.to_pylist(), array.is_valid().to_pylist()):
        offsets.append(at if there else None)
        at += length or 0
    return pa.array([*offsets, at], pa.int32())


def _has_early_fractions(array: pa.Array) -> bool:
    """Whether there is a timestamp before 1970 with a fraction of a second, which Arrow writes wrong."""
    types = pa.types
    if types.is_timestamp(array.type):
        seconds = array.cast(pa.timestamp("s"), safe=False)
        uneven = pc.not_equal(seconds.cast(pa.timestamp("us")), array)
        early = pc.less(array.view(pa.int64()), 0)
        return bool(pc.any(pc.and_(uneven, early)).as_py())
    if types.is_struct(array.type):
        return any(_has_early_fractions(part) for part in array.flatten())
    if types.is_map(array.type):
        return _has_early_fractions(array.keys) or _has_early_fractions(array.items)
    if types.is_list(array.type):
        return _has_early_fractions(array.values)
    return False


def _write_exactly(file: BinaryIO, table: pa.Table, codec: str) -> None:
    pyorc = _pyorc()
    kinds = pyorc.CompressionKind
    compression = kinds.NONE if codec == "uncompressed" else getattr(kinds, codec.upper())
    described = pyorc.Struct(**{field.name: _described(pyorc, field) for field in table.schema})
    writer = pyorc.Writer(file, described, compression=compression, converters=_converters(pyorc))
    for batch in table.to_batches(10_000):
        columns = [_plain_values(column) for column in batch.columns]
        for row in zip(*columns):
            writer.write(row)
    writer.set_user_metadata(**{"org.apache.spark.version": __version__.encode()})
    writer.close()


def _described(pyorc: Any, field: pa.Field) -> Any:
    kind = field.type
    types = pa.types
    made: Any
    if types.is_struct(kind):
        made = pyorc.Struct(**{part.name: _described(pyorc, part) for part in kind})
    elif types.is_map(kind):
        made = pyorc.Map(_described(pyorc, kind.key_field), _described(pyorc, kind.item_field))
    elif types.is_list(kind):
        made = pyorc.Array(_described(pyorc, kind.value_field))
    elif types.is_decimal(kind):
        made = pyorc.Decimal(kind.precision, kind.scale)
    else:
        made = getattr(pyorc, _PYORC[str(kind)])()
    told = (field.metadata or {}).get(_TYPE)
    if told is not None:
        made.set_attributes({_TYPE.decode(): told.decode()})
    return made


_PYORC = {
    "bool": "Boolean",
    "int8": "TinyInt",
    "int16": "SmallInt",
    "int32": "Int",
    "int64": "BigInt",
    "float": "Float",
    "double": "Double",
    "string": "String",
    "binary": "Binary",
    "date32[day]": "Date",
    "timestamp[us]": "Timestamp",
}


def _plain_values(array: pa.Array) -> list[Any]:
    """The values as ``pyorc`` takes them: days, microseconds, tuples, dictionaries."""
    types = pa.types
    kind = array.type
    there = array.is_valid().to_pylist()
    if types.is_date(kind):
        return list(array.view(pa.int32()).to_pylist())
    if types.is_timestamp(kind):
        return list(array.view(pa.int64()).to_pylist())
    if types.is_struct(kind):
        rows = zip(*[_plain_values(part) for part in array.flatten()])
        return [row if valid else None for row, valid in zip(rows, there)]
    if types.is_map(kind) or types.is_list(kind):
        ends = array.offsets.to_pylist()
        if types.is_map(kind):
            pairs = list(zip(_plain_values(array.keys), _plain_values(array.items)))
            return [dict(pairs[a:b]) if v else None for a, b, v in zip(ends, ends[1:], there)]
        values = _plain_values(array.values)
        return [values[a:b] if v else None for a, b, v in zip(ends, ends[1:], there)]
    return list(array.to_pylist())
