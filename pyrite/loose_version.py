"""Version numbers that follow no scheme, compared part by part."""

from __future__ import annotations

import re
from functools import total_ordering

__all__ = ["LooseVersion"]

_PARTS = re.compile(r"(\d+|[a-z]+|\.)")


@total_ordering
class LooseVersion:
    """A version number as runs of digits, compared as numbers, and of other characters, compared as text.

    Comparing a number with text raises ``TypeError``.

    >>> LooseVersion("1.10.0") > "1.9"
    True
    """

    def __init__(self, vstring: str | None = None):
        if vstring:
            self.parse(vstring)

    def parse(self, vstring: str) -> None:
        """Take the version from ``vstring``."""
        self.vstring = vstring
        parts = (part for part in _PARTS.split(vstring) if part and part != ".")
        self.version: list[int | str] = [int(part) if part.isdecimal() else part for part in parts]

    def _parts_of(self, other: object) -> list[int | str] | None:
        other = LooseVersion(other) if isinstance(other, str) else other
        return other.version if isinstance(other, LooseVersion) else None

    def __eq__(self, other: object) -> bool:
        parts = self._parts_of(other)
        return NotImplemented if parts is None else self.version == parts

    def __lt__(self, other: object) -> bool:
        parts = self._parts_of(other)
        return NotImplemented if parts is None else self.version < parts

    __hash__ = None  # type: ignore[assignment]  # it equals the str of the same version, which hashes otherwise

    def __str__(self) -> str:
        return self.vstring

    def __repr__(self) -> str:
        return f"LooseVersion ('{self}')"
