"""Writes recorded/linalg.json: ``python tests/ml/record.py`` where the real PySpark is installed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import linalg_cases as cases


def main() -> None:
    import pyspark
    from pyspark.sql import SparkSession

    names = cases.namespace("pyspark")
    found = {
        group: [[question, cases.outcome(question, names)] for question in questions]
        for group, questions in cases.GROUPS.items()
    }
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        names = cases.column_namespace("pyspark", spark, folder)
        found["columns"] = [[question, cases.outcome(question, names)] for question in cases.COLUMNS]
        found["texts"] = [list(pair) for pair in zip(cases.TEXTS, cases.text_outcomes(names))]
    spark.stop()
    groups = [
        f'"{group}": [\n' + ",\n".join(map(json.dumps, answers)) + "\n]" for group, answers in found.items()
    ]
    text = "{\n" + ",\n".join([f'"pyspark": "{pyspark.__version__}"', *groups]) + "\n}\n"
    Path(__file__).parent.joinpath("recorded", "linalg.json").write_text(text)


if __name__ == "__main__":
    main()
