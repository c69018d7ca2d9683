"""Static methods of Java's own classes that programs call from SQL: ``reflect('java.util.UUID', 'randomUUID')``.

The methods of a class that is here are all that take and give plain values, but for those in ``MISSING``. Arguments are
told apart by SQL's names of their types, as Java tells overloads apart: exactly.
"""

from __future__ import annotations

import math
import os
import random
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote_plus, unquote_plus

__all__ = ["CLASSES", "MISSING", "JavaError", "method_of"]

Method = Callable[..., Any]
Overloads = dict[tuple[str, ...], Method]

I, L, F, D, B, S = "int", "bigint", "float", "double", "boolean", "string"  # noqa: E741 - as the JVM calls them


class JavaError(Exception):
    """A method has thrown an exception."""


# ------------------------------------------------------------------------------------------- numbers


def _wrapped(value: int, bits: int) -> int:
    half = 1 << (bits - 1)
    return (value + half) % (1 << bits) - half


def _exact(bits: int, function: Callable[..., int]) -> Method:
    """Whole numbers that must fit."""

    def run(*values: int) -> int:
        found = function(*values)
        if found != _wrapped(found, bits):
            raise JavaError(f"{'integer' if bits == 32 else 'long'} overflow")
        return found

    return run


def _divided(one: int, other: int) -> int:
    if not other:
        raise JavaError("/ by zero")
    return one // other


def _modulus(one: int, other: int) -> int:
    if not other:
        raise JavaError("/ by zero")
    return one % other


def _real(function: Callable[..., float]) -> Method:
    """A function of doubles that gives NaN where it has no value, as Java's do."""

    def run(*values: float) -> float:
        try:
            return function(*values)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return run


def _log(value: float) -> float:
    return -math.inf if value == 0 else math.log(value)


def _power(base: float, exponent: float) -> float:
    if exponent != 0 and (math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent))):
        return math.nan
    if base == 0 and exponent < 0:
        odd = exponent % 2 == 1
        return math.copysign(math.inf, base) if odd else math.inf
    found = base**exponent
    return math.nan if isinstance(found, complex) else found


def _cube_root(value: float) -> float:
    found = math.copysign(abs(value) ** (1 / 3), value)
    # One of Newton's steps: the power is off by some last digits.
    return found if found == 0 or not math.isfinite(found) else found - (found - value / found**2) / 3


def _rounded(bits: int) -> Method:
    def run(value: float) -> int:
        if math.isnan(value):
            return 0
        most = (1 << (bits - 1)) - 1
        return max(-most - 1, min(most, math.floor(value + 0.5) if abs(value) < 2**62 else _clamped(value)))

    return run


def _clamped(value: float) -> int:
    return (1 << 63) if value > 0 else -(1 << 63)


def _rint(value: float) -> float:
    return value if not math.isfinite(value) else math.copysign(float(round(value)), value)


def _whole(function: Callable[[float], int]) -> Method:
    def run(value: float) -> float:
        return value if not math.isfinite(value) else math.copysign(float(function(value)), value)

    return run


def _sign(value: float) -> float:
    return value if value == 0 or math.isnan(value) else math.copysign(1.0, value)


def _least(one: float, other: float) -> float:
    if math.isnan(one) or math.isnan(other):
        return math.nan
    return min(one, other, key=lambda v: (v, math.copysign(1, v)))


def _most(one: float, other: float) -> float:
    if math.isnan(one) or math.isnan(other):
        return math.nan
    return max(one, other, key=lambda v: (v, math.copysign(1, v)))


def _of_numbers(whole: Callable[[int], Method], real: Method, count: int) -> Overloads:
    """The four overloads of a method of numbers."""
    return {
        (I,) * count: whole(32), (L,) * count: whole(64), (F,) * count: real, (D,) * count: real,
    }  # fmt: skip


def _of_whole(name: Callable[[int], Method], count: int) -> Overloads:
    return {(I,) * count: name(32), (L,) * count: name(64)}


