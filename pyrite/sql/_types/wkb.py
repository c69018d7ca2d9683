"""Well-known binary: shapes as bytes, checked as Spark does, with either byte first."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

__all__ = ["WkbError", "reordered"]

_POINT, _LINE, _POLYGON, _COLLECTION = 1, 2, 3, 7
#: What the parts of the kinds of several shapes must be; of a collection anything.
_PART_OF = {4: _POINT, 5: _LINE, 6: _POLYGON}
#: Coordinates of a point, by the thousands of its type: plain, with Z, with M, with both.
_WIDTHS = (2, 3, 3, 4)
_NAMES = {4: "multipoint", 5: "multilinestring", 6: "multipolygon", 7: "collection"}


class WkbError(Exception):
    """Bytes that are no shape: why, and at which position."""

    def __init__(self, why: str, position: int):
        super().__init__(why)
        self.why = why
        self.position = position


def reordered(wkb: bytes, *, on_globe: bool = False, big: bool = False) -> bytes:
    """The same shape with the least byte first, or with ``big`` the greatest; what stands behind it is dropped.

    Parameters
    ----------
    wkb : bytes
        The shape.
    on_globe : bool
        Whether coordinates are degrees of longitude and latitude, which have bounds.
    big : bool
        Whether the greatest byte comes first in the result.

    Raises
    ------
    WkbError
        For bytes that are no shape.
    """
    if not wkb:
        raise WkbError("there are no bytes", 0)
    shape = _Shape(wkb, on_globe, ">" if big else "<")
    shape.read(None)
    return b"".join(shape.out)


class _Shape:
    def __init__(self, wkb: bytes, on_globe: bool, order: str):
        self.wkb = wkb
        self.on_globe = on_globe
        self.order = order
        self.at = 0
        self.out: list[bytes] = []
        self.given = "<"

    def read(self, dimensions: int | None) -> int:
        """Take a shape over, of these dimensions if they are known; gives its kind."""
        start = self.at
        if len(self.wkb) - start < 5:
            raise WkbError("the bytes end within a header", start)
        if self.wkb[start] > 1:
            raise WkbError(f"there is no byte order {self.wkb[start]}", start)
        self.given = "<" if self.wkb[start] else ">"
        (code,) = struct.unpack_from(f"{self.given}i", self.wkb, start + 1)
        kind, thousands = code % 1000, code // 1000
        known = 0 < kind <= _COLLECTION and 0 <= thousands < len(_WIDTHS)
        if not known or dimensions not in (None, thousands):
            raise WkbError(f"there is no type {code} here", start + 1)
        self.at = start + 5
        self.out.append(struct.pack(f"{self.order}bI", self.order == "<", code))
        width = _WIDTHS[thousands]
        if kind == _POINT:
            self._points(1, width, nothing=True)
        elif kind == _LINE:
            count = self._count("points", 8 * width)
            if count == 1:
                raise WkbError("a line has two points or more", self.at - 4)
            self._points(count, width)
        elif kind == _POLYGON:
            for _ in range(self._count("rings", 4)):
                self._ring(width)
        else:
            self._parts(kind, thousands)
        return kind

    def _parts(self, kind: int, thousands: int) -> None:
        for _ in range(self._count("shapes", 5)):
            found = self.read(thousands)
            if found != _PART_OF.get(kind, found):
                raise WkbError(f"a {_NAMES[kind]} has parts of another kind", self.at)

    def _ring(self, width: int) -> None:
        start = self.at
        count = self._count("points", 8 * width)
        if count < 4:
            raise WkbError("a ring has four points or more", start)
        points = self._points(count, width)
        if points[:2] != points[-width : len(points) - width + 2]:
            raise WkbError("a ring ends where it begins", start)

    def _count(self, what: str, size: int) -> int:
        """How many parts follow, each of so many bytes at least."""
        if len(self.wkb) - self.at < 4:
            raise WkbError("the bytes end within a count", self.at)
        (count,) = struct.unpack_from(f"{self.given}i", self.wkb, self.at)
        if count < 0 or count * size > len(self.wkb) - self.at - 4:
            raise WkbError(f"there cannot be {count} {what}", self.at)
        self.at += 4
        self.out.append(struct.pack(f"{self.order}i", count))
        return int(count)

    def _points(self, count: int, width: int, nothing: bool = False) -> Sequence[float]:
        """Take points over; one that is alone may be nowhere, which NaN says."""
        start, size = self.at, 8 * width
        numbers = f"{count * width}d"
        if len(self.wkb) - start < count * size:
            raise WkbError("the bytes end within a point", start + (len(self.wkb) - start) // 8 * 8)
        values = struct.unpack_from(self.given + numbers, self.wkb, start)
        for point in range(count):
            x, y = values[point * width : point * width + 2]
            if not (self._fits(x, 180.0, nothing) and self._fits(y, 90.0, nothing)):
                raise WkbError("there is a number that is no coordinate", start + point * size)
        self.at = start + count * size
        # As bytes: a NaN keeps its bits.
        data = self.wkb[start : self.at]
        self.out.append(data if self.given == self.order else _turned(data))
        return values

    def _fits(self, value: float, most: float, nothing: bool) -> bool:
        if math.isnan(value):
            return nothing
        return abs(value) <= most if self.on_globe else math.isfinite(value)


def _turned(data: bytes) -> bytes:
    return b"".join(data[at : at + 8][::-1] for at in range(0, len(data), 8))
