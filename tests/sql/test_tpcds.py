"""TPC-DS on a small scale: every query's schema and rows are those of real PySpark."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")

import tpc_answers as answers

from pyrite.sql import SparkSession

QUERIES = answers.queries("tpcds")
RECORDED = json.loads(answers.recording("tpcds").read_text())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    tool = answers.generator()
    if tool is None:
        pytest.skip("tpcgen-cli is not installed")
    folder = tmp_path_factory.mktemp("tpcds")
    answers.generate(tool, "tpcds", folder)
    session = SparkSession.builder.master("local[2]").getOrCreate()
    answers.add_tables(session, folder)
    yield session
    session.stop()


@pytest.mark.parametrize("name", QUERIES)
def test_answers_as_pyspark_does(session: SparkSession, name: str) -> None:
    assert answers.answer(session, "tpcds", name, QUERIES[name]) == RECORDED[name]
