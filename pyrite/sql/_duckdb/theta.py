"""Theta and tuple sketches: the smallest hashes of the values seen, and in tuples a number with each.

Hashes are the upper 63 bits of MurmurHash3's first half, as in Apache DataSketches, whose binary forms these are.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from pyrite._dataclasses import dataclass

__all__ = [
    "MODES",
    "Malformed",
    "Sketch",
    "bytes_of",
    "difference",
    "hash128",
    "hash_of",
    "intersection",
    "joining",
    "union",
]

_MASK = (1 << 64) - 1
_C1, _C2 = 0x87C37B91114253D5, 0x4CF5AD432745937F
_SEED = 9001
#: The hash of the seed, which tells sketches of other seeds apart.
_SEED_HASH = 0x93CC
#: A theta of one: every hash is below.
FULL = (1 << 63) - 1

#: A number of a key, and the code of how it was joined.
Summary = tuple[Any, int]
Join = Callable[[Any, Any], Any]
#: How the numbers of one key are joined, in the order of their codes.
MODES = ("sum", "min", "max", "alwaysone")
_JOINS: tuple[Join, ...] = (
    lambda one, other: one + other,
    min,
    max,
    lambda one, other: type(one)(1),
)


def joining(mode: str) -> Join:
    """What joins two summaries in a mode."""
    code = MODES.index(mode)
    join = _JOINS[code]
    return lambda one, other: (join(one[0], other[0]), code)


class Malformed(ValueError):
    """Bytes are no sketch."""


# ----------------------------------------------------------------------------------------------- hashes


def _turned(value: int, bits: int) -> int:
    return (value << bits | value >> 64 - bits) & _MASK


def _mixed(value: int) -> int:
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & _MASK
    value ^= value >> 33
    value = value * 0xC4CEB9FE1A85EC53 & _MASK
    return value ^ value >> 33


def hash128(data: bytes) -> tuple[int, int]:
    """Both halves of MurmurHash3."""
    one = other = _SEED
    length = len(data)
    for start in range(0, length - 15, 16):
        first, second = struct.unpack_from("<QQ", data, start)
        one ^= _turned(first * _C1 & _MASK, 31) * _C2 & _MASK
        one = (_turned(one, 27) + other) * 5 + 0x52DCE729 & _MASK
        other ^= _turned(second * _C2 & _MASK, 33) * _C1 & _MASK
        other = (_turned(other, 31) + one) * 5 + 0x38495AB5 & _MASK
    tail = data[length & ~15 :]
    if len(tail) > 8:
        other ^= _turned(int.from_bytes(tail[8:], "little") * _C2 & _MASK, 33) * _C1 & _MASK
    if tail:
        one ^= _turned(int.from_bytes(tail[:8], "little") * _C1 & _MASK, 31) * _C2 & _MASK
    one ^= length
    other ^= length
    one = one + other & _MASK
    other = one + other & _MASK
    one, other = _mixed(one), _mixed(other)
    one = one + other & _MASK
    return one, one + other & _MASK


def bytes_of(value: Any, wide: bool = True) -> bytes:
    """What is hashed of a value: empty for what counts for nothing. ``wide``: an array's elements are longs."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    if isinstance(value, float):
        if value != value:
            return struct.pack("<Q", 0x7FF8000000000000)
        return struct.pack("<d", value + 0.0)
    if isinstance(value, list):
        return struct.pack(f"<{len(value)}{'q' if wide else 'i'}", *value)
    return struct.pack("<q", value)


def hash_of(value: Any, wide: bool = True) -> int | None:
    """A value's hash; None for a value that counts for nothing."""
    data = bytes_of(value, wide)
    return hash128(data)[0] >> 1 if data else None


# ---------------------------------------------------------------------------------------------- sketches


