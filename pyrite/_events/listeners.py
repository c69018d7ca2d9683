"""Listeners of the user's program: methods that are called with Spark's events."""

from __future__ import annotations

import logging
import threading
from typing import Any

from pyrite._events.bus import Event
from pyrite._events.feed import Feed
from pyrite._events.schema import Translator

__all__ = ["Listeners"]

log = logging.getLogger("pyrite")

_PREFIX = "SparkListener"


class Listeners:
    """Gives the events of a bus to the listeners of a program, in a thread of its own.

    Parameters
    ----------
    translator : Translator
        Makes Spark's events.
    """

    def __init__(self, translator: Translator):
        self._lock = threading.Lock()
        self._listeners: tuple[Any, ...] = ()
        self._feed = Feed(self._tell, translator, "pyrite-listeners")

    def __call__(self, event: Event) -> None:
        if self._listeners:
            self._feed(event)

    def add(self, listener: Any) -> None:
        with self._lock:
            self._listeners += (listener,)

    def remove(self, listener: Any) -> None:
        self._feed.flush()
        with self._lock:
            self._listeners = tuple([kept for kept in self._listeners if kept is not listener])

    def flush(self) -> None:
        """Tell what is not told yet, in this thread."""
        self._feed.flush()

    def close(self) -> None:
        """Tell what is not told yet, and end."""
        self._feed.close()

    def _tell(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            name: str = event["Event"]
            method = "on" + name.removeprefix(_PREFIX) if name.startswith(_PREFIX) else "onOtherEvent"
            for listener in self._listeners:
                found = getattr(listener, method, None)
                if found is None:
                    continue
                try:
                    found(event)
                except Exception:
                    log.exception("a listener failed on %s", name)
