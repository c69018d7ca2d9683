"""Where tasks and the driver find the files added to a SparkContext."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from pyrite.errors import PySparkRuntimeError

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext

__all__ = ["SparkFiles"]


class SparkFiles:
    """Paths of the files added by :meth:`SparkContext.addFile`, in the driver and in tasks.

    >>> SparkFiles.get("stopwords.txt")  # doctest: +SKIP
    '/tmp/.../stopwords.txt'
    """

    # All three are set by the engine: the first two in workers, the last in the driver.
    _root_directory: ClassVar[str | None] = None
    _is_running_on_worker: ClassVar[bool] = False
    _sc: ClassVar[SparkContext | None] = None

    def __init__(self) -> None:
        raise NotImplementedError("Do not construct SparkFiles objects")

    @classmethod
    def get(cls, filename: str) -> str:
        """The absolute path of the added file of that name. Whether it exists is not checked."""
        return os.path.abspath(os.path.join(cls.getRootDirectory(), filename))

    @classmethod
    def getRootDirectory(cls) -> str:
        """The directory that holds the added files.

        Raises:
            PySparkRuntimeError: ``CALL_BEFORE_INITIALIZE``, on the driver without a SparkContext.
        """
        if cls._is_running_on_worker and cls._root_directory is not None:
            return cls._root_directory
        if cls._sc is None:
            raise PySparkRuntimeError(
                errorClass="CALL_BEFORE_INITIALIZE",
                messageParameters={"func_name": "SparkFiles.getRootDirectory", "object": "SparkContext"},
            )
        return str(cls._sc._files_directory)
