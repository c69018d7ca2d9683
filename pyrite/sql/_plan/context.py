"""Origins as the query contexts of errors."""

from __future__ import annotations

from pyrite.errors.exceptions.base import QueryContext, QueryContextType
from pyrite.sql._plan.tree import Origin

__all__ = ["PlanContext", "context_of", "context_text"]


class PlanContext(QueryContext):
    """Where an expression was written, as PySpark's errors tell it."""

    def __init__(self, origin: Origin):
        self._origin = origin

    def contextType(self) -> QueryContextType:
        return QueryContextType.SQL if self._origin.in_sql else QueryContextType.DataFrame

    def objectType(self) -> str:
        return self._origin.object_type

    def objectName(self) -> str:
        return self._origin.object_name

    def startIndex(self) -> int:
        return self._origin.start

    def stopIndex(self) -> int:
        return self._origin.stop - 1

    def fragment(self) -> str:
        origin = self._origin
        return origin.text[origin.start : origin.stop] if origin.in_sql else origin.fragment

    def callSite(self) -> str:
        return self._origin.call_site

    def summary(self) -> str:
        return context_text(self._origin)


def context_of(origin: Origin) -> QueryContext:
    """The query context of an origin."""
    return PlanContext(origin)


def context_text(origin: Origin) -> str:
    """The lines that an error's message ends with: the SQL with the fragment underlined, or the DataFrame call."""
    if not origin.in_sql:
        return f'== DataFrame ==\n"{origin.fragment}" was called from\n{origin.call_site}\n'
    before = origin.text[: origin.start]
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1)
    named = f" of {origin.object_type} {origin.object_name}" if origin.object_type else ""
    shown = [f"== SQL{named} (line {line}, position {column + 1}) =="]
    start = 0
    for text in origin.text.split("\n"):
        stop = start + len(text)
        shown.append(text)
        first, last = max(origin.start, start), min(origin.stop, stop)
        if first < last:
            shown.append(" " * (first - start) + "^" * (last - first))
        start = stop + 1
    return "\n".join(shown) + "\n"
