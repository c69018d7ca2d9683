"""What every part of DataFrame rests on: its plan, its session, and how a new DataFrame is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import expression_of

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrite.sql._physical.stores import Store
    from pyrite.sql._query.execution import Execution
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["Base", "flattened"]


def flattened(columns: Sequence[Any]) -> Sequence[Any]:
    """The columns of ``f(a, b)`` and of ``f([a, b])`` alike."""
    if len(columns) == 1 and isinstance(columns[0], (list, tuple)):
        return columns[0]
    return columns


class Base:
    """The plan of a DataFrame and its session."""

    _session: SparkSession
    _execution: Execution
    _store: Store | None

    @property
    def _plan(self) -> r.Relation:
        """The resolved plan; where the rows are kept, what reads them; see also :attr:`Execution.plan`."""
        if self._store is not None and self._store.active:
            return self._stored
        return self._execution.plan

    @cached_property
    def _stored(self) -> r.Relation:
        return r.Stored(self._execution.analyzed.output, self._store)

    def _run(self) -> pa.Table:
        """The rows, as Arrow data with the engine's names and types."""
        if self._store is not None and self._store.active:
            return self._with(self._stored)._run()
        return self._execution.collect()

    def _with(self, written: r.Relation) -> DataFrame:
        """A DataFrame of the same session over another plan, which is analyzed at once."""
        return self._session._queries.frame(written)

    def _expressions(self, columns: Iterable[Any]) -> tuple[e.Expression, ...]:
        return tuple([expression_of(column) for column in columns])
