"""The measuring tool for SQL: its programs run on Pyrite and DuckDB alike, and suites are compared query by query."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

import bench.sql
from bench.rdd.measure import Run
from bench.sql.cases import CASES
from bench.sql.data import tables
from bench.sql.tool import MeasuredQueries, run_system

BY_NAME = {case.name: case for case in CASES}


@pytest.mark.parametrize("program", ["start", "small"])
def test_programs_give_the_same_answer_on_both(program: str) -> None:
    more = [] if program == "start" else ["50"]
    ours, plain = (
        run_system(name, sys.executable, program, more, 60, not more) for name in ("pyrite", "duckdb")
    )

    assert not ours.error and not plain.error
    assert ours.answer == plain.answer
    assert ours.seconds > 0


def test_suite_reports_times_rows_and_errors(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    (tmp_path / "q01.sql").write_text("select a from t where a > 1")
    (tmp_path / "q02.sql").write_text("select nothing from t")
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({"a": [1, 2, 3]}), tmp_path / "t.parquet")

    for system in ("pyrite", "duckdb"):
        run = run_system(system, sys.executable, "queries", [str(tmp_path), str(tmp_path), "none"], 60)
        assert run.answer["q01"]["rows"] == 2
        assert run.answer["q01"]["seconds"] > 0
        assert "nothing" in run.answer["q02"]["error"]


def test_suites_are_compared_by_the_queries_that_both_run() -> None:
    one, two, three = ({"seconds": taken, "rows": 1} for taken in (1.0, 2.0, 3.0))
    ours, other = {"q01": one, "q02": two}, {"q01": three, "q02": {"error": "no"}}
    found = MeasuredQueries(BY_NAME["tpch"], 1, {"pyrite": [Run(3, ours)], "pyspark": [Run(3, other)]})

    assert found.seconds("pyrite") == 3.0
    assert found.ratio("pyspark") == 3.0
    assert found.failed("pyspark") == {"q02": "no"}
    assert found.disagreement() == ""

    found.runs["pyspark"] = [Run(3, {"q01": {"seconds": 1.0, "rows": 2}})]
    assert found.disagreement() == "q01: {'pyrite': 1, 'pyspark': 2}"


def test_suite_of_tests_passes() -> None:
    run = run_system("pyrite", sys.executable, "unit", [], 60, True)
    assert not run.error and run.answer == [40, 0]


def test_tasks_of_groups_and_joins_give_the_same_rows(tmp_path: Path) -> None:
    folder = str(tables(tmp_path, "h2o", 0.001))
    queries = str(Path(bench.sql.__file__).parent / "h2o")
    runs = [
        run_system(name, sys.executable, "queries", [folder, queries, "none"], 60)
        for name in ("pyrite", "duckdb")
    ]
    rows = [{name: found.get("rows") for name, found in run.answer.items()} for run in runs]
    assert len(rows[0]) == 15 and None not in rows[0].values()
    assert rows[0] == rows[1]
