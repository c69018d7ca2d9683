"""Hadoop's option names (today's first, then older ones) that choose formats, places and compression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pyrite._io.filesystem import Storage

INPUT_PATH = ("mapreduce.input.fileinputformat.inputdir", "mapred.input.dir")
OUTPUT_PATH = ("mapreduce.output.fileoutputformat.outputdir", "mapred.output.dir")
OUTPUT_FORMAT = (
    "mapreduce.job.outputformat.class",
    "mapred.output.format.class",
    "mapreduce.outputformat.class",
)
OUTPUT_KEY = ("mapreduce.job.output.key.class", "mapred.output.key.class")
OUTPUT_VALUE = ("mapreduce.job.output.value.class", "mapred.output.value.class")
COMPRESS = ("mapreduce.output.fileoutputformat.compress", "mapred.output.compress")
COMPRESS_CODEC = ("mapreduce.output.fileoutputformat.compress.codec", "mapred.output.compression.codec")
COMPRESS_TYPE = ("mapreduce.output.fileoutputformat.compress.type", "mapred.output.compression.type")
IN_SEPARATOR = (
    "mapreduce.input.keyvaluelinerecordreader.key.value.separator",
    "key.value.separator.in.input.line",
)
OUT_SEPARATOR = ("mapreduce.output.textoutputformat.separator", "mapred.textoutputformat.separator")
DEFAULT_CODEC = "org.apache.hadoop.io.compress.DefaultCodec"


class Compression(NamedTuple):
    """How output is compressed: the codec, and for SequenceFiles whether by blocks or record by record."""

    codec: str
    by_block: bool = True


def first_option(storage: Storage, names: Sequence[str]) -> str | None:
    """Return the first of some options that is set."""
    return next((storage.options[name] for name in names if storage.options.get(name)), None)


def output_compression(storage: Storage, codec: str | None = None) -> Compression | None:
    """Return the compression of an output: the call's codec (by blocks), or what the options ask for."""
    if codec:
        return Compression(codec)
    if (first_option(storage, COMPRESS) or "false").lower() != "true":
        return None
    kind = (first_option(storage, COMPRESS_TYPE) or "RECORD").upper()
    name = first_option(storage, COMPRESS_CODEC) or DEFAULT_CODEC
    return Compression(name, kind == "BLOCK")
