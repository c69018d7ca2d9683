"""Every function of intervals, arithmetic of dates and intervals, and vectors."""

from __future__ import annotations

from itertools import pairwise

from each import each, over
from pools import INTEGERS

_SMALL = ("1", "null", "0", "-1", "100", "2147483647", "-2147483648", "'2'", "'x'", "2.7", "array(1)")
_SECONDS = (
    "1.5",
    "null",
    "0",
    "-0.000001",
    "60",
    "100.1234567",
    "'7.5'",
    "'x'",
    "9223372036854.775807",
    "1e10D",
    "double('NaN')",
    "array(1)",
)
_INTERVALS = (
    "interval '1' day",
    "interval '1 2:3:4.567891' day to second",
    "interval '-5' hour",
    "interval '1-2' year to month",
    "interval '-7' month",
    "make_interval(1, 2, 3, 4, 5, 6, 7.5)",
    "null",
    "interval '106751991 04:00:54.775807' day to second",
    "interval '178956970-7' year to month",
)
_MOMENTS = (
    "date'2020-02-29'",
    "timestamp'2020-03-07 02:30:00'",
    "timestamp_ntz'2020-02-29 23:59:59.5'",
    "'2020-02-29'",
    "null",
    "1",
    "time'12:34:56'",
    "date'0001-01-01'",
    "timestamp'9999-12-31 23:59:59.999999'",
)
_VECTORS = (
    "array(1.0f, 2.0f, -3.5f)",
    "null",
    "array()",
    "array(1.0f, null, 2.0f)",
    "array(0f, 0f, 0f)",
    "array(float('NaN'), 1f, 2f)",
    "array(float('Infinity'), 1f, 2f)",
    "array(1e38f, 1e38f, 1e38f)",
    "array(1, 2, 3)",
    "array(1D, 2D, 3D)",
    "array(1f)",
    "cast(null as array<float>)",
    "1",
    "'a'",
    "map(1, 2)",
)


def _parts(name: str) -> list[str]:
    return each(name, _SMALL, _SMALL, _SMALL, _SMALL, _SMALL, _SMALL, _SECONDS, most=60, more=[f"{name}()", f"{name}(1)", f"{name}(1, 2)", f"{name}(0, 0, 0, 1, 2, 3, 4.5)", f"{name}(0, 0, 0, 0, 0, 0, 0.000001)", f"{name}(100, 11)", f"{name}(years => 1, days => 2)", over(f"{name}(a, b)", "1, 2", "null, 1", "-3, 4"), over(f"{name}(0, 0, 0, a, 0, 0, b)", "1, 2.5", "null, 1", "3, null")])  # fmt: skip


def _sums(symbol: str) -> list[str]:
    return [*[f"{moment} {symbol} {interval}" for moment in _MOMENTS for interval in _INTERVALS[:6]], *[f"{one} {symbol} {other}" for one, other in pairwise(_INTERVALS)], *[f"{interval} {symbol} {moment}" for interval, moment in zip(_INTERVALS, _MOMENTS)], *[f"{one} {symbol} {other}" for one, other in pairwise(_MOMENTS)], over(f"a {symbol} b", "date'2020-01-31', interval '1' month", "null, interval '1' month", "date'2020-02-29', interval '-12' month"), over(f"a {symbol} b", "timestamp'2020-03-07 02:30:00', interval '1' day", "null, interval '1' day", "timestamp'2020-03-07 02:30:00', interval '24' hour")]  # fmt: skip


