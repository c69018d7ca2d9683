"""Any transformation, over any data, partitions and storage level, is what plain Python makes of the list."""

from __future__ import annotations

import math
import operator
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrite import SparkContext, StorageLevel
from pyrite.core.rdd import RDD

EXAMPLES = settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NUMBERS = st.lists(st.integers(-20, 20), max_size=25)
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.binary(max_size=5),
)
RECORDS = st.recursive(ATOMS, lambda inner: st.tuples(inner, inner) | st.tuples(inner), max_leaves=4)
SLICES = st.integers(1, 6)
PAIRS = st.lists(st.tuples(st.integers(-4, 4), st.integers(-50, 50)), max_size=20)
LEVELS = st.sampled_from(
    [
        None,
        StorageLevel.MEMORY_ONLY,
        StorageLevel.DISK_ONLY,
        StorageLevel.MEMORY_AND_DISK,
        StorageLevel.OFF_HEAP,
    ]
)


def ordered(records: list[Any]) -> list[Any]:
    return sorted(records, key=repr)


# ---------------------------------------------------------------------------------------------- one by one

#: Transformations of numbers that keep their order, and what a list becomes.
IN_ORDER: dict[str, tuple[Callable[[RDD[Any]], RDD[Any]], Callable[[list[Any]], list[Any]]]] = {
    "map": (lambda r: r.map(lambda x: x * 3 - 1), lambda xs: [x * 3 - 1 for x in xs]),
    "filter": (lambda r: r.filter(lambda x: x % 3), lambda xs: [x for x in xs if x % 3]),
    "flat_map": (
        lambda r: r.flatMap(lambda x: range(abs(x) % 4)),
        lambda xs: [y for x in xs for y in range(abs(x) % 4)],
    ),
    "whole_partitions": (
        lambda r: r.mapPartitions(lambda it: (x + 1 for x in it)),
        lambda xs: [x + 1 for x in xs],
    ),
    "keys_and_values": (lambda r: r.keyBy(lambda x: -x).keys(), lambda xs: [-x for x in xs]),
    "map_values": (
        lambda r: r.map(lambda x: (x, x)).mapValues(lambda v: v * v).values(),
        lambda xs: [x * x for x in xs],
    ),
    "flat_map_values": (
        lambda r: r.map(lambda x: (x, [x, 1])).flatMapValues(lambda v: v).map(sum),
        lambda xs: [x + y for x in xs for y in (x, 1)],
    ),
    "union_with_itself": (lambda r: r.union(r), lambda xs: xs + xs),
    "coalesce": (lambda r: r.coalesce(2), lambda xs: xs),
    "glom": (lambda r: r.glom().flatMap(lambda part: part), lambda xs: xs),
    "zip_with_itself": (lambda r: r.zip(r.map(abs)).map(sum), lambda xs: [x + abs(x) for x in xs]),
    "zip_with_index": (lambda r: r.zipWithIndex().map(sum), lambda xs: [x + i for i, x in enumerate(xs)]),
    "sort_by": (lambda r: r.sortBy(lambda x: x), sorted),
    "sort_descending": (
        lambda r: r.sortBy(lambda x: x, ascending=False),
        lambda xs: sorted(xs, reverse=True),
    ),
    "sort_into_three": (lambda r: r.sortBy(lambda x: x, numPartitions=3), sorted),
}

#: Those after which only the records are known, not their order.
OUT_OF_ORDER: dict[str, tuple[Callable[[RDD[Any]], RDD[Any]], Callable[[list[Any]], list[Any]]]] = {
    "distinct": (lambda r: r.distinct(), lambda xs: list(set(xs))),
    "repartition": (lambda r: r.repartition(3), lambda xs: xs),
    "partition_by": (lambda r: r.map(lambda x: (x, x)).partitionBy(3).keys(), lambda xs: xs),
    "counted": (
        lambda r: r.map(lambda x: (x % 5, 1)).reduceByKey(operator.add).map(lambda kv: kv[0] * 100 + kv[1]),
        lambda xs: [k * 100 + n for k, n in Counter(x % 5 for x in xs).items()],
    ),
    "grouped": (
        lambda r: r.groupBy(lambda x: x % 4).map(lambda kv: kv[0] + sum(kv[1])),
        lambda xs: [k + sum(v) for k, v in grouped((x % 4, x) for x in xs).items()],
    ),
    "joined": (
        lambda r: r.map(lambda x: (x % 3, x)).join(r.map(lambda x: (x % 3, 1))).map(lambda kv: kv[1][0]),
        lambda xs: [x for x in xs for y in xs if x % 3 == y % 3],
    ),
    "subtracted": (lambda r: r.subtract(r.filter(lambda x: x > 0)), lambda xs: [x for x in xs if x <= 0]),
    "intersected": (
        lambda r: r.intersection(r.map(lambda x: x + 1)),
        lambda xs: list({*xs} & {x + 1 for x in xs}),
    ),
    "cartesian": (
        lambda r: r.filter(lambda x: x > 15).cartesian(r).map(sum),
        lambda xs: [x + y for x in xs if x > 15 for y in xs],
    ),
}


