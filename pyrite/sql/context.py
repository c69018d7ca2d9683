"""The entry points of Spark 1. They stand on DataFrames, which Pyrite has not yet."""

from __future__ import annotations

from typing import Any

from pyrite.errors import PySparkNotImplementedError

__all__ = ["HiveContext", "SQLContext"]


class SQLContext:
    """What SparkSession replaced. Programs may import it; making one raises PySparkNotImplementedError."""

    def __init__(self, *args: Any, **kwargs: Any):
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": type(self).__name__}
        )


class HiveContext(SQLContext):
    """A SQLContext over a Hive catalog."""
