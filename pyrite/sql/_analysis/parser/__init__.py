"""Spark's SQL, read into plans as written: no name is looked up here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pyrite.errors import ParseException
from pyrite.sql._analysis.parser.reader import identifier_parts
from pyrite.sql._analysis.parser.scripts import ScriptParser
from pyrite.sql._depth import TooDeep, deeply
from pyrite.sql._plan.expressions import Expression
from pyrite.sql._plan.tree import Node

__all__ = ["parse_expression", "parse_identifier", "parse_statement"]

R = TypeVar("R")


def parse_statement(text: str) -> Node:
    """The relation of a query, or the ``Statement`` of any other text.

    Raises
    ------
    ParseException
        When it is none.
    """
    return _read(text, ScriptParser.statement)


def parse_expression(text: str) -> Expression:
    """The expression of ``expr(text)``: with its name, where it has one.

    Raises
    ------
    ParseException
        When it is none.
    """
    return _read(text, ScriptParser.named_expression)


def _read(text: str, rule: Callable[[ScriptParser], R]) -> R:
    def read() -> R:
        parser = ScriptParser(text)
        return parser.whole(lambda: rule(parser))

    try:
        return deeply(read)
    except TooDeep:
        raise ParseException(errorClass="FAILED_TO_PARSE_TOO_COMPLEX", messageParameters={}) from None


def parse_identifier(text: str) -> tuple[str, ...]:
    """The parts of a name: ``a.`b.c` `` is ``("a", "b.c")``.

    Raises
    ------
    ParseException
        When it is none.
    """
    return identifier_parts(text)
