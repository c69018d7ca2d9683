"""Casts with Spark's rules, as DuckDB's text.

A cast is made of two parts: how a value is converted, null where it does not fit (:data:`_CONVERT`), and in ANSI
mode the error that takes the place of that null (:func:`_strict`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyrite._dataclasses import dataclass
from pyrite.errors import (
    DateTimeException,
    NumberFormatException,
    SparkRuntimeException,
)
from pyrite.sql._analysis.coercion import is_string, same_type
from pyrite.sql._analysis.functions.operators import wrapped
from pyrite.sql._duckdb.casts_variants import from_variant
from pyrite.sql._duckdb.literals import text as quoted
from pyrite.sql._duckdb.typenames import field_names, identifier, type_name
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    NumericType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    VariantType,
    YearMonthIntervalType,
)

if TYPE_CHECKING:
    from pyrite.sql._duckdb.rendering import Rendered

__all__ = ["cast_text", "is_lossless"]

_CONFIG = quoted('"spark.sql.ansi.enabled"')
_BITS: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}
_SUFFIX: dict[type, str] = {ByteType: "Y", ShortType: "S", IntegerType: "", LongType: "L"}
_FLOATS = (FloatType, DoubleType)
_DATETIMES = (DateType, TimestampType, TimestampNTZType)
_INTERVALS = (DayTimeIntervalType, YearMonthIntervalType)
_STRING, _LONG, _DOUBLE = StringType(), LongType(), DoubleType()
#: What is cut off both ends of a string before it is read: blanks and control characters.
_BLANKS = quoted("".join(map(chr, (*range(33), *range(127, 160)))))
#: What Java's own trim cuts off.
_SPACES = quoted("".join(map(chr, range(33))))


def cast_text(r: Rendered, sql: str, given: DataType, kind: DataType, mode: str) -> str:
    """``sql``, of type ``given``, as ``kind``; ``mode`` as in :class:`~pyrite.sql._plan.expressions.Cast`."""
    if type_name(given) == type_name(kind) and same_type(given, kind):
        return sql
    if isinstance(given, NullType):
        # What is always null may still raise.
        raises = "(" in sql and not sql.startswith("CAST(NULL")
        return f"CAST({f'CAST({sql} AS VARCHAR)' if raises else 'NULL'} AS {type_name(kind)})"
    if isinstance(given, VariantType):
        return from_variant(r, sql, kind, mode != "try", cast_text)
    cast = _Cast(r, given, kind, mode)
    if is_lossless(given, kind):
        return _CONVERT[_family(kind)](cast, sql)
    if isinstance(kind, VariantType) and not is_string(given):
        return _to_variant(cast, sql)
    if isinstance(kind, (ArrayType, MapType, StructType)) and not is_string(given):
        return _NESTED[type(kind)](cast, sql)
    if cast.ansi and _fails_in_duckdb(given, kind) and r.trust():
        return f"CAST({sql} AS {cast.name})"
    always = isinstance(kind, _INTERVALS) or (isinstance(given, _INTERVALS) and isinstance(kind, NumericType))
    if not cast.ansi and not (cast.legacy and always):
        return r.bound(sql, lambda v: _CONVERT[_family(kind)](cast, v))
    return r.bound(sql, lambda v: _strict(cast, v))


def _fails_in_duckdb(given: DataType, kind: DataType) -> bool:
    """Whether DuckDB's own cast gives the same values as Spark's, and fails where that fails."""
    if isinstance(given, IntegralType):
        return isinstance(kind, (IntegralType, DecimalType))
    return isinstance(given, DecimalType) and isinstance(kind, DecimalType)


def is_lossless(given: DataType, kind: DataType) -> bool:
    """Whether a cast between these types never fails, and reads its value once."""
    if isinstance(given, BooleanType):
        return isinstance(kind, (IntegralType, *_FLOATS)) or is_string(kind)
    if isinstance(given, IntegralType):
        if isinstance(kind, IntegralType):
            return _BITS[type(given)] <= _BITS[type(kind)]
        return isinstance(kind, (*_FLOATS, BooleanType)) or is_string(kind)
    if isinstance(given, _FLOATS):
        return isinstance(kind, DoubleType)
    if isinstance(given, DecimalType):
        if isinstance(kind, DecimalType):
            return kind.scale >= given.scale and kind.precision - kind.scale >= given.precision - given.scale
        return isinstance(kind, _FLOATS) or (is_string(kind) and given.precision > given.scale)
    return isinstance(given, _DATETIMES) and isinstance(kind, _DATETIMES)


@dataclass(frozen=True)
class _Cast:
    r: Rendered
    given: DataType
    kind: DataType
    mode: str

    @property
    def ansi(self) -> bool:
        return self.mode == "ansi"

    @property
    def legacy(self) -> bool:
        return self.mode == "legacy"

    @property
    def name(self) -> str:
        return type_name(self.kind)


# ------------------------------------------------------------------------------------------------- failures


def _strict(cast: _Cast, v: str) -> str:
    """The conversion of ``v``; where it gives null for a value, an error."""
    converted = _CONVERT[_family(cast.kind)](cast, v)
    failure = _failure(cast, v)
    if failure is None:
        return converted
    return f"coalesce({converted}, CASE WHEN {v} IS NOT NULL THEN {failure} END)"


def _failure(cast: _Cast, v: str) -> str | None:
    """What raises Spark's error for the value ``v``; None when the cast itself raises or cannot fail."""
    given, kind = cast.given, cast.kind
    if isinstance(
        kind, (BinaryType, StringType, VariantType, CalendarIntervalType, *_FLOATS)
    ) and not is_string(given):
        return None
    if is_string(given):
        return _invalid_text(cast, v)
    if isinstance(kind, DecimalType):
        if isinstance(given, _FLOATS):
            text = cast_text(cast.r, f"CAST({v} AS DOUBLE)", _DOUBLE, _STRING, "ansi")
            wide = _out_of_range(cast, cast.r.kernel("plain_number", [text], [_STRING], _STRING))
            return f"CASE WHEN isfinite({v}) THEN {wide} END"
        value = cast_text(cast.r, _as_decimal_source(cast, v), _decimal_source(given), _STRING, "ansi")
        return _out_of_range(cast, value)
    if isinstance(kind, TimestampType) and isinstance(given, _FLOATS):
        return _no_moment(cast, v)
    return _overflow(cast, v, kind)


