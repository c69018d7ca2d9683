"""Values in Avro, and back."""

from __future__ import annotations

import json

from pyrite.errors import AnalysisException
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.functions.registry import ANY, Binding, Function, declare, kernel
from pyrite.sql._analysis.functions.strings import TEXT
from pyrite.sql._analysis.functions.written import options_among
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import BinaryType, NullType

__all__: list[str] = []


def _schema(b: Binding, place: int = 1) -> str:
    """The schema among a call's arguments: a constant text."""
    value = b.arguments[place]
    try:
        found = constant_value(value)
    except NotConstant:
        found = None
    if not isinstance(found, str):
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`jsonFormatSchema`",
            inputType=quoted_type(TEXT),
            inputExpr=quoted_sql(value),
        )
    return found


def _bind_from_avro(b: Binding) -> e.Value:
    data, schema, options = b.arguments[0], _schema(b), options_among(b, 2)
    if not isinstance(data.type, (BinaryType, NullType)):
        raise b.mismatch(
            "UNEXPECTED_INPUT_TYPE",
            paramIndex="first",
            requiredType='"BINARY"',
            inputSql=quoted_sql(data),
            inputType=quoted_type(data.type),
        )
    names = b.binder.analyzer.names  # type: ignore[attr-defined]
    try:
        kind = names.schema_of("avro", options.get("avroSchema", schema), options, b.settings)
    except ValueError as error:
        raise AnalysisException(f"The Avro schema cannot be used: {error}") from None
    told = e.Literal(json.dumps({"schema": schema, "options": options}), TEXT)
    bytes_of = data if isinstance(data.type, BinaryType) else e.Literal(None, BinaryType())
    return b.apply((bytes_of, told), kind, nullable=True, shown=(data,))


def _bind_to_avro(b: Binding) -> e.Value:
    value = b.arguments[0]
    schema = _schema(b) if len(b.arguments) > 1 else None
    told = e.Literal(json.dumps({"schema": schema, "nullable": value.nullable}), TEXT)
    return b.apply((value, told), BinaryType(), nullable=value.nullable, shown=(value,))


def _bind_schema_of(b: Binding) -> e.Value:
    found, options = _schema(b, 0), options_among(b, 1)
    names = b.binder.analyzer.names  # type: ignore[attr-defined]
    try:
        kind = names.schema_of("avro", found, options, b.settings)
    except ValueError as error:
        raise AnalysisException(f"The Avro schema cannot be used: {error}") from None
    return b.apply((e.Literal(kind._sql(), TEXT),), TEXT, nullable=False, shown=(b.arguments[0],))


for _function in (
    Function("schema_of_avro", (ANY, ANY), TEXT, "{0}", optional=1, bind=_bind_schema_of),
    Function("from_avro", (ANY, ANY, ANY), NullType(), kernel("from_avro"), optional=1, bind=_bind_from_avro),
    Function("to_avro", (ANY, ANY), BinaryType(), kernel("to_avro"), optional=1, bind=_bind_to_avro),
):
    declare(_function.name, _function)
