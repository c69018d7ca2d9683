"""Numbers as text by a format, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pyrite.errors import ArithmeticException, IllegalArgumentException
from pyrite.sql._analysis.coercion import decimal_for, is_string
from pyrite.sql._analysis.errors import analysis_error, unexpected_input
from pyrite.sql._analysis.functions.registry import (
    ANY,
    DECIMAL,
    STRING,
    Binding,
    Function,
    Rendering,
    declare,
    kernel,
    once,
    quoted,
)
from pyrite.sql._analysis.functions.strings import TEXT, or_fail, text
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    BinaryType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    IntegerType,
    NullType,
    NumericType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
)


def _bind_format_string(b: Binding) -> e.Value:
    (pattern,) = b.coerced((STRING, ANY))[:1]
    return b.apply((pattern, *b.arguments[1:]), TEXT, nullable=pattern.nullable, shown=b.arguments)


def _render_format_string(r: Rendering) -> str:
    given: Sequence[DataType] = [value.type for value in r.apply.arguments]

    def body(args: Sequence[str]) -> str:
        fault = r.kernel("format_string_fault", args, given, TEXT)
        wrong = r.fail("", {"message": fault}, TEXT, IllegalArgumentException, located=False)
        return or_fail(r.kernel("format_string", args, given, TEXT), args[:1], wrong)

    return once(r.args, body)


declare(
    "format_string printf:printf",
    Function(
        "format_string",
        (STRING, ANY),
        TEXT,
        _render_format_string,
        optional=1,
        variadic=True,
        bind=_bind_format_string,
    ),
)


def _bind_format_number(b: Binding) -> e.Value:
    value, places = b.arguments
    if not isinstance(value.type, (NumericType, NullType)):
        raise unexpected_input(b.apply(b.arguments, NullType()), 0, value, '"NUMERIC"')
    if isinstance(value.type, NullType):
        value = b.cast(value, DecimalType(10, 0))
    if not is_string(places.type):
        if not isinstance(places.type, (IntegerType, ShortType, ByteType, NullType)):
            raise unexpected_input(b.apply(b.arguments, NullType()), 1, places, '("INT" or "STRING")')
        places = b.cast(places, IntegerType())
    return b.apply((value, places), TEXT, nullable=True, shown=b.arguments)


declare(
    "format_number",
    Function("format_number", (ANY, ANY), TEXT, kernel("format_number"), bind=_bind_format_number),
)

# ------------------------------------------------------------------------------------- to_number, to_char

_WELL_FORMED = re.compile(
    r"(?:MI|S)?\$?[0-9,G]*(?:[.D][0-9]*)?\$?(?:PR|MI|S)?|\$?(?:MI|S)?[0-9,G]*(?:[.D][0-9]*)?\$?(?:PR|MI|S)?"
)


#: The parts of a number format in their order.
_FORMAT = re.compile(r"(?:MI|S)?\$?[0-9,G]*[.D]?[0-9]*\$?(?:PR|MI|S)?")


def _format_of(b: Binding) -> str | None:
    """The number format among the arguments, checked."""
    pattern = b.constant(1)
    if pattern is None:
        return None
    if isinstance(pattern, tuple):
        raise unexpected_input(
            b.apply(b.arguments, TEXT, name=b.function.name), 1, b.arguments[1], '"STRING"'
        )
    pattern = str(pattern)
    shown = f"'{pattern.upper()}'"
    if not pattern:
        raise b.error("INVALID_FORMAT.EMPTY", format="''")
    upper = pattern.upper()
    for token, name in ((r"[.D]", ". or D"), (r"\$", "$"), (r"S", "S"), (r"MI", "MI"), (r"PR", "PR")):
        if len(re.findall(token, upper)) > 1:
            raise b.error("INVALID_FORMAT.WRONG_NUM_TOKEN", token=name, format=shown)
    if not re.search(r"[09]", upper):
        raise b.error("INVALID_FORMAT.WRONG_NUM_DIGIT", format=shown)
    odd = re.sub(r"PR|MI|[0-9.,DGS$]", "", upper)
    if odd:
        raise b.error("INVALID_FORMAT.UNEXPECTED_TOKEN", token=f"character '{odd[0]}''", format=shown)
    if re.search(r"[0-9].*\$", upper):
        raise b.error("INVALID_FORMAT.CUR_MUST_BEFORE_DIGIT", format=shown)
    parts = _FORMAT.match(upper)
    if parts is not None and upper[parts.end() :][:1].isdigit():
        raise b.error("INVALID_FORMAT.UNEXPECTED_TOKEN", token="digit sequence", format=shown)
    return str(pattern)


def _type_of_format(pattern: str | None) -> DecimalType:
    if pattern is None:
        return DecimalType(10, 0)
    whole, _, fraction = re.sub(r"[^09.]", "", pattern.upper().replace("D", ".")).partition(".")
    digits = len(whole) + len(fraction)
    if digits > 38:
        raise analysis_error(
            "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
            {"precision": str(digits), "maxPrecision": "38"},
            kind=ArithmeticException,
        )
    return DecimalType(digits, len(fraction))


def _bind_to_number(b: Binding) -> e.Value:
    value, pattern = b.coerced()
    known = _format_of(b)
    nullable = b.function.name.startswith("try_") or known is None or value.nullable
    return b.apply((value, pattern), _type_of_format(known), nullable=nullable, shown=b.arguments)


def _render_to_number(r: Rendering) -> str:
    kind = r.apply.type
    if r.apply.function.name.startswith("try_"):
        return r.kernel("to_number", r.args, [TEXT, TEXT], kind)

    def body(args: Sequence[str]) -> str:
        parameters = {"inputType": quoted('"STRING"'), "input": args[0], "format": args[1]}
        wrong = r.fail(
            "INVALID_FORMAT.MISMATCH_INPUT", parameters, kind, IllegalArgumentException, located=False
        )
        return or_fail(r.kernel("to_number", args, [TEXT, TEXT], kind), args, wrong)

    return once(r.args, body)


for _name in ("to_number", "try_to_number"):
    declare(_name, Function(_name, (STRING, STRING), NullType(), _render_to_number, bind=_bind_to_number))


def _shown_as(b: Binding, value: e.Value) -> e.Value:
    """What stands for the call; under the name ``to_varchar``, it is shown by that."""
    if b.call.name.lower() != "to_varchar" or not isinstance(value, e.Apply):
        return value
    return replace(value, name="to_varchar")


def _bind_to_char(b: Binding) -> e.Value:
    value, pattern = b.arguments
    if isinstance(value.type, (DateType, TimestampType, TimestampNTZType)):
        return b.invoke("date_format", value, pattern)
    if isinstance(value.type, BinaryType):
        known = b.constant(1)
        if known is None:
            raise b.error(
                "NON_FOLDABLE_ARGUMENT",
                funcName=f"`{b.call.name}`",
                paramName="`format`",
                paramType=quoted_type(pattern.type),
            )
        name = {"base64": "base64", "hex": "hex"}.get(known.lower())
        if name is not None:
            return _shown_as(b, b.invoke(name, value))
        if known.lower() == "utf-8":
            return _shown_as(b, b.invoke("decode", value, text("utf-8")))
        raise b.error(
            "INVALID_PARAMETER_VALUE.BINARY_FORMAT",
            functionName=f"`{b.call.name}`",
            parameter="`format`",
            invalidFormat=f"'{known}'",
        )
    kind = value.type
    if DECIMAL.fit(kind, b.settings.ansi) is None:
        raise unexpected_input(b.apply(b.arguments, TEXT, name="to_char"), 0, value, DECIMAL.shown)
    decimal = decimal_for(kind) if isinstance(kind, NumericType) else DecimalType(38, 18)
    number = b.cast(value, decimal)
    known = _format_of(b)
    nullable = number.nullable or known is None
    shown = (b.cast(value, StringType()) if is_string(kind) else value, pattern)
    return b.apply((number, pattern), TEXT, nullable=nullable, shown=shown)


declare(
    "to_char to_varchar:to_char",
    Function("to_char", (ANY, STRING), TEXT, kernel("to_char"), bind=_bind_to_char),
)
