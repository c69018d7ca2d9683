"""Partitions of tables: added, dropped, renamed, listed, found in directories; and their rows removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite._io.paths import display
from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.lake import is_lake
from pyrite.sql._catalog.objects import Partition, Table
from pyrite.sql._catalog.session_catalog import partition_name
from pyrite.sql._commands.changes import delete_all
from pyrite.sql._commands.inserts import static_texts
from pyrite.sql._commands.lookup import answer, find_table
from pyrite.sql._commands.tables import find_partitions, unsupported_operation
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = [
    "add_partitions",
    "drop_partitions",
    "load_data",
    "partition_of",
    "partition_values",
    "partitions_matching",
    "rename_partition",
    "repair_table",
    "show_partitions",
    "truncate",
]


def partition_values(
    queries: Queries, table: Table, spec: ddl.PartitionSpec, action: str, whole: bool = True
) -> dict[str, str | None]:
    """The values that a specification gives, under the table's own names and as directories have them.

    Raises
    ------
    AnalysisException
        Of a table without partitions, names that are no partition column, and names that are missing in a
        ``whole`` specification.
    """
    if not table.partitioned_by:
        shown = {"action": action, "tableName": table.name}
        raise analysis_error("_LEGACY_ERROR_TEMP_1251", shown)
    texts = static_texts(queries, table, spec)
    if whole and len(texts) < len(table.partitioned_by):
        shown = {
            "specKeys": ", ".join(texts),
            "partitionColumnNames": ", ".join(table.partitioned_by),
            "tableName": quoted_parts(table.full_name),
        }
        raise analysis_error("_LEGACY_ERROR_TEMP_1232", shown)
    if any(value == "" for value in texts.values()):
        pairs = ", ".join([f"{name}={'null' if value is None else value}" for name, value in texts.items()])
        details = f"The spec ([{pairs}]) contains an empty partition column value"
        raise analysis_error("INVALID_PARTITION_SPEC", {"details": details})
    return texts


def _shown(values: Mapping[str, str | None]) -> str:
    pairs = [f"`{name}` = {'null' if value is None else value}" for name, value in values.items()]
    return f"PARTITION ({', '.join(pairs)})"


def _told(condition: str, table: Table, *values: Mapping[str, str | None]) -> Exception:
    listed = ", ".join([_shown(each) for each in values])
    shown = {"partitionList": listed, "tableName": quoted_parts(table.full_name[1:])}
    return analysis_error(condition, shown)


def partition_of(queries: Queries, table: Table, spec: ddl.PartitionSpec, action: str) -> Partition:
    """The partition of a specification. Raises PARTITIONS_NOT_FOUND, and as :func:`partition_values`."""
    values = partition_values(queries, table, spec, action)
    for each in queries.names.catalog.metastore.partitions(table):
        if each.values == tuple(values.values()):
            return each
    raise _told("PARTITIONS_NOT_FOUND", table, values)


def partitions_matching(queries: Queries, table: Table, values: Mapping[str, str | None]) -> list[Partition]:
    """The partitions that have these values."""
    places = {name: place for place, name in enumerate(table.partitioned_by)}
    return [
        each
        for each in queries.names.catalog.partitions(table)
        if all(each.values[places[name]] == value for name, value in values.items())
    ]


# ------------------------------------------------------------------------------------------------ changes


def add_partitions(queries: Queries, command: ddl.AddPartitions) -> None:
    """``ALTER TABLE ... ADD PARTITION``."""
    table = find_table(queries, command.name, "ALTER TABLE ... ADD PARTITION ...")
    catalog = queries.names.catalog
    known = {each.values for each in catalog.metastore.partitions(table)}
    found = []
    for spec, location in command.partitions:
        values = partition_values(queries, table, spec, "ALTER TABLE ADD PARTITION")
        key = tuple(values.values())
        if key in known and not command.if_not_exists:
            raise _told("PARTITIONS_ALREADY_EXIST", table, values)
        if location == "":
            raise IllegalArgumentException("Can not create a Path from an empty string")
        if key in known:
            continue
        if location is None:
            place = catalog.partition_location(table, key)
            catalog.storage.make_directory(catalog.storage.qualify(place))
        else:
            place = display(catalog.storage.qualify(location))
        found.append((key, place))
    catalog.add_partitions(table, found)
    queries.recache(table)


def drop_partitions(queries: Queries, command: ddl.DropPartitions) -> None:
    """``ALTER TABLE ... DROP PARTITION``: the files of a managed table go with it."""
    table = find_table(queries, command.name, "ALTER TABLE ... DROP PARTITION ...")
    catalog = queries.names.catalog
    known = {each.values: each for each in catalog.metastore.partitions(table)}
    gone = []
    for spec in command.partitions:
        values = partition_values(queries, table, spec, "ALTER TABLE DROP PARTITION", whole=False)
        key = tuple(values.values())
        if key in known:
            gone.append(known[key])
        elif not command.if_exists:
            raise _told("PARTITIONS_NOT_FOUND", table, values)
    catalog.metastore.drop_partitions(table, gone)
    if table.kind == "MANAGED":
        for each in gone:
            catalog.storage.delete(catalog.storage.qualify(each.location))
    catalog.changed(table)
    queries.recache(table)


def rename_partition(queries: Queries, command: ddl.RenamePartition) -> None:
    """``ALTER TABLE ... PARTITION ... RENAME TO PARTITION``: a managed table's directory goes with it."""
    table = find_table(queries, command.name, "ALTER TABLE ... RENAME TO PARTITION")
    catalog = queries.names.catalog
    old = partition_of(queries, table, command.partition, "ALTER TABLE RENAME PARTITION")
    values = partition_values(queries, table, command.new, "ALTER TABLE RENAME PARTITION")
    key = tuple(values.values())
    if any(each.values == key for each in catalog.metastore.partitions(table)):
        raise _told("PARTITIONS_ALREADY_EXIST", table, values)
    location = old.location
    if table.kind == "MANAGED":
        location = catalog.partition_location(table, key)
        source, target = catalog.storage.qualify(old.location), catalog.storage.qualify(location)
        catalog.storage.make_directory(target.rpartition("/")[0])
        if catalog.storage.exists(source):
            catalog.storage.rename(source, target)
    with catalog.metastore.transaction():
        catalog.metastore.drop_partitions(table, [old])
        catalog.metastore.add_partitions(table, [replace(old, values=key, location=location)])
    catalog.changed(table)
    queries.recache(table)


