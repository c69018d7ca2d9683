"""Shapes on the earth and on a plane, and vectors."""

from __future__ import annotations

from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, given, lits, whole

__all__ = [
    "st_asbinary",
    "st_geogfromwkb",
    "st_geomfromwkb",
    "st_setsrid",
    "st_srid",
    "vector_avg",
    "vector_cosine_similarity",
    "vector_inner_product",
    "vector_l2_distance",
    "vector_norm",
    "vector_normalize",
    "vector_sum",
]


# ------------------------------------------------------------------------------------------------ shapes


def st_asbinary(geo: ColumnOrName, endianness: ColumnOrName | None = None) -> Column:
    """A shape as WKB; ``endianness`` is ``"NDR"`` (the least byte first, as at first) or ``"XDR"``."""
    return call("st_asbinary", geo, *lits(endianness))


def st_geogfromwkb(wkb: ColumnOrName) -> Column:
    """The GEOGRAPHY of bytes in WKB."""
    return call("st_geogfromwkb", wkb)


def st_geomfromwkb(wkb: ColumnOrName, srid: ColumnOrName | int | None = None) -> Column:
    """The GEOMETRY of bytes in WKB, with a spatial reference."""
    return call("st_geomfromwkb", wkb, *given(whole(srid)))


def st_setsrid(geo: ColumnOrName, srid: ColumnOrName | int) -> Column:
    """The shape with another spatial reference."""
    return call("st_setsrid", geo, whole(srid))


def st_srid(geo: ColumnOrName) -> Column:
    """The number of a shape's spatial reference."""
    return call("st_srid", geo)


# ----------------------------------------------------------------------------- vectors: arrays of floats


def vector_cosine_similarity(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The cosine of the angle between two vectors."""
    return call("vector_cosine_similarity", left, right)


def vector_inner_product(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The inner product of two vectors."""
    return call("vector_inner_product", left, right)


def vector_l2_distance(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The distance of two vectors by Euclid."""
    return call("vector_l2_distance", left, right)


def vector_norm(vector: ColumnOrName, degree: ColumnOrName | None = None) -> Column:
    """How long a vector is: by Euclid, or by the norm of ``degree``."""
    return call("vector_norm", vector, *given(degree))


def vector_normalize(vector: ColumnOrName, degree: ColumnOrName | None = None) -> Column:
    """The vector of length 1 in the same direction: see :func:`vector_norm`."""
    return call("vector_normalize", vector, *given(degree))


def vector_avg(col: ColumnOrName) -> Column:
    """The mean of the vectors of a group."""
    return call("vector_avg", col)


def vector_sum(col: ColumnOrName) -> Column:
    """The sum of the vectors of a group."""
    return call("vector_sum", col)
