"""Tables of pages: sorted, searched and paged on the server, by parameters of the address."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Parameters = list[tuple[str, str]]
_MOST_A_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what its rows are sorted by, and whether it holds numbers."""

    key: str
    title: str
    by: Callable[[Any], Any] | None = None
    number: bool = False
    hint: str = ""


class Table:
    """One page of rows.

    Parameters
    ----------
    name : str
        Comes before its parameters in the address: ``jobs.page``, ``jobs.sort``, ``jobs.find``, ``jobs.size``.
    parameters : list of pairs
        The parameters of the address; those of other tables stay in the links of this one.
    order : str
        The column it is sorted by at first, with ``-`` before it for the largest first.
    text : callable, optional
        What is searched in a row; without it nothing can be searched.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Any],
        parameters: Parameters,
        order: str = "",
        size: int = 50,
        text: Callable[[Any], str] | None = None,
    ) -> None:
        given = dict(parameters)
        self.name = name
        self.columns = columns
        self.searched = text is not None
        self.find = given.get(f"{name}.find", "") if text else ""
        self.order = given.get(f"{name}.sort") or order
        self.size = min(_MOST_A_PAGE, max(1, _number(given.get(f"{name}.size"), size)))
        self._parameters = [(key, value) for key, value in parameters if not key.startswith(f"{name}.")]
        self._plain = (order, size)
        found = list(rows)
        self.all = len(found)
        if self.find and text is not None:
            wanted = self.find.lower()
            found = [row for row in found if wanted in text(row).lower()]
        column = next((each for each in columns if each.key == self.order.lstrip("-")), None)
        if column is not None and column.by is not None:
            by = column.by
            found.sort(key=lambda row: _none_first(by(row)), reverse=self.order.startswith("-"))
        self.total = len(found)
        self.pages = max(1, math.ceil(self.total / self.size))
        self.page = min(self.pages, max(1, _number(given.get(f"{name}.page"), 1)))
        start = (self.page - 1) * self.size
        self.rows = found[start : start + self.size]
        self.first = start + 1 if self.rows else 0
        self.last = start + len(self.rows)

    def __bool__(self) -> bool:
        return self.all > 0

    def link(self, **changed: Any) -> str:
        """The address of this page with other parameters of this table: ``page``, ``sort``, ``find``, ``size``."""
        now = {"page": self.page, "sort": self.order, "find": self.find, "size": self.size, **changed}
        usual = {"page": 1, "sort": self._plain[0], "find": "", "size": self._plain[1]}
        own = [(f"{self.name}.{key}", str(value)) for key, value in now.items() if value != usual[key]]
        return "?" + urlencode([*self._parameters, *own])

    def sorted_link(self, column: Column) -> str:
        """Sort by a column; by the one it is sorted by already, the other way round."""
        downward = self.order == column.key if self.order.lstrip("-") == column.key else column.number
        return self.link(sort=f"-{column.key}" if downward else column.key, page=1)

    def direction(self, column: Column) -> str:
        """For assistive technology: ``ascending``, ``descending`` or nothing."""
        if self.order.lstrip("-") != column.key:
            return ""
        return "descending" if self.order.startswith("-") else "ascending"

    def kept(self) -> Parameters:
        """The parameters that a search form carries along."""
        own = [(f"{self.name}.sort", self.order)] if self.order != self._plain[0] else []
        return [*self._parameters, *own]


def _number(text: str | None, default: int) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _none_first(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
