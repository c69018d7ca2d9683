"""Arithmetic, comparison and common types: operators over all pairs of types, overflows, decimals of many sizes."""

from __future__ import annotations

ONE_OF_EACH = {
    "tinyint": "1Y", "smallint": "2S", "int": "3", "bigint": "4L", "float": "1.5f", "double": "2.5d", "decimal(3,1)": "2.5bd",
    "decimal(20,0)": "cast(7 as decimal(20,0))", "string": "'1'", "boolean": "true", "date": "date'2020-01-05'",
    "timestamp": "timestamp'2020-01-05 01:02:03'", "timestamp_ntz": "timestamp_ntz'2020-01-05 01:02:03'", "binary": "X'31'",
    "interval day": "interval '1' day", "interval month": "interval '1' month", "array<int>": "array(1)", "map": "map('a', 1)",
    "struct": "named_struct('a', 1)", "void": "null",
}  # fmt: skip
_PAIRS = [(one, other) for one in ONE_OF_EACH.values() for other in ONE_OF_EACH.values()]
_NUMBERS = [
    value for name, value in ONE_OF_EACH.items() if name not in ("array<int>", "map", "struct", "boolean")
]
_NUMERIC = [(one, other) for one in _NUMBERS[:8] for other in [*_NUMBERS, "true", "array(1)"]]
_NUMERIC += [(other, one) for one, other in _NUMERIC if other in ("'1'", "null", "true")] + [
    ("'1'", "'1'"),
    ("null", "null"),
]

_SIGNS = (("+", 0, 1), ("-", 1, 5), ("*", 2, 5), ("/", 0, 2), ("%", 3, 5), ("div", 0, 2), ("&", 1, 3))

#: Values at the ends of the integers.
EXTREMES = {
    "tinyint": ("127Y", "-128Y", "-1Y", "0Y", "2Y"),
    "smallint": ("32767S", "-32768S", "-1S", "0S"),
    "int": ("2147483647", "-2147483648", "-1", "0", "2"),
    "bigint": ("9223372036854775807L", "-9223372036854775808L", "-1L", "0L", "2L"),
}
_DOUBLES = (
    "0d",
    "-0.0d",
    "1.5d",
    "-2.5d",
    "1e308d",
    "double('nan')",
    "double('inf')",
    "double('-inf')",
    "4.9e-324d",
)
DECIMALS = (
    ("12345.67", 7, 2), ("-99999.99", 7, 2), ("0.00", 7, 2), ("3.00", 15, 2), ("9999999999999.99", 15, 2), ("0.01", 17, 2),
    ("123456789012345.67", 17, 2), ("1234567890123456789012345.67", 27, 2), ("0.07", 27, 2), ("7", 10, 0), ("-3", 1, 0),
    ("0.3333333333", 10, 10), ("99999999999999999999999999999999999999", 38, 0), ("1", 38, 0), ("0.000000000000000001", 38, 18),
    ("12345678901234567890.123456789012345678", 38, 18), ("-0.5", 2, 1), ("0", 38, 38), ("0.11111111111111111111111111111111111111", 38, 38),
)  # fmt: skip
_DECIMALS = [f"cast('{text}' as decimal({precision},{scale}))" for text, precision, scale in DECIMALS]

CASES = {
    **{f"types of {symbol}": [f"{one} {symbol} {other}" for one, other in _NUMERIC[start::step]] for symbol, start, step in _SIGNS},
    "comparison": [f"{one} = {other}" for one, other in _PAIRS[::2]],
    "order": [f"{one} < {other}" for one, other in _NUMERIC[::3]],
    "in": [f"{one} in ({other})" for one, other in _PAIRS[::3]] + [f"{one} in (1, {other}, 'x')" for one, other in _PAIRS[::19]],
    "if": [f"if(true, {one}, {other})" for one, other in _PAIRS[1::2]],
    "coalesce": [f"coalesce({one}, {other}, '2')" for one, other in _PAIRS[::5]],
    "case": [f"case when false then {one} else {other} end" for one, other in _PAIRS[1::7]],
    "union": [f"SELECT {one} x UNION ALL SELECT {other}" for one, other in _PAIRS[::3]],
    "array": [f"array({one}, {other})" for one, other in _PAIRS[1::5]],
    "logic": [f"{one} and {other}" for one in ("true", "null", "'t'", "1", "1.5d") for other in ("true", "null", "'x'", "1")],
    "integers": [
        f"{one} {symbol} {other}" for values in EXTREMES.values() for symbol in ("+", "-", "*", "/", "%", "div")
        for one in values for other in values
    ] + [f"-({value})" for values in EXTREMES.values() for value in values[:3]]
    + [f"{name}({value})" for name in ("abs", "negative") for values in EXTREMES.values() for value in values[:3]],
    "tolerant": [
        f"{name}({one}, {other})" for name in ("try_add", "try_subtract", "try_multiply", "try_divide", "try_mod")
        for values in EXTREMES.values() for one, other in ((values[0], values[0]), (values[1], values[2]), (values[0], values[3]), (values[0], values[1]))
    ] + [f"{name}({one}, {other})" for name in ("try_add", "try_divide", "try_multiply", "try_mod") for one, other in (("1.5d", "0d"), ("1bd", "0bd"), (_DECIMALS[12], _DECIMALS[12]), ("'a'", "1"), ("1", "'2'"))],
    "columns of integers": [
        f"SELECT a {symbol} b FROM VALUES (1, 2), (-7, 2), (7, -2), (null, 1), (1, null), (2147483647, 1), (-2147483648, -1) t(a, b)"
        for symbol in ("+", "-", "*", "/", "%", "div", "&", "|", "^", "=", "<", "<=>")
    ],
    "doubles": [f"{one} {symbol} {other}" for symbol in ("+", "/", "%", "=", "<") for one in _DOUBLES for other in _DOUBLES],
    "decimals": [f"{one} {symbol} {other}" for symbol in ("+", "-", "*", "/", "%", "div") for place, one in enumerate(_DECIMALS) for other in _DECIMALS[place % 5 :: 5]],
    "pmod": [f"pmod({one}, {other})" for one in _DECIMALS[:12] for other in _DECIMALS[:12:2]]
    + [f"pmod({one}, {other})" for values in EXTREMES.values() for one in values for other in values]
    + [f"pmod({one}, {other})" for one in _DOUBLES for other in _DOUBLES],
    "decimal nesting": [
        "1bd / 3bd / 7bd / 11bd", "(1.5bd + 2.25bd) * 3.125bd / 7", "1.0 / 3 + 1.0 / 7 - 1.0 / 9", "100 * 1.1bd / 3 % 2",
        "SELECT sum(x) / count(x) FROM VALUES (1.5bd), (2.25bd), (null) t(x)", "SELECT avg(x) FROM VALUES (1.5bd), (2.25bd), (null) t(x)",
        "SELECT sum(x), avg(x) FROM VALUES (99999999999999999999999999999999999999bd), (1bd) t(x)",
        "SELECT avg(x) FROM VALUES (cast('1' as decimal(38,18))), (cast('2' as decimal(38,18))) t(x)",
        "SELECT sum(a * b) / sum(b) FROM VALUES (cast(1.25 as decimal(15,2)), cast(3 as decimal(15,2))), (2.5, 7) t(a, b)",
        "SELECT a / b FROM VALUES (cast(10 as decimal(7,2)), cast(3 as decimal(7,2))), (1, 0), (null, 1) t(a, b)",
    ],
}  # fmt: skip
LEGACY = set(CASES) - {"doubles", "logic", "order"}
