"""Every function of timestamps, times and time zones."""

from __future__ import annotations

from each import each, over
from pools import INTEGERS, NUMBERS, TIMESTAMPS

_MOMENTS = ("timestamp'2020-03-08 01:59:59.123456'", "null", "timestamp'1970-01-01 00:00:00 UTC'", "timestamp'0001-01-01 00:00:00'", "timestamp'9999-12-31 23:59:59.999999'", "timestamp'1900-01-01 12:00:00'", "timestamp'2021-11-07 01:30:00'", "timestamp'1883-11-18 11:59:59'", "timestamp'1969-12-31 23:59:59.5 UTC'")  # fmt: skip
_NTZ = (
    "timestamp_ntz'2020-03-08 02:30:00.123456'",
    "null",
    "timestamp_ntz'0001-01-01 00:00:00'",
    "timestamp_ntz'9999-12-31 23:59:59.999999'",
    "timestamp_ntz'1969-12-31 23:59:59.5'",
)
_TIMES = ("time'12:34:56.789012'", "null", "time'00:00:00'", "time'23:59:59.999999'", "time'01:02:03'", "cast('12:34:56.789' as time(3))", "timestamp'2020-03-08 01:59:59.123456'", "date'2020-02-29'", "'12:34:56'", "'25:00:00'", "'nope'", "1", "1.5D", "true", "array(1)", "interval '1' hour")  # fmt: skip
_TIME_ROWS = ("time'12:34:56.789012'", "null", "time'00:00:00'", "time'23:59:59.999999'")
_UNITS = (
    "YEAR",
    "QUARTER",
    "MONTH",
    "WEEK",
    "DAY",
    "DAYOFYEAR",
    "HOUR",
    "MINUTE",
    "SECOND",
    "MILLISECOND",
    "MICROSECOND",
    "nope",
)
_TRUNCATIONS = (
    "'HOUR'",
    "null",
    "'YEAR'",
    "'yyyy'",
    "'yy'",
    "'QUARTER'",
    "'MONTH'",
    "'mm'",
    "'mon'",
    "'WEEK'",
    "'DAY'",
    "'dd'",
    "'MINUTE'",
    "'SECOND'",
    "'MILLISECOND'",
    "'MICROSECOND'",
    "'nope'",
    "''",
    "1",
    "true",
)
_ZONES = (
    "'Asia/Seoul'",
    "null",
    "'UTC'",
    "'PST'",
    "'+05:30'",
    "'-8'",
    "'GMT+1'",
    "'CET'",
    "'Europe/Berlin'",
    "'nope'",
    "''",
    "'+25:00'",
    "1",
    "date'2020-01-01'",
)
_ANY_MOMENT = (*TIMESTAMPS, "time'12:34:56'")
_MAKE = ("2020", "null", "0", "-1", "10000", "'2021'", "2.7", "'x'", "array(1)")
_MAKE_SECONDS = (
    "59.999999",
    "null",
    "60",
    "60.5",
    "61",
    "-1",
    "0",
    "1.1234567",
    "'7.5'",
    "'x'",
    "1.5D",
    "array(1)",
)
_MAKE_ZONES = ("'Asia/Tokyo'", "'CET'", "null", "'America/Los_Angeles'", "'+01:00'", "'nope'", "1")


def _field(name: str) -> list[str]:
    return each(
        name,
        _ANY_MOMENT,
        more=[
            over(f"{name}(a)", *_MOMENTS),
            over(f"{name}(a)", *_NTZ),
            over(f"{name}(a)", *_TIME_ROWS),
            f"{name}('12:34:56')",
            f"{name}(cast('12:34:56.7' as time(1)))",
        ],
    )


