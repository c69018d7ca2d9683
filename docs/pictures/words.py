"""What happens to the data in a word count, and the loop that a task runs: read off a run."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svg import BLUE, COLOURS, GOLD, GREEN, RED, SOFT, Picture

from pyrite import SparkConf, SparkContext
from pyrite._runtime import codegen
from pyrite._runtime.shuffle import MapOutput, MapOutputs, ShuffleReader

TEXT = "to be or not\nto be that is\nthe question\nnot to be\n"
WIDTH = 860


@dataclass
class Facts:
    """What was read off the run, by partition (lists) or by map task and partition (lists of lists)."""

    splits: list[str]
    lines: list[list[str]]
    combined: list[list[list[tuple[str, int]]]]
    files: list[str]
    sizes: list[list[int]]
    merged: list[list[tuple[str, int]]]


def counted(sc: SparkContext, path: str) -> tuple[Any, Any]:
    lines = sc.textFile(path, 2)
    return lines, lines.flatMap(lambda line: line.split()).map(lambda word: (word, 1)).reduceByKey(
        lambda a, b: a + b
    )


def observe() -> Facts:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hamlet.txt")
        path.write_text(TEXT)
        with SparkContext(conf=SparkConf().setMaster("local[2]").setAppName("words")) as sc:
            lines, counts = counted(sc, str(path))
            merged = counts.glom().collect()
            outputs = [found for found in sc._engine.loop.scheduler.outputs[0] if found is not None]
            splits = lines._node.op.input.splits
            return Facts(
                [f"bytes {split.start} to {split.start + split.length}" for split in splits],
                lines.glom().collect(),
                [[blocks(output, reducer) for reducer in range(2)] for output in outputs],
                [os.path.basename(output.path) for output in outputs],
                [block_sizes(output) for output in outputs],
                merged,
            )


def blocks(output: MapOutput, reducer: int) -> list[tuple[str, int]]:
    """What one map task wrote for one partition, as the reduce task reads it."""
    batches = ShuffleReader().read(MapOutputs(0, [output]), reducer)
    return [pair for batch in batches for pair in batch]


def block_sizes(output: MapOutput) -> list[int]:
    sizes = Counter({reducer: length for _, reducer, length in entries(output)})
    return [sizes[reducer] for reducer in range(2)]


def entries(output: MapOutput) -> list[tuple[int, int, int]]:
    found = MapOutputs(0, [output])
    return [
        (map_id, reducer, length) for reducer in range(2) for map_id, _, _, length, _ in found.blocks(reducer)
    ]


def draw_data() -> Picture:
    """Lines, loop, dict, buckets, files, merge: the columns of two map and two reduce tasks."""
    facts = observe()
    picture = Picture(WIDTH)
    half = WIDTH / 2
    picture.text(16, 24, "What happens to the data in a word count", 15, bold=True)
    y = 44.0
    step(picture, y, "1", "The file is cut in two by bytes; a line belongs to the part that it begins in.")
    y += 16
    top, y = y, y
    for task in range(2):
        x = 16 + task * half
        bottom = panel(picture, x, top, facts.splits[task], [repr(line) for line in facts.lines[task]], SOFT)
        y = max(y, bottom)
    top = y + 34
    step(picture, top - 10, "2", "One loop splits a line, makes pairs and adds them up in a dict.")
    for task in range(2):
        whole = [pair for bucket in facts.combined[task] for pair in bucket]
        rows = [f"{word!r}: {count}" for word, count in whole]
        y = max(
            y, panel(picture, 16 + task * half, top + 6, f"map task {task}: its dict", columns(rows), BLUE)
        )
    top = y + 34
    step(picture, top - 10, "3", "hash(word) % 2 deals the dict's entries to the two reduce tasks.")
    narrow = half / 2 - 18
    ends: list[tuple[int, int, float]] = []
    for task in range(2):
        for reducer in range(2):
            rows = [f"{word!r}, {count}" for word, count in facts.combined[task][reducer]]
            x = 16 + task * half + reducer * (narrow + 6)
            bottom = panel(picture, x, top + 6, f"for reduce task {reducer}", rows, colour(reducer), narrow)
            ends.append((task, reducer, bottom))
            y = max(y, bottom)
    top = y + 34
    step(
        picture,
        top - 10,
        "4",
        "Each map task writes one file: a block for each reduce task, with its checksum.",
    )
    for task in range(2):
        x, at = 16 + task * half, top + 6
        picture.text(x + 4, at + 13, facts.files[task], 11, mono=True)
        total = sum(facts.sizes[task])
        width = half - 40
        for reducer, size in enumerate(facts.sizes[task]):
            share = width * size / total
            picture.box(x, at + 20, share, 22, colour(reducer), colour(reducer), 1)
            picture.text(x + share / 2, at + 35, f"{size} bytes", 10, fill="#ffffff", anchor="middle")
            x += share
        y = max(y, at + 42)
    top = y + 34
    step(
        picture,
        top - 10,
        "5",
        "A reduce task reads its blocks of all files and adds up what they have in common.",
    )
    for reducer in range(2):
        rows = [f"({word!r}, {count})" for word, count in facts.merged[reducer]]
        panel(picture, 16 + reducer * half, top + 6, f"reduce task {reducer}: its partition of the result",
              columns(rows), colour(reducer))  # fmt: skip
    return picture


def step(picture: Picture, y: float, number: str, text: str) -> None:
    picture.text(16, y, number, 13, fill=RED, bold=True)
    picture.text(32, y, text, 12)


def panel(
    picture: Picture,
    x: float,
    y: float,
    title: str,
    rows: list[str],
    line: str,
    width: float = WIDTH / 2 - 28,
) -> float:
    height = 26 + 15 * len(rows)
    picture.box(x, y, width, height, line=line)
    picture.text(x + 8, y + 15, title, 10, fill=line)
    picture.lines(x + 8, y + 31, rows)
    return y + height


def columns(rows: list[str], across: int = 2) -> list[str]:
    """The rows side by side, so that a panel stays low."""
    width = max(map(len, rows), default=0) + 3
    return [
        "".join(row.ljust(width) for row in rows[at : at + across]).rstrip()
        for at in range(0, len(rows), across)
    ]


def colour(reducer: int) -> str:
    return (GREEN, GOLD, *COLOURS)[reducer]


def draw_loop() -> Picture:
    """The user's program and the loop that Pyrite wrote for its map side."""
    texts: list[str] = []
    compiled = codegen._compiled

    def noted(text: str) -> Any:
        texts.append(text)
        return compiled(text)

    codegen._compiled = noted  # type: ignore[assignment]
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "hamlet.txt")
            path.write_text(TEXT)
            # In the driver, where the texts can be noted.
            with SparkContext("local", "words") as sc:
                counted(sc, str(path))[1].collect()
    finally:
        codegen._compiled = compiled
    loop = next(text for text in texts if "split" in text)
    program = [
        "lines.flatMap(lambda line: line.split())",
        "     .map(lambda word: (word, 1))",
        "     .reduceByKey(lambda a, b: a + b)",
    ]
    picture = Picture(WIDTH)
    picture.text(16, 24, "Three functions become one loop", 15, bold=True)
    picture.text(16, 48, "what the program says", 11, fill=SOFT)
    picture.box(16, 56, 360, 22 + 15 * len(program), line=BLUE)
    picture.lines(26, 77, program)
    rows = loop.rstrip().splitlines()
    picture.text(416, 48, "what a task runs (written, compiled and kept for each stage)", 11, fill=SOFT)
    picture.box(416, 56, 428, 24 + 15 * len(rows), line=RED)
    picture.lines(426, 76, rows)
    picture.arrow(380, 90, 412, 90)
    picture.lines(
        16,
        146,
        [
            "The functions' sources are written into the loop where that",
            "means the same; others are called from it. The result goes",
            "straight into a dict: no pair is ever passed on.",
        ],
        mono=False,
    )
    return picture
