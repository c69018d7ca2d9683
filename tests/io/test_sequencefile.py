"""SequenceFiles and Writables: layout, splits, corruption, and what Python types become."""

from __future__ import annotations

import io
import math
import os
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_helpers import parts, records, save

from pyrite._io import sequencefile
from pyrite._io.errors import CorruptFileError, UnsupportedFormatError
from pyrite._io.filesystem import Storage
from pyrite._io.hadoop import sequence_output
from pyrite._io.sequencefile import Compression, SequenceInput, plan_sequence_file, write_pairs
from pyrite._io.splits import FileSplit
from pyrite._io.writables import (
    IO,
    WritableTypeError,
    encode_vlong,
    parse_vlong,
    show,
    writable_for,
    writable_named,
)

INT, LONG = st.integers(-(2**31), 2**31 - 1), st.integers(2**31, 2**63 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.one_of(
    st.none(), st.booleans(), INT, LONG, st.floats(allow_nan=False), TEXT, st.binary().map(bytearray)
)
KEYS = st.one_of(st.none(), st.booleans(), INT, TEXT)
VALUES = st.recursive(SCALARS, lambda inner: st.dictionaries(KEYS, inner, max_size=4), max_leaves=8)
COMPRESSIONS = [None] + [
    Compression(codec, by_block)
    for codec in ("gzip", "deflate", "bzip2", "zstd", "lz4", "snappy")
    for by_block in (False, True)
]


@given(st.integers(-(2**63), 2**63 - 1))
def test_vlong_round_trip(value):
    data = encode_vlong(value)
    assert parse_vlong(b"x" + data + b"y", 1) == (value, 1 + len(data))


@given(VALUES)
def test_writable_round_trip(value):
    writable = writable_for(value)
    data = writable.encode(value)
    assert writable.decode(data) == value
    assert writable.parse(b"ab" + data + b"c", 2) == (value, 2 + len(data))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "IntWritable"),
        (2**31 - 1, "IntWritable"),
        (2**31, "LongWritable"),
        (-(2**31) - 1, "LongWritable"),
        (1.0, "DoubleWritable"),
        (True, "BooleanWritable"),
        ("a", "Text"),
        (b"a", "BytesWritable"),
        (bytearray(b"a"), "BytesWritable"),
        (None, "NullWritable"),
        ({"a": 1}, "MapWritable"),
    ],
)
def test_python_types_become_the_writables_of_pyspark(value, name):
    assert writable_for(value).class_name == IO + name


@pytest.mark.parametrize("value", [[1], (1, 2), {1}, 2**63, 1j, object()])
def test_other_types_are_refused(value):
    with pytest.raises(WritableTypeError, match=f"Data of type {type(value).__name__} cannot be used"):
        writable_for(value)


def test_array_writable_is_refused_by_name():
    with pytest.raises(
        UnsupportedFormatError, match=r"org\.apache\.hadoop\.io\.ArrayWritable is not supported"
    ):
        writable_named(IO + "ArrayWritable")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.5, "1.5"),
        (1e10, "1.0E10"),
        (1.25e-7, "1.25E-7"),
        (math.nan, "NaN"),
        (-math.inf, "-Infinity"),
        (100000.0, "100000.0"),
        (1e-5, "1.0E-5"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (0.001, "0.001"),
        (123456789.125, "1.23456789125E8"),
        (-0.0, "-0.0"),
        (b"ab\xff", "61 62 ff"),
        (True, "true"),
        ({"a": 1, "b": None}, "{a=1, b=(null)}"),
    ],
)
def test_values_are_shown_as_java_shows_them(value, text):
    assert show(value) == text


@pytest.mark.parametrize("compression", COMPRESSIONS, ids=str)
def test_round_trip(tmp_path, storage, compression):
    pairs = [(i, f"value {i} é") for i in range(2500)]
    output = sequence_output(storage, lambda: pairs[0], compression=compression)
    assert save(storage, tmp_path / "out", output, pairs[:1000], pairs[1000:]) == ["part-00000", "part-00001"]
    assert records(plan_sequence_file(f"{tmp_path}/out", 2, storage)) == pairs


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return str(tmp_path_factory.mktemp("sequence") / "file")


