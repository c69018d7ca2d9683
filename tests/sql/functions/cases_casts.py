"""Casts between all types: in ANSI mode, without it, and ``try_cast``."""

from __future__ import annotations

TARGETS = (
    "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(3,0)", "decimal(5,2)", "decimal(20,0)",
    "decimal(38,18)", "decimal(38,0)", "string", "binary", "boolean", "date", "timestamp", "timestamp_ntz", "time(6)",
    "time(0)", "interval day to second", "interval day", "interval hour to second", "interval minute",
    "interval year to month", "interval month", "interval year", "interval", "variant",
    "array<int>", "map<string,int>", "struct<a:int,b:string>",
)  # fmt: skip

#: For each type: values for casts of whole columns.
VALUES: dict[str, list[str]] = {
    "boolean": ["true", "false", "null"],
    "tinyint": ["0Y", "1Y", "-1Y", "127Y", "-128Y", "null"],
    "smallint": ["0S", "1S", "128S", "-129S", "32767S", "-32768S", "null"],
    "int": ["0", "1", "-1", "59", "60", "100", "999", "1000", "32768", "2147483647", "-2147483648", "null"],
    "bigint": [
        "0L", "1L", "2147483648L", "-2147483649L", "106751991L", "106751992L", "86400L", "253402300800L",
        "9223372036854L", "9223372036855L", "9223372036854775807L", "-9223372036854775808L", "null",
    ],
    "float": [
        "0.0f", "-0.0f", "1.5f", "-2.5f", "0.1f", "1e-3f", "1e7f", "1.0e10f", "123456.789f", "2147483648f", "3.4028235e38f",
        "1.4e-45f", "float('nan')", "float('inf')", "float('-inf')", "9.999999e-4f", "null",
    ],
    "double": [
        "0d", "-0.0d", "1.5d", "-2.5d", "2.5d", "0.5d", "-0.5d", "0.1d", "0.001d", "0.0009d", "1e7d", "9999999.999d",
        "12345678.9d", "1e16d", "1.7976931348623157e308d", "4.9e-324d", "127.9d", "-128.9d", "128d", "2147483647.9d",
        "2147483648d", "9.223372036854775e18d", "9.3e18d", "-9.3e18d", "999.995d", "0.005d", "1e20d", "1e38d", "1e-20d",
        "double('nan')", "double('infinity')", "double('-infinity')", "2.2250738585072014e-308d", "100d", "null",
    ],
    "decimal(20,5)": [
        f"cast('{text}' as decimal(20,5))" for text in (
            "0", "0.5", "-0.5", "1.5", "2.5", "127.99999", "-128.99999", "999.49999", "999.5", "999.995", "99999.99",
            "123456789012345.67891", "2147483647.99999", "2147483648", "0.00001", "-0.00001", "1.00000",
        )
    ] + ["null"],
    "decimal(38,0)": [
        "99999999999999999999999999999999999999bd", "-99999999999999999999999999999999999999bd", "cast(0 as decimal(38,0))",
        "9223372036854775807bd", "9223372036854775808bd", "cast(1 as decimal(38,0))", "null",
    ],
    "decimal(3,3)": ["0.000bd", "0.999bd", "-0.001bd", "0.500bd", "null"],
    "date": [
        "date'1970-01-01'", "date'2020-02-29'", "date'1969-12-31'", "date'0001-01-01'", "date'9999-12-31'",
        "date'1582-10-15'", "date'1900-01-01'", "date'-0044-03-15'", "date'+12345-06-07'", "null",
    ],
    "timestamp": [
        "timestamp'1970-01-01 00:00:00Z'", "timestamp'2020-03-08 02:30:00'", "timestamp'2020-07-01 12:34:56.123456'",
        "timestamp'1969-12-31 23:59:59.999999Z'", "timestamp'0001-01-01 00:00:00'", "timestamp'9999-12-31 23:59:59.999999'",
        "timestamp'2020-01-01 00:00:00.1'", "timestamp'1883-01-01 00:00:00'", "timestamp'2038-01-19 03:14:08Z'",
        "timestamp'2020-11-01 01:30:00'", "timestamp'+12345-06-07 01:02:03'", "timestamp'-0001-06-07 01:02:03'", "null",
    ],
    "timestamp_ntz": [
        "timestamp_ntz'1970-01-01 00:00:00'", "timestamp_ntz'2020-03-08 02:30:00'", "timestamp_ntz'2020-07-01 12:34:56.12'",
        "timestamp_ntz'0001-01-01 00:00:00'", "timestamp_ntz'9999-12-31 23:59:59.999999'",
        "timestamp_ntz'2020-11-01 01:30:00'", "timestamp_ntz'1883-01-01 00:00:00'", "null",
    ],
    "time(6)": ["time'00:00:00'", "time'12:34:56.789'", "time'23:59:59.999999'", "null"],
    "interval day to second": [
        "interval '0 00:00:00' day to second", "interval '1 02:03:04.5' day to second",
        "interval '-1 02:03:04.567891' day to second", "interval '106751991 04:00:54.775807' day to second",
        "interval '0 00:01:00' day to second", "interval '-0 00:00:00.000001' day to second", "null",
    ],
    "interval hour": ["interval '1' hour", "interval '-25' hour", "null"],
    "interval second": ["interval '59.000001' second", "interval '-1' second", "interval '61' second", "null"],
    "interval year to month": [
        "interval '1-2' year to month", "interval '-1-2' year to month", "interval '0-0' year to month",
        "interval '178956970-7' year to month", "null",
    ],
    "interval month": ["interval '14' month", "interval '-1' month", "null"],
    "interval": [
        "make_interval(1,2,3,4,5,6,7.008009)", "make_interval(0,0,0,0,0,0,0)", "make_interval(-1,2,0,-4,5,-6,-0.5)",
        "make_interval(0,-14,0,0,0,0,0)", "null",
    ],
    "binary": ["X''", "X'00'", "X'616263'", "X'E4BDA0'", "null"],
    "array<int>": ["array(1,2,null)", "array()", "null"],
    "array<string>": ["array('1',' 2 ',null)", "array('x')", "null"],
    "array<double>": ["array(1.5d, null, double('nan'))", "null"],
    "map<string,int>": ["map('a',1,'b',null)", "map()", "null"],
    "map<int,string>": ["map(1,'1',2,null)", "null"],
    "struct<x:int,y:string>": ["named_struct('x', 1, 'y', 'q')", "named_struct('x', null, 'y', null)", "null"],
    "struct<x:string,y:double>": ["named_struct('x', '7', 'y', 1.5d)"],
    "void": ["null"],
}  # fmt: skip

