"""What happened in an application, built from Spark's events alone: the same for a live one and for a log.

:meth:`Application.apply` takes one event as the event log has it. What is kept is bounded by Spark's own settings
(``spark.ui.retainedJobs`` and its like).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyrite._ui import task_metrics
from pyrite._ui.plans import Execution

Event = Mapping[str, Any]

RUNNING, SUCCEEDED, FAILED, UNKNOWN = "RUNNING", "SUCCEEDED", "FAILED", "UNKNOWN"
ACTIVE, COMPLETE, PENDING, SKIPPED = "ACTIVE", "COMPLETE", "PENDING", "SKIPPED"
SUCCESS, KILLED = "SUCCESS", "KILLED"


@dataclass(slots=True)
class Task:
    """One attempt at one partition of a stage."""

    id: int
    index: int
    attempt: int
    partition: int
    launched: int
    executor: str
    host: str
    locality: str
    speculative: bool
    status: str = RUNNING
    finished: int = 0
    getting_result: int = 0
    error: str | None = None
    #: In the order of task_metrics.NAMES; None until the task has reported them.
    metrics: tuple[int, ...] | None = None
    accumulators: tuple[dict[str, Any], ...] = ()

    def duration(self, now: int) -> int:
        return max(0, (self.finished or now) - self.launched)

    def getting_result_time(self) -> int:
        return max(0, self.finished - self.getting_result) if self.getting_result and self.finished else 0

    def scheduler_delay(self) -> int:
        """The part of a finished task's time that was neither running nor (de)serializing."""
        if self.metrics is None or not self.finished:
            return 0
        busy = sum(self.metrics[task_metrics.INDEX[name]] for name in _BUSY)
        return max(0, self.finished - self.launched - busy - self.getting_result_time())


_BUSY = ("executorRunTime", "executorDeserializeTime", "resultSerializationTime")


@dataclass(slots=True)
class Rdd:
    """An RDD of a stage, as a node of the lineage."""

    id: int
    name: str
    scope: str
    call_site: str
    parents: tuple[int, ...]
    cached: bool
    barrier: bool
    partitions: int


@dataclass(slots=True)
class ExecutorShare:
    """What one executor did of one stage."""

    duration: int = 0
    failed: int = 0
    succeeded: int = 0
    killed: int = 0
    metrics: list[int] = field(default_factory=lambda: list(task_metrics.ZERO))
    peak: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Stage:
    """One attempt at a stage."""

    id: int
    attempt: int
    name: str
    details: str
    tasks_wanted: int
    rdds: tuple[Rdd, ...]
    parents: tuple[int, ...]
    profile: int = 0
    status: str = PENDING
    description: str | None = None
    pool: str = "default"
    submitted: int | None = None
    first_launch: int | None = None
    completed: int | None = None
    failure: str | None = None
    jobs: list[int] = field(default_factory=list)
    tasks: dict[int, Task] = field(default_factory=dict)
    active: int = 0
    succeeded: int = 0
    failed: int = 0
    killed: int = 0
    kill_reasons: dict[str, int] = field(default_factory=dict)
    done_indices: set[int] = field(default_factory=set)
    metrics: list[int] = field(default_factory=lambda: list(task_metrics.ZERO))
    accumulators: dict[int, dict[str, Any]] = field(default_factory=dict)
    shares: dict[str, ExecutorShare] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)
    localities: dict[str, int] = field(default_factory=dict)

    def duration(self, now: int) -> int | None:
        start = self.first_launch or self.submitted
        return None if start is None else max(0, (self.completed or now) - start)


@dataclass(slots=True)
class Job:
    """One job: what an action asked for."""

    id: int
    name: str
    submitted: int
    stages: tuple[int, ...]
    tasks: int
    description: str | None = None
    group: str | None = None
    tags: tuple[str, ...] = ()
    execution: int | None = None
    status: str = RUNNING
    completed: int | None = None
    error: str | None = None
    active_tasks: int = 0
    done_tasks: int = 0
    skipped_tasks: int = 0
    failed_tasks: int = 0
    killed_tasks: int = 0
    done_indices: int = 0
    kill_reasons: dict[str, int] = field(default_factory=dict)
    active_stages: set[int] = field(default_factory=set)
    done_stages: set[int] = field(default_factory=set)
    skipped_stages: set[int] = field(default_factory=set)
    failed_stages: int = 0

    def duration(self, now: int) -> int:
        return max(0, (self.completed or now) - self.submitted)


