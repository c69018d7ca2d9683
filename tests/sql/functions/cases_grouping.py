"""GROUP BY in all its forms, HAVING, ORDER BY above groups, generators beside aggregates, lateral aliases."""

from tables import T

VIEWS = {"t": T, "e": "select * from t where false"}

CASES = {
    group: text.strip().splitlines()
    for group, text in {
        "keys": """
select k, count(*) from t group by k
select k + 1, count(*) from t group by k + 1
select k + 1 + 1, sum(i) from t group by k + 1
select (k + 1) * 2, sum(i) from t group by k + 1
select k, s, count(*) from t group by 1, 2
select k as key, count(*) from t group by key
select k + 1 as k, count(*) from t group by k
select k, sum(i) from t group by all
select sum(i), max(s) from t group by all
select k, s, sum(i) + 1 from t group by all
select k, sum(i) + k from t group by all
select k, upper(s), sum(i) + k from t group by all
select k from t group by 2
select k from t group by 0
select k, sum(i) from t group by 2
select sum(i) as total from t group by total
select count(*) from t group by 1
select k from t group by s
select s from t group by upper(s)
select k, d from t group by k
select * from t group by k
select * from (select k, s from t) group by k, s
select k, (select max(i) from t) as m from t group by k
select k, (select max(i) from t u where u.k = t.k) as m from t group by k
select 1 from t group by k
select 1, count(*) from t group by 1 + 1
select 'x', count(*) from t
select 'x' as lit, count(*) from e group by lit
select count(*) from e
select count(*) from e group by k
select k, count(*) from t group by t.k
select t.k, count(*) from t group by k
select K, COUNT(*) from t group by k
select struct(k, s), count(*) from t group by struct(k, s)
select named_struct('a', k).a as a, count(*) from t group by named_struct('a', k)
select map(1, 2), count(*) from t group by map(1, 2)
select array(k), count(*) from t group by array(k)
select d, count(*) from values (cast('NaN' as double)), (cast('NaN' as double)), (0D), (-0D) as v(d) group by d
select rand() > 2, count(*) from t group by rand() > 2
select case when k = 1 then 'one' else 'more' end as w, count(*) from t group by w
select case k when 1 then sum(i) else 0 end from t group by k
select nope, count(*) from t group by nope
select k from t group by nope
""",
        "sets": """
select k, s, count(*), grouping(k), grouping_id() from t group by rollup(k, s)
select k, s, sum(i), grouping_id(k, s) from t group by cube(k, s)
select k, s, count(*) from t group by grouping sets ((k), (s), ())
select k, s, count(*) from t group by k, s with rollup
select k, s, count(*) from t group by k, s with cube
select k, b, s, count(*) from t group by k, rollup(b, s)
select k, s, count(*) from t group by grouping sets ((k, s), rollup(k))
select k, count(*) from e group by rollup(k)
select k, count(*) from e group by cube(k)
select k, count(*) from e group by grouping sets ((k), ())
select count(*) from e group by grouping sets (())
select k + 1, count(*) from t group by rollup(k + 1)
select k, s, grouping(k) + grouping(s) as g, count(*) from t group by cube(k, s) having grouping(k) = 1
select k, count(*) from t group by rollup(k) order by grouping(k), k
select k, sum(k) from t group by rollup(k)
select k, s, sum(i) over (), count(*) from t group by rollup(k, s)
select k, s, rank() over (partition by grouping(k) order by count(*)) from t group by rollup(k, s)
select grouping(k) from t group by k
select grouping(k) from t
select k, count(distinct s), sum(distinct i) from t group by rollup(k)
select k, k, count(*) from t group by grouping sets ((k), (k))
select 1, k, count(*) from t group by rollup(1, 2)
select k as key, count(*) from t group by rollup(key)
select k, count(*) from t group by grouping sets (k, ())
select k, s, count(*) from t group by rollup((k, s), b)
select coalesce(s, 'none') as s2, count(*) from t group by cube(s2)
select k, case when grouping(k) = 1 then 'all' else 'one' end, count(*) from t group by rollup(k)
""",
        "having": """
select k, sum(i) as total from t group by k having total > 10
select k from t group by k having sum(i) > 10
select k, count(*) from t group by k having k = 1
select k from t group by k having count(*) > 1 and max(s) = 'c'
select sum(i) from t having sum(i) > 10
select sum(i) from t having count(*) > 100
select 1 from t having count(*) > 1
select 1 from t having 1 > 0
select k from t having k > 1
select i from t having sum(i) > 1
select k, sum(i) from t group by k having i > 1
select k from t group by k having sum(i)
select k + 1 as n from t group by k + 1 having n > 2
select k as i, max(i) from t group by k having i > 1
select k from t group by k having (select max(i) from t) > sum(i)
select k from t group by k having exists (select 1 from t u where u.k = t.k and u.i > 20)
select k, count(*) as c from t group by k having c = (select max(i) from t where i < 6) or c > 1
""",
        "order": """
select k, sum(i) from t group by k order by sum(i)
select k from t group by k order by sum(i) desc
select k from t group by k order by max(s), k
select k, sum(i) as total from t group by k order by total desc
select k, sum(i) as total from t group by k order by total + k
select k + 1 as n from t group by k order by k
select k from t group by k order by i
select sum(i) from t order by 1
select sum(i) from t order by count(*)
select s from t group by s order by s desc nulls first
select k, count(*) from t group by k order by 2, 1
select k, count(*) from t group by k order by count(*) + 1, k desc
select distinct k from t order by k
select distinct k from t order by i
select distinct k, sum(i) from t group by k order by sum(i)
select k from t group by k order by sum(i) limit 1
select k, count(*) from t group by k order by all
select upper(s) as u, count(*) from t group by upper(s) order by upper(s)
""",
        "generators": """
select explode(array(1, 2)), count(*) from t
select explode(collect_list(i)) from t
select k, explode(collect_set(s)) from t group by k
select k, explode(array(1, 2)) as x from t group by k
select k, explode(array(1, 2)) as x, sum(i) from t group by k
select explode(array(sum(i), max(i))) as x from t
select x, count(*) from t lateral view explode(array(1, k)) v as x group by x
select explode(array(k, i)), explode(array('u')) from t where k = 1
select k, posexplode(array(i)) from t where i is not null order by pos, col
select sum(explode(array(1, 2))) from t
select explode(explode(array(array(1), array(2)))) from t
select k from t where explode(array(true))
select k from t order by explode(array(1))
select inline(array(struct(k, s))), i from t where k = 1
select explode(array(1, 2)) as x, x + 1 from t where k = 1 and i = 10
select * from explode(array(1, 2))
select * from t where k = 1 limit explode(array(1))
""",
        "lateral aliases": """
select k as a, a + 1 as b, b * 2 from t where k = 2 and s = 'a'
select i as a, a + i as b, sum(i) over (order by a) from t where k = 1
select k as i, i from t where i = 10
select sum(i) as total, total / 2 as half from t
select k as key, sum(i) as total, total + key from t group by k
select k, count(*) as c, c + 1 as d, d * c from t group by k
select k as a, k as a, a from t
select k + 1 as a, max(a) from t
select a + 1, k as a from t
select sum(i) as s, s + 1 from t
select struct(1 as x) as st, st.x + 1 from t limit 1
select k as a, (select a) from t
select 1 as one, one + one as two, two + one as three
select i as x, sum(x) from t group by x
select k as x, rank() over (order by x) from t where k is not null
""",
    }.items()
}
APPROXIMATE = ("lateral aliases",)
