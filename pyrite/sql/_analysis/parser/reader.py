"""What every part of the parser stands on: moving over the tokens of a statement, and telling what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from pyrite.errors import ParseException, PySparkException
from pyrite.sql._plan.tree import Origin
from pyrite.sql._text.parse_errors import context_error, parse_error
from pyrite.sql._text.query_context import SQLContext
from pyrite.sql._text.tokens import Stop, Token, string_value, tokens
from pyrite.sql._types.ddl import read_type, type_json
from pyrite.sql.types import (
    ArrayType,
    CharType,
    DataType,
    MapType,
    NullType,
    StringType,
    StructField,
    StructType,
    VarcharType,
    _parse_datatype_json_value,
)

__all__ = ["STRICT", "Reader", "Stop"]

R = TypeVar("R")

#: The words that name columns but no tables: they belong to joins and set operations.
STRICT = frozenset({
    "ANTI", "CROSS", "EXCEPT", "FULL", "INNER", "INTERSECT", "JOIN", "LATERAL", "LEFT", "MINUS", "NATURAL", "ON",
    "RIGHT", "SEMI", "UNION", "USING",
})  # fmt: skip

#: What follows a word that is the last of its list: then it is a name, whatever it could begin.
_ENDS = frozenset([")", ",", ";"])


class Reader:
    """The tokens of a text and the place among them; used once.

    ``token`` is the one to read next. Rules either read what they stand for, or raise ``Stop`` at a token.
    """

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.token = self.tokens[0]
        #: How many of the parameters without name were read.
        self.positions = 0
        #: Names that would have needed quotes, with their places, in reading order.
        self._unquoted: list[tuple[str, int]] = []
        self._errors: list[PySparkException] = []

    def whole(self, rule: Callable[[], R]) -> R:
        """What the rule reads of the whole text, which may end with semicolons.

        Raises
        ------
        ParseException
            At the first token that the grammar does not allow.
        """
        try:
            found = rule()
            ended = self.token.word == ";"
            while self.token.word == ";":
                self.take()
            if self.token.kind != "end":
                last = self.peek().kind == "end" or self.peek().word == ";"
                raise self.stop(f": extra input '{self.token.text}'" if ended or last else "")
        except Stop as stop:
            self._raise_unquoted(stop.token.start)
            raise self._syntax_error(stop) from None
        self._raise_unquoted(len(self.text) + 1)
        if self._errors:
            raise self._errors[0]
        return found

    def _raise_unquoted(self, end: int) -> None:
        for name, start in self._unquoted:
            if start < end:
                raise parse_error(self.text, start, "INVALID_IDENTIFIER", {"ident": name})

    def _syntax_error(self, stop: Stop) -> PySparkException:
        token = stop.token
        near = "end of input" if token.kind == "end" else f"'{token.text}'"
        parameters = {"error": near, "hint": stop.hint}
        if not self.text.strip():
            return parse_error(self.text, 0, "PARSE_EMPTY_STATEMENT", {})
        return parse_error(self.text, token.start, "PARSE_SYNTAX_ERROR", parameters)

    # -- tokens

    def take(self) -> Token:
        """Read the next token."""
        token = self.token
        self.at += 1
        self.token = self.tokens[self.at]
        return token

    def peek(self, ahead: int = 1) -> Token:
        """The token so many after the next; at most two after the last."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else self.tokens[-1]

    def go(self, at: int) -> None:
        """Read on from this index."""
        self.at = at
        self.token = self.tokens[at]

    def stop(self, hint: str = "") -> Stop:
        """To raise where the next token fits nowhere."""
        return Stop(self.token, hint)

    def accept(self, *words: str) -> bool:
        """Read these words if they are next."""
        if self.token.word != words[0]:
            return False
        for ahead in range(1, len(words)):
            if self.peek(ahead).word != words[ahead]:
                return False
        self.go(self.at + len(words))
        return True

    def ahead(self, *words: str) -> bool:
        """Whether these words are next."""
        return all(self.peek(ahead).word == word for ahead, word in enumerate(words))

    def expect(self, *words: str) -> None:
        """Read these words, which must be next."""
        for word in words:
            if self.token.word != word:
                raise self.stop()
            self.take()

    def require(self, word: str) -> None:
        """Read this word; a name in its place is told as what should follow it."""
        if self.token.word != word:
            raise self.stop(f": missing '{word}'" if self.token.is_name else "")
        self.take()

    def close(self, sign: str = ")", items: int = 0) -> None:
        """Read a closing sign. After a list of so many items, a hint tells what is missing or one too many."""
        if self.token.word == sign:
            self.take()
        elif self.peek().word == sign:
            raise self.stop(f": extra input '{self.token.text}'")
        elif self.token.kind == "end" and items:
            missing = items == 1 or self.tokens[self.at - 1].is_name
            raise self.stop(f": missing '{sign}'" if missing else ": extra input end of input")
        else:
            raise self.stop()

    def one_of(self, *words: str) -> str:
        """Read one of these words, and tell which."""
        if self.token.word in words:
            return self.take().word
        raise self.stop()

    def operand_follows(self, ahead: int = 0) -> bool:
        """Whether a word can begin something; else it is a name, the last of its list."""
        following = self.peek(ahead + 1)
        return following.kind != "end" and following.word not in _ENDS

    def listed(self, rule: Callable[[], R]) -> list[R]:
        """One or more, with commas between."""
        found = [rule()]
        while self.token.word == ",":
            self.take()
            found.append(rule())
        return found

    def in_parentheses(self, rule: Callable[[], R]) -> R:
        """What the rule reads between parentheses."""
        self.expect("(")
        found = rule()
        self.close()
        return found

    def either(self, *rules: Callable[[], R]) -> R:
        """What the first rule that fits reads; if none does, the one that came furthest tells the error."""
        mark = self.mark()
        furthest: Stop | None = None
        for rule in rules:
            try:
                return rule()
            except Stop as stop:
                if furthest is None or stop.token.start > furthest.token.start:
                    furthest = stop
                self.back(mark)
        assert furthest is not None
        raise furthest

    def mark(self) -> tuple[int, ...]:
        """All that reading changes, to come back to."""
        return self.at, self.positions, len(self._unquoted), len(self._errors)

    def back(self, mark: tuple[int, ...]) -> None:
        """Read again from where the mark was made."""
        at, self.positions, unquoted, errors = mark
        self.go(at)
        del self._unquoted[unquoted:], self._errors[errors:]

    # -- names and constants

    def name(self) -> str:
        """A name: quoted, or any word."""
        token = self.token
        if token.kind == "name":
            if not token.text.isascii():
                self._unquoted.append((token.text, token.start))
            if token.word == "IDENTIFIER" and self.peek().word == "(" and self.peek(2).kind == "string":
                return self._computed_name()
            self.take()
            return token.text
        if token.kind == "quoted":
            self.take()
            return token.name
        raise self.stop()

    def _computed_name(self) -> str:
        """``IDENTIFIER('name')`` where one name is asked for."""
        start = self.at
        self.take()
        parts = self.in_parentheses(lambda: identifier_parts(self.string()))
        if len(parts) != 1:
            parameters = {"identifier": ".".join(parts), "limit": "1"}
            self.fail(start, "IDENTIFIER_TOO_MANY_NAME_PARTS", parameters)
        return parts[0]

    def dashed_name(self) -> str:
        """A name where one with a dash could be meant, which has to be quoted."""
        name, start = self.name(), self.token.start
        if self.token.word == "-" and self.peek().is_name:
            parts = [name]
            while self.token.word == "-" and self.peek().is_name:
                self.take()
                parts.append(self.take().name)
            self._unquoted.append(("-".join(parts), start))
        return name

    def strict_name(self) -> str:
        """The name of a table's alias: no word of a join."""
        if self.token.word in STRICT:
            raise self.stop()
        return self.dashed_name()

    def dotted_name(self) -> tuple[str, ...]:
        """``a.b.c``."""
        parts = [self.dashed_name()]
        while self.token.word == ".":
            self.take()
            parts.append(self.dashed_name())
        return tuple(parts)

    def names(self) -> tuple[str, ...]:
        """``(a, b)``."""
        return tuple(self.in_parentheses(lambda: self.listed(self.dashed_name)))

    def string(self) -> str:
        """A string; several beside each other are one."""
        token = self.token
        if token.kind != "string":
            raise self.stop()
        self.take()
        value = string_value(token.text)
        while self.token.kind == "string":
            value += string_value(self.take().text)
        return value

    def integer(self) -> int:
        """An integer without sign or suffix."""
        if self.token.kind != "int":
            raise self.stop()
        return int(self.take().text)

    def cast_type(self) -> DataType:
        """The type of a cast, where texts have no length."""
        return _without_length(self.data_type())

    def data_type(self) -> DataType:
        """A type."""
        written, at = read_type(self.text, self.tokens, self.at)
        self.go(at)
        try:
            return _parse_datatype_json_value(type_json(written, self.text))
        except PySparkException as error:
            self._errors.append(error)
            return NullType()

    # -- places

    def origin(self, start: int) -> Origin:
        """The place from the token of this index to the one read last."""
        last = self.tokens[self.at - 1] if self.at > start else self.tokens[start]
        return Origin(self.text, self.tokens[start].start, last.stop)

    def text_from(self, start: int) -> str:
        """The text from the token of this index to the one read last."""
        return self.text[self.tokens[start].start : self.tokens[self.at - 1].stop]

    def error(
        self,
        start: int | Origin | None,
        condition: str,
        parameters: Mapping[str, str] | None = None,
        kind: type[PySparkException] = ParseException,
    ) -> PySparkException:
        """An error of the fragment from the token of this index to the one read last, or of a place."""
        place = start if isinstance(start, Origin) else self.origin(start or 0)
        return context_error(
            SQLContext(self.text, place.start, place.stop), condition, parameters or {}, kind
        )

    def fail(
        self,
        start: int | Origin | None,
        condition: str,
        parameters: Mapping[str, str] | None = None,
        kind: type[PySparkException] = ParseException,
    ) -> None:
        """Note an error, as :meth:`error`, and read on: the first one is raised if all of the text is grammatical."""
        self._errors.append(self.error(start, condition, parameters, kind))

    def fail_with(self, error: PySparkException) -> None:
        """Note an error of its own."""
        self._errors.append(error)


def _without_length(kind: DataType) -> DataType:
    if isinstance(kind, (CharType, VarcharType)):
        return StringType()
    if isinstance(kind, ArrayType):
        return ArrayType(_without_length(kind.elementType), kind.containsNull)
    if isinstance(kind, MapType):
        key, value = _without_length(kind.keyType), _without_length(kind.valueType)
        return MapType(key, value, kind.valueContainsNull)
    if isinstance(kind, StructType):
        fields = [
            StructField(f.name, _without_length(f.dataType), f.nullable, f.metadata) for f in kind.fields
        ]
        return StructType(fields)
    return kind


def identifier_parts(text: str) -> tuple[str, ...]:
    """The parts of a name in a text of its own: ``a.`b.c` ``.

    Raises
    ------
    ParseException
        When it is no name.
    """
    reader = Reader(text)
    return reader.whole(reader.dotted_name)
