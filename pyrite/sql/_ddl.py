"""Reading types and schemas written in SQL: ``a INT NOT NULL, b STRUCT<c: ARRAY<STRING>>``.

What comes out is Spark's JSON form of the type, not yet parsed into classes: this module knows none of them.
As in Spark the text is tried as the columns of a table, then as one type, then as the inside of ``struct<>``,
and if it is none of them the first attempt tells the error. Each attempt first checks the grammar of the whole
and then what the types mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn

from pyrite.errors import ArithmeticException, IllegalArgumentException, ParseException, PySparkException
from pyrite.sql._collations import collation_name

__all__ = ["parse_ddl", "quoted_name", "quoted_text"]

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
            return _json(rule(_Parser(source)), source)
        except PySparkException as error:
            errors.append(error)
    raise errors[0]


def quoted_name(name: str) -> str:
    """The name as DDL writes it: in backticks where it needs them."""
    if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    return "`" + name.replace("`", "``") + "`"


def quoted_text(text: str) -> str:
    """The text as a string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# ---------------------------------------------------------------------------------------------- tokens

_TOKEN = re.compile(
    r"""
      (?P<space>   [\t\n\x0b\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+ | --[^\r\n]* )
    | (?P<comment> /\*(?!\+) )
    | (?P<quoted>  `(?:[^`]|``)*` )
    | (?P<string>  [rR]?(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*") )
    | (?P<number>  (?:\d+\.\d*|\.\d+|\d+(?=[eE][+-]?\d))(?:[eE][+-]?\d+)?(?:BD|[DF])?(?!\w)
                 | \d+(?:BD|[LSYDF])(?!\w) )
    | (?P<int>     \d+(?!\w) )
    | (?P<name>    (?!\d+\.)\w+ )
    | (?P<leading> \d+ )
    | (?P<symbol>  <=> | /\*\+ | \|\|| \|> | -> | => | << | <> | <= | >= | != | == | :: | . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class _Token:
    """A piece of the text: its kind, its text as written, and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """In upper case if it could be a keyword, else nothing."""
        return self.text.upper() if self.kind == "name" else ""

    @property
    def is_name(self) -> bool:
        return self.kind in ("name", "quoted")

    @property
    def name(self) -> str:
        return self.text[1:-1].replace("``", "`") if self.kind == "quoted" else self.text


def _tokens(source: str) -> Iterator[_Token]:
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        assert match is not None and match.lastgroup is not None
        if match.lastgroup == "comment":
            at = _comment_end(source, at)
            continue
        at = match.end()
        if match.lastgroup != "space":
            yield _Token(match.lastgroup, match.group(), match.start())
    yield _Token("end", "", len(source))


def _comment_end(source: str, start: int) -> int:
    """Where a bracketed comment ends; those inside it count."""
    depth = 0
    for mark in re.finditer(r"/\*|\*/", source[start:]):
        depth += 1 if mark.group() == "/*" else -1
        if not depth:
            return start + mark.end()
    raise _error(source, None, "UNCLOSED_BRACKETED_COMMENT", {})


def _error(
    source: str,
    start: int | None,
    condition: str,
    parameters: dict[str, str],
    kind: type[PySparkException] = ParseException,
) -> PySparkException:
    """The error of a condition, with the line at fault below the message, as Spark shows it."""
    error = kind(errorClass=condition, messageParameters=parameters)
    if start is None:
        return error
    before = re.split(r"\r\n|\r|\n", source[:start])
    line, column = len(before), len(before[-1])
    lines = re.split(r"\r\n|\r|\n", source)
    shown = [*lines[:line], "-" * column + "^^^", *lines[line:]]
    where = f"SQLSTATE: {error.getSqlState()} (line {line}, pos {column})"
    message = "\n".join([f"{error._message} {where}", "", "== SQL ==", *shown])
    return kind(message, errorClass=condition, messageParameters=parameters)


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


class _Stop(Exception):
    """The grammar allows no such token here. ``hint`` tells of a single one too many, or missing."""

    def __init__(self, token: _Token, hint: str = ""):
        self.token = token
        self.hint = hint


class _Parser:
    """Recursive descent over the tokens of a text; used once."""

    def __init__(self, source: str):
        self._source = source
        self._tokens = list(_tokens(source))
        self._at = 0
        #: Names that would have needed quotes, with their positions, in reading order.
        self._unquoted: list[tuple[str, int]] = []

    def table(self) -> _Type:
        """The columns of a table, as a struct."""
        return self._whole(lambda: _Type("STRUCT", 0, fields=self._fields(colons=False)))

    def single_type(self) -> _Type:
        """One type."""
        return self._whole(self._type)

    def _whole(self, rule: Callable[[], _Type]) -> _Type:
        stopped: _Stop | None = None
        try:
            found = rule()
            if self._next.kind != "end":
                raise _Stop(self._next, self._extra())
        except _Stop as stop:
            stopped = stop
        # Both come in reading order: the first is told.
        for name, start in self._unquoted[:1]:
            if stopped is None or start < stopped.token.start:
                raise _error(self._source, start, "INVALID_IDENTIFIER", {"ident": name})
        if stopped is not None:
            self._raise_syntax(stopped)
        return found

    def _raise_syntax(self, stop: _Stop) -> NoReturn:
        token = stop.token
        near = "end of input" if token.kind == "end" else f"'{token.text}'"
        raise _error(self._source, token.start, "PARSE_SYNTAX_ERROR", {"error": near, "hint": stop.hint})

    def _extra(self) -> str:
        """The hint for one token too many before the end; after a bare keyword type there is none."""
        before = self._tokens[self._at - 1] if self._at else self._next
        last = self._at + 2 == len(self._tokens)
        bare = before.word in _KEYWORDS - {"TIME"} and self._at > 1
        return f": extra input '{self._next.text}'" if last and not bare else ""

    # -- single tokens

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _peek(self, ahead: int = 1) -> _Token:
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def _take(self) -> _Token:
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
            raise _Stop(self._next, f": missing '{text}'" if missing and followers else "")

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
            name = _literal(self._next.text)
            if not re.fullmatch(r"\w+|`[^`]+`", name):
                raise _Stop(self._next)
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

    def _name(self) -> _Token:
        if not self._next.is_name:
            raise _Stop(self._next)
        token = self._take()
        if token.kind == "name" and not token.text.isascii():
            self._unquoted.append((token.text, token.start))
        return token

    def _comment(self) -> str | None:
        if not self._accept("COMMENT"):
            return None
        if self._next.kind != "string":
            raise _Stop(self._next)
        pieces = []
        while self._next.kind == "string":
            pieces.append(_literal(self._take().text))
        return "".join(pieces)

    # -- types

    def _type(self) -> _Type:
        token = self._name()
        word = token.word
        if word in ("ARRAY", "MAP", "STRUCT") and self._is("<", "<>"):
            if self._is("<") or word == "STRUCT":
                return self._complex(token)
            raise _Stop(self._next)
        if word == "INTERVAL" and self._next.word in _UNITS:
            return _Type(word, token.start, words=self._units())
        arguments = self._arguments(word) if self._is("(") else None
        return _Type(
            token.name.upper() if word else token.text, token.start, arguments, words=self._tail(word)
        )

    def _complex(self, token: _Token) -> _Type:
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
        except _Stop as stop:
            # Spark's parser looks ahead: while what follows could be a comparison, it blames the bracket.
            failed = max(self._at, opening)
            if self._reads_as_comparison(opening, failed):
                del self._unquoted[unquoted:]
                raise _Stop(self._tokens[opening]) from stop
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
        except _Stop:
            if word in _WITH_NUMBERS:
                raise
            raise _Stop(opening) from None
        return tuple(found)

    def _integer(self) -> str:
        if self._next.kind != "int":
            raise _Stop(self._next)
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


_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}
_ESCAPE = re.compile(
    r"\\(?:u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8})|(?P<octal>[01][0-7]{2})|(?P<one>.))",
    re.DOTALL,
)


