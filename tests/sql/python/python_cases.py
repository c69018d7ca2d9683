"""Functions of users and what to do with them, the same for PySpark and Pyrite.

Each case is called with a session and the module ``functions`` of the package that it is of.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

#: What functions return, whatever their declared type is.
VALUES: dict[str, Any] = {
    "None": None,
    "True": True,
    "1": 1,
    "300": 300,
    "1.0": 1.0,
    "1.5": 1.5,
    "'a'": "a",
    "'1'": "1",
    "bytes": b"ab",
    "date": datetime.date(2020, 1, 2),
    "datetime": datetime.datetime(2020, 1, 2, 3, 4, 5),
    "decimal": decimal.Decimal("1"),
    "list": [1],
    "tuple": (1,),
    "dict": {"a": 1},
}

TYPES = [
    "boolean", "tinyint", "int", "bigint", "float", "double", "string", "binary", "date", "timestamp",
    "timestamp_ntz", "decimal(10,0)", "array<int>", "map<string,int>", "struct<a:int>",
]  # fmt: skip

#: Columns of Series that functions in pandas return.
SERIES: dict[str, Callable[[], Any]] = {
    "None": lambda: pd.Series([None, None], dtype=object),
    "bool": lambda: pd.Series([True, False]),
    "int8": lambda: pd.Series([1, 0], dtype="int8"),
    "int64": lambda: pd.Series([1, 0]),
    "300": lambda: pd.Series([300, 0]),
    "Int64": lambda: pd.Series([1, None], dtype="Int64"),
    "float": lambda: pd.Series([1.0, float("nan")]),
    "1.5": lambda: pd.Series([1.5, 0.0]),
    "text": lambda: pd.Series(["a", None]),
    "digits": lambda: pd.Series(["1", "0"]),
    "dates": lambda: pd.Series([datetime.date(2020, 1, 2), None]),
    "times": lambda: pd.Series(pd.to_datetime(["2020-01-02 03:04:05", None])),
    "zoned": lambda: pd.Series(pd.to_datetime(["2020-01-02 03:04:05", None])).dt.tz_localize("Asia/Tokyo"),
    "decimals": lambda: pd.Series([decimal.Decimal("1"), None]),
    "lists": lambda: pd.Series([[1, 2], None]),
    "dicts": lambda: pd.Series([{"a": 1}, None]),
    "category": lambda: pd.Series(["a", "b"], dtype="category"),
    "frame": lambda: pd.DataFrame({"a": [1, 2]}),
}


def scalar(spark: Any, functions: Any, value: str, kind: str, arrow: bool) -> Any:
    """What a Python function's value becomes."""
    given = VALUES[value]
    made = functions.udf(lambda x: given, kind, useArrow=arrow)
    return spark.range(1).select(made("id").alias("r")).collect()


def series(spark: Any, functions: Any, value: str, kind: str) -> Any:
    """What a Series becomes."""
    make = SERIES[value]
    made = functions.pandas_udf(lambda x: make(), kind)
    return spark.range(2).coalesce(1).select(made("id").alias("r")).collect()


ALL_TYPES = """SELECT * FROM VALUES
    (1, 1L, 'a', 1.5D, true, timestamp'2024-07-01 10:00:00', date'2024-01-01', 1.25BD, array(1, 2, null),
     map('a', 1), named_struct('x', 1, 'y', 's'), timestamp_ntz'2024-01-01 01:02:03', interval '1' second, X'0102',
     1Y, 2S, CAST(1.5 AS FLOAT), array(timestamp'2024-07-01 10:00:00'), array(array(1))),
    (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
    AS t(i, l, s, d, b, ts, dt, de, ar, m, st, nz, iv, bi, ti, sm, f, ats, aa)"""


def described(column: Any) -> str:
    """A Series or DataFrame as text."""
    if isinstance(column, pd.DataFrame):
        parts = [described(column.iloc[:, place]) for place in range(len(column.columns))]
        return "{" + ", ".join(parts) + "}"
    return f"{column.name}|{column.dtype}|{column.tolist()!r}|{column.index}"


COLUMNS = [
    "i",
    "l",
    "s",
    "d",
    "b",
    "ts",
    "dt",
    "de",
    "ar",
    "m",
    "st",
    "nz",
    "iv",
    "bi",
    "ti",
    "sm",
    "f",
    "ats",
    "aa",
]


def given_series(spark: Any, functions: Any, name: str) -> Any:
    """How a function in pandas gets a column."""
    frame = spark.sql(ALL_TYPES).coalesce(1)
    made = functions.pandas_udf(lambda v: pd.Series([described(v)] * len(v)), "string")
    return frame.select(made(name).alias("r")).first()


