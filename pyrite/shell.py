"""PySpark's interactive session. Importing it does nothing; asking it for ``sc`` or ``spark`` raises."""

from __future__ import annotations

from typing import Any

from pyrite._absent import absent

_NAMES = ("sc", "spark", "sql", "sqlContext", "sqlCtx")


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        absent(f"shell.{name}", "the shell is not a module; make a SparkContext or SparkSession")()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
