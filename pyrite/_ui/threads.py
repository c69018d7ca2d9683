"""The stacks of the driver's threads, as Spark's REST API tells those of an executor."""

from __future__ import annotations

import sys
import threading
import traceback
from types import FrameType
from typing import Any

#: Where a thread that waits has stopped, by the end of the file's name.
_WAITING = ("threading.py", "selectors.py", "socket.py", "queue.py", "ssl.py", "subprocess.py")


def dump() -> list[dict[str, Any]]:
    """Each thread with its stack, the innermost frame first; the thread that asks is left out."""
    frames = sys._current_frames()
    found = []
    for thread in sorted(
        threading.enumerate(), key=lambda each: (each is not threading.main_thread(), each.name)
    ):
        frame = frames.get(thread.ident or 0)
        if frame is not None and thread is not threading.current_thread():
            found.append(_told(thread, frame))
    return found


def _told(thread: threading.Thread, frame: FrameType) -> dict[str, Any]:
    stack = traceback.extract_stack(frame)[::-1]
    waits = stack[0].filename.endswith(_WAITING)
    return {
        "threadId": thread.ident,
        "threadName": thread.name,
        "threadState": "WAITING" if waits else "RUNNABLE",
        "stackTrace": {"elems": [f"{each.name} ({each.filename}:{each.lineno})\n" for each in stack]},
        "blockedByLock": "",
        "holdingLocks": [],
        "synchronizers": [],
        "monitors": [],
        "suspended": False,
        "inNative": False,
        "isDaemon": thread.daemon,
        "priority": 5,
    }
