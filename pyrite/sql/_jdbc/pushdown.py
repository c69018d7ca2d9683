"""Filters of a plan that databases check: fewer rows come, and the filters above them stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._jdbc.reading import JdbcSource
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._text.local_zone import local_zone
from pyrite.sql.types import (
    DateType,
    DecimalType,
    DoubleType,
    IntegralType,
    StringType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["pushed"]

_COMPARISONS = {"=": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TURNED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def pushed(plan: r.Relation) -> r.Relation:
    """The plan with tables of databases asked only for rows that can pass the filters above them."""
    found: r.Relation = plan.transform_up(lambda node: _filter(node) if isinstance(node, r.Filter) else node)
    return found


def _filter(plan: r.Filter) -> r.Relation:
    below = _with_filters(plan.child, tuple(_parts(plan.condition)))
    return plan if below is None else replace(plan, child=below)


def _with_filters(plan: r.Relation, conditions: tuple[Any, ...]) -> r.Relation | None:
    """The relation with the conditions in the table below; None where there is no table, or nothing to say."""
    if isinstance(plan, (r.Filter, r.Named)):
        below = _with_filters(plan.child, conditions)
        return None if below is None else replace(plan, child=below)
    if not (isinstance(plan, r.Files) and isinstance(plan.source, JdbcSource)):
        return None
    given = plan.source.options.given
    if not given.flag("pushDownPredicate", True) or "customSchema" in given:
        return None
    texts = [text for text in (_text(plan.source, plan, c) for c in conditions) if text is not None]
    if not texts:
        return None
    return replace(plan, source=replace(plan.source, filters=(*plan.source.filters, *texts)))


def _parts(condition: Any) -> Iterator[Any]:
    if isinstance(condition, e.Apply) and condition.function.name == "and":
        for part in condition.arguments:
            yield from _parts(part)
    else:
        yield condition


def _text(source: JdbcSource, plan: r.Files, value: Any) -> str | None:
    """A condition in the database's words; None where it may not mean the same there."""
    if not isinstance(value, e.Apply):
        return None
    name, arguments = value.function.name, value.arguments
    if name in ("and", "or"):
        texts = [_text(source, plan, part) for part in arguments]
        return None if None in texts else f"({f' {name.upper()} '.join(map(str, texts))})"
    if name in ("isnull", "isnotnull"):
        column = _column(source, plan, arguments[0])
        return None if column is None else f"{column} IS {'' if name == 'isnull' else 'NOT '}NULL"
    if name == "not" and isinstance(arguments[0], e.Apply) and arguments[0].function.name == "isnull":
        column = _column(source, plan, arguments[0].arguments[0])
        return None if column is None else f"{column} IS NOT NULL"
    if name == "in":
        return _in(source, plan, arguments)
    if name == "between":
        texts = [_text(source, plan, part) for part in arguments]
        return None if None in texts else f"({' AND '.join(map(str, texts))})"
    if name in _COMPARISONS and len(arguments) == 2:
        return _comparison(source, plan, name, arguments[0], arguments[1])
    return None


def _in(source: JdbcSource, plan: r.Files, arguments: Any) -> str | None:
    column = _column(source, plan, arguments[0])
    texts = [_constant(source, arguments[0], value, "=") for value in arguments[1:]]
    return None if column is None or None in texts else f"{column} IN ({', '.join(map(str, texts))})"


def _comparison(source: JdbcSource, plan: r.Files, name: str, left: Any, right: Any) -> str | None:
    if not isinstance(_inner(left), e.Attribute):
        name, left, right = _TURNED[name], right, left
    column, constant = _column(source, plan, left), _constant(source, left, right, name)
    return None if column is None or constant is None else f"{column} {name} {constant}"


def _inner(value: Any) -> Any:
    """What is behind the reference of ``BETWEEN`` to its operand."""
    if isinstance(value, e.Apply) and value.function.name == "commonexpressionref":
        return value.arguments[0]
    return value


def _column(source: JdbcSource, plan: r.Files, value: Any) -> str | None:
    value = _inner(value)
    if not isinstance(value, e.Attribute):
        return None
    for attribute in plan.columns:
        if attribute.id == value.id:
            return source.dialect.quoted(attribute.name)
    return None


def _constant(source: JdbcSource, column: Any, value: Any, name: str) -> str | None:
    """A constant that is compared with a column of the same type."""
    kind = column.type
    if type(value.type) is not type(kind):
        return None
    if isinstance(kind, (TimestampType, TimestampNTZType)):
        if local_zone() != "UTC":
            return None
    elif isinstance(kind, StringType):
        # What comes first is another thing in every database; what is equal is at least that.
        if name != "=":
            return None
    elif not isinstance(kind, (IntegralType, DecimalType, DoubleType, DateType)):
        return None
    try:
        found = constant_value(value)
    except NotConstant:
        return None
    return source.dialect.literal(found, kind)
