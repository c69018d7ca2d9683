"""Constants: numbers, ``TYPE 'text'``, and intervals."""

from __future__ import annotations

from collections.abc import Callable

from pyrite.errors import ArithmeticException, IllegalArgumentException
from pyrite.sql._analysis.parser.intervals import (
    MULTI_UNITS,
    IntervalError,
    from_to,
    months_days_micros,
    of_units,
    units_in,
)
from pyrite.sql._analysis.parser.literals import (
    NumberOutOfRange,
    binary,
    date_days,
    number,
    time_nanos,
    timestamp_parts,
    zone_offset,
)
from pyrite.sql._analysis.parser.reader import Reader
from pyrite.sql._plan.expressions import Call, Cast, Expression, Literal
from pyrite.sql._plan.tree import Origin
from pyrite.sql._text.parse_errors import parse_error
from pyrite.sql._types.ddl import quoted_text
from pyrite.sql._types.timestamp_word import means_ntz
from pyrite.sql.types import (
    BinaryType,
    DateType,
    IntegerType,
    NullType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
)

__all__ = ["NUMBERS", "ConstantParser"]

_STRING, _NULL, _INT, _BINARY = StringType(), NullType(), IntegerType(), BinaryType()
_DATE, _TIMESTAMP, _TIMESTAMP_NTZ = DateType(), TimestampType(), TimestampNTZType()

