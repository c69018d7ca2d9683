"""The functions of columns: names, signatures, and what their calls show, as real PySpark's."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import column_outcomes as outcomes
import pytest

import pyrite.sql.functions as functions
from pyrite.sql import Column
from pyrite.sql._plan import expressions as e

RECORDED = outcomes.recorded()
NAMES = outcomes.namespace("pyrite")

TOPICS = sorted(path.stem for path in Path(functions.__file__).parent.glob("_[a-z]*.py"))


def test_public_names_are_pysparks() -> None:
    wanted = set(RECORDED["public"]) - {"ArrowUDFType", "PandasUDFType"}
    assert set(functions.__all__) - {"ArrowUDFType", "PandasUDFType"} == wanted


@pytest.mark.parametrize("name", sorted(RECORDED["signatures"]))
def test_signature_is_pysparks(name: str) -> None:
    assert outcomes.signature(getattr(functions, name)) == RECORDED["signatures"][name]


def test_signatures_of_partitioning_are_pysparks() -> None:
    recorded = RECORDED["partitioning"]
    assert {name: outcomes.signature(getattr(functions.partitioning, name)) for name in recorded} == recorded


def test_calls_show_what_pysparks_do() -> None:
    found = {}
    for text, wanted in RECORDED["calls"].items():
        got = outcomes.outcome(text, NAMES)
        if got != wanted:
            found[text] = {"got": got, "wanted": wanted}
    assert found == {}


def test_every_function_is_called_somewhere() -> None:
    called = {text.partition("(")[0] for text in RECORDED["calls"]}
    called |= {
        text.partition("(")[0] for text in (*RECORDED["functions"], *RECORDED["columns"], *RECORDED["sql"])
    }
    tested_below = {"arrow_udf", "arrow_udtf", "broadcast", "call_udf", "column", "pandas_udf", "udf", "udtf"}
    tested_below |= {"array_sort", "filter", "forall", "lit", "map_filter", "reduce", "zip_with"}
    tested_below |= {"transform_keys", "transform_values"}
    assert set(RECORDED["signatures"]) - called <= tested_below


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("forall('a', lambda x: x > 1)", "forall(a, x#0 -> >(x#0, 1))"),
        ("filter('a', lambda x, i: i < 2)", "filter(a, (x#0, y#1) -> <(y#1, 2))"),
        ("map_filter('m', lambda k, v: v)", "map_filter(m, (x#0, y#1) -> y#1)"),
        ("reduce('a', lit(0), lambda t, x: t + x)", "reduce(a, 0, (x#0, y#1) -> +(x#0, y#1))"),
        ("transform_keys('m', lambda k, v: upper(k))", "transform_keys(m, (x#0, y#1) -> upper(x#0))"),
        ("transform_values('m', lambda k, v: v)", "transform_values(m, (x#0, y#1) -> y#1)"),
        ("zip_with('a', 'b', lambda x, y: x - y)", "zip_with(a, b, (x#0, y#1) -> -(x#0, y#1))"),
        ("array_sort('a', lambda x, y: y - x)", "array_sort(a, (x#0, y#1) -> -(y#1, x#0))"),
        ("array_sort('a')", "array_sort(a)"),
        ("call_udf('f', 'a', col('b'))", "f(a, b)"),
        ("column('t.a')", "t.a"),
    ],
)
def test_what_is_not_recorded(text: str, wanted: str) -> None:
    assert outcomes.outcome(text, NAMES) == f"Column<'{wanted}'>"


def test_inner_lambda_does_not_hide_the_outer_parameter() -> None:
    outer = functions.transform("a", lambda x: functions.transform("b", lambda y: x + y))._expression
    assert isinstance(outer, e.Call)
    function = outer.arguments[1]
    assert isinstance(function, e.LambdaFunction)
    inner = [node for node in function.body.walk() if isinstance(node, e.LambdaFunction)]
    assert function.parameters != inner[0].parameters


def test_drawn_seeds_differ() -> None:
    drawn = {repr(functions.rand()) for _ in range(20)}
    assert len(drawn) == 20


def test_distinct_aggregates_are_marked() -> None:
    for column in (
        functions.count_distinct("a", "b"),
        functions.sum_distinct("a"),
        functions.listagg_distinct("a"),
    ):
        assert isinstance(column._expression, e.Call)
        assert column._expression.distinct


@pytest.mark.parametrize("name", ["approxCountDistinct", "bitwiseNOT", "sumDistinct", "toDegrees", "years"])
def test_old_names_warn(name: str) -> None:
    with pytest.warns(FutureWarning, match="Deprecated in"):
        assert isinstance(getattr(functions, name)("a"), Column)


@pytest.mark.parametrize("topic", TOPICS)
def test_examples(topic: str) -> None:
    module = import_module(f"pyrite.sql.functions.{topic}")
    failed, _ = doctest.testmod(module, extraglobs=NAMES)
    assert failed == 0


def test_star_import_and_late_names() -> None:
    code = (
        "import sys, pyrite; pyrite.install()\n"
        "import pyspark.sql.functions as F\n"
        "heavy = [m for m in ('numpy', 'pyarrow', 'duckdb', 'pyrite.sql._analysis.parser') if m in sys.modules]\n"
        "assert not heavy, heavy\n"
        "from pyspark.sql.functions import *\n"
        "assert expr('1') is not None and F.expr is expr\n"
        "import pyspark.sql.functions.builtin as B\n"
        "assert B.col is col and B.expr is expr and B.countDistinct is F.countDistinct\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    with pytest.raises(AttributeError):
        _ = functions.nothing_of_this_name  # type: ignore[attr-defined]
