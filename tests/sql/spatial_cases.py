"""Shapes in queries: on PySpark (``record_spatial.py``) and here."""

from __future__ import annotations

import math
import struct
from typing import Any


def head(kind: int, order: int = 1) -> bytes:
    return bytes([order]) + struct.pack("<i" if order else ">i", kind)


def numbers(*values: float) -> bytes:
    return struct.pack(f"<{len(values)}d", *values)


def count(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}i", *values)


def sql(data: bytes) -> str:
    return f"X'{data.hex().upper()}'"


NAN, INF = math.nan, math.inf
POINT, LINE, POLYGON, POINTS, LINES, POLYGONS, ALL = map(head, range(1, 8))
RING = numbers(0, 0, 1, 0, 1, 1, 0, 0)

SHAPES: dict[str, bytes] = {
    "point": POINT + numbers(1, 2),
    "greatest byte first": head(1, 0) + struct.pack(">dd", 1, 2),
    "nowhere": POINT + numbers(NAN, NAN),
    "half nowhere": POINT + numbers(NAN, 1),
    "infinite": POINT + numbers(INF, 1),
    "with z": head(1001) + numbers(1, 2, 3),
    "with m": head(2001) + numbers(1, 2, 3),
    "with z and m": head(3001) + numbers(1, 2, 3, 4),
    "extended": head(0x20000001) + count(4326) + numbers(1, 2),
    "line without points": LINE + count(0),
    "line of one": LINE + count(1) + numbers(1, 2),
    "line": LINE + count(2) + numbers(1, 2, 3, 4),
    "line with nan": LINE + count(2) + numbers(1, 2, NAN, NAN),
    "line of too many": LINE + count(3) + numbers(1, 2, 3, 4),
    "line of fewer than none": LINE + count(-1),
    "polygon without rings": POLYGON + count(0),
    "polygon": POLYGON + count(1, 4) + RING,
    "polygon that is open": POLYGON + count(1, 4) + numbers(0, 0, 1, 0, 1, 1, 0, 1),
    "ring of three": POLYGON + count(1, 3) + numbers(0, 0, 1, 0, 0, 0),
    "ring of none": POLYGON + count(1, 0),
    "points": POINTS + count(2) + POINT + numbers(1, 2) + head(1, 0) + struct.pack(">dd", 3, 4),
    "no points": POINTS + count(0),
    "points with a line": POINTS + count(1) + LINE + count(0),
    "lines": LINES + count(1) + LINE + count(2) + numbers(1, 2, 3, 4),
    "polygons": POLYGONS + count(1) + POLYGON + count(1, 4) + RING,
    "collection": ALL + count(2) + POINT + numbers(1, 2) + ALL + count(1) + POINT + numbers(5, 6),
    "collection of other dimensions": ALL + count(1) + head(1001) + numbers(1, 2, 3),
    "collection with a bad order": ALL + count(1) + b"\5" + count(1) + numbers(1, 2),
    "collection with a bad type": ALL + count(1) + head(8) + numbers(1, 2),
    "type 0": head(0) + numbers(1, 2),
    "type 8": head(8) + numbers(1, 2),
    "type 4001": head(4001) + numbers(1, 2),
    "no bytes": b"",
    "one byte": b"\1",
    "half a header": b"\1\1\0",
    "half a point": POINT + numbers(1),
    "byte order 2": b"\2" + POINT[1:] + numbers(1, 2),
    "more behind it": POINT + numbers(1, 2) + b"abc",
    "beyond east": POINT + numbers(181, 2),
    "beyond south": POINT + numbers(1, -91),
    "at the pole": POINT + numbers(180, -90),
    "line beyond east": LINE + count(2) + numbers(1, 2, 200, 2),
}

