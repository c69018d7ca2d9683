"""Checking values against types and bringing them into a schema's form: as real PySpark did it."""

from __future__ import annotations

import pytest
import type_outcomes as outcomes
from type_checks import differences

from pyrite.sql.types import (
    ArrayType,
    LongType,
    StringType,
    StructType,
    _create_converter,
    _make_type_verifier,
)


@pytest.mark.parametrize("group", ["verification", "conversion"])
def test_answers_are_pysparks(group: str) -> None:
    assert differences(group, outcomes.namespace("pyrite")) == {}


def test_one_verifier_checks_many_rows() -> None:
    schema = StructType().add("a", LongType()).add("b", ArrayType(StringType()))
    verify, convert = _make_type_verifier(schema), _create_converter(schema)
    rows = [(n, [str(n), None]) for n in range(100)]
    for row in rows:
        verify(row)
    assert [convert(row) for row in rows] == rows
