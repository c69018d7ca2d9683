"""Spark SQL. So far: sessions and rows, as RDD programs use them. Names are imported when first used."""

from __future__ import annotations

from importlib import import_module

# As typing.TYPE_CHECKING, which costs an import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.context import HiveContext as HiveContext
    from pyrite.sql.context import SQLContext as SQLContext
    from pyrite.sql.session import SparkSession as SparkSession
    from pyrite.sql.types import Row as Row
    from pyrite.sql.utils import is_remote as is_remote

_HOMES = {
    "HiveContext": "context",
    "Row": "types",
    "SQLContext": "context",
    "SparkSession": "session",
    "is_remote": "utils",
}
_MODULES = {"conf", "context", "session", "types", "utils"}

# Names that PySpark has here and Pyrite has not yet.
_MISSING = {
    "Catalog",
    "Column",
    "DataFrame",
    "DataFrameNaFunctions",
    "DataFrameReader",
    "DataFrameStatFunctions",
    "DataFrameWriter",
    "DataFrameWriterV2",
    "Geography",
    "Geometry",
    "GroupedData",
    "MergeIntoWriter",
    "Observation",
    "PandasCogroupedOps",
    "UDFRegistration",
    "UDTFRegistration",
    "VariantVal",
    "Window",
    "WindowSpec",
}

__all__ = ["HiveContext", "Row", "SQLContext", "SparkSession", "is_remote"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"pyrite.sql.{_HOMES[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"pyrite.sql.{name}")
    elif name in _MISSING:
        missing = f"pyspark.sql.{name}"
        raise ImportError(f"Pyrite has no {missing} yet: see docs/gaps.md", name=missing)
    else:
        raise AttributeError(f"module 'pyrite.sql' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, *_MODULES})
