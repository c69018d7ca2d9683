"""Every aggregate: over no rows, nulls, extremes, groups, with DISTINCT and FILTER, and over windows."""

from __future__ import annotations

VIEWS = {
    "n": (
        "select * from values (1, 10, 1.5D, 1.10bd, true, 'b', date'2024-01-01', interval '1' day), (1, 20, double('NaN'), 2.25bd, false, 'a', date'2024-01-03', interval '2' day), (1, null, 2.5D, null, null, null, null, null), "
        "(2, 30, null, 3.00bd, true, 'ß', date'0001-01-01', interval '-5' day), (2, 30, -0.5D, 3.00bd, false, 'c', date'9999-12-31', interval '0' day), (null, 5, 4D, 0.05bd, true, '', date'2023-12-31', interval '7' day) "
        "as n(g, i, d, m, b, s, day, t)"
    ),
    "none": "select * from n where false",
    "nulls": "select g, cast(null as int) as i, cast(null as double) as d, cast(null as decimal(10,2)) as m, cast(null as boolean) as b, cast(null as string) as s, cast(null as date) as day, cast(null as interval day) as t from n",
    "big": "select * from values (9223372036854775807L, 1e308D, 99999999999999999999999999999999999999bd), (9223372036854775807L, 1e308D, 99999999999999999999999999999999999999bd), (-1L, -1D, 1bd) as big(l, d, m)",
}
_COLUMNS = ("i", "d", "m", "b", "s", "day", "t")


def _one(name: str, rest: str = "", columns: tuple[str, ...] = _COLUMNS) -> list[str]:
    first = columns[0]
    return [
        *[f"select {name}({column}{rest}) from n" for column in columns], f"select {name}({first}{rest}) from none", f"select g, {name}({first}{rest}) from none group by g", f"select {name}({first}{rest}) from nulls", f"select g, {name}({first}{rest}) from n group by g",
        f"select {name}(distinct {first}{rest}) from n", f"select {name}({first}{rest}) filter (where g = 1) from n", f"select {name}({first}{rest}) filter (where false) from n", f"select g, {name}({first}{rest}) over (partition by g) from n", f"select g, i, {name}({first}{rest}) over (order by i, d) from n",
        f"select {name}(null{rest}) from n", f"select {name}(array(1){rest}) from n", f"select {name}('x'{rest}) from n", f"select {name}() from n", f"select {name}({first}{rest}, 1, 2, 3, 4) from n", f"select g, {name}({first}{rest}) from n group by g having {name}({first}{rest}) is not null order by g",
    ]  # fmt: skip


def _numbers(name: str, rest: str = "") -> list[str]:
    return [
        *_one(name, rest),
        f"select {name}(d{rest}) from n where not isnan(d)",
        f"select g, {name}(d{rest}) from n where not isnan(d) group by g",
        f"select {name}(l{rest}) from big",
        f"select {name}(d{rest}) from big",
        f"select {name}(m{rest}) from big",
        f"select {name}(cast(i as tinyint){rest}), {name}(cast(i as float){rest}) from n",
        f"select {name}('7'{rest}) from n",
    ]


def _pair(name: str) -> list[str]:
    return [
        f"select {name}(i, d) from n", f"select {name}(i, d) from n where not isnan(d)", f"select {name}(i, g) from n", f"select {name}(m, i) from n", f"select {name}(i, i) from n", f"select {name}(1, i) from n", f"select {name}(i, 1) from n", f"select {name}(i, g) from none", f"select g, {name}(i, g) from none group by g", f"select {name}(i, d) from nulls", f"select g, {name}(i, m) from n group by g",
        f"select {name}(i, g) filter (where g = 1) from n", f"select {name}(distinct i, g) from n", f"select g, {name}(i, m) over (partition by g) from n", f"select {name}(i, null) from n", f"select {name}('7', i) from n", f"select {name}(s, i) from n", f"select {name}(b, i) from n", f"select {name}(i) from n", f"select {name}(i, d, 1) from n", f"select {name}(l, d) from big",
    ]  # fmt: skip


def _percent(name: str) -> list[str]:
    return [
        *_numbers(name, ", 0.5"),
        f"select {name}(i, array(0, 0.25, 1)) from n",
        f"select {name}(i, 1.5) from n",
        f"select {name}(i, -0.1) from n",
        f"select {name}(i, null) from n",
        f"select {name}(i, d) from n",
        f"select {name}(i, array()) from n",
        f"select {name}(i, array(0.5, null)) from n",
        f"select {name}(i, '0.5') from n",
        f"select {name}(i, 0) from n",
        f"select {name}(i, 0.5, 2) from n",
        f"select {name}(i, 0.5, 0) from n",
        f"select {name}(i, 0.5, -1) from n",
        f"select {name}(i, 0.5, null) from n",
        f"select {name}(i, 0.5, g) from n",
    ]


