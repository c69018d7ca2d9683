"""One case of reading and writing files, first on little data, then on all.

The command line: SYSTEM CASE LITTLE DATA, the last two being folders.
"""

import resource
import shutil
from time import perf_counter

from suite import arguments, report, spark_session

SCHEMA = """id bigint, name string, kind int, score double, price decimal(10,2), day date, moment timestamp,
    flag boolean, note string"""
SUMS = ["count(*)", "sum(id)", "sum(CAST(price AS DECIMAL(10,2)))", "max(day)", "max(name)", "count(note)"]

system, case, little, data = arguments()
spark = spark_session(system)


def frame(folder, inferred):
    """The rows of a folder."""
    reader = spark.read.option("header", "true")
    form = case.removeprefix("small_").removesuffix("_inferred")
    if form in ("csv", "json", "large"):
        form = "csv" if form == "large" else form
        reader = reader.option("inferSchema", "true") if inferred else reader.schema(SCHEMA)
        return reader.format(form).load(folder)
    return spark.read.parquet(folder)


def sums(rows):
    return [str(value) for value in rows.selectExpr(*SUMS).first()]


def partitions(folder, out):
    spark.read.parquet(folder).selectExpr("*", "id % 200 AS part").write.partitionBy("part").parquet(out)


def job(folder, out):
    """The case on the files of a folder; what it found is compared, and not timed."""
    start = perf_counter()
    if case == "pruned":
        found = sums(spark.read.parquet(out).filter("part = 17"))
        return perf_counter() - start, found
    if case.startswith("small_") or case == "large":
        found = sums(frame(folder, False))
        return perf_counter() - start, found
    if case == "partitioned":
        partitions(folder, out)
    else:
        frame(folder, case.endswith("_inferred")).write.parquet(out)
    seconds = perf_counter() - start
    return seconds, sums(spark.read.parquet(out))


for folder in (little, data):
    out = f"{folder}-{system}-{case}"
    shutil.rmtree(out, ignore_errors=True)
    if case == "pruned":
        partitions(folder, out)
    seconds, found = job(folder, out)
    shutil.rmtree(out, ignore_errors=True)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
report(seconds, {"found": found, "peak": peak})
spark.stop()
