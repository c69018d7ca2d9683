"""Resilient distributed datasets: thin objects around lineage nodes."""

from __future__ import annotations

import copy
import heapq
import importlib
import operator
import os
import random
import shlex
import sys
import threading
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice, pairwise
from math import ceil, log, sqrt
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pyrite._lineage import ops
from pyrite._lineage.graph import Node, debug_string, describe
from pyrite._lineage.partitioner import Partitioner, portable_hash
from pyrite._runtime import program
from pyrite.core._approx import BoundedFloat
from pyrite.core._numeric import NumericRDD
from pyrite.core._pairs import PairRDD
from pyrite.core._save import SavingRDD
from pyrite.errors import PySparkRuntimeError
from pyrite.rddsampler import RDDRangeSampler, RDDSampler
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext
    from pyrite.resource.profile import ResourceProfile

__all__ = ["RDD", "BoundedFloat", "Partitioner", "RDDBarrier", "portable_hash"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def call_site() -> tuple[str, str]:
    """The RDD method that the user's code called, and where: ``("map", "app.py:12")``."""
    frame = sys._getframe(1)
    name = ""
    while frame is not None and frame.f_code.co_filename.startswith(_HERE):
        name = frame.f_code.co_name
        frame = cast(Any, frame.f_back)
    if frame is None:
        return name, ""
    return name, f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"


def place() -> str:
    """The action that the user's code called, and where: ``collect at app.py:12``."""
    name, site = call_site()
    return f"{name} at {site}" if site else name


class RDD(PairRDD, NumericRDD, SavingRDD, Generic[T_co]):
    """An immutable, partitioned collection of records, computed when an action asks for it.

    RDDs are made by a :class:`SparkContext` or from other RDDs; what a partition holds can be computed again from
    its lineage whenever a worker is lost.
    """

    def __init__(self, node: Node, ctx: SparkContext):
        self._node = node
        self.ctx = ctx
        self.is_cached = False
        self.is_checkpointed = False
        self.has_resource_profile = False
        self._name: str | None = None
        self._level: StorageLevel | None = None
        self._profile: ResourceProfile | None = None
        self._locally_checkpointed = False

    # ------------------------------------------------------------------------------------------ plumbing

    @property
    def partitioner(self) -> Partitioner | None:
        """The partitioner of a pair RDD whose keys' places are known, else ``None``."""
        return self._node.partitioner

    def _make(
        self,
        op: ops.Op,
        num_partitions: int | None,
        parents: Sequence[RDD[Any]] = (),
        *,
        shuffles: Sequence[Any] = (),
        partitioner: Partitioner | None = None,
        barrier: bool = False,
        ordered: bool = True,
    ) -> RDD[Any]:
        name, site = call_site()
        node = Node(
            self.ctx._engine.next_id(),
            op,
            num_partitions,
            tuple(parent._node for parent in parents),
            tuple(shuffles),
            partitioner,
            f"{name} at {site}" if site else name,
            barrier,
            ordered and all(parent._node.ordered for parent in parents),
        )
        return RDD(node, self.ctx)

    def _transform(self, kind: ops.Kind, f: Callable[..., Any], preserves: bool = False) -> RDD[Any]:
        if not callable(f):
            raise TypeError(f"a function is needed, not {type(f).__name__}")
        return self._make(
            ops.Transform(kind, f),
            None,
            [self],
            partitioner=self._node.partitioner if preserves else None,
        )

    def _partitionwise(
        self, f: Callable[[Iterator[Any]], Iterable[Any]], preserves: bool = False
    ) -> RDD[Any]:
        return self._transform("partitions", _WithoutSplit(f), preserves)

    def _run(self, sink: program.Sink, partitions: Sequence[int] | None = None) -> list[Any]:
        return self.ctx._run(self, sink, partitions)

    def __getnewargs__(self) -> Any:
        raise PySparkRuntimeError(errorClass="RDD_TRANSFORM_ONLY_VALID_ON_DRIVER", messageParameters={})

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self.__getnewargs__()

    def __repr__(self) -> str:
        return describe(self._node)

    def id(self) -> int:
        """The id of this RDD in its SparkContext."""
        return self._node.id

    @property
    def context(self) -> SparkContext:
        """The :class:`SparkContext` that this RDD was made by."""
        return self.ctx

    def getNumPartitions(self) -> int:
        """The number of partitions.

        >>> sc.parallelize([1, 2, 3, 4], 2).getNumPartitions()
        2
        """
        return self._node.num_partitions

    def name(self) -> str | None:
        """The name given by :meth:`setName`."""
        return self._name

    def setName(self, name: str) -> RDD[T_co]:
        """Name this RDD, for pictures and listings; returns itself."""
        self._name = name
        self.ctx._engine.names[self._node] = name
        return self

    def toDebugString(self) -> bytes | None:
        """The lineage as text: one line for each RDD, indented at every shuffle. UTF-8 bytes, as in PySpark."""
        storage = {rdd: str(level) for rdd, level in self.ctx._storage_levels.items()}
        return debug_string(self._node, storage).encode()

    def visualize(self) -> Any:
        """The lineage as a picture that a notebook shows: stages as frames, between them the shuffles.

        Returns
        -------
        Picture
            Its ``svg`` is the text, ``save(path)`` keeps it as ``.svg`` or ``.png``. Needs ``pip install pyrite[ui]``.

        >>> sc.parallelize(range(10)).map(str).visualize().save("lineage.svg")      # doctest: +SKIP
        """
        # Pictures are drawn by the room of the UI, which lies above.
        pictures = importlib.import_module("pyrite._ui.pictures")
        names = {node.id: name for node, name in self.ctx._engine.names.items()}
        return pictures.lineage(self._node, names, self.ctx._storage_levels)

    def _repr_html_(self) -> str:
        pictures = importlib.import_module("pyrite._ui.pictures")
        html: str = pictures.rdd_html(self._node, self._name, self._level)
        return html

    # ------------------------------------------------------------------------------------------ caching

    def cache(self) -> RDD[T_co]:
        """Keep the records in memory once they are computed: ``persist(MEMORY_ONLY)``."""
        return self.persist(StorageLevel.MEMORY_ONLY)

    def persist(self, storageLevel: StorageLevel = StorageLevel.MEMORY_ONLY) -> RDD[T_co]:
        """Keep the records at ``storageLevel`` once an action has computed them; returns this RDD.

        Raises
        ------
        PySparkRuntimeError
            When another level was set before.

        >>> rdd = sc.parallelize([1, 2]).persist(StorageLevel.MEMORY_AND_DISK)
        >>> rdd.is_cached
        True
        """
        if self._level is not None and self._level != storageLevel:
            raise PySparkRuntimeError(
                "Cannot change storage level of an RDD after it was already assigned a level: it is "
                f"{self._level}, and {storageLevel} was asked for"
            )
        self._level = storageLevel
        self.is_cached = True
        self.ctx._persist(self, storageLevel)
        return self

    def unpersist(self, blocking: bool = False) -> RDD[T_co]:
        """Drop the kept records; returns this RDD."""
        self.is_cached = False
        self._level = None
        self.ctx._unpersist(self)
        return self

    def getStorageLevel(self) -> StorageLevel:
        """The storage level that was set, or one that keeps nothing."""
        return self._level or StorageLevel.NONE

    def checkpoint(self) -> None:
        """Save this RDD to the checkpoint directory in the next job that computes it, and cut its lineage there.

        Raises when :meth:`SparkContext.setCheckpointDir` was not called.
        """
        self.ctx._mark_checkpoint(self, local=False)
        self.is_checkpointed = True

    def isCheckpointed(self) -> bool:
        """Whether this RDD was saved by :meth:`checkpoint` (or kept by :meth:`localCheckpoint`)."""
        return self._node.id in self.ctx._engine.checkpoints

    def localCheckpoint(self) -> None:
        """Cut the lineage as :meth:`checkpoint` does, with the records on this machine's local disk."""
        self.ctx._mark_checkpoint(self, local=True)
        self._locally_checkpointed = True

    def isLocallyCheckpointed(self) -> bool:
        """Whether :meth:`localCheckpoint` was called."""
        return self._locally_checkpointed

    def getCheckpointFile(self) -> str | None:
        """The folder that :meth:`checkpoint` has written, once it has."""
        return self.ctx._checkpoint_files.get(self._node.id)

    def cleanShuffleDependencies(self, blocking: bool = False) -> None:
        """Delete the shuffle files below this RDD; they are made again when they are needed."""
        self.ctx._engine.clean_shuffles([dep for node in _narrow(self._node) for dep in node.shuffles])

    # ------------------------------------------------------------------------------------------ transformations

    def map(self, f: Callable[[T_co], U], preservesPartitioning: bool = False) -> RDD[U]:
        """Apply ``f`` to every record.

        >>> sc.parallelize(["b", "a"]).map(lambda x: (x, 1)).collect()
        [('b', 1), ('a', 1)]
        """
        return self._transform("map", f, preservesPartitioning)

    def flatMap(self, f: Callable[[T_co], Iterable[U]], preservesPartitioning: bool = False) -> RDD[U]:
        """Apply ``f`` to every record and string its results together.

        >>> sc.parallelize([2, 3]).flatMap(range).collect()
        [0, 1, 0, 1, 2]
        """
        return self._transform("flatmap", f, preservesPartitioning)

    def filter(self, f: Callable[[T_co], Any]) -> RDD[T_co]:
        """Keep the records for which ``f`` is true.

        >>> sc.parallelize([1, 2, 3]).filter(lambda x: x % 2).collect()
        [1, 3]
        """
        return self._transform("filter", f, True)

    def mapPartitions(
        self, f: Callable[[Iterator[T_co]], Iterable[U]], preservesPartitioning: bool = False
    ) -> RDD[U]:
        """Apply ``f`` to the iterator of each partition.

        >>> sc.parallelize([1, 2, 3, 4], 2).mapPartitions(lambda it: [sum(it)]).collect()
        [3, 7]
        """
        if not callable(f):
            raise TypeError(f"a function is needed, not {type(f).__name__}")
        return self._partitionwise(f, preservesPartitioning)

    def mapPartitionsWithIndex(
        self, f: Callable[[int, Iterator[T_co]], Iterable[U]], preservesPartitioning: bool = False
    ) -> RDD[U]:
        """Apply ``f(partition number, iterator)`` to each partition.

        >>> sc.parallelize([1, 2, 3, 4], 2).mapPartitionsWithIndex(lambda i, it: [i]).sum()
        1
        """
        return self._transform("partitions", f, preservesPartitioning)

    def mapPartitionsWithSplit(
        self, f: Callable[[int, Iterator[T_co]], Iterable[U]], preservesPartitioning: bool = False
    ) -> RDD[U]:
        """The old name of :meth:`mapPartitionsWithIndex`."""
        warnings.warn(
            "mapPartitionsWithSplit is deprecated; use mapPartitionsWithIndex instead",
            FutureWarning,
            stacklevel=2,
        )
        return self.mapPartitionsWithIndex(f, preservesPartitioning)

    def distinct(self, numPartitions: int | None = None) -> RDD[T_co]:
        """Each different record once.

        >>> sorted(sc.parallelize([1, 1, 2, 3]).distinct().collect())
        [1, 2, 3]
        """
        return self.map(_with_none).reduceByKey(_first, numPartitions).map(operator.itemgetter(0))

    def sample(self, withReplacement: bool, fraction: float, seed: int | None = None) -> RDD[T_co]:
        """A random sample: each record with probability ``fraction``, or on average that often with replacement.

        Raises ``ValueError`` for a negative fraction. With a seed the choice is the same as PySpark's.
        """
        if not fraction >= 0:
            raise ValueError("Fraction must be nonnegative.")
        return self.mapPartitionsWithIndex(RDDSampler(withReplacement, fraction, seed).func, True)

    def randomSplit(self, weights: Sequence[int | float], seed: int | None = None) -> list[RDD[T_co]]:
        """Split at random into as many RDDs as there are weights, which are normalized to sum to 1."""
        if not all(weight >= 0 for weight in weights):
            raise ValueError("Weights must be nonnegative")
        total = float(sum(weights))
        if not total > 0:
            raise ValueError("Sum of weights must be positive")
        bounds = [0.0]
        for weight in weights:
            bounds.append(bounds[-1] + weight / total)
        if seed is None:
            seed = random.randint(0, 2**32 - 1)
        return [
            self.mapPartitionsWithIndex(RDDRangeSampler(low, high, seed).func, True)
            for low, high in pairwise(bounds)
        ]

    def takeSample(self, withReplacement: bool, num: int, seed: int | None = None) -> list[T_co]:
        """A random sample of ``num`` records as a list. Raises ``ValueError`` for a negative size."""
        deviations = 10.0
        largest = sys.maxsize - int(deviations * sqrt(sys.maxsize))
        if num < 0:
            raise ValueError("Sample size cannot be negative.")
        if num > largest:
            raise ValueError(f"Sample size cannot be greater than {largest}.")
        if num == 0 or self.getNumPartitions() == 0:
            return []
        count = self.count()
        if count == 0:
            return []
        rand = random.Random(seed)
        if not withReplacement and num >= count:
            chosen = self.collect()
            rand.shuffle(chosen)
            return chosen
        fraction = self._computeFractionForSampleSize(num, count, withReplacement)
        chosen = self.sample(withReplacement, fraction, seed).collect()
        while len(chosen) < num:
            seed = rand.randint(0, sys.maxsize)
            chosen = self.sample(withReplacement, fraction, seed).collect()
        rand.shuffle(chosen)
        return chosen[:num]

    @staticmethod
    def _computeFractionForSampleSize(lower_bound: int, total: int, with_replacement: bool) -> float:
        """A fraction with which at least ``lower_bound`` of ``total`` records are drawn 99.99 % of the time.

        With replacement the count is Poisson, without it binomial; the bounds are the Chernoff bounds that Spark
        documents for takeSample.
        """
        fraction = float(lower_bound) / total
        if with_replacement:
            deviations = 9 if lower_bound < 12 else 5
            return fraction + deviations * sqrt(fraction / total)
        gamma = -log(0.00005) / total
        return min(1.0, fraction + gamma + sqrt(gamma * gamma + 2 * gamma * fraction))

    def union(self, other: RDD[U]) -> RDD[T_co | U]:
        """The records of both, duplicates kept.

        >>> a = sc.parallelize([1, 2])
        >>> a.union(a).collect()
        [1, 2, 1, 2]
        """
        return self.ctx.union([cast("RDD[Any]", self), cast("RDD[Any]", other)])

    def __add__(self, other: RDD[U]) -> RDD[T_co | U]:
        if not isinstance(other, RDD):
            raise TypeError(f"an RDD can be added to an RDD, not {type(other).__name__}")
        return self.union(other)

    def intersection(self, other: RDD[T_co]) -> RDD[T_co]:
        """The different records that both have."""
        pairs = self.map(_with_none).cogroup(other.map(_with_none))
        return pairs.filter(lambda pair: all(pair[1])).keys()

    def glom(self) -> RDD[list[T_co]]:
        """Each partition as one list.

        >>> sc.parallelize([1, 2, 3, 4], 2).glom().collect()
        [[1, 2], [3, 4]]
        """
        return self._partitionwise(_as_one_list)

    def cartesian(self, other: RDD[U]) -> RDD[tuple[T_co, U]]:
        """All pairs of a record of this and a record of ``other``."""
        left, right = self.getNumPartitions(), other.getNumPartitions()
        return self._make(ops.Cartesian(right), left * right, [self, other])

    def groupBy(
        self,
        f: Callable[[T_co], K],
        numPartitions: int | None = None,
        partitionFunc: Callable[[K], int] = portable_hash,
    ) -> RDD[tuple[K, Iterable[T_co]]]:
        """Group records by ``f(record)``.

        >>> groups = sc.parallelize([1, 1, 2, 3, 5, 8]).groupBy(lambda x: x % 2).collect()
        >>> sorted((k, sorted(v)) for k, v in groups)
        [(0, [2, 8]), (1, [1, 1, 3, 5])]
        """
        return self.map(lambda x: (f(x), x)).groupByKey(numPartitions, partitionFunc)

    def pipe(self, command: str, env: dict[str, str] | None = None, checkCode: bool = False) -> RDD[str]:
        """Write each partition's records as lines to a program, and return the lines that it prints.

        Parameters
        ----------
        command : str
            Split into words as a shell would, but run without a shell.
        env : dict, optional
            The program's whole environment.
        checkCode : bool
            Raise when the program exits with another code than 0.
        """
        return self._partitionwise(_Piped(command, env or {}, checkCode))

    def keyBy(self, f: Callable[[T_co], K]) -> RDD[tuple[K, T_co]]:
        """Pairs of ``f(record)`` and the record."""
        return self.map(lambda x: (f(x), x))

    def repartition(self, numPartitions: int) -> RDD[T_co]:
        """Spread the records evenly over ``numPartitions`` partitions, by a shuffle."""
        return self.coalesce(numPartitions, shuffle=True)

    def coalesce(self, numPartitions: int, shuffle: bool = False) -> RDD[T_co]:
        """Fewer partitions by joining neighbours, or any number with ``shuffle=True``.

        >>> sc.parallelize([1, 2, 3, 4, 5], 3).coalesce(1).glom().collect()
        [[1, 2, 3, 4, 5]]
        """
        if not numPartitions > 0:
            raise ValueError("Number of partitions must be positive.")
        if not shuffle:
            count = min(numPartitions, self.getNumPartitions())
            return self._make(ops.Coalesce(self.getNumPartitions(), count), count, [self])
        batch = min(10, self.ctx._batchSize if self.ctx._batchSize > 0 else 1024)
        mode = ops.RoundRobin(batch)
        dep = self.ctx._engine.shuffle(
            self._node, Partitioner(numPartitions, portable_hash), mode, indeterminate=not self._node.ordered
        )
        return self._make(ops.ShuffleRead(dep.id, mode), numPartitions, shuffles=[dep], ordered=False)

    def zip(self, other: RDD[U]) -> RDD[tuple[T_co, U]]:
        """Pairs of the records at the same places.

        Raises ``ValueError`` for another number of partitions; when partitions differ in length, the job fails.

        >>> sc.parallelize(range(3), 2).zip(sc.parallelize("abc", 2)).collect()
        [(0, 'a'), (1, 'b'), (2, 'c')]
        """
        if self.getNumPartitions() != other.getNumPartitions():
            raise ValueError("Can only zip with RDD which has the same number of partitions")
        return self._make(ops.Zip(), self.getNumPartitions(), [self, other])

    def zipWithIndex(self) -> RDD[tuple[T_co, int]]:
        """Pairs of each record and its place; with more than one partition this runs a job to count."""
        starts = [0]
        if self.getNumPartitions() > 1:
            for count in self._run(program.Count(), range(self.getNumPartitions() - 1)):
                starts.append(starts[-1] + count)
        return self.mapPartitionsWithIndex(lambda i, it: ((x, n) for n, x in enumerate(it, starts[i])))

    def zipWithUniqueId(self) -> RDD[tuple[T_co, int]]:
        """Pairs of each record and a number of its own, without a job: partition k of n gets k, n+k, 2n+k ..."""
        n = self.getNumPartitions()
        return self.mapPartitionsWithIndex(lambda k, it: ((x, i * n + k) for i, x in enumerate(it)))

    def sortBy(
        self, keyfunc: Callable[[T_co], Any], ascending: bool = True, numPartitions: int | None = None
    ) -> RDD[T_co]:
        """Sort by ``keyfunc(record)``; partition by partition, so that collecting gives the whole order.

        >>> sc.parallelize([("a", 2), ("b", 1)]).sortBy(lambda x: x[1]).collect()
        [('b', 1), ('a', 2)]
        """
        return self.keyBy(keyfunc).sortByKey(ascending, numPartitions).values()

    def barrier(self) -> RDDBarrier[T_co]:
        """Mark the next stage as one whose tasks run all at once (see :class:`BarrierTaskContext`)."""
        return RDDBarrier(self)

    def _is_barrier(self) -> bool:
        return any(node.barrier for node in _narrow(self._node))

    def withResources(self, profile: ResourceProfile) -> RDD[T_co]:
        """Ask for resources for the tasks of this RDD; returns it."""
        self.has_resource_profile = True
        self._profile = profile
        return self

    def getResourceProfile(self) -> ResourceProfile | None:
        """The profile given by :meth:`withResources`."""
        return self._profile

    # ------------------------------------------------------------------------------------------ actions

    def foreach(self, f: Callable[[T_co], None]) -> None:
        """Call ``f`` on every record, for its effects."""
        self._run(program.ForEach(f))

    def foreachPartition(self, f: Callable[[Iterator[T_co]], None]) -> None:
        """Call ``f`` on the iterator of each partition, for its effects."""
        self._run(program.Apply(_Consumed(f)))

    def collect(self) -> list[T_co]:
        """All records as a list in the driver."""
        return _joined(self._run(program.Collect()))

    def collectWithJobGroup(
        self, groupId: str, description: str, interruptOnCancel: bool = False
    ) -> list[T_co]:
        """:meth:`collect` with a job group of its own (deprecated in PySpark, kept)."""
        warnings.warn(
            "Deprecated in 3.1, Use pyspark.InheritableThread with the pinned thread mode enabled.",
            FutureWarning,
            stacklevel=2,
        )
        before = self.ctx._copy_local_properties()
        try:
            self.ctx.setJobGroup(groupId, description, interruptOnCancel)
            return self.collect()
        finally:
            self.ctx._set_local_properties(before)

    def reduce(self, f: Callable[[T_co, T_co], T_co]) -> T_co:
        """Fold all records with ``f``, first within partitions. Raises ``ValueError`` for an empty RDD.

        >>> sc.parallelize([1, 2, 3, 4, 5]).reduce(lambda a, b: a + b)
        15
        """
        found = _joined(self._run(program.Reduce(f)))
        if not found:
            raise ValueError("Can not reduce() empty RDD")
        return reduce(f, found)

    def treeReduce(self, f: Callable[[T_co, T_co], T_co], depth: int = 2) -> T_co:
        """Fold all records in a tree of ``depth`` levels, so that the driver merges few values."""
        if depth < 1:
            raise ValueError(f"Depth cannot be smaller than 1 but got {depth}.")

        def merge(x: list[T_co], y: list[T_co]) -> list[T_co]:
            return [f(x[0], y[0])] if x and y else x or y

        nothing: list[T_co] = []
        found = self.map(lambda x: [x]).treeAggregate(nothing, merge, merge, depth)
        if not found:
            raise ValueError("Cannot reduce empty RDD.")
        return found[0]

    def fold(self, zeroValue: T_co, op: Callable[[T_co, T_co], T_co]) -> T_co:
        """Fold each partition from ``zeroValue``, then their results from it again.

        >>> sc.parallelize([1, 2, 3, 4, 5]).fold(0, operator.add)
        15
        """
        return reduce(op, _joined(self._run(program.Fold(zeroValue, op))), zeroValue)

    def aggregate(self, zeroValue: U, seqOp: Callable[[U, T_co], U], combOp: Callable[[U, U], U]) -> U:
        """Fold records into values of another type with ``seqOp``, and those together with ``combOp``."""
        return reduce(combOp, _joined(self._run(program.Fold(zeroValue, seqOp))), zeroValue)

    def treeAggregate(
        self, zeroValue: U, seqOp: Callable[[U, T_co], U], combOp: Callable[[U, U], U], depth: int = 2
    ) -> U:
        """:meth:`aggregate` in a tree of ``depth`` levels, so that the driver merges few values."""
        if depth < 1:
            raise ValueError(f"Depth cannot be smaller than 1 but got {depth}.")
        if self.getNumPartitions() == 0:
            return zeroValue
        partial = self._transform("partitions", _FoldPartition(zeroValue, seqOp))
        left: float = partial.getNumPartitions()
        scale = max(ceil(left ** (1.0 / depth)), 2)
        while left > scale + left / scale:
            left /= scale
            partial = (
                partial._transform("partitions", _Dealt(int(left))).reduceByKey(combOp, int(left)).values()
            )
        return cast(U, partial.reduce(combOp))

    def count(self) -> int:
        """The number of records."""
        return sum(self._run(program.Count()))

    def countByValue(self) -> dict[Any, int]:
        """How often each record occurs.

        >>> sorted(sc.parallelize([1, 2, 1, 2, 2]).countByValue().items())
        [(1, 2), (2, 3)]
        """
        parts = self._run(program.Apply(_counted))
        if not parts:
            raise ValueError("Can not reduce() empty RDD")
        total: dict[Any, int] = defaultdict(int)
        for part in parts:
            for key, count in part.items():
                total[key] += count
        return total

    def top(self, num: int, key: Callable[[T_co], Any] | None = None) -> list[T_co]:
        """The ``num`` largest records, largest first.

        >>> sc.parallelize([10, 4, 2, 12, 3]).top(1)
        [12]
        """
        parts = self._run(program.Apply(lambda _, it: heapq.nlargest(num, it, key)))
        if not parts:
            raise ValueError("Can not reduce() empty RDD")
        return heapq.nlargest(num, _joined(parts), key)

    def takeOrdered(self, num: int, key: Callable[[T_co], Any] | None = None) -> list[T_co]:
        """The ``num`` smallest records in order. Raises ``ValueError`` for a negative number.

        >>> sc.parallelize([10, 1, 2, 9, 3, 4, 5, 6, 7]).takeOrdered(6)
        [1, 2, 3, 4, 5, 6]
        """
        if num < 0:
            raise ValueError("top N cannot be negative.")
        if num == 0 or self.getNumPartitions() == 0:
            return []
        parts = self._run(program.Apply(lambda _, it: heapq.nsmallest(num, it, key)))
        return heapq.nsmallest(num, _joined(parts), key)

    def take(self, num: int) -> list[T_co]:
        """The first ``num`` records: one partition is tried first, then more as they are needed."""
        items: list[T_co] = []
        total, scanned = self.getNumPartitions(), 0
        while len(items) < num and scanned < total:
            attempt = 1
            if scanned > 0:
                if not items:
                    attempt = scanned * 4
                else:
                    attempt = int(1.5 * num * scanned / len(items)) - scanned
                    attempt = min(max(attempt, 1), scanned * 4)
            partitions = range(scanned, min(scanned + attempt, total))
            items += _joined(self._run(program.Apply(_Head(num - len(items))), partitions))
            scanned += attempt
        return items[:num] if num >= 0 else []

    def first(self) -> T_co:
        """The first record. Raises ``ValueError`` when there is none."""
        found = self.take(1)
        if not found:
            raise ValueError("RDD is empty")
        return found[0]

    def isEmpty(self) -> bool:
        """Whether there is no record at all, even where there are partitions."""
        return self.getNumPartitions() == 0 or len(self.take(1)) == 0

    def toLocalIterator(self, prefetchPartitions: bool = False) -> Iterator[T_co]:
        """Iterate over all records in the driver, holding one partition at a time.

        ``prefetchPartitions`` computes the next partition while the current one is used.
        """
        return self.ctx._iterate(self, prefetchPartitions)

    def toDF(self, schema: Any = None, sampleRatio: float | None = None) -> Any:
        """A DataFrame of these records; needs a SparkSession.

        Parameters
        ----------
        schema : StructType, DataType, str or list of str, optional
            The columns, a DDL string, or their names only.
        sampleRatio : float, optional
            How much is read to infer types; by default the first record.
        """
        if self.ctx._make_frame is None:
            raise PySparkRuntimeError(
                errorClass="CALL_BEFORE_INITIALIZE",
                messageParameters={"func_name": "RDD.toDF", "object": "SparkSession"},
            )
        return self.ctx._make_frame(self, schema, sampleRatio)


class RDDBarrier(Generic[T]):
    """An RDD whose next stage launches all its tasks together."""

    def __init__(self, rdd: RDD[T]):
        self.rdd = rdd

    def mapPartitions(
        self, f: Callable[[Iterator[T]], Iterable[U]], preservesPartitioning: bool = False
    ) -> RDD[U]:
        """:meth:`RDD.mapPartitions` in a barrier stage."""
        return self._barrier(_WithoutSplit(f), preservesPartitioning)

    def mapPartitionsWithIndex(
        self, f: Callable[[int, Iterator[T]], Iterable[U]], preservesPartitioning: bool = False
    ) -> RDD[U]:
        """:meth:`RDD.mapPartitionsWithIndex` in a barrier stage."""
        return self._barrier(f, preservesPartitioning)

    def _barrier(self, f: Callable[[int, Iterator[T]], Iterable[U]], preserves: bool) -> RDD[U]:
        return self.rdd._make(
            ops.Transform("partitions", f),
            None,
            [self.rdd],
            partitioner=self.rdd.partitioner if preserves else None,
            barrier=True,
        )


#: PySpark makes transformed RDDs instances of a subclass; here all are plain RDDs.
PipelinedRDD = RDD


class _WithoutSplit:
    """``f(iterator)`` where the engine calls ``f(split, iterator)``."""

    def __init__(self, f: Callable[[Iterator[Any]], Iterable[Any]]):
        self.f = f

    def __call__(self, _: int, iterator: Iterator[Any]) -> Iterable[Any]:
        return self.f(iterator)


class _Consumed:
    """Call ``f(iterator)``; what a generator function would yield is drawn and dropped, so that its body runs."""

    def __init__(self, f: Callable[[Iterator[Any]], Any]):
        self.f = f

    def __call__(self, _: int, iterator: Iterator[Any]) -> None:
        found = self.f(iterator)
        try:
            drawn = iter(found)
        except TypeError:
            return
        for _x in drawn:
            pass


class _Head:
    def __init__(self, left: int):
        self.left = left

    def __call__(self, _: int, iterator: Iterator[Any]) -> list[Any]:
        return list(islice(iterator, self.left))


class _FoldPartition:
    def __init__(self, zero: Any, op: Callable[[Any, Any], Any]):
        self.zero, self.op = zero, op

    def __call__(self, _: int, iterator: Iterator[Any]) -> list[Any]:
        return [reduce(self.op, iterator, copy.deepcopy(self.zero))]


class _Dealt:
    """Number each value of partition ``i`` with ``i % partitions``."""

    def __init__(self, partitions: int):
        self.partitions = partitions

    def __call__(self, i: int, iterator: Iterator[Any]) -> list[Any]:
        return [(i % self.partitions, x) for x in iterator]


class _Piped:
    def __init__(self, command: str, env: dict[str, str], check: bool):
        self.command, self.env, self.check = command, env, check

    def __call__(self, iterator: Iterator[Any]) -> Iterator[str]:
        process = Popen(shlex.split(self.command), env=self.env, stdin=PIPE, stdout=PIPE)
        assert process.stdin is not None and process.stdout is not None
        failure: list[BaseException] = []

        def feed(sink: Any) -> None:
            try:
                with sink:
                    for record in iterator:
                        sink.write((str(record).rstrip("\n") + "\n").encode())
            except BrokenPipeError:
                pass  # The program does not want to read more.
            except BaseException as error:
                failure.append(error)

        feeder = threading.Thread(target=feed, args=[process.stdin], daemon=True)
        feeder.start()
        try:
            for line in process.stdout:
                yield line.rstrip(b"\n").decode()
            code = process.wait()
            feeder.join()
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.kill()
                process.wait()
        if failure:
            raise failure[0]
        if self.check and code:
            raise PySparkRuntimeError(
                errorClass="PIPE_FUNCTION_EXITED",
                messageParameters={"func_name": self.command, "error_code": str(code)},
            )


def _with_none(x: T) -> tuple[T, None]:
    return (x, None)


def _first(x: T, _: Any) -> T:
    return x


def _as_one_list(iterator: Iterator[T]) -> list[list[T]]:
    return [list(iterator)]


def _counted(_: int, iterator: Iterator[Any]) -> dict[Any, int]:
    return dict(Counter(iterator))


def _joined(parts: list[list[Any]]) -> list[Any]:
    """The lists one after the other; the first is reused."""
    if not parts:
        return []
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    return whole


def _narrow(node: Node) -> Iterator[Node]:
    """``node`` and what it reads without a shuffle."""
    seen: set[int] = set()
    todo = [node]
    while todo:
        current = todo.pop()
        if current.id not in seen:
            seen.add(current.id)
            yield current
            todo.extend(current.parents)
