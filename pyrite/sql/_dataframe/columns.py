"""Choosing, adding, renaming and dropping columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkAttributeError
from pyrite.sql._analysis.errors import unresolved_column
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base, flattened
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types.attribute_names import name_parts
from pyrite.sql.column import Column, expression_of
from pyrite.sql.types import StructType

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame


class Columns(Base):
    """The part of DataFrame that is about its columns."""

    @property
    def schema(self) -> StructType:
        """The columns' names, types and nullability."""
        return self._plan.schema

    @property
    def columns(self) -> list[str]:
        """The columns' names."""
        return [attribute.name for attribute in self._plan.output]

    @property
    def dtypes(self) -> list[tuple[str, str]]:
        """Pairs of the columns' names and types."""
        return [(attribute.name, attribute.type.simpleString()) for attribute in self._plan.output]

    def __getitem__(self, item: Any) -> Any:
        """``df["a"]`` and ``df[0]`` are columns, ``df["a", "b"]`` a selection, ``df[condition]`` a filter."""
        if isinstance(item, str):
            return self._column(item)
        if isinstance(item, Column):
            return self._with(r.Filter(self._plan, item._expression))
        if isinstance(item, (list, tuple)):
            return self.select(*item)
        if isinstance(item, int):
            return self._column_of(self._plan.output[item])
        raise unexpected_type("item", item, "Column, float, integer, list or string")

    def __getattr__(self, name: str) -> Column:
        """``df.a``: a column."""
        # While a DataFrame is copied or unpickled it has no plan yet.
        if name.startswith("__") or name in ("_execution", "_session", "_store") or name not in self.columns:
            raise PySparkAttributeError(
                errorClass="ATTRIBUTE_NOT_SUPPORTED", messageParameters={"attr_name": name}
            )
        return self._column(name)

    def _ipython_key_completions_(self) -> list[str]:
        return self.columns

    def __dir__(self) -> list[str]:
        names = set(super().__dir__())
        names.update(name for name in self.columns if name.isidentifier())
        return sorted(names)

    def _column(self, name: str) -> Column:
        """The column of this name, which stays this DataFrame's own in joins."""
        if name == "*" or name.endswith(".*"):
            return Column(expression_of(name))
        parts = name_parts(name)
        scope = Scope((self._plan,), self._session._settings())
        found = scope.find(parts)
        if found is None:
            near = [quoted_parts((attribute.name,)) for attribute in self._plan.output[:5]]
            raise unresolved_column(parts, near)
        value, fields = found
        assert isinstance(value, e.Attribute)
        column: e.Expression = e.DatasetColumn(value, self._plan)
        for field in fields:
            column = e.Field(column, field)
        return Column(e.As(column, (fields[-1],)) if fields else column)

    def _column_of(self, attribute: e.Attribute) -> Column:
        return Column(e.DatasetColumn(attribute, self._plan))

    def select(self, *cols: Any) -> DataFrame:
        """These columns: names, Columns, or ``"*"``; also as one list.

        >>> df.select("name", df.age + 1)     # doctest: +SKIP
        """
        return self._with(r.Project(self._plan, self._expressions(flattened(cols))))

    def selectExpr(self, *expr: Any) -> DataFrame:
        """SQL expressions as columns.

        >>> df.selectExpr("age * 2", "abs(age)")     # doctest: +SKIP
        """
        return self._with(r.Project(self._plan, self._session._queries.expressions(flattened(expr))))

    def withColumn(self, colName: str, col: Column) -> DataFrame:
        """All columns, and one more; one of that name is replaced."""
        if not isinstance(col, Column):
            raise unexpected_type("col", col, "Column")
        return self._with(r.WithColumns(self._plan, (e.As(col._expression, (colName,)),)))

    def withColumns(self, *colsMap: dict[str, Column]) -> DataFrame:
        """All columns, and those of a dict by name; ones of these names are replaced."""
        assert len(colsMap) == 1
        columns = colsMap[0]
        if not isinstance(columns, dict):
            raise unexpected_type("colsMap", columns, "dict")
        written = tuple([e.As(column._expression, (name,)) for name, column in columns.items()])
        return self._with(r.WithColumns(self._plan, written))

    def withColumnRenamed(self, existing: str, new: str) -> DataFrame:
        """A column under another name; all as it was when there is none."""
        return self._with(r.Renamed(self._plan, ((existing, new),)))

    def withColumnsRenamed(self, colsMap: dict[str, str]) -> DataFrame:
        """Columns under other names, by a dict from old to new."""
        if not isinstance(colsMap, dict):
            raise unexpected_type("colsMap", colsMap, "dict")
        return self._with(r.Renamed(self._plan, tuple(colsMap.items())))

    def withMetadata(self, columnName: str, metadata: dict[str, Any]) -> DataFrame:
        """A column with other metadata."""
        if not isinstance(metadata, dict):
            raise unexpected_type("metadata", metadata, "dict")
        column = self._column(columnName)._expression
        return self._with(r.WithColumns(self._plan, (e.As(column, (columnName,), metadata),)))

    def drop(self, *cols: Any) -> DataFrame:
        """All columns but these; names that are not there are ignored."""
        columns: list[str | e.Expression] = []
        for column in cols:
            if isinstance(column, str):
                columns.append(column)
            elif isinstance(column, Column):
                columns.append(column._expression)
            else:
                raise unexpected_type("col", column, "Column or str")
        return self._with(r.Dropped(self._plan, tuple(columns)))

    def toDF(self, *cols: str) -> DataFrame:
        """The same columns under these names."""
        for name in cols:
            if not isinstance(name, str):
                raise unexpected_type("cols", name, "list[str]")
        return self._with(r.ToNames(self._plan, cols))

    def metadataColumn(self, colName: str) -> Column:
        """A column that the source tells of its rows, as ``_metadata`` of files."""
        if not isinstance(colName, str):
            raise unexpected_type("colName", colName, "str")
        same = self._session._settings().same_name
        told = [column for column in self._plan.hidden if e.METADATA in (column.metadata or ())]
        for column in told:
            if same(column.name, colName):
                return Column(e.DatasetColumn(column, self._plan))
        raise unresolved_column((colName,), [quoted_parts((column.name,)) for column in told])

    def colRegex(self, colName: str) -> Column:
        """The columns whose names match a regular expression in backquotes: ``df.colRegex("`(age|name)`")``."""
        if not isinstance(colName, str):
            raise unexpected_type("colName", colName, "str")
        if len(colName) > 1 and colName[0] == colName[-1] == "`":
            return Column(e.ColumnRegex(colName[1:-1]))
        return self._column(colName)

    def alias(self, alias: str) -> DataFrame:
        """The same under a name, by which its columns can be told apart: ``col("a.id")``."""
        assert isinstance(alias, str), "alias should be a string"
        return self._with(r.Named(self._plan, alias))
