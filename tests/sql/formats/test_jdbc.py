"""Tables of other databases: SQLite, and a PostgreSQL of its own."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import matrix_outcomes
import pytest
from mysql_server import mysql_server
from postgres_server import postgres_server

from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    ParseException,
    PySparkNotImplementedError,
    SparkRuntimeException,
)
from pyrite.sql import SparkSession
from pyrite.sql._jdbc import dialects, reading

ROW = """SELECT 1 AS a, 'it''s é' AS b, CAST(1.5 AS DECIMAL(5,2)) AS c, date'2020-01-01' AS d,
    timestamp'2020-01-01 10:00:00.5' AS t, true AS bo, 5000000000L AS l, CAST(1 AS TINYINT) AS ti,
    CAST(2 AS SMALLINT) AS sm,    1.5d AS db, CAST(2.5 AS FLOAT) AS fl, X'01FF' AS bi, CAST(null AS STRING) AS n"""


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = matrix_outcomes.session("pyrite")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    pytest.importorskip("psycopg")
    with postgres_server() as url:
        if url is None:
            pytest.skip("there are no programs of a PostgreSQL server")
        yield url


@pytest.fixture(scope="module")
def mysql() -> Iterator[str]:
    pytest.importorskip("pymysql")
    with mysql_server() as url:
        if url is None:
            pytest.skip("there are no programs of a MariaDB server")
        yield url


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"jdbc:sqlite:{tmp_path}/x.db"
    found: str
    if request.param == "mysql":
        found = request.getfixturevalue("mysql")
        with closing(dialects.MySql().connect(found, reading.Options({}))) as plain, plain.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS test")
            cursor.execute("CREATE DATABASE test")
        return found
    found = request.getfixturevalue("postgres")
    with dialects.Postgres().connect(found, reading.Options({})) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return found


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that databases are asked."""
    asked: list[str] = []
    query = reading.JdbcSource.query

    def noted(self: Any, columns: Any, clause: str) -> str:
        found = query(self, columns, clause)
        asked.append(found.replace("`", '"'))
        return found

    monkeypatch.setattr(reading.JdbcSource, "query", noted)
    return asked


def condition(caught: Any) -> Any:
    return caught.value.getCondition()


def test_types_go_round(spark: SparkSession, url: str) -> None:
    frame = spark.sql(ROW)
    frame.write.jdbc(url, "t")
    back = spark.read.jdbc(url, "t")
    assert [tuple(row) for row in back.collect()] == [tuple(row) for row in frame.collect()]
    kinds = dict(back.dtypes)
    assert (kinds["b"], kinds["c"], kinds["d"], kinds["t"], kinds["bo"], kinds["bi"]) == (
        "string",
        "decimal(5,2)",
        "date",
        "timestamp",
        "boolean",
        "binary",
    )


def test_modes(spark: SparkSession, url: str) -> None:
    one = spark.sql("SELECT 1 AS a, 'x' AS b")
    one.write.jdbc(url, "t")
    with pytest.raises(AnalysisException) as caught:
        one.write.jdbc(url, "t")
    assert condition(caught) == "_LEGACY_ERROR_TEMP_1288"
    one.write.mode("ignore").jdbc(url, "t")
    assert spark.read.jdbc(url, "t").count() == 1
    spark.sql("SELECT 'y' AS B, 2 AS A").write.jdbc(url, "t", mode="append")
    assert sorted(tuple(row) for row in spark.read.jdbc(url, "t").collect()) == [(1, "x"), (2, "y")]
    spark.sql("SELECT 3 AS a, 'z' AS b").write.option("truncate", True).mode("overwrite").jdbc(url, "t")
    assert spark.read.jdbc(url, "t").collect()[0].b == "z"
    spark.sql("SELECT 4L AS other").write.mode("overwrite").format("jdbc").options(
        url=url, dbtable="t"
    ).save()
    assert [tuple(row) for row in spark.read.jdbc(url, "t").collect()] == [(4,)]
    with pytest.raises(AnalysisException) as caught:
        one.write.mode("append").jdbc(url, "t")
    assert condition(caught) == "COLUMN_NOT_DEFINED_IN_TABLE"


