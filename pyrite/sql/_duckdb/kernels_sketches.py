"""Kernels of sketches. HLL and KLL are Apache DataSketches' own, from the package of that name."""

from __future__ import annotations

import itertools
import math
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from pyrite.sql._duckdb import theta
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql._duckdb.kernels_hashes import Murmur3
from pyrite.sql._duckdb.kernels_random import JavaRandom
from pyrite.sql._duckdb.kernels_rows import of_arity, values_of
from pyrite.sql._duckdb.theta import Sketch
from pyrite.sql._files.optional import optional_module
from pyrite.sql._files.records import arrow_column
from pyrite.sql._result.numbers import double_text, float_text
from pyrite.sql.types import ArrayType, DataType, LongType


def _kernel(name: str, function: Callable[..., Any]) -> None:
    """Declare a kernel of a row's values, of which none is null."""

    def make(given: Sequence[DataType], kind: DataType) -> Callable[..., Any]:
        def run(*arrays: Any) -> Any:
            rows = zip(*[values_of(array, type_) for array, type_ in zip(arrays, given)])
            return arrow_column([None if None in row else function(*row) for row in rows], kind)

        return of_arity(run, len(given))

    KERNELS[name] = make


def _malformed(family: str, function: str) -> KernelError:
    return KernelError(f"{family}_INVALID_INPUT_SKETCH_BUFFER", {"function": f"`{function}`"})


# ------------------------------------------------------------------------------------------------- theta


def _theta_of(data: bytes, function: str) -> Sketch:
    try:
        return Sketch.of_bytes(data)
    except theta.Malformed:
        raise _malformed("THETA", function) from None


def _make_theta(given: Sequence[DataType], kind: DataType) -> Callable[..., Any]:
    wide = _is_wide(given[0])

    def sketch(values: list[Any], size: int) -> bytes:
        found = Sketch()
        for value in values:
            key = theta.hash_of(value, wide)
            if key is not None:
                found.add(key, None, None, 1 << size)
        found.cut(1 << size)
        return found.to_bytes()

    def run(lists: Any, sizes: Any) -> Any:
        rows = zip(values_of(lists, given[0]), sizes.to_pylist())
        return arrow_column([sketch(values, size) for values, size in rows], kind)

    return run


def _is_wide(kind: DataType) -> bool:
    """Whether a list's elements, if they are arrays, are of longs."""
    assert isinstance(kind, ArrayType)
    element = kind.elementType
    return not isinstance(element, ArrayType) or isinstance(element.elementType, LongType)


KERNELS["theta_sketch_agg"] = _make_theta


def _theta_union(sketches: list[bytes], size: int, function: str) -> bytes:
    return theta.union([_theta_of(data, function) for data in sketches], 1 << size).to_bytes()


def _theta_intersection(sketches: list[bytes], function: str) -> bytes:
    found = [_theta_of(data, function) for data in sketches]
    return (theta.intersection(found) if found else Sketch()).to_bytes()


def _theta_difference(one: bytes, other: bytes, function: str) -> bytes:
    return theta.difference(_theta_of(one, function), _theta_of(other, function)).to_bytes()


_kernel("theta_union", _theta_union)
_kernel("theta_intersection", _theta_intersection)
_kernel("theta_difference", _theta_difference)
_kernel("theta_sketch_estimate", lambda data, function: _rounded(_theta_of(data, function).estimate))


def _rounded(value: float) -> int:
    return math.floor(value + 0.5)


# ------------------------------------------------------------------------------------------------- tuples

_LAYOUTS = {"double": "d", "integer": "i"}
#: What a key has that comes from a theta sketch, by mode.
_NOTHING: dict[str, tuple[Any, ...]] = {
    "d": (0.0, math.inf, -math.inf, 1.0),
    "i": (0, 2**31 - 1, -(2**31), 1),
}


def _layout(function: str) -> str:
    return _LAYOUTS[function.rsplit("_", 1)[1]]


def _tuple_of(data: bytes, function: str) -> Sketch:
    try:
        return Sketch.of_tuple_bytes(data, _layout(function))
    except theta.Malformed:
        raise _malformed("TUPLE", function) from None


def _as_tuple(data: bytes, function: str, mode: str) -> Sketch:
    """A theta sketch whose keys count for nothing in a mode."""
    mode = mode.lower()
    found, code = _theta_of(data, function), theta.MODES.index(mode)
    summary = _NOTHING[_layout(function)][code], code
    return Sketch(found.theta, dict.fromkeys(found.entries, summary), found.empty)


