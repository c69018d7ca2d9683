"""The measuring tool: its programs give the same answers on Pyrite as by hand, and it reports what it measured."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.rdd import report
from bench.rdd.cases import CASES, Case, Target
from bench.rdd.data import text_of_words
from bench.rdd.measure import Run, run_program
from bench.rdd.tool import main
from bench.tool import Measured

SIZES = {"small_jobs": 3, "many_partitions": 5}
BY_NAME = {case.name: case for case in CASES}


def small(case: Case, system: str, folder: Path) -> Run:
    size = SIZES.get(case.name, 2_000)
    if case.words:
        text_of_words(folder, size)
    settings = [f"{key}={value}" for key, value in case.settings.items()]
    engine = "loop" if system == "counter" else system
    arguments = [engine, str(size), "0", str(folder), *settings] if case.timing == "job" else []
    run = run_program(
        system, sys.executable, case.program(system), arguments, 60, case.timing == "start", bool(case.limit)
    )
    assert not run.error
    assert run.seconds > 0
    return run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_program_gives_the_same_answer_as_by_hand(case: Case, tmp_path: Path) -> None:
    if "numpy" in case.name:
        pytest.importorskip("numpy")
    ours = small(case, "pyrite", tmp_path)

    by_hand = [small(case, system, tmp_path) for system in case.systems if system in ("loop", "counter")]

    assert all(run.answer == ours.answer for run in by_hand)
    assert ours.answer
    if case.limit and sys.platform == "linux":
        assert ours.peak > 0


def test_program_that_fails_or_takes_too_long_is_reported(tmp_path: Path) -> None:
    missing = run_program("loop", sys.executable, "handwritten/nothing.py", [], 60)
    slow = run_program("loop", sys.executable, "handwritten/primes.py", ["loop", "1000000000", "0", "x"], 0.5)

    assert missing.error.startswith("failed:")
    assert slow.error == "more than 0.5 s"


def test_text_is_the_same_each_time_and_has_its_words(tmp_path: Path) -> None:
    first = text_of_words(tmp_path / "a", 500).read_text()
    assert text_of_words(tmp_path / "b", 500).read_text() == first
    assert [len(line.split()) for line in first.splitlines()] == [10] * 50


def measured() -> Measured:
    case = replace(BY_NAME["pairs"], targets=(Target("pyspark", 2.5), Target("loop", 0.87)))
    runs = {
        "pyrite": [Run(2.0, 7), Run(1.0, 7), Run(9.0, 7)],
        "pyspark": [Run(6.0, 7)],
        "loop": [Run(1.0, 7)],
        "dask": [Run(error="more than 3 s")],
    }
    return Measured(case, 1000, runs)


def test_medians_ratios_and_targets() -> None:
    found = measured()

    assert found.seconds("pyrite") == 2.0
    assert found.ratio("pyspark") == 3.0
    assert found.ratio("dask") is None
    assert report.verdicts(found) == ["PySpark 2.5: 3.00 yes", "hand-written 0.87: 0.50 NO"]
    assert "| sum of 1,000 integer pairs by key | 2.000 s | 3.00 | more than 3 s | 0.50 |" in report.table(
        [found]
    )


def test_different_answers_are_told() -> None:
    found = measured()
    assert found.disagreement() == ""
    found.runs["loop"] = [Run(1.0, 8)]
    assert found.disagreement() == "Pyrite, PySpark: 7; hand-written: 8"


def test_record_names_no_machine_and_no_place() -> None:
    record = json.dumps(report.as_json([measured()], {"pyrite": "0.1.0"}, quick=True, repeat=3))

    assert str(Path.home()) not in record
    assert str(Path(__file__).parent) not in record
    assert json.loads(record)["cases"][0]["systems"]["pyspark"]["times_pyrite"] == 3.0


def test_picture(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    report.draw(report.as_json([measured()], {}, quick=True, repeat=3), tmp_path / "picture.svg")
    assert "sum of 1,000 integer pairs by key" in (tmp_path / "picture.svg").read_text()


def test_command_runs_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    systems = ["--systems", "pyrite", "loop"]
    assert main(["--quick", "--only", "small_jobs", "--repeat", "1", "--no-write", *systems]) == 0
    assert "| 20 small jobs |" in capsys.readouterr().out
