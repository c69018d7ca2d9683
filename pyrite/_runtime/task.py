"""One task: its program is loaded, its partition computed, and an outcome made of what happened."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from functools import reduce
from itertools import islice
from typing import Any, NamedTuple

import cloudpickle

from pyrite import accumulators, taskcontext
from pyrite._dataclasses import dataclass
from pyrite._lineage.ops import Aggregator, Grouping, Pairs, RoundRobin
from pyrite._lineage.partitioner import round_robin_start
from pyrite._runtime import codegen, frames
from pyrite._runtime.blocks import BlockStore, Changes
from pyrite._runtime.evaluate import Evaluation
from pyrite._runtime.inline import know_sources
from pyrite._runtime.memory import Meter, rss
from pyrite._runtime.merge import HOT, pieces
from pyrite._runtime.program import Apply, Collect, Count, Fold, ForEach, Program, Reduce, WriteShuffle
from pyrite._runtime.shuffle import FetchFailed, MapOutput, MapOutputs, ShuffleReader, ShuffleWriter
from pyrite._runtime.stateless import stateless

DEAL_AT = 4096


class TaskKilled(BaseException):
    """Raised inside a task that the driver has cancelled."""


@dataclass(frozen=True)
class TaskSpec:
    """What a worker needs for one task, beside the stage's program."""

    task_id: int
    stage_key: int
    stage_id: int
    stage_attempt: int
    partition: int
    attempt: int
    payload: Mapping[tuple[int, int], Any]
    properties: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, Any] = field(default_factory=dict)
    barrier_addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskError:
    """A failure in the user's code (or in ours), made of plain text so that it always arrives."""

    class_name: str
    message: str
    traceback: str
    pickled: bytes | None = None
    retry: bool = True


@dataclass
class Outcome:
    """How a task ended: exactly one of ``value``, ``output``, ``error``, ``fetch_failed``, ``killed`` speaks."""

    task_id: int
    value: bytes | None = None
    batched: bool = False
    output: MapOutput | None = None
    error: TaskError | None = None
    fetch_failed: tuple[int, int, str, str] | None = None
    killed: bool = False
    too_large: int = 0
    accumulators: dict[int, bytes] = field(default_factory=dict)
    changes: Changes | None = None
    metrics: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What a worker is told once: directories (bytes for limits)."""

    shuffle_directory: str
    block_directory: str
    spill_directory: str
    execution_memory: int
    storage_memory: int
    max_result_size: int
    absolute_memory: bool = True
    task_cpus: float = 1


class Loaded(NamedTuple):
    """A stage's program in this process; ``lasting`` if the next task may use it too."""

    program: Program
    accumulators: dict[int, accumulators.Accumulator[Any]]
    lasting: bool


