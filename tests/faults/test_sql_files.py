"""Hostile files and paths, read and written by DataFrames."""

from __future__ import annotations

import gzip
import json
import os
import random
import time

import faulty
import pytest

from pyrite.errors import AnalysisException, PySparkException
from pyrite.sql import functions as F

pytestmark = pytest.mark.timeout(120)

FORMATS = ("parquet", "csv", "json", "text")

# ------------------------------------------------------------------------------------------ damaged Parquet

_MUTATE = """
import json, os, random, sys
from pyrite.errors import PySparkException
from pyrite.sql import SparkSession
folder, local, first, last = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.local.dir", local).config("spark.driver.memory", "1g").getOrCreate()
)
whole = []
for codec in ("snappy", "none", "gzip", "zstd"):
    df = spark.sql('''
        SELECT CAST(id AS INT) AS a, repeat(concat('s', id % 7), 3) AS s, CAST(id AS DOUBLE) AS d,
            array(id, id + 1) AS l, map('k', id) AS m, named_struct('x', id, 'y', 'z') AS t, date'2020-01-01' AS dt,
            timestamp'2020-01-01' AS ts, CAST(id AS DECIMAL(10, 2)) AS de, if(id % 3 = 0, NULL, X'00FF') AS b
        FROM range(300)''')
    df.coalesce(1).write.option("compression", codec).parquet(f"{folder}/{codec}")
    (name,) = [name for name in os.listdir(f"{folder}/{codec}") if name.endswith(".parquet")]
    with open(f"{folder}/{codec}/{name}", "rb") as file:
        whole.append(file.read())
path = f"{folder}/mutated.parquet"
found = {"read": 0, "refused": 0, "other": []}
for seed in range(first, last):
    chance = random.Random(seed)
    data = bytearray(chance.choice(whole))
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    how = chance.random()
    if how < 0.15:
        data = data[: chance.randrange(len(data))]
    elif how < 0.55:
        for _ in range(chance.choice([1, 1, 2, 5, 20])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how < 0.8:
        for _ in range(chance.choice([1, 1, 2, 5])):
            data[chance.randrange(footer, len(data))] = chance.choice([0, 127, 128, 255, chance.randrange(256)])
    else:
        for _ in range(chance.choice([1, 2, 5])):
            at, size = chance.randrange(len(data)), chance.randrange(1, 9)
            data[at : at + size] = bytes([chance.choice([0, 255, chance.randrange(256)]) for _ in range(size)])
    with open(path, "wb") as file:
        file.write(data)
    print(seed, flush=True)
    try:
        spark.read.parquet(path).toArrow()
        found["read"] += 1
    except PySparkException as error:
        known = ("COLUMN_ALREADY_EXISTS", "PARQUET_TYPE_ILLEGAL", "UNABLE_TO_ACQUIRE_MEMORY")
        if "mutated.parquet" in str(error) or error.getCondition() in known:
            found["refused"] += 1
        else:
            found["other"].append(f"{seed}: {error}"[:500])
assert spark.range(100).count() == 100
print(json.dumps(found))
"""


