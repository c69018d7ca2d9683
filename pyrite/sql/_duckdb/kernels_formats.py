"""Kernels of formats: Java's ``String.format`` and ``DecimalFormat``, the formats of ``to_char`` and ``to_number``."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa

from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql._duckdb.kernels_hashes import Murmur3
from pyrite.sql._duckdb.kernels_rows import of_arity, row_kernel, values_of
from pyrite.sql.types import (
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
)

_WIDE = Context(prec=400)

# ------------------------------------------------------------------------------------------- format_string

_SPECIFIER = re.compile(r"%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])")
_BITS: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, DateType: 32, LongType: 64}
_CLASSES: dict[type, str] = {
    BooleanType: "java.lang.Boolean",
    ByteType: "java.lang.Byte",
    ShortType: "java.lang.Short",
    IntegerType: "java.lang.Integer",
    DateType: "java.lang.Integer",
    LongType: "java.lang.Long",
    FloatType: "java.lang.Float",
    DoubleType: "java.lang.Double",
    DecimalType: "org.apache.spark.sql.types.Decimal",
    StringType: "org.apache.spark.unsafe.types.UTF8String",
}


class FormatError(ValueError):
    """A format that does not suit its arguments."""


def java_double(value: float) -> str:
    """A double as Java writes it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = format(Decimal(repr(value)), "f")
        return text if "." in text else text + ".0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{exponent + len(digits) - 1}"


def _shortest(value: float) -> float:
    """The double with the fewest digits that is this float."""
    for digits in range(1, 10):
        near = float(f"{value:.{digits}g}")
        if struct.pack("f", near) == struct.pack("f", value):
            return near
    return value


def _string(value: Any, kind: DataType) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(kind, FloatType):
        return java_double(_shortest(value))
    if isinstance(kind, DoubleType):
        return java_double(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        inner = kind.elementType  # type: ignore[attr-defined]
        return f"[{','.join([_string(item, inner) for item in value])}]"
    if isinstance(value, tuple):
        fields = [_string(item, field.dataType) for item, field in zip(value, kind)]  # type: ignore[call-overload]
        return f"[{','.join(fields)}]"
    return str(value)


def format_java(pattern: str, values: Sequence[Any], kinds: Sequence[DataType]) -> str:
    """``String.format``. Raises :class:`FormatError`."""
    out: list[str] = []
    at, ordinary, last = 0, 0, -1
    while True:
        percent = pattern.find("%", at)
        if percent < 0:
            return "".join([*out, pattern[at:]])
        out.append(pattern[at:percent])
        found = _SPECIFIER.match(pattern, percent)
        if found is None:
            raise FormatError(f"Conversion = '{pattern[percent + 1 : percent + 2] or '%'}'")
        at = found.end()
        index, flags, width, precision, conversion = found.groups()
        if conversion in "%n":
            text = "%" if conversion == "%" else "\n"
            out.append(text.ljust(int(width or 0)) if "-" in flags else text.rjust(int(width or 0)))
            continue
        if conversion.lower() not in "bhscdoxefgat" or conversion in "DOF":
            raise FormatError(f"Conversion = '{conversion}'")
        if "<" in flags:
            place = last
        elif index is not None:
            place = int(index) - 1
        else:
            place, ordinary = ordinary, ordinary + 1
        last = place
        if not 0 <= place < len(values):
            raise FormatError(f"Format specifier '{found[0]}'")
        text = _formatted(
            values[place],
            kinds[place],
            flags,
            int(width or 0),
            None if precision is None else int(precision),
            conversion,
        )
        out.append(text.upper() if conversion.isupper() else text)


def _formatted(
    value: Any, kind: DataType, flags: str, width: int, precision: int | None, conversion: str
) -> str:
    lower = conversion.lower()

    def padded(text: str) -> str:
        # Java counts what is beyond the first plane twice.
        room = width - sum(sign > "\uffff" for sign in text)
        return text.ljust(room) if "-" in flags else text.rjust(room)

    if lower in "bsh":
        if lower == "b":
            text = "false" if value is None else _string(value, kind) if isinstance(value, bool) else "true"
        elif lower == "h":
            text = "null" if value is None else format(_java_hash(value, kind) & 0xFFFFFFFF, "x")
        else:
            text = _string(value, kind)
        return padded(text if precision is None else text[:precision])
    if value is None:
        return padded("null" if precision is None else "null"[:precision])
    bits = _BITS.get(type(kind))
    floating = isinstance(kind, (FloatType, DoubleType))
    wrong = FormatError(f"{conversion} != {_CLASSES.get(type(kind), type(kind).__name__)}")
    if lower in "dox" and bits is not None:
        if lower == "d":
            return _number(str(abs(value)), value < 0, flags, width)
        text = format(value & ((1 << bits) - 1), lower)
        if "#" in flags:
            text = ("0x" if lower == "x" else "0") + text
        return text.rjust(width, "0") if "0" in flags else padded(text)
    if lower == "c" and bits is not None and bits <= 32:
        return padded(chr(value))
    if lower in "efga" and floating:
        if math.isnan(value) or math.isinf(value):
            text = "NaN" if math.isnan(value) else "Infinity"
            return _number(text, value < 0, flags.replace("0", "").replace(",", ""), width)
        return _number(_float_text(abs(value), lower, precision), math.copysign(1, value) < 0, flags, width)
    raise wrong


def _float_text(value: float, conversion: str, precision: int | None) -> str:
    if conversion == "a":
        mantissa, _, exponent = value.hex().partition("p")
        mantissa = mantissa.rstrip("0") if "." in mantissa else mantissa
        return f"{mantissa}0p{int(exponent)}" if mantissa.endswith(".") else f"{mantissa}p{int(exponent)}"
    digits = 6 if precision is None else precision
    exact = Decimal(repr(value))
    if conversion == "g":
        digits = digits or 1
        rounded = _significant(exact, digits)
        if rounded == 0 or Decimal("1e-4") <= rounded < Decimal(10) ** digits:
            places = digits - 1 if rounded == 0 else max(digits - rounded.adjusted() - 1, 0)
            return _fixed(exact, places)
        conversion, digits = "e", digits - 1
    if conversion == "f":
        return _fixed(exact, digits)
    digest = _significant(exact, digits + 1)
    power = digest.adjusted() if digest else 0
    shown = _fixed(digest.scaleb(-power, _WIDE), digits)
    return f"{shown}e{'-' if power < 0 else '+'}{abs(power):02d}"


def _fixed(value: Decimal, places: int) -> str:
    return format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE), "f")


