"""From Python's data to Arrow: what ``SparkSession.createDataFrame`` takes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyrite.sql._inputs.frames import frame_to_arrow
from pyrite.sql._inputs.rows import rows_to_arrow
from pyrite.sql._inputs.tables import ndarray_to_table, table_to_arrow
from pyrite.sql._types.nested import StructType, _parse_datatype_string

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["to_arrow_rows"]


def to_arrow_rows(
    data: Any, schema: Any = None, verify: bool = True, settings: Mapping[str, str] | None = None
) -> tuple[pa.Table, StructType]:
    """The Arrow table of the data that ``createDataFrame`` was given, in the engine's types, and Spark's schema.

    Parameters
    ----------
    data : iterable, pandas.DataFrame, numpy.ndarray, pyarrow.Table or polars.DataFrame
        Rows: tuples, lists, Rows, dicts, objects with attributes, or values of the one type that is the schema.
        Or a table as it is.
    schema : DataType, str or list of str, optional
        A struct; the type of each value; either as a DDL string; or names of columns, whose types are inferred
        as everything is without a schema.
    verify : bool
        Whether rows are checked against the schema. Without it, what does not fit is null.
    settings : mapping, optional
        The session's settings by key; those that are not there have Spark's defaults, and the zone is UTC.

    Raises
    ------
    PySparkTypeError, PySparkValueError
        When types cannot be inferred, or a value does not go with the schema.
    ParseException
        When the DDL is none.
    ArithmeticException, IllegalArgumentException
        For a decimal with too many digits, and a row of the wrong length.

    >>> table, struct = to_arrow_rows([("Ada", 36)], ["name", "age"])
    >>> struct.simpleString(), table.num_rows
    ('struct<name:string,age:bigint>', 1)
    """
    settings = settings or {}
    if isinstance(schema, str):
        schema = _parse_datatype_string(schema)
    elif isinstance(schema, (list, tuple)):
        schema = [name if isinstance(name, str) else name.encode("utf-8") for name in schema]
    if _is_from("numpy", "ndarray", data):
        data = ndarray_to_table(data, schema)
    elif _is_from("polars", "DataFrame", data):
        data = data.to_arrow()
    if _is_from("pandas", "DataFrame", data):
        return frame_to_arrow(data, schema, verify, settings)
    if _is_from("pyarrow", "Table", data):
        return table_to_arrow(data, schema, settings)
    return rows_to_arrow(data, schema, verify, settings)


def _is_from(module: str, name: str, data: object) -> bool:
    """Whether data is of a package's class; a package that nobody imported has no data."""
    package = sys.modules.get(module)
    return package is not None and isinstance(data, getattr(package, name, ()))