#: Strings that mean something to some type.
TEXTS: dict[str, list[str]] = {
    "numbers": [
        "", " ", "0", "1", "-1", "+1", " 1 ", "\\t1\\n", "1.", ".5", "1.5", "-.5", ".", "+", "-", "1e3", "1E3", "1e", "1e+2",
        "1e-2", "0x1F", "1_000", "1,000", "12.7", "-12.7", "127", "128", "-128", "-129", "255", "32767", "32768", "99999",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "123456789012345678901234567890", "999.99", "999.995", "1000", "0.001", "0.000000000000000000001",
        "99999999999999999999999999999999999999", "100000000000000000000000000000000000000", "1e40", "1e-40", "1e400", "-1e400",
        "NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "+inf", "infinity", "INF", "1d", "1D", "1f", "1.5F", "1L", "1bd",
        "00012", "-0", "-0.0", "1 2", "1e3.5", "1.5.5", "--1", "+-1", "٣", "0x1p3", "1\\u0000", "\\u00a01", "\\u00021", "true1", "12abc",
    ],
    "booleans": [
        "true", "TRUE", "tRuE", "t", "T", "yes", "Yes", "y", "1", " true ", "\\ttrue\\n", "false", "f", "no", "n", "0",
        "on", "off", "2", "", "truee", "tr", "null", "01", "1.0",
    ],
    "dates": [
        "2020", "2020-1", "2020-01", "2020-1-5", "2020-01-05", "2020-1-5 ", " 2020-1-5", "2020-1-5 x", "2020-1-5T", "2020-1-5Tx",
        "2020-1-5T10", "2020-13-01", "2020-02-30", "2020-2-29", "2019-2-29", "20", "202", "20200", "+2020-01-05", "-2020-01-05",
        "12345-01-01", "123456-01-01", "1234567-01-01", "12345678-01-01", "+12345-01-01", "-0001-01-01", "0000-01-01", "9999-12-31",
        "2020/01/05", "01-05-2020", "2020-01-05-", "2020-01-", "2020-", "2020-001-05", "2020-01-005", "20200105", "2020-0105",
        "epoch", "now", "today", "", " ", "2020-00-01", "2020-01-00", "2020-1-1\\t", "-", "+", "2020-01-05 10:11:12", "2020-01-05Z",
        "5881580-07-11", "5881580-07-12", "-5877641-06-23", "-5877641-06-22", "1582-10-10", "+-2020-01-01",
    ],
    "timestamps": [
        "2020-01-05 10:11:12", "2020-01-05T10:11:12", "2020-1-5 1:2:3", "2020-01-05 10:11", "2020-01-05 10", "2020-01-05 10:",
        "2020-01-05 10:11:", "2020-01-05 10:11:12.", "2020-01-05 10:11:12.1", "2020-01-05 10:11:12.123456",
        "2020-01-05 10:11:12.1234567", "2020-01-05 10:11:12.123456789", "2020-01-05 10:11:12.1234567890",
        "2020-01-05 10:11:12Z", "2020-01-05 10:11:12 Z", "2020-01-05 10:11:12z", "2020-01-05 10:11:12UTC", "2020-01-05 10:11:12 UTC",
        "2020-01-05 10:11:12+01:00", "2020-01-05 10:11:12+1:00", "2020-01-05 10:11:12+01", "2020-01-05 10:11:12+1",
        "2020-01-05 10:11:12+0100", "2020-01-05 10:11:12-08:30", "2020-01-05 10:11:12+18:00", "2020-01-05 10:11:12+18:01",
        "2020-01-05 10:11:12+01:00:30", "2020-01-05 10:11:12 Europe/Berlin", "2020-01-05 10:11:12Europe/Berlin",
        "2020-01-05 10:11:12 PST", "2020-01-05 10:11:12 EST", "2020-01-05 10:11:12 CST", "2020-01-05 10:11:12 GMT+1", "2020-01-05 10:11:12 UTC+01:00",
        "2020-01-05 10:11:12 UT", "2020-01-05 10:11:12 UT+1", "2020-01-05 10:11:12 Mars/Base", "2020-01-05 10:11:12.5 +02:00", "2020-01-05T10:11:12.5Z",
        "2020-01-05T10:11Z", "2020-01-05Z", "2020-01-05 Z", "2020-01-05T", "2020-01-05 ", "2020-01-05  10:11:12",
        "2020-01-05 24:00:00", "2020-01-05 10:60:00", "2020-01-05 10:11:60", "2020-01-05 010:11:12", "2020-01-05 10:011:12",
        "2020-01-05 10.11.12", " 2020-01-05 10:11:12 ",
        "2020-03-08 02:30:00", "2020-11-01 01:30:00", "2020-02-30 00:00:00", "2020 10:00", "2020-01 10:00", "2020T10",
        "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", "294247-01-10 04:00:54.775807Z", "294247-01-10 04:00:54.775808Z",
        "294248-01-01 00:00:00", "-290308-12-21 19:59:05.224192Z", "-0001-01-01 00:00:00", "+2020-01-05 10:11:12", "12345-01-01 00:00:00",
        "1883-01-01 00:00:00", "2020-01-05 10:11:12 +1:0", "2020-01-05 1:1:1 -8", "2020-1-5 10:11:12.000001America/New_York", "", "2020-01-05 AM",
    ],
    "times": [
        "00:00", "00:00:00", "1:2:3", "12:34:56.789", "23:59:59.999999", "23:59:59.9999999", "24:00:00", "12:34", "12", "12:", "T12:34:56",
        " 12:34:56 ", "12:34:56Z", "12:34:56.", "12:60:00", "-1:00:00", "12:34:56 PM", "1:02:03 am", "12:00:00AM", "12:00 pm", "13:00:00 PM", "",
        "12:34:56.1234567890", "2020-01-01 12:34:56", "012:34:56",
    ],
    "intervals": [
        "1 02:03:04", "1 02:03:04.5", "-1 02:03:04.567891", "+1 02:03:04", "- 1 02:03:04", "02:03:04", "02:03", "02", "5", "-5", "1 2", "1 2:3",
        "1 2:3:4.1234567", "1 24:00:00", "1 02:60:00", "106751991 04:00:54.775807", "106751991 04:00:54.775808", "106751992", "106751992 00:00:00",
        "interval '1 02:03:04' day to second", "INTERVAL '1' DAY", "interval -'1' day", "interval '-1' day", "INTERVAL '1 2' DAY TO HOUR", "interval '5' hour",
        "interval '5' minute", "interval '61' minute", "interval '5.5' second", "1-2", "-1-2", "+1-2", "1-12", "1-11", "178956970-7", "178956970-8", "14", "interval '1-2' year to month",
        "INTERVAL '1' YEAR", "interval '14' month", "1 day", "1 day 2 hours", "interval 1 day", "1 year 2 months", "-1 month", "1 week 3 days", "1.5 seconds",
        "1 second 2 milliseconds 3 microseconds", "1.5 days", "interval", "", "1 dayz", "1 day -2 hours", "+1 day", "1 DAYS", "9223372036854775807 microseconds", "1 day 1 day", "  1 day  ",
        "0.1 second", "-.5 second", "1 nanosecond", "1 hour\\t1 minute", "1day",
    ],
}  # fmt: skip

