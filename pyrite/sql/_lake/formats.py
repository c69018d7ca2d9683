"""What a lakehouse format and its tables can do, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite.errors import SparkRuntimeException
from pyrite.sql.types import StructField, StructType

if TYPE_CHECKING:
    from pyrite.sql._files.source import DataFile
    from pyrite.sql._lake.tables import LakeSource

__all__ = [
    "ALL",
    "LAKE_FORMATS",
    "PARTITIONS",
    "Creation",
    "LakeConflict",
    "LakeFormat",
    "LakeTable",
    "Version",
    "lake_format",
]

#: The formats, and the modules that know them.
LAKE_FORMATS = {"delta": "pyrite.sql._lake.delta", "iceberg": "pyrite.sql._lake.iceberg"}

#: What a commit removes: all files, or those of the partitions that get rows.
ALL, PARTITIONS = "all", "partitions"


class LakeConflict(SparkRuntimeException):
    """Another writer changed the table in the meantime. Nothing was changed: the statement can be run again."""


class Version(NamedTuple):
    """Which state of a table is meant: its number, or the time (microseconds since 1970) when it was the latest."""

    number: int | None = None
    micros: int | None = None


@dataclass(frozen=True)
class Creation:
    """What a new table is: columns, the names of those that partition it, properties, and a comment."""

    schema: StructType
    partitioned_by: Sequence[str] = ()
    properties: Mapping[str, str] | None = None
    comment: str | None = None


class LakeTable(Protocol):
    """A table at one version."""

    @property
    def schema(self) -> StructType:
        """All columns, in the table's order."""

    @property
    def partitioned_by(self) -> tuple[str, ...]:
        """The columns whose values the log tells for each file."""

    @property
    def version(self) -> int:
        """The number of the version; -1 where there is none yet."""

    def source(self) -> LakeSource:
        """The files, those of equal partition values together."""

    def newest(self) -> LakeTable:
        """The table as it is now."""

    def commit(self, rows: pa.RecordBatchReader, removed: Sequence[DataFile] | str, operation: str) -> None:
        """Add rows and remove files: a new version, or when it fails, nothing.

        Parameters
        ----------
        rows : RecordBatchReader
            The rows, with the columns of :attr:`schema`; they are read once.
        removed : list of DataFile or str
            Files of :meth:`source`, ``ALL``, or ``PARTITIONS``. Only rows that are added to what others add at the
            same time, with nothing removed, are added whatever the others do.
        operation : str
            What the history calls it.

        Raises
        ------
        LakeConflict
            When somebody else has changed the table after this version.
        """

    def check_rewrite(self, operation: str) -> None:
        """Raise where files of the table cannot be written anew, row by row."""

    def replace_table(self, creation: Creation, rows: pa.RecordBatchReader) -> None:
        """Put other columns and rows in place of all there are; the versions before stay."""

    def add_columns(self, fields: Sequence[StructField]) -> LakeTable:
        """The table with more columns, null in the rows that are there: a new version."""

    def history(self) -> pa.Table:
        """The versions, the newest first, in the columns that the format has for them."""


class LakeFormat(Protocol):
    """What a module of a format offers."""

    def find_table(
        self, storage: Storage, place: str, conf: Mapping[str, str], version: Version | None = None
    ) -> LakeTable | None:
        """The table at a place, by default its newest version; None where there is none."""

    def create_table(
        self,
        storage: Storage,
        place: str,
        conf: Mapping[str, str],
        creation: Creation,
        rows: pa.RecordBatchReader | None = None,
    ) -> None:
        """Make a table, with its first rows."""

    def create_namespace(
        self, storage: Storage, name: tuple[str, ...], conf: Mapping[str, str], unless: bool
    ) -> None:
        """Make a database in a catalog of the format; ``unless`` it is there."""

    def drop_table(self, storage: Storage, place: str, conf: Mapping[str, str]) -> None:
        """Drop a table of a catalog of the format."""


def lake_format(name: str) -> LakeFormat:
    """The module of a format."""
    found: Any = import_module(LAKE_FORMATS[name])
    return found
