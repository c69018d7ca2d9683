"""Every function and operator of numbers and bits, and numbers as text."""

from __future__ import annotations

from itertools import pairwise

from each import each, over
from pools import NUMBERS

_DOUBLES = (
    "2.5D",
    "null",
    "0D",
    "-0.0D",
    "-1D",
    "0.5D",
    "1D",
    "1e300D",
    "4.9e-324D",
    "double('NaN')",
    "double('Infinity')",
    "double('-Infinity')",
)
_INTS = ("3", "null", "0", "1", "-1", "2147483647", "-2147483648")
_LONGS = ("3L", "null", "0L", "-1L", "9223372036854775807L", "-9223372036854775808L")
_DECIMALS = ("12.345bd", "null", "0.000bd", "-0.005bd", "-99.995bd", "99999.999bd")
_SIGNS = (
    "2",
    "null",
    "0",
    "-3",
    "1.5D",
    "2.25bd",
    "'4'",
    "'x'",
    "127Y",
    "9223372036854775807L",
    "-9223372036854775808L",
    "double('NaN')",
    "interval '1' day",
    "date'2020-02-29'",
    "array(1)",
    "true",
)
_PAIRS = ("7", "null", "0", "-7", "2.5D", "-7.25bd", "127Y", "-32768S", "2147483647", "-2147483648", "9223372036854775807L", "-9223372036854775808L", "1.25f", "double('NaN')", "double('-Infinity')", "99999999999999999999999999999999999999bd", "'7'", "'x'", "true", "x'01'", "date'2020-02-29'", "timestamp'2020-02-29 10:00:00'", "interval '2' day", "interval '3' month", "array(1)")  # fmt: skip
_RIGHTS = (
    "3",
    "null",
    "0",
    "-2",
    "0.5D",
    "0.00bd",
    "3.3bd",
    "2Y",
    "-1L",
    "9223372036854775807L",
    "0D",
    "double('NaN')",
    "1e-30bd",
    "'2'",
    "''",
    "true",
    "interval '1' day",
    "interval '-1' month",
)
_BIT_VALUES = (
    "5",
    "null",
    "0",
    "-1",
    "127Y",
    "-32768S",
    "2147483647",
    "-2147483648",
    "9223372036854775807L",
    "-9223372036854775808L",
    "2.5D",
    "1.5bd",
    "'7'",
    "'x'",
    "true",
    "x'0f'",
    "array(1)",
)
_SHIFTS = (
    "2",
    "null",
    "0",
    "-1",
    "31",
    "32",
    "33",
    "63",
    "64",
    "2147483647",
    "3L",
    "1.5D",
    "'1'",
    "'x'",
    "true",
)
_CHAR_FORMATS = ("'999'", "null", "'000.00'", "'$99,999.99'", "'S999'", "'999S'", "'MI999'", "'999MI'", "'999PR'", "'9G999D99'", "'L999'", "'9,999'", "'.99'", "'99.'", "'0'", "''", "'abc'", "'9S9'", "'99,9'", "1", "'S$999'", "'9999999999999999999999999999999999999999'")  # fmt: skip
_CHAR_VALUES = (
    "12",
    "null",
    "0",
    "-12",
    "1234.567bd",
    "-0.5bd",
    "0.05bd",
    "99999bd",
    "1.5D",
    "double('NaN')",
    "'12'",
    "'x'",
    "true",
    "9223372036854775807L",
    "array(1)",
)
_TO_NUMBERS = (("12", "99"), ("012", "999"), ("-12", "S99"), ("12-", "99S"), ("12-", "99MI"), ("<12>", "99PR"), ("12", "99PR"), ("$12.34", "$99.99"), ("$-12", "$S99"), ("-$12", "S$99"), ("1,234", "9,999"), ("1,23", "9,999"), ("12,454", "00,000"), ("1234", "999"), ("1.5", "9.9"), ("1.55", "9.9"), (".5", "9.9"), (".5", ".9"), ("1.", "9.9"), ("", "9"), (" 1", "9"), ("1 ", "9"), ("+1", "S9"), ("+1", "MI9"), ("x", "9"), ("1e3", "999"), ("0", "0"), ("00", "99"), ("12", "$99"), ("$12", "99"), ("12", "9G9"), ("1,2", "9G9"), ("1.2", "9D9"))  # fmt: skip


