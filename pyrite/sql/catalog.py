"""What a session knows by name: ``spark.catalog``.

So far it holds temporary views and functions; databases and tables of a warehouse are to come.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._query.commands import matching
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.sql._query.names import SessionNames
    from pyrite.sql.session import SparkSession

__all__ = ["Catalog", "CatalogMetadata", "Column", "Database", "Function", "Table"]


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


class Catalog:
    """The names of a session.

    >>> spark.range(3).createOrReplaceTempView("numbers")     # doctest: +SKIP
    >>> [table.name for table in spark.catalog.listTables()]     # doctest: +SKIP
    ['numbers']
    """

    def __init__(self, sparkSession: SparkSession):
        self._session = sparkSession

    @property
    def _names(self) -> SessionNames:
        return self._session._names

    # --------------------------------------------------------------------------------- catalogs, databases

    def currentCatalog(self) -> str:
        """The catalog in use."""
        return self._names.catalog

    def setCurrentCatalog(self, catalogName: str) -> None:
        """Use another catalog."""
        if catalogName != self._names.catalog:
            config = f'"spark.sql.catalog.{catalogName}"'
            raise analysis_error("CATALOG_NOT_FOUND", {"catalogName": f"`{catalogName}`", "config": config})

    def listCatalogs(self, pattern: str | None = None) -> list[CatalogMetadata]:
        """The catalogs whose names match a pattern with ``*``."""
        return [CatalogMetadata(name, None) for name in matching([self._names.catalog], pattern)]

    def currentDatabase(self) -> str:
        """The database in use."""
        return self._names.database

    def setCurrentDatabase(self, dbName: str) -> None:
        """Use another database."""
        self.getDatabase(dbName)

    def listDatabases(self, pattern: str | None = None) -> list[Database]:
        """The databases whose names match a pattern with ``*``."""
        return [self.getDatabase(name) for name in matching([self._names.database], pattern)]

    def getDatabase(self, dbName: str) -> Database:
        """A database. Raises AnalysisException when there is none."""
        name = parse_identifier(dbName)[-1]
        if not self.databaseExists(dbName):
            raise analysis_error(
                "SCHEMA_NOT_FOUND", {"schemaName": quoted_parts((self._names.catalog, name))}
            )
        warehouse = self._session.conf.get("spark.sql.warehouse.dir", None) or os.path.abspath(
            "spark-warehouse"
        )
        location = warehouse if ":" in warehouse else f"file:{warehouse}"
        return Database(name, self._names.catalog, "default database", location)

    def databaseExists(self, dbName: str) -> bool:
        """Whether there is such a database."""
        return parse_identifier(dbName)[-1].lower() == self._names.database

    # ------------------------------------------------------------------------------------- tables, columns

    def listTables(self, dbName: str | None = None, pattern: str | None = None) -> list[Table]:
        """The tables and views of a database, and the session's own."""
        found = []
        if dbName is not None and dbName.lower() == "global_temp":
            shared = matching(sorted(shown for shown, _ in self._names.global_views.values()), pattern)
            found = [_temporary(name, ["global_temp"]) for name in shared]
        elif dbName is not None:
            self.getDatabase(dbName)
        local = matching(sorted(shown for shown, _ in self._names.views.values()), pattern)
        return found + [_temporary(name, []) for name in local]

    def listViews(self, dbName: str | None = None, pattern: str | None = None) -> list[Table]:
        """The views among :meth:`listTables`."""
        return self.listTables(dbName, pattern)

    def getTable(self, tableName: str) -> Table:
        """A table or view. Raises AnalysisException when there is none."""
        parts = self._parts(tableName)
        shown, _ = self._session._queries._view(parts)
        return _temporary(shown, list(parts[:-1]))

    def tableExists(self, tableName: str, dbName: str | None = None) -> bool:
        """Whether there is such a table or view."""
        return self._names.find_view(self._parts(tableName, dbName)) is not None

    def listColumns(self, tableName: str, dbName: str | None = None) -> list[Column]:
        """The columns of a table or view."""
        _, plan = self._session._queries._view(self._parts(tableName, dbName))
        return [
            Column(
                a.name,
                (a.metadata or {}).get("comment"),
                a.type.simpleString(),
                a.nullable,
                isPartition=False,
                isBucket=False,
                isCluster=False,
            )
            for a in plan.output
        ]

    def dropTempView(self, viewName: str) -> bool:
        """Drop a view of the session; whether there was one."""
        return self._names.drop_view(viewName)

    def dropGlobalTempView(self, viewName: str) -> bool:
        """Drop a view of all sessions; whether there was one."""
        return self._names.drop_view(viewName, everywhere=True)

    @staticmethod
    def _parts(name: str, database: str | None = None) -> tuple[str, ...]:
        parts = parse_identifier(name)
        return (database, *parts) if database is not None else parts

    # ------------------------------------------------------------------------------------------- functions

    def listFunctions(self, dbName: str | None = None, pattern: str | None = None) -> list[Function]:
        """The functions whose names match a pattern with ``*``."""
        names = sorted({*FUNCTIONS, *self._names.functions, *self._names.table_functions})
        return [self.getFunction(name) for name in matching(names, pattern)]

    def functionExists(self, functionName: str, dbName: str | None = None) -> bool:
        """Whether there is such a function."""
        name = parse_identifier(functionName)[-1].lower()
        return name in FUNCTIONS or name in self._names.functions or name in self._names.table_functions

    def getFunction(self, functionName: str) -> Function:
        """A function. Raises AnalysisException when there is none."""
        name = functionName.strip("`").split(".")[-1].lower()
        user = self._names.functions.get(name) or self._names.table_functions.get(name)
        known = user or FUNCTIONS.get(name)
        if known is None:
            raise analysis_error(
                "UNRESOLVED_ROUTINE",
                {"routineName": quoted_parts((functionName,)), "searchPath": self._names.search_path()},
            )
        kind = f"{type(known).__module__}.{type(known).__name__}"
        return Function(name, None, None, None, kind, isTemporary=True)

    def registerFunction(self, name: str, f: Callable[..., Any], returnType: Any = None) -> Any:
        """The old name of ``spark.udf.register``."""
        return self._session.udf.register(name, f, returnType)

    # --------------------------------------------------------------------------------------------- caching

    def isCached(self, tableName: str) -> bool:
        """Whether the rows of a table or view are kept."""
        return self._session._queries.is_cached(self._parts(tableName))

    def cacheTable(self, tableName: str, storageLevel: StorageLevel | None = None) -> None:
        """Keep the rows of a table or view when they are next computed."""
        self._session._queries.cache_table(self._parts(tableName), lazy=True)

    def uncacheTable(self, tableName: str) -> None:
        """Drop the kept rows of a table or view."""
        self._session._queries.uncache_table(self._parts(tableName))

    def clearCache(self) -> None:
        """Drop all kept rows."""
        self._session._queries.clear_cache()

    def refreshTable(self, tableName: str) -> None:
        """Forget what is known of a table's files. Views know nothing of them."""
        self._session._queries._view(self._parts(tableName))

    def refreshByPath(self, path: str) -> None:
        """Forget what is known of the files under a path. Pyrite lists them anew for each query."""

    # ----------------------------------------------------------------------------------------- not there yet

    def createTable(self, tableName: str, *args: Any, **options: Any) -> Any:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("createTable")

    def createExternalTable(self, tableName: str, *args: Any, **options: Any) -> Any:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("createExternalTable")

    def recoverPartitions(self, tableName: str) -> None:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("recoverPartitions")

    def createDatabase(self, dbName: str, *args: Any, **options: Any) -> None:
        """Not there yet: databases of a warehouse."""
        raise _not_yet("createDatabase")

    def dropDatabase(self, dbName: str, *args: Any, **options: Any) -> None:
        """Not there yet: databases of a warehouse."""
        raise _not_yet("dropDatabase")

    def dropTable(self, tableName: str, *args: Any, **options: Any) -> None:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("dropTable")

    def dropView(self, viewName: str, ifExists: bool = False) -> None:
        """Not there yet: views of a warehouse."""
        raise _not_yet("dropView")

    def listPartitions(self, tableName: str) -> Any:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("listPartitions")

    def getTableProperties(self, tableName: str) -> Any:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("getTableProperties")

    def getCreateTableString(self, tableName: str, asSerde: bool = False) -> str:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("getCreateTableString")

    def truncateTable(self, tableName: str) -> None:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("truncateTable")

    def analyzeTable(self, tableName: str, noScan: bool = False) -> None:
        """Not there yet: tables of a warehouse."""
        raise _not_yet("analyzeTable")


def _not_yet(name: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"Catalog.{name}"}
    )


def _temporary(name: str, namespace: list[str]) -> Table:
    return Table(name, None, namespace, None, "TEMPORARY", True)
