"""All that depends on the operating system when processes are started, watched and ended."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

LINUX = sys.platform.startswith("linux")
SUPPORTED = LINUX or sys.platform == "darwin"
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends (Linux; elsewhere a closed socket tells it)."""
    if not LINUX:
        return
    with suppress(OSError, AttributeError, ImportError):
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class HeldInterrupts:
    """Within it, Ctrl-C in the main thread is remembered and raised at the end: books are not left half written.

    While ``is_open()`` (the user's own code runs) it is raised at once; who catches it sets ``came``.
    """

    def __init__(self, is_open: Callable[[], bool]) -> None:
        self._is_open = is_open
        self.came = False
        self._depth = 0
        self._holding = False

    def __enter__(self) -> None:
        if (
            not self._depth
            and threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        ):
            signal.signal(signal.SIGINT, self._interrupt)
            self._holding = True
        # Last, as a Ctrl-C that comes before the handler stands leaves through here, and no exit follows.
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        try:
            if self._holding:
                self._holding = False
                signal.signal(signal.SIGINT, signal.default_int_handler)
        finally:
            came, self.came = self.came, False
        if came:
            raise KeyboardInterrupt

    def _interrupt(self, number: int, frame: object) -> None:
        if self._is_open():
            raise KeyboardInterrupt
        self.came = True


def preload() -> None:
    """Load what :func:`die_with_parent` needs once, before workers are forked."""
    if LINUX:
        with suppress(ImportError):
            import ctypes  # noqa: F401


def oom_kills() -> int:
    """How many processes of our control group the kernel has ended for lack of memory, as far as it tells."""
    total = 0
    for folder, name in _GROUP_FILES:
        for group in (_control_group(folder), ""):
            try:
                with open(f"{folder}{group}/{name}") as file:
                    counts = dict(line.split()[:2] for line in file)
            except (OSError, ValueError):
                continue
            total += int(counts.get("oom_kill", 0))
            break
    return total


_GROUP_FILES = (("/sys/fs/cgroup", "memory.events"), ("/sys/fs/cgroup/memory", "memory.oom_control"))


def _control_group(folder: str) -> str:
    """Our group's path below ``folder``, which is where version 2 or version 1's memory groups are mounted."""
    wanted = "memory" if folder.endswith("memory") else ""
    with suppress(OSError, ValueError), open("/proc/self/cgroup") as file:
        for line in file:
            _, controllers, path = line.rstrip("\n").split(":", 2)
            if controllers == wanted:
                return path.rstrip("/")
    return ""


def describe_status(status: int, oom: bool) -> str:
    """A wait status in words for the user."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = str(number)
        if number == signal.SIGKILL:
            if oom:
                return f"killed by signal {number} ({name}): the kernel found no more memory (out of memory)"
            return (
                f"killed by signal {number} ({name}): by someone else, or by the kernel because the machine ran out"
                " of memory"
            )
        if number == signal.SIGSEGV:
            return f"crashed with signal {number} ({name}): Segmentation fault in native code"
        return f"ended by signal {number} ({name})"
    return f"exited with code {os.WEXITSTATUS(status)}"