def _columns(call: str) -> list[str]:
    return [over(call, *_DOUBLES), over(call, *_INTS), over(call, *_LONGS), over(call, *_DECIMALS)]


def _number(name: str) -> list[str]:
    return each(
        name,
        NUMBERS,
        more=[*_columns(f"{name}(a)"), f"{name}(interval '1' day)", f"{name}(date'2020-02-29')"],
    )


def _infix(symbol: str) -> list[str]:
    return [
        *[f"{left} {symbol} 3" for left in _PAIRS], *[f"7 {symbol} {right}" for right in _RIGHTS], *[f"{left} {symbol} {right}" for left, right in pairwise(_PAIRS)],
        over(f"a {symbol} b", "1, 2", "null, 1", "7, -3", "-2147483648, 5", "0, 7"), over(f"a {symbol} b", "2147483647, 2147483647"), over(f"a {symbol} b", "1.5D, 0.5D", "double('NaN'), 1D", "-0.0D, 3D", "double('Infinity'), double('Infinity')", "null, 2D"), over(f"a {symbol} b", "1.50bd, 0.25bd", "-99.99bd, 3.00bd", "null, 1.00bd"), over(f"a {symbol} b", "'1', 2", "'x', 2"), over(f"a {symbol} b", "1Y, 2Y", "127Y, 1Y"),
    ]  # fmt: skip


def _two(name: str, lefts: tuple[str, ...] = _PAIRS, rights: tuple[str, ...] = _RIGHTS) -> list[str]:
    return each(name, lefts, rights, most=34, more=[over(f"{name}(a, b)", "1, 2", "null, 1", "7, -3", "-2147483648, 5", "0, 7"), over(f"{name}(a, b)", "1.5D, 0.5D", "double('NaN'), 1D", "-0.0D, 3D", "double('Infinity'), 2D", "null, 2D"), over(f"{name}(a, b)", "1.50bd, 0.25bd", "-99.99bd, 3.00bd", "null, 1.00bd"), f"{name}(5, 0)", f"{name}(9223372036854775807L, 2)", f"{name}(interval '1' day, 2)", f"{name}(date'2020-02-29', 1)"])  # fmt: skip


def _rounding(name: str) -> list[str]:
    return each(name, NUMBERS, ("1", "null", "-1", "0", "40", "-40", "2L", "'1'", "1.5D", "true"), most=36, more=[*_columns(f"{name}(a)"), *_columns(f"{name}(a, 1)"), *_columns(f"{name}(a, -1)"), f"{name}(2.5)", f"{name}(-2.5)", f"{name}(0.5D)", f"{name}(1.005D, 2)", over(f"{name}(a, b)", "1.25bd, 1", "null, 0")])  # fmt: skip


