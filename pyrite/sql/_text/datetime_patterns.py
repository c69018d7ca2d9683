"""Spark's datetime patterns: how dates and times are written and read by ``yyyy-MM-dd HH:mm:ss`` and its like.

A moment is what the clock shows, in microseconds since 1970, with the microseconds that the clock is ahead of UTC and
the name of its zone.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkNotImplementedError

__all__ = [
    "Parsed",
    "Pattern",
    "PatternError",
    "Unparsed",
    "pattern_of",
    "refuse_legacy",
    "strftime_text",
    "strptime_text",
]

_DAY = 86_400_000_000
_MONTHS, _SHORT_MONTHS = tuple(calendar.month_name), tuple(calendar.month_abbr)
_DAYS, _SHORT_DAYS = tuple(calendar.day_name), tuple(calendar.day_abbr)
_QUARTERS = ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")
#: How many letters of a kind there may be at most.
_MOST = {
    "G": 4, "y": 6, "M": 4, "L": 4, "d": 2, "D": 3, "E": 4, "F": 1, "a": 1, "H": 2, "h": 2, "K": 2, "k": 2, "m": 2,
    "s": 2, "S": 9, "V": 2, "z": 4, "O": 4, "X": 5, "x": 5, "Z": 5, "Q": 4, "q": 4,
}  # fmt: skip
_NUMBERS = frozenset("yMLdDFHhKkmsSQq")
#: The letters of Java's old ``SimpleDateFormat``: patterns of only these were taken by old versions of Spark.
_OLD = frozenset("GyYMLwWDdFEuaHkKhmsSzZX")


class PatternError(ValueError):
    """A pattern that is none: with Spark's condition and its parameters."""

    def __init__(self, condition: str, parameters: dict[str, str]):
        super().__init__(condition)
        self.condition = condition
        self.parameters = parameters


class Unparsed(ValueError):
    """A text that a pattern cannot read; the message is Java's."""


class _NoDate(Unparsed):
    """A text whose fields are too few for Java to read a date of them, and make none with Spark's defaults."""


@dataclass(frozen=True)
class Item:
    """A part of a pattern: letters of a kind, or a literal; ``optional`` holds the parts in brackets."""

    letter: str
    count: int
    text: str = ""
    optional: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Parsed:
    """What was read: the clock's microseconds, and the zone's name or offset if it was there."""

    micros: int
    zone: str | None


def refuse_legacy(conf: Mapping[str, str] | None) -> None:
    """Refuse patterns where a session asks for Java's old reader of them.

    Raises
    ------
    PySparkNotImplementedError
        With ``spark.sql.legacy.timeParserPolicy=LEGACY``.
    """
    if (conf or {}).get("spark.sql.legacy.timeParserPolicy", "").upper() == "LEGACY":
        feature = "patterns of dates by spark.sql.legacy.timeParserPolicy=LEGACY (CORRECTED is implemented)"
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


@lru_cache(maxsize=256)
def pattern_of(text: str, parsing: bool) -> Pattern:
    """A compiled pattern. Raises :class:`PatternError`."""
    return Pattern(text, parsing)


def pattern_error(text: str) -> PatternError:
    """The error of a pattern that is none, whatever is wrong with it."""
    escaped = text.replace("'", "\\'")
    return PatternError(
        "INVALID_DATETIME_PATTERN.WITH_SUGGESTION",
        {"pattern": f"'{escaped}'", "docroot": "https://spark.apache.org/docs/latest"},
    )


