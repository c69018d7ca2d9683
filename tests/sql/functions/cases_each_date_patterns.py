"""Every function that writes or reads dates, timestamps and times by patterns; and every letter of the patterns."""

from __future__ import annotations

from each import each, over
from pools import INTEGERS, TIMESTAMPS

_PATTERNS = (
    "'yyyy-MM-dd HH:mm:ss'", "null", "''", "'d/M/yy'", "'\\'T\\'HH'", "'yyyy-MM-dd\\'T\\'HH:mm:ss.SSSXXX'", "'EEEE, MMMM d'", "'G'", "'YYYY'", "'w'", "'e'", "'n'", "'['", "'b'", "'yyyyyyy'", "'aaa'", "'literal'", "1", "array('y')",
)  # fmt: skip
_WRITTEN = (
    "G", "GG", "GGGG", "GGGGG", "y", "yy", "yyy", "yyyy", "yyyyy", "yyyyyy", "yyyyyyy", "Y", "u", "uu", "D", "DD", "DDD", "DDDD", "M", "MM", "MMM", "MMMM", "MMMMM", "L", "LL", "LLL", "LLLL", "LLLLL", "d", "dd", "ddd", "Q", "QQ", "QQQ", "QQQQ", "QQQQQ", "q", "qq", "qqq", "qqqq",
    "w", "W", "E", "EE", "EEE", "EEEE", "EEEEE", "e", "c", "F", "FF", "a", "aa", "h", "hh", "hhh", "K", "KK", "k", "kk", "H", "HH", "HHH", "m", "mm", "s", "ss", "S", "SS", "SSS", "SSSSSS", "SSSSSSS", "SSSSSSSSS", "SSSSSSSSSS", "A", "n", "N", "V", "VV", "VVV", "z", "zz", "zzz", "zzzz", "zzzzz",
    "O", "OO", "OOOO", "X", "XX", "XXX", "XXXX", "XXXXX", "XXXXXX", "x", "xx", "xxx", "xxxx", "xxxxx", "Z", "ZZ", "ZZZ", "ZZZZ", "ZZZZZ", "p", "pp", "ppH", "''", "'a''b'", "[yyyy]", "[yyyy][MM]", "yyyy[-MM[-dd]]", "#", "{", "}", "!", "%", "é", "T", "B", "r", "yyyy/MM/dd", "dd.MM.yyyy 'um' HH 'Uhr'", "hh:mm a", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", "yyyyMMdd", "yyyyMMddHHmmssSSS",
)  # fmt: skip
_READ = (
    ("yyyy-MM-dd", "2020-02-29"), ("yyyy-MM-dd", "2021-02-29"), ("yyyy-MM-dd", "2020-2-9"), ("yyyy-M-d", "2020-2-9"), ("yyyy-M-d", "2020-12-31"), ("yyyy-MM-dd", " 2020-02-29"), ("yyyy-MM-dd", "2020-02-29x"), ("yy-MM-dd", "20-02-29"), ("yy-MM-dd", "99-02-28"), ("y-M-d", "12020-1-1"), ("yyyy-MM-dd", "12020-01-01"), ("yyyyy-MM-dd", "12020-01-01"), ("yyyy-MM-dd", "+12020-01-01"),
    ("yyyyMMdd", "20200229"), ("yyyyMMddHHmmss", "20200229235958"), ("yyyyMMddHHmmssSSS", "20200229235958123"), ("MM/dd/yyyy", "02/29/2020"), ("dd MMM yyyy", "29 Feb 2020"), ("dd MMM yyyy", "29 feb 2020"), ("dd MMM yyyy", "29 FEB 2020"), ("dd MMMM yyyy", "29 February 2020"), ("MMMMM", "F"), ("LLL yyyy", "Feb 2020"), ("EEE, dd MMM yyyy", "Sat, 29 Feb 2020"), ("EEE, dd MMM yyyy", "Sun, 29 Feb 2020"), ("EEEE dd/MM/yyyy", "Saturday 29/02/2020"),
    ("yyyy-DDD", "2020-060"), ("yyyy-D", "2020-60"), ("yyyy-DDD", "2021-366"), ("yyyy-'W'ww", "2020-W09"), ("yyyy Q", "2020 1"), ("yyyy QQQ", "2020 Q1"), ("G yyyy-MM-dd", "BC 0044-03-15"), ("yyyy-MM-dd G", "0044-03-15 AD"), ("yyyy", "2020"), ("MM", "02"), ("dd", "29"), ("HH:mm", "12:34"), ("HH:mm:ss", "24:00:00"), ("hh:mm a", "12:34 AM"), ("hh:mm a", "12:34 pm"), ("hh:mm a", "01:34 PM"), ("hh:mm", "13:00"), ("KK:mm a", "00:30 PM"), ("kk:mm", "24:30"), ("hh:mm", "01:30"),
    ("yyyy-MM-dd HH:mm:ss", "2020-02-29 23:59:60"), ("yyyy-MM-dd HH:mm:ss.S", "2020-02-29 23:59:58.1"), ("yyyy-MM-dd HH:mm:ss.S", "2020-02-29 23:59:58.123"), ("yyyy-MM-dd HH:mm:ss.SSS", "2020-02-29 23:59:58.1"), ("yyyy-MM-dd HH:mm:ss[.SSSSSS]", "2020-02-29 23:59:58"), ("yyyy-MM-dd HH:mm:ss[.SSSSSS]", "2020-02-29 23:59:58.123456"), ("yyyy-MM-dd HH:mm:ss[.SSSSSS]", "2020-02-29 23:59:58.12"), ("yyyy-MM-dd[ HH:mm]", "2020-02-29"), ("yyyy-MM-dd[ HH:mm]", "2020-02-29 12:30"),
    ("yyyy-MM-dd HH:mm:ssXXX", "2020-02-29 23:59:58+05:30"), ("yyyy-MM-dd HH:mm:ssXXX", "2020-02-29 23:59:58Z"), ("yyyy-MM-dd HH:mm:ssX", "2020-02-29 23:59:58+05"), ("yyyy-MM-dd HH:mm:ssXX", "2020-02-29 23:59:58-0530"), ("yyyy-MM-dd HH:mm:ssx", "2020-02-29 23:59:58+00"), ("yyyy-MM-dd HH:mm:ss Z", "2020-02-29 23:59:58 +0100"), ("yyyy-MM-dd HH:mm:ss z", "2020-02-29 23:59:58 PST"), ("yyyy-MM-dd HH:mm:ss z", "2020-02-29 23:59:58 Europe/Berlin"), ("yyyy-MM-dd HH:mm:ss VV", "2020-02-29 23:59:58 Asia/Tokyo"), ("yyyy-MM-dd HH:mm:ss VV", "2020-02-29 23:59:58 +01:00"), ("yyyy-MM-dd HH:mm:ss O", "2020-02-29 23:59:58 GMT+8"), ("yyyy-MM-dd HH:mm:ss zzzz", "2020-02-29 23:59:58 Pacific Standard Time"), ("yyyy-MM-dd HH:mm:ss", "2020-03-08 02:30:00"), ("yyyy-MM-dd HH:mm:ss", "2021-11-07 01:30:00"),
    ("yyyy-MM-dd'T'HH:mm:ss", "2020-02-29T23:59:58"), ("'Day' d 'of' MMMM yyyy", "Day 3 of May 2021"), ("yyyy-MM-dd", "2020-13-01"), ("yyyy-MM-dd", "0000-01-01"), ("yyyy-MM-dd", "-0044-03-15"), ("yyyy-MM-dd", ""), ("", "2020-02-29"), ("yyyy MM", "2020 02"), ("u-M-d", "2020-1-1"), ("YYYY-MM-dd", "2020-02-29"), ("yyyy-MM-dd e", "2020-02-29 6"), ("yyyy-MM-dd F", "2020-02-29 5"), ("M/d/yy h:mm a", "1/2/03 4:05 AM"), ("ppM/d/yyyy", " 1/2/2003"), ("yyyy-MM-dd HH:mm:ss.SSSSSSSSS", "2020-02-29 23:59:58.123456789"), ("yyyy年MM月dd日", "2020年02月29日"), ("[yyyy-MM-dd][MM/dd/yyyy]", "02/29/2020"), ("yyyy-MM-dd a", "2020-02-29 AM"), ("yyyy-MM-dd H", "2020-02-29 7"), ("yyyyMMdd HHmm", "20200229 0730"), ("yyyy.MM.dd G 'at' HH:mm:ss z", "2001.07.04 AD at 12:08:56 PDT"),
)  # fmt: skip
_MOMENTS = ("timestamp'2020-03-08 01:59:59.123456'", "null", "timestamp'1970-01-01 00:00:00 UTC'", "timestamp'0001-01-01 00:00:00'", "timestamp'9999-12-31 23:59:59.999999'", "timestamp'1900-01-01 12:00:00'", "timestamp'2021-11-07 01:30:00'", "timestamp'1883-11-18 11:59:59'", "timestamp'1969-12-31 23:59:59.5 UTC'")  # fmt: skip
_TEXTS = (
    "'2020-02-29 10:11:12'", "null", "''", "'2020-02-29'", "'2020-02'", "'2020'", "' 2020-02-29 '", "'2020-02-29T10:11:12.123456Z'", "'2020-02-29 10:11:12 Asia/Tokyo'", "'T10:11'", "'nope'", "'2021-02-29'", "'epoch'", "'+12345-06-07'", "date'2020-02-29'", "timestamp'2020-02-29 10:11:12.5'", "timestamp_ntz'2020-02-29 10:11:12.5'", "1", "1.5D", "1.5bd", "true", "array(1)", "x'01'",
)  # fmt: skip
_TIMES = ("'12:34:56'", "null", "''", "'12:34'", "'1:2:3'", "' 12:34:56 '", "'12:34:56.123456'", "'12:34:56.1234567'", "'24:00:00'", "'12:34:56 PM'", "'01:02:03 pm'", "'T12:34:56'", "'nope'", "time'01:02:03'", "timestamp'2020-02-29 10:11:12'", "1", "true", "array(1)")  # fmt: skip


