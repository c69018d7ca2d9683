"""Every function of dates."""

from __future__ import annotations

from each import each, over
from pools import DATES, INTEGERS, TIMESTAMPS

_DAYS = ("date'2020-02-29'", "null", "date'0001-01-01'", "date'9999-12-31'", "date'1582-10-04'", "date'1582-10-15'", "date'-0044-03-15'", "date'1970-01-01'", "date'2021-01-03'", "date'2019-12-30'", "date'+12345-06-07'")  # fmt: skip
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
_PARTS = (
    "YEAR",
    "yearofweek",
    "QTR",
    "mons",
    "w",
    "d",
    "dow",
    "dow_iso",
    "doy",
    "hours",
    "min",
    "sec",
    "millennium",
    "",
)
_TRUNCATIONS = (
    "'year'",
    "null",
    "'yyyy'",
    "'YY'",
    "'quarter'",
    "'month'",
    "'MM'",
    "'mon'",
    "'week'",
    "'day'",
    "''",
    "' year'",
    "1",
    "true",
    "date'2020-01-01'",
)
_MOMENTS = (
    "timestamp'2020-03-08 01:59:59.123456'",
    "timestamp_ntz'2021-12-31 23:59:59.999999'",
    "date'2020-02-29'",
    "'2020-01-31'",
    "null",
    "time'12:34:56'",
    "interval '1-2' year to month",
    "interval '3 4:5:6.7' day to second",
    "make_interval(1, 14, 3, 4, 5, 6, 7.5)",
    "1",
    "'nope'",
)
_WEEKDAYS = ("'TU'", "null", "'Friday'", "'we'", "'thu'", "' MO'", "'xx'", "''", "1", "date'2020-01-01'")


def _field(name: str) -> list[str]:
    return each(name, DATES, more=[over(f"{name}(a)", *_DAYS), f"{name}('2020-13-01')", f"{name}('2020')", f"{name}(' 2020-02 ')", f"{name}('2020-02-29T25:00')", f"{name}(interval '1' year)", f"{name}(x'01')"])  # fmt: skip


