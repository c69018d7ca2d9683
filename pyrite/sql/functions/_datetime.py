"""Dates, times, timestamps and intervals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pyrite.errors import PySparkValueError
from pyrite.sql._arguments import unexpected_type
from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, given, plain, plains, whole
from pyrite.sql.functions._normal import lit

__all__ = [
    "add_months",
    "convert_timezone",
    "curdate",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_timezone",
    "date_add",
    "date_diff",
    "date_format",
    "date_from_unix_date",
    "date_part",
    "date_sub",
    "date_trunc",
    "dateadd",
    "datediff",
    "datepart",
    "day",
    "dayname",
    "dayofmonth",
    "dayofweek",
    "dayofyear",
    "extract",
    "from_unixtime",
    "from_utc_timestamp",
    "hour",
    "last_day",
    "localtimestamp",
    "make_date",
    "make_dt_interval",
    "make_interval",
    "make_time",
    "make_timestamp",
    "make_timestamp_ltz",
    "make_timestamp_ntz",
    "make_ym_interval",
    "minute",
    "month",
    "monthname",
    "months_between",
    "next_day",
    "now",
    "quarter",
    "second",
    "time_bucket",
    "time_diff",
    "time_from_micros",
    "time_from_millis",
    "time_from_seconds",
    "time_to_micros",
    "time_to_millis",
    "time_to_seconds",
    "time_trunc",
    "timestamp_add",
    "timestamp_diff",
    "timestamp_micros",
    "timestamp_millis",
    "timestamp_nanos",
    "timestamp_seconds",
    "to_date",
    "to_time",
    "to_timestamp",
    "to_timestamp_ltz",
    "to_timestamp_ntz",
    "to_unix_timestamp",
    "to_utc_timestamp",
    "trunc",
    "try_make_interval",
    "try_make_timestamp",
    "try_make_timestamp_ltz",
    "try_make_timestamp_ntz",
    "try_to_date",
    "try_to_time",
    "try_to_timestamp",
    "unix_date",
    "unix_micros",
    "unix_millis",
    "unix_nanos",
    "unix_seconds",
    "unix_timestamp",
    "weekday",
    "weekofyear",
    "year",
]


# --------------------------------------------------------------------------------------------------- now


def curdate() -> Column:
    """Today's date in the session's zone, as the query starts."""
    return call("curdate")


def current_date() -> Column:
    """Today's date in the session's zone, as the query starts."""
    return call("current_date")


def current_timestamp() -> Column:
    """The moment when the query starts."""
    return call("current_timestamp")


def now() -> Column:
    """The moment when the query starts."""
    return call("now")


def localtimestamp() -> Column:
    """The session's wall clock when the query starts, as a timestamp without zone."""
    return call("localtimestamp")


def current_time(precision: int | None = None) -> Column:
    """The session's time of day when the query starts, with ``precision`` digits of seconds (6 at first)."""
    return call("current_time", *plains(precision))


def current_timezone() -> Column:
    """The name of the session's time zone."""
    return call("current_timezone")


# ------------------------------------------------------------------------------------------------ fields


def year(col: ColumnOrName) -> Column:
    """The year of a date."""
    return call("year", col)


def quarter(col: ColumnOrName) -> Column:
    """The quarter of a date, 1 to 4."""
    return call("quarter", col)


def month(col: ColumnOrName) -> Column:
    """The month of a date, 1 to 12."""
    return call("month", col)


def day(col: ColumnOrName) -> Column:
    """The day of the month, 1 to 31."""
    return call("day", col)


def dayofmonth(col: ColumnOrName) -> Column:
    """The day of the month, 1 to 31."""
    return call("dayofmonth", col)


def dayofweek(col: ColumnOrName) -> Column:
    """The day of the week, from 1 for Sunday to 7."""
    return call("dayofweek", col)


def weekday(col: ColumnOrName) -> Column:
    """The day of the week, from 0 for Monday to 6."""
    return call("weekday", col)


def dayofyear(col: ColumnOrName) -> Column:
    """The day of the year, 1 to 366."""
    return call("dayofyear", col)


def weekofyear(col: ColumnOrName) -> Column:
    """The week of the year by ISO 8601, 1 to 53."""
    return call("weekofyear", col)


def hour(col: ColumnOrName) -> Column:
    """The hour, 0 to 23."""
    return call("hour", col)


def minute(col: ColumnOrName) -> Column:
    """The minute, 0 to 59."""
    return call("minute", col)


def second(col: ColumnOrName) -> Column:
    """The second, 0 to 59."""
    return call("second", col)


def monthname(col: ColumnOrName) -> Column:
    """The month's name in three letters: ``"Jan"``."""
    return call("monthname", col)


