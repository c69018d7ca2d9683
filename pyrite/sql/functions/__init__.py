"""The functions of columns: ``from pyspark.sql import functions as F``.

They stand in files by topic beside this one. Each makes a Column of a call by name; what the name means, which
types it takes and what comes out is found when a DataFrame is analyzed.
"""

# ruff: noqa: F403, F405
from __future__ import annotations

from importlib import import_module

from pyrite.sql.functions import (
    _aggregates,
    _collections,
    _conditional,
    _datetime,
    _formats,
    _math,
    _misc,
    _normal,
    _sketches,
    _sorting,
    _spatial,
    _strings,
    _udfs,
    _windows,
)
from pyrite.sql.functions import partitioning as partitioning
from pyrite.sql.functions._aggregates import *
from pyrite.sql.functions._collections import *
from pyrite.sql.functions._conditional import *
from pyrite.sql.functions._datetime import *
from pyrite.sql.functions._deprecated import *
from pyrite.sql.functions._formats import *
from pyrite.sql.functions._math import *
from pyrite.sql.functions._misc import *
from pyrite.sql.functions._normal import *
from pyrite.sql.functions._sketches import *
from pyrite.sql.functions._sorting import *
from pyrite.sql.functions._spatial import *
from pyrite.sql.functions._strings import *
from pyrite.sql.functions._udfs import *
from pyrite.sql.functions._windows import *

# As typing.TYPE_CHECKING, which costs an import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.functions._text import expr as expr
    from pyrite.sql.udf import UserDefinedFunction as UserDefinedFunction
    from pyrite.sql.udtf import AnalyzeArgument as AnalyzeArgument
    from pyrite.sql.udtf import AnalyzeResult as AnalyzeResult
    from pyrite.sql.udtf import OrderingColumn as OrderingColumn
    from pyrite.sql.udtf import PartitioningColumn as PartitioningColumn
    from pyrite.sql.udtf import SelectedColumn as SelectedColumn
    from pyrite.sql.udtf import SkipRestOfInputTableException as SkipRestOfInputTableException
    from pyrite.sql.udtf import UserDefinedTableFunction as UserDefinedTableFunction

#: What needs more of the house than Columns, and where it is: imported when first used.
_LATE = {
    "AnalyzeArgument": "pyrite.sql.udtf",
    "AnalyzeResult": "pyrite.sql.udtf",
    "OrderingColumn": "pyrite.sql.udtf",
    "PartitioningColumn": "pyrite.sql.udtf",
    "SelectedColumn": "pyrite.sql.udtf",
    "SkipRestOfInputTableException": "pyrite.sql.udtf",
    "UserDefinedFunction": "pyrite.sql.udf",
    "UserDefinedTableFunction": "pyrite.sql.udtf",
    "expr": "pyrite.sql.functions._text",
}

#: The functions that PySpark has but does not list.
_UNLISTED = {"chr", "random", "uuid"}

__all__ = [*_LATE, "bucket", "days", "hours", "months", "years"]
for _topic in (
    _aggregates, _collections, _conditional, _datetime, _formats, _math, _misc, _normal, _sketches, _sorting,
    _spatial, _strings, _udfs, _windows,
):  # fmt: skip
    __all__ += [name for name in _topic.__all__ if name not in _UNLISTED]


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'pyrite.sql.functions' has no attribute {name!r}")
    value = getattr(import_module(_LATE[name]), name)
    globals()[name] = value
    return value