TEXT_TARGETS = {
    "numbers": (
        "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(3,0)", "decimal(5,2)", "decimal(38,18)",
        "decimal(38,0)", "boolean", "binary", "interval day", "interval second", "interval month", "interval hour to second",
    ),
    "booleans": ("boolean",),
    "dates": ("date", "timestamp", "timestamp_ntz"),
    "timestamps": ("date", "timestamp", "timestamp_ntz", "time(6)"),
    "times": ("time(6)", "time(0)", "time(3)"),
    "intervals": (
        "interval day to second", "interval day", "interval day to hour", "interval hour", "interval minute", "interval second",
        "interval minute to second", "interval year to month", "interval year", "interval month", "interval",
    ),
}  # fmt: skip

NESTED = [
    "cast(array('1', 'x') as array<int>)",
    "cast(array('1', null) as array<int>)",
    "cast(array(1, 2) as array<string>)",
    "cast(array(1L, 300L) as array<tinyint>)",
    "cast(array(array('1'), null) as array<array<double>>)",
    "cast(map('1', '2') as map<int, double>)",
    "cast(map('a', 'x') as map<string, int>)",
    "cast(named_struct('a', '1', 'b', 'x') as struct<q:int, r:string>)",
    "cast(named_struct('a', 'y') as struct<q:int>)",
    "cast(named_struct('a', 1, 'b', 2) as struct<q:int>)",
    "cast(array(named_struct('a', 1.5d)) as array<struct<b:int>>)",
    "cast(array(1, 2) as string)",
    "cast(array(null, 'a', '') as string)",
    "cast(array() as string)",
    "cast(array(1.0d, 1e10d, double('nan')) as string)",
    "cast(array(1.50bd, null) as string)",
    "cast(array(date'2020-01-05', null) as string)",
    "cast(array(timestamp'2020-01-05 01:02:03.10', null) as string)",
    "cast(array(X'61', X'FF') as string)",
    "cast(array(true, false, null) as string)",
    "cast(array(interval '1' day, interval '2' day) as string)",
    "cast(array(array(1), array(), null) as string)",
    "cast(map('a', 1, 'b', null) as string)",
    "cast(map(1, array('x')) as string)",
    "cast(map() as string)",
    "cast(named_struct('a', 1, 'b', null, 'c', 'x') as string)",
    "cast(named_struct('a', named_struct('b', 1)) as string)",
    "cast(map('k', named_struct('a', array(1, null))) as string)",
    "cast(array(named_struct('a', 1, 'b', 'x y')) as string)",
    "try_cast(array('1', 'x') as array<int>)",
    "try_cast(map('1', 'x') as map<int, int>)",
    "try_cast(named_struct('a', 'y') as struct<q:int>)",
    "SELECT cast(x as string) FROM VALUES (array(1, null)), (null), (array()) t(x)",
    "SELECT cast(x as array<string>) FROM VALUES (array(1.5d, null)), (null), (array()) t(x)",
    "SELECT cast(x as string) FROM VALUES (map('a', array(1.5d))), (null) t(x)",
    "SELECT cast(x as string) FROM VALUES (named_struct('p', X'41', 'q', null)), (null) t(x)",
    "cast(cast(1.5 as string) as double)",
    "cast('1' as int) + cast('2' as bigint)",
    "int('12')", "bigint('12')", "tinyint(12)", "smallint('12')", "double('1.5')", "float('1.5')", "boolean('t')",
    "string(1.5)", "decimal('12.5')", "binary('a')", "date('2020-01-05')", "timestamp('2020-01-05')", "'12' :: int",
    "cast(1 as void)", "cast(null as void)", "cast(null as interval)", "cast(null as array<int>)",
    "cast('abcdef' as char(3))", "cast('abc' as varchar(5))", "cast('abc' as char(5))", "cast(123 as varchar(2))",
]  # fmt: skip


