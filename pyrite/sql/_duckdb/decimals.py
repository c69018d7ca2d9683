"""Exact decimal arithmetic with Spark's precision, rounding and overflow.

What fits 38 digits on the way is computed by DuckDB, on decimals or on their unscaled values in BIGINT and HUGEINT;
what does not, by a kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyrite.sql._analysis.aggregation import own_values
from pyrite.sql._analysis.functions.operators import wrapped
from pyrite.sql._analysis.functions.registry import quoted
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import DataType, DecimalType, IntegerType, LongType, StringType

if TYPE_CHECKING:
    from pyrite.sql._duckdb.rendering import Rendered

__all__ = ["arithmetic"]


def arithmetic(r: Rendered, symbol: str) -> str:
    """The call's arguments, two decimals (or one, for ``avg``), joined by the operator; of the call's type."""
    if symbol == "avg":
        return _average(r)
    one, other = (argument.type for argument in r.apply.arguments)
    assert isinstance(one, DecimalType) and isinstance(other, DecimalType)
    if symbol in ("+", "-"):
        return _sum(r, symbol, one, other)
    if symbol == "*":
        return _product(r, one, other)
    if symbol in ("%", "pmod"):
        return _remainder(r, symbol, one, other)
    return _quotient(r, symbol, one, other)


def _sum(r: Rendered, symbol: str, one: DecimalType, other: DecimalType) -> str:
    kind = r.apply.type
    assert isinstance(kind, DecimalType)
    scale = max(one.scale, other.scale)
    digits = max(one.precision - one.scale, other.precision - other.scale) + scale + 1
    if digits <= 38:
        left = _widened(r, r.args[0], one, other, digits)
        return f"CAST(({left} {symbol} {r.args[1]}) AS {r.type(kind)})"

    def wide(a: str, b: str) -> str:
        name = f"DECIMAL(38,{scale})"
        return f"CAST(CAST({a} AS {name}) {symbol} CAST({b} AS {name}) AS {r.type(kind)})"

    if r.trust():
        return wide(*r.args)
    return _checked(r, symbol, wide)


def _product(r: Rendered, one: DecimalType, other: DecimalType) -> str:
    kind = r.apply.type
    assert isinstance(kind, DecimalType)
    exact = f"CAST(({{a}} * {{b}}) AS {r.type(kind)})"
    scale = one.scale + other.scale
    digits = one.precision + other.precision
    if digits < 38 or (scale == kind.scale and r.trust()):
        return exact.format(a=_widened(r, r.args[0], one, other, digits), b=r.args[1])
    if scale > 38:
        return _checked(r, "*", None)
    return _checked(r, "*", lambda a, b: exact.format(a=a, b=b))


def _widened(r: Rendered, sql: str, one: DecimalType, other: DecimalType, digits: int) -> str:
    """The left side of an operation whose result has so many digits: DuckDB keeps within 18 if both sides do."""
    if digits <= 18 or max(one.precision, other.precision) > 18 or r.trust():
        return sql
    return f"CAST({sql} AS DECIMAL({max(19, one.precision)},{one.scale}))"


def _checked(r: Rendered, symbol: str, compute: object, nonzero: bool = False) -> str:
    """``compute(a, b)`` within 38 digits, else the kernel; an error, or null, where that does not fit."""
    kind = r.apply.type
    given = [argument.type for argument in r.apply.arguments]

    def both(a: str, b: str) -> str:
        parts = [f"TRY({compute(a, b)})"] if callable(compute) else []
        parts.append(r.kernel("decimal_operation", [quoted(symbol), a, b], [StringType(), *given], kind))
        if r.settings.ansi and isinstance(kind, DecimalType):
            parts.append(
                f"CASE WHEN {a} IS NOT NULL AND {b} IS NOT NULL THEN {_too_large(r, symbol, a, b, given)} END"
            )
        found = f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0]
        return _unless_zero(r, a, b, found) if nonzero else found

    return r.bound_both(r.args, both)


def _too_large(r: Rendered, symbol: str, a: str, b: str, given: list[DataType]) -> str:
    kind = r.apply.type
    assert isinstance(kind, DecimalType)
    args, kinds = [quoted(symbol), a, b, str(kind.scale)], [StringType(), *given, IntegerType()]
    value = r.kernel("decimal_operation_text", args, kinds, StringType())
    return r.fail(
        "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
        {
            "value": value,
            "precision": quoted(str(kind.precision)),
            "scale": quoted(str(kind.scale)),
            "config": quoted('"spark.sql.ansi.enabled"'),
        },
        kind,
    )


def _unless_zero(r: Rendered, dividend: str, divisor: str, found: str) -> str:
    """``found``, unless the divisor is zero: then an error, or null."""
    if not r.settings.ansi:
        return f"CASE WHEN {divisor} <> 0 THEN {found} END"
    condition = "REMAINDER_BY_ZERO" if r.apply.function.name in ("%", "pmod") else "DIVIDE_BY_ZERO"
    failure = r.fail(condition, {"config": quoted('"spark.sql.ansi.enabled"')}, r.apply.type)
    given = f"{dividend} IS NOT NULL AND {divisor} IS NOT NULL"
    return f"CASE WHEN {divisor} <> 0 THEN {found} WHEN {given} THEN {failure} END"


def _remainder(r: Rendered, symbol: str, one: DecimalType, other: DecimalType) -> str:
    kind = r.apply.type
    digits = max(one.precision - one.scale, other.precision - other.scale) + max(one.scale, other.scale)
    if digits > 38 or symbol == "pmod":
        return _checked(r, symbol, None, nonzero=True)

    def found(a: str, b: str) -> str:
        return _unless_zero(r, a, b, f"CAST(({a} % {b}) AS {r.type(kind)})")

    return r.bound_both(r.args, found)


# ------------------------------------------------------------------------------------------------- division


def _quotient(r: Rendered, symbol: str, one: DecimalType, other: DecimalType) -> str:
    kind = r.apply.type
    scale = kind.scale if isinstance(kind, DecimalType) else 0
    shift = scale - one.scale + other.scale
    up, down = max(shift, 0), max(-shift, 0)
    small = one.precision + up <= 18 and other.precision + down <= 18
    result = 10**38 if isinstance(kind, LongType) else 10**kind.precision  # type: ignore[attr-defined]
    largest = 10 ** (one.precision + up)

    def whole(n: str, d: str) -> str:
        units = _divided(r, n, d, one.precision + up, small, rounded=symbol == "/")
        return wrapped(units, 64, "BIGINT") if symbol == "div" else _decimal_of(r, units, kind, small)

    def fast(a: str, b: str) -> tuple[str, str]:
        return _units(r, a, one, up, small), _units(r, b, other, down, small)

    if one.precision + up <= 38 and other.precision + down <= 38 and (result >= largest or symbol == "div"):
        n, d = fast(*r.args)
        divisor = r.apply.arguments[1]
        if isinstance(divisor, e.Literal) and divisor.value:
            d = _constant(int(divisor.value.scaleb(other.scale)) * 10**down, small)
            return _both(r, n, d, whole)
        return _both(r, n, d, lambda n, d: _unless_zero(r, n, d, whole(n, d)))

    def wide(a: str, b: str) -> str:
        return r.bound_both(fast(a, b), whole)

    return _checked(r, symbol, wide if up <= 38 and down <= 38 else None, nonzero=True)


def _units(r: Rendered, sql: str, kind: DecimalType, shift: int, small: bool) -> str:
    """A decimal's unscaled value times ``10 ** shift``, as a whole number."""
    name = "BIGINT" if small else "HUGEINT"
    if kind.precision + kind.scale <= 38:
        unit = DecimalType(kind.scale + 1, 0)
        wide = _widened(r, sql, kind, unit, kind.precision + unit.precision)
        power = f"CAST('{10**kind.scale}' AS DECIMAL({unit.precision},0))"
        whole = f"CAST({wide} * {power} AS {name})" if kind.scale else f"CAST({sql} AS {name})"
    else:
        whole = f"CAST(replace(CAST({sql} AS VARCHAR), '.', '') AS {name})"
    return f"({whole} * {_constant(10**shift, small)})" if shift else whole


