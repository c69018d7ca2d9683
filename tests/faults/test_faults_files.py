"""Hostile files and paths, read and written by the workers of a session."""

from __future__ import annotations

import bz2
import gzip
import os
import random
import time
from contextlib import contextmanager
from pathlib import Path

import faulty
import pytest

from pyrite._io.codecs import codec_named
from pyrite._io.paths import escape
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(60)

READERS = {
    "textFile": lambda sc, path: sc.textFile(path),
    "bytes": lambda sc, path: sc.textFile(path, use_unicode=False),
    "wholeTextFiles": lambda sc, path: sc.wholeTextFiles(path),
    "binaryFiles": lambda sc, path: sc.binaryFiles(path),
    "binaryRecords": lambda sc, path: sc.binaryRecords(path, 4),
    "sequenceFile": lambda sc, path: sc.sequenceFile(path),
    "pickleFile": lambda sc, path: sc.pickleFile(path),
}
WRITERS = {
    "saveAsTextFile": (lambda rdd, path: rdd.saveAsTextFile(path), lambda sc, path: sc.textFile(path)),
    "saveAsPickleFile": (lambda rdd, path: rdd.saveAsPickleFile(path), lambda sc, path: sc.pickleFile(path)),
    "saveAsSequenceFile": (
        lambda rdd, path: rdd.map(lambda x: (x, x)).saveAsSequenceFile(path),
        lambda sc, path: sc.sequenceFile(path).keys(),
    ),
}


@contextmanager
def refused(seconds=5.0, match=None):
    """What is done within it raises soon, and an error for users."""
    started = time.monotonic()
    with pytest.raises((PySparkException, OSError, ValueError), match=match):
        yield
    assert time.monotonic() - started < seconds


@pytest.fixture
def root(tmp_path):
    """A folder beside which a canary lives, which survives whatever is done in the folder."""
    (tmp_path / "canary").mkdir()
    (tmp_path / "canary/file").write_text("alive")
    path = tmp_path / "root"
    path.mkdir()
    outside = sorted(os.listdir(tmp_path))
    yield path
    assert (tmp_path / "canary/file").read_text() == "alive"
    assert sorted(os.listdir(tmp_path / "canary")) == ["file"]
    assert [name for name in sorted(os.listdir(tmp_path)) if name not in ("local", "marks")] == [
        name for name in outside if name not in ("local", "marks")
    ]


# ---------------------------------------------------------------------------------------------- special files


@pytest.mark.parametrize("reader", READERS)
def test_special_files_are_refused_soon(sc, root, reader):
    read = READERS[reader]
    (root / "loop").symlink_to(root / "loop")
    (root / "dangling").symlink_to(root / "nowhere")
    os.mkfifo(root / "fifo")
    (root / "zero").symlink_to("/dev/zero")
    for name in ("loop", "dangling", "fifo", "zero", "*", "fifo,zero"):
        path = ",".join(f"{root}/{part}" for part in name.split(","))
        with refused():
            read(sc, path).count()
    with refused():
        read(sc, "/dev/zero").count()
    faulty.assert_usable(sc)


@pytest.mark.parametrize("becomes", ["fifo", "zero", "loop", "folder", "nothing", "shorter"])
@pytest.mark.parametrize("reader", READERS)
def test_files_that_change_after_they_were_listed_end_no_session(sc, root, reader, becomes):
    path = root / "file"
    if reader == "pickleFile":
        sc.parallelize(range(1000), 1).saveAsPickleFile(str(root / "saved"))
    elif reader == "sequenceFile":
        sc.parallelize([(i, "x" * 10) for i in range(1000)], 1).saveAsSequenceFile(str(root / "saved"))
    else:
        (root / "saved").mkdir()
        (root / "saved/part-00000").write_bytes(b"abc\n" * 5000)
    os.rename(root / "saved/part-00000", path)
    rdd = READERS[reader](sc, str(path))
    assert rdd.count()
    change(path, becomes)
    started = time.monotonic()
    try:
        rdd.count()
        assert becomes == "shorter" and reader not in ("binaryRecords", "sequenceFile", "pickleFile")
    except (PySparkException, OSError):
        assert becomes != "shorter" or reader not in ("wholeTextFiles", "binaryFiles")
    assert time.monotonic() - started < 5
    faulty.assert_usable(sc)