def _make(name: str) -> list[str]:
    zone = () if name.endswith("_ntz") else (_MAKE_ZONES,)
    last = ", 'CET'" if zone else ""
    return each(name, _MAKE, ("2", "null", "13", "'x'"), ("28", "null", "30", "0"), ("23", "null", "24"), ("59", "null", "60"), _MAKE_SECONDS, *zone, most=60, more=[
        f"{name}(2020, 2, 28, 23, 59, 59.5)", f"{name}(date'2020-02-29', time'12:34:56.789')", f"{name}(date'2020-02-29', null)", f"{name}(null, time'12:34:56.789')", f"{name}(date'2020-02-29', time'12:34:56.789'{last})", f"{name}(date => date'2020-02-29', time => time'01:02:03')",
        f"{name}(2020, 3, 8, 2, 30, 0)", f"{name}(2021, 11, 7, 1, 30, 0)", f"{name}('2020-02-29', '12:34:56')", f"{name}(1, 1)", over(f"{name}(a, b, 1, 2, 3, c)", "2020, 2, 3.5", "null, 1, 2", "1, 1, null", "9999, 12, 59.999999", "-1, 3, 60"), over(f"{name}(a, b)", "date'2020-02-29', time'12:34:56.789'", "null, time'00:00:00'", "date'0001-01-01', time'23:59:59.999999'"),
    ])  # fmt: skip


