"""PySpark's exception classes.

PySparkException
├── AnalysisException ── ParseException, TempTableAlreadyExistsException
├── IllegalArgumentException ── NumberFormatException
├── PythonException ── JobFailedError (a job ended by a failing task; ours)
├── SparkRuntimeException, QueryExecutionException, StreamingQueryException, ...
└── PySparkValueError (ValueError), PySparkTypeError (TypeError), ... each also its builtin namesake
"""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import Enum
from pickle import PicklingError
from typing import Any

from pyrite.errors.error_classes import render, sql_state


class PySparkException(Exception):
    """Base of all PySpark exceptions: a message, or an error condition with its parameters.

    Parameters
    ----------
    message : str, optional
        The text; without it, it is made from the condition.
    errorClass : str, optional
        A condition such as ``"JOB_FAILED"``; must be one of the table in :mod:`pyrite.errors.error_classes`.
    messageParameters : dict, optional
        The values that the condition's text asks for.
    contexts : list of QueryContext, optional
        Where in a query the error lies.
    """

    def __init__(
        self,
        message: str | None = None,
        errorClass: str | None = None,
        messageParameters: Mapping[str, Any] | None = None,
        contexts: list[QueryContext] | None = None,
    ):
        if message is None:
            if errorClass is None:
                raise ValueError("an exception needs a message or an errorClass")
            self._message = render(errorClass, messageParameters or {})
        else:
            self._message = message
        self._errorClass = errorClass
        self._messageParameters = None if messageParameters is None else dict(messageParameters)
        self._contexts = contexts or []
        super().__init__(self._message)

    def getCondition(self) -> str | None:
        """The error condition, such as ``"DIVIDE_BY_ZERO"``."""
        return self._errorClass

    def getErrorClass(self) -> str | None:
        """The old name of :meth:`getCondition`."""
        warnings.warn("Deprecated in 4.0.0, use getCondition instead.", FutureWarning, stacklevel=2)
        return self._errorClass

    def getMessageParameters(self) -> dict[str, Any] | None:
        """The values in the message, by name."""
        return self._messageParameters

    def getSqlState(self) -> str | None:
        """The condition's SQLSTATE, where it has one."""
        return sql_state(self._errorClass)

    def getMessage(self) -> str:
        """The message, the condition in brackets first."""
        return f"[{self._errorClass}] {self._message}" if self._errorClass else self._message

    def getBreakingChangeInfo(self) -> dict[str, Any] | None:
        """What to do about a breaking change that the error is about, where it is about one."""
        return None

    def getQueryContext(self) -> list[QueryContext]:
        """Where in a query the error lies."""
        return self._contexts

    def __str__(self) -> str:
        return self.getMessage()

    def __reduce__(self) -> Any:
        return _rebuild, (type(self), dict(vars(self)))


def _rebuild(kind: type[PySparkException], state: dict[str, Any]) -> PySparkException:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (state["_message"],)
    return error


class AnalysisException(PySparkException):
    """A plan that cannot be resolved."""


class SessionNotSameException(PySparkException):
    """Two DataFrames of different sessions in one operation."""


class TempTableAlreadyExistsException(AnalysisException):
    """A temporary view of that name exists."""


class ParseException(AnalysisException):
    """SQL text that cannot be parsed."""


class IllegalArgumentException(PySparkException):
    """An argument that is not allowed."""


class ArithmeticException(PySparkException):
    """Overflow, division by zero and the like in ANSI mode."""


class UnsupportedOperationException(PySparkException):
    """Something that is not supported."""


class ArrayIndexOutOfBoundsException(PySparkException):
    """An index outside an array in ANSI mode."""


class DateTimeException(PySparkException):
    """A date or time that cannot be parsed or does not exist."""


class NumberFormatException(IllegalArgumentException):
    """Text that is no number."""


class StreamingQueryException(PySparkException):
    """A streaming query that has stopped on an error."""


class StreamingPythonRunnerInitializationException(PySparkException):
    """A streaming Python worker that could not start."""


