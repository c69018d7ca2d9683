"""Each function of sketches and bitmaps."""

from __future__ import annotations

from collections.abc import Sequence

from pools import calls

_ANY = ("null", "cast(null as binary)", "x'00'", "x''", "'abc'", "1", "true", "array(x'00')")
_ITEMS = (
    "values ('a'), (null), ('é'), (''), ('a') t(x)", "values (1), (2), (null), (1) t(x)", "values (1L), (9223372036854775807L) t(x)", "values (cast(null as int)) t(x)", "values (1) t(x) where false", "values (1.5D), (double('NaN')), (-0.0D), (0.0D) t(x)", "values (1.5f) t(x)",
    "values (x'00ff'), (x'') t(x)", "values (true) t(x)", "values (1.5bd) t(x)", "values (date'2020-02-29') t(x)", "values (array(1, 2)) t(x)", "values (array(1L)) t(x)", "values (named_struct('a', 1)) t(x)", "values (7Y), (7S) t(x)", "values (null) t(x)", "values (timestamp'2020-02-29 01:02:03') t(x)",
)  # fmt: skip
_SIZES = ("12", "null", "3", "4", "8", "21", "26", "27", "-1", "'8'", "8L", "8.5D", "array(8)")
_KLL = ("200", "null", "7", "8", "65535", "65536", "'8'", "8L", "8.5D")
_RANKS = (
    "0.5D",
    "null",
    "0.0D",
    "1.0D",
    "1.5D",
    "-0.1D",
    "0.5",
    "'0.5'",
    "1",
    "array(0.0D, 0.5D, 1.0D)",
    "array(0.5D, null)",
    "array()",
    "cast(null as double)",
)
_NUMBERS = {"bigint": ("5", "5L", "5Y"), "float": ("float(5)", "float(4.5)"), "double": ("5D", "4.5D")}
_MODES = ("'sum'", "null", "'min'", "'max'", "'alwaysone'", "'MAX'", "'x'", "1")
_PAIRS = "values ('a', 1), ('b', 2), ('a', 4), (null, 8), ('c', null) t(x, y)"


def _over(calls_of_items: str, items: Sequence[str] = _ITEMS) -> list[str]:
    return [f"{calls_of_items} from {rows}" for rows in items]


def _union(of: str, more: str) -> str:
    return f"(select {of} s from range(10) t(x) union all select {more} from range(5, 20) t(x) union all select null)"


