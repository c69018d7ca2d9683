"""All functions, under PySpark's path for them."""

# ruff: noqa: F403
from __future__ import annotations

from importlib import import_module

from pyrite.sql.functions import (
    _aggregates,
    _collections,
    _conditional,
    _datetime,
    _deprecated,
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

#: What needs more of the house than Columns, and where it is: imported when first used.
_LATE = {"expr": "_text"}

__all__ = [*_LATE]
for _topic in (
    _aggregates, _collections, _conditional, _datetime, _deprecated, _formats, _math, _misc, _normal, _sketches,
    _sorting, _spatial, _strings, _udfs, _windows,
):  # fmt: skip
    __all__ += _topic.__all__


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'pyrite.sql.functions' has no attribute {name!r}")
    value = getattr(import_module(f"pyrite.sql.functions.{_LATE[name]}"), name)
    globals()[name] = value
    return value
