"""Reading XML by Spark's rules: rows, malformed ones too, and the types of columns."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from pyrite.errors import PySparkNotImplementedError, SparkRuntimeException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.csv import Values
from pyrite.sql._files.json import _arrow_column as text_column
from pyrite.sql._files.moments import parse_date
from pyrite.sql._files.options import Options
from pyrite.sql._files.patterns import time_pattern
from pyrite.sql._files.records import Malformed, arrow_column, corrupt_name
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._files.text import content, raw_lines
from pyrite.sql._files.xml_rows import BadXml, Element, XmlForm, elements, fragment
from pyrite.sql._plan import relations as r
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    ArrayType,
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
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)

__all__ = [
    "xml_batches",
    "xml_columns",
    "xml_lines_batches",
    "xml_lines_columns",
    "xml_type_of",
    "xml_values",
]

_BATCH = 5_000
#: A row, or None for one that is no XML; and the text that is told of it when it is malformed.
Record = tuple[Element | None, str]


def _refuse_missing(options: Options) -> None:
    for name in ("rowValidationXSDPath", "singleVariantColumn"):
        if name in options:
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"the option {name} of XML"}
            )


def _records(source: FileSource, file: DataFile, form: XmlForm, options: Options) -> Iterator[Record]:
    """The rows of a file. What is malformed is told with the text of the whole file, as Spark does."""
    encoding = form.encoding or "utf-8"
    if not options.flag("multiLine", True):
        for line in raw_lines(source, file, None):
            yield _line_record(line.decode(encoding, "replace"), form)
        return
    data = content(source, file)
    shown: str | None = None
    for element in elements(data, form):
        if shown is None:
            shown = data.decode(encoding, "replace")
        yield (None if element is None or element.bad else element), shown


def _line_record(line: str, form: XmlForm) -> Record:
    try:
        return fragment(line, XmlForm(None, *_but_row(form))), line
    except BadXml:
        return None, line


def _but_row(form: XmlForm) -> tuple[Any, ...]:
    names = ("prefix", "value", "attributes", "namespaces", "trims", "wildcard", "null")
    return tuple([getattr(form, name) for name in names])


# ------------------------------------------------------------------------------------------------ inference


def xml_columns(source: FileSource, options: Options, settings: Settings) -> StructType | None:
    """The columns of XML files, sorted by name: every row is read, or of ``samplingRatio`` a part."""
    form = XmlForm.of(options)
    if not source.files:
        return None
    records = (
        record
        for file in source.files
        for record in _until_malformed(_records(source, file, form, options), options)
    )
    return _columns(records, form, options, settings)


def _until_malformed(records: Iterator[Record], options: Options) -> Iterator[Record]:
    """The rows up to the first malformed one: what follows it tells no columns."""
    for record in records:
        yield record
        if record[0] is None and options.flag("multiLine", True):
            return


def xml_lines_columns(lines: Sequence[str], options: Options, settings: Settings) -> StructType:
    """The columns of texts that are a row each."""
    form = XmlForm.of(options, rows=False)
    return _columns((_line_record(line, form) for line in lines), form, options, settings)


def xml_type_of(text: str, options: Options | dict[str, str], settings: Settings) -> DataType:
    """The type of a row."""
    return xml_lines_columns([text], Options(dict(options)), settings)


def _columns(records: Iterable[Record], form: XmlForm, options: Options, settings: Settings) -> StructType:
    _refuse_missing(options)
    ratio = float(options.text("samplingRatio") or 1)
    if ratio < 1:
        draw = random.Random(1)
        kept = list(records)
        sampled = [record for record in kept if draw.random() < ratio]
        records = sampled or kept[:1]
    inference = _Inference(form, options, settings)
    found: DataType = StructType()
    for element, _ in records:
        found = inference.merged(found, inference.record(element))
    kind = _canonical(found)
    return kind if isinstance(kind, StructType) else StructType()


_LONG = re.compile(r"[+-]?\d+")
_DOUBLE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


class _Inference:
    """Finds the types of rows."""

    def __init__(self, form: XmlForm, options: Options, settings: Settings):
        self._form = form
        self._values = Values(options, settings)
        self._infers = options.flag("inferSchema", True)
        self._decimals = options.flag("prefersDecimal")
        self._dates = options.flag("preferDate", True)
        self._date = time_pattern(options.text("dateFormat") or "yyyy-MM-dd")
        self._mode = (options.text("mode") or "PERMISSIVE").upper()
        self._corrupt = corrupt_name(options, settings)
        self._key = settings.name_key

    def record(self, element: Element | None) -> DataType:
        """The type of a row: a struct."""
        if element is not None:
            found = self._struct(element)
            return found if isinstance(found, StructType) else StructType()
        if self._mode == "FAILFAST":
            raise SparkRuntimeException(
                errorClass="MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                messageParameters={"badRecord": self._corrupt, "failFastMode": "FAILFAST"},
            )
        if self._mode == "DROPMALFORMED":
            return StructType()
        return StructType([StructField(self._corrupt, StringType())])

    def _struct(self, element: Element) -> StructType:
        found: dict[str, tuple[str, list[DataType]]] = {}

        def add(name: str, kind: DataType) -> None:
            found.setdefault(self._key(name), (name, []))[1].append(kind)

        for name, value in element.attributes.items():
            add(self._form.prefix + name, self._plain(value))
        for part in element.parts:
            if isinstance(part, Element):
                add(part.name, self._element(part))
            elif part.strip():
                add(self._form.value, self._plain(part))
        fields = []
        for name, kinds in found.values():
            kind = kinds[0]
            for other in kinds[1:]:
                kind = self.merged(kind, other)
            fields.append(StructField(name, ArrayType(kind) if len(kinds) > 1 else kind))
        return StructType(sorted(fields, key=lambda f: f.name))

    def _element(self, element: Element) -> DataType:
        if element.attributes or element.children:
            return self._struct(element)
        return self._plain(element.text())

    def _plain(self, text: str) -> DataType:
        if self._form.trims:
            text = text.strip()
        if not text or text == self._form.null:
            return NullType()
        if not self._infers:
            return StringType()
        return self._number(text) or self._other(text)

    def _number(self, text: str) -> DataType | None:
        if _LONG.fullmatch(text):
            if -(1 << 63) <= int(text) < 1 << 63:
                return LongType()
            digits = len(text.lstrip("+-").lstrip("0"))
            return DecimalType(digits, 0) if self._decimals and digits <= 38 else DoubleType()
        if _DOUBLE.fullmatch(text):
            if self._decimals and "e" not in text.lower():
                whole, _, rest = text.lstrip("+-").partition(".")
                digits = len(whole.lstrip("0")) + len(rest)
                if digits <= 38:
                    return DecimalType(max(digits, len(rest)), len(rest))
            return DoubleType()
        return None

    def _other(self, text: str) -> DataType:
        if text.lower() in ("true", "false"):
            return BooleanType()
        if self._dates:
            try:
                self._date.micros(text, "UTC", local=True)
                return DateType()
            except (ValueError, OverflowError):
                pass
        try:
            self._values.strict_timestamp(text)
        except (ValueError, OverflowError):
            return StringType()
        return TimestampType()

    def merged(self, one: Any, other: Any) -> DataType:
        """The type that holds the values of both."""
        if isinstance(one, NullType):
            return other
        if isinstance(other, NullType) or one == other:
            return one
        if isinstance(one, StructType) and isinstance(other, StructType):
            return self._merged_structs(one, other)
        if isinstance(one, ArrayType) and isinstance(other, ArrayType):
            return ArrayType(self.merged(one.elementType, other.elementType))
        if isinstance(one, ArrayType):
            return ArrayType(self.merged(one.elementType, other))
        if isinstance(other, ArrayType):
            return ArrayType(self.merged(one, other.elementType))
        if isinstance(other, StructType):
            one, other = other, one
        if isinstance(one, StructType):
            if self._form.value in one.names:
                text = StructType([StructField(self._form.value, other)])
                return self._merged_structs(one, text)
            return StringType()
        return _merged_plain(one, other)

    def _merged_structs(self, one: StructType, other: StructType) -> StructType:
        fields = {self._key(field.name): field for field in one}
        for field in other:
            known = fields.get(self._key(field.name))
            kind = field.dataType if known is None else self.merged(known.dataType, field.dataType)
            fields[self._key(field.name)] = StructField(known.name if known else field.name, kind)
        return StructType(sorted(fields.values(), key=lambda f: f.name))


_NUMBERS = (LongType, DecimalType, DoubleType)


def _merged_plain(one: Any, other: Any) -> DataType:
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        if DoubleType in (type(one), type(other)):
            return DoubleType()
        left, right = (k if isinstance(k, DecimalType) else DecimalType(20, 0) for k in (one, other))
        scale = max(left.scale, right.scale)
        whole = max(left.precision - left.scale, right.precision - right.scale)
        return DecimalType(whole + scale, scale) if whole + scale <= 38 else DoubleType()
    if {type(one), type(other)} == {DateType, TimestampType}:
        return TimestampType()
    return StringType()


def _canonical(kind: Any) -> DataType | None:
    """The type without empty structs, and with strings for what has no type; None when nothing is left."""
    if isinstance(kind, NullType):
        return StringType()
    if isinstance(kind, ArrayType):
        element = _canonical(kind.elementType)
        return None if element is None else ArrayType(element)
    if isinstance(kind, StructType):
        fields = [(field.name, _canonical(field.dataType)) for field in kind if field.name]
        left = [StructField(name, part) for name, part in fields if part is not None]
        return StructType(left) if left else None
    found: DataType = kind
    return found


# --------------------------------------------------------------------------------------------------- values


class _Bad(Exception):
    """A value that is none of its type."""


class _BadRow(Exception):
    """A row that is malformed; ``part`` is what was read before."""

    def __init__(self, part: tuple[Any, ...]):
        self.part = part


Plain = Callable[[str], Any]
_SIZES = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}
_HEX = re.compile(r"\[(?:[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*)?\]")
_JAVA_DOUBLE = re.compile(r"[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)")
_LOCAL_NUMBER = re.compile(r"-?(?=[\d.])[\d,]*\.?\d*(?:E-?\d+)?")


class _Converter:
    """Makes values of the schema's types of elements."""

    def __init__(self, form: XmlForm, options: Options, settings: Settings):
        self._form = form
        self._values = Values(options, settings)
        self._key = settings.name_key

    def row(self, element: Element, kind: StructType) -> tuple[Any, ...]:
        """The values of a row. Raises _BadRow."""
        values: list[Any] = [None] * len(kind.fields)
        try:
            self._fill(element, kind, values)
        except _Bad:
            raise _BadRow(tuple(values)) from None
        return tuple(values)

    def _fill(self, element: Element, kind: StructType, values: list[Any]) -> None:
        """Put the values of an element's parts where they belong, in the order in which they are found."""
        places = {self._key(field.name): place for place, field in enumerate(kind)}
        wildcard = places.get(self._key(self._form.wildcard))
        for name, text in element.attributes.items():
            place = places.get(self._key(self._form.prefix + name))
            if place is not None:
                values[place] = self._plain(text, kind.fields[place].dataType)
        value_place = places.get(self._key(self._form.value))
        for part in element.parts:
            if isinstance(part, str):
                if value_place is not None and part.strip():
                    self._put(values, value_place, kind, Element("", {}, [part]))
                continue
            place = places.get(self._key(part.name))
            if place is not None:
                self._put(values, place, kind, part)
            elif wildcard is not None:
                self._put(values, wildcard, kind, part)

    def _put(self, values: list[Any], place: int, kind: StructType, element: Element) -> None:
        target = kind.fields[place].dataType
        if isinstance(target, ArrayType):
            found = self._value(element, target.elementType)
            values[place] = [*(values[place] or ()), found]
            return
        values[place] = self._value(element, target)

    def _value(self, element: Element, kind: Any) -> Any:
        if isinstance(kind, StructType):
            values: list[Any] = [None] * len(kind.fields)
            if not element.attributes and not element.parts:
                return None if self._form.null == "" else tuple(values)
            self._fill(element, kind, values)
            return tuple(values)
        if isinstance(kind, MapType):
            return self._map(element, kind)
        if isinstance(kind, ArrayType):
            # Spark reads no arrays of arrays either, though it writes them.
            raise _Bad
        if element.children:
            if not _is_text(kind):
                raise _Bad
            return element.inside().strip() if self._form.trims else element.inside()
        return self._plain(element.text(), kind)

    def _map(self, element: Element, kind: MapType) -> Any:
        if any(isinstance(part, str) and part.strip() for part in element.parts):
            return None
        if not element.attributes and not element.children:
            return None
        pairs = {
            self._form.prefix + name: self._plain(text, kind.valueType)
            for name, text in element.attributes.items()
        }
        for child in element.children:
            pairs[child.name] = self._value(child, kind.valueType)
        return list(pairs.items())

    def _plain(self, text: str, kind: Any) -> Any:
        if self._form.trims:
            text = text.strip()
        if text == self._form.null:
            return None
        if _is_text(kind):
            return text
        if not text:
            return None
        try:
            return self._parsed(text, kind)
        except (ValueError, OverflowError, ArithmeticError):
            raise _Bad from None

    def _parsed(self, text: str, kind: Any) -> Any:
        size = _SIZES.get(type(kind))
        if size is not None:
            # Spark takes the sign off first: the smallest integers are none to it.
            low = -(1 << (size - 1)) + (size >= 32)
            if not _LONG.fullmatch(text) or not low <= int(text) < 1 << (size - 1):
                raise ValueError(text)
            return int(text)
        if isinstance(kind, DecimalType):
            found = self._values.decimal(text, kind)
            if found is None:
                raise ValueError(text)
            return found
        if isinstance(kind, (DoubleType, FloatType)):
            return _double(text)
        if isinstance(kind, BooleanType):
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        if isinstance(kind, DateType):
            return self._date(text)
        if isinstance(kind, TimestampType):
            return self._values.timestamp(text)
        if isinstance(kind, TimestampNTZType):
            return self._values.timestamp_ntz(text)
        if isinstance(kind, BinaryType) and _HEX.fullmatch(text):
            return bytes.fromhex(text[1:-1])
        if isinstance(kind, (NullType, StructType)):
            return None
        raise ValueError(text)

    def _date(self, text: str) -> int:
        try:
            return self._values.date(text)
        except ValueError:
            return parse_date(text)


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(physical_type(kind)))


