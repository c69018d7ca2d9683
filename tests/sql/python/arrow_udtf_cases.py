"""Table functions of Arrow's batches: called on PySpark (``record_arrow_udtf.py``) and here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

T = pa.table
INT = pa.int32()


class Describe:
    """Tells what it is given."""

    def __init__(self) -> None:
        self.calls = 0

    def eval(self, *given: Any, **named: Any) -> Any:
        self.calls += 1
        every = [*given, *[(name, *shown(value)) for name, value in named.items()]]
        yield T({"a": [repr([value if isinstance(value, tuple) else shown(value) for value in every])]})

    def terminate(self) -> Any:
        yield T({"a": [f"{self.calls} calls"]})


def shown(value: Any) -> tuple[Any, ...]:
    if isinstance(value, pa.RecordBatch):
        types = [f"{field.name}: {field.type}" for field in value.schema]
        return (type(value).__name__, types, value.to_pylist())
    return (type(value).__name__, str(value.type), value.to_pylist())


def gives(make: Callable[[], Any]) -> type:
    """A class whose ``eval`` gives this."""

    class Gives:
        def eval(self, *given: Any) -> Any:
            return make()

    return Gives


class Skips:
    def eval(self, batch: Any) -> Any:
        from importlib import import_module

        yield T({"a": [str(batch.column("v").to_pylist())]})
        raise import_module("pyspark.sql.udtf").SkipRestOfInputTableException

    def terminate(self) -> Any:
        return [T({"a": ["end"]})]


class AtTheEnd:
    def eval(self, batch: Any) -> None:
        pass

    def terminate(self) -> Any:
        return [T({"a": ["end"]}), pa.RecordBatch.from_pydict({"a": ["of all"]})]


class FailsToStart:
    def __init__(self) -> None:
        raise ValueError("no")

    def eval(self, batch: Any) -> None:
        pass


class FailsToEnd(AtTheEnd):
    def terminate(self) -> Any:
        raise ValueError("no")


class FailsToCleanUp(AtTheEnd):
    def cleanup(self) -> Any:
        raise ValueError("no")


class Analyzes:
    def eval(self) -> None:
        pass

    @staticmethod
    def analyze() -> None:
        pass


class Empty:
    pass


CLASSES = (Describe, Skips, AtTheEnd, FailsToStart, FailsToEnd, FailsToCleanUp)

QUERIES = {
    "constants": "SELECT * FROM Describe(1, 'x', NULL)",
    "nothing": "SELECT * FROM Describe()",
    "by name": "SELECT * FROM Describe(b => 1, c => array('x'))",
    "a table": "SELECT * FROM Describe(TABLE(SELECT * FROM t) WITH SINGLE PARTITION ORDER BY v DESC)",
    "partitions": "SELECT * FROM Describe(TABLE(t) PARTITION BY k ORDER BY v) ORDER BY a",
    "beside a constant": "SELECT * FROM Describe(5, TABLE(t) PARTITION BY k ORDER BY v) ORDER BY a",
    "no rows": "SELECT * FROM Describe(TABLE(SELECT * FROM t WHERE v > 100) WITH SINGLE PARTITION)",
    "no partitions": "SELECT * FROM Describe(TABLE(SELECT * FROM t WHERE v > 100) PARTITION BY k)",
    "lateral": "SELECT v, d.* FROM t, LATERAL Describe(v) d",
    "left lateral": "SELECT v, d.* FROM t LEFT JOIN LATERAL Describe(v) d",
    "joined": "SELECT v, d.* FROM t, AtTheEnd(7) d WHERE v < 2 ORDER BY v, a",
    "skips": "SELECT * FROM Skips(TABLE(t) PARTITION BY k ORDER BY v) ORDER BY a",
    "at the end": "SELECT * FROM AtTheEnd(TABLE(t) PARTITION BY k) ORDER BY a",
    "init raises": "SELECT * FROM FailsToStart(1)",
    "terminate raises": "SELECT * FROM FailsToEnd(1)",
    "cleanup raises": "SELECT * FROM FailsToCleanUp(1)",
    "types": "SELECT * FROM Describe(TABLE(SELECT timestamp'2020-01-01' t, date'2020-01-01' d, 1.5 dec, 'x' s, "
    "array(1) a, map('a',1) m, named_struct('q',1) st, X'00' b, interval 1 day i, timestamp_ntz'2020-01-01' n, "
    "1y y, true tr, 1f f) WITH SINGLE PARTITION)",
    "another number of arguments": "SELECT * FROM Skips(1, 2)",
}

RESULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "a table": (lambda: [T({"x": pa.array([1, None], INT), "y": ["q", None]})], "x int, y string"),
    "a batch": (lambda: [pa.RecordBatch.from_pydict({"x": pa.array([1], INT)})], "x int"),
    "two tables": (lambda: [T({"x": pa.array([1], INT)}), T({"x": pa.array([2], INT)})], "x int"),
    "in another order": (lambda: [T({"y": ["q"], "x": pa.array([1], INT)})], "x int, y string"),
    "wider": (lambda: [T({"x": [1]})], "x int"),
    "too large": (lambda: [T({"x": [2**40]})], "x int"),
    "other names": (lambda: [T({"p": [1]})], "x int"),
    "names of other case": (lambda: [T({"X": [1]})], "x int"),
    "a column is missing": (lambda: [T({"x": [1]})], "x int, y string"),
    "a column more": (lambda: [T({"x": [1], "y": [1]})], "x int"),
    "text for a number": (lambda: [T({"x": ["abc"]})], "x int"),
    "a number as text": (lambda: [T({"x": ["12"]})], "x int"),
    "a fraction": (lambda: [T({"x": [1.5]})], "x int"),
    "a number for text": (lambda: [T({"x": [2]})], "x string"),
    "a decimal": (lambda: [T({"x": [Decimal("1.5")]})], "x decimal(10,2)"),
    "a moment without zone": (lambda: [T({"x": pa.array([0], pa.timestamp("us"))})], "x timestamp"),
    "nanoseconds": (lambda: [T({"x": pa.array([0], pa.timestamp("ns", "Asia/Tokyo"))})], "x timestamp"),
    "nested": (lambda: [T({"x": [[1]], "y": [{"p": 1}]})], "x array<bigint>, y struct<p: bigint>"),
    "nested and wider": (lambda: [T({"x": pa.array([[1]], pa.list_(INT))})], "x array<bigint>"),
    "no table": (lambda: [(1,)], "x int"),
    "no list": (lambda: 5, "x int"),
    "only a table": (lambda: T({"x": [1]}), "x int"),
    "None in a list": (lambda: [None], "x int"),
    "None": (lambda: None, "x int"),
    "an empty list": (list, "x int"),
    "an empty table": (lambda: [T({"x": pa.array([], INT)})], "x int"),
    "an error": (lambda: 1 // 0, "x int"),
}


def calls(spark: Any, functions: Any) -> dict[str, Callable[[], Any]]:
    """All cases by name."""
    make = functions.arrow_udtf
    spark.range(6).selectExpr("id % 2 AS k", "id AS v").coalesce(1).createOrReplaceTempView("t")
    for handler in CLASSES:
        spark.udtf.register(handler.__name__, make(handler, returnType="a string"))
    found: dict[str, Callable[[], Any]] = {
        f"query: {name}": lambda text=text: spark.sql(text).collect() for name, text in QUERIES.items()
    }
    for name, (result, kind) in RESULTS.items():
        found[f"gives: {name}"] = lambda result=result, kind=kind: make(gives(result), returnType=kind)(
            functions.lit(1)
        ).collect()
    found |= {
        "made: with analyze": lambda: make(Analyzes),
        "made: with analyze and a type": lambda: make(Analyzes, returnType="x int"),
        "made: without eval": lambda: make(Empty, returnType="x int"),
        "made: without a type": lambda: make(AtTheEnd),
        "made: of no class": lambda: make(5, returnType="x int"),
        "made: by a decorator": lambda: make(returnType="x int")(AtTheEnd).evalType,
        "called with a table": lambda: (
            make(Describe, returnType="a string")(spark.table("t").asTable().partitionBy("k").orderBy("v"))
            .orderBy("a")
            .collect()
        ),
        "called in a lateral join": lambda: spark.table("t").lateralJoin(
            make(Describe, returnType="a string")(functions.col("v").outer())
        ),
    }
    return found
