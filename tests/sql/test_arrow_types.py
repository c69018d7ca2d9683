"""Spark's types as Arrow's and back: as real PySpark mapped them."""

from __future__ import annotations

import pytest
import type_outcomes as outcomes
from hypothesis import given
from type_checks import differences, schemas, types

from pyrite.sql._types.arrow_types import from_arrow_schema, from_arrow_type, to_arrow_schema, to_arrow_type
from pyrite.sql.types import DataType, StructType

pytest.importorskip("pyarrow")


def test_answers_are_pysparks() -> None:
    assert differences("arrow", outcomes.arrow_namespace("pyrite", "sql._types.arrow_types")) == {}


@given(types(arrow=True))
def test_type_round_trip(kind: DataType) -> None:
    assert from_arrow_type(to_arrow_type(kind, timezone="UTC")) == kind


@given(schemas(arrow=True))
def test_schema_round_trip(schema: StructType) -> None:
    assert from_arrow_schema(to_arrow_schema(schema, timezone="UTC")) == schema


def test_pysparks_module_of_arrow_types() -> None:
    from pyrite.sql.pandas import types

    schema = StructType().add("a", StructType().add("x", "integer").add("x", "long"))
    distinct = types._deduplicate_field_names(schema)
    assert types.from_arrow_schema(types.to_arrow_schema(distinct)) == distinct
    assert distinct.simpleString() == "struct<a:struct<x_0:int,x_1:bigint>>"
