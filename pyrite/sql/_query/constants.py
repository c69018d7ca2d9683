"""Values that are computed at once and become part of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import ArrayType, DataType, MapType, StructType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = ["constant", "literal_of"]


def literal_of(queries: Queries, expression: e.Expression, kind: DataType | None) -> e.Literal:
    """What an expression computes now, as a constant."""
    value = e.Cast(expression, kind, explicit=False) if kind is not None else expression
    plan = r.Project(r.OneRow(), (e.As(value, ("value",)),))
    frame = queries.frame(plan)
    made = frame._plan.output[0].type
    try:
        assert isinstance(frame._plan, r.Project)
        return e.Literal(constant_value(frame._plan.expressions[0]), made)
    except NotConstant:
        (found,) = frame.collect()[0]
    return constant(found, made)


def constant(value: Any, kind: DataType) -> e.Literal:
    """A value as Python has it, as a constant of a type."""
    return e.Literal(_internal(value, kind), kind)


def _internal(value: Any, kind: DataType) -> Any:
    if value is None:
        return None
    if isinstance(kind, ArrayType):
        return [_internal(item, kind.elementType) for item in value]
    if isinstance(kind, MapType):
        return [(_internal(k, kind.keyType), _internal(v, kind.valueType)) for k, v in value.items()]
    if isinstance(kind, StructType):
        return tuple([_internal(item, field.dataType) for item, field in zip(value, kind)])
    return kind.toInternal(value) if kind.needConversion() else value
