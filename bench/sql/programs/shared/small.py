"""Little data from Python, filtered, grouped and back."""

from pyspark.sql import functions as F
from suite import arguments, run_small, spark_session

system, size = arguments()
spark = spark_session(system)


def job(rows):
    frame = spark.createDataFrame(rows, ["id", "name", "value"])
    grouped = frame.filter(frame.id > 100).groupBy("name")
    return grouped.agg(F.sum("value").alias("total"), F.count("*").alias("n")).collect()


run_small(job, int(size))
spark.stop()
