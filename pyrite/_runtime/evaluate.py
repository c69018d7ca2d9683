"""Evaluating a program for one partition: iterators pulled from sources, shuffles and the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, cast

from pyrite._lineage.ops import (
    Aggregator,
    AlignedUnion,
    Cartesian,
    Coalesce,
    CoGroup,
    Grouping,
    LocalMerge,
    Op,
    Pairs,
    ReadMode,
    RoundRobin,
    ShuffleRead,
    Sorting,
    Source,
    Transform,
    Union,
    Zip,
)
from pyrite._runtime.blocks import BlockKey, BlockStore
from pyrite._runtime.codegen import Fuser, segments
from pyrite._runtime.memory import Meter
from pyrite._runtime.merge import CoGroupTable, CombineTable, GroupTable, Sorter, Table, pair_sort_key
from pyrite._runtime.program import Program
from pyrite._runtime.shuffle import MapOutputs, ShuffleReader

CHUNK = 512
SLICE = 10_000


class Batches:
    """Records in batches; drawing the next batch looks at the memory. Iterating gives the records."""

    __slots__ = ("batches",)

    def __init__(self, batches: Iterator[Sequence[Any]]):
        self.batches = batches

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(self.batches)


class Evaluation:
    """The records of any step and partition of a program, for one task."""

    def __init__(
        self,
        program: Program,
        payload: Mapping[tuple[int, int], Any],
        *,
        store: BlockStore,
        outputs: Mapping[int, MapOutputs],
        reader: ShuffleReader,
        meter: Meter,
        directory: str,
    ):
        self._program = program
        self.fuse = Fuser(program.inlines)
        self._payload = payload
        self._store = store
        self._outputs = outputs
        self._reader = reader
        self.meter = meter
        #: Of the parts of files that were opened; the records are those that were read of them.
        self.input_bytes = self.input_records = 0
        self._directory = directory

    def records(self, place: int, p: int) -> Iterator[Any]:
        """The records of partition ``p`` of the step at ``place``."""
        source, steps = self.fused(place, p)
        return iter(self.fuse.chain(steps)(source) if steps else source)

    def fused(self, place: int, p: int, ignore_cache: bool = False) -> tuple[Iterable[Any], list[Transform]]:
        """An iterable and the record-wise functions still to be applied to it, for one fused loop."""
        steps: list[Transform] = []
        while True:
            step = self._program.steps[place]
            if step.level is not None and not ignore_cache:
                source = self._cached(place, p)
                break
            ignore_cache = False
            op = step.op
            if isinstance(op, Transform) and op.kind != "partitions":
                steps.append(op)
                place = step.parents[0]
                continue
            source = self._compute(op, step.parents, place, p)
            break
        steps.reverse()
        if len(steps) > 1:
            *first, last = segments(steps)
            for segment in first:
                source = self.fuse.chain(segment)(source)
            steps = last
        return source, steps

    def batches(self, source: Iterable[Any]) -> Iterator[Sequence[Any]]:
        """``source`` in batches, with a look at the memory before each, for a loop that is called with each."""
        if isinstance(source, Batches):
            return source.batches
        if isinstance(source, list):
            return self._ticking(source[at : at + SLICE] for at in range(0, len(source), SLICE))
        return self._ticking(self._chunks(iter(source)))

    def flat(self, batches: Iterable[Sequence[Any]]) -> Batches:
        return Batches(self._ticking(batches))

    @staticmethod
    def _chunks(source: Iterator[Any]) -> Iterator[list[Any]]:
        while chunk := list(islice(source, CHUNK)):
            yield chunk

    def _ticking(self, batches: Iterable[Any]) -> Iterator[Any]:
        tick = self.meter.tick
        for batch in batches:
            tick()
            yield batch

    def _cached(self, place: int, p: int) -> Iterable[Any]:
        step = self._program.steps[place]
        assert step.level is not None

        def compute() -> Iterable[Any]:
            source, steps = self.fused(place, p, ignore_cache=True)
            return self.fuse.chain(steps)(source) if steps else source

        return self._store.get_or_compute(BlockKey(step.node, p), step.level, compute)

    def _compute(self, op: Op, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        return _COMPUTE[type(op)](self, op, parents, place, p)

    def _read(self, shuffle_id: int, p: int) -> Iterator[list[Any]]:
        return self._reader.read(self._outputs[shuffle_id], p)

    def _source(self, op: Source, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        split = self._payload[place, p]
        length = getattr(split, "length", 0)
        if not length:
            return self.flat(op.input.read(split))
        self.input_bytes += length
        return self.flat(self._counted(op.input.read(split)))

    def _counted(self, batches: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for batch in batches:
            self.input_records += len(batch)
            yield batch

    def _transform(self, op: Transform, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        return iter(op.function(p, self.records(parents[0], p)))

    def _concatenated(self, op: Op, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        return chain.from_iterable(self.records(parents[i], q) for i, q in op.parents_of(p))

    def _zip(self, op: Zip, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        return _zipped(self.records(parents[0], p), self.records(parents[1], p))

    def _cartesian(self, op: Cartesian, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        (_, left), (_, right) = op.parents_of(p)
        # Held in memory: it is walked once for each record of the left.
        others = list(self.records(parents[1], right))
        return ((x, y) for x in self.records(parents[0], left) for y in others)

    def _shuffle_read(self, op: ShuffleRead, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        outputs = self._outputs[op.shuffle_id]
        batches = self._reader.read(outputs, p)
        if isinstance(op.mode, (Pairs, RoundRobin)):
            return self.flat(batches)
        if isinstance(op.mode, Sorting):
            return self._sorter(op.mode).gather(batches)
        return self._table(op.mode).gather(batches)

    def _local_merge(self, op: LocalMerge, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        source, steps = self.fused(parents[0], p)
        if isinstance(op.mode, Sorting):
            records = self.fuse.chain(steps)(source) if steps else source
            return self._sorter(op.mode).gather(self._chunks(iter(records)))
        table = self._table(op.mode)
        with self.meter.holding(table.spill):
            if isinstance(op.mode, Aggregator):
                loop = self.fuse.combining(steps, op.mode.create, op.mode.merge_value)
            else:
                loop = self.fuse.grouping(steps)
            for batch in self.batches(source):
                loop(batch, table.entries)
        return table.items()

    def _cogroup(self, op: CoGroup, parents: tuple[int, ...], place: int, p: int) -> Iterable[Any]:
        table = CoGroupTable(len(op.sides), self.meter, self._directory)
        with self.meter.holding(table.spill):
            local = iter(parents)
            for side, shuffle_id in enumerate(op.sides):
                if shuffle_id is None:
                    table.absorb_side(side, self._chunks(self.records(next(local), p)), grouped=False)
                else:
                    table.absorb_side(side, self._read(shuffle_id, p), grouped=False)
        return table.items()

    def _table(self, mode: ReadMode) -> Table:
        if isinstance(mode, Aggregator):
            return CombineTable(self.fuse.merging(mode.merge_combiners), self.meter, self._directory)
        if isinstance(mode, Grouping):
            return GroupTable(self.meter, self._directory)
        raise ValueError(f"{type(mode).__name__} does not merge by key")

    def _sorter(self, mode: Sorting) -> Sorter:
        return Sorter(pair_sort_key(mode.key), not mode.ascending, self.meter, self._directory)


def _zipped(left: Iterator[Any], right: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    end = object()
    while True:
        x, y = next(left, end), next(right, end)
        if x is end or y is end:
            if x is not y:
                raise ValueError("Can only zip RDDs with same number of elements in each partition")
            return
        yield x, y


_Compute = Callable[[Evaluation, Op, "tuple[int, ...]", int, int], "Iterable[Any]"]
_COMPUTE = cast(
    "dict[type[Op], _Compute]",
    {
        Source: Evaluation._source,
        Transform: Evaluation._transform,
        Union: Evaluation._concatenated,
        AlignedUnion: Evaluation._concatenated,
        Coalesce: Evaluation._concatenated,
        Zip: Evaluation._zip,
        Cartesian: Evaluation._cartesian,
        ShuffleRead: Evaluation._shuffle_read,
        LocalMerge: Evaluation._local_merge,
        CoGroup: Evaluation._cogroup,
    },
)
