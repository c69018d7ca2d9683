"""Plan nodes and the walks over them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyrite._dataclasses import dataclass
from pyrite._lineage.ops import (
    AlignedUnion,
    Cartesian,
    Coalesce,
    CoGroup,
    LocalMerge,
    Op,
    ShuffleRead,
    Source,
    Transform,
    Union,
    WriteMode,
    Zip,
)
from pyrite._lineage.partitioner import Partitioner


@dataclass(frozen=True, eq=False)
class Node:
    """One step of a lineage: an operation over parents.

    ``parents`` are read directly (narrow); ``shuffles`` are crossed. ``fixed`` is the number of partitions where it
    is not that of the source or of the first parent. ``ordered`` is false where the order of
    records may differ when the partition is computed again.
    """

    id: int
    op: Op
    fixed: int | None = None
    parents: tuple[Node, ...] = ()
    shuffles: tuple[ShuffleDep, ...] = ()
    partitioner: Partitioner | None = None
    call_site: str = ""
    barrier: bool = False
    ordered: bool = True

    def __post_init__(self) -> None:
        if self.fixed is not None and self.fixed < 0:
            raise ValueError(f"a node has 0 partitions or more, not {self.fixed}")
        if self.fixed is None and not isinstance(self.op, Source) and not self.parents:
            raise ValueError(f"{type(self.op).__name__} without parents needs its number of partitions")

    @property
    def num_partitions(self) -> int:
        """``fixed``; else that of the source (whose files may be listed only now) or of the first parent."""
        node = self
        while node.fixed is None and node.parents:
            node = node.parents[0]
        if node.fixed is not None:
            return node.fixed
        assert isinstance(node.op, Source)
        return len(node.op.input.splits)


@dataclass(frozen=True, eq=False)
class ShuffleDep:
    """A wide dependency: the map side of a shuffle over ``parent``.

    ``indeterminate`` tells that running a map task again may deal records differently, so that losing one
    output means running all of them again.
    """

    id: int
    parent: Node
    partitioner: Partitioner
    mode: WriteMode
    indeterminate: bool = False

    @property
    def num_maps(self) -> int:
        return self.parent.num_partitions


def ancestors(node: Node) -> Iterator[Node]:
    """``node`` and all it is made from, across shuffles, each once."""
    seen: set[int] = set()
    todo = [node]
    while todo:
        current = todo.pop()
        if current.id in seen:
            continue
        seen.add(current.id)
        yield current
        todo.extend(current.parents)
        todo.extend(dep.parent for dep in current.shuffles)


_NAMES = {
    Source: "HadoopRDD",
    Transform: "PythonRDD",
    Union: "UnionRDD",
    AlignedUnion: "PartitionerAwareUnionRDD",
    Zip: "ZippedPartitionsRDD2",
    Cartesian: "CartesianRDD",
    Coalesce: "CoalescedRDD",
    ShuffleRead: "ShuffledRDD",
    LocalMerge: "MapPartitionsRDD",
    CoGroup: "CoGroupedRDD",
}


def kind_of(node: Node) -> str:
    """What Spark calls such an RDD: ``ShuffledRDD``."""
    if isinstance(node.op, Source):
        return "EmptyRDD" if node.fixed == 0 else getattr(node.op.input, "label", "HadoopRDD")
    return _NAMES[type(node.op)]


def describe(node: Node) -> str:
    """A node in a line, in Spark's terms: ``PythonRDD[3] at map at app.py:12``."""
    kind = kind_of(node)
    return f"{kind}[{node.id}] at {node.call_site}" if node.call_site else f"{kind}[{node.id}]"


def debug_string(node: Node, storage: dict[int, str] | None = None) -> str:
    """The lineage as an indented text, a new number of partitions at each shuffle (``toDebugString``)."""
    storage = storage or {}
    lines: list[str] = []
    # (node, prefix of its line, prefix of the lines below it)
    todo = [(node, *_branch(node, "", ""))]
    while todo:
        current, first, rest = todo.pop()
        lines.append(f"{first}{describe(current)} [{storage.get(current.id, '')}]")
        children = [(parent, rest, rest) for parent in current.parents]
        trunk = re.sub(r"\|\s+$", "", rest)
        for i, dep in enumerate(current.shuffles):
            last = i == len(current.shuffles) - 1
            children.append(
                (dep.parent, *_branch(dep.parent, f"{trunk}+-", trunk + ("  " if last else "| ")))
            )
        todo.extend(reversed(children))
    return "\n".join(lines)


def _branch(node: Node, first: str, rest: str) -> tuple[str, str]:
    """The prefixes of a stage's first line, which tells its partitions, and of the lines below."""
    count = f"({node.num_partitions})"
    left = (len(count) - 1) // 2
    return f"{first}{count} ", rest + " " * left + "|" + " " * (len(count) - left)