def _narrow(value: int) -> int:
    """A whole number in 32 bits, as Java cuts it."""
    return (value + 2**31 & 2**32 - 1) - 2**31


def _joining(function: str, mode: str) -> theta.Join:
    mode = mode.lower()
    join = theta.joining(mode)
    if _layout(function) == "d":
        return join

    def narrow(one: Any, other: Any) -> Any:
        number, code = join(one, other)
        return _narrow(number), code

    return narrow


def _make_tuples(given: Sequence[DataType], kind: DataType) -> Callable[..., Any]:
    assert isinstance(given[0], ArrayType)
    wide = _is_wide(ArrayType(given[0].elementType[0].dataType))  # type: ignore[index]

    def sketch(rows: list[Any], size: int, mode: str, function: str) -> bytes:
        mode = mode.lower()
        found, join, code = Sketch(), _joining(function, mode), theta.MODES.index(mode)
        for value, number in rows:
            key = None if value is None or number is None else theta.hash_of(value, wide)
            if key is not None:
                summary = (type(number)(1) if mode == "alwaysone" else number), code
                found.add(key, summary, join, 1 << size)
        return found.tuple_bytes(_layout(function))

    def run(lists: Any, sizes: Any, modes: Any, functions: Any) -> Any:
        rest = (sizes.to_pylist(), modes.to_pylist(), functions.to_pylist())
        return arrow_column([sketch(*row) for row in zip(values_of(lists, given[0]), *rest)], kind)

    return run


KERNELS["tuple_sketch_agg"] = _make_tuples


def _tuple_union(sketches: list[bytes], size: int, mode: str, function: str) -> bytes:
    found = [_tuple_of(data, function) for data in sketches]
    return theta.union(found, 1 << size, _joining(function, mode)).tuple_bytes(_layout(function))


def _tuple_union_theta(one: bytes, other: bytes, size: int, mode: str, function: str) -> bytes:
    found = [_tuple_of(one, function), _as_tuple(other, function, mode)]
    return theta.union(found, 1 << size, _joining(function, mode)).tuple_bytes(_layout(function))


def _in_all(sketches: list[Sketch], function: str, mode: str) -> Sketch:
    """What is in all tuple sketches: one that is left without entries is not taken for an empty one."""
    both = theta.intersection(sketches, _joining(function, mode))
    both.empty = any(sketch.empty for sketch in sketches)
    return both


def _tuple_intersection(sketches: list[bytes], mode: str, function: str) -> bytes:
    found = [_tuple_of(data, function) for data in sketches]
    both = _in_all(found, function, mode) if found else Sketch()
    return both.tuple_bytes(_layout(function))


def _tuple_intersection_theta(one: bytes, other: bytes, mode: str, function: str) -> bytes:
    found = [_tuple_of(one, function), _as_tuple(other, function, mode)]
    return _in_all(found, function, mode).tuple_bytes(_layout(function))


def _tuple_difference(one: bytes, other: bytes, function: str) -> bytes:
    left = theta.difference(_tuple_of(one, function), _tuple_of(other, function))
    return left.tuple_bytes(_layout(function))


def _tuple_difference_theta(one: bytes, other: bytes, function: str) -> bytes:
    left = theta.difference(_tuple_of(one, function), _theta_of(other, function))
    return left.tuple_bytes(_layout(function))


def _tuple_summary(data: bytes, mode: str, function: str) -> Any:
    mode = mode.lower()
    numbers = [number for number, _ in _tuple_of(data, function).entries.values()]
    if not numbers:
        return 0 if _layout(function) == "i" else 0.0
    if mode == "alwaysone":
        return type(numbers[0])(len(numbers))
    joins: dict[str, Callable[[list[Any]], Any]] = {"sum": sum, "min": min, "max": max}
    return joins[mode](numbers)


_kernel("tuple_union", _tuple_union)
_kernel("tuple_union_theta", _tuple_union_theta)
_kernel("tuple_intersection", _tuple_intersection)
_kernel("tuple_intersection_theta", _tuple_intersection_theta)
_kernel("tuple_difference", _tuple_difference)
_kernel("tuple_difference_theta", _tuple_difference_theta)
_kernel("tuple_sketch_summary", _tuple_summary)
_kernel("tuple_sketch_estimate", lambda data, function: _tuple_of(data, function).estimate)
_kernel("tuple_sketch_theta", lambda data, function: _tuple_of(data, function).fraction)

