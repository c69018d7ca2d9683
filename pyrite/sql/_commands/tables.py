"""Databases, tables and views made and dropped."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pyrite._io.paths import display
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import pretty, quoted_parts, quoted_type
from pyrite.sql._analysis.parser import parse_statement
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.lake import (
    create_foreign_namespace,
    drop_foreign,
    foreign_catalog,
    foreign_table,
)
from pyrite.sql._catalog.objects import Buckets, Database, Table, ViewText
from pyrite.sql._catalog.session_catalog import CATALOG, SessionCatalog, matching
from pyrite.sql._catalog.tables import check_provider, plain_type
from pyrite.sql._catalog.views import kept_settings
from pyrite.sql._commands.columns import defined_columns, refuse_collation
from pyrite.sql._commands.hive import hive_format
from pyrite.sql._commands.lake import create_lake_table, make_lake_table
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.options import Options
from pyrite.sql._files.partitions import partition_columns
from pyrite.sql._files.reading import FORMATS, files_relation
from pyrite.sql._lake.formats import LAKE_FORMATS
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.saving import FileWrite
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    MapType,
    StringType,
    StructField,
    StructType,
    VariantType,
)

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = ["fill", "find_partitions", "new_table", "unsupported_operation"]


def unsupported_operation(name: tuple[str, ...], operation: str) -> Exception:
    """The error of an operation that a table of files does not have."""
    shown = {"tableName": quoted_parts(name), "operation": operation}
    return analysis_error("UNSUPPORTED_FEATURE.TABLE_OPERATION", shown)


# ------------------------------------------------------------------------------------------------- databases


def create_database(queries: Queries, command: ddl.CreateNamespace) -> None:
    catalog = queries.names.catalog
    if foreign_catalog(command.name, queries.settings()) is not None:
        create_foreign_namespace(catalog.storage, command.name, queries.settings(), command.if_not_exists)
        return
    name = catalog.database_name(command.name, queries.settings())
    if name == queries.names.global_temp:
        raise analysis_error("RESERVED_DATABASE_NAME", {"database": f"`{name}`"})
    place = command.location or catalog.default_location(name)
    location = display(catalog.storage.qualify(place))
    database = Database(name, location, command.comment or "", command.properties, getpass.getuser())
    catalog.create_database(database, command.if_not_exists)


def drop_database(queries: Queries, command: ddl.DropNamespace) -> None:
    catalog = queries.names.catalog
    name = catalog.database_name(command.name, queries.settings())
    catalog.drop_database(name, command.if_exists, command.cascade)


def use(queries: Queries, command: c.Use) -> None:
    """``USE database``, ``USE CATALOG name``, ``SET CATALOG name``."""
    name = command.name
    if command.kind.lower() == "catalog":
        if name[-1] != CATALOG:
            config = f'"spark.sql.catalog.{name[-1]}"'
            raise analysis_error("CATALOG_NOT_FOUND", {"catalogName": f"`{name[-1]}`", "config": config})
        return
    if name == (CATALOG,):
        return
    catalog = queries.names.catalog
    if len(name) > 2 or (len(name) == 2 and name[0].lower() != CATALOG):
        raise analysis_error("SCHEMA_NOT_FOUND", {"schemaName": quoted_parts((CATALOG, *name))})
    found = catalog.database_name(name, queries.settings())
    if found == queries.names.global_temp:
        raise analysis_error("_LEGACY_ERROR_TEMP_1068", {"database": found})
    catalog.database(found)
    catalog.current = found


# ---------------------------------------------------------------------------------------------------- tables


class Named(NamedTuple):
    """A table or view as lists show it."""

    namespace: str
    name: str
    temporary: bool


def named_tables(
    queries: Queries, namespace: tuple[str, ...], pattern: str | None, views: bool = False
) -> list[Named]:
    """The tables and views of a database (the current one unless it is named), and the session's own views.

    Raises
    ------
    AnalysisException
        SCHEMA_NOT_FOUND.
    """
    names, catalog = queries.names, queries.names.catalog
    database = catalog.database_name(namespace, queries.settings()) if namespace else catalog.current
    if database == names.global_temp:
        shared = matching(sorted(shown for shown, _ in names.global_views.values()), pattern)
        found = [Named(database, name, True) for name in shared]
    else:
        catalog.database(database)
        listed = matching(catalog.metastore.tables(database), pattern)
        if views:
            listed = [
                n for n in listed if (t := catalog.metastore.table(database, n)) is not None and t.is_view
            ]
        found = [Named(database, name, False) for name in listed]
    local = matching(sorted(shown for shown, _ in names.views.values()), pattern)
    return [*found, *[Named("", name, True) for name in local]]


def create_table(queries: Queries, command: ddl.CreateTable) -> None:
    catalog, settings = queries.names.catalog, queries.settings()
    if foreign_catalog(command.name, settings) is not None:
        _create_foreign(queries, command)
        return
    database, name = catalog.identify(command.name, settings)
    full = (CATALOG, database, name)
    definition = command.definition
    catalog.database(database)
    catalog.check_name(name)
    if catalog.metastore.table(database, name) is not None:
        if command.if_not_exists:
            return
        raise analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", {"relationName": quoted_parts(full)})
    provider, meant = _provider(queries, definition)
    refuse_collation(definition.collation or "UTF8_BINARY")
    if definition.constraints or any(column.constraints for column in definition.columns):
        raise unsupported_operation(full, "CONSTRAINT")
    plan = None if command.plan is None else queries.frame(command.plan)._plan
    if plan is None:
        schema = defined_columns(queries, definition.columns, "CREATE TABLE", full)
    else:
        schema = StructType([column.as_field() for column in plan.output])
    options = {**meant, **definition.options, **_computed_options(queries, definition)}
    location = definition.location or options.pop("path", None)
    if command.external and location is None:
        raise analysis_error("CREATE_EXTERNAL_TABLE_WITHOUT_LOCATION", {})
    by, buckets = _partitioning(settings, full, definition, schema)
    if provider in LAKE_FORMATS:
        table = _lake_table(queries, full, definition, schema, provider, location, by, options)
        make_lake_table(queries, table, plan, adopt=location is not None and plan is None)
        return
    table = new_table(
        catalog,
        settings,
        full,
        schema,
        provider,
        location=location,
        by=by,
        buckets=buckets,
        options=options,
        properties=definition.properties,
        comment=definition.comment,
        clustered_by=definition.cluster_by,
        collation=definition.collation,
        filled=plan is not None,
    )
    if plan is None:
        if not catalog.metastore.add_table(table) and not command.if_not_exists:
            raise SessionCatalog.exists_already(table)
        if table.kind == "MANAGED":
            catalog.storage.make_directory(catalog.storage.qualify(table.location))
        return
    if not queries.settings().flag(_ALLOW_FILES, False):
        _refuse_files(catalog, table)
    fill(queries, table, plan, "all" if table.kind == "EXTERNAL" else "")


def _create_foreign(queries: Queries, command: ddl.CreateTable) -> None:
    """A table of a catalog of Iceberg."""
    catalog, settings, definition = queries.names.catalog, queries.settings(), command.definition
    full = foreign_table(command.name).full_name
    if catalog.find(command.name, settings) is not None:
        if command.if_not_exists:
            return
        raise analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", {"relationName": quoted_parts(command.name)})
    if (definition.provider or "iceberg").lower() != "iceberg":
        raise unsupported_operation(full, f"USING {definition.provider}")
    if definition.location is not None or definition.constraints:
        raise unsupported_operation(full, "LOCATION" if definition.location else "CONSTRAINT")
    plan = None if command.plan is None else queries.frame(command.plan)._plan
    if plan is None:
        schema = defined_columns(queries, definition.columns, "CREATE TABLE", full)
    else:
        schema = StructType([column.as_field() for column in plan.output])
    by, buckets = _partitioning(settings, full, definition, schema)
    if buckets is not None:
        raise unsupported_operation(full, "partitions by bucket(...)")
    table = foreign_table(command.name, schema).with_(
        partitioned_by=tuple([_column(settings, full, schema, column, "partition") for column in by]),
        properties=definition.properties,
        comment=definition.comment,
    )
    create_lake_table(queries, table, plan)


def _computed_options(queries: Queries, definition: ddl.TableDefinition) -> dict[str, str]:
    """The options whose values are computed from constants."""
    found = {}
    for key, expression in definition.computed_options:
        value = queries.analyzer().binder().value(expression)
        try:
            made = constant_value(value)
        except NotConstant:
            shown = {"key": key, "supported": "constant expressions"}
            raise analysis_error("INVALID_SQL_SYNTAX.OPTION_IS_INVALID", shown) from None
        if made is not None:
            (found[key],) = queries.frame(r.Project(r.OneRow(), (e.Cast(value, StringType()),))).collect()[0]
    return found


_ALLOW_FILES = "spark.sql.legacy.allowNonEmptyLocationInCTAS"


def _refuse_files(catalog: SessionCatalog, table: Table) -> None:
    """Refuse to fill a new table whose directory has files."""
    place = catalog.storage.qualify(table.location)
    if catalog.storage.exists(place) and any(True for _ in catalog.storage.children(place)):
        raise analysis_error("_LEGACY_ERROR_TEMP_1241", {"tablePath": table.location, "config": _ALLOW_FILES})


def _provider(queries: Queries, definition: ddl.TableDefinition) -> tuple[str, dict[str, str]]:
    """The format of a table, and the options that Hive's words for it mean."""
    if definition.storage is not None:
        return hive_format(queries, definition.storage, "CREATE Hive TABLE (AS SELECT)")
    default = queries.conf_map().get("spark.sql.sources.default", "parquet")
    return check_provider(definition.provider or default), {}


