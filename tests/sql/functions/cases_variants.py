"""Variants: what is read out of JSON, taken out of them, changed in them, and cast from and to them."""

from __future__ import annotations

_TEXTS = (
    '{"a":1,"b":{"c":[1,2.5,"x",null,true]}}', "[]", "{}", "null", "true", "false", "0", "-1", "127", "128", "-129", "32767", "32768", "-32769", "2147483648",
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1.0", "1.50", "-0.0", "1e2", "1.5E-3", "0.1", "123456789.5", "1234567890.5", "123456789012345678.5",
    "1234567890123456789.5", "99999999999999999999999999999999999999", "999999999999999999999999999999999999999", "0.000000000000000000000000000000000000001",
    '""', '"é"', '"a\\u0041\\n\\"b"', '"' + "x" * 63 + '"', '"' + "x" * 64 + '"', '{"b":1,"a":2,"C":3,"é":4}', '{"a":{"a":1},"b":[{"a":2}]}', "[1,[2,[3]]]", " [ 1 , 2 ] ",
    "[" + ",".join(["1"] * 300) + "]", "1e400", "-1e400", "1e-400",
)  # fmt: skip
_BROKEN = (
    "", " ", "a", "{", "[1", '{"a"}', '{"a":}', "{'a':1}", "01", "1.", ".5", "+1", "NaN", "Infinity", "[1,]", "1 2", '"a', '"\n"', "nul", '{"a":1}}', "[1] x", "// c\n1", "TRUE", "-", "1e",
    '"\\x"', "\ufeff1",
)  # fmt: skip
_DOC = (
    '{"a":1,"b":{"c":[10,"x",null,{"d":true}]},"s":"hello","n":null,"f":1.25,"e":1e3,"t":"2024-02-29","m":"2024-02-29 12:30:00.5",'
    '"i":"123","o":9999999999,"q r":5,"big":99999999999999999999.5,"z":false,"neg":-7,"arr":[1,2,3],"mixed":[1,"2",true]}'
)
_PATHS = (
    "$", "$.a", "$.b", "$.b.c", "$.b.c[0]", "$.b.c[1]", "$.b.c[2]", "$.b.c[3].d", "$.b.c[4]", "$.x", "$.s", "$.n", "$.a.b", "$.a[0]", "$['a']", '$["q r"]', "$['q r']", "$.q r", "$.b['c'][0]",
    "$.A", "$.arr[1]", "$.arr[-1]", "", "a", "$.", "$[", "$[a]", "$..a", "$.a.", "$[*]", "$ .a", "$['a", "$.arr[1 ]", "$.s[0]", "$[99999999999]",
)  # fmt: skip
_FIELDS = ("a", "s", "n", "f", "e", "t", "m", "i", "o", "big", "z", "neg", "b", "arr", "mixed", "x")
_TYPES = (
    "string", "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(10,2)", "decimal(38,0)", "decimal(3,2)", "date", "timestamp", "timestamp_ntz", "binary", "variant",
    "array<int>", "array<string>", "array<variant>", "map<string,int>", "map<string,variant>", "struct<c:array<variant>>", "struct<c:string,zz:int>", "interval day", "void", "time",
)  # fmt: skip
_VALUES = (
    "1Y", "300S", "70000", "5000000000L", "1.5f", "1.5d", "cast('nan' as double)", "cast('inf' as float)", "1.50bd", "-123456789012.345bd", "12345678901234567890123.5bd", "true", "false", "'text'", "''",
    "X'00ff'", "date'2024-02-29'", "date'0001-01-01'", "timestamp'2024-02-29 12:30:00.123456'", "timestamp'2024-07-01 00:00:00'", "timestamp_ntz'2024-02-29 12:30:00.5'", "timestamp_ntz'1969-12-31 23:59:59'", "array(1,2,null)",
    "array(array('a'),null)", "null", "cast(null as string)", "128Y - 1Y", "-0.0d", "1e20d", "1e-7d", "0bd", "100bd",
)  # fmt: skip
VIEWS = {"d": f"SELECT parse_json('{_DOC}') v"}
CASES = {
    "parse": [f"{name}('{text}')".replace("\\", "\\\\") for name in ("parse_json", "try_parse_json") for text in _TEXTS],
    "broken": [
        name + "('" + text.replace("\\", "\\\\").replace("'", "\\'") + "')"
        for name, texts in (("parse_json", ("1 2", '{"a":1}}', "[1] x")), ("try_parse_json", _BROKEN))
        for text in texts
    ],
    "parse of what": [
        "parse_json(null)", "parse_json(cast(null as string))", "parse_json(1)", "parse_json(array(1))", "parse_json()", "parse_json('1','2')", "try_parse_json(x) from values ('1'),('x'),(null) t(x)",
        "parse_json(x) from values ('[1]'),(null) t(x)", "parse_json(x) from values ('[1]'),('[') t(x)", "typeof(parse_json('1'))", "parse_json(X'31')", "parse_json(true)", "try_parse_json(date'2020-01-01')",
        "is_variant_null(parse_json('null'))", "is_variant_null(parse_json('1'))", "is_variant_null(null)", "is_variant_null(cast(null as variant))", "is_variant_null(1)", "is_variant_null('null')",
        "is_variant_null(parse_json(x)) from values ('null'),('0'),(null),('\"null\"') t(x)", "is_variant_null(variant_get(parse_json('{\"a\":null}'), '$.a'))", "is_variant_null(variant_get(parse_json('{\"a\":null}'), '$.b'))",
        "parse_json('1') = parse_json('1')", "parse_json('1') is null", "parse_json('null') is null", "coalesce(parse_json(null), parse_json('2'))", "if(true, parse_json('1'), null)", "array(parse_json('1'), parse_json('[2]'))",
        "to_json(parse_json('{\"b\":[1.50,null],\"a\":\"x\"}'))", "named_struct('v', parse_json('1'))", "map('k', parse_json('1'))", "select distinct parse_json('1')", "select parse_json('1') order by 1", "parse_json('{\"a\":1}'):a",
        "parse_json('{\"a\":{\"b\":[7]}}'):a.b[0]", "parse_json('{\"a\":{\"b\":[7]}}'):a.b[0]::int", "parse_json('{\"A b\":1}'):['A b']", "hash(parse_json('1'))", "select count(*) from values (1) t(x) group by parse_json('1')", "min(parse_json('1'))",
    ],
    "get": ["SELECT variant_get(v, '" + path.replace("'", "\\'") + "') FROM d" for path in _PATHS],
    "get as": [f"SELECT {name}(v, '$.{field}', '{kind}') FROM d" for name, fields in (("variant_get", _FIELDS), ("try_variant_get", ("s", "b", "mixed", "n"))) for field in fields for kind in _TYPES],
    "get of what": [
        "variant_get(null, '$')", "variant_get(parse_json('1'), null)", "variant_get(parse_json('1'), '$', null)", "variant_get(parse_json('1'), '$', 'x')", "variant_get(parse_json('1'), 1)", "variant_get('1', '$')", "variant_get(parse_json('1'))",
        "variant_get(parse_json('1'), '$', t) from values ('int') t(t)", "variant_get(parse_json(x), p) from values ('[1,2]', '$[1]'),('{\"a\":3}', '$.a'),('4', '$'),('[1]', null) t(x, p)", "variant_get(parse_json(x), p, 'int') from values ('[1,2]', '$[1]'),('4', 'q') t(x, p)",
        "try_variant_get(parse_json(x), p, 'int') from values ('[1,2]', '$[1]'),('4', '$') t(x, p)", "try_variant_get(parse_json('1'), 'q')", "variant_get(parse_json('\"abc\"'), '$', 'int')", "try_variant_get(parse_json('\"abc\"'), '$', 'int')",
        "variant_get(parse_json('300'), '$', 'tinyint')", "variant_get(parse_json('1.9'), '$', 'int')", "variant_get(parse_json('[300]'), '$', 'array<tinyint>')", "variant_get(parse_json('{\"a\":\"z\"}'), '$', 'struct<a:int>')",
        "variant_get(parse_json('{\"a\":\"z\"}'), '$', 'map<string,int>')", "variant_get(parse_json('{\"a\":1}'), '$', 'map<int,int>')", "try_variant_get(parse_json('[\"z\",1]'), '$', 'array<int>')", "variant_get(parse_json('\"\"'), '$', 'boolean')",
        "variant_get(parse_json('\"true\"'), '$', 'boolean')", "variant_get(parse_json('\" 12 \"'), '$', 'int')", "variant_get(parse_json('1'), '$', 'char(2)')", "variant_get(parse_json('{\"A\":1}'), '$', 'struct<a:int>')",
    ],
    "schema": [f"{name}(parse_json('{text}'))".replace("\\", "\\\\") for name in ("schema_of_variant", "schema_of_variant_agg") for text in _TEXTS]
    + ["schema_of_variant(null)", "schema_of_variant(1)", "schema_of_variant(cast(null as variant))", "schema_of_variant_agg(parse_json(x)) from values ('1'),('2.5'),(null) t(x)",
       "schema_of_variant_agg(parse_json(x)) from values ('{\"a\":1}'),('{\"a\":\"s\",\"b\":[1]}'),('{\"b\":[null,2.5]}') t(x)", "schema_of_variant_agg(parse_json(x)) from values ('1'),('\"a\"') t(x)", "schema_of_variant_agg(parse_json(x)) from values ('1') t(x) where false",
       "schema_of_variant_agg(parse_json(x)) from values ('[1]'),('{}') t(x)", "schema_of_variant_agg(parse_json(x)) from values ('null'),('[1]'),('[true]') t(x)", "schema_of_variant_agg(1)", "schema_of_variant(parse_json('[1,\"a\"]'))", "schema_of_variant(parse_json('[1.5,1,100000]'))",
       "schema_of_variant(parse_json('[1e1,1.5]'))", "schema_of_variant(parse_json('{\"a b\":1,\"c`d\":2,\"1\":3,\"select\":4}'))", "schema_of_variant(parse_json('[{\"a\":1},{\"b\":2}]'))", "schema_of_variant(parse_json('[[],[1]]'))", "schema_of_variant(parse_json('[null]'))", "schema_of_variant(parse_json('[10000000000000000000.5,0.00000000000000000000001,1e1]'))",
       *[f"schema_of_variant(cast({value} as variant))" for value in _VALUES]],
    "to": [f"cast({value} as variant)" for value in _VALUES] + [f"to_variant_object({value})" for value in (
        "named_struct('a', 1)", "named_struct('b', 1, 'a', 'x')", "map('k', 1, 'a', 2)", "map('k', null)", "array(named_struct('a', 1))", "array(1)", "named_struct()", "map()", "map(1, 2)", "1", "null", "'x'", "cast(null as struct<a:int>)",
        "named_struct('a', named_struct('z', map('q', array(1.5bd))), 'n', cast(null as int))", "named_struct('d', date'2024-01-01', 't', timestamp'2024-01-01 00:00:00', 'b', X'01')", "named_struct('v', parse_json('{\"b\":1,\"a\":[{\"c\":2}]}'), 'c', 3)",
        "array(parse_json('{\"x\":1}'), parse_json('{\"y\":2}'))", "named_struct('a', interval 1 day)", "parse_json('1')", "map(named_struct('a',1), 1)", "array()", "array(null)", "named_struct('a', 1, 'A', 2)", "map('a', 1, 'b', cast(null as int))",
    )] + ["cast(named_struct('a', 1) as variant)", "cast(map('a', 1) as variant)", "cast(array(map('a', 1)) as variant)", "cast(interval 1 day as variant)", "cast(time'10:00:00' as variant)", "cast(x as variant) from values (1),(null),(300) t(x)", "cast(array(parse_json('{\"a\":1}'), null) as variant)", "cast(parse_json('1') as variant)"],
    "from": [f"cast(cast({value} as variant) as {kind})" for value in _VALUES if "null" not in value for kind in ("string", "boolean", "tinyint", "int", "bigint", "float", "double", "decimal(10,2)", "date", "timestamp", "timestamp_ntz", "binary")]
    + [f"try_cast(parse_json('{text}') as {kind})" for text in ("300", "\"x\"", "[1,300,\"q\"]", "{\"a\":300}", "null", "1.5", "true") for kind in ("tinyint", "array<tinyint>", "string", "map<string,tinyint>", "struct<a:tinyint>", "timestamp", "variant")]
    + ["cast(parse_json('[1,2]') as string)", "cast(parse_json('{\"b\":1,\"a\":[null,1.50,\"x\\\\\"y\"]}') as string)", "cast(parse_json('\"x\"') as string)", "cast(parse_json('1') as interval day)", "parse_json('1')::int + 1", "cast(parse_json(x) as int) from values ('1'),(null),('null'),('\"7\"') t(x)",
       "cast(array(parse_json('1')) as array<int>)", "cast(parse_json('[[1],[2,null]]') as array<array<int>>)", "cast(parse_json('1') as time)", "cast(parse_json('{\"a\":1}') as map<int,int>)", "cast(cast('2024-01-01 10:00:00' as variant) as timestamp)", "concat(parse_json('1'), 'a')", "parse_json('1') + 1", "upper(parse_json('\"a\"'))"],
    "change": [f"{call}" for doc in ('{"a":1,"b":{"c":[1,2]}}', "[1,[2]]", "5", "null") for call in [
        *(f"{name}(parse_json('{doc}'), '{path}', {value})" for name in ("variant_insert", "variant_set", "try_variant_insert", "try_variant_set", "variant_array_append", "try_variant_array_append") for path in ("$", "$.a", "$.z", "$.b.c", "$.b.c[0]", "$.b.c[5]", "$[0]", "$[1]", "$[2]", "$[4]", "$.b.x.y", "bad") for value in ("7",)),
        *(f"variant_delete(parse_json('{doc}'), '{path}')" for path in ("$", "$.a", "$.z", "$.b.c", "$.b.c[0]", "$.b.c[5]", "$[0]", "$[1]", "$[2]", "bad")),
        f"variant_strip_nulls(parse_json('{doc}'))"]],
    "change of what": [
        "is_valid_variant(parse_json('1'))",
        'is_valid_variant(null)',
        'is_valid_variant(cast(null as variant))',
        'is_valid_variant(1)',
        'is_valid_variant(parse_json(\'{"a":[1,{"b":null}]}\'))',
        "is_valid_variant(parse_json(x)) from values ('1'),(null) t(x)",
        'variant_delete(parse_json(\'{"a":1,"b":2}\'), \'$.a\', null)',
        'variant_delete(parse_json(\'{"a":1,"b":2}\'), null)',
        'variant_delete(parse_json(\'{"a":1,"b":2}\'), cast(null as string), \'$.b\')',
        "variant_insert(null, '$.a', 1)", "variant_insert(parse_json('{}'), null, 1)", "variant_insert(parse_json('{}'), '$.a', null)", "variant_insert(parse_json('{}'), '$.a', parse_json('{\"q\":[1]}'))", "variant_insert(parse_json('{}'), '$.a', 'x')", "variant_insert(parse_json('{}'), '$.a', array(1,2))", "variant_insert(parse_json('{}'), '$.a', map('a',1))",
        "variant_set(parse_json('{}'), '$.a.b', 1, false)", "variant_set(parse_json('{}'), '$.a.b', 1, true)", "variant_set(parse_json('{\"a\":1}'), '$.a', 2, false)", "variant_set(parse_json('{\"a\":1}'), '$.b', 2, false)", "variant_set(parse_json('{}'), '$.a', 1, null)", "variant_insert(1, '$', 1)", "variant_delete(1, '$')", "variant_delete(parse_json('{}'))", "variant_delete(parse_json('{\"a\":1,\"b\":2}'), '$.a', '$.b')",
        "variant_strip_nulls(parse_json('{\"a\":null,\"b\":[null,{\"c\":null}],\"d\":{\"e\":null}}'))", "variant_strip_nulls(parse_json('{\"a\":null,\"b\":[null,{\"c\":null}]}'), true)", "variant_strip_nulls(parse_json('{\"a\":null,\"b\":[null,1]}'), false)", "variant_strip_nulls(null)", "variant_strip_nulls(1)",
        "variant_array_append(parse_json('[]'), '$', 1)", "variant_array_append(parse_json('[1]'), '$', 1, 2)", "variant_array_append(parse_json('[1]'), 2)", "variant_array_append(parse_json('[1]'), null)", "variant_array_append(null, '$', 2)", "variant_array_append(parse_json('{\"a\":[]}'), '$.a', parse_json('null'))",
        "variant_insert(parse_json(x), '$.k', y) from values ('{}', 1), ('{\"k\":2}', 3) t(x, y)", "variant_set(parse_json(x), '$.k', y) from values ('{}', 1), ('{\"k\":2}', 3), (null, 1) t(x, y)",
    ],
    "explode": [f"select * from {name}(parse_json('{text}'))" for name in ("variant_explode", "variant_explode_outer") for text in ('{"b":1,"a":[2]}', "[1,null,{}]", "[]", "{}", "1", "null")]
    + ["select * from variant_explode(null)", "select * from variant_explode_outer(null)", "select * from variant_explode(input => parse_json('[1]'))", "select * from variant_explode(1)", "variant_explode(parse_json('[1]'))", "variant_explode_outer(parse_json('1'))",
       "select x, pos, key, value from values ('[1,2]'), ('{\"z\":0,\"k\":[]}'), (null), ('7') t(x), lateral variant_explode(parse_json(x))", "select x, v.* from values ('[1,2]'), (null), ('7') t(x) lateral view variant_explode_outer(parse_json(x)) v"],
}  # fmt: skip
LEGACY = ("get of what", "from")
