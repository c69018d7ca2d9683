"""``pytest -p pyrite.pytest_plugin``: a test suite of PySpark programs runs on Pyrite, with no edit.

``pyspark`` becomes another name of Pyrite when pytest loads the plugin: with ``-p`` before any conftest or test is
imported, with ``pytest_plugins = ["pyrite.pytest_plugin"]`` in the conftest at the root after that conftest's imports.

The fixture ``spark`` is a session for all tests, configured by the fixture ``spark_conf``. A project that has a
fixture of either name keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from pyrite._alias import install

if TYPE_CHECKING:
    from pyrite.sql import SparkSession

install()


@pytest.fixture(scope="session")
def spark_conf() -> dict[str, str]:
    """Settings of the session ``spark``: none. A fixture of this name in a conftest replaces it.

    >>> @pytest.fixture(scope="session")     # doctest: +SKIP
    ... def spark_conf():
    ...     return {"spark.master": "local[4]", "spark.sql.session.timeZone": "UTC"}
    """
    return {}


@pytest.fixture(scope="session")
def spark(spark_conf: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A SparkSession for all tests, stopped after the last.

    Its master is ``local``, where functions run in the test's own process, and its tables are in a temporary folder,
    unless ``spark_conf`` says otherwise. A session that is there already is used, and goes on.

    >>> def test_count(spark):     # doctest: +SKIP
    ...     assert spark.range(3).count() == 3
    """
    # Imported when the first test asks: a suite of RDDs does without.
    sessions = import_module("pyrite.sql.session").SparkSession
    there: SparkSession | None = sessions.getActiveSession()
    settings = {"spark.master": "local", "spark.app.name": "pytest", **spark_conf}
    if "spark.sql.warehouse.dir" not in settings:
        settings["spark.sql.warehouse.dir"] = str(tmp_path_factory.mktemp("warehouse"))
    if there is not None:
        settings = spark_conf
    session: SparkSession = sessions.builder.config(map=settings).getOrCreate()
    yield session
    if there is None:
        session.stop()