def test_a_failed_write_leaves_the_table_as_it_was(spark: SparkSession, url: str) -> None:
    spark.range(5).write.jdbc(url, "t")
    with pytest.raises(Exception):  # noqa: B017 - the driver's own
        nulls = spark.sql("SELECT if(id = 3, null, id) AS id FROM range(5)")
        nulls.write.option("batchsize", 1).mode("append").jdbc(url, "t")
    assert spark.read.jdbc(url, "t").count() == 5
    with pytest.raises(SparkRuntimeException):
        spark.sql("SELECT assert_true(id < 3) AS id FROM range(5)").selectExpr("1L AS id", "id AS x").where(
            "x IS NULL"
        ).select("id").write.mode("overwrite").jdbc(url, "t")
    assert spark.read.jdbc(url, "t").count() == 5


def test_columns_and_filters_are_the_databases(spark: SparkSession, url: str, queries: list[str]) -> None:
    spark.sql(
        "SELECT id, cast(id AS STRING) AS s, id / 2 AS d, if(id = 7, null, id) AS n FROM range(20)"
    ).write.jdbc(url, "t")
    table = spark.read.jdbc(url, "t")
    for text, count in (
        ("id > 5", 14),
        ("5 < id", 14),
        ("id BETWEEN 3 AND 9 AND d = 2.5", 1),
        ("id IN (1, 2, 30)", 2),
        ("n IS NULL OR s = '3'", 2),
        ("n IS NOT NULL AND id >= 19", 1),
    ):
        queries.clear()
        assert table.where(text).select("id").count() == count
        assert len(queries) == 1 and " WHERE " in queries[0], text
    for text, count in (("id % 2 = 0", 10), ("NOT id > 5", 6), ("s > '5'", 4)):
        queries.clear()
        assert table.where(text).count() == count
        assert len(queries) == 1 and " WHERE " not in queries[0], text
    queries.clear()
    assert table.where("id = 3").select("s").collect()[0].s == "3"
    assert queries == ['SELECT "id", "s" FROM t WHERE ("id" = 3)']
    queries.clear()
    off = spark.read.option("pushDownPredicate", False).jdbc(url, "t")
    assert off.where("id = 3").count() == 1 and " WHERE " not in queries[0]


def test_parts_of_a_table(spark: SparkSession, url: str, queries: list[str]) -> None:
    spark.range(100).write.jdbc(url, "t")
    frame = spark.read.jdbc(url, "t", "id", 0, 100, 7)
    assert frame.rdd.getNumPartitions() == 7
    queries.clear()
    assert [row.id for row in frame.collect()] == list(range(100))
    # The bounds that PySpark 4.3.0 makes: 15, 14, 14, 14, 14, 14 and 15 rows.
    assert sorted(queries)[0] == 'SELECT "id" FROM t WHERE ("id" < 15 or "id" is null)'
    assert 'SELECT "id" FROM t WHERE ("id" >= 85)' in queries and len(queries) == 7
    few = spark.read.jdbc(url, "t", "id", 3, 8, 7)
    assert few.rdd.getNumPartitions() == 5 and few.count() == 100
    told = spark.read.jdbc(url, "t", predicates=["id < 10", "id >= 90"])
    assert told.rdd.getNumPartitions() == 2 and told.count() == 20
    assert len(frame.limit(3).collect()) == 3


def test_dates_as_bounds(spark: SparkSession, url: str) -> None:
    spark.sql("SELECT date_add(date'2020-01-01', int(id)) AS d FROM range(30)").write.jdbc(url, "t")
    reader = spark.read.format("jdbc").options(url=url, dbtable="t", partitionColumn="d", numPartitions=3)
    frame = reader.options(lowerBound="2020-01-01", upperBound="2020-01-31").load()
    assert frame.rdd.getNumPartitions() == 3
    assert frame.selectExpr("count(DISTINCT d)").collect()[0][0] == 30


def test_queries_and_custom_types(spark: SparkSession, url: str) -> None:
    spark.sql("SELECT 1 AS a, 'x' AS b, 1.50BD AS c").write.jdbc(url, "t")
    reader = spark.read.format("jdbc").option("url", url)
    assert reader.option("query", "SELECT b FROM t WHERE a = 1").load().collect()[0].b == "x"
    assert spark.read.jdbc(url, "(SELECT a AS z FROM t) q").columns == ["z"]
    other = spark.read.option("customSchema", "a STRING, c DOUBLE").jdbc(url, "t")
    assert dict(other.dtypes)["c"] == "double"
    assert [tuple(row) for row in other.where("a = '1'").collect()] == [("1", "x", 1.5)]
    spark.read.option("sessionInitStatement", "CREATE TABLE made (x INTEGER)").jdbc(url, "t").schema  # noqa: B018
    assert spark.read.jdbc(url, "made").columns == ["x"]


