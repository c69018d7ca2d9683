"""Doubles and floats as Java writes them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from decimal import Decimal


def double_text(value: float) -> str:
    """A double as Java writes it since version 19: the fewest digits that stand for it.

    >>> double_text(1e7), double_text(0.001), double_text(float("-inf"))
    ('1.0E7', '0.001', '-Infinity')
    """
    # Compared twice, for NaN is neither.
    if 1e-3 <= value < 1e7 or -1e7 < value <= -1e-3:
        return repr(value)
    return _java_text(value, repr(value), lambda text: float(text) == value)


def float_text(value: float) -> str:
    """A float, given as the double of the same value, as Java writes it.

    >>> float_text(1.100000023841858)
    '1.1'
    """

    def is_it(text: str) -> bool:
        try:
            return struct.unpack("f", struct.pack("f", float(text)))[0] == value
        except OverflowError:
            return False

    if value == value and abs(value) != float("inf"):
        for digits in range(1, 9):
            text = f"{value:.{digits - 1}e}"
            if is_it(text):
                break
        else:
            text = f"{value:.8e}"
        if value == 0 or 1e-3 <= abs(value) < 1e7:
            return _plain(text)
        return _java_text(value, text, is_it)
    return _java_text(value, repr(value), is_it)


def _plain(text: str) -> str:
    """A number with an exponent, without one."""
    found = format(Decimal(text), "f")
    return found if "." in found else f"{found}.0"


def _java_text(value: float, shortest: str, is_it: Callable[[str], bool]) -> str:
    """A number out of the range where Java writes no exponent."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return repr(value)
    sign, digits, exponent = Decimal(shortest).as_tuple()
    assert isinstance(exponent, int)
    exponent += len(digits) - 1
    text = "".join(map(str, digits)).rstrip("0")
    if len(text) == 1:
        # Java writes two digits at least: the nearest two.
        two = f"{abs(value):.1e}"
        if is_it(two if value > 0 else f"-{two}"):
            text, exponent = two[0] + two[2], int(two[4:])
            text = text.rstrip("0")
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{exponent}"