def _partitioning(
    settings: Settings, table: tuple[str, ...], definition: ddl.TableDefinition, schema: StructType
) -> tuple[list[str], Buckets | None]:
    """The partition columns and buckets that a definition says."""
    by: list[str] = []
    buckets = None
    if definition.buckets is not None:
        sort = tuple([column for column, _ in definition.buckets.sorted])
        buckets = Buckets(definition.buckets.count, definition.buckets.columns, sort)
    for transform in definition.partitioning:
        names = [".".join(part.parts) for part in transform.arguments if isinstance(part, e.Name)]
        if transform.function == "identity":
            by.extend(names)
        elif transform.function == "bucket" and isinstance(transform.arguments[0], e.Literal):
            buckets = Buckets(transform.arguments[0].value, tuple(names))
        else:
            shown = f"`{transform.function}({', '.join(names)})`"
            raise analysis_error("UNSUPPORTED_PARTITION_TRANSFORM", {"transform": shown})
    return by, buckets


def new_table(
    catalog: SessionCatalog,
    settings: Settings,
    full: tuple[str, str, str],
    schema: StructType,
    provider: str,
    *,
    location: str | None = None,
    by: Sequence[str] = (),
    buckets: Buckets | None = None,
    options: Mapping[str, str] | None = None,
    properties: Mapping[str, str] | None = None,
    comment: str | None = None,
    clustered_by: tuple[tuple[str, ...], ...] = (),
    collation: str | None = None,
    filled: bool = False,
    replaces: Table | None = None,
) -> Table:
    """A table that is not yet in the catalog.

    Parameters
    ----------
    catalog : SessionCatalog
        Where it is going to be.
    settings : Settings
        The session's.
    full : tuple of str
        Catalog, database and name.
    schema : StructType
        Its columns; none to take those of the files at ``location``.
    provider : str
        The format of its files.
    location : str, optional
        Its directory. A table without is managed: it lies in its database's directory and is dropped with its files.
    by, buckets, options, properties, comment, clustered_by, collation
        As in :class:`Table`.
    filled : bool
        Whether rows are going to be written at once.
    replaces : Table, optional
        The table in whose place it comes.

    Raises
    ------
    AnalysisException
        For columns that cannot be, and a directory that is not empty.
    """
    database, name = full[1:]
    place = catalog.storage.qualify(location) if location is not None else None
    where = display(place) if place is not None else catalog.table_location(database, name)
    if not schema.fields and not filled:
        if place is None or not catalog.storage.exists(place):
            raise AnalysisException(
                errorClass="UNABLE_TO_INFER_SCHEMA",
                messageParameters={"format": FORMATS[provider].shown},
            )
        found = files_relation(catalog.storage, provider, [place], None, options or {}, settings)
        schema = StructType([column.as_field() for column in found.columns])
        by = by or found.source.names
    by = [_column(settings, full, schema, column, "partition") for column in by]
    twice = [column for place_, column in enumerate(by) if column in by[:place_]]
    if twice:
        raise analysis_error("COLUMN_ALREADY_EXISTS", {"columnName": f"`{settings.name_key(twice[0])}`"})
    if by and len(by) == len(schema.fields):
        raise AnalysisException(errorClass="ALL_PARTITION_COLUMNS_NOT_ALLOWED", messageParameters={})
    if buckets is not None:
        columns = tuple([_column(settings, full, schema, each, "bucket") for each in buckets.columns])
        sort = tuple([_column(settings, full, schema, each, "sort") for each in buckets.sort])
        inside = [column for column in columns if column in by]
        if inside:
            shown = {"bucketCol": inside[0], "normalizedPartCols": ", ".join(by)}
            raise analysis_error("_LEGACY_ERROR_TEMP_1166", shown)
        buckets = Buckets(buckets.count, columns, sort)
    fields = {field.name: field for field in schema}
    for column in by:
        kind = fields[column].dataType
        if isinstance(kind, (ArrayType, MapType, StructType, VariantType, CalendarIntervalType)):
            raise AnalysisException(
                errorClass="INVALID_PARTITION_COLUMN_DATA_TYPE", messageParameters={"type": quoted_type(kind)}
            )
    ordered = [field for field in schema if field.name not in by] + [fields[column] for column in by]
    data = StructType([StructField(f.name, plain_type(f.dataType)) for f in ordered if f.name not in by])
    check_columns(data, FORMATS[provider].shown, reading=False)
    if place is None and (replaces is None or replaces.location != where):
        own = catalog.storage.qualify(where)
        if catalog.storage.exists(own) and any(True for _ in catalog.storage.children(own)):
            shown = {"location": f"'{where}'", "identifier": quoted_parts(full)}
            raise analysis_error("LOCATION_ALREADY_EXISTS", shown)
    return Table(
        database,
        name,
        "EXTERNAL" if place is not None else "MANAGED",
        StructType(ordered),
        provider,
        where,
        tuple(by),
        buckets,
        clustered_by,
        options or {},
        properties or {},
        comment,
        collation,
        getpass.getuser(),
    )


