"""Types and schemas written in SQL: as real PySpark read them."""

from __future__ import annotations

import pytest
import type_outcomes as outcomes
from hypothesis import given
from hypothesis import strategies as st
from type_checks import differences, schemas, types

from pyrite.errors import ArithmeticException, ParseException, PySparkException
from pyrite.sql.types import DataType, IntegerType, StructType, _parse_datatype_string

#: Errors told at another token than Spark's parser tells them, which looks ahead through all of SQL.
KNOWN = {
    f"ddl({text!r}).json()"
    for text in (
        "a array<int> b int",
        "a identifier('int')",
        "a struct<x: int, y: decimal(5)",
        "a struct<x: int comment 'c', y>",
        "a int?",
    )
}


def test_answers_are_pysparks() -> None:
    found = differences("ddl", outcomes.namespace("pyrite"))
    assert found.keys() <= KNOWN, found


def test_known_differences_are_of_the_same_class() -> None:
    for difference in differences("ddl", outcomes.namespace("pyrite")).values():
        assert difference["got"][:2] == difference["wanted"][:2]


def test_error_shows_the_place() -> None:
    with pytest.raises(ParseException) as raised:
        _parse_datatype_string("a int,\n b foo, c int")
    assert str(raised.value) == (
        '[UNSUPPORTED_DATATYPE] The data type "FOO" is not supported. SQLSTATE: 0A000 (line 2, pos 3)\n\n'
        "== SQL ==\na int,\n b foo, c int\n---^^^"
    )


@given(types(ddl=True))
def test_simple_string_round_trip(kind: DataType) -> None:
    schema = StructType().add("a", kind)
    assert _parse_datatype_string(schema.toDDL()) == schema


@given(schemas(ddl=True))
def test_ddl_round_trip(schema: StructType) -> None:
    assert StructType.fromDDL(schema.toDDL()) == schema


PIECES = [*"ab1 ,:<>()`'\"\\-/*;.é\n", "int", "array<", "struct<", "decimal(", " not null", " comment 'x'"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_a_type_or_a_parse_error(text: str) -> None:
    try:
        assert isinstance(_parse_datatype_string(text), DataType)
    except PySparkException as error:
        assert isinstance(error, (ParseException, ArithmeticException))
        assert error.getSqlState() is not None


def test_deep_nesting() -> None:
    depth = 100
    kind = _parse_datatype_string("array<" * depth + "int" + ">" * depth)
    assert kind.simpleString() == "array<" * depth + "int" + ">" * depth
    assert _parse_datatype_string("int") is IntegerType()
