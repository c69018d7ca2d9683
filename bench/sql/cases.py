"""What is measured of SQL and DataFrames: cases and systems."""

from __future__ import annotations

from bench.rdd.cases import Case, Target

#: The systems, and the program folder of each: Pyrite, PySpark and Sail run the same source.
FOLDERS = {"pyrite": "shared", "pyspark": "shared", "duckdb": "plain_duckdb", "sail": "shared"}
ALL = tuple(FOLDERS)
CLASSIC = ("pyrite", "pyspark", "sail")

#: What plain DuckDB may take less than Pyrite.
NEAR = 1 / 1.25

CASES = (
    Case("start", "process start to the first show()", 1, 1, ALL, (), within=1.0, timing="start"),
    Case(
        "small",
        "createDataFrame of {size} rows, filter, groupBy, collect",
        1_000,
        1_000,
        ALL,
        (Target("pyspark", 15),),
        within=0.008,
    ),
    Case(
        "tpch",
        "TPC-H, 22 queries",
        1,
        1,
        ALL,
        (Target("pyspark", 14), Target("sail", 1.5), Target("duckdb", NEAR)),
    ),
    Case("tpcds", "TPC-DS, 103 queries", 1, 1, ALL, (Target("pyspark", 10),)),
    Case("h2o", "h2o group-by and join tasks, 15 queries", 1, 1, ALL),
    Case("unit", "a test suite of 40 tests on little data, the whole process", 1, 1, CLASSIC, timing="start"),
    Case("compile", "analysis and compilation of a TPC-DS query", 1, 1, ("pyrite",), within=0.05),
)
#: The cases that are suites of queries over generated tables.
SUITES = ("tpch", "tpcds", "h2o")
