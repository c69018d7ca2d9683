"""Spark's REST API: the JSON of ``/api/v1`` from the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pyrite._events.schema import PEAKS
from pyrite._ui import task_metrics
from pyrite._ui.formats import api_date
from pyrite._ui.plans import Execution
from pyrite._ui.redaction import Redaction
from pyrite._ui.store import (
    ACTIVE,
    COMPLETE,
    PENDING,
    RUNNING,
    SUCCESS,
    Application,
    CachedRdd,
    Executor,
    ExecutorShare,
    Job,
    Stage,
    Task,
)

Json = dict[str, Any]
Query = Mapping[str, Sequence[str]]

_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_SUMMARY_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


class NotFound(Exception):
    """There is no such thing: status 404."""


class BadRequest(Exception):
    """A parameter cannot be read: status 400."""


class Unavailable(Exception):
    """It cannot be had here: status 503."""


# ---------------------------------------------------------------------------------------- parameters


def _one(query: Query, name: str, default: str) -> str:
    return (query.get(name) or (default,))[0]


def _flag(query: Query, name: str, default: bool) -> bool:
    return _one(query, name, str(default)).lower() == "true"


def _number(query: Query, name: str, default: int) -> int:
    text = _one(query, name, str(default))
    try:
        return int(text)
    except ValueError:
        raise NotFound(f"{name} must be a number, not {text!r}") from None


def _statuses(query: Query) -> set[str]:
    return {status.upper() for status in query.get("status", ())}


def _probabilities(query: Query, default: Sequence[float]) -> list[float]:
    text = _one(query, "quantiles", "")
    if not text:
        return list(default)
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise BadRequest(f"quantiles: {text}") from None


def present(**fields: Any) -> Json:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value is not None}


def _date(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else api_date(milliseconds)


# ---------------------------------------------------------------------------------------- applications


def application(app: Application, now: int, source: str | None = None) -> Json:
    """One application; ``source`` is where its log lies, for one of history."""
    done = app.ended is not None
    end = app.ended if app.ended is not None else -1
    updated = app.last_event if source is not None else now
    attempt = present(
        attemptId=app.attempt,
        startTime=api_date(app.started),
        endTime=api_date(end),
        lastUpdated=api_date(updated),
        duration=end - app.started if done else (0 if source is not None else now - app.started),
        sparkUser=app.user,
        completed=done,
        appSparkVersion=app.spark_version,
        exitCode=app.exit_code,
        logSourceName=source,
        logSourceFullPath=source,
        startTimeEpoch=app.started,
        endTimeEpoch=end,
        lastUpdatedEpoch=updated,
    )
    return {"id": app.id, "name": app.name, "attempts": [attempt]}


# ---------------------------------------------------------------------------------------- jobs


def jobs(app: Application, query: Query) -> list[Json]:
    wanted = _statuses(query)
    return [
        job_json(each)
        for _, each in sorted(app.jobs.items(), reverse=True)
        if not wanted or each.status in wanted
    ]


def job(app: Application, number: int) -> Json:
    found = app.jobs.get(number)
    if found is None:
        raise NotFound(f"unknown job: {number}")
    return job_json(found)


def job_json(each: Job) -> Json:
    return present(
        jobId=each.id,
        name=each.name,
        description=each.description,
        submissionTime=api_date(each.submitted),
        completionTime=_date(each.completed),
        stageIds=list(each.stages),
        jobGroup=each.group,
        jobTags=sorted(each.tags),
        status=each.status,
        numTasks=each.tasks,
        numActiveTasks=each.active_tasks,
        numCompletedTasks=each.done_tasks,
        numSkippedTasks=each.skipped_tasks,
        numFailedTasks=each.failed_tasks,
        numKilledTasks=each.killed_tasks,
        numCompletedIndices=each.done_indices,
        numActiveStages=len(each.active_stages),
        numCompletedStages=len(each.done_stages),
        numSkippedStages=len(each.skipped_stages),
        numFailedStages=each.failed_stages,
        killedTasksSummary=dict(each.kill_reasons),
    )


# ---------------------------------------------------------------------------------------- stages


def stages(app: Application, query: Query, now: int) -> list[Json]:
    wanted = _statuses(query)
    found = [stage for _, stage in sorted(app.stages.items(), reverse=True)]
    return [
        stage_json(stage, query, now, details=False)
        for stage in found
        if not wanted or stage.status in wanted
    ]


def stage_attempts(app: Application, number: int, query: Query, now: int) -> list[Json]:
    found = app.attempts(number)
    if not found:
        raise NotFound(f"unknown stage: {number}")
    return [stage_json(stage, query, now) for stage in found]


def stage_attempt(app: Application, number: int, attempt: int, query: Query, now: int) -> Json:
    return stage_json(_stage(app, number, attempt), query, now)


def _stage(app: Application, number: int, attempt: int) -> Stage:
    stage = app.stages.get((number, attempt))
    if stage is not None:
        return stage
    attempts = app.attempts(number)
    if not attempts:
        raise NotFound(f"unknown stage: {number}")
    found = ", ".join(str(each.attempt) for each in attempts)
    raise NotFound(f"unknown attempt for stage {number}.  Found attempts: [{found}]")


def stage_json(stage: Stage, query: Query, now: int, details: bool = True) -> Json:
    summaries = _flag(query, "withSummaries", False)
    probabilities = _probabilities(query, _SUMMARY_QUANTILES)
    wanted = {status.upper() for status in query.get("taskStatus", ())}
    ran = stage.status not in (PENDING, "SKIPPED")
    result = present(
        status=stage.status,
        stageId=stage.id,
        attemptId=stage.attempt,
        numTasks=stage.tasks_wanted,
        numActiveTasks=stage.active,
        numCompleteTasks=stage.succeeded,
        numFailedTasks=stage.failed,
        numKilledTasks=stage.killed,
        numCompletedIndices=len(stage.done_indices),
        submissionTime=_date(stage.submitted),
        firstTaskLaunchedTime=_date(stage.first_launch),
        completionTime=_date(stage.completed),
        failureReason=stage.failure,
        **task_metrics.stage_json(stage.metrics),
        name=stage.name,
        description=stage.description,
        details=stage.details,
        schedulingPool=stage.pool,
        rddIds=[rdd.id for rdd in stage.rdds],
        accumulatorUpdates=list(stage.accumulators.values()),
    )
    if _flag(query, "details", details):
        result["tasks"] = {
            str(task.id): task_json(task, now)
            for task in stage.tasks.values()
            if not wanted or task.status in wanted
        }
        result["executorSummary"] = {name: _share_json(share) for name, share in sorted(stage.shares.items())}
    result["killedTasksSummary"] = dict(stage.kill_reasons)
    result["resourceProfileId"] = stage.profile
    if ran:
        result["peakExecutorMetrics"] = peaks_json(stage.peak)
    if summaries and ran:
        found = _task_distribution(stage, probabilities)
        if found is not None:
            result["taskMetricsDistributions"] = found
        if stage.shares:
            result["executorMetricsDistributions"] = _executor_distribution(stage, probabilities)
    result["isShufflePushEnabled"] = False
    result["shuffleMergersCount"] = 0
    return result


def _share_json(share: ExecutorShare) -> Json:
    def of(name: str) -> int:
        return share.metrics[task_metrics.INDEX[name]]

    return {
        "taskTime": share.duration,
        "failedTasks": share.failed,
        "succeededTasks": share.succeeded,
        "killedTasks": share.killed,
        "inputBytes": of("inputBytes"),
        "inputRecords": of("inputRecords"),
        "outputBytes": of("outputBytes"),
        "outputRecords": of("outputRecords"),
        "shuffleRead": task_metrics.shuffle_read_bytes(share.metrics),
        "shuffleReadRecords": of("shuffleReadRecords"),
        "shuffleWrite": of("shuffleWriteBytes"),
        "shuffleWriteRecords": of("shuffleWriteRecords"),
        "memoryBytesSpilled": of("memoryBytesSpilled"),
        "diskBytesSpilled": of("diskBytesSpilled"),
        "isBlacklistedForStage": False,
        "peakMemoryMetrics": peaks_json(share.peak),
        "isExcludedForStage": False,
    }


def _executor_distribution(stage: Stage, probabilities: Sequence[float]) -> Json:
    rows = [_share_json(share) for share in stage.shares.values()]
    numbers = [key for key in rows[0] if isinstance(rows[0][key], int) and not isinstance(rows[0][key], bool)]
    return {
        "quantiles": list(probabilities),
        **{key: task_metrics.quantiles([row[key] for row in rows], probabilities) for key in numbers},
        "peakMemoryMetrics": {
            key: task_metrics.quantiles([row["peakMemoryMetrics"][key] for row in rows], probabilities)
            for key in PEAKS
        },
    }


def peaks_json(peaks: Mapping[str, int]) -> Json:
    return {name: peaks.get(name, 0) for name in PEAKS}


# ---------------------------------------------------------------------------------------- tasks


def measured(stage: Stage) -> list[Task]:
    """The tasks that quantiles are taken over: those that succeeded and told their metrics."""
    return [task for task in stage.tasks.values() if task.status == SUCCESS and task.metrics is not None]


def _task_distribution(stage: Stage, probabilities: Sequence[float]) -> Json | None:
    tasks = measured(stage)
    if not tasks:
        return None
    spans = {
        "duration": [task.duration(0) for task in tasks],
        "gettingResultTime": [task.getting_result_time() for task in tasks],
        "schedulerDelay": [task.scheduler_delay() for task in tasks],
    }
    return task_metrics.distribution_json([task.metrics or () for task in tasks], spans, probabilities)


def task_summary(app: Application, number: int, attempt: int, query: Query) -> Json:
    stage = _stage(app, number, attempt)
    found = _task_distribution(stage, _probabilities(query, _QUANTILES))
    if found is None:
        raise NotFound(f"No tasks reported metrics for {number} / {attempt} yet.")
    return found


_TASK_ORDERS: dict[str, tuple[Callable[[Task], Any], bool]] = {
    "ID": (lambda task: task.id, False),
    "INCREASING_RUNTIME": (lambda task: _run_time(task), False),
    "DECREASING_RUNTIME": (lambda task: _run_time(task), True),
}


def _run_time(task: Task) -> int:
    return 0 if task.metrics is None else task.metrics[task_metrics.INDEX["executorRunTime"]]


def task_list(app: Application, number: int, attempt: int, query: Query, now: int) -> list[Json]:
    stage = _stage(app, number, attempt)
    order = {"RUNTIME": "INCREASING_RUNTIME", "-RUNTIME": "DECREASING_RUNTIME"}
    name = _one(query, "sortBy", "ID").upper()
    chosen = _TASK_ORDERS.get(order.get(name, name))
    if chosen is None:
        raise NotFound(f"sortBy: {name}")
    wanted = _statuses(query)
    tasks = [task for task in stage.tasks.values() if not wanted or task.status in wanted]
    tasks.sort(key=chosen[0], reverse=chosen[1])
    start = max(0, _number(query, "offset", 0))
    return [task_json(task, now) for task in tasks[start : start + max(0, _number(query, "length", 20))]]


def task_json(task: Task, now: int) -> Json:
    return present(
        taskId=task.id,
        index=task.index,
        attempt=task.attempt,
        partitionId=task.partition,
        launchTime=api_date(task.launched),
        resultFetchStart=_date(task.getting_result or None),
        duration=task.duration(now),
        executorId=task.executor,
        host=task.host,
        status=task.status,
        taskLocality=task.locality,
        speculative=task.speculative,
        accumulatorUpdates=list(task.accumulators),
        errorMessage=task.error,
        taskMetrics=None if task.metrics is None else task_metrics.task_json(task.metrics),
        executorLogs={},
        schedulerDelay=task.scheduler_delay(),
        gettingResultTime=task.getting_result_time(),
    )


# ---------------------------------------------------------------------------------------- executors


def executors(app: Application, now: int, dead: bool = False) -> list[Json]:
    found = sorted(app.executors.values(), key=lambda each: (each.id == "driver", each.added))
    return [executor_json(app, each, now) for each in found if dead or each.removed is None]


def executor_json(app: Application, each: Executor, now: int) -> Json:
    used_on_heap = each.memory_used - each.off_heap_used
    known = each.max_memory > 0
    cpus = max(1.0, float(app.environment.spark.get("spark.task.cpus", "1") or 1))
    return present(
        id=each.id,
        hostPort=each.host_port,
        isActive=each.removed is None,
        rddBlocks=each.rdd_blocks,
        memoryUsed=each.memory_used,
        diskUsed=each.disk_used,
        totalCores=each.cores,
        maxTasks=int(each.cores / cpus),
        activeTasks=each.active,
        failedTasks=each.failed,
        completedTasks=each.succeeded,
        totalTasks=each.started,
        # The driver's is the application's, as in Spark.
        totalDuration=app.clock(now) - app.started if each.id == "driver" else each.duration,
        totalGCTime=each.peak.get("TotalGCTime") or each.gc_time,
        totalInputBytes=each.input_bytes,
        totalShuffleRead=each.shuffle_read,
        totalShuffleWrite=each.shuffle_write,
        isBlacklisted=each.excluded,
        maxMemory=each.max_memory,
        addTime=api_date(each.added),
        removeTime=_date(each.removed),
        removeReason=each.removed_for,
        executorLogs=each.logs,
        memoryMetrics={
            "usedOnHeapStorageMemory": used_on_heap,
            "usedOffHeapStorageMemory": each.off_heap_used,
            "totalOnHeapStorageMemory": each.on_heap,
            "totalOffHeapStorageMemory": each.off_heap,
        }
        if known
        else None,
        blacklistedInStages=sorted(each.excluded_stages),
        peakMemoryMetrics=peaks_json(each.peak) if each.peak else None,
        attributes=each.attributes,
        resources=each.resources,
        resourceProfileId=each.profile,
        isExcluded=each.excluded,
        excludedInStages=sorted(each.excluded_stages),
    )


# ---------------------------------------------------------------------------------------- storage


def cached_rdds(app: Application) -> list[Json]:
    return [cached_rdd_json(app, rdd) for _, rdd in sorted(app.rdds.items()) if rdd.blocks]


def cached_rdd(app: Application, number: int) -> Json:
    found = app.rdds.get(number)
    if found is None or not found.blocks:
        raise NotFound(f"no rdd found w/ id {number}")
    return cached_rdd_json(app, found)


def cached_rdd_json(app: Application, rdd: CachedRdd) -> Json:
    holders = sorted({name for block in rdd.blocks.values() for name in block.executors})
    return {
        "id": rdd.id,
        "name": rdd.name,
        "numPartitions": rdd.partitions,
        "numCachedPartitions": len(rdd.blocks),
        "storageLevel": rdd.level,
        "memoryUsed": rdd.memory(),
        "diskUsed": rdd.disk(),
        "dataDistribution": [
            {
                "address": app.executors[name].host_port if name in app.executors else name,
                "memoryUsed": rdd.memory(name),
                "memoryRemaining": sum(rdd.left.get(name, (0, 0))),
                "diskUsed": rdd.disk(name),
                "onHeapMemoryUsed": rdd.memory(name),
                "offHeapMemoryUsed": 0,
                "onHeapMemoryRemaining": rdd.left.get(name, (0, 0))[0],
                "offHeapMemoryRemaining": rdd.left.get(name, (0, 0))[1],
            }
            for name in holders
        ],
        "partitions": [
            {
                "blockName": block.name,
                "storageLevel": block.level,
                "memoryUsed": sum(block.memory.values()),
                "diskUsed": sum(block.disk.values()),
                "executors": block.executors,
            }
            for _, block in sorted(rdd.blocks.items())
        ],
    }


# ---------------------------------------------------------------------------------------- environment


def environment(app: Application) -> Json:
    kept = app.environment
    redact = Redaction(kept.spark).pairs
    runtime = {key: kept.runtime.get(name, "") for key, name in _RUNTIME}
    return {
        "runtime": runtime,
        "sparkProperties": redact(kept.spark),
        "hadoopProperties": redact(kept.hadoop),
        "systemProperties": redact(kept.system),
        "metricsProperties": redact(kept.metrics),
        "classpathEntries": sorted(kept.classpath.items()),
        "resourceProfiles": [profile for _, profile in sorted(app.profiles.items())],
    }


_RUNTIME = (("javaVersion", "Java Version"), ("javaHome", "Java Home"), ("scalaVersion", "Scala Version"))


# ---------------------------------------------------------------------------------------- SQL


def executions(app: Application, query: Query, now: int) -> list[Json]:
    start = max(0, _number(query, "offset", 0))
    found = sorted(app.executions.items())[start : start + max(0, _number(query, "length", 20))]
    return [execution_json(app, each, query, now) for _, each in found]


def execution(app: Application, number: int, query: Query, now: int) -> Json:
    found = app.executions.get(number)
    if found is None:
        raise NotFound(f"unknown query execution id: {number}")
    return execution_json(app, found, query, now)


def execution_json(app: Application, each: Execution, query: Query, now: int) -> Json:
    details = _flag(query, "details", True)
    redaction = Redaction(app.environment.spark)
    return present(
        id=each.id,
        status=each.status,
        description=each.description,
        planDescription=each.plan_text if _flag(query, "planDescription", True) else "",
        submissionTime=api_date(each.submitted),
        duration=each.duration(app.clock(now)),
        runningJobIds=each.jobs_with(RUNNING),
        successJobIds=each.jobs_with("SUCCEEDED"),
        failedJobIds=each.jobs_with("FAILED"),
        nodes=[_node_json(each, node) for node in each.graph.in_api_order()] if details else [],
        edges=[{"fromId": source, "toId": target} for source, target in each.graph.edges] if details else [],
        queryId=each.query_id,
        errorMessage=each.error or ("" if each.completed is not None else None),
        rootExecutionId=each.root,
        modifiedConfigs=dict(redaction.pairs(each.settings)),
    )


def _node_json(each: Execution, node: Any) -> Json:
    cluster = node.cluster
    number = cluster.name.partition("(")[2].partition(")")[0] if cluster is not None else ""
    return present(
        nodeId=node.id,
        nodeName=node.name.strip(),
        wholeStageCodegenId=int(number) if number.isdigit() else None,
        metrics=[{"name": name, "value": value} for name, value in each.metric_values(node)],
        desc=node.text,
    )


# ---------------------------------------------------------------------------------------- Prometheus


def prometheus(app: Application, now: int) -> str:
    """The numbers of executors and jobs in Prometheus' text format, named as Spark's PrometheusServlet does."""
    lines = [f'spark_info{{version="{_label(app.spark_version)}", revision=""}} 1.0']
    for each in executors(app, now):
        labels = ", ".join(
            f'{key}="{_label(value)}"'
            for key, value in (
                ("application_id", app.id),
                ("application_name", app.name),
                ("executor_id", each["id"]),
            )
        )
        for key, name in _PROMETHEUS:
            value = each[key]
            if (key.startswith("total") and key.endswith("Time")) or key == "totalDuration":
                value = value / 1000
            lines.append(f"metrics_executor_{name}{{{labels}}} {value}")
        for key, value in (each.get("peakMemoryMetrics") or {}).items():
            lines.append(f"metrics_executor_{key}_bytes{{{labels}}} {value}")
    labels = f'application_id="{_label(app.id)}", application_name="{_label(app.name)}"'
    running = [job for job in app.jobs.values() if job.status == RUNNING]
    counts = (
        ("job_activeJobs", len(running)),
        ("job_allJobs", len(app.jobs) + app.dropped_jobs),
        ("stage_runningStages", sum(stage.status == ACTIVE for stage in app.stages.values())),
        ("stage_completedStages", sum(stage.status == COMPLETE for stage in app.stages.values())),
        ("stage_failedStages", sum(stage.status == "FAILED" for stage in app.stages.values())),
        ("task_killed", sum(stage.killed for stage in app.stages.values())),
    )
    lines += [f"metrics_driver_{name}{{{labels}}} {value}" for name, value in counts]
    return "\n".join(lines) + "\n"


_PROMETHEUS = (
    ("rddBlocks", "rddBlocks"),
    ("memoryUsed", "memoryUsed_bytes"),
    ("diskUsed", "diskUsed_bytes"),
    ("totalCores", "totalCores"),
    ("maxTasks", "maxTasks"),
    ("activeTasks", "activeTasks"),
    ("failedTasks", "failedTasks_total"),
    ("completedTasks", "completedTasks_total"),
    ("totalTasks", "totalTasks_total"),
    ("totalDuration", "totalDuration_seconds_total"),
    ("totalGCTime", "totalGCTime_seconds_total"),
    ("totalInputBytes", "totalInputBytes_bytes_total"),
    ("totalShuffleRead", "totalShuffleRead_bytes_total"),
    ("totalShuffleWrite", "totalShuffleWrite_bytes_total"),
    ("maxMemory", "maxMemory_bytes"),
)


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