# --------------------------------------------------------------------------------------------------- HLL


def _library() -> Any:
    return optional_module("datasketches", "sketches", "HLL and KLL sketches")


def _hll_of(data: bytes, function: str) -> Any:
    if len(data) < 8 or data[2] != 7:
        raise _malformed("HLL", function)
    try:
        return _library().hll_sketch.deserialize(data)
    except (RuntimeError, ValueError, IndexError):
        raise _malformed("HLL", function) from None


def _coupon(data: bytes, size: int) -> bytes:
    """A sketch that has seen these bytes only: the library takes texts and numbers."""
    one, other = theta.hash128(data)
    zeros = 64 - other.bit_length()
    coupon = (one & (1 << 26) - 1) | (min(zeros, 62) + 1) << 26
    return bytes([2, 1, 7, size, 3, 0, 1, 8]) + struct.pack("<8I", coupon, *[0] * 7)


def _hll(values: list[Any], size: int) -> bytes:
    library = _library()
    sketch, joined = library.hll_sketch(size, library.HLL_8), None
    for value in values:
        if isinstance(value, bytes):
            if value:
                joined = joined or library.hll_union(size)
                joined.update(library.hll_sketch.deserialize(_coupon(value, size)))
        else:
            sketch.update(value)
    if joined is not None:
        sketch = joined.get_result(library.HLL_8)
    return bytes(sketch.serialize_updatable())


def _hll_union(sketches: list[bytes], different: bool, function: str) -> bytes:
    library = _library()
    found = [_hll_of(data, function) for data in sketches]
    sizes = [sketch.lg_config_k for sketch in found]
    for one, other in itertools.pairwise(sizes):
        if one != other and not different:
            parameters = {"function": f"`{function}`", "left": str(one), "right": str(other)}
            raise KernelError("HLL_UNION_DIFFERENT_LG_K", parameters)
    joined = library.hll_union(min(sizes, default=12))
    for sketch in found:
        joined.update(sketch)
    return bytes(joined.get_result(library.HLL_8).serialize_updatable())


_kernel("hll_sketch_agg", _hll)
_kernel("hll_union", _hll_union)
_kernel("hll_sketch_estimate", lambda data, function: _rounded(_hll_of(data, function).get_estimate()))

# --------------------------------------------------------------------------------------------------- KLL


class _Kll:
    """The library's class for the numbers of a function, and how it is written and read."""

    def __init__(self, function: str):
        library = _library()
        self.function = function
        self.family = function.rsplit("_", 1)[1]
        classes = {"bigint": "kll_items_sketch", "double": "kll_doubles_sketch", "float": "kll_floats_sketch"}
        self.make = getattr(library, classes[self.family])
        self._more = (library.PyLongsSerDe(),) if self.family == "bigint" else ()

    def read(self, data: bytes) -> Any:
        if len(data) < 8 or data[2] != 15:
            raise _malformed("KLL", self.function)
        try:
            return self.make.deserialize(data, *self._more)
        except (RuntimeError, ValueError, IndexError, struct.error):
            raise _malformed("KLL", self.function) from None

    def write(self, sketch: Any) -> bytes:
        return bytes(sketch.serialize(*self._more))


def _kll(values: list[Any], size: int, function: str) -> bytes:
    kind = _Kll(function)
    sketch = kind.make(size)
    for value in values:
        if value == value:
            sketch.update(value)
    return kind.write(sketch)


def _kll_merge(sketches: list[bytes], size: int, function: str) -> bytes:
    kind = _Kll(function)
    found = [kind.read(data) for data in sketches]
    joined = kind.make(size or (found[0].k if found else 200))
    for sketch in found:
        joined.merge(sketch)
    return kind.write(joined)


def _kll_quantile(data: bytes, rank: Any, function: str) -> Any:
    sketch = _Kll(function).read(data)
    ranks = [float(one or 0) for one in (rank if isinstance(rank, list) else [rank])]
    if not all(0 <= one <= 1 for one in ranks):
        raise KernelError("KLL_SKETCH_INVALID_QUANTILE_RANGE", {"functionName": f"`{function}`"})
    if sketch.is_empty():
        raise _malformed("KLL", function)
    found = [sketch.get_quantile(one, True) for one in ranks]
    return found if isinstance(rank, list) else found[0]


