"""Kernels of shapes."""

from __future__ import annotations

from pyrite.errors import IllegalArgumentException
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels_rows import row_kernel
from pyrite.sql._types.wkb import WkbError, reordered

__all__: list[str] = []

_ORDERS = {"NDR": False, "XDR": True}


def _shape(wkb: bytes, on_globe: bool) -> bytes:
    try:
        return reordered(wkb, on_globe=on_globe)
    except WkbError as error:
        parameters = {"parseError": error.why, "pos": str(error.position)}
        raise KernelError("WKB_PARSE_ERROR", parameters, IllegalArgumentException) from None


def _as_wkb(wkb: bytes, order: str) -> bytes:
    big = _ORDERS.get(order.upper())
    if big is None:
        raise KernelError("ST_INVALID_ENDIANNESS_VALUE", {"endianness": order}, IllegalArgumentException)
    return reordered(wkb, big=big)


row_kernel("st_geogfromwkb", lambda wkb: _shape(wkb, True))
row_kernel("st_geomfromwkb", lambda wkb: _shape(wkb, False))
row_kernel("st_asbinary", _as_wkb)
