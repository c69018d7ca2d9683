"""Variants as trees, in which they are looked up and changed.

A node is a dict by field name, a list, or the bytes of a scalar as the variant holds them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Any

from pyrite.sql._types import variant as v

__all__ = [
    "NULL",
    "Mismatch",
    "PathError",
    "Present",
    "appended",
    "decimal_node",
    "deleted",
    "found",
    "inserted",
    "int_node",
    "kind_of",
    "members",
    "merged",
    "pack",
    "parsed_path",
    "path_text",
    "replaced",
    "scalar_node",
    "schema",
    "schema_text",
    "text_node",
    "tree",
    "value_of",
    "without_nulls",
]

Node = Any
Path = list[Any]  # names of fields and places of elements

#: The kinds of scalars by name; integers of any width are ``long``, decimals ``decimal``, texts ``string``.
_KINDS: dict[int, str] = {
    v._NULL: "null", v._TRUE: "boolean", v._FALSE: "boolean", **dict.fromkeys(v._INTEGERS, "long"),
    v._DOUBLE: "double", **dict.fromkeys(v._DECIMALS, "decimal"), v._DATE: "date", v._TIMESTAMP: "timestamp",
    v._TIMESTAMP_NTZ: "timestamp_ntz", v._FLOAT: "float", v._BINARY: "binary", v._LONG_STRING: "string",
}  # fmt: skip
_CODES = {"date": v._DATE, "timestamp": v._TIMESTAMP, "timestamp_ntz": v._TIMESTAMP_NTZ}
_LAYOUTS = {"date": "<i", "timestamp": "<q", "timestamp_ntz": "<q", "double": "<d", "float": "<f"}
_EXACT = Context(prec=80)
#: The variant's own null.
NULL = v._primitive_bytes(v._NULL)


# --------------------------------------------------------------------------------------------- reading


def tree(value: bytes, metadata: bytes, at: int = 0) -> Node:
    """The tree of a variant."""
    header = v._unsigned(value, at, 1)
    basic, info = header & 3, header >> 2
    if basic == v._OBJECT:
        return {
            v._name(metadata, key): tree(value, metadata, start) for key, start in v._members(value, at, info)
        }
    if basic == v._ARRAY:
        return [tree(value, metadata, start) for start in v._elements(value, at, info)]
    return v._cut(value, at, _length(value, at, basic, info))


def _length(value: bytes, at: int, basic: int, info: int) -> int:
    """How many bytes a scalar has."""
    if basic == v._SHORT_STRING:
        return 1 + info
    if info in v._INTEGERS:
        return 1 + v._INTEGERS[info]
    if info in v._DECIMALS:
        return 2 + v._DECIMALS[info][0]
    if info in (v._BINARY, v._LONG_STRING):
        return 5 + v._unsigned(value, at + 1, 4)
    if info not in _KINDS:
        raise v._malformed()
    return 1 + struct.calcsize(_LAYOUTS.get(_KINDS[info], ""))


def members(value: bytes, metadata: bytes) -> list[tuple[str | None, bytes]]:
    """The name, None in an array, and the bytes of each part of an object or array."""
    basic, info = value[0] & 3, value[0] >> 2
    if basic == v._OBJECT:
        places = [(v._name(metadata, key), start) for key, start in v._members(value, 0, info)]
        return [(name, value[start : _end(value, start)]) for name, start in places]
    if basic == v._ARRAY:
        return [(None, value[start : _end(value, start)]) for start in v._elements(value, 0, info)]
    return []


def _end(value: bytes, at: int) -> int:
    """Where the value that starts at a position ends."""
    basic, info = value[at] & 3, value[at] >> 2
    if basic not in (v._OBJECT, v._ARRAY):
        return at + _length(value, at, basic, info)
    large = info & (16 if basic == v._OBJECT else 4)
    start = at + 1 + (4 if large else 1)
    count = v._unsigned(value, at + 1, 4 if large else 1)
    if basic == v._OBJECT:
        start += count * ((info >> 2 & 3) + 1)
    width = (info & 3) + 1
    return start + (count + 1) * width + v._unsigned(value, start + count * width, width)


def kind_of(node: Node) -> str:
    """What a node is: ``object``, ``array``, or the kind of a scalar."""
    if isinstance(node, dict):
        return "object"
    if isinstance(node, list):
        return "array"
    return "string" if node[0] & 3 == v._SHORT_STRING else _KINDS[node[0] >> 2]


def value_of(node: bytes) -> Any:
    """A scalar's value; dates and times are numbers."""
    kind = kind_of(node)
    if kind in _LAYOUTS:
        return struct.unpack(_LAYOUTS[kind], node[1:])[0]
    if node[0] & 3 == v._SHORT_STRING:
        return node[1:].decode()
    return v._primitive(node, 0, node[0] >> 2, "UTC")


