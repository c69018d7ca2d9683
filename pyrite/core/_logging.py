"""Pyrite's log: Python's logger ``pyrite``, quiet by default, a line for each event of note."""

from __future__ import annotations

import logging
import sys

from pyrite._events.bus import Bus, Event
from pyrite.errors import IllegalArgumentException

__all__ = ["EventLines", "set_level"]

log = logging.getLogger("pyrite")

_LEVELS = {
    "ALL": 1, "TRACE": 5, "DEBUG": logging.DEBUG, "INFO": logging.INFO, "WARN": logging.WARNING,
    "ERROR": logging.ERROR, "FATAL": logging.CRITICAL, "OFF": logging.CRITICAL + 10,
}  # fmt: skip
_SPARK_NAMES = {number: name for name, number in _LEVELS.items()}


class _Lines(logging.Formatter):
    """Lines that begin as Spark's do: ``26/11/21 22:48:42 INFO pyrite: ...``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%y/%m/%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        record.levelname = _SPARK_NAMES.get(record.levelno, record.levelname)
        return super().format(record)


class _ToStderr(logging.Handler):
    """Writes to the standard error that there is when a line comes: tests and notebooks replace it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(_Lines())

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except Exception:
            self.handleError(record)


def set_level(name: str) -> None:
    """Show Pyrite's log from this level on: ALL, DEBUG, ERROR, FATAL, INFO, OFF, TRACE or WARN.

    Where the program has not set up Python's logging, lines go to the standard error.
    Raises ``IllegalArgumentException`` for any other name.
    """
    level = _LEVELS.get(name.upper())
    if level is None:
        raise IllegalArgumentException(
            f"requirement failed: Supplied level {name} did not match one of: {','.join(_LEVELS)}"
        )
    log.setLevel(level)
    if not log.hasHandlers():
        log.addHandler(_ToStderr())


class EventLines:
    """Logs the events of note of an application: its jobs, stages and lost workers at INFO, tasks at DEBUG."""

    def __init__(self, bus: Bus):
        self._started: dict[str, int] = {}
        bus.add(self)

    def __call__(self, event: Event) -> None:
        tell = _TELLERS.get(event.kind)
        if tell is not None and log.isEnabledFor(logging.DEBUG if event.kind == "TaskEnd" else logging.INFO):
            tell(self, event)

    def _job_start(self, event: Event) -> None:
        stages = event.facts["stages"]
        self._started[f"Job {event.facts['job']}"] = event.time
        tasks = sum(stage[3] for stage in stages)
        log.info(
            "Job %s starts: %s, %d stages, %d tasks", event.facts["job"], stages[-1][2], len(stages), tasks
        )

    def _job_end(self, event: Event) -> None:
        self._ended(f"Job {event.facts['job']}", event)

    def _stage_start(self, event: Event) -> None:
        stage, attempt, name, tasks = event.facts["info"][:4]
        self._started[f"Stage {stage}.{attempt}"] = event.time
        log.info("Stage %s.%s starts: %s, %d tasks", stage, attempt, name, tasks)

    def _stage_end(self, event: Event) -> None:
        stage, attempt = event.facts["info"][:2]
        self._ended(f"Stage {stage}.{attempt}", event)

    def _ended(self, what: str, event: Event) -> None:
        took = (event.time - self._started.pop(what, event.time)) / 1000
        error = event.facts["error"]
        if error:
            log.info("%s failed after %.3f s: %s", what, took, error.strip().splitlines()[0])
        else:
            log.info("%s took %.3f s", what, took)

    def _task_end(self, event: Event) -> None:
        facts = event.facts
        place = f"Task {facts['task']} (partition {facts['partition']} of stage {facts['stage']})"
        log.debug("%s on worker %s: %s %s", place, facts["worker"], facts["status"], facts["reason"])

    def _worker_lost(self, event: Event) -> None:
        log.info("Worker %s is gone: %s", event.facts["worker"], event.facts["reason"])


_TELLERS = {
    "JobStart": EventLines._job_start,
    "JobEnd": EventLines._job_end,
    "StageSubmitted": EventLines._stage_start,
    "StageCompleted": EventLines._stage_end,
    "TaskEnd": EventLines._task_end,
    "ExecutorRemoved": EventLines._worker_lost,
}
