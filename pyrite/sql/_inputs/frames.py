"""Frames of pandas: through Arrow where that goes, else as rows."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._inputs.rows import rows_to_arrow, table_of
from pyrite.sql._inputs.tables import physical_table
from pyrite.sql._text.local_time import local_zone_of_pandas
from pyrite.sql._types.arrow_types import from_arrow_type, to_arrow_type
from pyrite.sql._types.datatypes import DataType, StringType, TimestampType, VariantType
from pyrite.sql._types.distinct_names import distinct_names, with_distinct_names
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType, UserDefinedType
from pyrite.sql._types.row import Row, _create_row

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Settings = Mapping[str, str]
_Convert = Callable[[Any], Any]


def frame_to_arrow(
    frame: pd.DataFrame, schema: Any, verify: bool, settings: Settings
) -> tuple[pa.Table, StructType]:
    """The engine's table of a pandas frame; see ``to_arrow_rows``.

    The way through Arrow (spark.sql.execution.arrow.pyspark.enabled) takes missing values as nulls and casts. When
    it fails, the way by rows follows with a warning (spark.sql.execution.arrow.pyspark.fallback.enabled), which
    infers, verifies and keeps NaN as Spark does with lists.
    """
    if schema is None:
        schema = list(map(str, frame.columns))
    if settings.get("spark.sql.execution.arrow.pyspark.enabled", "true") == "true" and len(frame) > 0:
        try:
            return _through_arrow(frame, schema, settings)
        except Exception as error:
            fallback = "spark.sql.execution.arrow.pyspark.fallback.enabled"
            goes_on = settings.get(fallback, "true") == "true"
            then = "it goes on by rows" if goes_on else "there is no other way"
            warnings.warn(
                f"createDataFrame could not convert the pandas frame through Arrow, and {then}, as "
                f"'{fallback}' says: {error}",
                stacklevel=3,
            )
            if not goes_on:
                raise
    return rows_to_arrow(_rows_of(frame, schema, settings), schema, verify, settings)


# ------------------------------------------------------------------------------------------- through Arrow


def _through_arrow(frame: pd.DataFrame, schema: Any, settings: Settings) -> tuple[pa.Table, StructType]:
    import pyarrow as pa

    struct = schema if not isinstance(schema, (list, tuple)) else _inferred(frame, schema, settings)
    if not isinstance(struct, StructType):
        raise PySparkTypeError(
            errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW", messageParameters={"data_type": str(struct)}
        )
    if len(frame.columns) < len(struct):
        raise PySparkValueError(
            errorClass="FIELD_STRUCT_LENGTH_MISMATCH",
            messageParameters={"object_length": str(len(frame.columns)), "field_length": str(len(struct))},
        )
    if not struct.fields:
        return table_of([], struct, len(frame)), struct
    zone = settings.get("spark.sql.session.timeZone", "UTC")
    safe = settings.get("spark.sql.execution.pandas.convertToArrowArraySafely", "true") == "true"
    columns = [
        _arrow_column(series, field.dataType, zone, safe)
        for (_, series), field in zip(frame.items(), struct.fields)
    ]
    return physical_table(pa.Table.from_arrays(columns, names=struct.names), struct), struct


def _inferred(frame: pd.DataFrame, names: Any, settings: Settings) -> StructType:
    """The schema that Arrow finds in a frame."""
    import pyarrow as pa

    without_zone = settings.get("spark.sql.timestampType") == "TIMESTAMP_NTZ"
    as_map = settings.get("spark.sql.execution.pandas.inferPandasDictAsMap") == "true"
    fields = []
    for name, field in zip(names, pa.Schema.from_pandas(frame, preserve_index=False)):
        if as_map and pa.types.is_struct(field.type):
            if not field.type.num_fields:
                raise PySparkValueError(errorClass="CANNOT_INFER_EMPTY_SCHEMA", messageParameters={})
            kind: DataType = MapType(StringType(), from_arrow_type(field.type.field(0).type, without_zone))
        else:
            kind = from_arrow_type(field.type, without_zone)
        fields.append(StructField(name, kind, field.nullable))
    return StructType(fields)


def _arrow_column(series: pd.Series, dataType: DataType, zone: str, safe: bool) -> pa.Array:
    """A frame's column in Arrow's type for Spark's."""
    import pandas as pd
    import pyarrow as pa

    if isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype(series.dtype.categories.dtype)
    series = pandas_form(series, dataType, zone)
    mask = None if hasattr(series.array, "__arrow_array__") else series.isnull()
    kind = to_arrow_type(with_distinct_names(dataType), timezone="UTC")
    return pa.Array.from_pandas(series, mask=mask, type=kind, safe=safe)


def pandas_form(series: pd.Series, dataType: DataType, zone: str) -> pd.Series:
    """A column with values that Arrow takes for the type: moments without a zone are on the clock of ``zone``."""
    import pandas as pd

    if isinstance(dataType, TimestampType):
        if pd.api.types.is_datetime64_dtype(series.dtype):
            series = series.dt.tz_localize(zone, ambiguous=False)
        if isinstance(series.dtype, pd.DatetimeTZDtype):
            series = series.dt.tz_convert("UTC")
    convert = _arrow_form(dataType, zone)
    if convert is not None:
        series = pd.Series([None if value is None else convert(value) for value in series], dtype=object)
    return series


