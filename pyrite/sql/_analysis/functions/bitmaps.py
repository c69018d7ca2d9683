"""Bitmaps of 32,768 positions, by which distinct numbers are counted bucket for bucket."""

from __future__ import annotations

from pyrite.sql._analysis.functions.aggregates import over
from pyrite.sql._analysis.functions.registry import LONG, Accepts, Rendering, aggregate, kernel, scalar
from pyrite.sql.types import ArrayType, BinaryType, DataType, LongType

_BITS = 32768
_BIG, _BYTES = LongType(), BinaryType()
_BITMAP = Accepts('"BINARY"', lambda given, ansi: given if isinstance(given, BinaryType) else None)

scalar(
    "bitmap_bit_position",
    (LONG,),
    _BIG,
    f"CAST(CASE WHEN {{0}} > 0 THEN {{0}} - 1 ELSE -CAST({{0}} AS HUGEINT) END % {_BITS} AS BIGINT)",
)
scalar(
    "bitmap_bucket_number",
    (LONG,),
    _BIG,
    f"CASE WHEN {{0}} > 0 THEN 1 + ({{0}} - 1) // {_BITS} ELSE {{0}} // {_BITS} END",
)
scalar("bitmap_count", (_BITMAP,), _BIG, kernel("bitmap_count"))


def _collected(name: str, accepts: Accepts, element: DataType, distinct: str) -> None:
    def render(r: Rendering) -> str:
        kind = ArrayType(element, False)
        rows = f"list({distinct}{r.args[0]}){over(r, f'{r.args[0]} IS NOT NULL')}"
        return r.kernel(name, [f"coalesce({rows}, CAST([] AS {r.type(kind)}))"], [kind], _BYTES)

    aggregate(name, (accepts,), _BYTES, render, nullable=False)


_collected("bitmap_construct_agg", LONG, _BIG, "DISTINCT ")
_collected("bitmap_or_agg", _BITMAP, _BYTES, "")
_collected("bitmap_and_agg", _BITMAP, _BYTES, "")
