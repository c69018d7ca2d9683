"""Write the small files under tests/io/data/spark with real Spark: python record.py TARGET."""

import os
import shutil
import sys

from pyspark import SparkConf, SparkContext

TARGET = os.path.abspath(sys.argv[1])
HADOOP = "org.apache.hadoop."
OUT = HADOOP + "mapred.SequenceFileOutputFormat"
CODECS = ("GzipCodec", "DefaultCodec", "BZip2Codec", "Lz4Codec", "SnappyCodec")
sc = SparkContext(conf=SparkConf().setMaster("local[1]").set("spark.ui.enabled", "false"))
sc.setLogLevel("OFF")


def keep(name, save):
    """Run a save of one partition and keep its part file as TARGET/name."""
    scratch = os.path.join(TARGET, "scratch")
    save(scratch)
    part = next(n for n in sorted(os.listdir(scratch)) if n.startswith("part-"))
    extension = os.path.splitext(part)[1]
    os.replace(os.path.join(scratch, part), os.path.join(TARGET, name + extension))
    shutil.rmtree(scratch)


PAIRS = {
    "int": [(1, 2), (-(2**31), 2**31 - 1)],
    "long": [(2**31, 2**40), (-(2**63), 2**63 - 1)],
    "double": [(1.5, float("inf")), (-0.0, 1e-300)],
    "text": [("a", "é"), ("", "x" * 300)],
    "bytes": [(b"a", bytearray(b"\x00\xff"))],
    "null": [(None, None), (None, None)],
    "bool": [(True, False)],
    "map": [("k", {"a": "x", 3: 2.5, "n": None, "m": {"b": 1}})],
}
for name, pairs in PAIRS.items():
    keep(f"sequence-{name}", lambda path, pairs=pairs: sc.parallelize(pairs, 1).saveAsSequenceFile(path))
hundred = sc.parallelize([(i, f"value {i}") for i in range(100)], 1)
lines = sc.parallelize([f"line {i} é" for i in range(100)], 1)
for codec in CODECS:
    for kind in ("RECORD", "BLOCK"):
        conf = {
            "mapreduce.output.fileoutputformat.compress": "true",
            "mapreduce.output.fileoutputformat.compress.type": kind,
            "mapreduce.output.fileoutputformat.compress.codec": HADOOP + "io.compress." + codec,
        }
        keep(
            f"sequence-{kind.lower()}-{codec}",
            lambda path, conf=conf: hundred.saveAsHadoopFile(path, OUT, conf=conf),
        )
    keep(
        f"text-{codec}", lambda path, codec=codec: lines.saveAsTextFile(path, HADOOP + "io.compress." + codec)
    )
keep("pickle", lambda path: sc.parallelize([*range(123), "é", None, (1, [2])], 1).saveAsPickleFile(path))
with open(os.path.join(TARGET, "README.md"), "w") as readme:
    readme.write(
        f"These files were written by Apache Spark {sc.version} by `../record.py`. They hold what its\n"
        "tables and loops say; `test_spark_files.py` reads them.\n"
    )