CASES: dict[str, list[str]] = {
    "hll_sketch_agg": [*_over("hll_sketch_estimate(hll_sketch_agg(x))"), *[f"hll_sketch_estimate(hll_sketch_agg(x, {size})) from range(50) t(x)" for size in _SIZES], "hll_sketch_agg(x) from values ('a'), (null), ('é') t(x)", "hll_sketch_agg()", "hll_sketch_agg(1, 2, 3)", "hll_sketch_estimate(hll_sketch_agg(cast(x as string))) from range(5000) t(x)", "x % 2, hll_sketch_estimate(hll_sketch_agg(x)) from range(9) t(x) group by 1"],
    "hll_sketch_estimate": [*calls("hll_sketch_estimate", _ANY), *_over("hll_sketch_estimate(hll_sketch_agg(x))", _ITEMS[:6]), "hll_sketch_estimate(s) from (select hll_sketch_agg(x) s from range(3) t(x) union all select null)"],
    "hll_union": [*calls("hll_union", _ANY, _ANY, ("true", "null", "'x'")), "hll_sketch_estimate(hll_union(hll_sketch_agg(x), hll_sketch_agg(x + 5))) from range(10) t(x)", "hll_sketch_estimate(hll_union(hll_sketch_agg(x, 8), hll_sketch_agg(x + 5))) from range(10) t(x)", "hll_sketch_estimate(hll_union(hll_sketch_agg(x, 8), hll_sketch_agg(x + 5), true)) from range(10) t(x)", "hll_sketch_estimate(hll_union(hll_sketch_agg(x, 8), hll_sketch_agg(x + 5), false)) from range(10) t(x)"],
    "hll_union_agg": [f"hll_sketch_estimate(hll_union_agg(s)) from {_union('hll_sketch_agg(x)', 'hll_sketch_agg(x)')}", *[f"hll_sketch_estimate(hll_union_agg(s, {flag})) from {_union('hll_sketch_agg(x, 8)', 'hll_sketch_agg(x)')}" for flag in ("true", "false", "null", "'x'", "1")], *[f"hll_sketch_estimate(hll_union_agg({value}))" for value in _ANY], "hll_union_agg()", "hll_union_agg(x'00', true, 1)"],
    "theta_sketch_agg": [*_over("theta_sketch_agg(x)"), *[f"theta_sketch_estimate(theta_sketch_agg(x, {size})) from range(50) t(x)" for size in _SIZES], "theta_sketch_agg()", "theta_sketch_agg(1, 2, 3)", "x % 2, theta_sketch_estimate(theta_sketch_agg(x)) from range(9) t(x) group by 1"],
    "theta_sketch_estimate": [*calls("theta_sketch_estimate", _ANY), *_over("theta_sketch_estimate(theta_sketch_agg(x))", _ITEMS[:6])],
    **{
        f"theta_{name}": [
            *calls(f"theta_{name}", ("theta_sketch_agg(1)", *_ANY), ("theta_sketch_agg(2)", *_ANY)), f"theta_{name}(theta_sketch_agg(x), theta_sketch_agg(x + 5)) from range(10) t(x)", f"theta_{name}(theta_sketch_agg(x), theta_sketch_agg('a')) from range(0) t(x)",
            *([f"theta_{name}(theta_sketch_agg(x), theta_sketch_agg(x + 5), {size}) from range(100) t(x)" for size in ("4", "null", "3", "27", "'8'")] if name == "union" else []),
        ]
        for name in ("union", "intersection", "difference")
    },
    **{f"theta_{name}_agg": [f"theta_{name}_agg(s) from {_union('theta_sketch_agg(x)', 'theta_sketch_agg(x)')}", *[f"theta_{name}_agg({value})" for value in _ANY], f"theta_{name}_agg(s) from (select x'00' s) where false", f"theta_{name}_agg()", *[f"theta_{name}_agg(s, {size}) from {_union('theta_sketch_agg(x)', 'theta_sketch_agg(x)')}" for size in ("4", "null", "3")]] for name in ("union", "intersection")},
    "count_min_sketch": [*_over("count_min_sketch(x, 0.5D, 0.5D, 1)"), *[f"count_min_sketch(x, {eps}, 0.5D, 1) from values (1), (2) t(x)" for eps in ("0.1D", "null", "0D", "-1D", "'0.5'", "0.5", "1.5f", "x")], *[f"count_min_sketch(x, 0.5D, {sure}, 1) from values (1), (2) t(x)" for sure in ("0.99D", "null", "0D", "1D", "'0.5'")], *[f"count_min_sketch(x, 0.5D, 0.5D, {seed}) from values (1) t(x)" for seed in ("null", "-1", "5L", "'7'", "1.5D")], "count_min_sketch(1)", "count_min_sketch(1, 0.5D, 0.5D, 1, 2)"],
    "approx_top_k": [*_over("approx_top_k(x)"), *[f"approx_top_k(x, {k}) from values (1), (2), (2), (3), (3), (3) t(x)" for k in ("2", "null", "0", "-1", "'2'", "2L", "1.5D", "x", "3, 4", "3, 2", "3, null", "3, 1000001", "1000001, 1000001", "3, 5L")], "approx_top_k()", "approx_top_k(1, 2, 3, 4)", "g, approx_top_k(x, 1) from values (1, 'a'), (1, 'a'), (2, 'b') t(g, x) group by g"],
    "approx_top_k_accumulate": [*[f"approx_top_k_estimate(approx_top_k_accumulate(x)) from {rows}" for rows in _ITEMS], *[f"approx_top_k_estimate(approx_top_k_accumulate(x, {most})) from values (1), (2), (2) t(x)" for most in ("4", "null", "0", "-1", "'2'", "2L", "1000001", "x")], "typeof(approx_top_k_accumulate(x)) from values (1) t(x)", "typeof(approx_top_k_accumulate(x, 5)) from values ('a') t(x)", "approx_top_k_accumulate()", "approx_top_k_accumulate(1, 2, 3)"],
    "approx_top_k_estimate": [*calls("approx_top_k_estimate", ("1", *_ANY), ("5", "null", "0", "'x'")), *[f"approx_top_k_estimate(s, {k}) from (select approx_top_k_accumulate(x, 10) s from values (1), (2), (2), (3), (3), (3) t(x))" for k in ("2", "null", "0", "-1", "'2'", "2L", "11", "1000001", "1.5D")], "approx_top_k_estimate(s) from (select approx_top_k_accumulate(x) s from values ('a'), ('a'), (null), ('b') t(x))", "approx_top_k_estimate(s) from (select approx_top_k_accumulate(x) s from values ('a') t(x) where false)", "approx_top_k_estimate(named_struct('sketch', x'00'))", "approx_top_k_estimate(cast(null as struct<sketch:binary,maxItemsTracked:int,itemDataType:int,itemDataTypeDDL:string>))"],
    "approx_top_k_combine": [
        *[f"approx_top_k_estimate(approx_top_k_combine(s{most})) from (select approx_top_k_accumulate(x, 10) s from values (1), (2), (2) t(x) union all select approx_top_k_accumulate(x, 10) from values (2), (3) t(x))" for most in ("", ", 10", ", 5", ", 20", ", null", ", 0", ", -1", ", 1000001", ", '5'")],
        "approx_top_k_estimate(approx_top_k_combine(s)) from (select approx_top_k_accumulate(x, 10) s from values (1) t(x) union all select approx_top_k_accumulate(x, 20) from values (2) t(x))", "approx_top_k_estimate(approx_top_k_combine(s, 30)) from (select approx_top_k_accumulate(x, 10) s from values (1) t(x) union all select approx_top_k_accumulate(x, 20) from values (2) t(x))",
        "approx_top_k_combine(1)", "approx_top_k_combine(x'00')", "approx_top_k_combine(null)", "approx_top_k_combine()", "approx_top_k_combine(1, 2, 3)", "typeof(approx_top_k_combine(s)) from (select approx_top_k_accumulate(x) s from values ('a') t(x))", "approx_top_k_estimate(approx_top_k_combine(s)) from (select approx_top_k_accumulate(x) s from values ('a') t(x) union all select approx_top_k_accumulate(x) from values ('b'), ('a') t(x))",
    ],
    **{name: [*calls(name, ("1", "null", "0", "-1", "32768", "32769", "-32768", "9223372036854775807L", "-9223372036854775808L", "2.7D", "1.5bd", "'5'", "'x'", "true", "array(1)")), f"{name}(x) from values (1), (null), (40000), (-3) t(x)"] for name in ("bitmap_bit_position", "bitmap_bucket_number")},
    "bitmap_count": [*calls("bitmap_count", ("x'1010'", *_ANY, "x'ffffffff'", "x'ff01'")), "bitmap_count(x) from values (x'0f'), (null), (x'') t(x)", "bitmap_count(bitmap_construct_agg(bitmap_bit_position(x))) from range(100) t(x)"],
    "bitmap_construct_agg": [*[f"hex(left(bitmap_construct_agg(x), 6)) from {rows}" for rows in ("values (1), (2), (15), (null), (2) t(x)", "values (0) t(x)", "values (1) t(x) where false", "values (cast(null as int)) t(x)", "values (7L), (8L) t(x)", "values ('3') t(x)", "values ('x') t(x)", "values (1.9D) t(x)", "values (true) t(x)", "values (-1) t(x)", "values (32767) t(x)", "values (32768) t(x)", "values (array(1)) t(x)", "values (null) t(x)")], "length(bitmap_construct_agg(1))", "bitmap_construct_agg()", "bitmap_construct_agg(1, 2)"],
    **{f"bitmap_{name}_agg": [*[f"hex(left(bitmap_{name}_agg(x), 4)) from {rows}" for rows in ("values (x'10'), (x'20'), (null), (x'1001') t(x)", "values (x'') t(x)", "values (x'ff') t(x) where false", "values (cast(null as binary)) t(x)", "values ('a') t(x)", "values (1) t(x)", "values (null) t(x)", "values (x'f0'), (x'1f') t(x)", "values (array(1)) t(x)", "values (true) t(x)")], f"length(bitmap_{name}_agg(x'01'))", f"bitmap_{name}_agg()", f"bitmap_{name}_agg(x'01', 1)"] for name in ("or", "and")},
}  # fmt: skip
for _kind, _numbers in _NUMBERS.items():
    _agg = f"kll_sketch_agg_{_kind}"
    _sketch = f"{_agg}(cast(x as {_kind}))"
    CASES |= {
        _agg: [
            *[f"{_agg}(x) from {rows}" for rows in _ITEMS[:11]],
            *[f"length({_agg}(cast(x as {_kind}), {size})) from range(40) t(x)" for size in _KLL],
            f"{_agg}()",
            f"{_agg}(1, 2, 3)",
            f"kll_sketch_get_n_{_kind}({_agg}(cast(x as {_kind}))) from range(1000) t(x)",
        ],
        f"kll_sketch_get_n_{_kind}": [
            *calls(f"kll_sketch_get_n_{_kind}", _ANY),
            f"kll_sketch_get_n_{_kind}({_sketch}) from range(9) t(x)",
            f"kll_sketch_get_n_{_kind}({_sketch}) from range(0) t(x)",
            f"kll_sketch_get_n_{_kind}(s) from (select {_sketch} s from range(3) t(x) union all select null)",
        ],
        f"kll_sketch_get_quantile_{_kind}": [
            *[f"kll_sketch_get_quantile_{_kind}({_sketch}, {rank}) from range(20) t(x)" for rank in _RANKS],
            f"kll_sketch_get_quantile_{_kind}({_sketch}, 0.5D) from range(0) t(x)",
            *[f"kll_sketch_get_quantile_{_kind}({value}, 0.5D)" for value in _ANY[1:5]],
            f"kll_sketch_get_quantile_{_kind}(x'00')",
            f"kll_sketch_get_quantile_{_kind}({_sketch}, r) from (select * from range(3) t(x), values (0.5D) u(r)) group by r",
        ],
        f"kll_sketch_get_rank_{_kind}": [
            *[
                f"kll_sketch_get_rank_{_kind}({_sketch}, {number}) from range(20) t(x)"
                for number in (
                    *_numbers,
                    "5",
                    "5D",
                    "null",
                    "'5'",
                    "1.5bd",
                    f"array({_numbers[0]}, {_numbers[1]})",
                    f"array({_numbers[0]}, null)",
                    "array()",
                    "-1",
                    "100",
                )
            ],
            f"kll_sketch_get_rank_{_kind}({_sketch}, {_numbers[0]}) from range(0) t(x)",
            *[f"kll_sketch_get_rank_{_kind}({value}, {_numbers[0]})" for value in _ANY[1:5]],
            f"kll_sketch_get_rank_{_kind}(x'00')",
        ],
        f"kll_sketch_merge_{_kind}": [
            *calls(
                f"kll_sketch_merge_{_kind}",
                (_agg + "(1)" if _kind == "bigint" else _agg + "(1f)", *_ANY),
                (_agg + "(2)" if _kind == "bigint" else _agg + "(2f)", *_ANY),
            ),
            f"kll_sketch_to_string_{_kind}(kll_sketch_merge_{_kind}({_sketch}, {_agg}(cast(x + 5 as {_kind})))) from range(9) t(x)",
        ],
        f"kll_merge_agg_{_kind}": [
            f"kll_sketch_get_n_{_kind}(kll_merge_agg_{_kind}(s)) from {_union(_sketch, _sketch)}",
            *[
                f"kll_sketch_get_n_{_kind}(kll_merge_agg_{_kind}(s, {size})) from {_union(_sketch, _sketch)}"
                for size in _KLL
            ],
            *[f"kll_merge_agg_{_kind}({value})" for value in _ANY[1:6]],
            f"kll_merge_agg_{_kind}()",
            f"kll_sketch_to_string_{_kind}(kll_merge_agg_{_kind}(s)) from {_union(_sketch, _sketch)} where s is null",
        ],
        f"kll_sketch_to_string_{_kind}": [
            *calls(f"kll_sketch_to_string_{_kind}", _ANY),
            *[f"kll_sketch_to_string_{_kind}({_sketch}) from range({count}) t(x)" for count in (0, 1, 5)],
            f"kll_sketch_to_string_{_kind}({_agg}(cast(x as {_kind}), 8)) from range(8) t(x)",
        ],
    }
