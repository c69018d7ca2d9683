"""Writing rows into files: which files there are, what is in them, and how they appear at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq

from pyrite._io import Storage
from pyrite._io.codecs import Codec, Writer, codec_named
from pyrite._io.paths import display, join
from pyrite.errors import IllegalArgumentException
from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._files.csv_text import csv_form
from pyrite.sql._files.json_text import json_lines
from pyrite.sql._files.options import Options
from pyrite.sql._files.others import OTHER_WRITERS
from pyrite.sql._files.parquet import ROW_METADATA
from pyrite.sql._files.partitions import directory_name
from pyrite.sql._files.text import line_separator
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import NullType, StructType
from pyrite.version import __version__

__all__ = ["WRITERS", "FileJob", "write_rows"]

_BATCH = 10_000


@dataclass(frozen=True)
class FileFormat:
    """How a format's files are written.

    Parameters
    ----------
    shown : str
        Its name in errors.
    extension : callable
        The end of files' names, from the options and the session's settings.
    write : callable
        Writes a table with columns of a schema into a new file.
    """

    shown: str
    extension: Callable[[Options, Mapping[str, str]], str]
    write: Callable[[WriteTask, str, pa.Table], None]


@dataclass(frozen=True)
class WriteTask:
    """What all files of one write have in common."""

    storage: Storage
    schema: StructType
    options: Options
    conf: Mapping[str, str]
    zone: str


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


def _write_parquet(task: WriteTask, path: str, table: pa.Table) -> None:
    fields = []
    for column in task.schema:
        kind = pa.null() if isinstance(column.dataType, NullType) else physical_type(column.dataType)
        fields.append(pa.field(column.name, kind, column.nullable))
    columns = [
        pa.nulls(len(column), f.type) if pa.types.is_null(f.type) else column.cast(f.type)
        for column, f in zip(table.columns, fields)
    ]
    int96 = task.conf.get("spark.sql.parquet.outputTimestampType", "").upper() == "INT96"
    with (
        task.storage.create(path) as file,
        pq.ParquetWriter(
            file,
            pa.schema(fields),
            compression=_parquet_codec(task.options, task.conf)[0],
            store_schema=False,
            store_decimal_as_integer=True,
            coerce_timestamps=None if int96 else "us",
            use_deprecated_int96_timestamps=int96,
        ) as writer,
    ):
        writer.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields)))
        writer.add_key_value_metadata(
            {ROW_METADATA.decode(): task.schema.json(), "org.apache.spark.version": __version__}
        )


def _write_lines(task: WriteTask, path: str, lines: Iterator[str], end: str) -> None:
    codec = _codec(task.options)
    encoding = task.options.text("encoding", task.options.text("charset")) or "utf-8"
    with task.storage.create(path) as raw:
        stream: Writer = codec.writer(raw) if codec else raw
        batch: list[str] = []
        for line in lines:
            batch.append(line)
            if len(batch) == _BATCH:
                stream.write((end.join(batch) + end).encode(encoding))
                batch = []
        if batch:
            stream.write((end.join(batch) + end).encode(encoding))
        if codec:
            stream.close()


def _write_text(task: WriteTask, path: str, table: pa.Table) -> None:
    end = (line_separator(task.options) or b"\n").decode()
    _write_lines(task, path, (line or "" for line in table.column(0).to_pylist()), end)


def _write_csv(task: WriteTask, path: str, table: pa.Table) -> None:
    form = csv_form(task.options)
    times = TimeForms.of(task.options, task.zone)

    def rows() -> Iterator[Sequence[str | None]]:
        if task.options.flag("header"):
            yield task.schema.names
        for batch in table.to_batches(_BATCH):
            part = pa.Table.from_batches([batch])
            columns = [texts(c, f.dataType, times) for c, f in zip(part.columns, task.schema)]
            yield from zip(*columns)

    _write_lines(task, path, form.lines(rows()), form.line_end)


def _write_json(task: WriteTask, path: str, table: pa.Table) -> None:
    end = (line_separator(task.options) or b"\n").decode()
    times = TimeForms.of(task.options, task.zone)
    omit = task.options.flag(
        "ignoreNullFields", task.conf.get("spark.sql.jsonGenerator.ignoreNullFields", "true") == "true"
    )
    lines = (
        line
        for batch in table.to_batches(_BATCH)
        for line in json_lines(pa.Table.from_batches([batch]), task.schema, times, omit)
    )
    _write_lines(task, path, lines, end)


WRITERS: dict[str, FileFormat] = {
    "parquet": FileFormat(
        "Parquet", lambda options, conf: _parquet_codec(options, conf)[1] + ".parquet", _write_parquet
    ),
    "text": FileFormat("Text", _text_extension("txt"), _write_text),
    "csv": FileFormat("CSV", _text_extension("csv"), _write_csv),
    "json": FileFormat("JSON", _text_extension("json"), _write_json),
    **{name: FileFormat(*found) for name, found in OTHER_WRITERS.items()},
}


# ------------------------------------------------------------------------------------------------------ rows


def write_rows(
    task: WriteTask, name: str, table: pa.Table, partitions: int, by: StructType, job: FileJob
) -> None:
    """Write the rows of a table into the files of a job: one for each partition, and directory.

    Parameters
    ----------
    task : WriteTask
        What holds for all files. The schema is that of the files' columns.
    name : str
        The format.
    table : pyarrow.Table
        The columns of the schema, then the partition columns.
    partitions : int
        How many parts the rows are cut into. Empty ones have no file, but for the first.
    by : StructType
        The partition columns.
    job : FileJob
        Where the files go.
    """
    form = WRITERS[name]
    extension = form.extension(task.options, task.conf)
    run = uuid.uuid4()
    rows = table.num_rows
    most = int(
        task.options.text("maxRecordsPerFile") or task.conf.get("spark.sql.files.maxRecordsPerFile", "0")
    )
    for part in range(partitions):
        start, stop = part * rows // partitions, (part + 1) * rows // partitions
        if start == stop and (part or by.fields):
            continue
        for directory, found in _directories(task, table.slice(start, stop - start), by):
            # Files in partition directories have a dot before their count.
            mark = "." if by.fields else "-"
            for index, piece in enumerate(_pieces(found, most)):
                file = f"part-{part:05d}-{run}{mark}c{index:03d}{extension}"
                form.write(task, job.file(directory, file), piece)


def _pieces(table: pa.Table, most: int) -> Iterator[pa.Table]:
    if most <= 0 or table.num_rows <= most:
        yield table
        return
    for start in range(0, table.num_rows, most):
        yield table.slice(start, most)


def _directories(task: WriteTask, table: pa.Table, by: StructType) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each directory."""
    width = len(task.schema.fields)
    columns = table.select(range(width))
    if not by.fields:
        yield "", columns
        return
    form = TextForm(task.zone)
    values = [column_texts(column, f.dataType, form) for column, f in zip(table.columns[width:], by)]
    keys: dict[tuple[str | None, ...], list[int]] = {}
    for row, key in enumerate(zip(*values)):
        keys.setdefault(key, []).append(row)
    for key, rows in keys.items():
        directory = "/".join([directory_name(field.name, value) for field, value in zip(by, key)])
        yield directory, columns.take(pa.array(rows, pa.int64()))


