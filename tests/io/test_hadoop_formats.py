"""Hadoop's format classes by name, in both APIs."""

from __future__ import annotations

import os

import pytest
from io_helpers import parts, records

from pyrite._io.errors import StorageError, UnsupportedFormatError
from pyrite._io.filesystem import Storage
from pyrite._io.hadoop import hadoop_output_job, plan_hadoop_input
from pyrite._io.text import DELIMITER
from pyrite._io.writables import IO

OLD = "org.apache.hadoop.mapred."
NEW_IN = "org.apache.hadoop.mapreduce.lib.input."
NEW_OUT = "org.apache.hadoop.mapreduce.lib.output."
TEXT, LONG, INT = IO + "Text", IO + "LongWritable", IO + "IntWritable"


def read(path, input_format, *, partitions=1, conf=None, **more):
    planned = plan_hadoop_input(
        Storage(conf or {}),
        input_format,
        LONG,
        TEXT,
        new_api=".mapreduce." in input_format,
        min_partitions=partitions,
        paths=None if path is None else str(path),
        **more,
    )
    return parts(planned)


@pytest.fixture
def lines(tmp_path):
    (tmp_path / "kv").write_bytes(b"a\tb\tc\nnokey\n\tx\n\nk\t\n")
    return tmp_path / "kv"


WHOLE = [(0, "a\tb\tc"), (6, "nokey"), (12, "\tx"), (15, ""), (16, "k\t")]


def test_text_lines_have_their_offsets(lines):
    assert read(lines, NEW_IN + "TextInputFormat") == [WHOLE]
    assert read(lines, OLD + "TextInputFormat", partitions=2) == [WHOLE[:2], WHOLE[2:], []]


def test_custom_delimiter(tmp_path):
    (tmp_path / "d").write_bytes(b"a||b|c||d||")
    found = read(tmp_path, NEW_IN + "TextInputFormat", conf={DELIMITER: "||"})
    assert found == [[(0, "a"), (3, "b|c"), (8, "d")]]


def test_key_value_lines(lines):
    assert read(lines, NEW_IN + "KeyValueTextInputFormat") == [
        [("a", "b\tc"), ("nokey", ""), ("", "x"), ("", ""), ("k", "")]
    ]
    conf = {"mapreduce.input.keyvaluelinerecordreader.key.value.separator": "b"}
    assert read(lines, OLD + "KeyValueTextInputFormat", conf=conf) == [
        [("a\t", "\tc"), ("nokey", ""), ("\tx", ""), ("", ""), ("k\t", "")]
    ]


def test_n_lines(lines):
    conf = {"mapreduce.input.lineinputformat.linespermap": "2"}
    assert read(lines, NEW_IN + "NLineInputFormat", conf=conf) == [WHOLE[:2], WHOLE[2:4], WHOLE[4:]]
    assert read(lines, OLD + "lib.NLineInputFormat") == [[line] for line in WHOLE]


def test_input_may_be_named_in_the_configuration(lines):
    for key in ("mapreduce.input.fileinputformat.inputdir", "mapred.input.dir"):
        assert read(None, OLD + "TextInputFormat", conf={key: str(lines)}) == [WHOLE]
    with pytest.raises(StorageError, match="No input paths specified in job"):
        read(None, OLD + "TextInputFormat")


def test_foreign_classes_are_refused(lines):
    with pytest.raises(
        UnsupportedFormatError, match=r"Input format org\.foo\.Bar is not supported.*TextInputFormat"
    ):
        read(lines, "org.foo.Bar")
    with pytest.raises(UnsupportedFormatError, match=r"Converter org\.foo\.Conv is a Java class"):
        read(lines, OLD + "TextInputFormat", key_converter="org.foo.Conv")
    with pytest.raises(UnsupportedFormatError, match=r"org\.foo\.Key"):
        plan_hadoop_input(
            Storage(),
            OLD + "TextInputFormat",
            "org.foo.Key",
            TEXT,
            new_api=False,
            min_partitions=1,
            paths=str(lines),
        )


def write(path, pairs, *, conf=None, new_api=False, **more):
    job = hadoop_output_job(
        Storage(conf or {}),
        lambda: pairs[0],
        new_api=new_api,
        path=None if path is None else str(path),
        **more,
    )
    job.setup()
    job.commit([job.write_partition(0, 0, iter(pairs))])
    (name,) = [name for name in os.listdir(job.path) if name.startswith("part-")]
    with open(os.path.join(job.path, name), "rb") as file:
        return name, file.read()


