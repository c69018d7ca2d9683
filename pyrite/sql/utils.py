"""Helpers of Spark SQL, and the exceptions that older programs import from here."""

from __future__ import annotations

from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    ParseException,
    PythonException,
    QueryExecutionException,
    SparkUpgradeException,
    StreamingQueryException,
    UnknownException,
)

__all__ = [
    "AnalysisException",
    "IllegalArgumentException",
    "ParseException",
    "PythonException",
    "QueryExecutionException",
    "SparkUpgradeException",
    "StreamingQueryException",
    "UnknownException",
    "is_remote",
]


def is_remote() -> bool:
    """Whether this process talks to a Spark Connect server. It never does."""
    return False
