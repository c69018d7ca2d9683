"""Values as text in JSON, CSV and XML, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyrite.errors import ParseException, UnsupportedOperationException
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error, datatype_mismatch
from pyrite.sql._analysis.functions.json_paths import JSON
from pyrite.sql._analysis.functions.registry import ANY, Binding, Function, declare, kernel
from pyrite.sql._analysis.functions.strings import TEXT
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql._types.timestamp_word import read_under
from pyrite.sql.types import (
    ArrayType,
    CharType,
    DataType,
    MapType,
    NullType,
    StringType,
    StructField,
    StructType,
    VarcharType,
    VariantType,
    _parse_datatype_json_string,
    _parse_datatype_string,
)

__all__ = ["options_among", "type_named"]

_NESTED = (StructType, ArrayType, MapType)
#: What is there already, and what null is written as.
_SAME = Function("same", (ANY,), NullType(), "{0}")
_NOTHING = Function("nothing", (ANY,), TEXT, "CAST(NULL AS VARCHAR)")


def _packed(b: Binding, options: Mapping[str, str]) -> e.Literal:
    """Options and settings as a constant for the kernels."""
    conf = {key: value for key, value in (b.settings.conf or {}).items() if key.startswith("spark.sql.")}
    found = {"options": options, "ansi": b.settings.ansi, "zone": b.settings.zone, "conf": conf}
    return e.Literal(json.dumps(found), TEXT)


def options_among(b: Binding, index: int) -> dict[str, str]:
    """The options among a call's arguments: a map of texts."""
    if len(b.arguments) <= index:
        return {}
    value = b.arguments[index]
    if not isinstance(value.type, MapType):
        raise b.error("INVALID_OPTIONS.NON_MAP_FUNCTION")
    if not (isinstance(value.type.keyType, StringType) and isinstance(value.type.valueType, StringType)):
        raise b.error("INVALID_OPTIONS.NON_STRING_TYPE", mapType=quoted_type(value.type))
    if not (isinstance(value, e.Apply) and value.function.name == "map"):
        raise b.error("INVALID_OPTIONS.NON_MAP_FUNCTION")
    try:
        texts = [constant_value(argument) for argument in value.arguments]
    except NotConstant:
        raise b.error("INVALID_OPTIONS.NON_MAP_FUNCTION") from None
    return dict(zip(texts[::2], texts[1::2]))


def _schema(b: Binding) -> DataType:
    """The type that a call's second argument tells, as DDL, as JSON or by ``schema_of_...``."""
    value = b.arguments[1]
    if isinstance(value, e.Apply) and value.function.name.startswith("schema_of_"):
        value = value.arguments[0]
    try:
        text = constant_value(value) if isinstance(value.type, StringType) else None
    except NotConstant:
        text = None
    if text is None:
        raise b.error("INVALID_SCHEMA.NON_STRING_LITERAL", inputSchema=quoted_sql(value))
    if text.lstrip()[:1] in ("{", '"'):
        return _parse_datatype_json_string(text)._as_nullable()
    return type_named(b, text)._as_nullable()


def type_named(b: Binding, text: str) -> DataType:
    """The type that a text among a call's arguments tells: columns, or one type."""
    if not text.strip():
        raise b.error("PARSE_EMPTY_STATEMENT")
    try:
        with read_under(b.settings.conf):
            kind = _parse_datatype_string(text)
    except (ParseException, ValueError):
        raise _no_type(b, text) from None
    if _has_size(kind):
        raise b.error("UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING")
    return kind


def _has_size(kind: DataType) -> bool:
    """Whether CHAR or VARCHAR is in it."""
    inner = {
        ArrayType: ("elementType",), MapType: ("keyType", "valueType"), StructField: ("dataType",)
    }.get(type(kind), ())  # fmt: skip
    parts = kind.fields if isinstance(kind, StructType) else [getattr(kind, name) for name in inner]
    return isinstance(kind, (CharType, VarcharType)) or any(map(_has_size, parts))


