"""Strings and bytes: case, length, parts, padding, search, replacement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.coercion import is_string
from pyrite.sql._analysis.errors import data_diff_types, unexpected_input, wrong_number
from pyrite.sql._analysis.functions.registry import (
    ANY,
    INT,
    LONG,
    STRING,
    STRING_OR_BINARY,
    TEXT_ONLY,
    Accepts,
    Binding,
    Function,
    Rendering,
    array_of,
    declare,
    kernel,
    once,
    quoted,
    scalar,
    type_of,
)
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    BinaryType,
    BooleanType,
    DataType,
    IntegerType,
    NullType,
    StringType,
)

TEXT = StringType()
NUMBER = IntegerType()
BYTES = BinaryType()


def text(value: str) -> e.Literal:
    """A constant string."""
    return e.Literal(value, TEXT)


def number(value: int) -> e.Literal:
    """A constant INT."""
    return e.Literal(value, NUMBER)


def defaulted(*defaults: e.Value) -> Callable[[Binding], e.Value]:
    """A binding that puts in the last arguments that were left out, so that names show them."""

    def bind(b: Binding) -> e.Value:
        missing = len(b.function.parameters) - len(b.arguments)
        b.arguments += defaults[len(defaults) - missing :] if missing else ()
        return plainly(b)

    return bind


def plainly(b: Binding) -> e.Value:
    """The usual way to bind."""
    arguments = b.coerced()
    if b.function.check is not None:
        b.function.check(b)
    returns = b.function.returns
    return b.apply(arguments, returns if isinstance(returns, DataType) else returns(arguments))


def or_fail(found: str, args: Sequence[str], failure: str) -> str:
    """``found``; where it is null though no argument is, the failure."""
    there = " AND ".join([f"{arg} IS NOT NULL" for arg in args])
    return f"coalesce({found}, CASE WHEN {there} THEN {failure} END)"


# --------------------------------------------------------------------------------------- case and length


def _case(word: str) -> Callable[[Rendering], str]:
    def render(r: Rendering) -> str:
        def body(args: Sequence[str]) -> str:
            plain = f"strlen({args[0]}) = length({args[0]})"
            return f"CASE WHEN {plain} THEN {word}({args[0]}) ELSE {r.kernel(word, args, [TEXT], TEXT)} END"

        return once(r.args, body)

    return render


scalar("upper ucase:ucase", (STRING,), TEXT, _case("upper"))
scalar("lower lcase:lcase", (STRING,), TEXT, _case("lower"))
scalar("initcap", (STRING,), TEXT, kernel("initcap"))


def _by_kind(of_text: str, of_bytes: str) -> Callable[[Rendering], str]:
    return lambda r: (of_text if is_string(r.apply.arguments[0].type) else of_bytes).format(*r.args)


scalar(
    "length char_length character_length len",
    (STRING_OR_BINARY,),
    NUMBER,
    _by_kind("CAST(length({0}) AS INTEGER)", "CAST(octet_length({0}) AS INTEGER)"),
)
scalar(
    "octet_length",
    (STRING_OR_BINARY,),
    NUMBER,
    _by_kind("CAST(strlen({0}) AS INTEGER)", "CAST(octet_length({0}) AS INTEGER)"),
)
scalar(
    "bit_length",
    (STRING_OR_BINARY,),
    NUMBER,
    _by_kind("CAST(strlen({0}) * 8 AS INTEGER)", "CAST(octet_length({0}) * 8 AS INTEGER)"),
)
scalar("ascii", (STRING,), NUMBER, "ascii({0})")
scalar(
    "chr char:char",
    (LONG,),
    TEXT,
    "CASE WHEN {0} < 0 THEN '' ELSE chr(CAST({0} & 255 AS INTEGER)) END",
)

# ------------------------------------------------------------------------------------------------ concat


def _bind_concat(b: Binding) -> e.Value:
    if not b.arguments:
        return b.apply((), TEXT, nullable=False)
    for index, value in enumerate(b.arguments):
        if not isinstance(value.type, (AtomicType, NullType, ArrayType)):
            raise unexpected_input(
                b.apply(b.arguments, NullType()), index, value, '("STRING" or "BINARY" or "ARRAY")'
            )
    kinds = [value.type for value in b.arguments]
    if any(isinstance(kind, ArrayType) for kind in kinds):
        common = coercion.common_of(kinds, b.settings.ansi)
        if not isinstance(common, ArrayType) or any(isinstance(kind, NullType) for kind in kinds):
            shown = [TEXT if isinstance(kind, NullType) else kind for kind in kinds]
            raise data_diff_types(b.apply(b.arguments, NullType()), "concat", shown)
        return b.apply([b.cast(value, common) for value in b.arguments], common)
    common = BYTES if all(isinstance(kind, BinaryType) for kind in kinds) else TEXT
    return b.apply([b.cast(value, common) for value in b.arguments], common, shown=b.arguments)


def _render_concat(r: Rendering) -> str:
    if not r.args:
        return "''"
    return f"({' || '.join(r.args)})" if len(r.args) > 1 else r.args[0]


_CONCAT = Function("concat", (ANY,), TEXT, _render_concat, optional=1, variadic=True, bind=_bind_concat)
declare("concat ||:concat", _CONCAT)

_STRINGS = array_of(STRING)


def _fit_part(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, ArrayType):
        return _STRINGS.fit(given, ansi)
    return STRING.fit(given, ansi)


def _render_concat_ws(r: Rendering) -> str:
    separator, parts = r.args[0], r.args[1:]
    if not parts:
        return f"CASE WHEN {separator} IS NOT NULL THEN '' END"
    kinds = [value.type for value in r.apply.arguments[1:]]
    if not any(isinstance(kind, ArrayType) for kind in kinds):
        return f"concat_ws({', '.join(r.args)})"
    lists = [
        f"coalesce({part}, [])" if isinstance(kind, ArrayType) else f"[{part}]"
        for part, kind in zip(parts, kinds)
    ]
    every = lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"
    return once([separator], lambda args: (
        f"CASE WHEN {args[0]} IS NOT NULL THEN coalesce(array_to_string({every}, {args[0]}), '') END"
    ))  # fmt: skip


scalar(
    "concat_ws",
    (STRING, Accepts('("ARRAY<STRING>" or "STRING")', _fit_part)),
    TEXT,
    _render_concat_ws,
    optional=1,
    variadic=True,
    nullable=lambda args: args[0].nullable,
)

# -------------------------------------------------------------------------------------------------- parts

_MOST = number(2**31 - 1)


def _render_substring(r: Rendering) -> str:
    of_bytes = isinstance(r.apply.type, BinaryType)
    start = r.apply.arguments[1]
    if isinstance(start, e.Literal) and isinstance(start.value, int) and start.value >= 0 and not of_bytes:
        length = r.apply.arguments[2]
        if isinstance(length, e.Literal) and isinstance(length.value, int):
            return f"substring({r.args[0]}, {max(start.value, 1)}, {max(length.value, 0)})"
        return f"substring({r.args[0]}, {max(start.value, 1)}, greatest({r.args[2]}, 0 * {r.args[2]}))"

    def body(args: Sequence[str]) -> str:
        value, at, count = args
        size = f"octet_length({value})" if of_bytes else f"length({value})"
        first = (
            f"CASE WHEN {at} > 0 THEN CAST({at} AS BIGINT) - 1 WHEN {at} < 0 THEN {size} + {at} ELSE 0 END"
        )
        last = f"least({first} + {count}, {size})"
        if of_bytes:
            return _bytes_between(value, first, last)
        cut = f"substring({value}, greatest({first}, 0) + 1, greatest({last} - greatest({first}, 0), 0))"
        return f"CASE WHEN {at} IS NOT NULL AND {count} IS NOT NULL THEN {cut} END"

    return once(r.args, body)


def _bytes_between(value: str, first: str, last: str) -> str:
    """The bytes from ``first``, counted from zero, up to ``last``."""
    cut = f"array_slice({value}, greatest({first}, 0) + 1, {last})"
    return f"CASE WHEN ({last}) > greatest({first}, 0) THEN {cut} WHEN ({last}) IS NOT NULL THEN CAST('' AS BLOB) END"


scalar(
    "substring substr",
    (STRING_OR_BINARY, INT, INT),
    type_of(),
    _render_substring,
    optional=1,
    bind=defaulted(_MOST),
)


def _render_left(r: Rendering) -> str:
    if isinstance(r.apply.type, BinaryType):
        return once(
            r.args, lambda args: _bytes_between(args[0], "0", f"least({args[1]}, octet_length({args[0]}))")
        )
    return once(r.args, lambda args: f"left({args[0]}, greatest({args[1]}, 0 * {args[1]}))")


scalar("left", (STRING_OR_BINARY, INT), type_of(), _render_left)


def _render_right(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        value, count = args
        return f"CASE WHEN {count} <= 0 AND {value} IS NOT NULL THEN '' ELSE right({value}, {count}) END"

    return once(r.args, body)


scalar("right", (STRING, INT), TEXT, _render_right, nullable=True)
scalar("substring_index", (STRING, STRING, INT), TEXT, kernel("substring_index"))


def _render_split_part(r: Rendering) -> str:
    zero = r.fail("INVALID_INDEX_OF_ZERO", {}, TEXT, located=False)

    def body(a: Sequence[str]) -> str:
        there = f"{a[0]} IS NOT NULL AND {a[1]} IS NOT NULL"
        whole = f"CASE WHEN {a[2]} IN (1, -1) THEN {a[0]} ELSE '' END"
        return (
            f"CASE WHEN {a[2]} = 0 AND {there} THEN {zero} WHEN {a[1]} = '' AND {a[2]} IS NOT NULL THEN {whole} "
            f"ELSE split_part({a[0]}, {a[1]}, {a[2]}) END"
        )

    return once(r.args, body)


scalar("split_part", (STRING, STRING, INT), TEXT, _render_split_part, nullable=True)


def _render_elt(r: Rendering) -> str:
    index, *rest = r.args
    count = len(rest)
    branches = " ".join([f"WHEN {place} THEN {part}" for place, part in enumerate(rest, 1)])
    parameters = {"indexValue": f"CAST({index} AS VARCHAR)", "arraySize": quoted(str(count))}
    if not r.settings.ansi:
        return f"CASE {index} {branches} END"
    wrong = r.fail("INVALID_ARRAY_INDEX", parameters, r.apply.type)
    return f"CASE {index} {branches} ELSE CASE WHEN {index} IS NOT NULL THEN {wrong} END END"


def _bind_elt(b: Binding) -> e.Value:
    if len(b.arguments) < 2:
        raise wrong_number("elt", "> 1", len(b.arguments), None)
    every_bytes = all(isinstance(value.type, BinaryType) for value in b.arguments[1:])
    kind = BYTES if every_bytes else TEXT
    index = b.coerced((INT, ANY))[0]
    for value in b.arguments[1:]:
        if not isinstance(value.type, (AtomicType, NullType)):
            raise b.mismatch(
                "UNEXPECTED_INPUT_TYPE",
                paramIndex="second...",
                requiredType='"STRING" or "BINARY"',
                inputSql=quoted_sql(value),
                inputType=quoted_type(value.type),
            )
    parts = [b.cast(value, kind) for value in b.arguments[1:]]
    return b.apply((index, *parts), kind, nullable=True, shown=b.arguments)


declare("elt", Function("elt", (INT, ANY), TEXT, _render_elt, optional=2, variadic=True, bind=_bind_elt))

# ------------------------------------------------------------------------------------------- trim and pad


def _check_trim(b: Binding, name: str, side: str, last: bool) -> None:
    """Raise for what is trimmed, or by what: errors name the string first, and show the longer form."""
    value, by = b.arguments if last else b.arguments[::-1]
    for index, given in enumerate((value, by)):
        if STRING.fit(given.type, b.settings.ansi) is None:
            form = replace(b.function, show=lambda apply, args: f"TRIM({side} {args[1]} FROM {args[0]})")
            shown = b.apply((value, by), TEXT, function=form, name=name)
            raise unexpected_input(shown, index, given, STRING.shown)


def _trim(name: str, side: str, last: bool = False) -> None:
    """Trimming; the characters to trim come first, but in ``btrim`` last."""

    def bind(b: Binding) -> e.Value:
        if len(b.arguments) == 2:
            _check_trim(b, name, side, last)
        arguments = b.coerced()
        if len(arguments) == 2 and not last:
            arguments = arguments[::-1]
        return b.apply(arguments, TEXT, shown=arguments if not last else b.arguments)

    def render(r: Rendering) -> str:
        return (
            f"{name.replace('btrim', 'trim')}({r.args[0]}, {r.args[1] if len(r.args) > 1 else quoted(' ')})"
        )

    def show(apply: e.Apply, args: Sequence[str]) -> str:
        if last or len(args) == 1:
            return f"{apply.name}({', '.join(args)})"
        return f"TRIM({side} {args[1]} FROM {args[0]})"

    declare(name, Function(name, (STRING, STRING), TEXT, render, optional=1, bind=bind, show=show))


_trim("trim", "BOTH")
_trim("ltrim", "LEADING")
_trim("rtrim", "TRAILING")
_trim("btrim", "BOTH", last=True)


def _pad(side: str) -> None:
    def bind(b: Binding) -> e.Value:
        of_bytes = isinstance(b.arguments[0].type, BinaryType)
        if len(b.arguments) == 2:
            b.arguments += (e.Literal(b"\0", BYTES) if of_bytes else text(" "),)
        of_bytes = of_bytes and isinstance(b.arguments[2].type, BinaryType)
        kind = STRING_OR_BINARY if of_bytes else STRING
        arguments = b.coerced((kind, INT, kind))
        return b.apply(arguments, BYTES if of_bytes else TEXT, shown=b.arguments)

    def render(r: Rendering) -> str:
        if isinstance(r.apply.type, BinaryType):
            return r.kernel(f"{side}pad_binary", r.args, [BYTES, NUMBER, BYTES], BYTES)

        def body(a: Sequence[str]) -> str:
            short = f"{a[1]} <= length({a[0]}) OR {a[2]} = ''"
            there = f"{a[1]} IS NOT NULL AND {a[2]} IS NOT NULL"
            cut = f"CASE WHEN {there} THEN left({a[0]}, greatest({a[1]}, 0)) END"
            return f"CASE WHEN {short} THEN {cut} ELSE {side}pad({a[0]}, {a[1]}, {a[2]}) END"

        return once(r.args, body)

    name = f"{side}pad"
    declare(name, Function(name, (STRING, INT, STRING), TEXT, render, optional=1, bind=bind))


_pad("l")
_pad("r")
scalar("space", (INT,), TEXT, "repeat(' ', {0})")
scalar("repeat", (STRING, INT), TEXT, "repeat({0}, {1})")

# ----------------------------------------------------------------------------------------------- searching


def _bind_instr(b: Binding) -> e.Value:
    if len(b.arguments) == 3:
        b.arguments = (*b.arguments, number(1))
    arguments = b.coerced((STRING, STRING, INT, INT)[: len(b.arguments)])
    return b.apply(arguments, NUMBER, shown=b.arguments)


def _render_instr(r: Rendering) -> str:
    if len(r.args) == 2:
        return f"CAST(strpos({r.args[0]}, {r.args[1]}) AS INTEGER)"
    return r.kernel("instr", r.args, [TEXT, TEXT, NUMBER, NUMBER], NUMBER)


scalar("instr", (STRING, STRING, INT, INT), NUMBER, _render_instr, optional=2, bind=_bind_instr)


def _render_locate(r: Rendering) -> str:
    start = r.apply.arguments[2]
    if isinstance(start, e.Literal) and start.value == 1:
        return f"CAST(strpos({r.args[1]}, {r.args[0]}) AS INTEGER)"

    def body(a: Sequence[str]) -> str:
        part, value, at = a
        found = f"strpos(substring({value}, {at}), {part})"
        return (
            f"CASE WHEN {at} IS NULL THEN 0 WHEN {part} IS NULL OR {value} IS NULL THEN NULL WHEN {at} < 1 THEN 0 "
            f"WHEN {part} = '' THEN 1 WHEN {found} = 0 THEN 0 ELSE CAST({found} + {at} - 1 AS INTEGER) END"
        )

    return once(r.args, body)


scalar(
    "locate position",
    (STRING, STRING, INT),
    NUMBER,
    _render_locate,
    optional=1,
    bind=defaulted(number(1)),
    nullable=lambda args: args[0].nullable or args[1].nullable,
)
scalar(
    "find_in_set",
    (STRING, STRING),
    NUMBER,
    lambda r: once(
        r.args,
        lambda a: (
            f"CASE WHEN contains({a[0]}, ',') AND {a[1]} IS NOT NULL THEN 0 WHEN {a[0]} IS NOT NULL AND {a[1]} IS NOT "
            f"NULL THEN CAST(coalesce(list_position(string_split({a[1]}, ','), {a[0]}), 0) AS INTEGER) END"
        ),
    ),
)


def _search(name: str, plain: str) -> None:
    def bind(b: Binding) -> e.Value:
        of_bytes = all(isinstance(value.type, (BinaryType, NullType)) for value in b.arguments) and any(
            isinstance(value.type, BinaryType) for value in b.arguments
        )
        if of_bytes:
            arguments = [b.cast(value, BYTES) for value in b.arguments]
            return b.apply(arguments, BooleanType(), nullable=True)
        return b.apply(b.coerced((STRING, STRING)), BooleanType(), shown=b.arguments)

    def render(r: Rendering) -> str:
        if isinstance(r.apply.arguments[0].type, BinaryType):
            return r.kernel(f"{name}_binary", r.args, [BYTES, BYTES], BooleanType())
        return f"{plain}({', '.join(r.args)})"

    declare(name, Function(name, (STRING, STRING), BooleanType(), render, bind=bind))


_search("contains", "contains")
_search("startswith", "starts_with")
_search("endswith", "ends_with")

# --------------------------------------------------------------------------------------------- replacement

scalar(
    "replace", (STRING, STRING, STRING), TEXT, "replace({0}, {1}, {2})", optional=1, bind=defaulted(text(""))
)
scalar("translate", (STRING, STRING, STRING), TEXT, "translate({0}, {1}, {2})")


def _fit_reversed(given: DataType, ansi: bool) -> DataType | None:
    return given if isinstance(given, (ArrayType, BinaryType)) else STRING.fit(given, ansi)


def _render_reverse(r: Rendering) -> str:
    if isinstance(r.apply.type, ArrayType):
        return f"list_reverse({r.args[0]})"
    if isinstance(r.apply.type, BinaryType):
        return f"unhex(array_to_string(list_reverse(regexp_extract_all(hex({r.args[0]}), '..')), ''))"
    return f"array_to_string(list_reverse(string_split({r.args[0]}, '')), '')"


scalar("reverse", (Accepts('("STRING" or "BINARY" or "ARRAY")', _fit_reversed),), type_of(), _render_reverse)


def _bind_overlay(b: Binding) -> e.Value:
    if len(b.arguments) == 3:
        b.arguments += (number(-1),)
    kinds = [value.type for value in b.arguments[:2]]
    of_bytes = all(isinstance(kind, BinaryType) for kind in kinds)
    if not of_bytes and any(isinstance(kind, BinaryType) for kind in kinds) and all(map(_is_plain, kinds)):
        raise data_diff_types(b.apply(b.arguments, TEXT), "overlay", kinds)
    wide = of_bytes or not all(isinstance(kind, (AtomicType, NullType)) for kind in kinds)
    kind = STRING_OR_BINARY if wide else STRING
    return b.apply(b.coerced((kind, kind, INT, INT)), BYTES if of_bytes else TEXT, shown=b.arguments)


def _is_plain(kind: DataType) -> bool:
    return is_string(kind) or isinstance(kind, BinaryType)


def _render_overlay(r: Rendering) -> str:
    if isinstance(r.apply.type, BinaryType):
        return r.kernel("overlay_binary", r.args, [BYTES, BYTES, NUMBER, NUMBER], BYTES)

    def body(a: Sequence[str]) -> str:
        value, new, at, count = a
        length = f"CASE WHEN {count} >= 0 THEN {count} ELSE length({new}) END"
        first = f"CAST({at} AS BIGINT)"
        return (
            f"CASE WHEN {at} IS NOT NULL AND {count} IS NOT NULL THEN left({value}, greatest({first} - 1, 0)) "
            f"|| {new} || substring({value}, greatest({first} + {length}, -length({value}))) END"
        )

    return once(r.args, body)


declare(
    "overlay",
    Function("overlay", (STRING, STRING, INT, INT), TEXT, _render_overlay, optional=1, bind=_bind_overlay),
)

_MASK_DEFAULTS = (text("X"), text("x"), text("n"), e.Literal(None, TEXT))
_MASK_NAMES = ("upperChar", "lowerChar", "digitChar", "otherChar")


def _check_mask(b: Binding) -> None:
    for index, name in enumerate(_MASK_NAMES, 1):
        given = b.arguments[index]
        if not given.foldable:
            shown = quoted_sql(given)
            raise b.mismatch(
                "NON_FOLDABLE_INPUT", inputName=f"`{name}`", inputType='"STRING"', inputExpr=shown
            )
        value = b.constant(index)
        if value is not None and len(value) != 1:
            raise b.mismatch("INPUT_SIZE_NOT_ONE", exprName=name)


scalar(
    "mask",
    (TEXT_ONLY,) * 5,
    TEXT,
    kernel("mask"),
    optional=4,
    named=("str", *_MASK_NAMES),
    defaults=_MASK_DEFAULTS,
    check=_check_mask,
    nullable=True,
)
scalar(
    "quote",
    (STRING,),
    TEXT,
    "('''' || replace({0}, '''', '\\''') || '''')",
    nullable=True,
)

# --------------------------------------------------------------------------------------------- collations


def _bind_collate(b: Binding) -> e.Value:
    value, given = b.arguments
    if not is_string(given.type):
        raise b.error(
            "UNEXPECTED_INPUT_TYPE",
            functionName="`collate`",
            paramIndex="first",
            requiredType='"STRING"',
            inputSql=quoted_sql(given),
            inputType=quoted_type(given.type),
        )
    if not given.foldable:
        raise b.error(
            "NON_FOLDABLE_ARGUMENT",
            funcName="`collate`",
            paramName="`collationName`",
            paramType=quoted_type(given.type),
        )
    name = b.constant(1)
    if name is None or name.upper().replace("SYSTEM.BUILTIN.", "") not in ("UTF8_BINARY",):
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"the collation {name}"}
        )
    (value,) = b.coerced((TEXT_ONLY,))[:1]
    return b.apply((value,), TEXT, shown=(b.arguments[0], text(name)))


declare("collate", Function("collate", (STRING, STRING), TEXT, "{0}", bind=_bind_collate))
scalar("collation", (TEXT_ONLY,), TEXT, "'SYSTEM.BUILTIN.UTF8_BINARY'", nullable=False)