def change(path, becomes):
    if becomes == "shorter":
        os.truncate(path, os.path.getsize(path) // 2 + 1)
        return
    path.unlink()
    if becomes == "fifo":
        os.mkfifo(path)
    elif becomes == "zero":
        path.symlink_to("/dev/zero")
    elif becomes == "loop":
        path.symlink_to(path)
    elif becomes == "folder":
        path.mkdir()


@pytest.mark.parametrize("writer", WRITERS)
def test_outputs_at_hostile_places_are_refused(sc, root, writer):
    save, _ = WRITERS[writer]
    (root / "file").write_text("x")
    os.mkfifo(root / "fifo")
    (root / "loop").symlink_to(root / "loop")
    (root / "dangling").symlink_to(root / "../made")
    (root / "link").symlink_to(root / "../canary")
    rdd = sc.parallelize(["a", "b"], 2)
    for name in (
        "file",
        "file/below",
        "fifo",
        "fifo/below",
        "loop",
        "loop/below",
        "dangling",
        "link",
        ".",
        "x\0y",
        " ",
    ):
        with refused():
            save(rdd, f"{root}/{name}" if name.strip() else name)
    with refused():
        save(rdd, "/proc/none/below")
    assert sorted(os.listdir(root)) == ["dangling", "fifo", "file", "link", "loop"]
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- names

NAMES = [
    "new\nline",
    "per%2e%2e%2fcent",
    "x%2f..%2f..%2fy",
    "a...",
    "[g]*{a,b}?",
    "sp ace ",
    "back\\slash",
    "co:lon",
    "com,ma",
    "#?&=;",
    "'\"`$(x)",
    "ü\u202e\U0001f600",
    "-rf",
    "~root",
    "n" * 200,
]


@pytest.mark.parametrize("writer", WRITERS)
def test_hostile_names_round_trip(sc, root, writer):
    save, read = WRITERS[writer]
    for name in NAMES:
        save(sc.parallelize([name, "x"], 2), f"{root}/{name}")
        assert read(sc, escape(f"{root}/{name}")).collect() == [name, "x"] or "\n" in name
    assert sorted(os.listdir(root)) == sorted(NAMES)
    assert sorted(os.path.basename(path) for path, _ in sc.binaryFiles(escape(f"{root}/a...")).collect()) == [
        "part-00000",
        "part-00001",
    ]


# ---------------------------------------------------------------------------------------------- contents

ODD = [
    "a\0b",
    "\0",
    "",
    "é\U0001f600",
    "\ufeffbom",
    "\x85\u2028\u2029",
    "\x1a\x1b[31m",
    "'\";--",
    "x" * 100_000,
]


def test_odd_strings_pass_everywhere(sc, root):
    """In keys and values, through shuffles, caches and files."""
    pairs = sc.parallelize([(x, x) for x in ODD], 3)
    assert sorted(pairs.partitionBy(4).collect()) == sorted((x, x) for x in ODD)
    assert dict(pairs.groupByKey().mapValues(list).collect()) == {x: [x] for x in ODD}
    assert [k for k, _ in pairs.sortByKey().collect()] == sorted(ODD)
    pairs.saveAsPickleFile(f"{root}/pickle")
    assert sorted(sc.pickleFile(f"{root}/pickle").collect()) == sorted((x, x) for x in ODD)
    pairs.saveAsSequenceFile(f"{root}/sequence")
    assert sorted(sc.sequenceFile(f"{root}/sequence").collect()) == sorted((x, x) for x in ODD)
    pairs.values().saveAsTextFile(f"{root}/text")
    assert sorted(sc.textFile(f"{root}/text").collect()) == sorted(ODD)
    lone = ["a\udfff", "\ud800"]
    assert sorted(sc.parallelize([(x, x) for x in lone], 2).partitionBy(2).keys().collect()) == lone
    with refused(match="surrogates"):
        sc.parallelize(lone, 2).saveAsTextFile(f"{root}/lone")
    assert faulty.files_below(f"{root}/lone") == []


def test_bytes_that_are_no_text_are_read(sc, root):
    data = bytes(range(256)) * 3 + b"\xed\xa0\x80\n\xff\xfe\n\xf8\x88\x80\x80\x80"
    (root / "bad").write_bytes(data)
    assert sc.binaryFiles(str(root)).values().collect() == [data]
    lines = sc.textFile(str(root)).collect()
    assert lines[-2:] == ["\ufffd\ufffd", "\ufffd" * 5]
    assert [line.decode() for line in sc.textFile(str(root), use_unicode=False).collect()] == lines
    assert "\n".join(lines) == sc.wholeTextFiles(str(root)).values().first().replace("\r", "\n")


@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_deep_records_are_intact_or_refused(sc, depth):
    def deep(_):
        found = []
        for _ in range(depth):
            found = [found]
        return found

    def measured(value):
        count = 0
        while value:
            value, count = value[0], count + 1
        return count

    rdd = sc.parallelize([0], 1).map(deep)
    try:
        assert rdd.map(lambda x: (0, x)).partitionBy(2).values().map(measured).collect() == [depth]
    except PySparkException as error:
        assert depth > 100 and "recursion" in str(error)
    faulty.assert_usable(sc)


def test_wide_records_are_intact(sc, root):
    rows = [list(range(i, i + 10_000)) for i in range(20)]
    sc.parallelize(rows, 2).map(lambda row: "\t".join(map(str, row))).saveAsTextFile(f"{root}/wide")
    assert sc.textFile(f"{root}/wide").map(lambda line: list(map(int, line.split("\t")))).collect() == rows


# ---------------------------------------------------------------------------------------------- compressed


def test_truncated_files_fail_the_job_and_name_themselves(sc, root):
    noise = os.urandom(100_000)
    for name, data in {"cut.gz": gzip.compress(noise), "cut.bz2": bz2.compress(noise)}.items():
        (root / name).write_bytes(data[: len(data) // 2])
        for reader in ("textFile", "bytes", "wholeTextFiles"):
            with refused(match=name.replace(".", r"\.")):
                READERS[reader](sc, f"{root}/{name}").count()
    faulty.assert_usable(sc)


def test_a_bomb_without_line_ends_ends_its_task_at_most(sc, root):
    with gzip.open(root / "bomb.gz", "wb", 1) as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))

    def limited(it):
        import resource

        with open("/proc/self/statm") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + (256 << 20), resource.RLIM_INFINITY))
        return it

    for reader in ("textFile", "wholeTextFiles"):
        rdd = READERS[reader](sc, f"{root}/bomb.gz")
        one = sc.parallelize([0], 1).mapPartitions(limited).union(rdd.map(lambda _: 1)).coalesce(1)
        with refused(20, "MemoryError"):
            one.count()
    faulty.assert_usable(sc)


