"""Hive's words for formats, as formats of files and their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._catalog.tables import check_provider
from pyrite.sql._plan.ddl import Storage

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = ["hive_format"]

#: What stands between the fields of a line unless it is said.
_FIELDS_END = "\x01"
_NULL = "\\N"
_TEXT = ("textfile",)
_KNOWN = (*_TEXT, "avro", "orc", "parquet", "rcfile", "sequencefile")


def hive_format(queries: Queries, storage: Storage, command: str) -> tuple[str, dict[str, str]]:
    """The format that STORED AS and ROW FORMAT say, and its options.

    Raises
    ------
    AnalysisException
        NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT of this command; the error of words that Hive does not have.
    SparkRuntimeException
        DATA_SOURCE_NOT_FOUND for formats that only Hive has.
    """
    if queries.conf_map().get("spark.sql.catalogImplementation") != "hive":
        raise analysis_error("NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT", {"cmd": command})
    name = _format_name(storage)
    if name not in _KNOWN:
        raise analysis_error("_LEGACY_ERROR_TEMP_1059", {"serdeInfo": storage.stored_as or name})
    if name not in _TEXT:
        return check_provider(name), {}
    said = storage.properties
    blanks = dict.fromkeys(("ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace"), "false")
    options = {"sep": said.get("field.delim", _FIELDS_END), "nullValue": _NULL, "quote": "", **blanks}
    if "escape.delim" in said:
        options["escape"] = said["escape.delim"]
    return "csv", options


def _format_name(storage: Storage) -> str:
    if storage.stored_as is not None:
        return storage.stored_as.lower()
    classes = f"{storage.input_format} {storage.serde}".lower()
    return next((name for name in ("parquet", "orc", "avro") if name in classes), "textfile")
