"""Where the objects of a catalog are kept: SQLite, in memory or in a file that many programs may use."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyrite.sql._catalog.objects import Database, Partition, Routine, Table

__all__ = ["Metastore"]

_PATIENCE = 60.0
_VERSION = 1
_TABLES = (
    "CREATE TABLE IF NOT EXISTS databases (name TEXT PRIMARY KEY, document TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS tables (database TEXT, name TEXT, document TEXT NOT NULL, "
    "PRIMARY KEY (database, name))",
    "CREATE TABLE IF NOT EXISTS partitions (database TEXT, name TEXT, key TEXT, document TEXT NOT NULL, "
    "PRIMARY KEY (database, name, key))",
    "CREATE TABLE IF NOT EXISTS functions (database TEXT, name TEXT, document TEXT NOT NULL, "
    "PRIMARY KEY (database, name))",
)


class Metastore:
    """The databases, tables, partitions and functions of a catalog.

    Every method is one transaction; :meth:`transaction` makes several one. Threads and processes may share it.

    Parameters
    ----------
    path : str, optional
        The file; in memory without it.

    Raises
    ------
    OSError
        When the file cannot be made or is none of this kind.
    """

    def __init__(self, path: str | None = None):
        self.path = path
        self._lock = threading.RLock()
        self._depth = 0
        self._pid = os.getpid()
        if path is not None:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = sqlite3.connect(
                path or ":memory:", timeout=_PATIENCE, check_same_thread=False, isolation_level=None
            )
            with self.transaction():
                (version,) = self._database.execute("PRAGMA user_version").fetchone()
                if version > _VERSION:
                    raise OSError(f"The metastore {path} was made by a newer version of Pyrite")
                for text in _TABLES:
                    self._database.execute(text)
                self._database.execute(f"PRAGMA user_version = {_VERSION}")
        except sqlite3.Error as error:
            raise OSError(f"The metastore {path} cannot be opened: {error}") from error

    def close(self) -> None:
        """Close it. What is in memory is lost."""
        with self._lock:
            self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside happens whole or not at all, and nothing of others between."""
        with self._lock:
            if self._depth == 0:
                self._database.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._database.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._database.execute("COMMIT")

    def _read(self, text: str, *values: str) -> list[tuple[str, ...]]:
        with self._lock:
            return self._database.execute(text, values).fetchall()

    def _change(self, text: str, *values: str) -> int:
        with self.transaction():
            return self._database.execute(text, values).rowcount

    # -------------------------------------------------------------------------------------------- databases

    def databases(self) -> list[str]:
        """The names of all databases, in order."""
        return [name for (name,) in self._read("SELECT name FROM databases ORDER BY name")]

    def database(self, name: str) -> Database | None:
        found = self._read("SELECT document FROM databases WHERE name = ?", name)
        return Database.of(found[0][0]) if found else None

    def add_database(self, database: Database) -> bool:
        """Add a database; False when there is one of that name."""
        text = "INSERT OR IGNORE INTO databases VALUES (?, ?)"
        return self._change(text, database.name, database.document()) > 0

    def change_database(self, database: Database) -> None:
        self._change("UPDATE databases SET document = ? WHERE name = ?", database.document(), database.name)

    def drop_database(self, name: str) -> None:
        """Drop a database with all in it."""
        with self.transaction():
            for table in ("tables", "partitions", "functions"):
                self._change(f"DELETE FROM {table} WHERE database = ?", name)
            self._change("DELETE FROM databases WHERE name = ?", name)

    # ----------------------------------------------------------------------------------------------- tables

    def tables(self, database: str) -> list[str]:
        """The names of the tables and views of a database, in order."""
        found = self._read("SELECT name FROM tables WHERE database = ? ORDER BY name", database)
        return [name for (name,) in found]

    def table(self, database: str, name: str) -> Table | None:
        found = self._read("SELECT document FROM tables WHERE database = ? AND name = ?", database, name)
        return Table.of(found[0][0]) if found else None

    def add_table(self, table: Table) -> bool:
        """Add a table or view; False when there is one of that name."""
        text = "INSERT OR IGNORE INTO tables VALUES (?, ?, ?)"
        return self._change(text, table.database, table.name, table.document()) > 0

    def change_table(self, table: Table) -> bool:
        """Replace what is known of a table; False when there is none."""
        text = "UPDATE tables SET document = ? WHERE database = ? AND name = ?"
        return self._change(text, table.document(), table.database, table.name) > 0

    def drop_table(self, database: str, name: str) -> bool:
        """Drop a table and its partitions; False when there is none."""
        with self.transaction():
            self._change("DELETE FROM partitions WHERE database = ? AND name = ?", database, name)
            return self._change("DELETE FROM tables WHERE database = ? AND name = ?", database, name) > 0

    def rename_table(self, old: Table, new: Table, partitions: Iterable[Partition]) -> bool:
        """Put a table with its partitions under another name; False when that is taken."""
        with self.transaction():
            if not self.add_table(new):
                return False
            self.drop_table(old.database, old.name)
            self.add_partitions(new, partitions)
            return True

    # ------------------------------------------------------------------------------------------- partitions

    def partitions(self, table: Table) -> list[Partition]:
        """The partitions of a table, in the order of their names."""
        text = "SELECT document FROM partitions WHERE database = ? AND name = ? ORDER BY key"
        return [Partition.of(document) for (document,) in self._read(text, table.database, table.name)]

    def add_partitions(self, table: Table, partitions: Iterable[Partition]) -> None:
        """Add partitions, in place of those with the same values."""
        with self.transaction():
            for each in partitions:
                key = json.dumps(each.values)
                text = "INSERT OR REPLACE INTO partitions VALUES (?, ?, ?, ?)"
                self._change(text, table.database, table.name, key, each.document())

    def drop_partitions(self, table: Table, partitions: Iterable[Partition]) -> None:
        with self.transaction():
            for each in partitions:
                text = "DELETE FROM partitions WHERE database = ? AND name = ? AND key = ?"
                self._change(text, table.database, table.name, json.dumps(each.values))

    # -------------------------------------------------------------------------------------------- functions

    def functions(self, database: str) -> list[str]:
        """The names of the functions of a database, in order."""
        found = self._read("SELECT name FROM functions WHERE database = ? ORDER BY name", database)
        return [name for (name,) in found]

    def function(self, database: str, name: str) -> Routine | None:
        found = self._read("SELECT document FROM functions WHERE database = ? AND name = ?", database, name)
        return Routine.of(found[0][0]) if found else None

    def add_function(self, function: Routine, replace: bool = False) -> bool:
        """Add a function; False when there is one of that name and it is not to be replaced."""
        text = f"INSERT OR {'REPLACE' if replace else 'IGNORE'} INTO functions VALUES (?, ?, ?)"
        return self._change(text, function.database, function.name, function.document()) > 0

    def drop_function(self, database: str, name: str) -> bool:
        text = "DELETE FROM functions WHERE database = ? AND name = ?"
        return self._change(text, database, name) > 0
