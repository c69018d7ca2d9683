"""Every condition and predicate, and every cast that is called by its type's name."""

from __future__ import annotations

from itertools import pairwise

from each import each, over
from pools import BOOLEANS, BYTES, DATES, NUMBERS, STRINGS, TIMESTAMPS

_VALUES = (
    "1", "null", "2.5D", "1.0bd", "'1'", "'a'", "true", "date'2020-02-29'", "timestamp'2020-02-29 00:00:00'", "timestamp_ntz'2020-02-29 00:00:00'", "x'31'", "array(1)", "map(1, 2)", "struct(1)", "interval '1' day", "interval '1' month", "double('NaN')", "-0.0D", "'2020-02-29'", "time'01:02:03'", "parse_json('1')",
)  # fmt: skip
_ROWS = ("1, 1", "1, 2", "null, 1", "null, null", "3, 2")
_LOGIC = ("true", "false", "null", "'true'", "'x'", "1", "0", "array(true)", "1.5D")


def _comparison(symbol: str) -> list[str]:
    return [
        *[f"{value} {symbol} 1" for value in _VALUES], *[f"{one} {symbol} {other}" for one, other in pairwise(_VALUES)], f"date'2020-02-29' {symbol} '2020-02-29'", f"'a' {symbol} 'B'", f"array(1, null) {symbol} array(1, 2)", f"array(1) {symbol} array(1.5D)", f"struct(1, 'a') {symbol} struct(1, 'b')", f"double('NaN') {symbol} double('NaN')", f"0.0D {symbol} -0.0D", f"map(1, 2) {symbol} map(1, 2)", f"null {symbol} null", f"x'01' {symbol} x'0102'", f"true {symbol} false",
        over(f"a {symbol} b", *_ROWS), over(f"a {symbol} b", "'a', 'b'", "'', null", "'b', 'a'"), over(f"a {symbol} b", "1.5D, double('NaN')", "double('NaN'), double('NaN')", "null, 1D", "-0.0D, 0.0D"), over(f"a {symbol} b", "'1', 1", "'2', 1"), over(f"a {symbol} b", "'x', 1"), over(f"a {symbol} b", "array(1), array(null)", "array(2, 1), array(2)", "null, array(1)"),
    ]  # fmt: skip


def _any(name: str) -> list[str]:
    return each(
        name,
        _VALUES,
        more=[
            over(f"{name}(a)", "1", "null"),
            over(f"{name}(a)", "'x'", "null", "''"),
            over(f"{name}(a)", "array(1)", "null"),
            over(f"{name}(a)", "1.5D", "double('NaN')", "null"),
        ],
    )


def _pairs(name: str) -> list[str]:
    return [*[f"{name}({value}, 1)" for value in _VALUES], *[f"{name}({one}, {other})" for one, other in pairwise(_VALUES)], f"{name}(null, null)", f"{name}(null, 'x')", f"{name}('a', 'a')", f"{name}()", f"{name}(1)", f"{name}(1, 2, 3)", over(f"{name}(a, b)", *_ROWS), over(f"{name}(a, b)", "'a', 'b'", "'', null", "null, 'a'"), over(f"{name}(a, 1.5)", "1", "null")]  # fmt: skip


def _cast(name: str, *given: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys([*[f"{name}({value})" for pool in given for value in pool], *[f"{name}({value})" for value in _VALUES], f"{name}()", f"{name}(1, 2)", over(f"{name}(a)", "'1'", "null", "' 2 '"), over(f"{name}(a)", "'1'", "'x'"), over(f"{name}(a)", "1", "null", "-1"), over(f"{name}(a)", "1.5D", "null", "double('NaN')"), over(f"{name}(a)", "true", "null", "false")]))  # fmt: skip