@dataclass(slots=True)
class Executor:
    """One executor; the driver is one too."""

    id: str
    added: int
    host_port: str = ""
    cores: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    resources: dict[str, Any] = field(default_factory=dict)
    profile: int = 0
    logs: dict[str, str] = field(default_factory=dict)
    removed: int | None = None
    removed_for: str | None = None
    max_memory: int = 0
    on_heap: int = 0
    off_heap: int = 0
    active: int = 0
    failed: int = 0
    succeeded: int = 0
    started: int = 0
    duration: int = 0
    gc_time: int = 0
    input_bytes: int = 0
    shuffle_read: int = 0
    shuffle_write: int = 0
    rdd_blocks: int = 0
    memory_used: int = 0
    off_heap_used: int = 0
    disk_used: int = 0
    excluded: bool = False
    excluded_stages: set[int] = field(default_factory=set)
    peak: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A cached partition: its level, its sizes by executor."""

    name: str
    level: str
    memory: dict[str, int] = field(default_factory=dict)
    disk: dict[str, int] = field(default_factory=dict)

    @property
    def executors(self) -> list[str]:
        return sorted({*self.memory, *self.disk})


@dataclass(slots=True)
class CachedRdd:
    """An RDD that has been persisted."""

    id: int
    name: str
    partitions: int
    level: str
    blocks: dict[int, Block] = field(default_factory=dict)
    #: By executor, at its last change: memory left on the heap and off it.
    left: dict[str, tuple[int, int]] = field(default_factory=dict)

    def memory(self, executor: str | None = None) -> int:
        return sum(
            size
            for block in self.blocks.values()
            for name, size in block.memory.items()
            if executor in (None, name)
        )

    def disk(self, executor: str | None = None) -> int:
        return sum(
            size
            for block in self.blocks.values()
            for name, size in block.disk.items()
            if executor in (None, name)
        )


@dataclass(slots=True)
class Environment:
    """Settings and surroundings, as the application has told them (not yet redacted)."""

    runtime: dict[str, str] = field(default_factory=dict)
    spark: dict[str, str] = field(default_factory=dict)
    hadoop: dict[str, str] = field(default_factory=dict)
    system: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, str] = field(default_factory=dict)
    classpath: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept, and drawn on time axes, by Spark's settings."""

    jobs: int = 1000
    stages: int = 1000
    tasks: int = 100_000
    executions: int = 1000
    dead_executors: int = 100
    drawn_jobs: int = 500
    drawn_stages: int = 500
    drawn_tasks: int = 1000
    drawn_executors: int = 250

    @staticmethod
    def of(settings: Mapping[str, str]) -> Limits:
        def number(key: str, default: int) -> int:
            try:
                return max(1, int(settings.get(key, default)))
            except ValueError:
                return default

        return Limits(
            number("spark.ui.retainedJobs", 1000),
            number("spark.ui.retainedStages", 1000),
            number("spark.ui.retainedTasks", 100_000),
            number("spark.sql.ui.retainedExecutions", 1000),
            number("spark.ui.retainedDeadExecutors", 100),
            number("spark.ui.timeline.jobs.maximum", 500),
            number("spark.ui.timeline.stages.maximum", 500),
            number("spark.ui.timeline.tasks.maximum", 1000),
            number("spark.ui.timeline.executors.maximum", 250),
        )


