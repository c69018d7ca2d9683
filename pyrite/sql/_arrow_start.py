"""pyarrow without pandas, until a program itself wants pandas."""

from __future__ import annotations

import sys
import threading
from importlib.abc import MetaPathFinder
from typing import Any

import pyarrow as pa

__all__ = ["keep_pandas_out"]


class _NoPandas(MetaPathFinder):
    """Finds no pandas for the thread that makes it; others may import what they like meanwhile."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        if name == "pandas" and threading.get_ident() == self._thread:
            raise ModuleNotFoundError("pandas is not looked for yet", name=name)


def keep_pandas_out() -> None:
    """Let pyarrow look for pandas now, in vain, unless it is imported already.

    With its first array pyarrow imports pandas where it is installed, only to see whether it was given a Series;
    that costs more than everything else a small program does. It looks again when it really needs pandas.
    """
    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(finder)
