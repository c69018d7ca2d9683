"""Functions over windows: ranks, neighbours, frames, names, and what is refused."""

from tables import T

VIEWS = {
    "t": T,
    "p": (
        "select * from values (1, 'a', 10, date'2024-01-01', timestamp'2024-01-01 00:00:00'), "
        "(2, 'a', 20, date'2024-01-02', timestamp'2024-01-01 06:00:00'), "
        "(3, 'a', 20, date'2024-01-04', timestamp'2024-01-02 00:00:00'), "
        "(4, 'b', null, null, null), (5, 'b', 7, date'2024-01-05', timestamp'2024-01-05 00:00:00'), "
        "(6, 'b', 9, date'2024-02-05', timestamp'2024-01-05 01:00:00') as p(n, g, v, day, at)"
    ),
}

CASES = {
    group: text.strip().splitlines()
    for group, text in {
        "ranks": """
select n, row_number() over (order by n) from p
select n, rank() over (order by v), dense_rank() over (order by v desc) from p
select n, percent_rank() over (order by v), cume_dist() over (order by v) from p
select n, percent_rank() over (partition by g order by v), cume_dist() over (partition by g order by v desc) from p
select n, ntile(2) over (order by n), ntile(4) over (partition by g order by n), ntile() over (order by n) from p
select n, rank() over (partition by g order by v nulls last) from p
select row_number() over () from p
select rank() over (partition by g) from p
select ntile(0) over (order by n) from p
select ntile(n) over (order by n) from p
select ntile('a') over (order by n) from p
select ntile(null) over (order by n) from p
select rank(v) over (order by v) from p
select row_number(1) over (order by v) from p
select row_number() from p
select rank() over (order by v rows between 1 preceding and current row) from p
select row_number() over (order by n rows between unbounded preceding and current row) as r, n from p
select row_number() over (order by n range between unbounded preceding and current row) as r, n from p
""",
        "neighbours": """
select n, lag(v) over (order by n), lead(v) over (order by n) from p
select n, lag(v, 2) over (order by n), lead(v, 2, 99) over (order by n), lag(v, 1, n) over (partition by g order by n) from p
select n, lag(v, -1) over (order by n), lead(v, 0) over (order by n), lag(g, 1, 'none') over (order by n) from p
select n, lag(v) ignore nulls over (order by n), lead(v, 1, 0) ignore nulls over (order by n), lag(v) respect nulls over (order by n) from p
select lag(v) over () from p
select lag(v, n) over (order by n) from p
select lag(v, 'a') over (order by n) from p
select lag(v, null) over (order by n) from p
select lag(v, 1, 'x') over (order by n) from p
select lead(v, 1, 2.5) over (order by n) from p
select lag(v) over (order by n rows between 1 preceding and current row) from p
select lead(v) over (order by n rows between 1 following and 1 following), n from p
select n, nth_value(v, 2) over (order by n), nth_value(v, 2) over (partition by g order by n rows between unbounded preceding and unbounded following) from p
select n, nth_value(v, 1) ignore nulls over (partition by g order by n), nth_value(v, 2) ignore nulls over (order by n rows between 1 preceding and 1 following) from p
select nth_value(v, 0) over (order by n) from p
select nth_value(v, n) over (order by n) from p
select nth_value(v, 1) over () from p
select n, first_value(v) over (partition by g order by n), last_value(v) over (partition by g order by n), first(v) over (order by n rows between 1 preceding and 1 following) from p
select n, first_value(v) ignore nulls over (partition by g order by n), last_value(v, true) over (order by n), any_value(v) over (partition by g order by n) from p
select n, first_value(v) filter (where v > 9) over (order by n), last(v) over (order by n rows between current row and unbounded following) from p
""",
        "frames": """
select n, sum(v) over (order by n rows between 1 preceding and 1 following), sum(v) over (order by n rows 2 preceding), count(*) over (order by n rows between 2 preceding and 1 preceding) from p
select n, sum(v) over (order by n rows between unbounded preceding and unbounded following), sum(v) over (rows between 1 preceding and current row) from p where n < 1
select n, sum(v) over (order by v range between 5 preceding and 5 following), count(v) over (order by v range between current row and unbounded following) from p
select n, sum(v) over (order by v desc range between 5 preceding and current row), avg(v) over (order by v) from p
select n, count(*) over (order by day range between interval '1' day preceding and interval '2' day following) from p
select n, count(*) over (order by day range between 1 preceding and 1 following) from p
select n, count(*) over (order by at range between interval '6' hour preceding and current row) from p
select n, count(*) over (order by day range between interval '1' month preceding and current row) from p
select n, count(*) over (order by at range between interval 1 day preceding and interval 1 hour following) from p
select n, count(*) over (order by v range between 0.5 preceding and 1.5 following) from p
select n, count(*) over (order by cast(v as double) range between 1.5 preceding and 1.5 following) from p
select n, max(v) over (partition by g order by n rows between 1 following and 2 following), min(g) over (order by n rows between 1 + 1 preceding and current row) from p
select sum(v) over (order by n rows between 1 following and 1 preceding) from p
select sum(v) over (order by n rows between current row and 1 preceding) from p
select sum(v) over (order by n rows between unbounded following and current row) from p
select sum(v) over (order by n rows between n preceding and current row) from p
select sum(v) over (order by n rows between -1 preceding and current row), n from p
select sum(v) over (order by n rows between 1.5 preceding and current row) from p
select sum(v) over (order by g range between 1 preceding and current row) from p
select sum(v) over (range between 1 preceding and current row) from p
select sum(v) over (order by n range between interval '1' day preceding and current row) from p
select sum(v) over (order by day range between 1.5 preceding and current row) from p
select sum(v) over (order by n, v range between unbounded preceding and current row), n from p
select sum(v) over (order by n rows between null preceding and current row) from p
""",
        "windows": """
select n, sum(v) over w, rank() over w from p window w as (partition by g order by v)
select n, sum(v) over (w order by n) from p window w as (partition by g)
select sum(v) over nope from p
select n, count(*) over w1, count(*) over w2 from p window w1 as (order by n), w2 as (w1)
select sum(v) over (partition by g) + 1 as s, n from p order by s, n
select n from p where row_number() over (order by n) = 1
select n from p order by row_number() over (order by n desc)
select n from p qualify row_number() over (partition by g order by n) = 1
select g, sum(v), rank() over (order by sum(v)) from p group by g
select g, sum(sum(v)) over (), sum(v) / sum(sum(v)) over () as share from p group by g
select g, sum(v) over () from p group by g
select g, count(*) over (), max(g) over (order by g) from p group by g
select g, row_number() over (partition by count(*) order by g) from p group by g
select g, sum(v) as s, sum(s) over () from p group by g
select sum(sum(v)) over () from p
select sum(sum(v) over ()) over () from p
select sum(v + sum(v) over ()) from p
select upper(g) over () from p
select sum(distinct v) over (partition by g) from p
select count(distinct v) over () from p
select g, count(*) from p group by g having row_number() over (order by g) = 1
select g from p group by g order by row_number() over (order by g desc)
select n, sum(v) over (partition by g, n % 2 order by n desc nulls last) from p
select n, sum(v) over (partition by map(1, 2)) from p
select n, sum(v) over (order by map(1, 2)) from p
select n, count(*) over (partition by g order by v) as c, lag(n) over (partition by g order by v, n) as l from p order by n
select explode(array(1, 2)) as x, row_number() over (order by n) from p where n = 1
select max(v) filter (where n > 2) over (partition by g order by n), n from p
select rank() over (order by sum(v)) from p
""",
    }.items()
}
APPROXIMATE = ("ranks", "windows")
