"""Reading types and schemas written in SQL: ``a INT NOT NULL, b STRUCT<c: ARRAY<STRING>>``.

What comes out is Spark's JSON form of the type, not yet parsed into classes: this module knows none of them.
As in Spark the text is tried as the columns of a table, then as one type, then as the inside of ``struct<>``,
and if it is none of them the first attempt tells the error. Each attempt first checks the grammar of the whole
and then what the types mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any, NoReturn

from pyrite._dataclasses import dataclass
from pyrite.errors import ArithmeticException, IllegalArgumentException, ParseException, PySparkException
from pyrite.sql._text.parse_errors import context_error, parse_error
from pyrite.sql._text.query_context import SQLContext
from pyrite.sql._text.tokens import Stop, Token, string_value, tokens
from pyrite.sql._types.collations import collation_name
from pyrite.sql._types.timestamp_word import means_ntz

__all__ = ["parse_ddl", "parse_type", "quoted_name", "quoted_text", "read_type", "type_json"]

Json = Any


def parse_ddl(text: str) -> Json:
    """The JSON form of a type, or of the struct of columns, that a DDL string stands for.

    Raises
    ------
    ParseException
        When it is none. Its condition is ``PARSE_SYNTAX_ERROR`` for grammar; others tell what is wrong with a
        type.

    >>> parse_ddl("array<int>")
    {'type': 'array', 'elementType': 'integer', 'containsNull': True}
    """
    trimmed = text.strip("".join(map(chr, range(33))))
    attempts: list[tuple[str, Callable[[_Parser], _Type]]] = [
        (text, _Parser.table),
        (text, _Parser.single_type),
        (f"struct<{trimmed}>", _Parser.single_type),
    ]
    errors = []
    for source, rule in attempts:
        try:
            return _json(rule(_Parser(source, tokens(source))), _failing_at(source))
        except PySparkException as error:
            errors.append(error)
    raise errors[0]


def parse_type(text: str) -> Json:
    """The JSON form of the one type that a text is; unlike in :func:`parse_ddl` it is no list of columns.

    Raises
    ------
    ParseException
        As there.
    """
    if not text.strip():
        raise parse_error(text, 0, "PARSE_EMPTY_STATEMENT", {})
    return _json(_Parser(text, tokens(text)).single_type(), _failing_at(text))


def read_type(source: str, found: list[Token], at: int) -> tuple[_Type, int]:
    """The type that starts at a token of a statement, as written, and the index of the token after it.

    Raises
    ------
    Stop
        Where the grammar allows no such token.
    """
    parser = _Parser(source, found, at)
    return parser._type(), parser._at


def type_json(written: _Type, source: str) -> Json:
    """The JSON form of a type of a statement.

    Raises
    ------
    ParseException
        When it means nothing, as for :func:`parse_ddl`; with the fragment of the statement.
    """
    return _json(written, _failing_in(source))


def quoted_name(name: str) -> str:
    """The name as DDL writes it: in backticks where it needs them."""
    if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    return "`" + name.replace("`", "``") + "`"


def quoted_text(text: str) -> str:
    """The text as a string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# ---------------------------------------------------------------------------------------------- grammar


@dataclass(frozen=True)
class _Type:
    """A type as written: its name, the numbers or words in parentheses, and the types or fields inside."""

    name: str
    start: int
    arguments: tuple[str, ...] | None = None
    parts: tuple[_Type, ...] = ()
    fields: tuple[_Field, ...] | None = None
    #: The units of an interval, or a timestamp's or string's further words.
    words: tuple[str, ...] = ()
    stop: int = 0


@dataclass(frozen=True)
class _Field:
    name: str
    type: _Type
    nullable: bool
    comment: str | None


