"""Reading CSV by Spark's rules: rows, malformed ones too, and the types of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from itertools import chain, islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrite._dataclasses import dataclass
from pyrite._io.text import decode
from pyrite.errors import IllegalArgumentException, PySparkNotImplementedError
from pyrite.sql._analysis.parser.interval_texts import day_time_of_text, year_month_of_text
from pyrite.sql._analysis.parser.intervals import IntervalError, months_days_micros
from pyrite.sql._analysis.parser.literals import time_nanos
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.blocks import Block, Odd, blocks_of, in_order, read_block
from pyrite.sql._files.csv_fast import PlainLines, can_be_plain, has_plain_values, plain_columns
from pyrite.sql._files.csv_tokens import CsvTokens, Row, UnescapedQuote, first_line_end
from pyrite.sql._files.moments import parse_date, parse_timestamp
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._files.patterns import time_pattern
from pyrite.sql._files.plain_values import plain_column, telling_numbers
from pyrite.sql._files.records import Malformed, arrow_column, charset, corrupt_name
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._files.text import content, cut_lines, line_arrays, line_separator
from pyrite.sql._plan import relations as r
from pyrite.sql._text.datetime_patterns import refuse_legacy
from pyrite.sql._types import variant_trees
from pyrite.sql.types import (
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
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["csv_batches", "csv_columns", "csv_lines_batches", "csv_lines_columns"]

_BATCH = 10_000
_MOST_COLUMNS = 20_480
_DAY = 86_400_000_000
#: A row and the text that it was read from.
Record = tuple[Row, str]


# ----------------------------------------------------------------------------------------------------- rows


def _records(source: FileSource, file: DataFile, options: Options) -> Iterator[Record]:
    """The rows of a file, its header too."""
    return _limited(_all_records(source, file, options), options, file.path)


def _all_records(source: FileSource, file: DataFile, options: Options) -> Iterator[Record]:
    encoding = charset(options, "CSVOptions")
    separator = line_separator(options)
    plain = encoding.lower() in ("utf-8", "us-ascii")
    if options.flag("multiLine"):
        data = content(source, file)
        text = decode(data.removeprefix(b"\xef\xbb\xbf")) if plain else data.decode(encoding, "replace")
        end = separator.decode() if separator else first_line_end(text)
        return CsvTokens.of(options, end).rows(text)
    if plain:
        arrays = line_arrays(source, file, separator)
        return _lines(chain.from_iterable(array.to_pylist() for array in arrays), options)
    text = content(source, file).decode(encoding, "replace")
    return _lines(re.split(separator.decode() if separator else r"\r\n|\r|\n", text), options)


def _limited(records: Iterator[Record], options: Options, path: str) -> Iterator[Record]:
    """The rows as long as they keep to the options ``maxColumns`` and ``maxCharsPerColumn``.

    Raises
    ------
    SparkRuntimeException
        FAILED_READ_FILE for a row that does not.
    """
    columns = int(options.text("maxColumns") or _MOST_COLUMNS)
    chars = int(options.text("maxCharsPerColumn") or -1)
    try:
        for record in records:
            row = record[0]
            if len(row) > columns or (chars >= 0 and any(value and len(value) > chars for value in row)):
                raise read_failure("NO_HINT", path)
            yield record
    except UnescapedQuote:
        raise read_failure("NO_HINT", path) from None


def _lines(lines: Iterable[str], options: Options) -> Iterator[Record]:
    """The rows of lines, but for blank ones and comments."""
    tokens = CsvTokens.of(options)
    comment = tokens.comment
    for line in lines:
        if line.strip("".join(map(chr, range(33)))) and not (comment != "\0" and line.startswith(comment)):
            yield tokens.line(line), line


# -------------------------------------------------------------------------------------------------- columns


def csv_columns(source: FileSource, options: Options, settings: Settings) -> StructType | None:
    """The columns of CSV files: their number and names from the first line, all strings but with ``inferSchema``."""
    if not source.files:
        return None
    if options.flag("inferSchema") and can_be_plain(options):
        found = _columns_in_blocks(source, options, settings)
        if found is not None:
            return found

    def records() -> Iterator[Record]:
        for file in source.files:
            rows = _records(source, file, options)
            yield from islice(rows, 1 if options.flag("header") and file is not source.files[0] else 0, None)

    return _columns(records(), options, settings)


def csv_lines_columns(lines: Sequence[str], options: Options, settings: Settings) -> StructType:
    """The columns of lines of CSV."""
    return _columns(_lines(lines, options), options, settings)


def _columns(records: Iterator[Record], options: Options, settings: Settings) -> StructType:
    first = next(records, None)
    if first is None:
        return StructType()
    header = options.flag("header")
    names = _names(first[0], header, options.text("nullValue", "") or "", settings)
    if not options.flag("inferSchema"):
        return StructType([StructField(name, StringType()) for name in names])
    inference = _Inference(options, settings)
    kinds: list[DataType] = [NullType()] * len(names)
    for row, _ in records if header else chain([first], records):
        for index, value in enumerate(row[: len(names)]):
            kinds[index] = inference.widened(kinds[index], value)
    return _typed(names, kinds)


def _columns_in_blocks(source: FileSource, options: Options, settings: Settings) -> StructType | None:
    """The columns of CSV files with their types, by the fast way where blocks are plain; None where that cannot be."""
    first = next(_records(source, source.files[0], options), None)
    plain = PlainLines.of(options)
    if first is None or plain is None or len(first[0]) > _MOST_COLUMNS:
        return None
    names = _names(first[0], options.flag("header"), options.text("nullValue", "") or "", settings)
    inference = _Inference(options, settings)
    kinds: list[DataType] = [NullType()] * len(names)

    def fast(data: bytes) -> list[Sequence[str | None]]:
        # Whatever else is in a column of strings, it stays one.
        wanted = [index for index, kind in enumerate(kinds) if not isinstance(kind, StringType)]
        found: list[Sequence[str | None]] = [[]] * len(names)
        if wanted:
            for index, column in zip(wanted, plain.texts(data, len(names), wanted)):
                found[index] = inference.telling(column)
        return found

    def exact(block: Block) -> Iterator[list[Sequence[str | None]]]:
        rows = [row[: len(names)] for row, _ in _block_records(block, options)]
        yield [[row[index] for row in rows if len(row) > index] for index in range(len(names))]

    blocks = (
        Block(data, file) for file in source.files for _, data in _headless(source, file, options) if data
    )
    for columns in in_order(blocks, lambda group: read_block(group, fast, exact), settings.parallelism):
        for index, texts in enumerate(columns):
            for text in texts:
                kinds[index] = inference.widened(kinds[index], text)
    return _typed(names, kinds)


def _typed(names: Sequence[str], kinds: Sequence[DataType]) -> StructType:
    strings = [StringType() if isinstance(kind, NullType) else kind for kind in kinds]
    return StructType([StructField(name, kind) for name, kind in zip(names, strings)])


def _names(row: Row, header: bool, null: str, settings: Settings) -> list[str]:
    if not header:
        return [f"_c{index}" for index in range(len(row))]
    keys = [settings.name_key(value or "") for value in row]
    names = []
    for index, (value, key) in enumerate(zip(row, keys)):
        if not value or value == null:
            names.append(f"_c{index}")
        else:
            names.append(f"{value}{index}" if keys.count(key) > 1 else value)
    return names


class _Inference:
    """Finds the narrowest type of a column's texts."""

    def __init__(self, options: Options, settings: Settings):
        self._values = Values(options, settings)
        self._null = options.text("nullValue", "") or ""
        self._dates = options.flag("preferDate", True)
        self._date = time_pattern(options.text("dateFormat") or "yyyy-MM-dd")
        self._has_format = options.text("timestampFormat") is not None
        self._has_ntz_format = options.text("timestampNTZFormat") is not None
        self._ntz = settings.timestamp_ntz
        formats = (
            "dateFormat",
            "timestampFormat",
            "timestampNTZFormat",
            "nanValue",
            "positiveInf",
            "negativeInf",
        )
        self._is_plain = not any(name in options for name in formats)

    def telling(self, column: pa.Array) -> list[str]:
        """Some values of a column that make its type what all of them do.

        Raises
        ------
        Odd
            Where it is not certain which these are.
        """
        if column.null_count == len(column):
            return []
        (value,) = column.drop_null().slice(0, 1).to_pylist()
        kind = self._from(NullType(), value)
        if isinstance(kind, StringType):
            return [value]
        if not self._is_plain:
            raise Odd
        if isinstance(kind, (IntegerType, LongType, DoubleType)):
            return telling_numbers(column)
        if isinstance(kind, DecimalType):
            raise Odd
        plain_column(column, kind, "UTC")
        return [value]

    def widened(self, kind: DataType, value: str | None) -> DataType:
        """The type of a column so far, and of one value more."""
        if not value or value == self._null or isinstance(kind, StringType):
            return kind
        found = self._from(kind, value)
        return found if isinstance(kind, NullType) else self._common(kind, found)

    def _from(self, kind: DataType, value: str) -> DataType:
        """The type of a value, not narrower than a type."""
        steps: list[tuple[type[DataType], Callable[[str], DataType | None]]] = [
            (IntegerType, self._whole),
            (LongType, self._whole),
            (DecimalType, self._decimal),
            (DoubleType, self._double),
            (DateType, self._as_date),
            (TimestampNTZType, self._timestamp_ntz),
            (TimestampType, self._timestamp),
            (BooleanType, self._boolean),
        ]
        start = next((index for index, (known, _) in enumerate(steps) if isinstance(kind, known)), 0)
        for _, step in steps[start:]:
            found = step(value)
            if found is not None:
                return found
        return StringType()

    def _whole(self, value: str) -> DataType | None:
        try:
            number = _whole(value, 64)
        except ValueError:
            return None
        return IntegerType() if -(1 << 31) <= number < 1 << 31 else LongType()

    def _decimal(self, value: str) -> DataType | None:
        if not _DECIMAL.fullmatch(value):
            return None
        found = Decimal(value)
        digits = len(found.as_tuple().digits)
        return DecimalType(digits, 0) if found.as_tuple().exponent == 0 and digits <= 38 else None

    def _double(self, value: str) -> DataType | None:
        return (
            DoubleType() if _is(self._values.double, value) and not value.lower().startswith("0x") else None
        )

    def _as_date(self, value: str) -> DataType | None:
        return DateType() if self._dates and _is(lambda v: self._date.micros(v, "UTC", True), value) else None

    def _timestamp_ntz(self, value: str) -> DataType | None:
        return TimestampNTZType() if self._ntz and _is(self._values.timestamp_ntz, value) else None

    def _timestamp(self, value: str) -> DataType | None:
        return TimestampType() if _is(self._values.strict_timestamp, value) else None

    def _boolean(self, value: str) -> DataType | None:
        return BooleanType() if value.lower() in ("true", "false") else None

    def _common(self, one: DataType, other: DataType) -> DataType:
        if one == other:
            return one
        both = {type(one), type(other)}
        if both <= {IntegerType, LongType, DoubleType, DecimalType}:
            if DoubleType in both:
                return DoubleType()
            if DecimalType not in both:
                return LongType()
            digits = [_digits(kind) for kind in (one, other)]
            return DecimalType(max(digits), 0)
        if both == {DateType, TimestampType} and not self._has_format:
            return TimestampType()
        if both == {DateType, TimestampNTZType} and not self._has_ntz_format:
            return TimestampNTZType()
        if both == {TimestampType, TimestampNTZType}:
            return TimestampType()
        return StringType()