class Pattern:
    """A datetime pattern, for writing or for reading."""

    def __init__(self, text: str, parsing: bool):
        self.text = text
        self.parsing = parsing
        try:
            self._refuse_weeks()
            self.items, _ = self._items(0, False)
        except PatternError as error:
            if self._was_legal():
                raise self._unrecognized() from None
            raise error

    # -- reading the pattern

    def _refuse_weeks(self) -> None:
        for sign in re.sub(r"'[^']*'", "", self.text):
            if sign in "YWwuec":
                condition = "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN"
                raise PatternError(condition, {"c": sign})

    def _was_legal(self) -> bool:
        letters = re.sub(r"'[^']*'", "", self.text)
        if "XXXX" in letters:
            return False
        return all(sign in _OLD for sign in letters if sign.isascii() and sign.isalpha())

    def _unrecognized(self) -> PatternError:
        return PatternError(
            "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION",
            {
                "pattern": self._shown(),
                "config": '"spark.sql.legacy.timeParserPolicy"',
                "docroot": "https://spark.apache.org/docs/latest",
            },
        )

    def _invalid(self) -> PatternError:
        return pattern_error(self.text)

    def _shown(self) -> str:
        escaped = self.text.replace("'", "\\'")
        return f"'{escaped}'"

    def _items(self, at: int, inside: bool) -> tuple[tuple[Item, ...], int]:
        found: list[Item] = []
        text = self.text
        while at < len(text):
            sign = text[at]
            if sign == "'":
                literal, at = self._quoted(at)
                found.append(Item("", 0, literal))
            elif sign == "[":
                inner, at = self._items(at + 1, True)
                found.append(Item("[", 0, "", inner))
            elif sign == "]":
                if not inside:
                    raise self._invalid()
                return tuple(found), at + 1
            elif sign in "{}#":
                raise self._invalid()
            elif sign.isascii() and sign.isalpha():
                count = len(text) - at - len(text[at:].lstrip(sign))
                self._check(sign, count)
                found.append(Item(sign, count))
                at += count
            else:
                found.append(Item("", 0, sign))
                at += 1
        return tuple(found), at

    def _quoted(self, at: int) -> tuple[str, int]:
        text = self.text
        if text[at + 1 : at + 2] == "'":
            return "'", at + 2
        out, at = "", at + 1
        while True:
            end = text.find("'", at)
            if end < 0:
                raise self._invalid()
            out += text[at:end]
            if text[end + 1 : end + 2] != "'":
                return out, end + 1
            out += "'"
            at = end + 2

    def _check(self, sign: str, count: int) -> None:
        if sign in "ABnNp" or (self.parsing and sign in "EFqQ"):
            raise PatternError(
                "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", {"c": sign, "pattern": self.text}
            )
        if sign in "QqLEG" and count == 5 and not self.parsing:
            raise PatternError("INVALID_DATETIME_PATTERN.LENGTH", {"pattern": self.text})
        if (
            count > _MOST.get(sign, 0)
            or (sign == "V" and count != 2)
            or (sign == "O" and count not in (1, 4))
        ):
            raise self._invalid()

    # -- writing

    def format(self, micros: int, offset: int, zone: str) -> str:
        """The text of a moment."""
        fields = _Fields(micros, offset, zone, any(item.letter == "G" for item in self._all(self.items)))
        return "".join([_written(item, fields) for item in self._all(self.items)])

    def _all(self, items: tuple[Item, ...]) -> list[Item]:
        found: list[Item] = []
        for item in items:
            found += self._all(item.optional) if item.letter == "[" else [item]
        return found

    # -- reading

    def parse(self, text: str) -> Parsed:
        """The moment of a text. Raises :class:`Unparsed`."""
        reader = _Reader(text)
        end = reader.items(self.items, 0)
        if isinstance(end, Unparsed):
            raise end
        if end < len(text):
            raise Unparsed(f"Text '{_cut(text)}' could not be parsed, unparsed text found at index {end}")
        try:
            return Parsed(reader.micros(), reader.zone)
        except _NoDate:
            raise
        except Unparsed as error:
            raise Unparsed(f"Text '{_cut(text)}' could not be parsed: {error}") from None


def _cut(text: str) -> str:
    return text if len(text) <= 64 else text[:64] + "..."


