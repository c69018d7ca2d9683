"""What a catalog keeps: across restarts, between processes, and when a process dies."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pyrite.sql._catalog.metastore import Metastore
from pyrite.sql._catalog.objects import Buckets, Database, Partition, Routine, Table, ViewText
from pyrite.sql.types import CharType, IntegerType, StructField, StructType

SCHEMA = StructType(
    [
        StructField("a", IntegerType(), True, {"comment": "x"}),
        StructField("c", CharType(3)),
        StructField("p", IntegerType()),
    ]
)


def table(name: str = "t") -> Table:
    return Table(
        "default",
        name,
        "MANAGED",
        SCHEMA,
        "parquet",
        f"file:/w/{name}",
        ("p",),
        Buckets(4, ("a",), ("a",)),
        (("a",),),
        {"compression": "gzip"},
        {"k": "v"},
        "a comment",
    )


def test_objects_come_back_as_they_were(tmp_path: Path) -> None:
    path = str(tmp_path / "m.db")
    store = Metastore(path)
    view = Table(
        "default", "v", "VIEW", SCHEMA, view=ViewText("SELECT 1", "SELECT 1", ("spark_catalog", "d"), ("a",))
    )
    database = Database("default", "file:/w", "c", {"a": "b"}, "me")
    routine = Routine("default", "f", "CREATE FUNCTION f() RETURN 1")
    partition = Partition((None,), "file:/w/t/p=x", {"a": "b"})
    assert store.add_database(database)
    assert store.add_table(table()) and store.add_table(view) and store.add_function(routine)
    store.add_partitions(table(), [partition])
    store.close()
    again = Metastore(path)
    found = again.table("default", "t")
    assert found is not None and found.with_(created=0.0) == table().with_(created=0.0)
    assert found.schema == SCHEMA and found.schema["a"].metadata == {"comment": "x"}
    assert again.table("default", "v") == view
    assert again.database("default") == database
    assert again.function("default", "f") == routine
    assert again.partitions(found) == [partition]


def test_a_name_is_taken_once() -> None:
    store = Metastore()
    assert store.add_table(table())
    assert not store.add_table(table())
    assert store.tables("default") == ["t"]


def test_a_transaction_that_fails_leaves_nothing() -> None:
    store = Metastore()
    with pytest.raises(RuntimeError), store.transaction():
        store.add_table(table())
        raise RuntimeError
    assert store.tables("default") == []


def test_what_is_no_metastore_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(OSError, match="cannot be opened"):
        Metastore(str(path))


def _add_many(path: str, who: int) -> None:
    store = Metastore(path)
    for number in range(50):
        store.add_table(table(f"t{number}"))
        store.add_table(table(f"own_{who}_{number}"))
    store.close()


def test_two_processes_add_tables_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "m.db")
    fork = multiprocessing.get_context("spawn")
    both = [fork.Process(target=_add_many, args=(path, who)) for who in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    assert len(Metastore(path).tables("default")) == 150


PROGRAM = """
from pyrite.sql import SparkSession
spark = (SparkSession.builder.master("local[1]").config("spark.sql.warehouse.dir", {warehouse!r})
         .enableHiveSupport().getOrCreate())
"""


def run(warehouse: Path, code: str) -> str:
    program = PROGRAM.format(warehouse=str(warehouse)) + textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_with_hive_support_tables_outlive_the_program(tmp_path: Path) -> None:
    warehouse = tmp_path / "spark-warehouse"
    run(
        warehouse,
        """
        spark.sql("CREATE DATABASE d")
        spark.sql("CREATE TABLE d.t (a INT, p STRING) PARTITIONED BY (p)")
        spark.sql("INSERT INTO d.t VALUES (1, 'x'), (2, 'y')")
        spark.sql("CREATE VIEW d.v AS SELECT max(a) AS m FROM d.t")
        spark.sql("CREATE FUNCTION d.f(x INT) RETURNS INT RETURN x * 10")
        """,
    )
    answer = run(
        warehouse,
        """
        print(spark.sql("SELECT d.f(m) FROM d.v").collect()[0][0], spark.table("d.t").count())
        print([p.partition for p in spark.catalog.listPartitions("d.t")])
        """,
    )
    assert answer.splitlines() == ["20 2", "['p=x', 'p=y']"]


def test_without_hive_support_nothing_outlives_the_program(tmp_path: Path) -> None:
    code = """
    from pyrite.sql import SparkSession
    spark = SparkSession.builder.master("local[1]").config("spark.sql.warehouse.dir", {0!r}).getOrCreate()
    print(spark.catalog.listTables())
    spark.range(2).write.mode("overwrite").option("path", {1!r}).saveAsTable("t")
    """
    for _ in range(2):
        program = textwrap.dedent(code).format(str(tmp_path / "w"), str(tmp_path / "x"))
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
        )
        assert done.stdout.strip() == "[]"


def test_a_program_that_is_killed_leaves_whole_tables(tmp_path: Path) -> None:
    warehouse = tmp_path / "spark-warehouse"
    run(warehouse, 'spark.sql("CREATE TABLE seen (a INT)")')
    program = PROGRAM.format(warehouse=str(warehouse)) + textwrap.dedent(
        """
        for number in range(1000):
            spark.sql(f"CREATE TABLE t{number} AS SELECT {number} AS a, id FROM range(100)")
            print(number, flush=True)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.3)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    answer = run(
        warehouse,
        """
        for t in spark.catalog.listTables():
            if t.name != "seen":
                assert spark.table(t.name).count() == 100, t
        print(len(spark.catalog.listTables()) > 1)
        spark.sql("DROP TABLE t0")
        print(spark.catalog.tableExists("t0"))
        """,
    )
    assert answer.splitlines() == ["True", "False"]
