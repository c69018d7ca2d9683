"""The whole registry: every topic's functions; a topic is loaded when one of its functions is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from pyrite.sql._analysis.functions.index import TOPICS
from pyrite.sql._analysis.functions.registry import DECLARED, PYTHON_ONLY, SHOWN, Function

__all__ = ["FUNCTIONS", "PYTHON_ONLY", "SHOWN"]


class _Functions(Mapping[str, Function]):
    def __init__(self) -> None:
        self._topics = {name: topic for topic, names in TOPICS.items() for name in names.split()}

    def __getitem__(self, name: str) -> Function:
        if name not in DECLARED:
            import_module(f"pyrite.sql._analysis.functions.{self._topics[name]}")
        return DECLARED[name]

    def __contains__(self, name: object) -> bool:
        return name in self._topics

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)


#: Every builtin function, by lower-case name.
FUNCTIONS: Mapping[str, Function] = _Functions()
