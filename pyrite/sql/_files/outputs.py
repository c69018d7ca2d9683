"""Which files the rows of a write go into. Rows come as a stream, of which never more than a bounded part is held."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import field

import pyarrow as pa
import pyarrow.compute as pc

from pyrite._dataclasses import dataclass
from pyrite.sql._files.commits import FileJob
from pyrite.sql._files.partitions import directory_name
from pyrite.sql._files.writing import WRITERS, FileWriter, WriteTask
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql.types import StructType

__all__ = ["Layout", "write_stream"]

#: Rows up to so many bytes are dealt out when all are known.
FEW = 64 << 20
#: What is written into a file at once, and what is held for all files together.
BLOCK, HELD = 32 << 20, 192 << 20
#: How many files are open at once at most.
_OPEN = 64


@dataclass(frozen=True)
class Layout:
    """How rows are dealt out.

    A stream's columns are those of the files, then the partition columns, then the bucket's number if there are
    buckets, then the number of the partition if the query tells it.

    Parameters
    ----------
    parts : int
        The partitions of the rows. Those without rows have no file, but for the first.
    by : StructType
        The partition columns.
    bucketed : bool
        Whether there are buckets.
    numbered : bool
        Whether each row tells its partition; else they are cut evenly, in order.
    """

    parts: int = 1
    by: StructType = field(default_factory=StructType)
    bucketed: bool = False
    numbered: bool = False

    @property
    def has_directories(self) -> bool:
        """Whether files are named as those of many directories."""
        return bool(self.by.fields) or self.bucketed


#: A file's place: its directory, its bucket or -1, its partition.
Place = tuple[str, int, int]


def write_stream(
    task: WriteTask, name: str, batches: Iterable[pa.RecordBatch], layout: Layout, job: FileJob, threads: int
) -> None:
    """Write rows into the files of a job.

    Parameters
    ----------
    task : WriteTask
        What holds for all files. The schema is that of the files' columns.
    name : str
        The format.
    batches : iterable of pyarrow.RecordBatch
        The rows; see :class:`Layout` for their columns.
    layout : Layout
        How they are dealt out.
    job : FileJob
        Where the files go.
    threads : int
        How many files are written at once.
    """
    job.start()
    with _Files(task, name, layout, job, threads) as files:
        rest = iter(batches)
        first: list[pa.RecordBatch] = []
        size = 0
        for batch in rest:
            first.append(batch)
            size += batch.nbytes
            if size > FEW:
                break
        else:
            _write_few(files, first, layout)
            return
        blocks = _blocks(_all(first, rest))
        if layout.has_directories or layout.parts > _OPEN:
            _write_sorted(files, blocks, layout, task.scratch)
        elif layout.numbered:
            _write_numbered(files, blocks, layout)
        else:
            _write_in_turn(files, blocks, layout)


def _all(first: list[pa.RecordBatch], rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    while first:
        yield first.pop(0)
    yield from rest


def _blocks(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in pieces of a good size."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        held.append(batch)
        size += batch.nbytes
        if size >= BLOCK:
            yield pa.Table.from_batches(held)
            held, size = [], 0
    if held:
        yield pa.Table.from_batches(held)


# ------------------------------------------------------------------------------------------------ strategies


def _write_few(files: _Files, batches: list[pa.RecordBatch], layout: Layout) -> None:
    """All rows are at hand: each file is written as a whole."""
    if batches:
        table = pa.Table.from_batches(batches)
        numbers = _numbers(table, layout) if layout.numbered else _even(table.num_rows, layout.parts)
        for place, rows in _dealt(table, numbers, layout, files.directories):
            files.write(place, rows)
            files.finish(place)


def _even(rows: int, parts: int) -> pa.Array:
    """The numbers of the partitions of rows that are cut evenly."""
    if parts == 1:
        return pa.repeat(pa.scalar(0, pa.int32()), rows)
    ends = [(part + 1) * rows // parts for part in range(parts)]
    counts = [end - start for start, end in zip([0, *ends], ends)]
    return pa.concat_arrays(
        [pa.repeat(pa.scalar(part, pa.int32()), count) for part, count in enumerate(counts)]
    )


def _write_in_turn(files: _Files, blocks: Iterator[pa.Table], layout: Layout) -> None:
    """Nobody knows how many rows come: blocks go to the partitions in turn."""
    for index, block in enumerate(blocks):
        files.write(("", -1, index % layout.parts), block)


def _write_numbered(files: _Files, blocks: Iterator[pa.Table], layout: Layout) -> None:
    """Rows tell their partition: those of each are held until they make a block, or there are too many."""
    held: dict[Place, list[pa.Table]] = {}
    sizes: dict[Place, int] = {}

    def give(place: Place) -> None:
        files.write(place, pa.concat_tables(held.pop(place)))
        del sizes[place]

    for block in blocks:
        for place, rows in _dealt(block, _numbers(block, layout), layout, files.directories):
            held.setdefault(place, []).append(rows)
            sizes[place] = sizes.get(place, 0) + rows.nbytes
            if sizes[place] >= BLOCK:
                give(place)
        while sum(sizes.values()) > HELD:
            give(max(sizes, key=sizes.__getitem__))
    for place in list(held):
        give(place)


def _write_sorted(files: _Files, blocks: Iterator[pa.Table], layout: Layout, scratch: str) -> None:
    """Many files: rows are kept on disk by file, and each file is written when all are there."""
    if scratch:
        os.makedirs(scratch, exist_ok=True)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=scratch or None, prefix="write-"))
        runs: list[dict[Place, int]] = []
        for turn, block in enumerate(_joined(blocks)):
            if layout.numbered:
                numbers = _numbers(block, layout)
            else:
                numbers = pa.repeat(pa.scalar(turn % layout.parts, pa.int32()), block.num_rows)
            runs.append(_kept(f"{folder}/{turn}", _dealt(block, numbers, layout, files.directories)))
        readers = [
            pa.ipc.open_file(stack.enter_context(pa.OSFile(f"{folder}/{index}")))
            for index in range(len(runs))
        ]
        for place in dict.fromkeys(place for run in runs for place in run):
            held: list[pa.RecordBatch] = []
            for run, reader in zip(runs, readers):
                if place in run:
                    held.append(reader.get_batch(run[place]))
                    if sum(batch.nbytes for batch in held) >= BLOCK:
                        files.write(place, pa.Table.from_batches(held))
                        held = []
            if held:
                files.write(place, pa.Table.from_batches(held))
            files.finish(place)
        files.wait()


def _joined(blocks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Larger blocks, so that there are few runs."""
    held: list[pa.Table] = []
    for block in blocks:
        held.append(block)
        if len(held) == FEW // BLOCK:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _kept(path: str, dealt: Iterable[tuple[Place, pa.Table]]) -> dict[Place, int]:
    """Rows by file in a file of its own; the places of their batches in it."""
    places: dict[Place, int] = {}
    writer: pa.ipc.RecordBatchFileWriter | None = None
    try:
        for place, rows in dealt:
            writer = writer or pa.ipc.new_file(path, rows.schema)
            (batch,) = rows.combine_chunks().to_batches()
            writer.write_batch(batch)
            places[place] = len(places)
    finally:
        if writer is not None:
            writer.close()
    return places


