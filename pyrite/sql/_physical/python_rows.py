"""Users' functions of partitions and groups run: what they make of rows takes the place of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pyrite.sql._analysis.constants import constant_value
from pyrite.sql._physical.python_runs import ChunkSource, Function, PythonRunner, StageRows
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._python.aggregates import Call, GroupedCalls, WindowCalls
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.functions import EvalType
from pyrite.sql._python.groups import Given, GroupStage, MapStage
from pyrite.sql._python.scalar import Argument
from pyrite.sql._python.wire import from_bytes

if TYPE_CHECKING:
    from pyrite.sql._query.execution import Execution

__all__ = ["rows_of"]

Execute = Callable[[r.Relation], "Execution"]


def rows_of(plan: r.MadeByPython, execute: Execute, runner: PythonRunner, conf: WorkerConf) -> StageRows:
    """The rows of a relation as an Arrow stream.

    Parameters
    ----------
    plan : MadeByPython
        The relation.
    execute : callable
        Makes the query of a plan below it.
    runner : PythonRunner
        Where functions run.
    conf : WorkerConf
        The settings.
    """
    return _ROWS[type(plan)](plan, execute, runner, conf)


class MadeRows(StageRows):
    """What a function makes of chunks: any rows."""

    def _finished(self, chunk: pa.RecordBatch, future: Future[list[bytes]]) -> Iterator[pa.RecordBatch]:
        (data,) = future.result()
        for made in from_bytes(data):
            yield self._typed(made.columns)


class MappedRows(MadeRows):
    """What a function makes of each partition."""

    def _source(self) -> ChunkSource:
        return _Partitions(self._below, self._runner, self._stopped)


class BarrierRows(MappedRows):
    """What a function makes of the partitions, in tasks that run together."""

    def _joined(self) -> Iterator[pa.RecordBatch]:
        source = self._source()
        try:
            chunks = list(source)
        finally:
            source.close()
        if not chunks:
            return
        for data in self._runner.run(self._function, [self._bytes(chunk) for chunk in chunks], barrier=True):
            for made in from_bytes(data):
                yield self._typed(made.columns)


class _Partitions(ChunkSource):
    """The partitions of a query that Spark would have."""

    def _produce(self) -> None:
        if _is_empty(self._below.analyzed):
            return
        for table in self._below.partitions():
            (batch,) = table.combine_chunks().to_batches() or [_empty_batch(table)]
            self._put(batch)


def _empty_batch(table: pa.Table) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(
        [pa.array([], kind) for kind in table.schema.types], schema=table.schema
    )


def _is_empty(plan: r.Relation) -> bool:
    """Whether a plan has no rows, and so no partitions, as its source has none."""
    while isinstance(plan, (r.Project, r.Filter, r.Named, r.Shown, r.Renewed, r.Sort, r.Limit)):
        plan = plan.inputs[0]
    if isinstance(plan, r.Range):
        return not len(range(plan.start, plan.end, plan.step))
    return isinstance(plan, r.ArrowRows) and not plan.table.num_rows


def _mapped_or_grouped(
    plan: r.PythonRows, execute: Execute, runner: PythonRunner, conf: WorkerConf
) -> StageRows:
    function = plan.function
    if function.kind in (EvalType.MAP_PANDAS_ITER, EvalType.MAP_ARROW_ITER):
        (given,) = plan.given
        stage = MapStage(function, _places(given, given), conf)
        below = execute(r.Project(plan.child, given) if given != plan.child.output else plan.child)
        make = BarrierRows if plan.barrier else MappedRows
        return make(below, (), plan.columns, stage, runner)
    sides = () if plan.side is None else (plan.side,)
    columns = _distinct((*plan.groupings, *sides, *[column for some in plan.given for column in some]))
    child = _sorted(plan.child, (*plan.groupings, *sides))
    keys = _places(plan.groupings, columns)
    frames = tuple([_places(some, columns) for some in plan.given])
    side = None if plan.side is None else _places(sides, columns)[0].position
    grouped = GroupStage(function, keys, frames, side, conf)
    return _over_groups(MadeRows, child, (), columns, plan.columns, keys, grouped, execute, runner)


def _aggregated(plan: r.PythonGroups, execute: Execute, runner: PythonRunner, conf: WorkerConf) -> StageRows:
    columns = _distinct((*plan.groupings, *_arguments(plan.calls)))
    keys = _places(plan.groupings, columns)
    stage = GroupedCalls([_call(call, columns) for call in plan.calls], keys, conf)
    child = _sorted(plan.child, plan.groupings)
    return _over_groups(MadeRows, child, (), columns, plan.columns, keys, stage, execute, runner)


def _windowed(plan: r.PythonWindows, execute: Execute, runner: PythonRunner, conf: WorkerConf) -> StageRows:
    bounds = [column for frame in plan.frames if isinstance(frame, tuple) for column in frame]
    columns = _distinct((*plan.partition, *_arguments(plan.calls), *bounds))
    keys = _places(plan.partition, columns)
    frames = [
        tuple([given.position for given in _places(frame, columns)])
        if isinstance(frame, tuple)
        else _rows_bounds(frame)
        for frame in plan.frames
    ]
    numbers = [isinstance(frame, tuple) for frame in plan.frames]
    stage = WindowCalls([_call(call, columns) for call in plan.calls], keys, frames, numbers, conf)
    child = _sorted(plan.child, (*plan.partition, plan.number))
    kept = plan.columns[: -len(plan.calls)]
    results = plan.columns[-len(plan.calls) :]
    return _over_groups(StageRows, child, kept, columns, results, keys, stage, execute, runner)


def _rows_bounds(frame: e.Frame) -> tuple[int | None, int | None]:
    """The offsets of a frame of rows; None for those that are unbounded."""

    def offset(bound: Any) -> int | None:
        found: int | None = constant_value(bound) if isinstance(bound, e.Value) else bound
        return found

    return offset(frame.start), offset(frame.end)


def _over_groups(
    make: Any,
    child: r.Relation,
    kept: Sequence[e.Attribute],
    columns: Sequence[e.Attribute],
    results: Sequence[e.Attribute],
    keys: Sequence[Given],
    function: Function,
    execute: Execute,
    runner: PythonRunner,
) -> StageRows:
    below = r.Project(child, (*kept, *columns))
    places = [len(kept) + key.position for key in keys]
    made: StageRows = make(execute(below), kept, results, function, runner, not keys, places)
    return made


def _sorted(plan: r.Relation, columns: Sequence[e.Attribute]) -> r.Relation:
    return r.Sort(plan, tuple([e.SortOrder(column) for column in columns])) if columns else plan


def _distinct(columns: Sequence[e.Attribute]) -> list[e.Attribute]:
    return list({column.id: column for column in columns}.values())


def _places(columns: Sequence[e.Attribute], among: Sequence[e.Attribute]) -> tuple[Given, ...]:
    places = {column.id: place for place, column in enumerate(among)}
    return tuple([Given(places[column.id], column.name, column.type) for column in columns])


def _arguments(calls: Sequence[e.PythonCall]) -> Iterator[e.Attribute]:
    for call in calls:
        for argument in call.arguments:
            assert isinstance(argument, e.Attribute)
            yield argument


def _call(call: e.PythonCall, columns: Sequence[e.Attribute]) -> Call:
    places = {column.id: place for place, column in enumerate(columns)}
    plain = len(call.arguments) - len(call.keywords)
    keywords = [None] * plain + list(call.keywords)
    arguments = [
        Argument(places[value.id], False, value.type, keyword)  # type: ignore[attr-defined]
        for value, keyword in zip(call.arguments, keywords)
    ]
    return Call(call.function, tuple(arguments))


_ROWS: dict[type, Callable[[Any, Execute, PythonRunner, WorkerConf], StageRows]] = {
    r.PythonRows: _mapped_or_grouped,
    r.PythonGroups: _aggregated,
    r.PythonWindows: _windowed,
}