def _column(settings: Settings, table: tuple[str, ...], schema: StructType, name: str, role: str) -> str:
    """The column of this name. Raises COLUMN_NOT_DEFINED_IN_TABLE."""
    for field in schema:
        if settings.same_name(field.name, name):
            return field.name
    raise analysis_error(
        "COLUMN_NOT_DEFINED_IN_TABLE",
        {
            "colType": role,
            "colName": f"`{name}`",
            "tableName": quoted_parts(table),
            "tableCols": ", ".join([f"`{field.name}`" for field in schema]),
        },
    )


def fill(queries: Queries, table: Table, plan: r.Relation, overwrite: str) -> None:
    """Write the first rows of a new table, and then have it appear."""
    catalog, settings = queries.names.catalog, queries.settings()
    path = catalog.storage.qualify(table.location)
    rows = queries.frame(plan)._execution
    write = FileWrite(
        rows,
        catalog.storage,
        table.provider,
        path,
        table.partitioned_by,
        overwrite,
        buckets=table.buckets,
        options=Options(dict(table.options)),
    )
    directories = write.run()
    try:
        catalog.create_table(table)
    except BaseException:
        if table.kind == "MANAGED":
            catalog.storage.delete(path)
        raise
    add_directories(catalog, settings, table, directories)


def add_directories(
    catalog: SessionCatalog, settings: Settings, table: Table, directories: Sequence[str]
) -> None:
    """Tell the catalog of the partitions in these directories below the table's."""
    if table.partitioned_by:
        root = catalog.storage.qualify(table.location)
        paths = [f"{root}/{directory}" for directory in directories if directory]
        _, values = partition_columns(paths, {root}, settings.conf or {})
        catalog.add_partitions(table, [(values[path], display(path)) for path in paths])