@pytest.mark.parametrize(
    ("pairs", "text"),
    [
        ([(1, "a"), (2, "b")], b"1\ta\n2\tb\n"),
        ([(None, "a"), (2, None), (None, None)], b"a\n2\n"),
        (
            [("k", 1.5), ("k", 1e10), ("k", float("nan")), ("k", 100000.0)],
            b"k\t1.5\nk\t1.0E10\nk\tNaN\nk\t100000.0\n",
        ),
        ([("k", b"ab\xff"), ("k", True), ("k", {"a": 1, "b": 2})], b"k\t61 62 ff\nk\ttrue\nk\t{a=1, b=2}\n"),
    ],
)
def test_text_output_is_that_of_java(tmp_path, pairs, text):
    assert write(tmp_path / "out", pairs, output_format=OLD + "TextOutputFormat") == ("part-00000", text)


def test_separator_and_newer_names(tmp_path):
    conf = {"mapreduce.output.textoutputformat.separator": "|"}
    found = write(
        tmp_path / "out", [("k", 1)], conf=conf, new_api=True, output_format=NEW_OUT + "TextOutputFormat"
    )
    assert found == ("part-r-00000", b"k|1\n")


@pytest.mark.parametrize("new_api", [False, True])
def test_sequence_files(tmp_path, new_api):
    base_out, base_in = (NEW_OUT, NEW_IN) if new_api else (OLD, OLD)
    conf = {
        "mapreduce.output.fileoutputformat.compress": "true",
        "mapreduce.output.fileoutputformat.compress.type": "BLOCK",
        "mapreduce.output.fileoutputformat.compress.codec": "org.apache.hadoop.io.compress.GzipCodec",
    }
    name, data = write(
        tmp_path / "out",
        [(1, "a")],
        conf=conf,
        new_api=new_api,
        output_format=base_out + "SequenceFileOutputFormat",
    )
    assert name == ("part-r-00000" if new_api else "part-00000")
    assert b"\x01\x01'org.apache.hadoop.io.compress.GzipCodec" in data
    assert read(tmp_path / "out", base_in + "SequenceFileInputFormat") == [[(1, "a")]]


def test_dataset_calls_take_all_from_the_configuration(tmp_path):
    conf = {
        "mapreduce.job.outputformat.class": NEW_OUT + "SequenceFileOutputFormat",
        "mapreduce.job.output.key.class": LONG,
        "mapreduce.job.output.value.class": TEXT,
        "mapreduce.output.fileoutputformat.outputdir": str(tmp_path / "out"),
    }
    name, data = write(None, [(1, "a")], conf=conf, new_api=True)
    assert name == "part-r-00000"
    assert data.startswith(b"SEQ\x06!" + LONG.encode())
    for new_api, message in (
        (False, "Output directory not set in JobConf."),
        (True, "Output directory not set."),
    ):
        with pytest.raises(StorageError, match=message):
            write(None, [(1, "a")], new_api=new_api)


def test_compressed_text(tmp_path):
    name, _ = write(tmp_path / "out", [("k", 1)], codec="org.apache.hadoop.io.compress.GzipCodec")
    assert name == "part-00000.gz"
    assert read(tmp_path / "out", OLD + "KeyValueTextInputFormat") == [[("k", "1")]]


def test_foreign_outputs_are_refused(tmp_path):
    with pytest.raises(UnsupportedFormatError, match=r"Output format org\.foo\.Bar is not supported"):
        write(tmp_path / "a", [(1, 2)], output_format="org.foo.Bar")
    with pytest.raises(UnsupportedFormatError, match="Converter"):
        write(tmp_path / "b", [(1, 2)], value_converter="org.foo.Conv")
    with pytest.raises(TypeError, match="Data of type list cannot be used"):
        write(tmp_path / "c", [("k", [1])])


def test_inputs_and_outputs_travel(tmp_path, lines):
    assert (
        records(
            plan_hadoop_input(
                Storage(),
                NEW_IN + "TextInputFormat",
                LONG,
                TEXT,
                new_api=True,
                min_partitions=1,
                paths=str(lines),
            )
        )
        == WHOLE
    )
