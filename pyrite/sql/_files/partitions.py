"""Partition columns: directories ``name=value`` read and written as Hive and Spark do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from pyrite._io.paths import base_name, display
from pyrite.errors import SparkRuntimeException
from pyrite.sql._text.local_zone import local_zone
from pyrite.sql._types.timestamp_word import is_ntz
from pyrite.sql.types import (
    BooleanType,
    ByteType,
    CharType,
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
    TimeType,
    VarcharType,
)

__all__ = ["directory_name", "partition_columns", "partition_values"]

NULL = "__HIVE_DEFAULT_PARTITION__"
_ESCAPED = frozenset("\"#%'*/:=?\\{}[]^\x7f" + "".join(map(chr, range(1, 32))))
_INTEGER = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DOUBLE = re.compile(r"[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?|NaN|Infinity)")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?")


def directory_name(name: str, value: str | None) -> str:
    """The directory of a column's value.

    >>> directory_name("day", "1/2")
    'day=1%2F2'
    """
    return f"{_escape(name)}={NULL if not value else _escape(value)}"


def _escape(text: str) -> str:
    return "".join([f"%{ord(char):02X}" if char in _ESCAPED else char for char in text])


def _unescape(text: str) -> str:
    return re.sub(r"%([0-9a-fA-F]{2})", lambda found: chr(int(found[1], 16)), text)


def partition_columns(
    directories: Iterable[str], bases: set[str], settings: Mapping[str, str]
) -> tuple[StructType, dict[str, tuple[str | None, ...]]]:
    """The columns that directories tell, with inferred types, and each directory's values as texts.

    ``bases`` are the directories above which nothing is read.
    """
    pairs: dict[str, list[tuple[str, str | None]]] = {}
    tops: dict[str, None] = {}
    for directory in dict.fromkeys(directories):
        found, top = _pairs(directory, bases)
        pairs[directory] = found
        tops[display(top)] = None
    if not any(pairs.values()):
        return StructType(), {}
    if len(tops) > 1:
        raise SparkRuntimeException(
            errorClass="CONFLICTING_DIRECTORY_STRUCTURES",
            messageParameters={"discoveredBasePaths": "".join([f"\n\t{top}" for top in tops]) + "\n"},
        )
    same = settings.get("spark.sql.caseSensitive", "false").lower() == "true"
    names: dict[tuple[str, ...], list[str]] = {}
    lists: dict[tuple[str, ...], list[str]] = {}
    for directory, found in pairs.items():
        names_here = [name for name, _ in found]
        key = tuple([name if same else name.lower() for name in names_here])
        names.setdefault(key, names_here)
        lists.setdefault(key, []).append(directory)
    if len(names) > 1:
        raise _conflicting(names, lists)
    values = {directory: tuple([value for _, value in found]) for directory, found in pairs.items()}
    infer = settings.get("spark.sql.sources.partitionColumnTypeInference.enabled", "true").lower() == "true"
    (called,) = names.values()
    fields = []
    for index, name in enumerate(called):
        texts = [found[index] for found in values.values()]
        fields.append(StructField(name, infer_type(texts, is_ntz(settings)) if infer else StringType()))
    return StructType(fields), values


def _conflicting(
    names: Mapping[tuple[str, ...], list[str]], lists: Mapping[tuple[str, ...], list[str]]
) -> SparkRuntimeException:
    shown = [
        f"\n\tPartition column name list #{index}: {', '.join(part)}"
        for index, part in enumerate(sorted(names.values(), key=lambda part: -len(part)))
    ]
    # Directories of the shorter lists are the suspicious ones, unless all are of one length.
    paths = [f"\n\t{display(path)}" for part in sorted(lists, key=len) for path in lists[part]]
    return SparkRuntimeException(
        errorClass="CONFLICTING_PARTITION_COLUMN_NAMES",
        messageParameters={"distinctPartColLists": "".join(shown) + "\n", "suspiciousPaths": "".join(paths)},
    )


def _pairs(directory: str, bases: set[str]) -> tuple[list[tuple[str, str | None]], str]:
    """The names and values of a directory's path, and the directory above the first of them."""
    found: list[tuple[str, str | None]] = []
    path = directory
    while path not in bases:
        pair = _pair(base_name(path))
        if pair is None and found:
            break
        if pair is not None:
            found.insert(0, pair)
        parent = path.rpartition("/")[0]
        if not parent or parent.endswith(("/", ":")):
            break
        path = parent
    return found, path if found else directory


def _pair(name: str) -> tuple[str, str | None] | None:
    column, equals, value = name.partition("=")
    if not equals:
        return None
    for part, condition in ((column, "EMPTY_PARTITION_COLUMN_NAME"), (value, "EMPTY_PARTITION_COLUMN_VALUE")):
        if not part:
            raise SparkRuntimeException(errorClass=condition, messageParameters={"columnSpec": name})
    return _unescape(column), None if value == NULL else _unescape(value)


# ------------------------------------------------------------------------------------------------ inference


