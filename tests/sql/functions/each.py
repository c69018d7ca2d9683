"""What the topics that hold one group for each function are made of."""

from __future__ import annotations

from collections.abc import Sequence

import pools


def thin(pool: Sequence[str], most: int) -> tuple[str, ...]:
    """The ordinary value of a pool, null, and others evenly picked, ``most`` in all."""
    if len(pool) <= most:
        return tuple(pool)
    others = pool[2:]
    picked = [others[place * len(others) // (most - 2)] for place in range(most - 2)]
    return (*pool[:2], *picked)


def over(call: str, *rows: str) -> str:
    """A call over rows, whose columns are named a, b, c ... ."""
    names = ", ".join("abcdefgh"[: _width(rows[0])])
    return f"SELECT {call} FROM VALUES {', '.join(f'({row})' for row in rows)} t({names})"


def each(name: str, *given: Sequence[str], more: Sequence[str] = (), most: int = 26) -> list[str]:
    """Calls with the values of pools, of which none gives many where there are several; and others."""
    if len(given) > 1:
        given = tuple(thin(pool, most // len(given) + 2) for pool in given)
    return [*pools.calls(name, *given), *more]


def _width(row: str) -> int:
    depth, quote, width = 0, False, 1
    for letter in row:
        if letter == "'":
            quote = not quote
        elif not quote:
            depth += (letter in "([<") - (letter in ")]>")
            width += letter == "," and depth == 0
    return width
