"""Queries that can be ended, by Ctrl-C or from another thread."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import duckdb

__all__ = ["apart", "interruptible"]

T = TypeVar("T")

_AGAIN = 0.01  # seconds


class _Interrupt:
    """Interrupts a connection until its query has ended.

    Once is not enough: the thread that waits for the result takes the interrupt with it, and those that compute
    look for it only after each step, which in a join can be hours.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, others: Sequence[Callable[[], None]] = ()):
        self._connection = connection
        self._others = others
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self) -> None:
        with self._lock:
            if self._thread is None and not self._ended.is_set():
                self._thread = threading.Thread(target=self._insist, name="interrupt-query", daemon=True)
                self._thread.start()

    def end(self) -> None:
        """The query has ended: leave its connection alone."""
        self._ended.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _insist(self) -> None:
        for cancel in self._others:
            cancel()
        while not self._ended.is_set():
            self._connection.interrupt()
            self._ended.wait(_AGAIN)


@contextmanager
def interruptible(
    connection: duckdb.DuckDBPyConnection, others: Sequence[Callable[[], None]] = ()
) -> Iterator[Callable[[], None]]:
    """While a query runs on a connection: gives what ends it, which a Ctrl-C calls too.

    ``others`` end what else runs for the query.
    """
    interrupt = _Interrupt(connection, others)
    before = signal.getsignal(signal.SIGINT)
    hears = callable(before) and threading.current_thread() is threading.main_thread()

    def heard(number: int, frame: FrameType | None) -> None:
        interrupt()
        assert callable(before)
        before(number, frame)

    if hears:
        signal.signal(signal.SIGINT, heard)
    try:
        yield interrupt
    finally:
        interrupt.end()
        if hears:
            signal.signal(signal.SIGINT, before)


def apart(run: Callable[[], T]) -> T:
    """What ``run`` gives, computed in a thread of its own: this one still hears a Ctrl-C.

    DuckDB hears none while it waits for rows that Python makes.
    """
    found: list[T] = []
    errors: list[BaseException] = []
    ended = threading.Event()

    def work() -> None:
        try:
            found.append(run())
        except BaseException as error:
            errors.append(error)
        finally:
            ended.set()

    threading.Thread(target=work, name="query", daemon=True).start()
    stopped: KeyboardInterrupt | None = None
    while not ended.is_set():
        try:
            ended.wait()
        except KeyboardInterrupt as interrupt:
            # Whoever heard it has ended the query: it is not long now.
            stopped = interrupt
    if stopped is not None:
        raise stopped
    if errors:
        raise errors[0]
    return found[0]
