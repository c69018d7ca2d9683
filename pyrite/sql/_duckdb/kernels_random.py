"""Kernels of random numbers with a seed: the very streams that Spark's generators give a single partition."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from threading import Lock
from typing import Any, Generic, TypeVar

import pyarrow as pa

from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql._duckdb.kernels_rows import of_arity, row_kernel
from pyrite.sql.types import DataType

T = TypeVar("T")

_WORD, _LONG = 2**32 - 1, 2**64 - 1


class JavaRandom:
    """``java.util.Random``: a linear congruence of 48 bits."""

    def __init__(self, seed: int):
        self._state = (seed ^ 0x5DEECE66D) & (2**48 - 1)
        self._gaussian: float | None = None

    def bits(self, count: int) -> int:
        self._state = (self._state * 0x5DEECE66D + 0xB) & (2**48 - 1)
        return self._state >> (48 - count)

    def next_double(self) -> float:
        return ((self.bits(26) << 27) + self.bits(27)) * 2.0**-53

    def next_gaussian(self) -> float:
        """The polar method: two numbers at a time."""
        if self._gaussian is not None:
            found, self._gaussian = self._gaussian, None
            return found
        while True:
            one, other = 2 * self.next_double() - 1, 2 * self.next_double() - 1
            square = one * one + other * other
            if 0 < square < 1:
                break
        scale = math.sqrt(-2 * math.log(square) / square)
        self._gaussian = other * scale
        return one * scale


def _murmur(data: bytes, seed: int) -> int:
    """Murmur 3 of eight bytes, in 32 bits."""
    found = seed
    for start in range(0, len(data), 4):
        word = int.from_bytes(data[start : start + 4], "little") * 0xCC9E2D51 & _WORD
        word = (word << 15 | word >> 17) * 0x1B873593 & _WORD
        found ^= word
        found = ((found << 13 | found >> 19) & _WORD) * 5 + 0xE6546B64 & _WORD
    found ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        found = (found ^ found >> shift) * factor & _WORD
    return found ^ found >> 16


class XorShift(JavaRandom):
    """Spark's generator: shifts and exclusive ors of 64 bits, started from a hash of the seed."""

    def __init__(self, seed: int):
        super().__init__(0)
        data = (seed & _LONG).to_bytes(8, "big")
        low = _murmur(data, 0x3C074A61)
        self._state = _murmur(data, low) << 32 | low

    @property
    def state(self) -> int:
        """The last 64 bits."""
        return self._state

    def bits(self, count: int) -> int:
        self._state = _step(self._state)
        return self._state & ((1 << count) - 1)


_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _sign(generator: XorShift) -> str:
    word = generator.bits(32)
    return _SIGNS[(word if word < 2**31 else 2**32 - word) % 62]


def twister(seed: int) -> random.Random:
    """The Mersenne twister, started from the two halves of a seed."""
    key = (seed >> 32 & _WORD, seed & _WORD)
    state = [19650218]
    for place in range(1, 624):
        state.append(1812433253 * (state[-1] ^ state[-1] >> 30) + place & _WORD)
    place = 1
    for step in range(624):
        mixed = (state[place - 1] ^ state[place - 1] >> 30) * 1664525
        state[place] = ((state[place] ^ mixed) + key[step % 2] + step % 2) & _WORD
        place += 1
        if place == 624:
            state[0], place = state[623], 1
    for _ in range(623):
        mixed = (state[place - 1] ^ state[place - 1] >> 30) * 1566083941
        state[place] = (state[place] ^ mixed) - place & _WORD
        place += 1
        if place == 624:
            state[0], place = state[623], 1
    state[0] = 2**31
    found = random.Random()
    found.setstate((3, (*state, 624), None))
    return found


def _uuid(generator: random.Random) -> str:
    high, low = ((generator.getrandbits(32) << 32) | generator.getrandbits(32) for _ in range(2))
    high, low = high & ~0xF000 | 0x4000, (low | 1 << 63) & ~(1 << 62)
    text = f"{high:016x}{low:016x}"
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


class Stream(Generic[T]):
    """What a generator draws, kept so that rows can be asked for in any order."""

    def __init__(self, draw: Callable[[], T]):
        self._draw = draw
        self._drawn: list[T] = []
        self._lock = Lock()

    def __getitem__(self, row: int) -> T:
        if row >= len(self._drawn):
            with self._lock:
                while row >= len(self._drawn):
                    self._drawn.append(self._draw())
        return self._drawn[row]

    def at(self, rows: Any) -> list[T]:
        """What is drawn for an array of rows, which count from one."""
        return [self[row - 1] for row in rows.to_pylist()]


