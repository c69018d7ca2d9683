"""The options of a reader or writer: their names are found whatever their case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyrite.errors import IllegalArgumentException

__all__ = ["Options", "option_text"]


def option_text(value: Any) -> str | None:
    """An option's value as Spark keeps it."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


class Options(Mapping[str, str]):
    """Options by name.

    >>> Options({"Header": "true"}).flag("header")
    True
    """

    def __init__(self, given: Mapping[str, str] | None = None):
        self._given = dict(given or {})
        self._by_lower = {name.lower(): value for name, value in self._given.items()}

    def __getitem__(self, name: str) -> str:
        return self._by_lower[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._by_lower

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_lower)

    def __len__(self) -> int:
        return len(self._by_lower)

    def text(self, name: str, default: str | None = None) -> str | None:
        """An option's text."""
        return self._by_lower.get(name.lower(), default)

    def flag(self, name: str, default: bool = False) -> bool:
        """An option that is true or false.

        Raises
        ------
        IllegalArgumentException
            For any other text.
        """
        text = self._by_lower.get(name.lower())
        if text is None:
            return default
        if text.lower() not in ("true", "false"):
            raise IllegalArgumentException(f"{name} flag can be true or false")
        return text.lower() == "true"

    def char(self, name: str, default: str) -> str:
        """An option of one character; ``\\0`` for none.

        Raises
        ------
        IllegalArgumentException
            For longer texts.
        """
        text = self._by_lower.get(name.lower())
        if text is None:
            return default
        if text == "":
            return "\0"
        if len(text) > 1:
            raise IllegalArgumentException(f"{name} cannot be more than one character")
        return text

    def updated(self, given: Mapping[str, str]) -> Options:
        """These options with others laid over them."""
        names = {name.lower() for name in given}
        return Options({**{n: v for n, v in self._given.items() if n.lower() not in names}, **given})

    @property
    def given(self) -> dict[str, str]:
        """The options as they were given."""
        return dict(self._given)
