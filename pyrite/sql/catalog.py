"""What a session knows by name: ``spark.catalog``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS, PYTHON_ONLY
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._catalog import objects
from pyrite.sql._catalog.session_catalog import CATALOG, matching
from pyrite.sql._commands import tables
from pyrite.sql._commands.commands import run_command
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql.types import StructField, StructType
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.sql._analysis.settings import Settings
    from pyrite.sql._catalog.session_catalog import SessionCatalog
    from pyrite.sql._queries import Queries
    from pyrite.sql._query.names import SessionNames
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["Catalog", "CatalogMetadata", "Column", "Database", "Function", "Table", "TablePartition"]


class CatalogMetadata(NamedTuple):
    """A catalog."""

    name: str
    description: str | None


class Database(NamedTuple):
    """A database (schema, namespace)."""

    name: str
    catalog: str | None
    description: str | None
    locationUri: str


class Table(NamedTuple):
    """A table or view."""

    name: str
    catalog: str | None
    namespace: list[str] | None
    description: str | None
    tableType: str
    isTemporary: bool

    @property
    def database(self) -> str | None:
        """The database, where the namespace is one."""
        return self.namespace[0] if self.namespace is not None and len(self.namespace) == 1 else None


class Column(NamedTuple):
    """A column of a table or view."""

    name: str
    description: str | None
    dataType: str
    nullable: bool
    isPartition: bool
    isBucket: bool
    isCluster: bool


class Function(NamedTuple):
    """A function."""

    name: str
    catalog: str | None
    namespace: list[str] | None
    description: str | None
    className: str
    isTemporary: bool


class TablePartition(NamedTuple):
    """A partition of a table: ``a=1/b=x``."""

    partition: str


class Catalog:
    """The names of a session.

    >>> spark.range(3).createOrReplaceTempView("numbers")     # doctest: +SKIP
    >>> [table.name for table in spark.catalog.listTables()]     # doctest: +SKIP
    ['numbers']
    """

    def __init__(self, sparkSession: SparkSession):
        self._session = sparkSession

    @property
    def _queries(self) -> Queries:
        return self._session._queries

    @property
    def _names(self) -> SessionNames:
        return self._session._names

    @property
    def _catalog(self) -> SessionCatalog:
        return self._names.catalog

    @property
    def _settings(self) -> Settings:
        return self._queries.settings()

    # --------------------------------------------------------------------------------- catalogs, databases

    def currentCatalog(self) -> str:
        """The catalog in use."""
        return CATALOG

    def setCurrentCatalog(self, catalogName: str) -> None:
        """Use another catalog."""
        tables.use(self._queries, c.Use((catalogName,), "catalog"))

    def listCatalogs(self, pattern: str | None = None) -> list[CatalogMetadata]:
        """The catalogs whose names match a pattern with ``*``."""
        return [CatalogMetadata(name, None) for name in matching([CATALOG], pattern)]

    def currentDatabase(self) -> str:
        """The database in use."""
        return self._catalog.current

    def setCurrentDatabase(self, dbName: str) -> None:
        """Use another database. Raises AnalysisException when there is none."""
        tables.use(self._queries, c.Use(parse_identifier(dbName)))

    def listDatabases(self, pattern: str | None = None) -> list[Database]:
        """The databases whose names match a pattern with ``*``."""
        return [
            self.getDatabase(f"`{name}`") for name in matching(self._catalog.metastore.databases(), pattern)
        ]

    def getDatabase(self, dbName: str) -> Database:
        """A database. Raises AnalysisException when there is none."""
        found = self._catalog.database(self._database(dbName))
        return Database(found.name, CATALOG, found.comment, found.location)

    def databaseExists(self, dbName: str) -> bool:
        """Whether there is such a database."""
        return self._catalog.metastore.database(self._database(dbName)) is not None

    def createDatabase(
        self, dbName: str, ifNotExists: bool = False, properties: dict[str, str] | None = None
    ) -> None:
        """Make a database.

        Parameters
        ----------
        dbName : str
            Its name.
        ifNotExists : bool
            Whether one that is there already is no error.
        properties : dict, optional
            Its properties; ``location`` and ``comment`` among them are its place and comment.
        """
        given = dict(properties or {})
        command = ddl.CreateNamespace(
            parse_identifier(dbName),
            ifNotExists,
            given.pop("comment", None),
            given.pop("location", None),
            given,
        )
        tables.create_database(self._queries, command)

    def dropDatabase(self, dbName: str, ifExists: bool = False, cascade: bool = False) -> None:
        """Drop a database, with its tables when ``cascade``.

        Raises
        ------
        AnalysisException
            SCHEMA_NOT_FOUND, SCHEMA_NOT_EMPTY.
        """
        command = ddl.DropNamespace(parse_identifier(dbName), ifExists, cascade)
        tables.drop_database(self._queries, command)

    def _database(self, name: str) -> str:
        return self._catalog.database_name(parse_identifier(name), self._settings)

    # ------------------------------------------------------------------------------------- tables, columns

    def listTables(self, dbName: str | None = None, pattern: str | None = None) -> list[Table]:
        """The tables and views of a database, and the session's own."""
        return self._listed(dbName, pattern, views=False)

    def listViews(self, dbName: str | None = None, pattern: str | None = None) -> list[Table]:
        """The views among :meth:`listTables`."""
        return self._listed(dbName, pattern, views=True)

    def _listed(self, database: str | None, pattern: str | None, views: bool) -> list[Table]:
        namespace = parse_identifier(database) if database is not None else ()
        found = []
        for each in tables.named_tables(self._queries, namespace, pattern, views):
            if each.temporary:
                found.append(_temporary(each.name, [each.namespace] if each.namespace else []))
            else:
                known = self._catalog.metastore.table(each.namespace, each.name)
                if known is not None:
                    found.append(_table(known))
        return found

    def getTable(self, tableName: str) -> Table:
        """A table or view. Raises AnalysisException when there is none."""
        parts = parse_identifier(tableName)
        view = self._names.find_view(parts)
        return _temporary(view[0], list(parts[:-1])) if view is not None else _table(self._known(parts))

    def tableExists(self, tableName: str, dbName: str | None = None) -> bool:
        """Whether there is such a table or view."""
        parts = self._parts(tableName, dbName)
        found = self._names.find_view(parts) or self._catalog.find(parts, self._settings)
        return found is not None

    def listColumns(self, tableName: str, dbName: str | None = None) -> list[Column]:
        """The columns of a table or view."""
        parts = self._parts(tableName, dbName)
        view = self._names.find_view(parts)
        if view is not None:
            return [_column(column.as_field()) for column in view[1].output]
        table = self._known(parts)
        buckets = table.buckets.columns if table.buckets else ()
        clusters = [each[0] for each in table.clustered_by]
        return [
            _column(
                field,
                isPartition=field.name in table.partitioned_by,
                isBucket=field.name in buckets,
                isCluster=field.name in clusters,
            )
            for field in table.schema
        ]

    def createTable(
        self,
        tableName: str,
        path: str | None = None,
        source: str | None = None,
        schema: StructType | None = None,
        description: str | None = None,
        **options: str,
    ) -> DataFrame:
        """Make a table of files, and give its rows.

        Parameters
        ----------
        tableName : str
            Its name.
        path : str, optional
            The directory of its files, which stay when the table is dropped. Without it the table is managed.
        source : str, optional
            The files' format; by default ``spark.sql.sources.default``, parquet.
        schema : StructType, optional
            Its columns; without it, those of the files.
        description : str, optional
            A comment.
        **options
            Options of the format.

        Raises
        ------
        AnalysisException
            TABLE_OR_VIEW_ALREADY_EXISTS, UNABLE_TO_INFER_SCHEMA.
        """
        place = path if path is not None else options.pop("path", None)
        columns = [
            ddl.ColumnDefinition(
                (field.name,), field.dataType, field.nullable, (field.metadata or {}).get("comment")
            )
            for field in schema or ()
        ]
        definition = ddl.TableDefinition(
            tuple(columns), provider=source, options=options, location=place, comment=description
        )
        tables.create_table(self._queries, ddl.CreateTable(parse_identifier(tableName), definition))
        return self._session.table(tableName)

    def createExternalTable(
        self,
        tableName: str,
        path: str | None = None,
        source: str | None = None,
        schema: StructType | None = None,
        **options: str,
    ) -> DataFrame:
        """The old name of :meth:`createTable`."""
        return self.createTable(tableName, path, source, schema, **options)

    def dropTable(self, tableName: str, ifExists: bool = False, purge: bool = False) -> None:
        """Drop a table, and its files when it is managed. Raises AnalysisException when there is none."""
        tables.drop_table(self._queries, ddl.DropTable(parse_identifier(tableName), ifExists, purge))

    def dropView(self, viewName: str, ifExists: bool = False) -> None:
        """Drop a view. Raises AnalysisException when there is none."""
        tables.drop_view(self._queries, c.DropView(parse_identifier(viewName), ifExists))

    def dropTempView(self, viewName: str) -> bool:
        """Drop a view of the session; whether there was one."""
        return self._names.drop_view(viewName)

    def dropGlobalTempView(self, viewName: str) -> bool:
        """Drop a view of all sessions; whether there was one."""
        return self._names.drop_view(viewName, everywhere=True)

    def recoverPartitions(self, tableName: str) -> None:
        """Find the partitions of a table in its directory."""
        run_command(self._queries, ddl.RepairTable(parse_identifier(tableName), recover=True))

    def listPartitions(self, tableName: str) -> list[TablePartition]:
        """The partitions of a table."""
        rows = run_command(self._queries, c.Show("partitions", parse_identifier(tableName))).collect()
        return [TablePartition(row[0]) for row in rows]

    def getTableProperties(self, tableName: str) -> dict[str, str]:
        """The properties of a table, and its options as ``option.name``."""
        table = self._known(parse_identifier(tableName))
        return {**table.properties, **{f"option.{key}": value for key, value in table.options.items()}}

    def getCreateTableString(self, tableName: str, asSerde: bool = False) -> str:
        """The statement that makes a table or view."""
        (row,) = run_command(self._queries, c.Show("create table", parse_identifier(tableName))).collect()
        return str(row[0])

    def truncateTable(self, tableName: str) -> None:
        """Remove all rows of a table."""
        run_command(self._queries, ddl.Truncate(parse_identifier(tableName)))

    def analyzeTable(self, tableName: str, noScan: bool = False) -> None:
        """Compute the statistics of a table; with ``noScan`` only its size."""
        run_command(self._queries, ddl.Analyze(parse_identifier(tableName), noscan=noScan))

    def _known(self, parts: tuple[str, ...]) -> objects.Table:
        """A table or view of the catalog."""
        found = self._catalog.find(parts, self._settings)
        if found is None:
            shown = {
                "relationName": quoted_parts(parts),
                "searchPath": f"[`system`.`session`, `{CATALOG}`.`{self._catalog.current}`]",
            }
            raise analysis_error("TABLE_OR_VIEW_NOT_FOUND", shown)
        return found

    @staticmethod
    def _parts(name: str, database: str | None = None) -> tuple[str, ...]:
        parts = parse_identifier(name)
        return (database, *parts) if database is not None else parts

    # ------------------------------------------------------------------------------------------- functions

    def listFunctions(self, dbName: str | None = None, pattern: str | None = None) -> list[Function]:
        """The functions of Spark, of the session and of a database whose names match a pattern with ``*``."""
        database = self._database(dbName) if dbName is not None else self._catalog.current
        self._catalog.database(database)
        own = {*FUNCTIONS.keys() - PYTHON_ONLY, *self._names.functions, *self._names.table_functions}
        kept = matching(self._catalog.metastore.functions(database), pattern)
        found = [self._function((name,)) for name in matching(sorted(own), pattern)]
        found += [self._function((CATALOG, database, name)) for name in kept]
        return sorted([each for each in found if each is not None], key=lambda each: each.name)

    def functionExists(self, functionName: str, dbName: str | None = None) -> bool:
        """Whether there is such a function."""
        return self._function(self._parts(functionName, dbName)) is not None

    def getFunction(self, functionName: str) -> Function:
        """A function. Raises AnalysisException when there is none."""
        parts = parse_identifier(functionName)
        found = self._function(parts)
        if found is None:
            raise analysis_error(
                "UNRESOLVED_ROUTINE",
                {"routineName": quoted_parts(parts), "searchPath": self._names.search_path()},
            )
        return found

    def _function(self, parts: tuple[str, ...]) -> Function | None:
        name = parts[-1].lower()
        if len(parts) == 1:
            known = self._names.functions.get(name) or self._names.table_functions.get(name)
            known = known or (None if name in PYTHON_ONLY else FUNCTIONS.get(name))
            if known is not None:
                kind = f"{type(known).__module__}.{type(known).__name__}"
                return Function(name, None, None, None, kind, isTemporary=True)
        kept = self._names.kept_function(parts, self._settings)
        if kept is None:
            return None
        routine = kept.routine
        description = "N/A." if kept.class_name else routine.text
        return Function(
            routine.name, CATALOG, [routine.database], description, kept.class_name or "sqlFunction.", False
        )

    def registerFunction(self, name: str, f: Callable[..., Any], returnType: Any = None) -> Any:
        """The old name of ``spark.udf.register``."""
        return self._session.udf.register(name, f, returnType)

    # --------------------------------------------------------------------------------------------- caching

    def isCached(self, tableName: str) -> bool:
        """Whether the rows of a table or view are kept."""
        return self._queries.is_cached(self._parts(tableName))

    def cacheTable(self, tableName: str, storageLevel: StorageLevel | None = None) -> None:
        """Keep the rows of a table or view when they are next computed."""
        self._queries.cache_table(self._parts(tableName), lazy=True, level=storageLevel)

    def uncacheTable(self, tableName: str) -> None:
        """Drop the kept rows of a table or view."""
        self._queries.uncache_table(self._parts(tableName))

    def clearCache(self) -> None:
        """Drop all kept rows."""
        self._queries.clear_cache()

    def refreshTable(self, tableName: str) -> None:
        """Forget what is known of a table's files. Raises AnalysisException when there is none."""
        run_command(self._queries, c.Refresh(parse_identifier(tableName)))

    def refreshByPath(self, path: str) -> None:
        """Forget what is known of the files under a path: kept rows of tables there are computed anew."""
        self._queries.refresh_path(path)


def _table(table: objects.Table) -> Table:
    return Table(table.name, CATALOG, [table.database], table.comment, table.kind, False)


def _column(
    field: StructField, isPartition: bool = False, isBucket: bool = False, isCluster: bool = False
) -> Column:
    comment = (field.metadata or {}).get("comment")
    return Column(
        field.name, comment, field.dataType.simpleString(), field.nullable, isPartition, isBucket, isCluster
    )


def _temporary(name: str, namespace: list[str]) -> Table:
    return Table(name, None, namespace, None, "TEMPORARY", True)
