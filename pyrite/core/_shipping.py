"""Files, modules and archives that are given to all tasks."""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
import uuid
import zipfile
from typing import TYPE_CHECKING

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
        name = os.path.basename(path.rstrip("/"))
        if name.lower().endswith(self.PACKAGE_EXTENSIONS):
            self._python_include(os.path.join(self._files_directory, name))

    def addArchive(self: SparkContext, path: str) -> None:
        """Unpack a ``.zip``, ``.jar``, ``.tar`` or ``.tar.gz`` for all tasks; ``path#name`` unpacks it as ``name``."""
        location, _, alias = path.partition("#")
        name = os.path.basename(location.rstrip("/"))
        target = os.path.join(self._files_directory, alias or name)
        local = os.path.join(self._directory.part("spill"), f"archive-{uuid.uuid4().hex}-{name}")
        uri = self._copy(location, local)
        try:
            _unpack(local, target)
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
        target = os.path.join(self._files_directory, os.path.basename(path.rstrip("/")))
        return self._copy(path, target, recursive)

    def _copy(self: SparkContext, path: str, target: str, recursive: bool = False) -> str:
        storage = self._storage()
        uri = storage.qualify(path)
        status = storage.status(uri)
        if status.is_dir:
            if not recursive:
                raise IllegalArgumentException(
                    f"Added file {uri} is a directory and recursive is not turned on."
                )
            os.makedirs(target, exist_ok=True)
            for child in storage.children(uri):
                self._copy(child.path, os.path.join(target, os.path.basename(child.path)), True)
        else:
            partial = f"{target}.partial"
            with storage.open(uri) as source, open(partial, "wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
            os.replace(partial, target)
        return uri if "://" in uri or uri.startswith("file:") else f"file:{uri}"

    def _python_include(self: SparkContext, path: str) -> None:
        if path not in self._python_includes:
            self._python_includes.append(path)
            sys.path.insert(1, path)
            sys.path_importer_cache.pop(path, None)


def _unpack(archive: str, target: str) -> None:
    """Unpack into ``target``; members that would land outside of it are refused."""
    os.makedirs(target, exist_ok=True)
    root = os.path.realpath(target)
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as file:
            for name in file.namelist():
                if not _inside(root, name):
                    raise IllegalArgumentException(
                        f"the archive member {name!r} would be unpacked outside of {target}"
                    )
            file.extractall(target)
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as file:
            for member in file.getmembers():
                link = (
                    os.path.join(os.path.dirname(member.name), member.linkname)
                    if member.issym()
                    else member.linkname
                )
                if not _inside(root, member.name) or (link and not _inside(root, link)) or member.isdev():
                    raise IllegalArgumentException(
                        f"the archive member {member.name!r} would reach outside of {target}"
                    )
            if hasattr(tarfile, "data_filter"):
                file.extractall(target, filter="data")
            else:
                file.extractall(target)
    else:
        raise IllegalArgumentException(f"{os.path.basename(archive)} is neither a zip nor a tar archive")


def _inside(root: str, name: str) -> bool:
    found = os.path.normpath(os.path.join(root, name))
    return not os.path.isabs(name) and (found == root or found.startswith(root + os.sep))
