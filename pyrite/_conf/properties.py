"""Java properties files, which ``spark-defaults.conf`` is one of."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_BLANKS = " \t\f"


def parse_properties(text: str) -> dict[str, str]:
    """Read ``key value``, ``key=value`` and ``key: value`` lines, comments, continuations and escapes.

    Values lose the blanks at both ends, as Spark trims them. A later line wins. Raises ``ValueError`` for
    a broken ``\\uXXXX`` escape.

    >>> parse_properties("spark.master local[2]\\n# a comment\\nspark.app.name=one \\\\\\n  two")
    {'spark.master': 'local[2]', 'spark.app.name': 'one two'}
    """
    found = {}
    for line in _logical_lines(text):
        key, value = _split(line)
        found[_unescape(key)] = _unescape(value).strip()
    return found


def _logical_lines(text: str) -> Iterator[str]:
    """Yield lines with their continuations joined; blank and comment lines are skipped."""
    pending: str | None = None
    for raw in re.split(r"\r\n|\r|\n", text):
        line = raw.lstrip(_BLANKS)
        if pending is None and (not line or line[0] in "#!"):
            continue
        line = line if pending is None else pending + line
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            pending = line[:-1]
        else:
            pending = None
            yield line
    if pending:
        yield pending


def _split(line: str) -> tuple[str, str]:
    """Cut a logical line after its key: at the first unescaped blank, ``=`` or ``:``."""
    end = 0
    while end < len(line) and line[end] not in _BLANKS + "=:":
        end += 2 if line[end] == "\\" else 1
    key, rest = line[:end], line[end:].lstrip(_BLANKS)
    if rest[:1] in ("=", ":"):
        rest = rest[1:].lstrip(_BLANKS)
    return key, rest


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(r"\\(u.{0,4}|.)", _unescaped, text, flags=re.DOTALL)


def _unescaped(match: re.Match[str]) -> str:
    escape = match.group(1)
    if escape[0] != "u":
        return _ESCAPES.get(escape, escape)
    if not re.fullmatch(r"u[0-9a-fA-F]{4}", escape):
        raise ValueError(f"malformed escape \\{escape} in a properties file")
    return chr(int(escape[1:], 16))
