"""The whole registry: importing this declares every topic's functions."""

from __future__ import annotations

from pyrite.sql._analysis.functions import (
    aggregates,
    arrays,
    conditional,
    dates,
    encodings,
    formats,
    generators,
    higher_order,
    maps,
    operators,
    patterns,
    statistics,
    strings,
    structs,
)
from pyrite.sql._analysis.functions.registry import FUNCTIONS, SHOWN

__all__ = ["FUNCTIONS", "SHOWN", "TOPICS"]

#: The files that declare functions, by topic.
TOPICS = (
    operators,
    conditional,
    dates,
    aggregates,
    statistics,
    strings,
    patterns,
    encodings,
    formats,
    arrays,
    maps,
    structs,
    higher_order,
    generators,
)