#: What each unit of an interval can reach down to.
_UNITS = {
    "YEAR": ("MONTH",),
    "MONTH": (),
    "DAY": ("HOUR", "MINUTE", "SECOND"),
    "HOUR": ("MINUTE", "SECOND"),
    "MINUTE": ("SECOND",),
    "SECOND": (),
}
#: Types whose parentheses are part of their own grammar.
_WITH_NUMBERS = {
    "DECIMAL", "DEC", "NUMERIC", "CHAR", "CHARACTER", "VARCHAR",
    "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ",
}  # fmt: skip
_SIMPLE = {
    "BOOLEAN": "boolean",
    "TINYINT": "byte",
    "BYTE": "byte",
    "SMALLINT": "short",
    "SHORT": "short",
    "INT": "integer",
    "INTEGER": "integer",
    "BIGINT": "long",
    "LONG": "long",
    "FLOAT": "float",
    "REAL": "float",
    "DOUBLE": "double",
    "DATE": "date",
    "STRING": "string",
    "BINARY": "binary",
    "VOID": "void",
    "VARIANT": "variant",
    "INTERVAL": "interval",
}
_KEYWORDS = {*_SIMPLE, *_WITH_NUMBERS}


class _Parser:
    """Recursive descent over the tokens of a text; used once."""

    def __init__(self, source: str, tokens: list[Token], at: int = 0):
        self._source = source
        self._tokens = tokens
        self._at = at
        #: Names that would have needed quotes, with their positions, in reading order.
        self._unquoted: list[tuple[str, int]] = []

    def table(self) -> _Type:
        """The columns of a table, as a struct."""
        return self._whole(lambda: _Type("STRUCT", 0, fields=self._fields(colons=False)))

    def single_type(self) -> _Type:
        """One type."""
        return self._whole(self._type)

    def _whole(self, rule: Callable[[], _Type]) -> _Type:
        stopped: Stop | None = None
        try:
            found = rule()
            if self._next.kind != "end":
                raise Stop(self._next, self._extra())
        except Stop as stop:
            stopped = stop
        # Both come in reading order: the first is told.
        for name, start in self._unquoted[:1]:
            if stopped is None or start < stopped.token.start:
                raise parse_error(self._source, start, "INVALID_IDENTIFIER", {"ident": name})
        if stopped is not None:
            self._raise_syntax(stopped)
        return found

    def _raise_syntax(self, stop: Stop) -> NoReturn:
        token = stop.token
        near = "end of input" if token.kind == "end" else f"'{token.text}'"
        raise parse_error(self._source, token.start, "PARSE_SYNTAX_ERROR", {"error": near, "hint": stop.hint})

    def _extra(self) -> str:
        """The hint for one token too many before the end; after a bare keyword type there is none."""
        before = self._tokens[self._at - 1] if self._at else self._next
        last = self._peek().kind == "end"
        bare = before.word in _KEYWORDS - {"TIME"} and self._at > 1
        return f": extra input '{self._next.text}'" if last and not bare else ""

    # -- single tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _peek(self, ahead: int = 1) -> Token:
        return self._tokens[self._at + ahead]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is(self, *texts: str) -> bool:
        return self._next.kind in ("name", "symbol") and self._next.text.upper() in texts

    def _accept(self, text: str) -> bool:
        found = self._is(text)
        self._at += found
        return found

    def _expect(self, text: str, *followers: str) -> None:
        """Take this token. Where one of those that may follow it stands instead, it is told as missing."""
        if not self._accept(text):
            missing = self._next.kind == "end" or self._is(*followers)
            raise Stop(self._next, f": missing '{text}'" if missing and followers else "")

    # -- fields

    def _fields(self, colons: bool) -> tuple[_Field, ...]:
        fields = [self._field(colons)]
        while self._accept(","):
            fields.append(self._field(colons))
        return tuple(fields)

    def _field(self, colons: bool) -> _Field:
        name = self._field_name()
        if colons:
            self._accept(":")
        kind = self._type()
        nullable = not self._accept("NOT")
        if not nullable:
            self._expect("NULL", ",", ">", "COMMENT")
        return _Field(name, kind, nullable, self._comment())

    def _field_name(self) -> str:
        first = self._name()
        if first.word == "IDENTIFIER" and self._is("(") and self._peek().kind == "string":
            self._take()
            name = string_value(self._next.text)
            if not re.fullmatch(r"\w+|`[^`]+`", name):
                raise Stop(self._next)
            self._take()
            self._expect(")")
            return name.strip("`")
        parts, dash = [first.name], self._next.start
        while self._is("-") and self._peek().is_name:
            self._take()
            parts.append(self._name().name)
        if len(parts) > 1:
            self._unquoted.append(("-".join(parts), dash))
        return parts[0]

    def _name(self) -> Token:
        if not self._next.is_name:
            raise Stop(self._next)
        token = self._take()
        if token.kind == "name" and not token.text.isascii():
            self._unquoted.append((token.text, token.start))
        return token

    def _comment(self) -> str | None:
        if not self._accept("COMMENT"):
            return None
        if self._next.kind != "string":
            raise Stop(self._next)
        pieces = []
        while self._next.kind == "string":
            pieces.append(string_value(self._take().text))
        return "".join(pieces)

    # -- types

    def _type(self) -> _Type:
        found = self._written_type()
        return replace(found, stop=self._tokens[self._at - 1].stop)

    def _written_type(self) -> _Type:
        token = self._name()
        word = token.word
        if word in ("ARRAY", "MAP", "STRUCT") and self._is("<", "<>"):
            if self._is("<") or word == "STRUCT":
                return self._complex(token)
            raise Stop(self._next)
        if word == "INTERVAL" and self._next.word in _UNITS:
            return _Type(word, token.start, words=self._units())
        arguments = self._arguments(word) if self._is("(") else None
        return _Type(
            token.name.upper() if word else token.text, token.start, arguments, words=self._tail(word)
        )

    def _complex(self, token: Token) -> _Type:
        opening, unquoted = self._at, len(self._unquoted)
        word = token.word
        if self._accept("<>"):
            return _Type(word, token.start, fields=())
        self._take()
        try:
            if word == "STRUCT":
                fields = () if self._is(">") else self._fields(colons=True)
                self._close()
                return _Type(word, token.start, fields=fields)
            parts = [self._type()]
            if word == "MAP":
                self._expect(",")
                parts.append(self._type())
            self._close()
            return _Type(word, token.start, parts=tuple(parts))
        except Stop as stop:
            # Spark's parser looks ahead: while what follows could be a comparison, it blames the bracket.
            failed = max(self._at, opening)
            if self._reads_as_comparison(opening, failed):
                del self._unquoted[unquoted:]
                raise Stop(self._tokens[opening]) from stop
            raise

    def _close(self) -> None:
        bare = self._tokens[self._at - 1].word in _KEYWORDS
        self._expect(">", *(() if bare else (",",)))

    def _reads_as_comparison(self, opening: int, failed: int) -> bool:
        """Whether names and signs take turns from the bracket up to the token that failed."""
        taken = self._tokens[opening:failed]
        signs = [token.kind == "symbol" for token in taken]
        return all(left != right for left, right in pairwise(signs))

    def _units(self) -> tuple[str, ...]:
        first = self._take().word
        if self._is("TO") and self._peek().word in _UNITS[first]:
            self._take()
            return first, self._take().word
        return (first,)

    def _arguments(self, word: str) -> tuple[str, ...]:
        """What stands in parentheses: numbers; for shapes, also ``ANY``."""
        opening = self._take()
        try:
            if word in ("GEOMETRY", "GEOGRAPHY") and self._accept("ANY"):
                found = ["ANY"]
            else:
                found = [self._integer()]
                while self._accept(","):
                    found.append(self._integer())
            self._expect(")")
        except Stop:
            if word in _WITH_NUMBERS:
                raise
            raise Stop(opening) from None
        return tuple(found)

    def _integer(self) -> str:
        if self._next.kind != "int":
            raise Stop(self._next)
        return self._take().text

    def _tail(self, word: str) -> tuple[str, ...]:
        """The words that follow some types: a zone for times, a collation for text."""
        following = self._next.word
        if word in ("TIME", "TIMESTAMP") and following == "WITHOUT" and self._peek().word == "TIME":
            return self._zone(2)
        if word == "TIMESTAMP" and following == "WITH" and self._peek().word == "LOCAL":
            return self._zone(3)
        if (
            word in ("STRING", "CHAR", "CHARACTER", "VARCHAR")
            and following == "COLLATE"
            and self._peek().is_name
        ):
            self._take()
            name = self._take().name
            while self._accept("."):
                name = self._name().name
            return ("COLLATE", name)
        return ()

    def _zone(self, words: int) -> tuple[str, ...]:
        found = tuple(self._take().word for _ in range(words))
        self._expect("ZONE", ",", ">", "NOT", "COMMENT")
        return found


