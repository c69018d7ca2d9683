"""Remote files for DuckDB: it opens ``pyrite://<number>/<URL>`` through our own file systems and their credentials."""

from __future__ import annotations

import threading

from pyrite._io import Storage

__all__ = ["PREFIX", "remote_file", "remote_path"]

PREFIX = "pyrite://"
_storages: list[Storage] = []
_lock = threading.Lock()


def remote_path(storage: Storage, url: str) -> str:
    """The path by which DuckDB opens a file of a storage."""
    with _lock:
        if storage not in _storages:
            _storages.append(storage)
        return f"{PREFIX}{_storages.index(storage)}/{url}"


def remote_file(path: str) -> tuple[Storage, str]:
    """The storage and the URL of such a path."""
    number, _, url = path.removeprefix(PREFIX).partition("/")
    return _storages[int(number)], url