def _text(pattern: str) -> str:
    return "'" + pattern.replace("'", "\\'") + "'"


def _reader(name: str) -> list[str]:
    # Of a text that has a time only, Spark makes a moment of the day on which it is asked.
    only_time = f"{name}('T10:11')"
    found = each(name, _TEXTS, more=[
        f"{name}('2020-02-29', 'yyyy-MM-dd')", f"{name}('2020-02-29', null)", f"{name}(null, 'yyyy-MM-dd')", f"{name}('29/02/20', 'dd/MM/yy')", f"{name}('29/02/20', 'yyyy-MM-dd')", f"{name}('2020-02-29', 'nope')", f"{name}(date'2020-02-29', 'yyyy')", f"{name}(timestamp'2020-02-29 10:11:12', 'yyyy')", f"{name}('2020-02-29', 1)", f"{name}('2020-02-29 07:08', 'yyyy-MM-dd HH:mm')",
        over(f"{name}(a)", "'2020-02-29 10:11:12'", "null", "'1582-10-10 00:00:00'"), over(f"{name}(a)", "'2020-02-29 10:11:12'", "'nope'"), over(f"{name}(a, 'dd.MM.yyyy')", "'29.02.2020'", "null", "'01.01.0001'"), over(f"{name}(a, b)", "'29.02.2020', 'dd.MM.yyyy'", "null, 'yyyy'", "'2020-05', 'yyyy-MM'", "'x', null"), over(f"{name}(a, b)", "'29.02.2020', 'dd.MM.yyyy'", "'2020', 'MM'"),
    ])  # fmt: skip
    return [f"date_format({text}, 'HH:mm')" if text == only_time else text for text in found]


