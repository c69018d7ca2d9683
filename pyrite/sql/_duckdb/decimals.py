"""Exact decimal arithmetic with Spark's precision and rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.sql.types import DecimalType

if TYPE_CHECKING:
    from pyrite.sql._duckdb.rendering import Rendered

__all__ = ["arithmetic"]


def arithmetic(r: Rendered, symbol: str) -> str:
    """The call's arguments, two decimals (or one, for ``avg``), joined by the operator; of the call's type."""
    kind = r.apply.type
    if symbol == "avg":
        return _average(r)
    one, other = r.args
    if symbol in ("+", "-", "*"):
        return _fitted(r, f"({one} {symbol} {other})")
    if symbol in ("%", "pmod"):
        assert isinstance(kind, DecimalType)
        rest = f"({one} % {other})"
        if symbol == "pmod":
            rest = f"CASE WHEN {rest} < 0 THEN ({rest} + {other}) % {other} ELSE {rest} END"
        return f"CASE WHEN {other} = 0 THEN {zero_divisor(r)} ELSE {_fitted(r, rest)} END"
    if symbol == "div":
        return f"CAST(trunc({_scaled(r, 0)}) AS BIGINT)"
    return f"CASE WHEN {other} = 0 THEN {zero_divisor(r)} ELSE {_quotient(r)} END"


def zero_divisor(r: Rendered) -> str:
    """What a division by zero gives: an error, or null."""
    if not r.settings.ansi:
        return "NULL"
    condition = "REMAINDER_BY_ZERO" if r.apply.function.name in ("%", "pmod") else "DIVIDE_BY_ZERO"
    return r.fail(condition, {"config": "'\"spark.sql.ansi.enabled\"'"}, r.apply.type)


def _fitted(r: Rendered, sql: str) -> str:
    kind = r.apply.type
    if not r.settings.ansi:
        return f"TRY(CAST({sql} AS {r.type(kind)}))"
    return f"CAST({sql} AS {r.type(kind)})"


def _scaled(r: Rendered, scale: int) -> str:
    """The quotient as a whole number of units of ``10 ** -scale``, rounded half up, in HUGEINT."""
    one, other = r.args
    left, right = (argument.type for argument in r.apply.arguments)
    assert isinstance(left, DecimalType) and isinstance(right, DecimalType)
    numerator = f"CAST({_unscaled(one, left)} AS HUGEINT)"
    shift = scale - left.scale + right.scale
    if shift > 0:
        numerator = f"({numerator} * CAST('{10**shift}' AS HUGEINT))"
    divisor = f"CAST({_unscaled(other, right)} AS HUGEINT)"
    if shift < 0:
        divisor = f"({divisor} * CAST('{10**-shift}' AS HUGEINT))"
    return _half_up(numerator, divisor)


def _half_up(numerator: str, divisor: str) -> str:
    double = f"(2 * ({numerator}) // ({divisor}))"
    return f"(({double} + sign({double})) // 2)"


def _unscaled(sql: str, kind: DecimalType) -> str:
    if kind.scale == 0:
        return sql
    return f"({sql} * CAST('{10**kind.scale}' AS DECIMAL({kind.scale + 1},0)))"


def _quotient(r: Rendered) -> str:
    kind = r.apply.type
    assert isinstance(kind, DecimalType)
    return _decimal_of(_scaled(r, kind.scale), kind)


def _decimal_of(units: str, kind: DecimalType) -> str:
    """A decimal from its unscaled value in HUGEINT."""
    if kind.scale == 0:
        return f"CAST({units} AS DECIMAL({kind.precision},0))"
    whole = f"({units} // CAST('{10**kind.scale}' AS HUGEINT))"
    rest = f"({units} % CAST('{10**kind.scale}' AS HUGEINT))"
    fraction = f"(CAST({rest} AS DECIMAL({kind.scale + 1},0)) * CAST('{10**-kind.scale:.{kind.scale}f}' AS DECIMAL({kind.scale},{kind.scale})))"  # fmt: skip  # noqa: E501
    return f"CAST(CAST({whole} AS DECIMAL({max(kind.precision - kind.scale, 1)},0)) + {fraction} AS DECIMAL({kind.precision},{kind.scale}))"  # fmt: skip  # noqa: E501


def _average(r: Rendered) -> str:
    kind, given = r.apply.type, r.apply.arguments[0].type
    assert isinstance(kind, DecimalType) and isinstance(given, DecimalType)
    total = f"sum({r.distinct}{r.args[0]}){r.over}"
    count = f"count({r.distinct}{r.args[0]}){r.over}"
    shift = kind.scale - given.scale
    units = f"(CAST({total} * CAST('{10**given.scale}' AS DECIMAL({given.scale + 1},0)) AS HUGEINT) * CAST('{10**shift}' AS HUGEINT))"  # fmt: skip  # noqa: E501
    whole = _half_up(units, f"CAST({count} AS HUGEINT)")
    return f"CASE WHEN {count} > 0 THEN {_decimal_of(whole, kind)} END"
