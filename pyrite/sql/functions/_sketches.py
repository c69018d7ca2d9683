"""Sketches of large sets: counts, quantiles and sets, small and about right. And bitmaps."""

from __future__ import annotations

from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, lits, plains
from pyrite.sql.functions._normal import lit

__all__ = [
    "bitmap_and_agg",
    "bitmap_bit_position",
    "bitmap_bucket_number",
    "bitmap_construct_agg",
    "bitmap_count",
    "bitmap_or_agg",
    "hll_sketch_agg",
    "hll_sketch_estimate",
    "hll_union",
    "hll_union_agg",
    "kll_merge_agg_bigint",
    "kll_merge_agg_double",
    "kll_merge_agg_float",
    "kll_sketch_agg_bigint",
    "kll_sketch_agg_double",
    "kll_sketch_agg_float",
    "kll_sketch_get_n_bigint",
    "kll_sketch_get_n_double",
    "kll_sketch_get_n_float",
    "kll_sketch_get_quantile_bigint",
    "kll_sketch_get_quantile_double",
    "kll_sketch_get_quantile_float",
    "kll_sketch_get_rank_bigint",
    "kll_sketch_get_rank_double",
    "kll_sketch_get_rank_float",
    "kll_sketch_merge_bigint",
    "kll_sketch_merge_double",
    "kll_sketch_merge_float",
    "kll_sketch_to_string_bigint",
    "kll_sketch_to_string_double",
    "kll_sketch_to_string_float",
    "theta_difference",
    "theta_intersection",
    "theta_intersection_agg",
    "theta_sketch_agg",
    "theta_sketch_estimate",
    "theta_union",
    "theta_union_agg",
    "tuple_difference_double",
    "tuple_difference_integer",
    "tuple_difference_theta_double",
    "tuple_difference_theta_integer",
    "tuple_intersection_agg_double",
    "tuple_intersection_agg_integer",
    "tuple_intersection_double",
    "tuple_intersection_integer",
    "tuple_intersection_theta_double",
    "tuple_intersection_theta_integer",
    "tuple_sketch_agg_double",
    "tuple_sketch_agg_integer",
    "tuple_sketch_estimate_double",
    "tuple_sketch_estimate_integer",
    "tuple_sketch_summary_double",
    "tuple_sketch_summary_integer",
    "tuple_sketch_theta_double",
    "tuple_sketch_theta_integer",
    "tuple_union_agg_double",
    "tuple_union_agg_integer",
    "tuple_union_double",
    "tuple_union_integer",
    "tuple_union_theta_double",
    "tuple_union_theta_integer",
]


# ---------------------------------------------------------------- how many different values: HyperLogLog


def hll_sketch_agg(col: ColumnOrName, lgConfigK: Column | int | None = None) -> Column:
    """A sketch of the different values; more exact, and larger, with a higher ``lgConfigK`` (12 at first)."""
    return call("hll_sketch_agg", col, *lits(lgConfigK))


def hll_union_agg(col: ColumnOrName, allowDifferentLgConfigK: bool | Column | None = None) -> Column:
    """One sketch of many."""
    return call("hll_union_agg", col, *lits(allowDifferentLgConfigK))


def hll_union(col1: ColumnOrName, col2: ColumnOrName, allowDifferentLgConfigK: bool | None = None) -> Column:
    """One sketch of two."""
    return call("hll_union", col1, col2, *plains(allowDifferentLgConfigK))


def hll_sketch_estimate(col: ColumnOrName) -> Column:
    """About how many different values a sketch has seen."""
    return call("hll_sketch_estimate", col)


# --------------------------------------------------------------------------------- sets of values: theta


def theta_sketch_agg(col: ColumnOrName, lgNomEntries: Column | int | None = None) -> Column:
    """A sketch of the different values, of ``2 ** lgNomEntries`` entries (12 at first)."""
    return call("theta_sketch_agg", col, *lits(lgNomEntries))


def theta_union_agg(col: ColumnOrName, lgNomEntries: Column | int | None = None) -> Column:
    """One sketch of what is in one of many."""
    return call("theta_union_agg", col, *lits(lgNomEntries))


def theta_intersection_agg(col: ColumnOrName) -> Column:
    """One sketch of what is in all of many."""
    return call("theta_intersection_agg", col)


