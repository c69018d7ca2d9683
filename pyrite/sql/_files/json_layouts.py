"""Blocks of JSON lines like those before: to know their types they need not be parsed."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pyrite.sql._files.json_fast import is_utf8, one_array, parsed, type_of_table
from pyrite.sql.types import DataType

__all__ = ["TEXT", "Layouts", "Unsure", "matches", "pattern_of"]

#: How many layouts are looked for, and how many fields they have at most: RE2's states are bounded.
_KNOWN, _FIELDS = 4, 100
_WHOLE = r"-?(?:0|[1-9][0-9]{0,17})"
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
# No halves of characters.
_ESCAPE = r'\\(?:["\\/bfnrt]|u(?:[0-9a-cA-CefEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}))'
TEXT = rf'"(?:[^"\\\x00-\x1f]|{_ESCAPE})*"'
_NAME = re.compile(r'[^"\\\x00-\x1f]*')


class Unsure(Exception):
    """No pattern tells what has this type."""


#: The most characters of the pattern of a list's elements, and of a whole one.
_LONG, _LONGEST = 1_000, 20_000


class Layouts:
    """Tells the types of blocks of objects: a regular expression finds those that are like others before.

    Objects are like others when their members are, in this order, some of theirs, and have values of the same types.
    """

    def __init__(self) -> None:
        self._known: list[tuple[str, DataType]] = []

    def type_of(self, data: bytes) -> DataType:
        """A type which, merged with those of the blocks before, gives what this block's own would.

        Raises
        ------
        Odd
            Where a line is not plain.
        """
        for pattern, kind in self._known:
            if matches(data, pattern) and is_utf8(data):
                return kind
        table = parsed(data, None)
        found = type_of_table(table)
        if len(self._known) < _KNOWN:
            try:
                self._known.append((pattern_of(table, {}), found))
            except Unsure:
                pass
        return found


def pattern_of(table: pa.Table, given: Mapping[str, str]) -> str:
    """The pattern of lines like those of a table; ``given`` are the patterns of values that are known for some names.

    Raises
    ------
    Unsure
        Where there is none.
    """
    if not 0 < table.num_columns <= _FIELDS:
        raise Unsure
    members = [
        (name, given.get(name) or _value(one_array(column)))
        for name, column in zip(table.column_names, table.columns)
    ]
    pattern = rf"\A(?:{_object(members)}\n)*\z"
    if len(pattern) > _LONGEST:
        raise Unsure
    return pattern


def matches(data: bytes, pattern: str) -> bool:
    """Whether a pattern matches all of the bytes."""
    ends = pa.py_buffer(struct.pack("=ii", 0, len(data)))
    text = pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(data)])
    return bool(pc.match_substring_regex(text, pattern)[0].as_py())


def _object(members: list[tuple[str, str]]) -> str:
    """The pattern of an object that has the first of these members, and maybe others."""
    parts = []
    for name, value in members:
        if not _NAME.fullmatch(name):
            raise Unsure
        parts.append(rf'"{re.escape(name)}": ?{value}')
    return rf"\{{{parts[0]}{''.join([f'(?:, ?{part})?' for part in parts[1:]])}\}}"


def _value(column: pa.Array) -> str:
    """The pattern of values that have no other type than these."""
    kind = column.type
    types = pa.types
    if types.is_null(kind):
        return "null"
    if types.is_boolean(kind):
        return "(?:true|false|null)"
    if types.is_int64(kind):
        return f"(?:{_WHOLE}|null)"
    if types.is_floating(kind):
        return f"(?:{_NUMBER}|null)"
    if types.is_timestamp(kind):
        return f"(?:{TEXT}|null)"
    if types.is_string(kind):
        # Empty texts tell nothing.
        has_text = (pc.max(pc.binary_length(column)).as_py() or 0) > 0
        return f"(?:{TEXT}|null)" if has_text else '(?:""|null)'
    if types.is_list(kind):
        element = _value(column.flatten())
        if len(element) > _LONG:
            # It stands twice in the list's pattern: nested ones would double it again and again.
            raise Unsure
        return rf"(?:\[(?:{element}(?:, ?{element})*)?\]|null)"
    if types.is_struct(kind) and 0 < kind.num_fields <= _FIELDS:
        members = [(field.name, _value(part)) for field, part in zip(kind, column.flatten())]
        return f"(?:{_object(members)}|null)"
    raise Unsure
