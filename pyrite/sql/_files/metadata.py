"""The column ``_metadata``: what is known of the file that a row comes from."""

from __future__ import annotations

import re
from typing import Any

from pyrite._io.paths import base_name, display
from pyrite.sql._files.source import DataFile
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import LongType, StringType, StructField, StructType, TimestampType

__all__ = ["metadata_column", "metadata_values"]

_FIELDS = (
    StructField("file_path", StringType(), False),
    StructField("file_name", StringType(), False),
    StructField("file_size", LongType(), False),
    StructField("file_block_start", LongType(), False),
    StructField("file_block_length", LongType(), False),
    StructField("file_modification_time", TimestampType(), False),
)
_ROW_INDEX = StructField("row_index", LongType(), False)
#: What is not written as it is in a URI.
_QUOTED = re.compile(r'[\x00- "#%<>?\[\\\]^`{|}\x7f]')


def metadata_column(form: str) -> e.Attribute:
    """The hidden column of files of a format; of Parquet it numbers the rows of each file too."""
    kind = StructType([*_FIELDS, _ROW_INDEX] if form == "parquet" else [*_FIELDS])
    told = {"__file_source_metadata_col": True, e.METADATA: "_metadata"}
    return e.Attribute("_metadata", kind, False, metadata=told)


def metadata_values(file: DataFile) -> tuple[Any, ...]:
    """The values of the column for the rows of a file, in Spark's internal form, but for ``row_index``."""
    path, name = _quoted(display(file.path)), _quoted(base_name(file.path))
    return path, name, file.size, 0, file.size, file.modified * 1000


def _quoted(path: str) -> str:
    return _QUOTED.sub(lambda found: f"%{ord(found[0]):02X}", path)
