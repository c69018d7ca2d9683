"""Writes data/spatial.json: ``python tests/sql/record_spatial.py`` where the real PySpark is installed."""

import json
from pathlib import Path

import spatial_cases as cases


def main() -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").getOrCreate()
    lines = [json.dumps([query, cases.outcome(spark, query)]) for query in cases.QUERIES]
    Path(__file__).with_name("data").joinpath("spatial.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