def _no_type(b: Binding, text: str) -> Exception:
    """The error of a text that is neither columns nor a type: that of reading it as a type."""
    words = text.split()
    if len(words) == 1:
        return b.error("UNSUPPORTED_DATATYPE", typeName=f'"{text.strip().upper()}"')
    hint = f": extra input '{words[1]}'" if len(words) == 2 else ""
    return b.error("PARSE_SYNTAX_ERROR", error=f"'{words[1]}'", hint=hint)


def _text(b: Binding) -> e.Value:
    """The text that is read. Errors show it alone, without schema and options."""
    b.arguments = b.arguments[:1]
    return b.coerced([JSON])[0]


def _bind_from_json(b: Binding) -> e.Value:
    kind, options = _schema(b), options_among(b, 2)
    text = _text(b)
    if not isinstance(kind, (*_NESTED, VariantType)):
        raise b.mismatch("INVALID_JSON_SCHEMA", schema=quoted_type(kind))
    _check_mode(b, options)
    if isinstance(kind, VariantType):
        found = b.invoke("try_parse_json", text)
        return b.apply((found,), kind, function=_SAME, nullable=True, shown=(b.arguments[0],))
    return b.apply((text, _packed(b, options)), kind, nullable=True, shown=(b.arguments[0],))


def _check_mode(b: Binding, options: Mapping[str, str]) -> None:
    mode = {key.lower(): value for key, value in options.items()}.get("mode", "PERMISSIVE")
    if mode.upper() == "DROPMALFORMED":
        parameters = {"funcName": f"`{b.function.name}`", "mode": mode.upper()}
        raise analysis_error("PARSE_MODE_UNSUPPORTED", parameters)


def _bind_to_json(b: Binding) -> e.Value:
    value, options = b.arguments[0], options_among(b, 1)
    b.arguments = (value,)
    if isinstance(value.type, NullType):
        return b.apply(
            (e.Literal(None, ArrayType(TEXT)), _packed(b, options)), TEXT, nullable=True, shown=(value,)
        )
    if not isinstance(value.type, (*_NESTED, VariantType)):
        raise b.mismatch("INVALID_JSON_SCHEMA", schema=quoted_type(value.type))
    return b.apply((value, _packed(b, options)), TEXT, nullable=True, shown=(value,))


def _bind_from_csv(b: Binding) -> e.Value:
    kind, options, written = _schema(b), options_among(b, 2), b.arguments[1]
    if not isinstance(kind, StructType):
        raise b.error(
            "INVALID_SCHEMA.NON_STRUCT_TYPE", inputSchema=quoted_sql(written), dataType=quoted_type(kind)
        )
    text = _text(b)
    _check_mode(b, options)
    for field in kind:
        if isinstance(field.dataType, _NESTED):
            told = {"typeName": quoted_type(field.dataType)}
            raise analysis_error("UNSUPPORTED_DATATYPE", told, kind=UnsupportedOperationException)
    return b.apply((text, _packed(b, options)), kind, nullable=text.nullable, shown=(b.arguments[0],))


def _bind_from_xml(b: Binding) -> e.Value:
    value = b.arguments[0]
    if not isinstance(value.type, (StringType, NullType)):
        raise _unexpected(b, value, "STRING")
    kind, options = _schema(b), options_among(b, 2)
    text = _text(b)
    if not isinstance(kind, StructType):
        raise datatype_mismatch(
            "INVALID_XML_SCHEMA", b.apply((value,), NullType(), nullable=True), {"schema": quoted_type(kind)}
        )
    _check_mode(b, options)
    return b.apply((text, _packed(b, options)), kind, nullable=True, shown=(value,))


