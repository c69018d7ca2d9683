"""Random queries that must agree with themselves: no crash, no internal error, no lost or doubled row.

A condition parts the rows into those where it is true, false and null; together these are all rows (TLP). And it keeps
as many rows as it is true of when it is computed as a column, where no optimizer can use it (NoREC).
"""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

import pytest

from pyrite.errors import PySparkException, PySparkNotImplementedError

pytestmark = pytest.mark.timeout(120)

_T = "a int, b bigint, c double, d string, e boolean, f date, g decimal(10,2)"
_U = "x int, y bigint, z string"
_TEXTS = ["", "a", "ab", "Ab", " a ", "%", "_", "12", "-7", "1.5", "é", "x\0y", "'", "2020-02-29", None]
_PATTERNS = ["'a%'", "'%b'", "'_'", "'%'"]


def tables(chance):
    """The rows of both tables: few values, so that they meet, and extremes."""

    def one(*values):
        return chance.choice([None, *values])

    def t():
        return (
            one(0, 1, 2, 3, -1, 2147483647, -2147483648),
            one(0, 1, 2, -5, 2**63 - 1, -(2**63)),
            one(0.0, -0.0, 1.5, -2.5, 1e300, float("inf"), float("nan")),
            chance.choice(_TEXTS),
            one(True, False),
            None,
            one(Decimal("0.00"), Decimal("1.50"), Decimal("-99999999.99")),
        )

    def u():
        return one(0, 1, 2, 3), one(0, 1, 2, -5), chance.choice(_TEXTS)

    return [t() for _ in range(chance.randrange(1, 30))], [u() for _ in range(chance.randrange(0, 12))]


class Maker:
    """Writes random texts over the columns in sight, which are numbers, texts and booleans."""

    def __init__(self, chance, numbers, texts, booleans):
        self.chance = chance
        self.numbers, self.texts, self.booleans = numbers, texts, booleans

    def number(self, depth):
        pick = self.chance.choice
        if depth <= 0 or self.chance.random() < 0.3:
            return pick([*self.numbers, "0", "1", "-1", "2", "1.5", "NULL", "CAST(NULL AS INT)"])
        one, other = self.number(depth - 1), self.number(depth - 1)
        return pick(
            [
                f"({one} {pick(['+', '-', '*', '/', '%'])} {other})",
                f"coalesce({one}, {other})",
                f"nullif({one}, {other})",
                f"abs({one})",
                f"greatest({one}, {other})",
                f"CASE WHEN {self.condition(depth - 1)} THEN {one} ELSE {other} END",
                f"if({self.condition(depth - 1)}, {one}, {other})",
                f"length({self.text(depth - 1)})",
                f"-({one})",
                f"CAST({self.text(depth - 1)} AS INT)",
                f"try_divide({one}, {other})",
            ]
        )

    def text(self, depth):
        pick = self.chance.choice
        if depth <= 0 or self.chance.random() < 0.3:
            return pick([*self.texts, "''", "'a'", "'12'", "'A_'", "CAST(NULL AS STRING)"])
        one, other = self.text(depth - 1), self.text(depth - 1)
        return pick(
            [
                f"concat({one}, {other})",
                f"upper({one})",
                f"trim({one})",
                f"substring({one}, {self.chance.randrange(-2, 4)}, {self.chance.randrange(4)})",
                f"coalesce({one}, {other})",
                f"reverse({one})",
                f"replace({one}, 'a', {other})",
                f"CAST({self.number(depth - 1)} AS STRING)",
                f"if({self.condition(depth - 1)}, {one}, {other})",
            ]
        )

    def condition(self, depth):
        # Not with IN and a subquery: Spark's own is false where SQL's would be null, out of WHERE.
        pick = self.chance.choice
        if depth <= 0 or self.chance.random() < 0.2:
            return pick([*self.booleans, f"{pick(self.numbers)} > {pick(self.numbers)}", "TRUE", "NULL"])
        kind = pick([self.number, self.text])
        one, other = kind(depth - 1), kind(depth - 1)
        return pick(
            [
                f"({self.condition(depth - 1)} AND {self.condition(depth - 1)})",
                f"({self.condition(depth - 1)} OR {self.condition(depth - 1)})",
                f"(NOT {self.condition(depth - 1)})",
                f"({one} {pick(['=', '<>', '<', '<=', '>', '>=', '<=>'])} {other})",
                f"({one} IS {pick(['', 'NOT '])}NULL)",
                f"({one} {pick(['', 'NOT '])}IN ({other}, {kind(depth - 1)}))",
                f"({one} {pick(['', 'NOT '])}BETWEEN {other} AND {kind(depth - 1)})",
                f"({self.text(depth - 1)} LIKE {pick(_PATTERNS)})",
                f"EXISTS (SELECT 1 FROM u WHERE u.x = {pick(self.numbers)})",
                f"({self.number(depth - 1)} > (SELECT max(y) FROM u))",
            ]
        )