CASES = {
    "make_interval": _parts("make_interval"),
    "try_make_interval": _parts("try_make_interval"),
    "make_dt_interval": each("make_dt_interval", _SMALL, _SMALL, _SMALL, _SECONDS, most=50, more=["make_dt_interval()", "make_dt_interval(1)", "make_dt_interval(1, 2, 3, 4.567)", "make_dt_interval(106751991, 4, 0, 54.775807)", "make_dt_interval(106751991, 4, 0, 54.775808)", over("make_dt_interval(a, b)", "1, 2", "null, 1", "-3, 4"), over("make_dt_interval(0, 0, 0, a)", "1.5", "null")]),
    "make_ym_interval": each("make_ym_interval", _SMALL, _SMALL, more=["make_ym_interval()", "make_ym_interval(1)", "make_ym_interval(178956970, 7)", "make_ym_interval(178956970, 8)", "make_ym_interval(-178956970, -8)", over("make_ym_interval(a, b)", "1, 2", "null, 1", "-3, 14")]),
    "+": _sums("+"),
    "-": _sums("-"),
    "*": [f"{interval} * {factor}" for interval in _INTERVALS for factor in ("2", "null", "-1.5", "0.5D", "'3'", "9223372036854775807L", "double('NaN')")] + ["2 * interval '1' day", "1.5 * interval '1' month", over("a * b", "interval '1' day, 2", "null, 3", "interval '-1' day, null"), over("a * b", "interval '5' month, 0.5D", "interval '1' month, 1.5D")],
    "/": [f"{interval} / {factor}" for interval in _INTERVALS for factor in ("2", "null", "-1.5", "0.5D", "'3'", "0", "0D")] + ["2 / interval '1' day", "interval '1' day / interval '1' hour", over("a / b", "interval '1' day, 2", "null, 3", "interval '-1' day, null"), over("a / b", "interval '1' day, 0")],
    "unary -": [f"-({interval})" for interval in _INTERVALS] + ["- interval '1' day", over("-a", "interval '1' day", "null"), over("-a", "interval '1' month", "null"), "-make_interval(1, -2)"],
    "abs": [f"abs({interval})" for interval in _INTERVALS] + ["abs(interval '-1' day)", "abs(interval '-1-2' year to month)", over("abs(a)", "interval '-1' day", "null", "interval '2' day"), over("abs(a)", "interval '-1' month", "null")],
    "sign": [f"sign({interval})" for interval in _INTERVALS] + ["sign(interval '0' day)", "sign(interval '-1-2' year to month)", over("sign(a)", "interval '-1' day", "null", "interval '0' day")],
    "interval": ["interval 1 day", "interval 1 day 2 hours", "interval '1' year", "interval '1-2' year to month", "interval '1 2:3:4.5' day to second", "interval 1.5 seconds", "interval 1 month 2 days", "interval -1 day", "interval '-1' day", "interval '1 day 2 hours'", "interval 'x'", "interval '1' nope", "interval '25:00' hour to minute", "interval '1' week", "interval 1 millisecond", "interval 1 microsecond 2 milliseconds", "interval '1-13' year to month", "interval 1 year 2 months", "interval 1 year 2 days", "interval '1 24:00:00' day to second", "interval", "interval 1", "interval 'P1D'", "interval '+1' day", "interval '1.5' second", "interval '1.5' day"],
    **{name: each(name, _VECTORS, _VECTORS, most=34, more=[over(f"{name}(a, b)", "array(1f, 2f), array(3f, 4f)", "null, array(1f)", "array(1f), array(null)"), over(f"{name}(a, b)", "array(1f), array(1f, 2f)")]) for name in ("vector_cosine_similarity", "vector_inner_product", "vector_l2_distance")},
    **{name: each(name, _VECTORS, ("2.0f", "null", "1.0f", "float('Infinity')", "3.0f", "0f", "-1f", "'2'", "2", "2D"), most=34, more=[f"{name}(array(3f, 4f))", over(f"{name}(a)", "array(3f, 4f)", "null", "array(null)"), over(f"{name}(a, b)", "array(3f, 4f), 1f", "null, 2f")]) for name in ("vector_norm", "vector_normalize")},
    **{name: [*[f"select {name}({value})" for value in _VECTORS], over(f"{name}(a)", "array(1f, 2f)", "array(3f, 4f)", "null"), over(f"{name}(a)", "array(1f, 2f)", "array(3f)"), over(f"{name}(a)", "array(1f, null)", "array(3f, 4f)"), f"select {name}()", f"select {name}(array(1f), 2)", f"select {name}(a) from values (array(1f)) t(a) where false", f"select g, {name}(a) from values (1, array(1f)), (1, array(2f)), (2, array(5f)) t(g, a) group by g", f"select {name}(distinct a) from values (array(1f)), (array(1f)), (array(4f)) t(a)", f"select {name}(a) filter (where a[0] > 1) from values (array(1f)), (array(2f)) t(a)"] for name in ("vector_sum", "vector_avg")},
    "bitmap_bit_position": each("bitmap_bit_position", INTEGERS, more=[over("bitmap_bit_position(a)", "1", "null", "-1", "32768", "32769")]),
    "bitmap_bucket_number": each("bitmap_bucket_number", INTEGERS, more=[over("bitmap_bucket_number(a)", "1", "null", "-1", "32768", "32769")]),
}  # fmt: skip
LEGACY = tuple(CASES)
