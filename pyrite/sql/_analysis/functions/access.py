"""Elements of arrays, values of maps and fields of structs: ``a[0]``, ``m['k']``, ``s.f``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis import casting
from pyrite.sql._analysis.errors import analysis_error, datatype_mismatch, unexpected_input
from pyrite.sql._analysis.functions.registry import ANY, Function, Rendering, quoted
from pyrite.sql._analysis.naming import quoted_parts, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    DataType,
    IntegerType,
    IntegralType,
    MapType,
    NullType,
    StringType,
    StructField,
    StructType,
)

if TYPE_CHECKING:
    from pyrite.sql._analysis.binder import Binder

__all__ = ["extract", "with_field"]

INT = IntegerType()


def _show_item(apply: e.Apply, args: Sequence[str]) -> str:
    return f"{args[0]}[{args[1]}]"


def _show_field(apply: e.Apply, args: Sequence[str]) -> str:
    return f"{args[0]}.{apply.options[-1]}"


def _field(r: Rendering) -> str:
    position = r.apply.options[0]
    names = r.field_names(r.apply.arguments[0].type)
    return f"struct_extract({r.args[0]}, {quoted(names[position])})"


def _fields(r: Rendering) -> str:
    position = r.apply.options[0]
    kind = r.apply.arguments[0].type
    assert isinstance(kind, ArrayType)
    names = r.field_names(kind.elementType)
    return f"list_transform({r.args[0]}, lambda x: struct_extract(x, {quoted(names[position])}))"


def _element(r: Rendering) -> str:
    array, index = r.args
    found = f"list_extract({array}, CAST({index} AS BIGINT) + 1)"
    if not r.settings.ansi:
        return f"CASE WHEN {index} >= 0 THEN {found} END"
    wrong = r.fail(
        "INVALID_ARRAY_INDEX",
        {
            "indexValue": f"CAST({index} AS VARCHAR)",
            "arraySize": f"CAST(len({array}) AS VARCHAR)",
        },
        r.apply.type,
    )
    return f"CASE WHEN {index} < 0 OR {index} >= len({array}) THEN {wrong} ELSE {found} END"


FIELD = Function("getfield", (ANY,), NullType(), _field, show=_show_field)
FIELDS = Function("getfields", (ANY,), NullType(), _fields, show=_show_field)
ELEMENT = Function("getelement", (ANY, ANY), NullType(), _element, show=_show_item)
VALUE = Function("getvalue", (ANY, ANY), NullType(), "map_extract_value({0}, {1})", show=_show_item)


#: The functions above: a column that a dotted name leads to bears the last part's name.
PLACES = (FIELD, FIELDS, VALUE)


def extract(
    binder: Binder,
    value: e.Value,
    key: e.Value,
    origin: Any = None,
    dotted: bool = False,
    named: bool = False,
) -> e.Value:
    """``value[key]``, or ``value.key`` when ``dotted``, by the type of ``value``.

    Only where a column's name leads to a field (``named``) do errors of what is not there tell the place.

    Raises
    ------
    AnalysisException
        FIELD_NOT_FOUND, AMBIGUOUS_REFERENCE_TO_FIELDS, INVALID_EXTRACT_BASE_FIELD_TYPE and the like.
    """
    kind = value.type
    place = origin if named else None
    if isinstance(value, e.Alias):
        value = value.child
    name = key.value if isinstance(key, e.Literal) and isinstance(key.type, StringType) else None
    if isinstance(kind, StructType):
        if name is None:
            raise analysis_error("INVALID_EXTRACT_FIELD_TYPE", {"extraction": quoted_sql(key)}, place)
        position, field = _find_field(binder, kind, name, place)
        return e.Apply(
            FIELD,
            (value,),
            field.dataType,
            value.nullable or field.nullable,
            options=(position, name),
            origin=origin,
        )
    if isinstance(kind, ArrayType) and isinstance(kind.elementType, StructType) and name is not None:
        position, field = _find_field(binder, kind.elementType, name, place)
        result = ArrayType(field.dataType, kind.containsNull or field.nullable)
        return e.Apply(FIELDS, (value,), result, value.nullable, options=(position, name), origin=origin)
    if isinstance(kind, ArrayType) and not dotted:
        if not isinstance(key.type, (IntegralType, NullType)):
            shown = e.Apply(ELEMENT, (value, key), kind.elementType)
            raise unexpected_input(shown.at(origin), 1, key, '"INTEGRAL"')
        nullable = _element_nullable(binder, value, kind, key)
        return e.Apply(ELEMENT, (value, key), kind.elementType, nullable, origin=origin)
    if isinstance(kind, MapType):
        return _map_value(binder, value, kind, key, origin)
    raise analysis_error(
        "INVALID_EXTRACT_BASE_FIELD_TYPE", {"base": quoted_sql(value), "other": quoted_type(kind)}, place
    )


def _element_nullable(binder: Binder, value: e.Value, kind: ArrayType, key: e.Value) -> bool:
    """Whether ``value[key]`` may be null: not where an array that is spelled out has an element there."""
    if isinstance(key, e.Literal) and key.value is not None:
        if isinstance(value, e.Apply) and value.function.name == "array":
            inside = 0 <= key.value < len(value.arguments)
            return value.arguments[key.value].nullable if inside else not binder.settings.ansi
        return True
    return not binder.settings.ansi or value.nullable or key.nullable or kind.containsNull


def _map_value(binder: Binder, value: e.Value, kind: MapType, key: e.Value, origin: Any) -> e.Value:
    from_key = binder.fits(key.type, kind.keyType)
    if from_key is None:
        shown = e.Apply(VALUE, (value, key), kind.valueType)
        raise unexpected_input(shown.at(origin), 1, key, quoted_type(kind.keyType))
    return e.Apply(VALUE, (value, binder.cast(key, from_key)), kind.valueType, True, origin=origin)


def _find_field(binder: Binder, kind: StructType, name: str, origin: Any) -> tuple[int, StructField]:
    same = binder.settings.same_name
    found = [(index, field) for index, field in enumerate(kind) if same(field.name, name)]
    if not found:
        fields = ", ".join([quoted_parts((field.name,)) for field in kind])
        raise analysis_error(
            "FIELD_NOT_FOUND", {"fieldName": quoted_parts((name,)), "fields": fields}, origin
        )
    if len(found) > 1:
        raise analysis_error(
            "AMBIGUOUS_REFERENCE_TO_FIELDS",
            {"field": quoted_parts((name,)), "count": str(len(found))},
            origin,
        )
    return found[0]


def explicit_cast(binder: Binder, child: e.Value, cast: e.Cast) -> e.Value:
    """A cast as the user wrote it."""
    return casting.explicit_cast(
        child.child if isinstance(child, e.Alias) else child, cast, binder.settings.ansi
    )


# -------------------------------------------------------------------------------------- update of fields


def _show_update(apply: e.Apply, args: Sequence[str]) -> str:
    return f"update_fields({', '.join([args[0], *apply.options[1]])})"


def _updated(r: Rendering) -> str:
    plan = r.apply.options[0]
    given = r.apply.arguments[0].type
    assert isinstance(given, StructType)
    names, old = r.field_names(r.apply.type), r.field_names(given)
    parts = []
    for name, (place, index) in zip(names, plan):
        text = r.args[index] if place == "new" else f"struct_extract({r.args[0]}, {quoted(old[index])})"
        parts.append(f"{r.identifier(name)} := {text}")
    made = f"struct_pack({', '.join(parts)})"
    return f"CASE WHEN {r.args[0]} IS NULL THEN NULL ELSE {made} END" if r.apply.nullable else made


UPDATED = Function("update_fields", (ANY,), NullType(), _updated, show=_show_update)


def with_field(binder: Binder, struct: e.Value, name: str, new: e.Value | None, origin: Any) -> e.Value:
    """``struct`` with the field at the dotted path set to ``new``, or dropped when that is None."""
    parts = binder.parse_identifier(name)
    return _changed(binder, struct, parts, new, origin)


def _changed(
    binder: Binder, struct: e.Value, parts: Sequence[str], new: e.Value | None, origin: Any
) -> e.Value:
    kind: DataType = struct.type
    shown = [f"WithField({new and _text(new)})" if new is not None else "dropfield()"]
    if not isinstance(kind, StructType):
        raise unexpected_input(e.Apply(UPDATED, (struct,), kind, options=((), shown)), 0, struct, '"STRUCT"')
    same = binder.settings.same_name
    name = parts[0]
    if len(parts) > 1:
        _find_field(binder, kind, name, origin)
        inner = extract(binder, struct, e.Literal(name, StringType()), origin)
        changed = _changed(binder, inner, parts[1:], new, origin)
        return _set(struct, kind, same, name, changed, shown, origin)
    if new is not None:
        return _set(struct, kind, same, name, new, shown, origin)
    kept = [(index, field) for index, field in enumerate(kind) if not same(field.name, name)]
    if not kept:
        raise datatype_mismatch(
            "CANNOT_DROP_ALL_FIELDS", e.Apply(UPDATED, (struct,), kind, options=((), shown)), {}, origin
        )
    result = StructType([field for _, field in kept])
    plan = tuple([("old", index) for index, _ in kept])
    return e.Apply(UPDATED, (struct,), result, struct.nullable, options=(plan, tuple(shown)), origin=origin)


def _set(
    struct: e.Value, kind: StructType, same: Any, name: str, new: e.Value, shown: list[str], origin: Any
) -> e.Value:
    fields, plan, found = [], [], False
    for index, field in enumerate(kind):
        if same(field.name, name):
            fields.append(StructField(name, new.type, new.nullable))
            plan.append(("new", 1))
            found = True
        else:
            fields.append(field)
            plan.append(("old", index))
    if not found:
        fields.append(StructField(name, new.type, new.nullable))
        plan.append(("new", 1))
    options = (tuple(plan), tuple(shown))
    return e.Apply(
        UPDATED,
        (struct, new),
        StructType(fields),
        struct.nullable,
        options=options,
        shown=(struct,),
        origin=origin,
    )


def _text(value: e.Value) -> str:
    return quoted_sql(value).strip('"')