def _times(name: str) -> list[str]:
    return each(name, _TIMES, more=[f"{name}('12.34', 'HH.mm')", f"{name}('12:34 PM', 'hh:mm a')", f"{name}('123456', 'HHmmss')", f"{name}('12:34:56.123', 'HH:mm:ss.SSS')", f"{name}('12:34', 'yyyy')", f"{name}('12:34', null)", f"{name}(null, 'HH:mm')", f"{name}('12', 'HH')", f"{name}('2020-01-01 12:34', 'yyyy-MM-dd HH:mm')", f"{name}('12:34', 'nope')", over(f"{name}(a)", "'12:34:56'", "null", "'00:00'"), over(f"{name}(a, b)", "'12.34', 'HH.mm'", "null, 'HH'", "'7', 'H'")])  # fmt: skip


CASES = {
    "date_format": each(
        "date_format",
        (*TIMESTAMPS, "time'12:34:56'"),
        _PATTERNS,
        most=40,
        more=[
            *[
                f"date_format(time'12:34:56.789', {form})"
                for form in ("'hh:mm a SSS'", "'\\'yyyy at\\' HH'", "'XXX'", "'A'", "null", "'['")
            ],
            "date_format(cast(null as time), 'HH')",
            "SELECT date_format(a, b) FROM VALUES (time'12:34:56', 'ss'), (null, 'HH') t(a, b)",
            over("date_format(a, 'yyyy-MM-dd HH:mm:ss.SSSSSS XXX')", *_MOMENTS),
            over(
                "date_format(a, b)",
                *[f"timestamp'2020-08-09 11:02:13.456789', {pattern}" for pattern in _PATTERNS[:8]],
            ),
        ],
    ),
    "from_unixtime": each(
        "from_unixtime",
        INTEGERS,
        more=[
            "from_unixtime(0, 'yyyy')",
            "from_unixtime(0, null)",
            "from_unixtime(null, 'yyyy')",
            "from_unixtime(1583661599, 'EEE d MMM y, HH:mm z')",
            "from_unixtime(0, 'nope')",
            "from_unixtime(1.9D)",
            over("from_unixtime(a)", "0L", "null", "1583661599L", "-62135596800L"),
            over("from_unixtime(a, b)", "0L, 'yyyy'", "null, 'yyyy'", "1583661599L, 'MM/dd'", "1L, null"),
        ],
    ),
    "unix_timestamp": [
        *[text for text in _reader("unix_timestamp") if text != "unix_timestamp()"],
        "unix_timestamp() > 1700000000",
    ],
    "to_unix_timestamp": _reader("to_unix_timestamp"),
    **{
        name: _reader(name)
        for name in (
            "to_date",
            "try_to_date",
            "to_timestamp",
            "try_to_timestamp",
            "to_timestamp_ltz",
            "to_timestamp_ntz",
        )
    },
    "to_time": _times("to_time"),
    "try_to_time": _times("try_to_time"),
    "letters": [
        f"date_format(timestamp'2020-08-09 01:02:13.456789', {_text(pattern)})" for pattern in _WRITTEN
    ],
    "letters of long ago": [
        f"date_format(timestamp'-0044-03-15 13:04:05', {_text(pattern)})"
        for pattern in (
            "G",
            "y",
            "yy",
            "yyy",
            "yyyy",
            "yyyyy",
            "XXX",
            "XXXXX",
            "z",
            "VV",
            "O",
            "OOOO",
            "Z",
            "ZZZZ",
            "ZZZZZ",
            "x",
            "h a",
            "k",
            "K",
        )
    ],
    "letters of dates": [
        f"date_format(date'12020-12-30', {_text(pattern)})"
        for pattern in ("y", "yy", "yyyy", "yyyyy", "D", "DDD", "q", "E", "H", "HH:mm:ss", "z", "F")
    ],
    "read": [f"to_timestamp('{text}', {_text(pattern)})" for pattern, text in _READ],
    "read as dates": [f"to_date('{text}', {_text(pattern)})" for pattern, text in _READ[::2]],
    "read without zone": [f"to_timestamp_ntz('{text}', {_text(pattern)})" for pattern, text in _READ[1::2]],
    "read as times": [f"to_time('{text}', {_text(pattern)})" for pattern, text in _READ[33:60]],
}
LEGACY = tuple(name for name in CASES if not name.startswith(("letters", "read")))