def _arrow_form(dataType: DataType, zone: str, nested: bool = False) -> _Convert | None:
    """What turns a value into one that Arrow takes for the type; None where Arrow takes it as it is."""
    import pandas as pd

    def of(kind: DataType) -> _Convert:
        convert = _arrow_form(kind, zone, nested=True)
        return lambda value: value if convert is None or value is None else convert(value)

    if isinstance(dataType, ArrayType):
        element = of(dataType.elementType)
        return lambda value: [element(item) for item in value]
    if isinstance(dataType, MapType):
        key, item = of(dataType.keyType), of(dataType.valueType)
        return lambda value: [(key(k), item(v)) for k, v in value.items()]
    if isinstance(dataType, StructType):
        names, distinct = dataType.names, distinct_names(dataType.names)
        fields = [of(field.dataType) for field in dataType.fields]

        def struct(value: Any) -> dict[str, Any]:
            values = [value.get(name) for name in names] if isinstance(value, dict) else value
            return {name: field(item) for name, field, item in zip(distinct, fields, values)}

        return struct
    if isinstance(dataType, TimestampType) and nested:

        def moment(value: Any) -> datetime:
            found = pd.Timestamp(value)
            return found if found.tzinfo is not None else found.tz_localize(zone)

        return moment
    if isinstance(dataType, UserDefinedType):
        inner = of(dataType.sqlType())
        return lambda value: inner(dataType.serialize(value))
    return dataType.toInternal if isinstance(dataType, VariantType) else None


# ------------------------------------------------------------------------------------------- by rows


def _rows_of(frame: pd.DataFrame, schema: Any, settings: Settings) -> list[Any]:
    """The frame's rows; moments are on the local clock, where Spark takes those without a zone."""
    import numpy as np
    import pandas as pd

    if not len(frame.columns):
        return [Row()] * len(frame)
    zone = settings.get("spark.sql.session.timeZone", "UTC")
    localizes = settings.get("spark.sql.timestampType") != "TIMESTAMP_NTZ"
    columns = []
    for place, (_, series) in enumerate(frame.items()):
        if isinstance(schema, StructType):
            if place < len(schema):
                series = _on_local_clock(series, schema.fields[place].dataType, zone)
        elif localizes and isinstance(series.dtype, pd.DatetimeTZDtype):
            series = series.dt.tz_convert(local_zone_of_pandas()).dt.tz_localize(None)
        if pd.api.types.is_timedelta64_dtype(series.dtype):
            series = pd.Series(series.dt.to_pytimedelta(), index=series.index, dtype=object)
        columns.append(series.rename(f"col_{place}"))
    records = pd.concat(columns, axis="columns").to_records(index=False)
    # Nanoseconds would become integers.
    dtypes = [
        (name, np.dtype("datetime64[us]") if records.dtype[name] == "datetime64[ns]" else records.dtype[name])
        for name in records.dtype.names
    ]
    return records.astype(dtypes).tolist()


def _on_local_clock(series: pd.Series, dataType: DataType, zone: str) -> pd.Series:
    import pandas as pd

    local = local_zone_of_pandas()
    if isinstance(dataType, TimestampType):
        if pd.api.types.is_datetime64_dtype(series.dtype) and zone != local:
            series = series.dt.tz_localize(zone, ambiguous=False)
        if isinstance(series.dtype, pd.DatetimeTZDtype):
            series = series.dt.tz_convert(local).dt.tz_localize(None)
        return series
    convert = _nested_on_local_clock(dataType, zone)
    return (
        series if convert is None else series.apply(lambda value: None if value is None else convert(value))
    )


def _nested_on_local_clock(dataType: DataType, zone: str, nested: bool = False) -> _Convert | None:
    """What turns a value into a plain one, with moments on the local clock."""
    import pandas as pd

    def of(kind: DataType) -> _Convert:
        convert = _nested_on_local_clock(kind, zone, nested=True)
        return lambda value: value if convert is None or value is None else convert(value)

    if isinstance(dataType, ArrayType):
        element = of(dataType.elementType)
        return lambda value: [element(item) for item in value]
    if isinstance(dataType, MapType):
        key, item = of(dataType.keyType), of(dataType.valueType)
        return lambda value: {key(k): item(v) for k, v in value.items()}
    if isinstance(dataType, StructType):
        names, fields = dataType.names, [of(field.dataType) for field in dataType.fields]

        def struct(value: Any) -> Row:
            values = map(value.get, distinct_names(names)) if isinstance(value, dict) else value
            return _create_row(names, [field(item) for field, item in zip(fields, values)])

        return struct
    if isinstance(dataType, TimestampType) and nested:

        def moment(value: Any) -> datetime:
            found = pd.Timestamp(value)
            zoned = found if found.tzinfo is not None else found.tz_localize(zone, ambiguous=False)
            return zoned.tz_convert(local_zone_of_pandas()).tz_localize(None).to_pydatetime()

        return moment
    return None