def _digits(kind: Any) -> int:
    """How many digits a number of a type has at most."""
    if isinstance(kind, DecimalType):
        return kind.precision
    return 10 if isinstance(kind, IntegerType) else 20


def _is(parse: Callable[[str], Any], value: str) -> bool:
    try:
        parse(value)
    except (ValueError, OverflowError):
        return False
    return True


# --------------------------------------------------------------------------------------------------- values

_INTEGER = re.compile(r"[+-]?\d+")
_PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DOUBLE = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|Infinity)[dDfF]?")
_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*[pP][+-]?\d+")
_BLANK = "".join(map(chr, range(33)))
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_SIZES: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}


def _whole(text: str, bits: int) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    number = int(text)
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise ValueError(text)
    return number


def java_double(text: str) -> float:
    """A number as Java reads it; ValueError for what is none."""
    text = text.strip(_BLANK)
    if _DOUBLE.fullmatch(text):
        return float(text.rstrip("dDfF"))
    if _HEX.fullmatch(text.rstrip("dDfF")):
        return float.fromhex(text.rstrip("dDfF"))
    raise ValueError(text)


def fitted_decimal(number: Decimal, kind: DecimalType) -> Decimal:
    """A number rounded to a type's scale; ValueError when it has too many digits."""
    if number.adjusted() > 40:
        raise ValueError(number)
    rounded = _WIDE.quantize(number, Decimal(1).scaleb(-kind.scale))
    if rounded and rounded.adjusted() >= kind.precision - kind.scale:
        raise ValueError(number)
    return rounded


