"""From lineage to jobs: plans stages, pickles their programs, runs jobs and keeps what outlives them."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import cloudpickle

from pyrite._dataclasses import dataclass
from pyrite._events.bus import Bus
from pyrite._lineage.graph import Node, ShuffleDep, kind_of
from pyrite._runtime import frames
from pyrite._runtime.blocks import BlockKey, Level
from pyrite._runtime.inline import find_all, typed_sources
from pyrite._runtime.program import (
    Layout,
    Program,
    Sink,
    Step,
    WriteShuffle,
    functions_of,
    lay_out,
    record_functions,
)
from pyrite._runtime.task import Outcome
from pyrite._scheduler import closures, model
from pyrite._scheduler.loop import JobHandle, Loop, StageProgram

_NOT_KEPT = Level(False, False)
#: Seconds that Ctrl-C waits at most for the end of the job that it cancels.
CANCELLED_WITHIN = 1.0


@dataclass(frozen=True)
class JobOptions:
    """What a thread's local properties say about the jobs it submits."""

    properties: Mapping[str, str]
    group: str | None = None
    tags: frozenset[str] = frozenset()
    pool: str = "default"


class Engine:
    """One application's jobs and the things with ids: nodes, shuffles, stages, cached levels, checkpoints."""

    def __init__(self, loop: Loop, bus: Bus, max_result_size: int):
        self.loop = loop
        self.bus = bus
        self.max_result_size = max_result_size
        self.levels: dict[int, Level] = {}
        self.checkpoints: dict[int, Node] = {}
        #: Gives a profiler for the stage that ends in a node, where the application profiles.
        self.profiler_of: Callable[[int], Any] | None = None
        #: What users call RDDs.
        self.names: WeakKeyDictionary[Node, str] = WeakKeyDictionary()
        self._ids = itertools.count()
        self._shuffle_ids = itertools.count()
        self._keys = itertools.count()
        #: What runs beside the scheduler takes its job ids from here too.
        self.job_ids = model.Numbers()
        #: The ids of queries and, above those that all stages have, of what is measured in them.
        self.execution_ids = model.Numbers()
        self.metric_ids = model.Numbers(100)
        self._known: set[int] = set()
        self._planning = threading.Lock()

    # ------------------------------------------------------------------------------------------ ids

    def next_id(self) -> int:
        return next(self._ids)

    def shuffle(self, parent: Node, partitioner: Any, mode: Any, indeterminate: bool = False) -> ShuffleDep:
        """A new wide dependency; its files are deleted when nothing refers to it any more."""
        dep = ShuffleDep(next(self._shuffle_ids), parent, partitioner, mode, indeterminate)
        self.loop.when_gone(dep, partial(self._forget_shuffle, dep.id))
        return dep

    # ------------------------------------------------------------------------------------------ caching

    def cache(self, node: int, level: Level) -> None:
        self.levels[node] = level

    def uncache(self, node: int) -> None:
        if self.levels.pop(node, None) is not None:
            self.loop.call(lambda: self._drop_blocks(node))

    def _drop_blocks(self, node: int) -> None:
        self.bus.post("UnpersistRDD", {"rdd": node})
        self.loop.scheduler.forget_rdd(node)
        self.loop.executor.forget("rdd", node)

    def clean_shuffles(self, deps: Sequence[ShuffleDep]) -> None:
        """Delete map outputs now; they are computed again if they are needed again, be it by a job that runs."""

        def lose() -> None:
            for dep in deps:
                self.loop.do(self.loop.scheduler.lose_shuffle(dep.id, time.monotonic()))

        self.loop.call(lose)

    def _forget_shuffle(self, shuffle: int) -> None:
        if shuffle not in self._known:
            return
        self._known.discard(shuffle)
        plan = self.loop.scheduler._plans.get(shuffle)
        for output in self.loop.scheduler.forget_shuffle(shuffle):
            self.loop._delete_output(model.DeleteOutput(output))
        self.loop.executor.forget("shuffle", shuffle)
        if plan is not None:
            self.loop.drop_program(plan.key)

    # ------------------------------------------------------------------------------------------ jobs

    def run(
        self,
        node: Node,
        sink: Sink,
        partitions: Sequence[int] | None,
        options: JobOptions,
        name: str = "",
        on_result: Callable[[int, Outcome], None] | None = None,
    ) -> list[Any]:
        """Run a job and return the value of each partition. Raises :class:`JobFailed`."""
        handle = self.prepare(node, sink, partitions, options, name, on_result)
        try:
            self.loop.submit(handle)
            self.loop.wait(handle)
        except BaseException as error:
            self.loop.cancel([handle.plan.id], "Job {job} cancelled")
            if isinstance(error, KeyboardInterrupt):
                # Until then the progress line may be drawn, over what a shell shows next.
                self.loop.wait(handle, timeout=CANCELLED_WITHIN)
            raise
        self.check(handle)
        results = handle.results
        return [decode(results.pop(i)) for i in range(len(handle.plan.result.partitions))]

    def start(
        self,
        node: Node,
        sink: Sink,
        partitions: Sequence[int] | None,
        options: JobOptions,
        name: str = "",
        on_result: Callable[[int, Outcome], None] | None = None,
    ) -> JobHandle:
        """Submit a job; the caller waits on the handle."""
        handle = self.prepare(node, sink, partitions, options, name, on_result)
        self.loop.submit(handle)
        return handle

    def prepare(
        self,
        node: Node,
        sink: Sink,
        partitions: Sequence[int] | None,
        options: JobOptions,
        name: str = "",
        on_result: Callable[[int, Outcome], None] | None = None,
    ) -> JobHandle:
        """Plan a job, for the loop's ``submit``. Who submits it cancels it when it is interrupted."""
        chosen = tuple(range(node.num_partitions)) if partitions is None else tuple(partitions)
        for p in chosen:
            if not 0 <= p < node.num_partitions:
                raise IndexError(f"partition {p} is asked for, and there are {node.num_partitions}")
        with self._planning:
            plan = self._plan(node, sink, chosen, options, name)
        return JobHandle(
            plan, options.group, options.tags, max_result_size=self.max_result_size, on_result=on_result
        )  # fmt: skip

    def check(self, handle: JobHandle) -> None:
        """Raise if the job has failed."""
        if handle.error is not None:
            raise JobFailed(handle.error, handle)

    def _plan(
        self, node: Node, sink: Sink, partitions: tuple[int, ...], options: JobOptions, name: str
    ) -> model.JobPlan:
        maps: dict[int, model.StagePlan] = {}
        programs: dict[int, StageProgram] = {}
        result, layout = self._stage(node, sink, None, partitions, name or node.call_site, programs)
        todo = list(layout.shuffles)
        while todo:
            dep = todo.pop()
            if dep.id in self._known or dep.id in maps:
                continue
            partitioner = dep.partitioner
            write = WriteShuffle(
                dep.id,
                None if partitioner.is_default else partitioner.partitionFunc,
                partitioner.numPartitions,
                dep.mode,
            )
            maps[dep.id], layout = self._stage(
                dep.parent, write, dep, tuple(range(dep.num_maps)), dep.parent.call_site, programs
            )
            todo.extend(layout.shuffles)
        for key, program in programs.items():
            self.loop.add_program(key, program)
        if maps:
            # Before they count as known: another thread's job may read them, and be submitted, before this one is.
            self.loop.call(lambda: self._register(maps))
            self._known.update(maps)
        return model.JobPlan(self.job_ids.next(), result, maps, dict(options.properties), options.pool)

    def _register(self, maps: Mapping[int, model.StagePlan]) -> None:
        for shuffle, plan in maps.items():
            self.loop.scheduler.register_shuffle(shuffle, plan)

    def _stage(
        self,
        node: Node,
        sink: Sink,
        dep: ShuffleDep | None,
        partitions: tuple[int, ...],
        name: str,
        programs: dict[int, StageProgram],
    ) -> tuple[model.StagePlan, Layout]:
        layout, steps = lay_out(node, self.levels.get, self.checkpoints.get)
        barrier = any(n.barrier for n in layout.nodes)
        profiler = self.profiler_of(node.id) if self.profiler_of else None
        inlines = find_all(record_functions(steps, sink))
        sources = typed_sources(functions_of(steps, sink))
        pickled = dump_program(Program(steps, sink, barrier, profiler, inlines, sources))
        key = next(self._keys)
        reads = tuple(sorted({shuffle.id for shuffle in layout.shuffles}))
        programs[key] = StageProgram(pickled, layout, reads)
        cached = None
        if any(step.level is not None and step.level.memory for step in steps):
            cached = _CachedReads(layout, steps)
        plan = model.StagePlan(
            key,
            dep.id if dep else None,
            partitions,
            reads,
            name=name,
            barrier=barrier,
            indeterminate=bool(dep and dep.indeterminate),
            cached=cached,
            rdds=self._rdds(layout.nodes),
        )
        return plan, layout

    def _rdds(self, nodes: Sequence[Node]) -> tuple[model.RDDFacts, ...]:
        """What observers are told of the RDDs of a stage, its last one first."""
        partitions: dict[int, int] = {}
        found: list[model.RDDFacts] = []
        for node in nodes:
            count = node.fixed
            if count is None:
                first = node.parents[0].id if node.parents else node.id
                count = partitions[first] if first in partitions else node.num_partitions  # noqa: SIM401
            partitions[node.id] = count
            parents = (*[parent.id for parent in node.parents], *[dep.parent.id for dep in node.shuffles])
            level = self.levels.get(node.id, _NOT_KEPT)
            name = self.names.get(node) or kind_of(node)
            found.append(
                (node.id, name, node.call_site, parents, count, (level.memory, level.disk), node.barrier)
            )
        return tuple(reversed(found))


