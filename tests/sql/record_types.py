"""Record what real PySpark answers to the expressions in type_cases: run it with a Python that has PySpark.

    python tests/sql/record_types.py

It writes data/types_4.3.0.json, one line for each expression.
"""

from __future__ import annotations

import json

import type_cases as cases
import type_outcomes as outcomes


def main() -> None:
    outcomes.set_zone()
    from pyspark import __version__
    from pyspark.sql import SparkSession

    assert __version__ == "4.3.0"
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    names = outcomes.namespace("pyspark")
    found = {
        group: {text: outcomes.outcome(text, names) for text in texts} for group, texts in cases.CASES.items()
    }
    found["ddl"] = {text: outcomes.outcome(text, names) for text in cases.ddl_cases()}
    arrow = outcomes.arrow_namespace("pyspark", "sql.pandas.types")
    found["arrow"] = {text: outcomes.outcome(text, arrow) for text in cases.ARROW}
    session.stop()
    groups = [
        f"{json.dumps(group)}: {{\n"
        + ",\n".join(f"{json.dumps(text)}: {json.dumps(result)}" for text, result in results.items())
        + "\n}"
        for group, results in found.items()
    ]
    (outcomes.DATA / "types_4.3.0.json").write_text("{\n" + ",\n".join(groups) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
