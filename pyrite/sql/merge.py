"""Merging a DataFrame into a table: ``df.mergeInto(table, condition)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._commands.commands import run_command
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import Column

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["MergeIntoWriter"]


class MergeIntoWriter:
    """Says what becomes of a table's rows and the source's; made by :meth:`DataFrame.mergeInto`.

    >>> (  # doctest: +SKIP
    ...     updates.mergeInto("people", expr("people.id = updates.id"))
    ...     .whenMatched().updateAll()
    ...     .whenNotMatched().insertAll()
    ...     .merge()
    ... )
    """

    def __init__(self, df: DataFrame, table: str, condition: Column):
        self._df = df
        self._table = parse_identifier(table)
        self._condition = condition
        self._matched: list[ddl.MergeAction] = []
        self._not_matched: list[ddl.MergeAction] = []
        self._by_source: list[ddl.MergeAction] = []
        self._evolves = False

    def whenMatched(self, condition: Column | None = None) -> WhenMatched:
        """What happens to rows of the table that a row of the source matches (and the condition, if any)."""
        return self.WhenMatched(self, condition)

    def whenNotMatched(self, condition: Column | None = None) -> WhenNotMatched:
        """What happens to rows of the source that match none of the table."""
        return self.WhenNotMatched(self, condition)

    def whenNotMatchedBySource(self, condition: Column | None = None) -> WhenNotMatchedBySource:
        """What happens to rows of the table that no row of the source matches."""
        return self.WhenNotMatchedBySource(self, condition)

    def withSchemaEvolution(self) -> MergeIntoWriter:
        """Have the table take columns that only the source has."""
        self._evolves = True
        return self

    def merge(self) -> None:
        """Do it.

        Raises
        ------
        UnsupportedOperationException
            UNSUPPORTED_FEATURE.TABLE_OPERATION for tables of plain files.
        """
        command = ddl.Merge(
            r.TableName(self._table),
            self._df._plan,
            self._condition._expression,
            tuple(self._matched),
            tuple(self._not_matched),
            tuple(self._by_source),
            self._evolves,
        )
        run_command(self._df.sparkSession._queries, command)

    class WhenMatched:
        """What happens to matched rows."""

        def __init__(self, writer: MergeIntoWriter, condition: Column | None):
            self._writer = writer
            self._condition = condition

        def updateAll(self) -> MergeIntoWriter:
            """Set all columns to the source's."""
            return self._add("update", None)

        def update(self, assignments: dict[str, Column]) -> MergeIntoWriter:
            """Set some columns.

            Parameters
            ----------
            assignments : dict of str to Column
                The columns and their values.
            """
            return self._add("update", assignments)

        def delete(self) -> MergeIntoWriter:
            """Delete the rows."""
            return self._add("delete", {})

        def _add(self, kind: str, assignments: dict[str, Column] | None) -> MergeIntoWriter:
            self._writer._matched.append(_action(kind, self._condition, assignments))
            return self._writer

    class WhenNotMatched:
        """What happens to rows of the source that match none."""

        def __init__(self, writer: MergeIntoWriter, condition: Column | None):
            self._writer = writer
            self._condition = condition

        def insertAll(self) -> MergeIntoWriter:
            """Insert them."""
            return self._add(None)

        def insert(self, assignments: dict[str, Column]) -> MergeIntoWriter:
            """Insert rows of some columns.

            Parameters
            ----------
            assignments : dict of str to Column
                The columns and their values.
            """
            return self._add(assignments)

        def _add(self, assignments: dict[str, Column] | None) -> MergeIntoWriter:
            self._writer._not_matched.append(_action("insert", self._condition, assignments))
            return self._writer

    class WhenNotMatchedBySource(WhenMatched):
        """What happens to rows of the table that no row of the source matches."""

        def _add(self, kind: str, assignments: dict[str, Column] | None) -> MergeIntoWriter:
            self._writer._by_source.append(_action(kind, self._condition, assignments))
            return self._writer


WhenMatched = MergeIntoWriter.WhenMatched
WhenNotMatched = MergeIntoWriter.WhenNotMatched
WhenNotMatchedBySource = MergeIntoWriter.WhenNotMatchedBySource


def _action(kind: str, condition: Column | None, assignments: dict[str, Column] | None) -> ddl.MergeAction:
    listed = None
    if assignments is not None:
        listed = tuple(
            [ddl.Assignment(parse_identifier(name), value._expression) for name, value in assignments.items()]
        )
    written: e.Expression | None = None if condition is None else condition._expression
    return ddl.MergeAction(kind, written, listed)  # type: ignore[arg-type]
