"""JSON files that DuckDB reads itself give what Pyrite's own reading gives."""

from __future__ import annotations

import json
import os
import random

import pytest

from pyrite.sql import SparkSession
from pyrite.sql._files import json_plain

SCHEMA = (
    "id bigint, small smallint, kind int, name string, score double, price decimal(10,2), whole decimal(12,0), "
    "day date, moment timestamp, clock timestamp_ntz, flag boolean"
)
PLAIN = {
    "id": ["0", "-0", "7", "-999999999999999999", "123456789012345678"],
    "small": ["-9999", "0", "12"],
    "kind": ["-999999999", "0", "34"],
    "name": ['""', '"a"', '"Ünïcödé 😀"', r'"a\n\t\"\\\/ \u00e9"', r'"\u0000"'],
    "score": ["0", "-0.0", "1.5", "1e10", "-2.5E-7", "123456789012345678", "4.9e-99", "0.1"],
    "price": ["0", "-0.01", "12345678.9", "99999999.99", "-7.5"],
    "whole": ["0", "-123456789012", "5"],
    "day": ['"2020-02-29"', '"1600-01-01"', '"9999-12-31"', '"2023-04-30"'],
    "moment": [
        '"2021-12-14 20:48:57"',
        '"1970-01-01T00:00:00"',
        '"2036-02-29 23:59:59.123456"',
        '"2021-11-07 01:30:00.5"',
    ],
    "clock": ['"2021-12-14 20:48:57"', '"1999-02-28T12:00:00.000001"'],
    "flag": ["true", "false"],
    "extra": ["1", "22"],
}
ODD = {
    "id": ["1.0", '"7"', "9223372036854775807", "9223372036854775808", "[1]"],
    "small": ["40000", "1e2"],
    "kind": ["2147483647", "2147483648", "true"],
    "name": ["5", "true", '{"a": 1}', r'"\ud83d\ude00"', '"tab\there"'],
    "score": ["1e400", '"NaN"', "NaN", "123456789012345678901234567890"],
    "price": ["1.005", "123456789.12", '"1.5"', "1e3"],
    "whole": ["1.5", "1234567890123"],
    "day": ['"2023-02-29"', '"2023-2-9"', '"1500-01-01"', "5", '""', '"2020-02-29 10:00:00"'],
    "moment": [
        '"2023-03-12 24:00:00"',
        '"2023-03-12"',
        '"1900-01-01 00:00:00"',
        '"2023-01-01 00:00:00+01:00"',
        "17",
    ],
    "clock": ['"2021-12-14 20:48"', '"12:00:00"'],
    "flag": ['"true"', "1"],
    "extra": ['"text"', "null"],
}


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "America/Los_Angeles")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture
def look_at_small_files(monkeypatch):
    monkeypatch.setattr(json_plain, "_LARGE", 1)
    monkeypatch.setattr(json_plain, "_PART", 300)


def written(path, rng, lines=40, odd=None):
    """A file of lines whose members are all plain, but for one."""
    place = rng.randrange(1, lines)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(lines):
            members = {name: rng.choice([*values, "null"]) for name, values in PLAIN.items()}
            if number == 0:
                # The first line tells the members and their order.
                members = {name: values[-1] for name, values in PLAIN.items()}
            elif number == place and odd:
                members[odd[0]] = odd[1]
            else:
                members = {n: v for n, v in members.items() if n == "id" or rng.random() < 0.9}
            file.write("{" + ",".join([f'"{name}":{value}' for name, value in members.items()]) + "}\n")


def answers(spark, path, monkeypatch, schema=SCHEMA):
    """What both ways read, and whether DuckDB read the file itself."""
    frame = spark.read.schema(schema).json(str(path))
    direct = "read_json" in frame._execution.compiled.sql
    rows = frame.collect()
    with monkeypatch.context() as patch:
        patch.setattr(json_plain, "_LARGE", 1 << 40)
        own = spark.read.schema(schema).json(str(path))
        assert "read_json" not in own._execution.compiled.sql
        return list(map(repr, rows)), list(map(repr, own.collect())), direct


