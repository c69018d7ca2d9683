"""Mathematics: every function over whole columns of numbers, and what it refuses."""

from __future__ import annotations

_DOUBLES = (
    "0d", "-0.0d", "1d", "-1d", "0.5d", "-0.5d", "2.5d", "-2.5d", "3.5d", "1e-10d", "100d", "1e10d", "1e300d", "-1e300d",
    "double('nan')", "double('inf')", "double('-inf')", "null",
)  # fmt: skip
_ONE_DOUBLE = (
    "sqrt", "cbrt", "exp", "expm1", "ln", "log", "log2", "log10", "log1p", "rint", "degrees", "radians", "sin", "cos", "tan", "cot",
    "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "signum", "sign", "ceil", "floor",
    "ceiling", "abs", "round", "bround", "isnan", "negative", "positive",
)  # fmt: skip
_TYPES = (
    "1Y",
    "2S",
    "3",
    "4L",
    "1.5f",
    "2.5d",
    "-2.55bd",
    "'1.5'",
    "'x'",
    "true",
    "null",
    "date'2020-01-01'",
    "array(1)",
    "interval '1' day",
    "X'31'",
)
_TABLE = "FROM VALUES " + ", ".join(f"({value})" for value in _DOUBLES) + " t(x)"
_PAIRS = [
    (one, other)
    for one in _DOUBLES[::2]
    for other in ("0d", "2d", "-1d", "0.5d", "double('nan')", "double('inf')", "null")
]
_INTS = ("0", "1", "-1", "5", "-5", "12345", "15", "25", "-15", "-25", "2147483647", "-2147483648", "null")
_LONGS = ("0L", "1L", "-1L", "255L", "9223372036854775807L", "-9223372036854775808L", "null")
_DECIMALS = ("0.00bd", "1.25bd", "-1.25bd", "1.35bd", "2.50bd", "99.99bd", "-99.99bd", "null")


def _over(call: str, values: tuple[str, ...]) -> str:
    return f"SELECT {call} FROM VALUES " + ", ".join(f"({value})" for value in values) + " t(x)"


