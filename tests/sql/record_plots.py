"""Writes data/plots.json: ``python tests/sql/record_plots.py`` where the real PySpark and plotly are installed."""

import json
from pathlib import Path

import plot_cases


def main() -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").getOrCreate()
    found = {name: plot_cases.outcome(name, spark) for name in plot_cases.CASES}
    lines = [f"{json.dumps(name)}: {json.dumps(shown)}" for name, shown in found.items()]
    Path(__file__).with_name("data").joinpath("plots.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
