"""The values of one key, as :meth:`RDD.groupByKey` hands them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

__all__ = ["ResultIterable"]

T = TypeVar("T")


class ResultIterable(Iterable[T]):
    """An iterable over the values of a key that can be read again, measured and pickled.

    Args:
        data: the values; it is kept, not copied.

    >>> values = ResultIterable([1, 2])
    >>> len(values), list(values), list(values)
    (2, [1, 2], [1, 2])
    """

    __slots__ = ("data",)  # one is made per key

    def __init__(self, data: Collection[T]):
        self.data = data

    @property
    def index(self) -> int:
        """Always 0; PySpark's objects bear it."""
        return 0

    @property
    def maxindex(self) -> int:
        """The number of values."""
        return len(self.data)

    def __iter__(self) -> Iterator[T]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)
