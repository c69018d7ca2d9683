"""Users' functions run: the rows of a query go in chunks to the workers, and come back with what is made of them."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pyrite.errors.exceptions.base import JobFailedError
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._python.borders import group_starts
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.scalar import Argument, ScalarStage, Step
from pyrite.sql._python.sources import ReadStage
from pyrite.sql._python.tables import Given, TableStage
from pyrite.sql._python.wire import Chunks, from_bytes, to_bytes
from pyrite.sql._types.physical_types import physical_type

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext
    from pyrite.sql._query.execution import Execution

__all__ = [
    "ChunkSource",
    "Function",
    "PythonRunner",
    "SourceRows",
    "StageRows",
    "TableRows",
    "scalar_stage",
    "table_stage",
]

#: Rows of a chunk: few at first, so that the first rows are soon there.
_FIRST, _MOST = 8_192, 131_072
_BYTES = 16 << 20
_numbers = count()

Function = Callable[[Iterable[bytes]], Iterable[bytes]]


class PythonRunner:
    """Runs functions on chunks in the workers of a SparkContext.

    Its jobs have the local properties of the thread that makes it, and a tag of their own.
    """

    def __init__(self, sc: SparkContext):
        self._sc = sc
        self._tag = f"python-{next(_numbers)}"
        self._properties = sc._copy_local_properties()
        self.width = max(1, sc.defaultParallelism)

    def run(self, function: Function, chunks: Sequence[bytes], barrier: bool = False) -> list[bytes]:
        """What a function makes of chunks: each is a task; with ``barrier`` they run together."""
        self.enter()
        rows = Chunks(tuple(chunks))
        source = self._sc._source(lambda: rows)
        if barrier:
            return self._sc.runJob(source.barrier().mapPartitions(function), list)
        return self._sc.runJob(source, function)

    def enter(self) -> None:
        """Give this thread the properties, so that what it runs is cancelled with the rest."""
        self._sc._set_local_properties(self._properties)
        self._sc.addJobTag(self._tag)

    def cancel(self) -> None:
        """End what runs."""
        self._sc.cancelJobsWithTag(self._tag)


def scalar_stage(plan: r.PythonValues, conf: WorkerConf) -> tuple[ScalarStage, list[e.Attribute]]:
    """The function of a stage, and the columns that it is given."""
    columns: list[e.Attribute] = []
    steps: list[Step] = []
    known: dict[Any, int] = {}

    def argument(value: e.Value, keyword: str | None) -> Argument:
        if isinstance(value, e.PythonCall):
            return Argument(step(value), True, value.type, keyword)
        assert isinstance(value, e.Attribute)
        for position, column in enumerate(columns):
            if column.id == value.id:
                return Argument(position, False, value.type, keyword)
        columns.append(value)
        return Argument(len(columns) - 1, False, value.type, keyword)

    def step(call: e.PythonCall) -> int:
        number = known.get(call.key)
        if number is None:
            plain = len(call.arguments) - len(call.keywords)
            keywords = [None] * plain + list(call.keywords)
            given = [argument(value, name) for value, name in zip(call.arguments, keywords)]
            steps.append(Step(call.function, tuple(given)))
            number = known[call.key] = len(steps) - 1
        return number

    results = [step(call) for call in plan.calls]
    return ScalarStage(tuple(steps), tuple(results), conf), columns


class StageRows:
    """The rows of a stage as an Arrow stream. Each scan of it computes them anew.

    Parameters
    ----------
    below : Execution
        The query below: the columns that are kept, then those that the function is given.
    kept : list of Attribute
        The columns that are kept.
    results : list of Attribute
        The columns that the function makes.
    function : callable
        What a worker does with a chunk.
    runner : PythonRunner
        Where.
    whole : bool
        Whether all rows go in one chunk.
    """

    def __init__(
        self,
        below: Execution,
        kept: Sequence[e.Attribute],
        results: Sequence[e.Attribute],
        function: Function,
        runner: PythonRunner,
        whole: bool = False,
        keys: Sequence[int] = (),
    ):
        self._whole = whole
        self._keys = keys
        self._below = below
        self._kept = len(kept)
        self._function = function
        self._runner = runner
        self._stopped = threading.Event()
        #: What went wrong; the engine tells only its text.
        self.error: BaseException | None = None
        fields = [
            pa.field(str(index), physical_type(column.type)) for index, column in enumerate((*kept, *results))
        ]
        self.schema = pa.schema(fields)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        reader = pa.RecordBatchReader.from_batches(self.schema, self._batches())
        return reader.__arrow_c_stream__(requested_schema)

    def cancel(self) -> None:
        """End what runs: somebody interrupts the query."""
        self._stopped.set()
        self._runner.cancel()

    def _batches(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._joined()
        except GeneratorExit:
            raise
        except BaseException as error:
            self.error = error
            raise

    def _joined(self) -> Iterator[pa.RecordBatch]:
        """The chunks with their results, in order; some are computed ahead."""
        width = self._runner.width
        pending: deque[tuple[pa.RecordBatch, Future[list[bytes]]]] = deque()
        source = self._source()
        with ThreadPoolExecutor(width, "python-stage") as pool:
            try:
                for chunk in source:
                    pending.append((chunk, pool.submit(self._run, chunk)))
                    if len(pending) > width:
                        yield from self._finished(*pending.popleft())
                while pending:
                    yield from self._finished(*pending.popleft())
            finally:
                source.close()
                if pending:
                    self._runner.cancel()
                    for _, future in pending:
                        future.cancel()

    def _source(self) -> ChunkSource:
        return _Chunks(self._below, self._runner, self._stopped, self._whole, self._keys)

    def _run(self, chunk: pa.RecordBatch) -> list[bytes]:
        return self._runner.run(self._function, [self._bytes(chunk)])

    def _bytes(self, chunk: pa.RecordBatch) -> bytes:
        """What the function is given of a chunk."""
        given = chunk.select(range(self._kept, chunk.num_columns))
        if not given.num_columns:
            given = pa.record_batch([pa.nulls(chunk.num_rows)], ["0"])
        return to_bytes([given], given.schema)

    def _finished(self, chunk: pa.RecordBatch, future: Future[list[bytes]]) -> Iterator[pa.RecordBatch]:
        (data,) = future.result()
        made = from_bytes(data)
        if not made:
            return
        (results,) = made
        yield self._typed([*chunk.columns[: self._kept], *results.columns])

    def _typed(self, arrays: Sequence[pa.Array]) -> pa.RecordBatch:
        """Columns in the engine's own types."""
        return pa.RecordBatch.from_arrays(
            [
                array.cast(field.type) if array.type != field.type else array
                for array, field in zip(arrays, self.schema)
            ],
            schema=self.schema,
        )


