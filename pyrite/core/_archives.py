"""Unpacking archives of unknown origin: whatever stands in them, nothing outside of their folder is touched."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from typing import IO

from pyrite._runtime.disk import private
from pyrite.errors import IllegalArgumentException


def unpack(archive: str, target: str) -> None:
    """Unpack into ``target``; an archive with members that would reach outside of it is refused as a whole."""
    known = os.path.exists(target)
    os.makedirs(target, 0o700, exist_ok=True)
    root = os.path.realpath(target)
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as file:
                _unzip(file, root)
        elif tarfile.is_tarfile(archive):
            with tarfile.open(archive) as tar:
                _untar(tar, root)
        else:
            raise IllegalArgumentException(f"{os.path.basename(archive)} is neither a zip nor a tar archive")
    except BaseException:
        if not known:
            shutil.rmtree(target, ignore_errors=True)
        raise


def _unzip(file: zipfile.ZipFile, root: str) -> None:
    for member in file.infolist():
        _require(inside(root, member.filename), member.filename)
    for member in file.infolist():
        if member.is_dir():
            _make_directories(root, member.filename)
        else:
            executable = bool(member.external_attr >> 16 & 0o100)
            with file.open(member) as source:
                _write(root, member.filename, source, executable)


def _untar(file: tarfile.TarFile, root: str) -> None:
    members = file.getmembers()
    for member in members:
        ordinary = member.isreg() or member.isdir() or member.issym() or member.islnk()
        _require(ordinary and inside(root, member.name), member.name)
    for member in members:
        if member.isdir():
            _make_directories(root, member.name)
        elif member.isreg():
            source = file.extractfile(member)
            assert source is not None
            _write(root, member.name, source, bool(member.mode & 0o100))
    # Links come last, so that nothing is written through them.
    made: list[tuple[str, str]] = []
    try:
        for member in members:
            if member.issym() or member.islnk():
                made.append((_link(member, root), member.name))
        for path, name in made:
            _require(_leads_inside(root, path), name)
    except BaseException:
        for path, _ in made:
            os.unlink(path)
        raise


def _link(member: tarfile.TarInfo, root: str) -> str:
    path = _place(root, member.name)
    if member.islnk():
        source = os.path.join(root, member.linkname)
        _require(inside(root, member.linkname) and os.path.isfile(source), member.name)
        _require(_leads_inside(root, source), member.name)
        os.link(os.path.realpath(source), path)
    else:
        _require(not os.path.isabs(member.linkname), member.name)
        os.symlink(member.linkname, path)
    return path


def _write(root: str, name: str, source: IO[bytes], executable: bool) -> None:
    path = _place(root, name)
    with open(path, "xb", opener=private) as file:
        shutil.copyfileobj(source, file, 1 << 20)
    if executable:
        os.chmod(path, 0o700)


def _place(root: str, name: str) -> str:
    """Where a member goes; its folder is there, and nothing at its place."""
    path = os.path.normpath(os.path.join(root, name))
    _make_directories(root, os.path.dirname(name))
    _require(_leads_inside(root, os.path.dirname(path)), name)
    if os.path.lexists(path) and not (os.path.isdir(path) and not os.path.islink(path)):
        os.unlink(path)
    return path


def _make_directories(root: str, name: str) -> None:
    path = root
    for part in os.path.normpath(name).split(os.sep):
        path = os.path.join(path, part)
        _require(_leads_inside(root, path), name)
        os.makedirs(path, 0o700, exist_ok=True)


def _require(allowed: bool, name: str) -> None:
    if not allowed:
        raise IllegalArgumentException(
            f"the archive member {name!r} would reach outside of the archive's folder"
        )


def inside(root: str, name: str) -> bool:
    found = os.path.normpath(os.path.join(root, name))
    return not os.path.isabs(name) and "\0" not in name and (found == root or found.startswith(root + os.sep))


def _leads_inside(root: str, path: str) -> bool:
    """Whether a path is still below ``root`` when all links in it are followed."""
    try:
        found = os.path.realpath(path)
        os.lstat(found)
    except FileNotFoundError:
        pass
    except OSError:
        return False
    return found == root or found.startswith(root + os.sep)
