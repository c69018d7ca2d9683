"""The scheduler as a pure state machine: it is told what happened and answers what to do.

It does no I/O, starts no thread and reads no clock (``now`` comes with every event), so that every course of
events can be played in a test. The loop in ``loop.py`` feeds it and carries out its actions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from pyrite._runtime.blocks import BlockKey
from pyrite._runtime.shuffle import MapOutput
from pyrite._runtime.task import Outcome, TaskError
from pyrite._scheduler import pools
from pyrite._scheduler.model import (
    Action,
    Answer,
    DeleteOutput,
    Deliver,
    DropStage,
    Finish,
    Job,
    JobError,
    JobPlan,
    Kill,
    Launch,
    Limits,
    Merge,
    Numbers,
    Post,
    Stage,
    StageFacts,
    StagePlan,
    Task,
)


class Scheduler:
    """All that is known of jobs, stages, tasks, workers, map outputs and cached blocks."""

    def __init__(
        self,
        slots: int,
        limits: Limits | None = None,
        order: Callable[[Iterable[Stage]], list[Stage]] = pools.fifo,
    ):
        self.slots = slots
        self.limits = limits or Limits()
        self._order = order
        self.jobs: dict[int, Job] = {}
        self.stages: list[Stage] = []
        self.tasks: dict[int, Task] = {}
        self.idle: dict[int, None] = {}
        self.busy: dict[int, Task] = {}
        self.outputs: dict[int, list[MapOutput | None]] = {}
        self.missing: dict[int, int] = {}
        self.epochs: dict[int, int] = {}
        self.locations: dict[BlockKey, set[int]] = {}
        self._by_shuffle: dict[int, Stage] = {}
        self._plans: dict[int, StagePlan] = {}
        #: The ids of stages and tasks: what runs outside of it takes its own from them too.
        self.stage_ids = Numbers()
        self.task_ids = Numbers()
        self._actions: list[Action] = []
        self._now = 0.0

    # ------------------------------------------------------------------------------------------ events

    def submit(self, plan: JobPlan, now: float) -> list[Action]:
        """A new job. Its stages are started as far as their outputs are missing."""
        self._now = now
        self._plans.update(plan.maps)
        if plan.result.barrier and len(plan.result.partitions) > self.slots:
            return self._refused(plan, plan.result)
        numbered = self._number_stages(plan)
        stage = Stage(self.stage_ids.next(), plan.result, plan.id, plan.pool, {plan.id})
        self.stages.append(stage)
        stage.index_of = {p: i for i, p in enumerate(plan.result.partitions)}
        job = self.jobs[plan.id] = Job(plan, stage, len(plan.result.partitions), numbered)
        self._post(
            "JobStart",
            job=plan.id,
            properties=plan.properties,
            stages=[
                *[self._facts(job, number, self._plans[shuffle]) for shuffle, number in numbered.items()],
                self._facts(job, stage.id, plan.result),
            ],
        )
        if not plan.result.partitions:
            self._finish(plan.id, None)
        else:
            stage.pending = set(plan.result.partitions)
            self._activate(stage, now)
        return self._flush(now)

    def worker_ready(self, worker: int, now: float) -> list[Action]:
        self.idle[worker] = None
        return self._flush(now)

    def worker_lost(self, worker: int, reason: str, now: float, everything: bool = False) -> list[Action]:
        """A worker is gone: its task runs again elsewhere, its cached blocks are computed again when needed."""
        self._now = now
        self.idle.pop(worker, None)
        task = self.busy.pop(worker, None)
        for key, holders in list(self.locations.items()):
            holders.discard(worker)
            if not holders:
                del self.locations[key]
        if everything:
            for shuffle_id in self.outputs:
                self._lose_all(shuffle_id)
        self._post("ExecutorRemoved", worker=worker, reason=reason)
        if task is not None:
            self._task_gone(task)
            if not task.doomed:
                self._end_posted(task, "lost", None, reason)
                self._retry_lost(task, reason, now)
        return self._flush(now)

    def task_ended(self, worker: int, outcome: Outcome, now: float) -> list[Action]:
        """A worker has answered. It is idle again, whatever the answer."""
        self._now = now
        self.busy.pop(worker, None)
        self.idle[worker] = None
        task = self.tasks.get(outcome.task_id)
        self._note_blocks(worker, outcome)
        if task is None:
            if outcome.output is not None:
                self._actions.append(DeleteOutput(outcome.output))
            return self._flush(now)
        self._task_gone(task)
        if outcome.fetch_failed is not None:
            self._end_posted(task, "fetch failed", outcome)
            self._fetch_failed(task, *outcome.fetch_failed, now=now)
        elif outcome.error is not None:
            self._end_posted(task, "failed", outcome)
            self._failed(task, outcome.error, now)
        elif outcome.killed:
            self._end_posted(task, "killed", outcome)
            if task.stage.plan.barrier and task.stage in self.stages:
                self._restart_barrier(task.stage, now)
            else:
                self._retry(task, now)
        else:
            self._end_posted(task, "success", outcome)
            self._succeeded(task, outcome, now)
        return self._flush(now)

    def barrier_called(self, worker: int, task_id: int, message: str, now: float) -> list[Action]:
        """A barrier task waits; when all of its stage do, each is answered with everyone's messages."""
        task = self.tasks.get(task_id)
        if task is None:
            return [Answer(worker, None)]
        task.barrier_message = message
        tasks = sorted(task.stage.tasks.values(), key=lambda t: t.partition)
        waiting = [t.barrier_message for t in tasks]
        if len(tasks) == len(task.stage.plan.partitions) and None not in waiting:
            messages = [message for message in waiting if message is not None]
            for t in tasks:
                t.barrier_message = None
                self._actions.append(Answer(t.worker, messages))
        return self._flush(now)

    def cancel(self, jobs: Iterable[int], reason: str, now: float, kind: str = "cancelled") -> list[Action]:
        """Fail these jobs; tasks that only they wanted are interrupted."""
        self._now = now
        for job in list(jobs):
            if job in self.jobs:
                message = reason.format(job=job)
                if kind == "cancelled":
                    message = f"[SPARK_JOB_CANCELLED] {message} SQLSTATE: XXKDA"
                self._finish(job, JobError(message, kind))
        return self._flush(now)

    def tick(self, now: float) -> list[Action]:
        """Time has passed: overdue kills, locality waits, speculation."""
        for task in self.busy.values():
            if task.kill_hard_at is not None and now >= task.kill_hard_at:
                task.kill_hard_at = None
                self._actions.append(Kill(task.worker, True, task.doomed))
        if self.limits.speculation:
            for stage in self.stages:
                self._speculate(stage, now)
        return self._flush(now)

    def next_tick(self, now: float) -> float | None:
        """Seconds until :meth:`tick` has something to do, or ``None``."""
        times = [t.kill_hard_at - now for t in self.busy.values() if t.kill_hard_at is not None]
        if self.idle:
            for stage in self.stages:
                if stage.ready and stage.wanted_by:
                    times.append(stage.last_local + self.limits.locality_wait - now)
        if self.limits.speculation and self.busy:
            times.append(0.1)
        return max(0.0, min(times)) if times else None

    def register_shuffle(self, shuffle_id: int, plan: StagePlan) -> None:
        """A shuffle that jobs may read from now on, and the stage that writes it."""
        self._plans[shuffle_id] = plan
        if shuffle_id not in self.outputs:
            maps = len(plan.partitions)
            self.outputs[shuffle_id] = [None] * maps
            self.missing[shuffle_id] = maps
            self.epochs[shuffle_id] = 0

    def forget_shuffle(self, shuffle_id: int) -> list[MapOutput]:
        """Nobody can read this shuffle any more; returns the outputs to delete."""
        found = self.outputs.pop(shuffle_id, [])
        self.missing.pop(shuffle_id, None)
        self.epochs.pop(shuffle_id, None)
        self._plans.pop(shuffle_id, None)
        return [output for output in found if output is not None]

    def outputs_gone(self, shuffle_id: int, gone: Iterable[tuple[int, str]], now: float) -> list[Action]:
        """These outputs, given as (map, path), are known to be missing or cut."""
        self._now = now
        for map_id, path in gone:
            self._lose(shuffle_id, map_id, path)
        return self._flush(now)

    def lose_shuffle(self, shuffle_id: int, now: float) -> list[Action]:
        """The outputs of a shuffle are not kept; whoever needs them has them made again."""
        self._now = now
        if shuffle_id in self.outputs:
            self._lose_all(shuffle_id)
        return self._flush(now)

    def forget_rdd(self, rdd: int) -> None:
        for key in [key for key in self.locations if key.rdd == rdd]:
            del self.locations[key]

    # ------------------------------------------------------------------------------------------ stages

    def _number_stages(self, job: JobPlan) -> dict[int, int]:
        """The ids of the stages that a job may need, by the shuffles they write: each above those of what it reads.

        Behind a shuffle whose outputs are all there nothing is looked for.
        """
        numbered: dict[int, int] = {}
        todo = list(reversed(job.result.parents))
        while todo:
            shuffle = todo[-1]
            running = self._by_shuffle.get(shuffle)
            plan = self._plans[shuffle]
            behind = plan.parents if self.missing.get(shuffle, 1) else ()
            unknown = [parent for parent in reversed(behind) if parent not in numbered]
            if unknown and shuffle not in numbered:
                todo += unknown
                continue
            todo.pop()
            if shuffle not in numbered:
                numbered[shuffle] = running.id if running is not None else self.stage_ids.next()
        return numbered

    def _facts(self, job: Job, number: int, plan: StagePlan, attempt: int = 0, tasks: int = -1) -> StageFacts:
        parents = tuple([job.stage_ids[shuffle] for shuffle in plan.parents if shuffle in job.stage_ids])
        return number, attempt, plan.name, len(plan.partitions) if tasks < 0 else tasks, plan.rdds, parents

    def _new_stage(self, plan: StagePlan, job: Job) -> Stage:
        assert plan.shuffle_id is not None
        number = job.stage_ids.get(plan.shuffle_id)
        if number is None:
            number = job.stage_ids[plan.shuffle_id] = self.stage_ids.next()
        stage = Stage(number, plan, job.plan.id, job.plan.pool, {job.plan.id})
        stage.attempt = job.attempts.get(number, 0)
        self.stages.append(stage)
        self._by_shuffle[plan.shuffle_id] = stage
        return stage

    def _activate(self, stage: Stage, now: float) -> None:
        """Start ``stage`` or, where shuffles it reads are incomplete, the stages that write them."""
        todo = [stage]
        while todo:
            current = todo.pop()
            current.waiting = {shuffle for shuffle in current.plan.parents if self.missing[shuffle]}
            for shuffle in sorted(current.waiting):
                parent = self._by_shuffle.get(shuffle)
                if parent is None:
                    parent = self._new_stage(self._plans[shuffle], self.jobs[min(current.jobs)])
                    parent.pending = {i for i, output in enumerate(self.outputs[shuffle]) if output is None}
                    todo.append(parent)
                if not current.jobs <= parent.jobs:
                    parent.jobs |= current.jobs
                    if parent not in todo:
                        todo.append(parent)
            if not current.waiting:
                self._make_ready(current, now)

    def _make_ready(self, stage: Stage, now: float) -> None:
        plan = stage.plan
        if plan.barrier and len(plan.partitions) > self.slots:
            for job in list(stage.jobs):
                self._finish(job, JobError(_barrier_slots(len(plan.partitions), self.slots)))
            return
        if not stage.submitted or stage.failed_attempt == stage.attempt:
            if stage.submitted:
                self._post("StageCompleted", info=stage.facts, error="a task could not read what it needs")
                stage.attempt += 1
            stage.submitted = True
            first = self.jobs[min(stage.jobs)]
            stage.facts = self._facts(first, stage.id, plan, stage.attempt, len(stage.pending))
            self._post(
                "StageSubmitted",
                info=stage.facts,
                jobs=sorted(stage.jobs),
                properties=first.plan.properties,
            )
        self._enqueue(stage, sorted(stage.pending))
        stage.last_local = now

    def _enqueue(self, stage: Stage, partitions: Iterable[int]) -> None:
        cached = stage.plan.cached
        for p in partitions:
            holders: set[int] = set()
            if cached is not None and self.locations:
                for key in cached(p):
                    holders |= self.locations.get(key, set())
            if holders:
                for worker in holders:
                    stage.wanted_by.setdefault(worker, deque()).append(p)
            else:
                stage.queue.append(p)

    def _stage_done(self, stage: Stage, now: float) -> None:
        shuffle = stage.plan.shuffle_id
        assert shuffle is not None
        self._retire(stage)
        for child in list(self.stages):
            if shuffle in child.waiting:
                child.waiting.discard(shuffle)
                if not child.waiting:
                    self._activate(child, now)

    def _retire(self, stage: Stage, error: str = "") -> None:
        """The stage is over: its remaining tasks are not wanted."""
        if stage not in self.stages:
            return
        self.stages.remove(stage)
        if stage.plan.shuffle_id is not None and self._by_shuffle.get(stage.plan.shuffle_id) is stage:
            del self._by_shuffle[stage.plan.shuffle_id]
        for task in list(stage.tasks.values()):
            self._doom(task, error or "the stage has ended")
        if stage.submitted:
            for job in stage.jobs:
                self.jobs[job].attempts[stage.id] = stage.attempt + 1
            self._post("StageCompleted", info=stage.facts, error=error)
        if stage.plan.shuffle_id is None:
            self._actions.append(DropStage(stage.plan.key))

    # ------------------------------------------------------------------------------------------ tasks

    def _flush(self, now: float) -> list[Action]:
        self._offer(now)
        actions, self._actions = self._actions, []
        return actions

    def _offer(self, now: float) -> None:
        """Give idle workers tasks."""
        if self.idle:
            self._hold_back(now)
        while self.idle:
            ready = [stage for stage in self.stages if stage.ready]
            if not ready:
                return
            launched = False
            for stage in self._order(ready) if len(ready) > 1 else ready:
                launched = self._offer_stage(stage, now)
                if launched:
                    break
            if not launched:
                return

    def _hold_back(self, now: float) -> None:
        """Outputs may be lost after a stage was found ready: its tasks wait until they are there again."""
        for stage in list(self.stages):
            if stage.ready and any(self.missing.get(shuffle) for shuffle in stage.plan.parents):
                self._clear_queues(stage)
                self._activate(stage, now)

    def _offer_stage(self, stage: Stage, now: float) -> bool:
        if stage.plan.barrier:
            return self._offer_barrier(stage, now)
        for worker in list(self.idle):
            partition = self._pick(stage, worker, now)
            if partition is not None:
                self._launch(stage, partition, worker, now)
                return True
        if stage.speculate:
            return self._offer_copy(stage, now)
        return False

    def _pick(self, stage: Stage, worker: int, now: float) -> int | None:
        mine = stage.wanted_by.get(worker)
        while mine:
            p = mine.popleft()
            if p in stage.pending:
                stage.last_local = now
                return p
        while stage.queue:
            p = stage.queue.popleft()
            if p in stage.pending:
                return p
        waited = now - stage.last_local >= self.limits.locality_wait
        for holder, queue in stage.wanted_by.items():
            if waited or not (holder in self.idle or holder in self.busy):
                while queue:
                    p = queue.popleft()
                    if p in stage.pending:
                        return p
        return None

    def _launch(
        self, stage: Stage, p: int, worker: int, now: float, speculative: bool = False, size: int = 0
    ) -> None:
        stage.pending.discard(p)
        attempt = stage.tries.get(p, 0)
        stage.tries[p] = attempt + 1
        task = Task(self.task_ids.next(), stage, p, attempt, stage.attempt, worker, now, speculative)
        self.tasks[task.id] = stage.tasks[task.id] = task
        del self.idle[worker]
        self.busy[worker] = task
        self._actions.append(Launch(worker, task.id, stage, p, attempt, speculative, size))
        self._post(
            "TaskStart", stage=stage.id, stage_attempt=stage.attempt, task=task.id, partition=p, attempt=attempt,
            worker=worker, speculative=speculative,
        )  # fmt: skip

    def _offer_barrier(self, stage: Stage, now: float) -> bool:
        """A barrier stage starts when every task can, or not yet."""
        wanted = sorted(stage.pending)
        if stage.tasks or len(self.idle) < len(wanted):
            return False
        for p, worker in zip(wanted, list(self.idle)):
            self._launch(stage, p, worker, now, size=len(wanted))
        stage.queue.clear()
        return True

    def _offer_copy(self, stage: Stage, now: float) -> bool:
        for p in sorted(stage.speculate):
            copies = [task for task in stage.tasks.values() if task.partition == p]
            stage.speculate.discard(p)
            if len(copies) == 1:
                worker = next(iter(self.idle))
                self._launch(stage, p, worker, now, speculative=True)
                return True
        return False

    def _speculate(self, stage: Stage, now: float) -> None:
        limits = self.limits
        total = len(stage.plan.partitions)
        if stage.plan.barrier or len(stage.durations) < max(1, int(limits.speculation_quantile * total)):
            return
        from statistics import median

        threshold = max(
            limits.speculation_multiplier * median(stage.durations), limits.speculation_min_runtime
        )
        running = [task.partition for task in stage.tasks.values()]
        for task in stage.tasks.values():
            if now - task.started > threshold and running.count(task.partition) == 1:
                stage.speculate.add(task.partition)

    def _task_gone(self, task: Task) -> None:
        self.tasks.pop(task.id, None)
        task.stage.tasks.pop(task.id, None)

    def _doom(self, task: Task, reason: str) -> None:
        """Interrupt a task whose answer is not wanted; its worker is busy until it answers or dies."""
        task.doomed = reason
        task.stage.tasks.pop(task.id, None)
        self.tasks.pop(task.id, None)
        holder = self.busy.get(task.worker)
        if holder is task:
            self._actions.append(Kill(task.worker, False, reason))
            task.kill_hard_at = self._now + self.limits.kill_grace
            if task.barrier_message is not None:
                self._actions.append(Answer(task.worker, None))
        self._end_posted(task, "killed", None)

    def _succeeded(self, task: Task, outcome: Outcome, now: float) -> None:
        stage, p = task.stage, task.partition
        if p in stage.finished or stage not in self.stages:
            if outcome.output is not None:
                self._actions.append(DeleteOutput(outcome.output))
            return
        if outcome.too_large:
            self._abort(stage, JobError(f"{outcome.too_large}", "too_large", stage=stage.id, partition=p))
            return
        for copy in [other for other in stage.tasks.values() if other.partition == p]:
            self._doom(copy, "another attempt was faster")
        stage.pending.discard(p)
        stage.durations.append(now - task.started)
        stage.speculate.discard(p)
        if outcome.accumulators:
            self._actions.append(Merge(outcome.accumulators))
        shuffle = stage.plan.shuffle_id
        if shuffle is None:
            stage.finished.add(p)
            (job_id,) = stage.jobs
            self._actions.append(Deliver(job_id, stage.index_of[p], outcome))
            job = self.jobs[job_id]
            job.left -= 1
            if not job.left:
                self._finish(job_id, None)
            return
        assert outcome.output is not None
        self._set_output(shuffle, p, outcome.output)
        if not stage.pending and not stage.tasks and not self.missing[shuffle]:
            self._stage_done(stage, now)

    # ------------------------------------------------------------------------------------------ failures

    def _failed(self, task: Task, error: TaskError, now: float) -> None:
        stage = task.stage
        if stage not in self.stages or task.partition in stage.finished:
            return
        if any(other.partition == task.partition for other in stage.tasks.values()) and error.retry:
            return  # a copy of it still runs
        count = stage.failures[task.partition] = stage.failures.get(task.partition, 0) + 1
        if count >= self.limits.max_failures or not error.retry:
            self._abort(stage, self._blame(task, error, count))
        elif stage.plan.barrier:
            self._restart_barrier(stage, now)
        else:
            self._retry(task, now)

    def _blame(self, task: Task, error: TaskError | None, count: int, reason: str = "") -> JobError:
        what = f"{error.class_name}: {error.message}" if error else reason
        times = "once" if count == 1 else f"{count} times"
        message = (
            f"Task {task.partition} in stage {task.stage.id}.{task.stage.attempt} failed {times}, most recent "
            f"failure: attempt {task.attempt} (task {task.id}, worker {task.worker}): {what}"
        )
        return JobError(
            message, "failed", error, task.stage.id, task.partition, task.attempt, task.stage.plan.key
        )  # fmt: skip

    def _retry(self, task: Task, now: float) -> None:
        stage = task.stage
        if stage not in self.stages or task.partition in stage.finished:
            return
        stage.pending.add(task.partition)
        if not stage.waiting:
            self._enqueue(stage, [task.partition])

    def _retry_lost(self, task: Task, reason: str, now: float) -> None:
        stage = task.stage
        if stage not in self.stages or task.partition in stage.finished:
            return
        count = stage.losses[task.partition] = stage.losses.get(task.partition, 0) + 1
        if count >= self.limits.max_losses:
            self._abort(stage, self._blame(task, None, count, f"the worker {reason}"))
        elif stage.plan.barrier:
            self._restart_barrier(stage, now)
        else:
            self._retry(task, now)

    def _restart_barrier(self, stage: Stage, now: float) -> None:
        """All tasks of a barrier stage run again together."""
        for task in list(stage.tasks.values()):
            self._doom(task, "another task of the barrier stage has failed")
        stage.pending = set(stage.plan.partitions) - stage.finished
        stage.failed_attempt = stage.attempt
        self._make_ready(stage, now)

    def _fetch_failed(
        self, task: Task, shuffle: int, map_id: int, path: str, reason: str, now: float
    ) -> None:
        """A reduce task could not read a block: its map task runs again, then this one."""
        stage = task.stage
        plan = self._plans.get(shuffle)
        if stage not in self.stages or plan is None:
            return
        if plan.indeterminate:
            self._lose_all(shuffle)
            if stage.plan.shuffle_id is None and stage.finished:
                message = (
                    f"a lost output of shuffle {shuffle} cannot be computed again in the same order, and results that "
                    f"depend on it were already delivered: {reason}"
                )
                self._abort(stage, JobError(message, stage=stage.id, partition=task.partition))
                return
            for other in list(stage.tasks.values()):
                self._doom(other, "its input changes")
            stage.pending = set(stage.plan.partitions)
            if stage.plan.shuffle_id is not None:
                self._lose_all(stage.plan.shuffle_id)
        else:
            self._lose(shuffle, map_id, path)
        # A task of an earlier attempt that reports late says nothing new of the stage.
        if task.stage_attempt == stage.attempt != stage.failed_attempt:
            stage.failed_attempt = stage.attempt
            stage.fetch_failures += 1
        if stage.fetch_failures >= self.limits.max_stage_attempts:
            message = (
                f"stage {stage.id} has failed {stage.fetch_failures} times for lost or damaged shuffle blocks; "
                f"the last was map {map_id} of shuffle {shuffle} in {path}: {reason}"
            )
            self._abort(stage, JobError(message, stage=stage.id, partition=task.partition))
            return
        stage.pending.add(task.partition)
        self._clear_queues(stage)
        self._activate(stage, now)

    @staticmethod
    def _clear_queues(stage: Stage) -> None:
        stage.queue.clear()
        stage.wanted_by.clear()

    def _abort(self, stage: Stage, error: JobError) -> None:
        for job in sorted(stage.jobs):
            self._finish(job, error)

    def _refused(self, plan: JobPlan, stage: StagePlan) -> list[Action]:
        message = _barrier_slots(len(stage.partitions), self.slots)
        return [Finish(plan.id, JobError(message)), DropStage(stage.key)]

    def _finish(self, job_id: int, error: JobError | None) -> None:
        job = self.jobs.pop(job_id, None)
        if job is None:
            return
        self._actions.append(Finish(job_id, error))
        for stage in list(self.stages):
            if job_id in stage.jobs:
                stage.jobs.discard(job_id)
                if not stage.jobs:
                    self._retire(stage, error.message if error else "")
        self._post("JobEnd", job=job_id, error=error.message if error else "")

    # ------------------------------------------------------------------------------------------ outputs, blocks

    def _set_output(self, shuffle: int, map_id: int, output: MapOutput) -> None:
        outputs = self.outputs.get(shuffle)
        if outputs is None:
            self._actions.append(DeleteOutput(output))
            return
        if outputs[map_id] is None:
            self.missing[shuffle] -= 1
        outputs[map_id] = output
        self.epochs[shuffle] += 1

    def _lose(self, shuffle: int, map_id: int, path: str) -> None:
        found = self.outputs[shuffle][map_id]
        # A late report about a file that was replaced since says nothing about the new one.
        if found is not None and found.path == path:
            self.outputs[shuffle][map_id] = None
            self.missing[shuffle] += 1
            self.epochs[shuffle] += 1
            self._actions.append(DeleteOutput(found))
            writer = self._by_shuffle.get(shuffle)
            if writer is None or map_id in writer.pending:
                return
            if all(task.partition != map_id for task in writer.tasks.values()):
                writer.pending.add(map_id)
                if not writer.waiting:
                    self._enqueue(writer, [map_id])

    def _lose_all(self, shuffle: int) -> None:
        for map_id, output in enumerate(self.outputs[shuffle]):
            if output is not None:
                self._lose(shuffle, map_id, output.path)

    def _note_blocks(self, worker: int, outcome: Outcome) -> None:
        changes = outcome.changes
        if changes is None:
            return
        for key, (in_memory, _) in changes.added.items():
            if in_memory:
                self.locations.setdefault(key, set()).add(worker)
            self._post(
                "BlockUpdated", rdd=key.rdd, partition=key.partition, worker=worker, sizes=changes.added[key]
            )
        for key in changes.dropped:
            self._post("BlockUpdated", rdd=key.rdd, partition=key.partition, worker=worker, sizes=(0, 0))
            holders = self.locations.get(key)
            if holders is not None:
                holders.discard(worker)
                if not holders:
                    del self.locations[key]

    # ------------------------------------------------------------------------------------------ observers

    def _post(self, kind: str, **facts: Any) -> None:
        self._actions.append(Post(kind, facts))

    def _end_posted(self, task: Task, status: str, outcome: Outcome | None, reason: str = "") -> None:
        error = outcome.error if outcome else None
        self._post(
            "TaskEnd", stage=task.stage.id, stage_attempt=task.stage_attempt, task=task.id, partition=task.partition,
            attempt=task.attempt, worker=task.worker, status=status, speculative=task.speculative,
            metrics=outcome.metrics if outcome else {}, reason=reason or task.doomed,
            writes=task.stage.plan.shuffle_id is not None,
            error=(error.class_name, error.message, error.traceback) if error else None,
            fetch_failed=outcome.fetch_failed if outcome else None,
        )  # fmt: skip


def _barrier_slots(needed: int, slots: int) -> str:
    return (
        "[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that requires more slots than the "
        f"total number of slots in the cluster currently: {needed} tasks, {slots} slots"
    )