def _constant(number: int, small: bool) -> str:
    return f"CAST('{number}' AS {'BIGINT' if small else 'HUGEINT'})"


def _both(r: Rendered, one: str, other: str, make: Callable[[str, str], str]) -> str:
    """``make(one, other)``, with both computed once; short ones more often, since DuckDB takes long to bind lambdas."""
    texts = one + other
    if len(texts) > 400 or "lambda" in texts or " OVER (" in texts or not _is_deterministic(r.apply):
        return r.bound_both((one, other), make)
    return make(one, other)


def _is_deterministic(value: e.Value) -> bool:
    return all(v.function.deterministic for v in own_values(value) if isinstance(v, (e.Apply, e.PythonCall)))


def _divided(r: Rendered, n: str, d: str, digits: int, small: bool, rounded: bool = True) -> str:
    """The quotient of two whole numbers, rounded half away from zero or cut off.

    ``digits`` is the most that ``n`` has.
    """
    if small or r.trust():
        if not rounded:
            return f"({n} // {d})"
        return f"((2 * {n} + CASE WHEN ({n} < 0) = ({d} < 0) THEN {d} ELSE -{d} END) // (2 * {d}))"
    # Twice the dividend may be too much. Quotients of doubles, each of what the last one left over, are not.
    inverse = f"CAST({d} AS DOUBLE)"
    quotient = f"CAST(CAST({n} AS DOUBLE) / {inverse} AS HUGEINT)"
    steps = 1 if digits <= 30 else 2

    def refined(q: str, left: int) -> str:
        if left:
            better = f"{q} + CAST(CAST({n} - {q} * {d} AS DOUBLE) / {inverse} AS HUGEINT)"
            return r.bound(better, lambda v: refined(v, left - 1))
        return r.bound(f"{n} - {q} * {d}", lambda rest: _corrected(q, rest, n, d, rounded))

    return r.bound(quotient, lambda q: refined(q, steps))


