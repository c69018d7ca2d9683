"""Spark's types as Arrow's and back: as real PySpark mapped them."""

from __future__ import annotations

import pytest
import type_outcomes as outcomes
from hypothesis import given
from type_checks import differences, schemas, types

from pyrite.sql._arrow_types import from_arrow_schema, from_arrow_type, to_arrow_schema, to_arrow_type
from pyrite.sql.types import DataType, StructType

pytest.importorskip("pyarrow")


def test_answers_are_pysparks() -> None:
    assert differences("arrow", outcomes.arrow_namespace("pyrite", "sql._arrow_types")) == {}


@given(types(arrow=True))
def test_type_round_trip(kind: DataType) -> None:
    assert from_arrow_type(to_arrow_type(kind, timezone="UTC")) == kind


@given(schemas(arrow=True))
def test_schema_round_trip(schema: StructType) -> None:
    assert from_arrow_schema(to_arrow_schema(schema, timezone="UTC")) == schema