def _no_moment(cast: _Cast, v: str) -> str:
    """The error of a float that is no timestamp: it is no number, or has too many microseconds."""
    invalid = _invalid(
        cast, cast_text(cast.r, f"CAST({v} AS DOUBLE)", _DOUBLE, _STRING, "ansi"), DateTimeException, _DOUBLE
    )
    micros = _Cast(cast.r, _DOUBLE, _LONG, "ansi")
    wide = _overflow(micros, f"(CAST({v} AS DOUBLE) * 1000000)", cast.kind)
    return f"CASE WHEN isfinite({v}) THEN {wide} ELSE {invalid} END"


def _overflow(cast: _Cast, v: str, kind: DataType) -> str:
    return cast.r.fail(
        "CAST_OVERFLOW",
        {
            "value": _sql_text(cast, v),
            "sourceType": quoted(f'"{cast.given._sql()}"'),
            "targetType": quoted(f'"{cast.kind._sql()}"'),
            "ansiConfig": _CONFIG,
        },
        kind,
        located=False,
    )


def _invalid_text(cast: _Cast, v: str) -> str | None:
    kind = cast.kind
    if isinstance(kind, (BinaryType, VariantType, CalendarIntervalType, *_INTERVALS)):
        return None
    text = f"'''' || replace(replace({v}, '\\', '\\\\'), '''', '\\''') || ''''"
    if isinstance(kind, NumericType):
        wrong = _invalid(cast, text, NumberFormatException)
        if isinstance(kind, DecimalType):
            number = cast.r.kernel("decimal_plain_text", [v], [_STRING], _STRING)
            out = cast.r.fail("NUMERIC_OUT_OF_SUPPORTED_RANGE", {"value": v}, kind, located=False)
            wide = _out_of_range(cast, number)
            return f"CASE {number} WHEN '' THEN {out} ELSE CASE WHEN {number} IS NULL THEN {wrong} ELSE {wide} END END"
        return wrong
    return _invalid(cast, text, SparkRuntimeException if isinstance(kind, BooleanType) else DateTimeException)