P = sql(SHAPES["point"])
GLOBE, PLANE, PLANE_4326 = f"st_geogfromwkb({P})", f"st_geomfromwkb({P})", f"st_geomfromwkb({P}, 4326)"
EXPRESSIONS: list[str] = [
    *(
        GLOBE,
        PLANE,
        PLANE_4326,
        f"st_geomfromwkb({P}, 3857)",
        f"st_geomfromwkb({P}, 5)",
        f"st_geomfromwkb({P}, NULL)",
    ),
    *("st_geomfromwkb(NULL)", "st_geogfromwkb(NULL)", "st_geomfromwkb(NULL, 5)", "st_geomfromwkb('abc')"),
    *(
        "st_geomfromwkb(1)",
        f"st_geomfromwkb({P}, id)",
        f"st_geomfromwkb({P}, id + 1)",
        f"st_geomfromwkb({P}, '4326')",
    ),
    *(
        f"st_srid({GLOBE})",
        f"st_srid({PLANE})",
        f"st_srid({PLANE_4326})",
        "st_srid(NULL)",
        f"st_srid({P})",
        "st_srid(1)",
    ),
    *(
        f"st_setsrid({GLOBE}, 4326)",
        f"st_setsrid({GLOBE}, 3857)",
        f"st_setsrid({PLANE}, 3857)",
        "st_setsrid(NULL, 4326)",
    ),
    *(
        f"st_setsrid({PLANE}, 99999)",
        f"st_setsrid({PLANE}, id)",
        f"st_setsrid({PLANE}, id + 1)",
        f"st_setsrid({P}, 1)",
    ),
    *(
        f"st_setsrid({PLANE}, NULL)",
        f"st_setsrid({GLOBE}, int(id) + 4326)",
        "st_setsrid(st_geomfromwkb(NULL), 5)",
    ),
    *(
        f"st_asbinary({GLOBE})",
        f"st_asbinary({PLANE}, 'XDR')",
        f"st_asbinary({PLANE}, 'xdr')",
        "st_asbinary(NULL)",
    ),
    *(
        f"st_asbinary({PLANE}, 'qq')",
        f"st_asbinary({PLANE}, NULL)",
        f"st_asbinary({P})",
        "st_asbinary(NULL, NULL)",
    ),
    *(f"cast({GLOBE} as string)", f"cast({GLOBE} as geometry(4326))", f"cast({PLANE_4326} as geometry(any))"),
    *(
        f"cast({PLANE_4326} as geography(4326))",
        f"cast({P} as geometry(0))",
        f"cast({PLANE_4326} as geometry(0))",
    ),
    *(f"cast({GLOBE} as geometry(any))", f"cast({GLOBE} as geography(any))", "cast(NULL as geometry(0))"),
    *(f"cast({PLANE} as binary)", f"{PLANE} = {PLANE}", f"struct({PLANE})", f"array({PLANE}, {PLANE_4326})"),
    *(f"coalesce({PLANE}, {PLANE_4326})", f"typeof({PLANE})", f"typeof(st_setsrid({PLANE}, int(id)))"),
    *(
        f"if(true, {PLANE}, NULL)",
        f"{PLANE} IS NULL",
        f"map(1, {PLANE})",
        f"collect_list({PLANE})",
        f"max({PLANE})",
    ),
    *(f"count({PLANE})", f"first({PLANE})"),
]
QUERIES: list[str] = [
    *(f"SELECT {text} AS r FROM range(1)" for text in EXPRESSIONS),
    f"SELECT st_asbinary({PLANE}), {GLOBE}",
    f"SELECT {PLANE} AS g UNION ALL SELECT {PLANE_4326}",
    f"SELECT g FROM (SELECT {PLANE} g) ORDER BY g",
    f"SELECT DISTINCT g FROM (SELECT {PLANE} g)",
    f"SELECT * FROM VALUES ({PLANE}) AS t(g)",
    *(f"SELECT st_asbinary(st_geomfromwkb({sql(data)})) AS r" for data in SHAPES.values()),
    *(f"SELECT st_asbinary(st_geogfromwkb({sql(data)}), 'XDR') AS r" for data in SHAPES.values()),
]


def outcome(spark: Any, query: str) -> Any:
    """The schema and the rows, or the error without its words."""
    try:
        frame = spark.sql(query)
        shown = [[field.name, field.dataType.simpleString(), field.nullable] for field in frame.schema]
        return [shown, [repr(tuple(row)) for row in frame.collect()]]
    except Exception as error:
        parameters = dict(error.getMessageParameters() or {})  # type: ignore[attr-defined]
        parameters.pop("parseError", None)
        return [type(error).__name__, error.getCondition(), parameters]  # type: ignore[attr-defined]
