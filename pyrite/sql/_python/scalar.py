"""Functions of one row, or of columns, called in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkRuntimeError
from pyrite.sql._python.checks import stop_told
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.frames import one_array, series_of
from pyrite.sql._python.functions import EvalType, PythonFunction
from pyrite.sql._python.results import arrow_results, pickled_results
from pyrite.sql._python.vectorized import arrow_batches, arrow_iterator, pandas_batches, pandas_iterator
from pyrite.sql._python.wire import from_bytes, to_bytes
from pyrite.sql._result.arrow import spark_column
from pyrite.sql._result.rows import column_values
from pyrite.sql._types.datatypes import DataType

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Argument", "ScalarStage", "Step"]


#: For the places of columns, what they are for each batch.
Parts = dict[int, list[Any]]


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
    conf : WorkerConf
        The settings.
    """

    steps: Sequence[Step]
    results: Sequence[int]
    conf: WorkerConf

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        import pyarrow as pa

        for chunk in chunks:
            made = [self._batch(batch) for batch in from_bytes(chunk)]
            if made:
                yield to_bytes(made, made[0].schema)
            else:
                yield to_bytes([], pa.schema([]))

    def _batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        import pyarrow as pa

        values = _Values(batch, self.conf)
        arrays: list[pa.Array] = []
        for number, step in enumerate(self.steps):
            made, array = _RUN[step.function.kind](step, values, number in self.results)
            values.made.append(made)
            arrays.append(array)
        wanted = [arrays[number] for number in self.results]
        return pa.RecordBatch.from_arrays(wanted, [str(index) for index in range(len(wanted))])


class _Values:
    """The values that the steps of a chain work on."""

    def __init__(self, batch: pa.RecordBatch, conf: WorkerConf):
        self.batch = batch
        self.conf = conf
        self.made: list[Any] = []
        self._lists: dict[int, list[Any]] = {}
        self._series: Parts = {}
        self._arrays: Parts = {}
        rows, most = batch.num_rows, conf.batch_rows
        #: The rows of the batches that functions of columns are given.
        self.lengths = [min(most, rows - start) for start in range(0, rows, most)]

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

    def series(self, argument: Argument) -> Sequence[Any]:
        """The argument as pandas has it, for each batch."""

        def convert(array: pa.Array) -> Any:
            return series_of(array, argument.type, f"_{argument.position}", self.conf, frames=True)

        return self._parts(argument, self._series, convert)

    def arrays(self, argument: Argument) -> Sequence[Any]:
        """The argument as Arrow has it, for each batch."""
        import pyarrow as pa

        def convert(array: pa.Array) -> Any:
            column = pa.chunked_array([array])
            return one_array(spark_column(column, argument.type, self.conf.large_types, self.conf.zone))

        return self._parts(argument, self._arrays, convert)

    def _parts(self, argument: Argument, known: Parts, convert: Callable[[Any], Any]) -> Sequence[Any]:
        if argument.of_step:
            found: Sequence[Any] = self.made[argument.position]
            return found
        parts = known.get(argument.position)
        if parts is None:
            column = self.batch.column(argument.position)
            most = self.conf.batch_rows
            parts = known[argument.position] = [
                convert(column.slice(number * most, length)) for number, length in enumerate(self.lengths)
            ]
        return parts


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
                made.append(stop_told(function)(*[column[row] for column in columns], **given))
        elif columns:
            made = list(map(function, *columns))
        else:
            made = [stop_told(function)() for _ in range(values.batch.num_rows)]
        if len(made) != values.batch.num_rows:
            # Map took the error for the end of the rows: called again, the function tells where it comes from.
            stop_told(function)(*[column[len(made)] for column in columns])
            raise PySparkRuntimeError(
                errorClass="STOP_ITERATION_OCCURRED",
                messageParameters={"exc": f"the function {step.function.name} raised StopIteration"},
            )
        return made, convert(made, step.function.returns) if wanted else None

    return run


_RUN: dict[EvalType, Callable[[Any, Any, bool], tuple[Any, Any]]] = {
    EvalType.BATCHED: _row_by_row(pickled_results),
    EvalType.ARROW_BATCHED: _row_by_row(arrow_results),
    EvalType.SCALAR_PANDAS: pandas_batches,
    EvalType.SCALAR_PANDAS_ITER: pandas_iterator,
    EvalType.SCALAR_ARROW: arrow_batches,
    EvalType.SCALAR_ARROW_ITER: arrow_iterator,
}