# --------------------------------------------------------------------------------------------- writing


def pack(node: Node) -> tuple[bytes, bytes]:
    """The value and metadata of a tree."""
    names: dict[str, int] = {}
    value = v._encode(node, names)
    return v._limited(value), v._limited(v._dictionary(names))


def int_node(value: int) -> bytes:
    """A whole number, in as few bytes as it takes."""
    return v._encode_int(value, {})


def decimal_node(value: Decimal) -> bytes:
    """A decimal with its scale."""
    return v._encode_decimal(value)


def text_node(value: str) -> bytes:
    """A text."""
    return v._encode_string(value.encode())


def scalar_node(kind: str, value: Any) -> bytes:
    """A scalar of any other kind."""
    if kind == "boolean":
        return v._primitive_bytes(v._TRUE if value else v._FALSE)
    if kind == "binary":
        return v._primitive_bytes(v._BINARY, len(value).to_bytes(4, "little") + value)
    code = {"double": v._DOUBLE, "float": v._FLOAT, **_CODES}[kind]
    return v._primitive_bytes(code, struct.pack(_LAYOUTS[kind], value))


# ------------------------------------------------------------------------------------------------ paths


class PathError(ValueError):
    """A path cannot be read."""


_SEGMENT = re.compile(r"""\.([^.\[]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]""")


def parsed_path(text: str) -> Path:
    """The steps of a path like ``$.a[0]['b c']``."""
    if not text.startswith("$"):
        raise PathError(text)
    steps: Path = []
    at = 1
    while at < len(text):
        match = _SEGMENT.match(text, at)
        if match is None:
            raise PathError(text)
        at = match.end()
        if match[2] is not None:
            if int(match[2]) > 2**31 - 1:
                raise PathError(text)
            steps.append(int(match[2]))
        else:
            steps.append(match[1] or match[3] or match[4])
    return steps


def found(node: Node, path: Path) -> Node:
    """The node at a path, or None."""
    for step in path:
        if not isinstance(node, dict if isinstance(step, str) else list):
            return None
        if not (step in node if isinstance(node, dict) else step < len(node)):
            return None
        node = node[step]
    return node


def path_text(path: Path) -> str:
    """Steps as a path."""
    return "$" + "".join([f"[{step}]" if isinstance(step, int) else f".{step}" for step in path])


class Mismatch(ValueError):
    """A step of a path does not fit what is there; ``left`` steps were not gone."""

    def __init__(self, left: int):
        super().__init__()
        self.left = left


class Present(ValueError):
    """There is such a field."""


def _fresh(path: Path, value: Node) -> Node:
    """A value inside of new objects and arrays."""
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [*[NULL] * step, value]
    return value


def _changed(node: Node, path: Path, value: Node, create: bool, last: Callable[[Node, Any], Node]) -> Node:
    """The tree where ``last`` has changed the node that holds the path's last step, if it is there."""
    step, *rest = path
    if not isinstance(node, dict if isinstance(step, str) else list):
        raise Mismatch(len(path))
    if not (step in node if isinstance(node, dict) else step < len(node)):
        if not create:
            return node
        if isinstance(node, dict):
            return {**node, step: _fresh(rest, value)}
        return [*node, *[NULL] * (step - len(node)), _fresh(rest, value)]
    if not rest:
        return last(node, step)
    return _with(node, step, _changed(node[step], rest, value, create, last))


def _with(node: Node, step: Any, value: Node) -> Node:
    return {**node, step: value} if isinstance(node, dict) else [*node[:step], value, *node[step + 1 :]]


def inserted(node: Node, path: Path, value: Node, create: bool = True) -> Node:
    """The tree with a new field, or with an element before the one at a path."""

    def last(holder: Node, step: Any) -> Node:
        if isinstance(holder, dict):
            raise Present(step)
        return [*holder[:step], value, *holder[step:]]

    return _changed(node, path, value, create, last)


