"""Every window function, generator, and window of time."""

from __future__ import annotations

VIEWS = {
    "p": "select * from values (1, 'a', 10, date'2024-01-01'), (1, 'b', 20, date'2024-01-03'), (1, 'c', 20, null), (2, 'd', null, date'2024-01-02'), (2, 'e', 5, date'2024-02-01'), (null, 'f', 7, date'2023-12-31') as p(g, s, v, day)",
    "none": "select * from p where false",
    "w": "select * from values (1, timestamp'2020-03-08 01:59:59.5', timestamp_ntz'2020-03-08 02:30:00'), (2, timestamp'2020-03-08 03:10:00', timestamp_ntz'2020-03-08 02:31:00'), (1, timestamp'2021-11-07 01:30:00', timestamp_ntz'1969-12-31 23:59:59'), (2, null, null), (3, timestamp'2020-03-08 03:14:00', timestamp_ntz'2020-03-08 02:45:00') as w(k, t, u)",
}
_OVER = "over (partition by g order by v, s)"


def _ranks(name: str, arguments: str = "") -> list[str]:
    call = f"{name}({arguments})"
    return [
        f"select s, {call} {_OVER} from p", f"select s, {call} over (order by v) from p", f"select s, {call} over (order by v desc nulls first, s) from p", f"select s, {call} over (partition by g order by day) from p", f"select {call} over (order by v) from none", f"select {call} over () from p", f"select {call} over (partition by g) from p", f"select {call} from p", f"select {name}(1, 2, 3, 4) over (order by v) from p",
        f"select {call} over (order by v rows between 1 preceding and current row) from p", f"select {call} over (order by v rows between unbounded preceding and current row) from p", f"select {call} filter (where v > 1) over (order by v) from p", f"select {name}(distinct v) over (order by v) from p", f"select {call} ignore nulls over (order by v) from p", f"select g, count(*), {call} over (order by count(*), g) from p group by g", f"select s from (select s, {call} over (order by v, s) r from p) where r = {int(not call.startswith('p'))}", f"select {call} over (order by s) + 1 from p",
    ]  # fmt: skip


def _neighbours(name: str) -> list[str]:
    return [
        f"select s, {name}(v) {_OVER} from p", f"select s, {name}(v, 2) {_OVER} from p", f"select s, {name}(v, 1, -1) {_OVER} from p", f"select s, {name}(v, 0) {_OVER} from p", f"select s, {name}(v, -1) {_OVER} from p", f"select s, {name}(v) ignore nulls over (order by s) from p", f"select s, {name}(v, 1, 0) respect nulls over (order by s) from p", f"select s, {name}(s, 1, 'none') over (order by s) from p", f"select s, {name}(day, 1, day) over (order by s) from p", f"select s, {name}(v, 1, 'x') over (order by s) from p", f"select s, {name}(v, 1, 2.5) over (order by s) from p",
        f"select s, {name}(v, null) over (order by s) from p", f"select s, {name}(v, v) over (order by s) from p", f"select {name}(v) over () from p", f"select {name}(v) from p", f"select {name}() over (order by s) from p", f"select {name}(v, 1, 2, 3) over (order by s) from p", f"select {name}(v) over (order by s) from none", f"select {name}(v) over (order by s rows between 1 preceding and current row) from p", f"select s, {name}(array(v)) over (order by s) from p", f"select s, {name}(null) over (order by s) from p", f"select s, {name}(v, 1000000) over (order by s) from p", f"select s, {name}(v, 1L) over (order by s) from p", f"select s, {name}(v, 1.5) over (order by s) from p", f"select s, {name}(v, 1, null, true) over (order by s) from p", f"select s, {name}(v, 1, 0, false) over (order by s) from p", f"select {name}(v, 1, 0, null) over (order by s) from p", f"select {name}(v, 1, 0, true, 1) over (order by s) from p",
    ]  # fmt: skip


