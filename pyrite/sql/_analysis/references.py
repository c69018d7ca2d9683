"""Values that stand for others by a name: they compute what those do, and are shown otherwise."""

from __future__ import annotations

from pyrite.sql._analysis.functions.registry import ANY, Function
from pyrite.sql._analysis.naming import literal_sql
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import NullType

__all__ = ["computed_once", "is_lateral", "is_variable", "lateral_reference", "variable_reference"]


def _variable_text(apply: e.Apply) -> str:
    value = apply.arguments[0]
    assert isinstance(value, e.Literal)
    return f"variablereference(system.session.{apply.name.lower()}={literal_sql(value)})"


_LATERAL = Function(
    "lateralAliasReference",
    (ANY,),
    NullType(),
    "{0}",
    show=lambda apply, args: f"lateralAliasReference({apply.name})",
)
_VARIABLE = Function("variable", (ANY,), NullType(), "{0}", show=lambda apply, args: _variable_text(apply))
_ONCE = Function("commonexpressionref", (ANY,), NullType(), "{0}", show=lambda apply, args: f"{apply.name}()")


def lateral_reference(value: e.Value, name: str) -> e.Apply:
    """What a column of a SELECT list computes, named by another one of the same list."""
    return e.Apply(_LATERAL, (value,), value.type, value.nullable, name)


def is_lateral(value: object) -> bool:
    """Whether it names another column of the same SELECT list."""
    return isinstance(value, e.Apply) and value.function is _LATERAL


def variable_reference(value: e.Literal, name: str) -> e.Apply:
    """A session variable, by the name that it was asked for."""
    return e.Apply(_VARIABLE, (value,), value.type, value.nullable, name)


def is_variable(value: object) -> bool:
    """Whether it is a session variable."""
    return isinstance(value, e.Apply) and value.function is _VARIABLE


def computed_once(value: e.Value) -> e.Apply:
    """A value that several comparisons share: errors do not show it."""
    return e.Apply(_ONCE, (value,), value.type, value.nullable, _ONCE.name, origin=value.origin)
