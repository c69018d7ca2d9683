"""Data from Python: tables and schemas as real PySpark makes them."""

from __future__ import annotations

import datetime
import decimal
import math
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

import result_outcomes as outcomes  # noqa: E402
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from result_cases import INPUTS  # noqa: E402
from result_checks import Ours, same_versions  # noqa: E402
from type_checks import same_zone  # noqa: E402

from pyrite.sql._inputs import to_arrow_rows  # noqa: E402
from pyrite.sql._inputs.columns import Unfit, fast_array  # noqa: E402
from pyrite.sql._inputs.rows import infer_rdd_rows, infer_rows  # noqa: E402
from pyrite.sql._result.rows import to_rows  # noqa: E402
from pyrite.sql._types.physical_types import physical_schema, physical_type, to_physical  # noqa: E402
from pyrite.sql.types import (  # noqa: E402
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    MapType,
    Row,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    _merge_type,
)


@pytest.mark.parametrize("group", INPUTS)
def test_inputs_become_what_they_become_in_pyspark(group: str) -> None:
    if group == "pandas" and not same_versions():
        pytest.skip("recorded with another pandas")
    with same_zone():
        names = outcomes.namespace(Ours())
        recorded = outcomes.recorded()["inputs"]
        different = {}
        for call in outcomes.calls(group):
            found = outcomes.outcome(lambda call=call: eval(call, names))  # type: ignore[misc]
            if found != recorded[f"{group}: {call}"]:
                different[call] = found, recorded[f"{group}: {call}"]
    assert different == {}


# ------------------------------------------------------------------------------------------- there and back


_CLOCKS = st.datetimes(datetime.datetime(1, 1, 3), datetime.datetime(9999, 12, 29))
SINGLE: dict[DataType, st.SearchStrategy[Any]] = {
    BooleanType(): st.booleans(),
    ByteType(): st.integers(-128, 127),
    IntegerType(): st.integers(-(2**31), 2**31 - 1),
    LongType(): st.integers(-(2**63), 2**63 - 1),
    DoubleType(): st.floats(allow_nan=False),
    StringType(): st.text(st.characters(exclude_categories=["Cs"])),
    BinaryType(): st.binary(),
    DateType(): st.dates(),
    TimeType(): st.times(),
    TimestampType(): _CLOCKS.map(lambda at: at.replace(tzinfo=datetime.timezone.utc)),
    TimestampNTZType(): st.datetimes(),
    DayTimeIntervalType(): st.timedeltas(datetime.timedelta(-100_000_000), datetime.timedelta(100_000_000)),
    DecimalType(20, 3): st.decimals(-(10**15), 10**15, places=3),
}


def _nested(
    inner: st.SearchStrategy[tuple[DataType, st.SearchStrategy[Any]]],
) -> st.SearchStrategy[tuple[DataType, st.SearchStrategy[Any]]]:
    def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.none() | values

    arrays = inner.map(lambda part: (ArrayType(part[0]), st.lists(maybe(part[1]), max_size=3)))
    maps = inner.map(
        lambda part: (
            MapType(StringType(), part[0]),
            st.dictionaries(st.text("abc"), maybe(part[1]), max_size=3),
        )
    )
    structs = st.lists(inner, max_size=3).map(
        lambda parts: (
            StructType([StructField(f"f{place % 2}", kind) for place, (kind, _) in enumerate(parts)]),
            st.tuples(*(maybe(values) for _, values in parts)),
        )
    )
    return arrays | maps | structs


TYPED = st.recursive(st.sampled_from(sorted(SINGLE.items(), key=str)), _nested, max_leaves=5)


@st.composite
def columns(draw: st.DrawFn) -> tuple[DataType, list[Any]]:
    kind, values = draw(TYPED)
    return kind, draw(st.lists(st.none() | values, max_size=6))


def _comparable(value: Any, kind: DataType) -> Any:
    """The value without what the way there and back changes."""
    if value is None:
        return None
    if isinstance(kind, TimestampType):
        return value.astimezone(datetime.timezone.utc)
    if isinstance(kind, ArrayType):
        return [_comparable(item, kind.elementType) for item in value]
    if isinstance(kind, MapType):
        return {key: _comparable(item, kind.valueType) for key, item in value.items()}
    if isinstance(kind, StructType):
        return tuple(_comparable(item, field.dataType) for item, field in zip(value, kind.fields))
    return value


@given(columns())
def test_values_come_back(column: tuple[DataType, list[Any]]) -> None:
    kind, values = column
    schema = StructType([StructField("a", kind), StructField("a", LongType())])
    with same_zone():
        table, struct = to_arrow_rows([(value, place) for place, value in enumerate(values)], schema)
        rows = to_rows(table, struct)
        assert struct is schema and table.schema.equals(physical_schema(schema))
        assert [_comparable(row[0], kind) for row in rows] == [_comparable(value, kind) for value in values]
    assert [row[1] for row in rows] == list(range(len(values)))