def _corrected(q: str, rest: str, n: str, d: str, rounded: bool) -> str:
    """A quotient that is off by less than two, made exact by what it leaves over."""
    one = f"CASE WHEN ({rest} < 0) = ({d} < 0) THEN 1 ELSE -1 END"
    if rounded:
        tie = f"abs({rest}) = abs({d}) - abs({rest}) AND ({rest} < 0) = ({n} < 0)"
        more = f"abs({rest}) > abs({d}) - abs({rest}) OR ({tie})"
        return f"({q} + CASE WHEN {more} THEN {one} ELSE 0 END)"
    more = f"{rest} <> 0 AND ({rest} < 0) <> ({n} < 0) OR abs({rest}) >= abs({d})"
    return f"({q} + CASE WHEN {more} THEN {one} ELSE 0 END)"


def _decimal_of(r: Rendered, units: str, kind: DataType, small: bool = False) -> str:
    """A decimal from its unscaled value."""
    assert isinstance(kind, DecimalType)
    digits = 18 if small else 38
    whole = f"CAST({units} AS DECIMAL({digits},0))"
    if kind.scale == 0:
        return f"CAST({whole} AS {r.type(kind)})"
    unit = f"CAST('0.{'1':0>{kind.scale}}' AS DECIMAL({kind.scale},{kind.scale}))"
    return f"CAST({whole} * {unit} AS {r.type(kind)})"


def _average(r: Rendered) -> str:
    kind, given = r.apply.type, r.apply.arguments[0].type
    assert isinstance(kind, DecimalType) and isinstance(given, DecimalType)
    total = f"sum({r.distinct}{r.args[0]}){r.over}"
    count = f"count({r.distinct}{r.args[0]}){r.over}"
    summed = DecimalType(min(given.precision + 10, 38), given.scale)
    shift = kind.scale - given.scale
    if r.trust():
        # A sum of more than 18 digits overflows. What a division leaves over is less than the count: it can be shifted.
        power = _constant(10**shift, True)

        def average(n: str, d: str) -> str:
            rest = _divided(r, f"({n} % {d} * {power})", d, 18, True)
            return (
                f"CASE WHEN {d} > 0 THEN {_decimal_of(r, f'({n} // {d} * {power} + {rest})', kind, True)} END"
            )

        return _both(r, _units(r, total, summed, 0, True), count, average)
    count = f"CAST({count} AS HUGEINT)"
    units = _units(r, total, summed, shift, False)
    return r.bound_both(
        (units, count),
        lambda n, d: f"CASE WHEN {d} > 0 THEN {_decimal_of(r, _divided(r, n, d, 38, False), kind)} END",
    )
