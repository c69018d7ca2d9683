"""Aggregates: one value of a group of rows, or of a window."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, distinct, fractions, lits, plain, plains, seed_of
from pyrite.sql.functions._normal import lit

__all__ = [
    "any_value",
    "approx_count_distinct",
    "approx_percentile",
    "array_agg",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "collect_list",
    "collect_set",
    "collect_union",
    "corr",
    "count",
    "count_distinct",
    "count_if",
    "count_min_sketch",
    "covar_pop",
    "covar_samp",
    "every",
    "first",
    "first_value",
    "grouping",
    "grouping_id",
    "histogram_numeric",
    "kurtosis",
    "last",
    "last_value",
    "listagg",
    "listagg_distinct",
    "max",
    "max_by",
    "mean",
    "median",
    "min",
    "min_by",
    "mode",
    "percentile",
    "percentile_approx",
    "product",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "skewness",
    "some",
    "std",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "string_agg_distinct",
    "sum",
    "sum_distinct",
    "try_avg",
    "try_sum",
    "var_pop",
    "var_samp",
    "variance",
]


# --------------------------------------------------------------------------------------- counts and sums


def count(col: ColumnOrName) -> Column:
    """How many rows have a value that is not null; ``count("*")`` counts all rows."""
    return call("count", col)


def count_distinct(col: ColumnOrName, *cols: ColumnOrName) -> Column:
    """How many different values, or combinations of values, there are; those with nulls are left out."""
    return distinct("count", col, *cols)


def count_if(col: ColumnOrName) -> Column:
    """How many rows have true."""
    return call("count_if", col)


def approx_count_distinct(col: ColumnOrName, rsd: float | None = None) -> Column:
    """About how many different values there are, with a relative error of ``rsd`` (0.05 at first)."""
    return call("approx_count_distinct", col, *plains(rsd))


def sum(col: ColumnOrName) -> Column:
    """The sum of the numbers, without nulls."""
    return call("sum", col)


def sum_distinct(col: ColumnOrName) -> Column:
    """The sum of the different numbers."""
    return distinct("sum", col)


def try_sum(col: ColumnOrName) -> Column:
    """The sum, or null where it does not fit its type."""
    return call("try_sum", col)


def product(col: ColumnOrName) -> Column:
    """The product of the numbers, as a double."""
    return call("product", col)


def avg(col: ColumnOrName) -> Column:
    """The mean of the numbers, without nulls."""
    return call("avg", col)


def mean(col: ColumnOrName) -> Column:
    """The mean of the numbers, without nulls."""
    return call("avg", col)


def try_avg(col: ColumnOrName) -> Column:
    """The mean, or null where the sum does not fit its type."""
    return call("try_avg", col)


# ------------------------------------------------------------------------------------ extremes and picks


def max(col: ColumnOrName) -> Column:
    """The greatest value."""
    return call("max", col)


def min(col: ColumnOrName) -> Column:
    """The least value."""
    return call("min", col)


def max_by(col: ColumnOrName, ord: ColumnOrName, k: int | None = None) -> Column:
    """The value where ``ord`` is greatest; with ``k``, an array of the values of the ``k`` greatest."""
    return call("max_by", col, ord, *lits(k))


def min_by(col: ColumnOrName, ord: ColumnOrName, k: int | None = None) -> Column:
    """The value where ``ord`` is least; with ``k``, an array of the values of the ``k`` least."""
    return call("min_by", col, ord, *lits(k))


def first(col: ColumnOrName, ignorenulls: bool = False) -> Column:
    """The first value that comes; with ``ignorenulls`` the first that is not null."""
    return call("first", col, plain(ignorenulls))


def last(col: ColumnOrName, ignorenulls: bool = False) -> Column:
    """The last value that comes; with ``ignorenulls`` the last that is not null."""
    return call("last", col, plain(ignorenulls))


def first_value(col: ColumnOrName, ignoreNulls: bool | Column | None = None) -> Column:
    """The first value that comes; with ``ignoreNulls`` the first that is not null."""
    return call("first_value", col, *lits(ignoreNulls))


def last_value(col: ColumnOrName, ignoreNulls: bool | Column | None = None) -> Column:
    """The last value that comes; with ``ignoreNulls`` the last that is not null."""
    return call("last_value", col, *lits(ignoreNulls))


def any_value(col: ColumnOrName, ignoreNulls: bool | Column | None = None) -> Column:
    """Some value of the group; with ``ignoreNulls`` one that is not null."""
    return call("any_value", col, *lits(ignoreNulls))


def mode(col: ColumnOrName, deterministic: bool = False) -> Column:
    """The value that comes most often; of several, the least when ``deterministic``, else any."""
    return call("mode", col, plain(deterministic))


# ---------------------------------------------------------------------------------------- truth and bits


def bool_and(col: ColumnOrName) -> Column:
    """Whether all are true."""
    return call("bool_and", col)


def every(col: ColumnOrName) -> Column:
    """Whether all are true."""
    return call("every", col)


def bool_or(col: ColumnOrName) -> Column:
    """Whether one is true."""
    return call("bool_or", col)


def some(col: ColumnOrName) -> Column:
    """Whether one is true."""
    return call("some", col)


def bit_and(col: ColumnOrName) -> Column:
    """The bits that all numbers have."""
    return call("bit_and", col)


def bit_or(col: ColumnOrName) -> Column:
    """The bits that some number has."""
    return call("bit_or", col)


def bit_xor(col: ColumnOrName) -> Column:
    """The bits that an odd count of the numbers has."""
    return call("bit_xor", col)


# -------------------------------------------------------------------------------------------- collecting


def collect_list(col: ColumnOrName) -> Column:
    """The values as an array, without nulls."""
    return call("collect_list", col)


def array_agg(col: ColumnOrName) -> Column:
    """The values as an array, without nulls."""
    return call("array_agg", col)


def collect_set(col: ColumnOrName) -> Column:
    """The different values as an array, without nulls."""
    return call("collect_set", col)


def collect_union(col: ColumnOrName) -> Column:
    """The different elements of the arrays as one array, without nulls."""
    return call("collect_union", col)


def listagg(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """The texts in a row, with ``delimiter`` between them."""
    return call("listagg", col, *lits(delimiter))


def listagg_distinct(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """The different texts in a row, with ``delimiter`` between them."""
    return distinct("listagg", col, *lits(delimiter))


def string_agg(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """The texts in a row, with ``delimiter`` between them."""
    return call("string_agg", col, *lits(delimiter))


def string_agg_distinct(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """The different texts in a row, with ``delimiter`` between them."""
    return distinct("string_agg", col, *lits(delimiter))


# -------------------------------------------------------------------------------------------- statistics


def median(col: ColumnOrName) -> Column:
    """The value in the middle of the sorted ones."""
    return call("median", col)


def percentile(
    col: ColumnOrName, percentage: Column | float | Sequence[float], frequency: Column | int = 1
) -> Column:
    """The value below which a part of the values lies: 0.5 for the middle one; of a list of parts, an array."""
    return call("percentile", col, fractions(percentage), lit(frequency))


def percentile_approx(
    col: ColumnOrName, percentage: Column | float | Sequence[float], accuracy: Column | int = 10000
) -> Column:
    """About the value below which a part of the values lies; more exact with a higher ``accuracy``."""
    return call("percentile_approx", col, fractions(percentage), lit(accuracy))


def approx_percentile(
    col: ColumnOrName, percentage: Column | float | Sequence[float], accuracy: Column | int = 10000
) -> Column:
    """About the value below which a part of the values lies: see :func:`percentile_approx`."""
    return call("approx_percentile", col, fractions(percentage), lit(accuracy))


def stddev(col: ColumnOrName) -> Column:
    """The standard deviation of a sample."""
    return call("stddev", col)


def std(col: ColumnOrName) -> Column:
    """The standard deviation of a sample."""
    return call("std", col)


def stddev_samp(col: ColumnOrName) -> Column:
    """The standard deviation of a sample."""
    return call("stddev_samp", col)


def stddev_pop(col: ColumnOrName) -> Column:
    """The standard deviation of the whole population."""
    return call("stddev_pop", col)


def variance(col: ColumnOrName) -> Column:
    """The variance of a sample."""
    return call("variance", col)


def var_samp(col: ColumnOrName) -> Column:
    """The variance of a sample."""
    return call("var_samp", col)


def var_pop(col: ColumnOrName) -> Column:
    """The variance of the whole population."""
    return call("var_pop", col)


def skewness(col: ColumnOrName) -> Column:
    """How far the values lean to one side."""
    return call("skewness", col)


def kurtosis(col: ColumnOrName) -> Column:
    """How heavy the tails of the values are; 0 for the normal distribution."""
    return call("kurtosis", col)


def corr(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """Pearson's correlation of two columns."""
    return call("corr", col1, col2)


