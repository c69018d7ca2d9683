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
        self._ntz = settings.timestamp_ntz
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
        if self._ntz:
            try:
                self._values.timestamp_ntz(text)
                return TimestampNTZType()
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
    times = {type(one), type(other)}
    if times <= {DateType, TimestampType, TimestampNTZType}:
        return TimestampType() if TimestampType in times else TimestampNTZType()
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


Plain = Callable[[str], Any]
_SIZES = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}
_HEX = re.compile(r"\[(?:[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*)?\]")
_JAVA_DOUBLE = re.compile(r"[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)")
_LOCAL_NUMBER = re.compile(r"-?(?=[\d.])[\d,]*\.?\d*(?:E-?\d+)?")


class _Converter:
    """Makes the readers of the schema's types."""

    def __init__(self, form: XmlForm, options: Options, settings: Settings):
        self.form = form
        self.key = settings.name_key
        self._values = Values(options, settings)

    def element(self, kind: Any) -> Callable[[Element], Any]:
        """What reads an element. It raises _Bad."""
        if isinstance(kind, StructType):
            fields = _Fields(self, kind)
            empty = None if self.form.null == "" else (None,) * len(kind.fields)

            def struct(element: Element) -> Any:
                if not element.parts and not element.attributes:
                    return empty
                values: list[Any] = [None] * len(kind.fields)
                fields.fill(element, values)
                return tuple(values)

            return struct
        if isinstance(kind, MapType):
            return self._map(kind)
        if isinstance(kind, ArrayType):
            # Spark reads no arrays of arrays either, though it writes them.
            return _bad
        return self._leaf(kind)

    def _leaf(self, kind: Any) -> Callable[[Element], Any]:
        read = self.text(kind)
        is_text = bool(pa.types.is_string(physical_type(kind)))

        def leaf(element: Element) -> Any:
            parts = element.parts
            if not parts:
                return read("")
            if len(parts) == 1 and isinstance(parts[0], str):
                return read(parts[0])
            if not element.children:
                return read(element.text())
            if not is_text:
                raise _Bad
            return element.inside().strip() if self.form.trims else element.inside()

        return leaf

    def _map(self, kind: MapType) -> Callable[[Element], Any]:
        of_text, of_element, prefix = (
            self.text(kind.valueType),
            self.element(kind.valueType),
            self.form.prefix,
        )

        def entries(element: Element) -> Any:
            children = element.children
            if any(isinstance(part, str) and part.strip() for part in element.parts):
                return None
            if not element.attributes and not children:
                return None
            pairs = {prefix + name: of_text(text) for name, text in element.attributes.items()}
            for child in children:
                pairs[child.name] = of_element(child)
            return list(pairs.items())

        return entries

    def text(self, kind: Any) -> Plain:
        """What reads a text. It raises _Bad."""
        trims, null = self.form.trims, self.form.null
        parse = None if pa.types.is_string(physical_type(kind)) else self._parser(kind)

        def read(text: str) -> Any:
            if trims:
                text = text.strip()
            if text == null:
                return None
            if parse is None:
                return text
            if not text:
                return None
            try:
                return parse(text)
            except (ValueError, OverflowError, ArithmeticError):
                raise _Bad from None

        return read

    def _parser(self, kind: Any) -> Plain:
        size = _SIZES.get(type(kind))
        if size is not None:
            # Spark takes the sign off first: the smallest integers are none to it.
            return _whole(-(1 << (size - 1)) + (size >= 32), (1 << (size - 1)) - 1)
        if isinstance(kind, DecimalType):
            return lambda text: _there(self._values.decimal(text, kind))
        found: Plain | None = {
            DoubleType: _double,
            FloatType: _double,
            BooleanType: _truth,
            BinaryType: _bytes,
            DateType: self._date,
            TimestampType: self._values.timestamp,
            TimestampNTZType: self._values.timestamp_ntz,
            NullType: lambda text: None,
            StructType: lambda text: None,
        }.get(type(kind))
        return found if found is not None else _bad

    def _date(self, text: str) -> int:
        try:
            return self._values.date(text)
        except ValueError:
            return parse_date(text)


class _Fields:
    """Reads the parts of an element into the places of a struct's fields."""

    def __init__(self, convert: _Converter, kind: StructType):
        form = convert.form
        self._key = convert.key
        self._prefix = form.prefix
        self._attributes: dict[str, tuple[int, Plain]] = {}
        self._elements: dict[str, tuple[int, bool, Callable[[Element], Any]]] = {}
        for place, field in enumerate(kind):
            name = self._key(field.name)
            is_array = isinstance(field.dataType, ArrayType)
            one = field.dataType.elementType if isinstance(field.dataType, ArrayType) else field.dataType
            self._elements[name] = (place, is_array, convert.element(one))
            if field.name.startswith(form.prefix):
                self._attributes[name] = (place, convert.text(field.dataType))
        self._texts = self._elements.get(self._key(form.value))
        self._others = self._elements.get(self._key(form.wildcard))

    def fill(self, element: Element, values: list[Any]) -> None:
        """Put the values of an element's parts where they belong, in the order in which they are found."""
        for name, text in element.attributes.items():
            found = self._attributes.get(self._key(self._prefix + name))
            if found is not None:
                values[found[0]] = found[1](text)
        for part in element.parts:
            if isinstance(part, str):
                target = self._texts if self._texts is not None and part.strip() else None
                part = Element("", {}, [part]) if target is not None else part
            else:
                target = self._elements.get(self._key(part.name), self._others)
            if target is None:
                continue
            place, is_array, read = target
            value = read(part)
            values[place] = [*(values[place] or ()), value] if is_array else value


def _bad(anything: Any) -> Any:
    raise _Bad


def _there(value: Any) -> Any:
    if value is None:
        raise _Bad
    return value


def _whole(low: int, high: int) -> Plain:
    def read(text: str) -> int:
        if not _LONG.fullmatch(text) or not low <= int(text) <= high:
            raise _Bad
        return int(text)

    return read


def _truth(text: str) -> bool:
    found = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    return bool(_there(found))


def _bytes(text: str) -> bytes:
    if not _HEX.fullmatch(text):
        raise _Bad
    return bytes.fromhex(text[1:-1])


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
        self._form = form
        self._fields = _Fields(_Converter(form, options, settings), self._own)

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
        values: list[Any] = [None] * len(self._own.fields)
        try:
            self._fields.fill(element, values)
        except _Bad:
            # What was read before is kept.
            return tuple(values), True
        return tuple(values), False

    def value(self, text: str) -> Any:
        """The struct of a text that is a row."""
        try:
            element = fragment(text, self._form)
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
