"""Reading JSON by Spark's rules: records, malformed ones too, and the types of columns."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite._io.text import decode
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkNotImplementedError,
    PySparkValueError,
    SparkRuntimeException,
)
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.blocks import Block, blocks_of, in_order, read_block
from pyrite.sql._files.csv import Values, fitted_decimal, interval
from pyrite.sql._files.json_fast import PlainObjects
from pyrite.sql._files.json_fast import can_be_plain as lines_can_be_plain
from pyrite.sql._files.json_layouts import Layouts
from pyrite.sql._files.json_tokens import JsonForm, Number, Repeated, Spanned, json_form, rewritten
from pyrite.sql._files.options import Options
from pyrite.sql._files.records import Malformed, arrow_column, charset, corrupt_name
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._files.text import content, line_separator, raw_lines
from pyrite.sql._plan import relations as r
from pyrite.sql._types import variant, variant_trees
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    ArrayType,
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
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["json_batches", "json_columns", "json_lines_batches", "json_lines_columns"]

_BATCH = 5_000
#: A record's text, or the bytes of one that is no UTF-8.
Text = str | bytes


def _texts(source: FileSource, file: DataFile, options: Options) -> Iterator[Text]:
    """The records of a file."""
    name = options.text("encoding", options.text("charset"))
    encoding = charset(options, "JSONOptions") if name else "UTF-8"
    separator = line_separator(options)
    many = options.flag("multiLine")
    plain = encoding.upper() in ("UTF-8", "US-ASCII")
    if (
        not many
        and encoding.upper().startswith(("UTF-16", "UTF-32"))
        and encoding.upper() in ("UTF-16", "UTF-32")
    ):
        raise IllegalArgumentException(
            f"requirement failed: The encoding {encoding} needs multiLine: its lines cannot be told apart"
        )
    if many or not plain:
        data = content(source, file)
        text = _decoded(data.removeprefix(b"\xef\xbb\xbf")) if plain else data.decode(encoding, "replace")
        if many:
            yield text
        else:
            assert isinstance(text, str)
            yield from text.split(separator.decode() if separator else "\n")
        return
    for line in raw_lines(source, file, separator):
        yield _decoded(line)


def _decoded(data: bytes) -> Text:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _shown(text: Text) -> str:
    return text if isinstance(text, str) else decode(text)


def _is_blank(text: Text) -> bool:
    return not text.strip()


# ------------------------------------------------------------------------------------------------ inference


def json_columns(source: FileSource, options: Options, settings: Settings) -> StructType | None:
    """The columns of JSON files, sorted by name: every record is read."""
    if not source.files:
        return None
    typed = not any(options.flag(name) for name in _TYPED_OTHERWISE)
    if typed and lines_can_be_plain(options) and options.text("singleVariantColumn") is None:
        return _columns_in_blocks(source, options, settings)
    texts = (text for file in source.files for text in _texts(source, file, options))
    return _columns(texts, options, settings)


#: Options that give values other types.
_TYPED_OTHERWISE = ("primitivesAsString", "prefersDecimal", "inferTimestamp")


def _columns_in_blocks(source: FileSource, options: Options, settings: Settings) -> StructType:
    """The columns of JSON files, by the fast way where blocks are plain."""
    inference = _Inference(options, settings)
    layouts = Layouts()

    def exact(block: Block) -> Iterator[DataType]:
        return (inference.record(text) for text in _block_texts(block) if not _is_blank(text))

    def read(group: list[Block]) -> list[DataType]:
        return read_block(group, layouts.type_of, exact)

    blocks = (Block(data, file) for file in source.files for data in blocks_of(source, file))
    found: DataType = StructType()
    for kind in in_order(blocks, read, settings.parallelism):
        found = _merged(found, kind)
    return _whole_type(found, options)


def json_lines_columns(lines: Sequence[str], options: Options, settings: Settings) -> StructType:
    """The columns of lines of JSON."""
    return _columns(lines, options, settings)


def _columns(texts: Iterable[Text], options: Options, settings: Settings) -> StructType:
    inference = _Inference(options, settings)
    if options.text("singleVariantColumn") is not None:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "the option singleVariantColumn"}
        )
    found: DataType = StructType()
    for text in texts:
        if not _is_blank(text):
            found = _merged(found, inference.record(text))
    return _whole_type(found, options)


def _whole_type(found: DataType, options: Options) -> StructType:
    kind = _canonical(found, options.flag("dropFieldIfAllNull"))
    return kind if isinstance(kind, StructType) else StructType()


def json_type_of(text: str, options: Options, settings: Settings) -> DataType:
    """The type of the value of a text. Raises ValueError when it is no JSON."""
    if _is_blank(text):
        return StringType()
    found = _Inference(options, settings).type_of(json_form(options).value(text, repeated=True))
    whole = _canonical(found, options.flag("dropFieldIfAllNull"))
    return whole or (StructType() if isinstance(found, StructType) else StringType())


class _Inference:
    """Finds the types of records."""

    def __init__(self, options: Options, settings: Settings):
        self._form = json_form(options)
        self._values = Values(options, settings)
        self._as_strings = options.flag("primitivesAsString")
        self._decimals = options.flag("prefersDecimal")
        moments: list[tuple[DataType, Callable[[str], int]]] = [
            (TimestampNTZType(), self._values.timestamp_ntz),
            (TimestampType(), self._values.strict_timestamp),
        ]
        self._moments = moments[not settings.timestamp_ntz :] if options.flag("inferTimestamp") else []
        self._mode = (options.text("mode") or "PERMISSIVE").upper()
        self._corrupt = corrupt_name(options, settings)

    def record(self, text: Text) -> DataType:
        """The type of a record: a struct."""
        try:
            if isinstance(text, bytes):
                raise ValueError(text)
            value = self._form.value(text, repeated=True)
            kind = self._merged_all(value) if isinstance(value, list) else self.type_of(value)
            if not isinstance(kind, (StructType, NullType)):
                raise ValueError(text)
        except ValueError:
            return self._malformed()
        return kind

    def _malformed(self) -> DataType:
        if self._mode == "FAILFAST":
            raise SparkRuntimeException(
                errorClass="MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                messageParameters={"badRecord": self._corrupt, "failFastMode": "FAILFAST"},
            )
        if self._mode == "DROPMALFORMED":
            return StructType()
        return StructType([StructField(self._corrupt, StringType())])

    def _merged_all(self, values: list[Any]) -> DataType:
        found: DataType = NullType()
        for value in values:
            found = _merged(found, self.type_of(value))
        return found

    def type_of(self, value: Any) -> DataType:
        """The type of a value."""
        if value is None or value == "":
            return NullType()
        if isinstance(value, Number):
            return StringType() if self._as_strings else self._number(value)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return StringType() if self._as_strings else BooleanType()
        if isinstance(value, list):
            return ArrayType(self._merged_all(value))
        if isinstance(value, Repeated):
            raise AnalysisException(
                errorClass="COLUMN_ALREADY_EXISTS",
                messageParameters={"columnName": f"`{next(iter(value)).lower()}`"},
            )
        return StructType([StructField(name, self.type_of(value[name])) for name in sorted(value)])

    def _number(self, text: str) -> DataType:
        if text.lstrip("-").isdigit():
            number = int(text)
            if -(1 << 63) <= number < 1 << 63:
                return LongType()
            digits = len(text.lstrip("-"))
            return DecimalType(digits, 0) if digits <= 38 else DoubleType()
        if self._decimals and text[-1] not in "Nyf":
            found = Decimal(text)
            exponent = found.as_tuple().exponent
            assert isinstance(exponent, int)
            digits, scale = len(found.as_tuple().digits), -exponent
            if scale < 0:
                raise AnalysisException(
                    errorClass="NEGATIVE_SCALE_DISALLOWED",
                    messageParameters={
                        "scale": str(scale),
                        "sqlConf": '"spark.sql.legacy.allowNegativeScaleOfDecimal"',
                    },
                )
            if max(digits, scale) <= 38:
                return DecimalType(max(digits, scale), scale)
        return DoubleType()

    def _text(self, text: str) -> DataType:
        for kind, read in self._moments:
            try:
                read(text)
            except (ValueError, OverflowError):
                continue
            return kind
        return StringType()


_NUMBERS = (LongType, DecimalType, DoubleType)


def _merged(one: Any, other: Any) -> DataType:
    """The type that holds the values of both."""
    if isinstance(one, NullType):
        return other
    if isinstance(other, NullType) or one == other:
        return one
    if isinstance(one, StructType) and isinstance(other, StructType):
        return _merged_structs(one, other)
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        return ArrayType(_merged(one.elementType, other.elementType))
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        if DoubleType in (type(one), type(other)):
            return DoubleType()
        left, right = (k if isinstance(k, DecimalType) else DecimalType(20, 0) for k in (one, other))
        scale = max(left.scale, right.scale)
        whole = max(left.precision - left.scale, right.precision - right.scale)
        return DecimalType(whole + scale, scale) if whole + scale <= 38 else DoubleType()
    if {type(one), type(other)} == {TimestampType, TimestampNTZType}:
        return TimestampType()
    return StringType()


def _merged_structs(one: StructType, other: StructType) -> StructType:
    if not other.fields:
        return one
    fields = {field.name: field for field in one}
    changed = False
    for field in other:
        known = fields.get(field.name)
        kind = field.dataType if known is None else _merged(known.dataType, field.dataType)
        if known is None or kind is not known.dataType:
            fields[field.name] = StructField(field.name, kind)
            changed = True
    return StructType([fields[name] for name in sorted(fields)]) if changed else one


def _canonical(kind: Any, drop: bool) -> DataType | None:
    """The type without empty structs, and with strings for what has no type; None when nothing is left."""
    if isinstance(kind, NullType):
        return None if drop else StringType()
    if isinstance(kind, ArrayType):
        element = _canonical(kind.elementType, drop)
        return None if element is None else ArrayType(element)
    if isinstance(kind, StructType):
        fields = [(field.name, _canonical(field.dataType, drop)) for field in kind if field.name]
        left = [StructField(name, part) for name, part in fields if part is not None]
        return StructType(left) if left else None
    found: DataType = kind
    return found


# --------------------------------------------------------------------------------------------------- values


class _Bad(Exception):
    """A value that is none of its type; ``part`` is what could be read."""

    def __init__(self, part: Any = None):
        self.part = part


class _NeedsText(Exception):
    """The text of an object or array is needed."""


Read = Callable[[Any], Any]
_FLOATS = {
    "NaN": float("nan"),
    "+INF": float("inf"),
    "Infinity": float("inf"),
    "+Infinity": float("inf"),
    "-INF": float("-inf"),
    "-Infinity": float("-inf"),
}
# Java's parser takes bytes of either sign.
_BOUNDS = {
    ByteType: (-128, 255),
    ShortType: (-(1 << 15), (1 << 15) - 1),
    IntegerType: (-(1 << 31), (1 << 31) - 1),
    LongType: (-(1 << 63), (1 << 63) - 1),
}


class _Converter:
    """Makes values of the schema's types of JSON values."""

    def __init__(self, options: Options, settings: Settings, rewrites: bool = False):
        self._values = Values(options, settings)
        self._string = _rewritten if rewrites else _string

    def reader(self, kind: Any) -> Read:
        """What reads a value of a type; it raises _Bad and _NeedsText."""
        if isinstance(kind, UserDefinedType):
            return self.reader(kind.sqlType())
        if isinstance(kind, StructType):
            return self._struct(kind)
        if isinstance(kind, ArrayType):
            return self._array(self.reader(kind.elementType))
        if isinstance(kind, MapType):
            return self._map(self.reader(kind.valueType))
        if type(kind) in _BOUNDS:
            return _whole(*_BOUNDS[type(kind)], isinstance(kind, ByteType))
        if isinstance(kind, DecimalType):
            return self._decimal(kind)
        if isinstance(kind, (DoubleType, FloatType)):
            return _float(isinstance(kind, FloatType))
        if isinstance(kind, NullType):
            return lambda value: None
        found = {
            BooleanType: _boolean,
            BinaryType: _binary,
            DateType: _parsed(self._values.date),
            TimestampType: _moment(self._values.timestamp),
            TimestampNTZType: _parsed(self._values.timestamp_ntz),
            TimeType: _parsed(self._values.time),
            VariantType: _variant,
        }.get(type(kind))
        if found is not None:
            return found
        if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType, CalendarIntervalType)):
            return _parsed(lambda text: interval(kind, text))
        if pa.types.is_string(physical_type(kind)):
            return self._string
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": f"{kind.simpleString()} in JSON files"},
        )

    def _struct(self, kind: StructType) -> Read:
        readers = [(field.name, self.reader(field.dataType)) for field in kind]
        variants = {field.name for field in kind if isinstance(field.dataType, VariantType)}

        def read(value: Any) -> Any:
            if isinstance(value, Spanned):
                value = value.value
            if value is None:
                return None
            if not isinstance(value, dict):
                raise _Bad
            found = []
            bad = False
            for name, inner in readers:
                item = value.get(name)
                try:
                    if item is None:
                        found.append(_NO_VALUE if name in variants and name in value else None)
                    else:
                        found.append(inner(item))
                except _Bad as error:
                    bad = True
                    found.append(error.part)
            if bad:
                raise _Bad(tuple(found))
            return tuple(found)

        return read

    @staticmethod
    def _array(inner: Read) -> Read:
        nothing = _NO_VALUE if inner is _variant else None

        def read(value: Any) -> Any:
            if isinstance(value, Spanned):
                value = value.value
            if not isinstance(value, list):
                raise _Bad
            return [nothing if item is None else _whole_part(inner, item) for item in value]

        return read

    @staticmethod
    def _map(inner: Read) -> Read:
        nothing = _NO_VALUE if inner is _variant else None

        def read(value: Any) -> Any:
            if isinstance(value, Spanned):
                value = value.value
            if not isinstance(value, dict):
                raise _Bad
            return [
                (name, nothing if item is None else _whole_part(inner, item)) for name, item in value.items()
            ]

        return read

    def _decimal(self, kind: DecimalType) -> Read:
        def read(value: Any) -> Any:
            try:
                if isinstance(value, Number) and value[-1] not in "Nyf":
                    return fitted_decimal(Decimal(value), kind)
                if isinstance(value, str) and not isinstance(value, Number):
                    return self._values.decimal(value, kind)
            except ValueError:
                pass
            raise _Bad

        return read


