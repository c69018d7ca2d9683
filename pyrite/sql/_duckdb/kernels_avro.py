"""Kernels of values in Avro. Their last argument is a constant: the schema and options, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import pyarrow as pa

from pyrite.errors import PySparkException
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels import kernel
from pyrite.sql._files.options import Options
from pyrite.sql._files.records import arrow_column
from pyrite.sql.types import DataType

__all__: list[str] = []


def _avro() -> Any:
    return import_module("pyrite.sql._files.avro")


@kernel("from_avro")
def _from_avro(given: Sequence[DataType], kind: DataType) -> Callable[[Any, Any], pa.Array]:
    def run(values: Any, constants: Any) -> pa.Array:
        told = json.loads(constants[0].as_py())
        try:
            found = _avro().from_avro_values(
                values.to_pylist(), told["schema"], kind, Options(told["options"])
            )
        except PySparkException as error:
            raise KernelError(
                error.getCondition() or "", error.getMessageParameters() or {}, type(error)
            ) from None
        return arrow_column(found, kind)

    return run


@kernel("to_avro")
def _to_avro(given: Sequence[DataType], kind: DataType) -> Callable[[Any, Any], pa.Array]:
    def run(values: Any, constants: Any) -> pa.Array:
        told = json.loads(constants[0].as_py())
        array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        return pa.array(
            _avro().to_avro_values(array, given[0], told["nullable"], told["schema"]), pa.binary()
        )

    return run
