"""Functions of documents and the like as Python calls them: schemas as types, options as dicts, paths as columns.

A case is an expression over the columns of a small DataFrame, computed by PySpark and by Pyrite alike; its outcome is
the type and the values, or the error. Run it with a Python that has PySpark to record PySpark's answers.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "recorded" / "python_forms.json"
COLUMNS = "j string, c string, x string, p string, s string, i int"
ROWS = [
    ('{"a": 1, "b": ["x"], "d": {"k": 1.50}}', "1;a,b;2020-02-29", '<r i="7"><a>1</a><a>2</a><b>t</b></r>', "r/a/text()", "Spark SQL", 3),
    ('{"a": "q", "z": null}', "x;'y;z'", "<r><b/></r>", "r/b", "Ünïcödé ß", -2),
    ("[1, 2", '"1', "<r>", "count(r/*)", "", 0),
    (None, None, None, None, None, None),
]  # fmt: skip
CASES = (
    "F.from_json('j', StructType([StructField('a', IntegerType()), StructField('b', ArrayType(StringType()))]))",
    "F.from_json(F.col('j'), 'a INT, d STRUCT<k: DOUBLE>')", "F.map_entries(F.from_json('j', MapType(StringType(), StringType())))", "F.from_json('j', ArrayType(IntegerType()))", "F.from_json('j', 'a INT, _corrupt_record STRING')",
    "F.from_json('j', 'a INT, bad STRING', {'columnNameOfCorruptRecord': 'bad'})", "F.from_json('j', F.schema_of_json(F.lit('{\"a\": \"\"}')))", "F.from_json('j', F.schema_of_json('{\"a\": 0}'))", "F.from_json('j', F.lit('a STRING'))", "F.from_json('j', 'a STRING', {'primitivesAsString': True})", "F.from_json('j', 'nope')", "F.from_json('i', 'a INT')",
    "F.schema_of_json('{\"a\": 01}', {'allowNumericLeadingZeros': 'true'})", "F.schema_of_json(F.lit('[1, 2.5]'))", "F.schema_of_json(F.col('j'))", "F.schema_of_json('{\"a\": 1}', {'primitivesAsString': True})",
    "F.get_json_object('j', '$.a')", "F.get_json_object(F.col('j'), '$.d.k')", "F.get_json_object('j', 'a')", "F.json_tuple('j', 'a', 'z')", "F.json_tuple(F.col('j'), 'd')", "F.json_array_length('j')", "F.json_object_keys(F.col('j'))",
    "F.to_json(F.struct('s', 'i'))", "F.to_json(F.struct('s', F.lit(None).alias('n')), {'ignoreNullFields': 'false'})", "F.to_json(F.array('i'))", "F.to_json(F.create_map(F.lit('k'), 'i'))", "F.to_json('s')",
    "F.from_csv('c', 'a INT, b STRING, d STRING', {'sep': ';'})", "F.from_csv('c', F.lit('a STRING, b STRING'), {'sep': ';', 'quote': \"'\"})", "F.from_csv('c', F.schema_of_csv('1,x'))", "F.from_csv('c', 1)", "F.from_csv('c', 'a INT, _corrupt_record STRING')",
    "F.schema_of_csv('1;x;2020-02-29', {'sep': ';'})", "F.schema_of_csv(F.lit('1|2.5'), {'sep': '|'})", "F.schema_of_csv('c')", "F.to_csv(F.struct('s', 'i'))", "F.to_csv(F.struct('s', 'i'), {'sep': '|', 'quoteAll': True})", "F.to_csv(F.struct(F.lit(None).cast('string').alias('n'), 'i'), {'nullValue': 'none'})", "F.to_csv('s')",
    "F.from_xml('x', 'a ARRAY<INT>, _i INT, b STRING')", "F.from_xml('x', StructType([StructField('a', ArrayType(StringType()))]))", "F.from_xml('x', F.schema_of_xml('<r><b>t</b></r>'))", "F.from_xml('x', 'b STRING, `@i` INT', {'attributePrefix': '@'})", "F.from_xml('x', 1)",
    "F.schema_of_xml('<r><a>1</a><a>2</a></r>')", "F.schema_of_xml(F.lit('<r i=\"1\">t</r>'), {'excludeAttribute': True})", "F.to_xml(F.struct('s', 'i'))", "F.to_xml(F.struct('s', F.array('i').alias('a')), {'rowTag': 'row'})",
    "F.xpath(F.when(F.col('x') != '<r>', F.col('x')), F.lit('r/a/text()'))", "F.xpath_string(F.lit('<r><a>1</a></r>'), F.lit('r/a'))", "F.xpath_int(F.lit('<r><a>1</a></r>'), F.lit('r/a'))", "F.xpath_boolean(F.lit('<r><a>1</a></r>'), F.lit('r/b'))", "F.xpath_string(F.lit('<r><a>1</a></r>'), F.col('p'))", "F.xpath(F.lit('<r/>'), 'r')",
    "F.regexp_replace('s', 'S(.)', '<$1>')", "F.regexp_replace('s', F.lit('S'), F.col('p'))", "F.regexp_extract('s', '([a-z]+)', 1)", "F.regexp_extract_all('s', F.lit('([a-z])'), 1)", "F.regexp_count('s', F.lit('S'))", "F.regexp_instr('s', F.lit('[k-z]'), 0)", "F.regexp_substr('s', F.lit('S.'))", "F.rlike('s', F.lit('^S'))", "F.col('s').rlike('^S')",
    "F.split('s', ' ')", "F.split('s', F.lit('[a ]'), 2)", "F.split('s', 'p', F.col('i'))", "F.split_part('s', F.lit(' '), F.lit(1))", "F.substring('s', 2, 3)", "F.substring('s', F.col('i'), F.lit(2))", "F.substr('s', F.lit(2))", "F.col('s').substr(2, 3)", "F.col('s').substr(F.lit(2), F.col('i'))", "F.left('s', F.lit(2))", "F.lpad('s', 12, '#')", "F.rpad('s', F.lit(3), F.lit('#'))",
    "F.locate('r', 's')", "F.locate('r', 's', 4)", "F.instr('s', 'r')", "F.instr('s', F.lit('S'))", "F.repeat('s', 2)", "F.repeat('s', F.col('i'))", "F.overlay('s', F.lit('__'), 2)", "F.overlay('s', F.lit('__'), F.lit(2), F.lit(1))", "F.translate('s', 'ar', 'AR')", "F.trim('s', F.lit('SL'))", "F.btrim('s', F.lit('SL'))", "F.concat_ws('-', 's', 'i')", "F.format_string('%s:%d', 's', 'i')", "F.printf(F.lit('%s'), 's')",
    "F.mask('s')", "F.mask('s', F.lit('U'), F.lit('l'))", "F.levenshtein('s', 'p')", "F.levenshtein('s', 'p', 3)", "F.sentences('s')", "F.to_char('i', F.lit('S99'))", "F.to_number(F.lit('1,2'), F.lit('9,9'))", "F.elt(F.lit(1), 's', 'p')", "F.soundex('s')", "F.replace('s', F.lit('S'))", "F.replace('s', F.lit('S'), F.lit('_'))", "F.like('s', F.lit('S%'))", "F.ilike('s', F.lit('s%'), F.lit('/'))",
    "F.encode('s', 'UTF-16')", "F.decode(F.encode('s', 'utf-8'), 'utf-8')", "F.to_binary('s', F.lit('utf-8'))", "F.hex('s')", "F.unhex(F.hex('s'))", "F.base64(F.encode('s', 'utf-8'))", "F.sha2('s', 256)", "F.md5('s')", "F.crc32('s')", "F.hash('s', 'i')", "F.xxhash64('s', 'i')", "F.url_encode('s')", "F.parse_url(F.lit('http://a.b/c?d=e'), F.lit('QUERY'), F.lit('d'))",
    "F.parse_json(F.lit('{\"a\": [1]}')).cast('string')", "F.variant_get(F.parse_json(F.lit('{\"a\": 7}')), '$.a', 'int')", "F.variant_get(F.parse_json(F.lit('{\"a\": 7}')), F.lit('$.b'), 'int')", "F.schema_of_variant(F.parse_json(F.lit('[1]')))", "F.try_parse_json('j').cast('string')", "F.is_variant_null(F.parse_json(F.lit('null')))",
    "F.assert_true(F.lit(True))", "F.assert_true(F.col('i') > 5, 'small')", "F.assert_true(F.col('i') > 5, F.col('s'))", "F.raise_error('wrong')", "F.raise_error(F.lit('wrong'))", "F.typeof('i')", "F.bitmap_count(F.lit(b'\\x0f'))", "F.count_min_sketch('i', F.lit(0.5), F.lit(0.5), F.lit(1))", "F.hll_sketch_estimate(F.hll_sketch_agg('i'))", "F.hll_sketch_estimate(F.hll_sketch_agg('i', 8))",
)  # fmt: skip


def outcomes(package: str, session: Any) -> dict[str, Any]:
    """What each case gives."""
    names = vars(import_module(f"{package}.sql.types")) | {"F": import_module(f"{package}.sql.functions")}
    frame = session.createDataFrame(ROWS, COLUMNS).coalesce(1)
    return {text: _outcome(text, names, frame) for text in CASES}


def _outcome(text: str, names: dict[str, Any], frame: Any) -> Any:
    try:
        found = frame.select(eval(text, dict(names)))
        return [found.schema.simpleString(), [repr(tuple(row)) for row in found.collect()]]
    except Exception as error:
        parameters = getattr(error, "getMessageParameters", dict)() or {}
        return {
            "error": type(error).__name__,
            "condition": getattr(error, "getCondition", lambda: None)(),
            "parameters": {key: value for key, value in sorted(parameters.items()) if key != "sqlExpr"},
        }


if __name__ == "__main__":
    import oracle

    session = oracle.start()
    session.conf.set("spark.sql.ansi.enabled", "true")
    found = outcomes("pyspark", session)
    session.stop()
    lines = ",\n".join(f"{json.dumps(text)}: {json.dumps(result)}" for text, result in found.items())
    RECORDED.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
