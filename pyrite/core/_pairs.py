"""What RDDs of (key, value) pairs can do besides."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from pyrite._lineage import ops
from pyrite._lineage.partitioner import Partitioner, RangeFunction, portable_hash
from pyrite._runtime import program
from pyrite.rddsampler import RDDStratifiedSampler
from pyrite.resultiterable import ResultIterable

if TYPE_CHECKING:
    from pyrite.core.rdd import RDD

T = TypeVar("T")
U = TypeVar("U")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_IMMUTABLE = (int, float, complex, str, bytes, bool, type(None), frozenset)


class PairRDD:
    """The pair operations of :class:`RDD`; ``self`` is always one."""

    # ------------------------------------------------------------------------------------------ by key

    def keys(self: RDD[tuple[K, V]]) -> RDD[K]:
        """The keys."""
        return self.map(operator.itemgetter(0))

    def values(self: RDD[tuple[K, V]]) -> RDD[V]:
        """The values."""
        return self.map(operator.itemgetter(1))

    def mapValues(self: RDD[tuple[K, V]], f: Callable[[V], U]) -> RDD[tuple[K, U]]:
        """Apply ``f`` to each value; keys and partitioning stay.

        >>> sc.parallelize([("a", [1, 2]), ("b", [3])]).mapValues(len).collect()
        [('a', 2), ('b', 1)]
        """
        return self._transform("mapvalues", f, True)

    def flatMapValues(self: RDD[tuple[K, V]], f: Callable[[V], Iterable[U]]) -> RDD[tuple[K, U]]:
        """A pair for each item of ``f(value)``; keys and partitioning stay.

        >>> sc.parallelize([("a", ["x", "y"])]).flatMapValues(lambda v: v).collect()
        [('a', 'x'), ('a', 'y')]
        """
        return self._transform("flatmapvalues", f, True)

    def partitionBy(
        self: RDD[tuple[K, V]], numPartitions: int | None, partitionFunc: Callable[[K], int] = portable_hash
    ) -> RDD[tuple[K, V]]:
        """Move each pair to partition ``partitionFunc(key) % numPartitions``.

        >>> sorted(sc.parallelize([1, 2, 3, 4]).map(lambda x: (x, x)).partitionBy(2).glom().map(len).collect())
        [2, 2]
        """
        partitioner = self._partitioner(numPartitions, partitionFunc)
        return (
            self if self.partitioner == partitioner else self._shuffled(partitioner, ops.Pairs(), ops.Pairs())
        )

    def combineByKey(
        self: RDD[tuple[K, V]],
        createCombiner: Callable[[V], U],
        mergeValue: Callable[[U, V], U],
        mergeCombiners: Callable[[U, U], U],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
    ) -> RDD[tuple[K, U]]:
        """Combine the values of each key: the first by ``createCombiner``, more by ``mergeValue``, and what the
        partitions found by ``mergeCombiners``. The functions may change and return their first argument.

        >>> pairs = sc.parallelize([("a", 1), ("b", 1), ("a", 2)])
        >>> sorted(pairs.combineByKey(lambda v: [v], lambda l, v: l + [v], lambda a, b: a + b).collect())
        [('a', [1, 2]), ('b', [1])]
        """
        return self._merged(
            ops.Aggregator(createCombiner, mergeValue, mergeCombiners), numPartitions, partitionFunc
        )

    def reduceByKey(
        self: RDD[tuple[K, V]],
        func: Callable[[V, V], V],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
    ) -> RDD[tuple[K, V]]:
        """Merge the values of each key with ``func``, first where they are, then after a shuffle.

        >>> sorted(sc.parallelize([("a", 1), ("b", 1), ("a", 1)]).reduceByKey(operator.add).collect())
        [('a', 2), ('b', 1)]
        """
        return self._merged(ops.Aggregator(None, func, func), numPartitions, partitionFunc)

    def aggregateByKey(
        self: RDD[tuple[K, V]],
        zeroValue: U,
        seqFunc: Callable[[U, V], U],
        combFunc: Callable[[U, U], U],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
    ) -> RDD[tuple[K, U]]:
        """Fold the values of each key into a copy of ``zeroValue`` with ``seqFunc``; merge those with ``combFunc``."""
        zero = _Zero(zeroValue)
        aggregator = ops.Aggregator(lambda v: seqFunc(zero(), v), seqFunc, combFunc)
        return self._merged(aggregator, numPartitions, partitionFunc)

    def foldByKey(
        self: RDD[tuple[K, V]],
        zeroValue: V,
        func: Callable[[V, V], V],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
    ) -> RDD[tuple[K, V]]:
        """Fold the values of each key from ``zeroValue``, which may be added once for each partition."""
        return self.aggregateByKey(zeroValue, func, func, numPartitions, partitionFunc)

    def groupByKey(
        self: RDD[tuple[K, V]],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
    ) -> RDD[tuple[K, ResultIterable[V]]]:
        """All values of each key, as an iterable with a length. Where a sum or the like is wanted,
        :meth:`reduceByKey` moves far less data.

        >>> grouped = sc.parallelize([("a", 1), ("b", 1), ("a", 1)]).groupByKey()
        >>> sorted(grouped.mapValues(list).collect())
        [('a', [1, 1]), ('b', [1])]
        """
        return self._merged(ops.Grouping(), numPartitions, partitionFunc).mapValues(ResultIterable)

    def reduceByKeyLocally(self: RDD[tuple[K, V]], func: Callable[[V, V], V]) -> dict[K, V]:
        """Merge the values of each key and return a dict to the driver, without a shuffle."""
        parts = self._run(program.Apply(_ReducedToDict(func)))
        if not parts:
            raise ValueError("Can not reduce() empty RDD")
        merged: dict[K, V] = {}
        for key, value in chain.from_iterable(part.items() for part in parts):
            merged[key] = func(merged[key], value) if key in merged else value
        return merged

    def countByKey(self: RDD[tuple[K, V]]) -> dict[K, int]:
        """How many pairs each key has, as a dict in the driver."""
        return self.keys().countByValue()

    def collectAsMap(self: RDD[tuple[K, V]]) -> dict[K, V]:
        """All pairs as a dict in the driver; of several values of a key the last stays."""
        return dict(self.collect())

    def lookup(self: RDD[tuple[K, V]], key: K) -> list[V]:
        """The values of ``key``; only one partition is searched when the partitioner is known."""
        values = self.filter(lambda pair: pair[0] == key).values()
        partitioner = self.partitioner
        if partitioner is None:
            return values.collect()
        # Asked of a worker: the built-in hash of the driver may be another one.
        function, n = partitioner.partitionFunc, partitioner.numPartitions
        if function is portable_hash:
            function = hash
        place = self.ctx.parallelize([key], 1).map(lambda k: function(k) % n).first()
        return self.ctx.runJob(values, lambda it: it, [place])

    def sampleByKey(
        self: RDD[tuple[K, V]],
        withReplacement: bool,
        fractions: dict[K, float | int],
        seed: int | None = None,
    ) -> RDD[tuple[K, V]]:
        """A random sample in which each key has a fraction of its own. Raises ``ValueError`` for a negative one."""
        for fraction in fractions.values():
            if fraction < 0.0:
                raise ValueError(f"Negative fraction value: {fraction}")
        return self.mapPartitionsWithIndex(RDDStratifiedSampler(withReplacement, fractions, seed).func, True)

    # ------------------------------------------------------------------------------------------ sorting

    def sortByKey(
        self: RDD[tuple[K, V]],
        ascending: bool | None = True,
        numPartitions: int | None = None,
        keyfunc: Callable[[K], Any] | None = None,
    ) -> RDD[tuple[K, V]]:
        """Sort by key; a sample decides which range of keys each partition gets, so that collecting is in order.

        >>> sc.parallelize([("b", 1), ("a", 2)]).sortByKey().first()
        ('a', 2)
        """
        count = self._defaultReducePartitions() if numPartitions is None else numPartitions
        mode = ops.Sorting(keyfunc, bool(ascending))
        if count == 1:
            whole = self.coalesce(1) if self.getNumPartitions() > 1 else self
            return whole._make(
                ops.LocalMerge(mode), whole.getNumPartitions(), [whole], partitioner=whole.partitioner
            )
        size = self.count()
        if not size:
            return self
        fraction = min(count * 20.0 / max(size, 1), 1.0)
        sample: list[Any] = sorted(self.sample(False, fraction, 1).keys().collect(), key=keyfunc)
        bounds = [sample[len(sample) * (i + 1) // count] for i in range(count - 1)] if sample else []
        partitioner = Partitioner(count, RangeFunction(bounds, keyfunc, bool(ascending)))
        return self._shuffled(partitioner, ops.Pairs(), mode)

    def repartitionAndSortWithinPartitions(
        self: RDD[tuple[K, V]],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
        ascending: bool = True,
        keyfunc: Callable[[K], Any] | None = None,
    ) -> RDD[tuple[K, V]]:
        """Partition by ``partitionFunc`` and sort each partition by key, in one pass.

        >>> rdd = sc.parallelize([(0, 5), (3, 8), (2, 6), (0, 8), (3, 8), (1, 3)])
        >>> rdd.repartitionAndSortWithinPartitions(2, lambda x: x % 2, True).glom().collect()
        [[(0, 5), (0, 8), (2, 6)], [(1, 3), (3, 8), (3, 8)]]
        """
        partitioner = self._partitioner(numPartitions, partitionFunc)
        mode = ops.Sorting(keyfunc, ascending)
        if self.partitioner == partitioner:
            return self._make(ops.LocalMerge(mode), self.getNumPartitions(), [self], partitioner=partitioner)
        return self._shuffled(partitioner, ops.Pairs(), mode)

    # ------------------------------------------------------------------------------------------ joins

    def join(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, U]], numPartitions: int | None = None
    ) -> RDD[tuple[K, tuple[V, U]]]:
        """Pairs ``(key, (mine, theirs))`` for each pair of values of a key that both have.

        >>> x = sc.parallelize([("a", 1), ("b", 4)])
        >>> sorted(x.join(sc.parallelize([("a", 2), ("a", 3)])).collect())
        [('a', (1, 2)), ('a', (1, 3))]
        """
        return self._grouped_with([other], numPartitions).flatMapValues(_inner)

    def leftOuterJoin(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, U]], numPartitions: int | None = None
    ) -> RDD[tuple[K, tuple[V, U | None]]]:
        """:meth:`join`, with ``None`` for the other side of my keys that it lacks."""
        return self._grouped_with([other], numPartitions).flatMapValues(_left_outer)

    def rightOuterJoin(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, U]], numPartitions: int | None = None
    ) -> RDD[tuple[K, tuple[V | None, U]]]:
        """:meth:`join`, with ``None`` for my side of the other's keys that I lack."""
        return self._grouped_with([other], numPartitions).flatMapValues(_right_outer)

    def fullOuterJoin(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, U]], numPartitions: int | None = None
    ) -> RDD[tuple[K, tuple[V | None, U | None]]]:
        """:meth:`join`, with ``None`` for whichever side lacks a key."""
        return self._grouped_with([other], numPartitions).flatMapValues(_full_outer)

    def cogroup(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, U]], numPartitions: int | None = None
    ) -> RDD[tuple[K, tuple[ResultIterable[V], ResultIterable[U]]]]:
        """For each key of either side a pair of iterables: my values and the other's."""
        return self._grouped_with([other], numPartitions).mapValues(_as_iterables)

    def groupWith(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, Any]], *others: RDD[tuple[K, Any]]
    ) -> RDD[tuple[K, tuple[ResultIterable[Any], ...]]]:
        """:meth:`cogroup` of any number of RDDs."""
        return self._grouped_with([other, *others], None).mapValues(_as_iterables)

    def subtractByKey(
        self: RDD[tuple[K, V]], other: RDD[tuple[K, Any]], numPartitions: int | None = None
    ) -> RDD[tuple[K, V]]:
        """My pairs whose key ``other`` lacks.

        >>> x = sc.parallelize([("a", 1), ("b", 4)])
        >>> x.subtractByKey(sc.parallelize([("a", 3)])).collect()
        [('b', 4)]
        """
        return self._grouped_with([other], numPartitions).flatMapValues(
            lambda sides: () if sides[1] else sides[0]
        )

    def subtract(self: RDD[T], other: RDD[T], numPartitions: int | None = None) -> RDD[T]:
        """My records that ``other`` lacks; duplicates of mine are kept."""
        return self.map(_with_true).subtractByKey(other.map(_with_true), numPartitions).keys()

    # ------------------------------------------------------------------------------------------ plumbing

    def _defaultReducePartitions(self: RDD[Any]) -> int:
        if self.ctx._conf.contains("spark.default.parallelism"):
            return self.ctx.defaultParallelism
        return self.getNumPartitions()

    def _partitioner(self: RDD[Any], count: int | None, function: Callable[[Any], int]) -> Partitioner:
        return Partitioner(self._defaultReducePartitions() if count is None else count, function)

    def _merged(
        self: RDD[Any], mode: ops.Aggregator | ops.Grouping, count: int | None, function: Callable[[Any], int]
    ) -> RDD[Any]:
        """Merge values by key: in place where the pairs lie right already, else through a shuffle."""
        partitioner = self._partitioner(count, function)
        if self.partitioner == partitioner:
            return self._make(ops.LocalMerge(mode), self.getNumPartitions(), [self], partitioner=partitioner)
        return self._shuffled(partitioner, mode, mode)

    def _shuffled(
        self: RDD[Any], partitioner: Partitioner, write: ops.WriteMode, read: ops.ReadMode
    ) -> RDD[Any]:
        dep = self.ctx._engine.shuffle(self._node, partitioner, write)
        return self._make(
            ops.ShuffleRead(dep.id, read),
            partitioner.numPartitions,
            shuffles=[dep],
            partitioner=partitioner,
            ordered=False,
        )

    def _grouped_with(self: RDD[Any], others: Sequence[RDD[Any]], count: int | None) -> RDD[Any]:
        """The values of every side by key. Sides that are partitioned right already are not shuffled."""
        sides = [self, *others]
        if count is None:
            count = self.ctx.union(sides)._defaultReducePartitions()
        partitioner = Partitioner(count, portable_hash)
        parents, shuffles = [], []
        places: list[int | None] = []
        for side in sides:
            if side.partitioner == partitioner:
                parents.append(side)
                places.append(None)
            else:
                pairs = side.mapValues(_itself)  # Of longer records only these two are joined, as on PySpark.
                dep = self.ctx._engine.shuffle(pairs._node, partitioner, ops.Pairs())
                shuffles.append(dep)
                places.append(dep.id)
        return self._make(
            ops.CoGroup(tuple(places)),
            count,
            parents,
            shuffles=shuffles,
            partitioner=partitioner,
            ordered=False,
        )


