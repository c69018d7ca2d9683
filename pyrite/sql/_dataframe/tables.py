"""What ``df.write.saveAsTable`` and ``insertInto`` do."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyrite._io.paths import display
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._catalog.lake import foreign_catalog, foreign_table
from pyrite.sql._catalog.objects import Buckets, Table
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._commands import inserts, tables
from pyrite.sql._dataframe.lake import save_lake_table
from pyrite.sql._files.options import Options
from pyrite.sql._lake.formats import LAKE_FORMATS
from pyrite.sql._plan import relations as r

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["insert_frame", "save_as_table"]


def save_as_table(
    frame: DataFrame,
    name: str,
    format: str | None,
    mode: str,
    by: Sequence[str],
    buckets: Buckets | None,
    clustered_by: Sequence[str],
    options: Options,
) -> None:
    """Make a table of the rows, or put them into the one that is there.

    Parameters
    ----------
    frame : DataFrame
        The rows.
    name : str
        The table's.
    format : str, optional
        The files' format; by default the session's for a new table, and the table's own for one that is there.
    mode : str
        ``append``, ``overwrite``, ``ignore`` or ``errorifexists``.
    by, buckets, clustered_by
        How its files are cut.
    options : Options
        The format's; ``path`` is the place of a table that is not managed.

    Raises
    ------
    AnalysisException
        TABLE_OR_VIEW_ALREADY_EXISTS, SCHEMA_NOT_FOUND, UNSUPPORTED_OVERWRITE.TABLE, and others.
    """
    queries = frame.sparkSession._queries
    catalog, settings = queries.names.catalog, queries.settings()
    parts = parse_identifier(name)
    if foreign_catalog(parts, settings) is not None:
        save_lake_table(frame, catalog.find(parts, settings), foreign_table(parts), mode, by, options)
        return
    database, own = catalog.identify(parts, settings)
    full = (CATALOG, database, own)
    catalog.database(database)
    catalog.check_name(own)
    known = catalog.metastore.table(database, own)
    if known is not None:
        if mode == "ignore":
            return
        if mode == "errorifexists":
            raise analysis_error("TABLE_OR_VIEW_ALREADY_EXISTS", {"relationName": quoted_parts(full)})
        if known.is_view:
            raise analysis_error(
                "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
                {"viewName": quoted_parts(full), "operation": "saveAsTable"},
            )
    plan = frame._plan
    own_format = known.provider if known is not None else None
    wanted = (format or own_format or queries.conf_map().get("spark.sql.sources.default", "parquet")).lower()
    if wanted in LAKE_FORMATS and own_format in (None, wanted):
        if buckets is not None:
            raise tables.unsupported_operation(full, "bucketBy")
        place = options.text("path")
        new = Table(
            database,
            own,
            "MANAGED" if place is None else "EXTERNAL",
            plan.schema,
            wanted,
            catalog.table_location(database, own)
            if place is None
            else display(catalog.storage.qualify(place)),
            owner=getpass.getuser(),
        )
        found = None if known is None else catalog.find((database, own), settings)
        save_lake_table(frame, found, new, mode, by, options)
        return
    if known is not None and mode == "append":
        if format is not None:
            _check_format(known, tables.check_provider(format))
        _check_append(known, plan, by, buckets)
        inserts.insert_rows(queries, known, plan, by_name=True, options=options.given)
        return
    provider = format or queries.conf_map().get("spark.sql.sources.default", "parquet")
    given = {key: value for key, value in options.given.items() if key.lower() != "path"}
    if known is not None:
        inserts.refuse_own_rows(known, plan)
    table = tables.new_table(
        catalog,
        settings,
        full,
        plan.schema,
        tables.check_provider(provider),
        location=options.text("path"),
        by=by,
        buckets=buckets,
        options=given,
        clustered_by=tuple([(column,) for column in clustered_by]),
        filled=True,
        replaces=known,
    )
    if known is not None:
        tables.forget(queries, known)
        catalog.drop_table(known)
    tables.fill(queries, table, plan, "all" if table.kind == "EXTERNAL" and mode == "overwrite" else "")


def _check_format(table: Table, provider: str) -> None:
    if table.provider != provider:
        shown = {
            "tableName": ".".join(table.full_name),
            "existingProvider": f"{table.provider.capitalize()}DataSourceV2",
            "specifiedProvider": f"{provider.capitalize()}DataSourceV2",
        }
        raise analysis_error("_LEGACY_ERROR_TEMP_1159", shown)


def _check_append(table: Table, plan: r.Relation, by: Sequence[str], buckets: Buckets | None) -> None:
    """Refuse rows that are cut otherwise than the table's."""
    shown = ".".join(table.full_name)
    if len(plan.output) != len(table.schema.fields):
        raise analysis_error(
            "_LEGACY_ERROR_TEMP_1161",
            {
                "tableName": shown,
                "existingTableSchema": table.schema.simpleString(),
                "querySchema": plan.schema.simpleString(),
            },
        )
    if [each.lower() for each in by] != [each.lower() for each in table.partitioned_by]:
        raise analysis_error(
            "_LEGACY_ERROR_TEMP_1163",
            {
                "tableName": shown,
                "specifiedPartCols": ", ".join(by),
                "existingPartCols": ", ".join(table.partitioned_by),
            },
        )
    if buckets != table.buckets:
        raise analysis_error(
            "_LEGACY_ERROR_TEMP_1164",
            {
                "tableName": shown,
                "specifiedBucketString": _bucket_text(buckets),
                "existingBucketString": _bucket_text(table.buckets),
            },
        )


def _bucket_text(buckets: Buckets | None) -> str:
    if buckets is None:
        return "not bucketed"
    sort = f", sort columns: [{', '.join(buckets.sort)}]" if buckets.sort else ""
    return f"{buckets.count} buckets, bucket columns: [{', '.join(buckets.columns)}]{sort}"


def insert_frame(
    frame: DataFrame, name: str, overwrite: bool, by: Sequence[str], buckets: Buckets | None, options: Options
) -> None:
    """Put the rows into a table that is there, by position.

    Raises
    ------
    AnalysisException
        TABLE_OR_VIEW_NOT_FOUND, PARTITION_BY_NOT_ALLOWED_WITH_INSERT_INTO, and those of INSERT.
    """
    queries = frame.sparkSession._queries
    if buckets is not None:
        raise AnalysisException(
            errorClass="_LEGACY_ERROR_TEMP_1312", messageParameters={"operation": "insertInto"}
        )
    if by:
        raise analysis_error("PARTITION_BY_NOT_ALLOWED_WITH_INSERT_INTO", {"tableName": name})
    table = inserts.target_table(queries, parse_identifier(name))
    inserts.insert_rows(queries, table, frame._plan, overwrite=overwrite, options=options.given)
