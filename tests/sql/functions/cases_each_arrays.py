"""Every function of arrays, maps and structs, and those that take lambdas."""

from __future__ import annotations

from each import each, over
from pools import ARRAYS, MAPS

_ELEMENTS = (
    "1",
    "null",
    "2.5D",
    "'b'",
    "'1'",
    "true",
    "date'2020-02-29'",
    "array(1)",
    "1L",
    "1bd",
    "map(1, 2)",
    "double('NaN')",
    "cast(null as int)",
)
_SMALL = (
    "2",
    "null",
    "0",
    "1",
    "-1",
    "-4",
    "10",
    "2147483647",
    "-2147483648",
    "2L",
    "'1'",
    "'x'",
    "1.5D",
    "true",
    "array(1)",
)
_ROWS = ("array(3, 1, null, 2, 1)", "null", "array()", "array(null)", "array(7, 7)", "array(-5)")
_DOUBLE_ROWS = (
    "array(1.5D, double('NaN'), -0.0D, 0.0D)",
    "null",
    "array()",
    "array(double('NaN'), double('NaN'), null)",
)
_STRING_ROWS = ("array('b', null, 'Ünïcödé', '')", "null", "array()", "array('a', 'a', 'B')")
_MAP_ROWS = ("map('a', 1, 'b', null)", "null", "map()", "map('c', 3)")
_LAMBDAS = (
    "x -> x",
    "x -> x + 1",
    "x -> null",
    "(x, i) -> i",
    "(x, i) -> x * i",
    "x -> x > 1",
    "x -> array(x)",
    "x -> struct(x)",
    "(x, y, z) -> x",
    "x -> nope",
    "() -> 1",
    "1",
    "null",
    "(x, x) -> x",
    "x -> x / 0",
    "x -> 'a'",
    "x -> cast(x as string)",
)


def _over_arrays(name: str, rest: str = "") -> list[str]:
    call = f"{name}(a{rest})"
    return [
        over(call, *_ROWS),
        over(call, *_DOUBLE_ROWS),
        over(call, *_STRING_ROWS),
        over(call, "array(array(2, 1), null)", "array(array(2, 1), array(2, 1))", "null"),
        over(call, "array(struct(1, 'x'), null)", "array(struct(1, 'x'), struct(1, 'x'))"),
    ]


def _array(name: str, more: tuple[str, ...] = ()) -> list[str]:
    return each(
        name,
        ARRAYS,
        more=[*_over_arrays(name), f"{name}(sequence(1, 5))", f"{name}(cast(null as array<int>))", *more],
    )


def _two(name: str) -> list[str]:
    return each(name, ARRAYS, ARRAYS, most=30, more=[f"{name}(array(1, 2, 2, null), array(2, 3, null, null))", f"{name}(array(1), array(1.5D))", f"{name}(array('1'), array(1))", f"{name}(array(double('NaN'), 0.0D), array(double('NaN'), -0.0D))", f"{name}(array(), array())", f"{name}(array(map(1, 2)), array(map(1, 2)))", over(f"{name}(a, b)", "array(1, 2, 2), array(2, 3)", "null, array(1)", "array(1, null), array(null)", "array(), array(5)", "array(4), array(4, 4)"), over(f"{name}(a, b)", "array('a', 'b'), array('b')", "array('', null), array(null, 'x')")])  # fmt: skip


def _element(name: str) -> list[str]:
    return each(name, ARRAYS, _ELEMENTS, most=30, more=[f"{name}(array('a', 'b'), 'b')", f"{name}(array(1.5D, double('NaN')), double('NaN'))", f"{name}(array(0.0D), -0.0D)", f"{name}(array(array(1)), array(1))", f"{name}(array(struct(1)), struct(1))", f"{name}(array(1), 1.5D)", f"{name}(array(), 1)", f"{name}(array(date'2020-01-01'), '2020-01-01')", over(f"{name}(a, b)", "array(1, 2, 1), 1", "null, 1", "array(1, null), null", "array(), 5", "array(null), 4"), over(f"{name}(a, b)", "array('a', 'b'), 'b'", "array('', null), ''")])  # fmt: skip


