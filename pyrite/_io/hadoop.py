"""Hadoop's input and output format classes by name: text, key-value text, N lines, SequenceFile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.base import Input, Output
from pyrite._io.codecs import Codec, codec_named
from pyrite._io.commit import OutputJob
from pyrite._io.errors import StorageError, UnsupportedFormatError
from pyrite._io.filesystem import Storage
from pyrite._io.listing import input_files
from pyrite._io.options import (
    IN_SEPARATOR,
    INPUT_PATH,
    OUT_SEPARATOR,
    OUTPUT_FORMAT,
    OUTPUT_KEY,
    OUTPUT_PATH,
    OUTPUT_VALUE,
    Compression,
    first_option,
    output_compression,
)
from pyrite._io.sequencefile import SequenceOutput, pair_error, plan_sequence_file
from pyrite._io.splits import FileSplit, new_splits, old_splits
from pyrite._io.text import DELIMITER, decode, is_splittable, numbered_lines
from pyrite._io.writables import show, writable_for, writable_named

_OLD = "org.apache.hadoop.mapred."
_NEW_IN = "org.apache.hadoop.mapreduce.lib.input."
_NEW_OUT = "org.apache.hadoop.mapreduce.lib.output."
LINES_PER_MAP = "mapreduce.input.lineinputformat.linespermap"
_BATCH = 1000


@dataclass(frozen=True)
class LinesInput:
    """Text lines as pairs: (byte offset, line), or with a separator (text before it, text behind it)."""

    storage: Storage
    splits: Sequence[FileSplit]
    separator: bytes | None = None
    delimiter: bytes | None = None

    def read(self, split: FileSplit) -> Iterator[list[tuple[Any, str]]]:
        """Yield the split's pairs in batches."""
        for lines in numbered_lines(self.storage, split, self.delimiter):
            if self.separator is None:
                yield [(offset, decode(line)) for offset, line in lines]
            else:
                parts = [line.partition(self.separator) for _, line in lines]
                yield [(decode(key), decode(value)) for key, _, value in parts]


def _delimiter(storage: Storage) -> bytes | None:
    text = storage.options.get(DELIMITER)
    return text.encode() if text else None


def _plan_lines(paths: str, min_partitions: int, storage: Storage, new_api: bool) -> LinesInput:
    files = input_files(storage, paths, new_api)
    if new_api:
        splits = new_splits(files, storage, is_splittable)
    else:
        splits = old_splits(files, min_partitions, storage, is_splittable)
    return LinesInput(storage, tuple(splits), None, _delimiter(storage))


def _plan_key_values(paths: str, min_partitions: int, storage: Storage, new_api: bool) -> LinesInput:
    lines = _plan_lines(paths, min_partitions, storage, new_api)
    separator = (first_option(storage, IN_SEPARATOR) or "\t")[0].encode()
    return LinesInput(storage, lines.splits, separator, lines.delimiter)


def _plan_n_lines(paths: str, min_partitions: int, storage: Storage, new_api: bool) -> LinesInput:
    """Plan one split per N lines; the files are read once for it."""
    count = max(storage.int_option(LINES_PER_MAP, 1), 1)
    splits: list[FileSplit] = []
    for file in input_files(storage, paths, new_api):
        if not is_splittable(file.path):
            raise UnsupportedFormatError(
                f"NLineInputFormat cannot read the compressed file {file.path}", file.path
            )
        whole = FileSplit(file.path, 0, file.size, file.size)
        starts = [
            offset
            for number, offset in enumerate(
                o for lines in numbered_lines(storage, whole, None) for o, _ in lines
            )
            if not number % count
        ]
        # A split owns the lines that start behind its first byte and up to its end.
        edges = [max(start - 1, 0) for start in starts] + [file.size]
        splits += [FileSplit(file.path, begin, end - begin, file.size) for begin, end in pairwise(edges)]
    return LinesInput(storage, tuple(splits))


_INPUT_FORMATS: Mapping[str, Callable[[str, int, Storage, bool], Input]] = {
    _OLD + "TextInputFormat": _plan_lines,
    _NEW_IN + "TextInputFormat": _plan_lines,
    _OLD + "KeyValueTextInputFormat": _plan_key_values,
    _NEW_IN + "KeyValueTextInputFormat": _plan_key_values,
    _OLD + "SequenceFileInputFormat": plan_sequence_file,
    _NEW_IN + "SequenceFileInputFormat": plan_sequence_file,
    _OLD + "lib.NLineInputFormat": _plan_n_lines,
    _NEW_IN + "NLineInputFormat": _plan_n_lines,
}


def _refuse_converters(key_converter: str | None, value_converter: str | None) -> None:
    for given in (key_converter, value_converter):
        if given:
            raise UnsupportedFormatError(
                f"Converter {given} is a Java class, which Pyrite cannot run: convert in Python with map()"
            )


def _known(kind: str, given: str, supported: Mapping[str, Any]) -> Any:
    found = supported.get(given)
    if found is None:
        raise UnsupportedFormatError(
            f"{kind} {given} is not supported; supported are {', '.join(supported)}",
            java_class="java.lang.ClassNotFoundException",
        )
    return found


