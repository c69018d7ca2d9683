"""Lists of rows as Arrow tables: what their columns are, whether they go with the schema, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from functools import reduce
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._inputs.columns import (
    Unfit,
    Values,
    careful_array,
    careful_columns,
    classes_of,
    columns_of,
    fast_array,
)
from pyrite.sql._types.datatypes import DataType, NullType, TimestampNTZType, TimestampType
from pyrite.sql._types.infer import _BY_CLASS, _has_nulltype, _infer_schema, _infer_type, _merge_type
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.physical_types import physical_schema
from pyrite.sql._types.row import Row
from pyrite.sql._types.values import VariantVal
from pyrite.sql._types.verify import _create_converter, _make_type_verifier

if TYPE_CHECKING:
    import pyarrow as pa

Settings = Mapping[str, str]


def rows_to_arrow(
    data: Iterable[Any], schema: DataType | Sequence[str] | None, verify: bool, settings: Settings
) -> tuple[pa.Table, StructType]:
    """The table of rows that are tuples, lists, dicts, Rows, objects, or values of one type.

    The parameters, what comes back and the errors are those of ``to_arrow_rows``; the schema is parsed.
    """
    rows = data if isinstance(data, list) else list(data)
    if isinstance(schema, StructType):
        return known_rows_to_arrow(rows, schema, verify), schema
    if isinstance(schema, DataType):
        struct = StructType([StructField("value", schema)])
        return _values_to_arrow(rows, struct, verify), struct
    if schema is not None and not isinstance(schema, (list, tuple)):
        raise PySparkTypeError(
            errorClass="NOT_EXPECTED_TYPE",
            messageParameters={
                "arg_name": "schema",
                "expected_type": "list, None or StructType",
                "arg_type": type(schema).__name__,
            },
        )
    _refuse_variants(rows)
    names = None if schema is None else list(schema)
    struct, columns = _inferred(rows, names, settings)
    table = known_rows_to_arrow(rows, struct, False, columns)
    for place, name in enumerate(names or []):
        struct.fields[place].name = name
        struct.names[place] = name
    return table.rename_columns(struct.names), struct


def known_rows_to_arrow(
    rows: list[Any], struct: StructType, verify: bool, columns: list[Values] | None = None
) -> pa.Table:
    """The table of rows whose types are known; of their columns too when those are at hand."""
    _refuse_variants(rows)
    try:
        columns = columns_of(rows, struct) if columns is None else columns
        arrays = [
            fast_array(column, field.dataType, field.nullable)
            for column, field in zip(columns, struct.fields)
        ]
    except (Unfit, TypeError, ValueError):
        if verify:
            check = _make_type_verifier(struct)
            for row in rows:
                check(row)
        arrays = _careful_arrays(map(_create_converter(struct), rows), struct)
    return table_of(arrays, struct, len(rows))


def _values_to_arrow(values: list[Any], struct: StructType, verify: bool) -> pa.Table:
    """The table with one column of these values."""
    dataType = struct.fields[0].dataType
    try:
        arrays = [fast_array(values, dataType)]
    except Unfit:
        if verify:
            check = _make_type_verifier(dataType, name="field value")
            for value in values:
                check(value)
        convert = _create_converter(dataType)
        arrays = _careful_arrays(((convert(value),) for value in values), struct)
    return table_of(arrays, struct, len(values))


def _careful_arrays(rows: Iterable[Any], struct: StructType) -> list[pa.Array]:
    internal = list(map(struct.toInternal, rows))
    columns = careful_columns(internal, struct)
    return [careful_array(column, field.dataType) for column, field in zip(columns, struct.fields)]


def table_of(arrays: list[pa.Array], struct: StructType, length: int) -> pa.Table:
    """The table of these columns; without any, it still has a length."""
    import pyarrow as pa

    if not arrays:
        empty = pa.array([{}] * length, pa.struct([]))
        return pa.Table.from_batches([pa.RecordBatch.from_struct_array(empty)])
    return pa.Table.from_arrays(arrays, schema=physical_schema(struct))


def _refuse_variants(rows: list[Any]) -> None:
    if VariantVal in map(type, rows):
        raise PySparkValueError("Rows cannot be of type VariantVal")


# ------------------------------------------------------------------------------------------- inference


def infer_rows(rows: list[Any], names: list[str] | None, settings: Settings) -> StructType:
    """The schema of a list of rows, of all of which every one counts.

    Raises
    ------
    PySparkValueError
        When there is no row, or a column holds nothing but ``None``.
    PySparkTypeError
        When something is no row, has no type, or has types that do not go together.
    """
    return _inferred(rows, names, settings)[0]


def _inferred(
    rows: list[Any], names: list[str] | None, settings: Settings
) -> tuple[StructType, list[Values] | None]:
    """The schema, and the columns where they have been looked at."""
    if not rows:
        raise PySparkValueError(errorClass="CANNOT_INFER_EMPTY_SCHEMA", messageParameters={})
    flags = inference_flags(settings)
    try:
        struct, columns = _by_column(rows, names, flags)
    except (Unfit, PySparkTypeError, TypeError):
        # One by one, to raise what the first of them raises.
        struct = reduce(_merge_type, (_infer_schema(row, names, **flags) for row in rows))
        columns = None
    if _has_nulltype(struct):
        raise PySparkValueError(errorClass="CANNOT_DETERMINE_TYPE", messageParameters={})
    return struct, columns


def infer_rdd_rows(rows: Iterable[Any], names: list[str] | None, settings: Settings) -> StructType:
    """The schema of an RDD without a sampling ratio: of its first row, and of more, up to 100, while types lack.

    Parameters
    ----------
    rows : iterable
        The first rows; no more are read than it takes.
    names : list of str, optional
        Names for the columns of tuples and lists.
    settings : mapping
        The session's settings.

    Raises
    ------
    PySparkValueError
        When there is no row, or a column of the first 100 holds nothing but ``None``.
    PySparkTypeError
        As :func:`infer_rows`.
    """
    flags = inference_flags(settings)
    struct: StructType | None = None
    for row in islice(rows, 100):
        if struct is None:
            if isinstance(row, Sized) and not len(row):
                break
            # Spark leaves the legacy settings out here.
            first = {name: flags[name] for name in ("infer_dict_as_struct", "prefer_timestamp_ntz")}
            struct = _infer_schema(row, names, **first)
        else:
            struct = _merge_type(struct, _infer_schema(row, names, **flags))
        if not _has_nulltype(struct):
            return struct
    missing = "CANNOT_INFER_EMPTY_SCHEMA" if struct is None else "CANNOT_DETERMINE_TYPE"
    raise PySparkValueError(errorClass=missing, messageParameters={})


def inference_flags(settings: Settings) -> dict[str, bool]:
    """The arguments of ``_infer_schema`` that settings tell."""

    def on(key: str) -> bool:
        return settings.get(f"spark.sql.pyspark.{key}.enabled") == "true"

    return {
        "infer_dict_as_struct": on("inferNestedDictAsStruct"),
        "infer_array_from_first_element": on("legacy.inferArrayTypeFromFirstElement"),
        "infer_map_from_first_pair": on("legacy.inferMapTypeFromFirstPair"),
        "prefer_timestamp_ntz": settings.get("spark.sql.timestampType") == "TIMESTAMP_NTZ",
    }


def _by_column(
    rows: list[Any], names: list[str] | None, flags: dict[str, bool]
) -> tuple[StructType, list[Values]]:
    """The schema of rows that are all alike, found column by column, and the columns.

    Raises
    ------
    Unfit
        When they are not.
    """
    found = _names_of(rows, names)
    columns = columns_of(rows, StructType([StructField(name, NullType()) for name in found]))
    fields = zip(found, columns)
    return StructType([StructField(name, _column_type(column, flags)) for name, column in fields]), columns


def _names_of(rows: Values, names: list[str] | None = None) -> list[str]:
    """The names of the columns of rows that are alike."""
    kinds = set(map(type, rows))
    kind = kinds.pop()
    if kinds:
        raise Unfit
    fields: Any = None
    if kind is Row:
        lists = [getattr(row, "__fields__", None) for row in rows]
        fields = lists[0]
        # Rows made by one factory share one list: most comparisons are of a list with itself.
        if any(other is not fields and other != fields for other in lists):
            raise Unfit
    elif issubclass(kind, tuple):
        fields = getattr(kind, "_fields", None)
    elif not issubclass(kind, list):
        return _names_in_dicts(rows if kind is dict else list(map(vars, rows)))
    widths = set(map(len, rows))
    width = widths.pop()
    if not fields:
        given = names or []
        fields = [*given, *(f"_{place}" for place in range(len(given) + 1, width + 1))]
    if widths or len(fields) != width or len(set(fields)) < width:
        raise Unfit
    return list(fields)


def _names_in_dicts(rows: Values) -> list[str]:
    """The first dict's keys sorted, then those that each further one adds, sorted too."""
    names = dict.fromkeys(chain.from_iterable(rows))
    if not set(map(type, names)) <= {str}:
        raise Unfit
    if set(map(len, rows)) == {len(names)}:
        return sorted(names)
    return list(dict.fromkeys(chain.from_iterable(map(sorted, dict.fromkeys(map(tuple, rows))))))


