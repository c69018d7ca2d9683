"""What tasks know about themselves, barrier stages, and what the driver knows about tasks."""

import threading

from rdd_package import BarrierTaskContext, BarrierTaskInfo, RDDBarrier, StatusTracker, TaskContext


def _soon(condition):
    """Whether it comes true within seconds: on Spark the tracker learns late."""
    for _ in range(500):
        if condition():
            return True
        threading.Event().wait(0.01)
    return False


def context_in_the_driver(sc):
    return TaskContext.get()


def partition_ids(sc):
    return sc.parallelize([1, 2, 3], 3).map(lambda x: TaskContext.get().partitionId()).collect()


def partition_ids_after_a_shuffle(sc):
    rdd = sc.parallelize([(k, k) for k in range(3)], 2).partitionBy(3)
    return rdd.map(lambda kv: (kv[0], TaskContext.get().partitionId())).collect()


def partition_ids_in_a_union(sc):
    rdd = sc.parallelize([1, 2], 2)
    return rdd.union(rdd).map(lambda x: TaskContext.get().partitionId()).collect()


def attempt_numbers(sc):
    return sc.parallelize([1, 2], 2).map(lambda x: TaskContext.get().attemptNumber()).collect()


def task_attempt_ids_differ(sc):
    found = sc.parallelize(range(4), 4).map(lambda x: TaskContext.get().taskAttemptId()).collect()
    return len(set(found)), all(type(i) is int for i in found), sorted(found) == found


def stage_ids_of_one_stage(sc):
    found = sc.parallelize(range(4), 4).map(lambda x: TaskContext.get().stageId()).collect()
    return len(set(found)), type(found[0]).__name__


def stage_ids_grow_after_a_shuffle(sc):
    rdd = sc.parallelize([1, 2], 2).map(lambda x: (x, TaskContext.get().stageId())).groupByKey()
    found = rdd.flatMap(lambda kv: [TaskContext.get().stageId() - stage for stage in kv[1]]).collect()
    return found


def cpus_and_resources(sc):
    def facts(x):
        context = TaskContext.get()
        return context.cpus(), context.cpuAmount(), context.resources()

    return sc.parallelize([1], 1).map(facts).collect()


def local_properties_in_tasks(sc):
    sc.setLocalProperty("spark.test.color", "blue")
    rdd = sc.parallelize([1], 1).map(
        lambda x: [TaskContext.get().getLocalProperty(key) for key in ("spark.test.color", "spark.test.none")]
    )
    found = rdd.collect()
    sc.setLocalProperty("spark.test.color", None)
    return found


def context_is_the_same_within_a_task(sc):
    return sc.parallelize([1, 2], 1).map(lambda x: TaskContext.get() is TaskContext.get()).collect()


def context_is_made_once(sc):
    return sc.parallelize([1], 1).map(lambda x: TaskContext() is TaskContext.get()).collect()


def context_is_made_in_the_driver(sc):
    return type(TaskContext()).__name__


def context_in_threads_of_a_task(sc):
    def look(x):
        found = []
        thread = threading.Thread(target=lambda: found.append(TaskContext.get() is None))
        thread.start()
        thread.join()
        return found

    return sc.parallelize([1], 1).map(look).collect()


def context_in_reduce_by_key(sc):
    rdd = sc.parallelize([(1, 1), (1, 2)], 1).reduceByKey(
        lambda a, b: TaskContext.get().partitionId() + 100, 1
    )
    return rdd.collect()


def barrier_of_partitions(sc):
    barrier = sc.parallelize([1, 2, 3, 4], 2).barrier()
    return isinstance(barrier, RDDBarrier), barrier.mapPartitions(lambda it: [sum(it)]).collect()


def barrier_with_index(sc):
    return (
        sc.parallelize([1, 2, 3, 4], 2)
        .barrier()
        .mapPartitionsWithIndex(lambda i, it: [(i, list(it))])
        .collect()
    )


def barrier_with_partitioner_kept(sc):
    rdd = sc.parallelize([(1, 2)], 2).partitionBy(2)
    kept, lost = rdd.barrier().mapPartitions(lambda it: it, True), rdd.barrier().mapPartitions(lambda it: it)
    return kept.partitioner == rdd.partitioner, lost.partitioner


def barrier_waits(sc):
    def meet(it):
        BarrierTaskContext.get().barrier()
        return it

    return sc.parallelize([1, 2], 2).barrier().mapPartitions(meet).collect()


def barrier_gathers(sc):
    def gather(it):
        context = BarrierTaskContext.get()
        first = context.allGather(f"from {context.partitionId()}")
        return [first, context.allGather()]

    return sc.parallelize([1, 2], 2).barrier().mapPartitions(gather).collect()


def barrier_gathers_text_of_any_kind(sc):
    def gather(it):
        return BarrierTaskContext.get().allGather('ä\n"quoted" \\ ' + "x" * 10)

    return sc.parallelize([1], 1).barrier().mapPartitions(gather).collect()


def barrier_gathers_no_text(sc):
    def gather(it):
        try:
            return BarrierTaskContext.get().allGather(5)
        except TypeError:
            return ["refused"]

    return sc.parallelize([1], 1).barrier().mapPartitions(gather).collect()


def barrier_task_infos(sc):
    def infos(it):
        found = BarrierTaskContext.get().getTaskInfos()
        return [
            (
                len(found),
                all(isinstance(info, BarrierTaskInfo) for info in found),
                type(found[0].address).__name__,
            )
        ]

    return sc.parallelize([1, 2], 2).barrier().mapPartitions(infos).collect()


