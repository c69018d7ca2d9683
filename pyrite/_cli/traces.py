"""Short tracebacks in the shells of IPython: the lines of the program, and not those within Pyrite."""

from __future__ import annotations

import os
import sysconfig
from types import TracebackType
from typing import Any

import pyrite
from pyrite.errors import PySparkException

__all__ = ["shorten", "show"]

_OURS = os.path.dirname(os.path.abspath(pyrite.__file__)) + os.sep
_PYTHONS = sysconfig.get_path("stdlib") + os.sep
_ADDED = (sysconfig.get_path("purelib") + os.sep, sysconfig.get_path("platlib") + os.sep)


def shorten(shell: Any) -> None:
    """Have an IPython shell show short tracebacks; ``%xmode Verbose`` shows all of them."""
    shell.set_custom_exc((PySparkException, KeyboardInterrupt), show)


def show(shell: Any, kind: Any, error: Any, trace: TracebackType, tb_offset: int | None = None) -> None:
    """Show an error with a short traceback."""
    if shell.InteractiveTB.mode != "Verbose":
        trace = _of_the_program(trace)
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _of_the_program(trace: TracebackType) -> TracebackType:
    """The traceback down to the program's last line, if what follows leads through Pyrite."""
    found: list[TracebackType] = []
    each: TracebackType | None = trace
    while each is not None:
        found.append(each)
        each = each.tb_next
    places = [os.path.abspath(each.tb_frame.f_code.co_filename) for each in found]
    kept = len(found)
    while kept > 1 and _within(places[kept - 1]):
        kept -= 1
    if not any(place.startswith(_OURS) for place in places[kept:]) or _within(places[kept - 1]):
        return trace
    short: TracebackType | None = None
    for each in reversed(found[:kept]):
        short = TracebackType(short, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return short or trace


def _within(place: str) -> bool:
    """Whether a file is Pyrite's or Python's own."""
    return place.startswith(_OURS) or (place.startswith(_PYTHONS) and not place.startswith(_ADDED))