def _column(mode: str, target: str, values: list[str]) -> str:
    return f"SELECT {mode}(x as {target}) FROM VALUES {', '.join(f'({value})' for value in values)} t(x)"


def _quoted(texts: list[str]) -> list[str]:
    return ["'" + text.replace("'", "\\'") + "'" for text in texts]


_NUMBERS = ("tinyint", "int", "bigint", "decimal(3,0)", "decimal(5,2)")


def _may_fail(given: str) -> tuple[str, ...]:
    """The types to which some values of a type cannot be cast."""
    if given.startswith(("float", "double")):
        return (*_NUMBERS, "timestamp")
    if given.startswith("decimal") or given.endswith("int"):
        return (*_NUMBERS, "interval day", "interval minute", "interval month", "interval year")
    return _NUMBERS if given.startswith(("timestamp", "interval")) and given != "timestamp_ntz" else ()


CASES: dict[str, list[str]] = {"nested": NESTED}
for _given, _values in VALUES.items():
    # A time as a timestamp is one of this day.
    _targets = [target for target in TARGETS if not (_given == "time(6)" and target.startswith("timestamp"))]
    _failing = _may_fail(_given)
    CASES[f"from {_given}"] = [
        *[_column("try_cast", target, _values) for target in _targets],
        *[f"cast({_values[0]} as {target})" for target in _targets],
        *[f"cast({value} as {target})" for target in _failing for value in _values if value != "null"],
    ]
    CASES[f"columns from {_given}"] = [_column("cast", target, _values) for target in _targets]
for _topic, _texts in TEXTS.items():
    _quotes = _quoted(_texts)
    CASES[f"{_topic} from strings"] = [_column("try_cast", t, _quotes) for t in TEXT_TARGETS[_topic]] + [
        f"cast({text} as {t})" for t in TEXT_TARGETS[_topic] for text in _quotes[::5]
    ]
    CASES[f"columns of {_topic} from strings"] = [_column("cast", t, _quotes) for t in TEXT_TARGETS[_topic]]
CASES["strings to others"] = [f"cast('x' as {target})" for target in TARGETS]
LEGACY = {group for group in CASES if group.startswith("columns")} | {"nested", "strings to others"}
