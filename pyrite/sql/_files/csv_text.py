"""Rows as lines of CSV, quoted as Spark's writer does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyrite._dataclasses import dataclass
from pyrite.errors import IllegalArgumentException, SparkRuntimeException
from pyrite.sql._files.options import Options

__all__ = ["CsvForm", "csv_form", "delimiter", "one_char"]

_SPECIAL = {"t": "\t", "r": "\r", "b": "\b", "f": "\f", "n": "\n", '"': '"', "'": "'", "\\": "\\"}
_BLANK = "".join(map(chr, range(33)))


def delimiter(text: str) -> str:
    """The characters that the option ``sep`` stands for.

    Raises
    ------
    SparkRuntimeException
        INVALID_DELIMITER_VALUE.
    """
    if not text:
        raise _bad_delimiter("EMPTY_STRING", text)
    if text == "\\":
        raise _bad_delimiter("SINGLE_BACKSLASH", text)
    if text == "\\u0000":
        return "\0"
    found, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            special = _SPECIAL.get(text[at + 1])
            if special is None:
                raise _bad_delimiter("UNSUPPORTED_SPECIAL_CHARACTER", text)
            found, at = found + special, at + 2
        else:
            found, at = found + text[at], at + 1
    return found


def _bad_delimiter(reason: str, text: str) -> SparkRuntimeException:
    parameters = {"str": text} if reason == "UNSUPPORTED_SPECIAL_CHARACTER" else {}
    return SparkRuntimeException(errorClass=f"INVALID_DELIMITER_VALUE.{reason}", messageParameters=parameters)


def one_char(options: Options, name: str, default: str) -> str:
    """An option of one character; ``\\0`` stands for none.

    Raises
    ------
    SparkRuntimeException
        OPTION_VALUE_EXCEEDS_ONE_CHARACTER.
    """
    text = options.text(name)
    if text is None:
        return default
    if len(text) > 1:
        raise SparkRuntimeException(
            errorClass="OPTION_VALUE_EXCEEDS_ONE_CHARACTER",
            messageParameters={"paramName": name, "actualValue": text},
        )
    return text or "\0"


@dataclass(frozen=True)
class CsvForm:
    """How CSV is written; see :func:`csv_form`."""

    separator: str
    quote: str
    escape: str
    escape_escape: str
    null: str
    empty: str
    quote_all: bool
    escape_quotes: bool
    trim_left: bool
    trim_right: bool
    comment: str
    line_end: str

    def lines(self, rows: Iterable[Sequence[str | None]]) -> Iterator[str]:
        """The lines of rows. A row whose text is empty has none."""
        for row in rows:
            line = self.separator.join([self.value(value, not index) for index, value in enumerate(row)])
            if line:
                yield line.replace("\n", self.line_end) if self.line_end != "\n" else line

    def value(self, value: str | None, first: bool) -> str:
        """A value, or null, as it stands in a line; ``first`` in it or not."""
        if value is None:
            return self._fixed(self.null, first)
        if self.trim_left:
            value = value.lstrip(_BLANK)
        if self.trim_right:
            value = value.rstrip(_BLANK)
        if not value:
            return self._fixed(self.empty, first)
        return self._quoted(value) if self.quote_all or self._must_quote(value, first) else value

    def _fixed(self, text: str, first: bool) -> str:
        if text == '""' or (not text and not self.quote_all):
            return text
        return self._quoted(text) if self.quote_all or self._must_quote(text, first) else text

    def _must_quote(self, value: str, first: bool) -> bool:
        if self.separator in value or "\n" in value or "\r" in value:
            return True
        if self.quote in value and (self.escape_quotes or value[0] == self.quote):
            return True
        return first and value[0] == self.comment

    def _quoted(self, value: str) -> str:
        quote, escape = self.quote, self.escape
        if escape != quote and self.escape_escape != "\0":
            value = value.replace(escape, self.escape_escape + escape)
        return f"{quote}{value.replace(quote, escape + quote)}{quote}"


def csv_form(options: Options) -> CsvForm:
    """How a writer's options ask CSV to be written."""
    quote = one_char(options, "quote", '"')
    escape = one_char(options, "escape", "\\")
    line_end = options.text("lineSep", "\n") or ""
    if not line_end:
        raise IllegalArgumentException("requirement failed: 'lineSep' cannot be an empty string.")
    return CsvForm(
        separator=delimiter(options.text("sep", options.text("delimiter", ",")) or ""),
        quote=quote,
        escape=escape,
        escape_escape=one_char(options, "charToEscapeQuoteEscaping", escape),
        null=options.text("nullValue", "") or "",
        empty=options.text("emptyValue", '""') or "",
        quote_all=options.flag("quoteAll"),
        escape_quotes=options.flag("escapeQuotes", True),
        trim_left=options.flag("ignoreLeadingWhiteSpace", True),
        trim_right=options.flag("ignoreTrailingWhiteSpace", True),
        comment=one_char(options, "comment", "#"),
        line_end=line_end,
    )