class Values:
    """Reads the texts of each type by a reader's options. Every method raises ValueError for what is none."""

    def __init__(self, options: Options, settings: Settings):
        zone = options.text("timeZone") or settings.zone
        self._zone = zone
        self._nan = options.text("nanValue", "NaN")
        self._infinite = options.text("positiveInf", "Inf")
        self._minus_infinite = options.text("negativeInf", "-Inf")
        self._date = options.text("dateFormat")
        if self._date is None and not options.flag("enableDateTimeParsingFallback", True):
            self._date = "yyyy-MM-dd"
        self._timestamp = options.text("timestampFormat")
        self._ntz = options.text("timestampNTZFormat")
        self._time = options.text("timeFormat")
        self._fallback = options.flag("enableDateTimeParsingFallback", self._timestamp is None)
        if self._date or self._timestamp or self._ntz or self._time:
            refuse_legacy(settings.conf)

    def double(self, text: str) -> float:
        """A double, with the options' texts for those that are no numbers."""
        if text == self._nan:
            return float("nan")
        if text == self._infinite:
            return float("inf")
        if text == self._minus_infinite:
            return float("-inf")
        return java_double(text)

    def boolean(self, text: str) -> bool:
        """``true`` or ``false``, whatever their case."""
        found = {"true": True, "false": False}.get(text.lower())
        if found is None:
            raise ValueError(text)
        return found

    def date(self, text: str) -> int:
        """Days since 1970."""
        if self._date is None:
            return parse_date(text)
        return time_pattern(self._date).micros(text, "UTC", local=True) // _DAY

    def strict_timestamp(self, text: str) -> int:
        """A moment, in the pattern if there is one."""
        if self._timestamp is None:
            return parse_timestamp(text, self._zone)
        return time_pattern(self._timestamp).micros(text, self._zone)

    def timestamp(self, text: str) -> int:
        """A moment."""
        try:
            return self.strict_timestamp(text)
        except ValueError:
            if not self._fallback:
                raise
            return parse_timestamp(text, self._zone)

    def timestamp_ntz(self, text: str) -> int:
        """A clock's reading."""
        if self._ntz is None:
            return parse_timestamp(text, self._zone, with_zone=False)
        return time_pattern(self._ntz).micros(text, self._zone, local=True)

    def time(self, text: str) -> int:
        """Microseconds since midnight."""
        if self._time is not None:
            return time_pattern(self._time).micros(text, "UTC", local=True) % _DAY
        found = time_nanos(text)
        if found is None:
            raise ValueError(text)
        return found[0] // 1000

    def variant(self, text: str) -> tuple[bytes, bytes]:
        """A variant of the first type that reads the text: number, date, timestamp, boolean; or the text."""
        return variant_trees.pack(self._variant_node(text))

    def _variant_node(self, text: str) -> Any:
        if _WHOLE.fullmatch(text) and -(1 << 63) <= int(text) < 1 << 63:
            return int(text)
        if _DECIMAL.fullmatch(text):
            number = Decimal(text)
            if number.adjusted() < 38:
                number = number if number.as_tuple().exponent <= 0 else Decimal(f"{number:f}")  # type: ignore[operator]
                if max(len(number.as_tuple().digits), -number.as_tuple().exponent) <= 38:  # type: ignore[operator]
                    return number
        kinds = [("timestamp", self.timestamp), ("boolean", self.boolean)]
        if self._date or _PLAIN_DATE.fullmatch(text):
            kinds.insert(0, ("date", self.date))
        for name, parse in kinds:
            try:
                return variant_trees.scalar_node(name, parse(text))
            except (ValueError, OverflowError):
                pass
        return text

    def decimal(self, text: str, kind: DecimalType) -> Decimal:
        """A decimal; commas in it do not count."""
        try:
            number = Decimal(text.replace(",", "")) if _DECIMAL.fullmatch(text.replace(",", "")) else None
        except InvalidOperation:
            number = None
        if number is None:
            raise ValueError(text)
        return fitted_decimal(number, kind)

    def reader(self, kind: Any) -> Callable[[str], Any]:
        """What reads a value of a type.

        Raises
        ------
        PySparkNotImplementedError
            For types without one.
        """
        size = _SIZES.get(type(kind))
        if size is not None:
            return lambda text: _whole(text, size)
        if isinstance(kind, DecimalType):
            return lambda text: self.decimal(text, kind)
        if isinstance(kind, FloatType):
            return lambda text: _single(self.double(text))
        found: Callable[[str], Any] | None = {
            DoubleType: self.double,
            BooleanType: self.boolean,
            DateType: self.date,
            TimestampType: self.timestamp,
            TimestampNTZType: self.timestamp_ntz,
            TimeType: self.time,
            VariantType: self.variant,
            BinaryType: lambda text: text.encode("utf-8", "surrogateescape"),
        }.get(type(kind))
        if found is not None:
            return found
        if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType, CalendarIntervalType)):
            return lambda text: interval(kind, text)
        if pa.types.is_string(arrow_column([], kind).type):
            return str
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"{kind.simpleString()} in CSV files"}
        )