_SOURCES = [
    ("t", ["t.a", "t.b", "t.c", "t.g"], ["t.d"], ["t.e"]),
    (
        "(SELECT a, b, c, d, e, g FROM t WHERE a IS NULL OR a < 3) AS t",
        ["t.a", "t.b", "t.g"],
        ["t.d"],
        ["t.e"],
    ),
    ("(SELECT DISTINCT a, b, d, e FROM t) AS t", ["t.a", "t.b"], ["t.d"], ["t.e"]),
    ("(SELECT a, d FROM t UNION ALL SELECT x, z FROM u) AS t", ["t.a"], ["t.d"], ["(t.a = 1)"]),
    ("(SELECT a, count(*) AS b, max(d) AS d FROM t GROUP BY a) AS t", ["t.a", "t.b"], ["t.d"], ["(t.b > 1)"]),
    *[
        (f"t {how} JOIN v ON t.a = v.x", ["t.a", "t.b", "v.x", "v.y"], ["t.d", "v.z"], ["t.e"])
        for how in ("INNER", "LEFT", "RIGHT", "FULL")
    ],
    ("t LEFT SEMI JOIN v ON t.a = v.x AND t.b <= v.y", ["t.a", "t.b"], ["t.d"], ["t.e"]),
    ("t LEFT ANTI JOIN v ON t.a = v.x", ["t.a", "t.b"], ["t.d"], ["t.e"]),
]


def rows_of(spark, text):
    """The rows as a multiset. Errors must be Spark's; none may come from the inside of the engine."""
    try:
        return Counter(map(repr, spark.sql(text).collect()))
    except PySparkNotImplementedError:
        return None
    except PySparkException as error:
        assert error.getCondition(), f"{text}\n{error}"
        return None


def check(spark, seed):
    """One round: the data, and a few queries over it."""
    chance = random.Random(seed)
    spark.conf.set("spark.sql.ansi.enabled", chance.random() < 0.3)
    one, other = tables(chance)
    spark.createDataFrame(one, _T).createOrReplaceTempView("t")
    spark.createDataFrame(other, _U).createOrReplaceTempView("u")
    spark.createDataFrame(other, _U).createOrReplaceTempView("v")
    done = 0
    for _ in range(4):
        source, numbers, texts, booleans = chance.choice(_SOURCES)
        maker = Maker(chance, numbers, texts, booleans)
        shown = ", ".join([*numbers, *texts])
        where = maker.condition(chance.randrange(1, 4))
        parts = [
            rows_of(spark, f"SELECT {shown} FROM {source} WHERE {test}")
            for test in (where, f"NOT ({where})", f"({where}) IS NULL")
        ]
        whole = rows_of(spark, f"SELECT {shown} FROM {source}")
        kept = rows_of(spark, f"SELECT count(*) FROM {source} WHERE {where}")
        true = rows_of(
            spark, f"SELECT count(*) FROM (SELECT CAST({where} AS INT) AS p FROM {source}) WHERE p = 1"
        )
        if None not in (*parts, whole):
            assert sum(parts, Counter()) == whole, f"seed {seed}: {where} parts {source}"
        if kept is not None and true is not None:
            assert kept == true, f"seed {seed}: {where} over {source}"
        done += sum(found is not None for found in (*parts, whole, kept, true))
    return done


def test_random_queries_agree_with_themselves(spark):
    assert sum(check(spark, seed) for seed in range(15)) > 200


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_random_queries_agree_with_themselves(spark):
    seed = found = 0
    while found < 100_000:
        seed += 1
        found += check(spark, seed)