# ---------------------------------------------------------------------------------------------- meaning

#: Makes the error of a condition, at a type where that is shown: of the type, the condition and its parameters.
Fail = Callable[..., PySparkException]


def _failing_at(source: str) -> Fail:
    """Errors with the place in a text that is nothing but types."""

    def fail(
        node: _Type | None,
        condition: str,
        parameters: dict[str, str],
        kind: type[PySparkException] = ParseException,
    ) -> PySparkException:
        return parse_error(source, node.start if node else None, condition, parameters, kind)

    return fail


def _failing_in(source: str) -> Fail:
    """Errors with the fragment of a statement."""

    def fail(
        node: _Type | None,
        condition: str,
        parameters: dict[str, str],
        kind: type[PySparkException] = ParseException,
    ) -> PySparkException:
        if node is None:
            return parse_error(source, None, condition, parameters, kind)
        return context_error(SQLContext(source, node.start, node.stop), condition, parameters, kind)

    return fail


def _json(node: _Type, fail: Fail) -> Json:
    """The JSON form of a type that is grammatical; raises the error of one that means nothing."""
    if node.fields is not None:
        return {"type": "struct", "fields": [_field_json(field, fail) for field in node.fields]}
    if node.parts:
        parts = [_json(part, fail) for part in node.parts]
        if len(parts) == 1:
            return {"type": "array", "elementType": parts[0], "containsNull": True}
        return {"type": "map", "keyType": parts[0], "valueType": parts[1], "valueContainsNull": True}
    if node.name == "INTERVAL" and node.words:
        return f"interval {' to '.join(node.words)}".lower()
    if node.arguments is None and node.name in _SIMPLE:
        return _text(node) if node.name == "STRING" else _SIMPLE[node.name]
    meaning = _MEANINGS.get(node.name)
    return meaning(node, fail) if meaning else _unsupported(node, fail)


