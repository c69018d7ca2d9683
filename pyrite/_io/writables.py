"""Hadoop's Writable types: how each is laid out in bytes and which Python type it is to a PySpark user."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.errors import CorruptFileError, UnsupportedFormatError

IO = "org.apache.hadoop.io."


class WritableTypeError(UnsupportedFormatError, TypeError):
    """A Python value that no Writable, or not the one asked for, can hold."""

    java_class = "org.apache.spark.SparkException"


@dataclass(frozen=True)
class Writable:
    """One Writable class: `encode` gives a value's bytes, `decode` takes all bytes of one value.

    `parse` reads one value at an offset of a bigger buffer and returns it with the offset behind it.
    `show` is Java's toString, which text outputs use.
    """

    class_name: str
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]
    parse: Callable[[bytes, int], tuple[Any, int]]
    show: Callable[[Any], str] = str


def encode_vlong(value: int) -> bytes:
    """Encode as Hadoop's variable-length integer, 1 to 9 bytes.

    >>> encode_vlong(127), encode_vlong(300)
    (b'\\x7f', b'\\x8e\\x01,')
    """
    if -112 <= value <= 127:
        return struct.pack("b", value)
    magnitude = ~value if value < 0 else value
    size = (magnitude.bit_length() + 7) // 8
    return struct.pack("b", (-120 if value < 0 else -112) - size) + magnitude.to_bytes(size, "big")


def parse_vlong(data: bytes, at: int) -> tuple[int, int]:
    """Read a variable-length integer at an offset; return it and the offset behind it."""
    first = data[at]
    if first < 128:
        return first, at + 1
    first -= 256
    if first >= -112:
        return first, at + 1
    size, negative = (-120 - first, True) if first < -120 else (-112 - first, False)
    end = at + 1 + size
    if end > len(data):
        raise IndexError("a variable-length integer is cut short")
    value = int.from_bytes(data[at + 1 : end], "big")
    return (~value if negative else value), end


def encode_text(value: str) -> bytes:
    """Encode a string as Text: its UTF-8 length, then its UTF-8 bytes."""
    data = value.encode("utf-8")
    return encode_vlong(len(data)) + data


def parse_text(data: bytes, at: int) -> tuple[str, int]:
    """Read a Text at an offset; return it and the offset behind it."""
    size, at = parse_vlong(data, at)
    if size < 0 or at + size > len(data):
        raise IndexError("a text is cut short")
    return str(data[at : at + size], "utf-8", "replace"), at + size


def _fixed(name: str, layout: str, kind: type, show: Callable[[Any], str] = str) -> Writable:
    packed = struct.Struct(layout)

    def encode(value: Any) -> bytes:
        return packed.pack(kind(value))

    def decode(data: bytes) -> Any:
        return packed.unpack(data)[0]

    def parse(data: bytes, at: int) -> tuple[Any, int]:
        return packed.unpack_from(data, at)[0], at + packed.size

    return Writable(IO + name, encode, decode, parse, show)


def _whole(parse: Callable[[bytes, int], tuple[Any, int]]) -> Callable[[bytes], Any]:
    return lambda data: parse(data, 0)[0]


def _encode_bytes(value: Any) -> bytes:
    return struct.pack(">i", len(value)) + value


def _parse_bytes(data: bytes, at: int) -> tuple[bytearray, int]:
    size = int.from_bytes(data[at : at + 4], "big", signed=True)
    end = at + 4 + size
    if size < 0 or end > len(data):
        raise IndexError("a byte array is cut short")
    return bytearray(data[at + 4 : end]), end


def show_double(value: float) -> str:
    """Format a double as Java does.

    >>> show_double(1e10), show_double(0.5)
    ('1.0E10', '0.5')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = repr(value)
        if "e" not in text:
            return text
        return f"{value:f}".rstrip("0")
    digits, _, exponent = _shortest(value).partition("e")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _shortest(value: float) -> str:
    for precision in range(17):
        text = f"{value:.{precision}e}"
        if float(text) == value:
            return text
    return f"{value:.17e}"


