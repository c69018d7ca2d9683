"""Small DataFrame programs do what they did on real PySpark, which ``dataframes/record.py`` wrote down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyrite.sql import SparkSession

sys.path.insert(0, str(Path(__file__).parent / "dataframes"))
from programs import Outcome, names_of, outcome, programs, recorded  # noqa: E402

PROGRAMS = programs()
RECORDED = recorded()

#: Where Pyrite differs: what it gives, and why.
DIFFERENT: dict[str, tuple[Outcome, str]] = {}


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, Any]]:
    with SparkSession.builder.master("local[2]").appName("dataframes").getOrCreate() as spark:
        yield names_of("pyrite", spark)


def test_each_program_is_recorded() -> None:
    assert PROGRAMS.keys() == RECORDED.keys()
    assert DIFFERENT.keys() <= PROGRAMS.keys()


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, names: dict[str, Any]) -> None:
    found = outcome(PROGRAMS[name], names)
    expected = RECORDED[name]
    if name in DIFFERENT:
        expected, reason = DIFFERENT[name]
        assert expected != RECORDED[name], f"{name} does not differ any more, though: {reason}"
    assert found == expected