def _literal(text: str) -> str:
    """The value of a string literal."""
    if text[0] in "rR":
        return text[2:-1]
    body = text[1:-1].replace(text[0] * 2, f"\\{text[0]}")
    return _ESCAPE.sub(_unescaped, body)


def _unescaped(match: re.Match[str]) -> str:
    if match["one"] is not None:
        return _ESCAPES.get(match["one"], match["one"])
    return chr(int(match["octal"], 8) if match["octal"] else int(match["short"] or match["long"], 16))


# ---------------------------------------------------------------------------------------------- meaning


def _json(node: _Type, source: str) -> Json:
    """The JSON form of a type that is grammatical; raises the error of one that means nothing."""
    if node.fields is not None:
        return {"type": "struct", "fields": [_field_json(field, source) for field in node.fields]}
    if node.parts:
        parts = [_json(part, source) for part in node.parts]
        if len(parts) == 1:
            return {"type": "array", "elementType": parts[0], "containsNull": True}
        return {"type": "map", "keyType": parts[0], "valueType": parts[1], "valueContainsNull": True}
    if node.name == "INTERVAL" and node.words:
        return f"interval {' to '.join(node.words)}".lower()
    if node.arguments is None and node.name in _SIMPLE:
        return _text(node) if node.name == "STRING" else _SIMPLE[node.name]
    meaning = _MEANINGS.get(node.name)
    return meaning(node, source) if meaning else _unsupported(node, source)