def _field_json(field: _Field, fail: Fail) -> Json:
    metadata = {} if field.comment is None else {"comment": field.comment}
    return {
        "name": field.name,
        "type": _json(field.type, fail),
        "nullable": field.nullable,
        "metadata": metadata,
    }


def _unsupported(node: _Type, fail: Fail) -> NoReturn:
    name = node.name.strip("`").upper()
    if node.arguments is not None:
        name += f"({','.join(node.arguments)})"
    raise fail(node, "UNSUPPORTED_DATATYPE", {"typeName": f'"{name}"'})


def _text(node: _Type) -> str:
    name = collation_name(node.words[1]) if node.words else "UTF8_BINARY"
    return "string" if name == "UTF8_BINARY" else f"string collate {name}"


def _sized_text(node: _Type, fail: Fail) -> str:
    if node.arguments is None:
        raise fail(node, "DATATYPE_MISSING_SIZE", {"type": f'"{node.name}"'})
    if len(node.arguments) > 1:
        _unsupported(node, fail)
    length = int(node.arguments[0])
    if length >= 2**31:
        raise fail(
            None,
            "DATATYPE_PARAMETER_VALUE_OUT_OF_RANGE",
            {"parameter": "length", "value": str(length), "type": node.name},
        )
    return f"{'varchar' if node.name == 'VARCHAR' else 'char'}({length})"


