"""What ``df.write`` does to tables of lakehouse formats: at a path, or of the catalog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyrite._io.paths import display
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_expression, parse_identifier
from pyrite.sql._catalog.lake import path_table
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._commands.inserts import insert_rows
from pyrite.sql._commands.lake import create_lake_table, make_lake_table
from pyrite.sql._files.options import Options
from pyrite.sql._lake.formats import lake_format
from pyrite.sql._plan import relations as r
from pyrite.sql.types import StructType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = ["lake_name", "save_lake_path", "save_lake_table"]


def lake_name(provider: str, path: str) -> tuple[str, ...]:
    """What ``load(path)`` and ``save(path)`` mean: the table at a path, or of Iceberg's catalogs by its name."""
    if provider == "iceberg" and "/" not in path:
        return parse_identifier(path)
    return (provider, path)


def save_lake_path(
    frame: DataFrame, provider: str, path: str, mode: str, by: Sequence[str], options: Options
) -> None:
    """Write into the table at a path.

    Raises
    ------
    AnalysisException
        PATH_ALREADY_EXISTS; and for rows that do not fit.
    """
    queries = frame.sparkSession._queries
    storage, settings = queries.names.catalog.storage, queries.settings()
    place = storage.qualify(path)
    if lake_format(provider).find_table(storage, place, settings.conf or {}) is None:
        create_lake_table(
            queries,
            _new(frame, Table(provider, path, "EXTERNAL", StructType(), provider, place), by),
            frame._plan,
        )
        return
    if mode == "errorifexists":
        raise AnalysisException(
            errorClass="PATH_ALREADY_EXISTS", messageParameters={"outputPath": display(place)}
        )
    if mode != "ignore":
        _save(queries, path_table(storage, provider, path, settings), frame._plan, mode, by, options)


def save_lake_table(
    frame: DataFrame, known: Table | None, table: Table, mode: str, by: Sequence[str], options: Options
) -> None:
    """Write into a table of the catalog: ``known`` where there is one, else the new ``table``."""
    queries = frame.sparkSession._queries
    if known is not None and mode in ("ignore", "errorifexists"):
        if mode == "ignore":
            return
        shown = {"relationName": quoted_parts(known.full_name)}
        raise AnalysisException(errorClass="TABLE_OR_VIEW_ALREADY_EXISTS", messageParameters=shown)
    if known is None and table.catalog != CATALOG:
        create_lake_table(queries, _new(frame, table, by), frame._plan)
        return
    if known is None:
        place = options.text("path")
        form, conf = lake_format(table.provider), queries.settings().conf or {}
        storage = queries.names.catalog.storage
        there = place is not None and form.find_table(storage, table.location, conf) is not None
        if there and mode == "errorifexists":
            raise AnalysisException(
                errorClass="PATH_ALREADY_EXISTS", messageParameters={"outputPath": table.location}
            )
        if there:
            save_lake_path(frame, table.provider, table.location, mode, by, options)
        make_lake_table(queries, _new(frame, table, by), None if there else frame._plan, adopt=there)
        return
    _save(queries, known, frame._plan, mode, by, options)


def _new(frame: DataFrame, table: Table, by: Sequence[str]) -> Table:
    schema = StructType([column.as_field() for column in frame._plan.output])
    return table.with_(
        schema=schema, partitioned_by=tuple([_column(table, schema, name, frame) for name in by])
    )


def _column(table: Table, schema: StructType, name: str, frame: DataFrame) -> str:
    same = frame.sparkSession._queries.settings().same_name
    for field in schema:
        if same(field.name, name):
            return field.name
    raise AnalysisException(
        errorClass="_LEGACY_ERROR_TEMP_1155",
        messageParameters={"col": name, "schemaCatalog": schema.simpleString()},
    )


def _save(
    queries: Queries, table: Table, plan: r.Relation, mode: str, by: Sequence[str], options: Options
) -> None:
    """Put rows into a table that is there, by the names of their columns."""
    if mode == "overwrite" and options.flag("overwriteSchema"):
        schema = StructType([column.as_field() for column in plan.output])
        new = table.with_(schema=schema, partitioned_by=tuple(by))
        create_lake_table(queries, new, plan, there="replace")
        queries.recache(table)
        return
    if by and tuple(by) != table.partitioned_by:
        raise AnalysisException(
            f"{quoted_parts(table.full_name)} is partitioned by ({', '.join(table.partitioned_by)}), "
            f"and not by ({', '.join(by)})"
        )
    where = options.text("replaceWhere") if mode == "overwrite" else None
    insert_rows(
        queries,
        table,
        plan,
        overwrite=mode == "overwrite",
        by_name=True,
        options=options.given,
        where=None if where is None else parse_expression(where),
    )
