"""The whole registry: importing this declares every topic's functions."""

from __future__ import annotations

from pyrite.sql._analysis.functions import (
    aggregates,
    arrays,
    bitmaps,
    casts,
    ciphers,
    clocks,
    conditional,
    datetime,
    datetime_formats,
    encodings,
    formats,
    generators,
    higher_order,
    intervals,
    json_paths,
    keywords,
    maps,
    math,
    misc,
    operators,
    patterns,
    statistics,
    strings,
    structs,
    vectors,
    window_functions,
    written,
    xml_paths,
)
from pyrite.sql._analysis.functions.registry import FUNCTIONS, SHOWN

__all__ = ["FUNCTIONS", "SHOWN", "TOPICS"]

#: The files that declare functions, by topic.
TOPICS = (
    operators,
    conditional,
    casts,
    math,
    misc,
    datetime,
    datetime_formats,
    clocks,
    intervals,
    aggregates,
    statistics,
    bitmaps,
    vectors,
    strings,
    patterns,
    encodings,
    ciphers,
    formats,
    json_paths,
    written,
    xml_paths,
    arrays,
    maps,
    structs,
    higher_order,
    generators,
    keywords,
    window_functions,
)
