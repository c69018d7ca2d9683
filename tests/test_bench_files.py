"""The measuring tool for files: its cases run on Pyrite, on data that is made once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

from bench.files.cases import CASES
from bench.files.data import CSV_ROWS, FEW, JSON_ROWS, files
from bench.files.tool import data_of, run_case

ROWS = {"csv": CSV_ROWS, "json": JSON_ROWS, "parquet": CSV_ROWS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_finds_all_rows(tmp_path_factory: pytest.TempPathFactory, case: object) -> None:
    name = case.name  # type: ignore[attr-defined]
    kind = data_of(case)  # type: ignore[arg-type]
    folder = tmp_path_factory.getbasetemp() / "bench-files"
    data = str(files(folder, kind, 1))
    found = run_case("pyrite", sys.executable, name, [data, data], 60)

    assert not found.error and found.seconds > 0
    rows = FEW if kind.startswith("small_") else ROWS[kind]
    assert found.answer["found"][0] == str(rows if name != "pruned" else len(range(17, rows, 200)))
    assert found.answer["peak"] > 1 << 20
    assert Path(data).exists() and not list(folder.glob(f"*-pyrite-{name}"))