@given(columns())
def test_both_ways_agree(column: tuple[DataType, list[Any]]) -> None:
    """What the fast way makes, the careful one makes too."""
    kind, values = column
    schema = StructType([StructField("a", kind), StructField("b", LongType())])
    fast, _ = to_arrow_rows([(value, 1) for value in values], schema)
    # A value that does not fit sends all the others the careful way.
    careful, _ = to_arrow_rows([*((value, 1) for value in values), (None, 2**70)], schema, verify=False)
    assert careful.column(0).slice(0, len(values)).equals(fast.column(0))
    assert careful.column(1).to_pylist()[-1] is None


@given(columns())
def test_chunks_slices_and_large_layouts_count_as_what_they_hold(column: tuple[DataType, list[Any]]) -> None:
    kind, values = column
    table, struct = to_arrow_rows(
        [(value,) for value in [*values, *values]], StructType([StructField("a", kind)])
    )
    with same_zone():
        whole = to_rows(table, struct)
        chunks = pa.concat_tables([table.slice(0, 1), table.slice(1)])
        assert to_rows(chunks, struct) == whole
        assert to_rows(table.slice(len(values)), struct) == whole[len(values) :]
        large = table.column(0).cast(_large(table.schema.field(0).type))
        assert to_physical(large, kind).equals(table.column(0))
        assert to_rows(pa.table({"a": large}), struct) == whole


def _large(kind: Any) -> Any:
    if pa.types.is_string(kind):
        return pa.large_string()
    if pa.types.is_binary(kind):
        return pa.large_binary()
    return pa.large_list(kind.value_field) if pa.types.is_list(kind) else kind


RECORDS = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(0, 9) | st.text("xyz", max_size=2)),
    min_size=1,
)


@given(RECORDS)
def test_columns_are_inferred_as_rows_are(rows: list[dict[str, Any]]) -> None:
    """Looking at columns finds what merging the rows' own schemas finds."""
    from functools import reduce

    from pyrite.errors import PySparkTypeError, PySparkValueError
    from pyrite.sql.types import _infer_schema

    try:
        wanted: Any = reduce(_merge_type, map(_infer_schema, rows))
    except PySparkTypeError as error:
        wanted = error.getCondition()
    try:
        found: Any = infer_rows(rows, None, {})
    except (PySparkTypeError, PySparkValueError) as error:
        found = error.getCondition()
    assert found in (wanted, "CANNOT_DETERMINE_TYPE")


# ------------------------------------------------------------------------------------------- details


def test_every_class_but_the_types_own_goes_the_careful_way() -> None:
    class Whole(int):
        pass

    for value, kind in [(Whole(1), LongType()), (True, LongType()), (1, DoubleType()), ("x", BinaryType())]:
        with pytest.raises(Unfit):
            fast_array([value], kind)


def test_polars_frames() -> None:
    polars = pytest.importorskip("polars")
    table, struct = to_arrow_rows(polars.DataFrame({"a": [1, None], "b": ["x", "y"], "c": [[1.5], None]}))
    assert struct.simpleString() == "struct<a:bigint,b:string,c:array<double>>"
    assert to_rows(table, struct) == [Row(a=1, b="x", c=[1.5]), Row(a=None, b="y", c=None)]


def test_rows_without_columns_are_counted() -> None:
    table, struct = to_arrow_rows([()] * 3)
    assert (table.num_rows, len(struct), to_rows(table, struct)) == (3, 0, [Row()] * 3)


def test_rdds_are_inferred_from_their_first_rows() -> None:
    assert infer_rdd_rows(iter([(1,), ("a",)]), None, {}).simpleString() == "struct<_1:bigint>"
    assert infer_rdd_rows(iter([(None,), (1,), ("a",)]), ["x"], {}).simpleString() == "struct<x:bigint>"
    with pytest.raises(Exception, match="CANNOT_DETERMINE_TYPE"):
        infer_rdd_rows(iter([(None,)] * 100 + [(1,)]), None, {})


def test_the_data_is_left_alone() -> None:
    rows = [{"a": 1}, {"b": [1]}]
    names = ["x", "y"]
    to_arrow_rows(rows, names)
    assert rows == [{"a": 1}, {"b": [1]}] and names == ["x", "y"]


def test_decimals_are_rounded_half_up() -> None:
    table, struct = to_arrow_rows([(decimal.Decimal("2.5"),), (decimal.Decimal("-2.5"),)], "a decimal(3, 0)")
    assert [row.a for row in to_rows(table, struct)] == [3, -3]


def test_floats_keep_what_they_are() -> None:
    table, struct = to_arrow_rows([math.nan, -0.0, math.inf], "double")
    nan, zero, infinite = (row.value for row in to_rows(table, struct))
    assert math.isnan(nan) and math.copysign(1, zero) == -1 and infinite == math.inf


def test_physical_types_say_what_has_none() -> None:
    with pytest.raises(Exception, match="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION"):
        physical_type(DataType())
