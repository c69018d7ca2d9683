"""Variants: out of JSON, into other types, looked up and changed."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.sql._analysis.casting import castable
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import datatype_mismatch
from pyrite.sql._analysis.functions.aggregates import over
from pyrite.sql._analysis.functions.registry import (
    ANY,
    BOOLEAN,
    VARIANT,
    Accepts,
    Binding,
    Function,
    Rendering,
    aggregate,
    declare,
    generator,
    kernel,
    quoted,
    scalar,
    strictly,
)
from pyrite.sql._analysis.functions.written import type_named
from pyrite.sql._analysis.naming import name_text, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    BooleanType,
    DataType,
    IntegerType,
    MapType,
    NullType,
    StringType,
    StructField,
    StructType,
    VariantType,
)

__all__: list[str] = []

_VARIANT, _TEXT, _BOOL = VariantType(), StringType(), BooleanType()
_DUPLICATES = "spark.sql.variant.allowDuplicateKeys"
_JSON = Accepts('"STRING"', lambda given, ansi: _TEXT if isinstance(given, (StringType, NullType)) else None)

# ------------------------------------------------------------------------------------------------- JSON


def _render_parse(r: Rendering) -> str:
    duplicates = "true" if r.settings.flag(_DUPLICATES, False) else "false"
    return r.kernel(r.apply.function.name, [r.args[0], duplicates], [_TEXT, _BOOL], _VARIANT)


scalar("parse_json", (_JSON,), _VARIANT, _render_parse)
scalar("try_parse_json", (_JSON,), _VARIANT, _render_parse, nullable=True)
scalar(
    "is_variant_null",
    (VARIANT,),
    _BOOL,
    "coalesce(struct_extract({0}, 'value') = '\\x00'::BLOB, false)",
    nullable=False,
)

scalar("is_valid_variant", (VARIANT,), _BOOL, kernel("is_valid_variant"))

# ------------------------------------------------------------------------------------------ looking up


def _wanted(b: Binding) -> DataType:
    """The type that a call's third argument names."""
    if len(b.arguments) < 3:
        return _VARIANT
    value = b.arguments[2]
    try:
        found = constant_value(value) if isinstance(value.type, StringType) else None
    except NotConstant:
        found = None
    if found is None:
        raise b.error("INVALID_SCHEMA.NON_STRING_LITERAL", inputSchema=quoted_sql(value))
    return type_named(b, found)


def _bind_get(b: Binding) -> e.Value:
    kind = _wanted(b)
    # Errors show the call without the type.
    b.arguments = b.arguments[:2]
    value, path = b.coerced((VARIANT, _JSON))
    bound = b.apply((value, path), kind, nullable=True, shown=b.arguments)
    if not castable(_VARIANT, kind, "ansi"):
        parameters = {"srcType": quoted_type(_VARIANT), "targetType": quoted_type(kind)}
        raise datatype_mismatch("CAST_WITHOUT_SUGGESTION", bound, parameters, b.call.origin)
    return bound


def _render_get(r: Rendering) -> str:
    name = r.apply.function.name
    found = r.kernel("variant_get", [*r.args, quoted(name)], [_VARIANT, _TEXT, _TEXT], _VARIANT)
    return r.cast(found, _VARIANT, r.apply.type, "try" if name.startswith("try_") else "ansi")


for _name in ("variant_get", "try_variant_get"):
    declare(
        _name, Function(_name, (VARIANT, _JSON, ANY), NullType(), _render_get, optional=1, bind=_bind_get)
    )


def _bind_extract(b: Binding) -> e.Value:
    """``column:path``."""
    value, path = b.arguments
    if not isinstance(value.type, VariantType):
        raise b.error("COLUMN_IS_NOT_VARIANT_TYPE")
    assert isinstance(path, e.Literal)
    last = path.value[1:].replace("['", ".").replace("']", "").split(".")[-1].partition("[")[0]
    return b.apply((value, path), _VARIANT, nullable=True, name=last)


def _render_extract(r: Rendering) -> str:
    return r.kernel("variant_get", [*r.args, "'variant_get'"], [_VARIANT, _TEXT, _TEXT], _VARIANT)


def _show_extract(apply: e.Apply, args: Sequence[str]) -> str:
    return f"variant_get({', '.join(args)}) AS {name_text(apply.name)}"


#: What it leads to bears the name of the path's last part.
declare(
    "semistructuredextract",
    Function(
        "semistructuredextract",
        (ANY, ANY),
        _VARIANT,
        _render_extract,
        bind=_bind_extract,
        show=_show_extract,
    ),
)

_ROW = StructType(
    [
        StructField("pos", IntegerType(), False),
        StructField("key", _TEXT),
        StructField("value", _VARIANT, False),
    ]
)


def _render_explode(r: Rendering) -> str:
    return r.kernel("variant_explode", r.args, [_VARIANT], ArrayType(_ROW))


