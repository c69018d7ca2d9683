"""Casts with Spark's rules, as DuckDB's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.sql._analysis.coercion import is_string, same_type
from pyrite.sql._duckdb.typenames import type_name
from pyrite.sql.types import BooleanType, DataType, IntegralType, NullType, NumericType

if TYPE_CHECKING:
    from pyrite.sql._duckdb.rendering import Rendered

__all__ = ["cast_text"]


def cast_text(r: Rendered, sql: str, given: DataType, kind: DataType, mode: str) -> str:
    """``sql``, of type ``given``, as ``kind``; ``mode`` as in :class:`~pyrite.sql._plan.expressions.Cast`."""
    if same_type(given, kind):
        return sql
    name = type_name(kind)
    if isinstance(given, NullType):
        return f"CAST(NULL AS {name})"
    plain = f"CAST({sql} AS {name})"
    if isinstance(given, IntegralType) and isinstance(kind, NumericType):
        return plain if mode == "ansi" else f"TRY({plain})"
    if is_string(kind) and isinstance(given, BooleanType):
        return plain
    return plain if mode == "ansi" else f"TRY({plain})"
