"""Spark SQL. Names are imported when first used."""

from __future__ import annotations

from importlib import import_module

# As typing.TYPE_CHECKING, which costs an import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.catalog import Catalog as Catalog
    from pyrite.sql.column import Column as Column
    from pyrite.sql.context import HiveContext as HiveContext
    from pyrite.sql.context import SQLContext as SQLContext
    from pyrite.sql.dataframe import DataFrame as DataFrame
    from pyrite.sql.dataframe import DataFrameNaFunctions as DataFrameNaFunctions
    from pyrite.sql.dataframe import DataFrameStatFunctions as DataFrameStatFunctions
    from pyrite.sql.group import GroupedData as GroupedData
    from pyrite.sql.observation import Observation as Observation
    from pyrite.sql.readwriter import DataFrameReader as DataFrameReader
    from pyrite.sql.readwriter import DataFrameWriter as DataFrameWriter
    from pyrite.sql.session import SparkSession as SparkSession
    from pyrite.sql.types import Geography as Geography
    from pyrite.sql.types import Geometry as Geometry
    from pyrite.sql.types import Row as Row
    from pyrite.sql.types import VariantVal as VariantVal
    from pyrite.sql.utils import is_remote as is_remote
    from pyrite.sql.window import Window as Window
    from pyrite.sql.window import WindowSpec as WindowSpec

_HOMES = {
    "Catalog": "catalog",
    "Column": "column",
    "DataFrame": "dataframe",
    "DataFrameNaFunctions": "dataframe",
    "DataFrameReader": "readwriter",
    "DataFrameStatFunctions": "dataframe",
    "DataFrameWriter": "readwriter",
    "Geography": "types",
    "Geometry": "types",
    "GroupedData": "group",
    "HiveContext": "context",
    "Observation": "observation",
    "Row": "types",
    "SQLContext": "context",
    "SparkSession": "session",
    "VariantVal": "types",
    "Window": "window",
    "WindowSpec": "window",
    "is_remote": "utils",
}
_MODULES = {
    "catalog",
    "column",
    "conf",
    "context",
    "dataframe",
    "functions",
    "group",
    "observation",
    "readwriter",
    "session",
    "table_arg",
    "tvf",
    "types",
    "utils",
    "window",
}

# Names that PySpark has here and Pyrite has not yet.
_MISSING = {
    "DataFrameWriterV2",
    "MergeIntoWriter",
    "PandasCogroupedOps",
    "UDFRegistration",
    "UDTFRegistration",
}

__all__ = [
    "Catalog",
    "Column",
    "DataFrame",
    "DataFrameNaFunctions",
    "DataFrameReader",
    "DataFrameStatFunctions",
    "DataFrameWriter",
    "Geography",
    "Geometry",
    "GroupedData",
    "HiveContext",
    "Observation",
    "Row",
    "SQLContext",
    "SparkSession",
    "VariantVal",
    "Window",
    "WindowSpec",
    "is_remote",
]


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