def _civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of the days since 1970, in any year."""
    cycles, rest = divmod(days + 719_162, 146_097)
    there = date.fromordinal(rest + 1)
    return there.year + cycles * 400, there.month, there.day


def _days(year: int, month: int, day: int) -> int:
    cycles, year = divmod(year - 1, 400)
    return cycles * 146_097 + date(year + 1, month, day).toordinal() - 719_163


class _Fields:
    """The fields of one moment."""

    def __init__(self, micros: int, offset: int, zone: str, with_era: bool):
        days, self.rest = divmod(micros, _DAY)
        self.year, self.month, self.day = _civil(days)
        self.of_year = days - _days(self.year, 1, 1) + 1
        self.weekday = (days + 3) % 7
        self.era = "AD" if self.year > 0 else "BC"
        self.shown_year = self.year if self.year > 0 or not with_era else 1 - self.year
        seconds, self.micros = divmod(self.rest, 1_000_000)
        self.hour, self.minute, self.second = seconds // 3600, seconds // 60 % 60, seconds % 60
        self.offset = offset // 1_000_000
        self.moment = micros - offset
        self.zone = zone


def _written(item: Item, f: _Fields) -> str:
    letter, count = item.letter, item.count
    if not letter:
        return item.text
    if letter == "y":
        return _year(f.shown_year, count)
    if letter in "ML" and count > 2:
        return (_SHORT_MONTHS if count == 3 else _MONTHS)[f.month]
    if letter == "E":
        return (_SHORT_DAYS if count < 4 else _DAYS)[f.weekday]
    if letter == "S":
        return f"{f.micros:06d}000"[:count]
    if letter == "a":
        return "AM" if f.hour < 12 else "PM"
    if letter == "G":
        return f.era if count < 4 else {"AD": "Anno Domini", "BC": "Before Christ"}[f.era]
    if letter in "Qq" and count > 2:
        quarter = (f.month - 1) // 3
        return f"Q{quarter + 1}" if count == 3 else _QUARTERS[quarter]
    if letter in _NUMBERS:
        value = {
            "M": f.month, "L": f.month, "d": f.day, "D": f.of_year, "F": (f.day - 1) % 7 + 1, "H": f.hour,
            "h": f.hour % 12 or 12, "K": f.hour % 12, "k": f.hour or 24, "m": f.minute, "s": f.second,
            "Q": (f.month - 1) // 3 + 1, "q": (f.month - 1) // 3 + 1,
        }[letter]  # fmt: skip
        return str(value).rjust(count, "0")
    return _zone(letter, count, f)


def _year(year: int, count: int) -> str:
    if count == 2:
        return f"{abs(year) % 100:02d}"
    text = str(abs(year)).rjust(count, "0")
    if year < 0:
        return "-" + text
    return "+" + text if count >= 4 and len(text) > count else text


def _offset(offset: int, form: str) -> str:
    """An offset of so many seconds as ``+HH``, ``+HHMM`` or ``+HH:MM``."""
    sign, size = "-" if offset < 0 else "+", abs(offset)
    hours, minutes = size // 3600, size // 60 % 60
    if form == "+HH":
        return f"{sign}{hours:02d}" + (f"{minutes:02d}" if minutes else "")
    return f"{sign}{hours:02d}{':' if ':' in form else ''}{minutes:02d}"


def _zone(letter: str, count: int, f: _Fields) -> str:
    offset = f.offset
    if letter == "V":
        return f.zone
    if letter == "z":
        return _zone_word(f, count)
    if letter == "O" or (letter == "Z" and count == 4):
        if not offset:
            return "GMT"
        sign, minutes, seconds = "-" if offset < 0 else "+", abs(offset) // 60 % 60, abs(offset) % 60
        end = f":{seconds:02d}" if seconds else ""
        if count == 4:
            return "GMT" + _offset(offset, "+HH:MM") + end
        return f"GMT{sign}{abs(offset) // 3600}" + (f":{minutes:02d}{end}" if minutes or seconds else "")
    if letter == "X" or (letter == "Z" and count == 5):
        if not offset:
            return "Z"
        if letter == "Z":
            letter, count = "X", 5
    if letter == "Z":
        return _offset(offset, "+HHMM" if count < 4 else "+HH:MM")
    if count == 1:
        return _offset(offset, "+HH")
    seconds = abs(offset) % 60
    text = _offset(offset, "+HHMM" if count in (2, 4) else "+HH:MM")
    if count > 3 and seconds:
        text += f"{':' if count == 5 else ''}{seconds:02d}"
    return text


#: The long names of zones by their abbreviations, where those tell them.
_LONG = {
    "UTC": "Coordinated Universal Time",
    "GMT": "Greenwich Mean Time",
    "PST": "Pacific Standard Time",
    "PDT": "Pacific Daylight Time",
    "MST": "Mountain Standard Time",
    "MDT": "Mountain Daylight Time",
    "EST": "Eastern Standard Time",
    "EDT": "Eastern Daylight Time",
    "CET": "Central European Standard Time",
    "CEST": "Central European Summer Time",
    "JST": "Japan Standard Time",
}


def _zone_word(f: _Fields, count: int) -> str:
    if f.zone[:1] in "+-" or f.zone in ("Z", "UTC", "GMT"):
        short = "UTC" if f.zone == "UTC" else f.zone
    else:
        bounded = min(max(f.moment, -62_135_510_400_000_000), 253_402_214_400_000_000)
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=bounded)
        short = moment.astimezone(ZoneInfo(f.zone)).tzname() or f.zone
        if short == "LMT":
            # From before there were zones: Java tells the standard name of today.
            short = datetime(2024, 1, 1, tzinfo=ZoneInfo(f.zone)).tzname() or f.zone
    if count < 4:
        return short
    if short == "CST" or short == "CDT":
        america = f.zone.startswith(("America/", "US/"))
        word = "Central" if america else "China"
        return f"{word} {'Daylight' if short == 'CDT' else 'Standard'} Time"
    return _LONG.get(short, short)


# ------------------------------------------------------------------------------------------------- reading

_TWO = frozenset("MLdHhKkms")
_LIMITS = {
    "H": ("HourOfDay", 0, 23),
    "h": ("ClockHourOfAmPm", 1, 12),
    "K": ("HourOfAmPm", 0, 11),
    "k": ("ClockHourOfDay", 1, 24),
    "m": ("MinuteOfHour", 0, 59),
    "s": ("SecondOfMinute", 0, 59),
}


#: Zones by the names that are read as well as their identifiers, the long ones first.
_ZONES = {
    name: zone
    for zone, names in {
        "America/Los_Angeles": ("Pacific Standard Time", "Pacific Daylight Time", "PST", "PDT"),
        "America/Denver": ("Mountain Standard Time", "Mountain Daylight Time", "MST", "MDT"),
        "America/Chicago": ("Central Standard Time", "Central Daylight Time", "CST", "CDT"),
        "America/New_York": ("Eastern Standard Time", "Eastern Daylight Time", "EST", "EDT"),
        "UTC": ("Coordinated Universal Time",),
        "Europe/London": ("Greenwich Mean Time",),
        "Asia/Tokyo": ("Japan Standard Time", "JST"),
    }.items()
    for name in names
}


class _Reader:
    """One text while it is read."""

    def __init__(self, text: str):
        self.text = text
        self.fields: dict[str, int] = {}
        self.zone: str | None = None

    def items(self, items: tuple[Item, ...], at: int) -> int | Unparsed:
        """Read parts from ``at`` on; where they end, or what went wrong."""
        for index, item in enumerate(items):
            if item.letter == "[":
                before, zone = dict(self.fields), self.zone
                end = self.items(item.optional, at)
                if isinstance(end, Unparsed):
                    self.fields, self.zone = before, zone
                else:
                    at = end
                continue
            stop = self._item(item, items[index + 1 :], at)
            if stop is None:
                return Unparsed(f"Text '{_cut(self.text)}' could not be parsed at index {at}")
            at = stop
        return at

    def _item(self, item: Item, rest: tuple[Item, ...], at: int) -> int | None:
        letter, count = item.letter, item.count
        text = self.text
        if not letter:
            here = text[at : at + len(item.text)]
            return at + len(item.text) if here.lower() == item.text.lower() else None
        if letter in "ML" and count > 2:
            return self._word("M", _SHORT_MONTHS if count == 3 else _MONTHS, at)
        if letter == "a":
            return self._word("a", ("AM", "PM"), at)
        if letter == "G":
            return self._word("G", ("BC", "AD") if count < 4 else ("Before Christ", "Anno Domini"), at)
        if letter == "S":
            digits = re.compile(rf"\d{{1,{count}}}").match(text, at)
            if digits is None:
                return None
            self.fields["S"] = int(digits[0].ljust(9, "0")) // 1000
            return digits.end()
        if letter in _NUMBERS:
            return self._number(letter, count, rest, at)
        return self._zone(letter, count, at)

    def _word(self, field: str, words: tuple[str, ...], at: int) -> int | None:
        for number, word in enumerate(words):
            if word and self.text[at : at + len(word)].lower() == word.lower():
                self.fields[field] = number
                return at + len(word)
        return None

    def _number(self, letter: str, count: int, rest: tuple[Item, ...], at: int) -> int | None:
        """A number; one without a fixed width leaves the digits of the fixed ones right behind it."""
        reserved = 0
        for item in rest:
            fixed = (item.letter in _TWO and item.count == 2) or (item.letter == "y" and item.count == 2)
            fixed = fixed or (item.letter == "D" and item.count == 3)
            if not fixed:
                break
            reserved += item.count
        sign = ""
        least, most = (1, 19) if count == 1 or letter == "y" else (count, count)
        if letter == "y":
            least, most = (2, 2) if count == 2 else (count, 19)
            if self.text[at : at + 1] in ("+", "-") and count != 2:
                sign = self.text[at]
        if letter == "D":
            least, most = count, 3
        found = re.compile(r"\d+").match(self.text, at + len(sign))
        if found is None:
            return None
        width = min(len(found[0]), most)
        if reserved and most > least:
            width = min(width, max(len(found[0]) - reserved, least))
        if width < least:
            return None
        value = int(found[0][:width])
        if letter == "y":
            if count >= 4 and ((not sign and width > count) or (sign == "+" and width <= count)):
                return None
            value = 2000 + value if count == 2 else -value if sign == "-" else value
        self.fields["M" if letter == "L" else letter] = value
        return at + len(sign) + width

    def _zone(self, letter: str, count: int, at: int) -> int | None:
        text = self.text
        if letter == "z":
            word = next((word for word in _ZONES if text[at : at + len(word)].lower() == word.lower()), None)
            if word is not None:
                self.zone = _ZONES[word]
                return at + len(word)
        if letter in "Vz":
            found = re.compile(r"[A-Za-z][A-Za-z0-9~/._+-]*|[+-]\d{2}:?\d{2}(?::?\d{2})?|[+-]\d{1,2}").match(
                text, at
            )
            if found is None:
                return None
            self.zone = found[0]
            return found.end()
        if text[at : at + 1] == "Z" and letter in "XZ" and (letter == "X" or count == 5):
            self.zone = "Z"
            return at + 1
        start = at
        if letter == "O" or (letter == "Z" and count == 4):
            if text[at : at + 3] != "GMT":
                return None
            start = at + 3
            short = re.compile(r"([+-])(\d{1,2})(?::(\d{2}))?").match(text, start)
            if short is None:
                self.zone = "Z"
                return start
            self.zone = f"{short[1]}{int(short[2]):02d}:{short[3] or '00'}"
            return short.end()
        colon = ":" if (letter == "Z" and count == 5) or (letter in "Xx" and count in (3, 5)) else ""
        minutes = rf"(?:{colon}(\d{{2}}))" + ("?" if letter in "Xx" and count == 1 else "")
        form = re.compile(rf"([+-])(\d{{2}}){minutes}")
        found = form.match(text, start)
        if found is None:
            return None
        self.zone = f"{found[1]}{found[2]}:{found[3] or '00'}"
        return found.end()

    def micros(self) -> int:
        """The clock's microseconds. Raises :class:`Unparsed` for fields out of range."""
        fields = self.fields
        for letter, value in fields.items():
            if letter in _LIMITS:
                name, low, high = _LIMITS[letter]
                if not low <= value <= high:
                    raise Unparsed(f"Invalid value for {name} (valid values {low} - {high}): {value}")
        return self._date() * _DAY + self._time()

    def _date(self) -> int:
        fields = self.fields
        year = fields.get("y", 1970)
        if fields.get("G") == 0:
            year = 1 - year
        whole = "y" in fields and ("D" in fields or fields.keys() >= {"M", "d"})
        wrong = Unparsed if whole else _NoDate
        if "D" in fields:
            if not 1 <= fields["D"] <= 365 + calendar.isleap(year % 400 + 2000):
                raise wrong(f"Invalid date 'DayOfYear {fields['D']}' as '{year}' is not a leap year")
            return _days(year, 1, 1) + fields["D"] - 1
        month, day = fields.get("M", 1), fields.get("d", 1)
        if not 1 <= month <= 12:
            raise wrong(f"Invalid value for MonthOfYear (valid values 1 - 12): {month}")
        if not 1 <= day <= 31:
            raise wrong(f"Invalid value for DayOfMonth (valid values 1 - 28/31): {day}")
        if day > calendar.monthrange(year % 400 + 2000, month)[1]:
            if day == 29:
                raise wrong(f"Invalid date 'February 29' as '{year}' is not a leap year")
            raise wrong(f"Invalid date '{_MONTHS[month].upper()} {day}'")
        return _days(year, month, day)

    def _time(self) -> int:
        fields = self.fields
        half = 12 * fields.get("a", 0)
        if "H" in fields:
            hour = fields["H"]
        elif "k" in fields:
            hour = fields["k"] % 24
        elif "h" in fields:
            hour = fields["h"] % 12 + half
        else:
            hour = fields.get("K", 0) + half
        return ((hour * 60 + fields.get("m", 0)) * 60 + fields.get("s", 0)) * 1_000_000 + fields.get("S", 0)


