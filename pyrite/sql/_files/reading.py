"""From a reader's paths, schema and options to a relation, and from that to its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite._io.codecs import codec_for_path
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._depth import types_within_limits
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.csv import csv_batches, csv_columns, csv_lines_batches, csv_lines_columns
from pyrite.sql._files.json import json_batches, json_columns, json_lines_batches, json_lines_columns
from pyrite.sql._files.lenient import Lenient
from pyrite.sql._files.metadata import metadata_column
from pyrite.sql._files.options import Options
from pyrite.sql._files.others import OTHER_LINES, OTHER_READERS, OTHER_SOURCES, WHOLE_FILES
from pyrite.sql._files.parquet import parquet_columns, same_names
from pyrite.sql._files.records import Malformed, check_sampling
from pyrite.sql._files.source import FileSource, find_files
from pyrite.sql._files.text import check_text_columns, text_batches, text_columns
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import StructField, StructType

__all__ = ["FileRows", "files_relation", "partition_count"]

Infer = Callable[[FileSource, Options, Settings], StructType | None]
Batches = Callable[[r.Files, Settings], Iterator[pa.RecordBatch]]


@dataclass(frozen=True)
class Format:
    """How files of a format are read.

    Parameters
    ----------
    shown : str
        Its name in errors.
    infer : callable
        The columns of files; None when there are no files to tell.
    batches : callable, optional
        The required columns of a relation as Arrow data, named by their position; None where the engine reads the
        files itself.
    """

    shown: str
    infer: Infer
    batches: Batches | None = None


FORMATS: dict[str, Format] = {
    "parquet": Format("Parquet", parquet_columns),
    "csv": Format("CSV", csv_columns, csv_batches),
    "json": Format("JSON", json_columns, json_batches),
    "text": Format("Text", text_columns, text_batches),
    **{name: Format(*found) for name, found in OTHER_READERS.items()},
}


@dataclass(frozen=True)
class LineFormat:
    """How lines of a format are read that are no file."""

    infer: Callable[[Sequence[str], Options, Settings], StructType]
    batches: Callable[[Sequence[str], StructType, Options, Settings], Iterator[pa.RecordBatch]]


LINES: dict[str, LineFormat] = {
    "csv": LineFormat(csv_lines_columns, csv_lines_batches),
    "json": LineFormat(json_lines_columns, json_lines_batches),
    **{name: LineFormat(*found) for name, found in OTHER_LINES.items()},
}


def files_relation(
    storage: Storage,
    name: str,
    paths: Sequence[str],
    schema: StructType | None,
    options: Mapping[str, str],
    settings: Settings,
) -> r.Files:
    """The relation of a reader.

    Parameters
    ----------
    storage : Storage
        The session's file systems.
    name : str
        The format, one of ``FORMATS``.
    paths : list of str
        Files, directories and globs.
    schema : StructType, optional
        The columns; without it, they are inferred.
    options : mapping
        The reader's options.
    settings : Settings
        The session's.

    Raises
    ------
    AnalysisException
        PATH_NOT_FOUND, UNABLE_TO_INFER_SCHEMA, and others of the schema.
    """
    if name in OTHER_SOURCES:
        found: r.Files = OTHER_SOURCES[name](Options(options), schema, settings)
        return found
    form = FORMATS[name]
    conf = settings.conf or {}
    given = Options(options)
    source, told = find_files(storage, paths, given, conf)
    if schema is not None:
        asked = {settings.name_key(field.name): field for field in schema}
        told = StructType([asked.get(settings.name_key(field.name), field) for field in told])
    keys = {settings.name_key(field.name): field for field in told}
    if schema is None:
        if name in ("csv", "json"):
            check_sampling(given)
        data = types_within_limits(lambda: form.infer(source, given, settings))
        if data is None:
            raise AnalysisException(
                errorClass="UNABLE_TO_INFER_SCHEMA", messageParameters={"format": form.shown}
            )
    else:
        data = StructType([field for field in schema if settings.name_key(field.name) not in keys])
    fields = [keys.pop(settings.name_key(field.name), field) for field in data]
    fields.extend(keys.values())
    columns = StructType([StructField(f.name, f.dataType, True, f.metadata) for f in fields])
    twice = same_names(columns, conf)
    if twice is not None:
        raise AnalysisException(
            errorClass="COLUMN_ALREADY_EXISTS", messageParameters={"columnName": f"`{twice}`"}
        )
    if name == "text":
        check_text_columns(data)
    types_within_limits(lambda: check_columns(data, form.shown, reading=True))
    if name in ("csv", "json", "xml"):
        Malformed.of(data, given, settings)
    source = source.typed([field.dataType for field in told], given.text("timeZone") or settings.zone)
    attributes = [e.Attribute(f.name, f.dataType, True, metadata=f.metadata or None) for f in columns]
    return r.Files(
        tuple(attributes), name, _named(source, told), data, given.given, meta=metadata_column(name)
    )


def _named(source: FileSource, told: StructType) -> FileSource:
    """The source with the letters that the schema has for the names of its columns."""
    return replace(source, names=tuple(told.names))


def lines_relation(
    name: str, lines: Sequence[str], schema: StructType | None, options: Mapping[str, str], settings: Settings
) -> r.ArrowRows:
    """The relation of lines that are here; see :func:`files_relation`."""
    form = LINES[name]
    given = Options(options)
    data = schema if schema is not None else types_within_limits(lambda: form.infer(lines, given, settings))
    check_columns(data, FORMATS[name].shown, reading=True)
    batches = list(form.batches(lines, data, given, settings))
    table = pa.Table.from_batches(batches, _arrow_schema(data))
    columns = [e.Attribute(f.name, f.dataType, True, metadata=f.metadata or None) for f in data]
    return r.ArrowRows(tuple(columns), table)


def _arrow_schema(data: StructType) -> pa.Schema:
    """The columns of a format's batches, named by their position."""
    fields = [pa.field(str(index), physical_type(f.dataType)) for index, f in enumerate(data)]
    return pa.schema(fields or [pa.field("0", pa.string())])


class FileRows:
    """The rows of files as an Arrow stream. Each scan of it reads the files anew."""

    def __init__(self, plan: r.Files, settings: Settings):
        self._plan = plan
        self._settings = settings
        self._batches = FORMATS[plan.format].batches
        #: What went wrong while the files were read; the engine tells only its text.
        self.error: BaseException | None = None

    @property
    def schema(self) -> pa.Schema:
        """The columns, named by their position."""
        return _arrow_schema(self._plan.required)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows."""
        assert self._batches is not None
        lenient = Lenient.of(Options(self._plan.options), self._settings)
        try:
            if lenient.corrupt or lenient.missing:
                for file in self._plan.source.files:
                    one = replace(self._plan, source=replace(self._plan.source, files=(file,)))
                    yield from lenient.without_failures(self._batches(one, self._settings))
                return
            yield from self._batches(self._plan, self._settings)
        except BaseException as error:
            self.error = error
            raise

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        reader = pa.RecordBatchReader.from_batches(self.schema, self.batches())
        return reader.__arrow_c_stream__(requested_schema)


def partition_count(plan: r.Files, parallelism: int) -> int:
    """How many partitions Spark makes of the files."""
    options = Options(plan.options)
    in_blocks = plan.format in ("parquet", "orc", "avro")
    whole = options.flag("multiLine", plan.format == "xml") or options.flag("wholetext")
    cut = in_blocks or not (whole or plan.format in WHOLE_FILES)
    if not in_blocks and any(codec_for_path(file.path) for file in plan.source.files):
        cut = False
    count: int = plan.source.partitions(parallelism, cut)
    return count