def _within(name: str) -> list[str]:
    return [
        *[f"select {name}(0.5) within group (order by {column}) from n" for column in _COLUMNS], f"select {name}(0.25) within group (order by i desc) from n", f"select {name}(array(0.1, 0.9)) within group (order by i) from n", f"select {name}(0.5) within group (order by i) from none", f"select {name}(0.5) within group (order by i) from nulls", f"select g, {name}(0.5) within group (order by i) from n group by g",
        f"select {name}(2) within group (order by i) from n", f"select {name}(null) within group (order by i) from n", f"select {name}(g) within group (order by i) from n", f"select {name}(0.5) from n", f"select {name}(0.5) within group (order by i, g) from n", f"select {name}(0.5, 1) within group (order by i) from n", f"select {name}(distinct 0.5) within group (order by i) from n", f"select {name}(0.5) within group (order by i) filter (where g = 1) from n", f"select g, {name}(0.5) within group (order by i) over (partition by g) from n", f"select {name}('0.5') within group (order by i) from n", f"select {name}(0) within group (order by d), {name}(1) within group (order by d) from n",
    ]  # fmt: skip


def _by(name: str) -> list[str]:
    return [
        f"select {name}(s, i) from n", f"select {name}(i, s) from n", f"select {name}(i, d) from n", f"select {name}(s, day), {name}(s, t), {name}(s, m) from n", f"select {name}(s, b) from n", f"select {name}(s, i) from none", f"select g, {name}(s, i) from none group by g", f"select {name}(s, i) from nulls", f"select g, {name}(s, i) from n group by g", f"select {name}(s, array(i)) from n where i is not null", f"select {name}(s, map(1, 2)) from n", f"select {name}(s, struct(i, d)) from n", f"select {name}(s, null) from n",
        f"select {name}(s, i) filter (where g = 1) from n", f"select {name}(distinct s, i) from n", f"select g, {name}(s, i) over (partition by g) from n", f"select {name}(s) from n", f"select {name}(s, i, 2) from n", f"select {name}(s, day, 3) from n", f"select {name}(s, i, 0) from n", f"select {name}(s, i, null) from n", f"select {name}(s, i, g) from n", f"select {name}(s, i, 'x') from n", f"select {name}(struct(s, i), i) from n",
    ]  # fmt: skip


def _edge(name: str) -> list[str]:
    plain = [f"select {name}({column}) from n where i = 5" for column in _COLUMNS]
    return [*plain, f"select {name}(i) from none", f"select g, {name}(i) from none group by g", f"select {name}(i) from nulls", f"select {name}(i, true) from nulls", f"select g, {name}(day) from n where i in (20, 5, 30) and b is not true or i = 5 group by g", f"select {name}(i, true) from n where i = 5", f"select {name}(i, false) from n where i = 5", f"select {name}(i, null) from n", f"select {name}(i, b) from n", f"select {name}(i, 'x') from n", f"select {name}(i) ignore nulls from n where i = 5", f"select {name}(i) respect nulls from n where i = 5", f"select {name}(i) filter (where i = 10) from n", f"select {name}(distinct i) from n where i = 30", f"select g, i, {name}(i) over (partition by g order by i, d) from n", f"select g, i, {name}(i) ignore nulls over (partition by g order by i, d rows between unbounded preceding and unbounded following) from n", f"select {name}() from n", f"select {name}(i, true, 1) from n", f"select {name}(array(1)) from n", f"select {name}(null) from n"]  # fmt: skip


def _lists(name: str) -> list[str]:
    return [*[f"select sort_array({name}({column})) from n" for column in _COLUMNS], f"select {name}(i) from none", f"select g, {name}(i) from none group by g", f"select {name}(i) from nulls", f"select g, sort_array({name}(i)) from n group by g", f"select sort_array({name}(distinct i)) from n", f"select {name}(i) filter (where i = 10) from n", f"select g, sort_array({name}(i) over (partition by g)) from n", f"select g, i, size({name}(i) over (order by i, d)) from n", f"select {name}(null) from n", f"select {name}(array(1)) from n where i = 5", f"select {name}(map(1, 2)) from n where i = 5", f"select {name}(struct(1, 2)) from n where i = 5", f"select {name}() from n", f"select {name}(i, 1) from n", f"select sort_array({name}(-0.0D)), sort_array({name}(0.0D)) from n", f"select {name}(g) from n where g = 2"]  # fmt: skip


