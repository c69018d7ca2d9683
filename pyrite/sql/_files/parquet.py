"""The columns of Parquet files, as Spark sees them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pyrite._io import Storage
from pyrite._io.paths import display, is_local
from pyrite.errors import (
    AnalysisException,
    ArithmeticException,
    PySparkException,
    SparkRuntimeException,
)
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.lenient import Lenient
from pyrite.sql._files.options import Options
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["ROW_METADATA", "file_schemas", "parquet_columns", "read_failure", "same_names"]

#: Where Spark keeps the columns' types in a file.
ROW_METADATA = b"org.apache.spark.sql.parquet.row.metadata"


def file_schemas(
    storage: Storage, paths: Sequence[str], threads: int, lenient: Lenient
) -> list[pa.Schema | None]:
    """The Arrow schemas of files, without metadata; one object for those that are equal. None for what is left out.

    Raises
    ------
    SparkRuntimeException
        FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER, of the first file that has none.
    """

    def read(path: str) -> pa.Schema | None:
        try:
            return _file_schema(storage, path)
        except (OSError, PySparkException) as error:
            if not lenient.ignores(error):
                raise
            return None

    if len(paths) < _FEW_FILES:
        return list(map(read, paths))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max(1, threads)) as pool:
        return list(pool.map(read, paths))


#: Of how many files the footers are read by threads; how many schemas are known at most.
_FEW_FILES, _MOST_KNOWN = 16, 50_000
_known: dict[tuple[str, int, int, int], pa.Schema] = {}
_same: dict[str, pa.Schema] = {}


def _file_schema(storage: Storage, path: str) -> pa.Schema:
    """The schema of a file; of a local one that is as it was when it was last read, the one that is known."""
    key = None
    if is_local(path):
        try:
            found = os.stat(path)
        except OSError:
            found = None
        if found is not None and stat.S_ISREG(found.st_mode):
            key = (path, found.st_ino, found.st_size, found.st_mtime_ns)
            known = _known.get(key)
            if known is not None:
                return known
    schema = _footer(storage, path).schema.to_arrow_schema().remove_metadata()
    if len(_known) > _MOST_KNOWN or len(_same) > _MOST_KNOWN:
        _known.clear()
        _same.clear()
    schema = _same.setdefault(schema.to_string(), schema)
    if key is not None:
        _known[key] = schema
    return schema


def _footer(storage: Storage, path: str) -> pq.FileMetaData:
    import pyarrow.parquet as pq

    try:
        if is_local(path):
            storage.open(path).close()
            return pq.read_metadata(path)
        with storage.open(path) as file:
            return pq.read_metadata(file)
    except FileNotFoundError:
        raise read_failure("FILE_NOT_EXIST", path) from None
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        failure = SparkRuntimeException(
            errorClass="FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", messageParameters={"path": display(path)}
        )
        raise failure from error


def read_failure(
    reason: str, path: str, parameters: Mapping[str, str] | None = None
) -> SparkRuntimeException:
    """The error for a file that cannot be read."""
    shown = f"file://{path}" if is_local(path) else path
    return SparkRuntimeException(
        errorClass=f"FAILED_READ_FILE.{reason}", messageParameters={"path": shown, **(parameters or {})}
    )


def parquet_columns(source: FileSource, options: Options, session: Settings) -> StructType | None:
    """The columns of the files: those of one file, or with ``mergeSchema`` of all; None without files.

    Raises
    ------
    AnalysisException
        For types that Spark does not read.
    SparkRuntimeException
        For files that are not Parquet, and CANNOT_MERGE_SCHEMAS.
    """
    settings = session.conf or {}
    files = sorted([file for file in source.files if file.size], key=lambda file: file.path)
    merge = options.flag("mergeSchema", settings.get("spark.sql.parquet.mergeSchema", "false") == "true")
    lenient = Lenient.of(options, session)

    def read(file: DataFile) -> StructType | None:
        try:
            return _spark_schema(_footer(source.storage, file.path))
        except PySparkException as error:
            if not lenient.ignores(error):
                raise
            return None

    if not merge:
        return next((schema for schema in map(read, files) if schema is not None), None)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max(1, session.parallelism)) as pool:
        schemas = [schema for schema in pool.map(read, files) if schema is not None]
    return reduce(lambda one, other: _merged(one, other, settings), schemas) if schemas else None


def _spark_schema(footer: pq.FileMetaData) -> StructType:
    written = (footer.metadata or {}).get(ROW_METADATA)
    if written is not None:
        try:
            schema: StructType = _nullable(StructType.fromJson(json.loads(written)))
            return schema
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
    for place in range(footer.num_columns):
        _check_leaf(footer.schema.column(place))
    return StructType(
        [StructField(f.name, _spark_type(f.type), True) for f in footer.schema.to_arrow_schema()]
    )


_UNITS = {"milliseconds": "MILLIS", "microseconds": "MICROS", "nanoseconds": "NANOS"}


def _check_leaf(column: pq.ColumnSchema) -> None:
    """Refuse the types that Spark refuses.

    Raises
    ------
    AnalysisException
        PARQUET_TYPE_ILLEGAL, UNSUPPORTED_TIME_TYPE.
    """
    logical = json.loads(column.logical_type.to_json())
    kind = logical["Type"].upper()
    unit = _UNITS.get(logical.get("timeUnit", ""), "")
    if kind == "TIME" and unit != "MILLIS":
        raise AnalysisException(errorClass="UNSUPPORTED_TIME_TYPE", messageParameters={})
    if kind in ("TIME", "TIMESTAMP") and (kind == "TIME" or unit == "NANOS"):
        kind += f"({unit},{str(logical['isAdjustedToUTC']).lower()})"
    elif kind not in ("FLOAT16", "UUID", "INTERVAL"):
        return
    raise AnalysisException(
        errorClass="PARQUET_TYPE_ILLEGAL",
        messageParameters={"parquetType": f"{column.physical_type} ({kind})"},
    )


def _nullable(kind: Any) -> Any:
    """The type with everything in it nullable, as of all that is read."""
    if isinstance(kind, StructType):
        return StructType([StructField(f.name, _nullable(f.dataType), True, f.metadata) for f in kind])
    if isinstance(kind, ArrayType):
        return ArrayType(_nullable(kind.elementType), True)
    if isinstance(kind, MapType):
        return MapType(_nullable(kind.keyType), _nullable(kind.valueType), True)
    return kind


_PLAIN: dict[str, type[DataType]] = {
    "bool": BooleanType,
    "int8": ByteType,
    "int16": ShortType,
    "int32": IntegerType,
    "int64": LongType,
    "uint8": ShortType,
    "uint16": IntegerType,
    "uint32": LongType,
    "float": FloatType,
    "double": DoubleType,
    "string": StringType,
    "large_string": StringType,
    "string_view": StringType,
    "binary": BinaryType,
    "large_binary": BinaryType,
    "binary_view": BinaryType,
    "date32[day]": DateType,
    "date64[ms]": DateType,
    "null": IntegerType,
}


def _spark_type(kind: pa.DataType) -> DataType:
    plain = _PLAIN.get(str(kind))
    if plain is not None:
        return plain()
    types = pa.types
    if types.is_uint64(kind):
        return DecimalType(20, 0)
    if types.is_timestamp(kind):
        return TimestampType() if kind.tz is not None or kind.unit == "ns" else TimestampNTZType()
    if types.is_decimal(kind):
        if kind.precision > 38:
            raise ArithmeticException(
                errorClass="DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                messageParameters={"precision": str(kind.precision), "maxPrecision": "38"},
            )
        return DecimalType(kind.precision, kind.scale)
    if types.is_duration(kind):
        return LongType()
    if types.is_fixed_size_binary(kind):
        return BinaryType()
    if types.is_dictionary(kind):
        return _spark_type(kind.value_type)
    if types.is_map(kind):
        return MapType(_spark_type(kind.key_type), _spark_type(kind.item_type))
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return ArrayType(_spark_type(kind.value_type))
    if types.is_struct(kind):
        return StructType([StructField(f.name, _spark_type(f.type)) for f in kind])
    raise AnalysisException(errorClass="PARQUET_TYPE_ILLEGAL", messageParameters={"parquetType": str(kind)})


def _merged(one: StructType, other: StructType, settings: Mapping[str, str]) -> StructType:
    try:
        return _merge(one, other, settings)
    except _Different:
        raise SparkRuntimeException(
            errorClass="CANNOT_MERGE_SCHEMAS",
            messageParameters={"left": quoted_type(one), "right": quoted_type(other)},
        ) from None


class _Different(Exception):
    """Types that cannot be one column."""


def _merge(one: Any, other: Any, settings: Mapping[str, str]) -> Any:
    if isinstance(one, StructType) and isinstance(other, StructType):
        key = name_key(settings)
        others = {key(field.name): field for field in other}
        fields = []
        for field in one:
            found = others.pop(key(field.name), None)
            kind = field.dataType if found is None else _merge(field.dataType, found.dataType, settings)
            fields.append(StructField(field.name, kind, True, field.metadata))
        return StructType([*fields, *others.values()])
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        return ArrayType(_merge(one.elementType, other.elementType, settings))
    if isinstance(one, MapType) and isinstance(other, MapType):
        return MapType(
            _merge(one.keyType, other.keyType, settings), _merge(one.valueType, other.valueType, settings)
        )
    if one == other:
        return one
    raise _Different


def name_key(settings: Mapping[str, str]) -> Any:
    """What makes names equal that mean the same column."""
    return str if settings.get("spark.sql.caseSensitive", "false").lower() == "true" else str.lower


def same_names(schema: StructType, settings: Mapping[str, str]) -> str | None:
    """A name that is twice among the columns."""
    key = name_key(settings)
    seen: set[str] = set()
    for field in schema:
        if key(field.name) in seen:
            return str(key(field.name))
        seen.add(key(field.name))
    return None
