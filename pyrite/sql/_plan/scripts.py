"""SQL scripts: statements in order, with variables, conditions, loops and handlers."""

from __future__ import annotations

from pyrite.sql._plan.commands import Statement
from pyrite.sql._plan.expressions import Expression
from pyrite.sql._plan.relations import Relation
from pyrite.sql._plan.tree import Node, node

__all__ = ["Compound", "For", "Handler", "If", "Iterate", "Leave", "Loop"]


@node
class Handler(Node):
    """``DECLARE EXIT HANDLER FOR conditions body``.

    ``conditions`` are names of errors, ``states`` their five-letter codes; ``any_error`` and ``not_found`` stand for
    ``SQLEXCEPTION`` and ``NOT FOUND``.
    """

    conditions: tuple[str, ...]
    states: tuple[str, ...]
    any_error: bool
    not_found: bool
    body: Node


@node
class Compound(Statement):
    """``[label:] BEGIN declarations statements END``."""

    body: tuple[Node, ...]
    handlers: tuple[Handler, ...] = ()
    label: str | None = None


@node
class If(Statement):
    """``IF condition THEN ... ELSEIF ... ELSE ... END IF``, and ``CASE`` as a statement: conditions with bodies."""

    branches: tuple[tuple[Expression, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...] = ()


@node
class Loop(Statement):
    """``LOOP``, ``WHILE condition DO`` or ``REPEAT ... UNTIL condition``."""

    body: tuple[Node, ...]
    before: Expression | None = None
    until: Expression | None = None
    label: str | None = None


@node
class For(Statement):
    """``FOR name AS query DO ... END FOR``: the row's columns are variables of the body."""

    query: Relation
    body: tuple[Node, ...]
    name: str | None = None
    label: str | None = None


@node
class Leave(Statement):
    """``LEAVE label``."""

    label: str


@node
class Iterate(Statement):
    """``ITERATE label``."""

    label: str
