"""Names for DataFrames in SQL, and what is kept of them."""

from __future__ import annotations

import warnings
from typing import Any

from pyrite.errors import AnalysisException
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._dataframe.base import Base


class Views(Base):
    """The part of DataFrame that names it."""

    def createTempView(self, name: str) -> None:
        """Give it a name for SQL queries of this session. Raises when the name is taken."""
        self._create_view(name, replace=False, everywhere=False)

    def createOrReplaceTempView(self, name: str) -> None:
        """Give it a name for SQL queries of this session, in place of another of that name.

        >>> df.createOrReplaceTempView("people")     # doctest: +SKIP
        >>> spark.sql("SELECT count(*) FROM people").collect()     # doctest: +SKIP
        """
        self._create_view(name, replace=True, everywhere=False)

    def createGlobalTempView(self, name: str) -> None:
        """Give it a name ``global_temp.name`` for all sessions. Raises when the name is taken."""
        self._create_view(name, replace=False, everywhere=True)

    def createOrReplaceGlobalTempView(self, name: str) -> None:
        """Give it a name ``global_temp.name`` for all sessions, in place of another."""
        self._create_view(name, replace=True, everywhere=True)

    def registerTempTable(self, name: str) -> None:
        """The old name of :meth:`createOrReplaceTempView`."""
        warnings.warn("Deprecated in 2.0, use createOrReplaceTempView instead.", FutureWarning, stacklevel=2)
        self.createOrReplaceTempView(name)

    def _create_view(self: Any, name: str, replace: bool, everywhere: bool) -> None:
        parts = parse_identifier(name)
        if len(parts) != 1:
            raise AnalysisException(
                errorClass="TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS",
                messageParameters={"actualName": name},
            )
        names = self._session._names
        known = names.find_view((names.global_temp, parts[0]) if everywhere else parts)
        if known is not None and not replace:
            raise AnalysisException(
                errorClass="TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
                messageParameters={"relationName": f"`{parts[0]}`"},
            )
        names.add_view(parts[0], self._plan, everywhere)
