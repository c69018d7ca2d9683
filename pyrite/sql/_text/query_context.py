"""Where in a SQL text an error lies."""

from __future__ import annotations

from pyrite._dataclasses import dataclass
from pyrite.errors.exceptions.base import QueryContext, QueryContextType

__all__ = ["SQLContext"]

#: How much is shown of the lines before and after the fragment.
_MARGIN = 32


@dataclass(frozen=True)
class SQLContext(QueryContext):
    """A fragment of a SQL text: from ``start`` to ``stop`` (exclusive)."""

    text: str
    start: int
    stop: int
    object_type: str = ""
    object_name: str = ""

    def contextType(self) -> QueryContextType:
        return QueryContextType.SQL

    def objectType(self) -> str:
        return self.object_type

    def objectName(self) -> str:
        return self.object_name

    def startIndex(self) -> int:
        return self.start

    def stopIndex(self) -> int:
        return self.stop - 1

    def fragment(self) -> str:
        return self.text[self.start : self.stop]

    def callSite(self) -> str:
        raise NotImplementedError("A SQL text has no call site.")

    def summary(self) -> str:
        """The lines of the fragment, marked below, and what kind of object they are in."""
        before = self.text[: self.start]
        left = before[before.rfind("\n") + 1 :]
        line, column = before.count("\n") + 1, len(left) + 1
        rest = self.text[self.stop :].partition("\n")[0]
        prefix = "..." + left[-_MARGIN:] if len(left) > _MARGIN else left
        suffix = rest[:_MARGIN] + "..." if len(rest) > _MARGIN else rest
        within = f" of {self.object_type} {self.object_name}" if self.object_type and self.object_name else ""
        shown = [f"== SQL{within} (line {line}, position {column}) =="]
        parts = self.fragment().split("\n")
        for index, part in enumerate(parts):
            head = prefix if index == 0 else ""
            shown.append(head + part + (suffix if index == len(parts) - 1 else ""))
            shown.append(" " * len(head) + "^" * len(part))
        return "\n".join(shown) + "\n"
