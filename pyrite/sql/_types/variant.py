"""The binary form of variants: a value, and a dictionary of the field names in it.

A value starts with a byte: its lower two bits tell a primitive (0), a short string (1), an object (2) or an
array (3); the upper six say which primitive, how long the string, or how wide the sizes, ids and offsets that
follow. All numbers are little-endian. Metadata is a version byte with the width of offsets in its upper two
bits, the number of names, their offsets, and the names in UTF-8.
"""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import struct
from collections.abc import Callable, Iterator
from typing import Any

from pyrite.errors import PySparkValueError

__all__ = ["parse_json", "to_json", "to_python"]

_PRIMITIVE, _SHORT_STRING, _OBJECT, _ARRAY = range(4)
_NULL, _TRUE, _FALSE, _INT1, _INT2, _INT4, _INT8, _DOUBLE, _DECIMAL4, _DECIMAL8, _DECIMAL16 = range(11)
_DATE, _TIMESTAMP, _TIMESTAMP_NTZ, _FLOAT, _BINARY, _LONG_STRING = range(11, 17)

_INTEGERS = {_INT1: 1, _INT2: 2, _INT4: 4, _INT8: 8}
#: Kind of decimal: bytes of the unscaled value, largest precision and scale.
_DECIMALS = {_DECIMAL4: (4, 9), _DECIMAL8: (8, 18), _DECIMAL16: (16, 38)}
_VERSION = 1
_SHORT_STRING_LIMIT = 63
_SIZE_LIMIT = 16 * 1024 * 1024
_EPOCH = datetime.datetime(1970, 1, 1)


def _malformed() -> PySparkValueError:
    return PySparkValueError(errorClass="MALFORMED_VARIANT", messageParameters={})


def _cut(data: bytes, start: int, length: int) -> bytes:
    if start < 0 or start + length > len(data) or (length and start >= len(data)):
        raise _malformed()
    return data[start : start + length]


