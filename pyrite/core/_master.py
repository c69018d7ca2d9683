"""What a master URL asks for."""

from __future__ import annotations

import os
import re

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkValueError

_LOCAL_N = re.compile(r"local\[\s*(\d+|\*)\s*\]")
_LOCAL_N_FAILURES = re.compile(r"local\[\s*(\d+|\*)\s*,\s*(\d+)\s*\]")
_CLUSTER = re.compile(r"local-cluster\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\]")


@dataclass(frozen=True)
class Master:
    """``slots`` tasks at once on ``cores``; ``inline`` in the driver; ``max_failures`` of a task whose code raises."""

    slots: int
    cores: int
    inline: bool = False
    max_failures: int = 1


def parse_master(url: str, task_failures: int = 4, task_cpus: float = 1) -> Master:
    """Understand a master URL. Raises ``PySparkValueError`` naming what there is, or that a task has too few cores."""
    executors = failures = 1
    if url == "local":
        cores = 1
    elif match := _LOCAL_N.fullmatch(url):
        cores = _count(match[1])
    elif match := _LOCAL_N_FAILURES.fullmatch(url):
        cores, failures = _count(match[1]), int(match[2])
    elif match := _CLUSTER.fullmatch(url):
        executors, cores, failures = int(match[1]), int(match[2]), task_failures
    else:
        cores = 0
    if executors < 1 or cores < 1 or failures < 1:
        raise PySparkValueError(errorClass="MASTER_NOT_SUPPORTED", messageParameters={"master": repr(url)})
    if not 0 < task_cpus <= cores:
        raise PySparkValueError(
            f"spark.task.cpus is {task_cpus:g}: it must be more than 0, and at most the cores of an executor, "
            f"of which {url} has {cores}"
        )
    inline = url == "local"
    slots = 1 if inline else executors * int(cores / task_cpus)
    return Master(slots, executors * cores, inline, failures)


def _count(text: str) -> int:
    if text != "*":
        return int(text)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
