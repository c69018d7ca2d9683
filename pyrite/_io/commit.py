"""Committing an RDD's output: nothing of an attempt is visible before the driver accepts it.

The driver calls `setup`, then either `commit` with one message per partition or `abort`; a task calls
`write_partition`, as often as it is tried. An attempt writes below `<path>/_temporary`, so a killed one
leaves nothing that a reader would see. As in Spark, `commit` moves the accepted files one by one, then writes
`_SUCCESS`; no '.crc' files are written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import pairwise
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.base import Output
from pyrite._io.errors import CommitError, FileAlreadyExistsException
from pyrite._io.filesystem import Storage
from pyrite._io.paths import base_name, display, join

VALIDATE = "validateOutputSpecs"
MARK_SUCCESS = "mapreduce.fileoutputcommitter.marksuccessfuljobs"


@dataclass(frozen=True)
class CommitMessage:
    """What a task reports of a part file it has written: where it is, how many records and bytes it holds."""

    partition: int
    attempt: int
    path: str
    records: int
    size: int


@dataclass(frozen=True)
class OutputJob:
    """The output of one action into a new directory. Picklable: tasks get a copy.

    >>> job = output_job("/tmp/out", text_output(Storage()), Storage())   # doctest: +SKIP
    >>> job.setup()                                                       # doctest: +SKIP
    >>> job.commit([job.write_partition(0, 0, iter(["a"]))])              # doctest: +SKIP
    """

    path: str
    output: Output
    storage: Storage
    prefix: str = "part-"
    job_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def _temporary(self) -> str:
        return join(join(self.path, "_temporary"), self.job_id)

    @property
    def _started(self) -> str:
        return join(self._temporary, "_started")

    def setup(self) -> None:
        """Make the directory (driver).

        Raises:
            FileAlreadyExistsException: something is at the path, and `validateOutputSpecs` is not false.
        """
        if self.storage.flag(VALIDATE, True) and self.storage.exists(self.path):
            raise FileAlreadyExistsException(
                f"Output directory {display(self.path)} already exists", display(self.path)
            )
        # A file, as object stores have no empty directories.
        self.storage.create(self._started).close()

    def write_partition(self, partition: int, attempt: int, records: Iterator[Any]) -> CommitMessage:
        """Write one attempt's part file (task). On any error the partial file is removed.

        Attempts of a partition need numbers of their own. One that starts after the job has ended is refused.
        """
        self._check_open()
        name = f"{self.prefix}{partition:05d}{self.output.extension}"
        directory = join(self._temporary, f"attempt_{partition:05d}_{attempt}")
        path = join(directory, name)
        try:
            count = self.output.write(path, records)
            size = self.storage.status(path).size
            self._check_open()
        except BaseException:
            self.storage.delete(directory)
            if not self.storage.exists(self._started):
                # The job has ended without this attempt and could not clean up what was made after that.
                self._clean()
            raise
        return CommitMessage(partition, attempt, path, count, size)

    def commit(self, messages: Iterable[CommitMessage]) -> None:
        """Make the accepted attempts' files visible and everything else disappear (driver, once).

        Raises:
            CommitError: two attempts of a partition are given, or the job was committed or aborted before.
        """
        accepted = sorted(messages, key=lambda message: message.partition)
        for one, other in pairwise(accepted):
            if one.partition == other.partition:
                raise CommitError(
                    f"Partition {one.partition} of {display(self.path)} is committed twice "
                    f"(attempts {one.attempt} and {other.attempt})",
                    self.path,
                )
        self._check_open()
        moved: list[str] = []
        try:
            for message in accepted:
                target = join(self.path, base_name(message.path))
                self.storage.rename(message.path, target)
                moved.append(target)
            self._clean()
            if self.storage.flag(MARK_SUCCESS, True):
                self.storage.create(join(self.path, "_SUCCESS")).close()
        except BaseException:
            for target in moved:
                self.storage.delete(target)
            raise

    def _check_open(self) -> None:
        if not self.storage.exists(self._started):
            raise CommitError(f"Output {display(self.path)} was already committed or aborted", self.path)

    def abort(self) -> None:
        """Remove what was written; the directory itself stays, empty, as Spark leaves it (driver)."""
        self._clean()

    def _clean(self) -> None:
        self.storage.delete(self._temporary)
        self.storage.delete_empty(join(self.path, "_temporary"))


def output_job(path: str, output: Output, storage: Storage, prefix: str = "part-") -> OutputJob:
    """Return the job that writes to a user's path."""
    return OutputJob(storage.qualify(path), output, storage, prefix)
