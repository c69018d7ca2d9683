"""Where Pyrite differs from PySpark in the tables of functions of values, and why: reason, topic, group, cases."""

from __future__ import annotations

_REASONS: dict[str, dict[str, dict[str, list[str]]]] = {
    "Spark casts the date to a time, only to refuse it": {
        "each_aggregates": {
            "median": ["select median(day) from n"],
            "percentile": ["select percentile(day, 0.5) from n"],
            "percentile_cont": ["select percentile_cont(0.5) within group (order by day) from n"],
            "percentile_disc": ["select percentile_disc(0.5) within group (order by day) from n"],
        },
    },
    "DuckDB computes all options before it looks at the first": {
        "arithmetic": {"in": ["1Y in (1, 1Y, 'x')"]},
    },
    "DuckDB's largest date is infinity": {
        "each_dates": {
            "date_add": [
                "date_add(date'2020-02-29', 2147483647)",
                "date_add(date'1970-01-01', 2147483647)",
            ],
            "date_add, legacy": [
                "date_add(date'2020-02-29', 2147483647)",
                "date_add(date'1970-01-01', 2147483647)",
            ],
            "date_sub": [
                "date_sub(date'2020-02-29', -2147483648)",
                "date_sub(date'1970-01-01', 2147483647)",
            ],
            "date_sub, legacy": [
                "date_sub(date'2020-02-29', -2147483648)",
                "date_sub(date'1970-01-01', 2147483647)",
            ],
            "date_from_unix_date": [
                "date_from_unix_date(2147483647)",
            ],
            "date_from_unix_date, legacy": [
                "date_from_unix_date(2147483647)",
            ],
        },
    },
    "DuckDB's largest timestamp is infinity": {
        "each_predicates": {"timestamp, legacy": ["timestamp(1e300D)"]},
        "each_timestamps": {
            "timestamp_seconds": [
                "timestamp_seconds(1e300D)",
            ],
            "timestamp_seconds, legacy": [
                "timestamp_seconds(1e300D)",
            ],
            "timestamp_micros": [
                "timestamp_micros(9223372036854775807L)",
            ],
            "timestamp_micros, legacy": [
                "timestamp_micros(9223372036854775807L)",
            ],
        },
    },
    "PySpark itself cannot tell the type of a timestamp of nanoseconds": {
        "each_timestamps": {
            "timestamp_nanos": [
                "timestamp_nanos(3)",
                "timestamp_nanos(null)",
                "timestamp_nanos(0)",
                "timestamp_nanos(1)",
                "timestamp_nanos(-1)",
                "timestamp_nanos(-128Y)",
                "timestamp_nanos(32767S)",
                "timestamp_nanos(2147483647)",
                "timestamp_nanos(-2147483648)",
                "timestamp_nanos(9223372036854775807L)",
                "timestamp_nanos(-9223372036854775808L)",
                "timestamp_nanos(2.7)",
                "SELECT timestamp_nanos(a) FROM VALUES (0L), (null), (1230219000123123L), (-1L) t(a)",
            ],
            "timestamp_nanos, legacy": [
                "timestamp_nanos(3)",
                "timestamp_nanos(null)",
                "timestamp_nanos(0)",
                "timestamp_nanos(1)",
                "timestamp_nanos(-1)",
                "timestamp_nanos(-128Y)",
                "timestamp_nanos(32767S)",
                "timestamp_nanos(2147483647)",
                "timestamp_nanos(-2147483648)",
                "timestamp_nanos(9223372036854775807L)",
                "timestamp_nanos(-9223372036854775808L)",
                "timestamp_nanos(2.7)",
                "SELECT timestamp_nanos(a) FROM VALUES (0L), (null), (1230219000123123L), (-1L) t(a)",
            ],
        },
    },
    "Spark itself fails on it": {
        "each_timestamps": {
            "current_timestamp": [
                "current_timestamp(1)",
            ],
            "current_timestamp, legacy": [
                "current_timestamp(1)",
            ],
            "now": [
                "now(1)",
            ],
            "now, legacy": [
                "now(1)",
            ],
            "localtimestamp": [
                "localtimestamp(1)",
            ],
            "localtimestamp, legacy": [
                "localtimestamp(1)",
            ],
        },
    },
    "Spark takes what is in the parentheses for an alias": {
        "each_timestamps": {
            "current_time": [
                "current_time(null)",
                "select current_time(a) from values (1) t(a)",
            ],
            "current_time, legacy": [
                "current_time(null)",
                "select current_time(a) from values (1) t(a)",
            ],
            "localtime": [
                "localtime(null)",
            ],
            "localtime, legacy": [
                "localtime(null)",
            ],
        },
    },
    "the message is in words of our own": {
        "each_timestamps": {
            "time_from_micros": [
                "time_from_micros(-1)",
                "time_from_micros(-128Y)",
                "time_from_micros(-2147483648)",
                "time_from_micros(9223372036854775807L)",
                "time_from_micros(-9223372036854775808L)",
                "time_from_micros(86400000000L)",
            ],
            "time_from_micros, legacy": [
                "time_from_micros(-1)",
                "time_from_micros(-128Y)",
                "time_from_micros(-2147483648)",
                "time_from_micros(9223372036854775807L)",
                "time_from_micros(-9223372036854775808L)",
                "time_from_micros(86400000000L)",
            ],
            "time_from_millis": [
                "time_from_millis(-1)",
                "time_from_millis(-128Y)",
                "time_from_millis(2147483647)",
                "time_from_millis(-2147483648)",
                "time_from_millis(9223372036854775807L)",
                "time_from_millis(-9223372036854775808L)",
                "time_from_millis(86400000L)",
            ],
            "time_from_millis, legacy": [
                "time_from_millis(-1)",
                "time_from_millis(-128Y)",
                "time_from_millis(2147483647)",
                "time_from_millis(-2147483648)",
                "time_from_millis(9223372036854775807L)",
                "time_from_millis(-9223372036854775808L)",
                "time_from_millis(86400000L)",
            ],
            "time_from_seconds": [
                "time_from_seconds(-1)",
                "time_from_seconds(-32768S)",
                "time_from_seconds(2147483647)",
                "time_from_seconds(9223372036854775807L)",
                "time_from_seconds(-9223372036854775808L)",
                "time_from_seconds(1e300D)",
                "time_from_seconds(double('NaN'))",
                "time_from_seconds(double('Infinity'))",
                "time_from_seconds(double('-Infinity'))",
                "time_from_seconds(-12.345bd)",
                "time_from_seconds(99999999999999999999999999999999999999bd)",
                "time_from_seconds(86400)",
            ],
            "time_from_seconds, legacy": [
                "time_from_seconds(-1)",
                "time_from_seconds(-32768S)",
                "time_from_seconds(2147483647)",
                "time_from_seconds(9223372036854775807L)",
                "time_from_seconds(-9223372036854775808L)",
                "time_from_seconds(1e300D)",
                "time_from_seconds(double('NaN'))",
                "time_from_seconds(double('Infinity'))",
                "time_from_seconds(double('-Infinity'))",
                "time_from_seconds(-12.345bd)",
                "time_from_seconds(99999999999999999999999999999999999999bd)",
                "time_from_seconds(86400)",
            ],
        },
        "each_intervals": {
            "interval": [
                "interval '1 24:00:00' day to second",
            ],
            "interval, legacy": [
                "interval '1 24:00:00' day to second",
            ],
        },
    },
    "DuckDB's times count microseconds": {
        "each_timestamps": {
            "time_from_seconds": [
                "time_from_seconds(86399.9999999bd)",
            ],
            "time_from_seconds, legacy": [
                "time_from_seconds(86399.9999999bd)",
            ],
        },
        "each_date_patterns": {
            "to_time": [
                "to_time('12:34:56.1234567')",
            ],
            "to_time, legacy": [
                "to_time('12:34:56.1234567')",
            ],
            "try_to_time": [
                "try_to_time('12:34:56.1234567')",
            ],
            "try_to_time, legacy": [
                "try_to_time('12:34:56.1234567')",
            ],
        },
    },
    "what overflows inside DuckDB tells no place": {
        "arithmetic": {
            "decimal nesting": [
                "SELECT sum(x), avg(x) FROM VALUES (99999999999999999999999999999999999999bd), (1bd) t(x)",
            ],
        },
        "each_aggregates": {
            "sum": [
                "select sum(l) from big",
                "select sum(m) from big",
            ],
            "avg": [
                "select avg(m) from big",
            ],
            "mean": [
                "select mean(m) from big",
            ],
        },
    },
    "DuckDB refuses sums of squares beyond the largest double": {
        "each_aggregates": {
            "skewness": [
                "select skewness(d) from big",
            ],
            "skewness, legacy": [
                "select skewness(d) from big",
            ],
            "kurtosis": [
                "select kurtosis(d) from big",
            ],
            "kurtosis, legacy": [
                "select kurtosis(d) from big",
            ],
            "regr_intercept": [
                "select regr_intercept(l, d) from big",
            ],
            "regr_intercept, legacy": [
                "select regr_intercept(l, d) from big",
            ],
            "regr_slope": [
                "select regr_slope(l, d) from big",
            ],
            "regr_slope, legacy": [
                "select regr_slope(l, d) from big",
            ],
        },
    },
    "ours is exact, whatever accuracy is asked for": {
        "each_aggregates": {
            "percentile_approx": [
                "select percentile_approx(i, 0.5, 2) from n",
            ],
            "percentile_approx, legacy": [
                "select percentile_approx(i, 0.5, 2) from n",
            ],
            "approx_percentile": [
                "select approx_percentile(i, 0.5, 2) from n",
            ],
            "approx_percentile, legacy": [
                "select approx_percentile(i, 0.5, 2) from n",
            ],
        },
    },
    "of several that are equal another one is taken": {
        "each_aggregates": {
            "mode": [
                "select mode(s) from n",
                "select mode(day) from n",
                "select mode(t) from n",
                "select g, mode(i) from n group by g",
                "select mode(i) filter (where g = 1) from n",
                "select g, mode(i) over (partition by g) from n",
                "select g, i, mode(i) over (order by i, d) from n",
                "select g, mode(i) from n group by g having mode(i) is not null order by g",
            ],
            "mode, legacy": [
                "select mode(s) from n",
                "select mode(day) from n",
                "select mode(t) from n",
                "select g, mode(i) from n group by g",
                "select mode(i) filter (where g = 1) from n",
                "select g, mode(i) over (partition by g) from n",
                "select g, i, mode(i) over (order by i, d) from n",
                "select g, mode(i) from n group by g having mode(i) is not null order by g",
            ],
            "max_by": [
                "select max_by(s, i) from n",
                "select max_by(s, day), max_by(s, t), max_by(s, m) from n",
                "select max_by(s, b) from n",
                "select g, max_by(s, i) from n group by g",
                "select max_by(s, array(i)) from n where i is not null",
                "select max_by(distinct s, i) from n",
                "select g, max_by(s, i) over (partition by g) from n",
                "select max_by(s, i, 2) from n",
                "select max_by(struct(s, i), i) from n",
            ],
            "max_by, legacy": [
                "select max_by(s, i) from n",
                "select max_by(s, day), max_by(s, t), max_by(s, m) from n",
                "select max_by(s, b) from n",
                "select g, max_by(s, i) from n group by g",
                "select max_by(s, array(i)) from n where i is not null",
                "select max_by(distinct s, i) from n",
                "select g, max_by(s, i) over (partition by g) from n",
                "select max_by(s, i, 2) from n",
                "select max_by(struct(s, i), i) from n",
            ],
            "min_by": [
                "select min_by(s, b) from n",
                "select g, min_by(s, i) from n group by g",
                "select g, min_by(s, i) over (partition by g) from n",
            ],
            "min_by, legacy": [
                "select min_by(s, b) from n",
                "select g, min_by(s, i) from n group by g",
                "select g, min_by(s, i) over (partition by g) from n",
            ],
        },
    },
    "DuckDB takes both zeros of a query for one constant": {
        "each_aggregates": {
            "collect_list": [
                "select sort_array(collect_list(-0.0D)), sort_array(collect_list(0.0D)) from n",
            ],
            "collect_list, legacy": [
                "select sort_array(collect_list(-0.0D)), sort_array(collect_list(0.0D)) from n",
            ],
            "array_agg": [
                "select sort_array(array_agg(-0.0D)), sort_array(array_agg(0.0D)) from n",
            ],
            "array_agg, legacy": [
                "select sort_array(array_agg(-0.0D)), sort_array(array_agg(0.0D)) from n",
            ],
        },
    },
    "another sketch, of the same accuracy": {
        "each_aggregates": {
            "approx_count_distinct": [
                "select approx_count_distinct(id) from range(1000)",
                "select approx_count_distinct(id % 50, 0.01) from range(1000)",
                "select approx_count_distinct(cast(id as string)) from range(500)",
            ],
            "approx_count_distinct, legacy": [
                "select approx_count_distinct(id) from range(1000)",
                "select approx_count_distinct(id % 50, 0.01) from range(1000)",
                "select approx_count_distinct(cast(id as string)) from range(500)",
            ],
        },
    },
    "Spark tells the numbers of its columns": {
        "each_aggregates": {
            "grouping": [
                "select grouping(i) from n group by cube(g)",
                "select grouping(1) from n group by cube(g)",
            ],
            "grouping, legacy": [
                "select grouping(i) from n group by cube(g)",
                "select grouping(1) from n group by cube(g)",
            ],
            "grouping_id": [
                "select grouping_id(b, g) from n group by cube(g, b)",
                "select grouping_id(i) from n group by cube(g)",
                "select grouping_id(g) from n group by cube(g, b)",
            ],
            "grouping_id, legacy": [
                "select grouping_id(b, g) from n group by cube(g, b)",
                "select grouping_id(i) from n group by cube(g)",
                "select grouping_id(g) from n group by cube(g, b)",
            ],
        },
        "each_arrays": {
            "x[i]": [
                "array(struct(1 as x), struct(2 as x)).x",
                "array(struct(1 as x), null).x",
            ],
            "x[i], legacy": [
                "array(struct(1 as x), struct(2 as x)).x",
                "array(struct(1 as x), null).x",
            ],
        },
        "each_windows": {
            "over": [
                "select s, sum(v) over (order by v, s range between 1 preceding and current row) from p",
            ],
            "over, legacy": [
                "select s, sum(v) over (order by v, s range between 1 preceding and current row) from p",
            ],
            "window_time": [
                "select window_time(null)",
                "select window_time(struct(timestamp'2020-01-01 00:00:00' as start, timestamp'2020-01-01 01:00:00' as end))",
                "select window_time(named_struct('start', 1, 'end', 2))",
            ],
            "window_time, legacy": [
                "select window_time(null)",
                "select window_time(struct(timestamp'2020-01-01 00:00:00' as start, timestamp'2020-01-01 01:00:00' as end))",
                "select window_time(named_struct('start', 1, 'end', 2))",
            ],
        },
    },
    "Spark shows the comparator that it puts in": {
        "each_arrays": {
            "array_sort": [
                "array_sort(null)",
                "array_sort(array(map(1, 2)))",
                "array_sort('abc')",
                "array_sort(map(1, 2))",
                "array_sort(1)",
                "array_sort(array(3, 1), 1)",
            ],
            "array_sort, legacy": [
                "array_sort(null)",
                "array_sort(array(map(1, 2)))",
                "array_sort('abc')",
                "array_sort(map(1, 2))",
                "array_sort(1)",
                "array_sort(array(3, 1), 1)",
            ],
        },
    },
    "each row has a stream of its own": {
        "each_arrays": {
            "shuffle": [
                "select shuffle(a, 5) from values (array(1, 2, 3)), (null), (array(4, 5, 6)), (array()) t(a)",
            ],
            "shuffle, legacy": [
                "select shuffle(a, 5) from values (array(1, 2, 3)), (null), (array(4, 5, 6)), (array()) t(a)",
            ],
        },
    },
    "the order of rows in a partition that is not ordered": {
        "each_windows": {
            "over": [
                "select s, first_value(v) over (partition by g) from p",
                "select s, last_value(v) over (partition by g) from p",
                "select s, collect_list(v) over (partition by g) from p",
            ],
            "over, legacy": [
                "select s, first_value(v) over (partition by g) from p",
                "select s, last_value(v) over (partition by g) from p",
                "select s, collect_list(v) over (partition by g) from p",
            ],
        },
    },
    "Spark marks the plan as not resolved": {
        "each_windows": {
            "explode": [
                "select s from p where explode(array(1)) = 1",
            ],
            "explode, legacy": [
                "select s from p where explode(array(1)) = 1",
            ],
            "explode_outer": [
                "select s from p where explode_outer(array(1)) = 1",
            ],
            "explode_outer, legacy": [
                "select s from p where explode_outer(array(1)) = 1",
            ],
            "posexplode": [
                "select s from p where posexplode(array(1)) = 1",
            ],
            "posexplode, legacy": [
                "select s from p where posexplode(array(1)) = 1",
            ],
            "posexplode_outer": [
                "select s from p where posexplode_outer(array(1)) = 1",
            ],
            "posexplode_outer, legacy": [
                "select s from p where posexplode_outer(array(1)) = 1",
            ],
        },
    },
    "Arrow's intervals count nanoseconds, of which 64 bits hold fewer": {
        "each_intervals": {
            "make_interval": [
                "make_interval(1, 1, 1, 1, 2147483647, 1, 1.5)",
                "make_interval(1, 1, 1, 1, -2147483648, 1, 1.5)",
                "make_interval(1, 1, 1, 1, 1, 2147483647, 1.5)",
                "make_interval(1, 1, 1, 1, 1, -2147483648, 1.5)",
                "make_interval(1, 1, 1, 1, 1, 1, 1e10D)",
            ],
            "make_interval, legacy": [
                "make_interval(1, 1, 1, 1, 2147483647, 1, 1.5)",
                "make_interval(1, 1, 1, 1, -2147483648, 1, 1.5)",
                "make_interval(1, 1, 1, 1, 1, 2147483647, 1.5)",
                "make_interval(1, 1, 1, 1, 1, -2147483648, 1.5)",
                "make_interval(1, 1, 1, 1, 1, 1, 1e10D)",
            ],
            "try_make_interval": [
                "try_make_interval(1, 1, 1, 1, 2147483647, 1, 1.5)",
                "try_make_interval(1, 1, 1, 1, -2147483648, 1, 1.5)",
                "try_make_interval(1, 1, 1, 1, 1, 2147483647, 1.5)",
                "try_make_interval(1, 1, 1, 1, 1, -2147483648, 1.5)",
                "try_make_interval(1, 1, 1, 1, 1, 1, 1e10D)",
            ],
            "try_make_interval, legacy": [
                "try_make_interval(1, 1, 1, 1, 2147483647, 1, 1.5)",
                "try_make_interval(1, 1, 1, 1, -2147483648, 1, 1.5)",
                "try_make_interval(1, 1, 1, 1, 1, 2147483647, 1.5)",
                "try_make_interval(1, 1, 1, 1, 1, -2147483648, 1.5)",
                "try_make_interval(1, 1, 1, 1, 1, 1, 1e10D)",
            ],
        },
    },
    "the interval is told in microseconds": {
        "each_intervals": {
            "+": [
                "time'12:34:56' + interval '1' day",
                "time'12:34:56' + interval '1 2:3:4.567891' day to second",
            ],
            "+, legacy": [
                "time'12:34:56' + interval '1' day",
                "time'12:34:56' + interval '1 2:3:4.567891' day to second",
            ],
            "-": [
                "time'12:34:56' - interval '1' day",
                "time'12:34:56' - interval '1 2:3:4.567891' day to second",
            ],
            "-, legacy": [
                "time'12:34:56' - interval '1' day",
                "time'12:34:56' - interval '1 2:3:4.567891' day to second",
            ],
        },
    },
}