for _kind in ("double", "integer"):
    _agg = f"tuple_sketch_agg_{_kind}"
    _one = "1D" if _kind == "double" else "1"
    _two = "cast(y as double)" if _kind == "double" else "y"
    _sketch, _other = f"{_agg}(x, {_one})", f"{_agg}(x + 5, 2 * {_one})"
    _summary = f"tuple_sketch_summary_{_kind}"
    CASES |= {
        _agg: [*[f"{_agg}(x, {_one}) from {rows}" for rows in _ITEMS], *[f"{_agg}(x, {_two}, 12, {mode}) from {_PAIRS}" for mode in _MODES], *[f"tuple_sketch_estimate_{_kind}({_agg}(x, {_one}, {size})) from range(50) t(x)" for size in _SIZES[:10]], f"{_agg}(1)", f"{_agg}(1, 'x')", f"{_agg}(1, 1.5)", f"{_agg}(1, {_one}, 12, 'sum', 5)"],
        f"tuple_sketch_estimate_{_kind}": [*calls(f"tuple_sketch_estimate_{_kind}", _ANY), f"tuple_sketch_estimate_{_kind}({_sketch}) from range(9) t(x)", f"tuple_sketch_estimate_{_kind}({_sketch}) from range(0) t(x)", f"tuple_sketch_estimate_{_kind}({_sketch}) from range(9000) t(x)"],
        f"tuple_sketch_theta_{_kind}": [*calls(f"tuple_sketch_theta_{_kind}", _ANY), f"tuple_sketch_theta_{_kind}({_sketch}) from range(9) t(x)", f"tuple_sketch_theta_{_kind}({_sketch}) from range(0) t(x)", f"tuple_sketch_theta_{_kind}({_sketch}) from range(9000) t(x)"],
        _summary: [*calls(_summary, _ANY), *[f"{_summary}({_agg}(x, {_two}), {mode}) from {_PAIRS}" for mode in _MODES], f"{_summary}({_sketch}) from range(0) t(x)", f"{_summary}({_agg}(x, {_two})) from {_PAIRS}"],
        f"tuple_difference_{_kind}": [*calls(f"tuple_difference_{_kind}", (f"{_agg}(1, {_one})", *_ANY), (f"{_agg}(2, {_one})", *_ANY)), f"tuple_difference_{_kind}({_sketch}, {_other}) from range(10) t(x)"],
        f"tuple_difference_theta_{_kind}": [*calls(f"tuple_difference_theta_{_kind}", (f"{_agg}(1, {_one})", *_ANY), ("theta_sketch_agg(2)", *_ANY)), f"tuple_difference_theta_{_kind}({_sketch}, theta_sketch_agg(x + 5)) from range(10) t(x)"],
        **{f"tuple_{name}{theta}_{_kind}": [
            *calls(f"tuple_{name}{theta}_{_kind}", (f"{_agg}(1, {_one})", *_ANY), ("theta_sketch_agg(2)" if theta else f"{_agg}(2, {_one})", *_ANY)),
            *[f"{_summary}(tuple_{name}{theta}_{_kind}({_sketch}, {'theta_sketch_agg(x + 5)' if theta else _other}, {'12, ' if name == 'union' else ''}{mode})) from range(10) t(x)" for mode in _MODES],
            *([f"tuple_sketch_estimate_{_kind}(tuple_union{theta}_{_kind}({_sketch}, {'theta_sketch_agg(x + 5)' if theta else _other}, {size})) from range(50) t(x)" for size in _SIZES[1:5]] if name == "union" else []),
        ] for name in ("union", "intersection") for theta in ("", "_theta")},
        **{f"tuple_{name}_agg_{_kind}": [
            *[f"{_summary}(tuple_{name}_agg_{_kind}(s, {'12, ' if name == 'union' else ''}{mode})) from {_union(_sketch, _sketch)}" for mode in _MODES], *[f"tuple_{name}_agg_{_kind}({value})" for value in _ANY], f"tuple_{name}_agg_{_kind}()", f"tuple_sketch_estimate_{_kind}(tuple_{name}_agg_{_kind}(s)) from {_union(_sketch, _sketch)} where s is not null",
        ] for name in ("union", "intersection")},
    }  # fmt: skip

LEGACY = tuple(CASES)