def test_types_of_new_columns(spark: SparkSession, url: str) -> None:
    frame = spark.sql("SELECT 1 AS a, 'x' AS b")
    frame.write.option("createTableColumnTypes", "B VARCHAR(10)").jdbc(url, "t")
    with pytest.raises(AnalysisException) as caught:
        frame.write.option("createTableColumnTypes", "nope INT").jdbc(url, "u")
    assert condition(caught) == "_LEGACY_ERROR_TEMP_1171"
    with pytest.raises(ParseException):
        frame.write.option("createTableColumnTypes", "b foo").jdbc(url, "u")
    with pytest.raises(IllegalArgumentException) as refused:
        spark.sql("SELECT struct(1) AS s").write.jdbc(url, "u")
    assert condition(refused) == "_LEGACY_ERROR_TEMP_2082"
    with pytest.raises(AnalysisException) as caught:
        spark.sql("SELECT interval 1 day AS s").write.jdbc(url, "u")
    assert condition(caught) == "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE"


def test_a_view_of_a_table(spark: SparkSession, url: str) -> None:
    spark.range(3).write.jdbc(url, "t")
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW jdbc_t USING jdbc OPTIONS (url '{url}', dbtable 't')")
    assert spark.sql("SELECT sum(id) FROM jdbc_t WHERE id > 0").collect()[0][0] == 3


BAD_OPTIONS: list[tuple[dict[str, Any], type[Exception], str | None]] = [
    ({}, IllegalArgumentException, "_LEGACY_ERROR_TEMP_2079"),
    ({"dbtable": "t", "query": "q"}, IllegalArgumentException, "_LEGACY_ERROR_TEMP_2078"),
    ({"dbtable": "t", "partitionColumn": "id"}, IllegalArgumentException, None),
    ({"dbtable": "t", "lowerBound": 1}, IllegalArgumentException, None),
    (
        {"query": "q", "partitionColumn": "a", "lowerBound": 0, "upperBound": 1, "numPartitions": 2},
        IllegalArgumentException,
        None,
    ),
    (
        {"dbtable": "t", "partitionColumn": "x", "lowerBound": 0, "upperBound": 1, "numPartitions": 2},
        AnalysisException,
        "_LEGACY_ERROR_TEMP_1286",
    ),
    (
        {"dbtable": "t", "partitionColumn": "s", "lowerBound": 0, "upperBound": 1, "numPartitions": 2},
        AnalysisException,
        "_LEGACY_ERROR_TEMP_1287",
    ),
    (
        {"dbtable": "t", "partitionColumn": "id", "lowerBound": 9, "upperBound": 1, "numPartitions": 2},
        IllegalArgumentException,
        None,
    ),
    ({"dbtable": "t", "isolationLevel": "XX"}, IllegalArgumentException, "_LEGACY_ERROR_TEMP_2081"),
    (
        {"dbtable": "nope"},
        SparkRuntimeException,
        "JDBC_EXTERNAL_ENGINE_SYNTAX_ERROR.DURING_OUTPUT_SCHEMA_RESOLUTION",
    ),
    (
        {"query": "SELECT nope FROM t"},
        SparkRuntimeException,
        "JDBC_EXTERNAL_ENGINE_SYNTAX_ERROR.DURING_OUTPUT_SCHEMA_RESOLUTION",
    ),
]


@pytest.mark.parametrize("options, kind, expected", BAD_OPTIONS)
def test_what_a_reader_refuses(
    spark: SparkSession, url: str, options: dict[str, Any], kind: type[Exception], expected: str | None
) -> None:
    spark.sql("SELECT 1 AS id, 'x' AS s").write.jdbc(url, "t")
    with pytest.raises(kind) as caught:
        spark.read.format("jdbc").options(url=url, **options).load()
    assert condition(caught) == expected


