"""A small application with something of everything: python -m tests.events.program FOLDER [key=value ...]"""

import os
import sys
import threading
import time

from pyrite.sql import SparkSession
from pyrite.sql import functions as F


def fails(x):
    return 1 // (x - 3)


def sleeps(x):
    time.sleep(60)


def dies_once(marker):
    def die(x):
        if x == 1 and not os.path.exists(marker):
            open(marker, "w").close()
            os._exit(1)
        return x

    return die


def run(spark, folder):
    sc = spark.sparkContext
    words = sc.parallelize(["to be or not to be", "that is the question", "to sleep"], 2)
    sc.setJobGroup("words", "Count the words", True)
    counts = (
        words.flatMap(str.split)
        .map(lambda w: (w, 1))
        .reduceByKey(lambda a, b: a + b, 3)
        .setName("counts")
        .cache()
    )
    counts.collect()
    counts.count()
    sc.setLocalProperty("spark.jobGroup.id", None)
    sc.setJobDescription("It fails")
    attempt(lambda: sc.parallelize(range(4), 2).map(fails).collect())
    sc.setJobDescription(None)
    sc.setLocalProperty("my.secret.token", "hush")
    pairs = sc.parallelize([(1, "a"), (2, "b")], 2).join(sc.parallelize([(1, "x")], 1), 2)
    pairs.union(sc.parallelize([(9, ("p", "q"))], 1)).count()
    counts.unpersist()
    sc.setLocalProperty("my.secret.token", None)
    sc.parallelize(range(4), 2).map(dies_once(os.path.join(folder, "died"))).collect()
    cancelled(sc)
    numbers = spark.range(100).withColumn("k", F.col("id") % 3)
    numbers.createOrReplaceTempView("numbers")
    spark.sql("SELECT k, sum(id) AS total FROM numbers WHERE id > 10 GROUP BY k ORDER BY k").collect()
    small = spark.createDataFrame([(0, "zero"), (1, "one")], ["k", "name"])
    numbers.join(small, "k").collect()
    numbers.write.mode("overwrite").parquet(os.path.join(folder, "numbers"))
    spark.read.parquet(os.path.join(folder, "numbers")).filter("id < 5").collect()
    numbers.select(F.udf(lambda x: x + 1, "long")("id")).collect()
    attempt(lambda: numbers.select(F.udf(lambda x: 1 // 0, "long")("id")).collect())


def cancelled(sc):
    def work():
        sc.setJobGroup("slow", "To be cancelled", True)
        attempt(lambda: sc.parallelize(range(2), 2).map(sleeps).collect())

    thread = threading.Thread(target=work)
    thread.start()
    while not sc.statusTracker().getJobIdsForGroup("slow"):
        time.sleep(0.01)
    sc.cancelJobGroup("slow")
    thread.join()


def attempt(action):
    try:
        action()
    except Exception:
        return
    raise AssertionError("it was to fail")


def main(folder, *settings):
    builder = SparkSession.builder.master("local[2,1]").appName("Events")
    builder = builder.config("spark.eventLog.enabled", "true").config("spark.eventLog.dir", folder)
    for setting in settings:
        key, _, value = setting.partition("=")
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        run(spark, folder)
    finally:
        spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