_MATH: dict[str, Overloads] = {
    "abs": _of_numbers(lambda bits: lambda v: _wrapped(abs(v), bits), abs, 1),
    "max": _of_numbers(lambda bits: max, _most, 2),
    "min": _of_numbers(lambda bits: min, _least, 2),
    "addExact": _of_whole(lambda bits: _exact(bits, lambda a, b: a + b), 2),
    "subtractExact": _of_whole(lambda bits: _exact(bits, lambda a, b: a - b), 2),
    "multiplyExact": _of_whole(lambda bits: _exact(bits, lambda a, b: a * b), 2),
    "negateExact": _of_whole(lambda bits: _exact(bits, lambda a: -a), 1),
    "incrementExact": _of_whole(lambda bits: _exact(bits, lambda a: a + 1), 1),
    "decrementExact": _of_whole(lambda bits: _exact(bits, lambda a: a - 1), 1),
    "absExact": _of_whole(lambda bits: _exact(bits, abs), 1),
    "floorDiv": _of_whole(lambda bits: lambda a, b: _wrapped(_divided(a, b), bits), 2),
    "floorMod": _of_whole(lambda bits: _modulus, 2),
    "toIntExact": {(L,): _exact(32, int)},
    "round": {(D,): _rounded(64), (F,): _rounded(32)},
    "signum": {(D,): _sign, (F,): _sign},
    "copySign": {(D, D): math.copysign, (F, F): math.copysign},
    "random": {(): random.random},
    "sqrt": {(D,): _real(math.sqrt)},
    "cbrt": {(D,): _cube_root},
    "pow": {(D, D): _real(_power)},
    "exp": {(D,): _real(math.exp)},
    "expm1": {(D,): _real(math.expm1)},
    "log": {(D,): _real(_log)},
    "log10": {(D,): _real(lambda v: -math.inf if v == 0 else math.log10(v))},
    "log1p": {(D,): _real(lambda v: -math.inf if v == -1 else math.log1p(v))},
    "hypot": {(D, D): math.hypot},
    "atan2": {(D, D): math.atan2},
    "floor": {(D,): _whole(math.floor)},
    "ceil": {(D,): _whole(math.ceil)},
    "rint": {(D,): _rint},
    "toRadians": {(D,): math.radians},
    "toDegrees": {(D,): math.degrees},
    **{
        name: {(D,): _real(getattr(math, name))}
        for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")
    },
}


def _parse(bits: int) -> Callable[..., int]:
    def run(text: str, base: int = 10) -> int:
        plain = text.removeprefix("-") if text.startswith("-") else text.removeprefix("+")
        if not 2 <= base <= 36 or not plain.isalnum() or text.strip() != text:
            raise JavaError(f'For input string: "{text}"')
        try:
            found = int(text, base)
        except ValueError:
            raise JavaError(f'For input string: "{text}"') from None
        if found != _wrapped(found, bits):
            raise JavaError(f'For input string: "{text}"')
        return found

    return run


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _in_base(value: int, base: int = 10) -> str:
    base = base if 2 <= base <= 36 else 10
    rest, found = abs(value), ""
    while rest:
        rest, digit = divmod(rest, base)
        found = _DIGITS[digit] + found
    return ("-" if value < 0 else "") + (found or "0")


def _integers(bits: int, kind: str) -> dict[str, Overloads]:
    """The methods of Integer or Long."""
    mask, parse = (1 << bits) - 1, _parse(bits)

    def highest(value: int) -> int:
        unsigned = value & mask
        return _wrapped(1 << (unsigned.bit_length() - 1), bits) if unsigned else 0

    def zeros_behind(value: int) -> int:
        unsigned = value & mask
        return (unsigned & -unsigned).bit_length() - 1 if unsigned else bits

    def reverse(value: int) -> int:
        return _wrapped(int(format(value & mask, f"0{bits}b")[::-1], 2), bits)

    def compare(one: int, other: int) -> int:
        return (one > other) - (one < other)

    return {
        "parseInt" if bits == 32 else "parseLong": {(S,): parse, (S, I): parse},
        "valueOf": {(S,): parse, (S, I): parse, (kind,): int},
        "toString": {(kind,): _in_base, (kind, I): _in_base},
        "toHexString": {(kind,): lambda v: format(v & mask, "x")},
        "toOctalString": {(kind,): lambda v: format(v & mask, "o")},
        "toBinaryString": {(kind,): lambda v: format(v & mask, "b")},
        "bitCount": {(kind,): lambda v: (v & mask).bit_count()},
        "reverse": {(kind,): reverse},
        "highestOneBit": {(kind,): highest},
        "lowestOneBit": {(kind,): lambda v: _wrapped((v & mask) & -(v & mask), bits)},
        "numberOfLeadingZeros": {(kind,): lambda v: bits - (v & mask).bit_length()},
        "numberOfTrailingZeros": {(kind,): zeros_behind},
        "signum": {(kind,): lambda v: compare(v, 0)},
        "compare": {(kind, kind): compare},
        "max": {(kind, kind): max},
        "min": {(kind, kind): min},
        "sum": {(kind, kind): lambda a, b: _wrapped(a + b, bits)},
    }


def _parse_double(text: str) -> float:
    plain = text.strip()
    if plain in ("NaN", "+NaN", "-NaN"):
        return math.nan
    if plain.lstrip("+-") == "Infinity":
        return -math.inf if plain.startswith("-") else math.inf
    if not plain[-1:].isdigit() and plain[-1:] in "dDfF":
        plain = plain[:-1]
    if "_" in plain or plain.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise JavaError(f'For input string: "{text}"')
    try:
        return float(plain)
    except ValueError:
        raise JavaError(f'For input string: "{text}"' if plain else "empty String") from None


# ------------------------------------------------------------------------------------------- texts