class FastStream:
    """A :class:`Stream` of ``rand`` or ``randn`` by NumPy: all states of the generator at once."""

    def __init__(self, seed: int, gaussian: bool):
        self._last = XorShift(seed).state
        self._gaussian = gaussian
        self._drawn = numpy().empty(0)
        self._lock = Lock()

    def at(self, rows: Any) -> Any:
        places = rows.to_numpy(zero_copy_only=False) - 1
        most = int(places.max(initial=-1))
        with self._lock:
            while most >= len(self._drawn):
                self._more(max(4096, len(self._drawn), most + 1 - len(self._drawn)))
            return self._drawn[places]

    def _more(self, count: int) -> None:
        np = numpy()
        draws = 4 * (count // 2) if self._gaussian else 2 * count
        states = _states(self._last, draws)
        self._last = int(states[-1])
        high, low = states[0::2] & np.uint64(2**26 - 1), states[1::2] & np.uint64(2**27 - 1)
        found = ((high << np.uint64(27)) + low) * 2.0**-53
        if self._gaussian:
            found = _polar(2 * found[0::2] - 1, 2 * found[1::2] - 1)
        self._drawn = np.concatenate([self._drawn, found])


def _polar(one: Any, other: Any) -> Any:
    """Two Gaussians of each pair in the circle, as :meth:`JavaRandom.next_gaussian` draws them."""
    np = numpy()
    square = one * one + other * other
    inside = (square > 0) & (square < 1)
    one, other, square = one[inside], other[inside], square[inside]
    scale = np.sqrt(-2 * np.log(square) / square)
    return np.stack([one * scale, other * scale], axis=1).reshape(-1)


def _states(last: int, count: int) -> Any:
    """The next states of a generator: each half made of the one before, by as many steps at once."""
    np = numpy()
    found = np.array([_step(last)], np.uint64)
    power = 0
    while len(found) < count:
        found = np.concatenate([found, _advanced(found, power)])
        power += 1
    return found[:count]


def _step(state: int) -> int:
    state ^= state << 21 & _LONG
    state ^= state >> 35
    return state ^ (state << 4 & _LONG)


def _advanced(states: Any, power: int) -> Any:
    """States after ``2 ** power`` steps, which are linear: put together of what each byte becomes."""
    np = numpy()
    found = np.zeros_like(states)
    for place, table in enumerate(_tables(power)):
        found ^= table[(states >> np.uint64(8 * place)) & np.uint64(255)]
    return found


@lru_cache(maxsize=64)
def _tables(power: int) -> Any:
    np = numpy()
    values = np.arange(256, dtype=np.uint64)
    bytes_ = [values << np.uint64(8 * place) for place in range(8)]
    if power == 0:
        return [np.array([_step(int(value)) for value in part], np.uint64) for part in bytes_]
    return [_advanced(_advanced(part, power - 1), power - 1) for part in bytes_]


@lru_cache(maxsize=1)
def numpy() -> Any:
    """NumPy, or None: it makes streams faster, and no different."""
    try:
        return import_module("numpy")
    except ImportError:
        return None


@lru_cache(maxsize=8)
def _stream(kind: str, seed: int, length: int = 0) -> Any:
    if kind == "uuid":
        generator = twister(seed)
        return Stream(lambda: _uuid(generator))
    shift = XorShift(seed)
    if kind == "randstr":
        return Stream(lambda: "".join([_sign(shift) for _ in range(length)]))
    if numpy() is not None:
        return FastStream(seed, kind == "randn")
    return Stream(shift.next_double if kind == "rand" else shift.next_gaussian)


def _singles(rows: Any) -> Iterator[Any]:
    """Each row's number in an array of its own."""
    return (rows.slice(place, 1) for place in range(len(rows)))


def _drawn(name: str, kind: pa.DataType) -> None:
    def make(given: Sequence[DataType], result: DataType) -> Callable[..., pa.Array]:
        def run(rows: Any, *constants: Any) -> pa.Array:
            seeds, *lengths = constants
            different = seeds.unique().to_pylist()
            given = [length[0].as_py() for length in lengths] if different else []
            if len(different) == 1:
                return pa.array(_stream(name, different[0], *given).at(rows), kind)
            streams = {seed: _stream(name, seed, *given) for seed in different}
            found = [streams[seed].at(row)[0] for seed, row in zip(seeds.to_pylist(), _singles(rows))]
            return pa.array(found, kind)

        return of_arity(run, len(given))

    KERNELS[name] = make


def _below(generator: random.Random, most: int) -> int:
    """A number below another, as Java's generators draw it."""
    if most & -most == most:
        return most * generator.getrandbits(31) >> 31
    while True:
        bits = generator.getrandbits(31)
        found = bits % most
        if bits - found + most - 1 < 2**31:
            return found


def _shuffled(row: int, seed: int, length: int) -> list[int]:
    """The places of an array's elements in another order: Spark's in the first row, others in the next."""
    generator = twister(seed + row - 1)
    found: list[int] = []
    for place in range(length):
        other = _below(generator, place + 1)
        found.append(place)
        found[place], found[other] = found[other], place
    return found


row_kernel("shuffle", _shuffled)
for _name in ("rand", "randn"):
    _drawn(_name, pa.float64())
for _name in ("randstr", "uuid"):
    _drawn(_name, pa.string())
