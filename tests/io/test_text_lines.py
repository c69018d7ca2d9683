"""Lines: Hadoop's splits and line ends, and any cut gives the same lines."""

from __future__ import annotations

import bz2
import gzip
import os
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_helpers import parts, records, save

from pyrite._io import text
from pyrite._io.errors import CorruptFileError
from pyrite._io.filesystem import Storage
from pyrite._io.splits import FileSplit
from pyrite._io.text import DELIMITER, TextInput, plan_text
from pyrite._io.textfile import TextOutput

HUNDRED = b"".join(b"line %d\n" % i for i in range(100))


@pytest.mark.parametrize(
    ("wanted", "counts"),
    [
        (1, [100]),
        (2, [51, 49]),
        (3, [35, 33, 32]),
        (5, [22, 19, 20, 20, 19]),
        (7, [16, 14, 14, 14, 14, 14, 14]),
    ],
)
def test_partitions_are_those_of_spark(tmp_path, storage, wanted, counts):
    (tmp_path / "a").write_bytes(HUNDRED)
    assert [len(part) for part in parts(plan_text(f"{tmp_path}/a", wanted, storage))] == counts


def test_many_partitions_are_those_of_spark(tmp_path, storage):
    (tmp_path / "a").write_bytes(HUNDRED)
    assert len(plan_text(f"{tmp_path}/a", 50, storage).splits) == 53
    assert len(plan_text(f"{tmp_path}/a", 1000, storage).splits) == 790


def test_a_directory_shares_its_splits_as_in_spark(tmp_path, storage):
    for name, data in (("x", b"1\n2\n3\n"), ("y", b"4\n5"), ("empty", b"")):
        (tmp_path / name).write_bytes(data)
    assert parts(plan_text(str(tmp_path), 1, storage)) == [["1", "2", "3"], ["4", "5"]]
    assert parts(plan_text(str(tmp_path), 2, storage)) == [["1", "2", "3"], [], ["4", "5"]]
    assert parts(plan_text(str(tmp_path), 5, storage)) == [["1"], ["2"], [], ["3"], [], [], ["4"], ["5"], []]


def test_big_files_are_cut_by_blocks(tmp_path):
    (tmp_path / "a").write_bytes(HUNDRED)
    storage = Storage({"fs.local.block.size": "100"})
    assert len(plan_text(f"{tmp_path}/a", 1, storage).splits) == 8
    merged = Storage({**storage.options, "mapreduce.input.fileinputformat.split.minsize": "500"})
    assert len(plan_text(f"{tmp_path}/a", 1, merged).splits) == 2


def test_line_ends_and_malformed_utf8_are_read_as_java_reads_them(tmp_path, storage):
    (tmp_path / "a").write_bytes(
        b"a\r\nb\rc\n\nd\xff\xfee\xc3\x28 \xe2\x82 \xf0\x9f\x98\x80\xed\xa0\x80 "
        b"f\x00g\x0bx\x0cy\x1cz\xc2\x85q\xe2\x80\xa8r\n"
    )
    last = "d\ufffd\ufffde\ufffd( \ufffd \U0001f600\ufffd f\x00g\x0bx\x0cy\x1cz\x85q\u2028r"
    assert records(plan_text(f"{tmp_path}/a", 1, storage)) == ["a", "b", "c", "", last]
    as_bytes = records(plan_text(f"{tmp_path}/a", 1, storage, use_unicode=False))
    assert as_bytes == [b"a", b"b", b"c", b"", last.encode()]


def test_a_byte_order_mark_is_dropped_at_the_start_only(tmp_path, storage):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfhello\n\xef\xbb\xbfx\n")
    (tmp_path / "b").write_bytes(b"\xef\xbb\xbf")
    assert records(plan_text(str(tmp_path), 1, storage)) == ["hello", "\ufeffx"]
    assert records(plan_text(f"{tmp_path}/a", 1, storage, use_unicode=False))[0] == b"hello"


def test_custom_delimiter(tmp_path):
    storage = Storage({DELIMITER: "||"})
    (tmp_path / "a").write_bytes(b"a||b|c||d||")
    for wanted in range(1, 12):
        assert records(plan_text(f"{tmp_path}/a", wanted, storage)) == ["a", "b|c", "d"]


def test_compressed_files_of_several_members(tmp_path, storage):
    (tmp_path / "a.gz").write_bytes(gzip.compress(HUNDRED[:50]) + gzip.compress(HUNDRED[50:]))
    (tmp_path / "b.bz2").write_bytes(bz2.compress(HUNDRED[:50]) + bz2.compress(HUNDRED[50:]))
    assert [len(part) for part in parts(plan_text(f"{tmp_path}/a.gz", 4, storage))] == [100]
    assert len(records(plan_text(f"{tmp_path}/b.bz2", 4, storage))) == 100


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return str(tmp_path_factory.mktemp("text") / "file")


def lines_of(data: bytes) -> list[bytes]:
    return re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", data)