def table_stage(plan: r.PythonTable) -> tuple[TableStage, list[e.Attribute]]:
    """The function of a table function's stage, and the columns that it is given."""
    columns: list[e.Attribute] = []

    def place(column: e.Attribute) -> int:
        for position, known in enumerate(columns):
            if known.id == column.id:
                return position
        columns.append(column)
        return len(columns) - 1

    call = plan.call
    given = [
        Given([place(column) for column in parts], [column.type for column in parts], names, keyword)
        for keyword, parts, names in call.arguments
    ]
    keys = [place(column) for column in call.keys]
    stage = TableStage(
        call.handler, call.name, call.returns, given, keys, call.by_arrow, call.outer, call.analyzed
    )
    return stage, columns


class TableRows(StageRows):
    """The rows of a table function's stage: any number of them for each row below."""

    def _finished(self, chunk: pa.RecordBatch, future: Future[list[bytes]]) -> Iterator[pa.RecordBatch]:
        (data,) = future.result()
        for made in from_bytes(data):
            kept = chunk.select(range(self._kept)).take(made.column(0))
            yield self._typed([*kept.columns, *made.columns[1:]])


class SourceRows(StageRows):
    """The rows of a user's data source: its parts are read in tasks, some ahead."""

    def __init__(self, plan: r.PythonSource, runner: PythonRunner):
        self._plan = plan
        self._runner = runner
        self._stopped = threading.Event()
        self.error = None
        fields = [pa.field(str(i), physical_type(column.type)) for i, column in enumerate(plan.columns)]
        self.schema = pa.schema(fields)

    def _joined(self) -> Iterator[pa.RecordBatch]:
        schema, width = self._plan.schema, self._runner.width
        pending: deque[Future[list[bytes]]] = deque()
        with ThreadPoolExecutor(width, "python-source") as pool:
            try:
                for part in self._plan.parts:
                    stage = ReadStage(self._plan.reader, part, schema)
                    pending.append(pool.submit(self._runner.run, stage, [b""]))
                    if len(pending) > width:
                        yield from self._of(pending.popleft())
                while pending:
                    yield from self._of(pending.popleft())
            finally:
                if pending:
                    self._runner.cancel()
                    for future in pending:
                        future.cancel()

    def _of(self, future: Future[list[bytes]]) -> Iterator[pa.RecordBatch]:
        for data in future.result():
            for batch in from_bytes(data):
                yield batch.cast(self.schema)