def _whole_part(read: Read, item: Any) -> Any:
    """An element: where it is malformed, so is what it is in."""
    try:
        return read(item)
    except _Bad:
        raise _Bad from None


def _whole(low: int, high: int, wraps: bool) -> Read:
    def read(value: Any) -> int:
        if isinstance(value, Number) and value.lstrip("-").isdigit() and len(value) < 25:
            number = int(value)
            if low <= number <= high:
                return number - 256 if wraps and number > 127 else number
        raise _Bad

    return read


def _float(single: bool) -> Read:
    def read(value: Any) -> float:
        if isinstance(value, str):
            known = _FLOATS.get(value)
            if known is not None:
                return known
            if isinstance(value, Number):
                number = float(value)
                if single and abs(number) >= 3.4028235677973366e38:
                    return float("inf") if number > 0 else float("-inf")
                return number
        raise _Bad

    return read


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _Bad


def _binary(value: Any) -> bytes:
    if not isinstance(value, str) or isinstance(value, Number):
        raise _Bad
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise _Bad from None


def _string(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Spanned):
        return value.text
    raise _NeedsText


def _rewritten(value: Any) -> str:
    """The text of a value, written anew where it is no string: as ``from_json`` gives it."""
    return rewritten(value) if isinstance(value, (Number, Spanned)) else _string(value)