def cut(path, size, edges, delimiter=None, use_unicode=False):
    edges = sorted({0, *(min(e, size) for e in edges), size})
    splits = tuple(FileSplit(path, a, b - a, size) for a, b in pairwise(edges))
    return TextInput(Storage(), splits, use_unicode, delimiter)


@settings(max_examples=300, deadline=None)
@given(
    data=st.lists(st.sampled_from([b"a", b"bc", b"\r", b"\n", b"\r\n", b"\xc3\xa9"]), max_size=40).map(
        b"".join
    ),
    edges=st.lists(st.integers(0, 60)),
    block=st.integers(1, 20),
)
def test_any_split_gives_every_line_once(scratch, data, edges, block):
    with open(scratch, "wb") as file:
        file.write(data)
    expected = [line.rstrip(b"\r\n").decode(errors="replace") for line in lines_of(data)]
    original, text.BLOCK = text.BLOCK, block
    try:
        planned = cut(scratch, len(data), edges, use_unicode=True)
        assert [r for s in planned.splits for b in planned.read(s) for r in b] == expected
        numbered = [p for s in planned.splits for b in text.numbered_lines(Storage(), s, None) for p in b]
    finally:
        text.BLOCK = original
    offset, offsets = 0, []
    for line in lines_of(data):
        offsets.append(offset)
        offset += len(line)
    assert numbered == list(zip(offsets, [line.rstrip(b"\r\n") for line in lines_of(data)]))


@settings(max_examples=300, deadline=None)
@given(
    data=st.text("a|bn", max_size=40).map(str.encode),
    delimiter=st.sampled_from([b"|", b"||", b"|||", b"|a|", b"ab", b"aab", b"nan"]),
    edges=st.lists(st.integers(0, 60)),
    block=st.integers(1, 20),
)
def test_any_split_gives_every_delimited_record_once(scratch, data, delimiter, edges, block):
    with open(scratch, "wb") as file:
        file.write(data)
    expected = data.split(delimiter)
    if not expected[-1]:
        expected.pop()
    original, text.BLOCK = text.BLOCK, block
    try:
        planned = cut(scratch, len(data), edges, delimiter)
        assert [r for s in planned.splits for b in planned.read(s) for r in b] == expected
        numbered = [
            p for s in planned.splits for b in text.numbered_lines(Storage(), s, delimiter) for p in b
        ]
    finally:
        text.BLOCK = original
    assert [data[o : o + len(r)] for o, r in numbered] == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), max_size=30))
def test_what_is_written_is_read(tmp_path_factory, lines):
    directory, storage = tmp_path_factory.mktemp("lines") / "out", Storage()
    save(storage, directory, TextOutput(storage), lines[:10], lines[10:])
    expected = [*(line.removeprefix("\ufeff") if not i else line for i, line in enumerate(lines[:10]))]
    expected += [line.removeprefix("\ufeff") if not i else line for i, line in enumerate(lines[10:])]
    assert records(plan_text(str(directory), 3, storage)) == expected


def test_nul_bytes_are_kept(tmp_path, storage):
    lines = ["a\0b", "\0", "", "c"]
    save(storage, tmp_path / "out", TextOutput(storage), lines)
    assert (tmp_path / "out/part-00000").read_bytes() == b"a\0b\n\0\n\nc\n"
    assert records(plan_text(f"{tmp_path}/out", 1, storage)) == lines


def huge_line(tmp_path, size):
    with open(tmp_path / "huge", "wb") as file:
        for _ in range(size >> 20):
            file.write(b"x" * (1 << 20))
        file.write(b"\nlast\n")
    found = parts(plan_text(f"{tmp_path}/huge", 16, Storage()))
    lines = [line for part in found for line in part]
    assert [len(line) for line in lines] == [size, 4]
    assert lines[0].count("x") == size


@pytest.mark.timeout(20)
def test_a_long_line_is_intact(tmp_path):
    huge_line(tmp_path, 32 << 20)


@pytest.mark.long
def test_a_line_of_512_mb_is_intact(tmp_path):
    huge_line(tmp_path, 512 << 20)


def test_a_truncated_gz_file_raises(tmp_path, storage):
    (tmp_path / "t.gz").write_bytes(gzip.compress(os.urandom(100_000))[:-9])
    with pytest.raises(CorruptFileError, match="Unexpected end of input stream"):
        records(plan_text(f"{tmp_path}/t.gz", 1, storage))


@pytest.mark.long
def test_reading_beats_a_plain_loop(tmp_path, storage):
    with open(tmp_path / "a", "w") as file:
        for i in range(1_000_000):
            file.write(f"{i} some words in a line of text that is read {i * i}\n")

    def plain():
        count = 0
        with open(tmp_path / "a") as file:
            for line in file:
                line.rstrip("\n")
                count += 1
        return count

    def ours():
        planned = plan_text(f"{tmp_path}/a", 2, storage)
        count = 0
        for split in planned.splits:
            for batch in planned.read(split):
                for _ in batch:
                    count += 1
        return count

    def timed(function):
        begin = time.perf_counter()
        assert function() == 1_000_000
        return time.perf_counter() - begin

    assert min(timed(ours) for _ in range(3)) < min(timed(plain) for _ in range(3))
