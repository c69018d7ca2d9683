"""Files through a SparkContext: what tasks in worker processes read and write, locally and on S3."""

from __future__ import annotations

import os

import pytest

from pyrite import SparkConf, SparkContext
from pyrite.errors import EngineError


@pytest.fixture(scope="module")
def server():
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    pytest.importorskip("s3fs")
    server.start()
    host, port = server.get_host_and_port()
    import boto3

    keys = {"aws_access_key_id": "user", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1", **keys)
    client.create_bucket(Bucket="lake")
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def sc(server):
    conf = SparkConf().setMaster("local[2]").setAppName("files")
    conf.setAll(
        [
            ("spark.hadoop.fs.s3a.access.key", "user"),
            ("spark.hadoop.fs.s3a.secret.key", "secret"),
            ("spark.hadoop.fs.s3a.endpoint", server),
            ("spark.hadoop.fs.s3a.endpoint.region", "us-east-1"),
            ("spark.hadoop.fs.s3a.connection.ssl.enabled", "false"),
            ("spark.hadoop.fs.s3a.path.style.access", "true"),
        ]
    )
    with SparkContext(conf=conf) as sc:
        yield sc


@pytest.fixture(params=["local", "s3"])
def folder(request, tmp_path):
    return str(tmp_path) if request.param == "local" else f"s3a://lake/{tmp_path.name}"


def test_text_is_written_and_read_back(sc, folder):
    sc.parallelize([f"line {i}" for i in range(100)], 4).saveAsTextFile(f"{folder}/out")
    lines = sc.textFile(f"{folder}/out")
    assert sorted(lines.collect()) == sorted(f"line {i}" for i in range(100))
    assert sc.textFile(f"{folder}/out/part-0000[01]").count() == 50


@pytest.mark.parametrize("codec", ["GzipCodec", "BZip2Codec", "DefaultCodec"])
def test_compressed_text(sc, folder, codec):
    name = f"org.apache.hadoop.io.compress.{codec}"
    sc.parallelize(["one", "zwei", "três"], 2).saveAsTextFile(f"{folder}/out", name)
    assert sorted(sc.textFile(f"{folder}/out").collect()) == ["one", "três", "zwei"]


def test_word_count_over_a_glob_and_a_list(sc, folder):
    for i in range(3):
        sc.parallelize(["a b a", "c"], 1).saveAsTextFile(f"{folder}/in/{i}")
    lines = sc.textFile(f"{folder}/in/[01],{folder}/in/2")
    counts = lines.flatMap(str.split).map(lambda w: (w, 1)).reduceByKey(lambda a, b: a + b)
    assert dict(counts.collect()) == {"a": 6, "b": 3, "c": 3}


def test_pickle_and_sequence_files(sc, folder):
    sc.parallelize([1, "two", (3, [4])], 2).saveAsPickleFile(f"{folder}/pickled", 2)
    assert sorted(map(str, sc.pickleFile(f"{folder}/pickled").collect())) == ["(3, [4])", "1", "two"]
    sc.parallelize([(1, "a"), (2, "b")], 2).saveAsSequenceFile(f"{folder}/pairs")
    assert sorted(sc.sequenceFile(f"{folder}/pairs").collect()) == [(1, "a"), (2, "b")]


def test_whole_files_and_bytes(sc, folder):
    sc.parallelize(["x", "y"], 2).saveAsTextFile(f"{folder}/out")
    texts = dict(sc.wholeTextFiles(f"{folder}/out").collect())
    assert sorted(texts.values()) == ["x\n", "y\n"]
    assert sorted(sc.binaryFiles(f"{folder}/out").values().collect()) == [b"x\n", b"y\n"]


def test_an_existing_directory_is_refused_and_kept(sc, folder):
    sc.parallelize(["keep"], 1).saveAsTextFile(f"{folder}/out")
    with pytest.raises(EngineError, match="already exists"):
        sc.parallelize(["lose"], 1).saveAsTextFile(f"{folder}/out")
    assert sc.textFile(f"{folder}/out").collect() == ["keep"]


def test_a_missing_path_is_named_when_it_is_needed(sc, folder):
    lines = sc.textFile(f"{folder}/nowhere").map(len)
    with pytest.raises(EngineError, match="nowhere"):
        lines.count()


def test_a_failing_task_leaves_no_output(sc, tmp_path):
    def fail(x):
        if x == 7:
            raise ValueError("seven")
        return x

    out = tmp_path / "out"
    with pytest.raises(EngineError, match="seven"):
        sc.parallelize(range(8), 4).map(fail).saveAsTextFile(str(out))
    assert not [name for name in os.listdir(out) if name.startswith("part-") or name == "_SUCCESS"]


def test_a_big_file_is_read_by_all_workers(sc, tmp_path):
    path = tmp_path / "big.txt"
    path.write_text("".join(f"{i}\n" for i in range(200_000)))
    numbers = sc.textFile(str(path), 8).map(int)
    assert numbers.getNumPartitions() >= 8
    assert numbers.sum() == sum(range(200_000))


def test_checkpoints_on_the_storage(sc, folder):
    sc.setCheckpointDir(f"{folder}/checkpoints")
    rdd = sc.parallelize(range(10), 3).map(lambda x: x * x)
    rdd.checkpoint()
    assert rdd.sum() == 285
    assert rdd.isCheckpointed() and rdd.getNumPartitions() == 3
    assert rdd.map(lambda x: x + 1).sum() == 295