class QueryExecutionException(PySparkException):
    """A query that failed while it ran."""


class PythonException(PySparkException):
    """An error raised by Python code in a worker."""


class SparkRuntimeException(PySparkException):
    """An error while a query ran."""


class SparkUpgradeException(PySparkException):
    """Behaviour that has changed between Spark versions."""


class SparkNoSuchElementException(PySparkException):
    """A key or configuration that does not exist."""


class UnknownException(PySparkException):
    """None of the other errors."""


class PySparkValueError(PySparkException, ValueError):
    """``ValueError`` with an error condition."""


class PySparkTypeError(PySparkException, TypeError):
    """``TypeError`` with an error condition."""


class PySparkIndexError(PySparkException, IndexError):
    """``IndexError`` with an error condition."""


class PySparkAttributeError(PySparkException, AttributeError):
    """``AttributeError`` with an error condition."""


class PySparkRuntimeError(PySparkException, RuntimeError):
    """``RuntimeError`` with an error condition."""


class PySparkAssertionError(PySparkException, AssertionError):
    """``AssertionError`` with an error condition; ``data`` holds what differed."""

    def __init__(
        self,
        message: str | None = None,
        errorClass: str | None = None,
        messageParameters: Mapping[str, Any] | None = None,
        data: Any = None,
    ):
        super().__init__(message, errorClass, messageParameters)
        self.data = data


class PySparkNotImplementedError(PySparkException, NotImplementedError):
    """``NotImplementedError`` with an error condition."""


class PySparkPicklingError(PySparkException, PicklingError):
    """``PicklingError`` with an error condition."""


class PySparkKeyError(PySparkException, KeyError):
    """``KeyError`` with an error condition."""


class PySparkImportError(PySparkException, ImportError):
    """``ImportError`` with an error condition."""


class PickleException(PySparkException):
    """A value that cannot be pickled."""


class EngineError(Exception):
    """Mark of the errors that PySpark raises as ``Py4JJavaError``: who catches those catches these too.

    Comes in beside the class that tells what went wrong: a failed job, a path that does not exist.
    """


class JobFailedError(PythonException, EngineError):
    """A job ended because one of its tasks could not succeed.

    Its text starts with the user's own traceback, if user code raised; then the stage, partition and attempt
    follow.

    Attributes
    ----------
    traceback_text : str
        The traceback as the worker saw it, or an empty string.
    stage_id, partition, attempt : int or None
        Which task failed last.
    cause_class : str or None
        The class name of the exception that user code raised.
    cause : BaseException or None
        That exception itself, if it could travel.
    """

    cause: BaseException | None = None

    def __init__(
        self,
        message: str,
        traceback_text: str = "",
        stage_id: int | None = None,
        partition: int | None = None,
        attempt: int | None = None,
        cause_class: str | None = None,
    ):
        super().__init__(f"{traceback_text.rstrip()}\n\n{message}" if traceback_text else message)
        self.traceback_text = traceback_text
        self.stage_id = stage_id
        self.partition = partition
        self.attempt = attempt
        self.cause_class = cause_class


class QueryContextType(Enum):
    """Whether a query context is SQL text or a DataFrame call."""

    SQL = 0
    DataFrame = 1


class QueryContext(ABC):
    """Where in a query an error lies."""

    @abstractmethod
    def contextType(self) -> QueryContextType:
        """SQL text or a DataFrame call."""

    @abstractmethod
    def objectType(self) -> str:
        """The kind of object the query belongs to, such as ``VIEW``."""

    @abstractmethod
    def objectName(self) -> str:
        """The name of that object."""

    @abstractmethod
    def startIndex(self) -> int:
        """Where the fragment starts in the text, from 0."""

    @abstractmethod
    def stopIndex(self) -> int:
        """Where the fragment ends in the text, inclusive."""

    @abstractmethod
    def fragment(self) -> str:
        """The part of the query at fault."""

    @abstractmethod
    def callSite(self) -> str:
        """The user's line that made the DataFrame call."""

    @abstractmethod
    def summary(self) -> str:
        """All of it, for an error message."""
