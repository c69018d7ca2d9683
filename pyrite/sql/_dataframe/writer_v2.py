"""Writing into tables by ``df.writeTo(table)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._catalog.lake import is_lake
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._commands import inserts, tables
from pyrite.sql._files.options import option_text
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import Column, expression_of

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["DataFrameWriterV2"]


class DataFrameWriterV2:
    """Writes a DataFrame into a table; made by ``df.writeTo(table)``.

    Tables of plain files can be created. To append to them or overwrite them, use :meth:`DataFrameWriter.insertInto`,
    as Spark demands; tables of Delta Lake and Iceberg take all of these.

    >>> df.writeTo("events").using("parquet").partitionedBy("day").create()     # doctest: +SKIP
    """

    def __init__(self, df: DataFrame, table: str):
        self._df = df
        self._queries = df.sparkSession._queries
        self._name = parse_identifier(table)
        self._provider: str | None = None
        self._options: dict[str, str] = {}
        self._properties: dict[str, str] = {}
        self._by: tuple[ddl.Transform, ...] = ()
        self._clustered: tuple[tuple[str, ...], ...] = ()

    def using(self, provider: str) -> DataFrameWriterV2:
        """The format of a new table's files."""
        self._provider = provider
        return self

    def option(self, key: str, value: Any) -> DataFrameWriterV2:
        """Set one option of the format."""
        text = option_text(value)
        if text is not None:
            self._options[key] = text
        return self

    def options(self, **options: Any) -> DataFrameWriterV2:
        """Set options of the format."""
        for key, value in options.items():
            self.option(key, value)
        return self

    def tableProperty(self, property: str, value: str) -> DataFrameWriterV2:
        """Set a property of a new table."""
        self._properties[property] = value
        return self

    def partitionedBy(self, col: Column | str, *cols: Column | str) -> DataFrameWriterV2:
        """The partition columns of a new table, or transforms of them: ``partitioning.days("time")``."""
        self._by = tuple([_transform(each) for each in (col, *cols)])
        return self

    def clusterBy(self, col: str, *cols: str) -> DataFrameWriterV2:
        """Columns by which rows of a new table that are read together lie together."""
        self._clustered = tuple([parse_identifier(each) for each in (col, *cols)])
        return self

    def create(self) -> None:
        """Make the table. Raises AnalysisException (TABLE_OR_VIEW_ALREADY_EXISTS) when it is there."""
        tables.create_table(self._queries, ddl.CreateTable(self._name, self._definition(), self._df._plan))

    def replace(self) -> None:
        """Replace the table. Raises AnalysisException when there is none."""
        tables.replace_table(self._queries, ddl.ReplaceTable(self._name, self._definition(), self._df._plan))

    def createOrReplace(self) -> None:
        """Make the table, in place of one that is there."""
        command = ddl.ReplaceTable(self._name, self._definition(), self._df._plan, or_create=True)
        tables.replace_table(self._queries, command)

    def append(self) -> None:
        """Add the rows. Raises AnalysisException for tables of plain files."""
        self._insert()

    def overwrite(self, condition: Column | str) -> None:
        """Replace the rows that fulfil a condition. Raises AnalysisException for tables of plain files."""
        self._insert(overwrite=True, where=expression_of(condition))

    def overwritePartitions(self) -> None:
        """Replace the partitions that get rows. Raises AnalysisException for tables of plain files."""
        self._options["partitionOverwriteMode"] = "dynamic"
        self._insert(overwrite=True)

    def _insert(self, overwrite: bool = False, where: e.Expression | None = None) -> None:
        """Put the rows into the table by the names of their columns."""
        table = self._queries.names.catalog.find(self._name, self._queries.settings())
        if table is None or not is_lake(table):
            raise self._refused()
        inserts.insert_rows(
            self._queries,
            table,
            self._df._plan,
            overwrite=overwrite,
            by_name=True,
            options=self._options,
            where=where,
        )

    def _definition(self) -> ddl.TableDefinition:
        return ddl.TableDefinition(
            provider=self._provider,
            partitioning=self._by,
            cluster_by=self._clustered,
            options=self._options,
            properties=self._properties,
        )

    def _refused(self) -> Exception:
        catalog, settings = self._queries.names.catalog, self._queries.settings()
        if catalog.find(self._name, settings) is None:
            shown = {
                "relationName": quoted_parts(self._name),
                "searchPath": self._queries.names.search_path(),
            }
            return analysis_error("TABLE_OR_VIEW_NOT_FOUND", shown)
        full = (CATALOG, *catalog.identify(self._name, settings))
        return analysis_error("_LEGACY_ERROR_TEMP_1012", {"identifier": quoted_parts(full)})


def _transform(column: Column | str) -> ddl.Transform:
    if isinstance(column, str):
        return ddl.Transform("identity", (e.Name(parse_identifier(column)),))
    written = column._expression
    if isinstance(written, e.Call):
        return ddl.Transform(written.name, tuple(written.arguments))
    return ddl.Transform("identity", (written,))
