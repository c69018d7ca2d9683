"""HDF5 files, through the optional package ``h5py``: a table, or arrays of equal length side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pyarrow as pa

from pyrite._io.paths import display
from pyrite.errors import (
    AnalysisException,
    PySparkNotImplementedError,
    PySparkTypeError,
    SparkRuntimeException,
)
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.arrays import batches_of, found_columns
from pyrite.sql._files.feather import _leaf
from pyrite.sql._files.optional import optional_module
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._files.source import FileSource
from pyrite.sql._plan import relations as r
from pyrite.sql._types.arrow_types import from_arrow_type
from pyrite.sql.types import StructField, StructType

__all__ = ["hdf5_batches", "hdf5_columns", "refuse_writing"]

_ROWS = 65_536


@contextmanager
def _opened(source: FileSource, path: str) -> Iterator[Any]:
    h5py = optional_module("h5py", "hdf5", "HDF5")
    with source.storage.open(path) as stream, h5py.File(stream, "r") as file:
        yield file


def _columns(file: Any, options: Options, path: str) -> dict[str, Any]:
    """What gives the rows of each column from one place to another, by the columns' names.

    Raises
    ------
    AnalysisException
        Where it is not told which of several tables is meant.
    """
    h5py = optional_module("h5py", "hdf5", "HDF5")
    name = options.text("dataset", options.text("key"))
    found = file if name is None else file.get(name)
    if found is None:
        raise AnalysisException(f"There is no dataset {name} in {display(path)}")
    if isinstance(found, h5py.Group):
        sets = {key: part for key, part in found.items() if isinstance(part, h5py.Dataset) and part.shape}
        tables = [part for part in sets.values() if part.dtype.names]
        if len(tables) == 1:
            found = tables[0]
        elif sets and not tables and len({part.shape[0] for part in sets.values()}) == 1:
            return dict(sets)
        else:
            shown = ", ".join(sorted(found)) or "nothing"
            raise AnalysisException(
                f"The option dataset tells which of the parts of {display(path)} is read: {shown}"
            )
    if found.dtype.names:
        return {field: found.fields(field) for field in found.dtype.names}
    return {found.name.rpartition("/")[2] or "value": found}


def _array(values: Any) -> pa.Array:
    """Values of HDF5 as Arrow data: texts decoded, rows of more dimensions as lists."""
    if values.ndim > 1:
        return pa.array(values.tolist())
    if values.dtype.kind == "S":
        return pa.array([text.decode("utf-8", "replace") for text in values.tolist()], pa.string())
    if values.dtype.kind == "O":
        return pa.array(
            [v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in values.tolist()]
        )
    return pa.array(values)


def hdf5_columns(source: FileSource, options: Options, settings: Settings) -> StructType | None:
    """The columns of a file; None without files."""
    for file in sorted(source.files, key=lambda file: file.path):
        if not file.size:
            continue
        try:
            with _opened(source, file.path) as opened:
                found = _columns(opened, options, file.path)
                arrays = {name: _array(column[0:1000]) for name, column in found.items()}
            return StructType([StructField(n, from_arrow_type(a.type), True) for n, a in arrays.items()])
        except (OSError, pa.ArrowException, PySparkTypeError) as error:
            if isinstance(error, (FileNotFoundError, ImportError)):
                raise
            failure = SparkRuntimeException(
                errorClass="FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER",
                messageParameters={"path": display(file.path)},
            )
            raise failure from error
    return None


def hdf5_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of the files: only the required columns are read."""
    options = Options(plan.options)
    for file in plan.source.files:
        if not file.size:
            continue
        try:
            with _opened(plan.source, file.path) as opened:
                found = _columns(opened, options, file.path)
                names = list(found)
                places = found_columns(plan.required, names, settings)
                rows = len(next(iter(found.values()))) if found else 0
                for start in range(0, rows, _ROWS):
                    stop = min(start + _ROWS, rows)
                    columns = [None if p is None else _array(found[names[p]][start:stop]) for p in places]
                    yield from batches_of(plan.required, columns, stop - start, _leaf, settings.name_key)
        except (OSError, pa.ArrowException) as error:
            raise read_failure("NO_HINT", file.path) from error


def refuse_writing(*args: Any) -> NoReturn:
    """HDF5 is only read."""
    raise PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "writing HDF5 files"}
    )
