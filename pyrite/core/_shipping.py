"""Files, modules and archives that are given to all tasks."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from importlib import import_module
from typing import TYPE_CHECKING

from pyrite import _io
from pyrite._runtime.disk import private
from pyrite.errors import IllegalArgumentException

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext


class ShippingContext:
    """The file-giving methods of :class:`SparkContext`; ``self`` is always one."""

    def addFile(self: SparkContext, path: str, recursive: bool = False) -> None:
        """Give a file (or with ``recursive`` a directory) to all tasks, who find it by :meth:`SparkFiles.get`."""
        self._added_files.append(self._bring(path, recursive))

    def addPyFile(self: SparkContext, path: str) -> None:
        """Let tasks (and the driver) import a ``.py`` file, or what a ``.zip`` or ``.egg`` file holds."""
        self.addFile(path)
        name = _name(path)
        if name.lower().endswith(self.PACKAGE_EXTENSIONS):
            self._python_include(os.path.join(self._files_directory, name))

    def addArchive(self: SparkContext, path: str) -> None:
        """Unpack a ``.zip``, ``.jar``, ``.tar`` or ``.tar.gz`` for all tasks; ``path#name`` unpacks it as ``name``."""
        location, _, alias = path.partition("#")
        name = _name(location)
        below = os.path.normpath(alias.lstrip("/") or name)
        archives = import_module("pyrite.core._archives")
        if below == "." or not archives.inside(self._files_directory, below):
            raise IllegalArgumentException(f"the archive cannot be unpacked as {alias!r}")
        target = os.path.join(self._files_directory, below)
        local = os.path.join(self._directory.part("spill"), f"archive-{uuid.uuid4().hex}-{name}")
        uri = self._copy(location, local)
        try:
            archives.unpack(local, target)
        finally:
            os.unlink(local)
        self._added_archives.append(f"{uri}#{alias}" if alias else uri)

    @property
    def listFiles(self: SparkContext) -> list[str]:
        """The paths given by :meth:`addFile`, as URIs."""
        return list(self._added_files)

    @property
    def listArchives(self: SparkContext) -> list[str]:
        """The paths given by :meth:`addArchive`, as URIs."""
        return list(self._added_archives)

    def _bring(self: SparkContext, path: str, recursive: bool) -> str:
        """Copy a file or directory into the session's folder; returns its URI."""
        return self._copy(path, os.path.join(self._files_directory, _name(path)), recursive)

    def _copy(
        self: SparkContext,
        path: str,
        target: str,
        recursive: bool = False,
        above: frozenset[str] = frozenset(),
    ) -> str:
        storage = self._storage()
        uri = storage.qualify(path)
        status = storage.status(uri)
        if status.is_dir:
            if not recursive:
                raise IllegalArgumentException(
                    f"Added file {uri} is a directory and recursive is not turned on."
                )
            own = _io.real_path(uri)
            if own in above:
                raise IllegalArgumentException(f"{uri} is a circular symbolic link")
            os.makedirs(target, 0o700, exist_ok=True)
            for child in storage.children(uri):
                self._copy(child.path, os.path.join(target, _name(child.path)), True, above | {own})
        else:
            partial = f"{target}.partial"
            with storage.open(uri) as source, open(partial, "wb", opener=private) as file:
                shutil.copyfileobj(source, file, 1 << 20)
            # As in Spark, it may be a program.
            os.chmod(partial, 0o700)
            os.replace(partial, target)
        return uri if "://" in uri or uri.startswith("file:") else f"file:{uri}"

    def _python_include(self: SparkContext, path: str) -> None:
        if path not in self._python_includes:
            self._python_includes.append(path)
            sys.path.insert(1, path)
            sys.path_importer_cache.pop(path, None)


def _name(path: str) -> str:
    """The name that an added file gets. Raises where it has none."""
    name = os.path.basename(path.rstrip("/") if "://" in path else os.path.normpath(path))
    if name in ("", ".", ".."):
        raise IllegalArgumentException(f"{path!r} does not end with the name of a file")
    return name
