"""What a catalog knows of databases, tables and views, changed: ALTER and COMMENT ON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite._io.paths import display
from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.errors import analysis_error, unresolved_column
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._catalog.lake import is_lake
from pyrite.sql._catalog.objects import Database, Table
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._catalog.tables import plain_type
from pyrite.sql._commands.columns import CURRENT_DEFAULT, checked_default, defined_field, refuse_collation
from pyrite.sql._commands.lake import grown
from pyrite.sql._commands.lookup import find_any, find_table, find_view
from pyrite.sql._commands.partitions import partition_of
from pyrite.sql._commands.tables import forget, unsupported_operation, view_of
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.reading import FORMATS
from pyrite.sql._plan import ddl
from pyrite.sql.types import StructField, StructType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = [
    "add_columns",
    "add_constraint",
    "alter_clustering",
    "alter_columns",
    "alter_view",
    "alter_view_schema",
    "comment_on",
    "create_index",
    "drop_columns",
    "drop_constraint",
    "drop_index",
    "rename_column",
    "rename_table",
    "replace_columns",
    "set_collation",
    "set_location",
    "set_namespace_location",
    "set_namespace_properties",
    "set_properties",
    "set_serde",
    "unset_namespace_properties",
    "unset_properties",
]


# ------------------------------------------------------------------------------------------- namespaces


def _database(queries: Queries, name: tuple[str, ...]) -> Database:
    catalog = queries.names.catalog
    return catalog.database(catalog.database_name(name, queries.settings()))


def set_namespace_properties(queries: Queries, command: ddl.SetNamespaceProperties) -> None:
    """``ALTER DATABASE ... SET DBPROPERTIES``."""
    known = _database(queries, command.name)
    properties = {**known.properties, **command.properties}
    queries.names.catalog.metastore.change_database(replace(known, properties=properties))


def unset_namespace_properties(queries: Queries, command: ddl.UnsetNamespaceProperties) -> None:
    """``ALTER DATABASE ... UNSET DBPROPERTIES``."""
    known = _database(queries, command.name)
    properties = {key: value for key, value in known.properties.items() if key not in command.keys}
    queries.names.catalog.metastore.change_database(replace(known, properties=properties))


def set_namespace_location(queries: Queries, command: ddl.SetNamespaceLocation) -> None:
    """``ALTER DATABASE ... SET LOCATION``: where its next tables are going to be."""
    catalog = queries.names.catalog
    known = _database(queries, command.name)
    if not command.location:
        raise IllegalArgumentException("Can not create a Path from an empty string")
    location = display(catalog.storage.qualify(command.location))
    catalog.metastore.change_database(replace(known, location=location))


def comment_on(queries: Queries, command: ddl.CommentOn) -> None:
    """``COMMENT ON DATABASE`` and ``COMMENT ON TABLE``."""
    if command.kind == "namespace":
        known = _database(queries, command.name)
        queries.names.catalog.metastore.change_database(replace(known, comment=command.comment or ""))
        return
    table = find_table(queries, command.name, "COMMENT ON TABLE")
    _change(queries, table.with_(comment=command.comment or ""))


# ------------------------------------------------------------------------------------------------ tables


def _change(queries: Queries, table: Table) -> None:
    """Put a table in place of itself, and have what is kept of it read anew."""
    queries.names.catalog.change_table(table)
    queries.recache(table)


def rename_table(queries: Queries, command: ddl.RenameTable) -> None:
    """``ALTER TABLE ... RENAME TO`` and ``ALTER VIEW ... RENAME TO``."""
    catalog, settings = queries.names.catalog, queries.settings()
    found = find_any(queries, command.name)
    if not isinstance(found, Table):
        everywhere = queries.names.is_global(command.name)
        queries.names.drop_named_view(command.name)
        queries.names.add_view(command.new[-1], found[1], everywhere)
        return
    if found.is_view != command.view:
        shown = {"operation": "ALTER VIEW" if command.view else "ALTER TABLE"}
        if command.view:
            shown["tableName"] = quoted_parts(command.name)
            raise analysis_error("EXPECT_VIEW_NOT_TABLE.USE_ALTER_TABLE", shown)
        shown["viewName"] = quoted_parts(command.name)
        raise analysis_error("EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW", shown)
    database, name = catalog.identify(command.new, settings)
    if len(command.new) == 1:
        database = found.database
    if database != found.database:
        shown = {"db": f"`{found.database}`", "newDb": f"`{database}`"}
        raise analysis_error("RENAME_TABLE_SOURCE_DESTINATION_DATABASE_MISMATCH", shown)
    catalog.check_name(name)
    if catalog.metastore.table(database, name) is not None:
        shown = {"relationName": quoted_parts((database, name))}
        raise analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", shown)
    forget(queries, found)
    catalog.rename_table(found, database, name)


def set_properties(queries: Queries, command: ddl.SetProperties) -> None:
    """``ALTER {TABLE | VIEW} ... SET TBLPROPERTIES``: ``comment`` is that of the table."""
    found = _of_kind(queries, command.name, command.view, "SET TBLPROPERTIES")
    properties = dict(command.properties)
    comment = properties.pop("comment", found.comment)
    _change(queries, found.with_(properties={**found.properties, **properties}, comment=comment))


def unset_properties(queries: Queries, command: ddl.UnsetProperties) -> None:
    """``ALTER {TABLE | VIEW} ... UNSET TBLPROPERTIES``."""
    found = _of_kind(queries, command.name, command.view, "UNSET TBLPROPERTIES")
    properties = {key: value for key, value in found.properties.items() if key not in command.keys}
    comment = None if "comment" in command.keys else found.comment
    _change(queries, found.with_(properties=properties, comment=comment))


def _of_kind(queries: Queries, name: tuple[str, ...], view: bool, operation: str) -> Table:
    if not view:
        return find_table(queries, name, f"ALTER TABLE ... {operation}", "USE_ALTER_VIEW")
    found = find_view(queries, name, f"ALTER VIEW ... {operation}", "USE_ALTER_TABLE")
    assert isinstance(found, Table)
    return found


def set_location(queries: Queries, command: ddl.SetLocation) -> None:
    """``ALTER TABLE ... SET LOCATION``: of a table, or of one of its partitions."""
    table = find_table(queries, command.name, "ALTER TABLE ... SET LOCATION ...")
    catalog = queries.names.catalog
    if not command.location:
        raise IllegalArgumentException("Can not create a Path from an empty string")
    location = display(catalog.storage.qualify(command.location))
    if command.partition is None:
        _change(queries, table.with_(location=location, statistics={}))
        return
    known = partition_of(queries, table, command.partition, "ALTER TABLE ... SET LOCATION")
    catalog.metastore.add_partitions(table, [replace(known, location=location)])
    catalog.changed(table)
    queries.recache(table)


def set_serde(queries: Queries, command: ddl.SetSerde) -> None:
    """``ALTER TABLE ... SET SERDEPROPERTIES``: the options of the format; a serde has only Hive."""
    operation = "ALTER TABLE ... SET [SERDE|SERDEPROPERTIES]"
    table = find_table(queries, command.name, operation, "USE_ALTER_VIEW")
    if command.partition is not None:
        raise analysis_error("_LEGACY_ERROR_TEMP_1247", {})
    if command.serde is not None:
        shown = {"tableName": quoted_parts(table.full_name)}
        raise analysis_error("UNSUPPORTED_FEATURE.ALTER_TABLE_SERDE_FOR_DATASOURCE_TABLE", shown)
    _change(queries, table.with_(options={**table.options, **command.properties}))


def set_collation(queries: Queries, command: ddl.SetCollation) -> None:
    """``ALTER TABLE ... DEFAULT COLLATION``."""
    table = find_table(queries, command.name, "ALTER TABLE ... DEFAULT COLLATION")
    refuse_collation(command.collation)
    _change(queries, table.with_(collation=command.collation.upper()))


def alter_clustering(queries: Queries, command: ddl.AlterClustering) -> None:
    """``ALTER TABLE ... CLUSTER BY``."""
    table = find_table(queries, command.name, "ALTER TABLE ... CLUSTER BY")
    same = queries.settings().same_name
    for parts in command.columns:
        if not any(same(each.name, parts[0]) for each in table.schema):
            shown = {"i": ".".join(parts), "schema": table.schema._whole_tree()}
            raise analysis_error("_LEGACY_ERROR_TEMP_3060", shown)
    _change(queries, table.with_(clustered_by=command.columns))


def add_constraint(queries: Queries, command: ddl.AddConstraint) -> None:
    """``ALTER TABLE ... ADD CONSTRAINT``, which tables of files do not have."""
    table = find_table(queries, command.name, "ALTER TABLE ... ADD CONSTRAINT")
    raise unsupported_operation(table.full_name, "ADD CONSTRAINT")


def drop_constraint(queries: Queries, command: ddl.DropConstraint) -> None:
    """``ALTER TABLE ... DROP CONSTRAINT``, which tables of files do not have."""
    table = find_table(queries, command.name, "ALTER TABLE ... DROP CONSTRAINT")
    raise unsupported_operation(table.full_name, "DROP CONSTRAINT")


def create_index(queries: Queries, command: ddl.CreateIndex) -> None:
    """``CREATE INDEX``, which tables of files do not have."""
    _no_index(find_table(queries, command.name, "CREATE INDEX"), "CreateIndex")


def drop_index(queries: Queries, command: ddl.DropIndex) -> None:
    """``DROP INDEX``, which tables of files do not have."""
    _no_index(find_table(queries, command.name, "DROP INDEX"), "DropIndex")


def _no_index(table: Table, what: str) -> None:
    message = f"{what} is not supported in this table {table.database}.{table.name}."
    raise analysis_error("_LEGACY_ERROR_TEMP_1332", {"errorMessage": message})


# ----------------------------------------------------------------------------------------------- columns


def add_columns(queries: Queries, command: ddl.AddColumns) -> None:
    """``ALTER TABLE ... ADD COLUMNS``: in front of the partition columns, wherever they are asked for."""
    table = find_table(queries, command.name, command.operation)
    settings = queries.settings()
    for column in command.columns:
        if len(column.name) > 1:
            _resolved(queries, table, column.name[:-1])
            raise unsupported_operation(table.full_name, "ADD COLUMN with qualified column")
    if not all(column.nullable for column in command.columns):
        raise analysis_error("_LEGACY_ERROR_TEMP_1052", {})
    names = [each.name for each in table.schema]
    for column in command.columns:
        if any(settings.same_name(column.name[0], name) for name in names):
            raise analysis_error("COLUMN_ALREADY_EXISTS", {"columnName": f"`{column.name[0].lower()}`"})
        names.append(column.name[0])
    new = [defined_field(queries, column, "ALTER TABLE ADD COLUMNS") for column in command.columns]
    if is_lake(table):
        grown(queries, table.with_(schema=StructType([*table.schema, *new])))
        _change(queries, table.with_(schema=StructType([*table.schema, *new])))
        return
    check_columns(
        StructType([StructField(each.name, plain_type(each.dataType)) for each in new]),
        FORMATS[table.provider].shown,
        reading=False,
    )
    fields = [*table.data_schema, *new, *table.partition_schema]
    _change(queries, table.with_(schema=StructType(fields)))


def _resolved(queries: Queries, table: Table, parts: tuple[str, ...]) -> StructField:
    """The column that a name begins with. Raises UNRESOLVED_COLUMN."""
    for each in table.schema:
        if queries.settings().same_name(each.name, parts[0]):
            return each
    raise unresolved_column(parts, [f"`{each.name}`" for each in table.schema])


def drop_columns(queries: Queries, command: ddl.DropColumns) -> None:
    """``ALTER TABLE ... DROP COLUMNS``, which tables of files do not have."""
    table = find_table(queries, command.name, "ALTER TABLE ... DROP COLUMNS")
    if not command.if_exists:
        for column in command.columns:
            _resolved(queries, table, column)
    raise unsupported_operation(table.full_name, "DROP COLUMN")


def rename_column(queries: Queries, command: ddl.RenameColumn) -> None:
    """``ALTER TABLE ... RENAME COLUMN``, which tables of files do not have."""
    table = find_table(queries, command.name, "ALTER TABLE ... RENAME COLUMN")
    _resolved(queries, table, command.column)
    raise unsupported_operation(table.full_name, "RENAME COLUMN")


def replace_columns(queries: Queries, command: ddl.ReplaceColumns) -> None:
    """``ALTER TABLE ... REPLACE COLUMNS``, which tables of files do not have."""
    table = find_table(queries, command.name, "ALTER TABLE ... REPLACE COLUMNS")
    raise unsupported_operation(table.full_name, "REPLACE COLUMNS")


def alter_columns(queries: Queries, command: ddl.AlterColumns) -> None:
    """``ALTER TABLE ... ALTER COLUMN``: a comment or default of one column."""
    table = find_table(queries, command.name, command.operation)
    fields = [_resolved(queries, table, change.column) for change in command.changes]
    _refuse(table, command.changes)
    (change,), (field,) = command.changes, fields
    if change.type is not None and change.type != field.dataType:
        shown = {
            "table": quoted_parts(table.full_name),
            "originName": f"`{field.name}`",
            "originType": quoted_type(field.dataType),
            "newName": f"`{field.name}`",
            "newType": quoted_type(change.type),
        }
        raise analysis_error("NOT_SUPPORTED_CHANGE_COLUMN", shown)
    if field.name in table.partitioned_by:
        shown = {"tableName": quoted_parts(table.full_name), "columnName": f"`{field.name}`"}
        raise analysis_error("CANNOT_ALTER_PARTITION_COLUMN", shown)
    new = _changed_field(queries, field, change)
    schema = StructType([new if each is field else each for each in table.schema])
    _change(queries, table.with_(schema=schema))


def _refuse(table: Table, changes: Sequence[ddl.ColumnChange]) -> None:
    """Refuse what tables of files do not have."""
    operation = ""
    if len(changes) > 1:
        operation = "ALTER COLUMN in bulk"
    elif len(changes[0].column) > 1:
        operation = "ALTER COLUMN with qualified column"
    elif changes[0].nullable is not None:
        operation = "ALTER COLUMN ... SET NOT NULL"
    elif changes[0].position:
        operation = "ALTER COLUMN ... FIRST | AFTER"
    if operation:
        raise unsupported_operation(table.full_name, operation)


def _changed_field(queries: Queries, field: StructField, change: ddl.ColumnChange) -> StructField:
    metadata = dict(field.metadata or {})
    if change.comment is not None:
        metadata["comment"] = change.comment
    elif change.drop_comment:
        metadata.pop("comment", None)
    if change.default is not None:
        checked_default(queries, field, change.default, change.default_text, "ALTER TABLE ALTER COLUMN")
        metadata[CURRENT_DEFAULT] = change.default_text
    elif change.drop_default:
        metadata.pop(CURRENT_DEFAULT, None)
    return StructField(field.name, field.dataType, field.nullable, metadata)


# ------------------------------------------------------------------------------------------------- views


def alter_view(queries: Queries, command: ddl.AlterView) -> None:
    """``ALTER VIEW ... AS query``; its comment and properties stay."""
    found = find_view(queries, command.name, "ALTER VIEW ... AS", temporary=True)
    if not isinstance(found, Table):
        everywhere = queries.names.is_global(command.name)
        queries.names.add_view(found[0], queries.frame(command.plan)._plan, everywhere)
        return
    full = (CATALOG, found.database, found.name)
    new = view_of(queries, full, command.plan, command.text)
    assert new.view is not None and found.view is not None
    view = replace(new.view, mode=found.view.mode)
    _change(queries, found.with_(schema=new.schema, view=view))


def alter_view_schema(queries: Queries, command: ddl.AlterViewSchema) -> None:
    """``ALTER VIEW ... WITH SCHEMA``."""
    found = find_view(queries, command.name, "ALTER VIEW ... WITH SCHEMA ...")
    assert isinstance(found, Table) and found.view is not None
    _change(queries, found.with_(view=replace(found.view, mode=command.mode)))
