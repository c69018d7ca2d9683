"""Users' table functions called in a worker: classes whose ``eval`` makes rows."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkRuntimeError
from pyrite.sql._python.results import arrow_results, pickled_results
from pyrite.sql._python.wire import from_bytes, to_bytes
from pyrite.sql._result.rows import column_values
from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.nested import StructType
from pyrite.sql._types.row import rows_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Given", "SkipRestOfInputTableException", "TableStage"]

_ROWS = 10_000


class SkipRestOfInputTableException(Exception):
    """Raised in ``eval`` to say that it wants no more rows of this partition; ``terminate`` is still called."""


@dataclass(frozen=True)
class Given:
    """An argument: the input columns it is made of. Those of a table are one Row, with these names."""

    positions: Sequence[int]
    types: Sequence[DataType]
    names: Sequence[str] | None = None
    keyword: str | None = None


@dataclass(frozen=True)
class TableStage:
    """Calls of a table function for the rows of a chunk.

    The results' first column tells of which row of the chunk each is.

    Parameters
    ----------
    handler : type
        The user's class.
    name : str
        Its name, for errors.
    returns : StructType
        The columns of its rows.
    arguments : list of Given
        What each row gives to ``eval``.
    keys : list of int
        The input columns that tell partitions apart; rows of one follow each other.
    by_arrow : bool
        Whether results become their types by Arrow's rules.
    outer : bool
        Whether a row that nothing is made of gives a row of nulls.
    analyzed : Any
        What ``analyze`` gave, for a class that takes it.
    """

    handler: type
    name: str
    returns: StructType
    arguments: Sequence[Given]
    keys: Sequence[int] = ()
    by_arrow: bool = True
    outer: bool = False
    analyzed: Any = None

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        import pyarrow as pa

        for chunk in chunks:
            batches = from_bytes(chunk)
            table = pa.Table.from_batches(batches)
            made = [self._batch(rows) for rows in _grouped(self._rows(table), _ROWS)]
            if not made:
                made = [self._batch([])]
            yield to_bytes(made, made[0].schema)

    def _rows(self, table: pa.Table) -> Iterator[tuple[int, Any]]:
        """The rows made, each with the number of the row that it is made of."""
        count = table.num_rows
        columns = [self._values(argument, table) for argument in self.arguments]
        keys = [table.column(at).to_pylist() for at in self.keys]
        last: Any = None
        instance: Any = None
        skips = False
        row = -1
        for row in range(count):
            key = tuple([values[row] for values in keys])
            if instance is None or key != last:
                if instance is not None:
                    yield from self._ended(instance, row - 1)
                instance, last, skips = self._made(), key, False
            if skips:
                continue
            plain = [c[row] for c, a in zip(columns, self.arguments) if a.keyword is None]
            named = {a.keyword: c[row] for c, a in zip(columns, self.arguments) if a.keyword is not None}
            any_row = False
            try:
                for found in self._called("eval", partial(instance.eval, *plain, **named)):
                    any_row = True
                    yield row, found
            except SkipRestOfInputTableException:
                skips = True
            if self.outer and not any_row:
                yield row, (None,) * len(self.returns)
        if instance is None and not self.keys and count == 0 and self._takes_table:
            instance = self._made()
        if instance is not None:
            yield from self._ended(instance, max(row, 0))

    @property
    def _takes_table(self) -> bool:
        return any(argument.names is not None for argument in self.arguments)

    def _values(self, argument: Given, table: pa.Table) -> Sequence[Any]:
        columns = [
            column_values(table.column(at), kind) for at, kind in zip(argument.positions, argument.types)
        ]
        if argument.names is None:
            return columns[0]
        return rows_of(list(argument.names), columns, table.num_rows)

    def _made(self) -> Any:
        try:
            if self.analyzed is not None and _wants_one(self.handler):
                made = self.handler(self.analyzed)
            else:
                made = self.handler()
        except Exception as error:
            raise self._failed("__init__", error) from error
        keywords = [argument.keyword for argument in self.arguments]
        plain = [None] * keywords.count(None)
        try:
            inspect.signature(made.eval).bind(*plain, **{name: None for name in keywords if name is not None})
        except TypeError as error:
            raise PySparkRuntimeError(
                errorClass="UDTF_EVAL_METHOD_ARGUMENTS_DO_NOT_MATCH_SIGNATURE",
                messageParameters={"name": self.name, "reason": str(error)},
            ) from None
        return made

    def _ended(self, instance: Any, row: int) -> Iterator[tuple[int, Any]]:
        if hasattr(instance, "terminate"):
            for found in self._called("terminate", instance.terminate):
                yield row, found
        if hasattr(instance, "cleanup"):
            instance.cleanup()

    def _called(self, method: str, call: Callable[[], Any]) -> Iterator[Any]:
        try:
            found = call()
            if found is None:
                return
            if not isinstance(found, Iterable):
                raise PySparkRuntimeError(
                    errorClass="UDTF_RETURN_NOT_ITERABLE",
                    messageParameters={"type": type(found).__name__, "func": method},
                )
            for row in found:
                yield self._checked(row, method)
        except (SkipRestOfInputTableException, PySparkRuntimeError):
            raise
        except Exception as error:
            raise self._failed(method, error) from error

    def _checked(self, row: Any, method: str) -> tuple[Any, ...]:
        width = len(self.returns)
        if row is None:
            if width != 1:
                raise PySparkRuntimeError(
                    errorClass="UDTF_INVALID_OUTPUT_ROW_TYPE",
                    messageParameters={"type": type(row).__name__, "func": method},
                )
            return (None,)
        if isinstance(row, (tuple, list)):
            if len(row) != width:
                raise PySparkRuntimeError(
                    errorClass="UDTF_RETURN_SCHEMA_MISMATCH",
                    messageParameters={"expected": str(width), "actual": str(len(row)), "func": method},
                )
            return tuple(row)
        if width == 1:
            return (row,)
        raise PySparkRuntimeError(
            errorClass="UDTF_INVALID_OUTPUT_ROW_TYPE",
            messageParameters={"type": type(row).__name__, "func": method},
        )

    def _failed(self, method: str, error: Exception) -> PySparkRuntimeError:
        return PySparkRuntimeError(
            errorClass="UDTF_EXEC_ERROR",
            messageParameters={"method_name": method, "error": str(error) or traceback.format_exc(limit=1)},
        )

    def _batch(self, rows: Sequence[tuple[int, tuple[Any, ...]]]) -> pa.RecordBatch:
        import pyarrow as pa

        arrays = [pa.array([number for number, _ in rows], pa.int64())]
        convert = arrow_results if self.by_arrow else pickled_results
        for place, field in enumerate(self.returns):
            values = [row[place] for _, row in rows]
            try:
                arrays.append(convert(values, field.dataType))
            except (ValueError, TypeError, AssertionError) as error:
                raise PySparkRuntimeError(
                    errorClass="UDTF_ARROW_DATA_CONVERSION_ERROR",
                    messageParameters={
                        "data": str([row for _, row in rows[:10]]),
                        "schema": self.returns.simpleString(),
                        "arrow_schema": str(field.dataType.simpleString()),
                    },
                ) from error
        return pa.RecordBatch.from_arrays(arrays, [str(index) for index in range(len(arrays))])


def _wants_one(handler: type) -> bool:
    """Whether a class is made with what ``analyze`` gave."""
    made: Any = handler.__init__  # type: ignore[misc]
    if made is object.__init__:
        return False
    return len(inspect.signature(made).parameters) > 1


def _grouped(rows: Iterable[tuple[int, Any]], size: int) -> Iterator[list[tuple[int, Any]]]:
    held: list[tuple[int, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held