def grouped(pairs: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for k, v in pairs:
        found[k].append(v)
    return found


@pytest.mark.parametrize("name", IN_ORDER)
@EXAMPLES
@given(numbers=NUMBERS, slices=SLICES, level=LEVELS)
def test_transformation(name: str, sc: SparkContext, numbers: list[int], slices: int, level: Any) -> None:
    transform, plainly = IN_ORDER[name]
    source = sc.parallelize(numbers, slices)
    found = transform(source if level is None else source.persist(level))
    if level is not None:
        found = found.persist(level)
    expected = plainly(numbers)
    assert found.collect() == expected
    assert found.count() == len(expected)
    assert found.collect() == expected


@pytest.mark.parametrize("name", OUT_OF_ORDER)
@EXAMPLES
@given(numbers=NUMBERS, slices=SLICES, level=LEVELS)
def test_shuffle(name: str, sc: SparkContext, numbers: list[int], slices: int, level: Any) -> None:
    transform, plainly = OUT_OF_ORDER[name]
    found = transform(sc.parallelize(numbers, slices))
    if level is not None:
        found = found.persist(level)
    expected = sorted(plainly(numbers))
    assert sorted(found.collect()) == expected
    assert found.count() == len(expected)
    assert sorted(found.toLocalIterator()) == expected


# ---------------------------------------------------------------------------------------------- chains

STEPS = {**IN_ORDER, **OUT_OF_ORDER}
CHAINS = st.lists(
    st.sampled_from([name for name in STEPS if name not in ("cartesian", "joined")]), max_size=6
)


@settings(EXAMPLES, max_examples=60)
@given(
    numbers=st.lists(st.integers(-20, 20), max_size=12), slices=SLICES, chain=CHAINS, cached=st.integers(0, 6)
)
def test_chain_of_transformations(
    sc: SparkContext, numbers: list[int], slices: int, chain: list[str], cached: int
) -> None:
    rdd, expected = sc.parallelize(numbers, slices), numbers
    known = True
    for i, name in enumerate(chain):
        if name == "zip_with_index" and not known:
            name = "map"  # Which index a record has hangs on the order.
        transform, plainly = STEPS[name]
        rdd, expected = transform(rdd), plainly(expected)
        known = (known and name in IN_ORDER) or name.startswith("sort")
        if i == cached:
            rdd = rdd.cache()
    for _ in range(2):
        found = rdd.collect()
        assert found == expected if known else sorted(found) == sorted(expected)
    assert rdd.count() == len(expected)


# ---------------------------------------------------------------------------------------------- records of all kinds


@EXAMPLES
@given(records=st.lists(RECORDS, max_size=20), slices=SLICES)
def test_records_of_all_kinds_come_back(sc: SparkContext, records: list[Any], slices: int) -> None:
    rdd = sc.parallelize(records, slices)
    assert rdd.collect() == records
    assert [x for part in rdd.glom().collect() for x in part] == records
    assert rdd.take(3) == records[:3]
    assert ordered(rdd.repartition(3).collect()) == ordered(records)


@EXAMPLES
@given(records=st.lists(RECORDS, max_size=20), slices=SLICES)
def test_keys_of_all_kinds_are_equal_where_python_says_so(
    sc: SparkContext, records: list[Any], slices: int
) -> None:
    rdd = sc.parallelize(records, slices)
    assert dict(rdd.map(lambda x: (x, 1)).reduceByKey(operator.add, 4).collect()) == dict(Counter(records))
    assert dict(rdd.countByValue()) == dict(Counter(records))
    assert set(rdd.distinct().collect()) == set(records)


@EXAMPLES
@given(records=st.lists(RECORDS, min_size=1, max_size=12), slices=SLICES)
def test_lookup_after_partitioning_finds_all_keys(sc: SparkContext, records: list[Any], slices: int) -> None:
    rdd = sc.parallelize([(x, i) for i, x in enumerate(records)], slices).partitionBy(3)
    assert sorted(rdd.lookup(records[0])) == [i for i, x in enumerate(records) if x == records[0]]


# ---------------------------------------------------------------------------------------------- two sides


@EXAMPLES
@given(left=PAIRS, right=PAIRS, slices=SLICES, parts=st.sampled_from([None, 1, 3]), known=st.booleans())
def test_joins(sc: SparkContext, left: Any, right: Any, slices: int, parts: int | None, known: bool) -> None:
    a, b = sc.parallelize(left, slices), sc.parallelize(right, 2)
    if known and parts:
        a = a.partitionBy(parts)
    mine, theirs = grouped(left), grouped(right)

    def pairs(keys: set[int]) -> list[Any]:
        return ordered(
            [(k, (x, y)) for k in keys for x in mine.get(k, [None]) for y in theirs.get(k, [None])]
        )

    assert ordered(a.join(b, parts).collect()) == pairs(mine.keys() & theirs.keys())
    assert ordered(a.leftOuterJoin(b, parts).collect()) == pairs({*mine})
    assert ordered(a.rightOuterJoin(b, parts).collect()) == pairs({*theirs})
    assert ordered(a.fullOuterJoin(b, parts).collect()) == pairs(mine.keys() | theirs.keys())
    assert ordered(a.subtractByKey(b, parts).collect()) == ordered([kv for kv in left if kv[0] not in theirs])
    together = {k: (sorted(x), sorted(y)) for k, (x, y) in a.cogroup(b, parts).collect()}
    assert together == {
        k: (sorted(mine.get(k, [])), sorted(theirs.get(k, []))) for k in mine.keys() | theirs.keys()
    }


# ---------------------------------------------------------------------------------------------- by key


@EXAMPLES
@given(pairs=PAIRS, slices=SLICES, parts=st.sampled_from([None, 1, 2, 5]))
def test_combining_by_key(sc: SparkContext, pairs: Any, slices: int, parts: int | None) -> None:
    rdd = sc.parallelize(pairs, slices)
    groups = grouped(pairs)
    sums = {k: sum(v) for k, v in groups.items()}
    assert dict(rdd.reduceByKey(operator.add, parts).collect()) == sums
    assert dict(rdd.foldByKey(0, operator.add, parts).collect()) == sums
    assert rdd.reduceByKeyLocally(operator.add) == sums
    assert dict(rdd.aggregateByKey((0, 0), _add, _merge, parts).collect()) == {
        k: (sum(v), len(v)) for k, v in groups.items()
    }
    assert {k: list(v) for k, v in rdd.groupByKey(parts).collect()} == groups
    lists = rdd.combineByKey(lambda v: [v], lambda c, v: [*c, v], operator.add, parts)
    assert dict(lists.collect()) == groups
    assert dict(rdd.countByKey()) == {k: len(v) for k, v in groups.items()}
    assert rdd.collectAsMap() == dict(pairs)


def _add(total: tuple[int, int], x: int) -> tuple[int, int]:
    return total[0] + x, total[1] + 1


def _merge(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return a[0] + b[0], a[1] + b[1]


@EXAMPLES
@given(pairs=PAIRS, slices=SLICES, parts=st.integers(1, 5), ascending=st.booleans())
def test_sorting(sc: SparkContext, pairs: Any, slices: int, parts: int, ascending: bool) -> None:
    rdd = sc.parallelize(pairs, slices)
    keys = sorted((k for k, _ in pairs), reverse=not ascending)
    found = rdd.sortByKey(ascending, parts)
    assert found.keys().collect() == keys
    assert ordered(found.collect()) == ordered(pairs)
    by_function = rdd.sortByKey(ascending, parts, keyfunc=lambda k: -k).keys().collect()
    assert by_function == keys[::-1]
    within = rdd.repartitionAndSortWithinPartitions(parts, lambda k: k, ascending).keys().glom().collect()
    assert within == [[k for k in keys if k % parts == i] for i in range(parts)]


@EXAMPLES
@given(pairs=PAIRS, slices=SLICES, parts=st.integers(1, 5))
def test_placing_by_a_function(sc: SparkContext, pairs: Any, slices: int, parts: int) -> None:
    found = sc.parallelize(pairs, slices).partitionBy(parts, lambda k: k * 3).glom().collect()
    assert found == [[(k, v) for k, v in pairs if k * 3 % parts == i] for i in range(parts)]


# ---------------------------------------------------------------------------------------------- actions


@EXAMPLES
@given(numbers=NUMBERS, slices=SLICES, depth=st.integers(1, 4), n=st.integers(0, 30))
def test_actions(sc: SparkContext, numbers: list[int], slices: int, depth: int, n: int) -> None:
    rdd = sc.parallelize(numbers, slices)
    assert rdd.sum() == sum(numbers)
    assert rdd.fold(0, operator.add) == sum(numbers)
    assert rdd.aggregate((0, 0), _add, _merge) == (sum(numbers), len(numbers))
    assert rdd.treeAggregate((0, 0), _add, _merge, depth) == (sum(numbers), len(numbers))
    assert rdd.take(n) == numbers[:n]
    assert rdd.top(n) == sorted(numbers, reverse=True)[:n]
    assert rdd.takeOrdered(n) == sorted(numbers)[:n]
    assert rdd.takeOrdered(n, key=lambda x: -x) == sorted(numbers, key=lambda x: -x)[:n]
    assert rdd.isEmpty() == (not numbers)
    assert list(rdd.toLocalIterator()) == numbers
    if numbers:
        assert (
            rdd.reduce(operator.add) == rdd.treeReduce(operator.add, depth) == reduce(operator.add, numbers)
        )
        assert (rdd.max(), rdd.min(), rdd.first()) == (max(numbers), min(numbers), numbers[0])
        assert math.isclose(rdd.mean(), sum(numbers) / len(numbers), abs_tol=1e-9)


@EXAMPLES
@given(
    numbers=NUMBERS,
    slices=SLICES,
    borders=st.lists(st.integers(-25, 25), min_size=2, max_size=6, unique=True),
)
def test_histogram(sc: SparkContext, numbers: list[int], slices: int, borders: list[int]) -> None:
    borders = sorted(borders)
    expected = [0] * (len(borders) - 1)
    for x in numbers:
        for i in range(len(expected)):
            last = i == len(expected) - 1
            if borders[i] <= x < borders[i + 1] or (last and x == borders[-1]):
                expected[i] += 1
    assert sc.parallelize(numbers, slices).histogram(borders) == (borders, expected)


# ---------------------------------------------------------------------------------------------- chance


@EXAMPLES
@given(
    numbers=NUMBERS,
    slices=SLICES,
    seed=st.integers(0, 2**40),
    weights=st.lists(st.integers(1, 5), min_size=1, max_size=4),
)
def test_random_split_deals_each_record_once(
    sc: SparkContext, numbers: list[int], slices: int, seed: int, weights: list[int]
) -> None:
    parts = sc.parallelize(numbers, slices).randomSplit(weights, seed)
    assert len(parts) == len(weights)
    assert sorted(x for part in parts for x in part.collect()) == sorted(numbers)


@EXAMPLES
@given(slices=SLICES, seed=st.integers(0, 2**40), n=st.integers(0, 60), fraction=st.floats(0, 1))
def test_samples_are_of_the_records(
    sc: SparkContext, slices: int, seed: int, n: int, fraction: float
) -> None:
    rdd = sc.parallelize(range(40), slices)
    once = rdd.sample(False, fraction, seed).collect()
    assert once == rdd.sample(False, fraction, seed).collect() == sorted(set(once))
    assert set(rdd.sample(True, fraction, seed).collect()) <= set(range(40))
    taken = rdd.takeSample(False, n, seed)
    assert len(set(taken)) == len(taken) == min(n, 40)
    assert len(rdd.takeSample(True, n, seed)) == n