def theta_union(col1: ColumnOrName, col2: ColumnOrName, lgNomEntries: Column | int | None = None) -> Column:
    """One sketch of what is in one of two."""
    return call("theta_union", col1, col2, *lits(lgNomEntries))


def theta_intersection(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """One sketch of what is in both."""
    return call("theta_intersection", col1, col2)


def theta_difference(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """One sketch of what is in the first and not in the second."""
    return call("theta_difference", col1, col2)


def theta_sketch_estimate(col: ColumnOrName) -> Column:
    """About how many different values a sketch has seen."""
    return call("theta_sketch_estimate", col)


# ------------------------------------------------------------------- sets of values with numbers: tuples


def tuple_sketch_agg_double(
    key: ColumnOrName,
    summary: ColumnOrName,
    lgNomEntries: Column | int | None = None,
    mode: Column | str | None = None,
) -> Column:
    """A sketch of the keys, each with a number: the numbers of one key are joined by ``mode``, ``"sum"`` at first."""
    return call("tuple_sketch_agg_double", key, summary, *_size_and_mode(lgNomEntries, mode))


def tuple_union_agg_double(
    col: ColumnOrName, lgNomEntries: Column | int | None = None, mode: Column | str | None = None
) -> Column:
    """One sketch, of doubles, of what is in one of many."""
    return call("tuple_union_agg_double", col, *_size_and_mode(lgNomEntries, mode))


def tuple_intersection_agg_double(col: ColumnOrName, mode: Column | str | None = None) -> Column:
    """One sketch, of doubles, of what is in all of many."""
    return call("tuple_intersection_agg_double", col, *lits(mode))


def tuple_union_double(
    col1: ColumnOrName,
    col2: ColumnOrName,
    lgNomEntries: Column | int | None = None,
    mode: Column | str | None = None,
) -> Column:
    """One sketch, of doubles, of what is in one of two."""
    return call("tuple_union_double", col1, col2, *_size_and_mode(lgNomEntries, mode))


def tuple_union_theta_double(
    col1: ColumnOrName,
    col2: ColumnOrName,
    lgNomEntries: Column | int | None = None,
    mode: Column | str | None = None,
) -> Column:
    """One sketch, of doubles, of what is in it or in a theta sketch."""
    return call("tuple_union_theta_double", col1, col2, *_size_and_mode(lgNomEntries, mode))


def tuple_intersection_double(
    col1: ColumnOrName, col2: ColumnOrName, mode: Column | str | None = None
) -> Column:
    """One sketch, of doubles, of what is in both."""
    return call("tuple_intersection_double", col1, col2, *lits(mode))


def tuple_intersection_theta_double(
    col1: ColumnOrName, col2: ColumnOrName, mode: Column | str | None = None
) -> Column:
    """One sketch, of doubles, of what is also in a theta sketch."""
    return call("tuple_intersection_theta_double", col1, col2, *lits(mode))


def tuple_difference_double(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """One sketch, of doubles, of what is in the first and not in the second."""
    return call("tuple_difference_double", col1, col2)


def tuple_difference_theta_double(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """One sketch, of doubles, of what is not in a theta sketch."""
    return call("tuple_difference_theta_double", col1, col2)


def tuple_sketch_estimate_double(col: ColumnOrName) -> Column:
    """About how many different keys a sketch of doubles has seen."""
    return call("tuple_sketch_estimate_double", col)


def tuple_sketch_summary_double(col: ColumnOrName, mode: Column | str | None = None) -> Column:
    """The doubles of a sketch joined by ``mode``, ``"sum"`` at first."""
    return call("tuple_sketch_summary_double", col, *lits(mode))


def tuple_sketch_theta_double(col: ColumnOrName) -> Column:
    """Which part of all keys a sketch of doubles holds."""
    return call("tuple_sketch_theta_double", col)


def tuple_sketch_agg_integer(
    key: ColumnOrName,
    summary: ColumnOrName,
    lgNomEntries: Column | int | None = None,
    mode: Column | str | None = None,
) -> Column:
    """A sketch of the keys, each with a number: the numbers of one key are joined by ``mode``, ``"sum"`` at first."""
    return call("tuple_sketch_agg_integer", key, summary, *_size_and_mode(lgNomEntries, mode))


def tuple_union_agg_integer(
    col: ColumnOrName, lgNomEntries: Column | int | None = None, mode: Column | str | None = None
) -> Column:
    """One sketch, of integers, of what is in one of many."""
    return call("tuple_union_agg_integer", col, *_size_and_mode(lgNomEntries, mode))


def tuple_intersection_agg_integer(col: ColumnOrName, mode: Column | str | None = None) -> Column:
    """One sketch, of integers, of what is in all of many."""
    return call("tuple_intersection_agg_integer", col, *lits(mode))


def tuple_union_integer(
    col1: ColumnOrName,
    col2: ColumnOrName,
    lgNomEntries: Column | int | None = None,
    mode: Column | str | None = None,
) -> Column:
    """One sketch, of integers, of what is in one of two."""
    return call("tuple_union_integer", col1, col2, *_size_and_mode(lgNomEntries, mode))


def tuple_union_theta_integer(
    col1: ColumnOrName,
    col2: ColumnOrName,
    lgNomEntries: Column | int | None = None,
    mode: Column | str | None = None,
) -> Column:
    """One sketch, of integers, of what is in it or in a theta sketch."""
    return call("tuple_union_theta_integer", col1, col2, *_size_and_mode(lgNomEntries, mode))


def tuple_intersection_integer(
    col1: ColumnOrName, col2: ColumnOrName, mode: Column | str | None = None
) -> Column:
    """One sketch, of integers, of what is in both."""
    return call("tuple_intersection_integer", col1, col2, *lits(mode))


def tuple_intersection_theta_integer(
    col1: ColumnOrName, col2: ColumnOrName, mode: Column | str | None = None
) -> Column:
    """One sketch, of integers, of what is also in a theta sketch."""
    return call("tuple_intersection_theta_integer", col1, col2, *lits(mode))


def tuple_difference_integer(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """One sketch, of integers, of what is in the first and not in the second."""
    return call("tuple_difference_integer", col1, col2)


def tuple_difference_theta_integer(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """One sketch, of integers, of what is not in a theta sketch."""
    return call("tuple_difference_theta_integer", col1, col2)


def tuple_sketch_estimate_integer(col: ColumnOrName) -> Column:
    """About how many different keys a sketch of integers has seen."""
    return call("tuple_sketch_estimate_integer", col)


def tuple_sketch_summary_integer(col: ColumnOrName, mode: Column | str | None = None) -> Column:
    """The integers of a sketch joined by ``mode``, ``"sum"`` at first."""
    return call("tuple_sketch_summary_integer", col, *lits(mode))


def tuple_sketch_theta_integer(col: ColumnOrName) -> Column:
    """Which part of all keys a sketch of integers holds."""
    return call("tuple_sketch_theta_integer", col)


def _size_and_mode(lgNomEntries: int | Column | None, mode: str | Column | None) -> list[Column]:
    return [lit(12 if lgNomEntries is None else lgNomEntries), lit("sum" if mode is None else mode)]


# ---------------------------------------------------------------------------------------- quantiles: KLL


def kll_sketch_agg_bigint(col: ColumnOrName, k: Column | int | None = None) -> Column:
    """A sketch of whole numbers; more exact, and larger, with a higher ``k`` (200 at first)."""
    return call("kll_sketch_agg_bigint", col, *lits(k))


def kll_merge_agg_bigint(col: ColumnOrName, k: Column | int | None = None) -> Column:
    """One sketch of many, of whole numbers."""
    return call("kll_merge_agg_bigint", col, *lits(k))


def kll_sketch_merge_bigint(left: ColumnOrName, right: ColumnOrName) -> Column:
    """One sketch of two, of whole numbers."""
    return call("kll_sketch_merge_bigint", left, right)


def kll_sketch_get_n_bigint(col: ColumnOrName) -> Column:
    """How many numbers a sketch of whole numbers has seen."""
    return call("kll_sketch_get_n_bigint", col)


def kll_sketch_get_quantile_bigint(sketch: ColumnOrName, rank: ColumnOrName) -> Column:
    """About the number below which a part ``rank``, from 0 to 1, of those seen lies; of an array, an array."""
    return call("kll_sketch_get_quantile_bigint", sketch, rank)


def kll_sketch_get_rank_bigint(sketch: ColumnOrName, quantile: ColumnOrName) -> Column:
    """About which part, from 0 to 1, of the numbers seen lies below; of an array, an array."""
    return call("kll_sketch_get_rank_bigint", sketch, quantile)


def kll_sketch_to_string_bigint(col: ColumnOrName) -> Column:
    """A sketch of whole numbers as text for people."""
    return call("kll_sketch_to_string_bigint", col)


def kll_sketch_agg_double(col: ColumnOrName, k: Column | int | None = None) -> Column:
    """A sketch of doubles; more exact, and larger, with a higher ``k`` (200 at first)."""
    return call("kll_sketch_agg_double", col, *lits(k))


def kll_merge_agg_double(col: ColumnOrName, k: Column | int | None = None) -> Column:
    """One sketch of many, of doubles."""
    return call("kll_merge_agg_double", col, *lits(k))


def kll_sketch_merge_double(left: ColumnOrName, right: ColumnOrName) -> Column:
    """One sketch of two, of doubles."""
    return call("kll_sketch_merge_double", left, right)


def kll_sketch_get_n_double(col: ColumnOrName) -> Column:
    """How many numbers a sketch of doubles has seen."""
    return call("kll_sketch_get_n_double", col)


def kll_sketch_get_quantile_double(sketch: ColumnOrName, rank: ColumnOrName) -> Column:
    """About the number below which a part ``rank``, from 0 to 1, of those seen lies; of an array, an array."""
    return call("kll_sketch_get_quantile_double", sketch, rank)


def kll_sketch_get_rank_double(sketch: ColumnOrName, quantile: ColumnOrName) -> Column:
    """About which part, from 0 to 1, of the numbers seen lies below; of an array, an array."""
    return call("kll_sketch_get_rank_double", sketch, quantile)


def kll_sketch_to_string_double(col: ColumnOrName) -> Column:
    """A sketch of doubles as text for people."""
    return call("kll_sketch_to_string_double", col)


def kll_sketch_agg_float(col: ColumnOrName, k: Column | int | None = None) -> Column:
    """A sketch of floats; more exact, and larger, with a higher ``k`` (200 at first)."""
    return call("kll_sketch_agg_float", col, *lits(k))


def kll_merge_agg_float(col: ColumnOrName, k: Column | int | None = None) -> Column:
    """One sketch of many, of floats."""
    return call("kll_merge_agg_float", col, *lits(k))


def kll_sketch_merge_float(left: ColumnOrName, right: ColumnOrName) -> Column:
    """One sketch of two, of floats."""
    return call("kll_sketch_merge_float", left, right)


def kll_sketch_get_n_float(col: ColumnOrName) -> Column:
    """How many numbers a sketch of floats has seen."""
    return call("kll_sketch_get_n_float", col)


def kll_sketch_get_quantile_float(sketch: ColumnOrName, rank: ColumnOrName) -> Column:
    """About the number below which a part ``rank``, from 0 to 1, of those seen lies; of an array, an array."""
    return call("kll_sketch_get_quantile_float", sketch, rank)


def kll_sketch_get_rank_float(sketch: ColumnOrName, quantile: ColumnOrName) -> Column:
    """About which part, from 0 to 1, of the numbers seen lies below; of an array, an array."""
    return call("kll_sketch_get_rank_float", sketch, quantile)


def kll_sketch_to_string_float(col: ColumnOrName) -> Column:
    """A sketch of floats as text for people."""
    return call("kll_sketch_to_string_float", col)


# ----------------------------------------------------------------------------------------------- bitmaps


def bitmap_bit_position(col: ColumnOrName) -> Column:
    """The bit of a number in its bitmap."""
    return call("bitmap_bit_position", col)


def bitmap_bucket_number(col: ColumnOrName) -> Column:
    """The bitmap that a number is in."""
    return call("bitmap_bucket_number", col)


def bitmap_construct_agg(col: ColumnOrName) -> Column:
    """A bitmap of the bit positions of a group."""
    return call("bitmap_construct_agg", col)


def bitmap_count(col: ColumnOrName) -> Column:
    """How many bits a bitmap has set."""
    return call("bitmap_count", col)


def bitmap_or_agg(col: ColumnOrName) -> Column:
    """The bits that one of the bitmaps has."""
    return call("bitmap_or_agg", col)


def bitmap_and_agg(col: ColumnOrName) -> Column:
    """The bits that all of the bitmaps have."""
    return call("bitmap_and_agg", col)
