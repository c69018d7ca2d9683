"""Files as rows: a path, a time, a length and the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import pyarrow as pa

from pyrite._io.paths import display
from pyrite.errors import IllegalArgumentException, UnsupportedOperationException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._plan import relations as r
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import BinaryType, LongType, StringType, StructField, StructType, TimestampType

__all__ = ["binary_batches", "binary_columns", "refuse_writing"]

_COLUMNS = StructType(
    [
        StructField("path", StringType(), False),
        StructField("modificationTime", TimestampType(), False),
        StructField("length", LongType(), False),
        StructField("content", BinaryType(), True),
    ]
)
_MOST = "spark.sql.sources.binaryFile.maxLength"


def binary_columns(source: FileSource, options: Options, settings: Settings) -> StructType:
    """The columns of every file."""
    return _COLUMNS


def binary_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """A row for each file that is not empty. Files are opened only where their content is asked for.

    Raises
    ------
    IllegalArgumentException
        For columns of a schema that are not those of this format.
    SparkRuntimeException
        For files that are longer than ``spark.sql.sources.binaryFile.maxLength``.
    """
    if [(f.name, f.dataType) for f in plan.data] != [(f.name, f.dataType) for f in _COLUMNS]:
        raise IllegalArgumentException(
            f"requirement failed: the columns of binary files are {_COLUMNS.simpleString()}, "
            f"not {plan.data.simpleString()}"
        )
    most = int((settings.conf or {}).get(_MOST, str((1 << 31) - 1)))
    required = plan.required
    for file in plan.source.files:
        if not file.size:
            continue
        columns = [
            pa.array([_value(plan.source, file, field.name, most)], physical_type(field.dataType))
            for field in required
        ] or [pa.nulls(1, pa.string())]
        yield pa.RecordBatch.from_arrays(columns, [str(index) for index in range(len(columns))])


def _value(source: FileSource, file: DataFile, name: str, most: int) -> Any:
    if name == "path":
        return display(file.path)
    if name == "modificationTime":
        return file.modified * 1000
    if name == "length":
        return file.size
    if file.size > most:
        raise read_failure("NO_HINT", file.path)
    with source.storage.open(file.path) as stream:
        return stream.read()


def refuse_writing(*args: Any) -> NoReturn:
    """Spark writes no such files, nor does Pyrite."""
    raise UnsupportedOperationException(
        errorClass="UNSUPPORTED_FEATURE.WRITE_FOR_BINARY_SOURCE", messageParameters={}
    )