def _bind_to_xml(b: Binding) -> e.Value:
    value, options = b.arguments[0], options_among(b, 1)
    if isinstance(value.type, NullType):
        return b.apply((value,), TEXT, function=_NOTHING, nullable=True)
    if not isinstance(value.type, (StructType, VariantType)):
        raise _unexpected(b, value, "STRUCT")
    return b.apply((value, _packed(b, options)), TEXT, nullable=True, shown=(value,))


def _unexpected(b: Binding, value: e.Value, required: str) -> Exception:
    return datatype_mismatch(
        "UNEXPECTED_INPUT_TYPE",
        b.apply((value,), NullType(), nullable=True),
        {
            "paramIndex": "first",
            "requiredType": f'"{required}"',
            "inputSql": quoted_sql(value),
            "inputType": quoted_type(value.type),
        },
    )


def _bind_to_csv(b: Binding) -> e.Value:
    value, options = b.arguments[0], options_among(b, 1)
    b.arguments = (value,)
    if isinstance(value.type, NullType):
        return b.apply((value,), TEXT, function=_NOTHING, nullable=True)
    if not isinstance(value.type, StructType) or any(_is_variant(field.dataType) for field in value.type):
        raise b.mismatch(
            "UNSUPPORTED_INPUT_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(value.type)
        )
    return b.apply((value, _packed(b, options)), TEXT, nullable=True, shown=(value,))


def _is_variant(kind: DataType) -> bool:
    return isinstance(kind, VariantType)


def _constant_text(b: Binding, name: str) -> str:
    text = _text(b)
    if isinstance(b.arguments[0].type, NullType):
        raise b.mismatch("UNEXPECTED_NULL", exprName=name)
    try:
        found = constant_value(text)
    except NotConstant:
        raise datatype_mismatch(
            "NON_FOLDABLE_INPUT",
            b.apply(b.arguments, NullType(), nullable=True),
            {
                "inputName": f"`{name}`",
                "inputType": quoted_type(TEXT),
                "inputExpr": quoted_sql(b.arguments[0]),
            },
        ) from None
    if found is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName=name)
    return str(found)


def _bind_schema_of(b: Binding) -> e.Value:
    form = b.function.name.removeprefix("schema_of_")
    options = options_among(b, 1)
    text, names = _constant_text(b, form), b.binder.analyzer.names  # type: ignore[attr-defined]
    try:
        kind = names.schema_of(form, text, options, b.settings)
    except ValueError:
        raise b.error(
            "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", badRecord=text, failFastMode="FAILFAST"
        ) from None
    return b.apply((e.Literal(kind._sql(), TEXT),), TEXT, nullable=False, shown=(b.arguments[0],))


def _shown_from_json(apply: e.Apply, texts: Any) -> str:
    return "entries" if isinstance(apply.type, MapType) else f"from_json({texts[0]})"


for _function in (
    Function(
        "from_json", (JSON, ANY, ANY), NullType(), kernel("from_json"), optional=1,
        bind=_bind_from_json, show=_shown_from_json,
    ),
    Function("to_json", (ANY, ANY), TEXT, kernel("to_json"), optional=1, bind=_bind_to_json),
    Function("from_csv", (JSON, ANY, ANY), NullType(), kernel("from_csv"), optional=1, bind=_bind_from_csv),
    Function("to_csv", (ANY, ANY), TEXT, kernel("to_csv"), optional=1, bind=_bind_to_csv),
    Function("from_xml", (ANY, ANY, ANY), NullType(), kernel("from_xml"), optional=1, bind=_bind_from_xml),
    Function("to_xml", (ANY, ANY), TEXT, kernel("to_xml"), optional=1, bind=_bind_to_xml),
    Function("schema_of_xml", (JSON, ANY), TEXT, "{0}", optional=1, bind=_bind_schema_of),
    Function("schema_of_json", (JSON, ANY), TEXT, "{0}", optional=1, bind=_bind_schema_of),
    Function("schema_of_csv", (JSON, ANY), TEXT, "{0}", optional=1, bind=_bind_schema_of),
):  # fmt: skip
    declare(_function.name, _function)
