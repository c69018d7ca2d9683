"""Events on their way to who takes Spark's dicts or their JSON, in a thread of its own: who posts never waits."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from pyrite._events.bus import Event
from pyrite._events.schema import Translator

__all__ = ["Feed"]

log = logging.getLogger("pyrite")

#: Events are taken when none has come for a while, in seconds, or the first has waited for long enough: Python runs one
#: thread at a time, so that a burst of small jobs would wait for what is told of it.
QUIET, LONG = 0.05, 0.5
#: What is not taken after as many events is dropped (``spark.scheduler.listenerbus.eventqueue.capacity``).
CAPACITY = 100_000


class Feed:
    """A listener of the bus that gives what happens to ``consume``, some events at a time and in order.

    Parameters
    ----------
    consume : callable
        Takes a list of what the translator makes. What it raises is logged.
    translator : Translator
        Makes the dicts; or :class:`~pyrite._events.schema.Lines` their JSON.
    name : str
        The thread's.
    capacity : int
        How many events may wait; what comes while there are more is dropped, and the log says so.
    """

    def __init__(
        self,
        consume: Callable[[list[Any]], None],
        translator: Translator,
        name: str,
        capacity: int = CAPACITY,
    ):
        self._consume = consume
        self._translator = translator
        self._capacity = capacity
        self._waiting: deque[Event] = deque()
        self._dropped = 0
        self._ended = threading.Event()
        self._come = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._forever, name=name, daemon=True)
        self._thread.start()

    def __call__(self, event: Event) -> None:
        """Take an event: the bus calls it."""
        if len(self._waiting) >= self._capacity:
            if not self._dropped:
                log.warning("events are dropped: %s takes them too slowly", self._thread.name)
            self._dropped += 1
            return
        self._waiting.append(event)
        if not self._come.is_set():
            self._come.set()

    def close(self, timeout: float = 10.0) -> None:
        """Have the events that wait taken, and end."""
        self._ended.set()
        self._come.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def flush(self) -> None:
        """Have the events that wait taken now, in this thread."""
        with self._lock:
            self._take()

    def _forever(self) -> None:
        while not self._ended.is_set():
            self._come.wait()
            self._wait_for_quiet()
            self._come.clear()
            self.flush()
        self.flush()

    def _wait_for_quiet(self) -> None:
        begun, seen = time.monotonic(), -1
        while len(self._waiting) != seen and time.monotonic() - begun < LONG:
            seen = len(self._waiting)
            if self._ended.wait(QUIET):
                return

    def _take(self) -> None:
        found: list[Any] = []
        while self._waiting:
            try:
                found += self._translator(self._waiting.popleft())
            except Exception:
                log.exception("an event could not be told")
        if found:
            try:
                self._consume(found)
            except Exception:
                log.exception("a listener failed")
