"""One case of users' functions: first on few rows, unless it is about the first call, then on all.

The command line: SYSTEM CASE FEW SIZE.
"""

import os
import sys
from time import perf_counter

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from pyspark.sql import functions as F
from suite import arguments, report, spark_session

system, case, few, size = arguments()
spark = spark_session(system)


def scalar(rows):
    plus = F.udf(lambda x: x + 1, "long", useArrow=True)
    return spark.range(rows).select(F.sum(plus("id"))).first()[0]


def series(rows):
    plus = F.pandas_udf(lambda v: v * 2 + 1, "long")
    return spark.range(rows).select(F.sum(plus("id"))).first()[0]


def groups(rows):
    frame = spark.range(rows).selectExpr("id % 10000 AS k", "CAST(id AS DOUBLE) AS v")

    def centred(part):
        return part.assign(v=part.v - part.v.mean())

    found = frame.groupBy("k").applyInPandas(centred, "k long, v double")
    return [found.count(), round(found.select(F.sum(F.abs("v"))).first()[0], 3)]


JOBS = {"scalar": scalar, "series": series, "groups": groups, "first": scalar}
job = JOBS[case]
if case != "first":
    job(int(few))
start = perf_counter()
answer = job(int(size))
report(perf_counter() - start, answer)
spark.stop()
