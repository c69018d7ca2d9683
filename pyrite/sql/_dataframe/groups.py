"""Groups of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.sql._dataframe.base import Base, flattened
from pyrite.sql._plan import relations as r
from pyrite.sql.group import GroupedData, grouped, grouped_by_sets, grouping_key

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame


class Groups(Base):
    """The part of DataFrame that is about groups."""

    def groupBy(self: Any, *cols: Any) -> GroupedData:
        """Groups of the rows that are equal in these columns; without any, all rows are one group.

        >>> df.groupBy("name").sum("age")     # doctest: +SKIP
        """
        return grouped(self, flattened(cols))

    groupby = groupBy

    def rollup(self: Any, *cols: Any) -> GroupedData:
        """Groups by all the columns, by all but the last, and so on to the total."""
        return grouped_by_sets(self, "rollup", flattened(cols))

    def cube(self: Any, *cols: Any) -> GroupedData:
        """Groups by every subset of the columns."""
        return grouped_by_sets(self, "cube", flattened(cols))

    def groupingSets(self: Any, groupingSets: Sequence[Sequence[Any]], *cols: Any) -> GroupedData:
        """Groups by each of these sets; ``cols`` are the columns of the result."""
        sets = tuple([tuple([grouping_key(self, column) for column in some]) for some in groupingSets])
        outputs = [grouping_key(self, column) for column in flattened(cols)]
        return GroupedData(self, [r.GroupingSets("sets", sets)], outputs)

    def agg(self: Any, *exprs: Any) -> DataFrame:
        """Aggregates of all rows.

        >>> df.agg(F.min("age"), F.max("age"))     # doctest: +SKIP
        """
        return self.groupBy().agg(*exprs)
