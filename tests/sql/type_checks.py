"""What the tests of types share: comparing with the recording, and strategies of types."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import type_outcomes as outcomes
from hypothesis import strategies as st

from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    GeographyType,
    GeometryType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)


@contextmanager
def same_zone() -> Iterator[None]:
    """Local time as it was where PySpark recorded."""
    before = os.environ.get("TZ")
    outcomes.set_zone()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


def differences(group: str, names: dict[str, Any]) -> dict[str, Any]:
    """The expressions of a group whose outcome is not PySpark's, each with both outcomes.

    Where PySpark's engine let a Java exception through, any error will do; for DDL made from types whose Java
    classes there are not, none is needed.
    """
    found = {}
    for expression, wanted in outcomes.recorded(group).items():
        got = json.loads(json.dumps(outcomes.outcome(expression, names)))
        if got == wanted or (wanted == ["engine error"] and (got[0] == "error" or "toDDL" in expression)):
            continue
        found[expression] = {"wanted": wanted, "got": got}
    return found


#: Those that Arrow keeps whole.
PLAIN: list[DataType] = [
    StringType(),
    BinaryType(),
    BooleanType(),
    DateType(),
    TimeType(),
    TimestampType(),
    TimestampNTZType(),
    DoubleType(),
    FloatType(),
    ByteType(),
    ShortType(),
    IntegerType(),
    LongType(),
    DayTimeIntervalType(),
    VariantType(),
    GeometryType(0),
    GeometryType("ANY"),
    GeographyType(4326),
]
FURTHER: list[DataType] = [
    # Arrow refuses it where nulls are not allowed.
    NullType(),
    StringType("UNICODE_CI"),
    StringType("UTF8_LCASE_RTRIM"),
    StringType("sr_Cyrl_SRB_AI"),
    CalendarIntervalType(),
    *(DayTimeIntervalType(start, end) for start in range(4) for end in range(start, 4)),
    YearMonthIntervalType(),
    YearMonthIntervalType(0),
    YearMonthIntervalType(1),
]
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["a", "select", "a b", "`"]
)
COMMENTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def decimals() -> st.SearchStrategy[DecimalType]:
    pairs = st.integers(1, 38).flatmap(lambda p: st.tuples(st.just(p), st.integers(0, p)))
    return pairs.map(lambda pair: DecimalType(*pair))


def atoms(arrow: bool) -> st.SearchStrategy[DataType]:
    if arrow:
        return st.sampled_from(PLAIN) | decimals()
    sizes = st.integers(0, 2**31 - 1)
    sized = sizes.map(CharType) | sizes.map(VarcharType) | st.integers(0, 9).map(TimeType)
    return st.sampled_from([*PLAIN, *FURTHER]) | decimals() | sized


def types(arrow: bool = False, ddl: bool = False) -> st.SearchStrategy[DataType]:
    """Types of any depth. ``arrow``: that survive Arrow. ``ddl``: that survive DDL, which knows no inner nulls."""
    return st.recursive(atoms(arrow), lambda inner: _nested(inner, ddl), max_leaves=6)


def _nested(inner: st.SearchStrategy[DataType], ddl: bool) -> st.SearchStrategy[DataType]:
    flags = st.just(True) if ddl else st.booleans()
    return st.builds(ArrayType, inner, flags) | st.builds(MapType, inner, inner, flags) | _structs(inner, ddl)


def _structs(inner: st.SearchStrategy[DataType], ddl: bool) -> st.SearchStrategy[StructType]:
    comment = st.fixed_dictionaries({}, optional={"comment": COMMENTS})
    metadata = (
        comment if ddl else comment | st.dictionaries(COMMENTS, st.integers() | st.lists(st.booleans()))
    )
    # A name with a dot in it would make the paths to collations ambiguous, in PySpark too.
    names = NAMES.map(lambda name: name.replace(".", "_"))
    return st.lists(st.builds(StructField, names, inner, st.booleans(), metadata), max_size=3).map(StructType)


def schemas(arrow: bool = False, ddl: bool = False) -> st.SearchStrategy[StructType]:
    return _structs(types(arrow, ddl), ddl)