def _field_json(field: _Field, source: str) -> Json:
    metadata = {} if field.comment is None else {"comment": field.comment}
    return {
        "name": field.name,
        "type": _json(field.type, source),
        "nullable": field.nullable,
        "metadata": metadata,
    }


def _unsupported(node: _Type, source: str) -> NoReturn:
    name = node.name.strip("`").upper()
    if node.arguments is not None:
        name += f"({','.join(node.arguments)})"
    raise _error(source, node.start, "UNSUPPORTED_DATATYPE", {"typeName": f'"{name}"'})


def _text(node: _Type) -> str:
    name = collation_name(node.words[1]) if node.words else "UTF8_BINARY"
    return "string" if name == "UTF8_BINARY" else f"string collate {name}"


def _sized_text(node: _Type, source: str) -> str:
    if node.arguments is None:
        raise _error(source, node.start, "DATATYPE_MISSING_SIZE", {"type": f'"{node.name}"'})
    if len(node.arguments) > 1:
        _unsupported(node, source)
    length = int(node.arguments[0])
    if length >= 2**31:
        raise _error(
            source,
            None,
            "DATATYPE_PARAMETER_VALUE_OUT_OF_RANGE",
            {"parameter": "length", "value": str(length), "type": node.name},
        )
    return f"{'varchar' if node.name == 'VARCHAR' else 'char'}({length})"


def _decimal(node: _Type, source: str) -> str:
    numbers = [int(number) for number in node.arguments or ()]
    if len(numbers) > 2:
        _unsupported(node, source)
    precision, scale = [*numbers, *(10, 0)[len(numbers) :]]
    if precision > 38:
        raise _error(
            source,
            None,
            "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
            {"precision": str(precision), "maxPrecision": "38"},
            ArithmeticException,
        )
    if scale > precision:
        raise _error(
            source,
            None,
            "DECIMAL_SCALE_EXCEEDS_PRECISION",
            {"scale": str(scale), "precision": str(precision)},
        )
    return f"decimal({precision},{scale})"


def _time(node: _Type, source: str) -> str:
    if node.arguments is not None and len(node.arguments) > 1:
        _unsupported(node, source)
    return f"time({int(node.arguments[0]) if node.arguments else 6})"


def _timestamp(node: _Type, source: str) -> str:
    if node.arguments is not None and len(node.arguments) > 1:
        _unsupported(node, source)
    plain = node.name == "TIMESTAMP_NTZ" or node.words[:1] == ("WITHOUT",)
    precision = int(node.arguments[0]) if node.arguments else 6
    if 7 <= precision <= 9:
        raise _error(
            source,
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
        raise _error(source, None, "INVALID_TIMESTAMP_PRECISION", parameters)
    return "timestamp_ntz" if plain else "timestamp"


#: Where each shape's spatial reference systems are, by identifier.
_SYSTEMS = {
    "GEOMETRY": {"0": "SRID:0", "3857": "EPSG:3857", "4326": "OGC:CRS84", "ANY": "SRID:ANY"},
    "GEOGRAPHY": {"4326": "OGC:CRS84", "ANY": "SRID:ANY"},
}


def _shape(node: _Type, source: str) -> str:
    if node.arguments is None or len(node.arguments) > 1:
        _unsupported(node, source)
    srid = node.arguments[0]
    system = _SYSTEMS[node.name].get(srid)
    if system is None:
        raise _error(source, None, "ST_INVALID_SRID_VALUE", {"srid": srid}, IllegalArgumentException)
    return f"geometry({system})" if node.name == "GEOMETRY" else f"geography({system}, SPHERICAL)"


_INCOMPLETE = {"ARRAY": {"elementType": "<INT>"}, "MAP": {}, "STRUCT": {}}


def _incomplete(node: _Type, source: str) -> NoReturn:
    if node.arguments is not None:
        _unsupported(node, source)
    condition = f"INCOMPLETE_TYPE_DEFINITION.{node.name}"
    raise _error(source, node.start, condition, _INCOMPLETE[node.name])


_MEANINGS: dict[str, Callable[[_Type, str], str]] = {
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
