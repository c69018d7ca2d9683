"""Each function of variants."""

from __future__ import annotations

from pools import calls

_DOC = 'parse_json(\'{"a":1,"b":{"c":[1,"x",null]},"s":"é","n":null,"f":1.50}\')'
_JSONS = (
    "'{\"a\":1}'", "null", "''", "' '", "'null'", "'1.50'", "'1e3'", "'\"é\\uD83D\\uDE00\"'", "'[1,[2,null]]'", "'{\"b\":1,\"a\":2}'", "'{\"a\":1,\"a\":2}'", "'{\"a\":'", "'nope'", "'NaN'", "'01'", "'{\\'a\\':1}'", "'1 2'", "'9223372036854775808'", "'99999999999999999999999999999999999999999'", "12", "true", "x'31'", "array('1')",
)  # fmt: skip
_ANY = (
    "null", "cast(null as variant)", "parse_json('null')", "parse_json('[1,null]')", "parse_json('5')", "parse_json('{}')", "'x'", "1", "array(1)",
)  # fmt: skip
_VALUES = (
    "7", "null", "'é'", "1.50bd", "1.5D", "true", "date'2020-02-29'", "x'01'", "array(1, null)", "map('k', 1)", "map(1, 2)", "named_struct('z', 1)", "parse_json('null')", "interval '1' day",
)  # fmt: skip
_PATHS = (
    "'$.b.c'", "null", "'$'", "'$.a'", "'$.z'", "'$.b.c[1]'", "'$.b.c[7]'", "'$[0]'", "'$[\"a\"]'", "'a'", "''", "'$..a'", "'$.b.c[-1]'", "1", "array('$')",
)  # fmt: skip
_TYPES = (
    "'string'", "null", "'int'", "'x'", "'variant'", "'array<string>'", "'map<string,variant>'", "'struct<c:array<string>>'", "1",
)  # fmt: skip
_OVER = "from values ('{\"k\":[1]}', '$.k', 1), ('{\"k\":[2]}', '$.k', null), (null, '$.k', 3), ('{\"k\":[\"x\"],\"a\":null}', '$.k', 4) t(x, p, y)"
_DOCS = "from values ('{\"b\":1,\"a\":[null,2.50]}'), (null), ('7'), ('null'), ('[1,{\"z\":null}]'), ('\"é\"') t(x)"

CASES = {
    **{name: [*calls(name, _JSONS), f"{name}(x) {_DOCS}", f"{name}('[' || repeat('[', 50) || repeat(']', 50) || ']')"] for name in ("parse_json", "try_parse_json")},
    "try_parse_json, rows": ["try_parse_json(x) from values ('1'), ('x'), (null), ('[') t(x)"],
    **{name: [*calls(name, (_DOC, *_ANY)), f"{name}(cast(1.5D as variant))", f"{name}(cast(date'2020-02-29' as variant))", f"{name}(parse_json(x)) {_DOCS}"] for name in ("is_variant_null", "is_valid_variant", "schema_of_variant")},
    "schema_of_variant_agg": [*calls("schema_of_variant_agg", (_DOC, *_ANY)), f"schema_of_variant_agg(parse_json(x)) {_DOCS}", "schema_of_variant_agg(parse_json(x)) from values ('{\"a\":1}'), ('{\"a\":\"s\",\"b\":[1]}'), (null) t(x)", "schema_of_variant_agg(parse_json(x)) from values ('1') t(x) where false", "schema_of_variant_agg(parse_json(x)) filter (where x > '1') from values ('1'), ('2.5') t(x)"],
    "to_variant_object": [*calls("to_variant_object", ("named_struct('b', 1, 'a', array(1.50bd, null))", "null", "map('k', 1, 'a', null)", "map(1, 2)", "array(named_struct('a', 1))", "1", "'x'", "named_struct()", "cast(null as struct<a:int>)", "named_struct('d', date'2020-02-29', 'v', parse_json('[1]'))", "parse_json('1')", "named_struct('i', interval '1' day)", "named_struct('i', make_interval(1))", "named_struct('é', x'00')")), "to_variant_object(named_struct('s', s, 'i', i)) from values ('a', 1), (null, 2), ('é', null) t(s, i)"],
    **{name: [*calls(name, (_DOC, *_ANY), _PATHS, _TYPES), f"{name}({_DOC}, '$.f', 'decimal(5,2)')", f"{name}({_DOC}, '$.s', 'int')", f"{name}({_DOC}, '$.f', 'int')", f"{name}({_DOC}, '$.n', 'int')", f"{name}(parse_json(x), p) {_OVER}", f"{name}(parse_json(x), p, 'array<int>') {_OVER}", f"{name}(parse_json(x), '$.k[0]', 'string') {_OVER}"] for name in ("variant_get", "try_variant_get")},
    **{name: [*calls(name, (_DOC, *_ANY), _PATHS, _VALUES)[:-1], f"{name}(parse_json(x), p, y) {_OVER}", f"{name}(parse_json(x), '$.new', y) {_OVER}", f"{name}({_DOC}, '$.x.y', 1)", f"{name}({_DOC}, '$.b.c[0]', 9)", f"{name}({_DOC}, '$.a', 9, false)", f"{name}({_DOC}, '$.z', 9, true)", f"{name}({_DOC}, '$.z', 1, 2, 3, 4)"] for name in ("variant_insert", "try_variant_insert", "variant_set", "try_variant_set", "variant_array_append", "try_variant_array_append")},
    "variant_delete": [*calls("variant_delete", (_DOC, *_ANY), _PATHS)[:-1], f"variant_delete({_DOC}, '$.a', '$.s', '$.zz')", f"variant_delete({_DOC}, '$.b.c[0]', '$.b.c[0]')", f"variant_delete({_DOC})", f"variant_delete(parse_json(x), p) {_OVER}", f"variant_delete({_DOC}, '$.a', null)"],
    "variant_strip_nulls": [*calls("variant_strip_nulls", (_DOC, *_ANY), ("true", "false", "null", "1", "'x'")), f"variant_strip_nulls({_DOC})", f"variant_strip_nulls(parse_json(x)) {_DOCS}", f"variant_strip_nulls(parse_json(x), true) {_DOCS}", f"variant_strip_nulls({_DOC}, rand() > 2)"],
    **{
        name: [*calls(name, (_DOC, *_ANY)), *[f"select * from {name}({value})" for value in (_DOC, *_ANY)], f"select * from {name}(parse_json('[1,{{\"a\":2}},[]]'))", f"select x, pos, key, value from (select * {_DOCS}), lateral {name}(parse_json(x))", f"select x, v.* from (select * {_DOCS}) lateral view {name}(parse_json(x)) v"]
        for name in ("variant_explode", "variant_explode_outer")
    },
}  # fmt: skip

LEGACY = tuple(CASES)
