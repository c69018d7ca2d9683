"""Functions computed by Arrow kernels in Python, for what DuckDB cannot express.

A kernel is declared with :func:`kernel`; it is given one Arrow array for each argument (all of one length) and gives
an array of that length. Null is a value like any other to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["KERNELS", "kernel"]

#: Every kernel by name: ``make(given types, result type) -> function(*arrays) -> array``.
KERNELS: dict[str, Callable[..., Callable[..., Any]]] = {}


def kernel(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a kernel: the decorated function makes it, from the Spark types of one use."""

    def declare(make: Callable[..., Any]) -> Callable[..., Any]:
        KERNELS[name] = make
        return make

    return declare
