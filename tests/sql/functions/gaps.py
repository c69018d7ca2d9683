"""Where Pyrite differs from PySpark: topic, group, case and the reason."""

from __future__ import annotations

import gaps_documents
import gaps_values
import outcomes


def _starting(topic: str, group: str, starts: tuple[str, ...], reason: str) -> dict[str, str]:
    """The cases of a group that start so, all for one reason."""
    name = group.removesuffix(", legacy")
    cases = next(texts for found, _, texts in outcomes.groups(topic) if found == name)
    return {text: reason for text in cases if text.startswith(starts)}


_DIGITS = "Java before version 19 writes more digits than tell a number"
_LARGEST = "DuckDB's largest timestamp is infinity"
_NANOS = "Arrow's intervals count nanoseconds, of which 64 bits hold fewer"
_PLACES = "the same sketch, its entries in another order"
_ORDER = "the error of another row is raised first"
_DECIMALS = "Spark keeps 34 digits of what is beyond the largest timestamp anyway"
_FAILS = "Spark itself fails on it"
_CASTS = {
    "from decimal(38,0)": _starting(
        "casts",
        "from decimal(38,0)",
        ("SELECT try_cast(x as timestamp)", f"cast({'9' * 38}bd as timestamp)"),
        _DECIMALS,
    ),
    "columns from decimal(38,0)": _starting(
        "casts", "columns from decimal(38,0)", ("SELECT cast(x as timestamp)",), _DECIMALS
    ),
    "columns from decimal(38,0), legacy": _starting(
        "casts", "columns from decimal(38,0)", ("SELECT cast(x as timestamp)",), _DECIMALS
    ),
    "from time(6)": _starting(
        "casts", "from time(6)", ("SELECT try_cast(x as variant)", "cast(time'00:00:00' as variant)"), _FAILS
    ),
    "columns from time(6)": _starting(
        "casts", "columns from time(6)", ("SELECT cast(x as variant)",), _FAILS
    ),
    "columns from time(6), legacy": _starting(
        "casts", "columns from time(6)", ("SELECT cast(x as variant)",), _FAILS
    ),
    "from float": _starting(
        "casts",
        "from float",
        (
            "cast(2147483648f as tinyint",
            "cast(2147483648f as int",
            "cast(2147483648f as bigint",
            "cast(2147483648f as timestamp)",
        ),
        _DIGITS,
    ),
    "from double": _starting(
        "casts",
        "from double",
        (
            "SELECT try_cast(x as decimal(20,0))",
            "SELECT try_cast(x as decimal(38",
            "SELECT try_cast(x as string)",
            "cast(9.223372036854775e18d as tinyint)",
            "cast(9.223372036854775e18d as int)",
            "cast(9.223372036854775e18d as bigint)",
            "cast(9.223372036854775e18d as decimal(3,0))",
            "cast(9.223372036854775e18d as decimal(5,2))",
        ),
        _DIGITS,
    ),
    "columns from double": _starting("casts", "columns from double", ("SELECT cast(x as string)",), _DIGITS),
    "columns from double, legacy": {
        **_starting(
            "casts",
            "columns from double",
            ("SELECT cast(x as decimal(20,0))", "SELECT cast(x as decimal(38", "SELECT cast(x as string)"),
            _DIGITS,
        ),
        **_starting("casts", "columns from double", ("SELECT cast(x as timestamp)",), _LARGEST),
    },
    "from bigint": _starting("casts", "from bigint", ("SELECT try_cast(x as timestamp)",), _LARGEST),
    "columns from bigint": _starting(
        "casts", "columns from bigint", ("SELECT cast(x as timestamp)",), _LARGEST
    ),
    "columns from bigint, legacy": _starting(
        "casts", "columns from bigint", ("SELECT cast(x as timestamp)",), _LARGEST
    ),
    "columns of numbers from strings": _starting(
        "casts", "columns of numbers from strings", ("SELECT cast(x as decimal(",), _ORDER
    ),
    "intervals from strings": _starting(
        "casts", "intervals from strings", ("SELECT try_cast(x as interval)",), _NANOS
    )
    | _starting(
        "casts",
        "intervals from strings",
        ("SELECT try_cast(x as interval day) ",),
        "Spark's days overflow without an error",
    ),
    "columns of intervals from strings": _starting(
        "casts", "columns of intervals from strings", ("SELECT cast(x as interval)",), _NANOS
    ),
    "columns of intervals from strings, legacy": _starting(
        "casts", "columns of intervals from strings", ("SELECT cast(x as interval)",), _NANOS
    ),
}