def _decimal(node: _Type, fail: Fail) -> str:
    numbers = [int(number) for number in node.arguments or ()]
    if len(numbers) > 2:
        _unsupported(node, fail)
    precision, scale = [*numbers, *(10, 0)[len(numbers) :]]
    if precision > 38:
        raise fail(
            None,
            "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
            {"precision": str(precision), "maxPrecision": "38"},
            ArithmeticException,
        )
    if scale > precision:
        raise fail(
            None,
            "DECIMAL_SCALE_EXCEEDS_PRECISION",
            {"scale": str(scale), "precision": str(precision)},
        )
    return f"decimal({precision},{scale})"


def _time(node: _Type, fail: Fail) -> str:
    if node.arguments is not None and len(node.arguments) > 1:
        _unsupported(node, fail)
    return f"time({int(node.arguments[0]) if node.arguments else 6})"


def _timestamp(node: _Type, fail: Fail) -> str:
    if node.arguments is not None and len(node.arguments) > 1:
        _unsupported(node, fail)
    plain = node.name == "TIMESTAMP_NTZ" or node.words[:1] == ("WITHOUT",)
    plain = plain or (node.name == "TIMESTAMP" and not node.words and means_ntz())
    precision = int(node.arguments[0]) if node.arguments else 6
    if 7 <= precision <= 9:
        raise fail(
            None,
            "FEATURE_NOT_ENABLED",
            {
                "featureName": "Nanosecond-precision timestamp types",
                "configKey": "spark.sql.timestampNanosTypes.enabled",
                "configValue": "true",
            },
        )
    if precision != 6:
        name = "TIMESTAMP_NTZ" if plain else "TIMESTAMP_LTZ"
        parameters = {"precision": str(precision), "type": name}
        raise fail(None, "INVALID_TIMESTAMP_PRECISION", parameters)
    return "timestamp_ntz" if plain else "timestamp"


#: Where each shape's spatial reference systems are, by identifier.
_SYSTEMS = {
    "GEOMETRY": {"0": "SRID:0", "3857": "EPSG:3857", "4326": "OGC:CRS84", "ANY": "SRID:ANY"},
    "GEOGRAPHY": {"4326": "OGC:CRS84", "ANY": "SRID:ANY"},
}


def _shape(node: _Type, fail: Fail) -> str:
    if node.arguments is None or len(node.arguments) > 1:
        _unsupported(node, fail)
    srid = node.arguments[0]
    system = _SYSTEMS[node.name].get(srid)
    if system is None:
        raise fail(None, "ST_INVALID_SRID_VALUE", {"srid": srid}, IllegalArgumentException)
    return f"geometry({system})" if node.name == "GEOMETRY" else f"geography({system}, SPHERICAL)"


_INCOMPLETE = {"ARRAY": {"elementType": "<INT>"}, "MAP": {}, "STRUCT": {}}


def _incomplete(node: _Type, fail: Fail) -> NoReturn:
    if node.arguments is not None:
        _unsupported(node, fail)
    condition = f"INCOMPLETE_TYPE_DEFINITION.{node.name}"
    raise fail(node, condition, _INCOMPLETE[node.name])


_MEANINGS: dict[str, Callable[[_Type, Fail], str]] = {
    "DECIMAL": _decimal,
    "DEC": _decimal,
    "NUMERIC": _decimal,
    "CHAR": _sized_text,
    "CHARACTER": _sized_text,
    "VARCHAR": _sized_text,
    "TIME": _time,
    "TIMESTAMP": _timestamp,
    "TIMESTAMP_LTZ": _timestamp,
    "TIMESTAMP_NTZ": _timestamp,
    "GEOMETRY": _shape,
    "GEOGRAPHY": _shape,
    "ARRAY": _incomplete,
    "MAP": _incomplete,
    "STRUCT": _incomplete,
}