class TaskRunner:
    """Runs tasks one after the other in this process."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.store = BlockStore(settings.storage_memory, settings.block_directory)
        self.reader = ShuffleReader()
        self.outputs: dict[int, MapOutputs] = {}
        self._programs: dict[int, Loaded] = {}
        self._pickled: dict[int, bytes] = {}
        self._writer: ShuffleWriter | None = None
        #: Whether an interruption would hit the task.
        self.running = False
        #: In the driver's own process: Ctrl-C ended the task.
        self.ctrl_c = False
        #: There, too: whether Ctrl-C came when no task ran, and is to end the one that begins.
        self.ctrl_c_waits: Callable[[], bool] = lambda: False
        self._interrupted = False

    def interrupt(self) -> None:
        """Called by a signal: end the task that runs, or the one that is about to begin, by :class:`TaskKilled`."""
        if self.running:
            raise TaskKilled
        self._interrupted = True

    def pardon(self) -> None:
        """Forget an interruption that was meant for a task that had ended before it came."""
        self._interrupted = False

    def add_program(self, stage_key: int, pickled: bytes) -> None:
        self._pickled[stage_key] = pickled

    def add_outputs(self, shuffle_id: int, outputs: list[MapOutput]) -> None:
        self.outputs[shuffle_id] = MapOutputs(shuffle_id, outputs)
        self.reader.forget()

    def drop_stage(self, stage_key: int) -> None:
        self._programs.pop(stage_key, None)
        self._pickled.pop(stage_key, None)

    def drop_shuffle(self, shuffle_id: int) -> None:
        self.outputs.pop(shuffle_id, None)

    def run(self, spec: TaskSpec, barrier: taskcontext.BarrierCall | None = None) -> Outcome:
        """Run one task. Never raises an ``Exception``: whatever happens becomes part of the outcome.

        ``SystemExit`` and other interpreter exits of user code are failures of the task too.
        """
        outcome = Outcome(spec.task_id)
        started, cpu = time.perf_counter(), time.process_time()
        floor = 0 if self.settings.absolute_memory else rss()
        meter = Meter(self.settings.execution_memory, floor + self.store.used)
        reader = self.reader
        read_before = reader.bytes_read, reader.blocks_read, reader.records_read
        try:
            self.running = True
            if self._interrupted or self.ctrl_c_waits():
                raise TaskKilled
            self._run(spec, barrier, meter, outcome)
            self.running = False
        except TaskKilled:
            self.running = False
            outcome.killed = True
        except FetchFailed as failure:
            outcome.fetch_failed = (failure.shuffle_id, failure.map_id, failure.path, failure.reason)
        except BaseException as error:
            self.running = False
            failure_behind = _fetch_failure(error)
            if failure_behind is not None:
                f = failure_behind
                outcome.fetch_failed = (f.shuffle_id, f.map_id, f.path, f.reason)
            elif isinstance(error, KeyboardInterrupt) and not self.settings.absolute_memory:
                outcome.killed = self.ctrl_c = True
            else:
                outcome.error = describe(error)
        finally:
            # What is done from here on is not to be interrupted, and what came too late is not for the next task.
            self.running = self._interrupted = False
            writer, self._writer = self._writer, None
            taskcontext.TaskContext._set(None)
        if outcome.error or outcome.fetch_failed or outcome.killed:
            if writer is not None:
                writer.abort()
            outcome.value = outcome.output = None
            outcome.accumulators = {}
            if self._counts(spec.stage_key):
                self.store.unmake()
        outcome.changes = self.store.take_changes()
        outcome.metrics.update(
            run_us=int((time.perf_counter() - started) * 1e6),
            cpu_us=int((time.process_time() - cpu) * 1e6),
            shuffle_read_bytes=reader.bytes_read - read_before[0],
            shuffle_read_blocks=reader.blocks_read - read_before[1],
            shuffle_read_records=reader.records_read - read_before[2],
            spilled_bytes=meter.spilled_bytes,
            result_bytes=len(outcome.value or b""),
            rss_bytes=rss(),
        )
        return outcome

    def _program(self, stage_key: int) -> Loaded:
        found = self._programs.get(stage_key)
        if found is None or not found.lasting:
            with accumulators._collect_accumulators() as used:
                program = cloudpickle.loads(self._pickled[stage_key])
            know_sources(program.sources)
            found = self._programs[stage_key] = Loaded(program, used, found is None and stateless(program))
        return found

    def _counts(self, stage_key: int) -> bool:
        """Whether accumulators have been added to."""
        found = self._programs.get(stage_key)
        return found is not None and any(accumulator._touched for accumulator in found.accumulators.values())

    def attempt(self, spec: TaskSpec, meter: Meter) -> Outcome:
        """Run one task and let whatever it raises through, for the debugger."""
        outcome = Outcome(spec.task_id)
        try:
            self._run(spec, lambda kind, message: [message], meter, outcome)
        finally:
            taskcontext.TaskContext._set(None)
        return outcome

    def _run(
        self, spec: TaskSpec, barrier: taskcontext.BarrierCall | None, meter: Meter, outcome: Outcome
    ) -> None:
        begun = time.perf_counter()
        program, used, _ = self._program(spec.stage_key)
        outcome.metrics["deserialize_us"] = int((time.perf_counter() - begun) * 1e6)
        for accumulator in used.values():
            accumulator._reset()
        self._enter(spec, program, barrier)
        evaluation = Evaluation(
            program,
            spec.payload,
            store=self.store,
            outputs=self.outputs,
            reader=self.reader,
            meter=meter,
            directory=self.settings.spill_directory,
        )
        work = self._shuffle_map if isinstance(program.sink, WriteShuffle) else self._compute
        if program.profiler is not None:
            program.profiler.profile(work, evaluation, program, spec, meter, outcome)
        else:
            work(evaluation, program, spec, meter, outcome)
        if evaluation.input_bytes:
            outcome.metrics["input_bytes"] = evaluation.input_bytes
            outcome.metrics["input_records"] = evaluation.input_records
        if (context := taskcontext.TaskContext.get()) is not None:
            outcome.metrics |= context._written
        for aid, accumulator in used.items():
            if accumulator._touched:
                outcome.accumulators[aid] = frames.dumps(accumulator._value)

    def _shuffle_map(
        self, evaluation: Evaluation, program: Program, spec: TaskSpec, meter: Meter, outcome: Outcome
    ) -> None:
        assert isinstance(program.sink, WriteShuffle)
        outcome.output = self._write_shuffle(evaluation, program, program.sink, spec, meter)
        outcome.metrics["shuffle_write_bytes"] = outcome.output.size
        outcome.metrics["shuffle_write_records"] = outcome.output.records

    def _compute(
        self, evaluation: Evaluation, program: Program, spec: TaskSpec, meter: Meter, outcome: Outcome
    ) -> None:
        value = _RESULTS[type(program.sink)](evaluation, len(program.steps) - 1, spec.partition, program.sink)
        self._result(program.sink, value, outcome)

    def _enter(self, spec: TaskSpec, program: Program, barrier: taskcontext.BarrierCall | None) -> None:
        kind = taskcontext.BarrierTaskContext if program.barrier else taskcontext.TaskContext
        context = kind(
            _stageId=spec.stage_id,
            _stageAttemptNumber=spec.stage_attempt,
            _partitionId=spec.partition,
            _attemptNumber=spec.attempt,
            _taskAttemptId=spec.task_id,
            _localProperties=spec.properties,
            _cpus=self.settings.task_cpus,
            _resources=spec.resources,
        )
        if isinstance(context, taskcontext.BarrierTaskContext):
            context._call = barrier
            context._addresses = spec.barrier_addresses
        taskcontext.TaskContext._set(context)

    def _result(self, sink: Any, value: Any, outcome: Outcome) -> None:
        try:
            if isinstance(sink, Collect):
                outcome.batched = True
                outcome.value = b"".join(frames.pack(value))
            else:
                outcome.value = frames.dumps(value)
        except Exception as error:
            raise UnpicklableResult(
                f"the result of the task cannot be pickled: {type(error).__name__}: {error}"
            ) from error
        limit = self.settings.max_result_size
        if limit and len(outcome.value) > limit:
            outcome.too_large = len(outcome.value)
            outcome.value = b""

    def _write_shuffle(
        self, evaluation: Evaluation, program: Program, sink: WriteShuffle, spec: TaskSpec, meter: Meter
    ) -> MapOutput:
        name = f"shuffle_{sink.shuffle_id}_{spec.partition}_{spec.task_id}.data"
        writer = self._writer = ShuffleWriter(os.path.join(self.settings.shuffle_directory, name))
        source, steps = evaluation.fused(len(program.steps) - 1, spec.partition)
        if isinstance(sink.mode, RoundRobin):
            records = evaluation.fuse.chain(steps)(source) if steps else iter(source)
            _deal_round_robin(records, sink, spec.partition, writer)
        elif isinstance(sink.mode, Pairs):
            _deal_pairs(evaluation, source, steps, sink, writer)
        elif isinstance(sink.mode, Aggregator):
            loop = evaluation.fuse.combining(steps, sink.mode.create, sink.mode.merge_value)
            _combine(evaluation, loop, source, sink, writer)
        else:
            _combine(evaluation, evaluation.fuse.grouping(steps), source, sink, writer)
        return writer.commit()


class UnpicklableResult(Exception):
    """A task's result cannot travel; trying again would not help."""


