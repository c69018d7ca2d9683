"""What functions are called with: for each kind of argument an ordinary value first, then null, extremes, and wrong types."""

from __future__ import annotations

from collections.abc import Sequence

STRINGS = (
    "'Spark SQL'", "null", "''", "' '", "'Ünïcödé ß'", "'e\\u0301 \\uD83D\\uDE00!'", "'  ab\\tc '", "'123'", "'-1.5e3'", "'%_[a]'", "repeat('ab', 300)",
    "cast('é' as binary)", "12", "1.5bd", "true", "date'2020-02-29'", "array('a')", "interval '1' day",
)  # fmt: skip
BYTES = ("x'0102ff'", "null", "x''", "x'00'", "x'f09f9880'", "x'80'", "cast(repeat('ab', 50) as binary)", "'abc'", "''", "'é'", "7", "7L", "true", "array(1)")  # fmt: skip
INTEGERS = (
    "3", "null", "0", "1", "-1", "-128Y", "32767S", "2147483647", "-2147483648", "9223372036854775807L", "-9223372036854775808L", "2.7", "1.5D", "'7'", "'x'", "''",
    "true", "date'2020-02-29'", "array(1)",
)  # fmt: skip
NUMBERS = (
    "2.5D", "null", "0", "-1", "-0.0D", "127Y", "-32768S", "2147483647", "9223372036854775807L", "-9223372036854775808L", "1e300D", "double('NaN')", "double('Infinity')",
    "double('-Infinity')", "4.9e-324D", "1.25f", "-12.345bd", "99999999999999999999999999999999999999bd", "'7'", "'x'", "true", "x'01'", "array(1)",
)  # fmt: skip
BOOLEANS = ("true", "false", "null", "'true'", "'x'", "1", "0.5D", "array(true)")
DATES = (
    "date'2020-02-29'", "null", "date'0001-01-01'", "date'9999-12-31'", "date'1582-10-04'", "date'-0044-03-15'", "timestamp'2020-03-08 02:30:00'", "timestamp_ntz'2021-12-31 23:59:59.999999'",
    "'2020-01-31'", "'2020-1-5'", "'nope'", "''", "1", "1.5D", "true", "array(1)",
)  # fmt: skip
TIMESTAMPS = (
    "timestamp'2020-03-08 01:59:59.123456'", "null", "timestamp'1970-01-01 00:00:00 UTC'", "timestamp'0001-01-01 00:00:00'", "timestamp'9999-12-31 23:59:59.999999'", "timestamp'1900-01-01 12:00:00'",
    "timestamp'2021-11-07 01:30:00'", "timestamp_ntz'2020-06-30 23:59:60'", "timestamp_ntz'2020-06-30 23:59:59.5'", "date'2020-02-29'", "'2020-01-31 10:11:12.5'", "'2020-01-31T10:11:12Z'", "'nope'", "''",
    "0", "1.5D", "true", "array(1)",
)  # fmt: skip
ARRAYS = (
    "array(3, 1, null, 2, 1)", "null", "array()", "array(null)", "array('b', null, 'Ünïcödé', '')", "array(1.5D, double('NaN'), -0.0D, 0.0D)", "array(array(2, 1), null, array())", "array(1.10bd, 2bd)",
    "array(named_struct('a', 1, 'b', 'x'), null)", "array(date'2020-02-29')", "array(cast(null as int))", "array(true, false)", "array(map(1, 2))", "'abc'", "map(1, 2)", "1",
)  # fmt: skip
MAPS = (
    "map('a', 1, 'b', null)", "null", "map()", "map(1, 'x')", "map('Ünïcödé', array(1, 2))", "map(1.5D, 'y', double('NaN'), 'z')", "map('a', cast(null as string))", "map(1, map(2, 3))",
    "map(date'2020-02-29', 1bd)", "map('a', 1, 'a', 2)", "map(null, 1)", "array(1)", "'a'", "1",
)  # fmt: skip


def calls(function: str, *pools: Sequence[str]) -> list[str]:
    """Calls with the ordinary values of all arguments, and with each other value of each argument in turn; then with
    too few and too many arguments."""
    ordinary = [pool[0] for pool in pools]
    found = [_call(function, ordinary)]
    for place, pool in enumerate(pools):
        found += [_call(function, [*ordinary[:place], value, *ordinary[place + 1 :]]) for value in pool[1:]]
    return [*found, _call(function, ordinary[:-1]), _call(function, [*ordinary, "1", "2"])]


def _call(function: str, arguments: Sequence[str]) -> str:
    return f"{function}({', '.join(arguments)})"
