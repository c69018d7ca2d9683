"""JSON as Spark's parser takes it: what follows a value does not matter, and some looser forms are let through.

Values are dicts, lists, strings, True, False and None; numbers are kept as they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite.sql._files.options import Options
from pyrite.sql._result.numbers import double_text
from pyrite.sql._result.variants import quoted

__all__ = [
    "JsonForm", "Number", "Repeated", "Spanned", "json_form", "json_string", "pretty_json", "rewritten",
]  # fmt: skip

_DEEPEST = 1000


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Repeated(dict[str, Any]):
    """An object in which a name stands twice; the last value counts."""


class Spanned:
    """An object or array together with its text."""

    __slots__ = ("text", "value")

    def __init__(self, value: Any, text: str):
        self.value = value
        self.text = text


_ESCAPED = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_SPECIAL = re.compile('["\\\\\x00-\x1f\U00010000-\U0010ffff]')


def json_string(text: str) -> str:
    """A string as JSON; what is beyond the first plane is escaped."""
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    halves = sign.encode("utf-16-be").hex().upper()
    return "".join([f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4)])


def rewritten(value: Any) -> str:
    """A value as JSON: without blanks, its numbers as Java writes them."""
    if isinstance(value, Spanned):
        return rewritten(value.value)
    if isinstance(value, dict):
        return (
            "{" + ",".join([f"{json_string(name)}:{rewritten(item)}" for name, item in value.items()]) + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(rewritten, value)) + "]"
    if isinstance(value, Number):
        return double_text(float(value)) if set(value) & set(".eE") else str(value)
    if isinstance(value, str):
        return json_string(value)
    return "null" if value is None else "true" if value else "false"


def pretty_json(value: Any, depth: int = 0) -> str:
    """A value as JSON over several lines, as Jackson lays it out."""
    if isinstance(value, dict) and value:
        inner = "  " * (depth + 1)
        fields = [f"{inner}{quoted(name)} : {pretty_json(item, depth + 1)}" for name, item in value.items()]
        return "{\n" + ",\n".join(fields) + "\n" + "  " * depth + "}"
    if isinstance(value, list) and value:
        return "[ " + ", ".join([pretty_json(item, depth) for item in value]) + " ]"
    if isinstance(value, (dict, list)):
        return "{ }" if isinstance(value, dict) else "[ ]"
    if isinstance(value, str):
        return str(value) if isinstance(value, Number) else quoted(value)
    return "null" if value is None else "true" if value else "false"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(found)


_decoder = json.JSONDecoder(
    parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=_object
)
_fast = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)
_BLANK = " \t\r\n"
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "'": "'"}
_NAME = re.compile(r"[^\W\d][\w$]*|[$@#*\-+][\w$]*")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\r\n]*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])", re.ASCII)
_LEADING_ZEROS = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])", re.ASCII)
_CONSTANT = re.compile(r"NaN|[+-]?INF\b|[+-]?Infinity")
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class JsonForm:
    """The looser forms that a reader's options allow."""

    single_quotes: bool = True
    bare_names: bool = False
    leading_zeros: bool = False
    any_escape: bool = False
    comments: bool = False
    control_chars: bool = False
    constants: bool = True

    def value(self, text: str, repeated: bool = False) -> Any:
        """The first value in a text; with ``repeated``, objects tell of names that stand twice.

        Raises
        ------
        ValueError
            When there is none.
        """
        if self.constants:
            start = len(text) - len(text.lstrip(_BLANK))
            try:
                return (_decoder if repeated else _fast).raw_decode(text, start)[0]
            except (ValueError, RecursionError):
                pass
        return _plain(self.spanned(text))

    def spanned(self, text: str) -> Any:
        """As :meth:`value`, with the text of each object and array."""
        return _Reader(self, text).value()


def json_form(options: Options) -> JsonForm:
    """The forms that a reader's options allow."""
    return JsonForm(
        options.flag("allowSingleQuotes", True),
        options.flag("allowUnquotedFieldNames"),
        options.flag("allowNumericLeadingZeros"),
        options.flag("allowBackslashEscapingAnyCharacter"),
        options.flag("allowComments"),
        options.flag("allowUnquotedControlChars"),
        options.flag("allowNonNumericNumbers", True),
    )


