"""Pictures as SVG text: graphs of stages and plans (laid out by graphlay), timelines, histograms.

Colours come from classes that the style sheet defines; :func:`standalone` adds those a picture needs on its own.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from importlib.resources import files
from typing import Any

from pyrite._ui import formats

#: Width of a character of the pictures' font at 12 px, a little more than the mean.
_GLYPH = 6.7
_LINE = 16.0
_MOST_NODES = 400


@dataclass(slots=True)
class Box:
    """A node to be drawn, or with ``frame`` a frame around those that name it as their parent."""

    key: Any
    title: str
    lines: Sequence[str] = ()
    style: str = ""
    parent: Any = None
    frame: bool = False
    hint: str = ""
    link: str = ""
    #: Between 0 and 1: how much of the whole's time it took.
    heat: float | None = None
    marks: Sequence[str] = ()
    #: Its width and height, where they do not follow from its text.
    size: tuple[float, float] | None = None


Edges = Iterable[tuple[Any, Any]]


def graph(boxes: Sequence[Box], edges: Edges, label: str) -> str:
    """Draw boxes and arrows between them, downward; ``label`` says what it shows to those who do not see it."""
    if len(boxes) > _MOST_NODES:
        return f'<p class="quiet">The graph has {len(boxes)} nodes: too many for a picture.</p>'
    if not boxes:
        return ""
    layout = _laid_out(boxes, edges, "topbottom")
    placed = list(zip(boxes, layout["nodes"]))
    arrows = [_drawn_edge(edge["points"]) for edge in layout["edges"]]
    return _picture(placed, arrows, layout["bounds"]["min"], layout["bounds"]["max"], label)


def frames(boxes: Sequence[Box], edges: Edges, label: str) -> str:
    """Draw frames side by side, each with its boxes below one another, and arrows within and between them."""
    if len(boxes) > _MOST_NODES:
        return f'<p class="quiet">The graph has {len(boxes)} nodes: too many for a picture.</p>'
    if not boxes:
        return ""
    edges = list(dict.fromkeys(edges))
    home = {box.key: box.parent for box in boxes if not box.frame}
    inside: dict[Any, tuple[list[Box], dict[str, Any]]] = {}
    outlines: list[Box] = []
    for frame in (box for box in boxes if box.frame):
        members = [box for box in boxes if box.parent == frame.key]
        own = [edge for edge in edges if home.get(edge[0]) == home.get(edge[1]) == frame.key]
        layout = _laid_out(members, own, "topbottom")
        low, high = layout["bounds"]["min"], layout["bounds"]["max"]
        width = max(high["x"] - low["x"], _text_width(frame.title)) + 28
        inside[frame.key] = (members, layout)
        outlines.append(replace(frame, size=(width, high["y"] - low["y"] + 46)))
    across = [(home[a], home[b]) for a, b in edges if a in home and b in home and home[a] != home[b]]
    outer = _laid_out(outlines, across, "leftright")
    placed: list[tuple[Box, Mapping[str, Any]]] = []
    arrows: list[str] = []
    at: dict[Any, Mapping[str, Any]] = {}
    for outline, node in zip(outlines, outer["nodes"]):
        placed.append((outline, node))
        members, layout = inside[outline.key]
        low, high = layout["bounds"]["min"], layout["bounds"]["max"]
        dx = node["center"]["x"] - (low["x"] + high["x"]) / 2
        dy = node["center"]["y"] - node["size"]["height"] / 2 + 32 - low["y"]
        for member, spot in zip(members, layout["nodes"]):
            center = {"x": spot["center"]["x"] + dx, "y": spot["center"]["y"] + dy}
            at[member.key] = {"center": center, "size": spot["size"]}
            placed.append((member, at[member.key]))
        for edge in layout["edges"]:
            moved = [{"x": point["x"] + dx, "y": point["y"] + dy} for point in edge["points"]]
            arrows.append(_drawn_edge(moved))
    for source, target in edges:
        if source in at and target in at and home[source] != home[target]:
            arrows.append(_drawn_curve(at[source], at[target]))
    return _picture(placed, arrows, outer["bounds"]["min"], outer["bounds"]["max"], label)


def _laid_out(boxes: Sequence[Box], edges: Edges, direction: str) -> dict[str, Any]:
    # A native library of 4 MB: loaded where a graph is drawn.
    graphlay = importlib.import_module("graphlay")
    drawn = graphlay.Graph()
    at = {box.key: index for index, box in enumerate(boxes)}
    for box in boxes:
        width, height = _extent(box)
        fields = {"parent": at[box.parent]} if box.parent in at else {}
        drawn.node(at[box.key], width=width, height=height, **fields)
    for source, target in dict.fromkeys(edges):
        if source in at and target in at and source != target:
            drawn.edge(at[source], at[target])
    spacing = {"layer_gap": 30.0, "node_gap": 26.0, "compound_padding": 14.0, "compound_header": 22.0}
    raw: dict[str, Any] = graphlay.layout(drawn, options={"direction": direction, "spacing": spacing}).raw
    return raw


def _picture(
    placed: Sequence[tuple[Box, Mapping[str, Any]]],
    arrows: Sequence[str],
    low: Mapping[str, float],
    high: Mapping[str, float],
    label: str,
) -> str:
    # A frame's title may be wider than what it holds.
    titles = [
        node["center"]["x"] - node["size"]["width"] / 2 + _text_width(box.title) + 20
        for box, node in placed
        if box.frame
    ]
    left, top = low["x"] - 8, low["y"] - 8
    width, height = max([high["x"], *titles]) - left + 8, high["y"] - top + 8
    return "".join(
        [
            f'<svg class="graph" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
            f'width="{width:.0f}" height="{height:.0f}" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}">',
            '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto-start-reverse"><path class="head" d="M0 0.6 L7.4 4 L0 7.4 z"/></marker></defs>',
            *(_drawn_box(box, node) for box, node in placed if box.frame),
            *arrows,
            *(_drawn_box(box, node) for box, node in placed if not box.frame),
            "</svg>",
        ]
    )


def _text_width(text: str) -> float:
    return len(text) * _GLYPH


def _extent(box: Box) -> tuple[float, float]:
    if box.size is not None:
        return box.size
    if box.frame:
        return 10.0, 10.0
    widest = max([_text_width(box.title) * 1.06, *(_text_width(line) * 0.92 for line in box.lines)])
    return max(70.0, widest + 28), 30.0 + _LINE * len(box.lines) + (4 if box.lines else 0)


def _drawn_box(box: Box, node: Mapping[str, Any]) -> str:
    width, height = node["size"]["width"], node["size"]["height"]
    x, y = node["center"]["x"] - width / 2, node["center"]["y"] - height / 2
    kind = "frame" if box.frame else "node"
    parts = [f'<g class="{kind} {box.style}">']
    if box.hint:
        parts.append(f"<title>{escape(box.hint)}</title>")
    parts.append(
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{9 if box.frame else 6}"/>'
    )
    if box.heat is not None:
        filled = max(0.02, min(1.0, box.heat)) * (width - 12)
        bottom = y + height - 6
        parts.append(
            f'<rect class="heat-all" x="{x + 6:.1f}" y="{bottom:.1f}" width="{width - 12:.1f}" height="3" rx="1.5"/>'
            f'<rect class="heat" x="{x + 6:.1f}" y="{bottom:.1f}" width="{filled:.1f}" height="3" rx="1.5"/>'
        )
    for index, mark in enumerate(box.marks):
        parts.append(
            f'<circle class="mark {mark}" cx="{x + width - 10 - 11 * index:.1f}" cy="{y + 10:.1f}" r="4"/>'
        )
    if box.frame:
        parts.append(f'<text class="title" x="{x + 12:.1f}" y="{y + 19:.1f}">{escape(box.title)}</text>')
    else:
        middle = x + width / 2
        parts.append(f'<text class="title" x="{middle:.1f}" y="{y + 19.5:.1f}">{escape(box.title)}</text>')
        for index, line in enumerate(box.lines):
            parts.append(
                f'<text x="{middle:.1f}" y="{y + 20 + _LINE * (index + 1):.1f}">{escape(line)}</text>'
            )
    parts.append("</g>")
    text = "".join(parts)
    return f'<a href="{escape(box.link)}">{text}</a>' if box.link else text


def _drawn_edge(points: Sequence[Mapping[str, float]]) -> str:
    """A line with rounded corners."""
    path = [f"M{points[0]['x']:.1f} {points[0]['y']:.1f}"]
    for before, here, after in zip(points, points[1:], points[2:]):
        into, out = _toward(here, before), _toward(here, after)
        path.append(f"L{into[0]:.1f} {into[1]:.1f}Q{here['x']:.1f} {here['y']:.1f} {out[0]:.1f} {out[1]:.1f}")
    path.append(f"L{points[-1]['x']:.1f} {points[-1]['y']:.1f}")
    return f'<path class="edge" d="{"".join(path)}" marker-end="url(#arrow)"/>'


def _drawn_curve(source: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    """From the right side of a box to the left side of another."""
    x, y = source["center"]["x"] + source["size"]["width"] / 2, source["center"]["y"]
    to_x, to_y = target["center"]["x"] - target["size"]["width"] / 2, target["center"]["y"]
    bend = max(26.0, (to_x - x) / 2)
    return (
        f'<path class="edge shuffle" d="M{x:.1f} {y:.1f}C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} '
        f'{to_x:.1f} {to_y:.1f}" marker-end="url(#arrow)"/>'
    )


def _toward(
    corner: Mapping[str, float], other: Mapping[str, float], radius: float = 7.0
) -> tuple[float, float]:
    dx, dy = other["x"] - corner["x"], other["y"] - corner["y"]
    length = abs(dx) + abs(dy)
    share = 0 if length == 0 else min(radius, length / 2) / length
    return corner["x"] + dx * share, corner["y"] + dy * share


# ---------------------------------------------------------------------------------------- timelines


@dataclass(slots=True)
class Bar:
    """Something that went on from ``start`` to ``end`` (milliseconds)."""

    start: int
    end: int
    label: str
    style: str = ""
    hint: str = ""
    link: str = ""
    #: Bars of one group share lanes.
    group: str = ""
    #: Where within it, by share of its length, the real work began and ended.
    core: tuple[float, float] | None = None


@dataclass(slots=True)
class Moment:
    """Something that happened at one time."""

    at: int
    style: str
    hint: str


_WIDTH, _LEFT, _RIGHT, _LANE = 1100.0, 10.0, 10.0, 23.0
_MOST_LANES = 60


@dataclass(slots=True)
class _Lanes:
    ends: list[int] = field(default_factory=list)
    top: float = 0.0

    def place(self, bar: Bar, gap: float) -> int:
        for lane, end in enumerate(self.ends):
            if end <= bar.start:
                self.ends[lane] = int(bar.end + gap)
                return lane
        self.ends.append(int(bar.end + gap))
        return len(self.ends) - 1


def timeline(
    bars: Sequence[Bar], moments: Sequence[Moment] = (), label: str = "Timeline", thin: bool = False
) -> str:
    """Draw bars in as few lanes as they need, under an axis of time."""
    if not bars:
        return ""
    first = min([bar.start for bar in bars] + [moment.at for moment in moments])
    last = max(max(bar.end for bar in bars), first + 1)
    scale = (_WIDTH - _LEFT - _RIGHT) / (last - first)
    lane_height = 10.0 if thin else _LANE
    groups: dict[str, _Lanes] = {}
    places: list[tuple[Bar, str, int]] = []
    for bar in sorted(bars, key=lambda bar: (bar.start, bar.end)):
        lanes = groups.setdefault(bar.group, _Lanes())
        places.append((bar, bar.group, lanes.place(bar, 0 if thin else 3 / scale)))
    y = 26.0
    headed = any(groups) and len(groups) > 0 and not (len(groups) == 1 and "" in groups)
    parts: list[str] = []
    for name, lanes in groups.items():
        if headed:
            parts.append(f'<text class="group" x="{_LEFT}" y="{y + 12:.0f}">{escape(name)}</text>')
            y += 18
        lanes.top = y
        y += lane_height * min(len(lanes.ends), _MOST_LANES) + 6
    hidden = 0
    for bar, name, lane in places:
        if lane >= _MOST_LANES:
            hidden += 1
            continue
        parts.append(_drawn_bar(bar, first, scale, groups[name].top + lane_height * lane, lane_height))
    for moment in moments:
        x = _LEFT + (moment.at - first) * scale
        parts.append(
            f'<g class="moment {moment.style}"><title>{escape(moment.hint)}</title>'
            f'<line x1="{x:.1f}" y1="22" x2="{x:.1f}" y2="{y:.0f}"/><circle cx="{x:.1f}" cy="22" r="3.5"/></g>'
        )
    if hidden:
        parts.append(f'<text class="group" x="{_LEFT}" y="{y + 10:.0f}">{hidden} more are not drawn</text>')
        y += 16
    axis = "".join(_ticks(first, last, scale, y))
    return (
        f'<svg class="timeline" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {_WIDTH:.0f} {y + 4:.0f}" width="{_WIDTH:.0f}" height="{y + 4:.0f}">{axis}{"".join(parts)}</svg>'
    )


def _drawn_bar(bar: Bar, first: int, scale: float, y: float, height: float) -> str:
    x = _LEFT + (bar.start - first) * scale
    width = max(2.0, (bar.end - bar.start) * scale)
    inner = height - (2 if height < _LANE else 4)
    parts = [f'<g class="bar {bar.style}">']
    if bar.hint:
        parts.append(f"<title>{escape(bar.hint)}</title>")
    parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{inner:.0f}" rx="3"/>')
    if bar.core is not None:
        begin, stop = bar.core
        parts.append(
            f'<rect class="core" x="{x + begin * width:.1f}" y="{y:.1f}" '
            f'width="{max(0.0, (stop - begin) * width):.1f}" height="{inner:.0f}" rx="2"/>'
        )
    room = int((width - 10) / _GLYPH)
    if bar.label and room >= 3:
        text = bar.label if len(bar.label) <= room else bar.label[: room - 1] + "…"
        parts.append(f'<text x="{x + 6:.1f}" y="{y + inner - 5.5:.1f}">{escape(text)}</text>')
    parts.append("</g>")
    text = "".join(parts)
    return f'<a href="{escape(bar.link)}">{text}</a>' if bar.link else text


_STEPS = (
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
    900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000,
)  # fmt: skip


def _ticks(first: int, last: int, scale: float, bottom: float) -> Iterable[str]:
    step = next(
        (step for step in _STEPS if step * scale >= 95), 86_400_000 * (1 + (last - first) // 86_400_000 // 8)
    )
    for at in range(first - first % step + step, last + 1, step):
        x = _LEFT + (at - first) * scale
        # The text of a tick near the edge would be cut.
        if x < 24 or x > _WIDTH - 30:
            continue
        text = formats.time_of_day(at) if step >= 1000 else f"{formats.time_of_day(at)[3:]}.{at % 1000:03d}"
        yield (
            f'<g class="tick"><line x1="{x:.1f}" y1="18" x2="{x:.1f}" y2="{bottom:.0f}"/>'
            f'<text x="{x:.1f}" y="12">{text}</text></g>'
        )


# ---------------------------------------------------------------------------------------- distributions


def histogram(values: Sequence[int], label: str, bins: int = 48) -> str:
    """How the durations of tasks are spread: one bar a bin, the median marked."""
    if len(values) < 2:
        return ""
    ordered = sorted(values)
    low, high = ordered[0], max(ordered[-1], ordered[0] + 1)
    counts = [0] * bins
    for value in ordered:
        counts[min(bins - 1, int((value - low) * bins / (high - low)))] += 1
    most = max(counts)
    width, height, foot = 560.0, 96.0, 20.0
    step = width / bins
    parts = [
        f'<svg class="histogram" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {width:.0f} {height + foot:.0f}" width="{width:.0f}" height="{height + foot:.0f}">'
    ]
    for index, number in enumerate(counts):
        if number:
            # By the root: a single straggler is seen beside a thousand others.
            tall = max(2.0, (number / most) ** 0.5 * (height - 8))
            start = low + index * (high - low) / bins
            hint = f"{number} tasks of {formats.long_span(start)} to {formats.long_span(start + (high - low) / bins)}"
            parts.append(
                f'<g class="column"><title>{escape(hint)}</title><rect x="{index * step + 0.5:.1f}" '
                f'y="{height - tall:.1f}" width="{step - 1:.1f}" height="{tall:.1f}" rx="1.5"/></g>'
            )
    median = ordered[len(ordered) // 2]
    x = (median - low) / (high - low) * width
    anchor = "start" if x < 60 else "end" if x > width - 60 else "middle"
    parts.append(
        f'<g class="median"><line x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height:.0f}"/></g>'
        f'<line class="base" x1="0" y1="{height:.0f}" x2="{width:.0f}" y2="{height:.0f}"/>'
        f'<text x="0" y="{height + 15:.0f}">{formats.long_span(low)}</text>'
        f'<text x="{width:.0f}" y="{height + 15:.0f}" text-anchor="end">{formats.long_span(high)}</text>'
    )
    if 90 < x < width - 90:
        parts.append(
            f'<text class="median" x="{x:.1f}" y="{height + 15:.0f}" text-anchor="{anchor}">'
            f"median {formats.long_span(median)}</text>"
        )
    return "".join([*parts, "</svg>"])


def standalone(svg: str) -> str:
    """The picture with its style in it, to be kept in a file or shown in a notebook."""
    return _styled(svg, _style())


def printed(svg: str) -> str:
    """The same in light colours alone, for renderers that know neither variables of CSS nor media queries."""
    style = _style()
    light = dict(re.findall(r"--(\w+): (#\w+)", style.partition("@media")[0]))
    plain = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style)
    plain = re.sub(r":root[^{]*\{[^{}]*\}", "", plain)
    return _styled(svg, re.sub(r"var\(--(\w+)\)", lambda found: light[found[1]], plain))


def _style() -> str:
    return (files("pyrite._ui") / "static" / "picture.css").read_text(encoding="utf-8")


def _styled(svg: str, style: str) -> str:
    head, mark, rest = svg.partition(">")
    return f"{head}{mark}<style>{style}</style>{rest}" if svg.startswith("<svg") else svg