def dayname(col: ColumnOrName) -> Column:
    """The weekday's name in three letters: ``"Mon"``."""
    return call("dayname", col)


def extract(field: Column, source: ColumnOrName) -> Column:
    """A field of a date, timestamp or interval: ``extract(lit("YEAR"), "day")``."""
    return call("extract", field, source)


def date_part(field: Column, source: ColumnOrName) -> Column:
    """A field of a date, timestamp or interval: see :func:`extract`."""
    return call("date_part", field, source)


def datepart(field: Column, source: ColumnOrName) -> Column:
    """A field of a date, timestamp or interval: see :func:`extract`."""
    return call("datepart", field, source)


# -------------------------------------------------------------------------------------------- arithmetic


def date_add(start: ColumnOrName, days: ColumnOrName | int) -> Column:
    """The date so many days after."""
    return call("date_add", start, whole(days))


def dateadd(start: ColumnOrName, days: ColumnOrName | int) -> Column:
    """The date so many days after."""
    return call("dateadd", start, whole(days))


def date_sub(start: ColumnOrName, days: ColumnOrName | int) -> Column:
    """The date so many days before."""
    return call("date_sub", start, whole(days))


def datediff(end: ColumnOrName, start: ColumnOrName) -> Column:
    """How many days it is from ``start`` to ``end``."""
    return call("datediff", end, start)


def date_diff(end: ColumnOrName, start: ColumnOrName) -> Column:
    """How many days it is from ``start`` to ``end``."""
    return call("date_diff", end, start)


def add_months(start: ColumnOrName, months: ColumnOrName | int) -> Column:
    """The date so many months after; the month's last day where it has no such day."""
    return call("add_months", start, whole(months))


def months_between(date1: ColumnOrName, date2: ColumnOrName, roundOff: bool = True) -> Column:
    """How many months it is from ``date2`` to ``date1``, with a fraction of 31 days, to 8 digits when ``roundOff``."""
    return call("months_between", date1, date2, plain(roundOff))


def next_day(date: ColumnOrName, dayOfWeek: str) -> Column:
    """The first date after that is this day of the week: ``"Mon"``."""
    return call("next_day", date, plain(dayOfWeek))


def last_day(date: ColumnOrName) -> Column:
    """The last day of the month."""
    return call("last_day", date)


def timestamp_add(unit: str, quantity: ColumnOrName, ts: ColumnOrName) -> Column:
    """The moment so many units after: ``timestamp_add("HOUR", "n", "time")``."""
    return call("timestampadd", plain(unit), quantity, ts)


def timestamp_diff(unit: str, start: ColumnOrName, end: ColumnOrName) -> Column:
    """How many whole units it is from ``start`` to ``end``."""
    return call("timestampdiff", plain(unit), start, end)


def time_diff(unit: ColumnOrName, start: ColumnOrName, end: ColumnOrName) -> Column:
    """How many whole units it is from one time of day to another."""
    return call("time_diff", unit, start, end)


# ----------------------------------------------------------------------------------------------- cutting


def trunc(date: ColumnOrName, format: str) -> Column:
    """The date cut to ``"year"``, ``"quarter"``, ``"month"`` or ``"week"``."""
    return call("trunc", date, plain(format))


def date_trunc(format: str, timestamp: ColumnOrName) -> Column:
    """The moment cut to a unit: from ``"year"`` to ``"microsecond"``."""
    return call("date_trunc", plain(format), timestamp)


def time_trunc(unit: ColumnOrName, time: ColumnOrName) -> Column:
    """The time of day cut to a unit: from ``"HOUR"`` to ``"MICROSECOND"``."""
    return call("time_trunc", unit, time)


def time_bucket(bucket_size: Column, ts: ColumnOrName, origin: Column | None = None) -> Column:
    """Where the span of ``bucket_size`` begins that the moment is in, counted from ``origin`` (1970 at first)."""
    return call("time_bucket", bucket_size, ts, *given(origin))


# ------------------------------------------------------------------------------ reading and writing text


def date_format(date: ColumnOrName, format: str) -> Column:
    """As text by a pattern: ``date_format("day", "yyyy-MM-dd")``."""
    return call("date_format", date, plain(format))


def to_date(col: ColumnOrName, format: str | None = None) -> Column:
    """A date from text, by a pattern if one is given, or from a timestamp."""
    return call("to_date", col, *plains(format))


def try_to_date(col: ColumnOrName, format: str | None = None) -> Column:
    """As :func:`to_date`, but null where the text is none."""
    return call("try_to_date", col, *plains(format))


