"""Kernels that look into JSON: the value at a path, the keys of an object, the length of an array."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NoReturn

from pyrite.sql._duckdb.kernels_formats import java_double
from pyrite.sql._duckdb.kernels_rows import row_kernel
from pyrite.sql._files.json_tokens import json_string


class _Object(list[tuple[str, Any]]):
    """An object's fields in their order, with those that are there twice."""


class _Number(str):
    """A number as it is written again."""


def _refused(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object,
    parse_int=lambda text: _Number("0" if text == "-0" else text),
    parse_float=lambda text: _Number(java_double(float(text))),
    parse_constant=_refused,
    strict=False,
)
_NO_JSON = object()
_BLANKS = " \t\r\n"
_STRINGS = re.compile(r""""(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'""")


def _double_quoted(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[0]
    inner = re.sub(r"""\\'|(?<!\\)\"""", lambda part: "'" if part[0] == "\\'" else '\\"', found[1])
    return f'"{inner}"'


def _parsed(text: str) -> Any:
    """The first value of a text, whatever follows it; strings may stand in single quotes."""
    for _ in range(2):
        try:
            return _DECODER.raw_decode(text.lstrip(_BLANKS))[0]
        except (ValueError, RecursionError):
            if "'" not in text:
                break
            text = _STRINGS.sub(_double_quoted, text)
    return _NO_JSON


# ------------------------------------------------------------------------------------------------- writing


def _written(value: Any) -> str:
    if isinstance(value, _Object):
        return "{" + ",".join([f"{json_string(key)}:{_written(item)}" for key, item in value]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, _Number):
        return value
    if isinstance(value, str):
        return json_string(value)
    return "null" if value is None else "true" if value else "false"


# --------------------------------------------------------------------------------------------------- paths

#: A step is a field's name, an index, or one of these.
_FIELDS, _ITEMS = object(), object()
_STEP = re.compile(r"\.\*|\['\*'\]|\.(?P<name>[^.\[]+)|\['(?P<quoted>[^'?]+)'\]|\[(?P<index>\d+)\]|\[\*\]")
#: How what is found is written: a text without its quotes, with them, or merged into the array around it.
_RAW, _QUOTED, _FLAT = range(3)


@lru_cache(maxsize=256)
def _steps(path: str) -> tuple[Any, ...] | None:
    if not path.startswith("$"):
        return None
    steps: list[Any] = []
    at = 1
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None:
            return None
        name = found["name"] or found["quoted"]
        if found["index"]:
            steps.append(int(found["index"]))
        else:
            steps.append(name or (_ITEMS if found[0] == "[*]" else _FIELDS))
        at = found.end()
    return tuple(steps)


def _found(value: Any, steps: Sequence[Any], style: int) -> list[str]:
    """What a path finds in a value, as texts to be joined by commas; as Hive does, not always its structure."""
    if not steps:
        if isinstance(value, str) and not isinstance(value, _Number) and style == _RAW:
            return [value]
        if style == _FLAT and isinstance(value, list) and not isinstance(value, _Object):
            return [text for item in value for text in _found(item, (), style)]
        return [_written(value)]
    step, *rest = steps
    if isinstance(value, _Object):
        return _in_object(value, step, rest, style)
    return _in_array(value, step, rest, style) if isinstance(value, list) else []


def _in_object(value: _Object, step: Any, rest: Sequence[Any], style: int) -> list[str]:
    # No field is found for an asterisk.
    for name, item in value:
        if name == step and item is not None:
            found = _found(item, rest, style)
            if found:
                return found
    return []


def _in_array(value: list[Any], step: Any, rest: Sequence[Any], style: int) -> list[str]:
    if isinstance(step, int):
        if step >= len(value):
            return []
        return _found(value[step], rest, _QUOTED if rest and rest[0] is _ITEMS else style)
    if step is not _ITEMS:
        return []
    if rest and rest[0] is _ITEMS:
        items = [text for item in value for text in _found(item, rest[1:], _FLAT)]
        return [f"[{','.join(items)}]"] if items else []
    each = [_found(item, rest, _QUOTED if style == _RAW else style) for item in value]
    matches = [found for found in each if found]
    texts = [text for found in matches for text in found]
    if not matches:
        return []
    if style == _QUOTED or len(matches) > 1:
        return [f"[{','.join(texts)}]"]
    return [",".join(texts)]


def _get_json_object(text: str, path: str) -> str | None:
    steps = _steps(path)
    if steps is None:
        return None
    value = _parsed(text)
    if value is _NO_JSON:
        return None
    found = _found(value, steps, _RAW)
    return ",".join(found) if found else None


def _array_length(text: str) -> int | None:
    value = _parsed(text)
    return len(value) if isinstance(value, list) and not isinstance(value, _Object) else None


def _object_keys(text: str) -> list[str] | None:
    value = _parsed(text)
    return [name for name, _ in value] if isinstance(value, _Object) else None


def _json_tuple(text: str, names: list[str | None]) -> list[str | None]:
    """The fields of an object, of equal ones the last; null for what is not there."""
    value = _parsed(text)
    fields = dict(value) if isinstance(value, _Object) else {}
    found = [None if name is None else fields.get(name) for name in names]
    return [item if item is None or type(item) is str else _written(item) for item in found]


row_kernel("json_tuple", _json_tuple)
row_kernel("get_json_object", _get_json_object)
row_kernel("json_array_length", _array_length)
row_kernel("json_object_keys", _object_keys)
