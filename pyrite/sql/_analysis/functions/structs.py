"""Structs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import wrong_number
from pyrite.sql._analysis.functions.registry import ANY, Binding, Rendering, scalar
from pyrite.sql._analysis.functions.texts import struct_text
from pyrite.sql._analysis.naming import pretty, quoted_sql
from pyrite.sql._analysis.references import is_lateral, is_variable
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import NullType, StringType, StructField, StructType


def _struct(b: Binding, names: Sequence[str], values: Sequence[e.Value]) -> e.Value:
    plain = [value.child if isinstance(value, e.Alias) else value for value in values]
    fields = [
        StructField(name, value.type, value.nullable, dict(_metadata(given) or {}))
        for name, value, given in zip(names, plain, values)
    ]
    return b.apply(plain, StructType(fields), nullable=False, shown=b.arguments)


def _metadata(value: e.Value) -> Mapping[str, Any] | None:
    if isinstance(value, e.Alias):
        return value.attribute.metadata
    return value.metadata if isinstance(value, e.Attribute) else None


def _names(values: Sequence[e.Value]) -> list[str]:
    """The names that values without one of their own have in a struct: those of columns, else by position."""
    names = []
    for index, value in enumerate(values, 1):
        name = f"col{index}"
        if (
            isinstance(value, (e.Attribute, e.Alias, e.LambdaVariable))
            or is_lateral(value)
            or is_variable(value)
        ):
            name = value.name  # type: ignore[attr-defined]
        elif isinstance(value, e.Apply) and value.function.name == "getfield":
            name = value.options[-1]
        elif isinstance(value, e.Apply) and value.function.name == "semistructuredextract":
            name = value.name
        names.append(name)
    return names


def _bind_struct(b: Binding) -> e.Value:
    return _struct(b, _names(b.arguments), b.arguments)


def _bind_row(b: Binding) -> e.Value:
    fields: list[e.Value] = []
    for name, value in zip(_names(b.arguments), b.arguments):
        fields += (e.Literal(name, StringType()), value.child if isinstance(value, e.Alias) else value)
    return b.invoke("named_struct", *fields)


def _bind_named(b: Binding) -> e.Value:
    if len(b.arguments) % 2:
        raise wrong_number("named_struct", "2n (n > 0)", len(b.arguments))
    keys = b.arguments[::2]
    names = []
    for key in keys:
        try:
            name = constant_value(key) if isinstance(key.type, StringType) else None
        except NotConstant:
            name = None
        if not isinstance(name, str):
            shown = ", ".join([quoted_sql(key) for key in keys])
            raise b.mismatch("CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING", inputExprs=f"[{shown}]")
        names.append(name)
    return _struct(b, names, b.arguments[1::2])


def _render(r: Rendering) -> str:
    return struct_text(r, r.apply.type, list(r.args))


def _show_struct(apply: e.Apply, args: Sequence[str]) -> str:
    shown = apply.arguments if apply.shown is None else apply.shown
    texts = [
        pretty(value.child) if isinstance(value, e.Alias) and apply.name != "struct" else text
        for value, text in zip(shown, args)
    ]
    return f"{apply.name}({', '.join(texts)})"


scalar("struct", (ANY,), NullType(), _render, optional=1, variadic=True, bind=_bind_struct, show=_show_struct)
scalar("()", (ANY,), NullType(), "", variadic=True, bind=_bind_row)
scalar("named_struct", (ANY,), NullType(), _render, optional=1, variadic=True, bind=_bind_named)