class JobFailed(Exception):
    """A job has ended without its results; ``core`` makes the public exception of it."""

    def __init__(self, error: model.JobError, handle: JobHandle):
        super().__init__(error.message)
        self.error = error
        self.handle = handle


class _CachedReads:
    """For a partition, the cached blocks nearest to the end of the stage."""

    def __init__(self, layout: Layout, steps: Sequence[Step]):
        self._layout = layout
        self._cached = {step.node for step in steps if step.level is not None and step.level.memory}

    def __call__(self, partition: int) -> list[BlockKey]:
        found: list[BlockKey] = []
        todo = [(self._layout.nodes[-1], partition)]
        while todo:
            node, p = todo.pop()
            if node.id in self._cached:
                found.append(BlockKey(node.id, p))
            else:
                todo.extend((node.parents[i], q) for i, q in node.op.parents_of(p))
        return found


def decode(outcome: Outcome) -> Any:
    """The value that a task sent."""
    data = outcome.value or b""
    if not outcome.batched:
        return frames.loads(data)
    batches = frames.unpack(data)
    records: list[Any] = next(batches, [])
    for batch in batches:
        records += batch
    return records


def decode_batches(outcome: Outcome) -> Iterator[list[Any]]:
    """The batches of a collected partition, one at a time."""
    yield from frames.unpack(outcome.value or b"")


def dump_program(program: Program) -> bytes:
    """Pickle a stage's program. Raises the closure's own error, with the variable at fault named."""
    try:
        return cloudpickle.dumps(program, 5)
    except Exception as error:
        raise closures.explained(program, error) from error
