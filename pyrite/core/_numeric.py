"""Statistics of RDDs: sums and moments, histograms, approximate counts."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from math import ceil, fsum, isinf, isnan, log, log2
from typing import TYPE_CHECKING, Any

from pyrite._runtime import program
from pyrite.core._approx import BoundedFloat, estimate_mean, estimate_sum
from pyrite.statcounter import StatCounter

if TYPE_CHECKING:
    from pyrite.core.rdd import RDD


class NumericRDD:
    """The statistical actions of :class:`RDD`; ``self`` is always one."""

    def max(self: RDD[Any], key: Callable[[Any], Any] | None = None) -> Any:
        """The largest record, by ``key(record)`` if given.

        >>> sc.parallelize([1.0, 5.0, 43.0, 10.0]).max()
        43.0
        """
        return self.reduce(max if key is None else lambda a, b: max(a, b, key=key))

    def min(self: RDD[Any], key: Callable[[Any], Any] | None = None) -> Any:
        """The smallest record, by ``key(record)`` if given."""
        return self.reduce(min if key is None else lambda a, b: min(a, b, key=key))

    def sum(self: RDD[Any]) -> Any:
        """The sum of all records, 0 when there are none.

        >>> sc.parallelize([1.0, 2.0, 3.0]).sum()
        6.0
        """
        return sum(self._run(program.Apply(_sum)))

    def stats(self: RDD[Any]) -> StatCounter:
        """Count, mean, variance, minimum and maximum in one pass."""
        parts = self._run(program.Apply(lambda _, it: StatCounter(it)))
        if not parts:
            raise ValueError("Can not reduce() empty RDD")
        return reduce(lambda a, b: a.mergeStats(b), parts)

    def mean(self: RDD[Any]) -> float:
        """The mean of the records."""
        return self.stats().mean()

    def variance(self: RDD[Any]) -> float:
        """The variance of the records (dividing by their number)."""
        return self.stats().variance()

    def stdev(self: RDD[Any]) -> float:
        """The standard deviation of the records (dividing by their number)."""
        return self.stats().stdev()

    def sampleStdev(self: RDD[Any]) -> float:
        """The standard deviation estimated for what the records are a sample of (dividing by n - 1)."""
        return self.stats().sampleStdev()

    def sampleVariance(self: RDD[Any]) -> float:
        """The variance estimated for what the records are a sample of (dividing by n - 1)."""
        return self.stats().sampleVariance()

    def histogram(
        self: RDD[Any], buckets: int | list[Any] | tuple[Any, ...]
    ) -> tuple[Sequence[Any], list[int]]:
        """Count records by bucket.

        Parameters
        ----------
        buckets : int or list
            How many equal buckets between minimum and maximum; or their sorted borders, each bucket open at its
            right end except the last.

        Returns
        -------
        The borders and the counts. Records outside, ``None`` and NaN are not counted.

        >>> sc.parallelize(range(51)).histogram(2)
        ([0, 25, 50], [25, 26])
        """
        if isinstance(buckets, int):
            borders = self._even_borders(buckets)
            if len(borders) == 2:
                return borders, [self.filter(_comparable).count()]
            step = _exact_step(borders[0], borders[-1], buckets)
        elif isinstance(buckets, (list, tuple)):
            borders = list(buckets)
            step = _checked_step(borders)
        else:
            raise TypeError("buckets should be a list or tuple or number(int or long)")
        counts = self._run(program.Apply(_Histogram(borders, step)))
        return (buckets if not isinstance(buckets, int) else borders), [
            sum(column) for column in zip(*counts)
        ]

    def _even_borders(self: RDD[Any], count: int) -> list[Any]:
        if count < 1:
            raise ValueError("number of buckets must be >= 1")
        extremes = [pair for pair in self._run(program.Apply(_extremes)) if pair is not None]
        if not extremes:
            raise ValueError("can not generate buckets from empty RDD")
        low, high = min(pair[0] for pair in extremes), max(pair[1] for pair in extremes)
        if low == high or count == 1:
            return [low, high]
        try:
            if isinf((high - low) / count):
                raise ValueError("Can not generate buckets with infinite value")
        except TypeError:
            raise TypeError("Can not generate buckets with non-number in RDD") from None
        step = _exact_step(low, high, count)
        return [i * step + low for i in range(count)] + [high]

    def countApprox(self: RDD[Any], timeout: int, confidence: float = 0.95) -> int:
        """The number of records, estimated from what was counted after ``timeout`` milliseconds."""
        counts = self._partitionwise(_counted_as_one)
        return int(counts.sumApprox(timeout, confidence))

    def sumApprox(self: RDD[Any], timeout: int, confidence: float = 0.95) -> BoundedFloat:
        """The sum, estimated from the partitions that are ready after ``timeout`` milliseconds.

        Exact, with confidence 1, when all are. The rest of the job is then cancelled.

        >>> rdd = sc.parallelize(range(1000), 10)
        >>> rdd.sumApprox(10_000).low == sum(range(1000))
        True
        """
        parts, total = self.ctx._run_for(self, program.Apply(_sum_and_statistics), timeout / 1000)
        if len(parts) == total:
            exact = fsum(part[0] for part in parts)
            return BoundedFloat(exact, 1.0, exact, exact)
        return estimate_sum([part[1] for part in parts], total, confidence)

    def meanApprox(self: RDD[Any], timeout: int, confidence: float = 0.95) -> BoundedFloat:
        """The mean, estimated from the partitions that are ready after ``timeout`` milliseconds."""
        parts, total = self.ctx._run_for(self, program.Apply(_statistics), timeout / 1000)
        return estimate_mean(parts, total, confidence)

    def countApproxDistinct(self: RDD[Any], relativeSD: float = 0.05) -> int:
        """Estimate how many different records there are, in little memory.

        Parameters
        ----------
        relativeSD : float
            The relative standard deviation wanted; at least 0.000017.

        Source: HyperLogLog (Flajolet et al. 2007) with 64-bit hashes, and O. Ertl's improved estimator
        (arXiv:1702.01284), which needs no tables for small counts.

        >>> 900 < sc.parallelize(range(1000)).countApproxDistinct() < 1100
        True
        """
        if relativeSD < 0.000017:
            raise ValueError("relativeSD should be greater than 0.000017")
        precision = max(4, min(18, ceil(2.0 * log2(1.054 / relativeSD))))
        sketches = self._run(program.Apply(_Sketch(precision)))
        return round(_estimate([max(column) for column in zip(*sketches)], precision)) if sketches else 0


class _Histogram:
    def __init__(self, borders: list[Any], step: Any):
        self.borders, self.step = borders, step

    def __call__(self, _: int, iterator: Iterator[Any]) -> list[int]:
        borders, step = self.borders, self.step
        low, high = borders[0], borders[-1]
        counts = [0] * len(borders)
        for x in iterator:
            if x is None or (isinstance(x, float) and isnan(x)) or x > high or x < low:
                continue
            counts[int((x - low) / step) if step else bisect.bisect_right(borders, x) - 1] += 1
        last = counts.pop()
        counts[-1] += last
        return counts


def _counted_as_one(iterator: Iterator[Any]) -> list[float]:
    return [float(sum(1 for _ in iterator))]


def _statistics(_: int, iterator: Iterator[Any]) -> StatCounter:
    return StatCounter(map(float, iterator))


def _sum_and_statistics(_: int, iterator: Iterator[Any]) -> tuple[float, StatCounter]:
    total: Any = 0
    statistics = StatCounter()
    for x in iterator:
        total = total + x
        statistics.merge(float(x))
    return float(total), statistics


def _sum(_: int, iterator: Iterator[Any]) -> Any:
    return sum(iterator)


def _comparable(x: Any) -> bool:
    return x is not None and not (type(x) is float and isnan(x))


def _extremes(_: int, iterator: Iterator[Any]) -> tuple[Any, Any] | None:
    low: Any = None
    high: Any = None
    seen = False
    for x in filter(_comparable, iterator):
        if not seen:
            low = high = x
            seen = True
        elif x < low:
            low = x
        elif x > high:
            high = x
    return (low, high) if seen else None


def _exact_step(low: Any, high: Any, count: int) -> Any:
    """The width of a bucket: a whole number where that is exact."""
    step = int((high - low) / count)
    return step if step * count == high - low else (high - low) * 1.0 / count


def _checked_step(borders: list[Any]) -> Any:
    """The width of a bucket where all are alike, else ``None``. Raises ``ValueError`` for senseless borders."""
    if len(borders) < 2:
        raise ValueError("buckets should have more than one value")
    if any(x is None or (isinstance(x, float) and isnan(x)) for x in borders):
        raise ValueError("can not have None or NaN in buckets")
    if sorted(borders) != borders:
        raise ValueError("buckets should be sorted")
    if len(set(borders)) != len(borders):
        raise ValueError("buckets should not contain duplicated values")
    try:
        steps = [b - a for a, b in itertools.pairwise(borders)]
    except TypeError:
        return None
    return (borders[-1] - borders[0]) / (len(borders) - 1) if max(steps) - min(steps) < 1e-10 else None


_MASK = (1 << 64) - 1


class _Sketch:
    """HyperLogLog registers of one partition."""

    def __init__(self, precision: int):
        self.precision = precision

    def __call__(self, _: int, iterator: Iterator[Any]) -> bytes:
        shift = 64 - self.precision
        registers = bytearray(1 << self.precision)
        rest = (1 << shift) - 1
        for x in iterator:
            # The mix of splitmix64 (Steele et al. 2014): the built-in hash of an int is the int itself.
            h = (hash(x) + 0x9E3779B97F4A7C15) & _MASK
            h = ((h ^ (h >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
            h = ((h ^ (h >> 27)) * 0x94D049BB133111EB) & _MASK
            h ^= h >> 31
            rank = shift - (h & rest).bit_length() + 1
            place = h >> shift
            if rank > registers[place]:
                registers[place] = rank
        return bytes(registers)


def _estimate(registers: list[int], precision: int) -> float:
    """Ertl's estimator: sums over the histogram of register values, corrected at both ends."""
    m, top = len(registers), 64 - precision
    counts = [0] * (top + 2)
    for value in registers:
        counts[value] += 1
    z = m * _tau(1.0 - counts[top + 1] / m)
    for k in range(top, 0, -1):
        z = 0.5 * (z + counts[k])
    z += m * _sigma(counts[0] / m)
    return m * m / (2.0 * log(2.0)) / z


def _sigma(x: float) -> float:
    if x == 1.0:
        return float("inf")
    y, total = 1.0, x
    while True:
        x *= x
        before = total
        total += x * y
        y += y
        if total == before:
            return total


def _tau(x: float) -> float:
    if x in (0.0, 1.0):
        return 0.0
    y, total = 1.0, 1.0 - x
    while True:
        x = x**0.5
        before = total
        y *= 0.5
        total -= (1.0 - x) ** 2 * y
        if total == before:
            return total / 3.0