def _invalid(cast: _Cast, text: str, error: type, given: DataType | None = None) -> str:
    return cast.r.fail(
        "CAST_INVALID_INPUT",
        {
            "expression": text,
            "sourceType": quoted(f'"{(given or cast.given)._sql()}"'),
            "targetType": quoted(f'"{cast.kind._sql()}"'),
            "ansiConfig": _CONFIG,
        },
        cast.kind,
        error,
    )


def _out_of_range(cast: _Cast, value: str) -> str:
    kind = cast.kind
    assert isinstance(kind, DecimalType)
    return cast.r.fail(
        "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
        {"value": value, "precision": f"'{kind.precision}'", "scale": f"'{kind.scale}'", "config": _CONFIG},
        kind,
        located=not (cast.legacy and isinstance(cast.given, _INTERVALS)),
    )


def _sql_text(cast: _Cast, v: str) -> str:
    """The value as SQL writes it, for errors."""
    given = cast.given
    text = cast_text(cast.r, v, given, _STRING, "ansi")
    if isinstance(given, IntegralType):
        return f"{text} || '{_SUFFIX[type(given)]}'"
    if isinstance(given, DecimalType):
        return f"{text} || 'BD'"
    if isinstance(given, DoubleType):
        return f"{text} || CASE WHEN isfinite({v}) THEN 'D' ELSE '' END"
    if isinstance(given, (TimestampType, TimestampNTZType, DateType, TimeType)):
        name = "TIME" if isinstance(given, TimeType) else given._sql()
        return f"'{name} ''' || {text} || ''''"
    return text


# ------------------------------------------------------------------------------------------------ to numbers


def _to_integral(cast: _Cast, v: str) -> str:
    given, name = cast.given, cast.name
    bits = _BITS[type(cast.kind)]
    if isinstance(given, (BooleanType, IntegralType)):
        if is_lossless(given, cast.kind):
            return f"CAST({v} AS {name})"
        return wrapped(v, bits, name) if cast.legacy else f"TRY_CAST({v} AS {name})"
    if isinstance(given, _FLOATS):
        return _float_to_integral(cast, v)
    if isinstance(given, DecimalType):
        whole = f"trunc({v})" if given.scale else v
        if cast.legacy:
            return wrapped(f"CAST({whole} AS HUGEINT)", bits, name)
        return f"TRY_CAST({whole} AS {name})"
    if isinstance(given, (TimestampType, TimeType)):
        before = f"CASE WHEN epoch_us({v}) % 1000000 < 0 THEN 1 ELSE 0 END"
        seconds = f"(epoch_us({v}) // 1000000 - {before})"
        return f"TRY_CAST({seconds} AS {name})"
    if isinstance(given, _INTERVALS):
        return f"TRY_CAST(CAST({v} AS BIGINT) // {_unit(given)} AS {name})"
    if is_string(given):
        return _text_to_integral(cast, v)
    if isinstance(given, DateType):
        return f"CAST(NULL AS {name})"
    return f"TRY_CAST({v} AS {name})"


def _text_to_integral(cast: _Cast, v: str) -> str:
    name, digits = cast.name, "[+-]?[0-9]+"
    plain = f"WHEN regexp_full_match({v}, '{digits}') THEN TRY_CAST({v} AS {name})"
    trimmed = f"trim({v}, {_BLANKS})"
    if cast.legacy:
        # Out of ANSI mode a fraction is cut off.
        whole = f"regexp_extract({trimmed}, '^([+-]?[0-9]*)(\\.[0-9]*)?$', 1)"
        number = f"regexp_full_match({trimmed}, '[+-]?[0-9]+(\\.[0-9]*)?|[+-]?\\.[0-9]+|\\.')"
        other = f"WHEN {number} THEN TRY_CAST(CASE WHEN {whole} IN ('', '+', '-') THEN '0' ELSE {whole} END AS {name})"
    else:
        other = f"WHEN regexp_full_match({trimmed}, '{digits}') THEN TRY_CAST({trimmed} AS {name})"
    return f"CASE {plain} {other} END"


