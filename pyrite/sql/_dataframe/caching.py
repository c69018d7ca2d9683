"""Keeping the rows of a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException
from pyrite.sql._dataframe.base import Base
from pyrite.sql._physical.stores import Store
from pyrite.sql._plan import relations as r
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

_DEFAULT = StorageLevel.MEMORY_AND_DISK_DESER


class Caching(Base):
    """The part of DataFrame that keeps its rows."""

    @property
    def is_cached(self: Any) -> bool:
        """Whether its rows are kept."""
        return self._store is not None

    def cache(self) -> DataFrame:
        """Keep the rows when they are next computed; what is derived from now on reads them."""
        return self.persist()

    def persist(self: Any, storageLevel: StorageLevel = _DEFAULT) -> DataFrame:
        """As :meth:`cache`. All levels keep the rows in memory and move what does not fit to disk."""
        if self._store is None:
            self._store = Store(self._execution, storageLevel)
            self._session._queries.stores.add(self._store)
        frame: DataFrame = self
        return frame

    def unpersist(self: Any, blocking: bool = False) -> DataFrame:
        """Drop what is kept."""
        if self._store is not None:
            self._store.release()
            self._store = None
        frame: DataFrame = self
        return frame

    @property
    def storageLevel(self: Any) -> StorageLevel:
        """How its rows are kept."""
        return StorageLevel.NONE if self._store is None else self._store.level

    def checkpoint(self: Any, eager: bool = True) -> DataFrame:
        """The same rows, computed now and kept, without what they were computed from.

        Raises
        ------
        AnalysisException
            When :meth:`SparkContext.setCheckpointDir` was not called.
        """
        if self._session.sparkContext._checkpoint_dir is None:
            raise AnalysisException("Checkpoint directory has not been set in the SparkContext")
        return self.localCheckpoint(eager)

    def localCheckpoint(self: Any, eager: bool = True, storageLevel: StorageLevel | None = None) -> DataFrame:
        """As :meth:`checkpoint`, kept with the session only. Unless ``eager``, computed when first needed."""
        store = Store(self._execution, storageLevel or _DEFAULT)
        if eager:
            store.forget_lineage()
        return self._with(r.Stored(self._execution.analyzed.output, store))
