"""What a statement names: a table, a view, or either, with the errors of one that is something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import CATALOG

if TYPE_CHECKING:
    from pyrite.sql._plan import relations as r
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = ["answer", "find_any", "find_table", "find_view", "missing"]


def answer(queries: Queries, schema: str, rows: Sequence[tuple[Any, ...]]) -> DataFrame:
    """What a statement tells."""
    return queries.create(list(rows), schema, None, False, answer=True)


def missing(queries: Queries, name: tuple[str, ...], reading: bool = False) -> Exception:
    """The error of a name that means nothing; ``reading`` where a query would look it up."""
    path = f"[`system`.`session`, `{CATALOG}`.`{queries.names.database}`]"
    if reading:
        path = queries.names.search_path()
    return analysis_error("TABLE_OR_VIEW_NOT_FOUND", {"relationName": quoted_parts(name), "searchPath": path})


def find_any(
    queries: Queries, name: tuple[str, ...], reading: bool = False
) -> Table | tuple[str, r.Relation]:
    """A table or view of the catalog, or a temporary view: its name and plan.

    Raises
    ------
    AnalysisException
        TABLE_OR_VIEW_NOT_FOUND.
    """
    temporary = queries.names.find_view(name)
    if temporary is not None:
        return temporary
    table = None if len(name) > 3 else queries.names.catalog.find(name, queries.settings())
    if table is None:
        raise missing(queries, name, reading)
    return table


def find_table(
    queries: Queries, name: tuple[str, ...], operation: str, alternative: str = "NO_ALTERNATIVE"
) -> Table:
    """A table.

    Raises
    ------
    AnalysisException
        TABLE_OR_VIEW_NOT_FOUND; EXPECT_TABLE_NOT_VIEW with this alternative.
    """
    found = find_any(queries, name)
    if isinstance(found, Table) and not found.is_view:
        return found
    shown = found.full_name if isinstance(found, Table) else name
    parameters = {"viewName": quoted_parts(shown), "operation": operation}
    raise analysis_error(f"EXPECT_TABLE_NOT_VIEW.{alternative}", parameters)


def find_view(
    queries: Queries,
    name: tuple[str, ...],
    operation: str,
    alternative: str = "NO_ALTERNATIVE",
    temporary: bool = False,
) -> Table | tuple[str, r.Relation]:
    """A view of the catalog, or where ``temporary`` are allowed one of the session.

    Raises
    ------
    AnalysisException
        TABLE_OR_VIEW_NOT_FOUND; EXPECT_VIEW_NOT_TABLE with this alternative; EXPECT_PERMANENT_VIEW_NOT_TEMP.
    """
    found = find_any(queries, name)
    if not isinstance(found, Table):
        if temporary:
            return found
        parameters = {"viewName": quoted_parts(name), "operation": operation}
        raise analysis_error("EXPECT_PERMANENT_VIEW_NOT_TEMP", parameters)
    if not found.is_view:
        parameters = {"tableName": quoted_parts(found.full_name), "operation": operation}
        raise analysis_error(f"EXPECT_VIEW_NOT_TABLE.{alternative}", parameters)
    return found