def _float_to_integral(cast: _Cast, v: str) -> str:
    bits, name = _BITS[type(cast.kind)], cast.name
    limit = 1 << (bits - 1)
    if not cast.legacy:
        if bits == 64:
            fits = f"{v} >= -9223372036854775808.0::DOUBLE AND {v} < 9223372036854775808.0::DOUBLE"
        else:
            fits = f"floor({v}) <= {limit - 1} AND ceil({v}) >= -{limit}"
        return f"CASE WHEN {fits} THEN TRY_CAST(trunc({v}) AS {name}) END"
    wide = 64 if bits == 64 else 32
    low, high = -(1 << (wide - 1)), (1 << (wide - 1)) - 1
    whole = "BIGINT" if wide == 64 else "INTEGER"
    saturated = (
        f"CASE WHEN isnan({v}) THEN 0 WHEN {v} >= {float(high + 1)!r}::DOUBLE THEN CAST({high} AS {whole}) "
        f"WHEN {v} < {float(low)!r}::DOUBLE THEN CAST(({low}) AS {whole}) "
        f"ELSE coalesce(TRY_CAST(trunc({v}) AS {whole}), CASE WHEN {v} > 0 THEN CAST({high} AS {whole}) END) END"
    )
    saturated = f"CASE WHEN {v} IS NOT NULL THEN {saturated} END"
    return saturated if wide == bits else wrapped(saturated, bits, name)


def _to_float(cast: _Cast, v: str) -> str:
    given, name = cast.given, cast.name
    if is_string(given):
        trimmed = f"trim({v}, {_SPACES})"
        plain = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?"
        number = f"TRY_CAST(rtrim({trimmed}, 'dDfF') AS {name})"
        words = "[+-]?(inf|infinity)|nan"
        named = f"CASE WHEN lower({trimmed}) = 'nan' THEN 'NaN' WHEN {trimmed}[1] = '-' THEN '-inf' ELSE 'inf' END"
        word = f"CAST({named} AS {name})"
        hexadecimal = f"regexp_full_match({trimmed}, '[+-]?0[xX][0-9a-fA-F.]+[pP][+-]?[0-9]+[dDfF]?')"
        kernel = cast.r.kernel("hexadecimal_float", [trimmed], [_STRING], _DOUBLE)
        return (
            f"CASE WHEN regexp_full_match({trimmed}, '{plain}') THEN {number} "
            f"WHEN regexp_full_match(lower({trimmed}), '{words}') THEN {word} "
            f"WHEN {hexadecimal} THEN CAST({kernel} AS {name}) END"
        )
    if isinstance(given, TimestampType):
        return f"CAST(epoch_us({v}) / 1000000.0::DOUBLE AS {name})"
    if isinstance(given, DoubleType):
        limit = "3.4028235677973366e38::DOUBLE"
        infinite = f"abs({v}) >= {limit} AND NOT isnan({v})"
        return f"CASE WHEN {infinite} THEN sign({v}) * CAST('inf' AS FLOAT) ELSE CAST({v} AS FLOAT) END"
    if isinstance(given, DecimalType) and given.precision > 15:
        return f"CAST(CAST({v} AS VARCHAR) AS {name})"
    if isinstance(given, DateType):
        return f"CAST(NULL AS {name})"
    return f"CAST({v} AS {name})"


def _to_decimal(cast: _Cast, v: str) -> str:
    given, name = cast.given, cast.name
    kind = cast.kind
    assert isinstance(kind, DecimalType)
    if isinstance(given, (DecimalType, IntegralType)):
        return f"CAST({v} AS {name})" if is_lossless(given, kind) else f"TRY_CAST({v} AS {name})"
    if isinstance(given, BooleanType):
        return f"TRY_CAST(CAST({v} AS TINYINT) AS {name})"
    if isinstance(given, (TimestampType, TimeType, *_INTERVALS)):
        return f"TRY_CAST({_as_decimal_source(cast, v)} AS {name})"
    if isinstance(given, DateType):
        return f"CAST(NULL AS {name})"
    text = f"trim({v}, {_BLANKS})" if is_string(given) else f"CAST(CAST({v} AS DOUBLE) AS VARCHAR)"
    plain = r"[+-]?([0-9]{1,30}\.?[0-9]{0,60}|\.[0-9]{1,60})"
    kernel = cast.r.kernel("decimal_of_text", [text], [_STRING], kind)
    return f"CASE WHEN regexp_full_match({text}, '{plain}') THEN TRY_CAST({text} AS {name}) ELSE {kernel} END"


