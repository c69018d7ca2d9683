"""Metrics of a DataFrame, taken while it is computed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkAssertionError, PySparkValueError
from pyrite.sql._arguments import unexpected_type

if TYPE_CHECKING:
    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame

__all__ = ["Observation"]


class Observation:
    """Who wants to know some aggregates of a DataFrame when its first action is done.

    Pyrite computes them right after that action, of all the rows that were observed.

    Parameters
    ----------
    name : str, optional
        A name, to be shown.

    >>> seen = Observation()     # doctest: +SKIP
    >>> df.observe(seen, F.count("*").alias("rows")).collect()     # doctest: +SKIP
    >>> seen.get     # doctest: +SKIP
    {'rows': 2}
    """

    def __init__(self, name: str | None = None):
        if name is not None and not isinstance(name, str):
            raise unexpected_type("name", name, "str")
        if name == "":
            raise PySparkValueError(
                errorClass="VALUE_NOT_NON_EMPTY_STR",
                messageParameters={"arg_name": "name", "arg_value": name},
            )
        self._name = name
        self._observed = False
        self._values: dict[str, Any] | None = None
        self._known = threading.Event()

    def _on(self, df: DataFrame, *exprs: Column) -> DataFrame:
        """The DataFrame with this observing it."""
        if self._observed:
            raise PySparkAssertionError(errorClass="REUSE_OBSERVATION", messageParameters={})
        observed = df._observed(self._name or f"observation_{id(self)}", exprs, self)
        self._observed = True
        return observed

    def _tell(self, values: dict[str, Any]) -> None:
        """The metrics are known: those of the first action stay."""
        if not self._known.is_set():
            self._values = values
            self._known.set()

    @property
    def get(self) -> dict[str, Any]:
        """The metrics by name; waits for the end of the first action."""
        if not self._observed:
            raise PySparkAssertionError(errorClass="NO_OBSERVE_BEFORE_GET", messageParameters={})
        self._known.wait()
        assert self._values is not None
        return dict(self._values)