def test_what_a_writer_refuses(spark: SparkSession, tmp_path: Path) -> None:
    frame = spark.range(1)
    url = f"jdbc:sqlite:{tmp_path}/x.db"
    for options in ({"dbtable": "t"}, {"url": url, "query": "SELECT 1"}, {"url": url}):
        with pytest.raises(IllegalArgumentException):
            frame.write.format("jdbc").options(**options).save()
    with pytest.raises(IllegalArgumentException):
        frame.write.option("batchsize", 0).jdbc(url, "t")
    with pytest.raises(AnalysisException) as caught:
        frame.write.partitionBy("id").jdbc(url, "t")
    assert condition(caught) == "_LEGACY_ERROR_TEMP_1197"
    with pytest.raises(PySparkNotImplementedError):
        frame.write.jdbc("jdbc:oracle:thin:@x", "t")
    with pytest.raises(IllegalArgumentException):
        spark.read.jdbc("sqlite:x", "t")


def test_types_of_sqlite(spark: SparkSession, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute(
            """CREATE TABLE t (i INTEGER PRIMARY KEY, r REAL, v VARCHAR(9), n NUMERIC(9,2), d DATE, s DATETIME,
            b BOOLEAN, x)"""
        )
        connection.execute(
            "INSERT INTO t VALUES (1, 1.5, 'v', 2.25, '2020-01-01', '2020-01-01 10:00:00', 1, 'any')"
        )
        connection.execute("INSERT INTO t (i, s, d) VALUES (2, 1577872800000, 1577836800000)")
    connection.close()
    frame = spark.read.jdbc(f"jdbc:sqlite:{tmp_path}/x.db", "t")
    assert frame.schema.simpleString() == (
        "struct<i:bigint,r:double,v:string,n:decimal(9,2),d:date,s:timestamp,b:boolean,x:string>"
    )
    day, moment = datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 10)
    assert [tuple(row) for row in frame.collect()] == [
        (1, 1.5, "v", Decimal("2.25"), day, moment, True, "any"),
        (2, None, None, None, day, moment, None, None),
    ]