def find_partitions(
    catalog: SessionCatalog, settings: Settings, table: Table
) -> list[tuple[tuple[str | None, ...], str]]:
    """The partitions that the table's directory has: their values and locations."""
    root = catalog.storage.qualify(table.location)
    found: list[str] = []

    def descend(path: str, depth: int) -> None:
        if depth == 0:
            found.append(path)
            return
        if not catalog.storage.exists(path):
            return
        for child in catalog.storage.children(path):
            name = child.path.rpartition("/")[2]
            column = table.partitioned_by[-depth]
            if child.is_dir and settings.same_name(name.partition("=")[0], column) and "=" in name:
                descend(child.path, depth - 1)

    descend(root, len(table.partitioned_by))
    _, values = partition_columns(found, {root}, settings.conf or {})
    return [(values[path], display(path)) for path in found]


def _lake_table(
    queries: Queries,
    full: tuple[str, str, str],
    definition: ddl.TableDefinition,
    schema: StructType,
    provider: str,
    location: str | None,
    by: Sequence[str],
    options: Mapping[str, str],
) -> Table:
    """What a table of a lakehouse format shall be."""
    catalog, settings = queries.names.catalog, queries.settings()
    if definition.buckets is not None:
        raise unsupported_operation(full, "CLUSTERED BY ... INTO BUCKETS")
    place = display(catalog.storage.qualify(location)) if location is not None else None
    return Table(
        full[1],
        full[2],
        "EXTERNAL" if place is not None else "MANAGED",
        schema,
        provider,
        place or catalog.table_location(full[1], full[2]),
        tuple([_column(settings, full, schema, column, "partition") for column in by]),
        None,
        definition.cluster_by,
        options,
        definition.properties,
        definition.comment,
        None,
        getpass.getuser(),
    )