@pytest.mark.parametrize("seed", range(15))
def test_plain_files_are_read_alike(spark, tmp_path, monkeypatch, look_at_small_files, seed):
    written(tmp_path / "a.json", random.Random(seed))
    found, expected, direct = answers(spark, tmp_path, monkeypatch)
    assert direct
    assert found == expected


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in ODD.items() for value in values]
)
def test_files_with_something_odd_are_read_by_pyrite(
    spark, tmp_path, monkeypatch, look_at_small_files, name, value
):
    written(tmp_path / "a.json", random.Random(1), odd=(name, value))
    found, expected, direct = answers(spark, tmp_path, monkeypatch)
    assert not direct or (name, value) == ("extra", "null")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff{line}\n{line}\n",
        "{line}\r\n{line}\r\n",
        "{line}\r{line}\n",
        "{line}\n\n{line}\n",
        "{line}\n{line} \n",
        "{line}{line}\n",
        "[{line}]\n",
        "{line}\n{broken\n",
        '{line}\n{"name": "x", "id": 1}\n',
        '{line}\n{"id": 1, "id": 2}\n',
    ],
)
def test_other_lines_are_read_by_pyrite(spark, tmp_path, monkeypatch, look_at_small_files, text):
    path = tmp_path / "a.json"
    path.write_bytes(text.replace("{line}", '{"id":1,"name":"a"}').encode())
    found, expected, direct = answers(spark, path, monkeypatch, "id bigint, name string")
    assert not direct
    assert found == expected


def test_a_last_line_without_end_is_plain(spark, tmp_path, monkeypatch, look_at_small_files):
    (tmp_path / "a.json").write_text('{"id":1}\n{"id":2}')
    found, expected, direct = answers(spark, tmp_path, monkeypatch, "id bigint")
    assert direct
    assert found == expected == ["Row(id=1)", "Row(id=2)"]


def test_a_file_that_changes_is_looked_at_again(spark, tmp_path, look_at_small_files):
    path = tmp_path / "a.json"
    path.write_text('{"id":1,"name":"a"}\n' * 3)
    frame = spark.read.schema("id bigint, name string").json(str(tmp_path))
    assert frame.count() == 3 and frame.first() == (1, "a")
    path.write_text('{"id":"x","name":5555}\n' * 3)
    status = os.stat(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    assert frame.first() == (None, "5555")


def test_who_takes_few_rows_does_not_wait_for_a_look_at_all(spark, tmp_path, look_at_small_files):
    (tmp_path / "a.json").write_text('{"id":1,"name":"a"}\n' * 30)
    frame = spark.read.schema("id bigint, name string").json(str(tmp_path))

    def direct(asked):
        return "read_json" in asked._execution.compiled.sql

    few = frame.filter("id > 0").select("name").limit(3)
    assert not direct(few) and few.collect() == [("a",)] * 3
    assert direct(frame.orderBy("id").limit(3))
    assert direct(frame.select("name").filter("name = 'a'"))
    # What has been looked at is known.
    assert direct(frame.select("name").limit(3))


def test_directories_and_parts_of_columns(spark, tmp_path, monkeypatch, look_at_small_files):
    for day in (1, 2):
        folder = tmp_path / f"day={day}"
        folder.mkdir()
        (folder / "a [b]*.json").write_text(
            "".join([json.dumps({"id": n, "name": f"n{n}"}) + "\n" for n in range(5)])
        )
    found, expected, direct = answers(spark, tmp_path, monkeypatch, "name string, id bigint")
    assert direct
    assert sorted(found) == sorted(expected)
    frame = spark.read.schema("id bigint, name string").json(str(tmp_path)).filter("day = 2").select("name")
    assert [row.name for row in frame.collect()] == [f"n{n}" for n in range(5)]
    assert spark.read.schema("id bigint").json(str(tmp_path)).count() == 10


@pytest.mark.parametrize(
    "options",
    [
        {"mode": "DROPMALFORMED"},
        {"mode": "FAILFAST"},
        {"timestampFormat": "yyyy-MM-dd HH:mm:ss"},
        {"multiLine": "true"},
        {"timeZone": "UTC"},
        {"encoding": "UTF-8"},
        {"lineSep": "\n"},
    ],
)
def test_readers_with_options_are_pyrites(spark, tmp_path, look_at_small_files, options):
    (tmp_path / "a.json").write_text('{"moment":"2021-12-14 20:48:57"}\n' * 3)
    frame = spark.read.schema("moment timestamp").options(**options).json(str(tmp_path))
    assert "read_json" not in frame._execution.compiled.sql


def test_malformed_records_that_are_wanted_are_pyrites(spark, tmp_path, look_at_small_files):
    (tmp_path / "a.json").write_text('{"id":1}\n' * 3)
    frame = spark.read.schema("id bigint, _corrupt_record string").json(str(tmp_path))
    assert "read_json" not in frame._execution.compiled.sql
