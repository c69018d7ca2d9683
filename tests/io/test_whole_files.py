"""Whole files and fixed-length records; partitions as real Spark makes them."""

from __future__ import annotations

import gzip

import pytest
from io_helpers import records

from pyrite._io.errors import CorruptFileError, InvalidInputException, StorageError, UnsupportedFormatError
from pyrite._io.files import plan_binary_files, plan_binary_records, plan_whole_text_files
from pyrite._io.filesystem import Storage


@pytest.fixture
def directory(tmp_path):
    for name, data in (("x.txt", b"1\n2\n3\n"), ("y.txt", b"4\n5"), ("empty.txt", b""), ("_h", b"no")):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/z").write_bytes(b"not listed")
    return tmp_path


def shape(planned):
    return [[path.rpartition("/")[2] for path in split] for split in planned.splits]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (1, [["x.txt", "y.txt"], ["empty.txt"]]),
        (2, [["x.txt"], ["empty.txt", "y.txt"]]),
        (3, [["x.txt"], ["y.txt"], ["empty.txt"]]),
        (5, [["x.txt"], ["y.txt"], ["empty.txt"]]),
    ],
)
def test_whole_text_files_are_packed_as_in_spark(directory, storage, wanted, expected):
    assert shape(plan_whole_text_files(str(directory), wanted, storage)) == expected


def test_whole_text_files(directory, storage):
    found = records(plan_whole_text_files(str(directory), 1, storage))
    assert found == [
        (f"file:{directory}/x.txt", "1\n2\n3\n"),
        (f"file:{directory}/y.txt", "4\n5"),
        (f"file:{directory}/empty.txt", ""),
    ]


def test_whole_text_is_decompressed_and_made_well_formed(tmp_path, storage):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"\xef\xbb\xbfa\r\n\xff\xed\xa0\x80"))
    assert records(plan_whole_text_files(str(tmp_path), 1, storage)) == [
        (f"file:{tmp_path}/a.gz", "\ufeffa\r\n\ufffd\ufffd")
    ]
    assert records(plan_whole_text_files(str(tmp_path), 1, storage, use_unicode=False)) == [
        (f"file:{tmp_path}/a.gz".encode(), "\ufeffa\r\n\ufffd\ufffd".encode())
    ]


def test_binary_files_are_exact(tmp_path, storage):
    data = bytes(range(256)) * 10
    (tmp_path / "a.gz").write_bytes(data)
    assert records(plan_binary_files(str(tmp_path), 2, 2, storage)) == [(f"file:{tmp_path}/a.gz", data)]


def test_binary_files_are_packed_as_in_spark(directory):
    whole = [["empty.txt", "x.txt", "y.txt"]]
    for wanted in (1, 2, 5):
        assert shape(plan_binary_files(str(directory), wanted, 2, Storage())) == whole
    small = Storage({"spark.files.openCostInBytes": "0", "spark.files.maxPartitionBytes": "3b"})
    assert shape(plan_binary_files(str(directory), 1, 2, small)) == [["x.txt"], ["y.txt"], ["empty.txt"]]


def test_missing_input_is_named_as_by_the_newer_api(tmp_path, storage):
    with pytest.raises(InvalidInputException, match=f"Input path does not exist: file:{tmp_path}/no") as info:
        plan_whole_text_files(f"{tmp_path}/no", 1, storage)
    assert info.value.java_class == "org.apache.hadoop.mapreduce.lib.input.InvalidInputException"


@pytest.mark.parametrize("length", [1, 4, 8, 24])
def test_binary_records(tmp_path, storage, length):
    data = bytes(range(24))
    (tmp_path / "r").write_bytes(data)
    expected = [data[i : i + length] for i in range(0, 24, length)]
    assert records(plan_binary_records(str(tmp_path), length, storage)) == expected


def test_binary_records_are_cut_between_records(tmp_path):
    data = bytes(range(200))
    (tmp_path / "r").write_bytes(data)
    planned = plan_binary_records(str(tmp_path), 10, Storage({"fs.local.block.size": "64"}))
    assert [split.length for split in planned.splits] == [60, 60, 60, 20]
    assert b"".join(records(planned)) == data


@pytest.mark.parametrize("length", [5, 25])
def test_a_file_that_is_no_multiple_raises(tmp_path, storage, length):
    (tmp_path / "r").write_bytes(bytes(24))
    with pytest.raises(
        CorruptFileError, match=f"24 bytes, which is not a multiple of the record length {length}"
    ):
        records(plan_binary_records(str(tmp_path), length, storage))


def test_bad_record_inputs_are_refused(tmp_path, storage):
    (tmp_path / "r.gz").write_bytes(gzip.compress(b"x"))
    with pytest.raises(StorageError, match="must be positive, not 0"):
        plan_binary_records(str(tmp_path), 0, storage)
    with pytest.raises(UnsupportedFormatError, match="compressed"):
        plan_binary_records(str(tmp_path), 1, storage)


@pytest.mark.parametrize(
    ("text", "size"), [("64m", 64 << 20), ("1 GiB", 1 << 30), ("4194304", 4194304), ("2kb", 2048)]
)
def test_sizes_are_read_as_spark_reads_them(text, size):
    assert Storage({"x": text}).bytes_option("x", 0) == size
