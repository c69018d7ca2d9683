"""Kernels that call static methods of Java's own classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels import kernel
from pyrite.sql._duckdb.kernels_rows import of_arity, values_of
from pyrite.sql._result.numbers import double_text, float_text
from pyrite.sql._text.java_methods import JavaError, method_of
from pyrite.sql.types import DataType, FloatType

__all__: list[str] = []


def _written(value: Any, single: bool) -> str | None:
    """A value as Java writes it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value) if single else double_text(value)
    return str(value)


def _caller(given: Sequence[DataType], failing: bool) -> Callable[..., pa.Array]:
    kinds = [kind.simpleString() for kind in given[2:]]
    single = any(isinstance(kind, FloatType) for kind in given)

    def run(*arrays: Any) -> pa.Array:
        owners, names, *rest = (values_of(array, kind) for array, kind in zip(arrays, given))
        found = []
        for owner, name, *values in zip(owners, names, *rest):
            method = method_of(owner, name, kinds)
            assert method is not None
            try:
                if None in values:
                    raise JavaError("null")
                found.append(_written(method(*values), single))
            except JavaError as error:
                if failing:
                    shown = {
                        "functionName": f"{owner}.{name}",
                        "signature": ", ".join(kinds),
                        "result": "string",
                    }
                    raise KernelError("FAILED_EXECUTE_UDF", {**shown, "reason": str(error)}) from None
                found.append(None)
        return pa.array(found, pa.string())

    return of_arity(run, len(given))


@kernel("reflect")
def _reflect(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
    return _caller(given, failing=True)


@kernel("try_reflect")
def _try_reflect(given: Sequence[DataType], kind: DataType) -> Callable[..., pa.Array]:
    return _caller(given, failing=False)
