"""DataFrames as arguments of table functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pyrite.errors import IllegalArgumentException
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import Column, expression_of
from pyrite.sql.tvf_argument import TableValuedFunctionArgument

__all__ = ["TableArg"]


class TableArg(TableValuedFunctionArgument):
    """The rows of :meth:`DataFrame.asTable`, and how they are handed to a table function."""

    def __init__(self, argument: e.TableArgument):
        self._argument = argument

    def partitionBy(self, *cols: Any) -> TableArg:
        """One call of the function for each combination of these columns' values."""
        self._refuse_partitioned("partitionBy")
        columns = tuple([expression_of(column) for column in _flat(cols)])
        return TableArg(replace(self._argument, partition=columns))

    def orderBy(self, *cols: Any) -> TableArg:
        """The rows of each call in this order."""
        if not self._argument.partition and not self._argument.single:
            raise IllegalArgumentException(
                "Please call partitionBy() or withSinglePartition() before orderBy()."
            )
        keys = [expression_of(column) for column in _flat(cols)]
        order = tuple([key if isinstance(key, e.SortOrder) else e.SortOrder(key) for key in keys])
        return TableArg(replace(self._argument, order=order))

    def withSinglePartition(self) -> TableArg:
        """One call of the function for all rows."""
        self._refuse_partitioned("withSinglePartition")
        return TableArg(replace(self._argument, single=True))

    def _refuse_partitioned(self, method: str) -> None:
        if self._argument.partition or self._argument.single:
            raise IllegalArgumentException(
                f"Cannot call {method}() after partitionBy() or withSinglePartition() has been called."
            )


def _flat(columns: Sequence[Any]) -> Sequence[Column | str]:
    if len(columns) == 1 and isinstance(columns[0], (list, tuple)):
        return columns[0]
    return columns
