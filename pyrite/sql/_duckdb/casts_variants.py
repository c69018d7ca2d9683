"""Casts of variants: what is in one goes by the usual casts, and it is an error where nothing fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyrite.sql._analysis.casting import castable
from pyrite.sql._analysis.coercion import is_string
from pyrite.sql._duckdb.literals import text as quoted
from pyrite.sql._duckdb.typenames import field_names, identifier, type_name
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegralType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    VariantType,
)

if TYPE_CHECKING:
    from pyrite.sql._duckdb.rendering import Rendered

__all__ = ["ENTRIES", "PARTS", "from_variant"]

_STRING, _VARIANT = StringType(), VariantType()
#: The scalars of variants. A decimal is a text, and its whole part another.
_SCALARS: dict[str, DataType] = {
    "boolean": BooleanType(),
    "long": LongType(),
    "double": DoubleType(),
    "float": FloatType(),
    "decimal": _STRING,
    "whole": _STRING,
    "string": _STRING,
    "binary": BinaryType(),
    "date": DateType(),
    "timestamp": TimestampType(),
    "timestamp_ntz": TimestampNTZType(),
}
#: What the kernel ``variant_parts`` gives: the kind, and the value in the place of its name.
PARTS = StructType([StructField("kind", _STRING), *[StructField(n, k) for n, k in _SCALARS.items()]])
_MOST_SECONDS = "9223372036854.775807"
#: What the kernel ``variant_entries`` gives.
ENTRIES = ArrayType(StructType([StructField("key", _STRING), StructField("value", _VARIANT)]))

_CastText = Callable[..., str]


def from_variant(r: Rendered, sql: str, kind: DataType, strict: bool, cast: _CastText) -> str:
    """A variant as ``kind``; what does not fit gives an error with ``strict``, else null."""
    if isinstance(kind, VariantType):
        return sql
    if is_string(kind):
        return r.kernel("variant_text", [sql, quoted(r.settings.zone)], [_VARIANT, _STRING], _STRING)
    make = _nested if isinstance(kind, (ArrayType, MapType, StructType)) else _scalar
    return r.bound(sql, lambda v: make(r, v, kind, strict, cast))


def _scalar(r: Rendered, v: str, kind: DataType, strict: bool, cast: _CastText) -> str:
    def chosen(p: str) -> str:
        branches = []
        for name, given in _SCALARS.items():
            if name == "decimal":
                converted = _of_decimal(r, p, kind, cast)
            elif name == "whole" or not castable(given, kind, "ansi"):
                continue
            else:
                converted = cast(r, f"{p}.{identifier(name)}", given, kind, "try")
            if converted:
                branches.append(f"WHEN '{name}' THEN {converted}")
        found = f"CASE {p}.kind {' '.join(branches)} END" if branches else f"CAST(NULL AS {type_name(kind)})"
        if not strict:
            return found
        return f"coalesce({found}, CASE WHEN {p}.kind <> 'null' THEN {_refused(r, v, kind)} END)"

    return r.bound(r.kernel("variant_parts", [v], [_VARIANT], PARTS), chosen)


def _of_decimal(r: Rendered, p: str, kind: DataType, cast: _CastText) -> str:
    if isinstance(kind, BooleanType):
        return f"({p}.decimal <> '0')"
    if isinstance(kind, IntegralType):
        return cast(r, f"{p}.whole", _STRING, kind, "try")
    if isinstance(kind, (DecimalType, DoubleType, FloatType)):
        return cast(r, f"{p}.decimal", _STRING, kind, "try")
    if isinstance(kind, TimestampType):
        wide = DecimalType(38, 6)
        seconds = cast(r, f"{p}.decimal", _STRING, wide, "try")

        def moment(d: str) -> str:
            return f"CASE WHEN abs({d}) <= {_MOST_SECONDS} THEN {cast(r, d, wide, kind, 'try')} END"

        return r.bound(seconds, moment)
    return ""


def _nested(r: Rendered, v: str, kind: DataType, strict: bool, cast: _CastText) -> str:
    found = _shaped(r, v, kind, strict, cast)
    if not strict:
        return found
    there = r.kernel("variant_kind", [v], [_VARIANT], _STRING) + " <> 'null'"
    return f"coalesce({found}, CASE WHEN {there} THEN {_refused(r, v, kind)} END)"


def _shaped(r: Rendered, v: str, kind: DataType, strict: bool, cast: _CastText) -> str:
    name = r.fresh("i")
    if isinstance(kind, ArrayType):
        items = r.kernel("variant_items", [v], [_VARIANT], ArrayType(_VARIANT))
        return (
            f"list_transform({items}, lambda {name}: {from_variant(r, name, kind.elementType, strict, cast)})"
        )
    if isinstance(kind, MapType):
        entries = r.kernel("variant_entries", [v], [_VARIANT], ENTRIES)
        value = from_variant(r, f"{name}.value", kind.valueType, strict, cast)
        pairs = f"list_transform({entries}, lambda {name}: struct_pack(k := {name}.key, v := {value}))"
        return f"map_from_entries({pairs})"
    assert isinstance(kind, StructType)
    fields = []
    for shown, field in zip(field_names(kind), kind):
        member = r.kernel("variant_field", [v, quoted(field.name)], [_VARIANT, _STRING], _VARIANT)
        fields.append(f"{identifier(shown)} := {from_variant(r, member, field.dataType, strict, cast)}")
    packed = f"struct_pack({', '.join(fields or ['empty := CAST(NULL AS INTEGER)'])})"
    return f"CASE WHEN {r.kernel('variant_kind', [v], [_VARIANT], _STRING)} = 'object' THEN {packed} END"


def _refused(r: Rendered, v: str, kind: DataType) -> str:
    shown = r.kernel("variant_json", [v, quoted(r.settings.zone)], [_VARIANT, _STRING], _STRING)
    parameters = {"value": shown, "dataType": quoted(f'"{kind._sql()}"')}
    return r.fail("INVALID_VARIANT_CAST", parameters, kind, located=False)