def _lambda(name: str) -> list[str]:
    return [*[f"{name}(array(3, 1, null, 2), {function})" for function in _LAMBDAS], *[f"{name}({array}, x -> x is null)" for array in ARRAYS], f"{name}(array(1, 2))", f"{name}(array(1, 2), x -> x, 3)", f"{name}()", over(f"{name}(a, x -> x > 1)", *_ROWS), over(f"{name}(a, x -> x > b)", "array(1, 2, 3), 1", "null, 1", "array(5, null), 2", "array(), 0"), f"{name}(array(array(1, 2), array(3)), x -> exists(x, y -> y > 2))", f"{name}(array(1), x -> rand() < 2)", f"{name}(array(true, false, null), x -> x)"]  # fmt: skip


def _map(name: str) -> list[str]:
    return each(
        name,
        MAPS,
        more=[
            over(f"{name}(a)", *_MAP_ROWS),
            over(f"{name}(a)", "map(1, array(1))", "map(2, null)", "null"),
            f"{name}(cast(null as map<int, int>))",
            f"{name}(map_from_entries(array(struct(1, 2))))",
            f"{name}(map(struct(1), 2))",
        ],
    )


def _map_lambda(name: str) -> list[str]:
    functions = (
        "(k, v) -> k",
        "(k, v) -> v",
        "(k, v) -> v + 1",
        "(k, v) -> k = 'a'",
        "(k, v) -> v is null",
        "(k, v) -> null",
        "(k, v) -> true",
        "k -> true",
        "(k, v, w) -> true",
        "(k, v) -> nope",
        "(k, v) -> concat(k, v)",
        "1",
        "null",
        "(k, v) -> array(k)",
        "(k, v) -> upper(k)",
        "(k, v) -> 'same'",
        "(k, v) -> v > 0",
    )
    return [
        *[f"{name}(map('a', 1, 'b', null), {function})" for function in functions],
        *[f"{name}({value}, (k, v) -> k is not null)" for value in MAPS],
        f"{name}(map(1, 2))",
        f"{name}()",
        f"{name}(map(1, 2), (k, v) -> k, 1)",
        over(f"{name}(a, (k, v) -> v > 0)", *_MAP_ROWS),
        over(f"{name}(a, (k, v) -> k)", *_MAP_ROWS),
    ]


