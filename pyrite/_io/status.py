"""What is known of a file before it is opened."""

from __future__ import annotations

from dataclasses import dataclass

REMOTE_BLOCK_SIZE = 128 << 20


@dataclass(frozen=True)
class FileStatus:
    """A file or directory: its qualified path, size in bytes, kind, and block size for split planning."""

    path: str
    size: int
    is_dir: bool
    block_size: int = REMOTE_BLOCK_SIZE
