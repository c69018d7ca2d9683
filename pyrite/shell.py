"""What PySpark's interactive session begins with: ``from pyspark.shell import sc, spark, sql``.

Importing it does nothing; the session is made, or the one there is taken, when a name is first asked for.
``pyrite shell`` is the shell itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["sc", "spark", "sql", "sqlContext", "sqlCtx"]  # noqa: F822


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    spark = import_module("pyrite.sql.session").SparkSession.builder.getOrCreate()
    if name == "spark":
        return spark
    if name == "sc":
        return spark.sparkContext
    if name == "sql":
        return spark.sql
    return import_module("pyrite.sql.context").SQLContext.getOrCreate(spark.sparkContext)