CASES = {
    "of doubles": [f"SELECT {name}(x) {_TABLE}" for name in _ONE_DOUBLE],
    "types": [f"{name}({value})" for name in _ONE_DOUBLE for value in _TYPES],
    "counts of arguments": [f"{name}()" for name in _ONE_DOUBLE] + [f"{name}(1, 2, 3)" for name in _ONE_DOUBLE],
    "pairs": [f"{name}({one}, {other})" for name in ("pow", "power", "atan2", "hypot", "log", "nanvl") for one, other in _PAIRS],
    "rounding": [
        _over(f"{name}(x, {digits})", values)
        for name in ("round", "bround") for digits in (-20, -3, -1, 0, 1, 2, 5)
        for values in (_DOUBLES, _INTS, _LONGS, _DECIMALS, ("1.005f", "2.5f", "-0.05f"))
    ] + [_over(f"{name}(x{digits})", values) for name in ("ceil", "floor") for digits in ("", ", -1", ", 0", ", 1", ", 3") for values in (_DECIMALS, _INTS, _LONGS, ("1.25d", "-1.25d"))]
    + ["round(2.5, null)", "round(2.5, '1')", "round('2.55', 1)", "round(2.5, 1.5)", "round(array(1))", "round(1.005d, 2)", "round(2147483647, -1)",
       "round(127Y, -1)", "round(9223372036854775807L, -1)", "round(1234567.891bd, -3)", "round(99.9bd, 0)", "bround(2.5bd)", "bround(25, -1)",
       "ceil(1.5, id) from range(1)", "round(0.5d)", "round(1.5f)", "ceil('1.5')", "floor('x')"],
    "integers": [_over(f"{name}(x)", _INTS) for name in ("abs", "sign", "bin", "hex", "factorial", "bit_count", "negative", "positive", "zeroifnull", "nullifzero", "sqrt")]
    + [_over(f"{name}(x)", _LONGS) for name in ("abs", "bin", "hex", "bit_count", "ceil", "floor", "round", "factorial")]
    + [f"factorial({n})" for n in (0, 1, 5, 20, 21, -1)] + ["hex('Spark')", "hex(X'00FF')", "hex(1.5)", "bin(1.5)", "bin('7')", "unhex('537061726B')", "unhex('F')", "unhex('xyz')", "bit_count(true)", "bit_count(1Y)", "bit_count(-1S)"],
    "shifts": [f"{name}({value}, {count})" for name in ("shiftleft", "shiftright", "shiftrightunsigned") for value in ("1", "-1", "2147483647", "-2147483648", "5L", "-5L", "1Y", "-1S", "null") for count in ("0", "1", "31", "32", "33", "63", "64", "-1")]
    + ["1 << 2", "-8 >> 1", "-8 >>> 1", "1L << 40", "'1' << 2", "1.5 << 1", "bit_get(11, 0)", "getbit(11, 2)", "bit_get(11, 32)", "bit_get(11L, 63)", "bit_get(11, -1)"],
    "conv": [f"conv({text}, {source}, {target})" for text in ("'100'", "'-10'", "'ff'", "'FF'", "'zz'", "''", "'  11 abc'", "'9223372036854775808'", "'18446744073709551615'", "'18446744073709551616'", "-15", "null") for source, target in ((2, 10), (10, 16), (16, 10), (36, 16), (10, -10), (16, -10), (10, 2), (1, 10), (10, 37))],
    "width_bucket": [f"width_bucket({args})" for args in ("5.3, 0.2, 10.6, 5", "-2.1, 1.3, 3.4, 3", "8.1, 0.0, 5.7, 4", "-0.9, 5.2, 0.5, 2", "5.2, 5.2, 0.5, 2", "0.5, 5.2, 0.5, 2", "1, 1, 1, 5", "1, 0, 5, 0", "1, 0, 5, -1", "interval '1' day, interval '0' day, interval '5' day, 10", "null, 1, 2, 3", "1, 0, 'x', 3")],
    "extremes": [f"{name}({args})" for name in ("greatest", "least") for args in ("1, 2", "1, 2.5", "1, null, 3", "null, null", "'a', 'b'", "1, 'a'", "1", "", "double('nan'), 1d", "0d, -0.0d", "array(1), array(2)", "map(1, 2), map(1, 2)", "date'2020-01-01', timestamp'2020-01-02'", "1, true")],
    "nulls": [f"{name}({args})" for name in ("nullif", "equal_null", "nvl2", "nvl", "ifnull") for args in ("1, 1", "1, 2", "null, 1", "1, null", "null, null", "1, 'a'", "'a', 'a'", "1, 2.5", "null, 1, 2", "3, 1, 'x'", "array(1), array(1)", "map(1,1), map(1,1)")]
    + ["zeroifnull(null)", "zeroifnull(1.5)", "zeroifnull('a')", "nullifzero(0)", "nullifzero(1.5)", "nullifzero(null)", "isnan('NaN')", "isnan(null)", "nanvl(double('nan'), 5)", "nanvl(1, 2)", "nanvl(1.5f, 2.5f)"],
    "constants": ["pi()", "e()", "pi() + 1", "mod(7, 3)", "mod(-7.5, 2)", "mod(1, 0)", "positive(1)", "negative('1.5')", "positive('x')", "- '1'", "+ '1'"],
    "misc": [
        "typeof(1)", "typeof(array(1.5))", "typeof(null)", "typeof(map('a', named_struct('b', 1)))", "assert_true(true)", "assert_true(false)", "assert_true(null)", "assert_true(1 > 2, 'too small')",
        "raise_error('bad')", "raise_error(null)", "raise_error('USER_RAISED_EXCEPTION', map('errorMessage', 'x'))", "input_file_name()", "input_file_block_start()", "input_file_block_length()",
        "SELECT monotonically_increasing_id() FROM VALUES (1), (2) t(x)", "SELECT spark_partition_id() FROM VALUES (1), (2) t(x)", "current_database()", "current_catalog()", "current_schema()",
        "typeof(rand())", "typeof(randn(1))", "rand(1) >= 0 and rand(1) < 1", "typeof(uniform(1, 5))", "uniform(1, 2, 0) between 1 and 2", "typeof(version())", "typeof(current_user())", "rand('a')", "rand(1.5)", "randn(null) = randn(null)",
        "luhn_check('79927398713')", "try_to_number('123', '999')",
    ],
}  # fmt: skip
LEGACY = {"rounding", "integers", "conv", "extremes", "nulls", "constants", "types"}
APPROXIMATE = {"of doubles", "pairs", "types"}