@pytest.mark.parametrize(
    "first, last",
    [(1000, 1150), pytest.param(1000, 21_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_damaged_parquet_files_are_read_or_refused_by_name(tmp_path, first, last):
    """In a program of its own, which must not die, whatever is in the file.

    One of them has DuckDB give its database up; the session goes on with a new one.
    """
    (tmp_path / "local").mkdir()
    child = faulty.driver(_MUTATE, tmp_path, tmp_path / "local", first, last)
    out, errors = child.communicate(timeout=1800)
    assert child.returncode == 0, f"died at seed {out.split()[-1:]}: {errors[-2000:]}"
    found = json.loads(out.splitlines()[-1])
    assert not found["other"], found["other"][:3]
    assert found["refused"] > (last - first) / 2 and found["read"] > 0


def test_the_damaged_one_among_many_files_is_named(spark, tmp_path):
    path = tmp_path / "t"
    spark.range(0, 100_000, 1, 5).selectExpr("id", "concat('v', id) AS v").write.parquet(str(path))
    names = sorted(name for name in os.listdir(path) if name.endswith(".parquet"))
    assert len(names) == 5
    with open(path / names[3], "r+b") as file:
        file.seek(1000)
        file.write(os.urandom(500))
    with pytest.raises(PySparkException) as caught:
        spark.read.parquet(str(path)).agg(F.sum("id"), F.max("v")).collect()
    assert caught.value.getCondition() == "FAILED_READ_FILE.NO_HINT" and names[3] in str(caught.value)
    faulty.assert_queries_run(spark)


# ----------------------------------------------------------------------------------- text that is no text

_BYTES = {
    "csv": b"a,b\xff\xfe\n\xc3\x28,\xed\xa0\x80x\nnul\0x,\0\n",
    "json": b'{"a":"b\xff\xfe"}\n{"a":"\xc3\x28"}\n{"a":"n\\u0000l"}\n{"a":"n\0l"}\n{"a":"\\ud800"}\n',
    "text": b"b\xff\xfe\n\xc3\x28\n\xed\xa0\x80x\n\0\n\xf0\x9f\x98\n",
}
_SCHEMAS = {"csv": "a string, b string", "json": "a string, _corrupt_record string", "text": "value string"}
#: As Spark reads them.
_READ = {
    "csv": [("a", "b\ufffd\ufffd"), ("\ufffd(", "\ufffdx"), ("nul\0x", "\0")],
    "json": [
        (None, '{"a":"b\ufffd\ufffd"}'),
        (None, '{"a":"\ufffd("}'),
        ("n\0l", None),
        (None, '{"a":"n\0l"}'),
        ("?", None),
    ],
    "text": [("b\ufffd\ufffd",), ("\ufffd(",), ("\ufffdx",), ("\0",), ("\ufffd",)],
}


@pytest.mark.parametrize("form", _BYTES)
def test_malformed_utf8_and_nul_are_read_as_spark_does(spark, tmp_path, form):
    (tmp_path / "bad").write_bytes(_BYTES[form])
    rows = spark.read.schema(_SCHEMAS[form]).format(form).load(str(tmp_path / "bad")).collect()
    assert [tuple(row) for row in rows] == _READ[form]


@pytest.mark.parametrize("form", FORMATS)
def test_random_bytes_are_rows_or_an_error(spark, tmp_path, form):
    chance = random.Random(form)
    for size in (1, 7, 100, 5000):
        for _ in range(5):
            (tmp_path / "noise").write_bytes(chance.randbytes(size))
            try:
                spark.read.format(form).load(str(tmp_path / "noise")).collect()
            except PySparkException as error:
                assert error.getCondition()
    faulty.assert_queries_run(spark)


STRINGS = ["", "a\0b", "\0", "\ufeff", "e\u0301", "\u202e", "😀" * 100, "\x01\x7f", "a" * 100_000]


@pytest.mark.parametrize("form", ["parquet", "json", "text"])
def test_odd_strings_go_round(spark, tmp_path, form):
    texts = [text for text in STRINGS if form != "text" or "\ufeff" not in text]
    df = spark.createDataFrame([(text,) for text in texts], "value string")
    assert sorted(row.value for row in df.collect()) == sorted(texts)
    assert df.groupBy("value").count().count() == len(texts)
    assert df.join(df.withColumnRenamed("value", "v"), F.col("value") == F.col("v")).count() == len(texts)
    df.write.format(form).save(str(tmp_path / "t"))
    back = spark.read.schema("value string").format(form).load(str(tmp_path / "t"))
    assert sorted(row.value for row in back.collect()) == sorted(texts)


def test_binary_is_exact(spark, tmp_path):
    values = [bytes(range(256)), b"", b"\0", b"\xff\xfe" * 1000]
    spark.createDataFrame([(value,) for value in values], "v binary").write.parquet(str(tmp_path / "t"))
    assert sorted(bytes(row.v) for row in spark.read.parquet(str(tmp_path / "t")).collect()) == sorted(values)


# ------------------------------------------------------------------------------------------- very large rows


@pytest.mark.parametrize("count", [2000, pytest.param(10_000, marks=pytest.mark.long)])
def test_ten_thousand_columns(spark, tmp_path, count):
    names = [f"c{i}" for i in range(count)]
    (tmp_path / "wide.csv").write_text(",".join(names) + "\n" + ",".join(map(str, range(count))) + "\n")
    wide = spark.read.csv(str(tmp_path / "wide.csv"), header=True)
    assert wide.columns == names
    wide.write.parquet(str(tmp_path / "wide"))
    back = spark.read.parquet(str(tmp_path / "wide"))
    assert back.select("c0", names[-1]).first()[1] == str(count - 1)
    assert list(back.first()) == [str(i) for i in range(count)]


@pytest.mark.parametrize("size", [16, pytest.param(512, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
@pytest.mark.parametrize("form", ["text", "csv", "json", "parquet"])
def test_a_huge_value_is_intact(session, tmp_path, form, size):
    spark = session("local[2]", **{"spark.driver.maxResultSize": "0"})
    count = size << 20
    path = tmp_path / "huge"
    if form == "parquet":
        spark.range(1).selectExpr(f"repeat('x', {count}) AS value").write.parquet(str(path))
    else:
        with open(path, "wb") as file:
            file.write(b'{"value":"' if form == "json" else b"")
            for _ in range(size):
                file.write(b"x" * (1 << 20))
            file.write(b'"}\n' if form == "json" else b"\n")
    found = spark.read.schema("value string").format(form).load(str(path))
    assert found.select(F.length("value")).first()[0] == count
    if size <= 16:
        assert found.first().value == "x" * count
    faulty.assert_queries_run(spark)


@pytest.mark.parametrize(
    "size", [16, pytest.param(10_240, marks=[pytest.mark.long, pytest.mark.timeout(1800)])]
)
def test_a_compressed_file_that_becomes_very_large(spark, tmp_path, size):
    """Lines are read as a stream: memory does not grow with the file."""
    line = b"x" * 99 + b"\n"
    with gzip.open(tmp_path / "bomb.gz", "wb", compresslevel=1) as file:
        for _ in range(size):
            file.write(line * (1 << 20 >> 7))
    rows = size * (1 << 20 >> 7)
    before = faulty.resident(os.getpid())
    assert spark.read.text(str(tmp_path / "bomb.gz")).count() == rows
    assert faulty.resident(os.getpid()) - before < 512 << 20
    with open(tmp_path / "bomb.gz", "r+b") as file:
        file.truncate(os.path.getsize(tmp_path / "bomb.gz") // 2)
    for form in ("text", "csv", "json"):
        with pytest.raises((PySparkException, OSError)) as caught:
            spark.read.schema("value string").format(form).load(str(tmp_path / "bomb.gz")).select(
                "value"
            ).collect()
        assert "bomb.gz" in str(caught.value)


# --------------------------------------------------------------------------------------- files that are none


@pytest.fixture
def root(tmp_path):
    """A folder beside which a canary lives, and where nothing else comes to be."""
    (tmp_path / "canary").mkdir()
    (tmp_path / "canary/file").write_text("alive")
    (tmp_path / "root").mkdir()
    outside = sorted(os.listdir(tmp_path))
    yield tmp_path / "root"
    assert (tmp_path / "canary/file").read_text() == "alive" and os.listdir(tmp_path / "canary") == ["file"]
    assert set(os.listdir(tmp_path)) - {"local", "marks"} == set(outside) - {"local", "marks"}


@pytest.mark.parametrize("form", FORMATS)
def test_special_files_are_refused_soon(spark, root, form):
    (root / "loop").symlink_to(root / "loop")
    (root / "dangling").symlink_to(root / "nowhere")
    (root / "circle").mkdir()
    (root / "circle/again").symlink_to(root / "circle")
    os.mkfifo(root / "fifo")
    (root / "zero").symlink_to("/dev/zero")
    for name in ("loop", "dangling", "circle", "fifo", "zero", "*", "../root/fifo"):
        for reader in (spark.read, spark.read.schema("value string")):
            started = time.monotonic()
            with pytest.raises((PySparkException, OSError)):
                reader.format(form).load(f"{root}/{name}").collect()
            assert time.monotonic() - started < 5
    faulty.assert_queries_run(spark)


@pytest.mark.parametrize("becomes", ["fifo", "zero", "nothing", "folder", "shorter"])
@pytest.mark.parametrize("form", FORMATS)
def test_files_that_change_after_they_were_listed(spark, root, form, becomes):
    spark.range(1000).selectExpr("CAST(id AS STRING) AS value").coalesce(1).write.format(form).save(
        f"{root}/t"
    )
    df = spark.read.schema("value string").format(form).load(f"{root}/t")
    assert df.count() == 1000
    (path,) = [root / "t" / name for name in os.listdir(root / "t") if name.startswith("part-")]
    if becomes == "shorter":
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.unlink()
    if becomes == "fifo":
        os.mkfifo(path)
    elif becomes == "zero":
        path.symlink_to("/dev/zero")
    elif becomes == "folder":
        path.mkdir()
    started = time.monotonic()
    try:
        df.collect()
        assert becomes == "shorter" and form != "parquet"
    except (PySparkException, OSError):
        assert becomes != "shorter" or form == "parquet"
    assert time.monotonic() - started < 5
    faulty.assert_queries_run(spark)


@pytest.mark.parametrize("mode", ["error", "append", "overwrite"])
def test_outputs_at_hostile_places(spark, root, mode):
    """Special files are not written to, and what links point to is not touched."""
    (root / "file").write_text("x")
    os.mkfifo(root / "fifo")
    (root / "loop").symlink_to(root / "loop")
    (root / "dangling").symlink_to(root / "../made")
    for name in ("file/below", "fifo/below", "loop/below", "x\0y", " "):
        with pytest.raises((PySparkException, OSError, ValueError)):
            spark.range(3).write.mode(mode).parquet(f"{root}/{name}" if name.strip() else name)
    for name in ("fifo", "loop", "dangling"):
        try:
            spark.range(3).write.mode(mode).parquet(f"{root}/{name}")
        except (PySparkException, OSError):
            pass
    faulty.assert_queries_run(spark)


def test_overwriting_follows_no_link(spark, root):
    """What is replaced may hold links: they go, and what they point to stays."""
    (root / "t").mkdir()
    (root / "t/link").symlink_to(root / "../canary")
    (root / "t/p=1").symlink_to(root / "../canary")
    spark.range(3).write.mode("overwrite").parquet(f"{root}/t")
    assert spark.read.parquet(f"{root}/t").count() == 3 and not (root / "t/link").exists()


NAMES = [
    "a\nb",
    "a%2fb",
    "a%00b",
    "a*b",
    "a?b",
    "[ab]",
    "{a,b}",
    "a'b",
    'a"b',
    "a\\b",
    "a b",
    "é😀",
    "a=b",
    "a:b",
    "-",
]


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_of_folders_go_round(spark, root, form):
    df = spark.createDataFrame([("x",), ("y",)], "value string")
    for name in NAMES:
        df.write.format(form).save(f"{root}/{name}")
        escaped = "".join([f"\\{char}" if char in "*?[]{}\\" else char for char in name])
        back = spark.read.schema("value string").format(form).load(f"{root}/{escaped}")
        assert sorted(row.value for row in back.collect()) == ["x", "y"], name
    assert len(os.listdir(root)) == len(NAMES)


VALUES = [
    "../x", "../../../canary/file", "..", ".", "/etc/passwd", "a/b", "a\nb", "a%2fb", "%2e%2e%2f", "a=b", "a\\b", "é",
    "'", '"', "*", "{a}", "__HIVE_DEFAULT_PARTITION__x", " ", "~", "$HOME", "a;b", "\x01", None,
]  # fmt: skip


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
@pytest.mark.parametrize("mode", ["error", "overwrite", "dynamic"])
def test_values_of_partitions_stay_inside_and_go_round(spark, root, form, mode):
    schema = "id int, p string, `q/../r` string"
    df = spark.createDataFrame([(i, value, value) for i, value in enumerate(VALUES)], schema)
    write = df.write.format(form).partitionBy("p", "q/../r")
    if mode == "dynamic":
        write = write.option("partitionOverwriteMode", "dynamic").mode("overwrite")
    elif mode == "overwrite":
        write = write.mode("overwrite")
    write.save(f"{root}/t")
    back = spark.read.schema(schema).format(form).load(f"{root}/t")
    assert sorted((row[0], row[1], row[2]) for row in back.collect()) == [
        (i, v, v) for i, v in enumerate(VALUES)
    ]
    assert os.listdir(root) == ["t"]


def test_a_nul_in_a_partition_is_refused(spark, root):
    with pytest.raises((PySparkException, ValueError)):
        spark.createDataFrame([(1, "a\0b")], "id int, p string").write.partitionBy("p").parquet(f"{root}/t")
    assert os.listdir(root) == []


def test_planted_partitions_are_values_only(spark, root):
    """Directories whose names are escapes tell values; they lead nowhere."""
    spark.range(1).write.parquet(f"{root}/t/p=..%2F..%2Fcanary")
    spark.range(1).write.parquet(f"{root}/t/p=%00")
    found = spark.read.parquet(f"{root}/t")
    assert {row.p for row in found.collect()} == {"../../canary", "\0"}
    assert found.filter(F.col("p") == "../../canary").count() == 1
    with pytest.raises(AnalysisException):
        spark.read.parquet(f"{root}/t/p=../../canary/nothing")
