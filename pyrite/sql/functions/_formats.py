"""Text in JSON, CSV and XML, and variants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyrite.errors import PySparkValueError
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._literals import value_of
from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, options_of, plain
from pyrite.sql.functions._normal import lit
from pyrite.sql.types import ArrayType, DataType, MapType, StructType

__all__ = [
    "from_csv",
    "from_json",
    "from_xml",
    "get_json_object",
    "is_valid_variant",
    "is_variant_null",
    "json_array_length",
    "json_object_keys",
    "json_tuple",
    "parse_json",
    "schema_of_csv",
    "schema_of_json",
    "schema_of_variant",
    "schema_of_variant_agg",
    "schema_of_xml",
    "to_csv",
    "to_json",
    "to_variant_object",
    "to_xml",
    "try_parse_json",
    "try_variant_array_append",
    "try_variant_get",
    "try_variant_insert",
    "try_variant_set",
    "variant_array_append",
    "variant_delete",
    "variant_get",
    "variant_insert",
    "variant_set",
    "variant_strip_nulls",
]


# -------------------------------------------------------------------------------------------------- JSON


def from_json(
    col: ColumnOrName,
    schema: ArrayType | StructType | MapType | Column | str,
    options: Mapping[str, str] | None = None,
) -> Column:
    """A struct, array or map of a text in JSON; null where it cannot be read.

    Parameters
    ----------
    col
        The text.
    schema : DataType, Column or str
        The type: itself, as DDL, or a constant column as :func:`schema_of_json` makes it.
    options : dict, optional
        The options of the JSON reader.
    """
    return call("from_json", col, _schema(schema, "DataType, Column or str"), *options_of(options))


def to_json(col: ColumnOrName, options: Mapping[str, str] | None = None) -> Column:
    """A struct, array, map or variant as text in JSON; ``options`` are those of the JSON writer."""
    return call("to_json", col, *options_of(options))


def schema_of_json(json: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """The type of a text in JSON, which must be constant, as DDL."""
    return _schema_of("schema_of_json", "json", json, options)


def get_json_object(col: ColumnOrName, path: str) -> Column:
    """What a path as ``"$.a[0].b"`` finds in a text in JSON, as text."""
    return call("get_json_object", col, plain(path))


def json_tuple(col: ColumnOrName, *fields: str) -> Column:
    """Fields of a text in JSON, as texts, in columns ``c0``, ``c1`` and so on.

    Raises
    ------
    PySparkValueError
        CANNOT_BE_EMPTY when no field is named.
    """
    if not fields:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "field"})
    return call("json_tuple", col, *[plain(field) for field in fields])


def json_array_length(col: ColumnOrName) -> Column:
    """How many elements the outer array of a text in JSON has, or null."""
    return call("json_array_length", col)


def json_object_keys(col: ColumnOrName) -> Column:
    """The keys of the outer object of a text in JSON, as an array, or null."""
    return call("json_object_keys", col)


# --------------------------------------------------------------------------------------------------- CSV


def from_csv(col: ColumnOrName, schema: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """A struct of a line of CSV; ``schema`` is DDL, ``options`` are those of the CSV reader."""
    if not isinstance(schema, (str, Column)):
        raise unexpected_type("schema", schema, "Column or str")
    return call("from_csv", col, lit(schema), *options_of(options))


def to_csv(col: ColumnOrName, options: Mapping[str, str] | None = None) -> Column:
    """A struct as a line of CSV; ``options`` are those of the CSV writer."""
    return call("to_csv", col, *options_of(options))


def schema_of_csv(csv: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """The type of a line of CSV, which must be constant, as DDL."""
    return _schema_of("schema_of_csv", "csv", csv, options)


# --------------------------------------------------------------------------------------------------- XML


def from_xml(
    col: ColumnOrName, schema: StructType | Column | str, options: Mapping[str, str] | None = None
) -> Column:
    """A struct of a text in XML; ``schema`` is the type, or DDL, ``options`` are those of the XML reader."""
    if not isinstance(schema, (StructType, Column, str)):
        raise unexpected_type("schema", schema, "StructType, Column or str")
    return call("from_xml", col, _schema(schema, "StructType, Column or str"), *options_of(options))


def to_xml(col: ColumnOrName, options: Mapping[str, str] | None = None) -> Column:
    """A struct as text in XML; ``options`` are those of the XML writer."""
    return call("to_xml", col, *options_of(options))


def schema_of_xml(xml: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """The type of a text in XML, which must be constant, as DDL."""
    return _schema_of("schema_of_xml", "xml", xml, options)


def _schema(schema: Any, expected: str) -> Column:
    if isinstance(schema, DataType):
        return lit(schema.json())
    if not isinstance(schema, (Column, str)):
        raise unexpected_type("schema", schema, expected)
    return lit(schema)


def _schema_of(name: str, parameter: str, text: Any, options: Mapping[str, str] | None) -> Column:
    text = value_of(text)
    if not isinstance(text, (str, Column)):
        raise unexpected_type(parameter, text, "Column or str")
    return call(name, lit(text), *options_of(options))


# ---------------------------------------------------------------------------------------------- variants


def parse_json(col: ColumnOrName) -> Column:
    """The variant of a text in JSON."""
    return call("parse_json", col)


def try_parse_json(col: ColumnOrName) -> Column:
    """As :func:`parse_json`, but null where the text is no JSON."""
    return call("try_parse_json", col)


def to_variant_object(col: ColumnOrName) -> Column:
    """A struct, array or map as a variant."""
    return call("to_variant_object", col)


def is_variant_null(v: ColumnOrName) -> Column:
    """Whether a variant is the null of JSON."""
    return call("is_variant_null", v)


def is_valid_variant(v: ColumnOrName) -> Column:
    """Whether the bytes of a variant are well-formed."""
    return call("is_valid_variant", v)


def schema_of_variant(v: ColumnOrName) -> Column:
    """The type of a variant as DDL."""
    return call("schema_of_variant", v)


def schema_of_variant_agg(v: ColumnOrName) -> Column:
    """The type that the variants of a group have together, as DDL."""
    return call("schema_of_variant_agg", v)


def variant_get(v: ColumnOrName, path: Column | str, targetType: str) -> Column:
    """What a path as ``"$.a[0]"`` finds in a variant, as a type written as DDL; raises where it does not fit."""
    return call("variant_get", v, lit(path), plain(targetType))


def try_variant_get(v: ColumnOrName, path: Column | str, targetType: str) -> Column:
    """As :func:`variant_get`, but null where it does not fit."""
    return call("try_variant_get", v, lit(path), plain(targetType))


def variant_delete(v: ColumnOrName, *paths: Column | str) -> Column:
    """A variant without what the paths find.

    Raises
    ------
    PySparkValueError
        CANNOT_BE_EMPTY when no path is given.
    """
    if not paths:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "paths"})
    return call("variant_delete", v, *[lit(path) for path in paths])


def variant_insert(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """A variant with a value put in at a path where there is none yet."""
    return call("variant_insert", v, lit(path), value)


def try_variant_insert(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """As :func:`variant_insert`, but null where it cannot be."""
    return call("try_variant_insert", v, lit(path), value)


def variant_set(
    v: ColumnOrName, path: Column | str, value: ColumnOrName, create_if_missing: bool = True
) -> Column:
    """A variant with the value at a path set; where there is none, it is made when ``create_if_missing``."""
    return call("variant_set", v, lit(path), value, plain(create_if_missing))


def try_variant_set(
    v: ColumnOrName, path: Column | str, value: ColumnOrName, create_if_missing: bool = True
) -> Column:
    """As :func:`variant_set`, but null where it cannot be."""
    return call("try_variant_set", v, lit(path), value, plain(create_if_missing))


def variant_array_append(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """A variant with a value behind the array at a path."""
    return call("variant_array_append", v, lit(path), value)


def try_variant_array_append(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """As :func:`variant_array_append`, but null where it cannot be."""
    return call("try_variant_array_append", v, lit(path), value)


def variant_strip_nulls(v: ColumnOrName, include_arrays: bool = True) -> Column:
    """A variant without the fields that are null, and elements that are when ``include_arrays``."""
    return call("variant_strip_nulls", v, plain(include_arrays))