#: The kinds of tokens that are numbers.
NUMBERS = frozenset(["int", "number"])
_LITERAL_TYPES = ("DATE", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP", "INTERVAL", "X", "TIME")
#: Days from today of the dates that a typed literal can name.
_DAY_WORDS = {"now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}


class ConstantParser(Reader):
    """The rules of constants. Where one means nothing, null stands for it until the error is raised."""

    def number(self) -> Expression:
        start = self.at
        sign = "-" if self.accept("-") else ""
        text = sign + self.take().text
        origin = self.origin(start)
        try:
            value, kind = number(text)
        except NumberOutOfRange as error:
            parameters = {
                "rawStrippedQualifier": error.digits,
                "minValue": error.least,
                "maxValue": error.greatest,
                "typeName": error.type_name,
            }
            self.fail(origin, "INVALID_NUMERIC_LITERAL_RANGE", parameters)
            return Literal(None, _NULL, origin=origin)
        except OverflowError as error:
            parameters = {"precision": str(error.args[0]), "maxPrecision": "38"}
            condition = "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION"
            if text[-1].isdigit() or text[-1] == ".":
                self.fail_with(parse_error(self.text, None, condition, parameters, ArithmeticException))
            else:
                self.fail(origin, condition, parameters)
            return Literal(None, _NULL, origin=origin)
        return Literal(value, kind, origin=origin)

    def typed_literal(self) -> Expression:
        start = self.at
        word = self.take().word
        text = self.string()
        origin = self.origin(start)
        if word not in _LITERAL_TYPES:
            supported = ", ".join([f'"{name}"' for name in _LITERAL_TYPES])
            parameters = {"unsupportedType": f'"{word}"', "supportedTypes": supported}
            self.fail(origin, "UNSUPPORTED_TYPED_LITERAL", parameters)
            return Literal(None, _NULL, origin=origin)
        found = _TYPED[word](self, text, origin)
        if found is None:
            parameters = {"valueType": f'"{word}"', "value": quoted_text(text)}
            self.fail(origin, "INVALID_TYPED_LITERAL", parameters)
            return Literal(None, _NULL, origin=origin)
        return found

    def _date_literal(self, text: str, origin: Origin) -> Expression | None:
        special = text.strip().lower()
        if special == "epoch":
            return Literal(0, _DATE, origin=origin)
        if special in _DAY_WORDS:
            return _days_from_today(special, origin)
        days = date_days(text)
        return None if days is None else Literal(days, _DATE, origin=origin)

    def _timestamp_literal(self, text: str, origin: Origin) -> Expression | None:
        """``TIMESTAMP 'text'``: where the word means TIMESTAMP_NTZ, a text with a zone is still a moment."""
        if means_ntz() and (timestamp_parts(text) or (None, None))[1] is None:
            return self._timestamp_ntz_literal(text, origin)
        return self._timestamp_ltz_literal(text, origin)

    def _timestamp_ltz_literal(self, text: str, origin: Origin) -> Expression | None:
        special = text.strip().lower()
        if special == "epoch":
            return Literal(0, _TIMESTAMP, origin=origin)
        if special == "now":
            return Call("now", origin=origin)
        if special in _DAY_WORDS:
            return Cast(_days_from_today(special, origin), _TIMESTAMP, "ansi", False, origin=origin)
        found = timestamp_parts(text)
        if found is None:
            return None
        micros, zone = found
        if micros is not None and zone is not None:
            return Literal(micros - (zone_offset(zone, micros) or 0), _TIMESTAMP, origin=origin)
        return Cast(Literal(text, _STRING, origin=origin), _TIMESTAMP, "ansi", False, False, origin=origin)

    def _timestamp_ntz_literal(self, text: str, origin: Origin) -> Expression | None:
        special = text.strip().lower()
        if special == "epoch":
            return Literal(0, _TIMESTAMP_NTZ, origin=origin)
        if special == "now":
            return Call("localtimestamp", origin=origin)
        if special in _DAY_WORDS:
            return Cast(_days_from_today(special, origin), _TIMESTAMP_NTZ, "ansi", False, origin=origin)
        found = timestamp_parts(text)
        if found is None or found[0] is None:
            return None
        return Literal(found[0], _TIMESTAMP_NTZ, origin=origin)

    def _time_literal(self, text: str, origin: Origin) -> Expression | None:
        found = time_nanos(text)
        return None if found is None else Literal(found[0], TimeType(found[1]), origin=origin)

    def _binary_literal(self, text: str, origin: Origin) -> Expression | None:
        value = binary(text)
        return None if value is None else Literal(value, _BINARY, origin=origin)

    # -- intervals

    def interval(self) -> Expression | None:
        """``INTERVAL`` with a value and a unit; ``INTERVAL 'text'`` is a typed literal."""
        start = self.at
        ahead = 2 if self.peek().word in ("+", "-") else 1
        value = self.peek(ahead)
        if value.kind == "string":
            unit = ahead + 1
            while self.peek(unit).kind == "string":
                unit += 1
            if self.peek(unit).word not in MULTI_UNITS:
                return None
        elif value.kind not in NUMBERS or (self.peek(ahead + 1).word not in MULTI_UNITS and ahead == 2):
            return None
        self.take()
        return self._interval(start)

    def _interval(self, start: int) -> Expression:
        opening = self.at
        pairs: list[tuple[str, str]] = []
        while True:
            text, is_string = self._interval_value()
            unit = self.one_of(*MULTI_UNITS)
            if self.token.word == "TO" and not unit.endswith("S") and self.peek().is_name:
                return self._from_to(start, opening, text, is_string, unit, bool(pairs))
            pairs.append((text, unit))
            following = self.peek() if self.token.word in ("+", "-") else self.token
            if following.kind not in ("string", *NUMBERS):
                break
            if following is not self.token and self.peek(2).word not in MULTI_UNITS:
                break
        return self._multi_units(start, opening, pairs)

    def _interval_value(self) -> tuple[str, bool]:
        sign = self.take().word if self.token.word in ("+", "-") else ""
        if self.token.kind == "string":
            text = self.string()
            if sign == "-":
                text = text[1:] if text.startswith("-") else "-" + text.removeprefix("+")
            return text, True
        token = self.token
        if token.kind not in NUMBERS or not token.text.replace(".", "", 1).isdigit():
            raise self.stop()
        self.take()
        return ("-" if sign == "-" else "") + token.text, False

    def _from_to(
        self, start: int, opening: int, text: str, is_string: bool, first: str, more: bool
    ) -> Expression:
        self.take()
        last = self.one_of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
        if more or self.token.kind in ("string", *NUMBERS):
            while self.token.kind in ("string", *NUMBERS):
                self._interval_value()
                self.one_of(*MULTI_UNITS)
            self.fail(start, "_LEGACY_ERROR_TEMP_0024")
            return Literal(None, _NULL)
        if not is_string:
            self.fail(opening, "_LEGACY_ERROR_TEMP_0027")
            return Literal(None, _NULL)
        try:
            value, kind = from_to(text, first.lower(), last.lower())
        except IntervalError as error:
            self.fail(opening, error.condition, error.parameters)
            return Literal(None, _NULL)
        return Literal(value, kind, origin=self.origin(start))

    def _multi_units(self, start: int, opening: int, pairs: list[tuple[str, str]]) -> Expression:
        for text, _ in pairs:
            if any(letter.isalpha() for letter in text):
                self.fail(opening, "_LEGACY_ERROR_TEMP_0026", {"value": text})
                return Literal(None, _NULL)
        written = "".join([f" {text} {unit}" for text, unit in pairs])
        units = [unit.lower().removesuffix("s") for _, unit in pairs]
        try:
            found = of_units(months_days_micros(written), units)
        except IntervalError as error:
            self.fail_with(
                parse_error(self.text, None, error.condition, error.parameters, IllegalArgumentException)
            )
            return Literal(None, _NULL)
        if found is None:
            self.fail(start, "_LEGACY_ERROR_TEMP_0029", {"literal": self.text_from(start)})
            return Literal(None, _NULL)
        return Literal(*found, origin=self.origin(start))

    def _interval_literal(self, text: str, origin: Origin) -> Expression | None:
        try:
            found = of_units(months_days_micros(text), units_in(text))
        except IntervalError:
            return None
        if found is None:
            literal = self.text[origin.start : origin.stop]
            self.fail(origin, "_LEGACY_ERROR_TEMP_0029", {"literal": literal})
            return Literal(None, _NULL)
        return Literal(*found, origin=origin)


_TYPED: dict[str, Callable[[ConstantParser, str, Origin], Expression | None]] = {
    "DATE": ConstantParser._date_literal,
    "TIMESTAMP": ConstantParser._timestamp_literal,
    "TIMESTAMP_LTZ": ConstantParser._timestamp_ltz_literal,
    "TIMESTAMP_NTZ": ConstantParser._timestamp_ntz_literal,
    "TIME": ConstantParser._time_literal,
    "INTERVAL": ConstantParser._interval_literal,
    "X": ConstantParser._binary_literal,
}


def _days_from_today(word: str, origin: Origin) -> Expression:
    today = Call("current_date", origin=origin)
    days = _DAY_WORDS[word]
    return Call("date_add", (today, Literal(days, _INT, origin=origin)), origin=origin) if days else today
