"""Estimates of sums and means from the partitions that were ready in time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import expm1, inf, pi, sqrt, tan
from typing import Any

from pyrite.statcounter import StatCounter


class BoundedFloat(float):
    """A number with the interval ``[low, high]`` in which the true one lies with probability ``confidence``."""

    confidence: float
    low: float
    high: float

    def __new__(cls, mean: float, confidence: float, low: float, high: float) -> BoundedFloat:
        made = float.__new__(cls, mean)
        made.confidence, made.low, made.high = confidence, low, high
        return made

    def __reduce__(self) -> Any:
        return BoundedFloat, (float(self), self.confidence, self.low, self.high)


NOTHING_YET = (0.0, 0.0, -inf, inf)


def estimate_mean(parts: Sequence[StatCounter], total: int, confidence: float) -> BoundedFloat:
    """The mean of ``total`` partitions from the statistics of some; exact, with confidence 1, from all."""
    seen = reduce(lambda a, b: a.mergeStats(b), parts, StatCounter())
    if len(parts) == total:
        return BoundedFloat(seen.mean(), 1.0, seen.mean(), seen.mean())
    if seen.count() == 0:
        return BoundedFloat(*NOTHING_YET)
    if seen.count() == 1:
        return BoundedFloat(seen.mean(), confidence, -inf, inf)
    margin = _quantile(confidence, seen.count()) * sqrt(seen.sampleVariance() / seen.count())
    return BoundedFloat(seen.mean(), confidence, seen.mean() - margin, seen.mean() + margin)


def estimate_sum(parts: Sequence[StatCounter], total: int, confidence: float) -> BoundedFloat:
    """The sum over ``total`` partitions from the statistics of fewer.

    With a share p of the partitions seen, the count is taken as negative binomial, the sum as a product of
    independent estimates of count and mean, as Spark documents its sum estimator.
    """
    seen = reduce(lambda a, b: a.mergeStats(b), parts, StatCounter())
    count = seen.count()
    if count == 0:
        return BoundedFloat(*NOTHING_YET)
    p = len(parts) / total
    mean, whole_count = seen.mean(), (count + 1 - p) / p
    if count == 1:
        return BoundedFloat(mean * whole_count, confidence, -inf, inf)
    mean_variance = seen.sampleVariance() / count
    count_variance = count * (1 - p) / (p * p)
    variance = mean**2 * count_variance + whole_count**2 * mean_variance + mean_variance * count_variance
    margin = _quantile(confidence, count) * sqrt(variance)
    return BoundedFloat(
        mean * whole_count, confidence, mean * whole_count - margin, mean * whole_count + margin
    )


def _quantile(confidence: float, count: int) -> float:
    """How many standard deviations wide a two-sided interval is: normal for many values, else Student's t."""
    tail = 1.0 - confidence
    return normal(1.0 - tail / 2) if count > 100 else student_t(tail, count - 1)


def normal(probability: float) -> float:
    """The quantile of the standard normal distribution."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)


def student_t(tail: float, n: int) -> float:
    """The two-tailed quantile of Student's t with ``n`` degrees of freedom.

    Source: G. W. Hill, Algorithm 396, Communications of the ACM 13 (1970).
    """
    if n == 1:
        return 1.0 / tan(tail * pi / 2)
    if n == 2:
        return sqrt(2.0 / (tail * (2.0 - tail)) - 2.0)
    a = 1.0 / (n - 0.5)
    b = 48.0 / (a * a)
    c = ((20700.0 * a / b - 98.0) * a - 16.0) * a + 96.36
    d = ((94.5 / (b + c) - 3.0) / b + 1.0) * sqrt(a * pi / 2) * n
    y = (d * tail) ** (2.0 / n)
    if y > 0.05 + a:
        x = normal(tail / 2)
        y = x * x
        if n < 5:
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c += (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x
        y = expm1(a * y * y)
    else:
        inner = ((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0
        y = ((1.0 / inner + 0.5 / (n + 4.0)) * y - 1.0) * (n + 1.0) / (n + 2.0) + 1.0 / y
    return sqrt(n * y)
