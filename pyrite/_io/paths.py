"""Path strings as Hadoop reads them: schemes, comma lists, globs. Pure; touches no file system.

Inside Pyrite a path is either an absolute local path ('/data/x') or a URL ('s3a://bucket/x'). Nothing is ever
percent-decoded: '%41' is three characters of a file name.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from itertools import pairwise

from pyrite._io.errors import IllegalPathError, StorageError

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_WILDCARDS = re.compile(r"[*?\[{\\]")


def split_commas(paths: str) -> list[str]:
    """Cut a comma list into its paths; commas inside braces or behind a backslash belong to the glob.

    >>> split_commas("/a,/b/{x,y}")
    ['/a', '/b/{x,y}']
    """
    parts, depth, begin, escaped = [], 0, 0, False
    for i, char in enumerate(paths):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "{":
            depth += 1
        elif char == "}" and depth:
            depth -= 1
        elif char == "," and not depth:
            parts.append(paths[begin:i])
            begin = i + 1
    parts.append(paths[begin:])
    return parts


def scheme_of(path: str) -> str | None:
    """Return the lower-cased scheme of a URL, or None for a plain path (also one with a colon in a name)."""
    match = _SCHEME.match(path)
    if match is None:
        return None
    scheme, rest = match[1].lower(), match[2]
    return scheme if scheme == "file" or rest.startswith("/") else None


def is_local(path: str) -> bool:
    """Tell whether a qualified path is on the local file system."""
    return path.startswith("/")


def qualify(path: str, default_fs: str = "file:///", working_directory: str | None = None) -> str:
    """Return the absolute form of a user's path: '/x' for local files, a URL otherwise.

    Relative paths are completed by the working directory when the default file system is local, and
    stand below the default file system's root otherwise.
    """
    if not path.strip():
        raise IllegalPathError("Can not create a Path from an empty string", path)
    scheme = scheme_of(path)
    if scheme == "file":
        rest = path[5:]
        if rest.startswith("//"):
            rest = "/" + rest[2:].partition("/")[2]
        return _absolute(rest, working_directory)
    if scheme is not None:
        return _tidy_url(path)
    if scheme_of(default_fs) in (None, "file"):
        return _absolute(path, working_directory)
    return _tidy_url(default_fs.rstrip("/") + "/" + path.lstrip("/"))


def _absolute(path: str, working_directory: str | None) -> str:
    if not path.startswith("/"):
        path = os.path.join(working_directory or os.getcwd(), path)
    path = re.sub(r"/{2,}", "/", path)
    return path.rstrip("/") or "/"


def _tidy_url(url: str) -> str:
    scheme, rest = url.split(":", 1)
    rest = "//" + rest.lstrip("/") if rest.startswith("//") else rest
    return f"{scheme}:{rest}".rstrip("/") if "/" in rest.lstrip("/") else f"{scheme}:{rest}"


def display(path: str) -> str:
    """Return a qualified path as Hadoop prints it: 'file:/x' for local files, the URL otherwise."""
    return f"file:{path}" if is_local(path) else path


def split_root(path: str) -> tuple[str, str]:
    """Cut a qualified path into its root ('/' or 's3a://bucket/') and what is below it."""
    if is_local(path):
        return "/", path[1:]
    scheme, rest = path.split("://", 1) if "://" in path else path.split(":", 1)
    authority, _, below = rest.partition("/")
    return f"{scheme}://{authority}/", below


def join(directory: str, name: str) -> str:
    """Append a name to a qualified directory path."""
    return directory + name if directory.endswith("/") else f"{directory}/{name}"


def base_name(path: str) -> str:
    """Return the last component of a qualified path."""
    return path.rstrip("/").rpartition("/")[2]


def is_hidden(path: str) -> bool:
    """Tell whether Hadoop's inputs skip a file of this name."""
    return base_name(path).startswith(("_", "."))


def has_wildcard(path: str) -> bool:
    """Tell whether Hadoop would expand the path (an escaped character counts: it must be unescaped)."""
    return _WILDCARDS.search(path) is not None


def expand_braces(pattern: str) -> list[str]:
    """Expand every '{a,b}' group, nested ones too, into patterns without braces.

    >>> expand_braces("/x/{a,b{1,2}}")
    ['/x/a', '/x/b1', '/x/b2']
    """
    group = _first_group(pattern)
    if group is None:
        return [pattern]
    begin, end, cuts = group
    choices = [pattern[i + 1 : j] for i, j in pairwise(cuts)]
    return [
        expanded
        for choice in choices
        for expanded in expand_braces(pattern[:begin] + choice + pattern[end + 1 :])
    ]


def _first_group(pattern: str) -> tuple[int, int, list[int]] | None:
    depth, begin, cuts, i, in_class = 0, 0, [], 0, False
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            i += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char == "{":
            if not depth:
                begin, cuts = i, [i]
            depth += 1
        elif char == "," and depth == 1:
            cuts.append(i)
        elif char == "}" and depth:
            depth -= 1
            if not depth:
                return begin, i, [*cuts, i]
        i += 1
    if depth:
        place = f"near index {len(pattern)}"
        raise StorageError(f"Illegal file pattern: Unclosed group {place}: {pattern}", pattern)
    return None


@lru_cache(maxsize=512)
def component_regex(component: str) -> re.Pattern[str] | None:
    """Translate one brace-free path component; None when it has no wildcard (see `unescape`)."""
    out, i, wild = [], 0, False
    while i < len(component):
        char = component[i]
        if char == "\\" and i + 1 < len(component):
            i += 1
            out.append(re.escape(component[i]))
        elif char in "*?":
            wild = True
            out.append("[^/]*" if char == "*" else "[^/]")
        elif char == "[":
            wild = True
            text, i = _character_class(component, i)
            out.append(text)
        else:
            out.append(re.escape(char))
        i += 1
    return re.compile("".join(out), re.DOTALL) if wild else None


def _character_class(component: str, begin: int) -> tuple[str, int]:
    i = begin + 1
    negated = component[i : i + 1] in ("^", "!")
    i += negated
    out, first = [], i
    while i < len(component) and (component[i] != "]" or i == first):
        char = component[i]
        if char == "\\" and i + 1 < len(component):
            i += 1
            out.append(re.escape(component[i]))
        elif char == "-":
            out.append("-")
        else:
            out.append(re.escape(char))
        i += 1
    if i >= len(component):
        raise StorageError(f"Illegal file pattern: Unclosed character class: {component}", component)
    return f"[{'^' if negated else ''}{''.join(out)}]", i


def unescape(component: str) -> str:
    """Drop the backslashes of a component without wildcards."""
    return re.sub(r"\\(.)", r"\1", component, flags=re.DOTALL)


def escape(path: str) -> str:
    """Return a pattern that matches just this path.

    >>> escape("/a/[x]")
    '/a/\\\\[x\\\\]'
    """
    return re.sub(r"([*?\[\]{}\\,^])", r"\\\1", path)
