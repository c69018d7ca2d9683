"""Sampling one partition. With equal partitions, a seed picks the records that it picks in PySpark."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from math import exp
from typing import Any, Generic, TypeVar

__all__ = ["RDDRangeSampler", "RDDSampler", "RDDSamplerBase", "RDDStratifiedSampler"]

T = TypeVar("T")
K = TypeVar("K")

_WARM_UP = 10  # draws of one bit that are thrown away first: seeds of neighbouring partitions differ little
_LARGE_MEAN = 20.0  # from here on sums of waiting times, as exp(-mean) becomes too small


class RDDSamplerBase:
    """Random draws for a partition: each partition has its own stream, made of the seed and its index."""

    def __init__(self, withReplacement: bool, seed: int | None = None):
        self._withReplacement = withReplacement
        self._seed = random.randint(0, sys.maxsize) if seed is None else seed
        self._random: random.Random | None = None

    def initRandomGenerator(self, split: int) -> None:
        """Start the stream of partition ``split``."""
        self._random = random.Random(self._seed ^ split)
        for _ in range(_WARM_UP):
            self._random.randint(0, 1)

    def getUniformSample(self) -> float:
        """A draw from [0, 1)."""
        return self._stream.random()

    def getPoissonSample(self, mean: float) -> int:
        """A draw from the Poisson distribution, by Knuth's count of arrivals (TAOCP vol. 2, 3.4.1)."""
        stream = self._stream
        arrivals = 0
        if mean < _LARGE_MEAN:
            floor, product = exp(-mean), stream.random()
            while product > floor:
                arrivals += 1
                product *= stream.random()
        else:
            clock = stream.expovariate(mean)
            while clock < 1.0:
                arrivals += 1
                clock += stream.expovariate(mean)
        return arrivals

    @property
    def _stream(self) -> random.Random:
        assert self._random is not None, "initRandomGenerator(split) comes first"
        return self._random

    def func(self, split: int, iterator: Iterable[Any]) -> Iterator[Any]:
        """The sample of partition ``split``; to be handed to ``mapPartitionsWithIndex``."""
        raise NotImplementedError


class RDDSampler(RDDSamplerBase):
    """Each record with the same chance.

    Args:
        withReplacement: draw each record a Poisson number of times, else once or not at all.
        fraction: the expected number of draws of a record (with replacement, at least 0), or the chance to be
            picked (without, from 0 to 1).
        seed: fixes the draws; a random one by default.

    >>> list(RDDSampler(False, 0.3, seed=7).func(0, range(10)))
    [0, 2, 4, 9]
    """

    def __init__(self, withReplacement: bool, fraction: float, seed: int | None = None):
        super().__init__(withReplacement, seed)
        self._fraction = fraction

    def func(self, split: int, iterator: Iterable[T]) -> Iterator[T]:
        self.initRandomGenerator(split)
        fraction = self._fraction
        if self._withReplacement:
            for record in iterator:
                yield from repeat(record, self.getPoissonSample(fraction))
        else:
            draw = self._stream.random
            for record in iterator:
                if draw() < fraction:
                    yield record


class RDDRangeSampler(RDDSamplerBase):
    """The records whose draw falls into [lowerBound, upperBound); adjacent ranges give disjoint samples."""

    def __init__(self, lowerBound: float, upperBound: float, seed: int | None = None):
        super().__init__(False, seed)
        self._lowerBound = lowerBound
        self._upperBound = upperBound

    def func(self, split: int, iterator: Iterable[T]) -> Iterator[T]:
        self.initRandomGenerator(split)
        draw, low, high = self._stream.random, self._lowerBound, self._upperBound
        for record in iterator:
            if low <= draw() < high:
                yield record


class RDDStratifiedSampler(RDDSamplerBase, Generic[K]):
    """(key, value) pairs, with a fraction for each key; a key without one raises ``KeyError``."""

    def __init__(self, withReplacement: bool, fractions: Mapping[K, float], seed: int | None = None):
        super().__init__(withReplacement, seed)
        self._fractions = fractions

    def func(self, split: int, iterator: Iterable[tuple[K, T]]) -> Iterator[tuple[K, T]]:
        self.initRandomGenerator(split)
        fractions = self._fractions
        if self._withReplacement:
            for key, value in iterator:
                yield from repeat((key, value), self.getPoissonSample(fractions[key]))
        else:
            draw = self._stream.random
            for key, value in iterator:
                if draw() < fractions[key]:
                    yield key, value
