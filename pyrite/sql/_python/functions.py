"""A user's function as plans hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import IntEnum
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite.sql._types.datatypes import DataType

__all__ = ["EvalType", "PythonFunction", "TableCall"]


class EvalType(IntEnum):
    """How a function is called, by PySpark's numbers."""

    BATCHED = 100
    ARROW_BATCHED = 101
    SCALAR_PANDAS = 200
    GROUPED_MAP_PANDAS = 201
    GROUPED_AGG_PANDAS = 202
    WINDOW_AGG_PANDAS = 203
    SCALAR_PANDAS_ITER = 204
    MAP_PANDAS_ITER = 205
    COGROUPED_MAP_PANDAS = 206
    MAP_ARROW_ITER = 207
    GROUPED_MAP_ARROW = 209
    COGROUPED_MAP_ARROW = 210
    GROUPED_MAP_ARROW_ITER = 215
    GROUPED_MAP_PANDAS_ITER = 216
    GROUPED_AGG_PANDAS_ITER = 217
    SCALAR_ARROW = 250
    SCALAR_ARROW_ITER = 251
    GROUPED_AGG_ARROW = 252
    WINDOW_AGG_ARROW = 253
    GROUPED_AGG_ARROW_ITER = 254
    TABLE = 300
    ARROW_TABLE = 301
    ARROW_UDTF = 302

    @property
    def takes_pandas(self) -> bool:
        """Whether it is given pandas objects."""
        return "PANDAS" in self.name

    @property
    def takes_arrow(self) -> bool:
        """Whether it is given Arrow's objects."""
        return (
            "ARROW" in self.name and self is not EvalType.ARROW_BATCHED and self is not EvalType.ARROW_TABLE
        )


_AGGREGATES = frozenset(
    {
        EvalType.GROUPED_AGG_PANDAS,
        EvalType.GROUPED_AGG_ARROW,
        EvalType.GROUPED_AGG_PANDAS_ITER,
        EvalType.GROUPED_AGG_ARROW_ITER,
    }
)


@dataclass(frozen=True, eq=False)
class PythonFunction:
    """A function and what is known of it.

    Parameters
    ----------
    function : callable
        What the user wrote.
    returns : DataType
        The type of its results; of functions that make rows, a StructType.
    kind : EvalType
        How it is called.
    name : str
        What columns show it as.
    deterministic : bool
        Whether equal arguments give equal results.
    conf : mapping
        The settings of the call that its workers need.
    """

    function: Callable[..., Any]
    returns: DataType
    kind: EvalType
    name: str
    deterministic: bool = True
    conf: Mapping[str, str] = field(default_factory=dict)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """In a worker: functions of Arrow data find ``pyarrow.compute`` without importing it, as in Spark's workers."""
        self.__dict__.update(state)
        if self.kind.takes_arrow:
            import pyarrow.compute  # noqa: F401

    @property
    def aggregates(self) -> bool:
        """Whether it makes one value of a group."""
        return self.kind in _AGGREGATES


@dataclass(frozen=True, eq=False)
class TableCall:
    """A call of a user's table function.

    Parameters
    ----------
    handler : type
        The user's class.
    name : str
        Its name.
    returns : StructType
        The columns of its rows.
    arguments : tuple
        Of each argument its keyword or None, the columns that it is made of, and for a table their names.
    keys : tuple of Attribute
        The columns by which a table is partitioned.
    by_arrow : bool
        Whether results become their types by Arrow's rules.
    analyzed : Any
        What ``analyze`` gave.
    whole : bool
        Whether all rows belong together, as those of a table do.
    outer : bool
        Whether a row that nothing is made of gives nulls.
    """

    handler: type
    name: str
    returns: Any
    arguments: tuple[tuple[str | None, tuple[Any, ...], tuple[str, ...] | None], ...]
    keys: tuple[Any, ...] = ()
    by_arrow: bool = True
    analyzed: Any = None
    whole: bool = False
    outer: bool = False