def replaced(node: Node, path: Path, value: Node, create: bool = True) -> Node:
    """The tree with another value at a path; with ``create`` where there is none, too."""
    return _changed(node, path, value, create, lambda holder, step: _with(holder, step, value))


def appended(node: Node, path: Path, value: Node, create: bool = True) -> Node:
    """The tree with one element more in the array at a path, if there is something."""
    if not path:
        if not isinstance(node, list):
            raise Mismatch(0)
        return [*node, value]

    def last(holder: Node, step: Any) -> Node:
        if not isinstance(holder[step], list):
            raise Mismatch(0)
        return _with(holder, step, [*holder[step], value])

    return _changed(node, path, value, False, last)


def deleted(node: Node, path: Path) -> Node:
    """The tree without what is at a path."""
    step, *rest = path
    if isinstance(step, str) and isinstance(node, dict) and step in node:
        if rest:
            return {**node, step: deleted(node[step], rest)}
        return {name: item for name, item in node.items() if name != step}
    if isinstance(step, int) and isinstance(node, list) and step < len(node):
        middle = [deleted(node[step], rest)] if rest else []
        return [*node[:step], *middle, *node[step + 1 :]]
    return node


def without_nulls(node: Node, arrays: bool) -> Node:
    """The tree without fields, and with ``arrays`` elements, that are null."""
    if isinstance(node, dict):
        return {name: without_nulls(item, arrays) for name, item in node.items() if item != NULL}
    if isinstance(node, list):
        return [without_nulls(item, arrays) for item in node if not (arrays and item == NULL)]
    return node


# ---------------------------------------------------------------------------------------------- schemas

#: Names of types, decimals as (precision, scale), objects as dicts and arrays as lists of one schema.
Schema = Any

_TYPES = {"null": "VOID", "long": "BIGINT"}
_NUMBERS = ("BIGINT", "FLOAT", "DOUBLE")
_TIMES = ("DATE", "TIMESTAMP_NTZ", "TIMESTAMP")
_LONG_DIGITS = (20, 0)
_PLAIN_NAME = re.compile(r"(?!\d+$)\w+", re.ASCII)


def schema(node: Node) -> Schema:
    """What types a tree has."""
    if isinstance(node, dict):
        return {name: schema(item) for name, item in node.items()}
    if isinstance(node, list):
        found: Schema = "VOID"
        for item in node:
            found = merged(found, schema(item))
        return [found]
    kind = kind_of(node)
    if kind == "decimal":
        _, digits, exponent = value_of(node).normalize(_EXACT).as_tuple()
        scale = max(-exponent, 0)
        return max(len(digits) + max(exponent, 0), scale), scale
    return _TYPES.get(kind, kind.upper())


def merged(one: Schema, other: Schema) -> Schema:
    """The schema of values of both."""
    if one == other or other == "VOID":
        return one
    if one == "VOID":
        return other
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({**one, **other}, key=lambda name: name.encode("utf-16-be"))
        return {name: merged(one.get(name, "VOID"), other.get(name, "VOID")) for name in names}
    if isinstance(one, list) and isinstance(other, list):
        return [merged(one[0], other[0])]
    if isinstance(one, (dict, list)) or isinstance(other, (dict, list)):
        return "VARIANT"
    if isinstance(one, tuple) or isinstance(other, tuple):
        return _with_decimal(one, other)
    for family in (_NUMBERS, _TIMES):
        if one in family and other in family:
            return max(one, other, key=family.index)
    return "VARIANT"


def _with_decimal(one: Schema, other: Schema) -> Schema:
    pair = [_LONG_DIGITS if kind == "BIGINT" else kind for kind in (one, other)]
    if all(isinstance(kind, tuple) for kind in pair):
        scale = max(kind[1] for kind in pair)
        precision = scale + max(kind[0] - kind[1] for kind in pair)
        return (precision, scale) if precision <= 38 else "DOUBLE"
    return "DOUBLE" if "FLOAT" in pair or "DOUBLE" in pair else "VARIANT"


def schema_text(found: Schema) -> str:
    """A schema in words."""
    if isinstance(found, dict):
        fields = [f"{_name_text(name)}: {schema_text(kind)}" for name, kind in found.items()]
        return f"OBJECT<{', '.join(fields)}>"
    if isinstance(found, list):
        return f"ARRAY<{schema_text(found[0])}>"
    return f"DECIMAL({found[0]},{found[1]})" if isinstance(found, tuple) else str(found)


def _name_text(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else "`" + name.replace("`", "``") + "`"