def plan_hadoop_input(
    storage: Storage,
    input_format: str,
    key_class: str,
    value_class: str,
    *,
    new_api: bool,
    min_partitions: int,
    paths: str | None = None,
    key_converter: str | None = None,
    value_converter: str | None = None,
) -> Input:
    """Plan `hadoopFile`, `hadoopRDD`, `newAPIHadoopFile` and `newAPIHadoopRDD`.

    Args:
        storage: with the call's `conf` laid over the session's options (see `Storage.updated`).
        paths: None for the `...RDD` calls, which name the input in their configuration.
        min_partitions: what the older API aims at; the newer one goes by block sizes only.

    Raises:
        UnsupportedFormatError: naming an unknown class or a converter, and what is supported.
    """
    _refuse_converters(key_converter, value_converter)
    plan = _known("Input format", input_format, _INPUT_FORMATS)
    for name in (key_class, value_class):
        writable_named(name)
    source = paths if paths is not None else first_option(storage, INPUT_PATH)
    if not source:
        raise StorageError("No input paths specified in job")
    planned: Input = plan(source, min_partitions, storage, new_api)
    return planned


@dataclass(frozen=True)
class KeyValueTextOutput:
    """Lines 'key<separator>value' in Java's formatting; a None key or value leaves the separator out."""

    storage: Storage
    separator: str = "\t"
    codec: Codec | None = None

    @property
    def extension(self) -> str:
        """What part file names end with."""
        return self.codec.extension if self.codec else ""

    def write(self, path: str, records: Iterator[Any]) -> int:
        """Write all pairs into a new file at `path`; return how many there were."""
        count = 0
        with self.storage.create(path) as raw:
            stream: Any = self.codec.writer(raw) if self.codec else raw
            while batch := list(islice(records, _BATCH)):
                stream.write("".join([self._line(record) for record in batch]).encode("utf-8"))
                count += len(batch)
            if self.codec:
                stream.close()
        return count

    def _line(self, record: Any) -> str:
        if not isinstance(record, (tuple, list)) or len(record) != 2:
            raise pair_error(record)
        shown = [item if type(item) is str else show(item) for item in record if item is not None]
        return self.separator.join(shown) + "\n" if shown else ""


def sequence_output(
    storage: Storage,
    first: Callable[[], Any],
    *,
    key_class: str | None = None,
    value_class: str | None = None,
    compression: Compression | None = None,
) -> SequenceOutput:
    """Return the output of `saveAsSequenceFile`.

    Args:
        first: returns the RDD's first record; called when a class is not given, to infer it.
    """
    if key_class is None or value_class is None:
        record = first()
        if not isinstance(record, (tuple, list)) or len(record) != 2:
            raise pair_error(record)
        key_class = key_class or writable_for(record[0]).class_name
        value_class = value_class or writable_for(record[1]).class_name
    writable_named(key_class), writable_named(value_class)
    compression = compression or output_compression(storage)
    if compression:
        codec_named(compression.codec)
    return SequenceOutput(storage, key_class, value_class, compression)


_TEXT_OUT, _SEQUENCE_OUT = "text", "sequence"
_OUTPUT_FORMATS = {
    _OLD + "TextOutputFormat": _TEXT_OUT,
    _NEW_OUT + "TextOutputFormat": _TEXT_OUT,
    _OLD + "SequenceFileOutputFormat": _SEQUENCE_OUT,
    _NEW_OUT + "SequenceFileOutputFormat": _SEQUENCE_OUT,
}


def hadoop_output_job(
    storage: Storage,
    first: Callable[[], Any],
    *,
    new_api: bool,
    path: str | None = None,
    output_format: str | None = None,
    key_class: str | None = None,
    value_class: str | None = None,
    key_converter: str | None = None,
    value_converter: str | None = None,
    codec: str | None = None,
) -> OutputJob:
    """Return the job of `saveAsHadoopFile`, `saveAsNewAPIHadoopFile` and the two `...Dataset` calls.

    What is None comes from the configuration (the `...Dataset` calls give nothing but that).

    Args:
        storage: with the call's `conf` laid over the session's options.
        first: returns the RDD's first record, for inferring classes.
        codec: the compression class of the call; it asks for compression by blocks, as in Spark.

    Raises:
        UnsupportedFormatError: naming an unknown class or a converter, and what is supported.
    """
    _refuse_converters(key_converter, value_converter)
    target = path if path is not None else first_option(storage, OUTPUT_PATH)
    if not target:
        raise StorageError(
            "Output directory not set." if new_api else "Output directory not set in JobConf.",
            java_class="org.apache.hadoop.mapred.InvalidJobConfException",
        )
    default = (_NEW_OUT if new_api else _OLD) + "TextOutputFormat"
    kind = _known(
        "Output format", output_format or first_option(storage, OUTPUT_FORMAT) or default, _OUTPUT_FORMATS
    )
    compression = output_compression(storage, codec)
    output: Output
    if kind == _TEXT_OUT:
        separator = first_option(storage, OUT_SEPARATOR) or "\t"
        output = KeyValueTextOutput(
            storage, separator, codec_named(compression.codec) if compression else None
        )
    else:
        output = sequence_output(
            storage,
            first,
            key_class=key_class or first_option(storage, OUTPUT_KEY),
            value_class=value_class or first_option(storage, OUTPUT_VALUE),
            compression=compression,
        )
    return OutputJob(storage.qualify(target), output, storage, "part-r-" if new_api else "part-")