def infer_type(texts: Iterable[str | None], ntz: bool) -> DataType:
    """The type of a column with these values: a number, date, time or timestamp that all of them are, else string.

    ``ntz`` tells whether timestamps are TIMESTAMP_NTZ.
    """
    moment = TimestampNTZType() if ntz else TimestampType()
    kinds = list(dict.fromkeys([_type_of(text, moment) for text in texts if text is not None]))
    if not kinds:
        return NullType()
    kind = kinds[0]
    for other in kinds[1:]:
        kind = _wider(kind, other)
    return kind


def _type_of(text: str, moment: DataType) -> DataType:
    if _INTEGER.fullmatch(text) and text.isascii():
        number = int(text)
        if -(1 << 31) <= number < 1 << 31:
            return IntegerType()
        if -(1 << 63) <= number < 1 << 63:
            return LongType()
    if _DECIMAL.fullmatch(text) and text.isascii():
        exact = Decimal(text)
        exponent = exact.as_tuple().exponent
        assert isinstance(exponent, int)
        digits = len(exact.as_tuple().digits) + max(exponent, 0)
        if (exponent <= 0 and "." not in text and digits <= 38) or (exponent > 0 and digits <= 38):
            return DecimalType(digits, 0)
    if _DOUBLE.fullmatch(text) and text.isascii() and text[-1] not in "dD" and text != "NaN":
        return DoubleType()
    if _date(text) is not None:
        return DateType()
    if _timestamp(text) is not None:
        return moment
    if _time(text) is not None:
        return TimeType(6)
    return StringType()


_NUMBERS: tuple[type[DataType], ...] = (IntegerType, LongType, DecimalType, DoubleType)


def _wider(one: DataType, other: DataType) -> DataType:
    if one == other:
        return one
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        low, high = sorted((one, other), key=lambda kind: _NUMBERS.index(type(kind)))
        if isinstance(high, DoubleType) and isinstance(low, DecimalType):
            return StringType()
        if isinstance(high, DecimalType):
            least = (
                low.precision if isinstance(low, DecimalType) else 10 if isinstance(low, IntegerType) else 20
            )
            return DecimalType(max(least, high.precision), 0)
        return high
    for day, moment in ((one, other), (other, one)):
        if isinstance(day, DateType) and isinstance(moment, (TimestampType, TimestampNTZType)):
            return moment
    return StringType()


# --------------------------------------------------------------------------------------------------- values


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _timestamp(text: str) -> datetime | None:
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    try:
        return datetime(year, month, day, hour, minute, second, int((found[7] or "").ljust(6, "0")))
    except ValueError:
        return None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second, fraction = found.groups()
    try:
        return time(int(hour), int(minute), int(second or 0), int((fraction or "").ljust(6, "0")))
    except ValueError:
        return None


def partition_values(
    names: Sequence[str], texts: Sequence[str | None], kinds: Sequence[DataType], zone: str
) -> tuple[Any, ...]:
    """A directory's values in Spark's internal form.

    Raises
    ------
    SparkRuntimeException
        INVALID_PARTITION_VALUE for a text that is no value of its type.
    """
    values = []
    for name, text, kind in zip(names, texts, kinds):
        try:
            values.append(None if text is None else _value(text, kind, zone))
        except (ValueError, InvalidOperation):
            raise SparkRuntimeException(
                errorClass="INVALID_PARTITION_VALUE",
                messageParameters={
                    "value": f"'{text}'",
                    "dataType": f'"{kind.simpleString().upper()}"',
                    "columnName": f"`{name}`",
                },
            ) from None
    return tuple(values)


_SIZES: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}


def _value(text: str, kind: DataType, zone: str) -> Any:
    if isinstance(kind, (StringType, CharType, VarcharType)):
        return text
    size = _SIZES.get(type(kind))
    if size is not None:
        number = int(text.strip())
        if not -(1 << size - 1) <= number < 1 << size - 1:
            raise ValueError(text)
        return number
    if isinstance(kind, (DoubleType, FloatType)):
        return float(text.strip().rstrip("fFdD") if text[-1:] in "fFdD" else text)
    if isinstance(kind, DecimalType):
        return Decimal(text.strip()).quantize(Decimal(1).scaleb(-kind.scale))
    if isinstance(kind, BooleanType):
        return (
            {"true": True, "false": False}[text.lower()]
            if text.lower() in ("true", "false")
            else _wrong(text)
        )
    if isinstance(kind, DateType):
        day = _date(text) or _wrong(text)
        return (day - date(1970, 1, 1)).days
    if isinstance(kind, (TimestampType, TimestampNTZType)):
        day = _date(text)
        moment = datetime(day.year, day.month, day.day) if day else _timestamp(text) or _wrong(text)
        aware = moment.replace(tzinfo=timezone.utc if isinstance(kind, TimestampNTZType) else _zone(zone))
        return (aware - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)
    if isinstance(kind, TimeType):
        clock = _time(text) or _wrong(text)
        return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 10**9 + clock.microsecond * 1000
    return _wrong(text)


def _wrong(text: str) -> Any:
    raise ValueError(text)


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name or local_zone())