def _listagg(name: str) -> list[str]:
    return [f"select {name}(s) within group (order by s) from n", f"select {name}(s, ', ') within group (order by s) from n", f"select {name}(s, ', ') within group (order by s desc) from n", f"select {name}(s, null) within group (order by s) from n", f"select {name}(s) from none", f"select g, {name}(s) from none group by g", f"select {name}(s) from nulls", f"select g, {name}(s, '-') within group (order by i) from n group by g", f"select {name}(distinct s, '-') within group (order by s) from n", f"select {name}(distinct s, '-') within group (order by i) from n", f"select {name}(s, '-') within group (order by s) filter (where g = 1) from n", f"select {name}(i, ',') within group (order by i) from n", f"select {name}(cast(s as binary), x'2c') within group (order by s) from n", f"select {name}(cast(s as binary), ',') within group (order by s) from n", f"select {name}(s, i) from n", f"select {name}(s, s) from n", f"select {name}(array(s)) from n", f"select {name}() from n", f"select {name}(s, ',', 1) from n", f"select {name}(null) from n", f"select {name}(s, ',') within group (order by g, i, s) from n", f"select g, {name}(s) over (partition by g) from n where i = 5", f"select {name}(day, ' ') within group (order by day) from n", f"select {name}(s) over (order by i) from n"]  # fmt: skip


