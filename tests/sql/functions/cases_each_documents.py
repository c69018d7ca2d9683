"""Each function of JSON, CSV and XML."""

from __future__ import annotations

from pools import calls
from tables import over_texts

_JSON = '\'{"a": 1, "b": [1, 2.5, "x"], "c": {"d": null, "é": "\\uD83D\\uDE00"}}\''
_JSONS = (
    "null", "''", "' '", "'null'", "'1'", "'\"x\"'", "'[]'", "'[1, {\"a\": 2}]'", "'{}'", "'{\"a\":'", "'{\"a\": 1} x'", "'{\\'a\\': 1}'", "'{a: 1}'", "'{\"a\": 01}'", "'{\"a\": NaN}'", "'[{\"a\": 1}, {\"a\": 2}]'", "'{\"a\": 1, \"a\": 2}'", "'/* c */{\"a\": 1}'",
    "12", "x'7b7d'", "array('a')",
)  # fmt: skip
#: One field's type and texts for it.
_FIELDS = (
    ("int", ("1", "1.0", "1.5", '"1"', '""', "null", "true", "2147483648", "[1]", '{"x":1}')), ("tinyint", ("127", "128")), ("bigint", ("9223372036854775808", "1e3")), ("double", ('"NaN"', '"Infinity"', "1", '"1.5"', "-0.0", "1e400")), ("float", ("1.1", "3.5e38")),
    ("decimal(5,2)", ("1.005", "1000", '"1,000.5"', '"1.2"', "12345678")), ("boolean", ("true", '"true"', "1")), ("string", ("1", "1.50", "true", '{"x": [1,  2]}', '"a\\\\\\\\tb"', "null", "[ 1 ]")), ("date", ('"2020-02-29"', '"2020-02-30"', "18321", '"x"')),
    ("timestamp", ('"2020-02-29T01:02:03.5Z"', '"2020-02-29"', '"x"', "0")), ("timestamp_ntz", ('"2020-02-29 01:02:03"',)), ("binary", ('"YQ=="', '"a"')), ("array<int>", ("[1,null]", "1", '["x"]', "{}")), ("map<string,int>", ('{"k":1,"l":null}', "[]", '{"k":"x"}')),
    ("struct<x:int,y:string>", ('{"x":1}', '{"x":"q","y":2}', "[]", "1")), ("interval day", ('"1"', '"interval \'1\' day"')), ("variant", ("[1]",)), ("void", ("1",)), ("char(3)", ('"a"',)), ("time", ('"12:00:00"',)),
)  # fmt: skip
_SCHEMAS = (
    "'a INT, b STRING'",
    "null",
    "''",
    "'x'",
    "'a NOPE'",
    "'struct<a:int>'",
    "'array<struct<a:int>>'",
    "'map<string,string>'",
    "'array<int>'",
    "'int'",
    '\'{"type":"struct","fields":[{"name":"a","type":"integer","nullable":true,"metadata":{}}]}\'',
    "1",
    "schema_of_json('{\"a\": 1}')",
    "concat('a ', 'INT')",
)
_JSON_OPTIONS = (
    ("{'a': 1}", "a int", "'allowSingleQuotes', 'false'"), ("{a: 1}", "a int", "'allowUnquotedFieldNames', 'true'"), ("/* c */{\"a\": 1}", "a int", "'allowComments', 'true'"), ("{\"a\": 01}", "a int", "'allowNumericLeadingZeros', 'true'"), ("{\"a\": NaN}", "a double", "'allowNonNumericNumbers', 'false'"),
    ("{\"a\": \"x\"}", "a int, r string", "'columnNameOfCorruptRecord', 'r'"), ("{\"a\": \"x\"}", "a int, _corrupt_record string", ""), ("{\"a\": \"x\"}", "a int", "'mode', 'FAILFAST'"), ("{\"a\": \"x\"}", "a int", "'mode', 'DROPMALFORMED'"), ("{\"a\": \"x\"}", "a int", "'mode', 'nope'"),
    ("{\"d\": \"29/02/2020\"}", "d date", "'dateFormat', 'dd/MM/yyyy'"), ("{\"t\": \"29/02/2020 01\"}", "t timestamp", "'timestampFormat', 'dd/MM/yyyy HH'"), ("{\"t\": \"2020-02-29 01:02:03\"}", "t timestamp", "'timeZone', 'UTC'"), ("{\"a\": 1.5}", "a string", "'primitivesAsString', 'true'"), ("{\"a\": 1}", "A int", ""), ("{\"A\": 1, \"a\": 2}", "a int", ""),
    ("[{\"a\": 1}]", "a int", ""), ("{\"a\": \"1.000,5\"}", "a decimal(10,1)", "'locale', 'de-DE'"), ("{\"a\": \"x\", \"b\": 2}", "a int, b int", "'enablePartialResults', 'true'"), ("{\"a\": 1\\n}", "a int", "'multiLine', 'true'"),
)  # fmt: skip
_PATHS = (
    "$", "$.a", "$.b", "$.b[0]", "$.b[*]", "$.b[2]", "$.b[9]", "$.b[-1]", "$.c", "$.c.d", "$.c.*", "$.*", "$..d", "$['a']", "$['c']['é']", "$[\"a\"]", "$.c.é", "$.x", "a", "", "$.", "$[", "$.b[01]", "$ .a", "$.a.b", "$.b.x", "$[0]", "$.b[0,1]", "$.b[*].x",
)  # fmt: skip
_CSVS = (
    "'1, 0.8'",
    "null",
    "''",
    "' '",
    "'1'",
    "'1,2,3'",
    "'x,y'",
    '\'"1","a,b"\'',
    "'\"1'",
    "'1\\n2,3'",
    "','",
    "12",
    "array('a')",
)
_CSV_OPTIONS = (
    ("1;2", "a int, b int", "'sep', ';'"), ("1||2", "a int, b int", "'sep', '||'"), ("'a,b',c", "a string, b string", "'quote', '\\''"), ("-,1", "a string, b int", "'nullValue', '-'"), (",1", "a string, b int", "'emptyValue', 'E'"), ("\\\"\\\",1", "a string, b int", "'emptyValue', 'E'"), (" a , b ", "a string, b string", "'ignoreLeadingWhiteSpace', 'true', 'ignoreTrailingWhiteSpace', 'true'"),
    ("29/02/2020", "d date", "'dateFormat', 'dd/MM/yyyy'"), ("29/02/2020 01", "t timestamp", "'timestampFormat', 'dd/MM/yyyy HH'"), ("#a", "a string", "'comment', '#'"), ("x", "a int", "'mode', 'FAILFAST'"), ("x", "a int", "'mode', 'DROPMALFORMED'"), ("x", "a int, r string", "'columnNameOfCorruptRecord', 'r'"), ("nan,inf", "a double, b double", "'nanValue', 'nan', 'positiveInf', 'inf'"),
    ("1.5", "a decimal(5,2)", "'locale', 'de'"), ("a\\\\,b", "a string, b string", "'escape', '\\\\\\\\'"), ("1,2", "a int", "'header', 'true'"), ("true,TRUE,x", "a boolean, b boolean, c boolean", ""), ("2020-02-29,2020-02-29T01:02:03Z", "d date, t timestamp", ""), ("YQ==", "b binary", ""), ("1", "a array<int>", ""), ("1", "a map<int,int>", ""),
    ("1.50,1e3", "a decimal(3,1), b float", ""), ("1,2", "a int, a int", ""), ("128", "a tinyint", ""), ("1", "v variant", ""), ("12345678901", "a int", ""),
)  # fmt: skip
_VALUES = (
    "named_struct('a', 1, 'b', null)", "null", "named_struct()", "named_struct('s', 'a\"b\\\\\\\\c\\n\\t\\uD83D\\uDE00é/<>&')", "named_struct('d', date'2020-02-29', 't', timestamp'2020-03-08 01:59:59.120', 'n', timestamp_ntz'2020-01-01 00:00:00')", "named_struct('f', 1.0D, 'g', double('NaN'), 'h', float('-Infinity'), 'i', 1e20D, 'j', -0.0D, 'k', 1e-7D)",
    "named_struct('m', 1.50bd, 'l', 9223372036854775807L, 'y', 1Y)", "named_struct('b', x'6162', 't', true)", "named_struct('i', interval '1' day, 'm', interval '2' month)", "named_struct('a', array(1, null), 'e', array())", "named_struct('m', map('k', 1, 'l', null))", "named_struct('s', struct(1, 'x'))", "named_struct('v', parse_json('[1]'))", "named_struct('c', make_interval(1, 2))",
    "array(1, 2)", "array(named_struct('a', 1), null)", "map('a', 1)", "map(1, 'x')", "map()", "1", "'a'", "named_struct('a b', 1, 'é', 2)", "named_struct('a', '')", "named_struct('n', cast(null as struct<x:int>))", "named_struct('t', time'12:00:01.5')",
)  # fmt: skip
_XML = "'<p><a>1</a><b x=\"2\">t</b><c>3</c><c>4</c></p>'"
_XMLS = (
    "null",
    "''",
    "' '",
    "'x'",
    "'<p/>'",
    "'<p>'",
    "'<p><a>x</a></p>'",
    "'<p><a/></p>'",
    "'<p><a> 1 </a></p>'",
    "'<p a=\"1\"/>'",
    "'<?xml version=\"1.0\"?><p><a>1</a></p>'",
    "'<p><a>1</a></p><p><a>2</a></p>'",
    "'<p><!-- c --><a>1<!-- d --></a></p>'",
    "'<n:p xmlns:n=\"u\"><n:a>1</n:a></n:p>'",
    "'<p><a>&lt;</a></p>'",
    "12",
    "array('a')",
)
_XML_OPTIONS = (
    ("<p x=\"1\">t</p>", "_x int, _VALUE string", ""), ("<p x=\"1\">t</p>", "`@x` int, v string", "'attributePrefix', '@', 'valueTag', 'v'"), ("<p x=\"1\"/>", "_x int", "'excludeAttribute', 'true'"), ("<p><a>x</a></p>", "a int", "'mode', 'FAILFAST'"), ("<p><a>x</a></p>", "a int, r string", "'columnNameOfCorruptRecord', 'r'"), ("<p><a>x</a></p>", "a int", "'mode', 'DROPMALFORMED'"),
    ("<p><a>1</a><a>2</a></p>", "a array<int>", ""), ("<p><a>1</a><a>2</a></p>", "a int", ""), ("<p><a><b>1</b></a></p>", "a struct<b:int>", ""), ("<p><a><b>1</b><c>2</c></a></p>", "a map<string,int>", ""), ("<p><a><b>1</b></a></p>", "a string", ""), ("<p><d>29/02/2020</d></p>", "d date", "'dateFormat', 'dd/MM/yyyy'"), ("<p><t>29/02/2020 01</t></p>", "t timestamp", "'timestampFormat', 'dd/MM/yyyy HH'"),
    ("<p><a>-</a></p>", "a string", "'nullValue', '-'"), ("<p><a> x </a></p>", "a string", "'ignoreSurroundingSpaces', 'false'"), ("<p><a>true</a><b>1.5</b><c>NaN</c></p>", "a boolean, b decimal(5,2), c double", ""), ("<p><A>1</A></p>", "a int", ""), ("<p><a>1</a></p>", "a int", "'rowTag', 'q'"), ("<n:p xmlns:n=\"u\"><n:a>1</n:a></n:p>", "a int", "'ignoreNamespace', 'true'"),
    ("<p><a x=\"1\">t</a></p>", "a struct<_x:int,_VALUE:string>", ""), ("<p><a>1</a></p>", "v variant", ""), ("<p><a></a></p>", "a struct<b:int>", ""), ("<p><x>1</x></p>", "a int", "'wildcardColName', 'x'"), ("<p><a>1</a></p>", "a int", "'rowValidationXSDPath', '/nope'"),
)  # fmt: skip
_BOOK = "'<a><b c=\"1\">2</b><b>3.7</b><b/>é</a>'"
_FINDS = (
    "'a/b'",
    "null",
    "''",
    "'a/b[2]'",
    "'a/b/text()'",
    "'a/b/@c'",
    "'sum(a/b[. > 0])'",
    "'count(a/b)'",
    "'a/x'",
    "'a/b[1]/@c = 1'",
    "'//b['",
    "'nope()'",
    "'a'",
    "1",
    "array('a')",
)
_DOCS = (
    "null",
    "''",
    "'x'",
    "'<a>'",
    "'<a/>'",
    "'<a><b> 12 </b></a>'",
    "'<a><b>x</b></a>'",
    "'<a><b>99999999999999999999</b></a>'",
    "'<a><b>-1e3</b></a>'",
    "12",
    "x'3c612f3e'",
    "array('a')",
)


