"""Plan nodes and the walks over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyrite._lineage.ops import Op, Source, WriteMode
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
    name: str = ""
    call_site: str = ""
    barrier: bool = False
    ordered: bool = True

    def __post_init__(self) -> None:
        if self.fixed is not None and self.fixed < 0:
            raise ValueError(f"a node has 0 partitions or more, not {self.fixed}")
        if self.fixed is None and not isinstance(self.op, Source) and not self.parents:
            raise ValueError(f"{type(self.op).__name__} without parents needs its number of partitions")

    @cached_property
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


def debug_string(node: Node, storage: dict[int, str] | None = None) -> str:
    """The lineage as an indented text, a new number of partitions at each shuffle (``toDebugString``)."""
    storage = storage or {}
    lines: list[str] = []
    # (node, prefix of the first line, prefix of what follows)
    todo: list[tuple[Node, str, str]] = [(node, f"({node.num_partitions}) ", " " * len(f"({node.num_partitions}) "))]
    while todo:
        current, first, rest = todo.pop()
        site = f" at {current.call_site}" if current.call_site else ""
        lines.append(f"{first}{current.name}[{current.id}]{site} [{storage.get(current.id, '')}]")
        children: list[tuple[Node, str, str]] = []
        bar = rest[:-1] + "| " if rest.endswith(" ") else rest + "| "
        for dep in current.shuffles:
            tag = f"+-({dep.parent.num_partitions}) "
            children.append((dep.parent, rest + tag, rest + "|" + " " * (len(tag) - 1)))
        for parent in current.parents:
            children.append((parent, bar, rest))
        todo.extend(reversed(children))
    return "\n".join(lines)
