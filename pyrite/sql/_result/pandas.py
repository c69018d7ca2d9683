"""Frames of pandas from the engine's tables: what ``toPandas`` gives."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkValueError, UnsupportedOperationException
from pyrite.sql._result.arrow import spark_column
from pyrite.sql._result.rows import to_rows
from pyrite.sql._text.local_time import local_zone_of_pandas
from pyrite.sql._types.arrow_types import to_arrow_schema
from pyrite.sql._types.datatypes import (
    BooleanType,
    ByteType,
    DataType,
    DayTimeIntervalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    ShortType,
    SpatialType,
    StringType,
    TimestampNTZType,
    TimestampType,
    VariantType,
)
from pyrite.sql._types.distinct_names import distinct_names, with_distinct_names
from pyrite.sql._types.infer import _parts
from pyrite.sql._types.nested import ArrayType, MapType, StructType, UserDefinedType
from pyrite.sql._types.row import _create_row
from pyrite.sql._types.values import VariantVal

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_Convert = Callable[[Any], Any]


def to_pandas(table: pa.Table, schema: StructType, settings: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The frame of a table.

    Parameters
    ----------
    table : pyarrow.Table
        The engine's table.
    schema : StructType
        What its columns are, and their names.
    settings : mapping, optional
        The session's settings; those of the zone, of Arrow and of structs count
        (spark.sql.execution.arrow.pyspark.enabled, spark.sql.execution.pandas.structHandlingMode and others).

    Raises
    ------
    PySparkTypeError, UnsupportedOperationException
        For types that the way through Arrow does not take, where there is no other.
    """
    settings = settings or {}
    zone = settings.get("spark.sql.session.timeZone", "UTC")
    structs = settings.get("spark.sql.execution.pandas.structHandlingMode", "legacy")
    through_arrow = settings.get("spark.sql.execution.arrow.pyspark.enabled", "true") == "true"
    if through_arrow and _goes_through_arrow(schema, settings):
        return _through_arrow(table, schema, zone, structs)
    as_bytes = settings.get("spark.sql.execution.pyspark.binaryAsBytes", "true") == "true"
    return _by_rows(table, schema, zone, structs, as_bytes)


def _goes_through_arrow(schema: StructType, settings: Mapping[str, str]) -> bool:
    """Whether Arrow has all types; without them, a warning says what happens."""
    try:
        to_arrow_schema(schema, timezone="UTC")
        return True
    except Exception as error:
        fallback = "spark.sql.execution.arrow.pyspark.fallback.enabled"
        goes_on = settings.get(fallback, "true") == "true"
        then = "it goes on by rows" if goes_on else "there is no other way"
        warnings.warn(
            f"toPandas could not convert the result through Arrow, and {then}, as '{fallback}' says: {error}",
            stacklevel=3,
        )
        if not goes_on:
            raise
        return False


def _through_arrow(table: pa.Table, schema: StructType, zone: str, structs: str) -> pd.DataFrame:
    import pandas as pd

    if not schema.fields:
        return table.to_pandas()
    if structs == "legacy":
        structs = "dict"
        for field in schema.fields:
            refuse_same_names(field.dataType)
    columns = []
    for column, field in zip(table.columns, schema.fields):
        arrow = spark_column(column, with_distinct_names(field.dataType))
        series = arrow.to_pandas(date_as_object=True, coerce_temporal_nanoseconds=not _keeps_microseconds())
        to_series = ToSeries(zone, structs, datetime.timezone.utc)
        columns.append(to_series(series, field.dataType, field.nullable))
    return _frame(pd.concat(columns, axis="columns"), schema)


def _by_rows(
    table: pa.Table, schema: StructType, zone: str, structs: str, binary_as_bytes: bool
) -> pd.DataFrame:
    import pandas as pd

    rows = to_rows(table, schema, binary_as_bytes)
    if rows:
        frame = pd.DataFrame.from_records(rows, index=range(len(rows)), columns=schema.names)
    else:
        frame = pd.DataFrame(columns=schema.names)
    if not schema.fields:
        return frame
    to_series = ToSeries(zone, "row" if structs == "legacy" else structs, local_zone_of_pandas())
    columns = [
        to_series(series, field.dataType, field.nullable)
        for (_, series), field in zip(frame.items(), schema.fields)
    ]
    return _frame(pd.concat(columns, axis="columns"), schema)


def _frame(frame: pd.DataFrame, schema: StructType) -> pd.DataFrame:
    import pandas as pd

    frame.columns = pd.Index(schema.names)
    return frame


def refuse_same_names(dataType: DataType) -> None:
    """Raise for a struct whose fields share a name."""
    if isinstance(dataType, StructType) and len(set(dataType.names)) < len(dataType.names):
        raise UnsupportedOperationException(
            errorClass="DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT",
            messageParameters={"field_names": str(dataType.names)},
        )
    for part in _parts(dataType):
        refuse_same_names(part)


def _keeps_microseconds() -> bool:
    """Whether this pandas has times in microseconds by default; older ones have nanoseconds only."""
    import pandas as pd

    return int(pd.__version__.split(".")[0]) >= 3


