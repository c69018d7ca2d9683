"""A warehouse that one engine makes and the other opens: the statements, and what is asked of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

#: Made by PySpark 4.3.0 (``record_warehouse.py``): ``spark-warehouse`` and ``tables.json``.
RECORDED = Path(__file__).parent / "warehouse_4.3.0"

MAKE = [
    "CREATE TABLE plain (a INT, b STRING COMMENT 'text', c DECIMAL(10, 2), d DATE, e TIMESTAMP)",
    "INSERT INTO plain VALUES (1, 'x', 1.50, DATE'2020-02-29', TIMESTAMP'2020-02-29 12:30:00.123456'), "
    "(2, NULL, -3, DATE'1999-12-31', NULL), (NULL, 'ünï', NULL, NULL, TIMESTAMP'1969-12-31 23:59:59')",
    "CREATE TABLE nested (s STRUCT<a: INT, b: ARRAY<STRING>>, m MAP<STRING, DOUBLE>, x ARRAY<STRUCT<y: INT>>)",
    "INSERT INTO nested VALUES "
    "(named_struct('a', 1, 'b', array('p', NULL)), map('k', 1.5D), array(named_struct('y', 3))), "
    "(NULL, NULL, array())",
    "CREATE TABLE parted (a INT, p STRING, q INT) PARTITIONED BY (p, q)",
    "INSERT INTO parted VALUES (1, 'x', 1), (2, 'a/b=c %', 2), (3, NULL, NULL), (4, 'x', 2)",
    "CREATE TABLE bucketed (id INT, name STRING) CLUSTERED BY (id) SORTED BY (id) INTO 4 BUCKETS",
    "INSERT INTO bucketed SELECT CAST(id AS INT), concat('n', id) FROM range(40)",
    "CREATE TABLE both_ways (id INT, p INT) PARTITIONED BY (p) CLUSTERED BY (id) INTO 2 BUCKETS",
    "INSERT INTO both_ways SELECT CAST(id AS INT), CAST(id % 3 AS INT) FROM range(12)",
    "CREATE TABLE as_csv (a INT, b STRING) USING csv OPTIONS (header 'true', sep '|')",
    "INSERT INTO as_csv VALUES (1, 'p|q'), (2, 'x \"y\"')",
    "CREATE TABLE as_json (a INT, b ARRAY<INT>) USING json",
    "INSERT INTO as_json VALUES (1, array(1, 2)), (NULL, NULL)",
    "CREATE TABLE as_orc (a INT, b STRING) USING orc",
    "INSERT INTO as_orc VALUES (1, 'x'), (2, NULL)",
    "CREATE TABLE fixed (c CHAR(4), v VARCHAR(3), n INT DEFAULT 7) TBLPROPERTIES ('k' = 'v') COMMENT 'of fixed length'",
    "INSERT INTO fixed (c, v) VALUES ('ab', 'xyz'), ('abcd', NULL)",
    "CREATE TABLE grown (a INT)",
    "INSERT INTO grown VALUES (1)",
    "ALTER TABLE grown ADD COLUMNS (b STRING DEFAULT 'old', c INT)",
    "INSERT INTO grown VALUES (2, 'new', 3)",
    "CREATE VIEW shown (total COMMENT 'all of it') COMMENT 'a view' AS SELECT sum(a) AS s FROM plain",
    "CREATE VIEW over_view AS SELECT total * 2 AS twice, current_database() AS place FROM shown",
]

TABLES = [
    "plain", "nested", "parted", "bucketed", "both_ways", "as_csv", "as_json", "as_orc", "fixed", "grown",
]  # fmt: skip
VIEWS = ["shown", "over_view"]

#: Queries that read a part of a table only.
ASKED = [
    "SELECT a FROM parted WHERE p = 'x' AND q = 2",
    "SELECT name FROM bucketed WHERE id = 17",
    "SELECT count(*) FROM bucketed a JOIN bucketed b ON a.id = b.id",
    "SELECT count(*) FROM both_ways WHERE p = 1 AND id = 4",
    "SELECT length(c) FROM fixed WHERE c = 'ab'",
]


def statement(spark: Any, name: str, folder: Path) -> str:
    """The statement that makes a table, with the place of its files in ``folder``."""
    (row,) = spark.sql(f"SHOW CREATE TABLE {name}").collect()
    # PySpark writes a collation that it then cannot read ORC with.
    text: str = row[0].replace(" COLLATE UTF8_BINARY", "")
    if not text.startswith("CREATE TABLE"):
        return text
    head, using, rest = text.partition("\nUSING ")
    form, _, tail = rest.partition("\n")
    return f"{head}{using}{form}\nLOCATION '{folder / name}'\n{tail}"


def opened(spark: Any, statements: dict[str, str], parted: list[str]) -> None:
    """Make the tables of the statements, over the files that are there."""
    for text in statements.values():
        spark.sql(text)
    for name in parted:
        spark.sql(f"MSCK REPAIR TABLE {name}")


def told(spark: Any) -> dict[str, Any]:
    """What is asked of a warehouse: schemas and rows."""
    found: dict[str, Any] = {}
    for name in (*TABLES, *VIEWS):
        frame = spark.table(name)
        found[name] = [frame.schema.simpleString(), sorted(str(tuple(row)) for row in frame.collect())]
    for query in ASKED:
        found[query] = sorted(str(tuple(row)) for row in spark.sql(query).collect())
    found["partitions"] = sorted(str(row[0]) for row in spark.sql("SHOW PARTITIONS parted").collect())
    return found
