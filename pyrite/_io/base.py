"""What the engine sees of files: inputs with splits, outputs with part files.

Both are frozen and picklable. An Input is planned in the driver (by a `plan_...` function, which lists
files and cuts them into splits) and read in a worker; an Output writes one part file in a worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Input(Protocol):
    """Files planned for reading; partition ``i`` of the RDD reads ``splits[i]``."""

    @property
    def splits(self) -> Sequence[Any]:
        """One picklable split per partition."""

    def read(self, split: Any) -> Iterator[Sequence[Any]]:
        """Yield the split's records in non-empty batches (about 1,000 records or 64 KiB of text each)."""


class Output(Protocol):
    """A format for part files."""

    @property
    def extension(self) -> str:
        """What part file names end with: '' or '.gz'."""

    def write(self, path: str, records: Iterator[Any]) -> int:
        """Write all records into a new file at `path`; return how many there were."""
