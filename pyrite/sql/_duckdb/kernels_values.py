"""Kernels of values in JSON, CSV and XML. Their last argument is a constant: options and settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import pyarrow as pa

from pyrite.errors import PySparkException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels import kernel
from pyrite.sql._files.options import Options
from pyrite.sql._files.values import csv_structs, csv_texts, json_column, json_values
from pyrite.sql.types import DataType, StructType

__all__ = ["unpacked"]


def unpacked(text: str) -> tuple[Options, Settings]:
    """Options and settings out of the constant that holds them."""
    found: Mapping[str, Any] = json.loads(text)
    return Options(found["options"]), Settings(ansi=found["ansi"], zone=found["zone"], conf=found["conf"])


def _whole(array: Any) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _declare(
    name: str, compute: Callable[[pa.Array, DataType, DataType, Options, Settings], pa.Array]
) -> None:
    @kernel(name)
    def make(given: Sequence[DataType], kind: DataType) -> Callable[[Any, Any], pa.Array]:
        def run(values: Any, constants: Any) -> pa.Array:
            options, settings = unpacked(constants[0].as_py())
            try:
                return compute(_whole(values), given[0], kind, options, settings)
            except PySparkException as error:
                condition = error.getCondition()
                if condition is None:
                    raise
                raise KernelError(condition, error.getMessageParameters() or {}, type(error)) from None

        return run


def _from_json(
    values: Any, given: DataType, kind: DataType, options: Options, settings: Settings
) -> pa.Array:
    return json_values(values.to_pylist(), kind, options, settings)


def _to_json(values: Any, given: DataType, kind: DataType, options: Options, settings: Settings) -> pa.Array:
    return pa.array(json_column(values, given, options, settings), pa.string())


def _from_csv(values: Any, given: DataType, kind: DataType, options: Options, settings: Settings) -> pa.Array:
    assert isinstance(kind, StructType)
    return csv_structs(values.to_pylist(), kind, options, settings)


def _to_csv(values: Any, given: DataType, kind: DataType, options: Options, settings: Settings) -> pa.Array:
    assert isinstance(given, StructType)
    return pa.array(csv_texts(values, given, options, settings), pa.string())


def _from_xml(values: Any, given: DataType, kind: DataType, options: Options, settings: Settings) -> pa.Array:
    found: pa.Array = _xml("xml").xml_values(values.to_pylist(), kind, options, settings)
    return found


def _to_xml(values: Any, given: DataType, kind: DataType, options: Options, settings: Settings) -> pa.Array:
    return pa.array(_xml("xml_text").xml_texts(values, given, options, settings), pa.string())


def _xml(name: str) -> Any:
    """A module of XML, which is loaded when something asks for it."""
    return import_module(f"pyrite.sql._files.{name}")


_declare("from_json", _from_json)
_declare("to_json", _to_json)
_declare("from_csv", _from_csv)
_declare("to_csv", _to_csv)
_declare("from_xml", _from_xml)
_declare("to_xml", _to_xml)