def _column_type(values: Values, flags: dict[str, bool]) -> DataType:
    """The type that all values of a column have."""
    classes = classes_of(values)
    if len(classes) == 1:
        found = _BY_CLASS.get(next(iter(classes)))
        if isinstance(found, TimestampType) and flags["prefer_timestamp_ntz"]:
            zoned = any(value is not None and value.tzinfo is not None for value in values)
            return found if zoned else TimestampNTZType()
        if found is not None:
            return found
    if not any(flags.values()):
        try:
            return _uniform_type(values, classes)
        except (Unfit, PySparkTypeError, TypeError):
            pass
    return reduce(_merge_type, (_infer_type(value, **flags) for value in values), NullType())


def _uniform_type(values: Values, classes: set[type]) -> DataType:
    """The type of nested values whose parts are of one class at each place, so that merging has no order.

    Raises
    ------
    Unfit
        When they are of several classes, or of none with parts.
    """
    if not classes:
        return NullType()
    kind = classes.pop()
    if classes:
        raise Unfit
    if kind in _BY_CLASS:
        return _BY_CLASS[kind]
    values = [value for value in values if value is not None]
    if kind is list:
        return ArrayType(_uniform_part(chain.from_iterable(values)))
    if kind is dict:
        keys, items = chain.from_iterable(values), chain.from_iterable(map(dict.values, values))
        return MapType(_uniform_part(keys), _uniform_part(items))
    if not issubclass(kind, tuple) or hasattr(kind, "__UDT__"):
        raise Unfit
    names = _names_of(values)
    columns = columns_of(values, StructType([StructField(name, NullType()) for name in names]))
    return StructType([StructField(name, _uniform_part(column)) for name, column in zip(names, columns)])


def _uniform_part(values: Iterable[Any]) -> DataType:
    values = list(values)
    return _uniform_type(values, classes_of(values))