CASES = {
    "array": ["array()", "array(1)", "array(1, 2, null)", "array(null)", "array(1, 2.5D)", "array(1, 'a')", "array(1, '2')", "array(array(1), array())", "array(1, array(1))", "array(map(1, 2), map('a', 3))", "array(struct(1, 'a'), struct(null, 'b'))", "array(1Y, 2S, 3L)", "array(1bd, 2.50bd)", "array(date'2020-01-01', timestamp'2020-01-01 00:00:00')", "array(true, null)", "array(interval '1' day, interval '2' hour)", "array(interval '1' day, interval '1' month)", "array(x'01', 'a')", over("array(a, b)", "1, 2", "null, 3"), over("array(a, 1.5D)", "1", "null"), "array(null, null, 'x')"],
    **{name: _array(name) for name in ("size", "cardinality", "array_size", "array_distinct", "array_compact", "array_min", "array_max", "flatten")},
    "flatten": _array("flatten", ("flatten(array(array(1, 2), array(), array(3)))", "flatten(array(array(1), null))", "flatten(array(array(array(1)), array(array(2))))", "flatten(array(array('a', null)))", over("flatten(a)", "array(array(1, 2), array(3))", "null", "array()", "array(null, array(1))"))),
    "sort_array": each("sort_array", ARRAYS, ("true", "null", "false", "'true'", "1"), most=34, more=[*_over_arrays("sort_array"), *_over_arrays("sort_array", ", false"), "sort_array(array(struct(2, 'a'), struct(1, 'b'), null))", "sort_array(array(array(2), array(1, 5), array()))", over("sort_array(a, b)", "array(1, 2), true", "array(1, 2), false"), "sort_array(array(1))"]),
    "array_sort": [*_array("array_sort"), "array_sort(array(3, 1, 2), (a, b) -> b - a)", "array_sort(array(3, null, 2), (a, b) -> case when a is null then 1 when b is null then -1 else a - b end)", "array_sort(array(3, 1), (a, b) -> null)", "array_sort(array(3, 1), (a, b) -> 'x')", "array_sort(array(3, 1), a -> 1)", "array_sort(array(3, 1), (a, b) -> 1.5)", "array_sort(array('bb', 'a'), (a, b) -> length(a) - length(b))", "array_sort(array(3, 1), 1)", "array_sort(array(struct(2, 'a'), struct(1, 'b')), (x, y) -> x.col1 - y.col1)", over("array_sort(a, (x, y) -> y - x)", "array(1, 3, 2)", "null", "array()")],
    **{name: _two(name) for name in ("array_union", "array_intersect", "array_except", "arrays_overlap")},
    **{name: _element(name) for name in ("array_contains", "array_position", "array_remove", "array_append", "array_prepend")},
    "array_insert": each("array_insert", ARRAYS[:6] + ARRAYS[-3:], _SMALL, _ELEMENTS[:6], most=44, more=["array_insert(array(1, 2), -1, 3)", "array_insert(array(1, 2), -5, 3)", "array_insert(array(1, 2), 5, 3)", "array_insert(array('a'), 1, 'b')", over("array_insert(a, b, c)", "array(1, 2), 1, 9", "null, 1, 2", "array(1), null, 3", "array(1, 2), -3, null", "array(), 3, 1")]),
    "array_join": each("array_join", ARRAYS, ("','", "null", "''", "1", "x'2c'"), ("'?'", "null", "''", "1"), most=42, more=["array_join(array('a', null, 'b'), ',')", "array_join(array(1, 2), '-')", "array_join(array(null), ',', 'x')", "array_join(array(), ',')", over("array_join(a, b)", "array('a', 'b'), ','", "null, ','", "array('a', null, 'c'), '-'", "array('x'), null"), over("array_join(a, ', ', b)", "array('a', null), '?'", "array(null, null), ''", "array('x'), null")]),
    "array_repeat": each("array_repeat", _ELEMENTS, _SMALL[:7] + _SMALL[8:], most=30, more=["array_repeat('ab', 3)", over("array_repeat(a, b)", "1, 2", "null, 2", "5, 0", "5, null", "5, -1")]),
    "arrays_zip": each("arrays_zip", ARRAYS, ARRAYS, most=30, more=["arrays_zip()", "arrays_zip(array(1, 2))", "arrays_zip(array(1), array('a', 'b'), array(true))", "arrays_zip(array(1), 2)", over("arrays_zip(a, b)", "array(1, 2), array('x')", "null, array('x')", "array(), array()"), "select arrays_zip(a, a) from values (array(1)) t(a)", "select arrays_zip(t.a, t.b) from values (array(1), array(2)) t(a, b)"]),
    "element_at": each("element_at", (*ARRAYS[:12], *MAPS[:9]), _SMALL, most=46, more=["element_at(map('a', 1), 'a')", "element_at(map('a', 1), 'z')", "element_at(map(1, 'x'), 1L)", "element_at(map(1, 'x'), '1')", "element_at(array('a', 'b'), -1)", "element_at(array('a'), 5)", over("element_at(a, b)", "array(1, 2), 1", "array(1, 2), -2", "null, 1", "array(1), null"), over("element_at(a, b)", "map('a', 1), 'a'", "map('a', 1), 'b'", "null, 'a'"), over("element_at(a, b)", "array(1, 2), 3")]),
    "try_element_at": each("try_element_at", (*ARRAYS[:6], *MAPS[:5]), _SMALL, most=34, more=["try_element_at(map('a', 1), 'a')", "try_element_at(map('a', 1), 'z')", "try_element_at(array('a'), 5)", over("try_element_at(a, b)", "array(1, 2), 1", "array(1, 2), -3", "null, 1", "array(1), null"), over("try_element_at(a, b)", "array(1, 2), 0")]),
    "get": each("get", ARRAYS, _SMALL, most=34, more=["get(array('a'), 0)", "get(map(1, 2), 1)", over("get(a, b)", "array(1, 2), 1", "array(1, 2), -2", "null, 1", "array(1), null", "array(1), 9")]),
    "slice": each("slice", ARRAYS, _SMALL, _SMALL, most=46, more=["slice(array(1, 2, 3), 2, 1)", "slice(array(1, 2, 3), -2, 2)", "slice(array(1, 2, 3), 9, 2)", "slice(array(1, 2, 3), 1, 0)", over("slice(a, b, c)", "array(1, 2, 3), 1, 2", "null, 1, 1", "array(1, 2), -1, 5", "array(1), 1, null"), over("slice(a, b, 1)", "array(1, 2), 0"), over("slice(a, 1, b)", "array(1, 2), -1")]),
    "sequence": ["sequence(1, 5)", "sequence(5, 1)", "sequence(1, 5, 2)", "sequence(5, 1, -2)", "sequence(1, 5, -1)", "sequence(1, 5, 0)", "sequence(1, 1, 0)", "sequence(1, null)", "sequence(null, 1, 1)", "sequence(1Y, 3L)", "sequence(1, 2.5)", "sequence('1', '3')", "sequence(1)", "sequence(1, 2, 3, 4)", "sequence(date'2020-01-31', date'2020-04-30', interval '1' month)", "sequence(date'2020-01-01', date'2020-01-03')", "sequence(date'2020-01-03', date'2020-01-01')", "sequence(date'2020-01-01', date'2020-01-03', interval '12' hour)", "sequence(date'2020-01-01', date'2020-01-05', interval '36' hour)", "sequence(date'2020-01-01', date'2020-01-05', interval '0' day)", "sequence(date'2020-01-05', date'2020-01-01', interval '-36' hour)", "sequence(date'2020-01-01', date'2020-01-05', interval '2' day)", "sequence(date'2020-01-01', date'2020-03-01', interval 1 month)", "sequence(date'2020-01-01', date'2020-01-03', 1)", "sequence(timestamp'2020-03-07 12:00:00', timestamp'2020-03-09 12:00:00', interval '1' day)", "sequence(timestamp'2020-03-08 00:00:00', timestamp'2020-03-08 05:00:00', interval '1' hour)", "sequence(timestamp'2020-01-01 00:00:00', timestamp'2020-01-03 00:00:00')", "sequence(timestamp_ntz'2020-01-01 00:00:00', timestamp_ntz'2020-01-01 02:00:00', interval '30' minute)", "sequence(timestamp'2020-01-31 10:00:00', timestamp'2020-05-31 10:00:00', interval '1' month)", "sequence(date'2020-01-01', timestamp'2020-01-03 00:00:00', interval '1' day)", "sequence('2020-01-01', date'2020-01-03')", "sequence(1, 5, interval '1' day)", "sequence(date'2020-01-01', date'2020-01-03', interval '-1' day)", "sequence(date'2020-03-01', date'2020-01-01', interval '-1' month)", "sequence(0, 9223372036854775807L)", "sequence(9223372036854775806L, 9223372036854775807L)", "sequence(2147483646, 2147483647)", "sequence(true, false)", "sequence(array(1), 2)", over("sequence(a, b)", "1, 3", "3, 1", "null, 1", "2, 2"), over("sequence(a, b, c)", "1, 5, 2", "5, 1, -2"), over("sequence(a, b, c)", "1, 5, -2"), over("sequence(a, b, interval '1' month)", "date'2020-01-31', date'2020-03-31'", "null, date'2020-01-01'")],
    "shuffle": ["shuffle(array(1))", "shuffle(array())", "shuffle(null)", "sort_array(shuffle(array(3, 1, 2)))", "shuffle(array(1, 2, 3), 42)", "shuffle(array(1, 2, 3, 4, 5), 0)", "shuffle(array('a', null, 'b'), 7)", "select shuffle(a, 5) from values (array(1, 2, 3)), (null), (array(4, 5, 6)), (array()) t(a)", "shuffle(1)", "shuffle('a')", "shuffle()", "shuffle(array(1), 1, 2)", "shuffle(array(1, 2), 'x')", "select shuffle(array(1, 2), id) from range(2)", "shuffle(array(array(1), array(2)), 3)"],
    **{name: _lambda(name) for name in ("transform", "filter", "exists", "forall")},
    **{name: ["X(array(1, 2, 3), 0, (a, x) -> a + x)", "X(array(1, 2, 3), 0, (a, x) -> a + x, a -> a * 10)", "X(array(1, null), 0, (a, x) -> a + x)", "X(array(), 5, (a, x) -> a + x)", "X(null, 0, (a, x) -> a + x)", "X(array(1, 2), null, (a, x) -> a + x)", "X(array(1, 2), 0D, (a, x) -> a + x)", "X(array(1.5, 2), 0, (a, x) -> a + x)", "X(array('a', 'b'), '', (a, x) -> concat(a, x))", "X(array(1), struct(0 as s, 0 as c), (a, x) -> struct(a.s + x as s, a.c + 1 as c), a -> a.s / a.c)", "X(array(1), array(0), (a, x) -> concat(a, array(x)))", "X(array(1), 0, a -> a)", "X(array(1), 0, (a, x, y) -> a)", "X(array(1), 0, (a, x) -> a, (a, b) -> a)", "X(array(1), 0, (a, x) -> nope)", "X(1, 0, (a, x) -> a)", "X(map(1, 2), 0, (a, x) -> a)", "X(array(1), 0)", "X(array(1), 0, 1)", "X(array(1, 2), 0, (a, x) -> a / 0)", "X(array(2147483647, 1), 0, (a, x) -> a + x)", "X(array(true, false), true, (a, x) -> a and x)", over("X(a, b, (s, x) -> s + x)", "array(1, 2), 10", "null, 1", "array(), 3", "array(1, null), 0"), "X(array(array(1, 2), array(3)), 0, (a, x) -> a + aggregate(x, 0, (b, y) -> b + y))"] for name in ("aggregate", "reduce")},
    "zip_with": ["zip_with(array(1, 2), array(3, 4), (x, y) -> x + y)", "zip_with(array(1, 2, 3), array('a'), (x, y) -> concat(x, y))", "zip_with(array(1), array('a', 'b'), (x, y) -> (y, x))", "zip_with(null, array(1), (x, y) -> x)", "zip_with(array(1), null, (x, y) -> x)", "zip_with(array(), array(), (x, y) -> x)", "zip_with(array(null), array(1), (x, y) -> coalesce(x, y))", "zip_with(array(1), array(2), x -> x)", "zip_with(array(1), array(2), (x, y, z) -> x)", "zip_with(array(1), 2, (x, y) -> x)", "zip_with(1, array(2), (x, y) -> x)", "zip_with(array(1), array(2))", "zip_with(array(1), array(2), 1)", "zip_with(array(1), array(2), (x, y) -> nope)", "zip_with(map(1, 2), array(2), (x, y) -> x)", over("zip_with(a, b, (x, y) -> x * y)", "array(1, 2), array(3, 4)", "null, array(1)", "array(1, 2, 3), array(5)", "array(), array()"), "zip_with(array(1), array(0), (x, y) -> x / y)"],
}  # fmt: skip
for _name in ("aggregate", "reduce"):
    CASES[_name] = [text.replace("X(", f"{_name}(") for text in CASES[_name]]
