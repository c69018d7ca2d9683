"""Files that are damaged or gone, as ``spark.files.ignoreCorruptFiles`` and ``ignoreMissingFiles`` have it.

Real Spark 4.3.0 gave the same answers.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pyrite import RDD, SparkConf, SparkContext
from pyrite._io import plan_leniently
from pyrite.errors import PySparkException


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("1\n2\n")
    (tmp_path / "c.txt").write_text("3\n")
    return tmp_path


def context(corrupt: bool = False, missing: bool = False) -> SparkContext:
    conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("lenient")
    conf.set("spark.files.ignoreCorruptFiles", str(corrupt).lower())
    return SparkContext(conf=conf.set("spark.files.ignoreMissingFiles", str(missing).lower()))


def fails(action: Callable[[], Any], with_: str) -> None:
    with pytest.raises((PySparkException, OSError)) as caught:
        action()
    assert with_ in str(caught.value) + type(caught.value).__name__


@pytest.mark.parametrize("corrupt", [False, True])
def test_damaged_files(folder: Path, corrupt: bool) -> None:
    whole = gzip.compress(b"".join(b"%d\n" % number for number in range(200_000)))
    (folder / "b.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "seq").write_bytes(b"SEQ\x06garbage")
    with context(corrupt=corrupt) as sc:
        assert sc.binaryFiles(f"{folder}/*.gz").count() == 1
        text, sequence = sc.textFile(f"{folder}/*.*"), sc.sequenceFile(f"{folder}/seq")
        if corrupt:
            # What was read before the damage stays.
            assert 1000 < text.count() < 200_000 and {"1", "2", "3"} <= set(text.collect())
            names = [Path(name).name for name, _ in sc.wholeTextFiles(f"{folder}/*.*").collect()]
            assert sorted(names) == ["a.txt", "c.txt"]
            assert sequence.count() == 0 and sc.pickleFile(f"{folder}/seq").count() == 0
        else:
            fails(text.count, "b.gz is cut short")
            fails(sc.wholeTextFiles(f"{folder}/*.*").count, "b.gz is cut short")
            fails(sequence.count, "CorruptFileError")


@pytest.mark.parametrize("missing", [False, True])
def test_missing_files(folder: Path, missing: bool) -> None:
    def gone(read: Callable[[str], RDD[Any]]) -> RDD[Any]:
        (folder / "z.txt").write_text("9\n")
        rdd = read(f"{folder}/*.txt")
        assert rdd.getNumPartitions() > 0
        (folder / "z.txt").unlink()
        return rdd

    with context(missing=missing) as sc:
        text = gone(lambda path: sc.textFile(path, 4))
        files = gone(lambda path: sc.wholeTextFiles(path, 4))
        never = sc.textFile(f"{folder}/nope")
        if missing:
            assert sorted(text.collect()) == ["1", "2", "3"]
            assert sorted(files.values().collect()) == ["1\n2\n", "3\n"]
            assert never.count() == 0 and never.getNumPartitions() == 0
        else:
            fails(text.count, "z.txt")
            fails(files.count, "z.txt")
            fails(never.count, "InvalidInputException")


class Refused:
    """An input of what one may not read."""

    splits = (0,)

    def read(self, split: int) -> Iterator[list[Any]]:
        yield [1]
        raise PermissionError("not yours")


def test_what_is_not_damaged_is_told() -> None:
    given = plan_leniently(Refused, corrupt=True, missing=True).read(0)
    assert next(given) == [1]
    with pytest.raises(PermissionError, match="not yours"):
        next(given)