def test_a_value_that_is_none_of_its_type(spark: SparkSession, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("CREATE TABLE t (i INTEGER)")
        connection.execute("INSERT INTO t VALUES ('no number')")
    connection.close()
    with pytest.raises(SparkRuntimeException, match="column i"):
        spark.read.jdbc(f"jdbc:sqlite:{tmp_path}/x.db", "t").collect()


def test_types_of_postgresql(spark: SparkSession, postgres: str) -> None:
    with dialects.Postgres().connect(postgres, reading.Options({})) as connection:
        connection.execute("DROP TABLE IF EXISTS many")
        connection.execute(
            """CREATE TABLE many (a bool, b int2, c int4, d int8, e float4, f float8, g numeric, h numeric(10,2),
            i text, j varchar(5), k char(5), l bytea, m date, n timestamp, o timestamptz, p json, r uuid,
            s int[], u text[],
            v interval, w bit(1), z money, q numeric(5,2)[])"""
        )
        connection.execute(
            """INSERT INTO many VALUES (true, 1, 2, 3, 1.5, 2.5, 1.25, 3.5, 't', 'v', 'c', '\\x0102', '0001-01-01',
            '2020-01-01 10:00:00.5', '2020-01-01 10:00:00+02', '{"a": 1}', '00000000-0000-0000-0000-000000000001',
            '{1,null}', '{a,b}', '1 day', '1', '12.50', '{1.5}')"""
        )
        connection.execute("INSERT INTO many (i) VALUES (null)")
    frame = spark.read.jdbc(postgres, "many")
    assert frame.schema.simpleString() == (
        "struct<a:boolean,b:smallint,c:int,d:bigint,e:float,f:double,g:decimal(38,18),h:decimal(10,2),i:string,"
        "j:string,k:string,l:binary,m:date,n:timestamp,o:timestamp,p:string,r:string,s:array<int>,u:array<string>,"
        "v:string,w:boolean,z:double,q:array<decimal(5,2)>>"
    )
    row, nulls = (tuple(found) for found in frame.collect())
    assert row == (
        *(True, 1, 2, 3, 1.5, 2.5, Decimal("1.25"), Decimal("3.50"), "t", "v", "c    ", b"\x01\x02"),
        *(
            datetime.date(1, 1, 1),
            datetime.datetime(2020, 1, 1, 10, 0, 0, 500_000),
            datetime.datetime(2020, 1, 1, 8),
        ),
        *('{"a": 1}', "00000000-0000-0000-0000-000000000001", [1, None], ["a", "b"], "1 day", True, 12.5),
        [Decimal("1.50")],
    )
    assert set(nulls) == {None}
    ntz = spark.read.option("preferTimestampNTZ", True).jdbc(postgres, "many")
    assert dict(ntz.dtypes)["n"] == "timestamp_ntz"
    spark.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")
    assert dict(spark.read.jdbc(postgres, "many").dtypes)["n"] == "timestamp_ntz"
    spark.conf.unset("spark.sql.timestampType")
    spark.sql("SELECT array(1, null) AS a").write.jdbc(postgres, "arrays", mode="overwrite")
    assert spark.read.jdbc(postgres, "arrays").collect()[0].a == [1, None]


def test_types_of_mysql(spark: SparkSession, mysql: str) -> None:
    with closing(dialects.MySql().connect(mysql, reading.Options({}))) as plain, plain.cursor() as cursor:
        cursor.execute("CREATE DATABASE IF NOT EXISTS test")
        cursor.execute("DROP TABLE IF EXISTS test.many")
        cursor.execute(
            """CREATE TABLE test.many (a BIT(1), b BIT(8), c TINYINT(1), d TINYINT, e TINYINT UNSIGNED, f SMALLINT,
            g SMALLINT UNSIGNED, h MEDIUMINT, i INT, j INT UNSIGNED, k BIGINT, l BIGINT UNSIGNED, m FLOAT, n DOUBLE,
            o DECIMAL(9,2), p DATE, q DATETIME(6), r TIMESTAMP(6) NULL, s TIME, t CHAR(3), u TEXT, v BLOB,
            w VARBINARY(9), x ENUM('a', 'b'), y JSON)"""
        )
        cursor.execute(
            """INSERT INTO test.many VALUES (b'1', 5, 1, -1, 255, -2, 65535, 7, -8, 4000000000, 9, 18000000000000000000,
            1.5, 2.5, 3.25, '2020-01-01', '2020-01-01 10:00:00.5', '2020-01-01 10:00:00.5', '10:00:00', 'c', 'u', X'01',
            X'02', 'b', '{"a": 1}')"""
        )
        cursor.execute("INSERT INTO test.many (i) VALUES (1)")
        plain.commit()
    frame = spark.read.jdbc(mysql, "many")
    kinds = dict(frame.dtypes)
    assert "".join(f"{name}:{kind} " for name, kind in kinds.items()) == (
        "a:boolean b:bigint c:boolean d:tinyint e:smallint f:smallint g:int h:int i:int j:bigint k:bigint "
        "l:decimal(20,0) m:float n:double o:decimal(9,2) p:date q:timestamp r:timestamp s:timestamp t:string u:string "
        "v:binary w:binary x:string y:string "
    )
    moment = datetime.datetime(2020, 1, 1, 10, 0, 0, 500_000)
    rows = [tuple(row) for row in frame.collect()]
    assert rows[0] == (
        *(
            True,
            5,
            True,
            -1,
            255,
            -2,
            65535,
            7,
            -8,
            4_000_000_000,
            9,
            Decimal(18_000_000_000_000_000_000),
            1.5,
            2.5,
        ),
        *(Decimal("3.25"), datetime.date(2020, 1, 1), moment, moment, datetime.datetime(1970, 1, 1, 10)),
        *("c", "u", b"\x01", b"\x02", "b", '{"a": 1}'),
    )
    assert [value for value in rows[1] if value is not None] == [1]


def test_no_server(spark: SparkSession) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(SparkRuntimeException) as caught:
        spark.read.jdbc("jdbc:postgresql://127.0.0.1:1/x?password=secret", "t")
    assert condition(caught) == "FAILED_JDBC.CONNECTION" and "secret" not in str(caught.value)


def test_urls_and_types_of_mysql() -> None:
    """What needs no server: there is none to test with."""
    given = dialects._connection_arguments(
        "jdbc:mysql://u:p%40@host:3307/shop?charset=utf8", reading.Options({"user": "me"}), "database"
    )
    place = {"host": "host", "port": 3307, "database": "shop", "charset": "utf8"}
    assert given == {**place, "user": "me", "password": "p@"}
    assert dialects.MySql().quoted("a`b") == "`a``b`"
