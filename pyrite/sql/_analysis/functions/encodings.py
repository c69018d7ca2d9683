"""Codes and digests of strings and bytes: base64, charsets, UTF-8, URLs, hashes, likeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.errors import unexpected_input, wrong_number
from pyrite.sql._analysis.functions.math import drawn
from pyrite.sql._analysis.functions.registry import (
    ANY,
    BINARY,
    INT,
    LONG,
    STRING,
    TEXT_ONLY,
    Binding,
    Function,
    Rendering,
    declare,
    kernel,
    once,
    quoted,
    scalar,
)
from pyrite.sql._analysis.functions.strings import BYTES, NUMBER, TEXT, or_fail
from pyrite.sql._analysis.naming import literal_sql, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    StructType,
    VariantType,
)

BIG = LongType()

# ------------------------------------------------------------------------------------------------ encoding

scalar("base64", (BINARY,), TEXT, kernel("base64"))


def _render_unbase64(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        message = {"message": "'Not base64: ' || " + args[0]}
        wrong = r.fail("", message, BYTES, IllegalArgumentException, located=False)
        return or_fail(r.kernel("unbase64", args, [TEXT], BYTES), args, wrong)

    return once(r.args, body)


scalar("unbase64", (STRING,), BYTES, _render_unbase64)

scalar("to_base32", (BINARY,), TEXT, kernel("to_base32"))
scalar("from_base32", (STRING,), BYTES, kernel("from_base32"))


def _bind_to_binary(b: Binding) -> e.Value:
    value, *formats = b.arguments
    tried = b.function.name == "try_to_binary"
    form: str | None = "hex"
    if formats:
        (written,) = formats
        if not written.foldable:
            raise b.mismatch(
                "NON_FOLDABLE_INPUT",
                inputName="`fmt`",
                inputType=quoted_type(written.type),
                inputExpr=quoted_sql(written),
            )
        form = b.constant(1)
    value = b.coerced((STRING, ANY)[: len(b.arguments)])[0]
    known = str(form).lower().replace("utf8", "utf-8")
    if form is not None and known not in ("hex", "utf-8", "base64"):
        if not tried or isinstance(form, tuple):
            shown = e.Literal(form, formats[0].type)
            raise b.mismatch(
                "INVALID_ARG_VALUE",
                inputName="fmt",
                requireType='case-insensitive "STRING"',
                validValues="'hex', 'utf-8', 'utf8', or 'base64'",
                inputValue=literal_sql(shown) if isinstance(form, tuple) else f"'{form}'",
            )
        form = None
    nullable = value.nullable or known != "base64" or tried
    return b.apply(
        (value,), BYTES, nullable=nullable, shown=b.arguments, options=(known if form is not None else "",)
    )


def _render_to_binary(r: Rendering) -> str:
    (form,) = r.apply.options
    if not form:
        return "CAST(NULL AS BLOB)"
    if form == "utf-8":
        return f"encode({r.args[0]})"

    def body(args: Sequence[str]) -> str:
        if form == "base64":
            read = r.kernel("strict_base64", args, [TEXT], BYTES)
        else:
            digits = f"CASE length({args[0]}) % 2 WHEN 1 THEN '0' ELSE '' END || {args[0]}"
            read = f"CASE WHEN regexp_full_match({args[0]}, '[0-9a-fA-F]*') THEN unhex({digits}) END"
        if r.apply.function.name == "try_to_binary":
            return read
        parameters = {
            "str": f"chr(39) || {args[0]} || chr(39)",
            "fmt": quoted(f"'{form.upper()}'"),
            "targetType": quoted('"BINARY"'),
            "suggestion": quoted("`try_to_binary`"),
        }
        wrong = r.fail("CONVERSION_INVALID_INPUT", parameters, BYTES, IllegalArgumentException, located=False)
        return or_fail(read, args, wrong)

    return once(r.args, body)


for _name in ("to_binary", "try_to_binary"):
    scalar(
        _name, (STRING, ANY), BYTES, _render_to_binary, optional=1, bind=_bind_to_binary, checked="to_binary"
    )

_CHARSETS = "iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8"


def _coding(name: str, given: DataType, kind: DataType) -> Callable[[Rendering], str]:
    def body(r: Rendering, args: Sequence[str]) -> str:
        parameters = {
            "functionName": quoted(f"`{name}`"),
            "parameter": quoted("`charset`"),
            "charset": args[1],
            "charsets": quoted(_CHARSETS),
        }
        unknown = r.fail(
            "INVALID_PARAMETER_VALUE.CHARSET", parameters, kind, IllegalArgumentException, located=False
        )
        malformed = r.fail(
            "MALFORMED_CHARACTER_CODING",
            {"function": quoted(f"`{name}`"), "charset": args[1]},
            kind,
            located=False,
        )
        known = r.kernel("is_charset", [args[1]], [TEXT], BooleanType())
        failure = f"CASE WHEN {known} THEN {malformed} ELSE {unknown} END"
        return or_fail(r.kernel(name, args, [given, TEXT], kind), args, failure)

    def render(r: Rendering) -> str:
        charset = r.apply.arguments[1]
        if name == "encode" and isinstance(charset, e.Literal) and str(charset.value).lower() == "utf-8":
            return f"encode({r.args[0]})"
        return once(r.args, lambda args: body(r, args))

    return render


scalar("encode", (STRING, STRING), BYTES, _coding("encode", TEXT, BYTES), nullable=True)
_DECODE = Function("decode", (BINARY, STRING), TEXT, _coding("decode", BYTES, TEXT), nullable=True)


def _bind_decode(b: Binding) -> e.Value:
    """With two arguments, bytes as text; with more, a choice by equal values."""
    if len(b.arguments) < 2:
        raise wrong_number("decode", "2", len(b.arguments), b.call.origin)
    if len(b.arguments) == 2:
        return b.apply(b.coerced((BINARY, STRING)), TEXT, nullable=True, shown=b.arguments)
    value, *rest = b.arguments
    branches: list[e.Expression] = []
    for test, result in zip(rest[::2], rest[1::2]):
        branches += [e.Call("<=>", (value, test), origin=b.call.origin), result]
    branches.append(rest[-1] if len(rest) % 2 else e.Literal(None, TEXT))
    found = b.invoke("when", *branches)
    return b.apply((found,), found.type, nullable=found.nullable, shown=b.arguments)


def _render_decode(r: Rendering) -> str:
    sql = _DECODE.sql
    assert callable(sql)
    return r.args[0] if len(r.args) == 1 else sql(r)


declare(
    "decode",
    Function("decode", (ANY, ANY), TEXT, _render_decode, optional=2, variadic=True, bind=_bind_decode),
)

# --------------------------------------------------------------------------------------------------- UTF-8


def _bind_utf8(b: Binding) -> e.Value:
    (value,) = b.arguments
    inner = value.child if isinstance(value, e.Cast) and isinstance(value.child, e.Value) else value
    data = inner if inner.type == BYTES else b.cast(b.coerced((STRING,))[0], BYTES)
    kind = BooleanType() if b.function.name == "is_valid_utf8" else TEXT
    return b.apply((data,), kind, nullable=True, shown=b.arguments)


def _render_validate(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        valid = r.kernel("is_valid_utf8", args, [BYTES], BooleanType())
        shown = f"regexp_replace(hex({args[0]}), '(..)', '\\\\x\\1', 'g')"
        wrong = r.fail("INVALID_UTF8_STRING", {"str": shown}, TEXT, IllegalArgumentException, located=False)
        otherwise = "NULL" if r.apply.function.name.startswith("try_") else wrong
        return f"CASE WHEN {valid} THEN decode({args[0]}) WHEN NOT {valid} THEN {otherwise} END"

    return once(r.args, body)


for _name in ("is_valid_utf8", "make_valid_utf8"):
    declare(_name, Function(_name, (STRING,), TEXT, kernel(_name), bind=_bind_utf8))
for _name in ("validate_utf8", "try_validate_utf8"):
    declare(_name, Function(_name, (STRING,), TEXT, _render_validate, bind=_bind_utf8))

# ----------------------------------------------------------------------------------------------------- URLs

scalar("url_encode", (STRING,), TEXT, kernel("url_encode"), nullable=True)


def _render_url_decode(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        wrong = r.fail("CANNOT_DECODE_URL", {"url": args[0]}, TEXT, IllegalArgumentException, located=False)
        return or_fail(r.kernel("url_decode", args, [TEXT], TEXT), args, wrong)

    return once(r.args, body)


scalar("url_decode", (STRING,), TEXT, _render_url_decode, nullable=True)
scalar("try_url_decode", (STRING,), TEXT, kernel("url_decode"), nullable=True, checked="url_decode")


def _render_parse_url(r: Rendering) -> str:
    name = "parse_url" if len(r.args) == 2 else "parse_url_key"
    given = [TEXT] * len(r.args)
    if r.apply.function.name.startswith("try_"):
        return r.kernel(name, r.args, given, TEXT)

    def body(args: Sequence[str]) -> str:
        if not r.settings.ansi:
            return r.kernel(name, args, given, TEXT)
        wrong = r.fail("INVALID_URL", {"url": args[0]}, TEXT, IllegalArgumentException, located=False)
        there = " AND ".join([f"{arg} IS NOT NULL" for arg in args])
        valid = r.kernel("is_url", [args[0]], [TEXT], BooleanType())
        return f"CASE WHEN {there} AND NOT {valid} THEN {wrong} ELSE {r.kernel(name, args, given, TEXT)} END"

    return once(r.args, body)


def _bind_parse_url(b: Binding) -> e.Value:
    if not 2 <= len(b.arguments) <= 3:
        raise wrong_number("parse_url", "[2, 3]", len(b.arguments), None)
    return b.apply(b.coerced(), TEXT)


for _name in ("parse_url", "try_parse_url"):
    scalar(
        _name, (TEXT_ONLY,), TEXT, _render_parse_url, optional=1, variadic=True, nullable=True, checked="parse_url",
        bind=_bind_parse_url,
    )  # fmt: skip

# ------------------------------------------------------------------------------------------------- digests

scalar("md5", (BINARY,), TEXT, "md5({0})")
scalar("sha sha1:sha1", (BINARY,), TEXT, "sha1({0})")
scalar("crc32", (BINARY,), BIG, kernel("crc32"))


def _render_sha2(r: Rendering) -> str:
    bits = r.apply.arguments[1]
    if isinstance(bits, e.Literal) and bits.value in (0, 256):
        return f"sha256({r.args[0]})"
    return r.kernel("sha2", r.args, [BYTES, NUMBER], TEXT)


scalar("sha2", (BINARY, INT), TEXT, _render_sha2, nullable=True)


def _has(inner: type[DataType], kind: DataType) -> bool:
    """Whether a type is of a class, or has one of it inside."""
    if isinstance(kind, inner):
        return True
    if isinstance(kind, ArrayType):
        return _has(inner, kind.elementType)
    return isinstance(kind, StructType) and any(_has(inner, field.dataType) for field in kind)


def _hash(name: str, kind: DataType) -> None:
    def bind(b: Binding) -> e.Value:
        if not b.arguments:
            raise wrong_number(name, "> 0", 0, None)
        for inner, reason in ((MapType, "HASH_MAP_TYPE"), (VariantType, "HASH_VARIANT_TYPE")):
            if any(_has(inner, value.type) for value in b.arguments):
                raise b.mismatch(reason, functionName=f"`{name}`")
        return b.apply(b.arguments, kind, nullable=False)

    def render(r: Rendering) -> str:
        # Each value's hash is the seed of the next one's.
        found = r.constant(42, kind)
        for sql, value in zip(r.args, r.apply.arguments):
            found = r.kernel(name, [found, sql], [kind, value.type], kind)
        return found

    declare(name, Function(name, (ANY,), kind, render, optional=1, variadic=True, bind=bind))


_hash("hash", IntegerType())
_hash("xxhash64", BIG)

# ------------------------------------------------------------------------------------------------ likeness

scalar("soundex", (TEXT_ONLY,), TEXT, kernel("soundex"))
scalar(
    "levenshtein",
    (STRING, STRING, INT),
    NUMBER,
    lambda r: (
        r.kernel("levenshtein", r.args, [TEXT, TEXT], NUMBER)
        if len(r.args) == 2
        else r.kernel("levenshtein_within", r.args, [TEXT, TEXT, NUMBER], NUMBER)
    ),
    optional=1,
)
scalar(
    "jaro_winkler_similarity",
    (STRING, STRING),
    DoubleType(),
    kernel("jaro_winkler_similarity"),
    nullable=True,
)
scalar("luhn_check", (STRING,), BooleanType(), kernel("luhn_check"), nullable=True)

# -------------------------------------------------------------------------------------------------- random


def _bind_uuid(b: Binding) -> e.Value:
    seed = b.constant(0) if b.arguments else None
    b.coerced()
    return b.apply((), TEXT, nullable=False, options=(seed,))


def _render_uuid(r: Rendering) -> str:
    (seed,) = r.apply.options
    return "CAST(uuid() AS VARCHAR)" if seed is None else drawn(r, "uuid", seed, TEXT)


scalar(
    "uuid",
    (LONG,),
    TEXT,
    _render_uuid,
    optional=1,
    bind=_bind_uuid,
    deterministic=False,
    show=lambda apply, args: "uuid()",
)


def _bind_randstr(b: Binding) -> e.Value:
    if not b.arguments[0].foldable:
        shown = quoted_sql(b.arguments[0])
        raise b.mismatch("NON_FOLDABLE_INPUT", inputName="`length`", inputType="integer", inputExpr=shown)
    length_of = b.coerced((INT, ANY)[: len(b.arguments)])[0]
    length = 0 if length_of.type != b.arguments[0].type else b.constant(0)
    if length is not None and length < 0:
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE",
            exprName="`length`",
            valueRange="[0, 2147483647]",
            currentValue=str(length),
        )
    seed = None
    if len(b.arguments) == 2:
        if not isinstance(b.arguments[1].type, (IntegralType, NullType)):
            raise unexpected_input(b.apply(b.arguments, TEXT), 1, b.arguments[1], '("INT" or "BIGINT")')
        seed = b.constant(1) or 0
    return b.apply((length_of,), TEXT, nullable=False, shown=b.arguments, options=(seed,))


_SIGNS = quoted("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _render_randstr(r: Rendering) -> str:
    (seed,) = r.apply.options
    length = f"coalesce({r.args[0]}, 0)"
    if seed is not None:
        return drawn(r, "randstr", seed, TEXT, length)
    sign = f"substring({_SIGNS}, 1 + CAST(floor(random() * 62) AS INTEGER), 1)"
    return f"array_to_string(list_transform(range({length}), lambda i: {sign}), '')"


scalar("randstr", (INT, LONG), TEXT, _render_randstr, optional=1, bind=_bind_randstr, deterministic=False)
