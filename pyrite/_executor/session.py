"""The folder that one session keeps its files in, and the removal of folders whose session has died."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress

_PREFIX = "pyrite-"


class SessionDirectory:
    """``<root>/pyrite-<uid>-<random>`` with one subfolder for each purpose, readable by its owner only.

    A lock held on a file in it marks the session as alive; the lock vanishes with the process, however it ends.
    """

    PARTS = ("shuffle", "blocks", "spill", "files", "broadcast")

    def __init__(self, root: str):
        os.makedirs(root, 0o700, exist_ok=True)
        self.path = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getuid()}-", dir=root)
        self._owner = os.getpid()
        self._lock = os.open(os.path.join(self.path, "lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        for part in self.PARTS:
            os.mkdir(os.path.join(self.path, part), 0o700)

    def part(self, name: str) -> str:
        return os.path.join(self.path, name)

    def abandon(self) -> None:
        """In a forked child of the owner: let go of the lock, which would keep a dead session's folder alive."""
        with suppress(OSError):
            os.close(self._lock)

    def remove(self) -> None:
        """Delete the folder; in a forked child of the owner, do nothing."""
        if os.getpid() != self._owner:
            return
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            os.close(self._lock)


def reap(root: str) -> int:
    """Remove the folders of dead sessions of this user below ``root``; returns how many."""
    removed = 0
    prefix = f"{_PREFIX}{os.getuid()}-"
    with suppress(OSError), os.scandir(root) as entries:
        for entry in entries:
            if not entry.name.startswith(prefix) or not entry.is_dir(follow_symlinks=False):
                continue
            if entry.stat(follow_symlinks=False).st_uid == os.getuid() and _is_dead(entry.path):
                shutil.rmtree(entry.path, ignore_errors=True)
                removed += 1
    return removed


def _is_dead(path: str) -> bool:
    try:
        lock = os.open(os.path.join(path, "lock"), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        # Not locked yet (being made this instant) or half removed: only an old one is dead.
        with suppress(OSError):
            import time

            return time.time() - os.stat(path).st_mtime > 60
        return False
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False
    finally:
        os.close(lock)
