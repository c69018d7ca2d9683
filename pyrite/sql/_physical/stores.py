"""Rows that are computed once and kept: cached DataFrames and checkpoints.

They are tables of DuckDB's own database, which keeps them within its memory limit and moves what does not fit to the
spill directory.
"""

from __future__ import annotations

import threading
import weakref
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from typing import TYPE_CHECKING

from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.sql._plan.relations import Relation
    from pyrite.sql._query.execution import Execution

__all__ = ["Store"]

_numbers = count(1)


class Store:
    """The rows of one query, kept after they were first needed.

    Parameters
    ----------
    execution : Execution
        The query.
    level : StorageLevel
        The level that was asked for, to be shown.
    """

    def __init__(self, execution: Execution, level: StorageLevel):
        self._execution: Execution | None = execution
        self.engine = execution.engine
        self.plan: Relation | None = execution.analyzed
        self.level = level
        self.name = f"store_{next(_numbers)}"
        self.active = True
        self.filled = False
        #: What observers know it by, among RDDs; from when it is first filled.
        self.number: int | None = None
        self._generation = 0
        self._lock = threading.Lock()
        weakref.finalize(self, self.engine.drop, self.name)

    def fill(self) -> None:
        """Compute the rows, unless they are here."""
        with self._lock:
            if self._execution is not None and not (
                self.filled and self._generation == self.engine.generation
            ):
                with self._told():
                    self._execution.store(self.name)
                self.filled, self._generation = True, self.engine.generation

    def forget_lineage(self) -> None:
        """Keep the rows only: they can no longer be computed anew."""
        self.fill()
        self.plan = None
        self._execution = None

    def release(self) -> None:
        """Drop the rows; queries compute them again from now on."""
        with self._lock:
            self.active = False
            if self.filled:
                self.filled = False
                self.engine.drop(self.name)
                if self.engine.watcher is not None:
                    self.engine.watcher.dropped(self)

    def _told(self) -> AbstractContextManager[None]:
        watcher = self.engine.watcher
        return nullcontext() if watcher is None else watcher.keeping(self)
