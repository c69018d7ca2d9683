"""The user's own functions."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from pyrite.sql._python.functions import EvalType
from pyrite.sql.pandas.functions import ArrowUDFType, PandasUDFType, arrow_udf, pandas_udf
from pyrite.sql.types import DataType, StringType, StructType
from pyrite.sql.udf import UserDefinedFunction

_TEXT = StringType()

__all__ = ["ArrowUDFType", "PandasUDFType", "arrow_udf", "arrow_udtf", "pandas_udf", "udf", "udtf"]


def udf(
    f: Callable[..., Any] | DataType | str | None = None,
    returnType: DataType | str = _TEXT,
    *,
    useArrow: bool | None = None,
) -> Any:
    """A function of Python for columns, called row by row.

    Parameters
    ----------
    f : callable, optional
        The function. Without it, or with a type in its place, this gives a decorator.
    returnType : DataType or str
        The type of its results.
    useArrow : bool, optional
        Whether results become the type by Arrow's rules, which cast and raise, or are null where they are not of the
        type; by default as ``spark.sql.execution.pythonUDF.arrow.enabled`` says while the function is made.

    Raises
    ------
    PySparkTypeError
        For a function that cannot be called, and a type that is none.

    >>> @udf("int")     # doctest: +SKIP
    ... def plus_one(x):
    ...     return x + 1
    >>> df.select(plus_one("age"))     # doctest: +SKIP
    """
    if f is None or isinstance(f, (str, DataType)):
        kind = f if f is not None else returnType
        return lambda function: _made(function, kind, useArrow)
    return _made(f, returnType, useArrow)


def _made(function: Callable[..., Any], kind: DataType | str, arrow: bool | None) -> Any:
    by_arrow = _arrow_by_default() if arrow is None else arrow
    how = EvalType.ARROW_BATCHED if by_arrow else EvalType.BATCHED
    return UserDefinedFunction(function, kind, evalType=how)._wrapped()


def _arrow_by_default(key: str = "spark.sql.execution.pythonUDF.arrow.enabled") -> bool:
    """Whether functions are Arrow-optimized: as the session says, if there is one."""
    session = import_module("pyrite.sql.session").SparkSession._instantiatedSession
    if session is None or session._is_stopped:
        return False
    found = session.conf.get(key, "true")
    return bool(found == "true")


def udtf(
    cls: type | None = None, *, returnType: StructType | str | None = None, useArrow: bool | None = None
) -> Any:
    """A class of Python that makes rows, called in FROM.

    Parameters
    ----------
    cls : type, optional
        The class. Without it this gives a decorator.
    returnType : StructType or str, optional
        The columns of its rows; without it, the static method ``analyze`` of the class tells them.
    useArrow : bool, optional
        Whether results become their types by Arrow's rules; by default as
        ``spark.sql.execution.pythonUDTF.arrow.enabled`` says.

    >>> @udtf(returnType="n int, square int")     # doctest: +SKIP
    ... class Squares:
    ...     def eval(self, most):
    ...         for n in range(most):
    ...             yield n, n * n
    >>> Squares(lit(3)).show()     # doctest: +SKIP
    """
    if cls is None:
        return lambda handler: udtf(handler, returnType=returnType, useArrow=useArrow)
    by_arrow = (
        _arrow_by_default("spark.sql.execution.pythonUDTF.arrow.enabled") if useArrow is None else useArrow
    )
    kind = EvalType.ARROW_TABLE if by_arrow else EvalType.TABLE
    made = import_module("pyrite.sql.udtf").UserDefinedTableFunction
    return made(cls, returnType, evalType=kind)


def arrow_udtf(cls: type | None = None, *, returnType: StructType | str | None = None) -> Any:
    """A class of Python that makes rows as Arrow's tables, called in FROM.

    Its ``eval`` is given a ``pyarrow.Array`` for each argument, and a ``pyarrow.RecordBatch`` for a TABLE; it is called
    once for each batch, and each partition has an instance of its own. It and ``terminate`` give iterables of
    ``pyarrow.Table`` or ``pyarrow.RecordBatch`` with the columns of the type by name. LATERAL and ``analyze`` are not
    for it.

    Parameters
    ----------
    cls : type, optional
        The class. Without it this gives a decorator.
    returnType : StructType or str
        The columns of its rows.

    Raises
    ------
    PySparkAttributeError
        INVALID_UDTF_RETURN_TYPE without a type; INVALID_ARROW_UDTF_WITH_ANALYZE.

    >>> @arrow_udtf(returnType="total bigint")     # doctest: +SKIP
    ... class Total:
    ...     def eval(self, rows):
    ...         yield pa.table({"total": [pc.sum(rows.column("n")).as_py()]})
    >>> Total(spark.table("numbers").asTable().partitionBy("day")).show()     # doctest: +SKIP
    """
    if cls is None:
        return lambda handler: arrow_udtf(handler, returnType=returnType)
    made = import_module("pyrite.sql.udtf").UserDefinedTableFunction
    return made(cls, returnType, evalType=EvalType.ARROW_UDTF)
