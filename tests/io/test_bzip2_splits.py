"""bzip2 files are cut between their blocks; any cut gives the same lines."""

from __future__ import annotations

import bz2
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_helpers import parts, records

from pyrite._io.bzip2 import decompress_block, find_marks
from pyrite._io.errors import CorruptFileError
from pyrite._io.filesystem import Storage
from pyrite._io.splits import FileSplit
from pyrite._io.text import DELIMITER, TextInput, plan_text


def make_lines(seed, count, longest):
    source = random.Random(seed)
    return [source.randbytes(source.randrange(longest)).hex() for _ in range(count)]


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """(path, size, lines) of files of several blocks: plain, of many streams, with long lines."""
    root = tmp_path_factory.mktemp("bz2")
    found = []
    for name, lines, end in (
        ("one", make_lines(1, 8000, 60), "\n"),
        ("crlf", make_lines(2, 8000, 60), "\r\n"),
        ("long", make_lines(3, 12, 150_000), "\n"),
    ):
        text = end.join([*lines, ""]).encode()
        packed = bz2.compress(text, 1)
        if name == "crlf":
            packed = bz2.compress(text[:200_000], 1) + bz2.compress(b"", 1) + bz2.compress(text[200_000:], 1)
        path = root / f"{name}.bz2"
        path.write_bytes(packed)
        found.append((str(path), len(packed), lines))
    return found


@settings(max_examples=25, deadline=None)
@given(which=st.integers(0, 2), edges=st.lists(st.integers(0, 400_000), max_size=6))
def test_any_split_gives_every_line_once(samples, which, edges):
    path, size, lines = samples[which]
    edges = sorted({0, *(min(edge, size) for edge in edges), size})
    splits = tuple(FileSplit(path, a, b - a, size) for a, b in pairwise(edges))
    assert records(TextInput(Storage(), splits)) == lines


def test_partitions_are_those_of_spark(tmp_path, storage):
    text = b"".join(b"row %d %d\n" % (i, i * i) for i in range(300_000))
    (tmp_path / "big.bz2").write_bytes(bz2.compress(text, 1))
    found = parts(plan_text(f"{tmp_path}/big.bz2", 4, storage))
    assert [len(part) for part in found] == [83612, 70926, 73846, 71616]


def test_small_files_give_all_to_the_first(tmp_path, storage):
    (tmp_path / "a.bz2").write_bytes(bz2.compress(b"x\n" * 1000))
    assert len(parts(plan_text(f"{tmp_path}/a.bz2", 4, storage))[0]) == 1000


def test_marks_are_found_at_every_bit(samples):
    path, _, _ = samples[0]
    with open(path, "rb") as file:
        data = file.read()
    marks = find_marks(data)
    assert [is_block for _, is_block in marks] == [True] * (len(marks) - 1) + [False]
    whole = b"".join(decompress_block(data, a, b) or b"?" for (a, _), (b, _) in pairwise(marks))
    assert whole == bz2.decompress(data)
    value = int.from_bytes(data, "big")
    for shift in range(1, 8):
        moved = (value << shift).to_bytes(len(data) + 1, "big")
        assert find_marks(moved) == [(mark + 8 - shift, is_block) for mark, is_block in marks]


def test_corruption_raises(samples, tmp_path, storage):
    path, size, _ = samples[0]
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (tmp_path / "cut.bz2").write_bytes(data[: size - 100])
    data[size // 2] ^= 0xFF
    (tmp_path / "flipped.bz2").write_bytes(data)
    (tmp_path / "other.bz2").write_bytes(b"plain text\n" * 1000)
    for name in ("cut", "flipped", "other"):
        with pytest.raises(CorruptFileError):
            records(plan_text(f"{tmp_path}/{name}.bz2", 3, storage))


def test_a_custom_delimiter_keeps_the_file_whole(tmp_path):
    (tmp_path / "a.bz2").write_bytes(bz2.compress(b"a|b|c"))
    assert parts(plan_text(f"{tmp_path}/a.bz2", 4, Storage({DELIMITER: "|"}))) == [["a", "b", "c"]]