# --------------------------------------------------------------------------------- as DuckDB has patterns

_STRFTIME = {
    ("y", 4): "%Y", ("M", 2): "%m", ("M", 1): "%-m", ("M", 3): "%b", ("M", 4): "%B", ("d", 2): "%d", ("d", 1): "%-d",
    ("H", 2): "%H", ("H", 1): "%-H", ("h", 2): "%I", ("h", 1): "%-I", ("m", 2): "%M", ("m", 1): "%-M", ("s", 2): "%S",
    ("s", 1): "%-S", ("S", 3): "%g", ("S", 6): "%f", ("E", 1): "%a", ("E", 2): "%a", ("E", 3): "%a", ("E", 4): "%A",
    ("a", 1): "%p", ("D", 3): "%j", ("y", 1): "%Y",
}  # fmt: skip


def strftime_text(pattern: Pattern) -> str | None:
    """The same pattern for ``strftime``, for the years 1000 to 9999; None where there is none."""
    out = []
    for item in pattern.items:
        if not item.letter and item.text:
            out.append(item.text.replace("%", "%%"))
        elif (item.letter, item.count) in _STRFTIME:
            out.append(_STRFTIME[item.letter, item.count])
        else:
            return None
    return "".join(out)


_STRPTIME = {
    ("y", 4): 4,
    ("M", 2): 2,
    ("d", 2): 2,
    ("H", 2): 2,
    ("m", 2): 2,
    ("s", 2): 2,
    ("S", 3): 3,
    ("S", 6): 6,
}


def strptime_text(pattern: Pattern) -> tuple[str, str] | None:
    """The same pattern for ``strptime``, and a regular expression that a text must match to be read so; or None."""
    out, shape = [], []
    letters = [item.letter for item in pattern.items if item.letter]
    if "y" not in letters or len(set(letters)) < len(letters):
        return None
    for before, item in zip((None, *pattern.items), pattern.items):
        if item.letter == "S" and before is not None and before.letter:
            # A fraction leaves no digits to the number in front of it.
            return None
        if not item.letter:
            out.append(item.text.replace("%", "%%"))
            shape.append("".join([f"\\{sign}" if not sign.isalnum() else sign for sign in item.text]))
        elif (item.letter, item.count) in _STRPTIME:
            out.append(_STRFTIME[item.letter, item.count])
            shape.append(f"[0-9]{{{item.count}}}")
        else:
            return None
        if not item.text.isascii():
            return None
    return "".join(out), f"^{''.join(shape)}$"
