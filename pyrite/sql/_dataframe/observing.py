"""Metrics that are taken of a DataFrame while it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkValueError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base
from pyrite.sql._plan import relations as r
from pyrite.sql.column import Column
from pyrite.sql.observation import Observation

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame


class Observing(Base):
    """The part of DataFrame that has it observed."""

    def observe(self: Any, observation: Observation | str, *exprs: Column) -> DataFrame:
        """The same rows, whose aggregates an :class:`Observation` tells when the first action is done.

        With a name instead of an Observation, the metrics are for listeners of streams only.
        """
        if not exprs:
            raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "exprs"})
        if not all(isinstance(column, Column) for column in exprs):
            raise unexpected_type("exprs", exprs, "list[Column]")
        frame: DataFrame
        if isinstance(observation, Observation):
            frame = observation._on(self, *exprs)
        elif isinstance(observation, str):
            frame = self._observed(observation, exprs, None)
        else:
            raise unexpected_type("observation", observation, "Observation or str")
        return frame

    def _observed(self, name: str, columns: Sequence[Column], observation: Observation | None) -> DataFrame:
        if not name:
            raise analysis_error("INVALID_OBSERVED_METRICS.MISSING_NAME", {"operator": "Observed"})
        metrics = tuple([column._expression for column in columns])
        return self._with(r.Observed(self._plan, name, metrics, observation))