def interval(kind: DataType, text: str) -> Any:
    """An interval, as its column holds it. Raises ValueError for what is none."""
    try:
        if isinstance(kind, DayTimeIntervalType):
            return day_time_of_text(text, kind)
        if isinstance(kind, YearMonthIntervalType):
            return year_month_of_text(text, kind)
        months, days, micros = months_days_micros(text)
    except IntervalError:
        raise ValueError(text) from None
    return pa.MonthDayNano([months, days, micros * 1000])


def _single(value: float) -> float:
    return value if value != value or abs(value) < 3.4028235677973366e38 else value * float("inf")


# -------------------------------------------------------------------------------------------------- batches


@dataclass
class _Columns:
    """Makes Arrow data of rows.

    Parameters
    ----------
    required : StructType
        The columns to make.
    malformed : Malformed
        What becomes of rows that are none.
    width : int
        How many columns rows have.
    places : list of int
        Where the required columns stand in the rows.
    strict : bool
        Whether rows of other lengths are malformed: Spark does not see it where not all columns are required.
    """

    required: StructType
    malformed: Malformed
    width: int
    places: list[int]
    strict: bool
    values: Values
    null: str
    empty: str

    @classmethod
    def of(cls, data: StructType, required: StructType, options: Options, settings: Settings) -> _Columns:
        malformed = Malformed.of(required, options, settings)
        malformed.refuse_alone(required)
        corrupt = corrupt_name(options, settings)
        names = [field.name for field in data if not settings.same_name(field.name, corrupt)]
        wanted = [field.name for index, field in enumerate(required) if index != malformed.column]
        return cls(
            required,
            malformed,
            len(names),
            [names.index(name) for name in wanted],
            malformed.column is not None or len(wanted) == len(names),
            Values(options, settings),
            options.text("nullValue", "") or "",
            options.text("emptyValue", "") or "",
        )

    def plain(self, options: Options) -> PlainLines | None:
        """The lines that can be read in the fast way; None where none can."""
        kinds = [
            field.dataType for index, field in enumerate(self.required) if index != self.malformed.column
        ]
        if not self.width or self.width > _MOST_COLUMNS or not can_be_plain(options):
            return None
        return PlainLines.of(options) if all(has_plain_values(kind, options) for kind in kinds) else None

    def batches(self, records: Iterable[Record], path: str) -> Iterator[pa.RecordBatch]:
        """The rows of a file as Arrow data."""
        rest = iter(records)
        while part := list(islice(rest, _BATCH)):
            yield self._batch(part, path)

    def _batch(self, records: list[Record], path: str) -> pa.RecordBatch:
        place = self.malformed.column
        kinds = [field.dataType for index, field in enumerate(self.required) if index != place]
        width = self.width
        bad: set[int] = set()
        rows = []
        for index, (row, _) in enumerate(records):
            if len(row) != width:
                if self.strict:
                    bad.add(index)
                row = row[:width] if len(row) > width else [*row, *[None] * (width - len(row))]
            rows.append(row)
        texts = list(zip(*rows))
        columns = [self._column(texts[at], kind, bad) for at, kind in zip(self.places, kinds)]
        for index in sorted(bad):
            self.malformed.check(records[index][1], path)
        if place is not None:
            raw = [record if index in bad else None for index, (_, record) in enumerate(records)]
            columns.insert(place, pa.array(raw, pa.string()))
        batch = _named(columns, len(records))
        if bad and self.malformed.drops:
            return batch.filter(pa.array([index not in bad for index in range(len(records))]))
        return batch

    def _column(self, texts: Sequence[str | None], kind: DataType, bad: set[int]) -> pa.Array:
        null, empty = self.null, self.empty
        found = [None if text is None or (text or empty) == null else text or empty for text in texts]
        fast = _vectorized(found, kind)
        if fast is not None:
            return fast
        read = self.values.reader(kind)
        values: list[Any] = []
        for index, text in enumerate(found):
            try:
                values.append(None if text is None else read(text))
            except (ValueError, OverflowError):
                bad.add(index)
                values.append(None)
        return arrow_column(values, kind)


