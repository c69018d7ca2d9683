"""Python's functions of columns as lambda functions of SQL."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from pyrite.errors import PySparkValueError
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import Column, ColumnOrName, call_site, expression_of

__all__ = ["higher_order"]

#: Parameters bear numbers, so that a lambda function inside of another one does not hide its parameters.
_numbers = count(1)
_BY_POSITION = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)


def higher_order(
    name: str, columns: Sequence[ColumnOrName], functions: Sequence[Callable[..., Column]]
) -> Column:
    """The function ``name`` of columns and of Python's functions.

    Raises
    ------
    PySparkValueError
        WRONG_NUM_ARGS_FOR_HIGHER_ORDER_FUNCTION, UNSUPPORTED_PARAM_TYPE_FOR_HIGHER_ORDER_FUNCTION or
        HIGHER_ORDER_FUNCTION_SHOULD_RETURN_COLUMN for a function that does not do.
    """
    lambdas = [_lambda(function) for function in functions]
    arguments = (*[expression_of(column) for column in columns], *lambdas)
    return Column(e.Call(name, arguments, origin=call_site(name)))


def _lambda(function: Callable[..., Column]) -> e.LambdaFunction:
    """``function`` called once, with Columns that stand for its arguments."""
    parameters = inspect.signature(function).parameters.values()
    if not 1 <= len(parameters) <= 3:
        raise _refused("WRONG_NUM_ARGS_FOR_HIGHER_ORDER_FUNCTION", function, num_args=str(len(parameters)))
    if any(parameter.kind not in _BY_POSITION for parameter in parameters):
        raise _refused("UNSUPPORTED_PARAM_TYPE_FOR_HIGHER_ORDER_FUNCTION", function)
    names = tuple([f"{letter}_{next(_numbers)}" for letter in "xyz"[: len(parameters)]])
    body: Any = function(*[Column(e.Name((name,))) for name in names])
    if not isinstance(body, Column):
        raise _refused(
            "HIGHER_ORDER_FUNCTION_SHOULD_RETURN_COLUMN", function, return_type=type(body).__name__
        )
    return e.LambdaFunction(names, body._expression)


def _refused(condition: str, function: Any, **parameters: str) -> PySparkValueError:
    return PySparkValueError(
        errorClass=condition, messageParameters={"func_name": function.__name__, **parameters}
    )
