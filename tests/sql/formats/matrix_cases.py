"""Each format with each type: what is written, and how it is read back."""

from __future__ import annotations

import hashlib

_TIMES = (
    "0001-01-01 00:00:00",
    "1582-10-04 23:59:59.999999",
    "1960-01-01 00:00:00",
    "1970-01-01 00:00:00",
    "2020-07-01 12:00:00.123456",
    "9999-12-31 23:59:59.999999",
)
_DATES = ("0001-01-01", "1582-10-04", "1582-10-15", "1970-01-01", "2020-02-29", "9999-12-31")
_FLOATS = ("1.5", "-0.0", "NaN", "Infinity", "-Infinity", "0.1")

#: Each type with some of its values, the smallest and the largest among them. A null comes first.
TYPES: dict[str, tuple[str, ...]] = {
    "boolean": ("true", "false"),
    "tinyint": ("-128", "127", "0"),
    "smallint": ("-32768", "32767"),
    "int": ("-2147483648", "2147483647"),
    "bigint": ("-9223372036854775808L", "9223372036854775807L"),
    "float": (*[f"'{text}'" for text in _FLOATS], "'3.4028235e38'", "'1.4e-45'"),
    "double": (*[f"'{text}'" for text in _FLOATS], "'1.7976931348623157e308'", "'4.9e-324'"),
    "decimal(9,2)": ("'-9999999.99'", "'0.01'"),
    "decimal(18,0)": ("'999999999999999999'", "'-1'"),
    "decimal(38,18)": ("'-99999999999999999999.999999999999999999'", "'1'"),
    "string": ("''", "'x'", "'é世𝄞'", "'a,b\"c;d'", "' padded '", "'two\\nlines'", "'null'", "'<&>'"),
    "binary": ("X''", "X'00FF'", "X'616263'"),
    "date": tuple([f"date'{text}'" for text in _DATES]),
    "timestamp": tuple([f"timestamp'{text}'" for text in _TIMES]),
    "timestamp_ntz": tuple([f"timestamp_ntz'{text}'" for text in _TIMES]),
    "interval day to second": (
        "interval '1 02:03:04.567' day to second",
        "interval '-106751991 04:00:54.775807' day to second",
    ),
    "array<int>": ("array()", "array(1, null, 3)"),
    "array<string>": ("array('', null, 'x')",),
    "array<array<int>>": ("array(array(1), null, array())",),
    "map<string,int>": ("map()", "map('k', 1, 'n', null)"),
    "map<int,string>": ("map(1, 'a')",),
    "struct<a:int,b:string>": ("named_struct('a', 1, 'b', null)", "named_struct('a', null, 'b', 'x')"),
    "struct<a:struct<b:struct<c:int>>>": (
        "named_struct('a', named_struct('b', named_struct('c', 1)))",
        "named_struct('a', null)",
    ),
    "array<struct<x:bigint,y:array<date>>>": (
        "array(named_struct('x', 1L, 'y', array(date'2020-01-01', null)), null)",
    ),
    "map<string,struct<t:timestamp,d:decimal(10,2)>>": (
        "map('k', named_struct('t', timestamp'2020-01-01 00:00:00', 'd', 1.50BD))",
    ),
}

#: The formats that tell their columns' types, and those that are read with a schema.
TYPED = ("parquet", "orc")
PLAIN = ("csv", "json", "xml", "text")
FORMATS = (*TYPED, *PLAIN)

OPTIONS: dict[str, dict[str, str]] = {"xml": {"rowTag": "row"}, "csv": {"header": "true"}}


def query(kind: str, format: str) -> str:
    """The rows that are written: a number and a value of the type, or of text files the value alone."""
    values = ", ".join([f"({place + 1}, CAST({text} AS {kind}))" for place, text in enumerate(TYPES[kind])])
    columns = "v" if format == "text" else "id, v"
    return f"SELECT {columns} FROM VALUES (0, CAST(NULL AS {kind})), {values} AS t(id, v)"


def schema(kind: str, format: str) -> str | None:
    """The schema with which files are read; None where they tell it."""
    if format in TYPED:
        return None
    return f"v {kind}" if format == "text" else f"id int, v {kind}"


def member(kind: str, format: str) -> str:
    """The name of a case's file."""
    return f"{format}/{hashlib.sha256(kind.encode()).hexdigest()[:12]}"


CASES = [(f, kind) for f in FORMATS for kind in TYPES if f != "text" or kind == "string"]
