"""What is measured of reading and writing files."""

from __future__ import annotations

from bench.rdd.cases import Case, Target

SYSTEMS = ("pyrite", "pyspark")
FOUR, THREE, TWO = ((Target("pyspark", ratio),) for ratio in (4, 3, 2))

#: Sizes are megabytes; of many small files, their number.
CASES = (
    Case("csv", "CSV of {size} MB with a schema to Parquet", 1_000, 10, SYSTEMS, FOUR),
    Case("csv_inferred", "CSV of {size} MB, types inferred, to Parquet", 1_000, 10, SYSTEMS, FOUR),
    Case("json", "JSON lines of {size} MB with a schema to Parquet", 1_000, 10, SYSTEMS, FOUR),
    Case("json_inferred", "JSON lines of {size} MB, types inferred, to Parquet", 1_000, 10, SYSTEMS, FOUR),
    Case("partitioned", "Parquet of 10,000,000 rows into 200 partitions", 1_000, 10, SYSTEMS, THREE),
    Case("pruned", "one of 200 partitions of 10,000,000 rows", 1_000, 10, SYSTEMS, THREE),
    Case("small_csv", "{size} small CSV files, aggregated", 10_000, 100, SYSTEMS, TWO),
    Case("small_json", "{size} small JSON files, aggregated", 10_000, 100, SYSTEMS, TWO),
    Case("small_parquet", "{size} small Parquet files, aggregated", 10_000, 100, SYSTEMS, TWO),
    Case("large", "one CSV of {size} MB, aggregated", 5_000, 10, SYSTEMS),
)