@dataclass
class Sketch:
    """Hashes below ``theta``, each with a number in a tuple sketch, else None."""

    theta: int = FULL
    entries: dict[int, Any] = field(default_factory=dict)
    empty: bool = True

    def add(self, key: int, summary: Any, join: Join | None, size: int) -> None:
        """One hash more; more than nearly twice ``size`` are cut down to it."""
        self.empty = False
        if key >= self.theta:
            return
        if key in self.entries:
            if join is not None:
                self.entries[key] = join(self.entries[key], summary)
            return
        self.entries[key] = summary
        if len(self.entries) > size * 15 // 8:
            self.cut(size)

    def cut(self, size: int) -> None:
        """Keep the smallest hashes only."""
        if len(self.entries) > size:
            ordered = sorted(self.entries)
            self.theta = ordered[size]
            self.entries = {key: self.entries[key] for key in ordered[:size]}

    @property
    def estimate(self) -> float:
        """About how many values were seen."""
        return len(self.entries) / self.fraction

    @property
    def fraction(self) -> float:
        """Which part of all hashes is below theta."""
        return self.theta / float(FULL)

    # ------------------------------------------------------------------------------- bytes of theta sketches

    def to_bytes(self) -> bytes:
        """The compact form, its hashes packed where there are several."""
        if self.empty:
            return bytes([1, 3, 3, 0, 0, 0x1E, 0, 0])
        keys, exact = sorted(self.entries), self.theta == FULL
        seed = _SEED_HASH.to_bytes(2, "big")[::-1]
        if exact and len(keys) == 1:
            return bytes([1, 3, 3, 0, 0, 0x3A]) + seed + keys[0].to_bytes(8, "little")
        if not keys:
            start = bytes([3, 3, 3, 0, 0, 0x1A]) + seed + bytes(8)
            return start + self.theta.to_bytes(8, "little")
        steps = [key - before for key, before in zip(keys, [0, *keys])]
        bits = max(steps).bit_length()
        count = len(keys)
        width = -(-count.bit_length() // 8)
        packed = 0
        for step in steps:
            packed = packed << bits | step
        total = bits * count
        packed <<= -total % 8
        start = bytes([1 if exact else 2, 4, 3, bits, width, 0x1A]) + seed
        theta = b"" if exact else self.theta.to_bytes(8, "little")
        return start + theta + count.to_bytes(width, "little") + packed.to_bytes(-(-total // 8), "big")

    @classmethod
    def of_bytes(cls, data: bytes) -> Sketch:
        """The theta sketch that bytes hold."""
        try:
            return cls._theta_of(data)
        except (IndexError, struct.error):
            raise Malformed from None

    @classmethod
    def _theta_of(cls, data: bytes) -> Sketch:
        if len(data) < 8 or data[2] != 3 or data[1] not in (3, 4):
            raise Malformed
        longs, flags = data[0] & 0x3F, data[5]
        if flags & 4:
            return cls()
        if data[1] == 4:
            return cls._packed_of(data, longs)
        if longs == 1:
            return cls(FULL, {struct.unpack_from("<Q", data, 8)[0]: None}, False)
        (count,) = struct.unpack_from("<I", data, 8)
        theta = struct.unpack_from("<Q", data, 16)[0] if longs > 2 else FULL
        keys = struct.unpack_from(f"<{count}Q", data, 8 * longs)
        return cls(theta, dict.fromkeys(keys), False)

    @classmethod
    def _packed_of(cls, data: bytes, longs: int) -> Sketch:
        bits, width = data[3], data[4]
        theta = struct.unpack_from("<Q", data, 8)[0] if longs > 1 else FULL
        at = 8 * longs
        count = int.from_bytes(data[at : at + width], "little")
        body = data[at + width :]
        if len(body) * 8 < count * bits:
            raise Malformed
        packed = int.from_bytes(body[: -(-count * bits // 8)], "big") >> -(count * bits) % 8
        keys: dict[int, Any] = {}
        key = 0
        for place in range(count - 1, -1, -1):
            key += packed >> place * bits & (1 << bits) - 1
            keys[key] = None
        return cls(theta, keys, False)

    # ------------------------------------------------------------------------------- bytes of tuple sketches

    def tuple_bytes(self, layout: str) -> bytes:
        """The compact form with numbers in a layout of ``struct``."""
        seed = _SEED_HASH.to_bytes(2, "big")[::-1]
        exact = self.theta == FULL
        if self.empty:
            return bytes([1, 3, 9, 1, 0, 0x0E]) + seed
        if exact and len(self.entries) == 1:
            start = bytes([1, 3, 9, 1, 0, 0x0A]) + seed
        else:
            start = (
                bytes([2 if exact else 3, 3, 9, 1, 0, 0x0A]) + seed + struct.pack("<Ixxxx", len(self.entries))
            )
            start += b"" if exact else self.theta.to_bytes(8, "little")
        rows = [struct.pack(f"<Q{layout}B", key, *self.entries[key]) for key in sorted(self.entries)]
        return start + b"".join(rows)

    @classmethod
    def of_tuple_bytes(cls, data: bytes, layout: str) -> Sketch:
        """The tuple sketch that bytes hold."""
        if len(data) < 8 or data[2] != 9:
            raise Malformed
        longs, flags = data[0] & 0x3F, data[5]
        if flags & 4:
            return cls()
        try:
            count = 1 if longs == 1 else struct.unpack_from("<I", data, 8)[0]
            theta = struct.unpack_from("<Q", data, 16)[0] if longs > 2 else FULL
            form = struct.Struct(f"<Q{layout}B")
            rows = [form.unpack_from(data, 8 * longs + place * form.size) for place in range(count)]
        except struct.error:
            raise Malformed from None
        return cls(theta, {key: (number, code) for key, number, code in rows}, False)


def union(sketches: Sequence[Sketch], size: int, join: Join | None = None) -> Sketch:
    """What is in one of the sketches."""
    found = Sketch()
    for sketch in sketches:
        if sketch.empty:
            continue
        found.empty = False
        found.theta = min(found.theta, sketch.theta)
        for key in sorted(sketch.entries):
            found.add(key, sketch.entries[key], join, size)
    found.entries = {key: summary for key, summary in found.entries.items() if key < found.theta}
    found.cut(size)
    return found


def intersection(sketches: Sequence[Sketch], join: Join | None = None) -> Sketch:
    """What is in all of the sketches, of which there is one at least."""
    first, *others = sketches
    found = Sketch(first.theta, dict(first.entries), first.empty)
    for other in others:
        found = _common(found, other, join)
    return found


def _common(one: Sketch, other: Sketch, join: Join | None) -> Sketch:
    if one.empty or other.empty:
        return Sketch()
    theta = min(one.theta, other.theta)
    both = {key: one.entries[key] for key in one.entries if key in other.entries and key < theta}
    if join is not None:
        both = {key: join(summary, other.entries[key]) for key, summary in both.items()}
    return Sketch(theta, both, not both and theta == FULL)


def difference(one: Sketch, other: Sketch) -> Sketch:
    """What is in the first sketch and not in the second."""
    if one.empty or other.empty:
        return one
    theta = min(one.theta, other.theta)
    left: Mapping[int, Any] = {
        key: summary for key, summary in one.entries.items() if key < theta and key not in other.entries
    }
    return Sketch(theta, dict(left), not left and theta == FULL)
