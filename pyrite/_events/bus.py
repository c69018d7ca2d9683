"""The event bus: what happens in an application, told to every listener in order."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from pyrite._dataclasses import dataclass

log = logging.getLogger("pyrite")


@dataclass(frozen=True)
class Event:
    """One occurrence: its kind (Spark's listener event name without prefix), wall-clock time in ms, and facts."""

    kind: str
    time: int
    facts: dict[str, Any]


Listener = Callable[[Event], None]


class Bus:
    """Calls each listener with each event, in the thread that posts; a listener that raises is logged and kept."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def add(self, listener: Listener) -> None:
        self._listeners += (listener,)

    def remove(self, listener: Listener) -> None:
        self._listeners = tuple(kept for kept in self._listeners if kept != listener)

    def post(self, kind: str, facts: dict[str, Any]) -> None:
        if not self._listeners:
            return
        event = Event(kind, int(time.time() * 1000), facts)
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                log.exception("a listener failed on %s", kind)
