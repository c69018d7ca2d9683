"""Functions of whole columns: of pandas Series and of Arrow arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pyrite.errors import PySparkRuntimeError, PySparkTypeError, PySparkValueError
from pyrite.sql._python.checks import arrow_array, check_frame, check_length, iterated, stop_told
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.frames import array_of
from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.nested import StructType

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_batches", "arrow_iterator", "pandas_batches", "pandas_iterator"]


class Values(Protocol):
    """The batches that a call works on."""

    conf: WorkerConf
    lengths: Sequence[int]

    def series(self, argument: Any) -> Sequence[Any]:
        """An argument as pandas has it, for each batch."""

    def arrays(self, argument: Any) -> Sequence[Any]:
        """An argument as Arrow has it, for each batch."""


Made = tuple[Sequence[Any], Any]


def pandas_batches(step: Any, values: Values, wanted: bool) -> Made:
    """A function of Series, called for each batch."""
    import pandas as pd

    kind = step.function.returns
    function = stop_told(step.function.function)
    made = []
    for given, named, length in _batches(step, values.series, values):
        result = function(*given, **named)
        if not hasattr(result, "__len__"):
            shown = "pandas.DataFrame" if isinstance(kind, StructType) else "pandas.Series"
            raise _not_array_like(shown, result)
        check_length(len(result), length)
        if isinstance(kind, StructType) and not isinstance(result, pd.DataFrame):
            raise PySparkValueError(
                f"The function {step.function.name} must return a pandas.DataFrame, as its type is a struct; "
                f"it returned a {type(result).__name__}."
            )
        made.append(result)
    return made, _joined([array_of(part, kind, "_0", values.conf) for part in made]) if wanted else None


def arrow_batches(step: Any, values: Values, wanted: bool) -> Made:
    """A function of arrays, called for each batch."""
    import pyarrow as pa

    kind = step.function.returns
    function = stop_told(step.function.function)
    made = []
    for given, named, length in _batches(step, values.arrays, values):
        result = function(*given, **named)
        if not isinstance(result, (pa.Array, pa.ChunkedArray)):
            if not hasattr(result, "__len__"):
                raise _not_array_like("array-like object", result)
            result = pa.array(result)
        result = arrow_array(result, kind, "_0", values.conf.large_types)
        check_length(len(result), length)
        made.append(result)
    return made, _joined(made) if wanted else None


def pandas_iterator(step: Any, values: Values, wanted: bool) -> Made:
    """A function of an iterator of Series, or of tuples of them."""
    import pandas as pd

    kind = step.function.returns
    struct = isinstance(kind, StructType)

    def checked(part: Any) -> Any:
        if struct:
            check_frame(part, kind, by_name=True, cut=True)
        return part

    wanted_class = pd.DataFrame if struct else pd.Series
    shown = "pandas.DataFrame" if struct else "pandas.Series"
    made = _iterated(step, values.series, values, wanted_class, shown, checked)
    return made, _joined([array_of(part, kind, "_0", values.conf) for part in made]) if wanted else None


def arrow_iterator(step: Any, values: Values, wanted: bool) -> Made:
    """A function of an iterator of arrays, or of tuples of them."""
    import pyarrow as pa

    kind: DataType = step.function.returns

    def checked(part: Any) -> Any:
        return arrow_array(part, kind, "_0", values.conf.large_types)

    made = _iterated(step, values.arrays, values, pa.Array, "pyarrow.Array", checked)
    return made, _joined(made) if wanted else None


def _batches(
    step: Any, column: Callable[[Any], Sequence[Any]], values: Values
) -> Iterator[tuple[list[Any], dict[str, Any], int]]:
    """For each batch the arguments by place, those by name, and the number of rows."""
    given = [column(argument) for argument in step.arguments if argument.keyword is None]
    named = {a.keyword: column(a) for a in step.arguments if a.keyword is not None}
    for number, length in enumerate(values.lengths):
        yield (
            [parts[number] for parts in given],
            {name: parts[number] for name, parts in named.items()},
            length,
        )


def _iterated(
    step: Any,
    column: Callable[[Any], Sequence[Any]],
    values: Values,
    wanted: type,
    shown: str,
    checked: Callable[[Any], Any],
) -> list[Any]:
    """What a function makes of an iterator of the batches' arguments: as many rows as it was given."""
    seen = 0

    def batches() -> Iterator[Any]:
        nonlocal seen
        for given, named, length in _batches(step, column, values):
            seen += length
            parts = (*given, *named.values())
            yield parts[0] if len(parts) == 1 else parts

    source = batches()
    made = []
    rows = 0
    for part in iterated(step.function.function(source), wanted, shown):
        made.append(checked(part))
        rows += len(part)
        if rows > seen:
            raise PySparkRuntimeError(errorClass="OUTPUT_EXCEEDS_INPUT_ROWS", messageParameters={})
    check_length(rows, seen)
    if next(source, None) is not None:
        raise PySparkRuntimeError(errorClass="INPUT_NOT_FULLY_CONSUMED", messageParameters={})
    return made


def _not_array_like(shown: str, result: Any) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="UDF_RETURN_TYPE", messageParameters={"expected": shown, "actual": type(result).__name__}
    )


def _joined(parts: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)
