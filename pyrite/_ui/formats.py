"""Sizes, times and dates as people read them."""

from __future__ import annotations

from datetime import datetime, timezone

_UNITS = (("EiB", 60), ("PiB", 50), ("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10))


def size(count: float) -> str:
    """``1970.0 B``, ``16.5 MiB``: bytes as Spark writes them, in a larger unit from two of it on."""
    for unit, power in _UNITS:
        if abs(count) >= 2 << power:
            return f"{count / (1 << power):.1f} {unit}"
    return f"{count:.1f} B"


def short_size(count: float) -> str:
    """``1970 B``, ``16.5 MiB``: bytes for tables."""
    return f"{count:.0f} B" if abs(count) < 2 << 10 else size(count)


def span(milliseconds: float) -> str:
    """``18 ms``, ``2.2 s``, ``3.4 m``: a duration as Spark writes it."""
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 60_000:
        return f"{milliseconds / 1000:.1f} s"
    if milliseconds < 3_600_000:
        return f"{milliseconds / 60_000:.1f} m"
    return f"{milliseconds / 3_600_000:.2f} h"


def fine_span(milliseconds: float) -> str:
    """``0.3 ms``, ``29 ms``, ``2.2 s``: short durations with a decimal."""
    if milliseconds < 0.05:
        return "under 0.1 ms"
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else long_span(milliseconds)


def long_span(milliseconds: float) -> str:
    """``18 ms``, ``2.2 s``, ``3 min 24 s``, ``2 h 5 min``: a duration for people."""
    seconds = round(milliseconds / 1000)
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 59_950:
        return f"{milliseconds / 1000:.1f} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    minutes = seconds // 60
    if minutes < 1440:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"


def count(number: float) -> str:
    """``12,345``."""
    return f"{number:,.0f}"


def api_date(milliseconds: int) -> str:
    """``2026-11-21T22:49:55.109GMT``: a moment as the REST API writes it."""
    moment = datetime.fromtimestamp(milliseconds / 1000, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}GMT"


def clock(milliseconds: int | None) -> str:
    """``2026-11-21 22:49:55``, in the machine's time zone; empty for none."""
    return "" if not milliseconds else f"{datetime.fromtimestamp(milliseconds / 1000):%Y-%m-%d %H:%M:%S}"


def time_of_day(milliseconds: int) -> str:
    """``22:49:55``."""
    return f"{datetime.fromtimestamp(milliseconds / 1000):%H:%M:%S}"


def last_line(text: str) -> str:
    """The line of an error that says what went wrong: the last one, without the query behind it and the SQLSTATE."""
    lines = [
        line
        for line in text.partition("\n== ")[0].strip().splitlines()
        if line.strip() and not line.strip().startswith("SQLSTATE:")
    ]
    return lines[-1].strip().partition(" SQLSTATE: ")[0] if lines else ""