def _plain(value: Any) -> Any:
    """The value without texts; not recursive, for values may be deep."""
    if not isinstance(value, Spanned):
        return value
    root = value.value
    todo = [root]
    while todo:
        inside = todo.pop()
        items: Iterator[tuple[Any, Any]] = iter(
            inside.items() if isinstance(inside, dict) else enumerate(inside)
        )
        for key, item in list(items):
            if isinstance(item, Spanned):
                inside[key] = item.value
                todo.append(item.value)
    return root


class _Reader:
    """Reads one value, without recursion."""

    def __init__(self, form: JsonForm, text: str):
        self._form = form
        self._text = text
        self._at = 0

    def value(self) -> Any:
        """The first value of the text."""
        open_: list[tuple[Any, int, str | None]] = []
        while True:
            self._skip()
            start = self._at
            char = self._text[start : start + 1]
            if char in ("{", "["):
                if len(open_) >= _DEEPEST:
                    raise ValueError("too deep")
                self._at += 1
                container: Any = {} if char == "{" else []
                self._skip()
                if self._text[self._at : self._at + 1] == ("}" if char == "{" else "]"):
                    self._at += 1
                    found: Any = Spanned(container, self._text[start : self._at])
                else:
                    open_.append((container, start, self._name() if char == "{" else None))
                    continue
            else:
                found = self._scalar(char)
            while True:
                if not open_:
                    return found
                container, start, name = open_.pop()
                if isinstance(container, dict):
                    if name in container and not isinstance(container, Repeated):
                        container = Repeated(container)
                    container[name] = found
                else:
                    container.append(found)
                self._skip()
                char = self._text[self._at : self._at + 1]
                self._at += 1
                if char == ",":
                    self._skip()
                    open_.append((container, start, self._name() if isinstance(container, dict) else None))
                    break
                if char != ("}" if isinstance(container, dict) else "]"):
                    raise ValueError("no end")
                found = Spanned(container, self._text[start : self._at])

    def _skip(self) -> None:
        text = self._text
        while True:
            while self._at < len(text) and text[self._at] in _BLANK:
                self._at += 1
            found = _COMMENT.match(text, self._at) if self._form.comments else None
            if found is None:
                return
            self._at = found.end()

    def _name(self) -> str:
        char = self._text[self._at : self._at + 1]
        if char == '"' or (char == "'" and self._form.single_quotes):
            name = self._string(char)
        else:
            found = _NAME.match(self._text, self._at) if self._form.bare_names else None
            if found is None:
                raise ValueError("no name")
            name, self._at = found[0], found.end()
        self._skip()
        if self._text[self._at : self._at + 1] != ":":
            raise ValueError("no colon")
        self._at += 1
        return name

    def _scalar(self, char: str) -> Any:
        if char == '"' or (char == "'" and self._form.single_quotes):
            return self._string(char)
        pattern = _LEADING_ZEROS if self._form.leading_zeros else _NUMBER
        found = pattern.match(self._text, self._at)
        if found is None and self._form.constants:
            found = _CONSTANT.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
            return Number(found[0])
        for word, value in _WORDS.items():
            if self._text.startswith(word, self._at):
                self._at += len(word)
                if self._text[self._at : self._at + 1].isalnum():
                    break
                return value
        raise ValueError("no value")

    def _string(self, quote: str) -> str:
        parts: list[str] = []
        at, text = self._at + 1, self._text
        while True:
            if at >= len(text):
                raise ValueError("no end of a string")
            char = text[at]
            if char == quote:
                self._at = at + 1
                return "".join(parts)
            if char == "\\":
                escaped, at = self._escaped(at + 1)
                parts.append(escaped)
                continue
            if char < " " and not self._form.control_chars:
                raise ValueError("a control character in a string")
            parts.append(char)
            at += 1

    def _escaped(self, at: int) -> tuple[str, int]:
        char = self._text[at : at + 1]
        if char == "u":
            digits = self._text[at + 1 : at + 5]
            if len(digits) < 4 or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
                raise ValueError("no digits")
            unit = int(digits, 16)
            rest = self._text[at + 5 : at + 11]
            if 0xD800 <= unit < 0xDC00 and re.fullmatch(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}", rest):
                pair = 0x10000 + ((unit - 0xD800) << 10) + int(rest[2:], 16) - 0xDC00
                return chr(pair), at + 11
            return chr(unit), at + 5
        known = _ESCAPES.get(char) if char != "'" or self._form.single_quotes else None
        if known is None:
            if not char or not self._form.any_escape:
                raise ValueError("no escape")
            known = char
        return known, at + 1
