"""Remote file systems through fsspec, imported when the first remote URL is met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, BinaryIO, cast

from pyrite._dataclasses import dataclass
from pyrite._io.credentials import Connection, connection
from pyrite._io.errors import MissingDependencyError, StorageError, UnsupportedFormatError
from pyrite._io.paths import scheme_of
from pyrite._io.status import ENDLESS, REMOTE_BLOCK_SIZE, FileStatus

_PACKAGES = {
    "s3": "s3fs: pip install 'pyrite[s3]'",
    "gcs": "gcsfs: pip install 'pyrite[gcs]'",
    "azure": "adlfs: pip install 'pyrite[azure]'",
    "http": "aiohttp: pip install 'pyrite[http]'",
    "webhdfs": "requests: pip install 'pyrite[webhdfs]'",
    "hdfs": "pyarrow and Hadoop's libhdfs (or use webhdfs://, which needs neither): pip install pyarrow",
}


def connect(path: str, options: Mapping[str, str]) -> RemoteFileSystem:
    """Return the file system of a URL. fsspec keeps one per process and set of arguments.

    Raises:
        MissingDependencyError: naming the extra to install.
        UnsupportedFormatError: an unknown scheme.
    """
    import fsspec

    how = connection(path, options)
    scheme = scheme_of(path)
    try:
        fs = fsspec.filesystem(how.protocol, **how.arguments)
        if how.protocol == "webhdfs":
            _refuse_failed_data(fs)
        return RemoteFileSystem(how, fs)
    except ImportError as error:
        needed = _PACKAGES.get(how.extra, f"a package ({error})")
        raise MissingDependencyError(f"{scheme}:// paths need {needed}", path) from error
    except OSError as error:
        # pyarrow without libhdfs.
        needed = f" ({scheme}:// paths need {_PACKAGES['hdfs']})" if how.extra == "hdfs" else ""
        raise StorageError(f"Cannot connect to {how.root}: {error}{needed}", path) from error
    except ValueError as error:
        if "Protocol not known" not in str(error):
            raise
        raise UnsupportedFormatError(
            f'No FileSystem for scheme "{scheme}"',
            path,
            java_class="org.apache.hadoop.fs.UnsupportedFileSystemException",
        ) from None


def _refuse_failed_data(fs: Any) -> None:
    """Make an error of a data node an error: fsspec takes its text for the file's content."""

    def check(response: Any, *_: Any, **__: Any) -> None:
        if response.status_code >= 400 and not response.url.startswith(fs.url):
            raise StorageError(
                f"{response.url} answered {response.status_code} {response.reason}", response.url
            )

    if not getattr(fs, "pyrite_checked", False):
        fs.session.hooks["response"].append(check)
        fs.pyrite_checked = True


def _modified(info: Mapping[str, Any]) -> int:
    """When a file was changed, in milliseconds since 1970, by whatever name a store has for it; or 0."""
    for name in ("LastModified", "last_modified", "updated", "mtime", "modified", "created"):
        found = info.get(name)
        if isinstance(found, str):
            try:
                found = datetime.fromisoformat(found.replace("Z", "+00:00"))
            except ValueError:
                continue
        if isinstance(found, datetime):
            aware = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
            return int(aware.timestamp() * 1000)
        if isinstance(found, (int, float)):
            return int(found * 1000)
    return 0


@dataclass(frozen=True)
class RemoteFileSystem:
    """One fsspec file system under Pyrite's paths (URLs as the user wrote their beginning)."""

    how: Connection
    fs: Any

    def _inner(self, path: str) -> str:
        # A bucket alone is written without the slash that its root ends with.
        below = "" if f"{path}/" == self.how.root else path.removeprefix(self.how.root)
        return self.how.prefix + below.lstrip("/")

    def _outer(self, inner: str) -> str:
        # Some file systems add or drop a leading slash in listings, and some put the protocol in.
        prefix, name = self.how.prefix.lstrip("/"), inner.lstrip("/")
        if not name.startswith(prefix):
            name = str(self.fs._strip_protocol(inner)).lstrip("/")
        return self.how.root + name.removeprefix(prefix).strip("/")

    def _status(self, path: str, info: Mapping[str, Any]) -> FileStatus:
        is_dir = info["type"] == "directory"
        if self.how.extra == "http":
            # Many servers know no ranges, and some no sizes: read the file as one stream.
            size = info.get("size")
            return FileStatus(path, ENDLESS if size is None else int(size), is_dir, whole=True)
        size = 0 if is_dir else int(info["size"] or 0)
        return FileStatus(path, size, is_dir, REMOTE_BLOCK_SIZE, modified=_modified(info))

    def status(self, path: str) -> FileStatus:
        return self._status(path, self.fs.info(self._inner(path)))

    def children(self, path: str) -> list[FileStatus]:
        listed = {self._outer(info["name"]): info for info in self.fs.ls(self._inner(path), detail=True)}
        own = path.rstrip("/")
        return [self._status(child, listed[child]) for child in sorted(listed) if child.rstrip("/") != own]

    def open(self, path: str) -> BinaryIO:
        block_size = 0 if self.how.extra == "http" else 4 << 20
        return cast(BinaryIO, self.fs.open(self._inner(path), "rb", block_size=block_size))

    def create(self, path: str) -> BinaryIO:
        self.make_directory(path.rpartition("/")[0])
        return cast(BinaryIO, self.fs.open(self._inner(path), "wb"))

    def make_directory(self, path: str) -> None:
        if not self.how.flat:
            self.fs.makedirs(self._inner(path), exist_ok=True)

    def rename(self, source: str, target: str) -> None:
        self.fs.mv(self._inner(source), self._inner(target))
        # HDFS answers false where others raise.
        if not self.fs.exists(self._inner(target)):
            raise StorageError(f"Cannot rename {source} to {target}", source)

    def delete(self, path: str) -> None:
        try:
            self.fs.rm(self._inner(path), recursive=True)
        except FileNotFoundError:
            pass

    def delete_empty(self, path: str) -> None:
        # Not at once, as of local files: few of these systems can.
        if self.fs.exists(self._inner(path)) and not self.children(path):
            self.delete(path)
