"""Arrays, maps and structs, and the functions over their elements."""

from tables import T

VIEWS = {
    "t": T,
    "c": (
        "select * from values "
        "(1, array(3, 1, null, 3), array('b', 'a', null), map('x', 1, 'y', null), named_struct('p', 1, 'q', 'z')), "
        "(2, array(), array(), map(), named_struct('p', null, 'q', 'w')), "
        "(3, null, null, null, null), "
        "(4, array(5, 4), array('c', 'b'), map('y', 7, 'z', 8), named_struct('p', 2, 'q', null)) "
        "as c(n, a, w, m, r)"
    ),
}

CASES = {
    group: text.strip().splitlines()
    for group, text in {
        "construction": """
select array(), array(1, 2), array(1, null), array(1, 2.5), array('7', 1), array(array(1), array()), array(null)
select array(1, true)
select array(k, i), array(k), array(s, 'x') from t
select map(), map('a', 1), map('a', null, 'b', 2), map(1, 'x', 2, 'y')
select map(1, 'x', 1, 'y')
select map(k, i) from t where k is not null and i = 10
select map(null, 1)
select map(k, 1) from t
select map('a')
select map(array(1), 2, array(2), 3)
select map(map(1, 2), 3)
select map(1, 2, 3, 'a')
select struct(1, 'a'), struct(k, s), struct(k as z, i + 1) from t
select struct(), struct(null)
select named_struct('a', 1, 'b', null), named_struct('x', k, 'y', s) from t
select named_struct('a')
select named_struct(1, 2)
select named_struct(s, 2) from t
select named_struct(null, 2)
select map_from_arrays(array(1, 2), array('a', null)), map_from_arrays(w, w) from c where n = 4
select map_from_arrays(array(1, 2), array('a'))
select map_from_arrays(array(1, null), array('a', 'b'))
select map_from_arrays(array(1, 1), array('a', 'b'))
select map_from_arrays(1, 2)
select map_from_arrays(null, array(1))
select map_from_entries(array(struct(1, 'a'), struct(2, null)))
select map_from_entries(array(struct(1, 'a'), null))
select map_from_entries(array(struct(1, 'a'), struct(1, 'b')))
select map_from_entries(array(struct(cast(null as int), 'a')))
select map_from_entries(array(1))
select map_from_entries(array(struct(1, 2, 3)))
""",
        "elements": """
select element_at(a, 1), element_at(w, -1), element_at(m, 'y'), element_at(m, 'nope') from c where n in (1, 3, 4)
select element_at(a, 0) from c
select element_at(array(1, 2), 3)
select element_at(array(1, 2), -3)
select element_at(array(1, 2), 0)
select element_at(array(1, 2), null), element_at(array(1, null), 2), element_at(array(1, 2), 2)
select element_at(array(1), 'a')
select element_at(array(1), 1L)
select element_at(map(1, 'a'), 'x')
select element_at(map(1, 'a'), 1L), element_at(map(1L, 'a'), 1), element_at(map(1, 'a', 2, 'b'), 2)
select element_at(1, 1)
select try_element_at(array(1, 2), 3), try_element_at(array(1, 2), -1), try_element_at(map(1, 2), 5)
select try_element_at(array(1, 2), 0)
select get(array(1, 2), 0), get(array(1, 2), 2), get(array(1, 2), -1), get(a, n) from c
select a[0], w[1], m['x'], r.p, r['q'] from c where n in (1, 3, 4)
select array(1, 2)[2]
select array(1, 2)[-1]
select map('a', 1)['b'], map(1, 2)[1], array(1, 2)[1], struct(1, 2).col1
select a[n] from c
select a['x'] from c
select m[1] from c
select r[0] from c
select r.nope from c
""",
        "sizes": """
select size(a), cardinality(w), size(m), array_size(a) from c
select size(null)
select array_size(m) from c
select size('a')
""",
        "search": """
select array_contains(a, 3), array_contains(a, 9), array_contains(w, 'a'), array_contains(a, n) from c
select array_contains(array(1, 2), null)
select array_contains(array(1, 2), 'a')
select array_contains(array(1, 2), 1L), array_contains(array(1.0, 2.5), 1), array_contains(array('1'), 1)
select array_contains(1, 1)
select array_contains(null, 1)
select array_contains(array(cast('NaN' as double)), cast('NaN' as double)), array_contains(array(array(1)), array(1))
select array_contains(array(map(1, 2)), map(1, 2))
select array_position(a, 3), array_position(w, 'a'), array_position(a, 9), array_position(a, null) from c
select array_position(array(1, 2, 1), 1), array_position(array(cast('nan' as double)), cast('nan' as double))
select array_position(array(1), 'a')
select array_min(a), array_max(a), array_min(w), array_max(w) from c
select array_max(array(1D, cast('NaN' as double), null)), array_min(array(1D, cast('NaN' as double))), array_max(array(null))
select array_min(array(map(1, 2)))
select array_min(1)
select array_max(array(struct(1, 'a'), struct(1, 'b'))), array_min(array(array(2), array(1, 5)))
""",
        "sets": """
select array_distinct(a), array_distinct(w) from c
select array_distinct(array(cast('NaN' as double), cast('NaN' as double), 0D, -0D)), array_distinct(array(3, 1, 3, 2, 1))
select array_distinct(array(map(1, 2)))
select array_distinct(array(array(1), array(1), array(2)))
select array_union(a, array(n, 3)), array_union(array(1, 2), array(2, 3)), array_union(array(1, null), array(null, 2)) from c
select array_intersect(a, array(3, n, null)), array_intersect(array(1, 2, 2), array(2, 1)) from c
select array_except(a, array(1)), array_except(a, array(null)), array_except(array(2, 1, 2), array(3)) from c
select array_union(array(1), array('a'))
select array_union(array(1), array(1.5))
select array_union(array(1), array(2L))
select array_union(array(1), 2)
select array_union(null, array(1))
select array_except(array(cast('nan' as double)), array(cast('nan' as double))), array_union(array(1D), array(cast('nan' as double), cast('nan' as double)))
select arrays_overlap(a, array(1)), arrays_overlap(a, array(9)), arrays_overlap(w, w) from c
select arrays_overlap(array(1, null), array(2)), arrays_overlap(array(), array(null)), arrays_overlap(array(1), array(1, null))
select arrays_overlap(array(1), array('a'))
select arrays_zip(a, w) from c
select arrays_zip(array(1, 2), array('a')), arrays_zip(), arrays_zip(array(1))
select arrays_zip(a, w, array(n)) from c
select arrays_zip(1)
select arrays_zip(r.p, array(1)) from c
""",
        "order": """
select sort_array(a), sort_array(a, false), sort_array(w, true), sort_array(w, false) from c
select sort_array(array(2D, cast('nan' as double), null, 1D)), sort_array(array(struct(2, 'a'), struct(1, 'b')))
select sort_array(a, n > 1) from c
select sort_array(array(1, 2), null)
select sort_array(array(map(1, 2)))
select sort_array(1)
select sort_array(array(1), 1)
select array_sort(a), array_sort(w) from c
select array_sort(array(3, 1, 2), (x, y) -> y - x), array_sort(array('bb', 'a', 'ccc'), (l, r) -> case when length(l) < length(r) then -1 when length(l) > length(r) then 1 else 0 end)
select array_sort(array(3, null, 1), (x, y) -> case when x is null then 1 when y is null then -1 else x - y end)
select array_sort(array(3, 1), (x, y) -> null)
select array_sort(array(3, 1), (x, y) -> 'a')
select array_sort(array(3, 1), x -> 1)
select reverse(a), reverse(w), reverse('abc'), reverse(array(1, 2, null)) from c
select reverse(1)
select reverse(map(1, 2))
select shuffle(array(1)), size(shuffle(array(1, 2, 3)))
select sort_array(shuffle(array(1, 2, 3, 4)))
select shuffle(1)
""",
        "put together": """
select concat(a, array(n)), concat(array(1), array(2L)), concat(w, w), concat(array('a'), array(null)) from c
select concat(array(1), array('a'))
select concat(array(1), 1)
select flatten(array(a, array(n))), flatten(array(array(1, 2), array(), array(null))) from c
select flatten(array(array(1), null)), flatten(array(array(array(1)), array(array(2), array(3))))
select flatten(array(1))
select slice(a, 1, 2), slice(a, -1, 1), slice(w, 2, 5) from c
select slice(array(1, 2, 3), 2, 0), slice(array(1, 2, 3), 4, 1), slice(array(1, 2, 3), -4, 2), slice(array(1, 2), null, 1)
select slice(array(1, 2), 0, 1)
select slice(array(1, 2), 1, -1)
select slice(array(1, 2), 'a', 1)
select slice(1, 1, 1)
select sequence(1, 5), sequence(5, 1), sequence(1, 1), sequence(1, 10, 3), sequence(10, 1, -4), sequence(1L, 3)
select sequence(1, n), sequence(n, 3) from c
select sequence(1, null), sequence(cast(null as int), 2)
select sequence(1, 5, -1)
select sequence(1, 5, 0)
select sequence(1, 1, 0), sequence(2Y, 4Y), sequence(1S, 3S)
select sequence(1, 'a')
select sequence(1D, 2D)
select array_repeat(n, 2), array_repeat('a', 0), array_repeat(null, 2), array_repeat(1, -1), array_repeat(1, null) from c
select array_repeat(1, 'a')
select array_remove(a, 3), array_remove(w, 'a'), array_remove(a, null) from c
select array_remove(array(1, 2), 'a')
select array_remove(array(1, 2, null), 2), array_remove(array(cast('nan' as double), 1D), cast('nan' as double))
select array_insert(array(1, 2, 3), 1, 9), array_insert(array(1, 2, 3), -1, 9), array_insert(array(1, 2, 3), -2, 9), array_insert(array(1, 2, 3), 6, 9), array_insert(array(1, 2, 3), -6, 9), array_insert(array(1), 2, null)
select array_insert(a, n, 0), array_insert(a, null, 1) from c
select array_insert(array(1, 2), 0, 9)
select array_insert(array(1, 2), 1, 'a')
select array_insert(array(1, 2), 1, 2L)
select array_insert(1, 1, 1)
select array_append(a, n), array_append(a, null), array_prepend(a, n), array_prepend(w, 'z') from c
select array_append(array(1), 'a')
select array_append(array(1), 2L), array_append(array(), 1), array_append(1, 2)
select array_prepend(array(1), 1.5)
select array_compact(a), array_compact(w), array_compact(array(1, 2)) from c
select array_compact(1)
select array_join(w, ','), array_join(w, ',', '-'), array_join(array('a', 'b'), ''), array_join(array(1, 2), '+') from c
select array_join(array('a', null), null), array_join(array(), ','), array_join(array(null), ','), array_join(array(null, 'x'), ',', null)
select array_join(1, ',')
select array_join(array(true, false), ','), array_join(array(1.5, 2), ','), array_join(array(date'2024-01-01'), ',')
""",
        "maps": """
select map_keys(m), map_values(m), map_entries(m) from c
select map_keys(1)
select map_concat(m, map('q', n)), map_concat(), map_concat(map(1, 'a'), map(2, null)) from c
select map_concat(map(1, 'a'), map(1, 'b'))
select map_concat(map(1, 2), map('a', 'b'))
select map_concat(map(1, 2), 3)
select map_contains_key(m, 'x'), map_contains_key(map(1, 2), 1L), map_contains_key(map(), 1) from c
select map_contains_key(map(1, 2), null)
select map_contains_key(map(1, 2), 'a')
select str_to_map('a:1,b:2'), str_to_map('a:1,b'), str_to_map('a=1;b=2', ';', '='), str_to_map('')
select str_to_map('a:1,a:2')
select str_to_map(null), str_to_map(s), str_to_map('a1b2', '[0-9]', ':') from t
select m = m from c
select map(1, 2) = map(1, 2)
""",
        "functions of elements": """
select transform(a, x -> x + 1), transform(a, (x, i) -> x * i), transform(w, x -> concat(x, '!')) from c
select transform(array(1, 2), (x, y, z) -> 1)
select transform(array(1, 2), x -> array(x)), transform(array(1, 2), x -> null), transform(array(array(1, 2)), y -> transform(y, z -> z + 1))
select transform(a, x -> x + n), transform(a, x -> struct(x, n)) from c
select transform(1, x -> x)
select transform(array(1), 1)
select transform(array(1, 2), (x, x) -> x)
select transform(array(1), x -> y)
select filter(a, x -> x > 2), filter(w, x -> x is null), filter(a, (x, i) -> i > 0), filter(array(1, 2), x -> x > 1) from c
select filter(array(1), x -> x)
select filter(map(1, 2), x -> true)
select exists(a, x -> x > 4), exists(a, x -> x is null), exists(w, x -> x = 'zz'), exists(array(1, 2), x -> x > 1) from c
select forall(a, x -> x > 0), forall(a, x -> x is null or x > 0), forall(array(), x -> false), forall(array(1, 2), x -> x > 1) from c
select exists(array(1), x -> 1)
select aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x), aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x, acc -> acc * 10)
select aggregate(a, 0, (acc, x) -> acc + coalesce(x, 0)), reduce(a, 0, (acc, x) -> acc + x) from c
select aggregate(w, '', (acc, x) -> concat(acc, x)), aggregate(array(), 1, (acc, x) -> acc) from c
select aggregate(array(1, 2), 0L, (acc, x) -> acc + x), aggregate(array(1, 2), array(0), (acc, x) -> array_append(acc, x))
select aggregate(array(1, 2), struct(0 as total, 0 as number), (acc, x) -> struct(acc.total + x, acc.number + 1), acc -> acc.total / acc.number)
select aggregate(array(1), 0, (acc, x) -> 'a')
select aggregate(array(1L), 0, (acc, x) -> acc + x)
select aggregate(array(1.5D), 0, (acc, x) -> acc + x)
select aggregate(1, 0, (acc, x) -> acc)
select zip_with(a, w, (x, y) -> concat(x, y)), zip_with(array(1, 2), array(10), (x, y) -> x + y), zip_with(a, a, (x, y) -> x) from c
select zip_with(array(1), array(2), x -> x)
select transform_keys(m, (k, v) -> concat(k, '!')), transform_values(m, (k, v) -> v + 1), transform_values(m, (k, v) -> k) from c
select transform_keys(map(1, 2, 2, 3), (k, v) -> 1)
select transform_keys(map(1, 2), (k, v) -> cast(null as int))
select transform_keys(map(1, 2), (k, v) -> v), transform_values(map(), (k, v) -> 1)
select map_filter(m, (k, v) -> v > 1), map_filter(m, (k, v) -> k = 'x'), map_filter(map(1, 2), (k, v) -> false) from c
select map_filter(map(1, 2), (k, v) -> 1)
select map_filter(map(1, 2), k -> true)
select map_zip_with(m, map('x', 10, 'k', 2), (k, u, v) -> concat(k, u, v)), map_zip_with(map(1, 'a'), map(1, 'b'), (k, x, y) -> concat(x, y)) from c
select map_zip_with(map(1, 2), map('a', 3), (k, x, y) -> x)
""",
        "generators": """
select explode(a) from c
select n, explode(a) as e from c
select n, explode_outer(a) from c
select n, explode(m) from c
select n, explode(m) as (key2, value2) from c
select n, explode_outer(m) from c
select n, posexplode(w) from c
select n, posexplode_outer(w) from c
select n, posexplode(m) from c
select posexplode(array(1, 2)) as (i, x), 'c'
select explode(array(1, 2)), explode(map(1, 2, 3, 4))
select explode(map(1, 2)) as x
select explode(array(1, 2)) + 1
select explode(1)
select explode(null)
select explode(array())
select explode(array(struct(1, 2)))
select inline(array(struct(1, 'a'), struct(2, 'b')))
select inline(array(struct(1 as x, 'a' as y), null))
select inline_outer(array(struct(1 as x, 'a' as y))), 5
select n, inline_outer(arrays_zip(a, w)) from c
select inline(array(1))
select stack(2, 1, 2, 3, 4)
select stack(2, 1, 'a', 3)
select stack(2, 1, 'a', 3, 'b') as (x, y)
select stack(2, 1, 'a', 'x', 'b')
select stack(n, 1, 2) from c
select stack(0, 1, 2)
select stack(1)
select n, x, y from c lateral view explode(m) q as x, y
select n, x from c lateral view outer explode(a) q as x
select n, pos, col from c lateral view posexplode(a) q
select n, x, y from c lateral view explode(a) q1 as x lateral view explode(w) q2 as y
select json_tuple('{"a":1,"b":"x"}', 'a', 'b', 'c')
select json_tuple('bad', 'a')
""",
        "without ansi": """
select element_at(array(1, 2), 3), element_at(array(1, 2), -3), element_at(map(1, 2), 3)
select element_at(array(1, 2), 0)
select array(1, 2)[2], array(1, 2)[-1], get(array(1), 5), array(1, 2)[0]
select element_at(a, n), a[n] from c
select array(1, 2.5), map(1, '2', '3', 2)
select array(1, 'a')
select array_contains(array(1, 2), 'a'), array_contains(array(1, 2), '1')
select size(null), size(a), cardinality(m) from c
select array_union(array(1), array('a'))
select concat(array(1), array('a'))
select sequence(1, 3), sequence(3, 1, -1)
select array_position(array(1), 'a')
select slice(array(1, 2), '1', 1)
select array_join(array(1, 2), ',')
select map_contains_key(map('a', 2), 1)
select transform(array(1, 2147483647), x -> x + 1), aggregate(array(1, 2147483647), 0, (acc, x) -> acc + x)
select exists(a, x -> x > 4), forall(a, x -> x > 0) from c
select try_element_at(array(1, 2), 3), array_insert(array(1), 3, 2), array_append(array('a'), 'b')
""",
    }.items()
}

LEGACY = ("without ansi",)
