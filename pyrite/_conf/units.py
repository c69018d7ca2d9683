"""Sizes and times as Spark writes them: ``512m``, ``1g``, ``100ms``, ``5min``."""

from __future__ import annotations

import re

from pyrite.errors import IllegalArgumentException, NumberFormatException

_SIZE_NAMES = {0: "B", 1: "KiB", 2: "MiB", 3: "GiB", 4: "TiB", 5: "PiB"}
#: Size suffix to power of 1024.
_SIZE_UNITS = {"b": 0} | {
    letter + ending: power for power, letter in enumerate("kmgtp", start=1) for ending in ("", "b", "ib")
}
#: Time suffix to microseconds.
_TIME_UNITS = {
    "us": 1,
    "ms": 1_000,
    "s": 1_000_000,
    "m": 60_000_000,
    "min": 60_000_000,
    "h": 3_600_000_000,
    "d": 86_400_000_000,
}
_LONG_MAX = 2**63 - 1
_SIZE_HINT = (
    "Size must be specified as bytes (b), kibibytes (k), mebibytes (m), gibibytes (g), tebibytes (t), or "
    "pebibytes(p). E.g. 50b, 100k, or 250m."
)
_TIME_HINT = (
    "Time must be specified as seconds (s), milliseconds (ms), microseconds (us), minutes (m or min), "
    "hour (h), or day (d). E.g. 50s, 100ms, or 250us."
)


def parse_bytes(text: str | int, default_unit: str = "b") -> int:
    """Return the bytes that a size such as ``"512m"`` stands for; a bare number is in ``default_unit``.

    Raises ``NumberFormatException`` for fractions, unknown suffixes and anything else that is no size.

    >>> parse_bytes("1g")
    1073741824
    >>> parse_bytes("2", default_unit="m")
    2097152
    """
    given = str(text).strip().lower()
    match = re.fullmatch(r"([0-9]+)([a-z]+)?", given)
    if match is None:
        fraction = re.fullmatch(r"([0-9]+\.[0-9]+)([a-z]+)?", given)
        if fraction:
            raise NumberFormatException(
                f"{_SIZE_HINT}\nFractional values are not supported. Input was: {fraction.group(1)}"
            )
        raise NumberFormatException(f"{_SIZE_HINT}\nFailed to parse byte string: {text}")
    number, suffix = _long(match.group(1), _SIZE_HINT), match.group(2) or default_unit
    if suffix not in _SIZE_UNITS:
        raise NumberFormatException(f'{_SIZE_HINT}\nInvalid suffix: "{suffix}"')
    power = _SIZE_UNITS[suffix]
    size: int = number * 1024**power
    if size > _LONG_MAX:
        raise IllegalArgumentException(
            f"Conversion of {number} {_SIZE_NAMES[power]} exceeds Long.MAX_VALUE. "
            "Try a larger unit (e.g. MiB instead of KiB)."
        )
    return size


def parse_time(text: str | int, default_unit: str = "ms") -> float:
    """Return the seconds that a time such as ``"100ms"`` stands for; a bare number is in ``default_unit``.

    Raises ``NumberFormatException`` for fractions, unknown suffixes and anything else that is no time.

    >>> parse_time("5min")
    300.0
    >>> parse_time("250"), parse_time("2", default_unit="s")
    (0.25, 2.0)
    """
    match = re.fullmatch(r"(-?[0-9]+)([a-z]+)?", str(text).strip().lower())
    if match is None:
        raise NumberFormatException(f"{_TIME_HINT}\nFailed to parse time string: {text}")
    suffix = match.group(2) or default_unit
    if suffix not in _TIME_UNITS:
        raise NumberFormatException(f'{_TIME_HINT}\nInvalid suffix: "{suffix}"')
    return _long(match.group(1), _TIME_HINT) * _TIME_UNITS[suffix] / 1e6


def _long(digits: str, hint: str) -> int:
    number = int(digits)
    if not -_LONG_MAX - 1 <= number <= _LONG_MAX:
        raise NumberFormatException(f'{hint}\nThe number is too large: "{digits}"')
    return number
