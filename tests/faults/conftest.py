"""A session for each test, which must leave nothing behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import faulty
import pytest

from pyrite import SparkConf, SparkContext

#: The short form of a test that takes a seed runs with few; the long form with these many.
SHORT, LONG = 2, 20


def pytest_generate_tests(metafunc: Any) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize(
            "seed", [pytest.param(i, marks=[pytest.mark.long] if i >= SHORT else []) for i in range(LONG)]
        )


@pytest.fixture
def local_dir(tmp_path: Path) -> str:
    """Where sessions keep their files."""
    path = tmp_path / "local"
    path.mkdir()
    return str(path)


@pytest.fixture
def marks(tmp_path: Path) -> str:
    """A folder in which tasks leave signs."""
    path = tmp_path / "marks"
    path.mkdir()
    return str(path)


@pytest.fixture
def start(local_dir: str) -> Iterator[Callable[..., SparkContext]]:
    """Start a session: ``start("local[2]", **{"spark.task.maxFailures": 3})``. Afterwards all must be CLEAN."""
    before = faulty.descendants()
    started: list[SparkContext] = []

    def run(master: str = "local[4]", **conf: Any) -> SparkContext:
        settings = SparkConf(loadDefaults=False).set("spark.local.dir", local_dir)
        # What the UI opens is tests/events' business: here nothing may listen.
        settings.set("spark.ui.enabled", "false")
        settings.setAll([(key, str(value)) for key, value in conf.items()])
        sc = SparkContext(master, "faults", conf=settings)
        started.append(sc)
        return sc

    yield run
    ours = faulty.descendants() - before
    for sc in started:
        sc.stop()
    faulty.assert_nothing_left(ours | (faulty.descendants() - before), local_dir)
    assert not faulty.listeners({os.getpid()})


@pytest.fixture
def sc(start: Callable[..., SparkContext]) -> SparkContext:
    """``local[4]`` with its workers up."""
    context = start("local[4]")
    faulty.warm(context)
    return context


@pytest.fixture
def session(start: Callable[..., SparkContext]) -> Callable[..., Any]:
    """Start a SparkSession: ``session("local[2]", **{"spark.driver.memory": "100m"})``; as CLEAN as ``start``."""
    from pyrite.sql import SparkSession

    return lambda master="local[2]", **conf: SparkSession(start(master, **conf))


@pytest.fixture
def spark(session: Callable[..., Any]) -> Any:
    """A SparkSession on ``local[2]``."""
    return session()
