"""What is measured of users' functions."""

from __future__ import annotations

from bench.rdd.cases import Case, Target

SYSTEMS = ("pyrite", "pyspark")
THREE, TWO = ((Target("pyspark", ratio),) for ratio in (3, 2))

#: Sizes are rows.
CASES = (
    Case("scalar", "a Python function of each of {size} rows, by Arrow", 5_000_000, 10_000, SYSTEMS, THREE),
    Case("series", "a function of pandas Series over {size} rows", 5_000_000, 10_000, SYSTEMS, TWO),
    Case("groups", "applyInPandas over 10,000 groups of {size} rows", 1_000_000, 20_000, SYSTEMS, TWO),
    Case("first", "the first Python function of a session, over {size} rows", 100, 100, SYSTEMS),
)