def to_time(str: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """A time of day from text, by a pattern if one is given."""
    return call("to_time", str, *given(format))


def try_to_time(str: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """As :func:`to_time`, but null where the text is none."""
    return call("try_to_time", str, *given(format))


def to_timestamp(col: ColumnOrName, format: str | None = None) -> Column:
    """A timestamp from text, by a pattern if one is given."""
    return call("to_timestamp", col, *plains(format))


def try_to_timestamp(col: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """As :func:`to_timestamp`, but null where the text is none; the pattern is a column."""
    return call("try_to_timestamp", col, *given(format))


def to_timestamp_ltz(timestamp: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """A timestamp with the session's zone from text, by a pattern if one is given."""
    return call("to_timestamp_ltz", timestamp, *given(format))


def to_timestamp_ntz(timestamp: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """A timestamp without zone from text, by a pattern if one is given."""
    return call("to_timestamp_ntz", timestamp, *given(format))


def from_unixtime(timestamp: ColumnOrName, format: str = "yyyy-MM-dd HH:mm:ss") -> Column:
    """Seconds since 1970 as text by a pattern."""
    return call("from_unixtime", timestamp, plain(format))


def unix_timestamp(timestamp: ColumnOrName | None = None, format: str = "yyyy-MM-dd HH:mm:ss") -> Column:
    """The seconds since 1970 of a text by a pattern, or of a date or timestamp; without arguments, now."""
    return (
        call("unix_timestamp", current_timestamp())
        if timestamp is None
        else call("unix_timestamp", timestamp, plain(format))
    )


def to_unix_timestamp(timestamp: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """The seconds since 1970 of a text by a pattern, or of a date or timestamp."""
    return call("to_unix_timestamp", timestamp, *given(format))


# ------------------------------------------------------------------------------------ numbers since 1970


def unix_date(col: ColumnOrName) -> Column:
    """The days since 1970 of a date."""
    return call("unix_date", col)


def unix_seconds(col: ColumnOrName) -> Column:
    """The seconds since 1970 of a timestamp."""
    return call("unix_seconds", col)


def unix_millis(col: ColumnOrName) -> Column:
    """The milliseconds since 1970 of a timestamp."""
    return call("unix_millis", col)


def unix_micros(col: ColumnOrName) -> Column:
    """The microseconds since 1970 of a timestamp."""
    return call("unix_micros", col)


def unix_nanos(col: ColumnOrName) -> Column:
    """The nanoseconds since 1970 of a timestamp."""
    return call("unix_nanos", col)


def date_from_unix_date(days: ColumnOrName) -> Column:
    """The date so many days after 1970-01-01."""
    return call("date_from_unix_date", days)


def timestamp_seconds(col: ColumnOrName) -> Column:
    """The timestamp so many seconds after 1970."""
    return call("timestamp_seconds", col)


def timestamp_millis(col: ColumnOrName) -> Column:
    """The timestamp so many milliseconds after 1970."""
    return call("timestamp_millis", col)


def timestamp_micros(col: ColumnOrName) -> Column:
    """The timestamp so many microseconds after 1970."""
    return call("timestamp_micros", col)


def timestamp_nanos(col: ColumnOrName) -> Column:
    """The timestamp so many nanoseconds after 1970."""
    return call("timestamp_nanos", col)


def time_from_seconds(col: ColumnOrName) -> Column:
    """The time of day so many seconds after midnight."""
    return call("time_from_seconds", col)


def time_from_millis(col: ColumnOrName) -> Column:
    """The time of day so many milliseconds after midnight."""
    return call("time_from_millis", col)


def time_from_micros(col: ColumnOrName) -> Column:
    """The time of day so many microseconds after midnight."""
    return call("time_from_micros", col)


def time_to_seconds(col: ColumnOrName) -> Column:
    """The seconds since midnight of a time of day."""
    return call("time_to_seconds", col)


def time_to_millis(col: ColumnOrName) -> Column:
    """The milliseconds since midnight of a time of day."""
    return call("time_to_millis", col)


def time_to_micros(col: ColumnOrName) -> Column:
    """The microseconds since midnight of a time of day."""
    return call("time_to_micros", col)


# ------------------------------------------------------------------------------------------------- zones


def from_utc_timestamp(timestamp: ColumnOrName, tz: Column | str) -> Column:
    """What the clock of a zone shows at this time of UTC."""
    return call("from_utc_timestamp", timestamp, lit(tz))


def to_utc_timestamp(timestamp: ColumnOrName, tz: Column | str) -> Column:
    """The time of UTC when the clock of a zone shows this."""
    return call("to_utc_timestamp", timestamp, lit(tz))


def convert_timezone(sourceTz: Column | None, targetTz: Column, sourceTs: ColumnOrName) -> Column:
    """What the clock of ``targetTz`` shows when that of ``sourceTz`` (the session's, for None) shows ``sourceTs``."""
    return call("convert_timezone", *given(sourceTz), targetTz, sourceTs)


# --------------------------------------------------------------------------------------- made of numbers


def make_date(year: ColumnOrName, month: ColumnOrName, day: ColumnOrName) -> Column:
    """The date of a year, month and day."""
    return call("make_date", year, month, day)


def make_time(hour: ColumnOrName, minute: ColumnOrName, second: ColumnOrName) -> Column:
    """The time of day of an hour, minute and second with fraction."""
    return call("make_time", hour, minute, second)


def make_timestamp(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    timezone: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """The timestamp of six numbers, or of a ``date`` and a ``time``, in ``timezone`` or the session's.

    Raises
    ------
    PySparkValueError
        CANNOT_SET_TOGETHER for numbers along with a date or time.
    PySparkTypeError
        NOT_EXPECTED_TYPE where one of them is missing.
    """
    fields = _moment((years, months, days, hours, mins, secs), date, time)
    return call("make_timestamp", *fields, *_columns(given(timezone)))


def try_make_timestamp(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    timezone: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """As :func:`make_timestamp`, but null where the numbers make none."""
    fields = _moment((years, months, days, hours, mins, secs), date, time)
    return call("try_make_timestamp", *fields, *_columns(given(timezone)))


def make_timestamp_ntz(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """The timestamp without zone of six numbers, or of a ``date`` and a ``time``."""
    return call("make_timestamp_ntz", *_moment((years, months, days, hours, mins, secs), date, time))


def try_make_timestamp_ntz(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """As :func:`make_timestamp_ntz`, but null where the numbers make none."""
    return call("try_make_timestamp_ntz", *_moment((years, months, days, hours, mins, secs), date, time))


def make_timestamp_ltz(
    years: ColumnOrName,
    months: ColumnOrName,
    days: ColumnOrName,
    hours: ColumnOrName,
    mins: ColumnOrName,
    secs: ColumnOrName,
    timezone: ColumnOrName | None = None,
) -> Column:
    """The timestamp of six numbers in ``timezone`` or the session's."""
    return call("make_timestamp_ltz", years, months, days, hours, mins, secs, *given(timezone))


def try_make_timestamp_ltz(
    years: ColumnOrName,
    months: ColumnOrName,
    days: ColumnOrName,
    hours: ColumnOrName,
    mins: ColumnOrName,
    secs: ColumnOrName,
    timezone: ColumnOrName | None = None,
) -> Column:
    """As :func:`make_timestamp_ltz`, but null where the numbers make none."""
    return call("try_make_timestamp_ltz", years, months, days, hours, mins, secs, *given(timezone))


def make_interval(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    weeks: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
) -> Column:
    """The interval of these numbers; those left out are 0."""
    return call("make_interval", *_or_zero(years, months, weeks, days, hours, mins), _or_decimal(secs))


def try_make_interval(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    weeks: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
) -> Column:
    """As :func:`make_interval`, but null where they do not fit."""
    return call("try_make_interval", *_or_zero(years, months, weeks, days, hours, mins), _or_decimal(secs))


def make_dt_interval(
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
) -> Column:
    """The day-time interval of these numbers; those left out are 0."""
    return call("make_dt_interval", *_or_zero(days, hours, mins), _or_decimal(secs))


def make_ym_interval(years: ColumnOrName | None = None, months: ColumnOrName | None = None) -> Column:
    """The year-month interval of these numbers; those left out are 0."""
    return call("make_ym_interval", *_or_zero(years, months))


def _moment(numbers: tuple[Any, ...], date: Any, time: Any) -> list[ColumnOrName]:
    """The six numbers, or the date and the time: whichever was given."""
    by_date = numbers[0] is None
    if given(*numbers) if by_date else given(date, time):
        raise PySparkValueError(
            errorClass="CANNOT_SET_TOGETHER",
            messageParameters={"arg_list": "years|months|days|hours|mins|secs and date|time"},
        )
    return _columns([date, time] if by_date else numbers)


def _columns(arguments: Iterable[Any]) -> list[ColumnOrName]:
    columns = list(arguments)
    for column in columns:
        if not isinstance(column, (Column, str)):
            raise unexpected_type("arg", column, "Column or str")
    return columns


def _or_zero(*columns: ColumnOrName | None) -> list[ColumnOrName]:
    return [lit(0) if column is None else column for column in columns]


def _or_decimal(column: ColumnOrName | None) -> ColumnOrName:
    return lit(Decimal(0)) if column is None else column
