"""Columns, windows and constants: their texts and errors as real PySpark's, and what they are made of."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import column_cases as cases
import column_outcomes as outcomes
import pytest

from pyrite.sql import Column, SparkSession, Window, WindowSpec
from pyrite.sql._plan import expressions as e
from pyrite.sql.functions import col, expr, lit, when

RECORDED = outcomes.recorded()

_NO_LITERAL = "UNSUPPORTED_FEATURE.LITERAL_TYPE"


def _no_literal(value: str, kind: str = "ArrayList") -> list[Any]:
    return ["SparkRuntimeException", _NO_LITERAL, {"value": value, "type": f"class java.util.{kind}"}]


def _unsupported(name: str) -> list[Any]:
    return ["PySparkTypeError", "UNSUPPORTED_DATA_TYPE", {"data_type": name}]


#: Where the answers differ, by the reason.
DIFFERENT = {
    # What PySpark tells when the column is used is told at once.
    'expr("bad(")': ["ParseException", "PARSE_SYNTAX_ERROR", {"error": "end of input", "hint": ""}],
    'expr("")': ["ParseException", "PARSE_EMPTY_STATEMENT", {}],
    "a==[1,2]": _no_literal("[1, 2]"),
    "a+(1,)": _no_literal("[1]"),
    "a.isin((1,2))": _no_literal("[1, 2]"),
    "when(lit(True),[1,2])": _no_literal("[1, 2]"),
    "lit((1,2))": _no_literal("[1, 2]"),
    "lit({1,2})": _no_literal("[1, 2]", "HashSet"),
    'lit({"a":1})': _no_literal("{a=1}", "HashMap"),
    # Errors of the bridge to the JVM are those of an argument's type.
    "a[lambda x:x]": _unsupported("function"),
    "lit(object())": _unsupported("object"),
    "lit(1j)": _unsupported("complex"),
    'variant_get("v",1,"int")': "Column<'variant_get(v, 1, 'int')'>",
    # The bridge does not read the first years, Pyrite does.
    "lit(datetime.date(1,1,1))": "Column<'0001-01-01'>",
    # The parser tells of another token.
    'a.cast("timestamp_ntz").cast("struct<a b:int>")': [
        "ParseException",
        "PARSE_SYNTAX_ERROR",
        {"error": "':'", "hint": ""},
    ],
}

#: As above, where the columns are. NumPy's bytes travel as bytes, not as shorts.
DIFFERENT_COLUMNS = {
    "lit(datetime.date(1,1,1))": ["DATE '0001-01-01'", "date", False],
    'lit(np.array([1],dtype="int8"))': ["ARRAY(1Y)", "array<tinyint>", False],
}


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    session = SparkSession.builder.master("local").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    yield session
    session.stop()


def differences(group: str, answer: Any, known: dict[str, Any]) -> dict[str, Any]:
    return {
        text: {"got": got, "wanted": wanted}
        for text, wanted in RECORDED[group].items()
        if (got := answer(text)) != known.get(text, wanted)
    }


@pytest.mark.parametrize("group", cases.CASES)
def test_texts_and_errors_are_pysparks(group: str) -> None:
    names = outcomes.namespace("pyrite")
    assert RECORDED[group].keys() <= set(cases.CASES[group])
    assert differences(group, lambda text: outcomes.outcome(text, names), DIFFERENT) == {}


def test_columns_of_literals_are_pysparks(session: SparkSession) -> None:
    names = outcomes.namespace("pyrite")
    known = {**DIFFERENT, **DIFFERENT_COLUMNS}
    assert differences("columns of literals", lambda t: outcomes.column_of(t, names, session), known) == {}


@pytest.fixture(scope="module")
def df(session: SparkSession) -> Any:
    return outcomes.table(session)


@pytest.mark.parametrize("text", RECORDED["queries"])
def test_queries_are_pysparks(text: str, df: Any) -> None:
    found = outcomes.selected(text, outcomes.namespace("pyrite"), df)
    if found[1] == "UNRESOLVED_ROUTINE":
        pytest.skip(f"not declared yet: {found[2]['routineName']}")
    assert found == RECORDED["queries"][text]


@pytest.mark.parametrize("kind", [Column, Window, WindowSpec])
def test_signatures_are_pysparks(kind: type) -> None:
    recorded = RECORDED[kind.__name__]
    assert {name: outcomes.signature(getattr(kind, name)) for name in recorded} == recorded


def test_operators_are_calls_by_sparks_names() -> None:
    tree = (col("a") + 1 > 2)._expression
    assert isinstance(tree, e.Call)
    assert tree.name == ">"
    plus, two = tree.arguments
    assert isinstance(plus, e.Call)
    assert plus.name == "+"
    assert isinstance(two, e.Literal)
    assert two.value == 2


def test_origin_tells_the_line_of_the_user() -> None:
    line = sys._getframe().f_lineno + 1
    tree = (1 / col("a"))._expression
    assert tree.origin is not None
    assert tree.origin.fragment == "__rtruediv__"
    assert tree.origin.call_site == f"{__file__}:{line}"


def test_columns_are_never_changed() -> None:
    case = when(col("a") > 1, "x")
    case.when(col("a") > 2, "y").otherwise("z")
    assert repr(case) == "Column<'CASE WHEN >(a, 1) THEN 'x' END'>"
    window = Window.partitionBy("a")
    window.orderBy("b").rowsBetween(0, 1)
    assert window._spec == Window.partitionBy("a")._spec or window._spec.order == ()
    assert window._spec.frame is None


def test_columns_can_be_copied_but_are_no_keys() -> None:
    assert repr(copy.copy(col("a"))) == "Column<'a'>"
    with pytest.raises(TypeError):
        hash(col("a"))


def test_columns_of_a_dataframe(session: SparkSession) -> None:
    df = session.createDataFrame([(1, "x", 2.0, None)], "a int, b string, c double, d int")
    assert repr(df.a) == repr(df["a"]) == "Column<'a'>"
    assert repr(df["*"]) in ("Column<'*'>", "Column<'resolvedstar()'>")
    assert repr(df.a.isin(df.select("a"))) == "Column<'(a) IN ([a: int])'>"
    assert repr(df.a.isin(df)) == "Column<'(a) IN ([a: int, b: string ... 2 more fields])'>"
    row = df.select(
        df.a.isin(1, 2),
        df.a.isin([]),
        df.b.alias("k", metadata={"unit": "m"}),
        col("c").cast("int"),
        df.a.isin(df.select("a")),
    )
    assert row.first()[:] == (True, False, "x", 2, True)
    assert row.schema["k"].metadata == {"unit": "m"}


def test_windows_run(session: SparkSession) -> None:
    df = session.createDataFrame([("a", 1), ("a", 2), ("b", 3)], ["k", "v"])
    window = Window.partitionBy("k").orderBy("v").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    total = expr("sum(v)").over(window)
    assert [tuple(row) for row in df.select("v", total).orderBy("v").collect()] == [(1, 1), (2, 3), (3, 3)]


def test_deprecated_keys_warn() -> None:
    for method in (col("a").getItem, col("a").getField):
        with pytest.warns(FutureWarning, match="deprecated"):
            method(lit(1))


def test_paths_of_pyspark_lead_to_the_same_classes() -> None:
    code = (
        "import pyrite; pyrite.install()\n"
        "from pyspark.sql import Column, Window, WindowSpec\n"
        "import pyspark.sql.column, pyspark.sql.classic.column, pyspark.sql.window, pyspark.sql.classic.window\n"
        "assert pyspark.sql.column.Column is pyspark.sql.classic.column.Column is Column\n"
        "assert pyspark.sql.window.Window is pyspark.sql.classic.window.Window is Window\n"
        "assert pyspark.sql.window.WindowSpec is pyspark.sql.classic.window.WindowSpec is WindowSpec\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
