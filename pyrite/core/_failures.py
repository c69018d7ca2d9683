"""What a failed job looks like to the user."""

from __future__ import annotations

import logging

from pyrite._runtime import frames
from pyrite._scheduler.engine import JobFailed
from pyrite.errors import JobFailedError

log = logging.getLogger("pyrite")


def public_error(failure: JobFailed) -> Exception:
    """The exception that the user sees: their own traceback first, then where it happened."""
    error = failure.error
    count = len(failure.handle.plan.result.partitions)
    if error.kind == "too_large":
        limit = failure.handle.max_result_size
        size = max(failure.handle.received, int(error.message))
        return JobFailedError(
            f"Job aborted due to stage failure: Total size of serialized results of {count} tasks "
            f"({size / 2**20:.1f} MiB) is bigger than spark.driver.maxResultSize ({limit / 2**20:.1f} MiB)"
        )
    if error.kind == "cancelled":
        return JobFailedError(error.message, stage_id=error.stage, partition=error.partition)
    task = error.task_error
    public = JobFailedError(
        f"Job aborted due to stage failure: {error.message}",
        task.traceback if task else "",
        error.stage,
        error.partition,
        error.attempt,
        task.class_name if task else None,
    )
    if task is not None and task.pickled is not None:
        try:
            public.cause = frames.loads(task.pickled)
        except Exception:
            log.debug("the exception of the task cannot be loaded here", exc_info=True)
    return public