# ---------------------------------------------------------------------------------------------------- commit


@dataclass
class FileJob:
    """The files of one write. They are made below ``<path>/_temporary`` and moved to their places at the end.

    Parameters
    ----------
    storage : Storage
        Where they are.
    path : str
        The qualified directory.
    overwrite : str
        ``""`` keeps what is there, ``all`` replaces it, ``partitions`` replaces the directories that are written.
    """

    storage: Storage
    path: str
    overwrite: str = ""
    _id: str = field(default_factory=lambda: uuid.uuid4().hex)
    _files: list[tuple[str, str]] = field(default_factory=list)
    _is_new: bool = False

    @property
    def _temporary(self) -> str:
        return join(join(self.path, "_temporary"), self._id)

    def file(self, directory: str, name: str) -> str:
        """Where to make a file that will be ``<path>/<directory>/<name>``."""
        if not self._files:
            self._is_new = not self.storage.exists(self.path)
        self._files.append((directory, name))
        return join(self._inside(self._temporary, directory), name)

    @staticmethod
    def _inside(path: str, directory: str) -> str:
        return join(path, directory) if directory else path

    def commit(self) -> None:
        """Make the files appear, and what they replace disappear. Meanwhile there is no ``_SUCCESS``."""
        self.storage.make_directory(self.path)
        self.storage.delete(join(self.path, "_SUCCESS"))
        self._clear()
        moved: list[str] = []
        try:
            for directory, name in self._files:
                source = join(self._inside(self._temporary, directory), name)
                target = join(self._inside(self.path, directory), name)
                self.storage.rename(source, target)
                moved.append(target)
            self._clean()
            self.storage.create(join(self.path, "_SUCCESS")).close()
        except BaseException:
            for target in moved:
                self.storage.delete(target)
            raise

    def _clear(self) -> None:
        if self.overwrite == "partitions":
            for directory in {directory for directory, _ in self._files}:
                self.storage.delete(self._inside(self.path, directory))
        elif self.overwrite:
            if not self.storage.status(self.path).is_dir:
                self.storage.delete(self.path)
                return
            shared = join(self.path, "_temporary")
            left_behind = self.storage.children(shared) if self.storage.exists(shared) else []
            for child in (*self.storage.children(self.path), *left_behind):
                if child.path not in (shared, self._temporary):
                    self.storage.delete(child.path)

    def abort(self) -> None:
        """Remove what was made."""
        self._clean()
        if self._is_new and self.storage.exists(self.path) and not self.storage.children(self.path):
            self.storage.delete(self.path)

    def _clean(self) -> None:
        self.storage.delete(self._temporary)
        self.storage.delete_empty(join(self.path, "_temporary"))

    def __str__(self) -> str:
        return display(self.path)
