"""A DataFrame's columns fitted to a schema: found by name, cast where a value can be stored as the other type."""

from __future__ import annotations

from pyrite.sql._analysis.coercion import same_type
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.relations import Relation
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    DataType,
    DateType,
    MapType,
    NullType,
    NumericType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["fitted_columns"]

_DATETIMES = (DateType, TimestampType, TimestampNTZType)


def fitted_columns(plan: Relation, schema: StructType, settings: Settings) -> tuple[e.Expression, ...]:
    """The columns of a schema over a plan."""
    scope = Scope((plan,), settings)
    columns: list[e.Expression] = []
    for field in schema:
        found = scope.find((field.name,))
        if found is None:
            if not field.nullable:
                raise scope.unresolved((field.name,), None)
            columns.append(e.As(e.Literal(None, field.dataType), (field.name,), field.metadata or None))
            continue
        column = found[0]
        value = _fitted(
            column, column.type, column.nullable, field.dataType, field.nullable, (field.name,), settings
        )
        metadata = {**(getattr(column, "metadata", None) or {}), **(field.metadata or {})}
        columns.append(e.As(value, (field.name,), metadata or None))
    return tuple(columns)


def _fitted(
    value: e.Expression,
    given: DataType,
    nullable: bool,
    wanted: DataType,
    wanted_nullable: bool,
    path: tuple[str, ...],
    settings: Settings,
) -> e.Expression:
    """A value as the type of a column or field at ``path``."""
    if nullable and not wanted_nullable:
        raise analysis_error("NULLABLE_COLUMN_OR_FIELD", {"name": quoted_parts(path)})
    if isinstance(given, StructType) and isinstance(wanted, StructType):
        return _struct(value, given, nullable, wanted, path, settings)
    if isinstance(given, ArrayType) and isinstance(wanted, ArrayType):
        below = (*path, "element")
        body = _fitted(
            e.Name(("x",)), given.elementType, given.containsNull, wanted.elementType, wanted.containsNull, below,
            settings,
        )  # fmt: skip
        return (
            value
            if isinstance(body, e.Name)
            else e.Call("transform", (value, e.LambdaFunction(("x",), body)))
        )
    if isinstance(given, MapType) and isinstance(wanted, MapType):
        key = _fitted(e.Name(("k",)), given.keyType, False, wanted.keyType, False, (*path, "key"), settings)
        item = _fitted(
            e.Name(("v",)), given.valueType, given.valueContainsNull, wanted.valueType, wanted.valueContainsNull,
            (*path, "value"), settings,
        )  # fmt: skip
        if not isinstance(key, e.Name):
            value = e.Call("transform_keys", (value, e.LambdaFunction(("k", "v"), key)))
        if not isinstance(item, e.Name):
            value = e.Call("transform_values", (value, e.LambdaFunction(("k", "v"), item)))
        return value
    if same_type(given, wanted):
        return value
    if not _storable(given, wanted):
        raise analysis_error(
            "INVALID_COLUMN_OR_FIELD_DATA_TYPE",
            {"name": quoted_parts(path), "type": quoted_type(given), "expectedType": quoted_type(wanted)},
        )
    return e.Cast(value, wanted, explicit=False)


def _struct(
    value: e.Expression,
    given: StructType,
    nullable: bool,
    wanted: StructType,
    path: tuple[str, ...],
    settings: Settings,
) -> e.Expression:
    parts: list[e.Expression] = []
    for field in wanted:
        found = [known for known in given if settings.same_name(known.name, field.name)]
        name = e.Literal(field.name, StringType())
        if len(found) > 1:
            raise analysis_error(
                "AMBIGUOUS_REFERENCE_TO_FIELDS",
                {"field": quoted_parts((*path, field.name)), "count": str(len(found))},
            )
        if found:
            (known,) = found
            below = (*path, field.name)
            part = e.Field(value, known.name)
            fitted = _fitted(
                part, known.dataType, known.nullable, field.dataType, field.nullable, below, settings
            )
            parts += [name, fitted]
        elif field.nullable:
            parts += [name, e.Literal(None, field.dataType)]
        else:
            raise analysis_error(
                "UNRESOLVED_FIELD.WITH_SUGGESTION",
                {
                    "fieldName": quoted_parts((field.name,)),
                    "columnPath": quoted_parts(path),
                    "proposal": ", ".join([quoted_parts((known.name,)) for known in given]),
                },
            )
    made = e.Call("named_struct", tuple(parts))
    if not nullable:
        return made
    return e.Case(((e.Call("isnull", (value,)), e.Literal(None, wanted)),), made)


def _storable(given: DataType, wanted: DataType) -> bool:
    """Whether ANSI lets a value of one type be stored as the other."""
    if isinstance(given, NullType):
        return True
    if isinstance(given, NumericType) and isinstance(wanted, NumericType):
        return True
    if isinstance(given, _DATETIMES) and isinstance(wanted, _DATETIMES):
        return True
    return isinstance(given, AtomicType) and isinstance(wanted, StringType)
