"""Draws the pictures of the docs from real runs: ``python docs/pictures/draw.py [name ...]``.

Every run is made anew, in a process of its own; nothing in the pictures is typed in by hand but explanations.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from processes import draw_processes
from rooms import draw_rooms
from runs import draw_run
from svg import Picture
from words import draw_data, draw_loop

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXAMPLES = {
    "flight_delays": "Flight delays: 336,776 flights, a broadcast table of airlines",
    "word_count": "Word count: one shuffle between two stages",
    "log_mining": "Log mining: two passes over the file, five over the cached errors",
    "primes": "Primes: a filter and a count",
    "pi": "Pi: ten partitions, one number each",
    "pagerank": "PageRank: ten passes; links stay where they are",
    "kmeans": "k-means: a pass for each move, over cached points",
    "logistic_regression": "Logistic regression: twenty passes over cached points",
    "broadcast_join": "A join by a broadcast (stages 1 and 2), and by a shuffle",
    "accumulators": "Accumulators: one action",
}


def record(program: Path, *arguments: str) -> dict[str, Any]:
    """Run a program on two workers under the recorder."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "record.json")
        command = [sys.executable, str(HERE / "record.py"), str(out), str(program), *arguments]
        environment = {"PYRITE_SUBMIT_CONF": '{"spark.master": "local[2]"}', "PATH": "/usr/bin:/bin"}
        subprocess.run(command, cwd=folder, check=True, env={**environment, "PYTHONPATH": str(ROOT)})
        return dict(json.loads(out.read_text()))


def run_picture(name: str) -> Picture:
    return draw_run(record(ROOT / "examples" / f"{name}.py"), EXAMPLES[name])


class Chart:
    """The chart that the flight report saves by itself."""

    def save(self, path: Path) -> None:
        program = ROOT / "examples" / "flight_delays.py"
        command = [sys.executable, "-m", "pyrite", str(program), "--chart", str(path)]
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "0"}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def main(names: list[str]) -> None:
    drawings: dict[str, Callable[[], Picture | Chart]] = {
        f"run-{name}": lambda name=name: run_picture(name) for name in EXAMPLES
    }
    drawings |= {"flight_delays": Chart}
    drawings |= {"word-count-data": draw_data, "word-count-loop": draw_loop, "processes": draw_processes}
    drawings["rooms"] = draw_rooms
    unknown = set(names) - set(drawings)
    if unknown:
        sys.exit(f"no picture {', '.join(sorted(unknown))}: there are {', '.join(drawings)}")
    for name in names or drawings:
        drawings[name]().save(HERE / f"{name}.svg")
        print(f"{name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
