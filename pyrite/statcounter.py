"""Count, mean, variance, maximum and minimum in one pass, mergeable across partitions."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable
from typing import Any

__all__ = ["StatCounter"]


def _is_array(value: Any) -> bool:
    return bool(getattr(value, "ndim", 0))


class StatCounter:
    """Running statistics of numbers, or element by element of NumPy arrays.

    A value is added as in B. P. Welford, "Note on a method for calculating corrected sums of squares and
    products", Technometrics 4 (1962); two counters are merged as in T. F. Chan, G. H. Golub, R. J. LeVeque,
    "Algorithms for computing the sample variance", The American Statistician 37 (1983). One NaN makes the
    maximum and the minimum NaN.

    Args:
        values: the first values; none by default.

    >>> StatCounter([1.0, 2.0, 3.0, 4.0])
    (count: 4, mean: 2.5, stdev: 1.118033988749895, max: 4.0, min: 1.0)
    """

    def __init__(self, values: Iterable[Any] | None = None):
        self.n = 0
        self.mu: Any = 0.0
        self.m2: Any = 0.0  # the sum of (value - mean) ** 2
        self.maxValue: Any = float("-inf")
        self.minValue: Any = float("inf")
        for value in values or ():
            self.merge(value)

    def maximum(self, a: Any, b: Any) -> Any:
        """The larger of two numbers, or of each pair of elements; NaN if one is."""
        if _is_array(a) or _is_array(b):
            import numpy as np

            return np.maximum(a, b)
        return float(b if b > a or b != b else a)

    def minimum(self, a: Any, b: Any) -> Any:
        """The smaller of two numbers, or of each pair of elements; NaN if one is."""
        if _is_array(a) or _is_array(b):
            import numpy as np

            return np.minimum(a, b)
        return float(b if b < a or b != b else a)

    def sqrt(self, value: Any) -> Any:
        """The square root of a number or of each element."""
        if _is_array(value):
            import numpy as np

            return np.sqrt(value)
        return math.sqrt(value)

    def merge(self, value: Any) -> StatCounter:
        """Add one value; returns this counter."""
        delta = value - self.mu
        self.n += 1
        self.mu = self.mu + delta / self.n
        self.m2 = self.m2 + delta * (value - self.mu)
        self.maxValue = self.maximum(self.maxValue, value)
        self.minValue = self.minimum(self.minValue, value)
        return self

    def mergeStats(self, other: StatCounter) -> StatCounter:
        """Add all that another counter has seen; returns this counter.

        Raises:
            TypeError: ``other`` is not a StatCounter.
        """
        if not isinstance(other, StatCounter):
            raise TypeError(f"Can only merge StatCounter but got {type(other)}")
        if other.n == 0:
            return self
        if self.n == 0:
            self.__dict__.update(other.__dict__)
            return self
        mine, theirs, total = self.n, other.n, self.n + other.n
        delta = other.mu - self.mu
        self.m2 = self.m2 + (other.m2 + (delta * delta * mine * theirs) / total)
        self.mu = _pooled_mean(self.mu, mine, other.mu, theirs)
        self.maxValue = self.maximum(self.maxValue, other.maxValue)
        self.minValue = self.minimum(self.minValue, other.minValue)
        self.n = total
        return self

    def copy(self) -> StatCounter:
        """An independent counter with the same state."""
        return copy.deepcopy(self)

    def count(self) -> int:
        """How many values."""
        return int(self.n)

    def mean(self) -> Any:
        """Their mean; 0.0 without values."""
        return self.mu

    def sum(self) -> Any:
        """Their sum, from the mean and the count."""
        return self.n * self.mu

    def min(self) -> Any:
        """The smallest; infinity without values."""
        return self.minValue

    def max(self) -> Any:
        """The largest; minus infinity without values."""
        return self.maxValue

    def variance(self) -> Any:
        """The variance of the values themselves (divided by n); NaN without values."""
        return self.m2 / self.n if self.n else math.nan

    def sampleVariance(self) -> Any:
        """The variance estimated from a sample (divided by n - 1); NaN below two values."""
        return self.m2 / (self.n - 1) if self.n > 1 else math.nan

    def stdev(self) -> Any:
        """The square root of :meth:`variance`."""
        return self.sqrt(self.variance())

    def sampleStdev(self) -> Any:
        """The square root of :meth:`sampleVariance`."""
        return self.sqrt(self.sampleVariance())

    def asDict(self, sample: bool = False) -> dict[str, Any]:
        """All statistics by name.

        As in PySpark, ``sample=False`` gives the *sample* deviation and variance, and ``True`` the others.

        >>> StatCounter([1.0, 3.0]).asDict()["variance"]
        2.0
        """
        return {
            "count": self.count(),
            "mean": self.mean(),
            "sum": self.sum(),
            "min": self.min(),
            "max": self.max(),
            "stdev": self.stdev() if sample else self.sampleStdev(),
            "variance": self.variance() if sample else self.sampleVariance(),
        }

    def __repr__(self) -> str:
        shown = {
            "count": self.count(),
            "mean": self.mean(),
            "stdev": self.stdev(),
            "max": self.max(),
            "min": self.min(),
        }
        return f"({', '.join(f'{name}: {value}' for name, value in shown.items())})"


def _pooled_mean(mean1: Any, n1: int, mean2: Any, n2: int) -> Any:
    """The mean of both; from the larger side if it is ten times the other, which loses fewer digits."""
    if n2 * 10 < n1:
        return mean1 + (mean2 - mean1) * n2 / (n1 + n2)
    if n1 * 10 < n2:
        return mean2 - (mean2 - mean1) * n1 / (n1 + n2)
    return (mean1 * n1 + mean2 * n2) / (n1 + n2)