CASES = {
    **{
        name: _field(name)
        for name in (
            "year",
            "quarter",
            "month",
            "day",
            "dayofmonth",
            "dayofweek",
            "weekday",
            "dayofyear",
            "weekofyear",
            "monthname",
            "dayname",
            "last_day",
        )
    },
    "date_add": each(
        "date_add",
        DATES,
        INTEGERS,
        more=[
            over(
                "date_add(a, b)",
                "date'2020-02-28', 2",
                "null, 1",
                "date'1970-01-01', null",
                "date'0001-01-01', -1",
                "date'9999-12-31', 1",
            ),
            "date_add(date'1970-01-01', 2147483647)",
            "date_add('2020-02-28', '2')",
            "date_add(date'2020-01-01', 1.5bd)",
        ],
    ),
    "date_sub": each(
        "date_sub",
        DATES,
        INTEGERS,
        more=[
            over(
                "date_sub(a, b)",
                "date'2020-03-01', 1",
                "null, 1",
                "date'1970-01-01', null",
                "date'0001-01-01', 1",
                "date'9999-12-31', -1",
            ),
            "date_sub(date'1970-01-01', 2147483647)",
        ],
    ),
    "dateadd": [
        f"dateadd({unit}, {amount}, {moment})"
        for unit, amount in zip(
            _UNITS,
            (
                "1",
                "-1",
                "13",
                "null",
                "2147483647",
                "'3'",
                "25",
                "1.5",
                "61",
                "-1001",
                "9223372036854775807L",
                "1",
            ),
        )
        for moment in ("date'2020-02-29'", "timestamp'2020-03-08 01:59:59.123456'")
    ]
    + each(
        "dateadd",
        DATES[:4],
        INTEGERS[:6],
        more=[
            "dateadd('day', 1, date'2020-01-01')",
            "dateadd(day, 1, timestamp_ntz'2021-12-31 23:59:59.999999')",
            "dateadd(month, 1, 'nope')",
            over(
                "dateadd(month, b, a)",
                "date'2020-01-31', 1",
                "null, 1",
                "date'2020-02-29', 12",
                "date'2020-03-31', -1",
            ),
        ],
    ),
    "datediff": each(
        "datediff",
        DATES,
        DATES,
        more=[
            over(
                "datediff(a, b)",
                "date'2020-02-29', date'2020-02-28'",
                "null, date'2020-02-28'",
                "date'0001-01-01', date'9999-12-31'",
                "date'1582-10-15', date'1582-10-04'",
            ),
            *[
                f"datediff({unit}, date'2020-02-29', timestamp'2021-03-08 01:59:59.123456')"
                for unit in _UNITS
            ],
        ],
    ),
    "date_diff": each(
        "date_diff",
        DATES[::3],
        DATES[::2],
        more=[
            over(
                "date_diff(a, b)",
                "date'2020-02-29', date'2020-02-28'",
                "null, date'2020-02-28'",
                "date'0001-01-01', date'9999-12-31'",
            ),
            *[
                f"date_diff({unit}, timestamp'2021-03-08 01:59:59.123456', date'2020-02-29')"
                for unit in _UNITS[::2]
            ],
        ],
    ),
    "add_months": each(
        "add_months",
        DATES,
        INTEGERS,
        more=[
            over(
                "add_months(a, b)",
                "date'2020-01-31', 1",
                "date'2020-02-29', 12",
                "null, 1",
                "date'1582-10-04', 0",
                "date'2020-01-31', null",
            ),
            "add_months(date'2020-01-31', 2147483647)",
            "add_months('2019-02-28', -1)",
            "add_months(date'9999-12-31', 1)",
        ],
    ),
    "months_between": each(
        "months_between",
        TIMESTAMPS,
        DATES[:9],
        ("true", "null", "false", "1", "'x'"),
        more=[
            "months_between('1997-02-28 10:30:00', '1996-10-30')",
            "months_between(date'2020-02-29', date'2020-01-31')",
            "months_between(date'2020-02-28', date'2020-01-31', false)",
            over(
                "months_between(a, b), months_between(a, b, false)",
                "timestamp'2020-02-29 12:00:00', timestamp'2020-01-31 13:00:00'",
                "timestamp'2020-03-30 12:00:00', timestamp'2020-01-15 13:00:00'",
                "null, timestamp'2020-01-31 13:00:00'",
                "timestamp'0001-01-01 00:00:00', timestamp'9999-12-31 23:59:59'",
            ),
        ],
    ),
    "next_day": each(
        "next_day",
        DATES,
        _WEEKDAYS,
        more=[
            over(
                "next_day(a, b)",
                "date'2020-02-29', 'SA'",
                "date'2020-02-29', 'sun'",
                "null, 'mon'",
                "date'2020-02-29', null",
                "date'9999-12-31', 'Wednesday'",
            ),
            over("next_day(a, b)", "date'2020-02-29', 'SA'", "date'2020-02-29', 'sunda'"),
        ],
    ),
    "trunc": each(
        "trunc",
        DATES,
        _TRUNCATIONS,
        most=36,
        more=[
            over(
                "trunc(a, b)",
                *[f"date'2020-08-29', {unit}" for unit in _TRUNCATIONS[:9]],
                "null, 'year'",
                "date'0001-01-01', 'week'",
                "date'-0044-03-15', 'quarter'",
            ),
            over("trunc(a, 'WEEK')", *_DAYS),
        ],
    ),
    "make_date": each(
        "make_date",
        INTEGERS,
        INTEGERS[:10],
        INTEGERS[:10],
        more=[
            "make_date(2020, 2, 29)",
            "make_date(2021, 2, 29)",
            "make_date(2021, 13, 1)",
            "make_date('2020', '2', '1')",
            "make_date(-44, 3, 15)",
            "make_date(999999, 1, 1)",
            over(
                "make_date(a, b, c)", "2020, 2, 29", "null, 1, 1", "2020, null, 1", "0, 1, 31", "-1, 12, 31"
            ),
            over("make_date(a, b, c)", "2020, 2, 29", "2019, 2, 29"),
        ],
    ),
    "date_from_unix_date": each(
        "date_from_unix_date",
        INTEGERS,
        more=[
            over("date_from_unix_date(a)", "0", "null", "-719162", "2932896", "18321"),
            "date_from_unix_date(1.9)",
        ],
    ),
    "unix_date": each("unix_date", DATES, more=[over("unix_date(a)", *_DAYS)]),
    "extract": [
        f"extract({part} from {moment})" for part, moment in zip(_PARTS * 2, (*_MOMENTS, *_MOMENTS)) if part
    ]
    + [f"extract({part} FROM date'2019-12-30')" for part in _PARTS[:9]]
    + [
        f"extract({part} from interval '3 4:5:6.7' day to second)"
        for part in ("day", "hour", "minute", "second", "month")
    ]
    + [
        "extract(year)",
        "extract(null from date'2020-01-01')",
        over(
            "extract(week from a), extract(yearofweek from a), extract(dow from a), extract(dow_iso from a), extract(doy from a)",
            *_DAYS,
        ),
    ],
    "date_part": each(
        "date_part",
        ("'year'", "null", "'SECONDS'", "'week'", "'dow'", "'nope'", "''", "1", "true"),
        _MOMENTS,
        most=40,
        more=[
            over("date_part('quarter', a)", *_DAYS),
            over("date_part(b, a)", "date'2020-01-01', 'year'"),
            "date_part('s', time'12:34:56.7')",
            "date_part('m', timestamp'2020-03-08 01:59:59.123456')",
        ],
    ),
    "datepart": each(
        "datepart",
        ("'month'", "null", "'SECONDS'", "'yearofweek'", "'nope'", "1"),
        _MOMENTS[:8],
        more=[over("datepart('doy', a)", *_DAYS)],
    ),
    "current_date": [
        "current_date() = current_date",
        "typeof(current_date())",
        "current_date(1)",
        "typeof(current_date)",
        "current_date() >= date'2024-01-01'",
        "date_add(current_date, 1) - current_date",
        "datediff(current_date(), current_date)",
        "select count(distinct current_date()) from range(3)",
        "current_date is null",
        "current_date() = date(current_timestamp())",
        "select typeof(a) from values (current_date()) t(a)",
        "array(current_date)[0] = current_date",
    ],
    "curdate": [
        "curdate() = current_date",
        "typeof(curdate())",
        "curdate(1)",
        "typeof(curdate)",
        "curdate() >= date'2024-01-01'",
        "date_add(curdate(), 1) - curdate()",
        "datediff(curdate(), current_date)",
        "select count(distinct curdate()) from range(3)",
        "curdate() is null",
        "curdate() = date(now())",
        "select typeof(a) from values (curdate()) t(a)",
        "curdate(null, 1)",
    ],
}
LEGACY = tuple(CASES)