def given_group(spark: Any, functions: Any, name: str) -> Any:
    """How applyInPandas gets a column, and the key."""
    frame = spark.sql(ALL_TYPES).select("l", name) if name != "l" else spark.sql(ALL_TYPES).select("l")
    groups = frame.groupBy(functions.expr("l > 0").alias("k"))

    def show(key: Any, data: Any) -> Any:
        return pd.DataFrame({"r": [repr(key) + described(data)]})

    return groups.applyInPandas(show, "r string").collect()


def given_map(spark: Any, functions: Any, name: str) -> Any:
    """How mapInPandas gets a column beside another."""

    def show(frames: Any) -> Any:
        for frame in frames:
            yield pd.DataFrame({"r": [described(frame)]})

    return (
        spark.sql(ALL_TYPES)
        .select("i", name)
        .toDF("one", "two")
        .coalesce(1)
        .mapInPandas(show, "r string")
        .collect()
    )


# ------------------------------------------------------------------------------------------- single cases

CASES: dict[str, Callable[[Any, Any], Any]] = {}


def case(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    CASES[function.__name__] = function
    return function


def numbers(spark: Any) -> Any:
    return spark.range(0, 7, 1, 2).selectExpr("id", "id % 2 AS k")


@case
def wrong_length(spark: Any, functions: Any) -> Any:
    return numbers(spark).select(functions.pandas_udf(lambda v: pd.Series([1]), "long")("id")).collect()


@case
def no_length(spark: Any, functions: Any) -> Any:
    return numbers(spark).select(functions.pandas_udf(lambda v: 1, "long")("id")).collect()


@case
def function_raises(spark: Any, functions: Any) -> Any:
    return numbers(spark).select(functions.pandas_udf(lambda v: 1 // 0, "long")("id")).collect()


@case
def arrow_of_wrong_length(spark: Any, functions: Any) -> Any:
    return numbers(spark).select(functions.arrow_udf(lambda v: v[:0], "long")("id")).collect()


@case
def arrow_of_wrong_type(spark: Any, functions: Any) -> Any:
    made = functions.arrow_udf(lambda v: pa.array(["a"] * len(v)), "long")
    return numbers(spark).select(made("id")).collect()


@case
def arrow_is_cast(spark: Any, functions: Any) -> Any:
    return (
        numbers(spark)
        .select(functions.arrow_udf(lambda v: v.cast("string"), "long")("id").alias("r"))
        .collect()
    )


@case
def chained(spark: Any, functions: Any) -> Any:
    plus = functions.pandas_udf(lambda v: v + 1, "long")
    return numbers(spark).select(plus(plus("id")).alias("r"), plus("k").alias("s")).collect()


@case
def hinted(spark: Any, functions: Any) -> Any:
    @functions.pandas_udf("long")
    def twice(parts: Iterator[pd.Series]) -> Iterator[pd.Series]:
        for part in parts:
            yield part * 2

    @functions.pandas_udf("long")
    def product(parts: Iterator[tuple[pd.Series, pd.Series]]) -> Iterator[pd.Series]:
        for one, other in parts:
            yield one * other

    @functions.arrow_udf("long")
    def more(part: pa.Array) -> pa.Array:
        return pc.add(part, 1)

    frame = numbers(spark)
    return frame.select(
        twice("id").alias("a"), product("id", "k").alias("b"), more("id").alias("c")
    ).collect()


@case
def struct_in_and_out(spark: Any, functions: Any) -> Any:
    made = functions.pandas_udf(
        lambda d: pd.DataFrame({"b": d["x"].astype(str), "a": d["y"]}), "a long, b string"
    )
    return numbers(spark).select(made(functions.expr("struct(id AS x, k AS y)")).alias("r")).collect()


@case
def struct_needs_a_frame(spark: Any, functions: Any) -> Any:
    made = functions.pandas_udf(lambda v: v, "a long")
    return numbers(spark).select(made("id")).collect()


@case
def iterator_of_too_few(spark: Any, functions: Any) -> Any:
    made = functions.pandas_udf(lambda parts: (part[:1] for part in parts), "long", 204)
    return numbers(spark).select(made("id")).collect()


@case
def iterator_of_too_many(spark: Any, functions: Any) -> Any:
    made = functions.pandas_udf(lambda parts: (pd.concat([part, part]) for part in parts), "long", 204)
    return numbers(spark).select(made("id")).collect()


@case
def no_iterator(spark: Any, functions: Any) -> Any:
    return numbers(spark).select(functions.pandas_udf(lambda parts: 1, "long", 204)("id")).collect()


@case
def mapped(spark: Any, functions: Any) -> Any:
    return (
        numbers(spark)
        .mapInPandas(lambda parts: (part[part.k > 0] for part in parts), "k long, id long")
        .collect()
    )


@case
def mapped_from_a_list(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInPandas(lambda parts: [pd.DataFrame({"n": [1]})], "n long").collect()


@case
def mapped_to_no_iterator(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInPandas(lambda parts: 1, "n long").collect()


@case
def mapped_to_no_frames(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInPandas(lambda parts: iter([1]), "n long").collect()


@case
def mapped_without_a_column(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInPandas(lambda parts: parts, "id long, x long").collect()


@case
def mapped_with_a_column_more(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInPandas(lambda parts: parts, "id long").collect()


@case
def mapped_in_arrow_by_position(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInArrow(lambda parts: parts, "x long").collect()


@case
def mapped_to_a_number(spark: Any, functions: Any) -> Any:
    return numbers(spark).mapInPandas(lambda parts: parts, "long").collect()


@case
def empty_partitions_are_mapped(spark: Any, functions: Any) -> Any:
    frame = spark.range(0, 3, 1, 3).filter("id = 1")
    return frame.mapInPandas(lambda parts: iter([pd.DataFrame({"n": [1]})]), "n long").collect()


@case
def nothing_is_mapped(spark: Any, functions: Any) -> Any:
    return spark.range(0).mapInPandas(lambda parts: iter([pd.DataFrame({"n": [1]})]), "n long").collect()


@case
def grouped(spark: Any, functions: Any) -> Any:
    def count(key: Any, data: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"n": [len(data)], "k": [key[0]], "s": [list(data.columns) == ["id", "k"]]})

    return numbers(spark).groupBy("k").applyInPandas(count, "k long, n int, s boolean").collect()


@case
def all_rows_are_one_group(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy().applyInPandas(lambda p: pd.DataFrame({"n": [len(p)]}), "n long").collect()


@case
def no_rows_are_no_group(spark: Any, functions: Any) -> Any:
    return spark.range(0).groupBy().applyInPandas(lambda p: pd.DataFrame({"n": [len(p)]}), "n long").collect()


@case
def grouped_by_position(spark: Any, functions: Any) -> Any:
    return (
        numbers(spark)
        .groupBy("k")
        .applyInPandas(lambda p: pd.DataFrame([[1, "a"]]), "n long, s string")
        .collect()
    )


@case
def grouped_with_too_many(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").applyInPandas(lambda p: pd.DataFrame([[1, 2]]), "n long").collect()


@case
def grouped_with_other_names(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").applyInPandas(lambda p: p, "id long, x long").collect()


@case
def grouped_to_a_series(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").applyInPandas(lambda p: p["id"], "id long").collect()


@case
def grouped_to_nothing(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").applyInPandas(lambda p: pd.DataFrame(), "id long").collect()


@case
def grouped_to_other_types(spark: Any, functions: Any) -> Any:
    return (
        numbers(spark).groupBy("k").applyInPandas(lambda p: pd.DataFrame({"id": ["a"]}), "id long").collect()
    )


@case
def grouped_by_nulls_and_nans(spark: Any, functions: Any) -> Any:
    frame = spark.sql(
        "SELECT * FROM VALUES (double('nan')), (null), (0.0D), (-0.0D), (double('nan')), (null) AS t(x)"
    )
    return frame.groupBy("x").applyInPandas(lambda p: pd.DataFrame({"n": [len(p)]}), "n long").collect()


@case
def grouped_in_arrow(spark: Any, functions: Any) -> Any:
    def count(key: Any, data: pa.Table) -> pa.Table:
        return pa.table({"n": pa.array([data.num_rows]), "k": pa.array([key[0].as_py()])})

    return numbers(spark).groupBy("k").applyInArrow(count, "k long, n long").collect()


@case
def grouped_in_arrow_to_other_types(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").applyInArrow(lambda t: pa.table({"id": ["a"]}), "id long").collect()


@case
def grouped_by_iterators(spark: Any, functions: Any) -> Any:
    def pandas(key: tuple[Any, ...], parts: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for part in parts:
            yield part.assign(id=key[0])

    def arrow(parts: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from parts

    groups = numbers(spark).groupBy("k")
    schema = "id long, k long"
    return groups.applyInPandas(pandas, schema).collect() + groups.applyInArrow(arrow, schema).collect()


@case
def grouped_together(spark: Any, functions: Any) -> Any:
    def both(key: Any, one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"r": [repr((key, one.to_dict(), other.to_dict()))]})

    left = numbers(spark).groupBy("k")
    right = spark.range(1, 3).selectExpr("id AS k", "'x' AS s").groupBy("k")
    return left.cogroup(right).applyInPandas(both, "r string").collect()


@case
def grouped_together_in_arrow(spark: Any, functions: Any) -> Any:
    def both(one: pa.Table, other: pa.Table) -> pa.Table:
        return pa.table({"a": pa.array([one.num_rows]), "b": pa.array([other.num_rows])})

    left = numbers(spark).groupBy("k")
    return left.cogroup(spark.range(1, 3).groupBy("id")).applyInArrow(both, "a long, b long").collect()


@case
def grouped_by_different_numbers_of_keys(spark: Any, functions: Any) -> Any:
    left = numbers(spark).groupBy("k")
    return left.cogroup(numbers(spark).groupBy("k", "id")).applyInPandas(lambda a, b: a, "id long").collect()


def mean(functions: Any) -> Any:
    @functions.pandas_udf("double")
    def mean(v: pd.Series) -> float:
        return float(v.mean())

    return mean


@case
def aggregated(spark: Any, functions: Any) -> Any:
    average = mean(functions)
    texts = functions.arrow_udf(lambda v: str(v.to_pylist()), "string", 252)
    return (
        numbers(spark)
        .groupBy("k")
        .agg((average("id") + 1).alias("a"), texts("id").alias("t"))
        .orderBy("k")
        .collect()
    )


@case
def aggregated_by_iterators(spark: Any, functions: Any) -> Any:
    @functions.pandas_udf("long")
    def total(parts: Iterator[pd.Series]) -> int:
        return sum(int(part.sum()) for part in parts)

    return numbers(spark).groupBy("k").agg(total("id").alias("a")).orderBy("k").collect()


@case
def aggregated_without_groups(spark: Any, functions: Any) -> Any:
    return numbers(spark).select(mean(functions)("id").alias("a")).collect()


@case
def aggregated_of_nothing(spark: Any, functions: Any) -> Any:
    return spark.range(0).agg(mean(functions)("id").alias("a")).collect()


@case
def aggregated_beside_others(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").agg(mean(functions)("id"), functions.count("*")).collect()


@case
def aggregated_in_a_pivot(spark: Any, functions: Any) -> Any:
    return numbers(spark).groupBy("k").pivot("k", [0, 1]).agg(mean(functions)("id")).collect()


@case
def aggregated_to_other_types(spark: Any, functions: Any) -> Any:
    made = functions.pandas_udf(lambda v: "a", "double", 202)
    return numbers(spark).groupBy("k").agg(made("id")).collect()


@case
def over_windows(spark: Any, functions: Any) -> Any:
    shown = functions.pandas_udf(lambda v: str(v.tolist()), "string", 202)
    frame = numbers(spark)
    frame.createOrReplaceTempView("numbers")
    spark.udf.register("shown", shown)
    return spark.sql("""SELECT id,
        shown(id) OVER (PARTITION BY k ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) a,
        shown(id) OVER (PARTITION BY k ORDER BY id) b, shown(id) OVER (PARTITION BY k) c,
        shown(id) OVER (ORDER BY id RANGE BETWEEN 3 FOLLOWING AND 5 FOLLOWING) d,
        shown(id) OVER (PARTITION BY k ORDER BY id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) e
        FROM numbers ORDER BY id""").collect()


@case
def aggregates_take_no_filter(spark: Any, functions: Any) -> Any:
    numbers(spark).createOrReplaceTempView("numbers")
    spark.udf.register("mean_of", mean(functions))
    return spark.sql("SELECT mean_of(id) FILTER (WHERE id > 2) FROM numbers").collect()


@case
def aggregates_in_having(spark: Any, functions: Any) -> Any:
    numbers(spark).createOrReplaceTempView("numbers")
    spark.udf.register("mean_of", mean(functions))
    return spark.sql(
        "SELECT k, mean_of(id) m FROM numbers GROUP BY k HAVING mean_of(id) > 2 ORDER BY k"
    ).collect()


@case
def function_without_arguments(spark: Any, functions: Any) -> Any:
    return functions.pandas_udf(lambda: 1, "int")


@case
def function_without_type(spark: Any, functions: Any) -> Any:
    return functions.pandas_udf(lambda x: 1)


@case
def function_of_unknown_kind(spark: Any, functions: Any) -> Any:
    return functions.arrow_udf(lambda x: 1, "int", 200)


@case
def hints_of_unknown_kind(spark: Any, functions: Any) -> Any:
    def plus(x: int) -> pd.Series:
        return pd.Series([x])

    return functions.pandas_udf(plus, "int")


@case
def hints_are_missing(spark: Any, functions: Any) -> Any:
    def plus(x: pd.Series):  # type: ignore[no-untyped-def]
        return x

    return functions.pandas_udf(plus, "int")


@case
def types_that_arrow_lacks(spark: Any, functions: Any) -> Any:
    return functions.pandas_udf(lambda x: x, "interval").returnType


@case
def aggregates_make_no_structs(spark: Any, functions: Any) -> Any:
    return functions.pandas_udf(lambda x: x, "a int", 202).returnType


@case
def batches_are_small(spark: Any, functions: Any) -> Any:
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "2")
    try:
        made = functions.pandas_udf(lambda v: pd.Series([len(v)] * len(v)), "long")
        return numbers(spark).coalesce(1).select(made("id").alias("r")).collect()
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
