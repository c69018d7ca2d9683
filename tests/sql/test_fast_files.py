"""The fast way of reading files gives what the exact way does, whatever is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrite._io import Storage
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files import blocks, csv, json
from pyrite.sql._files.reading import FileRows, files_relation
from pyrite.sql.types import StructType, _parse_datatype_string

many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

KINDS = (
    "string", "int", "bigint", "smallint", "tinyint", "double", "float", "decimal(10,2)", "decimal(38,0)",
    "boolean", "date", "timestamp", "timestamp_ntz",
)  # fmt: skip
#: Values, plain ones first, then such as are not quite.
VALUES = (
    "1", "-5", "12345", "1.5", "-0.25", "2020-01-31", "2020-01-31 10:20:30", "2021-12-31T23:59:59.125", "true", "false",
    "abc", "", "007", "+1", "-", "--1", "1-2", "-0", "1.", ".5", ".", "1.2.3", "1e5", "1E400", "NaN", "Inf", "-Inf",
    "Infinity", "0x1F", "1_000", "1,000", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
    "12345678901234567890123456789012345678", "123456789012345678901234567890123456789", "1234567890.12", "1.005",
    "99999999.999", "340282350000000000000000000000000000000.0", "16777217", "0.1", "TRUE", "False", "t", "yes",
    "2020-02-30", "2020-1-1", "2020-1-001", "20200-01-01", "0000-01-01", "0001-01-01", "9999-12-31", "12345-01-01",
    "2020-01-31 24:00:00", "2020-01-31 10:20:60", "2020-01-31 10:20", "2020-01-31 10", "2020-01-31 10:20:30.",
    "2020-01-31 10:20:30.1234567", "2020-01-31 10:20:30Z", "2020-01-31 10:20:30+01", "2020-01-31 10:20:30-05:00",
    "2020-03-29 02:30:00", "2020-10-25 02:30:00", "1890-01-01 00:00:00", "2020-01-31x10:20:30", "2020-01-31 10:20:30 ",
    " 1", "1 ", " ", "\t", "é", "\x00", "\x1f", "a b", "null", "NULL", "\\", "a\\b", "\u0661", "\ufeff", "\uff11",
)  # fmt: skip


def both_ways(
    form: str, data: bytes, schema: StructType | None, options: dict[str, str], path: Path, zone: str
) -> Iterator[Any]:
    """What both ways make of a file: the columns and rows, or the error."""
    (path / "file").write_bytes(data)
    session = Settings(zone=zone, parallelism=2)
    for fast in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(blocks, "_FEW", 16)
            patch.setattr(blocks, "_SIZE", 256)
            if not fast:
                exactly(patch)
            try:
                plan = files_relation(Storage(), form, [str(path / "file")], schema, options, session)
                rows = FileRows(plan, session)
                table = pa.Table.from_batches(list(rows.batches()), rows.schema)
            except Exception as error:
                yield type(error).__name__, getattr(error, "getCondition", str)()
            else:
                yield plan.schema.simpleString(), list(map(shown, table.columns))


def shown(column: pa.ChunkedArray) -> str:
    """The values; of dates and times, numbers."""
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    elif pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    return f"{column.type} {column.to_pylist()}"


def exactly(patch: pytest.MonkeyPatch) -> None:
    """Read everything in the exact way."""
    patch.setattr(csv._Columns, "plain", lambda self, options: None)
    patch.setattr(csv, "can_be_plain", lambda options: False)
    patch.setattr(json._Records, "can_be_plain", lambda self, options: False)
    patch.setattr(json, "lines_can_be_plain", lambda options: False)


def assert_same(*given: Any) -> None:
    fast, exact = both_ways(*given)
    assert fast == exact


def quoted(value: str) -> list[str]:
    return [
        value,
        f'"{value}"',
        f'"{value}',
        f'{value}"',
        f'"{value}"x',
        f' "{value}"',
        f'"{value}" ',
        f'"a""{value}"',
    ]


ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "+02:00"])
VALUE = st.sampled_from(VALUES) | st.sampled_from(VALUES[:10]) | st.sampled_from(VALUES[:10])
CSV_VALUE = (
    VALUE
    | VALUE
    | VALUE.flatmap(lambda value: st.sampled_from(quoted(value)))
    | st.sampled_from(['"a,b"', '"a\nb"', '""', '"'])
)


@st.composite
def csv_files(draw: Callable[..., Any]) -> tuple[bytes, StructType, dict[str, str]]:
    separator = draw(st.sampled_from([",", ",", ",", ",", "|", "\t", ";", " "]))
    width = draw(st.integers(1, 4))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=width, max_size=width))
    fields = [f"c{index} {kind}" for index, kind in enumerate(kinds)]
    if draw(st.booleans()):
        fields.insert(draw(st.integers(0, width)), "_corrupt_record string")
    plain = draw(st.booleans())
    values = st.sampled_from(VALUES[:12]) if plain else CSV_VALUE
    wide = st.integers(width, width) if plain else st.sampled_from([width] * 6 + [0, 1, width - 1, width + 1])
    lines = draw(
        st.lists(wide.flatmap(lambda size: st.lists(values, min_size=size, max_size=size)), max_size=12)
    )
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = end.join([separator.join(line) for line in lines]) + draw(st.sampled_from(["", end, end * 2]))
    options = {"sep": separator}
    for name, choices in (
        ("mode", ["PERMISSIVE", "DROPMALFORMED", "FAILFAST"]),
        ("header", ["true", "false"]),
        ("nullValue", ["", "1", "abc"]),
        ("emptyValue", ["", "E"]),
        ("comment", ["#", "-"]),
        ("quote", ['"', "'", ""]),
        ("escape", ["\\", '"', ""]),
        ("nanValue", ["1"]),
    ):
        if draw(st.integers(0, 4)) == 0:
            options[name] = draw(st.sampled_from(choices))
    data = text.encode()
    if not plain and draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(data)))
        data = (
            data[:at]
            + draw(st.sampled_from([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf"]))
            + data[at:]
        )
    schema = _parse_datatype_string(", ".join(fields))
    assert isinstance(schema, StructType)
    return data, schema, options


@many
@given(csv_files(), ZONES)
def test_csv_with_a_schema(tmp_path: Path, file: Any, zone: str) -> None:
    data, schema, options = file
    assert_same("csv", data, schema, options, tmp_path, zone)


@many
@given(csv_files(), ZONES)
def test_csv_without_a_schema(tmp_path: Path, file: Any, zone: str) -> None:
    data, _, options = file
    assert_same("csv", data, None, {**options, "inferSchema": "true"}, tmp_path, zone)


JSON_VALUES = (
    "1", "-5", "1.5", "-0.25", "true", "false", "null", '"abc"', '"2020-01-31"', '"2020-01-31 10:20:30"', '""',
    "[1, 2]",
    '{"a": 1}', "-0", "0", "007", "+1", "1.", ".5", "1e5", "1E+2", "1e400", "-1e400", "NaN", "Infinity", "-Infinity",
    '"NaN"', "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9.3e18", "1.0", "1e0",
    "12345678901234567890123456789012345678", "123456789012345678901234567890123456789", "1.005", "99999999.999", "300",
    "3.5e38", "1e-400", "0.1", "16777217", '"5"', '"1.5"', '"true"', "'abc'", "True", "nul", '"\\u00e9"', '"\\ud800"',
    '"\\ud83d\\ude00"', '"\\/"', '"\\x"', '"a\tb"', '"é"', '"\x7f"', '"2020-13-01"', '"2020-01-31T10:20:30.5Z"',
    '"{}"', '"}\n{"', 
    "[]", "[null]", "[null, 1]", '[null, "a", null]', "[{\"a\": null}, {\"a\": 1}]", "[null, [1]]",
    "[[1], []]", '[1, "a"]', "[1, 2.5]", '["", null]', "{}", '{"a": null}',
    '{"a": 1, "a": 2}', '{"b": [{"c": 1}, {"d": "x"}]}', '{"a": ""}', "[{}]", "1 2", "", "// x\n1", '{"A": 1}', "1,",
)  # fmt: skip
JSON_KINDS = (
    *KINDS, "struct<a: int>", "struct<a: string, b: array<struct<c: double>>>", "array<int>", "array<string>",
    "array<double>", "array<date>", "map<string, int>", "array<array<bigint>>", "struct<a: decimal(5,2)>", "binary",
)  # fmt: skip


@st.composite
def json_lines(draw: Callable[..., Any]) -> bytes:
    """Lines of objects with members a, b, c; some of them odd."""
    plain = draw(st.booleans())
    values = st.sampled_from(JSON_VALUES[:11] if plain else JSON_VALUES)
    lines = []
    for _ in range(draw(st.integers(0, 8))):
        names = draw(
            st.lists(
                st.sampled_from(["a", "b", "c", "A"] if plain else ["a", "b", "c", "a", "A", "", "é"]),
                max_size=4,
                unique=plain,
            )
        )
        line = "{" + ", ".join([f'"{name}": {draw(values)}' for name in names]) + "}"
        if not plain:
            odd = st.sampled_from(
                ["{}"] * 12
                + [
                    " {}",
                    "{} ",
                    "[{}]",
                    "[{}, {}]",
                    "{}{}",
                    "{}x",
                    "x",
                    "",
                    "  ",
                    "null",
                    "1",
                    "{}}}",
                    "{{{}",
                    "\ufeff{}",
                ]
            )
            line = draw(odd).replace("{}", line)
        lines.append(line)
    # Blocks that are like others before.
    lines *= draw(st.sampled_from([1, 1, 5]))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    data = (end.join(lines) + draw(st.sampled_from(["", end]))).encode()
    if not plain and draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(data)))
        data = (
            data[:at] + draw(st.sampled_from([b"\xff", b"\xed\xa0\x80", b"\0", b"\n", b"}\n{"])) + data[at:]
        )
    return data


JSON_OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "mode": st.sampled_from(["PERMISSIVE", "DROPMALFORMED", "FAILFAST"]),
        "allowSingleQuotes": st.sampled_from(["true", "false"]),
        "allowNonNumericNumbers": st.sampled_from(["true", "false"]),
        "dropFieldIfAllNull": st.sampled_from(["true", "false"]),
        "prefersDecimal": st.sampled_from(["true", "false"]),
    },
)


@many
@given(
    json_lines(),
    st.lists(st.sampled_from(JSON_KINDS), min_size=0, max_size=3),
    st.booleans(),
    JSON_OPTIONS,
    ZONES,
)
def test_json_with_a_schema(
    tmp_path: Path, data: bytes, kinds: list[str], corrupt: bool, options: dict[str, str], zone: str
) -> None:
    fields = [f"{name} {kind}" for name, kind in zip("abc", kinds)]
    schema = _parse_datatype_string(
        ", ".join([*fields, *(["_corrupt_record string"] if corrupt and fields else [])])
    )
    assert isinstance(schema, StructType)
    assert_same("json", data, schema, options, tmp_path, zone)


@many
@given(json_lines(), JSON_OPTIONS)
def test_json_without_a_schema(tmp_path: Path, data: bytes, options: dict[str, str]) -> None:
    assert_same("json", data, None, options, tmp_path, "UTC")


@many
@given(st.data())
def test_values_that_leave_a_layout_change_the_type(tmp_path: Path, data: st.DataObject) -> None:
    """Many equal lines, then others like them but for a value or a member."""
    values = [
        "1", "-0.5", "true", '"x"', '""', "null", "[1, 2]", "[]", '{"d": 1, "é": "\\u00e9"}', "12345678901234567890",
        "1E5", "01", "-", '"\\ud800"', '"\\x"', '"a\tb"', '{"d": "y"}', "{}", "[null]", "1e999",
    ]  # fmt: skip
    line = st.tuples(*[st.sampled_from(values[:9])] * 3)
    first = data.draw(line)
    last = list(data.draw(st.sampled_from([first, data.draw(line)])))
    last[data.draw(st.integers(0, 2))] = data.draw(st.sampled_from(values))
    pattern = data.draw(st.sampled_from(['{{"a": {}, "b.*": {}, "ö": {}}}', '{{"a":{},"b.*":{},"ö":{}}}']))
    changed = data.draw(st.sampled_from([pattern, pattern, '{{"a": {}, "ö": {}, "e": {}}}', '{{"a":{}, }}']))
    text = (pattern.format(*first) + "\n") * 20 + (changed.format(*last) + "\n") * 9
    assert_same("json", text.encode(), None, {}, tmp_path, "UTC")


def test_plain_files_go_the_fast_way_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> Any:
        raise AssertionError("the exact way")

    monkeypatch.setattr(csv._Columns, "batches", refuse)
    monkeypatch.setattr(json._Records, "batches", refuse)
    session = Settings(parallelism=2)
    text = '1,a,2020-01-01,2020-01-01 10:00:00,true,1.50\n2,"b, c",,2020-01-01 10:00:00,false,-3.25\n'
    schema = _parse_datatype_string("a int, b string, c date, d timestamp, e boolean, f decimal(5,2)")
    assert isinstance(schema, StructType)
    (tmp_path / "f.csv").write_text(text * 100)
    lines = (
        '{"a": 1, "b": "x", "c": "2020-01-01", "e": true, "f": 1.50}\n{"a": 2, "d": "2020-01-01 10:00:00"}\n'
    )
    (tmp_path / "f.json").write_text(lines * 100)
    for form in ("csv", "json"):
        plan = files_relation(Storage(), form, [str(tmp_path / f"f.{form}")], schema, {}, session)
        assert sum(batch.num_rows for batch in FileRows(plan, session).batches()) == 200