def _kll_rank(data: bytes, quantile: Any, function: str) -> Any:
    sketch = _Kll(function).read(data)
    if sketch.is_empty():
        raise _malformed("KLL", function)
    if isinstance(quantile, list):
        return [sketch.get_rank(one or 0, True) for one in quantile]
    return sketch.get_rank(quantile, True)


_kernel("kll_sketch_agg", _kll)
_kernel("kll_merge", _kll_merge)
_kernel("kll_sketch_get_n", lambda data, function: _Kll(function).read(data).n)
_kernel("kll_sketch_get_quantile", _kll_quantile)
_kernel("kll_sketch_get_rank", _kll_rank)

# --------------------------------------------------------------------------------------------- count-min


def _count_min(values: list[Any], error: float, confidence: float, seed: int) -> bytes:
    """How often each value was there, never too few: Spark's own sketch."""
    width = math.ceil(2 / error)
    depth = math.ceil(-math.log1p(-confidence) / math.log(2))
    chance = JavaRandom(_signed(seed, 32))
    factors = [_below(chance, 2**31 - 1) for _ in range(depth)]
    rows = [[0] * width for _ in range(depth)]
    for value in values:
        for row, place in zip(rows, _buckets(value, factors, width)):
            row[place] += 1
    start = struct.pack(">iqii", 1, len(values), depth, width)
    cells = [cell for row in rows for cell in row]
    return start + struct.pack(f">{depth + len(cells)}q", *factors, *cells)


def _below(chance: JavaRandom, bound: int) -> int:
    """Java's ``nextInt``, for a bound that is no power of two."""
    while True:
        drawn = chance.bits(31)
        found = drawn % bound
        if drawn - found + bound - 1 < 2**31:
            return found


def _buckets(value: Any, factors: Sequence[int], width: int) -> list[int]:
    if isinstance(value, int):
        mixed = [_signed(factor * value, 64) for factor in factors]
        return [(one + (one >> 32) & 2**31 - 1) % width for one in mixed]
    data = value.encode() if isinstance(value, str) else value
    one = Murmur3.data(data, 0)
    other = Murmur3.data(data, one)
    return [abs(_signed(one + place * other, 32)) % width for place in range(len(factors))]


def _signed(value: int, bits: int) -> int:
    half = 1 << bits - 1
    return (value + half & (half << 1) - 1) - half


_kernel("count_min_sketch", _count_min)

# ------------------------------------------------------------------------------------------------- top k


def _top(values: list[Any], most: int) -> list[Any]:
    """The most frequent values, and how often each is there."""
    return _counted(values).most_common(most)


def _counted(values: list[Any]) -> Counter[Any]:
    """How often each value is there; zeros of either sign are two."""
    return Counter(map(_key, values))


class _MinusZero(float):
    """The zero below, which is not equal to the other one."""

    def __hash__(self) -> int:
        return -1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _MinusZero)


def _key(value: Any) -> Any:
    below = isinstance(value, float) and value == 0 and math.copysign(1, value) < 0
    return _MinusZero(value) if below else value


_kernel("approx_top_k", _top)


