"""Kernels of XPath: what a path finds in an XML document, as one type or another."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels_rows import row_kernel
from pyrite.sql._text.xpath import compiled, number_of, parsed, text_of, truth_of


def _of_document(name: str, convert: Callable[[Any], Any]) -> None:
    def find(text: str, path: str) -> Any:
        if not text or not path:
            return None
        try:
            return convert(compiled(path)(parsed(text)))
        except (ValueError, RecursionError) as error:
            raise KernelError("", {"message": f"{name} of '{path}' fails: {error}"}) from None

    row_kernel(name, find)


def _values(found: Any) -> list[str | None]:
    if not isinstance(found, list):
        raise ValueError("the path finds no nodes, but a value")
    return [node.nodeValue for node in found]


def _integer(bits: int) -> Callable[[Any], int]:
    """As Java casts a double: cut off, and the nearest that there is."""
    most = 1 << (max(bits, 32) - 1)

    def cut(found: Any) -> int:
        number = number_of(found)
        if number != number:
            return 0
        whole = max(
            -most, min(most - 1, int(number) if math.isfinite(number) else int(math.copysign(most, number)))
        )
        return (whole + (1 << (bits - 1))) % (1 << bits) - (1 << (bits - 1))

    return cut


_of_document("xpath", _values)
_of_document("xpath_string", text_of)
_of_document("xpath_boolean", truth_of)
_of_document("xpath_double", number_of)
_of_document("xpath_float", number_of)
for _name, _bits in (("short", 16), ("int", 32), ("long", 64)):
    _of_document(f"xpath_{_name}", _integer(_bits))
