"""Files that are left out where they cannot be read: ``ignoreCorruptFiles`` and ``ignoreMissingFiles``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.options import Options

__all__ = ["Lenient"]

T = TypeVar("T")


@dataclass(frozen=True)
class Lenient:
    """Which files may be left out: damaged ones, and such as are gone."""

    corrupt: bool = False
    missing: bool = False

    @classmethod
    def of(cls, options: Options, settings: Settings) -> Lenient:
        """What a reader's options tell or, without them, the session's settings."""
        return cls(
            *(
                options.flag(name, settings.flag(f"spark.sql.files.{name}", False))
                for name in ("ignoreCorruptFiles", "ignoreMissingFiles")
            )
        )

    def without_failures(self, parts: Iterable[T]) -> Iterator[T]:
        """The parts of a file up to where it cannot be read, if that is to be ignored."""
        try:
            yield from parts
        except (OSError, pa.ArrowException, PySparkException) as error:
            if not self.ignores(error):
                raise

    def ignores(self, error: Exception) -> bool:
        """Whether a file is left out that raises this."""
        condition = error.getCondition() if isinstance(error, PySparkException) else None
        gone = isinstance(error, FileNotFoundError) or condition == "FAILED_READ_FILE.FILE_NOT_EXIST"
        return self.missing if gone else self.corrupt