CASES |= {
    "map": ["map()", "map(1, 2)", "map(1)", "map(1, 2, 3)", "map('a', 1, 'b', null)", "map(null, 1)", "map('a', 1, 'a', 2)", "map(1, 'a', 2.5D, 'b')", "map('a', 1, 'b', 'x')", "map(array(1), 2)", "map(map(1, 2), 3)", "map(struct(1), 2)", "map(0.0D, 1, -0.0D, 2)", "map(double('NaN'), 1, double('NaN'), 2)", "map(cast(null as int), 1)", "map(1, 2, '1', 3)", "map(date'2020-01-01', 1, '2020-01-01', 2)", over("map(a, b)", "1, 2", "3, null"), over("map(a, b)", "1, 2", "null, 3"), over("map(a, 1, b, 2)", "'x', 'y'"), over("map(a, 1, b, 2)", "'x', 'x'")],
    **{name: _map(name) for name in ("map_keys", "map_values", "map_entries")},
    "map_contains_key": each("map_contains_key", MAPS, ("'a'", "null", "'z'", "1", "1L", "1.5D", "'1'", "array(1)", "true"), most=34, more=["map_contains_key(map(1, 2), 1)", "map_contains_key(map(1, 2), '1')", "map_contains_key(map(1, 2), 1.0D)", over("map_contains_key(a, b)", "map('a', 1), 'a'", "map('a', 1), 'b'", "null, 'a'", "map('a', 1), null")]),
    "map_concat": each("map_concat", MAPS, MAPS, most=30, more=["map_concat()", "map_concat(map(1, 2))", "map_concat(map(1, 2), map(3, 4), map(5, 6))", "map_concat(map(1, 2), map(1, 3))", "map_concat(map(1, 2), map('a', 'b'))", over("map_concat(a, b)", "map(1, 2), map(3, 4)", "null, map(1, 2)", "map(), map()"), over("map_concat(a, b)", "map(1, 2), map(1, 4)")]),
    "map_from_arrays": each("map_from_arrays", ARRAYS, ARRAYS, most=30, more=["map_from_arrays(array(1, 2), array('a', 'b'))", "map_from_arrays(array(1, 1), array('a', 'b'))", "map_from_arrays(array(1), array('a', 'b'))", "map_from_arrays(array(1, null), array('a', 'b'))", "map_from_arrays(array(), array())", "map_from_arrays(array(map(1, 2)), array(1))", over("map_from_arrays(a, b)", "array(1, 2), array('a', null)", "null, array('x')", "array(), array()"), over("map_from_arrays(a, b)", "array(1, 2), array('a')"), "map_from_arrays(array(0.0D, -0.0D), array(1, 2))"]),
    "map_from_entries": [*_array("map_from_entries"), "map_from_entries(array(struct(1, 'a'), struct(2, 'b')))", "map_from_entries(array(struct(1, 'a'), struct(1, 'b')))", "map_from_entries(array(struct(1, 'a'), null))", "map_from_entries(array(struct(cast(null as int), 'a')))", "map_from_entries(array(struct(1, null)))", "map_from_entries(array(struct(1, 2, 3)))", "map_from_entries(array(struct(map(1, 2), 3)))", "map_from_entries(array(struct(array(1), 3)))", over("map_from_entries(a)", "array(struct(1, 'a'))", "null", "array()", "array(struct(2, null), struct(3, 'c'))")],
    **{name: _map_lambda(name) for name in ("map_filter", "transform_keys", "transform_values")},
    "map_zip_with": ["map_zip_with(map(1, 'a', 2, 'b'), map(1, 'x', 3, 'y'), (k, x, y) -> concat(x, y))", "map_zip_with(map('a', 1), map('a', 2), (k, x, y) -> x + y)", "map_zip_with(map('a', 1), map('b', 2), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0))", "map_zip_with(null, map(1, 2), (k, x, y) -> x)", "map_zip_with(map(1, 2), null, (k, x, y) -> x)", "map_zip_with(map(), map(), (k, x, y) -> k)", "map_zip_with(map(1, 2), map('a', 2), (k, x, y) -> k)", "map_zip_with(map(1, 2), map(1L, 2), (k, x, y) -> k)", "map_zip_with(map(1, 2), map(1, 2), (k, x) -> k)", "map_zip_with(map(1, 2), map(1, 2), (k, x, y, z) -> k)", "map_zip_with(map(1, 2), array(1), (k, x, y) -> k)", "map_zip_with(1, map(1, 2), (k, x, y) -> k)", "map_zip_with(map(1, 2), map(1, 2))", "map_zip_with(map(1, 2), map(1, 2), 1)", "map_zip_with(map(1, 2), map(1, 2), (k, x, y) -> nope)", "map_zip_with(map(double('NaN'), 1), map(double('NaN'), 2), (k, x, y) -> x + y)", over("map_zip_with(a, b, (k, x, y) -> x + y)", "map(1, 2), map(1, 3)", "null, map(1, 1)", "map(1, 2, 5, 6), map(5, 1)")],
    "str_to_map": each("str_to_map", ("'a:1,b:2'", "null", "''", "'a'", "'a:1,a:2'", "':1'", "'a:'", "'a:b:c'", "1", "x'61'", "array(1)"), ("','", "null", "';'", "'[,;]'", "''", "1"), ("':'", "null", "'='", "''", "1"), most=40, more=["str_to_map('a:1,b:2')", "str_to_map('a=1;b=2', ';', '=')", "str_to_map('a:1,b:2', ',')", "str_to_map('x.y', '.', 'z')", over("str_to_map(a)", "'a:1'", "null", "''", "'a'"), over("str_to_map(a, b, c)", "'a=1;b', ';', '='", "'a-1', ',', '-'")]),
    "struct": ["struct()", "struct(1)", "struct(1, 'a')", "struct(1 as x, 2 as y)", "struct(null)", "struct(1 + 1)", "struct(array(1), map(1, 2))", over("struct(a, b)", "1, 'x'", "null, null"), over("struct(a, b + 1)", "1, 2"), over("struct(*)", "1, 'x'"), "struct(struct(1))", "struct(1 as x, 2 as x)", "struct(1).col1", "struct(1 as a).b", "struct(1 as a).A", "select struct(t.a) from values (1) t(a)"],
    "named_struct": ["named_struct('a', 1)", "named_struct('a', 1, 'b', 'x')", "named_struct()", "named_struct('a')", "named_struct('a', 1, 'b')", "named_struct(1, 2)", "named_struct(null, 1)", "named_struct('a', null)", "named_struct('a', 1, 'a', 2)", "named_struct('', 1)", "named_struct('x y', 1)", "named_struct(concat('a', 'b'), 1)", over("named_struct('n', a)", "1", "null"), over("named_struct(a, 1)", "'x'"), "named_struct('a', 1).a", "named_struct('a', named_struct('b', 1)).a.b", "named_struct(x'61', 1)"],
    "x[i]": [*[f"array(3, 1, null, 2)[{i}]" for i in _SMALL], *[f"map('a', 1, 'b', null)[{k}]" for k in ("'a'", "null", "'z'", "1", "array(1)")], "map(1, 'x')[1L]", "map(1, 'x')['1']", "map(1, 'x')[2]", "struct(1)['col1']", "struct(1)[0]", "'abc'[0]", "5[0]", over("a[b]", "array(1, 2), 0", "null, 1", "array(1), null"), over("a[b]", "array(1, 2), 2"), over("a[b]", "array(1, 2), -1"), over("a[b]", "map('k', 1), 'k'", "map('k', 1), 'z'", "null, 'k'"), "array(struct(1 as x), struct(2 as x)).x", "array(struct(1 as x), null).x", "array(struct(1 as x)).y"],
    "concat": ["concat(array(1), array(2, null))", "concat(array(1), null)", "concat(array(1), array('a'))", "concat(array(1), array(2.5D))", "concat(array(array(1)), array(array(2)))", "concat(array(), array())", "concat(array(1))", "concat(array(1), 1)", "concat(array(1), map(1, 2))", "concat(array(struct(1, 2)), array(struct(3, 4)))", over("concat(a, b)", "array(1), array(2)", "null, array(1)", "array(), array(null)"), "concat('a', array('b'))"],
    "reverse": ["reverse(array(1, 2, null))", "reverse(array())", "reverse(null)", "reverse(array(array(1, 2), array(3)))", "reverse('abc')", "reverse('é😀')", "reverse(123)", "reverse(map(1, 2))", "reverse()", "reverse('a', 'b')", "reverse(x'0102')", "reverse(array('a', 'b'))", "reverse(true)", over("reverse(a)", *_ROWS), over("reverse(a)", "'abc'", "null", "''")],
}  # fmt: skip
LEGACY = tuple(CASES)
