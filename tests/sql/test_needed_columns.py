"""Queries ask DuckDB for no more columns than are used, and answer as if they asked for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")

from pyrite.sql import SparkSession


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    session = SparkSession.builder.master("local[2]").getOrCreate()
    session.sql("SELECT * FROM VALUES (1, 'a', 10), (2, 'b', 20), (2, 'b', 30) AS t(k, n, v)").createTempView(
        "t"
    )
    yield session
    session.stop()


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT 7 FROM t", [(7,), (7,), (7,)]),
        ("SELECT count(*) FROM (SELECT k, v FROM t UNION ALL SELECT v, k FROM t)", [(6,)]),
        ("SELECT count(*) FROM (SELECT k, n FROM t UNION SELECT k, n FROM t)", [(2,)]),
        ("SELECT count(*) FROM (SELECT k, n FROM t INTERSECT SELECT k, n FROM t WHERE k = 1)", [(1,)]),
        ("SELECT count(*) FROM (SELECT k, n FROM t EXCEPT SELECT k, n FROM t WHERE k = 1)", [(1,)]),
        ("SELECT count(*) FROM (SELECT DISTINCT k, n FROM t)", [(2,)]),
        ("SELECT count(*) FROM (SELECT max(k) FROM t)", [(1,)]),
        ("WITH c AS (SELECT k, n, v FROM t) SELECT (SELECT count(*) FROM c), max(k) FROM c", [(3, 2)]),
        ("SELECT k FROM t WHERE EXISTS (SELECT n FROM t u WHERE u.v > t.v) ORDER BY v", [(1,), (2,)]),
        (
            "SELECT x.y FROM t, LATERAL (SELECT u.v + t.v AS y FROM t u WHERE u.k = t.k) x ORDER BY y LIMIT 1",
            [(20,)],
        ),
        (
            "SELECT a.y, b.z FROM (SELECT k AS y FROM t) a, (SELECT v AS z FROM t) b ORDER BY y, z LIMIT 1",
            [(1, 10)],
        ),
    ],
)
def test_columns_that_are_not_needed_do_not_matter(
    session: SparkSession, query: str, rows: list[tuple[int, ...]]
) -> None:
    assert [tuple(row) for row in session.sql(query).collect()] == rows


def test_only_needed_columns_are_read(session: SparkSession) -> None:
    sql = session.sql("SELECT a.k FROM t a JOIN t b ON a.k = b.k")._execution.compiled.sql
    assert '"k_' in sql and '"n_' not in sql and '"v_' not in sql


def test_sorts_above_having_use_the_groups(session: SparkSession) -> None:
    query = "SELECT sum(v) AS s FROM t GROUP BY k HAVING max(n) >= 'a' ORDER BY max(v) DESC, k"
    assert [tuple(row) for row in session.sql(query).collect()] == [(50,), (10,)]


def test_products_beyond_eighteen_digits(session: SparkSession) -> None:
    """Computed on trust in 18 digits, then again in 38."""
    query = "SELECT x * y FROM VALUES (9999999999999.99BD, 99999999999999.99BD) AS t(x, y)"
    assert str(session.sql(query).collect()[0][0]) == "999999999999998900000000000.0001"