def _sql(text: str) -> str:
    return "'" + text.replace("'", "\\'") + "'"


def _with_options(name: str, cases: tuple[tuple[str, str, str], ...]) -> list[str]:
    return [
        f"{name}({_sql(text)}, '{schema}'{f', map({options})' if options else ''})"
        for text, schema, options in cases
    ]


CASES = {
    "from_json": [*calls("from_json", (_JSON, *_JSONS), _SCHEMAS, ("map('mode', 'PERMISSIVE')", "null", "map()", "'x'", "map('mode', 1)", "map(1, 2)")), "from_json('{\"a\": 1}', 'a int') from range(2)", over_texts("from_json(concat('{\"k\": \"', p, '\"}'), 'k string')"), "from_json(x, 'a INT, b STRING, c ARRAY<INT>') from values ('{\"a\":1}'), (null), ('{\"a\":\"x\"}'), ('[]'), (''), ('{\"b\":{}, \"c\":[1,\"2\"]}'), ('{\"c\":[1, null]}') t(x)"],
    "from_json, types": [f"from_json('{{\"f\": {text}}}', 'f {kind}').f".replace("'interval \\'", "'").replace("\"interval '1' day\"", "\"INTERVAL \\'1\\' DAY\"") for kind, texts in _FIELDS for text in texts],
    "from_json, options": [*_with_options("from_json", _JSON_OPTIONS), "from_json('{\"a\": 1}', 'array<struct<a:int>>')", "from_json('[1, 2]', 'array<int>')", "from_json('{\"a\": \"x\", \"b\": 1}', 'map<string,int>')", "from_json('1', 'int')", "from_json('[{\"a\": 1}, {\"a\": 2}]', 'a int')", "from_json('{\"a\": 1}', 'variant')"],
    "to_json": [*calls("to_json", _VALUES, ("map('pretty', 'false')", "null", "map()", "'x'", "map('pretty', 1)")), *[f"to_json(named_struct('d', date'2020-02-29', 't', timestamp'2020-03-08 01:59:59.120', 'n', null), map({options}))" for options in ("'dateFormat', 'dd/MM/yyyy'", "'timestampFormat', 'yyyy HH'", "'timeZone', 'UTC'", "'ignoreNullFields', 'false'", "'pretty', 'true'", "'dateFormat', 'q'")],
                over_texts("to_json(struct(s, p, i))"), over_texts("to_json(map('k', s))"), over_texts("to_json(array(struct(i)), map('ignoreNullFields', 'false'))"), "to_json(named_struct('a', '\\u0001\\u2028\\u007f'))"],
    "schema_of_json": [*calls("schema_of_json", (_JSON, *_JSONS), ("map('allowNumericLeadingZeros', 'true')", "null", "map()", "'x'")), *[f"schema_of_json('{text}')" for text in ("[1, \"a\"]", "[1, 2.5]", "[1, null]", "[{\"a\": 1}, {\"b\": \"x\"}]", "9223372036854775808", "1e3", "{\"d\": \"2020-02-29\"}", "{\"a b\": 1}", "{\"a\": []}", "{\"a\": {}}", "[[1], [\"x\"]]", "1.50", "true")],
                       "schema_of_json('{a: 1}', map('allowUnquotedFieldNames', 'true'))", "schema_of_json('{\"a\": 1}', map('primitivesAsString', 'true'))", "schema_of_json('{\"a\": 1.5}', map('prefersDecimal', 'true'))", "schema_of_json('{\"t\": \"2020-02-29 01:02:03\"}', map('inferTimestamp', 'true'))", "schema_of_json(x) from values ('{}') t(x)", "schema_of_json(concat('[', '1]'))"],
    "get_json_object": [*calls("get_json_object", (_JSON, *_JSONS), ("'$.a'", "null", "1", "array('a')")), *[f"get_json_object({_JSON}, {_sql(path)})" for path in _PATHS], *[f"get_json_object('{text}', '$.a')" for text in ("{\"a\": 1.50}", "{\"a\": \"x\\\\\\\\ty\"}", "{\"a\": {\"b\" : [1 , 2]}}", "{\"a\": null}", "{\"a\": 1e3}", "{\"a\": [1, null, \"x\"]}", "[{\"a\": 1}, {\"a\": 2}]", "{\"a\": \"\"}")],
                        "get_json_object('[{\"a\": 1}, {\"a\": [2, 3]}, {\"b\": 4}]', '$[*].a')", "get_json_object('[[1, 2], [3]]', '$[*][*]')", "get_json_object('[[1, 2], [3]]', '$[*][0]')", "get_json_object(x, p) from values ('{\"a\":1}', '$.a'), ('{\"b\":1}', '$.a'), (null, '$'), ('[1]', null), ('[1,2]', '$[1]'), ('x', '$') t(x, p)", over_texts("get_json_object(concat('{\"k\": \"', p, '\"}'), '$.k')")],
    "json_tuple": [*list(calls("json_tuple", (_JSON, *_JSONS), ("'a'", "null", "''", "'c'", "'x'", "1", "array('a')"))), f"json_tuple({_JSON}, 'a', 'b', 'c', 'x')", f"json_tuple({_JSON}, 'a', 'a')", "json_tuple('{\"a\": 1.50, \"b\": \"1\", \"c\": null, \"d\": [1 , 2], \"e\": true}', 'a', 'b', 'c', 'd', 'e')", f"json_tuple({_JSON}, 'a') as z", f"json_tuple({_JSON}, 'a', 'b') as (y, z)",
                   f"json_tuple({_JSON}, 'a') as (y, z)", "select x, u, v from values ('{\"a\":1,\"b\":\"é\"}'), (null), ('x'), ('{\"b\":[]}') t(x) lateral view json_tuple(x, 'a', 'b') as u, v", "json_tuple(x, f) from values ('{\"a\":1,\"b\":2}', 'a'), ('{\"a\":1,\"b\":2}', 'b'), ('{}', null) t(x, f)", "select * from json_tuple('{\"a\":1}', 'a')", "json_tuple('{\"a\": \"x\\\\\\\\ty\"}', 'a')"],
    **{name: [*calls(name, (_JSON, *_JSONS)), f"{name}('[1, 2, 3]')", f"{name}('[[1, 2], null, \"x\"]')", f"{name}('[1, 2')", f"{name}('{{\"a\": {{\"b\": 1}}, \"b\": 2}}')", f"{name}(x) from values ('[1,2]'), (null), ('{{\"a\":1,\"é\":2}}'), ('x'), ('[]'), ('{{}}'), ('[1') t(x)"] for name in ("json_array_length", "json_object_keys")},
    "from_csv": [*calls("from_csv", _CSVS, ("'a INT, b DOUBLE'", "null", "''", "'x'", "'a NOPE'", "'struct<a:int>'", "'array<int>'", "'int'", "1", "schema_of_csv('1,x')", "concat('a ', 'INT')"), ("map('mode', 'PERMISSIVE')", "null", "map()", "'x'", "map('mode', 1)")), "from_csv(x, 'a INT, b STRING, c DATE') from values ('1,a,2020-02-29'), (null), ('x,y'), (''), (',,'), ('1,\"a,\"\"b\"\"\"') t(x)", over_texts("from_csv(s, 'a STRING, b STRING')")],
    "from_csv, options": _with_options("from_csv", _CSV_OPTIONS),
    "to_csv": [*calls("to_csv", _VALUES, ("map('sep', ';')", "null", "map()", "'x'", "map('sep', 1)")), *[f"to_csv(named_struct('s', 'a,b', 'e', '', 'n', null, 'd', date'2020-02-29', 't', timestamp'2020-03-08 01:59:59.120', 'q', 'x\"y', 'w', ' z '), map({options}))" for options in ("'sep', '|'", "'nullValue', 'N'", "'emptyValue', 'E'", "'quoteAll', 'true'", "'quote', '\\''", "'escape', '\"'", "'dateFormat', 'dd/MM/yyyy'", "'timestampFormat', 'yyyy HH'", "'ignoreLeadingWhiteSpace', 'false'", "'escapeQuotes', 'false'", "'timeZone', 'UTC'", "'charToEscapeQuoteEscaping', '#'")],
               over_texts("to_csv(struct(s, p, i))"), over_texts("to_csv(struct(s), map('quoteAll', 'true'))")],
    "schema_of_csv": [*calls("schema_of_csv", ("'1,abc'", *_CSVS[1:]), ("map('sep', '|')", "null", "map()", "'x'")), *[f"schema_of_csv('{text}')" for text in ("1.5,true,x,,", "2020-02-29,2020-02-29 01:02:03", "9223372036854775808,1e3", "NaN,Infinity", "\"a,b\",2", "12345678901", "-1,+1", "TRUE,False", "2020-02-29T01:02:03Z", " 1, 2")],
                      "schema_of_csv('1|2.5', map('sep', '|'))", "schema_of_csv('29/02/2020', map('dateFormat', 'dd/MM/yyyy'))", "schema_of_csv('a,b', map('header', 'true'))", "schema_of_csv('-', map('nullValue', '-'))", "schema_of_csv('1', map('inferSchema', 'false'))", "schema_of_csv(x) from values ('1') t(x)", "schema_of_csv(concat('1', ',2'))"],
    "from_xml": [*calls("from_xml", (_XML, *_XMLS), ("'a INT, b STRUCT<_x: INT, _VALUE: STRING>, c ARRAY<INT>'", "null", "''", "'x'", "'a NOPE'", "'struct<a:int>'", "'array<struct<a:int>>'", "'map<string,string>'", "'int'", "1", "schema_of_xml('<p><a>1</a></p>')"), ("map('mode', 'PERMISSIVE')", "null", "map()", "'x'", "map('mode', 1)")), "from_xml(x, 'a INT, b STRING') from values ('<p><a>1</a></p>'), (null), ('x'), (''), ('<p><a>q</a><b>é</b></p>') t(x)"],
    "from_xml, options": _with_options("from_xml", _XML_OPTIONS),
    "to_xml": [*calls("to_xml", _VALUES, ("map('rowTag', 'r')", "null", "map()", "'x'", "map('rowTag', 1)")), *[f"to_xml(named_struct('s', 'a<b', 'e', '', 'n', null, 'd', date'2020-02-29', 't', timestamp'2020-03-08 01:59:59.120', '_x', 7), map({options}))" for options in ("'rowTag', 'r'", "'nullValue', 'N'", "'dateFormat', 'dd/MM/yyyy'", "'timestampFormat', 'yyyy HH'", "'attributePrefix', '@'", "'timeZone', 'UTC'", "'declaration', 'x'", "'arrayElementName', 'i'", "'indent', ''")],
               over_texts("to_xml(struct(s, p, i))"), "to_xml(named_struct('a', array(named_struct('b', 1), named_struct('b', 2))))", "to_xml(named_struct('_VALUE', 'v', '_a', 1))", "to_xml(named_struct('x', named_struct('_VALUE', 'v', '_a', 1)))", "to_xml(named_struct('a', array(array(1, 2))))"],
    "schema_of_xml": [*calls("schema_of_xml", (_XML, *_XMLS), ("map('rowTag', 'p')", "null", "map()", "'x'")), *[f"schema_of_xml('{text}')" for text in ("<p><a>1</a><a>2.5</a></p>", "<p><a>true</a><b>2020-02-29</b></p>", "<p><a x=\"1\">t</a></p>", "<p>t<a>1</a></p>", "<p><a><b/></a></p>", "<p><a>x</a><a><b>1</b></a></p>", "<p>5</p>", "<p><a>2020-02-29T01:02:03Z</a></p>")],
                      "schema_of_xml('<p x=\"1\"><a>1</a></p>', map('excludeAttribute', 'true'))", "schema_of_xml('<p x=\"1\">2</p>', map('attributePrefix', '@', 'valueTag', 'v'))", "schema_of_xml('<p><a>1</a></p>', map('inferSchema', 'false'))", "schema_of_xml(x) from values ('<p/>') t(x)"],
    "xpath": [*calls("xpath", (_BOOK, *_DOCS), _FINDS), f"xpath({_BOOK}, 'a/text()')", f"xpath({_BOOK}, '//@*')", "xpath('<a><b/><b>x</b></a>', 'a/b/text()')", "xpath(x, 'a/b/text()') from values ('<a><b>1</b><b>2</b></a>'), (null), (''), ('<a/>') t(x)", f"xpath({_BOOK}, p) from values ('a/b/text()') t(p)"],
    **{
        name: [*calls(name, (_BOOK, *_DOCS), _FINDS), f"{name}(x, 'a/b') from values ('<a><b>1</b></a>'), (null), (''), ('<a/>'), ('<a><b>é</b></a>'), ('<a><b>-2.9</b></a>') t(x)", f"{name}({_BOOK}, p) from values ('a/b') t(p)", f"{name}('<a><b>1</b></a>', concat('a', '/b'))"]
        for name in ("xpath_boolean", "xpath_short", "xpath_int", "xpath_long", "xpath_float", "xpath_double", "xpath_number", "xpath_string")
    },
}  # fmt: skip

LEGACY = tuple(CASES)