def _dtype(dataType: DataType) -> Any:
    """The dtype that a column has whatever its values are; None for one of objects."""
    import numpy as np
    import pandas as pd

    numbers: dict[type[DataType], Any] = {
        ByteType: np.int8,
        ShortType: np.int16,
        IntegerType: np.int32,
        LongType: np.int64,
        FloatType: np.float32,
        DoubleType: np.float64,
        BooleanType: bool,
    }
    if type(dataType) in numbers:
        return numbers[type(dataType)]
    unit = "us" if _keeps_microseconds() else "ns"
    if isinstance(dataType, (TimestampType, TimestampNTZType)):
        return np.dtype(f"datetime64[{unit}]")
    if isinstance(dataType, DayTimeIntervalType):
        return np.dtype(f"timedelta64[{unit}]")
    if isinstance(dataType, StringType) and _keeps_microseconds():
        return pd.StringDtype(na_value=np.nan)
    return None


class ToSeries:
    """Turns a column as Arrow or pandas made it into one of the right dtype, or of the right objects.

    Parameters
    ----------
    zone : str
        The session's time zone, on whose clock moments are shown.
    structs : str
        ``row`` or ``dict``.
    given : str or tzinfo
        The zone of moments that say none.
    """

    def __init__(self, zone: str, structs: str, given: str | datetime.tzinfo):
        self._zone = zone
        self._structs = structs
        self._given = given

    def __call__(self, series: pd.Series, dataType: DataType, nullable: bool) -> pd.Series:
        import numpy as np

        dtype = _dtype(dataType)
        if dtype is None:
            convert = self._converter(dataType, self._structs)
            if convert is None:
                return series
            return series.apply(lambda value: None if value is None else convert(value))
        if nullable and isinstance(dataType, (IntegralType, BooleanType)) and series.isnull().any():
            dtype = object if isinstance(dataType, BooleanType) else np.float64
        if isinstance(dataType, TimestampType):
            series = self._on_the_clock(series, dtype)
        return series.astype(dtype)

    def _on_the_clock(self, series: pd.Series, dtype: Any) -> pd.Series:
        import pandas as pd

        if not isinstance(series.dtype, pd.DatetimeTZDtype):
            series = series.astype(dtype)
            if self._given == self._zone:
                return series
            # As one by one: a whole column with NaT goes wrong in a zone of the machine's settings.
            return series.apply(lambda at: at if at is pd.NaT else self._moment(at))
        return series.dt.tz_convert(self._zone).dt.tz_localize(None)

    def _moment(self, value: Any) -> Any:
        import pandas as pd

        found = pd.Timestamp(value)
        if found.tzinfo is None:
            found = found.tz_localize(self._given, ambiguous=False)
        return found.tz_convert(self._zone).tz_localize(None)

    def _converter(self, dataType: DataType, structs: str, lists: bool = False) -> _Convert | None:
        """What turns a value into the one that the frame has; None where it stays as it is."""
        import numpy as np
        import pandas as pd

        if isinstance(dataType, TimestampType):
            return self._moment
        if isinstance(dataType, TimestampNTZType):
            return pd.Timestamp
        if isinstance(dataType, ArrayType):
            element = self._converter(dataType.elementType, structs, lists)
            if element is None:
                return list if lists else None
            each = _unless_none(element)

            def array(value: Any) -> Any:
                found = list(map(each, value))
                return np.array(found) if isinstance(value, np.ndarray) and not lists else found

            return array
        if isinstance(dataType, MapType):
            key = _unless_none(self._converter(dataType.keyType, structs, lists))
            item = _unless_none(self._converter(dataType.valueType, structs, lists))

            def mapping(value: Any) -> dict[Any, Any]:
                pairs = value.items() if isinstance(value, dict) else value
                return {key(k): item(v) for k, v in pairs}

            return mapping
        if isinstance(dataType, StructType):
            return self._struct(dataType, structs, lists)
        if isinstance(dataType, UserDefinedType):
            plain = _unless_none(self._converter(dataType.sqlType(), "row", lists=True))
            read = dataType.deserialize
            return lambda value: value if hasattr(value, "__UDT__") else read(plain(value))
        if isinstance(dataType, VariantType):
            return lambda value: (
                value if isinstance(value, VariantVal) else VariantVal(value["value"], value["metadata"])
            )
        if isinstance(dataType, SpatialType):
            return lambda value: dataType._value(value["wkb"], value["srid"])
        return None

    def _struct(self, dataType: StructType, structs: str, lists: bool) -> _Convert:
        if structs not in ("row", "dict"):
            raise PySparkValueError(errorClass="UNKNOWN_VALUE_FOR", messageParameters={"var": str(structs)})
        names, distinct = dataType.names, distinct_names(dataType.names)
        fields = [_unless_none(self._converter(field.dataType, structs, lists)) for field in dataType.fields]

        def struct(value: Any) -> Any:
            values = map(value.get, distinct) if isinstance(value, dict) else value
            found = [field(item) for field, item in zip(fields, values)]
            return _create_row(names, found) if structs == "row" else dict(zip(distinct, found))

        return struct


def _unless_none(convert: _Convert | None) -> _Convert:
    if convert is None:
        return lambda value: value
    return lambda value: None if value is None else convert(value)
