"""Variables that tasks only add to, and only the driver reads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from pyrite.errors import PySparkRuntimeError

__all__ = ["Accumulator", "AccumulatorParam"]

T = TypeVar("T")
U = TypeVar("U")

#: The driver's accumulators by id.
_accumulatorRegistry: dict[int, Accumulator[Any]] = {}


class _Loading(threading.local):
    """Set while a task's code is unpickled: the accumulators found in it."""

    found: dict[int, Accumulator[Any]] | None = None


_loading = _Loading()


@contextmanager
def _collect_accumulators() -> Iterator[dict[int, Accumulator[Any]]]:
    """Within it, accumulators are unpickled as a task's own copies and gathered in the yielded dict."""
    outer, _loading.found = _loading.found, {}
    try:
        yield _loading.found
    finally:
        _loading.found = outer


def _deserialize_accumulator(
    aid: int, zero_value: Any, accum_param: AccumulatorParam[Any]
) -> Accumulator[Any]:
    found = _loading.found
    if found is None:
        registered = _accumulatorRegistry.get(aid)
        return registered if registered is not None else Accumulator._in_task(aid, zero_value, accum_param)
    if aid not in found:
        found[aid] = Accumulator._in_task(aid, zero_value, accum_param)
    return found[aid]


class Accumulator(Generic[T]):
    """A shared variable with an associative and commutative "add".

    Made by ``SparkContext.accumulator``. Tasks add to it with ``+=`` or :meth:`add`; the driver reads
    :attr:`value`. The updates of each successful task of an action are counted exactly once.

    >>> seen = sc.accumulator(0)
    >>> sc.parallelize([1, 2, 3]).foreach(lambda x: seen.add(x))
    >>> seen.value
    6
    """

    def __init__(self, aid: int, value: T, accum_param: AccumulatorParam[T]):
        self.aid = aid
        self.accum_param = accum_param
        self._value = value
        self._zero = accum_param.zero(value)
        self._deserialized = False
        _accumulatorRegistry[aid] = self

    @classmethod
    def _in_task(cls, aid: int, zero_value: Any, accum_param: AccumulatorParam[Any]) -> Accumulator[Any]:
        accumulator = cls.__new__(cls)
        accumulator.aid = aid
        accumulator.accum_param = accum_param
        accumulator._zero = zero_value
        accumulator._deserialized = True
        accumulator._reset()
        return accumulator

    def _reset(self) -> None:
        """Start a task's count: from a zero of its own, since a zero may be mutable."""
        self._value = self.accum_param.zero(self._zero)
        self._touched = False

    def __reduce__(self) -> Any:
        return _deserialize_accumulator, (self.aid, self._zero, self.accum_param)

    @property
    def value(self) -> T:
        """The accumulated value. Raises ``PySparkRuntimeError`` in a task."""
        if self._deserialized:
            raise PySparkRuntimeError(
                errorClass="VALUE_NOT_ACCESSIBLE", messageParameters={"value": "Accumulator.value"}
            )
        return self._value

    @value.setter
    def value(self, value: T) -> None:
        if self._deserialized:
            raise PySparkRuntimeError(
                errorClass="VALUE_NOT_ACCESSIBLE", messageParameters={"value": "Accumulator.value"}
            )
        self._value = value

    def add(self, term: T) -> None:
        """Add ``term`` to the value."""
        self._touched = True
        self._value = self.accum_param.addInPlace(self._value, term)

    def __iadd__(self, term: T) -> Accumulator[T]:
        self.add(term)
        return self

    def __str__(self) -> str:
        return str(self._value)

    def __repr__(self) -> str:
        return f"Accumulator<id={self.aid}, value={self._value}>"


class AccumulatorParam(Generic[T]):
    """How values of one type are added: override :meth:`zero` and :meth:`addInPlace`."""

    def zero(self, value: T) -> T:
        """A neutral value of the same shape as ``value``."""
        raise NotImplementedError

    def addInPlace(self, value1: T, value2: T) -> T:
        """Add two values; may change and return ``value1``."""
        raise NotImplementedError


class AddingAccumulatorParam(AccumulatorParam[U]):
    """Adds with ``+``; the neutral value is given."""

    def __init__(self, zero_value: U):
        self.zero_value = zero_value

    def zero(self, value: U) -> U:
        return self.zero_value

    def addInPlace(self, value1: U, value2: U) -> U:
        value1 += value2  # type: ignore[operator]
        return value1


INT_ACCUMULATOR_PARAM: AccumulatorParam[int] = AddingAccumulatorParam(0)
FLOAT_ACCUMULATOR_PARAM: AccumulatorParam[float] = AddingAccumulatorParam(0.0)
COMPLEX_ACCUMULATOR_PARAM: AccumulatorParam[complex] = AddingAccumulatorParam(0.0j)


class SpecialAccumulatorIds:
    """Ids that PySpark's SQL profilers use for accumulators of their own."""

    SQL_UDF_PROFIER = -1
    SQL_UDF_PROFIER_V2 = -2
