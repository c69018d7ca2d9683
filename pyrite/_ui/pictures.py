"""Pictures of RDDs and DataFrames, for notebooks and files: ``rdd.visualize()``, ``df.visualize()``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pyrite._lineage.graph import Node, ancestors, describe, kind_of
from pyrite._ui import drawing
from pyrite._ui.drawing import Box
from pyrite.errors import PySparkRuntimeError, PySparkValueError
from pyrite.sql._plan.relations import Relation, Renewed, Shown
from pyrite.sql._query.explain import line_of
from pyrite.sql._query.watching import spark_name

_MOST_TEXT = 48
#: What a plan holds for the analyzer alone.
_NO_STEPS = (Renewed, Shown)


class Picture:
    """A picture that a notebook shows; :meth:`save` keeps it.

    >>> sc.parallelize(range(4)).map(str).visualize().save("lineage.svg")      # doctest: +SKIP
    """

    def __init__(self, drawn: str) -> None:
        self._drawn = drawn
        #: The picture as SVG text.
        self.svg = drawing.standalone(drawn)

    def __repr__(self) -> str:
        return f"<Picture: {len(self.svg)} bytes of SVG; save(path) keeps it>"

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to a file whose name ends with ``.svg``, or with ``.png`` where CairoSVG is installed.

        Raises
        ------
        PySparkValueError
            When the name ends otherwise.
        PySparkRuntimeError
            When a PNG is wanted and CairoSVG is not installed.
        """
        path = os.fspath(path)
        if path.endswith(".svg"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(self.svg)
        elif path.endswith(".png"):
            if find_spec("cairosvg") is None:
                raise PySparkRuntimeError(
                    "A PNG needs CairoSVG (pip install cairosvg); .svg needs nothing more"
                )
            picture = drawing.printed(self._drawn).encode()
            import_module("cairosvg").svg2png(bytestring=picture, write_to=path, scale=2)
        else:
            raise PySparkValueError(f"The picture is kept as .svg or .png, not as {os.path.basename(path)!r}")


def lineage(node: Node, names: Mapping[int, str], levels: Mapping[int, Any]) -> Picture:
    """What an RDD is computed from: frames are stages, between them lie shuffles.

    Parameters
    ----------
    node : Node
        The RDD's node.
    names : mapping
        Names that users gave, by the RDD's id.
    levels : mapping
        Storage levels of persisted RDDs, by id.
    """
    _need_layout()
    stages = _stages(node)
    boxes: list[Box] = []
    edges: list[tuple[Any, Any]] = []
    for number, (root, members) in enumerate(stages):
        title = "Result" if number == len(stages) - 1 else "Shuffle"
        boxes.append(Box(number, f"{title} · {_partitions(root)}", frame=True, hint=describe(root)))
        for each in members:
            boxes.append(_rdd_box(number, each, names, levels))
            edges += [((number, parent.id), (number, each.id)) for parent in each.parents]
            for dep in each.shuffles:
                source = next(i for i, (end, _) in enumerate(stages) if end.id == dep.parent.id)
                edges.append(((source, dep.parent.id), (number, each.id)))
    return Picture(drawing.frames(boxes, edges, f"Lineage of {describe(node)}"))


def _stages(node: Node) -> list[tuple[Node, list[Node]]]:
    """The last RDD of each stage with all of the stage's, what is computed first before what needs it."""
    ends = {dep.parent.id: dep.parent for each in ancestors(node) for dep in each.shuffles}
    found: dict[int, tuple[Node, list[Node]]] = {}
    todo = [(node, False)]
    while todo:
        end, below_done = todo.pop()
        if end.id in found:
            continue
        members = _members(end)
        needed = [dep.parent for each in members for dep in each.shuffles if dep.parent.id in ends]
        if below_done or not any(each.id not in found for each in needed):
            found[end.id] = (end, members)
        else:
            todo.append((end, True))
            todo += [(each, False) for each in needed if each.id not in found]
    return list(found.values())


def _members(end: Node) -> list[Node]:
    """What is computed in one go with ``end``: all that is reached without a shuffle."""
    seen: dict[int, Node] = {}
    todo = [end]
    while todo:
        each = todo.pop()
        if each.id not in seen:
            seen[each.id] = each
            todo.extend(each.parents)
    return sorted(seen.values(), key=lambda each: each.id)


def _partitions(node: Node) -> str:
    number = node.num_partitions
    return f"{number} partition" if number == 1 else f"{number} partitions"


def _rdd_box(stage: int, node: Node, names: Mapping[int, str], levels: Mapping[int, Any]) -> Box:
    title = names.get(node.id) or node.call_site.partition(" at ")[0] or kind_of(node)
    lines = [f"{kind_of(node)} [{node.id}]"]
    level = levels.get(node.id)
    if level is not None:
        lines.append(_cut(str(level)))
    where = node.call_site.partition(" at ")[2]
    return Box(
        (stage, node.id),
        _cut(title),
        lines,
        "cached" if level is not None else "",
        stage,
        hint=f"{describe(node)}\n{where}",
        marks=("cached",) if level is not None else (),
    )


def plan(relation: Relation) -> Picture:
    """The analyzed plan of a DataFrame: what is read at the top, the result below."""
    _need_layout()
    boxes: list[Box] = []
    edges: list[tuple[Any, Any]] = []
    todo: list[tuple[Relation, int | None]] = [(relation, None)]
    while todo:
        each, parent = todo.pop()
        if isinstance(each, _NO_STEPS):
            todo += [(child, parent) for child in reversed(each.inputs)]
            continue
        number = len(boxes)
        text = line_of(each)
        written, _, detail = text.partition(" ")
        name = spark_name(written.lstrip("'"))
        boxes.append(Box(number, name, [_cut(detail)] if detail else [], hint=text))
        if parent is not None:
            edges.append((number, parent))
        todo += [(child, number) for child in reversed(each.inputs)]
    return Picture(drawing.graph(boxes, edges, "Plan of a DataFrame"))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


def _need_layout() -> None:
    if find_spec("graphlay") is None:
        raise PySparkRuntimeError("Pictures need a package more: pip install 'pyrite[ui]'")


def rdd_html(node: Node, name: str | None, level: Any) -> str:
    """What a notebook shows of an RDD: what it is and where it comes from. Nothing is computed for it."""
    rows = [("Made by", node.call_site), ("Name", name), ("Storage level", level)]
    told = "".join(
        f"<dt>{escape(title)}</dt><dd><code>{escape(str(value))}</code></dd>"
        for title, value in rows
        if value
    )
    steps = "\n".join(describe(each) for each in ancestors(node))
    return (
        f"<div><p><b>{escape(kind_of(node))}[{node.id}]</b></p><dl>{told}</dl>"
        f"<details><summary>Lineage</summary><pre>{escape(steps)}</pre></details></div>"
    )
