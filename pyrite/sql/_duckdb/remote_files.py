"""The file system of remote files that DuckDB asks; loaded, with fsspec, at the first one."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import fsspec

from pyrite.sql._duckdb.remote import remote_file

__all__ = ["RemoteFiles"]


class RemoteFiles(fsspec.AbstractFileSystem):
    """What DuckDB asks of a file system in order to read."""

    protocol = "pyrite"
    cachable = False

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        return path

    def _open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        storage, url = remote_file(path)
        return storage.open(url)

    def info(self, path: str, **options: Any) -> dict[str, Any]:
        storage, url = remote_file(path)
        return {"name": path, "size": storage.status(url).size, "type": "file"}

    def glob(self, path: str, **options: Any) -> list[str]:
        return [path]

    def exists(self, path: str, **options: Any) -> bool:
        storage, url = remote_file(path)
        return storage.exists(url)

    def modified(self, path: str) -> datetime:
        return datetime.now(timezone.utc)