def _generator(name: str) -> list[str]:
    given = (
        "array(1, 2, null)",
        "array()",
        "null",
        "cast(null as array<int>)",
        "array(null)",
        "array('a', 'b')",
        "array(array(1), array())",
        "array(struct(1, 'x'), struct(2, 'y'))",
        "array(struct(1 as a, 'x' as b), null)",
        "map('a', 1, 'b', null)",
        "map()",
        "map(1, array(2))",
        "1",
        "'abc'",
        "struct(1, 2)",
        "true",
    )
    return [
        *[f"select {name}({value})" for value in given], f"select {name}()", f"select {name}(array(1), 2)", f"select 1 as x, {name}(array(5, 6)) as y", f"select {name}(array(5, 6)) as (p, q)", f"select {name}(map(1, 2)) as (k, v)", f"select k, {name}(a) from values (1, array(1, 2)), (2, null), (3, array()), (4, array(null)) t(k, a)", f"select k, {name}(a) from values (1, array(struct(1, 'x'))), (2, null), (3, array()), (4, array(null, struct(2, 'y'))) t(k, a)", f"select k, {name}(a) from values (1, map('a', 1)), (2, null), (3, map()) t(k, a)", f"select * from {name}(array(struct(1, 'x'), struct(2, 'y')))", f"select * from {name}(array(3, 4))", f"select * from values (1, array(1, 2)), (2, null) t(k, a) lateral view {name}(a) e", f"select * from values (1, array(1, 2)), (2, null) t(k, a) lateral view outer {name}(a) e as x",
        f"select * from values (1, array(struct(1, 'x'))), (2, null) t(k, a), lateral {name}(a)", f"select {name}(array(1)) + 1", f"select {name}(array(1)), {name}(array(2))", f"select s from p where {name}(array(1)) = 1", f"select {name}({name}(array(array(1))))", f"select sum(x) from (select {name}(array(1, 2)) as x)",
    ]  # fmt: skip


_DURATIONS = (
    "'1 minute'",
    "'1 hour'",
    "'1 day'",
    "'2 days'",
    "'1 week'",
    "'1 month'",
    "'0 seconds'",
    "'-1 minute'",
    "'x'",
    "null",
    "60",
    "interval '1' hour",
    "'10 minutes 30 seconds'",
    "'1 microsecond'",
    "k",
)

