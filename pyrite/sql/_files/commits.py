"""How the files of a write appear: made apart, and moved to their places at the end."""

from __future__ import annotations

import uuid
from dataclasses import field

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite._io.paths import display, join

__all__ = ["FileJob"]


@dataclass
class FileJob:
    """The files of one write. They are made below ``<path>/_temporary`` and moved to their places at the end.

    Parameters
    ----------
    storage : Storage
        Where they are.
    path : str
        The qualified directory.
    overwrite : str
        ``""`` keeps what is there, ``all`` replaces it, ``partitions`` replaces the directories that are written.
    within : str
        The directory below it that ``all`` is limited to.
    """

    storage: Storage
    path: str
    overwrite: str = ""
    within: str = ""
    _id: str = field(default_factory=lambda: uuid.uuid4().hex)
    _files: list[tuple[str, str]] = field(default_factory=list)
    _is_new: bool = False

    @property
    def _temporary(self) -> str:
        return join(join(self.path, "_temporary"), self._id)

    def file(self, directory: str, name: str) -> str:
        """Where to make a file that will be ``<path>/<directory>/<name>``."""
        self._files.append((directory, name))
        return join(self._inside(self._temporary, directory), name)

    @staticmethod
    def _inside(path: str, directory: str) -> str:
        return join(path, directory) if directory else path

    @property
    def directories(self) -> list[str]:
        """The directories below the path that have files of this write."""
        return sorted({directory for directory, _ in self._files})

    def size(self) -> int:
        """The bytes of the files that are made, before they are moved."""
        made = [join(self._inside(self._temporary, directory), name) for directory, name in self._files]
        return sum([self.storage.status(path).size for path in made])

    def commit(self) -> None:
        """Make the files appear, and what they replace disappear. Meanwhile there is no ``_SUCCESS``."""
        self.storage.make_directory(self.path)
        self.storage.delete(join(self.path, "_SUCCESS"))
        self._clear()
        moved: list[str] = []
        try:
            for directory, name in self._files:
                source = join(self._inside(self._temporary, directory), name)
                target = join(self._inside(self.path, directory), name)
                self.storage.rename(source, target)
                moved.append(target)
            self._clean()
            self.storage.create(join(self.path, "_SUCCESS")).close()
        except BaseException:
            for target in moved:
                self.storage.delete(target)
            raise

    def _clear(self) -> None:
        if self.overwrite == "partitions":
            for directory in self.directories:
                self.storage.delete(self._inside(self.path, directory))
        elif self.overwrite and self.within:
            self.storage.delete(self._inside(self.path, self.within))
        elif self.overwrite:
            if not self.storage.status(self.path).is_dir:
                self.storage.delete(self.path)
                return
            shared = join(self.path, "_temporary")
            left_behind = self.storage.children(shared) if self.storage.exists(shared) else []
            for child in (*self.storage.children(self.path), *left_behind):
                if child.path not in (shared, self._temporary):
                    self.storage.delete(child.path)

    def start(self) -> None:
        """Before any file: forget what an attempt before this one made, and remove it."""
        if self._files:
            self.abort()
            self._files.clear()
        self._is_new = not self.storage.exists(self.path)

    def abort(self) -> None:
        """Remove what was made."""
        self._clean()
        if self._is_new and self.storage.exists(self.path) and not self.storage.children(self.path):
            self.storage.delete(self.path)

    def _clean(self) -> None:
        self.storage.delete(self._temporary)
        self.storage.delete_empty(join(self.path, "_temporary"))

    def __str__(self) -> str:
        return display(self.path)
