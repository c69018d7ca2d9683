"""A session with a warehouse of its own, a catalog of Iceberg in it, and tables of both formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pyrite.sql import SparkSession

PACKAGES = {"delta": "deltalake", "iceberg": "pyiceberg"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("warehouse")


@pytest.fixture(scope="module")
def spark(warehouse: Path) -> Iterator[SparkSession]:
    catalog = "spark.sql.catalog.lake"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.warehouse.dir", str(warehouse / "spark"))
        .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
        .config(f"{catalog}.type", "hadoop")
        .config(f"{catalog}.warehouse", str(warehouse / "iceberg"))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(params=["delta", "iceberg"])
def form(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(PACKAGES[request.param])
    name: str = request.param
    return name


@pytest.fixture
def name(form: str, spark: SparkSession) -> Iterator[str]:
    """The name of a table that is not there yet."""
    found = "t" if form == "delta" else "lake.db.t"
    spark.sql(f"DROP TABLE IF EXISTS {found}")
    yield found
    spark.sql(f"DROP TABLE IF EXISTS {found}")


@pytest.fixture
def table(form: str, name: str, spark: SparkSession) -> str:
    """The name of a table of four rows in two partitions."""
    spark.sql(f"CREATE TABLE {name} (id INT, v STRING, part STRING) USING {form} PARTITIONED BY (part)")
    spark.sql(
        f"INSERT INTO {name} VALUES (1, 'one', 'a'), (2, 'two', 'a'), (3, 'three', 'b'), (4, NULL, NULL)"
    )
    return name


@pytest.fixture
def rows(spark: SparkSession) -> Callable[[str], list[tuple]]:
    """The rows of a table in the order of their numbers."""

    def read(name: str) -> list[tuple]:
        return [tuple(row) for row in spark.table(name).orderBy("id", "v").collect()]

    return read