def _uuid(text: str) -> str:
    parts = text.split("-")
    try:
        if len(parts) != 5 or not all(part.isalnum() and len(part) <= 16 for part in parts):
            raise ValueError
        numbers = [int(part, 16) for part in parts]
    except ValueError:
        raise JavaError(f"Invalid UUID string: {text}") from None
    sizes = (8, 4, 4, 4, 12)
    return "-".join([format(number % (1 << 4 * size), f"0{size}x") for number, size in zip(numbers, sizes)])


def _charset(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        raise JavaError(name) from None
    return name


def _url_decoded(text: str, charset: str) -> str:
    for part in text.split("%")[1:]:
        if len(part) < 2 or any(sign not in "0123456789abcdefABCDEF" for sign in part[:2]):
            raise JavaError("URLDecoder: Illegal hex characters in escape (%) pattern")
    return unquote_plus(text, _charset(charset), "replace")


def _url_encoded(text: str, charset: str) -> str:
    return quote_plus(text, "*", _charset(charset), "replace").replace("~", "%7E")


def _require(told: bool) -> None:
    if not told:
        raise JavaError("requirement failed")


#: The methods of each class, by name and argument types. What they give is written as Java writes it.
CLASSES: dict[str, dict[str, Overloads]] = {
    "java.lang.Boolean": {
        "parseBoolean": {(S,): lambda text: text.lower() == "true"},
        "valueOf": {(S,): lambda text: text.lower() == "true", (B,): bool},
        "toString": {(B,): bool},
        "logicalAnd": {(B, B): lambda a, b: a and b},
        "logicalOr": {(B, B): lambda a, b: a or b},
        "logicalXor": {(B, B): lambda a, b: a != b},
        "compare": {(B, B): lambda a, b: int(a) - int(b)},
    },
    "java.lang.Double": {
        "parseDouble": {(S,): _parse_double},
        "valueOf": {(S,): _parse_double, (D,): float},
        "toString": {(D,): float},
        "isNaN": {(D,): math.isnan},
        "isInfinite": {(D,): math.isinf},
        "isFinite": {(D,): math.isfinite},
        "max": {(D, D): _most},
        "min": {(D, D): _least},
        "sum": {(D, D): lambda a, b: a + b},
    },
    "java.lang.Integer": _integers(32, I),
    "java.lang.Long": _integers(64, L),
    "java.lang.Math": _MATH,
    "java.lang.StrictMath": _MATH,
    "java.lang.String": {"valueOf": {(kind,): lambda value: value for kind in (I, L, F, D, B)}},
    "java.lang.System": {
        "currentTimeMillis": {(): lambda: int(time.time() * 1000)},
        "nanoTime": {(): time.perf_counter_ns},
        "lineSeparator": {(): lambda: "\n"},
        "getenv": {(S,): os.environ.get},
    },
    "java.net.URLDecoder": {"decode": {(S, S): _url_decoded}},
    "java.net.URLEncoder": {"encode": {(S, S): _url_encoded}},
    "java.util.UUID": {"randomUUID": {(): uuid.uuid4}, "fromString": {(S,): _uuid}},
    "scala.Predef": {"require": {(B,): _require}},
}
#: Methods of these classes that Java has and Pyrite has not.
MISSING: dict[str, Sequence[str]] = {
    "java.lang.Boolean": ("getBoolean", "hashCode"),
    "java.lang.Double": (
        "compare", "doubleToLongBits", "doubleToRawLongBits", "hashCode", "longBitsToDouble", "toHexString",
    ),
    "java.lang.Integer": (
        "compareUnsigned", "decode", "divideUnsigned", "getInteger", "hashCode", "parseUnsignedInt",
        "remainderUnsigned", "reverseBytes", "rotateLeft", "rotateRight", "toUnsignedLong", "toUnsignedString",
    ),
    "java.lang.Long": (
        "compareUnsigned", "decode", "divideUnsigned", "getLong", "hashCode", "parseUnsignedLong", "remainderUnsigned",
        "reverseBytes", "rotateLeft", "rotateRight", "toUnsignedString",
    ),
    "java.lang.Math": (
        "IEEEremainder", "fma", "getExponent", "multiplyFull", "multiplyHigh", "nextAfter", "nextDown", "nextUp",
        "scalb", "ulp",
    ),
    "java.lang.StrictMath": (
        "IEEEremainder", "fma", "getExponent", "nextAfter", "nextDown", "nextUp", "scalb", "ulp",
    ),
    "java.lang.System": (
        "clearProperty", "exit", "gc", "getProperty", "identityHashCode", "load", "loadLibrary", "setProperty",
    ),
    "scala.Predef": ("assert", "assume", "println", "print"),
}  # fmt: skip


def method_of(class_name: str, method: str, types: Sequence[str]) -> Method | None:
    """The method of this class that takes arguments of these types, if there is one."""
    return CLASSES[class_name].get(method, {}).get(tuple(types))
