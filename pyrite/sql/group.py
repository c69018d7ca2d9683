"""Groups of rows, and what is computed from each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException, UnsupportedOperationException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types.attribute_names import named
from pyrite.sql.column import Column, expression_of, literal
from pyrite.sql.pandas.group_ops import PandasGroupedOpsMixin
from pyrite.sql.types import IntegerType, NumericType

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["GroupedData", "grouped", "grouped_by_sets", "grouping_key"]

#: How many values a pivot finds by itself at most, unless told (``spark.sql.pivotMaxValues``).
_PIVOT_VALUES = 10000


class GroupedData(PandasGroupedOpsMixin):
    """The groups of :meth:`DataFrame.groupBy`.

    >>> df.groupBy("name").agg({"age": "max"})     # doctest: +SKIP
    """

    def __init__(self, frame: DataFrame, groupings: Sequence[Any], outputs: Sequence[e.Expression]):
        self._df = frame
        self._groupings = tuple(groupings)
        self._outputs = tuple(outputs)
        self._pivot: tuple[e.Expression, tuple[e.Expression, ...]] | None = None

    @property
    def session(self) -> SparkSession:
        """The session of the DataFrame."""
        return self._df.sparkSession

    def __repr__(self) -> str:
        plan = self._df._plan
        shown = [f"{a.name}: {a.type.simpleString()}" for a in plan.output[:2]]
        more = len(plan.output) - len(shown)
        rest = f" ... {more} more field{'s' if more > 1 else ''}" if more else ""
        columns = ", ".join(shown) + rest
        return f"GroupedData[grouping expressions: [{self._grouping_names()}], value: [{columns}], type: GroupBy]"

    def _grouping_names(self) -> str:
        frame = self._df._with(r.Project(self._df._plan, self._outputs))
        return ", ".join(frame.columns)

    def agg(self, *exprs: Any) -> DataFrame:
        """Aggregates of each group: Columns, or a dict from a column's name to a function's.

        >>> df.groupBy("name").agg(F.max("age"), F.count("*"))     # doctest: +SKIP
        """
        assert exprs, "exprs should not be empty"
        if len(exprs) == 1 and isinstance(exprs[0], dict):
            return self._aggregated([_call(function, name) for name, function in exprs[0].items()])
        assert all(isinstance(column, Column) for column in exprs), "all exprs should be Column"
        return self._aggregated([column._expression for column in exprs])

    def _aggregated(self, aggregates: Sequence[e.Expression]) -> DataFrame:
        plan = self._df._plan
        if self._pivot is not None:
            column, values = self._pivot
            return self._df._with(r.Pivot(plan, self._groupings, (column,), values, tuple(aggregates)))
        kept = self._df.sparkSession._settings().flag("spark.sql.retainGroupColumns", True)
        outputs = (*self._outputs, *aggregates) if kept else tuple(aggregates)
        return self._df._with(r.Aggregate(plan, self._groupings, outputs))

    def count(self) -> DataFrame:
        """The number of rows of each group, as ``count``."""
        return self._aggregated([e.As(e.Call("count", (e.Literal(1, IntegerType()),)), ("count",))])

    def avg(self, *cols: str) -> DataFrame:
        """The mean of these numeric columns, by default of all."""
        return self._numeric("avg", cols)

    mean = avg

    def max(self, *cols: str) -> DataFrame:
        """The largest value of these numeric columns, by default of all."""
        return self._numeric("max", cols)

    def min(self, *cols: str) -> DataFrame:
        """The smallest value of these numeric columns, by default of all."""
        return self._numeric("min", cols)

    def sum(self, *cols: str) -> DataFrame:
        """The sum of these numeric columns, by default of all."""
        return self._numeric("sum", cols)

    def _numeric(self, function: str, cols: Sequence[Any]) -> DataFrame:
        names = list(cols[0]) if len(cols) == 1 and isinstance(cols[0], (list, tuple)) else list(cols)
        plan = self._df._plan
        if not names:
            chosen: list[e.Expression] = [a for a in plan.output if isinstance(a.type, NumericType)]
            return self._aggregated([e.Call(function, (column,)) for column in chosen])
        for name in names:
            kind = self._df[name]._expression.attribute.type
            if not isinstance(kind, NumericType):
                raise analysis_error("_LEGACY_ERROR_TEMP_1323", {"colName": name})
        return self._aggregated([e.Call(function, (named(name),)) for name in names])

    def pivot(self, pivot_col: str | Column, values: Sequence[Any] | None = None) -> GroupedData:
        """One column for each value of a column, in which aggregates are of the rows with that value.

        Without ``values`` the column is read for them first, in order.
        """
        if self._pivot is not None:
            raise analysis_error(
                "REPEATED_CLAUSE",
                {"clause": "PIVOT", "operation": "SUBQUERY"},
                kind=UnsupportedOperationException,
            )
        column = (self._df[pivot_col] if isinstance(pivot_col, str) else pivot_col)._expression
        if values is None:
            found = self._df._with(r.Distinct(r.Project(self._df._plan, (column,))))
            limit = int(
                self.session.conf.get("spark.sql.pivotMaxValues", str(_PIVOT_VALUES)) or _PIVOT_VALUES
            )
            ordered = found._with(r.Sort(found._plan, (e.SortOrder(found._plan.output[0]),)))
            rows = ordered.take(limit + 1)
            if len(rows) > limit:
                raise AnalysisException(
                    f"The pivot column {found.columns[0]} has more than {limit} distinct values, this could indicate "
                    f"an error. If this was intended, set spark.sql.pivotMaxValues to at least the number of distinct "
                    "values of the pivot column."
                )
            kind = found._plan.output[0].type
            options: list[e.Expression] = []
            for (value,) in rows:
                internal = kind.toInternal(value) if value is not None and kind.needConversion() else value
                options.append(e.Literal(internal, kind))
        else:
            options = [literal(value) for value in values]
        pivoted = GroupedData(self._df, self._groupings, self._outputs)
        pivoted._pivot = (column, tuple(options))
        return pivoted


def _call(function: str, name: str) -> e.Expression:
    argument = named(name)
    if function.lower() in ("average", "mean"):
        function = "avg"
    return e.Call(function, (argument,))


def grouped(frame: DataFrame, columns: Sequence[Any]) -> GroupedData:
    """Groups by expressions; a number is the position of a column."""
    keys = [grouping_key(frame, column) for column in columns]
    return GroupedData(frame, keys, keys)


def grouped_by_sets(frame: DataFrame, kind: Any, columns: Sequence[Any]) -> GroupedData:
    """Groups by the cube or rollup of expressions."""
    keys = [grouping_key(frame, column) for column in columns]
    return GroupedData(frame, [r.GroupingSets(kind, tuple(keys))], keys)


def grouping_key(frame: DataFrame, column: Any) -> e.Expression:
    """One key of a grouping.

    Raises
    ------
    AnalysisException
        GROUP_BY_POS_OUT_OF_RANGE for a number that is no position.
    """
    if isinstance(column, int) and not isinstance(column, bool):
        output = frame._plan.output
        if not 1 <= column <= len(output):
            raise AnalysisException(
                errorClass="GROUP_BY_POS_OUT_OF_RANGE",
                messageParameters={"index": str(column), "size": str(len(output))},
            )
        return output[column - 1]
    return expression_of(column)
