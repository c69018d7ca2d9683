"""Text files: a row for each line, or for each file."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pyrite._io.codecs import codec_for_path
from pyrite._io.splits import FileSplit
from pyrite._io.text import line_blocks, well_formed
from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.options import Options
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._plan import relations as r
from pyrite.sql.types import StringType, StructField, StructType

__all__ = [
    "content",
    "cut_lines",
    "line_arrays",
    "line_separator",
    "raw_lines",
    "text_batches",
    "text_columns",
]

_BOM = b"\xef\xbb\xbf"
_PIECE = 1 << 20


def text_columns(source: FileSource, options: Options, settings: Settings) -> StructType:
    """The one column of text files."""
    return StructType([StructField("value", StringType())])


def check_text_columns(data: StructType) -> None:
    """Refuse what is not one string.

    Raises
    ------
    AnalysisException
        As Spark does for other numbers of columns.
    """
    if len(data.fields) > 1:
        raise AnalysisException(
            errorClass="_LEGACY_ERROR_TEMP_1290", messageParameters={"schemaSize": str(len(data.fields))}
        )


def line_separator(options: Options) -> bytes | None:
    """The option ``lineSep``; None where lines end as usual.

    Raises
    ------
    IllegalArgumentException
        When it is empty.
    """
    separator = options.text("lineSep")
    if separator == "":
        raise IllegalArgumentException("requirement failed: 'lineSep' cannot be an empty string.")
    return None if separator is None else separator.encode()


def text_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The lines of the files, in a column."""
    options = Options(plan.options)
    whole = options.flag("wholetext")
    separator = line_separator(options)
    for file in plan.source.files:
        if whole:
            yield _batch(pa.array([well_formed(content(plan.source, file))], pa.binary()).cast(pa.string()))
            continue
        for lines in line_arrays(plan.source, file, separator):
            yield _batch(lines)


def _batch(lines: pa.Array) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([lines], names=["0"])


def content(source: FileSource, file: DataFile) -> bytes:
    """All bytes of a file, decompressed."""
    codec = codec_for_path(file.path)
    with source.storage.open(file.path) as raw:
        reader = codec.reader(raw) if codec else raw
        return b"".join(iter(lambda: reader.read(_PIECE), b""))


def line_arrays(source: FileSource, file: DataFile, separator: bytes | None) -> Iterator[pa.Array]:
    """The lines of a file as arrays of strings, about a mebibyte each."""
    split = FileSplit(file.path, 0, file.size, file.size)
    pending: list[bytes] = []
    size = 0
    first = True
    for _, block in line_blocks(source.storage, split, separator):
        if isinstance(block, list):
            if first and block:
                block[0] = block[0].removeprefix(_BOM)
            lines = [well_formed(line) for line in block]
            yield pa.array(lines, pa.binary()).cast(pa.string())
        else:
            pending.append(block.removeprefix(_BOM) if first else block)
            size += len(block)
            if size >= _PIECE:
                yield cut_lines(b"".join(pending))
                pending, size = [], 0
        first = False
    if pending and any(pending):
        yield cut_lines(b"".join(pending))


def raw_lines(source: FileSource, file: DataFile, separator: bytes | None) -> Iterator[bytes]:
    """The lines of a file as bytes."""
    split = FileSplit(file.path, 0, file.size, file.size)
    first = True
    for _, block in line_blocks(source.storage, split, separator):
        if isinstance(block, list):
            lines = block
        else:
            if b"\r" in block:
                block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            lines = block.removesuffix(b"\n").split(b"\n")
        if first:
            lines = [lines[0].removeprefix(_BOM), *lines[1:]]
            first = False
        yield from lines


def cut_lines(block: bytes) -> pa.Array:
    """The lines of a block; its last one may lack its end."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    block = well_formed(block)
    if block.endswith(b"\n"):
        block = block[:-1]
    kind = pa.large_string() if len(block) >= 1 << 31 else pa.string()
    whole = pa.array([block], pa.large_binary() if len(block) >= 1 << 31 else pa.binary()).cast(kind)
    return pc.split_pattern(whole, "\n").flatten().cast(pa.string())
