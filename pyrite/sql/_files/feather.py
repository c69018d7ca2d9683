"""Files of Arrow itself: its IPC files and streams, and Feather."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import feather, ipc

from pyrite._io.paths import display
from pyrite.errors import PySparkTypeError, SparkRuntimeException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.arrays import batches_of, found_columns
from pyrite.sql._files.optional import codec_choice
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._files.writing import WriteTask
from pyrite.sql._plan import relations as r
from pyrite.sql._types.arrow_types import from_arrow_schema
from pyrite.sql._types.physical_types import physical_schema, to_physical
from pyrite.sql.types import DataType, DayTimeIntervalType, StructField, StructType

__all__ = ["arrow_batches", "arrow_columns", "arrow_extension", "feather_extension", "write_arrow"]

_FILE = b"ARROW1"
_OLD_FEATHER = b"FEA1"


def arrow_columns(source: FileSource, options: Options, settings: Settings) -> StructType | None:
    """The columns of a file; None without files.

    Raises
    ------
    SparkRuntimeException
        For files that are not Arrow's.
    """
    for file in sorted(source.files, key=lambda file: file.path):
        if not file.size:
            continue
        with source.storage.open(file.path) as stream:
            try:
                schema = _opened(stream).schema
                return StructType(
                    [StructField(f.name, f.dataType, True, f.metadata) for f in from_arrow_schema(schema)]
                )
            except (pa.ArrowException, OSError, PySparkTypeError) as error:
                failure = SparkRuntimeException(
                    errorClass="FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER",
                    messageParameters={"path": display(file.path)},
                )
                raise failure from error
    return None


def _opened(stream: BinaryIO) -> Any:
    """What has the schema and the batches of a file, of a stream, or of Feather's first form."""
    start = stream.read(6)
    stream.seek(0)
    if start == _FILE:
        return ipc.open_file(stream)
    if start[:4] == _OLD_FEATHER:
        return feather.read_table(stream).to_reader()
    return ipc.open_stream(stream)


def arrow_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of the files, batch by batch: of each only the required columns are looked at."""
    for file in plan.source.files:
        if not file.size:
            continue
        try:
            yield from _file_batches(plan, settings, file)
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, FileNotFoundError):
                raise read_failure("FILE_NOT_EXIST", file.path) from None
            raise read_failure("NO_HINT", file.path) from error


def _file_batches(plan: r.Files, settings: Settings, file: DataFile) -> Iterator[pa.RecordBatch]:
    with plan.source.storage.open(file.path) as stream:
        opened = _opened(stream)
        places = found_columns(plan.required, opened.schema.names, settings)
        found = (
            (opened.get_batch(place) for place in range(opened.num_record_batches))
            if isinstance(opened, ipc.RecordBatchFileReader)
            else iter(opened)
        )
        for batch in found:
            columns = [None if place is None else batch.column(place) for place in places]
            yield from batches_of(plan.required, columns, batch.num_rows, _leaf, settings.name_key)


def _leaf(array: pa.Array, kind: DataType) -> pa.Array:
    return to_physical(pa.chunked_array([array]), kind).chunk(0)


_CODECS: dict[str, str] = {"lz4": "lz4", "zstd": "zstd", "uncompressed": "", "none": ""}


def _codec(options: Options) -> str | None:
    return codec_choice(options.text("compression") or "lz4", _CODECS) or None


def arrow_extension(options: Options, conf: Mapping[str, str]) -> str:
    """The end of files' names."""
    _codec(options)
    return ".arrow"


def feather_extension(options: Options, conf: Mapping[str, str]) -> str:
    """The end of files' names."""
    _codec(options)
    return ".feather"


def write_arrow(task: WriteTask, path: str, table: pa.Table) -> None:
    """Write rows into a new IPC file, which is what Feather is too."""
    # Arrow's own type for what the engine keeps as a number of microseconds.
    durations = [isinstance(field.dataType, DayTimeIntervalType) for field in task.schema]
    schema = pa.schema(
        [
            field.with_type(pa.duration("us")) if is_duration else field
            for field, is_duration in zip(physical_schema(task.schema), durations)
        ]
    )
    columns = [column.cast(field.type) for column, field in zip(table.columns, schema)]
    made = pa.Table.from_arrays(columns, schema=schema)
    options = ipc.IpcWriteOptions(compression=_codec(task.options))
    with task.storage.create(path) as file, ipc.new_file(file, schema, options=options) as writer:
        writer.write_table(made)