CASES = {
    **{name: _field(name) for name in ("hour", "minute", "second")},
    "date_trunc": each(
        "date_trunc",
        _TRUNCATIONS,
        TIMESTAMPS,
        most=40,
        more=[
            *[over(f"date_trunc({unit}, a)", *_MOMENTS) for unit in _TRUNCATIONS[2:16:3]],
            over(
                "date_trunc(b, a)",
                *[f"timestamp'2020-08-29 11:12:13.456789', {unit}" for unit in _TRUNCATIONS[:17]],
            ),
            over("date_trunc('week', a)", *_NTZ),
            "date_trunc('DAY', timestamp'2021-11-07 10:00:00')",
            "date_trunc('HOUR', timestamp'2021-11-07 09:30:00Z')",
        ],
    ),
    "timestamp_add": [
        f"timestampadd({unit}, {amount}, {moment})"
        for unit, amount in zip(
            _UNITS,
            ("1", "-1", "13", "null", "-1", "3", "25", "1", "61", "-1001", "9223372036854775807L", "1"),
        )
        for moment in ("timestamp'2020-03-07 02:30:00'", "timestamp_ntz'2020-06-30 23:59:59.5'")
    ]
    + [f"timestampadd({unit}, 2147483647, timestamp'2020-03-07 02:30:00')" for unit in _UNITS[::3]]
    + [
        "timestamp_add(day, 1, timestamp'2020-03-07 02:30:00')",
        "timestampadd(day, 1, date'2020-02-29')",
        "timestampadd(day, '1', '2020-02-29')",
        "timestampadd(day, 'x', '2020-02-29')",
        "timestampadd(day, 1.5, '2020-02-29')",
        "timestampadd('day', 1, '2020-02-29')",
        "timestampadd(day, 1)",
        over(
            "timestampadd(month, b, a)",
            "timestamp'2020-01-31 10:00:00', 1",
            "null, 1",
            "timestamp'2020-01-31 10:00:00', null",
            "timestamp'2020-02-29 02:30:00', 12",
        ),
    ],
    "timestamp_diff": [
        f"timestampdiff({unit}, {one}, {other})"
        for unit in _UNITS
        for one, other in (
            ("timestamp'2020-02-29 12:00:00'", "timestamp'2021-03-28 11:59:59.123456'"),
            ("timestamp_ntz'2020-06-30 23:59:59.5'", "timestamp'2020-03-08 01:59:59.123456'"),
        )
    ]
    + [
        "timestampdiff(day, null, timestamp'2020-01-01 00:00:00')",
        "timestampdiff(day, date'2020-02-29', '2020-03-01')",
        "timestampdiff(day, 'x', date'2020-02-29')",
        "timestampdiff(day, 1, date'2020-02-29')",
        "timestampdiff('day', date'2020-02-29', date'2020-02-29')",
        "timestamp_diff(hour, date'2020-02-29', date'2020-03-29')",
        "timestampdiff(microsecond, timestamp'0001-01-01 00:00:00', timestamp'9999-12-31 00:00:00')",
        over(
            "timestampdiff(month, a, b)",
            "timestamp'2020-01-31 10:00:00', timestamp'2020-02-29 10:00:00'",
            "null, timestamp'2020-02-29 10:00:00'",
            "timestamp'2021-11-07 01:30:00', timestamp'2020-11-07 01:30:00'",
            "timestamp'2020-03-31 10:00:00', timestamp'2020-02-29 10:00:00'",
        ),
        over(
            "timestampdiff(day, a, b)",
            "timestamp'2020-03-08 01:30:00', timestamp'2020-03-09 01:00:00'",
            "timestamp'2020-11-01 01:30:00', timestamp'2020-11-02 01:30:00'",
        ),
    ],
    "unix_seconds": each("unix_seconds", TIMESTAMPS, more=[over("unix_seconds(a)", *_MOMENTS)]),
    "unix_millis": each("unix_millis", TIMESTAMPS, more=[over("unix_millis(a)", *_MOMENTS)]),
    "unix_micros": each("unix_micros", TIMESTAMPS, more=[over("unix_micros(a)", *_MOMENTS)]),
    "unix_nanos": each("unix_nanos", TIMESTAMPS, more=[over("unix_nanos(a)", *_MOMENTS)]),
    "timestamp_seconds": each(
        "timestamp_seconds",
        NUMBERS,
        more=[
            "timestamp_seconds(1230219000)",
            "timestamp_seconds(1230219000.123456bd)",
            "timestamp_seconds(1.1234567bd)",
            "timestamp_seconds(-1.5D)",
            "timestamp_seconds(9223372036854L)",
            "timestamp_seconds(9223372036855L)",
            over("timestamp_seconds(a)", "0", "null", "1230219000", "-1"),
            over(
                "timestamp_seconds(a)", "0D", "null", "1.5D", "double('NaN')", "double('Infinity')", "1e10D"
            ),
        ],
    ),
    "timestamp_millis": each(
        "timestamp_millis",
        INTEGERS,
        more=[
            over("timestamp_millis(a)", "0L", "null", "1230219000123L", "-1L"),
            "timestamp_millis(9223372036854775L)",
            "timestamp_millis(9223372036854776L)",
        ],
    ),
    "timestamp_micros": each(
        "timestamp_micros",
        INTEGERS,
        more=[over("timestamp_micros(a)", "0L", "null", "1230219000123123L", "-1L")],
    ),
    "timestamp_nanos": each(
        "timestamp_nanos",
        INTEGERS,
        more=[over("timestamp_nanos(a)", "0L", "null", "1230219000123123L", "-1L")],
    ),
    "from_utc_timestamp": each(
        "from_utc_timestamp",
        TIMESTAMPS,
        _ZONES,
        most=34,
        more=[
            over(
                "from_utc_timestamp(a, b)",
                *[f"timestamp'2020-03-08 01:59:59.123456', {zone}" for zone in _ZONES[:9]],
                "null, 'UTC'",
            ),
            over("from_utc_timestamp(a, 'Asia/Kolkata')", *_MOMENTS),
        ],
    ),
    "to_utc_timestamp": each(
        "to_utc_timestamp",
        TIMESTAMPS,
        _ZONES,
        most=34,
        more=[
            over(
                "to_utc_timestamp(a, b)",
                *[f"timestamp'2020-03-08 01:59:59.123456', {zone}" for zone in _ZONES[:9]],
                "null, 'UTC'",
            ),
            over("to_utc_timestamp(a, 'Asia/Kolkata')", *_MOMENTS),
        ],
    ),
    "convert_timezone": each(
        "convert_timezone",
        _ZONES,
        _ZONES[2:],
        TIMESTAMPS,
        most=40,
        more=[
            "convert_timezone('Asia/Seoul', timestamp_ntz'2020-03-08 02:30:00')",
            "convert_timezone('Asia/Seoul', timestamp'2020-03-08 01:30:00')",
            "convert_timezone(null, '2020-01-01')",
            "convert_timezone('nope', '2020-01-01')",
            over(
                "convert_timezone(a, b, c)",
                "'UTC', 'Asia/Seoul', timestamp_ntz'2020-03-08 02:30:00'",
                "'America/Los_Angeles', 'UTC', timestamp_ntz'2020-03-08 02:30:00'",
                "null, 'UTC', timestamp_ntz'2020-03-08 02:30:00'",
            ),
            over("convert_timezone('Europe/Berlin', a)", *_NTZ),
        ],
    ),
    "current_timestamp": [
        "current_timestamp() = current_timestamp",
        "typeof(current_timestamp())",
        "current_timestamp(1)",
        "typeof(current_timestamp)",
        "current_timestamp() >= timestamp'2024-01-01 00:00:00'",
        "current_timestamp - current_timestamp",
        "current_timestamp = now()",
        "select count(distinct current_timestamp()) from range(3)",
        "current_timestamp is null",
        "date(current_timestamp()) = current_date",
        "select typeof(a) from values (current_timestamp()) t(a)",
        "array(current_timestamp)[0] = current_timestamp",
    ],
    "now": [
        "now() = current_timestamp",
        "typeof(now())",
        "now(1)",
        "typeof(now)",
        "now() >= timestamp'2024-01-01 00:00:00'",
        "now() - now()",
        "now() = now()",
        "select count(distinct now()) from range(3)",
        "now() is null",
        "date(now()) = current_date",
        "select typeof(a) from values (now()) t(a)",
        "array(now())[0] = now()",
    ],
    "localtimestamp": [
        "localtimestamp() = localtimestamp()",
        "typeof(localtimestamp())",
        "localtimestamp(1)",
        "localtimestamp() >= timestamp_ntz'2024-01-01 00:00:00'",
        "localtimestamp() - localtimestamp()",
        "select count(distinct localtimestamp()) from range(3)",
        "localtimestamp() is null",
        "localtimestamp() = cast(now() as timestamp_ntz)",
        "select typeof(a) from values (localtimestamp()) t(a)",
        "array(localtimestamp())[0] = localtimestamp()",
        "localtimestamp(1, 2)",
        "date(localtimestamp()) = current_date",
    ],
    "current_timezone": [
        "current_timezone()",
        "current_timezone(1)",
        "current_timezone(null, 1)",
        "typeof(current_timezone())",
        "current_timezone() is null",
        "upper(current_timezone())",
        "current_timezone",
        "select current_timezone() from range(2)",
        "length(current_timezone())",
        "from_utc_timestamp(timestamp'2020-01-01 00:00:00', current_timezone())",
        "current_timezone() = 'America/Los_Angeles'",
        "array(current_timezone())",
    ],
    "current_time": [
        "current_time() = current_time",
        "typeof(current_time())",
        "typeof(current_time(0))",
        "typeof(current_time(3L))",
        "current_time(-1)",
        "current_time(null)",
        "current_time('x')",
        "current_time(1, 2)",
        "current_time() = current_time(6)",
        "current_time() is null",
        "typeof(current_time)",
        "typeof(current_time(1.5))",
        "select count(distinct current_time()) from range(3)",
        "select current_time(a) from values (1) t(a)",
        "typeof(current_time('3'))",
    ],
    "localtime": [
        "localtime() = current_time()",
        "typeof(localtime())",
        "typeof(localtime(0))",
        "typeof(localtime(2))",
        "localtime(-1)",
        "localtime(null)",
        "localtime('x')",
        "localtime(1, 2)",
        "localtime() = localtime(6)",
        "localtime() is null",
        "typeof(localtime)",
        "typeof(localtime(1.5))",
        "select count(distinct localtime()) from range(3)",
    ],
    **{
        name: _make(name)
        for name in (
            "make_timestamp",
            "make_timestamp_ltz",
            "make_timestamp_ntz",
            "try_make_timestamp",
            "try_make_timestamp_ltz",
            "try_make_timestamp_ntz",
        )
    },
    "make_time": each(
        "make_time",
        ("12", "null", "24", "-1", "'7'", "'x'", "1.5", "array(1)"),
        ("34", "null", "60", "-1"),
        _MAKE_SECONDS,
        most=45,
        more=[
            over(
                "make_time(a, b, c)", "1, 2, 3.5", "null, 1, 2", "23, 59, 59.999999", "0, 0, 0", "1, 2, null"
            )
        ],
    ),
    "time_diff": each(
        "time_diff",
        ("'HOUR'", "null", "'MINUTE'", "'SECOND'", "'MILLISECOND'", "'MICROSECOND'", "'DAY'", "'x'", "1"),
        _TIMES,
        _TIMES,
        most=36,
        more=[
            over(
                "time_diff('MINUTE', a, b)",
                "time'12:34:56.789012', time'23:59:59.999999'",
                "null, time'00:00:00'",
                "time'23:59:59.999999', time'00:00:00'",
            ),
            over(
                "time_diff(b, a, time'00:00:00')",
                "time'12:34:56.789012', 'hour'",
                "time'12:34:56.789012', 'Second'",
                "time'12:34:56.789012', null",
            ),
        ],
    ),
    "time_trunc": each(
        "time_trunc",
        ("'HOUR'", "null", "'minute'", "'SECOND'", "'MILLISECOND'", "'MICROSECOND'", "'DAY'", "'x'", "1"),
        _TIMES,
        most=30,
        more=[
            over("time_trunc('MINUTE', a)", *_TIME_ROWS),
            over(
                "time_trunc(b, a)",
                "time'12:34:56.789012', 'hour'",
                "time'12:34:56.789012', 'Millisecond'",
                "time'12:34:56.789012', null",
            ),
        ],
    ),
    **{
        name: each(name, _TIMES, more=[over(f"{name}(a)", *_TIME_ROWS)])
        for name in ("time_to_micros", "time_to_millis", "time_to_seconds")
    },
    "time_from_micros": each(
        "time_from_micros",
        INTEGERS,
        more=[over("time_from_micros(a)", "0L", "null", "86399999999L"), "time_from_micros(86400000000L)"],
    ),
    "time_from_millis": each(
        "time_from_millis",
        INTEGERS,
        more=[over("time_from_millis(a)", "0L", "null", "86399999L"), "time_from_millis(86400000L)"],
    ),
    "time_from_seconds": each(
        "time_from_seconds",
        NUMBERS,
        more=[
            over("time_from_seconds(a)", "0", "null", "86399"),
            "time_from_seconds(86399.9999999bd)",
            "time_from_seconds(86400)",
            "time_from_seconds(1.5bd)",
        ],
    ),
    "time_bucket": each(
        "time_bucket",
        (
            "interval '1' hour",
            "null",
            "interval '15' minute",
            "interval '1' month",
            "interval '7' day",
            "interval '0' hour",
            "interval '-1' hour",
            "interval 1 day 2 hours",
            "'x'",
            "1",
        ),
        TIMESTAMPS,
        most=30,
        more=[
            "time_bucket(interval '1' day, timestamp'2020-03-08 10:00:00', timestamp'2020-01-01 03:00:00')",
            "time_bucket(interval '3' month, date'2020-05-17')",
            "time_bucket(interval '1' year, timestamp_ntz'2020-05-17 01:02:03')",
            over("time_bucket(interval '20' minute, a)", *_MOMENTS),
            over("time_bucket(interval '1' day, a)", *_NTZ),
            "time_bucket(interval '1' hour, time'12:34:56')",
        ],
    ),
}
LEGACY = tuple(CASES)
