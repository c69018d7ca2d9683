"""The catalog as one session sees it: names are completed by the database in use, and looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module

from pyrite._io import Storage
from pyrite._io.paths import display, join
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.lake import as_logged, foreign_catalog, lake_table_named
from pyrite.sql._catalog.metastore import Metastore
from pyrite.sql._catalog.objects import Database, Partition, Routine, Table

__all__ = ["CATALOG", "GLOBAL_TEMP", "SessionCatalog", "matching", "partition_name"]

#: The name of the catalog that every session has.
CATALOG = "spark_catalog"
GLOBAL_TEMP = "global_temp"
_VALID = re.compile(r"[\w_]+", re.ASCII)


def matching(names: Sequence[str], pattern: str | None) -> list[str]:
    """The names that a pattern of SHOW takes: ``|`` is or, ``*`` anything, the rest a regular expression.

    Letters of any case are the same. What is no regular expression takes nothing.
    """
    if pattern is None:
        return list(names)
    found: set[str] = set()
    for part in pattern.strip().split("|"):
        try:
            compiled = re.compile(part.replace("*", ".*"), re.IGNORECASE)
        except re.error:
            continue
        found.update(name for name in names if compiled.fullmatch(name))
    return [name for name in names if name in found]


class SessionCatalog:
    """Databases, tables and functions by name.

    Parameters
    ----------
    metastore : Metastore
        Where they are kept; shared by the sessions of a program.
    storage : Storage
        The file systems.
    warehouse : str
        The qualified directory of the databases that are given none.
    """

    def __init__(self, metastore: Metastore, storage: Storage, warehouse: str):
        self.metastore = metastore
        self.storage = storage
        self.warehouse = warehouse
        self.current = "default"
        #: Counts the changes of each table's files that this program made.
        self.changes: dict[tuple[str, str], int] = {}
        metastore.add_database(Database("default", display(warehouse), "default database"))

    def beside(self) -> SessionCatalog:
        """The same catalog for another session."""
        other = SessionCatalog(self.metastore, self.storage, self.warehouse)
        other.changes = self.changes
        return other

    # ------------------------------------------------------------------------------------------------ names

    def identify(self, name: tuple[str, ...], settings: Settings) -> tuple[str, str]:
        """The database and the own name that a name means.

        Raises
        ------
        AnalysisException
            REQUIRES_SINGLE_PART_NAMESPACE for more parts than there are.
        """
        parts = name[1:] if len(name) > 1 and name[0].lower() == CATALOG and len(name) != 2 else name
        if len(parts) > 2 or not parts:
            shown = {"sessionCatalog": CATALOG, "identifier": quoted_parts(name)}
            raise analysis_error("REQUIRES_SINGLE_PART_NAMESPACE", shown)
        database, own = parts if len(parts) == 2 else (self.current, parts[0])
        return settings.name_key(database), settings.name_key(own)

    @staticmethod
    def check_name(*names: str) -> None:
        """Raise INVALID_SCHEMA_OR_RELATION_NAME for names that no directory could bear."""
        if not all(_VALID.fullmatch(name) for name in names):
            raise analysis_error(
                "INVALID_SCHEMA_OR_RELATION_NAME", {"name": quoted_parts(tuple(names[-1].split(".")))}
            )

    # -------------------------------------------------------------------------------------------- databases

    def database_name(self, name: tuple[str, ...], settings: Settings) -> str:
        """The database that a name means, which need not exist."""
        parts = name[1:] if len(name) == 2 and name[0].lower() == CATALOG else name
        if len(parts) != 1:
            shown = {"sessionCatalog": CATALOG, "identifier": quoted_parts(name)}
            raise analysis_error("REQUIRES_SINGLE_PART_NAMESPACE", shown)
        return settings.name_key(parts[0])

    def database(self, name: str) -> Database:
        """A database. Raises SCHEMA_NOT_FOUND."""
        found = self.metastore.database(name)
        if found is None:
            raise analysis_error("SCHEMA_NOT_FOUND", {"schemaName": quoted_parts((CATALOG, name))})
        return found

    def create_database(self, database: Database, if_not_exists: bool = False) -> None:
        """Add a database and make its directory. Raises SCHEMA_ALREADY_EXISTS."""
        self.check_name(database.name)
        if self.metastore.database(database.name) is None:
            self.storage.make_directory(self.storage.qualify(database.location))
            if self.metastore.add_database(database):
                return
        if not if_not_exists:
            raise analysis_error("SCHEMA_ALREADY_EXISTS", {"schemaName": quoted_parts((database.name,))})

    def drop_database(self, name: str, if_exists: bool = False, cascade: bool = False) -> None:
        """Drop a database, with all in it when ``cascade``.

        Raises
        ------
        AnalysisException
            SCHEMA_NOT_FOUND, SCHEMA_NOT_EMPTY, UNSUPPORTED_FEATURE.DROP_DATABASE for the default one.
        """
        if name == "default":
            shown = {"database": quoted_parts((CATALOG, "default"))}
            raise analysis_error("UNSUPPORTED_FEATURE.DROP_DATABASE", shown)
        if self.metastore.database(name) is None and if_exists:
            return
        database = self.database(name)
        if not cascade and (self.metastore.tables(name) or self.metastore.functions(name)):
            raise analysis_error("SCHEMA_NOT_EMPTY", {"schemaName": quoted_parts((name,))})
        for own in self.metastore.tables(name):
            table = self.metastore.table(name, own)
            if table is not None:
                self.drop_table(table)
        self.metastore.drop_database(name)
        self.storage.delete(self.storage.qualify(database.location))

    def default_location(self, name: str) -> str:
        """The directory of a database that is given none."""
        return display(join(self.warehouse, f"{name}.db"))

    # ----------------------------------------------------------------------------------------------- tables

    def find(self, name: tuple[str, ...], settings: Settings) -> Table | None:
        """A table or view, or None."""
        lake = lake_table_named(self.storage, name, settings)
        if lake is not None or foreign_catalog(name, settings) is not None:
            return lake
        found = self.metastore.table(*self.identify(name, settings))
        return found if found is None else as_logged(self.storage, found, settings)

    def get(self, name: tuple[str, ...], settings: Settings) -> Table:
        """A table or view that a command names. Raises TABLE_OR_VIEW_NOT_FOUND."""
        found = self.find(name, settings)
        if found is None and foreign_catalog(name, settings) is not None:
            raise self.not_found(name)
        if found is None:
            database, own = self.identify(name, settings)
            raise self.not_found((CATALOG, database, own))
        return found

    @staticmethod
    def not_found(name: tuple[str, ...]) -> Exception:
        """The error of a command that does not find what it names."""
        shown = {"relationName": quoted_parts(name), "searchPath": f"[{quoted_parts(name[:-1])}]"}
        return analysis_error("TABLE_OR_VIEW_NOT_FOUND", shown)

    @staticmethod
    def exists_already(table: Table) -> Exception:
        return analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", {"relationName": quoted_parts(table.full_name)})

    def table_location(self, database: str, name: str) -> str:
        """The directory of a table that is given none."""
        return display(join(self.storage.qualify(self.database(database).location), name))

    def create_table(self, table: Table) -> None:
        """Add a table or view. Raises TABLE_OR_VIEW_ALREADY_EXISTS, SCHEMA_NOT_FOUND."""
        self.database(table.database)
        if not self.metastore.add_table(table):
            raise self.exists_already(table)

    def change_table(self, table: Table) -> None:
        """Replace what is known of a table."""
        self.metastore.change_table(table)
        self.changed(table)

    def drop_table(self, table: Table) -> None:
        """Drop a table or view, and a managed table's files."""
        partitions = self.metastore.partitions(table) if table.kind == "MANAGED" else []
        self.metastore.drop_table(table.database, table.name)
        self.changed(table)
        if table.kind == "MANAGED":
            for each in partitions:
                self.storage.delete(self.storage.qualify(each.location))
            self.storage.delete(self.storage.qualify(table.location))

    def rename_table(self, table: Table, database: str, name: str) -> None:
        """Put a table under another name; a managed table's directory at its default place goes with it."""
        self.check_name(name)
        new = replace(table, database=database, name=name)
        partitions = self.metastore.partitions(table)
        old_place = self.storage.qualify(table.location) if table.location else ""
        moves = table.kind == "MANAGED" and display(old_place) == self.table_location(
            table.database, table.name
        )
        if moves:
            new = replace(new, location=self.table_location(database, name))
            prefix = display(old_place) + "/"
            partitions = [
                replace(each, location=f"{new.location}/{each.location[len(prefix) :]}")
                if each.location.startswith(prefix)
                else each
                for each in partitions
            ]
        if not self.metastore.rename_table(table, new, partitions):
            raise self.exists_already(new)
        if moves and self.storage.exists(old_place):
            self.storage.rename(old_place, self.storage.qualify(new.location))
        self.changed(table)

    @property
    def changed_times(self) -> int:
        """How many changes this program has made to tables' files."""
        return sum(self.changes.values())

    def changed(self, table: Table) -> None:
        """Have plans that read the table list its files anew."""
        key = (table.database, table.name)
        self.changes[key] = self.changes.get(key, 0) + 1

    # ------------------------------------------------------------------------------------------- partitions

    def partitions(self, table: Table) -> list[Partition]:
        """The partitions of a table, sorted by their names."""
        return sorted(self.metastore.partitions(table), key=lambda each: partition_name(table, each.values))

    def add_partitions(self, table: Table, found: Iterable[tuple[tuple[str | None, ...], str]]) -> None:
        """Tell the catalog of directories with these values; of those that it knows it keeps what it knows."""
        with self.metastore.transaction():
            known = {each.values for each in self.metastore.partitions(table)}
            new = [Partition(values, location) for values, location in found if values not in known]
            self.metastore.add_partitions(table, new)
        self.changed(table)

    def partition_location(self, table: Table, values: tuple[str | None, ...]) -> str:
        """The directory of a partition that is given none."""
        return f"{table.location}/{partition_name(table, values)}"

    # -------------------------------------------------------------------------------------------- functions

    def routine(self, name: tuple[str, ...], settings: Settings) -> Routine | None:
        """The text of a function that the catalog keeps, or None."""
        if len(name) > 2 and name[0].lower() != CATALOG:
            return None
        return self.metastore.function(*self.identify(name, settings))


def partition_name(table: Table, values: tuple[str | None, ...]) -> str:
    """``a=1/b=x``."""
    directory_name = import_module("pyrite.sql._files.partitions").directory_name
    return "/".join([directory_name(name, value) for name, value in zip(table.partitioned_by, values)])
