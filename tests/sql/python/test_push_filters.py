"""Filters handed to data sources in Python: as PySpark hands them, and those left are the engine's."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from pyrite.errors import AnalysisException
from pyrite.sql import DataFrame, SparkSession
from pyrite.sql import functions as F
from pyrite.sql.datasource import (
    DataSource,
    DataSourceReader,
    EqualNullSafe,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    InputPartition,
    IsNotNull,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Not,
    StringContains,
    StringEndsWith,
    StringStartsWith,
)

DAY = datetime.datetime(2020, 1, 2)
Q, N, S, B = ("i",), ("n",), ("s",), ("b",)
HAS_I, HAS_S = IsNotNull(Q), IsNotNull(S)


class Source(DataSource):
    """Five rows; the option ``takes`` says which filters its reader takes over (and does not check)."""

    #: What was handed over, and what was asked, in this process.
    log: ClassVar[list[Any]] = []

    def schema(self) -> str:
        return (
            "i int, s string, d double, dt date, ts timestamp, de decimal(10,2), bi binary, b boolean, "
            "st struct<x:int>, n int, tz timestamp_ntz"
        )

    def reader(self, schema: Any) -> DataSourceReader:
        return Reader(self.options.get("takes", "nothing"), self.log)


class Reader(DataSourceReader):
    def __init__(self, takes: str, log: list[Any]) -> None:
        self.takes = takes
        self.log = log
        self.least = 0

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        self.log.append(filters)
        if self.takes == "raises":
            raise ValueError("no filters")
        if self.takes == "others":
            return [EqualTo(("q",), 1)]
        if self.takes == "equal ones":
            return [EqualTo(Q, 1)]
        return [each for each in filters if not self._takes(each)]

    def _takes(self, each: Filter) -> bool:
        if self.takes == "least" and isinstance(each, GreaterThanOrEqual):
            self.least = each.value
            return True
        return self.takes == "all" or (self.takes == "equality" and isinstance(each, EqualTo))

    def partitions(self) -> list[InputPartition]:
        self.log.append("partitions")
        return [InputPartition(0)]

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        for i in range(self.least, 5):
            day = datetime.datetime(2020, 1, 1 + i)
            none = None if i == 2 else i
            yield (
                i,
                f"{i}abc",
                float(i),
                day.date(),
                day,
                Decimal(i),
                bytes([i]),
                i % 2 == 0,
                (i,),
                none,
                day,
            )


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    builder = SparkSession.builder.master("local").config("spark.sql.python.filterPushdown.enabled", "true")
    with builder.config("spark.sql.session.timeZone", "Asia/Tokyo").getOrCreate() as made:
        made.dataSource.register(Source)
        yield made


@pytest.fixture
def load(session: SparkSession) -> Callable[..., DataFrame]:
    def rows(takes: str = "nothing") -> DataFrame:
        Source.log.clear()
        return session.read.format("Source").option("takes", takes).load()

    return rows


def numbers(frame: DataFrame) -> list[int]:
    return [row.i for row in frame.collect()]


#: What PySpark 4.3 hands over of a condition, and the rows that pass it.
HANDED: list[tuple[str, list[Filter], list[int]]] = [
    ("i = 1", [HAS_I, EqualTo(Q, 1)], [1]),
    ("1 < i", [HAS_I, GreaterThan(Q, 1)], [2, 3, 4]),
    ("i >= 2 AND i < 4", [HAS_I, GreaterThanOrEqual(Q, 2), LessThan(Q, 4)], [2, 3]),
    ("i <=> 1", [EqualNullSafe(Q, 1)], [1]),
    ("n <=> NULL", [IsNull(N)], [2]),
    ("i != 1", [HAS_I, Not(EqualTo(Q, 1))], [0, 2, 3, 4]),
    ("NOT (i > 1)", [HAS_I, LessThanOrEqual(Q, 1)], [0, 1]),
    ("NOT (i = 1 OR i = 2)", [HAS_I, Not(EqualTo(Q, 1)), Not(EqualTo(Q, 2))], [0, 3, 4]),
    ("i IN (1, 2)", [In(Q, [1, 2])], [1, 2]),  # type: ignore[arg-type]
    ("i NOT IN (1, 2)", [Not(In(Q, [1, 2]))], [0, 3, 4]),  # type: ignore[arg-type]
    ("i IN (1)", [HAS_I, EqualTo(Q, 1)], [1]),
    ("i BETWEEN 1 AND 2", [HAS_I, GreaterThanOrEqual(Q, 1), LessThanOrEqual(Q, 2)], [1, 2]),
    ("n IS NULL", [IsNull(N)], [2]),
    ("n IS NOT NULL", [IsNotNull(N)], [0, 1, 3, 4]),
    ("NOT (n IS NULL)", [IsNotNull(N)], [0, 1, 3, 4]),
    ("s LIKE '1%'", [HAS_S, StringStartsWith(S, "1")], [1]),
    ("s LIKE '%c'", [HAS_S, StringEndsWith(S, "c")], [0, 1, 2, 3, 4]),
    ("s LIKE '%b%'", [HAS_S, StringContains(S, "b")], [0, 1, 2, 3, 4]),
    ("s LIKE '1_bc'", [HAS_S], [1]),
    ("startswith(s, '1')", [HAS_S, StringStartsWith(S, "1")], [1]),
    ("NOT endswith(s, 'c')", [HAS_S, Not(StringEndsWith(S, "c"))], []),
    ("contains(s, '3a')", [HAS_S, StringContains(S, "3a")], [3]),
    ("upper(s) = '1ABC'", [HAS_S], [1]),
    ("i = 1 AND upper(s) = '1ABC'", [HAS_I, HAS_S, EqualTo(Q, 1)], [1]),
    ("b", [IsNotNull(B), EqualTo(B, True)], [0, 2, 4]),
    ("NOT b", [IsNotNull(B), Not(EqualTo(B, True))], [1, 3]),
    ("d > 2", [IsNotNull(("d",)), GreaterThan(("d",), 2.0)], [3, 4]),
    ("dt = date'2020-01-02'", [IsNotNull(("dt",)), EqualTo(("dt",), DAY.date())], [1]),
    (
        "ts = timestamp'2020-01-02'",
        [IsNotNull(("ts",)), EqualTo(("ts",), DAY.replace(tzinfo=ZoneInfo("Asia/Tokyo")))],
        [],
    ),
    ("tz = timestamp_ntz'2020-01-02'", [IsNotNull(("tz",)), EqualTo(("tz",), DAY)], [1]),
    ("de = 1", [IsNotNull(("de",)), EqualTo(("de",), Decimal("1.00"))], [1]),
    ("bi = X'01'", [IsNotNull(("bi",)), EqualTo(("bi",), b"\x01")], [1]),
    ("st.x = 1", [IsNotNull(("st", "x")), EqualTo(("st", "x"), 1)], [1]),
    ("i + 1 = 2", [HAS_I], [1]),
    ("i = n", [HAS_I, IsNotNull(N)], [0, 1, 3, 4]),
]


@pytest.mark.parametrize(("condition", "filters", "rows"), HANDED, ids=[each[0] for each in HANDED])
def test_what_is_handed_over(
    load: Callable[..., DataFrame], condition: str, filters: list[Filter], rows: list[int]
) -> None:
    found = numbers(load().where(condition))
    assert repr(Source.log) == repr([filters, "partitions"])
    if not condition.startswith("ts"):  # a moment that the machine's zone decides about
        assert found == rows


@pytest.mark.parametrize("condition", ["i = 1 OR i = 2", "coalesce(i, 1) = 1", "true"])
def test_what_is_not(load: Callable[..., DataFrame], condition: str) -> None:
    numbers(load().where(condition))
    assert Source.log == ["partitions"]


def test_what_is_taken_is_not_checked_again(load: Callable[..., DataFrame]) -> None:
    assert numbers(load("all").where("i = 1")) == [0, 1, 2, 3, 4]
    assert numbers(load("equality").where("i = 1 AND s > '3'")) == [3, 4]
    assert numbers(load("equality").where("i = 1 AND upper(s) = '4ABC'")) == [4]
    assert numbers(load("least").where("i BETWEEN 2 AND 3")) == [2, 3]
    assert numbers(load("least").where("i >= 2").where("i < 4")) == [2, 3]


def test_all_filters_above_a_source_come_at_once(load: Callable[..., DataFrame]) -> None:
    frame = load().where("i > 1").selectExpr("i AS q", "s").where("q < 4").alias("a").where("a.s > '2'")
    assert [row.q for row in frame.collect()] == [2, 3]
    assert Source.log == [
        [HAS_I, HAS_S, GreaterThan(Q, 1), LessThan(Q, 4), GreaterThan(S, "2")],
        "partitions",
    ]


def test_each_use_of_a_source_has_its_own(load: Callable[..., DataFrame]) -> None:
    frame = load("least")
    assert numbers(frame.where("i >= 3").union(frame.where("i >= 4")).union(frame)) == [
        3,
        4,
        4,
        0,
        1,
        2,
        3,
        4,
    ]
    assert numbers(frame) == [0, 1, 2, 3, 4]
    both = frame.where("i >= 3").alias("a").join(frame.where("i >= 4").alias("b"), F.expr("a.i = b.i"))
    assert both.count() == 1


def test_beside_other_operators(load: Callable[..., DataFrame]) -> None:
    assert numbers(load("least").where("i >= 3").groupBy("i").count().orderBy("i")) == [3, 4]
    assert numbers(load("least").limit(3).where("i >= 2")) == [2]
    assert numbers(load("least").selectExpr("i + 1 AS i").where("i >= 4")) == [4, 5]
    plus_one = F.udf(lambda n: n + 1, "int")
    assert numbers(load("least").where("i >= 3").select(plus_one("i").alias("i"))) == [4, 5]
    assert numbers(load("least").where("i >= 3").cache()) == [3, 4]


def test_in_sql(load: Callable[..., DataFrame], session: SparkSession) -> None:
    load("least").createOrReplaceTempView("source")
    assert numbers(session.sql("SELECT i FROM source AS x WHERE x.i >= 3 AND i < 10")) == [3, 4]
    assert numbers(
        session.sql("SELECT i FROM source WHERE i = (SELECT max(i) FROM source WHERE i >= 2)")
    ) == [4]


@pytest.mark.parametrize(
    ("takes", "text"),
    [("raises", "no filters"), ("others", "EXTRANEOUS_FILTERS"), ("equal ones", "EXTRANEOUS_FILTERS")],
)
def test_errors(load: Callable[..., DataFrame], takes: str, text: str) -> None:
    with pytest.raises(AnalysisException, match=text) as error:
        load(takes).where("i = 1").collect()
    assert error.value.getCondition() == "PYTHON_DATA_SOURCE_ERROR"


def test_refused_where_it_is_off(session: SparkSession) -> None:
    session.conf.set("spark.sql.python.filterPushdown.enabled", "false")
    try:
        with pytest.raises(AnalysisException, match="DATA_SOURCE_PUSHDOWN_DISABLED"):
            session.read.format("Source").load()
    finally:
        session.conf.set("spark.sql.python.filterPushdown.enabled", "true")
