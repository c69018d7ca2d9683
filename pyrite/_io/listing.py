"""Which files an input path means, by the rules of Hadoop's two FileInputFormats."""

from __future__ import annotations

from pyrite._io.errors import BrokenLinkError, InvalidInputException, NotAFileException, UnreadableFileError
from pyrite._io.filesystem import Storage, real_path
from pyrite._io.paths import display, is_hidden, split_commas
from pyrite._io.status import FileStatus

RECURSIVE = "mapreduce.input.fileinputformat.input.dir.recursive"
IGNORE_SUBDIRECTORIES = "mapreduce.input.fileinputformat.input.dir.nonrecursive.ignore.subdirs"
OLD_INVALID_INPUT = "org.apache.hadoop.mapred.InvalidInputException"
NEW_INVALID_INPUT = "org.apache.hadoop.mapreduce.lib.input.InvalidInputException"


def input_files(
    storage: Storage, paths: str, new_api: bool = False, skip_directories: bool = False
) -> list[FileStatus]:
    """List the files that a comma list of paths, globs and directories means, in partition order.

    Hidden files ('_x', '.x') and links to nothing in a directory are left out. Sub-directories are read when
    `mapreduce.input.fileinputformat.input.dir.recursive` is true; else they are errors, or left out with
    `skip_directories`.

    Raises:
        InvalidInputException: naming every path that is missing and every glob that matches nothing.
        NotAFileException: a directory stands among the files.
        UnreadableFileError: a FIFO or device stands among the files.
    """
    found: list[FileStatus] = []
    missing: list[tuple[str, str]] = []
    for path in split_commas(paths):
        qualified = storage.qualify(path)
        matches = storage.glob(qualified)
        if matches is None:
            reason = _broken(storage, qualified)
            missing.append((f"Input path does not exist: {display(qualified)}{reason}", qualified))
        elif not matches:
            missing.append((f"Input Pattern {display(qualified)} matches 0 files", qualified))
        else:
            found.extend(matches)
    if missing:
        raise InvalidInputException(
            "\n".join(message for message, _ in missing),
            missing[0][1],
            [path for _, path in missing],
            NEW_INVALID_INPUT if new_api else OLD_INVALID_INPUT,
        )
    recursive = storage.flag(RECURSIVE)
    files = [file for status in found for file in _files_below(storage, status, recursive)]
    directories = [file for file in files if file.is_dir]
    if directories and not skip_directories and not storage.flag(IGNORE_SUBDIRECTORIES):
        raise NotAFileException(
            f"Path: {directories[0].path} is a directory, which is not supported by the record reader when "
            f"`{RECURSIVE}` is false.",
            directories[0].path,
        )
    return [file for file in files if not file.is_dir]


def _files_below(
    storage: Storage, status: FileStatus, recursive: bool, above: frozenset[str] = frozenset()
) -> list[FileStatus]:
    """Return a file itself, or a directory's visible children (all files of its tree when recursive)."""
    if not status.is_dir:
        return [status]
    children = [child for child in storage.children(status.path) if not is_hidden(child.path)]
    if not recursive:
        return children
    own = real_path(status.path)
    if own in above:
        raise UnreadableFileError(f"{display(status.path)} is a circular symbolic link", status.path)
    return [file for child in children for file in _files_below(storage, child, True, above | {own})]


def _broken(storage: Storage, path: str) -> str:
    try:
        storage.status(path)
    except BrokenLinkError as error:
        return f" ({error.message.partition(' is ')[2]})"
    except OSError:
        pass
    return ""
