"""Comparisons that pass or fail: the same on PySpark (``record_assertions.py``) and here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

CASES: dict[str, Callable[..., Any]] = {}


def case(function: Callable[..., Any]) -> Callable[..., Any]:
    CASES[function.__name__] = function
    return function


def frames(spark: Any, first: Any, second: Any, schema: Any = ("id", "amount"), other: Any = None) -> Any:
    names = [schema, other or schema]
    return [
        spark.createDataFrame(rows, name if isinstance(name, str) else list(name))
        for rows, name in zip((first, second), names)
    ]


@case
def equal(spark, t):
    t.assertDataFrameEqual(*frames(spark, [("1", 10), ("2", 30)], [("2", 30), ("1", 10)]))


@case
def in_order(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1, 2), (3, 4)], [(3, 4), (1, 2)]), checkRowOrder=True)


@case
def values_differ(spark, t):
    t.assertDataFrameEqual(
        *frames(spark, [("1", 1.0), ("2", 3.0), ("3", 2.0)], [("1", 1.5), ("2", 3.0), ("3", 2.5)])
    )


@case
def one_row_more(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(i, i) for i in range(5)], [(i, i) for i in range(5) if i != 1]))


@case
def one_row_less(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(i, i) for i in range(3)], [(i, i) for i in range(5)]))


@case
def one_row_more_in_order(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1, 1), (2, 2)], [(1, 1), (2, 2), (3, 3)]), checkRowOrder=True)


@case
def first_error(spark, t):
    t.assertDataFrameEqual(
        *frames(spark, [(1, "A"), (2, "B"), (3, "C")], [(1, "A"), (2, "X"), (3, "Y")]), maxErrors=1
    )


@case
def only_differences(spark, t):
    t.assertDataFrameEqual(
        *frames(spark, [(1, "A"), (2, "B"), (3, "C")], [(1, "A"), (2, "X"), (3, "Y")]), showOnlyDiff=True
    )


@case
def tolerances(spark, t):
    t.assertDataFrameEqual(*frames(spark, [("1", 0.1)], [("1", 0.109)]), rtol=0.1)


@case
def beyond_the_tolerance(spark, t):
    t.assertDataFrameEqual(*frames(spark, [("1", 0.1)], [("1", 0.109)]), atol=0.001)


@case
def decimals(spark, t):
    t.assertDataFrameEqual(
        *frames(spark, [(Decimal("1.000001"),)], [(Decimal("1.0000011"),)], "d decimal(20,10)")
    )


@case
def nested(spark, t):
    kind = "a array<double>, m map<string, double>, s struct<x double>"
    t.assertDataFrameEqual(
        *frames(spark, [([1.0], {"k": 2.0}, (3.0,))], [([1.0], {"k": 2.0000001}, (3.0,))], kind)
    )


@case
def nested_differs(spark, t):
    t.assertDataFrameEqual(*frames(spark, [([1.0, 2.0],)], [([1.0],)], "a array<double>"))


@case
def nulls(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1, None)], [(1, None)], "id int, amount int"))


@case
def null_and_value(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1, None)], [(1, 0)], "id int, amount int"))


@case
def both_empty(spark, t):
    t.assertDataFrameEqual(*frames(spark, [], [], "id int"))


@case
def types_differ(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1,)], [("1",)], "id int", "id string"))


@case
def types_ignored(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1000, "1")], [(1000.0, "1")]), ignoreColumnType=True)


@case
def types_ignored_differs(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1000, "1")], [(1000.5, "1")]), ignoreColumnType=True)


@case
def names_ignored(spark, t):
    t.assertDataFrameEqual(
        *frames(spark, [(1, 2)], [(1, 2)], "a int, b int", "c int, d int"), ignoreColumnName=True
    )


@case
def columns_in_any_order(spark, t):
    t.assertDataFrameEqual(
        *frames(spark, [(1, "x")], [("x", 1)], "a int, b string", "b string, a int"), ignoreColumnOrder=True
    )


@case
def nullable_counts(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1,)], [(1,)], "a int not null", "a int"), ignoreNullable=False)


@case
def nullable_ignored(spark, t):
    t.assertDataFrameEqual(*frames(spark, [(1,)], [(1,)], "a int not null", "a int"))


@case
def rows(spark, t):
    row = t.Row
    t.assertDataFrameEqual(spark.createDataFrame([(1, 2), (3, 4)], ["a", "b"]), [row(3, 4), row(1, 2)])


@case
def lists_of_rows(spark, t):
    t.assertDataFrameEqual([t.Row(a=1), t.Row(a=2)], [t.Row(a=1), t.Row(a=3)])


@case
def nothing_at_all(spark, t):
    t.assertDataFrameEqual(None, None)


@case
def actual_is_none(spark, t):
    t.assertDataFrameEqual(None, [])


@case
def expected_is_none(spark, t):
    t.assertDataFrameEqual([], None)


@case
def no_frame(spark, t):
    t.assertDataFrameEqual(spark.range(1), 5)


@case
def no_frame_first(spark, t):
    t.assertDataFrameEqual({1: 2}, spark.range(1))


@case
def pandas_equal(spark, t):
    t.assertDataFrameEqual(
        t.pandas.DataFrame({"a": [1.0, None]}), t.pandas.DataFrame({"a": [1.0000001, None]})
    )


@case
def pandas_in_another_order(spark, t):
    t.assertDataFrameEqual(t.pandas.DataFrame({"a": [1, 2]}), t.pandas.DataFrame({"a": [2, 1]}))


@case
def pandas_names(spark, t):
    t.assertDataFrameEqual(t.pandas.DataFrame({"a": [1, 2]}), t.pandas.DataFrame({"b": [1, 2]}))


@case
def pandas_shapes(spark, t):
    t.assertDataFrameEqual(t.pandas.DataFrame({"a": [1, 2]}), t.pandas.DataFrame({"a": [1]}))


@case
def pandas_types(spark, t):
    t.assertDataFrameEqual(t.pandas.DataFrame({"a": [1, 2]}), t.pandas.DataFrame({"a": [1.0, 2.0]}))


@case
def pandas_nulls(spark, t):
    t.assertDataFrameEqual(t.pandas.DataFrame({"a": ["x", None]}), t.pandas.DataFrame({"a": ["x", "y"]}))


@case
def schemas_equal(spark, t):
    t.assertSchemaEqual(spark.range(1).schema, t.struct("id bigint"))


@case
def schemas_differ(spark, t):
    t.assertSchemaEqual(t.struct("a int, b array<decimal(10,2)>"), t.struct("a int, b array<decimal(10,3)>"))


@case
def schema_nullable(spark, t):
    t.assertSchemaEqual(t.struct("a int not null"), t.struct("a int"), ignoreNullable=False)


@case
def schema_nested_nullable(spark, t):
    t.assertSchemaEqual(t.struct("a struct<b: int not null>"), t.struct("a struct<b: int>"))


@case
def schema_order(spark, t):
    t.assertSchemaEqual(t.struct("a int, b double"), t.struct("b double, a int"), ignoreColumnOrder=True)


@case
def schema_names(spark, t):
    t.assertSchemaEqual(t.struct("a int, b double"), t.struct("c int, d double"), ignoreColumnName=True)


@case
def schema_lengths(spark, t):
    t.assertSchemaEqual(t.struct("a int, b double"), t.struct("a int"), ignoreColumnName=True)


@case
def no_schema(spark, t):
    t.assertSchemaEqual(spark.range(1), t.struct("a int"))


def outcome(name: str, spark: Any, tools: Any) -> Any:
    """None if the comparison passes, else the error: its class, condition, and parameters without colours."""
    try:
        CASES[name](spark, tools)
    except Exception as error:
        found = getattr(error, "getMessageParameters", dict)() or {}
        shown = {
            key: "\n".join(
                line
                for line in str(value).replace("\033[31m", "").replace("\033[0m", "").splitlines()
                if line
            )
            for key, value in found.items()
        }
        return [type(error).__name__, getattr(error, "getCondition", lambda: None)(), shown]
    return None
