"""The formats besides Parquet, CSV, JSON and text, each loaded when something asks for it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["OTHER_LINES", "OTHER_READERS", "OTHER_SOURCES", "OTHER_WRITERS", "WHOLE_FILES"]


def _of(module: str, name: str, room: str = "_files") -> Callable[..., Any]:
    """A function of a module, which is loaded when it is called."""

    def call(*args: Any) -> Any:
        return getattr(import_module(f"pyrite.sql.{room}.{module}"), name)(*args)

    return call


#: Name in errors, what finds the columns, what reads the rows.
OTHER_READERS: dict[str, tuple[str, Callable[..., Any], Callable[..., Any]]] = {
    "orc": ("ORC", _of("orc", "orc_columns"), _of("orc", "orc_batches")),
    "xml": ("XML", _of("xml", "xml_columns"), _of("xml", "xml_batches")),
    "avro": ("Avro", _of("avro", "avro_columns"), _of("avro", "avro_batches")),
    "binaryfile": ("BINARYFILE", _of("binary", "binary_columns"), _of("binary", "binary_batches")),
    "feather": ("Feather", _of("feather", "arrow_columns"), _of("feather", "arrow_batches")),
    "arrow": ("Arrow", _of("feather", "arrow_columns"), _of("feather", "arrow_batches")),
    "hdf5": ("HDF5", _of("hdf5", "hdf5_columns"), _of("hdf5", "hdf5_batches")),
    "jdbc": ("JDBC", _of("reading", "jdbc_relation", "_jdbc"), _of("reading", "jdbc_batches", "_jdbc")),
}

#: Formats whose files are never cut into partitions.
WHOLE_FILES = ("binaryfile", "arrow", "feather", "hdf5")

#: Sources that are no files: what makes a relation of a reader's options, schema and settings.
OTHER_SOURCES: dict[str, Callable[..., Any]] = {"jdbc": _of("reading", "jdbc_relation", "_jdbc")}

#: What finds the columns of lines, what reads their rows.
OTHER_LINES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "xml": (_of("xml", "xml_lines_columns"), _of("xml", "xml_lines_batches")),
}

#: Name in errors, what tells the end of files' names, what writes a file.
OTHER_WRITERS: dict[str, tuple[str, Callable[..., Any], Callable[..., Any]]] = {
    "orc": ("ORC", _of("orc", "orc_extension"), _of("orc", "write_orc")),
    "xml": ("XML", _of("xml_text", "xml_extension"), _of("xml_text", "write_xml")),
    "avro": ("Avro", _of("avro", "avro_extension"), _of("avro", "write_avro")),
    "binaryfile": ("BINARYFILE", _of("binary", "refuse_writing"), _of("binary", "refuse_writing")),
    "feather": ("Feather", _of("feather", "feather_extension"), _of("feather", "write_arrow")),
    "arrow": ("Arrow", _of("feather", "arrow_extension"), _of("feather", "write_arrow")),
    "hdf5": ("HDF5", _of("hdf5", "refuse_writing"), _of("hdf5", "refuse_writing")),
}
