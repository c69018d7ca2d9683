"""Expressions written in SQL. In a file of its own, since it brings in the parser."""

from __future__ import annotations

from pyrite.sql._analysis.parser import parse_expression
from pyrite.sql._plan.tree import Origin
from pyrite.sql.column import Column

__all__ = ["expr"]


def expr(str: str) -> Column:
    """An expression in SQL.

    >>> expr("length(name) > 3")
    Column<'length(name) > 3'>

    Raises
    ------
    ParseException
        For what is no expression.
    """
    expression = parse_expression(str)
    if expression.origin is None:
        expression = expression.at(Origin(str, 0, len(str)))
    return Column(expression)