def _unsigned(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(_cut(data, start, length), "little")


def _signed(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(_cut(data, start, length), "little", signed=True)


# ---------------------------------------------------------------------------------------------- reading


def to_python(value: bytes, metadata: bytes) -> Any:
    """The variant as dicts, lists, and scalars; timestamps are in UTC. Malformed bytes raise an error."""
    return _read(value, metadata, 0, "UTC", dict, lambda items: items, lambda scalar: scalar)


def to_json(value: bytes, metadata: bytes, zone_id: str = "UTC") -> str:
    """The variant as compact JSON text, with timestamps in the zone of that name."""
    return _read(
        value, metadata, 0, zone_id, _json_object, lambda items: f"[{','.join(items)}]", _json_scalar
    )


def _read(
    value: bytes,
    metadata: bytes,
    at: int,
    zone: str,
    make_object: Callable[[list[tuple[str, Any]]], Any],
    make_array: Callable[[list[Any]], Any],
    make_scalar: Callable[[Any], Any],
) -> Any:
    """The value that starts at a position, built by the three functions."""

    def part(start: int) -> Any:
        return _read(value, metadata, start, zone, make_object, make_array, make_scalar)

    header = _unsigned(value, at, 1)
    basic, info = header & 3, header >> 2
    if basic == _OBJECT:
        return make_object([(_name(metadata, key), part(start)) for key, start in _members(value, at, info)])
    if basic == _ARRAY:
        return make_array([part(start) for start in _elements(value, at, info)])
    if basic == _SHORT_STRING:
        return make_scalar(_cut(value, at + 1, info).decode())
    return make_scalar(_primitive(value, at, info, zone))


def _members(value: bytes, at: int, info: int) -> Iterator[tuple[int, int]]:
    """The ids of an object's fields, each with the position of its value."""
    size_width, id_width, offset_width = 4 if info & 16 else 1, (info >> 2 & 3) + 1, (info & 3) + 1
    count = _unsigned(value, at + 1, size_width)
    ids = at + 1 + size_width
    offsets = ids + count * id_width
    data = offsets + (count + 1) * offset_width
    for index in range(count):
        start = _unsigned(value, offsets + index * offset_width, offset_width)
        yield _unsigned(value, ids + index * id_width, id_width), data + start


def _elements(value: bytes, at: int, info: int) -> Iterator[int]:
    """The positions of an array's elements."""
    size_width, offset_width = 4 if info & 4 else 1, (info & 3) + 1
    count = _unsigned(value, at + 1, size_width)
    offsets = at + 1 + size_width
    data = offsets + (count + 1) * offset_width
    for index in range(count):
        yield data + _unsigned(value, offsets + index * offset_width, offset_width)


def _name(metadata: bytes, index: int) -> str:
    """The field name with that id."""
    width = (_unsigned(metadata, 0, 1) >> 6) + 1
    count = _unsigned(metadata, 1, width)
    if index >= count:
        raise _malformed()
    start = _unsigned(metadata, 1 + (index + 1) * width, width)
    end = _unsigned(metadata, 1 + (index + 2) * width, width)
    if start > end:
        raise _malformed()
    return _cut(metadata, 1 + (count + 2) * width + start, end - start).decode()


def _primitive(value: bytes, at: int, kind: int, zone: str) -> Any:
    body = at + 1
    if kind == _NULL:
        return None
    if kind in (_TRUE, _FALSE):
        return kind == _TRUE
    if kind in _INTEGERS:
        return _signed(value, body, _INTEGERS[kind])
    if kind in _DECIMALS:
        return _decimal(value, body, *_DECIMALS[kind])
    if kind == _DOUBLE:
        return struct.unpack("<d", _cut(value, body, 8))[0]
    if kind == _FLOAT:
        return struct.unpack("<f", _cut(value, body, 4))[0]
    if kind == _DATE:
        return datetime.date.fromordinal(_EPOCH.toordinal() + _signed(value, body, 4))
    if kind in (_TIMESTAMP, _TIMESTAMP_NTZ):
        moment = _EPOCH + datetime.timedelta(microseconds=_signed(value, body, 8))
        if kind == _TIMESTAMP_NTZ:
            return moment
        from zoneinfo import ZoneInfo

        return moment.replace(tzinfo=datetime.timezone.utc).astimezone(ZoneInfo(zone))
    if kind in (_BINARY, _LONG_STRING):
        content = bytes(_cut(value, body + 4, _unsigned(value, body, 4)))
        return content if kind == _BINARY else content.decode()
    raise _malformed()


def _decimal(value: bytes, at: int, width: int, limit: int) -> decimal.Decimal:
    scale, unscaled = _unsigned(value, at, 1), _signed(value, at + 1, width)
    if abs(unscaled) >= 10**limit or scale > limit:
        raise _malformed()
    # The context's precision must not round 38 digits away.
    return decimal.Decimal((unscaled < 0, [int(digit) for digit in str(abs(unscaled))], -scale))


def _json_object(items: list[tuple[str, Any]]) -> str:
    return "{" + ",".join(f"{json.dumps(key)}:{item}" for key, item in items) + "}"


def _json_scalar(scalar: Any) -> str:
    if scalar is None or isinstance(scalar, (bool, str)):
        return json.dumps(scalar)
    if isinstance(scalar, bytes):
        return f'"{base64.b64encode(scalar).decode()}"'
    if isinstance(scalar, datetime.date):
        return f'"{scalar}"'
    return str(scalar)


# ---------------------------------------------------------------------------------------------- writing


def parse_json(text: str) -> tuple[bytes, bytes]:
    """The value and metadata that stand for a JSON text.

    Numbers become the smallest integer, or a decimal of up to 38 digits where they have no exponent, or a
    double. Raises ``PySparkValueError`` above 16 MB, and ``json.JSONDecodeError`` for what is no JSON.
    """
    names: dict[str, int] = {}
    value = _encode(json.loads(text, parse_float=number), names)
    return _limited(value), _limited(_dictionary(names))


def _too_large() -> PySparkValueError:
    return PySparkValueError(
        errorClass="VARIANT_SIZE_LIMIT", messageParameters={"sizeLimit": str(_SIZE_LIMIT)}
    )


def _limited(data: bytes) -> bytes:
    if len(data) > _SIZE_LIMIT:
        raise _too_large()
    return data


def number(text: str) -> decimal.Decimal | float:
    """A decimal, if the text is one of up to 38 digits; else a double."""
    if all(character.isdecimal() or character in "-." for character in text):
        exact = decimal.Decimal(text)
        digits, exponent = exact.as_tuple().digits, exact.as_tuple().exponent
        if len(digits) <= 38 and isinstance(exponent, int) and -exponent <= 38:
            return exact
    return float(text)


def _dictionary(names: dict[str, int]) -> bytes:
    encoded = [name.encode() for name in names]
    width = _width(max(sum(map(len, encoded)), len(encoded)))
    header = bytes([_VERSION | (width - 1) << 6]) + len(encoded).to_bytes(width, "little")
    return header + _offsets(map(len, encoded), width) + b"".join(encoded)


def _offsets(lengths: Any, width: int) -> bytes:
    """Where each of several parts starts, and where the last one ends."""
    position, found = 0, [0]
    for length in lengths:
        position += length
        found.append(position)
    return b"".join(offset.to_bytes(width, "little") for offset in found)


def _width(number: int) -> int:
    """The bytes that an unsigned number takes, of up to three."""
    if number > 0xFFFFFF:
        raise _too_large()
    return 1 if number <= 0xFF else 2 if number <= 0xFFFF else 3


def _primitive_bytes(kind: int, body: bytes = b"") -> bytes:
    return bytes([kind << 2 | _PRIMITIVE]) + body


def _encode(value: Any, names: dict[str, int]) -> bytes:
    """A value's bytes; bytes are a value that is encoded already."""
    if isinstance(value, bytes):
        return value
    if value is None:
        return _primitive_bytes(_NULL)
    if isinstance(value, bool):
        return _primitive_bytes(_TRUE if value else _FALSE)
    if isinstance(value, int):
        return _encode_int(value, names)
    if isinstance(value, float):
        return _primitive_bytes(_DOUBLE, struct.pack("<d", value))
    if isinstance(value, decimal.Decimal):
        return _encode_decimal(value)
    if isinstance(value, str):
        return _encode_string(value.encode())
    if isinstance(value, list):
        return _encode_array([_encode(item, names) for item in value])
    # Names get their ids in the order of appearance: an object's own before those inside it.
    members = {}
    for name, item in value.items():
        key = names.setdefault(name, len(names))
        members[name] = key, _encode(item, names)
    return _encode_object(members)


def _encode_int(value: int, names: dict[str, int]) -> bytes:
    for kind, width in _INTEGERS.items():
        if -(1 << 8 * width - 1) <= value < 1 << 8 * width - 1:
            return _primitive_bytes(kind, value.to_bytes(width, "little", signed=True))
    return _encode(number(str(value)), names)


def _encode_decimal(value: decimal.Decimal) -> bytes:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    unscaled = int("".join(map(str, digits))) * (-1 if sign else 1)
    for kind, (width, limit) in _DECIMALS.items():
        if len(digits) <= limit and -exponent <= limit:
            return _primitive_bytes(
                kind, bytes([-exponent]) + unscaled.to_bytes(width, "little", signed=True)
            )
    raise _malformed()


def _encode_string(text: bytes) -> bytes:
    if len(text) <= _SHORT_STRING_LIMIT:
        return bytes([len(text) << 2 | _SHORT_STRING]) + text
    return _primitive_bytes(_LONG_STRING, len(text).to_bytes(4, "little") + text)


def _encode_array(items: list[bytes]) -> bytes:
    large, width = len(items) > 0xFF, _width(sum(map(len, items)))
    header = bytes([(large << 2 | width - 1) << 2 | _ARRAY]) + len(items).to_bytes(
        4 if large else 1, "little"
    )
    return header + _offsets(map(len, items), width) + b"".join(items)


def _encode_object(members: dict[str, tuple[int, bytes]]) -> bytes:
    """Ids and offsets in the order of names; the values stay in the order they came in."""
    large, width = len(members) > 0xFF, _width(sum(len(item) for _, item in members.values()))
    id_width = _width(max((key for key, _ in members.values()), default=0))
    starts, position = {}, 0
    for name, (_, item) in members.items():
        starts[name] = position
        position += len(item)
    # The order of Java's strings.
    ordered = sorted(members, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    header = bytes([(large << 4 | id_width - 1 << 2 | width - 1) << 2 | _OBJECT])
    return b"".join(
        (
            header,
            len(members).to_bytes(4 if large else 1, "little"),
            *(members[name][0].to_bytes(id_width, "little") for name in ordered),
            *(starts[name].to_bytes(width, "little") for name in ordered),
            position.to_bytes(width, "little"),
            *(item for _, item in members.values()),
        )
    )