class ChunkSource:
    """Chunks of rows, computed by a thread of its own."""

    def __init__(self, below: Execution, runner: PythonRunner, stopped: threading.Event):
        self._queue: queue.Queue[pa.RecordBatch | BaseException | None] = queue.Queue(maxsize=2)
        self._closed = threading.Event()
        self._stopped = stopped
        self._below = below
        self._runner = runner
        self._thread = threading.Thread(target=self._fill, name="python-stage-input", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        while True:
            try:
                found = self._queue.get(timeout=0.2)
            except queue.Empty:
                if self._stopped.is_set() and not self._thread.is_alive():
                    # Whoever stopped the query stopped the thread before it could tell of its end.
                    raise JobFailedError("The query was cancelled") from None
                continue
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found

    def close(self) -> None:
        """Nobody wants more."""
        self._closed.set()
        while self._thread.is_alive():
            try:
                self._queue.get_nowait()
            except queue.Empty:
                self._thread.join(0.01)

    def _fill(self) -> None:
        try:
            self._runner.enter()
            self._produce()
        except _Enough:
            pass
        except BaseException as error:
            self._put(error)
        else:
            self._put(None)

    def _produce(self) -> None:
        """Put the chunks."""
        raise NotImplementedError

    def _put(self, item: pa.RecordBatch | BaseException | None) -> None:
        while not (self._closed.is_set() or self._stopped.is_set()):
            try:
                self._queue.put(item, timeout=0.1)
                return
            except queue.Full:
                continue
        raise _Enough


class _Chunks(ChunkSource):
    """The rows of a query, in order; with ``keys`` those of a group are in one chunk."""

    def __init__(
        self,
        below: Execution,
        runner: PythonRunner,
        stopped: threading.Event,
        whole: bool,
        keys: Sequence[int] = (),
    ):
        self._whole = whole
        self._keys = keys
        super().__init__(below, runner, stopped)

    def _produce(self) -> None:
        self._below.stream(self._take)

    def _take(self, batches: Iterator[pa.RecordBatch]) -> None:
        most = _FIRST
        held: list[pa.RecordBatch] = []
        rows = size = 0
        # Groups that are longer than a chunk let both grow.
        due, due_size = most, _BYTES
        for batch in batches:
            for piece in _pieces(batch, most):
                held.append(piece)
                rows += piece.num_rows
                size += piece.nbytes
                if self._whole or (rows < due and size < due_size):
                    continue
                chunk = _one(held)
                border = self._border(chunk)
                if not border:
                    held, due, due_size = [chunk], 2 * rows, 2 * size
                    continue
                self._put(chunk.slice(0, border))
                rest = chunk.slice(border)
                held, rows, size = ([rest] if rest.num_rows else []), rest.num_rows, rest.nbytes
                most = min(2 * most, _MOST)
                due, due_size = max(most, 2 * rows), max(_BYTES, 2 * size)
        if held:
            self._put(_one(held))
        elif self._whole and not self._keys:
            self._put(_empty(self._below))

    def _border(self, chunk: pa.RecordBatch) -> int:
        """Where a chunk can be cut: at its end, or where its last group begins."""
        if not self._keys:
            return chunk.num_rows
        return group_starts([chunk.column(key) for key in self._keys], chunk.num_rows)[-1]


class _Enough(Exception):
    """Nobody asks for more rows."""


def _empty(below: Execution) -> pa.RecordBatch:
    """A chunk without rows."""
    columns = below.compiled.output
    arrays = [pa.array([], physical_type(column.type)) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, [str(index) for index in range(len(arrays))])


def _pieces(batch: pa.RecordBatch, most: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, most):
        yield batch.slice(start, most)


def _one(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    table = pa.Table.from_batches(batches).combine_chunks()
    found = table.to_batches()
    return found[0] if found else batches[0]
