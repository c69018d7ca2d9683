"""Codecs: both ways, by any name, bounded, and never silently short."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import pickle
import subprocess
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_helpers import records

from pyrite._io import codecs
from pyrite._io.codecs import codec_for_path, codec_named
from pyrite._io.errors import CorruptFileError, MissingDependencyError, UnsupportedFormatError
from pyrite._io.text import plan_text

NAMES = ["gzip", "deflate", "bzip2", "xz", "zstd", "lz4", "snappy"]
HADOOP = "org.apache.hadoop.io.compress."


@pytest.mark.parametrize(
    ("name", "extension", "class_name"),
    [
        ("gzip", ".gz", "GzipCodec"),
        ("deflate", ".deflate", "DefaultCodec"),
        ("deflate", ".deflate", "DeflateCodec"),
        ("bzip2", ".bz2", "BZip2Codec"),
        ("zstd", ".zst", "ZStandardCodec"),
        ("lz4", ".lz4", "Lz4Codec"),
        ("snappy", ".snappy", "SnappyCodec"),
    ],
)
def test_names(name, extension, class_name):
    codec = codec_named(HADOOP + class_name)
    assert codec.name == name
    assert codec_for_path("/a.b/x" + extension) is codec
    assert codec_for_path("/a.b/x" + extension.upper()) is codec
    assert codec_named(name) is codec
    assert pickle.loads(pickle.dumps(codec)) is codec


def test_other_extensions_are_plain():
    assert codec_for_path("/x.gz/plain") is None
    assert codec_for_path("/gz") is None


def test_unknown_names_are_refused():
    with pytest.raises(
        UnsupportedFormatError, match=r"org\.foo\.Bar was not found; known are .*GzipCodec"
    ) as info:
        codec_named("org.foo.Bar")
    assert info.value.java_class == "java.lang.ClassNotFoundException"


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None)
@given(pieces=st.lists(st.binary(max_size=3000), max_size=5), repeat=st.integers(1, 200))
def test_round_trip(name, pieces, repeat):
    codec = codec_named(name)
    data = b"".join(pieces) * repeat
    assert codec.decompress(codec.compress(data)) == data


@pytest.mark.parametrize("name", NAMES)
def test_members_one_after_another(name):
    codec = codec_named(name)
    data = os.urandom(300_000) + b"a" * 300_000
    assert (
        codec.decompress(codec.compress(data) + codec.compress(b"") + codec.compress(b"more"))
        == data + b"more"
    )


@pytest.mark.parametrize("name", NAMES)
def test_cut_streams_raise(name):
    codec = codec_named(name)
    packed = codec.compress(os.urandom(5000))
    for size in [*range(1, 40), len(packed) // 2, len(packed) - 9, len(packed) - 1]:
        with pytest.raises(CorruptFileError):
            codec.decompress(packed[:size])
    assert codec.decompress(b"") == b""


@pytest.mark.parametrize("name", NAMES)
def test_flipped_bits_never_hang_or_crash(name):
    codec = codec_named(name)
    packed = bytearray(codec.compress(b"some text to be kept " * 50))
    for i in range(len(packed)):
        packed[i] ^= 0x55
        try:
            codec.decompress(bytes(packed))
        except CorruptFileError:
            pass
        packed[i] ^= 0x55


def test_garbage_behind_gzip_raises_and_padding_does_not():
    packed = gzip.compress(b"x")
    assert codec_named("gzip").decompress(packed + b"\0" * 100) == b"x"
    with pytest.raises(CorruptFileError, match="corrupt"):
        codec_named("gzip").decompress(packed + b"garbage")


def test_foreign_framings_are_read():
    lz4 = pytest.importorskip("lz4.frame")
    data = os.urandom(100_000) * 3
    assert codec_named("lz4").decompress(lz4.compress(data) + lz4.compress(b"more")) == data + b"more"


def test_blocks_have_hadoops_framing():
    packed = codec_named("snappy").compress(b"a" * 10)
    assert packed[:4] == b"\0\0\0\n"
    assert int.from_bytes(packed[4:8], "big") == len(packed) - 8


def test_a_block_may_hold_many_chunks():
    snappy = pytest.importorskip("cramjam").snappy
    chunks = [bytes(snappy.compress_raw(part)) for part in (b"abc", b"defg")]
    framed = (7).to_bytes(4, "big") + b"".join(len(c).to_bytes(4, "big") + c for c in chunks)
    assert codec_named("snappy").decompress(framed) == b"abcdefg"


def test_a_lying_block_length_is_not_allocated():
    for name in ("lz4", "snappy"):
        with pytest.raises(CorruptFileError):
            codec_named(name).decompress(b"\xff\xff\xff\xff\0\0\0\x05\xff\xff\xff\xff\x7f")


def test_a_missing_package_is_named(monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(codecs, "import_module", absent)
    with pytest.raises(
        MissingDependencyError, match=r"zstd files need the package zstandard: pip install 'pyrite\[zstd\]'"
    ):
        codec_named("zstd").compress(b"x")
    with pytest.raises(MissingDependencyError, match=r"pyrite\[snappy\]"):
        codec_named("snappy").decompress(b"x")


@pytest.mark.parametrize("name", NAMES)
def test_reading_is_bounded(name):
    codec = codec_named(name)
    packed = codec.compress(b"\0" * (32 << 20))
    reader = codec.reader(io.BytesIO(packed))
    total = 0
    while piece := reader.read(1 << 18):
        # zstd cannot be told how much to give out: one of its input pieces gives a few blocks of 128 KiB.
        assert len(piece) <= (1 << 18 if name != "zstd" else 200 << 20)
        total += len(piece)
    assert total == 32 << 20


def bomb(path, size):
    """Write a gz file of `size` bytes of short lines, with a compressor that is fed one pattern."""
    line = b"\n".join([b"0" * 999] * 1000) + b"\n"
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with open(path, "wb") as file:
        for _ in range(size // len(line)):
            file.write(packer.compress(line))
        file.write(packer.flush())


READ_ALL = """
import resource, sys
from pyrite._io.filesystem import Storage
from pyrite._io.text import plan_text
planned = plan_text(sys.argv[1], 1, Storage())
count = sum(len(batch) for split in planned.splits for batch in planned.read(split))
if sys.platform == "linux":  # ru_maxrss begins with that of the process that started this one
    with open("/proc/self/status") as file:
        peak = next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, peak)
