"""Functions of a DataFrame's partitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._python.functions import EvalType, PythonFunction
from pyrite.sql.pandas.functions import vectorized
from pyrite.sql.types import StructType

if TYPE_CHECKING:
    from pyrite.resource import ResourceProfile
    from pyrite.sql.dataframe import DataFrame

__all__ = ["PandasMapOpsMixin", "columns_of"]


class PandasMapOpsMixin:
    """The part of DataFrame that is about functions of partitions."""

    def mapInPandas(
        self: Any,
        func: Callable[..., Any],
        schema: StructType | str,
        barrier: bool = False,
        profile: ResourceProfile | None = None,
    ) -> DataFrame:
        """What a function makes of the rows, given as an iterator of pandas DataFrames, partition by partition.

        Parameters
        ----------
        func : callable
            Takes an iterator of ``pandas.DataFrame`` and gives one.
        schema : StructType or str
            The columns of its frames.
        barrier : bool
            Whether the partitions' tasks run together, as a stage of barrier tasks.
        profile : ResourceProfile, optional
            What the tasks need; all there is here is one machine.

        Raises
        ------
        PySparkTypeError
            INVALID_RETURN_TYPE_FOR_PANDAS_UDF for a ``schema`` that is no struct.

        >>> df.mapInPandas(lambda frames: (f[f.age > 3] for f in frames), "age long")     # doctest: +SKIP
        """
        made: DataFrame = _mapped(self, func, schema, EvalType.MAP_PANDAS_ITER, barrier)
        return made

    def mapInArrow(
        self: Any,
        func: Callable[..., Any],
        schema: StructType | str,
        barrier: bool = False,
        profile: ResourceProfile | None = None,
    ) -> DataFrame:
        """What a function makes of the rows, given as an iterator of Arrow batches, partition by partition.

        Parameters
        ----------
        func : callable
            Takes an iterator of ``pyarrow.RecordBatch`` and gives one.
        schema : StructType or str
            The columns of its batches, in this order.
        barrier : bool
            Whether the partitions' tasks run together, as a stage of barrier tasks.
        profile : ResourceProfile, optional
            What the tasks need; all there is here is one machine.

        Raises
        ------
        PySparkTypeError
            INVALID_RETURN_TYPE_FOR_PANDAS_UDF for a ``schema`` that is no struct.

        >>> df.mapInArrow(lambda batches: (b.slice(0, 1) for b in batches), "age long")     # doctest: +SKIP
        """
        made: DataFrame = _mapped(self, func, schema, EvalType.MAP_ARROW_ITER, barrier)
        return made


def _mapped(
    frame: Any, func: Callable[..., Any], schema: StructType | str, kind: EvalType, barrier: bool
) -> Any:
    function = vectorized(func, schema, kind, arrow=False)._unwrapped._function
    plan = frame._plan
    columns = columns_of(function)
    return frame._with(r.PythonRows(plan, columns, function, (plan.output,), barrier=barrier))


def columns_of(function: PythonFunction) -> tuple[e.Attribute, ...]:
    """The columns of the rows that a function makes."""
    assert isinstance(function.returns, StructType)
    return tuple(
        [e.Attribute(field.name, field.dataType, field.nullable) for field in function.returns.fields]
    )