CASES = {
    **{
        name: _number(name)
        for name in (
            "abs",
            "negative",
            "positive",
            "sign",
            "signum",
            "sqrt",
            "cbrt",
            "exp",
            "expm1",
            "ln",
            "log2",
            "log10",
            "log1p",
            "rint",
            "degrees",
            "radians",
            "sin",
            "cos",
            "tan",
            "cot",
            "sec",
            "csc",
            "asin",
            "acos",
            "atan",
            "sinh",
            "cosh",
            "tanh",
            "asinh",
            "acosh",
            "atanh",
            "isnan",
            "factorial",
            "bin",
            "bit_count",
            "zeroifnull",
            "nullifzero",
        )
    },
    "log": _two("log", NUMBERS, ("8", "null", "0", "-1", "1", "double('NaN')", "'2'"))
    + ["log(10)", "log(null)", "log('x')"],
    **{name: _two(name, NUMBERS, NUMBERS[:12]) for name in ("pow", "power", "atan2", "hypot", "nanvl")},
    **{name: _rounding(name) for name in ("round", "bround", "ceil", "ceiling", "floor")},
    **{
        name: [
            f"{name}()",
            f"{name}(1)",
            f"{name}",
            f"{name}() + 1",
            f"-{name}()",
            f"round({name}(), 3)",
            f"{name}() > 3",
            f"cast({name}() as int)",
            f"typeof({name}())",
            f"{name}() is null",
            f"select {name}() from range(2)",
            f"{name}(1, 2)",
            f"array({name}())",
        ]
        for name in ("pi", "e")
    },
    **{symbol: _infix(symbol) for symbol in ("+", "-", "*", "/", "%", "div")},
    **{
        name: _two(name)
        for name in ("mod", "pmod", "try_add", "try_subtract", "try_multiply", "try_divide", "try_mod")
    },
    **{
        symbol: [
            *[f"{left} {symbol} 3" for left in _BIT_VALUES],
            *[f"5 {symbol} {right}" for right in _BIT_VALUES[1:]],
            over(f"a {symbol} b", "5, 3", "null, 1", "-1, 7"),
            over(f"a {symbol} b", "5Y, 3L", "-1Y, 255L"),
        ]
        for symbol in ("&", "|", "^")
    },
    **{
        symbol: [
            *[f"{left} {symbol} 2" for left in _BIT_VALUES],
            *[f"5 {symbol} {right}" for right in _SHIFTS[1:]],
            over(f"a {symbol} b", "5, 3", "null, 1", "-1, 7", "-1, 33"),
            over(f"a {symbol} b", "5L, 3", "-1L, 64", "-1L, 63"),
        ]
        for symbol in ("<<", ">>", ">>>")
    },
    **{
        name: each(
            name,
            _BIT_VALUES,
            _SHIFTS,
            most=30,
            more=[
                over(f"{name}(a, b)", "5, 3", "null, 1", "-1, 7", "-1, 33"),
                over(f"{name}(a, b)", "5L, 3", "-1L, 64", "-1L, 63"),
            ],
        )
        for name in ("shiftleft", "shiftright", "shiftrightunsigned", "bit_get", "getbit")
    },
    "~": [
        *[f"~{value}" for value in _BIT_VALUES],
        over("~a", *_INTS),
        over("~a", *_LONGS),
        "~~5",
        "~(1 + 1)",
    ],
    "unary -": [
        *[f"-({value})" for value in _SIGNS],
        over("-a", *_DOUBLES),
        over("-a", "1", "null", "-5"),
        over("-a", *_INTS),
        "- -1",
        "-'1'",
        "-x'01'",
    ],
    "unary +": [
        *[f"+({value})" for value in _SIGNS],
        over("+a", *_DOUBLES),
        over("+a", *_INTS),
        "+ +1",
        "+'1'",
    ],
    "conv": [
        f"conv('{text}', 10, {base})"
        for text in ("-9223372036854775808", "-9223372036854775809", "-18446744073709551615", "-0")
        for base in (10, -10)
    ]
    + each(
        "conv",
        (
            "'123'",
            "null",
            "''",
            "'-1'",
            "'ff'",
            "' 7 '",
            "'12x'",
            "'zz'",
            "'18446744073709551616'",
            "'-9223372036854775809'",
            "15",
            "1.5D",
            "true",
            "array(1)",
        ),
        ("10", "null", "2", "16", "36", "37", "1", "-10", "'8'"),
        ("16", "null", "2", "-16", "36", "-37", "0"),
        most=40,
        more=[
            over(
                "conv(a, b, c)", "'ff', 16, 10", "'11', 2, -10", "null, 10, 2", "'-1', 10, 16", "'7', 10, 99"
            )
        ],
    ),
    "width_bucket": each(
        "width_bucket",
        (
            "5.3D",
            "null",
            "0",
            "-1",
            "10",
            "11",
            "double('NaN')",
            "double('Infinity')",
            "'5'",
            "'x'",
            "interval '1' day",
        ),
        ("0D", "null", "10", "double('NaN')"),
        ("10D", "null", "0", "double('Infinity')"),
        ("5", "null", "0", "-1", "9223372036854775807L", "2.7", "'3'"),
        most=60,
        more=[
            "width_bucket(interval '1' month, interval '0' month, interval '12' month, 4)",
            "width_bucket(interval '1' day, interval '0' day, interval '10' day, 5)",
            "width_bucket(5, 10, 0, 4)",
            "width_bucket(interval '1' month, interval '0' day, 1, 4)",
            over("width_bucket(a, 0, 10, b)", "5, 2", "null, 1", "-1, 3", "99, 3", "10, 10"),
        ],
    ),
    "uniform": each(
        "uniform",
        ("1", "null", "1.5D", "1.5bd", "10L", "'x'", "1Y"),
        ("5", "null", "2.5D", "0", "9.75bd"),
        ("0", "null", "7L", "'x'"),
        most=30,
        more=[
            "uniform(1, 1, 3)",
            "uniform(0, 1.0f, 3)",
            "select uniform(1, 100, 42) from range(6)",
            "select uniform(0D, 1D, 42) from range(4)",
            "select uniform(1, id, 3) from range(2)",
            "uniform(1, 2, id) from range(2)",
        ],
    ),
    "rand": [
        "rand(0)",
        "rand(42)",
        "rand(-1)",
        "rand(9223372036854775807L)",
        "rand(null)",
        "rand('1')",
        "rand('x')",
        "rand(1.5D)",
        "rand(1, 2)",
        "rand(true)",
        "select rand(7) from range(5)",
        "select round(rand(7) * 10) from range(5)",
        "select rand(id) from range(2)",
        "select rand(1 + 2) from range(3)",
        "select id, rand(5) > 0.5 from range(6)",
        "rand() between 0 and 1",
        "rand(array(1))",
    ],
    "random": [
        "random(0)",
        "random(42)",
        "random(-1)",
        "random(9223372036854775807L)",
        "random(null)",
        "random('1')",
        "random(1.5D)",
        "random(1, 2)",
        "select random(7) from range(5)",
        "select random(id) from range(2)",
        "random() between 0 and 1",
        "select random(1 + 2) from range(3)",
        "random(array(1))",
    ],
    "randn": [
        "randn(0)",
        "randn(42)",
        "randn(-1)",
        "randn(9223372036854775807L)",
        "randn(null)",
        "randn('1')",
        "randn(1.5D)",
        "randn(1, 2)",
        "select randn(7) from range(7)",
        "select randn(id) from range(2)",
        "randn() is null",
        "select randn(1 + 2) from range(3)",
        "randn(array(1))",
    ],
    "randstr": each(
        "randstr",
        ("5", "null", "0", "-1", "2L", "1.5D", "'3'", "3S", "array(1)"),
        ("0", "null", "42", "7L", "'x'", "1.5D"),
        more=[
            "length(randstr(7))",
            "select randstr(4, 1) from range(5)",
            "select randstr(id, 1) from range(2)",
            "select randstr(3, id) from range(2)",
        ],
    ),
    "format_number": each(
        "format_number",
        NUMBERS,
        ("2", "null", "0", "-1", "20", "'#,###.##'", "'0.00E0'", "''", "'x'", "1.5D", "true"),
        most=40,
        more=[
            over(
                "format_number(a, b)",
                "12345.678D, 2",
                "null, 1",
                "-0.5D, 0",
                "1e15D, 3",
                "2.5D, 0",
                "3.5D, 0",
            ),
            over("format_number(a, '#,##0.0#')", "12345.678D", "null", "-0.5D", "0.05D"),
            "format_number(12332.123456, '##################.###')",
            "format_number(0.5bd, '000.00;(000.00)')",
            "format_number(0.25D, '0.0%')",
        ],
    ),
    "to_char": each(
        "to_char",
        _CHAR_VALUES,
        _CHAR_FORMATS,
        most=44,
        more=[
            "to_char(date'2020-02-29', 'yyyy/MM')",
            "to_char(timestamp'2020-02-29 10:00:00', 'HH')",
            "to_char(x'ff', 'hex')",
            "to_char(x'ff', 'base64')",
            "to_char(x'ff', 'utf-8')",
            "to_char(x'ff', 'x')",
            over("to_char(a, '999.99')", *_DECIMALS),
            over("to_char(a, 'S999')", "12", "null", "-5", "1000"),
            over("to_char(a, b)", "1, '9'"),
        ],
    ),
    "to_varchar": each(
        "to_varchar",
        _CHAR_VALUES,
        _CHAR_FORMATS,
        most=24,
        more=[
            "to_varchar(date'2020-02-29', 'yyyy/MM')",
            "to_varchar(x'ff', 'hex')",
            over("to_varchar(a, '999.99')", *_DECIMALS),
        ],
    ),
    **{
        name: [
            *[f"{name}('{text}', '{form}')" for text, form in _TO_NUMBERS],
            f"{name}(null, '9')",
            f"{name}('1', null)",
            f"{name}(12, '99')",
            f"{name}('1')",
            f"{name}('1', '9', '9')",
            f"{name}('1', 'x')",
            f"{name}('1', '')",
            f"{name}(array(1), '9')",
            over(f"{name}(a, '999.99')", "'1.5'", "null", "'123.45'"),
            over(f"{name}(a, '99')", "'1'", "'x'"),
            over(f"{name}(a, b)", "'1', '9'"),
        ]
        for name in ("to_number", "try_to_number")
    },
    "greatest": each(
        "greatest",
        _SIGNS[:10],
        ("1", "null", "2.5D", "'a'"),
        more=[
            "greatest(1)",
            "greatest()",
            "greatest(1, 2.5bd, 3D)",
            "greatest('a', 'b')",
            "greatest('a', 1)",
            "greatest(date'2020-01-01', timestamp'2020-01-01 01:00:00')",
            "greatest(array(1), array(2))",
            "greatest(map(1, 2), map(1, 3))",
            "greatest(struct(1, 2), struct(1, 3))",
            "greatest(true, false, null)",
            over("greatest(a, b)", "1D, double('NaN')", "null, 2D", "null, null", "-0.0D, 0.0D"),
            over("greatest(a, b, 5)", "1, 2", "9, null"),
        ],
    ),
    "least": each(
        "least",
        _SIGNS[:10],
        ("1", "null", "2.5D", "'a'"),
        more=[
            "least(1)",
            "least()",
            "least(1, 2.5bd, 3D)",
            "least('a', 'b')",
            "least('a', 1)",
            "least(date'2020-01-01', timestamp'2020-01-01 01:00:00')",
            "least(array(1), array(2))",
            "least(map(1, 2), map(1, 3))",
            "least(struct(1, 2), struct(1, 3))",
            "least(true, false, null)",
            over("least(a, b)", "1D, double('NaN')", "null, 2D", "null, null", "0.0D, -0.0D"),
            over("least(a, b, 5)", "1, 2", "9, null"),
        ],
    ),
}
# Without a seed they draw otherwise each time.
CASES = {
    name: [text for text in texts if text not in ("uniform(1, 5)", "randstr(5)")]
    for name, texts in CASES.items()
}
LEGACY = tuple(CASES)
APPROXIMATE = (
    "exp",
    "expm1",
    "ln",
    "log2",
    "log10",
    "log1p",
    "log",
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "pow",
    "power",
    "atan2",
    "hypot",
    "cbrt",
    "degrees",
    "radians",
)
