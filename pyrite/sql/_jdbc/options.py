"""The options of JDBC readers and writers."""

from __future__ import annotations

from typing import Any

from pyrite._dataclasses import dataclass
from pyrite.errors import IllegalArgumentException
from pyrite.sql._files.options import Options

__all__ = ["JdbcOptions"]

_LEVELS = ("NONE", "READ_UNCOMMITTED", "READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE")
_BOUNDS = ("partitionColumn", "lowerBound", "upperBound")


@dataclass(frozen=True)
class JdbcOptions:
    """Which table is meant, and how it is read or written.

    Parameters
    ----------
    url : str
        ``jdbc:sqlite:...``, ``jdbc:postgresql:...`` or ``jdbc:mysql:...``.
    table : str
        The table's name, or a query in parentheses with a name behind it.
    given : Options
        All options.
    """

    url: str
    table: str
    given: Options

    @classmethod
    def reading(cls, given: Options) -> JdbcOptions:
        """The options of a reader.

        Raises
        ------
        IllegalArgumentException
            Where some are missing or contradict each other.
        """
        url = _url(given)
        table, query = given.text("dbtable"), given.text("query")
        names = {"jdbcTableName": "dbtable", "jdbcQueryString": "query"}
        if table is not None and query is not None:
            raise IllegalArgumentException(errorClass="_LEGACY_ERROR_TEMP_2078", messageParameters=names)
        if table is None and query is None:
            raise IllegalArgumentException(errorClass="_LEGACY_ERROR_TEMP_2079", messageParameters=names)
        if query is not None and "partitionColumn" in given:
            raise IllegalArgumentException(
                "requirement failed: Options 'query' and 'partitionColumn' do not go together: "
                "give the query as dbtable, in parentheses and with a name"
            )
        for name in ("dbtable", "query"):
            if name in given and not given[name].strip():
                raise IllegalArgumentException(
                    errorClass="_LEGACY_ERROR_TEMP_2080", messageParameters={"name": name}
                )
        told = [name in given for name in _BOUNDS]
        if any(told) and not (all(told) and "numPartitions" in given):
            raise IllegalArgumentException(
                "requirement failed: the options 'partitionColumn', 'lowerBound', 'upperBound' and "
                "'numPartitions' are given together or not at all"
            )
        _isolation(given)
        shown = table if table is not None else f"({(query or '').strip().rstrip(';')}) SPARK_GEN_SUBQ_0"
        return cls(url, shown, given)

    @classmethod
    def writing(cls, given: Options) -> JdbcOptions:
        """The options of a writer; see :meth:`reading`."""
        url = _url(given)
        if "dbtable" not in given:
            if "query" in given:
                raise IllegalArgumentException(
                    "requirement failed: Option 'dbtable' is required. "
                    "Option 'query' is not applicable while writing."
                )
            names = {"jdbcTableName": "dbtable", "jdbcQueryString": "query"}
            raise IllegalArgumentException(errorClass="_LEGACY_ERROR_TEMP_2079", messageParameters=names)
        _isolation(given)
        return cls(url, given["dbtable"], given)

    @property
    def batch_size(self) -> int:
        """How many rows are inserted at once."""
        return self._number("batchsize", 1000, 1)

    @property
    def fetch_size(self) -> int:
        """How many rows are fetched at once; 0 leaves it to us."""
        return self._number("fetchsize", 0, None)

    @property
    def partitions(self) -> int | None:
        """The option ``numPartitions``."""
        return self._number("numPartitions", 1, None) if "numPartitions" in self.given else None

    def _number(self, name: str, default: int, least: int | None) -> int:
        text = self.given.text(name)
        try:
            found = default if text is None else int(text)
        except ValueError:
            raise IllegalArgumentException(f"The option {name} is a number, not {text}") from None
        if least is not None and found < least:
            raise IllegalArgumentException(
                f"requirement failed: Invalid value `{found}` for parameter `{name}`. "
                f"The minimum value is {least}."
            )
        return found


def _url(given: Options) -> str:
    if "url" not in given:
        raise IllegalArgumentException("requirement failed: Option 'url' is required.")
    return given["url"]


def _isolation(given: Options) -> None:
    level: Any = given.text("isolationLevel", "READ_UNCOMMITTED")
    if level not in _LEVELS:
        raise IllegalArgumentException(
            errorClass="_LEGACY_ERROR_TEMP_2081",
            messageParameters={"value": level, "jdbcTxnIsolationLevel": "isolationLevel"},
        )