def repair_table(queries: Queries, command: ddl.RepairTable) -> None:
    """``MSCK REPAIR TABLE`` and ``ALTER TABLE ... RECOVER PARTITIONS``."""
    told = "ALTER TABLE ... RECOVER PARTITIONS" if command.recover else "MSCK REPAIR TABLE"
    table = find_table(queries, command.name, told)
    catalog = queries.names.catalog
    if not table.partitioned_by:
        operation = "ALTER TABLE RECOVER PARTITIONS" if command.recover else "MSCK REPAIR TABLE"
        shown = {"operation": operation, "tableIdentWithDB": quoted_parts(table.full_name)}
        raise analysis_error("NOT_A_PARTITIONED_TABLE", shown)
    if command.drop:
        gone = [
            each
            for each in catalog.metastore.partitions(table)
            if not catalog.storage.exists(catalog.storage.qualify(each.location))
        ]
        catalog.metastore.drop_partitions(table, gone)
    if command.add:
        catalog.add_partitions(table, find_partitions(catalog, queries.settings(), table))
    catalog.changed(table)
    queries.recache(table)


# --------------------------------------------------------------------------------------------------- lists


def show_partitions(queries: Queries, command: c.Show) -> DataFrame:
    """``SHOW PARTITIONS``."""
    table = find_table(queries, command.name, "SHOW PARTITIONS")
    if not table.partitioned_by:
        shown = {"name": quoted_parts(table.full_name)}
        raise analysis_error("INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY", shown)
    values: Mapping[str, str | None] = {}
    if command.partition is not None:
        values = partition_values(queries, table, command.partition, "SHOW PARTITIONS", whole=False)
    found = partitions_matching(queries, table, values)
    if command.as_json:
        told = {"partitions": [dict(zip(table.partitioned_by, each.values)) for each in found]}
        text = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
        return answer(queries, "json_metadata string not null", [(text,)])
    names = [partition_name(table, each.values) for each in found]
    return answer(queries, "partition string not null", [(name,) for name in names])


# ----------------------------------------------------------------------------------------- rows of partitions


def truncate(queries: Queries, command: ddl.Truncate) -> None:
    """``TRUNCATE TABLE``: the partitions stay."""
    table = find_table(queries, command.name, "TRUNCATE TABLE")
    if is_lake(table):
        if command.partition is not None:
            raise unsupported_operation(table.full_name, "TRUNCATE TABLE ... PARTITION")
        delete_all(queries, table)
        return
    catalog = queries.names.catalog
    if table.kind == "EXTERNAL":
        shown = {"tableName": quoted_parts(table.full_name)}
        raise analysis_error("CANNOT_TRUNCATE_EXTERNAL_TABLE", shown)
    places = [table.location]
    if command.partition is not None:
        if not table.partitioned_by:
            shown = {"tableIdentWithDB": quoted_parts(table.full_name)}
            raise analysis_error("_LEGACY_ERROR_TEMP_1267", shown)
        values = partition_values(queries, table, command.partition, "TRUNCATE TABLE", whole=False)
        found = partitions_matching(queries, table, values)
        if not found and len(values) == len(table.partitioned_by):
            raise _told("PARTITIONS_NOT_FOUND", table, values)
        places = [each.location for each in found]
    elif table.partitioned_by:
        places = [each.location for each in catalog.metastore.partitions(table)]
    for place in places:
        path = catalog.storage.qualify(place)
        catalog.storage.delete(path)
        catalog.storage.make_directory(path)
    if table.statistics:
        catalog.metastore.change_table(table.with_(statistics={}))
    catalog.changed(table)
    queries.recache(table)


def load_data(queries: Queries, command: ddl.LoadData) -> None:
    """``LOAD DATA``, which only Hive's tables take."""
    table = find_table(queries, command.name, "LOAD DATA")
    raise analysis_error("_LEGACY_ERROR_TEMP_1261", {"tableIdentWithDB": quoted_parts(table.full_name)})
