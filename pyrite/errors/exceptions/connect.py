"""The exceptions under the path where PySpark keeps those of Spark Connect."""

from __future__ import annotations

from pyrite.errors.exceptions.base import (
    AnalysisException,
    ArithmeticException,
    ArrayIndexOutOfBoundsException,
    DateTimeException,
    IllegalArgumentException,
    NumberFormatException,
    ParseException,
    PickleException,
    PySparkException,
    PythonException,
    QueryExecutionException,
    SparkNoSuchElementException,
    SparkRuntimeException,
    SparkUpgradeException,
    StreamingPythonRunnerInitializationException,
    StreamingQueryException,
    UnknownException,
    UnsupportedOperationException,
)

__all__ = [
    "AnalysisException",
    "ArithmeticException",
    "ArrayIndexOutOfBoundsException",
    "DateTimeException",
    "IllegalArgumentException",
    "InvalidPlanInput",
    "NumberFormatException",
    "ParseException",
    "PickleException",
    "PythonException",
    "QueryExecutionException",
    "SparkConnectException",
    "SparkConnectGrpcException",
    "SparkException",
    "SparkNoSuchElementException",
    "SparkRuntimeException",
    "SparkUpgradeException",
    "StreamingPythonRunnerInitializationException",
    "StreamingQueryException",
    "UnknownException",
    "UnsupportedOperationException",
]


class SparkConnectException(PySparkException):
    """An error between client and server."""


class SparkConnectGrpcException(SparkConnectException):
    """An error that the server reported."""


class SparkException(SparkConnectGrpcException):
    """An error of the server that is none of the others."""


class InvalidPlanInput(SparkConnectGrpcException):
    """A plan that the server does not understand."""