def _deal_pairs(
    evaluation: Evaluation, source: Iterable[Any], steps: list[Any], sink: WriteShuffle, writer: ShuffleWriter
) -> None:
    """Bucket pairs by partition; full buckets are pickled and let go after every few batches."""
    buckets: list[list[Any]] = [[] for _ in range(sink.num_partitions)]
    loop = evaluation.fuse.dealing(steps, sink.partition, sink.num_partitions)

    def write(least: int) -> None:
        for number, bucket in enumerate(buckets):
            if len(bucket) > least:
                writer.add(number, bucket)
                bucket.clear()

    def spill() -> int:
        write(0)
        return writer.flush()

    with evaluation.meter.holding(spill):
        taken = 0
        for batch in evaluation.batches(source):
            loop(batch, buckets)
            taken += len(batch)
            if taken >= DEAL_AT:
                taken = 0
                write(frames.BATCH)
        write(0)


def _combine(
    evaluation: Evaluation,
    loop: Callable[..., None],
    source: Iterable[Any],
    sink: WriteShuffle,
    writer: ShuffleWriter,
) -> None:
    """Combine into one dict, then deal it out; when memory runs short, deal out early and start again."""
    table: dict[Any, Any] = {}
    grouped = isinstance(sink.mode, Grouping)

    def spill() -> int:
        _deal_table(table, sink, writer, grouped)
        table.clear()
        return writer.flush()

    with evaluation.meter.holding(spill):
        for batch in evaluation.batches(source):
            loop(batch, table)
        _deal_table(table, sink, writer, grouped)


