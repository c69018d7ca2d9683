"""``pyrite.testing``: comparisons pass and fail as PySpark's do, with the same differences."""

from __future__ import annotations

import doctest
import json
import math
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas
import pytest
from assertion_cases import CASES, outcome

from pyrite import testing
from pyrite._alias import install, uninstall
from pyrite.errors import PySparkAssertionError, PySparkNotImplementedError
from pyrite.sql import Row, SparkSession
from pyrite.sql.types import _parse_datatype_string
from pyrite.testing import assertDataFrameEqual, assertSchemaEqual, unittestutils, utils

RECORDED = json.loads(Path(__file__).with_name("recorded_assertions.json").read_text())
TOOLS = SimpleNamespace(
    assertDataFrameEqual=assertDataFrameEqual,
    assertSchemaEqual=assertSchemaEqual,
    Row=Row,
    pandas=pandas,
    struct=_parse_datatype_string,
)


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    made = SparkSession.builder.master("local[1]").appName("assertions").getOrCreate()
    yield made
    made.stop()


@pytest.mark.parametrize("name", CASES)
def test_as_pyspark(name: str, session: SparkSession) -> None:
    assert outcome(name, session, TOOLS) == RECORDED[name]


def test_every_case_is_recorded() -> None:
    assert set(RECORDED) == set(CASES)


def test_the_message_shows_the_rows_that_differ() -> None:
    with pytest.raises(PySparkAssertionError) as error:
        assertDataFrameEqual([Row(n=1), Row(n=2), Row(n=4)], [Row(n=1), Row(n=3), Row(n=4)])
    assert str(error.value).splitlines() == [
        "[DIFFERENT_ROWS] Results do not match: ( 33.33333 % )",
        "*** actual ***", "  Row(n=1)", "! Row(n=2)", "  Row(n=4)", "",
        "*** expected ***", "  Row(n=1)", "! Row(n=3)", "  Row(n=4)",
    ]  # fmt: skip


def test_the_message_of_schemas_shows_both() -> None:
    one, other = _parse_datatype_string("a int"), _parse_datatype_string("a bigint")
    with pytest.raises(PySparkAssertionError) as error:
        assertSchemaEqual(one, other)  # type: ignore[arg-type]
    assert "- StructType([StructField('a', IntegerType(), True)])" in str(error.value)
    assert "+ StructType([StructField('a', LongType(), True)])" in str(error.value)


def test_rows_that_differ_are_data() -> None:
    with pytest.raises(PySparkAssertionError) as error:
        assertDataFrameEqual([Row(n=1), Row(n=2)], [Row(n=1), Row(n=3)], includeDiffRows=True)
    assert error.value.data == [(Row(n=2), Row(n=3))]
    with pytest.raises(PySparkAssertionError) as error:
        assertDataFrameEqual([Row(n=1)], [Row(n=3)])
    assert error.value.data is None


@pytest.mark.parametrize(
    ("one", "other"), [(math.nan, 1.0), (1.0, math.nan), (1.0, math.inf), (math.inf, -math.inf)]
)
def test_nan_and_infinities_are_equal_to_themselves_only(one: float, other: float) -> None:
    assertDataFrameEqual([Row(x=one)], [Row(x=one)])
    assertDataFrameEqual([Row(x=other)], [Row(x=other)])
    with pytest.raises(PySparkAssertionError):
        assertDataFrameEqual([Row(x=one)], [Row(x=other)])


def test_rows_of_different_lengths_differ() -> None:
    with pytest.raises(PySparkAssertionError):
        assertDataFrameEqual([Row(1, 2)], [Row(1, 2, 3)])


@pytest.mark.parametrize("option", ["ignoreColumnOrder", "ignoreColumnName", "ignoreColumnType"])
def test_options_of_columns_want_dataframes(option: str, session: SparkSession) -> None:
    with pytest.raises(PySparkAssertionError) as error:
        assertDataFrameEqual(session.range(1), [Row(id=0)], **{option: True})
    assert error.value.getCondition() == "INVALID_TYPE_DF_EQUALITY_ARG"


def test_types_are_ignored_in_texts_and_nested_values(session: SparkSession) -> None:
    one = session.sql(
        "SELECT 'x' AS a, array(1) AS b, 9007199254740993 AS c, date'2020-01-01' AS d, true AS e"
    )
    other = session.sql("SELECT 'x' AS a, array(1L) AS b, '9007199254740993' AS c, '2020-01-01' AS d, 1 AS e")
    assertDataFrameEqual(one, other, ignoreColumnType=True)
    with pytest.raises(PySparkAssertionError):
        assertDataFrameEqual(
            session.sql("SELECT 'x'"), session.sql("SELECT 'y'"), ignoreColumnName=True, ignoreColumnType=True
        )


@pytest.mark.parametrize("value", [[1.0, 2.0], {"a": 1.0}, 3, True])
def test_pandas_objects(value: Any) -> None:
    frame = pandas.DataFrame({"a": [value]}, dtype=object)
    assertDataFrameEqual(frame, frame.copy())
    with pytest.raises(PySparkAssertionError) as error:
        assertDataFrameEqual(frame, pandas.DataFrame({"a": ["other"]}))
    assert error.value.getCondition() == "DIFFERENT_PANDAS_DATAFRAME"


def test_it_is_there_under_pysparks_name() -> None:
    install()
    try:
        from pyspark.testing import assertDataFrameEqual as there
        from pyspark.testing.utils import assertSchemaEqual as also

        assert there is testing.assertDataFrameEqual
        assert also is testing.assertSchemaEqual
    finally:
        uninstall()


def test_what_compares_pandas_on_spark_says_that_it_is_not_there() -> None:
    with pytest.raises(PySparkNotImplementedError, match=r"assertPandasOnSparkEqual .*pandas on Spark"):
        utils.assertPandasOnSparkEqual(1, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("def test_x(self): pass", 0),
        ("def test_x(self): self.fail()", 1),
        ("pass", 5),
        ("@unittest.skip('x')\n    def test_x(self): pass", 0),
    ],
)
def test_main_exits_with(text: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some_tests.py").write_text(f"import unittest\nclass Some(unittest.TestCase):\n    {text}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("sys.argv", ["some_tests.py"])
    monkeypatch.delitem(__import__("sys").modules, "some_tests", raising=False)
    with pytest.raises(SystemExit) as end:
        unittestutils.main("some_tests", str(tmp_path))
    assert end.value.code == code


def test_examples() -> None:
    assert doctest.testmod(utils, optionflags=doctest.ELLIPSIS).failed == 0