def _state(counts: Counter[Any], most: int, item: DataType) -> tuple[bytes, int, None, str]:
    """What ``approx_top_k_accumulate`` makes: its sketch is the most frequent items and their numbers, in Arrow."""
    pairs = counts.most_common(most)
    items = arrow_column([value for value, _ in pairs], item)
    batch = pa.record_batch([items, pa.array([count for _, count in pairs], pa.int64())], ["item", "count"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue().to_pybytes(), most, None, f"item {item._sql()} NOT NULL"


def _counts(state: tuple[bytes, int, None, str], item: DataType, function: str) -> Counter[Any]:
    """The items of a state and their numbers."""
    try:
        table = pa.ipc.open_stream(state[0]).read_all()
    except (pa.ArrowInvalid, OSError):
        raise _malformed("APPROX_TOP_K", function) from None
    items, numbers = (column.combine_chunks() for column in table.columns)
    return Counter(dict(zip(map(_key, values_of(items, item)), numbers.to_pylist())))


def _make_accumulate(given: Sequence[DataType], kind: DataType) -> Callable[..., Any]:
    item = given[0].elementType  # type: ignore[attr-defined]

    def run(rows: Any, sizes: Any) -> Any:
        pairs = zip(values_of(rows, given[0]), values_of(sizes, given[1]))
        return arrow_column([_state(_counted(values), most, item) for values, most in pairs], kind)

    return run


def _make_estimate(given: Sequence[DataType], kind: DataType) -> Callable[..., Any]:
    item = given[0][2].dataType  # type: ignore[index]

    def top(state: Any, most: int) -> list[Any] | None:
        if state is None:
            return None
        if state[1] < most:
            parameters = {"maxItemsTracked": str(state[1]), "k": str(most)}
            raise KernelError("APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K", parameters)
        return _counts(state, item, "approx_top_k_estimate").most_common(most)

    def run(states: Any, sizes: Any) -> Any:
        pairs = zip(values_of(states, given[0]), values_of(sizes, given[1]))
        return arrow_column([top(state, most) for state, most in pairs], kind)

    return run


def _make_combine(given: Sequence[DataType], kind: DataType) -> Callable[..., Any]:
    item = kind[2].dataType  # type: ignore[index]

    def combined(states: list[Any], most: int) -> Any:
        size = states[0][1] if states else 10000
        found: Counter[Any] = Counter()
        for state in states:
            if most < 0 and state[1] != size:
                parameters = {"size1": str(size), "size2": str(state[1])}
                raise KernelError("APPROX_TOP_K_SKETCH_SIZE_NOT_MATCH", parameters)
            found.update(_counts(state, item, "approx_top_k_combine"))
        return _state(found, size if most < 0 else most, item)

    def run(rows: Any, sizes: Any) -> Any:
        pairs = zip(values_of(rows, given[0]), values_of(sizes, given[1]))
        return arrow_column([combined(states, most) for states, most in pairs], kind)

    return run


KERNELS["approx_top_k_accumulate"] = _make_accumulate
KERNELS["approx_top_k_estimate"] = _make_estimate
KERNELS["approx_top_k_combine"] = _make_combine


_SUMMARY = """
### KllKll{name}Sketch Summary:
   K                      : {k}
   Dynamic min K          : {least}
   M                      : {m}
   N                      : {n}
   Epsilon                : {epsilon:.3f}%
   Epsilon PMF            : {pmf:.3f}%
   Empty                  : {empty}
   Estimation Mode        : {estimation}
   Levels                 : {levels}
   Level 0 Sorted         : {ordered}
   Capacity Items         : {capacity}
   Retained Items         : {retained}
   Free Space             : {free}
   ReadOnly               : false
   Updatable Storage Bytes: {updatable}
   Compact Storage Bytes  : {compact}
   Min Item               : {low}
   Max Item               : {high}
### End sketch summary
"""
#: What Java calls a family, and the bytes of a number.
_FAMILIES = {"bigint": ("Longs", 8), "double": ("Doubles", 8), "float": ("Floats", 4)}


def _kll_text(data: bytes, function: str) -> str:
    kind = _Kll(function)
    sketch = kind.read(data)
    name, width = _FAMILIES[kind.family]
    whole = data[0] > 2
    least, levels = (struct.unpack_from("<HB", data, 16)) if whole else (sketch.k, 1)
    retained = sketch.num_retained
    free = struct.unpack_from("<I", data, 20)[0] if whole else sketch.k - retained
    low, high = (_shown(kind.family, value) for value in _ends(sketch))
    return _SUMMARY.format(
        name=name,
        k=sketch.k,
        least=least,
        m=data[6],
        n=sketch.n,
        epsilon=100 * sketch.normalized_rank_error(False),
        pmf=100 * sketch.normalized_rank_error(True),
        empty=str(sketch.is_empty()).lower(),
        estimation=str(sketch.is_estimation_mode()).lower(),
        levels=levels,
        ordered=str(bool(data[3] & 2)).lower(),
        capacity=free + retained,
        retained=retained,
        free=free,
        updatable=20 + 4 * (levels + 1) + (free + retained + 2) * width,
        compact=len(data),
        low=low,
        high=high,
    )


def _ends(sketch: Any) -> tuple[Any, Any]:
    """The least and the greatest number."""
    if not sketch.is_empty():
        return sketch.get_min_value(), sketch.get_max_value()
    return math.nan, math.nan


def _shown(family: str, value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    return double_text(value) if family == "double" else float_text(value)


_kernel("kll_sketch_to_string", _kll_text)
