"""Table-valued functions: ``spark.tvf``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.sql._not_yet import NotYetMethod
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

if TYPE_CHECKING:
    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["TableValuedFunction"]


class TableValuedFunction:
    """Functions that make rows.

    >>> spark.tvf.explode(F.array(F.lit(1), F.lit(2))).collect()     # doctest: +SKIP
    [Row(col=1), Row(col=2)]
    """

    def __init__(self, sparkSession: SparkSession):
        self._session = sparkSession

    def range(
        self, start: int, end: int | None = None, step: int = 1, numPartitions: int | None = None
    ) -> DataFrame:
        """As :meth:`SparkSession.range`."""
        return self._session.range(start, end, step, numPartitions)

    def explode(self, collection: Column) -> DataFrame:
        """A row ``col`` for each element of an array, or ``key, value`` for each entry of a map."""
        return self._rows("explode", collection)

    def explode_outer(self, collection: Column) -> DataFrame:
        """As :meth:`explode`; a row of nulls where there is no element."""
        return self._rows("explode_outer", collection)

    def inline(self, input: Column) -> DataFrame:
        """A row for each struct of an array."""
        return self._rows("inline", input)

    def inline_outer(self, input: Column) -> DataFrame:
        """As :meth:`inline`; a row of nulls where there is no struct."""
        return self._rows("inline_outer", input)

    def json_tuple(self, input: Column, *fields: Column) -> DataFrame:
        """One row ``c0, c1 ...`` of the fields of a JSON text."""
        return self._rows("json_tuple", input, *fields)

    def posexplode(self, collection: Column) -> DataFrame:
        """As :meth:`explode`, with the position ``pos`` of each element."""
        return self._rows("posexplode", collection)

    def posexplode_outer(self, collection: Column) -> DataFrame:
        """As :meth:`posexplode`; a row of nulls where there is no element."""
        return self._rows("posexplode_outer", collection)

    def stack(self, n: Column, *fields: Column) -> DataFrame:
        """Values in ``n`` rows ``col0, col1 ...``."""
        return self._rows("stack", n, *fields)

    def collations(self) -> DataFrame:
        """The collations that there are."""
        return self._rows("collations")

    def sql_keywords(self) -> DataFrame:
        """SQL's keywords, and whether they are reserved."""
        return self._rows("sql_keywords")

    def variant_explode(self, input: Column) -> DataFrame:
        """A row ``pos, key, value`` for each element of a variant."""
        return self._rows("variant_explode", input)

    def variant_explode_outer(self, input: Column) -> DataFrame:
        """As :meth:`variant_explode`; a row of nulls where there is no element."""
        return self._rows("variant_explode_outer", input)

    python_worker_logs = NotYetMethod()

    def _rows(self, name: str, *arguments: Column) -> DataFrame:
        call = e.Call(name, tuple([argument._expression for argument in arguments]))
        return self._session._frame(r.TableFunction(call))