def replace_table(queries: Queries, command: ddl.ReplaceTable) -> None:
    """``[CREATE OR] REPLACE TABLE``, for formats that keep the versions before."""
    catalog, settings = queries.names.catalog, queries.settings()
    if foreign_catalog(command.name, settings) is not None:
        if not command.or_create or catalog.find(command.name, settings) is not None:
            raise unsupported_operation(foreign_table(command.name).full_name, "REPLACE TABLE")
        _create_foreign(queries, ddl.CreateTable(command.name, command.definition, command.plan))
        return
    full = (CATALOG, *catalog.identify(command.name, settings))
    definition = command.definition
    known = catalog.find(command.name, settings)
    provider, options = _provider(queries, definition)
    if provider not in LAKE_FORMATS or (known is not None and known.provider != provider):
        raise unsupported_operation(full, "REPLACE TABLE AS SELECT" if command.plan else "REPLACE TABLE")
    if known is None:
        if not command.or_create:
            raise catalog.not_found(full)
        create_table(queries, ddl.CreateTable(command.name, definition, command.plan))
        return
    plan = None if command.plan is None else queries.frame(command.plan)._plan
    if plan is None:
        schema = defined_columns(queries, definition.columns, "REPLACE TABLE", full)
    else:
        schema = StructType([column.as_field() for column in plan.output])
    by, _ = _partitioning(settings, full, definition, schema)
    options = {**options, **definition.options}
    table = _lake_table(queries, full, definition, schema, provider, known.location, by, options)
    create_lake_table(queries, table, plan, there="replace")
    catalog.change_table(table.with_(kind=known.kind, created=known.created))
    queries.recache(table)


def create_table_like(queries: Queries, command: ddl.CreateTableLike) -> None:
    catalog, settings = queries.names.catalog, queries.settings()
    database, name = catalog.identify(command.name, settings)
    full = (CATALOG, database, name)
    catalog.database(database)
    catalog.check_name(name)
    view = queries.names.find_view(command.source)
    if view is not None:
        source = Table("", command.source[-1], "VIEW", view[1].schema)
    else:
        known = catalog.find(command.source, settings)
        if known is None:
            path = f"[`system`.`session`, `{CATALOG}`.`{catalog.current}`]"
            told = {"relationName": quoted_parts(command.source), "searchPath": path}
            raise analysis_error("TABLE_OR_VIEW_NOT_FOUND", told)
        source = known
    if catalog.metastore.table(database, name) is not None:
        if command.if_not_exists:
            return
        raise analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", {"relationName": quoted_parts(full[1:])})
    provider = (
        command.provider or source.provider or queries.conf_map().get("spark.sql.sources.default", "parquet")
    )
    if check_provider(provider) in LAKE_FORMATS:
        definition = ddl.TableDefinition(properties=command.properties)
        by, place = source.partitioned_by, command.location
        table = _lake_table(queries, full, definition, source.schema, provider.lower(), place, by, {})
        make_lake_table(queries, table, None)
        return
    table = new_table(
        catalog,
        settings,
        full,
        source.schema,
        check_provider(provider),
        location=command.location,
        by=source.partitioned_by,
        buckets=source.buckets,
        options=source.options if not command.provider else {},
        properties=command.properties,
    )
    catalog.create_table(table)
    if table.kind == "MANAGED":
        catalog.storage.make_directory(catalog.storage.qualify(table.location))