GAPS: dict[str, dict[str, dict[str, str]]] = {
    "casts": _CASTS,
    "strings": {
        "like": {"'foo' like any ('f' || '%', 'y')": "the parser takes only literals for constants here"},
        "regular expressions": {
            "regexp_replace('aXb', '(?i)x', '${n}')": "the parser puts no variables into the text",
            "regexp_replace('foo', '(?<x>o)', '<${x}>')": "the parser puts no variables into the text",
        },
        "regular expressions, legacy": {
            "regexp_replace('aXb', '(?i)x', '${n}')": "the parser puts no variables into the text",
            "regexp_replace('foo', '(?<x>o)', '<${x}>')": "the parser puts no variables into the text",
        },
    },
    "datetime": {
        "current": {"typeof(localtimestamp)": "Spark knows localtimestamp only with parentheses"},
        "arithmetic, legacy": {
            "date'2020-01-01' + '1'": "Spark casts the string to DOUBLE first, only to refuse it",
            "date'2020-01-01' - '2019-12-31'": "Spark casts the string to DOUBLE first, only to refuse it",
        },
    },
    "collections": {
        "put together": {"select concat(array(1), 1)": "Spark shows the type after its cast"},
        "functions of elements": {
            "select map_zip_with(map(1, 2), map('a', 3), (k, x, y) -> x)": "Spark shows the lambda as it was written",
        },
    },
    "aggregates": {
        "count and sum": {
            "select sum(9223372036854775807) from t": "Spark tells an empty place",
            "select sum(cast(9e37 as decimal(38, 0))) from t": "decimals whose sum is beyond 38 digits overflow inside DuckDB: no place is told, and nothing can be made null",
        },
        "without ansi": {
            "select sum(9223372036854775807) from t": "Spark tells an empty place",
            "select sum(cast(9e37 as decimal(38, 0))) from t": "decimals whose sum is beyond 38 digits overflow inside DuckDB: no place is told, and nothing can be made null",
            "select avg(cast(9e37 as decimal(38, 0))) from t": "decimals whose sum is beyond 38 digits overflow inside DuckDB: no place is told, and nothing can be made null",
        },
    },
    "windows": {
        "neighbours": {
            "select lag(v, 'a') over (order by n) from p": "Spark itself fails on an offset that is no number"
        },
        "frames": {
            "select sum(v) over (order by n rows between current row and 1 preceding) from p": "DuckDB refuses frames that end before they start",
            "select sum(v) over (order by n rows between unbounded following and current row) from p": "the parser does not tell it from UNBOUNDED PRECEDING",
            "select sum(v) over (order by n rows between -1 preceding and current row), n from p": "DuckDB refuses frames that end before they start",
            "select sum(v) over (order by n range between interval '1' day preceding and current row) from p": "Spark casts the interval to a number",
        },
    },
    "grouping": {
        "keys": {
            "select sum(i) as total from t group by total": "Spark points at the aggregate behind the alias",
        },
        "having": {
            "select k, sum(i) from t group by k having i > 1": "a column that is not grouped by is found, and refused as such"
        },
        "order": {
            "select distinct k, sum(i) from t group by k order by sum(i)": "the order of the names that are proposed",
        },
        "generators": {
            "select k from t order by explode(array(1))": "generators outside of SELECT lists are refused by their types only",
            "select * from t where k = 1 limit explode(array(1))": "generators outside of SELECT lists are refused by their types only",
        },
        "lateral aliases": {
            "select k as x, rank() over (order by x) from t where k is not null": "lateral aliases may be used in windows and aggregates",
        },
    },
    "sketches": {
        "hll": _starting(
            "sketches",
            "hll",
            ("hll_union_agg(s, true)", "hll_union_agg(s) from (select hll_sketch_agg(x) s"),
            _PLACES,
        ),
        "tuples": _starting(
            "sketches",
            "tuples",
            (
                "tuple_union_agg_integer(s",
                "tuple_intersection_agg_integer(s",
                "tuple_intersection_agg_double(s",
                "tuple_sketch_agg_integer(x, 1, 4)",
            ),
            _PLACES,
        ),
        "kll": _starting(
            "sketches", "kll", ("kll_merge_agg_bigint(s)", "kll_sketch_merge_bigint(kll"), _PLACES
        ),
    },
    "variants": {
        "parse of what": {
            "parse_json(x) from values ('[1]'),('[') t(x)": "an error of Java, which PySpark does not translate",
        },
        "to": {
            "cast(time'10:00:00' as variant)": _FAILS,
        },
    },
}
for _part in (gaps_documents.GAPS, gaps_values.VALUES):
    for _topic, _groups in _part.items():
        for _group, _cases in _groups.items():
            GAPS.setdefault(_topic, {}).setdefault(_group, {}).update(_cases)
