"""The user's own functions. Not there yet: each of these raises."""

from __future__ import annotations

from typing import Any, NoReturn

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql.types import DataType, StringType, StructType

_TEXT = StringType()

__all__ = ["arrow_udf", "arrow_udtf", "pandas_udf", "udf", "udtf"]


def udf(f: Any = None, returnType: DataType | str = _TEXT, *, useArrow: bool | None = None) -> NoReturn:
    """A function of Python for columns, called row by row."""
    raise _not_there("udf")


def pandas_udf(f: Any = None, returnType: Any = None, functionType: Any = None) -> NoReturn:
    """A function of pandas Series for columns."""
    raise _not_there("pandas_udf")


def arrow_udf(f: Any = None, returnType: Any = None, functionType: Any = None) -> NoReturn:
    """A function of Arrow arrays for columns."""
    raise _not_there("arrow_udf")


def udtf(
    cls: Any = None, *, returnType: StructType | str | None = None, useArrow: bool | None = None
) -> NoReturn:
    """A class of Python that makes rows."""
    raise _not_there("udtf")


def arrow_udtf(cls: Any = None, *, returnType: StructType | str | None = None) -> NoReturn:
    """A class of Python that makes rows as Arrow batches."""
    raise _not_there("arrow_udtf")


def _not_there(name: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"functions.{name}"}
    )
