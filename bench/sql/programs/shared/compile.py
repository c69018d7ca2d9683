"""Analysis and compilation of each query of a suite, which are not run."""

from pathlib import Path
from statistics import median
from time import perf_counter

from suite import arguments, report, spark_session

system, tables, queries, memory = arguments()
spark = spark_session(system, memory)
for file in sorted(Path(tables).glob("*.parquet")):
    spark.read.parquet(str(file)).createOrReplaceTempView(file.stem)
taken = {}
for _ in range(3):
    for file in sorted(Path(queries).glob("q*.sql")):
        text = file.read_text()
        start = perf_counter()
        spark.sql(text)._execution.compiled  # noqa: B018
        taken[file.stem] = perf_counter() - start
report(median(taken.values()), len(taken))
spark.stop()