def barrier_context_is_a_task_context(sc):
    def facts(it):
        context = BarrierTaskContext.get()
        return [
            (isinstance(context, TaskContext), context.partitionId(), context.attemptNumber(), context.cpus())
        ]

    return sc.parallelize([1, 2], 2).barrier().mapPartitions(facts).collect()


def barrier_context_outside_of_barriers(sc):
    return sc.parallelize([1], 1).map(lambda x: BarrierTaskContext.get()).collect()


def barrier_context_in_the_driver(sc):
    return BarrierTaskContext.get()


def task_context_in_a_barrier(sc):
    return (
        sc.parallelize([1, 2], 2)
        .barrier()
        .mapPartitions(lambda it: [type(TaskContext.get()).__name__])
        .collect()
    )


def barrier_before_a_shuffle(sc):
    rdd = sc.parallelize([1, 2, 3], 2).barrier().mapPartitions(lambda it: ((x % 2, x) for x in it))
    return sorted(rdd.groupByKey().mapValues(sorted).collect())


def barrier_that_fails(sc):
    return sc.parallelize([1, 0], 2).barrier().mapPartitions(lambda it: [1 // x for x in it]).collect()


def barrier_task_info(sc):
    return BarrierTaskInfo("host:1").address


def status_of_nothing(sc):
    status = sc.statusTracker()
    return (
        isinstance(status, StatusTracker),
        _soon(lambda: status.getActiveJobsIds() == []),
        _soon(lambda: status.getActiveStageIds() == []),
        status.getJobIdsForGroup("no such group"),
        status.getJobInfo(10**6),
        status.getStageInfo(10**6),
    )


def status_of_a_job(sc):
    sc.setJobGroup("status of a job", "")
    sc.parallelize(range(4), 2).map(lambda x: (x, x)).groupByKey(3).count()
    sc.setLocalProperty("spark.jobGroup.id", None)
    status = sc.statusTracker()
    [job] = status.getJobIdsForGroup("status of a job")
    _soon(lambda: status.getJobInfo(job).status != "RUNNING")
    info = status.getJobInfo(job)
    stages = [status.getStageInfo(stage) for stage in sorted(info.stageIds)]
    return (
        info.jobId == job,
        info.status,
        len(stages),
        [
            (s.numTasks, s.numActiveTasks, s.numCompletedTasks, s.numFailedTasks, s.currentAttemptId)
            for s in stages
        ],
    )


def status_of_a_failed_job(sc):
    sc.setJobGroup("status of a failed job", "")
    try:
        sc.parallelize([0], 1).map(lambda x: 1 / x).count()
    except Exception:
        pass
    sc.setLocalProperty("spark.jobGroup.id", None)
    status = sc.statusTracker()
    [job] = status.getJobIdsForGroup("status of a failed job")
    _soon(lambda: status.getJobInfo(job).status != "RUNNING")
    info = status.getJobInfo(job)
    return info.status, [status.getStageInfo(stage).numFailedTasks for stage in info.stageIds]


def status_of_jobs_without_group(sc):
    status = sc.statusTracker()
    before = set(status.getJobIdsForGroup())
    sc.parallelize([1], 1).count()
    _soon(lambda: set(status.getJobIdsForGroup(None)) - before)
    return len(set(status.getJobIdsForGroup(None)) - before)


def status_while_a_job_runs(sc):
    status = sc.statusTracker()
    seen = []
    _soon(lambda: not status.getActiveJobsIds())

    def run():
        sc.setJobGroup("running", "")
        sc.parallelize(range(2), 2).foreach(lambda x: __import__("time").sleep(0.6))

    thread = threading.Thread(target=run)
    thread.start()
    for _ in range(500):
        jobs = status.getActiveJobsIds()
        stages = status.getActiveStageIds()
        infos = [status.getStageInfo(stage) for stage in stages]
        if jobs and infos and infos[0].numActiveTasks:
            seen = [len(jobs), status.getJobInfo(jobs[0]).status, len(stages), infos[0].numTasks]
            break
        threading.Event().wait(0.01)
    thread.join()
    return seen


def executor_infos(sc):
    found = sc.statusTracker().getExecutorInfos()
    return len(found) > 0, sorted(found[0]._fields), all(type(info.host) is str for info in found)


def job_info_fields(sc):
    from rdd_package import NAME

    status = __import__(f"{NAME}.core.status", fromlist=["x"])
    return status.SparkJobInfo._fields, status.SparkStageInfo._fields, status.SparkExecutorInfo._fields


def cancel_a_running_group(sc):
    outcome = []

    def run():
        sc.setJobGroup("to cancel", "", True)
        try:
            sc.parallelize(range(2), 2).foreach(lambda x: __import__("time").sleep(20))
        except Exception:
            outcome.append("cancelled")

    thread = threading.Thread(target=run)
    thread.start()
    status = sc.statusTracker()
    while not status.getActiveStageIds():
        threading.Event().wait(0.01)
    sc.cancelJobGroup("to cancel")
    thread.join()
    return outcome


def cancel_jobs_with_a_tag(sc):
    outcome = []

    def run():
        sc.addJobTag("slow")
        sc.setInterruptOnCancel(True)
        try:
            sc.parallelize(range(2), 2).foreach(lambda x: __import__("time").sleep(20))
        except Exception:
            outcome.append("cancelled")

    thread = threading.Thread(target=run)
    thread.start()
    status = sc.statusTracker()
    while not status.getActiveStageIds():
        threading.Event().wait(0.01)
    sc.cancelJobsWithTag("slow")
    thread.join()
    return outcome