"""


def read_bomb(tmp_path, size):
    bomb(tmp_path / "bomb.gz", size)
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path / "bomb.gz")],
        capture_output=True,
        text=True,
        check=True,
    )
    count, peak = map(int, done.stdout.split())
    assert count == size // 1000 // 1000 * 1000
    assert peak < 512 << 20


def test_a_bomb_of_200_mb_stays_small(tmp_path):
    read_bomb(tmp_path, 200_000_000)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_bomb_of_10_gb_stays_small(tmp_path):
    read_bomb(tmp_path, 10_000_000_000)


def test_corruption_names_the_file(tmp_path, storage):
    (tmp_path / "a.bz2").write_bytes(bz2.compress(b"x\n" * 1000)[:-5])
    with pytest.raises(CorruptFileError, match=r"a\.bz2 is cut short") as info:
        records(plan_text(f"{tmp_path}/a.bz2", 1, storage))
    again = pickle.loads(pickle.dumps(info.value))
    assert (str(again), again.java_class) == (str(info.value), "java.io.EOFException")


def test_importing_needs_no_extra():
    program = (
        "import sys, pyrite._io.hadoop, pyrite._io.files, pyrite._io.picklefile, pyrite._io.commit\n"
        + (
            "heavy = {'fsspec', 'zstandard', 'lz4', 'cramjam', 'numpy', 'pyarrow'} & set(sys.modules)\n"
            "assert not heavy, heavy"
        )
    )
    subprocess.run([sys.executable, "-c", program], check=True)
