"""Making and writing the files that a session keeps on local disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def creating(path: str, create: Callable[[], T]) -> T:
    """``create()``, which makes a file at ``path``; its folder is made again if somebody has removed it."""
    try:
        return create()
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
        return create()


def private(path: str, flags: int) -> int:
    """An opener for :func:`open`: the file is its owner's alone, whatever the umask says."""
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def write_all(fd: int, data: bytes | memoryview, path: str) -> int:
    """Write all of ``data`` where the file stands and return its length. An error (a full disk, say) names ``path``."""
    left = memoryview(data)
    try:
        while left:
            left = left[os.write(fd, left) :]
    except OSError as error:
        error.filename = path
        raise
    return len(data)