#: As above, but the cases of a group in both modes.
_IN_BOTH: dict[str, dict[str, dict[str, list[str]]]] = {
    "ours is exact, where Spark's double is too large for the type": {
        "each_aggregates": {
            name: [f"select {name}(m, 0.5) from big"] for name in ("percentile_approx", "approx_percentile")
        },
    },
    "the last digits of sums in another order": {
        "each_aggregates": {"regr_intercept": ["select regr_intercept(distinct i, g) from n"]},
    },
    "the last digit of logarithms: Spark's are Java's StrictMath": {
        "each_numbers": {"randn": ["select randn(1 + 2) from range(3)"]},
    },
    "Spark shows the null that it puts in the place of a column of nulls": {
        "each_sketches": {
            "hll_sketch_agg": ["hll_sketch_estimate(hll_sketch_agg(x)) from values (null) t(x)"],
            "theta_sketch_agg": ["theta_sketch_agg(x) from values (null) t(x)"],
            "count_min_sketch": ["count_min_sketch(x, 0.5D, 0.5D, 1) from values (null) t(x)"],
        },
    },
    "Spark's negation keeps 34 digits": {
        "each_numbers": {"negative": ["negative(99999999999999999999999999999999999999bd)"]},
    },
    "Spark keeps 34 digits of what is beyond the largest timestamp anyway": {
        "each_predicates": {"timestamp": ["timestamp(99999999999999999999999999999999999999bd)"]},
    },
    "timestamps of DuckDB end earlier, and the largest is infinity": {
        "each_predicates": {
            "timestamp": ["timestamp(-9223372036854775808L)", "timestamp(9223372036854775807L)"],
        },
    },
    "the types of a generator's arguments are looked at before its place": {
        "each_windows": {
            name: [
                f"select {name}(array(1)) + 1",
                f"select {name}({name}(array(array(1))))",
                f"select s from p where {name}(array(1)) = 1",
            ]
            for name in ("inline", "inline_outer")
        },
    },
    "names that stand twice are refused, as in files": {
        "each_documents": {
            "schema_of_json": [
                """schema_of_json('{"a": 1, "a": 2}', map('allowNumericLeadingZeros', 'true'))""",
            ],
        },
    },
    "Spark's lexer takes the signs for the end of a type": {
        "each_numbers": {">>": ["array(1) >> 2"], ">>>": ["array(1) >>> 2"]},
    },
}

VALUES: dict[str, dict[str, dict[str, str]]] = {}
for _reason, _topics in _IN_BOTH.items():
    for _topic, _groups in _topics.items():
        for _group, _cases in _groups.items():
            for _name in (_group, f"{_group}, legacy"):
                VALUES.setdefault(_topic, {}).setdefault(_name, {}).update(dict.fromkeys(_cases, _reason))
for _reason, _topics in _REASONS.items():
    for _topic, _groups in _topics.items():
        for _group, _cases in _groups.items():
            VALUES.setdefault(_topic, {}).setdefault(_group, {}).update(dict.fromkeys(_cases, _reason))