CASES = {
    **{name: _ranks(name) for name in ("row_number", "rank", "dense_rank", "percent_rank", "cume_dist")},
    "ntile": [
        *_ranks("ntile", "2"),
        *[
            f"select s, ntile({n}) over (order by s) from p"
            for n in ("1", "4", "100", "0", "-1", "null", "'2'", "2L", "1.5", "v", "'x'")
        ],
        "select ntile() over (order by s) from p",
    ],
    "lag": _neighbours("lag"),
    "lead": _neighbours("lead"),
    "nth_value": [
        f"select s, nth_value(v, {n}) {_OVER} from p"
        for n in ("1", "2", "10", "0", "-1", "null", "'2'", "'x'", "1.5", "v", "2L")
    ]
    + [
        "select s, nth_value(v, 1) ignore nulls over (order by s) from p",
        "select s, nth_value(v, 2) ignore nulls over (order by s rows between unbounded preceding and unbounded following) from p",
        "select s, nth_value(v, 2) over (order by s rows between 1 preceding and 1 following) from p",
        "select nth_value(v, 1) over () from p where s = 'a'",
        "select nth_value(v, 1) from p",
        "select nth_value(v) over (order by s) from p",
        "select nth_value(v, 1, 2) over (order by s) from p",
        "select s, nth_value(v, 1, true) over (order by s desc) from p",
        "select nth_value(v, 1, true, 2) over (order by s) from p",
        "select nth_value(v, 1) over (order by s) from none",
        "select s, nth_value(s, 2) over (order by v) from p",
        "select s, nth_value(array(v), 1) over (order by s) from p",
    ],
    "counter_diff": [
        f"select s, counter_diff(v) {_OVER} from p",
        "select s, counter_diff(v) over (order by s) from p",
        "select counter_diff(v) over (order by s) from none",
        "select counter_diff(v) from p",
        "select counter_diff(v) over () from p",
        "select counter_diff() over (order by s) from p",
        "select counter_diff(v, 1, 2) over (order by s) from p",
        "select s, counter_diff(s) over (order by s) from p",
        "select s, counter_diff(cast(v as double)) over (order by s) from p",
        "select s, counter_diff(null) over (order by s) from p",
        "select s, counter_diff(v, day) over (order by s) from p",
        "select s, counter_diff(cast(v as decimal(5,1))) over (order by s) from p",
        "select s, counter_diff(array(v)) over (order by s) from p",
        "select x, counter_diff(x) over (order by n) from values (1, 5), (2, 9), (3, 2), (4, 4), (5, null), (6, 7) t(n, x)",
    ],
    "over": [
        f"select s, {call} over ({frame}) from p"
        for call in (
            "sum(v)",
            "count(v)",
            "min(v)",
            "first_value(v)",
            "last_value(v)",
            "avg(v)",
            "collect_list(v)",
        )
        for frame in (
            "order by s rows between 1 preceding and 1 following",
            "order by v",
            "order by v range between 5 preceding and current row",
            "partition by g order by s desc rows between unbounded preceding and current row",
            "order by s rows between 2 following and 3 following",
            "partition by g",
        )
    ]
    + [
        "select s, sum(v) over (order by day range between interval '2' day preceding and interval '1' day following) from p",
        "select s, sum(v) over (order by v, s range between 1 preceding and current row) from p",
        "select s, sum(v) over (rows between 1 preceding and 1 following) from p",
        "select s, count(*) over w, sum(v) over (w rows 1 preceding) from p window w as (order by s)",
        "select s, sum(v) over (order by s rows between 'a' preceding and current row) from p",
        "select s, sum(v) over (order by s groups between 1 preceding and current row) from p",
        "select s, sum(distinct v) over (order by s) from p",
    ],
    **{
        name: _generator(name)
        for name in ("explode", "explode_outer", "posexplode", "posexplode_outer", "inline", "inline_outer")
    },
    "stack": [
        "select stack(2, 1, 2, 3, 4)",
        "select stack(2, 1, 2, 3)",
        "select stack(1, 'a')",
        "select stack(3, 1)",
        "select stack(0, 1)",
        "select stack(-1, 1)",
        "select stack(null, 1)",
        "select stack('2', 1, 2)",
        "select stack(2L, 1, 2)",
        "select stack(2)",
        "select stack()",
        "select stack(2, 1, 'a', 2, 'b')",
        "select stack(2, 1, 'a', 'b', 2)",
        "select stack(2, 1, 2.5D)",
        "select stack(2, null, 1)",
        "select stack(2, 1, 2) as x",
        "select stack(2, 1, 2, 3, 4) as (x, y)",
        "select * from stack(2, 1, 2, 3, 4)",
        "select stack(n, 1) from values (1) t(n)",
        "select stack(2, a, b, b, a) from values (1, 2), (null, 3) t(a, b)",
        "select * from values (1, 2) t(a, b) lateral view stack(2, a, b) s as x",
        "select stack(2, array(1), array(2))",
        "select stack(2, array(1), 1)",
    ],
    "window": [
        *[f"select window(t, {duration}), count(*) from w group by 1" for duration in _DURATIONS],
        "select window(t, '10 minutes', '5 minutes'), count(*) from w group by 1",
        "select window(t, '10 minutes', '10 minutes', '3 minutes'), count(*) from w group by 1",
        "select window(t, '10 minutes', '20 minutes'), count(*) from w group by 1",
        "select window(t, '10 minutes', '0 minutes'), count(*) from w group by 1",
        "select window(t, '1 hour', '1 hour', '2 hours'), count(*) from w group by 1",
        "select window(t, '1 hour', '1 hour', '-15 minutes'), count(*) from w group by 1",
        "select window(u, '10 minutes'), count(*) from w group by 1",
        "select window.start, window.end, count(*) from w group by window(t, '1 hour')",
        "select window(t, '1 hour') from w",
        "select window(k, '1 hour'), count(*) from w group by 1",
        "select window(null, '1 hour')",
        "select window('2020-01-01 10:00:00', '1 hour')",
        "select window(date'2020-01-01', '1 hour')",
        "select window(t), count(*) from w group by 1",
        "select window(t, '1 hour', '1 hour', '1 minute', 1) from w",
        "select k, window(t, '1 day').start, count(*) from w group by k, window(t, '1 day')",
        "select window(t, '1 hour'), window(u, '1 hour'), count(*) from w group by 1, 2",
        "select window(t, '7 minutes', '3 minutes') from w where k = 1",
    ],
    "session_window": [
        *[
            f"select session_window(t, {duration}), count(*) from w group by session_window(t, {duration})"
            for duration in _DURATIONS
        ],
        "select session_window(u, '5 minutes'), count(*) from w group by session_window(u, '5 minutes')",
        "select k, session_window(t, '1 hour'), count(*) from w group by k, session_window(t, '1 hour')",
        "select session_window(t, case when k = 1 then '1 minute' else '1 hour' end) as s, count(*) from w group by 1",
        "select session_window.start, count(*) from w group by session_window(t, '10 minutes')",
        "select session_window(t, '1 hour') from w",
        "select session_window(k, '1 hour'), count(*) from w group by 1",
        "select session_window(t), count(*) from w group by 1",
        "select session_window(t, '1 hour', 1), count(*) from w group by 1",
        "select session_window(null, '1 hour'), count(*) from w group by 1",
    ],
    "window_time": [
        "select window_time(window), count(*) from (select window, count(*) from w group by window(t, '1 hour')) group by 1",
        "select window_time(window) from (select window(t, '1 hour') as window from w)",
        "select window_time(x) from (select window(t, '1 hour') as x from w)",
        "select window_time(session_window) from (select session_window, count(*) from w group by session_window(t, '10 minutes'))",
        "select window_time(window) from (select window(u, '1 hour') as window from w)",
        "select window_time(t) from w",
        "select window_time(null)",
        "select window_time()",
        "select window_time(1, 2)",
        "select window_time(struct(timestamp'2020-01-01 00:00:00' as start, timestamp'2020-01-01 01:00:00' as end))",
        "select window_time(named_struct('start', 1, 'end', 2))",
        "select window_time('x')",
        "select window(window_time(window), '1 day'), count(*) from (select window, count(*) from w group by window(t, '1 hour')) group by 1",
    ],
    "monotonically_increasing_id": [
        "monotonically_increasing_id()",
        "select monotonically_increasing_id() from p",
        "select monotonically_increasing_id() + 1 from p",
        "monotonically_increasing_id(1)",
        "select s, monotonically_increasing_id() from (select s from p order by s)",
        "select max(monotonically_increasing_id()) from p",
        "typeof(monotonically_increasing_id())",
        "monotonically_increasing_id() is null",
        "select monotonically_increasing_id() from none",
        "select monotonically_increasing_id(), monotonically_increasing_id() from p",
        "select count(distinct monotonically_increasing_id()) from range(10)",
        "monotonically_increasing_id(null, 1)",
    ],
    "spark_partition_id": [
        "spark_partition_id()",
        "select spark_partition_id() from p",
        "select spark_partition_id() + 1 from p",
        "spark_partition_id(1)",
        "select s, spark_partition_id() from (select s from p order by s)",
        "select max(spark_partition_id()) from p",
        "typeof(spark_partition_id())",
        "spark_partition_id() is null",
        "select spark_partition_id() from none",
        "select spark_partition_id(), spark_partition_id() from p",
        "select count(distinct spark_partition_id()) from range(10)",
        "spark_partition_id(null, 1)",
    ],
    "range": [
        "select * from range(3)",
        "select * from range(1, 4)",
        "select * from range(0, 10, 3)",
        "select * from range(5, 0, -2)",
        "select * from range(0)",
        "select * from range(-1)",
        "select * from range(3, 1)",
        "select * from range(0, 3, 1, 2)",
        "select * from range(null)",
        "select * from range('3')",
        "select * from range(2.7)",
        "select * from range(0, 3, 0)",
        "select * from range()",
        "select * from range(1, 2, 3, 4, 5)",
        "select id + 1 from range(2)",
        "select x from range(2) t(x)",
        "select * from range(9223372036854775806, 9223372036854775807)",
        "select * from range(array(1))",
        "select range(3)",
    ],
}
LEGACY = tuple(CASES)
APPROXIMATE = ("percent_rank", "cume_dist")