def _decimal_source(given: DataType) -> DataType:
    """The type in which an error of a cast to a decimal shows the value."""
    if isinstance(given, (TimestampType, TimeType, DayTimeIntervalType)):
        return DecimalType(38, 9 if isinstance(given, TimeType) else 6)
    if isinstance(given, (YearMonthIntervalType, BooleanType)):
        return LongType()
    return given


def _as_decimal_source(cast: _Cast, v: str) -> str:
    given = cast.given
    if isinstance(given, (TimestampType, TimeType, DayTimeIntervalType)):
        clock = isinstance(given, (TimestampType, TimeType))
        micros = f"epoch_us({v})" if clock else v
        unit = 1_000_000 if clock else _unit(given)
        if unit != 1_000_000:
            return f"CAST({v} // {unit} AS DECIMAL(38,6))"
        seconds = f"(CAST({micros} AS DECIMAL(31,0)) * 0.000001::DECIMAL(7,6))"
        return f"CAST({seconds} AS DECIMAL(38,9))" if isinstance(given, TimeType) else seconds
    if isinstance(given, YearMonthIntervalType):
        return f"CAST({v} // {_unit(given)} AS BIGINT)"
    if isinstance(given, BooleanType):
        return f"CAST({v} AS BIGINT)"
    return v


# ------------------------------------------------------------------------------------------- to other atoms


def _to_boolean(cast: _Cast, v: str) -> str:
    given = cast.given
    if is_string(given):
        word = f"lower(trim({v}, {_BLANKS}))"
        return (
            f"CASE WHEN {word} IN ('t', 'true', 'y', 'yes', '1') THEN TRUE "
            f"WHEN {word} IN ('f', 'false', 'n', 'no', '0') THEN FALSE END"
        )
    if isinstance(given, TimestampType):
        return f"(epoch_us({v}) <> 0)"
    if isinstance(given, DateType):
        return "CAST(NULL AS BOOLEAN)"
    return f"({v} <> 0)"


def _to_string(cast: _Cast, v: str) -> str:
    given = cast.given
    if isinstance(given, _FLOATS):
        return _float_text(cast, v)
    if isinstance(given, DecimalType):
        return _decimal_text(cast, v, given)
    if isinstance(given, BinaryType):
        lossy = cast.r.kernel("utf8_text", [v], [given], _STRING)
        return f"coalesce(TRY(decode({v})), {lossy})"
    if isinstance(given, DateType):
        return _with_year(v, f"CAST({v} AS VARCHAR)")
    if isinstance(given, TimestampNTZType):
        return _with_year(v, f"CAST({v} AS VARCHAR)", f" || ' ' || CAST(CAST({v} AS TIME) AS VARCHAR)")
    if isinstance(given, TimestampType):
        local = f"CAST({v} AS TIMESTAMP)"
        return _with_year(
            local, f"CAST({local} AS VARCHAR)", f" || ' ' || CAST(CAST({local} AS TIME) AS VARCHAR)"
        )
    if isinstance(given, (*_INTERVALS, CalendarIntervalType)):
        return cast.r.kernel("interval_text", [v], [given], _STRING)
    if isinstance(given, UserDefinedType) and given._has_text:
        return cast.r.kernel("user_defined_text", [v], [given], _STRING)
    if isinstance(given, ArrayType):
        return f"('[' || array_to_string(list_transform({v}, {_inner_text(cast, given.elementType)}), ', ') || ']')"
    if isinstance(given, MapType):
        name = cast.r.fresh("e")
        key = _text_or_null(cast, f"{name}.key", given.keyType)
        value = _text_or_null(cast, f"{name}.value", given.valueType)
        pairs = f"list_transform(map_entries({v}), lambda {name}: {key} || ' -> ' || {value})"
        return f"('{{' || array_to_string({pairs}, ', ') || '}}')"
    if isinstance(given, StructType):
        parts = [
            _text_or_null(cast, f"struct_extract({v}, {quoted(name)})", field.dataType)
            for name, field in zip(field_names(given), given)
        ]
        inside = " || ', ' || ".join(parts) or "''"
        return f"CASE WHEN {v} IS NOT NULL THEN '{{' || {inside} || '}}' END"
    return f"CAST({v} AS VARCHAR)"