def covar_pop(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The covariance of two columns of the whole population."""
    return call("covar_pop", col1, col2)


def covar_samp(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The covariance of two columns of a sample."""
    return call("covar_samp", col1, col2)


def regr_avgx(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The mean of ``x`` over the rows where both are there."""
    return call("regr_avgx", y, x)


def regr_avgy(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The mean of ``y`` over the rows where both are there."""
    return call("regr_avgy", y, x)


def regr_count(y: ColumnOrName, x: ColumnOrName) -> Column:
    """How many rows have both."""
    return call("regr_count", y, x)


def regr_intercept(y: ColumnOrName, x: ColumnOrName) -> Column:
    """Where the line of least squares crosses the axis of y."""
    return call("regr_intercept", y, x)


def regr_r2(y: ColumnOrName, x: ColumnOrName) -> Column:
    """How much of ``y`` the line of least squares explains, from 0 to 1."""
    return call("regr_r2", y, x)


def regr_slope(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The slope of the line of least squares."""
    return call("regr_slope", y, x)


def regr_sxx(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The sum of the squared distances of ``x`` to its mean, over the rows where both are there."""
    return call("regr_sxx", y, x)


def regr_sxy(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The sum of the products of the distances of both to their means."""
    return call("regr_sxy", y, x)


def regr_syy(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The sum of the squared distances of ``y`` to its mean, over the rows where both are there."""
    return call("regr_syy", y, x)


def histogram_numeric(col: ColumnOrName, nBins: Column) -> Column:
    """A histogram of ``nBins`` bars of uneven width: an array of structs of a place ``x`` and a height ``y``."""
    return call("histogram_numeric", col, nBins)


def count_min_sketch(
    col: ColumnOrName,
    eps: Column | float,
    confidence: Column | float,
    seed: Column | int | None = None,
) -> Column:
    """A count-min sketch as bytes, for estimating how often values come: with a relative error of ``eps``."""
    return call("count_min_sketch", col, lit(eps), lit(confidence), seed_of() if seed is None else lit(seed))


# ----------------------------------------------------------------------------------------- grouping sets


def grouping(col: ColumnOrName) -> Column:
    """1 where the grouping sets leave the column out of a row's group, else 0."""
    return call("grouping", col)


def grouping_id(*cols: ColumnOrName) -> Column:
    """The bits of :func:`grouping` of these columns, or of all grouping columns, as one number."""
    return call("grouping_id", *cols)
