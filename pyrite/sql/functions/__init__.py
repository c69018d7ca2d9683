"""The functions of columns: ``from pyspark.sql import functions as F``.

They stand in files by topic beside this one. Each makes a Column of a call by name; what the name means, which
types it takes and what comes out is found when a DataFrame is analyzed.
"""

# ruff: noqa: F403
from __future__ import annotations

from pyrite.sql.functions import builtin
from pyrite.sql.functions import partitioning as partitioning
from pyrite.sql.functions.builtin import *

# As typing.TYPE_CHECKING, which costs an import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.functions._text import expr as expr

#: The functions that PySpark has but does not list.
_UNLISTED = {
    "approxCountDistinct", "bitwiseNOT", "chr", "countDistinct", "random", "shiftLeft", "shiftRight",
    "shiftRightUnsigned", "sumDistinct", "toDegrees", "toRadians", "uuid",
}  # fmt: skip

__all__ = [name for name in builtin.__all__ if name not in _UNLISTED]


def __getattr__(name: str) -> Any:
    value = getattr(builtin, name)
    globals()[name] = value
    return value
