"""Numbers, times and intervals as Java and Spark write them."""

from __future__ import annotations

import datetime
import math
import struct
from zoneinfo import ZoneInfo

import pytest

pa = pytest.importorskip("pyarrow")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from pyrite.errors import PySparkValueError  # noqa: E402
from pyrite.sql._result.numbers import double_text, float_text  # noqa: E402
from pyrite.sql._result.text import calendar_text, cast_to_text, clock_text, date_text  # noqa: E402
from pyrite.sql._result.variants import quoted, variant_json  # noqa: E402
from pyrite.sql._text.local_time import local_datetimes, to_utc  # noqa: E402
from pyrite.sql._text.zones import clock_readings, utc_offset  # noqa: E402
from pyrite.sql.types import DoubleType, TimestampType, VariantVal  # noqa: E402


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_say_what_they_are_in_few_digits(value: float) -> None:
    text = double_text(value)
    assert float(text) == value and math.copysign(1, float(text)) == math.copysign(1, value)
    mantissa, _, exponent = text.partition("E")
    assert "." in mantissa and len(mantissa) <= 19 + ("E" not in text) * 6
    assert bool(exponent) == (value != 0 and not 1e-3 <= abs(value) < 1e7)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_floats_say_what_they_are_in_few_digits(value: float) -> None:
    text = float_text(value)
    assert struct.unpack("f", struct.pack("f", float(text)))[0] == value
    assert len(text.partition("E")[0].strip("-0.")) <= 10


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e7, "1.0E7"),
        (9999999.999999998, "9999999.999999998"),
        (1e-3, "0.001"),
        (9.99e-4, "9.99E-4"),
        (2e23, "2.0E23"),
        (5e-324, "4.9E-324"),
        (-1.5e300, "-1.5E300"),
        (float("nan"), "NaN"),
        (-0.0, "-0.0"),
    ],
)
def test_doubles(value: float, text: str) -> None:
    assert double_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.100000023841858, "1.1"),
        (3.4028234663852886e38, "3.4028235E38"),
        (1.401298464324817e-45, "1.4E-45"),
        (16777216.0, "1.6777216E7"),
        (0.0010000000474974513, "0.001"),
        (float("inf"), "Infinity"),
    ],
)
def test_floats(value: float, text: str) -> None:
    assert float_text(value) == text


@given(st.dates())
def test_dates(day: datetime.date) -> None:
    assert date_text((day - datetime.date(1970, 1, 1)).days) == day.isoformat()


@given(st.datetimes())
def test_clocks(at: datetime.datetime) -> None:
    micros = (at - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)
    wanted = at.isoformat(" ").rstrip("0") if at.microsecond else at.isoformat(" ")
    assert clock_text(micros) == wanted
    column = pa.chunked_array([pa.array([micros, None], pa.int64()).view(pa.timestamp("us", tz="UTC"))])
    assert cast_to_text(column, TimestampType()).to_pylist() == [wanted, None]


def test_casts_are_arrow_columns() -> None:
    column = pa.chunked_array([[1e10], [None, 0.5]])
    assert cast_to_text(column, DoubleType()).to_pylist() == ["1.0E10", None, "0.5"]


def test_calendar_intervals_keep_the_sign_of_each_part() -> None:
    assert calendar_text(-14, 3, -3_600_000_001) == "-1 years -2 months 3 days -1 hours -0.000001 seconds"


# ------------------------------------------------------------------------------------------- zones


MOMENTS = st.integers(-62_135_000_000, 253_402_000_000)


@given(
    MOMENTS,
    st.sampled_from(["America/Los_Angeles", "Europe/Dublin", "Africa/Monrovia", "Australia/Lord_Howe"]),
)
def test_clocks_of_zones(seconds: int, zone: str) -> None:
    moments = pa.array([seconds * 1_000_000 + 5, None], pa.int64()).view(pa.timestamp("us", tz="UTC"))
    at = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).astimezone(ZoneInfo(zone))
    wanted = at.replace(tzinfo=None, fold=0) + datetime.timedelta(microseconds=5)
    assert clock_readings(moments, zone).to_pylist() == [wanted, None]


@pytest.mark.parametrize(
    ("zone", "seconds"),
    [
        ("UTC", 0),
        ("Z", 0),
        ("GMT+8", 28800),
        ("+05:45", 20700),
        ("-0330", -12600),
        ("UTC-01:02:03", -3723),
        ("EST", -18000),
    ],
)
def test_fixed_zones(zone: str, seconds: int) -> None:
    assert utc_offset(zone)(0) == seconds


def test_rules_hold_beyond_the_years_of_python() -> None:
    summer = 327_419_064_000
    assert utc_offset("America/Los_Angeles")(summer) == -25200
    assert utc_offset("America/Los_Angeles")(-(10**12)) == -28378


def test_unknown_zones() -> None:
    with pytest.raises(PySparkValueError, match="Nowhere"):
        utc_offset("Nowhere/Land")


@given(st.lists(st.datetimes(datetime.datetime(1, 1, 3), datetime.datetime(9999, 12, 29))))
def test_local_clocks(readings: list[datetime.datetime]) -> None:
    """Moments are those of TimestampType, one by one."""
    kind = TimestampType()
    moments = to_utc(pa.array(readings, pa.timestamp("us")))
    micros = moments.view(pa.int64()).to_pylist()
    assert micros == [kind.toInternal(at) for at in readings]
    shown = local_datetimes(moments)
    assert [(at, at.fold) for at in shown if at] == [
        (at, at.fold) for at in map(kind.fromInternal, micros) if at
    ]


# ------------------------------------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    ("text", "json"),
    [("a\x1f\n", '"a\\u001F\\n"'), ("é\u2028", '"é\u2028"'), ("\\u00ff", '"\\\\u00ff"'), ('"\t', '"\\"\\t"')],
)
def test_texts_in_json(text: str, json: str) -> None:
    assert quoted(text) == json


def test_variants_as_the_engine_writes_them() -> None:
    variant = VariantVal.parseJson('{"a": 1.50, "b": [1e10, "\\u00e9"]}')
    assert variant_json(variant.value, variant.metadata) == '{"a":1.5,"b":[1.0E10,"é"]}'
