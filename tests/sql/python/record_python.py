"""Record what real PySpark makes of the cases: run it with a Python that has PySpark, pandas and pyarrow.

    python tests/sql/python/record_python.py

It writes data/python_4.3.0.json.
"""

from __future__ import annotations

import json
import os
import sys

import python_outcomes as outcomes


def main() -> None:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark import __version__, cloudpickle
    from pyspark.sql import SparkSession, functions

    assert __version__ == "4.3.0"
    cloudpickle.register_pickle_by_value(outcomes.cases)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "4")
    session = builder.config("spark.sql.session.timeZone", "America/New_York").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    found = {
        group: {name: outcomes.outcome(call) for name, call in calls.items()}
        for group, calls in outcomes.groups(session, functions).items()
    }
    text = json.dumps(found, indent=0, sort_keys=True, ensure_ascii=False)
    outcomes.RECORDED.write_text(text + "\n", encoding="utf-8")
    session.stop()


if __name__ == "__main__":
    main()
