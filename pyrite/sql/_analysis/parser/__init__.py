"""Spark's SQL, read into plans as written: no name is looked up here."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from pyrite.errors import ParseException
from pyrite.errors._tracebacks import brief
from pyrite.sql._analysis.parser.queries import QueryParser
from pyrite.sql._analysis.parser.reader import identifier_parts
from pyrite.sql._depth import TooDeep, deeply
from pyrite.sql._plan.expressions import Expression
from pyrite.sql._plan.tree import Node

if TYPE_CHECKING:
    from pyrite.sql._analysis.parser.scripts import ScriptParser

__all__ = ["parse_expression", "parse_identifier", "parse_statement"]

P = TypeVar("P", bound=QueryParser)
R = TypeVar("R")

#: How texts begin that can be nothing but queries. The rules of all other statements are loaded at the first of them.
_QUERY = re.compile(r"\s*(SELECT|VALUES)\b", re.IGNORECASE)


def parse_statement(text: str) -> Node:
    """The relation of a query, or the ``Statement`` of any other text.

    Raises
    ------
    ParseException
        When it is none.
    """
    if _QUERY.match(text):
        return _read(text, QueryParser, QueryParser.query)
    scripts: type[ScriptParser] = import_module("pyrite.sql._analysis.parser.scripts").ScriptParser
    return _read(text, scripts, scripts.statement)


def parse_expression(text: str) -> Expression:
    """The expression of ``expr(text)``: with its name, where it has one.

    Raises
    ------
    ParseException
        When it is none.
    """
    return _read(text, QueryParser, QueryParser.named_expression)


@brief
def _read(text: str, kind: type[P], rule: Callable[[P], R]) -> R:
    def read() -> R:
        parser = kind(text)
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
