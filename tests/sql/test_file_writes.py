"""A query's rows as files: what commands that fill tables use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyrite._io import Storage
from pyrite.sql import DataFrame, SparkSession
from pyrite.sql._catalog.objects import Buckets
from pyrite.sql._files import outputs
from pyrite.sql._query.saving import FileWrite


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with SparkSession.builder.master("local[2]").getOrCreate() as session:
        yield session


@pytest.fixture(params=[False, True], ids=["few", "many"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are held, and rows that are not."""
    if request.param:
        monkeypatch.setattr(outputs, "FEW", 4 << 10)
        monkeypatch.setattr(outputs, "BLOCK", 2 << 10)


def write(frame: DataFrame, path: Path, **more: Any) -> None:
    FileWrite(frame._execution, Storage(), "parquet", str(path), **more).run()


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("by", [(), ("p",)])
def test_files_of_buckets(spark: SparkSession, tmp_path: Path, by: tuple[str, ...]) -> None:
    frame = spark.range(0, 4000, 1, 2).selectExpr("id", "concat('v', 4000 - id) AS v", "id % 3 AS p")
    write(frame, tmp_path / "t", by=by, buckets=Buckets(4, ("id",), ("v",)))
    files = list((tmp_path / "t").rglob("part-*"))
    assert len(files) == 2 * 4 * (3 if by else 1)
    count = 0
    for file in files:
        part, _, rest = file.name.rpartition("_")
        assert rest.endswith(".c000.snappy.parquet") and part.startswith(("part-00000-", "part-00001-"))
        rows = spark.read.parquet(str(file)).selectExpr("pmod(hash(id), 4) AS bucket", "v").collect()
        count += len(rows)
        assert {row.bucket for row in rows} == {int(rest[:5])}
        assert [row.v for row in rows] == sorted(row.v for row in rows)
    assert count == 4000


def test_an_overwrite_of_one_partition(spark: SparkSession, tmp_path: Path) -> None:
    old = spark.range(10).selectExpr("id", "id % 2 AS p", "id % 3 AS q")
    write(old, tmp_path / "t", by=("p", "q"))
    new = spark.range(100, 101).selectExpr("id", "1L AS p", "7L AS q")
    write(new, tmp_path / "t", by=("p", "q"), overwrite="all", within="p=1")
    found = spark.read.parquet(str(tmp_path / "t"))
    assert sorted(row.id for row in found.collect()) == [0, 2, 4, 6, 8, 100]


@pytest.mark.usefixtures("size")
def test_keys_stay_together_in_a_partition(spark: SparkSession, tmp_path: Path) -> None:
    frame = spark.range(3000).selectExpr("id % 10 AS k").repartition(3, "k")
    write(frame, tmp_path / "t")
    files = sorted((tmp_path / "t").glob("part-*"))
    keys = [{row.k for row in spark.read.parquet(str(file)).collect()} for file in files]
    assert sum(map(len, keys)) == 10 and len(files) == 3


def test_rows_in_memory_remote_storage(spark: SparkSession) -> None:
    path = "memory://file-writes/t"
    spark.range(0, 100, 1, 3).selectExpr("id", "id % 2 AS p").write.partitionBy("p").parquet(path)
    found = spark.read.parquet(path)
    assert found.count() == 100 and found.filter("p = 1").count() == 50
    for form in ("csv", "json"):
        spark.range(10).write.mode("overwrite").format(form).save(path)
        assert spark.read.schema("id bigint").format(form).load(path).count() == 10


def test_keys_of_many_rows_stay_together(spark: SparkSession, tmp_path: Path) -> None:
    spark.range(200_000).selectExpr("id", "id % 10 AS k").repartition(3, "k").write.parquet(
        str(tmp_path / "t")
    )
    files = sorted((tmp_path / "t").glob("part-*"))
    keys = [
        {row.k for row in spark.read.parquet(str(file)).select("k").distinct().collect()} for file in files
    ]
    assert sum(map(len, keys)) == 10 and set.union(*keys) == set(range(10))
    assert spark.read.parquet(str(tmp_path / "t")).distinct().count() == 200_000
