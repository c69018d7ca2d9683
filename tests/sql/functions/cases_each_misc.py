"""Each function that tells of the session, of types, places, users or errors, or belongs nowhere else."""

from __future__ import annotations

from pools import calls
from tables import over_texts

_TYPES = (
    "1", "null", "1Y", "1S", "1L", "1.5f", "1.5D", "1.50bd", "true", "'a'", "x'00'", "date'2020-02-29'", "timestamp'2020-02-29 00:00:00'", "timestamp_ntz'2020-02-29 00:00:00'", "time'12:00:00'", "interval '1' day", "interval '1-2' year to month", "make_interval(1)", "array(1)", "array()", "map('a', null)", "map()", "struct(1, 'a')",
    "named_struct('a b', 1, 'é', x'00')", "parse_json('1')", "array(array(map(1, struct(2))))", "cast('a' as char(3))", "cast('a' as varchar(3))", "'a' collate UTF8_BINARY", "1 + 1.5bd", "cast(1 as decimal(38, 10))", "current_date()", "count(1)",
)  # fmt: skip
_TELLING = {
    "current_catalog": "{0}", "current_database": "{0}", "current_schema": "{0}", "current_user": "length({0}) > 0", "session_user": "length({0}) > 0", "user": "length({0}) > 0", "current_path": "length({0}) > 0", "version": "split({0}, ' ')[0]", "current_timezone": "{0}", "spark_partition_id": "{0}", "input_file_name": "{0}",
    "input_file_block_start": "{0}", "input_file_block_length": "{0}", "monotonically_increasing_id": "{0}", "uuid": "length({0})",
}  # fmt: skip

CASES = {
    "typeof": [*[f"typeof({value})" for value in _TYPES], "typeof()", "typeof(1, 2)", over_texts("typeof(s)"), "typeof(nope)"],
    "assert_true": [
        *calls("assert_true", ("true", "false", "null", "'true'", "'x'", "1", "0", "1.5D", "array(true)"), ("'wrong'", "null", "''", "1", "array('a')")), "assert_true(false)", "assert_true(false, 'wrong')", "assert_true(1 > 2)", "assert_true(null, 'none')", "assert_true(false, 5)", "assert_true(false, null)",
        "assert_true(x > 0) from values (1), (2) t(x)", "assert_true(x > 1) from values (1), (2) t(x)", "assert_true(x > 1, concat('x is ', x)) from values (1), (2) t(x)", "coalesce(assert_true(true), 1)",
    ],
    "raise_error": [
        *calls("raise_error", ("'wrong'", "null", "''", "'é\\uD83D\\uDE00'", "1", "1.5bd", "true", "x'61'", "date'2020-02-29'", "array('a')")), "raise_error(x) from values ('a') t(x)", "raise_error(x) from values ('a') t(x) where false", "if(true, 1, raise_error('wrong'))", "if(x > 1, x, raise_error(concat('bad ', x))) from values (2), (3) t(x)",
        "if(x > 2, x, raise_error(concat('bad ', x))) from values (2), (3) t(x)", "coalesce(1, raise_error('wrong'))", "raise_error('USER_RAISED_EXCEPTION', map('errorMessage', 'm'))", "raise_error('NOPE', map('a', 'b'))", "raise_error('DIVIDE_BY_ZERO', map('config', 'c'))", "typeof(raise_error('a'))",
    ],
    "collation": [*calls("collation", ("'a'", "null", "''", "1", "x'00'", "true", "array('a')", "cast('a' as char(2))", "'a' collate UTF8_BINARY", "collate('a', 'UTF8_BINARY')", "concat('a', 'b')")), over_texts("collation(s)"), "collation('a' collate UTF8_LCASE)", "collation('a' collate UNICODE_CI)"],
    "collate": [*calls("collate", ("'a'", "null", "''", "1", "x'00'", "array('a')"), ("'UTF8_BINARY'", "null", "''", "'utf8_binary'", "'nope'", "1", "concat('UTF8', '_BINARY')")), "'a' collate UTF8_BINARY = 'a'", "'a' collate nope", over_texts("collate(s, 'UTF8_BINARY')"), "collate('a', c) from values ('UTF8_BINARY') t(c)"],
    **{
        name: [
            shape.format(f"{name}()"), f"typeof({name}())", f"{name}() is not null", f"{name}(1)", f"{name}('a', null)", f"{name}", f"{name}() = {name}()", f"array({shape.format(name + '()')})", f"{shape.format(name + '()')} from range(3)", f"count({name}()) from range(3)", f"coalesce({name}(), null) is null",
            f"max({shape.format(name + '()')}) from values (1), (null) t(x)", f"if(false, {name}(), null)", f"select 1 where {name}() is null", *([] if name == "uuid" else [f"{name}(null)"]),
        ]
        for name, shape in _TELLING.items()
    },
    "sql_keywords": ["select count(*) > 300 from sql_keywords()", "select * from sql_keywords() where keyword = 'SELECT'", "select * from sql_keywords() where keyword like 'A%' order by keyword", "select count(*) from sql_keywords() where reserved", "sql_keywords(1)", "select * from sql_keywords(1)", "select * from sql_keywords() limit 1", "select keyword from sql_keywords() where keyword = lower(keyword)", "select k from sql_keywords() as t(k, r) where k = 'ZONE'",
                     "select max(keyword), min(keyword) from sql_keywords()", "select k.keyword from values (1) t(x), lateral sql_keywords() k where k.keyword in ('WITH', 'X')", "typeof(keyword) from sql_keywords() where keyword = 'AS'"],
}  # fmt: skip

LEGACY = tuple(CASES)
