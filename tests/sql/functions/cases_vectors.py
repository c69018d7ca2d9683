"""Vectors, bitmaps, histograms, the k extremes, counters, random numbers with a seed, sessions and buckets of time."""

from __future__ import annotations

_A, _B = "array(1.1f, 2.2f, 3.3f)", "array(4.4f, -5.5f, 6.6f)"
_ODD = (
    "cast(null as array<float>)",
    "cast(array() as array<float>)",
    "array(1f, null)",
    "array(0f, 0f)",
    "array(float('nan'), 1f)",
)
EVENTS = (
    "from values ('x', timestamp'2021-01-01 00:00:00', 1), ('y', timestamp'2021-01-01 00:01:00', 2), ('x', timestamp'2021-01-01 00:05:00', 3), "
    "(null, timestamp'2021-01-01 00:01:00', 3), ('x', null, 4), ('x', timestamp'2021-01-01 00:10:01', 5) t(a, b, v)"
)
CASES = {
    "vectors": [
        *[f"{name}({_A}, {_B})" for name in ("vector_inner_product", "vector_cosine_similarity", "vector_l2_distance")],
        *[f"{name}({odd}, array(1f, 2f))" for name in ("vector_inner_product", "vector_l2_distance") for odd in _ODD[2:]],
        "vector_inner_product(array(1f), array(1f, 2f))", "vector_inner_product(array(1.0), array(1f))", "vector_inner_product(null, array(1f))",
        "vector_cosine_similarity(array(0f), array(1f))", f"vector_cosine_similarity({_ODD[1]}, {_ODD[1]})", f"vector_l2_distance({_ODD[1]}, {_ODD[1]})",
        *[f"{name}({value}{degree})" for name in ("vector_norm", "vector_normalize") for value in (_A, _B, *_ODD) for degree in ("", ", 1f", ", float('inf')")],
        "vector_norm(array(1f), 3f)", "vector_norm(array(1f), 2)", "vector_norm(array(1f), '2')", "vector_norm(array(1d))", "vector_norm(1)",
        "vector_norm(null)", "vector_norm()", "vector_norm(array(1f, null), 3f)", "vector_norm(cast(null as array<float>), 3f)",
        "vector_norm(array(1f), cast(null as float))",
        *[
            f"{name}(c) from values {rows} t(c)" for name in ("vector_sum", "vector_avg")
            for rows in ("(array(1.5f, 2f)), (array(3f, 4f)), (null)", "(array(1.5f, null)), (array(3f, 4f))", "(cast(null as array<float>))", "(array(1d))",
                         "(array(0.1f)), (array(0.2f)), (array(0.3f)), (array(0.7f)), (array(1e8f)), (array(1f))", "(array(1f)), (array(1f, 2f))")
        ],
        "vector_sum(c) over (order by o) from values (array(0.1f), 1), (array(0.2f), 2) t(c, o)", "vector_sum(distinct c) from values (array(1f)), (array(1f)) t(c)",
    ],
    "bitmaps": [
        *[f"{name}({n})" for name in ("bitmap_bit_position", "bitmap_bucket_number")
          for n in ("1", "0", "-1", "32768", "32769", "-32767", "-32768", "-32769", "null", "'5'", "2.7", "-9223372036854775808L", "true")],
        "bitmap_count(X'1010')", "bitmap_count(X'0')", "bitmap_count(X'')", "bitmap_count('ab')", "bitmap_count(null)", "bitmap_count(cast(null as binary))",
        "length(bitmap_construct_agg(c)), hex(substring(bitmap_construct_agg(c), 1, 4)) from values (0), (1), (9), (9), (null) t(c)",
        "bitmap_construct_agg(c) from values (-1) t(c)", "bitmap_construct_agg(c) from values (32768) t(c)", "bitmap_construct_agg(c) from values ('5') t(c)",
        "bitmap_count(bitmap_construct_agg(c)) from values (cast(null as bigint)) t(c)",
        "hex(substring(bitmap_or_agg(c), 1, 4)), hex(substring(bitmap_and_agg(c), 1, 4)) from values (X'F0'), (X'7001'), (null) t(c)",
        "bitmap_count(bitmap_or_agg(c)), bitmap_count(bitmap_and_agg(c)) from values (cast(null as binary)) t(c)", "bitmap_or_agg(c) from values ('a') t(c)",
    ],
    "collected": [
        *[
            f"{name}({args}) from values ('a', 1), ('b', 3), ('c', 2), (null, 9), ('z', null) t(x, y)" for name in ("max_by", "min_by")
            for args in ("x, y, 2", "x, y, '2'", "x, y, 1 + 1", "x, y, 0", "x, y, 100001", "x, y, null", "x, y, -1", "x, map(1, y), 2", "distinct x, y, 2")
        ],
        "max_by(x, y, 3) from values ('a', cast(null as int)) t(x, y)", "max_by(x, y, 2) over (order by y) from values ('a', 1), ('b', 2), ('c', 3) t(x, y)",
        "sort_array(collect_union(c)) from values (array(1, 2)), (array(2, null)), (null), (array(1)) t(c)", "collect_union(c) from values (1) t(c)",
        "collect_union(c) from values (cast(null as array<int>)) t(c)", "collect_union(c) from values (array(map(1, 1))) t(c)", "collect_union(null)",
        *[
            f"histogram_numeric(c, {n}) from values {rows} t(c)" for n in (2, 3, 5)
            for rows in ("(0), (1), (2), (10)", "(0), (1), (2), (10), (11), (11.5), (30)", "(cast(null as int))", "(1.5d), (2.5d), (double('nan'))", "('1')",
                         "(date'2020-01-01'), (date'2020-01-05'), (date'2020-01-06')", "(timestamp'2020-01-01'), (timestamp'2020-01-05')",
                         "(interval '1' day), (interval '3' day)", "(1Y), (2Y), (5Y), (6Y), (9Y)")
        ],
        "histogram_numeric(c, 1) from values (1) t(c)", "histogram_numeric(c, c) from values (1Y) t(c)", "histogram_numeric(c, null) from values (1Y) t(c)",
        "try_sum(a), try_avg(a) from values (99999999999999999999999999999999999999bd), (1bd) t(a)",
        "try_sum(a), try_avg(a) from values (9999999999999999999999999999999999999.5bd), (1bd), (1bd) t(a)",
    ],
    "counters": [
        *[
            f"counter_diff(c) over (order by t) from values {rows} t(t, c)"
            for rows in ("(1, 10), (2, null), (3, 15), (4, 5), (5, 5), (6, 9)", "(1, 10.5), (2, 15.25)", "(1, 10.5d), (2, 15.25d)", "(1, 10Y), (2, 15Y)",
                         "(1, 10Y), (2, -15Y)", "(1, '1'), (2, '5')", "(1, double('nan')), (2, 1d), (3, double('inf')), (4, double('inf'))")
        ],
        "counter_diff(c) from values (1, 1) t(t, c)", "counter_diff(c) over () from values (1, 1) t(t, c)", "counter_diff(null) over (order by t) from values (1) t(t)",
        "counter_diff(c) over (order by t rows between 1 preceding and current row) from values (1, 1) t(t, c)",
        *[
            f"counter_diff(c, s) over (order by t) from values {rows} t(t, c, s)"
            for rows in ("(1, 10, timestamp'2020-01-01'), (2, 20, timestamp'2020-01-01'), (3, 30, timestamp'2020-01-02'), (4, 40, null), "
                         "(5, 50, timestamp'2020-01-02'), (6, 60, timestamp'2020-01-03')", "(1, 10, timestamp'2020-01-02'), (2, 20, timestamp'2020-01-01')",
                         "(1, 10, '2020-01-02'), (2, 20, '2020-01-03')")
        ],
    ],
    "random": [
        *[f"select {call} from range(0, 5, 1, 1)" for call in (
            "rand(42)", "rand(0)", "rand(-1)", "rand(9223372036854775807)", "randn(42)", "randn(0)", "randstr(5, 42)", "randstr(10, 0)", "uuid(42)", "uuid(0)", "uuid(-5)",
            "uniform(1, 100, 42)", "uniform(0f, 1f, 0)", "uniform(1.5, 2.5, 0)", "uniform(1L, 5, 3)", "uniform(10, 1, 0)", "uniform(1.5d, 2, 7)", "uniform(null, 1, 0)",
            "uniform(1, 2, null)", "uniform(1, id, 0)", "uniform('1', 2)", "uniform(1)", "uniform(1, 2, 1.5)", "uniform(1, 2, 'x')",
        )],
        "select id from range(0, 20, 1, 1) where rand(3) < 0.3", "typeof(uniform(1, 5))",
    ],
    "sessions": [
        f"session_window.start, session_window.end, count(*) {EVENTS} group by session_window(b, '5 minutes')",
        f"a, session_window, count(*), sum(v) {EVENTS} group by a, session_window(b, '5 minutes')", f"session_window(b, '5 minutes') {EVENTS}",
        f"session_window(b, '5 minutes').end, count(*) c {EVENTS} group by session_window(b, '5 minutes')", f"count(*) {EVENTS} group by session_window(b, '0 minutes')",
        f"count(*) {EVENTS} group by session_window(b, 'x')", f"session_window, count(*) {EVENTS} group by session_window(b, case when v = 1 then '5 seconds' else '1 hour' end)",
        f"count(*) {EVENTS} group by session_window(b, '1 month')", f"count(*) {EVENTS} group by session_window(b)", f"count(*) {EVENTS} group by session_window(v, '1 minute')",
        f"count(*) {EVENTS} group by session_window(b, 1)", f"count(*) {EVENTS} group by session_window(b, '1 minute'), session_window(b, '2 minutes')",
        f"a, session_window, count(distinct v) {EVENTS} group by 1, session_window(b, '5 minutes')",
        f"upper(a) u, count(*) {EVENTS} group by u, session_window(b, '6 minutes') having count(*) > 1",
    ],
    "buckets": [
        *[
            f"time_bucket(interval {size}, timestamp'{time}')"
            for size in ("'5' minute", "'6' hour", "'1' day", "'36' hour", "'7' day", "'1' month", "'3' year", "'1 02:00:00' day to second")
            for time in ("2020-07-01 03:10:00", "2020-03-08 12:00:00", "1969-11-15 01:10:00", "2020-11-01 09:30:00Z")
        ],
        "time_bucket(interval '5' minute, timestamp_ntz'2020-01-01 10:07:00')", "time_bucket(interval '3' year, timestamp_ntz'1965-11-15 00:00:00')",
        "time_bucket(interval '5' minute, timestamp'2020-01-01 10:07:00', timestamp'2020-01-01 00:02:00')", "time_bucket(interval '5' minute, null)",
        *[f"time_bucket(interval '1' month, timestamp'{time}', timestamp'2020-01-31 10:00:00')" for time in ("2020-03-31", "2020-02-29 12:00:00", "2020-02-29 09:00:00", "2019-02-28")],
        "time_bucket(interval '0' minute, timestamp'2020-01-01 10:07:00')", "time_bucket(interval '-5' minute, timestamp'2020-01-01 10:07:00')",
        "time_bucket('5 minutes', timestamp'2020-01-01 10:07:00')", "time_bucket(interval '5' minute, '2020-01-01')", "time_bucket(interval '5' minute, date'2020-01-01')",
        "time_bucket(x, timestamp'2020-01-01') from values (interval '5' minute) t(x)", "time_bucket(interval '1' day)", "time_bucket(null, timestamp'2020-01-01')",
        "time_bucket(interval '1' day, timestamp'2020-01-01', timestamp_ntz'2020-01-01')", "time_from_micros(1)", "time_from_millis(52200500)", "time_from_seconds(52200.5)",
        "time_from_seconds(1.5d)", "time_from_seconds('1')", "time_from_seconds(null)", "time_from_micros(null)", "time_from_micros(1Y)", "time_from_micros('1')",
        "time_to_micros(time'14:30:00.5')", "time_to_millis(time'14:30:00.5')", "time_to_seconds(time'14:30:00.5')", "time_to_micros('12:00:00')", "time_to_micros(null)",
        "make_timestamp(date'2014-12-28', time'06:30:45.887', 'CET')", "make_timestamp(date'2014-12-28', time'06:30:45.887', z) from values ('UTC'), (null) t(z)",
        "try_make_timestamp(2014, 12, 28, 6, 30, 45.887, 'CET')",
    ],
}  # fmt: skip