class Application:
    """One application: feed it events with :meth:`apply`, then read its attributes."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.version = 0
        self.id = ""
        #: Which try to run it this is, where a cluster counts them.
        self.attempt: str | None = None
        self.name = ""
        self.user = ""
        self.spark_version = ""
        self.started = 0
        self.ended: int | None = None
        self.exit_code: int | None = None
        self.last_event = 0
        self.jobs: dict[int, Job] = {}
        self.stages: dict[tuple[int, int], Stage] = {}
        self.executors: dict[str, Executor] = {}
        self.executions: dict[int, Execution] = {}
        self.rdds: dict[int, CachedRdd] = {}
        self.environment = Environment()
        self.profiles: dict[int, dict[str, Any]] = {}
        self.streams: dict[str, dict[str, Any]] = {}
        self.dropped_jobs = 0
        self.dropped_stages = 0
        self.dropped_executions = 0
        self._latest: dict[int, int] = {}
        self._streamed_blocks: dict[tuple[str, str], tuple[int, int]] = {}
        #: Which metrics of SQL each execution waits for, by accumulator.
        self._watched: dict[int, list[Execution]] = {}
        self._handlers: dict[str, Callable[[Event], None]] = {
            name.removeprefix("_on_"): getattr(self, name) for name in dir(self) if name.startswith("_on_")
        }

    def apply(self, event: Event) -> None:
        """Take in one event; unknown ones are passed over."""
        name = str(event.get("Event", ""))
        handler = self._handlers.get(name.rpartition(".")[2].removeprefix("SparkListener"))
        if handler is not None:
            handler(event)
            self.version += 1

    def clock(self, now: int) -> int:
        """The time until which what still runs has run: ``now``, or the end of an application that has ended."""
        return self.ended if self.ended is not None else now

    def stage(self, number: int, attempt: int | None = None) -> Stage | None:
        """A stage by number, its latest attempt if none is given."""
        return self.stages.get((number, self._latest.get(number, 0) if attempt is None else attempt))

    def attempts(self, number: int) -> list[Stage]:
        """All attempts at a stage, the first one first."""
        return sorted(
            (stage for key, stage in self.stages.items() if key[0] == number), key=lambda s: s.attempt
        )

    # ------------------------------------------------------------------------------------ application

    def _on_LogStart(self, event: Event) -> None:
        self.spark_version = str(event.get("Spark Version", ""))

    def _on_ApplicationStart(self, event: Event) -> None:
        self.id = str(event.get("App ID") or self.id)
        self.attempt = event.get("App Attempt ID")
        self.name = str(event.get("App Name", ""))
        self.user = str(event.get("User", ""))
        self.started = int(event.get("Timestamp", 0))
        self._seen(self.started)

    def _on_ApplicationEnd(self, event: Event) -> None:
        self.ended = int(event.get("Timestamp", 0))
        self.exit_code = event.get("ExitCode")
        self._seen(self.ended)

    def _on_EnvironmentUpdate(self, event: Event) -> None:
        self.environment = Environment(
            *(
                {str(key): str(value) for key, value in (event.get(part) or {}).items()}
                for part in (
                    "JVM Information",
                    "Spark Properties",
                    "Hadoop Properties",
                    "System Properties",
                    "Metrics Properties",
                    "Classpath Entries",
                )
            )
        )

    def _on_ResourceProfileAdded(self, event: Event) -> None:
        self.profiles[int(event["Resource Profile Id"])] = {
            "id": int(event["Resource Profile Id"]),
            "executorResources": {
                name: {
                    "resourceName": each.get("Resource Name", name),
                    "amount": each.get("Amount", 0),
                    "discoveryScript": each.get("Discovery Script", ""),
                    "vendor": each.get("Vendor", ""),
                }
                for name, each in (event.get("Executor Resource Requests") or {}).items()
            },
            "taskResources": {
                name: {"resourceName": each.get("Resource Name", name), "amount": each.get("Amount", 0)}
                for name, each in (event.get("Task Resource Requests") or {}).items()
            },
        }

    def _seen(self, time: int | None) -> None:
        if time and time > self.last_event:
            self.last_event = time

    # ------------------------------------------------------------------------------------ executors

    def _executor(self, name: str, time: int = 0) -> Executor:
        found = self.executors.get(name)
        if found is None:
            found = self.executors[name] = Executor(name, time)
        return found

    def _on_ExecutorAdded(self, event: Event) -> None:
        info = event.get("Executor Info") or {}
        executor = self._executor(str(event["Executor ID"]), int(event.get("Timestamp", 0)))
        executor.added = int(event.get("Timestamp", 0))
        executor.removed = None
        executor.host_port = executor.host_port or str(info.get("Host", ""))
        executor.cores = int(info.get("Total Cores", 0))
        executor.attributes = dict(info.get("Attributes") or {})
        executor.resources = dict(info.get("Resources") or {})
        executor.profile = int(info.get("Resource Profile Id", 0))
        executor.logs = dict(info.get("Log Urls") or {})
        self._seen(executor.added)

    def _on_BlockManagerAdded(self, event: Event) -> None:
        manager = event["Block Manager ID"]
        executor = self._executor(str(manager["Executor ID"]), int(event.get("Timestamp", 0)))
        executor.host_port = f"{manager.get('Host', '')}:{manager.get('Port', 0)}"
        executor.max_memory = int(event.get("Maximum Memory", 0))
        executor.on_heap = int(event.get("Maximum Onheap Memory", executor.max_memory))
        executor.off_heap = int(event.get("Maximum Offheap Memory", 0))

    def _on_ExecutorRemoved(self, event: Event) -> None:
        executor = self.executors.get(str(event["Executor ID"]))
        if executor is None:
            return
        executor.removed = int(event.get("Timestamp", 0))
        executor.removed_for = str(event.get("Removed Reason", ""))
        executor.active = 0
        self._seen(executor.removed)
        for rdd in self.rdds.values():
            for number in [n for n, block in rdd.blocks.items() if executor.id in block.executors]:
                block = rdd.blocks[number]
                block.memory.pop(executor.id, None)
                block.disk.pop(executor.id, None)
                if not block.executors:
                    del rdd.blocks[number]
        dead = [each for each in self.executors.values() if each.removed is not None]
        if len(dead) > self.limits.dead_executors:
            del self.executors[min(dead, key=lambda each: each.removed or 0).id]

    def _on_ExecutorExcluded(self, event: Event) -> None:
        self._executor(str(event["Executor ID"])).excluded = True

    def _on_ExecutorUnexcluded(self, event: Event) -> None:
        self._executor(str(event["Executor ID"])).excluded = False

    _on_ExecutorBlacklisted = _on_ExecutorExcluded
    _on_ExecutorUnblacklisted = _on_ExecutorUnexcluded

    def _on_ExecutorExcludedForStage(self, event: Event) -> None:
        self._executor(str(event["Executor ID"])).excluded_stages.add(int(event["Stage ID"]))

    def _on_ExecutorMetricsUpdate(self, event: Event) -> None:
        executor = self.executors.get(str(event.get("Executor ID")))
        for update in event.get("Executor Metrics Updated") or ():
            peaks = update.get("Executor Metrics") or {}
            if executor is not None:
                _raise_peaks(executor.peak, peaks)
            stage = self.stages.get((int(update.get("Stage ID", -1)), int(update.get("Stage Attempt ID", 0))))
            if stage is not None and executor is not None:
                _raise_peaks(stage.peak, peaks)
                _raise_peaks(stage.shares.setdefault(executor.id, ExecutorShare()).peak, peaks)

    def _on_StageExecutorMetrics(self, event: Event) -> None:
        peaks = event.get("Executor Metrics") or {}
        executor = self.executors.get(str(event.get("Executor ID")))
        if executor is not None:
            _raise_peaks(executor.peak, peaks)
        stage = self.stages.get((int(event["Stage ID"]), int(event["Stage Attempt ID"])))
        if stage is not None:
            _raise_peaks(stage.peak, peaks)
            share = stage.shares.setdefault(str(event.get("Executor ID")), ExecutorShare())
            _raise_peaks(share.peak, peaks)

    # ------------------------------------------------------------------------------------ jobs

    def _on_JobStart(self, event: Event) -> None:
        properties = event.get("Properties") or {}
        infos = list(event.get("Stage Infos") or ())
        last = max(infos, key=lambda info: info["Stage ID"], default={"Stage Name": "(Unknown Stage Name)"})
        execution = properties.get("spark.sql.execution.id")
        job = Job(
            id=int(event["Job ID"]),
            name=str(last["Stage Name"]),
            submitted=int(event.get("Submission Time", 0)),
            stages=tuple(int(info["Stage ID"]) for info in infos) or tuple(event.get("Stage IDs") or ()),
            tasks=sum(int(info["Number of Tasks"]) for info in infos if not info.get("Completion Time")),
            description=properties.get("spark.job.description"),
            group=properties.get("spark.jobGroup.id"),
            tags=tuple(tag for tag in (properties.get("spark.job.tags") or "").split(",") if tag),
            execution=int(execution) if execution is not None else None,
        )
        self.jobs[job.id] = job
        self._seen(job.submitted)
        for info in infos:
            key = (int(info["Stage ID"]), int(info.get("Stage Attempt ID", 0)))
            if key not in self.stages:
                self._add_stage(info)
            self.stages[key].jobs.append(job.id)
        if job.execution in self.executions:
            self.executions[job.execution].job_started(job.id, job.stages)
        self._drop_jobs()

    def _on_JobEnd(self, event: Event) -> None:
        job = self.jobs.get(int(event["Job ID"]))
        if job is None:
            return
        result = event.get("Job Result") or {}
        job.status = SUCCEEDED if result.get("Result") == "JobSucceeded" else FAILED
        job.completed = int(event.get("Completion Time", 0))
        job.error = (result.get("Exception") or {}).get("Message")
        job.active_stages.clear()
        self._seen(job.completed)
        for number in job.stages:
            stage = self.stage(number)
            if stage is not None and stage.status == PENDING:
                stage.status = SKIPPED
                job.skipped_stages.add(number)
                job.skipped_tasks += stage.tasks_wanted
        if job.execution in self.executions:
            self.executions[job.execution].job_ended(job.id, job.status == SUCCEEDED)

    def _drop_jobs(self) -> None:
        for number in _oldest(self.jobs, self.limits.jobs, lambda job: job.status != RUNNING):
            del self.jobs[number]
            self.dropped_jobs += 1

    def _jobs_of(self, stage: Stage) -> Iterable[Job]:
        for number in stage.jobs:
            job = self.jobs.get(number)
            # Tasks of a failed job may end after it.
            if job is not None:
                yield job

    # ------------------------------------------------------------------------------------ stages

    def _add_stage(self, info: Event) -> Stage:
        stage = Stage(
            id=int(info["Stage ID"]),
            attempt=int(info.get("Stage Attempt ID", 0)),
            name=str(info.get("Stage Name", "")),
            details=str(info.get("Details", "")),
            tasks_wanted=int(info.get("Number of Tasks", 0)),
            rdds=tuple(_rdd(each) for each in info.get("RDD Info") or ()),
            parents=tuple(int(parent) for parent in info.get("Parent IDs") or ()),
            profile=int(info.get("Resource Profile Id", 0)),
        )
        self.stages[stage.id, stage.attempt] = stage
        self._latest[stage.id] = max(stage.attempt, self._latest.get(stage.id, 0))
        return stage

    def _on_StageSubmitted(self, event: Event) -> None:
        info = event["Stage Info"]
        properties = event.get("Properties") or {}
        key = (int(info["Stage ID"]), int(info.get("Stage Attempt ID", 0)))
        stage = self.stages.get(key)
        if stage is None or stage.status == SKIPPED:
            before = self.stage(key[0])
            stage = self._add_stage(info)
            if before is not None:
                stage.jobs = list(before.jobs)
        stage.rdds = tuple(_rdd(each) for each in info.get("RDD Info") or ()) or stage.rdds
        stage.tasks_wanted = int(info.get("Number of Tasks", stage.tasks_wanted))
        stage.status = ACTIVE
        stage.submitted = int(info.get("Submission Time") or 0) or None
        stage.description = properties.get("spark.job.description")
        stage.pool = properties.get("spark.scheduler.pool") or "default"
        self._seen(stage.submitted)
        for job in self._jobs_of(stage):
            job.active_stages.add(stage.id)
        for each in info.get("RDD Info") or ():
            level = _level(each.get("Storage Level") or {})
            if level and each["RDD ID"] not in self.rdds:
                self.rdds[each["RDD ID"]] = CachedRdd(
                    each["RDD ID"], str(each.get("Name", "")), int(each.get("Number of Partitions", 0)), level
                )
        self._drop_stages()

    def _on_StageCompleted(self, event: Event) -> None:
        info = event["Stage Info"]
        stage = self.stages.get((int(info["Stage ID"]), int(info.get("Stage Attempt ID", 0))))
        if stage is None:
            return
        stage.submitted = int(info.get("Submission Time") or 0) or stage.submitted
        stage.completed = int(info.get("Completion Time") or 0) or None
        stage.failure = info.get("Failure Reason")
        stage.status = FAILED if stage.failure else COMPLETE if stage.submitted else SKIPPED
        self._seen(stage.completed)
        for each in info.get("Accumulables") or ():
            self._keep_accumulator(stage, each)
        for job in self._jobs_of(stage):
            job.active_stages.discard(stage.id)
            if stage.status == COMPLETE:
                job.done_stages.add(stage.id)
            elif stage.status == FAILED:
                job.failed_stages += 1

    def _keep_accumulator(self, stage: Stage, each: Event) -> None:
        if not each.get("Internal") and each.get("Metadata") != "sql" and each.get("Name") is not None:
            number = int(each["ID"])
            stage.accumulators[number] = {"id": number, "name": each["Name"], "value": str(each.get("Value"))}

    def _drop_stages(self) -> None:
        ended = (COMPLETE, FAILED, SKIPPED)
        for key in _oldest(self.stages, self.limits.stages, lambda stage: stage.status in ended):
            del self.stages[key]
            self.dropped_stages += 1
            if not any(each[0] == key[0] for each in self.stages):
                self._latest.pop(key[0], None)

    # ------------------------------------------------------------------------------------ tasks

    def _on_TaskStart(self, event: Event) -> None:
        stage = self.stages.get((int(event["Stage ID"]), int(event.get("Stage Attempt ID", 0))))
        if stage is None:
            return
        task = _task(event["Task Info"])
        stage.tasks[task.id] = task
        stage.active += 1
        if task.locality:
            stage.localities[task.locality] = stage.localities.get(task.locality, 0) + 1
        if stage.first_launch is None or task.launched < stage.first_launch:
            stage.first_launch = task.launched
        self._seen(task.launched)
        for job in self._jobs_of(stage):
            job.active_tasks += 1
        executor = self._executor(task.executor, task.launched)
        executor.active += 1
        executor.started += 1

    def _on_TaskGettingResult(self, event: Event) -> None:
        info = event["Task Info"]
        for stage in self.stages.values():
            task = stage.tasks.get(int(info["Task ID"])) if stage.status == ACTIVE else None
            if task is not None:
                task.getting_result = int(info.get("Getting Result Time", 0))

    def _on_TaskEnd(self, event: Event) -> None:
        stage = self.stages.get((int(event["Stage ID"]), int(event.get("Stage Attempt ID", 0))))
        info = event.get("Task Info")
        if stage is None or not info:
            return
        reason = event.get("Task End Reason") or {}
        task = stage.tasks.get(int(info["Task ID"]))
        if task is None:
            task = stage.tasks[int(info["Task ID"])] = _task(info)
            stage.active += 1
        task.finished = int(info.get("Finish Time", 0))
        task.getting_result = int(info.get("Getting Result Time", 0))
        task.status, task.error = _ending(reason)
        if event.get("Task Metrics"):
            task.metrics = task_metrics.read(event["Task Metrics"])
        task.accumulators = tuple(_public_updates(info.get("Accumulables") or ()))
        self._seen(task.finished)
        self._count(stage, task, reason)
        peaks = event.get("Task Executor Metrics") or {}
        for kept in (stage.peak, stage.shares[task.executor].peak, self.executors[task.executor].peak):
            _raise_peaks(kept, peaks)
        for each in info.get("Accumulables") or ():
            self._keep_accumulator(stage, each)
            if each.get("Metadata") == "sql":
                for execution in self._watched.get(int(each["ID"]), ()):
                    execution.task_reported(
                        int(each["ID"]),
                        each.get("Update"),
                        (stage.id, stage.attempt),
                        stage.tasks_wanted,
                        task,
                    )
        self._drop_tasks(stage)

    def _count(self, stage: Stage, task: Task, reason: Event) -> None:
        share = stage.shares.setdefault(task.executor, ExecutorShare())
        executor = self._executor(task.executor, task.launched)
        stage.active = max(0, stage.active - 1)
        executor.active = max(0, executor.active - 1)
        values = task.metrics or task_metrics.ZERO
        for index, value in enumerate(values):
            if value:
                stage.metrics[index] += value
                share.metrics[index] += value
        elapsed = max(0, task.finished - task.launched)
        share.duration += elapsed
        executor.duration += elapsed
        executor.gc_time += values[task_metrics.INDEX["jvmGcTime"]]
        executor.input_bytes += values[task_metrics.INDEX["inputBytes"]]
        executor.shuffle_read += task_metrics.shuffle_read_bytes(values)
        executor.shuffle_write += values[task_metrics.INDEX["shuffleWriteBytes"]]
        jobs = list(self._jobs_of(stage))
        for job in jobs:
            job.active_tasks = max(0, job.active_tasks - 1)
        if task.status == SUCCESS:
            stage.succeeded += 1
            share.succeeded += 1
            executor.succeeded += 1
            fresh = task.index not in stage.done_indices
            stage.done_indices.add(task.index)
            for job in jobs:
                job.done_tasks += 1
                job.done_indices += fresh
        elif task.status == KILLED:
            stage.killed += 1
            share.killed += 1
            why = str(reason.get("Kill Reason") or task.error or "")
            stage.kill_reasons[why] = stage.kill_reasons.get(why, 0) + 1
            for job in jobs:
                job.killed_tasks += 1
                job.kill_reasons[why] = job.kill_reasons.get(why, 0) + 1
        else:
            stage.failed += 1
            share.failed += 1
            executor.failed += 1
            for job in jobs:
                job.failed_tasks += 1

    def _drop_tasks(self, stage: Stage) -> None:
        if len(stage.tasks) > self.limits.tasks:
            for number in _oldest(stage.tasks, self.limits.tasks, lambda task: task.finished):
                del stage.tasks[number]

    # ------------------------------------------------------------------------------------ storage

    def _on_BlockUpdated(self, event: Event) -> None:
        info = event["Block Updated Info"]
        executor = self._executor(str(info["Block Manager ID"]["Executor ID"]))
        name = str(info["Block ID"])
        level = _level(info.get("Storage Level") or {})
        off_heap = bool((info.get("Storage Level") or {}).get("Use Off Heap"))
        memory = int(info.get("Memory Size", 0)) if level else 0
        disk = int(info.get("Disk Size", 0)) if level else 0
        before = self._streamed_blocks.pop((executor.id, name), (0, 0))
        if level:
            self._streamed_blocks[executor.id, name] = (memory, disk)
        executor.memory_used = max(0, executor.memory_used + memory - before[0])
        if off_heap:
            executor.off_heap_used = max(0, executor.off_heap_used + memory - before[0])
        executor.disk_used = max(0, executor.disk_used + disk - before[1])
        if name.startswith("rdd_"):
            self._update_rdd_block(executor, name, level, memory, disk)

    def _update_rdd_block(self, executor: Executor, name: str, level: str, memory: int, disk: int) -> None:
        number, partition = (int(part) for part in name.split("_")[1:3])
        rdd = self.rdds.get(number)
        if rdd is None:
            return
        block = rdd.blocks.get(partition)
        held = block is not None and executor.id in block.executors
        if level:
            block = rdd.blocks.setdefault(partition, Block(name, level))
            block.level = level
            block.memory[executor.id] = memory
            block.disk[executor.id] = disk
            executor.rdd_blocks += not held
        elif block is not None:
            block.memory.pop(executor.id, None)
            block.disk.pop(executor.id, None)
            executor.rdd_blocks -= held
            if not block.executors:
                del rdd.blocks[partition]
        on_heap = executor.memory_used - executor.off_heap_used
        rdd.left[executor.id] = (executor.on_heap - on_heap, executor.off_heap - executor.off_heap_used)

    def _on_UnpersistRDD(self, event: Event) -> None:
        rdd = self.rdds.pop(int(event["RDD ID"]), None)
        if rdd is None:
            return
        for block in rdd.blocks.values():
            for name in block.executors:
                executor = self._executor(name)
                executor.rdd_blocks = max(0, executor.rdd_blocks - 1)
                held = self._streamed_blocks.pop((name, block.name), (0, 0))
                executor.memory_used = max(0, executor.memory_used - held[0])
                executor.disk_used = max(0, executor.disk_used - held[1])

    # ------------------------------------------------------------------------------------ SQL

    def _on_SQLExecutionStart(self, event: Event) -> None:
        execution = Execution.of(event)
        self.executions[execution.id] = execution
        self._watch(execution)
        self._seen(execution.submitted)
        for number in _oldest(
            self.executions, self.limits.executions, lambda each: each.completed is not None
        ):
            gone = self.executions.pop(number)
            self.dropped_executions += 1
            for accumulator in gone.metric_types:
                watching = self._watched.get(accumulator)
                if watching and gone in watching:
                    watching.remove(gone)

    def _watch(self, execution: Execution) -> None:
        for accumulator in execution.metric_types:
            watching = self._watched.setdefault(accumulator, [])
            if execution not in watching:
                watching.append(execution)

    def _on_SQLAdaptiveExecutionUpdate(self, event: Event) -> None:
        execution = self.executions.get(int(event["executionId"]))
        if execution is not None:
            execution.replan(event)
            self._watch(execution)

    def _on_SQLAdaptiveSQLMetricUpdates(self, event: Event) -> None:
        execution = self.executions.get(int(event["executionId"]))
        if execution is not None:
            execution.more_metrics(event.get("sqlPlanMetrics") or ())
            self._watch(execution)

    def _on_DriverAccumUpdates(self, event: Event) -> None:
        execution = self.executions.get(int(event["executionId"]))
        if execution is not None:
            for accumulator, value in event.get("accumUpdates") or ():
                execution.driver_reported(int(accumulator), int(value))

    def _on_SQLExecutionEnd(self, event: Event) -> None:
        execution = self.executions.get(int(event["executionId"]))
        if execution is not None:
            execution.end(event)
            self._seen(execution.completed)

    # ------------------------------------------------------------------------------------ streaming

    def _on_QueryStartedEvent(self, event: Event) -> None:
        self.streams[str(event.get("runId"))] = {
            "name": event.get("name"),
            "id": event.get("id"),
            "runId": event.get("runId"),
            "started": event.get("timestamp"),
            "active": True,
            "progress": [],
        }

    def _on_QueryProgressEvent(self, event: Event) -> None:
        progress = event.get("progress") or {}
        if isinstance(progress, str):
            progress = json.loads(progress)
        stream = self.streams.get(str(progress.get("runId")))
        if stream is not None:
            stream["progress"] = [*stream["progress"][-99:], progress]

    def _on_QueryTerminatedEvent(self, event: Event) -> None:
        stream = self.streams.get(str(event.get("runId")))
        if stream is not None:
            stream["active"] = False
            stream["error"] = event.get("exception")


def _task(info: Event) -> Task:
    return Task(
        id=int(info["Task ID"]),
        index=int(info["Index"]),
        attempt=int(info.get("Attempt", 0)),
        partition=int(info.get("Partition ID", info["Index"])),
        launched=int(info.get("Launch Time", 0)),
        executor=str(info.get("Executor ID", "")),
        host=str(info.get("Host", "")),
        locality=str(info.get("Locality", "")),
        speculative=bool(info.get("Speculative")),
    )


def _rdd(info: Event) -> Rdd:
    scope = info.get("Scope")
    return Rdd(
        id=int(info["RDD ID"]),
        name=str(info.get("Name", "")),
        scope=str(json.loads(scope).get("name", "")) if scope else "",
        call_site=str(info.get("Callsite", "")),
        parents=tuple(int(parent) for parent in info.get("Parent IDs") or ()),
        cached=bool(_level(info.get("Storage Level") or {})),
        barrier=bool(info.get("Barrier")),
        partitions=int(info.get("Number of Partitions", 0)),
    )


def _level(level: Event) -> str:
    """Describe a storage level in Spark's words; the empty string for none."""
    if not (level.get("Use Memory") or level.get("Use Disk")):
        return ""
    words = ["Disk"] if level.get("Use Disk") else []
    if level.get("Use Memory"):
        words.append("Memory (off heap)" if level.get("Use Off Heap") else "Memory")
    words.append("Deserialized" if level.get("Deserialized") else "Serialized")
    return f"{' '.join(words)} {level.get('Replication', 1)}x Replicated"