def _named(columns: list[pa.Array], rows: int) -> pa.RecordBatch:
    """Columns named by their position; of none, one of nulls."""
    found = columns or [pa.nulls(rows, pa.string())]
    return pa.RecordBatch.from_arrays(found, [str(index) for index in range(len(found))])


def _vectorized(texts: list[str | None], kind: DataType) -> pa.Array | None:
    """A column read by Arrow, where all its texts are plain enough."""
    if isinstance(kind, StringType):
        return pa.array(texts, pa.string())
    pattern = _PLAIN.get(type(kind))
    if pattern is None:
        return None
    column = pa.array(texts, pa.string())
    plain = pc.all(pc.match_substring_regex(column, pattern)).as_py()
    return column.cast(arrow_column([], kind).type) if plain else None


_PLAIN: dict[type, str] = {
    IntegerType: r"^-?[0-9]{1,9}$",
    LongType: r"^-?[0-9]{1,18}$",
    DoubleType: r"^-?[0-9]{1,300}(\.[0-9]{1,300})?$",
}


def csv_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of CSV files."""
    options = Options(plan.options)
    columns = _Columns.of(plan.data, plan.required, options, settings)
    plain = columns.plain(options)
    if plain is not None:
        yield from _read_in_blocks(plan, options, settings, columns, plain)
        return
    for file in plan.source.files:
        records = _records(plan.source, file, options)
        if options.flag("header"):
            first = next(records, None)
            if first is not None and not options.flag("enforceSchema", True):
                _check_header(first[0], plan.data, settings, file.path)
        yield from columns.batches(records, file.path)


def _read_in_blocks(
    plan: r.Files, options: Options, settings: Settings, columns: _Columns, plain: PlainLines
) -> Iterator[pa.RecordBatch]:
    """The rows of CSV files, those of plain blocks in the fast way."""
    zone = options.text("timeZone") or settings.zone
    place = columns.malformed.column
    kinds = [field.dataType for index, field in enumerate(columns.required) if index != place]

    def fast(data: bytes) -> pa.RecordBatch:
        texts = plain.texts(data, columns.width, columns.places)
        found = plain_columns(texts, kinds, zone)
        if place is not None:
            found.insert(place, pa.nulls(len(texts[0]), pa.string()))
        return _named(found, len(texts[0]))

    def exact(block: Block) -> Iterator[pa.RecordBatch]:
        return columns.batches(_block_records(block, options), block.file.path)

    def blocks() -> Iterator[Block]:
        checked = not options.flag("enforceSchema", True)
        for file in plan.source.files:
            for first, data in _headless(plan.source, file, options):
                if first is not None and checked:
                    _check_header(first, plan.data, settings, file.path)
                if data:
                    yield Block(data, file)

    yield from in_order(blocks(), lambda group: read_block(group, fast, exact), settings.parallelism)


def _block_records(block: Block, options: Options) -> Iterator[Record]:
    return _limited(_lines(cut_lines(block.data).to_pylist(), options), options, block.file.path)


def _headless(source: FileSource, file: DataFile, options: Options) -> Iterator[tuple[Row | None, bytes]]:
    """The blocks of a file without its header; beside the one where that was, its values."""
    waits = options.flag("header")
    for data in blocks_of(source, file):
        header: Row | None = None
        at = 0
        while waits and at < len(data):
            end = data.index(b"\n", at) + 1
            block = Block(data[at:end], file)
            header = next((row for row, _ in _block_records(block, options)), None)
            waits, at = header is None, end
        yield header, data[at:] if at else data


def csv_lines_batches(
    lines: Sequence[str], data: StructType, options: Options, settings: Settings
) -> Iterator[pa.RecordBatch]:
    """The rows of lines of CSV."""
    records = _lines(lines, options)
    if options.flag("header"):
        first = next(records, None)
        records = (record for record in records if first is None or record[1] != first[1])
    yield from _Columns.of(data, data, options, settings).batches(records, "")


def first_record(text: str, options: Options) -> Record:
    """The record of a text that is one; of an empty one a single missing value."""
    missing: Row = [None]
    return next(_lines([text], options), (missing, text))


def csv_line_columns(
    records: Sequence[Record], data: StructType, options: Options, settings: Settings
) -> list[pa.Array]:
    """The columns of records."""
    return _Columns.of(data, data, options, settings)._batch(list(records), "").columns


def _check_header(row: Row, data: StructType, settings: Settings, path: str) -> None:
    """Refuse a header that does not name the columns.

    Raises
    ------
    IllegalArgumentException
        As Spark does with ``enforceSchema`` false.
    """
    names = [field.name for field in data]
    if len(row) == len(names) and all(settings.same_name(a or "", b) for a, b in zip(row, names)):
        return
    header = ", ".join([value or "" for value in row])
    raise IllegalArgumentException(
        f"The header of {path} ({header}) does not name the columns of the schema ({', '.join(names)})"
    )
