"""Record what real PySpark makes of the cases: it writes data/arrow_udtf_4.3.0.json.

python tests/sql/python/record_arrow_udtf.py
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import arrow_udtf_cases as cases
import python_outcomes as outcomes

RECORDED = Path(__file__).parents[1] / "data" / "arrow_udtf_4.3.0.json"


def main() -> None:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark import cloudpickle
    from pyspark.sql import SparkSession, functions

    cloudpickle.register_pickle_by_value(cases)
    spark = SparkSession.builder.master("local[1]").config("spark.sql.shuffle.partitions", "1").getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "America/New_York")
    found = {name: outcomes.outcome(call) for name, call in cases.calls(spark, functions).items()}
    RECORDED.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")
    spark.conf.unset("spark.sql.session.timeZone")


if __name__ == "__main__":
    main()