CODECS = {"gz": "gzip", "bz2": "bzip2", "snappy": "snappy", "lz4": "lz4", "zst": "zstd", "deflate": "deflate"}


@pytest.mark.timeout(300)
def test_damaged_files_end_no_driver(sc, root, seed):
    chance = random.Random(seed)
    text = "".join(f"line {i} {chance.random()}\n" for i in range(3000)).encode()
    good = {f"a.{extension}": codec_named(name).compress(text) for extension, name in CODECS.items()}
    pairs = sc.parallelize([(i, f"value {i}") for i in range(2000)], 1)
    pairs.saveAsSequenceFile(f"{root}/s")
    pairs.saveAsSequenceFile(f"{root}/z", "org.apache.hadoop.io.compress.GzipCodec")
    good["s"] = (root / "s/part-00000").read_bytes()
    good["z"] = next((root / "z").glob("part-*")).read_bytes()
    for name, data in good.items():
        damaged = bytearray(data)
        for _ in range(chance.choice([1, 3, 30])):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        (root / f"bad-{name}").write_bytes(damaged[: chance.choice([len(data), chance.randrange(len(data))])])
        reader = READERS["textFile" if "." in name else "sequenceFile"]
        started = time.monotonic()
        try:
            reader(sc, f"{root}/bad-{name}").count()
        except (PySparkException, OSError):
            pass
        assert time.monotonic() - started < 10
    pids = set(faulty.pids(sc).values())
    faulty.assert_usable(sc)
    assert Path(f"/proc/{faulty.server_pid(sc)}").exists() and len(pids) == 4
