"""The files of a lakehouse table as a source and as relations."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite._dataclasses import dataclass
from pyrite.sql._files.metadata import metadata_column
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._lake.formats import LakeTable
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import LongType, StructType

__all__ = ["FILE", "LakeSource", "following", "lake_relation", "marked_relation"]

#: The column that tells which file a row is in, where one asks for it.
FILE = "_pyrite_file"


@dataclass(frozen=True)
class LakeSource(FileSource):
    """The files of a table at a version; ``follows`` where the plan reads the newest one."""

    table: LakeTable | None = None
    follows: bool = False

    def latest(self) -> LakeSource:
        """The files as they are now, where the newest version is meant."""
        assert self.table is not None
        if not self.follows:
            return self
        newest = self.table.newest()
        if newest.version == self.table.version:
            return self
        return following(newest.source())


def following(source: LakeSource) -> LakeSource:
    """The source, which becomes that of the newest version when the table changes."""
    return LakeSource(source.storage, source.roots, source.files, source.names, source.table, True)


def lake_relation(source: LakeSource) -> r.Files:
    """The rows of these files, with the columns of their table."""
    assert source.table is not None
    schema = source.table.schema
    columns = [e.Attribute(f.name, f.dataType, f.nullable, metadata=f.metadata or None) for f in schema]
    data = StructType([field for field in schema if field.name not in source.names])
    return r.Files(tuple(columns), "parquet", source, data, meta=metadata_column("parquet"))


def marked_relation(source: LakeSource, files: Sequence[DataFile]) -> r.Files:
    """The rows of some of the files, with the place of each row's file among the source's in a column more."""
    places = {id(file): place for place, file in enumerate(source.files)}
    marked = tuple([DataFile(f.path, f.size, f.whole, (*f.values, places[id(f)]), f.modified) for f in files])
    names = (*source.names, FILE)
    plain = lake_relation(source)
    told = FileSource(source.storage, source.roots, marked, names)
    columns = (*plain.columns, e.Attribute(FILE, LongType(), False))
    return r.Files(columns, "parquet", told, plain.data)
