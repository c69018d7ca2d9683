"""Functions of values in Avro: they need the package ``fastavro``."""

from __future__ import annotations

from pyrite.sql._arguments import unexpected_type
from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, options_of
from pyrite.sql.functions._normal import lit

__all__ = ["from_avro", "to_avro"]


def from_avro(data: ColumnOrName, jsonFormatSchema: str, options: dict[str, str] | None = None) -> Column:
    """The value of bytes in Avro.

    Parameters
    ----------
    data
        The bytes: one value, without the head of a file.
    jsonFormatSchema : str
        The schema in which they were written.
    options : dict, optional
        ``avroSchema`` is the schema to read them as, ``mode`` is ``FAILFAST`` (the default) or ``PERMISSIVE``, which
        gives null for what cannot be read.

    Raises
    ------
    SparkRuntimeException
        MALFORMED_AVRO_MESSAGE, when the column is computed.

    >>> df.select(from_avro("value", '["int", "null"]'))     # doctest: +SKIP
    """
    if not isinstance(jsonFormatSchema, str):
        raise unexpected_type("jsonFormatSchema", jsonFormatSchema, "str")
    if options is not None and not isinstance(options, dict):
        raise unexpected_type("options", options, "dict")
    return call("from_avro", data, lit(jsonFormatSchema), *options_of(options))


def to_avro(data: ColumnOrName, jsonFormatSchema: str = "") -> Column:
    """A value as bytes in Avro.

    Parameters
    ----------
    data
        The value.
    jsonFormatSchema : str
        The schema to write it in; by default that of its type.

    >>> df.select(to_avro("value"))     # doctest: +SKIP
    """
    if not isinstance(jsonFormatSchema, str):
        raise unexpected_type("jsonFormatSchema", jsonFormatSchema, "str")
    return call("to_avro", data, *([lit(jsonFormatSchema)] if jsonFormatSchema else []))