# --------------------------------------------------------------------------------------------------- dealing


def _numbers(table: pa.Table, layout: Layout) -> pa.Array:
    return _combined(table.column(table.num_columns - 1)).cast(pa.int32())


def _combined(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        return found.chunk(0) if found.num_chunks else pa.array([], found.type)
    return found


def _dealt(
    table: pa.Table, numbers: pa.Array, layout: Layout, directories: Directories
) -> Iterator[tuple[Place, pa.Table]]:
    """The rows of each file, in their order."""
    width = directories.width
    codes, known = directories.codes(table)
    own = pc.add(pc.multiply(codes, pa.scalar(layout.parts, pa.int64())), numbers.cast(pa.int64()))
    rows = table.select(range(width))
    if len(own) and pc.all(pc.equal(own, own[0])).as_py():
        starts, found = [0, len(own)], [own[0].as_py()]
    else:
        if not pc.all(pc.less_equal(own[:-1], own[1:])).as_py():
            order = pc.sort_indices(own)
            rows, own = rows.take(order), own.take(order)
        ends = pc.run_end_encode(own, run_end_type=pa.int64()) if len(own) else None
        found = [] if ends is None else ends.values.to_pylist()
        starts = [0] if ends is None else [0, *ends.run_ends.to_pylist()]
    for code, start, stop in zip(found, starts, starts[1:]):
        directory, bucket = known[code // layout.parts]
        yield (directory, bucket, code % layout.parts), rows.slice(start, stop - start)


class Directories:
    """Knows the directory of each combination of partition values, and numbers them as they come."""

    def __init__(self, task: WriteTask, layout: Layout):
        self.width = len(task.schema.fields)
        self._layout = layout
        self._form = TextForm(task.zone)
        self._codes: dict[tuple[str, int], int] = {}
        self._places: list[tuple[str, int]] = []

    def codes(self, table: pa.Table) -> tuple[pa.Array, list[tuple[str, int]]]:
        """The number of each row's directory and bucket, and what each number stands for."""
        fields = self._layout.by.fields
        encoded = [
            _combined(table.column(self.width + index)).dictionary_encode("encode")
            for index in range(len(fields))
        ]
        texts: list[Sequence[str | None]] = [
            column_texts(pa.chunked_array([part.dictionary]), one.dataType, self._form)
            for part, one in zip(encoded, fields)
        ]
        if self._layout.bucketed:
            buckets = _combined(table.column(self.width + len(fields))).dictionary_encode("encode")
            encoded.append(buckets)
            texts.append([str(number) for number in buckets.dictionary.to_pylist()])
        if not encoded:
            return pa.repeat(pa.scalar(self._code(()), pa.int64()), table.num_rows), self._places
        mixed = encoded[0].indices.cast(pa.int64())
        for part in encoded[1:]:
            size = pa.scalar(max(1, len(part.dictionary)), pa.int64())
            mixed = pc.add(pc.multiply(mixed, size), part.indices.cast(pa.int64()))
        whole = mixed.dictionary_encode()
        numbers = [self._code(self._texts(mix, texts)) for mix in whole.dictionary.to_pylist()]
        return pa.array(numbers, pa.int64()).take(whole.indices), self._places

    @staticmethod
    def _texts(mix: int, texts: list[Sequence[str | None]]) -> tuple[str | None, ...]:
        found: list[str | None] = []
        for part in reversed(texts):
            mix, place = divmod(mix, max(1, len(part)))
            found.insert(0, part[place])
        return tuple(found)

    def _code(self, key: tuple[str | None, ...]) -> int:
        bucket = -1
        if self._layout.bucketed:
            bucket, key = int(key[-1] or 0), key[:-1]
        names = [directory_name(one.name, value) for one, value in zip(self._layout.by, key)]
        place = ("/".join(names), bucket)
        if place not in self._codes:
            self._codes[place] = len(self._places)
            self._places.append(place)
        return self._codes[place]


# ----------------------------------------------------------------------------------------------------- files


class _Files:
    """The files of a write, by their places. Each is written by one of some threads; leaving waits for all."""

    def __init__(self, task: WriteTask, name: str, layout: Layout, job: FileJob, threads: int):
        self.directories = Directories(task, layout)
        self._task = task
        self._format = WRITERS[name]
        self._extension = self._format.extension(task.options, task.conf)
        self._layout = layout
        self._job = job
        self._run = uuid.uuid4()
        self._open: dict[Place, _Part] = {}
        self._parts: list[_Part] = []
        self._has_first = layout.has_directories
        self._threads = [ThreadPoolExecutor(1, "pyrite-write") for _ in range(max(1, threads))]
        self._waiting: list[list[Future[None]]] = [[] for _ in self._threads]

    def write(self, place: Place, rows: pa.Table) -> None:
        """Give a file more rows."""
        part = self._part(place)
        self._have(part, lambda: part.write(rows))

    def finish(self, place: Place) -> None:
        """No more rows come for a file."""
        part = self._open.pop(place)
        self._have(part, part.close)

    def wait(self) -> None:
        """Wait until all is done; raises what went wrong."""
        for waiting in self._waiting:
            while waiting:
                waiting.pop(0).result()

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                if not self._has_first:
                    # There is one file at least.
                    first = self._part(("", -1, 0))
                    self._have(first, first.begin)
                for place in list(self._open):
                    self.finish(place)
                self.wait()
        finally:
            for thread in self._threads:
                thread.shutdown(cancel_futures=True)
            for part in self._parts:
                with suppress(Exception):
                    part.close()

    def _have(self, part: _Part, work: Callable[[], None]) -> None:
        """Have something done with a file. Waits while much is to be done; raises what went wrong before."""
        lane = part.number % len(self._threads)
        waiting = self._waiting[lane]
        while len(waiting) >= 2 or (waiting and waiting[0].done()):
            waiting.pop(0).result()
        waiting.append(self._threads[lane].submit(work))

    def _part(self, place: Place) -> _Part:
        if place not in self._open:
            directory, bucket, number = place
            name = f"part-{number:05d}-{self._run}"
            name += f"_{bucket:05d}" if bucket >= 0 else ""
            # Files in partition directories have a dot before their count.
            name += ".c" if self._layout.has_directories else "-c"
            self._open[place] = _Part(
                lambda index: self._format.open(
                    self._task, self._job.file(directory, f"{name}{index:03d}{self._extension}")
                ),
                self._task.most_records,
                len(self._parts),
            )
            self._parts.append(self._open[place])
            self._has_first = self._has_first or number == 0
        return self._open[place]


class _Part:
    """The rows of one place: a file, or several one after the other where the rows of a file are bounded."""

    def __init__(self, opened: Callable[[int], FileWriter], most: int, number: int):
        self.number = number
        self._opened = opened
        self._most = most
        self._files = 0
        self._rows = 0
        self._writer: FileWriter | None = None

    def write(self, rows: pa.Table) -> None:
        """Add rows."""
        while rows.num_rows:
            if self._writer is None or (self._most and self._rows >= self._most):
                self.begin()
            assert self._writer is not None
            taken = rows.slice(0, self._most - self._rows) if self._most else rows
            self._writer.write(taken)
            self._rows += taken.num_rows
            rows = rows.slice(taken.num_rows)

    def begin(self) -> None:
        """Open the next file."""
        self.close()
        self._writer = self._opened(self._files)
        self._files += 1
        self._rows = 0

    def close(self) -> None:
        """Make the file whole."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