def _deal_table(table: dict[Any, Any], sink: WriteShuffle, writer: ShuffleWriter, grouped: bool) -> None:
    n = sink.num_partitions
    if grouped:
        _deal_long(table, sink, writer)
    items: Any = table.items()
    if n == 1:
        writer.add(0, list(items))
        return
    buckets: list[list[Any]] = [[] for _ in range(n)]
    if sink.partition is None:
        for item in items:
            buckets[hash(item[0]) % n].append(item)
    else:
        partition = sink.partition
        for item in items:
            buckets[partition(item[0]) % n].append(item)
    for number, bucket in enumerate(buckets):
        if bucket:
            writer.add(number, bucket)


def _deal_long(table: dict[Any, list[Any]], sink: WriteShuffle, writer: ShuffleWriter) -> None:
    """Write all but the last piece of long lists, so that no frame is huge."""
    partition = sink.partition or hash
    for key, values in table.items():
        if len(values) >= HOT:
            *parts, table[key] = pieces(values)
            for part in parts:
                writer.add(partition(key) % sink.num_partitions, [(key, part)])


def _deal_round_robin(
    records: Iterator[Any], sink: WriteShuffle, partition: int, writer: ShuffleWriter
) -> None:
    assert isinstance(sink.mode, RoundRobin)
    position = round_robin_start(partition, sink.num_partitions)
    buckets: dict[int, list[Any]] = {}
    while batch := list(islice(records, sink.mode.batch)):
        position += 1
        bucket = buckets.setdefault(position % sink.num_partitions, [])
        bucket.extend(batch)
        if len(bucket) >= frames.BATCH:
            writer.add(position % sink.num_partitions, bucket)
            buckets[position % sink.num_partitions] = []
    for number, bucket in buckets.items():
        writer.add(number, bucket)


def _collect(evaluation: Evaluation, place: int, p: int, sink: Collect) -> list[Any]:
    source, steps = evaluation.fused(place, p)
    if steps:
        return evaluation.fuse.collecting(steps)(source)
    return source if isinstance(source, list) else list(source)


def _count(evaluation: Evaluation, place: int, p: int, sink: Count) -> int:
    source, steps = evaluation.fused(place, p)
    if not steps and isinstance(source, list):
        return len(source)
    return evaluation.fuse.counting(steps)(source)


def _for_each(evaluation: Evaluation, place: int, p: int, sink: ForEach) -> None:
    source, steps = evaluation.fused(place, p)
    evaluation.fuse.for_each(steps, sink.function)(source)


def _reduce(evaluation: Evaluation, place: int, p: int, sink: Reduce) -> list[Any]:
    source, steps = evaluation.fused(place, p)
    if not steps:
        return _reduced(iter(source), sink.function)
    if all(step.kind in ("map", "mapvalues") for step in steps):
        # One record in, one out: the first can be taken apart from the others.
        rest = iter(source)
        for first in rest:
            start = next(evaluation.fuse.chain(steps)([first]))
            return [evaluation.fuse.folding(steps, sink.function)(rest, start)]
        return []
    return _reduced(evaluation.fuse.chain(steps)(source), sink.function)


