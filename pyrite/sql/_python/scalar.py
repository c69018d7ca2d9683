"""Functions of one row, or of columns, called in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkRuntimeError
from pyrite.sql._python.functions import EvalType, PythonFunction
from pyrite.sql._python.results import arrow_results, pickled_results
from pyrite.sql._python.wire import from_bytes, to_bytes
from pyrite.sql._result.rows import column_values
from pyrite.sql._types.datatypes import DataType

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Argument", "ScalarStage", "Step"]


@dataclass(frozen=True)
class Argument:
    """What a call is given: an input column by its position, or the result of the step of that number."""

    position: int
    of_step: bool
    type: DataType
    keyword: str | None = None


@dataclass(frozen=True)
class Step:
    """One call."""

    function: PythonFunction
    arguments: Sequence[Argument]


@dataclass(frozen=True)
class ScalarStage:
    """A chain of calls over the rows of a chunk, all in one pass.

    Parameters
    ----------
    steps : list of Step
        The calls; each may use the results of those before it.
    results : list of int
        The steps whose results are given back.
    """

    steps: Sequence[Step]
    results: Sequence[int]

    def __call__(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        import pyarrow as pa

        for chunk in chunks:
            made = [self._batch(batch) for batch in from_bytes(chunk)]
            if made:
                yield to_bytes(made, made[0].schema)
            else:
                yield to_bytes([], pa.schema([]))

    def _batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        import pyarrow as pa

        values = _Values(batch)
        arrays: list[pa.Array] = []
        for number, step in enumerate(self.steps):
            made, array = _RUN[step.function.kind](step, values, number in self.results)
            values.made.append(made)
            arrays.append(array)
        wanted = [arrays[number] for number in self.results]
        return pa.RecordBatch.from_arrays(wanted, [str(index) for index in range(len(wanted))])


class _Values:
    """The values that the steps of a chain work on."""

    def __init__(self, batch: pa.RecordBatch):
        self.batch = batch
        self.made: list[Any] = []
        self._lists: dict[int, list[Any]] = {}

    def list(self, argument: Argument) -> Sequence[Any]:
        """The argument's Python values."""
        import pyarrow as pa

        if argument.of_step:
            found: Sequence[Any] = self.made[argument.position]
            return found
        known = self._lists.get(argument.position)
        if known is None:
            column = pa.chunked_array([self.batch.column(argument.position)])
            known = self._lists[argument.position] = column_values(column, argument.type)
        return known


def _row_by_row(convert: Callable[[Any, DataType], Any]) -> Callable[[Step, _Values, bool], tuple[Any, Any]]:
    def run(step: Step, values: _Values, wanted: bool) -> tuple[Any, Any]:
        function = step.function.function
        columns = [values.list(argument) for argument in step.arguments if argument.keyword is None]
        named = {a.keyword: values.list(a) for a in step.arguments if a.keyword is not None}
        if named:
            keys = list(named)
            made = []
            for row in range(values.batch.num_rows):
                given = {key: named[key][row] for key in keys}
                made.append(function(*[column[row] for column in columns], **given))  # type: ignore[arg-type]
        elif columns:
            made = list(map(function, *columns))
        else:
            made = [function() for _ in range(values.batch.num_rows)]
        if len(made) != values.batch.num_rows:
            raise PySparkRuntimeError(
                errorClass="STOP_ITERATION_OCCURRED",
                messageParameters={"exc": f"the function {step.function.name} raised StopIteration"},
            )
        return made, convert(made, step.function.returns) if wanted else None

    return run


_RUN: dict[EvalType, Callable[[Step, _Values, bool], tuple[Any, Any]]] = {
    EvalType.BATCHED: _row_by_row(pickled_results),
    EvalType.ARROW_BATCHED: _row_by_row(arrow_results),
}
