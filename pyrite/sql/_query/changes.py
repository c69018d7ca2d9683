"""UPDATE, DELETE and MERGE: rows of tables changed, where the table's format can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.errors import UnsupportedOperationException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.objects import Table
from pyrite.sql._plan import ddl
from pyrite.sql._plan import relations as r
from pyrite.sql._query.inserts import target_table
from pyrite.sql._query.tables import unsupported_operation

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = ["delete", "merge", "update"]


def changed_table(queries: Queries, target: r.Relation, operation: str) -> Table:
    """The table that a statement changes, however it calls it."""
    while isinstance(target, r.Named):
        target = target.child
    assert isinstance(target, r.TableName)
    return target_table(queries, target.name, operation)


def update(queries: Queries, command: ddl.Update) -> None:
    table = changed_table(queries, command.table, "UPDATE")
    raise _refused(table, "UPDATE TABLE")


def delete(queries: Queries, command: ddl.Delete) -> None:
    table = changed_table(queries, command.table, "DELETE")
    raise unsupported_operation(table.full_name, "DELETE")


def merge(queries: Queries, command: ddl.Merge) -> None:
    table = changed_table(queries, command.target, "MERGE")
    raise _refused(table, "MERGE INTO TABLE")


def _refused(table: Table, operation: str) -> Exception:
    shown = {"tableName": quoted_parts(table.full_name), "operation": operation}
    return analysis_error("UNSUPPORTED_FEATURE.TABLE_OPERATION", shown, kind=UnsupportedOperationException)
