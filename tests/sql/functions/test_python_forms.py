"""The functions of documents and the like in Python's forms, against what real PySpark answered."""

from __future__ import annotations

import json

import pytest
import python_forms

from pyrite.sql import SparkSession

_RECORDED = json.loads(python_forms.RECORDED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found():
    session = SparkSession.builder.master("local[1]").getOrCreate()
    yield python_forms.outcomes("pyrite", session)
    session.stop()


@pytest.mark.parametrize("text", python_forms.CASES)
def test_what_python_asks_for(text: str, found: dict) -> None:
    assert found[text] == _RECORDED[text]
