"""Types, rows of them, their JSON, and variants: as real PySpark answered."""

from __future__ import annotations

import pickle

import pytest
import type_outcomes as outcomes
from hypothesis import given
from type_cases import DDL_ASPECT
from type_checks import differences, same_zone, schemas, types

import pyrite.sql.types as module
from pyrite.sql.types import DataType, IntegerType, Row, StructType

#: The public list of PySpark 4.3.0's module.
PUBLIC = """
DataType NullType CharType StringType VarcharType BinaryType BooleanType DateType TimeType TimestampType
TimestampNTZType DecimalType DoubleType Geography Geometry FloatType ByteType IntegerType LongType DayTimeIntervalType
YearMonthIntervalType CalendarIntervalType Row ShortType ArrayType MapType StructField StructType VariantType
VariantVal GeographyType GeometryType
"""

KNOWN = {
    # An interval that runs backwards can be made, but the engine refuses it.
    DDL_ASPECT.replace("$", "DayTimeIntervalType(3,1)"),
}


def test_public_names_are_pysparks() -> None:
    assert sorted(module.__all__) == sorted(PUBLIC.split())


@pytest.mark.parametrize("name", [*PUBLIC.split(), "UserDefinedType", "AtomicType", "NumericType"])
def test_classes_bear_the_public_modules_name(name: str) -> None:
    kind = getattr(module, name)
    assert kind.__module__ == "pyrite.sql.types"
    assert pickle.loads(pickle.dumps(kind)) is kind


@pytest.mark.parametrize("group", ["classes", "values", "variants", "json"])
def test_answers_are_pysparks(group: str) -> None:
    with same_zone():
        found = differences(group, outcomes.namespace("pyrite"))
    assert found.keys() <= KNOWN, found


@given(types())
def test_json_round_trip(kind: DataType) -> None:
    back = module._parse_datatype_json_string(kind.json())
    assert back == kind
    assert (back.json(), hash(back), repr(back)) == (kind.json(), hash(kind), repr(kind))


@given(types())
def test_pickle_round_trip(kind: DataType) -> None:
    assert pickle.loads(pickle.dumps(kind)) == kind


@given(schemas())
def test_struct_json_keeps_metadata_and_nullability(schema: StructType) -> None:
    back = StructType.fromJson(schema.jsonValue())
    assert back == schema
    assert [field.metadata for field in back] == [field.metadata for field in schema]


def test_conversion_shares_rows_names() -> None:
    schema = StructType().add("a", IntegerType())
    assert schema.fromInternal((1,)) == Row(a=1)
    assert schema.fromInternal((1,)).__fields__ is schema.names


def test_exact_decimals_of_variants() -> None:
    # PySpark rounds these to the 28 digits of the default context.
    text = "1234567890123456789012345678.9012345678"
    assert str(module.VariantVal.parseJson(text).toPython()) == text
