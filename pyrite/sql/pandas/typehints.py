"""What the type hints of a function tell of how it is called."""

from __future__ import annotations

import collections.abc
import inspect
import types
import typing
from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkNotImplementedError, PySparkValueError
from pyrite.sql._python.functions import EvalType

__all__ = ["column_kind", "group_kind"]


def column_kind(function: Callable[..., Any], arrow: bool) -> EvalType:
    """The kind of a function of columns.

    Parameters
    ----------
    function : callable
        The function, with type hints.
    arrow : bool
        Whether it is one of Arrow arrays, else of pandas Series.

    Raises
    ------
    PySparkValueError
        TYPE_HINT_SHOULD_BE_SPECIFIED where a hint is missing.
    PySparkNotImplementedError
        UNSUPPORTED_SIGNATURE for hints of no known kind.
    """
    signature, given, result = _hints(function)
    if arrow:
        import pyarrow as pa

        columns: tuple[Any, ...] = (pa.Array,)
        parts = columns
        kinds = (
            EvalType.SCALAR_ARROW,
            EvalType.SCALAR_ARROW_ITER,
            EvalType.GROUPED_AGG_ARROW,
            EvalType.GROUPED_AGG_ARROW_ITER,
        )
    else:
        import pandas as pd

        columns = (pd.Series, pd.DataFrame)
        parts = (pd.Series,)
        kinds = (
            EvalType.SCALAR_PANDAS,
            EvalType.SCALAR_PANDAS_ITER,
            EvalType.GROUPED_AGG_PANDAS,
            EvalType.GROUPED_AGG_PANDAS_ITER,
        )
    scalar, iterator, aggregate, aggregate_iterator = kinds

    def is_column(hint: Any) -> bool:
        return hint in columns or (not arrow and _is_union(hint, columns))

    makes_value = result not in columns and _iterated(result) is None and not _is_tuple(result)
    if all(map(is_column, given)):
        if result in columns:
            return scalar
        if makes_value:
            return aggregate
    inner = _iterated(given[0]) if len(given) == 1 else None
    if inner is not None:
        members = list(inner.__args__) if _is_tuple(inner) else [inner]
        members = [member for member in members if member is not Ellipsis]
        if all(map(is_column, members)) and _iterated(result) in columns:
            return iterator
        if makes_value and all(member in parts for member in members):
            return aggregate_iterator
    raise PySparkNotImplementedError(
        errorClass="UNSUPPORTED_SIGNATURE", messageParameters={"signature": str(signature)}
    )


def group_kind(function: Callable[..., Any], arrow: bool) -> EvalType | None:
    """The kind of a function of groups' rows: whether it takes and gives iterators; None without such hints.

    Raises
    ------
    PySparkValueError
        TYPE_HINT_SHOULD_BE_SPECIFIED where some hints are missing.
    """
    if not inspect.getfullargspec(function).annotations:
        return None
    _, given, result = _hints(function)
    if arrow:
        import pyarrow as pa

        whole, part = pa.Table, pa.RecordBatch
        kinds = EvalType.GROUPED_MAP_ARROW, EvalType.GROUPED_MAP_ARROW_ITER
    else:
        import pandas as pd

        whole = part = pd.DataFrame
        kinds = EvalType.GROUPED_MAP_PANDAS, EvalType.GROUPED_MAP_PANDAS_ITER
    if len(given) not in (1, 2):
        return None
    rows = given[-1]
    if _iterated(rows) is part and _iterated(result) is part:
        return kinds[1]
    return kinds[0] if rows is whole and result is whole else None


def _hints(function: Callable[..., Any]) -> tuple[inspect.Signature, list[Any], Any]:
    """The signature, the parameters' hints and the result's."""
    try:
        known = typing.get_type_hints(function)
    except NameError:
        known = {}
    signature = inspect.signature(function)
    given = []
    for name, parameter in signature.parameters.items():
        if parameter.annotation is parameter.empty:
            raise _missing("all parameters", signature)
        given.append(known.get(name, parameter.annotation))
    result = known.get("return", signature.return_annotation)
    if result is signature.empty:
        raise _missing("the return type", signature)
    return signature, given, result


def _missing(target: str, signature: inspect.Signature) -> PySparkValueError:
    return PySparkValueError(
        errorClass="TYPE_HINT_SHOULD_BE_SPECIFIED",
        messageParameters={"target": target, "sig": str(signature)},
    )


def _iterated(hint: Any) -> Any:
    """The T of Iterator[T]; None for other hints."""
    if typing.get_origin(hint) is not collections.abc.Iterator:
        return None
    arguments = typing.get_args(hint)
    return arguments[0] if arguments else None


def _is_tuple(hint: Any) -> bool:
    return typing.get_origin(hint) is tuple


def _is_union(hint: Any, members: tuple[Any, ...]) -> bool:
    united = typing.get_origin(hint) in (typing.Union, getattr(types, "UnionType", typing.Union))
    return united and all(member in members for member in typing.get_args(hint))
