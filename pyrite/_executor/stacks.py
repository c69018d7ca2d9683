"""What the threads of a process do now, as Spark's REST API tells it: of the driver, and of a worker that is asked.

A worker is asked twice. SIGUSR2 has Python tell, as soon as the main thread is between two steps of Python code, or
waits. Where that does not happen, the main thread is in native code; its frames stand still, and faulthandler can write
them down at SIGRTMIN. (While Python code runs, it would meet frames that are half made, and often crash.)
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import Any

from pyrite._runtime.disk import private

__all__ = ["IN_NATIVE_CODE", "IN_PYTHON", "ask", "dump", "tell"]

IN_PYTHON = signal.SIGUSR2
#: Where the system tells which signals a process waits for; elsewhere only Python is asked.
IN_NATIVE_CODE: int | None = signal.SIGRTMIN if sys.platform.startswith("linux") else None
#: How long Python has to tell, and then faulthandler.
PYTHON_SECONDS, NATIVE_SECONDS = 1.0, 0.5
#: Where a thread that waits has stopped, by the end of the file's name.
_WAITING = (
    "threading.py",
    "selectors.py",
    "socket.py",
    "queue.py",
    "ssl.py",
    "subprocess.py",
    "_executor/wire.py",
)
_FRAME = r'  File "(.*)", line (\d+|\?\?\?) in (.*)'


def dump(interrupted: FrameType | None = None) -> list[dict[str, Any]]:
    """Each thread with its stack, the innermost frame first.

    The thread that asks is told as what it did when it was ``interrupted``; else it is left out.
    """
    frames = sys._current_frames()
    asking = threading.current_thread()
    found = []
    for thread in sorted(
        threading.enumerate(), key=lambda each: (each is not threading.main_thread(), each.name)
    ):
        frame = interrupted if thread is asking else frames.get(thread.ident or 0)
        if frame is not None:
            stack = [(each.name, each.filename, each.lineno) for each in traceback.extract_stack(frame)[::-1]]
            found.append(_told(thread.ident, thread.name, thread.daemon, stack))
    return found


def _told(
    ident: int | None, name: str, daemon: bool, stack: Iterable[tuple[str, str, Any]], native: bool = False
) -> dict[str, Any]:
    stack = list(stack)
    waits = not native and bool(stack) and stack[0][1].endswith(_WAITING)
    return {
        "threadId": ident,
        "threadName": name,
        "threadState": "WAITING" if waits else "RUNNABLE",
        "stackTrace": {"elems": [f"{what} ({file}:{line})\n" for what, file, line in stack]},
        "blockedByLock": "",
        "holdingLocks": [],
        "synchronizers": [],
        "monitors": [],
        "suspended": False,
        "inNative": native,
        "isDaemon": daemon,
        "priority": 5,
    }


# ------------------------------------------------------------------------------------------------ in a worker


def tell(path: str, faults: Any, interrupted: FrameType | None) -> None:
    """Write down what the threads of this process do; ``path`` is there when all of it is.

    Meanwhile, and afterwards where it could not be written, faulthandler does not listen: this is no native code.
    """
    # It says whether it listened, whatever its type says.
    unregister: Callable[[int], Any] = faulthandler.unregister
    listens = IN_NATIVE_CODE is not None and unregister(IN_NATIVE_CODE)
    with open(f"{path}.part", "w", opener=private) as file:
        json.dump(dump(interrupted), file)
    os.replace(f"{path}.part", path)
    if IN_NATIVE_CODE is not None and listens:
        faulthandler.register(IN_NATIVE_CODE, faults, all_threads=False)


# ------------------------------------------------------------------------------------------------ in the driver


def ask(pid: int, path: str, faults: str) -> list[dict[str, Any]]:
    """What the threads of a worker do: by itself at ``path``, or by faulthandler at the end of the file ``faults``.

    Raises
    ------
    ProcessLookupError
        When it is gone.
    TimeoutError
        When it does not answer.
    """

    def by_python() -> list[dict[str, Any]] | None:
        with suppress(FileNotFoundError), open(path) as file:
            found: list[dict[str, Any]] = json.load(file)
            return found
        return None

    # A worker that was in native code when it was asked before has answered later.
    with suppress(FileNotFoundError):
        os.unlink(path)
    try:
        os.kill(pid, IN_PYTHON)
        found = _within(PYTHON_SECONDS, by_python)
        if found is None and _in_native_code(pid):
            found = _by_faulthandler(pid, faults)
        if found is None:
            raise TimeoutError(f"process {pid} does not answer")
        return found
    finally:
        with suppress(FileNotFoundError):
            os.unlink(path)


def _by_faulthandler(pid: int, faults: str) -> list[dict[str, Any]] | None:
    seen = ""

    def whole() -> list[dict[str, Any]] | None:
        nonlocal seen
        with suppress(FileNotFoundError), open(faults, errors="replace") as file:
            before, seen = seen, file.read()
            if seen == before and seen.endswith((" in <module>\n", "  ...\n")):
                return [_parsed(seen)]
        return None

    assert IN_NATIVE_CODE is not None
    os.kill(pid, IN_NATIVE_CODE)
    found = _within(NATIVE_SECONDS, whole)
    with suppress(FileNotFoundError):
        # It is appended to; what a crash says is to be alone there.
        os.truncate(faults, 0)
    return found


def _within(seconds: float, look: Callable[[], list[dict[str, Any]] | None]) -> list[dict[str, Any]] | None:
    deadline = time.monotonic() + seconds
    while (found := look()) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def _in_native_code(pid: int) -> bool:
    """Whether the process has taken the first signal, and is ready for the second."""
    if IN_NATIVE_CODE is None:
        return False
    try:
        with open(f"/proc/{pid}/status") as file:
            said = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
        waiting, caught = int(said["SigPnd"], 16) | int(said["ShdPnd"], 16), int(said["SigCgt"], 16)
    except FileNotFoundError:
        raise ProcessLookupError(pid) from None
    except (OSError, KeyError, ValueError):
        return False
    return not waiting >> (IN_PYTHON - 1) & 1 and bool(caught >> (IN_NATIVE_CODE - 1) & 1)


def _parsed(text: str) -> dict[str, Any]:
    """The main thread as faulthandler writes it."""
    lines = text.splitlines()
    ident = re.search(r"0x([0-9a-f]+)", lines[0])
    frames = (re.fullmatch(_FRAME, line) for line in lines)
    stack = [(found[3], found[1], found[2]) for found in frames if found]
    return _told(int(ident[1], 16) if ident else None, "MainThread", False, stack, native=True)
