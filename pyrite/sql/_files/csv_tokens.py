"""CSV cut into values, as the parser that Spark uses does, whatever the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyrite.errors import IllegalArgumentException
from pyrite.sql._files.csv_text import delimiter, one_char
from pyrite.sql._files.options import Options

__all__ = ["CsvTokens", "Row", "UnescapedQuote"]

#: The values of a row: None for nothing at all, "" for an empty text in quotes.
Row = list[str | None]

_BLANK = "".join(map(chr, range(33)))
_FIRST_END = re.compile(r"\r\n?|\n")


class UnescapedQuote(Exception):
    """A quote inside of a value in quotes, where that is an error."""


@dataclass
class CsvTokens:
    """Cuts text by a reader's options; see :meth:`of`.

    Parameters
    ----------
    separator, quote, escape, escape_escape, comment : str
        Characters; ``\\0`` for none. The separator may be longer.
    trim_left, trim_right : bool
        Whether blanks around values without quotes are dropped.
    end : str
        What ends a row inside of the text; empty where it is one row.
    unescaped : str
        What becomes of a value in quotes with a quote inside; see ``unescapedQuoteHandling``.
    """

    separator: str = ","
    quote: str = '"'
    escape: str = "\\"
    escape_escape: str = "\\"
    comment: str = "\0"
    trim_left: bool = False
    trim_right: bool = False
    end: str = ""
    unescaped: str = "STOP_AT_DELIMITER"
    _ends: tuple[str, ...] = field(init=False, repr=False)
    _stop: re.Pattern[str] = field(init=False, repr=False)
    _special: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        stops = [self.separator, self.end] if self.end else [self.separator]
        self._stop = re.compile("|".join(map(re.escape, stops)))
        # Where lines end with two characters, the second alone ends one too, in the place of a value.
        self._ends = (self.end, "\n") if self.end == "\r\n" else (self.end,)
        marks = {self.quote, self.escape, self.escape_escape} - {"\0"}
        self._special = re.compile("|".join(map(re.escape, sorted(marks))) or r"(?!)")

    @classmethod
    def of(cls, options: Options, end: str = "") -> CsvTokens:
        """The tokens that a reader's options ask for."""
        quote = one_char(options, "quote", '"')
        escape = one_char(options, "escape", "\\")
        return cls(
            delimiter(options.text("sep", options.text("delimiter", ",")) or ""),
            quote,
            escape,
            one_char(options, "charToEscapeQuoteEscaping", "\0" if quote == escape else escape),
            one_char(options, "comment", "\0"),
            options.flag("ignoreLeadingWhiteSpace"),
            options.flag("ignoreTrailingWhiteSpace"),
            end,
            _unescaped(options),
        )

    def line(self, text: str) -> Row:
        """The values of a text that is one row."""
        if self.quote not in text and not (self.trim_left or self.trim_right):
            return [value or None for value in text.split(self.separator)]
        return self._row(text, 0)[0]

    def rows(self, text: str) -> Iterator[tuple[Row, str]]:
        """The rows of a text, each with its own part of it. Empty lines and comments are none."""
        at = 0
        while at < len(text):
            if text.startswith(self._ends, at):
                at = self._behind_end(text, at)
                continue
            if self.comment != "\0" and text.startswith(self.comment, at):
                stop = text.find(self.end, at)
                at = len(text) if stop < 0 else stop + len(self.end)
                continue
            row, after = self._row(text, at)
            # A row that ends in open quotes has the last end of a line in its value, but not in its text.
            yield row, text[at:after].removesuffix(self.end)
            at = self._behind_end(text, after)

    def _behind_end(self, text: str, at: int) -> int:
        return at + next((len(end) for end in self._ends if text.startswith(end, at)), 0)

    def _row(self, text: str, at: int) -> tuple[Row, int]:
        """The values from a place on, and where the row ends."""
        row: Row = []
        while True:
            value, at = self._value(text, at)
            if isinstance(value, list):
                row.extend(value)
            else:
                row.append(value)
            if not text.startswith(self.separator, at) or at >= len(text):
                return row, at
            at += len(self.separator)

    def _value(self, text: str, at: int) -> tuple[str | Row | None, int]:
        if self.trim_left:
            at = self._skip_blanks(text, at)
        if self.quote != "\0" and text.startswith(self.quote, at):
            return self._quoted(text, at + 1)
        if self.end and text.startswith(self._ends, at):
            return None, at
        end = self._until_stop(text, at)
        value = text[at:end]
        return (value.rstrip(_BLANK) if self.trim_right else value) or None, end

    def _skip_blanks(self, text: str, at: int) -> int:
        while at < len(text) and text[at] <= " " and not self._stop.match(text, at):
            at += 1
        return at

    def _until_stop(self, text: str, at: int) -> int:
        found = self._stop.search(text, at)
        return len(text) if found is None else found.start()

    def _quoted(self, text: str, at: int) -> tuple[str | Row | None, int]:
        """A value in quotes, from behind the first of them; several where it falls apart."""
        quote, escape = self.quote, self.escape
        parts: list[str] = []
        earlier: Row = []
        before = ""
        while at < len(text):
            char = text[at]
            if before == quote and (char <= " " or self._stop.match(text, at)):
                behind = self._skip_blanks(text, at)
                if behind >= len(text) or self._stop.match(text, behind):
                    return _all(earlier, "".join(parts)), behind
                # More than blanks follows: the quote ended nothing.
                if self.unescaped != "STOP_AT_CLOSING_QUOTE":
                    return self._broken(text, behind, "".join(parts) + quote + text[at:behind])
                parts.append(quote + text[at:behind])
                at, before = behind, ""
                continue
            if char not in (quote, escape):
                if before == quote:
                    if self.unescaped == "STOP_AT_CLOSING_QUOTE":
                        parts.append(quote)
                    elif self.unescaped == "BACK_TO_DELIMITER":
                        *finished, last = "".join(parts).split(self.separator)
                        earlier.extend(finished)
                        parts = [last]
                    else:
                        return self._broken(text, at, "".join(parts) + quote)
                if before == escape and before:
                    parts.append(escape)
                found = self._special.search(text, at)
                stop = len(text) if found is None else found.start()
                parts.append(text[at:stop])
                if found is None:
                    return _all(earlier, "".join(parts)), stop
                at, before = stop + 1, text[stop]
                continue
            if char == escape and before == self.escape_escape and before != "\0" and before:
                parts.append(escape)
                char = ""
            elif before == escape and before:
                parts.append(quote if char == quote else before)
                char = "" if char == quote else char
            elif before == quote:
                parts.append(quote)
            before, at = char, at + 1
        value = "".join(parts)
        # A quote alone is a value; an escape at the end is one too.
        if before == escape and escape != quote:
            return _all(earlier, value + before), at
        return _all(earlier, value if before == quote or value else quote), at

    def _broken(self, text: str, at: int, value: str) -> tuple[str | None, int]:
        """A value whose quotes meant nothing, up to the next separator."""
        if self.unescaped == "RAISE_ERROR":
            raise UnescapedQuote
        end = self._until_stop(text, at)
        if self.unescaped == "SKIP_VALUE":
            return None, end
        value = self.quote + value + text[at:end]
        return value.rstrip(_BLANK) if self.trim_right else value, end


_HANDLINGS = ("STOP_AT_DELIMITER", "STOP_AT_CLOSING_QUOTE", "BACK_TO_DELIMITER", "SKIP_VALUE", "RAISE_ERROR")


def _unescaped(options: Options) -> str:
    """The option ``unescapedQuoteHandling``. Raises IllegalArgumentException for none that there is."""
    given = options.text("unescapedQuoteHandling", _HANDLINGS[0]) or _HANDLINGS[0]
    if given.upper() not in _HANDLINGS:
        raise IllegalArgumentException(
            f"unescapedQuoteHandling is one of {', '.join(_HANDLINGS)}, and not {given}"
        )
    return given.upper()


def _all(earlier: Row, value: str) -> str | Row:
    return [*[each or None for each in earlier], value] if earlier else value


def first_line_end(text: str) -> str:
    """What ends the first line of a text, and so the others."""
    found = _FIRST_END.search(text)
    return "\n" if found is None else found[0]
