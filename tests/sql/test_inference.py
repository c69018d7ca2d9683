"""Inferring and merging types: as real PySpark did it."""

from __future__ import annotations

import pytest
import type_outcomes as outcomes
from hypothesis import given
from hypothesis import strategies as st
from type_checks import differences, types

from pyrite.errors import PySparkTypeError
from pyrite.sql.types import (
    ArrayType,
    DataType,
    NullType,
    StringType,
    _from_numpy_type,
    _infer_schema,
    _infer_type,
    _make_type_verifier,
    _merge_type,
)


@pytest.mark.parametrize("group", ["inference", "merging"])
def test_answers_are_pysparks(group: str) -> None:
    assert differences(group, outcomes.namespace("pyrite")) == {}


@given(types())
def test_nothing_known_merges_with_anything(kind: DataType) -> None:
    assert _merge_type(kind, NullType()) == kind == _merge_type(NullType(), kind)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_values_pass_as_what_they_were_inferred(value: object) -> None:
    try:
        kind = _infer_type(value)
    except PySparkTypeError as error:
        assert error.getCondition() == "CANNOT_MERGE_TYPE"
    else:
        _make_type_verifier(kind)(value)


def test_given_names_are_left_alone() -> None:
    names = ["x"]
    assert _infer_schema((1, "a"), names).names == ["x", "_2"]
    assert names == ["x"]


def test_numpy_types() -> None:
    np = pytest.importorskip("numpy")
    found = [_from_numpy_type(np.dtype(name)) for name in ("bool", "int8", "int64", "float32", "complex64")]
    assert [kind and kind.simpleString() for kind in found] == ["boolean", "tinyint", "bigint", "float", None]
    assert _infer_type(["a"]) == ArrayType(StringType())
