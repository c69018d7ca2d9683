"""Mathematics: arithmetic, rounding, powers, angles, bits and random numbers."""

from __future__ import annotations

from typing import Any

from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, given, number, plain, seed_of, whole
from pyrite.sql.functions._normal import lit

__all__ = [
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bin",
    "bit_count",
    "bit_get",
    "bitwise_not",
    "bround",
    "cbrt",
    "ceil",
    "ceiling",
    "conv",
    "cos",
    "cosh",
    "cot",
    "csc",
    "degrees",
    "e",
    "exp",
    "expm1",
    "factorial",
    "floor",
    "getbit",
    "hex",
    "hypot",
    "ln",
    "log",
    "log1p",
    "log2",
    "log10",
    "negate",
    "negative",
    "pi",
    "pmod",
    "positive",
    "pow",
    "power",
    "radians",
    "rand",
    "randn",
    "random",
    "rint",
    "round",
    "sec",
    "shiftleft",
    "shiftright",
    "shiftrightunsigned",
    "sign",
    "signum",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "try_add",
    "try_divide",
    "try_mod",
    "try_multiply",
    "try_subtract",
    "unhex",
    "uniform",
    "width_bucket",
]


# -------------------------------------------------------------------------------------------- arithmetic


def abs(col: ColumnOrName) -> Column:
    """The number without its sign: 3 for -3."""
    return call("abs", col)


def negative(col: ColumnOrName) -> Column:
    """The number with the other sign: -3 for 3."""
    return call("negative", col)


negate = negative


def positive(col: ColumnOrName) -> Column:
    """The number as it is."""
    return call("positive", col)


def pmod(dividend: ColumnOrName | float, divisor: ColumnOrName | float) -> Column:
    """The remainder, never negative for a positive divisor: ``pmod(-7, 3)`` is 2."""
    return call("pmod", number(dividend), number(divisor))


