"""What a prompt will want is loaded while nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

__all__ = ["load_queries", "warming"]

#: How long after its start a shell has its prompt, in seconds.
_SOON = 0.3


@contextmanager
def warming(load: Callable[[], object]) -> Iterator[None]:
    """Within it, ``load`` is called soon, in a thread of its own. What goes wrong there, the first use will tell.

    At the end it is waited for: a program that ends in the middle of loading a library may crash.
    """

    def quietly() -> None:
        with suppress(Exception):
            load()

    later = threading.Timer(_SOON, quietly)
    later.daemon = True
    later.start()
    try:
        yield
    finally:
        later.cancel()
        later.join()


def load_queries() -> None:
    """Load what a first query needs."""
    import_module("pyrite.sql._queries")
