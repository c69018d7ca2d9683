"""Functions of partitions and of groups of rows, called in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import getfullargspec
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.sql._python.borders import group_starts
from pyrite.sql._python.checks import arrow_columns, check_class, check_frame, iterated, stop_told
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.frames import frame_array, frame_of, one_array, same_for_parts, series_of
from pyrite.sql._python.functions import EvalType, PythonFunction
from pyrite.sql._python.wire import from_bytes, to_bytes
from pyrite.sql._result.arrow import spark_column
from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.nested import StructType
from pyrite.sql._types.physical_types import physical_type

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["Given", "GroupStage", "MapStage"]


@dataclass(frozen=True)
class Given:
    """An input column: its place, its name and its type."""

    position: int
    name: str
    type: DataType


def result_bytes(parts: Iterable[Sequence[pa.Array]], kinds: Sequence[DataType]) -> bytes:
    """Columns of results as an Arrow stream."""
    import pyarrow as pa

    schema = pa.schema([(str(number), physical_type(kind)) for number, kind in enumerate(kinds)])
    return to_bytes((pa.RecordBatch.from_arrays(list(part), schema=schema) for part in parts), schema)


# ------------------------------------------------------------------------------------------- partitions


@dataclass(frozen=True)
class MapStage:
    """``mapInPandas`` and ``mapInArrow``: a function of an iterator over a partition's batches.

    Parameters
    ----------
    function : PythonFunction
        What is called.
    columns : list of Given
        The columns of the frames.
    conf : WorkerConf
        The settings.
    """

    function: PythonFunction
    columns: Sequence[Given]
    conf: WorkerConf

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        struct = self.function.returns
        assert isinstance(struct, StructType)
        kinds = [field.dataType for field in struct.fields]
        run = self._frames if self.function.kind == EvalType.MAP_PANDAS_ITER else self._tables
        for chunk in chunks:
            yield result_bytes(run(self._batches(chunk), struct), kinds)

    def _batches(self, chunk: bytes) -> Iterator[pa.RecordBatch]:
        for batch in from_bytes(chunk):
            for start in range(0, batch.num_rows, self.conf.batch_rows):
                yield batch.slice(start, self.conf.batch_rows)

    def _frames(self, batches: Iterator[pa.RecordBatch], struct: StructType) -> Iterator[list[pa.Array]]:
        import pandas as pd

        given = (_frame(batch, self.columns, self.conf, mixed=True) for batch in batches)
        found = stop_told(self.function.function)(given)
        for frame in iterated(found, pd.DataFrame, "pandas.DataFrame", self.conf.any_iterable):
            check_frame(frame, struct, by_name=True, cut=True)
            yield _fields(frame_array(frame, struct, self.conf))

    def _tables(self, batches: Iterator[pa.RecordBatch], struct: StructType) -> Iterator[list[pa.Array]]:
        import pyarrow as pa

        given = (_arrow(batch, self.columns, self.conf).to_batches()[0] for batch in batches)
        found = stop_told(self.function.function)(given)
        for batch in iterated(found, pa.RecordBatch, "pyarrow.RecordBatch", self.conf.any_iterable):
            if len(struct) < batch.num_columns:
                batch = batch.select(range(len(struct)))
            columns = arrow_columns(batch, struct, False, self.conf.large_types)
            if columns is not None:
                yield columns


# ------------------------------------------------------------------------------------------- groups


class Rows:
    """The sorted rows of a chunk, and the frames and Series of its groups.

    Columns become pandas' as a whole where their parts are then the same as if each became it alone.
    """

    def __init__(self, batch: pa.RecordBatch, conf: WorkerConf):
        self.batch = batch
        self.conf = conf
        self._whole: dict[int, Any] = {}
        self._frames: dict[int, Any] = {}

    def groups(self, keys: Sequence[Given]) -> Iterator[tuple[int, int]]:
        """The first row of each group, and the one behind its last."""
        starts = group_starts([self.batch.column(key.position) for key in keys], self.batch.num_rows)
        return zip(starts, [*starts[1:], self.batch.num_rows])

    def series(self, column: Given, start: int, stop: int) -> pd.Series:
        """Rows of a column, counted from 0."""
        array = self.batch.column(column.position)
        if not same_for_parts(column.type, array):
            return series_of(array.slice(start, stop - start), column.type, column.name, self.conf)
        whole = self._whole.get(column.position)
        if whole is None:
            whole = self._whole[column.position] = series_of(array, column.type, column.name, self.conf)
        return whole.iloc[start:stop].reset_index(drop=True)

    def frame(self, columns: Sequence[Given], start: int, stop: int) -> pd.DataFrame:
        """Rows of columns, counted from 0."""
        if not all(same_for_parts(c.type, self.batch.column(c.position)) for c in columns):
            return _frame(self.batch.slice(start, stop - start), columns, self.conf)
        whole = self._frames.get(id(columns))
        if whole is None:
            whole = self._frames[id(columns)] = _frame(self.batch, columns, self.conf)
        return whole.iloc[start:stop].reset_index(drop=True)

    def value(self, column: Given, row: int) -> Any:
        """A value as pandas has it in a column."""
        array = self.batch.column(column.position)
        if not same_for_parts(column.type, array):
            return series_of(array.slice(row, 1), column.type, column.name, self.conf).iloc[0]
        whole = self._whole.get(column.position)
        if whole is None:
            whole = self._whole[column.position] = series_of(array, column.type, column.name, self.conf)
        return whole.iloc[row]


@dataclass(frozen=True)
class GroupStage:
    """``applyInPandas`` and ``applyInArrow``: a function of each group's rows, or of two DataFrames' groups.

    Parameters
    ----------
    function : PythonFunction
        What is called.
    keys : list of Given
        What tells groups apart; rows of one follow each other.
    frames : list of list of Given
        The columns of the frame that it takes, or of both.
    side : int, optional
        The place of the column that tells of which DataFrame a row is: 0 or 1. The rows of the first come first.
    conf : WorkerConf
        The settings.
    """

    function: PythonFunction
    keys: Sequence[Given]
    frames: Sequence[Sequence[Given]]
    side: int | None
    conf: WorkerConf

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        struct = self.function.returns
        assert isinstance(struct, StructType)
        kinds = [field.dataType for field in struct.fields]
        run = _RUN[self.function.kind]
        for chunk in chunks:
            parts = [part for batch in from_bytes(chunk) for part in run(self, batch, struct)]
            yield result_bytes(parts, kinds)

    @property
    def takes_key(self) -> bool:
        """Whether the function is given the key too."""
        return len(getfullargspec(self.function.function).args) > len(self.frames)

    def ranges(self, batch: pa.RecordBatch, start: int, stop: int) -> list[tuple[int, int]]:
        """The rows of a group, of each DataFrame."""
        if self.side is None:
            return [(start, stop)]
        import pyarrow.compute as pc

        second: int = pc.sum(batch.column(self.side).slice(start, stop - start)).as_py()
        return [(start, stop - second), (stop - second, stop)]


def _by_frames(stage: GroupStage, batch: pa.RecordBatch, struct: StructType) -> Iterator[Sequence[pa.Array]]:
    """A function of a frame of each group."""
    import pandas as pd

    rows = Rows(batch, stage.conf)
    function, takes_key = stop_told(stage.function.function), stage.takes_key
    made = []
    for start, stop in rows.groups(stage.keys):
        ranges = stage.ranges(batch, start, stop)
        given = [rows.frame(columns, *place) for columns, place in zip(stage.frames, ranges)]
        if takes_key:
            given.insert(0, tuple([rows.value(key, start) for key in stage.keys]))
        frame = function(*given)
        check_class(frame, pd.DataFrame, "pandas.DataFrame")
        check_frame(frame, struct, stage.conf.by_name)
        made.append(frame)
    return _made_of_frames(made, struct, stage.conf)


def _by_frame_iterators(
    stage: GroupStage, batch: pa.RecordBatch, struct: StructType
) -> Iterator[Sequence[pa.Array]]:
    """A function of an iterator over frames of each group."""
    import pandas as pd

    rows = Rows(batch, stage.conf)
    function, takes_key = stop_told(stage.function.function), stage.takes_key
    (columns,) = stage.frames
    made = []
    for start, stop in rows.groups(stage.keys):
        frames = (rows.frame(columns, *place) for place in _batches(start, stop, stage.conf))
        key = [tuple([rows.value(key, start) for key in stage.keys])] if takes_key else []
        for frame in function(*key, frames):
            check_class(frame, pd.DataFrame, "pandas.DataFrame")
            check_frame(frame, struct, stage.conf.by_name)
            made.append(frame)
    return _made_of_frames(made, struct, stage.conf)


def _made_of_frames(
    frames: Sequence[pd.DataFrame], struct: StructType, conf: WorkerConf
) -> Iterator[Sequence[pa.Array]]:
    """The columns of frames: of those with the same columns and dtypes at once."""
    import pandas as pd

    runs: list[list[pd.DataFrame]] = []
    columns: Any = None
    dtypes: list[Any] = []
    for frame in frames:
        found = list(frame.dtypes)
        if found != dtypes or not frame.columns.equals(columns):
            columns, dtypes = frame.columns, found
            runs.append([])
        runs[-1].append(frame)
    for run in runs:
        if len(run) > 1:
            try:
                yield _fields(frame_array(pd.concat(run, ignore_index=True), struct, conf))
                continue
            except (TypeError, ValueError):
                # One by one, so that the error is about the frame that is wrong.
                pass
        for frame in run:
            yield _fields(frame_array(frame, struct, conf))


def _by_tables(stage: GroupStage, batch: pa.RecordBatch, struct: StructType) -> Iterator[Sequence[pa.Array]]:
    """A function of a table of each group."""
    import pyarrow as pa

    rows = Rows(batch, stage.conf)
    function, takes_key = stop_told(stage.function.function), stage.takes_key
    tables = [_arrow(batch, columns, stage.conf) for columns in stage.frames]
    keys = _arrow(batch, stage.keys, stage.conf)
    for start, stop in rows.groups(stage.keys):
        ranges = stage.ranges(batch, start, stop)
        given: list[Any] = [table.slice(a, b - a) for table, (a, b) in zip(tables, ranges)]
        if takes_key:
            given.insert(0, tuple([column[start] for column in keys.columns]))
        made = function(*given)
        check_class(made, pa.Table, "pyarrow.Table")
        columns = arrow_columns(made, struct, stage.conf.by_name, stage.conf.large_types)
        if columns is not None:
            yield columns


def _by_table_iterators(
    stage: GroupStage, batch: pa.RecordBatch, struct: StructType
) -> Iterator[Sequence[pa.Array]]:
    """A function of an iterator over batches of each group."""
    import pyarrow as pa

    rows = Rows(batch, stage.conf)
    function, takes_key = stop_told(stage.function.function), stage.takes_key
    (columns,) = stage.frames
    table = _arrow(batch, columns, stage.conf).to_batches()[0]
    keys = _arrow(batch, stage.keys, stage.conf)
    for start, stop in rows.groups(stage.keys):
        batches = (table.slice(a, b - a) for a, b in _batches(start, stop, stage.conf))
        key = [tuple([column[start] for column in keys.columns])] if takes_key else []
        for made in iterated(function(*key, batches), pa.RecordBatch, "pyarrow.RecordBatch"):
            found = arrow_columns(made, struct, stage.conf.by_name, stage.conf.large_types)
            if found is not None:
                yield found


_RUN: dict[EvalType, Callable[[GroupStage, Any, StructType], Iterator[Sequence[Any]]]] = {
    EvalType.GROUPED_MAP_PANDAS: _by_frames,
    EvalType.GROUPED_MAP_PANDAS_ITER: _by_frame_iterators,
    EvalType.GROUPED_MAP_ARROW: _by_tables,
    EvalType.GROUPED_MAP_ARROW_ITER: _by_table_iterators,
    EvalType.COGROUPED_MAP_PANDAS: _by_frames,
    EvalType.COGROUPED_MAP_ARROW: _by_tables,
}


def _batches(start: int, stop: int, conf: WorkerConf) -> Iterator[tuple[int, int]]:
    for first in range(start, stop, conf.batch_rows):
        yield first, min(first + conf.batch_rows, stop)


def _frame(
    batch: pa.RecordBatch, columns: Sequence[Given], conf: WorkerConf, mixed: bool = False
) -> pd.DataFrame:
    """The frame of a batch. With ``mixed`` the columns of a frame depend on each other, as a struct's do."""
    import pandas as pd

    if not columns:
        return pd.DataFrame(index=range(batch.num_rows))
    arrays = [batch.column(column.position) for column in columns]
    if mixed:
        struct = StructType()
        for column in columns:
            struct.add(column.name, column.type)
        return frame_of(arrays, struct, conf)
    parts = [series_of(array, c.type, c.name, conf) for array, c in zip(arrays, columns)]
    return pd.concat(parts, axis=1)


def _arrow(batch: pa.RecordBatch, columns: Sequence[Given], conf: WorkerConf) -> pa.Table:
    """The table of a batch, in one piece."""
    import pyarrow as pa

    parts = [
        one_array(
            spark_column(pa.chunked_array([batch.column(c.position)]), c.type, conf.large_types, conf.zone)
        )
        for c in columns
    ]
    return pa.Table.from_arrays(parts, names=[column.name for column in columns])


def _fields(structs: pa.StructArray) -> list[pa.Array]:
    fields: list[pa.Array] = structs.flatten()
    return fields