def try_add(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The sum, or null where it does not fit its type; also of a date and an interval."""
    return call("try_add", left, right)


def try_subtract(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The difference, or null where it does not fit its type."""
    return call("try_subtract", left, right)


def try_multiply(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The product, or null where it does not fit its type."""
    return call("try_multiply", left, right)


def try_divide(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The quotient, or null for a division by zero."""
    return call("try_divide", left, right)


def try_mod(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The remainder, or null for a division by zero."""
    return call("try_mod", left, right)


def sign(col: ColumnOrName) -> Column:
    """-1, 0 or 1, as the sign of the number."""
    return call("sign", col)


def signum(col: ColumnOrName) -> Column:
    """-1, 0 or 1, as the sign of the number."""
    return call("signum", col)


def factorial(col: ColumnOrName) -> Column:
    """The product of the numbers from 1 to ``col``, which is from 0 to 20; null for others."""
    return call("factorial", col)


# ---------------------------------------------------------------------------------------------- rounding


def round(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """Rounded to ``scale`` digits after the point (none at first), halves away from zero: 2.5 becomes 3."""
    return call("round", col, whole(0 if scale is None else scale))


def bround(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """Rounded to ``scale`` digits after the point, halves to the even neighbour: 2.5 becomes 2."""
    return call("bround", col, whole(0 if scale is None else scale))


def ceil(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """The least number that is not smaller, whole or with ``scale`` digits after the point: 2 for 1.2."""
    return call("ceil", col, *given(whole(scale)))


def ceiling(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """The least number that is not smaller: see :func:`ceil`."""
    return call("ceiling", col, *given(whole(scale)))


def floor(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """The greatest number that is not greater, whole or with ``scale`` digits after the point: 1 for 1.8."""
    return call("floor", col, *given(whole(scale)))


def rint(col: ColumnOrName) -> Column:
    """The nearest whole number as a double, halves to the even neighbour."""
    return call("rint", col)


# --------------------------------------------------------------------------------- powers and logarithms


def sqrt(col: ColumnOrName) -> Column:
    """The square root; NaN of a negative number."""
    return call("sqrt", col)


def cbrt(col: ColumnOrName) -> Column:
    """The cube root."""
    return call("cbrt", col)


def pow(col1: ColumnOrName | float, col2: ColumnOrName | float) -> Column:
    """``col1`` to the power of ``col2``; either may be a number of Python."""
    return call("power", number(col1), number(col2))


power = pow


def exp(col: ColumnOrName) -> Column:
    """e to the power of the number."""
    return call("exp", col)


def expm1(col: ColumnOrName) -> Column:
    """e to the power of the number, less 1; exact near 0."""
    return call("expm1", col)


def ln(col: ColumnOrName) -> Column:
    """The natural logarithm; null for what is not positive."""
    return call("ln", col)


def log(arg1: Any, arg2: ColumnOrName | None = None) -> Column:
    """The logarithm of a column: the natural one, or to the base ``arg1``, a number, when there are two.

    >>> log("x"), log(2.0, "x")
    (Column<'ln(x)'>, Column<'log(2.0, x)'>)
    """
    if arg2 is None:
        return call("ln", arg1)
    return call("log", lit(float(arg1)), arg2)


def log10(col: ColumnOrName) -> Column:
    """The logarithm to the base 10."""
    return call("log10", col)


def log1p(col: ColumnOrName) -> Column:
    """The natural logarithm of the number plus 1; exact near 0."""
    return call("log1p", col)


def log2(col: ColumnOrName) -> Column:
    """The logarithm to the base 2."""
    return call("log2", col)


def e() -> Column:
    """Euler's number, 2.718281828459045."""
    return call("e")


def pi() -> Column:
    """The number pi, 3.141592653589793."""
    return call("pi")


def hypot(col1: ColumnOrName | float, col2: ColumnOrName | float) -> Column:
    """The length of the hypotenuse: 5 for 3 and 4."""
    return call("hypot", number(col1), number(col2))


# ------------------------------------------------------------------------------------------------ angles


def sin(col: ColumnOrName) -> Column:
    """The sine of an angle in radians."""
    return call("sin", col)


def cos(col: ColumnOrName) -> Column:
    """The cosine of an angle in radians."""
    return call("cos", col)


def tan(col: ColumnOrName) -> Column:
    """The tangent of an angle in radians."""
    return call("tan", col)


def cot(col: ColumnOrName) -> Column:
    """The cotangent of an angle in radians."""
    return call("cot", col)


def sec(col: ColumnOrName) -> Column:
    """The secant of an angle in radians."""
    return call("sec", col)


def csc(col: ColumnOrName) -> Column:
    """The cosecant of an angle in radians."""
    return call("csc", col)


def asin(col: ColumnOrName) -> Column:
    """The angle, in radians, of a sine."""
    return call("asin", col)


def acos(col: ColumnOrName) -> Column:
    """The angle, in radians, of a cosine."""
    return call("acos", col)


def atan(col: ColumnOrName) -> Column:
    """The angle, in radians, of a tangent."""
    return call("atan", col)


def atan2(col1: ColumnOrName | float, col2: ColumnOrName | float) -> Column:
    """The angle, in radians, of the point with ``col1`` as y and ``col2`` as x."""
    return call("atan2", number(col1), number(col2))


def sinh(col: ColumnOrName) -> Column:
    """The hyperbolic sine."""
    return call("sinh", col)


def cosh(col: ColumnOrName) -> Column:
    """The hyperbolic cosine."""
    return call("cosh", col)


def tanh(col: ColumnOrName) -> Column:
    """The hyperbolic tangent."""
    return call("tanh", col)


def asinh(col: ColumnOrName) -> Column:
    """The inverse of the hyperbolic sine."""
    return call("asinh", col)


def acosh(col: ColumnOrName) -> Column:
    """The inverse of the hyperbolic cosine."""
    return call("acosh", col)


def atanh(col: ColumnOrName) -> Column:
    """The inverse of the hyperbolic tangent."""
    return call("atanh", col)


def degrees(col: ColumnOrName) -> Column:
    """Radians as degrees: 180 for pi."""
    return call("degrees", col)


def radians(col: ColumnOrName) -> Column:
    """Degrees as radians: pi for 180."""
    return call("radians", col)


# ------------------------------------------------------------------------------- bits, bases and buckets


def bitwise_not(col: ColumnOrName) -> Column:
    """All bits turned."""
    return call("~", col)


def bit_count(col: ColumnOrName) -> Column:
    """How many bits are set: 3 for 7."""
    return call("bit_count", col)


def bit_get(col: ColumnOrName, pos: ColumnOrName) -> Column:
    """The bit at a position, counted from the right from 0."""
    return call("bit_get", col, pos)


def getbit(col: ColumnOrName, pos: ColumnOrName) -> Column:
    """The bit at a position, counted from the right from 0."""
    return call("getbit", col, pos)


def shiftleft(col: ColumnOrName, numBits: int) -> Column:
    """The bits moved to the left: 4 for 1 and 2."""
    return call("shiftleft", col, plain(numBits))


def shiftright(col: ColumnOrName, numBits: int) -> Column:
    """The bits moved to the right, where the sign stays."""
    return call("shiftright", col, plain(numBits))


def shiftrightunsigned(col: ColumnOrName, numBits: int) -> Column:
    """The bits moved to the right, where zeros come in."""
    return call("shiftrightunsigned", col, plain(numBits))


def bin(col: ColumnOrName) -> Column:
    """The number in base two: ``"1101"`` for 13."""
    return call("bin", col)


def hex(col: ColumnOrName) -> Column:
    """A number, text or bytes in base sixteen: ``"11"`` for 17."""
    return call("hex", col)


def unhex(col: ColumnOrName) -> Column:
    """The bytes that text in base sixteen stands for; null if it is none."""
    return call("unhex", col)


def conv(col: ColumnOrName, fromBase: int, toBase: int) -> Column:
    """Text of a number in another base: ``conv("100", 2, 10)`` is ``"4"``."""
    return call("conv", col, plain(fromBase), plain(toBase))


def width_bucket(
    v: ColumnOrName, min: ColumnOrName, max: ColumnOrName, numBucket: ColumnOrName | int
) -> Column:
    """Which of ``numBucket`` equal parts of a range the value is in, from 1; 0 is below, one more is above."""
    return call("width_bucket", v, min, max, whole(numBucket))


# ---------------------------------------------------------------------------------------- random numbers


def rand(seed: int | None = None) -> Column:
    """A random number from 0 to 1 for each row, the same in each run when ``seed`` is given."""
    return call("rand", seed_of(seed))


random = rand


def randn(seed: int | None = None) -> Column:
    """A random number of the normal distribution for each row, the same in each run when ``seed`` is given."""
    return call("randn", seed_of(seed))


def uniform(min: Column | int | float, max: Column | int | float, seed: Column | int | None = None) -> Column:
    """A random number from ``min`` to ``max`` for each row; whole where both are."""
    return call("uniform", lit(min), lit(max), seed_of() if seed is None else lit(seed))