def _inner_text(cast: _Cast, kind: DataType) -> str:
    name = cast.r.fresh("x")
    return f"lambda {name}: {_text_or_null(cast, name, kind)}"


def _text_or_null(cast: _Cast, v: str, kind: DataType) -> str:
    return f"coalesce({cast_text(cast.r, v, kind, _STRING, cast.mode)}, 'null')"


def _decimal_text(cast: _Cast, v: str, given: DecimalType) -> str:
    plain = f"CAST({v} AS VARCHAR)"
    if given.precision == given.scale:
        plain = f"regexp_replace({plain}, '^(-?)\\.', '\\10.')"
    if cast.ansi or given.scale <= 6:
        return plain
    # Out of ANSI mode a small fraction is written with an exponent, as Java's BigDecimal does.
    kernel = cast.r.kernel("decimal_scientific", [v], [given], _STRING)
    return f"CASE WHEN abs({v}) < 0.000001 THEN {kernel} ELSE {plain} END"


def _with_year(v: str, plain: str, rest: str = "") -> str:
    """A date's text; the text of a year before 1 or after 9999 is not DuckDB's."""
    width = f"CASE WHEN year({v}) < 0 THEN 5 ELSE 4 END"
    year = f"CASE WHEN year({v}) > 0 THEN '+' || year({v}) ELSE printf('%0' || {width} || 'd', year({v})) END"
    return f"CASE WHEN year({v}) BETWEEN 1 AND 9999 THEN {plain} ELSE {year} || strftime({v}, '-%m-%d'){rest} END"


def _float_text(cast: _Cast, v: str) -> str:
    """As Java writes it: with an exponent below a thousandth and from ten millions on."""
    size = f"abs({v})"
    digits = cast.r.bound(
        f"CAST({size} AS VARCHAR)",
        lambda t: cast.r.bound(
            f"struct_pack(m := split_part({t}, 'e', 1), "
            f"e := coalesce(TRY_CAST(split_part({t}, 'e', 2) AS INTEGER), 0))",
            lambda p: cast.r.bound(
                f"struct_pack(d := rtrim(ltrim(replace({p}.m, '.', ''), '0'), '0'), "
                f"e := {p}.e + length(split_part({p}.m, '.', 1)) - 1 "
                f"- (length(replace({p}.m, '.', '')) - length(ltrim(replace({p}.m, '.', ''), '0'))))",
                lambda d: (
                    f"{d}.d[1] || '.' || CASE WHEN length({d}.d) > 1 THEN {d}.d[2:] ELSE '0' END || 'E' || {d}.e"
                ),
            ),
        ),
    )
    if isinstance(cast.given, FloatType):
        tiny = f"WHEN {size} <= 1.4e-45::FLOAT THEN '1.4E-45'"
    else:
        tiny = f"WHEN {size} <= 4.9e-324::DOUBLE THEN '4.9E-324'"
    sign = f"CASE WHEN {v} < 0 THEN '-' ELSE '' END"
    return (
        f"CASE WHEN ({size} >= 0.001 AND {size} < 10000000) OR {v} = 0 THEN CAST({v} AS VARCHAR) "
        f"WHEN isnan({v}) THEN 'NaN' WHEN isinf({v}) THEN {sign} || 'Infinity' "
        f"WHEN {v} IS NOT NULL THEN {sign} || CASE {tiny} ELSE {digits} END END"
    )


def _to_binary(cast: _Cast, v: str) -> str:
    if is_string(cast.given):
        return f"encode({v})"
    bits = _BITS[type(cast.given)]
    return f"unhex(printf('%0{bits // 4}x', (CAST({v} AS HUGEINT) + {1 << bits}::HUGEINT) % {1 << bits}::HUGEINT))"


# ---------------------------------------------------------------------------------------- to dates and times

_PLAIN_TIMESTAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?)?"


def _to_date(cast: _Cast, v: str) -> str:
    if not is_string(cast.given):
        return f"CAST({v} AS DATE)"
    kernel = cast.r.kernel("date_of_text", [v], [_STRING], cast.kind)
    plain = f"regexp_full_match({v}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
    return f"CASE WHEN {plain} THEN TRY_CAST({v} AS DATE) ELSE {kernel} END"