for _name in ("variant_explode", "variant_explode_outer"):
    generator(
        _name, (VARIANT,), _ROW, _render_explode, of_table=True, named=("input",), checked="variant_explode"
    )

# --------------------------------------------------------------------------------------------- schemas

scalar("schema_of_variant", (VARIANT,), _TEXT, kernel("schema_of_variant"))


def _render_schema(r: Rendering) -> str:
    rows = f"list({r.args[0]}){over(r, f'{r.args[0]} IS NOT NULL')}"
    kind = ArrayType(_VARIANT, False)
    return r.kernel("schema_of_variant_agg", [f"coalesce({rows}, CAST([] AS {r.type(kind)}))"], [kind], _TEXT)


aggregate("schema_of_variant_agg", (VARIANT,), _TEXT, _render_schema, nullable=False)

# --------------------------------------------------------------------------------------------- changes


def _is_object(kind: DataType) -> bool:
    """Whether values of a type become variants by ``to_variant_object``."""
    if isinstance(kind, StructType):
        return all(_is_part(field.dataType) for field in kind)
    if isinstance(kind, MapType):
        return isinstance(kind.keyType, StringType) and _is_part(kind.valueType)
    return isinstance(kind, ArrayType) and _is_part(kind.elementType)


def _is_part(kind: DataType) -> bool:
    if isinstance(kind, (StructType, MapType, ArrayType)):
        return _is_object(kind)
    return isinstance(kind, (AtomicType, VariantType)) and castable(kind, _VARIANT, "ansi")


def _uncastable(b: Binding, kind: DataType) -> Exception:
    return b.mismatch("CAST_WITHOUT_SUGGESTION", srcType=quoted_type(kind), targetType=quoted_type(_VARIANT))


def _bind_object(b: Binding) -> e.Value:
    (value,) = b.arguments
    if not _is_object(value.type):
        raise _uncastable(b, value.type)
    return b.apply((value,), _VARIANT, nullable=value.nullable)


declare(
    "to_variant_object",
    Function("to_variant_object", (ANY,), _VARIANT, kernel("to_variant"), bind=_bind_object),
)


def _bind_change(b: Binding) -> e.Value:
    takes = (VARIANT, _JSON, ANY, BOOLEAN)
    arguments = list(b.arguments)
    value, path, *_ = b.coerced(takes[: len(b.arguments)])
    given = arguments[2]
    if not castable(given.type, _VARIANT, "ansi"):
        raise _uncastable(b, given.type)
    # A value of SQL's null stands for none: the whole is null then.
    bound = (value, path, *arguments[2:])
    nullable = b.function.name.startswith("try_") or any(item.nullable for item in bound)
    return b.apply(bound, _VARIANT, nullable=nullable, shown=(*b.arguments[:2], *arguments[2:]))


def _render_change(r: Rendering) -> str:
    name = r.apply.function.name
    value = r.cast(r.args[2], r.apply.arguments[2].type, _VARIANT, "ansi")
    args, given = [r.args[0], r.args[1], value, quoted(name)], [_VARIANT, _TEXT, _VARIANT, _TEXT]
    if len(r.args) > 3:
        args.append(r.cast(r.args[3], r.apply.arguments[3].type, _BOOL))
        given.append(_BOOL)
    return r.kernel(name.removeprefix("try_"), args, given, _VARIANT)


for _name in ("variant_insert", "variant_array_append", "variant_set"):
    for _full in (_name, f"try_{_name}"):
        _more = (BOOLEAN,) if _name == "variant_set" else ()
        declare(
            _full,
            Function(
                _full, (VARIANT, _JSON, ANY, *_more), _VARIANT, _render_change, optional=len(_more),
                defaults=tuple([e.Literal(True, _BOOL) for _ in _more]), bind=_bind_change,
                named=("v", "path", "val", "create_if_missing") if _more else (),
            ),
        )  # fmt: skip


def _render_delete(r: Rendering) -> str:
    paths = ArrayType(_TEXT)
    return r.kernel("variant_delete", [r.args[0], f"[{', '.join(r.args[1:])}]"], [_VARIANT, paths], _VARIANT)


scalar(
    "variant_delete",
    (VARIANT, _JSON),
    _VARIANT,
    _render_delete,
    variadic=True,
    nullable=lambda args: args[0].nullable,
)


def _check_strip(b: Binding) -> None:
    given = b.arguments[1]
    if not given.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`include_arrays`",
            inputType=quoted_type(given.type),
            inputExpr=quoted_sql(given),
        )


scalar(
    "variant_strip_nulls",
    (VARIANT, strictly('"BOOLEAN"', BooleanType, _BOOL)),
    _VARIANT,
    kernel("variant_strip_nulls"),
    optional=1,
    defaults=(e.Literal(True, _BOOL),),
    check=_check_strip,
)
