"""One SparkContext for all programs of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pyrite import SparkConf, SparkContext


@pytest.fixture(scope="module")
def sc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkContext]:
    conf = SparkConf(loadDefaults=False).set("spark.local.dir", str(tmp_path_factory.mktemp("local")))
    conf.set("spark.ui.enabled", "false")
    with SparkContext("local[2]", "recorded", conf=conf) as sc:
        sc.setCheckpointDir(str(tmp_path_factory.mktemp("checkpoints")))
        yield sc
