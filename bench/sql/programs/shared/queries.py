"""A suite of queries over Parquet files."""

from pathlib import Path

from suite import arguments, run_suite, spark_session

system, tables, queries, memory = arguments()
spark = spark_session(system, memory)
for file in sorted(Path(tables).glob("*.parquet")):
    spark.read.parquet(str(file)).createOrReplaceTempView(file.stem)
run_suite(queries, lambda text: len(spark.sql(text).collect()))
spark.stop()
