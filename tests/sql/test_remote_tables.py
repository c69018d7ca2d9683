"""DataFrames and tables on an object store, configured by Spark's keys."""

from collections.abc import Iterator
from typing import Any

import pytest

from pyrite import SparkConf
from pyrite.sql import SparkSession

boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    ).create_bucket(Bucket="lake")
    conf = SparkConf().setMaster("local[2]").setAppName("remote")
    conf.set("spark.hadoop.fs.s3a.endpoint", endpoint)
    conf.set("spark.hadoop.fs.s3a.access.key", "key").set("spark.hadoop.fs.s3a.secret.key", "secret")
    session = SparkSession.builder.config(conf=conf).getOrCreate()
    yield session
    session.stop()
    server.stop()


@pytest.mark.parametrize("form", ["parquet", "csv", "json", "orc"])
def test_files_of_a_bucket(spark: Any, form: str) -> None:
    path = f"s3a://lake/{form}"
    rows = spark.range(1000).selectExpr("id", "concat('n', id) AS name", "id % 3 AS part")
    rows.write.format(form).partitionBy("part").mode("overwrite").save(path)
    back = spark.read.format(form).schema("id long, name string, part long").load(path)
    assert back.count() == 1000
    assert back.filter("part = 2 AND id < 9").orderBy("id").select("name").collect() == [
        ("n2",),
        ("n5",),
        ("n8",),
    ]
    rows.limit(3).write.format(form).partitionBy("part").mode("append").save(path)
    assert spark.read.format(form).schema("id long, name string, part long").load(path).count() == 1003


def test_a_table_in_a_bucket(spark: Any) -> None:
    spark.sql("CREATE TABLE far (a INT, p STRING) PARTITIONED BY (p) LOCATION 's3a://lake/far'")
    spark.sql("INSERT INTO far VALUES (1, 'x'), (2, 'y')")
    spark.sql("INSERT OVERWRITE far PARTITION (p = 'x') VALUES (3)")
    assert sorted(spark.table("far").collect()) == [(2, "y"), (3, "x")]
    spark.sql("DROP TABLE far")
    assert spark.read.parquet("s3a://lake/far").count() == 2