def _encode_map(value: Mapping[Any, Any]) -> bytes:
    classes: dict[str, int] = {}
    entries = b"".join(_tagged(key, classes) + _tagged(item, classes) for key, item in value.items())
    # Java's writeUTF: a two-byte length.
    table = b"".join(
        struct.pack(">bH", number, len(name)) + name.encode("ascii") for name, number in classes.items()
    )
    return struct.pack("b", len(classes)) + table + struct.pack(">i", len(value)) + entries


def _tagged(value: Any, classes: dict[str, int]) -> bytes:
    writable = writable_for(value)
    number = _MAP_CLASS_NUMBERS.get(writable.class_name)
    if number is None:
        number = classes.setdefault(writable.class_name, len(classes) + 1)
    return struct.pack("b", number) + writable.encode(value)


def _parse_map(data: bytes, at: int) -> tuple[dict[Any, Any], int]:
    classes = {number: name for name, number in _MAP_CLASS_NUMBERS.items()}
    (extra,) = struct.unpack_from("b", data, at)
    at += 1
    for _ in range(extra):
        number, size = struct.unpack_from(">bH", data, at)
        classes[number] = data[at + 3 : at + 3 + size].decode("ascii")
        at += 3 + size
    (count,) = struct.unpack_from(">i", data, at)
    at += 4
    found: dict[Any, Any] = {}
    for _ in range(count):
        key, at = _parse_tagged(data, at, classes)
        found[key], at = _parse_tagged(data, at, classes)
    return found, at


def _parse_tagged(data: bytes, at: int, classes: Mapping[int, str]) -> tuple[Any, int]:
    (number,) = struct.unpack_from("b", data, at)
    name = classes.get(number)
    if name is None:
        raise IndexError(f"a map names the unknown class number {number}")
    return writable_named(name).parse(data, at + 1)


_MAP_CLASS_NUMBERS = {
    IO + name: number
    for number, name in enumerate(
        (
            "ArrayWritable",
            "BooleanWritable",
            "BytesWritable",
            "FloatWritable",
            "IntWritable",
            "LongWritable",
            "MapWritable",
            "MD5Hash",
            "NullWritable",
            "ObjectWritable",
            "SortedMapWritable",
            "Text",
            "TwoDArrayWritable",
            "VIntWritable",
            "VLongWritable",
        ),
        start=-127,
    )
}


def _show_map(value: Mapping[Any, Any]) -> str:
    return "{" + ", ".join(f"{show(key)}={show(item)}" for key, item in value.items()) + "}"


def show(value: Any) -> str:
    """Format a value as its Writable's toString does."""
    writable = writable_for(value)
    return "(null)" if writable is NULL else writable.show(value)


NULL = Writable(
    IO + "NullWritable", lambda _: b"", lambda _: None, lambda _, at: (None, at), lambda _: "(null)"
)
BYTES = Writable(
    IO + "BytesWritable",
    _encode_bytes,
    _whole(_parse_bytes),
    _parse_bytes,
    lambda value: " ".join(f"{byte:02x}" for byte in value),
)
TEXT = Writable(IO + "Text", encode_text, _whole(parse_text), parse_text)
BOOLEAN = _fixed("BooleanWritable", "?", bool, lambda value: str(value).lower())
INT = _fixed("IntWritable", ">i", int)
LONG = _fixed("LongWritable", ">q", int)
DOUBLE = _fixed("DoubleWritable", ">d", float, show_double)
MAP = Writable(IO + "MapWritable", _encode_map, _whole(_parse_map), _parse_map, _show_map)

