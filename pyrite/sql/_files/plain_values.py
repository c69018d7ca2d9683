"""Columns of texts made columns of values, where every text is one that Spark and Arrow read alike."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrite.sql._files.blocks import Odd
from pyrite.sql._files.records import arrow_column
from pyrite.sql.types import (
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["has_plain_texts", "plain_column", "same_moments", "telling_numbers"]

_DIGITS = b"0123456789"
_KINDS = (
    BooleanType, ByteType, ShortType, IntegerType, LongType, FloatType, DoubleType, DecimalType, DateType,
    TimestampType, TimestampNTZType,
)  # fmt: skip
_UTC = ("UTC", "Etc/UTC", "GMT", "Z")
#: 0001-01-01, in days since 1970: years before it are counted in two ways.
_FIRST_DAY = -719_162
#: Between these all time zone data agrees, in microseconds: 1970 and 2037.
_KNOWN = (0, 2_114_380_800_000_000)


def has_plain_texts(kind: DataType) -> bool:
    """Whether there are texts of a type that :func:`plain_column` reads."""
    return type(kind) is StringType or isinstance(kind, _KINDS)


def plain_column(texts: pa.Array, kind: Any, zone: str) -> pa.Array:
    """The values of texts, some of them null.

    Raises
    ------
    Odd
        Where one is not of the plain form of its type.
    """
    if isinstance(kind, StringType):
        return texts
    if isinstance(kind, BooleanType):
        return _booleans(texts)
    bounds = pc.min_max(pc.binary_length(texts))
    least, most = bounds["min"].as_py(), bounds["max"].as_py()
    target = arrow_column([], kind).type
    if most is None:
        return pa.nulls(len(texts), target)
    try:
        if isinstance(kind, DateType):
            _check(texts, _DIGITS + b"-", least == most == 10)
            dates = texts.cast(target)
            if pc.min(dates.cast(pa.int32())).as_py() < _FIRST_DAY:
                raise Odd
            return dates
        if isinstance(kind, (TimestampType, TimestampNTZType)):
            clock = _clock(texts, least, most)
            return clock if isinstance(kind, TimestampNTZType) else same_moments(clock, zone)
        if isinstance(kind, (FloatType, DoubleType)):
            # Longer ones may be infinite.
            _check(texts, _DIGITS + b"-.", most <= (30 if isinstance(kind, FloatType) else 300))
            return texts.cast(target)
        if isinstance(kind, DecimalType):
            _check(texts, _DIGITS + b"-.", most <= 38)
            return texts.cast(target)
        _check(texts, _DIGITS + b"-", most <= 20)
        return texts.cast(target)
    except pa.ArrowException:
        raise Odd from None


def telling_numbers(texts: pa.Array) -> list[str]:
    """The least and the largest of whole numbers; of others, one that is not whole.

    Raises
    ------
    Odd
        Where one is not plain.
    """
    whole = b"." not in _bytes(texts)
    if not whole and pc.any(pc.ends_with(texts, ".")).as_py():
        raise Odd
    numbers = plain_column(texts, LongType() if whole else DoubleType(), "UTC")
    if not whole:
        return ["0.5"]
    bounds = pc.min_max(numbers)
    return [str(bounds["min"].as_py()), str(bounds["max"].as_py())]


def _check(texts: pa.Array, allowed: bytes, fits: bool) -> None:
    """Refuse texts of other lengths, or with other bytes than these."""
    if not fits or _bytes(texts).translate(None, allowed):
        raise Odd


def _bytes(texts: pa.Array) -> bytes:
    """All bytes of the texts."""
    _, offsets, data = texts.buffers()
    if data is None or offsets is None:
        return b""
    ends = memoryview(offsets).cast("i")
    return bytes(memoryview(data)[ends[texts.offset] : ends[texts.offset + len(texts)]])


def _booleans(texts: pa.Array) -> pa.Array:
    true = pc.equal(texts, "true")
    if not pc.all(pc.or_(true, pc.equal(texts, "false"))).as_py():
        raise Odd
    return true


def _clock(texts: pa.Array, least: int, most: int) -> pa.Array:
    """Clocks' readings: to the second, or all with a fraction of one."""
    _check(texts, _DIGITS + b"-: T.", least == most == 19 or (least > 20 and most <= 26))
    if most > 19 and not pc.all(pc.equal(pc.utf8_slice_codeunits(texts, 19, 20), ".")).as_py():
        raise Odd
    return texts.cast(pa.timestamp("us"))


def same_moments(clock: pa.Array, zone: str) -> pa.Array:
    """The moments at which clocks in a zone show this.

    Raises
    ------
    Odd
        Where there is none or more than one, or long ago.
    """
    if zone in _UTC:
        return clock.cast(pa.timestamp("us", "UTC"))
    bounds = pc.min_max(clock.cast(pa.int64()))
    least, most = bounds["min"].as_py(), bounds["max"].as_py()
    if least is not None and not _KNOWN[0] <= least <= most < _KNOWN[1]:
        raise Odd
    try:
        return pc.assume_timezone(clock, zone).cast(pa.timestamp("us", "UTC"))
    except (pa.ArrowException, ValueError):
        raise Odd from None