class _Zero:
    """Fresh copies of a zero value."""

    def __init__(self, value: Any):
        self._value = value
        self._shared = isinstance(value, _IMMUTABLE)
        self._pickled: bytes | None = None

    def __call__(self) -> Any:
        if self._shared:
            return self._value
        if self._pickled is None:
            try:
                self._pickled = pickle.dumps(self._value, 5)
            except Exception:
                return copy.deepcopy(self._value)
        return pickle.loads(self._pickled)


class _ReducedToDict:
    def __init__(self, func: Callable[[Any, Any], Any]):
        self.func = func

    def __call__(self, _: int, iterator: Iterator[Any]) -> dict[Any, Any]:
        func = self.func
        merged: dict[Any, Any] = {}
        for key, value in iterator:
            merged[key] = func(merged[key], value) if key in merged else value
        return merged


def _itself(value: T) -> T:
    return value


def _with_true(x: Any) -> tuple[Any, bool]:
    return (x, True)


def _as_iterables(sides: tuple[Any, ...]) -> Any:
    return tuple(map(ResultIterable, sides))


def _product(left: Iterable[Any], right: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    return ((x, y) for x in left for y in right)


def _inner(sides: tuple[Any, Any]) -> Iterable[Any]:
    return _product(sides[0], sides[1]) if sides[0] and sides[1] else ()


def _left_outer(sides: tuple[Any, Any]) -> Iterable[Any]:
    return _product(sides[0], sides[1] or (None,))


def _right_outer(sides: tuple[Any, Any]) -> Iterable[Any]:
    return _product(sides[0] or (None,), sides[1])


def _full_outer(sides: tuple[Any, Any]) -> Iterable[Any]:
    return _product(sides[0] or (None,), sides[1] or (None,))
