"""Shapes on the globe and in a plane: in and out of WKB, and their spatial references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.functions.registry import (
    BINARY,
    INT,
    STRING,
    Accepts,
    Binding,
    Rendering,
    scalar,
)
from pyrite.sql._analysis.functions.strings import BYTES, number, text
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    BinaryType,
    DataType,
    GeographyType,
    GeometryType,
    IntegerType,
    NullType,
    SpatialType,
    StringType,
)

__all__: list[str] = []

_INT, _TEXT = IntegerType(), StringType()


def _fit_shape(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, NullType):
        return GeographyType("ANY")
    return given if isinstance(given, SpatialType) else None


SHAPE = Accepts('("GEOGRAPHY" or "GEOMETRY")', _fit_shape)


def _check(b: Binding) -> None:
    if not b.settings.flag("spark.sql.geospatial.enabled", True):
        raise b.error("UNSUPPORTED_FEATURE.GEOSPATIAL_DISABLED")


def _with_srid(kind: type[SpatialType], srid: e.Value) -> SpatialType:
    """The type of shapes with a spatial reference: any, unless it is written out."""
    known = isinstance(srid, e.Literal) and srid.value is not None
    return kind(srid.value if isinstance(srid, e.Literal) and known else "ANY")


def _packed(r: Rendering, srid: str, wkb: str, srid_may_be_any: bool) -> str:
    """A shape; null where a part is, and an error for a spatial reference that there is not."""
    kind = r.apply.type
    assert isinstance(kind, SpatialType)

    def make(reference: str, shape: str) -> str:
        packed = f"struct_pack(srid := {reference}, wkb := {shape})"
        if srid_may_be_any:
            known = ", ".join(map(str, kind._systems))
            fail = r.fail(
                "ST_INVALID_SRID_VALUE",
                {"srid": f"CAST({reference} AS VARCHAR)"},
                kind,
                IllegalArgumentException,
                located=False,
            )
            packed = f"CASE WHEN {reference} IN ({known}) THEN {packed} ELSE {fail} END"
        return f"CASE WHEN {reference} IS NULL OR {shape} IS NULL THEN NULL ELSE {packed} END"

    return r.bound_both([srid, wkb], make)


def _not_written(value: e.Value) -> bool:
    return not isinstance(value, e.Literal)


def _geography(r: Rendering) -> str:
    return _packed(r, "4326", r.kernel("st_geogfromwkb", r.args, [BYTES], BYTES), False)


def _geometry(r: Rendering) -> str:
    shape = r.kernel("st_geomfromwkb", r.args[:1], [BYTES], BYTES)
    return _packed(r, r.args[1], shape, _not_written(r.apply.arguments[1]))


def _renewed(r: Rendering) -> str:
    shape, srid = r.args
    return _packed(r, srid, f"struct_extract({shape}, 'wkb')", _not_written(r.apply.arguments[1]))


def _as_binary(r: Rendering) -> str:
    shape, order = f"struct_extract({r.args[0]}, 'wkb')", r.apply.arguments[1]
    if isinstance(order, e.Literal) and order.value == "NDR":
        return shape
    return r.kernel("st_asbinary", [shape, r.args[1]], [BYTES, _TEXT], BinaryType())


def _renewed_type(arguments: Sequence[e.Value]) -> DataType:
    return _with_srid(type(arguments[0].type), arguments[1])  # type: ignore[arg-type]


_COMMON: dict[str, Any] = {"check": _check}
scalar("st_geogfromwkb", (BINARY,), GeographyType(4326), _geography, **_COMMON)
scalar(
    "st_geomfromwkb",
    (BINARY, INT),
    lambda arguments: _with_srid(GeometryType, arguments[1]),
    _geometry,
    optional=1,
    defaults=(number(0),),
    **_COMMON,
)
scalar("st_srid", (SHAPE,), _INT, "struct_extract({0}, 'srid')", **_COMMON)
scalar("st_setsrid", (SHAPE, INT), _renewed_type, _renewed, **_COMMON)
scalar(
    "st_asbinary",
    (SHAPE, STRING),
    BYTES,
    _as_binary,
    optional=1,
    defaults=(text("NDR"),),
    **_COMMON,
)
