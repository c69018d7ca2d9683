"""Functions of groups of rows, and of two DataFrames' groups together."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import IllegalArgumentException, PySparkTypeError
from pyrite.sql._not_yet import NotYetMethod
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._python.functions import EvalType
from pyrite.sql.column import Column
from pyrite.sql.pandas.functions import vectorized
from pyrite.sql.pandas.map_ops import columns_of
from pyrite.sql.pandas.typehints import group_kind
from pyrite.sql.types import IntegerType, StructType

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.group import GroupedData

__all__ = ["PandasCogroupedOps", "PandasGroupedOpsMixin"]


class PandasGroupedOpsMixin:
    """The part of GroupedData that is about functions of groups."""

    _df: DataFrame
    _outputs: tuple[e.Expression, ...]

    def apply(self, udf: Any) -> DataFrame:
        """As :meth:`applyInPandas`, with a function that ``pandas_udf`` made of the kind GROUPED_MAP.

        Raises
        ------
        PySparkTypeError
            INVALID_UDF_EVAL_TYPE for another function.
        """
        kind = getattr(udf, "evalType", None)
        if isinstance(udf, Column) or not hasattr(udf, "func") or kind != EvalType.GROUPED_MAP_PANDAS:
            raise PySparkTypeError(
                errorClass="INVALID_UDF_EVAL_TYPE",
                messageParameters={"eval_type": "SQL_GROUPED_MAP_PANDAS_UDF"},
            )
        warnings.warn("applyInPandas is preferred to apply, which may go away.", UserWarning, stacklevel=2)
        return self.applyInPandas(udf.func, schema=udf.returnType)

    def applyInPandas(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of each group, given as a pandas DataFrame.

        Parameters
        ----------
        func : callable
            Takes a ``pandas.DataFrame`` and gives one; with two parameters it is given the tuple of the keys first.
            With type hints it may take and give iterators of frames.
        schema : StructType or str
            The columns of its frames, which are those with these names; by their places where the frame's names are
            no texts, or spark.sql.legacy.execution.pandas.groupedMap.assignColumnsByName is false.

        Raises
        ------
        PySparkTypeError
            INVALID_RETURN_TYPE_FOR_PANDAS_UDF for a ``schema`` that is no struct.

        >>> df.groupBy("name").applyInPandas(lambda f: f.head(1), "age long, name string")     # doctest: +SKIP
        """
        kind = None
        try:
            kind = group_kind(func, arrow=False)
        except Exception as error:
            warnings.warn(f"The type hints do not tell how to call it: {error}", UserWarning, stacklevel=2)
        return _applied(self, func, schema, EvalType.GROUPED_MAP_PANDAS if kind is None else kind)

    def applyInArrow(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of each group, given as an Arrow table.

        Parameters
        ----------
        func : callable
            Takes a ``pyarrow.Table`` and gives one; with two parameters it is given the tuple of the keys, Arrow
            scalars, first. With type hints it may take and give iterators of ``pyarrow.RecordBatch``.
        schema : StructType or str
            The columns of its tables.

        Raises
        ------
        PySparkTypeError
            INVALID_RETURN_TYPE_FOR_ARROW_UDF for a ``schema`` that is no struct.

        >>> df.groupBy("name").applyInArrow(lambda t: t.slice(0, 1), "age long, name string")     # doctest: +SKIP
        """
        kind = None
        try:
            kind = group_kind(func, arrow=True)
        except Exception as error:
            warnings.warn(f"The type hints do not tell how to call it: {error}", UserWarning, stacklevel=2)
        return _applied(self, func, schema, EvalType.GROUPED_MAP_ARROW if kind is None else kind)

    applyInPandasWithState = NotYetMethod()
    transformWithState = NotYetMethod()
    transformWithStateInPandas = NotYetMethod()

    def cogroup(self, other: GroupedData) -> PandasCogroupedOps:
        """The groups of this together with those of another DataFrame that have the same keys.

        >>> one.groupBy("id").cogroup(other.groupBy("id"))     # doctest: +SKIP
        """
        return PandasCogroupedOps(self, other)


class PandasCogroupedOps:
    """The groups of two DataFrames together; made by :meth:`GroupedData.cogroup`."""

    def __init__(self, gd1: Any, gd2: Any):
        self._gd1 = gd1
        self._gd2 = gd2

    def applyInPandas(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of the groups with each key, given as two pandas DataFrames.

        Parameters
        ----------
        func : callable
            Takes two frames, either of which may be empty, and gives one; with three parameters it is given the tuple
            of the keys first.
        schema : StructType or str
            The columns of its frames.
        """
        return self._applied(func, schema, EvalType.COGROUPED_MAP_PANDAS)

    def applyInArrow(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of the groups with each key, given as two Arrow tables.

        Parameters
        ----------
        func : callable
            Takes two tables, either of which may be empty, and gives one; with three parameters it is given the tuple
            of the keys, Arrow scalars, first.
        schema : StructType or str
            The columns of its tables.
        """
        return self._applied(func, schema, EvalType.COGROUPED_MAP_ARROW)

    def _applied(self, func: Callable[..., Any], schema: StructType | str, kind: EvalType) -> DataFrame:
        function = vectorized(func, schema, kind, arrow=False)._unwrapped._function
        frame = self._gd1._df
        plans, keys = zip(*[_with_keys(groups) for groups in (self._gd1, self._gd2)])
        if len(keys[0]) != len(keys[1]):
            raise IllegalArgumentException(
                f"Both sides must be grouped by as many keys: {len(keys[0])} and {len(keys[1])} are given."
            )
        lots = [groups._df._plan.output for groups in (self._gd1, self._gd2)]
        # One query of both: the keys, the side, and the columns of either, which are null on the other.
        sides: list[r.Relation] = []
        for number, plan in enumerate(plans):
            sides.append(frame._with(r.Project(plan, tuple(_side(number, keys[number], lots))))._plan)
        both = frame._with(r.SetOperation("union", sides[0], sides[1], all=True))._plan
        output = list(both.output)
        count = len(keys[0])
        given: list[tuple[e.Attribute, ...]] = []
        place = count + 1
        for lot in lots:
            given.append(tuple(output[place : place + len(lot)]))
            place += len(lot)
        # The columns keep the names that the DataFrames have.
        shown = [
            e.Alias(column, old.name) for some, lot in zip(given, lots) for column, old in zip(some, lot)
        ]
        named = r.Project(both, (*output[: count + 1], *shown))
        columns = named.output[count + 1 :]
        frames = (tuple(columns[: len(lots[0])]), tuple(columns[len(lots[0]) :]))
        rows = r.PythonRows(
            named, columns_of(function), function, frames, tuple(output[:count]), output[count]
        )
        return frame._with(rows)


def _side(number: int, keys: Sequence[e.Attribute], lots: Sequence[Any]) -> list[e.Expression]:
    found: list[e.Expression] = [e.As(key, (f"key{place}",)) for place, key in enumerate(keys)]
    found.append(e.As(e.Literal(number, IntegerType()), ("side",)))
    for lot, columns in enumerate(lots):
        for place, column in enumerate(columns):
            value = column if lot == number else e.Literal(None, column.type)
            found.append(e.As(value, (f"column{lot}_{place}",)))
    return found


def _applied(groups: Any, func: Callable[..., Any], schema: StructType | str, kind: EvalType) -> DataFrame:
    function = vectorized(func, schema, kind, arrow=False)._unwrapped._function
    plan, keys = _with_keys(groups)
    given = groups._df._plan.output
    made: DataFrame = groups._df._with(r.PythonRows(plan, columns_of(function), function, (given,), keys))
    return made


def _with_keys(groups: Any) -> tuple[r.Relation, tuple[e.Attribute, ...]]:
    """The plan of a grouped DataFrame with its keys as columns behind the others."""
    frame = groups._df
    plan = frame._plan
    if not groups._outputs:
        return plan, ()
    keys = [e.As(key, (f"key{place}",)) for place, key in enumerate(groups._outputs)]
    with_keys = frame._with(r.Project(plan, (*plan.output, *keys)))._plan
    return with_keys, tuple(with_keys.output[len(plan.output) :])
