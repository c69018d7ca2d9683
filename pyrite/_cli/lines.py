"""Lines typed at a prompt: editing, completion, and a history that outlives the shell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["editing", "state_file"]

_KEPT = 10_000


def state_file(name: str) -> str:
    """A file that outlives the shell, below the user's state folder; the folder is made."""
    base = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    folder = os.path.join(base, "pyrite")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return os.path.join(folder, name)


@contextmanager
def editing(
    history: str, complete: Callable[[str, int], Any], delimiters: str | None = None
) -> Iterator[None]:
    """Within it, prompts have line editing: ``complete`` at Tab, a history in that file, pasted blocks as one."""
    try:
        import readline
    except ImportError:  # A Python that was built without.
        yield
        return
    readline.set_completer(complete)
    if delimiters is not None:
        readline.set_completer_delims(delimiters)
    if "libedit" in (readline.__doc__ or ""):
        readline.parse_and_bind("bind ^I rl_complete")
    else:
        readline.parse_and_bind("tab: complete")
        readline.parse_and_bind("set enable-bracketed-paste on")
    path = None
    with suppress(OSError):
        path = state_file(history)
        readline.read_history_file(path)
    readline.set_history_length(_KEPT)
    try:
        yield
    finally:
        if path is not None:
            with suppress(OSError):
                readline.write_history_file(path)
