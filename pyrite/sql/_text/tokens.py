"""The tokens of SQL text: what types, schemas and statements are read from."""

from __future__ import annotations

import re

from pyrite.sql._text.parse_errors import parse_error

__all__ = ["Stop", "Token", "string_value", "tokens"]

_TOKEN = re.compile(
    r"""
    (?: [\t\n\x0b\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+ | --(?:\\\n|[^\r\n])* )*
    (?: (?P<name>    (?!\d | r['"])\w+(?:://[\w/.?=&\#%-]+)? )
    |   (?P<symbol>  [(),;+\[\]] | \.(?!\d) )
    |   (?P<quoted>  `(?:[^`]|``)*` )
    |   (?P<string>  r(?:'[^']*'|"[^"]*") | '(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" )
    |   (?P<comment> /\*(?!\+) )
    |   (?P<number>  (?:\d+\.\d*|\.\d+|\d+(?=e[+-]?\d))(?:e[+-]?\d+)?(?:BD|[DF])?(?!\w)
                   | \d+(?:BD|[LSYDF])(?!\w) )
    |   (?P<int>     \d+(?!\w) )
    |   (?P<digits>  (?!\d+\.)\w+ )
    |   (?P<leading> \d+ )
    |   (?P<dollar>  (?P<tag>\$\w*\$).*?(?P=tag) )
    |   (?P<sign>    <=> | /\*\+ | \*/ | \|\| | \|> | -> | => | << | <> | <= | >= | != | !> | !< | == | :: | . )
    |   (?P<end>     \Z )
    )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_KINDS = {"sign": "symbol", "digits": "name"}


class Token:
    """A piece of the text: its kind, its text as written, and where it starts and stops.

    ``word`` is its text in upper case if it could be a keyword, the text of a sign, else empty.
    """

    __slots__ = ("kind", "start", "stop", "text", "word")

    def __init__(self, kind: str, text: str, start: int, stop: int):
        self.kind = kind
        self.text = text
        self.start = start
        self.stop = stop
        self.word = text.upper() if kind == "name" else text if kind == "symbol" else ""

    @property
    def is_name(self) -> bool:
        """Whether this can name something."""
        return self.kind in ("name", "quoted")

    @property
    def name(self) -> str:
        """The name that this is, without quotes."""
        return self.text[1:-1].replace("``", "`") if self.kind == "quoted" else self.text


class Stop(Exception):
    """The grammar allows no such token here. ``hint`` tells of a single one too many, or missing."""

    def __init__(self, token: Token, hint: str = ""):
        self.token = token
        self.hint = hint


def tokens(source: str) -> list[Token]:
    """All tokens of a text; three of kind ``end`` are the last, so that one can look ahead.

    Raises
    ------
    ParseException
        When a bracketed comment is not closed.
    """
    found = []
    match_at = _TOKEN.match
    at = 0
    while True:
        match = match_at(source, at)
        assert match is not None
        kind = match.lastgroup
        assert kind is not None
        if kind == "comment":
            at = _comment_end(source, match.start(kind))
            continue
        start, at = match.span(kind)
        found.append(Token(_KINDS.get(kind, kind), match[kind], start, at))
        if kind == "end":
            return [*found, found[-1], found[-1]]


def _comment_end(source: str, start: int) -> int:
    """Where a bracketed comment ends; those inside it count."""
    depth = 0
    for mark in re.finditer(r"/\*|\*/", source[start:]):
        depth += 1 if mark.group() == "/*" else -1
        if not depth:
            return start + mark.end()
    raise parse_error(source, None, "UNCLOSED_BRACKETED_COMMENT", {})


_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}
_ESCAPE = re.compile(
    r"\\(?:u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8})|(?P<octal>[01][0-7]{2})|(?P<one>.))",
    re.DOTALL,
)


def string_value(text: str) -> str:
    """The value of a string literal."""
    if text[0] in "rR":
        return text[2:-1]
    body = text[1:-1]
    if text[0] in body:
        body = body.replace(text[0] * 2, f"\\{text[0]}")
    return _paired(_ESCAPE.sub(_unescaped, body)) if "\\" in body else body


def _paired(text: str) -> str:
    """The text with the halves of characters, each written by an escape of its own, put together."""
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unescaped(match: re.Match[str]) -> str:
    if match["one"] is not None:
        return _ESCAPES.get(match["one"], match["one"])
    return chr(int(match["octal"], 8) if match["octal"] else int(match["short"] or match["long"], 16))
