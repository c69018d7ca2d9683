"""Statements carried out: what makes, changes, fills and tells of tables, views, functions and settings.

The rooms above know only this module: what carries a statement out is loaded at the first one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrite.sql._commands.scripts import run_statement as run_statement

__all__ = ["run_statement"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.scripts"), name)
    return found
