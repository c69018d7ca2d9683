"""The processes of a program on this machine, and what travels between them: counted in a run."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svg import BLUE, GOLD, GREEN, INK, RED, SOFT, Picture
from words import counted

from pyrite import SparkConf, SparkContext
from pyrite._executor import base, wire
from pyrite._executor.pool import PoolExecutor

WIDTH = 860
LICENCE = Path(__file__).resolve().parent.parent.parent / "LICENSE"


@dataclass
class Traffic:
    """Sizes in bytes, as they went over the sockets or into files."""

    program: int
    task: int
    outputs: int
    blocks: int
    result: int
    cached: int
    folders: list[str]


def observe() -> Traffic:
    programs: dict[int, int] = {}
    tasks: list[int] = []
    launch = PoolExecutor.launch

    def noted(executor: PoolExecutor, worker: int, task: base.Launch) -> None:
        programs[task.spec.stage_key] = len(executor.program_of(task.spec.stage_key))
        tasks.append(len(wire.encode(("task", task.spec))))
        launch(executor, worker, task)

    PoolExecutor.launch = noted  # type: ignore[method-assign]
    ends: list[dict[str, Any]] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            conf = SparkConf().setMaster("local[2]").setAppName("words").set("spark.local.dir", folder)
            with SparkContext(conf=conf) as sc:
                sc._bus.add(lambda event: ends.append(event.facts) if event.kind == "TaskEnd" else None)
                _, counts = counted(sc, str(LICENCE))
                counts.cache().collect()
                session = next(path for path in Path(folder).iterdir() if path.name.startswith("pyrite-"))
                folders = sorted(entry.name for entry in session.iterdir() if entry.is_dir())
                outputs = [found for found in sc._engine.loop.scheduler.outputs[0] if found is not None]
                return Traffic(
                    max(programs.values()),
                    max(tasks),
                    sum(len(output.reducers + output.offsets + output.lengths) for output in outputs),
                    sum(os.path.getsize(output.path) for output in outputs),
                    sum(end["metrics"]["result_bytes"] for end in ends),
                    sum(len(part) for part in counts.glom().collect()),
                    folders,
                )
    finally:
        PoolExecutor.launch = launch


def draw_processes() -> Picture:
    facts = observe()
    picture = Picture(WIDTH)
    picture.text(16, 24, "The processes of a program with master local[2]", 15, bold=True)

    picture.box(16, 44, 300, 190, line=BLUE)
    picture.text(28, 64, "driver: your program", 13, fill=BLUE, bold=True)
    picture.box(28, 76, 130, 62, fill="#eef3f7", line=BLUE)
    picture.lines(38, 94, ["your thread", "builds the lineage,", "waits for results"], 11, mono=False)
    picture.box(172, 76, 132, 62, fill="#eef3f7", line=BLUE)
    picture.lines(182, 94, ["scheduler thread", "stages, tasks,", "retries, events"], 11, mono=False)
    picture.arrow(158, 106, 170, 106, both=True)
    picture.lines(
        28,
        160,
        [
            "the map-output table: where each block lies",
            "no user function runs here",
            "(with master local: all do)",
        ],
        11,
        mono=False,
    )

    picture.box(400, 44, 210, 72, line=GOLD)
    picture.text(412, 64, "forking server", 13, fill=GOLD, bold=True)
    picture.lines(412, 82, ["no threads; forks workers, tells", "how they ended, cleans up"], 11, mono=False)
    picture.arrow(316, 70, 398, 70, both=True)
    picture.text(322, 63, "socket pair", 10, fill=SOFT)

    for number in range(2):
        y = 150 + number * 96
        picture.box(400, y, 210, 84, line=RED)
        picture.text(412, y + 20, f"worker {number}", 13, fill=RED, bold=True)
        picture.lines(
            412, y + 38, ["runs one task at a time", "keeps programs, broadcasts,", "cached partitions as objects"],
            11, mono=False,
        )  # fmt: skip
        picture.arrow(316, 190 + number * 20, 398, y + 40, both=True)
    picture.arrow(600, 116, 600, 148)
    picture.text(606, 136, "fork", 10, fill=SOFT)

    picture.box(680, 150, 164, 180, line=GREEN)
    picture.text(692, 170, "session's folder", 13, fill=GREEN, bold=True)
    picture.lines(692, 190, [f"{name}/" for name in facts.folders], 11)
    picture.lines(
        692, 278, ["owner may read it only;", "removed at the end, also", "after kill -9"], 11, mono=False
    )
    for number in range(2):
        picture.arrow(612, 192 + number * 96, 678, 205 + number * 60, both=True)

    y = 372.0
    picture.text(
        16, y, "What travelled when the words of the LICENSE file were counted and collected", 12, bold=True
    )
    rows = [
        (
            "a stage's program (its functions), once for each worker and stage",
            f"up to {facts.program:,} bytes",
        ),
        ("a task: its number and what it reads", f"up to {facts.task:,} bytes"),
        (
            "shuffle blocks, from worker to worker by files, never through the driver",
            f"{facts.blocks:,} bytes",
        ),
        ("where the blocks lie, through the driver", f"{facts.outputs:,} bytes"),
        ("results, to the driver", f"{facts.result:,} bytes"),
        ("cached records that stayed in the workers as objects", f"{facts.cached:,} records"),
    ]
    for what, size in rows:
        y += 19
        picture.text(28, y, what, 11, fill=INK)
        picture.text(WIDTH - 230, y, size, 11, mono=True)
    return picture
