"""Frames and batches are byte for byte those of PySpark, where pickle decides the bytes; recorded there."""

from __future__ import annotations

import io
import pickle
import struct
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from pyrite import serializers as s

RECORDS = [1, "a", (2, None)]


class Kept(io.BytesIO):
    """A file whose content can be read after it is closed."""

    def close(self) -> None:
        pass


def dumped(serializer: s.Serializer, records: Iterable[Any]) -> io.BytesIO:
    file = io.BytesIO()
    serializer.dump_stream(records, file)
    file.seek(0)
    return file


@pytest.mark.parametrize("serializer", [s.PickleSerializer(), s.CloudPickleSerializer()])
def test_frames_of_pickle_are_pysparks(serializer: s.Serializer) -> None:
    assert dumped(serializer, RECORDS).getvalue().hex() == (
        "0000000580054b012e0000001080059505000000000000008c0161942e0000001180059506000000000000004b024e86942e"
    )


@pytest.mark.parametrize(
    "serializer",
    [
        s.PickleSerializer(),
        s.CPickleSerializer(),
        s.MarshalSerializer(),
        s.AutoSerializer(),
        s.CompressedSerializer(s.MarshalSerializer()),
        s.BatchedSerializer(s.MarshalSerializer()),
        s.BatchedSerializer(s.PickleSerializer(), 2),
        s.AutoBatchedSerializer(s.PickleSerializer(), 64),
        s.AutoBatchedSerializer(s.CompressedSerializer(s.PickleSerializer())),
    ],
    ids=repr,
)
def test_records_come_back(serializer: s.Serializer) -> None:
    for records in ([], RECORDS, RECORDS * 1000):
        assert list(serializer.load_stream(dumped(serializer, records))) == records
    assert pickle.loads(pickle.dumps(serializer)) == serializer


def test_what_marshal_cannot_do_auto_pickles() -> None:
    serializer = s.AutoSerializer()
    assert [serializer.dumps(value)[:1] for value in (1, threading.Lock, 1)] == [b"M", b"P", b"P"]
    assert serializer.loads(serializer.dumps(threading.Lock)) is threading.Lock
    with pytest.raises(ValueError, match="invalid serialization type"):
        serializer.loads(b"X")


def test_batches_grow_until_they_are_big_enough() -> None:
    serializer = s.AutoBatchedSerializer(s.PickleSerializer(), 40)
    file = dumped(serializer, range(100))
    sizes = [len(list(batch)) for batch in serializer._load_stream_without_unbatching(file)]
    assert sizes[:4] == [1, 2, 4, 8]
    assert max(sizes) <= 16 and sum(sizes) == 100


def test_batches_shrink_when_objects_are_big() -> None:
    serializer = s.AutoBatchedSerializer(s.PickleSerializer(), 40)
    file = dumped(serializer, [0] * 15 + [str(i) * 1000 for i in range(60)])
    sizes = [len(list(batch)) for batch in serializer._load_stream_without_unbatching(file)]
    assert sizes[-1] == 1 and sum(sizes) == 75


def test_long_lists_of_values_are_split() -> None:
    serializer = s.FlattenedValuesSerializer(s.PickleSerializer(), 2)
    assert list(serializer.load_stream(dumped(serializer, [("k", [1, 2, 3])]))) == [("k", [1, 2]), ("k", [3])]


def alternately(*batches: list[Any]) -> io.BytesIO:
    return dumped(s.PickleSerializer(), batches)


def test_pairs_of_batches() -> None:
    batched = s.BatchedSerializer(s.PickleSerializer())
    zipped, crossed = s.PairDeserializer(batched, batched), s.CartesianDeserializer(batched, batched)
    assert list(zipped.load_stream(alternately([1, 2], "ab", [3], "c"))) == [(1, "a"), (2, "b"), (3, "c")]
    assert list(crossed.load_stream(alternately([1, 2], "ab"))) == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    with pytest.raises(ValueError, match=r"different number of items in batches: \(1, 2\)"):
        list(zipped.load_stream(alternately([1], "ab")))


def test_text() -> None:
    file = io.BytesIO(struct.pack("!i", 2) + "é".encode() + struct.pack("!iic", -5, 1, b"z") + b"\xff" * 4)
    assert list(s.UTF8Deserializer().load_stream(file)) == ["é", None, "z"]
    file.seek(0)
    assert list(s.UTF8Deserializer(use_unicode=False).load_stream(file)) == ["é".encode(), None, b"z"]


@pytest.mark.parametrize("cut", [1, 3, 5, 8])
def test_a_cut_stream_ends_or_raises_but_never_makes_up_records(cut: int) -> None:
    data = dumped(s.NoOpSerializer(), [b"abcd", b"efgh"]).getvalue()
    file = io.BytesIO(data[:-cut])
    records = []
    try:
        records.extend(s.NoOpSerializer().load_stream(file))
    except struct.error:
        pass
    assert records in ([], [b"abcd"])


@pytest.mark.parametrize(
    "writes, frames",
    [
        ([b"abc", b"defghij", b"kl"], "0000000461626364000000046566676800000004696a6b6cffffffff"),
        ([b"abcdx"], "00000004616263640000000178ffffffff"),
        ([], "ffffffff"),
    ],
)
def test_chunks(writes: list[bytes], frames: str) -> None:
    file = Kept()
    stream = s.ChunkedStream(file, 4)
    for data in writes:
        stream.write(data)
    stream.close()
    assert file.getvalue().hex() == frames


def test_numbers() -> None:
    file = io.BytesIO()
    s.write_int(-2, file)
    s.write_long(1 << 40, file)
    s.write_with_length(b"xy", file)
    file.write(b"\x01")
    file.seek(0)
    assert (s.read_int(file), s.read_long(file), s.read_int(file)) == (-2, 1 << 40, 2)
    assert file.read(2) == b"xy"
    assert s.read_bool(file) is True
    assert s.pack_long(1) == b"\0" * 7 + b"\1"
    for read in (s.read_int, s.read_long, s.read_bool):
        with pytest.raises(EOFError):
            read(file)


def test_equality_and_text() -> None:
    assert s.BatchedSerializer(s.MarshalSerializer(), 2) == s.BatchedSerializer(s.MarshalSerializer(), 2)
    assert s.BatchedSerializer(s.MarshalSerializer(), 2) != s.BatchedSerializer(s.MarshalSerializer(), 3)
    assert hash(s.MarshalSerializer()) == hash(s.MarshalSerializer())
    pair = s.PairDeserializer(s.MarshalSerializer(), s.NoOpSerializer())
    assert repr(pair) == "PairDeserializer(MarshalSerializer(), NoOpSerializer())"
    assert repr(s.BatchedSerializer(pair)) == f"BatchedSerializer({pair}, -1)"


def test_what_cannot_be_pickled_says_so() -> None:
    with pytest.raises(pickle.PicklingError, match=r"cannot pickle '_thread\.lock' object"):
        s.CloudPickleSerializer().dumps(threading.Lock())


def test_only_allowed_names_are_loaded() -> None:
    data = s.CloudPickleSerializer().dumps(io.BytesIO)
    assert s.CloudPickleSerializer([("_io", "BytesIO")]).loads(data) is io.BytesIO
    with pytest.raises(pickle.UnpicklingError, match=r"_io\.BytesIO is not allowed"):
        s.CloudPickleSerializer([("builtins", "list")]).loads(data)