_WRITABLES = {
    writable.class_name: writable
    for writable in (
        NULL,
        BYTES,
        TEXT,
        BOOLEAN,
        INT,
        LONG,
        DOUBLE,
        MAP,
        _fixed("ByteWritable", ">b", int),
        _fixed("ShortWritable", ">h", int),
        _fixed("FloatWritable", ">f", float, show_double),
        Writable(IO + "VIntWritable", encode_vlong, _whole(parse_vlong), parse_vlong),
        Writable(IO + "VLongWritable", encode_vlong, _whole(parse_vlong), parse_vlong),
        Writable(IO + "SortedMapWritable", _encode_map, _whole(_parse_map), _parse_map, _show_map),
    )
}
_ACCEPTS: dict[str, tuple[type, ...]] = {
    IO + "NullWritable": (type(None),),
    IO + "BytesWritable": (bytes, bytearray),
    IO + "Text": (str,),
    IO + "BooleanWritable": (bool,),
    IO + "MapWritable": (dict,),
    IO + "SortedMapWritable": (dict,),
    IO + "FloatWritable": (float, int),
    IO + "DoubleWritable": (float, int),
}


def writable_named(class_name: str) -> Writable:
    """Return a Writable by its Java class name.

    Raises:
        UnsupportedFormatError: naming the class and those that are supported.
    """
    found = _WRITABLES.get(class_name)
    if found is None:
        hint = (
            "; an ArrayWritable needs a Java converter, which Pyrite cannot run: store a MapWritable"
            if class_name.endswith("ArrayWritable")
            else ""
        )
        raise UnsupportedFormatError(
            f"Writable class {class_name} is not supported; supported are "
            f"{', '.join(sorted(name.removeprefix(IO) for name in _WRITABLES))}{hint}"
        )
    return found


_INT_RANGE = range(-(1 << 31), 1 << 31)
_LONG_RANGE = range(-(1 << 63), 1 << 63)


def writable_for(value: Any) -> Writable:
    """Return the Writable that PySpark chooses for a Python value.

    >>> writable_for(1).class_name, writable_for(2**40).class_name
    ('org.apache.hadoop.io.IntWritable', 'org.apache.hadoop.io.LongWritable')

    Raises:
        WritableTypeError: for lists, sets, decimals, dates and all other types.
    """
    if value is None:
        return NULL
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int) and value in _LONG_RANGE:
        return INT if value in _INT_RANGE else LONG
    for kinds, writable in _BY_TYPE:
        if isinstance(value, kinds):
            return writable
    raise WritableTypeError(f"Data of type {type(value).__name__} cannot be used: {value!r:.80}")


_BY_TYPE: tuple[tuple[type | tuple[type, ...], Writable], ...] = (
    (float, DOUBLE),
    (str, TEXT),
    ((bytes, bytearray), BYTES),
    (dict, MAP),
)


def encoder(writable: Writable, role: str) -> Callable[[Any], bytes]:
    """Return an encoder that refuses values of another type; `role` is 'key' or 'value', for its message.

    An int may be written by every class of whole or floating numbers, as long as it fits.
    """
    accepted = _ACCEPTS.get(writable.class_name, (int,))
    encode = writable.encode
    no_bool = bool not in accepted
    # Spark would write a 64-bit number into a file of ints only by an error: so does struct.
    narrow = {IO + "VIntWritable": _INT_RANGE, IO + "VLongWritable": _LONG_RANGE}.get(writable.class_name)

    def checked(value: Any) -> bytes:
        if not isinstance(value, accepted) or (no_bool and isinstance(value, bool)):
            raise _wrong(role, value, writable)
        if narrow is not None and value not in narrow:
            raise _wrong(role, value, writable)
        try:
            return encode(value)
        except (struct.error, OverflowError):
            raise _wrong(role, value, writable) from None

    return checked


def _wrong(role: str, value: Any, writable: Writable) -> WritableTypeError:
    try:
        given = writable_for(value).class_name
    except WritableTypeError:
        given = type(value).__name__
    return WritableTypeError(
        f"wrong {role} class: {given} is not class {writable.class_name} ({value!r:.80})",
        java_class="java.io.IOException",
    )


def decoder(writable: Writable, path: str) -> Callable[[bytes], Any]:
    """Return a decoder whose errors name the file."""
    decode = writable.decode

    def checked(data: bytes) -> Any:
        try:
            return decode(data)
        except (struct.error, IndexError, ValueError) as error:
            reason = f"{path} is corrupt: a {writable.class_name} of {len(data)} bytes: {error}"
            raise CorruptFileError(reason, path) from None

    return checked
