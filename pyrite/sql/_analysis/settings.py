"""The settings that decide what a query means, read once for each query."""

from __future__ import annotations

from collections.abc import Mapping

from pyrite._dataclasses import dataclass
from pyrite.sql._types.timestamp_word import is_ntz

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """A session's settings as the analyzer and the compiler need them.

    Parameters
    ----------
    ansi : bool
        ``spark.sql.ansi.enabled``: errors where a value does not fit, instead of nulls.
    case_sensitive : bool
        ``spark.sql.caseSensitive``.
    zone : str
        ``spark.sql.session.timeZone``.
    conf : mapping
        All settings, for those that few ask for.
    parallelism : int
        How many partitions a source has that does not tell it.
    session : str
        What tells the session from others.
    """

    ansi: bool = True
    case_sensitive: bool = False
    zone: str = "UTC"
    conf: Mapping[str, str] | None = None
    parallelism: int = 1
    session: str = ""

    @property
    def timestamp_ntz(self) -> bool:
        """``spark.sql.timestampType``: whether ``TIMESTAMP`` is TIMESTAMP_NTZ."""
        return is_ntz(self.conf)

    def flag(self, key: str, default: bool) -> bool:
        """A setting that is true or false."""
        value = (self.conf or {}).get(key)
        return default if value is None else value.lower() == "true"

    def same_name(self, one: str, other: str) -> bool:
        """Whether two names mean the same column."""
        return one == other or (not self.case_sensitive and one.lower() == other.lower())

    def name_key(self, name: str) -> str:
        """Equal for names that mean the same."""
        return name if self.case_sensitive else name.lower()