def _to_drop(queries: Queries, command: ddl.DropTable | c.DropView) -> Table | None:
    """The table or view of the catalog that is to go; None where nothing is left to do."""
    if queries.names.drop_named_view(command.name):
        return None
    catalog, settings = queries.names.catalog, queries.settings()
    return catalog.find(command.name, settings) if command.if_exists else catalog.get(command.name, settings)


def drop_table(queries: Queries, command: ddl.DropTable) -> None:
    """``DROP TABLE``, which also drops views."""
    table = _to_drop(queries, command)
    if table is None:
        return
    catalog, settings = queries.names.catalog, queries.settings()
    forget(queries, table)
    if table.catalog != CATALOG:
        drop_foreign(catalog.storage, table, settings)
        catalog.changed(table)
        return
    catalog.drop_table(table)


def forget(queries: Queries, table: Table) -> None:
    """Drop the rows that are kept of a table."""
    kept = queries.names.cached.pop((table.database, table.name), None)
    if kept is not None:
        kept.store.release()


# ----------------------------------------------------------------------------------------------------- views


def create_view(queries: Queries, command: c.CreateView) -> None:
    """A view of the catalog."""
    catalog, settings = queries.names.catalog, queries.settings()
    database, name = catalog.identify(command.name, settings)
    full = (CATALOG, database, name)
    catalog.database(database)
    catalog.check_name(name)
    known = catalog.metastore.table(database, name)
    if known is not None and not command.replace:
        if command.if_not_exists:
            return
        raise analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", {"relationName": quoted_parts(full)})
    if known is not None and not known.is_view:
        raise analysis_error(
            "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE",
            {"tableName": quoted_parts(full), "operation": "CREATE OR REPLACE VIEW"},
        )
    assert command.plan is not None
    view = view_of(queries, full, command.plan, command.text, [name for name, _ in command.columns])
    if command.columns:
        comments = [comment for _, comment in command.columns]
        fields = [replace_metadata(field, comment) for field, comment in zip(view.schema, comments)]
        view = replace(view, schema=StructType(fields))
    text = view.view
    if text is not None and command.mode is not None:
        text = replace(text, mode=command.mode.upper())
    view = replace(
        view, comment=command.comment, properties=command.properties, owner=getpass.getuser(), view=text
    )
    if known is not None:
        forget(queries, known)
        catalog.change_table(replace(view, created=known.created))
    else:
        catalog.create_table(view)


def _refuse_unnamed(full: tuple[str, ...], written: Any, columns: Sequence[str]) -> None:
    """Refuse columns of a view that the query gives no name."""
    if isinstance(written, r.SetOperation):
        _refuse_unnamed(full, written.left, columns)
    elif not isinstance(written, (r.Project, r.Aggregate)):
        for part in (getattr(written, "child", None),):
            if isinstance(part, r.Relation):
                _refuse_unnamed(full, part, columns)
    else:
        stars = [value for value in written.expressions if isinstance(value, e.Star)]
        for position, value in enumerate(written.expressions):
            if not isinstance(value, _NAMED) and not (
                isinstance(value, e.Cast) and isinstance(value.child, e.Name)
            ):
                name = pretty(value) if stars or position >= len(columns) else columns[position]
                shown = {"name": quoted_parts(full), "attr": f'"{name}"'}
                raise analysis_error("CREATE_PERMANENT_VIEW_WITHOUT_ALIAS", shown)
        if stars:
            _refuse_unnamed(full, written.child, columns)


#: What has a name of its own.
_NAMED = (e.As, e.Alias, e.Name, e.Star, e.Literal, e.Attribute, e.DatasetColumn, e.ColumnRegex, e.Ordinal)


def replace_metadata(field: StructField, comment: str | None) -> StructField:
    metadata = {k: v for k, v in (field.metadata or {}).items() if k != "comment"}
    if comment is not None:
        metadata["comment"] = comment
    return StructField(field.name, field.dataType, field.nullable, metadata)


