"""The scheduler's vocabulary: what it is told, what it answers, and what it knows of stages and tasks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import field
from itertools import count
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._runtime.blocks import BlockKey
from pyrite._runtime.shuffle import MapOutput
from pyrite._runtime.task import Outcome, TaskError

DEFAULT_POOL = "default"

# ---------------------------------------------------------------------------------------------- what is told


#: Of an RDD: id, name, call site, ids of its parents, partitions, (memory, disk) of its storage level, barrier.
RDDFacts = tuple[int, str, str, tuple[int, ...], int, tuple[bool, bool], bool]

#: Of a stage: id, attempt, name, tasks, RDDs, ids of the stages it reads.
StageFacts = tuple[int, int, str, int, tuple[RDDFacts, ...], tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class StagePlan:
    """One stage of a job. ``shuffle_id`` is the shuffle it writes, or ``None`` for the job's results."""

    key: int
    shuffle_id: int | None
    partitions: tuple[int, ...]
    parents: tuple[int, ...]
    name: str = ""
    barrier: bool = False
    indeterminate: bool = False
    #: The cached blocks that a partition would be read from; empty when nothing in the stage is cached.
    cached: Callable[[int], Sequence[BlockKey]] | None = None
    #: The RDDs that it computes, for observers.
    rdds: tuple[RDDFacts, ...] = ()


@dataclass(frozen=True, eq=False)
class JobPlan:
    """A job: its result stage and, by shuffle, the stages it may need."""

    id: int
    result: StagePlan
    maps: dict[int, StagePlan]
    properties: dict[str, str] = field(default_factory=dict)
    pool: str = DEFAULT_POOL


@dataclass(frozen=True)
class Limits:
    """How often things may fail, and how long is waited."""

    max_failures: int = 1
    max_losses: int = 4
    max_stage_attempts: int = 4
    locality_wait: float = 3.0
    kill_grace: float = 2.0
    speculation: bool = False
    speculation_quantile: float = 0.9
    speculation_multiplier: float = 3.0
    speculation_min_runtime: float = 0.1


# ---------------------------------------------------------------------------------------------- what to do


@dataclass(frozen=True)
class Launch:
    worker: int
    task_id: int
    stage: Stage
    partition: int
    attempt: int
    speculative: bool = False
    barrier_size: int = 0


@dataclass(frozen=True)
class Kill:
    worker: int
    hard: bool
    reason: str


@dataclass(frozen=True)
class Answer:
    worker: int
    messages: list[str] | None


@dataclass(frozen=True)
class Merge:
    """Add a successful task's accumulator updates, once."""

    updates: dict[int, bytes]


@dataclass(frozen=True)
class Deliver:
    """One partition of a job's result."""

    job: int
    index: int
    outcome: Outcome


@dataclass(frozen=True)
class Finish:
    """A job has ended; ``error`` tells why if it failed."""

    job: int
    error: JobError | None


@dataclass(frozen=True)
class DropStage:
    """No task of this program is wanted any more."""

    key: int


@dataclass(frozen=True)
class DeleteOutput:
    """A map output that nobody will read."""

    output: MapOutput


@dataclass(frozen=True)
class Post:
    """Something observers want to know."""

    kind: str
    facts: dict[str, Any]


Action = Launch | Kill | Answer | Merge | Deliver | Finish | DropStage | DeleteOutput | Post


@dataclass(frozen=True)
class JobError:
    """Why a job failed: a message, and where a task was to blame its error and place."""

    message: str
    kind: str = "failed"  # failed | cancelled | too_large
    task_error: TaskError | None = None
    stage: int | None = None
    partition: int | None = None
    attempt: int | None = None
    stage_key: int | None = None


# ---------------------------------------------------------------------------------------------- what is known


class Numbers:
    """Numbers in a row, each given once, to any thread."""

    def __init__(self, first: int = 0) -> None:
        self._count = count(first)
        #: The one that comes next.
        self.given = first

    def next(self) -> int:
        number = next(self._count)
        self.given = number + 1
        return number


@dataclass
class Task:
    id: int
    stage: Stage
    partition: int
    attempt: int
    stage_attempt: int
    worker: int
    started: float
    speculative: bool
    doomed: str = ""  # why it was killed by us
    kill_hard_at: float | None = None
    barrier_message: str | None = None


@dataclass(eq=False)
class Stage:
    id: int
    plan: StagePlan
    priority: int
    pool: str
    jobs: set[int]
    attempt: int = 0
    pending: set[int] = field(default_factory=set)
    finished: set[int] = field(default_factory=set)
    tasks: dict[int, Task] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)
    failures: dict[int, int] = field(default_factory=dict)
    losses: dict[int, int] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    fetch_failures: int = 0
    failed_attempt: int = -1
    submitted: bool = False
    queue: deque[int] = field(default_factory=deque)
    wanted_by: dict[int, deque[int]] = field(default_factory=dict)
    last_local: float = 0.0
    durations: list[float] = field(default_factory=list)
    speculate: set[int] = field(default_factory=set)
    index_of: dict[int, int] = field(default_factory=dict)
    #: What observers were told of it when it was submitted.
    facts: StageFacts | None = None

    @property
    def ready(self) -> bool:
        return bool(self.pending or self.speculate) and not self.waiting


@dataclass
class Job:
    plan: JobPlan
    stage: Stage
    left: int
    #: The ids of the stages that write the shuffles it may read, and the ids of the stages those read.
    stage_ids: dict[int, int]
    #: Which attempt of a stage comes next, where one was over and its outputs were lost since.
    attempts: dict[int, int] = field(default_factory=dict)
