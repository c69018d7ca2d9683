"""Event logs on a remote store, as copies on this machine."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping

from pyrite._conf.sources import Settings, SubmitOptions, load_settings, resolve
from pyrite._io.filesystem import Storage
from pyrite._io.paths import base_name, join

__all__ = ["Mirror", "history_settings", "history_storage"]

#: How soon the store is asked again, in seconds (``spark.history.fs.update.interval`` in Spark).
INTERVAL = 10.0
_HADOOP = "spark.hadoop."


def history_settings(properties_file: str | None = None) -> Settings:
    """The settings that hold here: of the environment, and of a file or else ``spark-defaults.conf``.

    Raises ``PySparkValueError`` for files that cannot be read.
    """
    if properties_file is None:
        return load_settings()
    return resolve(SubmitOptions(properties_file=properties_file))


def history_storage(settings: Mapping[str, str]) -> Storage:
    """The stores that settings reach: ``spark.hadoop.*``."""
    return Storage({key[len(_HADOOP) :]: text for key, text in settings.items() if key.startswith(_HADOOP)})


class Mirror:
    """Copies what is at a place, as far as it is new, into a folder that goes with this object.

    Parameters
    ----------
    where : str
        A folder of logs, a log, or the folder of a rolling log: a qualified path.
    storage : Storage
        How it is reached.

    Raises
    ------
    FileNotFoundError
        When there is nothing at ``where``.
    """

    def __init__(self, where: str, storage: Storage):
        self._where = where
        self._storage = storage
        self._is_dir = storage.status(where).is_dir
        self._folder = tempfile.TemporaryDirectory(prefix="pyrite-history-")
        self._looked = 0.0
        #: The copy.
        self.path = os.path.join(self._folder.name, base_name(where))
        self.update()

    def update(self) -> None:
        """Copy what is new, unless that was done a moment ago."""
        if self._looked and time.monotonic() - self._looked < INTERVAL:
            return
        self._looked = time.monotonic()
        if self._is_dir:
            self._copy_folder(self._where, self.path)
        else:
            found = self._storage.status(self._where)
            self._copy(found.path, self.path, found.size, found.modified)

    def _copy_folder(self, where: str, to: str) -> None:
        os.makedirs(to, exist_ok=True)
        found = self._storage.children(where)
        for name in {*os.listdir(to)} - {base_name(each.path) for each in found}:
            gone = os.path.join(to, name)
            shutil.rmtree(gone) if os.path.isdir(gone) else os.unlink(gone)
        for each in found:
            name = base_name(each.path)
            if not each.is_dir:
                self._copy(each.path, os.path.join(to, name), each.size, each.modified)
            elif name.startswith("eventlog_v2_"):
                self._copy_folder(join(where, name), os.path.join(to, name))

    def _copy(self, where: str, to: str, size: int, modified: int) -> None:
        told = (size, modified * 1_000_000)
        if os.path.exists(to) and (os.path.getsize(to), os.stat(to).st_mtime_ns) == told:
            return
        with self._storage.open(where) as log, open(to, "wb") as copy:
            shutil.copyfileobj(log, copy, 1 << 20)
        os.utime(to, ns=(told[1], told[1]))
