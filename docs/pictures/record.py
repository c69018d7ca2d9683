"""Runs a program on Pyrite and writes down what its jobs did: ``python record.py OUT.json app.py [arguments]``."""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
import time
from pathlib import Path
from typing import Any

import pyrite
from pyrite._events.bus import Bus, Event
from pyrite._lineage.graph import describe
from pyrite._scheduler import loop, model
from pyrite._scheduler.engine import Engine


class Recorder:
    """Events with their times in seconds from the first, and the operations of each stage by its name."""

    def __init__(self) -> None:
        self.start = 0.0
        self.events: list[dict[str, Any]] = []
        self.stages: list[dict[str, Any]] = []
        self.keys: dict[int, int] = {}

    def hear(self, event: Event) -> None:
        now = time.perf_counter()
        self.start = self.start or now
        self.events.append({"kind": event.kind, "at": now - self.start, **event.facts})

    def listen_to_every_bus(self) -> None:
        make = Bus.__init__

        def made(bus: Bus) -> None:
            make(bus)
            bus.add(self.hear)

        Bus.__init__ = made  # type: ignore[method-assign]

    def note_every_stage(self) -> None:
        plan = Engine._stage

        def planned(engine: Engine, node: Any, sink: Any, dep: Any, partitions: Any, name: str) -> Any:
            found = plan(engine, node, sink, dep, partitions, name)
            stage, layout = found
            steps = [
                {"text": describe(step), "cached": step.id in engine.levels, "place": step.call_site}
                for step in layout.nodes
            ]
            self.stages.append(
                {
                    "key": stage.key,
                    "name": name,
                    "sink": type(sink).__name__,
                    "writes": dep.id if dep else None,
                    "reads": list(stage.parents),
                    "tasks": len(partitions),
                    "steps": steps,
                }
            )
            return found

        Engine._stage = planned  # type: ignore[method-assign]

    def note_every_launch(self) -> None:
        launch = loop._DO[model.Launch]

        def launched(of: loop.Loop, action: model.Launch) -> None:
            self.keys[action.stage.id] = action.stage.plan.key
            launch(of, action)

        loop._DO[model.Launch] = launched


def main(out: str, program: str, arguments: list[str]) -> None:
    pyrite.install()
    recorder = Recorder()
    recorder.listen_to_every_bus()
    recorder.note_every_stage()
    recorder.note_every_launch()
    sys.argv = [program, *arguments]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        runpy.run_path(program, run_name="__main__")
    record = {
        "events": recorder.events,
        "stages": {stage["key"]: stage for stage in recorder.stages},
        "keys": recorder.keys,
        "printed": printed.getvalue(),
    }
    Path(out).write_text(json.dumps(record, default=str))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
