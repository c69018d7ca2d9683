"""What is known of a file before it is opened."""

from __future__ import annotations

from pyrite._dataclasses import dataclass

REMOTE_BLOCK_SIZE = 128 << 20
ENDLESS = 1 << 50


@dataclass(frozen=True)
class FileStatus:
    """A file or directory: its qualified path, size in bytes, kind, and block size for split planning.

    `modified` is when it was changed, in milliseconds since 1970; 0 where a store does not tell.
    `whole` files can only be read from their beginning to their end (their size may be unknown: `ENDLESS`).
    """

    path: str
    size: int
    is_dir: bool
    block_size: int = REMOTE_BLOCK_SIZE
    whole: bool = False
    modified: int = 0
