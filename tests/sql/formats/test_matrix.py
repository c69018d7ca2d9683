"""Each format with each type: files of PySpark are read, and what is written is what PySpark reads."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matrix_cases as cases
import matrix_outcomes as outcomes
import pytest

from pyrite.sql import SparkSession

HERE = Path(__file__).parent

RECORDED: dict[str, Any] = json.loads(outcomes.RECORDED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = outcomes.session("pyrite")
    yield session
    session.stop()


def written_by_spark() -> list[tuple[str, str]]:
    with zipfile.ZipFile(outcomes.FILES) as archive:
        names = set(archive.namelist())
    return [(format, kind) for format, kind in cases.CASES if cases.member(kind, format) in names]


def params(pairs: list[tuple[str, str]]) -> list[Any]:
    return [pytest.param(format, kind, id=f"{format}-{kind}") for format, kind in pairs]


def matches(found: Any, recorded: Any) -> bool:
    """Whether an outcome is the recorded one. What PySpark has no condition for is any error of ours."""
    if isinstance(recorded, dict) and recorded["error"] in ("other", "TASK_WRITE_FAILED"):
        return isinstance(found, dict)
    return bool(found == recorded)


@pytest.mark.parametrize("format, kind", params(written_by_spark()))
def test_files_of_spark_are_read(spark: SparkSession, tmp_path: Path, format: str, kind: str) -> None:
    recorded = RECORDED[f"{format} {kind}"]
    path = tmp_path / f"file.{format}"
    with zipfile.ZipFile(outcomes.FILES) as archive:
        path.write_bytes(archive.read(cases.member(kind, format)))
    assert matches(outcomes.read(spark, format, kind, path), recorded)


@pytest.mark.parametrize("format, kind", params(cases.CASES))
def test_files_go_round_as_in_spark(spark: SparkSession, tmp_path: Path, format: str, kind: str) -> None:
    failed = outcomes.write(spark, format, kind, tmp_path / "out")
    found = failed if failed is not None else outcomes.read(spark, format, kind, tmp_path / "out")
    assert matches(found, RECORDED[f"{format} {kind}"])


@pytest.mark.skipif("PYRITE_ORACLE" not in os.environ, reason="PYRITE_ORACLE names no Python with PySpark")
@pytest.mark.timeout(600)
def test_spark_reads_what_is_written(spark: SparkSession, tmp_path: Path) -> None:
    written = []
    for format, kind in cases.CASES:
        if outcomes.write(spark, format, kind, tmp_path / cases.member(kind, format)) is None:
            written.append(f"{format} {kind}")
    program = [
        os.environ["PYRITE_ORACLE"],
        str(HERE / "matrix_outcomes.py"),
        str(tmp_path),
        str(tmp_path / "found"),
    ]
    subprocess.run(program, check=True, stderr=subprocess.DEVNULL)
    found = json.loads((tmp_path / "found").read_text(encoding="utf-8"))
    assert found == {name: RECORDED[name] for name in written}
