"""The picture of a program's run: its stages with their operations, and what each worker did when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from svg import COLOURS, GREEN, INK, SOFT, Picture

WIDTH = 860
COLUMN, GAP = 190, 26
LANE = 26


@dataclass
class Kind:
    """Stages that do the same, as those of each pass of a loop."""

    number: int
    ops: list[tuple[str, bool]]
    reads: bool
    end: str
    count: int = 0

    @property
    def colour(self) -> str:
        return COLOURS[self.number % len(COLOURS)]


def draw_run(record: dict[str, Any], title: str) -> Picture:
    """Draw a recorded run: kinds of stages above, tasks by worker and time below."""
    kinds, by_stage = kinds_of(record)
    picture = Picture(WIDTH)
    picture.text(16, 24, title, 15, bold=True)
    y = draw_kinds(picture, list(kinds.values()), 44)
    draw_tasks(picture, record["events"], by_stage, y + 26)
    return picture


def kinds_of(record: dict[str, Any]) -> tuple[dict[Any, Kind], dict[int, Kind]]:
    """The kinds of stages in the order of their first task, and the kind of each stage that ran."""
    kinds: dict[Any, Kind] = {}
    by_stage: dict[int, Kind] = {}
    for event in record["events"]:
        if event["kind"] != "TaskStart" or event["stage"] in by_stage:
            continue
        stage = record["stages"][str(record["keys"][str(event["stage"])])]
        ops = operations(stage["steps"])
        end = "writes a shuffle" if stage["writes"] is not None else stage["name"].split(" at ")[0]
        signature = (tuple(ops[-4:]), end)
        if signature not in kinds:
            kinds[signature] = Kind(len(kinds), ops, bool(stage["reads"]), end)
        kinds[signature].count += 1
        by_stage[event["stage"]] = kinds[signature]
    return kinds, by_stage


def operations(steps: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    """The user's operations, each once where several steps make it up; whether it is cached."""
    found: list[tuple[str, str, bool]] = []
    for step in steps:
        match = re.fullmatch(r"\w+\[\d+\] at (.*?)(?: at .*?:(\d+))?", step["text"])
        name, line = (match[1], match[2] or "") if match else (step["text"], "")
        if found and found[-1][:2] == (name, line):
            found[-1] = (name, line, found[-1][2] or step["cached"])
        else:
            found.append((name, line, step["cached"]))
    return [(f"{name} (line {line})" if line else name, cached) for name, line, cached in found]


def draw_kinds(picture: Picture, kinds: list[Kind], y: float) -> float:
    """Boxes of operations, left to right, four a row; returns where they end."""
    per_row = 4
    for start in range(0, len(kinds), per_row):
        row = kinds[start : start + per_row]
        height = max(len(kind.ops) for kind in row) * 17 + 46
        for place, kind in enumerate(row):
            x = 16 + place * (COLUMN + GAP)
            times = f" \N{MULTIPLICATION SIGN} {kind.count}" if kind.count > 1 else ""
            picture.box(x, y, COLUMN, height, line=kind.colour)
            picture.box(x, y, COLUMN, 20, fill=kind.colour, line=kind.colour)
            picture.text(x + 8, y + 14, f"stage {kind.number + 1}{times}", 11, fill="#ffffff", bold=True)
            at = y + 37
            for text, cached in kind.ops:
                picture.text(x + 8, at, text, 11, fill=GREEN if cached else INK, mono=True, bold=cached)
                if cached:
                    picture.text(x + COLUMN - 8, at, "cached", 9, fill=GREEN, anchor="end")
                at += 17
            picture.text(x + 8, y + height - 8, f"→ {kind.end}", 10, fill=SOFT)
            if kind.reads and place:
                picture.arrow(x - GAP + 2, y + height / 2, x - 2, y + height / 2)
        y += height + 14
    return y - 14


def draw_tasks(picture: Picture, events: list[dict[str, Any]], by_stage: dict[int, Kind], y: float) -> None:
    """A lane for each worker, a bar for each task, a scale in milliseconds."""
    ends = {event["task"]: event for event in events if event["kind"] == "TaskEnd"}
    starts = [event for event in events if event["kind"] == "TaskStart" and event["task"] in ends]
    workers = sorted({event["worker"] for event in starts})
    first = min(event["at"] for event in starts)
    last = max(ends[event["task"]]["at"] for event in starts)
    left, right = 92, WIDTH - 24
    scale = (right - left) / max(last - first, 1e-6)
    for lane, worker in enumerate(workers):
        top = y + lane * LANE
        picture.text(16, top + 16, f"worker {worker}", 11)
        picture.line(left, top + LANE - 3, right, top + LANE - 3, "#e3e7ea")
    for event in starts:
        kind = by_stage[event["stage"]]
        top = y + workers.index(event["worker"]) * LANE
        begin, end = event["at"] - first, ends[event["task"]]["at"] - first
        tip = f"stage {kind.number + 1}, partition {event['partition']}: {1000 * (end - begin):.1f} ms"
        picture.box(left + begin * scale, top + 2, max((end - begin) * scale, 1), LANE - 8, kind.colour,
                    kind.colour, 1, title=tip)  # fmt: skip
    bottom = y + len(workers) * LANE + 4
    step = tick(1000 * (last - first))
    for number in range(int(1000 * (last - first) / step) + 1):
        x = left + number * step / 1000 * scale
        picture.line(x, bottom - 4, x, bottom)
        picture.text(x, bottom + 12, f"{number * step:g}", 9, fill=SOFT, anchor="middle")
    picture.text(16, bottom + 12, "milliseconds", 9, fill=SOFT)


def tick(span: float) -> float:
    """A round step that makes four to ten marks of a span."""
    step = 0.001
    for factor in (2, 2.5, 2) * 8:
        if span / step <= 9:
            break
        step *= factor
    return step
