"""Errors that a query raises while it runs: planted in its text, and read back from DuckDB's messages.

A failure is a cast of a telling string to INTEGER: DuckDB raises it only where it is computed, and unlike its ``error``
function it does not stop the optimizer. The string holds the failure's number and its parameters' values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pyrite import errors
from pyrite._dataclasses import dataclass
from pyrite.errors import (
    ArithmeticException,
    ArrayIndexOutOfBoundsException,
    DateTimeException,
    NumberFormatException,
    PySparkException,
    SparkRuntimeException,
)
from pyrite.errors.error_classes import render, sql_state
from pyrite.errors.exceptions.base import QueryContext
from pyrite.sql._plan.context import context_of, context_text
from pyrite.sql._plan.tree import Origin

__all__ = ["Failure", "KernelError", "Overhasty", "error_of", "raised"]


class Overhasty(Exception):
    """A query trusted that nothing overflows, and something did: it has to be compiled without trust."""


_START, _PART, _END = "\x02", "\x1f", "\x03"
# The value that could not be converted ends with the end of DuckDB's own sentence: values of a query are in it.
_PLANTED = re.compile(f"{_START}(\\d+){_PART}(.*?){_END}' to INT", re.DOTALL)
_FROM_KERNEL = re.compile(f"{_START}(\\[.*?\\]){_END}", re.DOTALL)

_CLASSES: dict[str, type[PySparkException]] = {
    "ARITHMETIC_OVERFLOW": ArithmeticException,
    "BINARY_ARITHMETIC_OVERFLOW": ArithmeticException,
    "CAST_INVALID_INPUT": NumberFormatException,
    "CAST_OVERFLOW": ArithmeticException,
    "DATETIME_OVERFLOW": ArithmeticException,
    "DIVIDE_BY_ZERO": ArithmeticException,
    "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION": ArithmeticException,
    "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION": ArithmeticException,
    "INTERVAL_DIVIDED_BY_ZERO": ArithmeticException,
    "INVALID_ARRAY_INDEX": ArrayIndexOutOfBoundsException,
    "INVALID_ARRAY_INDEX_IN_ELEMENT_AT": ArrayIndexOutOfBoundsException,
    "NUMERIC_OUT_OF_SUPPORTED_RANGE": ArithmeticException,
    "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION": ArithmeticException,
    "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION": ArithmeticException,
    "REMAINDER_BY_ZERO": ArithmeticException,
    "CANNOT_PARSE_TIMESTAMP": DateTimeException,
    "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION": DateTimeException,
    "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION": DateTimeException,
}


@dataclass(frozen=True)
class Failure:
    """A failure that a query may raise: its condition, the names of its parameters, and where it was written."""

    condition: str
    parameters: tuple[str, ...]
    origin: Origin | None
    error: type[PySparkException] | None = None
    #: What DuckDB's own message tells of it, for a failure that is not planted: ``addition of INT32``.
    native: str = ""


class KernelError(Exception):
    """What an Arrow kernel raises for Spark's error: DuckDB hands on nothing but its message."""

    def __init__(
        self,
        condition: str,
        parameters: Mapping[str, str],
        error: type[PySparkException] = SparkRuntimeException,
    ):
        super().__init__(f"{_START}{json.dumps([condition, dict(parameters), error.__name__])}{_END}")


def raised(number: int, values: Sequence[str]) -> str:
    """The text that raises failure ``number``, an INTEGER; ``values`` are texts of strings."""
    if not values:
        return f"CAST('{_START}{number}{_PART}{_END}' AS INTEGER)"
    parts = f" || '{_PART}' || ".join([f"coalesce({value}, 'null')" for value in values])
    return f"CAST('{_START}{number}{_PART}' || {parts} || '{_END}' AS INTEGER)"


def error_of(message: str, failures: Sequence[Failure]) -> PySparkException | None:
    """Spark's error for DuckDB's message, if it is of a planted failure."""
    found = _PLANTED.search(message)
    if found is None or int(found[1]) >= len(failures):
        return _kernel_error(message)
    failure = failures[int(found[1])]
    count = len(failure.parameters)
    values = [*found[2].split(_PART, count - 1), *[""] * count] if count else []
    return spark_error(
        failure.condition, dict(zip(failure.parameters, values)), failure.origin, failure.error
    )


def _kernel_error(message: str) -> PySparkException | None:
    found = _FROM_KERNEL.search(message)
    if found is None:
        return None
    try:
        condition, parameters, kind = json.loads(found[1])
        return spark_error(condition, parameters, None, getattr(errors, kind))
    except (AssertionError, AttributeError, TypeError, ValueError):
        # A value of the query that looks like one.
        return None


def spark_error(
    condition: str,
    parameters: Mapping[str, str],
    origin: Origin | None,
    kind: type[PySparkException] | None = None,
) -> PySparkException:
    """A run-time error with its SQLSTATE, and the query's text around the place it came from."""
    kind = kind or _CLASSES.get(condition, SparkRuntimeException)
    if not condition:
        return kind(parameters["message"])
    message = render(condition, parameters)
    state = sql_state(condition)
    if state:
        message += f" SQLSTATE: {state}"
    contexts: list[QueryContext] = []
    if origin is not None:
        contexts.append(context_of(origin))
        message += "\n" + context_text(origin)
    return kind(message, errorClass=condition, messageParameters=dict(parameters), contexts=contexts)
