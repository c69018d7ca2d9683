"""The parameters of a statement put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pyrite.errors import PySparkTypeError
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.tree import Node

__all__ = ["bind_parameters"]


def bind_parameters(statement: Node, args: Any, literal: Callable[[Any], e.Expression]) -> Node:
    """The statement with ``:name`` (from a mapping) or ``?`` (from a list) replaced by ``literal(value)``."""
    if isinstance(args, Mapping):
        values: dict[str | int, Any] = dict(args)
    elif isinstance(args, (list, tuple)):
        values = dict(enumerate(args))
    else:
        raise PySparkTypeError(
            errorClass="INVALID_TYPE", messageParameters={"arg_name": "args", "arg_type": type(args).__name__}
        )

    #: Where a place ends that ended with a parameter: Spark tells of no more than its first letter.
    ends = {
        node.origin.stop: node.origin.start + 1
        for node in statement.walk()
        if isinstance(node, e.Parameter) and node.name in values and node.origin is not None
    }

    def bound(node: Any) -> Any:
        if node.origin is not None and node.origin.stop in ends:
            node = node.at(replace(node.origin, stop=ends[node.origin.stop]))
        if isinstance(node, e.Parameter) and node.name in values:
            return literal(values[node.name]).at(node.origin)
        return node

    found: Node = statement.transform_up(bound)
    return found
