"""What is in the files of a write, by format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite._io.codecs import Codec, Writer, codec_named
from pyrite.errors import IllegalArgumentException
from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._files.csv_out import csv_data, is_columnar
from pyrite.sql._files.csv_text import csv_form
from pyrite.sql._files.json_text import json_lines
from pyrite.sql._files.options import Options
from pyrite.sql._files.others import OTHER_WRITERS
from pyrite.sql._files.parquet import ROW_METADATA
from pyrite.sql._files.text import line_separator
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import NullType, StructType
from pyrite.version import __version__

__all__ = ["WRITERS", "FileFormat", "FileWriter", "WriteTask", "whole"]

_BATCH = 10_000
#: How many rows tell whether values of a column come again.
_FEW_ROWS = 20_000


class FileWriter(Protocol):
    """A file while it is written, by one thread at a time."""

    def write(self, table: pa.Table) -> None:
        """Add rows."""

    def close(self) -> None:
        """Make the file whole. Its handle is closed even where that fails."""


@dataclass(frozen=True)
class FileFormat:
    """How a format's files are written.

    Parameters
    ----------
    shown : str
        Its name in errors.
    extension : callable
        The end of files' names, from the options and the session's settings. It refuses codecs that are not there.
    open : callable
        Opens a new file of a task, to write rows with the columns of the task's schema into it. A format that takes
        only all rows at once has ``whole(write)`` here.
    """

    shown: str
    extension: Callable[[Options, Mapping[str, str]], str]
    open: Callable[[WriteTask, str], FileWriter]


@dataclass(frozen=True)
class WriteTask:
    """What all files of one write have in common.

    Parameters
    ----------
    storage : Storage
        Where they are.
    schema : StructType
        Their columns.
    options : Options
        The writer's options.
    conf : mapping
        The session's settings.
    zone : str
        The session's time zone.
    scratch : str
        A local folder for what does not fit in memory; that of the system unless told.
    """

    storage: Storage
    schema: StructType
    options: Options
    conf: Mapping[str, str]
    zone: str
    scratch: str = ""

    @property
    def most_records(self) -> int:
        """How many rows a file has at most; 0 for any number."""
        default = self.conf.get("spark.sql.files.maxRecordsPerFile", "0")
        return max(0, int(self.options.text("maxRecordsPerFile") or default))


def whole(write: Callable[[WriteTask, str, pa.Table], None]) -> Callable[[WriteTask, str], FileWriter]:
    """What opens files of a format whose rows are written all at once."""
    return partial(_Whole, write)


class _Whole:
    """A file whose rows are kept until all are there."""

    def __init__(self, write: Callable[[WriteTask, str, pa.Table], None], task: WriteTask, path: str):
        self._write = write
        self._task = task
        self._path = path
        self._tables: list[pa.Table] = []

    def write(self, table: pa.Table) -> None:
        self._tables.append(table)

    def close(self) -> None:
        tables, schema = self._tables, self._task.schema
        if not tables:
            fields = [pa.field(str(i), physical_type(field.dataType)) for i, field in enumerate(schema)]
            tables = [pa.schema(fields).empty_table()]
        self._write(self._task, self._path, pa.concat_tables(tables))


# -------------------------------------------------------------------------------------------------- formats

#: The codecs by name, in the order in which Spark lists them.
_TEXT_CODECS = {
    "bzip2": "bzip2",
    "deflate": "deflate",
    "uncompressed": None,
    "snappy": "snappy",
    "none": None,
    "lz4": "lz4",
    "gzip": "gzip",
}
_PARQUET_CODECS = {
    "brotli": ("brotli", ".br"),
    "uncompressed": ("none", ""),
    "lzo": ("lzo", ".lzo"),
    "snappy": ("snappy", ".snappy"),
    "lz4_raw": ("lz4", ".lz4raw"),
    "none": ("none", ""),
    "zstd": ("zstd", ".zstd"),
    "lz4": ("lz4", ".lz4hadoop"),
    "gzip": ("gzip", ".gz"),
}


def _codec(options: Options) -> Codec | None:
    """The option ``compression`` of text formats."""
    name = options.text("compression", options.text("codec"))
    if name is None:
        return None
    if name.lower() not in _TEXT_CODECS:
        if "." in name:
            return codec_named(name)
        raise _no_codec(name, _TEXT_CODECS)
    found = _TEXT_CODECS[name.lower()]
    return codec_named(found) if found else None


def _no_codec(name: str, known: Iterable[str]) -> IllegalArgumentException:
    return IllegalArgumentException(
        errorClass="CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION",
        messageParameters={"codecName": name, "availableCodecs": ", ".join(known)},
    )


def _text_extension(name: str) -> Callable[[Options, Mapping[str, str]], str]:
    def extension(options: Options, conf: Mapping[str, str]) -> str:
        codec = _codec(options)
        return f".{name}{codec.extension if codec else ''}"

    return extension


def _parquet_codec(options: Options, conf: Mapping[str, str]) -> tuple[str, str]:
    name = options.text("compression", options.text("parquet.compression"))
    name = name or conf.get("spark.sql.parquet.compression.codec", "snappy")
    if name.lower() not in _PARQUET_CODECS:
        raise _no_codec(name, _PARQUET_CODECS)
    return _PARQUET_CODECS[name.lower()]


class _ParquetFile:
    """A Parquet file; each table becomes a row group."""

    def __init__(self, task: WriteTask, path: str):
        fields = []
        for column in task.schema:
            kind = pa.null() if isinstance(column.dataType, NullType) else physical_type(column.dataType)
            fields.append(pa.field(column.name, kind, column.nullable))
        self._task = task
        self._schema = pa.schema(fields)
        int96 = task.conf.get("spark.sql.parquet.outputTimestampType", "").upper() == "INT96"
        self._int96 = int96
        self._file = task.storage.create(path)
        self._writer: pq.ParquetWriter | None = None

    def _opened(self, table: pa.Table) -> pq.ParquetWriter:
        """The writer, made with the first rows."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._file,
                self._schema,
                compression=_parquet_codec(self._task.options, self._task.conf)[0],
                use_dictionary=_dictionaries(table),
                store_schema=False,
                store_decimal_as_integer=True,
                coerce_timestamps=None if self._int96 else "us",
                use_deprecated_int96_timestamps=self._int96,
            )
        return self._writer

    def write(self, table: pa.Table) -> None:
        columns = [
            pa.nulls(len(column), f.type) if pa.types.is_null(f.type) else column.cast(f.type)
            for column, f in zip(table.columns, self._schema)
        ]
        rows = pa.Table.from_arrays(columns, schema=self._schema)
        self._opened(rows).write_table(rows)

    def close(self) -> None:
        told = {ROW_METADATA.decode(): self._task.schema.json(), "org.apache.spark.version": __version__}
        with self._file:
            writer = self._opened(self._schema.empty_table())
            writer.add_key_value_metadata(told)
            writer.close()