def view_of(
    queries: Queries, full: tuple[str, str, str], written: r.Relation, text: str, names: Sequence[str] = ()
) -> Table:
    """The view that a query makes.

    Raises
    ------
    AnalysisException
        INVALID_TEMP_OBJ_REFERENCE for a query of what ends with the session; RECURSIVE_VIEW;
        CREATE_VIEW_COLUMN_ARITY_MISMATCH; COLUMN_ALREADY_EXISTS.
    """
    settings = queries.settings()
    refuse_temporary(queries, full, written, "VIEW")
    _refuse_cycle(queries, full, written, [full])
    plan = queries.frame(written)._plan
    columns = [column.name for column in plan.output]
    _refuse_unnamed(full, written, columns)
    if names and len(names) != len(columns):
        listed = {
            "viewName": quoted_parts(full),
            "viewColumns": ", ".join([f"`{name}`" for name in names]),
            "dataColumns": ", ".join([f"`{name}`" for name in columns]),
        }
        many = "TOO_MANY" if len(columns) > len(names) else "NOT_ENOUGH"
        raise analysis_error(f"CREATE_VIEW_COLUMN_ARITY_MISMATCH.{many}_DATA_COLUMNS", listed)
    shown = list(names or columns)
    for place, name in enumerate(shown):
        if any(settings.same_name(name, other) for other in shown[:place]):
            raise analysis_error("COLUMN_ALREADY_EXISTS", {"columnName": f"`{settings.name_key(name)}`"})
    fields = [
        StructField(name, column.type, column.nullable, dict(column.metadata or {}))
        for name, column in zip(shown, plan.output)
    ]
    kept = kept_settings(settings)
    namespace = (CATALOG, queries.names.database)
    return Table(
        full[1],
        full[2],
        "VIEW",
        StructType(fields),
        view=ViewText(text, text, namespace, tuple(columns), kept),
    )


def refuse_temporary(queries: Queries, full: tuple[str, ...], written: r.Relation, what: str) -> None:
    """Refuse a text that names what ends with the session."""
    names = queries.names
    own: set[str] = set()
    for part in written.walk():
        if isinstance(part, r.With):
            own.update(table.name.lower() for table in part.tables)
    for part in written.walk():
        kind = name = ""
        if isinstance(part, r.TableName) and part.name[-1].lower() not in own:
            if names.find_view(part.name) is not None:
                kind, name = "VIEW", quoted_parts(part.name)
        elif isinstance(part, e.Call) and part.name.lower() in names.functions:
            kind, name = "FUNCTION", quoted_parts((part.name,))
        elif isinstance(part, e.Name) and names.variables_with(part.parts) is not None:
            kind, name = "VARIABLE", quoted_parts(part.parts)
        if kind:
            shown = {"obj": what, "objName": quoted_parts(full), "tempObj": kind, "tempObjName": name}
            raise analysis_error("INVALID_TEMP_OBJ_REFERENCE", shown)


def _refuse_cycle(
    queries: Queries, full: tuple[str, str, str], written: r.Relation, path: list[tuple[str, ...]]
) -> None:
    """Refuse a view that would read itself."""
    catalog, settings = queries.names.catalog, queries.settings()
    for part in written.walk():
        if not isinstance(part, r.TableName) or len(part.name) > 3:
            continue
        found = catalog.find(part.name, settings)
        if found is None or found.view is None:
            continue
        if found.full_name == full:
            shown = " -> ".join([quoted_parts(name) for name in (*path, full)])
            raise analysis_error("RECURSIVE_VIEW", {"viewIdent": quoted_parts(full), "newPath": shown})
        inner = parse_statement(found.view.text)
        if len(path) < 100 and isinstance(inner, r.Relation):
            _refuse_cycle(queries, full, inner, [*path, found.full_name])


def drop_view(queries: Queries, command: c.DropView) -> None:
    """``DROP VIEW``."""
    table = _to_drop(queries, command)
    if table is None:
        return
    if not table.is_view:
        raise analysis_error(
            "WRONG_COMMAND_FOR_OBJECT_TYPE",
            {
                "alternative": "DROP TABLE",
                "operation": "DROP VIEW",
                "foundType": table.kind,
                "requiredType": "VIEW or METRIC_VIEW",
                "objectName": ".".join(table.full_name),
            },
        )
    forget(queries, table)
    queries.names.catalog.drop_table(table)
