"""What the tables of error conditions are made of."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Condition"]


class Condition(NamedTuple):
    """A condition's text, with its parameters in angle brackets, and its SQLSTATE."""

    template: str
    sql_state: str | None = None
