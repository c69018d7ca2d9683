"""Record what real PySpark answers to TPC-H and TPC-DS: run it with a Python that has PySpark.

    python tests/sql/record_tpc.py [tpch | tpcds]

It needs tpcgen-cli, and writes data/tpch_4.3.0.json and data/tpcds_4.3.0.json, one line for each query.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import tpc_answers as answers


def main(benchmarks: list[str]) -> None:
    import pyspark
    from pyspark.sql import SparkSession

    assert pyspark.__version__ == answers.VERSION, pyspark.__version__
    tool = answers.generator()
    assert tool, "tpcgen-cli is not installed"
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # Queries 10 and 35 want more memory for a broadcast than there is.
    builder = builder.config("spark.sql.autoBroadcastJoinThreshold", "-1")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    for benchmark in benchmarks:
        with tempfile.TemporaryDirectory() as folder:
            answers.generate(tool, benchmark, Path(folder))
            answers.add_tables(session, Path(folder))
            found = {
                name: answers.answer(session, benchmark, name, query)
                for name, query in answers.queries(benchmark).items()
            }
        answers.dump(found, answers.recording(benchmark))


if __name__ == "__main__":
    main(sys.argv[1:] or ["tpch", "tpcds"])
