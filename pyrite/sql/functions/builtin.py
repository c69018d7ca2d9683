"""All functions, under PySpark's path for them."""

# ruff: noqa: F403
from __future__ import annotations

from importlib import import_module

# As typing.TYPE_CHECKING, which costs an import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.functions._text import expr as expr

from pyrite.sql.functions._aggregates import *
from pyrite.sql.functions._conditional import *
from pyrite.sql.functions._math import *
from pyrite.sql.functions._normal import *
from pyrite.sql.functions._sorting import *
from pyrite.sql.functions._strings import *
from pyrite.sql.functions._windows import *

#: What needs more of the house than Columns, and where it is: imported when first used.
_LATE = {"expr": "_text"}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'pyrite.sql.functions' has no attribute {name!r}")
    value = getattr(import_module(f"pyrite.sql.functions.{_LATE[name]}"), name)
    globals()[name] = value
    return value