def _significant(value: Decimal, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(value)


def _number(text: str, negative: bool, flags: str, width: int) -> str:
    """Digits with a sign, groups and zeros as the flags want them."""
    if "," in flags:
        whole, dot, rest = text.partition(".")
        text = f"{int(whole):,}{dot}{rest}"
    before = after = ""
    if negative:
        before, after = ("(", ")") if "(" in flags else ("-", "")
    elif "+" in flags:
        before = "+"
    elif " " in flags:
        before = " "
    if "0" in flags and width:
        text = text.rjust(width - len(before) - len(after), "0")
    text = before + text + after
    return text.ljust(width) if "-" in flags else text.rjust(width)


def _java_hash(value: Any, kind: DataType) -> int:
    """``hashCode`` of what Spark hands to the formatter."""
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, str):
        # Spark's strings hash by murmur3 of their bytes.
        data = value.encode("utf-8")
        return Murmur3.data(data, 42)
    if isinstance(value, int) and isinstance(kind, LongType):
        return (value ^ (value >> 32)) & 0xFFFFFFFF
    return int(value)


def _make_format(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
    def run(*arrays: Any) -> pa.Array:
        columns = [values_of(array, type_) for array, type_ in zip(arrays, given)]
        found: list[str | None] = []
        for pattern, *values in zip(*columns):
            try:
                found.append(None if pattern is None else format_java(pattern, values, given[1:]))
            except FormatError:
                found.append(None)
        return pa.array(found, pa.string())

    return of_arity(run, len(given))


def _make_format_fault(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
    def run(*arrays: Any) -> pa.Array:
        columns = [values_of(array, type_) for array, type_ in zip(arrays, given)]
        found: list[str | None] = []
        for pattern, *values in zip(*columns):
            try:
                format_java(pattern or "", values, given[1:])
                found.append(None)
            except FormatError as error:
                found.append(str(error))
        return pa.array(found, pa.string())

    return of_arity(run, len(given))


KERNELS["format_string"] = _make_format
KERNELS["format_string_fault"] = _make_format_fault

# ------------------------------------------------------------------------------------------- format_number


class DecimalPattern:
    """A pattern of Java's ``DecimalFormat``."""

    def __init__(self, pattern: str):
        positive, _, negative = _split_pattern(pattern)
        self.prefix, body, self.suffix = _affixes(positive)
        self.negative = _affixes(negative)[::2] if negative else None
        self.scale = 2 if "%" in positive else 3 if "\u2030" in positive else 0
        number, exponent, zeros = body.partition("E")
        self.exponent = len(zeros) if exponent else 0
        whole, _, fraction = number.partition(".")
        self.group = len(whole) - whole.rfind(",") - 1 if "," in whole else 0
        whole = whole.replace(",", "")
        self.least = whole.count("0")
        self.whole = len(whole)
        self.least_fraction, self.most_fraction = fraction.count("0"), len(fraction)
        if "." in number and "0" not in number:
            # One digit is always there.
            self.least, self.least_fraction = (1, 0) if whole else (0, 1)
        if not pattern:
            self.group, self.most_fraction = 3, 0

    def format(self, value: Decimal | float) -> str:
        """The text of a number."""
        if isinstance(value, float):
            if math.isnan(value):
                return "NaN"
            negative = math.copysign(1, value) < 0
            if math.isinf(value):
                return self._signed("\u221e", negative)
            shown = Decimal(repr(value))
            exponent = shown.as_tuple().exponent
            assert isinstance(exponent, int)
            value = shown if -exponent <= self.most_fraction else Decimal(value)
        else:
            negative = value < 0
        value = value.copy_abs().scaleb(self.scale, _WIDE)
        return self._signed(self._scientific(value) if self.exponent else self._plain(value), negative)

    def _signed(self, text: str, negative: bool) -> str:
        if not negative:
            return self.prefix + text + self.suffix
        if self.negative is not None:
            return self.negative[0] + text + self.negative[1]
        return "-" + self.prefix + text + self.suffix

    def _plain(self, value: Decimal) -> str:
        rounded = value.quantize(Decimal(1).scaleb(-self.most_fraction), ROUND_HALF_EVEN, _WIDE)
        whole, _, fraction = format(rounded, "f").partition(".")
        fraction = fraction.rstrip("0").ljust(self.least_fraction, "0")
        whole = whole.lstrip("0").rjust(self.least, "0")
        if not whole and not fraction:
            whole = "0"
        if self.group:
            parts: list[str] = []
            while len(whole) > self.group:
                parts.insert(0, whole[-self.group :])
                whole = whole[: -self.group]
            whole = ",".join([whole, *parts])
        return f"{whole}.{fraction}" if fraction else whole

    def _scientific(self, value: Decimal) -> str:
        exponent = value.adjusted() if value else 0
        step = self.whole if self.whole > self.least else 1
        if step > 1:
            exponent = exponent // step * step
            digits = self.least + self.most_fraction
            value = Context(prec=max(digits, value.adjusted() - exponent + 1), rounding=ROUND_HALF_EVEN).plus(
                value
            )
        else:
            exponent -= self.least - 1
        shifted = value.scaleb(-exponent, _WIDE)
        rounded = (
            shifted.quantize(Decimal(1).scaleb(-max(self.most_fraction, 0)), ROUND_HALF_EVEN, _WIDE)
            if step == 1
            else shifted
        )
        whole, _, fraction = format(rounded, "f").partition(".")
        fraction = fraction.rstrip("0").ljust(self.least_fraction, "0")
        shown = f"{whole}.{fraction}" if fraction else whole
        sign = "-" if exponent < 0 else ""
        return f"{shown}E{sign}{str(abs(exponent)).rjust(self.exponent, '0')}"


def _split_pattern(pattern: str) -> tuple[str, str, str]:
    quoted = False
    for at, sign in enumerate(pattern):
        if sign == "'":
            quoted = not quoted
        elif sign == ";" and not quoted:
            return pattern[:at], ";", pattern[at + 1 :]
    return pattern, "", ""


def _affixes(pattern: str) -> tuple[str, str, str]:
    """The texts before and after the digits, and the digits."""
    parts, phase, quoted, at = ["", "", ""], 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "'":
            if pattern[at + 1 : at + 2] == "'":
                parts[phase] += "'"
                at += 1
            else:
                quoted = not quoted
                phase = 2 if phase == 1 else phase
        elif quoted or (phase != 1 and sign not in "#0,.") or phase == 2:
            parts[phase] += sign
        elif sign in "#0,.":
            phase = 1
            parts[1] += sign
        elif sign == "E" and pattern[at + 1 : at + 2] == "0":
            parts[1] += sign
        else:
            phase = 2
            parts[2] += sign
        at += 1
    return parts[0], parts[1], parts[2]


@lru_cache(maxsize=64)
def _pattern(text: str) -> DecimalPattern:
    return DecimalPattern(text)


def _format_number(value: Any, places: int | str) -> str | None:
    if isinstance(places, str):
        pattern = places or "#,###,###,###,###,###,##0"
    else:
        if places < 0:
            return None
        pattern = "#,###,###,###,###,###,##0" + ("." + "0" * places if places else "")
    return _pattern(pattern).format(Decimal(value) if isinstance(value, int) else value)


row_kernel("format_number", _format_number)

# --------------------------------------------------------------------------------- to_number and to_char


class NumberFormat:
    """A format of ``to_number`` and ``to_char``: tokens in order; digits are runs with groups."""

    def __init__(self, text: str):
        text = text.upper()
        self.tokens = re.findall(r"PR|MI|[0-9]|[.D]|[,G]|\$|S", text)
        body = "".join(self.tokens)
        body = body.replace("D", ".").replace("G", ",")
        self.before = re.match(r"(?:MI|S|\$)*", body)[0]  # type: ignore[index]
        rest = body[len(self.before) :]
        digits: str = re.match(r"[09,]*(?:\.[09]*)?", rest)[0]  # type: ignore[index]
        self.after = rest[len(digits) :]
        self.whole, _, self.fraction = digits.partition(".")
        self.has_point = "." in digits
        self.count = len(self.whole.replace(",", ""))

    # -- reading

    def parse(self, text: str) -> Decimal | None:
        """The number that a text means; None when it does not have the format."""
        text = text.strip(" ")
        negative = False
        front = re.findall(r"MI|S|\$", self.before)
        back = re.findall(r"MI|S|PR|\$", self.after)
        if "PR" in back and text.startswith("<") and text.endswith(">"):
            negative, text = True, text[1:-1]
        for token in front:
            if token == "$":
                if not text.startswith("$"):
                    return None
                text = text[1:]
            elif text[:1] in ("-", "+") and (token == "S" or text[0] == "-"):
                negative, text = text[0] == "-", text[1:]
        for token in reversed(back):
            if token == "$":
                if not text.endswith("$"):
                    return None
                text = text[:-1]
            elif token in ("S", "MI") and text[-1:] in ("-", "+") and (token == "S" or text[-1] == "-"):
                negative, text = text[-1] == "-", text[:-1]
        whole, point, fraction = text.partition(".")
        if not re.fullmatch(r"[0-9,]*", whole) or not re.fullmatch(r"[0-9]*", fraction):
            return None
        if point and not self.has_point:
            return None
        if not self._fits(whole) or len(fraction) > len(self.fraction):
            return None
        if not (whole + fraction).replace(",", ""):
            return None
        value = Decimal(f"{whole.replace(',', '') or '0'}.{fraction or '0'}")
        return (-value if negative else value).quantize(Decimal(1).scaleb(-len(self.fraction)), None, _WIDE)

    def _fits(self, whole: str) -> bool:
        digits, groups = whole.replace(",", ""), self.whole.split(",")
        given = whole.split(",")
        if len(given) > len(groups):
            return False
        for index, (part, wanted) in enumerate(zip(reversed(given), reversed(groups))):
            last = index == len(given) - 1
            if len(part) > len(wanted) or (not last and wanted[:1] == "0" and len(part) != len(wanted)):
                return False
        first = groups[0]
        if first.startswith("0") and (len(given) < len(groups) or len(given[0]) != len(first)):
            return False
        return len(given) == len(groups) or not whole or len(digits) <= len(given[-1].join(groups))

    # -- writing

    def format(self, value: Decimal) -> str:
        """The text of a number; ``#`` for each digit when it does not fit."""
        scale = len(self.fraction)
        negative = value < 0
        whole, _, fraction = format(abs(value), "f").partition(".")
        whole = whole.lstrip("0")
        fraction = fraction.rstrip("0")
        if len(whole) > self.count or len(fraction) > scale:
            shape = self.whole + self._pointed(self.fraction)
            return self._front(negative) + re.sub(r"[09]", "#", shape) + self._back(negative)
        fraction = fraction.ljust(scale, "0")
        padding = self.count - len(whole)
        digits = iter([None] * padding + list(whole))
        out, started = self._front(negative), False
        for token in self.whole:
            digit = next(digits) if token != "," else None
            if digit is not None or (token == "0" and self.whole.startswith("0")):
                started = True
                out += digit or "0"
            elif token == "," and started:
                out += ","
            elif started:
                out += "0"
            elif out[-1:] in ("-", "+", "<"):
                out = f"{out[:-1]} {out[-1]}"
            else:
                out += " "
        if self.has_point and out.endswith(" "):
            out = out[:-1] + "0"
        return out + self._pointed(fraction) + self._back(negative)

    def _pointed(self, fraction: str) -> str:
        """The fraction behind its point; of a point with nothing behind it a blank is left."""
        return "" if not self.has_point else f".{fraction}" if self.fraction else " "

    def _front(self, negative: bool) -> str:
        out = ""
        for token in re.findall(r"MI|S|\$", self.before):
            out += "$" if token == "$" else "-" if negative else "+" if token == "S" else " "
        return out + ("<" if negative and "PR" in self.after else "")

    def _back(self, negative: bool) -> str:
        out = ""
        for token in re.findall(r"MI|S|PR|\$", self.after):
            if token == "PR":
                out += ">" if negative else "  "
            else:
                out += "$" if token == "$" else "-" if negative else "+" if token == "S" else " "
        return out


@lru_cache(maxsize=64)
def _number_format(text: str) -> NumberFormat:
    return NumberFormat(text)


row_kernel("to_number", lambda text, pattern: _number_format(pattern).parse(text))
row_kernel("to_char", lambda value, pattern: _number_format(pattern).format(value))
