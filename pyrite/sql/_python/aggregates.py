"""Functions that make one value of many rows: of groups and of windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.sql._python.checks import arrow_array, stop_told
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.frames import array_of, one_array
from pyrite.sql._python.functions import EvalType, PythonFunction
from pyrite.sql._python.groups import Given, Rows, result_bytes
from pyrite.sql._python.scalar import Argument
from pyrite.sql._python.wire import from_bytes
from pyrite.sql._result.arrow import spark_column

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Call", "GroupedCalls", "WindowCalls"]

_ITERATORS = (EvalType.GROUPED_AGG_PANDAS_ITER, EvalType.GROUPED_AGG_ARROW_ITER)
_ARROW = (EvalType.GROUPED_AGG_ARROW, EvalType.GROUPED_AGG_ARROW_ITER)

#: Some rows of a column: those from the first number to before the second, of the group that the third begins.
Part = Callable[[int, int], Any]


@dataclass(frozen=True)
class Call:
    """A call of an aggregate function over input columns."""

    function: PythonFunction
    arguments: Sequence[Argument]

    def runner(self, rows: Rows) -> Callable[[int, int], Any]:
        """What gives the value of rows of a chunk."""
        function = stop_told(self.function.function)
        column = self._arrays(rows) if self.function.kind in _ARROW else self._series(rows)
        columns = [column(argument) for argument in self.arguments]
        if self.function.kind in _ITERATORS:
            most = rows.conf.batch_rows

            def batches(start: int, stop: int) -> Iterator[Any]:
                for first in range(start, stop, most):
                    parts = tuple([part(first, min(first + most, stop)) for part in columns])
                    yield parts[0] if len(parts) == 1 else parts

            return lambda start, stop: function(batches(start, stop))
        plain = [part for part, argument in zip(columns, self.arguments) if argument.keyword is None]
        named = {a.keyword: part for part, a in zip(columns, self.arguments) if a.keyword is not None}

        def call(start: int, stop: int) -> Any:
            given = {name: part(start, stop) for name, part in named.items()}
            return function(*[part(start, stop) for part in plain], **given)

        return call

    def _series(self, rows: Rows) -> Callable[[Argument], Part]:
        def column(argument: Argument) -> Part:
            given = Given(argument.position, f"_{argument.position}", argument.type)
            return lambda start, stop: rows.series(given, start, stop)

        return column

    def _arrays(self, rows: Rows) -> Callable[[Argument], Part]:
        def column(argument: Argument) -> Part:
            import pyarrow as pa

            chunked = pa.chunked_array([rows.batch.column(argument.position)])
            array = one_array(spark_column(chunked, argument.type, rows.conf.large_types, rows.conf.zone))
            return lambda start, stop: array.slice(start, stop - start)

        return column

    def array(self, values: Sequence[Any], conf: WorkerConf) -> pa.Array:
        """Its results as an array of its type."""
        import pyarrow as pa

        there = [value for value in values if value is not None]
        # Values of one class become the same together as one by one.
        if there and len(set(map(type, there))) == 1:
            made = self._array(there, conf)
        elif there:
            made = pa.concat_arrays([self._array([value], conf) for value in there])
        else:
            return self._array([None], conf).take(pa.array([0] * len(values), pa.int64()))
        if len(there) == len(values):
            return made
        numbers = iter(range(len(there)))
        return made.take(pa.array([None if v is None else next(numbers) for v in values], pa.int64()))

    def _array(self, values: Sequence[Any], conf: WorkerConf) -> pa.Array:
        kind = self.function.returns
        if self.function.kind in _ARROW:
            import pyarrow as pa

            return arrow_array(pa.array(values), kind, "_0", conf.large_types)
        import pandas as pd

        return array_of(pd.Series(values), kind, "_0", conf)


@dataclass(frozen=True)
class GroupedCalls:
    """Calls over groups: a row of the keys and the results for each.

    Parameters
    ----------
    calls : list of Call
        The calls.
    keys : list of Given
        What tells groups apart; rows of one follow each other.
    conf : WorkerConf
        The settings.
    """

    calls: Sequence[Call]
    keys: Sequence[Given]
    conf: WorkerConf

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        kinds = [*[key.type for key in self.keys], *[call.function.returns for call in self.calls]]
        for chunk in chunks:
            yield result_bytes([self._part(batch) for batch in from_bytes(chunk) if batch.num_rows], kinds)

    def _part(self, batch: pa.RecordBatch) -> list[pa.Array]:
        import pyarrow as pa

        rows = Rows(batch, self.conf)
        runners = [call.runner(rows) for call in self.calls]
        groups = list(rows.groups(self.keys))
        firsts = pa.array([start for start, _ in groups], pa.int64())
        values = [[run(start, stop) for run in runners] for start, stop in groups]
        keys = [batch.column(key.position).take(firsts) for key in self.keys]
        results = zip(self.calls, zip(*values))
        return [*keys, *[call.array(column, self.conf) for call, column in results]]


@dataclass(frozen=True)
class WindowCalls:
    """Calls over windows: the results for each row.

    Parameters
    ----------
    calls : list of Call
        The calls.
    keys : list of Given
        What tells partitions apart; rows of one follow each other, in the window's order.
    frames : list
        For each call two bounds: offsets of rows, None where there is no bound, or places of columns.
    by_number : list of bool
        Whether the bounds are places of columns, which have the numbers, from 1, of the first row and the last.
    conf : WorkerConf
        The settings.
    """

    calls: Sequence[Call]
    keys: Sequence[Given]
    frames: Sequence[tuple[int | None, ...]]
    by_number: Sequence[bool]
    conf: WorkerConf

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        kinds = [call.function.returns for call in self.calls]
        for chunk in chunks:
            yield result_bytes([self._part(batch) for batch in from_bytes(chunk) if batch.num_rows], kinds)

    def _part(self, batch: pa.RecordBatch) -> list[pa.Array]:
        rows = Rows(batch, self.conf)
        groups = list(rows.groups(self.keys))
        found = []
        for call, frame, by_number in zip(self.calls, self.frames, self.by_number):
            run = call.runner(rows)
            values: list[Any] = []
            for start, stop in groups:
                if frame == (None, None):
                    values += [run(start, stop)] * (stop - start)
                    continue
                for first, behind in _bounds(batch, start, stop, frame, by_number):
                    values.append(run(first, max(first, behind)))
            found.append(call.array(values, self.conf))
        return found


def _bounds(
    batch: pa.RecordBatch, start: int, stop: int, frame: tuple[int | None, ...], by_number: bool
) -> Iterator[tuple[int, int]]:
    """The frame of each row of a partition: its first row, and the one behind its last."""
    lower, upper = frame
    if by_number:
        assert lower is not None and upper is not None
        firsts = batch.column(lower).slice(start, stop - start).to_pylist()
        lasts = batch.column(upper).slice(start, stop - start).to_pylist()
        for first, last in zip(firsts, lasts):
            yield (start, start) if first is None else (start + first - 1, start + last)
        return
    for row in range(start, stop):
        first = start if lower is None else min(max(row + lower, start), stop)
        behind = stop if upper is None else max(min(row + upper + 1, stop), start)
        yield first, behind
