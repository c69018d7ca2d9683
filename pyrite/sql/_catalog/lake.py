"""Tables of lakehouse formats as the catalog has them: their columns are those that their logs tell."""

from __future__ import annotations

from collections.abc import Mapping

from pyrite._io import Storage
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.objects import Table
from pyrite.sql._lake.formats import LAKE_FORMATS, LakeTable, Version, lake_format
from pyrite.sql.types import StructField, StructType

__all__ = [
    "as_logged",
    "create_foreign_namespace",
    "drop_foreign",
    "foreign_catalog",
    "foreign_table",
    "is_lake",
    "lake_table_named",
    "lake_table_of",
    "path_table",
]


def is_lake(table: Table) -> bool:
    """Whether a table's files are told by a log."""
    return table.provider in LAKE_FORMATS


def lake_table_of(
    storage: Storage, table: Table, settings: Settings, version: Version | None = None
) -> LakeTable:
    """What the log of a table tells, by default of its newest version.

    Raises
    ------
    AnalysisException
        Where there is no table, or no such version.
    """
    found = lake_format(table.provider).find_table(storage, table.location, settings.conf or {}, version)
    if found is None:
        raise AnalysisException(
            f"{quoted_parts(table.full_name)} is no {table.provider} table: nothing of one is at {table.location}"
        )
    return found


def as_logged(storage: Storage, table: Table, settings: Settings) -> Table:
    """The table with the columns that its log tells; itself if it has none."""
    if not is_lake(table):
        return table
    found = lake_format(table.provider).find_table(storage, table.location, settings.conf or {})
    return table if found is None else with_columns(table, found)


def with_columns(table: Table, lake: LakeTable) -> Table:
    """The table with the log's columns, and the defaults that the catalog knows for them."""
    known: Mapping[str, StructField] = {field.name: field for field in table.schema}
    fields = []
    for field in lake.schema:
        own = known.get(field.name)
        metadata = {**(field.metadata or {}), **((own.metadata or {}) if own is not None else {})}
        declared = own.dataType if own is not None and _is_told(own) else field.dataType
        fields.append(StructField(field.name, declared, field.nullable, metadata))
    return table.with_(schema=StructType(fields), partitioned_by=lake.partitioned_by)


def _is_told(field: StructField) -> bool:
    """Whether the catalog knows more of a column's type than a log: the length of texts."""
    return field.dataType.typeName() in ("char", "varchar")


def path_table(storage: Storage, provider: str, path: str, settings: Settings) -> Table:
    """The table that lies at a path.

    Raises
    ------
    AnalysisException
        PATH_NOT_FOUND; and where there is no table of this format.
    """
    place = storage.qualify(path)
    table = Table(provider, path, "EXTERNAL", StructType(), provider, place, created=0)
    if not storage.exists(place):
        raise AnalysisException(errorClass="PATH_NOT_FOUND", messageParameters={"path": place})
    return with_columns(table, lake_table_of(storage, table, settings))


def foreign_catalog(name: tuple[str, ...], settings: Settings) -> str | None:
    """The catalog of Iceberg that a name begins with."""
    conf = settings.conf or {}
    if len(name) < 2 or f"spark.sql.catalog.{name[0]}" not in conf:
        return None
    return name[0] if "iceberg" in conf[f"spark.sql.catalog.{name[0]}"].lower() else None


def foreign_table(name: tuple[str, ...], schema: StructType | None = None) -> Table:
    """A table of a catalog of Iceberg."""
    *space, own = name[1:]
    return Table(
        ".".join(space),
        own,
        "MANAGED",
        schema or StructType(),
        "iceberg",
        ".".join(name),
        created=0,
        catalog=name[0],
    )


def create_foreign_namespace(
    storage: Storage, name: tuple[str, ...], settings: Settings, unless: bool
) -> None:
    """``CREATE DATABASE`` in a catalog of Iceberg."""
    lake_format("iceberg").create_namespace(storage, name, settings.conf or {}, unless)


def drop_foreign(storage: Storage, table: Table, settings: Settings) -> None:
    """``DROP TABLE`` of a catalog of Iceberg."""
    lake_format(table.provider).drop_table(storage, table.location, settings.conf or {})


def _in_catalog(storage: Storage, name: tuple[str, ...], settings: Settings) -> Table | None:
    table = foreign_table(name)
    if len(name) < 3:
        return None
    found = lake_format("iceberg").find_table(storage, table.location, settings.conf or {})
    return None if found is None else with_columns(table, found)


def lake_table_named(storage: Storage, name: tuple[str, ...], settings: Settings) -> Table | None:
    """The table that ``delta.`path``` names, or a name in a catalog of Iceberg; None for other names."""
    catalog = foreign_catalog(name, settings)
    if catalog is not None:
        return _in_catalog(storage, name, settings)
    if len(name) == 2 and name[0].lower() == "delta" and "/" in name[1]:
        return path_table(storage, "delta", name[1], settings)
    return None