def _variant(value: Any) -> tuple[bytes, bytes]:
    try:
        return variant_trees.pack(_tree(value))
    except PySparkValueError:
        raise _Bad from None


def _tree(value: Any) -> Any:
    """A value with its numbers as numbers."""
    if isinstance(value, Spanned):
        value = value.value
    if isinstance(value, dict):
        return {name: _tree(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_tree(item) for item in value]
    if isinstance(value, Number):
        known = _FLOATS.get(value)
        if known is not None:
            return known
        return int(value) if value.lstrip("-").isdigit() else variant.number(value)
    return str(value) if isinstance(value, str) else value


#: The variant of JSON's null.
_NO_VALUE = variant_trees.pack(None)


def _parsed(parse: Callable[[str], Any]) -> Read:
    def read(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Number):
            try:
                return parse(value)
            except (ValueError, OverflowError):
                pass
        raise _Bad

    return read


def _moment(parse: Callable[[str], int]) -> Read:
    from_text = _parsed(parse)

    def read(value: Any) -> int:
        if isinstance(value, Number) and value.lstrip("-").isdigit():
            return int(value) * 1_000_000
        return int(from_text(value))

    return read


# -------------------------------------------------------------------------------------------------- batches


@dataclass
class _Records:
    """Makes Arrow data of records."""

    data: StructType
    malformed: Malformed
    form: JsonForm
    read: Read
    width: int

    @classmethod
    def of(cls, data: StructType, options: Options, settings: Settings, rewrites: bool = False) -> _Records:
        malformed = Malformed.of(data, options, settings)
        malformed.refuse_alone(data)
        own = StructType([field for index, field in enumerate(data) if index != malformed.column])
        reader = _Converter(options, settings, rewrites).reader(own)
        return cls(data, malformed, json_form(options), reader, len(own.fields))

    def can_be_plain(self, options: Options) -> bool:
        """Whether records can be read in the fast way."""
        own = StructType([field for index, field in enumerate(self.data) if index != self.malformed.column])
        return PlainObjects.can_read(own, options)

    def batches(self, texts: Iterable[Text], path: str) -> Iterator[pa.RecordBatch]:
        """The records of a file as Arrow data."""
        rest = (text for text in texts if not _is_blank(text))
        while part := list(islice(rest, _BATCH)):
            yield self._batch(part, path)

    def _batch(self, texts: list[Text], path: str) -> pa.RecordBatch:
        rows: list[Any] = []
        raw: list[str | None] = []
        for text in texts:
            found, bad = self._rows(text)
            if bad:
                self.malformed.check(_shown(text), path)
                if self.malformed.drops:
                    continue
            rows.extend(found)
            raw.extend([_shown(text) if bad else None] * len(found))
        place = self.malformed.column
        kinds = [field.dataType for index, field in enumerate(self.data) if index != place]
        values = list(zip(*rows)) or [()] * self.width
        columns = [_arrow_column(column, kind) for column, kind in zip(values, kinds)]
        if place is not None:
            columns.insert(place, pa.array(raw, pa.string()))
        return _named(columns, len(rows))

    def _rows(self, text: Text) -> tuple[list[Any], bool]:
        """The rows of a record, and whether it is malformed."""
        nothing = (None,) * self.width
        try:
            if isinstance(text, bytes):
                raise ValueError(text)
            try:
                return self._of_value(self.form.value(text))
            except _NeedsText:
                return self._of_value(self.form.spanned(text))
        except ValueError:
            return [nothing], True

    def _of_value(self, value: Any) -> tuple[list[Any], bool]:
        nothing = (None,) * self.width
        if isinstance(value, Spanned):
            value = value.value
        if value is None:
            return [nothing], True
        if not isinstance(value, list):
            value = [value]
        rows: list[Any] = []
        bad = False
        for item in value:
            try:
                rows.append(self.read(item) or nothing)
            except _Bad as error:
                if error.part is None:
                    return [nothing], True
                bad = True
                rows.append(error.part)
        return rows, bad


def _named(columns: list[pa.Array], rows: int) -> pa.RecordBatch:
    """Columns named by their position; of none, one of nulls."""
    found = columns or [pa.nulls(rows, pa.string())]
    return pa.RecordBatch.from_arrays(found, [str(index) for index in range(len(found))])


def json_reader(kind: DataType, options: Options, settings: Settings) -> Callable[[str], Any]:
    """What reads the value of a text: null where it cannot be read, a struct's field where only that cannot."""
    if isinstance(kind, StructType):
        return _struct_reader(kind, options, settings)
    malformed = Malformed((options.text("mode") or "PERMISSIVE").upper(), None)
    form = json_form(options)
    inner = _Converter(options, settings, True).reader(kind)
    of_structs = isinstance(kind, ArrayType) and isinstance(kind.elementType, StructType)

    def read(text: str) -> Any:
        if _is_blank(text):
            return None
        try:
            try:
                value = form.value(text)
                return inner([value] if of_structs and isinstance(value, dict) else value)
            except _NeedsText:
                return inner(form.spanned(text))
        except (ValueError, _Bad):
            malformed.check(text, "")
            return None

    return read


def _struct_reader(kind: StructType, options: Options, settings: Settings) -> Callable[[str], Any]:
    records = _Records.of(kind, options, settings, True)
    place = records.malformed.column
    nothing = (None,) * records.width

    def read(text: str) -> Any:
        if _is_blank(text):
            return None
        rows, bad = records._rows(text)
        if len(rows) != 1 or text.lstrip()[:1] == "[":
            rows, bad = [nothing], True
        row = rows[0]
        if bad:
            records.malformed.check(text, "")
        return row if place is None else (*row[:place], text if bad else None, *row[place:])

    return read


def _arrow_column(values: Sequence[Any], kind: DataType) -> pa.Array:
    try:
        return arrow_column(values, kind)
    except UnicodeEncodeError:
        return arrow_column([_whole_text(value) for value in values], kind)


def _whole_text(value: Any) -> Any:
    """The value with ``?`` for halves of characters, as Java writes them."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (list, tuple)):
        return type(value)([_whole_text(item) for item in value])
    return value


def json_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of JSON files."""
    options = Options(plan.options)
    records = _Records.of(plan.required, options, settings)
    if not records.can_be_plain(options):
        for file in plan.source.files:
            yield from records.batches(_texts(plan.source, file, options), file.path)
        return
    place = records.malformed.column
    own = StructType([field for index, field in enumerate(plan.required) if index != place])
    plain = PlainObjects(own, options.text("timeZone") or settings.zone)

    def fast(data: bytes) -> pa.RecordBatch:
        columns, rows = plain.read(data)
        if place is not None:
            columns.insert(place, pa.nulls(rows, pa.string()))
        return _named(columns, rows)

    def exact(block: Block) -> Iterator[pa.RecordBatch]:
        return records.batches(_block_texts(block), block.file.path)

    blocks = (Block(data, file) for file in plan.source.files for data in blocks_of(plan.source, file))
    yield from in_order(blocks, lambda group: read_block(group, fast, exact), settings.parallelism)


def _block_texts(block: Block) -> Iterator[Text]:
    return map(_decoded, block.data.removesuffix(b"\n").split(b"\n"))


def json_lines_batches(
    lines: Sequence[str], data: StructType, options: Options, settings: Settings
) -> Iterator[pa.RecordBatch]:
    """The rows of lines of JSON."""
    yield from _Records.of(data, options, settings).batches(lines, "")
