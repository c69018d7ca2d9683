"""Joins of pair RDDs as functions; the methods of RDD are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pyrite.resultiterable import ResultIterable

# No types for the RDDs: they stand above this module.
Dispatch = Callable[[Iterator[tuple[int, Any]]], Iterable[Any]]


def _tagged_groups(rdds: Sequence[Any], numPartitions: int | None, first: int) -> Any:
    """For each key, the values of all RDDs as (number of the RDD, value)."""

    def tag(number: int) -> Callable[[Any], tuple[int, Any]]:
        return lambda value: (number, value)

    tagged = [rdd.mapValues(tag(number)) for number, rdd in enumerate(rdds, first)]
    union = tagged[0]
    for rdd in tagged[1:]:
        union = union.union(rdd)
    return union.groupByKey(numPartitions)


def _do_python_join(rdd: Any, other: Any, numPartitions: int | None, dispatch: Dispatch) -> Any:
    """For each key what ``dispatch`` makes of its values, as (1, mine) and (2, the other's)."""
    return _tagged_groups([rdd, other], numPartitions, 1).flatMapValues(lambda values: dispatch(iter(values)))


def python_join(rdd: Any, other: Any, numPartitions: int | None) -> Any:
    """:meth:`RDD.join`."""
    return rdd.join(other, numPartitions)


def python_right_outer_join(rdd: Any, other: Any, numPartitions: int | None) -> Any:
    """:meth:`RDD.rightOuterJoin`."""
    return rdd.rightOuterJoin(other, numPartitions)


def python_left_outer_join(rdd: Any, other: Any, numPartitions: int | None) -> Any:
    """:meth:`RDD.leftOuterJoin`."""
    return rdd.leftOuterJoin(other, numPartitions)


def python_full_outer_join(rdd: Any, other: Any, numPartitions: int | None) -> Any:
    """:meth:`RDD.fullOuterJoin`."""
    return rdd.fullOuterJoin(other, numPartitions)


def python_cogroup(rdds: Sequence[Any], numPartitions: int | None) -> Any:
    """For each key one iterable of values per RDD; any number of RDDs."""
    count = len(rdds)

    def separate(tagged: Iterable[tuple[int, Any]]) -> tuple[ResultIterable[Any], ...]:
        sides: list[list[Any]] = [[] for _ in range(count)]
        for number, value in tagged:
            sides[number].append(value)
        return tuple(map(ResultIterable, sides))

    return _tagged_groups(rdds, numPartitions, 0).mapValues(separate)
