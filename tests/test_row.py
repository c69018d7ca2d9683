"""Rows: tuples with names. What is expected here is what PySpark 4.3.0 answers."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrite.errors import (
    PySparkAttributeError,
    PySparkKeyError,
    PySparkRuntimeError,
    PySparkTypeError,
    PySparkValueError,
)
from pyrite.sql import Row
from pyrite.sql.types import _create_row

names = st.text("abz_Äß 1", min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (Row(name="Ada", age=36), "Row(name='Ada', age=36)"),
        (Row(z=1, a=2), "Row(z=1, a=2)"),
        (Row("name", "age"), "<Row('name', 'age')>"),
        (Row("name", "age")("Ada", 36), "Row(name='Ada', age=36)"),
        (Row("name", "age")("Ada"), "Row(name='Ada')"),
        (Row("a", "a")(1, 2), "Row(a=1, a=2)"),
        (Row("a", None)(1, 2), "Row(a=1, None=2)"),
        (Row("a")(Row("b")), "Row(a=<Row('b')>)"),
        (Row(a=1)(2), "Row(1=2)"),
        (Row(**{"a b": 1}), "Row(a b=1)"),
        (Row(self=1), "Row(self=1)"),
        (Row(None), "<Row(None)>"),
        (Row(), "<Row()>"),
    ],
)
def test_repr(row: Row, shown: str) -> None:
    assert repr(row) == str(row) == shown


def test_values_by_name_by_place_and_by_slice() -> None:
    row = Row(a=1, b=2)
    assert (row.a, row["b"], row[0], row[-1], row[0:1]) == (1, 2, 1, 2, (1,))
    assert type(row[0:1]) is tuple
    assert getattr(Row("a b")(1), "a b") == 1


def test_of_equal_names_the_first_is_found_and_the_last_is_in_the_dict() -> None:
    row = Row("a", "a")(1, 2)
    assert (row.a, row["a"], row.asDict()) == (1, 1, {"a": 2})


def test_methods_of_tuples_hide_fields() -> None:
    assert Row(count=5)["count"] == 5
    assert Row(count=5).count(5) == 1


@pytest.mark.parametrize(
    ("act", "error", "message"),
    [
        (lambda: Row("a", b=1), PySparkValueError, "[CANNOT_SET_TOGETHER] args and kwargs should not"),
        (
            lambda: Row("a")(1, 2),
            PySparkValueError,
            "[TOO_MANY_VALUES] Expected 1 values for `fields`, got 2.",
        ),
        (lambda: Row(a=1)["b"], PySparkValueError, "b"),
        (lambda: Row(a=1)[1], IndexError, "tuple index out of range"),
        (lambda: Row("a", "b")(1)["b"], PySparkKeyError, "[KEY_NOT_EXISTS] Key `b` does not exist."),
        (lambda: Row("a", "b")(1).b, PySparkAttributeError, "[ATTRIBUTE_NOT_SUPPORTED] Attribute `b` is not"),
        (
            lambda: Row(a=1).b,
            PySparkAttributeError,
            "[ATTRIBUTE_NOT_SUPPORTED] Attribute `b` is not supported.",
        ),
        (lambda: Row(1).a, PySparkAttributeError, "[ATTRIBUTE_NOT_SUPPORTED] Attribute `__fields__` is not"),
        (
            lambda: Row(1)["a"],
            PySparkAttributeError,
            "[ATTRIBUTE_NOT_SUPPORTED] Attribute `__fields__` is not",
        ),
        (lambda: Row(1).asDict(), PySparkTypeError, "[CANNOT_CONVERT_TYPE] Cannot convert Row into dict."),
        (lambda: setattr(Row(a=1), "a", 2), PySparkRuntimeError, "[READ_ONLY] Row is read-only."),
        (lambda: setattr(Row(1), "b", 2), PySparkRuntimeError, "[READ_ONLY] Row is read-only."),
    ],
)
def test_errors(act: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        act()
    assert str(caught.value).startswith(message)


def test_hidden_names_are_no_fields() -> None:
    assert not hasattr(Row(__x=1), "__wrapped__")
    assert Row(_1=1)._1 == 1


def test_in_looks_at_names_if_there_are_any() -> None:
    assert "a" in Row(a=1) and 1 not in Row(a=1)
    assert "a" in Row("a", "b") and 1 in Row(1, 2)


def test_equality_order_and_hash_are_the_tuples() -> None:
    assert Row(a=1) == Row(b=1) == (1,)
    assert hash(Row(a=1)) == hash((1,))
    assert sorted([Row(a=2, b=1), Row(a=1, b=5)])[0] == (1, 5)
    assert (Row(a=1) + (2,), Row(a=1) * 2, [*Row(a=1)]) == ((1, 2), (1, 1), [1])


def test_dict_within_dict() -> None:
    row = Row(a=Row(b=1), c=[[Row(d=2)]], e={"k": Row(f=3)}, g=(Row(h=1),))
    assert row.asDict() == {"a": (1,), "c": [[(2,)]], "e": {"k": (3,)}, "g": ((1,),)}
    inside = row.asDict(recursive=True)
    assert inside == {"a": {"b": 1}, "c": [[{"d": 2}]], "e": {"k": {"f": 3}}, "g": (Row(h=1),)}


def test_pickled_rows_name_the_function_that_pyspark_names() -> None:
    assert Row(a=1).__reduce__() == (_create_row, (["a"], (1,)))
    assert _create_row.__module__ == Row.__module__ == "pyrite.sql.types"


def test_subclass_makes_plain_rows() -> None:
    class Point(Row):
        pass

    assert type(Point(x=1)) is Point
    assert type(Point("x")(1)) is Row


@given(st.dictionaries(names, st.integers() | st.text() | st.none()))
def test_named_rows_survive_pickle_and_copy(values: dict[str, Any]) -> None:
    row = Row(**values)
    for other in (pickle.loads(pickle.dumps(row)), copy.copy(row), copy.deepcopy(row)):
        assert repr(other) == repr(row)
    assert not values or row.asDict() == values


@given(st.lists(st.integers() | st.text()))
def test_plain_rows_survive_pickle_and_copy(values: list[Any]) -> None:
    row = Row(*values)
    for other in (pickle.loads(pickle.dumps(row)), copy.copy(row), copy.deepcopy(row)):
        assert repr(other) == repr(row)
        assert other == tuple(values)
