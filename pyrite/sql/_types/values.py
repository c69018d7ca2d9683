"""Values that no Python type stands for: variants, and points and shapes on a globe or in a plane."""

from __future__ import annotations

from typing import Any

from pyrite.sql._types import variant as _variant

__all__ = ["Geography", "Geometry", "VariantVal"]


class VariantVal:
    """A semi-structured value in Spark's binary form.

    Parameters
    ----------
    value : bytes
        The value itself.
    metadata : bytes
        The dictionary of the names of its fields.

    >>> VariantVal.parseJson('{"a": [1, 2.5]}').toPython()
    {'a': [1, Decimal('2.5')]}
    """

    def __init__(self, value: bytes, metadata: bytes):
        self.value = value
        self.metadata = metadata

    def __str__(self) -> str:
        return self.toJson()

    def __repr__(self) -> str:
        return f"VariantVal({self.value!r}, {self.metadata!r})"

    def toPython(self) -> Any:
        """The value as dicts, lists and scalars. Raises ``PySparkValueError`` when the bytes are malformed."""
        return _variant.to_python(self.value, self.metadata)

    def toJson(self, zone_id: str = "UTC") -> str:
        """The value as JSON text; timestamps are shown in the zone of that name."""
        return _variant.to_json(self.value, self.metadata, zone_id)

    @classmethod
    def parseJson(cls, json_str: str) -> VariantVal:
        """The variant that a JSON text stands for."""
        return VariantVal(*_variant.parse_json(json_str))


class _Shape:
    """What geographies and geometries have in common: well-known binary and a spatial reference."""

    def __init__(self, wkb: bytes, srid: int):
        self.wkb = wkb
        self.srid = srid

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.wkb!r}, {self.srid})"

    def getSrid(self) -> int:
        """The identifier of the spatial reference system."""
        return self.srid

    def getBytes(self) -> bytes:
        """The shape as well-known binary."""
        return self.wkb


class Geography(_Shape):
    """A shape on the globe.

    Parameters
    ----------
    wkb : bytes
        Well-known binary.
    srid : int
        The spatial reference system.

    >>> Geography.fromWKB(bytes(3), 4326).getSrid()
    4326
    """

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Geography):
            return NotImplemented
        return (self.wkb, self.srid) == (other.wkb, other.srid)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def fromWKB(cls, wkb: bytes, srid: int) -> Geography:
        """The geography of this well-known binary."""
        return Geography(wkb, srid)


class Geometry(_Shape):
    """A shape in a plane.

    Parameters
    ----------
    wkb : bytes
        Well-known binary.
    srid : int
        The spatial reference system.

    >>> Geometry.fromWKB(bytes(3), 0).getSrid()
    0
    """

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Geometry):
            return NotImplemented
        return (self.wkb, self.srid) == (other.wkb, other.srid)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def fromWKB(cls, wkb: bytes, srid: int) -> Geometry:
        """The geometry of this well-known binary."""
        return Geometry(wkb, srid)
