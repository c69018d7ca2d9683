"""What a master URL asks for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from pyrite.errors import PySparkValueError

_LOCAL_N = re.compile(r"local\[\s*(\d+|\*)\s*\]")
_LOCAL_N_FAILURES = re.compile(r"local\[\s*(\d+|\*)\s*,\s*(\d+)\s*\]")
_CLUSTER = re.compile(r"local-cluster\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\]")


@dataclass(frozen=True)
class Master:
    """``slots`` tasks at once; ``inline`` in the driver; ``max_failures`` attempts of a task whose code raises."""

    slots: int
    inline: bool = False
    max_failures: int = 1


def parse_master(url: str, task_failures: int = 4) -> Master:
    """Understand a master URL. Raises ``PySparkValueError`` naming what there is."""
    if url == "local":
        return Master(1, inline=True)
    if match := _LOCAL_N.fullmatch(url):
        slots, failures = _count(match[1]), 1
    elif match := _LOCAL_N_FAILURES.fullmatch(url):
        slots, failures = _count(match[1]), int(match[2])
    elif match := _CLUSTER.fullmatch(url):
        slots, failures = int(match[1]) * int(match[2]), task_failures
    else:
        slots = failures = 0
    if slots < 1 or failures < 1:
        raise PySparkValueError(errorClass="MASTER_NOT_SUPPORTED", messageParameters={"master": repr(url)})
    return Master(slots, max_failures=failures)


def _count(text: str) -> int:
    if text != "*":
        return int(text)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
