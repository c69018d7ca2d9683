"""What only streams need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.parser.intervals import IntervalError, months_days_micros
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame


class Streams(Base):
    """The part of DataFrame that is about streams."""

    def withWatermark(self, eventTime: str, delayThreshold: str) -> DataFrame:
        """The same rows: how late they may come (``10 minutes``) has no meaning without streams."""
        if not eventTime or not isinstance(eventTime, str):
            raise unexpected_type("eventTime", eventTime, "str")
        if not delayThreshold or not isinstance(delayThreshold, str):
            raise unexpected_type("delayThreshold", delayThreshold, "str")
        try:
            delay = months_days_micros(delayThreshold)
        except IntervalError:
            raise analysis_error("CANNOT_PARSE_INTERVAL", {"intervalString": f"'{delayThreshold}'"}) from None
        if any(part < 0 for part in delay):
            raise IllegalArgumentException(
                f"requirement failed: delay threshold ({delayThreshold}) should not be negative."
            )
        return self._with(self._plan)

    def dropDuplicatesWithinWatermark(self, subset: Sequence[str] | None = None) -> DataFrame:
        """For streams only: raises AnalysisException."""
        raise AnalysisException(
            "dropDuplicatesWithinWatermark is not supported with batch DataFrames/DataSets",
            errorClass="_LEGACY_ERROR_TEMP_3102",
            messageParameters={
                "msg": "dropDuplicatesWithinWatermark is not supported with batch DataFrames/DataSets"
            },
        )