def _double(text: str) -> float:
    """A number as Java reads one; else as much of the text as is one with commas between its digits."""
    if _JAVA_DOUBLE.fullmatch(text):
        return float(text if text.endswith(("NaN", "y")) else text.rstrip("fFdD"))
    found = _LOCAL_NUMBER.match(text)
    if found is None:
        raise ValueError(text)
    return float(found[0].replace(",", ""))


# -------------------------------------------------------------------------------------------------- batches


class _Rows:
    """Makes Arrow data of rows."""

    def __init__(self, data: StructType, form: XmlForm, options: Options, settings: Settings):
        _refuse_missing(options)
        self._malformed = Malformed.of(data, options, settings)
        self._malformed.refuse_alone(data)
        place = self._malformed.column
        self._own = StructType([field for index, field in enumerate(data) if index != place])
        self._convert = _Converter(form, options, settings)

    def batches(self, records: Iterable[Record], path: str) -> Iterator[pa.RecordBatch]:
        """The rows of a file as Arrow data."""
        rest = iter(records)
        while part := list(islice(rest, _BATCH)):
            yield self._batch(part, path)

    def _batch(self, records: list[Record], path: str) -> pa.RecordBatch:
        rows: list[Any] = []
        raw: list[str | None] = []
        for element, shown in records:
            row, bad = self.row(element)
            if bad:
                self._malformed.check(shown, path)
                if self._malformed.drops:
                    continue
            rows.append(row)
            raw.append(shown if bad else None)
        fields = self._own.fields
        values = list(zip(*rows)) or [()] * len(fields)
        columns = [text_column(column, field.dataType) for column, field in zip(values, fields)]
        if self._malformed.column is not None:
            columns.insert(self._malformed.column, pa.array(raw, pa.string()))
        if not columns:
            columns = [pa.nulls(len(rows), pa.string())]
        return pa.RecordBatch.from_arrays(columns, [str(index) for index in range(len(columns))])

    def row(self, element: Element | None) -> tuple[tuple[Any, ...], bool]:
        """The values of a row, and whether it is malformed."""
        if element is None:
            return (None,) * len(self._own.fields), True
        try:
            return self._convert.row(element, self._own), False
        except _BadRow as error:
            return error.part, True

    def value(self, text: str) -> Any:
        """The struct of a text that is a row."""
        try:
            element = fragment(text, self._convert._form)
        except BadXml:
            element = None
        row, bad = self.row(element)
        if bad:
            self._malformed.check("[null]", "")
        place = self._malformed.column
        return row if place is None else (*row[:place], text if bad else None, *row[place:])


def xml_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of XML files."""
    options = Options(plan.options)
    form = XmlForm.of(options)
    rows = _Rows(plan.required, form, options, settings)
    for file in plan.source.files:
        yield from rows.batches(_records(plan.source, file, form, options), file.path)


def xml_lines_batches(
    lines: Sequence[str], data: StructType, options: Options, settings: Settings
) -> Iterator[pa.RecordBatch]:
    """The rows of texts that are a row each."""
    form = XmlForm.of(options, rows=False)
    yield from _Rows(data, form, options, settings).batches((_line_record(t, form) for t in lines), "")


def xml_values(
    column: Sequence[str | None], kind: StructType, options: Options, settings: Settings
) -> pa.Array:
    """The struct of each text; null for null."""
    rows = _Rows(kind, XmlForm.of(options, rows=False), options, settings)
    return arrow_column([None if text is None else rows.value(text) for text in column], kind)
