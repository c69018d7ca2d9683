"""Columns as pandas has them for users' functions, and back."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._inputs.frames import pandas_form
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._result.arrow import spark_column
from pyrite.sql._result.pandas import ToSeries, refuse_same_names
from pyrite.sql._types.arrow_types import to_arrow_type
from pyrite.sql._types.datatypes import (
    BinaryType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    ShortType,
    SpatialType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
)
from pyrite.sql._types.distinct_names import with_distinct_names
from pyrite.sql._types.nested import StructType, UserDefinedType
from pyrite.sql._types.physical_types import physical_type, to_physical

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["array_of", "frame_array", "frame_of", "one_array", "same_for_parts", "series_of"]

#: Types whose columns have NumPy's own dtypes: moments in nanoseconds, integers with nulls as floats.
_DIRECT = (
    NullType, BinaryType, BooleanType, FloatType, DoubleType, ByteType, ShortType, IntegerType, LongType, DateType,
    TimeType, TimestampType, TimestampNTZType, UserDefinedType, VariantType, SpatialType,
)  # fmt: skip


def same_for_parts(kind: DataType, array: Any) -> bool:
    """Whether parts of a column are, as Series, parts of the whole column's Series."""
    return not array.null_count or not isinstance(kind, (IntegralType, BooleanType))


# ------------------------------------------------------------------------------------------- into pandas


def series_of(array: Any, kind: DataType, name: str | None, conf: WorkerConf, frames: bool = False) -> Any:
    """The Series of an array of the engine's.

    Parameters
    ----------
    array : pyarrow.Array or pyarrow.ChunkedArray
        The values, in the engine's own type.
    kind : DataType
        Their type.
    name : str, optional
        What the Series is called.
    conf : WorkerConf
        The settings.
    frames : bool
        Whether structs become DataFrames.
    """
    import pyarrow as pa

    if frames and isinstance(kind, StructType):
        chunk = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        return frame_of(chunk.flatten(), kind, conf)
    if isinstance(kind, _DIRECT):
        return _direct(array, kind, conf).rename(name)
    return _by_objects(array, kind, conf).rename(name)


def frame_of(arrays: Sequence[Any], struct: StructType, conf: WorkerConf) -> pd.DataFrame:
    """The frame of a struct's fields. They are all as columns of mixed types where one is of such a type."""
    import pandas as pd

    convert = _direct if all(isinstance(field.dataType, _DIRECT) for field in struct.fields) else _by_objects
    columns = [convert(array, field.dataType, conf) for array, field in zip(arrays, struct.fields)]
    frame = pd.concat(columns, axis=1)
    frame.columns = pd.Index(struct.names)
    return frame


def _direct(array: Any, kind: DataType, conf: WorkerConf) -> pd.Series:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(kind, TimestampType):
        array = pc.local_timestamp(array.cast(pa.timestamp("us", conf.zone))).cast(pa.timestamp("ns"))
    elif isinstance(kind, TimestampNTZType):
        array = array.cast(pa.timestamp("ns"))
    elif isinstance(kind, IntegralType) and conf.extension_integers:
        return array.to_pandas(types_mapper=pd.ArrowDtype).astype(_extension(kind))
    elif isinstance(kind, (UserDefinedType, VariantType, SpatialType)):
        convert = ToSeries(conf.zone, "dict", datetime.timezone.utc)
        return convert(_spark(array, kind).to_pandas(), kind, True)
    elif isinstance(kind, NullType):
        return _spark(array, kind).to_pandas()
    return array.to_pandas()


def _by_objects(array: Any, kind: DataType, conf: WorkerConf) -> pd.Series:
    if isinstance(kind, IntegralType) and array.null_count:
        return array.to_pandas(integer_object_nulls=True).astype(_extension(kind))
    refuse_same_names(kind)
    arrow = _spark(array, with_distinct_names(kind))
    series = arrow.to_pandas(date_as_object=True, coerce_temporal_nanoseconds=True, integer_object_nulls=True)
    return ToSeries(conf.zone, "dict", datetime.timezone.utc)(series, kind, True)


def _extension(kind: DataType) -> Any:
    import pandas as pd

    dtypes: dict[type[DataType], Any] = {
        ByteType: pd.Int8Dtype(),
        ShortType: pd.Int16Dtype(),
        IntegerType: pd.Int32Dtype(),
        LongType: pd.Int64Dtype(),
    }
    return dtypes[type(kind)]


def _spark(array: Any, kind: DataType) -> pa.ChunkedArray:
    import pyarrow as pa

    return spark_column(array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array]), kind)


# ------------------------------------------------------------------------------------------- out of pandas


def array_of(column: Any, kind: DataType, name: str, conf: WorkerConf) -> pa.Array:
    """The array of a Series, or of a DataFrame where the type is a struct, in the engine's own type.

    Raises
    ------
    PySparkTypeError, PySparkValueError
        For values that do not become the type; ``name`` tells the column.
    """
    import pandas as pd
    import pyarrow as pa

    if isinstance(column, pd.DataFrame):
        assert isinstance(kind, StructType)
        return frame_array(column, kind, conf)
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.dtype.categories.dtype)
    target = to_arrow_type(with_distinct_names(kind), timezone="UTC", prefers_large_types=conf.large_types)
    if isinstance(kind, DecimalType) and conf.decimals_of_integers and pd.api.types.is_integer_dtype(column):
        column = column.apply(lambda value: decimal.Decimal(value) if pd.notna(value) else None)
    series = pandas_form(column, kind, conf.zone)
    mask = None if hasattr(series.array, "__arrow_array__") else series.isnull()
    try:
        try:
            array = pa.Array.from_pandas(series, mask=mask, type=target, safe=conf.safe)
        except pa.ArrowInvalid:
            array = pa.Array.from_pandas(series, mask=mask).cast(target, safe=conf.safe)
    except TypeError as error:
        raise PySparkTypeError(
            f"The column '{name}' of {column.dtype} values cannot become '{target}', the type that its function "
            f"declares: {error}"
        ) from error
    except ValueError as error:
        hint = (
            " Values that do not fit are cut instead where "
            "spark.sql.execution.pandas.convertToArrowArraySafely is false."
        )
        raise PySparkValueError(
            f"The column '{name}' of {column.dtype} values does not fit into '{target}': {error}."
            + (hint if conf.safe else "")
        ) from error
    return one_array(to_physical(pa.chunked_array([array]), kind))


def frame_array(frame: pd.DataFrame, struct: StructType, conf: WorkerConf) -> pa.Array:
    """The array of structs of a frame's rows: its columns by their names, or by their places."""
    import pyarrow as pa

    target = physical_type(struct)
    if not struct.fields or not len(frame.columns):
        return pa.array([{}] * len(frame), target)
    if conf.by_name and any(isinstance(name, str) for name in frame.columns):
        frame = frame[struct.names]
    children = [
        array_of(frame.iloc[:, place], field.dataType, field.name, conf)
        for place, field in enumerate(struct.fields)
    ]
    return pa.StructArray.from_arrays(children, fields=list(target))


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