CASES = {
    **{
        name: _numbers(name)
        for name in (
            "sum",
            "avg",
            "mean",
            "try_sum",
            "try_avg",
            "std",
            "stddev",
            "stddev_samp",
            "stddev_pop",
            "variance",
            "var_samp",
            "var_pop",
            "skewness",
            "kurtosis",
            "median",
        )
    },
    **{
        name: [
            *_one(name),
            f"select {name}(l), {name}(d), {name}(m) from big",
            f"select {name}(array(i)), {name}(struct(i, d)) from n",
            f"select {name}(map(1, 2)) from n",
            f"select {name}(d) from n where not isnan(d)",
            f"select {name}(parse_json('1')) from n",
            f"select {name}(make_interval(1)) from n",
        ]
        for name in ("min", "max")
    },
    "count": [
        *_one("count"),
        "select count(*) from n",
        "select count(*) from none",
        "select count(1) from n",
        "select count(i, d) from n",
        "select count(distinct i, d) from n",
        "select count(distinct *) from n",
        "select count(n.*) from n",
        "select count(*) over () from n",
        "select count(distinct d) from n",
        "select count(*) filter (where b) from n",
        "select count(distinct array(i)) from n",
        "select count(distinct map(1, 2)) from n",
        "select count(*, 1) from n",
    ],
    "count_if": _one("count_if", columns=("b", "i", "s", "d"))
    + ["select count_if(i > 10) from n", "select count_if(i > 10), count_if(not b) from n group by g"],
    **{
        name: _one(name, columns=("b", "i", "s", "d"))
        for name in ("bool_and", "every", "bool_or", "any", "some")
    },
    **{
        name: _one(name, columns=("i", "m", "b", "s", "d"))
        + [
            f"select {name}(cast(i as tinyint)), {name}(cast(i as bigint)) from n",
            f"select {name}(l) from big",
            f"select {name}('7') from n",
        ]
        for name in ("bit_and", "bit_or", "bit_xor")
    },
    **{
        name: _pair(name)
        for name in (
            "corr",
            "covar_pop",
            "covar_samp",
            "regr_avgx",
            "regr_avgy",
            "regr_count",
            "regr_intercept",
            "regr_r2",
            "regr_slope",
            "regr_sxx",
            "regr_sxy",
            "regr_syy",
        )
    },
    **{name: _percent(name) for name in ("percentile", "percentile_approx", "approx_percentile")},
    **{name: _within(name) for name in ("percentile_cont", "percentile_disc")},
    "mode": [
        *_one("mode"),
        "select mode() within group (order by i) from n",
        "select mode() within group (order by i desc) from n",
        "select mode(i, true) from n",
        "select mode(i, false) from n where i = 30",
        "select mode(i, null) from n",
        "select mode(i, b) from n",
        "select mode(i, 1) from n",
        "select g, mode() within group (order by i) from n group by g",
    ],
    **{name: _by(name) for name in ("max_by", "min_by")},
    **{name: _edge(name) for name in ("first", "first_value", "last", "last_value", "any_value")},
    **{name: _lists(name) for name in ("collect_list", "array_agg", "collect_set")},
    "collect_union": [
        "select sort_array(collect_union(array(i))) from n",
        "select sort_array(collect_union(array(i, g, null))) from n",
        "select collect_union(array(1, 1)) from none",
        "select g, sort_array(collect_union(array(i, i + 1))) from n group by g",
        "select collect_union(cast(null as array<int>)) from n",
        "select collect_union(null) from n",
        "select collect_union(i) from n",
        "select collect_union() from n",
        "select collect_union(array(1), 2) from n",
        "select sort_array(collect_union(array(d))) from n",
        "select sort_array(collect_union(distinct array(i))) from n",
        "select sort_array(collect_union(array(i)) filter (where g = 1)) from n",
        "select collect_union(map(1, 2)) from n",
        "select sort_array(collect_union(array(array(i)))) from n",
        "select sort_array(collect_union(array(s))) from n",
        "select g, sort_array(collect_union(array(i)) over (partition by g)) from n",
    ],
    **{name: _listagg(name) for name in ("listagg", "string_agg")},
    "approx_count_distinct": [
        *_one("approx_count_distinct"),
        "select approx_count_distinct(i, 0.05) from n",
        "select approx_count_distinct(i, 0.5) from n",
        "select approx_count_distinct(i, 0) from n",
        "select approx_count_distinct(i, null) from n",
        "select approx_count_distinct(i, d) from n",
        "select approx_count_distinct(id) from range(1000)",
        "select approx_count_distinct(id % 50, 0.01) from range(1000)",
        "select approx_count_distinct(cast(id as string)) from range(500)",
    ],
    "histogram_numeric": [
        *_one("histogram_numeric", ", 3", ("i", "m", "day", "t", "s", "b")),
        "select histogram_numeric(d, 2) from n where not isnan(d)",
        "select histogram_numeric(i, 1) from n",
        "select histogram_numeric(i, 0) from n",
        "select histogram_numeric(i, null) from n",
        "select histogram_numeric(i, g) from n",
        "select histogram_numeric(id, 5) from range(20)",
        "select histogram_numeric(i, 'x') from n",
    ],
    "grouping": [
        "select grouping(g) from n group by cube(g)",
        "select g, grouping(g), count(*) from n group by rollup(g)",
        "select g, b, grouping(g), grouping(b) from n group by cube(g, b)",
        "select grouping(g) from n group by g",
        "select grouping(i) from n group by cube(g)",
        "select grouping(g) from n",
        "select grouping() from n group by cube(g)",
        "select grouping(g, b) from n group by cube(g, b)",
        "select grouping(1) from n group by cube(g)",
        "select g from n group by cube(g) having grouping(g) = 1",
        "select g from n group by cube(g) order by grouping(g), g",
        "select grouping(g) + 1 from n group by grouping sets ((g), ())",
        "select grouping(g + 1) from n group by cube(g + 1)",
        "select grouping(g) from none group by cube(g)",
    ],
    "grouping_id": [
        "select grouping_id() from n group by cube(g)",
        "select g, grouping_id(g), count(*) from n group by rollup(g)",
        "select g, b, grouping_id(g, b) from n group by cube(g, b)",
        "select g, b, grouping_id() from n group by cube(g, b)",
        "select grouping_id(b, g) from n group by cube(g, b)",
        "select grouping_id(g) from n group by g",
        "select grouping_id(i) from n group by cube(g)",
        "select grouping_id() from n",
        "select grouping_id(g) from n group by cube(g, b)",
        "select g from n group by cube(g) having grouping_id() = 1",
        "select g from n group by cube(g) order by grouping_id(), g",
        "select grouping_id() + 1 from n group by grouping sets ((g), ())",
        "select grouping__id from n group by cube(g)",
    ],
}
LEGACY = tuple(CASES)
APPROXIMATE = (
    "sum",
    "avg",
    "mean",
    "try_sum",
    "try_avg",
    "std",
    "stddev",
    "stddev_samp",
    "stddev_pop",
    "variance",
    "var_samp",
    "var_pop",
    "skewness",
    "kurtosis",
    "corr",
    "covar_pop",
    "covar_samp",
    "regr_avgx",
    "regr_avgy",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "histogram_numeric",
)
