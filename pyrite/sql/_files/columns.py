"""The columns of text formats: each value as the text that is written."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite.sql._files.options import Options
from pyrite.sql._files.patterns import time_pattern
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql._types.physical_types import to_physical
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    DataType,
    DateType,
    MapType,
    StructType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["TimeForms", "texts"]

_DAY = 86_400_000_000
_NULL = "\0"


@dataclass(frozen=True)
class TimeForms:
    """The patterns of dates and times in a file."""

    zone: str
    date: str | None = None
    timestamp: str = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"
    timestamp_ntz: str = "yyyy-MM-dd'T'HH:mm:ss.SSS"

    @classmethod
    def of(cls, options: Options, zone: str) -> TimeForms:
        """The patterns that a writer's options tell."""
        return cls(
            options.text("timeZone") or zone,
            options.text("dateFormat"),
            options.text("timestampFormat") or cls.timestamp,
            options.text("timestampNTZFormat") or cls.timestamp_ntz,
        )

    def writer(self, kind: DataType) -> Callable[[int], str] | None:
        """What writes a value of a type, from days or microseconds since 1970; None for types without pattern."""
        if isinstance(kind, DateType) and self.date is not None:
            date = time_pattern(self.date)
            return lambda days: date.text(days * _DAY, "UTC")
        if isinstance(kind, TimestampType):
            moment = time_pattern(self.timestamp)
            return lambda micros: moment.text(micros, self.zone)
        if isinstance(kind, TimestampNTZType):
            clock = time_pattern(self.timestamp_ntz)
            return lambda micros: clock.text(micros, self.zone, local=True)
        return None


def texts(column: pa.ChunkedArray, kind: DataType, forms: TimeForms) -> list[str | None]:
    """The text of each value as CSV files hold it; None for null."""
    write = forms.writer(kind)
    if write is None:
        pretty = isinstance(kind, BinaryType)
        if not isinstance(kind, (ArrayType, MapType, StructType)):
            return column_texts(column, kind, TextForm(forms.zone, pretty=pretty))
        # A null inside leaves its place empty.
        found = column_texts(column, kind, TextForm(forms.zone, null_inside=_NULL))
        return [text and text.replace(" " + _NULL, "").replace(_NULL, "") for text in found]
    numbers = pa.int32() if isinstance(kind, DateType) else pa.int64()
    values = to_physical(column, kind).combine_chunks().view(numbers).to_pylist()
    return [None if value is None else write(value) for value in values]
