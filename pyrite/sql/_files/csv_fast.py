"""Blocks of CSV read by Arrow, where both the lines and the values in them are plain."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from pyrite._dataclasses import dataclass
from pyrite.sql._files.blocks import Odd
from pyrite.sql._files.csv_text import delimiter, one_char
from pyrite.sql._files.options import Options
from pyrite.sql._files.plain_values import has_plain_texts, plain_column
from pyrite.sql.types import DataType, DateType, DoubleType, FloatType, TimestampNTZType, TimestampType

__all__ = ["PlainLines", "can_be_plain", "has_plain_values", "plain_columns"]

#: Options with which the exact way reads all.
_OTHERWISE = (
    "lineSep", "maxCharsPerColumn", "maxColumns", "unescapedQuoteHandling",
)  # fmt: skip
_FORMATS: dict[type[DataType], tuple[str, ...]] = {
    DateType: ("dateFormat",),
    TimestampType: ("timestampFormat", "enableDateTimeParsingFallback"),
    TimestampNTZType: ("timestampNTZFormat",),
    DoubleType: ("nanValue", "positiveInf", "negativeInf"),
    FloatType: ("nanValue", "positiveInf", "negativeInf"),
}


def can_be_plain(options: Options) -> bool:
    """Whether a reader's options leave room for plain lines."""
    encoding = options.text("encoding", options.text("charset")) or "utf-8"
    return (
        encoding.lower() in ("utf-8", "us-ascii")
        and not any(name in options for name in _OTHERWISE)
        and not any(
            options.flag(name)
            for name in ("multiLine", "ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace")
        )
        and PlainLines.of(options) is not None
    )


def has_plain_values(kind: DataType, options: Options) -> bool:
    """Whether a reader's options leave room for plain values of a type."""
    return has_plain_texts(kind) and not any(name in options for name in _FORMATS.get(type(kind), ()))


@dataclass(frozen=True)
class PlainLines:
    """Which lines are plain: without escapes, and with quotes around whole values or none."""

    separator: str
    quote: str
    escape: str
    comment: str
    null: str
    #: Whether an empty value means the same with quotes and without.
    empty_is_null: bool

    @classmethod
    def of(cls, options: Options) -> PlainLines | None:
        """Those of a reader's options; None where no line is."""
        separator = delimiter(options.text("sep", options.text("delimiter", ",")) or "")
        quote, escape = one_char(options, "quote", '"'), one_char(options, "escape", "\\")
        comment = one_char(options, "comment", "\0")
        used = [char for char in (separator, quote, escape, comment) if char != "\0"]
        if len(separator) != 1 or separator == "\0" or not all(char.isascii() for char in used):
            return None
        if separator in (quote, escape, comment, "\n", "\r") or any(char in "\r\n" for char in used):
            return None
        null, empty = options.text("nullValue", "") or "", options.text("emptyValue", "") or ""
        return cls(separator, quote, escape, comment, null, not null and not empty)

    def texts(self, data: bytes, width: int, wanted: Sequence[int]) -> list[pa.Array]:
        """The wanted values of all lines, null where they are; of no wanted ones, the first.

        Raises
        ------
        Odd
            Where a line is not plain.
        """
        quoted = self.quote != "\0" and self.quote.encode() in data
        if b"\0" in data or (quoted and self._is_odd(data)) or self._has_comments(data):
            raise Odd
        names = [str(index) for index in range(width)]
        # Lines of nothing but blanks are none.
        may_be_blank = width == 1 or self.separator <= " "
        shown = names if may_be_blank else [names[index] for index in wanted] or names[:1]
        try:
            table = pa_csv.read_csv(
                pa.py_buffer(data),
                pa_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
                pa_csv.ParseOptions(
                    delimiter=self.separator,
                    quote_char=self.quote if quoted else False,
                    double_quote=False,
                    escape_char=False,
                ),
                pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(shown, pa.string()),
                    include_columns=shown,
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowException:
            raise Odd from None
        # Empty lines are left out, and values with line ends in them take several.
        if table.num_rows != data.count(b"\n"):
            raise Odd
        columns = [_one(table.column(name)) for name in shown]
        if may_be_blank and not pc.all(self._has_marks(columns)).as_py():
            raise Odd
        found = [columns[index] for index in wanted] if may_be_blank and wanted else columns
        return [self._with_nulls(column) for column in found]

    def _with_nulls(self, column: pa.Array) -> pa.Array:
        lengths = pc.binary_length(column)
        if pc.min(lengths).as_py() == 0:
            column = pc.if_else(pc.equal(lengths, 0), pa.scalar(None, pa.string()), column)
        if self.null:
            column = pc.if_else(pc.equal(column, self.null), pa.scalar(None, pa.string()), column)
        return column

    def _has_marks(self, columns: Sequence[pa.Array]) -> pa.Array:
        """Whether there is something but blanks, for each row."""
        found = pa.repeat(pa.scalar(False), len(columns[0]))
        for column in columns:
            found = pc.or_(found, pc.match_substring_regex(column, r"[^\x00-\x20]"))
        return found

    def _has_comments(self, data: bytes) -> bool:
        comment = self.comment.encode()
        return self.comment != "\0" and (data.startswith(comment) or b"\n" + comment in data)

    def _is_odd(self, data: bytes) -> bool:
        """Whether quotes are anywhere but around whole values."""
        quote = self.quote.encode()
        if self.escape not in ("\0", self.quote) and self.escape.encode() in data:
            return True
        if not self.empty_is_null and quote * 2 in data:
            return True
        # By turns outside of quotes and inside.
        parts = data.split(quote)
        ends = (self.separator.encode(), b"\n")
        if len(parts) % 2 == 0 or not (parts[0] == b"" or parts[0].endswith(ends)):
            return True
        between = set(parts[2:-1:2])
        return not parts[-1].startswith(ends) or not all(
            part.startswith(ends) and part.endswith(ends) for part in between
        )


def _one(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        return found.chunk(0) if found.num_chunks else pa.array([], pa.string())
    return found


def plain_columns(texts: Sequence[pa.Array], kinds: Sequence[DataType], zone: str) -> list[pa.Array]:
    """The values of columns of texts.

    Raises
    ------
    Odd
        Where one is not plain.
    """
    return [plain_column(column, kind, zone) for column, kind in zip(texts, kinds)]