@settings(max_examples=150, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 60), max_size=40),
    edges=st.lists(st.integers(0, 3000)),
    compression=st.sampled_from([None, Compression("deflate", False), Compression("deflate", True)]),
)
def test_any_split_gives_every_pair_once(scratch, sizes, edges, compression):
    pairs = [(i, bytearray(b"v" * size)) for i, size in enumerate(sizes)]
    interval, block = sequencefile.SYNC_INTERVAL, sequencefile.BLOCK_SIZE
    sequencefile.SYNC_INTERVAL, sequencefile.BLOCK_SIZE = 100, 100
    try:
        with open(scratch, "wb") as file:
            write_pairs(file, writable_for(1), writable_for(b""), iter(pairs), compression)
    finally:
        sequencefile.SYNC_INTERVAL, sequencefile.BLOCK_SIZE = interval, block
    size = os.path.getsize(scratch)
    edges = sorted({0, *(min(edge, size) for edge in edges), size})
    splits = tuple(FileSplit(scratch, a, b - a, size) for a, b in pairwise(edges))
    assert records(SequenceInput(Storage(), splits)) == pairs


def test_splits_are_those_of_spark(tmp_path, storage):
    pairs = [(i, f"value {i}" * 5) for i in range(60_000)]
    save(storage, tmp_path / "out", sequence_output(storage, lambda: pairs[0]), pairs)
    for wanted, counts in ((1, [60000]), (2, [30939, 29061]), (3, [21903, 19578, 18519])):
        assert [len(part) for part in parts(plan_sequence_file(f"{tmp_path}/out", wanted, storage))] == counts
    assert len(plan_sequence_file(f"{tmp_path}/out", 40, storage).splits) == 40


def written(pairs, compression=None):
    buffer = io.BytesIO()
    write_pairs(buffer, writable_for(pairs[0][0]), writable_for(pairs[0][1]), iter(pairs), compression)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "compression", [None, Compression("gzip", False), Compression("gzip", True)], ids=str
)
def test_every_truncation_raises_or_ends_at_a_record(tmp_path, storage, compression):
    pairs = [(i, f"value {i}") for i in range(5)]
    data = written(pairs, compression)
    short = []
    for size in range(1, len(data)):
        (tmp_path / "t").write_bytes(data[:size])
        try:
            found = records(plan_sequence_file(f"{tmp_path}/t", 1, storage))
        except CorruptFileError:
            continue
        assert found == pairs[: len(found)]
        short.append(size)
    # Between two records nothing in the format says that more should follow.
    assert len(short) <= len(pairs) + 1


@pytest.mark.parametrize(
    "compression", [None, Compression("deflate", False), Compression("deflate", True)], ids=str
)
def test_flipped_bytes_never_crash(tmp_path, storage, compression):
    data = bytearray(written([(i, {"a": i}) for i in range(4)], compression))
    for i in range(len(data)):
        data[i] ^= 0xA5
        (tmp_path / "t").write_bytes(bytes(data))
        data[i] ^= 0xA5
        try:
            records(plan_sequence_file(f"{tmp_path}/t", 1, storage))
        except (CorruptFileError, UnsupportedFormatError):
            pass


def test_other_files_are_refused(tmp_path, storage):
    (tmp_path / "t").write_bytes(b"hello world" * 10)
    with pytest.raises(CorruptFileError, match=f"file:{tmp_path}/t not a SequenceFile"):
        records(plan_sequence_file(f"{tmp_path}/t", 1, storage))


def test_mixed_types_are_refused_when_written(tmp_path, storage):
    output = sequence_output(storage, lambda: (1, 2))
    with pytest.raises(
        WritableTypeError, match=r"wrong value class: .*LongWritable is not class .*IntWritable"
    ):
        save(storage, tmp_path / "a", output, [(1, 2), (1, 2**40)])
    with pytest.raises(WritableTypeError, match=r"wrong key class: .*Text is not class .*IntWritable"):
        save(storage, tmp_path / "b", output, [("a", 2)])
    with pytest.raises(WritableTypeError, match="RDD element of type int cannot be used"):
        save(storage, tmp_path / "c", output, [1])
    with pytest.raises(WritableTypeError, match="wrong value class"):
        save(storage, tmp_path / "d", output, [(1, None)])


@pytest.mark.parametrize(
    "name",
    ["VIntWritable", "VLongWritable", "LongWritable", "FloatWritable", "ByteWritable", "ShortWritable"],
)
def test_declared_classes_take_the_values_that_fit(tmp_path, storage, name):
    output = sequence_output(storage, lambda: None, key_class=IO + "Text", value_class=IO + name)
    pairs = [("k", 1), ("k", -100), ("k", 127)]
    save(storage, tmp_path / "out", output, pairs)
    assert records(plan_sequence_file(f"{tmp_path}/out", 1, storage)) == pairs
    if name != "FloatWritable":
        with pytest.raises(WritableTypeError):
            save(storage, tmp_path / "bad", output, [("k", 2**63)])
