"""Users' functions of pandas Series and of Arrow arrays."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from inspect import getfullargspec
from typing import Any

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._python.functions import EvalType
from pyrite.sql.pandas.typehints import column_kind
from pyrite.sql.types import DataType
from pyrite.sql.udf import UserDefinedFunction
from pyrite.util import PythonEvalType

__all__ = ["ArrowUDFType", "PandasUDFType", "arrow_udf", "pandas_udf"]


class PandasUDFType:
    """The kinds of functions that :func:`pandas_udf` makes."""

    SCALAR = PythonEvalType.SQL_SCALAR_PANDAS_UDF
    SCALAR_ITER = PythonEvalType.SQL_SCALAR_PANDAS_ITER_UDF
    GROUPED_MAP = PythonEvalType.SQL_GROUPED_MAP_PANDAS_UDF
    GROUPED_AGG = PythonEvalType.SQL_GROUPED_AGG_PANDAS_UDF
    GROUPED_AGG_ITER = PythonEvalType.SQL_GROUPED_AGG_PANDAS_ITER_UDF


class ArrowUDFType:
    """The kinds of functions that :func:`arrow_udf` makes."""

    SCALAR = PythonEvalType.SQL_SCALAR_ARROW_UDF
    SCALAR_ITER = PythonEvalType.SQL_SCALAR_ARROW_ITER_UDF
    GROUPED_AGG = PythonEvalType.SQL_GROUPED_AGG_ARROW_UDF
    GROUPED_AGG_ITER = PythonEvalType.SQL_GROUPED_AGG_ARROW_ITER_UDF


_PANDAS_HINTED = (
    EvalType.SCALAR_PANDAS,
    EvalType.SCALAR_PANDAS_ITER,
    EvalType.GROUPED_AGG_PANDAS,
    EvalType.GROUPED_AGG_PANDAS_ITER,
)
_ARROW = (
    EvalType.SCALAR_ARROW,
    EvalType.SCALAR_ARROW_ITER,
    EvalType.GROUPED_AGG_ARROW,
    EvalType.GROUPED_AGG_ARROW_ITER,
)
#: Of rows or groups: how many arguments they take, and how errors call them.
_MAPS: dict[int, tuple[tuple[int, ...], str]] = {
    EvalType.GROUPED_MAP_PANDAS: ((1, 2), "groupby.applyInPandas"),
    EvalType.GROUPED_MAP_PANDAS_ITER: ((1, 2), "groupby.applyInPandas with iterators"),
    EvalType.GROUPED_MAP_ARROW: ((1, 2), "groupby.applyInArrow"),
    EvalType.COGROUPED_MAP_PANDAS: ((2, 3), "cogroup.applyInPandas"),
    EvalType.COGROUPED_MAP_ARROW: ((2, 3), "cogroup.applyInArrow"),
    EvalType.MAP_PANDAS_ITER: ((), ""),
    EvalType.MAP_ARROW_ITER: ((), ""),
    EvalType.GROUPED_MAP_ARROW_ITER: ((), ""),
}


def pandas_udf(f: Any = None, returnType: Any = None, functionType: int | None = None) -> Any:
    """A function of pandas Series for columns.

    Parameters
    ----------
    f : callable, optional
        The function. Its type hints tell how it is called: ``Series -> Series``, ``Iterator[Series] ->
        Iterator[Series]``, ``Iterator[Tuple[Series, ...]] -> Iterator[Series]``, or ``Series -> value``, which
        aggregates; a struct is a DataFrame. Without it, or with a type in its place, this gives a decorator.
    returnType : DataType or str
        The type of its results.
    functionType : int, optional
        A :class:`PandasUDFType`, instead of type hints.

    Raises
    ------
    PySparkTypeError
        Without a type of the results, and for a ``functionType`` that is none.
    PySparkValueError
        Where type hints are missing, and for a function without arguments.
    PySparkNotImplementedError
        For type hints of no known kind.

    >>> @pandas_udf("long")     # doctest: +SKIP
    ... def plus_one(v: pd.Series) -> pd.Series:
    ...     return v + 1
    >>> df.select(plus_one("id"))     # doctest: +SKIP
    """
    return _declared(f, returnType, functionType, arrow=False)


def arrow_udf(f: Any = None, returnType: Any = None, functionType: int | None = None) -> Any:
    """A function of Arrow arrays for columns.

    Parameters
    ----------
    f : callable, optional
        The function. Its type hints tell how it is called: ``Array -> Array``, ``Iterator[Array] ->
        Iterator[Array]``, ``Iterator[Tuple[Array, ...]] -> Iterator[Array]``, or ``Array -> value``, which
        aggregates. Without it, or with a type in its place, this gives a decorator.
    returnType : DataType or str
        The type of its results.
    functionType : int, optional
        An :class:`ArrowUDFType`, instead of type hints.

    Raises
    ------
    PySparkTypeError
        Without a type of the results, and for a ``functionType`` that is none.
    PySparkValueError
        Where type hints are missing, and for a function without arguments.
    PySparkNotImplementedError
        For type hints of no known kind.

    >>> @arrow_udf("long")     # doctest: +SKIP
    ... def plus_one(v: pa.Array) -> pa.Array:
    ...     return pc.add(v, 1)
    >>> df.select(plus_one("id"))     # doctest: +SKIP
    """
    return _declared(f, returnType, functionType, arrow=True)


def _declared(f: Any, returnType: Any, functionType: int | None, arrow: bool) -> Any:
    decorates = f is None or isinstance(f, (str, DataType))
    kind, how = returnType, functionType
    if decorates:
        kind = f or returnType
        if how is None and isinstance(returnType, int):
            how = returnType
    if kind is None:
        raise PySparkTypeError(errorClass="CANNOT_BE_NONE", messageParameters={"arg_name": "returnType"})
    known = _ARROW if arrow else (*_PANDAS_HINTED, *_MAPS)
    if how is not None and how not in known:
        raise PySparkTypeError(
            errorClass="INVALID_PANDAS_UDF_TYPE",
            messageParameters={"arg_name": "functionType", "arg_type": str(how)},
        )
    make = functools.partial(vectorized, returns=kind, how=how, arrow=arrow)
    return make if decorates else make(f)


def vectorized(f: Callable[..., Any], returns: DataType | str, how: int | None, arrow: bool) -> Any:
    """The function of a known or hinted kind."""
    kind = _kind(f, how, arrow)
    return UserDefinedFunction(f, returns, evalType=kind)._wrapped()


def _kind(f: Callable[..., Any], how: int | None, arrow: bool) -> EvalType:
    spec = getfullargspec(f)
    shown = "arrow_udfs" if arrow else "pandas_udfs"
    if how is None and spec.annotations:
        how = column_kind(f, arrow)
    elif how is None:
        how = EvalType.SCALAR_ARROW if arrow else EvalType.SCALAR_PANDAS
    elif how not in _MAPS:
        name = "arrow_udf" if arrow else "pandas_udf"
        warnings.warn(
            f"Type hints tell {name} how a function is called; its functionType may go away.",
            UserWarning,
            stacklevel=5,
        )
    kind = EvalType(how)
    scalar = (
        EvalType.SCALAR_PANDAS,
        EvalType.SCALAR_PANDAS_ITER,
        EvalType.SCALAR_ARROW,
        EvalType.SCALAR_ARROW_ITER,
    )
    if kind in scalar and not spec.args and spec.varargs is None:
        raise _invalid(f"{shown} without arguments are not supported; take one and ignore it.")
    counts, place = _MAPS.get(kind, ((), ""))
    if counts and len(spec.args) not in counts:
        rows = "left, right" if counts == (2, 3) else "data"
        words = {1: "one argument", 2: "two arguments", 3: "three arguments"}
        raise _invalid(
            f"the function in {place} must take either {words[counts[0]]} ({rows}) or "
            f"{words[counts[1]]} (key, {rows})."
        )
    return kind


def _invalid(detail: str) -> PySparkValueError:
    return PySparkValueError(errorClass="INVALID_PANDAS_UDF", messageParameters={"detail": detail})