CASES = {
    **{symbol: _comparison(symbol) for symbol in ("=", "==", "!=", "<>", "<", "<=", ">", ">=", "<=>")},
    **{
        word: [
            *[f"{one} {word} {other}" for one in _LOGIC[:4] for other in _LOGIC[:4]],
            *[f"{one} {word} true" for one in _LOGIC[4:]],
            *[f"false {word} {one}" for one in _LOGIC[4:]],
            over(f"a {word} b", "true, true", "true, null", "false, null", "null, null", "false, true"),
            f"true {word}",
            f"1 = 1 {word} 1 / 0 = 1",
        ]
        for word in ("and", "or")
    },
    **{
        word: [
            *[f"{word} {one}" for one in _LOGIC],
            over(f"{word} a", "true", "false", "null"),
            f"{word} {word} true",
            f"{word} (1 = 1)",
            f"{word} 1 = 2",
        ]
        for word in ("not", "!")
    },
    "in": [
        *[f"{value} in (1, 2)" for value in _VALUES],
        "1 in (1)",
        "1 in (2, null)",
        "null in (1)",
        "1 not in (2, null)",
        "1 in ()",
        "1 in (1.0, '1')",
        "'a' in ('a', 'b')",
        "'1' in (1, 2)",
        "'x' in (1, 2)",
        "(1, 2) in ((1, 2), (3, 4))",
        "(1, null) in ((1, 2))",
        "array(1) in (array(1))",
        "map(1, 2) in (map(1, 2))",
        "date'2020-01-01' in ('2020-01-01')",
        "double('NaN') in (double('NaN'))",
        "1 in (select 1)",
        "1 in (select id from range(3))",
        "5 not in (select id from range(3))",
        over("a in (1, b)", *_ROWS),
        over("a not in (1, b)", *_ROWS),
        over("a in ('x', 'y')", "'x'", "null", "'z'"),
    ],
    "between": [
        *[f"{value} between 1 and 2" for value in _VALUES],
        "1 between null and 2",
        "1 between 2 and null",
        "3 between null and 2",
        "1 not between 0 and 2",
        "'b' between 'a' and 'c'",
        "2 between 3 and 1",
        "date'2020-01-15' between '2020-01-01' and '2020-02-01'",
        "1.5 between 1 and 2",
        "'5' between 1 and 10",
        "'x' between 1 and 10",
        "1 between symmetric 2 and 0",
        "between(1, 0, 2)",
        over("a between 1 and b", *_ROWS),
        over("a not between 1 and b", *_ROWS),
    ],
    "isnull": _any("isnull"),
    "isnotnull": _any("isnotnull"),
    "is null": [
        *[f"{value} is null" for value in _VALUES],
        over("a is null, a is not null", "1", "null"),
        "null is not null",
        "(1, null) is null",
    ],
    "is true": [
        f"{value} is {word}"
        for word in ("true", "false", "unknown", "not true", "not false", "not unknown")
        for value in ("true", "false", "null", "1", "'true'")
    ],
    "is distinct from": [
        *[f"{value} is distinct from 1" for value in _VALUES],
        "null is not distinct from null",
        "1 is not distinct from 1",
        over("a is distinct from b", *_ROWS),
    ],
    "case": [
        "case when true then 1 end",
        "case when false then 1 end",
        "case when null then 1 else 2 end",
        "case when 1 then 2 end",
        "case when 'true' then 2 end",
        "case 1 when 1 then 'a' when 2 then 'b' end",
        "case 3 when 1 then 'a' else 'c' end",
        "case null when null then 1 else 2 end",
        "case when true then 1 else 2.5 end",
        "case when true then 1 else 'a' end",
        "case when true then 1 else '2' end",
        "case when true then null else null end",
        "case when true then array(1) else array() end",
        "case when true then 1 else array(1) end",
        "case when false then 1 / 0 else 5 end",
        "case when true then date'2020-01-01' else timestamp'2020-01-01 00:00:00' end",
        "case 1 when 'x' then 1 end",
        "case '1' when 1 then 'eq' end",
        over("case when a > 1 then 'big' when a = b then 'same' end", *_ROWS),
        over("case a when 1 then b else a / 0 end", "1, 2", "1, 3"),
        "case end",
        "case when true then 1 else map(1, 2) end",
        "case when true then struct(1) else struct('a') end",
    ],
    "when": [
        "when(true, 1)",
        "when(false, 1)",
        "when(false, 1, 2)",
        "when(null, 1, true, 2)",
        "when(1, 2)",
        "when()",
        "when(true)",
        "when(true, 1, false)",
        "when(true, 1, 'x')",
        "when('true', 1)",
        over("when(a > 1, b)", *_ROWS),
        "when(true, null)",
        "when(false, 1, true, array(1))",
    ],
    "if": [
        "if(true, 1, 2)",
        "if(false, 1, 2)",
        "if(null, 1, 2)",
        "if(1, 2, 3)",
        "if('true', 1, 2)",
        "if('x', 1, 2)",
        "if(true, 1, 'a')",
        "if(true, 1, '2')",
        "if(true, 1, 2.5)",
        "if(true, null, 1)",
        "if(true, null, null)",
        "if(true, 1)",
        "if()",
        "if(true, 1, 2, 3)",
        "if(1 = 1, 'y', 'n')",
        "if(true, array(1), array(2.5D))",
        "if(true, 1, array(1))",
        "if(true, map(1, 2), null)",
        "if(false, 1 / 0, 3)",
        over("if(a = b, 'same', 'not')", *_ROWS),
        over("if(a is null, b, a)", *_ROWS),
        "if(array(true), 1, 2)",
        "if(true, date'2020-01-01', '2020-01-02')",
    ],
    **{name: _pairs(name) for name in ("ifnull", "nvl", "nullif", "equal_null")},
    "nvl2": [
        "nvl2(1, 2, 3)",
        "nvl2(null, 2, 3)",
        "nvl2(null, 2, null)",
        "nvl2(1, 'a', 2)",
        "nvl2(1, 'a', 'b')",
        "nvl2('x', 1, 2.5)",
        "nvl2(array(1), 1, 2)",
        "nvl2(1, null, 2)",
        "nvl2(1, 2)",
        "nvl2()",
        "nvl2(1, 2, 3, 4)",
        "nvl2(1, array(1), 2)",
        "nvl2(double('NaN'), 1, 2)",
        over("nvl2(a, b, 0)", *_ROWS),
        "nvl2(null, null, null)",
        "nvl2(1, '5', 2)",
    ],
    "coalesce": [
        "coalesce(1)",
        "coalesce(null)",
        "coalesce()",
        "coalesce(null, 1)",
        "coalesce(null, null)",
        "coalesce(null, 'a', 1)",
        "coalesce(null, 1, 2.5)",
        "coalesce(1, 1 / 0)",
        "coalesce(null, array(1))",
        "coalesce(array(1), 1)",
        "coalesce(map(1, 2), null)",
        "coalesce(date'2020-01-01', timestamp'2020-01-01 00:00:00')",
        "coalesce('a', x'01')",
        "coalesce(1, '2')",
        "coalesce(1, 'x')",
        "coalesce(double('NaN'), 1)",
        "coalesce(struct(1), struct(2.5))",
        over("coalesce(a, b)", *_ROWS),
        over("coalesce(a, b, 'z')", "'x', 'y'", "null, 'y'", "null, null"),
        over("coalesce(a, 1.5)", "1", "null"),
    ],
    "assert_true": [
        "assert_true(true)",
        "assert_true(false)",
        "assert_true(null)",
        "assert_true(1 = 1)",
        "assert_true(1 = 2)",
        "assert_true(false, 'no')",
        "assert_true(false, null)",
        "assert_true(false, concat('a', 'b'))",
        "assert_true(true, 1)",
        "assert_true(1)",
        "assert_true('true')",
        "assert_true()",
        "assert_true(true, 'a', 'b')",
        over("assert_true(a = b)", "1, 1"),
        over("assert_true(a = b, 'differ')", "1, 1", "1, 2"),
        "typeof(assert_true(true))",
    ],
    "raise_error": [
        "raise_error('boom')",
        "raise_error(null)",
        "raise_error('')",
        "raise_error(concat('a', 1))",
        "raise_error(1)",
        "raise_error(array(1))",
        "raise_error()",
        "raise_error('a', 'b')",
        "raise_error('USER_RAISED_EXCEPTION', map('errorMessage', 'x'))",
        "raise_error('NOPE', map('a', 'b'))",
        "if(true, 1, raise_error('x'))",
        "coalesce(1, raise_error('x'))",
        over("raise_error(a)", "'one'", "'two'"),
        "typeof(raise_error('a'))",
        "select raise_error('x') from range(0)",
    ],
    "typeof": each(
        "typeof",
        _VALUES,
        more=[
            over("typeof(a)", "1", "null"),
            "typeof(array(array(1.5bd)))",
            "typeof(named_struct('a', 1, 'B c', 'x'))",
            "typeof(1 + 2.5)",
            "typeof(interval '1-2' year to month)",
            "typeof(make_interval(1))",
            "typeof(cast('a' as char(3)))",
        ],
    ),
    "bigint": _cast("bigint", NUMBERS, STRINGS[:9]),
    "int": _cast("int", NUMBERS, STRINGS[:9]),
    "smallint": _cast("smallint", NUMBERS, STRINGS[:9]),
    "tinyint": _cast("tinyint", NUMBERS, STRINGS[:9]),
    "float": _cast("float", NUMBERS, STRINGS[:9]),
    "double": _cast("double", NUMBERS, STRINGS[:9]),
    "decimal": _cast("decimal", NUMBERS, STRINGS[:9]),
    "boolean": _cast("boolean", NUMBERS, BOOLEANS),
    "string": _cast("string", NUMBERS, DATES, TIMESTAMPS),
    "binary": _cast("binary", BYTES),
    "date": _cast("date", DATES),
    "time": _cast(
        "time",
        (
            "'12:34:56.789'",
            "null",
            "''",
            "'24:00:00'",
            "' 1:2 '",
            "'12:34:56 PM'",
            "time'23:59:59.999999'",
            "timestamp'2020-02-29 10:11:12.5'",
            "timestamp_ntz'2020-02-29 10:11:12.5'",
            "0",
            "86399.5bd",
            "86400",
        ),
    ),
    # A time becomes a timestamp of this day.
    "timestamp": [
        f"date_format({case}, 'HH:mm:ss')" if "(time'" in case else case
        for case in _cast("timestamp", TIMESTAMPS, NUMBERS)
    ],
    "cast": [
        f"cast({value} as {kind})"
        for value, kind in zip(
            _VALUES * 3,
            (
                "int",
                "string",
                "date",
                "array<string>",
                "boolean",
                "decimal(5,2)",
                "timestamp",
                "interval day",
                "map<string,int>",
                "struct<a:int>",
                "variant",
                "char(3)",
            )
            * 6,
        )
    ],
    "try_cast": [
        f"try_cast({value} as {kind})"
        for value, kind in zip(
            _VALUES * 3,
            (
                "string",
                "int",
                "date",
                "array<string>",
                "boolean",
                "decimal(2,1)",
                "timestamp",
                "interval day",
                "map<string,int>",
                "struct<a:int>",
                "variant",
                "char(3)",
            )
            * 6,
        )
    ],
    "::": [
        f"{value}::{kind}"
        for value, kind in zip(_VALUES, ("double", "string", "int", "tinyint", "boolean", "array<int>") * 4)
    ]
    + ["1::string::int", "'x'::int", "null::date", "(1 + 1)::string", over("a::string", "1", "null")],
}
LEGACY = tuple(CASES)
