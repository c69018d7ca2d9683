"""``df.plot``: the same pictures as PySpark's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plot_cases as cases
import pytest

from pyrite.errors import PySparkImportError, PySparkTypeError, PySparkValueError
from pyrite.sql import SparkSession
from pyrite.sql.plot import PySparkPlotAccessor

pytest.importorskip("plotly")

RECORDED = json.loads(Path(__file__).with_name("data").joinpath("plots.json").read_text())


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    made = SparkSession.builder.master("local[1]").appName("plots").getOrCreate()
    yield made
    made.stop()


def near(value: Any) -> Any:
    """The value for a comparison that lets sums of floats differ in their last digits."""
    if isinstance(value, dict):
        return {key: near(each) for key, each in value.items()}
    if isinstance(value, list):
        return [near(each) for each in value]
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


@pytest.mark.parametrize("name", cases.CASES)
def test_as_pyspark(name: str, session: SparkSession) -> None:
    expected = RECORDED[name]
    if name == "no such kind":
        # Where PySpark names the pie twice.
        expected[2]["supported_plot_types"] = expected[2]["supported_plot_types"].replace("pie, pie", "pie")
    assert cases.outcome(name, session) == near(expected)


def test_every_case_is_recorded() -> None:
    assert set(RECORDED) == set(cases.CASES)


def test_the_accessor_is_pysparks(session: SparkSession) -> None:
    assert type(session.range(1).plot) is PySparkPlotAccessor


@pytest.mark.parametrize("kind", ["line", "bar"])
def test_no_more_rows_than_set(session: SparkSession, kind: str) -> None:
    session.conf.set("spark.sql.pyspark.plotting.max_rows", "5")
    try:
        shown = list(session.range(1000).selectExpr("id", "id AS y").plot(kind=kind, x="id", y="y").data[0].x)
    finally:
        session.conf.unset("spark.sql.pyspark.plotting.max_rows")
    assert len(shown) == 5
    assert shown == sorted(shown)
    assert (shown == [0, 1, 2, 3, 4]) == (kind == "bar")


def test_a_density_has_a_thousand_places(session: SparkSession) -> None:
    x = session.createDataFrame([(0.0,), (10.0,)], "x double").plot.kde(bw_method=1).data[0].x
    assert (len(x), x[0], x[-1]) == (1000, -5.0, pytest.approx(15.0))


def test_outliers_are_the_furthest(session: SparkSession) -> None:
    rows = session.range(3000).selectExpr("if(id < 1500, 0, id) AS x").filter("x = 0 OR x >= 1600")
    box = rows.plot.box().data[0]
    assert box.y is None or len(box.y[0]) <= 1001
    many = session.range(20000).selectExpr("if(id < 15000, 0, id) AS x").plot.box().data[0]
    assert list(many.y[0]) == list(range(19999, 19999 - 1001, -1))


def test_what_cannot_be_drawn(session: SparkSession) -> None:
    frame = session.createDataFrame([("a", 1)], ["a", "b"])
    with pytest.raises(PySparkValueError, match="CANNOT_BE_EMPTY"):
        frame.select("a").plot.box()
    with pytest.raises(PySparkValueError, match="CANNOT_BE_EMPTY"):
        frame.limit(0).plot.hist()
    with pytest.raises(PySparkValueError, match="bins"):
        frame.plot.hist(bins=1)
    with pytest.raises(PySparkTypeError, match="bw_method"):
        frame.plot(kind="kde")


def test_without_plotly(session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotly", None)
    with pytest.raises(PySparkImportError, match=r"pip install 'pyrite\[plot\]'") as error:
        session.range(1).plot.hist()
    assert error.value.getCondition() == "PACKAGE_NOT_INSTALLED"
    assert error.value.getMessageParameters() == {"package_name": "Plotly", "minimum_version": "4.8"}


def test_with_an_old_plotly(session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plotly.__version__", "4.7.1")
    with pytest.raises(PySparkImportError) as error:
        session.range(1).plot.hist()
    assert error.value.getCondition() == "UNSUPPORTED_PACKAGE_VERSION"


def test_nothing_of_plotly_is_imported_before() -> None:
    code = (
        "import sys; from pyrite.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local').getOrCreate(); spark.range(1).plot; spark.stop()\n"
        "assert not {'plotly', 'pandas', 'pyrite.sql.plot.plotly'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
