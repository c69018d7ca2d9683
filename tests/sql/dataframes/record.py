"""Run the programs on real PySpark and write down what they give.

    PYTHON_OF_PYSPARK tests/sql/dataframes/record.py [part of a name ...]

With names only those programs are run again that have one in theirs; the others stay as they are.
"""

from __future__ import annotations

import json
import os
import sys

from programs import RECORDED, names_of, outcome, programs, recorded


def main(parts: list[str]) -> None:
    import pyspark
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config(
        "spark.ui.showConsoleProgress", "false"
    )
    known = recorded() if RECORDED.exists() else {}
    found = {}
    with builder.getOrCreate() as spark:
        spark.sparkContext.setLogLevel("OFF")
        names = names_of("pyspark", spark)
        for name, program in programs().items():
            if name in known and not any(part in name for part in parts or [""]):
                found[name] = known[name]
            else:
                found[name] = outcome(program, names)
                print(f"{name}: {str(found[name])[:150]}", flush=True)
    document = {"pyspark": pyspark.__version__, "outcomes": found}
    RECORDED.write_text(json.dumps(document, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    main(sys.argv[1:])