#: The day of a time that becomes a timestamp.
_TODAY = "CAST(now() AS DATE)"


def _to_timestamp(cast: _Cast, v: str) -> str:
    given = cast.given
    zone = quoted(cast.r.settings.zone)
    if is_string(given):
        kernel = cast.r.kernel("timestamp_of_text", [v, zone], [_STRING, _STRING], cast.kind)
        plain = _instant(cast.r, f"TRY_CAST({v} AS TIMESTAMP)")
        return f"CASE WHEN regexp_full_match({v}, '{_PLAIN_TIMESTAMP}') THEN {plain} ELSE {kernel} END"
    if isinstance(given, TimestampNTZType):
        return _instant(cast.r, v)
    if isinstance(given, TimeType):
        return _instant(cast.r, f"({_TODAY} + {v})")
    if isinstance(given, _DATETIMES):
        return f"CAST({v} AS TIMESTAMPTZ)"
    if isinstance(given, BooleanType):
        return f"make_timestamptz(CAST({v} AS BIGINT))"
    largest = "9223372036854775806"
    if isinstance(given, _FLOATS):
        micros = f"{v}::DOUBLE * 1000000"
        inside = f"{micros} > -9223372022400000000 AND {micros} < {largest}"
        return f"CASE WHEN {inside} THEN make_timestamptz(CAST(trunc({micros}) AS BIGINT)) END"
    if isinstance(given, DecimalType):
        # The microseconds beyond 64 bits are dropped, as by Java's BigDecimal.longValue.
        whole = f"CAST(trunc({v}) AS HUGEINT) % {1 << 64}::HUGEINT * 1000000"
        rest = f"CAST(trunc(({v} - trunc({v})) * 1000000) AS HUGEINT)" if given.scale else "0"
        return f"TRY(make_timestamptz({wrapped(f'({whole} + {rest})', 64, 'BIGINT')}))"
    micros = (
        f"greatest(least(CAST({v} AS HUGEINT) * 1000000, {largest}::HUGEINT), -9223372022400000000::HUGEINT)"
    )
    return f"CASE WHEN {v} IS NOT NULL THEN make_timestamptz(CAST({micros} AS BIGINT)) END"


def _instant(r: Rendered, local: str) -> str:
    """The moment at which the session's clock shows ``local``: the earlier one, where it does so twice."""
    if r.settings.zone in ("UTC", "Etc/UTC", "GMT", "Z"):
        return f"CAST({local} AS TIMESTAMPTZ)"

    def earlier(v: str) -> str:
        late = f"CAST({v} AS TIMESTAMPTZ)"
        early = f"({late} - INTERVAL '1 hour')"
        return f"CASE WHEN CAST({early} AS TIMESTAMP) = {v} THEN {early} ELSE {late} END"

    return r.bound(local, earlier)


def _to_ntz(cast: _Cast, v: str) -> str:
    if isinstance(cast.given, TimeType):
        return f"({_TODAY} + {v})"
    if not is_string(cast.given):
        return f"CAST({v} AS TIMESTAMP)"
    kernel = cast.r.kernel("timestamp_ntz_of_text", [v], [_STRING], cast.kind)
    return f"CASE WHEN regexp_full_match({v}, '{_PLAIN_TIMESTAMP}') THEN TRY_CAST({v} AS TIMESTAMP) ELSE {kernel} END"


def _to_time(cast: _Cast, v: str) -> str:
    given, kind = cast.given, cast.kind
    assert isinstance(kind, TimeType)
    if is_string(given):
        v = cast.r.kernel("time_of_text", [v], [_STRING], kind)
    elif isinstance(given, TimestampType):
        v = f"CAST(CAST({v} AS TIMESTAMP) AS TIME)"
    elif isinstance(given, TimestampNTZType):
        v = f"CAST({v} AS TIME)"
    if kind.precision >= 6:
        return v
    unit = 10 ** (6 - kind.precision)
    return f"(TIME '00:00:00' + to_microseconds(epoch_us({v}) // {unit} * {unit}))"


# --------------------------------------------------------------------------------------------- to intervals

_DAY_TIME_UNITS = (86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000)


