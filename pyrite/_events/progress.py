"""How far stages are: the line on a terminal as Spark draws it, a bar in notebooks, handlers of the program."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol, TextIO

from pyrite._conf.units import parse_time
from pyrite._events.bus import Bus, Event
from pyrite._events.stages import Stage, StageInfo

log = logging.getLogger("pyrite")

__all__ = [
    "ConsoleProgress",
    "NotebookProgress",
    "QueryProgress",
    "Stage",
    "StageInfo",
    "progress_line",
    "started",
]

#: A stage is drawn when it has run for so long, in seconds.
FIRST_DELAY = 0.5
#: Stages drawn beside each other.
MOST = 3
#: A line that has not changed is written again after so long, in seconds.
AGAIN = 60.0


class Status(Protocol):
    """What is asked of the application's status store."""

    def running_stages(self) -> list[Stage]: ...


def progress_line(stages: Sequence[Stage], width: int) -> str:
    """The line that Spark draws.

    >>> progress_line([Stage(3, 40, 12, 2)], 40)
    '[Stage 3:=====>           (12 + 2) / 40]'
    """
    each = width // len(stages)
    drawn = []
    for stage in stages:
        header = f"[Stage {stage.id}:"
        tail = f"({stage.completed} + {stage.active}) / {stage.tasks}]"
        room = each - len(header) - len(tail)
        bar = ""
        if room > 0:
            filled = room * stage.completed // stage.tasks if stage.tasks else room
            bar = ("=" * filled + ">" + " " * room)[:room]
        drawn.append(header + bar + tail)
    return "".join(drawn)


def started(bus: Bus, status: Status, conf: Mapping[str, str]) -> _Progress | None:
    """What draws here: a bar in a notebook, a line on a terminal; None where there is neither."""
    interval = parse_time(conf.get("spark.ui.consoleProgress.update.interval") or "200ms", "ms")
    made: _Progress
    if in_notebook():
        made = NotebookProgress(status, interval)
    elif sys.stderr is not None and sys.stderr.isatty():
        made = ConsoleProgress(status, interval)
    else:
        return None
    bus.add(made)
    return made


def in_notebook() -> bool:
    """Whether a kernel of Jupyter runs this program."""
    if "ipykernel" not in sys.modules:
        return False
    shell = import_module("IPython").get_ipython()
    return shell is not None and hasattr(shell, "kernel")


class _Progress:
    """Looks, every now and then, which stages have run for long enough."""

    def __init__(self, status: Status, interval: float):
        self._status = status
        self._interval = max(0.01, interval)
        self._since: dict[int, float] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._forever, name="pyrite-progress", daemon=True)
        self._thread.start()

    def __call__(self, event: Event) -> None:
        """The bus tells: what is drawn vanishes when a job has ended, before its caller goes on."""
        if event.kind == "StageSubmitted":
            self._since[event.facts["info"][0]] = time.monotonic()
        elif event.kind == "StageCompleted":
            self._since.pop(event.facts["info"][0], None)
        elif event.kind == "JobEnd":
            with self._lock:
                self._clear()

    def close(self) -> None:
        """Draw no more."""
        self._closed.set()
        with self._lock:
            self._clear()

    def _forever(self) -> None:
        while not self._closed.wait(self._interval):
            self.refresh()

    def refresh(self) -> None:
        """Draw what runs now."""
        if not self._since:
            return
        now = time.monotonic()
        with self._lock:
            stages = [
                stage
                for stage in self._status.running_stages()
                if now - self._since.get(stage.id, now) > FIRST_DELAY
            ]
            if stages and not self._closed.is_set():
                self._draw(stages[:MOST], now)

    def _draw(self, stages: list[Stage], now: float) -> None:
        raise NotImplementedError

    def _clear(self) -> None:
        raise NotImplementedError


class ConsoleProgress(_Progress):
    """The line on a terminal.

    Parameters
    ----------
    status : Status
        Tells which stages run.
    interval : float
        Seconds between two looks (``spark.ui.consoleProgress.update.interval``).
    stream : file, optional
        Where it is drawn; the standard error as it is then.
    """

    def __init__(self, status: Status, interval: float, stream: TextIO | None = None):
        self._stream = stream
        self._shown = ""
        self._drawn = 0.0
        super().__init__(status, interval)

    def _draw(self, stages: list[Stage], now: float) -> None:
        width = _width()
        line = progress_line(stages, width)
        if line != self._shown or now - self._drawn >= AGAIN:
            self._write(f"\r{line}\r")
            self._drawn = now
        self._shown = line

    def _clear(self) -> None:
        if self._shown:
            self._write(f"\r{' ' * len(self._shown)}\r")
            self._shown = ""

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            stream = self._stream or sys.stderr
            stream.write(text)
            stream.flush()


def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        # One column less: a line that is as wide as the terminal would go on below.
        return max(20, (os.get_terminal_size(2).columns or 80) - 1)
    except OSError:
        return 80


class NotebookProgress(_Progress):
    """A bar below the cell that runs.

    Parameters
    ----------
    status : Status
        Tells which stages run.
    interval : float
        Seconds between two looks.
    display : callable, optional
        Shows HTML and returns what has ``update(html)``; IPython's.
    """

    def __init__(self, status: Status, interval: float, display: Callable[[str], Any] | None = None):
        self._display = display or _ipython_display
        self._handle: Any = None
        self._shown = ""
        super().__init__(status, interval)

    def _draw(self, stages: list[Stage], now: float) -> None:
        html = progress_html(stages)
        if self._handle is None:
            self._handle = self._display(html)
        elif html != self._shown:
            self._handle.update(html)
        self._shown = html

    def _clear(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.update("")


def progress_html(stages: Iterable[Stage]) -> str:
    """The bars of a notebook."""
    return "".join(
        [
            '<div style="font-family: monospace">'
            f"Stage {stage.id} "
            f'<progress value="{stage.completed}" max="{max(1, stage.tasks)}" style="width: 40%"></progress> '
            f"({stage.completed} + {stage.active}) / {stage.tasks}</div>"
            for stage in stages
        ]
    )


def _ipython_display(html: str) -> Any:
    shown = import_module("IPython.display")
    handle = shown.display(shown.HTML(html), display_id=True)

    class Handle:
        def update(self, html: str) -> None:
            handle.update(shown.HTML(html))

    return Handle()


class QueryProgress:
    """Tells a session's progress handlers how far a query is, until it ends.

    Parameters
    ----------
    handlers : sequence of callable
        Called with ``stages``, ``inflight_tasks``, ``operation_id`` and ``done``.
    look : callable
        Gives the query's stages and how many tasks run.
    operation : str
        The query's id.
    interval : float
        Seconds between two calls.
    """

    def __init__(
        self,
        handlers: Sequence[Callable[..., None]],
        look: Callable[[], tuple[list[StageInfo], int]],
        operation: str,
        interval: float = 0.2,
    ):
        self._handlers = handlers
        self._look = look
        self._operation = operation
        self._interval = interval
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._forever, name="pyrite-query-progress", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """The query has ended: the handlers are told once more, in this thread."""
        self._ended.set()
        self._thread.join()
        self._tell(True)

    def _forever(self) -> None:
        while not self._ended.wait(self._interval):
            self._tell(False)

    def _tell(self, done: bool) -> None:
        stages, running = self._look()
        for handler in self._handlers:
            try:
                handler(stages=stages, inflight_tasks=running, operation_id=self._operation, done=done)
            except Exception:
                log.exception("a progress handler failed")