def _dictionaries(table: pa.Table) -> bool | list[str]:
    """The columns of which values are kept in dictionaries: others have too many of them, by the first rows."""
    types = pa.types
    if table.num_rows < _FEW_ROWS or any(
        types.is_nested(f.type) or types.is_null(f.type) for f in table.schema
    ):
        return True
    sample = table.slice(0, _FEW_ROWS)
    return [
        name
        for name, column in zip(sample.column_names, sample.columns)
        if pc.count_distinct(column).as_py() < _FEW_ROWS // 2
    ]


class _LinesFile:
    """A file of lines, of which some may come before all rows; ``data`` makes them at once, where that can be."""

    def __init__(
        self,
        lines: Callable[[pa.Table], Iterable[str]],
        first: Iterable[str],
        end: str,
        task: WriteTask,
        path: str,
        data: Callable[[pa.Table], bytes] | None = None,
    ):
        self._lines = lines
        self._data = data
        self._end = end
        self._encoding = task.options.text("encoding", task.options.text("charset")) or "utf-8"
        codec = _codec(task.options)
        self._file = task.storage.create(path)
        self._stream: Writer = codec.writer(self._file) if codec else self._file
        self._add(first)

    def write(self, table: pa.Table) -> None:
        for batch in table.to_batches(_BATCH):
            if self._data is not None:
                self._stream.write(self._data(pa.Table.from_batches([batch])))
                continue
            self._add(self._lines(pa.Table.from_batches([batch])))

    def _add(self, lines: Iterable[str]) -> None:
        text = "".join([line + self._end for line in lines])
        if text:
            self._stream.write(text.encode(self._encoding))

    def close(self) -> None:
        with self._file:
            if self._stream is not self._file:
                self._stream.close()


def _text_file(task: WriteTask, path: str) -> FileWriter:
    end = (line_separator(task.options) or b"\n").decode()
    return _LinesFile(lambda table: (line or "" for line in table.column(0).to_pylist()), (), end, task, path)


def _csv_file(task: WriteTask, path: str) -> FileWriter:
    form = csv_form(task.options)
    times = TimeForms.of(task.options, task.zone)

    def lines(table: pa.Table) -> Iterator[str]:
        columns = [texts(column, f.dataType, times) for column, f in zip(table.columns, task.schema)]
        return form.lines(zip(*columns))

    def data(table: pa.Table) -> bytes:
        return csv_data(table, task.schema, form, times)

    encoding = task.options.text("encoding", task.options.text("charset")) or "utf-8"
    header: list[Sequence[str | None]] = [task.schema.names] if task.options.flag("header") else []
    return _LinesFile(
        lines, form.lines(header), form.line_end, task, path, data if is_columnar(form, encoding) else None
    )


def _json_file(task: WriteTask, path: str) -> FileWriter:
    end = (line_separator(task.options) or b"\n").decode()
    times = TimeForms.of(task.options, task.zone)
    omit = task.options.flag(
        "ignoreNullFields", task.conf.get("spark.sql.jsonGenerator.ignoreNullFields", "true") == "true"
    )
    return _LinesFile(lambda table: json_lines(table, task.schema, times, omit), (), end, task, path)


WRITERS: dict[str, FileFormat] = {
    "parquet": FileFormat(
        "Parquet", lambda options, conf: _parquet_codec(options, conf)[1] + ".parquet", _ParquetFile
    ),
    "text": FileFormat("Text", _text_extension("txt"), _text_file),
    "csv": FileFormat("CSV", _text_extension("csv"), _csv_file),
    "json": FileFormat("JSON", _text_extension("json"), _json_file),
    **{
        name: FileFormat(shown, extension, whole(write))
        for name, (shown, extension, write) in OTHER_WRITERS.items()
    },
}
