"""What a stage's tasks are sent: the steps of its plan and what becomes of the records.

A program is pickled once for each stage; each task adds only its partition number and its sources' splits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, fields, replace
from types import CodeType
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._lineage.graph import Node, ShuffleDep
from pyrite._lineage.ops import Aggregator, LocalMerge, Op, ShuffleRead, Source, Transform, WriteMode
from pyrite._runtime.blocks import Level
from pyrite._runtime.inline import Inline


class Sink:
    """Base: what a task does with the records of its partition."""


@dataclass(frozen=True, eq=False)
class WriteShuffle(Sink):
    """Deal the records to reduce partitions. ``partition=None`` is the built-in ``hash``."""

    shuffle_id: int
    partition: Callable[[Any], int] | None
    num_partitions: int
    mode: WriteMode


@dataclass(frozen=True, eq=False)
class Apply(Sink):
    """``function(split, iterator)``: its value is the task's result."""

    function: Callable[[int, Iterator[Any]], Any]


class Listed:
    """A function for :class:`Apply`: all that ``f`` makes of a partition."""

    def __init__(self, f: Callable[[Iterator[Any]], Iterable[Any]]):
        self.f = f

    def __call__(self, split: int, iterator: Iterator[Any]) -> list[Any]:
        return list(self.f(iterator))


@dataclass(frozen=True, eq=False)
class Collect(Sink):
    """All records as a list."""


@dataclass(frozen=True, eq=False)
class Count(Sink):
    """The number of records."""


@dataclass(frozen=True, eq=False)
class ForEach(Sink):
    """Call ``function`` on every record."""

    function: Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Reduce(Sink):
    """Fold with ``function``; the result is a list of one value, empty for an empty partition."""

    function: Callable[[Any, Any], Any]


@dataclass(frozen=True, eq=False)
class Fold(Sink):
    """Fold with ``function`` from ``zero``; the result is a list of one value."""

    zero: Any
    function: Callable[[Any, Any], Any]


@dataclass(frozen=True, eq=False)
class Step:
    """One node of the stage: its operation, its parents' places in the program, its storage level if cached."""

    node: int
    op: Op
    parents: tuple[int, ...]
    level: Level | None


@dataclass(frozen=True, eq=False)
class Program:
    """The steps, parents before children; the last one's records go into the sink.

    ``profiler`` is a PySpark profiler whose ``profile`` runs each task; ``inlines`` holds the functions that may be
    written out in loops.
    """

    steps: tuple[Step, ...]
    sink: Sink
    barrier: bool = False
    profiler: Any = None
    inlines: dict[CodeType, Inline] = field(default_factory=dict)
    #: Lines of functions that were typed in (a notebook's cells), which no worker finds in a file.
    sources: dict[str, list[str]] = field(default_factory=dict)


def functions_of(steps: Sequence[Step], sink: Sink) -> list[Any]:
    """The functions that the user gave, as far as they are called directly."""
    whole = [
        step.op.function for step in steps if isinstance(step.op, Transform) and step.op.kind == "partitions"
    ]
    return [getattr(function, "f", function) for function in whole] + record_functions(steps, sink)


def record_functions(steps: Sequence[Step], sink: Sink) -> list[Any]:
    """The functions that are called for every record."""
    found: list[Any] = [
        step.op.function for step in steps if isinstance(step.op, Transform) and step.op.kind != "partitions"
    ]
    modes: list[Any] = [step.op.mode for step in steps if isinstance(step.op, (ShuffleRead, LocalMerge))]
    if isinstance(sink, WriteShuffle):
        modes.append(sink.mode)
        found.append(sink.partition)
    else:
        found.append(getattr(sink, "function", None))
    for mode in modes:
        if isinstance(mode, Aggregator):
            found += [mode.create, mode.merge_value, mode.merge_combiners]
    return found


@dataclass(frozen=True, eq=False)
class Layout:
    """The driver's side of a program: which nodes it holds and where its sources' splits are."""

    nodes: tuple[Node, ...]
    shuffles: tuple[ShuffleDep, ...]
    places: dict[int, int]

    def payload(self, partition: int) -> dict[tuple[int, int], Any]:
        """The splits that the task for ``partition`` needs, by (place of the source, its partition)."""
        found: dict[tuple[int, int], Any] = {}
        todo = [(self.nodes[-1], partition)]
        while todo:
            node, p = todo.pop()
            while True:
                if isinstance(node.op, Source):
                    found[self.places[node.id], p] = node.op.input.splits[p]
                    break
                reads = node.op.parents_of(p)
                if len(reads) != 1:
                    todo.extend((node.parents[i], q) for i, q in reads)
                    break
                (i, p) = reads[0]
                node = node.parents[i]
        return found


def lay_out(
    last: Node,
    levels: Callable[[int], Level | None],
    checkpoint: Callable[[int], Node | None],
) -> tuple[Layout, tuple[Step, ...]]:
    """Flatten the narrow part of the lineage above ``last``, down to sources and shuffles.

    ``levels`` gives a node's storage level and ``checkpoint`` what stands for it once it is checkpointed. No
    recursion: lineages thousands of steps deep are ordinary.
    """
    order: list[Node] = []
    done: dict[int, int] = {}
    todo: list[tuple[Node, bool]] = [(last, False)]
    while todo:
        node, expanded = todo.pop()
        node = checkpoint(node.id) or node
        if node.id in done:
            continue
        if expanded:
            done[node.id] = len(order)
            order.append(node)
        else:
            todo.append((node, True))
            todo.extend((parent, False) for parent in node.parents)
    steps = []
    shuffles: list[ShuffleDep] = []
    resolved: list[Node] = []
    for node in order:
        op = node.op
        if isinstance(op, Source):
            op = replace(op, input=_without_splits(op.input))
        parents = tuple(checkpoint(parent.id) or parent for parent in node.parents)
        steps.append(Step(node.id, op, tuple(done[parent.id] for parent in parents), levels(node.id)))
        shuffles.extend(node.shuffles)
        resolved.append(replace(node, parents=parents) if parents != node.parents else node)
    return Layout(tuple(resolved), tuple(shuffles), done), tuple(steps)


def _without_splits(source: Any) -> Any:
    """The same input for pickling: its splits travel with the tasks that need them."""
    source = getattr(source, "planned", source)
    changes: dict[str, Any] = {}
    for each in fields(source):
        value = getattr(source, each.name)
        if each.name == "splits":
            changes["splits"] = ()
        elif hasattr(value, "splits"):
            changes[each.name] = _without_splits(value)
    return replace(source, **changes)


class Deferred:
    """An input that is planned (files listed, splits cut) only when its partitions are asked for."""

    def __init__(self, plan: Callable[[], Any]):
        self._plan = plan
        # Its own: planning may run a query, and that other jobs, which have inputs like this one.
        self._lock = threading.RLock()
        self._planned: Any = None

    @property
    def planned(self) -> Any:
        with self._lock:
            if self._planned is None:
                self._planned = self._plan()
            return self._planned

    @property
    def splits(self) -> Any:
        return self.planned.splits

    def read(self, split: Any) -> Iterator[Any]:
        found: Iterator[Any] = self.planned.read(split)
        return found
