"""Aggregates: over groups, over nothing, with DISTINCT, FILTER, WITHIN GROUP and over windows."""

from tables import T

VIEWS = {
    "t": T,
    "e": "select * from t where false",
    "x": (
        "select * from values (1, 1.0D, 2.0D), (1, 2.0D, 4.1D), (1, 3.0D, null), (1, 4.0D, 7.5D), (2, 5.0D, 1.0D), "
        "(2, null, 3.0D), (3, 1.5D, 1.5D) as x(g, a, b)"
    ),
}

CASES = {
    group: text.strip().splitlines()
    for group, text in {
        "count and sum": """
select count(*), count(1), count(k), count(null), count(k, s), count(distinct k), count(distinct k, s), count(distinct *) from t
select k, count(*), count(i), sum(i), avg(i), min(s), max(s) from t group by k
select count(*), count(i), sum(i), avg(i), min(s), max(d), sum(m), avg(m) from e
select k, count(*) from e group by k
select count(s, i), count(all k) from t
select count(t.*) from t
select count() from t
select count_if(i > 10), count_if(b), count_if(null) from t
select count_if(i) from t
select count_if(distinct b) from t
select sum(k), sum(d), sum(m), sum(cast(i as tinyint)), sum(cast(d as float)), sum('1'), sum(null) from t
select sum(s) from t
select sum(b) from t
select sum(distinct i), avg(distinct i), sum(distinct m), min(distinct i), max(distinct i) from t
select sum(i) filter (where k = 1), count(*) filter (where b), count(distinct s) filter (where k = 2), avg(i) filter (where false) from t
select sum(9223372036854775807) from t
select sum(cast(9e37 as decimal(38, 0))) from t
select try_sum(9223372036854775807), try_sum(i), try_sum(m), try_sum(d), try_avg(i), try_avg(d) from t
select try_sum(cast(9e37 as decimal(38, 0))) from t
select try_avg(m) from t
select avg(k), avg(d), avg(m), avg(cast(i as float)), mean(i), avg('2'), avg(null) from t
select avg(cast(i as decimal(38, 10))), avg(cast(i as decimal(5, 2))) from t
select sum(interval '1' day), avg(interval '1' month), sum(interval '1' minute * i) from t
select avg(s) from t
select sum(i, 1) from t
select sum(*) from t
select k, sum(i) + 1, sum(i + 1), -sum(i) as neg from t group by k
""",
        "extremes": """
select min(i), max(i), min(d), max(d), min(s), max(s), min(m), max(b), min(b), max(day), min(null) from t
select min(array(k, i)), max(struct(k, s)), max(array(k)) from t
select min(map(1, 2)) from t
select k, max(d), min(d) from t group by k
select max(i) filter (where k = 1), min(s) filter (where i > 100) from t
select min_by(s, i), max_by(s, day), min_by(i, d), max_by(s, d) from t
select k, max_by(s, day), min_by(s, day) from t group by k
select max_by(s, i) from e
select max_by(s, map(1, 2)) from t
select max_by(s, day) filter (where k = 2), max_by(distinct k, i) from t
select max_by(i, k), max_by(s, null) from t where i is null
select bit_and(i), bit_or(i), bit_xor(i), bit_and(cast(k as tinyint)), bit_or(1L) from t
select bit_and(d) from t
select bit_xor(i) from e
select any(b), some(b), bool_or(b), every(b), bool_and(b), any(null) from t
select k, any(b), every(b) from t group by k
select bool_or(i) from t
select any(b) from e
""",
        "first and last": """
select first(k), first_value(i), last(s), last_value(k), any_value(k) from t where k is not null and s is not null
select first(i, true), last(i, true), any_value(i, true), first(i) ignore nulls, last_value(i) ignore nulls from t where k = 2
select first(i, false), last(s), first(s) respect nulls from t where k = 2
select first(i, b) from t
select first(i, null) from t
select first(i, 'x') from t
select first(i), last(i), any_value(i) from e
select k, first(s), last(s), any_value(d) from t where k is not null group by k
select first(s) filter (where k = 2), last(i) filter (where i > 10) from t
select first(i, true) ignore nulls from t
select sum(i) ignore nulls from t
""",
        "collections": """
select collect_list(i), collect_list(s), array_agg(k), sort_array(collect_set(i)), collect_list(d) from t
select k, collect_list(i), array_size(collect_set(s)) from t group by k
select collect_list(i), collect_set(i) from e
select sort_array(collect_list(distinct i)), collect_list(i) filter (where k = 2) from t
select collect_set(map(1, 2)) from t
select sort_array(collect_set(struct(k, s))) from t
select collect_list(struct(k, s)) from t where k = 1
select listagg(s), listagg(s, ','), string_agg(s, '-'), listagg(i, ',') from t
select listagg(s, ',') within group (order by s), listagg(s) within group (order by s desc), string_agg(s, ';') within group (order by i desc, s) from t
select k, listagg(s, ',') within group (order by s) from t group by k
select listagg(distinct s, ',') within group (order by s) from t
select listagg(distinct s) within group (order by s desc) from t
select listagg(distinct s, ',') within group (order by i) from t
select listagg(s, ',') from e
select listagg(s, s) from t
select listagg(s, null), listagg(null, ',') from t where k = 1
select listagg(array(1)) from t
select listagg(s, ',') filter (where k = 2) from t
select listagg(d, ',') within group (order by d) from t where k = 2
""",
        "statistics": """
select stddev(a), stddev_samp(a), std(a), stddev_pop(a), variance(a), var_samp(a), var_pop(a) from x
select g, stddev(a), stddev_pop(a), variance(a), var_pop(a) from x group by g
select stddev(a), var_pop(a), skewness(a), kurtosis(a), corr(a, b), covar_pop(a, b) from x where false
select covar_pop(a, b), covar_samp(a, b), corr(a, b) from x
select g, covar_pop(a, b), covar_samp(a, b), corr(a, b) from x group by g
select skewness(a), kurtosis(a), skewness(b), kurtosis(b) from x
select g, skewness(a), kurtosis(a) from x group by g
select regr_count(b, a), regr_avgx(b, a), regr_avgy(b, a), regr_sxx(b, a), regr_syy(b, a), regr_sxy(b, a), regr_slope(b, a), regr_intercept(b, a), regr_r2(b, a) from x
select g, regr_count(b, a), regr_avgx(b, a), regr_avgy(b, a), regr_sxx(b, a), regr_syy(b, a), regr_sxy(b, a), regr_slope(b, a), regr_intercept(b, a), regr_r2(b, a) from x group by g
select stddev(distinct i), variance(i) filter (where k = 2), corr(i, k) filter (where k > 0) from t
select stddev(d), avg(d), sum(d), skewness(d), corr(d, d) from t
select stddev(m), variance(i), stddev('2'), covar_pop(i, m) from t
select stddev(b) from t
select regr_count(a, b), regr_r2(a, a), regr_slope(a, 1) from x
select regr_count(s, i) from t
select corr(s, i) from t
select mode(k), mode(s), mode(i, true), mode(null) from t
select mode(i, false) from t
select mode() within group (order by i), mode() within group (order by i desc) from t
select mode(i, k = 1) from t
select mode(s) from e
""",
        "percentiles": """
select median(a), median(i), median(m), median(null) from t, x where g = 1 and k = 1
select median(d), percentile(d, 0.5) from t
select percentile(a, 0.25), percentile(a, array(0.0, 0.5, 1.0)), percentile(i, 0.5, 2), percentile(a, 0.5, g) from x, t where k = 1
select g, percentile(a, 0.5), median(a) from x group by g
select percentile(a, 0.5), median(a), percentile_approx(a, 0.5) from x where false
select percentile(a, 1.5) from x
select percentile(a, b) from x
select percentile(a, null) from x
select percentile(a, 0.5, -1) from x
select percentile(s, 0.5) from t
select percentile(a, 0.5) filter (where g = 1), percentile(distinct g, 0.5) from x
select percentile_approx(i, 0.5), approx_percentile(i, array(0.1, 0.9)), percentile_approx(a, 0.5, 100), percentile_approx(m, 0.5) from t, x
select g, percentile_approx(a, 0.5), approx_percentile(a, array(0.25, 0.75), 1000) from x group by g
select percentile_approx(i, 2.0) from t
select percentile_approx(i, 0.5, 0) from t
select percentile_approx(s, 0.5) from t
select percentile_approx(day, 0.5), percentile_approx(k, 0.0) from t
select percentile_cont(0.5) within group (order by a), percentile_cont(0.25) within group (order by a desc), percentile_disc(0.5) within group (order by a), percentile_disc(0.25) within group (order by a desc) from x
select g, percentile_cont(0.5) within group (order by a), percentile_disc(0.5) within group (order by a) from x group by g
select percentile_cont(array(0.2, 0.8)) within group (order by a), percentile_disc(array(0.2, 0.8)) within group (order by a) from x
select percentile_cont(0.5) within group (order by a) filter (where g = 1) from x
select percentile_cont(0.5) from x
select percentile_cont(0.5) within group (order by a, b) from x
select percentile_disc(2) within group (order by a) from x
select sum(a) within group (order by a) from x
select approx_count_distinct(k), approx_count_distinct(s, 0.05), approx_count_distinct(i) filter (where k = 2) from t
select approx_count_distinct(k) from e
""",
        "clauses": """
select sum(distinct i) filter (where k = 2), count(distinct s, k) filter (where i > 5) from t
select sum(i) filter (where i) from t
select sum(i) filter (where sum(i) > 1) from t
select sum(i) filter (where row_number() over (order by i) = 1) from t
select abs(i) filter (where true) from t
select sum(sum(i)) from t
select sum(count(*)) from t group by k
select k, sum(i) from t
select sum(i), s from t group by k
select sum(i) from t where sum(i) > 1
select k from t group by sum(i)
select distinct k, sum(i) from t group by k, s
select count(distinct k), count(distinct s), sum(distinct i), sum(i) from t
select upper(distinct s) from t
select sum(i) over (), count(*) over (partition by k), avg(i) filter (where b) over (partition by k) from t
select sum(distinct i) over () from t
select collect_list(i) over (order by i), max_by(s, day) over (partition by k), stddev(i) over () from t
select mode(i) over (), median(i) over (partition by k), approx_count_distinct(i) over () from t
select percentile_cont(0.5) within group (order by i) over (partition by k), listagg(s) over () from t
select corr(i, k) over (), skewness(i) over (partition by k), percentile(i, 0.5) over (), bool_and(b) over () from t
""",
        "without ansi": """
select sum(9223372036854775807) from t
select sum(cast(9e37 as decimal(38, 0))) from t
select avg(cast(9e37 as decimal(38, 0))) from t
select sum(s), avg('2'), sum('1') from t
select avg(s) from t
select stddev(a), regr_slope(a, 1), corr(a, 1) from x
select percentile_approx(s, 0.5), percentile(s, 0.5), count_if('true') from t
select max_by(s, i), any('true'), first(i, true), bit_or('3') from t
select try_sum(9223372036854775807), try_avg(i) from t
""",
    }.items()
}

LEGACY = ("without ansi",)
APPROXIMATE = ("statistics", "count and sum", "percentiles", "clauses", "without ansi")