def _ending(reason: Event) -> tuple[str, str | None]:
    """The status of a task that ended for ``reason``, and what to say of it."""
    kind = reason.get("Reason", "Success")
    if kind == "Success":
        return SUCCESS, None
    if kind == "TaskKilled":
        return KILLED, str(reason.get("Kill Reason", ""))
    if kind == "TaskCommitDenied":
        denied = f"TaskCommitDenied (Driver denied task commit) for job: {reason.get('Job ID')}"
        return (
            KILLED,
            f"{denied}, partition: {reason.get('Partition ID')}, attemptNumber: {reason.get('Attempt Number')}",
        )
    if kind == "ExceptionFailure":
        text = reason.get("Full Stack Trace")
        return FAILED, str(
            text
        ) if text else f"{reason.get('Class Name', '')}: {reason.get('Description', '')}"
    if kind == "FetchFailed":
        place = reason.get("Block Manager Address") or {}
        at = f"BlockManagerId({place.get('Executor ID')}, {place.get('Host')}, {place.get('Port')}, None)"
        return FAILED, (
            f"FetchFailed({at}, shuffleId={reason.get('Shuffle ID')}, mapIndex={reason.get('Map Index')}, "
            f"mapId={reason.get('Map ID')}, reduceId={reason.get('Reduce ID')}, message=\n{reason.get('Message')}\n)"
        )
    if kind == "ExecutorLostFailure":
        cause = (
            "caused by one of the running tasks"
            if reason.get("Exit Caused By App")
            else ("unrelated to the running tasks")
        )
        return FAILED, (
            f"ExecutorLostFailure (executor {reason.get('Executor ID')} exited {cause}) "
            f"Reason: {reason.get('Loss Reason', '')}"
        )
    return FAILED, str(kind)


def _public_updates(accumulables: Iterable[Event]) -> Iterable[dict[str, Any]]:
    for each in accumulables:
        if not each.get("Internal") and each.get("Metadata") != "sql" and each.get("Name") is not None:
            yield {
                "id": int(each["ID"]),
                "name": each["Name"],
                "update": str(each.get("Update")),
                "value": str(each.get("Value")),
            }


def _raise_peaks(kept: dict[str, int], seen: Event) -> None:
    for name, value in seen.items():
        if value > kept.get(name, -1):
            kept[name] = value


def _oldest(kept: Mapping[Any, Any], limit: int, ended: Callable[[Any], Any]) -> list[Any]:
    """The keys to forget when more than ``limit`` are kept: the first ones that have ended, a tenth at once."""
    surplus = len(kept) - limit
    if surplus <= 0:
        return []
    wanted = max(surplus, limit // 10)
    return [key for key, value in kept.items() if ended(value)][:wanted]