def _reduced(records: Iterator[Any], function: Callable[[Any, Any], Any]) -> list[Any]:
    for first in records:
        return [reduce(function, records, first)]
    return []


def _fold(evaluation: Evaluation, place: int, p: int, sink: Fold) -> list[Any]:
    source, steps = evaluation.fused(place, p)
    return [evaluation.fuse.folding(steps, sink.function)(source, sink.zero)]


def _apply(evaluation: Evaluation, place: int, p: int, sink: Apply) -> Any:
    return sink.function(p, evaluation.records(place, p))


_RESULTS: dict[type, Callable[[Evaluation, int, int, Any], Any]] = {
    Collect: _collect,
    Count: _count,
    ForEach: _for_each,
    Reduce: _reduce,
    Fold: _fold,
    Apply: _apply,
}


def _fetch_failure(error: BaseException | None) -> FetchFailed | None:
    """A fetch failure that user code (or a generator's machinery) has wrapped in an exception of its own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, FetchFailed):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
LONGEST_MESSAGE = 64 << 10


def describe(error: BaseException) -> TaskError:
    """Make text of an exception: the user's frames only, unless there are none. Cannot fail."""
    name = type(error).__qualname__
    module = type(error).__module__
    if module not in ("builtins", "__main__", None):
        name = f"{module}.{name}"
    try:
        message = str(error)
    except BaseException as worse:
        message = f"<the exception's __str__ raised {type(worse).__name__}>"
    message = _shortened(message)
    pickled: bytes | None = None
    if isinstance(error, StopIteration) or isinstance(error.__cause__, StopIteration):
        message = (
            f"StopIteration was raised by the user's code, which would cut the partition short. {message}"
        )
        return TaskError(
            "PySparkRuntimeError", f"[STOP_ITERATION_OCCURRED] {message}", _traceback(error), None
        )
    if isinstance(error, SystemExit):
        message = f"the task called sys.exit({error.code!r})"
    with suppress(Exception):
        data = frames.dumps(error)
        if len(data) <= LONGEST_MESSAGE:
            pickled = data
    return TaskError(
        name, message, _traceback(error), pickled, retry=not isinstance(error, UnpicklableResult)
    )


def _traceback(error: BaseException) -> str:
    try:
        summary = traceback.TracebackException.from_exception(error, compact=True)
    except BaseException:
        return f"{type(error).__qualname__} (its traceback cannot be shown)\n"
    chained: traceback.TracebackException | None = summary
    behind: BaseException | None = error
    seen = 0
    while chained is not None and seen < 20:
        chained.stack = _users_frames(behind, chained)
        if chained.__cause__ is not None:
            chained, behind = chained.__cause__, behind.__cause__ if behind else None
        else:
            chained, behind = chained.__context__, behind.__context__ if behind else None
        seen += 1
    try:
        return _shortened("".join(summary.format()))
    except BaseException:
        return f"{type(error).__qualname__} (its traceback cannot be shown)\n"


def is_ours(filename: str) -> bool:
    """Whether a source file is Pyrite's own."""
    return filename.startswith(_OURS)


def _users_frames(error: BaseException | None, shown: traceback.TracebackException) -> traceback.StackSummary:
    """The frames of the user's code; where it was written out in a loop of ours, the lines it came from."""
    frames_seen: list[traceback.FrameSummary] = []
    codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)] if error is not None else []
    for i, frame in enumerate(shown.stack):
        if frame.filename == codegen.FILENAME:
            origin = codegen.origins.get(codes[i], {}).get(frame.lineno or 0) if i < len(codes) else None
            if origin is not None:
                frames_seen.append(
                    traceback.FrameSummary(
                        origin.filename, origin.line, origin.name, lookup_line=False, line=origin.text
                    )
                )
        elif not is_ours(frame.filename):
            frames_seen.append(frame)
    return traceback.StackSummary.from_list(frames_seen)


def _shortened(text: str) -> str:
    """Keep head and tail of an overlong text; whatever cannot be encoded is escaped."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(text) <= LONGEST_MESSAGE:
        return text
    half = LONGEST_MESSAGE // 2
    return f"{text[:half]}\n... {len(text) - 2 * half} characters left out ...\n{text[-half:]}"
