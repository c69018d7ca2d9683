"""Files go both ways between Pyrite and real Spark."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from io_helpers import records, save

from pyrite._io.hadoop import sequence_output
from pyrite._io.picklefile import PickleOutput, plan_pickle_file
from pyrite._io.sequencefile import Compression, plan_sequence_file
from pyrite._io.text import plan_text
from pyrite._io.textfile import text_output
from pyrite._io.writables import IO

DATA = Path(__file__).parent / "data" / "spark"
PAIRS = {
    "int": [(1, 2), (-(2**31), 2**31 - 1)],
    "long": [(2**31, 2**40), (-(2**63), 2**63 - 1)],
    "double": [(1.5, float("inf")), (-0.0, 1e-300)],
    "text": [("a", "é"), ("", "x" * 300)],
    "bytes": [(bytearray(b"a"), bytearray(b"\x00\xff"))],
    "null": [(None, None), (None, None)],
    "bool": [(True, False)],
    "map": [("k", {"a": "x", 3: 2.5, "n": None, "m": {"b": 1}})],
}
CODECS = ["GzipCodec", "DefaultCodec", "BZip2Codec", "Lz4Codec", "SnappyCodec"]
HUNDRED = [(i, f"value {i}") for i in range(100)]
LINES = [f"line {i} é" for i in range(100)]


@pytest.mark.parametrize("name", PAIRS)
def test_sparks_sequence_files_are_read(storage, name):
    assert records(plan_sequence_file(str(DATA / f"sequence-{name}"), 1, storage)) == PAIRS[name]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("kind", ["record", "block"])
def test_sparks_compressed_sequence_files_are_read(storage, kind, codec):
    assert records(plan_sequence_file(str(DATA / f"sequence-{kind}-{codec}"), 1, storage)) == HUNDRED


@pytest.mark.parametrize("codec", CODECS)
def test_sparks_compressed_text_is_read(storage, codec):
    assert records(plan_text(str(next(DATA.glob(f"text-{codec}.*"))), 1, storage)) == LINES


def test_sparks_pickle_files_are_read(storage):
    assert records(plan_pickle_file(str(DATA / "pickle"), 1, storage)) == [*range(123), "é", None, (1, [2])]


READ_BACK = """
import json, sys
root = {root!r}
result = {{}}
for name in {sequences!r}:
    result[name] = [repr(pair) for pair in sc.sequenceFile(root + '/' + name).collect()]
for name in {texts!r}:
    result[name] = sc.textFile(root + '/' + name).collect()
result['pickle'] = sc.pickleFile(root + '/pickle', 1).collect()
result['cut'] = [len(sc.sequenceFile(root + '/large', minSplits=n).collect()) for n in (1, 7)]
print('RESULT' + json.dumps(result))
"""


@pytest.mark.oracle
def test_real_spark_reads_ours(tmp_path, storage, oracle):
    for name, pairs in PAIRS.items():
        save(storage, tmp_path / f"s-{name}", sequence_output(storage, lambda pairs=pairs: pairs[0]), pairs)
    for name in ("FloatWritable", "LongWritable"):
        output = sequence_output(storage, lambda: None, key_class=IO + "Text", value_class=IO + name)
        save(storage, tmp_path / f"w-{name}", output, [("k", 100), ("k", -3)])
    for codec in CODECS:
        for by_block in (False, True):
            output = sequence_output(
                storage, lambda: HUNDRED[0], compression=Compression(codec_class(codec), by_block)
            )
            save(storage, tmp_path / f"c-{codec}-{by_block}", output, HUNDRED)
        save(
            storage, tmp_path / f"t-{codec}", text_output(storage, codec_class(codec)), LINES, LINES * 20_000
        )
    save(storage, tmp_path / "pickle", PickleOutput(storage), [*range(123)], ["é", [1, {"a": None}]])
    large = [(i, f"value {i}" * 5) for i in range(30_000)]
    save(storage, tmp_path / "large", sequence_output(storage, lambda: large[0], compression=None), large)
    names = sorted(os.listdir(tmp_path))
    sequences = [n for n in names if n[:2] in ("s-", "w-", "c-")]
    texts = [n for n in names if n.startswith("t-")]
    printed = oracle(READ_BACK.format(root=str(tmp_path), sequences=sequences, texts=texts))
    result = json.loads(printed.split("RESULT")[1])
    for name, pairs in PAIRS.items():
        assert sorted(
            eval(pair, {"inf": float("inf")}) == p for pair, p in zip(result[f"s-{name}"], pairs)
        ) == ([True] * len(pairs)), name
    for name in sequences:
        if name.startswith("w-"):
            assert [eval(pair) for pair in result[name]] == [("k", 100), ("k", -3)]
        if name.startswith("c-"):
            assert [eval(pair) for pair in result[name]] == HUNDRED, name
    for name in texts:
        assert result[name] == LINES + LINES * 20_000, name
    assert result["pickle"] == [*range(123), "é", [1, {"a": None}]]
    assert result["cut"] == [30_000, 30_000]


def codec_class(name: str) -> str:
    return "org.apache.hadoop.io.compress." + name
