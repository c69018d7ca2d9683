"""Where Pyrite chooses to differ from PySpark: group, query and the reason."""

from __future__ import annotations

_ALIAS = "Spark reads WHERE before one name in parentheses as an alias with column names"
_VALUES = "Spark reads IN (VALUES ...) as a call of a function"
_BROKEN = "Spark itself fails"
_HAVING = "Spark does not find the keys of grouping sets in HAVING"
_TIES = "of rows with equal keys any may be taken"
_SORTED = "Spark refuses aggregates in ORDER BY above HAVING that the SELECT list has not"
_FIRST = "more than one thing is wrong, and another one is found first"
_UNASKED = "what the result does not need is not computed, and does not fail"
_TRY = "try_ functions give null for what their arguments raise, too"
_FAR = "DuckDB has no dates so far away"
_SEMI = "the columns of a semi join's right side are not proposed"

GAPS: dict[str, dict[str, str]] = {
    "numbers": {
        "select try_subtract(m, m) / (0.0001 % w) as c0 from t": _FIRST,
    },
    "deep numbers": {
        "select if(b, si, si) + -127Y % cast(try_divide(f, si) as smallint) from t": _FIRST,
    },
    "any type": {
        "select try_add(nullif((l + id), l), factorial(2147483647 ^ 2147483647 % 5)), (2S % si) + greatest(ti, (-7Y)) | (cast(f as smallint) | cast(30L as smallint)) from t": _FIRST,
    },
    "constants": {
        "select -(null - interval '1' month), to_date('1.5') - try_cast('' as date)": _UNASKED,
        "select 2S + abs(1Y), try_add((9223372036854775807L * 9223372036854775807L), floor(3BD))": _TRY,
    },
    "filters": {
        "select id from q where (false)": _ALIAS,
    },
    "grouping sets": {
        "select dt, grouping(dt) + count(*), sum(count(*)) over () from t group by grouping sets ((dt), ()) having grouping(dt) = 0": _HAVING,
        "select v, id, count(*), sum(count(*)) over () from q group by v, id with rollup having grouping(v) = 0": _HAVING,
    },
    "grouping sets, legacy": {
        "select dt + interval 3 years, count(*) from u group by cube(dt + interval 3 years) having dt + interval 3 years is null": _HAVING,
        "select m, grouping(m) + count(*) from u group by grouping sets ((m), (m)) having grouping_id() < 2": _HAVING,
    },
    "totals": {
        "select max_by(nvl2(mp, s, 'b'), size(array(3, null))), any_value(1), variance((si + (-7Y))) from t having count(*) > 1": _TIES,
        "select mode((-7Y)) is null, max_by(split_part(s, 'b', 1), 100) from q": _TIES,
    },
    "totals, legacy": {
        "select percentile(year(dt), 0.5), sum(nanvl(float('NaN'), f)), avg(cast(w as decimal(5,2))) from x where (true)": _ALIAS,
    },
    "windows, legacy": {
        "select id, max_by(id, (-3)) over (partition by nullif(date'2024-02-29', date'2000-01-01') order by id) from u": _TIES,
        "select id, lead(null, 1, double('Infinity')) over (order by id), ntile(0) over (order by id) from u qualify row_number() over (order by id) < 3": _FIRST,
    },
    "joins": {
        "select * from t l natural left anti join u r": _BROKEN,
        "select r.* from u l natural left anti join e r": _BROKEN,
    },
    "joins, legacy": {
        "select l.id, r.* from t l left semi join q r on l.dt = r.dt and l.id <> r.id": _SEMI,
    },
    "exists and in": {
        "select id from q o where s in (values (1), (2)) or true is not null": _VALUES,
        "select case when dt in (values (1), (2)) or true then 'in' else 'out' end as w, id from q o": _VALUES,
        "select id from q o where dt in (values (1), (2)) or true": _VALUES,
    },
    "ungrouped": {
        "select s from t group by s, s having count(*) > max(id) order by count(*), s": _SORTED,
        "select s from u group by s, s having count(*) > max(id) order by count(*), s": _SORTED,
    },
    "ungrouped, legacy": {
        "select s from t group by s, s having count(*) > max(id) order by count(*), s": _SORTED,
    },
    "failures": {
        "select date_add(dt, 2147483647) from t where id = 1": _FAR,
        "select case when id > 0 then date_add(dt, 2147483647) end from x where id = 2": _FAR,
        "select (si * si) is null from x where id = 2": _UNASKED,
    },
    "failures, legacy": {
        "select coalesce(date_add(dt, 2147483647), null) from t where id = 7": _FAR,
    },
    "syntax": {
        "select * where from q l natural left semi join e r": _BROKEN,
    },
}