def _unit(kind: DataType) -> int:
    """How many microseconds or months the smallest field of an interval has."""
    if isinstance(kind, YearMonthIntervalType):
        return 12 if kind.endField == 0 else 1
    assert isinstance(kind, DayTimeIntervalType)
    return _DAY_TIME_UNITS[kind.endField]


def _to_interval(cast: _Cast, v: str) -> str:
    given, kind = cast.given, cast.kind
    if is_string(given):
        return cast.r.kernel("interval_of_text_" + cast.mode, [v], [_STRING], kind)
    unit = _unit(kind)
    if isinstance(given, _INTERVALS):
        smallest = 1 if isinstance(kind, YearMonthIntervalType) else 1_000_000
        return v if unit == smallest else f"({v} // {unit} * {unit})"
    if isinstance(given, DecimalType):
        return f"TRY(CAST(CAST({v} AS DECIMAL(38,{given.scale})) * {unit} AS {cast.name}))"
    return f"TRY_CAST(CAST({v} AS HUGEINT) * {unit} AS {cast.name})"


def _to_calendar_interval(cast: _Cast, v: str) -> str:
    if is_string(cast.given):
        return cast.r.kernel("interval_of_text_try", [v], [_STRING], cast.kind)
    return f"to_months({v})" if isinstance(cast.given, YearMonthIntervalType) else f"to_microseconds({v})"


# ------------------------------------------------------------------------------------------------- nested


def _array(cast: _Cast, sql: str) -> str:
    given, kind = cast.given, cast.kind
    assert isinstance(given, ArrayType) and isinstance(kind, ArrayType)
    name = cast.r.fresh("x")
    inner = cast_text(cast.r, name, given.elementType, kind.elementType, cast.mode)
    return sql if inner == name else f"list_transform({sql}, lambda {name}: {inner})"


def _map(cast: _Cast, sql: str) -> str:
    given, kind = cast.given, cast.kind
    assert isinstance(given, MapType) and isinstance(kind, MapType)
    name = cast.r.fresh("e")
    key = cast_text(cast.r, f"{name}.key", given.keyType, kind.keyType, cast.mode)
    value = cast_text(cast.r, f"{name}.value", given.valueType, kind.valueType, cast.mode)
    if (key, value) == (f"{name}.key", f"{name}.value"):
        return sql
    pairs = f"list_transform(map_entries({sql}), lambda {name}: struct_pack(k := {key}, v := {value}))"
    return f"map_from_entries({pairs})"


def _struct(cast: _Cast, sql: str) -> str:
    given, kind = cast.given, cast.kind
    assert isinstance(given, StructType) and isinstance(kind, StructType)

    def packed(v: str) -> str:
        parts = []
        for old, new, one, other in zip(field_names(given), field_names(kind), given, kind):
            part = f"struct_extract({v}, {quoted(old)})"
            parts.append(
                f"{identifier(new)} := {cast_text(cast.r, part, one.dataType, other.dataType, cast.mode)}"
            )
        if not parts:
            return v
        return f"CASE WHEN {v} IS NOT NULL THEN struct_pack({', '.join(parts)}) END"

    return cast.r.bound(sql, packed)


_NESTED: dict[type, Callable[[_Cast, str], str]] = {ArrayType: _array, MapType: _map, StructType: _struct}


def _to_variant(cast: _Cast, v: str) -> str:
    return cast.r.kernel("to_variant", [v], [cast.given], cast.kind)


def _family(kind: DataType) -> type:
    return next(family for family in type(kind).__mro__ if family in _CONVERT)


_CONVERT: dict[type, Callable[[_Cast, str], str]] = {
    IntegralType: _to_integral,
    FloatType: _to_float,
    DoubleType: _to_float,
    DecimalType: _to_decimal,
    BooleanType: _to_boolean,
    StringType: _to_string,
    BinaryType: _to_binary,
    DateType: _to_date,
    TimestampType: _to_timestamp,
    TimestampNTZType: _to_ntz,
    TimeType: _to_time,
    DayTimeIntervalType: _to_interval,
    YearMonthIntervalType: _to_interval,
    CalendarIntervalType: _to_calendar_interval,
    VariantType: _to_variant,
    DataType: lambda cast, v: f"CAST({v} AS {cast.name})",
}
