"""What runs now and what ran: job, stage and worker infos."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, NamedTuple

from pyrite._events.bus import Event
from pyrite._events.stages import Stage, StageInfo

__all__ = ["SparkExecutorInfo", "SparkJobInfo", "SparkStageInfo", "StatusTracker"]

KEPT = 1000


class SparkJobInfo(NamedTuple):
    """A job: its id, the ids of its stages, and ``RUNNING``, ``SUCCEEDED`` or ``FAILED``."""

    jobId: int
    stageIds: list[int]
    status: str


class SparkStageInfo(NamedTuple):
    """An attempt of a stage and how many of its tasks run, are done and have failed."""

    stageId: int
    currentAttemptId: int
    name: str
    numTasks: int
    numActiveTasks: int
    numCompletedTasks: int
    numFailedTasks: int


class SparkExecutorInfo(NamedTuple):
    """A worker: where it is, what it caches (bytes), how many tasks it runs, how much memory it may use (bytes)."""

    host: str
    port: int
    cacheSize: int
    numRunningTasks: int
    usedOnHeapStorageMemory: int
    usedOffHeapStorageMemory: int
    totalOnHeapStorageMemory: int
    totalOffHeapStorageMemory: int


class StatusStore:
    """Keeps the newest jobs and stages of an application, as its events tell them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.jobs: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self.stages: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self.running: dict[int, int] = {}
        self.cached: dict[int, dict[tuple[int, int], int]] = {}

    def __call__(self, event: Event) -> None:
        handler = _HANDLERS.get(event.kind)
        if handler is not None:
            with self._lock:
                handler(self, event.facts)

    def stages_of(self, job: int) -> list[int]:
        """The ids of a job's stages."""
        found = self.jobs.get(job)
        return list(found["stages"]) if found else []

    def running_stages(self) -> list[Stage]:
        """The stages that run now, and how far they are."""
        return [
            Stage(number, stage["tasks"], stage["completed"], stage["active"])
            for number, stage in list(self.stages.items())
            if stage["running"]
        ]

    def query_stages(self, query: str) -> tuple[list[StageInfo], int]:
        """The stages of a query's jobs, and how many of their tasks run."""
        ids = [i for job in list(self.jobs.values()) if job["query"] == query for i in job["stages"]]
        known = {i: self.stages.get(i) for i in ids}
        found = [
            StageInfo(i, stage["tasks"], stage["completed"], 0, not stage["running"])
            for i, stage in known.items()
            if stage is not None
        ]
        return found, sum([stage["active"] for stage in known.values() if stage is not None])

    def _job_start(self, facts: dict[str, Any]) -> None:
        properties = facts["properties"]
        group = properties.get("spark.jobGroup.id")
        query = properties.get("spark.sql.execution.root.id")
        stages = [stage[0] for stage in facts["stages"]]
        self.jobs[facts["job"]] = {"stages": stages, "status": "RUNNING", "group": group, "query": query}
        while len(self.jobs) > KEPT:
            self.jobs.popitem(last=False)

    def _job_end(self, facts: dict[str, Any]) -> None:
        job = self.jobs.get(facts["job"])
        if job is not None:
            job["status"] = "FAILED" if facts["error"] else "SUCCEEDED"

    def _stage_submitted(self, facts: dict[str, Any]) -> None:
        stage, attempt, name, tasks, *_ = facts["info"]
        self.stages[stage] = {
            "attempt": attempt, "name": name, "tasks": tasks,
            "active": 0, "completed": 0, "failed": 0, "running": True,
        }  # fmt: skip
        for job_id in facts["jobs"]:
            job = self.jobs.get(job_id)
            if job is not None and stage not in job["stages"]:
                job["stages"].append(stage)
        while len(self.stages) > KEPT:
            self.stages.popitem(last=False)

    def _stage_completed(self, facts: dict[str, Any]) -> None:
        stage = self.stages.get(facts["info"][0])
        if stage is not None:
            stage["running"] = False

    def _task_start(self, facts: dict[str, Any]) -> None:
        self.running[facts["worker"]] = self.running.get(facts["worker"], 0) + 1
        stage = self.stages.get(facts["stage"])
        if stage is not None:
            stage["active"] += 1

    def _task_end(self, facts: dict[str, Any]) -> None:
        self.running[facts["worker"]] = max(0, self.running.get(facts["worker"], 0) - 1)
        stage = self.stages.get(facts["stage"])
        if stage is not None:
            stage["active"] = max(0, stage["active"] - 1)
            if facts["status"] == "success":
                stage["completed"] += 1
            elif facts["status"] != "killed":
                stage["failed"] += 1

    def _worker_added(self, facts: dict[str, Any]) -> None:
        self.running.setdefault(facts["worker"], 0)

    def _worker_removed(self, facts: dict[str, Any]) -> None:
        self.running.pop(facts["worker"], None)
        self.cached.pop(facts["worker"], None)

    def _block(self, facts: dict[str, Any]) -> None:
        self.cached.setdefault(facts["worker"], {})[facts["rdd"], facts["partition"]] = facts["sizes"][0]


_HANDLERS = {
    "JobStart": StatusStore._job_start,
    "JobEnd": StatusStore._job_end,
    "StageSubmitted": StatusStore._stage_submitted,
    "StageCompleted": StatusStore._stage_completed,
    "TaskStart": StatusStore._task_start,
    "TaskEnd": StatusStore._task_end,
    "ExecutorAdded": StatusStore._worker_added,
    "ExecutorRemoved": StatusStore._worker_removed,
    "BlockUpdated": StatusStore._block,
}


class StatusTracker:
    """Low-level progress: which jobs and stages run, and how far they are. Old ones are forgotten.

    >>> sc.parallelize([1]).count()
    1
    >>> sc.statusTracker().getActiveJobsIds()
    []
    """

    def __init__(self, store: StatusStore, storage_memory: int = 0):
        self._store = store
        self._storage_memory = storage_memory

    def getJobIdsForGroup(self, jobGroup: str | None = None) -> list[int]:
        """The known jobs of a group; of no group for ``None``."""
        return [i for i, job in list(self._store.jobs.items()) if job["group"] == jobGroup]

    def getActiveStageIds(self) -> list[int]:
        """The ids of running stages."""
        return sorted(i for i, stage in list(self._store.stages.items()) if stage["running"])

    def getActiveJobsIds(self) -> list[int]:
        """The ids of running jobs."""
        return sorted(i for i, job in list(self._store.jobs.items()) if job["status"] == "RUNNING")

    def getJobInfo(self, jobId: int) -> SparkJobInfo | None:
        """What is known of a job; ``None`` for an unknown or forgotten one."""
        job = self._store.jobs.get(jobId)
        return SparkJobInfo(jobId, list(job["stages"]), job["status"]) if job else None

    def getStageInfo(self, stageId: int) -> SparkStageInfo | None:
        """What is known of a stage; ``None`` for an unknown or forgotten one."""
        s = self._store.stages.get(stageId)
        if s is None:
            return None
        return SparkStageInfo(
            stageId, s["attempt"], s["name"], s["tasks"], s["active"], s["completed"], s["failed"]
        )  # fmt: skip

    def getExecutorInfos(self) -> list[SparkExecutorInfo]:
        """One info for each worker."""
        infos = []
        for worker, running in sorted(self._store.running.items()):
            size = sum(self._store.cached.get(worker, {}).values())
            infos.append(
                SparkExecutorInfo("localhost", worker, size, running, size, 0, self._storage_memory, 0)
            )
        return infos
