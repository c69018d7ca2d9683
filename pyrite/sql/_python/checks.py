"""What users' functions must give: classes, lengths, and the columns of frames and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkRuntimeError, PySparkTypeError
from pyrite.sql._python.frames import one_array
from pyrite.sql._types.arrow_types import to_arrow_type
from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.distinct_names import with_distinct_names
from pyrite.sql._types.nested import StructType
from pyrite.sql._types.physical_types import to_physical

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "arrow_array",
    "arrow_columns",
    "check_class",
    "check_frame",
    "check_length",
    "iterated",
    "refuse_names",
    "stop_told",
]


def stop_told(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with StopIteration as an error that no loop takes for its end."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except StopIteration as error:
            raise PySparkRuntimeError(
                errorClass="STOP_ITERATION_OCCURRED", messageParameters={"exc": str(error)}
            ) from error

    return call


def check_class(value: Any, wanted: type, shown: str) -> None:
    """Raise UDF_RETURN_TYPE for a value of another class."""
    if not isinstance(value, wanted):
        raise _wrong_class(shown, type(value).__name__)


def iterated(result: Any, wanted: type, shown: str, any_iterable: bool = False) -> Iterator[Any]:
    """The values of an iterator, each of this class.

    Raises
    ------
    PySparkTypeError
        UDF_RETURN_TYPE for what is none, and for other values.
    """
    shown = f"iterator of {shown}"
    if any_iterable and not isinstance(result, Iterator):
        try:
            result = iter(result)
        except TypeError:
            pass
    if not isinstance(result, Iterator):
        raise _wrong_class(shown, type(result).__name__)
    return _each(result, wanted, shown)


def _each(values: Iterator[Any], wanted: type, shown: str) -> Iterator[Any]:
    for value in values:
        if not isinstance(value, wanted):
            raise _wrong_class(shown, f"iterator of {type(value).__name__}")
        yield value


def _wrong_class(expected: str, actual: str) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="UDF_RETURN_TYPE", messageParameters={"expected": expected, "actual": actual}
    )


def check_length(given: int, wanted: int) -> None:
    """Raise RESULT_ROWS_MISMATCH for a result of another length than its input."""
    if given != wanted:
        raise PySparkRuntimeError(
            errorClass="RESULT_ROWS_MISMATCH",
            messageParameters={"output_length": str(given), "input_length": str(wanted)},
        )


def check_frame(frame: Any, struct: StructType, by_name: bool, cut: bool = False) -> None:
    """Raise for a frame with other columns than the schema's; with ``cut`` it may have more behind them."""
    if not len(frame) and not len(frame.columns):
        return
    names = list(frame.columns)
    _check_names(
        names[: len(struct)] if cut else names,
        struct.names,
        by_name and any(isinstance(name, str) for name in names),
    )


def refuse_names(missing: Sequence[str], extra: Sequence[str]) -> None:
    """Raise RESULT_COLUMN_NAMES_MISMATCH where columns are missing, or some are there that are not wanted."""
    if missing or extra:
        raise PySparkRuntimeError(
            errorClass="RESULT_COLUMN_NAMES_MISMATCH",
            messageParameters={
                "missing": f" Missing: {', '.join(missing)}." if missing else "",
                "extra": f" Unexpected: {', '.join(extra)}." if extra else "",
            },
        )


def _check_names(given: Sequence[Any], wanted: Sequence[str], by_name: bool) -> None:
    if by_name:
        refuse_names(sorted(set(wanted) - set(given)), sorted(set(given) - set(wanted)))
    elif len(given) != len(wanted):
        raise PySparkRuntimeError(
            errorClass="RESULT_COLUMN_SCHEMA_MISMATCH",
            messageParameters={"expected": str(len(wanted)), "actual": str(len(given))},
        )


def arrow_columns(table: Any, struct: StructType, by_name: bool, large_types: bool) -> list[pa.Array] | None:
    """The columns of a table or batch in the engine's types; None for one without rows and columns.

    Raises
    ------
    PySparkRuntimeError
        For columns with other names or of other types than the schema's.
    """
    if not table.num_columns and (not table.num_rows or struct.fields):
        return None
    _check_names(table.schema.names, struct.names, by_name)
    columns = [table.column(name) for name in struct.names] if by_name else list(table.columns)
    wrong = []
    for column, field in zip(columns, struct.fields):
        wanted = to_arrow_type(
            with_distinct_names(field.dataType), timezone="UTC", prefers_large_types=large_types
        )
        if not _near(column.type, wanted):
            wrong.append(f"column '{field.name}' (expected {wanted}, actual {column.type})")
    if wrong:
        raise _wrong_types(", ".join(wrong))
    return [_physical(column, field.dataType) for column, field in zip(columns, struct.fields)]


def arrow_array(array: Any, kind: DataType, name: str, large_types: bool) -> pa.Array:
    """An array in the engine's type for this one: what Arrow can cast safely is cast.

    Raises
    ------
    PySparkRuntimeError
        RESULT_COLUMN_TYPES_MISMATCH for what it cannot.
    """
    import pyarrow as pa

    wanted = to_arrow_type(with_distinct_names(kind), timezone="UTC", prefers_large_types=large_types)
    if array.type != wanted:
        try:
            array = array.cast(wanted)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
            if isinstance(error, pa.ArrowNotImplementedError):
                raise
            raise _wrong_types(f"column '{name}' (expected {wanted}, actual {array.type})") from error
    return _physical(array, kind)


def _physical(array: Any, kind: DataType) -> pa.Array:
    import pyarrow as pa

    chunked = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    return one_array(to_physical(chunked, kind))


def _wrong_types(mismatch: str) -> PySparkRuntimeError:
    return PySparkRuntimeError(
        errorClass="RESULT_COLUMN_TYPES_MISMATCH", messageParameters={"mismatch": mismatch}
    )


def _near(given: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether types differ at most in zones, sizes of offsets and what may be null."""
    import pyarrow.types as types

    if given.equals(wanted):
        return True
    if types.is_timestamp(wanted):
        return types.is_timestamp(given) and given.unit == wanted.unit and bool(given.tz) == bool(wanted.tz)
    if types.is_struct(wanted):
        return (
            types.is_struct(given)
            and given.num_fields == wanted.num_fields
            and all(_near(one.type, other.type) for one, other in zip(given, wanted))
        )
    if types.is_map(wanted):
        return (
            types.is_map(given)
            and _near(given.key_type, wanted.key_type)
            and _near(given.item_type, wanted.item_type)
        )
    if types.is_list(wanted) or types.is_large_list(wanted):
        return (types.is_list(given) or types.is_large_list(given)) and _near(
            given.value_type, wanted.value_type
        )
    texts, blobs = (types.is_string, types.is_large_string), (types.is_binary, types.is_large_binary)
    return any(
        any(is_one(wanted) for is_one in pair) and any(is_one(given) for is_one in pair)
        for pair in (texts, blobs)
    )
